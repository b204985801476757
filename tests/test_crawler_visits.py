"""Visits: what is asked of a site, how politely, and what becomes of each answer. Real HTTP and HTTPS on loopback."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
import visits
from sqlalchemy import select

from crawler.replica.exchange import Answer, Asked, ConnectionAborted, html
from crawler.replica.server import Replica
from monitors.watch import Watch
from state import changes, pages, sources
from state.database import Database
from state.schema import outbox
from state.schema import pages as page_table

BEFORE = datetime.fromisoformat("2024-12-20T09:00:00+08:00")
SHUT = datetime.fromisoformat("2025-01-08T08:30:00+08:00")
AFTER = datetime.fromisoformat("2025-01-08T10:30:00+08:00")
QYJ = "https://www.miit.gov.cn/jgsj/qyj/wjfb/index.html"
UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
Respond = Callable[[Asked], Answer | None]


class Hook:
    """What a test wants the site to say; None lets the replica's own sites speak."""

    def __init__(self) -> None:
        self.respond: Respond = lambda asked: None

    def __call__(self, asked: Asked) -> Answer | None:
        return self.respond(asked)


@pytest.fixture(scope="module")
def hook() -> Hook:
    return Hook()


@pytest.fixture(scope="module")
def running(hook: Hook) -> Iterator[Replica]:
    with Replica(BEFORE, hook) as replica:
        yield replica


@pytest.fixture
def replica(running: Replica, hook: Hook, monkeypatch: pytest.MonkeyPatch) -> Replica:
    running.at(BEFORE)
    running.asked.clear()
    hook.respond = lambda asked: None
    visits.through(running, monkeypatch)
    return running


def notices(database: Database) -> list[str]:
    """What the operator was told."""
    with database.read() as connection:
        return [row.notice for row in connection.execute(select(outbox).where(outbox.c.chat == "operator").order_by(outbox.c.id))]


def statuses(database: Database, source: str) -> list[str]:
    with database.read() as connection:
        return sorted(connection.execute(select(page_table.c.status).where(page_table.c.source == source)).scalars())


def answering(part: str, answer: Answer | Callable[[Asked], Answer | None]) -> Respond:
    """Every request whose address contains `part` gets this answer."""
    return lambda asked: None if part not in asked.url else answer(asked) if callable(answer) else answer


# --- notices


def test_a_column_is_read_row_by_row_and_page_by_page_on_the_first_visit(replica: Replica, database: Database) -> None:
    assert visits.visit(replica, database, "miit-wjgs") == {}
    asked = visits.paths(replica)
    assert asked[:3] == ["/zwgk/wjgs/index.html", UNIT, UNIT]
    assert json.loads(replica.asked[3].query["paramJson"])["pageNo"] == 2
    assert len(asked) == 3 + 27  # the column, two pages of rows, every notice once
    assert set(statuses(database, "miit-wjgs")) == {"read"}
    with database.read() as connection:
        assert changes.query(connection) == []
        assert sources.has_baseline(connection, "miit-wjgs")


def test_a_notices_documents_are_read_oldest_first(replica: Replica, database: Database) -> None:
    visits.visit(replica, database, "nbhtz-zcwj")
    with database.read() as connection:
        published = {page.url.rpartition("/")[2]: page.published for page in pages.documents_of(connection, "nbhtz-zcwj")}
    read = [published[path.rpartition("/")[2]] for path in visits.paths(replica) if "/art/" in path]
    assert read == sorted(read, key=str)


def test_an_unchanged_column_costs_two_requests(replica: Replica, database: Database) -> None:
    visits.visit(replica, database, "miit-xgj-wjfb")
    replica.asked.clear()
    assert visits.visit(replica, database, "miit-xgj-wjfb") == {}
    assert visits.paths(replica) == ["/jgsj/xgj/wjfb/index.html", UNIT]


