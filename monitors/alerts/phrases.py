"""Phrases: numbers, issuers and parks as an alert words them in Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from monitors.zones import Zones, load

# Subscribers know the ministries by these names; departments of theirs keep their own (工信部中小企业局).
_MINISTRIES = {
    "中华人民共和国": "",
    "工业和信息化部": "工信部",
    "科学技术部": "科技部",
    "国家发展和改革委员会": "国家发改委",
    "国家发展改革委": "国家发改委",
}
_BOUNDS = {"at_least": "不少于", "at_most": "最高", "more_than": "超过", "nearly": "近", "about": "约"}


def place(zone: str | None, zones: Zones | None = None) -> str:
    """A park by the name people use; a name that is not in the register as it is."""
    known = (zones or load()).named(zone) if zone else None
    return (known.short if known else zone) or ""


def issuer(name: str | None) -> str:
    """Who publishes, by the name people use; "" where the page does not say."""
    words = name or ""
    for official, usual in _MINISTRIES.items():
        words = words.replace(official, usual)
    return words


def rank(number: int | float) -> str:
    """10 → 第10名."""
    return f"第{plain(number)}名"


def plain(number: int | float) -> str:
    """A number without a useless decimal point."""
    return str(int(number)) if float(number).is_integer() else f"{number:g}"


def money(yuan: int | float) -> str:
    """80000 → 8万元, 3e8 → 3亿元: the largest of 元, 万元, 亿元 that leaves at least 1."""
    for size, unit in ((100_000_000, "亿元"), (10_000, "万元")):
        if abs(yuan) >= size:
            return f"{yuan / size:.10g}{unit}"
    return f"{plain(yuan)}元"


def amount(data: Mapping[str, Any]) -> str:
    """A measure's amount with its bound: 最高50万元. data: amount, unit, bound."""
    value = data.get("amount")
    if value is None:
        return "未写明金额"
    number = money(value) if data.get("unit") in ("元", None) else f"{plain(value)}{data['unit']}"
    return _BOUNDS.get(str(data.get("bound")), "") + number


def stated(fact: Mapping[str, Any]) -> str:
    """What a sentence states: 第10名, 前10名, 近1000家, 最高50万元, 2家：甲、乙; "" where it gives neither number nor names."""
    value, unit, bound = fact.get("value"), fact.get("unit"), str(fact.get("bound"))
    names = "、".join(fact.get("entrants") or ())
    if value is None:
        return names
    if unit == "位":
        return f"前{plain(value)}名" if bound == "at_most" else rank(value)
    number = money(value) if unit == "元" else f"{plain(value)}{unit or ''}"
    return _BOUNDS.get(bound, "") + number + (f"：{names}" if names else "")


def figures(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """What else a ranking says of a park, where it differs: 得分 91 → 91.5."""
    shown = {"score": "得分"}
    differing = [role for role in after if role not in ("rank", "first_top", "best") and after[role] != before.get(role)]
    return "、".join(f"{shown.get(role, role)} {_figure(before.get(role))} → {_figure(after[role])}" for role in differing)


def _figure(value: object) -> str:
    return plain(value) if isinstance(value, int | float) else str(value or "未写明")


def edition(name: str | None) -> str:
    """2024 → 2024年; 第六批 as it is."""
    return f"{name}年" if name and name.isdigit() else name or ""


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
