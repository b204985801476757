"""Policy measures in sentences. All amounts are samples (示例)."""

from __future__ import annotations

from datetime import date

import pytest
from reading_samples import of_kind

from monitors.reading.fact import Bound, Fact, FactKind
from monitors.reading.policies.measures import deadline, read_measures, repeals
from monitors.reading.policies.names import tidy


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


def test_amounts_changed_in_lists_keep_each_its_own_former_one() -> None:
    facts = read_measures("对获得国家级、省级示例工厂称号的企业，奖励分别由80万元、20万元上调至100万元和30万元。")
    assert [(fact.subject, fact.value, fact.previous) for fact in facts] == [
        ("获得国家级示例工厂称号奖励", 1e6, 8e5),
        ("获得省级示例工厂称号奖励", 3e5, 2e5),
    ]


@pytest.mark.parametrize(
    ("said", "value", "previous"),
    [
        ("示例测试费用的补贴比例，也从20%调高到40%。", 40, 20),
        ("区级示例专项资金由6亿元增加到9亿元。", 9e8, 6e8),
        ("园区天使投资基金规模由4亿元扩大到11亿元。", 1.1e9, 4e8),
        ("示例平台的建站补助翻了一番，从40万元涨到80万元。", 8e5, 4e5),
        ("技改贴息年限由一年延长至两年。", 2, 1),
        ("首次上规企业的奖励从5万元翻倍到10万元。", 1e5, 5e4),
        ("此前每平方米补12元的房租，如今调整为每平方米补20元。", 20, 12),
    ],
)
def test_whatever_verb_changes_an_amount_it_keeps_what_it_was(said: str, value: float, previous: float) -> None:
    assert [(fact.value, fact.previous) for fact in read_measures(said)] == [(value, previous)]


@pytest.mark.parametrize(
    "said",
    [
        "全区规上企业研发经费支出占比由2.9%降为2.7%。",
        "去年，园区共兑现各类奖补资金4亿元，惠及企业900多家。",
        "园区已从两家违规企业收回奖补资金40万元。",
        "公司算过账，按这个比例算下来能补11万多元。",
        "某上市公司宣布，对核心员工发放3000万元股权激励。",
        "他们去年因新品获批领到奖励600万元。",
        "企业设立登记最快1小时办结。",
    ],
)
def test_what_is_told_of_others_or_of_the_past_is_no_measure(said: str) -> None:
    assert read_measures(said) == []


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("区企业服务中心开设“示例政策专窗”。", "“示例政策专窗”"),
        ("初创商户可享“免费刻章”。", "初创商户“免费刻章”"),
        ("面向小微企业的“帮办代办”全面铺开。", "帮办代办"),
        ("政务大厅开通“苏皖通办”窗口。", "苏皖通办"),
        ("全部惠企资金“免申即享”。", "免申即享"),
        ("“证照联办”改革全面铺开。", "“证照联办”改革"),
        ("税务大厅上线“夜间预约办”。", "“夜间预约办”"),
    ],
)
def test_a_service_is_known_by_its_form_and_by_what_starts_it(said: str, name: str) -> None:
    assert [fact.subject for fact in read_measures(said)] == [name]


def test_counters_open_at_noon_are_counted_and_no_part_of_the_name() -> None:
    (fact,) = read_measures("市场准入等4个窗口午间照常开放。")
    assert (fact.subject, fact.value, fact.unit) == ("午间照常开放", 4, "个")


def test_what_a_province_lays_down_is_the_provinces() -> None:
    text = (
        "奖惩有了依据。修订后的《江苏省开发区综合评价办法》今年5月印发，其中规定，"
        "排名前10的开发区，每家奖励用地指标200亩；排名后三位的，年度财政扶持资金扣减10%。"
    )
    facts = of_kind(FactKind.POLICY, text, title="苏州高新区的位次")
    assert [(fact.zone, fact.value) for fact in facts] == [("江苏省", None), ("江苏省", 200), ("江苏省", 10)]
    assert facts[-1].subject == "排名后三位开发区年度财政扶持资金扣减"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("独角兽则奖励", "独角兽奖励"),
        ("博士补", "博士补贴"),
        ("企业使用“算力券抵扣", "企业使用算力券抵扣"),
        ("向初创企业派发科技创新券", "初创企业科技创新券"),
        ("本科毕业生也有份租房补贴", "本科毕业生租房补贴"),
        ("后补助", "后补助"),
        ("《示例奖励办法》", "《示例奖励办法》"),
    ],
)
def test_a_measure_is_named_by_a_noun_phrase(said: str, expected: str) -> None:
    assert tidy(said) == expected


def test_free_use_and_free_rent_are_terms() -> None:
    facts = read_measures("应届生可免费入住青年驿站7天；初创团队可免租3年；入驻企业前两年租金全免。")
    assert {(fact.value, fact.unit) for fact in facts} == {(7, "天"), (3, "年"), (2, "年")}


def test_amounts_with_labels_grade_the_benefit_before_them() -> None:
    facts = read_measures("高层次人才安家费实行分档发放，A类200万元、B类100万元、C类50万元。")
    assert [fact.value for fact in facts] == [2e6, 1e6, 5e5]
    assert all(fact.subject.endswith("安家费") for fact in facts)


@pytest.mark.parametrize(
    "told",
    [
        "园区年初把上年的奖补资金1.2亿元拨给了45家企业。",
        "园区已累计为租户减免租金860万元。",
        "园区已为126家企业发放贷款贴息2300万元。",
        "如果每家给20万元，财政一年要多支出两千万元。",
        "企业平均贷款利率从5.2%降至3.8%。",
        "这家企业的交货期从45天缩短到30天。",
    ],
)
def test_what_was_paid_or_came_out_is_no_measure(told: str) -> None:
    assert read_measures(told) == []


def test_a_lower_level_alone_gets_the_same_benefit() -> None:
    facts = read_measures("对新认定的国家企业技术中心奖励100万元，省级奖励50万元，市级奖励20万元。")
    assert [(fact.beneficiary, fact.value) for fact in facts] == [
        ("新认定的国家企业技术中心", 1e6),
        ("新认定的省级企业技术中心", 5e5),
        ("新认定的市级企业技术中心", 2e5),
    ]


def test_what_is_graded_by_is_not_what_is_given() -> None:
    facts = read_measures("高企认定奖励分两档，上年度营业收入不足2000万元的奖励8万元，2000万元及以上的奖励12万元。")
    assert [fact.value for fact in facts] == [8e4, 1.2e5]


def test_terms_and_hours_stand_alone() -> None:
    facts = read_measures("水电费允许缓缴，最长6个月。不动产登记业务周六上午正常办理。企业开办0.5天办结。")
    assert [(fact.subject, fact.value) for fact in facts] == [
        ("水电费缓缴", 6),
        ("不动产登记业务周六办理", None),
        ("企业开办办结时限", 0.5),
    ]


def test_the_limit_of_a_loan_is_named_after_it() -> None:
    facts = read_measures("“园易贷”单户授信最高800万元。园区还推出“科创贷”，提供办公用房，单户最高授信500万元。")
    assert [(fact.subject, fact.value) for fact in facts if fact.value] == [("“园易贷”单户授信", 8e6), ("科创贷", 5e6)]
