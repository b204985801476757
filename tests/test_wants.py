"""Wants: which subscriptions a change is news for."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitors import zones
from monitors.alerts import wants

PARKS = zones.load()
NINGBO = "宁波高新技术产业开发区"
GIANTS = "国家级专精特新小巨人企业"


def change(**values: Any) -> dict[str, Any]:
    """A change as the log keeps it."""
    empty: dict[str, Any] = dict.fromkeys(("board", "indicator", "edition", "stage", "zone", "claim", "issuer", "title"))
    return empty | {"kind": "list", "op": "edition", "key": "k", "before": {}, "after": {}, "evidence": "证据"} | values


def places(topic: str, target: str, record: dict[str, Any], rows: list[dict[str, Any]] | None = None) -> list[int]:
    return wants.wanted([(topic, target)], [record], PARKS, {0: rows or []}).get((topic, target), [])


def test_a_parks_change_is_news_for_the_park_its_province_its_board_its_kind_and_for_all() -> None:
    record = change(kind="ranking", zone=NINGBO, board="国家高新区综合评价")
    assert wants.topics(record, PARKS) == [
        ("all", ""),
        ("kind", "ranking"),
        ("zone", NINGBO),
        ("province", "浙江省"),
        ("board", "国家高新区综合评价"),
    ]


@pytest.mark.parametrize(("issuer", "province"), [("浙江省科学技术厅", "浙江省"), ("宁波市科技局", "浙江省"), ("上海市经信委", "上海市")])
def test_a_policy_without_a_park_belongs_to_the_province_its_issuer_is_named_after(issuer: str, province: str) -> None:
    assert ("province", province) in wants.topics(change(kind="policy", issuer=issuer), PARKS)


@pytest.mark.parametrize("issuer", ["工业和信息化部", None, "", "科技日报"])
def test_a_ministrys_notice_belongs_to_no_province(issuer: str | None) -> None:
    assert [topic for topic, _ in wants.topics(change(issuer=issuer), PARKS)] == ["all", "kind"]


def test_a_company_is_found_wherever_it_stands_in_a_new_batch_by_a_part_of_its_name() -> None:
    rows = [{"name": "示例甲有限公司"}, {"name": "青岛国测海遥信息技术有限公司"}]
    assert places("company", wants.company("青岛国测海遥"), change(board=GIANTS), rows) == [0]
    assert places("company", wants.company("青岛国测海遥 "), change(board=GIANTS), rows[:1]) == []


def test_a_company_that_fell_out_or_has_another_name_now_is_found() -> None:
    assert places("company", "国测海遥", change(op="removed", before={"name": "青岛国测海遥信息技术有限公司"})) == [0]
    assert places("company", "旧名科技", change(op="renamed", after={"name": "新名", "former": "示例旧名科技公司"})) == [0]


@pytest.mark.parametrize(
    ("words", "printed"), [("示例（青岛）科技", "示例(青岛)科技公司"), ("ABC科技", "abc科技"), ("示例青岛", "示例（青岛）")]
)
def test_brackets_and_case_do_not_hide_a_company(words: str, printed: str) -> None:
    assert places("company", wants.company(words), change(), [{"name": printed}]) == [0]


@pytest.mark.parametrize("words", ["有限公司", "科技", "司", "", "123", "（）"])
def test_words_that_would_find_every_company_are_none(words: str) -> None:
    assert wants.company(words) == ""


def test_a_keyword_finds_what_holds_all_its_words_and_none_of_the_excluded() -> None:
    target = wants.keyword("瞪羚 -公示")
    assert places("keyword", target, change(title="2025年瞪羚企业名单", stage="公布")) == [0]
    assert places("keyword", target, change(title="2025年瞪羚企业公示名单")) == []
    assert places("keyword", target, change(title="2025年独角兽企业名单")) == []


def test_several_words_of_a_keyword_must_stand_in_one_row() -> None:
    rows = [{"name": "示例无人机公司", "region": "浙江省"}, {"name": "示例软件公司", "region": "山东省"}]
    assert places("keyword", wants.keyword("无人机 浙江"), change(), rows) == [0]
    assert places("keyword", wants.keyword("无人机 山东"), change(), rows) == []


def test_an_excluded_word_in_one_row_does_not_hide_the_batch() -> None:
    assert places("keyword", wants.keyword("软件 -汽车"), change(), [{"name": "示例软件"}, {"name": "示例汽车"}]) == [0]


def test_a_park_is_found_by_its_short_name_too() -> None:
    assert places("keyword", wants.keyword("宁波高新区"), change(zone=NINGBO)) == [0]


@pytest.mark.parametrize("words", ["-公示", "", "  ", "-", "--", "区"])
def test_a_keyword_that_demands_nothing_is_none(words: str) -> None:
    assert wants.keyword(words) == ""


def test_a_policy_topic_is_met_by_policies_about_it_only() -> None:
    measure = {"subject": "人才补贴", "beneficiary": "博士", "amount": 80000.0, "unit": "元"}
    assert places("subject", "人才", change(kind="policy", op="new", title="若干措施", after={"measures": [measure]})) == [0]
    assert places("subject", "租金", change(kind="policy", op="new", title="若干措施"), [{"text": "第三条 减免租金"}]) == [0]
    assert places("subject", "人才", change(kind="ranking", title="人才工作先进园区排名")) == []
    assert places("subject", "没有这个主题", change(kind="policy", title="人才")) == []


def test_only_what_tells_of_a_whole_needs_its_rows() -> None:
    assert wants.has_rows(change(op="edition", board=GIANTS))
    assert wants.has_rows(change(op="new", kind="policy", board="甬高新〔2025〕1号"))
    assert not wants.has_rows(change(op="edition", board=GIANTS, zone=NINGBO))
    assert not wants.has_rows(change(op="added", board=GIANTS))


def test_only_those_who_want_something_are_named_each_with_its_changes() -> None:
    records = [change(title="瞪羚"), change(title="独角兽"), change(title="瞪羚 独角兽")]
    follows = [("keyword", "瞪羚"), ("keyword", "独角兽"), ("keyword", "无关")]
    assert wants.wanted(follows, records, PARKS) == {("keyword", "瞪羚"): [0, 2], ("keyword", "独角兽"): [1, 2]}


@given(st.text(max_size=40))
def test_the_one_form_of_words_is_their_form_again(words: str) -> None:
    assert wants.keyword(wants.keyword(words)) == wants.keyword(words)
    assert wants.company(wants.company(words)) == wants.company(words)


@given(st.text(max_size=30), st.text(max_size=60))
def test_any_words_can_be_looked_for_in_any_change(words: str, title: str) -> None:
    for topic in wants.WORDED:
        places(topic, words, change(title=title), [{"name": title}])
