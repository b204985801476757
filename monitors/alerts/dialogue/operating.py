"""Operating: what the operator asks and presses, and what he is told once a week. Only chats he named himself get here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from monitors.alerts import cards
from monitors.alerts.dialogue.menus import in_rows
from monitors.alerts.lines import Line, bold, line, link
from monitors.alerts.reply import PRESS, Button, Reply
from monitors.alerts.tongue import Tongue, later
from state import documents, figures, marks, outbox, pages, sources
from state.database import Database
from state.figures import Figures
from state.schema import SHANGHAI

SHOWN = 8  # sources on a page of the list
TROUBLES = 5  # pages that are named of a source in trouble
WEEK = timedelta(days=7)
REPORT = "weekly report"
REPORT_AT = (0, 9)  # Monday, 9 o'clock in Shanghai

Status = Mapping[str, Any]  # a source as `sources --json` prints it

COMMANDS: Mapping[str, str] = {
    "health": later("整个服务的状况"),
    "sources": later("每个来源的状况，可停用和启用"),
}
_KINDS: Mapping[str, str] = {
    "ranking": later("排名"),
    "list": later("名单"),
    "policy": later("政策"),
    "indicator": later("指标"),
    "event": later("动态"),
    "coverage": later("报道"),
}


class Operating:
    """Answers the operator. Synchronous: reads and writes the database."""

    def __init__(self, database: Database, now: Callable[[], datetime], status: Callable[[], Sequence[Status]]) -> None:
        """status: every source as `sources --json` prints it."""
        self._database = database
        self._now = now
        self._status = status

    def knows(self, verb: str) -> bool:
        """Whether a command or the verb of a press is the operator's."""
        return verb in COMMANDS or verb in _PRESSES

    def answer(self, verb: str, argument: str, say: Tongue, *, pressed: bool) -> Reply:
        """The answer to a command (`/sources`) or a press (`pause:miit-wjgs`)."""
        if verb == "health":
            return self._health(say, edit=pressed)
        if verb == "sources":
            return self._sources(int(argument) if argument.isdecimal() else 0, say, edit=pressed)
        if verb in ("approve", "discard"):
            return self._rule(verb, argument, say)
        if verb in ("pause", "resume"):
            return self._pause(argument, say, paused=verb == "pause")
        return self._source(argument, say)

    def _health(self, say: Tongue, *, edit: bool) -> Reply:
        rows, now = self._status(), self._now()
        with self._database.read() as connection:
            counted = figures.since(connection, now - timedelta(days=1))
        lines = [line(bold(say("园哨 · 运行状况")), f"　{now:%Y-%m-%d %H:%M}"), *_sources_summary(rows, say), Line()]
        lines += [line(bold(say("过去24小时"))), *_happened(counted, say)]
        if counted.oldest is not None:
            lines.append(line(say("待发 {count} 条，最早的在 {since}", count=counted.waiting, since=f"{counted.oldest:%m-%d %H:%M}")))
        else:
            lines.append(line(say("没有待发的消息")))
        lines.append(line(say("{chats} 个会话，{subscriptions} 项订阅", chats=counted.chats, subscriptions=counted.subscriptions)))
        buttons = ((Button(say("🔄 刷新"), "health"), Button(say("📡 来源"), "sources:0")),)
        return Reply(lines, buttons, edit=edit)

    def _sources(self, page: int, say: Tongue, *, edit: bool) -> Reply:
        rows = sorted(self._status(), key=lambda row: (_ORDER.index(row["health"]), row["name"]))
        last = max((len(rows) - 1) // SHOWN, 0)
        page = min(page, last)
        lines = [line(bold(say("来源")), f"　{page + 1}/{last + 1}"), *_sources_summary(rows, say), Line()]
        named: list[Button] = []
        for row in rows[page * SHOWN : (page + 1) * SHOWN]:
            good = say("　最近完整 {at}", at=str(row["last_good"])[5:16].replace("T", " ")) if row["last_good"] else ""
            lines.append(line(bold(row["name"]), f"　{row['publisher']}"))
            lines.append(line("    ", say(cards.HEALTH[row["health"]]), good))
            if row["reason"]:
                lines.append(line("    ", row["reason"]))
            says = f"source:{row['name']}"
            if len(says.encode()) <= PRESS:  # a longer name has its commands in the terminal
                named.append(Button(row["name"], says))
        turns = [(say("◀ 上一页"), page - 1)] if page else []
        turns += [(say("下一页 ▶"), page + 1)] if page < last else []
        turning = [Button(words, f"sources:{to}") for words, to in turns]
        return Reply(lines, (*in_rows(named, 2), *in_rows(turning, 2)), edit=edit)

    def _source(self, name: str, say: Tongue) -> Reply:
        row = next((one for one in self._status() if one["name"] == name), None)
        if row is None:
            return Reply(toast=say("没有这个来源了"))
        with self._database.read() as connection:
            troubled = pages.troubled(connection, name)
        lines = [line(bold(name), f"　{row['publisher']}"), line(link(row["url"], row["url"])), line(say(cards.HEALTH[row["health"]]))]
        lines += map(line, cards.times(row, say))
        for page in troubled[:TROUBLES]:
            lines += [
                Line(),
                line(say("⏸ 未采信") if page.status != "failed" else say("⚠️ 未读到"), "　", link(page.title or page.url, page.url)),
            ]
            lines.append(line(page.reason or ""))
        if len(troubled) > TROUBLES:
            lines.append(line(say("另有 {count} 页", count=len(troubled) - TROUBLES)))
        if row["unread"]:
            lines += [Line(), line(bold(say("读不懂的"))), *(line("· ", what) for what in row["unread"][:TROUBLES])]
        paused = row["health"] == "paused"
        act = Button(say("▶️ 启用"), f"resume:{name}") if paused else Button(say("⏯ 停用"), f"pause:{name}")
        return Reply(lines, ((act, Button(say("◀ 全部来源"), "sources:0")),), edit=True)

    def _pause(self, name: str, say: Tongue, *, paused: bool) -> Reply:
        if name not in {row["name"] for row in self._status()}:
            return Reply(toast=say("没有这个来源了"))
        with self._database.write() as connection:
            sources.register(connection, name, self._now())
            sources.pause(connection, name, paused)
        shown = self._source(name, say)
        return Reply(shown.lines, shown.buttons, edit=True, toast=say("已停用") if paused else say("已启用"))

    def _rule(self, verb: str, argument: str, say: Tongue) -> Reply:
        """The operator's word on a reading that was held back. Nothing is compared here: the page is read again at once, and
        believed if it still says the same."""
        with self._database.write() as connection:
            version = documents.by_id(connection, int(argument)) if argument.isdecimal() else None
            if version is None or version.verdict not in ("held", "waiting", "allowed", "discarded"):
                return Reply(toast=say("这次读取已有结论"))
            page = pages.get(connection, version.source, version.key)
            if page is None or page.status not in ("held", "waiting"):
                return Reply(toast=say("这一页已恢复正常，无需处理"))
            self._settle(connection, version, allowed=verb == "approve")
        title = link(version.title or version.url, version.url)
        if verb == "approve":
            return Reply([line(say("✅ 已认可："), title), line(say("马上重读；仍是同样内容即采信，并告知订阅者。"))], toast=say("已认可"))
        return Reply([line(say("✖️ 已丢弃："), title), line(say("同样内容不再提起；网页有改动时照常处理。"))], toast=say("已丢弃"))

    def _settle(self, connection: Connection, version: documents.Version, *, allowed: bool) -> None:
        documents.settle(connection, version.id, "allowed" if allowed else "discarded")
        if allowed:
            pages.put(connection, version.source, version.key, retry_at=None, checked=None)
            sources.hurry(connection, version.source)
        else:
            pages.put(connection, version.source, version.key, status="held")


_PRESSES = ("approve", "discard", "pause", "resume", "source")
_ORDER = ("broken", "held", "never", "paused", "ok")


def report_if_due(database: Database, operators: Sequence[str], now: datetime, status: Callable[[], Sequence[Status]]) -> bool:
    """Once a week, into the outbox: what was read, told and left in trouble. True where it was written now."""
    today = now.astimezone(SHANGHAI)
    weekday, hour = REPORT_AT
    due = (today - timedelta(days=(today.weekday() - weekday) % 7)).replace(hour=hour, minute=0, second=0, microsecond=0)
    if due > today:
        due -= WEEK
    with database.write() as connection:
        last = marks.last(connection, REPORT)
        if last is not None and last >= due:
            return False
        marks.note(connection, REPORT, now)
        if last is None or not operators:  # a week that was not watched from its beginning has no report
            return False
        outbox.notify(connection, operators, _report(figures.since(connection, last), status(), last, now), now)
    return True


def _report(counted: Figures, rows: Sequence[Status], since: datetime, until: datetime) -> str:
    say = Tongue()
    lines = [line(f"📋 {since:%m-%d} — {until:%m-%d} 周报"), *_sources_summary(rows, say), *_happened(counted, say)]
    lines.append(line(f"{counted.chats} 个会话，{counted.subscriptions} 项订阅；待发 {counted.waiting} 条"))
    lines += [line(f"已退出的会话：{reason or '原因不明'} × {count}") for reason, count in counted.ended.items()]
    for row in rows:
        if row["health"] in ("broken", "held"):
            lines.append(line(f"{cards.HEALTH[row['health']]} {row['name']}：{row['reason'] or '原因不明'}"))
    unread = [(row["name"], len(row["unread"])) for row in rows if row["unread"]]
    lines += [line(f"读不懂的：{name} {count} 处") for name, count in unread]
    return "\n".join("".join(span.text for span in one.spans) for one in lines)


def _sources_summary(rows: Sequence[Status], say: Tongue) -> list[Line]:
    counts = Counter(row["health"] for row in rows)
    told = [f"{say(cards.HEALTH[health])} {counts[health]}" for health in _ORDER if counts[health]]
    return [line(say("{count} 个来源", count=len(rows)), "　", "　".join(told))]


def _happened(counted: Figures, say: Tongue) -> list[Line]:
    kinds = "、".join(f"{say(_KINDS.get(kind, kind))} {count}" for kind, count in counted.changes.items()) or say("没有变化")
    lines = [line(say("读了 {documents} 篇，变化：{kinds}", documents=counted.documents, kinds=kinds))]
    lines.append(line(say("送达 {sent} 条，放弃 {dead} 条", sent=counted.sent, dead=counted.dead)))
    if counted.held or counted.failing:
        lines.append(line(say("未采信 {held} 页，读取失败 {failing} 页", held=counted.held, failing=counted.failing)))
    return lines
