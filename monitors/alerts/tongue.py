"""Tongue: the words of the house in the language of whoever reads them.

Code says everything in Chinese, `say("已订阅：{what}", what=…)`; `english/*.toml` hold the English for each of these texts. Names of
parks, boards and the words of sources stay as they were published. A test walks the code: no text is without its English.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LANGUAGES: Mapping[str, str] = {"zh": "中文", "en": "English"}


@dataclass(frozen=True)
class Tongue:
    """Says texts of the code in one language: zh or en."""

    language: str = "zh"

    def __call__(self, words: str, /, **values: object) -> str:
        """The text with its {places} filled in. Chinese where a text has no English: better that than nothing."""
        told = words if self.language == "zh" else english().get(words, words)
        return told.format(**values)


def later(words: str) -> str:
    """A text that is kept in a table and said later, by `say(table[…])`: marked so that the test finds it."""
    return words


@cache
def english() -> Mapping[str, str]:
    """The English of every text. Shipped with the code; a text in two files is a mistake that a test finds."""
    found: dict[str, str] = {}
    for file in sorted(Path(__file__).with_name("english").glob("*.toml")):
        found |= tomllib.loads(file.read_text(encoding="utf-8"))
    return found
