"""A new source begun: a first look at its site, its TOML file, its saved pages; whatever is wrong is one line and leaves nothing."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import crawls
import making
import pytest
import replica_web
import visits

from crawler.newsource import Begun, NewSource, Seen, check, create
from crawler.replica.exchange import Answer, Asked, html
from crawler.replica.server import Replica
from crawler.run import first_look
from crawler.source import BadSource, load
from monitors.boards import catalogue

URL = "https://www.wehdz.gov.cn/2022/ggxw_68627/tz_68628/"
NEW = NewSource("wehdz-mine", URL, "trs", '武汉"东湖"高新区·通知', "武汉东湖新技术开发区管委会")
WATCHED = NewSource(
    "paiming", "https://www.wehdz.gov.cn/shili/paiming.html", "page", "示例排名(甲)", kind="ranking", columns=("名次", "园区")
)
TODAY = date(2026, 11, 24)
SEEN = Seen(visits.saved("wehdz-tz.column.html"), ("2026-01-05 示例",), notice=b"<html>notice</html>")
BOARDS = catalogue.load()


def begin(new: NewSource, folder: Path, seen: Seen = SEEN) -> Begun:
    return create(new, folder / "sources", folder / "pages", TODAY, BOARDS, seen)


def files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.is_file())


def test_the_file_is_a_source_and_the_pages_are_the_bytes_as_fetched(tmp_path: Path) -> None:
    begun = begin(NEW, tmp_path)
    source = load(tmp_path / "sources")["wehdz-mine"]
    assert (source.url, source.title, source.publisher) == (NEW.url, NEW.title, NEW.publisher)
    assert check(replace(NEW, name="other"), tmp_path, tmp_path, TODAY, BOARDS) == replace(source, name="other")
    assert [page.name for page in begun.pages] == ["wehdz-mine.column.html", "wehdz-mine.html"]
    assert [page.read_bytes() for page in begun.pages] == [SEEN.page, SEEN.notice]
    assert begun.toml.read_text(encoding="utf-8").startswith("# 2026-11-24: INFERRED")


def test_a_column_without_rows_of_its_own_is_saved_only_where_nothing_else_was_had(tmp_path: Path) -> None:
    assert [page.name for page in begin(replace(NEW, family="jpaas"), tmp_path).pages] == ["wehdz-mine.html"]
    held = begin(replace(NEW, family="jpaas", name="other"), tmp_path, Seen(b"<title>", doubt="网站维护公告"))
    assert [page.name for page in held.pages] == ["other.column.html"]


@pytest.mark.parametrize("kind", ["ranking", "list"])
def test_a_watched_page_describes_its_own_board_where_none_is_named(kind: str, tmp_path: Path) -> None:
    begun = begin(replace(WATCHED, kind=kind), tmp_path, Seen(b"PK", ending="xlsx"))
    assert [page.name for page in begun.pages] == ["paiming.xlsx"]
    source = load(tmp_path / "sources")["paiming"]
    board = catalogue.load(tmp_path / "sources").named(WATCHED.title)
    assert source.watched is not None
    assert board is not None
    assert (source.watched.board, source.watched.columns, str(board.kind)) == (WATCHED.title, ("名次", "园区"), kind)
    assert board.fits(WATCHED.title)


def test_a_watched_page_may_be_a_known_board_or_a_policy(tmp_path: Path) -> None:
    begin(replace(WATCHED, board="国家高新区综合评价", edition="2024", columns=(), table="#x"), tmp_path)
    begin(NewSource("zhengce", WATCHED.url, "page", kind="policy"), tmp_path)
    known = load(tmp_path / "sources")
    watched = known["paiming"].watched
    assert watched is not None
    assert (watched.board, watched.edition, known["paiming"].selectors["table"]) == ("国家高新区综合评价", "2024", "#x")
    assert known["zhengce"].watched is not None


@pytest.mark.parametrize(
    ("new", "said"),
    [
        (replace(NEW, name="miit-wjgs"), "already"),
        (replace(NEW, name="../x"), "is no name"),
        (replace(NEW, family="joomla"), "family is 'joomla'"),
        (replace(NEW, family="newspaper"), "newspaper.api is missing"),
        (replace(NEW, url="www.wehdz.gov.cn"), "write a whole address"),
        (replace(NEW, family="generic"), "selectors.row is missing"),
        (replace(NEW, family="generic", row="li["), "which is no selector"),
        (replace(WATCHED, kind=""), "page.kind is missing"),
        (replace(WATCHED, board="没有人知道的榜"), "which no file describes"),
        (replace(WATCHED, board="山东省瞪羚企业"), "is a list"),
        (replace(WATCHED, title="山东省瞪羚企业"), "there is a board '山东省瞪羚企业' already"),
        (replace(WATCHED, edition="昨天"), "page.edition is '昨天'"),
    ],
)
def test_what_cannot_be_a_source_leaves_no_file(new: NewSource, said: str, tmp_path: Path) -> None:
    with pytest.raises(BadSource, match=said) as bad:
        begin(new, tmp_path)
    assert "\n" not in str(bad.value)
    assert files(tmp_path) == []


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    begin(NEW, tmp_path)
    (tmp_path / "sources" / "wehdz-mine.toml").unlink()
    with pytest.raises(BadSource, match=r"wehdz-mine\.column\.html is there already"):
        begin(NEW, tmp_path, Seen(b"other"))
    assert [file.read_bytes() for file in files(tmp_path)] == [SEEN.page, SEEN.notice]


def test_a_folder_that_cannot_be_written_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "pages").write_text("a file")
    with pytest.raises(BadSource, match="cannot be written"):
        begin(NEW, tmp_path)
    assert files(tmp_path) == [tmp_path / "pages"]


# --- the command

BOARD = making.html(("名次", "园区"), [("1", "宁波高新区"), ("2", "苏州高新区")], title="2024年示例排名（示例）")


def respond(asked: Asked) -> Answer | None:
    """Pages that the replica's sites do not have."""
    if asked.host != "www.wehdz.gov.cn":
        return None
    pages = {
        "/shili/paiming.html": html(BOARD.decode()),
        "/shili/paiming.xlsx": Answer(
            200, {"Content-Type": "application/octet-stream"}, making.xlsx(("名次", "园区"), [("1", "宁波高新区")])
        ),
        "/closed/": html("<title>网站维护公告</title>"),
        "/robots.txt": html("User-agent: *\nDisallow: /forbidden/\n"),
    }
    return pages.get(asked.path, html("", 404))


