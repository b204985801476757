"""What a measure pays: whom, how much, up to what bound, out of which fund, instead of how much before."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise

from monitors.reading.benefits import BEARER, BENEFIT, GIVING, bare, before_giving, beneficiary, condition, given, instead, naming, several
from monitors.reading.fact import Bound, Fact, Status
from monitors.reading.numbers import Quantity
from monitors.reading.offers import FIRMS_OWN, HOUSING, HOUSING_ACT, Offers
from monitors.reading.prose import Span
from monitors.reading.raises import raises
from monitors.reading.sentence import Context, Sentence

_FUND = re.compile(
    r"(?P<name>[一-龥]{0,10}?(?:母基金|产业基金|创投基金|投资基金|转化基金|引导基金|发展基金|种子基金|"
    r"天使基金|直投基金|[一-龥]{0,8}补偿资金(?!池)|财政资金|扶持资金|引导资金|奖补资金|[一-龥]{0,4}资金池|专项资金|风险补偿资金池|基金|资金(?=安排|预算|规模|总额)))"
)
_FUND_ACT = re.compile(
    r"盘子|扩容|扩大|扩[至到]|增至|追加|注资|做大|出资|安排|统筹|拿出|列支|投入|预算|设立|筹设|筹建|组建|成立|发起|总规模|规模|首期|募集|投向|"
    r"用于(?:投资|支持|扶持|投放)"
)
# What can be changed besides a benefit: 专项资金, 补偿比例, 授信额度.
_SCHEME_PART = re.compile(r"(?:授信|贷款|券|[费利]率|资金|基金|资金池|额度|上限|封顶线?|比例|标准|限额|门槛)(?:的)?(?:总?规模|盘子|总额)?$")
_MEASURED = re.compile(r"(?:的)?(?:封顶线|上限|最高额度|额度|标准|最高额|面值|面额|总?规模|总额|盘子)$")
_ADVERBS = re.compile(
    r"(?:提[高升]|上[调浮]|翻|增[加长])了?(?:一倍|两倍|番|近一倍|[一二两]番|倍)$|(?:也|则|均|都|分别|还|同步|一并|统一|今年|每年|已|将)+$"
)
_NOUN = re.compile(r"企业|单位|机构|人才|团队|项目|园区|平台|中心|实验室|孵化器")
_HANDED = re.compile(r"[的人员工师生](?:每人|每月|一次性|各|再)*发(?=\d)")  # 评上高级工的发2000元
_AMONG = re.compile(r"其中[^，。]{2,14}?(?<!占)(?:比例|标准|额度)")
_FORMERLY = re.compile(r"(?:此前|以前|原来|原先|原本|过去|老政策|旧政策|原政策|原标准)")
_NOWADAYS = re.compile(r"^(?:如今|现在|现|目前|今年|新政|此次|这次|本次)|(?:[提增上翻调升涨降下减改][一-龥]{0,3})(?:至|到|为|成)")
_RENT_NAMED = re.compile(r"房租|租金|保费|物业费|运费|电费")
_LEADING = re.compile(r"^.*(?:将|把|(?<!相)对|其中|同时|并)|^(?:园区|全区|区里|该区|“)")
_OLD_CAP = re.compile(
    r"(?:旧政策|原政策|此前|原来|过去)[^，。]{0,10}?(?:封顶线|上限|标准|额度)?(?:是|为|仅为|"
    r"仅)(?P<amount>[\d.]{1,8})(?P<scale>万|亿)?元"
)
_MORE = re.compile(
    r"比(?:原(?:来|标准|政策|先|有|规定)|此前|过去|以前|旧政策|上年)(?:多了|增加了?|提高了?|高出)(?P<amount>[\d.]{1,8})(?P<scale>万|亿)?元"
)
_BASIS = re.compile(r"按照?(?P<basis>[一-龥]{2,12}?)(?:(?<=投资)额)?的$")  # 按设备投资额的12%
_TOWARD = re.compile(
    r"(?P<act>投向|投资|用于|投早投小|支持)(?P<where>[一-龥]{2,14}?)(?:的)?(?:比例|占比|资金|部分|份额|比重|不低于|不少于|(?=$|[，。；]))"
)
_BORNE = re.compile(
    r"(?P<what>[一-龥]{0,14}?(?:贷款|损失|风险|本金|[保利]费|费用|成本|坏账)?)(?:将|可)?由[一-龥]{2,8}?(?P<act>承担|分担|代偿)(?:比例为|其中的?)?(?=\d|[一二三四五六七八九]成|不|最)"
)
_TAKEN = r"(?:予以)?(?:扣减|核减|扣除|调减|削减|压减)"
_SUPPORT = r"(?:资金|经费|指标|奖励|奖补|额度|补助)"
_CUT = re.compile(
    rf"(?P<name>[一-龥]{{2,12}}{_SUPPORT}){_TAKEN}(?=\d|[一-龥]{{0,2}}\d)|{_TAKEN}[^，。]{{0,6}}\d[\d.]*[%万亿元亩]{{1,2}}的?(?P<other>[一-龥]{{2,12}}{_SUPPORT})"
)
_UPON = re.compile(r"按照?[一-龥、“”]{2,16}?的(?=\d|一半|[一二三四五六七八九]成)")  # 按国拨经费的15% pays no 经费
_KINDS_OF_COST = ("设备投资", "固定资产投资", "研发投入", "设备投入", "技术合同成交")
_CONDITION = re.compile(
    r"(?:[一-龥]{0,6}(?:企业|单位|机构|高校|个人|团队|院所))(?:购买|购置|承接|开展|实施|投保|建设|使用|引进|聘请|参加|委托|新建|组织|承办|举办|购入|自建|进行)"
)
_GIVES = re.compile(r"给予|可申请|申领|申请|享受|领取|可获|可享|可领|获得|发放|奖励|补贴|补助|资助|支持|提供")


def _ends_in_benefit(name: str) -> bool:
    """企业研发经费投入强度 names a benefit within, and is none."""
    return any(one.end() == len(name) for one in BENEFIT.finditer(name))


@dataclass
class Told:
    """What a text has said of measures so far, and the facts found."""

    found: list[Fact] = field(default_factory=list)
    document: str | None = None  # the policy document spoken of
    edition: str | None = None
    fund: str | None = None
    who: str | None = None
    benefit: str | None = None
    housing: str | None = None
    since: tuple[int, int] | None = None  # the sentence and the clause in which `who` was said
    named: str | None = None  # the measure named last, which a cap in a clause of its own belongs to
    windows: Quantity | None = None  # the counters named last, which a service is offered at
    passage: object = None
    ministry: bool = False  # a ministry laid down what is told
    laid_down: str | None = None  # whom the title of the document spoken of names first
    payer: str | None = None  # the province whose authority issued the document spoken of
    _known: set[tuple[object, ...]] = field(default_factory=set)

    def take(self, fact: Fact) -> None:
        """Keep a fact unless the same is known."""
        key = (fact.zone, fact.subject, fact.value, fact.edition)
        if key not in self._known:
            self._known.add(key)
            self.found.append(fact)


class Payments(Offers):
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
        if fund and _FUND_ACT.search(said):
            self.reader.fund = (
                re.sub(
                    r"^.*(?:筹设|筹建|设立|组建|成立|发起|规模|只|的|个|亿元|首期|万元|本年度|今年|年度|安排|拿出|投入|统筹|列支|了)",
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
        follows = bool(paying) and not GIVING.search(said) and self._follows(clause, said)
        if not paying or not (GIVING.search(said) or follows):
            return
        for earlier, later in pairwise(tuple(paying)):
            between = self.text[earlier.end : later.start]
            if earlier.bound is Bound.AT_MOST and later.bound is Bound.EXACT and re.fullmatch(r"[一-龥]{0,8}(?:和|及|以及|、)", between):
                paying[paying.index(later)] = replace(later, bound=Bound.AT_MOST)  # 最高给予A和B bounds both
        benefit = self.reader.benefit
        if benefit is None or not (self.own or follows or self._linked(clause, said) or self._caps(clause, paying)):
            return
        members = several(self.reader.who, len(paying)) if self.reader.who else [None]
        if len(members) == len(paying):
            for who, amount in zip(members, paying, strict=True):
                self._give(clause, amount, who, benefit)
        else:
            for amount in paying:
                own = BENEFIT.search(self.text, amount.end, clause.end)
                behind = own and not re.search(r"\d", self.text[amount.end : own.start()])
                self._give(clause, amount, self.reader.who, own["benefit"] if own and behind else benefit)

    def _pays(self, clause: Span, amount: Quantity) -> bool:
        """A threshold (增速超过30%的, 投资1亿元以上的) is a condition, not a payment."""
        after = self.text[amount.end : amount.end + 12]
        before = self.text[max(clause.start, amount.start - (24 if amount.unit == "%" else 10)) : amount.start]
        if amount.unit == "%" and not re.search(r"[按补奖贴抵减返资]|给予|[承分]担|代偿|比例[一-龥]{0,4}$", before):
            return False
        return not re.match(r"(?:及)?的(?:企业|项目|单位|机构|产品|团队|部分(?!奖))|的，|$(?<=x)", after) and not re.search(
            r"(?:满|达到|超过|不足)$", before[:-1] or "x"
        )

    def _raised(self, clause: Span, inside: list[Quantity]) -> bool:
        """奖励分别由800万元、200万元上调至1000万元和300万元: the new amounts, each with the old one it takes the place of."""
        if self._former(clause, inside):
            return True
        changes = raises(self.text, inside)
        for change in changes:
            what = self._what_changes(clause, change.start)
            benefit = _ends_in_benefit(_MEASURED.sub("", what)) or _SCHEME_PART.search(what)
            alone = what if not benefit and self.reader.benefit and BEARER.search(what) else None
            if not what or not (benefit or alone):
                continue
            who = alone or self.reader.who
            members = several(who, len(change.new)) if who else []
            for place, (old, new) in enumerate(zip(change.old, change.new, strict=True)):
                owner = members[place] if len(members) == len(change.new) else who
                subject = naming(alone, self.reader.benefit or "") if alone else self._renamed(what, owner)
                self._give(clause, new, owner, self.reader.benefit or subject, previous=old.value, subject=subject)
        return bool(changes)

    def _former(self, clause: Span, inside: list[Quantity]) -> bool:
        """此前每平方米补15元的房租，如今调整为…: an amount that the next clause replaces is the former one, and no measure."""
        after = next((one for one in self.sentence.clauses if one.start > clause.start), None)
        said, following = self.text[clause.start : clause.end], self.text[after.start : after.end] if after else ""
        if not (_FORMERLY.match(said) and _NOWADAYS.search(following) and re.search(r"\d", following)):
            return False
        self.former = inside[0]
        found = list(BENEFIT.finditer(said)) or list(_RENT_NAMED.finditer(said))
        self.reader.benefit = found[-1].group() if found and len(found[-1].group()) > 1 else self.reader.benefit
        if found:
            self.capped.add(after.start if after else 0)
        return True

    def _what_changes(self, clause: Span, until: int) -> str:
        """What stands before 由 or 从, in this clause or, where it opens with it, in the one before: …的补贴比例，也从30%."""
        said = _LEADING.sub("", _ADVERBS.sub("", self.text[clause.start : until]))
        before = self._before(clause) if not said else ""
        return said or ("" if re.search(r"\d", before) else _LEADING.sub("", _ADVERBS.sub("", before)))

    def _renamed(self, what: str, who: str | None) -> str:
        """研发后补助的比例 is 研发后补助比例; 一次性奖励 of those named before is theirs."""
        name = _MEASURED.sub("", what).replace("的", "") or what
        plain = BENEFIT.fullmatch(name)
        return naming(who, plain["benefit"]) if plain and who else name

    def _follows(self, clause: Span, said: str) -> bool:
        """给予20万元购房补贴，硕士为8万元: a further receiver of the benefit named before, without a verb of giving."""
        before = [one for one in self.sentence.clauses if one.end <= clause.start]
        alone = re.match(
            r"(?:其中)?(?P<who>[一-龥“”（）ⅠⅡⅢABCD、]{2,16}?)(?:则|的)?(?:比例|标准|额度)?(?:则|可|分别|再)*(?:为|是|达|[提增放升加调涨][一-龥]{0,2}[到至为]|每人|每家|每户|给予|奖励|补助|补贴)?(?=\d|[一二三四五六七八九十百]+[万元])",
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

    def _limit_of_scheme(self, clause: Span, said: str, inside: list[Quantity]) -> bool:
        """推出“软贷通”，单户授信额度最高可达1000万元: the limit belongs to the product named before."""
        last = self.reader.found[-1] if self.reader.found else None
        money = [one for one in inside if one.unit == "元"]
        if last is None or last.value is not None or not money or f"“{last.subject}”" not in self.text[: clause.start]:
            return False
        if not re.search(r"额度|授信|最高|上限|不超过", said) or BENEFIT.search(said):
            return False
        self.reader.found[-1] = replace(last, value=money[0].value, unit="元", bound=money[0].bound)
        return True

    def _halved_cap(self, clause: Span, said: str, inside: list[Quantity]) -> bool:
        """租金减免一半，最多减免20万元: the cap of what a rent is cut by."""
        money = [one for one in inside if one.unit == "元"]
        rent = re.search(r"租金|房租|减免", self.text[: clause.start])
        if (
            not money
            or not rent
            or not re.match(r"(?:每[家户]?|单[家户]|每年|全年|累计)*(?:最多|最高|至多|不超过|上限)[可为]?(?:减免|减|免|优惠)?", said)
        ):
            return False
        if self.reader.benefit and "减免" not in self.reader.benefit and "租金" not in self.reader.benefit:
            return False
        cap = money[0] if money[0].bound is not Bound.EXACT else replace(money[0], bound=Bound.AT_MOST)
        self.emit(f"{self.reader.housing or ''}租金减免", clause, cap.start, value=cap.value, unit="元", bound=cap.bound)
        return True

    def _linked(self, clause: Span, said: str) -> bool:
        """A cap in a clause of its own belongs to the benefit before it: 按30%给予奖励，单个产品不超过3000万元."""
        return bool(
            re.match(
                r"(?:比例|标准|每|单户|单项|至多|最多|博士后|高级|中级|初级|专科|大专|单个|博士|硕士|本科|每家|每个|单家|每人|每年|最高|封顶|不超过|累计|单项|同一|总额|最长|上限|"
                r"由|从|重新|对|再|年度|给予|分别)",
                said,
            )
        ) or bool(re.search(r"可领|可申领|可获|的每[家个项户人台件](?=\d)|^[^，；]{2,20}的(?:再|则|另|均|都|一律)*(?:给予|予以|发放)", said))

    def _caps(self, clause: Span, paying: list[Quantity]) -> bool:
        """A bound right behind the clause that gave something: 按20%予以补助，全年合计不超过200万元."""
        return clause.start in self.capped and paying[0].bound is Bound.AT_MOST and paying[0].unit == "元"

    def _amended(self, clause: Span, said: str) -> bool:
        """比原来多了10万元 and 旧政策的封顶线是600万元 complete the amount before them."""
        if not self.reader.found:
            return False
        last = self.reader.found[-1]
        old, more = _OLD_CAP.search(said), _MORE.search(said)
        found = old or more
        if found is None or last.value is None or last.unit != "元":
            return False
        amount = float(found["amount"]) * {"万": 1e4, "亿": 1e8, None: 1.0}[found["scale"]]
        previous = amount if old else last.value - amount
        self.reader.found[-1] = replace(last, previous=previous, change=None if old else amount)
        return True

    def _give(
        self, clause: Span, amount: Quantity, who: str | None, benefit: str, previous: float | None = None, subject: str | None = None
    ) -> None:
        said = self.text[clause.start : clause.end]
        if self.former and previous is None and self.former.unit == amount.unit:
            previous, self.former = self.former.value, None
        basis = _BASIS.search(said[: amount.start - clause.start])
        if not who and not basis and not re.match(r"每|单|最|年度|全年|累计|一次", said):
            who = before_giving(said[: amount.start - clause.start])
        long = who is not None and bool(_CONDITION.match(who))  # 企业购买检验服务的 names no beneficiary
        named = basis["basis"] if basis and (long or not who) else who
        if basis and who and not long and basis["basis"] in _KINDS_OF_COST:
            named = who + basis["basis"]
        subject = subject or naming(named, benefit)
        capped = amount.bound is Bound.AT_MOST and beneficiary(said) is None and clause.start in self.capped
        counted = re.match(r"(?:单|每|一|同一)[家个户项部种类台人]|年度|全年|累计|合计", said) and amount.bound is Bound.AT_MOST
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
            status=Status.TARGET if re.search(r"力争|目标", self.text[: amount.start]) else Status.STATED,
        )

    def _funded(self, clause: Span, said: str, inside: list[Quantity]) -> bool:
        """设立总规模50亿元的母基金，其中不少于10亿元投向初创期企业; 首期5亿元."""
        money = [q for q in inside if q.unit == "元"]
        if not self.reader.fund or not money or not _FUND_ACT.search(said):
            return self._share_of_fund(clause, said, inside) or ("容忍度" in said and self._tolerance(clause, inside))
        amount = money[0]
        toward = re.search(r"(?:投向|用于(?P<act>投资|支持|扶持|投放))(?P<where>[^，。；]{2,20})", said)
        if toward:
            self.emit(
                f"{self.reader.fund}{toward['act'] or '投向'}{toward['where']}",
                clause,
                amount.start,
                value=amount.value,
                unit="元",
                bound=amount.bound,
            )
        elif "首期" in said[: amount.end - clause.start]:
            self.emit(f"{self.reader.fund}首期", clause, amount.start, value=amount.value, unit="元", bound=amount.bound)
        else:
            self.emit(self.reader.fund, clause, amount.start, value=amount.value, unit="元", bound=amount.bound)
        return True

    def _share_of_fund(self, clause: Span, said: str, inside: list[Quantity]) -> bool:
        """其中投向初创期企业的比例不低于35%: a share of the fund named before."""
        share = [q for q in inside if q.unit == "%"]
        found = _TOWARD.search(said)
        if not share or not found or not self.reader.fund:
            return False
        name = f"{self.reader.fund}{found['act']}{found['where']}比例"
        self.emit(name, clause, share[0].start, value=share[0].value, unit="%", bound=share[0].bound)
        return True

    def _borne(self, clause: Span, said: str, inside: list[Quantity]) -> bool:
        """不良贷款由资金池承担50%: a loss or a cost that is shared."""
        found = _BORNE.search(said)
        share = [q for q in inside if q.unit == "%"]
        if not found or not share:
            return False
        what = _LEADING.sub("", found["what"]) or _LEADING.sub("", self._before(clause))
        self.emit(f"{what}{found['act']}", clause, share[0].start, value=share[0].value, unit="%", bound=share[0].bound)
        return True

    def _cut(self, clause: Span, said: str, inside: list[Quantity]) -> bool:
        """扶持资金扣减20%, 核减10%的用地指标: what is taken away from whom did badly."""
        found = _CUT.search(said)
        if not found or not inside:
            return False
        name = found["name"] or found["other"]
        who = self.reader.who
        self._give(clause, inside[-1], who, name, subject=naming(who, _LEADING.sub("", name) + "扣减"))
        return True

    def _tolerance(self, clause: Span, inside: list[Quantity]) -> bool:
        share = [q for q in inside if q.unit == "%"]
        name = re.search(r"[一-龥]{2,16}容忍度", self.text[clause.start : clause.end])
        if share and name:
            self.emit(name.group(), clause, share[0].start, value=share[0].value, unit="%", bound=share[0].bound)
        return True

    def _housed(self, clause: Span, said: str, inside: list[Quantity]) -> bool:
        """配建不少于1000套人才公寓; 提供最高500平方米的研发用房; 租金按市场价的五折收取."""
        rent = re.search(r"租金", said)
        for amount in inside:
            if amount.unit in ("套", "平方米") and HOUSING.search(said) and HOUSING_ACT.search(said):
                self.emit(HOUSING.search(said)["name"], clause, amount.start, value=amount.value, unit=amount.unit, bound=amount.bound)  # type: ignore[index]
                return True
            if rent and amount.unit == "%" and re.search(r"收取|优惠|减免|折", said):
                self.emit(f"{self.reader.housing or ''}租金", clause, amount.start, value=amount.value, unit="%", bound=amount.bound)
                return True
            what = re.match(r"(?:的)?(?P<name>[一-龥]{2,8})(?=$|[，。；])", self.text[amount.end :])
            offered = re.search(
                r"申请|提供|使用|租用|拿出|享受|配套|预留|腾出|备有|推出|筹集|供应|释放|安排|准备", self.text[clause.start : amount.start]
            )
            if amount.unit in ("套", "平方米") and what and offered:
                subject = naming(beneficiary(said), what["name"])
                self.emit(subject, clause, amount.start, value=amount.value, unit=amount.unit, bound=amount.bound)
                return True
        return any(amount.unit in ("套", "平方米") for amount in inside)
