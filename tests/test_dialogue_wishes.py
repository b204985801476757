"""Dialogue: how a chat is told: language, at once or as a digest, quiet hours, silently, its time zone, muted parks."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from samples import PARKS, Clock
from sqlalchemy import select
from talking import NINGBO, Chat, dialogue_on

from monitors.alerts import naming
from monitors.alerts.dialogue.answering import Dialogue, commands
from state import changes, chats, outbox
from state.chats import Chat as Wished
from state.database import Database
from state.schema import outbox as letters


@pytest.fixture
def dialogue(database: Database, clock: Clock) -> Dialogue:
    return dialogue_on(database, clock)


@pytest.fixture
def chat(dialogue: Dialogue) -> Chat:
    return Chat(dialogue)


def wished(database: Database) -> Wished:
    with database.read() as connection:
        return chats.get(connection, "7")


@pytest.mark.parametrize(
    ("text", "wishes"),
    [
        ("/lang en", {"language": "en"}),
        ("/lang English", {"language": "en"}),
        ("/lang 中文", {"language": "zh"}),
        ("/digest 每天 9", {"delivery": "daily", "hour": 9}),
        ("/digest 每天9点", {"delivery": "daily", "hour": 9}),
        ("/digest daily", {"delivery": "daily"}),
        ("/digest 每周 一 9", {"delivery": "weekly", "weekday": 0, "hour": 9}),
        ("/digest 每周五 18:00", {"delivery": "weekly", "weekday": 4, "hour": 18}),
        ("/digest weekly sun 21", {"delivery": "weekly", "weekday": 6, "hour": 21}),
        ("/digest 不汇总", {"delivery": "now"}),
        ("/digest off", {"delivery": "now"}),
        ("/quiet 22-7", {"quiet_from": 22, "quiet_until": 7}),
        ("/quiet 22:00 到 07:00", {"quiet_from": 22, "quiet_until": 7}),
        ("/quiet 23点～6点", {"quiet_from": 23, "quiet_until": 6}),
        ("/quiet off", {"quiet_from": None, "quiet_until": None}),
        ("/timezone Asia/Tokyo", {"timezone": "Asia/Tokyo"}),
        ("/timezone america/new york", {"timezone": "America/New_York"}),
        ("/timezone 伦敦", {"timezone": "Europe/London"}),
        ("/timezone paris", {"timezone": "Europe/Paris"}),
        ("/timezone utc", {"timezone": "UTC"}),
    ],
)
def test_a_wish_is_read_from_words(chat: Chat, database: Database, text: str, wishes: dict[str, object]) -> None:
    told = chat.says(text)
    assert "✅" in told
    found = wished(database)
    assert {name: getattr(found, name) for name in wishes} == wishes


@pytest.mark.parametrize(
    "text",
    [
        *("/lang", "/lang 火星语", "/digest", "/digest 有时", "/digest 每天 25", "/digest 每天 9 10", "/digest 每周 八", "/digest daily x"),
        *("/quiet", "/quiet 7", "/quiet 25-3", "/quiet 7-7", "/quiet a-b", "/quiet --", "/timezone", "/timezone Mars/Olympus"),
        *("/timezone ../../etc/passwd", "/timezone localtime", "/mute 火星", "/mute", "/unmute 火星", "/unmute"),
    ],
)
def test_a_wish_that_cannot_be_read_changes_nothing_and_is_answered_with_help(chat: Chat, database: Database, text: str) -> None:
    assert "✅" not in chat.says(text)
    assert chat.buttons
    assert wished(database) == Wished("7")


def test_everything_can_be_set_by_buttons_alone(chat: Chat, database: Database) -> None:
    chat.says("/settings")
    for path in (["每周"], ["08:00", "18:00"], ["星期一", "星期五"], ["免打扰", "23:00", "06:00"], ["静音"], ["时区", "东京"], ["English"]):
        for words in path:
            chat.taps(words)
            assert chat.reply.edit
        if path != ["English"]:
            assert "✅ 已改" in chat.reply.toast
    assert wished(database) == Wished("7", 0, "en", "Asia/Tokyo", "weekly", 18, 4, 23, 6, True)
    for words in ("At once", "Quiet hours", "None", "With sound", "中文"):
        chat.taps(words)
    assert wished(database) == Wished("7", 0, "zh", "Asia/Tokyo", "now", 18, 4, None, None, False)


def test_what_is_set_is_shown_with_the_chats_own_time(chat: Chat) -> None:
    chat.says("/timezone 东京")
    chat.says("/quiet 22-7")
    told = chat.says("/digest 每周 三 7")
    for words in ("每周 星期三 07:00 汇总", "22:00 到 07:00", "Asia/Tokyo　现在 10:00"):
        assert words in told


FORGED = ["wish:hour:24", "wish:hour:-1", "wish:weekday:7", "wish:silent:2", "wish:language:fr", "wish:delivery:never", "wish:quiet:5-5"]


@pytest.mark.parametrize("says", [*FORGED, "wish:timezone:../x", "wish:chat:8", "wish:", "wish", "set:quiet:99", "set:nothing"])
def test_a_forged_press_of_the_settings_changes_nothing(chat: Chat, database: Database, says: str) -> None:
    assert chat.presses(says)
    assert wished(database) == Wished("7")


# ── what waits already ──────────────────────────────────────────────────────────────────────────────────────────────


def waits(database: Database) -> tuple[datetime | None, bool]:
    with database.read() as connection:
        row = connection.execute(select(letters.c.not_before, letters.c.digest)).one()
        return row.not_before, row.digest


@pytest.fixture
def letter(database: Database, clock: Clock) -> None:
    """A message that waits for the chat."""
    with database.write() as connection:
        record = {"kind": "policy", "op": "new", "board": None, "zone": None}
        ids = changes.add(connection, None, clock(), "sample", [record])
        outbox.address(connection, None, [outbox.Letter("7", 0, ids)], clock())


@pytest.mark.usefixtures("letter")
def test_what_waits_already_comes_when_the_new_wishes_say(chat: Chat, database: Database, clock: Clock) -> None:
    chat.says("/digest 每天 18")
    assert waits(database) == (clock().replace(hour=18), True)
    chat.says("/digest off")
    assert waits(database) == (None, False)
    chat.says("/quiet 8-12")
    assert waits(database) == (clock().replace(hour=12), True)
    chat.says("/timezone 伦敦")  # one o'clock in the night there
    assert waits(database) == (None, False)


@pytest.mark.usefixtures("letter")
def test_another_language_leaves_the_times_as_they_are(chat: Chat, database: Database, clock: Clock) -> None:
    later = clock() + timedelta(hours=3)
    with database.write() as connection:
        outbox.retime(connection, "7", 0, later, digest=False)
    chat.says("/lang en")
    assert waits(database) == (later, False)


# ── muted parks ─────────────────────────────────────────────────────────────────────────────────────────────────────


def muted(database: Database, clock: Clock) -> dict[str, datetime]:
    with database.read() as connection:
        return chats.muted(connection, "7", 0, clock())


def test_a_park_is_muted_for_a_week_by_the_button_under_an_alert_and_heard_again(chat: Chat, database: Database, clock: Clock) -> None:
    assert "不再提起" in chat.presses(f"mute:{naming.key(NINGBO)}")
    assert muted(database, clock) == {NINGBO: clock() + timedelta(days=7)}
    chat.taps("恢复")
    assert muted(database, clock) == {}


def test_a_park_is_muted_for_as_many_days_as_one_says(chat: Chat, database: Database, clock: Clock) -> None:
    chat.says("/mute 宁波高新区 30")
    assert muted(database, clock) == {NINGBO: clock() + timedelta(days=30)}
    assert "宁波高新区" in chat.says("/mute")
    chat.says("/unmute 宁波高新区")
    assert muted(database, clock) == {}
    chat.says("/mute 宁波高新区 9999")
    assert muted(database, clock) == {NINGBO: clock() + timedelta(days=365)}


def test_a_name_of_several_parks_is_asked_back_before_one_is_muted(chat: Chat, database: Database, clock: Clock) -> None:
    chat.says("/mute 火炬高新区 30")
    assert muted(database, clock) == {}
    chat.taps("厦门")
    assert list(muted(database, clock)) == ["厦门火炬高技术产业开发区"]


def test_however_many_parks_are_muted_their_list_is_one_message(chat: Chat, database: Database, clock: Clock) -> None:
    with database.write() as connection:
        for name in PARKS:
            chats.mute(connection, "7", 0, name, clock() + timedelta(days=3))
    assert f"另有{len(PARKS) - 20}项" in chat.presses("muted")


# ── languages ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_person_is_first_answered_as_his_telegram_speaks_and_it_stays_so(dialogue: Dialogue, database: Database) -> None:
    assert "watches the park pages" in Chat(dialogue).speaking("de").says("/start")
    assert wished(database).language == "en"
    assert "watches the park pages" in Chat(dialogue).speaking("zh-hans").says("/start")


def test_who_chose_chinese_is_not_answered_in_english(dialogue: Dialogue) -> None:
    chat = Chat(dialogue).speaking("en")
    chat.says("/lang zh")
    assert "盯着" in chat.says("/start")


@pytest.mark.parametrize("hint", ["zh", "zh-hans", "zh-TW", ""])
def test_chinese_is_the_first_language(dialogue: Dialogue, hint: str) -> None:
    assert "盯着" in Chat(dialogue).speaking(hint).says("/start")


@pytest.mark.parametrize("command", [name for name, _ in commands("en", "private")])
def test_every_answer_has_its_english(dialogue: Dialogue, command: str) -> None:
    """Names of parks and examples stay Chinese; sentences of ours do not."""
    chat = Chat(dialogue)
    chat.says("/lang en")
    told = chat.says(f"/{command}") + " ".join(button.words for button in chat.buttons)
    assert not [mark for mark in "，。：；？" if mark in told]


@pytest.mark.parametrize("scope", ["private", "group", "operator"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_menu_of_commands_is_one_that_telegram_takes(language: str, scope: str) -> None:
    found = commands(language, scope)
    assert len(found) <= 100
    assert len({name for name, _ in found}) == len(found)
    assert all(name.isascii() and name.islower() and len(name) <= 32 and 3 <= len(what) <= 256 for name, what in found)
