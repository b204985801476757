"""History: the places of parks on a board over its editions, from what is stored, and their picture, drawn once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sqlalchemy import Connection

from monitors.alerts import charts
from monitors.alerts.charts import Edition, History, Point, Track
from monitors.verdicts import subject_of
from state import boards, claims
from state.boards import StoredBoard, StoredItem
from state.claims import StoredClaim

WHOLE = "综合"  # the indicator of a board as a whole
KEPT = 64  # pictures, of some 80 KB each


@dataclass(frozen=True)
class _Park:
    """Everything that is stored of a park's places."""

    zone: str
    records: tuple[tuple[StoredBoard, StoredItem], ...]
    reports: tuple[StoredClaim, ...]

    @classmethod
    def of(cls, connection: Connection, zone: str) -> _Park:
        records = tuple((board, item) for board, item in boards.of_zone(connection, zone) if board.kind == "ranking")
        return cls(zone, records, tuple(claim for claim in claims.of_zone(connection, zone) if _is_place(claim)))

    def boards(self) -> list[tuple[str, str]]:
        told: dict[tuple[str, str], date] = {}
        for board, _ in self.records:
            name = (board.board, board.indicator)
            told[name] = max(told.get(name, date.min), board.published or date.min)
        for claim in self.reports:
            subject, _, indicator = claim.subject.partition("·")
            told.setdefault((subject, indicator or WHOLE), claim.published or date.min)
        return sorted(told, key=lambda name: (-told[name].toordinal(), name[1] != WHOLE))


def boards_of(connection: Connection, zone: str) -> list[tuple[str, str]]:
    """Board and indicator of every ranking on which a park has a place, published or reported: those told of last come first."""
    return _Park.of(connection, zone).boards()


def series(connection: Connection, zones: Sequence[str], board: str, indicator: str) -> History:
    """These parks (official names) on one indicator of a board through all editions that are known, oldest first.

    A report is kept beside the record where it says something else, and alone where nothing was published; targets, 前十 and
    reports without their year are no places.
    """
    return _series(connection, [_Park.of(connection, zone) for zone in zones], board, indicator)


def of_parks(connection: Connection, zones: Sequence[str]) -> list[History]:
    """Every ranking on which one of these parks has a place, with all of them on it: those that more of them share come first."""
    parks = [_Park.of(connection, zone) for zone in zones]
    found = [park.boards() for park in parks]
    names = list(dict.fromkeys(name for own in found for name in own))
    names.sort(key=lambda name: -sum(name in own for own in found))
    return [told for told in (_series(connection, parks, *name) for name in names) if told.placed]


def picture(connection: Connection, zones: Sequence[str], board: str, indicator: str, language: str = "zh") -> bytes | None:
    """The history of at most charts.MOST parks as PNG; None where none ever had a place. Drawn again only when something changed."""
    history = series(connection, zones, board, indicator)
    return _drawn(history, language) if history.placed else None


@lru_cache(maxsize=KEPT)
def _drawn(history: History, language: str) -> bytes:
    return charts.ranks(history, language)


def _is_place(claim: StoredClaim) -> bool:
    """Whether a claim gives one exact place in one edition."""
    fact = claim.fact
    said = (fact.get("unit"), fact.get("bound", "exact"), fact.get("status", "stated"))
    return claim.kind == "ranking" and bool(claim.edition) and fact.get("value") is not None and said == ("位", "exact", "stated")


def _series(connection: Connection, parks: Sequence[_Park], board: str, indicator: str) -> History:
    stored = {one.ordinal: one for one in boards.editions(connection, board, indicator) if one.kind == "ranking"}
    editions = {ordinal: _edition(connection, one) for ordinal, one in stored.items()}
    ordinals = {one.name: ordinal for ordinal, one in editions.items()}
    tracks = []
    for park in parks:
        told = [claim for claim in park.reports if claim.subject == subject_of(board, indicator)]
        for year in (claim.edition for claim in told if claim.edition and claim.edition not in ordinals and claim.edition.isdecimal()):
            ordinals[year] = int(year)
            editions.setdefault(int(year), Edition(year, int(year)))
        tracks.append(Track(park.zone, _points(stored, park, [claim for claim in told if claim.edition in ordinals], ordinals)))
    return History(board, indicator, tuple(editions[ordinal] for ordinal in sorted(editions)), tuple(tracks))


def _edition(connection: Connection, board: StoredBoard) -> Edition:
    top = board.top or len(boards.items_of(connection, board.id))
    return Edition(board.edition, board.ordinal, top, board.of, board.issuer, _day(board.published), board.url)


def _points(stored: Mapping[int, StoredBoard], park: _Park, told: Sequence[StoredClaim], ordinals: Mapping[str, int]) -> tuple[Point, ...]:
    """One for every edition that was published, and one for every other place that was reported."""
    ranks = {board.id: int(item.data["rank"]) for board, item in park.records}
    points = {}
    for ordinal, board in stored.items():
        rank = ranks.get(board.id)
        points[ordinal, rank] = Point(ordinal, rank, published=_day(board.published), url=board.url)
    for claim in told:
        ordinal, rank = ordinals[claim.edition or ""], int(claim.fact["value"])
        points.setdefault((ordinal, rank), Point(ordinal, rank, True, _day(claim.published), claim.url))
    return tuple(sorted(points.values(), key=lambda one: (one.ordinal, one.reported)))


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
