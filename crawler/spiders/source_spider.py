"""What every visit to a source has in common: asking, giving up in time, and telling the watch what became of each page."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from datetime import datetime
from typing import Any

from scrapy import Spider
from scrapy.exceptions import CloseSpider
from scrapy.http import Request, Response, TextResponse
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from crawler.failures import FAILURES, UNANSWERED, LeftAlone, Unreachable, reason
from crawler.middlewares import UNCHANGED
from crawler.pipelines import Reading
from crawler.sites.impostor import Gone, SiteDown
from crawler.source import Source
from monitors.belief import LayoutChanged, NotBelieved
from monitors.document import Document, Fetched
from monitors.watch import Watch
from state.database import StateError
from state.pages import KnownPage

_SILENCES = 3  # pages in a row without an answer, after which the site is left alone


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
        self.broken = False  # memory cannot be written: nothing more is read
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

    def is_mine(self, page: KnownPage) -> bool:
        """Whether this visit is for such a page; a newspaper has two editions."""
        return True

    # --- the visit

    async def start(self) -> AsyncIterator[Any]:
        """Listings, then the documents that are due."""
        try:
            self.watch.begin(self.name)
            if await self.read_listings():
                for page in self.due():
                    yield self.visit(page)
        except StateError as error:
            self.stop_remembering(error)

    def due(self) -> list[KnownPage]:
        """The documents to fetch now, oldest first."""
        return [page for page in self.watch.due(self.name) if self.is_mine(page)]

    def visit(self, page: KnownPage) -> Request:
        """The request for a document, with what is needed when its answer comes."""
        request = self.request_for(page)
        return request.replace(
            callback=self.read, errback=self.fail, cb_kwargs={"page": page}, meta={**request.meta, "known": page}, dont_filter=True
        )

    def read(self, response: Response, page: KnownPage) -> Iterator[Reading]:
        """A document's answer."""
        self._silences = 0
        if self.broken:
            raise CloseSpider("state")
        fetched = self.fetched(response, page.url)
        try:
            if UNCHANGED in response.flags:
                self.watch.unchanged(self.name, page.key)
                return
            try:
                if not isinstance(response, TextResponse):
                    raise LayoutChanged(f"不是网页，是 {fetched.media_type} 文件，还不能读取")
                document = self.read_document(page, response)
            except Gone as gone:
                self._gone(page, str(gone))
                return
            except NotBelieved as doubt:
                self.watch.hold(self.name, page.key, str(doubt), fetched)
                self.trouble(page.url, str(doubt))
                if isinstance(doubt, SiteDown):
                    raise CloseSpider("site down") from doubt
                return
        except StateError as error:
            self.stop_remembering(error)
            return
        yield Reading(document, fetched)

    def fail(self, failure: Failure) -> None:
        """A document that could not be fetched: tried again in a later crawl. A page that is gone is not a removal."""
        error = failure.value
        page: KnownPage = failure.request.cb_kwargs["page"]  # type: ignore[attr-defined]
        if not isinstance(error, (*FAILURES, HttpError)):
            failure.raiseException()
        why = reason(error)
        try:
            if isinstance(error, HttpError) and error.response.status in (404, 410):
                self._gone(page, why)
            else:
                self.watch.failed(self.name, page.key, why)
                self.trouble(page.url, why)
        except StateError as broken:
            self.stop_remembering(broken)
        self._silences = self._silences + 1 if isinstance(error, UNANSWERED) else 0
        if self.broken or isinstance(error, LeftAlone) or self._silences >= _SILENCES:
            raise CloseSpider(why)

    def _gone(self, page: KnownPage, why: str) -> None:
        """A page that is not there. That one which was read before is taken down is how sites live, and no trouble."""
        self.watch.failed(self.name, page.key, why)
        if page.content is None:
            self.trouble(page.url, why)

    # --- the means

    async def ask(self, request: Request) -> TextResponse:
        """A listing's answer, 200 or 304. Raises Unreachable, and LayoutChanged where it is no text."""
        if self.crawler.engine.spider is None:
            raise Unreachable("the visit was ended")
        try:
            response = await self.crawler.engine.download_async(request.replace(dont_filter=True))
        except FAILURES as error:
            raise Unreachable(reason(error)) from error
        if response.status not in (200, 304):
            raise Unreachable(f"HTTP {response.status}")
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

    def stop_remembering(self, error: StateError) -> None:
        """The state cannot be written: reading on would be for nothing."""
        self.broken = True
        self.complete = False
        self.troubles.append(str(error))
