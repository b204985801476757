"""Amounts beyond the plain ones: power and energy, 一成二 and 一半, 补10万 without 元, 3分钱, and caps said behind (以150万元为限)."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from monitors.reading.fact import Bound
from monitors.reading.numbers import NUMERAL, Quantity, fold_width, number, quantities

_POWER = re.compile(
    rf"(?P<number>{NUMERAL})(?P<more>余|多)?(?P<scale>[万亿])?(?P<unit>吉瓦时|兆瓦时|吉瓦|兆瓦|千瓦(?!时)|标准箱|头|列|班|公顷)"
)
_POWERED = re.compile(r"瓦|标准箱|公顷|头|列|班")  # looked for first, for speed
_TENTHS = re.compile(r"(?P<whole>[一二三四五六七八九])成(?P<part>[一二三四五六七八九半])(?![一二三四五六七八九十])")
_HALF = re.compile(r"(?<=的)一半(?=给|予|补|贴|奖|返|，|。|资|支|减|$)")
_COINS = re.compile(rf"(?P<number>{NUMERAL})(?P<unit>分|角|毛)钱?(?=$|[，。；、！]|的?[补奖])")
# 补10万, 一次奖5万: money without 元, only right behind a verb of giving.
_BARE = re.compile(r"(?<=[补奖给贴领拿发])(?P<number>\d{1,5}(?:\.\d{1,3})?)(?P<scale>[万亿])(?=$|[，。；、！？])")
_CAP_BEFORE = re.compile(r"(?:(?:最多|最高|至多|顶多)[一-龥]{1,4}|顶格|顶多|上限(?:额度)?[为是达]?|限额[为是]?|封顶(?:线|额)?[为是]?|以)$")
_CAP_AFTER = re.compile(r"^(?:为限|为上限|封顶|为顶|止步|以内|为止)")
_SCALES = {None: 1.0, "万": 1e4, "亿": 1e8}


def amounts(text: str) -> tuple[Quantity, ...]:
    """Every number with a unit, left to right, the plain ones (`quantities`) and those of this module."""
    return _amounts(text)


@lru_cache(maxsize=64)
def _amounts(text: str) -> tuple[Quantity, ...]:
    folded = fold_width(text)
    found = [_capped(folded, one) for one in quantities(text)]
    more = [*_powers(folded), *_shares(folded), *_money(folded)]
    for one in more:
        clash = [old for old in found if old.start < one.end and one.start < old.end]
        found = [old for old in found if old not in clash]
        found.append(one)
    return tuple(sorted(found, key=lambda one: one.start))


def _capped(text: str, one: Quantity) -> Quantity:
    """顶格1500万元 and 以150万元为限 are the most that is paid."""
    if one.bound is not Bound.EXACT:
        return one
    before, after = text[max(0, one.start - 7) : one.start], text[one.end : one.end + 4]
    bounded = _CAP_AFTER.match(after) or (_CAP_BEFORE.search(before) and not before.endswith("以"))
    return replace(one, bound=Bound.AT_MOST) if bounded else one


def _powers(text: str) -> list[Quantity]:
    found = []
    for match in _POWER.finditer(text) if _POWERED.search(text) else ():
        left = text[match.start() - 1] if match.start() else ""
        value = number(match["number"])
        if value is None or left in ("第", ".", "-", "×") or (left.isascii() and left.isalnum()):
            continue
        before = text[max(0, match.start() - 4) : match.start()]
        bound = (
            Bound.MORE_THAN
            if match["more"] or re.search(r"超过?|突破|逾$", before)
            else Bound.NEARLY
            if re.search(r"近$", before)
            else Bound.ABOUT
            if before.endswith("约")
            else Bound.EXACT
        )
        found.append(Quantity(match.start(), match.end(), round(value * _SCALES[match["scale"]], 6), match["unit"], bound, match.group()))
    return found


def _shares(text: str) -> list[Quantity]:
    found = []
    for match in _TENTHS.finditer(text) if "成" in text else ():
        whole, part = number(match["whole"]), 5.0 if match["part"] == "半" else number(match["part"])
        if whole is not None and part is not None:
            found.append(Quantity(match.start(), match.end(), whole * 10 + part, "%", Bound.EXACT, match.group()))
    found += [Quantity(one.start(), one.end(), 50.0, "%", Bound.EXACT, one.group()) for one in _HALF.finditer(text)]
    return found


def _money(text: str) -> list[Quantity]:
    found = []
    for match in _COINS.finditer(text) if "分" in text or "角" in text or "毛" in text else ():
        value = number(match["number"])
        paid = re.search(r"[补奖贴减][^，。；]{0,6}$", text[: match.start()]) or re.match(r"的?[补奖]|钱", text[match.end() - 1 :])
        if value is not None and paid:
            value = round(value * (0.01 if match["unit"] == "分" else 0.1), 6)
            found.append(Quantity(match.start(), match.end(), value, "元", Bound.EXACT, match.group()))
    for match in _BARE.finditer(text):
        value = number(match["number"])
        if value is not None:
            found.append(Quantity(match.start(), match.end(), value * _SCALES[match["scale"]], "元", Bound.EXACT, match.group()))
    return found
