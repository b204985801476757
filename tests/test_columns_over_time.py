"""A column over weeks: how far its pages are turned, and what happens when one of them cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import invented
import pytest
from invented import HOST, UNIT, URL, Site, crawl, notices, operator, standing, status

from crawler.replica.exchange import Answer, Asked, as_json, html
from crawler.replica.server import Replica
from state import pages, sources
from state.database import Database


@pytest.fixture
def site() -> Site:
    return Site(notices(20), size=4)  # five pages, of which a first crawl reads two


@pytest.fixture
def replica(site: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[Replica]:
    with standing(site, monkeypatch) as running:
        yield running


def turned(replica: Replica) -> int:
    """How many pages of the column were asked for since the last look."""
    asked = [one for one in replica.asked if one.path == UNIT]
    replica.asked.clear()
    return len(asked)


def read(database: Database, silent: bool | None = None) -> set[str]:
    """The names of the notices that were read; `silent`: those of the baseline, or the others."""
    with database.read() as connection:
        found = pages.documents_of(connection, "invented")
    return {page.url[len(f"http://{HOST}/zcfb/art/") : -5] for page in found if page.status == "read" and silent in (None, page.silent)}


def names(first: int, last: int) -> set[str]:
    return {f"n{n}" for n in range(first, last + 1)}


def test_the_first_crawl_reads_as_many_pages_as_the_source_file_says(replica: Replica, database: Database) -> None:
    assert crawl(replica, database) == []
    assert turned(replica) == 2
    assert read(database, silent=True) == names(13, 20)


def test_after_a_long_time_the_pages_are_turned_until_known_rows_so_that_none_is_lost(
    replica: Replica, database: Database, site: Site
) -> None:
    crawl(replica, database)
    turned(replica)
    site.notices = notices(50)
    assert crawl(replica, database, days=90) == []
    assert turned(replica) == 8  # thirty new rows, four a page
    assert read(database, silent=False) == names(21, 50)


def test_a_row_that_stands_at_the_top_for_good_does_not_hide_the_new_ones_behind_it(
    replica: Replica, database: Database, site: Site
) -> None:
    pinned = replace(notices(1, first=3)[0], name="pinned")
    site.notices = [pinned, *notices(20)]
    crawl(replica, database, source=replace(invented.SOURCE, pages=1))
    turned(replica)
    site.notices = [pinned, *notices(30)]
    crawl(replica, database, source=replace(invented.SOURCE, pages=1), days=9)
    assert read(database, silent=False) == names(21, 30)


def test_an_old_row_that_moves_up_because_another_is_taken_out_is_no_news(replica: Replica, database: Database, site: Site) -> None:
    one_page = replace(invented.SOURCE, pages=1)
    crawl(replica, database, source=one_page)
    turned(replica)
    site.notices = [notice for notice in notices(20) if notice.name != "n19"]  # n16 is now on the first page
    assert crawl(replica, database, source=one_page, days=1) == []
    assert turned(replica) == 1
    assert read(database) == names(17, 20)


def test_a_column_of_nothing_but_news_is_read_fifty_pages_deep_and_the_operator_sees_it(
    replica: Replica, database: Database, site: Site
) -> None:
    site.size = 2
    crawl(replica, database)
    turned(replica)
    site.notices = notices(150, first=100)
    (trouble,) = crawl(replica, database, days=9)
    assert turned(replica) == 50
    assert "读了50页" in trouble
    assert read(database, silent=False) == names(150, 249)


@pytest.mark.parametrize(
    ("answer", "how", "told"),
    [
        (html("", 404), "failed", 0),
        (html("<title>网站维护公告</title>系统升级中"), "held", 1),
        (as_json({"success": False, "code": "500"}), "held", 1),
    ],
    ids=["404", "maintenance", "success: false"],
)
def test_a_later_page_that_cannot_be_read_keeps_the_column_open_and_no_row_is_lost(
    answer: Answer, how: str, told: int, replica: Replica, database: Database, site: Site
) -> None:
    def third_page_fails(asked: Asked) -> Answer | None:
        return answer if asked.path == UNIT and '"pageNo":3' in asked.query.get("paramJson", "") else None

    crawl(replica, database)
    site.notices, site.instead = notices(40), third_page_fails
    for hours in (1, 2):
        assert len(crawl(replica, database, days=hours / 24)) == 1
        assert status(database) == how, "the column's own first page is not taken for read"
        assert read(database, silent=False) == names(33, 40), "what was seen is news all the same"
    assert len(operator(database)) == told
    site.instead = lambda asked: None
    assert crawl(replica, database, days=1) == []
    assert read(database, silent=False) == names(21, 40)
    assert status(database) == "read"


def test_a_first_crawl_that_stops_in_the_middle_ends_no_baseline(replica: Replica, database: Database, site: Site) -> None:
    site.instead = lambda asked: html("", 502) if "paramJson" in asked.url else None
    assert "HTTP 502" in crawl(replica, database)[0]
    with database.read() as connection:
        assert not sources.has_baseline(connection, "invented")
    site.instead = lambda asked: None
    assert crawl(replica, database, days=1) == []
    assert read(database, silent=True) == names(13, 20)
    assert read(database, silent=False) == set()


def test_a_site_that_gives_one_page_for_every_number_may_hide_news_and_the_operator_is_told(
    replica: Replica, database: Database, site: Site
) -> None:
    site.instead = lambda asked: site.unit(1) if asked.path == UNIT else None
    assert "网站不理会页码" in crawl(replica, database)[0]
    assert operator(database) == [], "of a first crawl only the history is shorter"
    site.notices = notices(30)
    for _ in range(2):
        crawl(replica, database, days=1)
        assert read(database, silent=False) == names(27, 30)
    (notice,) = operator(database)
    assert "网站不理会页码" in notice
    assert URL in notice


# --- a column of which only the first page can be had


def test_rows_that_may_have_gone_by_unseen_are_told_to_the_operator_once(replica: Replica, database: Database, site: Site) -> None:
    unturned = replace(invented.SOURCE, turns=False)
    invented.subscribe(database)
    assert crawl(replica, database, source=unturned) == [], "a first crawl is silent: there is always more history"
    site.notices = notices(23)
    assert crawl(replica, database, source=unturned, days=1) == [], "the newest known row is still there: nothing is missing"
    site.notices = notices(40)
    [trouble] = crawl(replica, database, source=unturned, days=30)
    assert "只能读到这4行，全是新的" in trouble
    [said] = operator(database)
    assert trouble.partition(" (")[0] in said
    assert URL in said
    assert read(database, silent=False) == names(21, 23) | names(37, 40), "what is there is read as ever"
    assert status(database) == "read"
    assert crawl(replica, database, source=unturned, days=1) == []
    assert len(operator(database)) == 1


def test_a_column_that_says_it_has_one_page_misses_nothing(replica: Replica, database: Database, site: Site) -> None:
    unturned = replace(invented.SOURCE, turns=False)
    site.notices = notices(4)
    crawl(replica, database, source=unturned)
    site.notices = notices(4, first=5)
    assert crawl(replica, database, source=unturned, days=30) == []
    assert operator(database) == []


def test_a_generic_column_without_a_way_to_turn_tells_it_too(replica: Replica, database: Database, site: Site) -> None:
    generic = replace(invented.SOURCE, family="generic", selectors={"row": "li"})
    for first, days, troubles in ((1, 0, 0), (3, 1, 0), (20, 30, 1)):
        site.notices = notices(4, first=first)
        site.pages[invented.COLUMN] = html(f"<html><body><ul>{''.join(one.row for one in site.notices)}</ul></body></html>")
        assert len(crawl(replica, database, source=generic, days=days)) == troubles
    assert len(operator(database)) == 1
