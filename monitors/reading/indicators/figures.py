"""The indicators of an article, and what the reading of every figure needs: its owner, its name, its fact."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from monitors.reading.aims import aimed
from monitors.reading.dates import period
from monitors.reading.fact import Bound, Fact, FactKind, Status
from monitors.reading.indicators.names import names_it, noun_of, stem
from monitors.reading.numbers import Quantity
from monitors.reading.ownership import Owners
from monitors.reading.prose import Span
from monitors.reading.sentence import Context, Sentence
from monitors.reading.subjects import Level, Subject

_OTHERS = re.compile(
    r"(?<!上市)公司|集团|一家[一-龥]{0,10}企业|某[一-龥]{1,6}企业|团队|生产线|车间|实验室里|客户|马拉松|该企业|企业负责人|他的|他们|研究院院长|产品|员工|"
    r"[厂店]里|厂子|一家[一-龥]{0,8}[厂店]|这家|老板|师傅"
)
_ATTRIBUTE = re.compile(
    r"^(?:及)?(?:以上)?(?:的[一-龥]{0,14}|(?<=以上)(?:重大|产业|工业)?)(?:项目|企业|订单|产业链|集群)"
)  # 投资50亿元的电池项目 is one project, not the park
_COUNTS = ("家", "个", "户", "项")


@dataclass
class Indicators:
    """The indicators of an article so far, and what its next figures lean on."""

    found: list[Fact] = field(default_factory=list)
    last: tuple[str, ...] = ()  # the indicators named last, for a growth rate that follows
    entry: str = ""
    topic: str = ""  # the indicator that a row of parks is told of
    owners: Owners = field(default_factory=Owners)
    _known: set[tuple[object, ...]] = field(default_factory=set)

    def facts(self) -> list[Fact]:
        """The indicators stated, each once."""
        return self.found

    def take(self, fact: Fact) -> None:
        """Keep a fact unless the same is known."""
        key = (fact.zone, fact.subject, fact.value, fact.status, fact.edition)
        if key not in self._known:
            self._known.add(key)
            self.found.append(fact)


class Figures:
    """The figures of one sentence."""

    def __init__(self, reader: Indicators, context: Context, sentence: Sentence) -> None:
        self.reader = reader
        self.context = context
        self.sentence = sentence
        self.text = sentence.text
        self.used: set[int] = set()
        self.row: list[str] = []  # the indicators of this sentence, in order: 分别增长5.5%和12.4% is said of the last two

    def _is_theirs(self, clause: Span) -> bool:
        """Whether a clause speaks of a company or a person: its figures are none of the park's."""
        other = list(_OTHERS.finditer(self.text, 0, clause.end))
        if not other:
            return False
        parks = [one.end for one in self.sentence.parks if one.start < clause.end]
        pointing = [end for start, end in self.sentence.pronouns if start < clause.end]
        return other[-1].start() > max([*parks, *pointing, -1]) or clause.start <= other[-1].start()

    def _noun_before(self, clause: Span) -> str:
        """研发投入强度也在爬坡，由2.1%提高到2.9%: the measure that the clause before speaks of without a figure."""
        earlier = [one for one in self.sentence.clauses if one.end <= clause.start]
        return self._stem(earlier[-1], noun_of(self.text[earlier[-1].start : earlier[-1].end])) if earlier else ""

    def _stem(self, clause: Span, before: str) -> str:
        """The noun phrase that a figure follows: without park, verbs, bounds and time words."""
        end = clause.start + len(before)
        subjects = (*self.sentence.parks, *self.sentence.places, *self.sentence.nation)
        inside = [one.end - clause.start for one in subjects if clause.start <= one.start and one.end <= end]
        inside += [last - clause.start for first, last in self.sentence.pronouns if clause.start <= first and last <= end]
        return stem(before[max([0, *inside]) :])

    def _owner(self, amount: Quantity) -> Subject | None:
        owner = self.reader.owners.of(self.context, self.sentence, amount.start)
        places_only = owner is not None and owner.level is Level.PLACE and self.context.register.focus and not self.sentence.places
        return None if places_only and "全省" not in self.text[: amount.start] else owner

    def _emit(
        self,
        clause: Span,
        amount: Quantity,
        name: str,
        *,
        previous: float | None = None,
        negative: bool = False,
        owner: Subject | None = None,
        edition: str | None = None,
        keep: bool = True,
    ) -> None:
        name = name.replace("的", "")
        owner = owner or self._owner(amount)
        if owner is None or not names_it(name, amount) or (amount.money and _ATTRIBUTE.match(self.text[amount.end :])):
            return
        dated = [year for year in self.sentence.years if year.start < amount.start]
        year = dated[-1].year if dated else self.context.year
        self.used.add(amount.start)
        if not name.endswith(("增速", "比重")):
            self.row.append(name)
            self.reader.last = (name,) if keep else self.reader.last
        high = amount.bound is Bound.AT_MOST and self.text.endswith("高达", 0, amount.start)  # 高达78% is 78%
        for zone in owner.names:
            self.reader.take(
                Fact(
                    kind=FactKind.INDICATOR,
                    zone=zone,
                    subject=name,
                    evidence=self.sentence.quote(clause.start, clause.end, amount.start),
                    edition=edition or period(self.text[: amount.start], year),
                    value=-amount.value if negative else amount.value,
                    unit=amount.unit,
                    bound=Bound.EXACT if high else amount.bound,
                    previous=previous,
                    change=round(amount.value - previous, 6) if previous is not None and amount.unit in _COUNTS else None,
                    status=Status.TARGET if aimed(self.sentence, amount.start) else Status.STATED,
                )
            )
