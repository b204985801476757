"""The known rankings and lists, read from the TOML files beside this module, and how they are recognised.

A board file says how titles name the ranking or list, what sets it apart from look-alikes, and which columns its
tables have. Users add their own in the folder PARKWATCH_SOURCES/boards, in the same form, or as the table [board] of the
source file of a page that is itself a board.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from monitors.change import Kind
from monitors.zones import fold

_NUMERALS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_BATCH = re.compile(r"第([一二三四五六七八九十\d]{1,4})批")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
# The first that fits decides: a notice that publishes the result of a re-assessment is a re-assessment.
_STAGES = (
    ("撤销", re.compile(r"撤销|取消|移出")),
    ("复核", re.compile(r"复核")),
    ("公示", re.compile(r"公示")),
    ("申报", re.compile(r"申报|推荐|遴选|征集")),
)
COMPANIES = "家"  # counts companies, and whatever is run as one


class BadBoard(Exception):
    """A board file that cannot be used; the message names the file, the key and what to do."""


@dataclass(frozen=True)
class Indicator:
    """One ranking of several that a board publishes side by side; `caption` recognises its table."""

    name: str
    caption: re.Pattern[str]
    top: int | None  # how many places are published, None where all are


@dataclass(frozen=True)
class Board:
    """A known ranking or list."""

    name: str
    kind: Kind
    issuer: str
    names: tuple[str, ...]  # what titles and sentences call it, the first is `name`
    title: re.Pattern[str]
    unless: re.Pattern[str] | None  # look-alikes
    edition: str  # "year" or "batch"
    zones: str  # the type of park it ranks, "" where any
    columns: Mapping[str, re.Pattern[str]]  # role (rank, zone, name, region, …) → header cells
    indicators: tuple[Indicator, ...]
    unit: str = COMPANIES  # the word its lines are counted with: 家 companies, 个 parks, 项 projects

    @property
    def is_of_parks(self) -> bool:
        """Whether its lines are parks or their projects, and not companies in them."""
        return self.unit != COMPANIES

    def fits(self, text: str) -> bool:
        """Whether a title or caption speaks of this board."""
        words = fold(text)
        return bool(self.title.search(words)) and not (self.unless and self.unless.search(words))

    def indicator(self, caption: str) -> Indicator | None:
        """Which of its rankings a table is, by the words above it."""
        words = fold(caption)
        if len(self.indicators) == 1:
            return self.indicators[0]
        # The board's own name may hold the word of an indicator (综合发展水平考核评价): what stands beside it decides first.
        for text in (self.title.sub("", words), words):
            named = [indicator for indicator in self.indicators if indicator.caption.search(text)]
            if len(named) == 1:
                return named[0]
        return None


def edition_of(board: Board, *texts: str) -> tuple[str, int] | None:
    """The edition and its place in the order of editions, from the first text that states it: ("2024", 2024), ("第六批", 6)."""
    for text in texts:
        words = fold(text)
        batch, year = _BATCH.search(words), _YEAR.search(words)
        if board.edition == "batch" and batch:
            return f"第{batch.group(1)}批", batch_number(batch.group(1))
        if board.edition == "year" and year:
            return year.group(1), int(year.group(1))
    return None


def sentence_about(board: Board, text: str) -> str:
    """The first sentence of a text that speaks of the board, "" where none does: another sentence's year is not its edition."""
    return next((sentence for sentence in re.split(r"[。；\n]", text) if board.fits(sentence)), "")


def stage_of(*texts: str) -> str:
    """The stage of a list a title or caption announces; 公布 where it says nothing else."""
    for text in texts:
        for stage, pattern in _STAGES:
            if pattern.search(text):
                return stage
    return "公布"


def batch_number(numeral: str) -> int:
    """六 → 6, 十二 → 12, 8 → 8 (up to 99: batches are few)."""
    if numeral.isdigit():
        return int(numeral)
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return _NUMERALS.get(numeral, 0)
    return (_NUMERALS[tens] if tens else 1) * 10 + (_NUMERALS[ones] if ones else 0)


class Catalogue:
    """All known boards; answers which one a title, a caption or a sentence's subject means."""

    def __init__(self, boards: Iterable[Board]) -> None:
        self._boards = {board.name: board for board in boards}
        self._names = {fold(name): board for board in self._boards.values() for name in board.names}

    def __iter__(self) -> Any:
        return iter(self._boards.values())

    def named(self, name: str) -> Board | None:
        """The board of this name."""
        return self._boards.get(name)

    def fitting(self, text: str) -> list[Board]:
        """The boards that a title or caption speaks of; more than one means that it must not be guessed."""
        return [board for board in self._boards.values() if board.fits(text)]

    def of_subject(self, subject: str) -> tuple[Board, str] | None:
        """The board and indicator a claim's subject names: 国家高新区综合评价·优质企业数量 → (…, 优质企业数量)."""
        name, _, indicator = subject.partition("·")
        board = self._names.get(fold(name))
        if board is None:
            return None
        if not indicator:
            return board, board.indicators[0].name
        named = board.indicator(indicator)
        return (board, named.name) if named else None


