"""The newspaper's issues, read from content/: a folder is an issue (YYYY-MM-DD), a TOML file in it one page (01.toml).

Keys of a page: name (as printed, e.g. "园 区"), [[article]] with id, title, content (HTML), and optionally pretitle,
subtitle, author, pictures ([{url, text}]).
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from functools import cache
from importlib import resources
from typing import Any

from crawler.replica.exchange import SAMPLE

# A morning paper: its issue is on the net before the readers are up.
_OUT = time(5, 30, tzinfo=timezone(timedelta(hours=8)))


@dataclass(frozen=True)
class Picture:
    """A picture of an article and the words under it."""

    url: str
    text: str


@dataclass(frozen=True)
class Article:
    """One article; titles and content may carry markup and entities, as in the paper's own database."""

    id: str
    title: str
    content: str
    pretitle: str
    subtitle: str
    author: str
    pictures: tuple[Picture, ...]


@dataclass(frozen=True)
class Page:
    """One page of an issue."""

    number: int
    name: str
    articles: tuple[Article, ...]


@dataclass(frozen=True)
class Issue:
    """One day's paper."""

    day: date
    pages: tuple[Page, ...]  # in order


def issues(paper: str, moment: datetime) -> list[Issue]:
    """The issues of a paper that are out at `moment`, oldest first."""
    return [issue for issue in _issues(paper) if datetime.combine(issue.day, _OUT) <= moment]


@cache
def _issues(paper: str) -> tuple[Issue, ...]:
    found = []
    for folder in resources.files(__package__).joinpath("content", paper).iterdir():
        pages = [
            _page(int(file.name.removesuffix(".toml")), tomllib.loads(file.read_text(encoding="utf-8")))
            for file in folder.iterdir()
            if file.name.endswith(".toml")
        ]
        found.append(Issue(date.fromisoformat(folder.name), tuple(sorted(pages, key=lambda page: page.number))))
    return tuple(sorted(found, key=lambda issue: issue.day))


def _page(number: int, read: dict[str, Any]) -> Page:
    return Page(number, read["name"], tuple(_article(entry) for entry in read["article"]))


def _article(entry: dict[str, Any]) -> Article:
    return Article(
        id=entry["id"],
        title=entry["title"],
        content=f"{entry['content'].strip()}\n<p>{SAMPLE}</p>",
        pretitle=entry.get("pretitle", ""),
        subtitle=entry.get("subtitle", ""),
        author=entry.get("author", ""),
        pictures=tuple(Picture(**picture) for picture in entry.get("pictures", ())),
    )
