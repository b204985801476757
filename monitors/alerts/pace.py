"""Pace: what Telegram allows, and whose turn that makes it. Pure: seconds of one clock that never goes back in, seconds out."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from math import ceil
from statistics import median

SAMPLES = 51  # of the newest messages, by which the line is judged
ENOUGH = 8  # of them before it is judged at all: the first ones open the connection
MOST = 8  # messages under way at a time, at the most


@dataclass(frozen=True)
class Pace:
    """What Telegram allows: 30 messages a second over all (one less, as requests do not travel at one speed), seconds between two
    in one chat, and 20 a minute in a group: alerts come there in even steps, answers as fast as in other chats while they last."""

    a_second: float = 29
    chat: float = 1.0
    group: float = 3.0
    group_a_minute: int = 20

    @property
    def beat(self) -> float:
        """Seconds between two messages over all."""
        return 1 / self.a_second


class Turns:
    """When each chat may hear from us again. Ids of groups and channels begin with a minus."""

    def __init__(self, pace: Pace | None, start: float) -> None:
        """pace: None where nothing limits us. start: whom an earlier process wrote to before that is not known."""
        self._pace = pace
        self._start = start
        self._heard: dict[str, deque[float]] = {}

    def ready(self, chat: str, *, asked: bool = False) -> float:
        """The time from which a message may go to a chat. asked: it is the answer to somebody there."""
        if self._pace is None:
            return 0.0
        is_group = chat.startswith("-")
        times = self._heard.get(chat) or deque()
        gap = self._pace.group if is_group and not asked else self._pace.chat
        next_step = (times[-1] if times else self._start) + gap
        is_full = is_group and len(times) == self._pace.group_a_minute
        return max(next_step, times[0] + 60) if is_full else next_step

    def heard(self, chat: str, at: float) -> None:
        """A message arrived there."""
        if self._pace is not None:
            self._heard.setdefault(chat, deque(maxlen=self._pace.group_a_minute)).append(at)

    def forget(self, now: float) -> None:
        """Lets go of chats whose last message is too long ago to matter."""
        self._heard = {chat: times for chat, times in self._heard.items() if now - times[-1] < 60}


class Width:
    """How many messages may be under way at a time: one while a message fits in a beat, else as many as the line holds.

    By the median: one slow request among quick ones changes nothing.
    """

    def __init__(self, pace: Pace | None) -> None:
        self._pace = pace
        self._took: deque[float] = deque(maxlen=SAMPLES)

    def took(self, seconds: float) -> None:
        """A message was under way for so long, from its claim to the note that it arrived."""
        self._took.append(seconds)

    @property
    def now(self) -> int:
        """Messages that may be under way, 1 to 8."""
        if self._pace is None or len(self._took) < ENOUGH:
            return 1
        return min(MOST, max(1, ceil(median(self._took) * self._pace.a_second)))
