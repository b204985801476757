"""Whose a rank or figure is, of which year and compared with what. Parks and figures are samples (示例)."""

from __future__ import annotations

import pytest
from reading_samples import of_kind, read

from monitors.reading.fact import FactKind

NATION = "2024年国家高新区综合评价结果公布，"
Rank = tuple[str | None, float | None, float | None]


def ranks(text: str, title: str = "示例") -> set[Rank]:
    return {(fact.zone, fact.value, fact.previous) for fact in of_kind(FactKind.RANKING, text, title=title)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            NATION + "松溪高新区列第22位、鹤汀高新区列第53位，双双前进2位。",
            {("松溪高新区", 22, 24), ("鹤汀高新区", 53, 55)},
        ),
        (
            NATION + "松溪高新区和鹤汀高新区分别列第22、第53位，一个升了3位，一个降了4位。",
            {("松溪高新区", 22, 25), ("鹤汀高新区", 53, 49)},
        ),
        (
            NATION + "松溪高新区列第59位，鹤汀高新区列第83位。\n与上一年相比，两家分别进步7位和10位。",
            {("松溪高新区", 59, 66), ("鹤汀高新区", 83, 93)},
        ),
        (
            NATION + "松溪高新区第6，鹤汀高新区第42，金岭高新区第79，分别前进1位、后退2位、前进10位。",
            {("松溪高新区", 6, 7), ("鹤汀高新区", 42, 40), ("金岭高新区", 79, 89)},
        ),
        (
            NATION + "松溪高新区和鹤汀高新区的名次分别是24和88，与上一年的22和91相比，一降一升。",
            {("松溪高新区", 24, 22), ("鹤汀高新区", 88, 91)},
        ),
        (
            NATION + "松溪高新区名列第66，鹤汀高新区名列第61。两家去年的名次刚好相反：松溪高新区第60，鹤汀高新区第67。",
            {("松溪高新区", 66, 60), ("鹤汀高新区", 61, 67)},
        ),
        (NATION + "松溪高新区是个例外，不升不降，第47位。", {("松溪高新区", 47, 47)}),
        (NATION + "松溪高新区列第40位，跨过了50名的门槛。", {("松溪高新区", 40, None)}),
        (NATION + "松溪高新区一年里连跳21个台阶，名列第20位。", {("松溪高新区", 20, 41)}),
        (NATION + "松溪高新区第81位→第73位。", {("松溪高新区", 73, 81)}),
        (NATION + "松溪高新区的位次由上一年度的66前移到61。", {("松溪高新区", 61, 66)}),
        (NATION + "拿下第二的松溪高新区，却是从第四爬上来的。", {("松溪高新区", 2, 4)}),
        (
            NATION + "松溪高新区第3位，鹤汀高新区第63位，金岭高新区第34位。\n其中，松溪高新区上升1位；其余持平。",
            {("松溪高新区", 3, 4), ("鹤汀高新区", 63, 63), ("金岭高新区", 34, 34)},
        ),
        (NATION + "松溪高新区第4，上升3位。\n退步最大的是邻市的一家园区，从第40位跌到第71位。", {("松溪高新区", 4, 7)}),
        (NATION + "在四川8家国家高新区中，松溪高新区已从第三跃升为第一。", {("松溪高新区", 1, 3)}),
    ],
)
def test_a_movement_goes_to_the_rank_it_is_said_of(text: str, expected: set[Rank]) -> None:
    assert ranks(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("松溪高新区2023年在国家高新区综合评价中列第41位，2024年又向前挪了3位，来到第38位。", {("2023", 41), ("2024", 38)}),
        ("松溪高新区首次跻身国家高新区综合评价前60强，2024年评价结果为第59名。", {("2024", 59)}),
        ("松溪高新区首度参加国家高新区综合评价就拿到第115位，2024年再进8位，列第107位。", {("2024", 107)}),
        ("2024年，松溪高新区在样本省开发区考核中位列第6，比2023年前进2位，比2022年后退1位。", {("2024", 6)}),
        (NATION + "松溪高新区升至第6位，而在2020年的评价中，它还排在第13位。鹤汀高新区列第7位。", {("2024", 6), ("2020", 13), ("2024", 7)}),
    ],
)
def test_a_rank_has_the_year_it_is_told_of(text: str, expected: set[tuple[str, float]]) -> None:
    assert {(fact.edition, fact.value) for fact in of_kind(FactKind.RANKING, text)} == expected


@pytest.mark.parametrize(
    ("text", "subject", "value"),
    [
        (NATION + "松溪高新区名列苏北第一、全国第27位。", "国家高新区综合评价(苏北)", 1),
        (NATION + "松溪高新区位列全国第6位、山东省第2位。", "国家高新区综合评价(省内)", 2),
        (NATION + "松溪高新区列第37位，居四川省8家国家高新区第4名。", "国家高新区综合评价(省内)", 4),
        ("松溪高新区的营商环境单项在2024年国家高新区综合评价中排第12。", "国家高新区综合评价·营商环境", 12),
        ("江西省公布2024年度开发区综合评价，松溪高新区总分第一。", "江西省开发区综合评价", 1),
        ("宁夏商务厅通报2024年度全区开发区综合评价结果，松溪高新区第一。", "宁夏回族自治区开发区综合评价", 1),
        (NATION + "松溪高新区闯进百强，列第99位。", "国家高新区综合评价", 99),
    ],
)
def test_a_rank_is_of_what_it_is_said_of(text: str, subject: str, value: float) -> None:
    assert (subject, value) in {(fact.subject, fact.value) for fact in of_kind(FactKind.RANKING, text)}