def test_a_known_notice_is_asked_for_with_its_validators_and_in_full_every_eighth_time(replica: Replica, database: Database) -> None:
    visits.visit(replica, database, "nbhtz-zcwj")
    conditional = []
    for number in range(1, 9):
        replica.at(BEFORE + timedelta(days=15 * number))
        replica.asked.clear()
        visits.visit(replica, database, "nbhtz-zcwj")
        articles = [asked for asked in replica.asked if "/art/" in asked.path and "2023" in asked.path]
        conditional.append({"if-none-match" in asked.headers for asked in articles})
    assert conditional == [{True}] * 7 + [{False}]


def test_every_request_names_its_reader_and_where_it_comes_from(replica: Replica, database: Database) -> None:
    visits.visit(replica, database, "miit-xgj-wjfb")
    assert all("parkwatch" in asked.headers["user-agent"] and "test@parkwatch" in asked.headers["user-agent"] for asked in replica.asked)
    assert all(asked.headers["referer"].endswith("/jgsj/xgj/wjfb/index.html") for asked in replica.asked if asked.path == UNIT)


def test_the_spelling_of_the_unit_api_is_read_from_the_column_and_never_mended(replica: Replica, database: Database) -> None:
    visits.visit(replica, database, "nbhtz-zcwj", "miit-xgj-wjfb")
    spelt = {asked.host: asked.query["parseType"] for asked in replica.asked if asked.path == UNIT}
    assert spelt == {"www.nbhtz.gov.cn": "bulidstatic", "www.miit.gov.cn": "buildstatic"}


def test_a_maintenance_page_is_held_told_once_and_told_again_on_recovery(replica: Replica, database: Database) -> None:
    visits.visit(replica, database, "miit-qyj-wjfb")
    replica.at(SHUT)
    for _ in range(2):
        assert "网站维护公告" in visits.visit(replica, database, "miit-qyj-wjfb")["miit-qyj-wjfb"][0]
    assert len(notices(database)) == 1
    assert QYJ in notices(database)[0]
    replica.at(AFTER)
    assert visits.visit(replica, database, "miit-qyj-wjfb") == {}
    assert "已恢复" in notices(database)[1]


def test_a_unit_that_answers_maintenance_while_its_column_stands_is_held_too(replica: Replica, database: Database, hook: Hook) -> None:
    closed = html("<html><head><title>网站维护公告</title></head><body>系统升级中</body></html>")
    hook.respond = answering(UNIT, closed)
    assert "网站维护公告" in visits.visit(replica, database, "miit-qyj-wjfb")["miit-qyj-wjfb"][0]
    assert not any("/art/" in path for path in visits.paths(replica))  # its notices wait as well
    with database.read() as connection:
        assert not sources.has_baseline(connection, "miit-qyj-wjfb")


def test_fewer_rows_than_the_column_declares_are_held(replica: Replica, database: Database, hook: Hook) -> None:
    row = '<li class="cf"><a class="fl" href="/zwgk/wjgs/art/2024/art_1.html" title="示例">示例</a><span class="fr">2024-12-01</span></li>'
    unit = f'<div class="page-content"><ul>{row * 12}</ul></div><div class="pagination" count="26" rows="24" pageno="1"></div>'
    hook.respond = answering(UNIT, Answer(200, {}, json.dumps({"success": True, "code": "200", "data": {"html": unit}}).encode()))
    assert "声明24行（共26行），读到12行" in visits.visit(replica, database, "miit-wjgs")["miit-wjgs"][0]
    assert statuses(database, "miit-wjgs") == ["held"]


