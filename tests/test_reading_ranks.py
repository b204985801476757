"""Ranks in sentences. All figures are samples (示例)."""

from __future__ import annotations

import pytest
from reading_samples import of_kind

from monitors.reading.fact import Bound, Fact, FactKind, Status
from monitors.reading.rankings.ranks import Role, groups, moves, ranks

HIGH_TECH = "国家高新区综合评价"
ECONOMIC = "国家级经开区综合发展水平考核评价"


def said(fact: Fact) -> tuple[str | None, str, str | None, float | None]:
    return fact.zone, fact.subject, fact.edition, fact.value


def moved(fact: Fact) -> tuple[float | None, float | None, float | None]:
    return fact.value, fact.previous, fact.change


@pytest.mark.parametrize("text", ["第一批名单", "前三季度增长", "第三产业", "第15届大赛", "10强企业", "第5条生产线"])
def test_other_ordinals_are_no_ranks(text: str) -> None:
    assert ranks(text, 0, len(text)) == []


@pytest.mark.parametrize(
    ("text", "value", "bound"),
    [
        ("位列第十", 10, Bound.EXACT),
        ("排名第10名", 10, Bound.EXACT),
        ("跻身全国前十", 10, Bound.AT_MOST),
        ("进入50强", 50, Bound.AT_MOST),
        ("位居榜首", 1, Bound.EXACT),
        ("实现“八连冠”", 1, Bound.EXACT),
        ("跌出前50", 50, Bound.MORE_THAN),
        ("仍在前10之列", 10, Bound.AT_MOST),
    ],
)
def test_a_rank_is_read_in_every_form(text: str, value: int, bound: Bound) -> None:
    (rank,) = ranks(text, 0, len(text))
    assert (rank.value, rank.bound) == (value, bound)


def test_the_rank_left_behind_is_told_from_the_rank_now() -> None:
    text = "由第73位升至第36位"
    assert [(rank.value, rank.role) for rank in ranks(text, 0, len(text))] == [(73, Role.BEFORE), (36, Role.NOW)]


def test_a_list_of_ranks_is_one_group() -> None:
    text = "分别列第四、第八和第十四名"
    assert [[rank.value for rank in group] for group in groups(text, ranks(text, 0, len(text)))] == [[4, 8, 14]]


@pytest.mark.parametrize(
    ("text", "places"),
    [("前进3个位次", (3,)), ("下滑5位", (-5,)), ("与上年持平", (0,)), ("各上升12个和6个名次", (12, 6)), ("分别前移2位、后退1位", (2, -1))],
)
def test_a_movement_has_its_places_and_direction(text: str, places: tuple[int, ...]) -> None:
    (move,) = moves(text, 0, len(text))
    assert move.places == places


def test_a_rank_knows_ranking_edition_previous_and_that_it_is_a_first_time() -> None:
    (fact,) = of_kind(
        FactKind.RANKING,
        "科技部近日公布2022年度国家高新区综合评价结果，在169家国家高新区中，苏州高新区居全国第18名，较去年跃升3个位次，首次进入前20强。",
        "2023-03-01",
    )
    assert said(fact) == ("苏州高新技术产业开发区", HIGH_TECH, "2022", 18)
    assert moved(fact) == (18, 21, 3)
    assert fact.first
    assert fact.of == 169
    assert fact.issuer == "科技部"
    assert fact.bound is Bound.EXACT


def test_a_fall_is_negative() -> None:
    (fact,) = of_kind(FactKind.RANKING, "保定高新区在2021年度国家高新区综合评价中排在第58位，同比下降5位。")
    assert moved(fact) == (58, 53, -5)


def test_several_parks_share_a_list_of_ranks() -> None:
    facts = of_kind(
        FactKind.RANKING, "在2021年度国家高新区评价中，常州高新区、无锡高新区排名分别为第24位和第19位，同比分别前移2位、后退1位。"
    )
    assert [(fact.zone, *moved(fact)) for fact in facts] == [("常州高新技术产业开发区", 24, 26, 2), ("无锡高新技术产业开发区", 19, 18, -1)]


def test_names_that_share_an_ending_are_parks_each() -> None:
    facts = of_kind(
        FactKind.RANKING,
        "商务部公布2023年国家级经开区综合发展水平考核评价结果，昆山、江宁和吴江3家经济技术开发区分列第五、第七、第二十名。",
    )
    assert [fact.zone for fact in facts] == ["昆山经济技术开发区", "江宁经济技术开发区", "吴江经济技术开发区"]


def test_a_single_indicator_is_a_ranking_of_its_own() -> None:
    facts = of_kind(
        FactKind.RANKING,
        "工信部公布2024年国家高新区综合评价结果，长沙高新区列第20位。在优质企业数量、营商环境两个单项排名中，该区分列第12位和第9位。",
    )
    assert [said(fact)[1:] for fact in facts] == [
        (HIGH_TECH, "2024", 20),
        (f"{HIGH_TECH}·优质企业数量", "2024", 12),
        (f"{HIGH_TECH}·营商环境", "2024", 9),
    ]


