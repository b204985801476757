"""Figures in a list, one for each name or each park before it: 分别达到215家、433家, 分别增长5.5%和12.4%, 依次为4.6%、3.2%和2.8%."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from monitors.reading.indicators.rows import shared_ending
from monitors.reading.numbers import Quantity
from monitors.reading.prose import Span
from monitors.reading.subjects import Subject

GROWTH = re.compile(
    r"(?P<how>同比(?:分别)?|年均|环比|比上年(?:同期)?|较上年(?:同期)?|[较比]年初|[较比]上年末|按(?:可比|不变)价格?(?:计算)?)?(?:实际|大幅?|小幅|猛|微|再|净|逆势|快速|稳步|"
    r"复合|平均)?(?P<way>增长|增速(?:达到?|为|超过?|超)?|增幅(?:达|为)?|提升|下降|减少|增|降|下滑|下跌|缩水|萎缩|收窄|上涨|攀升|上扬|负增长|提高|加快|扩大|"
    r"回落)(?:了)?(?P<bound>近|超过?|约|逾|突破)?$"
)
FALLING = ("下降", "减少", "回落", "降", "下滑", "下跌", "缩水", "萎缩", "收窄", "负增长")
_AND = re.compile(r"、|和|及|以及|与")
_WORDS_BEFORE = re.compile(r"(?:达到?|为|分别|依次|约|超过?|近)+$")
_SHARES = re.compile(r"占(?P<whole>[一-龥]{2,12})的比重")
_RESPECTIVELY = re.compile(r"(?:同比|比上年|年均)?(?:分别|依次).*$")


@dataclass(frozen=True)
class Listed:
    """One figure of a list with its name, and its park where the list is one of parks; what it is growth or a share of."""

    name: str
    amount: Quantity
    zone: str | None = None
    falls: bool = False
    of: str = ""  # what it is the growth or the share of


def listed(
    text: str,
    clause: Span,
    inside: list[Quantity],
    parks: Sequence[Subject],
    spoken: tuple[list[str], list[str]],
    stem: Callable[[str], str],
) -> list[Listed]:
    """The figures of a clause's list; [] where they are none or do not go one to one.

    `spoken` are the indicators named last and all those of the sentence so far, for growth that is told of them.
    """
    said = text[clause.start : inside[0].start]
    if any(not _AND.fullmatch(text[a.end : b.start]) for a, b in pairwise(inside)):
        return []
    growth = GROWTH.search(_WORDS_BEFORE.sub("", said)) or GROWTH.search(said)
    share = _SHARES.search(said)
    if parks and len(parks[-1].names) == len(inside) and not (growth or share):
        name = stem(_RESPECTIVELY.sub("", said))
        return [Listed(name, amount, zone) for zone, amount in zip(parks[-1].names, inside, strict=True)] if name else []
    if (growth and growth.start() < 4) or (share and share.start() < 2):
        last, row = spoken
        names = last if len(last) == len(inside) else row[-len(inside) :]
    else:
        names = shared_ending([one for one in _AND.split(stem(_RESPECTIVELY.sub("", said))) if one])
    if len(names) != len(inside):
        return []
    falls = growth is not None and growth["way"] in FALLING
    ending = "同比增速" if growth else f"占{share['whole']}比重" if share else ""
    return [Listed(name + ending, amount, None, falls, name if ending else "") for name, amount in zip(names, inside, strict=True)]
