"""Charts: the places of parks on one board over its editions, as a picture for a phone.

A park that is not in the published part of an edition stands in a band below and its line is broken there: nobody knows its place.
What only the press says is hollow and its line is dashed. matplotlib is imported with the first picture.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from threading import Lock
from typing import Any

from monitors.alerts import phrases
from monitors.alerts.font import FONT, cut, drawable, wide
from monitors.alerts.tongue import Tongue

WIDTH, HEIGHT = 1080, 720  # pixels
POINTS = 0.72  # of a pixel at 100 dots an inch: matplotlib measures letters and lines in points
MOST = 4  # parks a picture can tell apart
SMALLEST = 26  # pixels of a letter: what can be read where a phone shows the picture at a third of its size

_INK, _FAINT, _GRID, _BAND = "#1a1a1a", "#5f6670", "#e3e6ea", "#f0f1f3"
# Okabe and Ito's colours, told apart with any colour vision, the light one darkened; each with a shape of its own.
STYLES = (("#0072b2", "o"), ("#d55e00", "s"), ("#007a5a", "^"), ("#a8477f", "D"))
_LEFT, _RIGHT = 96, WIDTH - 60  # pixels: between these stand the editions
_LANE = 34  # pixels a park has in the band
_NICE = (1, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)

# FreeType's faces must not be used by two threads, and one figure at a time bounds the memory.
_drawing = Lock()


@dataclass(frozen=True)
class Edition:
    """One edition of a board. top: how many places were published, None where only the press told of it; of: how many were ranked."""

    name: str
    ordinal: int
    top: int | None = None
    of: int | None = None
    issuer: str | None = None
    published: str | None = None  # ISO date
    url: str = ""


@dataclass(frozen=True)
class Point:
    """A park in one edition (its ordinal). rank None: not in its published part. reported: by the press, not published."""

    ordinal: int
    rank: int | None
    reported: bool = False
    published: str | None = None  # ISO date
    url: str = ""


@dataclass(frozen=True)
class Track:
    """A park through the editions, oldest first; in one edition a record and reports that differ from it may stand together."""

    zone: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class History:
    """Parks on one indicator of one board. editions: all that are known, oldest first."""

    board: str
    indicator: str
    editions: tuple[Edition, ...]
    tracks: tuple[Track, ...]

    @property
    def placed(self) -> tuple[Track, ...]:
        """The parks that had a place at all."""
        return tuple(one for one in self.tracks if any(point.rank is not None for point in one.points))

    @property
    def newest(self) -> Edition:
        """The newest edition that was published, else the newest reported."""
        return next((one for one in reversed(self.editions) if one.top is not None), self.editions[-1])


def extent(top: int | None, ranked: int | None, say: Tongue) -> str:
    """How many places are published, of how many: without that a rank says nothing."""
    published = say("公布前{top}名", top=top) if top else say("公布全部名次")
    return say("{published}，共{ranked}家参评", published=published, ranked=ranked) if ranked else published


def ranks(history: History, language: str = "zh") -> bytes:
    """The history as PNG, WIDTH × HEIGHT. Draws the first MOST parks that have a place at all; ValueError where none has."""
    tracks = history.placed[:MOST]
    if not tracks:
        raise ValueError(f"no park has a place on {phrases.board(history.board, history.indicator)}: there is nothing to draw")
    with _drawing:
        return _Picture(history, tracks, Tongue(language)).png()


class _Picture:
    """One picture while it is drawn: a sheet of WIDTH × HEIGHT pixels, measured from its upper left corner."""

    def __init__(self, history: History, tracks: Sequence[Track], say: Tongue) -> None:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
        from matplotlib.font_manager import FontProperties

        self._history, self._tracks, self._say = history, tracks, say
        self._font = FontProperties(fname=str(FONT))
        figure = Figure(figsize=(WIDTH / 100, HEIGHT / 100), dpi=100, facecolor="white")
        self._canvas: Any = FigureCanvasAgg(figure)  # print_png has no type hints
        self._axes = figure.add_axes((0, 0, 1, 1), xlim=(0, WIDTH), ylim=(HEIGHT, 0))
        self._axes.set_axis_off()
        self._across = _across(history.editions)
        self._size = max(6.0, min(11.0, 0.32 * _nearest(self._across.values())))  # of a mark, from its middle
        self._taken: list[_Box] = []  # where labels and marks stand
        self._inked: list[tuple[float, float]] = []  # where lines run

    def png(self) -> bytes:
        """Draws everything."""
        top = self._head()
        foot = self._foot()
        lanes = [track for track in self._tracks if any(point.rank is None for point in track.points)]
        floor = self._band(lanes, foot) if lanes else foot
        self._scale = _Scale.of([point.rank for track in self._tracks for point in track.points if point.rank is not None], top, floor)
        self._grid()
        marks = self._marks()
        for number in range(len(self._tracks)):
            self._line(number, marks)
        for mark in marks.values():
            self._mark(mark)
        for mark in sorted(marks.values(), key=self._importance):
            self._label(mark)
        body = io.BytesIO()
        self._canvas.print_png(body, metadata={"Software": None})  # the same history is the same bytes
        return body.getvalue()

    def _text(self, x: float, y: float, text: str, size: float, colour: str = _INK, at: str = "left") -> None:
        """Letters of `size` pixels around the middle line y."""
        self._axes.text(
            x,
            y,
            drawable(text),
            fontproperties=self._font,
            fontsize=size * POINTS,
            color=colour,
            ha=at,
            va="center_baseline",
            parse_math=False,
        )

    def _head(self) -> float:
        """The title and which mark is which park; returns where the places may begin."""
        title = phrases.board(self._history.board, self._history.indicator)
        size = max(30.0, min(40.0, 40.0 * (WIDTH - 80) / wide(title, 40)))
        self._text(40, 50, cut(title, WIDTH - 80, size), size)
        x, y = 40.0, 108.0
        for (colour, shape), track in zip(STYLES, self._tracks, strict=False):
            name = cut(phrases.place(track.zone), WIDTH - 120, 32)
            if x > 40 and x + 40 + wide(name, 32) > WIDTH - 40:
                x, y = 40.0, y + 46
            self._axes.plot([x + 12], [y], shape, color=colour, markersize=22 * POINTS)
            self._text(x + 36, y, name, 32, colour)
            x += 36 + wide(name, 32) + 36
        return y + 84

    def _foot(self) -> float:
        """Whose places these are, the editions above it; returns where the plotting area ends."""
        y = HEIGHT - 30.0
        for told in reversed(_sources(self._history, self._tracks, self._say)):
            self._text(40, y, cut(told, WIDTH - 80, SMALLEST), SMALLEST, _FAINT)
            y -= 38
        y -= 14
        free = WIDTH + 60.0
        for edition in reversed(self._history.editions):
            x, name = self._across[edition.ordinal], _named(edition, self._say)
            half = wide(name, 28) / 2
            x = max(half + 16, min(x, WIDTH - half - 16))
            if x + half < free:
                self._text(x, y, name, 28, at="center")
                free = x - half - 18
        return y - 34

    def _band(self, lanes: Sequence[Track], foot: float) -> float:
        """The band of those whose place was not published; returns where it begins."""
        top = foot - 44 - _LANE * len(lanes)
        self._axes.fill_between([_LEFT - 56, WIDTH - 24], top, foot, color=_BAND, linewidth=0)
        self._text(_LEFT - 40, top + 24, _outside(self._history, self._tracks, self._say), SMALLEST, _FAINT)
        for lane, track in enumerate(lanes):
            colour = STYLES[self._tracks.index(track)][0]
            for point in track.points:
                if point.rank is None:
                    y = top + 44 + _LANE * (lane + 0.4)
                    self._axes.plot(
                        [self._across[point.ordinal]], [y], "x", color=colour, markersize=1.6 * self._size * POINTS, markeredgewidth=3
                    )
        return top

    def _grid(self) -> None:
        for rank in self._scale.ticks():
            y = self._scale.down(rank)
            self._axes.plot([_LEFT - 16, WIDTH - 24], [y, y], color=_GRID, linewidth=1.5, zorder=0)
            self._text(_LEFT - 26, y, str(rank), 28, _FAINT, at="right")
        self._text(40, self._scale.down(self._scale.first) - 46, self._say("名次"), SMALLEST, _FAINT)

    def _line(self, number: int, marks: Mapping[tuple[int, Point], _Mark]) -> None:
        """From edition to edition: whole between records of editions that follow each other, dashed where a report or a gap is passed."""
        usual = _nearest(one.ordinal for one in self._history.editions if one.top is not None)
        for before, after in pairwise(_stations(self._tracks[number])):
            if before.rank is None or after.rank is None:
                continue
            start, end = marks[number, before], marks[number, after]
            certain = not (before.reported or after.reported) and after.ordinal - before.ordinal <= usual
            style, strength = ("-", 3.2) if certain else ((0, (3, 3)), 2.4)
            self._axes.plot([start.x, end.x], [start.y, end.y], linestyle=style, color=STYLES[number][0], linewidth=strength, zorder=2)
            x, y = end.x - start.x, end.y - start.y
            steps = 1 + int(max(abs(x), abs(y)) / 6)
            self._inked += [(start.x + x * step / steps, start.y + y * step / steps) for step in range(steps + 1)]

    def _marks(self) -> dict[tuple[int, Point], _Mark]:
        """Every point that has a place; equal places of one edition stand side by side."""
        together = defaultdict(list)
        for number, track in enumerate(self._tracks):
            for point in track.points:
                if point.rank is not None:
                    together[point.ordinal, point.rank].append((number, point))
        room = _nearest(self._across.values()) * 0.8
        marks = {}
        for (ordinal, rank), points in together.items():
            apart = max(2.2 * self._size, min(44.0, room / len(points)))
            for place, (number, point) in enumerate(points):
                x = self._across[ordinal] + (place - (len(points) - 1) / 2) * apart
                marks[number, point] = _Mark(number, point, x, self._scale.down(rank))
        return marks

    def _mark(self, mark: _Mark) -> None:
        colour, shape = STYLES[mark.track]
        face = "white" if mark.point.reported else colour
        self._axes.plot(
            [mark.x],
            [mark.y],
            shape,
            markersize=2 * self._size * POINTS,
            markerfacecolor=face,
            markeredgecolor=colour,
            markeredgewidth=2.4,
            zorder=3,
        )
        self._taken.append(_box(mark.x, mark.y, 2 * self._size, 2 * self._size))

    def _importance(self, mark: _Mark) -> tuple[int, int]:
        """In which order labels are put down, for those without room are left out: the newest, the first, the best, then the newer ones."""
        placed = [one for one in self._tracks[mark.track].points if one.rank is not None]
        best = min(point.rank for point in placed if point.rank is not None)
        leading = (placed[-1].ordinal, placed[0].ordinal)
        rank = leading.index(mark.point.ordinal) if mark.point.ordinal in leading else 2 if mark.point.rank == best else 3
        return rank, -mark.point.ordinal

    def _label(self, mark: _Mark) -> None:
        """The place in figures, beside its mark where least else stands."""
        told = str(mark.point.rank)
        long, high = wide(told, 30), 30.0
        away, aside = self._size + high / 2 + 4, self._size + long / 2 + 8
        free = []
        for order, (x, y) in enumerate(((0, -away), (0, away), (aside, 0), (-aside, 0))):
            box = _box(mark.x + x, mark.y + y, long, high)
            if box.left > _LEFT - 20 and box.right < WIDTH - 4 and not any(map(box.meets, self._taken)):
                free.append((sum(map(box.holds, self._inked)), order, box))
        if free:
            _, _, box = min(free, key=lambda one: one[:2])
            self._taken.append(box)
            self._text((box.left + box.right) / 2, (box.top + box.bottom) / 2, told, 30, STYLES[mark.track][0], at="center")


@dataclass(frozen=True)
class _Box:
    """A part of the sheet, in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: _Box) -> bool:
        """Whether the two overlap."""
        return self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom

    def holds(self, spot: tuple[float, float]) -> bool:
        """Whether a spot is inside."""
        return self.left < spot[0] < self.right and self.top < spot[1] < self.bottom


