"""Makes the files that ministries publish: one table as HTML, PDF of many kinds, xlsx, xls, docx, doc. All in memory."""

from __future__ import annotations

import html as markup
import io
import struct
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

import docx as python_docx
import openpyxl
import xlwt
from docx.oxml.ns import qn
from docx.oxml.shared import OxmlElement
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from monitors import zones

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))

Row = tuple[str, ...]
TITLE = "2024年国家高新技术产业开发区综合评价结果（示例）"
HEADER: Row = ("排名", "国家高新区", "所在省份")
_PARKS = sorted((zone for zone in zones.load() if zone.type == "国家高新区"), key=lambda zone: zone.province)[:50]
PLACES: list[Row] = [(str(rank), zone.name, zone.province) for rank, zone in enumerate(_PARKS, start=1)]
GIANTS_TITLE = "第六批专精特新“小巨人”企业公示名单（示例）"
GIANTS_HEADER: Row = ("序号", "省份/计划单列市", "企业名称")
WIDTH, HEIGHT = 595.0, 842.0
_SIZE, _LINE = 10.0, 20.0


def giants(count: int) -> list[Row]:
    """Invented companies, 40 in a province."""
    provinces = list(dict.fromkeys(zone.province for zone in _PARKS))
    return [(str(n), provinces[(n // 40) % len(provinces)], f"示例第{n}号精密制造有限公司") for n in range(1, count + 1)]


# ── text ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def html(header: Row, rows: Sequence[Row], *, title: str = "", charset: str = "utf-8") -> bytes:
    """A table alone, as ministries' systems export it under the name .xls."""
    lines = [f"<tr>{''.join(f'<td>{markup.escape(cell)}</td>' for cell in row)}</tr>" for row in (header, *rows)]
    top = f'<tr><td colspan="{len(header)}">{title}</td></tr>' if title else ""
    page = f'<html><head><meta charset="{charset}"></head><body><table border="1">{top}{"".join(lines)}</table></body></html>'
    return page.encode(charset)


def notice(header: Row, rows: Sequence[Row], title: str) -> bytes:
    """A saved page of a site."""
    table = html(header, rows).decode().partition("<body>")[2].partition("</body>")[0]
    return f'<html><head><title>{title}</title></head><body><h1 id="con_title">{title}</h1><div id="con_con">{table}</div></body></html>'.encode()


def csv(header: Row, rows: Sequence[Row], charset: str = "gb18030") -> bytes:
    """As Excel saves it in China."""
    return "\r\n".join(",".join(row) for row in (header, *rows)).encode(charset)


# ── workbooks ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _value(cell: str) -> str | int:
    return int(cell) if cell.isdigit() else cell


def _merges(rows: Sequence[Row], column: int) -> Iterator[tuple[int, int]]:
    """First and last row of each run of equal cells."""
    at = 0
    for _, group in groupby(rows, key=lambda row: row[column]):
        count = len(list(group))
        yield at, at + count - 1
        at += count


def xlsx(header: Row, rows: Sequence[Row], *, title: str = "", merged: int | None = None) -> bytes:
    """A workbook with its title in a merged first line; `merged`: a column whose equal cells are one."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    if title:
        sheet.append([title])
        sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(header))
    sheet.append(list(header))
    for row in rows:
        sheet.append([_value(cell) for cell in row])
    above = 2 if title else 1
    for first, last in _merges(rows, merged) if merged is not None else ():
        column = (merged or 0) + 1
        sheet.merge_cells(start_row=above + first + 1, end_row=above + last + 1, start_column=column, end_column=column)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def xls(header: Row, rows: Sequence[Row], *, title: str = "", merged: int | None = None) -> bytes:
    """The same in the format of Excel 97."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet1")
    above = 0
    if title:
        sheet.write_merge(0, 0, 0, len(header) - 1, title)
        above = 1
    for x, cell in enumerate(header):
        sheet.write(above, x, cell)
    for x in range(len(header)):
        runs = _merges(rows, x) if x == merged else ((y, y) for y in range(len(rows)))
        for first, last in runs:
            sheet.write_merge(above + 1 + first, above + 1 + last, x, x, _value(rows[first][x]))
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


# ── Word ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def docx(header: Row, rows: Sequence[Row], *, title: str = "", merged: int | None = None, counted: bool = False) -> bytes:
    """A Word file; `counted`: the numbers of the first column are counted by Word and stand nowhere in the file."""
    document = python_docx.Document()
    if title:
        document.add_heading(title)
    table = document.add_table(rows=0, cols=len(header))
    for place, row in enumerate((header, *rows)):
        for x, (cell, text) in enumerate(zip(table.add_row().cells, row, strict=True)):
            if counted and place and x == 0:
                cell.paragraphs[0].style = document.styles["List Number"]
                _count(cell.paragraphs[0]._p)
            else:
                cell.text = text
    for first, last in _merges(rows, merged) if merged is not None else ():
        for y in range(first + 1, last + 1):
            table.cell(y + 1, merged or 0).text = ""
        table.cell(first + 1, merged or 0).merge(table.cell(last + 1, merged or 0))
        table.cell(first + 1, merged or 0).text = rows[first][merged or 0]
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _count(paragraph: object) -> None:
    properties = paragraph.get_or_add_pPr()  # type: ignore[attr-defined]
    numbering = OxmlElement("w:numPr")
    for name, value in (("w:ilvl", "0"), ("w:numId", "1")):
        element = OxmlElement(name)
        element.set(qn("w:val"), value)
        numbering.append(element)
    properties.append(numbering)


def doc(
    header: Row, rows: Sequence[Row], *, title: str = "", merged: int | None = None, properties: bool = True, encrypted: bool = False
) -> bytes:
    """A Word 97 file: FIB, piece table and, with `properties`, the paragraph properties that say which mark ends a row.

    The title is one byte a character where it can be, the rest two, so that there are two pieces.
    """
    starts = {first for first, _ in _merges(rows, merged)} if merged is not None else set()
    paragraphs = [(title + "\r", b"")] if title else []
    for y, row in enumerate((header, *rows), start=-1):
        down = y >= 0 and merged is not None
        texts = [("" if down and x == merged and y not in starts else cell) for x, cell in enumerate(row)]
        paragraphs += [(text + "\x07", b"\x16\x24\x01") for text in texts]
        flags = [((0x60 if y in starts else 0x20) if down and x == merged else 0) for x in range(len(row))]
        paragraphs.append(("\x07", b"\x16\x24\x01\x17\x24\x01" + _definition(flags)))
    paragraphs.append(("以上为示例。\r", b""))
    return _word_97(paragraphs, properties=properties, encrypted=encrypted)


def _definition(flags: Sequence[int]) -> bytes:
    """sprmTDefTable: the borders of the cells of a row in twips and how each is merged."""
    borders = [-108 + 3000 * x for x in range(len(flags) + 1)]
    said = struct.pack("<B", len(flags)) + struct.pack(f"<{len(borders)}h", *borders)
    said += b"".join(struct.pack("<H18x", flag) for flag in flags)
    return struct.pack("<HH", 0xD608, len(said) + 1) + said


def _word_97(paragraphs: Sequence[tuple[str, bytes]], *, properties: bool, encrypted: bool) -> bytes:
    begin = 0x600
    latin = "Sample\r"
    written = latin.encode("cp1252")
    pieces = [(0, begin * 2 | 0x40000000)]
    marks = [begin, begin + len(written)]
    said: list[bytes] = [b""]
    place = begin + len(written)
    pieces.append((len(latin), place))
    count = len(latin)
    for text, about in paragraphs:
        written += text.encode("utf-16-le")
        count += len(text)
        place += 2 * len(text)
        marks.append(place)
        said.append(about)
    main = bytearray(begin) + written
    main += bytes(-len(main) % 512)
    pages = _property_pages(marks, said) if properties else []
    numbers = []
    for _, page in pages:
        numbers.append(len(main) // 512)
        main += page
    clx = struct.pack(f"<{len(pieces) + 1}i", *(cp for cp, _ in pieces), count)
    clx += b"".join(struct.pack("<HIH", 0, at, 0) for _, at in pieces)
    clx = b"\x02" + struct.pack("<i", len(clx)) + clx
    papx = struct.pack(f"<{len(pages) + 1}I", *(first for first, _ in pages), marks[-1]) if pages else b""
    papx += struct.pack(f"<{len(numbers)}I", *numbers)
    struct.pack_into("<HHHHHH", main, 0, 0xA5EC, 0x00C1, 0, 0x0804, 0, 0x0200 | (0x0100 if encrypted else 0))
    struct.pack_into("<i", main, 0x4C, count)
    struct.pack_into("<ii", main, 0x01A2, 0, len(clx))
    struct.pack_into("<ii", main, 0x0102, len(clx), len(papx))
    return container({"WordDocument": bytes(main), "1Table": clx + papx})


def _property_pages(marks: Sequence[int], said: Sequence[bytes]) -> list[tuple[int, bytes]]:
    """PapxFkp pages: as many paragraphs on each as fit, properties from the end of the page towards its middle."""
    pages: list[tuple[int, bytes]] = []
    runs = [(first, end, about) for (first, end), about in zip(pairwise(marks), said, strict=True)]
    while runs:
        page, used, end = bytearray(512), 0, 510
        for first, _, about in runs:
            papx = b"\0\0" + about + (b"" if len(about) % 2 else b"\0")
            size = 1 + len(papx)
            start = (end - size) & ~1
            if 4 * (used + 2) + 13 * (used + 1) > start:
                break
            page[start] = size // 2 if size % 2 == 0 else (size + 1) // 2
            page[start + 1 : start + 1 + len(papx)] = papx
            struct.pack_into("<I", page, 4 * used, first)
            page[511 - 1 - used] = 0  # nothing stands here; offsets are set below, when the number of runs is known
            end, used = start, used + 1
            runs_offsets.append(start) if False else None  # noqa: F821
        raise NotImplementedError
    return pages
