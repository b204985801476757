"""House: what every room of the dialogue knows, and one thing that is asked of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Protocol

from monitors.alerts import lookup, naming
from monitors.alerts.dialogue import menus
from monitors.alerts.dialogue.asked import Asked
from monitors.alerts.lines import line
from monitors.alerts.naming import Found, Topic
from monitors.alerts.reply import Reply
from monitors.alerts.tongue import Tongue
from monitors.boards.catalogue import Catalogue
from monitors.zones import Zones
from state import boards
from state.database import Database
from state.subscriptions import Subscription

LONGEST = 200  # characters of a text that are read; nobody's park has a longer name
ECHOED = 40  # characters of somebody's words that an answer repeats
# Control characters (NUL is no text for PostgreSQL), marks of the writing direction (they would turn our own words around), and
# halves of surrogate pairs, which no encoding takes.
_INVISIBLE = {"Cc", "Cf", "Cs"}


@dataclass(frozen=True)
class Request:
    """One command or press. words: what stands behind the command, or behind the verb of a press."""

    asked: Asked
    words: str
    at: datetime
    say: Tongue

    @property
    def address(self) -> tuple[str, int]:
        return self.asked.chat, self.asked.thread

    @property
    def pressed(self) -> bool:
        return bool(self.asked.press)

    def argument(self, place: int) -> str:
        """One of the words of a press, which stand between colons; "" where there are fewer."""
        found = self.words.split(":")
        return found[place] if place < len(found) else ""

    def number(self, place: int) -> int:
        """The same as a number; 0 where it is none, or one that no id or page can be."""
        told = self.argument(place)
        return int(told) if told.isascii() and told.isdecimal() and len(told) < 18 else 0

    @property
    def echo(self) -> str:
        """The words as an answer repeats them."""
        return self.words if len(self.words) <= ECHOED else f"{self.words[:ECHOED]}…"


Answer = Callable[[Request], Reply]


class Room(Protocol):
    """A part of the dialogue: what it answers by command and by press, and which of these change something."""

    @property
    def commands(self) -> Mapping[str, Answer]: ...

    @property
    def presses(self) -> Mapping[str, Answer]: ...

    @property
    def changing(self) -> frozenset[str]:
        """Commands that change something when words stand behind them, and verbs of presses that do."""


class House:
    """What is known, and where it is kept. bot_name: without @, "" until Telegram has told it; links need it."""

    def __init__(self, database: Database, now: Callable[[], datetime], zones: Zones, catalogue: Catalogue, bot_name: str = "") -> None:
        self.database = database
        self.now = now
        self.zones = zones
        self.catalogue = catalogue
        self.bot_name = bot_name

    @cached_property
    def provinces(self) -> Mapping[str, int]:
        """Every province with the number of its parks, in the order of the register."""
        found: dict[str, int] = {}
        for zone in self.zones:
            if zone.province:
                found[zone.province] = found.get(zone.province, 0) + 1
        return found

    def by_key(self, told: str) -> str | None:
        """The official name of the park that a button means; None where it means none."""
        return naming.by_key(told, (zone.name for zone in self.zones))

    def meant(self, words: str, say: Tongue) -> Found:
        """What a person means by some words; a policy by its number, where it is stored."""
        found = naming.anything(words, self.zones, self.catalogue, say)
        if found.one is None and words:
            with self.database.read() as connection:
                if lookup.is_stored(connection, words):
                    return Found(naming.of_board(words))
        return found

    def titled(self, one: Subscription, say: Tongue) -> str:
        """What people call a thing that is subscribed to."""
        return naming.of(one.topic, one.target, self.zones, say).title

    def named(self, code: str, say: Tongue) -> Topic | None:
        """The topic that a press or a link means (see naming.code); None where it is not known, any more or at all."""
        topic, _, told = code.partition("_")
        if topic in ("company", "keyword", "kind", "subject", "all"):
            return naming.valid(topic, told, self.zones, say)
        target = self._by_key(topic, told)
        return naming.of(topic, target, self.zones, say) if target else None

    def _by_key(self, topic: str, told: str) -> str | None:
        if topic == "zone":
            return self.by_key(told)
        if topic == "province":
            return naming.by_key(told, self.provinces)
        if topic != "board":
            return None
        known = naming.by_key(told, (one.name for one in self.catalogue))
        if known:
            return known
        with self.database.read() as connection:
            return naming.by_key(told, dict.fromkeys(one.board for one in boards.all(connection)))

    def deep_link(self, code: str) -> str:
        """An address that opens the bot and offers this topic; "" where the bot's name is not known or the code fits in no link."""
        fits = self.bot_name and re.fullmatch(r"[A-Za-z0-9_-]{1,64}", code)
        return f"https://t.me/{self.bot_name}?start={code}" if fits else ""


def clean(text: str) -> str:
    """What somebody typed, as it is read: without invisible characters, whitespace made one space, at most LONGEST characters."""
    kept = (" " if character.isspace() else character for character in text[: 4 * LONGEST])
    seen = "".join(filter(_is_visible, kept))
    return " ".join(seen.split())[:LONGEST].strip()


def is_clean(text: str) -> bool:
    """Whether a text from a file holds nothing that a typed one could not, so that it can be kept and shown."""
    return all(map(_is_visible, text))


def _is_visible(character: str) -> bool:
    return unicodedata.category(character) not in _INVISIBLE


def command(text: str) -> tuple[str, str, str]:
    """/subscribe@parkwatch_bot 宁波高新区 → ("subscribe", "parkwatch_bot", "宁波高新区"); without a command → ("", "", text)."""
    first, _, rest = text.partition(" ")
    if not first.startswith("/"):
        return "", "", text
    name, _, bot = first[1:].partition("@")
    return name.lower() or "help", bot, rest


def toast(words: str) -> Reply:
    """A short word over the chat."""
    return Reply(toast=words[:190])


def perhaps(request: Request, topics: Sequence[Topic], verb: str, *, by_key: bool = False) -> Reply:
    """What some words may mean, to be chosen from. verb: what a press does with the topic's code, or with the key of its name."""
    lines = [line(request.say("「{told}」可能指：", told=request.echo))]
    lines += [line("· ", topic.title) for topic in topics if len(topic.title) > menus.LONGEST]  # a button would cut it short
    return Reply(lines, (*menus.choices(topics, verb, by_key=by_key), menus.back(request.say)))


def stale(request: Request) -> Reply:
    """What a button answers whose meaning is not known any more, or never was."""
    say = request.say
    return Reply([line(say("这个按钮已失效，请重新选。"))], menus.start(say), toast=say("这个按钮已失效"))
