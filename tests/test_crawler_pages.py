"""What pages say: charsets, tables, labels, and pages that stand where another was asked for."""

from __future__ import annotations

import codecs
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import fromstring

from crawler.addresses import is_public, is_public_name, literal
from crawler.sites import jpaas, labels
from crawler.sites.charset import charset, decoded
from crawler.sites.column import SamePage, canonical
from crawler.sites.impostor import Gone, Kind, SiteDown, impostor
from crawler.sites.markup import paragraphs, plain
from crawler.sites.page import Origin, read_notice
from crawler.sites.tables import tables
from crawler.source import Source, load
from monitors.belief import Incomplete, LayoutChanged, SourceDown
from monitors.document import Document, Table

MIIT = load()["miit-wjgs"]
CHINESE = "<html><p>宁波国家高新技术产业开发区管理委员会公告</p></html>"


def read(body: str, head: str = "") -> Document:
    return read_notice(f"<html><head>{head}</head><body>{body}</body></html>", Origin("s", "k", "https://x", "工业和信息化部", {}))


def only_table(markup: str) -> Table:
    [(_, table)] = tables(fromstring(f"<div>{markup}</div>"))
    return table


# --- charsets


@pytest.mark.parametrize(
    ("body", "header"),
    [
        (CHINESE.encode(), ""),
        (CHINESE.encode("gbk"), "text/html"),
        (CHINESE.encode("gbk"), "text/html; charset=ISO-8859-1"),
        (CHINESE.encode("gbk"), "text/html; charset=us-ascii"),
        (CHINESE.encode("gbk"), "text/html; charset=gb2312"),
        (CHINESE.encode(), "text/html; charset=gb2312"),
        (CHINESE.encode(), "text/html; charset=ISO-8859-1"),
        (('<meta charset="gb2312">' + CHINESE).encode(), ""),
        (('<meta charset="gb2312">' + CHINESE).encode("gb18030"), "text/html; charset=utf-8"),
        (codecs.BOM_UTF8 + CHINESE.encode(), "text/html; charset=gbk"),
        (CHINESE.encode("utf-16"), ""),
        (CHINESE.encode("big5", "replace").replace(b"?", b""), "text/html; charset=big5"),
    ],
)
def test_a_page_is_decoded_by_what_its_bytes_are(body: bytes, header: str) -> None:
    text = decoded(body, header)
    assert "高新" in text or "big5" in header
    assert "\ufffd" not in text


@given(st.binary(max_size=200), st.text(max_size=30))
def test_any_bytes_under_any_header_have_an_encoding(body: bytes, header: str) -> None:
    codecs.lookup(charset(body, header))
    decoded(body, header)


# --- titles and paragraphs


def test_titles_lose_their_markup_and_keep_their_words() -> None:
    assert plain("<p>甲高新区：<br/>&ldquo;瞪羚&rdquo;&nbsp;又添11家</p>") == "甲高新区：“瞪羚”又添11家"
    assert plain("R&D 投入 3.5%") == "R&D 投入 3.5%"
    assert plain(None) == ""


def test_paragraphs_are_lines_without_scripts_and_indents() -> None:
    markup = "<p>　　甲<strong>乙</strong>\n丙</p><script>x()</script><div>丁<br>戊</div><p>&nbsp;</p><!-- 己 -->"
    assert paragraphs(markup) == ["甲乙丙", "丁", "戊"]


# --- tables


def test_merged_cells_are_filled_down_and_across() -> None:
    table = only_table(
        "<table><tr><td>序号</td><td>省份</td><td>企业</td></tr><tr><td>1</td><td rowspan=2>甲省</td><td>子</td></tr>"
        "<tr><td>2</td><td>丑</td></tr><tr><td>3</td><td colspan=2>合并</td></tr></table>"
    )
    assert table.rows == (("1", "甲省", "子"), ("2", "甲省", "丑"), ("3", "合并", "合并"))


