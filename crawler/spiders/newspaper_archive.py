"""The newspaper's old HTML edition, for back-filling: day by day, issue → park page → articles (SOURCES 1b).

Issues and articles are pages in state: what was read is not asked for again, so that a back-filling goes on where it stopped.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from scrapy.http import Request, TextResponse

from crawler.failures import Unreachable
from crawler.sites import founder
from crawler.source import Archive, Source
from crawler.spiders.source_spider import SourceSpider
from monitors.belief import Incomplete, NotBelieved
from monitors.document import Document
from monitors.watch import Row, Watch
from state.pages import KnownPage

_MAY_COME_LATE = 7  # days; an issue that is missing for longer stays missing


class NewspaperArchiveSpider(SourceSpider):
    """A visit to the issues from `since` to `until`, both included."""

    def __init__(
        self, source: Source, watch: Watch, clock: Callable[[], datetime], since: date, until: date, progress: Callable[[str], None]
    ) -> None:
        super().__init__(source, watch, clock)
        if source.paper is None or source.paper.archive is None:
            raise ValueError(f"{source.name} has no archive")
        self.page = source.paper.page
        self.archive: Archive = source.paper.archive
        self.since, self.until, self.progress = since, until, progress

    def is_mine(self, page: KnownPage) -> bool:
        """The old edition's articles of that time."""
        return page.key.startswith("content_") and page.published is not None and self.since <= page.published <= self.until

    async def visit(self) -> None:
        """What an earlier run left, then day after day; each day's articles before the next day's issue is looked for."""
        days = self._days()
        await self.read_documents(self.due())
        for place, day in enumerate(days, start=1):
            self.progress(f"{self.name} {day} ({place}/{len(days)} days): {await self._read_issue(day)}")
            await self.read_documents([page for page in self.due() if page.published == day])
            if self.ended:
                return
        self.complete = not self.troubles

    def _days(self) -> list[date]:
        """The days whose issues were not read before."""
        days = [self.since + timedelta(days=n) for n in range((self.until - self.since).days + 1)]
        left = [day for day in days if not self._was_read(day)]
        if len(left) < len(days):
            self.progress(f"{self.name}: {len(days) - len(left)} of {len(days)} days were read before")
        return left

    def _was_read(self, day: date) -> bool:
        known = self.watch.page(self.name, founder.day_url(self.archive.url, day))
        return known is not None and known.status == "read"

    async def _read_issue(self, day: date) -> str:
        """Lists the articles of a day's park pages; says what was found."""
        key, seen = founder.day_url(self.archive.url, day), None
        try:
            response = await self.ask(Request(key))
            seen = self.fetched(response, key)
            if founder.is_missing(response.text):
                if (self.clock().date() - day).days > _MAY_COME_LATE:
                    self.watch.listed(self.name, [], listing=key, fetched=seen)
                return "no issue"
            rows = []
            for link in founder.named(founder.pages(response.text, key), self.page):
                page = response if link.url == key else await self.ask(Request(link.url, headers={"Referer": key}))
                if founder.is_missing(page.text):
                    raise Incomplete(f"{day}的{link.title}打不开")
                rows += [Row(one.key, one.url, one.title, day) for one in founder.articles(page.text, link.url)]
        except Unreachable as error:
            self.missed(key, str(error))
            return str(error)
        except NotBelieved as doubt:
            self.held(key, doubt, seen)
            return str(doubt)
        self.watch.listed(self.name, rows, listing=key, fetched=seen)
        return f"{len(rows)} articles" if rows else "no park page"

    def request_for(self, page: KnownPage) -> Request:
        """An article's page."""
        day = page.published
        return Request(page.url, headers={"Referer": founder.day_url(self.archive.url, day)} if day else None)

    def read_document(self, page: KnownPage, response: TextResponse) -> Document:
        """The article."""
        if page.published is None:
            raise Incomplete("不知道是哪一日的稿件")
        return founder.article(response.text, self.name, page.key, page.url, page.published, self.source.publisher)
