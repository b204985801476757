"""What an issuer published, in lines: a ranking, a batch of a list, a policy. Every line says what was and what is."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from monitors.alerts import phrases
from monitors.alerts.lines import Block, Line, bold, line, quote

Told = Mapping[str, Any]
UNFOLDED = 12  # rows a message shows without folding any
NAMED = 8  # companies of a park that are named in a line
CLAUSE = 120  # characters of a clause that are shown around its change


def ranking(group: Sequence[Told], own: Collection[str]) -> list[Line]:
    """One ranking: its size, then the reader's parks, then what stands out with the words of its row, the rest folded."""
    first = group[0]
    corrected = first["previous_edition"] == first["edition"]
    title = phrases.board(first["board"], first["indicator"])
    lines = [line(bold(f"{title}　{phrases.edition(first['edition'])}"), "（更正）" if corrected else "")]
    lines.append(line(_extent(first), _against(first, corrected)))
    rows = [change for change in group if change["zone"] or change["op"] != "edition"]
    leading = [change for change in rows if change["zone"] in own]
    striking = _striking(rows) if len(rows) > UNFOLDED else rows
    striking = [change for change in striking if change not in leading]
    for change in (*leading, *striking):
        lines += [line("★ " if change in leading else "", *_rank_row(change)), _words(change)]
    rest = [change for change in rows if change not in leading and change not in striking]
    lines += [line(*_rank_row(change), f"　「{change['evidence']}」", block=Block.FOLDED) for change in rest if change["op"] != "edition"]
    same = [f"第{change['after']['rank']}名 {phrases.place(change['zone'])}" for change in rest if change["op"] == "edition"]
    lines += [line(f"＝ 名次未变的{len(same)}个：{'、'.join(same)}", block=Block.FOLDED)] if same else []
    if not rows:
        lines += [line("首次收录这一排名，没有可比较的往届。"), quote(first["evidence"])]
    return lines


def _extent(change: Told) -> str:
    """How many are published and how many were ranked: without it a rank says nothing."""
    top, ranked = change["top"], change["of"]
    published = f"公布前{top}名" if top else "公布全部名次"
    return f"{published}，共{ranked}家参评" if ranked else f"{published}，参评总数未写明"


def _against(change: Told, corrected: bool) -> str:
    before = change["previous_edition"]
    return f"；与{phrases.edition(before)}相比" if before and not corrected else ""


def _striking(rows: Sequence[Told]) -> list[Told]:
    """What a reader without parks of his own wants first: who came, who is gone, first times, the greatest climb and fall."""
    moves = sorted((change for change in rows if change["op"] == "moved"), key=_climb)
    extremes = [*(one for one in moves[-2:] if _climb(one) > 0), *(one for one in moves[:2] if _climb(one) < 0)]
    return [c for c in rows if c["op"] in ("added", "removed") or c["after"].get("first_top") == 10 or c in extremes]


def _words(change: Told) -> Line:
    """The row that says so; for an absence nothing can be quoted, it is what the whole table shows."""
    return line(change["evidence"], block=Block.QUOTE) if change["op"] == "removed" else quote(change["evidence"])


def _climb(change: Told) -> int:
    return int(change["before"]["rank"]) - int(change["after"]["rank"])


def _rank_row(change: Told) -> list[Any]:
    """↑3 宁波高新区 第13名 → 第10名 首次进入前10 …"""
    before, after = change["before"].get("rank"), change["after"].get("rank")
    name = bold(phrases.place(change["zone"] or change["key"]))
    top = change["top"]
    outside = f"不在公布的前{top}名之内" if top else "不在公布的名次之内"
    if after is None:
        return ["▫️ ", name, f"　{phrases.rank(before)} → {outside}"]
    told = _distinctions(change["after"], change["previous_edition"])
    if before is None:
        return ["🆕 ", name, f"　上届未在公布之列 → {phrases.rank(after)}　新上榜{told}"]
    if change["op"] == "revised":
        return ["✏️ ", name, f"　{phrases.rank(after)}　{phrases.figures(change['before'], change['after'])}"]
    climb = _climb(change)
    arrow = f"↑{climb} " if climb > 0 else f"↓{-climb} " if climb < 0 else "＝ "
    return [arrow, name, f"　{phrases.rank(before)} → {phrases.rank(after)}{told}"]


def _distinctions(after: Mapping[str, Any], previous: str | None) -> str:
    told = []
    if after.get("first_top"):
        told.append(f"首次进入前{after['first_top']}")
    if after.get("best"):
        told.append("历史最好")
    # What is first or best is so since parkwatch keeps records, and that is said.
    return f"　{'、'.join(told)}（有记录以来）" if told and previous else ""


def batch(group: Sequence[Told], own: Collection[str]) -> list[Line]:
    """One batch of a list: its size, the parks in it, who came, who fell out, who is only written differently."""
    first = group[0]
    lines = [line(bold(f"{first['board']}　{phrases.edition(first['edition'])}　{first['stage'] or '公布'}"))]
    for change in group:
        if change["op"] == "edition" and not change["zone"]:
            lines += [line(_size(change)), quote(change["evidence"])]
    parks = [change for change in group if change["op"] == "edition" and change["zone"]]
    for change in sorted(parks, key=lambda one: one["zone"] not in own):
        star = "★ " if change["zone"] in own else ""
        lines += [line(star, bold(phrases.place(change["zone"])), f"　{_entries(change['after'])}")]
    rows = [change for change in group if change["op"] != "edition"]
    for place, change in enumerate(rows):
        if place < UNFOLDED or change["zone"] in own:
            lines += [line(*_entry_row(change)), quote(change["evidence"])]
    lines += [
        line(*_entry_row(change), f"　「{change['evidence']}」", block=Block.FOLDED)
        for change in rows[UNFOLDED:]
        if change["zone"] not in own
    ]
    return lines


