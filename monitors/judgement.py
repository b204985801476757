"""What is news, decided: readings and memory go in as a pair, changes come out. Pure; `memory` brings and keeps the state."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from monitors import lists, policies, rankings
from monitors.belief import Incomplete
from monitors.change import Change, Kind, Op, diff
from monitors.item import BoardReading, Item, folded, quote
from monitors.reading.fact import Fact
from monitors.readings import Readings

SEVERAL = 3  # clauses, or measures, of which a policy must have lost more than half before its page is doubted
LARGE = 1 / 3  # share of a board above which a change waits for a second equal reading or the operator


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
    """A claim as remembered: its fact and verdict, and the article that made it."""

    id: int
    fact: Fact
    verdict: str
    title: str
    url: str
    published: date | None


@dataclass(frozen=True)
class BoardMemory:
    """What is needed to judge one board reading."""

    same: KnownBoard | None = None  # the same edition and stage as last read
    last: KnownBoard | None = None  # the edition, stage or text before it
    batch: KnownBoard | None = None  # of a list whose batch is new: the batch before it
    superseded: bool = False  # something newer is known: this is history, not news
    best: Mapping[str, int] = field(default_factory=dict)  # zone → best rank in earlier editions
    ended: tuple[tuple[int, str, str, str], ...] = ()  # policies this one repeals: id, key, title, the words that repeal it
    open_claims: tuple[KnownClaim, ...] = ()  # what the press said of this board before the issuer did


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
    if memory.superseded and memory.same is None:
        return []
    known = memory.same or memory.last
    # Who is revoked is a few of those who were on the list: nothing is missing.
    if known is not None and not surely and (memory.same is not None or reading.stage != lists.REVOKED):
        (_whole if reading.kind is Kind.POLICY else _plausible)(reading, known)
    if reading.kind is Kind.RANKING:
        ranks = {key: item.data for key, item in known.items.items()} if known else {}
        return rankings.compare(ranks, reading, known.edition if known else None, memory.best)
    if reading.kind is Kind.LIST:
        before = (memory.batch.edition, memory.batch.stage, len(memory.batch.items)) if memory.batch else None
        return lists.compare(known.items if known else None, known.stage if known else "", reading, before)
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
    difference = diff(folded(before), folded(after))
    same_edition = (known.edition, known.stage) == (reading.edition, reading.stage)
    # Between editions every rank may move; that a third of the members is exchanged is what would be strange.
    strange = len(difference) if same_edition else len(difference.added) + len(difference.removed)
    if strange > LARGE * len(known.items) and strange > 3:
        raise Doubt(f"{where}与上次（{known.edition}{known.stage}）相比有{strange}处不同，共{len(known.items)}行")


def _whole(policy: BoardReading, known: KnownBoard) -> None:
    """Raises Incomplete for a page that lost more than half of its policy's clauses or measures without a word of another version.

    A short text that takes the place of a long one says so: 修订, 废止 … in words that the long one did not have.
    """
    if (known.board, known.stage) != (policy.board, policy.stage) or set(policy.data["versions"]) - set(known.data.get("versions", ())):
        return
    for kind, name in (("clause:", "条款"), ("measure:", "项措施")):
        before, now = (sum(key.startswith(kind) for key in side) for side in (known.items, policy.by_key))
        if before >= SEVERAL and now * 2 < before:
            raise Incomplete(f"《{policy.data['base']}》只读到{now}{name}，上次有{before}{name}，也没有写明修订或废止")


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
        "file": change.file,
    }
