"""Workbooks (xlsx, xls) and CSV as grids: a table a block of a sheet, merged ranges filled, numbers as they are printed."""

from __future__ import annotations

import csv
import io
import struct
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from itertools import groupby

import olefile
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum, load_workbook

from crawler.files import archive
from crawler.files.attachment import Unreadable
from crawler.files.glyphs import plain, stitched
from crawler.files.grid import MOST_CELLS, Cell, Grid, spread, too_many
from crawler.files.sniff import Format, delimiter

_MOST_SHEETS = 60
_FILEPASS, _SHEET = 0x2F, 0x85  # records of an xls: how it is encrypted, and the first one that would be
_HEAD = 16384  # bytes of an xls in which they stand
_DEFAULT_NAMES = ("sheet", "工作表", "table")
Value = int | float | str | bool | time | date | datetime | timedelta


def read(body: bytes, kind: Format) -> list[str | Grid]:
    """The tables of a workbook in the order of its sheets; hidden sheets are nobody's to read. Raises Unreadable."""
    if kind is Format.XLSX:
        archive.check(body)
    try:
        if kind is Format.XLS and _is_locked(body):
            raise Unreadable("is encrypted: it needs a password")
        with load_workbook(io.BytesIO(body)) as workbook:
            return list(_sheets(workbook))
    except PasswordError as error:
        raise Unreadable("is encrypted: it needs a password") from error
    except (CalamineError, OSError) as error:
        raise Unreadable(f"is a damaged workbook ({error})") from error


def read_csv(text: str) -> list[str | Grid]:
    """The table of a CSV text."""
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter(text) or ","))
    except csv.Error as error:
        raise Unreadable(f"is a damaged CSV file ({error})") from error
    cells = [Cell(y, x, " ".join(value.split())) for y, row in enumerate(rows) for x, value in enumerate(row)]
    return list(_blocks(spread(cells)))


def _is_locked(body: bytes) -> bool:
    """Whether an xls has a password: its second record, or one close behind it, says how it is encrypted. calamine does not say."""
    with olefile.OleFileIO(io.BytesIO(body)) as container:
        records = next((container.openstream(name).read(_HEAD) for name in ("Workbook", "Book") if container.exists(name)), b"")
    place = 0
    while place + 4 <= len(records):
        kind, size = struct.unpack_from("<HH", records, place)
        if kind in (_FILEPASS, _SHEET):
            return bool(kind == _FILEPASS)
        place += 4 + size
    return False


def _sheets(workbook: CalamineWorkbook) -> Iterable[Grid]:
    sheets = [sheet for sheet in workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    shown = [sheet for sheet in sheets if sheet.visible == SheetVisibleEnum.Visible]
    if len(shown) > _MOST_SHEETS:
        raise Unreadable(f"has {len(shown)} sheets: more than {_MOST_SHEETS} are not read")
    for one in shown:
        sheet = workbook.get_sheet_by_name(one.name)
        name = "" if one.name.lower().startswith(_DEFAULT_NAMES) else one.name
        yield from _blocks(_grid(sheet, name))


def _grid(sheet: CalamineSheet, name: str) -> Grid:
    if sheet.start is None:
        return spread(())
    if sheet.height * sheet.width > MOST_CELLS:
        raise too_many()
    top, left = sheet.start
    values = sheet.to_python(skip_empty_area=True)
    spans = {}
    for (y0, x0), (y1, x1) in sheet.merged_cell_ranges or ():
        y0, x0, y1, x1 = max(y0 - top, 0), max(x0 - left, 0), min(y1 - top, len(values) - 1), min(x1 - left, sheet.width - 1)
        if y0 <= y1 and x0 <= x1:
            spans[y0, x0] = (y1 - y0 + 1, x1 - x0 + 1)
    cells = [Cell(y, x, printed(value), *spans.get((y, x), (1, 1))) for y, row in enumerate(values) for x, value in enumerate(row)]
    # A merged range hides what its other cells may still hold: the one that spans comes first.
    cells.sort(key=lambda cell: (cell.high * cell.wide == 1, cell.row, cell.column))
    return spread(cells, name=name)


def printed(value: Value) -> str:
    """A cell's value as a person reads it: 1.0 is 1, a wrapped line is one line."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.10g}"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, str):
        return stitched(" ".join(line.split()) for line in plain(value).splitlines())
    return str(value)


def _blocks(grid: Grid) -> Iterable[Grid]:
    """Tables on one sheet are parted by empty rows; a table whose count goes on behind one is the same."""
    found: list[Grid] = []
    for said, numbered in groupby(enumerate(grid.rows), key=lambda row: any(row[1])):
        places = [place for place, _ in numbered]
        if not said:
            continue
        rows, tall = grid.rows[places[0] : places[-1] + 1], grid.tall[places[0] : places[-1] + 1]
        if found and _goes_on(found[-1].rows, rows):
            rows, tall = found[-1].rows + rows, found[-1].tall + tall
            found.pop()
        found.append(Grid(rows, tall, merged=grid.merged, name=grid.name))
    return found


def _goes_on(before: Sequence[Sequence[str]], rows: Sequence[Sequence[str]]) -> bool:
    x = next((x for x, cell in enumerate(before[-1]) if cell), 0)
    last, first = before[-1][x], rows[0][x]
    return last.isdigit() and first.isdigit() and int(first) == int(last) + 1
