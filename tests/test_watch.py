"""Watch: what was read meets what was known, in one transaction; what is doubtful reaches nobody but the operator."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from samples import PARKS, Clock, article, fetched, list_table, notice, ranking_table

from monitors import zones
from monitors.alerts import cards, lookup
from monitors.alerts.lines import terminal
from monitors.document import Document
from monitors.watch import Outcome, Row, Watch
from state import changes, claims, documents, outbox, pages, sources, subscriptions
from state.database import Database

OLD = "2022年国家高新技术产业开发区综合评价结果（示例）"
NEW = "2024年国家高新技术产业开发区综合评价结果（示例）"


def told(database: Database) -> list[dict[str, Any]]:
    with database.read() as connection:
        return changes.query(connection)


def ops(database: Database) -> set[tuple[str, str | None]]:
    return {(change["op"], change["zone"]) for change in told(database)}


def messages(database: Database, chat: str) -> list[outbox.Message]:
    """Everything waiting for a chat, oldest first, taken as a delivery would; the other chats' messages wait on."""
    late, found = Clock("2030-01-01T00:00")(), []
    with database.write() as connection:
        while mine := [head.id for head in outbox.heads(connection, late) if head.chat == chat]:
            message = outbox.get(connection, mine[0])
            assert message is not None
            outbox.sent(connection, message.id, late)
            found.append(message)
    return found


def see(watch: Watch, clock: Clock, *seen: Document) -> list[Outcome]:
    """One complete crawl of a source that lists these documents."""
    source = seen[0].source
    watch.begin(source)
    watch.listed(source, [Row(document.key, document.url, document.title, document.published) for document in seen])
    outcomes = [watch.observe(document, fetched(document, clock)) for document in seen]
    watch.finish(source, complete=True)
    return outcomes


@pytest.fixture
def database(either_database: Database) -> Database:
    """Everything here holds on SQLite and on PostgreSQL."""
    return either_database


@pytest.fixture
def subscribed(database: Database, clock: Clock) -> None:
    with database.write() as connection:
        subscriptions.add(connection, "everybody", 0, "all", "", clock())
        subscriptions.add(connection, "park", 0, "zone", PARKS[0], clock())


def ranking(title: str, names: list[str], key: str, published: str) -> Document:
    return notice(title, "共有178个国家高新区参加评价。", [ranking_table(names)], key=key, published=published)


def test_the_first_crawl_is_silent_and_the_next_edition_is_news(watch: Watch, database: Database, clock: Clock, subscribed: None) -> None:
    assert see(watch, clock, ranking(OLD, PARKS[:50], "old", "2023-02-20")) == [Outcome.READ]
    assert told(database) == []
    see(watch, clock, ranking(NEW, [PARKS[1], PARKS[0], *PARKS[2:49], PARKS[60]], "new", "2024-12-23"))
    assert {("moved", PARKS[0]), ("moved", PARKS[1]), ("added", PARKS[60]), ("removed", PARKS[49]), ("edition", None)} <= ops(database)
    (everything,) = messages(database, "everybody")
    (own,) = messages(database, "park")
    assert len(everything.changes) == len(told(database))
    with database.read() as connection:
        (change,) = changes.by_ids(connection, own.changes)
        assert (change["before"], change["after"], change["of"], change["top"]) == ({"rank": 1}, {"rank": 2}, 178, 50)
        assert documents.bytes_of(connection, change["document"]), "the change leads back to the bytes it was read from"


def test_reading_the_same_again_is_no_news(watch: Watch, database: Database, clock: Clock) -> None:
    see(watch, clock, ranking(OLD, PARKS[:50], "old", "2023-02-20"))
    assert see(watch, clock, ranking(OLD, PARKS[:50], "old", "2023-02-20")) == [Outcome.UNCHANGED]
    see(watch, clock, ranking(OLD, PARKS[:50], "again", "2023-03-01"))
    assert told(database) == [], "republished under another address with another date"


def test_an_older_edition_that_turns_up_later_is_history(watch: Watch, database: Database, clock: Clock) -> None:
    see(watch, clock, ranking(NEW, PARKS[:50], "new", "2024-12-23"))
    see(watch, clock, ranking(OLD, [PARKS[1], PARKS[0], *PARKS[2:50]], "old", "2023-02-20"))
    assert told(database) == []


def test_what_a_baseline_listed_stays_silent_even_if_it_is_read_after_it(watch: Watch, database: Database, clock: Clock) -> None:
    old = ranking(OLD, PARKS[:50], "old", "2023-02-20")
    watch.begin("sample")
    watch.listed("sample", [Row("old", old.url, old.title, old.published)])
    watch.failed("sample", "old", "HTTP 502")
    watch.finish("sample", complete=True)
    watch.observe(old, fetched(old, clock))
    assert told(database) == []


