"""The outbox by itself, in both databases: whose turn it is, what is kept for a digest, what moves and what ends."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from samples import Clock
from sqlalchemy import event, select

from monitors.alerts.timing import when
from state import lock, outbox
from state.chats import Chat
from state.database import Database
from state.outbox import Letter, Message
from state.schema import outbox as table


def add(database: Database, clock: Clock, number: int, *letters: Letter) -> None:
    """What these chats are to hear of an event."""
    with database.write() as connection:
        outbox.address(connection, number, letters, clock())


def turn(database: Database, clock: Clock) -> list[tuple[str, tuple[int, ...]]]:
    """Whose turn it is now, and what it would be told."""
    with database.read() as connection:
        found = [outbox.get(connection, head.id) for head in outbox.heads(connection, clock())]
    return [(message.chat, message.changes) for message in found if message]


def take(database: Database, clock: Clock, chat: str) -> Message:
    """Claims what is next for a chat, together with what is due with it."""
    with database.write() as connection:
        (number,) = [head.id for head in outbox.heads(connection, clock()) if head.chat == chat]
        message = outbox.get(connection, number)
        assert message is not None
        message = outbox.fold(connection, message, clock())
        assert outbox.claim(connection, message, clock())
    return message


def states(database: Database) -> list[tuple[str, str]]:
    with database.read() as connection:
        return [tuple(row) for row in connection.execute(select(table.c.chat, table.c.status).order_by(table.c.id))]


def test_the_outbox_keeps_the_order_of_a_chat(either_database: Database, clock: Clock) -> None:
    for number in (1, 2, 3):
        add(either_database, clock, number, Letter("7", 0, [number]))
    add(either_database, clock, 1, Letter("8", 0, [1]))
    assert turn(either_database, clock) == [("7", (1,)), ("8", (1,))]
    first = take(either_database, clock, "7")
    assert turn(either_database, clock) == [("8", (1,))]
    with either_database.write() as connection:
        outbox.retry(connection, first.id, clock() + timedelta(minutes=5), "slow")
    assert turn(either_database, clock) == [("8", (1,))]
    clock.at("2025-01-08T09:06")
    again = take(either_database, clock, "7")
    assert (again.changes, again.attempts) == ((1,), 1)
    with either_database.write() as connection:
        outbox.sent(connection, again.id, clock())
    assert turn(either_database, clock) == [("7", (2,)), ("8", (1,))]


def test_topics_of_a_group_have_turns_of_their_own(either_database: Database, clock: Clock) -> None:
    add(either_database, clock, 1, Letter("-5", 0, [1]), Letter("-5", 3, [1]))
    assert len(turn(either_database, clock)) == 2


def test_an_event_reaches_a_chat_once_however_often_it_is_addressed(either_database: Database, clock: Clock) -> None:
    for _ in range(2):
        add(either_database, clock, 1, Letter("7", 0, [1]))
    assert turn(either_database, clock) == [("7", (1,))]


def test_a_message_is_claimed_once(either_database: Database, clock: Clock) -> None:
    add(either_database, clock, 1, Letter("7", 0, [1]))
    message = take(either_database, clock, "7")
    with either_database.write() as connection:
        assert not outbox.claim(connection, message, clock())


def test_what_was_being_sent_when_a_process_died_is_sent_again_and_marked(either_database: Database, clock: Clock) -> None:
    add(either_database, clock, 1, Letter("7", 0, [1]))
    take(either_database, clock, "7")
    with either_database.write() as connection:
        assert outbox.recover(connection) == 1
    assert take(either_database, clock, "7").again


def test_only_the_part_that_was_in_doubt_is_marked(either_database: Database, clock: Clock) -> None:
    add(either_database, clock, 1, Letter("7", 0, [1]))
    number = take(either_database, clock, "7").id
    with either_database.write() as connection:
        outbox.recover(connection)
        outbox.part_sent(connection, number, 1)
    message = take(either_database, clock, "7")
    assert (message.parts_sent, message.again) == (1, False)


def test_a_digest_is_kept_until_its_hour_and_then_told_as_one(either_database: Database, clock: Clock) -> None:
    due = clock() + timedelta(hours=1)
    for number in (1, 2, 3):
        add(either_database, clock, number, Letter("7", 0, [10 * number, 5], due, True), Letter("8", 0, [number]))
    assert turn(either_database, clock) == [("8", (1,))]
    clock.at("2025-01-08T10:00")
    assert take(either_database, clock, "7").changes == (10, 5, 20, 30)
    assert [status for chat, status in states(either_database) if chat == "7"] == ["sending", "folded", "folded"]


def test_what_is_kept_holds_up_no_notice(either_database: Database, clock: Clock) -> None:
    add(either_database, clock, 1, Letter("7", 0, [1], clock() + timedelta(hours=1), True))
    with either_database.write() as connection:
        outbox.notify(connection, ["7"], "甲", clock())
    assert [chat for chat, _ in turn(either_database, clock)] == ["7"]


@pytest.mark.parametrize("how", ["a part arrived", "it may have arrived", "the process died"])
def test_a_digest_that_somebody_may_have_seen_takes_in_nothing_more(either_database: Database, clock: Clock, how: str) -> None:
    add(either_database, clock, 1, Letter("7", 0, [1], clock(), True))
    number = take(either_database, clock, "7").id
    with either_database.write() as connection:
        if how == "a part arrived":
            outbox.part_sent(connection, number, 1)
        elif how == "it may have arrived":
            outbox.retry(connection, number, clock(), "cut", again=True)
        else:
            outbox.recover(connection)
    add(either_database, clock, 2, Letter("7", 0, [2], clock(), True))
    assert take(either_database, clock, "7").changes == (1,)


def test_new_wishes_put_what_waits_at_another_time(either_database: Database, clock: Clock) -> None:
    add(either_database, clock, 1, Letter("7", 0, [1], clock() + timedelta(days=3), True), Letter("7", 3, [1]))
    add(either_database, clock, 2, Letter("7", 0, [2], clock() + timedelta(days=3), True))
    with either_database.write() as connection:
        assert outbox.retime(connection, "7", 0, None, False) == 2
    assert turn(either_database, clock) == [("7", (1,)), ("7", (1,))]
    with either_database.write() as connection:
        outbox.retime(connection, "7", 3, *when(Chat("7", 3, delivery="daily"), clock()))
    assert turn(either_database, clock) == [("7", (1,))]


def test_what_is_under_way_is_not_put_at_another_time(either_database: Database, clock: Clock) -> None:
    add(either_database, clock, 1, Letter("7", 0, [1]))
    message = take(either_database, clock, "7")
    with either_database.write() as connection:
        assert outbox.retime(connection, "7", 0, clock() + timedelta(days=1), True) == 0
        outbox.retry(connection, message.id, clock(), "slow")
        assert outbox.retime(connection, "7", 0, clock() + timedelta(days=1), True) == 0


def test_open_messages_move_with_their_group_and_an_event_stays_one(either_database: Database, clock: Clock) -> None:
    add(either_database, clock, 1, Letter("-5", 0, [1]), Letter("-100", 0, [1]))
    add(either_database, clock, 2, Letter("-5", 0, [2]))
    with either_database.write() as connection:
        assert outbox.move_chat(connection, "-5", "-100", clock()) == 1
    assert states(either_database) == [("-5", "dead"), ("-100", "waiting"), ("-100", "waiting")]


def test_only_the_chats_asked_for_have_a_turn(either_database: Database, clock: Clock) -> None:
    add(either_database, clock, 1, Letter("7", 0, [1]), Letter("8", 0, [1]))
    with either_database.read() as connection:
        assert [head.chat for head in outbox.heads(connection, clock(), ["8"])] == ["8"]
        assert outbox.heads(connection, clock(), []) == []


def test_of_one_database_only_one_service_delivers(either_database: Database) -> None:
    with lock.service(either_database), pytest.raises(lock.Taken, match="stop that one first"), lock.service(either_database):
        pass
    with lock.service(either_database):
        pass


def test_whose_turn_it_is_is_found_in_the_open_messages_alone(database: Database, clock: Clock) -> None:
    asked: list[tuple[str, Any]] = []
    event.listen(database.engine, "before_cursor_execute", lambda _c, _u, statement, values, *_: asked.append((statement, values)))
    with database.read() as connection:
        outbox.heads(connection, clock())
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked[-1][0]}", asked[-1][1]).all()
    assert "SCAN outbox USING INDEX ix_outbox_open" in {row[-1] for row in plan}
