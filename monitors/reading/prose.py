"""A text as paragraphs, sentences and clauses to read facts from, with the way back to the words as printed.

Newspapers break a paragraph anywhere, print one twice, space a name out (大 连 经 开 区) and put captions in between;
all of that is undone here, so that no rule needs to know of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from monitors.reading.numbers import fold_width

EVIDENCE = 60  # characters at most
LONGEST = 400  # characters of a sentence; the longest real ones have about 250
_STOP = re.compile(r"[。！？!?]+[”’」』）]?")
_RUNS = re.compile(r"(?P<space>\s)|\S+")
_COMMA = re.compile(r"[，；;：]|[,:](?!\d)|——|－－")
_CLOSED = tuple("。！？!?…：；”’）」』")
# Lines that say nothing about a park by themselves: pictures, by-lines, jumps.
_CAPTION = re.compile(
    r"^(?:图为|图①|上图|下图|左图|右图|资料图|◎|（上接|（下转|\(上接|\(下转)|^[（(]?.{0,20}(?:供图|"
    r"摄)[）)]?$|^[（(][^（()）]{0,30}(?:提供|供图|摄)[）)]$"
)
_TAIL = re.compile(r"(?:图为[^。]{0,80}。|（[^（）]{0,20}供图）|受访者供图)$")
_BYLINE = re.compile(r"^(?:◎|本报记者|实习记者|通讯员|科技日报记者)[^，。]{0,30}$")


@dataclass(frozen=True)
class Span:
    """A stretch `text[start:end]` of a passage."""

    start: int
    end: int


@dataclass(frozen=True)
class Passage:
    """One paragraph, mended and folded; `origin[i]` is where its i-th character stands in `source`."""

    text: str
    origin: tuple[int, ...]
    source: str

    def sentences(self) -> list[Span]:
        """The sentences, each with its closing mark."""
        found, start = [], 0
        for end in [*(stop.end() for stop in _STOP.finditer(self.text)), len(self.text)]:
            while end - start > LONGEST:  # no prose: cut, so that the work stays linear in the text
                found.append(Span(start, start + LONGEST))
                start += LONGEST
            if end > start:
                found.append(Span(start, end))
            start = end
        return found

    def quote(self, start: int, end: int, anchor: int) -> str:
        """The printed words of `text[start:end]`, at most 60 characters of one line, always with those at `anchor`."""
        ends = len(self.origin) - 1
        first, last, at = (self.origin[min(one, ends)] for one in (start, end - 1, anchor))
        last += 1
        first = max(first, self.source.rfind("\n", 0, at) + 1)
        broken = self.source.find("\n", at, last)
        last = broken if broken != -1 else last
        if last - first > EVIDENCE:
            first = max(first, min(at - EVIDENCE // 2, last - EVIDENCE))
            last = min(last, first + EVIDENCE)
        return self.source[first:last].strip(" \u3000\xa0，。；：、,")


def clauses(text: str, span: Span) -> list[Span]:
    """The clauses of a sentence: what stands between commas, semicolons, colons and dashes; a bracket's commas count too."""
    found, start = [], span.start
    for comma in _COMMA.finditer(text, span.start, span.end):
        if comma.start() > start:
            found.append(Span(start, comma.start()))
        start = comma.end()
    if start < span.end:
        found.append(Span(start, span.end))
    return found


def _lines(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    for line in text.split("\n"):
        yield at, line
        at += len(line) + 1


def _is_noise(line: str) -> bool:
    return bool(_CAPTION.search(line) or _BYLINE.match(line))


def _continues(line: str) -> bool:
    """Whether a line stops in mid-sentence, as a column end does; a heading has no comma and stands alone."""
    return len(line) > 12 and not line.endswith(_CLOSED) and bool(re.search(r"[，。；]", line))


def _squeeze(pieces: list[tuple[int, str]], source: str) -> Passage:
    letters: list[str] = []
    origin: list[int] = []
    for at, piece in pieces:
        for run in _RUNS.finditer(piece):
            if run["space"]:
                around = piece[run.start() - 1 : run.start()] + piece[run.end() : run.end() + 1]
                if not (len(around) == 2 and around.isascii() and around.isalnum()):
                    continue
            letters.append(run.group())
            origin.extend(range(at + run.start(), at + run.end()))
    return Passage(fold_width("".join(letters)), tuple(origin), source)


def passages(text: str) -> list[Passage]:
    """The paragraphs that can hold facts, mended; a paragraph printed twice is read once."""
    found: list[Passage] = []
    open_pieces: list[tuple[int, str]] = []
    seen: set[str] = set()

    def close() -> None:
        if open_pieces:
            passage = _squeeze(open_pieces, text)
            open_pieces.clear()
            if passage.text and passage.text not in seen:
                seen.add(passage.text)
                found.append(passage)

    for at, line in _lines(text):
        stripped = line.strip()
        if not stripped or _is_noise(stripped):
            continue
        kept = _TAIL.sub("", line) if _TAIL.search(stripped) else line
        open_pieces.append((at, kept))
        if not _continues(kept.strip()):
            close()
    close()
    return found
