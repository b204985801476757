"""Naming: which park, board, province, kind, subject, company or words a person means, typed in a chat or a terminal."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from monitors.alerts import wants
from monitors.alerts.tongue import Tongue, later
from monitors.boards.catalogue import Board, Catalogue
from monitors.zones import Zone, Zones, fold

CLOSE = 55.0  # rapidfuzz score from which a name is offered as what may have been meant
OFFERED = 6
LONGEST = 60  # characters that a company or keyword may have

CHINESE = Tongue()

KINDS: Mapping[str, tuple[str, ...]] = {
    "ranking": ("排名", "名次", "榜单"),
    "list": ("名单", "认定"),
    "policy": ("政策", "补贴"),
    "indicator": ("指标", "数字"),
    "event": ("动态", "事件"),
    "coverage": ("报道", "新闻"),
}
KIND_TITLES: Mapping[str, str] = {
    "ranking": later("所有排名消息"),
    "list": later("所有名单消息"),
    "policy": later("所有政策消息"),
    "indicator": later("所有指标消息"),
    "event": later("所有动态消息"),
    "coverage": later("所有报道消息"),
}
SUBJECT_TITLES: Mapping[str, str] = {
    "人才": later("人才政策"),
    "租金": later("租金和用房政策"),
    "研发": later("研发政策"),
    "融资": later("融资政策"),
    "上市": later("上市政策"),
    "设备": later("设备和技改政策"),
    "数据": later("数据和人工智能政策"),
    "企业培育": later("企业培育政策"),
    "绿色": later("绿色低碳政策"),
    "外贸外资": later("外贸外资政策"),
}
EVERYTHING = ("全部", "所有", "all")
# A first word that says what the others are: /subscribe 关键词 瞪羚 -公示
_SAID = {
    "关键词": "keyword",
    "关键字": "keyword",
    "keyword": "keyword",
    "公司": "company",
    "企业": "company",
    "company": "company",
    "主题": "subject",
    "政策主题": "subject",
    "subject": "subject",
    "园区": "zone",
    "zone": "zone",
    "park": "zone",
    "榜单": "board",
    "名单": "board",
    "board": "board",
    "省": "province",
    "省份": "province",
    "province": "province",
}
_COMPANY_NAME = re.compile(r"公司$|集团$|厂$|研究院$|(?:inc|ltd|llc|gmbh)\.?$", re.IGNORECASE)
_PROVINCE_ENDING = re.compile(r"(?:壮族|回族|维吾尔)?(?:自治区|省|市)$")


@dataclass(frozen=True)
class Topic:
    """What one can subscribe to: topic is a word of state.subscriptions; target its official name; title how people say it."""

    topic: str
    target: str
    title: str


@dataclass(frozen=True)
class Found:
    """The one thing that was meant, or else what may have been meant."""

    one: Topic | None = None
    choices: tuple[Topic, ...] = ()


class Unclear(Exception):
    """A name that means nothing known, or several things; one line says which."""


def one(found: Found, words: str, what: str) -> str:
    """The official name of the one thing that was found. Raises Unclear; what: "park" or "board"."""
    if found.one is not None:
        return found.one.target
    near = "、".join(topic.title for topic in found.choices)
    raise Unclear(f"which {what} is {words!r}? " + (f"perhaps {near}" if near else "none of that name is known"))


def key(name: str) -> str:
    """A name as buttons and links carry it: 10 hexadecimal characters, for Telegram lets a press say 64 bytes at most."""
    return hashlib.sha256(name.encode()).hexdigest()[:10]


def by_key(told: str, names: Iterable[str]) -> str | None:
    """The name that a key stands for; None where it is none of these (an old button, a forged one)."""
    return next((name for name in names if key(name) == told), None)


def code(topic: Topic) -> str:
    """A topic as a press or a link says it: zone_KEY, board_KEY, province_KEY, kind_ranking, subject_人才, company_…, keyword_…, all."""
    if topic.topic in ("zone", "board", "province"):
        return f"{topic.topic}_{key(topic.target)}"
    return f"{topic.topic}_{topic.target}" if topic.target else topic.topic


def of(topic: str, target: str, zones: Zones, say: Tongue = CHINESE) -> Topic:
    """A topic with its title, from what a subscription keeps."""
    if topic == "zone":
        known = zones.named(target)
        return of_zone(known) if known else Topic(topic, target, target)
    titles = {"kind": KIND_TITLES, "subject": SUBJECT_TITLES}.get(topic, {})
    if target in titles:
        return Topic(topic, target, say(titles[target]))
    if topic == "company":
        return Topic(topic, target, say("公司「{name}」", name=target))
    if topic == "keyword":
        return Topic(topic, target, say("关键词「{told}」", told=target))
    if topic == "all":
        return Topic(topic, "", say("全部消息"))
    return Topic(topic, target, target)


def valid(topic: str, target: str, zones: Zones, say: Tongue = CHINESE) -> Topic | None:
    """A topic that needs no board to be known, or None where there is no such target."""
    fits = {
        "all": target == "",
        "kind": target in KINDS,
        "subject": target in wants.SUBJECTS,
        "zone": zones.named(target) is not None,
        "province": any(zone.province == target for zone in zones) and target != "",
        "company": target != "" and len(target) <= LONGEST and target == wants.company(target),
        "keyword": target != "" and len(target) <= LONGEST and target == wants.keyword(target),
    }
    return of(topic, target, zones, say) if fits.get(topic, False) else None


def anything(words: str, zones: Zones, catalogue: Catalogue, say: Tongue = CHINESE) -> Found:
    """A park, board, province, kind, subject, company or keyword, or everything. A first word may say which: 公司 …, 关键词 …"""
    if fold(words).lower() in EVERYTHING:
        return Found(of("all", "", zones, say))
    for found in (kind(words, say), province(words, zones), subject(words, say)):
        if found.one is not None:
            return found
    first, _, rest = words.partition(" ")
    said = _SAID.get(fold(first).lower(), "") if rest else ""
    if said:
        return _as_said(said, rest, zones, catalogue, say)
    if re.search(r" [-－−]\S", words):
        return keyword(words, zones, say)
    park, ranked = zone(words, zones), board(words, catalogue)
    if park.one is not None:
        return park
    several = any(_is_in(words, known) for topic in park.choices if (known := zones.named(topic.target)))
    if ranked.one is not None and not several:
        return ranked
    if _COMPANY_NAME.search(words):
        return company(words, zones, say)
    boards = (ranked.one,) if ranked.one is not None else ranked.choices
    return Found(choices=(*(boards if several else ()), *park.choices, *(() if several else boards))[: 2 * OFFERED])


def _as_said(topic: str, words: str, zones: Zones, catalogue: Catalogue, say: Tongue) -> Found:
    if topic == "company":
        return company(words, zones, say)
    if topic == "keyword":
        return keyword(words, zones, say)
    if topic == "subject":
        return subject(words, say)
    if topic == "province":
        return province(words, zones)
    return zone(words, zones) if topic == "zone" else board(words, catalogue)


def kind(words: str, say: Tongue = CHINESE) -> Found:
    """A kind of change by its Chinese or English name."""
    wanted = fold(words).lower()
    named = next((name for name, said in KINDS.items() if wanted in (name, *said)), None)
    return Found(Topic("kind", named, say(KIND_TITLES[named]))) if named else Found()


def subject(words: str, say: Tongue = CHINESE) -> Found:
    """What a policy is about: 人才, 人才政策."""
    wanted = fold(words).lower().removesuffix("政策")
    titles = {name: Topic("subject", name, say(title)) for name, title in SUBJECT_TITLES.items()}
    for name, topic in titles.items():
        if wanted == name or fold(words).lower() in (fold(SUBJECT_TITLES[name]), fold(topic.title).lower()):
            return Found(topic)
    return Found()


def province(words: str, zones: Zones) -> Found:
    """A province, in full or as people say it: 浙江, 浙江省, 新疆."""
    wanted = fold(words)
    for name in dict.fromkeys(zone.province for zone in zones if zone.province):
        if wanted in (name, _PROVINCE_ENDING.sub("", name)):
            return Found(Topic("province", name, name))
    return Found()


def company(words: str, zones: Zones, say: Tongue = CHINESE) -> Found:
    """A company by its name or a part of it; nothing where that would find every other company too."""
    return Found(valid("company", wants.company(words), zones, say))


def keyword(words: str, zones: Zones, say: Tongue = CHINESE) -> Found:
    """Words that must occur, and with a minus those that must not; nothing where none must."""
    return Found(valid("keyword", wants.keyword(words), zones, say))


def zone(words: str, zones: Zones) -> Found:
    """A park by any of its names or an unmistakable part of one; several candidates are offered, never guessed among."""
    known = zones.candidates(words)
    if not known:
        known = tuple(zone for zone in zones if _is_in(words, zone))
    if len(known) == 1:
        return Found(of_zone(known[0]))
    if known:
        return Found(choices=tuple(of_zone(zone, apart=True) for zone in known[: 2 * OFFERED]))
    names = {zone.short or zone.name: zone for zone in zones}
    return Found(choices=tuple(of_zone(names[name], apart=True) for name in close(words, names)))


def of_zone(zone: Zone, *, apart: bool = False) -> Topic:
    """The topic of a park. apart: titled with its place, for who has to choose among parks."""
    title = zone.short or zone.name
    place = zone.province + (zone.city if zone.city != zone.province else "")
    return Topic("zone", zone.name, f"{title} · {place}" if apart and place else title)


def board(words: str, catalogue: Catalogue) -> Found:
    """A ranking or list by one of its names or an unmistakable part of one."""
    wanted = fold(words)
    boards: list[Board] = list(catalogue)
    named = [one for one in boards if wanted in map(fold, one.names)]
    holding = named or [one for one in boards if _holds(wanted, one.names)]
    if len(holding) == 1:
        return Found(of_board(holding[0].name))
    if holding:
        return Found(choices=tuple(of_board(one.name) for one in holding[:OFFERED]))
    return Found(choices=tuple(map(of_board, close(words, [one.name for one in boards]))))


def of_board(name: str) -> Topic:
    """The topic of a board."""
    return Topic("board", name, name)


def _is_in(words: str, zone: Zone) -> bool:
    """Whether one of a park's names holds these words."""
    return _holds(fold(words), (zone.name, zone.short, *zone.aliases))


def _holds(part: str, names: Iterable[str]) -> bool:
    return len(part) > 1 and any(part in fold(name) for name in names)


def close(words: str, names: Iterable[str], least: float = CLOSE) -> list[str]:
    """The names that these words may be a slip of, best first. least: rapidfuzz score of the worst."""
    found = process.extract(fold(words), list(names), scorer=fuzz.WRatio, processor=fold, limit=OFFERED, score_cutoff=least)
    return [name for name, _, _ in found]
