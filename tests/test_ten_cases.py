"""Ten pages that monitors of pages get wrong, each read twice by real crawls: what exactly is told, and what is not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import invented
import making
import pytest
from invented import HOST, Notice, Site, crawl, evidence, heard, operator, standing, status, told
from samples import PARKS

from crawler.replica.exchange import Answer, html
from crawler.replica.server import Replica
from monitors import zones
from monitors.alerts.lines import terminal
from monitors.alerts.message import tell
from state.database import Database

TITLE = "2024年国家高新技术产业开发区综合评价结果（示例）"
SHORT = {zone.name: zone.short for zone in zones.load()}
ROWS = [(park, 100 - place) for place, park in enumerate(PARKS[:50], start=1)]


def table(rows: Sequence[tuple[str, float]]) -> str:
    lines = "".join(f"<tr><td>{rank}</td><td>{SHORT[park]}</td><td>{score}</td></tr>" for rank, (park, score) in enumerate(rows, start=1))
    return f"<table><tr><th>排名</th><th>国家高新区</th><th>得分</th></tr>{lines}</table><p>本表为测试所编的示例。</p>"


def ranking(rows: Sequence[tuple[str, float]], around: str = "") -> Notice:
    return Notice("ranking", TITLE, body=table(rows), around=around)


SWAPPED = [*ROWS[:2], ROWS[3], ROWS[2], *ROWS[4:]]
KEY = f"http://{HOST}{ranking(ROWS).path}"


@pytest.fixture
def site() -> Site:
    return Site([ranking(ROWS)])


@pytest.fixture
def replica(site: Site, database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Replica]:
    """The page as it was has been read; nobody was told."""
    with standing(site, monkeypatch) as running:
        assert crawl(running, database) == []
        invented.subscribe(database)
        yield running


def exactly(database: Database) -> list[tuple[Any, ...]]:
    """The changes: what happened to whom, from which rank and score to which."""
    found = []
    for change in told(database):
        before, after = change["before"], change["after"]
        assert isinstance(before, dict)
        assert isinstance(after, dict)
        found.append((change["op"], change["key"], before.get("rank"), after.get("rank"), before.get("score"), after.get("score")))
    return found


def silent(database: Database) -> bool:
    return told(database) == [] and heard(database) == []


def test_two_parks_that_change_places_are_two_moves_and_no_other_row_is_touched(replica: Replica, database: Database, site: Site) -> None:
    site.notices = [ranking([(park, 100 - place) for place, (park, _) in enumerate(SWAPPED, start=1)])]
    assert crawl(replica, database, days=30) == []
    assert exactly(database) == [("moved", PARKS[3], 4, 3, 96, 97), ("moved", PARKS[2], 3, 4, 97, 96)]
    assert heard(database) == ["invented"]


def test_a_park_put_in_at_the_top_moves_all_others_which_waits_for_a_second_equal_reading(
    replica: Replica, database: Database, site: Site
) -> None:
    site.notices = [ranking([(PARKS[60], 99.5), *ROWS[:49]])]
    crawl(replica, database, days=30)
    assert silent(database)
    assert "待确认" in operator(database)[0]
    crawl(replica, database, days=0.1)
    found = exactly(database)
    assert found[0] == ("added", PARKS[60], None, 1, None, 99.5)
    assert found[1:50] == [("moved", park, place, place + 1, 100 - place, 100 - place) for place, park in enumerate(PARKS[:49], start=1)]
    assert found[50:] == [("removed", PARKS[49], 50, None, 50, None)]


def test_one_score_is_one_change_of_that_score(replica: Replica, database: Database, site: Site) -> None:
    site.notices = [ranking([(park, score + (0.5 if place == 7 else 0)) for place, (park, score) in enumerate(ROWS, start=1)])]
    assert crawl(replica, database, days=30) == []
    assert exactly(database) == [("revised", PARKS[6], 7, 7, 93, 93.5)]
    assert "得分 93 → 93.5" in terminal(tell(told(database)))


def test_a_page_in_gbk_that_says_so_only_in_a_meta_tag_is_compared_like_any_other(
    database: Database, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def in_gbk(rows: Sequence[tuple[str, float]]) -> Answer:
        page = ranking(rows).page.replace('<meta charset="utf-8">', "<meta charset='gb2312'>")
        return Answer(200, {"Content-Type": "text/html"}, page.encode("gbk"))

    site.pages[ranking(ROWS).path] = in_gbk(ROWS)
    with standing(site, monkeypatch) as replica:
        assert crawl(replica, database) == []
        site.pages[ranking(ROWS).path] = in_gbk(SWAPPED)
        assert crawl(replica, database, days=30) == []
    assert [found[:4] for found in exactly(database)] == [("moved", PARKS[3], 4, 3), ("moved", PARKS[2], 3, 4)]


@pytest.mark.parametrize(
    ("answer", "how"),
    [
        (html("<html><script>document.cookie='__jsl_clearance=1';location.reload()</script>请稍候</html>"), "held"),
        (html("<script>1</script>", 521), "failed"),
        (html(replace(ranking([]), body=table([])).page), "held"),
    ],
    ids=["a challenge under 200", "521", "a table without rows"],
)
def test_what_is_no_ranking_is_held_back_and_no_park_is_told_to_be_gone(
    answer: Answer, how: str, replica: Replica, database: Database, site: Site
) -> None:
    site.pages[ranking(ROWS).path] = answer
    for _ in range(3):
        assert len(crawl(replica, database, days=30)) == 1
    assert silent(database)
    assert status(database, KEY) == how
    assert (evidence(database, KEY) == answer.body) is (how == "held")
    assert len(operator(database)) == 1
    del site.pages[ranking(ROWS).path]
    site.notices = [ranking(SWAPPED)]
    assert crawl(replica, database, days=30) == []
    assert [found[:4] for found in exactly(database)] == [("moved", PARKS[3], 4, 3), ("moved", PARKS[2], 3, 4)]
    assert "已恢复" in operator(database)[-1]


def test_a_view_counter_is_no_news_wherever_it_stands(database: Database, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def counted(views: int) -> Notice:
        return replace(
            ranking(ROWS, around=f"<p>访问量：{views}</p>"),
            body=f'<p>浏览次数：{views}</p>{table(ROWS)}<p class="views">访问量：{views}</p>',
        )

    site.notices = [counted(1024)]
    with standing(site, monkeypatch) as replica:
        crawl(replica, database)
        invented.subscribe(database)
        site.notices = [counted(1025)]
        assert crawl(replica, database, days=30) == []
    assert silent(database)
    assert operator(database) == []


# --- attachments, replaced by others while their notice stays as it is

FILE = "/files/a.pdf"  # names lie: it may be a workbook
MADE = {"pdf": making.pdf, "xlsx": making.xlsx}
ATTACHED = Notice("attached", TITLE, body=f'<p>结果见附件。本页为测试所编的示例。</p><a href="{FILE}">附件：{TITLE}.pdf</a>')


def file(kind: str, parks: Sequence[str]) -> Answer:
    """A ranking of these parks as ministries attach one."""
    rows = [(str(rank), park, "示例省") for rank, park in enumerate(parks, start=1)]
    return Answer(200, {"Content-Type": "application/octet-stream"}, MADE[kind](making.HEADER, rows))


@pytest.fixture(params=MADE)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def attached(kind: str, site: Site, database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Replica]:
    """The notice and its file as they were have been read; nobody was told."""
    site.notices, site.pages[FILE] = [ATTACHED], file(kind, PARKS[:50])
    with standing(site, monkeypatch) as running:
        assert crawl(running, database) == []
        invented.subscribe(database)
        yield running


def test_two_parks_that_change_places_in_a_file_are_two_moves(kind: str, attached: Replica, database: Database, site: Site) -> None:
    assert crawl(attached, database, days=30) == []
    assert silent(database)
    site.pages[FILE] = file(kind, [park for park, _ in SWAPPED])
    assert crawl(attached, database, days=30) == []
    assert [found[:4] for found in exactly(database)] == [("moved", PARKS[3], 4, 3), ("moved", PARKS[2], 3, 4)]
    assert heard(database) == ["invented"]
    assert operator(database) == []


def test_a_park_that_takes_the_place_of_another_in_a_file_is_one_in_and_one_out(
    kind: str, attached: Replica, database: Database, site: Site
) -> None:
    site.pages[FILE] = file(kind, [*PARKS[:49], PARKS[60]])
    assert crawl(attached, database, days=30) == []
    assert [found[:4] for found in exactly(database)] == [("added", PARKS[60], None, 50), ("removed", PARKS[49], 50, None)]
