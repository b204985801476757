"""The demo: the replica serves one date, then a later one; real crawls read both, and what a subscriber gets is printed.

Nothing of it is kept: the state is a folder that goes with it, so a second run says the same.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from crawler.child import Order, run
from crawler.replica.server import Replica
from monitors.alerts.delivery import Delivery
from monitors.alerts.lines import terminal
from monitors.alerts.reply import Post
from state import changes, outbox, subscriptions
from state.database import Database, open_database
from state.schema import SHANGHAI

# One child after another, each of one host: in one child the hosts run side by side, and the order of the alerts would be chance.
# The newspaper is read last, when there are records to set its claims beside.
CRAWLS = (
    ("miit-wjgs", "miit-qyj-wjfb", "miit-xgj-wjfb"),
    ("mofcom-zcfb",),  # its ranking is a docx
    ("mee-bgtwj-han",),  # its list is a PDF
    ("shandong-gxt-gongshi", "shandong-gxt-gonggao"),  # its lists are xlsx
    ("nbhtz-zcwj",),
    ("stdaily",),
)
ALL = (tuple(name for names in CRAWLS for name in names),)  # where at most one host has news
Crawls = tuple[tuple[str, ...], ...]
READER, OPERATOR = "subscriber", "operator"
BASELINE = datetime(2024, 12, 20, 9, 0, tzinfo=SHANGHAI)
LATER = (
    (datetime(2025, 1, 8, 8, 30, tzinfo=SHANGHAI), "the sites as they stand weeks later; one of them is under maintenance", CRAWLS),
    (datetime(2025, 1, 8, 10, 30, tzinfo=SHANGHAI), "two hours later: that one is back", ALL),
)


class DemoFailed(Exception):
    """The demo could not be shown; the message is one line."""


@dataclass
class _Screen:
    """Where messages arrive instead of Telegram: the subscriber's and, apart, the operator's."""

    messages: dict[str, list[str]] = field(default_factory=lambda: {READER: [], OPERATOR: []})

    async def send(self, chat: str, thread: int, post: Post, *, markup: bool) -> None:
        self.messages[chat].append(terminal(post.part.lines, unfolded=3))

    def show(self) -> int:
        """Prints what arrived since the last time and returns how many messages that were."""
        count = 0
        for chat, name in ((READER, "subscriber"), (OPERATOR, "operator")):
            for text in self.messages[chat]:
                count += 1
                print(f"\n┌── to the {name} " + "─" * 40)
                print("\n".join(f"│ {one}".rstrip() for one in text.splitlines()))
            self.messages[chat].clear()
        return count


@contextmanager
def _temporary_state() -> Iterator[tuple[Database, str]]:
    with tempfile.TemporaryDirectory(prefix="parkwatch-demo-") as folder:
        url = f"sqlite:///{Path(folder, 'demo.sqlite')}"
        database = open_database(url)
        try:
            yield database, url
        finally:
            database.close()


def show() -> None:
    """Runs the whole line and prints it. Raises DemoFailed."""
    started, screen = time.monotonic(), _Screen()
    with _temporary_state() as (database, url), Replica(BASELINE) as replica:
        settings = {
            "PARKWATCH_DATABASE_URL": url,
            "PARKWATCH_ADMIN_CHATS": OPERATOR,
            "PARKWATCH_SOURCES": "",
            "http_proxy": replica.proxy,
            "https_proxy": replica.proxy,
            "no_proxy": "",
            "SSL_CERT_FILE": str(replica.certificate),
        }
        _heading(BASELINE, "first reading of every source: a silent baseline")
        if _crawl(BASELINE, ALL, settings) != 0:
            raise DemoFailed("the baseline crawl failed: its reasons are above")
        with database.write() as connection:
            if outbox.waiting(connection) or changes.last_id(connection):
                raise DemoFailed("the first reading was not silent")
            subscriptions.add(connection, READER, 0, "all", "", BASELINE)
        print("nothing is told. A subscriber now follows everything.")
        for moment, what, crawls in LATER:
            _heading(moment, what)
            replica.at(moment)
            _crawl(moment, crawls, settings)  # a source that is held back makes this 1: it is part of the story
            asyncio.run(_deliver(database, screen, moment))
            if screen.show() == 0:
                print("\nnothing is told.")
        with database.read() as connection:
            count = changes.last_id(connection)
    print(f"\n{count} changes in {time.monotonic() - started:.0f} s; their state is gone again.", file=sys.stderr)


def _crawl(moment: datetime, crawls: Crawls, settings: Mapping[str, str]) -> int:
    """Crawls everything as of a moment; returns the worst exit code."""
    return max(run(Order(names, now=moment, delay=0), settings) for names in crawls)


async def _deliver(database: Database, screen: _Screen, now: datetime) -> None:
    await Delivery(database, screen.send, lambda: now).drain()


def _heading(moment: datetime, what: str) -> None:
    print(f"\n━━━ {moment:%Y-%m-%d %H:%M} ━━━ {what}", flush=True)
