"""Delivery: empties the outbox into chats, in order, at the pace that is allowed, and loses nothing.

    claim ─▶ sending ─▶ send one part ─▶ sent
                          ├─ told to wait ─▶ everything halts as long as told
                          ├─ chat gone ────▶ its subscriptions end, with the reason
                          ├─ not parsed ───▶ the same words without markup, operator told
                          └─ unreachable ──▶ again later, less and less often

Only one request is under way at a time: whatever kills the process leaves exactly one message of which nobody knows
whether it arrived. That one is sent again, marked so.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from monitors.alerts.lines import Line, Part, line, parts
from monitors.alerts.message import notice, tell
from state import changes, outbox, subscriptions
from state.database import Database

log = logging.getLogger(__name__)

MARK = "🔁（重发）"  # before a part that may have arrived already
LONGEST_WAIT = timedelta(minutes=10)  # between two tries of one message
CALM_AFTER = 3  # failures in a row after which the service itself is given a rest


class NotSent(Exception):
    """A message did not arrive. `send` raises one of the kinds below and nothing else."""


class RetryLater(NotSent):
    """Telegram asks for silence of `after` seconds."""

    def __init__(self, after: float) -> None:
        super().__init__(f"told to wait {after:g} s")
        self.after = after


class Gone(NotSent):
    """The chat blocked the bot, or is no more: it will never hear of us again."""


class Moved(NotSent):
    """The group has become a supergroup with the id `chat`."""

    def __init__(self, chat: str) -> None:
        super().__init__(f"the group is {chat} now")
        self.chat = chat


class TopicGone(NotSent):
    """The topic of a group was closed or deleted; the group itself is there."""


class Unparsable(NotSent):
    """The markup was refused; the words would be taken."""


class Refused(NotSent):
    """This message will never be taken, whatever we do."""


class Unreachable(NotSent):
    """No answer, or an error on the other side. perhaps_arrived: the connection was lost after the request had gone out."""

    def __init__(self, reason: str, *, perhaps_arrived: bool = False) -> None:
        super().__init__(reason)
        self.perhaps_arrived = perhaps_arrived


class Send(Protocol):
    """Sends one message, with its markup or as plain words; returns when it has arrived, else raises a NotSent."""

    async def __call__(self, chat: str, thread: int, part: Part, *, markup: bool) -> None: ...


@dataclass(frozen=True)
class Pace:
    """What Telegram allows: 30 messages a second over all (one less, as requests do not travel at one speed), and seconds
    between two in one chat or group (20 a minute)."""

    a_second: float = 29
    chat: float = 1.0
    group: float = 3.0

    def rest(self, chat: str) -> timedelta:
        """How long a chat is left alone after a message. The ids of groups and channels begin with a minus."""
        return timedelta(seconds=self.group if chat.startswith("-") else self.chat)


@dataclass(frozen=True)
class _Letter:
    message: outbox.Message
    pages: Sequence[Part]

    @property
    def part(self) -> Part:
        return self.pages[self.message.parts_sent]


class Delivery:
    """Drains the outbox of a database through `send`."""

    def __init__(
        self,
        database: Database,
        send: Send,
        now: Callable[[], datetime],
        *,
        operators: Sequence[str] = (),
        pace: Pace | None = None,
        idle: float = 1.0,
    ) -> None:
        """now: the clock, aware. operators: chats told of defects. pace: None where nothing limits us (a terminal).

        idle: seconds between two looks at an empty outbox.
        """
        self._database = database
        self._send = send
        self._now = now
        self._operators = tuple(operators)
        self._pace = pace
        self._idle = idle
        self._stopping = asyncio.Event()
        self._resume = 0.0  # loop time before which nothing is sent
        self._beat = 0.0  # loop time of the next message at the pace over all
        self._resting: dict[str, datetime] = {}  # chat → when it may hear from us again
        self._failures: dict[int, int] = {}  # message → tries in a row that failed
        self._in_a_row = 0
        self._doubtful: set[int] = set()  # messages whose last try may have arrived
        self._recovered: set[int] = set()  # those of a dead process that were taken up
        self._moved: dict[str, str] = {}  # groups under their new ids

    def stop(self) -> None:
        """Lets the message under way finish, then ends `run`."""
        self._stopping.set()

    async def run(self) -> None:
        """Delivers until stopped. First takes up what a dead process left behind."""
        again = await asyncio.to_thread(self._recover)
        if again:
            log.warning("%d message(s) may have been sent before the last stop: sent again, marked", again)
        if self._pace is not None:  # whom the last process wrote to a moment ago is not known any more
            await self._rest(self._pace.chat)
        while not self._stopping.is_set():
            if not await self.deliver_one():
                await self._rest(self._idle)

    async def drain(self) -> int:
        """Delivers what is due now and returns how many parts that took."""
        count = 0
        while not self._stopping.is_set() and await self.deliver_one():
            count += 1
        return count

    async def deliver_one(self) -> bool:
        """One part to one chat. False where nothing is due or delivery is stopping."""
        loop = asyncio.get_running_loop()
        await self._rest(self._resume - loop.time())
        if self._stopping.is_set():
            return False
        started = loop.time()
        letter = await asyncio.to_thread(self._take)
        if letter is None:
            return False
        if self._pace is not None:  # by a beat: a message that comes late is caught up with, but never by more than one
            gap = 1 / self._pace.a_second
            self._beat = max(self._beat, started - gap) + gap
            self._resume = max(self._resume, self._beat)
        await self._try(letter)
        return True

    async def reply(self, chat: str, thread: int, lines: Sequence[Line]) -> None:
        """Answers at once, past the outbox but at its pace: who asked is there to ask again if it fails three times."""
        loop = asyncio.get_running_loop()
        for part in parts(lines):
            for attempt in range(3):
                ready = self._resting.get(chat)
                pause = (ready - self._now()).total_seconds() if ready else 0
                await self._rest(max(self._resume - loop.time(), pause))
                try:
                    await self._send(chat, thread, part, markup=True)
                    break
                except RetryLater as wait:
                    self._halt(wait.after)
                except Unreachable as error:
                    log.warning("an answer to chat %s did not arrive: %s", chat, error)
                    await self._rest(1 + attempt)
                except NotSent as error:
                    log.warning("an answer to chat %s was refused: %s", chat, error)
                    return
            self._rest_chat(chat)

    async def _try(self, letter: _Letter) -> None:
        try:
            await self._send(self._address(letter), letter.message.thread, self._marked(letter), markup=True)
        except (Unparsable, TopicGone) as error:
            await self._try_simpler(letter, error)
        except NotSent as error:
            await self._fail(letter, error)
        else:
            await self._arrive(letter)

    async def _try_simpler(self, letter: _Letter, error: NotSent) -> None:
        """The same words where markup was refused; the group itself where its topic is gone."""
        topic_gone = isinstance(error, TopicGone)
        await asyncio.to_thread(self._report, letter.message, f"⚠️ 发给 {letter.message.chat} 的一条消息改为简化发送：{error}")
        try:
            thread = 0 if topic_gone else letter.message.thread
            await self._send(self._address(letter), thread, self._marked(letter), markup=topic_gone)
        except NotSent as second:
            await self._fail(letter, Refused(str(second)) if isinstance(second, (Unparsable, TopicGone)) else second)
        else:
            await self._arrive(letter)

    def _address(self, letter: _Letter) -> str:
        return self._moved.get(letter.message.chat, letter.message.chat)

    def _marked(self, letter: _Letter) -> Part:
        """The part to send, marked where it may have arrived already."""
        part = letter.part
        if letter.message.id not in self._doubtful:
            return part
        return Part((line(MARK), *part.lines))

    async def _arrive(self, letter: _Letter) -> None:
        self._in_a_row = 0
        self._failures.pop(letter.message.id, None)
        self._doubtful.discard(letter.message.id)
        self._rest_chat(letter.message.chat)
        await asyncio.to_thread(self._note_arrival, letter)

    async def _fail(self, letter: _Letter, error: NotSent) -> None:
        number = letter.message.id
        match error:
            case RetryLater():
                self._halt(error.after)
            case Moved():
                self._moved[letter.message.chat] = error.chat
            case Unreachable():
                self._in_a_row += 1
                self._failures[number] = self._failures.get(number, 0) + 1
                if error.perhaps_arrived:
                    self._doubtful.add(number)
                if self._in_a_row >= CALM_AFTER:
                    log.warning("Telegram cannot be reached: %s", error)
                    rest = min(2.0 ** (self._in_a_row - CALM_AFTER), 60)
                    self._resume = max(self._resume, asyncio.get_running_loop().time() + rest)
        await asyncio.to_thread(self._note_failure, letter, error)

    def _halt(self, seconds: float) -> None:
        """Nothing goes out for so long: a limit that was hit counts against all chats."""
        log.warning("Telegram asks for %g s of silence", seconds)
        self._resume = max(self._resume, asyncio.get_running_loop().time() + seconds)

    def _rest_chat(self, chat: str) -> None:
        if self._pace is not None:
            self._resting[chat] = self._now() + self._pace.rest(chat)

    async def _rest(self, seconds: float) -> None:
        """Waits, but not beyond the order to stop."""
        if seconds <= 0:
            return
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)

    def _recover(self) -> int:
        with self._database.write() as connection:
            return outbox.recover(connection)

    def _take(self) -> _Letter | None:
        """Claims the next message of a chat that is not resting, and renders it."""
        now = self._now()
        self._resting = {chat: ready for chat, ready in self._resting.items() if ready > now}
        while message := self._claim(now):
            with self._database.read() as connection:
                told = changes.by_ids(connection, message.changes)
                follows = subscriptions.of_chat(connection, message.chat, message.thread)
            pages = _render(message, told, follows)
            if message.again and message.id not in self._recovered:
                self._doubtful.add(message.id)
                self._recovered.add(message.id)
            if message.parts_sent < len(pages):
                return _Letter(message, pages)
            with self._database.write() as connection:
                outbox.dead(connection, message.id, now, "there is nothing in it to tell")
        return None

    def _claim(self, now: datetime) -> outbox.Message | None:
        with self._database.write() as connection:
            while claimed := outbox.claim(connection, now, 1):
                ready = self._resting.get(claimed[0].chat)
                if ready is None:
                    return claimed[0]
                outbox.retry(connection, claimed[0].id, ready, "its chat has just had a message")
        return None

    def _note_arrival(self, letter: _Letter) -> None:
        message, now = letter.message, self._now()
        with self._database.write() as connection:
            if message.parts_sent + 1 == len(letter.pages):
                outbox.sent(connection, message.id, now)
                return
            outbox.part_sent(connection, message.id, message.parts_sent + 1)
            outbox.retry(connection, message.id, self._resting.get(message.chat, now), "more parts to come")

    def _note_failure(self, letter: _Letter, error: NotSent) -> None:
        message, now = letter.message, self._now()
        with self._database.write() as connection:
            match error:
                case RetryLater():
                    outbox.retry(connection, message.id, now + timedelta(seconds=error.after), str(error))
                case Unreachable():
                    wait = min(timedelta(seconds=2 ** min(self._failures[message.id] - 1, 10)), LONGEST_WAIT)
                    outbox.retry(connection, message.id, now + wait, str(error))
                case Moved():
                    subscriptions.move_chat(connection, message.chat, error.chat)
                    outbox.retry(connection, message.id, now, str(error))
                case Gone():
                    ended = subscriptions.end_chat(connection, message.chat, now, str(error))
                    dropped = outbox.drop_chat(connection, message.chat, now, str(error))
                    log.info("chat %s is gone (%s): %d subscription(s) ended, %d message(s) dropped", message.chat, error, ended, dropped)
                case _:
                    outbox.dead(connection, message.id, now, str(error))
        if isinstance(error, Refused):
            self._report(message, f"⚠️ 一条消息无法送达 {message.chat}：{error}")

    def _report(self, message: outbox.Message, text: str) -> None:
        """Tells the operator of a defect; one in a notice of his own goes to the log alone, lest it breed."""
        log.error("%s", text)
        if message.notice is None:
            with self._database.write() as connection:
                outbox.notify(connection, self._operators, text, self._now())


def _render(message: outbox.Message, told: Sequence[dict[str, Any]], follows: Sequence[subscriptions.Subscription]) -> list[Part]:
    if message.notice is not None:
        return parts(notice(message.notice))
    if not told:
        return []
    # Only what was followed when it happened: the parts of a message must not shift while it is being sent.
    happened = datetime.fromisoformat(told[0]["at"])
    return parts(tell(told, [one.target for one in follows if one.topic == "zone" and one.created <= happened]))
