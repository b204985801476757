"""A change: one thing that is news, with what it was, what it is, who says so and in which words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    RANKING = "ranking"
    LIST = "list"
    POLICY = "policy"
    INDICATOR = "indicator"
    EVENT = "event"
    COVERAGE = "coverage"


class Op(StrEnum):
    """What happened. Scripts depend on these words (DESIGN, "Command line")."""

    EDITION = "edition"  # a new edition or batch as a whole; with a zone: its rank is the same as in the last one
    MOVED = "moved"
    ADDED = "added"
    REMOVED = "removed"  # with "absent": true in `after` where a board shows only its top N
    RENAMED = "renamed"
    CONFIRMED = "confirmed"
    CONTRADICTED = "contradicted"
    REPORTED = "reported"  # a claim without a record
    NEW = "new"
    REVISED = "revised"
    REPEALED = "repealed"
    EXPIRED = "expired"
    DEADLINE = "deadline"
    DRAFT = "draft"
    FINAL = "final"


@dataclass(frozen=True)
class Change:
    """One change, before it is stored. Where and when it was read is added by `watch`, from the document."""

    kind: Kind
    op: Op
    key: str  # identity within the board: a zone's official name, an entry's normalised name, a policy's number or title
    evidence: str  # quoted words, at most 60 characters
    board: str | None = None
    indicator: str | None = None
    edition: str | None = None
    previous_edition: str | None = None
    stage: str | None = None
    zone: str | None = None
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    of: int | None = None
    top: int | None = None
    claim: Mapping[str, Any] | None = None
    issuer: str | None = None
    file: str | None = None  # name of the attachment whose table it was read from; None for the page itself


@dataclass(frozen=True)
class Difference:
    """What turns one board into another: keys that are new, that are gone, and that stand for something else now."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)

    def __len__(self) -> int:
        return len(self.added) + len(self.removed) + len(self.changed)


def diff(before: Mapping[str, Mapping[str, Any]], after: Mapping[str, Mapping[str, Any]]) -> Difference:
    """Compares two boards (key → data). Order means nothing; diff(x, x) is empty."""
    return Difference(
        added=tuple(key for key in after if key not in before),
        removed=tuple(key for key in before if key not in after),
        changed=tuple(key for key in after if key in before and dict(after[key]) != dict(before[key])),
    )


def apply(
    difference: Difference, before: Mapping[str, Mapping[str, Any]], after: Mapping[str, Mapping[str, Any]]
) -> dict[str, Mapping[str, Any]]:
    """`before` with the difference carried out, taking the new values from `after`: applying diff(a, b) to a gives b."""
    kept = {key: data for key, data in before.items() if key not in difference.removed}
    return kept | {key: after[key] for key in (*difference.changed, *difference.added)}
