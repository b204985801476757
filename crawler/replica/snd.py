"""www.snd.gov.cn (苏州高新区、虎丘区) in the replica: its policy documents, on the ucap system, by plain http.

As public crawlers found it: lists nav_list.shtml, nav_list_2.shtml …, whose length a script says; rows li.datalist-item; the
body in an element named UCAPCONTENT; the table of 政府信息公开 made of label and div; documents that are only an attachment.
Pages that end in .shtml are put together while they are sent, and have no validators.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from html import escape

from crawler.replica.exchange import MEDIA_TYPES, SAMPLE, Answer, Asked, html, plain, stored
from crawler.replica.metatags import meta_tags
from crawler.replica.notices import Attachment, Notice, standing

HOST = "www.snd.gov.cn"
_NAME = "苏州市虎丘区人民政府"
_CODE = "3205050027"
_COLUMN = "/hqqrmzf/zcwj/"
_ROWS = 15  # of a page
_SHOWN = 30  # characters of a title that a row shows


def answer(asked: Asked, moment: datetime) -> Answer | None:
    """The district's answer as of `moment`; None where another host is asked."""
    if asked.host != HOST:
        return None
    if asked.path == "/robots.txt":
        return plain("User-agent: *\nDisallow: /search/\n")
    notices = standing("snd", "zcwj", moment)
    last = -(-len(notices) // _ROWS)
    for number in range(1, last + 1):
        if asked.path == _COLUMN + ("nav_list.shtml" if number == 1 else f"nav_list_{number}.shtml"):
            return html(_list(notices[(number - 1) * _ROWS : number * _ROWS], number, last, len(notices)))
    for notice in notices:
        if asked.path == _folder(notice) + ".shtml":
            return html(_article(notice))
        for attachment in notice.attachments:
            if asked.path == _file(notice, attachment):
                return stored(asked, attachment.body, MEDIA_TYPES[attachment.ending], notice.since)
    return html(f"<html><head><title>页面不存在</title></head><body><p>您访问的页面不存在或已删除</p><p>{_NAME}</p></body></html>", 404)


def _list(notices: list[Notice], number: int, last: int, count: int) -> str:
    rows = "\n".join(
        f'<li class="datalist-item"><a href="{_folder(notice)}.shtml" target="_blank" title="{escape(notice.title)}">'
        f'{escape(notice.title[:_SHOWN])}</a>\n<span class="date">{notice.published:%Y-%m-%d}</span></li>'
        for notice in notices
    )
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>政策文件 - {_NAME}</title>
<meta name="SiteName" content="{_NAME}"><meta name="SiteDomain" content="{HOST}"><meta name="SiteIDCode" content="{_CODE}">
<meta name="ColumnName" content="政策文件"><meta name="ColumnType" content="政策文件"></head><body><!-- {SAMPLE} -->
<ul class="nav"><li class="nav-item"><a href="/hqqrmzf/">首页</a></li></ul>
<ul class="datalist">
{rows}
</ul><div id="page_div"></div>
<script>createPageHTML('page_div',{last}, {number},'nav_list','shtml',{count});</script></body></html>"""


def _article(notice: Notice) -> str:
    labels = (
        ("索 引 号", f"014196432/{notice.published:%Y}-{notice.serial % 100000:05}"),
        ("发布机构", notice.office),
        ("文　　号", notice.number),
        ("发布日期", f"{notice.published:%Y-%m-%d}"),
    )
    table = "".join(
        f'<div class="row"><label><font>{label}：</font></label><div class="display-block-value">{escape(value)}</div></div>'
        for label, value in labels
    )
    links = "".join(f'<p><a href="{_file(notice, attachment)}">{escape(attachment.title)}</a></p>' for attachment in notice.attachments)
    text = "" if notice.form == "attachment-only" else f'{notice.body}\n<p style="text-indent: 2em;">{SAMPLE}</p>'
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{escape(notice.title)} - {_NAME}</title>
{meta_tags(notice.serial % 20, _NAME, HOST, _CODE, "政策文件", notice.title, notice.published, notice.office)}
</head><body><!-- {SAMPLE} --><div class="xxgkml-content">{table}</div>
<div class="article"><h1>{escape(notice.title)}</h1>
<div class="info">发布日期：{notice.published:%Y-%m-%d %H:%M}　来源：{notice.office}　访问量：</div>
<UCAPCONTENT>
{text}
{links}
</UCAPCONTENT></div></body></html>"""


def _folder(notice: Notice) -> str:
    return f"{_COLUMN}{notice.published:%Y%m}/{_hex(notice.stem)}"


def _file(notice: Notice, attachment: Attachment) -> str:
    return f"{_folder(notice)}/files/{_hex(notice.stem + attachment.file)}.{attachment.ending}"


def _hex(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
