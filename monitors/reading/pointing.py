"""Words that point back to parks named before: 前者, 后者, 三家, 两者, 它们; and a park that shares another's rank (与B并列第九)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from monitors.reading.numbers import number
from monitors.reading.subjects import Level, Subject

_WITH = re.compile(r"(?:^|[，；：。、])(?:[一-龥]{0,3})(?:与|和|同|跟)$")
_HEAD = re.compile(r"(?:^|[，；：。、])[一-龥]{0,2}$")
_OVER = re.compile(r"[一-龥]{2,10}")  # a predicate, and no mark or number
_IS = re.compile(r"[和与及]$|[是为有]$|包括$|[属归]于$")
_END = re.compile(r"(?:[一两]{1}(?:头|筹)|[一两二三四五六七八九十\d]{1,2}个?(?:位次?|名次?))?，(?!第?\d)")
_TOGETHER = re.compile(r"(?:一起|一道|双双)?(?:并列|并居|同列|同居|同为|并肩)")
_ONE_OF_TWO = re.compile(r"(?P<first>前者)|(?P<second>后者)")
# 三家的变化分别是, 两者均: said of all of them, not of some (三家之中, 三家企业).
_ALL = re.compile(
    r"(?:^|(?<=[，；：。]))(?:这)?(?:(?P<side>[前后])?(?P<count>[两二三四五六七八九十]|\d{1,2})(?:家|地|者|个(?:园区|高新区|经开区|开发区)?)(?:园区|高新区|经开区|开发区)?|"
    r"(?:而|但|可|且)?(?P<they>它们))"
    r"(?=(?:的(?:位置|位次|名次|排名|变化|座次)|的[一-龥]{2,12}(?:分别|依次|各)|分别|依次|都|均|各|则|也|仍|上年|上届|去年|前一|比|较|与|在|第|排|列|，(?:分别|依次)))"
)


def pointed(text: str, parks: Sequence[Subject], before: Sequence[str]) -> list[Subject]:
    """The parks of a sentence with those that it points back to; `before` are the parks named earlier, latest last."""
    found = [_rival(text, one, parks) for one in _shared(text, parks)]
    for match in sorted([*_ONE_OF_TWO.finditer(text), *_ALL.finditer(text)], key=lambda one: one.start()):
        if any(one.start <= match.start() < one.end for one in found):
            continue
        spoken = list(
            dict.fromkeys([*before, *(name for one in found if one.end <= match.start() and one.level is Level.PARK for name in one.names)])
        )
        named = [name for one in parks if one.end <= match.start() for name in one.names]
        names = _meant(match, spoken, list(dict.fromkeys(named)))
        if names:
            found.append(Subject(match.start(), match.end(), names, Level.PARK))
    return sorted(found, key=lambda one: one.start)


def _meant(match: re.Match[str], spoken: list[str], here: list[str]) -> tuple[str, ...]:
    group = match.groupdict()
    if group.get("first") or group.get("second"):
        pair = here[-2:] if len(here) >= 2 else spoken[-2:]
        return (pair[0 if group["first"] else 1],) if len(pair) == 2 else ()
    if group.get("they"):
        return tuple(here or spoken) if len(here or spoken) > 1 else ()
    count = int(number(group["count"]) or 0)
    known = here if len(here) == count else spoken
    if group.get("side") == "前":
        return tuple(known[:count]) if 2 <= count <= len(known) else ()
    return tuple(known[-count:]) if 2 <= count <= len(known) else ()


def _rival(text: str, park: Subject, parks: Sequence[Subject]) -> Subject:
    """A不敌B，排在第二位: the park at the end of a clause that another begins is only what that one is compared with."""
    head = next((one for one in reversed(parks) if one.end <= park.start and not one.aside), None)
    if head is None or not _END.match(text, park.end) or not _HEAD.search(text[: head.start]):
        return park
    said = text[head.end : park.start]
    return replace(park, aside=True) if _OVER.fullmatch(said) and not _IS.search(said) else park


def _shared(text: str, parks: Sequence[Subject]) -> list[Subject]:
    """A攀升3位，与B并列第九: the rank is A's and B's."""
    found: list[Subject] = []
    for park in parks:
        if found and _TOGETHER.match(text, park.end) and _WITH.search(text[: park.start]) and "；" not in text[found[-1].end : park.start]:
            park = replace(park, names=tuple(dict.fromkeys((*found[-1].names, *park.names))), aside=False)
        found.append(park)
    return found
