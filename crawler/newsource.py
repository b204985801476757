"""A new source begun: its TOML file written and the pages that were fetched for it saved, for a person to read and correct."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from crawler.sites.families import ROWS_ON_PAGE
from crawler.source import BadSource, Source, know_board, load, parse
from monitors.boards.catalogue import Catalogue

# What most tables of the field call their columns: a start for a board that is described in the file itself.
_COLUMNS = {
    "ranking": {"rank": "^(排名|名次|位次|序号)$", "zone": "(高新区|经开区|开发区|园区|示范区|新区)(名称)?$"},
    "list": {"number": "^序号$", "name": "(企业|单位|机构|项目|园区|基地)(名称)?$|^名称$", "region": "省|地区|所在地"},
}


@dataclass(frozen=True)
class NewSource:
    """What a person said of it. title and publisher: as subscribers read them. The last five are of a page that is watched."""

    name: str
    url: str
    family: str
    title: str = ""
    publisher: str = ""
    row: str = ""  # CSS of a row: a generic site needs it
    kind: str = ""
    board: str = ""  # one that is known; "" where the file is to describe its own
    edition: str = ""
    columns: tuple[str, ...] = ()
    table: str = ""  # selector of its table


@dataclass(frozen=True)
class Seen:
    """What the site answered. lines: the first things that were read, a line each; doubt: why nothing could be, or not all."""

    page: bytes
    lines: tuple[str, ...] = ()
    doubt: str = ""
    notice: bytes | None = None  # the newest one of a column
    ending: str = "html"  # of a watched page: what kind of file it is


@dataclass(frozen=True)
class Begun:
    """The files that were written."""

    toml: Path
    pages: tuple[Path, ...]


def check(new: NewSource, folder: Path, pages: Path, today: date, known: Catalogue) -> Source:
    """The source as its file will say it, before anything is asked for or written.

    Raises BadSource, one line, for a name that is taken and for what cannot be a source.
    """
    if not re.fullmatch(r"[a-z0-9-]+", new.name):  # before it becomes a path
        raise BadSource(f"{new.name!r} is no name of a source: write small letters, digits and hyphens")
    if new.name in load():
        raise BadSource(f"there is a source {new.name!r} already: choose another name")
    toml = folder / f"{new.name}.toml"
    taken = toml if toml.exists() else next(iter(sorted(pages.glob(f"{new.name}.*"))), None)
    if taken is not None:
        raise BadSource(f"{taken} is there already: choose another name or remove it")
    source = parse(_toml(new, today), toml.name)
    if source.watched is not None and new.board:
        know_board(toml.name, source.watched, known)
    elif source.watched is not None and known.named(source.watched.board):
        raise BadSource(f"there is a board {source.watched.board!r} already: watch the page for that one, or choose another title")
    return source


def create(new: NewSource, folder: Path, pages: Path, today: date, known: Catalogue, seen: Seen) -> Begun:
    """Writes NAME.toml into `folder`, and the bytes as fetched into `pages`: NAME.column.html and NAME.html of a column and its
    newest notice, NAME.html (or .xlsx, …) of a watched page.

    Nothing is overwritten. Raises BadSource as `check` does, and for a folder that cannot be written; then no file is left.
    """
    check(new, folder, pages, today, known)
    toml = folder / f"{new.name}.toml"
    saved = {pages / name: content for name, content in _pages(new, seen).items()}
    written: list[Path] = []
    try:
        for file, content in ({toml: _toml(new, today).encode()} | saved).items():
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("xb") as opened:
                written.append(file)
                opened.write(content)
    except OSError as error:
        for file in written:
            file.unlink(missing_ok=True)
        raise BadSource(f"{error.filename or folder} cannot be written: {error.strerror}") from error
    return Begun(toml, tuple(saved))


def _pages(new: NewSource, seen: Seen) -> dict[str, bytes]:
    """What is saved under which name. A column's page that only tells the parameters of an API is worth nothing by itself."""
    if new.family == "page":
        return {f"{new.name}.{seen.ending}": seen.page}
    notice = {f"{new.name}.html": seen.notice} if seen.notice is not None else {}
    return ({f"{new.name}.column.html": seen.page} if new.family in ROWS_ON_PAGE or not notice else {}) | notice


def _toml(new: NewSource, today: date) -> str:
    """The file: what was said, and the keys that are most often needed."""
    host = urlsplit(new.url).hostname or new.url
    title, publisher = new.title or f"{host}·{new.name}", new.publisher or host
    said = {"name": new.name, "title": title, "publisher": publisher, "family": new.family, "url": new.url, "schedule": "20 9,13,17 * * *"}
    lines = [f"# {today}: INFERRED, begun by parkwatch sources --new. Write here what was seen: how rows, dates and pages are marked."]
    lines += _keys(said)
    if new.family == "page":
        page = {"kind": new.kind, "board": new.board, "edition": new.edition, "columns": list(new.columns)}
        lines += ["", "[page]", *_keys(page)]
    lines += ["", "[expect]", f"rows = {1 if new.kind == 'policy' else 3}"]
    if selectors := _keys({"row": new.row, "table": new.table}):
        lines += ["", "[selectors]", *selectors]
    if new.kind in _COLUMNS and not new.board:
        board = {"name": title, "kind": new.kind, "issuer": publisher, "title": re.escape(title), "edition": "year"}
        lines += ["", "[board]", *_keys(board), "", "[board.columns]", *_keys(_COLUMNS[new.kind])]
    return "\n".join(lines) + "\n"


def _keys(said: Mapping[str, object]) -> list[str]:
    """Keys with what was said of them, those of which nothing was said left out."""
    # A JSON text is a TOML text, but for the characters that JSON leaves as they are and TOML does not: DEL.
    return [f"{key} = {json.dumps(value, ensure_ascii=False)}".replace("\x7f", "\\u007f") for key, value in said.items() if value]
