"""What Telegram takes and what it refuses, for the stand-in: its HTML, lengths, keyboards, pictures and limits."""

from __future__ import annotations

import json
import re
import struct
import zlib
from collections import deque
from dataclasses import dataclass, field
from html import unescape
from typing import Any

TEXT, CAPTION = 4096, 1024  # UTF-16 units, without the markup
PRESS = 64  # bytes
BUTTONS = 100  # under one message
_TAGS = {"b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "a", "code", "pre", "blockquote", "tg-spoiler", "span"}
_ATTRIBUTES = {
    "a": r'href="[^"]*"',
    "blockquote": r"expandable(?:=\"[^\"]*\")?",
    "span": r'class="tg-spoiler"',
    "code": r'class="language-[^"]+"',
}
_PIECE = re.compile(r"<(/?)([a-zA-Z-]+)((?:\s+[a-z]+(?:=\"[^\"<>]*\")?)*)\s*>|<|&(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);|[^<&]+|&")


class BadRequest(Exception):
    """What Telegram answers with 400; the message is its description."""


def units(text: str) -> int:
    """Length as Telegram counts: UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def parse(html: str) -> str:
    """The text that a reader sees. Raises BadRequest in Telegram's words where the markup is not balanced or not known.

    Stricter than Telegram in one thing: markup inside code, pre or a link, which it drops without a word, is refused.
    """
    text: list[str] = []
    opened: list[str] = []
    for piece in _PIECE.finditer(html):
        closing, tag, attributes = piece.group(1), (piece.group(2) or "").lower(), (piece.group(3) or "").strip()
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
            _check_start(tag, attributes, opened)
            opened.append(tag)
    if opened:
        raise BadRequest(f"can't parse entities: Can't find end tag corresponding to start tag \"{opened[-1]}\"")
    return "".join(text)


def _check_start(tag: str, attributes: str, opened: list[str]) -> None:
    if tag == "blockquote" and tag in opened:
        raise BadRequest("can't parse entities: blockquote can't be nested")
    if set(opened) & {"code", "pre"} and not (tag == "code" and opened[-1] == "pre"):
        raise BadRequest(f'can\'t parse entities: Tag "{tag}" inside code')
    if tag == "a" and tag in opened:
        raise BadRequest("can't parse entities: a link inside a link")
    if attributes and not re.fullmatch(_ATTRIBUTES.get(tag, ""), attributes):
        raise BadRequest(f'can\'t parse entities: Tag "{tag}" must have no attributes')


def words(raw: str, mode: str, limit: int) -> str:
    """The text of a message or caption, as it is shown. Raises BadRequest."""
    text = parse(raw) if mode == "HTML" else raw
    if units(text) > limit:
        raise BadRequest("message is too long" if limit == TEXT else "message caption is too long")
    return text


def keyboard(markup: str) -> tuple[tuple[dict[str, str], ...], ...]:
    """The rows of an inline keyboard from reply_markup's JSON. Raises BadRequest."""
    if not markup:
        return ()
    rows: Any = json.loads(markup).get("inline_keyboard", [])
    buttons = [button for row in rows for button in row]
    if len(buttons) > BUTTONS:
        raise BadRequest("reply markup is too long")
    for button in buttons:
        if not button.get("text", "").strip():
            raise BadRequest("text buttons must have a text")
        says, link = button.get("callback_data"), button.get("url")
        if (says is None) == (link is None):
            raise BadRequest("BUTTON_TYPE_INVALID")
        if says is not None and not 1 <= len(says.encode()) <= PRESS:
            raise BadRequest("BUTTON_DATA_INVALID")
        if link is not None and not re.fullmatch(r"(?:https?|tg)://[^\s<>\"]+", link):
            raise BadRequest("BUTTON_URL_INVALID")
    return tuple(tuple(row) for row in rows)


def png(body: bytes) -> tuple[int, int]:
    """Width and height of a whole and sound PNG. Raises BadRequest as for a picture that cannot be shown."""
    if len(body) > 10 * 1024 * 1024:
        raise BadRequest("PHOTO_SAVE_FILE_INVALID: too big")
    if not body.startswith(b"\x89PNG\r\n\x1a\n"):
        raise BadRequest("IMAGE_PROCESS_FAILED")
    place, kinds, size = 8, [], (0, 0)
    while place + 12 <= len(body):
        (length,) = struct.unpack(">I", body[place : place + 4])
        kind, data, end = body[place + 4 : place + 8], body[place + 8 : place + 8 + length], place + 12 + length
        if body[end - 4 : end] != struct.pack(">I", zlib.crc32(kind + data)):
            raise BadRequest("IMAGE_PROCESS_FAILED")
        if kind == b"IHDR":
            size = struct.unpack(">II", data[:8])
        kinds.append(kind)
        place = end
    if kinds[:1] != [b"IHDR"] or kinds[-1:] != [b"IEND"] or b"IDAT" not in kinds:
        raise BadRequest("IMAGE_PROCESS_FAILED")
    if sum(size) > 10_000 or not 1 / 20 <= size[0] / size[1] <= 20:
        raise BadRequest("PHOTO_INVALID_DIMENSIONS")
    return size


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
