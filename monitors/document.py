"""Document and Table: what a page says, whatever the site it came from.

A crawler turns bytes into these; everything that decides what is news starts from them and never sees HTML.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from monitors.change import Kind


class Shape(StrEnum):
    """What kind of text a document is: who speaks decides how far it is believed."""

    NOTICE = "notice"  # the issuer speaks: its tables are records
    ARTICLE = "article"  # the press speaks: its sentences are claims


@dataclass(frozen=True)
class Watched:
    """What a page is watched for, as its source file says: it is that board or policy, and is believed as nothing else."""

    kind: Kind  # RANKING, LIST or POLICY
    board: str = ""  # its name in the catalogue; "" of a policy
    edition: str = ""  # 2025, 第六批: where the page does not state it
    columns: tuple[str, ...] = ()  # header cells that tell its table from others
    rows: int = 1  # lines, or clauses and measures, that it has at least


@dataclass(frozen=True)
class Table:
    """One table as printed. Cells are stripped text; merged cells are already filled down and across."""

    header: tuple[str, ...]  # () where the page prints none
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""  # the nearest heading or line above the table, "" where there is none
    file: str | None = None  # name of the attachment it stands in; None for the page itself


@dataclass(frozen=True)
class Fetched:
    """The bytes a document was read from, and what is needed to ask for them again politely."""

    url: str
    body: bytes
    media_type: str  # e.g. "text/html"
    at: datetime  # aware, Asia/Shanghai
    etag: str | None = None
    last_modified: str | None = None  # as the server wrote it

    @property
    def sha256(self) -> str:
        """Hex digest of the bytes: the address they are stored under."""
        return hashlib.sha256(self.body).hexdigest()


@dataclass(frozen=True)
class File:
    """An attachment: its real name as the page gives it, and its bytes; b"" where they did not come, or are as they were.

    bad: why nobody can read it, in words for the operator; what it says is then no part of the document.
    """

    name: str
    fetched: Fetched
    bad: str = ""


@dataclass(frozen=True)
class Document:
    """One version of one page. `key` is its identity within its source: an article id or a canonical address."""

    source: str
    key: str
    url: str  # the address a person can open
    shape: Shape
    title: str  # without markup
    text: str  # paragraphs of the body, one a line, without tables, navigation, counters and related links
    tables: tuple[Table, ...] = ()
    published: date | None = None  # as the page states it, not as the server does
    issuer: str | None = None  # who publishes: 来源 / ContentSource of a notice, the paper's name of an article
    number: str | None = None  # 发文字号, e.g. 工信部企业函〔2024〕12号
    author: str | None = None
    captions: tuple[str, ...] = ()  # picture captions: shown as evidence, never read as facts twice
    meta: dict[str, str] = field(default_factory=dict)  # the site's own labels, as printed
    unread: tuple[str, ...] = ()  # what belongs to it and nobody could read, in words for the operator: a scan, a damaged file

    @property
    def content(self) -> str:
        """Hex digest of what the document says; counters, markup and re-publication dates do not enter."""
        said = [self.title, "".join(self.text.split()), [[t.caption, t.header, t.rows] for t in self.tables], self.number]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
