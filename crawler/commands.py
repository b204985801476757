"""Commands: what each one of the command line does, but for `run`. It prints its answer and returns the exit code.

They stand here because they need crawler, monitors and state; bot.py holds what needs Telegram.
"""

from __future__ import annotations

import argparse
import logging
import os
import re
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from crawler import child, schedule
from crawler import source as crawled
from crawler.configuration import BadConfiguration, Settings
from crawler.source import BadSource, Source
from monitors import zones
from monitors.alerts import cards, terminal
from monitors.alerts.lines import line
from monitors.alerts.lookup import NothingStored
from monitors.alerts.naming import Unclear, close
from monitors.belief import NotBelieved
from monitors.boards import catalogue
from monitors.boards.catalogue import BadBoard, Catalogue
from state import changes as log
from state import database as states
from state import documents, outbox
from state import sources as stored
from state.database import Database, StateError
from state.schema import SHANGHAI

if TYPE_CHECKING:
    from crawler.newsource import NewSource, Seen

# What the command line says of a new source, and what of that only a page that is watched has.
_OF_PAGES = ("kind", "board", "edition", "columns", "table")
_OF_NEW = ("url", "family", "row", "title", "publisher", *_OF_PAGES)


class BadUsage(Exception):
    """What was asked for makes no sense; one line. Exit 2."""


class Failed(Exception):
    """It could not be done; one line. Exit 1."""


def explained(work: Callable[[], int]) -> int:
    """Does a command's work; what goes wrong is one line on stderr and the exit code: 1 a failure, 2 bad usage."""
    try:
        return work()
    except (BadUsage, BadConfiguration, Unclear) as error:
        return _say(error, 2)
    except (Failed, BadSource, BadBoard, NothingStored, StateError) as error:
        return _say(error, 1)
    except BrokenPipeError:
        # The reader of our output has left: nothing is wrong, but nothing may be flushed to it either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        return _say(f"{error.filename or 'the system'}: {error.strerror or error}", 1)
    except KeyboardInterrupt:
        return _say("interrupted", 1)


def _say(error: object, code: int) -> int:
    print(f"parkwatch: {' '.join(str(error).split())}", file=sys.stderr)
    return code


def open_state(told: Settings) -> closing[Database]:
    """The database the settings name, closed at the end of the block."""
    return closing(states.open_database(told.database))


def known_sources(told: Settings) -> dict[str, Source]:
    """All sources, the user's own among them."""
    return crawled.load(Path(told.sources) if told.sources else None)


def demo(_: argparse.Namespace, __: Settings) -> int:
    """The whole line, from two dates of the replica to the alerts of a subscriber."""
    from crawler.replica import demo as story

    try:
        story.show()
    except story.DemoFailed as error:
        raise Failed(str(error)) from error
    return 0


def crawl(args: argparse.Namespace, told: Settings) -> int:
    """One crawl as a child, then the changes that it made."""
    since, until = args.date or args.since, args.date or args.until
    if until and not since:
        raise BadUsage("--until needs --since: from which day on?")
    if since and until and since > until:
        raise BadUsage(f"--since {since} is later than --until {until}")
    known = known_sources(told)
    names = _named(args.names, known)
    with open_state(told) as database:
        with database.read() as connection:
            before = log.last_id(connection)
            due = schedule.due(known.values(), stored.all(connection), datetime.now(SHANGHAI))
        names = [name for name in names if name in due or not args.due]
        if not names:
            print("no source is due", file=sys.stderr)
            return 0
        code = child.run(child.Order(tuple(names), since=since, until=until), told.for_crawls())
        with database.read() as connection:
            terminal.show_changes(log.query(connection, after_id=before), as_json=args.json)
    return code if code in (0, 1, 2) else 1


def _named(names: list[str], known: Mapping[str, Source]) -> list[str]:
    """The sources that are meant; all of them where none is named."""
    for name in names:
        if name not in known:
            near = close(name, known)
            hint = f"did you mean {' or '.join(near[:3])}?" if near else "`parkwatch sources` lists them"
            raise BadUsage(f"there is no source {name!r}: {hint}")
    return list(dict.fromkeys(names)) or list(known)


