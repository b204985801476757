"""Selections, indicators and events in sentences. All figures are samples (示例)."""

from __future__ import annotations

from reading_samples import of_kind, read

from monitors.reading.fact import Bound, FactKind, Status


def test_a_count_of_selected_firms_has_list_batch_and_park() -> None:
    (fact,) = of_kind(FactKind.LIST, "工业和信息化部公布第五批国家级专精特新“小巨人”企业名单，郑州高新区20家企业榜上有名。", "2023-07-20")
    assert (fact.zone, fact.subject, fact.edition, fact.value) == ("郑州高新技术产业开发区", "国家级专精特新“小巨人”企业", "第五批", 20)


def test_a_list_under_公示_is_proposed() -> None:
    facts = of_kind(
        FactKind.LIST, "江苏省工信厅公示第六批国家级专精特新“小巨人”企业名单，昆山高新区18家企业拟入选，常熟高新区9家。", "2024-09-05"
    )
    assert [(fact.zone, fact.value, fact.status) for fact in facts] == [
        ("昆山高新技术产业开发区", 18, Status.PROPOSED),
        ("常熟高新技术产业开发区", 9, Status.PROPOSED),
    ]


def test_selected_companies_are_named_as_entrants() -> None:
    facts = of_kind(
        FactKind.LIST,
        "2024年度河南省瞪羚企业名单公布，洛阳高新区有2家企业入围，分别是洛阳示例装备有限公司和洛阳样本材料股份有限公司。",
        "2024-08-01",
    )
    assert facts[0].entrants == ("洛阳示例装备有限公司", "洛阳样本材料股份有限公司")


def test_new_and_cumulative_members_are_two_facts() -> None:
    facts = of_kind(FactKind.LIST, "贵阳高新区2024年新认定瞪羚企业25家，瞪羚企业累计达138家。")
    assert [(fact.subject, fact.value) for fact in facts] == [("瞪羚企业(新增)", 25), ("瞪羚企业(累计)", 138)]


def test_a_stock_that_stands_alone_is_an_indicator_and_no_selection() -> None:
    facts = read("示例：昆明高新区现有高新技术企业近600家，培育瞪羚企业48家。")
    assert {fact.kind for fact in facts} == {FactKind.INDICATOR}
    assert [(fact.subject, fact.value, fact.bound) for fact in facts] == [
        ("高新技术企业", 600, Bound.NEARLY),
        ("瞪羚企业", 48, Bound.EXACT),
    ]


def test_selection_as_a_pilot_is_not_passing_its_evaluation() -> None:
    facts = of_kind(
        FactKind.LIST, "第二批通过评估的清洁生产审核创新试点项目名单公布，常熟经开区、嘉兴经开区项目入列。", "2025-01-10"
    ) + of_kind(FactKind.LIST, "第二批清洁生产审核创新试点项目名单公布，全国共38个项目入选。", "2023-08-14")
    assert [fact.subject for fact in facts] == [
        "清洁生产审核创新试点项目(通过评估)",
        "清洁生产审核创新试点项目(通过评估)",
        "清洁生产审核创新试点项目",
    ]
    assert facts[2].zone == "全国"


def test_a_title_taken_away_says_the_act_in_the_subject() -> None:
    facts = of_kind(FactKind.LIST, "四川省科技厅发布通知，撤销3家省级科技企业孵化器资格，其中2家位于泸州高新区。", "2024-03-03")
    assert [(fact.zone, fact.subject, fact.value) for fact in facts] == [
        ("四川省", "省级科技企业孵化器资格撤销", 3),
        ("泸州高新技术产业开发区", "省级科技企业孵化器资格撤销", 2),
    ]


def test_a_company_on_a_list_is_not_the_parks_selection() -> None:
    assert read("位于东莞松山湖的这家公司去年营收突破5亿元，产品市场占有率排名全国第一，入选国家级绿色工厂名单。") == []


def test_figures_have_their_growth_beside_them() -> None:
    facts = of_kind(FactKind.INDICATOR, "2023年，昆明高新区实现营业收入2600亿元，同比增长8.5%；规上工业总产值超1000亿元。", "2024-02-08")
    assert [(fact.subject, fact.value, fact.bound, fact.edition) for fact in facts] == [
        ("营业收入", 2.6e11, Bound.EXACT, "2023"),
        ("营业收入同比增速", 8.5, Bound.EXACT, "2023"),
        ("规上工业总产值", 1e11, Bound.MORE_THAN, "2023"),
    ]


def test_figures_listed_with_分别_go_to_their_names() -> None:
    facts = of_kind(FactKind.INDICATOR, "2022年，宜昌高新区瞪羚企业、科技型中小企业分别达到26家、433家。", "2023-02-08")
    assert [(fact.subject, fact.value) for fact in facts] == [("瞪羚企业", 26), ("科技型中小企业", 433)]


def test_a_figure_that_rose_keeps_what_it_was() -> None:
    (fact,) = of_kind(FactKind.INDICATOR, "近三年，西安高新区技术合同交易额由460亿元提高到1100亿元。")
    assert (fact.value, fact.previous) == (1.1e11, 4.6e10)


def test_a_park_outside_the_register_is_a_zone_with_its_printed_name() -> None:
    facts = of_kind(
        FactKind.INDICATOR, "记者从杭州示例创智园获悉，园区占地面积约108亩，现有入驻企业36家。", title="杭州示例创智园引来新租客"
    )
    assert {fact.zone for fact in facts} == {"杭州示例创智园"}


def test_signing_at_a_park_is_an_event_with_its_companies() -> None:
    (fact,) = of_kind(FactKind.EVENT, "泉州示例光电有限公司等3家企业日前签约入驻泉州高新区。", title="泉州高新区再签新项目")
    assert (fact.zone, fact.value, fact.entrants) == ("泉州高新技术产业开发区", 3, ("泉州示例光电有限公司",))
