"""www.mee.gov.cn (生态环境部) in the replica: 办公厅函, whose articles lie far from their column.

As public crawlers found it: the rows are the list items that hold a date, menus are list items without; hrefs climb to
/xxgk2018/xxgk/xxgk06/; further pages carry the number of the channel, and the script says countPage; lists end in .shtml;
articles have the ministry's name behind their title and lower-case duplicates of the meta tags.
"""

from __future__ import annotations

from datetime import datetime
from html import escape

from crawler.replica.exchange import SAMPLE, Answer, Asked
from crawler.replica.metatags import meta_tags
from crawler.replica.notices import Notice
from crawler.replica.tdate import Column, Listing, Site

_DUPLICATES = 1  # the style of meta tags that has them


class _Ministry(Site):
    def listing(self, page: Listing) -> str:
        rows = "\n".join(
            f'<li>\n<span class="date">{notice.published:%Y-%m-%d}</span>\n'
            f'<a href="{page.column.href_of(notice)}" target="_blank" >{escape(notice.title)}</a>\n</li>'
            for notice in page.notices
        )
        return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{page.column.name}_{self.name}</title>
<meta name="SiteName" content="{self.name}"><meta name="SiteDomain" content="{self.hosts[0]}"><meta name="SiteIDCode" content="{self.code}">
<meta name="ColumnName" content="{page.column.name}"><meta name="ColumnType" content="政策文件"></head><body><!-- {SAMPLE} -->
<ul class="nav"><li><a href="/">首页</a></li><li><a href="/zcwj/">政策文件</a></li><li><a href="/zcwj/bgtwj/wj/">办公厅文件</a></li></ul>
<div class="main"><ul id="div">
{rows}
</ul><div class="page"></div>
<script>
var currentPage = {page.number - 1};
var countPage = {page.last};
$.get("index_{page.column.channel}_1.shtml");
</script></div><div class="footer">网站标识码：{self.code}</div></body></html>"""

    def article(self, column: Column, notice: Notice) -> str:
        files = self.links(notice, '<p><a href="{href}" appendix="true">附件：{title}</a></p>')
        return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{escape(notice.title)}_{self.name}</title>
{meta_tags(_DUPLICATES, self.name, self.hosts[0], self.code, column.name, notice.title, notice.published, notice.office)}
</head><body><div class="xxgk-main2-bg xxgk_xqCenter"><ul>
<li class="first"><div>名　　称 <i>{escape(notice.title)}</i></div></li>
<li><div>索 引 号 <i>000014672/{notice.published:%Y}-{notice.serial % 100000:05}</i></div><div>分　　类 <i>环境管理业务信息</i></div></li>
<li><div>发布机关 <i>{notice.office}</i></div><div>生成日期 <i>{notice.published:%Y-%m-%d}</i></div></li>
<li><div>文　　号 <i>{escape(notice.number)}</i></div><div>主 题 词 <i></i></div></li></ul></div>
<div class="neiright_JPZ_GK_CP"><div class="content_body_box"><h2>{escape(notice.title)}</h2><div class="TRS_Editor">
{notice.body}
<p style="text-indent: 2em;">{SAMPLE}</p>
{files}
</div></div></div><div class="footer">网站标识码：{self.code}</div></body></html>"""


SITE = _Ministry(
    folder="mee",
    hosts=("www.mee.gov.cn",),
    name="中华人民共和国生态环境部",
    code="bm17000009",
    columns=(Column("han", "/zcwj/bgtwj/han/", "办公厅函", articles="/xxgk2018/xxgk/xxgk06/", channel="15463"),),
    rows=20,
    robots="User-agent: *\nDisallow: /was5/\n",
    ending="shtml",
)


def answer(asked: Asked, moment: datetime) -> Answer | None:
    """The ministry's answer as of `moment`; None where another host is asked."""
    return SITE.answer(asked, moment)
