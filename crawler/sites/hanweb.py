"""Hanweb jpage: rows as CDATA in a script of type text/xml, further ones from a proxy. 山东, 江苏, older 浙江 (SOURCES 2c, 3d, 3f).

The page itself holds the first group of rows, several printed pages of them. The next groups are asked for by POST with
the parameters as the page's script (ajaxParam) or its <nextgroup> has them. Shandong's proxy answers without rows.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urljoin

from lxml.html import HtmlElement

from crawler.sites import rows
from crawler.sites.column import Ask, Listing, SamePage, posted
from crawler.sites.impostor import instead
from crawler.sites.paging import there
from crawler.sites.tree import parsed, select
from crawler.source import Source
from monitors.belief import LayoutChanged

_RECORD = re.compile(r"<record>\s*<!\[CDATA\[(.*?)\]\]>\s*</record>", re.DOTALL)
_NEXT = re.compile(r"<nextgroup>.*?href=[\"']([^\"']+)[\"']", re.DOTALL)
_TOTAL = re.compile(r"<totalrecord>\s*(\d+)", re.IGNORECASE)
_UNIT = r"['\"]#?{unit}['\"]\s*\)\s*\.jpage\(\s*\{{(.*?)\}}\s*\)"
_PAIR = re.compile(r"['\"]?(\w+)['\"]?\s*:\s*(?:'([^']*)'|\"([^\"]*)\"|(\d+))")
_PROXY = "/module/web/jpage/dataproxy.jsp"


@dataclass(frozen=True)
class HanwebColumn:
    """A column as its page describes it: its proxy, the form that is sent there, and rows of a printed page."""

    source: Source
    proxy: str
    form: Mapping[str, str]
    printed: int
    first: Listing

    def ask(self, number: int) -> Ask:
        """The request for group `number`."""
        group = len(self.first.lines)
        asked = {"startrecord": str((number - 1) * group + 1), "endrecord": str(number * group), "perpage": str(self.printed or group)}
        headers = {"Referer": self.source.url, "X-Requested-With": "XMLHttpRequest"}
        return posted(f"{self.proxy}?{urlencode(asked)}", self.form, headers)

    def read(self, text: str, number: int) -> Listing:
        """The rows of the proxy's reply. Raises SamePage where it gives none: then the page itself is all there is to read."""
        found = records(text)
        if "<datastore" not in text.lower():
            raise instead(text, "翻页接口返回的不是 datastore")
        if not found:
            raise SamePage("翻页接口不返回任何行：只能读到栏目首页的各行")
        total = _TOTAL.search(text)
        size = len(self.first.lines)
        read = Listing(rows.lines(self.source, found, self.source.url), None, int(total.group(1)) if total else self.first.count, size)
        return rows.checked(self.source, read, number)


def open_column(source: Source, text: str) -> HanwebColumn:
    """A column from its page. Raises LayoutChanged where it holds no rows, or several lists and the source file names none."""
    store = _store(source, there(text))
    said = store.text_content()
    found = records(said)
    if not found:
        raise instead(text, "栏目页的 datastore 里一行也没有")
    told = _script(text, store)
    following = _NEXT.search(said)
    address, _, query = html.unescape(following.group(1)).partition("?") if following else ("", "", "")
    form = told.form or {name: value for name, value in parse_qsl(query) if name not in ("page", "startrecord", "endrecord", "perpage")}
    if source.turns and not form:
        raise LayoutChanged("栏目页没有说明怎样翻页：网站可能改版（只有一页的栏目请写 turns = false）")
    lines = rows.lines(source, found, source.url)
    first = rows.checked(source, Listing(lines, 1, told.count, len(lines)), 1)
    return HanwebColumn(source, urljoin(source.url, told.proxy or address or _PROXY), {"col": "1", **form}, told.printed, first)


def records(text: str) -> list[HtmlElement]:
    """The rows of a datastore."""
    return [parsed(record) for record in _RECORD.findall(text) if record.strip()]


def _store(source: Source, text: str) -> HtmlElement:
    """The script that holds the rows: the only one with records within what the source file names, or on the page."""
    page = parsed(text)
    frames = select(page, source.selectors["list"]) if "list" in source.selectors else [page]
    scripts = [script for frame in frames for script in frame.iter("script") if (script.get("type") or "").lower() == "text/xml"]
    filled = [script for script in scripts if _RECORD.search(script.text_content())]
    if not filled:
        raise instead(text, "栏目页里没有 datastore：网站可能改版")
    if len(filled) > 1:
        raise LayoutChanged(f"栏目页有{len(filled)}个列表，不知道读哪一个：请在来源文件里写明 selectors.list")
    return filled[0]


@dataclass(frozen=True)
class _Told:
    form: Mapping[str, str]
    proxy: str = ""
    printed: int = 0
    count: int | None = None


def _script(text: str, store: HtmlElement) -> _Told:
    """What the call of jpage() for this list says: $('#129165').jpage({totalRecord:4895, perPage:15, ajaxParam:{…}})."""
    frame = store.getparent()
    while frame is not None and not (frame.get("id") or "").isdigit():
        frame = frame.getparent()
    unit = frame.get("id") if frame is not None else r"\w+"
    call = re.search(_UNIT.format(unit=unit), text, re.DOTALL)
    if not call:
        return _Told({})
    outer, _, inner = call.group(1).partition("ajaxParam")
    said, form = _pairs(outer), _pairs(inner)
    count = said.get("totalRecord", "")
    return _Told(form, said.get("proxyUrl", ""), int(said.get("perPage", "0") or 0), int(count) if count.isdigit() else None)


def _pairs(script: str) -> dict[str, str]:
    return {name: single or double or bare for name, single, double, bare in _PAIR.findall(script)}
