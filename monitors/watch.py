"""The only meeting of items and memory: what was read is compared with what was known, and kept, in one transaction.

document ─▶ read ─▶ believed? ─▶ compare with state ─▶ changes ─▶ outbox      all of it, or nothing of it
                      └─ no ─▶ kept as evidence, operator told once, subscribers hear nothing
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection

from monitors import judgement, memory, readings
from monitors.belief import NotBelieved
from monitors.boards import catalogue as known_boards
from monitors.boards.catalogue import Catalogue
from monitors.change import Change
from monitors.document import Document, Fetched, File, Shape
from monitors.judgement import Doubt
from monitors.zones import Zones
from monitors.zones import load as load_zones
from state import boards, changes, documents, outbox, pages, sources, subscriptions
from state.boards import StoredBoard
from state.database import Database
from state.pages import KnownPage

RETRY = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6), timedelta(days=1))  # after the 1st, 2nd, … failure
BROKEN_AFTER = 3  # failures in a row before the operator is told: sites have bad hours
CHECK_SHARE = 20  # a notice is asked for again after a twentieth of its age …
CHECK_AT_MOST = timedelta(days=14)  # … and at least every two weeks


@dataclass(frozen=True)
class Row:
    """A line of a column, or an article of an issue: something a source says is there."""

    key: str
    url: str
    title: str
    published: date | None


class Outcome(StrEnum):
    """What became of a document."""

    UNCHANGED = "unchanged"
    READ = "read"
    HELD = "held"
    WAITING = "waiting"  # plausible but large: a second equal reading is believed


class Watch:
    """Memory as a crawl meets it. Every public method is one transaction."""

    def __init__(
        self,
        database: Database,
        now: Callable[[], datetime],
        admins: Sequence[str] = (),
        *,
        history: bool = False,
        zones: Zones | None = None,
        catalogue: Catalogue | None = None,
    ) -> None:
        """now: the clock, aware. admins: chats of the operator. history: back-filling, everything is stored silently."""
        self._database = database
        self._now = now
        self._admins = tuple(admins)
        self._history = history
        self._zones = zones or load_zones()
        self._catalogue = catalogue or known_boards.load()

    def begin(self, source: str) -> None:
        """Notes that a crawl of this source starts."""
        with self._database.write() as connection:
            sources.begin(connection, source, self._now())

    def page(self, source: str, key: str) -> KnownPage | None:
        """What is remembered of a page, its validators above all."""
        with self._database.read() as connection:
            return pages.get(connection, source, key)

    def listed(self, source: str, rows: Sequence[Row], listing: str = "", fetched: Fetched | None = None) -> int:
        """Remembers the rows of a column or issue as pages to fetch; returns how many were new.

        The listing's own validators are saved in the same transaction: a listing that is not asked for again has all
        its rows remembered.
        """
        now = self._now()
        with self._database.write() as connection:
            silent = self._history or not sources.has_baseline(connection, source)
            fresh = [
                {
                    "source": source,
                    "key": row.key,
                    "url": row.url,
                    "title": row.title,
                    "published": row.published,
                    "silent": silent,
                    "first_seen": now,
                }
                for row in rows
            ]
            new = pages.add(connection, fresh)
            if listing and fetched is not None:
                self._recover(connection, source, pages.get(connection, source, listing))
                self._put(connection, source, listing, fetched, url=fetched.url, listing=True, status="read", reason=None)
            return new

    def known_before(self, source: str, keys: Sequence[str]) -> set[str] | None:
        """Those of these pages that the last complete crawl knew already; None where no crawl of the source was complete yet."""
        with self._database.read() as connection:
            moment = sources.last_good(connection, source)
            return None if moment is None else pages.known_at(connection, source, keys, moment)

    def due(self, source: str) -> list[KnownPage]:
        """The source's documents to fetch now, oldest first: new ones, doubtful ones, and known ones that may have been revised."""
        now = self._now()
        with self._database.read() as connection:
            return [page for page in pages.documents_of(connection, source) if _is_due(page, now)]

    def unchanged(self, source: str, key: str) -> None:
        """The page is as it was: 304, or the same bytes."""
        with self._database.write() as connection:
            page = pages.get(connection, source, key)
            if page is None:
                return
            well = {"status": "read", "reason": None} if page.status == "failed" else {}
            self._recover(connection, source, page)
            pages.put(connection, source, key, checks=page.checks + 1, checked=self._now(), attempts=0, retry_at=None, **well)

    def observe(self, document: Document, fetched: Fetched, files: Sequence[File] = ()) -> Outcome:
        """Reads a document, compares it with memory and writes document, items, changes and outbox, all or nothing.

        files: the attachments it was read with, kept beside it. A reading that is not believed is held: kept as evidence
        and told to the operator, not raised.
        """
        known = self.page(document.source, document.key)
        if known is not None and known.content == document.content:
            with self._database.write() as connection:
                self._recover(connection, document.source, known)
                self._put(connection, document.source, document.key, fetched, status="read", reason=None)
            return Outcome.UNCHANGED
        try:
            said = readings.read(document, self._zones, self._catalogue)
        except NotBelieved as doubt:
            self.hold(document.source, document.key, str(doubt), fetched, document=document, files=files)
            return Outcome.HELD
        with self._database.write() as connection:
            return self._remember(connection, document, fetched, said, files)

    def _remember(
        self, connection: Connection, document: Document, fetched: Fetched, said: readings.Readings, files: Sequence[File]
    ) -> Outcome:
        source, key, now = document.source, document.key, self._now()
        page = pages.get(connection, source, key)
        silent = self._history or self._is_silent(connection, source, page)
        documents.keep_bytes(connection, fetched.sha256, fetched.body, fetched.media_type)
        digest = judgement.digest(said)
        awaited = documents.latest(connection, source, key, "waiting")
        approved = awaited is not None and page is not None and page.status == "waiting" and awaited.digest == digest
        about = memory.Setting(document, fetched.sha256, now, self._catalogue)
        try:
            news = memory.compare(connection, about, said, surely=approved or silent)
        except Doubt as doubt:
            self._wait(connection, document, fetched, str(doubt), digest, files)
            return Outcome.WAITING
        except NotBelieved as doubt:
            self._hold(connection, source, key, str(doubt), fetched, document, files)
            return Outcome.HELD
        self._recover(connection, source, page)
        version = documents.add(connection, **_version(document, fetched, now, "read"))
        _keep_files(connection, version, files)
        if approved and awaited is not None:
            documents.settle(connection, awaited.id, "approved")
        memory.keep(connection, about, said, news)
        sources.not_understood(connection, source, key, said.unread, now)
        if document.unread and not silent:
            notice = f"👀 {source} 有附件需要人看：{'；'.join(document.unread)}\n《{document.title}》\n{document.url}"
            outbox.notify(connection, self._admins, notice, now)
        if not silent:
            self._tell(connection, version, [_record(change, document, fetched.sha256, now) for change in news.changes], source)
        self._put(
            connection,
            source,
            key,
            fetched,
            url=document.url,
            title=document.title,
            status="read",
            reason=None,
            content=document.content,
            settled=document.shape is Shape.ARTICLE,
            **({"published": document.published} if document.published else {}),
        )
        return Outcome.READ

    def _tell(self, connection: Connection, event: int | None, records: Sequence[dict[str, Any]], source: str) -> None:
        """The changes into the log and, for everybody who subscribed to one of them, one message into the outbox."""
        ids = changes.add(connection, event, self._now(), source, records)
        topics: dict[tuple[str, str], list[int]] = {}
        for number, record in zip(ids, records, strict=True):
            for topic in _topics(record):
                topics.setdefault(topic, []).append(number)
        letters: dict[tuple[str, int], set[int]] = {}
        for subscription in subscriptions.matching(connection, topics):
            letters.setdefault((subscription.chat, subscription.thread), set()).update(topics[subscription.topic, subscription.target])
        outbox.address(connection, event, ((chat, thread, sorted(told)) for (chat, thread), told in letters.items()), self._now())

    def hold(
        self,
        source: str,
        key: str,
        reason: str,
        fetched: Fetched | None = None,
        *,
        document: Document | None = None,
        files: Sequence[File] = (),
    ) -> None:
        """A reading that is not believed: kept as evidence, never compared, the operator told once until it recovers."""
        with self._database.write() as connection:
            self._hold(connection, source, key, reason, fetched, document, files)

    def _hold(
        self,
        connection: Connection,
        source: str,
        key: str,
        reason: str,
        fetched: Fetched | None,
        document: Document | None,
        files: Sequence[File],
    ) -> None:
        now = self._now()
        page = pages.get(connection, source, key)
        evidence = documents.latest(connection, source, key, "held")
        if fetched is not None and (evidence is None or evidence.sha256 != fetched.sha256):
            documents.keep_bytes(connection, fetched.sha256, fetched.body, fetched.media_type)
            title = document.title if document else (page.title if page else "")
            row = {"source": source, "key": key, "sha256": fetched.sha256, "url": fetched.url, "title": title, "at": now}
            version = documents.add(connection, **row, verdict="held", reason=reason, published=document.published if document else None)
            _keep_files(connection, version, files)
        if page is None or page.status != "held":
            where = fetched.url if fetched else (page.url if page else key)
            outbox.notify(
                connection, self._admins, f"⏸ {source} 暂停采信：{reason}\n{where}\n已存证，未与库中比较，订阅者没有收到任何消息。", now
            )
        self._doubtful(connection, source, key, "held", reason, fetched)

    def _wait(self, connection: Connection, document: Document, fetched: Fetched, reason: str, digest: str, files: Sequence[File]) -> None:
        now = self._now()
        version = documents.add(connection, **_version(document, fetched, now, "waiting"), reason=reason, digest=digest)
        _keep_files(connection, version, files)
        notice = (
            f"⏳ {document.source} 有一次较大的变化待确认：{reason}\n《{document.title}》\n{document.url}\n下一次读到同样内容时即采信。"
        )
        outbox.notify(connection, self._admins, notice, now)
        self._doubtful(connection, document.source, document.key, "waiting", reason, fetched)

    def _doubtful(self, connection: Connection, source: str, key: str, status: str, reason: str, fetched: Fetched | None) -> None:
        """Without validators and hash, so that the page is asked for in full and read again the next time."""
        self._ensure(connection, source, key, fetched.url if fetched else key)
        forgotten = {"etag": None, "last_modified": None, "sha256": None}
        pages.put(connection, source, key, status=status, reason=reason, checked=self._now(), **forgotten)

    def failed(self, source: str, key: str, reason: str) -> None:
        """A page could not be fetched now; it is tried again later, less and less often. A page that is gone is not a removal."""
        now = self._now()
        with self._database.write() as connection:
            self._ensure(connection, source, key, key)
            page = pages.get(connection, source, key)
            attempts = (page.attempts if page else 0) + 1
            if attempts == BROKEN_AFTER:
                where = page.url if page else key
                outbox.notify(connection, self._admins, f"⚠️ {source} 连续 {attempts} 次读取失败：{reason}\n{where}", now)
            # A held page stays held: it is not believed again because it cannot be fetched.
            status = page.status if page and page.status in ("held", "waiting") else "failed"
            wait = RETRY[min(attempts, len(RETRY)) - 1]
            pages.put(
                connection, source, key, status=status, reason=reason, attempts=attempts, retry_at=now + wait, etag=None, last_modified=None
            )

    def gone(self, source: str, key: str, reason: str) -> None:
        """A document that was read before is taken down. That removes nothing and is no trouble; it is looked for again, rarely."""
        now = self._now()
        with self._database.write() as connection:
            page = pages.get(connection, source, key)
            if page is not None:
                wait = RETRY[min(page.attempts + 1, len(RETRY)) - 1]
                forgotten = {"etag": None, "last_modified": None, "sha256": None}
                pages.put(
                    connection, source, key, status="gone", reason=reason, retry_at=now + wait, attempts=page.attempts + 1, **forgotten
                )

    def finish(self, source: str, complete: bool) -> None:
        """Ends a crawl of this source. complete: every listing was read and believed; the first such crawl ends the silent baseline."""
        now = self._now()
        with self._database.write() as connection:
            if complete and not self._history:
                sources.finish(connection, source, now)
            if self._history or not sources.has_baseline(connection, source):
                return
            for board, what, change in memory.reminders(connection, source, now):
                if boards.remind(connection, board.id, what, now):
                    self._tell(connection, None, [_reminder(change, board, source, now)], source)

    def _is_silent(self, connection: Connection, source: str, page: KnownPage | None) -> bool:
        """First readings of what a baseline listed are not news, whenever they happen; revisions of it are."""
        if page is None:
            return not sources.has_baseline(connection, source)
        return page.silent and page.content is None

    def _recover(self, connection: Connection, source: str, page: KnownPage | None) -> None:
        """Tells the operator that a page he was told about is well again."""
        if page is None or page.status == "waiting":
            return
        if page.status == "held" or (page.status == "failed" and page.attempts >= BROKEN_AFTER):
            which = f"{page.title}\n{page.url}" if page.title else page.url
            outbox.notify(connection, self._admins, f"✅ {source} 已恢复：{which}", self._now())

    def _ensure(self, connection: Connection, source: str, key: str, url: str) -> None:
        if pages.get(connection, source, key) is None:
            silent = self._history or not sources.has_baseline(connection, source)
            # What was never listed and has no document yet is a listing itself: only those are fetched unasked.
            pages.put(connection, source, key, url=url, status="pending", silent=silent, listing=True, first_seen=self._now())

    def _put(self, connection: Connection, source: str, key: str, fetched: Fetched, **values: Any) -> None:
        """Writes a page that was read, with the validators of its bytes."""
        now = self._now()
        read: Mapping[str, Any] = {
            "etag": fetched.etag,
            "last_modified": fetched.last_modified,
            "sha256": fetched.sha256,
            "checked": now,
            "attempts": 0,
            "retry_at": None,
            "checks": 0,
        }
        known = pages.get(connection, source, key)
        first = {} if known else {"url": fetched.url, "status": "read", "first_seen": now}
        pages.put(connection, source, key, **{**first, **read, **values})


