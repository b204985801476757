"""A table that was cut into pages, put together again."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from crawler.files.glyphs import stitched
from crawler.files.grid import Grid, is_counted, squeezed
from crawler.files.ruled import Region

_SHIFTED = 6.0  # points by which a column may stand elsewhere on the next page
_REGION = re.compile(r"省|地区|区域|所在地|计划单列市|推荐单位")
_DEEPEST = 4  # lines of a header that may be printed again

Rows = list[tuple[str, ...]]


class Run:
    """One table over one or more pages: `add` takes its continuation, `whole` gives it as it was; `last` is its last page's."""

    def __init__(self, first: Region) -> None:
        self._first = self.last = first
        self._depth = self._header_depth()
        self._parts: list[Rows] = [list(first.grid.rows[self._depth :])]
        self._merged = set(first.grid.merged)
        self._between = set(first.between)

    def add(self, region: Region) -> bool:
        """Takes a region if it goes on where the last one ended; False where it is a table of its own."""
        rows = list(region.grid.rows)
        header = list(self._first.grid.rows[: max(self._depth, 1)])
        if not rows or len(rows[0]) != len(header[0]) or not self._same_columns(region):
            return False
        if len(rows) >= len(header) and rows[: len(header)] == header:
            rows = rows[len(header) :]
            self._depth = max(self._depth, 1)
            if self._parts[0][:1] == header:
                self._parts[0] = self._parts[0][1:]
        elif region.grid.header or not self._goes_on(rows[0]):
            return False
        self._merged |= region.grid.merged
        self._between |= region.between
        self._parts.append(rows)
        self.last = region
        return True

    def whole(self) -> Grid:
        """The table."""
        header = list(self._first.grid.rows[: self._depth])
        alone = len(self._parts) == 1
        times = _side_by_side(header[0]) if len(header) == 1 and not alone else 1
        body: Rows = []
        for part in self._parts:
            body = self._mended(body, _below_each_other(part, times) if times > 1 else part)
        if times > 1:
            header = [row[: len(row) // times] for row in header]
        body = _filled_down(header, body, self._between)
        tall = tuple(self._first.grid.tall[: self._depth]) + (1,) * len(body)
        return replace(self._first.grid, rows=tuple(header + body), tall=tall, header=self._first.grid.header)

    def _header_depth(self) -> int:
        """How many rows the header has, as far as it can be seen: down to the first row that is counted."""
        grid = self._first.grid
        if grid.header:
            return grid.header
        counted = next((y for y, row in enumerate(grid.rows[: _DEEPEST + 1]) if row[0].strip().isdigit()), None)
        return counted if counted is not None else 0

    def _same_columns(self, region: Region) -> bool:
        if not self._first.edges or not region.edges:
            return True
        return all(abs(a - b) <= _SHIFTED for a, b in zip(self._first.edges, region.edges, strict=True))

    def _goes_on(self, row: tuple[str, ...]) -> bool:
        """Whether a row can follow the last one: the count goes on, or the row is the rest of one that was cut."""
        last = next((int(one[0]) for one in reversed(self._parts[-1]) if one[0].strip().isdigit()), None)
        said = squeezed(row[0])
        if last is None:
            return not said.isdigit()
        return int(said) > last if said.isdigit() else not said

    def _mended(self, body: Rows, part: Rows) -> Rows:
        """One part after the other: a row that was cut in two is one, a merged cell that was cut is filled on both sides."""
        if not body or not part:
            return body + part
        header = self._first.grid.rows[0]
        if is_counted(header, body[-1]) and not part[0][0] and body[-1][0] and 0 not in self._merged:
            halves = enumerate(zip(body[-1], part[0], strict=True))
            body[-1] = tuple(stitched((a, b)) if a and b and x not in self._merged else a or b for x, (a, b) in halves)
            part = part[1:]
        for x in sorted(self._merged):
            body, part = _filled(body, part, x)
        return body + part


def _filled(body: Rows, part: Rows, x: int) -> tuple[Rows, Rows]:
    """A column of merged cells: what stands on one side of the cut stands on the other, where that says nothing."""
    if not part:
        return body, part
    if body[-1][x] and not part[0][x]:
        end = next((y for y, row in enumerate(part) if row[x]), len(part))
        part = [_with(row, x, body[-1][x]) for row in part[:end]] + part[end:]
    elif part[0][x] and not body[-1][x]:
        begin = next((y for y in range(len(body), 0, -1) if body[y - 1][x]), 0)
        body = body[:begin] + [_with(row, x, part[0][x]) for row in body[begin:]]
    return body, part


def _filled_down(header: Rows, body: Rows, between: Collection[int]) -> Rows:
    """A region that is printed once for the rows below it: no row is of no region."""
    for x, head in enumerate(header[-1] if header and body else ()):
        if _REGION.search(head) and body[0][x] and x not in between:
            for y in range(1, len(body)):
                body[y] = body[y] if body[y][x] or not any(body[y]) else _with(body[y], x, body[y - 1][x])
    return body


def _with(row: tuple[str, ...], x: int, text: str) -> tuple[str, ...]:
    return (*row[:x], text, *row[x + 1 :])


def _side_by_side(header: tuple[str, ...]) -> int:
    """How many times a header repeats itself: 排名 | 园区 | 排名 | 园区 is 2."""
    named = [squeezed(cell) for cell in header]
    for times in (4, 3, 2):
        width, rest = divmod(len(named), times)
        if not rest and width > 1 and named == named[:width] * times:
            return times
    return 1


def _below_each_other(part: Rows, times: int) -> Rows:
    """Page by page: the left half of the first page goes on in its right half, not on the next page."""
    width = len(part[0]) // times if part else 0
    rows = [row[at * width : (at + 1) * width] for at in range(times) for row in part]
    return [row for row in rows if any(row)]
