"""Operating: what the operator asks and presses about held-back readings and sources, and what the week's report says."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from samples import PARKS, Clock, fetched, list_table, notice, ranking_table
from sqlalchemy import select

from monitors.alerts.dialogue.operating import Operating, report_if_due
from monitors.alerts.lines import terminal
from monitors.alerts.reply import PRESS, Reply
from monitors.alerts.tongue import Tongue
from monitors.document import Document
from monitors.watch import Outcome, Row, Watch
from state import changes, outbox, pages, sources, subscriptions
from state.database import Database
from state.schema import outbox as letters

TITLE = "2024年国家高新技术产业开发区综合评价结果（示例）"
SAY = Tongue()


def ranking(names: list[str]) -> Document:
    return notice(TITLE, "共有178个国家高新区参加评价。", [ranking_table(names)])


def batch(count: int) -> Document:
    names = [("浙江省", f"示例{word}科技有限公司") for word in "甲乙丙丁戊己庚辛壬癸子丑"]
    return notice("第六批专精特新“小巨人”企业名单（示例）", tables=[list_table(names[:count])])


def see(watch: Watch, clock: Clock, document: Document) -> Outcome:
    watch.begin(document.source)
    watch.listed(document.source, [Row(document.key, document.url, document.title, document.published)])
    outcome = watch.observe(document, fetched(document, clock))
    watch.finish(document.source, complete=outcome is Outcome.READ)
    return outcome


def row(health: str = "ok", name: str = "sample", reason: str | None = None) -> dict[str, Any]:
    times = {"last_tried": None, "last_good": "2025-01-08T08:30:00+08:00", "next": None}
    return {"name": name, "publisher": "工信部", "url": "https://example.org/", "health": health, "reason": reason, "unread": []} | times


@pytest.fixture
def status() -> list[dict[str, Any]]:
    return [row()]


@pytest.fixture
def operating(database: Database, clock: Clock, status: list[dict[str, Any]]) -> Operating:
    return Operating(database, clock, lambda: status)


def presses(database: Database) -> list[str]:
    """What the buttons of the notices in the outbox say, oldest notice first."""
    with database.read() as connection:
        found = connection.execute(select(letters.c.buttons).order_by(letters.c.id)).scalars()
        return [says for buttons in found if buttons for line in buttons for _, says in line]


def press(operating: Operating, says: str) -> Reply:
    verb, _, argument = says.partition(":")
    assert operating.knows(verb)
    return operating.answer(verb, argument, SAY, pressed=True)


def told(database: Database) -> list[dict[str, Any]]:
    with database.read() as connection:
        return changes.query(connection)


OTHERS = [*PARKS[:20], *PARKS[60:90]]


def doubtful(watch: Watch, clock: Clock, before: Document, after: Document) -> Outcome:
    """A page that is read, and then says something very different."""
    assert see(watch, clock, before) is Outcome.READ
    return see(watch, clock, after)


STRANGE = [(ranking(PARKS[:50]), ranking(OTHERS), Outcome.WAITING), (batch(12), batch(5), Outcome.HELD)]


@pytest.mark.parametrize(("before", "after", "outcome"), STRANGE, ids=["a third of it", "half of it gone"])
def test_a_reading_that_the_operator_allows_is_believed_as_soon_as_it_is_read_again(
    before: Document, after: Document, outcome: Outcome, watch: Watch, database: Database, clock: Clock, operating: Operating
) -> None:
    assert doubtful(watch, clock, before, after) is outcome
    approve = next(says for says in presses(database) if says.startswith("approve:"))
    assert "马上重读" in terminal(press(operating, approve).lines)
    with database.read() as connection:
        assert sources.all(connection)[0].last_tried is None  # due at once
    assert told(database) == []
    assert see(watch, clock, after) is Outcome.READ
    assert "removed" in {change["op"] for change in told(database)}


def test_an_allowed_reading_says_nothing_for_another_one(watch: Watch, database: Database, clock: Clock, operating: Operating) -> None:
    doubtful(watch, clock, batch(12), batch(5))
    press(operating, next(says for says in presses(database) if says.startswith("approve:")))
    assert see(watch, clock, batch(4)) is Outcome.HELD
    assert told(database) == []


def test_a_discarded_reading_is_not_brought_up_again_and_another_one_is(
    watch: Watch, database: Database, clock: Clock, operating: Operating
) -> None:
    doubtful(watch, clock, ranking(PARKS[:50]), ranking(OTHERS))
    notices = len(presses(database))
    press(operating, next(says for says in presses(database) if says.startswith("discard:")))
    for _ in range(3):
        assert see(watch, clock, ranking(OTHERS)) is Outcome.HELD
    assert told(database) == []
    assert len(presses(database)) == notices
    assert see(watch, clock, ranking([*PARKS[:20], *PARKS[90:120]])) is Outcome.WAITING
    assert len(presses(database)) > notices


def test_a_ruling_that_comes_too_late_changes_nothing(watch: Watch, database: Database, clock: Clock, operating: Operating) -> None:
    doubtful(watch, clock, ranking(PARKS[:50]), ranking(OTHERS))
    approve, discard = presses(database)[:2]
    assert see(watch, clock, ranking(OTHERS)) is Outcome.READ  # a second time the same
    before = told(database)
    assert "已" in press(operating, discard).toast
    assert "已" in press(operating, approve).toast
    with database.read() as connection:
        page = pages.get(connection, "sample", "n1")
    assert page is not None
    assert page.status == "read"
    assert told(database) == before


@pytest.mark.parametrize(
    "says", ["approve:999", "approve:", "approve:x", "discard:-1", "pause:gone", "source:gone", "sources:99999", "health"]
)
def test_a_forged_or_stale_press_gets_a_word_and_changes_nothing(says: str, operating: Operating) -> None:
    reply = press(operating, says)
    assert reply.toast or reply.lines


def test_a_paused_source_is_shown_so_and_can_be_resumed(
    database: Database, clock: Clock, operating: Operating, status: list[dict[str, Any]]
) -> None:
    with database.write() as connection:
        sources.begin(connection, "sample", clock())
    assert press(operating, "pause:sample").toast == "已停用"
    with database.read() as connection:
        assert sources.all(connection)[0].health == "paused"
    status[0]["health"] = "paused"
    assert "resume:sample" in [button.says for line in press(operating, "source:sample").buttons for button in line]
    press(operating, "resume:sample")
    with database.read() as connection:
        assert sources.all(connection)[0].health != "paused"


def test_sources_are_paged_with_those_in_trouble_first(operating: Operating, status: list[dict[str, Any]]) -> None:
    status[:] = [row(name=f"source-{number:02}") for number in range(20)] + [row("broken", "zz-broken", "HTTP 500")]
    first = press(operating, "sources:0")
    assert terminal(first.lines).index("zz-broken") < terminal(first.lines).index("source-00")
    assert first.buttons[-1][-1].says == "sources:1"
    last = press(operating, "sources:2")
    assert "source-19" in terminal(last.lines)
    assert all(len(button.says.encode()) <= PRESS for line in (*first.buttons, *last.buttons) for button in line)


def test_health_counts_what_waits_and_who_listens(database: Database, clock: Clock, operating: Operating) -> None:
    with database.write() as connection:
        subscriptions.add(connection, "7", 0, "all", "", clock())
        outbox.notify(connection, ["7"], "等着的", clock())
    said = terminal(press(operating, "health").lines)
    assert "1 个会话，1 项订阅" in said
    assert "待发 1 条" in said


def test_the_week_is_reported_once_however_often_it_is_looked_for(database: Database, clock: Clock, status: list[dict[str, Any]]) -> None:
    status.append(row("broken", "dead-source", "HTTP 500"))
    clock.at("2025-01-08T10:00")  # a Wednesday: the first week begins
    assert not report_if_due(database, ["9"], clock(), lambda: status)
    clock.at("2025-01-13T08:59")
    assert not report_if_due(database, ["9"], clock(), lambda: status)
    clock.at("2025-01-13T09:00")
    assert report_if_due(database, ["9"], clock(), lambda: status)
    assert not report_if_due(database, ["9"], clock() + timedelta(days=6), lambda: status)
    clock.at("2025-01-30T12:00")  # off for a while: one report, not two
    assert report_if_due(database, ["9"], clock(), lambda: status)
    assert not report_if_due(database, ["9"], clock(), lambda: status)
    with database.read() as connection:
        notices = list(connection.execute(select(letters.c.notice).order_by(letters.c.id)).scalars())
    assert len(notices) == 2
    assert "周报" in notices[0]
    assert "dead-source：HTTP 500" in notices[0]


def test_everything_the_operator_is_shown_is_in_english_where_he_wants_it(operating: Operating, status: list[dict[str, Any]]) -> None:
    english = Tongue("en")
    said = [terminal(operating.answer(verb, "", english, pressed=False).lines) for verb in ("health", "sources")]
    assert "parkwatch · health" in said[0]
    assert "1 sources" in said[1]