def _is_due(page: KnownPage, now: datetime) -> bool:
    if page.retry_at is not None and page.retry_at > now:
        return False
    if page.status != "read" or page.checked is None:
        return True
    age = now - datetime.combine(page.published, datetime.min.time(), now.tzinfo) if page.published else now - page.first_seen
    return now - page.checked >= min(max(age, timedelta()) / CHECK_SHARE, CHECK_AT_MOST)


def _keep_files(connection: Connection, version: int, files: Sequence[File]) -> None:
    for file in files:
        documents.keep_bytes(connection, file.fetched.sha256, file.fetched.body, file.fetched.media_type)
        documents.add_file(connection, version, file.fetched.url, file.name, file.fetched.sha256)


def _version(document: Document, fetched: Fetched, now: datetime, verdict: str) -> dict[str, Any]:
    return {
        "source": document.source,
        "key": document.key,
        "sha256": fetched.sha256,
        "url": document.url,
        "title": document.title,
        "published": document.published,
        "at": now,
        "verdict": verdict,
    }


def _record(change: Change, document: Document, sha256: str, now: datetime) -> dict[str, Any]:
    """A change as `changes --json` prints it, with where and when it was read."""
    return judgement.record(
        change,
        at=now,
        source=document.source,
        title=document.title,
        url=document.url,
        published=document.published,
        document=sha256,
    )


def _reminder(change: Change, board: StoredBoard, source: str, now: datetime) -> dict[str, Any]:
    return judgement.record(
        change, at=now, source=source, title=board.title, url=board.url, published=board.published, document=board.sha256
    )


def _topics(record: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What one can be subscribed to and hear of this change."""
    topics = [("all", ""), ("kind", str(record["kind"]))]
    if record["zone"]:
        topics.append(("zone", record["zone"]))
    if record["board"]:
        topics.append(("board", record["board"]))
    return topics
