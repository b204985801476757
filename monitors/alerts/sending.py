"""Sending: how one post goes to a chat, the ways in which that fails, and what is tried in its stead."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

from monitors.alerts.lines import Part, line
from monitors.alerts.reply import Post
from monitors.alerts.tongue import Tongue, later

MARK = later("🔁（重发）")  # before what may have arrived already


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

    async def __call__(self, chat: str, thread: int, post: Post, *, markup: bool) -> None: ...


@dataclass(frozen=True)
class Way:
    """How one post is sent; where it is refused, a simpler one."""

    chat: str
    thread: int
    post: Post
    language: str
    markup: bool = True

    def simpler(self, error: NotSent) -> Way | None:
        """Plain words where the markup was refused, the group where its topic is gone, words where a picture was; None: no way left."""
        say = Tongue(self.language)
        match error:
            case Unparsable() if self.markup:
                return replace(self, markup=False)
            case TopicGone() if self.thread:
                return replace(self, thread=0)
            case Refused() if self.post.picture is not None or self.post.file is not None:
                part = self.post.part if self.post.part.lines else Part((line(say("（图或文件未能送达）")),))
                return replace(self, post=replace(self.post, part=part, picture=None, file=None))
        return None

    def marked(self) -> Way:
        """The same, said to be a repetition."""
        mark = line(Tongue(self.language)(MARK))
        return replace(self, post=replace(self.post, part=Part((mark, *self.post.part.lines))))
