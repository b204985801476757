"""Alerts of hostile words: whatever a source writes, Telegram takes the message, and none of it becomes markup of ours."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from telegram_api import parse

from monitors.alerts.alert import alert, digest
from monitors.alerts.lines import LIMIT, line, link, units
from monitors.alerts.message import events
from monitors.alerts.reader import Reader
from monitors.alerts.reply import CAPTION, PRESS, Reply, posts

NINGBO, QINGDAO = "宁波高新技术产业开发区", "青岛高新技术产业开发区"
WORDS = some.one_of(
    some.text(alphabet="园区<>&\"'{}%\\𠮷🏛️\u200d\u202e\ud800\x00\n\u2028 a/", max_size=40),
    some.sampled_from(["</blockquote><b>", "<a href='x'>", "&lt;", "{count}", "「」" * 2000, "园" * 5000, "a" * 9000, "<" * 3000, "​"]),
)
URL = some.one_of(WORDS, some.sampled_from(["https://example.org/", 'https://e x/"><b>', "http://" + "a" * 5000, "javascript:alert(1)"]))
ZONE = some.sampled_from([NINGBO, QINGDAO, "某某产业园<b>", None])
NUMBER = some.integers(1, 200)


@some.composite
def ranked(draw: some.DrawFn) -> dict[str, Any]:
    """One row of a ranking, or the whole of it."""
    op = draw(some.sampled_from(["moved", "added", "removed", "revised", "edition"]))
    zone = draw(ZONE)
    before = {} if op == "added" or not zone else {"rank": draw(NUMBER), "score": draw(WORDS)}
    after = {"absent": True} if op == "removed" else {"rank": draw(NUMBER), "first_top": draw(some.sampled_from([None, 10])), "score": 1}
    return {"kind": "ranking", "op": op if zone else "edition", "zone": zone, "before": before, "after": after, "claim": None}


@some.composite
def listed(draw: some.DrawFn) -> dict[str, Any]:
    """One entry of a list, one park's entries, or the whole batch."""
    op = draw(some.sampled_from(["added", "removed", "renamed", "revised", "edition"]))
    zone = draw(ZONE)
    name = {"name": draw(WORDS), "stage": draw(some.sampled_from(["公示", "公布"])), "region": draw(WORDS)}
    if op == "edition":
        before: dict[str, Any] = draw(some.sampled_from([{}, {"stage": "公示", "count": 3}]))
        after: dict[str, Any] = {"stage": "公布", "count": draw(NUMBER), "entries": draw(some.lists(WORDS, max_size=12)) if zone else []}
    else:
        before, after = ({} if op == "added" else name), ({} if op == "removed" else {**name, "name": draw(WORDS)})
    return {"kind": "list", "op": op, "zone": zone, "before": before, "after": after, "claim": None, "stage": "公布"}


@some.composite
def ruled(draw: some.DrawFn) -> dict[str, Any]:
    """A policy: new, near its end, or one thing in it revised."""
    op = draw(some.sampled_from(["new", "draft", "final", "deadline", "expired", "repealed", "revised", "added", "removed"]))
    measure = {"subject": draw(WORDS), "beneficiary": draw(WORDS), "amount": draw(NUMBER), "unit": draw(WORDS), "bound": "at_most"}
    key, side = draw(
        some.sampled_from([("measure:甲", measure), ("clause:第一条", {"text": draw(WORDS)}), ("expires", {"expires": "2025"})])
    )
    whole = {"number": draw(WORDS), "deadline": "2025-01-09", "expires": "2025-01-09", "days": draw(NUMBER), "measures": [measure] * 12}
    revised = op in ("revised", "added", "removed")
    before = {} if op in ("added", "new") else side if revised else {"title": draw(WORDS)}
    after = {} if op == "removed" else side if revised else {**whole, "title": draw(WORDS), "by": draw(WORDS)}
    return {"kind": "policy", "op": op, "key": key if revised else draw(WORDS), "zone": draw(ZONE), "before": before, "after": after}


@some.composite
def reported(draw: some.DrawFn) -> dict[str, Any]:
    """What the press says: a mention, a figure, or a rank that a record decides."""
    op = draw(some.sampled_from(["new", "reported", "confirmed", "contradicted"]))
    said = {"value": draw(some.sampled_from([None, 12, 3.5e9])), "unit": draw(some.sampled_from(["家", "元", "位", "<b>"])), "entrants": []}
    record = {"rank": 3, "issuer": draw(WORDS), "title": draw(WORDS), "url": draw(URL), "published": "2025-01-01"}
    own_record = draw(some.booleans())
    claim = {
        "said": {**said, "entrants": draw(some.lists(WORDS, max_size=3)), "title": draw(WORDS), "url": draw(URL), "evidence": draw(WORDS)},
        "record": None if op == "reported" else {"rank": 3} if own_record else record,
    }
    kind = "coverage" if op == "new" else "ranking"
    return {"kind": kind, "op": op, "zone": draw(ZONE), "before": {}, "after": said, "claim": None if op == "new" else claim}


