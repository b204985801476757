"""Whose a count of a list is: the park, city, province or country that holds so many of its members.

The nearest owner named before the count wins; 其中5家来自A and 25家广东企业 name it behind; else it is the park spoken of, or whom the
authority that announces speaks for. A place inside a title, an authority or a company is nobody.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from monitors.reading.places import cities, home, provinces
from monitors.reading.sentence import Context, Sentence
from monitors.reading.subjects import Level, Subject

_FROM = re.compile(
    r"[一-龥]{0,6}?(?:（[^（）]{1,8}）)?(?:，)?(?:均|全部|都|皆|则|同样|分别)*(?:来自|出自|位于|落户|属于|分布在|落在|坐落于|坐落在|在|花落|归属)(?:了)?(?:于)?"
)
_TELLS = (
    r"[^。；]{0,20}?(?:公布|发布|公示|印发|通报|认定|取消|撤销|决定|下发|发文|确定|公告|评选|遴选|组织|揭晓|备案|授予|命名|出台|通知|点名|"
    r"收回|调出|移出|宣布|披露|透露|批复)"
)
_OFFICE = (
    r"(?:科学技术|科技|工业和信息化|经济和信息化|工信|经信|发展和改革|发展改革|发改|商务|生态环境|市场监督管理|市场监管|知识产权|农业农村|文化和旅游|人力资源和?社会保障|"
    r"人社|人才|数据|投资促进|中小企业|高新技术企业认定管理|[一-龥]{0,6}?)"
)
_LOCAL = re.compile(
    rf"(?P<place>[一-龥]{{0,9}}?[省市区县]|[一-龥]{{2,3}}(?=科技|工信|经信|商务|生态))(?P<office>{_OFFICE}(?:厅|局|委员会|委|办公室|办|机构|工作领导小组|领导小组))(?:、[一-龥]{{2,12}}(?:厅|局|委))*{_TELLS}"
)
_STATE = re.compile(
    r"(?:(?<![省市区])工业和信息化(?:部)?办公厅|工信部|工业和信息化部|科技部|科学技术部|商务部|生态环境部|农业农村部|文化和旅游部|人力资源社会保障部|教育部|财政部|国家[一-龥]{2,8}[局委]|国务院|火炬中心|中央[一-龥]{2,6}|"
    r"中国[一-龥]{2,12}(?:联合会|协会|学会|院))"
    rf"(?:火炬中心|、[一-龥]{{2,14}}(?:部|局|委|会)|等[一-龥\d]{{0,5}}部[门委]|联合)*{_TELLS}"
)
_DATELINE = re.compile(r"^\d{1,2}月\d{1,2}日(?:电|讯)|^(?:电|讯)(?=（|\s|$|记者)")
_MEETING = re.compile(r"^[市省]?[一-龥]{0,4}(?:召开|举行|举办|开幕|闭幕|出席)")
_OFFICE_AFTER = re.compile(
    rf"^[省市区县]?(?:级)?{_OFFICE}(?:厅|局|委员会|委(?!托)|管理机构|政府|办公室|日报|晚报|大学|学院|研究院|银行)|^[一-龥（）]{{0,12}}?(?:有限|股份|集团|公司)"
)
_NATION = re.compile(r"全国(?=同[获批]|\d|的\d|各地|一?共|总共|有|新增|累计|仅|认定|范围|各地|只|另|合计|总数)")
_WHOLE = re.compile(r"(?:全|该|我|本)(?P<level>[省市])(?![一-龥]{0,2}(?:第|首|前|最|唯一|排名|各))")
_OPENS = re.compile(r"(?:^|[，。；：、—“（]|其中|而|和|与|及|的|中部|东部|西部|大省|大市|邻居|在|放眼|看|看看|再看|轮到)$")
_COUNTY = re.compile(r"市(?P<county>[一-龥]{1,3}[区县])$")
_ALL_FROM = re.compile(r"，(?:均|全部|都|皆|全)(?:来自|出自|位于|落户|属于|在)")
_SHORT = re.compile(r"(?:[一-龥]{2,3}省)?(?P<short>[一-龥]{2,3})(?:高新|经济)技术")
_NEW_AREA = re.compile(r"[一-龥]{0,3}?新区(?!域)")  # 长春新区, 重庆两江新区: none of the table's parks, and not the city either
_IT = re.compile(r"(?:^|(?<=[，。；：]))(?:它|其)(?=有|占|共|也|一|又|另|拿|新|获|独)")
_EACH = re.compile(r"[各均都]")


@dataclass
class Holders:
    """The places, and the authorities that announced, of which an article has spoken so far."""

    city: str | None = None
    province: str | None = None
    counties: dict[str, str] = field(default_factory=dict)
    parks: dict[str, str] = field(default_factory=dict)  # by their short names
    announcer: Subject | None = None
    last: Subject | None = None

    def listen(self, context: Context, sentence: Sentence) -> None:
        """Remember the places that a sentence names."""
        self.hear(sentence.text)
        for name in (name for one in sentence.parks for name in one.names):
            if short := self._short(name):
                self.parks[short] = name
        for place in sentence.places:
            for name in place.names:
                if county := _COUNTY.search(name):
                    self.counties[county["county"]] = name

    @staticmethod
    def _short(park: str) -> str | None:
        """仲恺 of 惠州仲恺高新技术产业开发区: what a park is called once it is known."""
        city = next((end for start, end, _ in cities(park) if start == 0), 0)
        found = _SHORT.match(park, city) if city else None
        return found["short"] if found else None

    def hear(self, text: str) -> None:
        """Remember the city and province that a text names last."""
        named = [one for one in cities(text) if not _DATELINE.match(text[one[1] :])]
        regions = [one for one in provinces(text) if not _DATELINE.match(text[one[1] :])]
        self.city = named[-1][2] if named else self.city
        self.province = regions[-1][2] if regions else (home(self.city or "") if named else None) or self.province

    def announcing(self, context: Context, text: str) -> Subject | None:
        """For whom the authority speaks that announces something: 工信部公布 the country, 省科技厅公示 the province."""
        if found := _STATE.search(text):
            return Subject(found.start(), found.end(), ("全国",), Level.NATION)
        found = _LOCAL.search(text)
        if found is None:
            return None
        place = self._office(context, found["place"])
        return Subject(found.start(), found.end(), (place,), Level.PLACE) if place else None

    def _office(self, context: Context, place: str) -> str | None:
        """省 of 省科技厅 is the province spoken of."""
        county = next((full for short, full in self.counties.items() if place.endswith(short)), None)
        named = [*provinces(place), *cities(place)]
        if county or named:
            return county or (named[-1][2] if place[-1] in "省市" or len(place) < 4 else place)
        return self.whole(context, place[-1]) if place in ("省", "市") else None

    def whole(self, context: Context, level: str) -> str | None:
        """全省 and 全市: named last, else that of the park spoken of."""
        focus = context.register.focus
        zone = context.register.zone(focus) if focus else None
        if level == "省":
            return self.province or context.province or (zone.province if zone else None)
        return self.city or (zone.city if zone else None) or next((one[2] for one in cities(context.title)), None)

    def named(self, context: Context, sentence: Sentence, blocked: Sequence[tuple[int, int]]) -> list[Subject]:
        """Everything in a sentence that can hold something, left to right."""
        text = sentence.text
        found = [one for one in sentence.parks if not one.aside]
        spans = [(one.start, one.end) for one in found] + list(blocked)
        for place in [*sentence.places, *_places(text), *self._counties(text)]:
            if (
                any(start <= place.start < end for start, end in spans)
                or place.aside
                or not (_free(text, place) or place.single in self.counties.values())
            ):
                continue
            if area := _NEW_AREA.match(text, place.end):
                place = Subject(place.start, area.end(), (text[place.start : area.end()],), Level.PARK)
            found.append(place)
            spans.append((place.start, place.end))
        found += [one for one in self._parks_in_short(text) if not any(start <= one.start < end for start, end in spans)]
        found += [Subject(one.start(), one.end(), ("全国",), Level.NATION) for one in _NATION.finditer(text)]
        for one in _WHOLE.finditer(text):
            before = [known for known in found if known.start < one.start() and known.level is Level.PLACE]
            place_name = _of_level(before, one["level"]) or self.whole(context, one["level"])
            if not any(start <= one.start() < end for start, end in spans):
                found.append(Subject(one.start(), one.end(), (place_name or "",), Level.PLACE))  # unknown: nobody is
        park = context.park.names[-1:] if context.park else (context.register.focus,) if context.register.focus else ()
        park = park or (context.latest.names[-1:] if context.latest else ())
        for start, end in [*sentence.pronouns, *(one.span() for one in _IT.finditer(text))]:
            parks = [one.names[-1:] for one in found if one.level is Level.PARK and one.start < start]
            focus = context.register.focus
            names = parks[-1] if parks else (focus,) if focus and focus in context.parks else park
            if names and not any(known.start <= start < known.end for known in found):
                found.append(Subject(start, end, tuple(str(name) for name in names), Level.PARK))
        return sorted(found, key=lambda one: one.start)

    def _parks_in_short(self, text: str) -> list[Subject]:
        """仲恺新增4家: a park by its short name where that opens a clause."""
        found = []
        for short, full in self.parks.items():
            at = text.find(short)
            while at >= 0:
                end = at + len(short)
                if (not at or text[at - 1] in "，；。、：") and text[end : end + 2] not in ("高新", "经开", "经济"):
                    found.append(Subject(at, end, (full,), Level.PARK))
                at = text.find(short, end)
        return found

    def _counties(self, text: str) -> list[Subject]:
        return [
            Subject(at, at + len(short), (full,), Level.PLACE)
            for short, full in self.counties.items()
            if (at := text.find(short)) >= 0 and not text[:at].endswith("市")
        ]


@lru_cache(maxsize=64)
def _places(text: str) -> tuple[Subject, ...]:
    """Cities and provinces named where they can be a subject: at the head of a clause or in a list."""
    found: list[Subject] = []
    for start, end, name in sorted((*provinces(text), *cities(text))):
        if (found and start < found[-1].end) or text[max(0, start - 1) : start] == "占":
            continue  # 占昆明市总数的18%
        opens = _OPENS.search(text[max(0, start - 4) : start])
        if opens or text[end - 1] in "省市":
            last = found[-1] if found else None
            if last and re.fullmatch(r"、|和|与|以及|及", text[last.end : start]):
                found[-1] = Subject(last.start, end, (*last.names, name), Level.PLACE)
            else:
                found.append(Subject(start, end, (name,), Level.PLACE))
        elif re.match(r"(?:企业|[^，。；\d、]{0,4}\d{1,4}[家个席户项件])", text[end:]):
            found.append(Subject(start, end, (name,), Level.PLACE))
    return tuple(found)


def _free(text: str, place: Subject) -> bool:
    after = text[place.end : place.end + 24]
    return not (_DATELINE.match(after) or _MEETING.match(after) or _OFFICE_AFTER.match(after)) and not re.search(
        r"科技日报$|日报$|在$" if re.match(r"召开|举行", after) else r"日报$", text[max(0, place.start - 4) : place.start]
    )


def _of_level(before: Sequence[Subject], level: str) -> str | None:
    return next((one.single for one in reversed(before) if one.single.endswith(level)), None)


def behind(text: str, end: int, named: Sequence[Subject]) -> Subject | None:
    """其中5家来自A, 2家企业成为…，均来自A; 25家广东企业: the owner that stands behind the count."""
    beside = next((one for one in named if one.start == end and re.match(r"的?[一-龥]{0,2}企业", text[one.end :])), None)
    found = _FROM.match(text, end)
    if beside or not found:
        return beside
    return next((one for one in named if one.start == found.end()), None)


def later(text: str, clause_end: int, named: Sequence[Subject]) -> Subject | None:
    """…，均来自A: the whole next clause says whose they are."""
    found = _ALL_FROM.match(text, clause_end)
    return next((one for one in named if found and one.start == found.end()), None)


def moved(owner: Subject) -> Subject:
    """An owner without its place in the sentence."""
    return replace(owner, start=0, end=0)


def each(text: str) -> bool:
    """Whether what is said goes to each of several owners: 各有2家."""
    return bool(_EACH.search(text))