def test_a_header_printed_again_on_the_next_sheet_is_no_row() -> None:
    table = only_table(
        "<table><tr><td>排名</td><td>名称</td></tr><tr><td>1</td><td>甲</td></tr><tr><td>排名</td><td>名称</td></tr><tr><td>2</td><td>乙</td></tr></table>"
    )
    assert table.header == ("排名", "名称")
    assert table.rows == (("1", "甲"), ("2", "乙"))


def test_the_caption_is_the_line_above_and_never_a_sentence() -> None:
    rows = "<table><tr><td>排名</td><td>名称</td></tr><tr><td>1</td><td>甲</td></tr></table>"
    assert only_table(f"<p>前文。</p><p><b>表1 排名</b></p><p>&nbsp;</p>{rows}").caption == "表1 排名"
    assert only_table(f"<p>前文在这里。</p>{rows}").caption == ""
    assert only_table(f"<p>表2 甲</p><div><div>{rows}</div></div>").caption == "表2 甲"
    assert only_table(rows.replace("<table>", "<table><caption>表3</caption>")).caption == "表3"


def test_a_table_that_only_places_text_is_text() -> None:
    document = read("<h1>示例</h1><div id='zoom'><table><tr><td><p>第一段。</p><p>第二段。</p></td></tr></table></div>")
    assert document.tables == ()
    assert document.text == "第一段。\n第二段。"


def test_a_frame_around_a_table_is_not_read_twice() -> None:
    inner = "<table><tr><td>序号</td><td>名称</td></tr><tr><td>1</td><td>甲</td></tr></table>"
    assert only_table(f"<table><tr><td>{inner}</td></tr></table>").rows == (("1", "甲"),)


@given(st.lists(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=5), max_size=6))
def test_any_spans_give_rows_of_one_width(rows: list[list[tuple[int, int]]]) -> None:
    lines = "".join(
        f"<tr>{''.join(f'<td rowspan={down} colspan={across}>{y}.{x}</td>' for x, (down, across) in enumerate(row))}</tr>"
        for y, row in enumerate(rows)
    )
    for _, table in tables(fromstring(f"<div><table>{lines}</table></div>")):
        assert len({len(row) for row in (*table.rows, *((table.header,) if table.header else ()))}) == 1


# --- what a page says about itself


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2026-05-18 10:19", date(2026, 5, 18)),
        ("2022-04-17 14:46:00", date(2022, 4, 17)),
        ("2026.07.08", date(2026, 7, 8)),
        ("2017——04——12 21:37", date(2017, 4, 12)),
        ("2026年5月1日", date(2026, 5, 1)),
        ("[2026/5/1]", date(2026, 5, 1)),
        ("2026-\n01-\n23", date(2026, 1, 23)),
        ("2026-02-00018", None),
        ("2026-13-40", None),
        ("", None),
    ],
)
def test_dates_are_read_in_all_the_forms_that_sites_write(said: str, day: date | None) -> None:
    assert labels.day(said) == day


def test_meta_tags_are_read_whatever_their_case_and_order() -> None:
    head = '<META CONTENT="2026-09-08" NAME="PUBDATE"><meta name="ContenSource" content="甲市科技局"><meta name="source" content="网络">'
    document = read('<h1>示例</h1><div id="zoom">正文</div>', head)
    assert document.published == date(2026, 9, 8)
    assert document.issuer == "甲市科技局"


def test_a_department_speaks_for_its_ministry() -> None:
    body = '<h1 id="con_title">示例</h1><div class="cinfo">来源：{}</div><div id="con_con">正文</div>'
    assert read(body.format("规划司")).issuer == "工业和信息化部"
    assert read(body.format("国家税务总局")).issuer == "国家税务总局"
    assert read(body.format("规划司")).meta["来源"] == "规划司"


@pytest.mark.parametrize(
    ("title", "text", "number"),
    [
        ("通知", "环办科财函〔2023〕261号\n各单位：", "环办科财函〔2023〕261号"),
        ("关于某事的公告（工信示例〔2026〕7号）", "正文", "工信示例〔2026〕7号"),
        ("公告", "商务部公告2024年第12号\n正文", "商务部公告2024年第12号"),
        ("通知", "根据前面的规定，依照《国务院关于某某事项的若干意见和实施细则的通知》（国发〔2020〕7号）和其他有关的文件精神办理", None),
    ],
)
def test_the_document_number_is_its_own_and_not_one_it_refers_to(title: str, text: str, number: str | None) -> None:
    assert labels.document_number(title, text) == number


