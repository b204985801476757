"""The rows of an old Word file as cells: Word counts cells row by row and knows no columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from crawler.files.attachment import Unreadable
from crawler.files.glyphs import plain, stitched
from crawler.files.grid import Cell, Grid, spread, squeezed

_SNAP = 20  # twips (a point) between two borders that are one
_ACROSS, _DOWN, _DOWN_FIRST = 0x0002, 0x0020, 0x0040  # flags of a cell: merged with the one before, the one above; the first of those
_WIDEST = 20  # columns


@dataclass(frozen=True)
class Row:
    """One row: texts, the borders between them (twips, one more than texts) and the flags of each cell; () where unknown."""

    texts: tuple[str, ...]
    borders: tuple[int, ...]
    flags: tuple[int, ...]


def grid(rows: Sequence[Row]) -> list[Cell]:
    """The cells of a table by column: borders of all rows that nearly coincide are one."""
    borders: list[int] = []
    for place in sorted(border for row in rows for border in row.borders):
        if not borders or place - borders[-1] > _SNAP:
            borders.append(place)
    cells: list[Cell] = []
    above: dict[int, int] = {}
    for y, row in enumerate(rows):
        for x, wide, text, flags in _places(row, borders):
            if flags & _DOWN and not flags & _DOWN_FIRST and x in above:
                first = cells[above[x]]
                cells[above[x]] = Cell(first.row, first.column, first.text or text, y - first.row + 1, first.wide)
                continue
            above.pop(x, None)
            if flags & _DOWN_FIRST:
                above[x] = len(cells)
            cells.append(Cell(y, x, text, 1, wide))
    return cells


def _places(row: Row, borders: Sequence[int]) -> Iterator[tuple[int, int, str, int]]:
    """First column, width, text and flags of each cell; those merged with the one before belong to it."""
    if not row.borders:
        for x, text in enumerate(row.texts):
            yield x, 1, text, 0
        return
    column = [sum(border + _SNAP < place for border in borders) for place in row.borders]
    at = 0
    while at < len(row.texts):
        end = at + 1
        while end < len(row.texts) and row.flags[end] & _ACROSS:
            end += 1
        if column[end] > column[at]:
            yield column[at], column[end] - column[at], stitched(filter(None, row.texts[at:end])), row.flags[at]
        at = end


def flat(marks: Iterable[tuple[str, bool]]) -> Iterator[str | Grid]:
    """Lines and tables of a text whose cells and rows end with the same mark, and nothing says which is which.

    marks: text, and whether a cell or row ended behind it.
    """
    cells: list[str] = []
    for text, ends_cell in marks:
        lines = [" ".join(line.split()) for line in plain(text).split("\n")]
        if ends_cell:
            cells.append(stitched(filter(None, lines)))
            continue
        if cells:
            yield _guess(cells)
            cells = []
        yield from filter(None, lines)
    if cells:
        yield _guess(cells)


def _guess(cells: Sequence[str]) -> Grid:
    """The table whose rows fit best: each row ends with an empty mark of its own, and a first column that counts decides.

    Raises Unreadable where no number of columns fits, or two fit alike.
    """
    found = []
    for width in range(1, _WIDEST + 1):
        rows = [tuple(cells[at : at + width]) for at in range(0, len(cells), width + 1)]
        if len(cells) % (width + 1) or any(cells[width :: width + 1]):
            continue
        counted = [int(squeezed(row[0])) for row in rows if squeezed(row[0]).isdigit()]
        rising = len(counted) >= len(rows) - 2 and all(a <= b for a, b in pairwise(counted)) and bool(counted)
        found.append(((rising, all(rows[0])), rows))
    if not found:
        raise Unreadable("has a table whose columns cannot be told apart")
    best = max(score for score, _ in found)
    fitting = [rows for score, rows in found if score == best]
    if len(fitting) > 1:
        raise Unreadable("has a table whose columns cannot be told apart")
    return spread(Cell(y, x, text) for y, row in enumerate(fitting[0]) for x, text in enumerate(row))
