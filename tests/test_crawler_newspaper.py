"""The newspaper: its JSON API day by day, and its old HTML edition for back-filling. Real HTTP on loopback."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime

import pytest
import visits
from sqlalchemy import select

from crawler.replica.exchange import Answer, Asked, as_json, html
from crawler.replica.server import Replica
from crawler.sites import founder, stdaily
from monitors.belief import Incomplete, LayoutChanged, SourceDown
from state import changes, documents, pages, sources
from state.database import Database
from state.pages import KnownPage
from state.schema import pages as page_table

BEFORE = datetime.fromisoformat("2024-12-20T09:00:00+08:00")
AFTER = datetime.fromisoformat("2025-01-08T10:30:00+08:00")
LONG_AFTER = datetime.fromisoformat("2025-03-01T09:00:00+08:00")
API = "/stdailynewspaperapi/uv/article/"


@pytest.fixture
def replica(monkeypatch: pytest.MonkeyPatch, answers: list[Callable[[Asked], Answer | None]]) -> Iterator[Replica]:
    def respond(asked: Asked) -> Answer | None:
        return next((answer for one in answers if (answer := one(asked)) is not None), None)

    with Replica(BEFORE, respond) as running:
        visits.through(running, monkeypatch)
        yield running


@pytest.fixture
def answers() -> list[Callable[[Asked], Answer | None]]:
    """What a test wants the paper to say, asked before the replica's own."""
    return []


def articles(database: Database) -> dict[str, KnownPage]:
    with database.read() as connection:
        keys = connection.execute(select(page_table.c.key).where(page_table.c.listing.is_(False))).scalars().all()
        return {key: page for key in keys if (page := pages.get(connection, "stdaily", key)) is not None}


def issues(replica: Replica) -> list[str]:
    """The days whose issues were asked for."""
    return [json.loads(asked.body)["periodTime"] for asked in replica.asked if asked.path.endswith("/periodTime")]


def days_are(*days: str) -> Callable[[Asked], Answer | None]:
    said = as_json({"status": 200, "msg": "success", "obj": {"dateList": list(days)}})
    return lambda asked: said if asked.path.endswith("/period/date") else None


# --- today's paper


def test_the_first_visit_reads_the_last_issues_silently(replica: Replica, database: Database) -> None:
    assert visits.visit(replica, database, "stdaily") == {}
    assert issues(replica) == ["2024-12-18", "2024-12-19", "2024-12-20"]
    found = articles(database)
    assert found
    assert all(page.status == "read" and page.silent and page.settled for page in found.values())
    with database.read() as connection:
        assert changes.query(connection) == []


def test_a_later_visit_reads_only_the_issues_since(replica: Replica, database: Database) -> None:
    visits.visit(replica, database, "stdaily")
    replica.asked.clear()
    replica.at(AFTER)
    assert visits.visit(replica, database, "stdaily") == {}
    assert issues(replica) == ["2025-01-07", "2025-01-08"]
    months = [json.loads(asked.body)["date"] for asked in replica.asked if asked.path.endswith("/period/date")]
    assert months == ["2024-12-01", "2025-01-01"]
    with database.read() as connection:
        assert {change["zone"] for change in changes.query(connection)} >= {"宁波高新技术产业开发区", "芜湖高新技术产业开发区"}


def test_todays_issue_is_looked_at_again_and_its_articles_are_not(replica: Replica, database: Database) -> None:
    visits.visit(replica, database, "stdaily")
    replica.asked.clear()
    visits.visit(replica, database, "stdaily")
    assert issues(replica) == ["2024-12-20"]
    assert not any(asked.path.endswith("/articleId") for asked in replica.asked)


def test_an_article_keeps_its_captions_apart_and_is_found_by_people(replica: Replica, database: Database) -> None:
    visits.visit(replica, database, "stdaily")
    replica.at(AFTER)
    visits.visit(replica, database, "stdaily")
    page = articles(database)["c0108g03"]
    assert page.title == "苏州浒墅关经开区：服务跟着企业走"
    assert page.url.startswith("https://epaper.stdaily.com/statics/technology-site/index.html#/home?isDetail=1&currentNewsId=c0108g03&")
    assert page.url.endswith("&timeValue=2025-01-08")
    assert "c0108g08" not in articles(database)  # an advertisement


def test_an_api_without_its_header_would_answer_200_with_an_error_so_every_request_carries_it(replica: Replica, database: Database) -> None:
    visits.visit(replica, database, "stdaily")
    asked = [asked for asked in replica.asked if asked.path.startswith(API)]
    assert all(one.headers["x-requested-with"] == "XMLHttpRequest" and one.method == "POST" for one in asked)


