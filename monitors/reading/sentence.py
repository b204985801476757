"""One sentence with everything named in it, and the owner of what it states."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from monitors.reading import boards, dates
from monitors.reading.boards import Board, Named, Single
from monitors.reading.dates import Year
from monitors.reading.places import cities, provinces
from monitors.reading.pointing import pointed
from monitors.reading.prose import LONGEST, Passage, Span, clauses, passages
from monitors.reading.subjects import Level, Register, Subject
from monitors.zones import Zones

_WISH = re.compile(
    r"如果(?!说|放在|把时间|拉长|回到|往前|从|不是|没有)|假如|倘若|希望|建议|能否|能不能|若能|才能|想进|想要|当然想|讨论层面|有望|"
    r"(?:要|想)进[^，。]{1,6}，(?:光|就|必须|得|还得|先|不能)|(?:^|[，：“])(?:若|如)(?=按|能|可以|是按)"
)
_DENIED = re.compile(r"(?:不能|不可|不应|不要|切勿|别)[^，。]{0,10}(?:说成|理解为|等同|混为|当成|误读)|并非|并不是|而非|误以为|误传")
_IN_FACT = re.compile(r"实际上?|其实|事实上|准确地?说|正确|应为|应该是|真正")  # after it stands what is so
_TARGET = re.compile(
    r"力争|争取|目标|冲刺|确保|必须|计划(?!总?投资|单列|生育)|规划(?!总?面积|建设用地|用地)|将在|将达|将突破|将超|预计到|打算|"
    r"(?:[一两二三四五]|\d)年(?:之)?内(?![^，。]{0,4}[已了])|要(?=(?:重新)?(?:进|排|冲|升|重返|跻身|站|挤|回到|力|再))"
)
_COMPARED = re.compile(r"[比较与]$")  # 比去年底净增
_COMPARED_WITH = re.compile(r"年?度?(?:的|时)?[^，。；]{0,4}相[比较]")  # 同2021年相比
_UNTIL = re.compile(r"(?:^|[，。；、：“])到(?P<year>20\d\d)年")
_WHOLE_PLACE = re.compile(r"(?:(?<=^)|(?<=[，；：。]))(?:该省|全省|该市|全市)(?!各|第|首|前|最|唯一|排名)")
_RANKED = re.compile(r"(\d{2,3})(?:家|个)(?:国家级?|省级以上)?(?:高新区|经开区|高新技术产业开发区|经济技术开发区|开发区)(?!入|进|上|跻)")
_SIZE_OF = re.compile(
    r"(?:占|占到|占据|居|比|较|高于|低于|相当于|辐射|服务|覆盖|全|同在|对接|支持|连接|来自|申报|入选|"
    r"获批|列入|认定|获得|入围|获评|获|评为|成为)$"
)


def _first(words: re.Pattern[str], text: str) -> int:
    """Where the first of these words ends; beyond the text where there is none."""
    found = words.search(text)
    return found.end() if found else len(text) + 1


@dataclass(frozen=True)
class Sentence:
    """A sentence of a passage; every offset in it counts from the sentence's own start."""

    passage: Passage
    start: int  # where the sentence begins in its passage
    text: str
    clauses: tuple[Span, ...]
    parks: tuple[Subject, ...]
    places: tuple[Subject, ...]
    nation: tuple[Subject, ...]
    boards: tuple[Named, ...]
    years: tuple[Year, ...]
    pronouns: tuple[tuple[int, int], ...]
    published: date | None = None

    @cached_property
    def singles(self) -> tuple[Single, ...]:
        """The single indicators of rankings that it names."""
        return tuple(boards.singles(self.text))

    @cached_property
    def of(self) -> int | None:
        """在169家国家高新区中: how many were ranked."""
        found = _RANKED.search(self.text)
        return int(found[1]) if found else None

    def quote(self, start: int, end: int, anchor: int) -> str:
        """The printed words of `text[start:end]` as evidence; what lies beyond the sentence is none of it."""
        end = min(max(end, start + 1), len(self.text))
        return self.passage.quote(self.start + start, self.start + end, self.start + anchor)

    def clause_at(self, at: int) -> Span:
        """The clause that holds an offset."""
        for clause in self.clauses:
            if clause.start <= at < clause.end:
                return clause
        return self.clauses[-1]

    @cached_property
    def wishes(self) -> bool:
        """Whether it only wishes or supposes: 如果能进前三十."""
        return bool(_WISH.search(self.text))

    def denies(self, at: int) -> bool:
        """Whether what stands at an offset is said not to be so: 不能说成A进了百强."""
        return self._denied <= at and not _IN_FACT.search(self.text, self._denied, at)

    def is_target(self, at: int) -> bool:
        """Whether what stands at an offset is aimed at, not reached: 力争到2027年…"""
        if self._aimed <= at:
            return True
        if self.published is None:
            return self._until <= at
        ahead = [one.year for one in self.years if one.end <= at]
        return bool(ahead) and ahead[-1] > self.published.year

    @cached_property
    def of_a_place(self) -> bool:
        """Whether it speaks of a whole province or city: 全省, 该市."""
        return bool(_WHOLE_PLACE.search(self.text))

    @cached_property
    def _denied(self) -> int:
        return _first(_DENIED, self.text)

    @cached_property
    def _aimed(self) -> int:
        return _first(_TARGET, self.text)

    @cached_property
    def _until(self) -> int:
        return _first(_UNTIL, self.text)


