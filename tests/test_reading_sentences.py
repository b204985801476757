"""Whole sentences of a newspaper with what a careful reader would note of them. Parks, firms and figures are samples (示例)."""

from __future__ import annotations

import pytest
from reading_samples import read

from monitors.reading.fact import FactKind

HILL, SANDS, TERRACE = "梅岭样例高新区", "沙洲样例经开区", "云台样例产业园"
Noted = tuple[FactKind, str, float | None]

SENTENCES: list[tuple[str, str, list[Noted]]] = [
    (
        "梅岭样例高新区",
        "科技日报南昌1月5日电 记者从省科技厅获悉，在2024年度全省高新区创新能力评价中，梅岭样例高新区跃升6位，排名第8，为历年最好。",
        [(FactKind.RANKING, HILL, 8)],
    ),
    (
        "三连冠",
        "沙洲样例经开区连续三年蝉联全省经开区综合考评冠军，沙洲市另一家园区云台样例产业园排名第18位，与上年持平。",
        [(FactKind.RANKING, TERRACE, 18), (FactKind.RANKING, SANDS, 1)],
    ),
    (
        "省内",
        "2023年国家级经开区综合发展水平考核评价中，长沙经开区以第12名领跑湖南，浏阳经开区第29名，宁乡经开区由第66名前进到第58名。",
        [
            (FactKind.RANKING, "宁乡经济技术开发区", 58),
            (FactKind.RANKING, "浏阳经济技术开发区", 29),
            (FactKind.RANKING, "长沙经济技术开发区", 12),
        ],
    ),
    (
        "前三",
        "2022年国家高新区综合评价前三名分别为中关村、深圳高新区、张江高新区。",
        [
            (FactKind.RANKING, "上海张江高新技术产业开发区", 3),
            (FactKind.RANKING, "中关村科技园区", 1),
            (FactKind.RANKING, "深圳高新技术产业园区", 2),
        ],
    ),
    (
        "五",
        "合肥高新区、长沙高新区分别以第7名和第11名的成绩，继续位居2023年国家高新区综合评价第一方阵；南昌高新区前移4个位次，位居第22。",
        [
            (FactKind.RANKING, "南昌高新技术产业开发区", 22),
            (FactKind.RANKING, "合肥高新技术产业开发区", 7),
            (FactKind.RANKING, "长沙高新技术产业开发区", 11),
        ],
    ),
    (
        "掉队",
        "梅岭样例高新区在全省32家高新区综合评价中从上年的第9位跌出前二十。",
        [(FactKind.RANKING, HILL, 20)],
    ),
    (
        "冲",
        "梅岭样例高新区提出，2027年全省高新区综合评价要冲进前三。",
        [(FactKind.RANKING, HILL, 3)],
    ),
    (
        "单项",
        "在2024年国家级经开区综合发展水平考核评价中，昆山经开区综合排名第5，其中对外开放单项居第2位、科技创新单项居第9位、绿色发展单项居第11位。",
        [
            (FactKind.RANKING, "昆山经济技术开发区", 2),
            (FactKind.RANKING, "昆山经济技术开发区", 5),
            (FactKind.RANKING, "昆山经济技术开发区", 9),
            (FactKind.RANKING, "昆山经济技术开发区", 11),
        ],
    ),
    (
        "名单一",
        "日前，国家知识产权局公布2024年度国家知识产权示范企业名单，梅岭样例高新区4家企业新晋入列。",
        [(FactKind.LIST, HILL, 4)],
    ),
    (
        "名单二",
        "第五批省级制造业单项冠军企业公布，沙洲样例经开区喜提3席，累计拥有单项冠军11家。",
        [(FactKind.LIST, SANDS, 3), (FactKind.LIST, SANDS, 11)],
    ),
    (
        "名单三",
        "全省第三批未来工厂试点名单揭晓，杭州10家、宁波8家、嘉兴7家，绍兴、台州各4家。",
        [
            (FactKind.LIST, "台州市", 4),
            (FactKind.LIST, "嘉兴市", 7),
            (FactKind.LIST, "宁波市", 8),
            (FactKind.LIST, "杭州市", 10),
            (FactKind.LIST, "绍兴市", 4),
        ],
    ),
    (
        "名单四",
        "省工信厅公示2025年第一批创新型中小企业名单，梅岭样例高新区有63家企业拟入选。",
        [(FactKind.LIST, HILL, 63)],
    ),
    (
        "名单五",
        "在省级瞪羚企业年度考核中，梅岭样例高新区有5家企业因营收下滑被移出名单。",
        [(FactKind.LIST, HILL, 5)],
    ),
    (
        "名单六",
        "第四批国家级专精特新“小巨人”企业复核结果出炉，沙洲样例经开区12家企业全部通过复核。",
        [(FactKind.LIST, SANDS, 12)],
    ),
    (
        "名单七",
        "2024年度省科学技术奖励大会上，梅岭样例高新区共有7项成果获奖，其中一等奖2项。",
        [(FactKind.LIST, HILL, 7)],
    ),
    (
        "政一",
        "梅岭样例高新区近日印发《促进生物医药产业发展的若干政策》。对取得一类新药临床批件的企业，每个品种给予500万元奖励；对首次通过GMP认证的，奖励100万元。",
        [(FactKind.POLICY, HILL, None), (FactKind.POLICY, HILL, 1000000), (FactKind.POLICY, HILL, 5000000)],
    ),
    (
        "政二",
        "在沙洲样例经开区，企业上市可获最高600万元奖励，其中新三板挂牌奖励50万元。",
        [(FactKind.POLICY, SANDS, 500000), (FactKind.POLICY, SANDS, 6000000)],
    ),
    (
        "政三",
        "梅岭样例高新区人才公寓租金补贴由每月600元上调至900元，补贴期最长不超过36个月。",
        [(FactKind.POLICY, HILL, 36), (FactKind.POLICY, HILL, 900)],
    ),
    (
        "政四",
        "梅岭样例高新区新政明确，对年度研发费用达到1000万元的企业，按增量的15%给予补助，单个企业最高300万元。",
        [(FactKind.POLICY, HILL, 15), (FactKind.POLICY, HILL, 3000000)],
    ),
    (
        "政五",
        "沙洲样例经开区设立10亿元科技创新基金，对种子期项目给予最高200万元股权投资支持。",
        [(FactKind.POLICY, SANDS, 2000000), (FactKind.POLICY, SANDS, 1000000000)],
    ),
    (
        "政六",
        "梅岭样例高新区《招商引资若干规定》即日起废止，《人才十条》有效期延长至2026年12月31日。",
        [(FactKind.POLICY, HILL, None)],
    ),
    (
        "指一",
        "2024年，梅岭样例高新区营业收入突破1500亿元，同比增长11.3%，高新技术企业总数达到386家，较上年净增41家，上市公司9家。",
        [
            (FactKind.INDICATOR, HILL, 9),
            (FactKind.INDICATOR, HILL, 11.3),
            (FactKind.INDICATOR, HILL, 386),
            (FactKind.INDICATOR, HILL, 150000000000),
        ],
    ),
    (
        "指二",
        "云台样例产业园规划面积12平方公里，已入驻企业130余家，吸纳就业1.5万人，年产值超80亿元。",
        [
            (FactKind.INDICATOR, TERRACE, 12),
            (FactKind.INDICATOR, TERRACE, 130),
            (FactKind.INDICATOR, TERRACE, 15000),
            (FactKind.INDICATOR, TERRACE, 8000000000),
        ],
    ),
    (
        "事",
        "12月3日，云台样例产业园二期正式开工，梅岭样例高新区与样例大学签订共建协议。",
        [(FactKind.EVENT, TERRACE, None), (FactKind.EVENT, HILL, None)],
    ),
]


@pytest.mark.parametrize(("title", "text", "noted"), SENTENCES)
def test_a_sentence_gives_the_facts_a_reader_notes(title: str, text: str, noted: list[Noted]) -> None:
    found = [(fact.kind, fact.zone, fact.value) for fact in read(text, published="2025-01-06", title=title)]
    missing = [one for one in noted if not any(one[:2] == fact[:2] and one[2] in (None, fact[2]) for fact in found)]
    assert missing == []


@pytest.mark.parametrize(("title", "text", "noted"), SENTENCES)
def test_a_sentence_gives_no_rank_or_list_that_is_not_there(title: str, text: str, noted: list[Noted]) -> None:
    told = {(kind, zone, value) for kind, zone, value in noted}
    read_as = {(fact.kind, fact.zone, fact.value) for fact in read(text, published="2025-01-06", title=title)}
    assert {one for one in read_as if one[0] in (FactKind.RANKING, FactKind.LIST)} <= told
