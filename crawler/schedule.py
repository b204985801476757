"""When sources are read, and the clockwork that reads them: all sources that are due go into one child process."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger

from crawler.child import Order, run_limited
from crawler.source import Source
from state import sources
from state.database import Database
from state.schema import SHANGHAI
from state.sources import SourceState

log = logging.getLogger(__name__)


def next_time(source: Source, state: SourceState | None) -> datetime | None:
    """When a source is to be read next: its schedule (five crontab fields, Asia/Shanghai) after the last try; None: at once."""
    if state is None or state.last_tried is None:
        return None
    trigger = CronTrigger.from_crontab(source.schedule, timezone=SHANGHAI)
    found: datetime | None = trigger.get_next_fire_time(state.last_tried, state.last_tried)
    return found


def due(known: Iterable[Source], states: Iterable[SourceState], now: datetime) -> list[str]:
    """The names of the sources whose time has come; a paused source has none."""
    by_name = {state.name: state for state in states}
    found = []
    for source in known:
        state = by_name.get(source.name)
        at = next_time(source, state)
        if (state is None or state.health != "paused") and (at is None or at <= now):
            found.append(source.name)
    return found


def status(database: Database, known: Mapping[str, Source]) -> list[dict[str, Any]]:
    """How every source is, as `sources --json` prints it."""
    with database.read() as connection:
        states = {state.name: state for state in sources.all(connection)}
        unread = {name: [what for _, what, _ in sources.list_not_understood(connection, name)] for name in known}
    return [_status(source, states.get(name), unread[name]) for name, source in known.items()]


def _status(source: Source, state: SourceState | None, unread: list[str]) -> dict[str, Any]:
    def written(moment: datetime | None) -> str | None:
        return moment.isoformat(timespec="seconds") if moment else None

    return {
        "name": source.name,
        "publisher": source.publisher,
        "family": source.family,
        "url": source.url,
        "schedule": source.schedule,
        "last_tried": written(state.last_tried) if state else None,
        "last_good": written(state.last_good) if state else None,
        "health": state.health if state else "never",
        "reason": state.reason if state else None,
        "next": written(next_time(source, state)),
        "unread": unread,
    }


class Schedule:
    """Starts crawls at their times, one at a time, while the service runs."""

    def __init__(
        self,
        database: Database,
        known: Mapping[str, Source],
        settings: Mapping[str, str],
        now: Callable[[], datetime],
        after: Callable[[], Awaitable[None]],
        *,
        look: float,
        limit: float,
    ) -> None:
        """look: seconds between two looks at what is due. limit: seconds a crawl may take. after: called when a crawl has ended."""
        self._database, self._known, self._settings, self._now, self._after = database, known, settings, now, after
        self._limit = limit
        self._crawl: asyncio.Task[int] | None = None
        self._stopping = False
        self._scheduler = AsyncIOScheduler(timezone=SHANGHAI)
        # A look that comes late is still worth it, two that were missed are one: APScheduler's own default drops a job 1 s late.
        terms = {"max_instances": 1, "coalesce": True, "misfire_grace_time": int(look) + 1}
        self._scheduler.add_job(self._look, "interval", seconds=look, next_run_time=now(), **terms)

    def start(self) -> None:
        """Begins, with a look at once."""
        self._scheduler.start()

    async def stop(self) -> None:
        """Starts nothing more and ends the crawl under way: what it has read is stored, the rest is read the next time."""
        self._stopping = True
        self._scheduler.shutdown(wait=False)
        if self._crawl is not None and not self._crawl.done():
            self._crawl.cancel()
            await asyncio.wait([self._crawl])

    async def _look(self) -> None:
        names = due(self._known.values(), await asyncio.to_thread(self._states), self._now())
        if not names:
            return
        log.info("crawling %s", ", ".join(names))
        self._crawl = asyncio.ensure_future(run_limited(Order(tuple(names)), self._settings, self._limit))
        try:
            # shield: the scheduler cancels its jobs when it stops, the child is ended in order by stop().
            code = await asyncio.shield(self._crawl)
        except asyncio.CancelledError:
            if self._stopping:
                return
            raise
        log.log(logging.INFO if code == 0 else logging.WARNING, "the crawl ended with %d", code)
        await self._after()

    def _states(self) -> list[SourceState]:
        with self._database.read() as connection:
            return sources.all(connection)
