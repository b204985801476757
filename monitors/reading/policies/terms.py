"""For how long something is given: 免费入住3年, 前两年租金全免, 贴息期不超过24个月, 最长可租住5年; and what is given by half."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from monitors.reading.fact import Bound
from monitors.reading.numbers import quantities

_N = r"\d{1,3}|[一二两三四五六七八九十]{1,2}"
_UNIT = r"个月|年|天|周"
_LIMIT = r"不超过|最长|最多|为期|为"
_LONG = re.compile(r"不超过|最长|最多")
# 贴息期不超过24个月
_PERIOD = re.compile(rf"(?P<what>[一-龥]{{1,8}}?期)(?:限)?(?:最长|一般)?(?P<limit>不超过|最长|为|最多)(?P<n>{_N})(?P<unit>个月|年)")
_NO_PERIOD = frozenset(
    [
        "公示期",
        "申报期",
        "有效期",
        "建设期",
        "试用期",
        "保质期",
        "学期",
        "周期",
        "领取期",
        "执行期",
        "实施期",
        "服务期",
        "任期",
        "合同期",
    ]
)
# 免费拎包入住3年, 免租办公2年, 可免费使用园区实验平台一年
_FREE = re.compile(
    rf"(?P<what>免(?:费|租金?|收租金|[交缴]租金|[交缴]房租)[一-龥“”]{{0,10}}?|(?:租金|房租|物业费)全免)(?P<limit>{_LIMIT})?(?P<n>{_N})(?P<unit>{_UNIT})"
    r"(?!前|后|以[上前后]|级)"
)
# 三年免费办公场地, 两年内免租
_FREE_AFTER = re.compile(
    rf"(?P<limit>最长)?(?P<n>{_N})(?P<unit>个月|年|天)(?:内|的)?(?P<what>(?:免费|免租)(?!收|定)[一-龥]{{0,8}}?)(?=$|[，。；])"
)
# 减免3个月租金, 前两年租金全免: rent that is not asked for a time.
_RENT_OFF = re.compile(
    rf"[前头](?P<first>{_N})(?P<funit>个月|年)(?:内)?(?:的)?(?:[房场]?租金?|场租)?(?:全免|全额减免|免租|免费|免收|免交|免除|免缴)|"
    rf"(?:租金|房租|场租|物业费)[前头]?(?P<whole>{_N})(?P<wunit>个月|年)(?:内)?(?:全免|全额减免|免收|免交|免缴)|"
    rf"(?:减免|免收|免除|免交|免缴|免)(?:前)?(?P<n>{_N})(?P<unit>个月|年)(?:的)?(?:租金|房租)"
)
# 人才公寓…，最长可租住5年: the term of the housing named before.
_LONGEST = re.compile(
    rf"(?:^|[，；])(?:补贴|补助|享受|领取|发放|支持|租住|居住|期限|时间)?(?:最长|最多|至多)"
    rf"(?P<what>(?:可|能|不超过|为|连续|享受|领取?|发放|补贴?|支持|资助|租住|居住|使用|入住)*)(?P<n>{_N})(?P<unit>个月|年)(?=$|[，。；！])"
)
_HOUSED = re.compile(
    r"(?P<name>[一-龥]{0,4}(?:公寓|住房|用房|宿舍|厂房|工位|场地))"
)  # how long a payment lasts belongs to its amount, and is no fact
# 贴息年限由两年延长至三年
_CHANGED = re.compile(
    rf"(?P<what>[一-龥]{{2,12}}?(?:年限|期限|(?<!效)(?<!工)(?<!设)期))，?(?:由|从)(?:原来的)?(?P<old>{_N})个?(?P<unit>年|个月|月)"
    rf"(?:延长|缩短|增加|放宽|调整|顺延|减少|提高)(?:至|到|为)(?P<n>{_N})个?(?P=unit)"
)
# 水电气费允许缓缴，最长6个月; 可在青年驿站免费入住，最多7天: how long one may do so.
_ALLOWED = re.compile(
    rf"(?P<what>[一-龥]{{0,10}}?)(?:允许|准予|均|可以?)*(?P<act>缓缴|缓交|延期缴纳|免费入住|免费租住|免费使用|免费停放)，?"
    rf"(?:最[长多]|至多|不超过)(?:可达?|不超过)?(?P<n>{_N})(?P<unit>{_UNIT})"
)
_LEAD = re.compile(r"^.*(?:可|享受?|的|和|其)")
_CUE = re.compile(r"免|年限|全额|期|最[长多]|至多")


@dataclass(frozen=True)
class Term:
    """For how long, said at an offset, what is given."""

    subject: str
    anchor: int
    value: float
    unit: str
    bound: Bound
    previous: float | None = None


def terms(text: str, housing: str | None) -> Iterator[Term]:
    """The terms a sentence states; `housing` is the housing spoken of."""
    if not _CUE.search(text):
        return
    taken: list[tuple[int, int]] = []
    for one, start, end in [*_rents(text), *_free(text), *_allowed(text), *_periods(text), *_changed(text), *_longest(text, housing)]:
        if not any(begin < end and start < until for begin, until in taken):
            taken.append((start, end))
            yield one


def _allowed(text: str) -> Iterator[tuple[Term, int, int]]:
    for found in _ALLOWED.finditer(text):
        name = _LEAD.sub("", found["what"]) + found["act"]
        yield Term(name, found.start("n"), _count(found["n"]), found["unit"], Bound.AT_MOST), found.start(), found.end()


def _rents(text: str) -> Iterator[tuple[Term, int, int]]:
    for found in _RENT_OFF.finditer(text):
        group, unit = next((one, its) for one, its in (("n", "unit"), ("first", "funit"), ("whole", "wunit")) if found[one])
        yield Term("租金减免", found.start(group), _count(found[group]), found[unit], Bound.EXACT), found.start(), found.end()


def _free(text: str) -> Iterator[tuple[Term, int, int]]:
    for found in [*_FREE.finditer(text), *_FREE_AFTER.finditer(text)]:
        bound = Bound.AT_MOST if found["limit"] and _LONG.match(found["limit"]) else Bound.EXACT
        named = found["what"].removeprefix("免租")
        subject = f"{named}免租" if found["what"].startswith("免租") and len(named) > 1 else found["what"]
        yield Term(subject, found.start("n"), _count(found["n"]), found["unit"], bound), found.start(), found.end()


def _periods(text: str) -> Iterator[tuple[Term, int, int]]:
    for found in _PERIOD.finditer(text):
        what = _LEAD.sub("", found["what"])
        if what not in _NO_PERIOD and len(what) >= 3:
            bound = Bound.EXACT if found["limit"] == "为" else Bound.AT_MOST
            yield Term(what, found.start("n"), _count(found["n"]), found["unit"], bound), found.start(), found.end()


def _changed(text: str) -> Iterator[tuple[Term, int, int]]:
    for found in _CHANGED.finditer(text):
        unit = "个月" if "月" in found["unit"] else "年"
        what = _LEAD.sub("", found["what"])
        term = Term(what, found.start("n"), _count(found["n"]), unit, Bound.EXACT, _count(found["old"]))
        yield term, found.start(), found.end()


def _longest(text: str, housing: str | None) -> Iterator[tuple[Term, int, int]]:
    for found in _LONGEST.finditer(text):
        named = list(_HOUSED.finditer(text[: found.start()]))
        name = named[-1]["name"] if named else housing
        if name:
            yield Term(f"{name}期限", found.start("n"), _count(found["n"]), found["unit"], Bound.AT_MOST), found.start(), found.end()


def _count(printed: str) -> float:
    read = quantities(printed + "年")
    return read[0].value if read else 0.0
