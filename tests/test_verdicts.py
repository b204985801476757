"""Verdicts: what the press says beside the record, whichever of the two was there first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from newsroom import NINGBO, News
from samples import PARKS, Clock, article, list_table, notice, ranking_table

from monitors import coverage, zones
from monitors.alerts import cards, lookup
from monitors.alerts.lines import terminal
from monitors.alerts.message import tell
from monitors.document import Document
from monitors.reading.fact import Bound, Fact, FactKind, Status
from monitors.watch import Watch
from state.database import Database

POLICY = "第一条 为引进人才，制定本办法。\n第二条 对硕士给予生活补助{}万元。\n第三条 本办法由管委会解释。"


@pytest.fixture
def news(watch: Watch, database: Database, clock: Clock) -> News:
    return News(watch, database, clock)


def policy(amount: int, title: str = "宁波国家高新区人才生活补助实施办法（示例）", published: str = "2024-06-03") -> Document:
    return notice(title, POLICY.format(amount), key="policy", issuer="宁波国家高新区管委会", published=published)


def says(amount: int, key: str = "a1", published: str = "2025-01-08") -> Document:
    return article("示例", f"宁波高新区给硕士发放{amount}万元生活补助。", key=key, published=published)


def claims(told: list[Any]) -> list[tuple[str, Any]]:
    """How each claim of an event stands: op and what the record says of it now."""
    return [(change["op"], change["claim"]["record"] and change["claim"]["record"].get("amount")) for change in told if change["claim"]]


def card(database: Database) -> str:
    with database.read() as connection:
        return terminal(cards.zone(lookup.zone(connection, NINGBO, zones.load(), date(2025, 2, 1))))


def test_an_amount_that_the_policy_gives_is_confirmed_and_another_is_contradicted(news: News) -> None:
    news.known(policy(8))
    assert claims(news.changes(says(8))) == [("confirmed", 80_000)]
    assert claims(news.changes(says(12, key="a2"))) == [("contradicted", 80_000)]


def test_an_amount_that_the_policy_gave_before_its_revision_agrees_with_what_was_and_is_said_to_be_changed(
    news: News, database: Database
) -> None:
    news.known(policy(8))
    news.changes(policy(10))
    told = news.changes(says(8))
    (change,) = [one for one in told if one["claim"]]
    assert (change["op"], change["claim"]["status"]) == ("confirmed", "confirmed")
    record = change["claim"]["record"]
    assert (record["amount"], record["until"], record["now"]["amount"]) == (80_000, "2025-01-08", 100_000)
    shown = terminal(tell(told))
    assert "🕓 与此前公布一致，现已改为10万元　宁波高新区　硕士生活补助" in shown
    assert "🏛 宁波国家高新区管委会公布：此前8万元，现为10万元" in shown
    assert "✅" not in shown
    assert "尚无公布" not in shown
    assert "🕓 与此前公布一致，现已改动" in card(database)


def test_an_amount_that_the_policy_never_gave_is_contradicted_after_a_revision_too(news: News) -> None:
    news.known(policy(8))
    news.changes(policy(10))
    assert claims(news.changes(says(9))) == [("contradicted", 100_000)]


def test_a_report_that_was_confirmed_is_out_of_date_once_the_policy_is_revised_which_is_no_news_of_its_own(
    news: News, database: Database
) -> None:
    news.known(policy(8))
    news.changes(says(8))
    assert "✅ 与公布一致" in card(database)
    assert claims(news.changes(policy(10))) == []
    assert "🕓 与此前公布一致，现已改动" in card(database)


def test_a_report_that_came_before_the_revision_it_speaks_of_is_confirmed_by_it(news: News, database: Database) -> None:
    news.known(policy(8))
    assert claims(news.changes(says(10))) == [("contradicted", 80_000)]
    told = news.changes(policy(10))
    assert claims(told) == [("confirmed", 100_000)]
    assert "✅ 与公布一致　宁波高新区　硕士生活补助　报道10万元 → 公布10万元" in terminal(tell(told))
    assert "❗" not in card(database)


def test_a_report_that_came_before_the_policy_is_confirmed_by_it_and_never_contradicted(news: News) -> None:
    news.known(notice("旧通知（示例）", key="n0"), article("旧闻", "一切如常。", key="a0"))
    news.changes(says(8))
    news.changes(says(6, key="a2"))
    assert claims(news.changes(policy(8))) == [("confirmed", 80_000)]


def test_what_was_said_before_a_policy_was_there_does_not_contradict_it(news: News) -> None:
    news.known(policy(8))
    assert claims(news.changes(says(6, published="2023-03-01"))) == [("reported", None)]


def test_an_amount_of_a_repealed_policy_is_said_to_be_repealed(news: News) -> None:
    news.known(policy(8))
    title, text = "宁波国家高新区人才新政若干措施（示例）", "第一条 《宁波国家高新区人才生活补助实施办法》同时废止。"
    news.changes(notice(title, text, key="ending", issuer="宁波国家高新区管委会"))
    shown = terminal(tell(news.changes(says(8))))
    assert "🕓 与此前公布一致，现已不再施行" in shown
    assert "此前8万元，现已不再施行" in shown


def test_an_amount_of_an_older_version_with_another_number_is_said_to_be_changed(news: News, database: Database) -> None:
    news.known(replace(policy(8), number="甬高新〔2024〕8号"))
    told = news.changes(replace(policy(10, published="2025-01-06"), key="p2", url="https://example.org/p2", number="甬高新〔2025〕3号"))
    assert ("revised", 80_000, 100_000) in [(one["op"], one["before"].get("amount"), one["after"].get("amount")) for one in told]
    assert "🕓 与此前公布一致，现已改为10万元" in terminal(tell(news.changes(says(8))))
    with database.read() as connection:
        known = lookup.zone(connection, NINGBO, zones.load(), date(2025, 2, 1))
    assert [(one["number"], one["in_force"]) for one in known["policies"]] == [("甬高新〔2024〕8号", False), ("甬高新〔2025〕3号", True)]


def test_a_draft_confirms_nothing(news: News) -> None:
    news.known(policy(8, title="关于《宁波国家高新区人才生活补助实施办法（征求意见稿）》公开征求意见的公告"))
    assert claims(news.changes(says(8))) == [("reported", None)]


@pytest.mark.parametrize(
    ("said", "bound", "measure", "denied"),
    [
        (30, Bound.EXACT, "at_most", False),  # somebody got 30 of 50 at most
        (60, Bound.EXACT, "at_most", True),
        (30, Bound.AT_MOST, "at_most", True),
        (60, Bound.EXACT, "at_least", False),
        (30, Bound.EXACT, "exact", True),
        (48, Bound.ABOUT, "exact", False),
        (50, Bound.AT_MOST, "exact", False),
    ],
)
def test_an_amount_is_contradicted_only_by_words_that_do_not_allow_it(said: int, bound: Bound, measure: str, denied: bool) -> None:
    fact = Fact(FactKind.POLICY, NINGBO, "安家补助", "…", value=said, unit="元", bound=bound)
    assert coverage.denies(fact, {"amount": 50, "unit": "元", "bound": measure}) is denied
    assert not coverage.denies(replace(fact, status=Status.TARGET), {"amount": 50, "unit": "元", "bound": measure})


PROJECTS = [("山西省", "太原中北高新区清洁生产审核创新试点项目"), ("江苏省", "锡山经济技术开发区新材料产业园清洁生产整体审核创新试点项目")]


def projects(title: str, key: str) -> Document:
    table = replace(list_table(PROJECTS), header=("序号", "省份", "项目名称"))
    return notice(title, "", [table], key=key, issuer="生态环境部办公厅", published="2024-12-30")


PASSED = "关于公布第二批通过评估的清洁生产审核创新试点项目名单的通知（示例）"
CHOSEN = "关于公布第二批清洁生产审核创新试点项目名单的通知（示例）"
SAYS = "在第二批清洁生产审核创新试点项目评估结果中，太原中北高新区通过评估。"


def test_a_park_that_passed_is_confirmed_by_a_list_of_the_projects_of_parks(news: News) -> None:
    news.known(projects(PASSED, "l2"))
    told = news.changes(article("示例", SAYS))
    (change,) = [one for one in told if one["claim"]]
    assert (change["op"], change["board"]) == ("confirmed", "清洁生产审核创新试点（通过评估）")
    assert "公布：名单1项：太原中北高新区清洁生产审核创新试点项目" in terminal(tell(told))


def test_to_be_chosen_is_not_to_have_passed(news: News) -> None:
    news.known(projects(CHOSEN, "l1"))
    assert [one["op"] for one in news.changes(article("示例", SAYS)) if one["claim"]] == ["reported"]


def test_a_list_that_comes_after_the_report_confirms_it(news: News) -> None:
    news.known(notice("旧通知（示例）", key="n0"), article("旧闻", "一切如常。", key="a0"))
    assert [one["op"] for one in news.changes(article("示例", SAYS)) if one["claim"]] == ["reported"]
    told = news.changes(projects(PASSED, "l2"))
    assert [(one["op"], one["zone"]) for one in told if one["claim"]] == [("confirmed", "太原中北高新区")]
    assert "此前的报道，现可核对\n✅ 与公布一致　太原中北高新区　清洁生产审核创新试点（通过评估） 第二批" in terminal(tell(told))


def test_a_park_whose_name_no_project_carries_is_not_contradicted(news: News) -> None:
    news.known(projects(PASSED, "l2"))
    told = news.changes(article("示例", SAYS.replace("太原中北高新区", "宁波高新区")))
    assert [one["op"] for one in told if one["claim"]] == ["reported"]


def test_a_rank_without_an_edition_that_was_printed_before_the_edition_is_not_judged_by_it(news: News) -> None:
    news.known(notice("旧通知（示例）", key="n0"), article("旧闻", "一切如常。", key="a0"))
    news.changes(article("示例", f"{PARKS[2]}在国家高新区综合评价中位列第20名。", published="2024-06-01"))
    table = ranking_table(PARKS[:50])
    told = news.changes(notice("2024年国家高新区综合评价结果（示例）", "", [table], key="r", published="2024-12-23"))
    assert [one["op"] for one in told if one["claim"]] == []