@pytest.mark.parametrize(
    "text",
    [
        NATION + "至于谁是“西部第一”，松溪高新区没有人愿意谈。",
        NATION + "有人坐稳头把交椅，松溪高新区不愿多谈。",
        NATION + "松溪高新区跌幅居东北之首。",
        NATION + "有媒体误传松溪高新区进入前50名。",
        "如果按目前势头，松溪高新区有望在国家高新区综合评价中挺进前80位。",
    ],
)
def test_what_only_sounds_like_a_rank_is_none(text: str) -> None:
    assert not of_kind(FactKind.RANKING, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (NATION + "松溪高新区夺冠，鹤汀高新区、金岭高新区紧随其后。", {("松溪高新区", 1), ("鹤汀高新区", 2), ("金岭高新区", 3)}),
        (NATION + "松溪高新区名次升至17，鹤汀高新区42，金岭高新区97。", {("松溪高新区", 17), ("鹤汀高新区", 42), ("金岭高新区", 97)}),
        ("2024年国家高新区综合评价结果：1.松溪高新区2.鹤汀高新区3.金岭高新区。", {("松溪高新区", 1), ("鹤汀高新区", 2), ("金岭高新区", 3)}),
    ],
)
def test_ranks_of_a_row_go_to_the_parks_of_the_row(text: str, expected: set[tuple[str, float]]) -> None:
    assert {(zone, value) for zone, value, _ in ranks(text)} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("松溪高新区进出口额首破千亿元，达1053亿元。", {("进出口额", 1053e8)}),
        ("松溪高新区规上企业研发投入强度也在爬坡，由2.1%提高到2.9%。", {("规上企业研发投入强度", 2.9)}),
        ("固定资产投资方面，松溪高新区2024年完成186亿元。", {("固定资产投资", 186e8)}),
        ("松溪高新区吞吐量220万标准箱，进出口总额285亿元，分别增长8.1%和5.6%。", {("吞吐量同比增速", 8.1), ("进出口总额同比增速", 5.6)}),
        ("松溪高新区亩均税收29万元，鹤汀高新区是41.3万元。", {("亩均税收", 413000)}),
        ("松溪高新区、鹤汀高新区的研发投入强度依次为4.6%和3.2%。", {("研发投入强度", 4.6), ("研发投入强度", 3.2)}),
        ("松溪高新区新签约亿元以上项目68个，其中10亿元以上9个。", {("10亿元以上项目", 9)}),
        ("松溪高新区以全市1%的土地，贡献了25%的税收。", {("占全市税收比重", 25)}),
    ],
)
def test_a_figure_finds_its_name_in_what_was_said_before(text: str, expected: set[tuple[str, float]]) -> None:
    found = {(fact.subject, fact.value) for fact in of_kind(FactKind.INDICATOR, text)}
    assert expected <= found


@pytest.mark.parametrize(
    "text",
    [
        "两座城市之间的松溪高新区，恰是三十年成长的两条主线。",
        "松溪高新区负责人只说了四个字。",
        "松溪高新区四项一级指标全线上扬。",
        "松溪高新区亩均水平是五年前的1.8倍。",
        "松溪高新区一跃前进9个名次。",
        "松溪高新区增速高于全市平均水平2.1个百分点。",
    ],
)
def test_what_only_counts_words_or_places_is_no_indicator(text: str) -> None:
    assert not of_kind(FactKind.INDICATOR, text)


def test_what_a_figure_was_before_completes_it() -> None:
    (tax,) = of_kind(FactKind.INDICATOR, "松溪高新区去年亩均税收26.8万元，前年只有21.5万元。")
    assert (tax.value, tax.previous) == (268000, 215000)
    (firms,) = of_kind(FactKind.INDICATOR, "松溪高新区高新技术企业有512家，比去年底多出38家。")
    assert (firms.value, firms.change) == (512, 38)


@pytest.mark.parametrize(
    ("text", "zones", "word", "edition"),
    [
        ("2015年，国务院批复，松溪、鹤汀2家省级高新区升级为国家高新区。", {"松溪高新区", "鹤汀高新区"}, "升级", "2015"),
        ("今年刚刚升级为国家高新区的松溪高新区，正在扩园。", {"松溪高新区"}, "升级", "2024"),
        ("松溪高新区获准建设国家自主创新示范区。", {"松溪高新区"}, "自主创新示范区", "2024"),
        ("昨日，松溪高新区与样本大学签订共建协议。", {"松溪高新区"}, "协议", "2024-12-25"),
        ("松溪高新区服务中心5日正式启用。", {"松溪高新区"}, "启用", "2024-12-05"),
        ("松溪高新区一口气签下21个项目。", {"松溪高新区"}, "签下", "2024"),
    ],
)
def test_an_event_has_its_parks_and_its_day(text: str, zones: set[str], word: str, edition: str) -> None:
    found = [fact for fact in read(text) if fact.kind is FactKind.EVENT and word in fact.subject]
    assert {fact.zone for fact in found} == zones
    assert {fact.edition for fact in found} == {edition}
