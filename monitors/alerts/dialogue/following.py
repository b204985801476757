"""Following: what a chat is subscribed to: by words, by menus, by links, out of a file and into one.

Subscriptions begin here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from monitors.alerts import naming, phrases
from monitors.alerts.dialogue import carrying, menus, saying, summary
from monitors.alerts.dialogue.asked import Asked
from monitors.alerts.dialogue.house import Answer, House, Request, clean, is_clean, perhaps, stale, toast
from monitors.alerts.dialogue.wishes import put_wishes
from monitors.alerts.lines import Line, bold, line
from monitors.alerts.naming import Found, Topic
from monitors.alerts.reply import Button, Buttons, File, Reply
from monitors.alerts.tongue import Tongue
from state import boards, chats, subscriptions
from state.subscriptions import Subscription

MOST = 100  # subscriptions a chat can have
PAGE = 8  # subscriptions on a page of the list
NAMED = 12  # that an answer names where there are more
UNKNOWN = 10  # targets of a file that are named as unknown
SHORT = 40  # characters of each


class Following:
    """Answers what is asked about subscriptions."""

    changing = frozenset({"subscribe", "unsubscribe", "import", "sub", "unsub", "drop"})

    def __init__(self, house: House) -> None:
        self._house = house
        self.commands: Mapping[str, Answer] = {
            "subscribe": self._subscribe,
            "subscriptions": self._list,
            "unsubscribe": self._unsubscribe,
            "export": self._export,
            "import": self._import,
        }
        self.presses: Mapping[str, Answer] = {
            "pick": self._pick,
            "provs": self._provinces,
            "prov": self._province,
            "wholes": self._wholes,
            "kinds": self._kinds,
            "subjects": self._subjects,
            "hint": self._hint,
            "sub": self._sub,
            "unsub": self._unsub,
            "subs": self._list,
            "drop": self._drop,
            "export": self._export,
        }

    # ── subscribing ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _subscribe(self, request: Request) -> Reply:
        if not request.words:
            return self._pick(request)
        found = self._house.meant(request.words, request.say)
        return self._follow(request, found.one) if found.one else self.offer(request, found)

    def _sub(self, request: Request) -> Reply:
        topic = self._house.named(request.words, request.say)
        return self._follow(request, topic) if topic else stale(request)

    @staticmethod
    def _add(connection: Connection, request: Request, topic: Topic) -> None:
        """With what kind of chat it is: in a channel an alert has other buttons."""
        subscriptions.add(connection, *request.address, topic.topic, topic.target, request.at)
        if request.asked.kind != "private":
            chats.put(connection, *request.address, kind=request.asked.kind)

    def _follow(self, request: Request, topic: Topic) -> Reply:
        say = request.say
        with self._house.database.write() as connection:
            follows = subscriptions.of_chat(connection, *request.address)
            known = _find(follows, topic)
            if known is None and len(follows) >= MOST:
                return Reply([line(say("一个会话最多订阅{most}项。请先退订一些：/subscriptions", most=MOST))])
            if known is None:
                self._add(connection, request, topic)
            current = _find(subscriptions.of_chat(connection, *request.address), topic)
            chat = chats.get(connection, *request.address)
            muted = chats.unmute(connection, *request.address, topic.target) if topic.topic == "zone" else False
            now = summary.of(connection, topic, self._house, request.at, say)
        link = self._house.deep_link(naming.code(topic))
        buttons = menus.subscribed(topic, current.id if current else 0, link, say)
        if known is not None and not muted:
            return Reply([line(say("早已订阅："), bold(topic.title))], buttons)
        lines = [
            line(say("✅ 已订阅："), bold(topic.title)),
            line(say("今后有变化会发到这里（{how}）；以前的不再补发。", how=saying.delivery(chat, say))),
        ]
        return Reply([*lines, *([Line(), line(bold(say("现在的情况"))), *now] if now else [])], buttons)

    def offered(self, request: Request, code: str) -> Reply | None:
        """What a link offers: its topic with what is current, and a button to subscribe. None where the link means nothing."""
        say, topic = request.say, self._house.named(code, request.say)
        if topic is None:
            return None
        with self._house.database.read() as connection:
            known = _find(subscriptions.of_chat(connection, *request.address), topic)
            now = summary.of(connection, topic, self._house, request.at, say)
        if known:
            link = self._house.deep_link(naming.code(topic))
            return Reply([line(say("早已订阅："), bold(topic.title)), *now], menus.subscribed(topic, known.id, link, say))
        lines = [line(say("要订阅吗？"), "　", bold(topic.title)), *now]
        if not menus.choices([topic], "sub"):
            return Reply([*lines, *_by_words([topic], say)], (menus.back(say),))
        return Reply(lines, ((Button(say("🔔 订阅"), f"sub:{naming.code(topic)}"), Button(say("先看看"), "menu")),))

    def offer(self, request: Request, found: Found) -> Reply:
        """What may have been meant by words that mean nothing, or several things; else a company or words to look for."""
        say = request.say
        if found.choices:
            return perhaps(request, found.choices, "sub")
        lines = [
            line(say("没有认出「{told}」。", told=request.echo)),
            line(say("请写园区（宁波高新区）、省份（浙江）、榜单名单（小巨人）、一类消息（政策）或政策主题（人才）。")),
        ]
        asked = (naming.company(request.words, self._house.zones, say).one, naming.keyword(request.words, self._house.zones, say).one)
        topics = [topic for topic in asked if topic]
        if topics:
            lines += [line(say("也可以订阅提到它的消息：")), *_by_words(topics, say)]
        return Reply(lines, (*menus.choices(topics, "sub"), (Button(say("➕ 按目录选"), "pick"), *menus.back(say))))

    # ── picking by buttons ──────────────────────────────────────────────────────────────────────────────────────────

    def _pick(self, request: Request) -> Reply:
        say = request.say
        lines = [
            line(bold(say("订阅什么？"))),
            line(say("可以直接写：/subscribe 宁波高新区")),
        ]
        return Reply(lines, menus.pick(say), edit=request.pressed)

    def _provinces(self, request: Request) -> Reply:
        say, purpose = request.say, request.argument(0)
        name = self._house.by_key(purpose)
        if purpose != menus.LOOKING and name is None:
            return stale(request)
        title = say("{park} 和哪里的园区比？", park=self._title(name)) if name else say("哪个省份？")
        return Reply([line(title)], menus.provinces(self._house.provinces, request.number(1), purpose, say), edit=name is None)

    def _province(self, request: Request) -> Reply:
        say, purpose = request.say, request.argument(0)
        name = naming.by_key(request.argument(1), self._house.provinces)
        other = self._house.by_key(purpose)
        if name is None or (purpose != menus.LOOKING and other is None):
            return stale(request)
        lines = [line(bold(name), "　", say("{count} 个园区", count=self._house.provinces[name]))]
        lines += [line(say("{park} 和哪一个比？", park=self._title(other)))] if other else []
        return Reply(lines, menus.parks(self._house.zones, name, request.number(2), purpose, say), edit=True)

    def _title(self, name: str) -> str:
        return naming.of("zone", name, self._house.zones).title

    def _wholes(self, request: Request) -> Reply:
        say = request.say
        lines = [line(say("订阅哪个省份？它的园区和本省发布的政策都在内。"))]
        return Reply(lines, menus.whole_provinces(self._house.provinces, request.number(0), say), edit=True)

    def _kinds(self, request: Request) -> Reply:
        return Reply([line(request.say("订阅哪一类消息？"))], menus.kinds(request.say), edit=True)

    def _subjects(self, request: Request) -> Reply:
        return Reply([line(request.say("订阅哪个主题的政策？"))], menus.subjects(request.say), edit=True)

    def _hint(self, request: Request) -> Reply:
        say = request.say
        back = (menus.back(say, "pick"),)
        if request.argument(0) == "company":
            lines = [line(say("请发送公司名，写一部分也行，例如：")), line(say("/subscribe 公司 青岛国测海遥"))]
            return Reply([*lines, line(say("它出现在任何名单、报道里都会告诉您。"))], back, edit=True)
        lines = [line(say("请发送关键词，例如：")), line(say("/subscribe 关键词 瞪羚 -公示"))]
        return Reply([*lines, line(say("写几个词就要都出现；前面有减号的不能出现。"))], back, edit=True)

    # ── what is subscribed to ───────────────────────────────────────────────────────────────────────────────────────

    def _list(self, request: Request) -> Reply:
        return self._listed(request, request.number(0) if request.pressed else max(request.number(0) - 1, 0))

    def _listed(self, request: Request, page: int) -> Reply:
        say = request.say
        with self._house.database.read() as connection:
            follows = subscriptions.of_chat(connection, *request.address)
            muted = chats.muted(connection, *request.address, request.at)
        if not follows:
            lines = [line(say("还没有订阅。")), line(say("可以直接写：/subscribe 宁波高新区"))]
            return Reply(lines, menus.pick(say), edit=request.pressed)
        page = menus.page_of(len(follows), page, PAGE)
        titles = [self._house.titled(one, say) for one in follows]
        lines = [line(bold(say("已订阅 {count} 项", count=len(follows))), f"　{page + 1}/{menus.page_of(len(follows), MOST, PAGE) + 1}")]
        for place in range(page * PAGE, min((page + 1) * PAGE, len(follows))):
            silenced = "　🔇" if follows[place].topic == "zone" and follows[place].target in muted else ""
            lines.append(line(f"{place + 1}. {titles[place]}{silenced}"))
        drops = [(one.id, title) for one, title in zip(follows, titles, strict=True)]
        return Reply(lines, menus.drops(drops, page, say, size=PAGE), edit=request.pressed)

    def _unsubscribe(self, request: Request) -> Reply:
        say = request.say
        if not request.words:
            reply = self._listed(request, 0)
            return replace(reply, lines=[*reply.lines, Line(), line(say("请点 ✕，或写名称、序号：/unsubscribe 1；/unsubscribe 全部"))])
        with self._house.database.write() as connection:
            follows = subscriptions.of_chat(connection, *request.address)
            ended = self._chosen(request, follows)
            for one in ended:
                subscriptions.remove(connection, *request.address, one.topic, one.target, request.at)
        if ended:
            return self._ended(request, ended)
        reply = self._listed(request, 0)
        return replace(reply, lines=[line(say("没有订阅过「{told}」。", told=request.echo)), Line(), *reply.lines])

    def _chosen(self, request: Request, follows: Sequence[Subscription]) -> Sequence[Subscription]:
        words = request.words
        if words in naming.EVERYTHING:
            return follows
        if words.isascii() and words.isdecimal():
            return follows[int(words) - 1 : int(words)] if int(words) > 0 else []
        titled = [one for one in follows if words in (one.target, self._house.titled(one, request.say))]
        if titled:
            return titled
        found = naming.anything(words, self._house.zones, self._house.catalogue).one
        meant = {(found.topic, found.target)} if found else {("company", words.lower()), ("keyword", words.lower())}
        return [one for one in follows if (one.topic, one.target) in meant]

    def _ended(self, request: Request, ended: Sequence[Subscription]) -> Reply:
        say = request.say
        topics = [naming.of(one.topic, one.target, self._house.zones, say) for one in ended]
        names = phrases.joined([topic.title for topic in topics[:NAMED]], say) + ("…" if len(topics) > NAMED else "")
        again = menus.choices(topics[:1], "sub") if len(topics) == 1 else ()
        undo: Buttons = tuple((Button(say("↩ 重新订阅"), row[0].says), Button(say("📋 已订阅"), "subs:0")) for row in again)
        return Reply([line(say("已退订："), bold(names))], undo, edit=False)

    def _unsub(self, request: Request) -> Reply:
        with self._house.database.write() as connection:
            ended = subscriptions.remove_by_id(connection, *request.address, request.number(0), request.at)
        return self._ended(request, [ended]) if ended else toast(request.say("没有订阅它了"))

    def _drop(self, request: Request) -> Reply:
        """The ✕ in the list: the list stays, without it."""
        with self._house.database.write() as connection:
            ended = subscriptions.remove_by_id(connection, *request.address, request.number(0), request.at)
        told = request.say("已退订：") + self._house.titled(ended, request.say) if ended else request.say("没有订阅它了")
        return replace(self._listed(request, request.number(1)), toast=told[:190])

    # ── out of a file and into one ──────────────────────────────────────────────────────────────────────────────────

    def _export(self, request: Request) -> Reply:
        say = request.say
        with self._house.database.read() as connection:
            follows = subscriptions.of_chat(connection, *request.address)
            chat = chats.get(connection, *request.address)
        topics = [naming.of(one.topic, one.target, self._house.zones, say) for one in follows]
        told = line(say("📤 {count} 项订阅和设置。在别的会话里发送这个文件并写上 /import，就有同样的订阅。", count=len(follows)))
        return Reply([told], file=File(carrying.NAME, carrying.written(chat, topics)))

    def _import(self, request: Request) -> Reply:
        say = request.say
        if request.asked.file is None:
            lines = [line(say("请把 /export 给出的文件发来，说明文字写 /import；或者用 /import 回复那个文件。"))]
            return Reply(lines, (menus.back(say),))
        try:
            carried = carrying.read(request.asked.file.body, say)
        except carrying.Unreadable as error:
            return Reply([line(say("没有导入，什么都没有改："), str(error))])
        with self._house.database.write() as connection:
            topics, unknown = self._sorted_out(connection, carried, request)
            follows = subscriptions.of_chat(connection, *request.address)
            fresh = [topic for topic in topics if _find(follows, topic) is None]
            if len(follows) + len(fresh) > MOST:
                full = say("导入后会有 {count} 项订阅，一个会话最多{most}项", count=len(follows) + len(fresh), most=MOST)
                return Reply([line(say("没有导入，什么都没有改："), full)])
            for topic in fresh:
                self._add(connection, request, topic)
            if carried.wishes:
                put_wishes(connection, request, carried.wishes)
        lines = [line(say("📥 已导入 {count} 项订阅，早已有的 {known} 项。", count=len(fresh), known=len(topics) - len(fresh)))]
        if unknown:
            lines.append(line(say("认不出、没有导入的 {count} 项：", count=len(unknown)), phrases.joined(unknown[:UNKNOWN], say)))
        return Reply(lines, ((Button(say("📋 已订阅"), "subs:0"), Button(say("⚙️ 设置"), "set")),))

    def _sorted_out(self, connection: Connection, carried: carrying.Carried, request: Request) -> tuple[list[Topic], list[str]]:
        """What a file holds as topics that are known here, and the others by their targets."""
        topics, unknown = [], []
        for name, target in carried.follows:
            topic = naming.valid(name, target, self._house.zones, request.say) if is_clean(target) else None
            if name == "board" and is_clean(target) and (self._house.catalogue.named(target) or boards.editions(connection, target)):
                topic = naming.of_board(target)
            if topic:
                topics.append(topic)
            else:
                unknown.append(clean(target or name)[:SHORT])
        return topics, unknown


def is_carried(asked: Asked) -> bool:
    """Whether a file that somebody sent without a word looks like one that /export gave."""
    return asked.file is not None and asked.file.name.endswith(".json") and b'"parkwatch"' in asked.file.body[:200]


def _by_words(topics: Sequence[Topic], say: Tongue) -> list[Line]:
    """The commands that follow a company or words of which a press has no room."""
    named = {"company": say("公司"), "keyword": say("关键词")}
    return [line(f"/subscribe {named[topic.topic]} {topic.target}") for topic in topics if not menus.choices([topic], "sub")]


def _find(follows: Sequence[Subscription], topic: Topic) -> Subscription | None:
    return next((one for one in follows if (one.topic, one.target) == (topic.topic, topic.target)), None)
