"""An alert: the changes of one event in words. Changes as `changes --json` prints them in, lines of one message out.

The headline says who speaks, and a record never looks like a report:
🏛 工信部公布 (the issuer's own notice) against 📰 据科技日报报道 (the press).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from monitors.alerts import phrases, policies, records, reports
from monitors.alerts.lines import Line, bold, line, link
from monitors.alerts.reader import Reader
from monitors.alerts.section import Section, arrange
from monitors.alerts.tongue import Tongue, later

Told = Mapping[str, Any]
Rows = Mapping[int, Sequence[Told]]  # id of a change that tells of a whole batch → the rows of its board (key, zone, name, evidence, …)

EVERYBODY = Reader()
FILES = 3  # attachments that are named


def tell(changes: Sequence[Told], reader: Reader = EVERYBODY, entries: Rows | None = None, *, files: Sequence[str] = ()) -> list[Line]:
    """One message about one event, however many rows changed: what the reader follows first, the rest folded.

    entries: so that a new batch is told with its rows, and a company where it stands in one.
    files: names of the attachments that were read with the page.
    """
    if not changes:
        return []
    say = reader.say
    return [*headline(changes, say), *_attached(changes, files, say), *arrange(sections(changes, reader, entries), say)]


def sections(changes: Sequence[Told], reader: Reader, entries: Rows | None = None) -> list[Section]:
    """An event's matters in the order of the page; claims that a record decides come after the record."""
    found: list[Section] = []
    before: Told | None = None
    several = len(_files_of(changes)) > 1
    for group in _groups(changes):
        first = group[0]
        if reports.is_press(first):
            found += reports.article(group, reader)
        elif first["claim"] is not None:
            found.append(reports.judged(group, reader))
        elif first["kind"] == "ranking":
            found.append(records.ranking(group, reader, entries or {}, beside=records.is_beside(first, before)))
        elif first["kind"] == "list":
            found.append(records.batch(group, reader, entries or {}))
        else:
            found.append(policies.policy(group, reader))
        if several and first["kind"] != "policy" and not reports.is_press(first):
            is_same = before is not None and before.get("file") == first.get("file")
            found[-1] = _with_file(found[-1], first.get("file"), reader.say, is_same=is_same)
        before = first
    return found


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


def headline(changes: Sequence[Told], say: Tongue) -> list[Line]:
    """Who speaks, when, and in which notice or article."""
    first, what = changes[0], verb(changes)
    title, day = link(phrases.titled(first["title"]), first["url"]), phrases.day(first["published"], say)
    if what in ("deadline", "expired"):  # the day of the policy is not the day that matters
        return [line(bold(said_by(changes, say))), line(title, f"{phrases.gap(say)}{day}" if day else "")]
    # A page revised in place keeps its date: the day it was found is the news.
    found = say("（{day} 发现修订）", day=phrases.day(str(first["at"])[:10], say)) if what == "revised" else ""
    when = "".join(f"{phrases.gap(say)}{one}" for one in (day, found) if one)
    return [line(bold(said_by(changes, say)), when), line(title)]


def said_by(changes: Sequence[Told], say: Tongue) -> str:
    """🏛 工信部公布, 📰 据科技日报报道: who speaks, and what he does."""
    first, what = changes[0], verb(changes)
    if what == "reported":
        return say(_SPEAKS[what], who=phrases.issuer(first["issuer"], say) or say("媒体"))
    unknown = say("发布单位") if what in ("deadline", "expired") else f"{first['source']} "
    return say(_SPEAKS[what], who=phrases.issuer(first["issuer"], say) or unknown)


_SPEAKS = {
    "reported": later("📰 据{who}报道"),
    "deadline": later("⏰ {who}的政策申报即将截止"),
    "expired": later("⏰ {who}的政策已到期"),
    "proposed": later("🏛 {who}公示"),
    "draft": later("🏛 {who}征求意见"),
    "revised": later("🏛 {who}修订"),
    "published": later("🏛 {who}公布"),
}


def verb(changes: Sequence[Told]) -> str:
    """What the event is: reported, deadline, expired, proposed, draft, revised or published."""
    first = changes[0]
    if reports.is_press(first):
        return "reported"
    if first["op"] in ("deadline", "expired"):
        return str(first["op"])
    if first["stage"] == "公示":
        return "proposed"
    ops = {change["op"] for change in changes}
    if "draft" in ops:
        return "draft"
    return "revised" if first["kind"] == "policy" and ops & {"revised", "added", "removed"} else "published"


def _files_of(changes: Sequence[Told]) -> list[str | None]:
    """The attachments in which the rows stand, None for the page itself; none for a policy, and where that was not kept yet."""
    return list(
        dict.fromkeys(one["file"] for one in changes if "file" in one and one["kind"] in ("ranking", "list") and not reports.is_press(one))
    )


def _with_file(section: Section, file: str | None, say: Tongue, *, is_same: bool) -> Section:
    """A section that says where its rows stand, also in a fold. is_same: where those of the one before it do, which has said it."""
    where = f"📎 {file or say('正文')}"
    if is_same:
        return replace(section, head=(*section.head, line(where)))
    close = (*section.close, line(where)) if section.close else ()
    return replace(section, head=(*section.head, line(where)), close=close, name=f"{section.name}{phrases.gap(say)}{where}")


def _attached(changes: Sequence[Told], files: Sequence[str], say: Tongue) -> Iterator[Line]:
    known = _files_of(changes)
    if len(known) == 1 and known[0] is not None:
        yield line(say("📎 出自附件："), known[0])
    elif files and not known and not reports.is_press(changes[0]):
        names = phrases.joined(files[:FILES], say)
        more = say("等{count}个附件", count=len(files)) if len(files) > FILES else ""
        yield line(say("📎 依据正文和附件："), names, more)


def _groups(changes: Sequence[Told]) -> list[list[Told]]:
    """The changes by what they are about, in the order of the page; claims that a record decides come after the record."""
    found: dict[tuple[Any, ...], list[Told]] = {}
    for change in changes:
        matter = ("press",) if reports.is_press(change) else ("judged",) if change["claim"] is not None else tuple(map(change.get, _MATTER))
        found.setdefault(matter, []).append(change)
    return sorted(found.values(), key=lambda group: group[0]["claim"] is not None)


_MATTER = ("kind", "board", "indicator", "edition", "stage")
