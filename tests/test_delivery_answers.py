"""Answers to people: at once, before what the outbox holds for them, within the same limits."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from delivering import once, post, with_delivery
from samples import Clock
from telegram import Bot
from telegram_api import Fault, Limits, TelegramApi

from bot import sender
from monitors.alerts.delivery import Delivery
from monitors.alerts.lines import line
from monitors.alerts.pace import Pace
from monitors.alerts.reply import Button, File, Reply
from state import chats, outbox, subscriptions
from state.database import Database
from state.outbox import Letter


@pytest.fixture
def api() -> Iterator[TelegramApi]:
    with TelegramApi(Limits()) as running:
        yield running


def words(text: str) -> Reply:
    return Reply([line(text)])


def test_an_answer_waits_when_told_to_and_then_arrives(database: Database, api: TelegramApi, clock: Clock) -> None:
    once(api, Fault(status=429, description="Too Many Requests", retry_after=1))
    with_delivery(database, api, clock, lambda delivery, _: delivery.reply("1", 0, words("好")))
    assert [sent.text for sent in api.sent] == ["好"]


def test_an_answer_goes_before_the_alerts_of_its_chat(database: Database, api: TelegramApi, clock: Clock) -> None:
    post(database, clock, *(("1", f"第{number}条") for number in range(4)))

    async def both(delivery: Delivery, _: Bot) -> None:
        running = asyncio.create_task(delivery.run())
        while not api.sent:
            await asyncio.sleep(0.01)
        await delivery.reply("1", 0, words("好"))
        delivery.stop()
        await running

    with_delivery(database, api, clock, both, pace=Pace())
    assert [sent.text for sent in api.sent[:2]] == ["第0条", "好"]
    assert api.breaches == []


def test_answers_keep_the_limits_however_many_ask(database: Database, api: TelegramApi, clock: Clock) -> None:
    async def ask(delivery: Delivery, _: Bot) -> None:
        chats = [str(1 + number % 35) for number in range(38)]
        await asyncio.gather(*(delivery.reply(chat, 0, words(f"第{number}条")) for number, chat in enumerate(chats)))

    with_delivery(database, api, clock, ask, pace=Pace())
    assert len(api.sent) == 38
    assert api.breaches == []


def test_people_of_a_group_are_answered_faster_than_it_gets_alerts(database: Database, api: TelegramApi, clock: Clock) -> None:
    async def ask(delivery: Delivery, _: Bot) -> None:
        for number in range(3):
            await delivery.reply("-5", 0, words(f"第{number}条"))

    with_delivery(database, api, clock, ask, pace=Pace(group=60))
    assert len(api.sent) == 3
    assert api.breaches == []


def test_a_file_and_its_buttons_arrive_with_the_words_under_it(database: Database, api: TelegramApi, clock: Clock) -> None:
    reply = Reply(
        [line("订阅")], ((Button("主页", "home:"), Button("原文", link="https://example.org/n")),), file=File("订阅.json", b"[1]")
    )
    with_delivery(database, api, clock, lambda delivery, _: delivery.reply("1", 0, reply))
    (sent,) = api.sent
    assert (sent.text, sent.file) == ("订阅", ("订阅.json", b"[1]"))
    assert [[button["text"] for button in row] for row in sent.buttons] == [["主页", "原文"]]


def test_an_answer_takes_the_place_of_the_message_whose_button_was_pressed(database: Database, api: TelegramApi, clock: Clock) -> None:
    async def turn_pages(delivery: Delivery, bot: Bot) -> None:
        await delivery.reply("1", 0, words("第一页"))
        for text in ("第二页", "第二页"):  # the second time nothing changes, which Telegram calls an error
            await delivery.reply("1", 0, words(text), first=sender(bot, edits=api.sent[0].id))

    with_delivery(database, api, clock, turn_pages, pace=Pace())
    assert (len(api.sent), api.message(api.sent[0].id).text) == (1, "第二页")
    assert api.breaches == []


def test_what_cannot_be_edited_any_more_is_answered_below(database: Database, api: TelegramApi, clock: Clock) -> None:
    with_delivery(database, api, clock, lambda delivery, bot: delivery.reply("1", 0, words("第二页"), first=sender(bot, edits=77)))
    assert [sent.text for sent in api.sent] == ["第二页"]


def test_somebody_who_asks_and_blocks_is_not_written_to_again(database: Database, api: TelegramApi, clock: Clock) -> None:
    api.blocked.add("1")
    with database.write() as connection:
        subscriptions.add(connection, "1", 0, "all", "", clock())
        outbox.address(connection, 1, [Letter("1", 0, [1])], clock())
    with_delivery(database, api, clock, lambda delivery, _: delivery.reply("1", 0, words("好")))
    with database.read() as connection:
        assert subscriptions.of_chat(connection, "1", 0) == []
        assert outbox.waiting(connection) == 0


def test_an_answer_follows_a_group_that_moved(database: Database, api: TelegramApi, clock: Clock) -> None:
    api.migrated["-5"] = "-1005"
    with database.write() as connection:
        subscriptions.add(connection, "-5", 3, "all", "", clock())
        subscriptions.add(connection, "-5", 3, "kind", "policy", clock())
        subscriptions.add(connection, "-1005", 3, "all", "", clock())
        chats.put(connection, "-5", 3, language="en")
    with_delivery(database, api, clock, lambda delivery, _: delivery.reply("-5", 0, words("好")))
    assert [sent.chat for sent in api.sent] == ["-1005"]
    with database.read() as connection:
        assert [one.topic for one in subscriptions.of_chat(connection, "-1005", 3)] == ["kind", "all"]
        assert subscriptions.of_chat(connection, "-5", 3) == []
        assert chats.get(connection, "-1005", 3).language == "en"


def test_an_answer_in_a_closed_topic_is_given_in_the_group(database: Database, api: TelegramApi, clock: Clock) -> None:
    api.closed.add(("-5", 3))
    with_delivery(database, api, clock, lambda delivery, _: delivery.reply("-5", 3, words("好")))
    assert [(sent.chat, sent.thread) for sent in api.sent] == [("-5", 0)]
