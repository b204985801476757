"""An alert: the changes of one event in words. Changes as `changes --json` prints them in, lines of one message out.

The headline says who speaks, and a record never looks like a report:
🏛 工信部公布 (the issuer's own notice) against 📰 据科技日报报道 (the press).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from monitors.alerts import phrases, records, reports
from monitors.alerts.lines import Line, bold, line, link

Told = Mapping[str, Any]


def tell(changes: Sequence[Told], own: Collection[str] = ()) -> list[Line]:
    """One message about one event, however many rows changed.

    own: official names of the parks the reader follows; they are told first and never folded.
    """
    if not changes:
        return []
    lines = _headline(changes)
    for group in _groups(changes):
        lines += [Line(), *_section(group, own)]
    return lines


def events(changes: Sequence[Told]) -> list[list[Told]]:
    """A log of changes as its events, in order: the changes of one reading are one message; a reminder is one by itself."""
    found: dict[Any, list[Told]] = {}
    for change in changes:
        event = change["event"] if change["event"] is not None else ("reminder", change["id"])
        found.setdefault(event, []).append(change)
    return list(found.values())


def notice(text: str) -> list[Line]:
    """A notice of the operator's: its first line as a headline."""
    first, *rest = text.splitlines() or [""]
    return [line(bold(first)), *(line(link(one, one)) for one in rest)]


def _headline(changes: Sequence[Told]) -> list[Line]:
    first = changes[0]
    who = phrases.issuer(first["issuer"])
    day = f"　{first['published']}" if first["published"] else ""
    if reports.is_press(first):
        said = f"📰 据{who or '媒体'}报道"
    elif first["op"] in ("deadline", "expired"):
        said = f"⏰ {who or '发布单位'}的政策" + ("申报即将截止" if first["op"] == "deadline" else "已到期")
    else:
        verb = _verb(changes)
        said = f"🏛 {who or first['source'] + ' '}{verb}"
        # A page revised in place keeps its date: the day it was found is the news.
        day += f"　（{str(first['at'])[:10]} 发现修订）" if verb == "修订" else ""
    return [line(bold(said), day), line(link(phrases.titled(first["title"]), first["url"]))]


def _verb(changes: Sequence[Told]) -> str:
    if changes[0]["stage"] == "公示":
        return "公示"
    ops = {change["op"] for change in changes}
    if "draft" in ops:
        return "征求意见"
    return "修订" if changes[0]["kind"] == "policy" and ops & {"revised", "added", "removed"} else "公布"


def _groups(changes: Sequence[Told]) -> list[list[Told]]:
    """The changes by what they are about, in the order of the page; claims that a record decides come after the record."""
    found: dict[tuple[Any, ...], list[Told]] = {}
    for change in changes:
        matter = ("press",) if reports.is_press(change) else ("judged",) if change["claim"] is not None else tuple(map(change.get, _MATTER))
        found.setdefault(matter, []).append(change)
    return sorted(found.values(), key=lambda group: group[0]["claim"] is not None)


_MATTER = ("kind", "board", "indicator", "edition", "stage")


def _section(group: Sequence[Told], own: Collection[str]) -> list[Line]:
    if reports.is_press(group[0]):
        return reports.article(group)
    if group[0]["claim"] is not None:
        return reports.judged(group)
    sections = {"ranking": records.ranking, "list": records.batch}
    return sections.get(group[0]["kind"], records.policy)(group, own)
