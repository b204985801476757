"""Compare: two or three parks side by side, line by line, as a phone can show it: places, lists, policies, reported figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from monitors.alerts import cards, phrases
from monitors.alerts.charts import History, Track
from monitors.alerts.lines import Line, Span, bold, line, link
from monitors.alerts.tongue import Tongue

Data = Mapping[str, Any]
CHINESE = Tongue()
BOARDS = 8  # rankings, lists, figures that are shown of each
EDITIONS = 4  # of a ranking, the newest
BEST = 3  # amounts of a park that are named


def compare(parks: Sequence[Data], histories: Sequence[History], say: Tongue = CHINESE) -> list[Line]:
    """Parks as lookup.zone tells of them, and history.of_parks of the same ones."""
    lines = [line("⚖️ ", bold(say("、").join(park["short"] for park in parks)))]
    lines += [line(bold(park["short"]), "　", *one.spans) for park in parks for one in cards.about(park, say)]
    sections = (
        (say("名次"), _shown([_places(parks, history, say) for history in histories], say)),
        (say("名单"), _shown(_lists(parks, say), say)),
        (say("现行政策"), _policies(parks, say)),
        (say("指标（据报道）"), _shown(_figures(parks, say), say)),
    )
    for title, rows in sections:
        if rows:
            lines += [Line(), line(bold(title)), *rows]
    return lines if any(rows for _, rows in sections) else [*lines, line(say("库中还没有可以比较的名次、名单、政策或指标。"))]


def _shown(groups: Sequence[Sequence[Line]], say: Tongue) -> list[Line]:
    """The first groups of lines; how many more there are."""
    more = [line(say("另有{count}项", count=len(groups) - BOARDS))] if len(groups) > BOARDS else []
    return [part for group in groups[:BOARDS] for part in group] + more


def _places(parks: Sequence[Data], history: History, say: Tongue) -> list[Line]:
    """A ranking: who published the newest edition, then each park through the editions, oldest first."""
    newest, editions = history.newest, {one.ordinal: one for one in history.editions}
    title: list[Span | str] = [f"▪️ {phrases.board(history.board, history.indicator)}"]
    if newest.top is not None:
        title += [f"　🏛 {cards.issued(newest.issuer, newest.top, newest.of, say)}　"]
        title += [link(phrases.day(newest.published, say) or say("原文"), newest.url)]
    lines = [line(*title)]
    for park, track in zip(parks, history.tracks, strict=True):
        placed = any(point.rank is not None for point in track.points)
        steps = " → ".join(cards.said(point, editions, say) for point in track.points[-EDITIONS:])
        lines.append(line("  ", bold(park["short"]), f"　{steps if placed else _nowhere(track, history, say)}"))
    return lines


def _nowhere(track: Track, history: History, say: Tongue) -> str:
    """A park that never had a place: what is published says so; of what only the press told nothing follows."""
    return say("从未在公布之列") if track.points else say("没有报道")


def _lists(parks: Sequence[Data], say: Tongue) -> list[list[Line]]:
    """A batch and how many entries each park has on it; those that more parks are on come first, the newest of them before."""
    batches: dict[tuple[Any, ...], list[list[Data]]] = {}
    for place, park in enumerate(parks):
        for one in park["lists"]:
            batch = (one["board"], one["edition"], one["stage"])
            batches.setdefault(batch, [[] for _ in parks])[place].append(one)
    ordered = sorted(batches.values(), key=lambda own: max(str(one["published"] or "") for entries in own for one in entries), reverse=True)
    ordered.sort(key=lambda own: -sum(map(bool, own)))
    return [_batch(parks, own, say) for own in ordered]


def _batch(parks: Sequence[Data], own: Sequence[Sequence[Data]], say: Tongue) -> list[Line]:
    first = next(one for entries in own for one in entries)
    stage = phrases.stage(first["stage"], say) if first["stage"] else ""
    name = say("{board} {edition}{stage}", board=first["board"], edition=phrases.edition(first["edition"], say), stage=stage)
    page = link(phrases.day(first["published"], say) or say("原文"), first["url"])
    counts: list[Span | str] = ["  "]
    for park, entries in zip(parks, own, strict=True):
        counts += [
            "　" if len(counts) > 1 else "",
            f"{park['short']} ",
            bold(phrases.counted(len(entries), first.get("unit"), say) if entries else "—"),
        ]
    return [line(f"▪️ {name}　🏛 {phrases.issuer(first['issuer'], say)}　", page), line(*counts)]


def _policies(parks: Sequence[Data], say: Tongue) -> list[Line]:
    """How many policies are in force, and their greatest amounts of money; nothing where no park has any."""
    in_force = [[one for one in park["policies"] if one["in_force"]] for park in parks]
    return [part for park, own in zip(parks, in_force, strict=True) for part in _promises(park, own, say)] if any(in_force) else []


def _promises(park: Data, in_force: Sequence[Data], say: Tongue) -> list[Line]:
    lines = [line(bold(park["short"]), "　", say("{count} 项现行政策", count=len(in_force)))]
    promised = [(measure, policy) for policy in in_force for measure in policy["measures"] if measure.get("unit") in ("元", None)]
    promised = [one for one in promised if one[0].get("amount") is not None]
    for measure, policy in sorted(promised, key=lambda one: -one[0]["amount"])[:BEST]:
        told = f"  💰 {phrases.matter(measure)}　{phrases.amount(measure, say)}　"
        lines.append(line(told, link(phrases.day(policy["published"], say) or say("原文"), policy["url"])))
    return lines


def _figures(parks: Sequence[Data], say: Tongue) -> list[list[Line]]:
    """A figure that was reported of two parks at least, the newest report of each; targets are no figures."""
    found: dict[str, list[Data | None]] = {}
    for place, park in enumerate(parks):
        for one in park["claims"]:  # oldest first: the newest stays
            if one["kind"] == "indicator" and one["status"] == "stated" and one["value"] is not None:
                found.setdefault(one["matter"], [None] * len(parks))[place] = one
    shared = {matter: own for matter, own in found.items() if sum(one is not None for one in own) > 1}
    return [_figure(matter, parks, own, say) for matter, own in shared.items()]


def _figure(matter: str, parks: Sequence[Data], own: Sequence[Data | None], say: Tongue) -> list[Line]:
    lines = [line(f"▪️ {matter}")]
    for park, one in zip(parks, own, strict=True):
        if one is not None:
            when = link(phrases.day(one["published"], say) or say("原文"), one["url"])
            lines.append(line(f"  {park['short']}　", bold(phrases.stated(one, say)), "　📰 ", when))
    return lines
