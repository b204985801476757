"""Dialogue: what is answered to whom. Words typed in a chat in, lines of the answer out; no type of Telegram's.

Subscriptions are written here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from monitors.alerts import cards, lookup, naming
from monitors.alerts.lines import Line, bold, line
from monitors.alerts.message import events, tell
from monitors.alerts.naming import Found, Topic
from monitors.boards.catalogue import Catalogue
from monitors.zones import Zones
from state import changes, subscriptions
from state.database import Database
from state.subscriptions import Subscription

MOST = 100  # subscriptions a chat can have
RECENT = 20  # changes that /changes tells

COMMANDS: Mapping[str, str] = {
    "subscribe": "订阅园区、榜单名单或一类消息：/subscribe 宁波高新区",
    "subscriptions": "看已订阅了什么",
    "unsubscribe": "退订：/unsubscribe 宁波高新区，或写序号",
    "zone": "一个园区的名次、名单、政策和报道：/zone 宁波高新区",
    "changes": "最近的变化：/changes，或 /changes 宁波高新区",
    "help": "怎样使用",
}


@dataclass(frozen=True)
class Asked:
    """One command as somebody typed it. thread 0 is the chat itself."""

    chat: str
    thread: int
    words: str
    at: datetime


class Dialogue:
    """Answers what is asked of the bot, from the database and into it."""

    def __init__(self, database: Database, now: Callable[[], datetime], zones: Zones, catalogue: Catalogue) -> None:
        self._database = database
        self._now = now
        self._zones = zones
        self._catalogue = catalogue

    def answer(self, text: str, chat: str, thread: int = 0) -> list[Line]:
        """The answer to a text in a chat. What is no command is taken as the name of a park. Synchronous: reads and writes the database."""
        command, words = _command(text)
        asked = Asked(chat, thread, words, self._now())
        answers = {
            "start": self._start,
            "help": self._help,
            "subscribe": self._subscribe,
            "subscriptions": self._subscriptions,
            "unsubscribe": self._unsubscribe,
            "zone": self._zone,
            "changes": self._changes,
            "": self._zone,
        }
        if command not in answers:
            close = naming.close(command, COMMANDS)
            hint = f"是不是 /{close[0]}？" if close else ""
            return [line(f"没有 /{command} 这个命令。{hint}"), Line(), *self._help(asked)]
        return answers[command](asked)

    def _start(self, asked: Asked) -> list[Line]:
        return [
            line(bold("园哨"), " 盯着科技日报园区版和部委、省市、园区的公布栏，名次、名单、政策有真正的变化才告诉您。"),
            Line(),
            *self._help(asked),
        ]

    def _help(self, asked: Asked) -> list[Line]:
        return [
            *(line(f"/{name} ", f"　{what}") for name, what in COMMANDS.items()),
            Line(),
            line("可以订阅：园区（苏州工业园区）、榜单名单（国家高新区综合评价）、一类消息（排名、名单、政策、指标、动态、报道）、全部。"),
            line("🏛 是发布单位公布的，📰 是报道所称；两者不一致时会说明。"),
        ]

    def _subscribe(self, asked: Asked) -> list[Line]:
        if not asked.words:
            examples = ("宁波高新区", "国家高新区综合评价", "政策")
            return [line("请写明订阅什么，例如："), *(line(f"/subscribe {one}") for one in examples)]
        found = self._meant(asked)
        if found.one is None:
            return _offer(asked.words, found, "/subscribe")
        topic = found.one
        with self._database.write() as connection:
            if len(subscriptions.of_chat(connection, asked.chat, asked.thread)) >= MOST:
                return [line(f"一个会话最多订阅{MOST}项。请先用 /unsubscribe 退订一些。")]
            new = subscriptions.add(connection, asked.chat, asked.thread, topic.topic, topic.target, asked.at)
        if not new:
            return [line("早已订阅：", bold(topic.title))]
        more = [line(f"它现在的情况：/zone {topic.title}")] if topic.topic == "zone" else []
        return [line("✅ 已订阅：", bold(topic.title)), line("今后有变化会发到这里；以前的不再补发。"), *more]

    def _subscriptions(self, asked: Asked) -> list[Line]:
        with self._database.read() as connection:
            follows = subscriptions.of_chat(connection, asked.chat, asked.thread)
        return cards.subscriptions([self._title(one) for one in follows])

    def _unsubscribe(self, asked: Asked) -> list[Line]:
        with self._database.write() as connection:
            follows = subscriptions.of_chat(connection, asked.chat, asked.thread)
            ended = self._chosen(asked, follows)
            for one in ended:
                subscriptions.remove(connection, asked.chat, asked.thread, one.topic, one.target, asked.at)
        if ended:
            return [line("已退订：", bold("、".join(self._title(one) for one in ended)))]
        told = (
            [line("请写明退订哪一项，写名称或序号；/unsubscribe 全部 即退订所有。")]
            if not asked.words
            else [line(f"没有订阅过「{asked.words}」。")]
        )
        return [*told, Line(), *cards.subscriptions([self._title(one) for one in follows])]

    def _chosen(self, asked: Asked, follows: list[Subscription]) -> list[Subscription]:
        if asked.words in naming.EVERYTHING:
            return follows
        if asked.words.isdigit():
            return follows[int(asked.words) - 1 : int(asked.words)] if int(asked.words) > 0 else []
        found = self._meant(asked).one
        titled = [one for one in follows if asked.words and asked.words in (one.target, self._title(one))]
        return titled or [one for one in follows if found and (one.topic, one.target) == (found.topic, found.target)]

    def _zone(self, asked: Asked) -> list[Line]:
        if not asked.words:
            return [line("请写明园区，例如：/zone 宁波高新区")]
        found = naming.zone(asked.words, self._zones)
        if found.one is None:
            return _offer(asked.words, found, "/zone")
        with self._database.read() as connection:
            card = cards.zone(lookup.zone(connection, found.one.target, self._zones, asked.at.date()))
        return [*card, Line(), line(f"订阅它：/subscribe {found.one.title}")]

    def _changes(self, asked: Asked) -> list[Line]:
        topic = naming.everything()
        if asked.words:
            found = self._meant(asked)
            if found.one is None:
                return _offer(asked.words, found, "/changes")
            topic = found.one
        with self._database.read() as connection:
            wanted = {name: topic.target if topic.topic == name else None for name in ("zone", "board", "kind")}
            recent = changes.query(connection, limit=RECENT, zone=wanted["zone"], board=wanted["board"], kind=wanted["kind"])
        if not recent:
            return [line("还没有记下变化：", bold(topic.title))]
        lines = [line("最近的变化：", bold(topic.title))]
        for event in reversed(events(recent)):
            lines += [Line(), *tell(event)]
        return lines

    def _meant(self, asked: Asked) -> Found:
        """The park, board or kind that is named; a policy by its number, where it is stored."""
        found = naming.anything(asked.words, self._zones, self._catalogue)
        if found.one is None and asked.words:
            with self._database.read() as connection:
                if lookup.is_stored(connection, asked.words):
                    return Found(naming.of_board(asked.words))
        return found

    def _title(self, one: Subscription) -> str:
        if one.topic == "zone":
            known = self._zones.named(one.target)
            return naming.of_zone(known).title if known else one.target
        if one.topic == "kind":
            return naming.of_kind(one.target).title
        return one.target if one.topic == "board" else naming.everything().title


def _command(text: str) -> tuple[str, str]:
    """/subscribe@parkwatch_bot 宁波高新区 → ("subscribe", "宁波高新区"); a text without a command → ("", text)."""
    first, *rest = text.split() or [""]
    if not first.startswith("/"):
        return "", " ".join(text.split())
    return first[1:].partition("@")[0].lower(), " ".join(rest)


def _offer(words: str, found: Found, command: str) -> list[Line]:
    if not found.choices:
        return [line(f"不认识「{words}」。请写园区的名称（如 宁波高新区）、榜单名单的名称，或 排名、名单、政策、报道。")]
    return [line(f"「{words}」可能指："), *(line(f"{command} {_typed(topic)}") for topic in found.choices)]


def _typed(topic: Topic) -> str:
    return topic.target or topic.title
