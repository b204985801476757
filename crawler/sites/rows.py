"""The rows of a column, whatever the family: address, whole title and date of each, checked against what the page declares."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from lxml.html import HtmlElement

from crawler.sites import labels
from crawler.sites.column import Line, Listing, canonical, joined
from crawler.sites.markup import tidy
from crawler.sites.tables import cell_text
from crawler.sites.tree import select
from crawler.source import Source
from monitors.belief import Incomplete, LayoutChanged

_FRAME = ("li", "dl", "nav", "footer")  # in which a list item is no row of its own
_NO_PAGE = ("javascript:", "#", "mailto:", "tel:")
_DATES = ("span", "em", "i", "b", "font", "time", "p", "td", "div", "dd")
# Dates in addresses: …/202412/t20241223_1234567.html and /art/2024/12/23/art_15203_1.html (days and months without zeros).
_DATED = re.compile(r"/t((?:19|20)\d\d)(\d\d)(\d\d)_\d|/art/((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})/")


def items(page: HtmlElement) -> list[HtmlElement]:
    """The list items that can be rows: none within another one, a menu or a footer."""
    return [item for item in page.iter("li") if not any(True for _ in item.iterancestors(*_FRAME))]


def lines(source: Source, rows: Iterable[HtmlElement], base: str) -> tuple[Line, ...]:
    """What these rows link to. base: the address of the page they stand on."""
    return tuple(line for row in rows if (line := _line(source, row, base)))


def checked(source: Source, listing: Listing, number: int) -> Listing:
    """The listing of page `number`, if it is what it declares and what the source expects. Raises LayoutChanged and Incomplete."""
    read = len(listing.lines)
    if not read and listing.count != 0:
        raise LayoutChanged("栏目里一行也没有")
    if number == 1 and read < source.expect.rows:
        raise Incomplete(f"栏目首页应至少有{source.expect.rows}行，只读到{read}行")
    if listing.count is not None and listing.size:
        declared = min(listing.size, max(listing.count - (number - 1) * listing.size, 0))
        if read != declared:
            raise Incomplete(f"栏目第{number}页声明{declared}行（共{listing.count}行），读到{read}行")
    if source.expect.dates and (undated := next((line for line in listing.lines if line.published is None), None)):
        raise LayoutChanged(f"栏目里有一行没有日期：{undated.title}")
    return listing


def _line(source: Source, row: HtmlElement, base: str) -> Line | None:
    link, title = next(((link, title) for link in _links(source, row) if (title := _title(link))), (None, ""))
    if link is None:
        return None
    url = canonical(source, base, link.get("href") or "")
    return Line(url, title, _published(source, row, link) or _dated(url))


def _title(link: HtmlElement) -> str:
    """The visible title is cut on many sites, @title is whole; the link of a picture has none."""
    return tidy(link.get("title") or "") or cell_text(link)


def _links(source: Source, row: HtmlElement) -> Iterator[HtmlElement]:
    """The links of a row that lead to a page; those within <dl> are related documents, but where the row is one."""
    chosen = select(row, source.selectors["link"]) if "link" in source.selectors else [*row.iter("a")]
    for link in chosen:
        href = (link.get("href") or "").strip().lower()
        beside = any(frame is not row for frame in link.iterancestors("dl") if row in frame.iterancestors())
        if href and not href.startswith(_NO_PAGE) and not beside and joined(source.url, href):
            yield link


def _published(source: Source, row: HtmlElement, link: HtmlElement) -> date | None:
    """The date of a row: where the source file says, else the element that holds a date and nothing else."""
    if "date" in source.selectors:
        return next((day for place in select(row, source.selectors["date"]) if (day := labels.day(cell_text(place)))), None)
    places = (place for place in row.iter(*_DATES) if place is not row and place is not link)
    return next((day for place in places if (day := labels.only_day(cell_text(place)))), None)


def _dated(url: str) -> date | None:
    """The date that an address carries, for rows that print none."""
    found = _DATED.search(url)
    try:
        return date(*(int(part) for part in found.groups() if part)) if found else None
    except ValueError:
        return None