def test_a_site_that_gives_the_same_page_for_every_number_is_read_as_far_as_it_goes(
    replica: Replica, database: Database, hook: Hook
) -> None:
    rows = "".join(
        f'<li class="cf"><a class="fl" href="/zwgk/wjgs/art/2024/art_{n}.html" title="示例{n}">…</a><span class="fr">2024-12-01</span></li>'
        for n in range(24)
    )
    unit = f'<div class="page-content"><ul>{rows}</ul></div><div class="pagination" count="90" rows="24"></div>'
    page = html('<h1 id="con_title">示例</h1><div id="con_con"><p>示例。</p></div>')

    def respond(asked: Asked) -> Answer | None:
        if asked.path == UNIT:
            return Answer(200, {}, json.dumps({"success": True, "code": "200", "data": {"html": unit}}).encode())
        return page if "/art/" in asked.path else None

    hook.respond = respond
    assert "网站不理会页码" in visits.visit(replica, database, "miit-wjgs")["miit-wjgs"][0]
    assert visits.paths(replica).count(UNIT) == 2
    assert statuses(database, "miit-wjgs").count("read") == 25
    with database.read() as connection:
        assert sources.has_baseline(connection, "miit-wjgs")


def test_a_page_that_fails_in_the_middle_keeps_the_column_open_but_not_its_news(replica: Replica, database: Database, hook: Hook) -> None:
    hook.respond = answering("paramJson", html("", 404))
    assert "HTTP 404" in visits.visit(replica, database, "miit-wjgs")["miit-wjgs"][0]
    assert statuses(database, "miit-wjgs") == ["failed"] + ["read"] * 24
    hook.respond = lambda asked: None
    assert visits.visit(replica, database, "miit-wjgs") == {}
    assert statuses(database, "miit-wjgs") == ["read"] * 28


def test_a_notice_that_is_gone_is_no_removal_and_keeps_no_other_from_being_read(replica: Replica, database: Database, hook: Hook) -> None:
    hook.respond = answering("/zcwj/art/2023/", html("<h1>您访问的页面不存在</h1>", 404))
    troubles = visits.visit(replica, database, "nbhtz-zcwj")["nbhtz-zcwj"]
    assert len(troubles) == 2
    assert all(trouble.startswith("HTTP 404") for trouble in troubles)
    assert statuses(database, "nbhtz-zcwj") == ["failed"] * 2 + ["read"] * 5


def test_a_challenge_among_the_notices_ends_the_visit(replica: Replica, database: Database, hook: Hook) -> None:
    hook.respond = answering("/zcwj/art/", html("<html><script>$_ts=window['$_ts'];</script></html>"))
    assert len(visits.visit(replica, database, "nbhtz-zcwj")["nbhtz-zcwj"]) == 1
    assert len([path for path in visits.paths(replica) if "/art/" in path]) <= 2
    assert len(notices(database)) == 1


def test_a_page_in_gbk_under_a_header_of_latin_1_is_read_as_what_it_is(replica: Replica, database: Database, hook: Hook) -> None:
    page = '<html><body><h1 id="con_title">示例办法</h1><div id="con_con"><p>第一条　给予企业50万元补助。</p></div></body></html>'
    hook.respond = answering("/zcwj/art/2024/", Answer(200, {"Content-Type": "text/html; charset=ISO-8859-1"}, page.encode("gbk")))
    assert visits.visit(replica, database, "nbhtz-zcwj") == {}
    with database.read() as connection:
        titles = {page.title for page in pages.documents_of(connection, "nbhtz-zcwj")}
    assert "示例办法" in titles


# --- politeness and safety


def test_what_robots_txt_forbids_is_not_asked_for(replica: Replica, database: Database, hook: Hook) -> None:
    hook.respond = answering("/robots.txt", html("User-agent: parkwatch\nDisallow: /zcwj/\n"))
    assert "robots.txt" in visits.visit(replica, database, "nbhtz-zcwj")["nbhtz-zcwj"][0]
    assert visits.paths(replica) == []


def test_a_crawl_delay_of_robots_txt_is_kept(replica: Replica, database: Database, hook: Hook) -> None:
    times: list[float] = []

    def respond(asked: Asked) -> Answer | None:
        times.append(time.monotonic())
        return html("User-agent: *\nCrawl-delay: 0.2\n") if asked.path == "/robots.txt" else None

    hook.respond = respond
    visits.visit(replica, database, "nbhtz-zcwj")
    assert len(times) == 9
    assert min(later - earlier for earlier, later in pairwise(times)) > 0.19


