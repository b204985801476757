"""Letters: a message of the outbox as the posts a chat gets, in its own words. Reads the state, changes nothing."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection

from monitors.alerts import charts, history
from monitors.alerts.alert import alert, digest
from monitors.alerts.message import events, notice
from monitors.alerts.reader import Reader
from monitors.alerts.reply import Button, Post, Reply, posts
from monitors.alerts.wants import has_rows
from state import boards, changes, documents, subscriptions
from state.chats import Chat
from state.outbox import Message
from state.subscriptions import Subscription

Told = Mapping[str, Any]
Kept = TypeVar("Kept")

EVENTS = 16  # that are remembered as they were read: one event goes to many chats in a row
LETTERS = 256  # and as they were written, some with a picture of 80 KB: many of those chats follow the same
_BUNDLES = {"daily": "daily", "weekly": "weekly"}


@dataclass(frozen=True)
class _News:
    """What a message tells of, whoever reads it."""

    told: Sequence[Told]
    entries: Mapping[int, Sequence[Told]]
    files: Sequence[str]
    zones: frozenset[str]


class Letters:
    """Writes messages, each kind once."""

    def __init__(self) -> None:
        self._news: _Newest[_News] = _Newest(EVENTS)
        self._written: _Newest[list[Post]] = _Newest(LETTERS)

    def write(self, connection: Connection, message: Message, chat: Chat) -> list[Post]:
        """What is to be sent, in order; nothing where there is nothing to tell (its changes are gone)."""
        if message.notice is not None:
            buttons = tuple(tuple(Button(words, says) for words, says in row) for row in message.buttons)
            return posts(Reply(notice(message.notice), buttons), silent=message.silent)
        news = self._news.get(message.changes, lambda: _read(connection, message))
        if not news.told:
            return []
        # Only what was followed when it happened: the parts of a message must not shift while it is being sent.
        happened = max(datetime.fromisoformat(one["at"]) for one in news.told)
        follows = subscriptions.of_chat(connection, message.chat, message.thread)
        reader = reader_of(chat, [one for one in follows if one.created <= happened])
        reader = replace(reader, zones=reader.zones & news.zones)  # so that many readers are one
        bundle, is_silent = _BUNDLES.get(chat.delivery, "quiet"), message.silent or chat.silent
        key = (message.changes, reader, bundle, is_silent)
        return self._written.get(key, lambda: posts(_reply(connection, news, reader, bundle), silent=is_silent))


def _read(connection: Connection, message: Message) -> _News:
    told = changes.by_ids(connection, message.changes)
    entries = rows_of(connection, told)
    files = [name for _, name, _ in documents.files_of(connection, message.event)] if message.event is not None else []
    zones = {row["zone"] for row in told} | {row["zone"] for rows in entries.values() for row in rows}
    return _News(told, entries, files, frozenset(zones - {None}))


def _reply(connection: Connection, news: _News, reader: Reader, bundle: str) -> Reply:
    found = events(news.told)
    if len(found) > 1:
        return digest(found, reader, bundle=bundle, entries=news.entries)
    return alert(news.told, reader, news.entries, files=news.files, picture=_history(connection, news.told, reader))


def rows_of(connection: Connection, told: Sequence[Told]) -> dict[int, list[Told]]:
    """The lines of the boards that changes tell of as a whole: id of the change → key, zone, data and evidence of each."""
    return {change["id"]: _rows_of_board(connection, change) for change in told if has_rows(change)}


def _rows_of_board(connection: Connection, change: Told) -> list[Told]:
    """The lines of a change's board as they stand, in their order; none where it is not stored."""
    for board in boards.editions(connection, change["board"], change["indicator"] or ""):
        if (board.edition, board.stage) == (change["edition"] or "", change["stage"] or ""):
            items = boards.items_of(connection, board.id).values()
            rows = [{"key": item.key, "zone": item.zone, **item.data, "evidence": item.evidence} for item in items]
            return sorted(rows, key=lambda row: row.get("rank") or 0)
    return []


def _history(connection: Connection, told: Sequence[Told], reader: Reader) -> bytes | None:
    """The places of the reader's own parks over the editions, on the first ranking that the event tells of them."""
    own = [change for change in told if change["kind"] == "ranking" and change["board"] and change["zone"] in reader.zones]
    if not own:
        return None
    matter = (own[0]["board"], own[0]["indicator"] or history.WHOLE)
    zones = list(dict.fromkeys(one["zone"] for one in own if (one["board"], one["indicator"] or history.WHOLE) == matter))
    return history.picture(connection, zones[: charts.MOST], *matter, reader.language)


def reader_of(chat: Chat, follows: Sequence[Subscription]) -> Reader:
    """Who reads in a chat that follows these."""
    targets = {topic: tuple(one.target for one in follows if one.topic == topic) for topic in ("zone", "company", "keyword")}
    kind = chat.kind or ("supergroup" if chat.chat.startswith("-") else "private")
    return Reader(frozenset(targets["zone"]), targets["company"], targets["keyword"], chat.language, kind)


class _Newest(Generic[Kept]):
    """What was made last, so many of it."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._made: OrderedDict[Hashable, Kept] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], Kept]) -> Kept:
        if key not in self._made:
            self._made[key] = make()
            if len(self._made) > self._most:
                self._made.popitem(last=False)
        self._made.move_to_end(key)
        return self._made[key]
