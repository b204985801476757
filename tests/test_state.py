"""State: one transaction, one version, errors in one line."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from samples import Clock
from sqlalchemy import text

from state import boards, documents, pages, sources, subscriptions
from state import database as databases
from state.database import Database, NewerDatabase, OlderDatabase, StateError, Unavailable, open_database
from state.schema import metadata


def test_the_migrations_build_exactly_the_tables_the_code_uses(either_database: Database) -> None:
    with either_database.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_the_code_is_written_for_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(databases.__file__).with_name("migrations")))
    assert ScriptDirectory.from_config(config).get_current_head() == databases.REVISION


def test_a_transaction_that_fails_leaves_nothing(either_database: Database, clock: Clock) -> None:
    with pytest.raises(ZeroDivisionError), either_database.write() as connection:
        sources.begin(connection, "miit", clock())
        1 / 0  # noqa: B018
    with either_database.read() as connection:
        assert sources.all(connection) == []


def test_a_database_of_a_newer_parkwatch_is_refused_and_left_alone(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/state.sqlite"
    opened = open_database(url)
    with opened.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    opened.close()
    with pytest.raises(NewerDatabase, match="newer parkwatch"):
        open_database(url)
    with pytest.raises(NewerDatabase):
        databases.upgrade(Database(databases.connect(url)))


def test_a_database_of_an_older_parkwatch_asks_for_its_migrations(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/state.sqlite"
    opened = open_database(url)
    with opened.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    opened.close()
    with pytest.raises(OlderDatabase, match="parkwatch db upgrade"):
        open_database(url)


def test_a_file_that_is_no_database_is_named_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "state.sqlite").write_text("这不是数据库" * 400)
    with pytest.raises(StateError) as told:
        open_database(f"sqlite:///{tmp_path}/state.sqlite")
    assert "not a parkwatch database" in str(told.value)
    assert "\n" not in str(told.value)


def test_a_database_of_another_program_is_not_touched(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "other.sqlite")
    other.execute("CREATE TABLE letters (id INTEGER)")
    other.close()
    with pytest.raises(Unavailable, match="something else"):
        open_database(f"sqlite:///{tmp_path}/other.sqlite")


@pytest.mark.parametrize("url", ["mysql://localhost/x", "nonsense", "sqlite:////proc/parkwatch/state.sqlite"])
def test_an_address_that_cannot_hold_state_is_one_clear_line(url: str) -> None:
    with pytest.raises(StateError) as told:
        open_database(url)
    assert "\n" not in str(told.value)


def test_a_full_disk_is_told_and_changes_nothing(database: Database, clock: Clock) -> None:
    with database.write() as connection:
        sources.begin(connection, "miit", clock())
    with database.read() as connection:
        used = connection.execute(text("PRAGMA page_count")).scalar_one()
    database.engine.dispose()
    with pytest.raises(databases.Full, match="no space left"), database.write() as connection:
        connection.execute(text(f"PRAGMA max_page_count = {used}"))
        sources.begin(connection, "stdaily", clock())
        documents.keep_bytes(connection, "0" * 64, bytes(range(256)) * 4000, "text/html")
        connection.execute(text("INSERT INTO blobs VALUES ('1', 'x', 1, randomblob(4000000))"))
    with database.read() as connection:
        assert [source.name for source in sources.all(connection)] == ["miit"]


def test_a_backup_is_taken_while_the_service_goes_on_and_opens_as_a_database(database: Database, clock: Clock, tmp_path: Path) -> None:
    with database.write() as connection:
        sources.begin(connection, "miit", clock())
    databases.backup(database, tmp_path / "copy.sqlite")
    copy = open_database(f"sqlite:///{tmp_path}/copy.sqlite")
    with copy.read() as connection:
        assert [source.name for source in sources.all(connection)] == ["miit"]
    copy.close()
    with pytest.raises(Unavailable, match="there already"):
        databases.backup(database, tmp_path / "copy.sqlite")


def test_bytes_come_back_as_they_were_kept(either_database: Database) -> None:
    body = "科技日报".encode("gbk") * 100
    with either_database.write() as connection:
        documents.keep_bytes(connection, "ab", body, "text/html")
        documents.keep_bytes(connection, "ab", body, "text/html")
        assert documents.bytes_of(connection, "ab") == body
        assert documents.bytes_of(connection, "cd") is None


def test_a_corrected_line_keeps_its_history(either_database: Database, clock: Clock) -> None:
    board_of = {"kind": "ranking", "board": "国家高新区综合评价", "indicator": "综合", "edition": "2024", "stage": "", "ordinal": 2024}
    page_of = {"title": "t", "issuer": None, "url": "u", "published": None, "source": "s", "sha256": "x"}
    about: dict[str, Any] = {**board_of, **page_of, "top": 50, "of": 178, "data": {}}
    with either_database.write() as connection:
        board = boards.put(connection, clock(), **about)
        boards.put_items(connection, board, {"宁波": {"zone": "宁波", "data": {"rank": 11}, "evidence": "11"}}, "x", clock())
        clock.at("2025-01-09T09:00")
        assert boards.put(connection, clock(), **about) == board
        boards.put_items(connection, board, {"宁波": {"zone": "宁波", "data": {"rank": 10}, "evidence": "10"}}, "y", clock())
        first, second = boards.versions_of(connection, board, "宁波")
        assert (first.data, first.until, second.data, second.until) == ({"rank": 11}, clock(), {"rank": 10}, None)
        assert boards.best_ranks(connection, "国家高新区综合评价", "综合", 2025) == {"宁波": 10}
        assert [item.data for _, item in boards.of_zone(connection, "宁波")] == [{"rank": 10}]


def test_a_page_already_known_is_not_made_pending_again(either_database: Database, clock: Clock) -> None:
    row = {"source": "miit", "key": "a", "url": "u", "title": "t", "published": None, "silent": False, "first_seen": clock()}
    with either_database.write() as connection:
        sources.begin(connection, "miit", clock())
        assert pages.add(connection, [row, row]) == 1
        pages.put(connection, "miit", "a", status="read")
        assert pages.add(connection, [row]) == 0
        known = pages.get(connection, "miit", "a")
    assert known is not None
    assert known.status == "read"


def test_a_chat_subscribes_once_and_may_come_back(either_database: Database, clock: Clock) -> None:
    with either_database.write() as connection:
        assert subscriptions.add(connection, "7", 0, "zone", "宁波", clock())
        assert not subscriptions.add(connection, "7", 0, "zone", "宁波", clock())
        assert subscriptions.remove(connection, "7", 0, "zone", "宁波", clock())
        assert not subscriptions.remove(connection, "7", 0, "zone", "宁波", clock())
        assert subscriptions.add(connection, "7", 0, "zone", "宁波", clock())
        assert [found.target for found in subscriptions.matching(connection, [("zone", "宁波"), ("all", "")])] == ["宁波"]
