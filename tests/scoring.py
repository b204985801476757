"""Scores what the reader found in annotated articles against what a person annotated.

Matching, by the rules of the corpus' own score.py. A prediction finds a gold fact of the same article when
- kind and status (`stated` where none is given) are equal;
- the zones are one park: both empty, the same entry of the register, or one printed name inside the other;
- the values agree within 0.5 % (money in yuan); a gold fact without a value accepts any;
- for rankings and lists whose gold states an edition, the years and batches (2024, 第三批) agree;
- a name of the gold subject stands in the predicted subject or evidence, or is spelt out by a name of at least three characters.
Names are compared without case, spaces and punctuation. A prediction finds one gold fact at most.
Rankings, lists and policies are annotated whole, so their precision counts; indicators and events count for recall only.

    parkwatch read --json tests/annotated/second.jsonl | python tests/scoring.py tests/annotated/second.jsonl
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Fact = Mapping[str, Any]
Register = Mapping[str, str]

KINDS = ("ranking", "list", "policy", "indicator", "event")
EXHAUSTIVE = ("ranking", "list", "policy")
DETAILS = ("bound", "previous", "change", "first")
ZONES = Path(__file__).parent.parent / "monitors" / "zones.csv"

_PUNCTUATION = re.compile(r"[\s“”‘’\"'「」《》〈〉（）()·•、,，。:：;；—\-]+")
_EDITION = re.compile(r"\d{4}|第?[一二三四五六七八九十\d]+批")


@dataclass
class Tally:
    """One kind: facts annotated, those of them found, facts predicted."""

    gold: int = 0
    found: int = 0
    predicted: int = 0

    @property
    def recall(self) -> float:
        return self.found / self.gold if self.gold else 1.0

    @property
    def precision(self) -> float:
        return self.found / self.predicted if self.predicted else 1.0


@dataclass
class Share:
    """How many of the matches whose gold states a detail have it right."""

    right: int = 0
    of: int = 0

    @property
    def value(self) -> float:
        return self.right / self.of if self.of else 1.0


@dataclass
class Score:
    """The tallies of a set of articles; missed and false facts are (article id, fact) in the articles' order."""

    kinds: dict[str, Tally] = field(default_factory=lambda: {kind: Tally() for kind in KINDS})
    details: dict[str, Share] = field(default_factory=lambda: {name: Share() for name in DETAILS})
    missed: list[tuple[str, Fact]] = field(default_factory=list)
    false: list[tuple[str, Fact]] = field(default_factory=list)

    def __str__(self) -> str:
        lines = [f"{'kind':10}{'gold':>6}{'found':>7}{'predicted':>11}{'recall':>8}{'precision':>11}"]
        for kind, tally in self.kinds.items():
            precision = f"{tally.precision:11.3f}" if kind in EXHAUSTIVE else f"{'-':>11}"
            lines.append(f"{kind:10}{tally.gold:6}{tally.found:7}{tally.predicted:11}{tally.recall:8.3f}{precision}")
        shares = (f"{name} {share.right}/{share.of} ({share.value:.3f})" for name, share in self.details.items())
        return "\n".join([*lines, "right among the matches: " + ", ".join(shares)])


def score(articles: Iterable[Fact], predicted: Iterable[Fact], register: Register | None = None) -> Score:
    """Compare predictions, each with the `id` of its article, with the articles' own `facts`."""
    register = read_register() if register is None else register
    by_article: dict[str, list[Fact]] = {}
    for fact in predicted:
        by_article.setdefault(str(fact.get("id")), []).append(fact)
    result = Score()
    for article in articles:
        _score_article(str(article["id"]), article["facts"], by_article.get(str(article["id"]), []), register, result)
    return result


def matches(gold: Fact, guess: Fact, register: Register) -> bool:
    """Whether the prediction states the annotated fact, by the rules above."""
    return (
        gold["kind"] == guess.get("kind")
        and (gold.get("status") or "stated") == (guess.get("status") or "stated")
        and _same_zone(gold.get("zone"), guess.get("zone"), register)
        and _same_value(gold.get("value"), guess.get("value"))
        and _same_edition(gold, guess)
        and _same_subject(gold, guess)
    )


def read_register(path: Path = ZONES) -> dict[str, str]:
    """Every plain spelling of a park with its official name; of two parks with one name the first keeps it."""
    register: dict[str, str] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            spellings = [row["official_name"], row["short_name"], *row["aliases"].split(";"), *row.get("nicknames", "").split(";")]
            for spelling in filter(None, spellings):
                register.setdefault(_plain(spelling), row["official_name"])
    return register


def _score_article(name: str, facts: Iterable[Fact], guesses: Iterable[Fact], register: Register, result: Score) -> None:
    left = list(guesses)
    for guess in left:
        result.kinds.setdefault(str(guess["kind"]), Tally()).predicted += 1
    for gold in facts:
        tally = result.kinds[gold["kind"]]
        tally.gold += 1
        hit = next((place for place, guess in enumerate(left) if matches(gold, guess, register)), None)
        if hit is None:
            result.missed.append((name, gold))
            continue
        guess = left.pop(hit)
        tally.found += 1
        for detail, share in result.details.items():
            if gold.get(detail) is not None:
                share.of += 1
                share.right += gold[detail] == guess.get(detail)
    result.false += [(name, guess) for guess in left if guess["kind"] in EXHAUSTIVE]


def _plain(text: object) -> str:
    return _PUNCTUATION.sub("", str(text or "")).lower()


def _same_zone(gold: object, guess: object, register: Register) -> bool:
    one, other = _plain(gold), _plain(guess)
    if not one or not other:
        return one == other
    return register.get(one, one) == register.get(other, other) or one in other or other in one


def _same_value(gold: float | None, guess: float | None) -> bool:
    if gold is None:
        return True
    return guess is not None and abs(float(gold) - float(guess)) <= 0.005 * max(abs(float(gold)), 1e-9)


def _same_edition(gold: Fact, guess: Fact) -> bool:
    if gold["kind"] not in ("ranking", "list") or not gold.get("edition"):
        return True
    return _edition(gold["edition"]) in _edition(guess.get("edition"))


def _edition(text: object) -> str:
    return "".join(_EDITION.findall(str(text or "")))


def _same_subject(gold: Fact, guess: Fact) -> bool:
    wanted = _names(gold)
    offered = [*_names(guess), _plain(guess.get("evidence"))]
    return not wanted or any(one in other or (len(other) >= 3 and other in one) for one in wanted for other in offered)


def _names(fact: Fact) -> list[str]:
    subject = fact.get("subject") or []
    return [_plain(name) for name in ([subject] if isinstance(subject, str) else subject) if name]


def _read_lines(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    return (json.loads(line) for line in lines if line.strip())


def main() -> None:
    articles = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    result = score(_read_lines(articles), _read_lines(sys.stdin))
    print(result)
    for word, facts in (("MISSED", result.missed), ("FALSE", result.false)):
        for name, fact in facts:
            print(word, name, json.dumps(fact, ensure_ascii=False), file=sys.stderr)


if __name__ == "__main__":
    main()
