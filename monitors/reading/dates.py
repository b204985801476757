"""Years, days and periods in running text, seen from the day a text was published."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from monitors.reading.numbers import fold_width, number

_YEAR = re.compile(r"(?<![\d.])(?P<year>(?:19|20)\d\d|二[〇零][〇零一二三四五六七八九]{2})(?=年|届|(?=[^\d.%万亿元家个名年]))")
_RELATIVE = {"去年": -1, "前年": -2, "今年": 0, "本年度": 0, "明年": 1}
_SAYS_YEAR = re.compile(r"年|那时|彼时")  # looked for first, for speed
_WORDS = re.compile(
    r"去年|前年|今年|本年度|明年|同一年度?|同年|当年|那一年|那年|这一年|那时|彼时|(?<!\d)(?P<after>[一二两三四五六七八九十]{1,3}|\d{1,2})年后(?![退移挫撤])"
)
_DAY = re.compile(r"(?:(?P<year>(?:19|20)\d\d)年|(?P<word>去年|今年|明年|次年))?(?P<month>1[0-2]|0?[1-9])月(?P<day>3[01]|[12]\d|0?[1-9])日")
_PERIOD = (
    (re.compile(r"上半年"), "H1"),
    (re.compile(r"下半年"), "H2"),
    (re.compile(r"前三季度|前3季度"), "Q1-Q3"),
    (re.compile(r"一季度|第一季度"), "Q1"),
)
_MONTHS = re.compile(r"(?P<first>1[0-2]|[1-9])(?:月)?(?:至|—|-|到)(?P<last>1[0-2]|[1-9])月(?!\d{1,2}日)")


@dataclass(frozen=True)
class Year:
    """A year that a text names at `text[start:end]`, by its number or by a word such as 去年."""

    start: int
    end: int
    year: int


def years(text: str, published: date | None, last: int | None = None) -> list[Year]:
    """Years named in a text, left to right.

    去年 and 今年 count from `published`, 同年 and 十年后 from the year named before (`last` at first).
    """
    return list(_years(text, published, last))


@lru_cache(maxsize=256)  # every kind of fact asks for the years of the same sentence
def _years(text: str, published: date | None, last: int | None) -> tuple[Year, ...]:
    folded = fold_width(text)
    found: list[tuple[int, int, str | int | None]] = []
    for match in _YEAR.finditer(folded):
        value = number(match["year"])
        found.append((match.start(), match.end(), None if value is None else int(value)))
    found += [
        (match.start(), match.end(), match["after"] or match.group())
        for match in (_WORDS.finditer(folded) if _SAYS_YEAR.search(folded) else ())
    ]
    named: list[Year] = []
    for start, end, said in sorted(found, key=lambda one: one[0]):
        before = named[-1].year if named else last
        year = said if isinstance(said, int) else _relative(str(said), published, before)
        if year is not None:
            named.append(Year(start, end, year))
    return tuple(named)


def _relative(word: str, published: date | None, before: int | None) -> int | None:
    if word in _RELATIVE:
        return published.year + _RELATIVE[word] if published else None
    later = number(word)
    if later is not None:
        return before + int(later) if before and later < 50 else None
    return before


def days(text: str, published: date | None) -> list[tuple[int, int, date]]:
    """Days printed as 10月8日 (with or without a year) with their offsets; a year left out is the year of publication."""
    found = []
    for match in _DAY.finditer(fold_width(text)) if "月" in text else ():
        year = int(match["year"]) if match["year"] else published.year if published else None
        if year is not None and match["word"]:
            year += {"去年": -1, "明年": 1, "次年": 1}.get(match["word"], 0)
        try:
            found.append((match.start(), match.end(), date(year or 0, int(match["month"]), int(match["day"]))))
        except ValueError:  # 2月30日, or no year known
            continue
    return found


def period(text: str, year: int | None) -> str | None:
    """How the part of a year is written in an edition: 2016H1, 2021Q1-Q3, 2023-01~05; the year alone where no part is named."""
    if year is None:
        return None
    folded = fold_width(text)
    for pattern, mark in _PERIOD:
        if pattern.search(folded):
            return f"{year}{mark}"
    months = _MONTHS.search(folded)
    if months:
        return f"{year}-{int(months['first']):02d}~{int(months['last']):02d}"
    return str(year)
