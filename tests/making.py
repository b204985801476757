"""Makes the files that ministries publish: one table as HTML, PDF of many kinds, xlsx, xls, docx, doc. All in memory."""

from __future__ import annotations

import html as markup
import io
import struct
import zipfile
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

import docx as python_docx
import openpyxl
import xlwt
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
_SIZE, _LINE = 10.0, 19.0


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
    body = f'<h1 id="con_title">{title}</h1><div id="con_con">{table}</div>'
    return f"<html><head><title>{title}</title></head><body>{body}</body></html>".encode()


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


def locked_workbook() -> bytes:
    """An Excel 97 file with a password: what follows FILEPASS cannot be understood."""
    begin = struct.pack("<HHHHHHII", 0x0809, 16, 0x0600, 0x0005, 0, 0, 0, 0)
    locked = struct.pack("<HHH", 0x002F, 54, 1) + struct.pack("<HH", 1, 1) + bytes(48)
    return container({"Workbook": begin + locked + struct.pack("<HH", 0x000A, 0)})


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
    """PapxFkp pages with the first byte each is about: as many paragraphs on each as fit."""
    runs = [(first, end, _papx(about)) for (first, end), about in zip(pairwise(marks), said, strict=True)]
    pages = []
    while runs:
        fitting = 0
        while fitting < len(runs) and 4 * (fitting + 2) + 13 * (fitting + 1) + sum(len(papx) + 1 for *_, papx in runs[: fitting + 1]) < 510:
            fitting += 1
        page, end = bytearray(512), 510
        struct.pack_into(f"<{fitting + 1}I", page, 0, *(first for first, *_ in runs[:fitting]), runs[fitting - 1][1])
        for number, (_, _, papx) in enumerate(runs[:fitting]):
            end = (end - len(papx)) & ~1
            page[end : end + len(papx)] = papx
            page[4 * (fitting + 1) + 13 * number] = end // 2
        page[511] = fitting
        pages.append((runs[0][0], bytes(page)))
        runs = runs[fitting:]
    return pages


