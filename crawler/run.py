"""A run: the sources of one host one after another in one Scrapy crawler, the hosts side by side."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.http import Request

from crawler.settings import SLOWEST, settings
from crawler.source import Source
from crawler.spiders.first_look import FirstLookSpider
from crawler.spiders.newspaper import NewspaperSpider
from crawler.spiders.newspaper_archive import NewspaperArchiveSpider
from crawler.spiders.notices import NoticesSpider
from crawler.spiders.source_spider import SourceSpider
from crawler.spiders.watched import WatchedSpider
from monitors.watch import Watch

PATIENCE = 600.0  # seconds; one site that trickles must not keep the press from being read
_GRACE = 5.0  # seconds that requests under way are waited for when the run is asked to end


@dataclass(frozen=True)
class Job:
    """One visit: which spider, and what it is told beside its source."""

    source: Source
    spider: type[SourceSpider]
    host: str
    told: dict[str, Any] = field(default_factory=dict)


def jobs(sources: Sequence[Source]) -> list[Job]:
    """The ordinary visits to these sources."""
    return [Job(source, _spider(source), source.host) for source in sources]


def _spider(source: Source) -> type[SourceSpider]:
    if source.paper is not None:
        return NewspaperSpider
    return NoticesSpider if source.watched is None else WatchedSpider


def backfilling(source: Source, since: date, until: date, progress: Callable[[str], None]) -> list[Job]:
    """The visits that read a newspaper's past: its archive as far as it goes, then its API."""
    if source.paper is None:
        return []
    archive = source.paper.archive
    found = []
    if archive is not None and since <= archive.until:
        told = {"since": since, "until": min(until, archive.until), "progress": progress}
        found.append(Job(source, NewspaperArchiveSpider, urlsplit(archive.url).hostname or "", told))
    if archive is None or until > archive.until:
        first = since if archive is None else max(since, archive.until + timedelta(days=1))
        found.append(Job(source, NewspaperSpider, source.host, {"since": first, "until": until, "progress": progress}))
    return found


async def first_look(source: Source, contact: str, delay: float = 1.0) -> FirstLookSpider:
    """Looks at the site of a source that is being written, as politely as a crawl does; nothing is stored."""
    crawler = Crawler(FirstLookSpider, settings(delay, contact))
    await crawler.crawl_async(source=source)
    assert isinstance(crawler.spider, FirstLookSpider)  # what was crawled with
    return crawler.spider


class HostSpider(Spider):
    """What a crawler is started with: it lends its engine to the visits to one host.

    So they share the connection, robots.txt and the pace, and a source costs no crawler of its own.
    """

    name = "host"

    def __init__(self, visits: Callable[[Crawler], Awaitable[None]]) -> None:
        super().__init__()
        self._visits = visits

    async def start(self) -> AsyncIterator[Any]:
        """All the visits. Nothing goes through Scrapy's scheduler and pipelines: order matters here."""
        await self._visits(self.crawler)
        no_requests: tuple[Request, ...] = ()
        for request in no_requests:
            yield request


