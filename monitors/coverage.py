"""Press: which parks an article is about, and how its claims stand against records and earlier claims."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from monitors.boards.catalogue import Catalogue
from monitors.change import Change, Kind, Op
from monitors.document import Document
from monitors.item import quote
from monitors.reading.fact import Bound, Fact, FactKind, Status
from monitors.zones import Zones, decide, fold


@dataclass(frozen=True)
class Record:
    """What an issuer published on the matter of a claim, and where: `said` is plain data, e.g. {"rank": 10}."""

    said: Mapping[str, Any]
    issuer: str | None
    title: str
    url: str
    published: str | None

    def as_data(self) -> dict[str, Any]:
        """The record as a change carries it beside the claim."""
        return {**self.said, "issuer": self.issuer, "title": self.title, "url": self.url, "published": self.published}


def covered(document: Document, zones: Zones) -> dict[str, str]:
    """The parks an article names (official name → the words that name it), in the order of their appearance."""
    found: dict[str, str] = {}
    everything = f"{document.title}\n{document.text}"
    for line in everything.splitlines():
        for mention in zones.mentions(line):
            zone = decide(mention.candidates, near=line) or decide(mention.candidates, near=everything)
            if zone and zone.name not in found:
                found[zone.name] = _around(line, mention.start)
    return found


def _around(line: str, start: int) -> str:
    """The sentence a word stands in, cut to the length of evidence."""
    begin = max(line.rfind(mark, 0, start) for mark in "。！？；") + 1
    return quote(line[begin:].split("。")[0])


def mention(zone: str, document: Document, evidence: str) -> Change:
    """The news that an article names a park."""
    return Change(
        kind=Kind.COVERAGE,
        op=Op.NEW,
        key=document.key,
        evidence=evidence,
        zone=zone,
        after={"title": document.title, "author": document.author},
        issuer=document.issuer,
    )


def judge_rank(fact: Fact, rank: int | None, top: int | None) -> str:
    """How a claimed rank stands against the record: confirmed, contradicted, or new where the record cannot tell.

    rank: the recorded one, None where the park is not among the `top` that were published.
    """
    if fact.value is None or fact.status is not Status.STATED:
        return "new"
    if rank is None:
        # Beyond the published top N only a claim to be within it is refuted.
        return "contradicted" if top is not None and fact.bound in (Bound.EXACT, Bound.AT_MOST) and fact.value <= top else "new"
    holds = {Bound.EXACT: rank == fact.value, Bound.AT_MOST: rank <= fact.value, Bound.MORE_THAN: rank > fact.value}
    if fact.bound not in holds:
        return "confirmed" if rank == fact.value else "new"  # 第10名左右 is not refuted by the 11th place
    return "confirmed" if holds[fact.bound] else "contradicted"


def judge_entrants(fact: Fact, names: set[str], zone_count: int | None, of_parks: int = 0) -> str:
    """How a claimed selection stands against a published list.

    names: the list's entries, folded. zone_count: how many of them are the park's, None where the list does not say.
    of_parks: of a list of parks or of their projects, how many are the park's own; that there are none refutes nothing, for a
    project need not carry the name of its park.
    """
    if fact.status is not Status.STATED:
        return "new"
    named = [fold(name) for name in fact.entrants]
    if named and all(name in names for name in named):
        return "confirmed"
    if of_parks and not named and fact.value in (None, of_parks):
        return "confirmed"
    if zone_count is not None and fact.value is not None and fact.bound is Bound.EXACT:
        return "confirmed" if zone_count == fact.value else "contradicted"
    return "new"


def agrees(fact: Fact, measure: Mapping[str, Any]) -> bool:
    """Whether a claimed amount is the one that a policy's text gives for the measure (amount, unit, bound)."""
    return fact.status is Status.STATED and (fact.value, fact.unit) == (measure["amount"], measure.get("unit"))


def denies(fact: Fact, measure: Mapping[str, Any]) -> bool:
    """Whether a policy's text does not allow a claimed amount: 30万元 is no other amount than 最高50万元, 最高30万元 is."""
    if fact.status is not Status.STATED or fact.value is None or fact.unit != measure.get("unit") or agrees(fact, measure):
        return False
    bound = Bound(measure["bound"])
    if bound in (Bound.AT_MOST, Bound.AT_LEAST) and fact.bound is not bound:
        return (fact.value > measure["amount"]) is (bound is Bound.AT_MOST)
    return fact.bound in (bound, Bound.EXACT, Bound.AT_MOST)


def claim(
    fact: Fact, document: Document, verdict: str, record: Record | None, before: Mapping[str, Any] | None, catalogue: Catalogue
) -> Change:
    """The news of one claim: confirmed, contradicted, moved against an earlier claim, or reported without a record."""
    board = catalogue.of_subject(fact.subject) if fact.kind in (FactKind.RANKING, FactKind.LIST) else None
    op = {"confirmed": Op.CONFIRMED, "contradicted": Op.CONTRADICTED}.get(verdict, Op.MOVED if before else Op.REPORTED)
    said = {
        name: value
        for name, value in fact.as_json(document.key).items()
        if name
        in ("subject", "edition", "value", "unit", "bound", "previous", "change", "first", "entrants", "beneficiary", "status", "of")
        and value
    }
    return Change(
        kind=Kind(fact.kind),
        op=op,
        key=fact.subject if fact.kind in (FactKind.INDICATOR, FactKind.EVENT, FactKind.POLICY) else (fact.zone or fact.subject),
        evidence=quote(fact.evidence),
        board=board[0].name if board else fact.subject,
        indicator=board[1] if board else None,
        edition=fact.edition,
        zone=fact.zone,
        before=before or {},
        after=said,
        of=fact.of,
        claim={
            "status": verdict,
            "said": {**said, "title": document.title, "url": document.url, "issuer": document.issuer, "evidence": quote(fact.evidence)},
            "record": record.as_data() if record else None,
        },
        issuer=document.issuer,
    )
