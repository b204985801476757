"""Classes of sentences, each by several of its kind. Parks and figures are samples (示例)."""

from __future__ import annotations

import pytest
from reading_samples import of_kind, read

from monitors.reading.fact import FactKind, Status

BOARD = "北岭省科技厅通报2023年度全省高新区综合评价结果，"
CHAMPIONS = "第七批国家级制造业单项冠军企业名单公布。"


def ranks(text: str, title: str = "示例") -> set[tuple[str | None, float | None]]:
    return {(fact.zone, fact.value) for fact in of_kind(FactKind.RANKING, text, title=title)}


def lists(text: str, title: str = "示例") -> set[tuple[str | None, float | None]]:
    return {(fact.zone, fact.value) for fact in of_kind(FactKind.LIST, text, title=title)}


@pytest.mark.parametrize(
    ("title", "text", "zone"),
    [
        ("松溪：账单里的服务", "松溪样本高新区3月印发办法，对新认定的高新技术企业奖励20万元。", "松溪样本高新区"),
        ("鹤汀样本软件园减租", "在鹤汀样本软件园，对入驻满一年的企业给予5万元补贴。", "鹤汀样本软件园"),
        ("一座科学城的人才账", "记者走进金岭样本科学城。园区对新引进的博士给予30万元安家补贴。", "金岭样本科学城"),
        ("青川样本工业园送补贴", "青川样本工业园近日出台新政。该园对规上企业奖励10万元。", "青川样本工业园"),
        ("雁滩经开区：真金白银", "记者从雁滩经开区获悉，区里对首次上规企业奖励15万元。", "雁滩经开区"),
    ],
)
def test_a_park_outside_the_register_is_the_subject_of_what_is_said_of_the_park(title: str, text: str, zone: str) -> None:
    assert {fact.zone for fact in read(text, title=title) if fact.kind is FactKind.POLICY} == {zone}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (CHAMPIONS + "苏州独占18家，无锡、常州分别有9家、6家。", {("苏州市", 18), ("无锡市", 9), ("常州市", 6)}),
        (CHAMPIONS + "成都拿下12家，绵阳、德阳、宜宾各有2家。", {("成都市", 12), ("绵阳市", 2), ("德阳市", 2), ("宜宾市", 2)}),
        (CHAMPIONS + "江苏以45家居前，其中南京占到11家。", {("江苏省", 45), ("南京市", 11)}),
        (CHAMPIONS + "湖北33家企业榜上有名，武汉15家，襄阳4家。", {("湖北省", 33), ("武汉市", 15), ("襄阳市", 4)}),
        (CHAMPIONS + "厦门市斩获8家，泉州、漳州各1家。", {("厦门市", 8), ("泉州市", 1), ("漳州市", 1)}),
    ],
)
def test_cities_and_provinces_share_out_a_list(text: str, expected: set[tuple[str, float]]) -> None:
    assert lists(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (BOARD + "松溪样本高新区夺得冠军，鹤汀样本高新区屈居亚军。", {("松溪样本高新区", 1), ("鹤汀样本高新区", 2)}),
        (BOARD + "摘得头名的是松溪样本高新区，季军为鹤汀样本高新区。", {("松溪样本高新区", 1), ("鹤汀样本高新区", 3)}),
        (
            BOARD + "松溪、鹤汀、金岭3家高新区依次位列第五至第七位。",
            {("松溪高新区", 5), ("鹤汀高新区", 6), ("金岭高新区", 7)},
        ),
        (BOARD + "松溪高新区与鹤汀高新区分别坐上第二、第三把交椅。", {("松溪高新区", 2), ("鹤汀高新区", 3)}),
        (BOARD + "魁首归于松溪高新区，鹤汀高新区（第9位）紧追不舍。", {("松溪高新区", 1), ("鹤汀高新区", 9)}),
        (BOARD + "冠、亚、季军分别是松溪高新区、鹤汀高新区和金岭高新区。", {("松溪高新区", 1), ("鹤汀高新区", 2), ("金岭高新区", 3)}),
        (BOARD + "松溪高新区、鹤汀高新区一个第14，一个第15。", {("松溪高新区", 14), ("鹤汀高新区", 15)}),
    ],
)
def test_ordinals_are_words_ranges_and_shares_of_several(text: str, expected: set[tuple[str, float]]) -> None:
    assert ranks(text) == expected


@pytest.mark.parametrize(
    ("text", "value", "previous"),
    [
        ("松溪高新区从第31位一路赶到第18位", 18, 31),
        ("松溪高新区由第9名滑到第12名", 12, 9),
        ("松溪高新区列第6位，比上次往前挪了2位", 6, 8),
        ("松溪高新区退后三位，列第10", 10, 7),
        ("松溪高新区上年排第22，这次排第17", 17, 22),
        ("松溪高新区连续两年排第4，原地踏步", 4, 4),
        ("松溪高新区少了3个名次，列第15", 15, 12),
    ],
)
def test_a_movement_is_said_in_many_words(text: str, value: float, previous: float) -> None:
    (fact,) = of_kind(FactKind.RANKING, BOARD + text + "。")
    assert (fact.value, fact.previous) == (value, previous)


