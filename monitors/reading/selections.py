"""Selections that sentences state: who was put on which list, how many, in which batch, and who was struck off."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from monitors.reading.companies import companies
from monitors.reading.fact import Bound, Fact, FactKind, Status
from monitors.reading.honours import Honour, honours
from monitors.reading.numbers import Quantity, quantities
from monitors.reading.prose import Span
from monitors.reading.sentence import Context, Sentence
from monitors.reading.subjects import Level, Subject, provinces

_SELECTED = re.compile(
    r"(?:新)?(?:入选|上榜|获批|获评|入列|入围|登上|荣登|登榜|获认定|被认定为|被评为|列入|纳入|"
    r"通过(?:评估|复核|认定|验收|评审)|获奖|新认定|成功申报|跻身|在列|榜上有名|在其列|遴选|公示|公布)|"
    r"拟入选|拟认定"
)
_STRONG = re.compile(r"入选|入围|上榜|获评|入列|在列|榜上有名|获奖|拟入选|拟认定|通过(?:评估|复核|认定|验收|评审)|成功申报|遴选|在其列")
_ON_IT = ("榜上有名", "在其列", "在列", "入列", "上榜")
# What a selection names as its object, where it is none of the known titles.
_TAKES = re.compile(r"被认定为|被评为|获评|入选|列入|纳入|登上|荣登")
_OBJECT = re.compile(r"(?:了)?(?:\d{4}年度?)?(?P<name>“[^”，。]{2,12}”|[一-龥A-Z][一-龥A-Za-z0-9]{1,23}?)(?=名单|榜单|榜|，|。|；|$)")
_PROPOSED = re.compile(r"拟入选|拟认定|公示")
_NOT_FIRMS = re.compile(
    r"^(?:的)?(?:国家|国家级|省级)?(?:园区|高新区|经开区|开发区|高新技术产业开发区|经济技术开发区|"
    r"窗口|事项|品种|城市|单项|省份|指标|方面|省级行政)"
)
_FROM = re.compile(r"^[一-龥]{0,4}(?:来自|位于|出自|属于|落在)")
_NEW = re.compile(r"新增|新认定|新入选|新获批")
_TOTAL = re.compile(r"累计|总计|总数|共计|合计")
_STRUCK = re.compile(
    r"(?P<act>取消|撤销|吊销)(?:了)?(?:[一-龥\d]{0,12}?(?:家|个))?(?:企业|单位|园区|"
    r"机构)?(?:的)?(?P<what>[一-龥]{2,16}?)(?P<kind>资格|称号|认定)"
)
_STRUCK_AFTER = re.compile(
    r"被(?P<act>取消|撤销|吊销)(?P<what>[一-龥]{2,16}?)(?P<kind>资格|称号)|被(?P<warned>黄牌警告|"
    r"红牌警告|通报批评|约谈)"
)
_LEFT = re.compile(r"(?:被)?(?P<act>退出|移出|调出)(?P<what>国家级?(?:经开区|高新区)|[一-龥]{2,12}?)(?P<kind>序列|名单|行列)")
_REVIEW = re.compile(r"参加复核的(?P<all>\d+)家|(?P<passed>\d+)家(?:企业)?通过(?:复核)?(?!率)|(?P<failed>\d+)家(?:企业)?未通过(?:复核)?")
_RAISED = re.compile(
    r"[比较](?:上年|上一年|去年|上一批|上批|上年度)(?:的)?(?P<before>\d+)?(?:家|个|户)?(?:多出|多|"
    r"增加|新增|增长)(?:了)?(?P<more>\d+)(?:家|个|户)"
)
_COMPANY_SUBJECT = re.compile(r"(?:该公司|我们公司|公司)$")


@dataclass
class SelectionReader:
    """Reads an article's lists sentence by sentence."""

    found: list[Fact] = field(default_factory=list)
    listing: Honour | None = None  # the list that the article speaks of
    owner: Subject | None = None  # whose members of a list were counted last
    _title_read: bool = False
    _said: str = ""

    def read(self, context: Context, sentence: Sentence) -> None:
        """Take up the selections of the next sentence."""
        if not self._title_read:
            self._title_read = True
            titled = honours(context.title, context.published)
            self.listing = titled[-1] if titled and "名单" in context.title else None
        named = honours(sentence.text, context.published, self._said)
        listed = [
            one
            for one in named
            if "名单" in sentence.text[one.start : one.end + 2]
            or "结果" in sentence.text[one.start : one.end + 3]
            or "评选" in sentence.text[one.start : one.end]
        ]
        if not sentence.wishes():
            one = _Selection(self, context, sentence, named, listed[0] if listed else self.listing)
            one.read()
        if listed:
            self.listing = listed[-1]
        self._said += sentence.text

    def take(self, fact: Fact) -> None:
        """Keep a fact unless the same is known."""
        for known in self.found:
            if (known.zone, known.subject, known.value, known.status) == (fact.zone, fact.subject, fact.value, fact.status) and (
                known.edition == fact.edition or not known.edition or not fact.edition
            ):
                return
        self.found.append(fact)

    def facts(self) -> list[Fact]:
        """The selections stated."""
        return self.found


