"""Which park a printed name means: the register itself, single names, and names in running sentences."""

from __future__ import annotations

import csv
from collections import Counter
from importlib import resources

import pytest

from monitors.zones import Zone, Zones, decide, fold, load

ZONES = load()
NINGBO = "宁波高新技术产业开发区"
# Names that several parks bear. Only a place nearby tells which; where they share the city too, nothing does.
SHARED = {
    "火炬高新区": {"厦门火炬高技术产业开发区", "威海火炬高技术产业开发区", "中山火炬高技术产业开发区"},
    "火炬开发区": {"厦门火炬高技术产业开发区", "威海火炬高技术产业开发区", "中山火炬高技术产业开发区"},
    "临港经开区": {"宜宾临港经济技术开发区", "威海临港经济技术开发区", "沧州临港经济技术开发区"},
    "杭州湾经开区": {"宁波杭州湾经济技术开发区", "杭州湾上虞经济技术开发区"},
    "钱塘新区": {"杭州经济技术开发区", "萧山临江高新技术产业开发区"},
    "杭州钱塘新区": {"杭州经济技术开发区", "萧山临江高新技术产业开发区"},
    "山西转型综改示范区": {"太原高新技术产业开发区", "太原经济技术开发区"},
    "山西综改示范区": {"太原高新技术产业开发区", "太原经济技术开发区"},
}


def rows() -> list[dict[str, str]]:
    return list(csv.DictReader(resources.files("monitors").joinpath("zones.csv").read_text(encoding="utf-8").splitlines()))


def name_of(printed: str, near: str = "", of_type: str = "") -> str | None:
    zone = ZONES.resolve(printed, near, of_type)
    return zone.name if zone else None


def mentioned(text: str) -> list[str]:
    """The parks a text names beyond doubt, and `?` for a name that several bear."""
    return [mention.candidates[0].name if len(mention.candidates) == 1 else "?" for mention in ZONES.mentions(text)]


def printed(text: str) -> list[str]:
    return [mention.printed for mention in ZONES.mentions(text)]


# The register


def test_the_register_keeps_all_433_rows_by_type() -> None:
    assert Counter(row["zone_type"] for row in rows()) == {"国家高新区": 178, "国家级经开区": 232, "国家自主创新示范区": 23}
    assert Counter(kind for zone in ZONES for kind in zone.types) == {"国家高新区": 178, "国家级经开区": 232, "国家自主创新示范区": 23}


def test_only_suzhou_industrial_park_stands_in_two_rows_and_it_is_one_park_of_two_types() -> None:
    names = Counter(row["official_name"] for row in rows())
    assert [name for name, times in names.items() if times > 1] == ["苏州工业园区"]
    assert len(ZONES) == 432
    park = ZONES.named("苏州工业园区")
    assert park is not None
    assert park.types == ("国家高新区", "国家级经开区")


def test_no_two_official_names_are_equal_once_folded() -> None:
    assert len({fold(zone.name) for zone in ZONES}) == len(ZONES)


def test_two_parks_with_one_official_name_are_refused() -> None:
    park = Zone("甲高新技术产业开发区", "甲高新区", (), "国家高新区", "", "", "")
    with pytest.raises(ValueError, match="甲高新技术产业开发区"):
        Zones([park, park])


def test_every_park_of_one_city_names_its_city_by_the_prefecture() -> None:
    without = {zone.name for zone in ZONES if not zone.city and zone.type != "国家自主创新示范区"}
    assert without == {"奎屯-独山子经济技术开发区"}, "a park across two prefectures"
    assert all(zone.city.endswith(("市", "州", "地区", "盟", "雄安新区")) for zone in ZONES if zone.city)
    assert all(zone.province for zone in ZONES)


def test_a_row_left_in_doubt_says_so_in_its_note() -> None:
    doubtful = next(row for row in rows() if row["official_name"].startswith("奎屯"))
    assert "city存疑" in doubtful["note"]


@pytest.mark.parametrize("zone", list(ZONES), ids=lambda zone: zone.name)
def test_every_name_of_a_park_means_it_or_is_a_known_collision(zone: Zone) -> None:
    assert ZONES.candidates(zone.name) == (zone,)
    assert ZONES.candidates(zone.short) == (zone,)
    for name in (*zone.aliases, *zone.nicknames):
        parks = ZONES.candidates(name)
        if name in SHARED:
            assert {park.name for park in parks} == SHARED[name]
            assert zone in parks
        elif zone not in parks:
            # The one case of a park listing what is another's own name: the rankings print the 自创区 for the 高新区.
            assert name.endswith("自主创新示范区")
            assert ZONES.resolve(name, of_type="国家高新区") == zone
        elif len(parks) > 1:
            # X开发区 where a city has both kinds and neither has the name for itself.
            assert name.endswith("开发区")
            assert {park.type for park in parks} == {"国家高新区", "国家级经开区"}
            assert len({park.province for park in parks}) == 1
            assert len(parks) == 2


