"""Which park a name means.

`zones.csv` holds the national parks with their names. A name that several parks share (火炬高新区) is decided by a
city or province named nearby, or stays undecided and is reported: never guessed.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

_IGNORED = re.compile(r"[\s·•・‧∙⋅“”\"'‘’\u200b\u200c\u200d\u2060\ufeff\u00ad]+")
_RUNS = re.compile(r"(?P<plain>[一-鿿0-9A-Za-z]+)|[\s\S]")  # what folding leaves as it is, else one character
_ONE_FORM = str.maketrans("（）〔〕【】［］‐‑‒–—―−─", "()()()()--------")
# Endings under which the same park is written; matched longest first, each replaced by every other of its group.
_SAME_ENDINGS = (
    (
        *("国家级高新技术产业开发区", "国家高新技术产业开发区", "国家级高新技术开发区", "国家高新技术开发区", "高新技术产业开发区"),
        *("国家级高新区", "国家高新区", "高新技术开发区", "高新开发区", "高新区"),
    ),
    ("国家级经济技术开发区", "国家经济技术开发区", "经济技术开发区", "国家级经开区", "国家经开区", "经开区"),
    ("国家级自主创新示范区", "国家自主创新示范区", "自主创新示范区", "国家级自创区", "国家自创区", "自创区"),
)
_PEOPLES = r"(?:壮族|回族|维吾尔|彝族|白族|哈尼族|藏族|蒙古族|蒙古|朝鲜族|哈萨克|土家族|苗族|布依族|侗族|羌族|傣族|景颇族|傈僳族|柯尔克孜)"
_PLACE_ENDING = re.compile(rf"{_PEOPLES}*(?:自治区|特别行政区|自治州|地区|盟|省|市)$|(?<=雄安)新区$")
# What is called after a city without being in it: 厦门大学, 中山路. Only asked where a place shall decide between parks.
_ONLY_CALLED_AFTER = r"(?:大学|学院|公园|东路|西路|南路|北路|路|街|陵)"
# A well-known name without a park's ending (光谷, 中关村) is also part of the names of streets, stations and banks there.
_PARK_ENDING = re.compile(r"(?:区|园|城|基地)$")
_PART_OF_ANOTHER_NAME = re.compile(
    r"(?:[东西南北中]?大街|大道|[东西南北中]?路(?![演径线])|街道|镇|广场|站(?![上在稳起到位])|论坛|银行|在线|医院|中学|小学|大桥)"
)
# Parks that carry another park's name stand elsewhere: 天津滨海-中关村科技园, 京津中关村科技城.
_OTHER_PLACES = {"滨海": "天津", "京津": ""}
_LONGEST_PLACE = 11  # 巴音郭楞蒙古自治州 has 9 characters, 海西蒙古族藏族自治州 10
_JOINED = "·•・‧-—–"


@dataclass(frozen=True)
class Zone:
    """One park. `name` is official and is the park's identity everywhere in parkwatch."""

    name: str
    short: str
    aliases: tuple[str, ...]
    type: str  # 国家高新区, 国家级经开区 or 国家自主创新示范区
    province: str
    city: str  # of the prefecture's level; "" for a park of several cities, or in doubt
    approved: str  # year, "" where unknown
    nicknames: tuple[str, ...] = ()  # mean the park where they stand alone (a command, a cell), in a sentence often something else
    also: tuple[str, ...] = ()  # further types: 苏州工业园区 is a 经开区 that is evaluated among the 高新区

    @property
    def types(self) -> tuple[str, ...]:
        """Everything the park is, the type it is counted under first."""
        return self.type, *self.also


@dataclass(frozen=True)
class Mention:
    """A park's name found in a text: `text[start:end]` and the parks that this spelling can mean there."""

    start: int
    end: int
    printed: str
    candidates: tuple[Zone, ...]


def fold(name: str) -> str:
    """A name as it is compared: full-width folded, without spaces, quotes and middle dots; brackets and dashes are ASCII."""
    return _IGNORED.sub("", unicodedata.normalize("NFKC", name).translate(_ONE_FORM))


_fold_character = cache(fold)


def spellings(name: str) -> set[str]:
    """The name, and the same with every other ending of its kind: 宁波高新区 → 宁波国家高新区, 宁波高新技术产业开发区, …"""
    folded = fold(name)
    for group in _SAME_ENDINGS:
        ending = next((e for e in group if folded.endswith(e)), None)
        if ending and len(folded) > len(ending):
            stem = folded.removesuffix(ending)
            return {folded, *(stem + other for other in group)}
    return {folded}


