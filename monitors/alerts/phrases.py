"""Phrases: numbers, dates, issuers and parks as an alert words them, in the language of its reader (`say`; Chinese unless told)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from monitors.alerts.tongue import Tongue, later
from monitors.boards.catalogue import COMPANIES, batch_number
from monitors.zones import Zones, load

CHINESE = Tongue()

# Subscribers know the ministries by these names; departments of theirs keep their own (工信部中小企业局).
_MINISTRIES = {
    "中华人民共和国": "",
    "工业和信息化部": "工信部",
    "科学技术部": "科技部",
    "国家发展和改革委员会": "国家发改委",
    "国家发展改革委": "国家发改委",
}
_ABROAD = {
    "工信部": later("工信部"),
    "科技部": later("科技部"),
    "国家发改委": later("国家发改委"),
    "商务部": later("商务部"),
    "科技日报": later("科技日报"),
}
_BOUNDS = {
    "at_least": later("不少于{amount}"),
    "at_most": later("最高{amount}"),
    "more_than": later("超过{amount}"),
    "nearly": later("近{amount}"),
    "about": later("约{amount}"),
}
_PLACES = {"at_most": later("前{top}名"), "more_than": later("前{top}名之外")}
# Time has its own word: 最长3年, though 最高50万元.
_SPANS = {"年", "个月", "月", "天", "日", "个工作日", "工作日", "小时", "个小时", "分钟"}
# Units that English needs too; words that only count (家, 个, 项) stand for what is counted, which is named beside them.
_UNITS = {
    "年": later("{count}年"),
    "个月": later("{count}个月"),
    "月": later("{count}月"),
    "天": later("{count}天"),
    "日": later("{count}日"),
    "个工作日": later("{count}个工作日"),
    "人": later("{count}人"),
    "倍": later("{count}倍"),
    "亩": later("{count}亩"),
    "平方米": later("{count}平方米"),
    "平方公里": later("{count}平方公里"),
    "公里": later("{count}公里"),
    "美元": later("{count}美元"),
    "个百分点": later("{count}个百分点"),
    "百分点": later("{count}百分点"),
}
_COUNTERS = {"家", "户", "个", "项", "件", "名", "位", "条", "种", "款", "座", "类", "支", "只", "处", "篇", "台", "套", "次", "期", "批"}
_STAGES = {
    "申报": later("申报"),
    "公示": later("公示"),
    "公布": later("公布"),
    "复核": later("复核"),
    "撤销": later("撤销"),
}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def place(zone: str | None, zones: Zones | None = None) -> str:
    """A park by the name people use; a name that is not in the register as it is."""
    known = (zones or load()).named(zone) if zone else None
    return (known.short if known else zone) or ""


def issuer(name: str | None, say: Tongue = CHINESE) -> str:
    """Who publishes, by the name people use; "" where the page does not say."""
    words = name or ""
    for official, usual in _MINISTRIES.items():
        words = words.replace(official, usual)
    return say(_ABROAD[words]) if words in _ABROAD else words


def gap(say: Tongue) -> str:
    """What stands between a name and what is said of it."""
    return say("　")


def joined(words: Iterable[str], say: Tongue = CHINESE) -> str:
    """甲、乙、丙."""
    return say("、").join(words)


def sides(before: str, after: str) -> str:
    """What was and what is."""
    return f"{before} → {after}"


def rank(number: int | float, say: Tongue = CHINESE) -> str:
    """10 → 第10名, 10th."""
    if say.language == "en":
        return ordinal(number)
    return f"第{plain(number)}名"


def ordinal(number: int | float) -> str:
    """10 → 10th, as English counts."""
    told = plain(number)
    ending = "th" if told[-2:] in ("11", "12", "13") else {"1": "st", "2": "nd", "3": "rd"}.get(told[-1], "th")
    return told + ending


def plain(number: int | float) -> str:
    """A number without a useless decimal point."""
    return str(int(number)) if float(number).is_integer() else f"{number:g}"


def count(number: int | float, say: Tongue = CHINESE) -> str:
    """A number as it is read: in English with its thousands parted."""
    if say.language == "zh":
        return plain(number)
    return f"{int(number):,}" if float(number).is_integer() else f"{number:,.10g}"


def money(yuan: int | float, say: Tongue = CHINESE) -> str:
    """80000 → 8万元, 3e8 → 3亿元: the largest of 元, 万元, 亿元 that leaves at least 1; in English ¥80,000 and ¥300 million."""
    if say.language == "en":
        for size, unit in ((1_000_000_000, " billion"), (1_000_000, " million")):
            if abs(yuan) >= size:
                return f"¥{yuan / size:.10g}{unit}"
        return f"¥{count(yuan, say)}"
    for size, unit in ((100_000_000, "亿元"), (10_000, "万元")):
        if abs(yuan) >= size:
            return f"{yuan / size:.10g}{unit}"
    return f"{plain(yuan)}元"


def quantity(value: int | float, unit: str | None, say: Tongue = CHINESE) -> str:
    """A number with its unit: 8万元, 3年, 1000家; ¥80,000, 3 years, 1,000."""
    if unit == "元":
        return money(value, say)
    if say.language == "zh":
        large = value >= 10_000 and value % 100 == 0  # 38万平方米, and not 380000平方米
        return f"{plain(value / 10_000)}万{unit or ''}" if large else f"{plain(value)}{unit or ''}"
    number = count(value, say)
    if unit in _UNITS:
        told = say(_UNITS[unit], count=number)
        return told.removesuffix("s") if number == "1" else told
    if unit is None or unit in _COUNTERS:
        return number
    return f"{number}{unit}" if unit == "%" else f"{number} {unit}"


def counted(number: int, unit: object, say: Tongue = CHINESE) -> str:
    """Lines of a list with the word that counts them, 家 where none is kept: 30家, 12项; 30."""
    return quantity(number, str(unit or COMPANIES), say)


def bounded(value: int | float, unit: str | None, bound: object, say: Tongue = CHINESE) -> str:
    """最高50万元, 最长3年: how an amount limits what one gets or what there is."""
    amount = quantity(value, unit, say)
    if str(bound) == "at_most" and unit in _SPANS:
        return say("最长{amount}", amount=amount)
    words = _BOUNDS.get(str(bound))
    return say(words, amount=amount) if words else amount


def amount(data: Mapping[str, Any], say: Tongue = CHINESE) -> str:
    """A measure's amount with its bound: 最高50万元. data: amount, unit, bound."""
    value = data.get("amount")
    if value is None:
        return say("未写明金额")
    return bounded(value, data.get("unit") or "元", data.get("bound"), say)


