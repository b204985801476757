"""The outbox: messages written in the transaction that made them news, and drained by whoever delivers.

waiting ──claim──▶ sending ──sent──▶ sent
   ▲ │                │ ├──dead──▶ dead      (the chat is gone)
   │ └─fold─▶ folded  │ │
   └─part_sent, retry─┘ └─ process died ─ recover ─▶ waiting, again

A digest row is kept: until its time comes it stands outside the queue of its chat and holds nobody up. What is due by then is
folded into the oldest one, which is an ordinary message from then on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, delete, exists, func, insert, literal_column, not_, or_, select, update

from state.schema import outbox
from state.sources import upsert

Buttons = Sequence[Sequence[tuple[str, str]]]  # rows of (words, what a press says)


class Letter(NamedTuple):
    """A message to be: what one chat hears of an event. Not before a time, kept for a digest, without a sound."""

    chat: str
    thread: int
    changes: Sequence[int]
    not_before: datetime | None = None
    digest: bool = False
    silent: bool = False


class Head(NamedTuple):
    """The message whose turn it is in its chat (or topic of it)."""

    id: int
    chat: str
    thread: int


@dataclass(frozen=True)
class Message:
    """One message to one chat: the changes of one event (of several in a digest), or a notice ready to send.

    attempts: tries in a row that failed. again: the last try, or the process that died over it, may have delivered the next part.
    """

    id: int
    chat: str
    thread: int
    event: int | None
    changes: tuple[int, ...]
    notice: str | None
    buttons: Buttons
    digest: bool
    silent: bool
    attempts: int
    parts_sent: int
    again: bool

    @property
    def is_tried(self) -> bool:
        """Somebody may have seen some of it: what it says stays as it is."""
        return bool(self.attempts or self.parts_sent or self.again)


# Written out, not bound: only so does SQLite see that the index of open rows is meant.
_WAITING: ColumnElement[str] = literal_column("'waiting'")
_SENDING: ColumnElement[str] = literal_column("'sending'")
_IS_OPEN = outbox.c.status.in_([_WAITING, _SENDING])
_UNTRIED = and_(outbox.c.status == _WAITING, outbox.c.attempts == 0, outbox.c.parts_sent == 0, outbox.c.again.is_(False))


def _due(now: datetime) -> ColumnElement[bool]:
    return or_(outbox.c.not_before.is_(None), outbox.c.not_before <= now)


def _of(chat: str, thread: int) -> ColumnElement[bool]:
    return and_(outbox.c.chat == chat, outbox.c.thread == thread)


def address(connection: Connection, event: int | None, letters: Iterable[Letter], now: datetime) -> int:
    """One message for each letter about an event; returns how many. A chat never gets an event twice."""
    rows = [
        {**letter._asdict(), "changes": list(letter.changes), "event": event, "status": "waiting", "created": now} for letter in letters
    ]
    if not rows:
        return 0
    connection.execute(upsert(connection, outbox).on_conflict_do_nothing(), rows)
    return len(rows)


def notify(connection: Connection, chats: Iterable[str], notice: str, now: datetime, buttons: Buttons = ()) -> None:
    """A notice of the operator's, to each of these chats."""
    row: dict[str, Any] = {"event": None, "changes": [], "notice": notice, "status": "waiting", "created": now}
    row["buttons"] = [list(map(list, line)) for line in buttons] or None
    rows = [{"chat": chat, **row} for chat in chats]
    if rows:
        connection.execute(insert(outbox), rows)


def heads(connection: Connection, now: datetime, only: Collection[str] | None = None) -> list[Head]:
    """The oldest open message of each chat that has one to be sent now, oldest first. only: of these chats, None for all."""
    kept = and_(_UNTRIED, outbox.c.digest.is_(True), outbox.c.not_before > now)
    oldest = select(func.min(outbox.c.id).label("id")).where(_IS_OPEN, not_(func.coalesce(kept, False)))
    if only is not None:
        oldest = oldest.where(outbox.c.chat.in_(only))
    first = oldest.group_by(outbox.c.chat, outbox.c.thread).subquery()
    found = select(outbox.c.id, outbox.c.chat, outbox.c.thread).join(first, first.c.id == outbox.c.id)
    return [Head(*row) for row in connection.execute(found.where(outbox.c.status == _WAITING, _due(now)).order_by(outbox.c.id))]


def get(connection: Connection, message: int) -> Message | None:
    """A message that waits; None where it does not any more."""
    row = connection.execute(select(outbox).where(outbox.c.id == message, outbox.c.status == _WAITING)).first()
    return _message(row) if row else None