def _size(change: Told) -> str:
    count, before = change["after"]["count"], change["before"]
    if not before:
        return f"新名单，共{count}家"
    return f"{before['stage']}{before['count']}家 → {change['after']['stage']}{count}家"


def _entries(after: Mapping[str, Any]) -> str:
    names = list(after.get("entries", ()))
    more = f" 等{after['count']}家" if after["count"] > NAMED else ""
    return f"{after['count']}家：{'、'.join(names[:NAMED])}{more}"


def _entry_row(change: Told) -> list[Any]:
    before, after, op = change["before"], change["after"], change["op"]
    was, now = before.get("stage") or "", change["stage"] or "公布"
    corrected = was == now
    name = after.get("name") or before.get("name") or change["key"]
    park = f"（{phrases.place(change['zone'])}）" if change["zone"] else ""
    if op == "renamed":
        how = "更名" if after.get("former") else "名称更正"
        return ["✏️ ", before["name"], " → ", bold(str(name)), f"　{how}，是同一家{park}"]
    if op == "removed":
        return ["➖ ", bold(str(name)), park, "　在名单上 → 已从名单删去" if corrected else f"　{was}时在名单上 → {now}名单中没有"]
    if op == "added":
        return ["➕ ", bold(str(name)), park, f"　此前不在名单上 → {now}名单新增"]
    changed = [key for key in after if key != "stage" and after[key] != before.get(key)]
    return ["✏️ ", bold(str(name)), park, "　" + "；".join(f"{before.get(key) or '未写明'} → {after[key]}" for key in changed)]


def policy(group: Sequence[Told], own: Collection[str]) -> list[Line]:
    """One policy: new, draft, final, revised by measure and by clause, repealed, or with a date that matters."""
    first = group[0]
    revised = {"revised", "added", "removed"}
    lines = [line(bold("政策修订"), f"　{_number(first)}")] if any(change["op"] in revised for change in group) else []
    for change in group:
        rows = _policy_rows(change)
        star = "★ " if change["zone"] in own and change is first else ""
        lines += [line(star, *rows[0]), *(line(*row) for row in rows[1:]), quote(change["evidence"])]
    return lines


def _number(change: Told) -> str:
    board = str(change["board"] or "")
    return board if "《" not in board else ""


def _policy_rows(change: Told) -> list[list[Any]]:
    before, after, op, key = change["before"], change["after"], change["op"], str(change["key"])
    if op in ("new", "draft", "final"):
        word = {"new": "新政策", "draft": "征求意见稿", "final": "征求意见稿 → 正式印发"}[op]
        return [[bold(word), f"　{after.get('number') or ''}"], *_promises(after)]
    if op == "repealed":
        return [["🚫 ", bold(phrases.titled(before.get("title"))), f"　施行 → 废止（依据{phrases.titled(after.get('by'))}）"]]
    if op == "deadline":
        return [["⏰ ", bold(f"距申报截止还有{after['days']}天"), f"　截止日期 {after['deadline']}"]]
    if op == "expired":
        return [["⏰ ", bold("已过有效期"), f"　有效期至 {after['expires']}，此后不再施行"]]
    if key.startswith("measure:"):
        was, now = (phrases.amount(side) if side else "" for side in (before, after))
        ends = {"added": f"此前没有 → {now}", "removed": f"{was} → 不再写明"}
        return [["💰 ", bold(phrases.matter(after or before)), f"　{ends.get(op, f'{was} → {now}')}"]]
    if key.startswith("clause:"):
        return _clause_rows(op, key.removeprefix("clause:").rstrip("'"), str(before.get("text", "")), str(after.get("text", "")))
    label = {"deadline": "申报截止", "expires": "有效期至"}.get(key, key)
    return [["📅 ", bold(label), f"　{before.get(key) or '未写明'} → {after.get(key) or '未写明'}"]]


def _promises(after: Mapping[str, Any]) -> list[list[Any]]:
    measures = after.get("measures", ())
    rows: list[list[Any]] = [["💰 ", phrases.matter(one), f"　此前没有 → {phrases.amount(one)}"] for one in measures]
    for key, label in (("deadline", "申报截止"), ("expires", "有效期至")):
        if after.get(key):
            rows.append(["📅 ", f"{label} {after[key]}"])
    return rows


def _clause_rows(op: str, name: str, before: str, after: str) -> list[list[Any]]:
    was, now = _around_change(" ".join(before.split()), " ".join(after.split()))
    if op == "added":
        return [["📄 ", bold(f"新增 {name}"), f"　此前没有 → {now}"]]
    if op == "removed":
        return [["📄 ", bold(f"删去 {name}"), f"　{was} → 不再有"]]
    return [["📄 ", bold(f"修改 {name}")], ["　原：", was], ["　新：", now]]


def _around_change(before: str, after: str) -> tuple[str, str]:
    """Two versions of a clause, each cut to what is around the first word that differs."""
    same = next((place for place, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1]), min(len(before), len(after)))
    start = max(0, same - CLAUSE // 3) if before and after else 0
    return _cut(before, start), _cut(after, start)


def _cut(text: str, start: int) -> str:
    end = start + CLAUSE
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")
