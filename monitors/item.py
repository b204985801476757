"""Items and the board they stand on: what a reader takes out of a document, and what is compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from monitors.change import Change, Kind, Op
from monitors.zones import fold

EVIDENCE_LENGTH = 60  # characters of quoted words that a change carries


@dataclass(frozen=True)
class Item:
    """One line of a board. Two items of the same key are the same line in two versions."""

    key: str
    zone: str | None  # official name of the park it concerns
    data: Mapping[str, Any]  # plain JSON values: {"rank": 10}, {"name": …, "region": …}, {"amount": 80000, …}
    evidence: str


@dataclass(frozen=True)
class BoardReading:
    """One board as a document states it: everything that is compared as a whole."""

    kind: Kind
    board: str
    edition: str
    ordinal: int  # editions in their order: 2024 → 2024, 第六批 → 6
    items: tuple[Item, ...]
    indicator: str = "综合"
    stage: str = ""  # "" for rankings
    issuer: str | None = None
    published: date | None = None
    top: int | None = None  # a board that shows only its first N
    of: int | None = None  # how many were ranked
    zone: str | None = None  # the one park the whole is about
    data: Mapping[str, Any] = field(default_factory=dict)
    unread: tuple[str, ...] = ()  # columns and names nobody could read
    file: str | None = None  # name of the attachment that holds it; None where the page itself does

    @property
    def by_key(self) -> dict[str, Item]:
        """The lines by their identity."""
        return {item.key: item for item in self.items}

    def change(
        self,
        op: Op,
        key: str,
        evidence: str,
        *,
        zone: str | None = None,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
        previous_edition: str | None = None,
        board: str | None = None,
    ) -> Change:
        """A change that this reading brings, with everything it says of the whole. board: where it is about another one (a repeal)."""
        return Change(
            kind=self.kind,
            op=op,
            key=key,
            evidence=evidence,
            board=board or self.board,
            indicator=self.indicator,
            edition=self.edition,
            previous_edition=previous_edition,
            stage=self.stage,
            zone=zone,
            before=before or {},
            after=after or {},
            of=self.of,
            top=self.top,
            issuer=self.issuer,
            file=self.file,
        )


def folded(lines: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Lines (key → data) as they are compared: full-width letters, brackets and spaces are no other words."""
    return {key: {role: fold(cell) if isinstance(cell, str) else cell for role, cell in data.items()} for key, data in lines.items()}


def quote(text: str) -> str:
    """Words as evidence: one line, at most 60 characters."""
    line = " ".join(text.split())
    return line if len(line) <= EVIDENCE_LENGTH else line[: EVIDENCE_LENGTH - 1] + "…"
