"""What an issuer published, as sections of a message: a ranking, a batch of a list. Every row says what was and what is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from monitors.alerts import phrases
from monitors.alerts.lines import Block, Line, bold, line
from monitors.alerts.reader import Reader
from monitors.alerts.section import UNFOLDED, Row, Section, Words, quoted
from monitors.alerts.tongue import Tongue

Told = Mapping[str, Any]
NAMED = 8  # companies of a park that are named in a line


def ranking(group: Sequence[Told], reader: Reader, entries: Mapping[int, Sequence[Told]], *, beside: bool = False) -> Section:
    """One ranking: its size, then its rows; those whose rank is the same are one line.

    beside: it is another indicator of the ranking told before it: of it only the reader's own rows stand out, and its head is short.
    """
    say, first = reader.say, group[0]
    changes = [change for change in group if change["zone"] or change["op"] != "edition"]
    kept = [change for change in changes if reader.owns(change) or not _unmoved(change)]
    striking = _striking(kept) if len(changes) > UNFOLDED else kept
    ordered = sorted(kept, key=lambda one: beside and one not in striking)
    rows = [_rank_row(change, reader, stands_out=change in striking and not beside, beside=beside) for change in ordered]
    same = [f"{phrases.rank(one['after']['rank'], say)} {phrases.place(one['zone'])}" for one in changes if one not in kept]
    names = phrases.joined(same, say)
    tail = [line(say("＝ 名次未变的{count}个：{names}", count=len(same), names=names), block=Block.FOLDED)] if same else []
    if not changes:  # nothing is said of any park: the ranking itself
        ranks = (f"{phrases.rank(row['rank'], say)} {phrases.place(row['zone'] or row['key'])}" for row in entries.get(first["id"], ()))
        tail = [line(words, block=Block.FOLDED) for words in ranks]
    published, indicator = f"{phrases.gap(say)}{_published(first, say)}", first["indicator"] or ""
    return Section(
        tuple(_ranking_head(first, say)),
        tuple(rows),
        f"{indicator if beside else phrases.board(first['board'], indicator)}{published}",
        tuple(tail),
        terse=True,
        close=(line(bold(indicator), published),) if beside and changes else (),
    )


def _ranking_head(first: Told, say: Tongue) -> Iterator[Line]:
    before, corrected = first["previous_edition"], first["previous_edition"] == first["edition"]
    title = phrases.gap(say).join([phrases.board(first["board"], first["indicator"]), phrases.edition(first["edition"], say)])
    against = say("；与{edition}相比", edition=phrases.edition(before, say)) if before and not corrected else ""
    yield line(bold(title), say("（更正）") if corrected else "")
    yield line(_extent(first, say), against)
    if not before:
        yield line(say("首次收录这一排名，没有可比较的往届。"))
        yield line(quoted(first["evidence"]), block=Block.QUOTE)


def _unmoved(change: Told) -> bool:
    return bool(change["op"] == "edition")


def is_beside(first: Told, before: Told | None) -> bool:
    """Whether a ranking is another indicator of the one told before it."""
    same = ("kind", "board", "edition", "previous_edition", "of")
    return before is not None and first["kind"] == "ranking" and all(first[name] == before[name] for name in same)


def _extent(change: Told, say: Tongue) -> str:
    """How many are published and how many were ranked: without it a rank says nothing."""
    published, ranked = _published(change, say), change["of"]
    if ranked:
        return say("{published}，共{ranked}家参评", published=published, ranked=ranked)
    return say("{published}，参评总数未写明", published=published)


def _published(change: Told, say: Tongue) -> str:
    return say("公布前{top}名", top=change["top"]) if change["top"] else say("公布全部名次")


def _striking(rows: Sequence[Told]) -> list[Told]:
    """What a reader without parks of his own wants first: who came, who is gone, first times, the greatest climb and fall."""
    moves = sorted((change for change in rows if change["op"] == "moved"), key=_climb)
    extremes = [*(one for one in moves[-2:] if _climb(one) > 0), *(one for one in moves[:2] if _climb(one) < 0)]
    return [c for c in rows if c["op"] in ("added", "removed") or c["after"].get("first_top") == 10 or c in extremes]


def _climb(change: Told) -> int:
    return int(change["before"]["rank"]) - int(change["after"]["rank"])


def _rank_row(change: Told, reader: Reader, *, stands_out: bool, beside: bool) -> Row:
    say = reader.say
    gap = phrases.gap(say)
    told = (_rank_mark(change), bold(phrases.place(change["zone"] or change["key"])), f"{gap}{_rank_words(change, say)}")
    # For an absence nothing can be quoted: the whole table shows it. A rank that stays needs its words once, not for each indicator.
    words = "" if change["op"] == "removed" or (beside and _unmoved(change)) else quoted(change["evidence"])
    short = (*told, f"{gap}{change['indicator']}") if beside else ()
    return Row(told, words, own=reader.owns(change), stands_out=stands_out, short=short)


def _rank_mark(change: Told) -> str:
    """↑3, ↓2, ＝, 🆕 (not published before), ▫️ (not published now), ✏️ (something beside the rank)."""
    if change["after"].get("rank") is None:
        return "▫️ "
    if change["before"].get("rank") is None:
        return "🆕 "
    if change["op"] == "revised":
        return "✏️ "
    climb = _climb(change)
    return f"↑{climb} " if climb > 0 else f"↓{-climb} " if climb < 0 else "＝ "


def _rank_words(change: Told, say: Tongue) -> str:
    """第13名 → 第10名　首次进入前10 …"""
    before, after, top = change["before"].get("rank"), change["after"].get("rank"), change["top"]
    if after is None:
        outside = say("不在公布的前{top}名之内", top=top) if top else say("不在公布的名次之内")
        return phrases.sides(phrases.rank(before, say), outside)
    if change["op"] == "revised":
        return phrases.gap(say).join([phrases.rank(after, say), phrases.figures(change["before"], change["after"], say)])
    was = say("上届未在公布之列") if before is None else phrases.rank(before, say)
    told = _distinctions(change["after"], change["previous_edition"], say)
    return phrases.gap(say).join(filter(None, [phrases.sides(was, phrases.rank(after, say)), told]))


def _distinctions(after: Mapping[str, Any], previous: str | None, say: Tongue) -> str:
    told = []
    if after.get("first_top"):
        told.append(say("首次进入前{top}", top=after["first_top"]))
    if after.get("best"):
        told.append(say("历史最好"))
    # What is first or best is so since parkwatch keeps records, and that is said.
    return say("{what}（有记录以来）", what=phrases.joined(told, say)) if told and previous else ""


def batch(group: Sequence[Told], reader: Reader, entries: Mapping[int, Sequence[Told]]) -> Section:
    """One batch of a list: its size, the reader's companies in it, who came, who fell out, who is only written differently, its parks.

    entries: id of the change that tells of the batch → its rows; of a new batch all of them are told, folded.
    """
    say, first = reader.say, group[0]
    words = (first["board"], phrases.edition(first["edition"], say), phrases.stage(first["stage"], say))
    name = phrases.gap(say).join(filter(None, words))
    whole = [change for change in group if change["op"] == "edition" and not change["zone"]]
    parks = [change for change in group if change["op"] == "edition" and change["zone"]]
    changed = [change for change in group if change["op"] != "edition"]
    rows = [
        *_companies(whole, changed, reader, entries),
        *(
            Row(_entry_words(change, say), _entry_quote(change, say), own=reader.owns(change), stands_out=place < UNFOLDED)
            for place, change in enumerate(changed)
        ),
        *(
            Row(
                (bold(phrases.place(change["zone"])), f"{phrases.gap(say)}{_entries(change['after'], say)}"),
                quoted(change["evidence"]) if reader.owns(change) else "",
                own=reader.owns(change),
                stands_out=place < UNFOLDED,
            )
            for place, change in enumerate(parks)
        ),
    ]
    head = [line(bold(name)), *(line(_size(change, say)) for change in whole)]
    printed = (row["evidence"] for change in whole if not _stage_before(change) for row in entries.get(change["id"], ()))
    tail = tuple(line(words, block=Block.FOLDED) for words in printed)
    if whole and not tail and not any(row.quoted for row in rows):
        head.append(line(say("名单第一行：{words}", words=quoted(whole[0]["evidence"])), block=Block.QUOTE))
    return Section(tuple(head), tuple(rows), name, tail, gist=tuple(_size(change, say) for change in whole))


def _companies(whole: Sequence[Told], changed: Sequence[Told], reader: Reader, entries: Mapping[int, Sequence[Told]]) -> Iterator[Row]:
    """The lines of a new batch that name what the reader follows; one that came, went or was renamed is told by its own change."""
    say = reader.say
    told = {change["key"] for change in changed}
    for change in whole:
        after = phrases.stage(change["stage"], say)
        before = _stage_before(change)
        was = say("{stage}时在名单上", stage=phrases.stage(before, say)) if before else say("此前没有这份名单")
        for row in entries.get(change["id"], ()):
            if reader.names(row) and row["key"] not in told:
                park = say("（{words}）", words=phrases.place(row["zone"])) if row["zone"] else ""
                now = say("在{stage}名单上", stage=after)
                words = (bold(str(row.get("name") or row["key"])), park, phrases.gap(say), phrases.sides(was, now))
                yield Row(words, quoted(row["evidence"]), own=True)


def _stage_before(change: Told) -> str | None:
    """The stage from which a batch came; None of a new batch, beside which the one before it may stand."""
    before = change["before"]
    return None if "edition" in before else before.get("stage")


def _size(change: Told, say: Tongue) -> str:
    before, after = change["before"], change["after"]
    unit = after.get("unit")
    now = phrases.counted(after["count"], unit, say)
    if not before:
        # A record of an earlier parkwatch keeps no unit, and not whether it knew the list.
        return say("新名单，共{count}", count=now) + (say("（首次收录）") if unit else "")
    was = phrases.counted(before["count"], unit, say)
    earlier = phrases.stage(before["stage"], say)
    if not _stage_before(change):
        stage = "" if before["stage"] == "公布" else earlier
        batch = say("{edition}{stage}", edition=phrases.edition(before["edition"], say), stage=stage).strip()
        return say("新名单，共{count}", count=now) + say("；上一批（{batch}）{count}", batch=batch, count=was)
    later = phrases.stage(after["stage"], say)
    return phrases.sides(*(say("{stage}{count}", stage=stage, count=size) for stage, size in ((earlier, was), (later, now))))


def _entries(after: Mapping[str, Any], say: Tongue) -> str:
    names = list(after.get("entries", ()))
    count, named = phrases.counted(after["count"], after.get("unit"), say), phrases.joined(names[:NAMED], say)
    if after["count"] > NAMED:
        return say("{count}：{names} 等", count=count, names=named)
    return say("{count}：{names}", count=count, names=named)


def _entry_words(change: Told, say: Tongue) -> Words:
    before, after, op, gap = change["before"], change["after"], change["op"], phrases.gap(say)
    was, now = before.get("stage") or "", change["stage"] or "公布"
    corrected = was == now
    name = str(after.get("name") or before.get("name") or change["key"])
    park = say("（{words}）", words=phrases.place(change["zone"])) if change["zone"] else ""
    if op == "renamed":
        how = say("更名，是同一个") if after.get("former") else say("名称更正，是同一个")
        return ("✏️ ", str(before["name"]), " → ", bold(name), park, gap, how)
    on = say("{stage}时在名单上", stage=phrases.stage(was, say))
    if op == "removed":
        absent = say("已从名单删去") if corrected else say("{stage}名单中没有", stage=phrases.stage(now, say))
        gone = say("已被撤销") if after else absent
        return ("➖ ", bold(name), park, gap, phrases.sides(say("在名单上") if corrected else on, gone))
    if op == "added":
        return ("➕ ", bold(name), park, gap, phrases.sides(say("此前不在名单上"), say("{stage}名单新增", stage=phrases.stage(now, say))))
    changed = [key for key in after if key != "stage" and after[key] != before.get(key)]
    written = (phrases.sides(str(before.get(key) or say("未写明")), str(after[key])) for key in changed)
    return ("✏️ ", bold(name), park, gap, say("；").join(written))


def _entry_quote(change: Told, say: Tongue) -> str:
    """The row as printed; who fell out is quoted from the list on which he still was."""
    was = change["before"].get("stage")
    if change["op"] == "removed" and not change["after"] and was and was != change["stage"]:
        return say("{stage}名单：{words}", stage=phrases.stage(was, say), words=quoted(change["evidence"]))
    return quoted(change["evidence"])
