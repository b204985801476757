"""Naming: which park, board, province, kind, subject, company or words are meant by what somebody types."""

from __future__ import annotations

import pytest

from monitors import zones
from monitors.alerts import naming
from monitors.alerts.naming import Topic
from monitors.alerts.tongue import Tongue
from monitors.boards import catalogue

PARKS = zones.load()
BOARDS = catalogue.load()


def test_no_two_names_share_a_key() -> None:
    names = [*(zone.name for zone in PARKS), *(board.name for board in BOARDS)]
    assert len({naming.key(name) for name in names}) == len(set(names))


def test_a_key_leads_back_to_its_name_and_any_other_to_none() -> None:
    names = [zone.name for zone in PARKS]
    assert naming.by_key(naming.key(names[5]), names) == names[5]
    assert naming.by_key("0000000000", names) is None
    assert naming.by_key("", names) is None


def test_a_code_of_what_has_a_key_fits_into_a_link() -> None:
    for zone in PARKS:
        code = naming.code(naming.of_zone(zone))
        assert code.isascii()
        assert len(code) <= 64


@pytest.mark.parametrize(
    ("words", "topic"),
    [
        ("高新区", ""),  # hundreds have that in their name
        ("省 浙江", "province"),
        ("榜单 小巨人", "board"),
        ("园区 宁波高新", "zone"),
        ("企业 示例精密", "company"),
        ("人才政策", "subject"),
        ("ALL", "all"),
        ("公司", ""),
        ("关键词 区", ""),
        ("关键词 -公示", ""),
    ],
)
def test_a_first_word_says_which_is_meant(words: str, topic: str) -> None:
    found = naming.anything(words, PARKS, BOARDS).one
    assert (found.topic if found else "") == topic


def test_everything_that_can_be_named_is_titled_in_both_languages() -> None:
    english = Tongue("en")
    for topic, target in [("kind", one) for one in naming.KINDS] + [("subject", one) for one in naming.SUBJECT_TITLES] + [("all", "")]:
        told = naming.of(topic, target, PARKS, english).title
        assert told.isascii()
        assert naming.anything(told, PARKS, BOARDS, english).one in (Topic(topic, target, told), None)
        assert not naming.of(topic, target, PARKS).title.isascii()


@pytest.mark.parametrize(
    ("topic", "target"),
    [
        *(("zone", "火星"), ("kind", "x"), ("subject", "x"), ("province", ""), ("province", "浙江"), ("all", "x"), ("weather", "")),
        *(
            ("company", "有限公司"),
            ("company", "（甲）乙"),
            ("company", "甲" * 61),
            ("keyword", "-甲乙"),
            ("keyword", "甲丁 乙丙"),
            ("board", "x"),
        ),
    ],
)
def test_what_is_no_target_in_its_one_form_is_refused(topic: str, target: str) -> None:
    assert naming.valid(topic, target, PARKS) is None


@pytest.mark.parametrize(
    ("topic", "target"), [("zone", "宁波高新技术产业开发区"), ("province", "浙江省"), ("keyword", "瞪羚 -公示"), ("all", "")]
)
def test_what_is_a_target_is_taken(topic: str, target: str) -> None:
    assert naming.valid(topic, target, PARKS) == naming.of(topic, target, PARKS)