def test_the_walk_above_has_met_every_collision() -> None:
    names = {name for zone in ZONES for name in zone.aliases}
    assert names >= set(SHARED)
    assert {"哈尔滨开发区", "西安开发区", "太原开发区"} <= names


def test_no_alias_is_a_common_word() -> None:
    names = {fold(name) for zone in ZONES for name in (zone.short, *zone.aliases)}
    common = {"园区", "新区", "高新区", "经开区", "开发区", "工业园", "工业园区", "科技园", "科学城", "示范区", "自创区"}
    common |= {"国家高新区", "国家级经开区", "高新技术产业开发区", "经济技术开发区", "滨江", "虎丘区", "西海岸新区", "金普新区", "三江新区"}
    assert not names & common
    assert all(len(name) >= 2 for name in names)


# One name


@pytest.mark.parametrize(
    "spelling",
    [
        *("宁波高新区", "宁波国家高新区", "宁波国家级高新区", "宁波高新技术开发区", "宁波高新技术产业开发区", "宁波国家高新技术产业开发区"),
        *(
            "宁波高新开发区",
            "宁波市高新区",
            "浙江宁波高新区",
            "浙江省宁波市宁波高新区",
            "宁波 高新 区",
            "宁波“高新区”",
            "宁波国家高新区（宁波新材料科技城）",
        ),
    ],
)
def test_ningbo_is_one_park_under_all_its_spellings(spelling: str) -> None:
    assert name_of(spelling) == NINGBO


@pytest.mark.parametrize(
    ("spelling", "park"),
    [
        *(
            (name, "苏州浒墅关经济技术开发区")
            for name in ("浒墅关经开区", "浒墅关经济技术开发区", "浒墅关国家级经开区", "苏州浒墅关经开区")
        ),
        *((name, "北京经济技术开发区") for name in ("亦庄", "北京亦庄", "亦庄经开区", "北京国家级经济技术开发区", "北京经开区（亦庄）")),
        *((name, "天津经济技术开发区") for name in ("泰达", "TEDA", "ＴＥＤＡ", "天津开发区", "天津国家经开区")),
        *((name, "武汉东湖新技术开发区") for name in ("光谷", "中国光谷", "武汉·中国光谷", "东湖高新区", "武汉东湖国家高新区")),
        *((name, "长沙高新技术产业开发区") for name in ("麓谷", "长沙高新区")),
        *((name, "上海张江高新技术产业开发区") for name in ("张江", "张江高新区", "上海张江", "上海市张江高新区")),
        *((name, "中关村科技园区") for name in ("中关村", "中关村科技园", "北京中关村")),
        *((name, "杭州高新技术产业开发区") for name in ("杭州高新区（滨江）", "杭州高新区(滨江)", "滨江高新区", "高新区〔滨江〕")),
        *((name, "苏州高新技术产业开发区") for name in ("苏州高新区", "苏州新区", "虎丘区", "苏州高新区（虎丘区）")),
        *((name, "苏州工业园区") for name in ("苏州工业园区", "苏州工业园", "SIP", "苏州园区")),
        *((name, "昆山高新技术产业开发区") for name in ("昆山高新区", "苏州昆山高新区", "江苏省苏州市昆山国家高新区", "昆山市高新区")),
        *((name, "昆山经济技术开发区") for name in ("昆山开发区", "苏州昆山经开区")),
        *((name, "广西-东盟经济技术开发区") for name in ("广西—东盟经开区", "南宁·东盟经开区", "广西－东盟经济技术开发区")),
        *((name, "中国-马来西亚钦州产业园区") for name in ("中马钦州产业园区", "中国—马来西亚钦州产业园区", "中国·马来西亚钦州产业园区")),
        *((name, "海南洋浦经济开发区") for name in ("洋浦", "洋浦经济开发区", "海南洋浦经开区")),
        *((name, "陕西航天经济技术开发区") for name in ("陕西航天经开区", "西安航天基地")),
        ("襄阳经开区", "襄樊经济技术开发区"),
        ("宁波、温州国家自创区", "宁波、温州国家自主创新示范区"),
        ("武汉东湖国家自主创新示范区", "东湖国家自主创新示范区"),
        ("厦门火炬高新技术产业开发区", "厦门火炬高技术产业开发区"),
        ("大连高新技术产业开发区", "大连高新技术产业园区"),
    ],
)
def test_a_well_known_name_means_its_park(spelling: str, park: str) -> None:
    assert name_of(spelling) == park


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("南京高新区", "江宁开发区"),
        ("长春高新区", "长春净月高新区"),
        ("武进高新区", "常州高新区"),
        ("江阴高新区", "无锡高新区"),
        ("西安高新区", "西安经开区"),
        ("广州高新区", "广州开发区"),
        ("大连经开区", "大连高新区"),
        ("宁波高新区", "宁波开发区"),
        ("苏州高新区", "苏州工业园区"),
        ("中关村", "中关村自创区"),
    ],
)
def test_neighbours_are_two_parks(one: str, other: str) -> None:
    assert name_of(one)
    assert name_of(other)
    assert name_of(one) != name_of(other)


