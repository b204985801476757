"""A fact as a careful reader would put it in a table: the common result of every reader of sentences."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class FactKind(StrEnum):
    RANKING = "ranking"
    LIST = "list"
    POLICY = "policy"
    INDICATOR = "indicator"
    EVENT = "event"


class Bound(StrEnum):
    """How the printed number limits the true one: 前十 is 10 at_most, 近千家 is 1000 nearly."""

    EXACT = "exact"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    MORE_THAN = "more_than"
    NEARLY = "nearly"
    ABOUT = "about"


class Status(StrEnum):
    STATED = "stated"
    TARGET = "target"
    PROPOSED = "proposed"  # 公示


@dataclass(frozen=True)
class Fact:
    """One statement about one park. Money in yuan, percentages and ranks as numbers; a rank that improves has a positive change."""

    kind: FactKind
    zone: str | None  # official name in zones.csv, else the name as printed
    subject: str  # the ranking, list, measure or indicator; a single indicator of a ranking as 国家高新区综合评价·优质企业数
    evidence: str  # the exact words, at most 60 characters, within one line
    edition: str | None = None  # "2024", "第二批", "2024第六批", or an ISO date for a policy's dates and for events
    value: float | None = None
    unit: str | None = None  # 位, 家, 元, %, 个, …
    bound: Bound = Bound.EXACT
    previous: float | None = None
    change: float | None = None
    first: bool = False
    entrants: tuple[str, ...] = ()
    beneficiary: str | None = None
    status: Status = Status.STATED
    issuer: str | None = None
    of: int | None = None  # how many were ranked
    article: int | None = None  # ordinal of the article (from 1) where one file holds several

    def as_json(self, identity: str) -> dict[str, Any]:
        """The fact as `parkwatch read --json` prints it; whole numbers without a decimal point."""
        row: dict[str, Any] = {"id": identity, **asdict(self)}
        for name in ("value", "previous", "change"):
            if isinstance(row[name], float) and row[name].is_integer():
                row[name] = int(row[name])
        row["entrants"] = list(self.entrants)
        if self.article is None:
            del row["article"]
        return row
