"""Delivery: from the outbox into chats over real HTTP, whatever the Bot API does. Nothing lost, order kept, limits kept."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from delivering import change, deliver, in_real_time, once, post, waiting
from samples import Clock
from telegram_api import Ask, Fault, Limits, TelegramApi

from monitors.alerts.sending import MARK
from state import outbox, subscriptions
from state.database import Database
from state.outbox import Letter


@pytest.fixture
def api() -> Iterator[TelegramApi]:
    with TelegramApi() as running:
        yield running


def test_messages_of_a_chat_arrive_in_their_order(database: Database, api: TelegramApi, clock: Clock) -> None:
    post(database, clock, ("1", "甲"), ("2", "子"), ("1", "乙"), ("1", "丙"))
    arrived = deliver(database, api, clock)
    assert [text for chat, text in arrived if chat == "1"] == ["甲", "乙", "丙"]
    assert waiting(database) == 0


def test_words_of_a_source_are_never_taken_for_markup(database: Database, api: TelegramApi, clock: Clock) -> None:
    post(database, clock, ("1", "A<B> & <b>C"))
    assert deliver(database, api, clock) == [("1", "A<B> & <b>C")]


def test_order_holds_when_the_first_message_fails(database: Database, api: TelegramApi, clock: Clock) -> None:
    once(api, Fault(status=500, description="Internal Server Error"))
    post(database, clock, ("1", "甲"), ("1", "乙"), ("2", "子"))
    assert deliver(database, api, clock, rounds=2) == [("2", "子"), ("1", "甲"), ("1", "乙")]


@pytest.mark.parametrize("status", [500, 502, 503])
def test_an_error_on_the_other_side_loses_and_repeats_nothing(database: Database, api: TelegramApi, clock: Clock, status: int) -> None:
    once(api, Fault(status=status, description="error"))
    post(database, clock, ("1", "甲"))
    assert deliver(database, api, clock, rounds=2) == [("1", "甲")]


def test_a_connection_cut_before_the_message_arrived_loses_nothing(database: Database, api: TelegramApi, clock: Clock) -> None:
    once(api, Fault(cut="before"))
    post(database, clock, ("1", "甲"))
    assert deliver(database, api, clock, rounds=2) == [("1", f"{MARK}\n甲")]


def test_a_message_that_may_have_arrived_is_repeated_once_and_marked(database: Database, api: TelegramApi, clock: Clock) -> None:
    once(api, Fault(cut="after"))
    post(database, clock, ("1", "甲"), ("1", "乙"))
    assert deliver(database, api, clock, rounds=3) == [("1", "甲"), ("1", f"{MARK}\n甲"), ("1", "乙")]


def test_an_answer_that_is_too_slow_is_not_waited_for_for_ever(database: Database, api: TelegramApi, clock: Clock) -> None:
    once(api, Fault(delay=2, cut="before"))
    post(database, clock, ("1", "甲"))
    assert deliver(database, api, clock, rounds=2)[-1] == ("1", f"{MARK}\n甲")


def test_when_told_to_wait_everything_waits_as_long_as_told(database: Database, api: TelegramApi, clock: Clock) -> None:
    once(api, Fault(status=429, description="Too Many Requests", retry_after=1))
    post(database, clock, ("1", "甲"), ("2", "子"))
    asked: list[float] = []
    fault = api.fault

    def timed(ask: Ask) -> Fault | None:
        if ask.method == "sendMessage":
            asked.append(asyncio.get_running_loop().time())
        return fault(ask)

    api.fault = timed
    assert sorted(deliver(database, api, clock, rounds=2)) == [("1", "甲"), ("2", "子")]
    assert asked[1] - asked[0] >= 1


@pytest.mark.parametrize("how", ["blocked", "missing"])
def test_a_chat_that_is_gone_ends_its_subscriptions_with_the_reason(database: Database, api: TelegramApi, clock: Clock, how: str) -> None:
    getattr(api, how).add("1")
    with database.write() as connection:
        subscriptions.add(connection, "1", 0, "all", "", clock())
        subscriptions.add(connection, "2", 0, "all", "", clock())
    post(database, clock, ("1", "甲"), ("1", "乙"), ("2", "子"))
    assert deliver(database, api, clock) == [("2", "子")]
    assert len([ask for ask in api.asked if ask.method == "sendMessage" and ask.chat == "1"]) == 1
    with database.read() as connection:
        assert subscriptions.of_chat(connection, "1", 0) == []
        assert len(subscriptions.of_chat(connection, "2", 0)) == 1


def test_what_cannot_be_parsed_is_sent_as_plain_words_and_reported(database: Database, api: TelegramApi, clock: Clock) -> None:
    once(api, Fault(status=400, description="Bad Request: can't parse entities: whatever"))
    told = change(database, clock)
    with database.write() as connection:
        outbox.address(connection, None, [Letter("1", 0, [told])], clock())
    arrived = deliver(database, api, clock)
    assert [chat for chat, _ in arrived] == ["1", "999"]
    assert "https://example.org/n" in arrived[0][1]
    assert not api.sent[0].html
    assert "can't parse entities" in arrived[1][1].lower()


def test_what_is_refused_for_good_does_not_hold_up_the_rest(database: Database, api: TelegramApi, clock: Clock) -> None:
    once(api, Fault(status=400, description="Bad Request: something new"))
    post(database, clock, ("1", "甲"), ("1", "乙"))
    assert deliver(database, api, clock, rounds=2) == [("1", "乙")]
    assert waiting(database) == 0


def test_a_group_that_moved_is_followed(database: Database, api: TelegramApi, clock: Clock) -> None:
    with database.write() as connection:
        subscriptions.add(connection, "-5", 0, "all", "", clock())
    api.fault = lambda ask: Fault(status=400, description="moved", migrate_to=-100) if ask.chat == "-5" else None
    post(database, clock, ("-5", "甲"), ("-5", "乙"))
    assert deliver(database, api, clock, rounds=2) == [("-100", "甲"), ("-100", "乙")]
    with database.read() as connection:
        assert len(subscriptions.of_chat(connection, "-100", 0)) == 1


def test_a_topic_that_was_closed_falls_back_to_its_group(database: Database, api: TelegramApi, clock: Clock) -> None:
    api.fault = lambda ask: (
        Fault(status=400, description="Bad Request: message thread not found") if "message_thread_id" in ask.parameters else None
    )
    told = change(database, clock)
    with database.write() as connection:
        outbox.address(connection, None, [Letter("-5", 3, [told])], clock())
    deliver(database, api, clock)
    assert (api.sent[0].chat, api.sent[0].thread) == ("-5", 0)


def test_a_long_message_arrives_in_parts_and_goes_on_where_it_stopped(database: Database, api: TelegramApi, clock: Clock) -> None:
    once(api, Fault(status=500, description="error"), number=2)
    lines = [f"第{number}行 " + "园" * 100 for number in range(120)]
    post(database, clock, ("1", "\n".join(lines)), ("1", "后来的"))
    arrived = deliver(database, api, clock, rounds=3)
    shown = [row for _, text in arrived for row in text.splitlines() if not row.startswith("（")]
    assert shown == [*lines, "后来的"]
    assert len(arrived) == 5


def test_no_limit_of_telegrams_is_broken(database: Database, clock: Clock) -> None:
    with TelegramApi(Limits()) as api:
        post(database, clock, *((str(chat), f"{number}") for number in range(2) for chat in range(1, 41)), ("-7", "甲"))
        asyncio.run(in_real_time(database, api, count=81))
        assert api.breaches == []
        per_chat = [[sent.text for sent in api.sent if sent.chat == str(chat)] for chat in range(1, 41)]
        assert per_chat == [["0", "1"]] * 40
        took = api.sent[-1].at - api.sent[0].at
        assert took <= 81 / 30 / 0.9 + 1  # nine tenths of what is allowed, and a second for a busy machine
