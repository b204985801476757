"""Sources: when each was tried, when its silent baseline ended, how it is, and what nobody understood in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from state.schema import pages, sources, unread


@dataclass(frozen=True)
class SourceState:
    """What is known of a source. health: ok, held, broken, paused or never (no complete crawl yet)."""

    name: str
    registered: datetime
    baseline: datetime | None
    last_tried: datetime | None
    last_good: datetime | None
    health: str
    reason: str | None


def upsert(connection: Connection, table: Table) -> Any:
    """INSERT with the ON CONFLICT of this database."""
    return (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(table)


def begin(connection: Connection, name: str, now: datetime) -> None:
    """Notes that a crawl of this source starts; registers it on first sight."""
    statement = upsert(connection, sources).values(name=name, registered=now, last_tried=now)
    connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"last_tried": now}))


def finish(connection: Connection, name: str, now: datetime) -> bool:
    """Notes a complete crawl; True where it was the first, which ends the silent baseline."""
    connection.execute(update(sources).where(sources.c.name == name).values(last_good=now))
    ended = connection.execute(update(sources).where(sources.c.name == name, sources.c.baseline.is_(None)).values(baseline=now))
    return ended.rowcount > 0


def has_baseline(connection: Connection, name: str) -> bool:
    """Whether the first complete crawl of this source has ended."""
    return connection.execute(select(sources.c.baseline).where(sources.c.name == name)).scalar() is not None


def last_good(connection: Connection, name: str) -> datetime | None:
    """When the last complete crawl of this source ended; None before the first."""
    found: datetime | None = connection.execute(select(sources.c.last_good).where(sources.c.name == name)).scalar()
    return found


def pause(connection: Connection, name: str, paused: bool) -> bool:
    """Pauses or resumes a source; False where it is not known."""
    return connection.execute(update(sources).where(sources.c.name == name).values(paused=paused)).rowcount > 0


def hurry(connection: Connection, name: str) -> None:
    """Makes a source due at once."""
    connection.execute(update(sources).where(sources.c.name == name).values(last_tried=None))


def all(connection: Connection) -> list[SourceState]:
    """Every source that was ever crawled, by name, with the health its pages give it."""
    troubled: dict[str, dict[str, str]] = {}
    found = select(pages.c.source, pages.c.status, func.min(pages.c.reason)).where(pages.c.status.in_(("held", "waiting", "failed")))
    for name, status, reason in connection.execute(found.group_by(pages.c.source, pages.c.status)):
        troubled.setdefault(name, {})[status] = reason or ""
    return [_state(row, troubled.get(row.name, {})) for row in connection.execute(select(sources).order_by(sources.c.name))]


def _state(row: Any, troubles: dict[str, str]) -> SourceState:
    if row.paused:
        health, reason = "paused", None
    elif "held" in troubles or "waiting" in troubles:
        health, reason = "held", troubles.get("held") or troubles.get("waiting")
    elif "failed" in troubles:
        health, reason = "broken", troubles["failed"]
    else:
        health, reason = ("ok" if row.last_good else "never"), None
    return SourceState(row.name, row.registered, row.baseline, row.last_tried, row.last_good, health, reason)


def not_understood(connection: Connection, source: str, key: str, what: Iterable[str], now: datetime) -> None:
    """Remembers what nobody could read on a page, once each."""
    rows = [{"source": source, "key": key, "what": text, "at": now} for text in dict.fromkeys(what)]
    if rows:
        connection.execute(upsert(connection, unread).on_conflict_do_nothing(), rows)


def list_not_understood(connection: Connection, source: str) -> list[tuple[str, str, datetime]]:
    """(page key, what, since when) of a source, newest first; attachments that are quarantined now among them."""
    words = select(unread.c.key, unread.c.what, unread.c.at).where(unread.c.source == source)
    bad = select(pages.c.url, pages.c.reason, pages.c.first_seen).where(pages.c.source == source, pages.c.status == "quarantined")
    found = [(row.key, row.what, row.at) for row in connection.execute(words)]
    found += [(row.url, row.reason or "", row.first_seen) for row in connection.execute(bad)]
    return sorted(sorted(found, key=lambda one: one[1]), key=lambda one: one[2], reverse=True)


def register(connection: Connection, name: str, now: datetime) -> None:
    """Makes a source known without a crawl, so that it can be paused or listed."""
    if connection.execute(select(sources.c.name).where(sources.c.name == name)).first() is None:
        connection.execute(insert(sources).values(name=name, registered=now))
