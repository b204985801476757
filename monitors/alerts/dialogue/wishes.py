"""Wishes: how a chat wants to be told: language, at once or as a digest, quiet hours, silently, its time zone, muted parks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from monitors.alerts import naming, timing
from monitors.alerts.dialogue import menus, saying
from monitors.alerts.dialogue.house import Answer, House, Request, perhaps, toast
from monitors.alerts.lines import Line, bold, line
from monitors.alerts.reply import Button, Reply
from monitors.alerts.tongue import LANGUAGES, Tongue
from state import chats, outbox
from state.chats import Chat

MUTED_DAYS = 7  # how long a press mutes a park
MUTED_AT_MOST = 365
SHOWN = 20  # muted parks that are listed, those first that are heard of again soonest


class Wishes:
    """Answers what is asked about the ways of telling. Every change is one transaction; what waits in the outbox is timed anew."""

    changing = frozenset({"lang", "digest", "quiet", "timezone", "mute", "unmute", "wish"})

    def __init__(self, house: House) -> None:
        self._house = house
        self.commands: Mapping[str, Answer] = {
            "settings": self._settings,
            "lang": self._lang,
            "digest": self._digest,
            "quiet": self._quiet,
            "timezone": self._timezone,
            "mute": self._mute,
            "unmute": self._unmute,
        }
        self.presses: Mapping[str, Answer] = {
            "set": self._choose,
            "wish": self._wish,
            "muted": self._muted,
            "mute": self._mute_pressed,
            "unmute": self._unmute_pressed,
        }

    # ── what is set ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _settings(self, request: Request) -> Reply:
        with self._house.database.read() as connection:
            chat = chats.get(connection, *request.address)
        return shown(chat, request)

    def _choose(self, request: Request) -> Reply:
        """A keyboard of values: set:hour, set:weekday, set:quiet, set:quiet:22, set:timezone; without a word, everything that is set."""
        say, what = request.say, request.argument(0)
        if what == "hour":
            return _grid(say("几点发汇总？"), [(f"{hour:02}:00", f"wish:hour:{hour}") for hour in range(24)], 6, say)
        if what == "weekday":
            days = [(saying.weekday(day, say), f"wish:weekday:{day}") for day in range(7)]
            return _grid(say("每周的汇总在星期几发？"), days, 4, say)
        if what == "quiet" and request.argument(1):
            first = request.number(1) % 24
            until = [((first + more) % 24) for more in range(1, 24)]
            hours = [(f"{hour:02}:00", f"wish:quiet:{first}-{hour}") for hour in until]
            return _grid(say("从 {hour:02}:00 安静到几点？期间的消息留到那时一起发。", hour=first), hours, 6, say)
        if what == "quiet":
            hours = [(f"{hour:02}:00", f"set:quiet:{hour}") for hour in range(24)]
            return _grid(say("从几点起免打扰？"), [*hours, (say("不要免打扰"), "wish:quiet:off")], 6, say)
        if what == "timezone":
            zones = [(say(name), f"wish:timezone:{zone}") for zone, name in saying.TIMEZONES.items()]
            return _grid(say("在哪个时区？别的时区请这样写：/timezone Europe/Paris"), zones, 2, say)
        return self._settings(request)

    def _wish(self, request: Request) -> Reply:
        """A value that was chosen: wish:hour:8."""
        name, _, told = request.words.partition(":")
        value = saying.wish(name, told)
        if value is None:
            return replace(self._settings(request), toast=request.say("这个按钮已失效"))
        return self._put(request, **value)

    def _put(self, request: Request, **wishes: Any) -> Reply:
        with self._house.database.write() as connection:
            chat = put_wishes(connection, request, wishes)
        request = replace(request, say=Tongue(chat.language))
        reply = shown(chat, request)
        done = request.say("✅ 已改")
        return replace(reply, toast=done) if request.pressed else replace(reply, lines=[line(done), Line(), *reply.lines])

    # ── the same by words ───────────────────────────────────────────────────────────────────────────────────────────

    def _lang(self, request: Request) -> Reply:
        say = request.say
        found = saying.language(request.words)
        if found:
            return self._put(request, language=found)
        buttons = tuple(Button(name, f"wish:language:{code}") for code, name in LANGUAGES.items())
        return Reply([line(say("请选语言，或写 /lang zh、/lang en")), line("中文 / English")], (buttons,))

    def _digest(self, request: Request) -> Reply:
        say = request.say
        found = saying.digest(request.words)
        if found:
            return self._put(request, **found)
        lines = [
            *_not_read(request),
            line(say("有变化就发，还是汇总？")),
            line(say("每天9点汇总：/digest 每天 9")),
            line(say("每周一9点汇总：/digest 每周 一 9")),
            line(say("有变化就发：/digest 不汇总")),
        ]
        return Reply(lines, (_delivery("", say), menus.back(say, "set")))

    def _quiet(self, request: Request) -> Reply:
        say = request.say
        found = saying.quiet(request.words)
        if found:
            return self._put(request, **found)
        lines = [*_not_read(request), line(say("免打扰的钟点这样写：/quiet 22-7；不要免打扰：/quiet off"))]
        return Reply(lines, ((Button(say("🌙 选钟点"), "set:quiet"),), menus.back(say, "set")))

    def _timezone(self, request: Request) -> Reply:
        say = request.say
        found = saying.timezone(request.words)
        if found:
            return self._put(request, timezone=found)
        near = saying.near_timezones(request.words) if request.words else []
        lines = [*_not_read(request), line(say("请写时区的名字，例如：/timezone Asia/Shanghai、/timezone 东京"))]
        offered = [Button(name, f"wish:timezone:{name}") for name in near]
        return Reply(lines, (*menus.in_rows(offered, 2), (Button(say("🕰 选时区"), "set:timezone"),), menus.back(say, "set")))

    # ── parks that are muted ────────────────────────────────────────────────────────────────────────────────────────

    def _mute(self, request: Request) -> Reply:
        say = request.say
        if not request.words:
            return self._muted(request)
        name, days = saying.mute(request.words, MUTED_DAYS)
        found = naming.zone(name, self._house.zones)
        if found.one is None:
            if found.choices:
                return perhaps(replace(request, words=name), found.choices, "mute", by_key=True)
            lines = [line(say("没有认出是哪个园区：「{told}」", told=request.echo))]
            lines.append(line(say("一段时间不听一个园区：/mute 宁波高新区，或写天数：/mute 宁波高新区 30")))
            return Reply(lines, (menus.back(say, "set"),))
        return self._muting(request, found.one.target, min(max(days, 1), MUTED_AT_MOST))

    def _mute_pressed(self, request: Request) -> Reply:
        name = self._house.by_key(request.argument(0))
        return self._muting(request, name, MUTED_DAYS) if name else toast(request.say("这个按钮已失效"))

    def _muting(self, request: Request, name: str, days: int) -> Reply:
        say, until = request.say, request.at + timedelta(days=days)
        with self._house.database.write() as connection:
            chats.mute(connection, *request.address, name, until)
            chat = chats.get(connection, *request.address)
        title = naming.of("zone", name, self._house.zones).title
        until_day = until.astimezone(ZoneInfo(chat.timezone)).strftime("%m-%d %H:%M")
        lines = [line("🔇 ", bold(title), say("　{until} 之前不再提起", until=until_day))]
        return Reply(lines, ((Button(say("🔔 恢复"), f"unmute:{naming.key(name)}"), Button(say("🔇 不听的园区"), "muted")),))

    def _unmute(self, request: Request) -> Reply:
        found = naming.zone(request.words, self._house.zones).one if request.words else None
        return self._unmuting(request, found.target) if found else self._muted(request)

    def _unmute_pressed(self, request: Request) -> Reply:
        name = self._house.by_key(request.argument(0))
        return self._unmuting(request, name) if name else toast(request.say("这个按钮已失效"))

    def _unmuting(self, request: Request, name: str) -> Reply:
        with self._house.database.write() as connection:
            ended = chats.unmute(connection, *request.address, name)
        title = naming.of("zone", name, self._house.zones).title
        told = request.say("🔔 又会提起：") if ended else request.say("🔔 本来就会提起：")
        reply = self._muted(request)
        return replace(reply, lines=[line(told, bold(title)), Line(), *reply.lines], edit=request.pressed)

    def _muted(self, request: Request) -> Reply:
        say = request.say
        with self._house.database.read() as connection:
            muted = chats.muted(connection, *request.address, request.at)
            chat = chats.get(connection, *request.address)
        if not muted:
            lines = [line(say("没有不听的园区。")), line(say("一段时间不听一个园区：/mute 宁波高新区，或写天数：/mute 宁波高新区 30"))]
            return Reply(lines, (menus.back(say, "set"),), edit=request.pressed)
        lines = [line(bold(say("不听的园区")))]
        buttons = []
        for name, until in list(muted.items())[:SHOWN]:
            title = naming.of("zone", name, self._house.zones).title
            lines.append(line(f"🔇 {title}　", say("到 {until}", until=f"{until.astimezone(ZoneInfo(chat.timezone)):%Y-%m-%d %H:%M}")))
            buttons.append((menus.button(f"🔔 {title}", f"unmute:{naming.key(name)}"),))
        if len(muted) > SHOWN:
            lines.append(line(say("另有{count}项", count=len(muted) - SHOWN)))
        return Reply(lines, (*buttons, menus.back(say, "set")), edit=request.pressed)


def put_wishes(connection: Connection, request: Request, wishes: Mapping[str, Any]) -> Chat:
    """Keeps some wishes of a chat; what waits in the outbox for it comes when they say."""
    before = chats.get(connection, *request.address)
    chat = chats.put(connection, *request.address, **wishes)
    if replace(before, language=chat.language, silent=chat.silent) != chat:
        outbox.retime(connection, *request.address, *timing.when(chat, request.at))
    return chat


def shown(chat: Chat, request: Request) -> Reply:
    """Everything that is set, with the buttons that change it."""
    say = request.say
    lines = [
        line(bold(say("⚙️ 设置"))),
        line(say("语言：{told}", told=LANGUAGES[chat.language])),
        line(say("发送：{told}", told=saying.delivery(chat, say))),
        line(say("免打扰：{told}", told=saying.quiet_hours(chat, say))),
        line(say("声音：静音发送") if chat.silent else say("声音：有提示音")),
        line(say("时区：{zone}　现在 {time}", zone=chat.timezone, time=_local(chat, request.at))),
    ]
    other = "en" if chat.language == "zh" else "zh"
    times = [Button(say("🕗 {hour:02}:00", hour=chat.hour), "set:hour")] if chat.delivery != "now" else []
    times += [Button(f"🗓 {saying.weekday(chat.weekday, say)}", "set:weekday")] if chat.delivery == "weekly" else []
    sound = Button(say("🔊 要提示音"), "wish:silent:0") if chat.silent else Button(say("🔈 静音发送"), "wish:silent:1")
    rows = (
        _delivery(chat.delivery, say),
        tuple(times),
        (Button(say("🌙 免打扰"), "set:quiet"), sound),
        (Button(say("🕰 时区"), "set:timezone"), Button(LANGUAGES[other], f"wish:language:{other}")),
        (Button(say("🔇 不听的园区"), "muted"), *menus.back(say)),
    )
    return Reply(lines, tuple(row for row in rows if row), edit=request.pressed)


def _delivery(chosen: str, say: Tongue) -> tuple[Button, ...]:
    told = {"now": say("⚡ 有变化就发"), "daily": say("📅 每天"), "weekly": say("🗓 每周")}
    return tuple(Button(f"✓ {words}" if name == chosen else words, f"wish:delivery:{name}") for name, words in told.items())


def _grid(title: str, choices: list[tuple[str, str]], across: int, say: Tongue) -> Reply:
    buttons = [Button(words, says) for words, says in choices]
    return Reply([line(title)], (*menus.in_rows(buttons, across), menus.back(say, "set")), edit=True)


def _not_read(request: Request) -> list[Line]:
    return [line(request.say("没有读懂：「{told}」", told=request.echo))] if request.words else []


def _local(chat: Chat, at: datetime) -> str:
    return at.astimezone(ZoneInfo(chat.timezone)).strftime("%H:%M")
