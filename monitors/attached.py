"""What is remembered of attachments, a part of the watch: files are replaced without a word on the page that they hang on.

Each is known by its address, its validators and the hash of its bytes. One that nobody can read (damaged, encrypted, too large,
scanned, not there) is quarantined: it is asked for again less and less often, and parsed again only when its bytes are others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from monitors.document import File
from state import documents, pages
from state.pages import KnownPage

STATUS = "quarantined"
RETRY = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6), timedelta(days=1))  # after the 1st, 2nd, … bad answer


@dataclass(frozen=True)
class Found:
    """What became of the attachments of one reading."""

    fresh: tuple[str, ...]  # why those cannot be read that were not known to be bad
    well: tuple[KnownPage, ...]  # those that were bad and are read now
    retry_at: datetime | None  # when the first bad one may be asked for again


def quarantined(connection: Connection, source: str, url: str) -> KnownPage | None:
    """What is remembered of an attachment that could not be read; None where nothing is known against it."""
    page = pages.get(connection, source, _key(url))
    return page if page is not None and page.status == STATUS else None


def of(connection: Connection, source: str, key: str) -> list[KnownPage]:
    """What is remembered of the attachments that the last reading of a document had."""
    found = [pages.get(connection, source, _key(url)) for url in documents.last_files(connection, source, key)]
    return [page for page in found if page is not None]


def lost(connection: Connection, source: str, key: str, files: Sequence[File]) -> tuple[str, ...]:
    """Why those attachments are bad that the last reading of a document had with other bytes: without them it says less, and
    must not be compared with what it said."""
    had = documents.last_files(connection, source, key)
    return tuple(file.bad for file in files if file.bad and had.get(file.fetched.url) not in (None, _hash(connection, source, file)))


def was_silent(connection: Connection, source: str, files: Sequence[File]) -> bool:
    """Whether one of these is read for the first time that hangs on what a baseline listed: that is no news."""
    before = [quarantined(connection, source, file.fetched.url) for file in files if not file.bad]
    return any(page is not None and page.silent for page in before)


def keep(connection: Connection, source: str, files: Sequence[File], now: datetime, *, silent: bool, believed: bool) -> Found:
    """Remembers the bad ones and, where the reading is believed, the others, against which nothing is held any more.

    silent: the first reading of the bad ones will be no news.
    """
    fresh, well, due = [], [], []
    for file in files:
        before = quarantined(connection, source, file.fetched.url)
        if not file.bad:
            if believed:
                _put(connection, source, file, now, silent, status="read", reason=None, attempts=0, retry_at=None, checks=0)
                well += [before] if before is not None else []
        elif before is not None and before.retry_at is not None and before.retry_at > now:
            due.append(before.retry_at)  # it was not asked for
        else:
            attempts, checks = (before.attempts + 1, before.checks + 1) if before is not None else (1, 0)
            retry_at = now + RETRY[min(attempts, len(RETRY)) - 1]
            bad = {"status": STATUS, "reason": file.bad, "attempts": attempts, "retry_at": retry_at, "checks": checks}
            _put(connection, source, file, now, silent, **bad)
            fresh += [file.bad] if before is None else []
            due.append(retry_at)
    return Found(tuple(fresh), tuple(well), min(due, default=None))


def _put(connection: Connection, source: str, file: File, now: datetime, silent: bool, **values: Any) -> None:
    """Notes what an attachment was answered with."""
    fetched, key = file.fetched, _key(file.fetched.url)
    values |= {"title": file.name, "checked": now}
    if fetched.body:
        values |= {"etag": fetched.etag, "last_modified": fetched.last_modified, "sha256": fetched.sha256, "checks": 0}
    before = pages.get(connection, source, key)
    if not fetched.body and (before is None or before.status != STATUS):
        values |= {"etag": None, "last_modified": None, "sha256": None}  # those of the good file: it would seem to be bad when it is back
    if before is None:
        values |= {"url": fetched.url, "listing": True, "first_seen": now}
    if before is None or before.status != STATUS:
        values |= {"silent": silent}
    pages.put(connection, source, key, **values)


def _hash(connection: Connection, source: str, file: File) -> str | None:
    """Of its bytes, as they came now or the last time they came."""
    before = quarantined(connection, source, file.fetched.url)
    return file.fetched.sha256 if file.fetched.body else (before.sha256 if before else None)


def _key(url: str) -> str:
    """Apart from the documents: a column may list a file that another notice has as its attachment."""
    return f"file {url}"
