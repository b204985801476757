"""What a figure is called: the noun phrase before or after it, cleaned, and whether it can be the name of an indicator at all."""

from __future__ import annotations

import re

from monitors.reading.numbers import Quantity

_REACH = (
    "达到了?|达|为|有|是|共有|已有|已达|现有|仍有|只有|还有|另有|就有|便有|占到?|至|到了?|增至|升至|升到|发展到|攀升至|扩大到|增加到|扩容到|扩充到|"
    "集聚到|聚集到|汇聚到|压缩至|压减至|变成|来到了?|冲到|站上|跨上|迈上|登上|跃上|迈过|越过|刚过|突破|首破|完成了?|实现了?|录得|达成|拿下|存量|做到|"
    "翻[一两]?番|翻了[一两]番|稳定在|保持在|年产|均达"
)
_LIMIT = "约|近|超过|超出?|逾|接近了?|逼近|至少|最少|不少于|不低于|最多|不超过|不过|不足|大约|多达|高达|预计|力争|争取|确保|要|有望"
_MANNER = (
    "共|已经?|再|累计|总数|总量|合计|总计|总共|共计|仅|将|均|分别|依次|眼下|在册|已然|仍|则|也|却|还|就|首次|首度|再次|成功|历史性|的|了|做|"
    r"(?:在|从|自)?\d{4}年(?:度|底|末)?"
)
_TRAILING = re.compile(rf"(?:{_REACH}|{_LIMIT}|{_MANNER})+$")
_LEADING = re.compile(
    r"^.*(?:力争|争取|确保|拥有(?!量)|集聚了?|汇聚了?|聚集了?|培育(?!企业|库)了?|培育出|引进了?|引育|实现|完成|现有|入驻(?!企业)|落户(?!企业)|建成|"
    r"取得|获得|贡献了?|累计有|累计|共有|已有|建设|吸引了?|吸引|形成|创造了?|覆盖|推动|预计|全年|当年|截至目前|目前|其中|同时|区内|园区内|全区|"
    r"园区|该区|该园区|(?<!国家)高新区|经开区|开发区|当地|各类|以及|达成|签约(?!面积|企业|项目|额)|兑现|追回|提供|探索|设定了?|包括|新认定|年新增|"
    r"新建|腾出|目标则?[是为]|(?:要|将)?(?:让|把)|眼下|它们|隔壁|(?:^|[，、])(?:厂里|企业里))"
)
_HEAD = re.compile(
    r"^(?:的|了|上半年|下半年|去年|今年|年(?![产均营])|前三季度|第?[一二三四]季度|全年|内|里|已|还|有(?![效机色])|"
    r"中(?![试小介药医科国])|在(?![孵册建岗研校营库])|和|与|及|\d{4}年(?:度|底|末|初)?|[一二三四五六七八九十\d]{1,2}月|等|则|也|累计|总计|由此|末|度(?=计划|实际|新)|可(?![再持降穿])|但|且|而(?!立)|却|另有?|其)+"
)
_MAKES = re.compile(r"完成|实现|创造")  # looked for first, for speed
_MADE = re.compile(
    r"(?P<whose>[一-龥]{2,12}(?:产业|企业|集群|板块|链))(?:20\d\d年|去年|今年|上半年|全年|当年)?(?:累计|共)?(?:完成|实现|创造)(?P<what>总?产值|营收|营业收入|销售|税收|投资|产量)"
)
_OTHER_FIGURE = re.compile(r"[\d%]+[一-龥]{0,2}、|\d+(?:家|个|项|名|件|户)(?:和|与|及|、)?")
_LONGEST = 40  # no name of an indicator is longer