def test_a_reading_that_is_not_believed_is_kept_told_once_and_told_again_on_recovery(
    watch: Watch, database: Database, clock: Clock, subscribed: None
) -> None:
    see(watch, clock, ranking(OLD, PARKS[:50], "old", "2023-02-20"))
    broken = ranking(NEW, PARKS[:30], "new", "2024-12-23")
    assert see(watch, clock, broken) == [Outcome.HELD]
    assert see(watch, clock, broken) == [Outcome.HELD]
    (notice_of_hold,) = messages(database, "operator")
    assert notice_of_hold.notice is not None
    assert "只读到30个" in notice_of_hold.notice
    assert messages(database, "everybody") == []
    with database.read() as connection:
        (state,) = sources.all(connection)
        assert (state.health, "只读到30个" in (state.reason or "")) == ("held", True)
        assert documents.latest(connection, "sample", "new", "held") is not None
        assert [page.key for page in watch.due("sample") if page.status == "held"] == ["new"]
    see(watch, clock, ranking(NEW, PARKS[:50], "new", "2024-12-23"))
    (notice_of_recovery,) = messages(database, "operator")
    assert "已恢复" in (notice_of_recovery.notice or "")
    with database.read() as connection:
        assert [state.health for state in sources.all(connection)] == ["ok"]
    assert messages(database, "everybody"), "nothing was lost by holding back"


def test_half_a_list_is_held_and_a_third_of_it_waits_for_a_second_equal_reading(
    watch: Watch, database: Database, clock: Clock, subscribed: None
) -> None:
    names = [("浙江省", f"示例{word}科技有限公司") for word in "甲乙丙丁戊己庚辛壬癸子丑"]
    title = "第六批专精特新“小巨人”企业名单（示例）"
    see(watch, clock, notice(title, tables=[list_table(names)]))
    assert see(watch, clock, notice(title, "更正", tables=[list_table(names[:5])])) == [Outcome.HELD]
    shorter = notice(title, "再更正", tables=[list_table(names[:7])])
    assert see(watch, clock, shorter) == [Outcome.WAITING]
    assert messages(database, "everybody") == []
    assert see(watch, clock, shorter) == [Outcome.READ]
    assert len([change for change in told(database) if change["op"] == "removed"]) == 5


def test_a_page_that_is_gone_removes_nothing_and_is_no_trouble(watch: Watch, database: Database, clock: Clock) -> None:
    seen = ranking(NEW, PARKS[:50], "new", "2024-12-23")
    see(watch, clock, seen)
    for _ in range(4):
        watch.gone("sample", "new", "HTTP 404")
    with database.read() as connection:
        assert [state.health for state in sources.all(connection)] == ["ok"]
    assert watch.due("sample") == [], "looked for again later"
    clock.at("2025-01-10T09:00")
    assert [page.key for page in watch.due("sample")] == ["new"]
    assert see(watch, clock, seen) == [Outcome.UNCHANGED]
    assert (told(database), messages(database, "operator")) == ([], [])


def test_a_page_that_cannot_be_fetched_removes_nothing(watch: Watch, database: Database, clock: Clock) -> None:
    see(watch, clock, ranking(NEW, PARKS[:50], "new", "2024-12-23"))
    for _ in range(3):
        watch.failed("sample", "new", "HTTP 502")
    assert told(database) == []
    assert len(messages(database, "operator")) == 1, "told after three failures in a row, once"
    with database.read() as connection:
        assert sources.all(connection)[0].health == "broken"


def test_back_filling_is_stored_and_silent(database: Database, clock: Clock, watch: Watch) -> None:
    see(watch, clock, article("旧闻", "一切如常。", key="a0"))
    history = Watch(database, clock, history=True)
    see(history, clock, article("宁波高新区位列全国前十", "宁波高新区位列2024年国家高新区综合评价第10名。"))
    assert told(database) == []
    with database.read() as connection:
        assert [claim.kind for claim in claims.of_zone(connection, "宁波高新技术产业开发区")] == ["ranking"]
        assert len(claims.coverage_of(connection, "宁波高新技术产业开发区")) == 1


