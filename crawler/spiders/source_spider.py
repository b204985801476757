"""What every visit to a source has in common: asking, giving up in time, and telling the watch what became of each page.

A visit asks for one page at a time and waits for its answer, so that documents are read oldest first and a site that asks
for patience, or has put up a maintenance page, is asked for nothing more.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any, TypeVar

from scrapy import Spider
from scrapy.http import Request, Response, TextResponse

from crawler.failures import FAILURES, UNANSWERED, LeftAlone, Unreachable, VisitEnded, reason
from crawler.files.attachment import Attachment, Unsupported
from crawler.files.safely import read_safely
from crawler.middlewares import UNCHANGED
from crawler.sites.attachments import Link
from crawler.sites.impostor import Gone, Kind, SiteDown, impostor
from crawler.source import Source
from monitors.belief import LayoutChanged, NotBelieved
from monitors.document import Document, Fetched, File
from monitors.watch import Outcome, Watch
from state.database import StateError
from state.pages import KnownPage

T = TypeVar("T")

_FILES = 30  # attachments of one notice that are read
_SILENCES = 3  # pages in a row without an answer, after which the site is left alone
_WANT_BROWSER = (412, 521)  # 瑞数 and 加速乐 answer so to whoever runs no script (SOURCES 2c)


class SourceSpider(Spider):
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
        self.ended = False  # nothing more is asked of the site in this visit
        self._silences = 0

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

    async def read(self, page: KnownPage, response: TextResponse) -> tuple[Document, Sequence[Link]]:
        """A document and the files that hang on it. Raises NotBelieved, and Unreachable where more had to be asked for."""
        return self.read_document(page, response), self.attachments_of(page, response)

    def is_mine(self, page: KnownPage) -> bool:
        """Whether this visit is for such a page; a newspaper has two editions."""
        return True

    # --- the visit

    async def start(self) -> AsyncIterator[Any]:
        """The whole visit, as Scrapy starts it. Nothing goes through its scheduler and pipelines: order matters here."""
        try:
            self.watch.begin(self.name)
            with suppress(VisitEnded):
                await self.visit()
            self.watch.finish(self.name, self.complete)
        except StateError as error:
            # Memory cannot be written: reading on would be for nothing.
            self.troubles.append(str(error))
        no_requests: tuple[Request, ...] = ()
        for request in no_requests:
            yield request

    async def visit(self) -> None:
        """Listings, then the documents that are due."""
        if await self._carefully(self.read_listings(), self.source.url):
            await self.read_documents(self.due())

    def due(self) -> list[KnownPage]:
        """The documents to fetch now, oldest first."""
        return [page for page in self.watch.due(self.name) if self.is_mine(page)]

    async def read_documents(self, due: Sequence[KnownPage]) -> None:
        """These documents one after another. A page on which the reading crashes is noted and keeps no other from being read."""
        for page in due:
            if self.ended:
                return
            await self._carefully(self._document(page), page.key)

    async def _carefully(self, work: Coroutine[Any, Any, T], key: str) -> T | None:
        """What a piece of the visit gives. Where it crashes, that is noted, told to the operator as other failures are, and None."""
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
        logging.getLogger(__name__).error("%s: crashed on %s", self.name, key, exc_info=error)
        self.watch.failed(self.name, key, f"读取程序出错：{type(error).__name__}")
        self.trouble(key, f"crashed: {type(error).__name__}: {error}")
        return None

    async def _document(self, page: KnownPage) -> None:
        """One document: asked for, read, and handed to the watch, which compares and keeps it in one transaction."""
        request = self.request_for(page)
        try:
            response = await self.fetch(request.replace(meta={**request.meta, "known": page}))
        except Unreachable as error:
            self._not_fetched(page, error)
            return
        if UNCHANGED in response.flags:
            self.watch.unchanged(self.name, page.key)
            return
        fetched = self.fetched(response, page.url)
        try:
            if not isinstance(response, TextResponse):
                raise LayoutChanged(f"不是网页，是 {fetched.media_type} 文件，还不能读取")
            document, links = await self.read(page, response)
            document, files = await self._with_files(document, links)
            outcome = self.watch.observe(document, fetched, files)
        except Unreachable as error:
            self._not_fetched(page, error)
        except Gone as gone:
            self._gone(page, str(gone))
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

        A file that is gone or that nobody can read is named in `unread`, and kept as evidence where there is one.
        """
        files: list[File] = []
        for link in links[:_FILES]:
            try:
                response = await self.fetch(Request(link.url, headers={"Referer": document.url}))
            except Unreachable as error:
                if error.status not in (404, 410):
                    raise
                document = replace(document, unread=(*document.unread, f"附件「{link.name}」不在网站上（{error}）"))
                continue
            files.append(File(link.name, self.fetched(response, link.url)))
            try:
                # In a process of its own, with limits; the thread only waits for it.
                said = await asyncio.to_thread(read_safely, link.name, response.body)
            except Unsupported as error:
                document = replace(document, unread=(*document.unread, str(error)))
                continue
            document = _joined(document, link.name, said)
        return document, files

    def _not_fetched(self, page: KnownPage, error: Unreachable) -> None:
        """Tried again in a later crawl; three silences in a row, or a site that asks for more patience, end the visit."""
        if error.status in (404, 410):
            self._gone(page, str(error))
            return
        self.watch.failed(self.name, page.key, str(error))
        self.trouble(page.url, str(error))

    def _gone(self, page: KnownPage, why: str) -> None:
        """A page that is not there is no removal. That one which was read before is taken down is how sites live, and no trouble."""
        if page.content is not None:
            self.watch.gone(self.name, page.key, why)
            return
        self.watch.failed(self.name, page.key, why)
        self.trouble(page.url, why)

    # --- the means

    async def fetch(self, request: Request) -> Response:
        """An answer, 200 or 304. Raises Unreachable, and VisitEnded once nothing more is to be asked."""
        if self.ended:
            raise VisitEnded
        try:
            response = await self.crawler.engine.download_async(request)
        except FAILURES as error:
            self._silences = self._silences + 1 if isinstance(error, UNANSWERED) else 0
            self.ended = self.ended or isinstance(error, LeftAlone) or self._silences >= _SILENCES
            raise Unreachable(reason(error)) from error
        self._silences = 0
        if response.status not in (200, 304):
            raise self._refused(response)
        return response

    def _refused(self, response: Response) -> Unreachable:
        """Why an answer of another status is none. A site that wants a browser is asked for nothing more in this visit."""
        other = impostor(response.text) if isinstance(response, TextResponse) and response.body else None
        if response.status in _WANT_BROWSER or (other and other.kind is Kind.CHALLENGE and response.status not in (403, 404)):
            self.ended = True
            return Unreachable(f"HTTP {response.status}，网站要求浏览器验证", response.status)
        return Unreachable(f"HTTP {response.status}", response.status)

    async def ask(self, request: Request) -> TextResponse:
        """A listing's answer. Raises Unreachable, and LayoutChanged where it is no text."""
        response = await self.fetch(request)
        if not isinstance(response, TextResponse):
            raise LayoutChanged("回答不是文本")
        return response

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
    tables = tuple(replace(table, caption=f"{stem}　{table.caption}".rstrip("　")) for table in said.tables)
    return replace(
        document,
        text="\n".join(filter(None, (document.text, said.text))),
        tables=(*document.tables, *tables),
        unread=(*document.unread, *(f"{name}：{what}" for what in said.unread)),
    )
