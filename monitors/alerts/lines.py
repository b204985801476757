"""Lines: what is said, before it is known where. One content is shown as HTML in a chat and as plain text in a terminal.

A line carries its own emphasis and links, so a text may be cut between any two lines and every piece is well formed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from html import escape
from itertools import accumulate, groupby
from unicodedata import category

LIMIT = 4096  # UTF-16 units a Telegram message may have; we count the markup too, which Telegram does not
MARK_ROOM = 32  # units kept free for a mark that delivery puts before a part


class Block(StrEnum):
    """What a line stands in: the words of a source, or rows that a chat shows folded."""

    NONE = ""
    QUOTE = "quote"
    FOLDED = "folded"


_OPENING = {Block.NONE: "", Block.QUOTE: "<blockquote>", Block.FOLDED: "<blockquote expandable>"}
_CLOSING = {Block.NONE: "", Block.QUOTE: "</blockquote>", Block.FOLDED: "</blockquote>"}
_MARGIN = {Block.NONE: "", Block.QUOTE: "  ┃ ", Block.FOLDED: "  "}


_TURNS = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  # turn the direction of what follows


@dataclass(frozen=True)
class Span:
    """A stretch of one line. tag: "", "b", "i" or "code"; link: an http(s) address, else it is left out."""

    text: str
    tag: str = ""
    link: str = ""


@dataclass(frozen=True)
class Line:
    """One line of a message."""

    spans: tuple[Span, ...] = ()
    block: Block = Block.NONE


@dataclass(frozen=True)
class Part:
    """One message as it is sent: short enough, and well formed by itself."""

    lines: tuple[Line, ...]

    @property
    def html(self) -> str:
        """With Telegram's markup."""
        return chat(self.lines)

    @property
    def plain(self) -> str:
        """The same words without any, for a terminal or where the markup is refused."""
        return terminal(self.lines)


def line(*spans: Span | str, block: Block = Block.NONE) -> Line:
    """A line of plain and marked stretches; line breaks inside them become spaces, and what only tampers with the display is left out."""
    found = (span if isinstance(span, Span) else Span(span) for span in spans)
    return Line(tuple(replace(span, text=_shown(span.text)) for span in found if span.text), block)


def _shown(text: str) -> str:
    """Words as they may be sent: a source's control characters, marks that reverse what follows, and halves of characters are dropped."""
    if text.isprintable():
        return text
    return "".join(
        character for character in " ".join(text.splitlines()) if category(character) not in ("Cc", "Cs") and character not in _TURNS
    )


def bold(text: str) -> Span:
    """Emphasis."""
    return Span(text, "b")


def link(text: str, address: str) -> Span:
    """A stretch that leads to an address; plain text where the address is not one to open."""
    return Span(text, link=address if address.startswith(("http://", "https://")) and address.isprintable() else "")


def quote(text: str) -> Line:
    """The words of a source."""
    return line(f"「{text}」", block=Block.QUOTE)