def test_look_alikes_never_share_a_name() -> None:
    facts = of_kind(
        FactKind.RANKING,
        "赛迪顾问发布2024年园区高质量发展百强，嘉兴经开区排名第61位。而在商务部2023年国家级经开区综合发展水平考核评价中，嘉兴经开区列第15位。",
    )
    assert [said(fact)[1:] for fact in facts] == [("园区高质量发展百强", "2024", 61), (ECONOMIC, "2023", 15)]


def test_a_provincial_ranking_is_named_after_its_province() -> None:
    (fact,) = of_kind(FactKind.RANKING, "浙江省科技厅通报2023年度全省高新区综合评价结果，温州高新区列第四。")
    assert said(fact)[1:] == ("浙江省高新区综合评价", "2023", 4)


def test_a_region_narrows_the_ranking() -> None:
    facts = of_kind(FactKind.RANKING, "在2022年国家高新区综合评价中，重庆高新区排名第27位，居西部第4位。")
    assert [said(fact)[1:] for fact in facts] == [(HIGH_TECH, "2022", 27), (f"{HIGH_TECH}(西部)", "2022", 4)]


def test_a_past_rank_belongs_to_its_year() -> None:
    facts = of_kind(FactKind.RANKING, "回首来路，2012年，长春高新区在国家高新区综合排名中名列第十三；2018年，这一名次变为第十七。")
    assert [(fact.edition, fact.value) for fact in facts] == [("2012", 13), ("2018", 17)]


def test_two_editions_in_one_text_give_the_movement() -> None:
    facts = of_kind(FactKind.RANKING, "在国家级经开区综合考评中，南通经开区2020年列第24位，2021年列第21位。")
    assert [moved(fact) for fact in facts] == [(24, None, None), (21, 24, 3)]


def test_the_most_exact_statement_of_a_rank_wins() -> None:
    (fact,) = of_kind(FactKind.RANKING, "宁波高新区首次跻身全国前十，位列2024年国家高新区综合评价第10名。")
    assert (fact.value, fact.bound, fact.first) == (10, Bound.EXACT, True)


def test_holding_a_place_is_a_movement_of_nought() -> None:
    (fact,) = of_kind(FactKind.RANKING, "在2024年国家级经开区考核评价中，苏州工业园区蝉联综合排名榜首。")
    assert moved(fact) == (1, 1, 0)


def test_a_movement_without_a_rank_is_a_fact_with_a_change_only() -> None:
    (fact,) = of_kind(FactKind.RANKING, "科技部通报2021年国家高新区综合评价结果，枣庄高新区一举晋位18名。")
    assert moved(fact) == (None, None, 18)


def test_a_goal_is_a_target_of_its_year_and_a_wish_is_nothing() -> None:
    (fact,) = of_kind(
        FactKind.RANKING,
        "按照规划，到2027年，绵阳高新区力争在国家高新区综合评价中进入全国前40位。如果能进前三十，园区还将再上台阶。",
        "2025-01-02",
    )
    assert (fact.status, fact.edition, fact.value, fact.bound) == (Status.TARGET, "2027", 40, Bound.AT_MOST)


def test_a_company_ranks_nowhere_among_parks() -> None:
    assert of_kind(FactKind.RANKING, "在松山湖高新区，这家公司的产品市场占有率排名全国第一。2024年国家高新区综合评价结果同日公布。") == []


def test_a_name_shared_by_three_parks_is_decided_by_the_city() -> None:
    facts = of_kind(FactKind.RANKING, "在2022年国家高新区综合评价中，厦门的火炬高新区列第22位，中山的火炬高新区列第40位。")
    assert [fact.zone for fact in facts] == ["厦门火炬高技术产业开发区", "中山火炬高技术产业开发区"]


def test_members_of_the_first_fifty_listed_without_a_rank_are_among_them() -> None:
    facts = of_kind(FactKind.RANKING, "工信部公布的2024年国家高新区综合评价前50名名单中，福建两家园区在列：厦门火炬高新区、福州高新区。")
    assert [(fact.zone, fact.value, fact.bound) for fact in facts] == [
        ("厦门火炬高技术产业开发区", 50, Bound.AT_MOST),
        ("福州高新技术产业开发区", 50, Bound.AT_MOST),
    ]


def test_a_measure_ranked_outside_any_board_keeps_its_own_name() -> None:
    (fact,) = of_kind(FactKind.RANKING, "西安高新区每万人发明专利拥有量居全国高新区第一。", "2024-05-01")
    assert fact.subject == "每万人发明专利拥有量排名"
