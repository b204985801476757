"""Columns of notices: the column, its rows page after page while they are unknown, then the notices. Any family of sites."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence, Set

from scrapy.http import Request, Response, TextResponse

from crawler.failures import Unreachable
from crawler.middlewares import UNCHANGED
from crawler.sites.attachments import Link, attachments
from crawler.sites.body import Elsewhere
from crawler.sites.column import Column, Line, Listing, SamePage
from crawler.sites.families import FAMILIES, ROWS_ON_PAGE
from crawler.sites.impostor import Gone
from crawler.sites.page import origin, read_notice
from crawler.spiders.source_spider import SourceSpider
from monitors.belief import NotBelieved
from monitors.document import Document, Fetched
from monitors.watch import Row
from state.pages import KnownPage

_MOST_PAGES = 50  # of a column in one crawl; more news than that is a new site


class NoticesSpider(SourceSpider):
    """A visit to a column of notices."""

    async def read_listings(self) -> bool:
        """The column. A page without rows is asked for in full each time: it has the parameters and sets the cookie for the API."""
        seen: Fetched | None = None
        known = self.watch.page(self.name, self.source.url)
        own_rows = self.source.family in ROWS_ON_PAGE
        try:
            response = await self.ask(Request(self.source.url, meta={"known": known} if own_rows else {}))
            seen = self.fetched(response, self.source.url)
            if own_rows and UNCHANGED in response.flags:
                return self._as_it_was()
            column = FAMILIES[self.source.family](self.source, response.text)
            if column.first is None:
                response = await self.ask(self._turn(column, 1, known))
                seen = self.fetched(response, self.source.url)
                if UNCHANGED in response.flags:
                    return self._as_it_was()
            first = column.first or column.read(response.text, 1)
        except Unreachable as error:
            self.missed(self.source.url, str(error))
            return False
        except NotBelieved as doubt:
            self.held(self.source.url, doubt, seen)
            return False
        await self._read_on(column, first, seen)
        return True

    def _as_it_was(self) -> bool:
        """The column says what it said: only its documents are looked at."""
        self.watch.unchanged(self.name, [self.source.url])
        self.complete = True
        return True

    async def _read_on(self, column: Column, first: Listing, seen: Fetched) -> None:
        """The pages after the first, as far as new rows may stand; then all rows at once, so that a crash loses none of them.

        A page that cannot be read keeps the column open: its first page is not taken for read, the next crawl turns again.
        """
        lines = {line.url: line for line in first.lines}
        listing, number, turns = first, 1, True
        while self._goes_on(listing, number):
            number += 1
            seen_page: Fetched | None = None
            try:
                response = await self.ask(self._turn(column, number, None))
                seen_page = self.fetched(response, self.source.url)
                listing = column.read(response.text, number)
                if lines.keys() >= set(listing.keys):
                    raise SamePage(f"第{number}页与前面的页相同：网站不理会页码")
            except SamePage as same:
                if first.is_counted:  # else the column says nothing of more pages, and has none
                    self._not_turned(same, is_first=self.watch.known_before(self.name, ()) is None)
                    turns = False
                break
            except Unreachable as error:
                if error.status == 404 and not first.is_counted:
                    break
                self.watch.listed(self.name, self._rows(lines.values()))
                self.missed(self.source.url, f"第{number}页：{error}")
                return
            except NotBelieved as doubt:
                if isinstance(doubt, Gone) and not first.is_counted:
                    break
                self.watch.listed(self.name, self._rows(lines.values()))
                self.held(self.source.url, doubt, seen_page)
                return
            lines.update((line.url, line) for line in listing.lines)
        if turns and number < _MOST_PAGES and (self.source.is_one_page or not listing.is_last(number)):
            self._perhaps_missed(lines.keys())
        if number == _MOST_PAGES:
            self.trouble(self.source.url, f"读了{number}页还没有读到上一次读过的行")
        self.watch.listed(self.name, self._rows(self._news(lines, listing, number)), listing=self.source.url, fetched=seen)
        if turns and (page := self.watch.page(self.name, self._turned)) is not None and page.status != "read":
            self.watch.listed(self.name, [], listing=self._turned, fetched=seen)
        self.complete = True

    @property
    def _turned(self) -> str:
        """The key under which it is remembered that the site gives one page only."""
        return f"{self.source.url}#2"

    def _not_turned(self, same: SamePage, *, is_first: bool) -> None:
        """The site gives one page only. In a first crawl it is the history that is shorter; later, news may be missed."""
        if is_first:
            self.trouble(self.source.url, str(same))
        else:
            self.held(self._turned, same, None)

    def _perhaps_missed(self, keys: Collection[str]) -> None:
        """A column that cannot be turned further shows these rows only: where all of them are new, more may have gone by unseen."""
        if self.watch.known_before(self.name, [*keys]) == set():
            said = f"栏目只能读到这{len(keys)}行，全是新的：两次读取之间可能漏掉了更早的行，请到网站上查看"
            self.watch.warn(self.name, f"{said}\n{self.source.url}")
            self.trouble(self.source.url, said)

    def _goes_on(self, listing: Listing, number: int) -> bool:
        """Whether rows that are news may stand behind page `number`. The first crawl reads as many pages as the source file says;
        later ones turn until they meet what the last complete crawl knew: after weeks without a crawl that may be far."""
        known = self.watch.known_before(self.name, listing.keys)
        if listing.is_last(number) or not listing.lines or not self.source.turns:
            return False
        if known is None:
            return number < self.source.pages
        return number < _MOST_PAGES and not _is_met(listing, known, known_deeper=number < self.source.pages)

    def _news(self, lines: Mapping[str, Line], listing: Listing, number: int) -> list[Line]:
        """The rows without those below the last one that was known: where a row is taken out, one that is older than all that
        was ever read moves up to the end of the page, and is no news."""
        known = self.watch.known_before(self.name, list(lines))
        if not known or listing.is_last(number) or number == _MOST_PAGES:
            return [*lines.values()]
        return [*lines.values()][: max(place for place, url in enumerate(lines, start=1) if url in known)]

    @staticmethod
    def _rows(lines: Iterable[Line]) -> list[Row]:
        """Oldest first: the order in which they are read."""
        return [Row(line.url, line.url, line.title, line.published) for line in reversed([*lines])]

    def _turn(self, column: Column, number: int, known: KnownPage | None) -> Request:
        ask = column.ask(number)
        return Request(ask.url, method=ask.method, body=ask.body, headers=dict(ask.headers), meta={"known": known})

    def request_for(self, page: KnownPage) -> Request:
        """MIIT answers 403 without Referer."""
        return Request(page.url, headers={"Referer": self.source.url})

    def attachments_of(self, page: KnownPage, response: TextResponse) -> Sequence[Link]:
        """The files in the notice's body and beside it."""
        return attachments(response.text, page.url, self.source.selectors)

    def read_document(self, page: KnownPage, response: TextResponse) -> Document:
        """The notice's page."""
        return read_notice(response.text, origin(self.source, page.key, page.url))

    async def read(self, page: KnownPage, response: Response) -> tuple[Document, Sequence[Link]]:
        """A notice, whose body may stand on another page: the address was left for that one, or shows it in a frame."""
        try:
            return await super().read(page, response)
        except Elsewhere as other:
            inner = await self.ask(Request(other.address, headers={"Referer": page.url}))
            whole, frame = (inner.text, None) if other.whole else (response.text, inner.text)
            document = read_notice(whole, origin(self.source, page.key, page.url), frame)
            return document, attachments(inner.text, other.address, self.source.selectors)


def _is_met(listing: Listing, known: Set[str], *, known_deeper: bool) -> bool:
    """Whether a page of a column, newest first, reaches down to rows that are known.

    Its last row decides. Where that one is not known (`known_deeper`: and no deeper page is, either) it may be older than
    all that was ever read; then a known row of a later date decides. One that is put at the top for good has an older date.
    """
    last = listing.lines[-1]
    if last.url in known or known_deeper:
        return last.url in known
    if last.published is None:
        return len(known) * 2 >= len(listing.lines)
    return any(line.published is not None and line.published > last.published for line in listing.lines if line.url in known)
