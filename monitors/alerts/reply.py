"""Reply: what goes out to a chat beside words: buttons, a picture, a file. No type of Telegram's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from monitors.alerts.lines import MARK_ROOM, Line, Part, parts, units

CAPTION = 1024  # UTF-16 units that may stand under a picture or a file
PRESS = 64  # bytes that a press may say


@dataclass(frozen=True)
class Button:
    """A button under a message. says: what a press tells us, as "verb:argument", at most 64 bytes; link: opened instead."""

    words: str
    says: str = ""
    link: str = ""


Buttons = tuple[tuple[Button, ...], ...]  # rows


@dataclass(frozen=True)
class File:
    """A file to be sent along."""

    name: str
    body: bytes


@dataclass(frozen=True)
class Reply:
    """An answer or an alert, whatever its length. picture: PNG bytes.

    edit: takes the place of the message whose button was pressed, where that is possible. toast: a short word that is shown
    over the chat and goes away; with no lines it is all there is. link: an address of the bot itself that is opened for who pressed.
    """

    lines: Sequence[Line] = ()
    buttons: Buttons = ()
    picture: bytes | None = None
    file: File | None = None
    edit: bool = False
    toast: str = ""
    link: str = ""


@dataclass(frozen=True)
class Post:
    """One message as it is sent. With a picture or a file the part is its caption."""

    part: Part
    buttons: Buttons = ()
    picture: bytes | None = None
    file: File | None = None
    silent: bool = False


def posts(reply: Reply, *, silent: bool = False) -> list[Post]:
    """A reply as messages: the words under the picture or file where they fit, else before it; the buttons under the last."""
    return list(_posts(reply, silent))


def _posts(reply: Reply, silent: bool) -> Iterator[Post]:
    if reply.picture is None and reply.file is None:
        words = parts(reply.lines)
        for part in words[:-1]:
            yield Post(part, silent=silent)
        if words:
            yield Post(words[-1], reply.buttons, silent=silent)
        return
    words = parts(reply.lines) or [Part(())]
    caption = words[0] if len(words) == 1 and _seen(words[0]) <= CAPTION - MARK_ROOM else Part(())
    if caption != words[0]:
        for part in words:
            yield Post(part, silent=silent)
    if reply.picture is not None and reply.file is not None:
        yield Post(caption, picture=reply.picture, silent=silent)
        yield Post(Part(()), reply.buttons, file=reply.file, silent=silent)
    else:
        yield Post(caption, reply.buttons, reply.picture, reply.file, silent)


def _seen(part: Part) -> int:
    """The length that Telegram counts, without markup: the addresses of a few links would fill a caption."""
    return sum(units(span.text) for one in part.lines for span in one.spans) + len(part.lines)
