"""Tables of a PDF page without lines between cells: columns are seen from the gaps that all rows share.

Only what counts its rows (1, 2, 3 …) is taken for a table. Anything else might be an address, a signature or prose set
in columns, and stays text: a list that is not read is told, a list that is made up is not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from crawler.files.glyphs import CELL_GAP, Line, Word, joined, stitched
from crawler.files.grid import Cell, spread, squeezed
from crawler.files.ruled import Region

_ROWS = 3  # rows make a table
_GUTTER = 0.5  # of the character size: the narrowest gap between two columns
_COUNT = re.compile(r"\d{1,5}")
_REGION = re.compile(r"省|地区|区域|所在地|计划单列市|推荐单位")


def unruled(lines: Sequence[Line]) -> tuple[list[Region], list[Line]]:
    """The tables among the lines of a page, and the lines that are none."""
    found, left = [], []
    for block in _blocks(lines):
        region = _region(block)
        if region is None:
            left += block
        else:
            found.append(region)
    return found, left


def _blocks(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines that may be one table stand together: a line that runs across a gap of the one before begins anew."""
    blocks: list[list[Line]] = []
    gaps: list[tuple[float, float]] = []
    for line in lines:
        own = _gaps(line)
        across = any(line.x0 < left and line.x1 > right for left, right in gaps) and not own
        if not blocks or across or not gaps or line.top - blocks[-1][-1].bottom > 4 * line.size:
            blocks.append([])
        blocks[-1].append(line)
        gaps = own or ([] if across else gaps)
    return blocks


def _gaps(line: Line) -> list[tuple[float, float]]:
    return [(a.x1, b.x0) for a, b in pairwise(line.words) if b.x0 - a.x1 >= CELL_GAP * line.size]


def _region(lines: list[Line]) -> Region | None:
    wide = [line for line in lines if _gaps(line)]
    if len(wide) < _ROWS:
        return None
    columns = _columns(wide)
    if len(columns) < 2:
        return None
    cells = [_cells(line, columns) for line in lines]
    anchors = [place for place, row in enumerate(cells) if _COUNT.fullmatch(squeezed(row[0])) and any(row[1:])]
    counted = [int(squeezed(cells[place][0])) for place in anchors]
    if len(anchors) < _ROWS or any(b < a for a, b in pairwise(counted)) or 2 * len(anchors) < len(wide):
        return None
    rows = [_stitched(cells, lines, anchors, place) for place in range(len(anchors))]
    first = _first_row(lines, anchors)
    heads = [_column_texts(cells[:first], x) for x in range(len(columns))] if first else []
    if heads and any(map(_COUNT.fullmatch, heads)):
        return None
    rows = _filled_down(heads, rows, cells[first:], anchors, first)
    table = ([heads] if heads else []) + rows
    grid = spread([Cell(y, x, text) for y, row in enumerate(table) for x, text in enumerate(row)], header=1 if heads else 0)
    return Region(grid, lines[0].top, lines[-1].bottom, ())


def _columns(lines: Sequence[Line]) -> list[tuple[float, float]]:
    """Where the words of all rows stand: left and right end of each column."""
    size = min(line.size for line in lines)
    columns: list[tuple[float, float]] = []
    for x0, x1 in sorted((word.x0, word.x1) for line in lines for word in line.words):
        if columns and x0 - columns[-1][1] < _GUTTER * size:
            columns[-1] = (columns[-1][0], max(x1, columns[-1][1]))
        else:
            columns.append((x0, x1))
    return columns


def _cells(line: Line, columns: Sequence[tuple[float, float]]) -> list[str]:
    inside: list[list[Word]] = [[] for _ in columns]
    for word in line.words:
        middle = (word.x0 + word.x1) / 2
        nearest = min(range(len(columns)), key=lambda x: max(columns[x][0] - middle, middle - columns[x][1], 0.0))
        inside[nearest].append(word)
    return [joined(words, line.size) for words in inside]


def _first_row(lines: Sequence[Line], anchors: list[int]) -> int:
    """Where the header ends: lines above the first number belong to it but for those close enough to be the row's own."""
    first = anchors[0]
    step = min((lines[b].middle - lines[a].middle for a, b in pairwise(anchors)), default=0.0)
    while first > 0 and lines[anchors[0]].middle - lines[first - 1].middle < 0.5 * step - 0.1:
        first -= 1
    return first


def _stitched(cells: Sequence[list[str]], lines: Sequence[Line], anchors: list[int], place: int) -> list[str]:
    """A row with the lines into which its cells are wrapped: those that are nearest to its number."""
    first = _first_row(lines, anchors)
    own = [
        number
        for number in range(first, len(lines))
        if min(range(len(anchors)), key=lambda a: (round(abs(lines[anchors[a]].middle - lines[number].middle), 1), a)) == place
    ]
    return [_column_texts([cells[number] for number in own], x) for x in range(len(cells[0]))]


def _column_texts(cells: Sequence[Sequence[str]], column: int) -> str:
    return stitched(row[column] for row in cells)


def _filled_down(heads: list[str], rows: list[list[str]], cells: Sequence[list[str]], anchors: list[int], first: int) -> list[list[str]]:
    """A region that is printed once for the rows below it. Where it is printed between rows, it cannot be known for which."""
    beside = {anchor - first for anchor in anchors}
    for x, head in enumerate(heads):
        between = any(row[x] and place not in beside for place, row in enumerate(cells))
        if _REGION.search(head) and rows[0][x] and not between:
            last = ""
            for row in rows:
                last = row[x] = row[x] or last
    return rows