@dataclass(frozen=True)
class _Mark:
    track: int
    point: Point
    x: float
    y: float


@dataclass(frozen=True)
class _Scale:
    """Places from `first` to `last`, down the sheet from y `top` to y `bottom`."""

    first: int
    last: int
    top: float
    bottom: float

    @classmethod
    def of(cls, ranks: Sequence[int], top: float, floor: float) -> _Scale:
        """From 1 on, unless all places are far from it: then around them. At least four places, so that one step is not a cliff."""
        best, worst = min(ranks), max(ranks)
        first = best - 2 if best > 12 and best > 2 * (worst - best) else 1
        return cls(first, max(worst, first + 4), top, floor - 46)

    def down(self, rank: int) -> float:
        """Where a place stands; better is higher."""
        return self.top + (self.bottom - self.top) * (rank - self.first) / (self.last - self.first)

    def ticks(self) -> list[int]:
        """Round places, at most six, and the first."""
        span = self.last - self.first
        step = next((one for one in _NICE if span / one <= 5), span)
        round_ones = [rank for rank in range(self.first, self.last + 1) if rank % step == 0]
        return [1, *(rank for rank in round_ones if rank - 1 > step / 2)] if self.first == 1 else round_ones


def _across(editions: Sequence[Edition]) -> dict[int, float]:
    """Where each edition stands: as far apart as their years are, unless that sets two too close to each other."""
    ordinals = sorted({one.ordinal for one in editions})
    if len(ordinals) == 1:
        return {ordinals[0]: (_LEFT + _RIGHT) / 2}
    first, last = _LEFT + 34, _RIGHT - 10
    scale = (last - first) / (ordinals[-1] - ordinals[0])
    if _nearest(ordinals) * scale < 28:
        return {ordinal: first + (last - first) * place / (len(ordinals) - 1) for place, ordinal in enumerate(ordinals)}
    return {ordinal: first + (ordinal - ordinals[0]) * scale for ordinal in ordinals}


