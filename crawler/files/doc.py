"""Word 97–2003 files (.doc, and .wps of the same container) as lines and grids: [MS-DOC], only what text and tables need.

FIB ─▶ Clx ─▶ pieces: which bytes are the text        FIB ─▶ PlcfBtePapx ─▶ pages of paragraph properties:
                                                                which marks end a row, how cells are merged
"""

from __future__ import annotations

import io
import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

import olefile

from crawler.files.attachment import Unreadable
from crawler.files.glyphs import plain, stitched
from crawler.files.grid import Grid, spread
from crawler.files.rows import Row, flat, grid

_STREAMS = ("WordDocument", "0Table", "1Table", "Data")
_WORD_97 = 0xA5EC  # wIdent
_ENCRYPTED, _TABLE_1 = 0x0100, 0x0200  # flags of the FIB
_CCP_TEXT, _FC_CLX, _FC_PAPX = 0x4C, 0x01A2, 0x0102  # places in the FIB
_COMPRESSED = 0x40000000
_PAGE = 512  # bytes of a page of properties
_ENDS_ROW, _IN_TABLE, _DEFINES_ROW, _HUGE, _HUGE_97 = 0x2417, 0x2416, 0xD608, 0x6646, 0x6645  # sprms
_MOST = 20_000_000  # characters
_SILENT = dict.fromkeys((*range(0x07), 0x08, 0x1F, 0xAD))
_PRINTED = _SILENT | {0x0B: "\n", 0x0C: "\n", 0x0E: "\n", 0x1E: "-", 0xA0: " ", 0x09: " "}


@dataclass(frozen=True)
class _Piece:
    """Characters that stand together in the file."""

    text: str
    place: int  # of the first byte
    wide: int  # bytes a character


@dataclass(frozen=True)
class _Paragraph:
    """What ends here: a paragraph, a cell or a row."""

    text: str
    mark: str
    place: int  # of the byte of its mark


def read(body: bytes) -> list[str | Grid]:
    """The paragraphs and tables of a .doc or .wps in order. Raises Unreadable."""
    try:
        with olefile.OleFileIO(io.BytesIO(body)) as container:
            streams = {name: container.openstream(name).read() for name in _STREAMS if container.exists(name)}
    except OSError as error:
        raise Unreadable(f"is damaged ({error})") from error
    try:
        return list(_blocks(streams))
    except (struct.error, IndexError) as error:
        raise Unreadable("is damaged: what it says about its text lies outside of the file") from error


def _blocks(streams: dict[str, bytes]) -> Iterator[str | Grid]:
    main = streams["WordDocument"]
    ident, flags = _number(main, 0, "<H"), _number(main, 0x0A, "<H")
    if ident != _WORD_97:
        raise Unreadable("is a Word file from before 1997, which cannot be read")
    if flags & _ENCRYPTED:
        raise Unreadable("is encrypted: it needs a password")
    table = streams.get("1Table" if flags & _TABLE_1 else "0Table", b"")
    paragraphs = list(_paragraphs(_pieces(main, table)))
    properties = _Properties(main, table, streams.get("Data", b""))
    known = any(properties.of(one.place).ends_row for one in paragraphs if one.mark == "\x07")
    yield from _with_properties(paragraphs, properties) if known else flat((one.text, one.mark == "\x07") for one in paragraphs)


def _number(data: bytes, place: int, form: str) -> int:
    return int(struct.unpack_from(form, data, place)[0])


def _pieces(main: bytes, table: bytes) -> Iterator[_Piece]:
    """The pieces of the main text: footnotes, headers and comments stand behind it and are left out."""
    left = _number(main, _CCP_TEXT, "<i")
    begin, length = _number(main, _FC_CLX, "<i"), _number(main, _FC_CLX + 4, "<i")
    clx = table[begin : begin + length]
    if not 0 < left <= _MOST or len(clx) != length or not length:
        raise Unreadable("is damaged: it does not say where its text is")
    place = 0
    while clx[place] == 1:  # properties of pieces
        place += 3 + _number(clx, place + 1, "<H")
    if clx[place] != 2:
        raise Unreadable("is damaged: it has no table of its pieces")
    count = (_number(clx, place + 1, "<i") - 4) // 12
    places = struct.unpack_from(f"<{count + 1}i", clx, place + 5)
    for number in range(count):
        at = _number(clx, place + 5 + 4 * (count + 1) + 8 * number + 2, "<I")
        size = min(places[number + 1] - places[number], left)
        if size <= 0:
            continue
        left -= size
        if at & _COMPRESSED:
            start = (at & ~_COMPRESSED) // 2
            yield _Piece(main[start : start + size].decode("cp1252", "replace"), start, 1)
        else:
            # Characters outside of the first plane take two; the number of characters counts both.
            yield _Piece(main[at : at + 2 * size].decode("utf-16-le", "surrogatepass"), at, 2)


