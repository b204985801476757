"""Sources: what is read, where, how often, and what to expect of it; one TOML file each, checked before anything is fetched.

Shipped files stand in sources/; users add their own in the folder PARKWATCH_SOURCES.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from monitors.boards import catalogue
from monitors.boards.catalogue import BadBoard, Board, Catalogue
from monitors.change import Kind
from monitors.document import Shape, Watched

# The kinds of sites there are spiders for. A page is watched by itself; all but it and the newspaper are columns of notices.
FAMILIES = ("newspaper", "jpaas", "trs", "hanweb", "ucap", "truecms", "generic", "page")

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_EDITION = re.compile(r"(?:19|20)\d{2}年?|第[一二三四五六七八九十\d]{1,4}批")
_OF_COLUMNS = ("title", "body", "list", "row", "link", "date")
_OF_BOARDS = ("title", "body", "table")
_OF_POLICIES = ("title", "body")


class BadSource(Exception):
    """A source file that cannot be used: one line that names the file, the key and what to do."""


@dataclass(frozen=True)
class Expect:
    """What a column must show to be believed."""

    rows: int = 1  # at least so many on its first page
    dates: bool = True  # every row states one


@dataclass(frozen=True)
class Archive:
    """A newspaper's old HTML edition, for back-filling."""

    url: str  # where html/YYYY-MM/DD/ begins
    until: date  # the newest issue known to stand there


@dataclass(frozen=True)
class Paper:
    """A newspaper with a JSON API."""

    api: str
    code: str
    site_id: str
    page: str  # the page to read: its name without spaces ends so
    first_issues: int  # how many of the last issues the first crawl reads
    archive: Archive | None = None


@dataclass(frozen=True)
class Source:
    """One column of one publisher, or one page of a newspaper."""

    name: str
    title: str
    publisher: str
    family: str  # one of FAMILIES
    url: str  # what a person opens; of a column, its first page
    schedule: str  # five fields of cron, Asia/Shanghai
    expect: Expect = Expect()
    pages: int = 3  # of a column, read at most in one crawl
    hosts: tuple[str, ...] = ()  # other names of the same site: its pages are the same pages there
    tag: str = ""  # which of several lists on a column's page is meant
    turns: bool = True  # whether the site gives further pages
    turn: str = ""  # of a generic column: the address of its further pages, with {page} (2, 3 …) or {before} (1, 2 …)
    shape: Shape = Shape.NOTICE  # article: the press speaks
    gone: int | None = None  # bytes of the one page that the site serves, with status 200, for whatever is not there
    selectors: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))  # what is looked for → CSS or XPath
    paper: Paper | None = None
    watched: Watched | None = None  # of a page that is itself a board or a policy
    attachments: bool = False  # of such a page: whether the files that hang on it are part of it

    @property
    def host(self) -> str:
        """The host that is asked: two sources of one host never run at once."""
        return urlsplit(self.paper.api if self.paper else self.url).hostname or ""

    @property
    def is_one_page(self) -> bool:
        """Whether nobody said how its further pages are asked for: that there are none is not the site's word."""
        return self.family == "generic" and not self.turn


