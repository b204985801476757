"""Lookup: what is known of a park or a board, as `--json` prints it. Cards show the same data to people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection

from monitors import policies
from monitors.alerts import reports
from monitors.zones import Zones
from state import boards, claims
from state.boards import StoredBoard, StoredItem


class NothingStored(Exception):
    """Nothing is stored of what was asked for; one line says what is."""


def is_stored(connection: Connection, name: str) -> bool:
    """Whether anything is stored under exactly this board's or policy's name."""
    return bool(boards.editions(connection, name))


def zone(connection: Connection, name: str, zones: Zones, today: date) -> dict[str, Any]:
    """Everything known of a park by its official name; editions and claims oldest first, articles newest first.

    A policy is in force on `today` unless it was repealed, replaced by a newer version or has expired. A claim's `matter` is the
    board or figure it speaks of.
    """
    known = zones.named(name)
    lines = boards.of_zone(connection, name)
    said = claims.of_zone(connection, name)
    return {
        "zone": name,
        "short": known.short if known else name,
        "type": known.type if known else None,
        "province": known.province if known else None,
        "city": known.city if known else None,
        "approved": known.approved or None if known else None,
        "ranks": [_line(board, item) for board, item in lines if board.kind == "ranking"],
        "lists": [_line(board, item) for board, item in lines if board.kind == "list"],
        "policies": _policies(lines, today),
        "claims": [
            {
                **claim.fact,
                "matter": claim.subject,
                "verdict": claim.verdict,
                "title": claim.title,
                "url": claim.url,
                "published": _day(claim.published),
            }
            for claim in said
        ],
        "coverage": [
            {"title": article.title, "url": article.url, "source": article.source, "published": _day(article.published)}
            for article in claims.coverage_of(connection, name)
        ],
    }


def all_boards(connection: Connection) -> list[dict[str, Any]]:
    """Every stored board without its lines, by kind and name, newest edition first."""
    return [{**_whole(board), "lines": len(boards.items_of(connection, board.id))} for board in boards.all(connection)]


def board(connection: Connection, name: str, edition: str | None = None) -> list[dict[str, Any]]:
    """A board with its lines, one entry an indicator: of the edition named, else of the newest at its last stage. Raises NothingStored."""
    stored = boards.editions(connection, name)
    if edition is not None:
        shown = [one for one in stored if edition in (one.edition, one.stage, f"{one.edition}{one.stage}")]
    else:
        newest: dict[str, StoredBoard] = {one.indicator: one for one in sorted(stored, key=lambda one: (one.ordinal, one.id))}
        shown = list(newest.values())
    if not shown:
        there = "、".join(dict.fromkeys(f"{one.edition}{one.stage}" for one in stored))
        raise NothingStored(f"nothing is stored of {name} {edition or ''}".rstrip() + (f": stored are {there}" if there else " yet"))
    return [{**_whole(one), "items": _items(list(boards.items_of(connection, one.id).values()))} for one in shown]


def touched(connection: Connection, changes: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rankings and lists that the changes of one event are rows of, each with its lines as they stand; none for a report.

    changes: as `changes --json` prints them.
    """
    named = dict.fromkeys(
        tuple(str(change[name] or "") for name in ("board", "indicator", "edition", "stage"))
        for change in changes
        if change["kind"] in ("ranking", "list") and not reports.is_press(change)
    )
    found = {}
    for board, indicator, edition, stage in named:
        for one in boards.editions(connection, board, indicator or None):
            if (one.edition, one.stage) == (edition, stage):
                found[one.id] = {**_whole(one), "items": _items(list(boards.items_of(connection, one.id).values()))}
    return list(found.values())


def _items(items: Sequence[StoredItem]) -> list[dict[str, Any]]:
    rows = [{"key": item.key, "zone": item.zone, **item.data, "evidence": item.evidence} for item in items]
    return sorted(rows, key=lambda row: row.get("rank", 0))


def _whole(board: StoredBoard) -> dict[str, Any]:
    return {
        "kind": board.kind,
        "board": board.board,
        "indicator": board.indicator or None,
        "edition": board.edition or None,
        "data_year": board.data.get("data_year"),
        "stage": board.stage or None,
        "top": board.top,
        "of": board.of,
        "unit": board.data.get("unit"),
        "issuer": board.issuer,
        "title": board.title,
        "url": board.url,
        "published": _day(board.published),
    }


def _line(board: StoredBoard, item: StoredItem) -> dict[str, Any]:
    return {**_whole(board), **item.data, "evidence": item.evidence}


def _policies(lines: Sequence[tuple[StoredBoard, StoredItem]], today: date) -> list[dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    for board, item in lines:
        if board.kind != "policy":
            continue
        dates = {name: board.data.get(name) for name in ("number", "deadline", "expires")}
        expired = dates["expires"] is not None and dates["expires"] < today.isoformat()
        in_force = not expired and not policies.is_over(board.data) and board.stage != policies.DRAFT
        policy = found.setdefault(board.id, {**_whole(board), **dates, "in_force": in_force, "measures": []})
        if "amount" in item.data:
            policy["measures"].append({**item.data, "evidence": item.evidence})
    return list(found.values())


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None
