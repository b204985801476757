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
    r"经济技术开发区|经开区|自主创新示范区))"
)
_SIGNED = re.compile(r"签约入驻|签约落户|集中签约|签约(?=该园区|落地|，|。)|正式入驻|落户(?=该园区)|集中开工|揭牌|开园|正式投产|正式运营")
_LATER = re.compile(r"预计|计划|将于|力争|有望|拟")


@dataclass
class EventReader:
    """Reads an article's events sentence by sentence."""

    found: list[Fact] = field(default_factory=list)

    def read(self, context: Context, sentence: Sentence) -> None:
        """Take up the events of the next sentence."""
        for found in [*_PROMOTED.finditer(sentence.text), *_SIGNED.finditer(sentence.text)]:
            if sentence.text[found.end() : found.end() + 1] == "的" or _LATER.search(sentence.text[: found.start()]) or sentence.wishes():
                continue
            self._emit(context, sentence, found, "升级为国家高新区" if found.re is _PROMOTED and "高新" in found["kind"] else found.group())

    def facts(self) -> list[Fact]:
        """The events stated, each once."""
        return self.found

    def _emit(self, context: Context, sentence: Sentence, found: re.Match[str], subject: str) -> None:
        owner = context.owner(sentence, found.start())
        if owner is None:
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
