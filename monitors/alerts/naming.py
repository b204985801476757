"""Naming: which park, board or kind a person means by a few words, typed in a chat or a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from monitors.boards.catalogue import Board, Catalogue
from monitors.zones import Zone, Zones, fold

CLOSE = 55.0  # rapidfuzz score from which a name is offered as what may have been meant
OFFERED = 6

KINDS: Mapping[str, tuple[str, ...]] = {
    "ranking": ("排名", "名次", "榜单"),
    "list": ("名单", "认定"),
    "policy": ("政策", "补贴"),
    "indicator": ("指标", "数字"),
    "event": ("动态", "事件"),
    "coverage": ("报道", "新闻"),
}
EVERYTHING = ("全部", "所有", "all")


@dataclass(frozen=True)
class Topic:
    """What one can subscribe to: topic is zone, board, kind or all; target its official name; title how people say it."""

    topic: str
    target: str
    title: str


@dataclass(frozen=True)
class Found:
    """The one thing that was meant, or else what may have been meant."""

    one: Topic | None = None
    choices: tuple[Topic, ...] = ()


class Unclear(Exception):
    """A name that means nothing known, or several things; one line says which."""


def one(found: Found, words: str, what: str) -> str:
    """The official name of the one thing that was found. Raises Unclear; what: "park" or "board"."""
    if found.one is not None:
        return found.one.target
    near = "、".join(topic.title for topic in found.choices)
    raise Unclear(f"which {what} is {words!r}? " + (f"perhaps {near}" if near else "none of that name is known"))


def anything(words: str, zones: Zones, catalogue: Catalogue) -> Found:
    """A park, a board, a kind, or everything."""
    if fold(words).lower() in EVERYTHING:
        return Found(everything())
    for found in (kind(words), zone(words, zones), board(words, catalogue)):
        if found.one is not None:
            return found
    exact = (*zone(words, zones).choices, *board(words, catalogue).choices)
    return Found(choices=exact[:OFFERED])


def everything() -> Topic:
    """All that is news."""
    return Topic("all", "", "全部消息")


def kind(words: str) -> Found:
    """A kind of change by its Chinese or English name."""
    wanted = fold(words).lower()
    named = next((name for name, said in KINDS.items() if wanted in (name, *said)), None)
    return Found(of_kind(named)) if named else Found()


def of_kind(name: str) -> Topic:
    """The topic of a kind."""
    return Topic("kind", name, f"所有{KINDS[name][0]}消息" if name in KINDS else name)


def zone(words: str, zones: Zones) -> Found:
    """A park by any of its names or an unmistakable part of one; several candidates are offered, never guessed among."""
    known = zones.candidates(words)
    if not known:
        known = tuple(zone for zone in zones if _holds(fold(words), (zone.name, zone.short, *zone.aliases)))
    if len(known) == 1:
        return Found(of_zone(known[0]))
    if known:
        return Found(choices=tuple(of_zone(zone, apart=True) for zone in known[: 2 * OFFERED]))
    names = {zone.short or zone.name: zone for zone in zones}
    return Found(choices=tuple(of_zone(names[name], apart=True) for name in close(words, names)))


def of_zone(zone: Zone, *, apart: bool = False) -> Topic:
    """The topic of a park. apart: titled so that it is told from parks of the same short name."""
    title = zone.short or zone.name
    return Topic("zone", zone.name, f"{zone.name}（{zone.province} {zone.city}）" if apart else title)


def board(words: str, catalogue: Catalogue) -> Found:
    """A ranking or list by one of its names or an unmistakable part of one."""
    wanted = fold(words)
    boards: list[Board] = list(catalogue)
    named = [one for one in boards if wanted in map(fold, one.names)]
    holding = named or [one for one in boards if _holds(wanted, one.names)]
    if len(holding) == 1:
        return Found(of_board(holding[0].name))
    if holding:
        return Found(choices=tuple(of_board(one.name) for one in holding[:OFFERED]))
    return Found(choices=tuple(map(of_board, close(words, [one.name for one in boards]))))


def of_board(name: str) -> Topic:
    """The topic of a board."""
    return Topic("board", name, name)


def _holds(part: str, names: Iterable[str]) -> bool:
    return len(part) > 1 and any(part in fold(name) for name in names)


def close(words: str, names: Iterable[str]) -> list[str]:
    """The names that these words may be a slip of, best first."""
    found = process.extract(fold(words), list(names), scorer=fuzz.WRatio, processor=fold, limit=OFFERED, score_cutoff=CLOSE)
    return [name for name, _, _ in found]