def _papx(about: bytes) -> bytes:
    """Style 0 and sprms, behind their size in words: odd ones by one byte, even ones by two."""
    said = b"\0\0" + about
    return struct.pack("<B", (len(said) + 1) // 2) + said if len(said) % 2 else struct.pack("<BB", 0, len(said) // 2) + said


def container(streams: dict[str, bytes]) -> bytes:
    """An OLE compound file of version 3. Streams are filled up to 4,096 bytes: shorter ones would need a second FAT."""
    free, end_of_chain, fat_sector, none = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
    content = {name: data.ljust(4096, b"\0") for name, data in sorted(streams.items(), key=lambda one: (len(one[0]), one[0].upper()))}
    sectors = {name: -(-len(data) // 512) for name, data in content.items()}
    directory = -(-(1 + len(content)) // 4)
    needed = directory + sum(sectors.values())
    fats = 1
    while fats * 128 < needed + fats:
        fats += 1
    fat = [fat_sector] * fats + [*range(fats + 1, fats + directory), end_of_chain]
    entries, body = [], b""
    for number, (name, data) in enumerate(content.items(), start=1):
        start = len(fat)
        fat += [*range(start + 1, start + sectors[name]), end_of_chain]
        body += data.ljust(512 * sectors[name], b"\0")
        entries.append(_entry(name, 2, none, number + 1 if number < len(content) else none, none, start, len(data)))
    root = _entry("Root Entry", 5, none, none, 1, end_of_chain, 0)
    fat += [free] * (128 * fats - len(fat))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, fats, fats, 0, 4096, end_of_chain, 0, end_of_chain, 0)
    header += struct.pack("<109I", *range(fats), *[free] * (109 - fats))
    return header + struct.pack(f"<{len(fat)}I", *fat) + (root + b"".join(entries)).ljust(512 * directory, b"\0") + body


def _entry(name: str, kind: int, left: int, right: int, child: int, start: int, size: int) -> bytes:
    letters = (name + "\0").encode("utf-16-le")
    return letters.ljust(64, b"\0") + struct.pack("<HBBIII36xIQ", len(letters), kind, 1, left, right, child, start, size)


def packed(files: dict[str, bytes]) -> bytes:
    """A zip file."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    return written.getvalue()


def repacked(package: bytes, name: str, body: bytes) -> bytes:
    """A zip file with another content of one of its files."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return packed({one: archive.read(one) for one in archive.namelist()} | {name: body})


# ── PDF ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


class Printed:
    """A PDF page after page, with a running line and page numbers; rules and texts are drawn where they are told."""

    def __init__(self, title: str, password: str | None = None) -> None:
        self._written = io.BytesIO()
        self._canvas = Canvas(self._written, pagesize=(WIDTH, HEIGHT), encrypt=StandardEncryption(password) if password else None)
        self._page = 1
        self.y = HEIGHT - 80
        self.line(title, 16)
        self.y -= 30

    def line(self, text: str, size: float = _SIZE) -> None:
        """A line of text in the middle of the page, at the present height."""
        self._canvas.setFont("STSong-Light", size)
        self._canvas.drawCentredString(WIDTH / 2, self.y, text)

    def text(self, x: float, y: float, text: str) -> None:
        self._canvas.setFont("STSong-Light", _SIZE)
        self._canvas.drawString(x, y, text)

    def cell(self, x: float, top: float, wide: float, high: float, text: str, *, ruled: bool, wrap: int = 100) -> None:
        """A cell with its text in the middle, wrapped after so many characters."""
        if ruled:
            self._canvas.rect(x, top - high, wide, high)
        lines = [text[at : at + wrap] for at in range(0, len(text), wrap)] or [""]
        y = top - high / 2 + _SIZE * 0.6 * len(lines) - _SIZE
        for line in lines:
            self.text(x + 6, y, line)
            y -= _SIZE * 1.2

    def turn(self) -> None:
        """The next page."""
        self.line_at_edges()
        self._canvas.showPage()
        self._page += 1
        self.y = HEIGHT - 60

    def line_at_edges(self) -> None:
        self.text(60, HEIGHT - 30, "示例：仅供测试")
        self.text(WIDTH / 2 - 10, 30, f"— {self._page} —")

    def picture(self) -> None:
        """A page that is only a scan."""
        from PIL import Image
        from reportlab.lib.utils import ImageReader

        self._canvas.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 20, 20, WIDTH - 40, HEIGHT - 40)
        self._canvas.showPage()

    def done(self) -> bytes:
        self.line_at_edges()
        self._canvas.save()
        return self._written.getvalue()


def pdf(
    header: Row,
    rows: Sequence[Row],
    *,
    title: str = TITLE,
    ruled: bool = True,
    merged: int | None = None,
    on_page: int = 32,
    again: bool = True,
    wrap: int = 100,
    widths: Sequence[float] = (60, 230, 150),
    password: str | None = None,
) -> bytes:
    """A table over as many pages as it needs. merged: a column whose equal cells are one, cut where the page ends;
    again: the header is printed on each page; wrap: characters after which a cell's text goes on below."""
    page = Printed(title, password)
    for first in range(0, len(rows), on_page):
        if first:
            page.turn()
        part = rows[first : first + on_page]
        if again or not first:
            _print_row(page, header, widths, ruled, 100, range(len(header)))
        high = _LINE * (1 if max(len(cell) for row in part for cell in row) <= wrap else 2)
        for y, row in enumerate(part):
            top = page.y
            columns = [x for x in range(len(row)) if x != merged]
            _print_row(page, row, widths, ruled, wrap, columns, high)
            if merged is not None and (not y or part[y - 1][merged] != row[merged]):
                run = next((n for n, one in enumerate(part[y:]) if one[merged] != row[merged]), len(part) - y)
                goes_on = not y and first and rows[first - 1][merged] == row[merged]
                x = 60 + sum(widths[:merged])
                page.cell(x, top, widths[merged], high * run, "" if goes_on else row[merged], ruled=ruled)
    return page.done()


def rows_at(page: Printed, rows: Sequence[Row], widths: Sequence[float] = (60, 230, 150)) -> None:
    """Ruled rows at the present height of a page."""
    for row in rows:
        _print_row(page, row, widths, True, 100, range(len(row)))


def _print_row(
    page: Printed, row: Row, widths: Sequence[float], ruled: bool, wrap: int, columns: Sequence[int], high: float = _LINE
) -> None:
    for x in columns:
        page.cell(60 + sum(widths[:x]), page.y, widths[x], high, row[x], ruled=ruled, wrap=wrap)
    page.y -= high


def side_by_side(header: Row, rows: Sequence[Row]) -> tuple[Row, list[Row]]:
    """The same table in two halves beside each other."""
    half = -(-len(rows) // 2)
    right = [*rows[half:], *[("",) * len(header)] * (2 * half - len(rows))]
    return header + header, [a + b for a, b in zip(rows[:half], right, strict=True)]


def scan(pages: int = 2) -> bytes:
    """Pages without a character."""
    page = Printed("")
    page._canvas = Canvas(page._written, pagesize=(WIDTH, HEIGHT))
    for _ in range(pages):
        page.picture()
    page._canvas.save()
    return page._written.getvalue()
