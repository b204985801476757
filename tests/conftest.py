"""What every test may use: a real database in a folder of its own, and a clock that stands where it is put."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from samples import Clock

from monitors.watch import Watch
from state.database import Database, open_database


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = open_database(f"sqlite:///{tmp_path}/state.sqlite")
    yield opened
    opened.close()


@pytest.fixture
def clock() -> Clock:
    return Clock("2025-01-08T09:00")


@pytest.fixture
def watch(database: Database, clock: Clock) -> Watch:
    return Watch(database, clock, admins=["operator"])
