"""How what the press says stands against the record, decided both ways round: a claim on a known record, a new record on known claims.

Claims and memory go in as a pair, verdicts and changes come out. Pure; `memory` brings and keeps the state.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from monitors import coverage, indicators, lists
from monitors.boards.catalogue import COMPANIES, Catalogue
from monitors.change import Change, Kind, Op
from monitors.coverage import Record
from monitors.document import Document
from monitors.item import BoardReading, Item, quote
from monitors.judgement import BoardMemory, KnownBoard, KnownClaim
from monitors.reading.fact import Bound, Fact, FactKind, Status
from monitors.zones import fold

CURRENT = timedelta(days=400)  # a claim without an edition speaks of the last one, if that is not older


@dataclass(frozen=True)
class KnownMeasure:
    """A measure of a policy as remembered. now: as it stands, None of a policy that is over; past: what it was, and until when."""

    policy: KnownBoard
    now: Mapping[str, Any] | None
    past: tuple[tuple[Mapping[str, Any], date | None], ...] = ()


@dataclass(frozen=True)
class ClaimMemory:
    """What is needed to judge one claim."""

    record: KnownBoard | None = None
    measures: tuple[KnownMeasure, ...] = ()  # of the park's own policies, with the subject and the beneficiary of the claim
    reported: Mapping[str, Any] | None = None  # the last report of the same figure, as `read --json` prints it


@dataclass(frozen=True)
class Judged:
    """A claim with its verdict and, where it is news, its change.

    verdict: new, confirmed, contradicted, or outdated where the record said so once and says something else now.
    """

    fact: Fact
    verdict: str
    change: Change | None


def judge_claim(fact: Fact, document: Document, memory: ClaimMemory, catalogue: Catalogue) -> Judged:
    """A claim against the record or the last report of the same thing."""
    verdict, record, before = "new", None, None
    if memory.record is not None and fact.kind is FactKind.RANKING:
        item = memory.record.items.get(fact.zone or "")
        verdict = coverage.judge_rank(fact, item.data["rank"] if item else None, memory.record.top)
        place: dict[str, Any] = {"rank": item.data["rank"]} if item else {"absent": True, "top": memory.record.top}
        record = _record(memory.record, {**place, "of": memory.record.of} if memory.record.of else place)
    elif memory.record is not None and fact.kind is FactKind.LIST:
        verdict, found = _judge_selection(fact, memory.record.board, tuple(memory.record.items.values()), catalogue)
        record = _record(memory.record, {"stage": memory.record.stage, **found})
    elif memory.measures:
        verdict, record = _judge_amount(fact, document.published, memory.measures)
    elif memory.reported is not None and indicators.has_history(fact):
        before = {name: memory.reported[name] for name in ("value", "unit", "bound")}
        if not indicators.is_news(fact, memory.reported):
            return Judged(fact, verdict, None)
    shown = record if verdict != "new" else None
    status = "confirmed" if verdict == "outdated" else verdict
    return Judged(fact, verdict, coverage.claim(fact, document, status, shown, before, catalogue))


def _judge_selection(fact: Fact, board: str, items: Sequence[Item], catalogue: Catalogue) -> tuple[str, dict[str, Any]]:
    """A claimed selection against a list, and what the list says of it: how many entries, of the park or of all."""
    known = catalogue.named(board)
    of_parks = known is not None and known.is_of_parks
    if of_parks:
        own = [item for item in items if fact.zone and lists.is_of_park(item, fact.zone)]
    else:
        own = [item for item in items if fact.zone and item.zone == fact.zone]
    says_zones = bool(own) and sum(1 for item in items if item.zone) > 0.9 * len(items)
    verdict = coverage.judge_entrants(fact, {item.key for item in items}, len(own) if says_zones else None, len(own) if of_parks else 0)
    said: dict[str, Any] = {"count": len(items), "unit": known.unit if known else COMPANIES}
    if own and (says_zones or of_parks):
        said |= {"count": len(own), "entries": [item.data["name"] for item in own]}
    return verdict, said


def _judge_amount(fact: Fact, published: date | None, measures: Sequence[KnownMeasure]) -> tuple[str, Record | None]:
    """A claimed amount against the measures it may mean. What one of them says now decides before what one said earlier; only where
    they are one measure, and none of its versions says so, is the claim wrong."""
    for one in measures:
        if one.now is not None and coverage.agrees(fact, one.now):
            return "confirmed", _record(one.policy, one.now)
    for one in measures:
        for data, until in one.past:
            if coverage.agrees(fact, data):
                now = one.now or next((other.now for other in measures if other.now is not None), None)
                return "outdated", _record(
                    one.policy, {**data, "until": until.isoformat() if until else None, "now": dict(now) if now else None}
                )
    standing = [one for one in measures if one.now is not None and _is_since(one.policy.published, fact, published)]
    subjects = {(one.now["subject"], one.now["beneficiary"]) for one in standing if one.now is not None}
    if len(subjects) == 1 and all(one.now is not None and coverage.denies(fact, one.now) for one in standing):
        return "contradicted", _record(standing[0].policy, standing[0].now or {})
    return "new", None


def _is_since(policy: date | None, fact: Fact, published: date | None) -> bool:
    """Whether a claim, of an article of this day, can speak of a policy of that day: what it says of an earlier year is another one's."""
    if policy is None:
        return True
    year = re.match(r"20\d\d(?!\d)", fact.edition or "")
    return (published is None or published >= policy) and (year is None or int(year[0]) >= policy.year)