def _paragraphs(pieces: Iterator[_Piece]) -> Iterator[_Paragraph]:
    said: list[str] = []
    hidden = 0  # fields: what is between begin and separator is an instruction
    for piece in pieces:
        place = piece.place
        for character in piece.text:
            if character == "\x13":
                hidden += 1
            elif character in "\x14\x15":
                hidden = max(hidden - (1 if character == "\x14" else 0), 0)
            elif character in "\r\x07":
                yield _Paragraph("".join(said).translate(_PRINTED), character, place)
                said, hidden = [], 0
            elif not hidden:
                said.append(character)
            place += piece.wide * (2 if ord(character) > 0xFFFF else 1)
    if said:
        yield _Paragraph("".join(said).translate(_PRINTED), "\r", -1)


@dataclass(frozen=True)
class _Property:
    """What a paragraph is to a table; `row` are the bytes that define the cells of the row which it ends."""

    ends_row: bool = False
    in_table: bool = False
    row: bytes = b""


class _Properties:
    """The paragraph properties of a file, by the place of the paragraph's mark."""

    def __init__(self, main: bytes, table: bytes, data: bytes) -> None:
        self._data = data
        runs = sorted(_runs(main, table))
        self._begins = [begin for begin, _, _ in runs]
        self._runs = runs

    def of(self, place: int) -> _Property:
        """The properties of the paragraph whose mark stands at this byte."""
        number = bisect_right(self._begins, place) - 1
        if number < 0 or place >= self._runs[number][1]:
            return _Property()
        return self._read(self._runs[number][2])

    def _read(self, said: bytes) -> _Property:
        found: dict[int, bytes] = {}
        for sprm, operand in _sprms(said):
            if sprm in (_HUGE, _HUGE_97):
                at = _number(operand, 0, "<I")
                size = _number(self._data, at, "<H")
                found |= dict(_sprms(self._data[at + 2 : at + 2 + size]))
            else:
                found[sprm] = operand
        ends, inside = (found.get(sprm, b"\0")[:1] == b"\1" for sprm in (_ENDS_ROW, _IN_TABLE))
        return _Property(ends, inside or ends, found.get(_DEFINES_ROW, b""))


def _runs(main: bytes, table: bytes) -> Iterator[tuple[int, int, bytes]]:
    """First byte, end and properties of each paragraph, from all pages of properties."""
    begin, length = _number(main, _FC_PAPX, "<i"), _number(main, _FC_PAPX + 4, "<i")
    count = (length - 4) // 8
    for number in range(max(count, 0)):
        at = (_number(table, begin + 4 * (count + 1) + 4 * number, "<I") & 0x3FFFFF) * _PAGE
        page = main[at : at + _PAGE]
        if len(page) < _PAGE:
            continue
        paragraphs = page[-1]
        for place in range(paragraphs):
            first, end = struct.unpack_from("<2I", page, 4 * place)
            offset = 2 * page[4 * (paragraphs + 1) + 13 * place]
            yield first, end, _properties_at(page, offset) if offset else b""


def _properties_at(page: bytes, offset: int) -> bytes:
    """The sprms of a paragraph: behind the size in words, counted in one of two ways, and the number of its style."""
    if page[offset]:
        return page[offset + 3 : offset + 2 * page[offset]]
    return page[offset + 4 : offset + 2 + 2 * page[offset + 1]]


def _sprms(said: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    while place + 2 < len(said):
        sprm = _number(said, place, "<H")
        place += 2
        size = (1, 1, 2, 4, 2, 2, 0, 3)[sprm >> 13]
        if sprm == _DEFINES_ROW:
            size = _number(said, place, "<H") - 1
            place += 2
        elif not size:
            size = said[place]
            place += 1
        yield sprm, said[place : place + size]
        place += size


def _with_properties(paragraphs: list[_Paragraph], properties: _Properties) -> Iterator[str | Grid]:
    rows: list[Row] = []
    cells: list[str] = []
    cell: list[str] = []
    for one in paragraphs:
        about = properties.of(one.place)
        lines = [" ".join(line.split()) for line in plain(one.text).split("\n")]
        if one.mark == "\x07" and about.ends_row:
            rows.append(_row(cells, about.row))
            cells, cell = [], []
        elif one.mark == "\x07" or about.in_table:
            cell += lines
            if one.mark == "\x07":
                cells.append(stitched(filter(None, cell)))
                cell = []
        else:
            if rows:
                yield spread(grid(rows))
                rows = []
            yield from filter(None, lines)
    if rows:
        yield spread(grid(rows))


def _row(texts: list[str], defined: bytes) -> Row:
    """The cells of a row with their borders and merges, as far as the file defines them."""
    count = defined[0] if defined else 0
    if not count or count != len(texts) or len(defined) < 1 + 2 * (count + 1):
        return Row(tuple(texts), (), ())
    borders = struct.unpack_from(f"<{count + 1}h", defined, 1)
    rest = defined[1 + 2 * (count + 1) :]
    flags = [_number(rest, 20 * x, "<H") if len(rest) >= 20 * x + 2 else 0 for x in range(count)]
    return Row(tuple(texts), borders, tuple(flags))
