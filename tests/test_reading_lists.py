"""Lists in sentences, by classes of wording: whose members, how many, of which title and edition, at which stage, and what is no list.

`annotated/list_texts.jsonl` holds a text a line with the list facts (holder, value) it states, words of their subjects and editions, and
how many
are only proposed. Its parks are invented and all figures are samples (示例).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from reading_samples import of_kind

from monitors.reading.fact import FactKind, Status
from monitors.reading.lists.acts import Effect, acts
from monitors.reading.lists.members import members
from monitors.reading.lists.titles import titles

TEXTS = [json.loads(line) for line in (Path(__file__).parent / "annotated" / "list_texts.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("said", TEXTS, ids=lambda said: said["text"][:24])
def test_a_text_gives_its_list_facts_and_no_others(said: dict[str, Any]) -> None:
    found = of_kind(FactKind.LIST, said["text"], said["date"], said["title"])
    assert sorted(str((fact.zone, fact.value)) for fact in found) == sorted(
        str((zone, None if value is None else float(value))) for zone, value in said["facts"]
    )
    assert all(any(word in fact.subject for fact in found) for word in said["subjects"])
    assert all(any(edition in (fact.edition or "") for fact in found) for edition in said["editions"])
    assert sum(fact.status is Status.PROPOSED for fact in found) == said["proposed"]


@pytest.mark.parametrize(
    ("text", "name", "edition"),
    [
        ("示例省第六批制造业单项冠军企业名单公布。", "示例省制造业单项冠军企业", "第六批"),
        ("园区3家企业获评2024年度国家级绿色工厂。", "国家级绿色工厂", "2024"),
        ("入选第四批国家级文化和科技融合示范基地名单。", "国家级文化和科技融合示范基地", "第四批"),
        ("5家企业列入省级“链主”企业名单。", "省级“链主”企业", None),
        ("首批国家级零碳园区建设名单公布。", "国家级零碳园区", "第一批"),
        ("获批建设国家进口贸易促进创新示范区。", "国家进口贸易促进创新示范区", None),
    ],
)
def test_a_title_has_its_name_without_year_and_batch(text: str, name: str, edition: str | None) -> None:
    (title,) = titles(text)
    assert (title.name, title.edition) == (name, edition)


@pytest.mark.parametrize("text", ["园区新增高新技术企业45家。", "规上工业企业达到300家。", "在孵企业1200家。", "升级为国家级高新区。"])
def test_plain_stocks_and_kinds_of_parks_are_no_titles(text: str) -> None:
    assert titles(text) == ()


@pytest.mark.parametrize(
    ("text", "effect", "word"),
    [
        ("12家企业通过第三批复核", Effect.PASSED, "通过复核"),
        ("3家未能过关", Effect.FAILED, "未通过复核"),
        ("2家被移出名单", Effect.LOST, "移出"),
        ("4家园区被亮黄牌", Effect.WARNED, "黄牌警告"),
        ("5家孵化器获评优秀（A类）", Effect.GRADED, "优秀(A类)"),
        ("参加复核的企业共11家", Effect.REVIEWED, "参加复核"),
        ("8家企业提交申报", Effect.APPLIED, "申报"),
        ("9家企业榜上有名", Effect.CHOSEN, "榜上有名"),
    ],
)
def test_an_act_has_its_effect_and_the_word_that_says_it(text: str, effect: Effect, word: str) -> None:
    (act,) = acts(text)
    assert (act.effect, act.word) == (effect, word)


def test_a_count_keeps_what_it_is_compared_with_and_differences_are_no_counts() -> None:
    (more,) = members("共有34家企业入选，比上年增加6家")
    (risen,) = members("国家级“小巨人”由19家扩充到24家")
    (former,) = members("共45家企业上榜，比上年的36家多出9家")
    assert [(one.quantity.value, one.previous, one.change) for one in (more, risen, former)] == [(34, 28, 6), (24, 19, 5), (45, 36, 9)]


def test_the_population_of_a_review_is_counted_and_that_of_a_choice_is_not() -> None:
    assert [one.quantity.value for one in members("从300家申报企业中遴选出12家")] == [12]
    assert [one.quantity.value for one in members("参加复核的22家企业中，18家通过")] == [22, 18]
