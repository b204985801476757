"""Lines: one content for a chat and a terminal, cut into messages that Telegram takes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some
from telegram_api import parse

from monitors.alerts.lines import LIMIT, Block, Line, Part, Span, bold, chat, line, link, parts, quote, terminal, units

TEXT = some.text(alphabet="园区排名<>&\"'𠮷🏛 a", max_size=400)
SPAN = some.builds(Span, TEXT, some.sampled_from(["", "b", "i", "code"]), some.sampled_from(["", "https://www.miit.gov.cn/?a=1&b=2"]))
LINE = some.builds(Line, some.lists(SPAN, max_size=4).map(tuple), some.sampled_from(list(Block)))


def said(place: int, part: Part) -> list[Line]:
    """What a part says, without the mark that it continues another."""
    return list(part.lines[1:] if place else part.lines)


def words(text: str) -> str:
    return "".join(text.split())


@given(some.lists(LINE, max_size=80))
def test_every_part_is_well_formed_and_short_enough_and_no_word_is_lost(lines: list[Line]) -> None:
    found = parts(lines)
    assert all(units(part.html) <= LIMIT for part in found)
    shown = "".join(parse(chat(said(place, part))) for place, part in enumerate(found))
    assert words(shown) == words("".join(span.text for one in lines for span in one.spans))


@given(some.integers(1, 400), some.sampled_from(list(Block)))
def test_a_message_is_cut_between_lines(count: int, block: Block) -> None:
    rows = [f"第{number}名 示例高新区" for number in range(count)]
    found = parts([line(row, block=block) for row in rows])
    assert [row for place, part in enumerate(found) for row in parse(chat(said(place, part))).splitlines()] == rows


def test_a_long_message_is_cut_between_its_sections_and_says_which_they_are() -> None:
    section = [Line(), line("标题"), *(line("示例高新区" * 20) for _ in range(14))]
    found = parts(section * 4)
    assert [part.plain.splitlines()[0] for part in found] == ["标题", "（2/2）"]
    assert [part.plain.count("标题") for part in found] == [2, 2]


@given(some.integers(1, 60))
def test_a_line_is_not_parted_from_the_words_it_quotes(length: int) -> None:
    found = parts([one for number in range(80) for one in (line(f"第{number}名"), quote("园" * length))])
    assert all(part.lines[-1].block is Block.QUOTE for part in found)


def test_a_line_longer_than_a_message_is_cut_inside_its_markup() -> None:
    found = parts([line(bold("𠮷" * 5000))])
    assert sum(part.html.count("𠮷") for part in found) == 5000
    assert all(part.html.count("<b>") == part.html.count("</b>") > 0 for part in found)


def test_rows_of_a_fold_stand_in_one_fold() -> None:
    assert chat([line("甲"), line("乙", block=Block.FOLDED), line("丙", block=Block.FOLDED), quote("丁")]) == (
        "甲\n<blockquote expandable>乙\n丙</blockquote>\n<blockquote>「丁」</blockquote>"
    )


def test_a_terminal_shows_a_fold_as_a_chat_does_when_asked_to() -> None:
    rows = [line(str(number), block=Block.FOLDED) for number in range(5)]
    assert terminal(rows).split() == ["0", "1", "2", "3", "4"]
    assert terminal(rows, unfolded=3).splitlines()[3].strip() == "… ▾ 另有2行，点开可见"


def test_a_link_is_an_address_in_a_terminal_and_markup_in_a_chat() -> None:
    said = [line(link("《通报》", "https://www.miit.gov.cn/?a=1&b=2"))]
    assert terminal(said) == "《通报》 https://www.miit.gov.cn/?a=1&b=2"
    assert chat(said) == '<a href="https://www.miit.gov.cn/?a=1&amp;b=2">《通报》</a>'


def test_only_addresses_of_the_web_become_links() -> None:
    assert chat([line(link("点", "javascript:alert(1)"))]) == "点"
