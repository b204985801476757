"""A Bot API for tests: real HTTP on loopback, Telegram's limits, its reading of HTML, and its ways to fail.

with TelegramApi() as api:
    api.url                       what PARKWATCH_TELEGRAM_API is set to
    api.say("7", "/start")        somebody writes to the bot
    api.sent                      what arrived, in order
    api.fault = lambda ask: ...   what goes wrong with a request, if anything
"""

from __future__ import annotations

import asyncio
import json
import re
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl

TOKEN = "1234567:a-token-that-must-stay-secret"
_TAGS = {"b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "a", "code", "pre", "blockquote", "tg-spoiler", "span"}
_PIECE = re.compile(r"<(/?)([a-zA-Z-]+)((?:\s+[a-z]+(?:=\"[^\"<>]*\")?)*)\s*>|<|&(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);|[^<&]+|&")


class BadRequest(Exception):
    """What Telegram answers with 400; the message is its description."""


@dataclass(frozen=True)
class Ask:
    """One request: the how-many-th of its method, from 1."""

    number: int
    method: str
    parameters: dict[str, str]

    @property
    def chat(self) -> str:
        return self.parameters.get("chat_id", "")


@dataclass(frozen=True)
class Fault:
    """How a request goes wrong. status: answer this error. cut: "before" the work is done or "after" it. delay: seconds first."""

    status: int = 0
    description: str = ""
    retry_after: int | None = None
    migrate_to: int | None = None
    cut: str = ""
    delay: float = 0


@dataclass(frozen=True)
class Sent:
    """A message as it arrived: `text` is what a reader sees, `raw` what was sent."""

    at: float
    chat: str
    thread: int
    text: str
    raw: str
    html: bool


@dataclass
class Limits:
    """What may be sent; a breach is answered 429 and noted in `breaches`. Small clock noise is forgiven, as by Telegram."""

    a_second: int = 30
    chat_gap: float = 0.95
    group_a_minute: int = 20
    recent: deque[tuple[float, str]] = field(default_factory=deque)

    def breach(self, now: float, chat: str) -> str | None:
        """Which limit a message to this chat would break now."""
        while self.recent and now - self.recent[0][0] >= 60:
            self.recent.popleft()
        to_chat = [at for at, other in self.recent if other == chat]
        if sum(1 for at, _ in self.recent if now - at < 0.97) >= self.a_second:
            return f"more than {self.a_second} a second over all"
        if to_chat and now - to_chat[-1] < self.chat_gap:
            return f"two within a second to {chat}"
        if chat.startswith("-") and len(to_chat) >= self.group_a_minute:
            return f"more than {self.group_a_minute} a minute to {chat}"
        self.recent.append((now, chat))
        return None


def parse(html: str) -> str:
    """The text that a reader sees. Raises BadRequest in Telegram's words where the markup is not balanced or not known."""
    text: list[str] = []
    opened: list[str] = []
    for piece in _PIECE.finditer(html):
        closing, tag, attributes = piece.group(1), (piece.group(2) or "").lower(), piece.group(3) or ""
        if not tag:
            if piece.group() == "<":
                raise BadRequest(f'can\'t parse entities: Unsupported start tag "" at byte offset {piece.start()}')
            text.append(unescape(piece.group()))
        elif tag not in _TAGS:
            raise BadRequest(f'can\'t parse entities: Unsupported start tag "{tag}" at byte offset {piece.start()}')
        elif closing:
            if not opened or opened[-1] != tag:
                raise BadRequest(f"can't parse entities: Unmatched end tag at byte offset {piece.start()}")
            opened.pop()
        else:
            if tag == "blockquote" and "blockquote" in opened:
                raise BadRequest("can't parse entities: blockquote can't be nested")
            if attributes.strip() and tag not in ("a", "blockquote", "span", "code"):
                raise BadRequest(f'can\'t parse entities: Tag "{tag}" must have no attributes')
            opened.append(tag)
    if opened:
        raise BadRequest(f"can't parse entities: Can't find end tag corresponding to start tag \"{opened[-1]}\"")
    return "".join(text)


class TelegramApi:
    """The stand-in. Runs in a thread of its own while its `with` block does."""

    def __init__(self, limits: Limits | None = None) -> None:
        """limits: None lets everything through."""
        self.limits = limits
        self.sent: list[Sent] = []
        self.asked: list[Ask] = []
        self.breaches: list[str] = []
        self.blocked: set[str] = set()  # chats that blocked the bot
        self.missing: set[str] = set()  # chats that are no more
        self.fault: Callable[[Ask], Fault | None] = lambda ask: None
        self.url = ""
        self._updates: list[dict[str, Any]] = []
        self._numbers: dict[str, int] = {}
        self._loop = asyncio.new_event_loop()
        self._arrived: asyncio.Event | None = None
        self._ready = threading.Event()
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    def say(self, chat: str, text: str, *, thread: int = 0) -> None:
        """A person writes `text` in a chat; ids that begin with a minus are groups."""
        group = chat.startswith("-")
        where = {"id": int(chat), "type": "supergroup" if group else "private"} | ({"title": "组"} if group else {"first_name": "某人"})
        message: dict[str, Any] = {
            "message_id": len(self._updates) + 1,
            "date": 1736300000,
            "chat": where,
            "from": {"id": 7, "is_bot": False, "first_name": "某人"},
            "text": text,
        }
        if thread:
            message |= {"message_thread_id": thread, "is_topic_message": True}
        if text.startswith("/"):
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
        self._loop.call_soon_threadsafe(self._add, {"update_id": len(self._updates) + 1, "message": message})

    def wait_for(self, count: int, seconds: float = 10) -> list[Sent]:
        """What arrived, as soon as it is `count` messages. Fails after `seconds`."""
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.sent) >= count, seconds), f"only {len(self.sent)} of {count} messages arrived"
        return list(self.sent)

    def _add(self, update: dict[str, Any]) -> None:
        self._updates.append(update)
        if self._arrived is not None:
            self._arrived.set()

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._run())
        self._loop.close()

    async def _run(self) -> None:
        self._arrived, self._stop = asyncio.Event(), asyncio.Event()
        self._talks: set[asyncio.Task[None]] = set()
        server = await asyncio.start_server(self._talk, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/bot"
        self._ready.set()
        await self._stop.wait()
        server.close()
        for talk in list(self._talks):
            talk.cancel()
        await asyncio.gather(*self._talks, return_exceptions=True)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._talks.add(task)
        try:
            while await self._exchange(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # the other side is gone, or the test is over
        finally:
            self._talks.discard(task)
            writer.close()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """One request and its answer on a kept connection; False where it ends here."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        length = re.search(r"(?i)content-length: *(\d+)", head)
        body = await reader.readexactly(int(length.group(1)) if length else 0)
        path = head.split()[1]
        token, _, method = path.removeprefix("/bot").partition("/")
        parameters = dict(parse_qsl(body.decode(), keep_blank_values=True))
        if "application/json" in head and body:
            parameters = {name: str(value) for name, value in json.loads(body).items()}
        self._numbers[method] = self._numbers.get(method, 0) + 1
        ask = Ask(self._numbers[method], method, parameters)
        self.asked.append(ask)
        fault = self.fault(ask) or Fault()
        await asyncio.sleep(fault.delay)
        if fault.cut == "before":
            return False
        status, answer = await self._answer(ask, fault, token)
        if fault.cut == "after":
            return False
        said = json.dumps(answer, ensure_ascii=False).encode()
        top = f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {len(said)}\r\n\r\n"
        writer.write(top.encode() + said)
        await writer.drain()
        return True

    async def _answer(self, ask: Ask, fault: Fault, token: str) -> tuple[int, dict[str, Any]]:
        if token != TOKEN:
            return 401, {"ok": False, "error_code": 401, "description": "Unauthorized"}
        if fault.status:
            told = {"retry_after": fault.retry_after, "migrate_to_chat_id": fault.migrate_to}
            parameters = {name: value for name, value in told.items() if value is not None}
            answer = {"ok": False, "error_code": fault.status, "description": fault.description or "fault"}
            return fault.status, answer | ({"parameters": parameters} if parameters else {})
        if ask.method == "getMe":
            return 200, {"ok": True, "result": {"id": 1234567, "is_bot": True, "first_name": "园哨", "username": "parkwatch_bot"}}
        if ask.method == "getUpdates":
            return 200, {"ok": True, "result": await self._poll(ask.parameters)}
        if ask.method == "sendMessage":
            return self._take(ask.parameters)
        return 200, {"ok": True, "result": True}

    async def _poll(self, parameters: dict[str, str]) -> list[dict[str, Any]]:
        """Long polling: what is newer than the offset, as soon as there is any."""
        assert self._arrived is not None
        offset, until = int(parameters.get("offset", "0")), time.monotonic() + float(parameters.get("timeout", "0"))
        while not (found := [update for update in self._updates if update["update_id"] >= offset]) and time.monotonic() < until:
            self._arrived.clear()
            try:
                await asyncio.wait_for(self._arrived.wait(), until - time.monotonic())
            except TimeoutError:
                break
        return found

    def _take(self, parameters: dict[str, str]) -> tuple[int, dict[str, Any]]:
        chat, raw, html = parameters.get("chat_id", ""), parameters.get("text", ""), parameters.get("parse_mode") == "HTML"
        if chat in self.blocked:
            return 403, {"ok": False, "error_code": 403, "description": "Forbidden: bot was blocked by the user"}
        now = time.monotonic()
        try:
            if chat in self.missing or not re.fullmatch(r"-?\d+", chat):
                raise BadRequest("chat not found")
            text = parse(raw) if html else raw
            if not text.strip():
                raise BadRequest("message text is empty")
            if len(text.encode("utf-16-le")) // 2 > 4096:
                raise BadRequest("message is too long")
        except BadRequest as error:
            return 400, {"ok": False, "error_code": 400, "description": f"Bad Request: {error}"}
        if self.limits is not None and (breach := self.limits.breach(now, chat)):
            self.breaches.append(breach)
            said = {"ok": False, "error_code": 429, "description": "Too Many Requests: retry after 1", "parameters": {"retry_after": 1}}
            return 429, said
        with self._changed:
            self.sent.append(Sent(now, chat, int(parameters.get("message_thread_id", "0")), text, raw, html))
            self._changed.notify_all()
        where = {"id": int(chat), "type": "supergroup" if chat.startswith("-") else "private"}
        return 200, {"ok": True, "result": {"message_id": len(self.sent), "date": 1736300000, "chat": where, "text": text}}
