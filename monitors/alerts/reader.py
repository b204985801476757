"""Reader: who an alert is written for: what is his own in it, in which language, and what his chat can do with buttons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from monitors.alerts.tongue import Tongue
from monitors.zones import fold

_BRACKETS = str.maketrans("", "", "()")


@dataclass(frozen=True)
class Reader:
    """What a chat follows, as far as it decides how an alert is told to it.

    zones: official names of parks; companies and keywords: as `wants` keeps them ("瞪羚 -公示": words that must and must not occur).
    language: zh or en. kind: what the chat is in Telegram's words (private, group, supergroup, channel).
    """

    zones: frozenset[str] = frozenset()
    companies: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    language: str = "zh"
    kind: str = "private"

    @property
    def say(self) -> Tongue:
        """The words of the house in this reader's language."""
        return Tongue(self.language)

    def owns(self, row: Mapping[str, Any]) -> bool:
        """Whether a change, or a line of a board, is about what he follows: his park, his company, his words."""
        return row["zone"] in self.zones or self.names(row)

    def names(self, row: Mapping[str, Any]) -> bool:
        """Whether it is about a company or words that he follows."""
        if not (self.companies or self.keywords):
            return False
        words = fold(f"{row['key']} {row['evidence']} {_names(row)}").lower()
        bare = words.translate(_BRACKETS)
        return any(one in bare for one in self.companies) or any(_occurs(one, words) for one in self.keywords)


def _names(row: Mapping[str, Any]) -> str:
    """Every name a row has or had: of an entry that is written differently, of the entries of a park."""
    sides = (row, row.get("before") or {}, row.get("after") or {})
    return " ".join(str(name) for side in sides for name in (side.get("name", ""), side.get("former", ""), *(side.get("entries") or ())))


def _occurs(keyword: str, words: str) -> bool:
    must = [one for one in keyword.split() if not one.startswith("-")]
    never = [one[1:] for one in keyword.split() if one.startswith("-")]
    return bool(must) and all(one in words for one in must) and not any(one in words for one in never)