def test_view_counters_related_links_and_hidden_words_are_no_text() -> None:
    document = read(
        '<h1 id="con_title">示例</h1><div id="con_con"><p>发布时间：2025-01-01 来源：某处</p><p>正文。</p><p style="display: none">隐藏</p>'
        '<div class="related-news">相关阅读</div><span id="views">浏览：1</span></div>'
    )
    assert document.text == "正文。"


def test_a_page_that_holds_only_a_picture_is_incomplete() -> None:
    with pytest.raises(Incomplete):
        read('<h1>示例</h1><div id="zoom"><img src="x.png"></div>')


# --- pages that stand where another was asked for


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        ("<title>网站维护公告</title><p>恢复时间另行通知</p>", Kind.MAINTENANCE),
        ("<p>系统正在升级维护，请稍后访问</p>", Kind.MAINTENANCE),
        ("<script>$_ts=window['$_ts']||{};</script>", Kind.CHALLENGE),
        ("<script>document.cookie='__jsl_clearance_s=1'</script>", Kind.CHALLENGE),
        ("<title>403 Forbidden</title>", Kind.CHALLENGE),
        ("<p>您的请求过于频繁</p>", Kind.CHALLENGE),
        ("<title>科技网404错误跳转页面!</title>", Kind.GONE),
        ("<p>您访问的页面不存在</p>", Kind.GONE),
        ('{"status":"500","msg":"no access!"}', Kind.ERROR),
        ('{"success":false,"code":"500","data":null}', Kind.ERROR),
        ("<title>502 Bad Gateway</title>", Kind.ERROR),
        ("<html></html>", Kind.ERROR),
    ],
)
def test_an_impostor_is_told_from_its_content(page: str, kind: Kind) -> None:
    found = impostor(page)
    assert found is not None
    assert found.kind is kind


def test_a_real_notice_about_maintenance_is_a_notice() -> None:
    document = read('<h1 id="con_title">关于系统维护的公告</h1><div id="con_con"><p>系统将于周日升级维护，期间暂停服务。</p></div>')
    assert document.title == "关于系统维护的公告"


