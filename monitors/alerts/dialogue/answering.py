"""Dialogue: what is answered to whom. What somebody typed, pressed or sent in a chat in, a reply out; no type of Telegram's.

Nothing is remembered between two messages: every command and every button says all that is needed, so a restart forgets nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from monitors.alerts import naming
from monitors.alerts.dialogue import following, house, menus, operating
from monitors.alerts.dialogue.asked import Asked
from monitors.alerts.dialogue.following import Following
from monitors.alerts.dialogue.house import Answer, House, Request, Room, clean, stale, toast
from monitors.alerts.dialogue.looking import Looking
from monitors.alerts.dialogue.operating import Operating
from monitors.alerts.dialogue.wishes import Wishes
from monitors.alerts.lines import Line, bold, line
from monitors.alerts.reply import Reply
from monitors.alerts.tongue import Tongue, later
from monitors.boards.catalogue import Catalogue
from monitors.zones import Zones
from state import chats, outbox, subscriptions
from state.database import Database

__all__ = ["Asked", "Dialogue", "commands"]

LEFT = "removed or blocked by the chat"  # why its subscriptions ended
SLIP = 85.0  # rapidfuzz score from which a command in a group is taken as a slip of ours, not as another bot's

# In the order of Telegram's menu. Groups have the same ones: who may use which is decided when it is used.
_COMMANDS: Mapping[str, str] = {
    "start": later("菜单：不用打字"),
    "subscribe": later("订阅园区、榜单、省份、政策、公司、关键词：/subscribe 宁波高新区"),
    "subscriptions": later("看已订阅了什么，点 ✕ 退订"),
    "zone": later("一个园区的名次、名单、政策和报道：/zone 宁波高新区"),
    "rank": later("一个园区历年的名次，有图：/rank 宁波高新区"),
    "compare": later("两个园区比名次：/compare 宁波高新区 杭州高新区"),
    "board": later("一个榜单或名单的最新一期：/board 小巨人"),
    "changes": later("最近的变化：/changes，或 /changes 宁波高新区"),
    "settings": later("设置：语言、汇总、免打扰、静音、时区"),
    "mute": later("一段时间不听一个园区：/mute 宁波高新区"),
    "unsubscribe": later("退订：/unsubscribe 宁波高新区，或写序号"),
    "digest": later("有变化就发，还是汇总：/digest 每天 9"),
    "quiet": later("免打扰的钟点：/quiet 22-7"),
    "timezone": later("时区：/timezone Asia/Shanghai"),
    "lang": later("语言 language：/lang en"),
    "export": later("把订阅和设置导出成文件"),
    "import": later("导入 /export 给出的文件"),
    "help": later("怎样使用"),
}

# The same as /help groups them.
_GROUPS: Mapping[str, Collection[str]] = {
    later("订阅什么"): ("subscribe", "subscriptions", "unsubscribe", "export", "import"),
    later("查什么"): ("zone", "rank", "compare", "board", "changes"),
    later("什么时候告诉您"): ("digest", "quiet", "mute", "timezone", "lang", "settings"),
    later("其他"): ("start", "help"),
    later("运营"): operating.COMMANDS,
}


def commands(language: str, scope: str) -> list[tuple[str, str]]:
    """The commands and what they do, for Telegram's menu. scope: private, group (channels too), or operator, who has more."""
    say = Tongue(language)
    told = [(name, say(what)) for name, what in _COMMANDS.items()]
    if scope == "operator":
        told += [(name, say(what)) for name, what in operating.COMMANDS.items()]
    return told


@dataclass(frozen=True)
class _Heard:
    """What was asked, taken apart: the verb of a command or press, "" for words without one; and the words behind it."""

    verb: str
    words: str


