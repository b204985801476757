"""Whole annotated articles are read as well as they were when they were last looked at, sentences of many registers without a fault.

Each set in `annotated/` was annotated before the reader saw it, by somebody who had not seen the reader: second to eighth in the manner of
the newspaper, `dense` with many lists or many measures an article. `sentences.jsonl` holds single sentences of
provincial dailies, parks' own news, ministries' notices, interviews and year-end summaries, with the facts (park, value) of one kind each;
its parks and figures, and those that an article's `invented` names, are samples (示例).
"""

from __future__ import annotations

import html
import json
import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from reading_samples import of_kind
from scoring import Score, score

from monitors.reading.article import read_article
from monitors.reading.fact import FactKind
from monitors.zones import load

SETS = Path(__file__).parent / "annotated"
FLOORS: dict[str, dict[str, tuple[float, float]]] = {  # recall and precision, a kind; a kind that is not named is not looked at
    "second.jsonl": {"ranking": (0.99, 0.99), "list": (0.97, 0.97), "policy": (0.97, 0.97), "indicator": (0.94, 0), "event": (0.9, 0)},
    "third.jsonl": {"ranking": (0.99, 0.99), "list": (0.97, 0.97), "policy": (0.97, 0.97), "indicator": (0.94, 0), "event": (0.9, 0)},
    "fourth.jsonl": {"ranking": (0.98, 0.98), "list": (0.97, 0.97), "policy": (0.91, 0.94), "indicator": (0.84, 0), "event": (0.9, 0)},
    "fifth.jsonl": {"ranking": (0.98, 0.98), "list": (0.97, 0.97), "policy": (0.96, 0.96), "indicator": (0.90, 0), "event": (0.9, 0)},
    "sixth.jsonl": {"ranking": (0.99, 0.99), "list": (0.98, 0.98), "policy": (0.97, 0.97), "indicator": (0.94, 0), "event": (0.9, 0)},
    "seventh.jsonl": {"ranking": (0.98, 0.98), "list": (0.93, 0.94), "policy": (0.89, 0.92), "indicator": (0.88, 0), "event": (0.8, 0)},
    "eighth.jsonl": {"ranking": (0.95, 0.98), "list": (0.96, 0.96), "policy": (0.90, 0.92), "indicator": (0.89, 0), "event": (0.8, 0)},
    "dense.jsonl": {"ranking": (0.83, 0.95), "list": (0.85, 0.94), "policy": (0.86, 0.95), "indicator": (0.86, 0)},
}
DETAILS = {"bound": 0.98, "previous": 0.95, "change": 0.95, "first": 0.98}
DENSE = {**DETAILS, "previous": 0.9, "change": 0.9}  # with a fifth of the movements that the other sets have


def lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (SETS / name).read_text(encoding="utf-8").splitlines()]


def plain(article: dict[str, Any]) -> str:
    """The article's text, its paragraphs one a line."""
    text: str = article["text"]
    return html.unescape(re.sub(r"<[^>]+>", "", re.sub(r"</p>|<br/?>", "\n", text))) if article["html"] else text


@cache
def result(name: str) -> Score:
    articles, zones = lines(name), load()
    found = [
        fact.as_json(article["id"])
        for article in articles
        for fact in read_article(article["title"], plain(article), date.fromisoformat(article["date"]), zones)
    ]
    return score(articles, found)


@pytest.mark.parametrize(("name", "kind"), [(name, kind) for name, floors in FLOORS.items() for kind in floors])
def test_annotated_articles_are_read_no_worse_than_before(name: str, kind: str) -> None:
    recall, precision = FLOORS[name][kind]
    tally = result(name).kinds[kind]
    assert tally.recall >= recall, result(name).missed
    assert not precision or tally.precision >= precision, result(name).false


@pytest.mark.parametrize("name", FLOORS)
@pytest.mark.parametrize("detail", DETAILS)
def test_bounds_and_movements_of_annotated_articles_are_right(name: str, detail: str) -> None:
    assert result(name).details[detail].value >= (DENSE if name == "dense.jsonl" else DETAILS)[detail]


@pytest.mark.parametrize("said", lines("sentences.jsonl"), ids=lambda said: f"{said['kind']}: {said['text'][:24]}")
def test_a_sentence_of_any_register_gives_its_facts(said: dict[str, Any]) -> None:
    found = {(fact.zone, fact.value) for fact in of_kind(FactKind(said["kind"]), said["text"], title=said["title"])}
    expected = {(zone, value) for zone, value in said["facts"]}
    # Of indicators a sentence may hold more than anybody would note.
    assert expected <= found if said["kind"] == "indicator" else found == expected


def test_what_is_annotated_stands_in_the_article() -> None:
    for name in FLOORS:
        articles = lines(name)
        assert len({article["id"] for article in articles}) == len(articles) >= 30
        for article in articles:
            folded = re.sub(r"\s", "", plain(article))
            assert all(re.sub(r"\s", "", fact["evidence"]) in folded for fact in article["facts"])