def units(text: str) -> int:
    """The length of a text as Telegram counts it: UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def terminal(lines: Iterable[Line], unfolded: int | None = None) -> str:
    """The content for a terminal: no tags; a link's address follows its words.

    unfolded: how many rows of each fold are shown, as a chat does (it shows three); None for all.
    """
    shown: list[str] = []
    for block, group in groupby(lines, key=lambda one: one.block):
        rows = [(_MARGIN[block] + "".join(map(_plain, one.spans))).rstrip() for one in group]
        if block is Block.FOLDED and unfolded is not None and len(rows) > unfolded:
            rows = [*rows[:unfolded], f"{_MARGIN[block]}… ▾ 另有{len(rows) - unfolded}行，点开可见"]
        shown += rows
    return "\n".join(shown)


def chat(lines: Sequence[Line]) -> str:
    """The content as Telegram HTML, whatever its length."""
    pieces: list[str] = []
    block = Block.NONE
    for one in lines:
        if one.block is not block:
            before = f"{_CLOSING[block]}\n" if pieces else ""
            pieces.append(before + _OPENING[one.block])
        elif pieces:
            pieces.append("\n")
        pieces.append("".join(map(_html, one.spans)))
        block = one.block
    return "".join(pieces) + _CLOSING[block]


def parts(lines: Iterable[Line], limit: int = LIMIT - MARK_ROOM) -> list[Part]:
    """The content as messages of at most `limit` UTF-16 units each; those after the first say which they are.

    It is cut between sections (at an empty line) where that leaves no message half empty, else between lines, a line
    staying with the words it quotes; inside a line only where that is longer than a message.
    """
    found: list[list[Line]] = [[]]
    size = 0
    for section in _sections(_cut_long(lines, limit)):
        if size > limit / 2 and size + _need(section) > limit >= _need(section):
            found.append([])
            size = 0
        for together in _with_quotes(section):
            if found[-1] and size + _need(together, found[-1][-1].block) > limit:
                found.append([])
                size = 0
            size += _need(together, found[-1][-1].block if found[-1] else None)
            found[-1] += together
    trimmed = [kept for kept in map(_trimmed, found) if kept]
    marks = [[], *([line(f"（{number}/{len(trimmed)}）")] for number in range(2, len(trimmed) + 1))]
    return [Part((*mark, *kept)) for mark, kept in zip(marks, trimmed, strict=False)]


def cut(lines: Sequence[Line], messages: int, closing: Callable[[int], Line], limit: int = LIMIT - MARK_ROOM) -> list[Line]:
    """The content where it makes at most so many messages, else as much of it as does with `closing` (rows left out) as its last line."""
    sizes = accumulate(sum(units(span.text) for span in one.spans) + 1 for one in lines)
    # What is too long by its words alone is never laid out: an event may have thousands of rows.
    beyond = next((place for place, size in enumerate(sizes, start=1) if size > messages * limit + 1), len(lines) + 1)
    if beyond > len(lines) and len(parts(lines, limit)) <= messages:
        return list(lines)
    kept, beyond = 0, min(beyond, len(lines))
    while beyond - kept > 1:
        middle = (kept + beyond) // 2
        if len(parts(_closed(lines, middle, closing), limit)) <= messages:
            kept = middle
        else:
            beyond = middle
    return _closed(lines, kept, closing)


def _closed(lines: Sequence[Line], kept: int, closing: Callable[[int], Line]) -> list[Line]:
    left = sum(1 for one in lines[kept:] if one.spans and one.block is not Block.QUOTE)
    return [*_trimmed(list(lines[:kept])), Line(), closing(left)]


def _need(lines: Iterable[Line], before: Block | None = None) -> int:
    """Units that lines need after one in the block `before`: words, line breaks, and a block's markup where it changes."""
    need = 0
    for one in lines:
        need += units("".join(map(_html, one.spans))) + 1
        if one.block is not before:
            need += len(_OPENING[one.block]) + len(_CLOSING[one.block])
        before = one.block
    return need


def _sections(lines: Iterable[Line]) -> Iterator[list[Line]]:
    section: list[Line] = []
    for one in lines:
        if not one.spans and section:
            yield section
            section = []
        section.append(one)
    yield section


def _with_quotes(section: list[Line]) -> Iterator[list[Line]]:
    """A line together with the short quotations that follow it."""
    together: list[Line] = []
    for one in section:
        if together and (one.block is not Block.QUOTE or _need(together) > LIMIT / 8):
            yield together
            together = []
        together.append(one)
    if together:
        yield together


def _trimmed(lines: list[Line]) -> list[Line]:
    """Without empty lines at either end."""
    said = [place for place, one in enumerate(lines) if one.spans]
    return lines[said[0] : said[-1] + 1] if said else []


def _cut_long(lines: Iterable[Line], limit: int) -> Iterator[Line]:
    """The lines, those longer than a whole message cut into several."""
    room = limit - 80
    for one in lines:
        if units("".join(map(_html, one.spans))) <= room:
            yield one
            continue
        spans: list[Span] = []
        left = room
        for span in one.spans:
            for piece in _pieces(span, room // 2):
                need = units(_html(piece))
                if spans and need > left:
                    yield Line(tuple(spans), one.block)
                    spans, left = [], room
                spans.append(piece)
                left -= need
        if spans:
            yield Line(tuple(spans), one.block)


def _pieces(span: Span, room: int) -> Iterator[Span]:
    """A stretch cut into stretches of at most `room` units, with its markup; a link too long for that loses its address."""
    frame = units(_html(replace(span, text="")))
    if frame > room // 2:
        span, frame = replace(span, link=""), 7
    text, size = "", frame
    for character in span.text:
        need = units(escape(character, quote=False))
        if size + need > room:
            yield replace(span, text=text)
            text, size = "", frame
        text += character
        size += need
    if text:
        yield replace(span, text=text)


def _html(span: Span) -> str:
    text = escape(span.text, quote=False)
    if span.tag:
        text = f"<{span.tag}>{text}</{span.tag}>"
    return f'<a href="{escape(span.link)}">{text}</a>' if span.link else text


def _plain(span: Span) -> str:
    return f"{span.text} {span.link}" if span.link and span.link != span.text else span.text
