"""Watched pages: a page, or a file at a fixed address, that is itself a board or a policy. There is no column to read."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from scrapy.http import Request, Response

from crawler.sites import watched
from crawler.sites.attachments import Link
from crawler.spiders.source_spider import SourceSpider
from monitors.document import Document
from monitors.watch import Row
from state.pages import KnownPage


class WatchedSpider(SourceSpider):
    """A visit to one page."""

    async def visit(self) -> None:
        """The page, whenever its schedule says: it is asked for as a column is, not less often as it grows old."""
        url = self.source.url
        if not self.due():
            self.watch.listed(self.name, [Row(url, url, self.source.title, None)])
        await self.read_documents(self.due())
        known = self.watch.page(self.name, url)
        self.complete = known is not None and known.status == "read"

    def due(self) -> list[KnownPage]:
        """The page, also where it failed a moment ago."""
        known = self.watch.page(self.name, self.source.url)
        return [known] if known is not None else []

    def request_for(self, page: KnownPage) -> Request:
        """The page itself."""
        return Request(page.url)

    async def read(self, page: KnownPage, response: Response) -> tuple[Document, Sequence[Link]]:
        """What it says, be it a web page or a file."""
        content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
        # A file is read in a process of its own; the thread only waits for it.
        return await asyncio.to_thread(watched.read, self.source, response.body, content_type)

    def gone(self, page: KnownPage, why: str) -> None:
        """A notice may be taken down; that a page which is watched is not there is trouble, however often it was read before."""
        self.missed(page.key, why)
