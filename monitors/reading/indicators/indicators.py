"""Counts, amounts, shares and growth that sentences state of a park, a province or all parks of a kind."""

from __future__ import annotations

import re
from dataclasses import replace

from monitors.reading.amounts import amounts as amounts_in
from monitors.reading.fact import Bound
from monitors.reading.indicators.entrants import Entry, entrants, parks_of_a_kind
from monitors.reading.indicators.figures import Indicators
from monitors.reading.indicators.listed import listed
from monitors.reading.indicators.names import FOLLOWING, PERFORMED, missing
from monitors.reading.indicators.relations import FigureRelations
from monitors.reading.indicators.rows import beside_a_park, heading, topic
from monitors.reading.numbers import Quantity
from monitors.reading.prose import Span
from monitors.reading.sentence import Context, Sentence
from monitors.reading.subjects import Level, Subject

_UNITS = {
    "家", "户", "个", "项", "件", "名", "人", "套", "亩", "所", "支", "只", "种", "款", "座", "间", "处", "类", "元", "美元", "欧元", "%",
    "平方米", "平方公里", "公里", "人次", "吨", "个百分点", "席", "公顷", "对", "条", "篇", "辆",
    "吉瓦", "兆瓦", "千瓦", "吉瓦时", "千瓦时", "标准箱", "台",
}  # fmt: skip
_SINGLE = frozenset(
    ("一个", "一家", "一项", "一名", "一条", "一种", "一类", "一只", "一支", "一座", "一间", "一件", "一款", "一套", "一处")
)
_NEW = re.compile(r"(?P<new>新增|新认定|新引进|新注册|新签约|净增)")
_FROM = re.compile(r"(?:由|从)(?:[一-龥\d]{0,8}的)?$")
# What a number counts that is no indicator: 两套体系, 四项一级指标, 三个环节, 5个位次.
_NO_FIGURE = re.compile(
    r"(?:国家级?|省级以上)?(?:高新技术产业园区|高新区|经开区|高新技术产业开发区|经济技术开发区|园区|开发区)|"
    r"(?:个)?(?:席位|身位|名次|位次)|[一-龥]{0,4}(?:单项|指标)|方面|层面|环节|领域|方向|主线|字(?!号)|数(?!控|字|据|量|码)|角(?!色)|地方|城市|片区|阶段|"
    r"问题|原因|步骤|维度|数量级|问号|病根|硬伤|外号|老牌|楼层|自由度|亲戚|(?:之|以)?[内外后]|开外|个头|阶"
)
_STEP = re.compile(
    r"(?P<name>[一-龥“”]{3,24}?)(?:首次|首度|再次|成功|历史性)*(?:站上|跨上|迈上|突破|跨越|登上|跃上|迈过)[一-龥]{0,3}[百千万亿]"
)
# 首破千亿元，达1053亿元; 突破1000家大关，达1012家: the second number is the fact.
_STEP_AFTER = re.compile(r"(?:的)?(?:大关|关口|台阶|门槛|级)?，(?:总[量数额])?(?:达到?了?|实现|为|完成|共|录得)+[\d.]")
_ROUND = re.compile(r"[1-9]0*(?:万亿|[百千万亿])*[一-龥]{1,2}|[一二三四五六七八九十百千万]+亿?[一-龥]{1,2}")
_PART_NEW = re.compile(r"(?:其中)?(?:，)?(?:当年|今年|去年|全年|年内|上半年|年度)*(?:新增|新认定|净增|新引进|新注册)(?:了)?")
_THIS = re.compile(r"(?:这一|这个|该)(?:数字|数据|指标)")
_THIS_SHARE = re.compile(r"(?:这一|这个|该)(?:比重|比例|占比)")
_ENTRY = re.compile(r"(?:前(?:\d{1,3}|[一二三四五六七八九十]{1,3})(?:名|强|位)?|(?:\d{1,3}|[一二三五]?十)强)")
_SAID_BEFORE = re.compile(
    r"(?:20\d\d年|去年|今年|目前|如今|眼下|在册的?|全区|全园|园区|已|现|总数|总量|累计|合计|共|只|仅|又|首次)*(?:达到?|为|有|增至|升至|完成|实现|来到)?"
    r"(?:近|约|超过?|逾)?"
)
_KINDS = re.compile(r"(?:国家级?|省级)(?:高新区|经开区|开发区)数量")
_MORE_KINDS = re.compile(r"(?:另有|还有|有)?(?P<kind>(?:国家级?|省级)(?:高新区|经开区|开发区))(?:总数|数量)?(?:有|为|达到?)?")
_SO_FAR = re.compile(r"累计[一-龥]{0,12}$")
_TOTAL = re.compile(r"总数|总量|累计|合计|共")
_GOES_ON = re.compile(r"(?:大关|关口|台阶|门槛)$|(?:增长?|降|升|下滑)(?:了)?[\d.]+%$")
_FEW = re.compile(
    r"(?P<name>[一-龥]{2,12}?)(?:数量)?(?:(?:还|太|并|仍|偏|很|较|比较)+(?:少|不多|不够|有限|多)|(?:实现|已|再|又|连年|持续|稳步|快速|大幅)*"
    r"(?:翻了?[一两]?番|增长|攀升|再创新高|创新高|再上台阶))$"
)


