"""Policies: what a notice grants, its key over draft, final text and revision, and what it ends."""

from __future__ import annotations

import pytest
from samples import notice

from monitors import policies, zones
from monitors.change import Change, Op
from monitors.item import BoardReading

TEXT = """第一条 为吸引人才，制定本办法。
第二条 对新引进的硕士、博士分别给予8万元、10万元生活补助。
第三条 顶尖人才最高可获300万元安家补助。
第四条 申报截止日期为2025年1月31日。
第五条 本办法自印发之日起施行，有效期至2027年12月31日。"""


def read(text: str = TEXT, title: str = "宁波国家高新区人才生活补助实施办法（示例）", number: str | None = None) -> BoardReading:
    return policies.read(notice(title, text, issuer="宁波国家高新区管委会", number=number), zones.load())


def news(before: BoardReading, after: BoardReading) -> list[Change]:
    return policies.compare(before.by_key, before.data, before.stage, after)


def test_a_policy_is_read_with_its_measures_its_dates_and_its_park() -> None:
    reading = read(number="甬高新〔2024〕8号")
    amounts = {(str(item.data["beneficiary"])[-2:], item.data["amount"]) for item in reading.items if "amount" in item.data}
    assert {("硕士", 80000), ("博士", 100000)} <= amounts
    assert any(item.data["amount"] == 3_000_000 and item.data["bound"] == "at_most" for item in reading.items if "amount" in item.data)
    assert (reading.board, reading.zone) == ("甬高新〔2024〕8号", "宁波高新技术产业开发区")
    assert (reading.data["deadline"], reading.data["expires"]) == ("2025-01-31", "2027-12-31")


def test_a_raised_amount_is_told_once_not_as_a_changed_clause_as_well() -> None:
    (told,) = [change for change in news(read(), read(TEXT.replace("8万元、10万元", "10万元、10万元"))) if change.op is Op.REVISED]
    assert (told.before["amount"], told.after["amount"], str(told.after["beneficiary"])[-2:]) == (80000, 100000, "硕士")


def test_an_added_clause_and_a_moved_deadline_are_told() -> None:
    told = news(read(), read(TEXT.replace("1月31日", "3月31日") + "\n第六条 申请人须承诺在区内服务满三年。"))
    assert (Op.ADDED, "clause:第六条") in {(change.op, change.key) for change in told}
    (deadline,) = [change for change in told if change.key == "deadline"]
    assert (deadline.before, deadline.after) == ({"deadline": "2025-01-31"}, {"deadline": "2025-03-31"})


def test_a_clause_put_in_is_told_and_the_ones_it_renumbers_are_not() -> None:
    clauses = TEXT.splitlines()
    moved = [*clauses[:3], "第四条 申请人须承诺在区内服务满三年。", clauses[3].replace("第四", "第五"), clauses[4].replace("第五", "第六")]
    assert [(change.op, change.key) for change in news(read(), read("\n".join(moved)))] == [(Op.ADDED, "clause:第四条")]
    assert [(change.op, change.key) for change in news(read("\n".join(moved)), read())] == [(Op.REMOVED, "clause:第四条")]


def test_a_text_that_says_the_same_is_no_news() -> None:
    assert news(read(), read()) == []


def test_a_page_that_leaves_out_the_number_of_a_policy_tells_nothing_new() -> None:
    assert news(read(number="甬高新〔2024〕8号"), read()) == []
    assert [change.key for change in news(read(number="甬高新〔2024〕8号"), read(number="甬高新〔2025〕3号"))] == ["number"]


@pytest.mark.parametrize(
    "title",
    [
        "关于印发《宁波国家高新区人才生活补助实施办法》的通知",
        "宁波国家高新区人才生活补助实施办法（征求意见稿）",
        "关于《宁波国家高新区人才生活补助实施办法（征求意见稿）》公开征求意见的公告",
        "宁波国家高新区人才生活补助实施办法（2025年修订）",
    ],
)
def test_one_policy_has_one_base_title_whatever_is_wrapped_around_it(title: str) -> None:
    assert policies.base_title(title) == "宁波国家高新区人才生活补助实施办法"


def test_a_draft_is_known_as_one() -> None:
    (told,) = policies.compare(None, {}, "", read(title="宁波国家高新区人才生活补助实施办法（征求意见稿）"))
    assert told.op is Op.DRAFT


def test_a_repeal_names_what_it_ends() -> None:
    ending = read("第一条 《宁波国家高新区人才生活补助实施办法》（甬高新〔2024〕8号）同时废止。", "宁波国家高新区人才新政若干措施")
    assert any("甬高新〔2024〕8号" in name or "人才生活补助实施办法" in name for name in ending.data["repeals"])


@pytest.mark.parametrize(
    ("title", "is_policy"),
    [
        ("关于印发制造业中试平台建设指引的通知", True),
        ("工业互联网安全分类分级管理办法", True),
        ("2024年国家高新技术产业开发区综合评价结果", False),
        ("第九批制造业单项冠军企业名单", False),
        ("关于召开全国工业和信息化工作会议的通知", False),
        ("《宁波国家高新区人才生活补助实施办法》政策解读", True),
    ],
)
def test_a_policy_is_told_from_an_announcement(title: str, is_policy: bool) -> None:
    assert policies.is_policy(notice(title)) is is_policy