@pytest.fixture(scope="module")
def replica() -> Iterator[Replica]:
    with Replica(replica_web.RECOVERED, respond) as running:
        yield running


def run(replica: Replica, place: Path, *arguments: str, **extra: str) -> subprocess.CompletedProcess[str]:
    """`parkwatch sources`, with a folder of one's own unless `extra` says otherwise."""
    (place / "own").mkdir(exist_ok=True)
    own = {"PARKWATCH_SOURCES": str(place / "own"), "PYTHONPATH": str(Path(__file__).parents[1])} | extra
    environment = {name: value for name, value in crawls.environment(replica, f"sqlite:///{place}/s.sqlite", own).items() if value}
    command = [sys.executable, "-m", "bot", "sources", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60, cwd=place)


@pytest.mark.parametrize(
    ("family", "url", "pages"),
    [
        ("jpaas", replica_web.KJS, ["mine.html"]),
        ("trs", replica_web.NDRC, ["mine.column.html", "mine.html"]),
        ("ucap", replica_web.SND, ["mine.column.html", "mine.html"]),
    ],
)
def test_a_column_is_looked_at_and_written_down(family: str, url: str, pages: list[str], replica: Replica, tmp_path: Path) -> None:
    done = run(replica, tmp_path, "--new", "mine", "--url", url, "--family", family, "--title", "示例栏目", "--publisher", "示例单位")
    assert (done.returncode, done.stderr) == (0, "")
    assert "what could be read:" in done.stdout
    assert "parkwatch crawl mine" in done.stdout
    own = tmp_path / "own"
    assert [file.name for file in files(own)] == ["mine.toml", *pages]
    source = load(own)["mine"]
    assert (source.url, source.title, source.publisher) == (url, "示例栏目", "示例单位")
    database_url = f"sqlite:///{tmp_path}/s.sqlite"
    crawled = crawls.run(replica, database_url, crawls.AFTER, names=("mine",), extra={"PARKWATCH_SOURCES": str(own)})
    assert (crawled.returncode, crawled.stderr) == (0, ""), "what was written can be crawled as it is"


