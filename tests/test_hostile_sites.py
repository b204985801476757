"""Hostile sites: whatever one answers, the others of the same crawl are read, no subscriber hears of it, the operator once."""

from __future__ import annotations

import asyncio
import gzip
import itertools
import shutil
import ssl
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import invented
import pytest
import trustme
import visits
from invented import COLUMN, HOST, UNIT, Notice, Site, crawl, heard, operator, status, told
from scrapy.http import TextResponse

from crawler import run
from crawler.replica.exchange import Answer, Asked, html
from crawler.replica.server import Replica
from crawler.settings import LARGEST
from crawler.source import Source
from crawler.spiders.notices import NoticesSpider
from monitors.document import Document
from monitors.watch import Watch
from state.database import Database, open_database
from state.pages import KnownPage

NEIGHBOUR = "nbhtz-zcwj"
NEWS = Notice(
    "news",
    "关于印发《示例高新区人才奖励办法》的通知",
    "2025-01-07",
    "<p>示发〔2025〕1号</p><p>第一条　对新引进的博士给予20万元奖励。</p><p>第二条　本办法为测试所编的示例。</p>",
)
TYPE = {"Content-Type": "text/html; charset=utf-8"}


def redirect(target: str) -> Answer:
    return Answer(302, {"Location": target.encode().decode("latin-1")}, b"")  # as servers write it: UTF-8 bytes


def stream(start: bytes, part: bytes) -> Answer:
    return Answer(200, TYPE, start, itertools.repeat(part))


OWN_NETWORK = {
    "127.0.0.1": "http://127.0.0.1:8080/admin",
    "localhost": "http://localhost/",
    "metadata service": "http://169.254.169.254/latest/meta-data/",
    "decimal": "http://2130706433/",
    "hexadecimal": "http://0x7f000001/",
    "short": "http://127.1/",
    "octal": "http://0177.0.0.1/",
    "mapped into IPv6": "http://[::ffff:127.0.0.1]/",
    "private": "http://10.0.0.7/",
    "link-local IPv6": "http://[fe80::1]/",
    "a name of the own network": "http://printer.local/",
    "userinfo": "http://www.mofcom.gov.cn@127.0.0.1/",
    "full-width digits": "http://１２７.0.0.1/",
    "full-width dots": "http://127。0。0。1/",
    "circled letters": "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/",
}

# What the site says to everything → what the operator reads.
ANSWERS: dict[str, tuple[Answer, str]] = {
    "redirect to 127.0.0.1": (redirect(OWN_NETWORK["127.0.0.1"]), "不读取"),
    "redirect to a file": (redirect("file:///etc/passwd"), "HTTP 302"),
    "redirect to ftp": (redirect("ftp://example.org/x"), "HTTP 302"),
    "redirect to nowhere": (redirect("http://"), "跳转"),
    "redirect loop": (redirect(COLUMN), "跳转"),
    "endless stream": (stream(b"<html>", b"x" * 65536), "超过20 MiB"),
    "gzip bomb": (Answer(200, {**TYPE, "Content-Encoding": "gzip"}, gzip.compress(b"0" * (LARGEST + 1), 1)), "超过20 MiB"),
    "gzip that is none": (Answer(200, {**TYPE, "Content-Encoding": "gzip"}, b"<html>hello</html>"), "压缩的内容已损坏"),
    "longer than it may be": (Answer(200, TYPE, b"0" * (LARGEST + 1)), "超过20 MiB"),
    "429 for a day": (Answer(429, {"Retry-After": "86400"}, b""), "网站要求86400秒后再来"),
    "412 with a challenge": (html("<script>$_ts=window['$_ts'];</script>", 412), "浏览器验证"),
    "521 with a challenge": (html("<script>document.cookie=('__jsl_clearance_s=1')</script>", 521), "浏览器验证"),
    "403 by region": (html("<html><body>Forbidden, reason:GeoBL</body></html>", 403), "HTTP 403"),
    "200 with __jsl_clearance": (html("<html><script>document.cookie='__jsl_clearance=1';location.reload()</script></html>"), "浏览器验证"),
    "200 with 请稍候": (html("<html><head><title>请稍候…</title></head><body>正在检查您的浏览器</body></html>"), "验证"),
    "200 with $_ts": (html("<html><script>$_ts=window['$_ts'];if(!$_ts)$_ts={};</script></html>"), "浏览器验证"),
    "200 with an error in JSON": (html('{"success":false,"code":"500","message":"系统繁忙"}'), "系统繁忙"),
    "200 with nothing": (html(""), "空白页"),
    "200 with zeros": (Answer(200, TYPE, b"\0" * 4096), "空白|没有|找不到"),
    "200 with a picture": (Answer(200, {"Content-Type": "image/png"}, b"\x89PNG\r\n\x1a\n" + b"\0" * 64), "没有|找不到|不是"),
    "200 with noise": (Answer(200, TYPE, bytes(range(256)) * 40), "没有|找不到|不是"),
    "200 with ten thousand open tags": (html("<div>" * 10_000), "没有|空白|找不到"),
    "a charset nobody knows": (Answer(200, {"Content-Type": "text/html; charset=klingon"}, b"<html>hello</html>"), "没有|找不到|不是"),
    "a header without end": (Answer(200, {**TYPE, "X-Long": "x" * 300_000}, b"<html></html>"), "连接中断"),
    "304 to an unconditional question": (Answer(304, {}, b""), "空白页|HTTP 304"),
}


