"""What is recalled from state to judge a reading, and how the reading is kept afterwards. Used by `watch`, inside its transaction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from monitors import coverage, judgement, lists, policies, verdicts
from monitors.belief import Incomplete
from monitors.boards.catalogue import Catalogue
from monitors.change import Change, Kind
from monitors.document import Document
from monitors.item import BoardReading, Item
from monitors.judgement import BoardMemory, KnownBoard, KnownClaim
from monitors.reading.fact import Fact, FactKind
from monitors.readings import Readings
from monitors.verdicts import ClaimMemory, Judged, KnownMeasure, same_measure
from monitors.zones import fold
from state import boards, claims
from state.boards import StoredBoard
from state.claims import StoredClaim

LATE = 60  # days after which a batch published before a newer known one is history


@dataclass(frozen=True)
class Setting:
    """The document being remembered, and when."""

    document: Document
    sha256: str
    now: datetime
    catalogue: Catalogue


@dataclass(frozen=True)
class News:
    """What a document brought: its changes, its judged claims, and verdicts on earlier claims."""

    changes: tuple[Change, ...]
    claims: tuple[Judged, ...]
    verdicts: tuple[tuple[int, str], ...]
    ended: tuple[tuple[int, str], ...]  # boards (ids) of policies that the document repeals, and its own key


def compare(connection: Connection, about: Setting, said: Readings, *, surely: bool, allowed: bool = False) -> News:
    """Judges everything a document says. Raises judgement.Doubt, or Incomplete for a board that is gone or lost half its lines.

    surely: a baseline or a second equal reading is not doubted; allowed: the operator has looked, and it is so.
    """
    if not allowed:
        _all_there(connection, about, said)
    changes: list[Change] = []
    decided: list[tuple[int, str]] = []
    ended: list[tuple[int, str]] = []
    for reading in said.boards:
        memory = _board_memory(connection, reading)
        changes += judgement.judge_board(reading, memory, surely=surely or allowed)
        ended += [(board, reading.board) for board, *_ in memory.ended]
        for claim, verdict, change in verdicts.judge_open_claims(reading, memory, about.catalogue):
            decided.append((claim, verdict))
            changes += [change] if change is not None else []
    judged = [verdicts.judge_claim(fact, about.document, _claim_memory(connection, about, fact), about.catalogue) for fact in said.claims]
    covered = [coverage.mention(zone, about.document, words) for zone, words in said.zones.items()]
    changes += [*covered, *(one.change for one in judged if one.change is not None)]
    return News(tuple(changes), tuple(judged), tuple(decided), tuple(ended))


def _all_there(connection: Connection, about: Setting, said: Readings) -> None:
    """Raises Incomplete where a page no longer says what it said: a table without rows is no end of a ranking."""
    found = {(reading.kind, "" if reading.kind is Kind.POLICY else f"{reading.board}·{reading.indicator}") for reading in said.boards}
    for stored in boards.of_page(connection, about.document.source, about.document.url):
        kind = Kind(stored.kind)
        if (kind, "" if kind is Kind.POLICY else f"{stored.board}·{stored.indicator}") not in found:
            raise Incomplete(f"这一页曾载有《{stored.board}》{stored.indicator}{stored.edition}，这次没有读到")


def keep(connection: Connection, about: Setting, said: Readings, news: News) -> None:
    """Makes state hold what the document says."""
    document, now = about.document, about.now
    for reading in said.boards:
        board = boards.put(
            connection,
            now,
            kind=str(reading.kind),
            board=reading.board,
            indicator=reading.indicator,
            edition=reading.edition,
            stage=reading.stage,
            ordinal=reading.ordinal,
            title=document.title,
            issuer=reading.issuer,
            url=document.url,
            published=reading.published,
            top=reading.top,
            of=reading.of,
            data={**_kept_marks(connection, reading), **reading.data},
            source=document.source,
            sha256=about.sha256,
        )
        lines = {item.key: {"zone": item.zone, "data": dict(item.data), "evidence": item.evidence} for item in reading.items}
        boards.put_items(connection, board, lines, about.sha256, now)
        if reading.kind is Kind.POLICY and reading.stage == policies.IN_FORCE:
            _replace_versions(connection, reading)
    for repealed, by in news.ended:
        boards.end(connection, repealed, by)
    for claim, verdict in news.verdicts:
        claims.judge(connection, claim, verdict)
    written = {"title": document.title, "url": document.url, "published": document.published, "at": now}
    if said.zones or news.claims:
        claims.replace(connection, document.source, document.key, [_claim_row(about, judged) | written for judged in news.claims])
        rows = [{"zone": zone, "source": document.source, "key": document.key, **written} for zone in said.zones]
        claims.cover(connection, rows)


def _kept_marks(connection: Connection, reading: BoardReading) -> dict[str, Any]:
    """What later notices said of a policy, which its own page does not say: that it is repealed."""
    stored = boards.editions(connection, reading.board, reading.indicator) if reading.kind is Kind.POLICY else []
    marks = (one.data.get("repealed_by") for one in stored if (one.edition, one.stage) == (reading.edition, reading.stage))
    mark = next(filter(None, marks), None)
    return {"repealed_by": mark} if mark else {}


def _claim_row(about: Setting, judged: Judged) -> dict[str, Any]:
    return {
        "kind": str(judged.fact.kind),
        "zone": judged.fact.zone,
        "subject": verdicts.canonical_subject(judged.fact, about.catalogue),
        "edition": judged.fact.edition,
        "fact": judged.fact.as_json(about.document.key),
        "verdict": judged.verdict,
        "sha256": about.sha256,
    }


def _known(connection: Connection, stored: StoredBoard) -> KnownBoard:
    items = {key: Item(key, item.zone, item.data, item.evidence) for key, item in boards.items_of(connection, stored.id).items()}
    shown = ("id", "board", "indicator", "edition", "stage", "title", "issuer", "url", "published", "top", "of", "data")
    return KnownBoard(**{name: getattr(stored, name) for name in shown}, items=items)


def _board_memory(connection: Connection, reading: BoardReading) -> BoardMemory:
    if reading.kind is Kind.POLICY:
        return _policy_memory(connection, reading)
    stored = boards.editions(connection, reading.board, reading.indicator)
    same = next((one for one in stored if (one.edition, one.stage) == (reading.edition, reading.stage)), None)
    if reading.kind is Kind.RANKING:
        earlier = [one for one in stored if one.ordinal < reading.ordinal]
        last = earlier[-1] if earlier else None
        superseded = any(one.ordinal > reading.ordinal for one in stored)
        best = boards.best_ranks(connection, reading.board, reading.indicator, reading.ordinal)
    else:
        of_batch = sorted((one for one in stored if one.edition == reading.edition), key=lambda one: lists.STAGES.index(one.stage))
        place = lists.STAGES.index(reading.stage)
        earlier = [one for one in of_batch if lists.STAGES.index(one.stage) < place]
        last = earlier[-1] if earlier else None
        later_stage = any(lists.STAGES.index(one.stage) > place for one in of_batch)
        superseded = later_stage or (not of_batch and any(_long_after(one, reading) for one in stored))
        best = {}
    batch = _batch_before(stored, reading) if reading.kind is Kind.LIST and not (same or last) else None
    return BoardMemory(
        same=_known(connection, same) if same else None,
        last=_known(connection, last) if last else None,
        batch=_known(connection, batch) if batch else None,
        superseded=superseded,
        best=best,
        open_claims=tuple(_open_claims(connection, reading)) if same is None else (),
    )


def _batch_before(stored: list[StoredBoard], reading: BoardReading) -> StoredBoard | None:
    """The newest batch of a list before this one, at its last stage."""
    batches = [one for one in stored if one.ordinal < reading.ordinal and lists.REVOKED not in (one.stage, reading.stage)]
    return max(batches, key=lambda one: (one.ordinal, lists.STAGES.index(one.stage)), default=None)


def _long_after(stored: StoredBoard, reading: BoardReading) -> bool:
    if stored.ordinal <= reading.ordinal or stored.published is None or reading.published is None:
        return False
    return (stored.published - reading.published).days > LATE


def _policy_memory(connection: Connection, reading: BoardReading) -> BoardMemory:
    stored = boards.all(connection, str(Kind.POLICY))
    same = next((one for one in stored if (one.board, one.stage) == (reading.board, reading.stage)), None)
    others = [one for one in _versions(stored, reading) if same is None]
    day = reading.published or date.max
    earlier = [
        one for one in others if (one.published or date.min) <= day and (reading.stage != policies.DRAFT or one.stage == policies.DRAFT)
    ]
    before = max(earlier, key=lambda one: (one.published or date.min, one.id), default=None)
    return BoardMemory(
        same=_known(connection, same) if same else None,
        last=_known(connection, before) if before else None,
        superseded=any(one.stage == policies.IN_FORCE and (one.published or date.min) > day for one in others),
        ended=tuple((one.id, one.board, one.data.get("title", one.title), words) for one, words in _ended(stored, reading)),
        open_claims=tuple(_claimed_amounts(connection, reading)),
    )


def _versions(stored: list[StoredBoard], reading: BoardReading) -> list[StoredBoard]:
    """The other versions of a policy. A draft has no number yet, and a revision may have a new one: the base title of the same issuer
    is the thread."""
    own = (reading.board, reading.stage)
    thread = (reading.issuer, reading.data["base"])
    return [one for one in stored if (one.issuer, one.data.get("base")) == thread and (one.board, one.stage) != own]


def _replace_versions(connection: Connection, reading: BoardReading) -> None:
    """Of all versions of a policy that were in force only the newest is now."""
    stored = [one for one in boards.all(connection, str(Kind.POLICY)) if one.stage == policies.IN_FORCE]
    own = [one for one in stored if one.board == reading.board]
    *older, newest = sorted([*own, *_versions(stored, reading)], key=lambda one: (one.published or date.max, one.id))
    for one in older:
        boards.end(connection, one.id, newest.board, "replaced_by")


def _ended(stored: list[StoredBoard], reading: BoardReading) -> Iterator[tuple[StoredBoard, str]]:
    for name in reading.data.get("repeals", ()):
        for one in stored:
            if one.board != reading.board and (
                one.data.get("number") == name or one.data.get("base") == policies.base_title(f"《{name.strip('《》')}》")
            ):
                yield one, name


def _open_claims(connection: Connection, reading: BoardReading) -> Iterator[KnownClaim]:
    for stored in claims.about(connection, verdicts.subject_of(reading.board, reading.indicator), verdict="new"):
        yield _known_claim(stored)


def _claimed_amounts(connection: Connection, reading: BoardReading) -> Iterator[KnownClaim]:
    """What was said of a park's measures not long before its policy, or the revision of it, was read; a draft decides nothing."""
    day = reading.published
    for stored in claims.of_zone(connection, reading.zone) if reading.zone and reading.stage != policies.DRAFT else ():
        recent = day is None or stored.published is None or day - stored.published <= verdicts.CURRENT
        if stored.kind == FactKind.POLICY and stored.fact["value"] is not None and recent:
            yield _known_claim(stored)