@dataclass
class Context:
    """What the article has said so far, for what its next sentence leaves out."""

    register: Register
    published: date | None
    title: str
    boards: list[Board] = field(default_factory=list)
    year: int | None = None  # the year named last
    park: Subject | None = None  # the park named last in this paragraph
    latest: Subject | None = None  # the park named last in the article
    parks: set[str] = field(default_factory=set)  # all parks named in this paragraph
    named: list[str] = field(default_factory=list)  # the same in order, latest last
    named_before: list[str] = field(default_factory=list)  # those of the paragraph before, for a paragraph that begins with 三家
    single: str | None = None
    entry: int | None = None  # this paragraph lists who is among the first N
    entry_printed: str = ""  # as printed: 前50名, 十强
    of: dict[str, int] = field(default_factory=dict)  # how many each ranking ranked
    turned: bool = False  # whether this paragraph has turned from the article's park to another by its place
    boards_before: int = 0  # how many rankings were named before this paragraph
    place: Subject | None = None  # the province or city named last
    province: str | None = None  # the province named last, also as part of an authority's name
    titled: Board | None = None  # the ranking that the title names
    paragraph_year: int | None = None  # the year named last in this paragraph

    def owner(self, sentence: Sentence, at: int, parks_only: bool = False) -> Subject | None:
        """Whose fact stands at an offset: named before it in the sentence, else in the paragraph, else the article's park."""
        named = [one for one in sentence.parks if not one.aside and one.start < at]
        if not parks_only:
            named += [one for one in (*sentence.places, *sentence.nation) if not one.aside and one.start < at]
        nearest = max(named, key=lambda one: one.start) if named else None
        whole = (
            [one for one in _WHOLE_PLACE.finditer(sentence.text, 0, at) if not nearest or one.start() > nearest.start]
            if not parks_only and sentence.of_a_place
            else []
        )
        if whole:
            return self._whole(sentence, whole[-1])  # 全省82家企业上榜: of no park, whatever park is spoken of
        pointing = [end for start, end in sentence.pronouns if start < at]
        if nearest and (nearest.level is Level.PARK or not pointing or pointing[-1] < nearest.start):
            return nearest
        focus = self.register.focus
        if focus and pointing and sentence.text[pointing[-1] - 2 : pointing[-1]] in ("我们", "我区"):
            return Subject(0, 0, (focus,), Level.PARK)
        if pointing and not parks_only and focus and focus in self.parks and not self.turned:
            return Subject(0, 0, (focus,), Level.PARK)  # 区内 is the article's park again, whoever was compared with it
        if self.park:
            return self.park
        if self.register.focus:
            return Subject(0, 0, (self.register.focus,), Level.PARK)
        return self.latest if pointing and self.latest and (nearest is None or nearest.level is not Level.PARK) else nearest

    def _whole(self, sentence: Sentence, found: re.Match[str]) -> Subject | None:
        """全市 is the city and 全省 the province named last, else that of the park spoken of."""
        level = found.group()[-1]
        places = [one for one in sentence.places if one.start < found.start()] + [self.place] * (self.place is not None)
        meant = [one for one in places if one and (one.single[-1] == "市") == (level == "市")]
        here = [one for one in meant if one is not self.place]
        if meant:
            return here[-1] if here else meant[-1]
        focus = self.register.focus
        zone = self.register.zone(focus) if focus else None
        name = (zone.city if level == "市" else zone.province) if zone else ""
        if level == "省":
            name = name or self.province or ""
        elif not name:
            spoken = [*cities(self.title), *cities(sentence.text[: found.start()])]
            name = spoken[-1][2] if spoken else ""
        return Subject(0, 0, (name,), Level.PLACE) if name else None

    def turn(self, text: str) -> None:
        """A sentence that opens with the place of a park (荆州的心情要复杂得多) speaks of that park."""
        park = self.register.turned_to(text)
        if park:
            self.park = self.latest = Subject(0, 0, (park,), Level.PARK)
            self.parks.add(park)
            self.turned = True

    def follow(self, sentence: Sentence) -> None:
        """Remember what a sentence named, once it is read."""
        for one in sentence.boards:
            if not self._looks_back(one):
                self.boards.append(one.board)
        if sentence.of and sentence.boards:
            self.of[sentence.boards[-1].board.name] = sentence.of
        self.place = next((one for one in reversed(sentence.places) if not one.aside), self.place)
        owning = [one for one in sentence.parks if not one.aside]
        self.parks.update(name for one in owning for name in one.names)
        self.named += [name for one in owning for name in one.names]
        if owning:
            self.park = self.latest = replace(owning[-1], start=0, end=0)  # offsets mean nothing in another sentence
        counted = [
            year
            for year in sentence.years
            if not (self.published and year.year > self.published.year)
            and sentence.text[year.start : year.end] not in ("今年", "明年", "本年度")
            and not _COMPARED.search(sentence.text[: year.start])
            and not _COMPARED_WITH.match(sentence.text, year.end)
        ]
        if counted:
            self.year = self.paragraph_year = counted[-1].year
        named = provinces(sentence.text)
        self.province = named[-1][2] if named else self.province

    def _looks_back(self, named: Named) -> bool:
        """…升至第6位，而在2020年度的评价中，它还排在第13位: a look back within a sentence leaves the ranking spoken of as it was."""
        later = (one.edition or 0 for one in self.boards if one.name == named.board.name)
        return named.start > 8 and max(later, default=0) > (named.board.edition or 9999)

    def home(self, parks: list[Subject]) -> str | None:
        """The province of the park that is named or spoken of: what 全省 means where no province is named."""
        names = [name for one in parks for name in one.names] + [self.register.focus or ""]
        return next((province for name in names if (province := self.register.province(name))), None)

    def paragraph(self) -> None:
        """A new paragraph: its subject is the article's until it names another."""
        self.park = None
        self.turned = False
        self.parks = set()
        self.named_before, self.named = self.named or self.named_before, []
        self.entry = self.paragraph_year = None
        self.boards_before = len(self.boards)


