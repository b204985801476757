"""Lists: batches, stages, who fell out, and who is only written differently."""

from __future__ import annotations

import pytest
from samples import list_table, notice

from monitors import lists, zones
from monitors.belief import Incomplete
from monitors.boards import catalogue
from monitors.change import Op
from monitors.item import BoardReading

ENTRIES = [
    ("浙江省", "示例精密机械有限公司"),
    ("浙江省", "示例光学材料有限公司"),
    ("山东省", "示例海洋遥感有限公司"),
    ("山东省", "示例生物医药有限公司"),
]


def read(entries: list[tuple[str, str]], title: str = "第六批专精特新“小巨人”企业公示名单（示例）") -> BoardReading:
    board = catalogue.load().named("国家级专精特新小巨人企业")
    assert board is not None
    return lists.read(notice(title), list_table(entries), board, zones.load())


def stages(before: list[tuple[str, str]], after: list[tuple[str, str]]) -> dict[tuple[Op, str], object]:
    published = read(after, "关于公布第六批专精特新“小巨人”企业名单的通知（示例）")
    told = lists.compare(read(before).by_key, "公示", published)
    return {(change.op, change.key): change for change in told}


def test_a_list_is_read_with_its_batch_and_stage() -> None:
    reading = read(ENTRIES)
    assert (reading.edition, reading.ordinal, reading.stage, len(reading.items)) == ("第六批", 6, "公示", 4)


def test_from_proposal_to_publication_is_one_story() -> None:
    told = stages(ENTRIES, [ENTRIES[0], ("浙江省", "示例光学材枓有限公司"), ENTRIES[3], ("山东省", "示例橡胶新材有限公司")])
    whole = told[Op.EDITION, "第六批"]
    assert whole.before == {"stage": "公示", "count": 4}
    assert whole.after == {"stage": "公布", "count": 4, "unit": "家"}
    assert set(told) == {
        (Op.EDITION, "第六批"),
        (Op.RENAMED, "示例光学材枓有限公司"),
        (Op.REMOVED, "示例海洋遥感有限公司"),
        (Op.ADDED, "示例橡胶新材有限公司"),
    }
    assert told[Op.RENAMED, "示例光学材枓有限公司"].before["name"] == "示例光学材料有限公司"


def test_a_stated_former_name_is_a_rename_however_different_it_is() -> None:
    told = stages(ENTRIES, [("浙江省", "全新名称集团（曾用名：示例精密机械有限公司）"), *ENTRIES[1:]])
    assert (Op.RENAMED, "全新名称集团") in told


def test_names_that_differ_in_a_numeral_are_two_companies() -> None:
    told = stages([("浙江省", "示例一号机械有限公司"), *ENTRIES], [("浙江省", "示例二号机械有限公司"), *ENTRIES])
    assert {op for op, _ in told} == {Op.EDITION, Op.REMOVED, Op.ADDED}


def test_the_same_name_in_another_region_is_not_a_rename() -> None:
    told = stages([("浙江省", "示例阀门制造有限公司")], [("山东省", "示例阀门制造厂有限公司")])
    assert {op for op, _ in told} == {Op.EDITION, Op.REMOVED, Op.ADDED}


def test_a_new_batch_tells_its_size_and_the_parks_in_it() -> None:
    told = lists.compare(None, "", read([*ENTRIES, ("宁波高新区", "示例甬江传感有限公司")]))
    assert [(change.op, change.zone, change.after["count"]) for change in told] == [
        (Op.EDITION, None, 5),
        (Op.EDITION, "宁波高新技术产业开发区", 1),
    ]


def test_a_name_in_full_width_brackets_is_no_correction() -> None:
    typed = [("浙江省", "示例（中国）机械有限公司"), *ENTRIES]
    again = [("浙江 省", "示例(中国)机械有限公司"), *ENTRIES]
    assert lists.compare(read(typed).by_key, "公示", read(again)) == []


@pytest.mark.parametrize(
    ("name", "column", "unit"),
    [("示例企业", "^企业名称$", "家"), ("示例试点", "^项目名称$", "项"), ("示例绿色工业园区", "^名称$", "个"), ("示例榜", "^名称$", "家")],
)
def test_a_lists_entries_are_counted_by_what_they_are(name: str, column: str, unit: str) -> None:
    raw = {"name": name, "kind": "list", "issuer": "示例", "title": name, "edition": "year", "columns": {"name": column}}
    assert catalogue.board_of(raw, "x.toml").unit == unit
    assert catalogue.board_of({**raw, "unit": "座"}, "x.toml").unit == "座"


def test_gaps_in_the_numbers_are_not_believed() -> None:
    board = catalogue.load().named("国家级专精特新小巨人企业")
    assert board is not None
    table = list_table(ENTRIES)
    broken = type(table)(table.header, (*table.rows[:2], *table.rows[3:]), "")
    with pytest.raises(Incomplete, match="序号不连续"):
        lists.read(notice("第六批专精特新“小巨人”企业公示名单（示例）"), broken, board, zones.load())


@pytest.mark.parametrize(
    ("title", "board"),
    [
        ("关于公布2024年度山东省瞪羚企业名单的通知", "山东省瞪羚企业"),
        ("第九批制造业单项冠军企业名单", "制造业单项冠军企业"),
        ("第二批清洁生产审核创新试点项目名单", "清洁生产审核创新试点"),
        ("关于第二批通过评估的清洁生产审核创新试点项目名单的公告", "清洁生产审核创新试点（通过评估）"),
        ("2024年度国家级科技企业孵化器名单", "国家级科技企业孵化器"),
        ("2023年国家级经济技术开发区综合发展水平考核评价结果", "国家级经开区综合发展水平考核评价"),
    ],
)
def test_a_title_names_one_board(title: str, board: str) -> None:
    assert [found.name for found in catalogue.load().fitting(title)] == [board]


@pytest.mark.parametrize(
    "title", ["山东省制造业单项冠军企业名单", "赛迪高新区百强榜", "中国高新区创新能力百强", "浙江省省级高新区评价结果"]
)
def test_look_alikes_are_no_known_board(title: str) -> None:
    assert catalogue.load().fitting(title) == []


@pytest.mark.parametrize(
    ("caption", "indicator"),
    [
        ("2024年国家级经济技术开发区综合发展水平考核评价结果　一、综合排名前30名", "综合"),
        ("2024年国家级经济技术开发区综合发展水平考核评价结果　二、实际使用外资前10名", "实际使用外资"),
        ("国家级经开区综合发展水平考核评价结果", "综合"),
    ],
)
def test_the_words_beside_a_boards_name_say_which_of_its_rankings_a_table_is(caption: str, indicator: str) -> None:
    board = catalogue.load().named("国家级经开区综合发展水平考核评价")
    assert board is not None
    found = board.indicator(caption)
    assert found is not None
    assert found.name == indicator
