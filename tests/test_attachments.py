"""The files of a notice with their real names, and bodies that stand elsewhere. All pages are samples (示例)."""

from __future__ import annotations

from datetime import date

import pytest

from crawler.sites.attachments import Link, attachments
from crawler.sites.body import Elsewhere
from crawler.sites.impostor import Gone
from crawler.sites.page import Origin, read_notice
from monitors.belief import Incomplete, LayoutChanged
from monitors.document import Shape

URL = "https://www.mofcom.gov.cn/zwgk/zcfb/art/2026/art_1.html"
ORIGIN = Origin("s", "k", URL, "商务部", {})


def found(body: str, beside: str = "") -> list[tuple[str, str]]:
    footer = "<footer><a href='/W020260101000.pdf'>帮助</a></footer>"
    page = f"<html><body><h1>示例</h1><div id='zoom'>{body}</div>{beside}{footer}</body></html>"
    return [(link.name, link.url.removeprefix("https://www.mofcom.gov.cn")) for link in attachments(page, URL)]


@pytest.mark.parametrize(
    ("markup", "link"),
    [
        ('<a href="./W0202601.pdf">附件1：示例名单.pdf</a>', ("附件1：示例名单.pdf", "/zwgk/zcfb/art/2026/W0202601.pdf")),
        ('<a href="/f/2.pdf">附件：示例名单.pdf</a>', ("示例名单.pdf", "/f/2.pdf")),
        ('<a href="/f/1.XLSX#top">示例名单</a>', ("示例名单.xlsx", "/f/1.XLSX")),
        ('<a href="/f/1.doc" title="示例表.doc">点击下载</a>', ("示例表.doc", "/f/1.doc")),
        ('<a href="/f/%E7%A4%BA%E4%BE%8B.wps">附件</a>', ("示例.wps", "/f/%E7%A4%BA%E4%BE%8B.wps")),
        (
            '<a href="/module/download/downfile.jsp?classid=0&amp;filename=0f.xlsx">示例企业.xlsx</a>',
            ("示例企业.xlsx", "/module/download/downfile.jsp?classid=0&filename=0f.xlsx"),
        ),
        ('<a href="/list.php?name=示例.zip">（下载）</a>', ("示例.zip", "/list.php?name=示例.zip")),
        ('<a href="/download?id=7">示例表.et</a>', ("示例表.et", "/download?id=7")),
        ('<iframe src="/pdfjs/web/viewer.html?file=/attach/20264/ab.pdf#page=2"></iframe>', ("ab.pdf", "/attach/20264/ab.pdf")),
        ('<embed src="/attach/1.pdf"><object data="/attach/1.pdf"></object>', ("1.pdf", "/attach/1.pdf")),
        ('<iframe src="/v/viewer.html?file=/a/1.pdf"></iframe><a href="/a/1.pdf">示例名单</a>', ("示例名单.pdf", "/a/1.pdf")),
    ],
)
def test_a_file_has_the_name_that_people_read(markup: str, link: tuple[str, str]) -> None:
    assert found(f"<p>正文。</p>{markup}") == [link]


def test_only_files_of_the_notice_itself_are_attachments() -> None:
    body = """<a href="/a.html">网页</a><a href="javascript:down('1.pdf')">甲.pdf</a><a href="file:///etc/a.pdf">乙</a>
<a href="/p.jpg">图</a><a href="http://[附件/x.pdf">丙</a><iframe src="/v/viewer.html?file=file:///etc/a.pdf"></iframe>"""
    assert found(body, '<div class="sidebar"><a href="/other.pdf">别的文件</a></div>') == []


@pytest.mark.parametrize(
    "beside",
    [
        '<div class="attachment"><a href="/f/1.xls">示例.xls</a></div>',
        '<table class="enclosure"><tr><td><a href="/f/1.xls">示例.xls</a></td></tr></table>',
        '<p><a href="/f/1.xls" appendix="true">示例.xls</a></p>',
    ],
)
def test_files_below_the_body_are_found(beside: str) -> None:
    assert found("<p>正文。</p>", beside) == [("示例.xls", "/f/1.xls")]


def test_a_file_in_the_meta_tag_meant_for_pictures_is_one() -> None:
    page = '<meta name="Image" content="/f/1.pdf"><div id="zoom"><p>正文。</p></div>'
    assert attachments(page, URL) == (Link("1.pdf", "https://www.mofcom.gov.cn/f/1.pdf"),)


# --- bodies


def page(body: str, title: str = "示例") -> str:
    return f"<html><head><title>{title}</title></head><body><h1>示例通知</h1><div class='art-con'>{body}</div></body></html>"


def test_a_notice_that_is_only_a_file_is_one_and_a_picture_is_none() -> None:
    assert read_notice(page("<iframe src='/v/viewer.html?file=/a/1.pdf'></iframe>"), ORIGIN).text == ""
    with pytest.raises(Incomplete, match="只有图片"):
        read_notice(page("<img src='/1.png'>"), ORIGIN)


