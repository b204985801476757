"""PDF: the tables of all pages as they were before they were cut into pages, and the text around them.

Ruled tables first, then those without lines; what counts its pages, runs along their edges or is only a picture is no text.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdftypes import resolve1
from pdfplumber.page import Page
from pdfplumber.pdf import PDF
from pdfplumber.utils.exceptions import PdfminerException

from crawler.files.attachment import Unreadable
from crawler.files.glyphs import Line, glyphs, lines, stitched
from crawler.files.grid import Grid, is_continuation
from crawler.files.ruled import Region, ruled
from crawler.files.runs import Run
from crawler.files.unruled import unruled

MOST_PAGES = 600
_DRAWN = 200  # curves: characters drawn as shapes
_EMPTY = 64  # bytes; the content of a blank page sets at most its size and colour
_SCANNED = 20  # characters; a scan has a page number at most
_NAMELESS = 0.1  # share of characters without a code from which a page is not read
_MOST_OF = 0.6  # share of pages from which a line at one height belongs to the paper
_EDGE = 0.1  # of a page's height in which page numbers stand
_PAGE_NUMBER = re.compile(r"[-—–－·\s]*(?:第\s*)?\d{1,4}\s*(?:页)?(?:\s*[/，,]?\s*(?:共\s*)?\d{1,4}\s*页?)?[-—–－·\s]*")
_TITLE = 1.15  # times the usual character size: lines as large are titles


@dataclass(frozen=True)
class _Sheet:
    """One page: its tables and the lines outside of them."""

    regions: list[Region]
    lines: list[Line]
    height: float
    sizes: Counter[float]  # of its characters, those of tables among them


def read(body: bytes) -> tuple[list[str | Grid], list[str]]:
    """The lines and tables of a PDF in order, and what could not be read. Raises Unreadable."""
    try:
        with pdfplumber.open(io.BytesIO(body)) as document:
            if len(document.pages) > MOST_PAGES:
                raise Unreadable(f"has {len(document.pages)} pages: more than {MOST_PAGES} are not read")
            if not document.pages:
                raise Unreadable("is damaged: it has no pages")
            sheets, unread = _sheets(document.pages)
            unread += _lost(document)
    except PdfminerException as error:
        if error.args and isinstance(error.args[0], PDFPasswordIncorrect):
            raise Unreadable("is an encrypted PDF: it needs a password") from error
        raise Unreadable(f"is a damaged PDF ({error})") from error
    blocks = _whole(_without_edges(sheets))
    return blocks, unread + _left_out(blocks)


def _sheets(pages: Sequence[Page]) -> tuple[list[_Sheet], list[str]]:
    sheets, unread = [], []
    for number, page in enumerate(pages, start=1):
        characters = glyphs(page.chars)
        if len(characters) < _SCANNED and (page.images or len(page.curves) > _DRAWN):
            unread.append(f"第{number}页是扫描图像，没有文字，须人工查看")
        elif not any(page.objects.values()) and _has_content(page):
            unread.append(f"第{number}页已损坏，读不出内容")
        elif sum(glyph.text.startswith("(cid:") for glyph in characters) > _NAMELESS * len(characters):
            unread.append(f"第{number}页的字体没有文字编码，须人工查看")
        else:
            regions, left = ruled(page, characters)
            sizes = Counter(round(glyph.size, 1) for glyph in characters)
            sheets.append(_Sheet(regions, lines(left), float(page.height), sizes))
        page.close()  # else every page's characters are kept
    return sheets, unread


def _left_out(blocks: Sequence[str | Grid]) -> list[str]:
    """Lines of text behind a table that count on where it ends: rows that were not seen as such. Their list is not complete."""
    found, last = [], ""
    for block in blocks:
        if isinstance(block, Grid):
            last = block.rows[-1][0].strip() if block.rows else ""
        elif last.isdigit() and re.match(rf"{int(last) + 1}\s*[^\W\d年月日]", block):
            found.append(f"表格之后的「{block[:30]}」像是它的下一行，没有读进表格")
    return found


def _has_content(page: Page) -> bool:
    """Whether a page should show anything: damaged streams are read as nothing."""
    return any((resolve1(resolve1(stream).get("Length", 0)) or 0) > _EMPTY for stream in page.page_obj.contents)


def _lost(document: PDF) -> list[str]:
    """Pages that the file counts and nobody found: what is left of a damaged file looks whole."""
    said = resolve1(resolve1(document.doc.catalog.get("Pages")) or {}).get("Count")
    found = len(document.pages)
    return [f"应有{said}页，只读到{found}页"] if isinstance(said, int) and said > found else []


def _without_edges(sheets: list[_Sheet]) -> list[_Sheet]:
    """Without page numbers, and without lines that stand on most pages at the same height.

    What may be the title or the header of a table that is printed on every page stays where it stands first.
    """
    at = Counter(key for sheet in sheets for key in {_running(line) for line in sheet.lines})
    often = max(2, round(_MOST_OF * len(sheets)))
    usual = _usual_size(sheets)

    seen: set[tuple[int, str]] = set()

    def stays(line: Line, sheet: _Sheet) -> bool:
        edge = line.bottom < _EDGE * sheet.height or line.top > (1 - _EDGE) * sheet.height
        key = _running(line)
        named = line.size >= _TITLE * usual or len(line.words) > 1
        again = at[key] >= (often if edge else often + 1) and (key in seen or not named)
        seen.add(key)
        return not again and not (edge and _PAGE_NUMBER.fullmatch(line.text))

    return [replace(sheet, lines=[line for line in sheet.lines if stays(line, sheet)]) for sheet in sheets]


def _running(line: Line) -> tuple[int, str]:
    """What is the same on all pages: text without numbers, and height."""
    return round(line.top / 3), re.sub(r"\d+", "#", line.text)


def _whole(sheets: Iterable[_Sheet]) -> list[str | Grid]:
    """All pages in one: tables go on where the page before ended with one."""
    blocks: list[str | Run] = []
    usual = _usual_size(sheets := list(sheets))
    for sheet in sheets:
        ended = blocks[-1] if blocks else None
        tables, left = unruled(sheet.lines, ended.last if isinstance(ended, Run) else None)
        for block in _placed([*sheet.regions, *tables], left, usual):
            last = blocks[-1] if blocks else None
            if isinstance(block, str):
                if not (isinstance(last, Run) and is_continuation(block)):
                    blocks.append(block)
            elif not (isinstance(last, Run) and last.add(block)):
                blocks.append(Run(block))
    return [block.whole() if isinstance(block, Run) else block for block in blocks]


def _usual_size(sheets: Iterable[_Sheet]) -> float:
    sizes = sum((sheet.sizes for sheet in sheets), Counter[float]())
    return max(sizes, key=lambda size: sizes[size], default=12.0)


def _placed(regions: list[Region], left: list[Line], usual: float) -> Iterator[str | Region]:
    """Paragraphs and tables of a page from top to bottom."""
    for region in sorted(regions, key=lambda region: region.top):
        above = [line for line in left if line.middle < region.top]
        left = [line for line in left if line.middle >= region.top]
        yield from _paragraphs(above, usual)
        yield region
    yield from _paragraphs(left, usual)


def _paragraphs(found: Sequence[Line], usual: float) -> Iterator[str]:
    """Lines that were broken at the right margin joined; the lines of a title, too."""
    if not found:
        return
    margins = min(line.x0 for line in found), max(line.x1 for line in found)
    paragraph: list[Line] = []
    for line in found:
        if paragraph and not _goes_on(paragraph[-1], line, margins, usual):
            yield stitched(one.text for one in paragraph)
            paragraph = []
        paragraph.append(line)
    yield stitched(one.text for one in paragraph)


def _goes_on(before: Line, line: Line, margins: tuple[float, float], usual: float) -> bool:
    left, right = margins
    if abs(before.size - line.size) > 0.5 or line.top - before.bottom > 1.5 * line.size:
        return False
    if line.size >= _TITLE * usual:
        return True
    full = right - before.x1 < 1.5 * before.size
    return full and line.x0 - left < 0.5 * line.size and right - left > 15 * line.size