def _beside(text: str, start: int, end: int) -> bool:
    """Whether a place only measures or describes something else: 占合肥市的比重, 山西首个."""
    return bool(_SIZE_OF.search(text[max(0, start - 3) : start])) or bool(
        re.match(r"首个|首家|唯一|第一|各[县市区园州]|所有|同类", text[end:])
    )


def _sentence(passage: Passage, span: Span, context: Context) -> Sentence:
    text = passage.text[span.start : span.end]
    parks = pointed(text, context.register.parks(text), context.named or context.named_before)
    places = [Subject(one.start, one.end, one.names, one.level, _beside(text, one.start, one.end)) for one in context.register.places(text)]
    return Sentence(
        passage=passage,
        start=span.start,
        text=text,
        clauses=tuple(clauses(text, Span(0, len(text)))),
        parks=tuple(parks),
        places=tuple(places),
        nation=tuple(context.register.nation(text)),
        boards=tuple(boards.named(text, context.published, context.boards, [(one.start, one.end) for one in parks], context.home(parks))),
        years=tuple(dates.years(text, context.published, context.year)),
        pronouns=tuple(context.register.pronouns(text)),
        published=context.published,
    )


def _parts(passage: Passage, span: Span) -> Iterator[Span]:
    """A sentence in which somebody wishes something, cut at its semicolons: what stands beside the wish is told all the same."""
    text = passage.text[span.start : span.end]
    if "；" not in text or not _WISH.search(text):
        yield span
        return
    start = span.start
    for part in text.split("；"):
        end = min(start + len(part) + 1, span.end)
        if end > start:
            yield Span(start, end)
        start = end


def walk(title: str, text: str, published: date | None, zones: Zones) -> Iterator[tuple[Context, Sentence]]:
    """The sentences of an article in order, each with the context of what came before it."""
    paragraphs = passages(text)
    cut = [(passage, [part for span in passage.sentences() for part in _parts(passage, span)]) for passage in paragraphs]
    pieces = [passage.text[span.start : span.end] for passage, spans in cut for span in spans]
    context = Context(Register(zones, title[:LONGEST], pieces), published, title[:LONGEST])
    entitled = boards.named(context.title, published, [], [(one.start, one.end) for one in context.register.parks(context.title)])
    context.titled = entitled[-1].board if entitled else None
    for passage, spans in cut:
        context.paragraph()
        for span in spans:
            context.turn(passage.text[span.start : span.end])
            sentence = _sentence(passage, span, context)
            if sentence.clauses:
                yield context, sentence
                context.follow(sentence)
