"""Figures that are said of another: growth, shares, what it was before, by how much it rose."""

from __future__ import annotations

import re
from dataclasses import replace

from monitors.reading.indicators.entrants import parks_of_a_kind
from monitors.reading.indicators.figures import Figures
from monitors.reading.indicators.listed import FALLING, GROWTH
from monitors.reading.numbers import Quantity
from monitors.reading.prose import Span

_SHARE = re.compile(
    r"占(?P<whole>(?!比(?:达到?|为|超过?|约|近)?$)[一-龥“”（）/]{1,16}?)(?:的)?(?:比重|比例|比)?(?:分别)?(?:高达|仅为|只有|达到?|为|超过?|约|近|升至|提高到)?$"
)
_SHARE_OF = re.compile(r"(?P<name>[一-龥]{2,8}?)(?:只|仅|不足|约)?占(?P<whole>全[国省市区]|[一-龥]{2,3}[省市])的?$")
_SHARE_IN = re.compile(r"在?(?P<whole>全[国省市])(?:的)?占比(?:达到?|为|约|近|超过?)?$")  # 进出口10万亿元，在全国占比24%
_SHARE_ALONE = re.compile(r"(?:只|仅|约|就|已)?占(?:到|了|去|据)?(?:近|约|超过?)?$")  # 其中工业用电占92%
_SHARE_AFTER = re.compile(r"^(?:的)(?P<what>[^，。；、和]{2,18})")
_WHOLE = re.compile(r"全[国省市区]")
_CONDITION = re.compile(r"(?:凡|对|按)")
_FROM = re.compile(r"(?:由|从)(?:[一-龥\d]{0,8}的)?$")
_TO = re.compile(
    r"[一-龥]{0,3}?(?:增至|增加到|提高到|升至|提升至|提升到|上升到|上升至|增长到|扩大到|降至|下降到|发展到|攀升至|[一-龥]{1,3}(?:到|至|为|成))"
)
_RISEN = re.compile(r"[比较](?:上年|去年|上一年|年初|前年)(?:同期|底|末|年底)?(?:净增|增加|新增|多出?|增长|上升)了?")  # 比去年底净增74家
# 五年前还只有39.2%, 较上年的432亿美元有所回落: what the figure before it was.
_EARLIER = re.compile(
    r"(?:[一二两三四五六七八九十\d]{1,2}年前|前年|上年|去年|上一年|彼时|当时|此前)(?:同期|底|末)?(?:还|则|才|尚|仅|只|不过)*(?:是|为|有|达)?(?:约|近|超过?)?"
)
_THAN_EARLIER = re.compile(r"[较比](?:上年|去年|上一年|前年|年初|20\d\d年|[一二两三四五六七八九十]年前)(?:同期|底|末)?的$")
_THAN_OTHERS = re.compile(
    r"(?:高|低|快|慢|好|优|大|多|领先|超出?)(?:于|过)?(?:全[国省市区]|[一-龥]{0,6}(?:平均|同期水平|水平|均值|县|省|市))|"
    r"比(?:全[国省市区]|[一-龥]{0,6}(?:平均|均值))"
)
_NARROWED = re.compile(r"降幅[^，]{0,10}(?P<way>收窄|缩小|扩大)$")


