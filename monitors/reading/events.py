"""What happened at a park: promotion, signings, openings and works of the park itself, not of a firm in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from monitors.reading.companies import companies
from monitors.reading.dates import days
from monitors.reading.fact import Fact, FactKind
from monitors.reading.numbers import Quantity, quantities
from monitors.reading.sentence import Context, Sentence
from monitors.reading.subjects import Subject

_KIND = (
    r"(?P<kind>国家(?:级)?(?:高新技术产业开发区|高新区|经济技术开发区|经开区|自主创新示范区)|"
    r"省级(?:高新技术产业开发区|高新区|经济技术开发区|经开区|开发区))"
)
_PROMOTED = re.compile(rf"(?P<how>升级|晋升|升格|获批)(?:为|成为|建设)?{_KIND}")
_APPROVED = re.compile(
    r"(?:国务院|省政府|[一-龥]{2,3}省人民政府|科技部|商务部)?(?:正式|发文|下文)?(?:批准|批复|同意)(?:同意)?(?P<object>[^，。；]{0,60}?)"
    rf"(?P<how>建立|设立|成立|升级为?|晋升为?|升格为?|建设)(?:为)?{_KIND}?"
)
_ALSO = re.compile(r"(?:同批|同期|一同|一起|一道|同时)[^。，]{0,14}(?:有|是|为|包括)")
_MANY = re.compile(
    r"(?:等(?:地|市|\d+[个市地家]+)?|"
    r"(?:等)?[\d一二三四五六七八九十]{1,3}[个家](?:省级)?(?:经济|高新技术产业|产业)?(?:技术)?开发区)$"
)
_SOME = re.compile(r"^(?:一批|[\d一二三四五六七八九十]{1,3}(?:家|个))")
# The verbs by what they tell; only the first class counts firms and projects that come.
_COME = (
    r"集中落户|集中入驻|签约入驻|签约落户|集中签约|签约(?=[\d一二两三四五六七八九十]{1,3}个|该园区|落地|，|。)|正式入驻|"
    r"落户(?=该园区|园区|，|。)"
)
_WORKS = r"集中开工|集中竣工|开工(?!率|建设率|前|后|令|许可)|奠基|(?<=[体目房楼程心地])封顶|投产(?!率|后|前|达效)|竣工(?!率|验收)"
_OPENED = r"揭牌(?:成立|运营)?|挂牌(?:成立|运行|运营)?(?!督办|出让|督战)|开园|启用(?!“)|投入使用|投用|正式运营|开馆|开业"
_AGREED = r"签署(?:了)?[一-龥“”\d.]{0,14}(?:协议|备忘录)|签订(?:了)?[一-龥“”\d.]{0,14}(?:协议)"
_HAPPENED = re.compile(rf"(?P<come>{_COME})|(?P<works>{_WORKS})|(?P<opened>{_OPENED})|(?P<agreed>{_AGREED})")
_LATER = re.compile(r"预计|计划|将于|将在|力争|有望|拟|即将|下一步|年底前")
# 从签约到开工只用了90天, 拿地即开工, 投产的企业: the word names a step or describes something.
_STEP = re.compile(r"(?:从[^，。]{0,12}|[即未]|到|至|已签约|推动[^，。]{0,12}|加快[^，。]{0,12}|支持[^，。]{0,12})$")
_STEP_AFTER = re.compile(r"的|率|期|只用|仅用|用了|用时|周期|审批|手续|当[天日]|之?[后前]|以来|时[，间]|”|到|至")
_PROJECT = re.compile(r"(?:项目|基地|工程|中心|总部|大楼|研究院)[一-龥]{0,6}$")
_FIRM = re.compile(r"公司|集团|该企业|这家企业|我们|他们|他|她|新厂|工厂|产线|生产线|车间|厂区")


@dataclass
class EventReader:
    """Reads an article's events sentence by sentence."""

    found: list[Fact] = field(default_factory=list)
    _promoting: str | None = None  # parks were approved in the sentence before without being named: what they became
    _promoted_in: str | None = None
    _last_promoted: str | None = None  # what parks became that were promoted last: 同批的还有A和B

    def read(self, context: Context, sentence: Sentence) -> None:
        """Take up the events of the next sentence."""
        last = self.found[-1] if self.found else None
        self._last_promoted = last.subject if last and last.subject.startswith(("升级为", "批准建立")) else None
        self._promoted_in = last.edition if last and self._last_promoted else self._promoted_in
        promoting, self._promoting = self._promoting, None
        if promoting:
            self._named_after(context, sentence, promoting)
        if self._last_promoted and _ALSO.search(sentence.text):
            self._named_after(context, sentence, self._last_promoted)
        for found in _APPROVED.finditer(sentence.text):
            self._approved(context, sentence, found)
        if sentence.wishes:
            return
        for found in _PROMOTED.finditer(sentence.text):
            owner = context.owner(sentence, found.start(), parks_only=True)
            if owner and not _LATER.search(sentence.text[: found.start()]) and sentence.text[found.end() : found.end() + 1] != "的":
                self._take(sentence, found, owner, _became(found["how"], found["kind"]), self._when(context, sentence, found.start()))
        for found in _HAPPENED.finditer(sentence.text):
            self._happened(context, sentence, found)

    def facts(self) -> list[Fact]:
        """The events stated, each once."""
        return self.found

    def _approved(self, context: Context, sentence: Sentence, found: re.Match[str]) -> None:
        """国务院批准建立A高新区; 批准苏州、无锡等地建立国家高新区: the parks named, or the parks of the cities named."""
        kind = found["kind"]
        inside = [name for one in sentence.parks if found.start() <= one.start <= found.end() for name in one.names]
        if not inside and kind:
            ending = "高新区" if "高新" in kind else "经开区"
            cities = re.findall(r"[一-龥]{2,4}?(?=、|和|与|等|$)", _MANY.sub("", found["object"] or ""))
            parks = [context.register.known(city + ending) for city in cities]
            inside = [park for park in parks if park] if all(parks) else []
        subject = _became(found["how"], kind) if kind else "批准建立"
        if inside:
            self._take(sentence, found, tuple(inside), subject, self._when(context, sentence, found.start()))
        elif kind and _SOME.match(found["object"] or ""):
            self._promoting = subject
            self._promoted_in = self._year(sentence, found.start()) or (str(context.published.year) if context.published else None)

    def _named_after(self, context: Context, sentence: Sentence, subject: str) -> None:
        """批复同意一批高新区升级。湖北有3家，为A、B和C: the sentence that says which."""
        for park in sentence.parks:
            before = sentence.text[: park.start]
            if not park.aside and re.search(r"(?:为|是|有|：|包括|、|和|分别)$", before):
                clause = sentence.clause_at(park.start)
                evidence = sentence.quote(clause.start, clause.end, park.start)
                self._keep(park.names, subject, evidence, self._promoted_in, None, ())

    def _happened(self, context: Context, sentence: Sentence, found: re.Match[str]) -> None:
        text = sentence.text
        clause = sentence.clause_at(found.start())
        before = text[clause.start : found.start()]
        if _LATER.search(text[: found.start()]) or _STEP.search(before) or _STEP_AFTER.match(text, found.end()):
            return
        if not found["agreed"] and re.search(r"给予|奖励|补贴|补助|资助", text):
            return  # 总部落户，给予500万元: a condition
        if not found["come"] and _FIRM.search(before) and not re.search(r"园区|高新区|经开区|开发区|该区", before):
            return  # a firm's own works and contracts
        owner = context.owner(sentence, found.start(), parks_only=True)
        spoken = any(start < clause.end for start, _ in sentence.pronouns) or any(one.start < clause.end for one in sentence.parks)
        if owner is None or not (
            spoken
            or _PROJECT.search(before)
            or found["come"]
            or found["opened"]
            or "集中" in found.group()
            or self._counted(sentence, found)
        ):
            return
        counted = self._counted(sentence, found)
        named = tuple(companies(text)) if found["come"] else ()
        year = self._when(context, sentence, found.start())
        self._take(sentence, found, owner, re.sub(r"^签[署订]了", lambda one: one.group()[:-1], found.group()), year, counted, named)

    @staticmethod
    def _counted(sentence: Sentence, found: re.Match[str]) -> Quantity | None:
        """集中签约6个外资项目, 12个项目同日开工: how many came or were begun."""
        if found["opened"] or found["agreed"]:
            return None
        counts = [q for q in quantities(sentence.text) if q.unit in ("家", "个", "项")]
        behind = [q for q in counts if q.start >= found.end() and re.match(r"[一-龥]{0,6}(?:项目|企业)", sentence.text[q.end :])]
        return next(iter([q for q in counts if q.end <= found.start()][-1:] or behind[:1]), None)

    @staticmethod
    def _year(sentence: Sentence, at: int) -> str | None:
        dated = [year for year in sentence.years if year.start < at]
        return str(dated[-1].year) if dated else None

    def _when(self, context: Context, sentence: Sentence, at: int) -> str | None:
        """The day where the sentence prints it, else the year named or spoken of, else that of publication."""
        printed = [day for start, _, day in days(sentence.text, context.published) if start < at]
        if printed:
            return printed[-1].isoformat()
        return self._year(sentence, at) or (str(context.published.year) if context.published else None)

    def _take(
        self,
        sentence: Sentence,
        found: re.Match[str],
        owner: Subject | tuple[str, ...],
        subject: str,
        edition: str | None,
        counted: Quantity | None = None,
        entrants: tuple[str, ...] = (),
    ) -> None:
        clause = sentence.clause_at(found.start())
        evidence = sentence.quote(clause.start, clause.end, found.start())
        self._keep(owner.names if isinstance(owner, Subject) else owner, subject, evidence, edition, counted, entrants)

    def _keep(
        self, zones: tuple[str, ...], subject: str, evidence: str, edition: str | None, counted: Quantity | None, entrants: tuple[str, ...]
    ) -> None:
        value, unit = (counted.value, counted.unit) if counted else (None, None)
        for zone in zones:
            fact = Fact(FactKind.EVENT, zone, subject, evidence, edition=edition, value=value, unit=unit, entrants=entrants)
            if not any(
                one.zone == zone
                and (one.subject == subject or (subject in one.subject and one.value == value))
                and (one.edition or "")[:4] == (edition or "")[:4]
                for one in self.found
            ):
                self.found.append(fact)


def _became(how: str, kind: str) -> str:
    """升级为国家高新区 where a park was promoted, 批准建立国家高新区 where it was set up."""
    plain = kind.replace("高新技术产业开发区", "高新区").replace("经济技术开发区", "经开区")
    return f"升级为{plain}" if how.startswith(("升", "晋", "获")) else f"批准建立{plain}"
