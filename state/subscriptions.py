"""Subscriptions: who wants to hear of which park, board, province, company, …"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, tuple_, update

from state.schema import subscriptions
from state.sources import upsert


@dataclass(frozen=True)
class Subscription:
    """topic: zone, board, kind, province, subject, company, keyword or all; target: its official name, or the words that are
    looked for, "" for all. thread 0 is the chat itself."""

    id: int
    chat: str
    thread: int
    topic: str
    target: str
    created: datetime


_COLUMNS = [subscriptions.c[name] for name in ("id", "chat", "thread", "topic", "target", "created")]
_CURRENT = subscriptions.c.ended.is_(None)


def add(connection: Connection, chat: str, thread: int, topic: str, target: str, now: datetime) -> bool:
    """Subscribes; False where the chat already was."""
    values = {"chat": chat, "thread": thread, "topic": topic, "target": target, "created": now}
    added = upsert(connection, subscriptions).values(values).on_conflict_do_nothing().returning(subscriptions.c.id)
    return connection.execute(added).first() is not None


def remove_by_id(connection: Connection, chat: str, thread: int, number: int, now: datetime) -> Subscription | None:
    """Unsubscribes from one of the chat's own by its id and returns it; None where that is no current one of this chat."""
    same = (subscriptions.c.id == number, subscriptions.c.chat == chat, subscriptions.c.thread == thread)
    ended = update(subscriptions).where(_CURRENT, *same).values(ended=now, reason="asked").returning(*_COLUMNS)
    row = connection.execute(ended).first()
    return Subscription(*row) if row else None


def remove(connection: Connection, chat: str, thread: int, topic: str, target: str, now: datetime) -> bool:
    """Unsubscribes; False where the chat was not subscribed."""
    same = [
        subscriptions.c.chat == chat,
        subscriptions.c.thread == thread,
        subscriptions.c.topic == topic,
        subscriptions.c.target == target,
    ]
    return connection.execute(update(subscriptions).where(_CURRENT, *same).values(ended=now, reason="asked")).rowcount > 0


def of_chat(connection: Connection, chat: str, thread: int) -> list[Subscription]:
    """What a chat (or one topic of it) is subscribed to, oldest first."""
    found = select(*_COLUMNS).where(_CURRENT, subscriptions.c.chat == chat, subscriptions.c.thread == thread).order_by(subscriptions.c.id)
    return [Subscription(*row) for row in connection.execute(found)]


def matching(connection: Connection, topics: Iterable[tuple[str, str]]) -> list[Subscription]:
    """Everybody subscribed to one of these (topic, target) pairs."""
    wanted = list(dict.fromkeys(topics))
    found: list[Subscription] = []
    for start in range(0, len(wanted), 400):
        pairs = tuple_(subscriptions.c.topic, subscriptions.c.target).in_(wanted[start : start + 400])
        found += [Subscription(*row) for row in connection.execute(select(*_COLUMNS).where(_CURRENT, pairs))]
    return sorted(found, key=lambda subscription: subscription.id)


def of_topics(connection: Connection, topics: Iterable[str]) -> list[Subscription]:
    """Everybody subscribed to something of these topics (company, keyword, …): what no exact target can find."""
    found = select(*_COLUMNS).where(_CURRENT, subscriptions.c.topic.in_(list(topics))).order_by(subscriptions.c.id)
    return [Subscription(*row) for row in connection.execute(found)]


def end_chat(connection: Connection, chat: str, now: datetime, reason: str) -> int:
    """Ends everything a chat is subscribed to (it blocked the bot, it is gone); returns how many."""
    return connection.execute(update(subscriptions).where(_CURRENT, subscriptions.c.chat == chat).values(ended=now, reason=reason)).rowcount


def move_chat(connection: Connection, old: str, new: str, now: datetime) -> int:
    """A group became a supergroup and has another id now; returns how many subscriptions moved. What it has there already stays one."""
    what = [subscriptions.c[name] for name in ("thread", "topic", "target")]
    there = tuple_(*what).in_(select(*what).where(_CURRENT, subscriptions.c.chat == new))
    mine = update(subscriptions).where(_CURRENT, subscriptions.c.chat == old)
    connection.execute(mine.where(there).values(ended=now, reason=f"the same group as {new}"))
    return connection.execute(mine.values(chat=new)).rowcount
