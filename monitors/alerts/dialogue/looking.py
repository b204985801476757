"""Looking: parks, rankings, lists and changes as somebody asks for them. Nothing is changed here: everybody in a group may look."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from monitors.alerts import cards, compare, history, letters, lookup, naming, phrases, sheets, wants
from monitors.alerts.dialogue import menus
from monitors.alerts.dialogue.house import Answer, House, Request, perhaps, stale, toast
from monitors.alerts.lines import Block, Line, bold, line, parts
from monitors.alerts.message import events, tell
from monitors.alerts.naming import Found, Topic
from monitors.alerts.reader import Reader
from monitors.alerts.reply import Button, Buttons, File, Reply
from state import boards, changes, chats, subscriptions

RECENT = 20  # changes that /changes tells
BOARDS = 8  # on a page of their list
PAIRS = 8  # ways in which the words of /compare are parted
KEPT = 300  # of a whole province or of words, looked through for the newest


class Looking:
    """Answers what is asked about parks, boards and changes."""

    changing: frozenset[str] = frozenset()

    def __init__(self, house: House) -> None:
        self._house = house
        self.commands: Mapping[str, Answer] = {
            "zone": self._zone,
            "rank": self._rank,
            "compare": self._compare,
            "board": self._board,
            "changes": self._changes,
        }
        self.presses: Mapping[str, Answer] = {
            "zone": self._zone_pressed,
            "rank": self._rank_pressed,
            "cmp": self._compare_pressed,
            "board": self._board_pressed,
            "boards": self._boards,
            "recent": self._recent_pressed,
            "all": self._event,
            "xlsx": self._sheet,
        }

    # ── parks ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def _zone(self, request: Request) -> Reply:
        if not request.words:
            return self._which(request, "zone")
        found = naming.zone(request.words, self._house.zones)
        return self._card(request, found.one.target) if found.one else self._perhaps(request, found, "zone")

    def _zone_pressed(self, request: Request) -> Reply:
        name = self._house.by_key(request.argument(0))
        return self._card(request, name) if name else stale(request)

    def _card(self, request: Request, name: str) -> Reply:
        known = self._house.zones.named(name)
        with self._house.database.read() as connection:
            data = lookup.zone(connection, name, self._house.zones, request.at.date())
            follows = subscriptions.of_chat(connection, *request.address)
        own = next((one.id for one in follows if (one.topic, one.target) == ("zone", name)), None)
        link = self._house.deep_link(f"zone_{naming.key(name)}")
        return Reply(cards.zone(data, request.say), menus.park(known, link, request.say, own) if known else ())

    def _rank(self, request: Request) -> Reply:
        if not request.words:
            return self._which(request, "rank")
        found = naming.zone(request.words, self._house.zones)
        return self._history(request, [found.one.target]) if found.one else self._perhaps(request, found, "rank")

    def _rank_pressed(self, request: Request) -> Reply:
        name = self._house.by_key(request.argument(0))
        return self._history(request, [name]) if name else stale(request)

    def _compare(self, request: Request) -> Reply:
        say = request.say
        pairs = list(_pairs(request.words))
        if not pairs:
            lines = [line(say("请写两个园区：/compare 宁波高新区 杭州高新区"))]
            return Reply(lines, ((Button(say("🏙 从目录里选"), f"provs:{menus.LOOKING}:0"), *menus.back(say)),))
        read = [(names, [naming.zone(name, self._house.zones) for name in names]) for names in pairs[:PAIRS]]
        names, found = next((one for one in read if all(known.one for known in one[1])), read[0])
        unclear = next(((name, one) for name, one in zip(names, found, strict=True) if one.one is None), None)
        if unclear is not None:
            other = next((one.one for one in found if one.one), None)
            verb = f"cmp:{naming.key(other.target)}" if other else "zone"
            return self._perhaps(replace(request, words=unclear[0]), unclear[1], verb)
        return self._history(request, list(dict.fromkeys(one.one.target for one in found if one.one)))

    def _compare_pressed(self, request: Request) -> Reply:
        names = [self._house.by_key(request.argument(place)) for place in (0, 1)]
        known = list(dict.fromkeys(name for name in names if name))
        return self._history(request, known) if None not in names else stale(request)

    def _history(self, request: Request, names: Sequence[str]) -> Reply:
        """One park's places over the editions, or parks side by side; with the picture of the ranking that was told of last."""
        say = request.say
        with self._house.database.read() as connection:
            found = history.of_parks(connection, names)
            first = next((one for one in found if one.placed), None)
            picture = history.picture(connection, names, first.board, first.indicator, say.language) if first else None
            parks = [lookup.zone(connection, name, self._house.zones, request.at.date()) for name in names] if len(names) > 1 else []
        lines = compare.compare(parks, found, say) if parks else cards.ranks(names[0], found, say)
        return Reply(lines, self._beside(names, request), picture)

    def _beside(self, names: Sequence[str], request: Request) -> Buttons:
        parks = tuple(menus.button(f"🏙 {self._title(name)}", f"zone:{naming.key(name)}") for name in names)
        if len(names) > 1:
            return (parks,)
        return ((*parks, Button(request.say("⚖️ 和别的比"), f"provs:{naming.key(names[0])}:0")),)

    def _title(self, name: str) -> str:
        return naming.of("zone", name, self._house.zones).title

    def _which(self, request: Request, command: str) -> Reply:
        say = request.say
        lines = [line(say("请写明园区，例如：")), line(f"/{command} 宁波高新区")]
        return Reply(lines, ((Button(say("🏙 从目录里选"), f"provs:{menus.LOOKING}:0"), *menus.back(say)),))

    def _perhaps(self, request: Request, found: Found, verb: str) -> Reply:
        """Parks that may have been meant. verb: what a press does with the key of one."""
        say = request.say
        if found.choices:
            return perhaps(request, found.choices, verb, by_key=True)
        lines = [line(say("没有认出是哪个园区：「{told}」", told=request.echo)), line(say("请写园区的名称，例如：宁波高新区"))]
        return Reply(lines, ((Button(say("🏙 从目录里选"), f"provs:{menus.LOOKING}:0"), *menus.back(say)),))

    # ── rankings and lists ──────────────────────────────────────────────────────────────────────────────────────────

    def _board(self, request: Request) -> Reply:
        if not request.words:
            return self._boards(request)
        words, edition = _edition(request.words)
        with self._house.database.read() as connection:
            stored = lookup.is_stored(connection, words)
        found = Found(naming.of_board(words)) if stored else naming.board(words, self._house.catalogue)
        if found.one:
            return self._shown(request, found.one.target, edition)
        say = request.say
        if found.choices:
            return perhaps(request, found.choices, "board", by_key=True)
        lines = [line(say("没有叫「{told}」的榜单或名单。", told=request.echo))]
        return Reply(lines, ((Button(say("🏆 榜单和名单"), "boards:0"), *menus.back(say)),))

    def _board_pressed(self, request: Request) -> Reply:
        topic = self._house.named(f"board_{request.argument(0)}", request.say)
        return self._shown(request, topic.target, None, request.number(1)) if topic else stale(request)

    def _shown(self, request: Request, name: str, edition: str | None, page: int = 0) -> Reply:
        """The newest edition of a board, or the one asked for, a message at a time."""
        say, key = request.say, naming.key(name)
        with self._house.database.read() as connection:
            follows = subscriptions.of_chat(connection, *request.address)
            try:
                found = lookup.board(connection, name, edition)
            except lookup.NothingStored:
                found = []
            there = list(dict.fromkeys(f"{one.edition}{one.stage}" for one in boards.editions(connection, name)))
        own = next((one.id for one in follows if (one.topic, one.target) == ("board", name)), None)
        follow = Button(say("🔕 退订"), f"unsub:{own}") if own else Button(say("🔔 订阅"), f"sub:board_{key}")
        sharing = menus.share(self._house.deep_link(f"board_{key}"), name, say)
        below = ((follow, *sharing), (Button(say("🏆 榜单和名单"), "boards:0"), *menus.back(say)))
        if not found:
            lines = [line(bold(name)), line(say("库中还没有它的任何一期。"))]
            if there:
                lines = [
                    line(bold(name)),
                    line(say("没有「{told}」这一期，有的是：{there}", told=edition or "", there=phrases.joined(there, say))),
                ]
            return Reply(lines, below)
        lines = [shown for one in found for shown in (*cards.board(one, say), Line())]
        return _paged(lines, page, f"board:{key}" if edition is None else "", below, request)

    def _boards(self, request: Request) -> Reply:
        """Every ranking and list, those first of which something is stored, with the newest edition."""
        say = request.say
        newest: dict[str, str] = {}
        with self._house.database.read() as connection:
            for kind in ("ranking", "list"):
                for one in boards.all(connection, kind):  # newest edition first
                    newest.setdefault(one.board, f"{phrases.edition(one.edition, say)}{phrases.stage(one.stage, say) if one.stage else ''}")
        names = [*newest, *(one.name for one in self._house.catalogue if one.name not in newest)]
        page = menus.page_of(len(names), request.number(0), BOARDS)
        lines = [line(bold(say("🏆 榜单和名单"))), line(say("点一个看最新一期，或写：/board 小巨人 第七批"))]
        for name in names[page * BOARDS : (page + 1) * BOARDS]:
            lines.append(line("· ", name, "　", newest.get(name) or say("还没有")))
        return Reply(lines, menus.boards(names, page, say, size=BOARDS), edit=request.pressed)

    # ── changes ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def _changes(self, request: Request) -> Reply:
        if not request.words:
            return self._recent(request, naming.of("all", "", self._house.zones, request.say))
        found = self._house.meant(request.words, request.say)
        if found.one:
            return self._recent(request, found.one)
        say = request.say
        if found.choices:
            return perhaps(request, found.choices, "recent")
        lines = [line(say("没有认出「{told}」。", told=request.echo)), line(say("例如：/changes 宁波高新区，/changes 政策，/changes 浙江"))]
        return Reply(lines, ((Button(say("🕘 最近的变化"), "recent"), *menus.back(say)),))

    def _recent_pressed(self, request: Request) -> Reply:
        topic = self._house.named(request.words or "all", request.say)
        return self._recent(request, topic) if topic else stale(request)

    def _recent(self, request: Request, topic: Topic) -> Reply:
        say = request.say
        with self._house.database.read() as connection:
            recent = self._told(connection, topic)[-RECENT:]
            reader = self._reader(connection, request)
        if not recent:
            return Reply([line(say("还没有记下变化："), bold(topic.title))], (menus.back(say),))
        lines = [line(say("最近的变化："), bold(topic.title))]
        for event in reversed(events(recent)):
            lines += [Line(), *tell(event, reader)]
        return Reply(lines, (menus.back(say),))

    def _told(self, connection: Connection, topic: Topic) -> list[dict[str, Any]]:
        """The newest changes of a topic, oldest first."""
        if topic.topic in ("zone", "board", "kind", "all"):
            zone, board, kind = (topic.target if topic.topic == name else None for name in ("zone", "board", "kind"))
            return changes.query(connection, limit=RECENT, zone=zone, board=board, kind=kind)
        records = changes.query(connection, limit=KEPT)
        if topic.topic in wants.WORDED:
            places = wants.wanted([(topic.topic, topic.target)], records, self._house.zones)
            return [records[place] for place in places.get((topic.topic, topic.target), ())]
        return [one for one in records if (topic.topic, topic.target) in wants.topics(one, self._house.zones)]

    def _reader(self, connection: Connection, request: Request) -> Reader:
        follows = subscriptions.of_chat(connection, *request.address)
        return letters.reader_of(chats.get(connection, *request.address), follows)

    def _event(self, request: Request) -> Reply:
        """Everything of one event, unfolded, a message at a time."""
        say = request.say
        with self._house.database.read() as connection:
            told = _of_event(connection, request.argument(0))
            if not told:
                return toast(say("这条消息的内容已不在库中"))
            lines = tell(told, self._reader(connection, request), letters.rows_of(connection, told))
        unfolded = [replace(one, block=Block.NONE) if one.block is Block.FOLDED else one for one in lines]
        return _paged(unfolded, request.number(1), f"all:{request.argument(0)}", (), request)

    def _sheet(self, request: Request) -> Reply:
        """The rankings or lists that an event changed, as a file."""
        say = request.say
        with self._house.database.read() as connection:
            told = _of_event(connection, request.argument(0))
            tables = lookup.touched(connection, told)
        if not tables:
            return toast(say("没有可以做成表格的内容"))
        lines = [line(phrases.titled(told[0]["title"]))]
        return Reply(lines, file=File(sheets.name(tables, say), sheets.sheet(tables, told, say)))


