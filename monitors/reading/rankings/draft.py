"""A rank in the making: stated in pieces over several sentences, complete when the article is read."""

from __future__ import annotations

from dataclasses import dataclass, field

from monitors.reading.boards import Board
from monitors.reading.fact import Bound, Fact, FactKind, Status
from monitors.reading.rankings.ranks import Move, Rank
from monitors.reading.sentence import Sentence


@dataclass
class Draft:
    """A rank in the making; `anchor` is where its number stands."""

    zone: str
    subject: str
    board: Board
    edition: str | None
    sentence: Sentence
    start: int
    end: int
    anchor: int
    value: int | None = None
    bound: Bound = Bound.EXACT
    previous: int | None = None
    change: int | None = None
    first: bool = False
    status: Status = Status.STATED
    of: int | None = None

    @property
    def key(self) -> tuple[str, str, str | None, Status]:
        return self.zone, self.subject, self.edition, self.status

    def fact(self) -> Fact:
        return Fact(
            kind=FactKind.RANKING,
            zone=self.zone,
            subject=self.subject,
            evidence=self.sentence.quote(self.start, self.end, self.anchor),
            edition=self.edition,
            value=self.value,
            unit="位",
            bound=self.bound,
            previous=self.previous,
            change=self.change,
            first=self.first,
            status=self.status,
            issuer=self.board.issuer,
            of=self.of,
        )


@dataclass
class Drafts:
    """The ranks of an article so far."""

    drafts: list[Draft] = field(default_factory=list)
    exclaimed: tuple[Rank, Sentence] | None = None  # a rank in a sentence of its own, whose ranking the next one names
    _known: dict[tuple[str, str, str | None, Status], Draft] = field(default_factory=dict)

    def take(self, draft: Draft) -> Draft:
        """Add a draft, or let it complete the one that states the same rank."""
        known = self._known.setdefault(draft.key, draft)
        if known is not draft:
            merge(known, draft)
            return known
        self.drafts.append(draft)
        return draft


def merge(known: Draft, new: Draft) -> None:
    """The most exact statement of a rank wins; movements and 首次 are kept from either."""
    known.first = known.first or new.first
    if known.value is None or (
        known.change is None and known.previous is None
    ):  # 比2022年上升1位; 2020年至今由第29位升至… is of another base
        known.change = known.change if known.change is not None else new.change
        known.previous = known.previous if known.previous is not None else new.previous
    if new.value is None or (known.value is not None and known.bound is Bound.EXACT):
        return
    if known.value is None or new.bound is Bound.EXACT or (new.bound is known.bound is Bound.AT_MOST and new.value < known.value):
        known.value, known.bound = new.value, new.bound
        known.sentence, known.start, known.end, known.anchor = new.sentence, new.start, new.end, new.anchor


def undated(draft: Draft, drafts: list[Draft]) -> bool:
    """Whether a draft only says of no named year what another of the same sentence says of a year: 首次进入前60强，2024年列第59名."""
    if draft.edition is not None or draft.value is None:
        return False
    same = [one for one in drafts if one.edition and (one.zone, one.subject, one.status) == (draft.zone, draft.subject, draft.status)]
    if draft.bound is Bound.EXACT:  # 首度参评就拿到第115位，2024年列第107位: what it was before
        return any(one.sentence is draft.sentence and one.previous == draft.value for one in same)
    said = next((one for one in same if one.sentence.passage is draft.sentence.passage and (one.value or 999) <= draft.value), None)
    if said:
        said.first = said.first or draft.first
    return said is not None


def complete(draft: Draft, drafts: list[Draft]) -> None:
    """Previous and change follow from each other, and from the edition before where the text states both ranks."""
    if draft.value is None or draft.bound is not Bound.EXACT or draft.status is Status.TARGET:
        return
    if draft.previous is None and draft.change is None and draft.edition:
        for other in drafts:
            if (other.zone, other.subject, other.status, other.bound) != (draft.zone, draft.subject, draft.status, Bound.EXACT):
                continue
            if other.edition and other.value is not None and int(other.edition) == int(draft.edition) - 1:
                draft.previous = other.value
    if draft.previous is None and draft.change is not None:
        draft.previous = draft.value + draft.change
    elif draft.previous is not None and draft.change is None:
        draft.change = draft.previous - draft.value


def move_all(move: Move, drafts: list[Draft]) -> None:
    for position, draft in enumerate(drafts):
        if draft.change is None and draft.previous is None:
            draft.change = move.places[min(position, len(move.places) - 1)]


def pairs(zones: tuple[str, ...], names: list[str], group: list[Rank]) -> list[tuple[str, str, Rank]]:
    """Which park has which rank on what: lists of equal length go one to one, a single rank goes to all."""
    if len(group) == 1:
        return [(zone, name, group[0]) for zone in zones for name in names]
    if len(names) == len(group):
        return [(zones[0], name, rank) for name, rank in zip(names, group, strict=True)]
    if len(zones) == len(group):
        return [(zone, names[0], rank) for zone, rank in zip(zones, group, strict=True)]
    return [(zones[0], names[0], group[0])] if len(zones) == 1 else []
