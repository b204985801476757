"""Timing: when a chat is told what is news now: at once, with its digest, after its quiet hours. Pure: wishes and a moment in.

Hours are those of the chat's own time zone. An hour that the clocks skip is the moment they skip to; one that they show twice is
the first of the two.
"""

from __future__ import annotations

import logging
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from state.chats import Chat
from state.schema import SHANGHAI

log = logging.getLogger(__name__)


def when(chat: Chat, now: datetime) -> tuple[datetime | None, bool]:
    """When this chat hears of what is news now, and whether with everything else that waits by then. (None, False): at once.

    A digest that falls into the quiet hours comes at their end.
    """
    due = _digest(chat, now)
    if due is None:
        due = quiet_until(chat, now)
        return due, due is not None
    return quiet_until(chat, due) or due, True


def quiet_until(chat: Chat, now: datetime) -> datetime | None:
    """When the quiet hours end that a moment falls into; None where it falls into none."""
    start, end = chat.quiet_from, chat.quiet_until
    if start is None or end is None or start == end:
        return None
    here = now.astimezone(_zone(chat.timezone))
    is_quiet = start <= here.hour < end if start < end else here.hour >= start or here.hour < end
    return _next(here, end) if is_quiet else None


def _digest(chat: Chat, now: datetime) -> datetime | None:
    """When the next digest is due, after now; None for a chat that has none."""
    if chat.delivery not in ("daily", "weekly"):
        return None
    return _next(now.astimezone(_zone(chat.timezone)), chat.hour, chat.weekday if chat.delivery == "weekly" else None)


def _next(here: datetime, hour: int, weekday: int | None = None) -> datetime:
    """The first moment after `here` (local) at which it strikes this hour, on this day of the week."""
    day = here.date()
    while (weekday is not None and day.weekday() != weekday) or _at(day, hour, here) <= here.astimezone(UTC):
        day += timedelta(days=1)
    return _at(day, hour, here).astimezone(here.tzinfo)


def _at(day: date, hour: int, here: datetime) -> datetime:
    # In UTC: two moments of one zone are compared by what the clock shows, which is wrong where it is put back.
    return datetime(day.year, day.month, day.day, hour, tzinfo=here.tzinfo).astimezone(UTC)


@cache
def _zone(name: str) -> ZoneInfo:
    """A time zone by its name; ours where that name is known no more: one chat's wish must not stop the news of all."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        log.warning("there is no time zone %r: %s is taken", name, SHANGHAI.key)
        return SHANGHAI