def stated(fact: Mapping[str, Any], say: Tongue = CHINESE) -> str:
    """What a sentence states: 第10名, 前10名, 前50名之外, 近1000家, 最高50万元, 2家：甲、乙; "" where it gives neither number nor names."""
    value, unit, bound = fact.get("value"), fact.get("unit"), str(fact.get("bound"))
    names = joined(fact.get("entrants") or (), say)
    if value is None:
        return names
    if unit == "位":
        return say(_PLACES[bound], top=plain(value)) if bound in _PLACES else rank(value, say)
    told = bounded(value, unit, bound, say)
    return say("{count}：{names}", count=told, names=names) if names else told


def figures(before: Mapping[str, Any], after: Mapping[str, Any], say: Tongue = CHINESE) -> str:
    """What else a ranking says of a park, where it differs: 得分 91 → 91.5."""
    shown = {"score": say("得分")}
    differing = [role for role in after if role not in ("rank", "first_top", "best") and after[role] != before.get(role)]
    return joined(
        (f"{shown.get(role, role)} {sides(_figure(before.get(role), say), _figure(after[role], say))}" for role in differing), say
    )


def _figure(value: object, say: Tongue) -> str:
    return plain(value) if isinstance(value, int | float) else str(value or say("未写明"))


def edition(name: str | None, say: Tongue = CHINESE) -> str:
    """2024 → 2024年, 2024; 第六批 as it is, in English batch 6."""
    words = name or ""
    if words.isdigit():
        return say("{year}年", year=words)
    found = re.fullmatch(r"(\d{4})?年?第([一二三四五六七八九十百\d]+)批", words) if say.language == "en" else None
    if found:
        number = batch_number(found[2])
        return f"{found[1]} batch {number}" if found[1] else f"batch {number}"
    return words


def stage(name: str | None, say: Tongue = CHINESE) -> str:
    """How far a list has come: 公示, proposed; what is published where nothing is said."""
    words = name or "公布"
    return say(_STAGES[words]) if words in _STAGES else words


def day(iso: object, say: Tongue = CHINESE) -> str:
    """2024-12-23 as it is; in English 23 Dec 2024. "" where there is none."""
    words = str(iso or "")
    if say.language == "zh" or not re.fullmatch(r"\d{4}-\d\d-\d\d", words):
        return words
    found = date.fromisoformat(words)
    return f"{found.day} {_MONTHS[found.month - 1]} {found.year}"


def matter(measure: Mapping[str, Any]) -> str:
    """A measure without its amount: 硕士 · 生活补助; a subject that names the beneficiary already stands alone."""
    whom, what = str(measure.get("beneficiary") or ""), str(measure.get("subject") or "")
    named = whom.replace("的", "") in what.replace("的", "")
    return what if named else f"{whom} · {what}"


def titled(title: object) -> str:
    """A title in its marks, once: 《…》."""
    words = str(title or "").strip()
    return words if words.startswith("《") and words.endswith("》") else f"《{words}》"


def board(name: str, indicator: str | None) -> str:
    """A board with its single indicator: 国家高新区综合评价 · 工业总产值; the whole of it by its name alone."""
    return name if indicator in (None, "", "综合") else f"{name} · {indicator}"
