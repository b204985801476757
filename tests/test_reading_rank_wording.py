"""Ranks in words that no list of verbs holds: their place in the sentence says what they are. All figures are samples (示例)."""

from __future__ import annotations

import pytest
from reading_samples import of_kind

from monitors.reading.fact import FactKind, Status
from monitors.reading.rankings.movements import moves
from monitors.reading.rankings.ranks import Role, ranks

HIGH_TECH = "国家高新区综合评价"
ECONOMIC = "国家级经开区综合发展水平考核评价"
Said = tuple[str, float | None, float | None, float | None]


def said(text: str, title: str = "示例") -> list[Said]:
    """Short name, value, previous and change of each rank, in the order of the text."""
    facts = of_kind(FactKind.RANKING, text, title=title)
    return [(str(one.zone)[:2], one.value, one.previous, one.change) for one in facts]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{HIGH_TECH}放榜，常州高新区从64名冲到51名。", [("常州", 51, 64, 13)]),
        (f"{HIGH_TECH}中，太原高新区名次连降三年，从第56位一路下行至第72位。", [("太原", 72, 56, -16)]),
        (f"在2022年度{HIGH_TECH}中，大连高新区较上年回落4位至第30位。", [("大连", 30, 26, -4)]),
        (f"{HIGH_TECH}，郑州高新区由16进14，洛阳高新区由30进27。", [("郑州", 14, 16, 2), ("洛阳", 27, 30, 3)]),
        (f"2023年度{HIGH_TECH}结果：宜昌高新区（79→74）、荆门高新区（90→93）。", [("宜昌", 74, 79, 5), ("荆门", 93, 90, -3)]),
        (f"{ECONOMIC}里，连云港经开区，排名71，升5；徐州经开区，排名31，降2。", [("连云", 71, 76, 5), ("徐州", 31, 29, -2)]),
        (f"三年前，柳州高新区在{HIGH_TECH}中还排在第86名，如今已升至第78名。", [("柳州", 78, 86, 8)]),
        ("2024园区高质量发展百强揭晓，佛山高新区居第17，上一年度榜单为第20。", [("佛山", 17, 20, 3)]),
        (f"{ECONOMIC}中，镇江经开区滑出前四十，上一年它还列第38位。", [("镇江", 40, 38, None)]),
        (f"国家级高新区的{HIGH_TECH}出炉，岳阳临港高新区一口气跳了15位，蹿至第90位。", [("岳阳", 90, 105, 15)]),
        (f"{HIGH_TECH}显示，齐齐哈尔高新区名列第126位，比去年靠后了9位。", [("齐齐", 126, 117, -9)]),
    ],
)
def test_from_and_to_are_told_by_their_places_whatever_the_verb(text: str, expected: list[Said]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"2021年度{HIGH_TECH}，安阳高新区跌至百名开外。", 100),
        (f"{HIGH_TECH}，平顶山高新区没能守住前90。", 90),
        (f"{HIGH_TECH}，咸阳高新区未进前80名。", 80),
        (f"{HIGH_TECH}，新乡高新区名次首度挤到80名以内。", 80),
        (f"{HIGH_TECH}中，中原的郑州高新区占据前三。", 3),
    ],
)
def test_beyond_and_within_so_many_are_bounded_ranks(text: str, expected: int) -> None:
    (fact,) = of_kind(FactKind.RANKING, text)
    assert fact.value == expected
    assert fact.bound.value == ("more_than" if "百" in text or "没" in text or "未" in text else "at_most")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            f"{HIGH_TECH}中，泰州医药高新区与株洲高新区分居第42、第43位，前者上扬3位，后者下挫1位。",
            [("泰州", 42, 45, 3), ("株洲", 43, 42, -1)],
        ),
        (
            "北岭省开发区综合考评，西安经开区、贵阳经开区一升一降，分别从第27名升到第22名、从第68名降到第75名。",
            [("西安", 22, 27, 5), ("贵阳", 75, 68, -7)],
        ),
        (
            f"2022年{HIGH_TECH}，中关村第1，深圳第2，张江第3，排位与前一年毫无二致。",
            [("中关", 1, 1, 0), ("深圳", 2, 2, 0), ("上海", 3, 3, 0)],
        ),
        ("在北岭省开发区考核中，渭南高新区、宝鸡高新区互换位置，渭南第四，宝鸡第五。", [("渭南", 4, 5, 1), ("宝鸡", 5, 4, -1)]),
        ("南岭省开发区综合考核里，蚌埠高新区攀升3位，与安庆经开区并列第九。", [("蚌埠", 9, 12, 3), ("安庆", 9, 12, 3)]),
        (
            f"{ECONOMIC}揭晓，成都经开区第22，贵阳经开区第68。\n与2021年相比，成都前进了三位，贵阳没动。",
            [("成都", 22, 25, 3), ("贵阳", 68, 68, 0)],
        ),
        (
            "2024园区先进制造业百强里，长沙经开区第22名，株洲高新区第35名。去年，它们分别是第24名和第37名。",
            [("长沙", 22, 24, 2), ("株洲", 35, 37, 2)],
        ),
        (
            "北岭省开发区考核公布。大连经开区第一，沈阳经开区第二，营口经开区第三，前三名较上年没有变化。",
            [("大连", 1, 1, 0), ("沈阳", 2, 2, 0), ("营口", 3, 3, 0)],
        ),
    ],
)
def test_what_points_back_to_several_parks_gives_each_its_own(text: str, expected: list[Said]) -> None:
    found = said(text)
    assert [one[:2] for one in found] == [one[:2] for one in expected]
    if "并列" not in text:  # whose movement it is that two share is not said
        assert found == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{ECONOMIC}，广州开发区以微弱差距输给苏州工业园区，名列第二。", [("广州", 2)]),
        ("据悉，在北岭省园区综合评价中，株洲高新区不敌长沙高新区，排在第二位。", [("株洲", 2)]),
        ("2023年国家级经开区综合考核，烟台经开区第7名，紧随其后的是北京经开区。", [("烟台", 7), ("北京", 8)]),
        ("北岭省开发区综合发展水平考核，净月高新区第二，仅落后于长春汽车经开区。", [("长春", 2), ("长春", 1)]),
        ("北岭省开发区综合考核里，大连经开区、沈阳经开区和大连高新区，依次为前三名。", [("大连", 1), ("沈阳", 2), ("大连", 3)]),
        ("北岭省开发区综合考核里，西咸新区由第六名升至第四名，宝鸡高新区位居第五。", [("西咸", 4), ("宝鸡", 5)]),
        ("2023年度全省化工园区综合评价里，来自海边的松溪石化工业园区排第九，鹤汀高新区排第十一。", [("松溪", 9), ("鹤汀", 11)]),
    ],
)
def test_a_rank_belongs_to_the_park_that_the_clause_is_about(text: str, expected: list[tuple[str, float]]) -> None:
    assert [one[:2] for one in said(text)] == expected


