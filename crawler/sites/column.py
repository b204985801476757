"""What every family of sites knows of a column: where its rows are, how the next page is asked for, which page is which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from crawler.source import Source
from monitors.belief import Incomplete

# Parameters that only choose how the same page is shown (div: the old newspaper's frames) or count who came.
_NO_MATTER = {"div", "from", "spm", "isappinstalled"}


class SamePage(Incomplete):
    """The site gives the same page whatever page is asked for: there is no more to be read than that one."""


@dataclass(frozen=True)
class Ask:
    """A request for one page of a column."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    method: str = "GET"
    body: bytes = b""


def posted(url: str, form: Mapping[str, str], headers: Mapping[str, str]) -> Ask:
    """A request that sends a form."""
    return Ask(url, {**headers, "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"}, "POST", urlencode(form).encode())


@dataclass(frozen=True)
class Line:
    """One row of a column."""

    url: str  # canonical: the identity of the page within its source
    title: str
    published: date | None


@dataclass(frozen=True)
class Listing:
    """One page of a column. number, count, size and pages are what the site itself says, None where it says nothing."""

    lines: tuple[Line, ...]
    number: int | None = None
    count: int | None = None  # rows of the whole column
    size: int | None = None  # rows of a full page
    pages: int | None = None  # of the whole column

    @property
    def is_counted(self) -> bool:
        """Whether the site says how far its column goes."""
        return self.count is not None or self.pages is not None

    @property
    def keys(self) -> tuple[str, ...]:
        """The identities of its rows."""
        return tuple(line.url for line in self.lines)

    def is_last(self, number: int) -> bool:
        """Whether the site says that no page comes after this one."""
        if self.pages is not None:
            return number >= self.pages
        return self.count is not None and self.size is not None and number * self.size >= self.count


class Column(Protocol):
    """A column that was opened."""

    @property
    def first(self) -> Listing | None:
        """The rows that the column's own page already shows, None where they must be asked for."""

    def ask(self, number: int) -> Ask:
        """The request for page `number`, from 1."""

    def read(self, text: str, number: int) -> Listing:
        """The rows of the reply to `ask(number)`. Raises LayoutChanged, Incomplete or SourceDown."""


class Family(Protocol):
    """A way of building sites: opens a column from its page."""

    def __call__(self, source: Source, text: str) -> Column:
        """Raises LayoutChanged or SourceDown."""


def joined(base: str, href: str) -> str | None:
    """The whole address of a link, None where it is none: http://[附件 has been seen."""
    try:
        address = urljoin(base, href.strip())
        urlsplit(address)
    except ValueError:
        return None
    return address


def canonical(source: Source, base: str, href: str) -> str:
    """The one address of a page that is reachable under several: its host's first name, the source's scheme, no display parameters."""
    parts = urlsplit(urljoin(base, href.strip()))
    home = urlsplit(source.url)
    host = parts.hostname or ""
    ours = host == home.hostname or host in source.hosts
    scheme, netloc = (home.scheme, home.netloc) if ours else (parts.scheme, parts.netloc.lower())
    query = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name not in _NO_MATTER]
    return urlunsplit((scheme, netloc, parts.path or "/", urlencode(query), ""))
