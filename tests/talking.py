"""Talking: a chat with the bot as somebody has it: what is typed, pressed and sent in; what is read and the buttons under it out."""

from __future__ import annotations

import re
from dataclasses import replace

from samples import PARKS, Clock, fetched, list_table, notice, ranking_table
from telegram_api import parse

from monitors import zones
from monitors.alerts.dialogue.answering import Asked, Dialogue
from monitors.alerts.lines import LIMIT, terminal, units
from monitors.alerts.reply import CAPTION, PRESS, Button, File, Reply, posts
from monitors.boards import catalogue
from monitors.document import Document
from monitors.watch import Row, Watch
from state.database import Database

NINGBO = "宁波高新技术产业开发区"
COMPANY = "青岛国测海遥信息技术有限公司"


def dialogue_on(database: Database, clock: Clock) -> Dialogue:
    """A dialogue as the service has it."""
    return Dialogue(database, clock, zones.load(), catalogue.load(), bot_name="parkwatch_bot")


def see(watch: Watch, clock: Clock, document: Document) -> None:
    """One crawl of a source that publishes this."""
    watch.begin(document.source)
    watch.listed(document.source, [Row(document.key, document.url, document.title, document.published)])
    watch.observe(document, fetched(document, clock))
    watch.finish(document.source, complete=True)


def rank(watch: Watch, clock: Clock) -> None:
    """Two editions of a ranking in which 宁波 goes from 13 to 10; the second is news."""
    others = [name for name in PARKS if name != NINGBO]
    for year, place, day in (("2022", 13, "2023-02-20"), ("2024", 10, "2024-12-23")):
        names = [*others[: place - 1], NINGBO, *others[place - 1 :]][:50]
        title = f"{year}年国家高新技术产业开发区综合评价结果（示例）"
        see(watch, clock, notice(title, "178个国家高新区", [ranking_table(names)], key=year, published=day))


def list_giants(watch: Watch, clock: Clock, size: int = 40) -> None:
    """A batch of a list, with one company that has a real name."""
    entries = [("山东省", COMPANY), *(("浙江省", f"示例{number}号精密机械有限公司") for number in range(1, size))]
    see(watch, clock, notice("关于示例事项的通知", "示例说明", key="l0", source="lists"))  # ends the baseline
    see(
        watch,
        clock,
        notice("关于公布第六批国家级专精特新小巨人企业名单的通知（示例）", "", [list_table(entries)], key="l1", source="lists"),
    )


class Chat:
    """One chat (or topic of it) with the bot. Every answer is checked to be one that Telegram takes."""

    def __init__(self, dialogue: Dialogue, chat: str = "7", thread: int = 0, kind: str = "private", *, may_change: bool = True) -> None:
        self._dialogue = dialogue
        self._who = Asked(chat, thread, kind, may_change=may_change)
        self.reply = Reply()

    def speaking(self, language: str) -> Chat:
        """The same, by somebody whose Telegram is in this language."""
        self._who = replace(self._who, language_hint=language)
        return self

    def says(self, text: str) -> str:
        """What is answered to words."""
        return self._told(replace(self._who, text=text))

    def presses(self, says: str) -> str:
        """What is answered to a press, whether or not such a button was ever shown."""
        return self._told(replace(self._who, press=says))

    def taps(self, words: str) -> str:
        """Presses the button under the last answer on which these words stand."""
        return self.presses(self.button(words).says)

    def sends(self, file: File, caption: str = "") -> str:
        """What is answered to a file."""
        return self._told(replace(self._who, text=caption, file=file))

    def ignored(self, text: str = "", press: str = "") -> bool:
        """Whether nothing is answered."""
        return self._dialogue.answer(replace(self._who, text=text, press=press)) is None

    def matters(self, text: str = "", press: str = "") -> bool:
        """Whether the rights of who asks matter."""
        return self._dialogue.changes_something(replace(self._who, text=text, press=press))

    @property
    def buttons(self) -> list[Button]:
        return [button for row in self.reply.buttons for button in row]

    def button(self, words: str) -> Button:
        found = [button for button in self.buttons if words in button.words]
        assert found, f"no button says {words}: {[button.words for button in self.buttons]}"
        return found[0]

    def _told(self, asked: Asked) -> str:
        reply = self._dialogue.answer(asked)
        assert reply is not None, "silence is no answer"
        self.reply = reply
        accepted(reply)
        return terminal(reply.lines) or reply.toast


def accepted(reply: Reply) -> None:
    """Fails where Telegram would not take a reply."""
    found = posts(reply)
    assert found or reply.toast
    assert len(reply.toast) <= 200
    if reply.edit:
        assert len(found) == 1, "one message can be edited, not several"
    for post in found:
        with_it = post.picture is not None or post.file is not None
        assert units(parse(post.part.html)) <= (CAPTION if with_it else LIMIT)
        assert with_it or parse(post.part.html).strip()
    buttons = [button for row in reply.buttons for button in row]
    assert len(buttons) <= 100
    assert all(0 < len(row) <= 8 for row in reply.buttons)
    for button in buttons:
        assert bool(button.says) != bool(button.link)
        assert len(button.says.encode()) <= PRESS
        assert 0 < len(button.words) <= 64
        assert not button.link or re.fullmatch(r"https://t\.me/\S+", button.link)