def test_an_error_under_http_200_is_held_and_ends_no_baseline(
    replica: Replica, database: Database, answers: list[Callable[[Asked], Answer | None]]
) -> None:
    answers.append(lambda asked: as_json({"status": "500", "msg": "no access!"}) if asked.path.startswith(API) else None)
    assert "接口返回错误 500：no access!" in visits.visit(replica, database, "stdaily")["stdaily"][0]
    with database.read() as connection:
        assert not sources.has_baseline(connection, "stdaily")
    answers.clear()
    assert visits.visit(replica, database, "stdaily") == {}


def test_a_day_that_is_answered_with_another_days_issue_is_held_and_the_others_are_read(
    replica: Replica, database: Database, answers: list[Callable[[Asked], Answer | None]]
) -> None:
    answers.append(days_are("2024-12-19", "2024-12-15", "2024-12-20", "2024-12-31"))
    assert "返回的是另一日的" in visits.visit(replica, database, "stdaily")["stdaily"][0]
    assert issues(replica) == ["2024-12-15", "2024-12-19", "2024-12-20"]
    assert {str(page.published) for page in articles(database).values()} <= {"2024-12-19", "2024-12-20"}


def test_a_month_without_issues_sends_back_to_the_month_before(replica: Replica, database: Database) -> None:
    replica.at(datetime.fromisoformat("2025-01-02T09:00:00+08:00"))
    assert visits.visit(replica, database, "stdaily") == {}
    assert issues(replica) == ["2024-12-18", "2024-12-19", "2024-12-20"]


def test_an_article_of_another_day_is_not_believed(
    replica: Replica, database: Database, answers: list[Callable[[Asked], Answer | None]]
) -> None:
    def respond(asked: Asked) -> Answer | None:
        if not asked.path.endswith("/articleId"):
            return None
        said = {"id": json.loads(asked.body)["id"], "title": "示例", "content": "<p>示例</p>", "periodTime": "2024-11-01"}
        return as_json({"status": 200, "obj": {"articleVo": said}})

    answers.append(respond)
    troubles = visits.visit(replica, database, "stdaily")["stdaily"]
    assert all("返回的是2024-11-01的" in trouble for trouble in troubles)
    assert {page.status for page in articles(database).values()} == {"held"}


def test_an_issue_that_fails_is_read_by_the_next_visit(
    replica: Replica, database: Database, answers: list[Callable[[Asked], Answer | None]]
) -> None:
    answers.append(lambda asked: html("", 404) if asked.path.endswith("/periodTime") and b"12-19" in asked.body else None)
    assert "HTTP 404" in visits.visit(replica, database, "stdaily")["stdaily"][0]
    answers.clear()
    replica.asked.clear()
    assert visits.visit(replica, database, "stdaily") == {}
    assert issues(replica) == ["2024-12-19", "2024-12-20"]


@pytest.mark.parametrize(
    ("name", "is_it"),
    [
        ("第07版：园 区", True),
        ("07·第07版：园区", True),
        ("第07版：园\u3000区", True),
        ("第04版：区 域", False),
        ("第07版：园区要闻", False),
    ],
)
def test_the_park_page_is_known_by_its_name_without_spaces(name: str, is_it: bool) -> None:
    assert stdaily.is_page(name, "园区") is is_it


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        ("<html><title>502 Bad Gateway</title></html>", SourceDown),
        ('{"status":"200","obj":{}}', LayoutChanged),
        ('{"status":"200","obj":{"dateList":["2025-13-01"]}}', LayoutChanged),
        ('{"status":"200","ob', SourceDown),
        ("[]", LayoutChanged),
    ],
)
def test_a_reply_that_is_none_of_the_api_is_not_believed(reply: str, error: type[Exception]) -> None:
    with pytest.raises((error, SourceDown)):
        stdaily.days(reply)


def test_the_status_may_be_a_number_or_a_text() -> None:
    for status in (200, "200"):
        assert stdaily.days(json.dumps({"status": status, "obj": {"dateList": ["2025-01-08", "2025-01-07"]}})) == [
            date(2025, 1, 7),
            date(2025, 1, 8),
        ]


def test_an_issue_without_pages_is_incomplete_and_an_empty_one_is_none() -> None:
    assert stdaily.pages('{"status":200,"obj":{}}', date(2025, 1, 8)) is None
    with pytest.raises(Incomplete):
        stdaily.pages('{"status":200,"obj":{"periodTime":"2025-01-08","editionList":[]}}', date(2025, 1, 8))


# --- the old edition


def backfilled(replica: Replica, database: Database, since: str, until: str) -> tuple[dict[str, list[str]], list[str]]:
    progress: list[str] = []
    told = (date.fromisoformat(since), date.fromisoformat(until))
    return visits.visit(replica, database, "stdaily", backfill=told, progress=progress), progress


