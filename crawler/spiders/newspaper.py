"""The newspaper through its JSON API: days of a month → pages of an issue → the park page → its articles (SOURCES 1a)."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta

from scrapy.http import Request, TextResponse

from crawler.failures import Unreachable
from crawler.sites import stdaily
from crawler.source import Paper, Source
from crawler.spiders.source_spider import SourceSpider
from monitors.belief import Incomplete, NotBelieved
from monitors.document import Document, Fetched
from monitors.watch import Row, Watch
from state.pages import KnownPage

_FIRST_DAYS = 7  # of a month, in which issues of the last one may still be unread


class NewspaperSpider(SourceSpider):
    """A visit to the newspaper: all issues since the last one read; or, with since and until, those of that time."""

    def __init__(
        self,
        source: Source,
        watch: Watch,
        clock: Callable[[], datetime],
        since: date | None = None,
        until: date | None = None,
        progress: Callable[[str], None] | None = None,
    ) -> None:
        super().__init__(source, watch, clock)
        if source.paper is None:
            raise ValueError(f"{source.name} is no newspaper")
        self.paper: Paper = source.paper
        self.since, self.until, self.progress = since, until, progress
        self._seen: Fetched | None = None  # the last month's days, as they were answered

    def is_mine(self, page: KnownPage) -> bool:
        """Not the old edition's pages, and in a back-filling only those of its time."""
        if page.key.startswith("content_"):
            return False
        return self.since is None or (page.published is not None and self.since <= page.published <= (self.until or page.published))

    async def read_listings(self) -> bool:
        """The issues that are due."""
        try:
            days = await self._days()
        except Unreachable as error:
            self.missed(self.source.url, str(error))
            return False
        except _Doubted as doubted:
            self.held(self.source.url, doubted.doubt, doubted.seen)
            return False
        unread = [day for day in days if not self._is_read(day)]
        well = True
        for place, day in enumerate(unread, start=1):
            well = await self._read_issue(day) and well
            if self.progress:
                self.progress(f"{self.name} {day} ({place}/{len(unread)} issues)")
        if well and self.since is None:
            # Only now: a crawl that dies among the issues must look at the same months again.
            self.watch.listed(self.name, [], listing=self.source.url, fetched=self._seen)
        self.complete = well
        return True

    # --- which issues

    async def _days(self) -> list[date]:
        today = self.clock().date()
        if self.since is not None:
            until = min(self.until or today, today)
            listed = [day for month in _months(self.since, until) for day in await self._days_of(month)]
            return [day for day in listed if self.since <= day <= until]
        known = self.watch.page(self.name, self.source.url)
        last = known.checked.date() if known and known.checked else today
        months = _months(min(last, today), today)
        if today.day <= _FIRST_DAYS and len(months) == 1:
            months = [_before(months[0]), *months]
        listed = [day for month in months for day in await self._days_of(month)]
        if not listed or (known is None and len(listed) < self.paper.first_issues):
            listed = await self._days_of(_before(months[0])) + listed
        listed = sorted({day for day in listed if day <= today})  # future dates have been seen
        read = [day for day in listed if self._was_read(day)]
        return [day for day in listed if day >= min(read)] if read else listed[-self.paper.first_issues :]

    async def _days_of(self, month: date) -> list[date]:
        response = await self.ask(self._request(stdaily.DATES, {"date": month.isoformat()}))
        self._seen = seen = self.fetched(response, self.source.url)
        try:
            return stdaily.days(response.text)
        except NotBelieved as doubt:
            raise _Doubted(doubt, seen) from doubt

    def _is_read(self, day: date) -> bool:
        """An issue of today is looked at again: its pages come out one after another."""
        return self._was_read(day) and day != self.clock().date()

    def _was_read(self, day: date) -> bool:
        page = self.watch.page(self.name, self._key(day))
        return page is not None and page.status == "read"

    def _key(self, day: date) -> str:
        """An issue's identity, and its address for people. Issues of a back-filling do not move the point from which news is read."""
        return f"{self.source.url}#/home?timeValue={day}" + ("&backfilled" if self.since else "")

    # --- one issue

    async def _read_issue(self, day: date) -> bool:
        """Lists the articles of an issue's park pages; an issue without one is read, too."""
        key, seen = self._key(day), None
        try:
            response = await self.ask(self._request(stdaily.ISSUE, {"periodTime": day.isoformat()}))
            seen = self.fetched(response, key)
            pages = stdaily.pages(response.text, day)
            if pages is None:
                # No issue is no failure of the paper; but its own calendar names the day, so it is looked for again.
                self.held(key, Incomplete(f"请求{day}的数字报，返回的是另一日的"), seen)
                return True
            rows = []
            for page in (page for page in pages if stdaily.is_page(page.name, self.paper.page)):
                listed = await self.ask(self._request(stdaily.PAGE, {"id": page.id}))
                seen_page = self.fetched(listed, key)
                try:
                    rows += [Row(one.id, stdaily.link(one.id, day, page.name), one.title, day) for one in stdaily.entries(listed.text)]
                except NotBelieved:
                    seen = seen_page
                    raise
        except Unreachable as error:
            self.missed(key, str(error))
            return False
        except NotBelieved as doubt:
            self.held(key, doubt, seen)
            return False
        self.watch.listed(self.name, rows, listing=key, fetched=seen)
        return True

    # --- articles

    def request_for(self, page: KnownPage) -> Request:
        """An article is asked for by its id; its address is only for people."""
        return self._request(stdaily.ARTICLE, {"id": page.key})

    def read_document(self, page: KnownPage, response: TextResponse) -> Document:
        """The article; one of another day than its issue's is not believed."""
        document = stdaily.article(response.text, self.name, page.key, page.url, self.source.publisher)
        if page.published is not None and document.published != page.published:
            raise Incomplete(f"{page.published}的稿件，返回的是{document.published}的")
        return document

    def _request(self, step: str, said: dict[str, str]) -> Request:
        return Request(
            f"{self.paper.api.rstrip('/')}/uv/{step}",
            method="POST",
            headers={**stdaily.HEADERS, "Content-Type": "application/json", "Referer": self.source.url},
            body=json.dumps({"code": self.paper.code, "siteId": self.paper.site_id, **said}),
        )


class _Doubted(Exception):
    """A reading not believed, with what was seen."""

    def __init__(self, doubt: NotBelieved, seen: Fetched) -> None:
        super().__init__(str(doubt))
        self.doubt, self.seen = doubt, seen


def _months(first: date, last: date) -> list[date]:
    """The first days of the months from one day to another."""
    months = [first.replace(day=1)]
    while (following := (months[-1] + timedelta(days=31)).replace(day=1)) <= last:
        months.append(following)
    return months


def _before(month: date) -> date:
    return (month - timedelta(days=1)).replace(day=1)
