"""Any site whose column is a page of rows: where they stand is said by the source file's selectors, and by nothing else.

For sites of which nobody wrote down how they are built. A selector that finds nothing is an error: a changed layout is
held back and told, never taken for a column without news.
"""

from __future__ import annotations

from dataclasses import replace

from crawler.sites import rows
from crawler.sites.column import Listing
from crawler.sites.impostor import Gone, instead
from crawler.sites.paging import FileColumn, there
from crawler.sites.tree import parsed, select
from crawler.source import Source


def open_column(source: Source, text: str) -> FileColumn:
    """A column from its page; its further pages stand where the source file's `turn` says, if it has one."""
    first = listing(source, there(text), 1)
    return FileColumn(source, first if source.turn else replace(first, pages=1), source.turn, listing)


def listing(source: Source, text: str, number: int) -> Listing:
    """The rows of page `number`."""
    page = parsed(text)
    frames = select(page, source.selectors["list"]) if "list" in source.selectors else [page]
    if not frames:
        raise instead(text, f"栏目页上找不到 selectors.list（{source.selectors['list']}）：网站可能改版")
    found = [row for frame in frames for row in select(frame, source.selectors["row"])]
    if not found and source.gone == len(text.encode()):
        raise Gone("栏目页是「页面不存在」的固定页面")
    if not found:
        raise instead(text, f"栏目页上找不到 selectors.row（{source.selectors['row']}）：网站可能改版")
    return rows.checked(source, Listing(rows.lines(source, found, source.url)), number)
