"""Watched pages: one TOML file of the user's, a page that is itself a board or a policy; read, compared, told, and held back.

The pages are invented (示例) and served through the replica's hook: real spiders, real HTTP, real files.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import crawls
import invented
import making
import pytest
import visits
from invented import heard, operator, subscribe, told
from samples import PARKS as OFFICIAL
from samples import notice, ranking_table

from crawler.replica.exchange import Answer, Asked, html, stored
from crawler.replica.server import Replica
from crawler.source import BadSource, load
from monitors import readings, zones
from monitors.boards import catalogue
from monitors.change import Kind
from monitors.document import Watched
from state import pages
from state.database import Database

EXAMPLE = (Path(__file__).parent / "pages" / "wehdz-paiming.toml").read_text(encoding="utf-8")
NAME = "wehdz-paiming"
URL = "https://www.wehdz.gov.cn/shili/paiming.html"
PARKS = ("武汉东湖新技术开发区", "宁波高新区", "苏州高新区", "青岛高新区", "合肥高新区", "西安高新区")
HEADER = ("名次", "园区", "得分")
MENU = "<table><tr><td>首页</td><td>政务公开</td></tr><tr><td>投资</td><td>服务</td></tr></table>"
POLICY = f"""# 2026-11-24: a sample: one page that is a policy.
name = "{NAME}"
title = "示例区人才政策"
publisher = "示例区管委会"
family = "page"
url = "{URL}"
schedule = "10 9 * * *"

[page]
kind = "policy"
"""


def rows(parks: Sequence[str] = PARKS) -> list[tuple[str, str, str]]:
    return [(str(rank), park, f"{95 - rank}.5") for rank, park in enumerate(parks, start=1)]


def ranking(parks: Sequence[str] = PARKS, year: int = 2024, header: Sequence[str] = HEADER, around: str = MENU) -> str:
    """The page as it stands with these parks in this order."""
    lines = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in (header, *rows(parks)))
    heading = f"<h1>{year}年示例市园区发展水平评价结果（示例）</h1>"
    return f'<html><head><meta charset="utf-8"></head><body>{around}{heading}<table id="board">{lines}</table></body></html>'


def policy(amount: str, clauses: int = 3) -> str:
    more = "".join(f"<p>第{'二三四五六七'[n]}条　示例条款{n}，供测试使用。</p>" for n in range(clauses - 1))
    first = f"<p>第一条　对新引进的博士给予{amount}万元奖励。</p>"
    body = f'<div id="zoom"><p>示区发〔2024〕3号</p>{first}{more}</div>'
    return f"<html><body><h1>示例区人才奖励办法（示例）</h1>{body}</body></html>"


@dataclass
class Site:
    """One page, which stands as the test puts it; validators as real servers send them."""

    page: str | bytes | Answer = ""
    media_type: str = "text/html; charset=utf-8"
    files: dict[str, bytes] = field(default_factory=dict)

    def __call__(self, asked: Asked) -> Answer | None:
        if asked.host != "www.wehdz.gov.cn":
            return None
        if asked.path in self.files:
            return stored(asked, self.files[asked.path], "application/octet-stream", invented.START)
        if asked.path == "/robots.txt" or not asked.path.startswith("/shili/"):
            return html("", 404)
        if isinstance(self.page, Answer):
            return self.page
        body = self.page.encode() if isinstance(self.page, str) else self.page
        return stored(asked, body, self.media_type, invented.START)


@dataclass
class Watcher:
    """The user's folder, and what comes of crawls with it."""

    replica: Replica
    database: Database
    site: Site
    folder: Path

    def crawl(self, page: str | bytes | Answer | None = None, days: float = 1) -> list[str]:
        """One crawl so many days later, the page as it stands then; what went wrong."""
        self.site.page = self.site.page if page is None else page
        self.replica.at(self.replica.moment + timedelta(days=days))
        troubles = visits.visit(self.replica, self.database, NAME, sources=load(self.folder), catalogue=catalogue.load(self.folder))
        return troubles.get(NAME, [])

    def begin(self, toml: str, page: str | bytes) -> None:
        """A source file of these words and its silent first crawl."""
        (self.folder / f"{NAME}.toml").write_text(toml, encoding="utf-8")
        assert self.crawl(page) == []
        subscribe(self.database)
        assert self.told() == []

    def told(self) -> list[tuple[object, object, object, object]]:
        """The changes: op, key, before, after."""
        return [(one["op"], one["key"], one["before"], one["after"]) for one in told(self.database, NAME)]

    def status(self) -> str | None:
        with self.database.read() as connection:
            known = pages.get(connection, NAME, URL)
        return known.status if known else None


