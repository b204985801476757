"""Sites built on jpaas-publish-server: a column page that holds only a script tag, a unit API that gives the rows, static articles.

The shapes are those of www.miit.gov.cn: rows `div.page-content > ul > li.cf` with the visible title cut off and the
whole one in @title, related links inside a row, hidden text in the date; articles with #con_title, #con_time, #con_con;
attached PDFs in the iframe of a viewer. A site with other pages is a subclass that says which.
"""

from __future__ import annotations

import hashlib
import html as markup
import itertools
import json
import tomllib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import resources

from crawler.replica.exchange import MEDIA_TYPES, SAMPLE, Answer, Asked, as_json, html, plain, static, stored
from crawler.replica.metatags import meta_tags
from crawler.replica.notices import Attachment, Notice, standing

UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
_SHOWN = 24  # characters of a title that a row shows
_views = itertools.count(1000)  # a counter that every request moves, as on the real pages


@dataclass(frozen=True)
class Closed:
    """A time during which a column and its unit API answer with the notice of maintenance."""

    since: datetime
    until: datetime


@dataclass(frozen=True)
class Column:
    """One column of a site; `tag` and `page_id` are what the unit API wants to hear."""

    folder: str
    address: str  # with a slash at both ends
    name: str
    page_id: str
    tag: str
    closed: tuple[Closed, ...] = ()

    def shut(self, moment: datetime) -> bool:
        """Whether the column is under maintenance."""
        return any(closed.since <= moment < closed.until for closed in self.closed)

    def address_of(self, notice: Notice) -> str:
        """The path of an article: art_{32 hex digits}.html in the folder of its year."""
        return f"{self.address}art/{notice.published:%Y}/art_{hex_of(self.address + notice.stem)}.html"


