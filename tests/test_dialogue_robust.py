"""Dialogue: bad, hostile and stale input. Help is the answer, never silence, never an error; and always one that Telegram takes."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from samples import Clock
from talking import NINGBO, Chat, dialogue_on, list_giants, rank

from monitors.alerts import naming
from monitors.alerts.dialogue.answering import Dialogue, commands
from monitors.watch import Watch
from state.database import Database

COMMANDS = [name for name, _ in commands("zh", "private")] + ["unmute", "cancel"]
HOSTILE = {
    "long": "宁" * 10_000,
    "spaced": "宁 " * 5_000,
    "html": "<b>宁波<script>&amp;</b> & < > \" '",
    "rtl": "\u202e宁波高新区\u202c\u200f\u061c",
    "emoji": "🏭🎉👩‍👩‍👧‍👦🇨🇳",
    "nul": "宁波\x00高新区\x00",
    "surrogate": "宁波\ud800高新区",
    "lines": "宁波\n\n\n高新区\r\n\u2028\u2029\x85",
    "sql": "'; DROP TABLE subscriptions; --",
    "braces": "{told} {0} {{ }} %s",
    "wildcards": "%_%\\",
    "dashes": "- -- --- -",
    "number": "9" * 5_000,
    "superscript": "²",
    "arabic digits": "٣",
    "slash": "/",
    "colons": "::::",
    "astral": "𠮷" * 300,
    "combining": "a" + "\u0301" * 500,
    "markdown": "*_[]()~`>#+-=|{}.!",
}


@pytest.fixture
def dialogue(database: Database, clock: Clock) -> Dialogue:
    return dialogue_on(database, clock)


@pytest.fixture
def chat(dialogue: Dialogue) -> Chat:
    return Chat(dialogue)


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_hostile_words_are_answered_alone_and_behind_every_command(chat: Chat, words: str) -> None:
    assert chat.says(words)
    for command in COMMANDS:
        assert chat.says(f"/{command} {words}")
    assert chat.says(f"/{words}")


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_hostile_presses_are_answered_whatever_their_verb(chat: Chat, words: str) -> None:
    for verb in VERBS:
        assert chat.presses(f"{verb}:{words}")
    assert chat.presses(words)


VERBS = (
    *("menu", "help", "pick", "provs", "prov", "wholes", "kinds", "subjects", "hint", "sub", "unsub", "subs", "drop", "export"),
    *("zone", "rank", "cmp", "board", "boards", "recent", "all", "xlsx", "set", "wish", "muted", "mute", "unmute", "approve", "pause"),
)


def test_the_verbs_that_are_tried_here_are_all_there_are(dialogue: Dialogue) -> None:
    assert set(dialogue.verbs) <= set(VERBS)


@pytest.mark.parametrize("words", [HOSTILE["long"], HOSTILE["rtl"], HOSTILE["html"]])
def test_an_answer_repeats_little_of_what_was_said_and_nothing_invisible(chat: Chat, words: str) -> None:
    told = chat.says(words)
    assert len(told) < 2_000
    assert "\u202e" not in told


def test_the_marks_of_another_writing_direction_do_not_hide_a_park(chat: Chat) -> None:
    assert NINGBO in chat.says(HOSTILE["rtl"])
    assert NINGBO in chat.says(HOSTILE["nul"])


@pytest.mark.parametrize("says", ["nothing", "zone:0123456789", "board:0123456789", "prov:-:xx:0", "prov:xx:yy:0", "cmp:a:b", "sub:zone_x"])
def test_a_button_that_means_nothing_any_more_leads_to_the_menu(chat: Chat, says: str) -> None:
    assert "已失效" in chat.presses(says)
    assert chat.buttons


@pytest.mark.parametrize("text", ["/zone@another_bot 宁波高新区", "/@0", "/@", "@parkwatch_bot"])
def test_in_a_chat_of_two_nobody_else_can_be_meant(chat: Chat, text: str) -> None:
    assert chat.says(text)


def test_no_answer_is_awaited_so_there_is_nothing_to_cancel(chat: Chat) -> None:
    assert "没有什么在等您回答" in chat.says("/cancel")


def _form(says: str) -> str:
    """A press without the name or number it carries: a few of each are enough."""
    return re.sub(r"[0-9a-f]{10}", "key", re.sub(r"(?<![0-9a-f])[0-9]{1,2}(?![0-9a-f])", "n", says))


def test_every_button_leads_somewhere(dialogue: Dialogue, watch: Watch, clock: Clock) -> None:
    """Everything that can be pressed from the start, twice over, in both languages: never a button that means nothing."""
    rank(watch, clock)
    list_giants(watch, clock)
    for language in ("zh", "en"):
        chat = Chat(dialogue)
        chat.says(f"/lang {language}")
        chat.says("/start")
        seen: set[str] = set()
        waiting = [button.says for button in chat.buttons]
        while waiting:
            says = waiting.pop(0)
            if says in seen or sum(_form(one) == _form(says) for one in seen) >= 3:
                continue
            seen.add(says)
            told = chat.presses(says)
            assert "已失效" not in told
            assert "out of date" not in told
            waiting += [button.says for button in chat.buttons if button.says]
        assert {says.partition(":")[0] for says in seen} >= {"menu", "pick", "zone", "rank", "cmp", "board", "sub", "unsub", "wish", "set"}


_FROM_PIECES = st.lists(
    st.sampled_from(
        [f"/{name}" for name in COMMANDS]
        + ["宁波高新区", "火炬高新区", "政策", "公司", "关键词", "-公示", "第六批", "2024", "和", "@", "9", "all"]
    )
    | st.text(max_size=8),
    max_size=5,
).map(" ".join)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=60) | _FROM_PIECES)
def test_any_words_are_answered_with_lines_that_parse_and_split(chat: Chat, text: str) -> None:
    assert chat.says(text)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    verb=st.sampled_from(VERBS),
    arguments=st.lists(st.sampled_from(["-", "0", "7", naming.key(NINGBO), "all"]) | st.text(max_size=6), max_size=3),
)
def test_any_press_is_answered(chat: Chat, verb: str, arguments: list[str]) -> None:
    assert chat.presses(":".join([verb, *arguments]))
