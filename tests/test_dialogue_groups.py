"""Dialogue: a group with and without rights, a topic of it, a channel; coming and going."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from samples import Clock
from sqlalchemy import select
from talking import NINGBO, Chat, accepted, dialogue_on

from monitors import zones
from monitors.alerts import naming
from monitors.alerts.dialogue.answering import Asked, Dialogue
from monitors.alerts.dialogue.operating import Operating
from monitors.alerts.lines import terminal
from monitors.boards import catalogue
from state import outbox, subscriptions
from state.database import Database
from state.schema import outbox as letters
from state.schema import subscriptions as rows

KEY = naming.key(NINGBO)
CHANGING = [
    "/subscribe 宁波高新区",
    "/unsubscribe 1",
    "/unsubscribe 全部",
    "/mute 宁波高新区",
    "/unmute 宁波高新区",
    "/lang en",
    "/digest 每天 9",
    "/quiet 22-7",
    "/timezone Asia/Tokyo",
]
LOOKING = ["/start", "/help", "/zone 宁波高新区", "/rank 宁波高新区", "/board", "/changes", "/subscriptions", "/settings", "/export"]
CHANGING_PRESSES = ["sub:kind_policy", "unsub:1", "drop:1:0", "wish:hour:8", "wish:language:en", f"mute:{KEY}", f"unmute:{KEY}"]
LOOKING_PRESSES = ["menu", "pick", "subs:0", "provs:-:0", f"zone:{KEY}", f"rank:{KEY}", "all:1", "xlsx:1", "set", "set:hour", "muted"]


@pytest.fixture
def dialogue(database: Database, clock: Clock) -> Dialogue:
    return dialogue_on(database, clock)


@pytest.fixture
def administrator(dialogue: Dialogue) -> Chat:
    return Chat(dialogue, "-5", kind="supergroup")


@pytest.fixture
def member(dialogue: Dialogue) -> Chat:
    return Chat(dialogue, "-5", kind="supergroup", may_change=False)


def follows(database: Database, chat: str = "-5", thread: int = 0) -> list[tuple[str, str]]:
    with database.read() as connection:
        return [(one.topic, one.target) for one in subscriptions.of_chat(connection, chat, thread)]


@pytest.mark.parametrize("text", CHANGING)
def test_in_a_group_only_administrators_change_something_and_others_hear_what_they_can_do(member: Chat, text: str) -> None:
    told = member.says(text)
    assert "只有管理员" in told
    assert "/zone" in told
    assert len(told.splitlines()) == 1
    assert member.matters(text)


@pytest.mark.parametrize("says", CHANGING_PRESSES)
def test_a_press_that_changes_something_needs_the_same_rights(member: Chat, says: str) -> None:
    assert "只有管理员" in member.presses(says)
    assert not member.reply.lines
    assert member.matters(press=says)


@pytest.mark.parametrize("text", LOOKING)
def test_everybody_in_a_group_may_look(member: Chat, text: str) -> None:
    assert "只有管理员" not in member.says(text)
    assert not member.matters(text)


@pytest.mark.parametrize("says", LOOKING_PRESSES)
def test_everybody_in_a_group_may_press_what_only_shows(member: Chat, says: str) -> None:
    assert "只有管理员" not in member.presses(says)
    assert not member.matters(press=says)


@pytest.mark.parametrize("text", ["/subscribe", "/mute", "/lang", "/digest", "/quiet", "/timezone", "/unsubscribe", "/import"])
def test_a_changing_command_without_words_only_shows(member: Chat, text: str) -> None:
    assert "只有管理员" not in member.says(text)


def test_a_refused_member_changed_nothing(member: Chat, administrator: Chat, database: Database) -> None:
    administrator.says("/subscribe 宁波高新区")
    for text in CHANGING:
        member.says(text)
    for says in CHANGING_PRESSES:
        member.presses(says)
    assert follows(database) == [("zone", NINGBO)]


def test_an_administrator_changes_what_the_group_follows(administrator: Chat, database: Database) -> None:
    assert "✅ 已订阅" in administrator.says("/subscribe@parkwatch_bot 宁波高新区")
    assert follows(database) == [("zone", NINGBO)]


@pytest.mark.parametrize(
    "text", ["你好", "宁波高新区", "看看 /subscribe 宁波高新区", "/zone@another_bot 宁波高新区", "/weather", "/roll 6", ""]
)
def test_a_groups_own_talk_and_other_bots_commands_are_left_alone(administrator: Chat, text: str) -> None:
    assert administrator.ignored(text)
    assert not administrator.matters(text)


def test_a_slip_of_the_pen_or_our_own_name_is_answered_in_a_group(administrator: Chat) -> None:
    assert "是不是 /subscribe？" in administrator.says("/subscrib 宁波高新区")
    assert "没有 /weather 这个命令" in administrator.says("/weather@parkwatch_bot")
    assert "宁波高新区" in administrator.says("/ZONE@ParkWatch_Bot 宁波高新区")


def test_topics_of_a_group_follow_and_wish_each_for_itself(dialogue: Dialogue, database: Database) -> None:
    first, second = Chat(dialogue, "-5", 3, "supergroup"), Chat(dialogue, "-5", 4, "supergroup")
    first.says("/subscribe 宁波高新区")
    first.says("/lang en")
    assert "还没有订阅" in second.says("/subscriptions")
    assert "Following 1" in first.says("/subscriptions")
    assert follows(database, thread=3) == [("zone", NINGBO)]


def test_a_channel_is_told_by_its_posts_what_to_follow(dialogue: Dialogue, database: Database) -> None:
    channel = Chat(dialogue, "-100", kind="channel")
    assert channel.ignored("今天天气很好")
    assert "✅ 已订阅" in channel.says("/subscribe 政策")
    assert follows(database, "-100") == [("kind", "policy")]


def test_the_language_of_one_member_is_not_the_groups(dialogue: Dialogue) -> None:
    assert "园哨" in Chat(dialogue, "-5", kind="supergroup").speaking("en").says("/start")
    assert "Press a button" not in Chat(dialogue, "-5", kind="supergroup").speaking("en").says("/start")


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel", "private"])
def test_whoever_adds_the_bot_is_greeted_and_told_who_can_do_what(dialogue: Dialogue, kind: str) -> None:
    reply = dialogue.joined("-5", 0, kind)
    accepted(reply)
    assert "/subscribe" in terminal(reply.lines)


def test_when_the_bot_is_removed_everything_of_the_chat_ends_with_the_reason(
    dialogue: Dialogue, administrator: Chat, database: Database, clock: Clock
) -> None:
    administrator.says("/subscribe 宁波高新区")
    Chat(dialogue, "7").says("/subscribe 宁波高新区")
    with database.write() as connection:
        outbox.notify(connection, ["-5", "7"], "通知", clock())
    dialogue.left("-5")
    assert follows(database) == []
    assert follows(database, "7") == [("zone", NINGBO)]
    with database.read() as connection:
        assert outbox.waiting(connection) == 1
        ended = connection.execute(select(rows.c.reason, rows.c.ended).where(rows.c.chat == "-5")).one()
        assert connection.execute(select(letters.c.status).where(letters.c.chat == "-5")).scalar() == "dead"
    assert "removed" in ended.reason
    assert isinstance(ended.ended, datetime)


def test_what_a_member_without_rights_reads_is_the_same_as_an_administrator_reads(administrator: Chat, member: Chat) -> None:
    for text in LOOKING:
        assert administrator.says(text) == member.says(text)


def test_the_operators_commands_are_nobody_elses(dialogue: Dialogue) -> None:
    reply = dialogue.answer(Asked("7", text="/health"))
    assert reply is not None
    assert "没有 /health 这个命令" in terminal(reply.lines)


@pytest.fixture
def operated(database: Database, clock: Clock) -> Dialogue:
    """A dialogue with an operator's room."""
    operating = Operating(database, clock, list)
    return Dialogue(database, clock, zones.load(), catalogue.load(), operating=operating)


@pytest.mark.parametrize(
    "asked", [Asked("1", text="/health"), Asked("1", press="health"), Asked("1", text="/sources"), Asked("1", press="sources:0")]
)
def test_the_operators_own_chat_asks_and_presses_what_nobody_else_can(operated: Dialogue, asked: Asked) -> None:
    own, others = operated.answer(replace(asked, operator=True)), operated.answer(asked)
    assert own is not None
    assert others is not None
    accepted(own)
    assert "来源" in terminal(own.lines)
    assert "来源" not in terminal(others.lines)


def test_the_operator_is_helped_with_his_commands_too_and_has_all_the_others(operated: Dialogue) -> None:
    told = operated.answer(Asked("1", text="/help", operator=True))
    assert told is not None
    assert "/health" in terminal(told.lines)
    assert operated.answer(Asked("-1", kind="supergroup", text="/health", operator=True)) is not None
    assert operated.answer(Asked("-1", kind="supergroup", text="/health")) is None
    followed = operated.answer(Asked("1", text="/subscribe 政策", operator=True))
    assert followed is not None
    assert "✅ 已订阅" in terminal(followed.lines)
