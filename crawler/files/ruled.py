"""Tables of a PDF page with lines drawn around their cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from pdfplumber.page import Page

from crawler.files.glyphs import Glyph, cell_text, lines
from crawler.files.grid import Cell, Grid, spread

_SNAP = 3.0  # points between two lines that are one
_STACKED = 3  # numbers below each other in one cell: rows without lines between them


@dataclass(frozen=True)
class Region:
    """A table and where it stands. Where lines are drawn, `edges` are the borders of its columns; else `columns` says where
    their words begin and end, and `between` in which columns words stand between the rows, so that nobody knows for which."""

    grid: Grid
    top: float
    bottom: float
    edges: tuple[float, ...] = ()
    columns: tuple[tuple[float, float], ...] = ()
    between: frozenset[int] = frozenset()


def ruled(page: Page, characters: Sequence[Glyph]) -> tuple[list[Region], list[Glyph]]:
    """The tables of a page, and the characters that stand outside of them. Frames around text are no tables."""
    left = list(characters)
    found = []
    for table in page.find_tables():
        region, outside = _region([tuple(map(float, cell)) for cell in table.cells], left)
        if region is not None:
            found.append(region)
            left = outside
    return found, left


def _region(boxes: list[tuple[float, ...]], characters: Sequence[Glyph]) -> tuple[Region | None, list[Glyph]]:
    xs = _borders([x for box in boxes for x in (box[0], box[2])])
    ys = _borders([y for box in boxes for y in (box[1], box[3])])
    if len(xs) < 3:
        return None, []
    places = [(_at(ys, box[1]), _at(xs, box[0]), _at(ys, box[3]), _at(xs, box[2])) for box in boxes]
    owner = {(y, x): number for number, (y0, x0, y1, x1) in enumerate(places) for y in range(y0, y1) for x in range(x0, x1)}
    inside: list[list[Glyph]] = [[] for _ in boxes]
    outside: list[Glyph] = []
    for glyph in characters:
        x, y = glyph.middle
        number = owner.get((bisect_right(ys, y) - 1, bisect_right(xs, x) - 1))
        (outside if number is None else inside[number]).append(glyph)
    if any(_is_stacked(cell) for cell in inside):
        return None, []
    cells = [Cell(y0, x0, cell_text(cell), y1 - y0, x1 - x0) for (y0, x0, y1, x1), cell in zip(places, inside, strict=True)]
    return Region(spread(cells), ys[0], ys[-1], tuple(xs)), outside


def _is_stacked(cell: list[Glyph]) -> bool:
    """Whether a cell holds many rows: only columns are ruled."""
    return sum(line.text.isdigit() for line in lines(cell)) >= _STACKED if len(cell) >= _STACKED else False


def _borders(places: list[float]) -> list[float]:
    """The places of lines, those that nearly coincide as one."""
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > _SNAP:
            found.append(place)
    return found


def _at(borders: list[float], place: float) -> int:
    """The number of the border at a place."""
    return bisect_right(borders, place + 0.01) - 1
