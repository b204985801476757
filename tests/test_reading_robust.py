"""No text, however odd, stops the reader or slows it down; what it quotes is always in the text."""

from __future__ import annotations

import json
import re
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitors.reading.article import read_article
from monitors.reading.newspaper_page import split_page
from monitors.reading.policies.measures import deadline, read_measures, repeals
from monitors.zones import load

PIECES = (
    *(
        "第",
        "前",
        "名",
        "位",
        "，",
        "。",
        "、",
        "“",
        "”",
        "《",
        "》",
        "（",
        "）",
        "\n",
        " ",
        "由",
        "升至",
        "列",
        "分别",
        "10",
        "３",
        "十",
        "百",
        "亿",
        "万元",
    ),
    *(
        "宁波高新区",
        "昆山",
        "和",
        "8家",
        "经开区",
        "国家高新区综合评价",
        "2024年",
        "去年",
        "奖励",
        "对",
        "给予",
        "入选",
        "名单",
        "占",
        "%",
        "有限公司",
        "同比增长",
    ),
    *(
        "评价",
        "百强",
        "第二批",
        "办法",
        "废止",
        "3月5日",
        "申报",
        "截止",
        "三分之一",
        "该区",
        "全省",
        "山东省",
        "力争",
        "公示",
        "累计",
        "新增",
    ),
)
text = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text)
def test_any_mixture_of_the_words_of_the_field_is_read_and_quoted_from_the_text(mixture: str) -> None:
    for fact in read_article("示例", mixture, date(2024, 12, 1), load()):
        assert fact.evidence in mixture
        assert len(fact.evidence) <= 60
        assert "\n" not in fact.evidence
    read_measures(mixture)
    deadline(mixture)
    repeals(mixture)
    split_page(mixture)


CLAUSES = [
    clause
    for line in (Path(__file__).parent / "annotated" / "second.jsonl").read_text(encoding="utf-8").splitlines()
    for clause in re.split(r"(?<=[，。；：！？\n])", json.loads(line)["text"])
    if clause
]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(CLAUSES), max_size=40).map("".join))
def test_clauses_of_real_articles_in_any_order_are_read_and_quoted_from_the_text(mixture: str) -> None:
    for fact in read_article("示例", mixture, date(2024, 12, 1), load()):
        assert fact.evidence in mixture
        assert len(fact.evidence) <= 60


@settings(max_examples=20, deadline=None)
@given(st.text(max_size=300))
def test_any_text_at_all_is_survived(anything: str) -> None:
    read_article(anything[:40], anything, None, load())
    split_page(anything)


@pytest.mark.parametrize(
    "unit",
    [
        "1",
        "１",
        "十",
        "（）",
        "“",
        "第1",
        "高新区、",
        "中",
        "列第3位",
        "《办法》、",
        "公布名单",
        "由第5升至第4",
        "给予10万元奖励",
        "评价",
        "有限公司",
        " ",
        "1家",
    ],
)
def test_ten_thousand_characters_of_one_thing_are_read_in_linear_time(unit: str) -> None:
    long = unit * (10_000 // len(unit))
    began = time.process_time()
    read_article("示例", long, date(2024, 12, 1), load())
    split_page(long)
    # The law is "under a second"; the limit is wide because test machines are shared.
    assert time.process_time() - began < 3
