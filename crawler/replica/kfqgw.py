"""kfqgw.beijing.gov.cn (北京经济技术开发区) in the replica: its policy documents.

As public crawlers found it: rows in `div.container.clearfix > ul.list > li`, 20 a page, beside other lists of the page; a
body in `#div_zhengwen .view`; article addresses with the t of TRS.
"""

from __future__ import annotations

from datetime import datetime
from html import escape

from crawler.replica.exchange import SAMPLE, Answer, Asked
from crawler.replica.metatags import meta_tags
from crawler.replica.notices import Notice
from crawler.replica.tdate import Column, Listing, Site

_SHOWN = 28  # characters of a title that a row shows


class _Zone(Site):
    def listing(self, page: Listing) -> str:
        rows = "\n".join(
            f'<li>{page.column.link(notice, _SHOWN)}<span class="date">{notice.published:%Y-%m-%d}</span></li>' for notice in page.notices
        )
        return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{page.column.name}_{self.name}</title>
<meta name="SiteName" content="{self.name}"><meta name="SiteDomain" content="{self.hosts[0]}"><meta name="SiteIDCode" content="{self.code}">
</head><body><!-- {SAMPLE} -->
<div class="header"><ul class="list"><li><a href="/zwgkkfq/" title="政务公开">政务公开</a></li>
<li><a href="/ywdt/" title="要闻动态">要闻动态</a></li></ul></div>
<div class="container clearfix"><h2>{page.column.name}</h2><ul class="list">
{rows}
</ul><div class="page"><script>createPageHTML({page.last}, {page.number - 1}, "index", "html");</script></div></div></body></html>"""

    def article(self, column: Column, notice: Notice) -> str:
        files = self.links(notice, '<p><a href="{href}" title="{title}">附件：{title}</a></p>')
        number = f'<p style="text-align:center">{escape(notice.number)}</p>' if notice.number else ""
        return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{escape(notice.title)}_{column.name}_{self.name}</title>
{meta_tags(notice.serial % 5, self.name, self.hosts[0], self.code, column.name, notice.title, notice.published, notice.office)}
</head><body><div class="container clearfix"><div class="header_title"><h1>{escape(notice.title)}</h1>
<p>日期：{notice.published:%Y-%m-%d %H:%M}　来源：{notice.office}</p></div>
<div id="div_zhengwen"><div class="view TRS_UEDITOR trs_paper_default">
{number}
{notice.body}
<p style="text-indent: 2em;">{SAMPLE}</p>
{files}
</div></div>
<ul class="list"><li><a href="/zwgkkfq/2024zcwj/">返回列表</a></li></ul></div></body></html>"""


SITE = _Zone(
    folder="kfqgw",
    hosts=("kfqgw.beijing.gov.cn",),
    name="北京经济技术开发区管理委员会",
    code="1100000158",
    columns=(Column("zcwj", "/zwgkkfq/2024zcwj/", "政策文件"),),
    rows=20,
    robots="User-agent: *\nDisallow: /so/\n",
)


def answer(asked: Asked, moment: datetime) -> Answer | None:
    """The zone's answer as of `moment`; None where another host is asked."""
    return SITE.answer(asked, moment)
