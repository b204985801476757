"""A publisher that a test writes itself: one column of notices on a site of the jpaas kind, which stands as the test puts it.

It is reached through the replica's `respond` hook, so that real crawls read it beside the sites that the replica has.
"""

from __future__ import annotations

import html as markup
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import pytest
import visits
from sqlalchemy import select

from crawler.replica.exchange import Answer, Asked, html
from crawler.replica.server import Replica
from crawler.settings import SLOWEST
from crawler.source import Expect, Source
from state import changes, documents, pages, subscriptions
from state.database import Database
from state.schema import outbox as letters

HOST = "www.mofcom.gov.cn"
COLUMN = "/zcfb/index.html"
UNIT = "/front/page/build/unit"
URL = f"http://{HOST}{COLUMN}"
SOURCE = Source(
    name="invented",
    title="示例栏目",
    publisher="示例发布单位",
    family="jpaas",
    url=URL,
    schedule="0 9 * * *",
    pages=2,
    hosts=("wap.mofcom.gov.cn",),
    expect=Expect(rows=1),
)
START = datetime.fromisoformat("2024-12-20T09:00:00+08:00")

Respond = Callable[[Asked], Answer | None]


@dataclass(frozen=True)
class Notice:
    """A notice as its page shows it. body: HTML of the body; around: HTML beside the body; listed: the date in the column."""

    name: str
    title: str
    published: str = "2024-12-01"
    body: str = "<p>示例说明：本页为测试所编。</p>"
    around: str = ""
    listed: str | None = None
    meta: str = ""

    @property
    def path(self) -> str:
        return f"/zcfb/art/{self.name}.html"

    @property
    def page(self) -> str:
        return (
            f'<html><head><meta charset="utf-8"><title>{self.title}_示例</title>{self.meta}</head><body>'
            f'<h1 id="con_title">{self.title}</h1><span id="con_time">发布时间：{self.published} 09:00</span>'
            f'{self.around}<div id="con_con">{self.body}</div></body></html>'
        )

    @property
    def row(self) -> str:
        title, day = markup.escape(self.title), self.listed or self.published
        return f'<li class="cf"><a class="fl" href="{self.path}" title="{title}">{title[:12]}...</a><span>{day}</span></li>'


def notices(number: int, first: int = 1) -> list[Notice]:
    """Ordinary notices, newest first, a day between two of them."""
    days = [date(2024, 1, 1) + timedelta(days=n) for n in range(first + number)]
    return [Notice(f"n{n}", f"关于示例事项{n}的通知", days[n].isoformat()) for n in range(first + number - 1, first - 1, -1)]


@dataclass
class Site:
    """The column and its notices, newest first. `instead` is asked before them and may answer whatever it likes."""

    notices: Sequence[Notice]
    size: int = 24
    instead: Respond = lambda asked: None
    pages: dict[str, Answer] = field(default_factory=dict)  # path → answer, before what the notices themselves would say
    rows: Callable[[Notice], str] = lambda notice: notice.row
    declared: int | None = None  # how many rows the column says it has

    def __call__(self, asked: Asked) -> Answer | None:
        if asked.host not in (HOST, "wap.mofcom.gov.cn"):
            return None
        answer = self.instead(asked) or self.pages.get(asked.path)
        if answer is not None:
            return answer
        if asked.path == "/robots.txt":
            return html("User-agent: *\nDisallow:\n")
        if asked.path == COLUMN:
            return html(f"<script parseType='buildstatic' url='{UNIT}' querydata=\"{{'webId':'w','pageId':'p'}}\"></script>")
        if asked.path == UNIT:
            return self.unit(json.loads(asked.query.get("paramJson", "{}")).get("pageNo", 1))
        found = next((notice for notice in self.notices if notice.path == asked.path), None)
        return html(found.page) if found else html("<h1>您访问的页面不存在</h1>", 404)

    def unit(self, number: int) -> Answer:
        """One page of rows, as the unit API gives it."""
        part = self.notices[(number - 1) * self.size : number * self.size]
        count = self.declared or len(self.notices)
        rows = "".join(map(self.rows, part))
        return reply(f'<ul>{rows}</ul><div class="pagination" count="{count}" rows="{self.size}" pageno="{number}"></div>')


def reply(said: str) -> Answer:
    """A unit API's reply."""
    return Answer(200, {"Content-Type": "application/json"}, json.dumps({"success": True, "code": "200", "data": {"html": said}}).encode())


@contextmanager
def standing(site: Respond, monkeypatch: pytest.MonkeyPatch) -> Iterator[Replica]:
    """The replica with this site beside its own."""
    with Replica(START, site) as replica:
        visits.through(replica, monkeypatch)
        yield replica


def crawl(
    replica: Replica, database: Database, *more: str, source: Source = SOURCE, days: float = 0, slowest: float = SLOWEST
) -> list[str]:
    """One crawl of the invented source and of others, so many days later; returns what went wrong with the invented one."""
    replica.at(replica.moment + timedelta(days=days))
    troubles = visits.visit(replica, database, source.name, *more, sources={**visits.SOURCES, source.name: source}, slowest=slowest)
    assert set(troubles) <= {source.name}, "the others are read, whatever one of them does"
    return troubles.get(source.name, [])


def subscribe(database: Database) -> None:
    """Somebody who wants to hear of everything."""
    with database.write() as connection:
        subscriptions.add(connection, "everybody", 0, "all", "", START)


def told(database: Database, source: str = SOURCE.name) -> list[dict[str, object]]:
    """The changes of a source, oldest first."""
    with database.read() as connection:
        found = [change for change in changes.query(connection) if change["source"] == source]
    return sorted(found, key=lambda change: change["id"])


def heard(database: Database) -> list[str]:
    """The sources of which the subscriber was sent changes."""
    with database.read() as connection:
        rows = connection.execute(select(letters.c.changes).where(letters.c.chat == "everybody")).scalars()
        return sorted({change["source"] for ids in rows for change in changes.by_ids(connection, ids)})


def operator(database: Database) -> list[str]:
    """What the operator was told."""
    with database.read() as connection:
        return list(connection.execute(select(letters.c.notice).where(letters.c.chat == "operator").order_by(letters.c.id)).scalars())


def status(database: Database, key: str = URL) -> str | None:
    """How a page of the invented source stands."""
    with database.read() as connection:
        page = pages.get(connection, SOURCE.name, key)
    return page.status if page else None


def evidence(database: Database, key: str) -> bytes | None:
    """The bytes that were held back."""
    with database.read() as connection:
        version = documents.latest(connection, SOURCE.name, key, "held")
        return documents.bytes_of(connection, version.sha256) if version else None
