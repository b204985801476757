"""Pages: every address a source told of. The frontier of its crawls lives here, so that a killed crawl loses nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, and_, insert, or_, select, update

from state.schema import documents, files, pages
from state.sources import upsert


@dataclass(frozen=True)
class KnownPage:
    """What is remembered of a page. Validators are None unless the last reading was believed: then it is asked for in full."""

    source: str
    key: str
    url: str
    title: str
    published: date | None
    listing: bool
    silent: bool
    settled: bool
    status: str  # pending, read, held, waiting, failed, gone; of an attachment: quarantined
    reason: str | None
    etag: str | None
    last_modified: str | None
    sha256: str | None
    content: str | None
    checks: int
    attempts: int
    retry_at: datetime | None
    first_seen: datetime
    checked: datetime | None


@dataclass(frozen=True)
class Rested:
    """Pages that were read, are from before a day, and were looked at since a time: in an old source most of what is stored."""

    before: datetime
    checked: datetime


def get(connection: Connection, source: str, key: str) -> KnownPage | None:
    """The page of this key, if the source ever told of it."""
    row = connection.execute(select(pages).where(pages.c.source == source, pages.c.key == key)).first()
    return KnownPage(**row._mapping) if row else None


def documents_of(connection: Connection, source: str, but: Rested | None = None) -> list[KnownPage]:
    """The source's pages that are documents and can still bring news: not listings, not settled; oldest first. but: without these."""
    open_pages = select(pages).where(
        pages.c.source == source, pages.c.listing.is_(False), (pages.c.settled.is_(False)) | (pages.c.status != "read")
    )
    if but is not None:
        young = or_(pages.c.published > but.before.date(), and_(pages.c.published.is_(None), pages.c.first_seen > but.before))
        open_pages = open_pages.where(or_(pages.c.status != "read", pages.c.checked.is_(None), pages.c.checked <= but.checked, young))
    found = [KnownPage(**row._mapping) for row in connection.execute(open_pages)]
    return sorted(found, key=lambda page: (page.published or date.min, page.first_seen, page.key))


def troubled(connection: Connection, source: str) -> list[KnownPage]:
    """The source's pages that are held, waiting or failing."""
    found = select(pages).where(pages.c.source == source, pages.c.status.in_(("held", "waiting", "failed"))).order_by(pages.c.key)
    return [KnownPage(**row._mapping) for row in connection.execute(found)]


def add(connection: Connection, rows: Sequence[dict[str, Any]]) -> int:
    """New pages (source, key, url, title, published, silent, first_seen) become pending; known ones stay. Returns how many were new."""
    if not rows:
        return 0
    before = _keys(connection, rows)
    fresh = [row for row in rows if row["key"] not in before]
    unique = list({row["key"]: {"status": "pending", "listing": False, **row} for row in fresh}.values())
    if unique:
        connection.execute(insert(pages), unique)
    return len(unique)


def _keys(connection: Connection, rows: Sequence[dict[str, Any]]) -> set[str]:
    found = select(pages.c.key).where(pages.c.source == rows[0]["source"], pages.c.key.in_([row["key"] for row in rows]))
    return set(connection.execute(found).scalars())


def known_at(connection: Connection, source: str, keys: Sequence[str], moment: datetime) -> set[str]:
    """Those of these pages that the source had told of by then."""
    found = select(pages.c.key).where(pages.c.source == source, pages.c.key.in_(keys), pages.c.first_seen <= moment)
    return set(connection.execute(found).scalars())


def with_files(connection: Connection, source: str, keys: Sequence[str]) -> set[str]:
    """Those of these pages of which a version had attachments."""
    versions = select(documents.c.key).where(documents.c.source == source, documents.c.key.in_(keys))
    return set(connection.execute(versions.where(documents.c.id == files.c.document).distinct()).scalars())


def looked_at(connection: Connection, source: str, keys: Sequence[str], now: datetime) -> None:
    """Notes of these pages that they were asked for and are as they were."""
    same = (pages.c.source == source, pages.c.key.in_(keys))
    connection.execute(update(pages).where(*same).values(checks=pages.c.checks + 1, checked=now))


def put(connection: Connection, source: str, key: str, **values: Any) -> None:
    """Writes these columns of a page, adding the page where it is new (then `url`, `status` and `first_seen` are needed)."""
    changed = connection.execute(update(pages).where(pages.c.source == source, pages.c.key == key).values(**values))
    if not changed.rowcount:
        connection.execute(upsert(connection, pages).values(source=source, key=key, **values))
