"""Counts that can be of a list's members, each with what it is compared with: the members, what they were before, by how many more."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from monitors.reading.numbers import Quantity, quantities

_UNITS = ("家", "个", "项", "户", "件", "席", "名", "人", "款", "所", "支", "条", "位")
_MORE = re.compile(r"(?P<less>少|减少|下降|减|回落)?(?:多|增加|净增|增长|增|高出|少|减少|下降|减|扩大|多添)(?:了|出)?$")
_LESS = re.compile(r"(?:少|减少|下降|减|回落)(?:了|出)?$")
_BASE = re.compile(r"[比较](?:上年|去年|上一?[届批次年轮度]|前年|上年度|20\d\d年|此前)(?:同期)?(?:的)?$")
_AGAINST = re.compile(r"[比较与同和](?:上年|去年|上一?[届批次年轮度]|前年|上年度|20\d\d年)(?:同期|入选|上榜|度|时)?的?$")
_AGAINST_THAT = re.compile(r"^(?:企业|单位)?(?:的数量)?相比，")
# 今年增加了9家，总数达到45家: the difference is told of the total.
_GROWN = re.compile(r"(?:增加|增长|多)了$")
_GROWN_TO = re.compile(r"^(?:企业|单位)?，(?:企业)?(?:总数|总量|数量|家数|累计)?(?:已)?(?:经)?(?:达到?|增至|升至|为|有)(?:了)?\d")
_FROM = re.compile(r"[从由](?:[一-龥\d]{0,9}年?的|原来的|最初的|当初的)?$")
_RISEN = re.compile(
    r"^[家个户项]?[^，。；\d]{0,6}?(?:，)?(?:[一-龥]{1,6}?(?:到|至|为|成)|增|升|涨|扩)(?:了)?(?:现在的|如今的|目前的|今年的|20\d\d年的)?$"
)
_AMONG = re.compile(
    r"^[一-龥“”]{2,16}?有\d+[家个户]|^(?:(?!在)[一-龥“”]){0,16}?(?<!其)(?:当中|之中|中|里)(?:，|有|还有|仍有|仅|只|最终|共|占|拿|获|脱|胜|遴|选)"
)
_PASSED_OVER = re.compile(
    r"^[一-龥“”]{0,8}?(?:参评|参选|参与评选|申报|提交申报|报名|首次同台|同台|接受(?:评价|考核)|参与(?:评价|考核)|参加(?:评价|考核)|纳入(?:评价|考核)|角逐|竞争|递交)"
)
# Those who are paid or take part are no members: 已有15家企业兑现, 12家企业参会.
_OTHERWISE = re.compile(
    r"^(?:的)?[一-龥“”]{0,8}?(?:兑现|享受|申领|领取(?!牌)|受益|获得?(?:奖励|奖补|补|资助|支持|贷款|融资|授信)(?!项)|参会|参展|参加(?!复)|出席|受邀|到场|签约|路演)"
)
_ONE = re.compile(r"一[家个项名人席户件]|两[个项]")
_ONE_BEFORE = re.compile(r"(?:只有|仅有|仅|有|另|占|占得|拿下|各)$")
_ONE_AFTER = re.compile(r"[一-龥]{0,4}(?:入选|上榜|入围|位于|来自|出自)|在[一-龥]")
_PRIZES = re.compile(r"(?:特|一|二|三|金|银|铜|优秀)等?奖(?:[和、与])?$")
_FIRST_TIME = re.compile(r"(?:其中|另|含)[^，。；]{0,6}$")
_OTHERS = re.compile(
    r"^(?:的)?(?:省份|城市|指标|单项(?!冠军)|窗口|事项|品种|方面|工作日|部门|月|百分点|年度|批次|省市|地区|乡镇|街道|亿|万元|标段|"
    r"细分|领域|行业|赛道|环节|类别|大类|产业链|版块|板块|档次|等级|等次|层次|阶段|名额(?!给))"
)
_SPEAKER = re.compile(r"[一-龥]{0,8}(?:企业|公司|单位|机构|孵化器)的?(?:负责人|董事长|总经理|创始人|老板|掌门人)")
_NOUN = re.compile(
    r"^(?:的)?(?P<noun>(?![和与及]|归属|分布|通过|入选|获|上榜|因|由|被|拟|已|将|不|未|没|在|为|是|居|位居|名列|位列|排在|排名|领先|来自|位于|落户|落在|花落|出自|坐落|属于|进入|跻身|列入|入围|均|都|全部|成功|顺利|主动|退出)(?:5G)?[一-龥A-Z“”（）]{0,14}?(?:企业孵化器|企业技术中心|企业研发中心|企业|公司|单位|机构|孵化器|众创空间|工厂|车间|园区|产业园|工业园区|产业园区|工业园|园中园|高新区|经开区|开发区|"
    r"基地|平台|中心|项目|成果|产品|团队|人才|集群|案例|场景|实验室|品牌|试点|装备|选手|作品|专利|专家|青年))"
)
GENERIC = re.compile(r"^(?:[一-龥]{2,3}(?=企业))?(?:企业|公司|单位|机构|项目|成果|产品|团队|人才|本地企业|区内企业|省内企业|工业企业)$")
PARKS = re.compile(r"(?:园区|高新区|经开区|开发区|产业园|工业园)$")


@dataclass(frozen=True)
class Count:
    """A quantity that can count members, with the noun it counts and what the sentence compares it with."""

    quantity: Quantity
    start: int
    end: int  # behind the noun it counts
    noun: str
    previous: float | None = None
    change: float | None = None

    @property
    def parks(self) -> bool:
        """Whether it counts parks: 4家园区."""
        return bool(PARKS.search(self.noun))


def members(text: str) -> list[Count]:
    """The counts of a sentence that can be members of a list, left to right; what they are compared with is taken up in them."""
    found: list[Count] = []
    before: float | None = None  # the lower end of 由17家增加到26家
    low: Quantity | None = None
    against = False  # 与2023年的6家相比: told before the count
    change: float | None = None  # 比上年多9家，达到45家: told before
    for one in quantities(text):
        if one.unit not in _UNITS:
            continue
        left, right = text[max(0, one.start - 16) : one.start], text[one.end : one.end + 24]
        if left.endswith(("第", "近", "这")) and one.printed[0] in "一两几":
            continue
        if _AGAINST.search(left) and _AGAINST_THAT.match(right):
            before, against = one.value, True
            continue
        if not found and (_difference(left, text[: one.start]) or (_GROWN.search(left) and _GROWN_TO.match(right))):
            change = -one.value if _LESS.search(left) else one.value
            continue
        if _difference(left, text[: one.start]) and found:
            if one.unit == found[-1].quantity.unit or {one.unit, found[-1].quantity.unit} <= {"个", "项"}:  # 6个项目获奖，比上年增加2项
                found[-1] = _compared(found[-1], -one.value if _LESS.search(left) else one.value)
            continue
        if _BASE.search(left) and found:
            found[-1] = replace(found[-1], previous=one.value, change=found[-1].quantity.value - one.value)
            continue
        if _FROM.search(left) and re.match(r"[^，。；\d]{0,8}(?:到|至|为|成|增|升)", right):
            before, low = one.value, one
            continue
        if not _member(one, left, right):
            continue
        noun = _NOUN.match(right)
        risen = before is not None and (against or (low is not None and _RISEN.match(text[low.end : one.start])))
        found.append(
            Count(
                one,
                one.start,
                one.end + (noun.end() if noun else 0),
                noun["noun"] if noun else "",
                before if risen else None,
                one.value - before if risen and before is not None else None,
            )
        )
        if change is not None:
            found[-1], change = _compared(found[-1], change), None
        before, against = None, False
    return found


def difference(text: str) -> float | None:
    """与上年相比，入选企业多出9家: the one difference of a sentence that counts nothing else."""
    counted = [one for one in quantities(text) if one.unit in _UNITS]
    if len(counted) != 1 or not re.search(r"[比较与同]", text):
        return None
    left = text[max(0, counted[0].start - 16) : counted[0].start]
    if not _difference(left, text[: counted[0].start]):
        return None
    return -counted[0].value if _LESS.search(left) else counted[0].value


def _compared(count: Count, change: float) -> Count:
    return count if count.change is not None else replace(count, change=change, previous=count.quantity.value - change)


def _difference(left: str, told: str) -> bool:
    """比上年多3家, 较上届增加4家, 少了两家: a difference, no fact of its own."""
    more = _MORE.search(left)
    if more is None:
        return False
    clause = re.split(r"[，。；：]", told)[-1]
    compared = re.search(r"[比较同]", clause) or (
        re.search(r"(?:多|少)(?:出|了)?$", left) and re.search(r"相比|[比较](?:上|去|前)", told[-24:])
    )
    return bool(compared) or bool(re.fullmatch(r"(?:也|却|则|又)?(?:少|多|减少|增加|多出)(?:了)?", clause))


def _member(one: Quantity, left: str, right: str) -> bool:
    if one.unit in ("条", "位", "所", "支", "款") and not re.match(r"[一-龥]{0,6}(?:产线|生产线|人才|专家|产品|团队|学者|入选|获)", right):
        return False
    if _ONE.match(one.printed) and not _ONE_BEFORE.search(left) and not _ONE_AFTER.match(right):
        return False  # 一家由A运营: no count
    if _SPEAKER.match(right) or _OTHERS.match(right) or _PRIZES.search(left) or _PASSED_OVER.match(right) or _OTHERWISE.match(right):
        return False
    if _FIRST_TIME.search(left) and re.match(r"[一-龥]{0,6}(?:首次|第一次|首度|新面孔|新晋)", right):
        return False  # 其中2家为首次入围: a part of those counted
    return not (_AMONG.match(right) and not re.search(r"(?:复核|复审|复评)的?$", left))
