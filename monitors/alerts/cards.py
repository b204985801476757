"""Cards: a park, its places, a board, the sources, the facts of a page.

Data as `--json` prints them in, lines out, for chat and terminal alike, in the language of whoever reads them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from monitors.alerts import phrases
from monitors.alerts.charts import Edition, History, Point, extent
from monitors.alerts.lines import Line, Span, bold, line, link, quote
from monitors.alerts.tongue import Tongue, later

Data = Mapping[str, Any]
CHINESE = Tongue()
RECENT = 8  # articles and claims a card shows
NAMED = 10  # entries of a list that a park's card names
_WHOLE = (None, "", "综合")  # indicators under which a ranking stands as a whole

HEALTH = {
    "ok": later("✅ 正常"),
    "held": later("⏸ 暂停采信"),
    "broken": later("⚠️ 读取失败"),
    "paused": later("⏯ 已停用"),
    "never": later("· 尚未完整读过"),
}
_VERDICT = {
    "confirmed": later("✅ 与公布一致"),
    "contradicted": later("❗ 与公布不一致"),
    "outdated": later("🕓 与此前公布一致，现已改动"),
    "new": later("📰 仅见报道"),
}
_STATUS = {"target": later("（目标）"), "proposed": later("（公示）")}


def zone(data: Data, say: Tongue = CHINESE) -> list[Line]:
    """Everything known of a park."""
    lines = [line("🏙 ", bold(data["short"]), f"　{data['zone']}" if data["short"] != data["zone"] else ""), *about(data, say)]
    bare = len(lines)
    ranks = [one for one in data["claims"] if one["kind"] == "ranking"]
    figures = [one for one in data["claims"] if one["kind"] == "indicator"]
    others = [one for one in data["claims"] if one["kind"] not in ("ranking", "indicator")]
    for title, rows in (
        (say("名次"), _ranks(data["ranks"], ranks, say)),
        (say("名单"), _lists(data["lists"], say)),
        (say("现行政策"), _policies([one for one in data["policies"] if one["in_force"]], say)),
        (say("已废止、已到期、已有新版或征求意见的政策"), [_policy(one, say) for one in data["policies"] if not one["in_force"]]),
        (say("指标（据报道）"), _figures(figures, say)),
        (say("名单、措施和动态（据报道）"), [_claim(one, say) for one in reversed(others[-RECENT:])]),
        (say("报道"), [_article(one, say) for one in data["coverage"][:RECENT]]),
    ):
        if rows:
            lines += [Line(), line(bold(title)), *rows]
    return lines if len(lines) > bare else [*lines, line(say("库中还没有这个园区的名次、名单、政策或报道。"))]


def about(data: Data, say: Tongue = CHINESE) -> list[Line]:
    """What a park is and where, in a line; none for a name that is not in the register."""
    if not data["type"]:
        return []
    approved = say("{year}年批准", year=data["approved"]) if data["approved"] else ""
    place = f"{data['province']} {data['city']}".strip()
    return [line(" · ".join(filter(None, (data["type"], place, approved))))]


def _article(one: Data, say: Tongue) -> Line:
    return line(f"{phrases.day(one['published'], say)}　", link(phrases.titled(one["title"]), one["url"]))


def _ranks(ranks: Sequence[Data], claims: Sequence[Data], say: Tongue) -> list[Line]:
    """A ranking a paragraph: its editions from the oldest, then what the press said of it and how that stands."""
    series: dict[str, list[Data]] = {}
    for one in ranks:
        whole = one["indicator"] in (None, "综合")
        series.setdefault(one["board"] if whole else f"{one['board']}·{one['indicator']}", []).append(one)
    said: dict[str, list[Data]] = {name: [] for name in series}
    for one in claims:
        said.setdefault(one["matter"], []).append(one)
    lines: list[Line] = []
    for name in sorted(said, key=lambda name: (name not in series, name)):
        steps = " → ".join(at(one["edition"], one["rank"], say) for one in series.get(name, ()))
        board, _, indicator = name.partition("·")
        if indicator and board in series and not said[name]:  # of the same pages as the whole above it
            lines.append(line(f"  {indicator}　{steps}　", _source(series[name][-1], say)))
            continue
        lines.append(line(bold(name.replace("·", " · ")), f"　{steps or say('公布的名单里没有，仅见报道')}"))
        for one in series.get(name, ()):
            extent = issued(one["issuer"], one["top"], one["of"], say)
            lines.append(line(f"  {at(one['edition'], one['rank'], say)}　🏛 {extent}　", _source(one, say)))
        lines += [line("  ", *_claim(one, say, with_subject=False).spans) for one in said[name]]
    return lines


def issued(issuer: str | None, top: int | None, ranked: int | None, say: Tongue = CHINESE) -> str:
    """Who published how many places of how many."""
    published = extent(top, ranked, say)
    return say("{issuer}{published}", issuer=phrases.issuer(issuer, say), published=published) if issuer else published


def at(edition: str | None, rank: int | None, say: Tongue = CHINESE, top: int | None = None) -> str:
    """2024年 第10名; without a rank 2024年 未在公布的前50名."""
    place = phrases.rank(rank, say) if rank is not None else say("未在公布的前{top}名", top=top)
    return say("{edition} {place}", edition=phrases.edition(edition, say), place=place)


def ranks(park: str, histories: Sequence[History], say: Tongue = CHINESE) -> list[Line]:
    """Every ranking a park (its official name) has a place on: the newest place and the best, then each edition with its source."""
    lines = [line("🏅 ", bold(say("{park}的名次", park=phrases.place(park))))]
    wholes = {history.board for history in histories if _is_placed(park, history) and history.indicator in _WHOLE}
    order = list(dict.fromkeys(history.board for history in histories))
    for history in sorted(histories, key=lambda one: (order.index(one.board), one.indicator not in _WHOLE)):
        points = [point for track in history.tracks if track.zone == park for point in track.points]
        placed = [point for point in points if point.rank is not None]
        if placed:
            editions = {one.ordinal: one for one in history.editions}
            if history.board in wholes and history.indicator not in _WHOLE:  # of the same pages as the whole above it
                newest = _place(placed[-1], editions[placed[-1].ordinal], say)[-1]
                lines.append(line(f"{history.indicator}　{_peak(placed, editions, say)}　", newest))
                continue
            name = phrases.board(history.board, history.indicator)
            lines += [Line(), line(bold(name)), line(_peak(placed, editions, say))]
            lines += [line("  ", *_place(point, editions[point.ordinal], say)) for point in reversed(points)]
    return lines if len(lines) > 1 else [*lines, line(say("还没有公布或报道过它的名次。"))]


def _is_placed(park: str, history: History) -> bool:
    return any(point.rank is not None for track in history.tracks if track.zone == park for point in track.points)


def _peak(placed: Sequence[Point], editions: Mapping[int, Edition], say: Tongue) -> str:
    """The newest place and the best one."""
    newest, best = placed[-1], min(reversed(placed), key=lambda point: point.rank or 0)
    if len(placed) == 1:
        return say("最新：{place}", place=said(newest, editions, say))
    if newest.rank == best.rank:
        return say("最新：{place}，也是最好", place=said(newest, editions, say))
    return say("最新：{place}；最好：{best}", place=said(newest, editions, say), best=said(best, editions, say))


def said(point: Point, editions: Mapping[int, Edition], say: Tongue = CHINESE) -> str:
    """A place in an edition; what only the press says is marked."""
    edition = editions[point.ordinal]
    return at(edition.name, point.rank, say, edition.top) + (say("（据报道）") if point.reported else "")


def _place(point: Point, edition: Edition, say: Tongue) -> list[Span | str]:
    whose = f"📰 {say('据报道')}" if point.reported else f"🏛 {issued(edition.issuer, edition.top, edition.of, say)}"
    page = link(phrases.day(point.published, say) or say("原文"), point.url)
    return [f"{at(edition.name, point.rank, say, edition.top)}　{whose}　", page]


def _figures(claims: Sequence[Data], say: Tongue) -> list[Line]:
    """A figure a line, its reports from the oldest: 瞪羚企业　48家（2025-01-08）→ 59家（2026-01-08）."""
    series: dict[str, list[Data]] = {}
    for one in claims:
        series.setdefault(one["matter"], []).append(one)
    lines = []
    for reports in series.values():
        steps: list[Span | str] = []
        for one in reports:
            steps += [" → " if steps else "", bold(phrases.stated(one, say) or say("未写明数字")), *_dated(one, say)]
        lines.append(line(f"{reports[-1]['subject']}　", *steps))
    return lines


def _dated(one: Data, say: Tongue) -> list[Span | str]:
    """（目标）（2026-01-08）: what a report is, and its day as a link."""
    before, after = say("（{words}）", words="|").split("|")
    target = say("（目标）") if one["status"] == "target" else ""
    return [f"{target}{before}", _source(one, say), after]


def _source(one: Data, say: Tongue) -> Span:
    """Where a line is from: the day of publication as a link to the page."""
    return link(phrases.day(one["published"], say) or say("原文"), one["url"])


def _lists(entries: Sequence[Data], say: Tongue) -> list[Line]:
    batches: dict[tuple[str, ...], list[Data]] = {}
    for one in entries:
        stage = phrases.stage(one["stage"], say) if one["stage"] else ""
        batch = (one["board"], phrases.edition(one["edition"], say), stage, phrases.issuer(one["issuer"], say))
        batches.setdefault(batch, []).append(one)
    lines = []
    for (board, edition, stage, issuer), own in batches.items():
        before, after = say("（{words}）", words="|").split("|")
        title = say("{board} {edition}{stage}：", board=board, edition=edition, stage=stage)
        who = f"{before}{issuer}{say('，')}"
        count = phrases.counted(len(own), own[0].get("unit"), say)
        lines.append(line(title, bold(count), who, _source(own[0], say), after, _some(own, say)))
    return lines


def _some(entries: Sequence[Data], say: Tongue) -> str:
    return phrases.joined([one["name"] for one in entries[:NAMED]], say) + ("…" if len(entries) > NAMED else "")


def _policies(policies: Sequence[Data], say: Tongue) -> list[Line]:
    lines = []
    for one in policies:
        lines.append(_policy(one, say))
        dates = [(say("申报截止"), one["deadline"]), (say("有效期至"), one["expires"])]
        lines += [line(f"  {phrases.matter(measure)}　{phrases.amount(measure, say)}") for measure in one["measures"]]
        lines += [line(f"  {label} {phrases.day(day, say)}") for label, day in dates if day]
    return lines


def _policy(one: Data, say: Tongue) -> Line:
    return line(link(phrases.titled(one["title"]), one["url"]), f"　{one['number'] or ''}　{phrases.day(one['published'], say)}")


def _claim(one: Data, say: Tongue, *, with_subject: bool = True) -> Line:
    status = say(_STATUS[one["status"]]) if one["status"] in _STATUS else ""
    subject = phrases.matter(one) if with_subject else ""
    said = f"{subject} {phrases.edition(one['edition'], say)}".strip()
    return line(f"{said} {phrases.stated(one, say)}{status}　{say(_VERDICT[one['verdict']])}　", _source(one, say))


def boards(data: Sequence[Data], say: Tongue = CHINESE) -> list[Line]:
    """Every stored board in a line."""
    if not data:
        return [line(say("库中还没有榜单、名单或政策。"))]
    lines = []
    for one in data:
        name = phrases.board(one["title"] if one["kind"] == "policy" else one["board"], one["indicator"])
        size = say("{count}行", count=one["lines"])
        issuer = f"{phrases.issuer(one['issuer'], say)} {phrases.day(one['published'], say)}"
        lines.append(line(bold(name), f"　{_when(one, say)}　{size}　{issuer}"))
    return lines


def _when(one: Data, say: Tongue) -> str:
    """Edition and stage: 第六批公示, batch 6 proposed."""
    stage = phrases.stage(one["stage"], say) if one["stage"] else ""
    return say("{edition}{stage}", edition=phrases.edition(one["edition"], say), stage=stage).strip()


def board(data: Data, say: Tongue = CHINESE) -> list[Line]:
    """One board with its lines."""
    issuer = phrases.issuer(data["issuer"], say) or say("发布单位")
    lines = [
        line(bold(f"{phrases.board(data['board'], data['indicator'])}　{_when(data, say)}")),
        line(
            f"{say('🏛 {who}公布', who=issuer)}　{phrases.day(data['published'], say)}　",
            link(phrases.titled(data["title"]), data["url"]),
        ),
    ]
    if data["kind"] == "ranking":
        lines.append(line(extent(data["top"], data["of"], say)))
        lines += [line(f"{one['rank']:>3}　{phrases.place(one['zone']) or one['key']}") for one in data["items"]]
    elif data["kind"] == "list":
        lines.append(line(say("共{count}", count=phrases.counted(len(data["items"]), data.get("unit"), say))))
        lines += [line(f"{place:>3}　{_entry(one, say)}") for place, one in enumerate(data["items"], start=1)]
    else:
        lines += [line(f"{phrases.matter(one)}　{phrases.amount(one, say)}") for one in data["items"] if "amount" in one]
        lines += [line(one["text"].splitlines()[0]) for one in data["items"] if "text" in one]
    return lines


def _entry(one: Data, say: Tongue) -> str:
    rest = [str(one[role]) for role in one if role not in ("key", "zone", "name", "former", "evidence") and one[role]]
    former = say("（曾用名：{name}）", name=one["former"]) if one.get("former") else ""
    return "　".join([f"{one['name']}{former}", *rest])


def sources(data: Sequence[Data], say: Tongue = CHINESE) -> list[Line]:
    """How every source is, and what was held back or not understood."""
    lines = []
    for one in data:
        lines.append(line(f"{say(HEALTH[one['health']])}　", bold(one["name"]), f"　{one['publisher']}"))
        lines.append(line("    ", link(one["url"], one["url"]), f"　{one['schedule']}"))
        if told := times(one, say):
            lines.append(line("    ", "　".join(told)))
        if one["reason"]:
            lines.append(line("    ", say("原因：{reason}", reason=one["reason"])))
        lines += [line("    ", say("读不懂：{what}", what=what)) for what in one.get("unread", ())]
    return lines


def times(one: Data, say: Tongue = CHINESE) -> list[str]:
    """When a source was read, when completely, and when it will be: those that are known, to the minute."""
    labels = ((say("最近读取"), "last_tried"), (say("最近完整"), "last_good"), (say("下次"), "next"))
    return [f"{label} {str(one[key])[:16].replace('T', ' ')}" for label, key in labels if one[key]]


def facts(title: str, data: Sequence[Data], say: Tongue = CHINESE) -> list[Line]:
    """What a page says, as facts with their words."""
    lines = [line(bold(phrases.titled(title)), "　", say("{count}条", count=len(data)))]
    for one in data:
        said = f"{phrases.matter(one)} {phrases.edition(one['edition'], say)}".strip()
        who = say("（{words}）", words=phrases.issuer(one["issuer"], say)) if one["issuer"] else ""
        park = phrases.place(one["zone"]) or say("（未指明园区）")
        lines += [line("· ", bold(park), f"　{said}　{phrases.stated(one, say)}{who}"), quote(one["evidence"])]
    return lines
