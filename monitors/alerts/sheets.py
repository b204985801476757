"""Sheets: rankings and lists as one Excel file, with a mark on every row that an event changed.

Data as lookup.board and lookup.touched give them in, the bytes of an xlsx out.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from monitors.alerts import phrases, reports
from monitors.alerts.charts import extent
from monitors.alerts.tongue import Tongue, later

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

Data = Mapping[str, Any]
Told = Mapping[str, Any]
CHINESE = Tongue()
HEADER = 5  # the row with the names of the columns, counted from 0
WIDEST = 48  # widths of a character; longer cells are wrapped
LONGEST = 32_767  # characters Excel keeps in a cell
_FORBIDDEN = re.compile(r"[\[\]:*?/\\<>|\"]+")  # in the name of a sheet or a file
_EPOCH = datetime(2000, 1, 1)  # Excel wants to know when a file was made; the same content is the same bytes

# What the columns of boards are called; one that a user's board adds keeps its own name.
_ROLES = {
    "rank": later("名次"),
    "place": later("序号"),
    "zone": later("园区"),
    "name": later("名称"),
    "former": later("曾用名"),
    "product": later("产品"),
    "region": later("地区"),
    "operator": later("运营单位"),
    "score": later("得分"),
    "mark": later("变化"),
    "previous": later("上届名次"),
    "before": later("此前"),
}
_MARKS = {
    "up": later("上升"),
    "down": later("下降"),
    "added": later("新增"),
    "absent": later("不在公布的名次之内"),  # a board shows its first places only: nobody dropped out
    "removed": later("名单中没有"),
    "renamed": later("更名"),
    "revised": later("修改"),
}
_TOLD_ELSEWHERE = {"rank", "stage", "first_top", "best"}
_COLOURS = {
    "up": "#E2F0D9",
    "added": "#E2F0D9",
    "down": "#FBE5D6",
    "absent": "#EDEDED",
    "removed": "#EDEDED",
    "renamed": "#FFF2CC",
    "revised": "#FFF2CC",
}


@dataclass(frozen=True)
class _Row:
    """One line of a sheet: role → cell, and what happened to it ("" where nothing did)."""

    cells: Mapping[str, object]
    mark: str = ""


def sheet(tables: Sequence[Data], changes: Sequence[Told] = (), say: Tongue = CHINESE) -> bytes:
    """An xlsx with a sheet for each ranking or list.

    tables: with `items`, as lookup.board and lookup.touched give them. changes: of one event; rows that are gone follow the others.
    Text stays text, whatever it begins with: nothing of a page can become a formula.
    """
    import xlsxwriter  # with the first file only

    body = io.BytesIO()
    book = xlsxwriter.Workbook(
        body, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_properties({"created": _EPOCH})
    names: list[str] = []
    for table in tables:
        names.append(_tab(table, names, say))
        _fill(book, book.add_worksheet(names[-1]), table, _rows(table, changes, say), say)
    book.close()
    return body.getvalue()


def name(tables: Sequence[Data], say: Tongue = CHINESE) -> str:
    """A file name for these tables: 国家高新区综合评价 2024年.xlsx."""
    titles = list(dict.fromkeys(_title(table["board"], table, say) for table in tables))
    return f"{_FORBIDDEN.sub(' ', titles[0] if titles else 'parkwatch')[:80].strip()}.xlsx"


def _title(what: str, table: Data, say: Tongue) -> str:
    stage = phrases.stage(table["stage"], say) if table["stage"] else ""
    return say("{board} {edition}{stage}", board=what, edition=phrases.edition(table["edition"], say), stage=stage).strip()


def _tab(table: Data, taken: Sequence[str], say: Tongue) -> str:
    """The name of a sheet: Excel allows 31 characters, not all of them, and no two that are equal but for their case."""
    whole = table["indicator"] in (None, "", "综合")
    told = _FORBIDDEN.sub(" ", _title(table["board"] if whole else table["indicator"], table, say))[:31].strip(" '") or "1"
    number = 1
    while told.casefold() in {one.casefold() for one in taken}:
        number += 1
        told = f"{told[:27].removesuffix(f' {number - 1}')} {number}"
    return told


def _rows(table: Data, changes: Sequence[Told], say: Tongue) -> list[_Row]:
    same = ("board", "indicator", "edition", "stage")
    own = [one for one in changes if [one[name] or None for name in same] == [table[name] or None for name in same]]
    own = [one for one in own if one["claim"] is None and not reports.is_press(one) and (one["zone"] or one["op"] != "edition")]
    by_key = {one["key"]: one for one in own}
    ranked = table["kind"] == "ranking"
    rows = []
    for place, item in enumerate(table["items"], start=1):
        cells = {role: cell for role, cell in item.items() if role not in ("key", "zone", "evidence") and cell not in (None, "")}
        zone = item["zone"] or item["key"] if ranked else item["zone"]
        first = {"rank": item["rank"], "zone": zone} if ranked else {"place": place}
        change = by_key.get(item["key"])
        rows.append(
            _marked(first | cells | ({} if ranked else {"zone": zone}), change, say) if change else _Row(first | cells | {"zone": zone})
        )
    for gone in (one for one in own if one["op"] == "removed"):
        cells = {role: cell for role, cell in gone["before"].items() if role not in ("rank", "stage")}
        rows.append(_marked(({"zone": gone["zone"] or gone["key"]} if ranked else {}) | cells, gone, say))
    return rows


def _marked(cells: Mapping[str, object], change: Told, say: Tongue) -> _Row:
    """A row with what happened to it and what it was before."""
    before, after, op = change["before"], change["after"], change["op"]
    if change["kind"] == "ranking" and op != "revised":
        was = before.get("rank")
        mark = _move(was, after.get("rank"))
        past = {"before" if change["previous_edition"] == change["edition"] else "previous": was}
    else:
        mark = op if op in _MARKS else ""
        past = {"before": before.get("name") if op == "renamed" else _differing(before, after, say) if op == "revised" else None}
    return _Row({**cells, "mark": say(_MARKS[mark]) if mark else "", **past}, mark)


def _move(was: int | None, now: int | None) -> str:
    if was is None or now is None:
        return "added" if was is None else "absent"
    return "up" if now < was else "down" if now > was else ""


def _differing(before: Data, after: Data, say: Tongue) -> str:
    """What else a row said before: 产品 轴承、地区 浙江省."""
    roles = [role for role in dict.fromkeys((*before, *after)) if role not in _TOLD_ELSEWHERE and before.get(role) != after.get(role)]
    return phrases.joined([f"{_label(role, say)} {_text(before.get(role)) or say('未写明')}" for role in roles], say)


def _label(role: str, say: Tongue) -> str:
    return say(_ROLES[role]) if role in _ROLES else role


def _fill(book: Workbook, page: Worksheet, table: Data, rows: Sequence[_Row], say: Tongue) -> None:
    """The title, who published it, the page as a link, how many; then the rows under their header."""
    page.write_string(
        0, 0, _text(_title(phrases.board(table["board"], table["indicator"]), table, say)), book.add_format({"bold": True, "font_size": 14})
    )
    issuer = phrases.issuer(table["issuer"], say) or say("发布单位")
    page.write_string(1, 0, _text(f"{say('{who}公布', who=issuer)} {phrases.day(table['published'], say)}".strip()))
    _link(page, str(table["url"]), _text(phrases.titled(table["title"])), book.add_format({"font_color": "#0563C1", "underline": 1}))
    size = say("共{count}", count=phrases.counted(len(table["items"]), table.get("unit"), say))
    page.write_string(3, 0, extent(table["top"], table["of"], say) if table["kind"] == "ranking" else size)
    columns = _columns(rows)
    style = book.add_format({"bold": True, "bottom": 1, "bg_color": "#DDEBF7", "valign": "top"})
    for column, role in enumerate(columns):
        page.write_string(HEADER, column, _label(role, say), style)
        page.set_column(column, column, _width(role, rows, say))
    formats = {
        mark: book.add_format({"text_wrap": True, "valign": "top", **({"bg_color": _COLOURS[mark]} if mark else {})})
        for mark in ("", *_COLOURS)
    }
    for line, row in enumerate(rows, start=HEADER + 1):
        for column, role in enumerate(columns):
            _write(page, line, column, row.cells.get(role), formats[row.mark])
    page.freeze_panes(HEADER + 1, 0)
    if rows and columns:
        page.autofilter(HEADER, 0, HEADER + len(rows), len(columns) - 1)


def _columns(rows: Sequence[_Row]) -> list[str]:
    """The roles that some row fills: what it is first, what a board adds, the park of a list's entry, what changed at the end."""
    used = dict.fromkeys(role for row in rows for role, cell in row.cells.items() if cell not in (None, ""))
    ranked = "rank" in used
    first = ["rank", "zone"] if ranked else ["place", "name", "former"]
    last = ["mark", "previous", "before"] if ranked else ["zone", "mark", "before"]
    between = [role for role in used if role not in (*first, *last)]
    return [role for role in (*first, *between, *last) if role in used]


def _width(role: str, rows: Sequence[_Row], say: Tongue) -> int:
    texts = [_label(role, say), *(_text(row.cells.get(role)) for row in rows)]
    return min(WIDEST, 3 + max(sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text) for text in texts))


def _write(page: Worksheet, line: int, column: int, cell: object, style: Format) -> None:
    if isinstance(cell, int | float):
        page.write_number(line, column, cell, style)
    else:
        page.write_string(line, column, _text(cell), style)


def _link(page: Worksheet, url: str, words: str, style: Format) -> None:
    """The page as a link, where Excel can open it: its addresses have 2,079 characters at most."""
    if url.startswith(("http://", "https://")) and len(url) < 2_000:
        page.write_url(2, 0, url, style, words[:255])
    else:
        page.write_string(2, 0, words)


def _text(cell: object) -> str:
    """A cell as text; control characters are none, and Excel refuses a file that holds a cell too long."""
    words = "" if cell is None else phrases.plain(cell) if isinstance(cell, int | float) else str(cell)
    return "".join(one for one in words if one in "\n\t" or unicodedata.category(one) not in ("Cc", "Cs"))[:LONGEST]
