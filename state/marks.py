"""Marks: when something that is done once a period was done last, so that a restart does not do it again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select

from state.schema import marks
from state.sources import upsert


def last(connection: Connection, name: str) -> datetime | None:
    """When it was done last; None where it never was."""
    found: datetime | None = connection.execute(select(marks.c.at).where(marks.c.name == name)).scalar()
    return found


def note(connection: Connection, name: str, at: datetime) -> None:
    """It was done now."""
    done = upsert(connection, marks).values(name=name, at=at)
    connection.execute(done.on_conflict_do_update(index_elements=["name"], set_={"at": at}))
