"""The outbox: messages written in the transaction that made them news, and drained by whoever delivers.

waiting ──claim──▶ sending ──sent──▶ sent
   ▲                  │ ├──dead──▶ dead      (the chat is gone)
   └──────retry───────┘ └─ process died ─ recover ─▶ waiting, again
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, delete, exists, func, insert, select, update

from state.schema import outbox
from state.sources import upsert


@dataclass(frozen=True)
class Message:
    """One message to one chat: the changes of one event, or a notice ready to send. again: a process died while sending it."""

    id: int
    chat: str
    thread: int
    changes: tuple[int, ...]
    notice: str | None
    attempts: int
    parts_sent: int
    again: bool


_OPEN = ("waiting", "sending")


def address(connection: Connection, event: int | None, letters: Iterable[tuple[str, int, Sequence[int]]], now: datetime) -> int:
    """One message for each (chat, thread, change ids) of an event; returns how many. A chat never gets an event twice."""
    rows = [
        {"chat": chat, "thread": thread, "event": event, "changes": list(changes), "status": "waiting", "created": now}
        for chat, thread, changes in letters
    ]
    if not rows:
        return 0
    connection.execute(upsert(connection, outbox).on_conflict_do_nothing(), rows)
    return len(rows)


def notify(connection: Connection, chats: Iterable[str], notice: str, now: datetime) -> None:
    """A notice of the operator's, to each of these chats."""
    rows: list[dict[str, Any]] = [
        {"chat": chat, "event": None, "changes": [], "notice": notice, "status": "waiting", "created": now} for chat in chats
    ]
    if rows:
        connection.execute(insert(outbox), rows)


def claim(connection: Connection, now: datetime, limit: int) -> list[Message]:
    """Takes the oldest open message of each chat, if it is due, and marks it as being sent: order is kept within a chat."""
    earlier = outbox.alias()
    first = ~exists().where(
        earlier.c.chat == outbox.c.chat, earlier.c.thread == outbox.c.thread, earlier.c.id < outbox.c.id, earlier.c.status.in_(_OPEN)
    )
    due = outbox.c.not_before.is_(None) | (outbox.c.not_before <= now)
    found = select(outbox).where(and_(outbox.c.status == "waiting", due, first)).order_by(outbox.c.id).limit(limit)
    rows = connection.execute(found.with_for_update(skip_locked=True, of=outbox)).all()
    if rows:
        connection.execute(update(outbox).where(outbox.c.id.in_([row.id for row in rows])).values(status="sending"))
    return [_message(row) for row in rows]


def part_sent(connection: Connection, message: int, parts: int) -> None:
    """Notes that the first `parts` pieces of a long message have arrived."""
    connection.execute(update(outbox).where(outbox.c.id == message).values(parts_sent=parts))


def sent(connection: Connection, message: int, now: datetime) -> None:
    """The message arrived as a whole."""
    connection.execute(update(outbox).where(outbox.c.id == message).values(status="sent", done=now))


def retry(connection: Connection, message: int, not_before: datetime, reason: str) -> None:
    """Back into the queue, not to be tried before a time."""
    waiting = {"status": "waiting", "attempts": outbox.c.attempts + 1, "not_before": not_before, "reason": reason}
    connection.execute(update(outbox).where(outbox.c.id == message).values(waiting))


def dead(connection: Connection, message: int, now: datetime, reason: str) -> None:
    """It can never arrive."""
    connection.execute(update(outbox).where(outbox.c.id == message).values(status="dead", done=now, reason=reason))


def recover(connection: Connection) -> int:
    """After a crash: what was being sent may or may not have arrived, and is sent again, marked so. Returns how many."""
    stuck = update(outbox).where(outbox.c.status == "sending").values(status="waiting", again=True)
    return connection.execute(stuck).rowcount


def waiting(connection: Connection) -> int:
    """How many messages have not arrived yet."""
    return connection.execute(select(func.count()).where(outbox.c.status.in_(_OPEN))).scalar_one()


def next_due(connection: Connection) -> datetime | None:
    """When the next message that was put off may be tried; None where none was."""
    found: datetime | None = connection.execute(select(func.min(outbox.c.not_before)).where(outbox.c.status == "waiting")).scalar()
    return found


def drop_chat(connection: Connection, chat: str, now: datetime, reason: str) -> int:
    """Ends every open message of a chat that is gone; returns how many."""
    gone = update(outbox).where(outbox.c.chat == chat, outbox.c.status.in_(_OPEN))
    return connection.execute(gone.values(status="dead", done=now, reason=reason)).rowcount


def prune(connection: Connection, before: datetime) -> int:
    """Forgets messages that were done with before a time; returns how many."""
    return connection.execute(delete(outbox).where(outbox.c.done < before)).rowcount


def _message(row: Any) -> Message:
    return Message(row.id, row.chat, row.thread, tuple(row.changes), row.notice, row.attempts, row.parts_sent, row.again)