@cache
def _place(name: str) -> str:
    """宁波市 → 宁波, 山东省 → 山东, 延边朝鲜族自治州 → 延边: how a place stands inside other names."""
    return _PLACE_ENDING.sub("", name)


def _with_city(zone: Zone, names: Iterable[str]) -> set[str]:
    """All spellings of these names of a park, with 市 after its city too: 宁波高新区 → 宁波市高新区."""
    found = {spelling for name in names for spelling in spellings(name)}
    if zone.city.endswith("市"):
        city = _place(zone.city)
        for spelling in tuple(found):
            rest = spelling.removeprefix(city)
            # 北京市开发区 may be all of them, unlike 北京开发区.
            if rest not in (spelling, "", "开发区") and not rest.startswith("市"):
                found.add(zone.city + rest)
    return found


def _places(zones: Iterable[Zone]) -> dict[str, str]:
    """Every city and province of the register, in full and in short, and the province it is in."""
    found = dict(_OTHER_PLACES)
    for zone in zones:
        province = _place(zone.province)
        for name in (zone.city, zone.province):
            found |= {name: province, _place(name): province}
    # 海西 is the coast of Fujian far more often than the prefecture in Qinghai.
    return {name: province for name, province in found.items() if name and name != "海西"}


def _fold_text(text: str) -> tuple[str, list[int]]:
    """A text as `fold` makes it, with every character's place in `text`; a paragraph break stays as a line break."""
    folded: list[str] = []
    origins: list[int] = []
    for run in _RUNS.finditer(text):
        index, kept = run.start(), run.group()
        if run["plain"]:
            origins.extend(range(index, run.end()))
        else:
            kept = "\n" if kept == "\n" and text[index + 1 : index + 2].isspace() else _fold_character(kept)
            origins.extend([index] * len(kept))
        folded.append(kept)
    return "".join(folded), origins


