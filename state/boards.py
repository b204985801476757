"""Boards and their items: rankings, lists and policies as last believed, with the history of every line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from state.schema import boards, items, reminders
from state.sources import upsert


@dataclass(frozen=True)
class StoredBoard:
    """One board: a ranking's indicator of one edition, a list's batch at one stage, or a policy. stage is "" where there is none."""

    id: int
    kind: str
    board: str
    indicator: str
    edition: str
    stage: str
    ordinal: int
    title: str
    issuer: str | None
    url: str
    published: date | None
    top: int | None
    of: int | None
    data: dict[str, Any]
    source: str
    sha256: str
    first_seen: datetime
    last_seen: datetime


@dataclass(frozen=True)
class StoredItem:
    """One line of a board in one version; `until` is None while it still stands so."""

    id: int
    board: int
    key: str
    zone: str | None
    data: dict[str, Any]
    evidence: str
    sha256: str
    first_seen: datetime
    last_seen: datetime
    until: datetime | None


def editions(connection: Connection, board: str, indicator: str | None = None) -> list[StoredBoard]:
    """All stored editions and stages of a board (of one indicator), oldest first."""
    found = select(boards).where(boards.c.board == board)
    if indicator is not None:
        found = found.where(boards.c.indicator == indicator)
    return [StoredBoard(**row._mapping) for row in connection.execute(found.order_by(boards.c.ordinal, boards.c.indicator, boards.c.id))]


def of_page(connection: Connection, source: str, url: str) -> list[StoredBoard]:
    """What was last read on this page of a source."""
    found = select(boards).where(boards.c.source == source, boards.c.url == url).order_by(boards.c.id)
    return [StoredBoard(**row._mapping) for row in connection.execute(found)]


def all(connection: Connection, kind: str | None = None, source: str | None = None) -> list[StoredBoard]:
    """Every stored board (of a kind, of a source), by name, newest edition first."""
    found = select(boards)
    if source is not None:
        found = found.where(boards.c.source == source)
    if kind is not None:
        found = found.where(boards.c.kind == kind)
    ordered = found.order_by(boards.c.kind, boards.c.board, boards.c.ordinal.desc(), boards.c.indicator, boards.c.id)
    return [StoredBoard(**row._mapping) for row in connection.execute(ordered)]


def items_of(connection: Connection, board: int) -> dict[str, StoredItem]:
    """The lines of a board as they stand, by key."""
    found = select(items).where(items.c.board == board, items.c.until.is_(None)).order_by(items.c.id)
    return {row.key: StoredItem(**row._mapping) for row in connection.execute(found)}


def put(connection: Connection, now: datetime, **values: Any) -> int:
    """Adds a board or brings its own facts up to date; returns its id. Identity: board, indicator, edition, stage."""
    same = [boards.c[name] == values[name] for name in ("board", "indicator", "edition", "stage")]
    known = connection.execute(select(boards.c.id).where(*same)).scalar()
    if known is not None:
        connection.execute(update(boards).where(boards.c.id == known).values(last_seen=now, **values))
        return int(known)
    added = connection.execute(insert(boards).values(first_seen=now, last_seen=now, **values).returning(boards.c.id))
    return int(added.scalar_one())


def put_items(connection: Connection, board: int, lines: Mapping[str, dict[str, Any]], sha256: str, now: datetime) -> None:
    """Makes the board hold exactly these lines (key → zone, data, evidence), keeping the old versions as history."""
    stored = items_of(connection, board)
    same = [item.id for key, item in stored.items() if key in lines and (item.data, item.zone) == (lines[key]["data"], lines[key]["zone"])]
    closed = [item.id for item in stored.values() if item.id not in set(same)]
    for ids, change in ((same, {"last_seen": now}), (closed, {"until": now})):
        for start in range(0, len(ids), 500):
            connection.execute(update(items).where(items.c.id.in_(ids[start : start + 500])).values(**change))
    kept = {item.key for item in stored.values() if item.id in set(same)}
    fresh = [
        {"board": board, "key": key, "sha256": sha256, "first_seen": now, "last_seen": now, **line}
        for key, line in lines.items()
        if key not in kept
    ]
    if fresh:
        connection.execute(insert(items), fresh)


def of_zone(connection: Connection, zone: str) -> list[tuple[StoredBoard, StoredItem]]:
    """Every line that stands for a park today, with its board: ranks, list entries and measures; oldest edition first."""
    found = (
        select(items.c.id.label("item"), boards.c.id.label("whole"))
        .join(boards, boards.c.id == items.c.board)
        .where(items.c.zone == zone, items.c.until.is_(None))
        .order_by(boards.c.kind, boards.c.board, boards.c.indicator, boards.c.ordinal, items.c.id)
    )
    pairs = connection.execute(found).all()
    lines = _by_id(connection, items, StoredItem, [row.item for row in pairs])
    wholes = _by_id(connection, boards, StoredBoard, [row.whole for row in pairs])
    return [(wholes[row.whole], lines[row.item]) for row in pairs]


def versions_of(connection: Connection, board: int, key: str) -> list[StoredItem]:
    """Every version of one line, oldest first."""
    found = select(items).where(items.c.board == board, items.c.key == key).order_by(items.c.id)
    return [StoredItem(**row._mapping) for row in connection.execute(found)]


def end(connection: Connection, board: int, by: str, how: str = "repealed_by") -> None:
    """Marks a policy as repealed by another one (its key), or as replaced by a newer version of itself (replaced_by)."""
    stored = connection.execute(select(boards.c.data).where(boards.c.id == board)).scalar_one()
    connection.execute(update(boards).where(boards.c.id == board).values(data={**stored, how: by}))


def remind(connection: Connection, board: int, what: str, now: datetime) -> bool:
    """Notes that a date of a board was told; False where it had been."""
    told = upsert(connection, reminders).values(board=board, what=what, at=now).on_conflict_do_nothing().returning(reminders.c.what)
    return connection.execute(told).first() is not None


def best_ranks(connection: Connection, board: str, indicator: str, before: int) -> dict[str, int]:
    """The best rank each park had on this board in any edition before this ordinal."""
    rank = items.c.data["rank"].as_integer()
    found = (
        select(items.c.zone, func.min(rank))
        .join(boards, boards.c.id == items.c.board)
        .where(boards.c.board == board, boards.c.indicator == indicator, boards.c.ordinal < before, items.c.until.is_(None))
        .where(items.c.zone.is_not(None))
        .group_by(items.c.zone)
    )
    return {zone: best for zone, best in connection.execute(found) if best is not None}


def _by_id(connection: Connection, table: Any, shape: type[Any], ids: list[int]) -> dict[int, Any]:
    found: dict[int, Any] = {}
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), 500):
        for row in connection.execute(select(table).where(table.c.id.in_(wanted[start : start + 500]))):
            found[row.id] = shape(**row._mapping)
    return found
