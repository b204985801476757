"""Phrases: numbers, dates and names as a Chinese and an English reader expect them; and what a reader follows."""

from __future__ import annotations

from typing import Any

import pytest

from monitors.alerts import phrases, wants
from monitors.alerts.reader import Reader
from monitors.alerts.tongue import Tongue

EN = Tongue("en")


@pytest.mark.parametrize(
    ("yuan", "chinese", "english"),
    [
        (80_000, "8万元", "¥80,000"),
        (999, "999元", "¥999"),
        (3_000_000, "300万元", "¥3 million"),
        (12_345_678, "1234.5678万元", "¥12.345678 million"),
        (5_000_000_000, "50亿元", "¥5 billion"),
        (0.5, "0.5元", "¥0.5"),
    ],
)
def test_money(yuan: float, chinese: str, english: str) -> None:
    assert (phrases.money(yuan), phrases.money(yuan, EN)) == (chinese, english)


@pytest.mark.parametrize(
    ("value", "unit", "chinese", "english"),
    [
        (1000, "家", "1000家", "1,000"),
        (380_000, "平方米", "38万平方米", "380,000 m²"),
        (12_345, "家", "12345家", "12,345"),
        (1, "年", "1年", "1 year"),
        (3, "年", "3年", "3 years"),
        (6.5, "%", "6.5%", "6.5%"),
        (4, "强", "4强", "4 强"),
        (7, None, "7", "7"),
    ],
)
def test_quantities(value: float, unit: str | None, chinese: str, english: str) -> None:
    assert (phrases.quantity(value, unit), phrases.quantity(value, unit, EN)) == (chinese, english)


@pytest.mark.parametrize(
    ("number", "english"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (10, "10th"), (11, "11th"), (12, "12th"), (21, "21st"), (112, "112th")]
)
def test_ranks(number: int, english: str) -> None:
    assert (phrases.rank(number), phrases.rank(number, EN)) == (f"第{number}名", english)


@pytest.mark.parametrize(
    ("bound", "chinese", "english"),
    [("exact", "50万元", "¥500,000"), ("at_most", "最高50万元", "up to ¥500,000"), ("nearly", "近50万元", "nearly ¥500,000")],
)
def test_bounds(bound: str, chinese: str, english: str) -> None:
    measure = {"amount": 500_000, "unit": "元", "bound": bound}
    assert (phrases.amount(measure), phrases.amount(measure, EN)) == (chinese, english)


@pytest.mark.parametrize(
    ("value", "unit", "bound", "chinese", "english"),
    [
        (3, "年", "at_most", "最长3年", "up to 3 years"),
        (15, "个工作日", "at_most", "最长15个工作日", "up to 15 working days"),
        (3, "年", "exact", "3年", "3 years"),
        (50, "位", "at_most", "前50名", "top 50"),
        (50, "位", "more_than", "前50名之外", "outside the top 50"),
    ],
)
def test_the_bounds_of_times_and_ranks_have_words_of_their_own(value: int, unit: str, bound: str, chinese: str, english: str) -> None:
    said = {"value": value, "unit": unit, "bound": bound}
    assert (phrases.stated(said), phrases.stated(said, EN)) == (chinese, english)


@pytest.mark.parametrize(
    ("name", "chinese", "english"),
    [("2024", "2024年", "2024"), ("第六批", "第六批", "batch 6"), ("2024第十二批", "2024第十二批", "2024 batch 12"), (None, "", "")],
)
def test_editions(name: str | None, chinese: str, english: str) -> None:
    assert (phrases.edition(name), phrases.edition(name, EN)) == (chinese, english)


def test_days_and_issuers() -> None:
    assert (phrases.day("2024-12-03"), phrases.day("2024-12-03", EN), phrases.day(None, EN)) == ("2024-12-03", "3 Dec 2024", "")
    assert (phrases.issuer("工业和信息化部", EN), phrases.issuer("工业和信息化部中小企业局", EN)) == ("MIIT", "工信部中小企业局")


def row(**told: Any) -> dict[str, Any]:
    return {"zone": None, "key": "", "evidence": "", **told}


def test_a_company_is_known_in_whatever_brackets_and_width_it_is_printed() -> None:
    reader = Reader(companies=(wants.company("示例（青岛）ＡＢ科技"),))
    assert reader.owns(row(name="示例(青岛)AB科技有限公司"))
    assert reader.owns(row(before={"name": "示例青岛ab科技有限公司"}, after={}))
    assert not reader.owns(row(name="示例科技有限公司"))


def test_words_must_all_occur_in_a_row_and_others_must_not() -> None:
    reader = Reader(keywords=(wants.keyword("小巨人 宁波 -公示"),))
    assert reader.owns(row(evidence="宁波示例公司 | 小巨人"))
    assert not reader.owns(row(evidence="宁波示例公司"))
    assert not reader.owns(row(evidence="宁波示例公司 | 小巨人 | 公示"))
