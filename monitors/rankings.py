"""Rankings: which place a park has on a board, and what is news when the next edition or a correction appears."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from monitors.belief import Incomplete, LayoutChanged
from monitors.boards.catalogue import Board, edition_of, sentence_about
from monitors.boards.columns import rows_of
from monitors.change import Change, Kind, Op, diff
from monitors.document import Document, Table
from monitors.item import BoardReading, Item, quote
from monitors.zones import Zones, fold

RESOLVED = 0.9  # share of names that must be known parks, else the table is something else than it seems
MILESTONES = (10, 20, 50)
_RANK = re.compile(r"^第?(\d{1,4})[名位]?$")
_DATA_YEAR = re.compile(r"(20\d\d)年度?(?:的)?(?:统计|年报|基础|相关)?数据")
_FIGURE = re.compile(r"^\d{1,9}(?:\.\d{1,6})?$")
_OF = re.compile(r"(\d{2,4})\s*[个家](?:国家级?(?:高新区|高新技术产业开发区|经开区|经济技术开发区))")


def read(document: Document, table: Table, board: Board, zones: Zones) -> BoardReading:
    """One ranking table. Key: the park's official name.

    Raises LayoutChanged for unknown columns or names, Incomplete for places that are missing.
    """
    indicator = board.indicator(table.caption or document.title)
    if indicator is None:
        raise LayoutChanged(f"《{board.name}》的表格「{table.caption}」认不出是哪一项排名")
    edition = edition_of(board, document.title, table.caption, sentence_about(board, document.text))
    if edition is None:
        raise LayoutChanged(f"《{board.name}》没有写明是哪一年：{document.title}")
    found = rows_of(board, table)
    items, unknown = [], []
    for row in found.rows:
        rank = _RANK.match(fold(row.get("rank", "")))
        if rank is None:
            raise LayoutChanged(f"《{board.name}·{indicator.name}》的名次「{row.get('rank', '')}」不是数字")
        zone = zones.resolve(row["zone"], near=row.get("region", ""), of_type=board.zones)
        if zone is None:
            unknown.append(row["zone"])
        name = zone.name if zone else fold(row["zone"])
        data = {"rank": int(rank.group(1)), **_figures(row)}
        items.append(Item(name, zone.name if zone else None, data, quote(" | ".join(filter(None, row.values())))))
    items.sort(key=lambda item: (item.data["rank"], item.key))
    _check(board, indicator.name, indicator.top, items, unknown)
    of = _OF.search(document.text)
    year = _DATA_YEAR.search(fold(f"{table.caption} {document.title} {document.text}"))
    return BoardReading(
        kind=Kind.RANKING,
        board=board.name,
        indicator=indicator.name,
        edition=edition[0],
        ordinal=edition[1],
        items=tuple(items),
        issuer=document.issuer or board.issuer,
        published=document.published,
        top=indicator.top or len(items),
        of=int(of.group(1)) if of else None,
        data={"data_year": year.group(1)} if year else {},
        file=table.file,
        unread=(*(f"列「{column}」" for column in found.unread), *(f"园区「{name}」" for name in unknown)),
    )


def _figures(row: Mapping[str, str]) -> dict[str, Any]:
    """What a row says beside rank and park: its score, and whatever else the board's file names a column for."""
    said = {role: fold(cell) for role, cell in row.items() if role not in ("rank", "zone", "region") and cell}
    return {role: float(cell) if _FIGURE.match(cell) else cell for role, cell in said.items()}


def _check(board: Board, indicator: str, top: int | None, items: list[Item], unknown: list[str]) -> None:
    where = f"《{board.name}·{indicator}》"
    if not items:
        raise LayoutChanged(f"{where}一行也没有")
    names = [item.key for item in items]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise Incomplete(f"{where}里{twice}出现了两次")
    for place, item in enumerate(items, start=1):
        # Equal ranks are allowed, counted on (1 2 2 4) or not (1 2 2 3).
        before = items[place - 2].data["rank"] if place > 1 else 0
        if item.data["rank"] not in {place, before, before + 1} or (place == 1 and item.data["rank"] != 1):
            raise Incomplete(f"{where}名次不连续：第{before}名之后是第{item.data['rank']}名（{item.key}）")
    if top is not None and len(items) < top:
        raise Incomplete(f"{where}应有前{top}名，只读到{len(items)}个")
    if len(unknown) > (1 - RESOLVED) * len(items):
        raise LayoutChanged(f"{where}有{len(unknown)}个名称不是已知园区，例如「{unknown[0]}」")


def compare(
    before: Mapping[str, Mapping[str, Any]],
    reading: BoardReading,
    previous_edition: str | None,
    best: Mapping[str, int],
) -> list[Change]:
    """What is news in a reading against the last one (key → data).

    previous_edition: None where nothing was known, the same as the reading's for a correction of that edition.
    best: the best rank each park had in any earlier edition; decides 首次进入 and 历史最好.
    """
    after = {item.key: item.data for item in reading.items}
    correction = previous_edition == reading.edition
    changes = [] if correction else [_edition(reading, previous_edition)]
    if previous_edition is None:
        return changes
    difference = diff(before, after)
    items = reading.by_key
    for key in sorted(after, key=lambda key: after[key]["rank"]):
        told = {**after[key], **_distinctions(after[key]["rank"], best.get(key), bool(best), reading.top or len(after))}
        if key in difference.added:
            changes.append(_change(reading, Op.ADDED, items[key], {}, told, previous_edition))
        elif after[key]["rank"] != before[key]["rank"]:
            changes.append(_change(reading, Op.MOVED, items[key], before[key], told, previous_edition))
        elif not correction:
            changes.append(_change(reading, Op.EDITION, items[key], before[key], told, previous_edition))
        elif key in difference.changed:
            changes.append(_change(reading, Op.REVISED, items[key], before[key], told, previous_edition))
    for key in difference.removed:
        gone = Item(key, key, {}, f"前{len(reading.items)}名中没有{key}")
        changes.append(_change(reading, Op.REMOVED, gone, before[key], {"absent": True}, previous_edition))
    return changes


def _distinctions(rank: int, best: int | None, any_known: bool, published: int) -> dict[str, Any]:
    """first_top: the smallest of 10, 20, 50 that the park is in for the first time on record; best: its best rank on record.

    published: of a top 30 nobody knows who was in the top 50.
    """
    told: dict[str, Any] = {}
    if not any_known:
        return told
    first = next((top for top in MILESTONES if rank <= top <= published and (best is None or best > top)), None)
    if first is not None:
        told["first_top"] = first
    if best is not None and rank < best:
        told["best"] = True
    return told


def _edition(reading: BoardReading, previous_edition: str | None) -> Change:
    after = {"count": len(reading.items), "first": [item.key for item in reading.items[:3]]}
    return reading.change(Op.EDITION, reading.edition, reading.items[0].evidence, after=after, previous_edition=previous_edition)


def _change(
    reading: BoardReading, op: Op, item: Item, before: Mapping[str, Any], after: Mapping[str, Any], previous_edition: str | None
) -> Change:
    return reading.change(op, item.key, item.evidence, zone=item.zone, before=before, after=after, previous_edition=previous_edition)
