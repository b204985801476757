"""What every test may use: real databases of both kinds, and a clock that stands where it is put."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import postgresql
import pytest
from samples import Clock

from monitors.watch import Watch
from state.database import Database, open_database


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """One PostgreSQL server for the whole run."""
    with postgresql.server() as address:
        yield address


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """An empty SQLite state."""
    opened = open_database(f"sqlite:///{tmp_path}/state.sqlite")
    yield opened
    opened.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def either_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty state of each kind."""
    if request.param == "sqlite":
        opened = open_database(f"sqlite:///{tmp_path}/state.sqlite")
        yield opened
        opened.close()
        return
    name = re.sub(r"\W+", "_", request.node.name)[:40].lower() + f"_{abs(hash(str(tmp_path))) % 10**6}"
    with postgresql.database(request.getfixturevalue("postgresql_server"), name) as url:
        opened = open_database(url)
        yield opened
        opened.close()


@pytest.fixture
def clock() -> Clock:
    """A clock that stands at 9 o'clock on 8 January 2025."""
    return Clock("2025-01-08T09:00")


@pytest.fixture
def watch(database: Database, clock: Clock) -> Watch:
    """A watch of an empty state, with one operator."""
    return Watch(database, clock, admins=["operator"])
