"""Menus: the keyboards under the answers, so that everything can be reached without typing. Pure.

A press says "verb:argument:…". Lists are paged; turning a page edits the message it stands under.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from monitors.alerts import naming
from monitors.alerts.naming import KINDS, Topic
from monitors.alerts.reply import PRESS, Button, Buttons
from monitors.alerts.tongue import Tongue
from monitors.alerts.wants import SUBJECTS
from monitors.zones import Zone, Zones

PAGE = 10  # buttons on a page of a list
LONGEST = 32  # characters of a button that a phone shows
LOOKING = "-"  # browsing in order to look at a park, not to compare it with another

Row = tuple[Button, ...]


def button(words: str, says: str) -> Button:
    """A button with words short enough for a phone."""
    return Button(words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…", says)


def in_rows(buttons: Sequence[Button], across: int) -> Buttons:
    """Buttons beside each other, so many in a row."""
    return tuple(tuple(buttons[at : at + across]) for at in range(0, len(buttons), across))


def page_of(count: int, page: int, size: int = PAGE) -> int:
    """The page that is shown: the last where there are fewer now than when the button was made."""
    return max(0, min(page, (count - 1) // size))


def paged(buttons: Sequence[Button], page: int, turn: str, say: Tongue, *, across: int = 1, size: int = PAGE) -> Buttons:
    """One page of a list, with buttons to the one before and after. turn: the press that shows a page, without its number."""
    page = page_of(len(buttons), page, size)
    shown = in_rows(buttons[page * size : (page + 1) * size], across)
    turns: list[Button] = []
    if page > 0:
        turns.append(Button(say("◀ 上一页"), f"{turn}:{page - 1}"))
    if (page + 1) * size < len(buttons):
        turns.append(Button(say("下一页 ▶"), f"{turn}:{page + 1}"))
    return (*shown, tuple(turns)) if turns else shown


def start(say: Tongue) -> Buttons:
    """What the bot can do, a button each."""
    return (
        (Button(say("🔔 订阅"), "pick"), Button(say("📋 已订阅"), "subs:0")),
        (Button(say("🏙 园区"), f"provs:{LOOKING}:0"), Button(say("🏆 榜单和名单"), "boards:0")),
        (Button(say("🕘 最近的变化"), "recent"), Button(say("⚙️ 设置"), "set")),
        (Button(say("❓ 怎样使用"), "help"),),
    )


def back(say: Tongue, to: str = "menu") -> Row:
    """The way back."""
    return (Button(say("‹ 返回"), to),)


def pick(say: Tongue) -> Buttons:
    """What can be subscribed to."""
    return (
        (Button(say("🏙 园区"), f"provs:{LOOKING}:0"), Button(say("🗺 整个省份"), "wholes:0")),
        (Button(say("🏆 榜单和名单"), "boards:0"), Button(say("🗂 一类消息"), "kinds")),
        (Button(say("📑 政策主题"), "subjects"), Button(say("🔑 关键词"), "hint:keyword")),
        (Button(say("🏢 公司"), "hint:company"), Button(say("🌐 全部消息"), "sub:all")),
        back(say),
    )


def provinces(counts: Mapping[str, int], page: int, purpose: str, say: Tongue) -> Buttons:
    """The provinces with the number of their parks. purpose: LOOKING, or the key of a park that is compared with another."""
    buttons = [button(f"{name} {count}", f"prov:{purpose}:{naming.key(name)}:0") for name, count in counts.items()]
    return (*paged(buttons, page, f"provs:{purpose}", say, across=2, size=16), back(say))


def whole_provinces(counts: Mapping[str, int], page: int, say: Tongue) -> Buttons:
    """The provinces, to subscribe to all parks of one."""
    buttons = [button(name, f"sub:province_{naming.key(name)}") for name in counts]
    return (*paged(buttons, page, "wholes", say, across=2, size=16), back(say, "pick"))


def parks(zones: Zones, province: str, page: int, purpose: str, say: Tongue) -> Buttons:
    """The parks of a province."""
    verb = "zone:" if purpose == LOOKING else f"cmp:{purpose}:"
    buttons = [button(_short(zone, zones), f"{verb}{naming.key(zone.name)}") for zone in zones if zone.province == province]
    turning = f"prov:{purpose}:{naming.key(province)}"
    whole = (button(say("🔔 整个{province}", province=province), f"sub:province_{naming.key(province)}"),)
    top = (whole,) if purpose == LOOKING else ()
    return (*top, *paged(buttons, page, turning, say, across=2, size=16), back(say, f"provs:{purpose}:0"))


def _short(zone: Zone, zones: Zones) -> str:
    """A park as a button names it; with its city where others have that name too."""
    name = zone.short or zone.name
    shared = sum(1 for other in zones if (other.short or other.name) == name) > 1
    return f"{name}（{zone.city}）" if shared and zone.city else name


def park(zone: Zone, link: str, say: Tongue, subscription: int | None = None) -> Buttons:
    """Under a park. link: its deep link, "" where there is none. subscription: its id, where the chat has one."""
    key = naming.key(zone.name)
    follow = Button(say("🔕 退订"), f"unsub:{subscription}") if subscription else Button(say("🔔 订阅"), f"sub:zone_{key}")
    quiet = Button(say("🔇 一周不听"), f"mute:{key}")
    return (
        (follow, Button(say("📈 名次变化"), f"rank:{key}")),
        (Button(say("🕘 最近的变化"), f"recent:zone_{key}"), Button(say("⚖️ 和别的比"), f"provs:{key}:0")),
        (quiet, *share(link, naming.of_zone(zone).title, say)),
    )


def share(link: str, title: str, say: Tongue) -> Row:
    """A button that sends a link on to somebody; none without a link."""
    if not link:
        return ()
    words = quote(say("{title} 的变化，园哨会告诉您", title=title))
    return (Button(say("🔗 分享"), link=f"https://t.me/share/url?url={quote(link, safe='')}&text={words}"),)


def subscribed(topic: Topic, subscription: int, link: str, say: Tongue) -> Buttons:
    """Under the word that something is subscribed to now."""
    key = naming.key(topic.target)
    looking: Row = ()
    if topic.topic == "zone":
        looking = (Button(say("🏙 看园区"), f"zone:{key}"), Button(say("📈 名次变化"), f"rank:{key}"))
    elif topic.topic == "board":
        looking = (Button(say("🏆 看榜单"), f"board:{key}"),)
    mine: Row = (Button(say("🔕 退订"), f"unsub:{subscription}"), Button(say("📋 已订阅"), "subs:0"))
    return tuple(row for row in (looking, mine, share(link, topic.title, say)) if row)


def choices(topics: Sequence[Topic], verb: str, *, by_key: bool = False) -> Buttons:
    """What may have been meant, a button each. verb: what a press does with the topic's code, or with the key of its name."""
    told = [button(topic.title, f"{verb}:{naming.key(topic.target) if by_key else naming.code(topic)}") for topic in topics]
    return tuple((one,) for one in told if len(one.says.encode()) <= PRESS)


