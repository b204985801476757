"""What the press says, in lines, and how it stands beside the record: 据科技日报报道 is never shown as 工信部公布."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from monitors.alerts import phrases
from monitors.alerts.lines import Block, Line, bold, line, link, quote

Told = Mapping[str, Any]
UNFOLDED = 8  # reported figures an article's message shows without folding any
NAMED = 12  # parks that are named as mentioned


def is_press(change: Told) -> bool:
    """Whether the change comes from an article; a record that decides an earlier claim does not."""
    if change["kind"] == "coverage" or change["op"] == "reported":
        return True
    # A record's own claim carries no issuer of the record: the record is the change itself.
    claim = change["claim"]
    return claim is not None and (claim["record"] is None or "issuer" in claim["record"])


def article(group: Sequence[Told]) -> list[Line]:
    """One article: what a record confirms or contradicts first, then what only the article says, then the parks it names."""
    judged = [change for change in group if change["op"] in ("confirmed", "contradicted")]
    said = [change for change in group if change["kind"] != "coverage" and change not in judged]
    lines = [part for change in sorted(judged, key=lambda one: one["op"], reverse=True) for part in _judged(change)]
    lines += [line("仅见报道，尚无公布可核对：")] if said else []
    for change in said[:UNFOLDED]:
        lines += [line("· ", *_claim_row(change)), quote(change["evidence"])]
    lines += [line(*_claim_row(change), f"　「{change['evidence']}」", block=Block.FOLDED) for change in said[UNFOLDED:]]
    told = {change["zone"] for change in (*judged, *said)}
    named = [change for change in group if change["kind"] == "coverage" and change["zone"] not in told]
    if named:
        names = "、".join(phrases.place(change["zone"]) for change in named[:NAMED])
        lines.append(line("文中提到：", bold(names), f" 等{len(named)}个园区" if len(named) > NAMED else ""))
    if named and not (judged or said):
        lines.append(quote(named[0]["evidence"]))
    return lines


def judged(group: Sequence[Told]) -> list[Line]:
    """Earlier claims of the press that this record decides."""
    lines = [line(bold("此前的报道，现可核对"))]
    for change in group:
        said, mark = change["claim"]["said"], _mark(change["op"])
        record = _recorded(change["claim"]["record"], change)
        lines += [
            line(mark, bold(phrases.place(change["zone"])), f"　报道{_said(said, change)} → 公布{record}"),
            quote(change["evidence"]),
            line("📰 报道：", link(phrases.titled(said.get("title")), str(said.get("url") or "")), f"　{said.get('published') or ''}"),
            quote(str(said.get("evidence") or "")),
        ]
    return lines


def _mark(op: str) -> str:
    return "✅ 与公布一致　" if op == "confirmed" else "❗ 与公布不一致　"


def _judged(change: Told) -> list[Line]:
    claim, record = change["claim"], change["claim"]["record"]
    who, said = phrases.issuer(record.get("issuer")) or "发布单位", phrases.issuer(change["issuer"]) or "媒体"
    return [
        line(_mark(change["op"]), bold(phrases.place(change["zone"])), f"　{_matter(change)}"),
        line(f"📰 据{said}报道：{_said(claim['said'], change)}"),
        quote(change["evidence"]),
        line(
            f"🏛 {who}公布：{_recorded(record, change)}　",
            link(phrases.titled(record.get("title")), str(record.get("url") or "")),
            f"　{record.get('published') or ''}",
        ),
    ]


def _matter(change: Told) -> str:
    name = phrases.board(str(change["board"] or change["key"]), change["indicator"])
    return f"{name} {phrases.edition(change['edition'])}".strip()


def _said(said: Mapping[str, Any], change: Told) -> str:
    unit = {"unit": "位"} if change["kind"] == "ranking" else {}
    return phrases.stated({**unit, **said}) or "入选"


def _recorded(record: Mapping[str, Any], change: Told) -> str:
    if record.get("rank") is not None:
        ranked = record.get("of") or change["of"]
        extent = f"（共{ranked}家参评）" if ranked else ""
        return phrases.rank(record["rank"]) + extent
    if record.get("absent"):
        return f"不在公布的前{record.get('top') or change['top']}名之内"
    if record.get("amount") is not None:
        return phrases.amount(record)
    return f"{record.get('stage') or ''}名单{record.get('count')}家" if record.get("count") is not None else "已在名单上"


def _claim_row(change: Told) -> list[Any]:
    after, before = change["after"], change["before"]
    now = phrases.stated(after)
    words = f"{phrases.stated(before)} → {now}" if before else now
    target = {"target": "（目标）", "proposed": "（公示）"}.get(str(after.get("status")), "")
    about = phrases.matter({"beneficiary": after.get("beneficiary"), "subject": _matter(change)})
    whole = f"（共{change['of']}家）" if change["of"] else ""
    return [bold(phrases.place(change["zone"])), f"　{about}　{words}{whole}{target}".rstrip()]
