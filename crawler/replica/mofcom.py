"""www.mofcom.gov.cn (商务部) in the replica: its policy documents, on jpaas with pages of its own.

As public crawlers found it: parseType is spelt bulidstatic; the code of a good reply is now a number, now a string; dates
stand in square brackets; the class of the body is art-con-bottonmLine; a body may stand in an iframe, an address may be
left by a script for another one, and announcements begin with lines in 【】.
"""

from __future__ import annotations

from datetime import datetime
from html import escape

from crawler.replica.exchange import SAMPLE, Answer, Asked, static
from crawler.replica.jpaas import UNIT, Column, Site, hex_of
from crawler.replica.metatags import meta_tags
from crawler.replica.notices import Notice

_SHOWN = 32  # characters of a title that a row shows


class _Ministry(Site):
    def success(self, number: int) -> str | int:
        return 200 if number % 2 else "200"

    def listing(self, column: Column, notices: list[Notice], count: int, number: int, moment: datetime) -> str:
        rows = "\n".join(
            f'<li><a href="{column.address_of(notice)}" target="_blank" title="{escape(notice.title)}">{escape(notice.title[:_SHOWN])}</a>'
            f"<span>[{notice.published:%Y-%m-%d}]</span></li>"
            for notice in notices
        )
        return f"""<!-- {SAMPLE} --><ul class="txtList_01">
{rows}
</ul><div class="page" id="pagination" count="{count}" rows="{self.rows}" pageno="{number}" uniturl="{UNIT}"></div>"""

    def article(self, column: Column, notice: Notice, moment: datetime) -> str:
        if notice.form == "moved":
            return _left_for(_moved(column, notice))
        return self._whole(column, notice)

    def beside(self, asked: Asked, column: Column, notice: Notice) -> Answer | None:
        if notice.form == "moved" and asked.path == _moved(column, notice):
            return static(asked, self._whole(column, notice), notice.since)
        if notice.form == "frame" and asked.path == _frame(column, notice):
            return static(asked, f'<html><head><meta charset="utf-8"></head><body>{_body(notice)}</body></html>', notice.since)
        return None

    def _whole(self, column: Column, notice: Notice) -> str:
        files = "".join(
            f'<p><a href="{self.file_address(notice, attachment)}" target="_blank">附件：{escape(attachment.title)}</a></p>\n'
            for attachment in notice.attachments
        )
        body = f'<iframe src="{_frame(column, notice)}" width="100%"></iframe>' if notice.form == "frame" else _body(notice) + files
        if notice.form == "announcement":
            body = f'<div class="art-con-gonggao">{_announced(notice)}</div>\n{body}'
        return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{escape(notice.title)}</title>
{meta_tags(notice.serial % 5, self.name, self.hosts[0], self.code, column.name, notice.title, notice.published, notice.office)}
</head><body><!-- {SAMPLE} --><div class="art-title"><h1>{escape(notice.title)}</h1></div>
<div class="art-info">来源：{notice.office}　类型：原创　{notice.published:%Y-%m-%d %H:%M}</div>
<div class="art-con art-con-bottonmLine">
{body}
</div><div class="footer">网站标识码：{self.code}</div></body></html>"""


def _body(notice: Notice) -> str:
    number = f'<p style="text-align:center">{escape(notice.number)}</p>\n' if notice.number and notice.form != "announcement" else ""
    return f'{number}{notice.body}\n<p style="text-indent: 2em;">{SAMPLE}</p>\n'


def _announced(notice: Notice) -> str:
    lines = (f"【发布单位】{notice.office}", f"【发布文号】{notice.number}", f"【发文日期】{notice.published:%Y-%m-%d}")
    return "".join(f"<p>{escape(line)}</p>" for line in lines)


def _frame(column: Column, notice: Notice) -> str:
    return f"{column.address}art/{notice.published:%Y}/frame_{hex_of(notice.stem)}.html"


def _moved(column: Column, notice: Notice) -> str:
    return f"/zcfb/zhzc/art/{notice.published:%Y}/art_{hex_of(column.address + notice.stem + 'moved')}.html"


def _left_for(address: str) -> str:
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title></title></head><body><!-- {SAMPLE} -->
<script>var _cofing1={{href:"{address}",type:"1"}};
if (_cofing1.type == "1") {{ window.location.href='{address}'; }}</script></body></html>"""


SITE = _Ministry(
    folder="mofcom",
    hosts=("www.mofcom.gov.cn",),
    name="中华人民共和国商务部",
    code="bm22000001",
    spelling="bulidstatic",
    web_id="8f43c7ad3afc411fb56f281724b73708",
    tpl_set_id="52551ea0e2c14bca8c84792f7aa37ead",
    rows=15,
    turns_pages=True,
    wary=False,
    robots="User-agent: *\nDisallow: /search/\n",
    store="1706020055",
)


def answer(asked: Asked, moment: datetime) -> Answer | None:
    """The ministry's answer as of `moment`; None where another host is asked."""
    return SITE.answer(asked, moment)
