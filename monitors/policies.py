"""Policies: what a notice grants, to whom, until when, and what changed against the text known before."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from monitors.change import Change, Difference, Kind, Op, diff
from monitors.document import Document
from monitors.item import BoardReading, Item, folded, quote
from monitors.reading.policies.measures import deadline, read_measures, repeals
from monitors.zones import Zones, decide, fold

DRAFT, IN_FORCE = "草案", "施行"  # the stages of a policy
REMINDERS = (7, 3, 1)  # days before a deadline on which subscribers are told

_TITLE = re.compile(r"办法|细则|措施|政策|意见|规定|方案|条例|规程|指南|指引|暂行|若干|废止|申报.{0,12}通知|征求意见稿")
# Announcements about persons, lists and meetings carry the same words without granting anything.
_NO_POLICY = re.compile(r"公示|名单|会议|任免|解读|答记者问|招聘|采购|结果")
_DRAFT = re.compile(r"[（(]?(?:公开)?征求意见稿[）)]?|公开征求《?|征求意见")
_WRAPPING = re.compile(
    r"^.*?关于(?:印发|发布|公布|修订|修改|公开征求)?|的(?:通知|公告|通告|意见)?$|[《》〈〉]|[（(](?:试行|修订|修订版|20\d\d年修订|示例)[）)]"
)
_CLAUSE = re.compile(r"^\s*(第[一二三四五六七八九十百零\d]{1,5}条|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])")
# Words with which a text says that it, or another in its place, is a new version.
_NEW_VERSION = re.compile(r"修订|修正|修改|废止|失效|停止执行|不再执行|重新印发|同时终止")
_VALID_UNTIL = re.compile(r"有效期[至到](20\d\d)年(\d{1,2})月(\d{1,2})日")


def is_policy(document: Document) -> bool:
    """Whether a notice is a policy text: it has a document number or its title names a kind of rule."""
    if _NO_POLICY.search(document.title) and not re.search(r"办法|细则|若干", document.title):
        return False
    return bool(_TITLE.search(document.title))


def base_title(title: str) -> str:
    """What stays the same of a policy's title over its draft, its final text and its revisions."""
    inner = re.search(r"《([^》]{4,80})》", title)
    words = _DRAFT.sub("", inner.group(1) if inner else title)
    return fold(_WRAPPING.sub("", words)) or fold(title)


def read(document: Document, zones: Zones) -> BoardReading:
    """A notice as a policy. Items are its measures (amounts in yuan) and its clauses.

    Key: 发文字号 where it has one and is no draft, else issuer and base title.
    """
    draft = bool(_DRAFT.search(document.title))
    issuer = document.issuer or "发布单位不详"
    zone = _zone(f"{document.title} {issuer}", zones)
    title = base_title(document.title)
    until, ends = deadline(document.text), _VALID_UNTIL.search(document.text)
    items = {item.key: item for item in (*_measures(document.text, zone), *_clauses(document.text, zone))}
    return BoardReading(
        kind=Kind.POLICY,
        board=document.number if document.number and not draft else f"{issuer}《{title}》",
        indicator="",
        edition="",
        ordinal=0,
        stage=DRAFT if draft else IN_FORCE,
        items=tuple(items.values()),
        issuer=document.issuer,
        published=document.published,
        zone=zone,
        data={
            "title": document.title,
            "base": title,
            "number": document.number,
            "deadline": until.isoformat() if until else None,
            "expires": date(*map(int, ends.groups())).isoformat() if ends else None,
            "repeals": repeals(document.text),
            "versions": _versions(document),
            "zone": zone,
        },
    )


def is_over(data: Mapping[str, Any]) -> bool:
    """Whether a policy, by what is kept of it, is in force no longer: repealed, or replaced by a newer version of itself."""
    return bool(data.get("repealed_by") or data.get("replaced_by"))


def _versions(document: Document) -> list[str]:
    """The sentences of a policy, its title among them, that speak of a revision or a repeal."""
    sentences = re.split(r"[。；\n]", f"{document.title}\n{document.text}")
    return list(dict.fromkeys(quote(sentence) for sentence in sentences if _NEW_VERSION.search(sentence)))


def _zone(text: str, zones: Zones) -> str | None:
    found = {zone.name for mention in zones.mentions(text) if (zone := decide(mention.candidates, near=text))}
    return found.pop() if len(found) == 1 else None


def _measures(text: str, zone: str | None) -> list[Item]:
    """One item a measure; several amounts for the same beneficiary are numbered in the order of the text."""
    items: dict[str, Item] = {}
    prose = "\n".join(_CLAUSE.sub("", line).strip() for line in text.splitlines())
    for fact in read_measures(prose):
        if fact.value is None:
            continue
        key = f"measure:{fold(fact.subject)}/{fold(fact.beneficiary or '')}"
        place = 2
        while key in items:
            key = f"{key.partition('#')[0]}#{place}"
            place += 1
        data = {"subject": fact.subject, "beneficiary": fact.beneficiary, "amount": fact.value, "unit": fact.unit, "bound": str(fact.bound)}
        items[key] = Item(key, zone, data, quote(fact.evidence))
    return list(items.values())


