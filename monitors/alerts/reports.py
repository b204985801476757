"""What the press says, as sections of a message, and how it stands beside the record: 据科技日报报道 is never shown as 工信部公布."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from monitors.alerts import phrases
from monitors.alerts.lines import Block, Line, bold, line, link
from monitors.alerts.reader import Reader
from monitors.alerts.section import Row, Section, Words, quoted
from monitors.alerts.tongue import Tongue, later

Told = Mapping[str, Any]
FIGURES = 8  # reported figures an article's message shows without folding any
NAMED = 12  # parks that are named as mentioned
_STATUS = {"target": later("（目标）"), "proposed": later("（公示）")}


def is_press(change: Told) -> bool:
    """Whether the change comes from an article; a record that decides an earlier claim does not."""
    if change["kind"] == "coverage" or change["op"] == "reported":
        return True
    # A record's own claim carries no issuer of the record: the record is the change itself.
    claim = change["claim"]
    return claim is not None and (claim["record"] is None or "issuer" in claim["record"])


def article(group: Sequence[Told], reader: Reader) -> list[Section]:
    """One article: what a record contradicts or confirms first, then what only the article says, then the parks it names."""
    say = reader.say
    judged = sorted((change for change in group if change["op"] in _VERDICTS), key=lambda one: str(one["op"]), reverse=True)
    said = [change for change in group if change["kind"] != "coverage" and change not in judged]
    told = {change["zone"] for change in (*judged, *said)}
    named = [change for change in group if change["kind"] == "coverage" and change["zone"] not in told]
    found = [Section((), tuple(_against_record(change, reader) for change in judged), say("与公布核对："))] if judged else []
    if said:
        parks = {change["zone"] for change in said}
        park = phrases.place(said[0]["zone"]) if len(parks) == 1 else ""
        only = say("仅见报道，尚无公布可核对：")
        rows = tuple(_reported(change, reader, park, stands_out=place < FIGURES) for place, change in enumerate(said))
        found.append(Section((line(bold(f"{park}{phrases.gap(say)}") if park else "", only),), rows, only))
    if named:
        mentions = _mentions(named, reader)
        words = () if told else (line(quoted(named[0]["evidence"]), block=Block.QUOTE),)
        found.append(Section((mentions, *words), gist=mentions.spans))
    return found


def judged(group: Sequence[Told], reader: Reader) -> Section:
    """Earlier claims of the press that this record decides."""
    say = reader.say
    name = say("此前的报道，现可核对")
    return Section((line(bold(name)),), tuple(_decided(change, reader) for change in group), name)


_VERDICTS = {"confirmed": later("✅ 与公布一致"), "contradicted": later("❗ 与公布不一致")}


def _verdict(change: Told, say: Tongue) -> Words:
    return (_standing(change, say), phrases.gap(say), bold(phrases.place(change["zone"])))


def _standing(change: Told, say: Tongue) -> str:
    """How the claim stands; one that a policy's text bore out before it was changed is right of then and not of now."""
    record = change["claim"]["record"]
    if "now" not in record:
        return say(_VERDICTS[change["op"]])
    if record["now"] is None:
        return say("🕓 与此前公布一致，现已不再施行")
    return say("🕓 与此前公布一致，现已改为{amount}", amount=phrases.amount(record["now"], say))


def _both(change: Told, say: Tongue) -> str:
    """报道第12名 → 公布第10名."""
    said, record = change["claim"]["said"], change["claim"]["record"]
    kept = _recorded(record, change, say)
    return phrases.sides(
        say("报道{words}", words=_said(said, change, say)), kept if record.get("absent") else say("公布{words}", words=kept)
    )


def _decided(change: Told, reader: Reader) -> Row:
    """A claim that the record of this event decides: the record's words, then the article and its words."""
    say, said = reader.say, change["claim"]["said"]
    # The reader's own row of the record stands above, with its words.
    known = change["after"].get("absent") or reader.owns(change)
    words = [] if known else [line(quoted(change["evidence"]), block=Block.QUOTE)]
    press = link(phrases.titled(said.get("title")), str(said.get("url") or ""))
    source = line(say("📰 报道："), press, f"{phrases.gap(say)}{phrases.day(said.get('published'), say)}")
    # A place is told by the ranking above it; an entry or an amount is one of many.
    matter = "" if change["kind"] == "ranking" else f"{_claimed(change, say)}{phrases.gap(say)}"
    told = (*_verdict(change, say), f"{phrases.gap(say)}{matter}{_both(change, say)}")
    return Row(told, quoted(said.get("evidence")), (*words, source), own=reader.owns(change))