def test_a_claim_is_confirmed_by_the_record_and_another_contradicts_it(watch: Watch, database: Database, clock: Clock) -> None:
    names = [name for name in PARKS[:60] if name not in ("宁波高新技术产业开发区", "芜湖高新技术产业开发区")][:48]
    names = [*names[:9], "宁波高新技术产业开发区", *names[9:42], "芜湖高新技术产业开发区", *names[42:]]
    see(watch, clock, ranking(NEW, names, "new", "2024-12-23"))
    see(watch, clock, article("旧闻", "一切如常。", key="a0"))
    see(
        watch,
        clock,
        article("开年", "宁波高新区位列2024年国家高新区综合评价第10名。", key="a1"),
        article("示例", "芜湖高新区位列2024年国家高新区综合评价第34名。", key="a2"),
    )
    judged = {change["zone"]: change for change in told(database) if change["kind"] == "ranking"}
    assert judged["宁波高新技术产业开发区"]["op"] == "confirmed"
    contradicted = judged["芜湖高新技术产业开发区"]
    assert contradicted["op"] == "contradicted"
    assert (contradicted["claim"]["said"]["value"], contradicted["claim"]["record"]["rank"]) == (34, 44)
    assert contradicted["claim"]["record"]["issuer"] == "工业和信息化部"


def test_a_claim_made_before_the_record_is_judged_when_the_record_comes(watch: Watch, database: Database, clock: Clock) -> None:
    see(watch, clock, ranking(OLD, PARKS[:50], "old", "2023-02-20"))
    see(watch, clock, article("旧闻", "一切如常。", key="a0"))
    see(watch, clock, article("开年", f"{PARKS[2]}位列2024年国家高新区综合评价第3名。", key="a1"))
    assert {change["op"] for change in told(database) if change["kind"] == "ranking"} == {"reported"}
    see(watch, clock, ranking(NEW, [PARKS[1], PARKS[0], *PARKS[2:50]], "new", "2024-12-23"))
    assert ("confirmed", PARKS[2]) in ops(database)


def test_an_indicator_reported_again_is_compared_with_its_last_report(watch: Watch, database: Database, clock: Clock) -> None:
    see(watch, clock, article("旧闻", "一切如常。", key="a0"))
    see(watch, clock, article("一年", "截至目前，青岛高新区瞪羚企业累计达到48家。", key="a1"))
    see(watch, clock, article("又一年", "截至目前，青岛高新区瞪羚企业累计达到59家。", key="a2", published="2026-01-08"))
    see(watch, clock, article("再一年", "截至目前，青岛高新区瞪羚企业累计达到59家。", key="a3", published="2026-01-09"))
    reported = [
        (change["op"], change["before"].get("value"), change["after"]["value"])
        for change in told(database)
        if change["kind"] == "indicator"
    ]
    assert reported == [("reported", None, 48), ("moved", 48, 59)]


POLICY = "第一条 为吸引人才，制定本办法。\n第二条 对新引进的硕士给予{}万元生活补助。\n第三条 申报截止日期为2025年1月{}日。"


def policy(amount: int, day: int = 31, title: str = "宁波国家高新区人才生活补助实施办法（示例）", **about: Any) -> Document:
    return notice(title, POLICY.format(amount, day), key="policy", issuer="宁波国家高新区管委会", source="park", **about)


def test_a_revised_amount_is_told_with_what_it_was(watch: Watch, database: Database, clock: Clock) -> None:
    see(watch, clock, policy(8))
    see(watch, clock, policy(10))
    (change,) = [change for change in told(database) if change["op"] == "revised"]
    assert (change["before"]["amount"], change["after"]["amount"], change["zone"]) == (80000, 100000, "宁波高新技术产业开发区")


CLAUSES = "\n".join(f"第{numeral}条 {words}。" for numeral, words in zip("一二三四五六", "甲乙丙丁戊己", strict=True))


def long_policy(text: str) -> Document:
    return notice(
        "宁波国家高新区人才生活补助实施办法（示例）",
        text,
        key="long",
        source="park",
        issuer="宁波国家高新区管委会",
        number="甬高新〔2024〕8号",
    )


def test_a_policy_that_lost_half_its_clauses_without_a_word_is_held(
    watch: Watch, database: Database, clock: Clock, subscribed: None
) -> None:
    see(watch, clock, long_policy(CLAUSES))
    assert see(watch, clock, long_policy("\n".join(CLAUSES.splitlines()[:2]))) == [Outcome.HELD]
    assert (told(database), messages(database, "everybody")) == ([], [])
    (held,) = messages(database, "operator")
    assert held.notice is not None
    assert "只读到2条款，上次有6条款" in held.notice
    assert see(watch, clock, long_policy(CLAUSES)) == [Outcome.UNCHANGED]