def test_the_pause_between_two_requests_is_kept(replica: Replica, database: Database, hook: Hook) -> None:
    times: list[float] = []
    hook.respond = lambda asked: times.append(time.monotonic())
    visits.visit(replica, database, "nbhtz-zcwj", delay=0.1)
    assert min(later - earlier for earlier, later in pairwise(times)) > 0.09


def test_retry_after_is_waited_for(replica: Replica, database: Database, hook: Hook) -> None:
    times: list[float] = []

    def respond(asked: Asked) -> Answer | None:
        if asked.path == "/zcwj/index.html":
            times.append(time.monotonic())
            return Answer(429, {"Retry-After": "1"}, b"") if len(times) == 1 else None
        return None

    hook.respond = respond
    assert visits.visit(replica, database, "nbhtz-zcwj") == {}
    assert times[1] - times[0] >= 1


@pytest.mark.parametrize("said", ["86400", "Sat, 21 Dec 2024 01:00:00 GMT"])
def test_a_retry_after_of_a_day_is_left_to_the_next_crawl(replica: Replica, database: Database, hook: Hook, said: str) -> None:
    hook.respond = answering("/zcwj/art/", Answer(503, {"Retry-After": said}, b""))
    troubles = visits.visit(replica, database, "nbhtz-zcwj")["nbhtz-zcwj"]
    assert "网站要求" in troubles[0]
    assert len([path for path in visits.paths(replica) if "/art/" in path]) == 1


def test_a_request_that_is_cut_is_asked_again_and_a_site_that_stays_silent_is_left_alone(
    replica: Replica, database: Database, hook: Hook
) -> None:
    def cut(asked: Asked) -> Answer:
        raise ConnectionAborted

    hook.respond = answering("/zcwj/art/", cut)
    troubles = visits.visit(replica, database, "nbhtz-zcwj")["nbhtz-zcwj"]
    assert len(troubles) == 3
    assert len({path for path in visits.paths(replica) if "/art/" in path}) == 3
    assert len([path for path in visits.paths(replica) if "/art/" in path]) >= 9
    hook.respond = lambda asked: None
    replica.at(BEFORE + timedelta(hours=1))
    assert visits.visit(replica, database, "nbhtz-zcwj") == {}
    assert set(statuses(database, "nbhtz-zcwj")) == {"read"}


def test_a_page_of_more_than_20_mib_is_not_read_even_if_it_travels_small(replica: Replica, database: Database, hook: Hook) -> None:
    bomb = gzip.compress(b"0" * (21 * 1024 * 1024))
    hook.respond = answering("/zcwj/art/2023/", Answer(200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, bomb))
    troubles = visits.visit(replica, database, "nbhtz-zcwj")["nbhtz-zcwj"]
    assert len(troubles) == 2
    assert statuses(database, "nbhtz-zcwj").count("failed") == 2


