"""ucap: lists common_list.shtml, common_list_2.shtml … 苏州市 and its districts (SOURCES 2c, 3f).

Rows are li.datalist-item, or the list items of .infoList; the body of a notice stands in an element named UCAPCONTENT.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from urllib.parse import urlsplit

from crawler.sites import rows
from crawler.sites.column import Listing
from crawler.sites.impostor import instead
from crawler.sites.paging import FileColumn, printed, same, there
from crawler.sites.tree import parsed, select
from crawler.source import Source

_ROWS = ("li.datalist-item", ".infoList > li", ".pageList > li", ".pageList > ul > li")


def open_column(source: Source, text: str) -> FileColumn:
    """A column from its page. Raises LayoutChanged where it does not say how many pages it has."""
    first = listing(source, there(text), 1)
    paging = printed(text)
    if paging is None and source.turns:
        raise instead(text, "栏目页没有 createPageHTML：网站可能改版（只有一页的栏目请写 turns = false）")
    file = PurePosixPath(urlsplit(source.url).path)
    name = paging.name if paging and paging.name else file.stem
    ending = paging.ending if paging and paging.ending else file.suffix.removeprefix(".")
    return FileColumn(source, first, f"{name}_{{page}}.{ending}", listing)


def listing(source: Source, text: str, number: int) -> Listing:
    """The rows of page `number`."""
    page = parsed(text)
    queries = (source.selectors["row"],) if "row" in source.selectors else _ROWS
    found = next((chosen for query in queries if (chosen := select(page, query))), [])
    if not found:
        raise instead(text, f"栏目里一行也没有：找不到 {'、'.join(queries)}")
    paging = printed(text)
    if paging:
        same(number, paging)
    read = Listing(rows.lines(source, found, source.url), paging.number if paging else None, pages=paging.pages if paging else None)
    return rows.checked(source, read, number)