class FigureRelations(Figures):
    """How the figures of one sentence hang together."""

    def _compared(self, clause: Span, amount: Quantity, before: str, inside: list[Quantity]) -> bool:
        """What only completes the figure before it: 比上年多74家, 五年前还只有39.2%, 较上年提高5个百分点."""
        last = self.reader.found[-1] if self.reader.found and self.row else None
        if amount.unit == "个百分点":
            self._points(before, amount)
            return True
        if last is None or last.unit != amount.unit:
            return bool(_THAN_EARLIER.search(before))
        if _RISEN.fullmatch(before):
            self.reader.found[-1] = replace(last, change=amount.value)
            return True
        if _EARLIER.fullmatch(before) or _THAN_EARLIER.search(before):
            self.reader.found[-1] = replace(last, previous=amount.value)
            return True
        return False

    def _points(self, before: str, amount: Quantity) -> None:
        """较上年提高5个百分点 is the change of the share before it."""
        if not self.reader.found or self.reader.found[-1].unit != "%":
            return
        if _THAN_OTHERS.search(before):
            return
        growth = GROWTH.search(before)
        fell = growth is not None and growth["way"] in FALLING
        if narrowed := _NARROWED.search(before):  # a fall that narrows is a rise
            fell = narrowed["way"] == "扩大"
        self.reader.found[-1] = replace(self.reader.found[-1], change=-amount.value if fell else amount.value)

    def _risen_to(self, clause: Span, amount: Quantity, before: str, inside: list[Quantity]) -> bool:
        """由1.1万人增长到2.6万人: the second number is the fact, the first what it was."""
        if not _FROM.search(before) or not _TO.match(self.text, amount.end):
            return False
        said = _FROM.sub("", before)
        kinds = parks_of_a_kind(self.sentence, clause, said)
        name = kinds.name if kinds else self._stem(clause, said) or self._noun_before(clause) or (self.reader.last or ("",))[-1]
        later = next((q for q in inside if q.start >= amount.end), None)
        if later is not None and name:
            self.used.add(later.start)
            self._emit(clause, later, name, previous=amount.value, owner=kinds.owner if kinds else None)
        return True

    def _grown(self, clause: Span, amount: Quantity, before: str, inside: list[Quantity]) -> bool:
        """同比增长7.2%: of what its clause names, else of the indicator before it."""
        growth = GROWTH.search(before)
        if growth is None or amount.unit != "%":
            return False
        name = self._stem(clause, before[: growth.start()]) or (self.reader.last or ("",))[-1]
        if name:
            kind = "年均增速" if "年均" in (growth["how"] or "") else "同比增速"
            self._emit(clause, amount, name + kind, negative=growth["way"] in FALLING)
            self.reader.last = (name,)
        return True

    def _share(self, clause: Span, amount: Quantity, before: str, inside: list[Quantity]) -> bool:
        """占全市的比重达24.6%, 占全市的三成, 在全国占比24.5%, 贡献了全国20%的工业增加值."""
        if amount.unit != "%":
            return False
        last = (self.reader.last or ("",))[-1]
        if within := _SHARE_IN.search(before):
            name = self._stem(clause, before[: within.start()]) or last
            self._emit(clause, amount, f"{name}占{within['whole']}比重" if name else "", keep=False)
            return True
        if share := _SHARE.search(before):
            name = self._stem(clause, re.sub(r"(?:只|仅|已|约|还)$", "", before[: share.start()])) or last
            self._emit(clause, amount, f"{name}占{share['whole'].removesuffix('的')}比重" if name else "", keep=False)
            return True
        if part := _SHARE_OF.search(before):
            self._emit(clause, amount, f"{self._stem(clause, part['name'])}占{part['whole']}比重", keep=False)
            return True
        if alone := _SHARE_ALONE.search(before):
            name = self._stem(clause, before[: alone.start()])
            self._emit(clause, amount, f"{name}占比" if name else "", keep=False)
            return True
        return self._portion(clause, amount)

    def _portion(self, clause: Span, amount: Quantity) -> bool:
        """贡献了全国20%以上的工业增加值, 集聚了30%的高新技术企业; 研发投入强度超过5%的企业 is a condition."""
        if _CONDITION.match(self.text, clause.start) or (
            re.search(r"(?:超过|达到|不低于|高于|满|超)$", self.text[: amount.start])
            and re.match(r"(?:以上)?的(?:企业|项目|单位|机构)", self.text[amount.end :])
        ):
            return True
        if (what := _SHARE_AFTER.match(self.text[amount.end : clause.end].split("、")[0])) is None:
            return False
        printed = _WHOLE.findall(self.text, 0, amount.start)
        whole = printed[-1] if printed else "全国"
        name = re.sub(r"^全[国市省]", "", what["what"])
        whole = "" if name.startswith("国内") else whole
        self._emit(clause, amount, f"占{whole}{name}比重" if "以上的研发机构" not in name else name)
        return True
