"""The facts of one article."""

from __future__ import annotations

from datetime import date

from monitors.reading.events.happenings import EventReader
from monitors.reading.fact import Fact, FactKind, Status
from monitors.reading.indicators.indicators import IndicatorReader
from monitors.reading.lists.selections import SelectionReader
from monitors.reading.policies.measures import MeasureReader
from monitors.reading.rankings.statements import RankReader
from monitors.reading.sentence import walk
from monitors.zones import Zones


def read_article(title: str, text: str, published: date | None, zones: Zones) -> list[Fact]:
    """Every fact that an article's sentences state, each once, in the order of the kinds.

    `text` holds its paragraphs one a line; `published` dates 今年 and 去年. Money is in yuan, shares in percent.
    """
    ranks, selections, measures, indicators, events = RankReader(), SelectionReader(), MeasureReader(), IndicatorReader(), EventReader()
    for context, sentence in walk(title, text, published, zones):
        ranks.read(context, sentence)
        selections.read(context, sentence)
        measures.read(context, sentence)
        indicators.read(context, sentence)
        events.read(context, sentence)
    exact = [*ranks.facts(), *selections.facts(), *measures.facts()]
    # A target of 8% is no measure of 8%, and is kept beside it.
    taken = {
        (fact.zone, fact.value, fact.unit, fact.status if fact.kind is FactKind.POLICY else status) for fact in exact for status in Status
    }
    return [*exact, *(fact for fact in indicators.facts() if (fact.zone, fact.value, fact.unit, fact.status) not in taken), *events.facts()]