def judge_open_claims(reading: BoardReading, memory: BoardMemory, catalogue: Catalogue) -> list[tuple[int, str, Change | None]]:
    """What a new record says of earlier claims: (claim id, verdict, change) for each it decides; no change where that is no news."""
    decided: list[tuple[int, str, Change | None]] = []
    for known in memory.open_claims:
        if reading.kind is Kind.RANKING:
            found = _rank_of(known, reading)
        elif reading.kind is Kind.LIST:
            found = _selection_of(known, reading, catalogue)
        else:
            found = _amount_of(known, reading, memory.same)
        if found is not None:
            is_news = "outdated" not in (known.verdict, found[0])
            decided.append((known.id, found[0], _decision(known, reading, *found) if is_news else None))
    return decided


Decided = tuple[str, str, dict[str, Any]]  # verdict, words of the record, what the record says


def _decision(known: KnownClaim, reading: BoardReading, verdict: str, evidence: str, record: Mapping[str, Any]) -> Change:
    fact = known.fact
    said: dict[str, Any] = {
        "value": fact.value,
        "bound": str(fact.bound),
        "evidence": fact.evidence,
        "title": known.title,
        "url": known.url,
    }
    if reading.kind is not Kind.RANKING:
        said |= {"subject": fact.subject, "unit": fact.unit, "entrants": list(fact.entrants), "beneficiary": fact.beneficiary}
    return Change(
        kind=reading.kind,
        op=Op.CONFIRMED if verdict == "confirmed" else Op.CONTRADICTED,
        key=fact.subject if reading.kind is Kind.POLICY else fact.zone or fact.subject,
        evidence=evidence,
        board=reading.board,
        indicator=reading.indicator,
        edition=reading.edition,
        stage=reading.stage if reading.kind is Kind.LIST else None,
        zone=fact.zone,
        after=dict(record),
        of=reading.of,
        top=reading.top,
        claim={
            "status": verdict,
            "said": {**said, "published": known.published.isoformat() if known.published else None},
            "record": dict(record),
        },
        issuer=reading.issuer,
        file=reading.file,
    )


def _rank_of(known: KnownClaim, reading: BoardReading) -> Decided | None:
    fact = known.fact
    if fact.zone is None or not _speaks_of(known, reading):
        return None
    item = reading.by_key.get(fact.zone)
    verdict = coverage.judge_rank(fact, item.data["rank"] if item else None, reading.top)
    if verdict == "new":
        return None
    if item is None:
        return verdict, quote(f"前{reading.top}名中没有{fact.zone}"), {"absent": True}
    return verdict, item.evidence, dict(item.data)


