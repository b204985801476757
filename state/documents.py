"""Documents: every version of every page that was read or held, with its bytes, compressed and addressed by their hash."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from state.schema import blobs, boards, claims, documents, files, items
from state.sources import upsert


@dataclass(frozen=True)
class Version:
    """One stored version of a page. verdict: read, held, waiting, approved (read a second time the same), or what the operator
    ruled: allowed (to be believed when it is read again) or discarded."""

    id: int
    source: str
    key: str
    sha256: str
    url: str
    title: str
    published: date | None
    at: datetime
    verdict: str
    reason: str | None
    digest: str | None


def keep_bytes(connection: Connection, sha256: str, body: bytes, media_type: str) -> None:
    """Stores bytes under their hash, once."""
    row = {"sha256": sha256, "media_type": media_type, "size": len(body), "body": zlib.compress(body, 6)}
    connection.execute(upsert(connection, blobs).values(row).on_conflict_do_nothing(index_elements=["sha256"]))


def bytes_of(connection: Connection, sha256: str) -> bytes | None:
    """The bytes stored under a hash."""
    body = connection.execute(select(blobs.c.body).where(blobs.c.sha256 == sha256)).scalar()
    return zlib.decompress(body) if body is not None else None


def add(connection: Connection, **values: Any) -> int:
    """A new version (source, key, sha256, url, title, published, at, verdict[, reason, digest]); returns its id."""
    return int(connection.execute(insert(documents).values(**values).returning(documents.c.id)).scalar_one())


def add_file(connection: Connection, version: int, url: str, name: str, sha256: str) -> None:
    """An attachment a version was read with; its bytes are kept already."""
    row = {"document": version, "url": url, "name": name, "sha256": sha256}
    connection.execute(upsert(connection, files).values(row).on_conflict_do_nothing())


def files_of(connection: Connection, version: int) -> list[tuple[str, str, str]]:
    """(url, name, sha256) of the attachments of a version."""
    found = select(files.c.url, files.c.name, files.c.sha256).where(files.c.document == version).order_by(files.c.url)
    return [(row.url, row.name, row.sha256) for row in connection.execute(found)]


def last_files(connection: Connection, source: str, key: str) -> dict[str, str]:
    """Address → sha256 of the attachments that a page was last read with."""
    of_page = (documents.c.source == source, documents.c.key == key, documents.c.verdict == "read")
    last = select(func.max(documents.c.id)).where(*of_page).scalar_subquery()
    found = select(files.c.url, files.c.sha256).where(files.c.document == last).order_by(files.c.url)
    return {row.url: row.sha256 for row in connection.execute(found)}


def settle(connection: Connection, version: int, verdict: str) -> None:
    """Gives a waiting version its verdict."""
    connection.execute(update(documents).where(documents.c.id == version).values(verdict=verdict))


def latest(connection: Connection, source: str, key: str, verdict: str) -> Version | None:
    """The newest version of a page with this verdict."""
    found = select(documents).where(documents.c.source == source, documents.c.key == key, documents.c.verdict == verdict)
    row = connection.execute(found.order_by(documents.c.id.desc()).limit(1)).first()
    return Version(**row._mapping) if row else None


def by_id(connection: Connection, version: int) -> Version | None:
    """A version by its number."""
    row = connection.execute(select(documents).where(documents.c.id == version)).first()
    return Version(**row._mapping) if row else None


def ruling(connection: Connection, source: str, key: str, digest: str) -> Version | None:
    """The version that holds the operator's last word on this reading of a page: its verdict is allowed or discarded."""
    same = (documents.c.source == source, documents.c.key == key, documents.c.digest == digest)
    found = select(documents).where(*same, documents.c.verdict.in_(("allowed", "discarded")))
    row = connection.execute(found.order_by(documents.c.id.desc()).limit(1)).first()
    return Version(**row._mapping) if row else None


def prune(connection: Connection, before: datetime) -> int:
    """Deletes held versions from before a time, and bytes nothing leads to any more; returns how many bytes objects went.

    Versions that were read stay: a change must lead back to the bytes it was read from.
    """
    gone = select(documents.c.id).where(documents.c.verdict != "read", documents.c.at < before)
    connection.execute(delete(files).where(files.c.document.in_(gone)))
    connection.execute(delete(documents).where(documents.c.verdict != "read", documents.c.at < before))
    used = select(documents.c.sha256).union(
        select(files.c.sha256), select(items.c.sha256), select(boards.c.sha256), select(claims.c.sha256)
    )
    return connection.execute(delete(blobs).where(blobs.c.sha256.not_in(used))).rowcount
