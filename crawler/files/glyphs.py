"""The characters of a PDF page as words and lines. A PDF has no lines, only characters at places."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_WORD_GAP = 0.25  # of the character size: more is a space between Latin words
CELL_GAP = 1.0  # of the character size: more stands between two cells, or was set on purpose
_SAME_LINE = 0.5  # of the character size between the middles of two characters of one line
_BOLD = 0.2  # of the character size: a character printed twice so close is one in bold
# Fonts of Chinese office programs map characters to their look-alikes among the radicals; NFKC knows the Kangxi ones only.
_RADICALS = str.maketrans(
    "⺎⺏⺐⺟⺠⺫⺬⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳⺁⺇⺪⺷⻌",
    "兀尣尢母民目示虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟厂几疋羊辶",
)
_KANGXI = re.compile("[\u2f00-\u2fd5]")
_WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")


@dataclass(frozen=True, slots=True)
class Glyph:
    """A printed character; points from the upper left corner of the page."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float

    @property
    def middle(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Word:
    """Characters of one line without a gap between them."""

    text: str
    x0: float
    x1: float


@dataclass(frozen=True, slots=True)
class Line:
    """Words on one height, from left to right."""

    words: tuple[Word, ...]
    top: float
    bottom: float
    size: float

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return self.words[-1].x1

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def text(self) -> str:
        return joined(self.words, self.size)


def glyphs(characters: Iterable[Mapping[str, Any]]) -> list[Glyph]:
    """pdfplumber's characters of a page, blanks left out: gaps are seen from the places of the others."""
    found = []
    for one in characters:
        text = plain(str(one["text"]))
        if text.strip():
            found.append(Glyph(text, one["x0"], one["x1"], one["top"], one["bottom"], max(float(one["size"]), 1.0)))
    return found


def plain(text: str) -> str:
    """Radicals as the characters they stand for."""
    return _KANGXI.sub(lambda found: unicodedata.normalize("NFKC", found.group()), text.translate(_RADICALS))


def lines(characters: Sequence[Glyph]) -> list[Line]:
    """Characters put together to lines, from top to bottom."""
    found: list[list[Glyph]] = []
    for one in sorted(characters, key=lambda glyph: (glyph.middle[1], glyph.x0)):
        if found and one.middle[1] - found[-1][0].middle[1] <= _SAME_LINE * min(one.size, found[-1][0].size):
            found[-1].append(one)
        else:
            found.append([one])
    return [_line(line) for line in found]


def cell_text(characters: Sequence[Glyph]) -> str:
    """A cell's lines as one: 示例 over 有限公司 is 示例有限公司, names are wrapped to fit."""
    return stitched(line.text for line in lines(characters))


def stitched(parts: Iterable[str]) -> str:
    """Parts of a text that was broken to fit; between two Latin ones stood a space."""
    text = ""
    for part in parts:
        text += " " + part if text and part and not _WIDE.match(text[-1]) and not _WIDE.match(part[0]) else part
    return text


def joined(words: Sequence[Word], size: float) -> str:
    """Words of a line with the spaces between them that mean something."""
    text, end = "", 0.0
    for word in words:
        wide = text and (_WIDE.match(text[-1]) or _WIDE.match(word.text[0]))
        text += " " + word.text if text and (not wide or word.x0 - end > CELL_GAP * size) else word.text
        end = word.x1
    return text


def _line(characters: list[Glyph]) -> Line:
    characters.sort(key=lambda glyph: glyph.x0)
    size = max(glyph.size for glyph in characters)
    top, bottom = min(glyph.top for glyph in characters), max(glyph.bottom for glyph in characters)
    return Line(tuple(_words(characters)), top, bottom, size)


def _words(characters: Iterable[Glyph]) -> Iterator[Word]:
    text, x0, last = "", 0.0, None
    for glyph in characters:
        if last is not None and glyph.text == last.text and glyph.x0 - last.x0 < _BOLD * glyph.size:
            continue
        if last is None or glyph.x0 - last.x1 > _WORD_GAP * glyph.size:
            if last is not None:
                yield Word(text, x0, last.x1)
            text, x0 = "", glyph.x0
        text += glyph.text
        last = glyph
    if last is not None:
        yield Word(text, x0, last.x1)