@cache
def load(sources: Path | None = None) -> Catalogue:
    """The boards shipped with parkwatch and those of a user's sources (PARKWATCH_SOURCES): in its folder `boards`, and in source files.

    Raises BadBoard with one clear line, also where two boards have one name.
    """
    found = read_boards(resources.files("monitors").joinpath("boards"))
    if sources is not None and (sources / "boards").is_dir():
        found += read_boards(sources / "boards")
    if sources is not None and sources.is_dir():
        told = ((file.name, _toml(file).get("board")) for file in _files(sources))
        found += [board_of(raw, f"{name} [board]") for name, raw in told if isinstance(raw, dict)]
    names = [board.name for board in found]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise BadBoard(f"{sources}: there is a board {twice!r} already: choose another name")
    return Catalogue(found)


def read_boards(folder: Traversable) -> list[Board]:
    """Every board file of a folder. Raises BadBoard with one clear line."""
    return [board_of(_toml(file), file.name) for file in _files(folder)]


_KEYS = {"name", "kind", "issuer", "names", "title", "unless", "edition", "unit", "zones", "columns", "indicators"}
_TEXTS = ("name", "kind", "issuer", "title", "edition", "unit")
# What a list counts, where its file does not say: the first whose words name its entries, in its column or else in its own name.
_COUNTED = (
    ("家", re.compile("企业|单位|公司|机构|孵化器|众创空间")),
    ("项", re.compile("项目|课题|案例|成果")),
    ("个", re.compile("园|区|基地|集群|试点|中心|平台")),
)


def _files(folder: Traversable) -> list[Traversable]:
    return sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)


def _toml(file: Traversable) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadBoard(f"{file.name} is not TOML: {error}") from error
    except OSError as error:
        raise BadBoard(f"{file.name} cannot be read: {error.strerror}") from error


def _counted(raw: Mapping[str, Any]) -> str:
    """The word a board's lines are counted with, by the header of the column of names, else by its own name."""
    columns = raw["columns"]
    for words in (columns.get("name") or columns.get("zone") or "", raw["name"]):
        named = next((unit for unit, pattern in _COUNTED if pattern.search(words)), None)
        if named:
            return named
    return COMPANIES


def board_of(raw: Mapping[str, Any], where: str) -> Board:
    """A board as its table says it. where: the file, for the words of errors. Raises BadBoard."""
    if unknown := set(raw) - _KEYS:
        raise BadBoard(f"{where} has an unknown key {sorted(unknown)[0]!r}: known are {', '.join(sorted(_KEYS))}")
    if wrong := next((key for key in _TEXTS if not isinstance(raw.get(key, ""), str)), None):
        raise BadBoard(f"{where}: {wrong} must be a text in quotation marks")
    try:
        board = Board(
            name=raw["name"],
            kind=Kind(raw["kind"]),
            issuer=raw["issuer"],
            names=(raw["name"], *raw.get("names", ())),
            title=re.compile(raw["title"]),
            unless=re.compile(raw["unless"]) if "unless" in raw else None,
            edition=raw["edition"],
            zones=raw.get("zones", ""),
            columns={role: re.compile(pattern) for role, pattern in raw["columns"].items()},
            indicators=tuple(
                Indicator(entry["name"], re.compile(entry.get("caption", "")), entry.get("top"))
                for entry in raw.get("indicators", [{"name": "综合"}])
            ),
            unit=raw.get("unit") or _counted(raw),
        )
    except KeyError as error:
        raise BadBoard(f"{where} lacks the key {error}: write it as the other board files do") from error
    except (ValueError, TypeError, AttributeError, re.error) as error:
        raise BadBoard(f"{where}: {error}") from error
    if not isinstance(raw.get("names", []), list):
        raise BadBoard(f"{where}: names must be a list of texts")
    needed = {"rank", "zone"} if board.kind is Kind.RANKING else {"name"}
    if not needed <= set(board.columns):
        raise BadBoard(f"{where}: [columns] needs {' and '.join(sorted(needed))}")
    if board.edition not in ("year", "batch"):
        raise BadBoard(f"{where}: edition is {board.edition!r}, it can be year or batch")
    return board
