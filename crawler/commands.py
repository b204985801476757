"""Commands: what each one of the command line does, but for `run`. It prints its answer and returns the exit code.

They stand here because they need crawler, monitors and state; bot.py holds what needs Telegram.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from crawler import child, schedule
from crawler import source as crawled
from crawler.configuration import BadConfiguration, Settings
from crawler.source import BadSource, Source
from monitors import zones
from monitors.alerts import cards, terminal
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

    code = 0
    for file in map(Path, args.files):
        try:
            _read(file, args, catalogue.load(told.boards))
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


def _read(file: Path, args: argparse.Namespace, known: Catalogue) -> None:
    from crawler.files.open import read_file
    from monitors import readings

    documents = read_file(file, args.source, args.title, args.date)
    own_ids = file.suffix == ".jsonl"
    for ordinal, document in enumerate(documents, start=1):
        facts = readings.facts(document, zones.load(), known)
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
    """Every source: how it is, and what was held back or not understood."""
    known = known_sources(told)
    with open_state(told) as database:
        rows = schedule.status(database, known)
    terminal.show(rows, cards.sources(rows), as_json=args.json)
    return 0


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
