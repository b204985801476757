"""Lists, measures, indicators and events in further registers: ministry notices, leaflets, digests, year reports, interviews.

`annotated/registers.jsonl` holds a sentence a line with the facts (park, value) of one kind; its parks and figures are samples (示例).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from reading_samples import of_kind, read

from monitors.reading.amounts import amounts
from monitors.reading.fact import Bound, FactKind, Status
from monitors.reading.lists.titles import titles

SENTENCES = [
    json.loads(line) for line in (Path(__file__).parent / "annotated" / "registers.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize("said", SENTENCES, ids=lambda said: f"{said['kind']}: {said['text'][:24]}")
def test_a_sentence_of_a_further_register_gives_its_facts(said: dict[str, Any]) -> None:
    found = {(fact.zone, fact.value) for fact in of_kind(FactKind(said["kind"]), said["text"], title=said["title"])}
    expected = {(zone, value) for zone, value in said["facts"]}
    assert expected <= found if said["kind"] == "indicator" else found == expected


@pytest.mark.parametrize(
    ("text", "value", "unit", "bound"),
    [
        ("光伏装机为1.36吉瓦", 1.36, "吉瓦", Bound.EXACT),
        ("同比缩水一成二", 12, "%", Bound.EXACT),
        ("每度补3分钱", 0.03, "元", Bound.EXACT),
        ("首套房的硕士，补10万；", 100_000, "元", Bound.EXACT),
        ("全年以150万元为限", 1_500_000, "元", Bound.AT_MOST),
        ("每户每年顶格1500万元", 15_000_000, "元", Bound.AT_MOST),
        ("一部作品最多拿600万元", 6_000_000, "元", Bound.AT_MOST),
    ],
)
def test_amounts_in_spoken_and_technical_forms_are_read(text: str, value: float, unit: str, bound: Bound) -> None:
    found = [(one.value, one.unit, one.bound) for one in amounts(text)]
    assert (value, unit, bound) in found


def test_a_title_of_any_name_is_known_by_its_level_and_no_park_is_a_title() -> None:
    assert [one.name for one in titles("园区新晋省级制造业领航企业2家。")] == ["省级制造业领航企业"]
    assert titles("省级高新区和国家级经开区达到40家。") == ()


def test_what_a_city_gives_or_counts_is_the_citys_though_parks_are_named_around() -> None:
    text = "示例：芜湖高新区有3家企业上榜。市里对首次入选的企业奖励50万元。\n芜湖将拿出2亿元做贴息。"
    assert [(fact.zone, fact.value) for fact in of_kind(FactKind.POLICY, text, title="芜湖：样例")] == [
        ("芜湖市", 500_000),
        ("芜湖市", 200_000_000),
    ]


def test_figures_of_several_parks_in_a_row_have_the_indicator_named_before_them() -> None:
    facts = of_kind(FactKind.INDICATOR, "示例：先看营业收入：合肥高新区520亿元，居首；蚌埠高新区（130亿元）次之。")
    assert [(fact.zone, fact.subject, fact.value) for fact in facts] == [
        ("合肥高新技术产业开发区", "营业收入", 52_000_000_000),
        ("蚌埠高新技术产业开发区", "营业收入", 13_000_000_000),
    ]


def test_a_goal_without_the_word_goal_is_a_target() -> None:
    facts = of_kind(FactKind.INDICATOR, "示例：年底前，合肥高新区要把瞪羚企业增至100家。")
    assert [(fact.value, fact.status) for fact in facts] == [(100, Status.TARGET)]


def test_a_stock_of_what_the_state_confers_is_a_list_and_in_a_row_with_plain_figures_an_indicator() -> None:
    (dated,) = read("示例：截至5月底，合肥高新区国家级专精特新“小巨人”企业16家。")
    (alone,) = read("示例：截至目前，合肥高新区拥有国家级专精特新“小巨人”企业16家。")
    firms, row = read("示例：目前，合肥高新区高新技术企业突破400家，国家级专精特新“小巨人”企业达16家。")
    assert (dated.kind, alone.kind, firms.kind, row.kind) == (FactKind.LIST, FactKind.LIST, FactKind.INDICATOR, FactKind.INDICATOR)
