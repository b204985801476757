"""A Bot API for tests: real HTTP on loopback, Telegram's limits, its reading of HTML, and its ways to fail.

with TelegramApi() as api:
    api.url                           what PARKWATCH_TELEGRAM_API is set to (files are under api.file_url)
What people do (chats with a minus are supergroups, the others private; api.kinds[chat] = "channel" or "group" says otherwise):
    api.say("7", "/start zone_x")     somebody writes to the bot; a deep link is "/start PARAMETER"; in a channel it is a post
    api.say("-5", "/help", user=8, thread=3, language="en")        in a topic of a group; anonymous=True: as the group itself
    api.roles["-5", 8] = "administrator"                           creator, administrator, member (so is who is not named), left …
    api.press("7", sent, "zone:a1")   presses a button under a message (a Sent or its id); it must be there
    api.send_file("7", "a.json", b"") sends the bot a document; api.say("-5", "/import", answers=…) answers to what it returned
    api.send("7", {"sticker": {…}})   sends whatever else there is
    api.join("-5"); api.leave("-5")   adds the bot (status="administrator"), or unblocks it; removes or blocks it
What came of it:
    api.sent                          messages that arrived, in order: text, buttons (.says: what they say), picture, file, silent
    api.edited                        what took the place of a message, with its id
    api.message(id)                   a message as it stands now
    api.toasts, api.commands          answers to presses; (scope, language) → command → description
    api.wait_for(3)                   waits until three messages arrived; api.until(lambda: api.edited) for anything else
    api.asked, api.breaches           every request (Ask); limits that were broken; api.at_once: most messages under way together
How it goes wrong:
    api.fault = lambda ask: ...       what goes wrong with a request, if anything (Fault)
    api.blocked, api.missing          chats that answer 403, or 400 "chat not found"
    api.migrated["-5"] = "-1005"      a group that became a supergroup; api.migrate("-5", "-1005") says so as well
    api.closed, api.deleted           topics, as (chat, thread)
"""

from __future__ import annotations

import asyncio
import json
import re
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from types import TracebackType
from typing import Any, Self
from urllib.parse import unquote

from telegram_rules import CAPTION, TEXT, BadRequest, Limits, keyboard, parse, png, words
from telegram_shapes import Ask, Fault, Sent, Toast, member, person, read

__all__ = ["TOKEN", "Ask", "BadRequest", "Fault", "Limits", "Sent", "TelegramApi", "Toast", "parse"]

TOKEN = "1234567:a-token-that-must-stay-secret"
BOT = {"id": 1234567, "is_bot": True, "first_name": "园哨", "username": "parkwatch_bot"}
_NOTHING_TO_SAY = {"deleteWebhook", "sendChatAction", "setMyDescription", "setMyShortDescription", "setMyName", "close", "logOut"}
_OUT = {"sendMessage", "sendPhoto", "sendDocument", "editMessageText", "editMessageReplyMarkup"}  # what the limits count


class _Refused(Exception):
    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.status, self.parameters = status, parameters