def _selection_of(known: KnownClaim, reading: BoardReading, catalogue: Catalogue) -> Decided | None:
    """Who is proposed only is not selected yet: that decides nothing."""
    if reading.stage in ("申报", "公示") or not _speaks_of(known, reading):
        return None
    verdict, record = _judge_selection(known.fact, reading.board, reading.items, catalogue)
    if verdict == "new":
        return None
    named = {fold(name) for name in known.fact.entrants}
    lines = [item for item in reading.items if item.key in named or (known.fact.zone and lists.is_of_park(item, known.fact.zone))]
    return verdict, (lines or reading.items)[0].evidence, {"stage": reading.stage, **record}


def _amount_of(known: KnownClaim, reading: BoardReading, before: KnownBoard | None) -> Decided | None:
    """A new text confirms what was said before it, also what the text before it contradicted, and makes out of date what that one
    confirmed; it contradicts nothing, for what was said may be another measure."""
    item = _agreeing(reading.items, known.fact)
    if item is not None:
        return ("confirmed", item.evidence, dict(item.data)) if known.verdict != "confirmed" else None
    was_so = before is not None and _agreeing(before.items.values(), known.fact) is not None
    return ("outdated", "", {}) if was_so and known.verdict == "confirmed" else None


def _agreeing(items: Iterable[Item], fact: Fact) -> Item | None:
    """The measure that is the claim's, with its amount."""
    found = (item for item in items if "amount" in item.data and same_measure(item.data, fact))
    return next((item for item in found if coverage.agrees(fact, item.data)), None)


def _speaks_of(known: KnownClaim, reading: BoardReading) -> bool:
    """Whether an earlier claim means this edition: it names it, or names none and was printed when it was the newest."""
    if known.fact.edition is not None:
        return reading.edition in known.fact.edition
    return edition_for(known.fact, known.published, [(reading.edition, reading.published)]) is not None


def same_measure(data: Mapping[str, Any], fact: Fact) -> bool:
    """Whether a measure of a policy can be the one of a claim."""
    return _akin(data["subject"], fact.subject) and _akin(data["beneficiary"], fact.beneficiary)


def _akin(one: str | None, other: str | None) -> bool:
    """Whether two names can mean the same measure or beneficiary: 符合条件的硕士 and 硕士; nobody named is akin to nobody named only."""
    a, b = fold(one or ""), fold(other or "")
    return a == b or bool(a and b and (a in b or b in a))


def _record(known: KnownBoard, said: Mapping[str, Any]) -> Record:
    return Record(said, known.issuer, known.title, known.url, known.published.isoformat() if known.published else None)


def canonical_subject(fact: Fact, catalogue: Catalogue) -> str:
    """A claim's subject under the name the board has: 国家高新区评价·优质企业数 → 国家高新区综合评价·优质企业数量."""
    found = catalogue.of_subject(fact.subject) if fact.kind in (FactKind.RANKING, FactKind.LIST) else None
    if found is None:
        return fold(fact.subject)
    board, indicator = found
    return subject_of(board.name, indicator)


def subject_of(board: str, indicator: str) -> str:
    """The subject under which claims on a board's indicator are kept."""
    return board if indicator in ("综合", "") else f"{board}·{indicator}"


def edition_for(fact: Fact, published: date | None, known: Sequence[tuple[str, date | None]]) -> str | None:
    """Which stored edition a claim speaks of: the one it names, else the last one published not long before the article."""
    for edition, _ in known:
        if fact.edition is not None and edition in fact.edition:
            return edition
    if fact.edition is not None or published is None:
        return None
    recent = [(day, edition) for edition, day in known if day is not None and timedelta() <= published - day <= CURRENT]
    return max(recent)[1] if recent else None


def fact_of(data: Mapping[str, Any]) -> Fact:
    """A fact as `as_json` wrote it."""
    fields = {name: value for name, value in data.items() if name != "id"}
    return Fact(
        **{
            **fields,
            "kind": FactKind(fields["kind"]),
            "bound": Bound(fields["bound"]),
            "status": Status(fields["status"]),
            "entrants": tuple(fields["entrants"]),
        }
    )
