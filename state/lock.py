"""Lock: of one database only one service delivers. Two would each keep the limits, and together break them."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text

from state.database import Database, StateError, Unavailable

_KEY = 0x7061726B  # of the advisory lock: "park"; PostgreSQL keeps them apart by database


class Taken(StateError):
    """Another service runs on this database."""


@contextmanager
def service(database: Database) -> Iterator[None]:
    """Holds the database as its one service while the block runs. Raises Taken where another one does, Unavailable without a lock.

    The lock ends with the process, however that ends. SQLite: on a file beside the database (state.sqlite.lock), which stays.
    """
    if database.engine.url.get_backend_name() == "postgresql":
        with _in_postgresql(database):
            yield
    elif (path := database.engine.url.database) and path != ":memory:":
        with _beside(database, Path(path + ".lock")):
            yield
    else:
        yield


@contextmanager
def _in_postgresql(database: Database) -> Iterator[None]:
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if not connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": _KEY}).scalar():
            raise _taken(database)
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _KEY})


@contextmanager
def _beside(database: Database, path: Path) -> Iterator[None]:
    try:
        file = path.open("ab")
    except OSError as error:
        raise Unavailable(f"cannot make {path} ({error.strerror}): is the folder there and yours to write?") from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise _taken(database) from error
        yield


def _taken(database: Database) -> Taken:
    return Taken(f"another `parkwatch run` delivers from {database.name} already: stop that one first")