@pytest.fixture(scope="module")
def site() -> Site:
    return Site()


@pytest.fixture(scope="module")
def running(site: Site) -> Iterator[Replica]:
    with Replica(invented.START, site) as replica:
        yield replica


@pytest.fixture
def watcher(running: Replica, site: Site, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Watcher:
    site.media_type, site.files = "text/html; charset=utf-8", {}
    running.at(invented.START)
    running.asked.clear()
    visits.through(running, monkeypatch)
    (tmp_path / "sources").mkdir()
    return Watcher(running, database, site, tmp_path / "sources")


# --- what is news


def test_a_ranking_is_a_silent_baseline_then_ends_at_its_304_then_tells_who_moved(watcher: Watcher) -> None:
    watcher.begin(EXAMPLE, ranking())
    watcher.replica.asked.clear()
    assert watcher.crawl() == []
    [again] = [asked for asked in watcher.replica.asked if asked.path != "/robots.txt"]
    assert "if-none-match" in again.headers
    assert watcher.told() == []
    swapped = (*PARKS[:3], PARKS[4], PARKS[3], PARKS[5])
    assert watcher.crawl(ranking(swapped)) == []
    assert [(op, key, before["rank"], after["rank"]) for op, key, before, after in watcher.told()] == [  # type: ignore[index]
        ("moved", "合肥高新技术产业开发区", 5, 4),
        ("moved", "青岛高新技术产业开发区", 4, 5),
    ]
    assert heard(watcher.database) == [NAME]
    [change] = [one for one in told(watcher.database, NAME) if one["key"].startswith("合肥")]  # type: ignore[attr-defined]
    assert (change["board"], change["edition"], change["issuer"], change["url"]) == ("示例市园区发展水平评价", "2024", "示例市商务局", URL)


def test_the_next_year_on_the_same_page_is_a_new_edition_compared_with_the_last(watcher: Watcher) -> None:
    watcher.begin(EXAMPLE, ranking())
    assert watcher.crawl(ranking((PARKS[1], PARKS[0], *PARKS[2:]), year=2025)) == []
    first, *others = told(watcher.database, NAME)
    assert (first["op"], first["edition"], first["previous_edition"]) == ("edition", "2025", "2024")
    assert {one["op"] for one in others} == {"moved", "edition"}


def test_an_edition_that_the_page_does_not_state_is_the_source_files(watcher: Watcher) -> None:
    unstated = ranking().replace("2024年", "")
    watcher.begin(EXAMPLE.replace('kind = "ranking"\ncol', 'kind = "ranking"\nedition = "2023"\ncol', 1), unstated)
    assert watcher.crawl(ranking((PARKS[1], PARKS[0], *PARKS[2:])).replace("2024年", "")) == []
    assert {one["edition"] for one in told(watcher.database, NAME)} == {"2023"}


@pytest.mark.parametrize("selector", ["#board", "//table[@id='board']", "body > table:last-of-type"])
def test_a_table_is_found_by_css_or_xpath(selector: str, watcher: Watcher) -> None:
    toml = EXAMPLE.replace('columns = ["名次", "园区"]\n', "") + f'\n[selectors]\ntable = "{selector}"\n'
    watcher.begin(toml, ranking())
    assert watcher.crawl(ranking((PARKS[1], PARKS[0], *PARKS[2:]))) == []
    assert len(watcher.told()) == 2


def test_counters_menus_and_the_order_of_rows_are_no_news(watcher: Watcher) -> None:
    watcher.begin(EXAMPLE, ranking())
    shuffled = ranking(around=MENU.replace("服务", "互动") + "<p>浏览次数：2048</p>").replace("</td></tr><tr>", "</td></tr>\n<tr >")
    assert watcher.crawl(shuffled) == []
    assert watcher.told() == []


def test_a_known_list_is_watched_by_its_name(watcher: Watcher) -> None:
    firms = [f"山东示例{word}科技有限公司" for word in "甲乙丙丁戊己庚辛"]

    def page(names: Sequence[str]) -> str:
        lines = "".join(f"<tr><td>{n}</td><td>{name}</td><td>济南</td></tr>" for n, name in enumerate(names, start=1))
        table = f"<table><tr><th>序号</th><th>企业名称</th><th>市</th></tr>{lines}</table>"
        return f"<html><body><h1>2025年瞪羚企业名单（示例）</h1>{table}</body></html>"

    toml = EXAMPLE.partition("[page]")[0] + '[page]\nkind = "list"\nboard = "山东省瞪羚企业"\n\n[expect]\nrows = 4\n'
    watcher.begin(toml, page(firms))
    assert watcher.crawl(page([*firms, "山东示例壬科技有限公司"])) == []
    assert [(op, key) for op, key, *_ in watcher.told()] == [("added", "山东示例壬科技有限公司")]


def test_a_policy_page_tells_the_measure_that_was_raised(watcher: Watcher) -> None:
    watcher.begin(POLICY, policy("8"))
    assert watcher.crawl(policy("10")) == []
    [(op, _, before, after)] = watcher.told()
    assert (op, before["amount"], after["amount"]) == ("revised", 80000, 100000)  # type: ignore[index]


def test_of_a_board_with_several_rankings_the_title_says_which_where_the_table_has_no_caption() -> None:
    title = "国家高新技术产业开发区综合评价结果（示例）"
    said = notice(title, tables=[ranking_table(OFFICIAL[:50], caption="")])
    watched = Watched(Kind.RANKING, "国家高新区综合评价", "2024", ("排名",), 50)
    [board] = readings.read(said, zones.load(), catalogue.load(), watched).boards
    assert (board.indicator, board.edition, len(board.items)) == ("综合", "2024", 50)


# --- a page that is a file, and files that hang on a page


@pytest.mark.parametrize("form", ["xlsx", "pdf", "docx"])
def test_a_file_at_a_fixed_address_is_a_page_too(form: str, watcher: Watcher) -> None:
    def file(parks: Sequence[str]) -> bytes:
        title = "2024年示例市园区发展水平评价结果（示例）"
        make = {"xlsx": making.xlsx, "pdf": making.pdf, "docx": making.docx}[form]
        made: bytes = make(HEADER, rows(parks), title=title)
        return made

    watcher.site.media_type = "application/octet-stream"
    watcher.begin(EXAMPLE.replace("paiming.html", f"paiming.{form}"), file(PARKS))
    assert watcher.crawl(file((PARKS[1], PARKS[0], *PARKS[2:]))) == []
    assert [op for op, *_ in watcher.told()] == ["moved", "moved"]


def test_the_table_may_stand_in_a_file_that_hangs_on_the_page(watcher: Watcher) -> None:
    link = '<div id="zoom"><a href="/f/{}.xlsx">附件：结果</a></div>'
    page = f"<html><body><h1>2024年示例市园区发展水平评价结果（示例）</h1>{link}</body></html>"
    watcher.site.files = {
        f"/f/{n}.xlsx": making.xlsx(HEADER, rows(order)) for n, order in enumerate((PARKS, (PARKS[1], PARKS[0], *PARKS[2:])))
    }
    watcher.begin(EXAMPLE.replace('kind = "ranking"\ncol', 'kind = "ranking"\nattachments = true\ncol', 1), page.format(0))
    assert watcher.crawl(page.format(1)) == []
    assert [op for op, *_ in watcher.told()] == ["moved", "moved"]


# --- held back

CHALLENGE = "<html><script>document.cookie='__jsl_clearance=1';location.reload()</script></html>"
NOT_BELIEVED = {
    "another column": (ranking(header=("名次", "单位", "得分")), "找不到有列「名次」「园区」的表格"),
    "no table": ("<html><body><h1>2024年示例市园区发展水平评价结果（示例）</h1><p>见附图。</p></body></html>", "页面上没有表格"),
    "two such tables": (ranking(around=f"<table><tr><td>名次</td><td>园区</td></tr><tr><td>1</td><td>{PARKS[0]}</td></tr></table>"), "2张"),
    "fewer rows than expected": (ranking(PARKS[:4]), "至少有6项"),
    "no year": (ranking().replace("2024年", ""), "没有写明是哪一年"),
    "parks nobody knows": (ranking([f"示例{n}号大棚" for n in range(6)]), "不是已知园区"),
    "a gap in the ranks": (ranking().replace("<td>4</td>", "<td>14</td>"), "名次不连续"),
    "a challenge": (CHALLENGE, "浏览器验证"),
    "maintenance": ("<html><title>网站维护公告</title><body>系统升级，敬请谅解</body></html>", "网站维护公告"),
    "an error in JSON": ('{"success":false,"code":"500","message":"系统繁忙"}', "系统繁忙"),
    "an empty page": ("", "空白页"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "picture"),
    "a scan": (making.scan(), "没有读全"),
    "a damaged workbook": (b"PK\x03\x04" + b"\0" * 64, "damaged"),
}


@pytest.mark.parametrize("name", NOT_BELIEVED)
def test_a_page_whose_shape_changed_is_held_and_told_to_the_operator_once(name: str, watcher: Watcher) -> None:
    page, words = NOT_BELIEVED[name]
    watcher.begin(EXAMPLE, ranking())
    for _ in range(2):
        [trouble] = watcher.crawl(page)
        assert words in trouble
    assert watcher.status() == "held"
    assert watcher.told() == []
    assert heard(watcher.database) == []
    assert len(operator(watcher.database)) == 1
    assert words in operator(watcher.database)[0]
    assert URL in operator(watcher.database)[0]
    assert watcher.crawl(ranking((PARKS[1], PARKS[0], *PARKS[2:]))) == []
    assert [op for op, *_ in watcher.told()] == ["moved", "moved"]
    assert "已恢复" in operator(watcher.database)[1]


def test_half_of_the_rows_are_not_believed_where_the_file_expects_few(watcher: Watcher) -> None:
    watcher.begin(EXAMPLE.replace("rows = 6", "rows = 1"), ranking())
    [trouble] = watcher.crawl(ranking(PARKS[:2]))
    assert "只读到2行，上次有6行" in trouble
    assert watcher.told() == []


@pytest.mark.parametrize("selector", ["table", "title"])
def test_a_selector_that_finds_nothing_is_named(selector: str, watcher: Watcher) -> None:
    watcher.begin(
        EXAMPLE + f'\n[selectors]\n{selector} = "#{ {"table": "board", "title": "name"}[selector] }"\n',
        ranking().replace("<h1>", "<h1 id='name'>"),
    )
    [trouble] = watcher.crawl(ranking().replace('id="board"', ""))
    assert f"找不到 selectors.{selector}" in trouble
    assert watcher.told() == []


def test_a_policy_page_without_clauses_is_no_repeal(watcher: Watcher) -> None:
    watcher.begin(POLICY, policy("8"))
    [trouble] = watcher.crawl('<html><body><h1>示例区人才奖励办法（示例）</h1><div id="zoom"><p>正在修订。</p></div></body></html>')
    assert "至少有1项" in trouble
    assert watcher.told() == []


def test_a_large_change_waits_for_a_second_equal_reading(watcher: Watcher) -> None:
    watcher.begin(EXAMPLE, ranking())
    turned = ranking(PARKS[::-1])
    assert watcher.crawl(turned) == []
    assert (watcher.status(), watcher.told()) == ("waiting", [])
    assert watcher.crawl() == []
    assert len(watcher.told()) == 6


@pytest.mark.parametrize("answer", [html("", 404), html("<title>404 Not Found</title>"), html("", 500)])
def test_a_page_that_is_not_there_is_trouble_and_no_news(answer: Answer, watcher: Watcher) -> None:
    watcher.begin(EXAMPLE, ranking())
    for _ in range(4):
        assert len(watcher.crawl(answer)) == 1
    assert watcher.told() == []
    [said] = operator(watcher.database)
    assert "连续 3 次" in said
    assert watcher.crawl(ranking()) == []
    assert watcher.told() == []


def test_a_first_reading_that_fails_leaves_the_baseline_open(watcher: Watcher) -> None:
    (watcher.folder / f"{NAME}.toml").write_text(EXAMPLE, encoding="utf-8")
    assert len(watcher.crawl(CHALLENGE)) == 1
    subscribe(watcher.database)
    assert watcher.crawl(ranking()) == []
    assert watcher.told() == []
    assert watcher.crawl(ranking((PARKS[1], PARKS[0], *PARKS[2:]))) == []
    assert len(watcher.told()) == 2


# --- the files


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('kind = "ranking"\ncolumns', 'kind = "rumour"\ncolumns'), "page.kind is 'rumour': it can be ranking, list, policy"),
        (('kind = "ranking"\ncolumns', "columns"), "page.kind is missing"),
        (('kind = "ranking"\ncolumns', 'kind = "list"\ncolumns'), "page.kind is 'list', but its [board] is a ranking"),
        (('kind = "ranking"\ncolumns', 'kind = "policy"\ncolumns'), "page.columns is not a key"),
        (('columns = ["名次", "园区"]', 'columns = "名次"'), "page.columns must be a list of texts"),
        (('columns = ["名次", "园区"]', 'edition = "this year"'), "page.edition is 'this year': write a year"),
        (('columns = ["名次", "园区"]', 'colums = ["名次"]'), "page.colums is not a key"),
        (('columns = ["名次", "园区"]', "attachments = 1"), "page.attachments must be true or false"),
        (('family = "page"', 'family = "trs"'), "page is not a key"),
        (("[page]", "turns = false\n\n[page]"), "turns is not a key"),
        (("rows = 6", "rows = 0"), "expect.rows must be a whole number"),
        (("rows = 6", "dates = true"), "expect.dates is not a key"),
        (("[board]", '[selectors]\nrow = "tr"\n\n[board]'), "selectors.row is not a key"),
        (("[board]", '[selectors]\ntable = "table["\n\n[board]'), "selectors.table is 'table[', which is no selector"),
        (("[board]", '[selectors]\ntable = "//table[@id="\n\n[board]'), "which is no selector"),
        (("title = '园区发展水平评价'", "title = '园区(发展'"), "[board]: "),
        (("title = '园区发展水平评价'\n", ""), "[board] lacks the key 'title'"),
        (('edition = "year"', 'edition = "month"'), "edition is 'month', it can be year or batch"),
        (("rank = ", "rang = "), "[columns] needs rank and zone"),
        (("[board]\n", "[board]\nfoo = 1\n"), "[board] has an unknown key 'foo'"),
        (('[board]\nname = "', '[board]\nname = ["'), "is not TOML"),
        (('issuer = "示例市商务局"', "issuer = 5"), "[board]: issuer must be a text"),
    ],
)
def test_a_mistake_in_the_file_is_one_line_that_says_where(change: tuple[str, str], said: str, tmp_path: Path) -> None:
    assert change[0] in EXAMPLE
    (tmp_path / "mine.toml").write_text(EXAMPLE.replace(*change, 1), encoding="utf-8")
    with pytest.raises(BadSource) as bad:
        load(tmp_path)
    assert said in str(bad.value)
    assert str(bad.value).startswith("mine.toml")
    assert "\n" not in str(bad.value)