@pytest.mark.parametrize(
    ("text", "single", "value"),
    [
        ("“人才密度”单项列第5。", "人才密度", 5),
        ("其中“亩均税收”一项位居第8。", "亩均税收", 8),
        ("最好的一科是“创新生态”，第3名。", "创新生态", 3),
        ("科技创新单项由第9位升到第6位。", "科技创新", 6),
        ("“开放合作”“绿色制造”两个单项分别排第2和第7。", "绿色制造", 7),
    ],
)
def test_a_single_indicator_is_ranked_under_its_printed_name(text: str, single: str, value: float) -> None:
    found = of_kind(FactKind.RANKING, BOARD + "松溪高新区总排名第11。" + text)
    assert [fact.value for fact in found if fact.subject.endswith("·" + single)] == [value]
    assert {fact.zone for fact in found} == {"松溪高新区"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("省级瞪羚企业名单公布，松溪高新区斩获7家。", ("松溪高新区", 7)),
        ("2024年省级绿色工厂名单出炉，松溪高新区共有4家企业列入。", ("松溪高新区", 4)),
        ("第四批省级专精特新“小巨人”企业名单中，松溪高新区占去9家。", ("松溪高新区", 9)),
        ("省级专精特新中小企业复核结果公布，松溪高新区31家企业过关。", ("松溪高新区", 31)),
        ("2024年度省级雏鹰企业名单发布，松溪高新区摘得12席。", ("松溪高新区", 12)),
    ],
)
def test_any_verb_of_winning_gives_the_members_of_a_list(text: str, expected: tuple[str, float]) -> None:
    assert expected in lists(text)


@pytest.mark.parametrize(
    ("text", "word", "value", "status"),
    [
        ("松溪高新区拟认定瞪羚企业21家。", "瞪羚", 21, Status.PROPOSED),
        ("松溪高新区3家瞪羚企业不再符合条件，拟撤销称号。", "撤销", 3, Status.PROPOSED),
        ("松溪高新区5家省级众创空间被取消资格。", "取消", 5, Status.STATED),
        ("松溪高新区2家孵化器被摘牌。", "摘牌", 2, Status.STATED),
        ("松溪高新区参加复核的省级瞪羚企业有9家，其中8家通过，1家被移出名单。", "移出", 1, Status.STATED),
    ],
)
def test_proposals_and_removals_are_lists_whose_subject_says_so(text: str, word: str, value: float, status: Status) -> None:
    found = of_kind(FactKind.LIST, text, title="松溪高新区动态管理")
    assert [(f.value, f.status) for f in found if word in f.subject and f.value == value] == [(value, status)]
    assert {f.zone for f in found} == {"松溪高新区"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("对落户的创新团队，给予100万元至300万元启动资金。", {(1000000, "at_least"), (3000000, "at_most")}),
        ("企业引进的外国专家，按年薪的20%给予资助，每人每年至多15万元。", {(20, "exact"), (150000, "at_most")}),
        ("租房补贴标准由每月800元提高到1000元。", {(1000, "exact")}),
        ("高级工程师每人每月可领津贴1500元。", {(1500, "exact")}),
        ("首次入规的企业，奖补20万元；科技型中小企业，每户补助3000元。", {(200000, "exact"), (3000, "exact")}),
        ("获评国家级孵化器的，一次性奖补80万元，同一机构累计不超过200万元。", {(800000, "exact"), (2000000, "at_most")}),
        ("办公用房租金首年减免一半，最多减免20万元。", {(50, "exact"), (200000, "at_most")}),
    ],
)
def test_a_measure_has_its_amounts_and_bounds(text: str, expected: set[tuple[float, str]]) -> None:
    found = of_kind(FactKind.POLICY, "松溪高新区近日出台政策。" + text, title="松溪高新区出新政")
    assert {(fact.value, str(fact.bound)) for fact in found} == expected
    assert {fact.zone for fact in found} == {"松溪高新区"}


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("松溪高新区占地约300亩。", "占地", 300),
        ("园区入驻企业达到52家，出租率八成以上。", "出租率", 80),
        ("该区面积只占全市的2.1%。", "面积", 2.1),
        ("上市企业从4家增加到6家。", "上市企业", 6),
        ("区内有规上工业企业98户。", "规上工业企业", 98),
    ],
)
def test_a_figure_of_a_park_outside_the_register_is_its_indicator(text: str, name: str, value: float) -> None:
    found = of_kind(FactKind.INDICATOR, "松溪高新区近日公布家底。" + text, title="松溪高新区的家底")
    assert [(f.zone, f.value) for f in found if name in f.subject] == [("松溪高新区", value)]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("鹤汀样本文创园日前正式开园。", "开园"),
        ("松溪高新区与样本大学签署战略合作协议。", "签署"),
        ("松溪高新区18个项目集中签约。", "签约"),
        ("总投资8亿元的样本光电基地在松溪高新区开工。", "开工"),
        ("1992年，国务院批准建立松溪高新区。", "批准"),
    ],
)
def test_what_happened_at_a_park_is_an_event(text: str, word: str) -> None:
    (fact,) = of_kind(FactKind.EVENT, text)
    assert word in fact.subject