@pytest.mark.parametrize("ending", ["html", "xlsx"])
def test_a_page_is_looked_at_and_written_down(ending: str, replica: Replica, tmp_path: Path) -> None:
    url = f"https://www.wehdz.gov.cn/shili/paiming.{ending}"
    page = (
        "--new",
        "mine",
        "--url",
        url,
        "--family",
        "page",
        "--kind",
        "ranking",
        "--columns",
        "名次，园区",
        "--title",
        "示例排名",
        "--json",
    )
    done = run(replica, tmp_path, *page)
    assert (done.returncode, done.stderr) == (0, "")
    [said] = map(json.loads, done.stdout.splitlines())
    assert "1 | 宁波高新区" in said["read"]
    assert said["pages"] == [str(tmp_path / "own" / "pages" / f"mine.{ending}")]
    assert run(replica, tmp_path).returncode == 0, "the other commands read the new file"


def test_in_a_checkout_it_stands_with_those_of_parkwatch(replica: Replica, tmp_path: Path) -> None:
    for folder in ("crawler/sources", "tests/pages"):
        (tmp_path / folder).mkdir(parents=True)
    done = run(replica, tmp_path, "--new", "mine", "--url", replica_web.NDRC, "--family", "trs", PARKWATCH_SOURCES="")
    assert done.returncode == 0
    assert [str(file.relative_to(tmp_path)) for file in files(tmp_path)] == [
        "crawler/sources/mine.toml",
        "tests/pages/mine.column.html",
        "tests/pages/mine.html",
    ]


def test_a_page_that_cannot_be_read_is_saved_and_said(replica: Replica, tmp_path: Path) -> None:
    done = run(replica, tmp_path, "--new", "mine", "--url", "https://www.wehdz.gov.cn/closed/", "--family", "trs")
    assert done.returncode == 0
    assert "what could not: 网站返回的是「网站维护公告」" in done.stdout
    assert [file.name for file in files(tmp_path / "own")] == ["mine.toml", "mine.column.html"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--new", "mine"], 2, "--new mine needs --url"),
        (["--new", "mine", "--url", URL], 2, "--new mine needs --family"),
        (["--url", URL], 2, "--url says what a new source is: name it with --new NAME"),
        (["--new", "miit-wjgs", "--url", URL, "--family", "trs"], 2, "there is a source 'miit-wjgs' already"),
        (["--new", "mine", "--url", URL, "--family", "page"], 2, "--family page needs --kind"),
        (["--new", "mine", "--url", URL, "--family", "page", "--kind", "rumour"], 2, "invalid choice"),
        (["--new", "mine", "--url", URL, "--family", "page", "--kind", "policy", "--row", "li"], 2, "--row says nothing of --family page"),
        (["--new", "mine", "--url", URL, "--family", "trs", "--board", "甲"], 2, "--board says nothing of --family trs"),
        (["--new", "Mine", "--url", URL, "--family", "trs"], 1, "'Mine' is no name of a source"),
        (["--new", "mine", "--url", "ftp://x", "--family", "trs"], 1, "write a whole address"),
        (["--new", "mine", "--url", URL, "--family", "joomla"], 1, "family is 'joomla': it can be"),
        (["--new", "mine", "--url", URL, "--family", "generic"], 1, "selectors.row is missing"),
        (["--new", "mine", "--url", "https://www.wehdz.gov.cn/nothing/", "--family", "trs"], 1, "HTTP 404"),
        (["--new", "mine", "--url", "https://www.wehdz.gov.cn/forbidden/", "--family", "trs"], 1, "robots.txt"),
        (["--new", "mine", "--url", "http://127.0.0.1/", "--family", "trs"], 1, "不读取"),
    ],
)
def test_what_is_wrong_is_one_line_and_nothing_is_written(
    arguments: list[str], code: int, said: str, replica: Replica, tmp_path: Path
) -> None:
    done = run(replica, tmp_path, *arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert len(done.stderr.splitlines()) == 1
    assert said in done.stderr
    assert files(tmp_path) == []


def test_without_a_folder_of_ones_own_it_says_what_to_do(replica: Replica, tmp_path: Path) -> None:
    done = run(replica, tmp_path, "--new", "mine", "--url", URL, "--family", "trs", PARKWATCH_SOURCES="")
    assert (done.returncode, done.stdout) == (1, "")
    assert "PARKWATCH_SOURCES is not set" in done.stderr
    assert files(tmp_path) == []


def test_a_certificate_that_nobody_signed_is_not_believed(replica: Replica, monkeypatch: pytest.MonkeyPatch) -> None:
    visits.through(replica, monkeypatch)
    monkeypatch.delenv("SSL_CERT_FILE")
    spider = asyncio.run(first_look(visits.SOURCES["ndrc-tz"], "", delay=0))
    assert spider.seen is None
    assert "证书不可信" in spider.refused
