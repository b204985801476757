"""Summary: what is current of a thing, for somebody who begins to follow it: a few lines instead of the backlog."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from monitors.alerts import lookup, phrases, wants
from monitors.alerts.dialogue.house import House
from monitors.alerts.lines import Line, bold, line, link
from monitors.alerts.naming import Topic
from monitors.alerts.tongue import Tongue
from state import boards, changes, search
from state.boards import StoredBoard

RECENT = timedelta(days=30)
LOOKED_AT = 2000  # changes that are looked through for words
WHOLE = ("", "综合")  # indicators under which a ranking stands as a whole
SHOWN = 5  # rankings, lists or entries that are named


def of(connection: Connection, topic: Topic, house: House, at: datetime, say: Tongue) -> list[Line]:
    """What is current of a topic, in at most a handful of lines; none where nothing is stored of it."""
    if topic.topic == "zone":
        return _zone(connection, topic.target, house, at.date(), say)
    if topic.topic == "board":
        return _board(connection, topic.target, at.date(), say)
    if topic.topic == "province":
        return _province(connection, topic.target, house, say)
    if topic.topic == "company":
        return _company(connection, topic.target, say)
    return _recent(connection, topic, house, at, say)


def _zone(connection: Connection, name: str, house: House, today: date, say: Tongue) -> list[Line]:
    data = lookup.zone(connection, name, house.zones, today)
    newest = {(one["board"], one["indicator"] or ""): one for one in data["ranks"]}  # oldest first: the last one stays
    whole = {board: one for (board, indicator), one in newest.items() if indicator in WHOLE}
    lines = [
        line("· ", f"{board}　{phrases.edition(one['edition'], say)} ", bold(phrases.rank(one["rank"], say)))
        for board, one in list(whole.items())[:SHOWN]
    ]
    single = sorted((one["rank"], indicator) for (_, indicator), one in newest.items() if indicator not in WHOLE)
    if single:
        told = phrases.joined([f"{indicator} {phrases.rank(rank, say)}" for rank, indicator in single[:SHOWN]], say)
        lines.append(line("· ", say("单项："), told, "…" if len(single) > SHOWN else ""))
    lists = {(one["board"], one["edition"]) for one in data["lists"]}
    if lists:
        lines.append(line("· ", say("{lists} 份名单里有 {entries} 个条目", lists=len(lists), entries=len(data["lists"]))))
    in_force = [one for one in data["policies"] if one["in_force"]]
    if in_force:
        lines.append(line("· ", say("{count} 项现行政策", count=len(in_force))))
    coming = sorted((one["deadline"], one["title"], one["url"]) for one in in_force if one["deadline"] and one["deadline"] >= str(today))
    if coming:
        day, title, url = coming[0]
        lines.append(line("· ", say("最近的申报截止：{day}", day=phrases.day(day, say)), " ", link(phrases.titled(title), url)))
    return lines or [line(say("库中还没有它的名次、名单和政策。"))]


def _board(connection: Connection, name: str, today: date, say: Tongue) -> list[Line]:
    stored = boards.editions(connection, name)
    if not stored:
        return [line(say("库中还没有它的任何一期。"))]
    newest = max(stored, key=lambda one: (one.ordinal, one.id))
    same = [one for one in stored if one.ordinal == newest.ordinal and one.kind == "ranking"]
    shown = next((one for one in same if one.indicator in WHOLE), newest)
    page = link(phrases.titled(shown.title), shown.url)
    if shown.kind == "policy":
        deadline = shown.data.get("deadline")
        told = say("申报截止 {day}", day=phrases.day(deadline, say)) if deadline and deadline >= str(today) else ""
        return [line("· ", page, "　", told)]
    count = len(boards.items_of(connection, shown.id))
    edition = f"{phrases.edition(shown.edition, say)}{phrases.stage(shown.stage, say) if shown.stage else ''}"
    size = say("最新一期：{edition}，{count} 行", edition=edition, count=count)
    return [line("· ", size, "　", phrases.day(shown.published, say)), line("· ", page)]


def _province(connection: Connection, name: str, house: House, say: Tongue) -> list[Line]:
    parks = {zone.name: zone for zone in house.zones if zone.province == name}
    lines = [line("· ", say("{count} 个园区", count=len(parks)))]
    for board in _newest_rankings(connection)[:SHOWN]:
        places = sorted((item.data["rank"], item.zone) for item in boards.items_of(connection, board.id).values() if item.zone in parks)
        if places:
            first, best = places[0][0], parks[places[0][1]]
            edition = f"{board.board}　{phrases.edition(board.edition, say)}"
            rank = phrases.rank(first, say)
            told = say("{count} 个上榜，最前的是{park} {rank}", count=len(places), park=best.short or best.name, rank=rank)
            lines.append(line("· ", edition, "　", told))
    return lines


def _newest_rankings(connection: Connection) -> list[StoredBoard]:
    """The newest edition of each ranking as a whole, not of its single indicators."""
    newest: dict[str, StoredBoard] = {}
    for board in boards.all(connection, "ranking"):  # newest edition first
        if board.indicator in WHOLE:
            newest.setdefault(board.board, board)
    return list(newest.values())


def _company(connection: Connection, words: str, say: Tongue) -> list[Line]:
    found = search.entries(connection, words)
    if not found:
        return [line(say("现在不在库中的任何名单上。"))]
    lines = [
        line("· ", name, "　", board, f" {phrases.edition(edition, say)}{phrases.stage(stage, say)}")
        for name, board, edition, stage in found[:SHOWN]
    ]
    more = [line(say("……共 {count} 处", count=len(found)))] if len(found) > SHOWN else []
    return [line(say("现在在这些名单上：")), *lines, *more]


def _recent(connection: Connection, topic: Topic, house: House, at: datetime, say: Tongue) -> list[Line]:
    kind = topic.target if topic.topic == "kind" else None
    records = changes.query(connection, since=at - RECENT, kind=kind, limit=LOOKED_AT)
    if topic.topic in wants.WORDED:
        records = _wanted(records, topic, house)
    if not records:
        return [line(say("过去{days}天没有这样的变化。", days=RECENT.days))]
    newest = records[-1]
    told = say("过去{days}天有 {count} 处变化，最近的：", days=RECENT.days, count=len(records))
    return [line("· ", told, link(phrases.titled(newest["title"]), newest["url"]))]


def _wanted(records: Sequence[dict[str, Any]], topic: Topic, house: House) -> list[dict[str, Any]]:
    places = wants.wanted([(topic.topic, topic.target)], records, house.zones).get((topic.topic, topic.target), [])
    return [records[place] for place in places]
