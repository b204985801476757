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

from monitors import attached, judgement, memory, readings
from monitors.alerts import letters, timing, wants
from monitors.alerts.reply import PRESS
from monitors.belief import Incomplete, NotBelieved
from monitors.boards import catalogue as known_boards
from monitors.boards.catalogue import Catalogue
from monitors.change import Change
from monitors.document import Document, Fetched, File, Shape, Watched
from monitors.judgement import Doubt
from monitors.zones import Zones
from monitors.zones import load as load_zones
from state import boards, changes, chats, documents, outbox, pages, sources, subscriptions
from state.boards import StoredBoard
from state.database import Database
from state.outbox import Buttons, Letter
from state.pages import KnownPage, Rested

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

    def quarantined(self, source: str, url: str) -> KnownPage | None:
        """What is remembered of an attachment that nobody could read; None where nothing is known against it."""
        with self._database.read() as connection:
            return attached.quarantined(connection, source, url)

    def attachments(self, source: str, keys: Sequence[str]) -> dict[str, list[KnownPage]]:
        """What is remembered of the attachments that documents were last read with, by document; their validators above all."""
        with self._database.read() as connection:
            return {key: attached.of(connection, source, key) for key in pages.with_files(connection, source, keys)}

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
            found = pages.documents_of(connection, source, Rested(now - CHECK_AT_MOST * CHECK_SHARE, now - CHECK_AT_MOST))
            return [page for page in found if _is_due(page, now)]

    def unchanged(self, source: str, keys: Sequence[str]) -> None:
        """These pages, and attachments, are as they were: 304, or the same bytes. So many of them cost one transaction as one does."""
        with self._database.write() as connection:
            pages.looked_at(connection, source, keys, self._now())

    def observe(self, document: Document, fetched: Fetched, files: Sequence[File] = (), watched: Watched | None = None) -> Outcome:
        """Reads a document, compares it with memory and writes document, items, changes and outbox, all or nothing.

        files: its attachments, kept beside it; the bad ones are quarantined. watched: what its page is known to be. A reading that is not
        believed is held: kept as evidence and told to the operator, not raised.
        """
        known = self.page(document.source, document.key)
        if known is not None and known.content == document.content:
            with self._database.write() as connection:
                self._recover(connection, document.source, known)
                self._put(connection, document.source, document.key, fetched, status="read", reason=None)
                self._quarantine(connection, document, known, files, Outcome.UNCHANGED)
            return Outcome.UNCHANGED
        try:
            with self._database.read() as connection:
                if bad := attached.lost(connection, document.source, document.key, files):
                    raise Incomplete(f"附件没有读全：{'；'.join(bad)}")
            said = readings.read(document, self._zones, self._catalogue, watched)
        except NotBelieved as doubt:
            with self._database.write() as connection:
                self._hold(connection, document.source, document.key, str(doubt), fetched, document, files)
                self._quarantine(connection, document, known, files, Outcome.HELD)
            return Outcome.HELD
        with self._database.write() as connection:
            outcome = self._remember(connection, document, fetched, said, files)
            self._quarantine(connection, document, known, files, outcome)
            return outcome

    def _remember(
        self, connection: Connection, document: Document, fetched: Fetched, said: readings.Readings, files: Sequence[File]
    ) -> Outcome:
        source, key, now = document.source, document.key, self._now()
        page = pages.get(connection, source, key)
        silent = self._is_silent(connection, source, page) or attached.was_silent(connection, source, files)
        documents.keep_bytes(connection, fetched.sha256, fetched.body, fetched.media_type)
        digest = judgement.digest(said)
        awaited = documents.latest(connection, source, key, "waiting")
        approved = awaited is not None and page is not None and page.status == "waiting" and awaited.digest == digest
        about = memory.Setting(document, fetched.sha256, now, self._catalogue)
        ruling = documents.ruling(connection, source, key, digest)
        allowed = ruling is not None and ruling.verdict == "allowed"
        try:
            news = memory.compare(connection, about, said, surely=approved or silent, allowed=allowed)
        except Doubt as doubt:
            if ruling is None:
                self._wait(connection, document, fetched, str(doubt), digest, files)
                return Outcome.WAITING
            self._hold(connection, source, key, str(doubt), fetched, document, files, digest)
            return Outcome.HELD
        except NotBelieved as doubt:
            self._hold(connection, source, key, str(doubt), fetched, document, files, digest)
            return Outcome.HELD
        self._recover(connection, source, page)
        version = documents.add(connection, **_version(document, fetched, now, "read"))
        _keep_files(connection, version, files)
        if approved and awaited is not None:
            documents.settle(connection, awaited.id, "approved")
        if ruling is not None:
            documents.settle(connection, ruling.id, "approved")
        memory.keep(connection, about, said, news)
        bad = {file.bad for file in files}
        sources.not_understood(connection, source, key, (what for what in said.unread if what not in bad), now)
        partly = [what for what in document.unread if what not in bad]
        if partly and not silent:
            notice = f"👀 {source} 有附件需要人看：{'；'.join(partly)}\n《{document.title}》\n{document.url}"
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
        """The changes into the log and, for everybody who wants one of them, one message into the outbox, for when he wants it."""
        now = self._now()
        ids = changes.add(connection, event, now, source, records)
        found = self._wanted(connection, [{**record, "id": number} for number, record in zip(ids, records, strict=True)])
        wishes = chats.of(connection, found)
        told = (Letter(*where, sorted(found[where]), *timing.when(chat, now), chat.silent) for where, chat in wishes.items())
        outbox.address(connection, event, told, now)

    def _wanted(self, connection: Connection, told: Sequence[dict[str, Any]]) -> dict[tuple[str, int], set[int]]:
        """The ids of the changes that each chat hears of. Of a park it muted it hears nothing, whatever else it is subscribed to."""
        places: dict[tuple[str, str], list[int]] = {}
        for place, record in enumerate(told):
            for topic in wants.topics(record, self._zones):
                places.setdefault(topic, []).append(place)
        follows = subscriptions.matching(connection, places)
        worded = subscriptions.of_topics(connection, wants.WORDED)
        if worded:
            rows = letters.rows_of(connection, told)
            whole = {place: rows[record["id"]] for place, record in enumerate(told) if record["id"] in rows}
            places |= wants.wanted([(one.topic, one.target) for one in worded], told, self._zones, whole)
        muted = chats.muting(connection, [record["zone"] for record in told if record["zone"]], self._now())
        found: dict[tuple[str, int], set[int]] = {}
        for one in (*follows, *worded):
            for place in places.get((one.topic, one.target), ()):
                if (one.chat, one.thread, told[place]["zone"]) not in muted:
                    found.setdefault((one.chat, one.thread), set()).add(told[place]["id"])
        return found

    def hold(self, source: str, key: str, reason: str, fetched: Fetched | None = None) -> None:
        """A reading that is not believed: kept as evidence, never compared, the operator told once until it recovers."""
        with self._database.write() as connection:
            self._hold(connection, source, key, reason, fetched, None, ())

    def _hold(
        self,
        connection: Connection,
        source: str,
        key: str,
        reason: str,
        fetched: Fetched | None,
        document: Document | None,
        files: Sequence[File],
        digest: str | None = None,
    ) -> None:
        """digest: of a reading that could be had, and was not believed: the operator may allow it."""
        now = self._now()
        page = pages.get(connection, source, key)
        evidence = documents.latest(connection, source, key, "held")
        version = evidence.id if evidence else None
        if fetched is not None and (evidence is None or evidence.sha256 != fetched.sha256):
            documents.keep_bytes(connection, fetched.sha256, fetched.body, fetched.media_type)
            title = document.title if document else (page.title if page else "")
            row = {"source": source, "key": key, "sha256": fetched.sha256, "url": fetched.url, "title": title, "at": now, "digest": digest}
            version = documents.add(connection, **row, verdict="held", reason=reason, published=document.published if document else None)
            _keep_files(connection, version, files)
        if page is None or page.status != "held":
            where = fetched.url if fetched else (page.url if page else key)
            told = f"⏸ {source} 暂停采信：{reason}\n{where}\n已存证，未与库中比较，订阅者没有收到任何消息。"
            outbox.notify(connection, self._admins, told, now, _rulings(version) if digest else _pausing(source))
        self._doubtful(connection, source, key, "held", reason, fetched)

    def _wait(self, connection: Connection, document: Document, fetched: Fetched, reason: str, digest: str, files: Sequence[File]) -> None:
        now = self._now()
        version = documents.add(connection, **_version(document, fetched, now, "waiting"), reason=reason, digest=digest)
        _keep_files(connection, version, files)
        notice = (
            f"⏳ {document.source} 有一次较大的变化待确认：{reason}\n《{document.title}》\n{document.url}\n下一次读到同样内容时即采信。"
        )
        outbox.notify(connection, self._admins, notice, now, _rulings(version))
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
                told = f"⚠️ {source} 连续 {attempts} 次读取失败：{reason}\n{where}"
                outbox.notify(connection, self._admins, told, now, _pausing(source))
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

    def warn(self, source: str, what: str) -> None:
        """Tells the operator what only a person can look after; nothing is held back for it."""
        with self._database.write() as connection:
            outbox.notify(connection, self._admins, f"👀 {source} {what}", self._now())

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

    def _quarantine(
        self, connection: Connection, document: Document, before: KnownPage | None, files: Sequence[File], outcome: Outcome
    ) -> None:
        """Remembers which attachments nobody could read. The operator is told once of each, but not where the whole is held for it.

        before: the page as it was before this reading.
        """
        source, now = document.source, self._now()
        silent = self._is_silent(connection, source, before)
        held = outcome is Outcome.HELD
        believed = outcome in (Outcome.READ, Outcome.UNCHANGED)
        found = attached.keep(connection, source, files, now, silent=silent, believed=believed)
        if found.fresh and not held and not silent:
            notice = f"🚫 {source} 有附件读不了，已隔离：{'；'.join(found.fresh)}\n《{document.title}》\n{document.url}"
            outbox.notify(connection, self._admins, notice, now)
        version = documents.latest(connection, source, document.key, "read") if outcome is Outcome.UNCHANGED else None
        if version is not None:  # it says what it said: a file that is bad in another way is no version of its own
            _keep_files(connection, version.id, [file for file in files if file.bad])
        if before is None or before.status != "held":  # else its own recovery is told
            for file in found.well:
                self._recover(connection, source, file)
        if document.unread:  # the next time in full, whatever the page itself says
            retry_at = (found.retry_at or now + attached.RETRY[0]) if held else None
            pages.put(connection, source, document.key, etag=None, last_modified=None, sha256=None, retry_at=retry_at)

    def _is_silent(self, connection: Connection, source: str, page: KnownPage | None) -> bool:
        """First readings of what a baseline listed are not news, whenever they happen; revisions of it are. In history nothing is."""
        if self._history:
            return True
        if page is None:
            return not sources.has_baseline(connection, source)
        return page.silent and page.content is None

    def _recover(self, connection: Connection, source: str, page: KnownPage | None) -> None:
        """Tells the operator that a page he was told about is well again."""
        if page is None or page.status == "waiting":
            return
        told = page.status == attached.STATUS and not page.silent
        if told or page.status == "held" or (page.status == "failed" and page.attempts >= BROKEN_AFTER):
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


def _rulings(version: int | None) -> Buttons:
    """What the operator can do about a reading that was had and not believed."""
    return ((("✅ 属实，采信", f"approve:{version}"), ("✖️ 丢弃", f"discard:{version}")),)


def _pausing(source: str) -> Buttons:
    """What he can do about a source that cannot be read; a name longer than a press may be is paused in the list of sources."""
    says = f"pause:{source}"
    return ((("⏯ 停用此来源", says),),) if len(says.encode()) <= PRESS else ()


def _keep_files(connection: Connection, version: int, files: Sequence[File]) -> None:
    for file in (file for file in files if file.fetched.body):
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