def kinds(say: Tongue) -> Buttons:
    """The kinds of news, to subscribe to one."""
    buttons = [Button(say(naming.KIND_TITLES[name]), f"sub:kind_{name}") for name in KINDS]
    return (*in_rows(buttons, 2), back(say, "pick"))


def subjects(say: Tongue) -> Buttons:
    """What policies are about, to subscribe to one."""
    buttons = [Button(say(naming.SUBJECT_TITLES[name]), f"sub:subject_{name}") for name in SUBJECTS]
    return (*in_rows(buttons, 2), back(say, "pick"))


def boards(names: Sequence[str], page: int, say: Tongue, *, size: int) -> Buttons:
    """The rankings and lists, to look at one."""
    buttons = [button(name, f"board:{naming.key(name)}") for name in names]
    return (*paged(buttons, page, "boards", say, size=size), back(say))


def drops(titles: Sequence[tuple[int, str]], page: int, say: Tongue, *, size: int) -> Buttons:
    """What a chat is subscribed to, a ✕ button each (id, title)."""
    buttons = [button(f"✕ {title}", f"drop:{number}:{page}") for number, title in titles]
    more: Row = (Button(say("➕ 再订阅"), "pick"), Button(say("⚙️ 设置"), "set"))
    export: Row = (Button(say("📤 导出"), "export"), Button(say("‹ 返回"), "menu"))
    return (*paged(buttons, page, "subs", say, size=size), more, export)
