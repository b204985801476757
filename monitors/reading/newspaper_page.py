"""A whole newspaper page as plain text, split into its articles.

A text layer gives the page by columns: a paragraph broken in mid-sentence, printed twice, or before its own headline,
captions in between, headlines on two lines under a rubric. What marks an article is its by-line or its dateline.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

_BYLINE = re.compile(r"^(?:[◎□■●○▲]\s*)?(?:科技日报|本报|新华社)?(?:实习|见习|特约)?(?:记者|通讯员)\s?[^，。；：“”！？]{2,30}$")
_DATELINE = re.compile(r"^(?:科技日报|本报|新华社)[一-龥0-9０-９\s]{0,16}(?:讯|电)(?:\s|（|\(|，|$|[一-龥])")
_JUMP = re.compile(r"^[（(](?:上接|下转)[^）)]{1,12}[）)]$")
# What stands around the articles of a page: its date, number, name and editors.
_FURNITURE = re.compile(
    r"^(?:\d{4}年\d{1,2}月\d{1,2}日.{0,12}|星期[一二三四五六日].{0,6}|第?\s?\d{1,2}\s?版?|[A-Z]?\d{1,2}版?|园\s*区|"
    r"(?:责编|责任编辑|本版责编|编辑|版式|美编|本版美编|校对|组版|电话|邮箱|E-mail|投稿)[\s：:].{0,40})$"
)
_CAPTION = re.compile(
    r"^(?:图为|图①|上图|下图|左图|右图|资料图)|^(?:受访者|受访单位|[一-龥]{2,10})供图$|"
    r"^[（(][^（()）]{0,24}(?:供图|摄|提供)[）)]$|^(?:本报|科技日报|新华社|通讯员)?.{0,14}摄$"
)
_ENDED = re.compile(r"[。！？!?…：；]$|[。！？!?…：][”’」』）)]$|[”）]$")
_PEOPLE = re.compile(r"(?:记者|通讯员|见习记者|实习记者)|[◎□■●○▲本报科技日报]{1,4}(?=实习|见习|特约|记者)")
_HEADLINE = 42  # characters at most
_RUBRIC = 4  # a line as short as this above a headline names the rubric, as 园镜头


@dataclass(frozen=True)
class PrintedArticle:
    """One article of a page: `text` holds its paragraphs one a line, mended and each once; captions stand apart."""

    title: str
    author: str
    text: str
    captions: tuple[str, ...]


@dataclass
class _Piece:
    """An article in the making: headline lines, by-line, and its lines in the order of the page."""

    title: list[str] = field(default_factory=list)
    author: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


def split_page(text: str) -> list[PrintedArticle]:
    """The articles of a page in the order of their headlines; one article where the text has no mark of a second."""
    lines = [line.strip(" \t\r\u3000\xa0\ufeff") for line in text.split("\n")]
    lines = [line for line in lines if line and not _JUMP.match(line) and not _FURNITURE.match(line)]
    pieces = _pieces(lines)
    for earlier, later in pairwise(pieces):
        _give_back(earlier, later)
    return [_printed(piece) for piece in pieces if piece.lines]


def _starts(lines: list[str]) -> list[int]:
    """Where by-lines and datelines stand; the second line of a by-line starts nothing."""
    found = []
    for at, line in enumerate(lines):
        if _DATELINE.match(line) or (_BYLINE.match(line) and not (at and _BYLINE.match(lines[at - 1]))):
            found.append(at)
    return found


def _headline_like(line: str) -> bool:
    short = len(line) <= _HEADLINE and not line.endswith(("。", "，", "；", "、", "：", ",")) and line.count("，") <= 2
    return short and not (_CAPTION.search(line) or _BYLINE.match(line) or _DATELINE.match(line) or _JUMP.match(line))


def _headline(lines: list[str], start: int, floor: int) -> int:
    """The first line of the headline above `start`; a headline has three lines at most, and no unfinished prose above it."""
    first = start
    while first - 1 >= floor and start - first < 3 and _headline_like(lines[first - 1].rstrip("：") if first < start else lines[first - 1]):
        if first < start and _is_tail(lines, first - 1, floor):
            break
        first -= 1
    while first < start - 1 and len(lines[first]) <= _RUBRIC:
        first += 1
    return first


def _is_tail(lines: list[str], at: int, floor: int) -> bool:
    """Whether a short line is the end of a broken paragraph rather than the upper line of a headline."""
    above = next((lines[i] for i in range(at - 1, floor - 1, -1) if not _CAPTION.search(lines[i])), "")
    return bool(above) and not _ENDED.search(above) and len(above) > _HEADLINE


def _pieces(lines: list[str]) -> list[_Piece]:
    starts = _starts(lines)
    if not starts:
        titled = bool(lines) and len(lines) > 1 and _headline_like(lines[0])
        return [_Piece(lines[:1] if titled else [], [], lines[1:] if titled else lines)]
    heads: list[int] = []
    floor = 0
    for start in starts:
        heads.append(_headline(lines, start, floor))
        floor = start + 1
    pieces = []
    for number, start in enumerate(starts):
        end = heads[number + 1] if number + 1 < len(starts) else len(lines)
        piece = _Piece(lines[heads[number] : start])
        body = start
        while body < end and _BYLINE.match(lines[body]):
            piece.author.append(lines[body])
            body += 1
        piece.lines = [line for line in lines[body:end] if not (len(line) <= _RUBRIC and _headline_like(line))]
        pieces.append(piece)
    pieces[0].lines = lines[: heads[0]] + pieces[0].lines
    return pieces


def _marks(title: list[str]) -> set[str]:
    """Three-character runs of a headline: enough to tell whose park a paragraph names."""
    return {run[i : i + 3] for line in title for run in re.findall(r"[一-龥]{3,}", line) for i in range(len(run) - 2)}


def _give_back(earlier: _Piece, later: _Piece) -> None:
    """Move the tail of one article to the next where it speaks of the next one's subject, as a body printed before its headline does."""
    own, other = _marks(earlier.title), _marks(later.title)
    own, other = own - other, other - own
    cut = len(earlier.lines)
    gained = 0
    for at in range(len(earlier.lines) - 1, 0, -1):
        line = earlier.lines[at]
        here, there = sum(mark in line for mark in own), sum(mark in line for mark in other)
        if here > there:
            break
        gained += there
        heading = _headline_like(line) and not _CAPTION.search(line) and len(line) <= 20
        twice = line in later.lines
        if (heading or there or twice) and gained > 1 and _ENDED.search(earlier.lines[at - 1]):
            cut = at
    later.lines = later.lines + earlier.lines[cut:]  # what stands under the headline comes first; a passage printed twice counts once
    earlier.lines = earlier.lines[:cut]