def test_a_policy_that_lost_half_its_measures_is_held_even_with_all_its_clauses(watch: Watch, clock: Clock) -> None:
    amounts = "\n".join(
        f"第{numeral}条 对{whom}给予生活补助{numeral}万元。"
        for numeral, whom in zip("一二三四", ("硕士", "博士", "技师", "院士"), strict=True)
    )
    see(watch, clock, long_policy(amounts))
    assert see(watch, clock, long_policy(amounts.replace("二万元", "").replace("三万元", "").replace("四万元", ""))) == [Outcome.HELD]


@pytest.mark.parametrize("word", ["本办法于2025年1月修订。", "原办法其余条款同时废止。"])
def test_a_short_text_that_says_it_takes_the_place_of_the_long_one_is_news(
    watch: Watch, database: Database, clock: Clock, word: str
) -> None:
    see(watch, clock, long_policy(CLAUSES))
    assert see(watch, clock, long_policy(f"第一条 甲。{word}")) == [Outcome.READ]
    assert {change["op"] for change in told(database)} == {"revised", "removed"}


def test_words_of_repeal_that_the_long_text_had_too_explain_nothing(watch: Watch, clock: Clock) -> None:
    ending = "\n第七条 《示例旧办法》同时废止。"
    see(watch, clock, long_policy(CLAUSES + ending))
    assert see(watch, clock, long_policy("第一条 甲。" + ending)) == [Outcome.HELD]


def test_an_earlier_stage_that_lost_half_its_lines_is_held_as_well(watch: Watch, clock: Clock) -> None:
    names = [("浙江省", f"示例{word}科技有限公司") for word in "甲乙丙丁戊己庚辛壬癸子丑"]
    proposed = "第六批专精特新“小巨人”企业公示名单（示例）"
    see(watch, clock, notice(proposed, tables=[list_table(names)], key="l1"))
    see(watch, clock, notice("关于公布第六批专精特新“小巨人”企业名单的通知（示例）", tables=[list_table(names)], key="l2"))
    assert see(watch, clock, notice(proposed, "更正", tables=[list_table(names[:5])], key="l1")) == [Outcome.HELD]


def test_a_repealed_policy_stays_repealed_when_its_page_is_read_again_and_nobody_is_hurried_to_apply(
    watch: Watch, database: Database, clock: Clock
) -> None:
    see(watch, clock, policy(8))
    ending = notice(
        "宁波国家高新区人才新政若干措施（示例）", "第一条 《宁波国家高新区人才生活补助实施办法》同时废止。", key="ending", source="park"
    )
    see(watch, clock, ending)
    see(watch, clock, policy(9))
    clock.at("2025-01-28T09:00")
    watch.finish("park", complete=True)
    assert "repealed" in {change["op"] for change in told(database)}
    assert "deadline" not in {change["op"] for change in told(database)}
    with database.read() as connection:
        known = lookup.zone(connection, "宁波高新技术产业开发区", zones.load(), date(2025, 1, 28))
    assert [one["in_force"] for one in known["policies"] if one["measures"]] == [False]


def test_a_deadline_is_told_seven_three_and_one_days_before_and_once_each(watch: Watch, database: Database, clock: Clock) -> None:
    see(watch, clock, policy(8))
    for day in (20, 24, 25, 28, 28, 30, 31):
        clock.at(f"2025-01-{day}T09:00")
        watch.finish("park", complete=True)
    assert [change["after"]["days"] for change in told(database) if change["op"] == "deadline"] == [7, 3, 1]


def test_a_policy_that_expired_is_told_once_and_one_that_had_expired_when_it_was_first_read_never(
    watch: Watch, database: Database, clock: Clock
) -> None:
    ending = notice("示例区科技创新券实施办法", "第一条 有效期至2025年1月20日。", key="ending", source="park", issuer="示例区管委会")
    over = notice("示例区招商奖励实施办法", "第一条 有效期至2024年12月31日。", key="over", source="park", issuer="示例区管委会")
    see(watch, clock, ending, over)
    for day in (20, 21, 22):
        clock.at(f"2025-01-{day}T09:00")
        watch.finish("park", complete=True)
    assert [(change["op"], change["title"], str(change["at"])[:10]) for change in told(database)] == [
        ("expired", "示例区科技创新券实施办法", "2025-01-21")
    ]


