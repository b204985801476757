"""The stand-in for the Bot API refuses what Telegram refuses, and hands on what people do."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Awaitable, Callable, Iterator
from struct import pack
from typing import Any

import pytest
from telegram import Bot, BotCommand, BotCommandScopeAllGroupChats, InlineKeyboardButton, InlineKeyboardMarkup, InputFile
from telegram.error import BadRequest, ChatMigrated, Forbidden
from telegram_api import TOKEN, Limits, TelegramApi

from bot import sender
from monitors.alerts.lines import Part, line
from monitors.alerts.reply import Post
from monitors.alerts.sending import RetryLater


@pytest.fixture
def api() -> Iterator[TelegramApi]:
    with TelegramApi(Limits()) as running:
        yield running


def ask(api: TelegramApi, *does: Callable[[Bot], Awaitable[Any]]) -> list[Any]:
    """What the bot gets for its requests."""

    async def run() -> list[Any]:
        async with Bot(TOKEN, base_url=api.url, base_file_url=api.file_url) as bot:
            return [await one(bot) for one in does]

    return asyncio.run(run())


def _png(width: int = 2, height: int = 2) -> bytes:
    chunks = ((b"IHDR", pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)), (b"IDAT", zlib.compress(b"\0" * 6)), (b"IEND", b""))
    packed = (pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data)) for kind, data in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


def _button(says: str, count: int = 1) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton("好", callback_data=says)]] * count)


@pytest.mark.parametrize(
    ("why", "does"),
    [
        ("parse entities", lambda bot: bot.send_message(7, "<b>甲", parse_mode="HTML")),
        ("parse entities", lambda bot: bot.send_message(7, "<code><b>甲</b></code>", parse_mode="HTML")),
        ("parse entities", lambda bot: bot.send_message(7, '<a name="x">甲</a>', parse_mode="HTML")),
        ("too long", lambda bot: bot.send_message(7, "🏛" * 2049)),
        ("caption is too long", lambda bot: bot.send_photo(7, InputFile(_png()), caption="园" * 1025)),
        ("empty", lambda bot: bot.send_message(7, " ")),
        ("BUTTON_DATA_INVALID", lambda bot: bot.send_message(7, "甲", reply_markup=_button("园" * 22))),
        ("markup is too long", lambda bot: bot.send_message(7, "甲", reply_markup=_button("x", 101))),
        ("IMAGE_PROCESS_FAILED", lambda bot: bot.send_photo(7, InputFile(_png()[:-9]))),
        ("PHOTO_INVALID_DIMENSIONS", lambda bot: bot.send_photo(7, InputFile(_png(1, 30)))),
        ("to edit not found", lambda bot: bot.edit_message_text("甲", 7, 12)),
        ("query is too old", lambda bot: bot.answer_callback_query("nobody pressed")),
        ("BOT_COMMAND_INVALID", lambda bot: bot.set_my_commands([BotCommand("订阅", "订阅")])),
    ],
)
def test_what_telegram_refuses_is_refused(api: TelegramApi, why: str, does: Callable[[Bot], Awaitable[Any]]) -> None:
    with pytest.raises(BadRequest, match=f"(?i){why}"):
        ask(api, does)
    assert api.sent == []


def test_limits_are_counted_over_messages_and_edits(api: TelegramApi) -> None:
    post = Post(Part((line("甲"),)))
    with pytest.raises(RetryLater):
        ask(api, lambda bot: bot.send_message(7, "乙"), lambda bot: sender(bot, edits=api.sent[0].id)("7", 0, post, markup=True))
    assert api.breaches == ["two within a second to 7"]


def test_chats_answer_as_they_are(api: TelegramApi) -> None:
    api.migrated["-5"] = "-1005"
    api.closed.add(("-6", 3))
    api.leave("-8")
    for chat, thread, error in (("-5", 0, ChatMigrated), ("-6", 3, BadRequest), ("-8", 0, Forbidden)):
        with pytest.raises(error):
            ask(api, lambda bot, chat=chat, thread=thread: bot.send_message(chat, "甲", message_thread_id=thread or None))


def test_rights_commands_and_files_are_as_they_were_set(api: TelegramApi) -> None:
    api.roles["-5", 8] = "administrator"
    member, boss, _ = ask(
        api,
        lambda bot: bot.get_chat_member(-5, 7),
        lambda bot: bot.get_chat_member(-5, 8),
        lambda bot: bot.set_my_commands([BotCommand("help", "怎样使用")], BotCommandScopeAllGroupChats(), "en"),
    )
    assert (member.status, boss.status) == ("member", "administrator")
    assert api.commands == {("all_group_chats", "en"): {"help": "怎样使用"}}


def test_what_people_do_arrives_as_updates_of_the_kinds_asked_for(api: TelegramApi) -> None:
    api.kinds["-9"] = "channel"
    (sent,) = ask(api, lambda bot: bot.send_photo(7, InputFile(_png()), caption="图", reply_markup=_button("rank:a1")))
    assert (api.sent[0].text, api.sent[0].picture) == ("图", _png())
    with pytest.raises(AssertionError, match="no button says"):
        api.press("7", sent.message_id, "mute:a1")
    api.say("-5", "/help", thread=3, user=8)
    api.press("7", sent.message_id, "rank:a1")
    api.say("-9", "/subscribe 宁波高新区")
    api.join("-5", "administrator")
    api.send_file("7", "订阅.json", b"[]")
    kinds = ["message", "callback_query", "channel_post", "my_chat_member"]
    (updates,) = ask(api, lambda bot: bot.get_updates(allowed_updates=kinds, timeout=1))
    topic, press, post, joined, document = updates
    assert (topic.message.message_thread_id, topic.message.from_user.id) == (3, 8)
    assert (press.callback_query.data, press.callback_query.message.message_id) == ("rank:a1", sent.message_id)
    assert post.channel_post.sender_chat.type == "channel"
    assert joined.my_chat_member.new_chat_member.status == "administrator"

    async def body(bot: Bot) -> bytes:
        return bytes(await (await bot.get_file(document.message.document.file_id)).download_as_bytearray())

    async def toast(bot: Bot) -> bool:
        return await bot.answer_callback_query(press.callback_query.id, "好")

    assert ask(api, body, toast) == [b"[]", True]
    assert [(one.chat, one.text) for one in api.toasts] == [("7", "好")]
    (only,) = ask(api, lambda bot: bot.get_updates(allowed_updates=["channel_post"]))
    assert [update.update_id for update in only] == [post.update_id]
