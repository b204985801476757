"""Crawls of every family that the replica has: real spiders, real HTTP, two dates; and columns and bodies that stand apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
import visits
from sqlalchemy import func, select

from crawler.replica.exchange import Answer, Asked
from crawler.replica.server import Replica
from crawler.source import Expect
from state import changes
from state.database import Database
from state.schema import pages

BEFORE = datetime.fromisoformat("2024-12-20T09:00:00+08:00")
AFTER = datetime.fromisoformat("2025-01-08T10:30:00+08:00")
PUBLISHERS = (
    *("mee-bgtwj-han", "ndrc-tz", "most-tztg", "most-gfxwj", "mofcom-zcfb", "kfqgw-zcwj", "snd-zcwj", "stdaily-gdxw"),
    *("shandong-gxt-gongshi", "shandong-gxt-gonggao", "shandong-gxt-tongzhi"),
)


def test_every_publisher_is_crawled_on_two_dates_without_trouble(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    with Replica(BEFORE) as replica:
        visits.through(replica, monkeypatch)
        assert not any(visits.visit(replica, database, *PUBLISHERS).values())
        with database.read() as conn:
            assert changes.query(conn, limit=10) == []  # the first crawl is silent
        replica.at(AFTER)
        assert not any(visits.visit(replica, database, *PUBLISHERS).values())
    with database.read() as conn:
        told = {change["source"] for change in changes.query(conn, limit=1000)}
        unread = conn.scalar(select(func.count()).select_from(pages).where(pages.c.status != "read"))
    assert {"shandong-gxt-gonggao", "mofcom-zcfb", "snd-zcwj"} <= told
    assert len({"mee-bgtwj-han", "ndrc-tz"} & told) == 1  # one list in two ministries' columns is news once, from the first one read
    assert unread == 0


def test_a_static_column_that_is_as_it_was_costs_one_answer_without_a_body(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    with Replica(BEFORE) as replica:
        visits.through(replica, monkeypatch)
        visits.visit(replica, database, "kfqgw-zcwj")
        replica.asked.clear()
        assert not any(visits.visit(replica, database, "kfqgw-zcwj").values())
        [column] = [asked for asked in replica.asked if asked.path == "/zwgkkfq/2024zcwj/"]
        assert "if-none-match" in column.headers
        assert not [path for path in visits.paths(replica) if "index_" in path]


def test_hanweb_is_turned_by_post_until_the_proxy_has_no_more_rows(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Shandong as if nobody had written down that its proxy is empty."""
    source = replace(visits.SOURCES["shandong-gxt-tongzhi"], turns=True, expect=Expect(rows=5))
    with Replica(AFTER) as replica:
        visits.through(replica, monkeypatch)
        troubles = visits.visit(replica, database, source.name, sources={source.name: source})
        [proxy] = [asked for asked in replica.asked if "dataproxy" in asked.path]
    assert not any("crashed" in trouble for trouble in troubles[source.name])
    assert proxy.method == "POST"
    assert proxy.query["startrecord"] == "46"
    assert b"columnid=15201" in proxy.body


def test_a_press_column_ends_where_the_site_serves_its_page_for_nothing(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    source = replace(visits.SOURCES["stdaily-gdxw"], pages=5)
    with Replica(AFTER) as replica:
        visits.through(replica, monkeypatch)
        assert not any(visits.visit(replica, database, source.name, sources={source.name: source}).values())
        assert "/web/gdxw/node_324_3.html" in visits.paths(replica)


def test_a_body_on_another_page_that_is_not_there_is_told_and_holds_up_nothing(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def without_frames(asked: Asked) -> Answer | None:
        return Answer(500, {}, b"") if "/frame_" in asked.path else None

    with Replica(AFTER, without_frames) as replica:
        visits.through(replica, monkeypatch)
        troubles = visits.visit(replica, database, "mofcom-zcfb")["mofcom-zcfb"]
    assert len(troubles) == 1
    assert "500" in troubles[0]
    with database.read() as conn:
        assert conn.scalar(select(func.count()).select_from(pages).where(pages.c.status == "failed")) == 1