def test_a_draft_and_its_final_text_are_one_policy(watch: Watch, database: Database, clock: Clock) -> None:
    see(watch, clock, notice("旧通知", source="park", key="old"))
    see(watch, clock, policy(8, title="关于《宁波国家高新区人才生活补助实施办法（征求意见稿）》公开征求意见的公告"))
    final = notice(
        "关于印发《宁波国家高新区人才生活补助实施办法》的通知",
        POLICY.format(10, 31),
        key="final",
        source="park",
        issuer="宁波国家高新区管委会",
        number="甬高新〔2024〕8号",
    )
    see(watch, clock, final)
    assert [change["op"] for change in told(database)] == ["draft", "final", "revised"]


def test_a_draft_and_its_final_text_are_one_policy_without_a_number_too(watch: Watch, database: Database, clock: Clock) -> None:
    see(watch, clock, notice("旧通知", source="park", key="old"))
    see(watch, clock, policy(8, title="关于《宁波国家高新区人才生活补助实施办法（征求意见稿）》公开征求意见的公告"))
    final = policy(10, title="关于印发《宁波国家高新区人才生活补助实施办法》的通知")
    see(watch, clock, replace(final, key="final", url="https://example.org/final"))
    assert [change["op"] for change in told(database)] == ["draft", "final", "revised"]


def test_a_draft_of_a_revision_revises_nothing_yet(watch: Watch, database: Database, clock: Clock) -> None:
    see(watch, clock, policy(8, published="2024-06-03"))
    draft = policy(10, title="关于《宁波国家高新区人才生活补助实施办法（征求意见稿）》公开征求意见的公告")
    see(watch, clock, replace(draft, key="draft", url="https://example.org/draft"))
    assert [change["op"] for change in told(database)] == ["draft"]


def test_an_older_version_of_a_policy_that_turns_up_later_is_history(watch: Watch, database: Database, clock: Clock) -> None:
    see(watch, clock, replace(policy(10), number="甬高新〔2025〕3号"))
    older = policy(8, published="2023-06-03")
    see(watch, clock, replace(older, key="older", url="https://example.org/older", number="甬高新〔2023〕8号"))
    assert told(database) == []
    with database.read() as connection:
        known = lookup.zone(connection, "宁波高新技术产业开发区", zones.load(), date(2025, 1, 9))
    assert {one["number"]: one["in_force"] for one in known["policies"]} == {"甬高新〔2025〕3号": True, "甬高新〔2023〕8号": False}


def test_a_listing_and_its_rows_are_remembered_together(watch: Watch, database: Database, clock: Clock) -> None:
    column = notice("文件公示", key="column")
    watch.begin("sample")
    rows = [Row(key, f"https://example.org/{key}", key, None) for key in ("a", "b")]
    assert watch.listed("sample", rows, "column", fetched(column, clock)) == 2
    assert watch.listed("sample", rows, "column", fetched(column, clock)) == 0
    assert [page.key for page in watch.due("sample")] == ["a", "b"]
    with database.read() as connection:
        known = pages.get(connection, "sample", "column")
    assert known is not None
    assert known.sha256 == fetched(column, clock).sha256


def test_a_parks_card_sets_claims_beside_records_and_keeps_the_history_of_its_figures(
    watch: Watch, database: Database, clock: Clock
) -> None:
    see(watch, clock, ranking(OLD, PARKS[:50], "old", "2023-02-20"))
    see(watch, clock, ranking(NEW, [PARKS[1], PARKS[0], *PARKS[2:50]], "new", "2024-12-23"))
    see(watch, clock, article("旧闻", "一切如常。", key="a0"))
    first = f"{PARKS[0]}位列2024年国家高新区综合评价第2名。截至目前，{PARKS[0]}瞪羚企业累计达到48家。"
    see(watch, clock, article("开年", first, key="a1"))
    see(watch, clock, article("又一年", f"截至目前，{PARKS[0]}瞪羚企业累计达到59家。", key="a2", published="2026-01-08"))
    see(watch, clock, policy(8))
    with database.read() as connection:
        park = terminal(cards.zone(lookup.zone(connection, PARKS[0], zones.load(), date(2026, 2, 1))))
        own = terminal(cards.zone(lookup.zone(connection, "宁波高新技术产业开发区", zones.load(), date(2025, 1, 8))))
    assert "国家高新区综合评价　2022年 第1名 → 2024年 第2名" in park
    assert "2024年 第2名　✅ 与公布一致　2025-01-08 https://example.org/a1" in park
    assert "瞪羚企业　48家（2025-01-08 https://example.org/a1） → 59家（2026-01-08 https://example.org/a2）" in park
    assert "现行政策\n《宁波国家高新区人才生活补助实施办法（示例）》 https://example.org/policy" in own
    assert "8万元" in own
    assert all("https://" in row for row in park.splitlines() if "第" in row and row.startswith("  "))
