"""TRS: static sites whose pages are named by their date. NDRC, MOST, MEE, 青岛市, 北京经开区 (SOURCES 2c, 3b, 3c).

A column is index.html, index_1.html …, and a script says how many; MEE puts the channel's number between and says
countPage. An article is YYYYMM/tYYYYMMDD_ID.html, and that is how its rows are known: whichever list items link to one.
A source file names the rows where a page has such links elsewhere, too.
"""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from crawler.sites import rows
from crawler.sites.column import Listing
from crawler.sites.impostor import instead
from crawler.sites.paging import FileColumn, Paging, printed, same, there
from crawler.sites.tree import parsed, select
from crawler.source import Source
from monitors.belief import LayoutChanged

_ARTICLE = re.compile(r"(?:^|/)t(?:19|20)\d{6}_\d+(?:_\w+)?\.s?html?(?:$|[?#])")
_PAGES = re.compile(r"\bcountPage\s*=\s*[\"']?(\d+)")
_NUMBER = re.compile(r"\bcurrentPage\s*=\s*[\"']?(\d+)")
_CHANNEL = re.compile(r"\b(index_\d{2,}_)\d+\.(s?html?)\b")


def open_column(source: Source, text: str) -> FileColumn:
    """A column from its page. Raises LayoutChanged where it does not say how many pages it has."""
    first = listing(source, there(text), 1)
    paging = _paging(text)
    if paging is None and source.turns:
        raise instead(text, "栏目页没有 createPageHTML 也没有 countPage：网站可能改版（只有一页的栏目请写 turns = false）")
    return FileColumn(source, first, _turn(text, paging) if paging else "", listing)


def listing(source: Source, text: str, number: int) -> Listing:
    """The rows of page `number`."""
    page = parsed(text)
    found = select(page, source.selectors["row"]) if "row" in source.selectors else [row for row in rows.items(page) if _is_row(row)]
    if not found:
        raise instead(text, "栏目里一行也没有：找不到文章链接（tYYYYMMDD_ID.html）")
    paging = _paging(text)
    if paging:
        same(number, paging)
    read = Listing(rows.lines(source, found, source.url), paging.number if paging else None, pages=paging.pages if paging else None)
    return rows.checked(source, read, number)


def _is_row(item: HtmlElement) -> bool:
    return any(_ARTICLE.search(link.get("href") or "") for link in item.iter("a"))


def _paging(text: str) -> Paging | None:
    """createPageHTML, or else countPage with the currentPage that counts from 0."""
    said = printed(text)
    if said:
        return said
    pages, number = _PAGES.search(text), _NUMBER.search(text)
    return Paging(max(int(pages.group(1)), 1), int(number.group(1)) + 1 if number else 1) if pages else None


def _turn(text: str, paging: Paging) -> str:
    """Page 2 is index_1.html; with a channel, index_15463_1.shtml, as the page's script has it somewhere."""
    channel = _CHANNEL.search(text)
    if not paging.name and channel:
        return f"{channel.group(1)}{{before}}.{channel.group(2)}"
    if not paging.name and paging.pages > 1:
        raise LayoutChanged("栏目有几页，但页面上找不到其他页的地址：网站可能改版")
    return f"{paging.name or 'index'}_{{before}}.{paging.ending or 'html'}"