class IndicatorReader(Indicators):
    """Reads an article's indicators sentence by sentence."""

    def read(self, context: Context, sentence: Sentence) -> None:
        """Take up the indicators of the next sentence."""
        self.last = ()
        _Figures(self, context, sentence).read()


class _Figures(FigureRelations):
    """The reading of one sentence."""

    def read(self) -> None:
        if self.sentence.wishes:
            return
        if entry := _ENTRY.search(self.text):
            self.reader.entry = entry.group()
        amounts = [q for q in amounts_in(self.text) if q.unit in _UNITS and q.printed not in _SINGLE]
        for clause in self.sentence.clauses if amounts else ():
            inside = [q for q in amounts if clause.start <= q.start < clause.end]
            if not inside or self._is_theirs(clause):
                continue
            if not self._listed(clause, inside):
                for amount in inside:
                    self._figure(clause, amount, inside)

    def _listed(self, clause: Span, inside: list[Quantity]) -> bool:
        """Names and figures, or parks and figures, that go one to one."""
        said = self.text[clause.start : inside[0].start]
        if len(inside) < 2 or not ("分别" in said or "依次" in said):
            return False
        parks = [one for one in self.sentence.parks if clause.start <= one.start < inside[0].start]
        found = listed(self.text, clause, inside, parks, (list(self.reader.last), self.row), lambda words: self._stem(clause, words))
        for one in found:
            owner = replace(parks[-1], names=(one.zone,)) if one.zone else None
            self._emit(clause, one.amount, one.name, negative=one.falls, owner=owner)
        if found:
            self.reader.last = tuple(dict.fromkeys(one.of or one.name for one in found))
        return bool(found)

    def _figure(self, clause: Span, amount: Quantity, inside: list[Quantity]) -> None:
        before = self.text[clause.start : amount.start]
        if self.text.rfind("《", 0, amount.start) > self.text.rfind("》", 0, amount.start):
            return  # 《人才十条》
        if amount.start in self.used or self._entrants(clause, amount, before):
            return
        if _NO_FIGURE.match(self.text, amount.end) or any(one.start <= amount.start < one.end for one in self.sentence.parks):
            return
        for read in (self._compared, self._risen_to, self._grown, self._share):
            if read(clause, amount, before, inside):
                return
        if _STEP_AFTER.match(self.text, amount.end) and (_ROUND.fullmatch(amount.printed) or amount.bound is Bound.MORE_THAN):
            self.reader.last = (self._stem(clause, before),)
            return
        if beside_a_park(self.sentence, clause, amount) and (named := self._of_a_row(amount)):
            self.reader.topic = named
            self._emit(clause, amount, named, keep=False)
            return
        self._plain(clause, amount, before)

    # --- figures that are said of others

    def _entrants(self, clause: Span, amount: Quantity, before: str) -> bool:
        """江苏有9家园区进入前50名, 四川的国家高新区达到8家."""
        found = entrants(self.context, self.sentence, clause, amount, self.reader.entry)
        if found is None and amount.unit in ("家", "个") and not _FROM.search(before):
            found = parks_of_a_kind(self.sentence, clause, re.sub(r"(?:达到?|为|有|增至|共|已)+$", "", before))
        if found is None and self.row and _KINDS.fullmatch(self.row[-1]) and (kind := _MORE_KINDS.fullmatch(before)):
            whose = Subject(0, 0, (self.reader.found[-1].zone or "",), Level.PLACE)
            found = Entry(whose, f"{kind['kind']}数量")  # 湖北省国家高新区达到12家，国家级经开区9家
        if found is None:
            return False
        self._emit(clause, amount, found.name, owner=found.owner, edition=found.edition)
        return True

    # --- figures of their own

    def _of_a_row(self, amount: Quantity) -> str | None:
        """A亩均税收29万元，B是41.3万元: what a figure right behind a park is of, named before the first park or by the figure before."""
        named = topic(self.sentence, amount.start, self.reader.topic)
        if named or not self.row or not self.reader.found or self.reader.found[-1].unit != amount.unit:
            return named
        return self.row[-1]

    def _plain(self, clause: Span, amount: Quantity, before: str) -> None:
        name = self._stem(clause, before)
        if (park := self.context.register.begun(name)) and (named := heading(self.text[: clause.start]) or self.reader.topic):
            self.reader.topic = named  # 研发投入强度一栏：燕郊5.1%、石家庄4.8%
            self._emit(clause, amount, named, owner=Subject(clause.start, clause.start, (park,), Level.PARK), keep=False)
            return
        if amount.unit == "%" and self.reader.found and _THIS_SHARE.search(before):
            name = self.reader.found[-1].subject
        if _THIS.search(before) and self.reader.last:
            name = self.reader.last[-1]
        if missing(name):
            name = self._named_after(clause, amount, name) or self._said_before(clause, before)
        elif len(name) == 2 and (whole := self._noun_before(clause)).endswith(name):
            name = whole  # 钛材产量位居全国首位，2022年产量达到6.8万吨
        new = _NEW.search(before)
        if not name and new and self.reader.last and _PART_NEW.fullmatch(before):
            name = "新增" + self.reader.last[-1].removeprefix("新增")  # 高新技术企业613家，其中当年新增97家
        if name and new and not name.startswith(("新", "净增")):
            name = new["new"] + name
        if name in self.row and _SO_FAR.search(before):
            name = "累计" + name  # 2024年实际使用外资17.6亿美元，累计实际使用外资超440亿美元
        if name.endswith("以上") and self.row and (head := re.search(r"项目|企业|平台|机构|人才$", self.row[-1])):
            name += head.group()  # 亿元以上项目68个，其中10亿元以上9个
        if len(name) >= 2:
            self._emit(clause, amount, name)

    def _named_after(self, clause: Span, amount: Quantity, name: str) -> str:
        """380余家生物医药企业, 15家企业完成了清洁生产审核: what a number counts stands behind it."""
        behind = self.text[amount.end : clause.end]
        if done := PERFORMED.match(behind):
            return f"{done['act']}{done['what']}企业"
        if name.endswith("等") and (short := re.match(r"[一-龥]{2}(?=[午夜周晚早]|$|[，。；])", behind)):
            return short.group()
        after = FOLLOWING.match(behind)
        return after["what"] if after else ""

    def _said_before(self, clause: Span, before: str) -> str:
        """技术合同成交额首次站上百亿元台阶，达103亿元; 新增高新技术企业123家，总数达到461家: what the clause before speaks of."""
        earlier = [one for one in self.sentence.clauses if one.end <= clause.start]
        if self.sentence.parks:  # 固定资产投资方面，A2024年完成186亿元
            before = before[max([0, *(one.end - clause.start for one in self.sentence.parks if clause.start <= one.start < clause.end)]) :]
        if not earlier or not _SAID_BEFORE.fullmatch(before):
            return ""
        if _TOTAL.search(before) and self.reader.last:
            return re.sub(r"^(?:新增|新认定|净增|新引进)", "", self.reader.last[-1])
        said = self.text[earlier[-1].start : earlier[-1].end]
        if _GOES_ON.search(said) and self.reader.last:
            return self.reader.last[-1]  # 出口额同比大增32%，达到58亿元
        if self.reader.last and _STEP_AFTER.search(self.text[earlier[-1].start : clause.end + 1]):
            return self.reader.last[-1]
        if few := _FEW.search(said):
            return self._stem(earlier[-1], few["name"])
        step = _STEP.search(said)
        return self._stem(earlier[-1], step["name"]) if step else self._noun_before(clause)

    # --- pieces
