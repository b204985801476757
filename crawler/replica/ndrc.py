"""www.ndrc.gov.cn (国家发展改革委) in the replica: its notices (通知).

As public crawlers found it: rows in ul.u-list with the visible title cut off and the whole one in @title, dates with
slashes, an empty list item between groups of rows; complete meta tags; files in div.attachment below the body.
"""

from __future__ import annotations

from datetime import datetime
from html import escape

from crawler.replica.exchange import SAMPLE, Answer, Asked
from crawler.replica.metatags import meta_tags
from crawler.replica.notices import Notice
from crawler.replica.tdate import Column, Listing, Site

_SHOWN = 26  # characters of a title that a row shows
_GROUP = 5  # rows between two empty list items
_COMPLETE = 0  # the style of meta tags that is as the rule says


class _Commission(Site):
    def listing(self, page: Listing) -> str:
        rows = "\n".join(
            f"<li>{page.column.link(notice, _SHOWN)}"
            f"<span>{notice.published:%Y/%m/%d}</span></li>" + ('\n<li class="empty"></li>' if place % _GROUP == 0 else "")
            for place, notice in enumerate(page.notices, 1)
        )
        return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{page.column.name}-{self.name}</title>
<meta name="SiteName" content="{self.name}"><meta name="SiteDomain" content="{self.hosts[0]}"><meta name="SiteIDCode" content="{self.code}">
<meta name="ColumnName" content="{page.column.name}"><meta name="ColumnType" content="政策文件"></head><body><!-- {SAMPLE} -->
<ul class="nav"><li><a href="/xxgk/zcfb/fzggwl/">发展改革委令</a></li><li><a href="/xxgk/zcfb/tz/">通知</a></li></ul>
<div class="list"><ul class="u-list">
{rows}
</ul></div>
<div class="page"><script>createPageHTML({page.last}, {page.number - 1}, "index", "html");</script></div></body></html>"""

    def article(self, column: Column, notice: Notice) -> str:
        files = self.links(notice, '<p><a href="{href}" target="_blank">{number}. {title}</a></p>')
        attachments = f'<div class="attachment"><h3>附件：</h3>{files}</div>' if files else ""
        number = f'<p align="center">{escape(notice.number)}</p>' if notice.number else ""
        return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{escape(notice.title)}-{self.name}</title>
{meta_tags(_COMPLETE, self.name, self.hosts[0], self.code, column.name, notice.title, notice.published, notice.office)}
</head><body><div class="article"><div class="article_title">{escape(notice.title)}</div>
<div class="time">发布时间：{notice.published:%Y/%m/%d}</div><div class="laiyuan">来源：{notice.office}</div>
<div class="article_con article_con_notitle"><div class="TRS_Editor">
{number}
{notice.body}
<p style="text-indent: 2em;">{SAMPLE}</p>
</div></div>
{attachments}</div></body></html>"""


SITE = _Commission(
    folder="ndrc",
    hosts=("www.ndrc.gov.cn",),
    name="中华人民共和国国家发展和改革委员会",
    code="bm04000007",
    columns=(Column("tz", "/xxgk/zcfb/tz/", "通知"),),
    rows=25,
    robots="User-agent: *\nDisallow: /was5/\n",
)


def answer(asked: Asked, moment: datetime) -> Answer | None:
    """The commission's answer as of `moment`; None where another host is asked."""
    return SITE.answer(asked, moment)
