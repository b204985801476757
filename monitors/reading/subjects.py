"""Who a sentence speaks of: parks by name, by a shared ending, by a bare city, by a pronoun; provinces, cities and the whole country."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from enum import Enum, auto

from monitors.zones import Zone, Zones, decide

_ENDING = (
    "国家级高新技术产业开发区|国家高新技术产业开发区|高新技术产业开发区|高新技术产业园区|"
    "国家级高新区|国家高新区|高新区|国家级经济技术开发区|经济技术开发区|"
    "国家级经开区|经开区|开发区"
)
# 昆山、江宁和苏州浒墅关8家经济技术开发区: names that share the ending of the last.
_SHARED = re.compile(
    rf"(?P<names>(?:[一-龥]{{2,8}}(?:、|和|与|及|以及)){{1,30}}[一-龥]{{2,8}}?)等?(?:\d{{1,3}}|"
    rf"[一二两三四五六七八九十]{{1,3}})?(?:家|个)?(?P<ending>{_ENDING})"
)
_BETWEEN = re.compile(r"、|和|与|以及|及")
# 萧山、宁波两家: bare places that stand for parks named before.
_BARE = re.compile(r"(?P<names>[一-龥]{2,4}(?:(?:、|和|与)[一-龥]{2,4}){1,9})(?:两|[一二三四五六七八九十]|\d{1,2})(?:家|个|地)")
_PRINTED_ENDING = (
    "再生医学产业园|创智园|化工园区|台商投资区|综合保税区|产业园区|产业园|工业园区|工业园|科技园区|"
    "科技园|软件园|创新园|高新技术产业园区|高新区|经开区|开发区|园区"
)
# Endings of parks of their own kind; what ends in 高新区 or 园区 may be any number of parks (178家国家高新区).
_OWN_KIND = re.compile(r"(?<=[一-龥]{2})(?:产业园|创智园|化工园区|台商投资区|综合保税区|工业园|科技园|软件园|创新园)$")
_PRINTED = re.compile(rf"[一-龥A-Za-z0-9]{{2,18}}?(?:{_PRINTED_ENDING})")
# Words after which a park's printed name can begin, and which are therefore no part of it.
_LEAD = re.compile(
    r"^.*(?:位于|来自|落户|入驻|同意|批准|围绕|加快|推动|支持|记者|走进|来到|在|从|由|为|是|的|和|与|"
    r"及|对|向|被|把|将|就|至|到|除|以|等|让|给|了|家|个|所|座|日|月|年|有|获|称|名叫|分别|依次|下属)"
)
_GENERIC = re.compile(
    r"^(?:这|该|本|各|一|两|三|全|某|其|此|多|省|市|区|国|县|级|家|园|新|头部|中部|西部|东部|中西部|"
    r"国内|省内|市内|区内|周边|特色|示范|其他|另外|同类|相关|专业|世界|产业|打造|建设|一流|我国|"
    r"高|化工|工业|科技|综合|创新|医药|生物|数字|清洁|末位|上述|不同|海关|入围|领先|部分|参评|本地|联动|优化|共同|数)"
)
_PROVINCES = (
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|"
    "广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾|"
    "内蒙古|广西|西藏|宁夏|新疆"
)
_REGIONAL = re.compile(rf"(?:{_PROVINCES})省?(?:{_PRINTED_ENDING})")  # 山东高新区: all parks of a province
_PRONOUN = re.compile(
    r"该区|该园区|该园|该开发区|该高新区|该经开区|这家园区|这个园区|全区|区内|园区内|区里|本区|"
    r"(?<![一-龥])(?:它|其)(?=[在由从的列排]|此|还|在|还)|"
    r"(?<![一-龥]{2})(?:高新区|经开区|开发区|园区)(?!域)|当地|这里"
)
_MUNICIPAL = {"北京", "天津", "上海", "重庆"}
_AUTONOMOUS = {
    "内蒙古": "内蒙古自治区",
    "广西": "广西壮族自治区",
    "西藏": "西藏自治区",
    "宁夏": "宁夏回族自治区",
    "新疆": "新疆维吾尔自治区",
}
_PROVINCE = re.compile(rf"(?P<place>{_PROVINCES})(?:省|市|自治区|壮族自治区|回族自治区|维吾尔自治区)?")
_BARE_PLACE = re.compile(r"有|占|入围|共|\d|[一二三四五六七八九十两]+[家个]|国家|园区|列|位列|排|多家|上榜|全省|经开区|高新区|：|，")
_WHOLE_PLACE = re.compile(r"全省|该省|全市|该市")
_NATION = re.compile(
    r"(?:全国)?(?:\d{2,3})(?:家|个)(?P<high>国家(?:级)?高新区)|(?P<own>国家(?:级)?高新区|"
    r"国家级(?:经开区|经济技术开发区))(?=总数|以\d|贡献|实现|拥有|预计|共|集聚|数量|营业|生产)|"
    r"这些园区|全国(?=共|一|有)"
)
_COMPANY_AFTER = re.compile(r"^[一-龥（）]{0,14}?(?:有限公司|股份公司|有限责任公司|集团)")
_BESIDE = re.compile(r"(?:比|较|与|除|超过|领先于|高于|低于|不盯着)$")


class Level(Enum):
    """What kind of subject a mention names."""

    PARK = auto()
    PLACE = auto()  # a province or city as a whole
    NATION = auto()  # all parks of a kind


@dataclass(frozen=True)
class Subject:
    """A mention at `text[start:end]`; a list of parks that share one statement is one mention with several names."""

    start: int
    end: int
    names: tuple[str, ...]
    level: Level
    aside: bool = False  # only compared with (比赣州低一位), never the owner of a fact

    @property
    def single(self) -> str:
        return self.names[0]


def place_name(printed: str) -> str:
    """江苏 → 江苏省, 上海 → 上海市, 宁夏 → 宁夏回族自治区."""
    if printed in _AUTONOMOUS:
        return _AUTONOMOUS[printed]
    return printed + ("市" if printed in _MUNICIPAL else "省")


def provinces(text: str) -> list[tuple[int, int, str]]:
    """Provinces named in a text: offsets and full name."""
    return [(found.start(), found.end(), place_name(found["place"])) for found in _PROVINCE.finditer(text)]


class Register:
    """The names of one article: which park is meant by what is printed, and which park the article is about."""

    def __init__(self, zones: Zones, title: str, paragraphs: list[str]) -> None:
        self._zones = zones
        self._title = title
        self._all = "\n".join([title, *paragraphs])
        self._cities = {zone.city.removesuffix("市") for zone in zones if zone.city}
        self._read: dict[str, list[Subject]] = {}
        self._known: dict[str, Zone] = {}  # parks named so far, by official name
        body = "\n".join(paragraphs)
        self._nicknames = {name: zone for zone in zones for name in zone.nicknames if len(name) > 1 and name in title and name in body}
        self._printed = self._unlisted(title, paragraphs)
        self.focus = self._focus(title, paragraphs)

    def _resolve(self, candidates: tuple[Zone, ...], near: str) -> Zone | None:
        return decide(candidates, near) or decide(candidates, self._title) or decide(candidates, self._all)

    def _unlisted(self, title: str, paragraphs: list[str]) -> dict[str, str]:
        """Parks outside the register: names that begin with a place, and the short forms under which they come back."""
        counted: Counter[str] = Counter()
        placed: dict[str, str] = {}
        for text in (title, *paragraphs):
            for found in _PRINTED.finditer(text):
                name = _LEAD.sub("", found.group())
                if len(name) < 4 or _GENERIC.match(name) or _REGIONAL.fullmatch(name) or self._ends_known(name):
                    continue
                counted[name] += 1
                listed = bool(
                    re.search(r"(?:、|和|以及)$", text[: found.end() - len(name)]) or re.match(r"、|和|以及", text[found.end() :])
                )
                if self._leading_place(name) or (listed and len(name) >= 6):
                    placed.setdefault(name, self._registered(name) or name)
        body = "\n".join(paragraphs)
        for found in _PRINTED.finditer(title):
            ending = _OWN_KIND.search(found.group())
            shortest = len(ending.group()) + 2 if ending else 99
            tails = [found.group()[cut:] for cut in range(len(found.group()) - shortest + 1)]
            again = next((tail for tail in tails if tail in body), None)
            if again and not _GENERIC.match(again) and not _REGIONAL.fullmatch(again) and not self._ends_known(again):
                placed.setdefault(again, again)  # named in the headline and again in the text
        for name in counted:
            whole = next((long for long in placed if long != name and long.endswith(name)), None)
            if whole:
                placed[name] = whole
        return placed

    def _ends_known(self, name: str) -> bool:
        """包括深圳高新区 is no park of that name, only words before one that is known."""
        return any(self._zones.candidates(name[cut:]) for cut in range(len(name) - 3))

    def _registered(self, printed: str) -> str | None:
        """咸宁高新技术产业园区 before its promotion is the park that the register holds as 咸宁高新区."""
        for ending, kind in (("高新技术产业园区", "高新区"), ("经济开发区", "经开区")):
            zone = decide(self._zones.candidates(printed.removesuffix(ending) + kind), self._all) if printed.endswith(ending) else None
            if zone:
                return zone.name
        return None

    def _leading_place(self, name: str) -> str | None:
        province = _PROVINCE.match(name)
        if province and len(name) > province.end() + 2:
            return province.group()
        town = re.match(r"[一-龥]{1,3}[市县]", name)
        if town and len(name) > town.end() + 2:
            return town.group()
        return next((name[:size] for size in (2, 3, 4) if name[:size] in self._cities and len(name) > size + 2), None)

    def _focus(self, title: str, paragraphs: list[str]) -> str | None:
        """The park an article is about: named in its title, else the one it names first and most."""
        counted: Counter[str] = Counter()
        order: list[str] = []
        for weight, text in [(3, title), *((1, paragraph) for paragraph in paragraphs)]:
            for mention in self.parks(text):
                if mention.aside:
                    continue
                for name in mention.names:
                    counted[name] += weight
                    order.append(name)
        if not counted:
            return None
        most = max(counted.values())
        if most < 2 and len(counted) > 1:
            return None  # a list of parks is about none of them
        return next(name for name in order if counted[name] == most)

    def province(self, name: str) -> str | None:
        """The province of a park of the register; None for any other."""
        zone = self._zones.named(name)
        return zone.province or None if zone else None

    def parks(self, text: str) -> list[Subject]:
        """Parks named in a stretch of text, left to right; a stretch is looked through once."""
        if text not in self._read:
            self._read[text] = self._parks(text)
        return self._read[text]

    def _parks(self, text: str) -> list[Subject]:
        found = [*self._shared(text), *self._named(text)]
        found += self._bare(text)
        found += self._nicknamed(text)
        found += self._outside(text)
        return self._joined(text, _without_overlaps(found))

    def _named(self, text: str) -> list[Subject]:
        named = []
        for mention in self._zones.mentions(text):
            if _COMPANY_AFTER.match(text[mention.end : mention.end + 24]) and mention.printed[-1] != "区":
                continue
            # 厦门的火炬高新区…，中山的火炬高新区…: the nearest place decides before those further away.
            windows = (text[max(0, mention.start - 6) : mention.start], text[max(0, mention.start - 20) : mention.end + 10], text)
            zone = next((zone for near in windows if (zone := decide(mention.candidates, near))), None)
            zone = zone or self._resolve(mention.candidates, text)
            if zone is None:
                continue
            start = mention.start
            self._known[zone.name] = zone
            named.append(Subject(start, mention.end, (zone.name,), Level.PARK, _aside(text, start, mention.end)))
        return named

    def _nicknamed(self, text: str) -> list[Subject]:
        """A nickname (泰达) means the park only in an article that has it in its title and again in its text."""
        found = []
        for name, zone in self._nicknames.items():
            at = text.find(name)
            while at != -1:
                if not _COMPANY_AFTER.match(text[at + len(name) : at + len(name) + 24]):
                    found.append(Subject(at, at + len(name), (zone.name,), Level.PARK, _aside(text, at, at + len(name))))
                at = text.find(name, at + len(name))
        return found

    def _shared(self, text: str) -> list[Subject]:
        found = []
        for match in _SHARED.finditer(text):
            names: list[str] = []
            start = match.start()
            pieces = _BETWEEN.split(match["names"])
            for position, piece in enumerate(pieces):
                zone = self._ended(piece, match["ending"], text)
                if zone is None and position == 0:
                    zone, cut = self._tail(piece, match["ending"], text)
                    start += cut
                if zone is None:
                    names = []
                    start += len(piece) + 1
                    continue
                self._known[zone.name] = zone
                names.append(zone.name)
            if len(names) > 1:
                found.append(Subject(max(start, match.start()), match.end(), tuple(names), Level.PARK))
        return found

    def _ended(self, piece: str, ending: str, near: str) -> Zone | None:
        endings = [ending, "高新区" if "高新" in ending else "经开区"]
        for end in endings:
            zone = decide(self._zones.candidates(piece + end), near)
            if zone is not None:
                return zone
        if ending != "开发区":
            return decide(self._zones.candidates(piece), near)
        return None

    def _tail(self, piece: str, ending: str, near: str) -> tuple[Zone | None, int]:
        for cut in range(1, len(piece) - 1):
            zone = self._ended(piece[cut:], ending, near)
            if zone is not None:
                return zone, cut
        return None, 0

    def _bare(self, text: str) -> list[Subject]:
        found = []
        for match in _BARE.finditer(text):
            pieces = _BETWEEN.split(match["names"])
            names = [self._begun(piece) for piece in pieces]
            if all(names):
                found.append(Subject(match.start(), match.end(), tuple(name for name in names if name), Level.PARK))
        return found

    def _begun(self, place: str) -> str | None:
        meant = [name for name, zone in self._known.items() if zone.short.startswith(place) or zone.name.startswith(place)]
        return meant[0] if len(meant) == 1 else None

    def _outside(self, text: str) -> list[Subject]:
        found = []
        for printed, whole in self._printed.items():
            at = text.find(printed)
            while at != -1:
                found.append(Subject(at, at + len(printed), (whole,), Level.PARK, _aside(text, at, at + len(printed))))
                at = text.find(printed, at + len(printed))
        return found

    @staticmethod
    def _joined(text: str, mentions: list[Subject]) -> list[Subject]:
        """Parks in one list (A、B和C) are one subject."""
        joined: list[Subject] = []
        for mention in mentions:
            last = joined[-1] if joined else None
            if last and re.fullmatch(r"、|和|与|以及|及|、以及|等", text[last.end : mention.start]):
                names = tuple(dict.fromkeys(last.names + mention.names))
                joined[-1] = Subject(last.start, mention.end, names, Level.PARK, last.aside)
            else:
                joined.append(mention)
        return joined

    def places(self, text: str) -> list[Subject]:
        """Provinces and cities as wholes; a province inside a park's or an authority's name is none."""
        taken = self.parks(text)
        found = []
        for start, end, name in provinces(text):
            after = text[end : end + 12]
            if len(text[start:end]) < 3 and text[end - 1] not in "省市" and not _BARE_PLACE.match(after):
                continue  # 四川天府新区, 北京某某公司: part of another name
            if re.match(r"商务厅|科技厅|工信|经济和信息化|生态环境厅|政府|委|厅", after) or _inside(start, taken):
                continue
            found.append(Subject(start, end, (name,), Level.PLACE))
        for city in re.finditer(r"(?P<city>[一-龥]{2,4}?)(?:全市|市(?![场级民])(?P<county>[一-龥]{2,3}(?:区|县))?)", text):
            stem = city["city"]
            stem = next((stem[cut:] for cut in range(len(stem) - 1) if stem[cut:] in self._cities), "")
            if stem and not _inside(city.start(), taken):
                start = city.start() + len(city["city"]) - len(stem)
                name = stem + "市" + (city["county"] or "")
                found.append(Subject(start, city.end(), (name,), Level.PLACE))
        for city in re.finditer(r"(?P<city>[一-龥]{2,3})(?=列第|位列第|排名第|居第)", text):
            stem = next((city["city"][cut:] for cut in range(2) if city["city"][cut:] in self._cities), "")
            if stem and not _inside(city.start(), taken):
                found.append(Subject(city.end() - len(stem), city.end(), (stem + "市",), Level.PLACE))
        return _without_overlaps(found)

    def nation(self, text: str) -> list[Subject]:
        """All parks of a kind taken together: 178家国家高新区贡献了…"""
        found = []
        for match in _NATION.finditer(text):
            if match["high"]:
                name = "国家高新区(全国)"
            elif match["own"]:
                name = "国家高新区(全国)" if "高新" in match["own"] else "国家级经开区(全国)"
            elif match.group() == "这些园区":
                name = "国家级经开区(全国)" if self._all.count("经") > self._all.count("高新") else "国家高新区(全国)"
            else:
                name = "全国"
            found.append(Subject(match.start(), match.end(), (name,), Level.NATION))
        return found

    @staticmethod
    def pronouns(text: str) -> list[tuple[int, int]]:
        """Where a text points back to a park: 该区, 园区, 当地, 它."""
        return [(found.start(), found.end()) for found in _PRONOUN.finditer(text)]


def _aside(text: str, start: int, end: int) -> bool:
    return bool(_BESIDE.search(text[max(0, start - 4) : start])) and not re.match(r"(?:的)?(?:外|之外|以外)", text[end : end + 3])


def _inside(at: int, mentions: list[Subject]) -> bool:
    return any(mention.start <= at < mention.end for mention in mentions)


def _without_overlaps(found: list[Subject]) -> list[Subject]:
    kept: list[Subject] = []
    for subject in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or subject.start >= kept[-1].end:
            kept.append(subject)
    return kept
