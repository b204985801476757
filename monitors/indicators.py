"""Indicators: figures of a park that the press reports again and again, and when a new one is news."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from monitors.reading.fact import Fact, FactKind, Status


def has_history(fact: Fact) -> bool:
    """Whether a fact is one point of a park's history of a figure: a stated number of a known park."""
    return fact.kind is FactKind.INDICATOR and fact.status is Status.STATED and fact.zone is not None and fact.value is not None


def is_news(fact: Fact, last: Mapping[str, Any] | None) -> bool:
    """Whether a figure says something the last report of it (a fact as `read --json` prints it) did not."""
    return last is None or (last["value"], last["bound"], last["unit"]) != (fact.value, fact.bound, fact.unit)
