"""Amounts that take the place of others: 由8亿元增加到10亿元, 分别由800万元、200万元上调至1000万元和300万元."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from monitors.reading.fact import Bound
from monitors.reading.numbers import Quantity

_PER = r"(?:每[一-龥]{1,5}|单[个家户项笔]|一次性)?"
_MOST = r"(?:最高|最多|不超过|至多|不低于|不少于|至少)?"
_BASE = r"(?:[一-龥]{1,6}的)?"  # 由保费的40%提高到60%
_FORMER = r"(?:原来的?|原先的?|此前的?|以前的?|过去的?|现行的?|上年的?|去年的?|原|现有的?)?"
_FROM = re.compile(rf"(?:由|从|自){_FORMER}{_BASE}{_PER}{_MOST}$")
# 增至, 翻一番到, 统一调整为, 一下子涨到: any movement up or down that ends at a new amount.
_ADVERB = r"(?:再|又|统一|大幅|直接|一次性|逐步|分别|相应|一下子|一举)?"
_MOVED = r"(?:[提增上翻加调扩升涨降下减压缩拉抬放改变拓][一-龥]{0,4}?)"
_TO = re.compile(rf"^{_PER}，?{_ADVERB}{_MOVED}(?:至|到|为|成){_FORMER}(?:现在的|目前的)?{_PER}{_MOST}$")
_LISTED = re.compile(rf"^(?:、|和|及|以及|与|，){_PER}{_MOST}$")
_CUE = re.compile(r"[由从自]")
_CAPPED = re.compile(r"上限|最高|封顶|不超过|最多")


@dataclass(frozen=True)
class Raise:
    """Old amounts and the new ones in their places; `start` is where 由 or 从 stands."""

    start: int
    old: tuple[Quantity, ...]
    new: tuple[Quantity, ...]

    @property
    def amounts(self) -> tuple[Quantity, ...]:
        """All its amounts, old and new."""
        return self.old + self.new


def raises(text: str, amounts: Sequence[Quantity]) -> list[Raise]:
    """The changes of amounts stated in a text, whose amounts are given."""
    if len(amounts) < 2 or not _CUE.search(text):
        return []
    found: list[Raise] = []
    for place, first in enumerate(amounts):
        begins = _FROM.search(text[max(0, first.start - 16) : first.start])
        if begins is None:
            continue
        old = _run(text, amounts[place:])
        later = amounts[place + len(old) :]
        if not later or not _TO.match(text[old[-1].end : later[0].start]):
            continue
        new = _run(text, later)[: len(old)]
        if len(new) == len(old) and all(one.unit == other.unit for one, other in zip(old, new, strict=True)):
            start = first.start - min(16, first.start) + begins.start()
            capped = bool(_CAPPED.search(text[max(0, start - 8) : first.start]))
            found.append(Raise(start, old, tuple(_bounded(one) if capped else one for one in new)))
    return found


def _run(text: str, amounts: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """The amounts listed one after another: 800万元、200万元."""
    run = [amounts[0]]
    for one in amounts[1:]:
        if one.unit != run[-1].unit or not _LISTED.match(text[run[-1].end : one.start]):
            break
        run.append(one)
    return tuple(run)


def _bounded(one: Quantity) -> Quantity:
    return replace(one, bound=Bound.AT_MOST) if one.bound is Bound.EXACT else one