@pytest.mark.parametrize(
    ("page", "error"),
    [
        ("<title>网站维护公告</title><p>维护</p>", SiteDown),
        ("<title>404</title><div id='zoom'>页面</div>", Gone),
        ("<title>示例</title><p>" + "很长的正文。" * 500 + "</p>", LayoutChanged),
        ("", SourceDown),
    ],
)
def test_a_page_without_a_notice_is_not_believed(page: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        read_notice(page, Origin("s", "k", "https://x", "", {}))


# --- columns


def row(number: int, more: str = "", day: str = "2024-12-01") -> str:
    link = f'<a class="fl" href="/zwgk/wjgs/art/2024/art_{number}.html" title="整个标题{number}">整个…</a>'
    return f'<li class="cf">{link}<span class="fr"><font style="display:none">发布</font>{day}</span>{more}</li>'


def unit(rows: str, pagination: str = "") -> str:
    import json

    html = f'<div class="page-content"><ul>{rows}</ul></div>{pagination}'
    return json.dumps({"success": True, "code": 200, "data": {"html": html}})


def column(**changes: object) -> jpaas.JpaasColumn:
    source = Source(**{**vars(MIIT), "expect": type(MIIT.expect)(rows=1), **changes})
    page = "<script parseType='buildstatic' url='/api/front/page/build/unit' querydata=\"{'webId':'w','pageId':'p','tagId':'t'}\"></script>"
    return jpaas.open_column(source, page)


def test_rows_have_their_whole_title_and_related_links_are_no_rows() -> None:
    more = '<dl><dd><a href="/other.html">相关</a></dd></dl>'
    [line] = column().read(unit(row(1, more)), 1).lines
    assert (line.title, line.published) == ("整个标题1", date(2024, 12, 1))
    assert line.url == "https://www.miit.gov.cn/zwgk/wjgs/art/2024/art_1.html"


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (unit(row(1, day="")), LayoutChanged),
        (unit(""), LayoutChanged),
        (unit(row(1), '<div class="pagination" count="40" rows="24" pageno="1"></div>'), Incomplete),
        (unit(row(1), '<div class="pagination" count="1" rows="24" pageno="2"></div>'), SamePage),
        ('{"success":false,"code":"500"}', SourceDown),
        ('{"success":true,"code":"200","data":{}}', LayoutChanged),
        ("<title>网站维护公告</title>", SiteDown),
    ],
)
def test_a_column_that_is_not_what_it_says_is_not_believed(reply: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        column().read(reply, 1)


def test_the_parameters_go_back_as_the_page_has_them() -> None:
    page = "<script url='/api/front/page/build/unit' querydata=\"{'parseType':'bulidstatic','webId':'w','pageId':'p','tagId':'t'}\">"
    asked = jpaas.open_column(MIIT, page).ask(2)
    assert "parseType=bulidstatic" in asked.url
    assert "%22pageNo%22%3A2" in asked.url
    assert asked.headers["Referer"] == MIIT.url


def test_of_several_units_the_one_with_the_rows_is_chosen_or_nobody_guesses() -> None:
    def script(tag: str) -> str:
        return f"<script url='/front/page/build/unit' querydata=\"{{'webId':'w','pageId':'p','tagId':'{tag}'}}\"></script>"

    assert jpaas.open_column(MIIT, script("导航") + script("右侧内容")).said["tagId"] == "右侧内容"
    with pytest.raises(LayoutChanged, match="tag"):
        jpaas.open_column(MIIT, script("甲") + script("乙"))
    mine = Source(**{**vars(MIIT), "tag": "乙"})
    assert jpaas.open_column(mine, script("甲") + script("乙")).said["tagId"] == "乙"


def test_a_column_page_that_shows_its_rows_itself_need_not_be_asked_again() -> None:
    said = "{'parseType':'buildstatic','webId':'w','pageId':'p'}"
    page = (
        f'<ul>{row(1)}{row(2)}</ul><div class="pagination" querydata="{said}" uniturl="/u/front/page/build/unit" count="2" rows="24"></div>'
    )
    source = Source(**{**vars(MIIT), "expect": type(MIIT.expect)(rows=1)})
    first = jpaas.open_column(source, page).first
    assert first is not None
    assert len(first.lines) == 2


@pytest.mark.parametrize(
    "href",
    ["/zwgk/x.html", "http://www.miit.gov.cn/zwgk/x.html", "https://wap.miit.gov.cn/zwgk/x.html#top", "../../zwgk/x.html?div=-1"],
)
def test_one_page_has_one_identity_under_all_its_addresses(href: str) -> None:
    assert canonical(MIIT, "https://www.miit.gov.cn/zwgk/wjgs/index.html", href) == "https://www.miit.gov.cn/zwgk/x.html"


# --- addresses


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "10.1.2.3",
        "169.254.169.254",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "127.1",
        "[::1]",
        "::ffff:192.168.0.1",
        "64:ff9b::a00:1",
    ],
)
def test_the_own_network_is_recognised_in_every_spelling(host: str) -> None:
    address = literal(host)
    assert address is not None
    assert not is_public(address)


@pytest.mark.parametrize("host", ["localhost", "db.localhost", "router.lan", "intranet", "printer.local.", "x.home.arpa"])
def test_names_of_the_own_network_are_not_public(host: str) -> None:
    assert literal(host) is None
    assert not is_public_name(host)


@pytest.mark.parametrize("host", ["www.miit.gov.cn", "epaper.stdaily.com"])
def test_public_names_are_public(host: str) -> None:
    assert literal(host) is None
    assert is_public_name(host)