def _clauses(text: str, zone: str | None) -> list[Item]:
    """The numbered clauses with the paragraphs that follow each; the words before the first are no clause."""
    clauses: dict[str, list[str]] = {}
    heading = ""
    for line in text.splitlines():
        found = _CLAUSE.match(line)
        if found:
            numeral = fold(found.group(1))
            # （一）starts again under every 一、: it is named by the clause it stands in.
            heading = numeral if not numeral.startswith("(") else f"{heading.partition('(')[0]}{numeral}"
            while heading in clauses:
                heading += "'"
            clauses[heading] = []
        if heading and line.strip():
            clauses[heading].append(line.strip())
    return [Item(f"clause:{name}", zone, {"text": "\n".join(lines)}, quote(lines[0])) for name, lines in clauses.items()]


def compare(before: Mapping[str, Item] | None, before_data: Mapping[str, Any], before_stage: str, reading: BoardReading) -> list[Change]:
    """What is news in a policy against the text known before (None: a policy not known until now)."""
    if before is None:
        draft = reading.stage == DRAFT
        measures = [dict(item.data) for item in reading.items if item.key.startswith("measure:")]
        op = Op.DRAFT if draft else Op.NEW
        return [reading.change(op, reading.board, _lead(reading), zone=reading.zone, after=_summary(reading, measures))]
    changes: list[Change] = []
    if before_stage == DRAFT and reading.stage != DRAFT:
        draft_was, final = {"stage": before_stage}, _summary(reading, [])
        changes.append(reading.change(Op.FINAL, reading.board, _lead(reading), zone=reading.zone, before=draft_was, after=final))
    old = {key: item.data for key, item in before.items()}
    new = {item.key: item.data for item in reading.items}
    items = reading.by_key
    difference = _without_renumbering(diff(folded(old), folded(new)), old, new)
    measures_told = [key for key in (*difference.added, *difference.changed, *difference.removed) if key.startswith("measure:")]
    words_told = [(items.get(key) or before[key]).evidence.rstrip("…") for key in measures_told]
    for key in (*difference.changed, *difference.added, *difference.removed):
        item = items.get(key) or before[key]
        if key.startswith("clause:") and any(words in str(item.data["text"]) for words in words_told):
            continue  # its news is the measure in it, told by itself
        op = Op.ADDED if key in difference.added else Op.REMOVED if key in difference.removed else Op.REVISED
        before_words = {} if op is Op.ADDED else old.get(key, {})
        after_words = {} if op is Op.REMOVED else new.get(key, {})
        changes.append(reading.change(op, key, item.evidence, zone=reading.zone, before=before_words, after=after_words))
    for name in ("deadline", "expires", "number"):
        # A draft has no number yet: that its final text has one is no news of its own; nor that a page leaves it out.
        unsaid = name == "number" and (before_stage == DRAFT or not reading.data.get(name))
        if before_data.get(name) != reading.data.get(name) and not unsaid:
            was, now = {name: before_data.get(name)}, {name: reading.data.get(name)}
            changes.append(reading.change(Op.REVISED, name, _lead(reading), zone=reading.zone, before=was, after=now))
    return changes


def _without_renumbering(found: Difference, old: Mapping[str, Mapping[str, Any]], new: Mapping[str, Mapping[str, Any]]) -> Difference:
    """A clause that stands under another number because one was put in before it is no news; the one put in is."""
    kept = {_words(data) for key, data in new.items() if key.startswith("clause:")}
    known = {_words(data) for key, data in old.items() if key.startswith("clause:")}

    def is_clause(key: str) -> bool:
        return key.startswith("clause:")

    added = [key for key in found.added if not (is_clause(key) and _words(new[key]) in known)]
    removed = [key for key in found.removed if not (is_clause(key) and _words(old[key]) in kept)]
    changed = []
    for key in found.changed:
        arrived, left = _words(new[key]) not in known, _words(old[key]) not in kept
        if not is_clause(key) or (arrived and left):
            changed.append(key)
        elif arrived:
            added.append(key)
        elif left:
            removed.append(key)
    return Difference(tuple(added), tuple(removed), tuple(changed))


def _words(data: Mapping[str, Any]) -> str:
    """A clause without its numeral, as it is compared."""
    return fold(_CLAUSE.sub("", str(data.get("text", ""))))


def repealed(reading: BoardReading, policy: str, title: str, words: str) -> Change:
    """The news that this notice ends another policy, known by its key and title."""
    return reading.change(
        Op.REPEALED, policy, quote(words), zone=reading.zone, before={"title": title}, after={"by": reading.data["title"]}, board=policy
    )


def _summary(reading: BoardReading, measures: list[dict[str, Any]]) -> dict[str, Any]:
    told = {name: reading.data[name] for name in ("title", "number", "deadline", "expires") if reading.data.get(name)}
    return {**told, "stage": reading.stage, **({"measures": measures} if measures else {})}


def _lead(reading: BoardReading) -> str:
    return reading.items[0].evidence if reading.items else quote(str(reading.data["title"]))
