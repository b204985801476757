"""Terminal: the same answers as in a chat, printed for people or, with --json, one object a line for scripts."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from monitors.alerts import cards, lookup, naming
from monitors.alerts.lines import Line, terminal
from monitors.alerts.message import events, tell
from monitors.alerts.reply import Post
from monitors.boards.catalogue import Catalogue
from monitors.zones import Zones
from state import changes as log


def show(rows: Sequence[Mapping[str, Any]], lines: Sequence[Line], *, as_json: bool) -> None:
    """Prints data as JSON lines, or what it means as text."""
    if as_json:
        for row in rows:
            print(json.dumps(row, ensure_ascii=False))
    else:
        print(terminal(lines))


def show_changes(found: Sequence[Mapping[str, Any]], *, as_json: bool) -> None:
    """Prints changes: a JSON object each, or a message for each event as a subscriber would get it."""
    if as_json:
        show([{name: value for name, value in change.items() if name not in ("id", "event")} for change in found], [], as_json=True)
        return
    for event in events(found):
        when = str(event[0]["at"])[:16].replace("T", " ")
        print(f"\n── {when}　{event[0]['source']} " + "─" * 30)
        print(terminal(tell(event)), flush=True)
    if not found:
        print("no changes", file=sys.stderr)


async def show_post(chat: str, thread: int, post: Post, *, markup: bool) -> None:
    """A `send` for delivery where there is no Telegram: what an operator would be told is printed."""
    print(f"\n── to the operator {chat} " + "─" * 30)
    print(post.part.plain, flush=True)


def changes(connection: Connection, zones: Zones, zone: str | None, since: datetime | None, kind: str | None, *, as_json: bool) -> None:
    """Prints the log of changes. Raises naming.Unclear."""
    park = naming.one(naming.zone(zone, zones), zone, "park") if zone else None
    show_changes(log.query(connection, since=since, zone=park, kind=kind), as_json=as_json)


def zone(connection: Connection, zones: Zones, words: str, today: date, *, as_json: bool) -> None:
    """Prints everything known of a park. Raises naming.Unclear."""
    data = lookup.zone(connection, naming.one(naming.zone(words, zones), words, "park"), zones, today)
    show([data], cards.zone(data), as_json=as_json)


def board(connection: Connection, catalogue: Catalogue, words: str, edition: str | None, *, as_json: bool) -> None:
    """Prints a board as stored, a line of it an object. Raises naming.Unclear and lookup.NothingStored."""
    is_stored = lookup.is_stored(connection, words)
    name = words if is_stored else naming.one(naming.board(words, catalogue), words, "board")
    for whole in lookup.board(connection, name, edition):
        about = {key: value for key, value in whole.items() if key != "items"}
        show([{**about, **item} for item in whole["items"]], cards.board(whole), as_json=as_json)


def boards(connection: Connection, *, as_json: bool) -> None:
    """Prints every stored board in a line."""
    stored = lookup.all_boards(connection)
    show(stored, cards.boards(stored), as_json=as_json)
