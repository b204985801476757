"""A new source begun: its TOML file written and the pages that were fetched for it saved, for a person to read and correct."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from crawler.sites.charset import decoded
from crawler.sites.column import Line
from crawler.sites.families import FAMILIES
from crawler.source import BadSource, Source, load, read_source
from monitors.belief import NotBelieved


@dataclass(frozen=True)
class NewSource:
    """What a person said of it. title and publisher: as subscribers read them."""

    name: str
    url: str
    family: str
    title: str = ""
    publisher: str = ""
    row: str = ""  # CSS of a row: a generic site needs it


@dataclass(frozen=True)
class Begun:
    """The files written, and what the column's page was found to say: the first rows, or why none could be read."""

    toml: Path
    pages: tuple[Path, ...]
    source: Source
    lines: tuple[Line, ...]
    doubt: str = ""


def create(new: NewSource, folder: Path, pages: Path, today: date, column: bytes, notice: bytes | None = None) -> Begun:
    """Writes NAME.toml into `folder`, and the bytes as fetched into `pages`: NAME.column.html, and NAME.html for a notice.

    Nothing is overwritten. Raises BadSource, one line, for a name that is taken, keys that cannot be used, and a folder
    that cannot be written; then no file is left. A page that cannot be read is no error: it is saved, and `doubt` says why.
    """
    if not re.fullmatch(r"[a-z0-9-]+", new.name):  # before it becomes a path
        raise BadSource(f"{new.name!r} is no name of a source: write small letters, digits and hyphens")
    toml = folder / f"{new.name}.toml"
    saved = {pages / f"{new.name}.column.html": column} | ({pages / f"{new.name}.html": notice} if notice is not None else {})
    if new.name in load():
        raise BadSource(f"there is a source {new.name!r} already: choose another name")
    taken = next((file for file in (toml, *saved) if file.exists()), None)
    if taken is not None:
        raise BadSource(f"{taken} is there already: choose another name or remove it")
    written: list[Path] = []
    try:
        for file, content in ({toml: _toml(new, today).encode()} | saved).items():
            file.parent.mkdir(parents=True, exist_ok=True)
            written.append(file)
            file.write_bytes(content)
        source = read_source(toml)
    except (OSError, BadSource) as error:
        for file in written:
            file.unlink(missing_ok=True)
        if isinstance(error, BadSource):
            raise
        raise BadSource(f"{error.filename} cannot be written: {error.strerror}") from error
    lines, doubt = _read(source, column)
    return Begun(toml, tuple(saved), source, lines, doubt)


def _read(source: Source, column: bytes) -> tuple[tuple[Line, ...], str]:
    """The rows that the column's page shows; those of a family that asks an API for them are not on the page."""
    if source.family not in FAMILIES:
        return (), f"the family {source.family} has no column: write its own table into the file"
    try:
        opened = FAMILIES[source.family](source, decoded(column))
    except NotBelieved as error:
        return (), str(error)
    return (opened.first.lines, "") if opened.first else ((), "")


def _toml(new: NewSource, today: date) -> str:
    """The file: what was said, and the keys that are most often needed."""
    host = urlsplit(new.url).hostname or new.url
    said = {
        "name": new.name,
        "title": new.title or f"{host}·{new.name}",
        "publisher": new.publisher or host,
        "family": new.family,
        "url": new.url,
        "schedule": "20 9,13,17 * * *",
    }
    lines = [f"# {today}: INFERRED, begun by parkwatch sources --new. Write here what was seen: how rows, dates and pages are marked."]
    # A JSON text is a TOML text, but for the characters that JSON leaves as they are and TOML does not: DEL.
    lines += [f"{key} = {json.dumps(value, ensure_ascii=False)}".replace("\x7f", "\\u007f") for key, value in said.items()]
    lines += ["", "[expect]", "rows = 3"]
    if new.row:
        lines += ["", "[selectors]", f"row = {json.dumps(new.row, ensure_ascii=False)}"]
    return "\n".join(lines) + "\n"
