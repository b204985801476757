"""What goes to the stand-in for the Bot API and comes from it: requests, faults, messages, people."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

_RIGHTS = ("be_edited", "manage_chat", "delete_messages", "manage_video_chats", "restrict_members", "promote_members", "change_info")
_RIGHTS += ("invite_users", "post_stories", "edit_stories", "delete_stories", "post_messages", "edit_messages", "pin_messages")


@dataclass(frozen=True)
class Ask:
    """One request: the how-many-th of its method, from 1. files: field → (name, bytes)."""

    number: int
    method: str
    parameters: dict[str, str]
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)

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
    """A message as it arrived: `text` is what a reader sees (under a picture or file, too), `raw` what was sent."""

    at: float
    chat: str
    thread: int
    text: str
    raw: str
    html: bool
    id: int = 0
    buttons: tuple[tuple[dict[str, str], ...], ...] = ()
    picture: bytes | None = None
    file: tuple[str, bytes] | None = None
    silent: bool = False

    @property
    def says(self) -> list[str]:
        """What its buttons say when they are pressed."""
        return [button["callback_data"] for row in self.buttons for button in row if "callback_data" in button]


@dataclass(frozen=True)
class Toast:
    """The answer to a press: a word shown over the chat, "" for none."""

    chat: str
    text: str
    alert: bool


def read(head: str, body: bytes) -> tuple[dict[str, str], dict[str, tuple[str, bytes]]]:
    """The parameters and files of a request, however they are packed."""
    boundary = re.search(r"(?i)boundary=\"?([^\s\";]+)", head)
    if boundary is None:
        if "application/json" in head and body:
            return {name: str(value) for name, value in json.loads(body).items()}, {}
        return dict(parse_qsl(body.decode(), keep_blank_values=True)), {}
    parameters: dict[str, str] = {}
    files: dict[str, tuple[str, bytes]] = {}
    for part in body.split(b"--" + boundary[1].encode())[1:-1]:
        about, _, value = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        name = re.search(r'name="([^"]*)"(?:; filename="([^"]*)")?', about.decode())
        assert name is not None, "a part without a name"
        if name[2] is None:
            parameters[name[1]] = value.removesuffix(b"\r\n").decode()
        else:
            files[name[1]] = (name[2], value.removesuffix(b"\r\n"))
    return parameters, files


def person(user: int, language: str = "zh-hans") -> dict[str, Any]:
    return {"id": user, "is_bot": False, "first_name": "某人", "language_code": language}


def member(user: dict[str, Any], status: str) -> dict[str, Any]:
    member = {"user": user, "status": status}
    if status == "administrator":
        return member | {f"can_{right}": True for right in _RIGHTS} | {"is_anonymous": False}
    return member | {"creator": {"is_anonymous": False}, "kicked": {"until_date": 0}}.get(status, {})
