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


def unruled(lines: Sequence[Line], before: Region | None = None) -> tuple[list[Region], list[Line]]:
    """The tables among the lines of a page, and the lines that are none. before: the table with which the page before ended:
    its last rows may stand here alone."""
    found: list[Region] = []
    left: list[Line] = []
    for place, block in enumerate(_blocks(lines)):
        region = (_rest(block, before) if before is not None and not place else None) or _region(block)
        if region is None:
            left += block
        else:
            found.append(region)
            left += [line for line in block if line.top > region.bottom]
    return found, left


def _blocks(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines that may be one table stand together: a line that runs across a gap of the one before begins anew."""
    blocks: list[list[Line]] = []
    gaps: list[tuple[float, float]] = []
    for line in lines:
        own = _gaps(line)
        across = any(line.x0 < left and line.x1 > right for left, right in gaps) and not own
        begins = not gaps and not (blocks and own and _begins_row(blocks[-1][-1], line, own))
        if not blocks or across or begins or line.top - blocks[-1][-1].bottom > 4 * line.size:
            blocks.append([])
        blocks[-1].append(line)
        gaps = own or ([] if across else gaps)
    return blocks


def _begins_row(before: Line, line: Line, gaps: Sequence[tuple[float, float]]) -> bool:
    """Whether the line before is the first one of a wrapped cell, a little higher than the rest of its row."""
    return line.top < before.bottom and not any(before.x0 < left and before.x1 > right for left, right in gaps)


def _gaps(line: Line) -> list[tuple[float, float]]:
    return [(a.x1, b.x0) for a, b in pairwise(line.words) if b.x0 - a.x1 >= CELL_GAP * line.size]


def _region(lines: list[Line]) -> Region | None:
    return _table(lines, _columns(lines), _ROWS)


def _rest(lines: list[Line], before: Region) -> Region | None:
    """The last rows of the table before, in its columns."""
    found = _table(lines, before.columns, 1) if before.columns else None
    if found is None:
        return None
    last, first = squeezed(before.grid.rows[-1][0]), squeezed(found.grid.rows[found.grid.header][0])
    return found if last.isdigit() and first.isdigit() and int(first) > int(last) else None


def _table(lines: list[Line], columns: Sequence[tuple[float, float]], least: int) -> Region | None:
    """The rows of lines in these columns; None where fewer than `least` are counted."""
    wide = [line for line in lines if _gaps(line)]
    if len(columns) < 2 or len(wide) < least:
        return None
    cells = [_cells(line, columns) for line in lines]
    anchors = [place for place, row in enumerate(cells) if _COUNT.fullmatch(squeezed(row[0]))]
    counted = [int(squeezed(cells[place][0])) for place in anchors]
    if len(anchors) < least or any(b < a for a, b in pairwise(counted)) or 2 * len(anchors) < len(wide):
        return None
    groups = _by_distance(lines, cells, anchors) or _by_order(cells, anchors)
    if groups is None:
        return None
    head, *rows = [[stitched(cells[place][x] for place in group) for x in range(len(columns))] for group in groups]
    if any(map(_COUNT.fullmatch, head)):
        return None
    table = ([head] if any(head) else []) + rows
    grid = spread([Cell(y, x, text) for y, row in enumerate(table) for x, text in enumerate(row)], header=1 if any(head) else 0)
    between = {x for group in groups[1:] for place in group if place not in anchors for x, text in enumerate(cells[place]) if text}
    return Region(grid, lines[0].top, lines[groups[-1][-1]].bottom, columns=tuple(columns), between=frozenset(between))


def _by_distance(lines: Sequence[Line], cells: Sequence[list[str]], anchors: Sequence[int]) -> list[list[int]] | None:
    """Lines of one row stand closer together than rows: the header's lines, then those of each row with its one number.

    None where no distance parts the lines so. What follows the last row farther away is not of the table.
    """
    distances = [round(b.middle - a.middle, 1) for a, b in pairwise(lines)]
    for most in sorted({0.0, *distances}, reverse=True):
        groups = [[0]]
        for place, distance in enumerate(distances, start=1):
            if distance > most:
                groups.append([])
            groups[-1].append(place)
        rows = [number for number, group in enumerate(groups) if anchors[0] <= group[-1] and anchors[-1] >= group[0]]
        if all(sum(bool(cells[place][0]) for place in groups[number]) == 1 for number in rows) and len(rows) == len(anchors):
            head = [place for group in groups[: rows[0]] for place in group]
            return [head, *(groups[number] for number in rows)]
    return None


def _by_order(cells: Sequence[list[str]], anchors: Sequence[int]) -> list[list[int]] | None:
    """Rows without a space between them: the number stands in all their first lines, or in all their last ones.

    None where both could be.
    """
    name = next((place for place in range(anchors[0] - 1, -1, -1) if cells[place][0]), -1)
    end = len(cells)
    if anchors[0] == name + 1 and anchors[-1] != end - 1:
        rows = [list(range(a, b)) for a, b in pairwise([*anchors, end])]
    elif anchors[0] != name + 1 and anchors[-1] == end - 1:
        rows = [list(range(a + 1, b + 1)) for a, b in pairwise([name, *anchors])]
    else:
        return None
    return [list(range(name + 1)), *rows]


def _columns(lines: Sequence[Line]) -> list[tuple[float, float]]:
    """Where the words of all lines stand: left and right end of each column."""
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
