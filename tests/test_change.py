"""Laws of comparison, which hold for every board."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from monitors.change import Change, Kind, Op, apply, diff
from monitors.judgement import record
from state.schema import SHANGHAI

boards = st.dictionaries(
    st.text("甲乙丙丁戊己", min_size=1, max_size=3), st.fixed_dictionaries({"rank": st.integers(1, 50)}), max_size=12
)  # fmt: skip


@given(boards)
def test_a_board_does_not_differ_from_itself(board: dict[str, Any]) -> None:
    assert not diff(board, board)


@given(boards, boards)
def test_applying_the_difference_of_two_boards_to_the_first_gives_the_second(before: dict[str, Any], after: dict[str, Any]) -> None:
    assert apply(diff(before, after), before, after) == after


@given(boards, st.randoms())
def test_the_order_of_the_lines_means_nothing(board: dict[str, Any], random: Any) -> None:
    lines = list(board.items())
    random.shuffle(lines)
    assert not diff(board, dict(lines))


@given(boards, boards)
def test_a_line_is_added_removed_or_changed_and_never_two_of_them(before: dict[str, Any], after: dict[str, Any]) -> None:
    found = diff(before, after)
    keys = [*found.added, *found.removed, *found.changed]
    assert len(keys) == len(set(keys)) == len(found)


def test_a_change_is_printed_with_exactly_the_fields_that_scripts_depend_on() -> None:

    change = Change(Kind.RANKING, Op.MOVED, "宁波高新技术产业开发区", "10 | 宁波", before={"rank": 13}, after={"rank": 10}, of=178, top=50)
    at = datetime(2025, 1, 8, 8, 12, tzinfo=SHANGHAI)
    printed = record(change, at=at, source="miit-wjgs", title="t", url="u", published=date(2024, 12, 23), document="ab")
    assert list(printed) == [
        "at", "source", "kind", "op", "board", "indicator", "edition", "previous_edition", "stage", "zone", "key", "before", "after",
        "of", "top", "claim", "issuer", "title", "url", "published", "evidence", "document",
        "file",
    ]  # fmt: skip
    assert (printed["at"], printed["published"]) == ("2025-01-08T08:12:00+08:00", "2024-12-23")
