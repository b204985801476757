"""Cards: a park, a board, the sources, the facts of a page. Data as `--json` prints them in, lines out, for chat and terminal alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from monitors.alerts import phrases
from monitors.alerts.lines import Line, Span, bold, line, link, quote

Data = Mapping[str, Any]
RECENT = 8  # articles and claims a card shows
NAMED = 10  # entries of a list that a park's card names

_HEALTH = {"ok": "✅ 正常", "held": "⏸ 暂停采信", "broken": "⚠️ 读取失败", "paused": "⏯ 已停用", "never": "· 尚未完整读过"}
_VERDICT = {"confirmed": "✅ 与公布一致", "contradicted": "❗ 与公布不一致", "new": "📰 仅见报道"}


def zone(data: Data) -> list[Line]:
    """Everything known of a park."""
    lines = [line("🏙 ", bold(data["short"]), f"　{data['zone']}" if data["short"] != data["zone"] else "")]
    if data["type"]:
        approved = f" · {data['approved']}年批准" if data["approved"] else ""
        lines.append(line(f"{data['type']} · {data['province']} {data['city']}{approved}"))
    ranks = [one for one in data["claims"] if one["kind"] == "ranking"]
    figures = [one for one in data["claims"] if one["kind"] == "indicator"]
    others = [one for one in data["claims"] if one["kind"] not in ("ranking", "indicator")]
    for title, rows in (
        ("名次", _ranks(data["ranks"], ranks)),
        ("名单", _lists(data["lists"])),
        ("现行政策", _policies([one for one in data["policies"] if one["in_force"]])),
        ("已废止、已到期或征求意见的政策", [_policy(one) for one in data["policies"] if not one["in_force"]]),
        ("指标（据报道）", _figures(figures)),
        ("名单、措施和动态（据报道）", [_claim(one) for one in reversed(others[-RECENT:])]),
        ("报道", [_article(one) for one in data["coverage"][:RECENT]]),
    ):
        if rows:
            lines += [Line(), line(bold(title)), *rows]
    return lines if len(lines) > 2 else [*lines, line("库中还没有这个园区的名次、名单、政策或报道。")]


def _article(one: Data) -> Line:
    return line(f"{one['published'] or ''}　", link(phrases.titled(one["title"]), one["url"]))


def _ranks(ranks: Sequence[Data], claims: Sequence[Data]) -> list[Line]:
    """A ranking a paragraph: its editions from the oldest, then what the press said of it and how that stands."""
    series: dict[str, list[Data]] = {}
    for one in ranks:
        whole = one["indicator"] in (None, "综合")
        series.setdefault(one["board"] if whole else f"{one['board']}·{one['indicator']}", []).append(one)
    said: dict[str, list[Data]] = {name: [] for name in series}
    for one in claims:
        said.setdefault(one["matter"], []).append(one)
    lines = []
    for name in sorted(said, key=lambda name: (name not in series, name)):
        steps = " → ".join(f"{phrases.edition(one['edition'])} {phrases.rank(one['rank'])}" for one in series.get(name, ()))
        lines.append(line(bold(name.replace("·", " · ")), f"　{steps or '公布的名单里没有，仅见报道'}"))
        for one in series.get(name, ()):
            extent = f"　🏛 {phrases.issuer(one['issuer'])}公布前{one['top']}名{_ranked(one)}　"
            lines.append(line(f"  {phrases.edition(one['edition'])} {phrases.rank(one['rank'])}", extent, _source(one)))
        lines += [line("  ", *_claim(one, with_subject=False).spans) for one in said[name]]
    return lines


def _figures(claims: Sequence[Data]) -> list[Line]:
    """A figure a line, its reports from the oldest: 瞪羚企业　48家（2025-01-08）→ 59家（2026-01-08）."""
    series: dict[str, list[Data]] = {}
    for one in claims:
        series.setdefault(one["matter"], []).append(one)
    lines = []
    for reports in series.values():
        steps: list[Span | str] = []
        for one in reports:
            target = "（目标）" if one["status"] == "target" else ""
            steps += [" → " if steps else "", bold(phrases.stated(one) or "未写明数字"), f"{target}（", _source(one), "）"]
        lines.append(line(f"{reports[-1]['subject']}　", *steps))
    return lines


def _source(one: Data) -> Span:
    """Where a line is from: the day of publication as a link to the page."""
    return link(one["published"] or "原文", one["url"])


def _ranked(board: Data) -> str:
    return f"，共{board['of']}家参评" if board["of"] else ""


def _lists(entries: Sequence[Data]) -> list[Line]:
    batches: dict[tuple[str, ...], list[Data]] = {}
    for one in entries:
        batch = (one["board"], phrases.edition(one["edition"]), one["stage"] or "", phrases.issuer(one["issuer"]))
        batches.setdefault(batch, []).append(one)
    return [
        line(
            f"{board} {edition}{stage}：",
            bold(f"{len(own)}家"),
            f"（{issuer}，",
            _source(own[0]),
            f"）{_some([one['name'] for one in own])}",
        )
        for (board, edition, stage, issuer), own in batches.items()
    ]


def _some(names: Sequence[str]) -> str:
    return "、".join(names[:NAMED]) + ("…" if len(names) > NAMED else "")


def _policies(policies: Sequence[Data]) -> list[Line]:
    lines = []
    for one in policies:
        lines.append(_policy(one))
        dates = [f"{label} {one[name]}" for name, label in (("deadline", "申报截止"), ("expires", "有效期至")) if one[name]]
        lines += [line(f"  {text}") for text in (*(f"{phrases.matter(m)}　{phrases.amount(m)}" for m in one["measures"]), *dates)]
    return lines


def _policy(one: Data) -> Line:
    return line(link(phrases.titled(one["title"]), one["url"]), f"　{one['number'] or ''}　{one['published'] or ''}")


def _claim(one: Data, *, with_subject: bool = True) -> Line:
    target = {"target": "（目标）", "proposed": "（公示）"}.get(one["status"], "")
    subject = phrases.matter(one) if with_subject else ""
    said = f"{subject} {phrases.edition(one['edition'])}".strip()
    return line(f"{said} {phrases.stated(one)}{target}　{_VERDICT[one['verdict']]}　", _source(one))


def boards(data: Sequence[Data]) -> list[Line]:
    """Every stored board in a line."""
    if not data:
        return [line("库中还没有榜单、名单或政策。")]
    lines = []
    for one in data:
        name = phrases.board(one["title"] if one["kind"] == "policy" else one["board"], one["indicator"])
        when = f"{phrases.edition(one['edition'])}{one['stage'] or ''}"
        lines.append(line(bold(name), f"　{when}　{one['lines']}行　{phrases.issuer(one['issuer'])} {one['published'] or ''}"))
    return lines


def board(data: Data) -> list[Line]:
    """One board with its lines."""
    when = f"{phrases.edition(data['edition'])}{data['stage'] or ''}"
    issuer = phrases.issuer(data["issuer"]) or "发布单位"
    lines = [
        line(bold(f"{phrases.board(data['board'], data['indicator'])}　{when}")),
        line(f"🏛 {issuer}公布　{data['published'] or ''}　", link(phrases.titled(data["title"]), data["url"])),
    ]
    if data["kind"] == "ranking":
        lines.append(line(f"公布前{data['top']}名{_ranked(data)}"))
        lines += [line(f"{one['rank']:>3}　{phrases.place(one['zone']) or one['key']}") for one in data["items"]]
    elif data["kind"] == "list":
        lines.append(line(f"共{len(data['items'])}家"))
        lines += [line(f"{place:>3}　{_entry(one)}") for place, one in enumerate(data["items"], start=1)]
    else:
        lines += [line(f"{phrases.matter(one)}　{phrases.amount(one)}") for one in data["items"] if "amount" in one]
        lines += [line(one["text"].splitlines()[0]) for one in data["items"] if "text" in one]
    return lines


def _entry(one: Data) -> str:
    rest = [str(one[role]) for role in one if role not in ("key", "zone", "name", "former", "evidence") and one[role]]
    former = f"（曾用名：{one['former']}）" if one.get("former") else ""
    return "　".join([f"{one['name']}{former}", *rest])


def sources(data: Sequence[Data]) -> list[Line]:
    """How every source is, and what was held back or not understood."""
    lines = []
    for one in data:
        lines.append(line(f"{_HEALTH[one['health']]}　", bold(one["name"]), f"　{one['publisher']}"))
        lines.append(line("    ", link(one["url"], one["url"]), f"　{one['schedule']}"))
        times = [(label, one[key]) for label, key in (("最近读取", "last_tried"), ("最近完整", "last_good"), ("下次", "next")) if one[key]]
        if times:
            lines.append(line("    ", "　".join(f"{label} {str(when)[:16].replace('T', ' ')}" for label, when in times)))
        if one["reason"]:
            lines.append(line(f"    原因：{one['reason']}"))
        lines += [line(f"    读不懂：{what}") for what in one.get("unread", ())]
    return lines


def facts(title: str, data: Sequence[Data]) -> list[Line]:
    """What a page says, as facts with their words."""
    lines = [line(bold(phrases.titled(title)), f"　{len(data)}条")]
    for one in data:
        said = f"{phrases.matter(one)} {phrases.edition(one['edition'])}".strip()
        who = f"（{phrases.issuer(one['issuer'])}）" if one["issuer"] else ""
        park = phrases.place(one["zone"]) or "（未指明园区）"
        lines += [line("· ", bold(park), f"　{said}　{phrases.stated(one)}{who}"), quote(one["evidence"])]
    return lines


def subscriptions(titles: Sequence[str]) -> list[Line]:
    """What a chat is subscribed to, numbered."""
    if not titles:
        return [line("还没有订阅。发送 /subscribe 园区名 即可，例如 /subscribe 宁波高新区")]
    return [line(bold("已订阅")), *(line(f"{number}. {title}") for number, title in enumerate(titles, start=1))]