def _of_event(connection: Connection, told: str) -> list[dict[str, Any]]:
    """The changes that a button means: those of an event by its number, or one that the calendar brought: c12."""
    number = told.removeprefix("c")
    if not (number.isascii() and number.isdecimal() and len(number) < 18):
        return []
    return changes.by_ids(connection, [int(number)]) if told.startswith("c") else changes.of_event(connection, int(number))


def _paged(lines: Sequence[Line], page: int, turn: str, below: Buttons, request: Request) -> Reply:
    """One message of a long answer, with buttons to the others; the first in a message of its own, the others in its place."""
    say, found = request.say, parts(lines)
    page = menus.page_of(len(found), page, 1)
    turns: list[Button] = []
    if turn and page > 0:
        turns.append(Button(say("◀ 上一页"), f"{turn}:{page - 1}"))
    if turn and page + 1 < len(found):
        turns.append(Button(say("下一页 ▶"), f"{turn}:{page + 1}"))
    turned = request.pressed and request.words.count(":") > 0
    return Reply(found[page].lines, (*((tuple(turns),) if turns else ()), *below), edit=turned)


def _pairs(words: str) -> Iterator[tuple[str, str]]:
    """甲 乙, 甲和乙, 甲 vs 乙 → two names, wherever the words can be parted: 呼和浩特高新区和包头高新区 can be in two places."""
    for between in re.finditer(r"\s*(?:[、，,；;]|\bvs\b\.?|和|与|跟|对比)\s*|\s+", words):
        first, second = words[: between.start()].strip(), words[between.end() :].strip()
        if first and second:
            yield first, second


def _edition(words: str) -> tuple[str, str | None]:
    """小巨人 第七批 → (小巨人, 第七批); a year or a batch at the end is the edition."""
    found = re.fullmatch(r"(.+?) (\d{4}年?|第[一二三四五六七八九十\d]+批\S*|\S*公示|\S*公布)", words)
    return (found[1], found[2].removesuffix("年")) if found else (words, None)
