"""Ranks whose park does not stand before them: 夺魁的是A, 亚军、季军分别为A和B, A（第4位）, A、B一个第21，一个第22."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from monitors.reading.fact import Bound
from monitors.reading.rankings.ranks import Rank, Role, groups, ranks
from monitors.reading.subjects import Subject

_IS = re.compile(
    r"(?:位次|位|名)?(?:的)?(?:，)?(?:则|均|都|还|仍然?|依然|依旧)*(?:分别|依次|先后|各)?(?:则)?(?:是|为|属于|归于|归属于?|归|由|花落|落入|被|属)(?:了)?(?:[东西南北中]部的|同[省市]的|[一-龥]{2,3}的)?$"
)
_IN_BRACKETS = re.compile(r"[（(](?:排|列|位列|排名|居|全国|全省)*第?(?P<n>\d{1,3}|[一二三四五六七八九十]{1,3})(?:位|名)?[）)]")
_RANK = r"(?:排名?|位列|列|居|位居|在|是|为)?第(?P<{0}>\d{{1,3}}|[一二三四五六七八九十]{{1,3}})(?:位|名)?"
_ONE_EACH = re.compile(
    rf"(?:，|[一-龥]{{2,6}}，)?(?:一个|一家|前者){_RANK.format('first')}，(?:另)?(?:一个|一家|后者){_RANK.format('second')}"
)


@dataclass(frozen=True)
class Placing:
    """A park's rank; its words are `text[start:end]`, its number stands at `anchor`."""

    zone: str
    value: int
    start: int
    end: int
    anchor: int


def placings(text: str, parks: Sequence[Subject]) -> list[Placing]:
    """Ranks in a sentence that belong to a park by form alone, and not by the order of subject and verb."""
    return [*_inverted(text, parks), *_bracketed(text, parks), *_one_each(text, parks)]


def _inverted(text: str, parks: Sequence[Subject]) -> list[Placing]:
    found: list[Placing] = []
    for park in parks:
        clause = max(text.rfind(mark, 0, park.start) for mark in "。；：") + 1
        near = max(clause, park.start - 30)
        before = [group for group in groups(text, ranks(text, near, park.start)) if group[0].role is Role.NOW]
        group = [rank for rank in before[-1] if rank.bound is Bound.EXACT] if before else []
        group = group[-len(park.names) :]
        if not group or not _IS.fullmatch(text[group[-1].end : park.start]):
            continue
        owned = any(other.end <= group[0].start and other.end >= clause and _subject(text, other, group) for other in parks)
        if not owned and len(group) == len(park.names):
            pairs = zip(park.names, group, strict=True)
            found += [Placing(zone, rank.value, group[0].start, park.end, rank.start) for zone, rank in pairs]
    return found


def _subject(text: str, park: Subject, group: list[Rank]) -> bool:
    """Whether a park right before a rank already owns it: A列第三，为…"""
    return "，" not in text[park.end : group[0].start] and not park.aside


def _bracketed(text: str, parks: Sequence[Subject]) -> list[Placing]:
    found = []
    for park in parks:
        bracket = _IN_BRACKETS.match(text, park.end)
        if bracket and "第" in bracket.group():
            inside = ranks(f"列第{bracket['n']}位", 0, 12)
            found += [Placing(park.names[-1], one.value, park.start, bracket.end(), bracket.start("n")) for one in inside[:1]]
    return found


def _one_each(text: str, parks: Sequence[Subject]) -> list[Placing]:
    found = []
    for each in _ONE_EACH.finditer(text) if "一" in text or "者" in text else ():
        before = [park for park in parks if park.end <= each.start()]
        if before and len(before[-1].names) == 2:
            for zone, name in zip(before[-1].names, ("first", "second"), strict=True):
                rank = ranks(f"列第{each[name]}位", 0, 12)
                found += [Placing(zone, one.value, before[-1].start, each.end(), each.start(name)) for one in rank[:1]]
    return found
