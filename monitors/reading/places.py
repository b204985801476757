"""Provinces and prefecture-level cities: how they are named in running text, and their full names."""

from __future__ import annotations

import re
from functools import cache, lru_cache

_MUNICIPAL = ("北京", "天津", "上海", "重庆")
_AUTONOMOUS = {
    "内蒙古": "内蒙古自治区",
    "广西": "广西壮族自治区",
    "西藏": "西藏自治区",
    "宁夏": "宁夏回族自治区",
    "新疆": "新疆维吾尔自治区",
}
# The prefecture-level cities of each province (2024); other prefectures have names of their own and are rarely ranked.
_CITIES = {
    "河北": "石家庄 唐山 秦皇岛 邯郸 邢台 保定 张家口 承德 沧州 廊坊 衡水",
    "山西": "太原 大同 阳泉 长治 晋城 朔州 晋中 运城 忻州 临汾 吕梁",
    "内蒙古": "呼和浩特 包头 乌海 赤峰 通辽 鄂尔多斯 呼伦贝尔 巴彦淖尔 乌兰察布",
    "辽宁": "沈阳 大连 鞍山 抚顺 本溪 丹东 锦州 营口 阜新 辽阳 盘锦 铁岭 朝阳 葫芦岛",
    "吉林": "长春 四平 辽源 通化 白山 松原 白城",
    "黑龙江": "哈尔滨 齐齐哈尔 鸡西 鹤岗 双鸭山 大庆 伊春 佳木斯 七台河 牡丹江 黑河 绥化",
    "江苏": "南京 无锡 徐州 常州 苏州 南通 连云港 淮安 盐城 扬州 镇江 泰州 宿迁",
    "浙江": "杭州 宁波 温州 嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水",
    "安徽": "合肥 芜湖 蚌埠 淮南 马鞍山 淮北 铜陵 安庆 黄山 滁州 阜阳 宿州 六安 亳州 池州 宣城",
    "福建": "福州 厦门 莆田 三明 泉州 漳州 南平 龙岩 宁德",
    "江西": "南昌 景德镇 萍乡 九江 新余 鹰潭 赣州 吉安 宜春 抚州 上饶",
    "山东": "济南 青岛 淄博 枣庄 东营 烟台 潍坊 济宁 泰安 威海 日照 临沂 德州 聊城 滨州 菏泽",
    "河南": "郑州 开封 洛阳 平顶山 安阳 鹤壁 新乡 焦作 濮阳 许昌 漯河 三门峡 南阳 商丘 信阳 周口 驻马店",
    "湖北": "武汉 黄石 十堰 宜昌 襄阳 鄂州 荆门 孝感 荆州 黄冈 咸宁 随州",
    "湖南": "长沙 株洲 湘潭 衡阳 邵阳 岳阳 常德 张家界 益阳 郴州 永州 怀化 娄底",
    "广东": "广州 韶关 深圳 珠海 汕头 佛山 江门 湛江 茂名 肇庆 惠州 梅州 汕尾 河源 阳江 清远 东莞 中山 潮州 揭阳 云浮",
    "广西": "南宁 柳州 桂林 梧州 北海 防城港 钦州 贵港 玉林 百色 贺州 河池 来宾 崇左",
    "海南": "海口 三亚 三沙 儋州",
    "四川": "成都 自贡 攀枝花 泸州 德阳 绵阳 广元 遂宁 内江 乐山 南充 眉山 宜宾 广安 达州 雅安 巴中 资阳",
    "贵州": "贵阳 六盘水 遵义 安顺 毕节 铜仁",
    "云南": "昆明 曲靖 玉溪 保山 昭通 丽江 普洱 临沧",
    "西藏": "拉萨 日喀则 昌都 林芝 山南 那曲",
    "陕西": "西安 铜川 宝鸡 咸阳 渭南 延安 汉中 榆林 安康 商洛",
    "甘肃": "兰州 嘉峪关 金昌 白银 天水 武威 张掖 平凉 酒泉 庆阳 定西 陇南",
    "青海": "西宁 海东",
    "宁夏": "银川 石嘴山 吴忠 固原 中卫",
    "新疆": "乌鲁木齐 克拉玛依 吐鲁番 哈密",
    "台湾": "",
}
PROVINCES = (*_MUNICIPAL, *_CITIES)
CITIES = {city: province for province, cities in _CITIES.items() for city in cities.split()}
# Cities whose names are also common words or parts of names: only with 市, or in a list of cities.
_AMBIGUOUS = {"朝阳", "黄山", "中山", "保山", "山南", "中卫", "白银", "百色", "来宾", "临沧", "长治", "东营", "大同", "海东", "河池"}
_PROVINCE = re.compile(rf"(?P<place>{'|'.join(PROVINCES)})(?:省|市|自治区|壮族自治区|回族自治区|维吾尔自治区)?")
_CITY = re.compile("|".join(sorted(CITIES, key=len, reverse=True)))
# 松岭省: a province that no table holds, where the word stands free or after a word that names never end with.
_OTHER = re.compile(r"(?:(?<![一-龥])|(?<=[在从由为据是的了与和及，]))(?P<place>[一-龥]{2}省)(?![级内外份直属])")
_NO_PLACE = re.compile(r"[年月度届获得经报送被给受向评选批授全该本各外两跨我邻同多几某此这那每个一内出入到省]")


def place_name(printed: str) -> str:
    """江苏 → 江苏省, 上海 → 上海市, 宁夏 → 宁夏回族自治区."""
    if printed in _AUTONOMOUS:
        return _AUTONOMOUS[printed]
    return printed + ("市" if printed in _MUNICIPAL else "省")


def provinces(text: str) -> list[tuple[int, int, str]]:
    """Provinces named in a text: offsets and full name."""
    return list(_provinces(text))


@lru_cache(maxsize=512)  # every kind of fact asks for the places of the same sentence
def _provinces(text: str) -> tuple[tuple[int, int, str], ...]:
    found = [(one.start(), one.end(), place_name(one["place"])) for one in _PROVINCE.finditer(text)]
    for other in _OTHER.finditer(text) if "省" in text else ():
        free = all(end <= other.start() or start >= other.end() for start, end, _ in found)
        if free and not _NO_PLACE.search(other["place"][:2]):
            found.append((other.start(), other.end(), other["place"]))
    return tuple(sorted(found))


def cities(text: str) -> list[tuple[int, int, str]]:
    """Prefecture-level cities named in a text, with or without 市: offsets and full name."""
    return list(_cities(text))


@lru_cache(maxsize=512)
def _cities(text: str) -> tuple[tuple[int, int, str], ...]:
    found = []
    for one in _CITY.finditer(text):
        whole = text.startswith("市", one.end()) and not re.match(r"市[场级民值]", text[one.end() :])
        if whole or one.group() not in _AMBIGUOUS or _listed(text, one.start(), one.end()):
            found.append((one.start(), one.end() + whole, one.group() + "市"))
    return tuple(found)


def _listed(text: str, start: int, end: int) -> bool:
    """Whether a city stands in a list: …、中山、…"""
    return text[start - 1 : start] == "、" or text[end : end + 1] == "、"


@cache
def home(city: str) -> str | None:
    """The full name of the province that a city (with or without 市) is in."""
    province = CITIES.get(city.removesuffix("市"))
    return place_name(province) if province else None