def read(args: argparse.Namespace, told: Settings) -> int:
    """What files say, without storing anything. One that cannot be read does not keep the others from it."""
    from crawler.files.open import Unsupported  # what reads files is not needed to look something up

    known = known_sources(told) if args.source else {}
    source = known[_named([args.source], known)[0]] if args.source else None
    code = 0
    for file in map(Path, args.files):
        try:
            _read(file, args, source, catalogue.load(told.boards))
            continue
        except (Unsupported, NotBelieved) as error:
            said = str(error)
        except BrokenPipeError:
            raise
        except OSError as error:
            said = f"cannot be read: {error.strerror}"
        except UnicodeDecodeError as error:
            said = f"cannot be read: it is not UTF-8 ({error.reason} at byte {error.start})"
        code = _say(said if said.startswith(str(file)) else f"{file}: {said}", 1)
    return code


def _read(file: Path, args: argparse.Namespace, source: Source | None, known: Catalogue) -> None:
    from crawler.files.open import read_file
    from monitors import readings

    documents = read_file(file, source, args.title, args.date)
    own_ids = file.suffix == ".jsonl"
    for ordinal, document in enumerate(documents, start=1):
        facts = readings.facts(document, zones.load(), known, source.watched if source else None)
        if len(documents) > 1 and not own_ids:
            facts = [replace(fact, article=ordinal) for fact in facts]
        rows = [fact.as_json(document.key if own_ids else file.stem) for fact in facts]
        terminal.show(rows, cards.facts(document.title, rows), as_json=args.json)


def changes(args: argparse.Namespace, told: Settings) -> int:
    """The log of changes with their evidence."""
    since = datetime.combine(args.since, datetime.min.time(), SHANGHAI) if args.since else None
    with open_state(told) as database, database.read() as connection:
        terminal.changes(connection, zones.load(), args.zone, since, args.kind, as_json=args.json)
    return 0


def zone(args: argparse.Namespace, told: Settings) -> int:
    """Everything known about a park."""
    with open_state(told) as database, database.read() as connection:
        terminal.zone(connection, zones.load(), args.name, datetime.now(SHANGHAI).date(), as_json=args.json)
    return 0


def board(args: argparse.Namespace, told: Settings) -> int:
    """A ranking, list or policy as stored; without a name, all of them."""
    with open_state(told) as database, database.read() as connection:
        if args.name:
            terminal.board(connection, catalogue.load(told.boards), args.name, args.edition, as_json=args.json)
        else:
            terminal.boards(connection, as_json=args.json)
    return 0


def sources(args: argparse.Namespace, told: Settings) -> int:
    """Every source: how it is, and what was held back or not understood. With --new: a new one is begun."""
    known = known_sources(told)
    if args.new:
        return _begin_source(args, told, known)
    if said := next((option for option in _OF_NEW if getattr(args, option)), None):
        raise BadUsage(f"--{said} says what a new source is: name it with --new NAME")
    with open_state(told) as database:
        rows = schedule.status(database, known)
    terminal.show(rows, cards.sources(rows), as_json=args.json)
    return 0


def _begin_source(args: argparse.Namespace, told: Settings, known: Mapping[str, Source]) -> int:
    """A first look at a site, then its TOML file and saved pages. What cannot be a source is said before anything is asked for."""
    from crawler import newsource

    new, today, boards = _said_of(args, known), datetime.now(SHANGHAI).date(), catalogue.load(told.boards)
    folder, pages = _place(told)
    seen = _look(newsource.check(new, folder, pages, today, boards), told)
    begun = newsource.create(new, folder, pages, today, boards, seen)
    row = {"name": new.name, "toml": str(begun.toml), "pages": [str(page) for page in begun.pages], "read": seen.lines, "doubt": seen.doubt}
    next_steps = (
        f"read {begun.toml} and correct what is INFERRED in it",
        *(f"parkwatch read --source {new.name} {page}" for page in begun.pages if ".column." not in page.name),
        f"parkwatch crawl {new.name}: the first crawl is silent, what changes after it is news",
    )
    said = [f"wrote {file}" for file in (begun.toml, *begun.pages)]
    said += ["", *(["what could be read:", *(f"  {one}" for one in seen.lines)] if seen.lines else [])]
    said += [f"what could not: {seen.doubt}"] if seen.doubt else []
    terminal.show([row], [line(one) for one in [*said, "", "next:", *(f"  {one}" for one in next_steps)]], as_json=args.json)
    return 0