def _printed(piece: _Piece) -> PrintedArticle:
    captions = [line for line in piece.lines if _CAPTION.search(line)]
    prose = _once([line for line in piece.lines if not _CAPTION.search(line)])
    names = " ".join(piece.author)
    if not names and prose and _DATELINE.match(prose[0]):
        inside = re.search(r"[（(]([^（()）]{2,30})[）)]", prose[0][:60])
        names = inside[1] if inside else ""
    if not names and prose:
        signed = re.search(r"[（(](?:本报|科技日报)?(?:记者|通讯员)\s?([^（()），。]{2,20})[）)]$", prose[-1])
        names = signed[1] if signed else ""
    author = " ".join(_PEOPLE.sub(" ", names).split())
    return PrintedArticle("".join(piece.title), author, "\n".join(_mended(prose)), tuple(dict.fromkeys(captions)))


def _once(lines: list[str]) -> list[str]:
    """Each line once. Of a broken paragraph the last copy stays: the first one lost its end when the columns were cut."""
    last = {line: at for at, line in enumerate(lines)}
    first: dict[str, int] = {}
    for at, line in enumerate(lines):
        first.setdefault(line, at)
    return [line for at, line in enumerate(lines) if at == (first[line] if _ENDED.search(line) or _headline_like(line) else last[line])]


def _mended(lines: list[str]) -> list[str]:
    """Paragraphs that were broken across columns, whole again; subheadings stand on lines of their own."""
    whole: list[str] = []
    broken = False
    for line in lines:
        heading = _headline_like(line) and len(line) <= 24 and not re.search(r"[、，]", line) and not broken
        if broken and whole:
            whole[-1] += line
        else:
            whole.append(line)
        broken = not heading and not _ENDED.search(line)
    return whole
