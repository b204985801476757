"""The database itself: opening it, its version, its transactions, and its failures in words a person understands."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

REVISION = "0002"  # the migration this code is written for; a test compares it with migrations/
_PATIENCE = 30_000  # ms a writer waits for another one


class StateError(Exception):
    """The stored state cannot be used; the message is one line that says what, where and what to do."""


class Unavailable(StateError):
    """The database cannot be opened, read or written at all."""


class NewerDatabase(StateError):
    """The database was written by a newer parkwatch."""


class OlderDatabase(StateError):
    """The database needs its migrations first."""


class Full(StateError):
    """There is no room left to write."""


class Database:
    """An opened database of the right version. Every use is a transaction: `read()` or `write()`."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @property
    def name(self) -> str:
        """Where it is, without a password."""
        return self.engine.url.render_as_string(hide_password=True)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that commits as a whole at the end of the block, or not at all."""
        with self._explained(), self.engine.connect().execution_options(parkwatch_writes=True) as connection, connection.begin():
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A consistent view; nothing written in it is kept."""
        with self._explained(), self.engine.connect() as connection, connection.begin():
            yield connection

    def close(self) -> None:
        """Ends all connections."""
        self.engine.dispose()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise explain(error, self.engine.url) from error


def explain(error: DBAPIError, url: URL) -> StateError:
    """The failure of a driver as one line for people."""
    where = url.render_as_string(hide_password=True)
    said = str(error.orig).strip().splitlines()[0] if str(error.orig).strip() else type(error.orig).__name__
    if "disk is full" in said or "No space left" in said:
        return Full(f"no space left for the database {where}: free some and run it again, nothing was changed")
    if "readonly" in said or "Permission denied" in said or "permission denied" in said:
        return Unavailable(f"no permission to write the database {where}: mend its owner or choose another with PARKWATCH_DATABASE_URL")
    if "unable to open" in said:
        return Unavailable(f"cannot open the database {where}: is the folder there and yours to write?")
    if "not a database" in said or "malformed" in said:
        return Unavailable(f"{where} is not a parkwatch database ({said}): restore a backup or choose another file")
    if "database is locked" in said:
        return Unavailable(f"the database {where} was kept locked by another process for {_PATIENCE // 1000} s: stop it or wait")
    return Unavailable(f"the database {where} failed: {said}")


def connect(url: str) -> Engine:
    """An engine with our settings, without looking at what is inside.

    url: SQLAlchemy's form, `sqlite:////path/file.sqlite` or `postgresql+psycopg://user@host/name`.
    """
    try:
        target = make_url(url)
        if target.get_backend_name() == "postgresql" and target.get_driver_name() != "psycopg":
            target = target.set(drivername="postgresql+psycopg")
        if target.get_backend_name() not in ("sqlite", "postgresql"):
            raise Unavailable(f"parkwatch keeps its state in SQLite or PostgreSQL, not in {target.get_backend_name()}")
        engine = create_engine(target, json_serializer=_to_json)
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise Unavailable(f"PARKWATCH_DATABASE_URL is no usable address ({error}): write sqlite:////path/file.sqlite") from error
    if target.get_backend_name() == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def open_database(url: str) -> Database:
    """Opens the state, building it where it is empty.

    Raises NewerDatabase, OlderDatabase, Full or Unavailable, each with one clear line, before anything is changed.
    """
    engine = connect(url)
    database = Database(engine)
    try:
        found = revision(database)
        if found is None:
            path = engine.url.database
            if engine.url.get_backend_name() == "sqlite" and path and path != ":memory:":
                Path(path).parent.mkdir(parents=True, exist_ok=True)
            upgrade(database)
        elif found != REVISION:
            raise _other_version(found, database)
    except PermissionError as error:
        engine.dispose()
        raise Unavailable(f"no permission for {error.filename}: mend its owner or set PARKWATCH_DATABASE_URL") from error
    except OSError as error:
        engine.dispose()
        raise Unavailable(f"cannot make the folder of the database {database.name}: {error.strerror}") from error
    except StateError:
        engine.dispose()
        raise
    return database


def revision(database: Database) -> str | None:
    """The migration a database stands at, or None where it is empty or not there yet."""
    path = database.engine.url.database
    if database.engine.url.get_backend_name() == "sqlite" and path and path != ":memory:":
        try:
            there = Path(path).exists() and Path(path).stat().st_size > 0
        except PermissionError as error:
            raise Unavailable(f"no permission for {error.filename}: mend its owner or set PARKWATCH_DATABASE_URL") from error
        if not there:
            return None
    with database.read() as connection:
        tables = inspect(connection).get_table_names()
        if not tables:
            return None
        if "alembic_version" not in tables:
            raise Unavailable(f"{database.name} holds something else than parkwatch's state: choose another database")
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def upgrade(database: Database) -> str:
    """Brings a database to this code's version in one transaction; returns the revision. Refuses a newer one."""
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    found = revision(database)
    if found is not None and found not in known:
        raise _other_version(found, database)
    with database.write() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return REVISION


def backup(database: Database, target: Path) -> int:
    """A consistent copy of a SQLite database into a new file while others go on writing; returns its size in bytes."""
    if database.engine.url.get_backend_name() != "sqlite":
        raise Unavailable("back up a PostgreSQL database with pg_dump: it knows how to")
    if target.exists():
        raise Unavailable(f"{target} is there already: name a new file")
    partial = target.with_name(target.name + ".partial")
    try:
        with database.read() as connection:
            source: Any = connection.connection.driver_connection
            copy = sqlite3.connect(partial)
            try:
                source.backup(copy)
            finally:
                copy.close()
        partial.replace(target)
    except (OSError, sqlite3.Error) as error:
        partial.unlink(missing_ok=True)
        raise Unavailable(f"cannot write the backup {target}: {error}") from error
    return target.stat().st_size


def _other_version(found: str, database: Database) -> StateError:
    if found > REVISION:  # revisions are numbered in order
        return NewerDatabase(
            f"the database {database.name} is of a newer parkwatch (version {found}, this one knows {REVISION}): update parkwatch"
        )
    return OlderDatabase(f"the database {database.name} is of version {found}, this parkwatch needs {REVISION}: run `parkwatch db upgrade`")


def _to_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver's own BEGIN is deferred; ours is in _begin_sqlite
    cursor = connection.cursor()
    # WAL: the service reads while a crawl writes. FULL: a commit survives the machine, not only the process.
    for pragma in (f"busy_timeout={_PATIENCE}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes the lock at once: a transaction that reads first and writes later could fail in between.
    writes = connection.get_execution_options().get("parkwatch_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