def test_a_body_in_a_frame_is_read_with_the_title_of_its_page() -> None:
    with pytest.raises(Elsewhere) as other:
        read_notice(page("<iframe src='./frame_1.html'></iframe>"), ORIGIN)
    assert (other.value.address, other.value.whole) == ("https://www.mofcom.gov.cn/zwgk/zcfb/art/2026/frame_1.html", False)
    frame = "<html><body><p>商示例函〔2026〕3号</p></body></html>"
    document = read_notice(page("<iframe src='./frame_1.html'></iframe>"), ORIGIN, frame)
    assert (document.title, document.number) == ("示例通知", "商示例函〔2026〕3号")


@pytest.mark.parametrize(
    "script",
    ['var _cofing1={href:"/zcfb/2.html",type:"1"};', "window.location.href='/zcfb/2.html';", "location.replace('/zcfb/2.html')"],
)
def test_an_address_that_was_left_for_another_one_says_which(script: str) -> None:
    with pytest.raises(Elsewhere) as other:
        read_notice(f"<html><body><script>{script}</script></body></html>", ORIGIN)
    assert (other.value.address, other.value.whole) == ("https://www.mofcom.gov.cn/zcfb/2.html", True)


def test_a_script_cannot_send_the_reader_to_another_site_or_in_a_circle() -> None:
    for address in ("http://127.0.0.1/a.html", "https://www.ndrc.gov.cn/", URL, "file:///etc/passwd"):
        with pytest.raises(LayoutChanged):
            read_notice(f"<html><body><script>window.location.href='{address}'</script><p>短</p></body></html>", ORIGIN)


def test_a_body_ends_where_its_page_says() -> None:
    body = "<div><p>正文。</p><meta name='ContentEnd'><p>扫一扫</p></div><p>打印本页</p>"
    assert read_notice(page(body), ORIGIN).text == "正文。"


def test_the_fixed_page_of_a_soft_404_is_gone_and_an_article_of_that_size_is_not() -> None:
    nowhere = "<html><p>" + "字" * 900
    press = Origin("s", "k", URL, "示例报", {}, Shape.ARTICLE, gone=len(nowhere.encode()))
    with pytest.raises(Gone):
        read_notice(nowhere, press)
    article = page("<p>示例高新区新增企业3家。</p>")
    sized = article + " " * (len(nowhere.encode()) - len(article.encode()))
    assert read_notice(sized, press).shape is Shape.ARTICLE


# --- the table of 政府信息公开


@pytest.mark.parametrize(
    "table",
    [
        "<table><tr><td><b>索　引　号：</b></td><td>2026-02-00018</td></tr><tr><td>发文字号：</td><td>示例〔2026〕9号</td></tr>"
        "<tr><td>成文日期：</td><td>2026年1月2日</td></tr><tr><td>发布日期：</td><td>2026年1月9日</td></tr></table>",
        "<div><label><font>索 引 号：</font></label><div>2026-02-00018</div></div>"
        "<div><label>文　　号：</label><div>示例〔2026〕9号</div></div><div><label>发布日期：</label><div>2026-01-09</div></div>",
        "<ul><li><div>索 引 号 <i>2026-02-00018</i></div><div>分　　类 <i>示例</i></div></li><li><div>文　　号 <i>示例〔2026〕9号</i></div>"
        "<div>公开日期 <i>2026-01-09</i></div></li></ul>",
        "<p>【发布单位】商务部【发布文号】示例〔2026〕9号</p><p>【发文日期】2026-01-09</p>",
    ],
)
def test_number_and_day_are_read_from_every_kind_of_table(table: str) -> None:
    document = read_notice(f"{table}{page('<p>正文。</p>')}", ORIGIN)
    assert (document.number, document.published) == ("示例〔2026〕9号", date(2026, 1, 9))
    assert document.meta.get("索引号", "2026-02-00018") == "2026-02-00018"


def test_a_label_without_a_value_does_not_take_the_next_label_for_one() -> None:
    table = "<table><tr><td>发文字号：</td><td></td><td>主题词：</td><td>示例2026年词</td></tr></table>"
    assert read_notice(f"{table}{page('<p>正文。</p>')}", ORIGIN).number is None


def test_what_is_printed_beside_a_label_is_not_its_value() -> None:
    document = read_notice(page("<p>正文。</p>") + "<div><span>发布日期：2026-01-09 来源：示例处</span></div>", ORIGIN)
    assert document.meta["发布日期"] == "2026-01-09"


def test_a_year_in_a_title_is_no_name_of_a_site() -> None:
    text = "<html><head><title>示例园区规划2024-2026年</title></head><body><div id='zoom'><p>正文。</p></div></body></html>"
    assert read_notice(text, ORIGIN).title == "示例园区规划2024-2026年"
