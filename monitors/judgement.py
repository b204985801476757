"""What is news, decided: readings and memory go in as a pair, changes come out. Pure; `memory` brings and keeps the state."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from monitors import coverage, indicators, lists, policies, rankings
from monitors.belief import Incomplete
from monitors.boards.catalogue import Catalogue
from monitors.change import Change, Kind, Op, diff
from monitors.coverage import Record
from monitors.document import Document
from monitors.item import BoardReading, Item, quote
from monitors.reading.fact import Bound, Fact, FactKind, Status
from monitors.readings import Readings
from monitors.zones import fold

LARGE = 1 / 3  # share of a board above which a change waits for a second equal reading or the operator
CURRENT = timedelta(days=400)  # a claim without an edition speaks of the last one, if that is not older


class Doubt(Exception):
    """A plausible but large change: believed when it is read a second time, or when the operator says so."""


@dataclass(frozen=True)
class KnownBoard:
    """A board as remembered, with its lines."""

    id: int
    board: str
    indicator: str
    edition: str
    stage: str
    title: str
    issuer: str | None
    url: str
    published: date | None
    top: int | None
    of: int | None
    data: Mapping[str, Any]
    items: Mapping[str, Item]


@dataclass(frozen=True)
class KnownClaim:
    """A claim as remembered: its fact, and the article that made it."""

    id: int
    fact: Fact
    title: str
    url: str
    published: date | None


@dataclass(frozen=True)
class BoardMemory:
    """What is needed to judge one board reading."""

    same: KnownBoard | None = None  # the same edition and stage as last read
    last: KnownBoard | None = None  # the edition, stage or text before it
    superseded: bool = False  # something newer is known: this is history, not news
    best: Mapping[str, int] = field(default_factory=dict)  # zone → best rank in earlier editions
    ended: tuple[tuple[int, str, str, str], ...] = ()  # policies this one repeals: id, key, title, the words that repeal it
    open_claims: tuple[KnownClaim, ...] = ()  # what the press said of this board before the issuer did


@dataclass(frozen=True)
class ClaimMemory:
    """What is needed to judge one claim."""

    record: KnownBoard | None = None
    measure: tuple[KnownBoard, Item] | None = None
    reported: Mapping[str, Any] | None = None  # the last report of the same figure, as `read --json` prints it


@dataclass(frozen=True)
class Judged:
    """A claim with its verdict and, where it is news, its change."""

    fact: Fact
    verdict: str
    change: Change | None


def digest(said: Readings) -> str:
    """What a document says in one hash: two readings of the same digest are the same reading."""
    lines = [
        [
            reading.board,
            reading.indicator,
            reading.edition,
            reading.stage,
            sorted((i.key, sorted(i.data.items(), key=str)) for i in reading.items),
        ]
        for reading in said.boards
    ]
    return hashlib.sha256(json.dumps(lines, ensure_ascii=False, default=str).encode()).hexdigest()


def judge_board(reading: BoardReading, memory: BoardMemory, *, surely: bool) -> list[Change]:
    """The news in one board reading. Raises Incomplete or Doubt unless `surely` (a second equal reading, a baseline)."""
    known = memory.same or memory.last
    if known is not None and reading.kind is not Kind.POLICY and not memory.superseded and not surely:
        _plausible(reading, known)
    if memory.superseded and memory.same is None:
        return []
    if reading.kind is Kind.RANKING:
        before = {key: item.data for key, item in known.items.items()} if known else {}
        return rankings.compare(before, reading, known.edition if known else None, memory.best)
    if reading.kind is Kind.LIST:
        return lists.compare(known.items if known else None, known.stage if known else "", reading)
    found = policies.compare(known.items if known else None, known.data if known else {}, known.stage if known else "", reading)
    if memory.same is None:
        found += [policies.repealed(reading, key, title, words) for _, key, title, words in memory.ended]
    return found


def _plausible(reading: BoardReading, known: KnownBoard) -> None:
    where = f"《{reading.board}》{reading.edition}{reading.stage}"
    if len(reading.items) * 2 < len(known.items):
        raise Incomplete(f"{where}只读到{len(reading.items)}行，上次有{len(known.items)}行")
    before = {key: item.data for key, item in known.items.items()}
    after = {item.key: item.data for item in reading.items}
    difference = diff(before, after)
    same_edition = (known.edition, known.stage) == (reading.edition, reading.stage)
    # Between editions every rank may move; that a third of the members is exchanged is what would be strange.
    strange = len(difference) if same_edition else len(difference.added) + len(difference.removed)
    if strange > LARGE * len(known.items) and strange > 3:
        raise Doubt(f"{where}与上次（{known.edition}{known.stage}）相比有{strange}处不同，共{len(known.items)}行")


def judge_claim(fact: Fact, document: Document, memory: ClaimMemory, catalogue: Catalogue) -> Judged:
    """A claim against the record or the last report of the same thing."""
    verdict, record, before = "new", None, None
    if memory.record is not None and fact.kind is FactKind.RANKING:
        item = memory.record.items.get(fact.zone or "")
        verdict = coverage.judge_rank(fact, item.data["rank"] if item else None, memory.record.top)
        place = {"rank": item.data["rank"]} if item else {"absent": True, "top": memory.record.top}
        record = _record(memory.record, {**place, "of": memory.record.of} if memory.record.of else place)
    elif memory.record is not None and fact.kind is FactKind.LIST:
        own = [item for item in memory.record.items.values() if item.zone == fact.zone]
        says_zones = sum(1 for item in memory.record.items.values() if item.zone) > 0.9 * len(memory.record.items)
        verdict = coverage.judge_entrants(fact, set(memory.record.items), len(own) if says_zones else None)
        record = _record(memory.record, {"stage": memory.record.stage, "count": len(own) if says_zones else len(memory.record.items)})
    elif memory.measure is not None:
        verdict = coverage.judge_amount(fact, memory.measure[1].data)
        record = _record(memory.measure[0], dict(memory.measure[1].data))
    elif memory.reported is not None and indicators.has_history(fact):
        before = {name: memory.reported[name] for name in ("value", "unit", "bound")}
        if not indicators.is_news(fact, memory.reported):
            return Judged(fact, verdict, None)
    shown = record if verdict != "new" else None
    return Judged(fact, verdict, coverage.claim(fact, document, verdict, shown, before, catalogue))


def judge_open_claims(reading: BoardReading, memory: BoardMemory) -> list[tuple[int, str, Change]]:
    """What a new record says of earlier claims: (claim id, verdict, change) for each it decides."""
    decided = []
    for known in memory.open_claims:
        fact = known.fact
        if fact.edition not in (None, reading.edition) or reading.kind is not Kind.RANKING or fact.zone is None:
            continue
        item = reading.by_key.get(fact.zone)
        verdict = coverage.judge_rank(fact, item.data["rank"] if item else None, reading.top)
        if verdict == "new":
            continue
        said = {"value": fact.value, "bound": str(fact.bound), "evidence": fact.evidence, "title": known.title, "url": known.url}
        change = Change(
            kind=reading.kind,
            op=Op.CONFIRMED if verdict == "confirmed" else Op.CONTRADICTED,
            key=fact.zone,
            evidence=item.evidence if item else quote(f"前{reading.top}名中没有{fact.zone}"),
            board=reading.board,
            indicator=reading.indicator,
            edition=reading.edition,
            zone=fact.zone,
            after=dict(item.data) if item else {"absent": True},
            of=reading.of,
            top=reading.top,
            claim={
                "status": verdict,
                "said": {**said, "published": known.published.isoformat() if known.published else None},
                "record": dict(item.data) if item else {"absent": True},
            },
            issuer=reading.issuer,
        )
        decided.append((known.id, verdict, change))
    return decided


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


def reminder(known: KnownBoard, kind_of_date: str, day: date, left: int) -> Change:
    """The news that a policy's deadline is near (`left` days), or that it has expired (0 days), with what it offers."""
    offered = [dict(item.data) for item in known.items.values() if item.key.startswith("measure:")]
    return Change(
        kind=Kind.POLICY,
        op=Op.DEADLINE if kind_of_date == "deadline" else Op.EXPIRED,
        key=known.board,
        evidence=quote(known.title),
        board=known.board,
        stage=known.stage,
        zone=known.data.get("zone"),
        after={"title": known.title, kind_of_date: day.isoformat(), "days": left, **({"measures": offered} if offered else {})},
        issuer=known.issuer,
    )


def record(
    change: Change, *, at: datetime, source: str, title: str, url: str, published: date | None, document: str | None
) -> dict[str, Any]:
    """A change as `changes --json` prints it (DESIGN, "Command line")."""
    return {
        "at": at.isoformat(timespec="seconds"),
        "source": source,
        "kind": str(change.kind),
        "op": str(change.op),
        "board": change.board,
        "indicator": change.indicator or None,
        "edition": change.edition or None,
        "previous_edition": change.previous_edition,
        "stage": change.stage or None,
        "zone": change.zone,
        "key": change.key,
        "before": dict(change.before),
        "after": dict(change.after),
        "of": change.of,
        "top": change.top,
        "claim": dict(change.claim) if change.claim is not None else None,
        "issuer": change.issuer,
        "title": title,
        "url": url,
        "published": published.isoformat() if published else None,
        "evidence": change.evidence,
        "document": document,
    }
