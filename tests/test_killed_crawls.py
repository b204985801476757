"""A crawl may die anywhere: after the next run each change has been alerted exactly once."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import crawls
import pytest
from sqlalchemy import select

from crawler.replica.server import Replica
from state import changes, subscriptions
from state.database import open_database
from state.schema import SHANGHAI, outbox

REQUESTS = (1, 2, 4, 7, 10, 14, 19, 25)  # killed as this request reaches the site
PAUSES = (0.0, 0.01, 0.03)  # … or so many seconds later, while its answer is read and written
GROWTH = (1, 40_000, 90_000, 150_000, 260_000)  # … or as the database's log has grown by so many bytes: inside a transaction


@pytest.fixture(scope="module")
def replica() -> Iterator[Replica]:
    with Replica(datetime.fromisoformat(crawls.BEFORE)) as running:
        yield running


@pytest.fixture(scope="module")
def baseline(replica: Replica, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The state after a first, silent crawl, with one subscriber to everything."""
    path = tmp_path_factory.mktemp("baseline") / "state.sqlite"
    replica.at(datetime.fromisoformat(crawls.BEFORE))
    done = crawls.run(replica, f"sqlite:///{path}", crawls.BEFORE)
    assert done.returncode == 0, done.stderr
    database = open_database(f"sqlite:///{path}")
    with database.write() as connection:
        assert changes.query(connection) == []
        subscriptions.add(connection, "everybody", 0, "all", "", datetime(2024, 12, 20, 10, tzinfo=SHANGHAI))
    database.close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    replica.at(datetime.fromisoformat(crawls.AFTER))
    return path


def alerts(path: Path) -> Counter[tuple[object, ...]]:
    """What the subscriber is told: each change of each message, as often as it is told."""
    database = open_database(f"sqlite:///{path}")
    told: Counter[tuple[object, ...]] = Counter()
    with database.read() as connection:
        for row in connection.execute(select(outbox.c.changes).where(outbox.c.chat == "everybody")):
            for change in changes.by_ids(connection, row.changes):
                told[
                    tuple(
                        str(change[name])
                        for name in ("kind", "op", "board", "indicator", "edition", "zone", "key", "before", "after", "url")
                    )
                ] += 1
    database.close()
    return told


@pytest.fixture(scope="module")
def undisturbed(replica: Replica, baseline: Path, tmp_path_factory: pytest.TempPathFactory) -> Counter[tuple[object, ...]]:
    """What a crawl that nobody kills tells."""
    path = tmp_path_factory.mktemp("undisturbed") / "state.sqlite"
    shutil.copy(baseline, path)
    done = crawls.run(replica, f"sqlite:///{path}", crawls.AFTER)
    assert done.returncode == 0, done.stderr
    told = alerts(path)
    assert len(told) > 50
    assert set(told.values()) == {1}
    return told


def killed_when(process: subprocess.Popen[str], reached: Callable[[], bool]) -> bool:
    """Kills a process at once when a point is reached; False where it ended before."""
    while process.poll() is None:
        if reached():
            process.kill()
            break
        time.sleep(0.0005)
    process.communicate(timeout=60)
    return process.returncode == -9


def test_a_crawl_killed_at_any_point_tells_each_change_exactly_once(
    replica: Replica, baseline: Path, undisturbed: Counter[tuple[object, ...]], tmp_path: Path
) -> None:
    kills = 0
    for place, (number, growth) in enumerate([*((n, 0) for n in REQUESTS), *((0, g) for g in GROWTH)]):
        path = tmp_path / f"{place}.sqlite"
        shutil.copy(baseline, path)
        log = Path(f"{path}-wal")
        before = len(replica.asked)
        process = crawls.start(replica, f"sqlite:///{path}", crawls.AFTER)
        pause = PAUSES[place % len(PAUSES)]
        if number:
            kills += killed_when(process, lambda: len(replica.asked) - before >= number and not time.sleep(pause))  # noqa: B023
        else:
            kills += killed_when(process, lambda: log.exists() and os.stat(log).st_size >= growth)  # noqa: B023
        done = crawls.run(replica, f"sqlite:///{path}", crawls.AFTER)
        assert done.returncode == 0, done.stderr
        assert alerts(path) == undisturbed, f"killed at request {number} or {growth} bytes"
    assert kills >= 10