@pytest.mark.parametrize(
    ("board", "said"),
    [
        ("没有人知道的榜", "mine.toml: page.board is '没有人知道的榜', which no file describes: add a table [board], or write one of "),
        ("山东省瞪羚企业", "mine.toml: page.kind is 'ranking', but '山东省瞪羚企业' is a list"),
    ],
)
def test_a_board_that_nobody_describes_is_said_so(board: str, said: str, tmp_path: Path) -> None:
    toml = EXAMPLE.partition("\n[board]")[0].replace('kind = "ranking"', f'kind = "ranking"\nboard = "{board}"')
    (tmp_path / "mine.toml").write_text(toml, encoding="utf-8")
    with pytest.raises(BadSource) as bad:
        load(tmp_path)
    assert said in str(bad.value)


def test_two_files_that_describe_one_board_are_refused(tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text(EXAMPLE, encoding="utf-8")
    (tmp_path / "two.toml").write_text(EXAMPLE.replace(f'"{NAME}"', '"two"'), encoding="utf-8")
    with pytest.raises(BadSource, match="there is a board '示例市园区发展水平评价' already"):
        load(tmp_path)


# --- as processes


def test_one_file_in_the_users_folder_and_two_crawls_bring_the_change_into_the_log(tmp_path: Path) -> None:
    site = Site(ranking())
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "mine.toml").write_text(EXAMPLE, encoding="utf-8")
    url = f"sqlite:///{tmp_path}/s.sqlite"
    with Replica(invented.START, site) as running:
        environment = crawls.environment(running, url, {"PARKWATCH_SOURCES": str(tmp_path / "sources")})
        for page in (ranking(), ranking((PARKS[1], PARKS[0], *PARKS[2:]))):
            site.page = page
            done = crawls.run(
                running, url, running.moment.isoformat(), names=(NAME,), extra={"PARKWATCH_SOURCES": str(tmp_path / "sources")}
            )
            assert (done.returncode, done.stderr) == (0, "")
            running.at(running.moment + timedelta(days=1))
        command = [sys.executable, "-m", "bot", "changes", "--json"]
        shown = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=60)
    found = [json.loads(one) for one in shown.stdout.splitlines()]
    assert {(one["zone"], one["before"]["rank"], one["after"]["rank"]) for one in found} == {
        ("武汉东湖新技术开发区", 1, 2),
        ("宁波高新技术产业开发区", 2, 1),
    }


def test_a_saved_page_is_read_as_its_source_says(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(EXAMPLE, encoding="utf-8")
    (tmp_path / "page.html").write_text(ranking(), encoding="utf-8")
    command = [sys.executable, "-m", "bot", "read", "--json", "--source", NAME, str(tmp_path / "page.html")]
    environment = {"PARKWATCH_SOURCES": str(tmp_path), "PATH": "", "HOME": str(tmp_path)}
    shown = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=60, cwd=Path(__file__).parents[1])
    facts = [json.loads(one) for one in shown.stdout.splitlines()]
    assert [(fact["subject"], fact["value"]) for fact in facts] == [("示例市园区发展水平评价", rank) for rank in range(1, 7)]
