"""Delivery: empties the outbox into chats, in order, at the pace that is allowed, and loses nothing.

    heads ─▶ write ─▶ turn ─▶ claim ─▶ send one post ─▶ sent
                                         ├─ told to wait ─▶ everything halts as long as told
                                         ├─ chat gone ────▶ its subscriptions end, with the reason
                                         ├─ moved ────────▶ everything it has goes on under its new id
                                         ├─ not parsed, no picture, topic closed ─▶ the same words more simply, operator told
                                         └─ unreachable ──▶ again later, less and less often

While a message takes no longer than a beat of the pace, one is under way at a time: whatever kills the process leaves exactly one
of which nobody knows whether it arrived. On a slower line as many are under way as keep the pace, each to another chat, eight at
the most, and so many a kill leaves in doubt. A message in doubt is sent again, marked so.

Whose turn it is: the chat that heard from us longest ago, so that nobody waits for the thousands of another one. Answers to people
go before what the outbox holds for their chat and keep the same limits.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import math
from collections import Counter, deque
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

from monitors.alerts import timing
from monitors.alerts.letters import Letters
from monitors.alerts.pace import Pace, Turns, Width
from monitors.alerts.reply import Post, Reply, posts
from monitors.alerts.sending import Gone, Moved, NotSent, Refused, RetryLater, Send, TopicGone, Unparsable, Unreachable, Way
from state import chats, outbox, subscriptions
from state.database import Database
from state.outbox import Head, Message

log = logging.getLogger(__name__)

LONGEST_WAIT = timedelta(minutes=10)  # between two tries of one message
CALM_AFTER = 3  # failures in a row after which the service itself is given a rest
LOOK = 1.0  # seconds after which it is looked again whose turn it is
LOOK_AGAIN = 0.1  # and after which at the earliest, when all of those were served
TRIES = 3  # of an answer
SERVED = 3600.0  # seconds for which it is remembered who was served when


@dataclass(frozen=True)
class _Letter:
    message: Message
    pages: Sequence[Post]
    language: str

    @property
    def way(self) -> Way:
        """How the next post is sent: marked where it may have arrived already."""
        message = self.message
        way = Way(message.chat, message.thread, self.pages[message.parts_sent], self.language)
        return way.marked() if message.again else way


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
        only: Collection[str] | None = None,
        idle: float = 1.0,
    ) -> None:
        """now: the clock, aware. operators: chats told of defects. pace: None where nothing limits us (a terminal).

        only: chats whose messages are delivered, the others' stay; None for all. idle: seconds between two looks at an empty outbox.
        """
        self._database = database
        self._send = send
        self._now = now
        self._operators = tuple(operators)
        self._pace = pace
        self._only = only
        self._idle = idle
        self._stopping = asyncio.Event()
        self._gate = asyncio.Lock()  # who waits for a turn, in the order they came
        self._resume = 0.0  # loop time before which nothing is sent
        self._beat = 0.0  # loop time of the next message at the pace over all
        self._wake = 0.0  # loop time at which the next chat is ready that a message waits for
        self._turns = Turns(pace, -math.inf)
        self._width = Width(pace)
        self._letters = Letters()
        self._plan: deque[Head] = deque()
        self._looked = -LOOK
        self._served: dict[tuple[str, int], float] = {}
        self._asking: Counter[str] = Counter()  # chats for which answers wait
        self._talks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()  # held while something is under way to a chat
        self._under_way: set[asyncio.Task[None]] = set()
        self._pages: dict[int, Sequence[Post]] = {}  # of messages of which a part arrived: what they say must not shift
        self._told: set[tuple[object, ...]] = set()  # defects the operator knows of
        self._in_a_row = 0

    def stop(self) -> None:
        """Lets the messages under way finish, then ends `run`."""
        self._stopping.set()

    async def run(self) -> None:
        """Delivers until stopped. First takes up what a dead process left behind."""
        again = await asyncio.to_thread(self._recover)
        if again:
            log.warning("%d message(s) may have been sent before the last stop: sent again, marked", again)
        self._turns = Turns(self._pace, _clock())
        try:
            while not self._stopping.is_set():
                if not await self._start_one():
                    await self._rest(min(self._idle, max(self._wake - _clock(), 0.01)))
        finally:
            await asyncio.gather(*self._under_way, return_exceptions=True)
        self._reap()

    async def drain(self) -> int:
        """Delivers what is due now, one post after another, and returns how many that took."""
        count = 0
        while not self._stopping.is_set() and await self._start_one():
            if self._under_way:
                count += 1
                await asyncio.wait(self._under_way)
                self._reap()
        return count

    async def reply(self, chat: str, thread: int, reply: Reply, *, first: Send | None = None) -> None:
        """Answers at once, past the outbox but at its pace: who asked is there to ask again if it fails three times.

        first: how its first post is sent, where that is another way (in the place of the message whose button was pressed).
        """
        send = first or self._send
        language = await asyncio.to_thread(self._language, chat, thread) if reply.picture or reply.file else "zh"
        self._asking[chat] += 1
        try:
            async with self._talk(chat):
                for post in posts(reply):
                    if not await self._answer(Way(chat, thread, post, language), send):
                        return
                    send = self._send
        finally:
            self._asking[chat] -= 1
            if not self._asking[chat]:
                del self._asking[chat]

    async def _answer(self, way: Way, send: Send) -> bool:
        for attempt in range(TRIES):
            await self._rest(self._turns.ready(way.chat, asked=True) - _clock())
            await self._turn()
            try:
                await send(way.chat, way.thread, way.post, markup=way.markup)
            except RetryLater as wait:
                self._halt(wait.after)
            except Unreachable as error:
                log.warning("an answer to chat %s did not arrive: %s", way.chat, error)
                if error.perhaps_arrived:
                    self._turns.heard(way.chat, _clock())
                await self._rest(1 + attempt)
            except Moved as error:
                await asyncio.to_thread(self.moved, way.chat, error.chat)
                way = replace(way, chat=error.chat)
            except NotSent as error:
                simpler = way.simpler(error)
                if simpler is None:
                    log.warning("an answer to chat %s was refused: %s", way.chat, error)
                    if isinstance(error, Gone):
                        await asyncio.to_thread(self._end, way.chat, str(error))
                    return False
                way = simpler
            else:
                self._turns.heard(way.chat, _clock())
                return True
        return False

    async def _start_one(self) -> bool:
        """Starts the next post on its way. False where nothing can be: nothing is due, or all who wait have just heard from us."""
        letter = await self._next()
        if letter is None:
            if not self._under_way:
                return False
            await asyncio.wait(self._under_way, return_when=asyncio.FIRST_COMPLETED)
            self._reap()
            return True
        while len(self._under_way) >= self._width.now:
            await asyncio.wait(self._under_way, return_when=asyncio.FIRST_COMPLETED)
            self._reap()
        await self._turn()
        if self._stopping.is_set() or not self._is_free(letter.message.chat):
            return True
        lock = self._talk(letter.message.chat)
        await lock.acquire()
        started, is_ours = _clock(), False
        try:
            is_ours = await asyncio.to_thread(self._claim, letter.message)
        finally:
            if not is_ours:
                lock.release()
        if is_ours:
            self._under_way.add(asyncio.create_task(self._deliver(letter, lock, started)))
        return True

    def _reap(self) -> None:
        """Lets go of posts that have arrived or failed; what broke in us, not on the way, ends delivery."""
        done = {task for task in self._under_way if task.done()}
        self._under_way -= done
        for task in done:
            task.result()

    async def _next(self) -> _Letter | None:
        """The next message that may be sent, written but not yet claimed."""
        is_fresh = _clock() - self._looked >= LOOK
        if is_fresh:
            await self._look()
        letter = await self._from_plan()
        if letter is None and not is_fresh:
            if self._pace is not None and (wake := self._looked + LOOK_AGAIN) > _clock():
                self._wake = wake
                return None
            await self._look()
            letter = await self._from_plan()
        return letter

    async def _look(self) -> None:
        """Whose turn it is: a message of each chat that has one, the chat that was served longest ago first."""
        heads = await asyncio.to_thread(self._heads)
        self._looked = _clock()
        self._wake = math.inf
        self._turns.forget(self._looked)
        self._served = {where: at for where, at in self._served.items() if self._looked - at < SERVED}
        self._plan = deque(sorted(heads, key=lambda head: (self._served.get((head.chat, head.thread), 0), head.id)))

    async def _from_plan(self) -> _Letter | None:
        while self._plan:
            head = self._plan.popleft()
            if not self._is_free(head.chat):
                self._wake = min(self._wake, self._turns.ready(head.chat))
                continue
            letter = await asyncio.to_thread(self._write, head)
            if letter is not None:
                return letter
        return None

    def _is_free(self, chat: str) -> bool:
        """Whether an alert may go to a chat now: it has rested, nothing is on its way there, nobody there waits for an answer."""
        return not self._asking[chat] and not self._talk(chat).locked() and self._turns.ready(chat) <= _clock()

    def _talk(self, chat: str) -> asyncio.Lock:
        return self._talks.setdefault(chat, asyncio.Lock())

    async def _turn(self) -> None:
        """Waits for a turn at the pace over all, beyond every halt. By a beat: who comes late catches up, but by no more than one."""
        async with self._gate:
            while (pause := max(self._resume, self._beat) - _clock()) > 0 and not self._stopping.is_set():
                await self._rest(pause)
            if self._pace is not None:
                self._beat = max(self._beat, _clock() - self._pace.beat) + self._pace.beat

    async def _deliver(self, letter: _Letter, lock: asyncio.Lock, started: float) -> None:
        try:
            await self._try(letter)
        finally:
            lock.release()
            self._served[letter.message.chat, letter.message.thread] = _clock()
            self._width.took(_clock() - started)

    async def _try(self, letter: _Letter) -> None:
        way = letter.way
        while True:
            try:
                await self._send(way.chat, way.thread, way.post, markup=way.markup)
            except NotSent as error:
                simpler = way.simpler(error)
                if simpler is None:
                    return await self._fail(letter, error)
                await asyncio.to_thread(self._report, letter.message, f"⚠️ 发给 {way.chat} 的一条消息改为简化发送：{error}", error)
                way = simpler
                await self._turn()
            else:
                return await self._arrive(letter)

    async def _arrive(self, letter: _Letter) -> None:
        self._in_a_row = 0
        self._turns.heard(letter.message.chat, _clock())
        if letter.message.parts_sent + 1 < len(letter.pages):
            self._pages[letter.message.id] = letter.pages
        else:
            self._pages.pop(letter.message.id, None)
        await asyncio.to_thread(self._note_arrival, letter)

    async def _fail(self, letter: _Letter, error: NotSent) -> None:
        match error:
            case RetryLater():
                self._halt(error.after)
            case Unreachable():
                if error.perhaps_arrived:  # then it counts
                    self._turns.heard(letter.message.chat, _clock())
                self._in_a_row += 1
                if self._in_a_row >= CALM_AFTER:
                    log.warning("Telegram cannot be reached: %s", error)
                    self._resume = max(self._resume, _clock() + min(2.0 ** (self._in_a_row - CALM_AFTER), 60))
            case Gone() | Refused():
                self._pages.pop(letter.message.id, None)
        await asyncio.to_thread(self._note_failure, letter.message, error)

    def _halt(self, seconds: float) -> None:
        """Nothing goes out for so long: a limit that was hit counts against all chats."""
        log.warning("Telegram asks for %g s of silence", seconds)
        self._resume = max(self._resume, _clock() + seconds)

    async def _rest(self, seconds: float) -> None:
        """Waits, but not beyond the order to stop."""
        if seconds <= 0:
            return
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)

    # What follows runs in a thread: each a short transaction.

    def _recover(self) -> int:
        with self._database.write() as connection:
            return outbox.recover(connection)

    def _language(self, chat: str, thread: int) -> str:
        with self._database.read() as connection:
            return chats.get(connection, chat, thread).language

    def _heads(self) -> list[Head]:
        with self._database.read() as connection:
            return outbox.heads(connection, self._now(), self._only)

    def _claim(self, message: Message) -> bool:
        with self._database.write() as connection:
            return outbox.claim(connection, message, self._now())

    def _write(self, head: Head) -> _Letter | None:
        """What a message says. None where it is not to be sent now: its chat is quiet, it is gone, there is nothing in it to tell."""
        now = self._now()
        with self._database.read() as connection:
            message = outbox.get(connection, head.id)
            chat = chats.get(connection, head.chat, head.thread)
        if message is None:
            return None
        is_news = message.notice is None and not message.is_tried
        if is_news and (quiet := timing.quiet_until(chat, now)) is not None:
            with self._database.write() as connection:
                outbox.retime(connection, message.chat, message.thread, quiet, True)
            return None
        if is_news and message.digest:
            with self._database.write() as connection:
                message = outbox.fold(connection, message, now)
        pages = self._pages.get(message.id)
        if pages is None:
            with self._database.read() as connection:
                pages = self._letters.write(connection, message, chat)
        if message.parts_sent < len(pages):
            return _Letter(message, pages, chat.language)
        with self._database.write() as connection:
            if message.parts_sent:
                outbox.sent(connection, message.id, now)
            else:
                outbox.dead(connection, message.id, now, "there is nothing in it to tell")
        return None

    def _note_arrival(self, letter: _Letter) -> None:
        message = letter.message
        with self._database.write() as connection:
            if message.parts_sent + 1 == len(letter.pages):
                outbox.sent(connection, message.id, self._now())
            else:
                outbox.part_sent(connection, message.id, message.parts_sent + 1)

    def _note_failure(self, message: Message, error: NotSent) -> None:
        now = self._now()
        with self._database.write() as connection:
            match error:
                case RetryLater():
                    outbox.retry(connection, message.id, now + timedelta(seconds=error.after), str(error))
                case Unreachable():
                    wait = min(timedelta(seconds=2 ** min(message.attempts, 10)), LONGEST_WAIT)
                    outbox.retry(connection, message.id, now + wait, str(error), again=error.perhaps_arrived)
                case Moved() | Gone():  # what becomes of it is decided for the whole chat
                    outbox.retry(connection, message.id, now, str(error))
                case _:
                    outbox.dead(connection, message.id, now, str(error))
        match error:
            case Moved():
                self.moved(message.chat, error.chat)
            case Gone():
                self._end(message.chat, str(error))
            case Refused() | Unparsable() | TopicGone():
                self._report(message, f"⚠️ 一条消息无法送达 {message.chat}：{error}", error)

    def moved(self, old: str, new: str) -> None:
        """A group became a supergroup: everything it has goes on there."""
        now = self._now()
        with self._database.write() as connection:
            count = subscriptions.move_chat(connection, old, new, now)
            chats.move(connection, old, new)
            outbox.move_chat(connection, old, new, now)
        log.info("group %s is %s now: %d subscription(s) followed", old, new, count)

    def _end(self, chat: str, reason: str) -> None:
        now = self._now()
        with self._database.write() as connection:
            ended = subscriptions.end_chat(connection, chat, now, reason)
            dropped = outbox.drop_chat(connection, chat, now, reason)
        log.info("chat %s is gone (%s): %d subscription(s) ended, %d message(s) dropped", chat, reason, ended, dropped)

    def _report(self, message: Message, text: str, error: NotSent) -> None:
        """Tells the operator of a defect, once for an event or a closed topic; one in a notice of his own goes to the log alone,
        lest it breed."""
        log.error("%s", text)
        where = (message.chat, message.thread) if isinstance(error, TopicGone) else (message.event or message.id,)
        if message.notice is None and (type(error), *where) not in self._told:
            self._told.add((type(error), *where))
            with self._database.write() as connection:
                outbox.notify(connection, self._operators, text, self._now())


def _clock() -> float:
    """Seconds of the loop's clock: pauses are measured by it, whatever is done to the time of day."""
    return asyncio.get_running_loop().time()
