"""How each chat wants to be told: digests, quiet hours, silence, muted parks, pictures; and whose turn it is among many."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta

import pytest
from delivering import change, deliver, in_real_time, once, post, waiting, with_delivery
from samples import PARKS, Clock, fetched, notice, ranking_table
from telegram_api import Fault, Limits, TelegramApi
from telegram_rules import png

from monitors.alerts import timing
from monitors.alerts.pace import ENOUGH, MOST, Pace, Turns, Width
from monitors.alerts.sending import MARK
from monitors.watch import Row, Watch
from state import chats, outbox, subscriptions
from state.database import Database
from state.outbox import Letter

NINGBO = "宁波高新技术产业开发区"


@pytest.fixture
def api() -> Iterator[TelegramApi]:
    with TelegramApi() as running:
        yield running


def address(database: Database, clock: Clock, chat: str, *titles: str) -> None:
    """An event of one policy for each title, addressed as the chat wishes it now."""
    for title in titles:
        number = change(database, clock, title)
        with database.write() as connection:
            wishes = chats.get(connection, chat)
            outbox.address(connection, number, [Letter(chat, 0, [number], *timing.when(wishes, clock()), wishes.silent)], clock())


def wish(database: Database, chat: str, **wishes: object) -> None:
    with database.write() as connection:
        chats.put(connection, chat, 0, **wishes)


def test_a_digest_is_one_message_at_its_hour(database: Database, api: TelegramApi, clock: Clock) -> None:
    wish(database, "1", delivery="daily", hour=18)
    address(database, clock, "1", "办法甲（示例）", "办法乙（示例）")
    assert deliver(database, api, clock) == []
    clock.at("2025-01-08T18:00")
    address(database, clock, "1", "办法丙（示例）")
    ((chat, text),) = deliver(database, api, clock)
    assert chat == "1"
    assert all(title in text for title in ("办法甲", "办法乙"))
    assert "办法丙" not in text
    assert waiting(database) == 1


def test_what_happens_at_night_is_one_message_in_the_morning(database: Database, api: TelegramApi, clock: Clock) -> None:
    wish(database, "1", quiet_from=22, quiet_until=7)
    clock.at("2025-01-08T23:00")
    address(database, clock, "1", "办法甲（示例）", "办法乙（示例）")
    assert deliver(database, api, clock) == []
    clock.at("2025-01-09T07:00")
    assert len(deliver(database, api, clock)) == 1


def test_what_comes_late_does_not_wake_anybody(database: Database, api: TelegramApi, clock: Clock) -> None:
    wish(database, "1", quiet_from=22, quiet_until=7)
    clock.at("2025-01-08T21:55")
    address(database, clock, "1", "办法甲（示例）", "办法乙（示例）")
    clock.at("2025-01-08T22:05")  # the service was down in between
    assert deliver(database, api, clock) == []
    clock.at("2025-01-09T07:00")
    assert len(deliver(database, api, clock)) == 1


def test_a_digest_that_failed_is_told_again_as_it_was(database: Database, api: TelegramApi, clock: Clock) -> None:
    wish(database, "1", delivery="daily", hour=18)
    address(database, clock, "1", "办法甲（示例）")
    clock.at("2025-01-08T18:00")
    once(api, Fault(cut="after"))
    deliver(database, api, clock, rounds=2)
    first, second = [sent.text for sent in api.sent]
    assert second == f"{MARK}\n{first}"


def test_a_silent_chat_hears_no_sound(database: Database, api: TelegramApi, clock: Clock) -> None:
    wish(database, "1", silent=True)
    address(database, clock, "1", "办法甲（示例）")
    address(database, clock, "2", "办法甲（示例）")
    deliver(database, api, clock)
    assert [(sent.chat, sent.silent) for sent in api.sent] == [("1", True), ("2", False)]


def _rank(watch: Watch, clock: Clock, published: str, order: list[str], year: int) -> None:
    ranked = notice(f"国家高新区综合评价结果（{year}）", tables=[ranking_table(order)], key=f"n{year}", published=published)
    watch.begin("sample")
    watch.listed("sample", [Row(ranked.key, ranked.url, ranked.title, ranked.published)])
    watch.observe(ranked, fetched(ranked, clock))
    watch.finish("sample", True)


@pytest.fixture
def ranked(watch: Watch, clock: Clock, database: Database) -> None:
    """Two editions of a ranking; chats 1 and 2 follow 宁波, which chat 2 has muted; chat 3 has a digest and looks for a word."""
    order = [NINGBO, *(park for park in PARKS if park != NINGBO)][:50]
    _rank(watch, clock, "2024-01-06", [*order[1:13], order[0], *order[13:]], 2023)
    with database.write() as connection:
        for chat in ("1", "2"):
            subscriptions.add(connection, chat, 0, "zone", NINGBO, clock())
        subscriptions.add(connection, "3", 0, "keyword", "综合评价", clock())
        chats.put(connection, "3", 0, delivery="daily", hour=18)
        chats.mute(connection, "2", 0, NINGBO, clock() + timedelta(days=7))
    _rank(watch, clock, "2025-01-06", [*order[1:10], order[0], *order[10:]], 2024)


@pytest.mark.usefixtures("ranked")
def test_a_ranking_comes_with_the_picture_of_the_own_park_and_a_muted_park_not_at_all(
    database: Database, api: TelegramApi, clock: Clock
) -> None:
    deliver(database, api, clock)
    pictures = [sent.picture for sent in api.sent if sent.picture is not None]
    assert {sent.chat for sent in api.sent} == {"1"}
    assert min(png(pictures[0])) > 300


@pytest.mark.usefixtures("ranked")
def test_news_waits_for_the_hour_its_chat_wants_it_at_whatever_it_was_looked_for_by(
    database: Database, api: TelegramApi, clock: Clock
) -> None:
    deliver(database, api, clock)
    assert waiting(database) == 1
    clock.at("2025-01-08T18:00")
    deliver(database, api, clock)
    assert api.sent[-1].chat == "3"
    assert waiting(database) == 0


@pytest.mark.usefixtures("ranked")
def test_a_picture_that_is_refused_leaves_its_words_and_is_reported(database: Database, api: TelegramApi, clock: Clock) -> None:
    refused = Fault(status=400, description="Bad Request: IMAGE_PROCESS_FAILED")
    api.fault = lambda ask: refused if ask.method == "sendPhoto" else None
    deliver(database, api, clock)
    assert [sent.chat for sent in api.sent if sent.chat != "1"] == ["999"]
    assert "IMAGE_PROCESS_FAILED" in api.sent[-1].text.upper()
    assert any("宁波" in sent.text for sent in api.sent if sent.chat == "1")


def test_one_defect_of_an_event_is_reported_once(database: Database, api: TelegramApi, clock: Clock) -> None:
    unparsed = Fault(status=400, description="Bad Request: can't parse entities: x")
    api.fault = lambda ask: unparsed if ask.parameters.get("parse_mode") and ask.chat != "999" else None
    number = change(database, clock)
    with database.write() as connection:
        outbox.address(connection, 1, [Letter(str(chat), 0, [number]) for chat in range(1, 6)], clock())
    arrived = deliver(database, api, clock)
    assert len([chat for chat, _ in arrived if chat == "999"]) == 1
    assert len(arrived) == 6


def test_doubt_outlives_the_process(database: Database, api: TelegramApi, clock: Clock) -> None:
    once(api, Fault(cut="after"))
    post(database, clock, ("1", "甲"))
    deliver(database, api, clock)
    assert deliver(database, api, clock) == [("1", "甲"), ("1", f"{MARK}\n甲")]


def test_a_notice_has_its_buttons(database: Database, api: TelegramApi, clock: Clock) -> None:
    with database.write() as connection:
        outbox.notify(connection, ["999"], "待确认", clock(), [[("采信", "approve:1"), ("丢弃", "discard:1")]])
    deliver(database, api, clock)
    assert api.sent[0].says == ["approve:1", "discard:1"]


def test_without_telegram_only_the_operators_are_told(database: Database, api: TelegramApi, clock: Clock) -> None:
    post(database, clock, ("1", "甲"), ("999", "乙"))
    with_delivery(database, api, clock, lambda delivery, _: delivery.drain(), only=["999"])
    assert [(sent.chat, sent.text) for sent in api.sent] == [("999", "乙")]
    assert waiting(database) == 1


def test_a_group_with_many_alerts_holds_up_nobody(database: Database, clock: Clock) -> None:
    with TelegramApi(Limits()) as api:
        post(database, clock, *(("-7", f"{number}") for number in range(300)), *((str(chat), "子") for chat in range(1, 31)))
        asyncio.run(in_real_time(database, api, count=31))
        assert len({sent.chat for sent in api.sent[:32]}) == 31
        assert api.breaches == []


def test_on_a_slow_line_several_are_under_way_each_to_another_chat_in_order(database: Database, clock: Clock) -> None:
    with TelegramApi(Limits()) as api:
        api.fault = lambda ask: Fault(delay=0.15)
        post(database, clock, *((str(chat), f"{number}") for number in range(2) for chat in range(1, 31)))
        asyncio.run(in_real_time(database, api, count=60))
        assert 1 < api.at_once <= MOST
        assert [[sent.text for sent in api.sent if sent.chat == str(chat)] for chat in range(1, 31)] == [["0", "1"]] * 30
        assert api.breaches == []


@pytest.mark.parametrize(("seconds", "many"), [(0.001, 1), (0.034, 1), (0.05, 2), (0.15, 5), (3.0, MOST)])
def test_as_many_are_under_way_as_the_line_holds(seconds: float, many: int) -> None:
    width = Width(Pace())
    for _ in range(ENOUGH):
        assert width.now == 1
        width.took(seconds)
    assert width.now == many


def test_slow_requests_among_quick_ones_leave_one_under_way() -> None:
    width = Width(Pace())
    for number in range(100):
        width.took(20.0 if number % 3 == 0 else 0.01)
    assert width.now == 1


def test_a_group_never_gets_more_than_twenty_in_any_minute() -> None:
    turns, times, now = Turns(Pace(), 0.0), [], 100.0
    for number in range(100):
        now = max(now, turns.ready("-5", asked=number % 7 != 0))
        times.append(now)
        turns.heard("-5", now)
    assert all(sum(start <= at < start + 60 for at in times) <= 20 for start in times)


def test_after_a_start_nobody_is_written_to_before_he_may_be() -> None:
    turns = Turns(Pace(), 50.0)
    assert (turns.ready("7"), turns.ready("-5"), turns.ready("-5", asked=True)) == (51.0, 53.0, 51.0)


def test_what_may_have_arrived_counts_against_the_limits(database: Database, clock: Clock) -> None:
    with TelegramApi(Limits(chat_gap=1.9)) as api:
        once(api, Fault(cut="after"))
        post(database, clock, ("-7", "甲"))
        asyncio.run(in_real_time(database, api, count=2))
        assert [sent.text for sent in api.sent] == ["甲", f"{MARK}\n甲"]
        assert api.breaches == []
