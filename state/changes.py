"""The log of changes: only ever added to, each leading to the reading that brought it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select

from state.schema import changes


def add(connection: Connection, event: int | None, at: datetime, source: str, records: Sequence[dict[str, Any]]) -> list[int]:
    """Appends changes, each as `changes --json` prints it; returns their ids in the same order. `event` is the document's version."""
    rows = [
        {"event": event, "at": at, "source": source, "record": record} | {name: record[name] for name in ("kind", "op", "board", "zone")}
        for record in records
    ]
    if not rows:
        return []
    added = connection.execute(insert(changes).returning(changes.c.id, sort_by_parameter_order=True), rows)
    return list(added.scalars())


def by_ids(connection: Connection, ids: Sequence[int]) -> list[dict[str, Any]]:
    """These changes in the order asked for: DESIGN's JSON with `id` and `event`."""
    found: dict[int, dict[str, Any]] = {}
    for start in range(0, len(ids), 500):
        for row in connection.execute(select(changes).where(changes.c.id.in_(ids[start : start + 500]))):
            found[row.id] = _told(row)
    return [found[number] for number in ids if number in found]


def of_event(connection: Connection, event: int) -> list[dict[str, Any]]:
    """Every change that one reading brought, in the order it is told; none where it brought none, or there is no such reading."""
    rows = connection.execute(select(changes).where(changes.c.event == event).order_by(changes.c.id))
    return [_told(row) for row in rows]


def query(
    connection: Connection,
    *,
    since: datetime | None = None,
    zone: str | None = None,
    kind: str | None = None,
    board: str | None = None,
    after_id: int = 0,
    limit: int | None = None,
) -> list[dict[str, Any]]:
    """The log, oldest first; with `limit`, the newest that many."""
    found = select(changes).where(changes.c.id > after_id)
    for column, wanted in ((changes.c.zone, zone), (changes.c.kind, kind), (changes.c.board, board)):
        if wanted is not None:
            found = found.where(column == wanted)
    if since is not None:
        found = found.where(changes.c.at >= since)
    rows = connection.execute(found.order_by(changes.c.id.desc()).limit(limit)).all()
    return [_told(row) for row in reversed(rows)]


def last_id(connection: Connection) -> int:
    """The id of the newest change, 0 where there is none."""
    return connection.execute(select(func.max(changes.c.id))).scalar() or 0


def _told(row: Row[Any]) -> dict[str, Any]:
    return {**row.record, "id": row.id, "event": row.event}