@dataclass(frozen=True)
class Site:
    """What sets one jpaas site apart from another."""

    folder: str  # in content/
    hosts: tuple[str, ...]
    name: str
    code: str  # 政府网站标识码
    spelling: str  # of parseType: "buildstatic", or "bulidstatic" as many sites write
    web_id: str
    tpl_set_id: str
    rows: int  # of a page
    turns_pages: bool  # whether pageNo is heard
    wary: bool  # whether a request without User-Agent, or the API without Referer, gets 403
    robots: str
    store: str = "1226211233"  # where attached files lie

    def answer(self, asked: Asked, moment: datetime) -> Answer | None:
        """The site's answer as of `moment`; None where another host is asked."""
        if asked.host not in self.hosts:
            return None
        if asked.path == "/robots.txt":
            return plain(self.robots)
        if self.wary and ("user-agent" not in asked.headers or (asked.path == UNIT and "referer" not in asked.headers)):
            return html("<html><head><title>403 Forbidden</title></head><body><center><h1>403 Forbidden</h1></center></body></html>", 403)
        if asked.path == UNIT:
            return self._unit(asked, moment)
        for column in columns(self.folder):
            if asked.path in (column.address, column.address + "index.html"):
                return _maintenance(self) if column.shut(moment) else self._column(asked, column)
            if (found := self._document(asked, column, moment)) is not None:
                return found
        return html(_not_found(self), 404)

    def _column(self, asked: Asked, column: Column) -> Answer:
        """The column page: it never changes, whatever is published, so its validators say nothing about the rows."""
        said = f"{{'webId':'{self.web_id}','pageId':'{column.page_id}','parseType':'{self.spelling}','pageType':'column',"
        said += f"'tagId':'{column.tag}','tplSetId':'{self.tpl_set_id}'}}"
        page = f"""<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{column.name}_{self.name}</title>
<meta name="SiteName" content="{self.name}"><meta name="SiteDomain" content="{self.hosts[0]}"><meta name="SiteIDCode" content="{self.code}">
<meta name="ColumnName" content="{column.name}"><meta name="ColumnType" content="政策文件">
</head><body><!-- {SAMPLE} -->
<div class="nav"><a href="/">首页</a><a href="/zwgk/index.html">政务公开</a><a href="/gzcy/index.html">公众参与</a></div>
<div class="w1200"><script parseType="{self.spelling}" url="{UNIT}" querydata="{said}" src="/script/unit.js"></script></div>
<div class="footer">网站标识码：{self.code}</div></body></html>"""
        return static(asked, page, datetime.fromisoformat("2024-05-06T09:30:00+08:00"))

    def _unit(self, asked: Asked, moment: datetime) -> Answer:
        query = asked.query
        column = next((column for column in columns(self.folder) if column.page_id == query.get("pageId")), None)
        wanted = {"parseType": self.spelling, "webId": self.web_id, "tplSetId": self.tpl_set_id, "pageType": "column"}
        if column is None or query.get("tagId") != column.tag or any(query.get(name) != value for name, value in wanted.items()):
            return _refused("参数错误")
        if column.shut(moment):
            return _maintenance(self)
        number = _page_number(query.get("paramJson"))
        if number is None:
            return _refused("paramJson 格式错误")
        notices = standing(self.folder, column.folder, moment)
        last = max(1, -(-len(notices) // self.rows))
        number = min(max(number, 1), last) if self.turns_pages else 1
        part = notices[(number - 1) * self.rows : number * self.rows]
        rows = self.listing(column, part, len(notices), number, moment)
        return as_json({"success": True, "code": self.success(number), "message": "", "data": {"html": rows}})

    def success(self, number: int) -> str | int:
        """The code of a reply that went well."""
        return "200"

    def listing(self, column: Column, notices: list[Notice], count: int, number: int, moment: datetime) -> str:
        """The rows of one page, as the unit API gives them."""
        lines = [self._row(column, notice, moment) for notice in notices]
        said = f"{{'webId':'{self.web_id}','pageId':'{column.page_id}','parseType':'{self.spelling}','tagId':'{column.tag}'}}"
        return f"""<!-- {SAMPLE} --><div class="page-content"><ul>
{"".join(lines)}</ul></div>
<div class="pagination" id="pagination" count="{count}" rows="{self.rows}" pageno="{number}" querydata="{said}" uniturl="{UNIT}"></div>"""

    def _row(self, column: Column, notice: Notice, moment: datetime) -> str:
        whole = markup.escape(notice.title)
        shown = whole if len(notice.title) <= _SHOWN else markup.escape(notice.title[:_SHOWN]) + "..."
        hidden = '<font style="display:none">发布时间</font>' if len(notice.title) % 2 else ""
        beside = [(address, markup.escape(title)) for address, title in self._related(notice, moment)]
        related = "".join(f'<dd><a href="{address}" title="{title}">{title}</a></dd>' for address, title in beside)
        return f"""<li class="cf"><a class="fl" href="{column.address_of(notice)}" target="_blank" title="{whole}">{shown}</a>
<span class="fr">{hidden}{notice.published:%Y-%m-%d}</span>{f"<dl><dt>相关文件</dt>{related}</dl>" if related else ""}</li>
"""

    def _related(self, notice: Notice, moment: datetime) -> list[tuple[str, str]]:
        """Address and title of the documents that the site shows beside a notice."""
        return [
            (column.address_of(other), other.title)
            for column in columns(self.folder)
            for other in standing(self.folder, column.folder, moment)
            if other.stem in notice.related
        ]

    def _document(self, asked: Asked, column: Column, moment: datetime) -> Answer | None:
        for notice in standing(self.folder, column.folder, moment):
            if column.address_of(notice) == asked.path:
                # The counter and its neighbours are outside the body, and outside what the ETag stands for.
                page = self.article(column, notice, moment)
                identity = repr((notice, self._related(notice, moment)))
                return static(asked, page.replace("{views}", str(next(_views))), notice.since, identity)
            for attachment in notice.attachments:
                if asked.path == self.file_address(notice, attachment):
                    return stored(asked, attachment.body, MEDIA_TYPES[attachment.ending], notice.since)
            if (found := self.beside(asked, column, notice)) is not None:
                return found
        return None

    def beside(self, asked: Asked, column: Column, notice: Notice) -> Answer | None:
        """The answer at an address that belongs to a notice without being its page; None where there is none."""
        return None

    def file_address(self, notice: Notice, attachment: Attachment) -> str:
        """The path of an attached file: its folder is named by year and month, the month without a zero before it."""
        month = f"{notice.since.year}{notice.since.month}"
        return f"/cms_files/filemanager/{self.store}/attach/{month}/{hex_of(notice.stem + attachment.file)}.{attachment.ending}"

    def article(self, column: Column, notice: Notice, moment: datetime) -> str:
        """The page of a notice, with {views} where the counter stands."""
        related = self._related(notice, moment)
        links = "".join(f'<li><a href="{address}">{markup.escape(title)}</a></li>' for address, title in related)
        number = f'<p style="text-align:center">{markup.escape(notice.number)}</p>' if notice.number else ""
        style = int(hex_of(column.address + notice.stem)[:2], 16)
        return f"""<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{markup.escape(notice.title)}</title>
{meta_tags(style, self.name, self.hosts[0], self.code, column.name, notice.title, notice.published, notice.office)}
</head><body>
<div class="nav"><a href="/">首页</a><a href="{column.address}index.html">{column.name}</a></div>
<div class="con"><h1 id="con_title">{markup.escape(notice.title)}</h1>
<div class="cinfo"><span id="con_time">发布时间：{notice.published:%Y-%m-%d %H:%M}</span>
<span>来源：{notice.office}</span> <span id="views">浏览次数：{{views}}</span></div>
<div id="con_con" class="ccontent">
{number}
{notice.body}
<p style="text-indent: 2em;">{SAMPLE}</p>
{"".join(self._attached(notice, attachment) for attachment in notice.attachments)}</div>
<div class="related"><h3>相关阅读</h3><ul>{links}</ul></div></div>
<div class="footer">网站标识码：{self.code}　版权所有</div></body></html>"""

    def _attached(self, notice: Notice, attachment: Attachment) -> str:
        """A PDF stands in the iframe of a viewer that names it in its query; other files are links."""
        address = self.file_address(notice, attachment)
        if attachment.ending == "pdf":
            return f'<p><iframe src="/cms_files/demo/pdfjs/web/viewer.html?file={address}" width="100%" height="900"></iframe></p>\n'
        return f'<p><a href="{address}">{markup.escape(attachment.title)}</a></p>\n'


@cache
def columns(folder: str) -> tuple[Column, ...]:
    """The columns of a site, from its columns.toml."""
    read = tomllib.loads(resources.files(__package__).joinpath("content", folder, "columns.toml").read_text(encoding="utf-8"))
    return tuple(
        Column(folder=name, closed=tuple(Closed(**closed) for closed in entry.pop("closed", ())), **entry) for name, entry in read.items()
    )


def _page_number(said: str | None) -> int | None:
    """The pageNo of paramJson (1 where there is none), None where it is not what the site's own script sends."""
    if not said:
        return 1
    try:
        return int(json.loads(said)["pageNo"])
    except (ValueError, KeyError, TypeError):
        return None


def _refused(reason: str) -> Answer:
    """The API's refusal: HTTP says 200, the JSON says 500."""
    return as_json({"success": False, "code": "500", "message": reason, "data": None})


def _maintenance(site: Site) -> Answer:
    return html(f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>网站维护公告</title></head><body><div class="notice"><h1>网站维护公告</h1>
<p>为提升服务质量，{site.name}网站正在进行系统维护，部分栏目暂停访问，恢复时间另行通知。给您带来不便，敬请谅解。</p><p>{SAMPLE}</p></div></body></html>""")


def _not_found(site: Site) -> str:
    return f"<html><head><title>404</title></head><body><h1>您访问的页面不存在</h1><p>{site.name}</p></body></html>"


def hex_of(text: str) -> str:
    """32 hex digits that name a thing."""
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
