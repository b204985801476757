"""Dialogue: subscriptions and wishes out of a chat as a file, and into another."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from samples import Clock
from talking import NINGBO, Chat, dialogue_on

from monitors.alerts.dialogue.answering import Dialogue
from monitors.alerts.reply import File
from state import chats, subscriptions
from state.database import Database

GOOD: dict[str, Any] = {"parkwatch": 1, "subscriptions": [{"topic": "kind", "target": "policy", "title": "随便"}]}


@pytest.fixture
def dialogue(database: Database, clock: Clock) -> Dialogue:
    return dialogue_on(database, clock)


@pytest.fixture
def chat(dialogue: Dialogue) -> Chat:
    return Chat(dialogue)


def file(told: Any) -> File:
    return File("parkwatch-subscriptions.json", json.dumps(told).encode())


def follows(database: Database, chat: str = "7") -> list[tuple[str, str]]:
    with database.read() as connection:
        return [(one.topic, one.target) for one in subscriptions.of_chat(connection, chat, 0)]


def test_what_one_chat_follows_and_wishes_is_taken_over_by_another_as_it_was(chat: Chat, dialogue: Dialogue, database: Database) -> None:
    names = ("宁波高新区", "浙江", "小巨人", "政策", "人才", "关键词 瞪羚 -公示", "公司 青岛国测海遥", "全部")
    for words in names:
        chat.says(f"/subscribe {words}")
    for wish in ("/lang en", "/digest 每周 五 18", "/quiet 22-7", "/timezone Asia/Tokyo"):
        chat.says(wish)
    chat.says("/export")
    carried = chat.reply.file
    assert carried is not None
    other = Chat(dialogue, "8")
    assert "8 项订阅" in other.sends(carried, "/import")
    assert follows(database, "8") == follows(database, "7")
    with database.read() as connection:
        first, second = chats.get(connection, "7"), chats.get(connection, "8")
    assert [getattr(first, name) for name in ("language", "delivery", "hour", "weekday", "quiet_from", "quiet_until", "timezone")] == [
        getattr(second, name) for name in ("language", "delivery", "hour", "weekday", "quiet_from", "quiet_until", "timezone")
    ]
    assert "there already" in other.sends(carried)
    assert follows(database, "8") == follows(database, "7")


def test_the_file_says_what_is_followed_in_words_that_people_read(chat: Chat) -> None:
    chat.says("/subscribe 宁波高新区")
    chat.says("/export")
    assert chat.reply.file is not None
    told = json.loads(chat.reply.file.body)
    assert told["parkwatch"] == 1
    assert told["subscriptions"] == [{"topic": "zone", "target": NINGBO, "title": "宁波高新区"}]
    assert "宁波高新区".encode() in chat.reply.file.body


def test_a_file_is_asked_for_where_none_was_sent(chat: Chat) -> None:
    assert "/export" in chat.says("/import")


def test_what_is_not_known_is_left_out_and_named(chat: Chat, database: Database) -> None:
    rows = [
        {"topic": "zone", "target": NINGBO},
        {"topic": "zone", "target": "火星高新区"},
        {"topic": "kind", "target": "gossip"},
        {"topic": "board", "target": "没有的榜单"},
        {"topic": "weather", "target": "晴"},
        {"topic": "keyword", "target": "-公示"},
        {"topic": "company", "target": "公司"},
        {"topic": "all", "target": "x"},
        {"topic": "zone", "target": NINGBO},
    ]
    told = chat.sends(file(GOOD | {"subscriptions": rows}), "/import")
    assert "已导入 1 项" in told
    assert "没有导入的 7 项" in told
    assert "火星高新区" in told
    assert follows(database) == [("zone", NINGBO)]


BAD: list[bytes] = [
    b"",
    b"\x00\xff\xfe",
    b"{",
    b"[]",
    b"null",
    b"42",
    b'"parkwatch"',
    b"{}",
    b"[" * 100_000,
    b'{"parkwatch": 1' + b" " * 300_000 + b"}",
    *(
        json.dumps(told).encode()
        for told in (
            {"parkwatch": 2, "subscriptions": []},
            {"parkwatch": 1},
            {"parkwatch": 1, "subscriptions": "all"},
            {"parkwatch": 1, "subscriptions": ["all"]},
            {"parkwatch": 1, "subscriptions": [{"topic": 1, "target": "x"}]},
            {"parkwatch": 1, "subscriptions": [{"topic": "zone", "target": None}]},
            {"parkwatch": 1, "subscriptions": [{"topic": "all"}] * 1001},
            GOOD | {"wishes": []},
            GOOD | {"wishes": {"hour": 24}},
            GOOD | {"wishes": {"hour": "x"}},
            GOOD | {"wishes": {"hour": None}},
            GOOD | {"wishes": {"language": "fr"}},
            GOOD | {"wishes": {"timezone": "Mars/Olympus"}},
            GOOD | {"wishes": {"silent": "yes"}},
            GOOD | {"wishes": {"quiet_from": 5}},
            GOOD | {"wishes": {"quiet_from": 5, "quiet_until": 99}},
            GOOD | {"wishes": {"delivery": ["now"]}},
        )
    ),
]


@pytest.mark.parametrize("body", BAD, ids=range(len(BAD)))
def test_a_bad_file_is_one_clear_line_and_changes_nothing(chat: Chat, database: Database, body: bytes) -> None:
    told = chat.sends(File("parkwatch.json", body), "/import")
    assert told.startswith("没有导入，什么都没有改：")
    assert len(told.splitlines()) == 1
    assert follows(database) == []


@pytest.mark.parametrize("topic", ["company", "keyword", "board", "zone", "wea\x00ther"])
@pytest.mark.parametrize("target", ["示例\x00公司甲", "示例\ud800公司甲", "\u202e示例公司甲", "示例\n公司甲"])
def test_what_no_database_keeps_and_nobody_sees_is_left_out(chat: Chat, database: Database, topic: str, target: str) -> None:
    told = chat.sends(file(GOOD | {"subscriptions": [{"topic": topic, "target": target}]}), "/import")
    assert "没有导入的 1 项" in told
    assert follows(database) == []


def test_a_file_that_would_be_too_much_changes_nothing(chat: Chat, database: Database) -> None:
    chat.says("/subscribe 宁波高新区")
    rows = [{"topic": "keyword", "target": f"示例{number}"} for number in range(100)]
    told = chat.sends(file(GOOD | {"subscriptions": rows, "wishes": {"language": "en"}}), "/import")
    assert "101" in told
    assert follows(database) == [("zone", NINGBO)]
    with database.read() as connection:
        assert chats.get(connection, "7").language == "zh"


def test_a_file_of_ours_is_known_without_a_word_and_any_other_is_answered_with_help(chat: Chat, database: Database) -> None:
    chat.sends(file(GOOD))
    assert follows(database) == [("kind", "policy")]
    assert "/import" in chat.sends(File("holiday.jpg", b"\xff\xd8"))


def test_a_file_in_a_group_is_left_alone_and_a_member_cannot_import(dialogue: Dialogue, database: Database) -> None:
    group = Chat(dialogue, "-5", kind="supergroup", may_change=False)
    assert "只有管理员" in group.sends(file(GOOD), "/import")
    assert follows(database, "-5") == []


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)
_likely = st.fixed_dictionaries(
    {"parkwatch": st.just(1)},
    optional={
        "wishes": st.dictionaries(
            st.sampled_from(["hour", "weekday", "language", "quiet_from", "quiet_until", "silent", "timezone"]), _json
        ),
        "subscriptions": st.lists(
            st.fixed_dictionaries({"topic": st.sampled_from(["zone", "keyword", "company", "all"]), "target": _json})
        ),
    },
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=_json | _likely)
def test_whatever_a_file_holds_is_answered(chat: Chat, told: Any) -> None:
    assert chat.sends(File("any.json", json.dumps(told).encode()), "/import")