class TelegramApi:
    """The stand-in. Runs in a thread of its own while its `with` block does."""

    def __init__(self, limits: Limits | None = None) -> None:
        """limits: None lets everything through."""
        self.limits = limits
        self.sent: list[Sent] = []
        self.edited: list[Sent] = []
        self.toasts: list[Toast] = []
        self.commands: dict[tuple[str, str], dict[str, str]] = {}
        self.asked: list[Ask] = []
        self.breaches: list[str] = []
        self.at_once = 0
        self.kinds: dict[str, str] = {}
        self.roles: dict[tuple[str, int], str] = {}
        self.blocked: set[str] = set()
        self.missing: set[str] = set()
        self.migrated: dict[str, str] = {}
        self.closed: set[tuple[str, int]] = set()
        self.deleted: set[tuple[str, int]] = set()
        self.fault: Callable[[Ask], Fault | None] = lambda ask: None
        self.url = self.file_url = ""
        self._messages: dict[int, Sent] = {}
        self._ids = count(1)  # of messages, whoever wrote them
        self._updates: list[dict[str, Any]] = []
        self._presses: dict[str, str] = {}  # id → chat, until it is answered
        self._files: dict[str, bytes] = {}
        self._allowed: list[str] = []
        self._numbers: dict[str, int] = {}
        self._now_out = 0
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

    # ── what people do ──

    def say(
        self,
        chat: str,
        text: str,
        *,
        thread: int = 0,
        user: int = 7,
        language: str = "zh-hans",
        anonymous: bool = False,
        answers: dict[str, Any] | None = None,
    ) -> None:
        """A person writes `text` in a chat; in a channel it is a post of the channel's. answers: the message it is a reply to."""
        message: dict[str, Any] = {"text": text} | ({"reply_to_message": answers} if answers else {})
        if text.startswith("/"):
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
        self._write(chat, message, thread=thread, user=user, language=language, anonymous=anonymous)

    def send_file(self, chat: str, name: str, body: bytes, *, caption: str = "", thread: int = 0, user: int = 7) -> dict[str, Any]:
        """A person sends a document; the message, for who answers to it."""
        number = f"file{len(self._files) + 1}"
        self._files[number] = body
        document = {"file_id": number, "file_unique_id": number, "file_name": name, "file_size": len(body)}
        return self.send(chat, {"document": document} | ({"caption": caption} if caption else {}), thread=thread, user=user)

    def send(self, chat: str, content: dict[str, Any], *, thread: int = 0, user: int = 7) -> dict[str, Any]:
        """A person sends something that is neither words nor a file; the message, for who answers to it."""
        return self._write(chat, content, thread=thread, user=user)

    def migrate(self, chat: str, to: str) -> None:
        """A group becomes a supergroup; it says so under both ids."""
        self.migrated[chat] = to
        self._write(chat, {"migrate_to_chat_id": int(to)})
        self._write(to, {"migrate_from_chat_id": int(chat)})

    def press(self, chat: str, message: Sent | int, says: str, *, user: int = 7, language: str = "zh-hans") -> None:
        """A person presses the button that says `says` under a message, which must have it."""
        shown = self.message(message.id if isinstance(message, Sent) else message)
        assert says in shown.says, f"no button says {says!r}, only {shown.says}"
        number = f"press{len(self._presses) + 1}"
        self._presses[number] = chat
        under = {"message_id": shown.id, "date": 1736300000, "chat": self._chat(chat), "from": BOT, "text": shown.text or "…"}
        if shown.thread:
            under |= {"message_thread_id": shown.thread, "is_topic_message": True}
        who = person(int(chat) if self._kind(chat) == "private" else user, language)
        self._update("callback_query", {"id": number, "from": who, "message": under, "chat_instance": chat, "data": says})

    def join(self, chat: str, status: str = "member", *, user: int = 7) -> None:
        """The bot is added to a group or channel, or unblocked by a person."""
        self.blocked.discard(chat)
        self._membership(chat, "left" if self._kind(chat) != "private" else "kicked", status, user)

    def leave(self, chat: str, *, user: int = 7) -> None:
        """The bot is removed from a group or channel, or blocked by a person."""
        self.blocked.add(chat)
        self._membership(chat, "member", "kicked", user)

    # ── what came of it ──

    def message(self, number: int) -> Sent:
        """One of the bot's messages as it stands now."""
        return self._messages[number]

    def wait_for(self, number: int, seconds: float = 10) -> list[Sent]:
        """What arrived, as soon as it is `number` messages. Fails after `seconds`."""
        self.until(lambda: len(self.sent) >= number, seconds, f"{number} messages")
        return list(self.sent)

    def until(self, so: Callable[[], object], seconds: float = 10, what: str = "it") -> None:
        """Waits until something is so that a request of the bot's brings about. Fails after `seconds`."""
        with self._changed:
            assert self._changed.wait_for(lambda: bool(so()), seconds), f"waited for {what} in vain: {len(self.sent)} messages arrived"

    # ── updates ──

    def _kind(self, chat: str) -> str:
        return self.kinds.get(chat, "supergroup" if chat.startswith("-") else "private")

    def _chat(self, chat: str) -> dict[str, Any]:
        kind = self._kind(chat)
        return {"id": int(chat), "type": kind} | ({"first_name": "某人"} if kind == "private" else {"title": "组"})

    def _write(
        self,
        chat: str,
        said: dict[str, Any],
        *,
        thread: int = 0,
        user: int = 7,
        language: str = "zh-hans",
        anonymous: bool = False,
    ) -> dict[str, Any]:
        where = self._chat(chat)
        message: dict[str, Any] = {"message_id": next(self._ids), "date": 1736300000, "chat": where, **said}
        if thread:
            message |= {"message_thread_id": thread, "is_topic_message": True, "chat": where | {"is_forum": True}}
        if where["type"] == "channel":
            self._update("channel_post", message | {"sender_chat": where})
            return message
        message["from"] = person(int(chat) if where["type"] == "private" else user, language)
        if anonymous:
            message |= {"from": {"id": 1087968824, "is_bot": True, "first_name": "Group"}, "sender_chat": where}
        self._update("message", message)
        return message

    def _membership(self, chat: str, before: str, after: str, user: int) -> None:
        who = person(int(chat) if self._kind(chat) == "private" else user)
        old, new = member(BOT, before), member(BOT, after)
        told = {"chat": self._chat(chat), "from": who, "date": 1736300000, "old_chat_member": old, "new_chat_member": new}
        self._update("my_chat_member", told)

    def _update(self, kind: str, what: dict[str, Any]) -> None:
        self._loop.call_soon_threadsafe(self._add, kind, what)

    def _add(self, kind: str, what: dict[str, Any]) -> None:
        self._updates.append({"update_id": len(self._updates) + 1, kind: what})
        if self._arrived is not None:
            self._arrived.set()

    # ── HTTP ──

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._run())
        self._loop.close()

    async def _run(self) -> None:
        self._arrived, self._stop = asyncio.Event(), asyncio.Event()
        self._talks: set[asyncio.Task[None]] = set()
        server = await asyncio.start_server(self._talk, "127.0.0.1", 0)
        top = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        self.url, self.file_url = f"{top}/bot", f"{top}/file/bot"
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
        if path.startswith("/file/bot"):
            status, said = self._file(path)
        else:
            token, _, method = path.removeprefix("/bot").partition("/")
            self._numbers[method] = self._numbers.get(method, 0) + 1
            ask = Ask(self._numbers[method], method, *read(head, body))
            self.asked.append(ask)
            answer = await self._obey(ask, token)
            if answer is None:
                return False
            status, said = answer[0], json.dumps(answer[1], ensure_ascii=False).encode()
        top = f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {len(said)}\r\n\r\n"
        writer.write(top.encode() + said)
        await writer.drain()
        return True

    async def _obey(self, ask: Ask, token: str) -> tuple[int, dict[str, Any]] | None:
        """The answer, with what goes wrong on the way; None where the connection is cut instead."""
        is_out = ask.method in _OUT
        self._now_out += is_out
        self.at_once = max(self.at_once, self._now_out)
        try:
            fault = self.fault(ask) or Fault()
            await asyncio.sleep(fault.delay)
            if fault.cut == "before":
                return None
            try:
                answer = 200, {"ok": True, "result": await self._answer(ask, fault, token)}
            except _Refused as no:
                told = {"ok": False, "error_code": no.status, "description": str(no)}
                answer = no.status, told | ({"parameters": no.parameters} if no.parameters else {})
            with self._changed:
                self._changed.notify_all()
            return None if fault.cut == "after" else answer
        finally:
            self._now_out -= is_out

    async def _answer(self, ask: Ask, fault: Fault, token: str) -> Any:
        if token != TOKEN:
            raise _Refused(401, "Unauthorized")
        if fault.status:
            told = {"retry_after": fault.retry_after, "migrate_to_chat_id": fault.migrate_to}
            raise _Refused(fault.status, fault.description or "fault", **{name: value for name, value in told.items() if value is not None})
        if ask.method == "getUpdates":
            return await self._poll(ask.parameters)
        does: dict[str, Callable[[Ask], Any]] = {
            "getMe": lambda ask: BOT,
            "sendMessage": self._send,
            "sendPhoto": self._send,
            "sendDocument": self._send,
            "editMessageText": self._edit,
            "editMessageReplyMarkup": self._edit,
            "answerCallbackQuery": self._answer_press,
            "getChatMember": lambda ask: self._member_of(ask.chat, int(ask.parameters["user_id"])),
            "getChatAdministrators": self._administrators,
            "getChat": self._get_chat,
            "getFile": self._get_file,
            "setMyCommands": self._set_commands,
        } | dict.fromkeys(_NOTHING_TO_SAY, lambda ask: True)
        if ask.method not in does:
            raise _Refused(404, "Not Found")
        try:
            return does[ask.method](ask)
        except BadRequest as error:
            raise _Refused(400, f"Bad Request: {error}") from error

    async def _poll(self, parameters: dict[str, str]) -> list[dict[str, Any]]:
        """Long polling: what is newer than the offset and of the kinds asked for, as soon as there is any."""
        assert self._arrived is not None
        offset, until = int(parameters.get("offset", "0")), time.monotonic() + float(parameters.get("timeout", "0"))
        self._allowed = json.loads(parameters["allowed_updates"]) if "allowed_updates" in parameters else self._allowed
        while not (found := self._newer(offset)) and time.monotonic() < until:
            self._arrived.clear()
            try:
                await asyncio.wait_for(self._arrived.wait(), until - time.monotonic())
            except TimeoutError:
                break
        return found

    def _newer(self, offset: int) -> list[dict[str, Any]]:
        new = self._updates[max(offset - 1, 0) :]
        return [update for update in new if not self._allowed or set(self._allowed) & set(update)]

    # ── messages ──

    def _check_chat(self, chat: str, thread: int) -> None:
        if chat in self.migrated:
            about = "Bad Request: group chat was upgraded to a supergroup chat"
            raise _Refused(400, about, migrate_to_chat_id=int(self.migrated[chat]))
        if chat in self.missing or not re.fullmatch(r"-?\d+", chat):
            raise BadRequest("chat not found")
        if chat in self.blocked:
            kicked = f"kicked from the {self._kind(chat)} chat"
            raise _Refused(403, f"Forbidden: bot was {'blocked by the user' if self._kind(chat) == 'private' else kicked}")
        if (chat, thread) in self.closed:
            raise BadRequest("TOPIC_CLOSED")
        if (chat, thread) in self.deleted:
            raise BadRequest("message thread not found")

    def _limit(self, chat: str) -> float:
        now = time.monotonic()
        if self.limits is not None and (breach := self.limits.breach(now, chat)):
            self.breaches.append(breach)
            raise _Refused(429, "Too Many Requests: retry after 1", retry_after=1)
        return now

    def _send(self, ask: Ask) -> dict[str, Any]:
        chat, thread = ask.chat, int(ask.parameters.get("message_thread_id", "0"))
        self._check_chat(chat, thread)
        picture, file = ask.files.get("photo"), ask.files.get("document")
        if (ask.method == "sendPhoto") != (picture is not None) or (ask.method == "sendDocument") != (file is not None):
            raise BadRequest("there is no photo or document in the request")
        if picture is not None:
            png(picture[1])
        raw = ask.parameters.get("text" if ask.method == "sendMessage" else "caption", "")
        text = words(raw, ask.parameters.get("parse_mode", ""), TEXT if ask.method == "sendMessage" else CAPTION)
        if ask.method == "sendMessage" and not text.strip():
            raise BadRequest("message text is empty")
        buttons, silent = keyboard(ask.parameters.get("reply_markup", "")), ask.parameters.get("disable_notification") == "true"
        html = ask.parameters.get("parse_mode") == "HTML"
        body = picture[1] if picture else None
        sent = Sent(self._limit(chat), chat, thread, text, raw, html, next(self._ids), buttons, body, file, silent)
        self.sent.append(sent)
        self._messages[sent.id] = sent
        return self._as_message(sent)

    def _edit(self, ask: Ask) -> dict[str, Any]:
        self._check_chat(ask.chat, 0)
        old = self._messages.get(int(ask.parameters.get("message_id", "0")))
        if old is None or old.chat != ask.chat:
            raise BadRequest("message to edit not found")
        new = replace(old, buttons=keyboard(ask.parameters.get("reply_markup", "")))
        if ask.method == "editMessageText":
            if old.picture is not None or old.file is not None:
                raise BadRequest("there is no text in the message to edit")
            raw, mode = ask.parameters.get("text", ""), ask.parameters.get("parse_mode", "")
            new = replace(new, text=words(raw, mode, TEXT), raw=raw, html=mode == "HTML")
            if not new.text.strip():
                raise BadRequest("message text is empty")
        if (new.text, new.buttons, new.raw) == (old.text, old.buttons, old.raw):
            raise BadRequest("message is not modified: specified new message content and reply markup are exactly the same")
        new = replace(new, at=self._limit(ask.chat))
        self.edited.append(new)
        self._messages[new.id] = new
        return self._as_message(new)

    def _as_message(self, sent: Sent) -> dict[str, Any]:
        told = {"message_id": sent.id, "date": 1736300000, "chat": self._chat(sent.chat), "from": BOT}
        return told | ({"text": sent.text} if sent.picture is None and sent.file is None else {"caption": sent.text})

    # ── the rest ──

    def _answer_press(self, ask: Ask) -> bool:
        chat = self._presses.get(ask.parameters.get("callback_query_id", ""))
        if chat is None:
            raise BadRequest("query is too old and response timeout expired or query ID is invalid")
        text = ask.parameters.get("text", "")
        if len(text) > 200:
            raise BadRequest("MESSAGE_TOO_LONG")
        self.toasts.append(Toast(chat, text, ask.parameters.get("show_alert") == "true"))
        return True

    def _member_of(self, chat: str, user: int) -> dict[str, Any]:
        self._check_chat(chat, 0)
        return member(person(user), self.roles.get((chat, user), "member"))

    def _administrators(self, ask: Ask) -> list[dict[str, Any]]:
        self._check_chat(ask.chat, 0)
        named = [(user, role) for (chat, user), role in self.roles.items() if chat == ask.chat]
        return [member(person(user), role) for user, role in named if role in ("creator", "administrator")]

    def _get_chat(self, ask: Ask) -> dict[str, Any]:
        self._check_chat(ask.chat, 0)
        gifts = dict.fromkeys(("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False)
        return self._chat(ask.chat) | {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}

    def _get_file(self, ask: Ask) -> dict[str, Any]:
        number = ask.parameters.get("file_id", "")
        if number not in self._files:
            raise BadRequest("wrong file_id or the file is temporarily unavailable")
        return {"file_id": number, "file_unique_id": number, "file_size": len(self._files[number]), "file_path": f"documents/{number}"}

    def _file(self, path: str) -> tuple[int, bytes]:
        token, _, number = unquote(path).removeprefix("/file/bot").partition("/documents/")
        return (200, self._files[number]) if token == TOKEN and number in self._files else (404, b"{}")

    def _set_commands(self, ask: Ask) -> bool:
        told = {one["command"]: one["description"] for one in json.loads(ask.parameters["commands"])}
        for name, what in told.items():
            if not re.fullmatch(r"[a-z0-9_]{1,32}", name) or not 1 <= len(what) <= 256:
                raise BadRequest("BOT_COMMAND_INVALID" if what else "BOT_COMMAND_DESCRIPTION_INVALID")
        if len(told) > 100:
            raise BadRequest("BOT_COMMANDS_TOO_MUCH")
        scope = json.loads(ask.parameters.get("scope", "{}")).get("type", "default")
        self.commands[scope, ask.parameters.get("language_code", "")] = told
        return True
