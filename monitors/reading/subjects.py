"""Who a sentence speaks of: parks by name, by a shared ending, by a bare city, by a pronoun; provinces, cities and the whole country."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from monitors.reading import places
from monitors.reading.boards import ECONOMIC, HIGH_TECH
from monitors.reading.numbers import number
from monitors.reading.parknames import is_own_kind, leading_place, ranks_itself, unlisted
from monitors.zones import Zone, Zones, decide

_ENDING = (
    "国家级高新技术产业开发区|国家高新技术产业开发区|高新技术产业开发区|高新技术产业园区|"
    "国家级高新区|国家高新区|高新区|国家级经济技术开发区|经济技术开发区|"
    "国家级经开区|经开区|开发区"
)
# 昆山、江宁和苏州浒墅关8家经济技术开发区: names that share the ending of the last.
_SHARED = re.compile(
    rf"(?P<names>(?:[一-龥]{{2,8}}(?:、|和|与|及|以及)){{1,30}}[一-龥]{{2,8}}?)等?(?P<count>\d{{1,3}}|"
    rf"[一二两三四五六七八九十]{{1,3}})?(?:家|个)?(?:省级)?(?P<ending>{_ENDING})"
)
_NO_STEM = re.compile(r"全国|全省|园|区|企业|等|各|家|个|的|省|国家|上述|这|排|列")
# 广州高新区、东莞松山湖高新区以及中山的火炬高新区: what stands between two parks of one list.
_IN_LIST = re.compile(r"(?:、|和|与|以及|及|、以及|等)(?:[一-龥]{2,4}的)?")
# 唐山高新区（688.2亿元）、燕郊高新区: each with its own figure, of one list all the same.
_IN_LIST_WITH_FIGURES = re.compile(r"（[^（），。第]{1,12}[元%]）(?:、|和|与|以及|及)")
_BETWEEN = re.compile(r"、|和|与|以及|及")
# 萧山、宁波两家: bare places that stand for parks named before.
_BARE = re.compile(r"(?P<names>[一-龥]{2,4}(?:(?:、|和|与)[一-龥]{2,4}){1,9})(?:两|[一二三四五六七八九十]|\d{1,2})(?:家|个|地)")
# 中关村、深圳、张江位居前三: places that stand for the parks which the ranking named in the sentence ranks.
_BARE_RANKED = re.compile(
    r"(?P<names>[一-龥]{2,4}(?:(?:、|和|与)[一-龥]{2,4}){1,9})(?=(?:分别|依次|均|则|也)?(?:位居|位列|分列|分居|名列|列|排名|排在|包揽|稳居|跻身|进入|入围))"
)
# 唐山退居第四, 乌鲁木齐加4: a bare place at the head of a clause that ranks it.
_MOVED = (
    r"(?:均|都|则|也|又|仍|双双|各|分别)*[一-龥]{0,4}?[升降进退跌滑移落前后加减](?:了)?"
    r"(?:\d{1,2}|[一两二三四五六七八九十]{1,3})(?:个)?(?:位|名|席|(?=[，。；]))"
)
_RANKS_A_HEAD = re.compile(r"第|[升降进退跌滑移落前后加减]|不变|[没未]动|没变|持平|首次|头一回|第一次")  # looked for first, for speed
_BARE_HEAD = re.compile(
    r"(?:^|(?<=[，；：。、“—表])|(?<=只有)|(?<=其中))"
    r"(?P<names>[一-龥]{2,6}?(?:(?:、|和)[一-龥]{2,6}?){0,4})"
    r"(?=(?:则|也|又|仍|还|却|更|只|才|均|都|分别|依次|一跃|继续|依旧)?"
    r"(?:(?:[^，。；：、第一-龥]{0,3}|[^，。；：、第省市县区]{0,8}?)第(?:\d|[一二三四五六七八九十]{1,3}(?:位|名|[，。；升退降]))|"
    rf"{_MOVED}|(?:不变|没动|未动|没变|持平)[，。；]|是?(?:首次|头一回|第一次)(?:上榜|入榜|入围|进榜|亮相)))"
)
_POINTS = re.compile(r"区|园|我们|它|其|当地|这里")  # looked for first, for speed
_PRONOUN = re.compile(
    r"该区|我区|我们园区|(?<![一-龥])我们(?!公司|厂|企业)|该园区|该园|该开发区|该高新区|该经开区|这家园区|这个园区|全区|(?<![县市])区内|园区内|(?<![县市])区里|本区|"
    r"(?<![一-龥])(?:它|其)(?=[在由从的列排]|此|还|在|还)|"
    r"(?<![家个座类])(?<![一-龥]{2})(?:高新区|经开区|开发区|园区)(?!域)|当地|这里"
)
# What follows a bare place that is a subject: 江苏有9家, 东莞、广州分别有, 深圳一市独揽, 长沙占去6家.
_HAS = re.compile(
    r"(?:一市|一省|全省|全市)?(?:则|也|还|另|均|都|共|仅|就|同样|又|再)?(?:以)?(?:有|占|入围|入选|上榜|独揽|独占|包揽|拿下|斩获|摘得|夺得|收获|贡献|新[增添]|"
    r"分别|各|依次|获|(?:\d{1,4}|[一二三四五六七八九十两]{1,3})(?:余|多)?[家个席户项件]|列第|位列|排第|排名|居|多家|各地|为例)|"
    r"(?:也|则|同样)[一-龥]|的(?:入围|入选|上榜|入榜)|(?:国家级?)?(?:园区|经开区|高新区)|，全省|：|，\d{1,4}[家个席]"
)
_KIND = re.compile(r"(?:新区|示范区|试验区|基地)$")
_NATION = re.compile(
    r"(?:全国)?(?:\d{2,3})(?:家|个)(?P<high>国家(?:级)?高新区)|(?P<own>国家(?:级)?高新区|"
    r"国家级(?:经开区|经济技术开发区))(?=总数|以\d|贡献|实现|拥有|预计|共|集聚|数量|营业|生产)|"
    r"这些园区|全国(?=共|一|有)"
)
_CITY_WHOLE = re.compile(r"(?P<city>[一-龥]{2,4}?)(?:全市|市(?![场级民])(?P<county>[一-龥]{2,3}(?:区|县))?)")
_COMPANY_AFTER = re.compile(r"^[一-龥（）]{0,14}?(?:有限公司|股份公司|有限责任公司|集团)")
_BEHIND = re.compile(r"(?:紧跟|紧随|跟|排)在?$")
_STANDS = r"(?:则|也|仍|又|还)?(?:由|从|列|排|位[列居]|名列|居|高居|稳居|第[一二三四五六七八九十\d])"
_TURNED_TO = re.compile(
    r"(?:再?[看说]|在|说到|轮到|至于|回到)?(?P<place>[一-龥]{2,3}?)(?:，|这边，|的(?!企业|国家|园区|高新|经开|开发|经济技术|[一-龥]{2,8}(?:公司|企业|集团)))"
)
# 位于天府新区成都科学城核心区域: where something else lies.
_LIES_IN = re.compile(r"(?:位于|坐落于|坐落在|地处|毗邻|紧邻|紧靠)[一-龥]{0,10}$")
_PART = re.compile(r"的?(?:核心|中心|腹地|境内|范围|起步|[东西南北中]部|[东西南北]侧|[东西南北]区|区域|片区|启动区|先行区)|[，、]")
_BESIDE = re.compile(r"(?:比|较|与|除|超过|领先于|高于|低于|不盯着|位于|坐落于|坐落在|地处|毗邻|紧邻|紧靠)$")


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


@lru_cache(maxsize=4)  # one register of zones serves every article
def _cities(zones: Zones) -> frozenset[str]:
    below = {re.sub(rf"(?:{_ENDING})$", "", zone.short) for zone in zones}  # 昆山 of 昆山高新区: a city below the prefecture
    return frozenset({zone.city.removesuffix("市") for zone in zones if zone.city} | set(places.CITIES) | below)


class Register:
    """The names of one article: which park is meant by what is printed, and which park the article is about."""

    def __init__(self, zones: Zones, title: str, paragraphs: list[str]) -> None:
        self._zones = zones
        self._title = title
        self._all = "\n".join([title, *paragraphs])
        self._cities = _cities(zones)
        self._read: dict[str, list[Subject]] = {}
        self._meant: dict[str, Zone] = {}  # which of several parks of one name the article meant where it first said so
        self._known: dict[str, Zone] = {}  # parks named so far, by official name
        self._heads: set[str] = set()  # how their names begin
        body = "\n".join(paragraphs)
        self._nicknames = {name: zone for zone in zones for name in zone.nicknames if len(name) > 1 and self._meant_by(name, zone, body)}
        self._printed = self._unlisted(title, paragraphs)
        self.focus = self._focus(title, paragraphs)
        self._drop_buildings(title)

    def _resolve(self, candidates: tuple[Zone, ...], near: str) -> Zone | None:
        return decide(candidates, near) or decide(candidates, self._title) or decide(candidates, self._all)

    def _meant_by(self, nickname: str, zone: Zone, body: str) -> bool:
        """Whether a nickname (泰达) is the park: the title has it too, the article has the park's own name, or in its city it is ranked."""
        if nickname not in body:
            return False
        if nickname in self._title or any(one in self._all for one in (zone.name, zone.short)):
            return True
        return (
            bool(zone.city)
            and zone.city.removesuffix("市") in self._all
            and bool(re.search(rf"(?:^|[，；。：、“]){nickname}{_STANDS}", body))
        )

    def _unlisted(self, title: str, sentences: list[str]) -> dict[str, str]:
        """Parks outside the register with the full names they stand for."""
        return {name: self._registered(full) or full for name, full in unlisted(title, sentences, self._ends_known).items()}

    def _drop_buildings(self, title: str) -> None:
        """A software park or science city named once in an article about a park of the register is a part of that park."""
        if self.focus is None or self._zones.named(self.focus) is None:
            return
        once = [name for name in self._printed if is_own_kind(name) and name not in title and self._all.count(name) == 1]
        for name in once:
            if not leading_place(name) and not ranks_itself(self._all, self._all.find(name) + len(name)):
                del self._printed[name]
        if once:
            self._read.clear()

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

    def known(self, printed: str) -> str | None:
        """The official name of the park of the register that a name means; None where it means none or several."""
        zone = self._resolve(self._zones.candidates(printed), "")
        return zone.name if zone else None

    def zone(self, name: str) -> Zone | None:
        """The park of the register with this official name."""
        return self._zones.named(name)

    def kinds(self, name: str) -> set[str]:
        """Which of the two national evaluations can rank a park, by its types or its name; empty where nothing says."""
        zone = self._zones.named(name)
        said = zone.types if zone else (name,)
        economic = any(re.search(r"经开区$|经济技术开发区$", one) for one in said)
        high = any(re.search(r"高新区$|高新技术产业开发区$|自主创新示范区$", one) for one in said)
        return ({ECONOMIC} if economic else set()) | ({HIGH_TECH} if high else set())

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
            if zone is not None:
                self._meant.setdefault(mention.printed, zone)
            zone = zone or self._meant.get(mention.printed) or self._resolve(mention.candidates, text)
            if zone is None:
                continue
            start = mention.start
            self._know(zone)
            named.append(Subject(start, mention.end, (zone.name,), Level.PARK, _aside(text, start, mention.end)))
        return named

    def _nicknamed(self, text: str) -> list[Subject]:
        """Parks under their nicknames, where the article shows that they mean the park."""
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
        for match in _SHARED.finditer(text) if "区" in text and _BETWEEN.search(text) else ():
            names: list[str] = []
            start = match.start()
            pieces = _BETWEEN.split(match["names"])
            counted = int(number(match["count"]) or 0) if match["count"] else 0
            for position, piece in enumerate(pieces):
                zone = self._ended(piece, match["ending"], text)
                if zone is None and len(pieces) == counted and 2 <= len(piece) <= 4 and not _NO_STEM.search(piece):
                    names.append(piece + match["ending"])
                    continue
                if zone is None and position == 0:
                    zone, cut = self._tail(piece, match["ending"], text)
                    start += cut
                if zone is None:
                    names = []
                    start += len(piece) + 1
                    continue
                self._know(zone)
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
        ending = "高新区" if re.search(r"国家(?:级)?高新", text) else "经开区" if re.search(r"国家级经(?:开|济)", text) else ""
        found = []
        for match in _BARE.finditer(text) if _BETWEEN.search(text) else ():
            names = self._stand_for(_BETWEEN.split(match["names"]), ending, text)
            if names:
                found.append(Subject(match.start(), match.end(), names, Level.PARK))
        found += self._headed(text, ending)
        for match in _BARE_RANKED.finditer(text) if ending else ():
            zones = [self._ended(piece, ending, text) for piece in _BETWEEN.split(match["names"])]
            if all(zones):
                found.append(Subject(match.start(), match.end(), tuple(zone.name for zone in zones if zone), Level.PARK))
        return found

    def _headed(self, text: str, ending: str) -> list[Subject]:
        """Bare places, each at the head of a clause that ranks it; all stand for parks named before, or for those of the ranking named."""
        found = []
        for match in _BARE_HEAD.finditer(text) if _RANKS_A_HEAD.search(text) else ():
            names = self._stand_for(_BETWEEN.split(match["names"]), ending, text)
            if names:
                found.append(Subject(match.start("names"), match.end("names"), names, Level.PARK))
        return found

    def _stand_for(self, pieces: list[str], ending: str, text: str) -> tuple[str, ...]:
        """The parks that bare places mean: those of the kind the sentence names (`ending`), else those named before; () unless all do."""
        zones = [(self._ended(piece, ending, text) if ending else None, piece) for piece in pieces]
        names = [zone.name if zone else self.begun(piece) for zone, piece in zones]
        return tuple(name for name in names if name) if all(names) else ()

    def _know(self, zone: Zone) -> None:
        self._known[zone.name] = zone
        self._heads |= {zone.name[:2], zone.short[:2]}

    def begun(self, place: str) -> str | None:
        """The park named so far that a bare place (燕郊) stands for; None where it stands for none or several."""
        if len(place) < 2 or place[:2] not in self._heads:
            return None
        meant = [name for name, zone in self._known.items() if zone.short.startswith(place) or zone.name.startswith(place)]
        return meant[0] if len(meant) == 1 else None

    def turned_to(self, text: str) -> str | None:
        """荆州的心情…, 在昆山，…: the park spoken of so far whose place a sentence turns to; None where it turns to none."""
        found = _TURNED_TO.match(text)
        return self.begun(found["place"]) if found else None

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
            if last and text[last.end : mention.start] == "（" and text.startswith("）", mention.end):
                joined[-1] = Subject(last.start, mention.end + 1, last.names, Level.PARK, last.aside)  # A（B）: another name of A
            elif last and (_IN_LIST.fullmatch(between := text[last.end : mention.start]) or _IN_LIST_WITH_FIGURES.fullmatch(between)):
                names = tuple(dict.fromkeys(last.names + mention.names))
                joined[-1] = Subject(last.start, mention.end, names, Level.PARK, last.aside)
            else:
                joined.append(mention)
        return joined

    def places(self, text: str) -> list[Subject]:
        """Provinces and cities as wholes, those in one list together; a place inside a park's or an authority's name is none."""
        taken = self.parks(text)
        found = [one for one in (*places.provinces(text), *places.cities(text), *self._towns(text)) if not _inside(one[0], taken)]
        joined: list[Subject] = []
        for one in _without_overlaps([Subject(start, end, (name,), Level.PLACE) for start, end, name in found]):
            last = joined[-1] if joined else None
            if last and re.fullmatch(r"、|和|与|以及|及", text[last.end : one.start]):
                joined[-1] = Subject(last.start, one.end, last.names + one.names, Level.PLACE)
            else:
                joined.append(one)
        return [one for one in joined if self._is_whole(text, one)]

    def _towns(self, text: str) -> list[tuple[int, int, str]]:
        """Counties of a city (武汉市蔡甸区) and cities below the table's level, with 市."""
        found = []
        for city in _CITY_WHOLE.finditer(text) if "市" in text else ():
            stem = next((city["city"][cut:] for cut in range(len(city["city"]) - 1) if city["city"][cut:] in self._cities), "")
            if stem:
                found.append((city.start() + len(city["city"]) - len(stem), city.end(), f"{stem}市{city['county'] or ''}"))
        return found

    @staticmethod
    def _is_whole(text: str, one: Subject) -> bool:
        """Whether a place is spoken of by itself: with 省 or 市, or before a verb or number that makes it a subject."""
        after = text[one.end : one.end + 12]
        if re.match(r"商务厅|科技厅|科学技术厅|工信|经济和信息化|生态环境厅|政府|委|厅|发展改革|[一-龥]{2,6}(?:厅|局|委员会)", after):
            return False
        if re.match(r"(?:\d{1,2}月\d{1,2}日|\d{4}年)", after) and text[one.end - 1] not in "省市区":
            return False
        return text[one.end - 1] in "省市区县" or bool(_HAS.match(after))

    def nation(self, text: str) -> list[Subject]:
        """All parks of a kind taken together: 178家国家高新区贡献了…"""
        found = []
        for match in _NATION.finditer(text) if "国" in text or "这些" in text else ():
            owned = next((one for one in places.provinces(text) if text[one[1] : match.start()] in ("", "的", "全省", "境内")), None)
            if owned and match["own"]:  # 四川国家高新区共实现…: those of the province
                found.append(Subject(owned[0], match.end(), (owned[2],), Level.PLACE))
                continue
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

    def pronouns(self, text: str) -> list[tuple[int, int]]:
        """Where a text points back to a park: 该区, 园区, 当地, 它; 示范区 or 新区 where the article's park is one."""
        found = [one.span() for one in _PRONOUN.finditer(text)] if _POINTS.search(text) else []
        kind = _KIND.search(self.focus) if self.focus else None
        if kind:
            found += [one.span() for one in re.finditer(rf"(?<![一-龥]){kind.group()}", text)]
        return sorted(found)


def _aside(text: str, start: int, end: int) -> bool:
    if _BEHIND.search(text[max(0, start - 4) : start]) and text.startswith(("之后", "后面", "身后"), end):
        return True  # A紧跟B之后，排在第二
    beside = _BESIDE.search(text[max(0, start - 4) : start]) or (
        _LIES_IN.search(text[max(0, start - 14) : start]) and _PART.match(text, end)
    )
    return bool(beside) and not re.match(r"(?:的)?(?:外|之外|以外)", text[end : end + 3])


def _inside(at: int, mentions: list[Subject]) -> bool:
    return any(mention.start <= at < mention.end for mention in mentions)


def _without_overlaps(found: list[Subject]) -> list[Subject]:
    kept: list[Subject] = []
    for subject in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or subject.start >= kept[-1].end:
            kept.append(subject)
    return kept