_NAME = re.compile(r"[一-龥A-Za-z0-9“”（）&/、%]{2,30}")
# What is measured, by the words its names end with or hold.
_MONEY = (
    "收入|产值|投入|经费|支出|增加值|总值|税收|外资|投资|额|资金|利润|营收|规模|进出口|出口|进口|创汇|贷款|余额|薪|工资|市值|估值|税|"
    "财政|基金|募资|补贴|补助|奖补|成本|费"
)
_SHARE = "比重|占比|比例|率|强度|增速|增幅|满意度|贡献度|集中度|投入"
_VOLUME = "量|产能|能力|面积|里程|装机|并网|用地|土地|岸线|厂房|公寓|能耗|电量|水平"
_COUNTED = (
    "企业|高企|主体|机构|平台|中心|人才|人员|人数|人口|就业|毕业生|博士|硕士|院士|专家|团队|项目|专利|商标|品种|新药|基地|实验室|孵化器|众创空间|载体|工厂|"
    "事项|窗口|终端|公司|银行|小巨人”?|瞪羚|独角兽|高新区|经开区|开发区|园区|区域|集群|产业链|产线|车间|工作站|研究院|院所|高校|成果|转化|标准|楼宇|订单|"
    "游客|客商|件数|户数|入围数|入榜数|家数|个数|数量|总数|科创板|北交所|新三板|个体户|工商户|农户|社区|学校|学位|床位|泊位|车位|充电桩|基站|场馆|站点|机构数|品牌|产品"
)
_KIND = re.compile(rf"(?:{_MONEY}|{_SHARE}|{_VOLUME}|{_COUNTED})(?:数|数量|总数|总量)?”?$")
# A name that begins or ends like this is a piece of a sentence, not a name.
_NO_BEGINNING = re.compile(
    r"像|类似|[比较对还给让把将按这那他她我你会被与和及由至更又也却而只仅恰刚谁为以]|从(?!业)|可(?![再持降穿])|这样|有人|人说|因|如果|各(?!类|级|地)|多个|新增$|一个|每(?![亩万平])|"
    r"标准从|年度?财政|[东南西北]边|两家|看看|再看|名次写|之中|双双|会上|会长|外地|文件|上面|管委会|通报|答复|事隔|南北|另外"
)
_NO_ENDING = re.compile(
    r"(?:里|中|上|下|前|后|之|着|成|把|不|从|以|和|将|还|又|另外|其中|各|联合|确定|同日|写了?|画了?|点了?|凑了?|投了|装了|挪了|换了|[说道看给会能]|复核|过关|入围|入选|领先|上榜|砍掉|扣减|交付|申请|至此|优秀|向[东西南北]|提升|现在|足足|拨付|单位|位于)$"
)
_NO_NAME = re.compile(
    r"给了|我们|他们|还对|上调|下调|^企业的$|^国家高新区(?:的)?综合评价$|（$|名单里|榜单|单项(?!冠军)|指标|任务$|数字$|"
    r"一举|一跃|晋位|进位|晋升|跌|退步"
)
# What a number counts, behind it: 380家生物医药企业, 15家企业完成了清洁生产审核.
FOLLOWING = re.compile(
    r"^(?:的)?(?P<what>[一-龥A-Za-z“”]{2,18}?)(?=$|[，。；、！]|[\d]|完成|入驻|落户|随到|集中|通过|均|"
    r"全部|陆续|先后|相继|整体|已|正|在(?!孵|建)|被|可以|可|实行|实现|和|与|签约|投产|开工|开放|建成|获)"
)
PERFORMED = re.compile(r"^企业(?P<act>完成|通过|开展|获得|享受|参与|入驻|接入)了?(?P<what>[一-龥]{3,14})")
# 研发投入强度也在爬坡, 固定资产投资方面: a clause that speaks of a measure without a figure.
_SPOKEN_OF = re.compile(
    rf"(?P<name>[一-龥“”]{{0,16}}?(?:{_MONEY}|{_SHARE}|{_VOLUME}|{_COUNTED})(?:数|数量|总量)?)"
    r"(?:方面|上|来看|$|(?:也|则|却|倒是|倒|还|正|已|更|同样|稳步|不断|持续|逐年|明显|大幅|连续|首次|再次|快速|位居|居|稳居|排|在|迈|创|再)[^\d]{0,14}$)"
)
_UNNAMED = re.compile(r"[一-龥]?(?:全国|全省|全市|年|月|日|每年|首批|年度|有|参评|总|均|共)")
_NUMERAL = re.compile(r"[一二两三四五六七八九十几百千]")
_COUNT_UNITS = frozenset("家户个项件名人套所支只种款座间处类席对条篇")


def stem(said: str) -> str:
    """The noun phrase at the end of what stands before a figure: without verbs, bounds and words of time."""
    name = said[-_LONGEST:]
    if _MAKES.search(name):
        name = _MADE.sub(r"\g<whose>\g<what>", name)
    name = _OTHER_FIGURE.split(name)[-1]
    name = _HEAD.sub("", _LEADING.sub("", _TRAILING.sub("", name)))
    return re.sub(r"(?:总数|数量|累计)$", "", name).strip("“”的") if "“" not in name else name


def noun_of(said: str) -> str:
    """The measure that a clause without a figure speaks of; "" where it speaks of none."""
    found = _SPOKEN_OF.search(said)
    return found["name"] if found else ""


def missing(name: str) -> bool:
    """Whether what stands before a figure does not name it, so that its name must stand elsewhere."""
    return len(name) < 2 or name.endswith("等") or bool(_UNNAMED.fullmatch(name))


def names_it(name: str, amount: Quantity) -> bool:
    """Whether words can be the name of what an amount counts or measures."""
    if not _NAME.fullmatch(name) or name.count("“") != name.count("”") or _NO_NAME.search(name):
        return False
    if _KIND.search(name):
        return not _NO_BEGINNING.match(name) or name.startswith(("由", "为", "其他", "各"))
    if amount.unit in _COUNT_UNITS and _NUMERAL.match(amount.printed):
        return False  # 两条主线, 三个角: small numbers in words count what is no indicator
    return amount.unit != "倍" and not _NO_BEGINNING.match(name) and not _NO_ENDING.search(name)