def test_an_untrusted_certificate_is_not_read(replica: Replica, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/nonexistent")
    assert "证书不可信" in visits.visit(replica, database, "miit-xgj-wjfb")["miit-xgj-wjfb"][0]
    assert replica.asked == []


@pytest.mark.parametrize(
    "target",
    ["http://127.0.0.1:8080/x", "http://localhost/x", "http://2130706433/", "http://[::ffff:10.0.0.1]/", "http://169.254.169.254/latest"],
)
def test_a_redirect_into_the_own_network_is_not_followed(replica: Replica, database: Database, hook: Hook, target: str) -> None:
    hook.respond = answering("/zcwj/index.html", Answer(302, {"Location": target}, b""))
    assert "不读取" in visits.visit(replica, database, "nbhtz-zcwj")["nbhtz-zcwj"][0]
    assert visits.paths(replica) == ["/zcwj/index.html"]


def test_without_a_proxy_a_name_that_leads_into_the_own_network_is_not_asked(
    replica: Replica, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1,www.nbhtz.gov.cn")
    here = visits.SOURCES["nbhtz-zcwj"]
    local = {"nbhtz-zcwj": type(here)(**{**vars(here), "url": replica.proxy + "/zcwj/index.html"})}
    assert "非公网地址" in visits.visit(replica, database, "nbhtz-zcwj", sources=local)["nbhtz-zcwj"][0]
    assert replica.asked == []


def test_a_redirect_that_sets_a_cookie_is_followed_with_it(replica: Replica, database: Database, hook: Hook) -> None:
    def respond(asked: Asked) -> Answer | None:
        if asked.path == "/zcwj/index.html" and "CT6T=1" not in asked.headers.get("cookie", ""):
            return Answer(302, {"Location": "/zcwj/index.html", "Set-Cookie": "CT6T=1; path=/"}, b"")
        return None

    hook.respond = respond
    assert visits.visit(replica, database, "nbhtz-zcwj") == {}


def test_redirects_come_to_an_end(replica: Replica, database: Database, hook: Hook) -> None:
    hook.respond = answering("/zcwj/index.html", Answer(302, {"Location": "/zcwj/index.html"}, b""))
    assert "nbhtz-zcwj" in visits.visit(replica, database, "nbhtz-zcwj")
    assert len(visits.paths(replica)) == 6


def test_a_source_that_fails_stops_no_other_of_its_host_or_of_another(replica: Replica, database: Database, hook: Hook) -> None:
    hook.respond = answering("/jgsj/qyj/", html("", 500))
    troubles = visits.visit(replica, database, "miit-qyj-wjfb", "miit-xgj-wjfb", "nbhtz-zcwj", "stdaily")
    assert list(troubles) == ["miit-qyj-wjfb"]
    for name in ("miit-xgj-wjfb", "nbhtz-zcwj", "stdaily"):
        assert set(statuses(database, name)) == {"read"}


def test_a_crash_on_one_page_is_told_and_stops_no_other_page(
    replica: Replica, database: Database, hook: Hook, caplog: pytest.LogCaptureFixture
) -> None:
    hook.respond = answering("/zcwj/art/2023/", Answer(200, {"Content-Type": "text/html"}, b""))
    troubles = visits.visit(replica, database, "nbhtz-zcwj")["nbhtz-zcwj"]
    assert len(troubles) == 2
    assert all("空白页" in trouble for trouble in troubles)


def test_one_request_at_a_time_is_under_way_at_a_host(replica: Replica, database: Database, hook: Hook) -> None:
    under_way: list[int] = [0]
    most: list[int] = [0]

    def respond(asked: Asked) -> Answer | None:
        if asked.host == "www.miit.gov.cn":
            under_way[0] += 1
            most[0] = max(most[0], under_way[0])
            time.sleep(0.005)
            under_way[0] -= 1
        return None

    hook.respond = respond
    visits.visit(replica, database, "miit-qyj-wjfb", "miit-xgj-wjfb", "stdaily")
    assert most == [1]


def test_a_source_is_known_to_be_tried_even_where_nothing_answers(replica: Replica, database: Database, hook: Hook) -> None:
    hook.respond = answering("/zcwj/index.html", html("", 503))
    for number in range(3):
        replica.at(BEFORE + timedelta(hours=number))
        assert "HTTP 503" in visits.visit(replica, database, "nbhtz-zcwj")["nbhtz-zcwj"][0]
    assert len(notices(database)) == 1
    assert "连续 3 次" in notices(database)[0]
    watch = Watch(database, lambda: replica.moment)
    page = watch.page("nbhtz-zcwj", "http://www.nbhtz.gov.cn/zcwj/index.html")
    assert page is not None
    assert page.attempts == 3