def _known_claim(stored: StoredClaim) -> KnownClaim:
    return KnownClaim(stored.id, verdicts.fact_of(stored.fact), stored.verdict, stored.title, stored.url, stored.published)


def _claim_memory(connection: Connection, about: Setting, fact: Fact) -> ClaimMemory:
    if fact.kind in (FactKind.RANKING, FactKind.LIST):
        found = about.catalogue.of_subject(fact.subject)
        if found is None:
            return ClaimMemory()
        board, indicator = found
        stored = boards.editions(connection, board.name, indicator)
        edition = verdicts.edition_for(fact, about.document.published, [(one.edition, one.published) for one in stored])
        own = [one for one in stored if one.edition == edition and one.stage != lists.REVOKED]
        newest = max(own, key=lambda one: lists.STAGES.index(one.stage) if one.stage else 0) if own else None
        return ClaimMemory(record=_known(connection, newest) if newest else None)
    if fact.kind is FactKind.POLICY and fact.zone is not None and fact.value is not None:
        return ClaimMemory(measures=tuple(_measures(connection, fact)))
    if fact.kind is FactKind.INDICATOR and fact.zone is not None:
        earlier = [
            one
            for one in claims.about(connection, fold(fact.subject), fact.zone)
            if one.page != about.document.key and one.fact["value"] is not None and one.fact["status"] == "stated"
        ]
        return ClaimMemory(reported=earlier[-1].fact if earlier else None)
    return ClaimMemory()


