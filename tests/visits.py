"""Visits to the replica inside the test's own process: the same spiders, settings and HTTP as in production, without a child's start."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import pytest

from crawler import run
from crawler.replica.server import Replica
from crawler.settings import SLOWEST
from crawler.source import Source, load
from monitors.boards.catalogue import Catalogue
from monitors.watch import Watch
from state.database import Database

SOURCES = load()


def through(replica: Replica, monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes the replica the proxy of this process, and its authority the trusted one."""
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, replica.proxy)
    for name in ("no_proxy", "NO_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SSL_CERT_FILE", str(replica.certificate))


def visit(
    replica: Replica,
    database: Database,
    *names: str,
    sources: Mapping[str, Source] = SOURCES,
    delay: float = 0,
    backfill: tuple[date, date] | None = None,
    progress: list[str] | None = None,
    slowest: float = SLOWEST,
    patience: float = run.PATIENCE,
    catalogue: Catalogue | None = None,
) -> dict[str, list[str]]:
    """One crawl at the replica's moment; returns what went wrong, by source."""

    def clock() -> datetime:
        return replica.moment

    async def carry_out() -> dict[str, list[str]]:
        told = [sources[name] for name in names]
        jobs = run.jobs(told)
        if backfill:
            jobs = [job for source in told for job in run.backfilling(source, *backfill, (progress if progress is not None else []).append)]
        watch = Watch(database, clock, ["operator"], history=backfill is not None, catalogue=catalogue)
        crawl = run.Run(watch, clock, delay, "test@parkwatch", slowest, patience)
        await crawl.carry_out(jobs)
        return crawl.troubles

    return asyncio.run(carry_out())


def paths(replica: Replica, since: int = 0) -> list[str]:
    """What was asked for, without robots.txt."""
    return [asked.path for asked in replica.asked[since:] if asked.path != "/robots.txt"]


def saved(name: str) -> bytes:
    """A saved page, as fetched."""
    return (Path(__file__).parent / "pages" / name).read_bytes()
