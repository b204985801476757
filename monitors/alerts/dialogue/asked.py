"""Asked: what somebody typed, pressed or sent, as the rooms of the dialogue hand it on. No type of Telegram's."""

from __future__ import annotations

from dataclasses import dataclass

from monitors.alerts.reply import File


@dataclass(frozen=True)
class Asked:
    """What somebody typed or pressed, and where. thread 0 is the chat itself, not a topic of it.

    kind: private, group, supergroup or channel. press: what the pressed button says, with no text then. may_change: the person may
    change what this chat is subscribed to and how it is told (in groups an administrator). operator: the chat is the operator's.
    language_hint: the language code of the person's own Telegram, for the first answer only.
    """

    chat: str
    thread: int = 0
    kind: str = "private"
    text: str = ""
    press: str = ""
    file: File | None = None
    may_change: bool = True
    operator: bool = False
    language_hint: str = ""
