"""Attachments met by real crawls: news is read from good ones; bad ones are kept, told to the operator once, and asked for seldom."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import replace

import invented
import making
import pytest
from invented import HOST, SOURCE, Notice, Site, crawl, heard, operator, standing, status, told
from making import HEADER, PLACES, TITLE
from test_files_hostile import BAD

from crawler.replica.exchange import Answer, Asked
from crawler.replica.server import Replica
from crawler.schedule import status as status_of
from state import documents
from state.database import Database

NAME = f"{TITLE}.pdf"
FILE = "/files/1.pdf"
NOTICE = Notice(
    "ranking", f"关于公布{TITLE}的通告", "2024-12-20", f'<p>结果见附件，示例说明：本页为测试所编。</p><a href="{FILE}">{NAME}</a>'
)
KEY = f"http://{HOST}{NOTICE.path}"
GOOD = making.xlsx(HEADER, PLACES, title=TITLE)
MIB = 1024 * 1024
KINDS = {
    **{name: BAD[name][0] for name in ("empty.pdf", "cut.pdf", "encrypted.pdf", "cut.xlsx", "broken.xlsx", "cut.docx", "encrypted.docx")},
    **{name: BAD[name][0] for name in ("cut.doc", "encrypted.doc", "cut.xls", "encrypted.xls", "encrypted.zip", "bomb.zip", "bomb.docx")},
    "scan.pdf": making.scan(),
}


def served(body: bytes, etag: str = "") -> Answer:
    return Answer(200, {"Content-Type": "application/octet-stream", **({"ETag": etag} if etag else {})}, body)


@pytest.fixture
def site() -> Site:
    return Site(invented.notices(3))


@pytest.fixture
def replica(site: Site, database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Replica]:
    """The column as it was has been read; then the notice came, whose file is up to the test."""
    with standing(site, monkeypatch) as running:
        assert crawl(running, database) == []
        invented.subscribe(database)
        site.notices = [NOTICE, *site.notices]
        yield running


def asked_for(replica: Replica, path: str = FILE) -> list[Asked]:
    return [asked for asked in replica.asked if asked.path == path]


def bytes_kept(database: Database, verdict: str = "read") -> dict[str, bytes | None]:
    """Name → bytes of the files that the last version of the notice was read with."""
    with database.read() as connection:
        version = documents.latest(connection, SOURCE.name, KEY, verdict)
        assert version is not None
        return {name: documents.bytes_of(connection, sha256) for _, name, sha256 in documents.files_of(connection, version.id)}


def not_understood(database: Database) -> list[str]:
    [one] = status_of(database, {SOURCE.name: SOURCE})
    return list(one["unread"])


@pytest.mark.parametrize("kind", KINDS)
def test_a_bad_file_is_kept_told_once_and_neither_asked_for_nor_parsed_again_until_it_is_another(
    kind: str, replica: Replica, database: Database, site: Site
) -> None:
    body = KINDS[kind]
    site.pages[FILE] = served(body)
    assert crawl(replica, database, "nbhtz-zcwj", days=1) == []
    [line] = operator(database)
    assert line.startswith(f"🚫 {SOURCE.name} 有附件读不了，已隔离：{NAME}")
    assert len(line.splitlines()) == 3  # what and why, whose, where
    assert line.splitlines()[1:] == [f"《{NOTICE.title}》", KEY]
    assert bytes_kept(database) == ({NAME: body} if body else {})
    assert [what for what in not_understood(database) if NAME in what] == [line.splitlines()[0].split("：", 1)[1]]

    assert crawl(replica, database, days=0.003) == []
    assert len(asked_for(replica)) == 1  # within ten minutes it is not asked for again
    for _ in range(3):
        assert crawl(replica, database, days=2) == []
    assert len(asked_for(replica)) == 4
    assert operator(database) == [line]
    assert (told(database), heard(database)) == ([], [])

    site.pages[FILE] = served(GOOD)
    assert crawl(replica, database, days=2) == []
    assert [change["op"] for change in told(database)] == ["edition"]
    assert heard(database) == [SOURCE.name]
    assert operator(database)[1:] == [f"✅ {SOURCE.name} 已恢复：{NAME}\nhttp://{HOST}{FILE}"]
    assert not [what for what in not_understood(database) if NAME in what]
    assert bytes_kept(database) == {NAME: GOOD}


def test_a_file_that_is_as_bad_as_it_was_costs_no_transfer_where_the_site_has_validators(
    replica: Replica, database: Database, site: Site
) -> None:
    def conditional(asked: Asked) -> Answer | None:
        if asked.path != FILE:
            return None
        return Answer(304, {}, b"") if asked.headers.get("if-none-match") == '"1"' else served(KINDS["cut.pdf"], '"1"')

    site.instead = conditional
    for _ in range(4):
        assert crawl(replica, database, days=2) == []
    assert [asked.headers.get("if-none-match") for asked in asked_for(replica)] == [None, '"1"', '"1"', '"1"']
    assert len(operator(database)) == 1


@pytest.mark.parametrize("said", ["its length", "nothing"])
def test_a_file_of_500_mb_is_broken_off_at_the_limit(said: str, replica: Replica, database: Database, site: Site) -> None:
    sent: list[int] = []

    def parts() -> Iterator[bytes]:
        for _ in range(500):
            sent.append(MIB)
            yield bytes(MIB)

    def large(asked: Asked) -> Answer | None:
        if asked.path != FILE:
            return None
        length = {"Content-Length": str(500 * MIB)} if said == "its length" else {}
        return Answer(200, {"Content-Type": "application/pdf", **length}, b"", then=parts())

    site.instead = large
    assert crawl(replica, database, days=1) == []
    assert sum(sent) < 60 * MIB  # what the sockets between hold is sent, too
    [line] = operator(database)
    assert line.splitlines()[0] == f"🚫 {SOURCE.name} 有附件读不了，已隔离：附件「{NAME}」超过20 MiB，没有下载"
    assert bytes_kept(database) == {}
    assert crawl(replica, database, days=0.003) == []
    assert len(asked_for(replica)) == 1
    site.instead = lambda asked: served(GOOD) if asked.path == FILE else None
    assert crawl(replica, database, days=2) == []
    assert [change["op"] for change in told(database)] == ["edition"]


def test_a_file_that_is_sent_as_a_gzip_bomb_is_broken_off_as_well(replica: Replica, database: Database, site: Site) -> None:
    bomb = gzip.compress(bytes(100 * MIB), compresslevel=9)
    site.pages[FILE] = Answer(200, {"Content-Type": "application/pdf", "Content-Encoding": "gzip"}, bomb)
    assert crawl(replica, database, "nbhtz-zcwj", days=1) == []
    assert operator(database)[0].splitlines()[0].endswith(f"附件「{NAME}」超过20 MiB，没有下载")
    assert (told(database), heard(database)) == ([], [])


def test_a_file_that_is_not_there_yet_is_read_when_it_is(replica: Replica, database: Database, site: Site) -> None:
    assert crawl(replica, database, days=1) == []
    assert operator(database)[0].splitlines()[0].endswith(f"附件「{NAME}」不在网站上（HTTP 404）")
    site.pages[FILE] = served(KINDS["cut.pdf"])
    assert crawl(replica, database, days=2) == []
    site.pages[FILE] = served(GOOD)
    assert crawl(replica, database, days=2) == []
    assert [change["op"] for change in told(database)] == ["edition"]
    assert [line[0] for line in operator(database)] == ["🚫", "✅"]


def test_a_bad_file_beside_a_good_one_holds_the_notice_back_and_none_of_its_files_is_asked_for_again_at_once(
    replica: Replica, database: Database, site: Site
) -> None:
    site.notices = [replace(NOTICE, body=NOTICE.body + '<a href="/files/2.xlsx">附件2.xlsx</a>'), *site.notices[1:]]
    site.pages |= {FILE: served(KINDS["cut.pdf"]), "/files/2.xlsx": served(GOOD)}
    assert len(crawl(replica, database, days=1)) == 1
    assert status(database, KEY) == "held"
    [line] = operator(database)
    assert line.startswith(f"⏸ {SOURCE.name} 暂停采信：附件没有读全：{NAME} is a damaged PDF")
    assert bytes_kept(database, "held") == {NAME: KINDS["cut.pdf"], "附件2.xlsx": GOOD}
    assert crawl(replica, database, days=0.003) == []
    assert len(asked_for(replica, "/files/2.xlsx")) == 1
    crawl(replica, database, days=2)
    assert (told(database), operator(database)) == ([], [line])
    site.pages[FILE] = served("示例说明。".encode())
    assert crawl(replica, database, days=2) == []
    assert [change["op"] for change in told(database)] == ["edition"]
    assert [one[0] for one in operator(database)] == ["⏸", "✅"]


_CUT, _GONE = served(KINDS["cut.xlsx"]), Answer(404, {}, b"gone")


@pytest.mark.parametrize("answers", [(_CUT, _GONE, _CUT), (_GONE, _GONE, _CUT), (_CUT, _CUT, _CUT), (_GONE, _CUT, _GONE)])
def test_what_was_read_with_its_file_is_not_compared_without_it(
    answers: tuple[Answer, ...], replica: Replica, database: Database, site: Site
) -> None:
    site.pages[FILE] = served(GOOD)
    assert crawl(replica, database, days=1) == []
    assert [change["op"] for change in told(database)] == ["edition"]
    site.notices = [replace(NOTICE, body=NOTICE.body + "<p>附件已更新。</p>"), *site.notices[1:]]
    for bad in answers:
        site.pages[FILE] = bad
        assert len(crawl(replica, database, days=30)) == 1
        assert status(database, KEY) == "held"
    assert [one[0] for one in operator(database)] == ["⏸"]
    site.pages[FILE] = served(GOOD)
    assert crawl(replica, database, days=2) == []
    assert [one[0] for one in operator(database)] == ["⏸", "✅"]
    assert [change["op"] for change in told(database)] == ["edition"]
    swapped = [*PLACES[:2], ("3", *PLACES[3][1:]), ("4", *PLACES[2][1:]), *PLACES[4:]]
    site.pages[FILE] = served(making.xlsx(HEADER, swapped, title=TITLE))
    assert crawl(replica, database, days=30) == []
    assert [change["op"] for change in told(database)] == ["edition", "moved", "moved"]


def test_a_file_that_a_baseline_could_not_read_is_no_news_when_it_can_be_and_its_revisions_are(
    database: Database, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.notices = [NOTICE, *site.notices]
    site.pages[FILE] = served(KINDS["scan.pdf"])
    with standing(site, monkeypatch) as replica:
        assert crawl(replica, database) == []
        invented.subscribe(database)
        assert operator(database) == []  # a baseline is silent; the file is listed
        assert [what for what in not_understood(database) if "扫描" in what]
        site.pages[FILE] = served(GOOD)
        assert crawl(replica, database, days=2) == []
        assert (told(database), operator(database)) == ([], [])
        swapped = [*PLACES[:2], ("3", *PLACES[3][1:]), ("4", *PLACES[2][1:]), *PLACES[4:]]
        site.pages[FILE] = served(making.xlsx(HEADER, swapped, title=TITLE))
        site.notices = [replace(NOTICE, body=NOTICE.body + "<p>附件已更新。</p>"), *site.notices[1:]]
        assert crawl(replica, database, days=30) == []
    assert [change["op"] for change in told(database)] == ["moved", "moved"]


def test_two_notices_with_the_same_bad_file_are_one_message(replica: Replica, database: Database, site: Site) -> None:
    site.notices = [replace(NOTICE, name="again", title=f"关于转发{TITLE}的通知"), *site.notices]
    site.pages[FILE] = served(KINDS["cut.pdf"])
    assert crawl(replica, database, days=1) == []
    assert len(asked_for(replica)) == 1
    assert len(operator(database)) == 1


# --- good files, wherever they hang


def attachment(markup: str) -> Notice:
    return replace(NOTICE, body=f"<p>结果见附件，示例说明：本页为测试所编。</p>{markup}")


CSV = making.csv(HEADER, PLACES)
WAYS = {
    "a PDF in a viewer": (f'<iframe src="/pdfjs/web/viewer.html?file={FILE}#page=1"></iframe>', making.pdf(HEADER, PLACES)),
    "a csv file": (f'<a href="{FILE}">{TITLE}.csv</a>', CSV),
    "an archive": (f'<a href="{FILE}">附件.zip</a>', making.packed({f"附件1：{TITLE}.csv": CSV, "说明.txt": "示例说明。".encode()})),
    "a PDF without lines": (f'<a href="{FILE}">{NAME}</a>', making.pdf(HEADER, PLACES, ruled=False)),
    "a docx file": (f'<a href="{FILE}">{TITLE}.docx</a>', making.docx(HEADER, PLACES, title=TITLE)),
    "a doc file": (f'<a href="{FILE}">{TITLE}.wps</a>', making.doc(HEADER, PLACES, title=TITLE)),
    "HTML called xls": (f'<a href="{FILE}">{TITLE}.xls</a>', making.html(HEADER, PLACES, title=TITLE, charset="gbk")),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_ranking_is_told_whatever_file_it_stands_in(way: str, replica: Replica, database: Database, site: Site) -> None:
    markup, body = WAYS[way]
    site.notices = [attachment(markup), *site.notices[1:]]
    site.pages[FILE] = served(body)
    assert crawl(replica, database, days=1) == []
    [change] = told(database)
    assert (change["op"], change["top"], change["evidence"]) == ("edition", 50, f"1 | {PLACES[0][1]} | {PLACES[0][2]}")
    assert heard(database) == [SOURCE.name]
    assert list(bytes_kept(database).values()) == [body]
    assert operator(database) == []


def test_an_archive_with_a_list_and_a_scan_is_quarantined_whole(replica: Replica, database: Database, site: Site) -> None:
    site.notices = [attachment(f'<a href="{FILE}">附件.zip</a>'), *site.notices[1:]]
    site.pages[FILE] = served(making.packed({f"{TITLE}.csv": CSV, "续.pdf": making.scan()}))
    assert crawl(replica, database, days=1) == []
    assert operator(database)[0].startswith(f"🚫 {SOURCE.name} 有附件读不了，已隔离：附件.zip：续.pdf")
    assert "扫描图像" in operator(database)[0]
    assert (told(database), heard(database)) == ([], [])


def test_files_that_are_as_they_were_are_asked_for_politely_and_one_that_is_taken_down_is_no_trouble(
    replica: Replica, database: Database, site: Site
) -> None:
    def conditional(asked: Asked) -> Answer | None:
        if asked.path != FILE:
            return None
        return Answer(304, {}, b"") if asked.headers.get("if-none-match") == '"1"' else served(GOOD, '"1"')

    site.instead = conditional
    for _ in range(3):
        assert crawl(replica, database, days=30) == []
    assert [asked.headers.get("if-none-match") for asked in asked_for(replica)] == [None, '"1"', '"1"']
    site.instead = lambda asked: None  # 404
    assert crawl(replica, database, days=30) == []
    assert [change["op"] for change in told(database)] == ["edition"]
    assert operator(database) == []
    assert status(database, KEY) == "read"
