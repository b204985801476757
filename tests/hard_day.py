"""A hard day for delivery: many alerts to many chats through the service as it is run, a Bot API that fails in every way, and kills."""

from __future__ import annotations

import re
import signal
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import Random

from sqlalchemy import func, select
from telegram_api import Ask, Fault, TelegramApi
from test_service import service, until

from crawler import source as sources_known
from state import changes, outbox, sources, subscriptions
from state.database import Database
from state.outbox import Letter
from state.schema import outbox as table
from state.schema import subscriptions as follows

FIRST = 1001  # of the chats: the operator is 999
Told = set[tuple[str, int]]  # (chat, number of the event)


def prepare(database: Database, now: datetime, chats: int, events: int, more: int = 0) -> Told:
    """Every one of `chats` chats, a twentieth of them groups, is to hear of `events` events; the first group of `more` besides.

    No source is due. Returns what has to arrive.
    """
    names = [str(-number if number % 20 == 0 else number) for number in range(FIRST, FIRST + chats)]
    told: Told = set()
    with database.write() as connection:
        for name in sources_known.load():
            sources.register(connection, name, now)
            sources.pause(connection, name, True)
        for chat in names:
            subscriptions.add(connection, chat, 0, "all", "", now)
        for event in range(1, events + more + 1):
            (number,) = changes.add(connection, None, now, "sample", [_record(event, now)])
            hearers = names if event <= events else names[19:20]
            outbox.address(connection, event, [Letter(chat, 0, [number]) for chat in hearers], now)
            told |= {(chat, event) for chat in hearers}
    return told


def _record(event: int, now: datetime) -> dict[str, object]:
    record: dict[str, object] = dict.fromkeys(("indicator", "edition", "previous_edition", "zone", "of", "top", "claim", "document"))
    record |= {"at": now.isoformat(), "source": "sample", "kind": "policy", "op": "new", "board": f"示〔2025〕{event}号", "key": "k"}
    record |= {"before": {}, "after": {"title": "办法"}, "stage": "施行", "issuer": "示例管委会", "title": f"示例第{event}号办法"}
    return record | {"url": f"https://example.org/{event}", "published": "2025-01-06", "evidence": "第一条 示例"}


class BadDay:
    """Faults of a share each: markup not parsed, told to wait, an error of Telegram's, cut after the message was taken, slow."""

    def __init__(self, share: float, *, wait: int = 1, slow: float = 0.4) -> None:
        self._random = Random(5)
        self._share = share
        self._faults = {
            "400": Fault(status=400, description="Bad Request: can't parse entities: a fault"),
            "429": Fault(status=429, description="Too Many Requests", retry_after=wait),
            "5xx": Fault(status=502, description="Bad Gateway"),
            "cut": Fault(cut="after"),
            "slow": Fault(delay=slow),
        }
        self.count: Counter[str] = Counter()

    def __call__(self, ask: Ask) -> Fault | None:
        if ask.method != "sendMessage":
            return None
        roll = self._random.random()
        kind = next((kind for number, kind in enumerate(self._faults, 1) if roll < number * self._share), "")
        if not kind or (kind == "400" and ask.parameters.get("parse_mode") != "HTML"):
            return None
        self.count[kind] += 1
        return self._faults[kind]


@dataclass(frozen=True)
class Figures:
    """What came of it. in_doubt: messages that were under way at each kill. dropped: chats that had blocked the bot, told so in
    their subscriptions."""

    lost: int
    repeated: int
    out_of_order: int
    cut: int
    in_doubt: list[int]
    dropped: int
    breaches: list[str]
    at_once: int


def run(api: TelegramApi, faults: BadDay, database: Database, state: Path, told: Told, kills: Sequence[int], patience: float) -> Figures:
    """Delivers everything through these faults; the service is killed when so many messages have arrived.

    patience: seconds for each stretch up to a kill.
    """
    api.fault = faults
    in_doubt = []
    for count in kills:
        with _to_be_killed(api, state, patience, count):
            pass
        with database.read() as connection:
            in_doubt.append(connection.execute(select(func.count()).where(table.c.status == "sending")).scalar_one())
    with service(api, state) as process:
        until(process, lambda: _is_empty(database))
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
    return _figures(api, faults, database, told, in_doubt)


@contextmanager
def _to_be_killed(api: TelegramApi, state: Path, patience: float, count: int) -> Iterator[subprocess.Popen[bytes]]:
    with service(api, state) as process:
        api.wait_for(count, patience)
        yield process


def _is_empty(database: Database) -> bool:
    with database.read() as connection:
        return not outbox.waiting(connection)


def _figures(api: TelegramApi, faults: BadDay, database: Database, told: Told, in_doubt: list[int]) -> Figures:
    arrived: list[tuple[str, int]] = []
    for sent in api.sent:
        found = re.search(r"示例第(\d+)号办法", sent.text)
        if found:
            arrived.append((sent.chat, int(found[1])))
    first = list(dict.fromkeys(arrived))
    ways: dict[str, list[int]] = {}
    for chat, event in first:
        ways.setdefault(chat, []).append(event)
    with database.read() as connection:
        gone = select(follows.c.chat).where(follows.c.ended.is_not(None), follows.c.reason.contains("blocked"))
        ended = set(connection.execute(gone).scalars())
    return Figures(
        lost=len({one for one in told if one[0] not in ended} - set(arrived)) + len(api.blocked - ended),
        repeated=len(arrived) - len(first),
        out_of_order=sum(events != sorted(events) for events in ways.values()),
        cut=faults.count["cut"],
        in_doubt=in_doubt,
        dropped=len(ended),
        breaches=api.breaches,
        at_once=api.at_once,
    )


def pace(api: TelegramApi, database: Database, state: Path, told: Told, patience: float, fault: Callable[[Ask], Fault | None]) -> float:
    """Messages a second over all while everything is delivered."""
    api.fault = fault
    with service(api, state):
        sent = api.wait_for(len(told), patience)
    return (len(sent) - 1) / (sent[-1].at - sent[0].at)
