"""Delivery as the tests have it: an outbox that is filled and drained over real HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from samples import Clock
from telegram import Bot
from telegram.request import HTTPXRequest
from telegram_api import TOKEN, Fault, TelegramApi

from bot import sender
from monitors.alerts.delivery import Delivery
from monitors.alerts.pace import Pace
from state import changes, outbox
from state.database import Database
from state.schema import SHANGHAI


def post(database: Database, clock: Clock, *letters: tuple[str, str]) -> None:
    """Puts (chat, text) messages into the outbox, in this order."""
    with database.write() as connection:
        for chat, text in letters:
            outbox.notify(connection, [chat], text, clock())


async def delivered(database: Database, api: TelegramApi, clock: Clock, rounds: int, pace: Pace | None) -> None:
    async with Bot(TOKEN, base_url=api.url, request=HTTPXRequest(read_timeout=0.5)) as bot:
        delivery = Delivery(database, sender(bot), clock, operators=["999"], pace=pace)
        for _ in range(rounds):
            await delivery.drain()
            clock.moment += timedelta(minutes=11)  # beyond every back-off


def deliver(database: Database, api: TelegramApi, clock: Clock, rounds: int = 1, pace: Pace | None = None) -> list[tuple[str, str]]:
    """Drains the outbox, in as many rounds with time for every back-off between them; what arrived, as (chat, text)."""
    asyncio.run(delivered(database, api, clock, rounds, pace))
    return [(sent.chat, sent.text) for sent in api.sent]


def waiting(database: Database) -> int:
    with database.read() as connection:
        return outbox.waiting(connection)


def once(api: TelegramApi, fault: Fault, *, number: int = 1) -> None:
    """Only the how-many-th sendMessage goes wrong."""
    api.fault = lambda ask: fault if ask.method == "sendMessage" and ask.number == number else None


async def in_real_time(database: Database, api: TelegramApi, count: int) -> None:
    async with Bot(TOKEN, base_url=api.url) as bot:
        delivery = Delivery(database, sender(bot), lambda: datetime.now(SHANGHAI), pace=Pace(), idle=0.05)
        running = asyncio.create_task(delivery.run())
        while len(api.sent) < count and not running.done():
            await asyncio.sleep(0.02)
        delivery.stop()
        await running


def with_delivery(database: Database, api: TelegramApi, clock: Clock, do: Callable[[Delivery, Bot], Awaitable[None]], **more: Any) -> None:
    """Does something with a delivery that does not run by itself."""

    async def run() -> None:
        async with Bot(TOKEN, base_url=api.url) as bot:
            await do(Delivery(database, sender(bot), clock, operators=["999"], **more), bot)

    asyncio.run(run())


def change(database: Database, clock: Clock, title: str = "办法（示例）", zone: str | None = None) -> int:
    """A change in the log: a new policy, of a park where one is named."""
    record = dict.fromkeys(("indicator", "edition", "previous_edition", "zone", "of", "top", "claim", "document"))
    record |= {"at": clock().isoformat(), "source": "sample", "kind": "policy", "op": "new", "board": "示〔2025〕1号", "key": "k"}
    record |= {"before": {}, "after": {"title": "办法"}, "stage": "施行", "issuer": "示例管委会", "title": title, "zone": zone}
    record |= {"url": "https://example.org/n", "published": "2025-01-06", "evidence": "第一条 示例"}
    with database.write() as connection:
        return changes.add(connection, None, clock(), "sample", [record])[0]
