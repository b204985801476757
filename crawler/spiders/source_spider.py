"""What every visit to a source has in common: its order, and telling the watch what became of each page.

A visit asks for one page at a time and waits for its answer, so that documents are read oldest first and a site that asks
for patience, or has put up a maintenance page, is asked for nothing more.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any, TypeVar

from scrapy.http import Request, Response, TextResponse

from crawler.failures import Unreachable, VisitEnded, is_too_large
from crawler.files.attachment import LARGEST, Attachment, Unsupported
from crawler.files.safely import read_safely
from crawler.middlewares import UNCHANGED
from crawler.sites.attachments import Link
from crawler.sites.impostor import Gone, SiteDown
from crawler.source import Source
from crawler.spiders.asking import AskingSpider
from monitors.belief import LayoutChanged, NotBelieved
from monitors.document import Document, Fetched, File
from monitors.watch import Outcome, Watch
from state.database import StateError
from state.pages import KnownPage

T = TypeVar("T")

_FILES = 30  # attachments of one notice that are read
_TOGETHER = 100  # documents of which it is noted in one transaction that they are as they were …
_NOTE_EVERY = 5.0  # … or those of so many seconds: a crawl that is killed again and again must get further each time


class SourceSpider(AskingSpider):
    """One visit to one source: its listings first, then the documents that are due, oldest first.

    `complete`: every listing was read and believed. `troubles`: what went wrong, a line each.
    """

    name = "source"

    def __init__(self, source: Source, watch: Watch, clock: Callable[[], datetime]) -> None:
        super().__init__(source.name)
        self.source = source
        self.watch = watch
        self.clock = clock
        self.complete = False
        self.troubles: list[str] = []
        self._unchanged: list[str] = []  # keys of pages and attachments that are as they were
        self._noted = time.monotonic()  # when that was last written down

    # --- what a kind of visit says of itself

    async def read_listings(self) -> bool:
        """Reads the listings into the watch and sets `complete`; False where the documents should wait for another crawl."""
        raise NotImplementedError

    def request_for(self, page: KnownPage) -> Request:
        """The request for a document."""
        raise NotImplementedError

    def read_document(self, page: KnownPage, response: TextResponse) -> Document:
        """What a document says. Raises NotBelieved."""
        raise NotImplementedError

    def attachments_of(self, page: KnownPage, response: TextResponse) -> Sequence[Link]:
        """The files that hang on a document."""
        return ()

    async def read(self, page: KnownPage, response: Response) -> tuple[Document, Sequence[Link]]:
        """A document and the files that hang on it. Raises NotBelieved, and Unreachable where more had to be asked for."""
        if not isinstance(response, TextResponse):
            raise LayoutChanged(f"不是网页，是 {self.fetched(response, page.url).media_type} 文件，还不能读取")
        return self.read_document(page, response), self.attachments_of(page, response)

    def is_mine(self, page: KnownPage) -> bool:
        """Whether this visit is for such a page; a newspaper has two editions."""
        return True

    # --- the visit

    async def carry_out(self) -> None:
        """The whole visit."""
        try:
            self.watch.begin(self.name)
            with suppress(VisitEnded):
                await self.visit()
            self.watch.finish(self.name, self.complete)
        except StateError as error:
            # Memory cannot be written: reading on would be for nothing.
            self.troubles.append(str(error))

    async def visit(self) -> None:
        """Listings, then the documents that are due."""
        if await self._carefully(self.read_listings(), lambda: self.source.url):
            await self.read_documents(self.due())

    def due(self) -> list[KnownPage]:
        """The documents to fetch now, oldest first."""
        return [page for page in self.watch.due(self.name) if self.is_mine(page)]

    async def read_documents(self, due: Sequence[KnownPage]) -> None:
        """These documents one after another. A page on which the reading crashes is noted and keeps no other from being read."""
        for start in range(0, len(due), _TOGETHER):
            await self._read_some(deque(due[start : start + _TOGETHER]))

    async def _read_some(self, left: deque[KnownPage]) -> None:
        """So many of them that what is known of them is asked for, and noted, at once."""
        if self.ended:
            return
        files = self.watch.attachments(self.name, [page.key for page in left])
        try:
            while left and not self.ended:
                await self._carefully(self._read_all(left, files), lambda: left.popleft().key)
        finally:
            self._note_unchanged()

    async def _read_all(self, left: deque[KnownPage], files: Mapping[str, Sequence[KnownPage]]) -> None:
        """Documents until none is left; each stays in `left` until it is done."""
        while left and not self.ended:
            await self._document(left[0], files.get(left[0].key, ()))
            left.popleft()

    def _note_unchanged(self) -> None:
        """Writes down which pages were looked at. A crash before it loses nothing: they are looked at again."""
        if self._unchanged:
            self.watch.unchanged(self.name, self._unchanged)
            self._unchanged = []
        self._noted = time.monotonic()

    async def _carefully(self, work: Coroutine[Any, Any, T], where: Callable[[], str]) -> T | None:
        """What a piece of the visit gives. Where it crashes, that is noted, told to the operator as other failures are, and None.

        where: says on which page it was.
        """
        task = asyncio.create_task(work)
        try:
            await asyncio.wait({task})
        finally:
            task.cancel()
        error = task.exception()
        if error is None:
            return task.result()
        if isinstance(error, StateError | VisitEnded):
            raise error
        key = where()
        logging.getLogger(__name__).error("%s: crashed on %s", self.name, key, exc_info=error)
        self.watch.failed(self.name, key, f"读取程序出错：{type(error).__name__}")
        self.trouble(key, f"crashed: {type(error).__name__}: {error}")
        return None

    async def _document(self, page: KnownPage, known: Sequence[KnownPage]) -> None:
        """One document: asked for, read, and handed to the watch, which compares and keeps it in one transaction.

        known: the attachments that it was last read with.
        """
        request = self.request_for(page)
        request.meta["known"] = page
        try:
            response = await self.fetch(request)
            if UNCHANGED in response.flags:
                if not await self._is_any_changed(known, page.url):
                    self._unchanged += [page.key, *(file.key for file in known)]
                    if time.monotonic() - self._noted > _NOTE_EVERY:
                        self._note_unchanged()
                    return
                response = await self.fetch(self.request_for(page))
        except Unreachable as error:
            self._not_fetched(page, error)
            return
        fetched = self.fetched(response, page.url)
        try:
            document, links = await self.read(page, response)
            document, files = await self._with_files(document, links)
            outcome = self.watch.observe(document, fetched, files, self.source.watched)
        except Unreachable as error:
            self._not_fetched(page, error)
        except Gone as gone:
            self.gone(page, str(gone))
        except NotBelieved as doubt:
            self.watch.hold(self.name, page.key, str(doubt), fetched)
            self.trouble(page.url, str(doubt))
            self.ended = self.ended or isinstance(doubt, SiteDown)
        else:
            if outcome is Outcome.HELD:
                held = self.watch.page(self.name, page.key)
                self.trouble(page.url, (held.reason if held else None) or "没有采信")

    async def _with_files(self, document: Document, links: Sequence[Link]) -> tuple[Document, list[File]]:
        """A document with what its attachments say: they are read together or not at all. Raises Unreachable.

        A file that is gone, too large, or that nobody can read is named in `unread`, and kept as evidence where there is one.
        """
        files: list[File] = []
        for link in links[:_FILES]:
            file, said = await self._attachment(link, document.url)
            files.append(file)
            document = _joined(document, link.name, said) if said else replace(document, unread=(*document.unread, file.bad))
        return document, files

    async def _is_any_changed(self, files: Sequence[KnownPage], referer: str) -> bool:
        """Whether a file of a document that is itself as it was has other bytes now. One that is taken down is no trouble, as pages
        are not. Raises Unreachable."""
        for file in files:
            try:
                response = await self.fetch(Request(file.url, headers={"Referer": referer}, meta={"known": file}))
            except Unreachable as error:
                if error.status in (404, 410):
                    continue
                if is_too_large(error):
                    return True
                raise
            if UNCHANGED not in response.flags:
                return True
        return False

    async def _attachment(self, link: Link, referer: str) -> tuple[File, Attachment | None]:
        """One attachment and what it says: None where it is bad. What is known to be bad is asked for seldom, and parsed only
        when its bytes are others. Raises Unreachable."""
        known = self.watch.quarantined(self.name, link.url)
        nothing = Fetched(link.url, b"", "", self.clock())
        if known is not None and known.retry_at is not None and known.retry_at > self.clock():
            return File(link.name, nothing, known.reason or ""), None
        before = {"known": replace(known, status="read")} if known else {}
        try:
            response = await self.fetch(Request(link.url, headers={"Referer": referer}, meta=before))
        except Unreachable as error:
            if is_too_large(error):
                return File(link.name, nothing, f"附件「{link.name}」超过{LARGEST // 2**20} MiB，没有下载"), None
            if error.status in (404, 410):
                return File(link.name, nothing, f"附件「{link.name}」不在网站上（{error}）"), None
            raise
        if known is not None and UNCHANGED in response.flags:
            return File(link.name, nothing, known.reason or ""), None
        fetched = self.fetched(response, link.url)
        try:
            # In a process of its own, with limits; the thread only waits for it.
            said = await asyncio.to_thread(read_safely, link.name, response.body)
        except Unsupported as error:
            return File(link.name, fetched, str(error)), None
        if said.unread and (said.tables or not said.text):  # a table of which a part is missing is none
            return File(link.name, fetched, "；".join(f"{link.name}：{what}" for what in said.unread)), None
        return File(link.name, fetched), said

    def _not_fetched(self, page: KnownPage, error: Unreachable) -> None:
        """Tried again in a later crawl; three silences in a row, or a site that asks for more patience, end the visit."""
        if error.status in (404, 410):
            self.gone(page, str(error))
            return
        self.watch.failed(self.name, page.key, str(error))
        self.trouble(page.url, str(error))

    def gone(self, page: KnownPage, why: str) -> None:
        """A page that is not there is no removal. That one which was read before is taken down is how sites live, and no trouble."""
        if page.content is not None:
            self.watch.gone(self.name, page.key, why)
            return
        self.watch.failed(self.name, page.key, why)
        self.trouble(page.url, why)

    # --- the means

    def fetched(self, response: Response, url: str) -> Fetched:
        """An answer as evidence. url: what a person opens to see the same."""

        def header(name: str) -> str | None:
            value = response.headers.get(name)
            return value.decode("latin-1") if value else None

        media_type = (header("Content-Type") or "application/octet-stream").partition(";")[0].strip().lower()
        return Fetched(url, response.body, media_type, self.clock(), header("ETag"), header("Last-Modified"))

    def missed(self, key: str, why: str) -> None:
        """A listing that could not be fetched."""
        self.watch.failed(self.name, key, why)
        self.trouble(key, why)

    def held(self, key: str, doubt: NotBelieved, fetched: Fetched | None) -> None:
        """A listing that is not believed, or, where it is gone, not there."""
        if isinstance(doubt, Gone):
            self.watch.failed(self.name, key, str(doubt))
        else:
            self.watch.hold(self.name, key, str(doubt), fetched)
        self.trouble(key, str(doubt))

    def trouble(self, where: str, why: str) -> None:
        """Notes what went wrong, for the line that the crawl ends with."""
        self.troubles.append(f"{why} ({where})")


def _joined(document: Document, name: str, said: Attachment) -> Document:
    """A document and one of its attachments as one text: a table is also known by the name of its file."""
    stem = PurePosixPath(name).stem
    tables = tuple(replace(table, caption=f"{stem}　{table.caption}".rstrip("　"), file=name) for table in said.tables)
    return replace(
        document,
        text="\n".join(filter(None, (document.text, said.text))),
        tables=(*document.tables, *tables),
        unread=(*document.unread, *(f"{name}：{what}" for what in said.unread)),
    )
