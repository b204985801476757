"""The notices of the replica's government sites, read from the files in content/: one file is one version of one notice.

A file starts with `+++`, TOML keys, `+++`; the rest is the HTML of its body, in which `{{table FILE.csv}}` stands for a
table (`{{table FILE.csv merge=2}}` merges equal cells of the second column downwards). Keys: title, published (aware),
office; optional number (文号), since (when this version began to stand; default: published), revises (file stem of the
notice that this is a later version of), related (stems of notices shown beside the row and below the text), attachments
(each a table of `file`, which lies in the same folder, and `title`, the text of its link), form (where a site shows some
notices otherwise than the rest: its module says how).
A column's short notices without tables stand together in its ordinary.toml. Adding a notice is adding a file.
"""

from __future__ import annotations

import csv
import hashlib
import html
import io
import re
import tomllib
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

_TABLE = re.compile(r"\{\{table ([\w.-]+)(?: merge=(\d+))?\}\}")


@dataclass(frozen=True)
class Attachment:
    """A file that hangs on a notice."""

    file: str  # its name in content/
    title: str  # the text of its link
    body: bytes = field(repr=False)

    @property
    def ending(self) -> str:
        """pdf, xlsx, docx."""
        return self.file.rpartition(".")[2]


@dataclass(frozen=True)
class Notice:
    """One version of a notice. `stem` is its identity: a revised version has the stem of the first."""

    stem: str
    title: str
    published: datetime
    since: datetime
    office: str
    number: str
    body: str  # HTML
    related: tuple[str, ...]
    attachments: tuple[Attachment, ...] = ()
    form: str = ""

    @property
    def serial(self) -> int:
        """A number of seven digits, the same for every version, for the sites whose addresses carry one."""
        return 1_000_000 + int(hashlib.md5(self.stem.encode(), usedforsecurity=False).hexdigest()[:8], 16) % 9_000_000


def standing(site: str, column: str, moment: datetime) -> list[Notice]:
    """The notices of a column as they stand at `moment`: the latest version of each, newest first."""
    latest: dict[str, Notice] = {}
    for notice in _notices(site, column):
        if notice.since <= moment:
            latest[notice.stem] = notice
    return sorted(latest.values(), key=lambda notice: (notice.published, notice.stem), reverse=True)


@cache
def _notices(site: str, column: str) -> tuple[Notice, ...]:
    """All versions, oldest first."""
    folder = resources.files(__package__).joinpath("content", site, column)
    notices = [_read(file, folder) for file in folder.iterdir() if file.name.endswith(".html")]
    ordinary = folder.joinpath("ordinary.toml")
    if ordinary.is_file():
        for entry in tomllib.loads(ordinary.read_text(encoding="utf-8"))["notice"]:
            paragraphs = "\n".join(f'<p style="text-indent: 2em;">{html.escape(text)}</p>' for text in entry.pop("paragraphs"))
            notices.append(_notice(f"{entry['published']:%Y-%m-%d}-{entry['title']}", entry, paragraphs, folder))
    return tuple(sorted(notices, key=lambda notice: notice.since))


def _read(file: Traversable, folder: Traversable) -> Notice:
    _, head, body = file.read_text(encoding="utf-8").split("+++\n", 2)
    return _notice(file.name.removesuffix(".html"), tomllib.loads(head), _TABLE.sub(lambda named: _table(folder, named), body), folder)


def _notice(stem: str, head: dict[str, Any], body: str, folder: Traversable) -> Notice:
    notice = Notice(
        stem=head.pop("revises", stem),
        title=head.pop("title"),
        published=head["published"],
        since=head.pop("since", head.pop("published")),
        office=head.pop("office"),
        number=head.pop("number", ""),
        body=body.strip(),
        related=tuple(head.pop("related", ())),
        attachments=tuple(Attachment(**entry, body=folder.joinpath(entry["file"]).read_bytes()) for entry in head.pop("attachments", ())),
        form=head.pop("form", ""),
    )
    if head:
        raise ValueError(f"{stem}: unknown keys {', '.join(head)}")
    return notice


def _table(folder: Traversable, named: re.Match[str]) -> str:
    """A CSV as the ministry's editor writes tables: header cells are td, too, and texts stand in p and span."""
    rows = list(csv.reader(io.StringIO(folder.joinpath(named.group(1)).read_text(encoding="utf-8"))))
    merged = int(named.group(2)) - 1 if named.group(2) else None
    lines = ['<table border="1" cellspacing="0" cellpadding="0" width="100%"><tbody>']
    for place, row in enumerate(rows):
        cells = []
        for column, text in enumerate(row):
            span = ""
            if column == merged:
                if place > 1 and rows[place - 1][column] == text:
                    continue
                if (height := _run(rows, place, column)) > 1:
                    span = f' rowspan="{height}"'
            cells.append(f'<td{span} valign="center"><p style="text-align:center"><span>{html.escape(text)}</span></p></td>')
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return "\n".join([*lines, "</tbody></table>"])


def _run(rows: list[list[str]], place: int, column: int) -> int:
    """How many rows from `place` on have the same text in this column."""
    end = place
    while end < len(rows) and rows[end][column] == rows[place][column]:
        end += 1
    return end - place