@dataclass
class _Selection:
    """The reading of one sentence."""

    reader: SelectionReader
    context: Context
    sentence: Sentence
    named: list[Honour]
    listing: Honour | None
    last: Honour | None = None  # the list counted last: A区18家企业拟入选，B区9家
    emitted: set[int] = field(default_factory=set)  # clauses that have given a fact

    def read(self) -> None:
        text = self.sentence.text
        struck = self._struck()
        if self._reviewed():
            return
        counts = [
            q for q in quantities(text) if q.unit in ("家", "个", "项", "户", "件") and not re.match(r"[一两](?:家|个|项)", q.printed)
        ]
        counts += [q for q in quantities(text) if q.unit == "家" and q.printed.startswith("两")]
        for count in counts:
            clause = self.sentence.clause_at(count.start)
            if not struck or _FROM.match(text[count.end :]) or re.search(r"在列|在内|在其中", text[count.end : clause.end]):
                self._counted(count)
        if struck:
            return
        self._stocks(counts)
        self._without_count()

    # --- pieces

    def _verb(self, clause: Span) -> re.Match[str] | None:
        found = list(_SELECTED.finditer(self.sentence.text, clause.start, clause.end))
        return found[-1] if found else None

    def _object(self, clause: Span, count: Quantity, verb: re.Match[str]) -> Honour | None:
        """The list that a count belongs to: named in the clause, else the one spoken of."""
        graded = self._graded(verb.end())
        if graded:
            return graded
        inside = [one for one in self.named if clause.start <= one.start < clause.end]
        behind = [one for one in inside if one.start >= verb.end() - 1]
        between = [one for one in inside if one.start >= verb.end() - 1 and one.end <= count.start + 1]
        chosen = between or behind or inside
        if chosen:
            return chosen[0]
        printed = _OBJECT.match(self.sentence.text, verb.end(), clause.end)
        if printed and count.end <= verb.start() and _TAKES.search(verb.group()):
            return self._printed(printed["name"], verb.end())
        if _STRONG.search(verb.group()) or re.search(r"公示|公布", verb.group()):
            earlier = [one for one in self.named if one.end <= count.start]
            return earlier[-1] if earlier and not self.listing else self.listing or (earlier[-1] if earlier else None)
        return None

    def _printed(self, name: str, at: int) -> Honour:
        """被认定为“未来工厂”: a title under the words printed; 试点 alone is that of the list spoken of."""
        plain = name.strip("“”")
        if self.listing and plain in self.listing.name:
            return self.listing
        if self.listing and plain in ("试点", "培育", "储备"):
            return replace(self.listing, name=f"{self.listing.name}({plain})")
        return Honour(at, at + len(name), name, None)

    def _counted(self, count: Quantity) -> None:
        text = self.sentence.text
        clause = self.sentence.clause_at(count.start)
        if _NOT_FIRMS.match(text[count.end : count.end + 8]) or self.sentence.is_target(count.start):
            return
        origin = _FROM.match(text[count.end :])
        if origin:
            if self.reader.found and self.listing and self._owner_after(count.end):
                self._emit(count, self.listing, clause, self._owner_after(count.end))
            return
        if re.match(r"(?:其中|另)[^，]{0,6}$", text[clause.start : count.start]) and "首次" in text[clause.start : clause.end]:
            return  # 其中2家为首次入围: a part of those counted
        verb = self._verb(clause)
        beside = [one for one in self.sentence.parks if 0 <= count.start - one.end <= 2]
        if verb is None and beside and self.last:
            self._emit(count, self.last, clause, beside[-1])
            return
        new = _NEW.search(text, clause.start, count.start)
        if verb is None and not new:
            return
        if verb is None or (new and verb.start() > count.end and not re.search(r"入选|获批|登上", verb.group())):
            stock = [one for one in self.named if clause.start <= one.start < clause.end and one.counted]
            stock = [one for one in stock if 0 <= count.start - one.end <= 3 or 0 <= one.start - count.end <= 2]
            spoken = [one for one in self.named if one.end < clause.start and one is self.listing]
            if spoken and new and not stock and new.end() == count.start:
                self._emit(count, spoken[-1], clause)  # a list named in the clause before: …名单公布，某区新增336家
            if stock and new:
                self._emit(count, replace(stock[-1], name=stock[-1].name + "(新增)"), clause)
            return
        name = self._object(clause, count, verb)
        if name is None or (not _STRONG.search(verb.group()) and not self._fits(name, clause, count)):
            return
        if self._apart(count, verb, clause):
            return
        if new and _TOTAL.search(text):
            total = _TOTAL.search(text, clause.start, count.start)
            name = replace(name, name=name.name + ("(累计)" if total and count.start - total.end() <= 3 else "(新增)"))
        self.last = self._staged(name, verb)
        self._emit(count, self.last, clause)

    def _fits(self, name: Honour, clause: Span, count: Quantity) -> bool:
        """A weak verb (获批, 列入, 公布) selects only what is named beside it, or the list that is spoken of."""
        return any(one is name for one in self.named) or name is self.listing

    def _apart(self, count: Quantity, verb: re.Match[str], clause: Span) -> bool:
        """Whether another count stands nearer to the verb, or too much between."""
        between = self.sentence.text[min(count.end, verb.end()) : max(count.start, verb.start())]
        return len(between) > 24 or (bool(re.search(r"\d(?:家|个|项)", between)) and count.end <= verb.start() and "、" not in between)

    def _staged(self, name: Honour, verb: re.Match[str]) -> Honour:
        if "通过评估" in verb.group() and "通过" not in name.name:
            return replace(name, name=name.name + "(通过评估)")
        if _PROPOSED.search(verb.group()):
            return replace(name, proposed=True)
        return name

    def _owner_after(self, at: int) -> Subject | None:
        return next((one for one in self.sentence.parks if 0 <= one.start - at <= 8), None)

    def _edition(self, name: Honour, at: int) -> str | None:
        batches: list[str] = re.findall(r"第[一二三四五六七八九十\d]{1,3}批", self.sentence.text[:at])
        if name.edition and (not batches or batches[-1] in name.edition):
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

    def _emit(self, count: Quantity | None, name: Honour, clause: Span, owner: Subject | None = None) -> None:
        text = self.sentence.text
        at = count.start if count else clause.end - 1
        owner = owner or self._owner(name, at)
        if owner is None or _COMPANY_SUBJECT.search(text[: count.start if count else clause.start]):
            return
        raised = _RAISED.search(text, count.end, count.end + 30) if count else None
        edition = self._edition(name, at)
        for zone in owner.names:
            self.reader.take(
                Fact(
                    kind=FactKind.LIST,
                    zone=zone,
                    subject=name.name,
                    evidence=self.sentence.quote(clause.start, raised.end() if raised else clause.end, at),
                    edition=edition,
                    value=count.value if count else 1.0 if "项目" in name.name else None,
                    unit=count.unit if count else "个" if "项目" in name.name else None,
                    bound=count.bound if count else Bound.EXACT,
                    previous=float(raised["before"] or (count.value if count else 0) - float(raised["more"])) if raised else None,
                    change=float(raised["more"]) if raised else None,
                    entrants=tuple(companies(text[clause.start :])) if owner.level is Level.PARK else (),
                    status=Status.PROPOSED if name.proposed or _PROPOSED.search(text[clause.start : clause.end]) else Status.STATED,
                )
            )
        self.emitted.add(clause.start)

    def _owner(self, name: Honour, at: int) -> Subject | None:
        """Whose selection it is; a national list without any park or place beside it is the whole country's."""
        owner = self.context.owner(self.sentence, at)
        if owner is not None:
            self.reader.owner = owner
            return owner
        if self.listing and name.name.startswith(self.listing.name) and self.reader.owner and self.reader.owner.level is Level.NATION:
            return self.reader.owner
        return Subject(0, 0, ("全国",), Level.NATION) if name.name.startswith(("国家", "全国")) else None

    # --- forms of their own

    def _stocks(self, counts: list[Quantity]) -> None:
        """累计40家 beside 新增20家: the members of a list so far; a stock that stands alone is an indicator."""
        text = self.sentence.text
        for count in counts:
            clause = self.sentence.clause_at(count.start)
            total = _TOTAL.search(text, clause.start, count.start)
            new = _NEW.search(text)
            if total is None or new is None or count.start - total.end() > 14 or self.sentence.is_target(count.start):
                continue
            stock = [one for one in self.named if one.end <= count.start and one.counted]
            between = [q for q in counts if stock and stock[-1].end <= q.start < count.start]
            if stock and len(between) <= 1 and not re.search(r"上市|高新技术企业", text[stock[-1].end : count.start]):
                self._emit(count, replace(stock[-1], name=stock[-1].name + "(累计)"), clause)

    def _without_count(self) -> None:
        """A park or its project is on a list, without a number: 榜上有名, 获评“四星级”."""
        text = self.sentence.text
        for clause in self.sentence.clauses:
            verb = re.search(r"榜上有名|在其列|在列|入列|入选|获评|通过评估|获批|上榜", text[clause.start : clause.end])
            if verb is None:
                continue
            at = clause.start + verb.start()
            if clause.start in self.emitted:
                continue
            parks = [one for one in self.sentence.parks if clause.start <= one.start < at and not one.aside]
            pointing = [end for start, end in self.sentence.pronouns if clause.start <= start < at]
            name = self._claimed(clause, at + len(verb.group()), verb.group())
            if (not parks and not pointing) or name is None or companies(text[clause.start : at]):
                continue
            name = self._staged(name, verb)
            owner = parks[-1] if parks else None
            several = owner is not None and len(parks) >= 1 and verb.group() in _ON_IT
            for park in parks if several else [owner]:
                self._emit(None, name, clause, park)
            return

    def _graded(self, after: int) -> Honour | None:
        """获评“四星级” in an evaluation: the members of that grade are a list."""
        graded = re.match(r"“?(?P<grade>[一二三四五]星级|A级|优秀)”?", self.sentence.text[after:])
        if graded is None or not self.sentence.boards:
            return None
        board = self.sentence.boards[-1].board
        return Honour(after, after, f"{board.name}·{graded['grade']}", str(board.edition) if board.edition else None)

    def _claimed(self, clause: Span, after: int, verb: str) -> Honour | None:
        graded = self._graded(after)
        if graded:
            return graded
        behind = [one for one in self.named if clause.start <= one.start < clause.end and one.start >= after - 1]
        if behind and verb in ("入选", "获评", "获批"):
            relative = re.match(r"(?:名单)?(?:的|企业奖|奖励)", self.sentence.text[behind[0].end :])  # 获评绿色工厂的企业: a condition
            return None if relative or re.search(r"对|将", self.sentence.text[clause.start : after]) else behind[0]
        if verb in (*_ON_IT, "通过评估") or (verb == "入选" and re.match(r"[，。；]|$", self.sentence.text[after:])):
            return self.listing
        return None

    def _struck(self) -> bool:
        """Titles taken away, parks struck off or warned: a list whose subject says the act."""
        text = self.sentence.text
        done = False
        for found in [*_STRUCK.finditer(text), *_STRUCK_AFTER.finditer(text), *_LEFT.finditer(text)]:
            clause = self.sentence.clause_at(found.start())
            group = found.groupdict()
            subject = group.get("warned") or (
                f"退出{found['what']}{found['kind']}" if found.re is _LEFT else f"{found['what']}{found['kind']}{found['act']}"
            )
            around = [q for q in quantities(text) if clause.start <= q.start < clause.end and q.unit in ("家", "个")]
            if self.sentence.is_target(found.start()) or re.search(r"将|年内|可|应当", text[clause.start : found.start()]):
                continue
            self.listing = Honour(found.start(), found.end(), subject, None)
            self.reader.listing = self.listing
            if around or found.re is _LEFT:
                place = [one for one in self.sentence.places if one.start < found.start()]
                place = place or [Subject(0, 0, (name,), Level.PLACE) for _, _, name in provinces(text[: found.start()])]
                park = [one for one in self.sentence.parks if one.start < found.start()]
                self._emit(around[0] if around else None, self.listing, clause, next(reversed(park or place), None))
            done = True
        return done

    def _reviewed(self) -> bool:
        """参加复核的11家企业中，9家通过，2家未通过."""
        if not self.listing or not re.search(r"复核", self.sentence.text):
            return False
        done = False
        for found in _REVIEW.finditer(self.sentence.text):
            which = next(name for name, value in found.groupdict().items() if value)
            act = {"all": "参加复核", "passed": "通过复核", "failed": "未通过复核"}[which]
            count = Quantity(found.start(which), found.end(), float(found[which]), "家", Bound.EXACT, found.group())
            self._emit(count, replace(self.listing, name=f"{self.listing.name}({act})"), self.sentence.clause_at(found.start()))
            done = True
        return done
