"""Claims and coverage: what the press said about parks, and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from state.schema import claims, coverage
from state.sources import upsert


@dataclass(frozen=True)
class StoredClaim:
    """One sentence's statement. fact: as `read --json` prints it. verdict: new, confirmed, contradicted or outdated."""

    id: int
    source: str
    page: str
    kind: str
    zone: str | None
    subject: str
    edition: str | None
    fact: dict[str, Any]
    verdict: str
    title: str
    url: str
    published: date | None
    sha256: str
    at: datetime


@dataclass(frozen=True)
class Covered:
    """An article that names a park."""

    zone: str
    source: str
    key: str
    title: str
    url: str
    published: date | None
    at: datetime


def replace(connection: Connection, source: str, page: str, rows: Sequence[dict[str, Any]]) -> None:
    """The claims of one page are these now; an article that is read again does not make its claims twice."""
    connection.execute(delete(claims).where(claims.c.source == source, claims.c.page == page))
    if rows:
        connection.execute(insert(claims), [{"source": source, "page": page, **row} for row in rows])


def of_page(connection: Connection, source: str, page: str) -> list[StoredClaim]:
    """What one page claimed when it was last read."""
    found = select(claims).where(claims.c.source == source, claims.c.page == page).order_by(claims.c.id)
    return [StoredClaim(**row._mapping) for row in connection.execute(found)]


def about(connection: Connection, subject: str, zone: str | None = None, verdict: str | None = None) -> list[StoredClaim]:
    """Claims on one subject (a board with its indicator, a measure, an indicator), oldest first."""
    found = select(claims).where(claims.c.subject == subject)
    if zone is not None:
        found = found.where(claims.c.zone == zone)
    if verdict is not None:
        found = found.where(claims.c.verdict == verdict)
    ordered = found.order_by(claims.c.published, claims.c.at, claims.c.id)
    return [StoredClaim(**row._mapping) for row in connection.execute(ordered)]


def judge(connection: Connection, claim: int, verdict: str) -> None:
    """Gives a claim its verdict once a record is known."""
    connection.execute(update(claims).where(claims.c.id == claim).values(verdict=verdict))


def of_zone(connection: Connection, zone: str) -> list[StoredClaim]:
    """Everything the press said of a park, oldest first."""
    found = select(claims).where(claims.c.zone == zone).order_by(claims.c.published, claims.c.at, claims.c.id)
    return [StoredClaim(**row._mapping) for row in connection.execute(found)]


def cover(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Notes which parks an article names (zone, source, key, title, url, published, at), once each."""
    if rows:
        connection.execute(upsert(connection, coverage).on_conflict_do_nothing(), list(rows))


def coverage_of(connection: Connection, zone: str, limit: int = 100) -> list[Covered]:
    """The articles that name a park, newest first."""
    found = select(coverage).where(coverage.c.zone == zone).order_by(coverage.c.published.desc(), coverage.c.at.desc()).limit(limit)
    return [Covered(**row._mapping) for row in connection.execute(found)]
