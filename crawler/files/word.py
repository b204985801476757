"""Word files (docx) as lines and grids. Read with lxml from the package itself: ten times the speed of python-docx.

Deleted text of tracked changes is left out, inserted text stands; numbers that Word counts by itself are counted here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from crawler.files import archive
from crawler.files.attachment import Unreadable
from crawler.files.glyphs import plain, stitched
from crawler.files.grid import Cell, Grid, spread

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"  # the same names in files of the strict standard
_DEEPEST = 3  # tables within tables
_ROUGH = re.compile(r"[.．、)）(（\s]")
_NUMERALS = "零一二三四五六七八九"
_CHINESE = ("chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting", "taiwaneseCountingThousand")


def read(body: bytes) -> list[str | Grid]:
    """The paragraphs and tables of a docx in order. Raises Unreadable."""
    archive.check(body)
    document = _part(body, "word/document.xml")
    if document is None:
        raise Unreadable("is damaged: it has no document inside")
    content = document.find(f"{_W}body")
    if content is None:
        raise Unreadable("is damaged: its document has no body")
    return list(_blocks(content, _numbers(body), 0))


def _part(body: bytes, name: str) -> etree._Element | None:
    written = archive.part(body, name)
    if written is None:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(written.replace(_STRICT, _W[1:-1].encode()), parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(f"is damaged ({error})") from error


@dataclass
class _Numbers:
    """What Word prints before the paragraphs that it numbers by itself."""

    numbering: etree._Element | None
    styles: Mapping[str, etree._Element] = field(default_factory=dict)  # of paragraphs that are numbered by their style
    counted: dict[tuple[str, str], int] = field(default_factory=dict)

    def of(self, paragraph: etree._Element) -> str:
        """The number before a paragraph, "" where it has none or only a dot."""
        said = paragraph.find(f"{_W}pPr/{_W}numPr")
        if said is None:
            said = self.styles.get(_value(paragraph.find(f"{_W}pPr/{_W}pStyle")))
        if said is None or self.numbering is None:
            return ""
        number, level = _value(said.find(f"{_W}numId")), _value(said.find(f"{_W}ilvl")) or "0"
        found = self._level(number, level)
        if found is None:
            return ""
        start = int(_value(found.find(f"{_W}start")) or "1")
        count = self.counted[number, level] = self.counted.get((number, level), start - 1) + 1
        for key in self.counted:
            if key[0] == number and key[1] > level:
                self.counted[key] = 0
        written = _value(found.find(f"{_W}lvlText"))
        style = _value(found.find(f"{_W}numFmt")) or "decimal"
        if style != "decimal" and style not in _CHINESE:
            return ""
        return re.sub(r"%\d", str(count) if style == "decimal" else _chinese(count), written) if "%" in written else ""

    def _level(self, number: str, level: str) -> etree._Element | None:
        assert self.numbering is not None  # asked only where there is one
        for one in self.numbering.iterfind(f"{_W}num"):
            if one.get(f"{_W}numId") == number:
                abstract = _value(one.find(f"{_W}abstractNumId"))
                for kind in self.numbering.iterfind(f"{_W}abstractNum"):
                    if kind.get(f"{_W}abstractNumId") == abstract:
                        return next((each for each in kind.iterfind(f"{_W}lvl") if each.get(f"{_W}ilvl") == level), None)
        return None


def _numbers(body: bytes) -> _Numbers:
    styles = _part(body, "word/styles.xml")
    numbered = {
        style.get(f"{_W}styleId") or "": said
        for style in (styles.iterfind(f"{_W}style") if styles is not None else ())
        if (said := style.find(f"{_W}pPr/{_W}numPr")) is not None
    }
    return _Numbers(_part(body, "word/numbering.xml"), numbered)


def _value(element: etree._Element | None) -> str:
    return (element.get(f"{_W}val") or "") if element is not None else ""


def _chinese(number: int) -> str:
    """1 → 一, 12 → 十二, 30 → 三十; annexes have no more."""
    tens, ones = divmod(number, 10)
    if tens > 9:
        return str(number)
    ten = ("" if tens == 1 else _NUMERALS[tens]) + "十" if tens else ""
    return ten + (_NUMERALS[ones] if ones or not tens else "")


def _blocks(element: etree._Element, numbers: _Numbers, deep: int) -> Iterator[str | Grid]:
    for child in element:
        if child.tag == f"{_W}p":
            number, text = numbers.of(child), _paragraph(child)
            yield from (number + text).split("\n") if text else ()
        elif child.tag == f"{_W}tbl":
            yield from _table(child, numbers, deep)
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}smartTag", f"{_W}customXml"):
            yield from _blocks(child, numbers, deep)


def _table(table: etree._Element, numbers: _Numbers, deep: int) -> Iterator[str | Grid]:
    """A table; one that only frames other tables gives those."""
    rows = [row for row in _inside(table, f"{_W}tr") if row.find(f"{_W}trPr/{_W}del") is None]
    if next(table.iterfind(f"{_W}tr/{_W}tc/{_W}tbl"), None) is not None and deep < _DEEPEST:
        for row in rows:
            for cell in _inside(row, f"{_W}tc"):
                yield from _blocks(cell, numbers, deep + 1)
        return
    cells: list[Cell] = []
    above: dict[int, int] = {}  # column → number of the cell that is merged down to here
    for y, row in enumerate(rows):
        x = int(_value(row.find(f"{_W}trPr/{_W}gridBefore")) or "0")
        for cell in _inside(row, f"{_W}tc"):
            wide = int(_value(cell.find(f"{_W}tcPr/{_W}gridSpan")) or "1")
            merge = cell.find(f"{_W}tcPr/{_W}vMerge")
            if merge is not None and _value(merge) != "restart" and x in above:
                first = cells[above[x]]
                cells[above[x]] = Cell(first.row, first.column, first.text, y - first.row + 1, first.wide)
            else:
                if merge is not None:
                    above[x] = len(cells)
                else:
                    above.pop(x, None)
                cells.append(Cell(y, x, _cell(cell, numbers), 1, wide))
            x += wide
    header = next((y for y, row in enumerate(rows) if not _is_header(row)), len(rows))
    yield spread(cells, header)


def _is_header(row: etree._Element) -> bool:
    said = row.find(f"{_W}trPr/{_W}tblHeader")
    return said is not None and _value(said) not in ("0", "false", "off")


def _inside(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Rows or cells, those within content controls, too."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
            yield from _inside(child, tag)


def _cell(cell: etree._Element, numbers: _Numbers) -> str:
    parts = []
    for paragraph in cell.iter(f"{_W}p"):
        number = numbers.of(paragraph)
        text = stitched(filter(None, (line.strip() for line in _paragraph(paragraph).split("\n"))))
        parts.append(number + text if text else _ROUGH.sub("", number))
    return " ".join(stitched(filter(None, parts)).split())


def _paragraph(paragraph: etree._Element) -> str:
    """What a paragraph says; a line break is one."""
    said = []
    for node in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}noBreakHyphen"):
        if any(above.tag in (f"{_W}tabs", f"{_W}txbxContent") for above in node.iterancestors()):
            continue  # a tab stop, or a box drawn beside the paragraph
        said.append({f"{_W}t": node.text or "", f"{_W}tab": " ", f"{_W}noBreakHyphen": "-"}.get(str(node.tag), "\n"))
    return "\n".join(filter(None, (" ".join(line.split()) for line in plain("".join(said)).split("\n"))))
