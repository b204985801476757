"""People: chats had with the running bot over real HTTP, a text or a press at a time."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

from samples import Clock
from telegram_api import TOKEN, Sent, TelegramApi

from bot import TelegramBot
from crawler import source
from crawler.configuration import Settings
from monitors.alerts.pace import Pace
from state.database import Database

OPERATOR = "999"
AT_ONCE = Pace(a_second=1000, chat=0, group=0, group_a_minute=10_000)  # what may be sent how fast is tested elsewhere


class Running:
    """The bot, in a thread of its own while its `with` block runs."""

    def __init__(self, api: TelegramApi, database: Database, clock: Clock, pace: Pace = AT_ONCE) -> None:
        settings = Settings(str(database.engine.url), TOKEN, api.url, (OPERATOR,), "", "", {})
        self._api = api
        self._bot = TelegramBot(settings, database, source.load(), clock=clock, pace=pace)
        self._loop = asyncio.new_event_loop()
        self._stopping = asyncio.Event()
        self._thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        self._loop.run_until_complete(self._bot.run(self._stopping))
        self._loop.close()

    def __enter__(self) -> Self:
        self._thread.start()
        self._api.until(lambda: any(ask.method == "setMyCommands" for ask in self._api.asked))
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join(20)
        assert not self._thread.is_alive(), "the bot does not stop"


class Person:
    """Somebody in a chat, or in a topic of it. What is awaited is what appears after the last thing that he did."""

    def __init__(self, api: TelegramApi, chat: str = "7", *, thread: int = 0, user: int = 7, language: str = "zh-hans") -> None:
        self._api, self._chat, self._thread = api, chat, thread
        self._user, self._language = user, language
        self._mark = (0, 0, 0)

    def says(self, text: str, hears: str = "", **how: Any) -> Sent:
        """Writes, and waits for an answer with these words. how: as the stand-in's `say` takes it."""
        self._begin()
        self._api.say(self._chat, text, thread=self._thread, user=self._user, language=self._language, **how)
        return self.hears(hears)

    def sends(self, name: str, body: bytes, hears: str, *, caption: str = "") -> Sent:
        """Sends a file, and waits for an answer with these words."""
        self._begin()
        self._api.send_file(self._chat, name, body, caption=caption, thread=self._thread, user=self._user)
        return self.hears(hears)

    def taps(self, label: str, hears: str = "") -> Sent:
        """Presses the newest button on which these words stand, and waits for an answer, new or in its place, with these words."""
        message, says = self._button(label)
        self.presses(message, says)
        return self.hears(hears)

    def is_told(self, label: str, toast: str) -> None:
        """Presses the newest button on which these words stand, and waits for this word over the chat; nothing else is answered."""
        message, says = self._button(label)
        self.presses(message, says)
        self.sees(toast)

    def presses(self, message: Sent, says: str) -> None:
        """Presses a button that says this."""
        self._begin()
        self._api.press(self._chat, message, says, user=self._user, language=self._language)

    def hears(self, words: str) -> Sent:
        """The first message with these words that appears, new or in the place of another."""
        found: list[Sent] = []

        def heard() -> bool:
            found[:] = [one for one in self._new() if words in one.text]
            return bool(found)

        try:
            self._api.until(heard, 10, repr(words))
        except AssertionError as error:
            raise AssertionError(f"{error}; there is {[one.text for one in self._new()]}") from None
        return found[0]

    def sees(self, toast: str) -> None:
        """Waits for a word over the chat."""
        self._api.until(lambda: any(toast in one.text for one in self._api.toasts[self._mark[2] :] if one.chat == self._chat), 10, toast)

    @property
    def buttons(self) -> list[str]:
        """What the buttons of the newest message say in words."""
        newest = next(self._api.message(one.id) for one in reversed(self._api.sent) if one.chat == self._chat)
        return [button["text"] for row in newest.buttons for button in row]

    def _begin(self) -> None:
        self._mark = len(self._api.sent), len(self._api.edited), len(self._api.toasts)

    def _new(self) -> list[Sent]:
        new = [*self._api.sent[self._mark[0] :], *self._api.edited[self._mark[1] :]]
        return [one for one in new if (one.chat, one.thread) == (self._chat, self._thread)]

    def _button(self, label: str) -> tuple[Sent, str]:
        found: list[tuple[Sent, str]] = []

        def there() -> bool:
            own = [self._api.message(one.id) for one in reversed(self._api.sent) if (one.chat, one.thread) == (self._chat, self._thread)]
            found[:] = [
                (one, button["callback_data"])
                for one in own
                for row in one.buttons
                for button in row
                if label in button["text"] and "callback_data" in button
            ]
            return bool(found)

        self._api.until(there, 10, f"a button {label!r}")
        return found[0]


def eventually(so: Callable[[], object]) -> None:
    """Waits until something is so that nobody is told of. Fails after a while."""
    until = time.monotonic() + 10
    while not so():
        assert time.monotonic() < until, "it never came to be so"
        time.sleep(0.02)
