"""Numbers as the press prints them: digits, Chinese numerals, full width, 万/亿, shares, ranges, and how far they bind.

Everything here works on folded text (`fold_width`), whose offsets are those of the original.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from monitors.reading.fact import Bound

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) not in "，。；：！？（）"}
_FULL_WIDTH[0x3000] = 0x20
_CHINESE = "零〇一二两三四五六七八九十百千"
NUMERAL = rf"(?:\d{{1,12}}(?:,\d{{3}}){{0,4}}(?:\.\d{{1,6}})?|[{_CHINESE}]{{1,9}})"
_SCALES = {"": 1.0, "百": 1e2, "千": 1e3, "万": 1e4, "百万": 1e6, "千万": 1e7, "亿": 1e8, "百亿": 1e10, "千亿": 1e11, "万亿": 1e12}
_UNITS = (
    "个百分点|百分点|个工作日|工作日|个位次|个名次|位次|名次|个月|个小时|小时|分钟|平方公里|平方米|立方米|公里|千瓦时|人次|万元|"
    "亿美元|美元|欧元|港元|日元|英镑|元|%|家|户|个|项|件|名|人|位|席|套|亩|年|天|日|倍|所|支|只|种|款|条|座|间|处|类|期|批|吨|成|折|次|张|"
    "起|宗|篇|辆|台|栋|米|强|场|场次|对|组|幢|片|届|周|岁"
)
_QUANTITY = re.compile(
    rf"(?=[\d{_CHINESE}])(?P<low>{NUMERAL}(?:万|亿)?元?(?:—|–|-|~|～|至|到))?(?P<number>{NUMERAL})(?P<more>余|多|来)?"
    rf"(?P<scale>万亿|千亿|百亿|千万|百万|亿|万|千|百)?(?P<some>余|多)?(?P<unit>{_UNITS})(?P<after>及以上|以上|以下|以内|之内|左右|上下)?"
)
_SHARE = re.compile(rf"(?P<whole>[{_CHINESE}]{{1,5}})分之(?P<part>[{_CHINESE}]{{1,5}}(?:点[{_CHINESE}]{{1,4}})?)(?P<after>以上|左右)?")
_BEFORE: tuple[tuple[str, Bound], ...] = (
    (r"不超过|不高于|不多于|不大于|最高|最多|至多|最长|最大|高达|封顶|上限|累计不超", Bound.AT_MOST),
    (r"不少于|不低于|不小于|至少|最低|最少|大于等于|起码", Bound.AT_LEAST),
    (r"超过|突破|超出|多于|高于|大于|逾|超|首破|越过|跨过|刚过|冲破|(?<![通经不超])过", Bound.MORE_THAN),
    (r"接近|将近|逼近|近", Bound.NEARLY),
    (r"大约|大概|约|预计约", Bound.ABOUT),
)
_ANY_BOUND = re.compile(r"[超过突破超出多高大逾首越冲近约概最至低少小起码封顶上限于]")  # looked for first, for speed
# A word or two may stand between the bound and its number: 最高可领100万元, 每年最高奖励20万元, 至少完成30家.
_BOUND_BEFORE = tuple(
    (re.compile(rf"(?:{words})(?:线|标准)?[可达到领获享为是给予补助奖励支持资完成提供发放申人民币]{{0,6}}$"), bound)
    for words, bound in _BEFORE
)
_BOUND_AFTER = {
    "及以上": Bound.AT_LEAST, "以上": Bound.AT_LEAST, "以下": Bound.AT_MOST, "以内": Bound.AT_MOST, "之内": Bound.AT_MOST,
    "左右": Bound.ABOUT, "上下": Bound.ABOUT,
}  # fmt: skip
_MONEY = {"元": "元", "万元": "元", "美元": "美元", "亿美元": "美元", "欧元": "欧元", "港元": "港元", "日元": "日元", "英镑": "英镑"}
_WITHIN = 12  # how far left of a number its bound may stand


@dataclass(frozen=True)
class Quantity:
    """A number with its unit at `text[start:end]`; money in 元 (or its currency), shares and 成/折 in %."""

    start: int
    end: int
    value: float
    unit: str
    bound: Bound
    printed: str
    low: float | None = None  # the lower end of a printed range, whose upper end is `value`

    @property
    def money(self) -> bool:
        return self.unit in _MONEY.values()


def fold_width(text: str) -> str:
    """Full-width digits, letters and signs to ASCII, Chinese punctuation kept, every offset kept."""
    return text.translate(_FULL_WIDTH)


@lru_cache(maxsize=1024)
def number(printed: str) -> float | None:
    """The value of digits or of a Chinese numeral (十二, 两百, 二〇二四, 百); None for what is neither."""
    plain = printed.replace(",", "")
    if re.fullmatch(r"\d{1,16}(?:\.\d{1,8})?", plain):
        return float(plain)
    if not plain or set(plain) - set(_CHINESE):
        return None
    if len(plain) > 1 and not set(plain) & set("十百千"):
        return float("".join(str("〇一二三四五六七八九".index("〇" if c == "零" else "二" if c == "两" else c)) for c in plain))
    if plain[0] in "百千":
        plain = "一" + plain
    import cn2an  # type: ignore[import-untyped]  # takes a fifth of a second, and a crawl in which nothing is new needs no numerals

    try:
        return float(cn2an.cn2an(plain.replace("两", "二").replace("〇", "零"), "smart"))
    except (ValueError, KeyError):  # 十百, 十十三: digits in an order that is no number
        return None


def _bound(text: str, start: int, found: re.Match[str]) -> Bound:
    if found["after"]:
        return _BOUND_AFTER[found["after"]]
    before = text[max(0, start - _WITHIN) : start]
    for pattern, bound in _BOUND_BEFORE if _ANY_BOUND.search(before) else ():
        if pattern.search(before):
            return bound
    if found["more"] or found["some"]:
        return Bound.MORE_THAN
    return Bound.EXACT


def _scaled(found: re.Match[str]) -> tuple[float, str] | None:
    printed, unit = found["number"], found["unit"]
    value = number(printed)
    if value is None:
        return None
    value *= _SCALES[found["scale"] or ""]
    if unit in ("万元", "亿美元"):
        value *= 1e4 if unit == "万元" else 1e8
    if unit in ("成", "折"):
        return value * 10, "%"
    return round(value, 2 if value >= 1000 else 6), _MONEY.get(unit, unit)


def _low(found: re.Match[str]) -> float | None:
    """The lower end of a printed range, on the scale of the upper where it has none of its own: 3万—5万元, 3—5万元."""
    if not found["low"]:
        return None
    value = number(re.sub(r"[^\d.,零〇一二两三四五六七八九十百千]", "", found["low"]))
    scale = re.search(r"万|亿", found["low"])
    own = _SCALES[scale.group()] if scale else _SCALES[found["scale"] or ""] * (1e4 if found["unit"] == "万元" else 1.0)
    return None if value is None else round(value * own, 6)


def _shares(text: str) -> list[Quantity]:
    found = []
    for share in _SHARE.finditer(text):
        part = share["part"].split("点")
        whole, top = number(share["whole"]), number(part[0])
        if not whole or top is None:
            continue
        if len(part) == 2:
            decimals = number(part[1])
            top += 0.0 if decimals is None else decimals / 10 ** len(part[1])
        bound = {"以上": Bound.AT_LEAST, "左右": Bound.ABOUT}.get(share["after"] or "", Bound.EXACT)
        for pattern, limit in _BOUND_BEFORE:
            if pattern.search(text[max(0, share.start() - _WITHIN) : share.start()]):
                bound = limit
        found.append(Quantity(share.start(), share.end(), round(100 * top / whole, 2), "%", bound, share.group()))
    return found


def quantities(text: str) -> list[Quantity]:
    """Every number with a unit, left to right. Ordinals (第3位), model names (HX-7), dates' digits and bare digits are none."""
    return list(_quantities(text))


@lru_cache(maxsize=256)  # every kind of fact asks for the amounts of the same sentence
def _quantities(text: str) -> tuple[Quantity, ...]:
    folded = fold_width(text)
    found = _shares(folded)
    for match in _QUANTITY.finditer(folded):
        start = match.start("number")
        left = folded[match.start() - 1] if match.start() else ""
        dash = left == "—" and folded[match.start() - 2 : match.start() - 1] == "—"  # 荣誉——9家 is no range
        if (left in ("第", "前", ".", "-", "—", "+", "×", "/") and not dash) or (left.isascii() and left.isalnum()):
            continue
        scaled = _scaled(match)
        if scaled is None:
            continue
        low = _low(match)
        bound = _bound(folded, match.start(), match)
        found.append(Quantity(start, match.end(), scaled[0], scaled[1], bound, match.group(), low))
    return tuple(sorted(found, key=lambda quantity: quantity.start))
