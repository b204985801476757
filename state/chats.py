"""Chats: how each one (or one topic of a group) wants to be told, and which parks it does not want to hear of for a while."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select, tuple_, update

from state.schema import chats, mutes
from state.sources import upsert


@dataclass(frozen=True)
class Chat:
    """The wishes of a chat. thread 0 is the chat itself, not a topic of it. Hours and days are those of its time zone.

    kind: group, supergroup or channel; "" for a person, or where nobody knows. delivery: now, daily or weekly; hour and weekday
    (0 is Monday) are those of the digest. quiet_from, quiet_until: the hours between which nothing is sent, over midnight where
    the first is the later one; None where it is never quiet.
    """

    chat: str
    thread: int = 0
    language: str = "zh"
    timezone: str = "Asia/Shanghai"
    delivery: str = "now"
    hour: int = 8
    weekday: int = 0
    quiet_from: int | None = None
    quiet_until: int | None = None
    silent: bool = False
    kind: str = ""


_COLUMNS = [chats.c[one.name] for one in fields(Chat)]


def get(connection: Connection, chat: str, thread: int = 0) -> Chat:
    """What a chat wishes; the defaults where it never said."""
    row = connection.execute(select(*_COLUMNS).where(chats.c.chat == chat, chats.c.thread == thread)).first()
    return Chat(*row) if row else Chat(chat, thread)


def known(connection: Connection, chat: str, thread: int = 0) -> bool:
    """Whether a chat ever said what it wishes."""
    return connection.execute(select(chats.c.chat).where(chats.c.chat == chat, chats.c.thread == thread)).first() is not None


def of(connection: Connection, addresses: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Chat]:
    """The wishes of these (chat, thread), each with the defaults where it never said."""
    wanted = list(dict.fromkeys(addresses))
    found = {address: Chat(*address) for address in wanted}
    for start in range(0, len(wanted), 400):
        some = tuple_(chats.c.chat, chats.c.thread).in_(wanted[start : start + 400])
        found.update({(row.chat, row.thread): Chat(*row) for row in connection.execute(select(*_COLUMNS).where(some))})
    return found


def put(connection: Connection, chat: str, thread: int, **wishes: Any) -> Chat:
    """Changes some wishes (names and values of Chat) and returns them all."""
    added = upsert(connection, chats).values(chat=chat, thread=thread, **wishes)
    connection.execute(added.on_conflict_do_update(index_elements=["chat", "thread"], set_=wishes))
    return get(connection, chat, thread)


def mute(connection: Connection, chat: str, thread: int, zone: str, until: datetime) -> None:
    """Says nothing of a park until a time."""
    added = upsert(connection, mutes).values(chat=chat, thread=thread, zone=zone, until=until)
    connection.execute(added.on_conflict_do_update(index_elements=["chat", "thread", "zone"], set_={"until": until}))


def unmute(connection: Connection, chat: str, thread: int, zone: str) -> bool:
    """Hears of a park again; False where it was not muted."""
    same = (mutes.c.chat == chat, mutes.c.thread == thread, mutes.c.zone == zone)
    return connection.execute(delete(mutes).where(*same)).rowcount > 0


def muted(connection: Connection, chat: str, thread: int, now: datetime) -> dict[str, datetime]:
    """The parks that are muted now, and until when."""
    found = select(mutes.c.zone, mutes.c.until).where(mutes.c.chat == chat, mutes.c.thread == thread, mutes.c.until > now)
    return {row.zone: row.until for row in connection.execute(found.order_by(mutes.c.until, mutes.c.zone))}


def muting(connection: Connection, zones: Iterable[str], now: datetime) -> set[tuple[str, int, str]]:
    """The (chat, thread, zone) that are muted now, for some parks."""
    wanted = list(dict.fromkeys(zones))
    found: set[tuple[str, int, str]] = set()
    for start in range(0, len(wanted), 400):
        some = (mutes.c.zone.in_(wanted[start : start + 400]), mutes.c.until > now)
        found |= {(row.chat, row.thread, row.zone) for row in connection.execute(select(mutes).where(*some))}
    return found


def move(connection: Connection, old: str, new: str) -> None:
    """A group became a supergroup and has another id now; where the new one has wishes already, they stay."""
    for table in (chats, mutes):
        others = [column for column in table.primary_key.columns if column.name != "chat"]
        taken = select(*others).where(table.c.chat == new)
        connection.execute(update(table).where(table.c.chat == old, tuple_(*others).not_in(taken)).values(chat=new))
        connection.execute(delete(table).where(table.c.chat == old))


def prune(connection: Connection, before: datetime) -> int:
    """Forgets what was muted until a time; returns how much."""
    return connection.execute(delete(mutes).where(mutes.c.until < before)).rowcount
