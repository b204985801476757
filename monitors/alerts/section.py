"""Section: one matter of an event (a ranking, a batch, a policy, what an article says) as rows, and how the rows are laid out.

What the reader follows comes first and is never folded; what nobody needs at once is folded, and nothing is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import compress

from monitors.alerts.lines import Block, Line, Span, bold, line
from monitors.alerts.tongue import Tongue

UNFOLDED = 12  # rows a message shows without folding any

Words = tuple[Span | str, ...]


@dataclass(frozen=True)
class Row:
    """One thing that is told: what was, what is, and the words that say so.

    quoted: the words of the source, with their marks; "" where there are none to quote. under: lines that belong to it.
    own: the reader follows what it is about. stands_out: shown to everybody. short: the row in a digest, where it differs.
    """

    told: Words
    quoted: str = ""
    under: tuple[Line, ...] = ()
    own: bool = False
    stands_out: bool = True
    short: Words = ()

    def shown(self, star: bool) -> Iterator[Line]:
        """The row and what belongs to it, the source's words last."""
        yield line("⭐ " if star and self.own else "", *self.told)
        yield from self.under
        if self.quoted:
            yield line(self.quoted, block=Block.QUOTE)


@dataclass(frozen=True)
class Section:
    """One matter. head: what it is about; name: the same in a few words, where its rows stand in a fold with others.

    tail: lines that are always folded (ranks that did not move). gist: what a digest says of it before its rows.
    terse: nothing is quoted in a fold, where a row of the source would say the same again.
    close: the head in short, where the section goes on the one before it (another indicator of one ranking).
    """

    head: tuple[Line, ...]
    rows: tuple[Row, ...] = ()
    name: str = ""
    tail: tuple[Line, ...] = ()
    gist: Words = ()
    terse: bool = False
    close: tuple[Line, ...] = ()

    def folded(self, rows: Sequence[Row], say: Tongue) -> Iterator[Line]:
        """Some of its rows, a line of a fold each."""
        for row in rows:
            quoted = "" if self.terse or not row.quoted else f"{say('　')}{row.quoted}"
            yield line(*row.told, quoted, block=Block.FOLDED)
            yield from (replace(one, block=Block.FOLDED) for one in row.under)


def arrange(sections: Sequence[Section], say: Tongue) -> list[Line]:
    """The sections as lines, each after an empty one. Where some rows are the reader's own, all others stand in one fold after them;
    so do sections of which no row stands out."""
    rows = [row for section in sections for row in section.rows]
    own = any(row.own for row in rows) and (any(section.tail for section in sections) or not all(row.own for row in rows))
    small = len(rows) <= UNFOLDED and not (own and any(section.tail for section in sections))
    lines: list[Line] = []
    rest: list[Line] = []
    goes_on = False  # whether what a section may go on was shown
    for section in sections:
        goes_on = goes_on and bool(section.close)
        ordered = sorted(section.rows, key=lambda row: not row.own)
        picked = [small or (row.own if own else row.stands_out) for row in ordered]
        shown = list(compress(ordered, picked))
        folded = [*section.folded([row for row, kept in zip(ordered, picked, strict=True) if not kept], say), *section.tail]
        if shown or not folded or small:
            apart = () if goes_on and lines[-1].block is not Block.FOLDED else (Line(),)
            lines += [*apart, *(section.close if goes_on else section.head), *_shown(shown, own)]
            goes_on = True
        if folded and (own or not shown) and not small:
            rest += [*([line(bold(section.name), block=Block.FOLDED)] if len(sections) > 1 else []), *folded]
        else:
            lines += folded
    return [*lines, Line(), line(say("其余：")), *rest] if rest else lines


def _shown(rows: Sequence[Row], star: bool) -> Iterator[Line]:
    """Rows one after the other; words that several of them quote are quoted once, after the last of them."""
    for row, after in zip(rows, (*rows[1:], None), strict=False):
        again = after is not None and after.quoted == row.quoted and not row.under
        yield from (replace(row, quoted="") if again else row).shown(star)


def quoted(words: object) -> str:
    """The words of a source in their marks."""
    return f"「{words}」" if words else ""