@pytest.mark.parametrize(
    ("text", "zone", "subject"),
    [
        ("株洲高新区技工贸总收入突破3000亿元，规模排全省园区第二。", "株洲高新技术产业开发区", "技工贸总收入"),
        ("襄阳高新区规上工业产值增长14%，增速在全省开发区中排第二。", "襄阳高新技术产业开发区", "规上工业产值增速"),
        ("佛山市规上工业总产值3.1万亿元，排全国城市第二。", "佛山市", "规上工业总产值"),
        ("无锡高新区2024年集成电路产业规模1603亿元，在全国园区中仅次于合肥高新区。", "无锡高新技术产业开发区", "产业规模"),
    ],
)
def test_a_figure_that_is_ranked_among_others_is_a_ranking_of_its_own(text: str, zone: str, subject: str) -> None:
    fact = of_kind(FactKind.RANKING, text)[0]
    assert (fact.zone, fact.value) == (zone, 2)
    assert subject in fact.subject


@pytest.mark.parametrize(
    "text",
    [
        f"烟台高新区提出，要在2026年度{HIGH_TECH}中杀回前60。",
        f"银川高新区的打算是，三年之内{HIGH_TECH}名次提到前100名。",
        f"柳州高新区负责人说，2026年，{HIGH_TECH}要进前70。",
    ],
)
def test_what_lies_ahead_is_a_target(text: str) -> None:
    assert [fact.status for fact in of_kind(FactKind.RANKING, text)] == [Status.TARGET]


