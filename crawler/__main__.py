"""One crawl, one process: `python -m crawler NAME…`. Exit 0 well, 1 a source failed (a line each), 2 bad usage."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from crawler.source import BadSource, Source, load

if TYPE_CHECKING:
    from crawler.run import Job

SHANGHAI = ZoneInfo("Asia/Shanghai")


class BadUsage(Exception):
    """What was asked for makes no sense; one line."""


def main(arguments: Sequence[str] | None = None) -> int:
    """The process from its arguments to its exit code."""
    args = _parser().parse_args(arguments)
    folder = os.environ.get("PARKWATCH_SOURCES")
    try:
        sources = _named(args.names, load(Path(folder) if folder else None))
        until = _until(args, datetime.now(SHANGHAI))
    except (BadSource, BadUsage) as error:
        print(f"crawler: {error}", file=sys.stderr)
        return 2
    logging.basicConfig(level=logging.DEBUG if args.verbose else logging.ERROR, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    if not args.verbose:
        # It reports with a traceback what the crawl itself tells in one line.
        logging.getLogger("scrapy.downloadermiddlewares.robotstxt").setLevel(logging.CRITICAL)
    return _crawl(args, sources, until)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m crawler", description="Reads sources and writes what is new into the state.")
    parser.add_argument("names", nargs="+", metavar="NAME", help="a source, as its TOML file names it")
    parser.add_argument("--since", type=_day, metavar="DATE", help="back-fill a newspaper from this day on")
    parser.add_argument("--until", type=_day, metavar="DATE", help="… to this day (default: today)")
    parser.add_argument("--now", type=_moment, metavar="ISO", help="a clock that stands at this moment")
    parser.add_argument("--delay", type=_seconds, default=1.0, metavar="SECONDS", help="between two requests to one host (default: 1)")
    parser.add_argument("--verbose", action="store_true", help="everything Scrapy has to say")
    return parser


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"there is no day {text!r}: write one as 2025-01-31") from error


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"there is no moment {text!r}: write one as 2025-01-31T08:00:00+08:00") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1
    if not 0 <= seconds <= 3600:
        raise argparse.ArgumentTypeError(f"{text!r} is not 0 to 3600 seconds")
    return seconds


def _named(names: Sequence[str], known: dict[str, Source]) -> list[Source]:
    unknown = next((name for name in names if name not in known), None)
    if unknown is not None:
        raise BadUsage(f"there is no source {unknown!r}: there are {', '.join(known)}")
    return [known[name] for name in dict.fromkeys(names)]


def _until(args: argparse.Namespace, now: datetime) -> date | None:
    """The last day of a back-filling, None where there is none."""
    if args.since is None:
        if args.until is not None:
            raise BadUsage("--until needs --since")
        return None
    today = (args.now or now).date()
    until: date = args.until or today
    if args.since > until:
        raise BadUsage(f"--since {args.since} is later than --until {until}")
    if args.since > today:
        raise BadUsage(f"--since {args.since} is in the future")
    return min(until, today)


def _crawl(args: argparse.Namespace, sources: Sequence[Source], until: date | None) -> int:
    """The crawl itself. Scrapy and the state are loaded here: `--help` and mistakes need neither."""
    import asyncio

    from crawler.run import Run
    from monitors.boards import catalogue
    from monitors.boards.catalogue import BadBoard
    from monitors.watch import Watch
    from state.database import StateError, open_database

    moment: datetime | None = args.now
    clock: Callable[[], datetime] = (lambda: moment) if moment else (lambda: datetime.now(SHANGHAI))
    url = os.environ.get("PARKWATCH_DATABASE_URL", "")
    if not url:
        print("crawler: PARKWATCH_DATABASE_URL is not set: write sqlite:////path/file.sqlite", file=sys.stderr)
        return 2
    told = _jobs(args, sources, until)
    if left_out := [source.name for source in sources if until is not None and source.paper is None]:
        print(f"crawler: only newspapers are read by date: {', '.join(left_out)} left out", file=sys.stderr)
    if not told:
        return 2
    folder = os.environ.get("PARKWATCH_SOURCES")
    try:
        known = catalogue.load(Path(folder) if folder else None)
        database = open_database(url)
    except (StateError, BadBoard) as error:
        print(f"crawler: {error}", file=sys.stderr)
        return 1
    admins = [chat.strip() for chat in os.environ.get("PARKWATCH_ADMIN_CHATS", "").split(",") if chat.strip()]

    async def carry_out() -> dict[str, list[str]]:
        watch = Watch(database, clock, admins, history=until is not None, catalogue=known)
        run = Run(watch, clock, args.delay, os.environ.get("PARKWATCH_CONTACT", ""))
        await run.carry_out(told)
        return run.troubles

    try:
        troubles = asyncio.run(carry_out())
    finally:
        database.close()
    for name, lines in troubles.items():
        more = f" (and {len(lines) - 1} more)" if len(lines) > 1 else ""
        print(f"{name}: {lines[0]}{more}", file=sys.stderr)
    return 1 if troubles else 0


def _jobs(args: argparse.Namespace, sources: Sequence[Source], until: date | None) -> list[Job]:
    from crawler import run

    if until is None:
        return run.jobs(sources)

    def progress(line: str) -> None:
        print(line, file=sys.stderr, flush=True)

    return [job for source in sources for job in run.backfilling(source, args.since, until, progress)]


if __name__ == "__main__":
    sys.exit(main())