class Zones:
    """The register of parks; answers which park a printed name means."""

    def __init__(self, zones: Iterable[Zone]) -> None:
        """Raises ValueError where two parks have one official name."""
        self._zones: dict[str, Zone] = {}
        for zone in zones:
            if zone.name in self._zones:
                raise ValueError(f"two parks are called {zone.name}")
            self._zones[zone.name] = zone
        self._all: dict[str, list[Zone]] = {}  # every park that a spelling is known for
        own: dict[str, list[Zone]] = {}  # those whose official or short name it is
        in_texts: set[str] = set()
        for zone in self:
            official = _with_city(zone, (zone.name, zone.short))
            running = official | _with_city(zone, zone.aliases)
            for spelling in running | {fold(name) for name in zone.nicknames}:
                self._all.setdefault(spelling, []).append(zone)
            for spelling in official:
                own.setdefault(spelling, []).append(zone)
            in_texts |= running
        # A park's own name is not shared with another that lists it as an alias.
        self._named = {name: tuple(own.get(name, parks)) for name, parks in self._all.items()}
        self._places = _places(self._zones.values())
        # Names in texts are looked up by their first two characters, then by length, longest first: linear in the text.
        starts: dict[str, set[int]] = {}
        for name in in_texts:
            starts.setdefault(name[:2], set()).add(len(name))
        self._in_texts = in_texts
        self._starts = {start: tuple(sorted(lengths, reverse=True)) for start, lengths in starts.items()}
        self._begins = re.compile("|".join(map(re.escape, sorted({start[0] for start in starts}))) or r"(?!)")  # (?!): never

    def __iter__(self) -> Iterator[Zone]:
        return iter(self._zones.values())

    def __len__(self) -> int:
        return len(self._zones)

    def named(self, official: str) -> Zone | None:
        """The park with exactly this official name."""
        return self._zones.get(official)

    def candidates(self, printed: str) -> tuple[Zone, ...]:
        """Every park this spelling can mean; () where none is known.

        Places before or behind it narrow them: 福建火炬高新区, 火炬高新区（厦门）, 江苏省苏州市昆山高新区.
        """
        return self._candidates(fold(printed), self._named)

    def resolve(self, printed: str, near: str = "", of_type: str = "") -> Zone | None:
        """The one park a printed name means, or None where it is unknown or stays ambiguous.

        `near` is text around it (a region cell, a sentence, an article); a city named there decides before a province.
        `of_type` is the only type of park that can be meant: a ranking of 国家高新区 prints 中关村国家自主创新示范区 and
        means 中关村科技园区, though there is a 国家自主创新示范区 of that name.
        """
        if of_type:
            every = self._candidates(fold(printed), self._all)
            return decide(tuple(zone for zone in every if of_type in zone.types), near)
        return decide(self.candidates(printed), near)

    def mentions(self, text: str) -> list[Mention]:
        """Park names in a running text, longest spelling first, left to right, without overlaps; nicknames are left out.

        A name may hold spaces, quotes, middle dots and one line break, but no paragraph break (an empty or indented line).
        """
        folded, origins = _fold_text(text)
        found: list[Mention] = []
        begun = self._begins.search(folded)
        while begun:
            at = begun.start()
            end = at + 1
            for length in self._starts.get(folded[at : at + 2], ()):
                name = folded[at : at + length]
                if len(name) == length and name in self._in_texts:
                    mention = self._mention(name, text, origins[at], origins[at + length - 1] + 1)
                    if mention:
                        found.append(mention)
                        end = at + length
                        break
            begun = self._begins.search(folded, end)
        return found

    def _mention(self, name: str, text: str, start: int, end: int) -> Mention | None:
        """The mention at `text[start:end]`, or None where the words around show that something else is meant."""
        beside = text[max(start - 1, 0) : start] + text[end : end + 1]
        if name.isascii() and any(character.isascii() and character.isalnum() for character in beside):
            return None
        if not _PARK_ENDING.search(name) and _PART_OF_ANOTHER_NAME.match(text, end):
            return None
        candidates = self._named[name]
        before = text[max(start - _LONGEST_PLACE - 1, 0) : start].rstrip(_JOINED)
        place = next((before[-n:] for n in range(min(len(before), _LONGEST_PLACE), 1, -1) if before[-n:] in self._places), "")
        if place:
            candidates = tuple(zone for zone in candidates if self._can_be_in(zone, place))
        return Mention(start, end, text[start:end], candidates) if candidates else None

    def _candidates(self, name: str, named: Mapping[str, Iterable[Zone]]) -> tuple[Zone, ...]:
        if name in named:
            return tuple(named[name])
        bracket = re.fullmatch(r"(.+)\(([^()]+)\)", name)
        if bracket and (bracket[2] in self._places or bracket[2] in named):
            inside, same = self._candidates(bracket[1], named), named.get(bracket[2], ())
            return tuple(zone for zone in inside if zone in same or self._can_be_in(zone, bracket[2]))
        place = next((name[:n] for n in range(min(len(name) - 2, _LONGEST_PLACE), 1, -1) if name[:n] in self._places), "")
        if not place:
            return ()
        return tuple(zone for zone in self._candidates(name.removeprefix(place), named) if self._can_be_in(zone, place))

    def _can_be_in(self, zone: Zone, place: str) -> bool:
        """Whether the register leaves it possible that the park is in this city or province."""
        home = (_place(zone.city), _place(zone.province))
        return place in self._places and (_place(place) in home or (not zone.city and self._places[place] == home[1]))


def decide(candidates: tuple[Zone, ...], near: str) -> Zone | None:
    """The one of several parks that the surrounding text singles out, by city before province; None where it does not."""
    if len(candidates) <= 1:
        return candidates[0] if candidates else None
    by_city = [zone for zone in candidates if zone.city and re.search(rf"{_place(zone.city)}(?!省|{_ONLY_CALLED_AFTER})", near)]
    if by_city:
        return by_city[0] if len(by_city) == 1 else None
    by_province = [zone for zone in candidates if zone.province and _place(zone.province) in near]
    return by_province[0] if len(by_province) == 1 else None


@cache
def load() -> Zones:
    """The register shipped with parkwatch (`monitors/zones.csv`); rows of one official name are one park of several types."""
    parks: dict[str, Zone] = {}
    register = resources.files("monitors").joinpath("zones.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(register.splitlines()):
        zone = Zone(
            name=row["official_name"],
            short=row["short_name"],
            aliases=tuple(filter(None, row["aliases"].split(";"))),
            type=row["zone_type"],
            province=row["province"],
            city=row["city"],
            approved=row["year_approved"],
            nicknames=tuple(filter(None, row["nicknames"].split(";"))),
        )
        known = parks.get(zone.name)
        parks[zone.name] = replace(known, also=(*known.also, zone.type)) if known else zone
    return Zones(parks.values())
