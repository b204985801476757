"""Cells as tables, whatever file they stand in: merged ones filled, titles and notes taken off, the header found.

A file is a sequence of lines of text and grids of cells in its order; `assemble` makes tables with captions and text of it.
The rules are those of HTML tables (crawler/sites/tables.py): one table is the same table in every format.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from crawler.files.attachment import Unreadable
from monitors.document import Table

MOST_CELLS = 500_000  # of one file; the longest lists have 15,000 rows of 6
_CAPTION = 60  # characters; a longer line is prose
_LONG_CELL = 200  # characters; more is prose that stands in a table only to be placed
_NUMBER = re.compile(r"^[\d.,，%％+\-—–/]+$")
_COUNTING = ("序号", "排名", "名次", "位次", "编号")
_ANNEX = re.compile(r"^附\s*[件表录]?\s*[0-9０-９一二三四五六七八九十]*\s*(?:[-—:：.、]\s*)?(?:[（(]续[)）])?\s*")
_CONTINUED = re.compile(r"^[（(]?续(?:上)?表|[（(]续[)）]$")
# A note (注：…, 单位：万元), words in brackets (排名不分先后), or no words at all.
_REMARK = re.compile(
    r"^[（(【]?\s*(?:计量)?(?:单位|注\s*\d*|说明|备注|数据来源|资料来源|来源|填报|制表|截至|截止|日期|时间)\s*[：:]|^[（(][^（()）]*[)）]$|^[\W\d_]*$"
)
_PROSE = ("。", "；", "，", "：", ":")


@dataclass(frozen=True)
class Cell:
    """One printed cell: its first row and column, and how many it covers."""

    row: int
    column: int
    text: str
    high: int = 1
    wide: int = 1


@dataclass(frozen=True)
class Grid:
    """All cells, merged ones filled, every row of the same width."""

    rows: tuple[tuple[str, ...], ...]
    tall: tuple[int, ...]  # for each row, how many rows the tallest cell covers that begins there and says something
    header: int = 0  # how many leading rows the file itself calls a header
    merged: frozenset[int] = frozenset()  # columns with cells merged downwards
    name: str = ""  # what the file calls the table (a sheet's name)


def spread(cells: Iterable[Cell], header: int = 0, name: str = "") -> Grid:
    """Fills merged cells. Raises Unreadable where there are too many."""
    filled: dict[tuple[int, int], str] = {}
    tall: dict[int, int] = {}
    merged = set()
    for cell in cells:
        if cell.text:
            tall[cell.row] = max(tall.get(cell.row, 1), cell.high)
        if cell.high > 1 and cell.row >= header:
            merged.add(cell.column)
        if len(filled) + cell.high * cell.wide > MOST_CELLS:
            raise too_many()
        for down in range(cell.high):
            for across in range(cell.wide):
                filled.setdefault((cell.row + down, cell.column + across), cell.text)
    height = max((y for y, _ in filled), default=-1) + 1
    width = max((x for _, x in filled), default=-1) + 1
    if height * width > MOST_CELLS:
        raise too_many()
    rows = tuple(tuple(filled.get((y, x), "") for x in range(width)) for y in range(height))
    return Grid(rows, tuple(tall.get(y, 1) for y in range(height)), header, frozenset(merged), name)


def too_many() -> Unreadable:
    """The error for a table that nobody would print."""
    return Unreadable(f"has a table of more than {MOST_CELLS:,} cells: no list is that long")


def is_counted(header: Sequence[str], row: Sequence[str]) -> bool:
    """Whether the first column counts: 1, 2, 3 …, or says so."""
    return squeezed(header[0] if header else "") in _COUNTING or bool(row and row[0].strip().isdigit())


def squeezed(text: str) -> str:
    """A cell without the spaces that only place its characters."""
    return re.sub(r"\s", "", text)


def assemble(blocks: Iterable[str | Grid]) -> tuple[tuple[Table, ...], str]:
    """The tables with their captions, and all text around them, one paragraph a line."""
    tables: list[Table] = []
    lines: list[str] = []
    near: list[str] = []  # lines since the last table
    named: list[tuple[int, str]] = []
    for block in blocks:
        if isinstance(block, str):
            lines.append(block)
            near.append(block)
            continue
        table, above, below = _table(block)
        lines += above
        near += above
        if table is not None:
            caption = _caption(near)
            if not caption and block.name:
                named.append((len(tables), block.name))
            tables.append(replace(table, caption=caption))
            near = []
        lines += below
        near += below
    if len(tables) > 1:  # one sheet among several is told apart by its name; a single one is called anything
        for place, name in named:
            tables[place] = replace(tables[place], caption=name)
    return tuple(tables), "\n".join(line for line in lines if line)


def heading(text: str) -> str:
    """The title of a file: its first line that is none of annex number, document number, note; "" where none is."""
    for line in text.splitlines()[:12]:
        found = title(line)
        if len(squeezed(found)) >= 5 and not found.endswith((*_PROSE, "文件")) and not re.search(r"[〔\[]\d{4}[〕\]]\d*号$", found):
            return found
    return ""


def title(line: str) -> str:
    """A line or the name of a file without the number of the annex; "" where it is no title."""
    found = _ANNEX.sub("", line.strip()) if line.lstrip().startswith("附") else line.strip()
    return "" if _REMARK.search(found) or _CONTINUED.search(found) else found


def is_continuation(line: str) -> bool:
    """续表, printed above the rest of a table."""
    return bool(_CONTINUED.search(line.strip()))


def _caption(lines: Sequence[str]) -> str:
    """The nearest line above a table that can be its title."""
    for line in reversed(lines):
        found = title(line)
        if found:
            return found if len(found) <= _CAPTION and not found.endswith(_PROSE) else ""
    return ""


def _table(grid: Grid) -> tuple[Table | None, list[str], list[str]]:
    """A table without caption, the title lines above it and the notes below; None where it only places text."""
    grid = _trimmed(grid)
    rows, tall, known = list(grid.rows), list(grid.tall), grid.header
    above: list[str] = []
    below: list[str] = []
    while len(rows) > 1 and len(rows[0]) > 1 and (line := _across(rows[0])):
        above.append(line)
        rows, tall, known = rows[1:], tall[1:], max(known - 1, 0)
    while len(rows) > 1 and len(rows[-1]) > 1 and (note := _across(rows[-1])) and (_REMARK.search(note) or len(note) > _CAPTION):
        below.insert(0, note)
        rows, tall = rows[:-1], tall[:-1]
    if len(rows) < 2 or len(rows[0]) < 2 or any(len(cell) > _LONG_CELL for cell in rows[0]):
        return None, above + [" ".join(dict.fromkeys(filter(None, row))) for row in rows], below
    if not known and not _is_header(rows[0], rows[1:]):
        return Table((), tuple(rows)), above, below
    depth = min(max(known, tall[0]), len(rows) - 1)
    header = _joined(rows[:depth])
    body = tuple(row for row in rows[depth:] if row not in (header, rows[0]))  # printed again on each sheet
    return Table(header, body), above, below


def _trimmed(grid: Grid) -> Grid:
    """Without rows and columns that say nothing."""
    kept = [place for place, row in enumerate(grid.rows) if any(row)]
    wide = [x for x in range(len(grid.rows[0]) if grid.rows else 0) if any(grid.rows[y][x] for y in kept)]
    rows = tuple(tuple(grid.rows[y][x] for x in wide) for y in kept)
    return replace(grid, rows=rows, tall=tuple(grid.tall[y] for y in kept), header=sum(y < grid.header for y in kept))


def _across(row: Sequence[str]) -> str:
    """What a row says that says one thing only: in one cell over the whole table, or in a single one of them."""
    said = {cell for cell in row if cell}
    alone = _filled(row) == 1
    return next(iter(said)) if len(said) == 1 and (alone or all(row)) else ""


def _filled(row: Sequence[str]) -> int:
    return sum(bool(cell) for cell in row)


def _is_header(first: Sequence[str], rest: Sequence[Sequence[str]]) -> bool:
    """Names over columns: no numbers among them, while numbers stand below, or the first says that it counts."""
    named = [cell for cell in first if cell]
    if not named or any(_NUMBER.match(cell) for cell in named):
        return False
    if squeezed(first[0]) in _COUNTING:
        return True
    return any(_NUMBER.match(cell) for row in rest for cell in row if cell) or all(len(cell) <= 12 for cell in named)


def _joined(rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Header lines as one: 企业 over 名称 is 企业/名称, a cell merged downwards stands once."""
    return tuple("/".join(dict.fromkeys(cell for cell in column if cell)) for column in zip(*rows, strict=True))