def claim(connection: Connection, message: Message, now: datetime) -> bool:
    """Marks a message as being sent. False where it is no more as it was: taken, ended, moved, put off or added to."""
    same = (_of(message.chat, message.thread), outbox.c.parts_sent == message.parts_sent, outbox.c.digest == message.digest)
    taken = update(outbox).where(outbox.c.id == message.id, outbox.c.status == _WAITING, _due(now), *same).values(status="sending")
    return connection.execute(taken).rowcount > 0


def fold(connection: Connection, message: Message, now: datetime) -> Message:
    """A digest together with what else is due of its chat's digest; the others are folded into it and never sent by themselves."""
    if not message.digest or message.is_tried:
        return message
    due = and_(_UNTRIED, outbox.c.digest.is_(True), _due(now), outbox.c.id > message.id)
    others = connection.execute(
        select(outbox.c.id, outbox.c.changes).where(_of(message.chat, message.thread), due).order_by(outbox.c.id)
    ).all()
    if not others:
        return message
    together = list(dict.fromkeys([*message.changes, *(number for row in others for number in row.changes)]))
    connection.execute(update(outbox).where(outbox.c.id == message.id).values(changes=together))
    # By their ids: what was added a moment ago, by somebody else, is not among what was united.
    for start in range(0, len(others), 500):
        some = outbox.c.id.in_([row.id for row in others[start : start + 500]])
        connection.execute(update(outbox).where(some).values(status="folded", done=now, reason=f"told with message {message.id}"))
    return replace(message, changes=tuple(together))


def retime(connection: Connection, chat: str, thread: int, not_before: datetime | None, digest: bool) -> int:
    """Puts everything that waits for a chat, and was not tried yet, at another time; returns how much. Notices stay as they are."""
    untried = update(outbox).where(_of(chat, thread), _IS_OPEN, _UNTRIED, outbox.c.notice.is_(None))
    return connection.execute(untried.values(not_before=not_before, digest=digest)).rowcount


def part_sent(connection: Connection, message: int, parts: int) -> None:
    """The first `parts` pieces of a long message have arrived: it waits for its next turn."""
    values = {"parts_sent": parts, "status": "waiting", "attempts": 0, "again": False, "not_before": None}
    connection.execute(update(outbox).where(outbox.c.id == message).values(values))


def sent(connection: Connection, message: int, now: datetime) -> None:
    """The message arrived as a whole."""
    connection.execute(update(outbox).where(outbox.c.id == message).values(status="sent", done=now))


def retry(connection: Connection, message: int, not_before: datetime, reason: str, *, again: bool = False) -> None:
    """Back into the queue, not to be tried before a time. again: it may have arrived."""
    waiting = {"status": "waiting", "attempts": outbox.c.attempts + 1, "not_before": not_before, "reason": reason}
    connection.execute(update(outbox).where(outbox.c.id == message).values(waiting | ({"again": True} if again else {})))


def dead(connection: Connection, message: int, now: datetime, reason: str) -> None:
    """It can never arrive."""
    connection.execute(update(outbox).where(outbox.c.id == message).values(status="dead", done=now, reason=reason))


def recover(connection: Connection) -> int:
    """After a crash: what was being sent may or may not have arrived, and is sent again, marked so. Returns how many."""
    stuck = update(outbox).where(_IS_OPEN, outbox.c.status == _SENDING).values(status="waiting", again=True)
    return connection.execute(stuck).rowcount


def waiting(connection: Connection) -> int:
    """How many messages have not arrived yet."""
    return connection.execute(select(func.count()).where(_IS_OPEN)).scalar_one()


def drop_chat(connection: Connection, chat: str, now: datetime, reason: str) -> int:
    """Ends every open message of a chat that is gone; returns how many."""
    gone = update(outbox).where(outbox.c.chat == chat, _IS_OPEN)
    return connection.execute(gone.values(status="dead", done=now, reason=reason)).rowcount


def move_chat(connection: Connection, old: str, new: str, now: datetime) -> int:
    """A group became a supergroup and has another id now; returns how many open messages moved. An event it has there stays one."""
    there = outbox.alias()
    twin = exists().where(there.c.event == outbox.c.event, there.c.chat == new, there.c.thread == outbox.c.thread)
    mine = update(outbox).where(outbox.c.chat == old, _IS_OPEN)
    connection.execute(mine.where(twin).values(status="dead", done=now, reason=f"told to the same group as {new}"))
    return connection.execute(mine.values(chat=new)).rowcount


def prune(connection: Connection, before: datetime) -> int:
    """Forgets messages that were done with before a time; returns how many."""
    return connection.execute(delete(outbox).where(outbox.c.done < before)).rowcount


def _message(row: Any) -> Message:
    buttons = [[(words, says) for words, says in line] for line in row.buttons or ()]
    told = (row.event, tuple(row.changes), row.notice, buttons)
    return Message(row.id, row.chat, row.thread, *told, row.digest, row.silent, row.attempts, row.parts_sent, row.again)
