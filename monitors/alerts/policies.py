"""A policy as a section of a message: new, draft, final, revised by measure and by clause, repealed, or with a date that matters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from monitors.alerts import phrases
from monitors.alerts.lines import Line, bold, line
from monitors.alerts.reader import Reader
from monitors.alerts.section import UNFOLDED, Row, Section, quoted
from monitors.alerts.tongue import Tongue, later

Told = Mapping[str, Any]
CLAUSE = 120  # characters of a clause that are shown around its change
OFFERED = 10  # measures that are named of a policy
BRIEFLY = 3  # of them in a digest
_REVISED = {"revised", "added", "removed"}
_DATES = {"deadline": later("申报截止"), "expires": later("有效期至"), "number": later("文号")}


def policy(group: Sequence[Told], reader: Reader) -> Section:
    """One policy. Its amounts come before its dates, and these before its clauses."""
    say, first = reader.say, group[0]
    revised = any(change["op"] in _REVISED for change in group)
    number = str(first["board"] or "")
    head = line(bold(say("政策修订")), f"{phrases.gap(say)}{number}" if "《" not in number else "")
    ordered = sorted(group, key=_place)
    rows = [_row(change, say, stands_out=place < UNFOLDED) for place, change in enumerate(ordered)]
    return Section((head,) if revised else (), tuple(rows), phrases.titled(first["title"]))


def _place(change: Told) -> int:
    key = str(change["key"])
    if change["op"] not in _REVISED:
        return 0
    return 1 if key.startswith("measure:") else 3 if key.startswith("clause:") else 2


def _row(change: Told, say: Tongue, *, stands_out: bool) -> Row:
    before, after, op, key = change["before"], change["after"], change["op"], str(change["key"])
    gap = phrases.gap(say)
    if op in ("new", "draft", "final"):
        number = f"{gap}{after['number']}" if after.get("number") else ""
        return Row((*_appearance(op, say), number), quoted(change["evidence"]), tuple(_promises(after, say)))
    if op == "repealed":
        why = say("施行 → 废止（依据{title}）", title=phrases.titled(after.get("by")))
        return Row(("🚫 ", bold(phrases.titled(before.get("title"))), gap, why), quoted(change["evidence"]))
    # The evidence of a date that comes near is the title, which the message names anyhow.
    if op == "deadline":
        day = say("截止日期 {day}", day=phrases.day(after["deadline"], say))
        told = (bold(_left(int(after["days"]), say)), f"{gap}{day}")
        return Row(told, under=tuple(_offers(after, say)), short=(*told, gap, _offered(after, say)))
    if op == "expired":
        past = say("有效期至 {day}，此后不再施行", day=phrases.day(after["expires"], say))
        return Row((bold(say("已过有效期")), f"{gap}{past}"), under=tuple(_offers(after, say)))
    if key.startswith("measure:"):
        return _measure(change, say, stands_out)
    if key.startswith("clause:"):
        return _clause(op, key.removeprefix("clause:").rstrip("'"), before, after, say, stands_out)
    label = say(_DATES[key]) if key in _DATES else key
    was, now = (phrases.day(side.get(key), say) or say("未写明") for side in (before, after))
    return Row(("📅 ", bold(label), f"{gap}{phrases.sides(was, now)}"), quoted(change["evidence"]))


def _appearance(op: str, say: Tongue) -> tuple[Any, ...]:
    if op == "final":
        return ("📘 ", say("征求意见稿"), " → ", bold(say("正式印发")))
    return ("📘 ", say("此前未见"), " → ", bold(say("征求意见稿") if op == "draft" else say("新政策")))


def _left(days: int, say: Tongue) -> str:
    if days == 0:
        return say("今天截止申报")
    return say("还有1天截止申报") if days == 1 else say("还有{days}天截止申报", days=days)


def _promises(after: Mapping[str, Any], say: Tongue) -> Iterator[Line]:
    yield from _offers(after, say)
    for name in ("deadline", "expires"):
        if after.get(name):
            yield line("📅 ", say(_DATES[name]), f" {phrases.day(after[name], say)}")


def _offers(after: Mapping[str, Any], say: Tongue) -> Iterator[Line]:
    """What one can apply for."""
    measures = after.get("measures") or ()
    for one in measures[:OFFERED]:
        yield line("💰 ", f"{phrases.matter(one)}{phrases.gap(say)}", bold(phrases.amount(one, say)))
    if len(measures) > OFFERED:
        yield line(say("……共{count}项，详见原文", count=len(measures)))


def _offered(after: Mapping[str, Any], say: Tongue) -> str:
    """The same in a digest: 硕士生活补助 8万元、…"""
    measures = after.get("measures") or ()
    return phrases.joined((f"{phrases.matter(one)} {phrases.amount(one, say)}" for one in measures[:BRIEFLY]), say)


def _measure(change: Told, say: Tongue, stands_out: bool) -> Row:
    before, after = change["before"], change["after"]
    was = phrases.amount(before, say) if before else say("此前没有")
    now = phrases.amount(after, say) if after else say("不再写明")
    words = quoted(change["evidence"])
    return Row(
        ("💰 ", bold(phrases.matter(after or before)), f"{phrases.gap(say)}{phrases.sides(was, now)}"),
        words if after else say("原文：{words}", words=words),
        stands_out=stands_out,
    )


def _clause(op: str, name: str, before: Mapping[str, Any], after: Mapping[str, Any], say: Tongue, stands_out: bool) -> Row:
    """A clause quotes itself: both wordings are the words of the source."""
    was, now = map(quoted, _around_change(_text(name, before), _text(name, after)))
    if op == "revised":
        under = (line("　", say("原：{words}", words=was)), line("　", say("新：{words}", words=now)))
        return Row(("📄 ", bold(say("修改 {clause}", clause=name))), "", under, stands_out=stands_out)
    label = say("新增 {clause}", clause=name) if op == "added" else say("删去 {clause}", clause=name)
    sides = (say("此前没有"), now) if op == "added" else (was, say("不再有"))
    return Row(("📄 ", bold(label), f"{phrases.gap(say)}{phrases.sides(*sides)}"), stands_out=stands_out)


def _text(name: str, side: Mapping[str, Any]) -> str:
    """A clause on one line without its numeral, which is its name already."""
    return " ".join(str(side.get("text", "")).split()).removeprefix(name).lstrip()


def _around_change(before: str, after: str) -> tuple[str, str]:
    """Two versions of a clause, each cut to what is around the first word that differs."""
    same = next((place for place, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1]), min(len(before), len(after)))
    start = max(0, same - CLAUSE // 3) if before and after else 0
    return _cut(before, start), _cut(after, start)


def _cut(text: str, start: int) -> str:
    end = start + CLAUSE
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")