def _measures(connection: Connection, fact: Fact) -> Iterator[KnownMeasure]:
    """The measures of the park's own policies with the subject and the beneficiary of a claim; a draft grants nothing."""
    for stored, line in boards.of_zone(connection, fact.zone or ""):
        if stored.kind == Kind.POLICY and stored.stage != policies.DRAFT and "amount" in line.data and same_measure(line.data, fact):
            versions = boards.versions_of(connection, stored.id, line.key)
            past = tuple((one.data, one.until.date()) for one in versions if one.until is not None)
            is_over = policies.is_over(stored.data)
            now = None if is_over else line.data
            yield KnownMeasure(_known(connection, stored), now, (*past, *([(line.data, None)] if is_over else [])))


def reminders(connection: Connection, source: str, now: datetime) -> list[tuple[StoredBoard, str, Change]]:
    """Deadlines 7, 3 and 1 days ahead and expiries of a source's policies: (policy, what, change); told once by the caller."""
    found = []
    for stored in boards.all(connection, str(Kind.POLICY), source):
        if stored.stage == policies.DRAFT or policies.is_over(stored.data):
            continue  # nobody can apply under it
        for name in ("deadline", "expires"):
            day = date.fromisoformat(stored.data[name]) if stored.data.get(name) else None
            left = (day - now.date()).days if day else None
            due = min((days for days in policies.REMINDERS if left is not None and 0 <= left <= days), default=None)
            if name == "deadline" and day and left is not None and due is not None:
                found.append((stored, f"deadline {day} {due}", judgement.reminder(_known(connection, stored), name, day, left)))
            # What had expired before it was first read is no news.
            if name == "expires" and day and left is not None and left < 0 and day >= stored.first_seen.date():
                found.append((stored, f"expires {day}", judgement.reminder(_known(connection, stored), name, day, 0)))
    return found
