"""An alert: one event with its buttons, or several events as one message. Changes as `changes --json` prints them in, replies out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from monitors.alerts import naming, phrases, reports
from monitors.alerts.lines import MARK_ROOM, Block, Line, bold, cut, line, link, parts
from monitors.alerts.message import Rows, said_by, sections, tell, verb
from monitors.alerts.reader import Reader
from monitors.alerts.reply import CAPTION, Button, Buttons, Reply
from monitors.alerts.section import Row, Section
from monitors.alerts.tongue import Tongue, later

Told = Mapping[str, Any]

MESSAGES = 2  # that one event may take when it is told at once; the rest stands behind a button
BUNDLED = 4  # messages that a digest may take
PARKS = 2  # own parks that get buttons of their own
SIDE_BY_SIDE = 2  # buttons with a park's name that a phone shows whole
GIST = 2  # rows of an event that a digest shows: one, where its size is told too
OWN = 3  # of the reader's own
A_ROW = 5  # numbered buttons side by side
ADDRESS = 2000  # characters of an address on a button
NUMBERED = 50  # events of a digest that have a button


def alert(
    changes: Sequence[Told],
    reader: Reader,
    entries: Rows | None = None,
    *,
    files: Sequence[str] = (),
    picture: bytes | None = None,
) -> Reply:
    """One event as it is sent at once: at most two messages, with buttons for what did not fit and for what one may want next.

    entries: id of a change that tells of a whole batch → the rows of its board, as `board --json` prints them.
    files: names of the attachments that were read with the page. picture: a PNG that goes with it.
    """
    said = tell(changes, reader, entries, files=files)
    lines = _fitting(said, reader, with_picture=picture is not None)
    hidden = len(lines) < len(said) or any(one.block is Block.FOLDED for one in lines)
    return Reply(lines, _buttons(changes, reader, hidden=hidden) if changes else (), picture)


def _fitting(said: Sequence[Line], reader: Reader, *, with_picture: bool) -> list[Line]:
    """As much as is sent at once. A fold at the end is no reason for another message: nobody has opened it yet."""
    open_until = max((place for place, one in enumerate(said, start=1) if one.block is not Block.FOLDED), default=0)
    must = said[:open_until]

    def closing(left: int) -> Line:
        return _left_out(left, reader)

    if with_picture and len(parts(must, CAPTION - MARK_ROOM)) <= 1:
        return cut(said, 1, closing, CAPTION - MARK_ROOM)
    return cut(said, 1 if len(parts(must)) <= 1 else MESSAGES, closing)


def _left_out(count: int, reader: Reader) -> Line:
    if reader.kind == "channel":
        return line(reader.say("……还有{count}行，见原文", count=count))
    return line(reader.say("……还有{count}行，点「全部」可见", count=count))


def _buttons(changes: Sequence[Told], reader: Reader, *, hidden: bool) -> Buttons:
    """Only what makes sense here: a channel's readers cannot mute, a report has no table, a park that is not followed no history."""
    say, first = reader.say, changes[0]
    tabled = first["event"] is not None and any(_is_tabled(change) for change in changes)
    common = [Button(say("📋 全部"), f"all:{event(first)}")] if hidden or tabled else []
    if tabled and reader.kind != "channel":
        common.append(Button(say("📎 表格"), f"xlsx:{event(first)}"))
    if _opens(str(first["url"])):
        common.append(Button(say("🔗 原文"), link=first["url"]))
    parks = [] if reader.kind == "channel" else [_park_buttons(zone, changes, say) for zone in _own(changes, reader)[:PARKS]]
    if len(parks) == 1 and len(common) + len(parks[0]) <= SIDE_BY_SIDE:
        return ((*common, *parks[0]),)
    return tuple(row for row in (tuple(common), *parks) if row)


def _opens(address: str) -> bool:
    """Whether Telegram takes an address on a button: it refuses the whole message over a strange one."""
    return len(address) <= ADDRESS and re.fullmatch(r"https?://[\w-]+(\.[\w-]+)+(:\d+)?(/[!-~]*)?", address, re.ASCII) is not None


def event(change: Told) -> str:
    """An event as buttons name it: its number, or that of a change which the calendar brought."""
    return str(change["event"]) if change["event"] is not None else f"c{change['id']}"


def _is_tabled(change: Told) -> bool:
    """Whether a change is of a ranking or list as its issuer published it, and not what the press says of one."""
    return change["kind"] in ("ranking", "list") and not reports.is_press(change)


def _own(changes: Sequence[Told], reader: Reader) -> list[str]:
    """The reader's parks in an event, in its order."""
    return list(dict.fromkeys(change["zone"] for change in changes if change["zone"] in reader.zones))