@pytest.fixture(scope="module")
def hook() -> Site:
    return Site([])


@pytest.fixture(scope="module")
def running(hook: Site) -> Iterator[Replica]:
    with Replica(invented.START, hook) as replica:
        yield replica


@pytest.fixture(scope="module")
def first_crawl(running: Replica, hook: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The state after a first crawl of the invented site and of its neighbour, with a subscriber."""
    place = tmp_path_factory.mktemp("first") / "state.sqlite"
    database = open_database(f"sqlite:///{place}")
    hook.notices = invented.notices(3)
    with pytest.MonkeyPatch.context() as monkeypatch:
        visits.through(running, monkeypatch)
        assert crawl(running, database, NEIGHBOUR) == []
    invented.subscribe(database)
    database.close()
    return place


@pytest.fixture
def database(first_crawl: Path, tmp_path: Path) -> Iterator[Database]:
    shutil.copy(first_crawl, tmp_path / "state.sqlite")
    opened = open_database(f"sqlite:///{tmp_path}/state.sqlite")
    yield opened
    opened.close()


@pytest.fixture
def site(hook: Site, first_crawl: Path) -> Site:
    """The invented site, which has news now."""
    hook.notices, hook.instead, hook.pages = [NEWS, *invented.notices(3)], lambda asked: None, {}
    return hook


@pytest.fixture
def replica(running: Replica, site: Site, monkeypatch: pytest.MonkeyPatch) -> Replica:
    """Both sites, nineteen days after their first crawl; the neighbour has news, too."""
    running.at(invented.START + timedelta(days=19))
    running.asked.clear()
    visits.through(running, monkeypatch)
    return running


def well_again(replica: Replica, database: Database, site: Site) -> None:
    """Once the site answers as it should, what was held back is told: nothing was lost."""
    site.instead = lambda asked: None
    assert crawl(replica, database, NEIGHBOUR, days=30) == []
    assert heard(database) == ["invented", NEIGHBOUR]


@pytest.mark.parametrize("name", ANSWERS)
def test_a_column_that_answers_anything_stops_no_other_source_and_reaches_nobody(
    name: str, replica: Replica, database: Database, site: Site
) -> None:
    answer, words = ANSWERS[name]
    site.instead = lambda asked: None if asked.path == "/robots.txt" else answer
    for _ in range(3):
        (trouble,) = crawl(replica, database, NEIGHBOUR, days=0.1)
        assert any(word in trouble for word in words.split("|")), trouble
    assert heard(database) == [NEIGHBOUR]
    assert told(database) == []
    assert len(operator(database)) == 1, "once, however often it happens"
    assert invented.URL in operator(database)[0]
    well_again(replica, database, site)
    assert len(operator(database)) == 2
    assert "已恢复" in operator(database)[1]


@pytest.mark.parametrize("name", ANSWERS)
def test_a_notice_that_answers_anything_is_told_only_when_it_answers_well(
    name: str, replica: Replica, database: Database, site: Site
) -> None:
    answer, words = ANSWERS[name]
    if name == "redirect loop":
        answer = redirect(NEWS.path)
    site.instead = lambda asked: answer if asked.path == NEWS.path else None
    troubles = crawl(replica, database, NEIGHBOUR)
    assert any(word in troubles[0] for word in words.split("|")), troubles
    assert heard(database) == [NEIGHBOUR]
    assert told(database) == []
    assert status(database, f"http://{HOST}{NEWS.path}") in ("held", "failed")
    well_again(replica, database, site)


@pytest.mark.parametrize("target", OWN_NETWORK.values(), ids=OWN_NETWORK)
def test_a_redirect_into_the_own_network_is_never_followed(target: str, replica: Replica, database: Database, site: Site) -> None:
    site.instead = lambda asked: redirect(target) if asked.path == NEWS.path else None
    (trouble,) = crawl(replica, database, NEIGHBOUR)
    assert "不读取" in trouble
    assert {asked.host for asked in replica.asked} == {HOST, "www.nbhtz.gov.cn"}
    assert heard(database) == [NEIGHBOUR]


@pytest.mark.parametrize("target", ["http://127.0.0.1/", "http://10.0.0.1/robots.txt", "file:///etc/passwd"])
def test_a_robots_txt_that_leads_into_the_own_network_is_not_followed(
    target: str, replica: Replica, database: Database, site: Site
) -> None:
    site.instead = lambda asked: redirect(target) if asked.path == "/robots.txt" else None
    replica.asked.clear()
    assert crawl(replica, database, NEIGHBOUR) == []
    assert {asked.host for asked in replica.asked} == {HOST, "www.nbhtz.gov.cn"}


def test_a_robots_txt_that_forbids_is_obeyed_until_it_allows(replica: Replica, database: Database, site: Site) -> None:
    site.instead = lambda asked: html("User-agent: *\nDisallow: /\n") if asked.path == "/robots.txt" else None
    replica.asked.clear()
    for _ in range(3):
        (trouble,) = crawl(replica, database, NEIGHBOUR)
        assert "robots.txt" in trouble
    assert {asked.path for asked in replica.asked if asked.host == HOST} == {"/robots.txt"}
    assert len(operator(database)) == 1
    well_again(replica, database, site)


def test_a_robots_txt_that_is_no_such_file_forbids_nothing(replica: Replica, database: Database, site: Site) -> None:
    site.instead = lambda asked: Answer(200, TYPE, bytes(range(256)) * 100) if asked.path == "/robots.txt" else None
    assert crawl(replica, database, NEIGHBOUR) == []
    assert heard(database) == ["invented", NEIGHBOUR]


def test_a_site_that_asks_for_a_moment_is_given_it(replica: Replica, database: Database, site: Site) -> None:
    asked_at: list[float] = []

    def busy(asked: Asked) -> Answer | None:
        if asked.path != UNIT:
            return None
        asked_at.append(time.monotonic())
        return Answer(429, {"Retry-After": "1"}, b"") if len(asked_at) == 1 else None

    site.instead = busy
    assert crawl(replica, database, NEIGHBOUR) == []
    assert asked_at[1] - asked_at[0] >= 1
    assert heard(database) == ["invented", NEIGHBOUR]
    assert operator(database) == []


def test_a_site_that_asks_for_a_day_is_asked_for_nothing_more(replica: Replica, database: Database, site: Site) -> None:
    site.notices = [NEWS, *invented.notices(5, first=10), *site.notices[1:]]
    site.instead = lambda asked: Answer(503, {"Retry-After": "86400"}, b"") if "/art/" in asked.path else None
    replica.asked.clear()
    assert len(crawl(replica, database, NEIGHBOUR)) == 1
    assert len([asked for asked in replica.asked if asked.host == HOST and "/art/" in asked.path]) == 1
    well_again(replica, database, site)


def test_a_trickle_is_given_up_when_the_whole_answer_takes_too_long(replica: Replica, database: Database, site: Site) -> None:
    def trickle() -> Iterator[bytes]:
        for _ in range(100):
            time.sleep(0.05)  # never silent for long: only the whole takes too long
            yield b"x"

    site.instead = lambda asked: Answer(200, TYPE, b"<html>", trickle()) if asked.path == NEWS.path else None
    started = time.monotonic()
    (trouble,) = crawl(replica, database, NEIGHBOUR, slowest=0.4)
    assert "超时" in trouble
    assert time.monotonic() - started < 4
    assert heard(database) == [NEIGHBOUR]
    well_again(replica, database, site)


def test_an_issuer_that_takes_its_time_does_not_keep_the_press_waiting(replica: Replica, database: Database, site: Site) -> None:
    def slow(asked: Asked) -> Answer | None:
        time.sleep(0.2 if asked.host == HOST else 0)
        return None

    site.instead = slow
    replica.asked.clear()
    sources = {**visits.SOURCES, "invented": invented.SOURCE}
    assert visits.visit(replica, database, "invented", "stdaily", sources=sources, patience=0.1) == {}
    hosts = [asked.host for asked in replica.asked]
    assert hosts.index("epaper.stdaily.com") < len(hosts) - 1 - hosts[::-1].index(HOST)
    assert heard(database) == ["invented"]


def test_a_challenge_is_not_asked_for_page_after_page(replica: Replica, database: Database, site: Site) -> None:
    site.notices = [*invented.notices(10, first=10), *site.notices]
    site.instead = lambda asked: ANSWERS["412 with a challenge"][0] if "/art/" in asked.path else None
    replica.asked.clear()
    assert len(crawl(replica, database, NEIGHBOUR)) == 1
    assert len([asked for asked in replica.asked if asked.host == HOST and "/art/" in asked.path]) == 1


# --- faults of our own


class Faulty(NoticesSpider):
    """A visit whose reader has a fault."""

    def read_document(self, page: KnownPage, response: TextResponse) -> Document:
        if page.url.endswith(NEWS.path):
            raise ZeroDivisionError("a fault of the reader")
        return super().read_document(page, response)


class MoreFaulty(NoticesSpider):
    """A visit that fails at its column already."""

    async def read_listings(self) -> bool:
        raise ZeroDivisionError("a fault of the family")


@pytest.mark.parametrize("spider", [Faulty, MoreFaulty])
def test_a_fault_of_our_own_is_told_to_the_operator_and_stops_no_other_source(
    spider: type[NoticesSpider], replica: Replica, database: Database
) -> None:
    async def carry_out() -> dict[str, list[str]]:
        watch = Watch(database, lambda: replica.moment, ["operator"])
        crawl = run.Run(watch, lambda: replica.moment, 0, "test@parkwatch")
        await crawl.carry_out([run.Job(invented.SOURCE, spider, HOST), *run.jobs([visits.SOURCES[NEIGHBOUR]])])
        return crawl.troubles

    for _ in range(3):
        replica.at(replica.moment + timedelta(days=1))
        assert ["crashed: ZeroDivisionError" in trouble for trouble in asyncio.run(carry_out())["invented"]] == [True]
    assert heard(database) == [NEIGHBOUR]
    assert len(operator(database)) == 1
    assert "读取程序出错" in operator(database)[0]


# --- certificates

SECURE = Source(**{**vars(invented.SOURCE), "url": f"https://{HOST}{COLUMN}"})


class Forged(Replica):
    """The replica, but for one host's certificate."""

    certificates = ""

    def _context(self, host: str) -> ssl.SSLContext:
        if host != HOST or not self.certificates:
            return super()._context(host)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        if self.certificates == "nobody's":
            trustme.CA().issue_cert(host).configure_cert(context)
        elif self.certificates == "another's":
            self._authority.issue_cert("www.example.org").configure_cert(context)
        else:
            self._authority.issue_cert(host, not_after=datetime(2020, 1, 2, tzinfo=UTC)).configure_cert(context)
        return context


@pytest.mark.parametrize("certificate", ["nobody's", "another's", "expired"])
def test_a_broken_certificate_is_not_read_past(certificate: str, database: Database, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    forged = Forged(invented.START, site)
    with forged as replica:
        visits.through(replica, monkeypatch)
        forged.certificates = certificate
        for number in range(3):
            (trouble,) = crawl(replica, database, NEIGHBOUR, source=SECURE, days=0 if number else 19)
            assert "证书不可信" in trouble
        assert heard(database) == [NEIGHBOUR]
        (notice,) = operator(database)
        assert "证书不可信" in notice
        forged.certificates = ""
        assert crawl(replica, database, NEIGHBOUR, source=SECURE) == []
        assert heard(database) == ["invented", NEIGHBOUR]


# --- charsets and encodings

GBK_PAGE = NEWS.page.replace('<meta charset="utf-8">', "")


@pytest.mark.parametrize(
    ("header", "meta"),
    [
        ("text/html; charset=utf-8", ""),
        ("text/html; charset=ISO-8859-1", ""),
        ("text/html; charset=ISO-8859-1", '<meta charset="utf-8">'),
        ("text/html", '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">'),
        ("text/html", ""),
    ],
    ids=["header of UTF-8", "header of latin-1", "header and meta tag wrong", "meta tag only", "nothing said"],
)
def test_a_page_in_gbk_is_read_as_what_it_is(header: str, meta: str, replica: Replica, database: Database, site: Site) -> None:
    page = GBK_PAGE.replace("<head>", f"<head>{meta}").encode("gbk")
    site.instead = lambda asked: Answer(200, {"Content-Type": header}, page) if asked.path == NEWS.path else None
    assert crawl(replica, database, NEIGHBOUR) == []
    (change,) = [change for change in told(database) if change["op"] == "new"]
    assert change["title"] == NEWS.title


def test_a_page_that_says_gb2312_and_is_utf_8_is_read_as_what_it_is(replica: Replica, database: Database, site: Site) -> None:
    page = NEWS.page.replace("utf-8", "gb2312").encode()
    site.instead = lambda asked: Answer(200, {"Content-Type": "text/html; charset=gb2312"}, page) if asked.path == NEWS.path else None
    assert crawl(replica, database, NEIGHBOUR) == []
    assert NEWS.title in {change["title"] for change in told(database)}


def test_a_site_that_sends_gzip_whoever_asks_is_read(replica: Replica, database: Database, site: Site) -> None:
    page = Answer(200, {**TYPE, "Content-Encoding": "gzip"}, gzip.compress(NEWS.page.encode()))
    site.instead = lambda asked: page if asked.path == NEWS.path else None
    assert crawl(replica, database, NEIGHBOUR) == []
    assert NEWS.title in {change["title"] for change in told(database)}


def test_a_site_that_redirects_to_itself_until_it_sees_its_cookie_is_read(replica: Replica, database: Database, site: Site) -> None:
    def wary(asked: Asked) -> Answer | None:
        if asked.path == "/robots.txt" or "CT6T=1" in asked.headers.get("cookie", ""):
            return None
        return Answer(302, {"Location": asked.url, "Set-Cookie": "CT6T=1; path=/"}, b"")

    site.instead = wary
    assert crawl(replica, database, NEIGHBOUR) == []
    assert heard(database) == ["invented", NEIGHBOUR]


def test_what_is_hostile_is_one_line_for_each_source_on_stderr_and_exit_1(replica: Replica, site: Site, tmp_path: Path) -> None:
    """The same through the crawl as production starts it."""
    import crawls

    site.instead = lambda asked: None
    site.pages[COLUMN] = redirect(OWN_NETWORK["metadata service"])
    folder = tmp_path / "sources"
    folder.mkdir()
    lines = [f'{name} = "{getattr(invented.SOURCE, name)}"' for name in ("name", "title", "publisher", "family", "url", "schedule")]
    (folder / "invented.toml").write_text("\n".join(lines), encoding="utf-8")
    done = crawls.run(
        replica, f"sqlite:///{tmp_path}/child.sqlite", crawls.AFTER, names=("invented", NEIGHBOUR), extra={"PARKWATCH_SOURCES": str(folder)}
    )
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith("invented: ")
    assert "不读取" in line