@pytest.mark.parametrize(
    "text",
    [
        "一是抓项目，第一，盯住开工；第二，盯住投产；第三，盯住达效。",
        "芜湖高新区把安全放在第一位。",
        "园区坚持质量第一、效益优先，企业信心更足。",
        "公司的电机产品国内市场占有率第一。",
        "园区足球队在市联赛中夺冠，比上届前进2名。",
        "园区内一家企业的发动机累计销量突破200万台，连续六年位居全国第一。",
        "该企业入选“中国制造业500强”，列第318位，较上年提升12位。",
        "今年高考，园区一中600分以上人数列全市第三。",
        "老厂房从12名工人守着，到51名工程师进驻，只用了半年。",
        "“我们要做行业第一，不做第二。”车间主任说。",
        "产品合格率从第一季度的92%升到第三季度的98%。",
        "园区新进15名博士。",
    ],
)
def test_other_firsts_and_places_do_not_become_the_parks(text: str) -> None:
    found = of_kind(FactKind.RANKING, f"在2023年{HIGH_TECH}中，芜湖高新区列第59位。\n{text}", title="芜湖高新区：向前一步")
    assert [(fact.value, fact.previous) for fact in found] == [(59, None)]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("前3位", []),
        ("向前挪了5个身位", [(5,)]),
        ("更进一步", []),
        ("乌鲁木齐加4", [(4,)]),
        ("青海减9", [(-9,)]),
        ("石河子不变", [(0,)]),
        ("名次与上届相同", [(0,)]),
        ("比试评时有所前进，幅度依次为两位、五位和一位", [(2, 5, 1)]),
        ("引进3名院士", []),
    ],
)
def test_a_movement_needs_a_direction_or_says_that_there_is_none(text: str, places: list[tuple[int, ...]]) -> None:
    assert [move.places for move in moves(text, 0, len(text))] == places


def test_the_verb_between_two_ranks_is_open() -> None:
    for verb in ("提速至", "蹿升到", "变为", "一路追到", "挤到了", "摔到"):
        text = f"由第34位{verb}第29位"
        assert [(one.value, one.role) for one in ranks(text, 0, len(text))] == [(34, Role.BEFORE), (29, Role.NOW)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Movements dealt to the parks named beside them, and never to those ranked before.
        (
            f"2019年{ECONOMIC}：武汉经开区名列第14；黄石经开区前进9位，十堰经开区、荆州经开区分别提升6位和21位。",
            [("武汉", 14, None, None), ("黄石", None, None, 9), ("十堰", None, None, 6), ("荆州", None, None, 21)],
        ),
        # A movement before a semicolon is over there.
        (
            f"2024年{HIGH_TECH}中，佛山高新区总排名晋升4位；单项榜中，工业总产值列全国第八位。",
            [("佛山", None, None, 4), ("佛山", 8, None, None)],
        ),
        # The rank after a single indicator's movement is that indicator's.
        (
            f"2016年{HIGH_TECH}中，武进高新区列第54位，“国际化和参与全球竞争能力”提升19位，列第44位。",
            [("武进", 54, None, None), ("武进", 44, 63, 19)],
        ),
        # Ranks before the ranking is named at all.
        (f"从第31位到第27位，佛山高新区只用了一年。科技部公布2024年{HIGH_TECH}结果。", [("佛山", 27, 31, 4)]),
        # Bare places, as many as the sentence counts, are parks of the kind it names.
        (
            f"2022年{HIGH_TECH}公布。陕西7家国家高新区中，西安、宝鸡2家位次在全国前100名以内，分别为第6和第48位。",
            [("西安", 6, None, None), ("宝鸡", 48, None, None)],
        ),
        # 考核评价 alone is the evaluation of the park's kind.
        ("2017年的考核评价中，合肥经开区名列第11，2023年已升至第六。", [("合肥", 11, None, None), ("合肥", 6, None, None)]),
        (f"{ECONOMIC}公布多年：2020年和2021年两次考核，昆山经开区都排在第五位。", [("昆山", 5, None, None), ("昆山", 5, 5, 0)]),
        ("内蒙古自治区开发区2023年度综合考核中，包头稀土高新区排名第一。", [("包头", 1, None, None)]),
    ],
)
def test_what_belongs_to_which_rank_is_told_by_the_order_of_park_indicator_and_mark(text: str, expected: list[Said]) -> None:
    assert said(text) == expected
