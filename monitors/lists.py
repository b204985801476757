"""Lists: who is on a batch at which stage, who fell out between 公示 and 公布, and who is only written differently."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from rapidfuzz import fuzz

from monitors.belief import Incomplete, LayoutChanged
from monitors.boards.catalogue import Board, edition_of, sentence_about, stage_of
from monitors.boards.columns import rows_of
from monitors.change import Change, Kind, Op, diff
from monitors.document import Document, Table
from monitors.item import BoardReading, Item, folded, quote
from monitors.zones import Zones, decide, fold, spellings

REVOKED = "撤销"  # names those who are on the list no longer, and not those who are
STAGES = ("申报", "公示", "公布", "复核", REVOKED)  # in the order in which they happen
SAME_NAME = 85.0  # rapidfuzz ratio from which two left-over names of one region are one name corrected
_FORMER = re.compile(r"[（(](?:曾用名|原名|原)[:：为]?\s*([^（()）]{2,60})[)）]")
_NUMERALS = re.compile(r"[0-9一二三四五六七八九十]+")


def read(document: Document, table: Table, board: Board, zones: Zones) -> BoardReading:
    """One list table. Key: the entry's folded name without its former name.

    Raises LayoutChanged for unknown columns, Incomplete where 序号 has gaps.
    """
    edition = edition_of(board, table.caption, document.title, sentence_about(board, document.text))
    if edition is None:
        raise LayoutChanged(f"《{board.name}》没有写明批次或年份：{document.title}")
    found = rows_of(board, table)
    items: dict[str, Item] = {}
    for place, row in enumerate(found.rows, start=1):
        number = fold(row.get("number", ""))
        if number and number != str(place):
            raise Incomplete(f"《{board.name}》{edition[0]}的序号不连续：第{place}行写着{number}")
        item = _item(row, zones)
        if not item.key:
            raise Incomplete(f"《{board.name}》{edition[0]}第{place}行没有名称")
        if item.key in items:
            raise Incomplete(f"《{board.name}》{edition[0]}里「{item.data['name']}」出现了两次")
        items[item.key] = item
    if not items:
        raise LayoutChanged(f"《{board.name}》{edition[0]}一行也没有")
    return BoardReading(
        kind=Kind.LIST,
        board=board.name,
        edition=edition[0],
        ordinal=edition[1],
        stage=stage_of(table.caption, document.title) if stage_of(table.caption) != "公布" else stage_of(document.title),
        items=tuple(items.values()),
        issuer=document.issuer or board.issuer,
        published=document.published,
        data={"unit": board.unit},
        unread=tuple(f"列「{column}」" for column in found.unread),
        file=table.file,
    )


def _item(row: Mapping[str, str], zones: Zones) -> Item:
    former = _FORMER.search(row["name"])
    name = _FORMER.sub("", row["name"]).strip()
    region = row.get("region", "")
    data: dict[str, Any] = {role: cell for role, cell in row.items() if role not in ("number", "name") and cell}
    data["name"] = name
    if former:
        data["former"] = former.group(1).strip()
    return Item(fold(name), _zone(name, region, zones), data, quote(" | ".join(filter(None, row.values()))))


def _zone(name: str, region: str, zones: Zones) -> str | None:
    """The park an entry belongs to, where its region or its name prints one."""
    for text in (region, name):
        for mention in zones.mentions(text):
            zone = decide(mention.candidates, near=f"{region} {name}")
            if zone:
                return zone.name
    return None


def is_of_park(item: Item, park: str) -> bool:
    """Whether an entry is this park (its official name, or one that no register has), a part of it or a project of it."""
    return item.zone == park or any(fold(str(item.data["name"])).startswith(name) for name in spellings(park))


def renamed(removed: Mapping[str, Mapping[str, Any]], added: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Which left-over entries are one entry under two names (old key → new key).

    A stated 曾用名 decides; else close spelling in the same region, where each is the other's best match. Names that
    differ in a numeral are different companies.
    """
    pairs = {old: new for new, data in added.items() for old in removed if fold(data.get("former", "")) == old}
    left = [old for old in removed if old not in pairs]
    free = [new for new in added if new not in pairs.values()]
    best: dict[str, str] = {}
    for old in left:
        close = [new for new in free if _close(old, new, removed[old], added[new])]
        if close:
            best[old] = max(close, key=lambda new: fuzz.ratio(old, new))
    for old, new in best.items():
        rivals = [other for other, match in best.items() if match == new]
        if max(rivals, key=lambda other: fuzz.ratio(other, new)) == old:
            pairs[old] = new
    return pairs


