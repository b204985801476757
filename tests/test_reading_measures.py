"""Policy measures in sentences. All amounts are samples (示例)."""

from __future__ import annotations

from datetime import date

from reading_samples import of_kind

from monitors.reading.fact import Bound, Fact, FactKind
from monitors.reading.measures import deadline, read_measures, repeals


def paid(fact: Fact) -> tuple[str, float | None, Bound]:
    return fact.subject, fact.value, fact.bound


def test_amounts_go_to_their_beneficiaries() -> None:
    facts = read_measures("第五条 为硕士、博士分别提供8万元、10万元的生活补助；对顶尖人才给予最高300万元的安家补助。")
    assert [paid(fact) for fact in facts] == [
        ("硕士生活补助", 8e4, Bound.EXACT),
        ("博士生活补助", 1e5, Bound.EXACT),
        ("顶尖人才安家补助", 3e6, Bound.AT_MOST),
    ]
    assert [fact.beneficiary for fact in facts] == ["硕士", "博士", "顶尖人才"]


def test_levels_that_share_a_noun_are_measures_each() -> None:
    facts = read_measures("对新认定的国家级、省级、市级研发机构，分别给予300万元、100万元、30万元奖励。")
    assert [fact.subject for fact in facts] == [
        "新认定的国家级研发机构奖励".replace("的", ""),
        "新认定省级研发机构奖励",
        "新认定市级研发机构奖励",
    ]


def test_a_share_and_its_cap_are_two_facts() -> None:
    facts = read_measures("对首台（套）产品，按销售合同额的30%给予奖励，单个产品不超过3000万元。")
    assert [(fact.value, fact.unit, fact.bound) for fact in facts] == [(30, "%", Bound.EXACT), (3e7, "元", Bound.AT_MOST)]


def test_a_raised_amount_keeps_what_it_was() -> None:
    (fact,) = read_measures("首次认定的高新技术企业，奖励由8万元提高到10万元。")
    assert (fact.subject, fact.value, fact.previous) == ("首次认定高新技术企业奖励", 1e5, 8e4)


def test_a_condition_is_not_an_amount() -> None:
    facts = read_measures("对年纳税100万元以上的企业，给予最高50万元奖励。")
    assert [fact.value for fact in facts] == [5e5]


def test_a_fund_has_its_size() -> None:
    (fact,) = read_measures("园区设立总规模50亿元的科创母基金。")
    assert paid(fact) == ("科创母基金", 5e9, Bound.EXACT)


def test_money_of_companies_is_no_measure() -> None:
    assert read_measures("公司去年获得政府奖励500万元，拿下2000万元订单，完成1亿元股权融资。") == []


def test_a_shortened_time_limit_keeps_what_it_was() -> None:
    (fact,) = read_measures("园区将施工许可审批时限由30个工作日压缩至7个工作日。")
    assert (fact.value, fact.previous, fact.unit) == (7, 30, "个工作日")


def test_a_document_its_term_and_what_it_repeals_are_facts() -> None:
    facts = of_kind(
        FactKind.POLICY,
        "西安高新区近日印发《西安高新区支持示例产业若干政策》，有效期五年。2021年出台的《西安高新区示例扶持办法》同时废止。",
        "2023-11-02",
    )
    assert [(fact.subject, fact.value, fact.edition) for fact in facts] == [
        ("《西安高新区支持示例产业若干政策》", 5, "2023"),
        ("《西安高新区示例扶持办法》废止", None, "2021"),
    ]
    assert {fact.zone for fact in facts} == {"西安高新技术产业开发区"}


def test_a_document_that_is_only_the_ground_is_not_news() -> None:
    assert read_measures("依据《示例开发区管理办法》，名单每年公布一次。") == []


def test_a_service_is_a_measure_without_an_amount() -> None:
    facts = of_kind(FactKind.POLICY, "江门高新区政务服务大厅近日推出“周末不打烊”服务，高频事项实现“一楼通办”。")
    assert [fact.subject for fact in facts] == ["周末不打烊", "一楼通办"]


def test_application_days_stand_in_the_edition() -> None:
    facts = of_kind(FactKind.POLICY, "成都高新区2025年度创新券申报系统3月1日开放，申报截止日期为3月20日。", "2025-02-20")
    assert [(fact.subject, fact.edition) for fact in facts] == [("申报开始", "2025-03-01"), ("申报截止", "2025-03-20")]


def test_the_deadline_is_the_last_day_to_apply() -> None:
    assert deadline("一、申报条件\n2025年度项目申报工作现已启动。\n请于3月15日前提交材料，系统3月20日17时关闭申报。") == date(2025, 3, 20)
    assert deadline("公示期为2025年3月1日至3月7日。") is None
    assert deadline("本办法自印发之日起施行。") is None


def test_repealed_documents_are_named_by_number_else_by_title() -> None:
    text = "本办法自2025年1月1日起施行。《示例补助办法》（甬高新〔2020〕3号）同时废止。《示例奖励细则》《示例管理规定》停止执行。"
    assert repeals(text) == ["甬高新〔2020〕3号", "示例奖励细则", "示例管理规定"]
    assert repeals("《示例补助办法》自2025年1月1日起施行。") == []