def _park_buttons(zone: str, changes: Sequence[Told], say: Tongue) -> tuple[Button, ...]:
    park, key = phrases.place(zone), naming.key(zone)
    ranked = any(change["kind"] == "ranking" and change["zone"] == zone and _is_tabled(change) for change in changes)
    history = (Button(say("📈 {park}名次", park=park), f"rank:{key}"),) if ranked else ()
    return (*history, Button(say("🔕 {park}静音7天", park=park), f"mute:{key}"))


# What a digest is called, by what it bundles.
_TITLES = {"daily": later("📬 每日摘要"), "weekly": later("📬 每周摘要"), "quiet": later("🌙 免打扰时段")}
# Its sections in their order: what cannot wait first, what the press says last.
_KINDS = {
    "deadline": later("⏰ 临近截止"),
    "ranking": later("🏅 排名"),
    "list": later("📋 名单"),
    "policy": later("📘 政策"),
    "press": later("📰 报道"),
}


def digest(events: Sequence[Sequence[Told]], reader: Reader, *, bundle: str = "daily", entries: Rows | None = None) -> Reply:
    """Several events as one message: a line or two each, by kind, the reader's own first, with a numbered button for each.

    bundle: daily, weekly, or quiet (what was kept through the quiet hours).
    """
    told = sorted((_Event.of(changes, reader, entries or {}) for changes in events if changes), key=lambda one: one.order)
    if not told:
        return Reply()
    say = reader.say
    lines = [_title(told, bundle, say)]
    kind = ""
    for number, one in enumerate(told, start=1):
        if one.kind != kind:
            kind = one.kind
            lines += [Line(), line(bold(say(_KINDS[kind])))]
        lines += one.lines(number, say)
    shown = cut(lines, BUNDLED, lambda left: line(say("……还有{count}行，/changes 可见", count=left)))
    numbered = [Button(str(number), f"all:{event(one.changes[0])}") for number, one in enumerate(told[:NUMBERED], start=1)]
    rows = tuple(tuple(numbered[start : start + A_ROW]) for start in range(0, len(numbered), A_ROW))
    return Reply(shown, rows if reader.kind != "channel" else ())


def _title(told: Sequence[_Event], bundle: str, say: Tongue) -> Line:
    """📬 每周摘要　2026-01-05 至 2026-01-11　7条: …"""
    days = [str(change["at"])[:10] for one in told for change in one.changes]
    first, last = phrases.day(min(days), say), phrases.day(max(days), say)
    period = first if first == last else say("{first} 至 {last}", first=first, last=last)
    count = say("{count}条", count=len(told)) if len(told) != 1 else say("1条")
    return line(bold(say(_TITLES[bundle])), phrases.gap(say), period, phrases.gap(say), count)


@dataclass(frozen=True)
class _Event:
    """An event as a digest tells it."""

    changes: Sequence[Told]
    kind: str
    own: bool
    sections: Sequence[Section]

    @classmethod
    def of(cls, changes: Sequence[Told], reader: Reader, entries: Rows) -> _Event:
        kind = {"reported": "press", "deadline": "deadline", "expired": "deadline"}.get(verb(changes), changes[0]["kind"])
        found = sections(changes, reader, entries)
        own = any(reader.owns(change) for change in changes) or any(row.own for section in found for row in section.rows)
        return cls(changes, kind if kind in _KINDS else "press", own, found)

    @property
    def order(self) -> tuple[int, bool, str]:
        return list(_KINDS).index(self.kind), not self.own, str(self.changes[0]["at"])

    def lines(self, number: int, say: Tongue) -> Iterator[Line]:
        """Who says it and where; what it is in short; its rows that matter most."""
        first = self.changes[0]
        title = link(phrases.titled(first["title"]), first["url"])
        star = "⭐ " if self.own else ""
        yield line(
            bold(f"{number}. "), star, said_by(self.changes, say), " ", title, f"{phrases.gap(say)}{phrases.day(first['published'], say)}"
        )
        for section in self.sections:
            if section.gist:
                name = () if len(self.sections) == 1 or not section.name else (f"{section.name}{phrases.gap(say)}",)
                yield line("　", *name, *section.gist)
        shown, left = self._rows()
        more = f"{phrases.gap(say)}{say('另有{count}项', count=left)}" if left else ""
        for place, row in enumerate(shown, start=1):
            yield line("　", *(row.short or row.told), more if place == len(shown) else "")

    def _rows(self) -> tuple[list[Row], int]:
        """The rows that matter most, and how many there are beside them."""
        rows = sorted((row for section in self.sections for row in section.rows), key=lambda row: (not row.own, not row.stands_out))
        brief = self.kind == "press" or any(section.gist for section in self.sections)
        shown = [row for row in rows if row.own][:OWN] or rows[: 1 if brief else GIST]
        return shown, len(rows) - len(shown)
