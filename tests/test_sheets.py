"""Sheets: an Excel file of what an event touched, read back by another library; nothing in it can become a formula."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from samples import PARKS, Clock, article, fetched, list_table, notice, ranking_table

from monitors.alerts import lookup, sheets
from monitors.alerts.message import events
from monitors.alerts.tongue import Tongue
from monitors.document import Document, Table
from monitors.watch import Row, Watch
from state import changes
from state.database import Database

HEADER = sheets.HEADER


def see(watch: Watch, clock: Clock, *seen: Document) -> None:
    watch.begin(seen[0].source)
    watch.listed(seen[0].source, [Row(one.key, one.url, one.title, one.published) for one in seen])
    for one in seen:
        watch.observe(one, fetched(one, clock))
    watch.finish(seen[0].source, complete=True)


def ranking(year: int, names: list[str]) -> Document:
    title = f"{year}年国家高新技术产业开发区综合评价结果（示例）"
    tables = [ranking_table(names), ranking_table(names[:20], caption="工业总产值前20名")]
    return notice(title, "共有178个国家高新区参加评价。", tables, key=f"y{year}", published=f"{year}-12-23")


def batch(stage: str, entries: list[tuple[str, str]], key: str) -> Document:
    return notice(f"第九批制造业单项冠军企业{stage}名单（示例）", "", [list_table(entries)], key=key)


def newest(database: Database) -> tuple[list[dict[str, Any]], list[Any]]:
    """The tables that the newest event touched, and its changes."""
    with database.read() as connection:
        event = events(changes.query(connection))[-1]
        return lookup.touched(connection, event), event


def opened(body: bytes) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(body))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def table(**about: Any) -> dict[str, Any]:
    known = {"kind": "list", "board": "示例名单", "indicator": None, "edition": "第一批", "stage": "公布", "top": None, "of": None}
    page = {"issuer": "工业和信息化部", "title": "示例名单的通知", "url": "https://example.org/list", "published": "2025-01-06"}
    return {**known, **page, "items": [], **about}


def entry(name: str, **data: Any) -> dict[str, Any]:
    return {"key": name, "zone": None, "name": name, "evidence": name, **data}


def test_a_ranking_alert_carries_every_table_it_touched_with_what_changed(watch: Watch, database: Database, clock: Clock) -> None:
    see(watch, clock, ranking(2022, PARKS[:50]))
    see(watch, clock, ranking(2024, [PARKS[1], PARKS[0], *PARKS[2:49], PARKS[60]]))
    found, event = newest(database)
    book = opened(sheets.sheet(found, event))
    assert list(book) == ["国家高新区综合评价 2024年", "工业总产值 2024年"]
    rows = book["国家高新区综合评价 2024年"]
    assert [row[0] for row in rows[:4]] == [
        "国家高新区综合评价 2024年",
        "工信部公布 2024-12-23",
        "《2024年国家高新技术产业开发区综合评价结果（示例）》",
        "公布前50名，共178家参评",
    ]
    assert rows[HEADER] == ["名次", "园区", "变化", "上届名次"]
    body = rows[HEADER + 1 :]
    assert body[:3] == [[1, PARKS[1], "上升", 2], [2, PARKS[0], "下降", 1], [3, PARKS[2], "", 3]]
    assert body[49:] == [[50, PARKS[60], "新增", ""], ["", PARKS[49], "不在公布的名次之内", 50]]
    assert sheets.name(found) == "国家高新区综合评价 2024年.xlsx"


def test_a_list_alert_marks_who_is_new_gone_and_written_differently(watch: Watch, database: Database, clock: Clock) -> None:
    see(watch, clock, notice("旧通知", key="old"))
    stays = [("浙江省", f"示例留下{number}有限公司") for number in "甲乙丙丁戊己庚辛壬癸"]
    see(watch, clock, batch("公示", [*stays, ("浙江省", "宁波示例压缩机有限公司"), ("江苏省", "示例离开有限公司")], "before"))
    see(watch, clock, batch("公布", [*stays, ("浙江省", "宁波示例压缩机股份有限公司"), ("广东省", "深圳示例新来有限公司")], "after"))
    found, event = newest(database)
    (rows,) = opened(sheets.sheet(found, event)).values()
    assert rows[HEADER] == ["序号", "名称", "地区", "变化", "此前"]
    assert rows[HEADER + 1] == [1, "示例留下甲有限公司", "浙江省", "", ""]
    assert rows[HEADER + 11 :] == [
        [11, "宁波示例压缩机股份有限公司", "浙江省", "更名", "宁波示例压缩机有限公司"],
        [12, "深圳示例新来有限公司", "广东省", "新增", ""],
        ["", "示例离开有限公司", "江苏省", "名单中没有", ""],
    ]


def test_a_corrected_row_says_what_it_was(watch: Watch, database: Database, clock: Clock) -> None:
    def champions(product: str) -> Document:
        rows = (("1", "示例轴承有限公司", product), *((str(place), f"示例水泵{place}有限公司", "泵") for place in range(2, 9)))
        return notice("第九批制造业单项冠军企业名单（示例）", "", [Table(("序号", "企业名称", "产品"), rows)], key="list")

    see(watch, clock, notice("旧通知", key="old"))
    see(watch, clock, champions("轴承"))
    see(watch, clock, champions("精密轴承"))
    found, event = newest(database)
    (rows,) = opened(sheets.sheet(found, event)).values()
    assert rows[HEADER] == ["序号", "名称", "产品", "变化", "此前"]
    by_name = {row[1]: row[2:] for row in rows[HEADER + 1 :]}
    assert by_name["示例轴承有限公司"] == ["精密轴承", "修改", "产品 轴承"]
    assert by_name["示例水泵2有限公司"] == ["泵", "", ""]


def test_a_report_has_no_table(watch: Watch, database: Database, clock: Clock) -> None:
    see(watch, clock, ranking(2024, PARKS[:50]))
    see(watch, clock, article("旧闻", "一切如常。", key="a0"))
    see(watch, clock, article("一", f"{PARKS[0]}位列2024年国家高新区综合评价第1名。", key="a1"))
    found, event = newest(database)
    assert "confirmed" in {change["op"] for change in event}
    assert found == []


@pytest.mark.parametrize(
    "name", ["=1+1", "+86 574", "-2", "@SUM(A1)", "\t=1", '=HYPERLINK("https://example.org")', "https://example.org", "0012"]
)
def test_a_cell_stays_text_whatever_it_begins_with(name: str) -> None:
    body = sheets.sheet([table(items=[entry(name, product=name)], title=name)])
    (rows,) = opened(body).values()
    assert rows[HEADER + 1] == [1, name, name]
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        page = packed.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in page, "no formula"
    assert page.count("<hyperlink ") == 1, "the source alone is a link"


def test_what_is_no_text_and_what_is_too_long_for_excel_does_not_spoil_the_file() -> None:
    (rows,) = opened(
        sheets.sheet([table(items=[entry("坏\x00字\x1f符\ufffe"), entry("长" * 40_000)], url="https://example.org/" + "x" * 3000)])
    ).values()
    assert rows[HEADER + 1][1].startswith("坏字符")
    assert len(rows[HEADER + 2][1]) == sheets.LONGEST
    (plain,) = opened(sheets.sheet([table(url="javascript:alert(1)")])).values()
    assert plain[2][0] == "《示例名单的通知》"


def test_sheets_have_names_that_excel_allows_and_no_two_the_same() -> None:
    boards = ["名单[一]/二:三*四?五\\六", "长" * 50, "长" * 50, "长" * 50, "List", "LIST", "'", ""]
    names = list(opened(sheets.sheet([table(board=board, edition=None, stage=None, items=[entry("甲")]) for board in boards])))
    assert len({name.casefold() for name in names}) == len(boards)
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)
    assert names[0] == "名单 一 二 三 四 五 六"


def test_an_unknown_column_keeps_its_own_name_and_english_readers_have_theirs() -> None:
    (rows,) = opened(sheets.sheet([table(items=[entry("甲", product="泵", grade="A")])], (), Tongue("en"))).values()
    assert rows[HEADER] == ["No.", "Name", "Product", "grade"]
    assert rows[1][0] == "Published by MIIT 6 Jan 2025"


def test_the_same_tables_are_the_same_bytes_and_an_empty_one_is_still_a_file() -> None:
    rows = [table(items=[entry("甲")])]
    assert sheets.sheet(rows) == sheets.sheet(rows)
    assert opened(sheets.sheet([table()]))
    assert sheets.name([table(board="a/b:c", edition="2024", stage=None)]) == "a b c 2024年.xlsx"
