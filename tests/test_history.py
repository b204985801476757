"""History: what is known of a park's places, published and reported, put in order; and its picture, drawn when something changed."""

from __future__ import annotations

import pytest
from samples import PARKS, Clock, article, fetched, notice, ranking_table

from monitors.alerts import history
from monitors.alerts.charts import Point
from monitors.document import Document
from monitors.watch import Row, Watch
from state.database import Database

BOARD, OUTPUT = "国家高新区综合评价", "工业总产值"
FIRST, TENTH, OUTSIDE = PARKS[0], PARKS[9], PARKS[55]


def see(watch: Watch, clock: Clock, *seen: Document) -> None:
    watch.begin(seen[0].source)
    watch.listed(seen[0].source, [Row(one.key, one.url, one.title, one.published) for one in seen])
    for one in seen:
        watch.observe(one, fetched(one, clock))
    watch.finish(seen[0].source, complete=True)


def ranking(year: int, names: list[str]) -> Document:
    tables = [ranking_table(names), ranking_table(names[:20], caption="工业总产值前20名")]
    text = "共有178个国家高新区参加评价。"
    title = f"{year}年国家高新技术产业开发区综合评价结果（示例）"
    return notice(title, text, tables, key=f"y{year}", published=f"{year}-12-23")


@pytest.fixture
def known(watch: Watch, clock: Clock) -> Watch:
    """2022 and 2024 as published: the first two change places, the tenth falls out of the published part and back in."""
    see(watch, clock, ranking(2022, PARKS[:50]))
    see(watch, clock, ranking(2023, [*PARKS[:9], *PARKS[10:51]]))
    see(watch, clock, ranking(2024, [PARKS[1], PARKS[0], *PARKS[2:50]]))
    return watch


def points(database: Database, zone: str, board: str = BOARD, indicator: str = "综合") -> list[tuple[int, int | None, bool]]:
    with database.read() as connection:
        (track,) = history.series(connection, [zone], board, indicator).tracks
    return [(one.ordinal, one.rank, one.reported) for one in track.points]


def test_a_park_has_a_point_for_every_edition_also_where_its_place_was_not_published(known: Watch, database: Database) -> None:
    assert points(database, FIRST) == [(2022, 1, False), (2023, 1, False), (2024, 2, False)]
    assert points(database, TENTH) == [(2022, 10, False), (2023, None, False), (2024, 10, False)]
    assert points(database, OUTSIDE) == [(2022, None, False), (2023, None, False), (2024, None, False)]


def test_an_edition_says_who_published_how_many_of_how_many(known: Watch, database: Database) -> None:
    with database.read() as connection:
        whole = history.series(connection, [FIRST], BOARD, "综合").newest
        output = history.series(connection, [FIRST], BOARD, OUTPUT).newest
    assert (whole.name, whole.top, whole.of, whole.issuer, whole.published) == ("2024", 50, 178, "工业和信息化部", "2024-12-23")
    assert (output.top, output.url) == (20, "https://example.org/y2024")


def test_a_report_stands_beside_the_record_only_where_it_says_something_else(known: Watch, database: Database, clock: Clock) -> None:
    see(known, clock, article("旧闻", "一切如常。", key="a0"))
    see(known, clock, article("一", f"{FIRST}位列2024年国家高新区综合评价第2名。", key="a1"))
    see(known, clock, article("二", f"{FIRST}位列2022年国家高新区综合评价第3名。", key="a2"))
    assert points(database, FIRST) == [(2022, 1, False), (2022, 3, True), (2023, 1, False), (2024, 2, False)]


def test_a_report_of_a_year_without_a_record_opens_an_edition_of_its_own(known: Watch, database: Database, clock: Clock) -> None:
    see(known, clock, article("旧闻", "一切如常。", key="a0"))
    see(known, clock, article("一", f"{FIRST}位列2019年国家高新区综合评价第7名。", key="a1", published="2025-01-07"))
    assert points(database, FIRST)[0] == (2019, 7, True)
    with database.read() as connection:
        told = history.series(connection, [FIRST, TENTH], BOARD, "综合")
    assert [(one.name, one.top) for one in told.editions] == [("2019", None), ("2022", 50), ("2023", 50), ("2024", 50)]
    assert told.tracks[0].points[0] == Point(2019, 7, True, "2025-01-07", "https://example.org/a1")
    assert [one.ordinal for one in told.tracks[1].points] == [2022, 2023, 2024], "nobody said that it had no place in 2019"


@pytest.mark.parametrize("said", ["力争到2027年进入国家高新区综合评价前20名", "进入2019年国家高新区综合评价前十"])
def test_a_target_and_a_bound_are_no_places(known: Watch, database: Database, clock: Clock, said: str) -> None:
    see(known, clock, article("旧闻", "一切如常。", key="a0"))
    see(known, clock, article("一", f"{FIRST}{said}。", key="a1"))
    assert len(points(database, FIRST)) == 3


def test_the_boards_of_a_park_come_newest_first_and_the_whole_before_its_parts(known: Watch, database: Database, clock: Clock) -> None:
    see(known, clock, article("旧闻", "一切如常。", key="a0"))
    see(known, clock, article("一", f"{TENTH}位列2024年园区高质量发展百强第21名。", key="a1", published="2025-01-07"))
    with database.read() as connection:
        assert history.boards_of(connection, TENTH) == [("园区高质量发展百强", "综合"), (BOARD, "综合"), (BOARD, OUTPUT)]
        assert history.boards_of(connection, OUTSIDE) == []
        shared = history.of_parks(connection, [TENTH, FIRST])
    assert [(one.board, one.indicator) for one in shared] == [(BOARD, "综合"), (BOARD, OUTPUT), ("园区高质量发展百强", "综合")]
    assert all([track.zone for track in one.tracks] == [TENTH, FIRST] for one in shared)


def test_a_picture_is_drawn_once_and_again_when_an_edition_appears(known: Watch, database: Database, clock: Clock) -> None:
    with database.read() as connection:
        first = history.picture(connection, [FIRST], BOARD, "综合")
        again = history.picture(connection, [FIRST], BOARD, "综合")
        english = history.picture(connection, [FIRST], BOARD, "综合", "en")
    assert first is not None
    assert first.startswith(b"\x89PNG")
    assert again is first
    assert english != first
    see(known, clock, ranking(2025, PARKS[:50]))
    with database.read() as connection:
        assert history.picture(connection, [FIRST], BOARD, "综合") != first


def test_without_any_place_there_is_no_picture(known: Watch, database: Database) -> None:
    with database.read() as connection:
        assert history.picture(connection, [OUTSIDE], BOARD, "综合") is None
        assert history.picture(connection, [FIRST], "没有这个榜", "综合") is None
        assert history.picture(connection, [], BOARD, "综合") is None
