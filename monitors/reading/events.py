"""What happened at a park: firms that sign or open there, parks that are promoted."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from monitors.reading.companies import companies
from monitors.reading.fact import Fact, FactKind
from monitors.reading.numbers import quantities
from monitors.reading.sentence import Context, Sentence

_PROMOTED = re.compile(
    r"(?:升级|晋升|升格|获批)(?:为|成为)?(?P<kind>国家(?:级)?(?:高新技术产业开发区|高新区|"
    r"经济技术开发区|经开区|自主创新示范区)|省级(?:高新区|高新技术产业开发区|经开区|开发区))"
)
_SIGNED = re.compile(r"签约入驻|签约落户|集中签约|签约(?=该园区|落地|，|。)|正式入驻|落户(?=该园区)|集中开工|揭牌|开园|正式投产|正式运营")
_APPROVED = re.compile(
    r"(?P<by>国务院|省政府|[一-龥]{2,3}省人民政府|科技部|商务部)?(?:正式|发文|下文)?(?:批准|批复|同意)(?:同意)?(?P<object>[^，。；]{0,60}?)(?:建立|设立|成立|升级为?|晋升为?|建设)"
    r"(?:为)?(?P<kind>国家(?:级)?(?:高新技术产业开发区|高新区|经济技术开发区|经开区|自主创新示范区)|省级(?:高新区|经开区|开发区))?"
)
_AGREED = re.compile(
    r"签署(?:了)?[一-龥“”]{0,12}(?:协议|合同|备忘录)|签订(?:了)?[一-龥“”]{0,12}(?:协议|合同)|(?<!集中)开工(?!率|建设率)|奠基|封顶|挂牌成立|启用|投产"
)
_LATER = re.compile(r"预计|计划|将于|力争|有望|拟")


@dataclass
class EventReader:
    """Reads an article's events sentence by sentence."""

    found: list[Fact] = field(default_factory=list)

    def read(self, context: Context, sentence: Sentence) -> None:
        """Take up the events of the next sentence."""
        for found in _APPROVED.finditer(sentence.text):
            self._approved(context, sentence, found)
        for found in [*_PROMOTED.finditer(sentence.text), *_SIGNED.finditer(sentence.text), *_AGREED.finditer(sentence.text)]:
            if sentence.text[found.end() : found.end() + 1] == "的" or _LATER.search(sentence.text[: found.start()]) or sentence.wishes():
                continue
            self._emit(
                context,
                sentence,
                found,
                "升级为国家高新区" if found.re is _PROMOTED and "国家" in found["kind"] and "高新" in found["kind"] else found.group(),
            )

    def _approved(self, context: Context, sentence: Sentence, found: re.Match[str]) -> None:
        """国务院批准建立A高新区; 批准苏州、无锡等地建立国家高新区: the parks named, or the parks of the cities named."""
        kind = found["kind"]
        inside = [name for one in sentence.parks if found.start() <= one.start <= found.end() for name in one.names]
        if not inside and kind:
            ending = "高新区" if "高新" in kind else "经开区"
            cities = re.findall(r"[一-龥]{2,4}?(?=、|和|与|等|$)", re.sub(r"等(?:地|市|\d+[个市地家]+)?$", "", found["object"] or ""))
            parks = [context.register.known(city + ending) for city in cities]
            inside = [park for park in parks if park] if all(parks) else []
        dated = [year for year in sentence.years if year.start < found.start()]
        subject = f"批准建立{kind}" if kind else "批准建立"
        clause = sentence.clause_at(found.start())
        for zone in inside:
            evidence = sentence.quote(clause.start, clause.end, found.start())
            fact = Fact(kind=FactKind.EVENT, zone=zone, subject=subject, evidence=evidence, edition=str(dated[-1].year) if dated else None)
            if all((one.zone, one.edition) != (fact.zone, fact.edition) for one in self.found):
                self.found.append(fact)

    def facts(self) -> list[Fact]:
        """The events stated, each once."""
        return self.found

    def _emit(self, context: Context, sentence: Sentence, found: re.Match[str], subject: str) -> None:
        owner = context.owner(sentence, found.start(), parks_only=True) or context.owner(sentence, found.start())
        if owner is None:
            return
        rate = sentence.text[found.end() : found.end() + 1] in ("率", "期", "后", "前") or re.search(r"(?:亩|个|年|率)$", found.group())
        if found.re is _AGREED and (rate or re.search(r"\d{4}年\d{1,2}月$|当年$", sentence.text[: found.start()])):
            return
        counted = [q for q in quantities(sentence.text) if q.unit in ("家", "个", "项")]
        counted = [q for q in counted if q.end <= found.start()][-1:] or [
            q for q in counted if q.start >= found.end() and re.match(r"项目|企业|[一-龥]{2,6}项目", sentence.text[q.end :])
        ][:1]
        signed = found.re is _SIGNED
        dated = [year for year in sentence.years if year.start < found.start()]
        year = dated[-1].year if dated else context.published.year if context.published else None
        clause = sentence.clause_at(found.start())
        for zone in owner.names:
            fact = Fact(
                kind=FactKind.EVENT,
                zone=zone,
                subject=subject,
                evidence=sentence.quote(clause.start, clause.end, found.start()),
                edition=str(year) if year else None,
                value=counted[-1].value if counted and signed else None,
                unit=counted[-1].unit if counted and signed else None,
                entrants=tuple(companies(sentence.text)) if signed else (),
            )
            if all((one.zone, one.subject) != (fact.zone, fact.subject) for one in self.found):
                self.found.append(fact)
