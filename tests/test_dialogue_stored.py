"""Dialogue on either database: what it asks of the state works on SQLite and on PostgreSQL."""

from __future__ import annotations

import pytest
from samples import Clock
from talking import COMPANY, NINGBO, Chat, dialogue_on, list_giants, rank

from monitors.alerts import naming
from monitors.watch import Watch
from state import changes, chats, search, subscriptions
from state.database import Database


@pytest.fixture
def filled(either_database: Database, clock: Clock) -> Database:
    watch = Watch(either_database, clock)
    rank(watch, clock)
    list_giants(watch, clock)
    return either_database


def test_a_conversation_goes_the_same_way_on_either_database(filled: Database, clock: Clock) -> None:
    chat = Chat(dialogue_on(filled, clock)).speaking("en")
    for text in ("/start", "/subscribe 宁波高新区", "/subscribe 公司 青岛国测海遥", "/subscribe 关键词 小巨人 -公示", "/subscriptions"):
        chat.says(text)
    chat.taps("✕ 宁波高新区")
    for text in ("/zone 宁波高新区", "/rank 宁波高新区", "/board 小巨人", "/changes 浙江", "/mute 宁波高新区", "/quiet 22-7", "/export"):
        chat.says(text)
    assert "Following 2" in chat.says("/subscriptions")


def test_an_event_is_found_by_its_number_with_all_its_changes_in_order(filled: Database) -> None:
    with filled.read() as connection:
        told = changes.query(connection)
        event = told[-1]["event"]
        assert changes.of_event(connection, event) == [one for one in told if one["event"] == event]
        assert changes.of_event(connection, 999_999) == []


def test_an_entry_is_found_by_a_part_of_its_name_taken_literally(filled: Database) -> None:
    with filled.read() as connection:
        assert search.entries(connection, "国测海遥") == [(COMPANY, "国家级专精特新小巨人企业", "第六批", "公布")]
        assert len(search.entries(connection, "精密机械", limit=5)) == 5
        assert search.entries(connection, "%") == search.entries(connection, "_") == []


def test_one_ends_only_what_is_ones_own_and_current(either_database: Database, clock: Clock) -> None:
    with either_database.write() as connection:
        subscriptions.add(connection, "7", 0, "zone", NINGBO, clock())
        subscriptions.add(connection, "7", 0, "company", "示例", clock())
        first, second = subscriptions.of_chat(connection, "7", 0)
        assert subscriptions.of_topics(connection, ["company", "keyword"]) == [second]
        assert subscriptions.remove_by_id(connection, "8", 0, first.id, clock()) is None
        assert subscriptions.remove_by_id(connection, "7", 1, first.id, clock()) is None
        assert subscriptions.remove_by_id(connection, "7", 0, first.id, clock()) == first
        assert subscriptions.remove_by_id(connection, "7", 0, first.id, clock()) is None
        assert subscriptions.of_chat(connection, "7", 0) == [second]


def test_a_chat_is_known_once_it_wished_something(either_database: Database) -> None:
    with either_database.write() as connection:
        assert not chats.known(connection, "7")
        chats.put(connection, "7", 0, hour=9)
        assert chats.known(connection, "7")
        assert not chats.known(connection, "7", 3)


def test_the_park_on_a_card_is_muted_and_heard_again_without_typing(filled: Database, clock: Clock) -> None:
    chat = Chat(dialogue_on(filled, clock))
    chat.presses(f"zone:{naming.key(NINGBO)}")
    assert "不再提起" in chat.taps("一周不听")
    assert "又会提起" in chat.taps("恢复")
