"""Saying: what somebody writes about times and languages, read; and what is set, in words. Pure but for the list of time zones."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from rapidfuzz import fuzz, process

from monitors.alerts.tongue import LANGUAGES, Tongue, later
from monitors.zones import fold
from state.chats import Chat

TIMEZONES: Mapping[str, str] = {
    "Asia/Shanghai": later("北京时间"),
    "Asia/Urumqi": later("乌鲁木齐"),
    "Asia/Hong_Kong": later("香港"),
    "Asia/Singapore": later("新加坡"),
    "Asia/Tokyo": later("东京"),
    "Asia/Seoul": later("首尔"),
    "Asia/Dubai": later("迪拜"),
    "Europe/Moscow": later("莫斯科"),
    "Europe/Berlin": later("柏林、巴黎"),
    "Europe/London": later("伦敦"),
    "America/New_York": later("纽约"),
    "America/Los_Angeles": later("洛杉矶"),
    "Australia/Sydney": later("悉尼"),
    "UTC": later("世界时 UTC"),
}
_WEEKDAYS = (later("星期一"), later("星期二"), later("星期三"), later("星期四"), later("星期五"), later("星期六"), later("星期日"))
_DAY = re.compile(r"(?:周|星期|礼拜)?([一二三四五六日天])|(mon|tue|wed|thu|fri|sat|sun)[a-z]*|([1-7])$")
_ENGLISH_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HOUR = re.compile(r"([01]?\d|2[0-3])(?::00|点|时|h)?")
_OFF = {"off", "no", "none", "now", "关", "关闭", "无", "不要", "不汇总", "马上", "即时", "取消"}
_DAILY = re.compile(r"daily|每天|每日|天天")
_WEEKLY = re.compile(r"weekly|每周|每星期")


def language(words: str) -> str | None:
    """zh or en, by code or by name."""
    told = fold(words).lower()
    names = {"zh": ("zh", "cn", "中文", "汉语", "chinese", "zh-cn", "zh-hans"), "en": ("en", "英文", "英语", "english", "en-us", "en-gb")}
    return next((code for code, known in names.items() if told in known), None)


def hour(words: str) -> int | None:
    """9, 09:00, 21点 → 9, 9, 21. Whole hours only."""
    found = _HOUR.fullmatch(fold(words).lower())
    return int(found[1]) if found else None


def digest(words: str) -> dict[str, Any] | None:
    """每天 9 → daily at 9; 每周 一 9 → weekly on Monday; 不汇总 → at once. None where it cannot be read."""
    told = words.lower().split()
    if not told:
        return None
    if fold(words).lower() in _OFF:
        return {"delivery": "now"}
    often = "daily" if _DAILY.match(told[0]) else "weekly" if _WEEKLY.match(told[0]) else None
    if often is None:
        return None
    joined = (_DAILY if often == "daily" else _WEEKLY).sub("", told[0])  # 每周一, 每天9点
    found: dict[str, Any] = {"delivery": often}
    for word in filter(None, [joined, *told[1:]]):
        day, at = _weekday(word), hour(word)
        if often == "weekly" and day is not None and "weekday" not in found and (at is None or len(told) > 2):
            found["weekday"] = day
        elif at is not None and "hour" not in found:
            found["hour"] = at
        else:
            return None
    return found


def _weekday(word: str) -> int | None:
    found = _DAY.fullmatch(fold(word))
    if not found:
        return None
    chinese, english, number = found.groups()
    if chinese:
        return 6 if chinese in "日天" else "一二三四五六".index(chinese)
    return _ENGLISH_DAYS.index(english) if english else int(number) - 1


def quiet(words: str) -> dict[str, int | None] | None:
    """22-7, 22:00 到 7:00 → from 22 until 7; off → never. None where it cannot be read, also where both are one hour."""
    told = fold(words).lower()
    if told in _OFF:
        return {"quiet_from": None, "quiet_until": None}
    first, _, until = re.sub(r"[~～到至]+", "-", told).partition("-")
    start, end = hour(first), hour(until)
    return {"quiet_from": start, "quiet_until": end} if start is not None and end is not None and start != end else None


@cache
def _timezones() -> dict[str, str]:
    """Every known time zone, by its name in small letters. Without the names of a machine's own."""
    return {name.lower(): name for name in sorted(available_timezones()) if "/" in name or name == "UTC"}


def timezone(words: str) -> str | None:
    """Asia/Shanghai, asia/shanghai, 东京, Tokyo → the name of a time zone; None where it means none, or several."""
    told = fold(words).lower()
    if not told:
        return None
    if told.replace("_", "") in (found := {name.replace("_", ""): known for name, known in _timezones().items()}):
        return found[told.replace("_", "")]
    for name, called in TIMEZONES.items():
        if told.removesuffix("时间") in (called, *called.removesuffix("时间").split("、")):
            return name
    cities = [known for name, known in _timezones().items() if name.rpartition("/")[2].replace("_", "") == told.replace("_", "")]
    preferred = [name for name in cities if name in TIMEZONES]
    return cities[0] if len(cities) == 1 else preferred[0] if preferred else None


def near_timezones(words: str) -> list[str]:
    """The time zones that a slip of the pen may have meant."""
    names = list(_timezones().values())
    return [name for name, _, _ in process.extract(words, names, scorer=fuzz.WRatio, processor=str.lower, limit=6, score_cutoff=60)]


def mute(words: str, days: int) -> tuple[str, int]:
    """宁波高新区 30 → (宁波高新区, 30); without a number the days given."""
    found = re.fullmatch(r"(.+?) (\d{1,4})(?:天| ?days?)?", words)
    return (found[1], int(found[2])) if found else (words, days)


def wish(name: str, told: str) -> dict[str, Any] | None:
    """A press of the settings as what is kept: hour and 8 → {"hour": 8}. None where there is no such wish or value."""
    if name == "language":
        return {"language": told} if told in LANGUAGES else None
    if name == "delivery":
        return {"delivery": told} if told in ("now", "daily", "weekly") else None
    if name == "hour":
        at = hour(told)
        return {"hour": at} if at is not None else None
    if name == "weekday":
        return {"weekday": int(told)} if re.fullmatch(r"[0-6]", told) else None
    if name == "silent":
        return {"silent": told == "1"} if told in ("0", "1") else None
    if name == "quiet":
        return quiet(told)
    return {"timezone": told} if name == "timezone" and told in _timezones().values() else None


def weekday(day: int, say: Tongue) -> str:
    """0 → 星期一."""
    return say(_WEEKDAYS[day])


def delivery(chat: Chat, say: Tongue) -> str:
    """When a chat is told."""
    at = f"{chat.hour:02}:00"
    if chat.delivery == "daily":
        return say("每天 {at} 汇总", at=at)
    if chat.delivery == "weekly":
        return say("每周 {day} {at} 汇总", day=weekday(chat.weekday, say), at=at)
    return say("有变化就发")


def quiet_hours(chat: Chat, say: Tongue) -> str:
    """When a chat is not told."""
    if chat.quiet_from is None or chat.quiet_until is None:
        return say("没有")
    return say("{first:02}:00 到 {until:02}:00，期间的留到后面一起发", first=chat.quiet_from, until=chat.quiet_until)
