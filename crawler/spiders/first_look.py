"""A first look at a site whose source is being written: its page, the rows of a column, its newest notice. Nothing is remembered."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from scrapy.http import Request, Response, TextResponse

from crawler.failures import Unreachable, VisitEnded
from crawler.files.attachment import Unreadable
from crawler.newsource import Seen
from crawler.sites import watched
from crawler.sites.column import Line, Listing
from crawler.sites.families import FAMILIES
from crawler.source import Source
from crawler.spiders.asking import AskingSpider
from monitors.belief import LayoutChanged, NotBelieved

_SHOWN = 3  # rows, or lines of a text


class FirstLookSpider(AskingSpider):
    """`seen`: what the site answered; None where it did not, and `refused` says why."""

    def __init__(self, source: Source) -> None:
        super().__init__(source.name)
        self.source = source
        self.seen: Seen | None = None
        self.refused = ""

    async def start(self) -> AsyncIterator[Any]:
        """The look, as Scrapy starts it."""
        try:
            page = await self.fetch(Request(self.source.url))
            self.seen = await (self._column(page) if self.source.watched is None else self._page(page))
        except (Unreachable, VisitEnded) as error:
            self.refused = str(error)
        no_requests: tuple[Request, ...] = ()
        for request in no_requests:
            yield request

    async def _column(self, page: Response) -> Seen:
        """A column, and its newest notice. That one cannot be had is a doubt: the column is worth saving."""
        try:
            listing = await self._rows(page)
            shown = tuple(_row(line) for line in listing.lines[:_SHOWN])
            notice = await self.fetch(Request(listing.lines[0].url, headers={"Referer": self.source.url}))
        except NotBelieved as doubt:
            return Seen(page.body, doubt=str(doubt))
        except Unreachable as error:
            return Seen(page.body, doubt=str(error))
        return Seen(page.body, shown, notice=notice.body if isinstance(notice, TextResponse) else None)

    async def _rows(self, page: Response) -> Listing:
        if not isinstance(page, TextResponse):
            raise LayoutChanged("不是网页")
        column = FAMILIES[self.source.family](self.source, page.text)
        if column.first is not None:
            return column.first
        ask = column.ask(1)
        reply = await self.ask(Request(ask.url, method=ask.method, body=ask.body, headers=dict(ask.headers)))
        return column.read(reply.text, 1)

    async def _page(self, page: Response) -> Seen:
        """A page that is itself a board or a policy."""
        content_type = (page.headers.get("Content-Type") or b"").decode("latin-1")
        try:
            document, _ = await asyncio.to_thread(watched.read, self.source, page.body, content_type)
        except NotBelieved as doubt:
            return Seen(page.body, doubt=str(doubt), ending=_ending(page.body))
        rows = [row for table in document.tables for row in (table.header, *table.rows[:_SHOWN])]
        shown = (document.title, *(" | ".join(row) for row in rows), *(document.text.splitlines()[:_SHOWN] if not rows else ()))
        return Seen(page.body, shown, ending=_ending(page.body))


def _row(line: Line) -> str:
    return f"{line.published or '没有日期'} {line.title}"


def _ending(content: bytes) -> str:
    """The ending under which a page is saved."""
    try:
        kind = watched.form(content)
    except (Unreadable, NotBelieved):
        return "bin"
    return kind.name.lower() if kind else "html"