def load(folder: Path | None = None) -> dict[str, Source]:
    """The sources shipped with parkwatch and those of a folder of the user's, by name.

    Raises BadSource for a file that cannot be used, and where two files have one name.
    """
    found: dict[str, Source] = {}
    files: dict[str, str] = {}
    folders: list[Traversable] = [resources.files("crawler").joinpath("sources")]
    if folder is not None:
        if not folder.is_dir():
            raise BadSource(f"PARKWATCH_SOURCES names {folder}, which is no folder: make it or unset the variable")
        folders.append(folder)
    for place in folders:
        for file in sorted((f for f in place.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name):
            source = read_source(file)
            if source.name in found:
                raise BadSource(f"{file.name}: there is a source {source.name!r} already: choose another name")
            found[source.name] = source
            files[source.name] = file.name
    if watched := {files[name]: source.watched for name, source in found.items() if source.watched is not None}:
        _know_their_boards(watched, folder)
    return found


def _know_their_boards(watched: Mapping[str, Watched], folder: Path | None) -> None:
    try:
        known = catalogue.load(folder)
    except BadBoard as error:
        raise BadSource(str(error)) from error
    for file, said in watched.items():
        know_board(file, said, known)


def know_board(file: str, said: Watched, known: Catalogue) -> None:
    """Raises BadSource for a page that is said to be a board which no file describes, or one of another kind."""
    board = known.named(said.board)
    if said.kind is not Kind.POLICY and board is None:
        names = ", ".join(sorted(one.name for one in known))
        raise BadSource(f"{file}: page.board is {said.board!r}, which no file describes: add a table [board], or write one of {names}")
    if board is not None and board.kind is not said.kind:
        raise BadSource(f"{file}: page.kind is {str(said.kind)!r}, but {board.name!r} is a {board.kind}")


def read_source(file: Traversable) -> Source:
    """One source file. Raises BadSource."""
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise BadSource(f"{file.name} is not TOML: {error}") from error
    except OSError as error:
        raise BadSource(f"{file.name} cannot be read: {error.strerror}") from error
    return parse(text, file.name)


def parse(text: str, file: str) -> Source:
    """A source as its file says it. file: its name, for the words of errors. Raises BadSource."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadSource(f"{file} is not TOML: {error}") from error
    keys = _Keys(raw, file)
    name, title, publisher = keys.name("name"), keys.text("title"), keys.text("publisher")
    family, url, schedule = keys.one_of("family", FAMILIES), keys.address("url"), keys.schedule("schedule")
    more = _page(keys) if family == "page" else _column(keys, family)
    source = Source(name, title, publisher, family, url, schedule, **more)
    keys.nothing_left()
    if source.family == "generic" and "row" not in source.selectors:
        raise BadSource(f"{file}: selectors.row is missing: of a generic site nobody knows where its rows stand")
    return source


def _column(keys: _Keys, family: str) -> dict[str, Any]:
    """What a column of notices, or a newspaper, says beside what all sources say."""
    return {
        "expect": _expect(keys.table("expect")),
        "pages": keys.number("pages", 3),
        "hosts": keys.texts("hosts"),
        "tag": keys.text("tag", ""),
        "turns": keys.flag("turns", True),
        "turn": keys.text("turn", ""),
        "shape": Shape(keys.one_of("shape", ("notice", "article"), "notice")),
        "gone": keys.number("gone", 1) if keys.has("gone") else None,
        "selectors": _selectors(keys.table("selectors"), _OF_COLUMNS),
        "paper": _paper(keys.table("newspaper")) if family == "newspaper" else None,
    }


def _page(keys: _Keys) -> dict[str, Any]:
    """What a page that is itself a board or a policy says."""
    said, expect = keys.table("page"), keys.table("expect")
    kind = Kind(said.one_of("kind", ("ranking", "list", "policy")))
    told: dict[str, Any] = {}
    if kind is not Kind.POLICY:
        own = _own_board(keys, kind)
        told = {
            "board": own.name if own else said.text("board"),
            "edition": said.edition("edition"),
            "columns": said.texts("columns"),
        }
    attachments = said.flag("attachments", False)
    watched = Watched(kind, rows=expect.number("rows", 1), **told)
    said.nothing_left()
    expect.nothing_left()
    selectors = _selectors(keys.table("selectors"), _OF_POLICIES if kind is Kind.POLICY else _OF_BOARDS)
    return {"watched": watched, "attachments": attachments, "selectors": selectors}


def _own_board(keys: _Keys, kind: Kind) -> Board | None:
    """The board that the file describes itself, in the form of a board file: the catalogue reads it from there, too."""
    raw = keys.inner("board")
    if raw is None:
        return None
    try:
        board = catalogue.board_of(raw, f"{keys.file} [board]")
    except BadBoard as error:
        raise BadSource(str(error)) from error
    if board.kind is not kind:
        raise BadSource(f"{keys.file}: page.kind is {str(kind)!r}, but its [board] is a {board.kind}")
    return board


def _expect(keys: _Keys) -> Expect:
    expect = Expect(rows=keys.number("rows", 1), dates=keys.flag("dates", True))
    keys.nothing_left()
    return expect


def _selectors(keys: _Keys, names: tuple[str, ...]) -> Mapping[str, str]:
    found = {name: keys.selector(name) for name in names if keys.has(name)}
    keys.nothing_left()
    return MappingProxyType(found)


def _paper(keys: _Keys) -> Paper:
    archive = Archive(keys.address("archive"), keys.day("archive_until")) if keys.has("archive") else None
    paper = Paper(
        api=keys.address("api"),
        code=keys.text("code"),
        site_id=keys.text("site_id"),
        page=keys.text("page"),
        first_issues=keys.number("first_issues", 3),
        archive=archive,
    )
    keys.nothing_left()
    return paper


class _Keys:
    """The keys of a TOML table, each taken once: what nobody asked for is a mistake in the file."""

    def __init__(self, values: Mapping[str, Any], file: str, path: str = "") -> None:
        self._values, self.file, self._path = dict(values), file, path

    def has(self, key: str) -> bool:
        return key in self._values

    def name(self, key: str) -> str:
        value = self.text(key)
        if not _NAME.fullmatch(value):
            raise self._bad(key, f"is {value!r}: write small letters, digits and hyphens")
        return value

    def text(self, key: str, default: str | None = None) -> str:
        value = self._take(key, default)
        if not isinstance(value, str) or not (value or default == ""):
            raise self._bad(key, "must be a text in quotation marks")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self._take(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise self._bad(key, "must be a list of texts")
        return tuple(value)

    def number(self, key: str, default: int) -> int:
        value = self._take(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise self._bad(key, "must be a whole number of 1 or more")
        return value

    def flag(self, key: str, default: bool) -> bool:
        value = self._take(key, default)
        if not isinstance(value, bool):
            raise self._bad(key, "must be true or false")
        return value

    def day(self, key: str) -> date:
        value = self._take(key, None)
        if type(value) is not date:
            raise self._bad(key, "must be a date such as 2025-05-19, without quotation marks")
        return value

    def one_of(self, key: str, known: tuple[str, ...], default: str | None = None) -> str:
        value = self.text(key, default)
        if value not in known:
            raise self._bad(key, f"is {value!r}: it can be {', '.join(known)}")
        return value

    def address(self, key: str) -> str:
        value = self.text(key)
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise self._bad(key, f"is {value!r}: write a whole address with http:// or https://")
        return value

    def edition(self, key: str) -> str:
        value = self.text(key, "")
        if value and not _EDITION.fullmatch(value):
            raise self._bad(key, f'is {value!r}: write a year such as "2025", or a batch such as "第六批"')
        return value

    def selector(self, key: str) -> str:
        from crawler.sites.tree import fault  # parsers of pages are loaded only where a file is read

        value = self.text(key)
        if why := fault(value):
            raise self._bad(key, f"is {value!r}, which is no selector: write CSS, or XPath that begins with // ({why})")
        return value

    def schedule(self, key: str) -> str:
        from apscheduler.triggers.cron import CronTrigger  # the schedule's machinery is loaded only where a file is read

        value = self.text(key)
        try:
            CronTrigger.from_crontab(value)
        except ValueError as error:
            raise self._bad(key, f"is {value!r}: write five fields of cron ({error})") from error
        return value

    def table(self, key: str) -> _Keys:
        value = self._take(key, {})
        if not isinstance(value, dict):
            raise self._bad(key, f"must be a table: write [{key}]")
        return _Keys(value, self.file, f"{self._path}{key}.")

    def inner(self, key: str) -> Mapping[str, Any] | None:
        """A table that somebody else reads; None where there is none."""
        value = self._values.pop(key, None)
        if value is not None and not isinstance(value, dict):
            raise self._bad(key, f"must be a table: write [{key}]")
        return value

    def nothing_left(self) -> None:
        if self._values:
            raise self._bad(next(iter(self._values)), "is not a key parkwatch knows here: remove it or mend its spelling")

    def _take(self, key: str, default: Any) -> Any:
        if key not in self._values and default is None:
            raise self._bad(key, "is missing: add it as the other source files have it")
        return self._values.pop(key, default)

    def _bad(self, key: str, what: str) -> BadSource:
        return BadSource(f"{self.file}: {self._path}{key} {what}")
