"""Rankings: what is read from a table, what is not believed, and what is news."""

from __future__ import annotations

import random

import pytest
from samples import PARKS, notice, ranking_table

from monitors import rankings, zones
from monitors.belief import Incomplete, LayoutChanged
from monitors.boards import catalogue
from monitors.change import Change, Op
from monitors.document import Table
from monitors.item import BoardReading

BOARD = catalogue.load().named("国家高新区综合评价")
TITLE = "2024年国家高新技术产业开发区综合评价结果"


def read(table: Table, title: str = TITLE) -> BoardReading:
    assert BOARD is not None
    return rankings.read(notice(title, "共有178个国家高新区参加评价。"), table, BOARD, zones.load())


def news(before: list[str], after: list[str], best: dict[str, int] | None = None) -> list[Change]:
    old = {name: {"rank": rank} for rank, name in enumerate(before, start=1)}
    return rankings.compare(old, read(ranking_table(after)), "2022", best if best is not None else {n: d["rank"] for n, d in old.items()})


def test_a_ranking_is_read_with_its_edition_its_size_and_how_many_were_ranked() -> None:
    reading = read(ranking_table(PARKS[:50]))
    assert (reading.edition, reading.indicator, reading.top, reading.of, len(reading.items)) == ("2024", "综合", 50, 178, 50)
    assert reading.items[9].data == {"rank": 10}


def test_the_year_of_the_figures_is_kept_beside_the_edition() -> None:
    board = catalogue.load().named("国家高新区综合评价")
    assert board is not None
    document = notice("2024年国家高新区综合评价结果（示例）", "评价以2023年度统计数据为依据。", [ranking_table(PARKS[:50])])
    reading = rankings.read(document, document.tables[0], board, zones.load())
    assert (reading.edition, reading.data["data_year"]) == ("2024", "2023")


def test_the_order_of_the_rows_means_nothing() -> None:
    table = ranking_table(PARKS[:50])
    rows = list(table.rows)
    random.Random(1).shuffle(rows)
    assert read(Table(table.header, tuple(rows), table.caption)).items == read(table).items


def test_rank_and_name_twice_side_by_side_is_one_ranking() -> None:
    rows = tuple((str(i), PARKS[i - 1], str(i + 25), PARKS[i + 24]) for i in range(1, 26))
    wide = Table(("排名", "国家高新区", "排名", "国家高新区"), rows, "综合评价")
    assert read(wide).items == read(ranking_table(PARKS[:50])).items


def test_other_spellings_are_the_same_park() -> None:
    table = ranking_table(["北京中关村", *PARKS[1:50]])
    assert read(table).items[0].key == "中关村科技园区"


def test_equal_ranks_are_allowed() -> None:
    table = ranking_table(PARKS[:50])
    rows = [list(row) for row in table.rows]
    rows[5][0] = "5"
    assert read(Table(table.header, tuple(map(tuple, rows)), table.caption)).items[5].data["rank"] == 5


@pytest.mark.parametrize("indicator", ["工业总产值", "营商环境"])
def test_each_single_indicator_is_a_board_of_its_own(indicator: str) -> None:
    reading = read(ranking_table(PARKS[:20], caption=f"{indicator}前20名"))
    assert (reading.indicator, reading.top) == (indicator, 20)


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([(str(i), PARKS[i]) for i in range(1, 50)], "只读到49个"),
        ([(str(i if i < 30 else i + 3), PARKS[i]) for i in range(1, 51)], "名次不连续"),
        ([*((str(i), PARKS[i]) for i in range(1, 50)), ("50", PARKS[1])], "出现了两次"),
    ],
)
def test_a_ranking_with_something_missing_is_not_believed(rows: list[tuple[str, str]], why: str) -> None:
    with pytest.raises(Incomplete, match=why):
        read(Table(("排名", "国家高新区"), tuple(rows), "综合评价"))


def test_names_that_are_mostly_no_parks_are_not_believed() -> None:
    table = ranking_table([*PARKS[:40], *(f"示例园{i}" for i in range(10))])
    with pytest.raises(LayoutChanged, match="不是已知园区"):
        read(table)


def test_unknown_columns_are_not_guessed() -> None:
    with pytest.raises(LayoutChanged, match="找不到需要的列"):
        read(Table(("甲", "乙"), (("1", PARKS[0]),), "综合评价"))


def test_a_few_unknown_names_are_kept_and_reported() -> None:
    reading = read(ranking_table([*PARKS[:49], "示例高新园"]))
    assert reading.unread == ("园区「示例高新园」",)
    assert reading.items[49].zone is None


def test_a_new_edition_tells_up_down_new_and_gone() -> None:
    before = PARKS[:50]
    after = [before[1], before[0], *before[2:49], PARKS[50]]
    told = {(change.op, change.zone): change for change in news(before, after)}
    assert told[Op.MOVED, before[1]].before == {"rank": 2}
    assert told[Op.MOVED, before[1]].after == {"rank": 1, "best": True}
    assert told[Op.MOVED, before[0]].after == {"rank": 2}
    assert told[Op.ADDED, PARKS[50]].after == {"rank": 50, "first_top": 50}
    gone = told[Op.REMOVED, before[49]]
    assert (gone.before, gone.after, gone.top) == ({"rank": 50}, {"absent": True}, 50)
    assert told[Op.EDITION, None].after["count"] == 50
    assert told[Op.EDITION, before[2]].after == {"rank": 3}, "a park that kept its place is told so"


def test_the_first_time_in_the_top_ten_is_told_once() -> None:
    before = PARKS[:50]
    after = [*before[:9], before[12], *before[9:12], *before[13:]]
    (ningbo,) = [change for change in news(before, after) if change.zone == before[12]]
    assert ningbo.after == {"rank": 10, "first_top": 10, "best": True}
    earlier = {name: rank for rank, name in enumerate(before, start=1)} | {before[12]: 9}
    (again,) = [change for change in news(before, after, earlier) if change.zone == before[12]]
    assert again.after == {"rank": 10}


def test_the_same_edition_again_is_a_correction_without_an_edition() -> None:
    after = [PARKS[1], PARKS[0], *PARKS[2:50]]
    old = {name: {"rank": rank} for rank, name in enumerate(PARKS[:50], start=1)}
    told = rankings.compare(old, read(ranking_table(after)), "2024", {})
    assert {(change.op, change.zone) for change in told} == {(Op.MOVED, PARKS[0]), (Op.MOVED, PARKS[1])}


def test_the_first_edition_ever_is_told_as_a_whole_only() -> None:
    told = rankings.compare({}, read(ranking_table(PARKS[:50])), None, {})
    assert [change.op for change in told] == [Op.EDITION]
