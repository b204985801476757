"""Whose a fact is where no park is named beside it: the city or province spoken of, or all parks of a kind."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from monitors.reading import places
from monitors.reading.sentence import Context, Sentence
from monitors.reading.subjects import Level, Subject

_CITY_SAYS = re.compile(
    r"(?:^|[，；：。“])(?:同时|此外|另外|今年|当前)?，?(?:全市|市里|该市|我市|本市|市财政|市级财政)|全市(?=统一|范围|推行|实行)"
)
_PROVINCE_SAYS = re.compile(
    r"(?:^|[，；：。“])(?:同时|此外|另外|今年|当前)?，?(?:全省|省里|该省|我省|省财政|省级财政)|全省(?=统一|范围|推行|实行)"
)
_NATION_SAYS = re.compile(r"(?:国家(?P<high>高新区)|国家级(?P<econ>经开区|经济技术开发区))")
_TOGETHER = re.compile(
    r"(?:^|[，；。]|全国)(?:\d{2,3}家)?国家(?:(?P<high>高新区)|级(?:经开区|经济技术开发区))(?:合计|总共|共计|整体|共(?=完成|实现|有)|总计)"
)
_THEM = re.compile(r"(?:^|[，；。“])(?:它们|这些园区|区内|各地国家(?:级)?[高经])")
# A place is the subject where it opens a clause and a verb, an amount or a name follows: 泉州将拿出5亿元, 宁波新添21家.
_ACTS = re.compile(
    r"[市省]?(?:将|拟|计划|共|已|则|也|还|又|新|全|此番|此次|本次|这次|今年|去年|"
    r"有\d|拥有|拿出|安排|出台|推出|印发|发布|对|给|占|获|入|上|收获|贡献|摘|拿|另|累计|(?:\d|[一二两三四五六七八九十]{1,3})[\d.]{0,4}[家个席户项件亿万])"
)


_THERE = re.compile(r"[市省]?，?(?:当地|那里)|[市省]?的(?:做法|办法|政策)(?:是|则|有)")  # 在湖州，当地对…


@lru_cache(maxsize=64)  # asked for every amount of a sentence
def _cities(text: str) -> tuple[tuple[int, int, str], ...]:
    return tuple(places.cities(text))


@lru_cache(maxsize=64)
def _provinces(text: str) -> tuple[tuple[int, int, str], ...]:
    return tuple(places.provinces(text))


@dataclass
class Owners:
    """The places and kinds of parks that an article has spoken of so far."""

    _city: str | None = None
    _province: str | None = None
    _nation: str | None = None
    _seen: set[int] = field(default_factory=set)

    def of(self, context: Context, sentence: Sentence, at: int, parks_only: bool = False) -> Subject | None:
        """The owner of what stands at an offset: as `Context.owner`, else a place or kind of parks that acts there."""
        self._follow(context, sentence)
        clause = sentence.clause_at(at)
        told = sentence.text[: at + 1]
        begin = max(told.rfind(mark) for mark in "；。") + 1
        own = next((one for one in reversed(sentence.parks) if begin <= one.start < at and not one.aside), None)
        place = None if own or parks_only else self._place(sentence, begin, at)
        if place:
            return place
        if not own and not parks_only and (kinds := self._all_of_a_kind(sentence, begin, at)):
            return kinds
        owner = context.owner(sentence, at, parks_only)
        if owner is not None and owner.level is Level.PLACE and context.register.focus and self._within_a_name(sentence, owner):
            return Subject(0, 0, context.park.names if context.park else (context.register.focus,), Level.PARK)
        if owner is not None and re.search(r"[各诸](?:开发区|园区|高新区|经开区)$", owner.single) and context.register.focus:
            return Subject(0, 0, (context.register.focus,), Level.PARK)  # 滨海新区各开发区 are no park
        if owner is None and not parks_only:
            pointed = _THEM.search(sentence.text[: clause.end])
            national = _NATION_SAYS.search(sentence.text[: clause.end])
            if self._nation and (pointed or national):
                return Subject(0, 0, (self._nation,), Level.NATION)
            if not context.register.focus and (place := self.titled(context)):
                return place
        return owner

    @staticmethod
    def _all_of_a_kind(sentence: Sentence, begin: int, at: int) -> Subject | None:
        """国家级经开区合计完成…: all parks of a kind, though parks of it were spoken of before."""
        found = _TOGETHER.search(sentence.text, begin, at) if "国家" in sentence.text else None
        if found is None:
            return None
        return Subject(found.start(), found.end(), ("国家高新区(全国)" if found["high"] else "国家级经开区(全国)",), Level.NATION)

    @staticmethod
    def titled(context: Context) -> Subject | None:
        """The city or province that the title begins with: 西安：以“链”为马."""
        named = [one for one in (*_cities(context.title), *_provinces(context.title)) if one[0] == 0]
        parks = context.register.parks(context.title)
        return Subject(0, 0, (named[0][2],), Level.PLACE) if named and not any(one.start == 0 for one in parks) else None

    def _follow(self, context: Context, sentence: Sentence) -> None:
        if id(sentence) in self._seen:
            return
        first = not self._seen
        self._seen.add(id(sentence))
        for text in (context.title, sentence.text) if first else (sentence.text,):
            named = [one for one in _cities(text) if not any(park.start <= one[0] < park.end for park in context.register.parks(text))]
            regions = [one for one in _provinces(text) if not any(park.start <= one[0] < park.end for park in context.register.parks(text))]
            self._city = named[-1][2] if named and (first or self._city is None or len(named) == 1) else self._city
            self._province = regions[-1][2] if regions else self._province
            kinds = list(_NATION_SAYS.finditer(text))
            if kinds:
                self._nation = "国家高新区(全国)" if kinds[-1]["high"] else "国家级经开区(全国)"

    def _place(self, sentence: Sentence, begin: int, at: int) -> Subject | None:
        """The city or province that acts in a stretch of a sentence: 泉州将拿出…, 市里对…, 全市新添…."""
        said = sentence.text[begin:at]
        if self._city and _CITY_SAYS.search(said):
            return Subject(begin, begin, (self._city,), Level.PLACE)
        if self._province and _PROVINCE_SAYS.search(said):
            return Subject(begin, begin, (self._province,), Level.PLACE)
        regions = _provinces(sentence.text)
        for start, end, name in (*_cities(sentence.text), *regions):
            if not begin <= start < end <= at:
                continue
            opens = start == begin or sentence.text[start - 1] in "，：“；。在" or begin in (one[0] for one in regions if one[1] == start)
            inside = any(park.start <= start < park.end for park in sentence.parks)
            if opens and not inside and (_ACTS.match(sentence.text[end:]) or _THERE.match(sentence.text[end:])):
                return Subject(start, end, (name,), Level.PLACE)
        return None

    @staticmethod
    def _within_a_name(sentence: Sentence, owner: Subject) -> bool:
        """对首次认定的上海市科技小巨人企业: the place is part of a title."""
        return bool(
            re.match(
                r"[一-龥“”]{0,10}(?:企业|中心|基地|平台|实验室|名单|工厂|机构|奖|项目|人才)", sentence.text[owner.end : owner.end + 16]
            )
            and re.search(r"[的级对获为选定予]$|^$", sentence.text[max(0, owner.start - 1) : owner.start])
        )