def test_the_long_and_the_short_ending_are_one_park() -> None:
    assert name_of("西安经开区") == name_of("西安经济技术开发区") == "西安经济技术开发区"


@pytest.mark.parametrize(
    "name",
    [
        *("太原中北高新区", "中北高新区", "南京江北新区", "江宁高新区", "南京江宁高新区", "合肥新站高新区", "萧山高新区", "上海金山高新区"),
        *(
            "高新区",
            "园区",
            "该园区",
            "高新区管委会",
            "开发区",
            "",
            "吉林省高新区",
            "天津滨海-中关村科技园",
            "苏州高新区（不存在的分区）",
            "福建金山工业园区",
        ),
    ],
)
def test_a_name_that_is_no_park_of_the_register_stays_unknown(name: str) -> None:
    assert ZONES.candidates(name) == ()
    assert name_of(name, near="江苏省南京市") is None


def test_a_ranking_of_high_tech_zones_means_the_park_where_it_prints_the_demonstration_zone() -> None:
    assert name_of("中关村国家自主创新示范区") == "中关村国家自主创新示范区"
    assert name_of("中关村国家自主创新示范区", of_type="国家高新区") == "中关村科技园区"
    assert name_of("苏州工业园区", of_type="国家高新区") == name_of("苏州工业园区", of_type="国家级经开区") == "苏州工业园区"
    assert name_of("宁波高新区", of_type="国家级经开区") is None


# A name that several parks bear


@pytest.mark.parametrize(
    ("name", "near", "park"),
    [
        ("火炬高新区", "厦门市", "厦门火炬高技术产业开发区"),
        ("火炬高新区", "本报记者从威海获悉", "威海火炬高技术产业开发区"),
        ("火炬高新区", "山东省", "威海火炬高技术产业开发区"),
        ("火炬高新区", "广东省中山市", "中山火炬高技术产业开发区"),
        ("临港经开区", "四川", "宜宾临港经济技术开发区"),
        ("临港经开区", "河北省沧州市", "沧州临港经济技术开发区"),
        ("临港国家级经济技术开发区", "山东省", "威海临港经济技术开发区"),
        ("杭州湾经开区", "宁波市", "宁波杭州湾经济技术开发区"),
        ("火炬高新区", "山东省与厦门市合作", "厦门火炬高技术产业开发区"),
    ],
)
def test_a_shared_name_is_decided_by_the_city_then_by_the_province(name: str, near: str, park: str) -> None:
    assert name_of(name) is None
    assert name_of(name, near) == park


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("火炬高新区", ""),
        ("火炬高新区", "江苏省"),
        ("火炬高新区", "厦门市和威海市签约"),
        ("火炬高新区", "山东、福建两省"),
        ("火炬高新区", "中山大学教授与会"),
        ("杭州湾经开区", "浙江省"),
        ("哈尔滨开发区", "黑龙江省哈尔滨市"),
        ("钱塘新区", "杭州市"),
    ],
)
def test_a_shared_name_stays_undecided_where_nothing_singles_one_out(name: str, near: str) -> None:
    assert name_of(name, near) is None
    assert len(ZONES.candidates(name)) > 1


def test_a_place_in_the_name_itself_decides_too() -> None:
    assert name_of("福建火炬高新区") == name_of("火炬高新区（厦门）") == name_of("福建省厦门市火炬高新区") == "厦门火炬高技术产业开发区"
    assert name_of("天津火炬高新区") is None


def test_a_city_that_bears_its_provinces_name_is_not_decided_by_the_province() -> None:
    city = Zone("甲", "甲", ("江北高新区",), "国家高新区", "吉林省", "吉林市", "")
    other = Zone("乙", "乙", ("江北高新区",), "国家高新区", "吉林省", "延边朝鲜族自治州", "")
    assert decide((city, other), "吉林省") is None
    assert decide((city, other), "吉林市") == city
    assert decide((city, other), "吉林省延边州") == other


# Names in sentences


