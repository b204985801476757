"""Asked and Answer: one HTTP exchange, as the replica's sites see it; and the answers that all sites give alike."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from urllib.parse import parse_qsl, unquote, urlsplit

# Stands on every page of the replica, so that a saved page can never pass for a real one.
SAMPLE = "（示例页面：由 parkwatch 编写，仅供演示和测试，并非原网站内容。）"

# What web servers call the files that hang on notices.
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class ConnectionAborted(ConnectionAbortedError):
    """Raised by a `respond` hook: the replica cuts the connection without an answer."""


@dataclass(frozen=True)
class Asked:
    """A request as it arrived. Header names are in lower case; `url` is absolute, without the fragment."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def host(self) -> str:
        """The host asked for, without the port."""
        return urlsplit(self.url).hostname or ""

    @property
    def path(self) -> str:
        """The path asked for, percent signs resolved."""
        return unquote(urlsplit(self.url).path) or "/"

    @property
    def query(self) -> dict[str, str]:
        """The parameters of the address; the last of a repeated one."""
        return dict(parse_qsl(urlsplit(self.url).query, keep_blank_values=True))


@dataclass(frozen=True)
class Answer:
    """What a site says. The server adds Content-Length, Date and Connection.

    `then` is sent after the body, part by part as it yields them, with no length told: it may be slow, or never end.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    then: Iterable[bytes] | None = None


def html(page: str, status: int = 200) -> Answer:
    """A page without validators."""
    return Answer(status, {"Content-Type": "text/html; charset=utf-8"}, page.encode())


def plain(text: str) -> Answer:
    """A text file, such as robots.txt."""
    return Answer(200, {"Content-Type": "text/plain; charset=utf-8"}, text.encode())


def as_json(said: object, status: int = 200) -> Answer:
    """A JSON reply; the APIs of the replica's sites send no validators."""
    return Answer(status, {"Content-Type": "application/json;charset=UTF-8"}, json.dumps(said, ensure_ascii=False).encode())


def static(asked: Asked, page: str, changed: datetime, identity: str | None = None) -> Answer:
    """A static page with ETag and Last-Modified, or 304 where the asker has it.

    `identity` is what the ETag is made of where the page itself differs from request to request (view counters).
    """
    return stored(asked, page.encode(), "text/html; charset=utf-8", changed, identity)


def stored(asked: Asked, body: bytes, media_type: str, changed: datetime, identity: str | None = None) -> Answer:
    """A static file of any kind, with ETag and Last-Modified, or 304 where the asker has it.

    As HTTP wants it (RFC 9110, 13.2.2), If-None-Match decides alone where both conditions are sent.
    """
    etag = f'"{hashlib.sha256(identity.encode() if identity else body).hexdigest()[:16]}"'
    headers = {"ETag": etag, "Last-Modified": format_datetime(changed.astimezone(UTC), usegmt=True)}
    if _has(asked, etag, changed):
        return Answer(304, headers, b"")
    return Answer(200, headers | {"Content-Type": media_type}, body)


def _has(asked: Asked, etag: str, changed: datetime) -> bool:
    if known := asked.headers.get("if-none-match"):
        return known.strip() == "*" or etag in [tag.strip().removeprefix("W/") for tag in known.split(",")]
    since = asked.headers.get("if-modified-since")
    if since is None:
        return False
    try:
        return parsedate_to_datetime(since) >= changed.replace(microsecond=0)
    except (ValueError, TypeError):  # an unreadable date is no condition (RFC 9110, 13.1.3)
        return False
