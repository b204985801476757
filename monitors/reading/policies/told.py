"""What a text has said of measures so far, and the facts found in it."""

from __future__ import annotations

from dataclasses import dataclass, field

from monitors.reading.fact import Fact
from monitors.reading.numbers import Quantity


@dataclass
class Told:
    """What a text has said of measures so far, and the facts found."""

    found: list[Fact] = field(default_factory=list)
    document: str | None = None  # the policy document spoken of
    edition: str | None = None
    fund: str | None = None
    who: str | None = None
    benefit: str | None = None
    housing: str | None = None
    since: tuple[int, int] | None = None  # the sentence and the clause in which `who` was said
    named: str | None = None  # the measure named last, which a cap in a clause of its own belongs to
    windows: Quantity | None = None  # the counters named last, which a service is offered at
    passage: object = None
    ministry: bool = False  # a ministry laid down what is told
    laid_down: str | None = None  # whom the title of the document spoken of names first
    rules_of: str | None = None  # the province, city or country whose document is spoken of, until a park's is
    payer: str | None = None  # the province whose authority issued the document spoken of
    _known: set[tuple[object, ...]] = field(default_factory=set)

    def take(self, fact: Fact) -> None:
        """Keep a fact unless the same is known."""
        key = (fact.zone, fact.subject, fact.value, fact.edition)
        if key not in self._known:
            self._known.add(key)
            self.found.append(fact)