class Dialogue:
    """Answers what is asked of the bot, from the database and into it. Synchronous: called in a thread."""

    def __init__(
        self,
        database: Database,
        now: Callable[[], datetime],
        zones: Zones,
        catalogue: Catalogue,
        *,
        bot_name: str = "",
        operating: Operating | None = None,
    ) -> None:
        """bot_name: without @; it may be told later. operating: answers the operator's own chats beside all else."""
        self._house = House(database, now, zones, catalogue, bot_name)
        self._operating = operating
        self._following = Following(self._house)
        self._looking = Looking(self._house)
        rooms: tuple[Room, ...] = (self._looking, self._following, Wishes(self._house))
        own: dict[str, Answer] = {"start": self._start, "help": self._help, "cancel": self._cancel}
        self._commands: dict[str, Answer] = own | {name: answer for room in rooms for name, answer in room.commands.items()}
        self._presses: dict[str, Answer] = {"menu": self._menu, "help": self._help}
        self._presses |= {verb: answer for room in rooms for verb, answer in room.presses.items()}
        self._changing = frozenset().union(*(room.changing for room in rooms))

    @property
    def bot_name(self) -> str:
        """The bot's own name, without @."""
        return self._house.bot_name

    @bot_name.setter
    def bot_name(self, name: str) -> None:
        self._house.bot_name = name

    @property
    def verbs(self) -> Collection[str]:
        """What a press can ask of everybody's buttons; the operator's own are not among them."""
        return self._presses.keys()

    def answer(self, asked: Asked) -> Reply | None:
        """The answer; None where there is nothing to say: talk in a group that is not for us, a command for another bot."""
        heard = self._heard(asked)
        if heard is None:
            return None
        request = Request(asked, heard.words, self._house.now(), self._tongue(asked))
        if asked.operator and self._operating is not None and self._operating.knows(heard.verb):
            return self._operating.answer(heard.verb, heard.words, request.say, pressed=bool(asked.press))
        if self._changes(heard, asked) and not asked.may_change:
            return _refused(request)
        if asked.press and asked.kind == "channel" and not asked.may_change:
            return self._elsewhere(request, heard.verb)
        if asked.press:
            return self._presses.get(heard.verb, stale)(request)
        if heard.verb not in self._commands:
            return self._unknown(request, heard)
        return self._commands[heard.verb](request)

    def changes_something(self, asked: Asked) -> bool:
        """Whether the rights of who asks matter: in groups the adapter finds them out only then."""
        heard = self._heard(asked)
        return heard is not None and (self._changes(heard, asked) or (bool(asked.press) and asked.kind == "channel"))

    def joined(self, chat: str, thread: int, kind: str) -> Reply:
        """The bot was added to a group, or to a channel: what is said about a channel is for who added it, not for its readers."""
        with self._house.database.read() as connection:
            say = Tongue(chats.get(connection, chat, thread).language)
        if kind == "channel":
            told = say("园哨已在频道里。请在频道里发 /subscribe 宁波高新区，有变化就发在那里；发过的命令可以删掉。")
            return Reply([line(told)])
        lines = [
            *_greeting(say),
            Line(),
            line(say("管理员可以给这里订阅：/subscribe 宁波高新区；谁都可以查：/zone 宁波高新区、/rank 宁波高新区。")),
        ]
        return Reply(lines, menus.start(say))

    def left(self, chat: str) -> None:
        """The bot was blocked or removed: nothing more is sent there, and it is kept why."""
        with self._house.database.write() as connection:
            subscriptions.end_chat(connection, chat, self._house.now(), LEFT)
            outbox.drop_chat(connection, chat, self._house.now(), LEFT)

    # ── taking apart what is asked ──────────────────────────────────────────────────────────────────────────────────

    def _heard(self, asked: Asked) -> _Heard | None:
        """None where it is not for us."""
        if asked.press:
            verb, _, words = clean(asked.press).partition(":")
            return _Heard(verb, words)
        verb, bot, words = house.command(clean(asked.text))
        if asked.kind != "private" and bot and self.bot_name and bot.lower() != self.bot_name.lower():
            return None
        if verb:
            known = verb in self._commands or (asked.operator and self._operating is not None and self._operating.knows(verb))
            # Without a name it may be another bot's: only a slip of the pen is taken as ours.
            if asked.kind != "private" and not bot and not known and not naming.close(verb, _COMMANDS, SLIP):
                return None
            return _Heard(verb, words)
        if asked.kind != "private":
            return None
        if following.is_carried(asked):
            return _Heard("import", words)
        return _Heard("", words)

    def _changes(self, heard: _Heard, asked: Asked) -> bool:
        if heard.verb not in self._changing:
            return False
        return bool(asked.press) or bool(heard.words) or (heard.verb == "import" and asked.file is not None)

    def _tongue(self, asked: Asked) -> Tongue:
        """The language of the chat. A person who was never heard of is answered as his Telegram speaks, and it stays so."""
        with self._house.database.read() as connection:
            known = chats.known(connection, asked.chat, asked.thread)
            language = chats.get(connection, asked.chat, asked.thread).language
        hint = asked.language_hint.lower()
        if known or asked.kind != "private" or not hint or hint.startswith("zh"):
            return Tongue(language)
        with self._house.database.write() as connection:
            return Tongue(chats.put(connection, asked.chat, asked.thread, language="en").language)

    # ── the answers of no room ──────────────────────────────────────────────────────────────────────────────────────

    def _start(self, request: Request) -> Reply:
        verb, _, told = request.words.partition("-")
        if told and verb in self._looking.presses:
            shown = self._looking.presses[verb](replace(request, words=told.replace("-", ":")))
            return shown if shown.lines or shown.picture else Reply([line(shown.toast)], menus.start(request.say))
        if request.words not in ("", "menu"):
            offered = self._following.offered(request, request.words)
            if offered is not None:
                return offered
            unknown = line(request.say("这个链接里的内容已不认识。"))
            return Reply([unknown, Line(), *_greeting(request.say)], menus.start(request.say))
        return Reply([*_greeting(request.say), Line(), line(request.say("请点下面的按钮，或直接发园区的名称。"))], menus.start(request.say))

    def _menu(self, request: Request) -> Reply:
        return replace(self._start(replace(request, words="")), edit=True)

    def _help(self, request: Request) -> Reply:
        return Reply(self._helping(request), menus.start(request.say), edit=request.pressed)

    def _helping(self, request: Request) -> list[Line]:
        say = request.say
        scope = "operator" if request.asked.operator else "private"
        told = dict(commands(say.language, scope))
        groups = {title: [name for name in names if name in told] for title, names in _GROUPS.items()}
        lines: list[Line] = []
        for title, names in groups.items():
            if names:
                lines += [line(bold(say(title))), *(line(f"/{name}　", told[name]) for name in names), Line()]
        return [
            *lines,
            line(say("可以订阅：园区、榜单名单、省份、一类消息（排名、名单、政策、指标、动态、报道）、政策主题、公司、关键词，或全部。")),
            line(say("🏛 是发布单位公布的，📰 是报道所称；两者不一致时会说明。")),
        ]

    def _elsewhere(self, request: Request, verb: str) -> Reply:
        """A reader of a channel pressed: the answer would be posted to all of them, so it is opened in a chat with him alone."""
        code = f"{verb}-{request.words.replace(':', '-')}" if verb in self._looking.presses else ""
        link = self._house.deep_link(code or "menu")
        return Reply(link=link) if link else toast(request.say("请和我单独聊天，在那里看"))

    def _cancel(self, request: Request) -> Reply:
        return Reply([line(request.say("没有什么在等您回答，随时可以发别的。"))], menus.start(request.say))

    def _unknown(self, request: Request, heard: _Heard) -> Reply:
        """A command that is none of ours, or words without one: those are taken as the name of what somebody wants to see."""
        say = request.say
        if heard.verb:
            close = naming.close(heard.verb, self._commands)
            hint = say("是不是 /{command}？", command=close[0]) if close else ""
            told = line(say("没有 /{command} 这个命令。", command=heard.verb[:32]), hint)
            return Reply([told, Line(), *self._helping(request)], menus.start(say))
        if request.asked.file is not None:
            return Reply([line(say("只认得 /export 给出的文件；发送它时请写上 /import。"))], menus.start(say))
        if not request.words:
            return Reply([line(say("请发文字，例如园区的名称。")), Line(), *self._helping(request)], menus.start(say))
        return self._named(request)

    def _named(self, request: Request) -> Reply:
        """A park is shown; anything else that was named is offered to be subscribed to."""
        found = self._house.meant(request.words, request.say)
        if found.one is not None and found.one.topic == "zone":
            return self._commands["zone"](request)
        if found.one is not None:
            offered = self._following.offered(request, naming.code(found.one))
            if offered is not None:
                return offered
        if found.choices and all(topic.topic == "zone" for topic in found.choices):
            return self._commands["zone"](request)
        return self._following.offer(request, found)


def _greeting(say: Tongue) -> list[Line]:
    return [
        line(bold(say("园哨")), say(" 盯着科技日报园区版和部委、省市、园区的公布栏，名次、名单、政策有真正的变化才告诉您。")),
    ]


def _refused(request: Request) -> Reply:
    """Somebody in a group who is no administrator of it wants to change what it hears."""
    say = request.say
    if request.pressed:
        return toast(say("只有管理员能改这里的订阅和设置"))
    return Reply(
        [line(say("只有管理员能改这里的订阅和设置。您可以查：/zone 宁波高新区、/rank 宁波高新区、/changes；单独和我聊天可以自己订阅。"))]
    )
