"""gxt.shandong.gov.cn (山东省工业和信息化厅) in the replica: 通知, 公告 and 公示, on Hanweb's system, by plain http.

As public crawlers found it: the rows are CDATA in a script of type text/xml; the proxy for further pages answers without
any; dates may be broken over lines; days and months in addresses have no zero before them; an attached file's address
says nothing, its name is the text of its link; an 索引号 looks like a date.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from html import escape

from crawler.replica.exchange import SAMPLE, Answer, Asked, html, plain, static
from crawler.replica.metatags import meta_tags
from crawler.replica.notices import Attachment, Notice, standing

HOST = "gxt.shandong.gov.cn"
_NAME = "山东省工业和信息化厅"
_CODE = "3700000048"
_SHOWN = 30  # characters of a title that a row shows
_ROWS = 45  # in the page itself, three printed pages
_PRINTED = 15  # rows of a printed page
_WEB, _UNIT = 24, 62137  # our own: the department's were not found
_PROXY = "/module/web/jpage/dataproxy.jsp"
_DOWNLOAD = "/module/download/downfile.jsp"


@dataclass(frozen=True)
class _Column:
    folder: str
    number: int
    name: str

    def address_of(self, notice: Notice) -> str:
        day = notice.published
        return f"/art/{day.year}/{day.month}/{day.day}/art_{self.number}_{notice.serial}.html"


_COLUMNS = (_Column("tongzhi", 15201, "通知"), _Column("gonggao", 15202, "公告"), _Column("gongshi", 15203, "公示"))


def answer(asked: Asked, moment: datetime) -> Answer | None:
    """The department's answer as of `moment`; None where another host is asked."""
    if asked.host != HOST:
        return None
    if asked.path == "/robots.txt":
        return plain("User-agent: *\nDisallow: /jis/\n")
    if asked.path == _PROXY:
        return _nothing()
    for column in _COLUMNS:
        notices = standing("shandong", column.folder, moment)
        if asked.path in (f"/col/col{column.number}/", f"/col/col{column.number}/index.html"):
            return static(asked, _list(column, notices), max(notice.since for notice in notices))
        for notice in notices:
            if asked.path == column.address_of(notice):
                return static(asked, _article(column, notice), notice.since)
            for attachment in notice.attachments:
                if asked.path == _DOWNLOAD and asked.query.get("filename") == _file_name(notice, attachment):
                    return _download(notice, attachment)
    return html(f"<html><head><title>404</title></head><body><p>您访问的页面不存在</p><p>{_NAME}</p></body></html>", 404)


def _nothing() -> Answer:
    reply = "<datastore><totalrecord>0</totalrecord><totalpage>0</totalpage><recordset></recordset></datastore>"
    return Answer(200, {"Content-Type": "text/xml;charset=UTF-8"}, f"<?xml version='1.0' encoding='utf-8'?>{reply}".encode())


def _list(column: _Column, notices: list[Notice]) -> str:
    records = "\n".join(f"<record><![CDATA[{_row(column, notice)}]]></record>" for notice in notices[:_ROWS])
    asked = f"page=1&appid=1&webid={_WEB}&path=/&columnid={column.number}&unitid={_UNIT}&webname={_NAME}&permissiontype=0"
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{_NAME} {column.name}</title>
<meta name="SiteName" content="{_NAME}"><meta name="SiteDomain" content="{HOST}"><meta name="SiteIDCode" content="{_CODE}">
<meta name="ColumnName" content="{column.name}"><meta name="ColumnType" content="工作动态"></head><body><!-- {SAMPLE} -->
<ul class="menu"><li><a href="/col/col15201/index.html">通知</a></li><li><a href="/col/col15202/index.html">公告</a></li>
<li><a href="/col/col15203/index.html">公示</a></li></ul>
<div id="second1"><div id="{_UNIT}"><script type="text/xml"><datastore>
<nextgroup><![CDATA[<a href="{_PROXY}?{asked}"></a>]]></nextgroup>
<recordset>
{records}
</recordset></datastore></script></div></div>
<script>$(function(){{ $('#{_UNIT}').jpage({{ themeName:'default', dataStoreType:'xml', totalRecord:{len(notices)}, perPage:{_PRINTED},
groupSize:3, proxyUrl:'{_PROXY}', ajaxParam:{{ col:1, appid:1, webid:{_WEB}, path:'/', columnid:{column.number}, sourceContentType:1,
unitid:'{_UNIT}', webname:'{_NAME}', permissiontype:0 }} }}); }});</script></body></html>"""


def _row(column: _Column, notice: Notice) -> str:
    shown = escape(notice.title if len(notice.title) <= _SHOWN else notice.title[:_SHOWN] + "...")
    day = f"{notice.published:%Y-\n%m-\n%d %H:%M}" if notice.serial % 2 else f"{notice.published:%Y-%m-%d %H:%M}"
    return f"""<li><div class="text">
<h3><a href="{column.address_of(notice)}" target="_blank" title="{escape(notice.title)}">{shown}</a></h3>
<p>{escape(notice.title)}。索引号：{_index(notice)}</p></div>
<div class="bottom"><span>{day}</span><span>{notice.office}</span></div></li>"""


def _article(column: _Column, notice: Notice) -> str:
    files = "".join(
        f'<p><a href="{_DOWNLOAD}?classid=0&amp;filename={_file_name(notice, attachment)}">{escape(attachment.title)}</a></p>\n'
        for attachment in notice.attachments
    )
    pairs = (("索 引 号", _index(notice)), ("发文字号", notice.number), ("发布机构", _NAME), ("公开日期", f"{notice.published:%Y-%m-%d}"))
    table = "".join(f"<tr><td><b>{label}：</b></td><td>{escape(value)}</td></tr>" for label, value in pairs if value)
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{_NAME} {column.name} {escape(notice.title)}</title>
{meta_tags(notice.serial % 20, _NAME, HOST, _CODE, column.name, notice.title, notice.published, notice.office)}
</head><body><div id="second1"><div class="s17"><h1 class="news-title">{escape(notice.title)}</h1>
<div class="news-info"><span>发布日期：{notice.published:%Y-%m-%d %H:%M}</span><span>来源：{notice.office}</span>
<span>浏览次数：<i id="hits"></i></span></div>
<table class="xxgk">{table}</table>
<div class="news-body">
{notice.body}
<p style="text-indent: 2em;">{SAMPLE}</p>
{files}</div></div></div></body></html>"""


def _index(notice: Notice) -> str:
    """An 索引号: the year, the month and a number of five digits, which begins as a date does."""
    return f"{notice.published:%Y-%m}-{notice.serial % 1000:05}"


def _file_name(notice: Notice, attachment: Attachment) -> str:
    return f"{hashlib.md5((notice.stem + attachment.file).encode(), usedforsecurity=False).hexdigest()}.{attachment.ending}"


def _download(notice: Notice, attachment: Attachment) -> Answer:
    """A program gives the file out: no validators, and the type of any file."""
    name = _file_name(notice, attachment)
    return Answer(200, {"Content-Type": "application/octet-stream", "Content-Disposition": f"attachment; filename={name}"}, attachment.body)
