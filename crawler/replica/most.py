"""www.most.gov.cn (科学技术部) in the replica: its notices, and its 规范性文件 in another layout.

As public crawlers found it: rows in ul.info_list2; a body that ends at <meta name="ContentEnd">, a meta tag among the
text, with noise behind it in the same element. The 规范性文件 give @title in single quotes, and number and date of each row
in elements of their own; their articles carry the table of 政府信息公开.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from html import escape

from crawler.replica.exchange import SAMPLE, Answer, Asked
from crawler.replica.metatags import meta_tags
from crawler.replica.notices import Notice
from crawler.replica.tdate import Column, Listing, Site, shortened

_SHOWN = 30  # characters of a title that a row shows
_WRITTEN = timedelta(days=6)  # before its publication a document was signed


class _Ministry(Site):
    def listing(self, page: Listing) -> str:
        rows = _documents(page) if page.column.folder == "gfxwj" else _notices(page)
        return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{page.column.name}-{self.name}</title>
<meta name="SiteName" content="{self.name}"><meta name="SiteDomain" content="{self.hosts[0]}"><meta name="SiteIDCode" content="{self.code}">
</head><body><!-- {SAMPLE} -->
<ul class="menu"><li><a href="/tztg/">通知通告</a></li><li><a href="/kjbgz/">科技部工作</a></li></ul>
{rows}
<div class="pages"><script>createPageHTML({page.last}, {page.number - 1}, "index", "html");</script></div></body></html>"""

    def article(self, column: Column, notice: Notice) -> str:
        files = self.links(notice, '<p><a href="{href}">附件{number}：{title}</a></p>')
        table = _table(notice) if column.folder == "gfxwj" else ""
        style = notice.serial % 20  # its editors write meta tags in every way
        return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{escape(notice.title)}-{self.name}</title>
{meta_tags(style, self.name, self.hosts[0], self.code, column.name, notice.title, notice.published, notice.office)}
</head><body>{table}<div class="title_wide">{escape(notice.title)}</div>
<div class="notes">日期：{notice.published:%Y年%m月%d日}　来源：{notice.office}　【字号：<a>大</a> <a>中</a> <a>小</a>】</div>
<div class="text wide" id="Zoom"><meta name="ContentStart"><div class="trs_editor_view TRS_UEDITOR">
{notice.body}
<p style="text-indent: 2em;">{SAMPLE}</p>
{files}
</div><meta name="ContentEnd"><div class="share">分享到：微信 微博</div><p>扫一扫在手机打开当前页</p>
<a href="javascript:window.print()">打印本页</a></div></body></html>"""


def _notices(page: Listing) -> str:
    rows = "\n".join(
        f'<li>{page.column.link(notice, _SHOWN)}<span class="date mhide">{notice.published:%Y-%m-%d}</span></li>' for notice in page.notices
    )
    return f'<ul class="info_list2">\n{rows}\n</ul>'


def _documents(page: Listing) -> str:
    rows = "\n".join(
        f"<li><a class='list-main-li-item' href='{page.column.href_of(notice)}' target='_blank' title='{escape(notice.title)}'>"
        f'<span class="w_list_bt">{shortened(notice.title, _SHOWN)}</span><span class="w_list_fwzh">{escape(notice.number)}</span>'
        f'<span class="w_list_rq">{notice.published:%Y-%m-%d}</span></a></li>'
        for notice in page.notices
    )
    return f'<div class="list-main"><ul id="data_list">\n{rows}\n</ul></div>'


def _table(notice: Notice) -> str:
    pairs = (
        ("索　引　号", f"306-07-{notice.published:%Y}-{notice.serial % 1000}"),
        ("发文字号", notice.number),
        ("发文机构", notice.office),
        ("成文日期", f"{notice.published - _WRITTEN:%Y年%m月%d日}"),
        ("发布日期", f"{notice.published:%Y年%m月%d日}"),
    )
    rows = "\n".join(f"<tr><td><b>{label}：</b></td><td>{escape(value)}</td></tr>" for label, value in pairs)
    return f'<table class="xxgk_detail_head">\n{rows}\n</table>'


SITE = _Ministry(
    folder="most",
    hosts=("www.most.gov.cn",),
    name="中华人民共和国科学技术部",
    code="bm06000001",
    columns=(
        Column("tztg", "/tztg/", "通知通告"),
        Column("gfxwj", "/xxgk/xinxifenlei/fdzdgknr/fgzc/gfxwj/", "规范性文件"),
    ),
    rows=20,
    robots="User-agent: *\nDisallow: /search/\n",
)


def answer(asked: Asked, moment: datetime) -> Answer | None:
    """The ministry's answer as of `moment`; None where another host is asked."""
    return SITE.answer(asked, moment)
