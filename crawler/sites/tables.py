"""HTML tables as rows of text: merged cells filled down and across, the header found, the caption taken from above. lxml."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from crawler.sites import labels
from crawler.sites.markup import tidy
from monitors.document import Table

_MAX_SPAN = 1000  # rowspan=65535 has been seen; no printed table merges more
_LONG_CELL = 200  # characters; more is prose that stands in a table only to be placed
_CAPTION = 60
_NUMBER = re.compile(r"^[\d.,，%％+\-—–/]+$")


def tables(body: HtmlElement) -> list[tuple[HtmlElement, Table]]:
    """The tables of a body in order, each with its element. Tables that only place text on the page are left to the text."""
    found = []
    for element in body.iter("table"):
        if next(element.iterdescendants("table"), None) is not None:
            continue  # a frame around other tables
        table = _table(element, body)
        if table is not None:
            found.append((element, table))
    return found


def cell_text(cell: HtmlElement) -> str:
    """A cell as one line: 示例<br>公司 is 示例公司, names are wrapped to fit."""
    return tidy("".join(_texts(cell)))


def _texts(node: HtmlElement) -> Iterator[str]:
    if node.text:
        yield node.text
    for child in node:
        if isinstance(child.tag, str) and child.tag not in ("script", "style"):
            yield from _texts(child)
        if child.tail:
            yield child.tail


def _table(element: HtmlElement, body: HtmlElement) -> Table | None:
    grid, depth = _grid(element)
    grid = [row for row in grid if any(row)]
    caption = _own_caption(element)
    while grid and len(grid) > 1 and len(set(grid[0])) == 1 and len(grid[0]) > 1:  # a line across the whole table is its title
        caption = caption or grid[0][0]
        grid, depth = grid[1:], max(depth - 1, 1)
    if len(grid) < 2 or max(len(row) for row in grid) < 2 or any(len(cell) > _LONG_CELL for cell in grid[0]):
        return None
    if not (_is_header(grid[0], grid[1:]) or _has_th(element)):
        return Table((), tuple(grid), caption or _line_above(element, body))
    depth = min(depth, len(grid) - 1)
    header = _joined(grid[:depth])
    rows = tuple(row for row in grid[depth:] if row not in (header, grid[0]))  # printed again on each sheet
    return Table(header, rows, caption or _line_above(element, body))


def _grid(element: HtmlElement) -> tuple[list[tuple[str, ...]], int]:
    """All cells, merged ones filled, every row of the same width; and how many rows the first row's tallest cell spans."""
    filled: dict[tuple[int, int], str] = {}
    lines = list(element.iter("tr"))
    depth = 1
    for y, line in enumerate(lines):
        x = 0
        for cell in line:
            if cell.tag not in ("td", "th"):
                continue
            while (y, x) in filled:
                x += 1
            text, wide, high = cell_text(cell), _span(cell, "colspan"), _span(cell, "rowspan", len(lines) - y)
            if y == 0 and text:
                depth = max(depth, high)
            for down in range(high):
                for across in range(wide):
                    filled.setdefault((y + down, x + across), text)
            x += wide
    width = max((x for _, x in filled), default=-1) + 1
    return [tuple(filled.get((y, x), "") for x in range(width)) for y in range(len(lines))], depth


def _span(cell: HtmlElement, name: str, left: int = _MAX_SPAN) -> int:
    """colspan or rowspan as browsers read it; rowspan=0 goes down to the end."""
    said = re.match(r"\s*(\d+)", cell.get(name, "1"))
    span = int(said.group(1)) if said else 1
    if span == 0:
        return left if name == "rowspan" else 1
    return min(span, left, _MAX_SPAN)


def _is_header(first: tuple[str, ...], rest: list[tuple[str, ...]]) -> bool:
    """Names over columns: no numbers among them, while numbers stand below, or the first says that it counts."""
    named = [cell for cell in first if cell]
    if not named or any(_NUMBER.match(cell) for cell in named):
        return False
    if re.sub(r"\s", "", first[0]) in ("序号", "排名", "名次", "位次", "编号"):
        return True
    return any(_NUMBER.match(cell) for row in rest for cell in row if cell) or all(len(cell) <= 12 for cell in named)


def _has_th(element: HtmlElement) -> bool:
    first = next(element.iter("tr"), None)
    return first is not None and all(cell.tag == "th" for cell in first if cell.tag in ("td", "th"))


def _joined(lines: list[tuple[str, ...]]) -> tuple[str, ...]:
    """Header lines as one: 企业 over 名称 is 企业/名称, a cell merged downwards stands once."""
    return tuple("/".join(dict.fromkeys(cell for cell in column if cell)) for column in zip(*lines, strict=True))


def _own_caption(element: HtmlElement) -> str:
    caption = element.find("caption")
    return cell_text(caption) if caption is not None else ""


def _line_above(element: HtmlElement, body: HtmlElement) -> str:
    """The nearest line of text before a table, where it is short enough to be its heading."""
    for node in element.itersiblings(preceding=True):
        if node.tag == "table":
            return ""
        text = _last_line(node)
        if text and not labels.is_counter(text):
            return text if len(text) <= _CAPTION and not text.endswith(("。", "；", "，")) else ""
    parent = element.getparent()
    if parent is None or parent is body:
        return ""
    return _line_above(parent, body)


def _last_line(node: HtmlElement) -> str:
    if not isinstance(node.tag, str) or node.tag in ("script", "style"):
        return tidy(node.tail or "")
    if node.tail and node.tail.strip():
        return tidy(node.tail)
    if next(node.iter("table"), None) is not None:
        return ""
    lines = [tidy(line) for line in "".join(_texts(node)).split("\n")]
    return next((line for line in reversed(lines) if line), "")