@pytest.mark.parametrize(
    "sentence",
    [
        "该园区今年引进了二十个项目，园区负责人表示将再接再厉。",
        "高新区管委会日前出台新政，经开区和各类开发区均可申报。",
        "全市高新区、国家高新区和国家级经开区的总数没有变化。",
        "南京江北新区、青岛西海岸新区和大连金普新区参加了交流。",
        "公司地址在苏州市虎丘区，另一家在惠州市仲恺区。",
        "太原中北高新区启动了第二批试点。",
        "合肥新站高新区、萧山高新区、余杭生物医药高新区分别发言。",
        "张江说，他在泰达看过球；净月潭和武汉东湖都是风景区。",
        "SIP封装和METEDA协议与园区无关。",
        "从光谷广场坐车，经中关村大街和亦庄镇，到麓谷街道和光谷站。",
        "天津滨海-中关村科技园、京津中关村科技城与保定·中关村创新中心同日揭牌。",
        "上海金山高新区是市级园区，大庆大同经开区也不在国家名单里。",
        "吉林省高新区总数为五家，江宁高新区属于南京市。",
        "他从淮安阳光大道出发，途经南通过江通道。",
    ],
)
def test_a_sentence_without_a_park_mentions_none(sentence: str) -> None:
    assert mentioned(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "parks"),
    [
        ("青岛高新区管委会召开会议，高新区各部门参加。", ["青岛高新技术产业开发区"]),
        ("宁波国家高新区又名宁波高新区，全称宁波高新技术产业开发区。", [NINGBO] * 3),
        ("苏州工业园区不等于苏州高新区，苏州工业园也是它的简称。", ["苏州工业园区", "苏州高新技术产业开发区", "苏州工业园区"]),
        ("广州开发区与广州高新区、黄埔区合署。", ["广州经济技术开发区", "广州高新技术产业开发区"]),
        ("杭州高新区（滨江）与高新区(滨江)是同一处。", ["杭州高新技术产业开发区"] * 2),
        ("苏州市虎丘区浒墅关经济技术开发区新添一座工厂。", ["苏州浒墅关经济技术开发区"]),
        ("长春净月高新区和长春高新区相距不远。", ["长春净月高新技术产业开发区", "长春高新技术产业开发区"]),
        ("常州武进高新区位于武进区，常州高新区位于新北区。", ["武进高新技术产业开发区", "常州高新技术产业开发区"]),
        ("走进中国“光谷”，光谷站上新起点。", ["武汉东湖新技术开发区"] * 2),
        ("TEDA的企业和北京亦庄的企业签约。", ["天津经济技术开发区", "北京经济技术开发区"]),
        ("江苏省苏州市昆山高新区，山东威海经开区。", ["昆山高新技术产业开发区", "威海经济技术开发区"]),
        ("火炬高新区获奖，福建火炬高新区也获奖。", ["?", "厦门火炬高技术产业开发区"]),
        ("江苏 南京 苏州高新区", ["苏州高新技术产业开发区"]),
        ("成都高新区、绵阳高新区，以及重庆市璧山高新区。", ["成都高新技术产业开发区", "绵阳高新技术产业开发区", "璧山高新技术产业开发区"]),
    ],
)
def test_a_sentence_mentions_its_parks_in_order(sentence: str, parks: list[str]) -> None:
    assert mentioned(sentence) == parks


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("走进苏 州 工 业 园 区，", ["苏 州 工 业 园 区"]),
        ("位于苏州工业\n园区的企业", ["苏州工业\n园区"]),
        ("位于宁波高新 \r\n区的企业", ["宁波高新 \r\n区"]),
        ("位于宁波·高新区的企业", ["宁波·高新区"]),
        ("位于武汉·中国光谷的企业", ["中国光谷"]),
        ("位于“东湖”高新区的企业", ["东湖”高新区"]),
        ("位于奎屯－独山子经济技术开发区的企业", ["奎屯－独山子经济技术开发区"]),
    ],
)
def test_a_name_may_be_broken_by_spaces_dots_quotes_and_one_line_break(text: str, found: list[str]) -> None:
    assert printed(text) == found
    assert all(text[mention.start : mention.end] == mention.printed for mention in ZONES.mentions(text))


@pytest.mark.parametrize("text", ["科技创新看苏州\n\n高新区管委会发文", "科技创新看苏州\n　　高新区管委会发文", "看苏州\r\n\r\n高新区"])
def test_a_name_does_not_reach_over_a_paragraph_break(text: str) -> None:
    assert mentioned(text) == []


def test_offsets_are_those_of_the_text_even_where_folding_changes_its_length() -> None:
    text = "㈱示例…№1入驻　宁波高新区"
    (mention,) = ZONES.mentions(text)
    assert text[mention.start : mention.end] == mention.printed == "宁波高新区"


def test_an_empty_text_and_an_empty_register_mention_nothing() -> None:
    assert ZONES.mentions("") == []
    assert Zones([]).mentions("宁波高新区") == []
