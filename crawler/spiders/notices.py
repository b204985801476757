"""Columns of notices: the column, its rows page after page while they are unknown, then the notices. Any family of sites."""

from __future__ import annotations

from collections.abc import Mapping

from scrapy.http import Request, TextResponse

from crawler.failures import Unreachable
from crawler.middlewares import UNCHANGED
from crawler.sites import jpaas
from crawler.sites.column import Column, Family, Listing, SamePage
from crawler.sites.page import Origin, read_notice
from crawler.spiders.source_spider import SourceSpider
from monitors.belief import NotBelieved
from monitors.document import Document, Fetched
from monitors.watch import Row
from state.pages import KnownPage

FAMILIES: Mapping[str, Family] = {"jpaas": jpaas.open_column}


class NoticesSpider(SourceSpider):
    """A visit to a column of notices."""

    async def read_listings(self) -> bool:
        """The column. Its own page is asked for in full each time: it holds the parameters, and sets the cookie that the API wants."""
        seen: Fetched | None = None
        try:
            response = await self.ask(Request(self.source.url))
            seen = self.fetched(response, self.source.url)
            column = FAMILIES[self.source.family](self.source, response.text)
            known = self.watch.page(self.name, self.source.url)
            if column.first is None:
                response = await self.ask(self._turn(column, 1, known))
                seen = self.fetched(response, self.source.url)
            if UNCHANGED in response.flags:
                self.watch.unchanged(self.name, self.source.url)
                self.complete = True
                return True
            first = column.first or column.read(response.text, 1)
        except Unreachable as error:
            self.missed(self.source.url, str(error))
            return False
        except NotBelieved as doubt:
            self.held(self.source.url, doubt, seen)
            return False
        await self._read_on(column, first, seen, known)
        return True

    async def _read_on(self, column: Column, first: Listing, seen: Fetched, known: KnownPage | None) -> None:
        """The pages after the first, while they bring unknown rows; then all rows at once, so that a crash loses none of them.

        A page that cannot be read keeps the column open: the next crawl turns the pages again.
        """
        lines = {line.url: line for line in first.lines}
        listing, number, whole = first, 1, True
        while number < self.source.pages and not listing.is_last(number) and self._goes_on(listing, known):
            number += 1
            try:
                response = await self.ask(self._turn(column, number, None))
                turned = column.read(response.text, number)
                if turned.keys == listing.keys:
                    raise SamePage(f"第{number}页与第{number - 1}页相同：网站不理会页码")
            except Unreachable as error:
                self.trouble(f"{self.source.url} page {number}", str(error))
                whole = False
                break
            except SamePage as same:
                if listing.count is not None:  # else the column says nothing of more pages, and has none
                    self.held(f"{self.source.url}#{number}", same, None)
                break
            except NotBelieved as doubt:
                self.held(f"{self.source.url}#{number}", doubt, None)
                whole = False
                break
            lines.update((line.url, line) for line in turned.lines)
            listing = turned
        rows = [Row(line.url, line.url, line.title, line.published) for line in reversed(lines.values())]
        if whole:
            self.watch.listed(self.name, rows, listing=self.source.url, fetched=seen)
        else:
            self.watch.listed(self.name, rows)
        self.complete = whole

    def _goes_on(self, listing: Listing, known: KnownPage | None) -> bool:
        """Whether older rows may be unknown: some here are, or the last reading of the column did not come to its end."""
        return known is None or known.status != "read" or any(self.watch.page(self.name, key) is None for key in listing.keys)

    def _turn(self, column: Column, number: int, known: KnownPage | None) -> Request:
        ask = column.ask(number)
        return Request(ask.url, headers=dict(ask.headers), meta={"known": known})

    def request_for(self, page: KnownPage) -> Request:
        """MIIT answers 403 without Referer."""
        return Request(page.url, headers={"Referer": self.source.url})

    def read_document(self, page: KnownPage, response: TextResponse) -> Document:
        """The notice's page."""
        origin = Origin(self.name, page.key, page.url, self.source.publisher, self.source.selectors)
        return read_notice(response.text, origin)