class Run:
    """Carries jobs out. `troubles` holds, in the end, a line for each thing that went wrong, by source."""

    def __init__(
        self,
        watch: Watch,
        clock: Callable[[], datetime],
        delay: float,
        contact: str,
        slowest: float = SLOWEST,
        patience: float = PATIENCE,
    ) -> None:
        """delay: seconds between two requests to one host. slowest: seconds for a whole answer. patience: seconds that the
        press waits for the issuers."""
        self.troubles: dict[str, list[str]] = {}
        self._watch, self._clock = watch, clock
        self._delay, self._settings = delay, settings(delay, contact, slowest)
        self._patience = patience
        self._crawlers: set[Crawler] = set()
        self._visiting: set[SourceSpider] = set()
        self._done: list[Job] = []
        self._stopped = asyncio.Event()

    async def carry_out(self, told: Sequence[Job]) -> None:
        """Returns when all jobs are done, or soon after SIGTERM or SIGINT: what was read is stored, the rest is read the next time."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop)
        stopped = asyncio.create_task(self._stopped.wait())
        # The issuers before the press: what an article claims is held against the records of the same day.
        issuers, press = ([job for job in told if (job.source.paper is None) is issuer] for issuer in (True, False))
        lines = self._side_by_side(issuers)
        await self._wait(lines, stopped, self._patience if press else None)
        lines |= self._side_by_side(press)
        await self._wait(lines, stopped, None)
        if self._stopped.is_set() and lines:
            await self._end(lines)
        if self._stopped.is_set():
            for job in told:
                if job not in self._done:
                    self._note(job, ["stopped before its end; the next crawl goes on from there"])
        stopped.cancel()

    def _side_by_side(self, jobs: Sequence[Job]) -> set[asyncio.Task[None]]:
        """Starts on all hosts at the same time."""
        hosts: dict[str, list[Job]] = {}
        for job in jobs:
            hosts.setdefault(job.host, []).append(job)
        return {asyncio.create_task(self._line(line)) for line in hosts.values()}

    @staticmethod
    async def _wait(lines: set[asyncio.Task[None]], stopped: asyncio.Task[Any], patience: float | None) -> None:
        """Until these are done, the run is stopped, or so many seconds have gone by."""
        if lines:
            done = asyncio.ensure_future(asyncio.wait(lines))
            await asyncio.wait({done, stopped}, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
            done.cancel()

    def _stop(self) -> None:
        """Visits end by themselves after the answer they wait for."""
        self._stopped.set()
        for spider in self._visiting:
            spider.ended = True

    async def _end(self, lines: set[asyncio.Task[None]]) -> None:
        """Waits for the visits; those that still wait for an answer after the grace are cut off."""
        _, late = await asyncio.wait(lines, timeout=_GRACE)
        if late:
            logging.getLogger("asyncio").setLevel(logging.CRITICAL)  # it would list what was cut off, with tracebacks
            await asyncio.wait([asyncio.create_task(crawler.stop_async()) for crawler in self._crawlers], timeout=1)

    async def _line(self, line: Sequence[Job]) -> None:
        """The jobs of one host, in one crawler."""
        crawler = Crawler(HostSpider, self._settings)
        self._crawlers.add(crawler)
        crawl = asyncio.create_task(crawler.crawl_async(visits=lambda crawler: self._visit_all(line, crawler)))
        try:
            await asyncio.wait({crawl})
        finally:
            crawl.cancel()
            self._crawlers.discard(crawler)
        left = [job for job in line if job not in self._done and not self._stopped.is_set()]
        if left:
            logging.getLogger(__name__).error("%s: crashed", line[0].host, exc_info=crawl.exception())
        for job in left:
            self._note(job, [f"crashed before it was visited: {crawl.exception()}"])

    async def _visit_all(self, line: Sequence[Job], crawler: Crawler) -> None:
        """The jobs of one host. A crash of one is noted, and does not keep the next from running."""
        for job in line:
            if self._stopped.is_set():
                return
            task = asyncio.create_task(self._visit(job, crawler))
            try:
                await asyncio.wait({task})
            finally:
                task.cancel()
            if (error := task.exception()) is not None:
                logging.getLogger(__name__).error("%s: crashed", job.source.name, exc_info=error)
                self._note(job, [f"crashed: {type(error).__name__}: {error}"])
            if not self._stopped.is_set():
                self._done.append(job)

    async def _visit(self, job: Job, crawler: Crawler) -> None:
        spider = job.spider.from_crawler(crawler, source=job.source, watch=self._watch, clock=self._clock, **job.told)
        self._visiting.add(spider)
        try:
            await spider.carry_out()
        finally:
            self._visiting.discard(spider)
            self._note(job, spider.troubles)

    def _note(self, job: Job, troubles: list[str]) -> None:
        if troubles:
            self.troubles.setdefault(job.source.name, []).extend(troubles)
