"""What a measure pays: whom, how much, up to what bound."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from monitors.reading.fact import Bound, Status
from monitors.reading.numbers import Quantity
from monitors.reading.policies.adjustments import Adjustments
from monitors.reading.policies.benefits import BEARER, bare, before_giving, beneficiary, condition, given, instead, naming, several
from monitors.reading.policies.offers import HOUSING
from monitors.reading.policies.schemes import FUND_ACT
from monitors.reading.policies.services import FIRMS_OWN
from monitors.reading.policies.told import Told
from monitors.reading.policies.words import BENEFIT, GIVING
from monitors.reading.prose import Span
from monitors.reading.sentence import Context, Sentence

_FUND = re.compile(
    r"(?P<name>[一-龥]{0,10}?(?:母基金|产业基金|创投基金|投资基金|转化基金|引导基金|发展基金|种子基金|"
    r"天使基金|直投基金|[一-龥]{2,3}券资金|[一-龥]{0,8}补偿资金(?!池)|财政资金|扶持资金|引导资金|奖补资金|[一-龥]{0,4}资金池|专项资金|风险补偿资金池|基金|资金(?=安排|预算|规模|总额)|(?<=[万亿]元)[一-龥]{2,4}资金(?=[，。；]|$)))"
)
_NOUN = re.compile(r"企业|单位|机构|人才|团队|项目|园区|平台|中心|实验室|孵化器")
_HANDED = re.compile(r"[的人员工师生](?:每人|每月|一次性|各|再)*发(?=\d)")  # 评上高级工的发2000元
_AMONG = re.compile(r"其中[^，。]{2,14}?(?<!占)(?:比例|标准|额度)")
_BASIS = re.compile(r"按照?(?P<basis>[一-龥]{2,12}?)(?:(?<=投资)额)?的$")  # 按设备投资额的12%
_UPON = re.compile(
    r"按照?[一-龥、“”]{2,16}?(?:的(?=\d|一半|[一二三四五六七八九]成)|(?=[1一][：:∶比][1一]))"
)  # 按国拨经费的15% pays no 经费
_OUTRIGHT = re.compile(
    r"(?:^|[，、])(?P<what>(?!对|按|由|每|再|最|分别|可|将|给|并|还)[一-龥“”]{3,14}?)(?:的)?(?:，)?(?:则|再|各|一次性)*给予?\d[\d.]*[万亿]?元(?=[，。；、]|$)"
)
_COST = re.compile(r"金额|费用|支出|成本|价格|发票|花费|开支|总价|租金|实缴")
_BOUGHT = re.compile(r"(?:采购|购买|购置|购入|租用|租赁|使用|委托|承租|投保|聘请|承接)(?:了)?(?P<what>[一-龥A-Za-z“”]{2,16}?)(?:的)?$")
_KINDS_OF_COST = ("设备投资", "固定资产投资", "研发投入", "设备投入", "技术合同成交")
_CONDITION = re.compile(
    r"(?:[一-龥]{0,6}(?:企业|单位|机构|高校|个人|团队|院所))(?:购买|购置|承接|开展|实施|投保|建设|使用|引进|聘请|参加|委托|新建|组织|承办|举办|购入|自建|进行)"
)
_GIVES = re.compile(r"给予|可申请|申领|申请|享受|领取|可获|可享|可领|获得|发放|奖励|补贴|补助|资助|支持|提供")
# How a clause opens that goes on with the benefit named before: 单个产品不超过…, 博士3000元.
_COUNTED_BY = r"每|单(?:户|项|个|家)|同一|年度|累计|总额"
_HOW_MUCH = r"比例|标准|最高|封顶|不超过|至多|最多|最长|上限"
_WHOSE = r"博士后|博士|硕士|本科|专科|大专|高级|中级|初级"
_CAP_OPENS = re.compile(rf"(?:{_COUNTED_BY}|{_HOW_MUCH}|{_WHOSE}|由|从|重新|对|再|给予|分别)")
_LABEL = re.compile(
    r"[、，和及]?(?:其中|对|给予|分别为|，)?(?P<label>[一-龥A-DⅠⅡⅢ“”]{1,9}?[类级等档次名奖业士生位人校院])(?:最高|不超过|至多|每人|每家|每户|为|可达|给予|奖励?|补[贴助]?)*"
)
_LINK = re.compile(r"可领|可申领|可获|的每[家个项户人台件](?=\d)|^[^，；]{2,20}的(?:再|则|另|均|都|一律|每[年月人家户])*(?:给予|予以|发放)")
_BEFORE_FUND = re.compile(r"^.*(?:筹设|筹建|设立|组建|成立|发起|规模|只|的|个|亿元|首期|万元|本年度|今年|年度|安排|拿出|投入|统筹|列支|了)")
_JOINED = re.compile(r"[一-龥]{0,8}(?:和|及|以及|、)")
_FIGURE = re.compile(r"\d")
_SHARE_PAID = re.compile(r"[按补奖贴抵减返资]|给予|[承分]担|代偿|比例[一-龥]{0,4}$")
# 300万元的项目启动资金 is given, 5000万元的项目 is a condition.
_OF_BENEFIT = r"(?:启动|建设|研发|运营|配套)?(?:资金|资助|奖励|补助|补贴|经费|支持|扶持)(?!\d|最高)"
_THRESHOLD_AFTER = re.compile(rf"(?:及)?的(?:企业|项目|单位|机构|产品|团队|部分(?!奖))(?!{_OF_BENEFIT})|的，|$(?<=x)")
# 不足2000万元的奖励8万元: what is graded by, right before what is given.
_GRADED_BY = re.compile(r"及?(?:以[上下])?的(?:再|各|一次性|分别|每[家个项户人年月]|给予|予以|奖励?|补[贴助]?|资助)+\d")
_THRESHOLD_BEFORE = re.compile(r"(?:满|达到|超过|不足)$")
_RECEIVER_ALONE = re.compile(
    r"(?:其中)?(?P<who>[一-龥“”（）ⅠⅡⅢABCD、]{2,16}?)(?:则|的)?(?:比例|标准|额度)?(?:则|可|分别|再)*(?:为|是|达|[提增放升加调涨][一-龥]{0,2}[到至为]|每人|每家|每户|给予|奖励|补助|补贴)?(?=\d|[一二三四五六七八九十百]+[万元])"
)
_COUNTED_FIRST = re.compile(r"每|单|最|年度|全年|累计|一次")
_COUNTED_AGAIN = re.compile(r"(?:单|每|一|同一)[家个户项部种类台人]|年度|全年|累计|合计")
_AIMED_AT = re.compile(r"力争|目标")


# 国家企业技术中心奖励100万元，省级奖励50万元: the same of a lower level.
_LEVEL_ALONE = re.compile(r"(?P<level>(?:国家|省|市|区|县)级)的?(?:则|再|各|分别|一次性|可)*(?:给予|奖励?|补[贴助]?|资助|最高|获)")


class Payments(Adjustments):
    """The payments of one sentence."""

    def __init__(self, reader: Told, context: Context, sentence: Sentence) -> None:
        self.reader = reader
        self.context = context
        self.sentence = sentence
        self.text = sentence.text
        self.windows = reader.windows
        self.housing = reader.housing
        self.since = reader.since  # the condition of the measure named last
        self.former: Quantity | None = None  # the amount that the next one takes the place of
        self.own = False  # the clause says itself what is given
        self.capped: set[int] = set()  # where a clause begins whose bound is that of the amount before it

    def _names(self, clause: Span) -> None:
        """Take up who, what and which fund a clause speaks of."""
        said = self.text[clause.start : clause.end].rstrip("。！？”")
        who = beneficiary(said)
        later = next((one for one in self.sentence.clauses if one.start > clause.start), None)
        alone = None if who else bare(said)
        if not who and not alone and later and not self.text[clause.end : later.start].startswith("；"):
            alone = condition(said, self.text[later.start : later.end])
        if who or alone:
            who = who or alone or ""
            if who.endswith("的") and self._completes(who):
                who += (self.reader.who or "").rsplit("的", 1)[1]
            self.reader.who, self.reader.since = who, (self.sentence.start, clause.start)
        elif (level := _LEVEL_ALONE.match(said)) and self.reader.who:
            self.reader.who = instead(self.reader.who, level["level"]) or self.reader.who
        basis = _UPON.search(said)
        found = [one for one in BENEFIT.finditer(said) if not (basis and basis.start() < one.start() < basis.end())]
        own = given(said) if _GIVES.search(said) else None
        if found:
            usual = found[-1]["benefit"]
            self.reader.benefit = own if own and own.endswith(usual) and len(usual) > 1 else usual  # 60万元的验证经费
        elif own or _HANDED.search(said):
            self.reader.benefit = own = own or "补贴"
        self.own = bool(found or own)
        fund = [one["name"] for one in _FUND.finditer(said) if len(one["name"]) > 2]
        if fund and FUND_ACT.search(said):
            self.reader.fund = (
                _BEFORE_FUND.sub(
                    "",
                    fund[-1],
                )
                or fund[-1]
            )
        housing = HOUSING.search(said)
        if housing:
            self.reader.housing = housing["name"]

    def _completes(self, who: str) -> bool:
        """新上榜的单项冠军企业…，复核过关的…: the noun left out is that of the receiver before, in the same sentence."""
        since = self.reader.since
        here = since is not None and since[0] == self.sentence.start
        return bool(here and self.reader.who and "的" in self.reader.who[:-1] and not _NOUN.search(who))

    def _amounts(self, clause: Span, inside: list[Quantity]) -> None:
        said = self.text[clause.start : clause.end]
        if self._raised(clause, inside):
            return
        if self._funded(clause, said, inside) or self._housed(clause, said, inside):
            return
        if self._amended(clause, said) or self._borne(clause, said, inside) or self._cut(clause, said, inside):
            return
        if FIRMS_OWN.search(self.text[: clause.end]):
            return
        paying = [q for q in inside if q.unit in ("元", "美元", "%", "亩") and self._pays(clause, q)]
        if self._limit_of_scheme(clause, said, inside) or self._halved_cap(clause, said, inside):
            return
        follows = bool(paying) and ((not GIVING.search(said) and self._follows(clause, said)) or self._graded(clause, paying))
        if not paying or not (GIVING.search(said) or follows):
            return
        for earlier, later in pairwise(tuple(paying)):
            between = self.text[earlier.end : later.start]
            if earlier.bound is Bound.AT_MOST and later.bound is Bound.EXACT and _JOINED.fullmatch(between):
                paying[paying.index(later)] = replace(later, bound=Bound.AT_MOST)  # 最高给予A和B bounds both
        benefit = self._outright(said) or self.reader.benefit
        if benefit is None or not (self.own or follows or self._linked(clause, said) or self._caps(clause, paying)):
            return
        members: list[str | None] = [None]
        if self.reader.who or self._labelled(clause, paying):
            members = [*(self._labelled(clause, paying) or several(self.reader.who or "", len(paying)))]
        if len(members) == len(paying):
            for who, amount in zip(members, paying, strict=True):
                self._give(clause, amount, who, benefit)
        else:
            for amount in paying:
                own = BENEFIT.search(self.text, amount.end, clause.end)
                behind = own and not _FIGURE.search(self.text[amount.end : own.start()])
                self._give(clause, amount, self.reader.who, own["benefit"] if own and behind else benefit)

    def _graded(self, clause: Span, paying: list[Quantity]) -> bool:
        """Whether amounts with labels of their own grade the benefit of the clause before: 安家费分档发放，A类300万元、B类150万元."""
        return bool(len(paying) > 1 and BENEFIT.search(self._before(clause)) and self._labelled(clause, paying))

    def _labelled(self, clause: Span, paying: list[Quantity]) -> list[str] | None:
        """A类300万元、B类150万元、C类60万元: amounts that each have their receiver right before them."""
        starts = [clause.start, *(one.end for one in paying[:-1])]
        found = [_LABEL.fullmatch(self.text[start : one.start]) for start, one in zip(starts, paying, strict=True)]
        labels = [one["label"] for one in found if one]
        if len(paying) < 2 or len(labels) != len(paying):
            return None
        who = self.reader.who or ""
        return [instead(who, label) or (label if BEARER.search(label) else who.replace("的", "") + label) for label in labels]

    def _pays(self, clause: Span, amount: Quantity) -> bool:
        """A threshold (增速超过30%的, 投资1亿元以上的) is a condition, not a payment."""
        after = self.text[amount.end : amount.end + 12]
        before = self.text[max(clause.start, amount.start - (24 if amount.unit == "%" else 10)) : amount.start]
        if amount.unit == "%" and not _SHARE_PAID.search(before):
            return False
        if _GRADED_BY.match(after):
            return False
        return not _THRESHOLD_AFTER.match(after) and not _THRESHOLD_BEFORE.search(before[:-1] or "x")

    def _follows(self, clause: Span, said: str) -> bool:
        """给予20万元购房补贴，硕士为8万元: a further receiver of the benefit named before, without a verb of giving."""
        before = [one for one in self.sentence.clauses if one.end <= clause.start]
        alone = _RECEIVER_ALONE.match(
            said,
        )
        if (
            not before
            or not alone
            or not (clause.start in self.capped or any(BENEFIT.search(self.text[one.start : one.end]) for one in before[-2:]))
        ):
            return False
        who = instead(self.reader.who, alone["who"]) if self.reader.who and "、" not in alone["who"] else None
        if who is None and not BEARER.search(alone["who"]) and not _AMONG.match(said):
            return False
        self.reader.who = who or alone["who"]
        return True

    def _bought(self, clause: Span) -> str | None:
        """企业采购人工智能解决方案，按合同金额的20%给予补贴: what is paid for, where the share is one of a cost."""
        before = [one for one in self.sentence.clauses if one.end <= clause.start]
        found = _BOUGHT.search(self.text[before[-1].start : before[-1].end]) if before else None
        return found["what"] if found else None

    def _outright(self, said: str) -> str | None:
        """完成股改给100万元: what is given and not named is a reward, for what stands before."""
        found = _OUTRIGHT.search(said)
        if found is None or BENEFIT.search(said):
            return None
        self.reader.who, self.own = found["what"], True
        return "奖励"

    def _linked(self, clause: Span, said: str) -> bool:
        """A cap in a clause of its own belongs to the benefit before it: 按30%给予奖励，单个产品不超过3000万元."""
        return bool(_CAP_OPENS.match(said) or _LINK.search(said))

    def _caps(self, clause: Span, paying: list[Quantity]) -> bool:
        """A bound right behind the clause that gave something: 按20%予以补助，全年合计不超过200万元."""
        return clause.start in self.capped and paying[0].bound is Bound.AT_MOST and paying[0].unit == "元"

    def _give(
        self, clause: Span, amount: Quantity, who: str | None, benefit: str, previous: float | None = None, subject: str | None = None
    ) -> None:
        said = self.text[clause.start : clause.end]
        if self.former and previous is None and self.former.unit == amount.unit:
            previous, self.former = self.former.value, None
        basis = _BASIS.search(said[: amount.start - clause.start])
        bought = self._bought(clause) if basis and _COST.search(basis["basis"]) else None
        if not who and not basis and not _COUNTED_FIRST.match(said):
            who = before_giving(said[: amount.start - clause.start])
        long = who is not None and bool(_CONDITION.match(who))  # 企业购买检验服务的 names no beneficiary
        named = bought or (basis["basis"] if basis and (long or not who) else who)
        if basis and who and not long and basis["basis"] in _KINDS_OF_COST:
            named = who + basis["basis"]
        subject = subject or naming(named, benefit)
        capped = amount.bound is Bound.AT_MOST and beneficiary(said) is None and clause.start in self.capped
        counted = _COUNTED_AGAIN.match(said) and amount.bound is Bound.AT_MOST
        again = self.reader.since != self.since  # 完成Ⅲ期临床试验的，每个品种最高500万元: another condition than that of the measure before
        if (
            not again
            and (who is None or capped or counted)
            and basis is None
            and self.reader.named
            and (counted or not BENEFIT.search(said))
        ):
            subject = self.reader.named
        self.capped.add(clause.end + 1)
        self.reader.named, self.since = subject, self.reader.since
        if amount.low is not None:
            self.emit(f"{subject}下限", clause, amount.start, value=amount.low, unit=amount.unit, bound=Bound.AT_LEAST, beneficiary=who)
        if self.reader.since and self.reader.since[0] == self.sentence.start and self.reader.since[1] < clause.start:
            clause = Span(max(self.reader.since[1], clause.end - 58), clause.end)  # with the condition, which names what is paid for
        self.emit(
            subject,
            clause,
            amount.start,
            value=amount.value,
            unit=amount.unit,
            bound=Bound.AT_MOST if amount.low is not None else amount.bound,
            previous=previous,
            beneficiary=who,
            status=Status.TARGET if _AIMED_AT.search(self.text[: amount.start]) else Status.STATED,
        )