def _nearest(numbers: Iterable[float]) -> float:
    """The smallest distance between two neighbours; endless where there is one alone."""
    found = sorted(set(numbers))
    return min((after - before for before, after in pairwise(found)), default=float("inf"))


def _stations(track: Track) -> Iterator[Point]:
    """The points a line runs through, one an edition: the record, but a report where the record gives no place."""
    for _, points in groupby(track.points, key=lambda one: one.ordinal):
        yield max(points, key=lambda one: (one.rank is not None, not one.reported))


def _named(edition: Edition, say: Tongue) -> str:
    return edition.name if edition.name.isdigit() else phrases.edition(edition.name, say)


def _box(x: float, y: float, width: float, height: float) -> _Box:
    return _Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def _outside(history: History, tracks: Sequence[Track], say: Tongue) -> str:
    """What the band is called."""
    absent = {point.ordinal for track in tracks for point in track.points if point.rank is None}
    tops = {one.top for one in history.editions if one.ordinal in absent}
    return say("未在公布的前{top}名", top=tops.pop()) if len(tops) == 1 else say("未在公布的名次之内")


def _sources(history: History, tracks: Sequence[Track], say: Tongue) -> list[str]:
    """Whose places these are, and how the hollow ones differ: at most two lines."""
    newest = history.newest
    told = []
    if newest.top is not None:
        who = " ".join(filter(None, (phrases.issuer(newest.issuer, say) or say("发布单位"), phrases.day(newest.published, say))))
        told.append(f"{phrases.edition(newest.name, say)}{phrases.gap(say)}{who} {extent(newest.top, newest.of, say)}")
    if any(point.reported for track in tracks for point in track.points):
        told.append(say("空心：媒体报道所称，不是公布的名次"))
    return told
