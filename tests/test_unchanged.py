"""What a cycle costs in which little is new: what is asked, noted and looked through. tests/bench/crawl.py says how long it takes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
import visits
from samples import Clock

from crawler.replica.exchange import Answer, Asked, html
from crawler.replica.server import Replica
from monitors.watch import CHECK_AT_MOST, CHECK_SHARE, Watch
from state import pages, sources
from state.database import Database

BEFORE = datetime.fromisoformat("2024-12-20T09:00:00+08:00")
CHALLENGE = html("<html><script>$_ts=window['$_ts'];</script></html>")


@pytest.fixture
def replica(monkeypatch: pytest.MonkeyPatch) -> Iterator[Replica]:
    with Replica(BEFORE) as running:
        visits.through(running, monkeypatch)
        yield running


def documents(database: Database, source: str) -> list[pages.KnownPage]:
    with database.read() as connection:
        return pages.documents_of(connection, source)


def test_the_sources_of_one_host_ask_for_its_robots_txt_once(replica: Replica, database: Database) -> None:
    assert visits.visit(replica, database, "miit-wjgs", "miit-qyj-wjfb") == {}
    assert len(documents(database, "miit-wjgs")) > 0
    assert len(documents(database, "miit-qyj-wjfb")) > 0
    assert [asked.path for asked in replica.asked].count("/robots.txt") == 1


def test_what_was_looked_at_before_a_visit_breaks_off_is_noted(monkeypatch: pytest.MonkeyPatch, database: Database) -> None:
    last = ""

    def respond(asked: Asked) -> Answer | None:
        return CHALLENGE if asked.url == last else None

    with Replica(BEFORE, respond) as replica:
        visits.through(replica, monkeypatch)
        assert visits.visit(replica, database, "nbhtz-zcwj") == {}
        first = [page.key for page in documents(database, "nbhtz-zcwj")]
        last = first[-1]
        replica.at(BEFORE + timedelta(days=15))
        assert "nbhtz-zcwj" in visits.visit(replica, database, "nbhtz-zcwj")
    checks = {page.key: page.checks for page in documents(database, "nbhtz-zcwj")}
    assert [checks[key] for key in first] == [1] * (len(first) - 1) + [0]


@pytest.mark.parametrize("seconds", [-1, 0, 1])
def test_old_notices_are_due_to_the_second_when_the_rule_says_so(either_database: Database, clock: Clock, seconds: int) -> None:
    now = clock()
    day = timedelta(days=1)
    with either_database.write() as connection:
        sources.begin(connection, "sample", now)
        for published in (None, *(now.date() - age * day for age in (0, 1, 20, 279, 280, 281, 2000))):
            for rest in (timedelta(), timedelta(hours=1), day, 13 * day, CHECK_AT_MOST - timedelta(seconds=seconds), 20 * day):
                for first_seen in (now - 40 * day, now - CHECK_SHARE * CHECK_AT_MOST - timedelta(seconds=seconds), now - 900 * day):
                    key = f"{published} {rest} {first_seen}"
                    about = {"url": key, "status": "read", "published": published, "first_seen": first_seen, "checked": now - rest}
                    pages.put(connection, "sample", key, listing=False, **about)
    due = {page.key for page in Watch(either_database, clock).due("sample")}
    expected = set()
    for page in documents(either_database, "sample"):
        began = datetime.combine(page.published, datetime.min.time(), now.tzinfo) if page.published else page.first_seen
        assert page.checked is not None
        if now - page.checked >= min((now - began) / CHECK_SHARE, CHECK_AT_MOST):
            expected.add(page.key)
    assert due == expected
    assert 0 < len(due) < len(documents(either_database, "sample"))


def test_a_page_that_was_never_read_stays_due_however_old_it_is(database: Database, watch: Watch, clock: Clock) -> None:
    with database.write() as connection:
        sources.begin(connection, "sample", clock())
        row = {"source": "sample", "key": "old", "url": "old", "title": "示例", "published": date(2001, 1, 1)}
        pages.add(connection, [{**row, "silent": True, "first_seen": clock() - timedelta(days=3000)}])
    assert [page.key for page in watch.due("sample")] == ["old"]
