"""What the tests of reading share. Their sentences were written for this project; the figures in them are samples (示例)."""

from __future__ import annotations

from datetime import date

from monitors.reading.article import read_article
from monitors.reading.fact import Fact, FactKind
from monitors.zones import load


def read(text: str, published: str = "2024-12-26", title: str = "示例") -> list[Fact]:
    """The facts of a text, as an article of that day."""
    return read_article(title, text, date.fromisoformat(published), load())


def of_kind(kind: FactKind, text: str, published: str = "2024-12-26", title: str = "示例") -> list[Fact]:
    """The facts of one kind."""
    return [fact for fact in read(text, published, title) if fact.kind is kind]
