"""Policy measures in sentences: subject, beneficiary, amount in yuan, bound, and the dates and documents around them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from monitors.reading.amounts import amounts as amounts_in
from monitors.reading.dates import years
from monitors.reading.fact import Fact, FactKind, Status
from monitors.reading.ownership import Owners
from monitors.reading.places import cities, provinces
from monitors.reading.policies.documents import MINISTRY, Titled, dated, deadline, ended, is_draft, issued, lasts, repeals, titles
from monitors.reading.policies.names import tidy
from monitors.reading.policies.payments import Payments
from monitors.reading.policies.told import Told
from monitors.reading.policies.words import NOT_POLICY
from monitors.reading.prose import Span
from monitors.reading.sentence import Context, Sentence, walk
from monitors.reading.subjects import Level, Subject
from monitors.zones import Zones

__all__ = ["MeasureReader", "deadline", "read_measures", "repeals"]

# Without one of these a sentence pays nothing: looked for first, for speed.
_ANY = re.compile(
    r"[奖补贴券租贷]|给\d|的每[家个项户人台件]|资助|给予|减免|资金|基金|经费|公寓|用房|住房|场地|支持|扶持|抵扣|返还|指标|激励|原来|旧政策|额度|封顶|"
    r"容忍度|保险|提供|申请|申领|可[领享获]|配套|匹配|扣减|核减|发\d|安家|发放|津贴"
)
_AUTHORITY = re.compile(
    r"[一-龥]{2,6}省(?:委|政府|人民政府|商务|科技|科学技术|工信|工业和信息化|经济和信息化|发展改革|财政|人社)[一-龥、]{0,12}?(?:近日|日前)?(?:联合)?(?:印发|出台|发布|公布)"
)
# 对首次进入前十的园区, 排名后三位的开发区: parks are paid by who ranks them; 特色产业园区 within a park are none.
_PARKS = r"(?<!产业)(?<!科技)(?<!特色)(?<!专业)(?<!小微)(?<!创业)(?:开发区|园区|高新区|经开区)"
_BY_RANK = r"(?:名|位|排名|考核|考评|评价|[前后][一二三四五十\d]{1,3}|十强|百强|等次|优秀|良好|[A-D]级|升级|晋级|升格)"
_GIVEN_TO_PARKS = re.compile(rf"{_BY_RANK}[^，]{{0,8}}{_PARKS}$")
_OFFICE = re.compile(
    r"(?:^|[，。；：由])(?P<level>[省市])(?:里|[一-龥、]{1,12}?(?:[厅局委办]|政府|部门))(?:近日|日前|联合)*(?:印发|出台|发布|公布|制定)"
)
_PROVINCES = ("省", "自治区")
_PAST = re.compile(r"去年|上年|前三季度|上半年|今年以来|一年来|全年(?!最|累计不|合计不)")
_PAID = re.compile(r"兑付|支付|下达|发放|拨付|兑现|返还|减免|减税|落实|投放")
_EACH_ONE = re.compile(r"每|最高|不超过|至多|封顶|按|对|可|单|分别|的，|首次")
_UNITS = ("元", "美元", "%", "套", "平方米", "亩")
_ISSUING = re.compile(r"印发|出台|发布|公布")
_LISTED = re.compile(r"》|名单")
_RULES_SAY = re.compile(r"(?:办法|文件|规定|意见|通知)(?:同时|还|并)?(?:规定|明确|提出|要求)")
_RUNS_OUT_AFTER = re.compile(r"(?:（[^（）]{2,20}）)?[^，。]{0,14}(?:到期|届满|期满|失效|有效期(?:延长|延续|展期|顺延))")
_IN_FORCE_FROM = re.compile(
    r"(?:该|新|本|上述|这份)?(?:文件|政策|办法|意见|规定|措施|细则|方案|条例|新规|新政|若干措施|政策措施)(?:将|拟|已)?"
    r"(?:(?:自|从|于)?.{3,14}起(?:正式)?(?:施行|实施|执行|生效)|(?:的)?有效期)"
)
_TOLD_BY_MINISTRY = re.compile(r"从(?:(?<!干)[^，。；厅局]{0,10}[部委]|国家[一-龥]{2,8}局|国务院)[^，。；]{0,6}(?:获悉|了解到|得知)")
_PLACE_NAME = re.compile(r"(?:省|市|自治区|全国)$")
_PLANNED = re.compile(r"拟(?:给予|按|对|分别|一次性|奖|补|设立|安排|发放|资助|支持)")
_PROVINCE_PAYS = re.compile(r"省级财政|省财政|省级资金")
_LONGER = re.compile(r"延长|延续|展期|顺延")


@dataclass
class MeasureReader(Told):
    """Reads an article's or a notice's measures sentence by sentence."""

    owners: Owners = field(default_factory=Owners)

    def read(self, context: Context, sentence: Sentence) -> None:
        """Take up the measures of the next sentence."""
        if sentence.passage is not self.passage:
            self.passage, self.who, self.benefit, self.fund, self.housing = sentence.passage, None, None, None, None
            self.named, self.windows, self.laid_down = None, None, None
        if sentence.wishes and "“" in sentence.text[:2]:
            return
        one = _Measures(self, context, sentence)
        one.owners = self.owners
        one.read()

    def facts(self) -> list[Fact]:
        """The measures stated, each once."""
        return self.found


class _Measures(Payments):
    """The reading of one sentence."""

    owners: Owners

    def read(self) -> None:
        self._issuer()
        self._documents()
        self._days()
        self.services()
        self.limits()
        self.ways()
        self.arrangements()
        if _ANY.search(self.text):
            self._payments()
        self.reader.windows = self.windows

    def _payments(self) -> None:
        """What the clauses give, in order."""
        amounts = [q for q in amounts_in(self.text) if q.unit in _UNITS]
        for clause in self.sentence.clauses:
            inside = [q for q in amounts if clause.start <= q.start < clause.end]
            self._names(clause)
            if inside and not NOT_POLICY.search(self.text[clause.start : clause.end]) and not self._reported(clause):
                self._amounts(clause, inside)
            elif not inside:
                self.unpriced(clause)

    def _reported(self, clause: Span) -> bool:
        """去年发放贷款贴息3000万元: what was paid in all is told, not what anybody can get."""
        said = self.text[clause.start : clause.end]
        past = _PAST.search(self.text[: clause.end]) or self._year_gone(clause)
        return bool(past and _PAID.search(said) and not _EACH_ONE.search(self.text[: clause.end]))

    def _year_gone(self, clause: Span) -> bool:
        """2024年，园区发放奖补资金…, told in 2025."""
        published = self.context.published
        told = years(self.text[: clause.end], published) if published else []
        return bool(published and told and told[-1].year < published.year)

    # --- documents, dates, services

    def emit(self, subject: str, clause: Span, anchor: int, **more: object) -> Fact:
        if subject == self.reader.document and self.reader.laid_down:
            more["zone"] = self.reader.laid_down
        owner = self._payer(more.get("beneficiary")) or self._ruler(anchor) or self.owners.of(self.context, self.sentence, anchor)
        zone = owner.single if owner else "全国" if self.reader.ministry else None
        fact = Fact(
            kind=FactKind.POLICY,
            zone=self._province() or zone,
            subject=tidy(subject),
            evidence=self.sentence.quote(clause.start, clause.end, anchor),
            edition=self.reader.edition or (str(self.context.published.year) if self.context.published else None),
        )
        fact = replace(fact, **more)  # type: ignore[arg-type]
        if _PLANNED.search(self.text, clause.start, clause.end):
            fact = replace(fact, status=Status.PROPOSED)
        self.reader.take(fact)
        return fact

    def _ruler(self, anchor: int) -> Subject | None:
        """What a province's, a city's or a ministry's document lays down is its own, until the paragraph turns to a park."""
        parks = self.context.park or [one for one in self.sentence.parks if one.start < anchor and not one.aside]
        if not self.reader.rules_of or parks or any(start < anchor for start, _ in self.sentence.pronouns):
            return None
        return Subject(0, 0, (self.reader.rules_of,), Level.PLACE)

    def _payer(self, who: object) -> Subject | None:
        """对考评前10名的开发区: what is given to parks by their rank comes from the province."""
        named = self.sentence.parks or self.sentence.pronouns
        laid_down = self.reader.laid_down if self.reader.laid_down and self.reader.laid_down.endswith(_PROVINCES) else None
        payer = (laid_down or self.reader.payer) if not named else None
        if payer is None and _PROVINCE_PAYS.search(self.text) and not self.sentence.parks:
            payer = laid_down or self.context.province or self._home("省")
        if payer is None and who and _GIVEN_TO_PARKS.search(str(who)):
            payer = laid_down or self.context.province or self._home("省")
        return Subject(0, 0, (payer,), Level.PLACE) if payer else None

    def _issuer(self) -> None:
        """示例省政府办公厅印发《…措施》: what it lays down is the province's, until a park issues something."""
        if (self.sentence.parks or self.sentence.places) and _ISSUING.search(self.text):
            self.reader.ministry = False
        elif MINISTRY.search(self.text) and _LISTED.search(self.text):
            self.reader.ministry = True
        if "《" not in self.text or not _ISSUING.search(self.text):
            return
        told = _AUTHORITY.search(self.text)
        place = provinces(told.group()) if told and not self.sentence.parks else []
        self.reader.payer = place[-1][2] if place else None

    def _province(self) -> str | None:
        """办法同时规定…: the province whose document it is, though parks are named around it."""
        if not self.reader.document or not _RULES_SAY.search(self.text):
            return None
        named = provinces(self.reader.document)
        return named[0][2] if named else None

    def _documents(self) -> None:
        named = titles(self.text, self.context.published)
        for one in named:
            clause = Span(one.start, min(len(self.text), one.end + 30))
            act = ended(self.text, one)
            if act:
                self.emit(f"《{one.title}》{act}", clause, one.start, edition=str(one.year) if one.year else None)
                continue
            self.reader.document = one.title if self.text[one.start] == "“" else f"《{one.title}》"
            if not issued(self.text, one) or _RUNS_OUT_AFTER.match(self.text[one.end :]):
                continue
            self.reader.edition = str(one.year) if one.year else None
            term = lasts(self.text)
            self.reader.laid_down = self._named_in(one)
            self.reader.rules_of = self.reader.laid_down if _PLACE_NAME.search(self.reader.laid_down or "") else None
            status = Status.PROPOSED if is_draft(self.text, one) else Status.STATED
            self.emit(self.reader.document, clause, one.start, value=term, unit="年" if term else None, status=status)
        living = [one for one in named if not ended(self.text, one)]
        if not living and self.reader.document and _IN_FORCE_FROM.match(self.text):
            term = lasts(self.text)
            known = [place for place, fact in enumerate(self.reader.found) if fact.subject == self.reader.document]
            if not known:
                self.emit(self.reader.document, Span(0, len(self.text)), 0, value=term, unit="年" if term else None)
            elif term and self.reader.found[known[-1]].value is None:
                self.reader.found[known[-1]] = replace(self.reader.found[known[-1]], value=term, unit="年")

    def _named_in(self, one: Titled) -> str | None:
        """《示例省开发区综合评价办法》: the park, else the province or city, that a document's title opens with."""
        before = self.text[: one.start]
        if (
            (MINISTRY.search(before) or _TOLD_BY_MINISTRY.search(before))
            and not self.sentence.parks
            and not provinces(before)
            and not self.sentence.places
        ):
            return "全国"
        office = _OFFICE.search(before)
        if office and (place := self._home(office["level"])):
            return place
        parks = [park for park in self.sentence.parks if one.start < park.start < one.end]
        if parks:
            return parks[0].single if parks[0].start <= one.start + 1 else None
        named = [place for place in (*cities(one.title), *provinces(one.title)) if place[0] == 0]
        return named[0][2] if named else None

    def _home(self, level: str) -> str | None:
        """省科技厅 and 市财政局 without a name are those of the park that the article is about."""
        focus = self.context.register.focus
        zone = self.context.register.zone(focus) if focus else None
        return (zone.city if level == "市" else zone.province) or None if zone else None

    def _days(self) -> None:
        for one in dated(self.text, self.context.published):
            clause = self.sentence.clause_at(one.start)
            before = [title for title in titles(self.text) if title.start < one.start]
            if one.meaning in ("有效期", "到期"):
                longer = _LONGER.search(self.text[: one.start])
                name = f"《{before[-1].title}》" if before and (one.meaning == "到期" or longer) else self.reader.document
                if longer and before:
                    self.emit(f"{name}有效期延长", clause, one.start, edition=one.day.isoformat())
                    continue
                known = any(fact.subject == self.reader.document for fact in self.reader.found)
                if name is None or (one.meaning == "有效期" and not known):
                    continue
                self.emit(f"{name}{one.meaning}", clause, one.start, edition=one.day.isoformat())
            else:
                self.emit(one.meaning, clause, one.start, edition=one.day.isoformat())


def read_measures(text: str) -> list[Fact]:
    """The measures of a notice's or an article's prose; `zone` is None, for whose they are is known from elsewhere. Money in yuan."""
    reader = MeasureReader()
    for context, sentence in walk("", text, None, Zones(())):
        reader.read(context, sentence)
    return [replace(fact, zone=None) for fact in reader.facts()]
