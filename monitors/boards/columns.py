"""The rows of a board's table by what their columns mean, whatever order and header the page gives them."""

from __future__ import annotations

from dataclasses import dataclass

from monitors.belief import LayoutChanged
from monitors.boards.catalogue import Board
from monitors.document import Table
from monitors.zones import fold


@dataclass(frozen=True)
class Rows:
    """role → cell for every row; `unread` are printed columns that no role fits."""

    rows: tuple[dict[str, str], ...]
    roles: frozenset[str]
    unread: tuple[str, ...]


def rows_of(board: Board, table: Table) -> Rows:
    """Reads a table by the board's columns. A table without a header row may have it as its first row.

    rank|name|rank|name side by side is read as two tables one below the other.
    Raises LayoutChanged where the columns the board needs are not there.
    """
    header, body = (table.header, table.rows) if table.header else (table.rows[0] if table.rows else (), table.rows[1:])
    roles = [_role(board, cell) for cell in header]
    known = [role for role in roles if role]
    needed = "rank" if "rank" in board.columns else "name"
    if needed not in known or ("zone" in board.columns and "zone" not in known):
        raise LayoutChanged(f"《{board.name}》的表格列是「{' | '.join(header)}」，找不到需要的列")
    groups = _groups(roles)
    rows: list[dict[str, str]] = []
    for group in groups:
        for cells in body:
            row = {role: cells[index].strip() for index, role in group if index < len(cells)}
            if any(row.values()) and not _repeats_header(row, header, group):
                rows.append(row)
    return Rows(tuple(rows), frozenset(known), tuple(cell for cell, role in zip(header, roles, strict=True) if not role and cell.strip()))


def _role(board: Board, cell: str) -> str | None:
    words = fold(cell)
    return next((role for role, pattern in board.columns.items() if pattern.search(words)), None)


def _groups(roles: list[str | None]) -> list[list[tuple[int, str]]]:
    """Columns side by side that repeat the first role start a new group."""
    groups: list[list[tuple[int, str]]] = [[]]
    for index, role in enumerate(roles):
        if role is None:
            continue
        if any(role == known for _, known in groups[-1]):
            groups.append([])
        groups[-1].append((index, role))
    return groups


def _repeats_header(row: dict[str, str], header: tuple[str, ...], group: list[tuple[int, str]]) -> bool:
    return all(fold(row.get(role, "")) == fold(header[index]) for index, role in group)
