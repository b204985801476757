"""Measures that are no payment to anybody: funds and their shares, housing and its rent, limits of loans, shared losses."""

from __future__ import annotations

import re
from dataclasses import replace

from monitors.reading.fact import Bound
from monitors.reading.numbers import Quantity
from monitors.reading.policies.benefits import beneficiary, naming
from monitors.reading.policies.offers import HOUSING, HOUSING_ACT, Offers
from monitors.reading.policies.told import Told
from monitors.reading.policies.words import BENEFIT
from monitors.reading.prose import Span

FUND_ACT = re.compile(
    r"盘子|扩容|扩大|扩[至到]|增至|追加|注资|做大|出资|新设|创设|安排|统筹|拿出|列支|投入|预算|设立|筹设|筹建|组建|成立|发起|总规模|规模|首期|募集|投向|"
    r"用于(?:投资|支持|扶持|投放)"
)
LEADING = re.compile(r"^.*(?:将|把|(?<!相)对|其中|同时|并)|^(?:园区|全区|区里|该区|“)")
_TOWARD = re.compile(
    r"(?P<act>投向|投资|用于|投早投小|支持)(?P<where>[一-龥]{2,14}?)(?:的)?(?:比例|占比|资金|部分|份额|比重|不低于|不少于|(?=$|[，。；]))"
)
_BORNE = re.compile(
    r"(?P<what>[一-龥]{0,14}?(?:贷款|损失|风险|本金|[保利]费|费用|成本|坏账)?)(?:将|可)?由[一-龥]{2,8}?(?P<act>承担|分担|代偿|补偿)(?:比例为|其中的?)?(?=\d|[一二三四五六七八九]成|不|最)"
)
_TOWARD_WHOM = re.compile(r"(?:投向|用于(?P<act>投资|支持|扶持|投放))(?P<where>[^，。；]{2,20})")
_TOLERANCE = re.compile(r"[一-龥]{2,16}容忍度")
_RENT_WORD = re.compile(r"租金")
_RENT_RULE = re.compile(r"收取|优惠|减免|折|市场价|租金(?:为|仅|是)")
_WHAT_HOUSED = re.compile(r"(?:的)?(?P<name>[一-龥]{2,8})(?=$|[，。；])")
_OFFERED = re.compile(r"申请|提供|使用|租用|拿出|享受|配套|预留|腾出|备有|推出|筹集|供应|释放|安排|准备")
_LIMIT_WORDS = re.compile(r"额度|授信|最高|上限|不超过")
_LIMIT_OF = re.compile(r"“(?P<name>[一-龥]{2,8}[贷保通])”(?P<what>单[户笔](?:授信|贷款)(?:额度)?|(?:授信|贷款)额度)")
_RENT_BEFORE = re.compile(r"租金|房租|减免")
_CUT_AT_MOST = re.compile(r"(?:每[家户]?|单[家户]|每年|全年|累计)*(?:最多|最高|至多|不超过|上限)[可为]?(?:减免|减|免|优惠)?")


class Schemes(Offers):
    """The funds, the housing and the limits of one sentence."""

    reader: Told

    def _funded(self, clause: Span, said: str, inside: list[Quantity]) -> bool:
        """设立总规模50亿元的母基金，其中不少于10亿元投向初创期企业; 首期5亿元."""
        money = [q for q in inside if q.unit == "元"]
        if not self.reader.fund or not money or not FUND_ACT.search(said):
            return self._share_of_fund(clause, said, inside) or ("容忍度" in said and self._tolerance(clause, inside))
        amount = money[0]
        toward = _TOWARD_WHOM.search(said)
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

    def _tolerance(self, clause: Span, inside: list[Quantity]) -> bool:
        share = [q for q in inside if q.unit == "%"]
        name = _TOLERANCE.search(self.text[clause.start : clause.end])
        if share and name:
            self.emit(name.group(), clause, share[0].start, value=share[0].value, unit="%", bound=share[0].bound)
        return True

    def _housed(self, clause: Span, said: str, inside: list[Quantity]) -> bool:
        """配建不少于1000套人才公寓; 提供最高500平方米的研发用房; 租金按市场价的五折收取."""
        rent = _RENT_WORD.search(said)
        for amount in inside:
            if amount.unit in ("套", "平方米") and HOUSING.search(said) and HOUSING_ACT.search(said):
                self.emit(HOUSING.search(said)["name"], clause, amount.start, value=amount.value, unit=amount.unit, bound=amount.bound)  # type: ignore[index]
                return True
            if rent and amount.unit == "%" and _RENT_RULE.search(said):
                self.emit(f"{self.reader.housing or ''}租金", clause, amount.start, value=amount.value, unit="%", bound=amount.bound)
                return True
            what = _WHAT_HOUSED.match(self.text[amount.end :])
            offered = _OFFERED.search(self.text[clause.start : amount.start])
            if amount.unit in ("套", "平方米") and what and offered:
                subject = naming(beneficiary(said), what["name"])
                self.emit(subject, clause, amount.start, value=amount.value, unit=amount.unit, bound=amount.bound)
                return True
        return any(amount.unit in ("套", "平方米") for amount in inside)

    def _limit_of_scheme(self, clause: Span, said: str, inside: list[Quantity]) -> bool:
        """推出“软贷通”，单户授信额度最高可达1000万元: the limit belongs to the product named before."""
        money = [one for one in inside if one.unit == "元"]
        if not money or not _LIMIT_WORDS.search(said) or BENEFIT.search(said):
            return False
        own = _LIMIT_OF.search(said)
        if own:
            subject = f"“{own['name']}”{own['what']}"
            self.emit(subject, clause, money[0].start, value=money[0].value, unit="元", bound=money[0].bound)
            return True
        place = self._product_before(clause)
        if place is None:
            return False
        self.reader.found[place] = replace(self.reader.found[place], value=money[0].value, unit="元", bound=money[0].bound)
        return True

    def _product_before(self, clause: Span) -> int | None:
        """Where among the facts found stands the product in quotes that this sentence named before the clause, still without an amount."""
        told = self.text[: clause.start]
        places = range(len(self.reader.found) - 1, -1, -1)
        open_ones = (place for place in places if self.reader.found[place].value is None)
        return next((place for place in open_ones if f"“{self.reader.found[place].subject}”" in told), None)

    def _halved_cap(self, clause: Span, said: str, inside: list[Quantity]) -> bool:
        """租金减免一半，最多减免20万元: the cap of what a rent is cut by."""
        money = [one for one in inside if one.unit == "元"]
        rent = _RENT_BEFORE.search(self.text[: clause.start])
        if not money or not rent or not _CUT_AT_MOST.match(said):
            return False
        if self.reader.benefit and "减免" not in self.reader.benefit and "租金" not in self.reader.benefit:
            return False
        cap = money[0] if money[0].bound is not Bound.EXACT else replace(money[0], bound=Bound.AT_MOST)
        self.emit(f"{self.reader.housing or ''}租金减免", clause, cap.start, value=cap.value, unit="元", bound=cap.bound)
        return True

    def _borne(self, clause: Span, said: str, inside: list[Quantity]) -> bool:
        """不良贷款由资金池承担50%: a loss or a cost that is shared."""
        found = _BORNE.search(said)
        share = [q for q in inside if q.unit == "%"]
        if not found or not share:
            return False
        what = LEADING.sub("", found["what"]) or LEADING.sub("", self._before(clause))
        self.emit(f"{what}{found['act']}", clause, share[0].start, value=share[0].value, unit="%", bound=share[0].bound)
        return True