def _against_record(change: Told, reader: Reader) -> Row:
    """A claim of this article that a record decides: the article's words, then the record."""
    say, claim, record = reader.say, change["claim"], change["claim"]["record"]
    said, kept = _said(claim["said"], change, say), _recorded(record, change, say)
    press = say("📰 据{who}报道：{words}", who=phrases.issuer(change["issuer"], say) or say("媒体"), words=said)
    official = say("🏛 {who}公布：{words}", who=phrases.issuer(record.get("issuer"), say) or say("发布单位"), words=kept)
    notice = link(phrases.titled(record.get("title")), str(record.get("url") or ""))
    day = phrases.day(record.get("published"), say)
    return Row(
        (*_verdict(change, say), f"{phrases.gap(say)}{_claimed(change, say)}"),
        under=(
            line(press),
            line(quoted(change["evidence"]), block=Block.QUOTE),
            line(official, phrases.gap(say), notice, f"{phrases.gap(say)}{day}" if day else ""),
        ),
        own=reader.owns(change),
        short=(*_verdict(change, say), f"{phrases.gap(say)}{_both(change, say)}"),
    )


def _matter(change: Told, say: Tongue) -> str:
    name = phrases.board(str(change["board"] or change["key"]), change["indicator"])
    return f"{name} {phrases.edition(change['edition'], say)}".strip()


def _claimed(change: Told, say: Tongue) -> str:
    """What a claim is about: 国家高新区综合评价 2024年, 博士 · 安家补助."""
    said = change["claim"]["said"]
    if change["kind"] == "policy":
        return phrases.matter({"beneficiary": said.get("beneficiary"), "subject": said.get("subject") or change["key"]})
    return _matter(change, say)


def _said(said: Mapping[str, Any], change: Told, say: Tongue) -> str:
    unit = {"unit": "位"} if change["kind"] == "ranking" else {}
    return phrases.stated({**unit, **said}, say) or say("入选")


def _recorded(record: Mapping[str, Any], change: Told, say: Tongue) -> str:
    if record.get("rank") is not None:
        ranked = record.get("of") or change["of"]
        extent = say("（共{ranked}家参评）", ranked=ranked) if ranked else ""
        return phrases.rank(record["rank"], say) + extent
    if record.get("absent"):
        return say("不在公布的前{top}名之内", top=record.get("top") or change["top"])
    if record.get("amount") is not None:
        was = phrases.amount(record, say)
        return was if "now" not in record else _amounts(was, record["now"], say)
    if record.get("count") is not None:
        count = phrases.counted(record["count"], record.get("unit"), say)
        stage = phrases.stage(record.get("stage"), say)
        is_final = stage == phrases.stage("公布", say)
        whole = say("名单{count}", count=count) if is_final else say("{stage}名单{count}", stage=stage, count=count)
        names = list(record.get("entries") or ())
        named = phrases.joined(names[:FIGURES], say)
        return say("{count}：{names}", count=whole, names=named) if 0 < len(names) <= FIGURES else whole
    return say("已在名单上")


def _amounts(was: str, now: Mapping[str, Any] | None, say: Tongue) -> str:
    if now is None:
        return say("此前{was}，现已不再施行", was=was)
    return say("此前{was}，现为{now}", was=was, now=phrases.amount(now, say))


def _reported(change: Told, reader: Reader, park: str, *, stands_out: bool) -> Row:
    """One figure or selection that only the press tells. park: the one all of them are about, which is named above them."""
    say, after, before, gap = reader.say, change["after"], change["before"], phrases.gap(reader.say)
    now = phrases.stated(after, say)
    words = phrases.sides(phrases.stated(before, say), now) if before else now
    status = str(after.get("status"))
    about = phrases.matter({"beneficiary": after.get("beneficiary"), "subject": _matter(change, say)})
    whole = say("（共{ranked}家）", ranked=change["of"]) if change["of"] else ""
    said = f"{words}{whole}{say(_STATUS[status]) if status in _STATUS else ''}"
    told = gap.join(filter(None, [about, said]))
    named = (bold(phrases.place(change["zone"])), gap) if change["zone"] else ()
    return Row(
        ("· ", *(() if park else named), told),
        quoted(change["evidence"]),
        own=reader.owns(change),
        stands_out=stands_out,
        short=(*named, told),
    )


def _mentions(named: Sequence[Told], reader: Reader) -> Line:
    """The parks that an article only names, the reader's own first."""
    say = reader.say
    ordered = sorted(named, key=lambda one: one["zone"] not in reader.zones)
    names = phrases.joined((phrases.place(change["zone"]) for change in ordered[:NAMED]), say)
    more = say("等{count}个园区", count=len(named)) if len(named) > NAMED else ""
    return line(say("文中提到："), bold(names), more)