def _said_of(args: argparse.Namespace, known: Mapping[str, Source]) -> NewSource:
    """What the command line says of a new source. Raises BadUsage."""
    from crawler.newsource import NewSource

    if args.new in known:
        raise BadUsage(f"there is a source {args.new!r} already: choose another name")
    if missing := next((option for option in ("url", "family") if not getattr(args, option)), None):
        raise BadUsage(f"--new {args.new} needs --{missing}")
    watched = args.family == "page"
    if watched and not args.kind:
        raise BadUsage("--family page needs --kind: ranking, list or policy")
    if wrong := next((option for option in (("row",) if watched else _OF_PAGES) if getattr(args, option)), None):
        raise BadUsage(f"--{wrong} says nothing of --family {args.family}")
    said = {option: getattr(args, option) or "" for option in _OF_NEW if option != "columns"}
    columns = tuple(filter(None, (column.strip() for column in re.split("[,，]", args.columns or ""))))
    return NewSource(args.new, columns=columns, **said)


def _place(told: Settings) -> tuple[Path, Path]:
    """Where a source file and its pages are written: the user's folder, else, in a checkout, where those of parkwatch stand."""
    if told.sources:
        return Path(told.sources), Path(told.sources) / "pages"
    if Path("crawler/sources").is_dir() and Path("tests/pages").is_dir():
        return Path("crawler/sources"), Path("tests/pages")
    raise Failed("PARKWATCH_SOURCES is not set: make a folder for sources of your own and name it there")


def _look(source: Source, told: Settings) -> Seen:
    """What the site of a source answers. Raises Failed."""
    import asyncio

    from crawler.run import first_look

    os.environ.update(told.proxies)  # where Scrapy looks for them; a crawl has them in its own environment
    logging.getLogger("scrapy").setLevel(logging.CRITICAL)  # what goes wrong is told in one line
    spider = asyncio.run(first_look(source, told.contact))
    if spider.seen is None:
        raise Failed(f"{source.url}: {spider.refused or 'nothing could be read'}; nothing was written")
    return spider.seen


def db(args: argparse.Namespace, told: Settings) -> int:
    """Looking after the database."""
    return {"upgrade": _upgrade, "backup": _backup, "prune": _prune}[args.action](args, told)


def _upgrade(_: argparse.Namespace, told: Settings) -> int:
    """Brings the database to this version."""
    opened = Database(states.connect(told.database))
    with closing(opened):
        if states.revision(opened) is None:
            states.open_database(told.database).close()
        print(f"{opened.name} is at version {states.upgrade(opened)}")
    return 0


def _backup(args: argparse.Namespace, told: Settings) -> int:
    """A consistent copy while everything runs."""
    with open_state(told) as database:
        print(f"{args.file}: {states.backup(database, Path(args.file))} bytes")
    return 0


def _prune(args: argparse.Namespace, told: Settings) -> int:
    """Forgets delivered messages and readings that were held back, after a time; changes and their evidence stay."""
    before = datetime.now(SHANGHAI) - timedelta(days=args.days)
    with open_state(told) as database, database.write() as connection:
        messages, bodies = outbox.prune(connection, before), documents.prune(connection, before)
    print(f"{messages} message(s) and {bodies} held page(s) from before {before:%Y-%m-%d} are gone")
    return 0


COMMANDS: Mapping[str, Callable[[argparse.Namespace, Settings], int]] = {
    "demo": demo,
    "crawl": crawl,
    "read": read,
    "changes": changes,
    "zone": zone,
    "board": board,
    "sources": sources,
    "db": db,
}