def _close(old: str, new: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    return (
        before.get("region") == after.get("region")
        and _NUMERALS.findall(old) == _NUMERALS.findall(new)
        and fuzz.ratio(old, new) >= SAME_NAME
    )


def compare(
    before: Mapping[str, Item] | None, before_stage: str, reading: BoardReading, batch: tuple[str, str, int] | None = None
) -> list[Change]:
    """What is news in a list against an earlier stage of the same batch, or against its own last reading.

    before: None where nothing of this batch was known: a new batch, told with its size and the parks in it.
    batch: edition, stage and size of the batch before a new one; None where the list itself was not known.
    """
    if before is None:
        return [_whole(reading, None, "", batch), *_zones(reading)]
    correction = before_stage == reading.stage
    if reading.stage == REVOKED and not correction:
        return [_whole(reading, before, before_stage, None), *_revoked(before, before_stage, reading)]
    old = {key: item.data for key, item in before.items()}
    new = {item.key: item.data for item in reading.items}
    difference = diff(folded(old), folded(new))
    pairs = renamed({key: old[key] for key in difference.removed}, {key: new[key] for key in difference.added})
    items = reading.by_key
    changes = [] if correction else [_whole(reading, before, before_stage, None), *_zones(reading)]
    for old_key, new_key in pairs.items():
        changes.append(_change(reading, Op.RENAMED, items[new_key], old[old_key], new[new_key], before_stage))
    for key in difference.removed:
        if key not in pairs:
            gone = before[key]
            changes.append(_change(reading, Op.REMOVED, gone, gone.data, {}, before_stage))
    for key in difference.added:
        if key not in pairs.values():
            changes.append(_change(reading, Op.ADDED, items[key], {}, new[key], before_stage))
    for key in difference.changed:
        changes.append(_change(reading, Op.REVISED, items[key], old[key], new[key], before_stage))
    return changes


def _revoked(before: Mapping[str, Item], before_stage: str, reading: BoardReading) -> list[Change]:
    """Everybody on a list of those who are revoked is gone from the list before it; all others stay."""
    known = {key: item.data for key, item in before.items()}
    pairs = {new: old for old, new in renamed(known, {item.key: item.data for item in reading.items if item.key not in known}).items()}
    return [
        _change(reading, Op.REMOVED, item, known.get(pairs.get(item.key, item.key), {"name": item.data["name"]}), item.data, before_stage)
        for item in reading.items
    ]


def _whole(reading: BoardReading, before: Mapping[str, Item] | None, before_stage: str, batch: tuple[str, str, int] | None) -> Change:
    """The batch as a whole, beside its own earlier stage or else beside the batch before it, which is other entries."""
    earlier: dict[str, Any] = {"stage": before_stage, "count": len(before)} if before is not None else {}
    if batch is not None:
        earlier = {"edition": batch[0], "stage": batch[1], "count": batch[2]}
    after = {"stage": reading.stage, "count": len(reading.items), **reading.data}
    previous = batch[0] if batch is not None else None
    return reading.change(Op.EDITION, reading.edition, reading.items[0].evidence, before=earlier, after=after, previous_edition=previous)


def _zones(reading: BoardReading) -> list[Change]:
    """Each park in the batch with its entries."""
    entries: dict[str, list[Item]] = {}
    for item in reading.items:
        if item.zone:
            entries.setdefault(item.zone, []).append(item)
    changes = []
    for zone, own in sorted(entries.items()):
        after = {"stage": reading.stage, "count": len(own), **reading.data, "entries": [item.data["name"] for item in own[:50]]}
        changes.append(reading.change(Op.EDITION, zone, own[0].evidence, zone=zone, after=after))
    return changes


def _change(reading: BoardReading, op: Op, item: Item, before: Mapping[str, Any], after: Mapping[str, Any], before_stage: str) -> Change:
    earlier = {**before, "stage": before_stage} if before else {}
    later = {**after, "stage": reading.stage} if after else {}
    return reading.change(op, item.key, item.evidence, zone=item.zone, before=earlier, after=later)
