"""How delivery stands a hard day, at real pace: `python tests/bench/delivery.py [--alerts 10000 --chats 1000]`; 10,000 take 25 minutes.

First the pace while nothing fails, on a quick line and on one with a round trip of 0.15 s; then everything with 5 % of every fault
and three kills of the service.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import hard_day
from hard_day import BadDay, Figures
from telegram_api import Fault, Limits, TelegramApi

from state.database import open_database
from state.schema import SHANGHAI

ALLOWED = 30  # messages a second


def throughput(alerts: int, chats: int, round_trip: float) -> float:
    """The share of what is allowed that is reached while nothing fails."""
    with tempfile.TemporaryDirectory() as folder, TelegramApi(Limits()) as api:
        state = Path(folder, "state.sqlite")
        database = open_database(f"sqlite:///{state}")
        told = hard_day.prepare(database, datetime.now(SHANGHAI), chats, alerts // chats)
        line = Fault(delay=round_trip)
        a_second = hard_day.pace(api, database, state, told, 600, lambda ask: line if ask.method == "sendMessage" else None)
        reached = f"{a_second:.1f} a second, {a_second / ALLOWED:.0%}"
        print(f"round trip {round_trip:g} s: {reached}; at once {api.at_once}; breaches {api.breaches}", flush=True)
        database.close()
    return a_second / ALLOWED


def hard(alerts: int, chats: int, more: int) -> Figures:
    """Everything with faults and kills."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, TelegramApi(Limits()) as api:
        state = Path(folder, "state.sqlite")
        database = open_database(f"sqlite:///{state}")
        told = hard_day.prepare(database, datetime.now(SHANGHAI), chats, alerts // chats, more)
        api.blocked |= {str(hard_day.FIRST + number) for number in range(7, chats, 20)}
        faults = BadDay(0.05)
        kills = [alerts * part // 4 for part in (1, 2, 3)]
        figures = hard_day.run(api, faults, database, state, told, kills, 3600)
        database.close()
    print(f"{len(told)} alerts to {chats} chats in {time.monotonic() - started:.0f} s; faults {dict(faults.count)}")
    print(figures)
    return figures


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--alerts", type=int, default=10_000)
    asked.add_argument("--chats", type=int, default=1000)
    asked.add_argument("--more", type=int, default=100, help="alerts that one group gets besides")
    args = asked.parse_args()
    shares = [throughput(min(args.alerts, 2000), args.chats, round_trip) for round_trip in (0, 0.15)]
    found = hard(args.alerts, args.chats, args.more)
    good = found.lost == 0 and not found.breaches and not found.out_of_order and found.repeated <= found.cut + sum(found.in_doubt)
    return 0 if good and min(shares) >= 0.9 else 1


if __name__ == "__main__":
    sys.exit(main())