@some.composite
def event(draw: some.DrawFn) -> list[dict[str, Any]]:
    """One event as its changes come out of the log."""
    number = draw(some.sampled_from([7, None]))
    about = {"event": number, "at": "2025-01-08T09:00:00+08:00", "source": "sample", "issuer": draw(WORDS), "published": draw(WORDS)}
    about |= {"title": draw(WORDS), "url": draw(URL), "board": draw(WORDS), "indicator": draw(some.sampled_from(["综合", "<i>", None]))}
    about |= {"edition": draw(WORDS), "previous_edition": draw(some.sampled_from(["2022", None])), "of": 178, "top": 50, "stage": None}
    rows = draw(some.lists(some.one_of(ranked(), listed(), ruled(), reported()), min_size=1, max_size=6)) * draw(
        some.sampled_from([1, 1, 12])
    )
    return [
        about | {"id": place, "key": draw(WORDS), "evidence": draw(WORDS), "claim": None} | row for place, row in enumerate(rows, start=1)
    ]


READER = some.builds(
    Reader,
    some.sampled_from([frozenset(), frozenset({NINGBO}), frozenset({NINGBO, QINGDAO})]),
    some.sampled_from([(), ("园区",)]),
    some.sampled_from([(), ("园 -区",)]),
    some.sampled_from(["zh", "en"]),
    some.sampled_from(["private", "channel"]),
)


def check(reply: Reply, messages: int) -> None:
    """That Telegram takes every message of a reply."""
    sent = posts(reply)
    assert 1 <= len(sent) <= messages
    for post in sent:
        html = post.part.html
        assert units(html) <= (CAPTION if post.picture else LIMIT)
        shown = parse(html)
        assert shown.strip() or post.picture
        assert not re.search("[\ud800-\udfff\x00\u202e]", html)
        assert all(len(button.says.encode()) <= PRESS and bool(button.says) != bool(button.link) for row in post.buttons for button in row)


@settings(deadline=None, max_examples=40)
@given(event(), READER)
def test_one_event_is_two_messages_at_most_each_well_formed(changes: list[dict[str, Any]], reader: Reader) -> None:
    rows = {change["id"]: [{**change, "name": change["evidence"], "rank": 1}] for change in changes}
    check(alert(changes, reader, rows, files=[changes[0]["title"]]), messages=2)


@settings(deadline=None, max_examples=15)
@given(event(), READER)
def test_a_picture_has_a_caption_that_telegram_takes(changes: list[dict[str, Any]], reader: Reader) -> None:
    check(alert(changes, reader, picture=b"\x89PNG"), messages=3)


@settings(deadline=None, max_examples=15)
@given(some.lists(event(), min_size=1, max_size=5), READER)
def test_a_digest_is_few_messages_each_well_formed(found: list[list[dict[str, Any]]], reader: Reader) -> None:
    check(digest([one for changes in found for one in events(changes)], reader, bundle="weekly"), messages=4)


@pytest.mark.parametrize("hidden", ["\u202e", "\x00", "\ud800", "\u2066"])
def test_what_only_tampers_with_the_display_is_not_shown(hidden: str) -> None:
    assert line(f"园{hidden}区", link(f"通{hidden}报", f"https://example.org/{hidden}")) == line("园区", "通报")


def test_a_strange_address_is_no_button(some_change: dict[str, Any]) -> None:
    strange = ["https://localhost/", "https://a b.org/", "https://例子.org/园", "https://example.org/" + "a" * 3000, "ftp://example.org/"]
    assert [alert([some_change | {"url": url}], Reader()).buttons for url in strange] == [()] * len(strange)
    assert alert([some_change | {"url": "https://example.org/a?b=1#/c"}], Reader()).buttons[0][0].link == "https://example.org/a?b=1#/c"


@pytest.fixture
def some_change() -> dict[str, Any]:
    """An article's mention of a park."""
    told = {"id": 1, "event": 1, "at": "2025-01-08T09:00:00+08:00", "source": "paper", "issuer": "科技日报", "published": "2025-01-08"}
    about = {"title": "示例", "url": "", "board": None, "indicator": None, "edition": None, "previous_edition": None, "stage": None}
    return {**told, **about, "of": None, "top": None, "claim": None, "key": "a", "evidence": "示例", "kind": "coverage", "op": "new"} | {
        "zone": NINGBO,
        "before": {},
        "after": {},
    }
