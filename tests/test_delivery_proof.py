"""The proof: alerts to many chats through the service as it is run, with every fault and kills; tests/bench has the long one."""

from __future__ import annotations

from pathlib import Path

import hard_day
from hard_day import BadDay
from samples import Clock
from telegram_api import Limits, TelegramApi

from state.database import Database


def test_a_hard_day_loses_nothing_repeats_what_was_in_doubt_and_breaks_no_limit(database: Database, clock: Clock, tmp_path: Path) -> None:
    told = hard_day.prepare(database, clock(), chats=70, events=6, more=2)
    with TelegramApi(Limits()) as api:
        api.blocked |= {"1007", "1027", "1047", "1067"}
        found = hard_day.run(api, BadDay(0.01, slow=0.2), database, tmp_path / "state.sqlite", told, kills=(120, 280), patience=60)
    assert (found.lost, found.out_of_order, found.dropped, found.breaches) == (0, 0, 4, [])
    assert found.repeated <= found.cut + sum(found.in_doubt)
    assert all(number <= found.at_once for number in found.in_doubt)
