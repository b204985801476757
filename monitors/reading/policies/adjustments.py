"""Amounts that are changed: raised from what they were, completed by a difference, cut for those who did badly."""

from __future__ import annotations

import re
from abc import abstractmethod
from dataclasses import replace

from monitors.reading.numbers import Quantity
from monitors.reading.policies.benefits import BEARER, naming, several
from monitors.reading.policies.raises import raises
from monitors.reading.policies.schemes import LEADING, Schemes
from monitors.reading.policies.words import BENEFIT
from monitors.reading.prose import Span

# What can be changed besides a benefit: 专项资金, 补偿比例, 授信额度.
_SCHEME_PART = re.compile(
    r"(?:授信|贷款|券|[费利]率|资金|基金|资金池|额度|上限|封顶[线额]?|比例|标准|限额|门槛)(?:的)?(?:总?规模|盘子|总额)?$"
)
_MEASURED = re.compile(r"(?:的)?(?:封顶[线额]|上限|最高额度|额度|标准|最高额|面值|面额|总?规模|总额|盘子)$")
_ADVERBS = re.compile(
    r"(?:提[高升]|上[调浮]|翻|增[加长])了?(?:一倍|两倍|番|近一倍|[一二两]番|倍)$|(?:也|则|均|都|分别|还|同步|一并|统一|今年|每年|已|将)+$"
)
_FORMERLY = re.compile(r"(?:此前|以前|原来|原先|原本|过去|老政策|旧政策|原政策|原标准)")
_NOWADAYS = re.compile(r"^(?:如今|现在|现|目前|今年|新政|此次|这次|本次)|(?:[提增上翻调升涨降下减改][一-龥]{0,3})(?:至|到|为|成)")
_RENT_NAMED = re.compile(r"房租|租金|保费|物业费|运费|电费")
_OLD_CAP = re.compile(
    r"(?:旧政策|原政策|此前|原来|过去)[^，。]{0,10}?(?:封顶线|上限|标准|额度)?(?:是|为|仅为|"
    r"仅)(?P<amount>[\d.]{1,8})(?P<scale>万|亿)?元"
)
_MORE = re.compile(
    r"比(?:原(?:来|标准|政策|先|有|规定)|此前|过去|以前|旧政策|上年)(?:多了|增加了?|提高了?|高出)(?P<amount>[\d.]{1,8})(?P<scale>万|亿)?元"
)
_TAKEN = r"(?:予以)?(?:扣减|核减|扣除|调减|削减|压减)"
_SUPPORT = r"(?:资金|经费|指标|奖励|奖补|额度|补助)"
_CUT = re.compile(
    rf"(?P<name>[一-龥]{{2,12}}{_SUPPORT}){_TAKEN}(?=\d|[一-龥]{{0,2}}\d)|{_TAKEN}[^，。]{{0,6}}\d[\d.]*[%万亿元亩]{{1,2}}的?(?P<other>[一-龥]{{2,12}}{_SUPPORT})"
)
_FIGURE = re.compile(r"\d")
_COUNTED = re.compile(r"平均|实际|综合融资")  # 平均贷款利率 is what came out, and no measure


def _ends_in_benefit(name: str) -> bool:
    """企业研发经费投入强度 names a benefit within, and is none."""
    return any(one.end() == len(name) for one in BENEFIT.finditer(name))


class Adjustments(Schemes):
    """The changed amounts of one sentence."""

    former: Quantity | None = None  # the amount that the next one takes the place of
    capped: set[int]  # where a clause begins whose bound is that of the amount before it

    @abstractmethod
    def _give(
        self, clause: Span, amount: Quantity, who: str | None, benefit: str, previous: float | None = None, subject: str | None = None
    ) -> None:
        """Keep an amount given to somebody."""

    def _raised(self, clause: Span, inside: list[Quantity]) -> bool:
        """奖励分别由800万元、200万元上调至1000万元和300万元: the new amounts, each with the old one it takes the place of."""
        if self._former(clause, inside):
            return True
        changes = raises(self.text, inside)
        for change in changes:
            what = self._what_changes(clause, change.start)
            benefit = _ends_in_benefit(_MEASURED.sub("", what)) or _SCHEME_PART.search(what)
            alone = what if not benefit and self.reader.benefit and BEARER.search(what) else None
            if not what or _COUNTED.search(what) or not (benefit or alone):
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
        if not (_FORMERLY.match(said) and _NOWADAYS.search(following) and _FIGURE.search(following)):
            return False
        self.former = inside[0]
        found = list(BENEFIT.finditer(said)) or list(_RENT_NAMED.finditer(said))
        self.reader.benefit = found[-1].group() if found and len(found[-1].group()) > 1 else self.reader.benefit
        if found:
            self.capped.add(after.start if after else 0)
        return True

    def _what_changes(self, clause: Span, until: int) -> str:
        """What stands before 由 or 从, in this clause or, where it opens with it, in the one before: …的补贴比例，也从30%."""
        said = LEADING.sub("", _ADVERBS.sub("", self.text[clause.start : until]))
        before = self._before(clause) if not said else ""
        return said or ("" if _FIGURE.search(before) else LEADING.sub("", _ADVERBS.sub("", before)))

    def _renamed(self, what: str, who: str | None) -> str:
        """研发后补助的比例 is 研发后补助比例; 一次性奖励 of those named before is theirs."""
        name = _MEASURED.sub("", what).replace("的", "") or self.reader.named or what  # 封顶额 alone is that of the measure before
        plain = BENEFIT.fullmatch(name)
        return naming(who, plain["benefit"]) if plain and who else name

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

    def _cut(self, clause: Span, said: str, inside: list[Quantity]) -> bool:
        """扶持资金扣减20%, 核减10%的用地指标: what is taken away from whom did badly."""
        found = _CUT.search(said)
        if not found or not inside:
            return False
        name = found["name"] or found["other"]
        who = self.reader.who
        self._give(clause, inside[-1], who, name, subject=naming(who, LEADING.sub("", name) + "扣减"))
        return True
