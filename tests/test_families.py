"""Families of sites: rows, further pages and what they declare; how a column that is not itself is told. All pages are samples (示例)."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from crawler.sites import hanweb, trs, truecms, ucap
from crawler.sites.column import SamePage
from crawler.sites.families import FAMILIES, ROWS_ON_PAGE
from crawler.sites.generic import open_column as open_generic
from crawler.sites.impostor import Gone, SiteDown
from crawler.source import FAMILIES as NAMES
from crawler.source import Expect, Source, load
from monitors.belief import Incomplete, LayoutChanged, SourceDown

SHIPPED = load()
SITE = "https://www.ndrc.gov.cn/xxgk/zcfb/tz/"
PAGES = '<script>createPageHTML({pages}, {number}, "index", "html");</script>'


def source(family: str, **changes: object) -> Source:
    """A source of a family without selectors that believes any row."""
    return replace(Source("s", "示例", "示例单位", family, SITE, "0 9 * * *", Expect(rows=1)), **changes)  # type: ignore[arg-type]


def item(number: int, day: str = "2026-01-05", href: str = "./202601/t20260105_{}.html") -> str:
    return f'<li><a href="{href.format(number)}" title="示例通知之{number}的完整标题">示例通知…</a><span>{day}</span></li>'


def listed(rows: str, pages: int = 3, number: int = 0) -> str:
    return f"<html><body><ul>{rows}</ul>{PAGES.format(pages=pages, number=number)}</body></html>"


def test_every_family_of_columns_has_a_reader_and_no_other() -> None:
    assert set(NAMES) - {"newspaper", "page"} == set(FAMILIES)
    assert set(FAMILIES) > ROWS_ON_PAGE


# --- TRS


def test_trs_rows_are_known_by_their_addresses_and_pages_count_from_nought() -> None:
    menu = '<li><a href="/xxgk/">政务公开</a></li><li class="empty"></li>'
    column = trs.open_column(source("trs"), listed(menu + item(7) + item(6, href="../gg/202601/t20260105_{}_ext.html")))
    assert [line.url for line in column.first.lines] == [f"{SITE}202601/t20260105_7.html", f"{SITE[:-3]}gg/202601/t20260105_6_ext.html"]
    assert column.first.lines[0].title == "示例通知之7的完整标题"
    assert column.ask(3).url == f"{SITE}index_2.html"
    assert not column.first.is_last(2)
    assert column.read(listed(item(1), number=2), 3).is_last(3)


@pytest.mark.parametrize("day", ["2026/01/05", "[2026-01-05]", "2026-\n01-\n05", "发布时间：2026.1.5 08:30", ""])
def test_dates_of_rows_are_read_in_all_forms_and_else_from_the_address(day: str) -> None:
    assert trs.open_column(source("trs"), listed(item(7, day))).first.lines[0].published == date(2026, 1, 5)


def test_a_date_within_a_title_is_not_the_date_of_the_row() -> None:
    summary = "<p>2025年12月1日起施行的示例办法摘要，索引号：2026-02-00018</p>"
    row = f'<li>{summary}<a href="/a/1.html">示例办法（2024年5月6日修订）</a><i>2026-03-04</i></li>'
    column = open_generic(source("generic", selectors={"row": "li"}), f"<html><ul>{row}</ul></html>")
    assert column.first.lines[0].published == date(2026, 3, 4)


def test_the_channel_of_mee_stands_between_index_and_number() -> None:
    page = f'<ul id="div">{item(7)}</ul><script>var currentPage = 0; var countPage = 9; $.get("index_8597_1.shtml")</script>'
    assert trs.open_column(source("trs"), page).ask(2).url == f"{SITE}index_8597_1.shtml"


@pytest.mark.parametrize(
    ("page", "error"),
    [
        ("<ul><li><a href='/other'>没有日期命名的链接，很长的页面" + "。" * 2000 + "</a></li></ul>", LayoutChanged),
        (f"<ul>{item(1)}</ul>", LayoutChanged),  # nothing says how many pages there are
        (listed(item(1), number=4), SamePage),
        ("<title>网站维护公告</title>", SiteDown),
        ("<title>404 Not Found</title>", Gone),
        ("", SourceDown),
    ],
)
def test_a_trs_column_that_is_not_one_is_not_believed(page: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        trs.open_column(source("trs"), page)


def test_a_column_of_one_page_need_not_say_how_it_is_turned() -> None:
    assert len(trs.open_column(source("trs", turns=False), f"<ul>{item(1)}</ul>").first.lines) == 1


# --- ucap


def test_ucap_pages_count_from_one_and_are_named_by_the_script() -> None:
    row = '<li class="datalist-item"><a href="/a/{0}.shtml">示例{0}</a><span class="date">2026-01-0{0}</span></li>'
    rows = row.format(2) + row.format(1)
    page = f"<ul>{rows}</ul><script>createPageHTML('page_div',4, 1,'nav_list','shtml',60);</script>"
    column = ucap.open_column(source("ucap", url="http://www.snd.gov.cn/hqqrmzf/zcwj/nav_list.shtml"), page)
    assert column.first.pages == 4
    assert column.ask(2).url == "http://www.snd.gov.cn/hqqrmzf/zcwj/nav_list_2.shtml"
    with pytest.raises(SamePage):
        column.read(page, 2)


# --- Hanweb


def store(rows: str, more: str = "") -> str:
    return f"<datastore>{more}<recordset>{rows}</recordset></datastore>"


def records(*numbers: int) -> str:
    row = "<record><![CDATA[<li><a href='/art/2026/1/{0}/art_1_{0}.html' title='示例之{0}'>示例…</a></li>]]></record>"
    return "".join(row.format(number) for number in numbers)


def hanweb_page(rows: str, more: str = "", call: str = "") -> str:
    return f'<html><body><div id="77"><script type="text/xml">{store(rows, more)}</script></div>{call}</body></html>'


def test_hanweb_asks_by_post_with_the_parameters_of_the_script() -> None:
    form = "{col:1,webid:140,path:'/',columnid:81953,webname:'示例'}"
    call = f"<script>$('#77').jpage({{totalRecord:8, perPage:1, ajaxParam:{form}}});</script>"
    column = hanweb.open_column(source("hanweb"), hanweb_page(records(9, 8, 7), call=call))
    ask = column.ask(3)
    assert (ask.method, urlsplit(ask.url).path) == ("POST", "/module/web/jpage/dataproxy.jsp")
    assert parse_qs(urlsplit(ask.url).query) == {"startrecord": ["7"], "endrecord": ["9"], "perpage": ["1"]}
    assert parse_qs(ask.body.decode()) == {"col": ["1"], "webid": ["140"], "path": ["/"], "columnid": ["81953"], "webname": ["示例"]}
    reply = store(records(2, 1), "<totalrecord>8</totalrecord><totalpage>8</totalpage>")
    assert column.read(reply, 3).is_last(3)
    assert [line.published for line in column.read(reply, 3).lines] == [date(2026, 1, 2), date(2026, 1, 1)]


def test_hanweb_sends_back_what_nextgroup_says_where_no_script_does() -> None:
    more = '<nextgroup><![CDATA[<a href="/module/jpage/dataproxy.jsp?page=1&webid=9&columnid=x%2Fy&unitid=77"></a>]]></nextgroup>'
    ask = hanweb.open_column(source("hanweb"), hanweb_page(records(2, 1), more)).ask(2)
    assert urlsplit(ask.url).path == "/module/jpage/dataproxy.jsp"
    assert parse_qs(ask.body.decode()) == {"col": ["1"], "webid": ["9"], "columnid": ["x/y"], "unitid": ["77"]}


def test_a_proxy_that_answers_without_rows_leaves_page_nought() -> None:
    more = "<nextgroup><![CDATA[<a href='/p.jsp?webid=9'>]]></nextgroup>"
    column = hanweb.open_column(source("hanweb"), hanweb_page(records(2, 1), more))
    with pytest.raises(SamePage, match="不返回任何行"):
        column.read(store("", "<totalrecord>0</totalrecord>"), 2)
    with pytest.raises(Incomplete, match="声明"):
        column.read(store(records(1), "<totalrecord>9</totalrecord>"), 2)
    with pytest.raises(SiteDown):
        column.read("<title>网站维护公告</title>", 2)


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("<p>没有列表</p>" + "。" * 3000, "没有 datastore"),
        (hanweb_page(records(1)) + hanweb_page(records(2)), "请在来源文件里写明 selectors.list"),
        (hanweb_page(records(1)), "没有说明怎样翻页"),
    ],
)
def test_a_hanweb_page_that_leaves_doubt_is_not_guessed_at(page: str, said: str) -> None:
    with pytest.raises(LayoutChanged, match=said):
        hanweb.open_column(source("hanweb"), page)


# --- TrueCMS

TRUE = """<div id="initData"><ul></ul></div><script>
$('#msgList').jpage({totalRecord:"62", proxyUrl:'/TrueCMS/messageController/getMessage.do',
perPage:10,
groupSize:3, ajaxParam:{columnId:'754f6db5-d294-46d5-b25c-da3a86d102cd'}});</script>"""


def test_truecms_rows_come_out_of_a_call_of_a_function() -> None:
    column = truecms.open_column(source("truecms"), TRUE)
    asked = parse_qs(urlsplit(column.ask(3).url).query, keep_blank_values=True)
    assert asked["startrecord"] + asked["endrecord"] + asked["callback"] == ["61", "90", "jQuery"]
    assert asked["columnId"] == ["754f6db5-d294-46d5-b25c-da3a86d102cd"]
    reply = json.dumps({"result": store(records(2, 1), "<totalrecord>62</totalrecord>")}, ensure_ascii=False)
    for said in (f"jQuery({reply});", reply):
        assert [line.title for line in column.read(said, 3).lines] == ["示例之2", "示例之1"]
        assert column.read(said, 3).is_last(3)


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        ('jQuery({"success":false,"code":"500","msg":"error"})', SourceDown),
        ("jQuery({", LayoutChanged),
        ('jQuery({"result":"<datastore><totalrecord>9</totalrecord><recordset></recordset></datastore>"})', LayoutChanged),
        ("<title>网站维护公告</title>", SiteDown),
    ],
)
def test_a_truecms_reply_without_rows_is_not_believed(reply: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        truecms.open_column(source("truecms"), TRUE).read(reply, 1)


def test_a_page_without_the_proxy_of_truecms_has_changed() -> None:
    with pytest.raises(LayoutChanged, match="getMessage"):
        truecms.open_column(source("truecms"), "<p>示例</p>" + "。" * 3000)


# --- generic


def generic(**changes: object) -> Source:
    return source("generic", **{"selectors": {"row": "dl", "link": "h3 a", "date": ".time span"}, **changes})


def news(*numbers: int) -> str:
    row = (
        '<dl><dt><a href="/p/{0}"><img></a></dt><dd><h3><a href="/a/{0}.html">示例新闻{0}</a></h3>'
        '<p class="time"><span>示例报</span><span>2026-01-0{0}</span></p></dd></dl>'
    )
    return f"<html><body>{''.join(row.format(number) for number in numbers)}</body></html>"


def test_generic_rows_stand_where_the_source_file_says() -> None:
    column = open_generic(generic(turn="node_324_{page}.html"), news(2, 1))
    assert [line.title for line in column.first.lines] == ["示例新闻2", "示例新闻1"]
    assert [line.published for line in column.first.lines] == [date(2026, 1, 2), date(2026, 1, 1)]
    assert column.ask(2).url == f"{SITE}node_324_2.html"
    assert not column.first.is_last(1)
    assert open_generic(generic(), news(1)).first.is_last(1)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"selectors": {"row": ".gone"}}, "找不到 selectors.row（.gone）"),
        ({"selectors": {"list": ".gone", "row": "dl"}}, "找不到 selectors.list（.gone）"),
        ({"selectors": {"row": "dl", "date": ".gone"}}, "有一行没有日期"),
    ],
)
def test_a_selector_that_finds_nothing_is_an_error(changes: dict[str, object], said: str) -> None:
    with pytest.raises(LayoutChanged, match=said):
        open_generic(generic(**changes), news(2, 1).replace("</body>", "<p>" + "。" * 3000 + "</p></body>"))


def test_the_fixed_page_for_what_is_not_there_is_known_by_its_size() -> None:
    nowhere = "<html><p>中国科技网</p>" + " " * 3000
    column = open_generic(generic(turn="{page}.html", gone=len(nowhere.encode())), news(1))
    with pytest.raises(Gone):
        column.read(nowhere, 2)