def test_the_old_edition_is_read_day_by_day_and_silently(replica: Replica, database: Database) -> None:
    replica.at(LONG_AFTER)
    troubles, progress = backfilled(replica, database, "2024-12-02", "2024-12-10")
    assert troubles == {}
    assert progress[0] == "stdaily 2024-12-02 (1/9 days): no issue"
    assert progress[1] == "stdaily 2024-12-03 (2/9 days): 2 articles"
    assert progress[3] == "stdaily 2024-12-05 (4/9 days): no park page"
    found = articles(database)
    assert {page.published for page in found.values()} == {date(2024, 12, 3), date(2024, 12, 10)}
    assert found["content_579103"].title == "合肥高新区的生物医药成绩单"
    assert "div=" not in found["content_579103"].url
    with database.read() as connection:
        assert changes.query(connection) == []
        assert not sources.has_baseline(connection, "stdaily")


def test_a_backfilling_that_stopped_goes_on_where_it_was(
    replica: Replica, database: Database, answers: list[Callable[[Asked], Answer | None]]
) -> None:
    replica.at(LONG_AFTER)
    answers.append(lambda asked: html("", 503) if "2024-12/10/content_579404" in asked.url else None)
    troubles, _ = backfilled(replica, database, "2024-12-01", "2024-12-12")
    assert len(troubles["stdaily"]) == 1
    answers.clear()
    replica.asked.clear()
    replica.at(LONG_AFTER.replace(hour=12))
    troubles, progress = backfilled(replica, database, "2024-12-01", "2024-12-13")
    assert troubles == {}
    assert progress[0] == "stdaily: 12 of 13 days were read before"
    assert [path.rpartition("/")[2] for path in visits.paths(replica)] == ["content_579404.htm", "node_2.htm"]


def test_an_issue_that_may_still_come_is_looked_for_again(replica: Replica, database: Database) -> None:
    replica.at(datetime.fromisoformat("2024-12-10T03:00:00+08:00"))
    backfilled(replica, database, "2024-12-10", "2024-12-10")
    replica.at(datetime.fromisoformat("2024-12-10T12:00:00+08:00"))
    _, progress = backfilled(replica, database, "2024-12-10", "2024-12-10")
    assert progress == ["stdaily 2024-12-10 (1/1 days): 3 articles"]


def test_a_host_that_stays_silent_ends_the_backfilling(
    replica: Replica, database: Database, answers: list[Callable[[Asked], Answer | None]]
) -> None:
    def cut(asked: Asked) -> Answer | None:
        if "node_2" in asked.url:
            raise ConnectionAbortedError
        return None

    answers.append(cut)
    replica.at(LONG_AFTER)
    troubles, progress = backfilled(replica, database, "2024-12-01", "2024-12-31")
    assert len(troubles["stdaily"]) == 3
    assert len(progress) == 3


def test_what_the_archive_no_longer_has_is_read_from_the_api(replica: Replica, database: Database) -> None:
    replica.at(AFTER)
    paper = visits.SOURCES["stdaily"].paper
    assert paper is not None
    assert paper.archive is not None
    short = type(paper)(**{**vars(paper), "archive": type(paper.archive)(paper.archive.url, date(2024, 12, 31))})
    source = type(visits.SOURCES["stdaily"])(**{**vars(visits.SOURCES["stdaily"]), "paper": short})
    told = (date(2024, 12, 9), date(2025, 1, 7))
    assert visits.visit(replica, database, "stdaily", sources={"stdaily": source}, backfill=told) == {}
    assert {str(page.published) for page in articles(database).values()} == {"2024-12-10"}
    assert issues(replica) == ["2025-01-07"]
    visits.visit(replica, database, "stdaily")
    assert {"2025-01-08"} < {str(page.published) for page in articles(database).values()}


def test_an_archived_article_says_what_its_comment_block_says_where_its_markup_is_gone() -> None:
    page = """<!--enpproperty <articleid>1</articleid><date>2016-10-31 09:28:27.0</date><author>◎本报记者 示例</author>
    <title>示例标题</title><introtitle>示例引题</introtitle><nodename>园 区</nodename>/enpproperty-->
    <div class="zi"><founder-content><p>　　正文。</p></founder-content></div>"""
    document = founder.article(page, "stdaily", "content_1", "http://digitalpaper.stdaily.com/x", None, "科技日报")
    assert (document.title, document.text, document.published) == ("示例标题", "正文。", date(2016, 10, 31))
    assert document.author == "本报记者 示例"
    assert document.meta == {"引题": "示例引题", "版面": "园 区"}


def test_the_evidence_of_an_article_is_the_bytes_as_they_came(replica: Replica, database: Database) -> None:
    visits.visit(replica, database, "stdaily")
    key, page = next(iter(articles(database).items()))
    with database.read() as connection:
        version = documents.latest(connection, "stdaily", key, "read")
        assert version is not None
        assert version.sha256 == page.sha256
