"""Search: lines of boards that hold some words, whatever board they stand on."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from state.schema import boards, items


def entries(connection: Connection, words: str, limit: int = 50) -> list[tuple[str, str, str, str]]:
    """The entries of lists whose name holds these words (folded, small letters, without brackets), newest edition first.

    Each as (name, board, edition, stage).
    """
    bare = func.replace(func.replace(func.lower(items.c.key), "(", ""), ")", "")
    name = items.c.data["name"].as_string()
    found = (
        select(name, boards.c.board, boards.c.edition, boards.c.stage)
        .join(boards, boards.c.id == items.c.board)
        .where(boards.c.kind == "list", items.c.until.is_(None), bare.contains(words, autoescape=True))
        .order_by(boards.c.ordinal.desc(), boards.c.id.desc(), items.c.id)
        .limit(limit)
    )
    return [(row[0] or "", row.board, row.edition, row.stage) for row in connection.execute(found)]
