"""Timing: at once, digests, quiet hours, in the zone of the chat, on the days the clocks change too."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitors.alerts import timing
from state.chats import Chat

SHANGHAI, BERLIN, NEW_YORK = "Asia/Shanghai", "Europe/Berlin", "America/New_York"


def when(now: str, zone: str = SHANGHAI, **wishes: Any) -> str:
    """When a chat is told, in its own zone; now is so, too."""
    at = datetime.fromisoformat(now)
    at = at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone))
    due, kept = timing.when(Chat("7", timezone=zone, **wishes), at)
    return f"{due.astimezone(ZoneInfo(zone)):%a %d %H:%M%z}" + ("" if kept else " alone") if due else "at once"


def test_without_wishes_everything_is_told_at_once() -> None:
    assert when("2025-01-08T03:00") == "at once"


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ("2025-01-08T07:59", "Wed 08 08:00+0800"),
        ("2025-01-08T08:00", "Thu 09 08:00+0800"),
        ("2025-01-08T23:59", "Thu 09 08:00+0800"),
    ],
)
def test_a_daily_digest_comes_at_its_next_hour(now: str, told: str) -> None:
    assert when(now, delivery="daily", hour=8) == told


@pytest.mark.parametrize(
    ("now", "told"),
    [("2025-01-08T09:00", "Fri 10 18:00+0800"), ("2025-01-10T17:00", "Fri 10 18:00+0800"), ("2025-01-10T18:00", "Fri 17 18:00+0800")],
)
def test_a_weekly_digest_comes_on_its_day(now: str, told: str) -> None:
    assert when(now, delivery="weekly", weekday=4, hour=18) == told


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ("2025-01-08T21:59", "at once"),
        ("2025-01-08T22:00", "Thu 09 07:00+0800"),
        ("2025-01-09T06:59", "Thu 09 07:00+0800"),
        ("2025-01-09T07:00", "at once"),
    ],
)
def test_what_happens_in_the_quiet_hours_is_kept_until_they_end(now: str, told: str) -> None:
    assert when(now, quiet_from=22, quiet_until=7) == told


def test_quiet_hours_by_day_end_on_the_same_day() -> None:
    assert when("2025-01-08T13:30", quiet_from=12, quiet_until=14) == "Wed 08 14:00+0800"


def test_quiet_hours_of_no_length_are_none() -> None:
    assert when("2025-01-08T12:00", quiet_from=12, quiet_until=12) == "at once"


def test_a_digest_that_falls_into_the_quiet_hours_comes_at_their_end() -> None:
    assert when("2025-01-08T20:00", delivery="daily", hour=6, quiet_from=22, quiet_until=7) == "Thu 09 07:00+0800"


def test_hours_are_those_of_the_chat_wherever_the_service_runs() -> None:
    assert when("2025-01-08T14:30+08:00", BERLIN, delivery="daily", hour=8) == "Wed 08 08:00+0100"
    assert when("2025-01-08T23:30+08:00", BERLIN, quiet_from=22, quiet_until=7) == "at once"


def test_an_hour_that_the_clocks_skip_is_the_moment_they_skip_to() -> None:
    assert when("2025-03-30T00:30", BERLIN, delivery="daily", hour=2) == "Sun 30 03:00+0200"
    assert when("2025-03-30T00:30", BERLIN, quiet_from=23, quiet_until=2) == "Sun 30 03:00+0200"


def test_an_hour_that_the_clocks_show_twice_brings_one_digest() -> None:
    assert when("2025-10-26T00:30", BERLIN, delivery="daily", hour=2) == "Sun 26 02:00+0200"
    assert when("2025-10-26T02:30+01:00", BERLIN, delivery="daily", hour=2) == "Mon 27 02:00+0100"
    assert when("2025-11-02T01:30-05:00", NEW_YORK, delivery="daily", hour=1) == "Mon 03 01:00-0500"


def test_the_hour_stays_the_same_on_the_clock_over_a_change_of_the_clocks() -> None:
    assert when("2025-03-29T09:00", BERLIN, delivery="daily", hour=8) == "Sun 30 08:00+0200"


def test_a_zone_that_is_known_no_more_does_not_stop_the_news() -> None:
    assert timing.when(Chat("7", timezone="Mars/Olympus"), datetime.fromisoformat("2025-01-08T09:00+08:00")) == (None, False)
    due, _ = timing.when(Chat("7", timezone="Mars/Olympus", delivery="daily"), datetime.fromisoformat("2025-01-08T09:00+08:00"))
    assert due == datetime.fromisoformat("2025-01-09T08:00+08:00")


HOURS = st.integers(0, 23)
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2026, 12, 31), timezones=st.sampled_from([ZoneInfo("UTC")]))


ZONES = st.sampled_from([SHANGHAI, BERLIN, NEW_YORK, "Australia/Lord_Howe"])


@given(MOMENTS, ZONES, HOURS, HOURS, st.sampled_from(["now", "daily", "weekly"]), HOURS)
def test_nothing_is_ever_due_in_the_past_or_put_off_for_more_than_nine_days(
    now: datetime, zone: str, start: int, end: int, delivery: str, hour: int
) -> None:
    chat = Chat("7", timezone=zone, delivery=delivery, hour=hour, quiet_from=start, quiet_until=end)
    due, kept = timing.when(chat, now)
    assert kept == (due is not None)
    assert due is None or 0 < (due - now).total_seconds() <= 9 * 86400
