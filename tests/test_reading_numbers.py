"""Numbers, dates and paragraphs: the pieces that every rule stands on."""

from __future__ import annotations

from datetime import date

import pytest

from monitors.reading.dates import days, period, years
from monitors.reading.fact import Bound
from monitors.reading.numbers import fold_width, number, quantities
from monitors.reading.prose import passages


@pytest.mark.parametrize(
    ("printed", "value", "unit", "bound"),
    [
        ("近千家", 1000, "家", Bound.NEARLY),
        ("超300名", 300, "名", Bound.MORE_THAN),
        ("4000余家", 4000, "家", Bound.MORE_THAN),
        ("总规模约50亿元", 5e9, "元", Bound.ABOUT),
        ("近四成", 40, "%", Bound.NEARLY),
        ("三分之一", 33.33, "%", Bound.EXACT),
        ("百分之三十点五", 30.5, "%", Bound.EXACT),
        ("百亿元", 1e10, "元", Bound.EXACT),
        ("1.35万亿元", 1.35e12, "元", Bound.EXACT),
        ("5.71万户", 57100, "户", Bound.EXACT),
        ("30%以上", 30, "%", Bound.AT_LEAST),
        ("每年最高可领100万元", 1e6, "元", Bound.AT_MOST),
        ("不少于1000套", 1000, "套", Bound.AT_LEAST),
        ("封顶800万元", 8e6, "元", Bound.AT_MOST),
        ("３４家", 34, "家", Bound.EXACT),
        ("432亿美元", 4.32e10, "美元", Bound.EXACT),
        ("市场价的五折", 50, "%", Bound.EXACT),
        ("大于等于60%", 60, "%", Bound.AT_LEAST),
    ],
)
def test_a_printed_amount_has_its_value_unit_and_bound(printed: str, value: float, unit: str, bound: Bound) -> None:
    amount = quantities(printed)[-1]
    assert (amount.value, amount.unit, amount.bound) == (value, unit, bound)


def test_a_range_keeps_both_ends() -> None:
    amount = quantities("每月1000元至3000元")[0]
    assert (amount.low, amount.value) == (1000, 3000)


@pytest.mark.parametrize("text", ["型号HX-7的机器人", "“123”体系", "5G+V2X", "电话0551—65320000", "第15位", "前50名"])
def test_a_model_name_a_phone_number_or_a_rank_is_no_amount(text: str) -> None:
    assert quantities(text) == []


@pytest.mark.parametrize(
    ("printed", "value"), [("二十五", 25), ("一百零三", 103), ("两百", 200), ("二〇二四", 2024), ("十", 10), ("百", 100), ("1,234", 1234)]
)
def test_a_numeral_is_read_in_digits_and_in_chinese(printed: str, value: float) -> None:
    assert number(printed) == value


@pytest.mark.parametrize("printed", ["", "甲", "十百千", "3.", "-"])
def test_what_is_no_numeral_has_no_value(printed: str) -> None:
    assert number(printed) is None


def test_folding_keeps_every_offset_and_the_chinese_punctuation() -> None:
    printed = "列第２７位，（约３０％）。"
    assert fold_width(printed) == "列第27位，（约30%）。"


def test_years_by_word_count_from_the_day_of_publication_and_from_the_year_before() -> None:
    found = years("2014年起步，十年后；去年和今年，同年", date(2025, 2, 1))
    assert [one.year for one in found] == [2014, 2024, 2024, 2025, 2025]


def test_a_day_without_a_year_is_of_the_year_of_publication() -> None:
    assert [day for _, _, day in days("3月31日截止，2月30日不算", date(2025, 3, 4))] == [date(2025, 3, 31)]


@pytest.mark.parametrize(("text", "edition"), [("上半年", "2016H1"), ("前三季度", "2016Q1-Q3"), ("1至5月", "2016-01~05"), ("全年", "2016")])
def test_a_part_of_a_year_shows_in_the_edition(text: str, edition: str) -> None:
    assert period(text, 2016) == edition


def test_a_paragraph_broken_or_printed_twice_is_whole_and_once() -> None:
    whole = "园区近日公布数据，去年新增企业十家，其中规模以上工业企业三家。"
    broken = whole.replace("工业企业", "工业\n企业")
    assert [one.text for one in passages(f"{broken}\n图为园区一角。\n{whole}")] == [whole]


def test_a_name_that_is_spaced_out_is_read_and_quoted_as_printed() -> None:
    passage = passages("大 连 经 开 区列第３位。")[0]
    assert passage.text == "大连经开区列第3位。"
    assert passage.quote(0, 9, 6) == "大 连 经 开 区列第３位"


def test_evidence_has_sixty_characters_of_one_line_at_most() -> None:
    text = "甲" * 80 + "，乙\n" + "丙" * 80 + "。"
    passage = passages(text)[0]
    for anchor in range(0, len(passage.text), 7):
        quoted = passage.quote(0, len(passage.text), anchor)
        assert len(quoted) <= 60
        assert quoted in text
        assert "\n" not in quoted
