"""Which park a name means.

`zones.csv` holds the 433 national parks with their aliases. A name that several parks share (火炬高新区) is
decided by a city or province named nearby, or stays undecided and is reported: never guessed.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

_IGNORED = re.compile(r"[\s·•・“”\"'‘’]+")
_BRACKETS = str.maketrans("（）〔〕【】［］", "()()()()")
# Endings under which the same park is written; matched longest first, each replaced by every other of its group.
_SAME_ENDINGS = (
    ("国家级高新技术产业开发区", "国家高新技术产业开发区", "高新技术产业开发区", "国家级高新区", "国家高新区", "高新技术开发区", "高新区"),
    ("国家级经济技术开发区", "国家经济技术开发区", "经济技术开发区", "国家级经开区", "国家经开区", "经开区"),
)


@dataclass(frozen=True)
class Zone:
    """One park. `name` is official and is the park's identity everywhere in parkwatch."""

    name: str
    short: str
    aliases: tuple[str, ...]
    type: str  # 国家高新区, 国家级经开区 or 国家自创区
    province: str
    city: str
    approved: str  # year, "" where unknown


@dataclass(frozen=True)
class Mention:
    """A park's name found in a text: `text[start:end]` and the parks that this spelling can mean."""

    start: int
    end: int
    printed: str
    candidates: tuple[Zone, ...]


def fold(name: str) -> str:
    """A name as it is compared: full-width folded, without spaces, quotes and middle dots; brackets are ASCII."""
    return _IGNORED.sub("", unicodedata.normalize("NFKC", name).translate(_BRACKETS))


def _spellings(name: str) -> set[str]:
    folded = fold(name)
    found = {folded}
    for group in _SAME_ENDINGS:
        ending = next((e for e in group if folded.endswith(e)), None)
        if ending and len(folded) > len(ending):
            found.update(folded.removesuffix(ending) + other for other in group)
            break
    return found


def _place(name: str) -> str:
    """宁波市 → 宁波, 山东省 → 山东, 广西壮族自治区 → 广西: how a place stands inside other names."""
    return re.sub(r"(壮族|回族|维吾尔)?(自治区|特别行政区|自治州|地区|省|市)$", "", name)


class Zones:
    """The register of parks; answers which park a printed name means."""

    def __init__(self, zones: Iterable[Zone]) -> None:
        self._zones = {zone.name: zone for zone in zones}
        named: dict[str, list[Zone]] = {}
        for zone in self._zones.values():
            for spelling in {s for name in (zone.name, zone.short, *zone.aliases) if name for s in _spellings(name)}:
                named.setdefault(spelling, []).append(zone)
        # An official name belongs to its park alone, whoever else lists it as an alias.
        for zone in self._zones.values():
            named[fold(zone.name)] = [zone]
        self._named = {name: tuple(parks) for name, parks in named.items()}
        by_length = sorted(self._named, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, by_length))) if by_length else re.compile(r"(?!)")

    def __iter__(self) -> Iterator[Zone]:
        return iter(self._zones.values())

    def __len__(self) -> int:
        return len(self._zones)

    def named(self, official: str) -> Zone | None:
        """The park with exactly this official name."""
        return self._zones.get(official)

    def candidates(self, printed: str) -> tuple[Zone, ...]:
        """Every park this spelling can mean; () where none is known."""
        return self._named.get(fold(printed), ())

    def resolve(self, printed: str, near: str = "") -> Zone | None:
        """The one park a printed name means, or None where it is unknown or stays ambiguous.

        `near` is text around it (a region cell, a sentence, an article); a city named there decides before a province.
        """
        found = self.candidates(printed)
        return decide(found, near)

    def mentions(self, text: str) -> list[Mention]:
        """Park names in a running text, longest spelling first, left to right, without overlaps.

        Offsets are into `text` itself, which may hold full-width characters, but no spaces inside a name.
        """
        folded = text.translate(_BRACKETS)
        return [
            Mention(found.start(), found.end(), text[found.start() : found.end()], self._named[found.group()])
            for found in self._pattern.finditer(folded)
        ]


def decide(candidates: tuple[Zone, ...], near: str) -> Zone | None:
    """The one of several parks that the surrounding text singles out, by city before province; None where it does not."""
    if len(candidates) <= 1:
        return candidates[0] if candidates else None
    for place in ("city", "province"):
        there = [zone for zone in candidates if getattr(zone, place) and _place(getattr(zone, place)) in near]
        if len(there) == 1:
            return there[0]
    return None


@cache
def load() -> Zones:
    """The register shipped with parkwatch (`monitors/zones.csv`)."""
    with resources.files("monitors").joinpath("zones.csv").open(encoding="utf-8", newline="") as file:
        return Zones(
            Zone(
                name=row["official_name"],
                short=row["short_name"],
                aliases=tuple(filter(None, row["aliases"].split(";"))),
                type=row["zone_type"],
                province=row["province"],
                city=row["city"],
                approved=row["year_approved"],
            )
            for row in csv.DictReader(file)
        )
