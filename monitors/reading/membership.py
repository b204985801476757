"""Facts about lists in the making: what an article has said of lists, whose count a count is, and the forms that need no verb."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from monitors.reading.companies import companies
from monitors.reading.fact import Bound, Fact, FactKind, Status
from monitors.reading.honours import Honour
from monitors.reading.numbers import Quantity, quantities
from monitors.reading.places import provinces
from monitors.reading.prose import Span
from monitors.reading.rosters import Share, losses, reviewed
from monitors.reading.sentence import Context, Sentence
from monitors.reading.subjects import Level, Subject

PROPOSED = re.compile(r"拟入选|拟认定|拟获|拟授予|公示")
_STRUCK = re.compile(
    r"(?P<act>取消|撤销|吊销)(?:了)?(?:[一-龥\d、]{0,30}?(?:家|个))?(?:企业|单位|园区|"
    r"机构)?(?:的)?(?P<what>[一-龥“”]{2,18}?)(?P<kind>资格|称号|认定)"
)
_WARNED = re.compile(r"被(?P<warned>黄牌警告|红牌警告|通报批评|约谈)")
_LEFT = re.compile(r"(?:被)?(?P<act>退出|移出|调出)(?P<what>国家级?(?:经开区|高新区)|[一-龥]{2,12}?)(?P<kind>序列|名单|行列)")
RAISED = re.compile(
    r"[比较](?:上年|上一年|去年|上一批|上批|上年度)(?:的)?(?P<before>\d+)?(?:家|个|户)?(?:多出|多|"
    r"增加|新增|增长)(?:了)?(?P<more>\d+)(?:家|个|户)"
)
_AUTHORITY = re.compile(
    r"[一-龥]{2,6}省(?:科技|商务|工信|经信|工业和信息化|经济和信息化|发展改革|市场监管)[一-龥]{0,4}(?:厅|委|局)[^，。]{0,16}(?:公布|发布|认定|确定|公示)"
)
_PARKS = re.compile(r"(?:国家级?|省级|省级以上)?(?:开发区|园区|高新区|经开区|产业园)")
_OWN_TITLE = re.compile(r"开发区|园区|产业园|高新区|经开区|示范|基地|试点|集群")
_COMPANY_SUBJECT = re.compile(r"(?:该公司|我们公司|公司)$")


@dataclass
class Memory:
    """What an article has said of lists so far, and the facts found."""

    found: list[Fact] = field(default_factory=list)
    listing: Honour | None = None  # the list that the article speaks of
    owner: Subject | None = None  # whose members of a list were counted last
    passage: object = None  # the paragraph in which a list was named or counted last
    national: set[str] = field(default_factory=set)  # lists that a ministry announced
    lost: str = ""  # the title that was taken away last

    def take(self, fact: Fact) -> None:
        """Keep a fact unless the same is known."""
        for known in self.found:
            if (known.zone, known.subject, known.value, known.status) == (fact.zone, fact.subject, fact.value, fact.status) and (
                known.edition == fact.edition or not known.edition or not fact.edition
            ):
                return
        self.found.append(fact)


@dataclass
class Membership:
    """The members of lists that one sentence states."""

    reader: Memory
    context: Context
    sentence: Sentence
    named: list[Honour]
    listing: Honour | None
    listed: list[Honour]
    last: Honour | None = None  # the list counted last: A区18家企业拟入选，B区9家
    given: list[tuple[int, Honour]] = field(default_factory=list)  # the counts that gave facts
    counted: set[int] = field(default_factory=set)  # counts that have given a fact
    unlost: tuple[int, Honour | None] | None = None  # up to where the sentence spoke of which list, before it came to a title lost
    emitted: set[int] = field(default_factory=set)  # clauses that have given a fact

    def listing_at(self, at: int) -> Honour | None:
        """The list spoken of at an offset: the one named last before it, here or earlier."""
        here = next((one for one in reversed(self.listed) if one.end <= at + 1), None)
        return here or (self.unlost[1] if self.unlost and at < self.unlost[0] else self.listing)

    def subjects(self) -> list[Subject]:
        """Everything in the sentence that can own a count, pronouns included."""
        owner = self.context.owner(self.sentence, len(self.sentence.text), parks_only=True)
        pointing = [Subject(start, end, owner.names, owner.level) for start, end in self.sentence.pronouns] if owner else []
        return sorted([*self.sentence.parks, *self.sentence.places, *pointing], key=lambda one: one.start)

    def share(self, share: Share) -> bool:
        """深圳独揽29家，东莞、广州分别有10家、7家: a count right behind its subject, of the list spoken of."""
        at = share.count.start
        name = self.listing_at(at)
        clause = self.sentence.clause_at(at)
        text = self.sentence.text
        if name is None and text.startswith("其中", clause.start):
            name = next((one for one in reversed(self.named) if one.end < clause.start), None)  # 认定12家孵化器为…，其中A3家
        pointed = re.search(r"(?:名单|榜单|榜)(?:中|里|上)，$", text[: clause.start])
        near = self.sentence.passage is self.reader.passage or self.listed or self.last or pointed or name in self.named
        if name is None or (share.weak and not near) or self.sentence.is_target(at) or (share.weak and self.sentence.boards):
            return False
        if any(one.start > name.start and one is not name and one.end <= at for one in self.named):
            return False  # another title was named since
        taken = [one for one in self.named if share.count.end <= one.start < clause.end]
        if taken and re.search(r"入选|获评|入围|列入|上榜|获批", text[share.count.end : taken[0].start]):
            name = taken[0]  # 安徽有58家企业入选绿色工厂: the title named there, not the list spoken of
        if share.total:
            name = replace(name, name=name.name + "(累计)", edition=None)
        level = Level.PARK if share.park else Level.PLACE
        self.emit(share.count, name, self.sentence.clause_at(at), Subject(at, at, share.names, level))
        self.last = name
        return True

    def listed_by(self, count: Quantity) -> bool:
        """其中，A未来工厂4家、培育企业6家: behind the park the title again, as the list spoken of has it."""
        text = self.sentence.text
        park = next((one for one in reversed(self.sentence.parks) if one.end <= count.start and len(one.names) == 1), None)
        if park is None or self.listing is None or park.aside or self.sentence.is_target(count.start):
            return False
        said = text[park.end : count.start]
        further = re.fullmatch(
            r"(?P<first>[一-龥“”]{2,14})\d{1,4}(?:家|个)(?:、|和)(?P<kind>培育|试点|储备|入库|示范)(?:企业|单位|项目)?", said
        )
        title = further["first"] if further else said
        if len(title) < 2 or title not in self.listing.name or count.start in self.counted:
            return False
        name = replace(self.listing, name=f"{self.listing.name}({further['kind']})") if further else self.listing
        self.emit(count, name, self.sentence.clause_at(count.start), park)
        return True

    def batch(self, count: Quantity, batch: str) -> bool:
        """第三批、第六批的公布数分别为2930家和3012家; 第一批里有142家过关，第二批1079家."""
        text = self.sentence.text
        clause = self.sentence.clause_at(count.start)
        inside = [one for one in self.named if clause.start <= one.start < count.start]
        name = inside[-1] if inside else self.listing_at(count.start)
        if (
            name is None
            or self.sentence.is_target(count.start)
            or not re.match(r"$|企业|园区|[，。；、和与及]|过关|通过", text[count.end :])
        ):
            return False
        if re.search(r"复核", text[: count.start]) and "复核" not in name.name:
            name = replace(name, name=name.name + "(通过复核)")
        proposed = bool(re.search(r"公示|拟", text[clause.start : count.start]))
        self.emit(count, replace(name, edition=batch, proposed=proposed), clause, edition=batch)
        return True

    def lost(self, counts: list[Quantity]) -> set[int]:
        """Titles taken away or to be taken away from so many."""
        done = set()
        for loss in losses(self.sentence.text, counts):
            if self.sentence.is_target(loss.start):
                continue
            own = [one for one in self.named if loss.start <= one.start < loss.end]
            spoken = self.listing.name if self.listing else ""
            here = spoken if any(one.end <= loss.start for one in self.listed) else ""  # 名单公布，3家被移出
            title = own[0].name if own else loss.title or here or self.reader.lost or spoken
            self.reader.lost = title
            specific = re.search(r"^[一-龥“”]{3,}(?:资格|称号|认定)", loss.act) and loss.act[:4] not in ("资格取消", "称号撤销")
            name = loss.act if specific and len(loss.act) > 6 else title + loss.act
            honour = Honour(loss.start, loss.end, name, None, loss.proposed)
            self.emit(loss.count, honour, self.sentence.clause_at(loss.start), self.loser(loss.start))
            self.unlost = self.unlost or (loss.start, self.listing)
            self.reader.listing = self.listing = honour
            done.add(loss.count.start)
        return done

    def loser(self, at: int) -> Subject | None:
        """Whose loss it is: a park named as subject, else the place whose authority tells it; 分别是A和B only says which."""
        text = self.sentence.text
        parks = [one for one in self.sentence.parks if one.start < at and not re.search(r"(?:分别)?[是为]$|包括$", text[: one.start])]
        named = [Subject(0, 0, (name,), Level.PLACE) for _, _, name in provinces(text[:at])]
        place = [one for one in self.sentence.places if one.start < at] or named
        found = parks or place
        return found[-1] if found else None

    def region(self) -> Subject | None:
        """The place whose parks are counted: named in the sentence, else the province spoken of."""
        place = self.sentence.places[-1:] or ()
        if place:
            return place[0]
        return Subject(0, 0, (self.context.province,), Level.PLACE) if self.context.province else None

    def members(self, counts: list[Quantity]) -> None:
        """4家园区获此荣誉，分别是A、B、C和D: each park that is named is on the list."""
        also = re.search(r"(?:入选|上榜|获评|获批|入围|在列)的(?:园区|高新区|经开区)?(?:还有|包括|有)", self.sentence.text)
        beside = next((one for one in self.sentence.parks if also and one.start == also.end()), None)
        if also and beside and (spoken := self.last or self.listing_at(also.start())):
            self.emit(None, spoken, self.sentence.clause_at(beside.start), beside)
        listed = re.search(r"(?:家|个)(?:园区|高新区|经开区|开发区)[一-龥]{0,10}，(?:分别是|分别为|包括|它们是|即)", self.sentence.text)
        park = next((one for one in self.sentence.parks if listed and one.start - listed.end() in (0, 1)), None)
        inside = [one for one in self.named if listed and listed.start() <= one.start < listed.end()]
        name = inside[0] if inside else self.last or self.listing_at(listed.start()) if listed else None
        if park and name and len(park.names) > 1:
            self.emit(None, name, self.sentence.clause_at(park.start), park)

    def struck(self, lost: set[int]) -> set[int]:
        """取消8家企业的…资格, parks struck off or warned: a list whose subject says the act."""
        text = self.sentence.text
        done: set[int] = set()
        for found in [*_STRUCK.finditer(text), *_WARNED.finditer(text), *_LEFT.finditer(text)]:
            clause = self.sentence.clause_at(found.start())
            group = found.groupdict()
            subject = group.get("warned") or (
                f"退出{found['what']}{found['kind']}" if found.re is _LEFT else f"{found['what']}{found['kind']}{found['act']}"
            )
            around = [q for q in quantities(text) if clause.start <= q.start < clause.end and q.unit in ("家", "个")]
            if any(one.start in lost for one in around) or (found.re is _STRUCK and lost and not around):
                continue
            if self.sentence.is_target(found.start()) or re.search(r"将|年内|可|应当", text[clause.start : found.start()]):
                continue
            self.listing = Honour(found.start(), found.end(), subject, None)
            self.reader.listing = self.listing
            if around or found.re is _LEFT:
                many = around and _PARKS.match(text[around[0].end :])  # 4家开发区被约谈: of the province, not of a park
                self.emit(around[0] if around else None, self.listing, clause, self.region() if many else self.loser(found.start()))
            elif found.re is _STRUCK and text[: found.start()].endswith("被") and _OWN_TITLE.search(found["what"]):
                parks = [one for one in self.sentence.parks if one.start < found.start() and not one.aside]
                if parks:
                    self.emit(None, self.listing, clause, parks[-1])  # a park that loses its own title
            done.add(around[0].start if around else -1)
        return done

    def reviewed(self, counts: list[Quantity]) -> list[Quantity]:
        """参加复核的11家企业中，9家通过，2家未通过."""
        text = self.sentence.text
        if "复核" not in text:
            return []
        done = []
        for count, act in reviewed(text, counts):
            own = [one for one in self.named if one not in self.listed]
            own = [one for one in own if one.end <= count.start] or own[:1]
            close = [one for one in own if one.end <= count.start and text.startswith("复核", one.end)]
            name = close[-1] if close else self.listing_at(count.start) or (own[-1] if own else None)
            if name is None or re.search(r"第[一二三四五六七八九十]+批(?:里|中)?有?$", text[: count.start]):
                continue
            beside = next((Subject(0, 0, (place,), Level.PLACE) for start, _, place in provinces(text[count.end :]) if start == 0), None)
            base = re.sub(r"复核(?:结果)?$", "", name.name)
            batch = re.match(
                r"[家个户](?:[一-龥]{0,6}?企业)?[一-龥]{0,2}通过(?P<batch>第[一二三四五六七八九十\d]{1,3}批)", text[count.end - 1 :]
            )
            spoken = replace(name, name=f"{base}({act})")
            self.emit(count, spoken, self.sentence.clause_at(count.start), beside, batch["batch"] if batch else None)
            done.append(count)
        return done

    def edition(self, name: Honour, at: int) -> str | None:
        text = self.sentence.text[:at]
        others = [one for one in self.named if one.name != name.name and one.edition]
        batches = [
            found.group()
            for found in re.finditer(r"第[一二三四五六七八九十\d]{1,3}批", text)
            if not (
                name in self.named
                and any(one.start - 14 <= found.start() < one.end and found.group() in (one.edition or "") for one in others)
            )
        ]
        if (
            name.edition
            and self.listing
            and self.listing.name == name.name
            and re.fullmatch(rf"\d{{4}}{name.edition}", self.listing.edition or "")
        ):
            return self.listing.edition  # 首批 of the list that was named with its year
        own = name in self.named and self.sentence.clause_at(name.start) == self.sentence.clause_at(at)
        if name.edition and (own or not batches or batches[-1] in name.edition):
            return name.edition  # with the year where both are printed: 2024第六批
        if batches:
            return batches[-1]
        dated = [one for one in self.sentence.years if one.start < at and self.sentence.text[one.start : one.end] not in ("明年",)]
        if dated:
            return str(dated[-1].year)
        if name.edition:
            return name.edition
        if self.listing and self.listing.edition and self.listing.name == name.name:
            return self.listing.edition
        if self.context.year:
            return str(self.context.year)
        return str(self.context.published.year) if self.context.published else None

    def emit(self, count: Quantity | None, name: Honour, clause: Span, owner: Subject | None = None, edition: str | None = None) -> None:
        text = self.sentence.text
        at = count.start if count else clause.end - 1
        owner = owner or self.whose(name, at)
        if owner is None or _COMPANY_SUBJECT.search(text[: count.start if count else clause.start]):
            return
        raised = RAISED.search(text, count.end, count.end + 30) if count else None
        raised = None if raised and count and re.search(r"\d(?:家|个|户)|；", text[count.end : raised.start()]) else raised
        edition = edition or self.edition(name, at)
        one_each = "项目" in name.name or any(name.name == one for one in self.reader.national)  # a park on such a list has one of them
        for zone in owner.names:
            self.reader.take(
                Fact(
                    kind=FactKind.LIST,
                    zone=zone,
                    subject=name.name,
                    evidence=self.sentence.quote(clause.start, raised.end() if raised else clause.end, at),
                    edition=edition,
                    value=count.value if count else 1.0 if one_each else None,
                    unit=count.unit if count else ("个" if "项目" in name.name else "家") if one_each else None,
                    bound=count.bound if count else Bound.EXACT,
                    previous=float(raised["before"] or (count.value if count else 0) - float(raised["more"])) if raised else None,
                    change=float(raised["more"]) if raised else None,
                    entrants=tuple(companies(text[clause.start :])) if owner.level is Level.PARK else (),
                    status=Status.PROPOSED if name.proposed or PROPOSED.search(text[clause.start : clause.end]) else Status.STATED,
                )
            )
        self.emitted.add(clause.start)
        self.counted.add(at)
        self.given += [(at, name)] if count else []
        self.reader.passage = self.sentence.passage

    def _announcer(self, at: int) -> Subject | None:
        """省科技厅公布名单：认定瞪羚企业356家: where a province's authority counts and no park is named, they are the province's."""
        text = self.sentence.text[:at]
        told = _AUTHORITY.search(text)
        if told is None or any(one.start < at for one in self.sentence.parks) or any(start < at for start, _ in self.sentence.pronouns):
            return None
        if any(told.end() <= one.start < at for one in self.sentence.places):
            return None  # whose they are is named
        place = [name for start, end, name in provinces(text) if end <= told.end() and told.start() <= start]
        return Subject(0, 0, (place[-1],), Level.PLACE) if place else None

    def whose(self, name: Honour, at: int) -> Subject | None:
        """Whose selection it is; a national list without any park or place beside it is the whole country's."""
        owner = self._announcer(at) or self.context.owner(self.sentence, at)
        if owner is not None:
            self.reader.owner = owner
            return owner
        if self.listing and name.name.startswith(self.listing.name) and self.reader.owner and self.reader.owner.level is Level.NATION:
            return self.reader.owner
        national = name.name.startswith(("国家", "全国")) or any(name.name.startswith(one) for one in self.reader.national)
        return Subject(0, 0, ("全国",), Level.NATION) if national else None
