"""Counts, amounts, shares and growth that sentences state of a park, a province or all parks of a kind."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from monitors.reading.aims import aimed
from monitors.reading.amounts import amounts as amounts_in
from monitors.reading.dates import period
from monitors.reading.entrants import entrants, parks_of_a_kind
from monitors.reading.fact import Bound, Fact, FactKind, Status
from monitors.reading.figure_lists import FALLING, GROWTH, listed
from monitors.reading.figure_names import FOLLOWING, PERFORMED, missing, names_it, noun_of, stem
from monitors.reading.numbers import Quantity
from monitors.reading.ownership import Owners
from monitors.reading.prose import Span
from monitors.reading.rows import beside_a_park, topic
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
_OTHERS = re.compile(
    r"(?<!上市)公司|集团|一家[一-龥]{0,10}企业|某[一-龥]{1,6}企业|团队|生产线|车间|实验室里|客户|马拉松|该企业|企业负责人|他的|他们|研究院院长|产品|员工|"
    r"[厂店]里|厂子|一家[一-龥]{0,8}[厂店]|这家|老板|师傅"
)
_ATTRIBUTE = re.compile(
    r"^(?:及)?(?:以上)?(?:的[一-龥]{0,14}|(?<=以上)(?:重大|产业|工业)?)(?:项目|企业|订单|产业链)"
)  # 投资50亿元的电池项目 is one project, not the park
# What a number counts that is no indicator: 两套体系, 四项一级指标, 三个环节, 5个位次.
_NO_FIGURE = re.compile(
    r"(?:国家级?|省级以上)?(?:高新技术产业园区|高新区|经开区|高新技术产业开发区|经济技术开发区|园区|开发区)|"
    r"(?:个)?(?:席位|身位|名次|位次)|[一-龥]{0,4}(?:单项|指标)|方面|层面|环节|领域|方向|主线|字(?!号)|数(?!控|字|据|量|码)|角(?!色)|地方|城市|片区|阶段|"
    r"问题|原因|步骤|维度|数量级|问号|病根|硬伤|外号|老牌|楼层|自由度|亲戚|(?:之|以)?[内外后]|开外|个头"
)
_STEP = re.compile(
    r"(?P<name>[一-龥“”]{3,24}?)(?:首次|首度|再次|成功|历史性)*(?:站上|跨上|迈上|突破|跨越|登上|跃上|迈过)[一-龥]{0,3}[百千万亿]"
)
# 首破千亿元，达1053亿元; 突破1000家大关，达1012家: the second number is the fact.
_STEP_AFTER = re.compile(r"(?:的)?(?:大关|关口|台阶|门槛|级)?，(?:总[量数额])?(?:达到?了?|实现|为|完成|共|录得)+[\d.]")
_ROUND = re.compile(r"[1-9]0*(?:万亿|[百千万亿])*[一-龥]{1,2}|[一二三四五六七八九十百千万]+亿?[一-龥]{1,2}")
_RISEN = re.compile(r"[比较](?:上年|去年|上一年|年初|前年)(?:同期|底|末|年底)?(?:净增|增加|新增|多出?|增长|上升)了?")  # 比去年底净增74家
_PART_NEW = re.compile(r"(?:其中)?(?:，)?(?:当年|今年|去年|全年|年内|上半年|年度)*(?:新增|新认定|净增|新引进|新注册)(?:了)?")
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
_THIS = re.compile(r"(?:这一|这个|该)(?:数字|数据|指标)")
_THIS_SHARE = re.compile(r"(?:这一|这个|该)(?:比重|比例|占比)")
_ENTRY = re.compile(r"(?:前(?:\d{1,3}|[一二三四五六七八九十]{1,3})(?:名|强|位)?|(?:\d{1,3}|[一二三五]?十)强)")
_SAID_BEFORE = re.compile(
    r"(?:20\d\d年|去年|今年|目前|如今|眼下|在册的?|全区|全园|园区|已|现|总数|总量|累计|合计|共|只|仅|又|首次)*(?:达到?|为|有|增至|升至|完成|实现|来到)?"
    r"(?:近|约|超过?|逾)?"
)
_SO_FAR = re.compile(r"累计[一-龥]{0,12}$")
_TOTAL = re.compile(r"总数|总量|累计|合计|共")
_GOES_ON = re.compile(r"(?:大关|关口|台阶|门槛)$|(?:增长?|降|升|下滑)(?:了)?[\d.]+%$")
_FEW = re.compile(
    r"(?P<name>[一-龥]{2,12}?)(?:数量)?(?:(?:还|太|并|仍|偏|很|较|比较)+(?:少|不多|不够|有限|多)|(?:实现|已|再|又|连年|持续|稳步|快速|大幅)*"
    r"(?:翻了?[一两]?番|增长|攀升|再创新高|创新高|再上台阶))$"
)
_COUNTS = ("家", "个", "户", "项")


@dataclass
class IndicatorReader:
    """Reads an article's indicators sentence by sentence."""

    found: list[Fact] = field(default_factory=list)
    last: tuple[str, ...] = ()  # the indicators named last, for a growth rate that follows
    entry: str = ""
    topic: str = ""  # the indicator that a row of parks is told of
    owners: Owners = field(default_factory=Owners)
    _known: set[tuple[object, ...]] = field(default_factory=set)

    def read(self, context: Context, sentence: Sentence) -> None:
        """Take up the indicators of the next sentence."""
        self.last = ()
        _Figures(self, context, sentence).read()

    def facts(self) -> list[Fact]:
        """The indicators stated, each once."""
        return self.found

    def take(self, fact: Fact) -> None:
        """Keep a fact unless the same is known."""
        key = (fact.zone, fact.subject, fact.value, fact.status, fact.edition)
        if key not in self._known:
            self._known.add(key)
            self.found.append(fact)


class _Figures:
    """The reading of one sentence."""

    def __init__(self, reader: IndicatorReader, context: Context, sentence: Sentence) -> None:
        self.reader = reader
        self.context = context
        self.sentence = sentence
        self.text = sentence.text
        self.used: set[int] = set()
        self.row: list[str] = []  # the indicators of this sentence, in order: 分别增长5.5%和12.4% is said of the last two

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

    def _is_theirs(self, clause: Span) -> bool:
        """Whether a clause speaks of a company or a person: its figures are none of the park's."""
        other = list(_OTHERS.finditer(self.text, 0, clause.end))
        if not other:
            return False
        parks = [one.end for one in self.sentence.parks if one.start < clause.end]
        pointing = [end for start, end in self.sentence.pronouns if start < clause.end]
        return other[-1].start() > max([*parks, *pointing, -1]) or clause.start <= other[-1].start()

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

    def _entrants(self, clause: Span, amount: Quantity, before: str) -> bool:
        """江苏有9家园区进入前50名, 四川的国家高新区达到8家."""
        found = entrants(self.context, self.sentence, clause, amount, self.reader.entry)
        if found is None and amount.unit in ("家", "个") and not _FROM.search(before):
            found = parks_of_a_kind(self.sentence, clause, re.sub(r"(?:达到?|为|有|增至|共|已)+$", "", before))
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

    def _noun_before(self, clause: Span) -> str:
        """研发投入强度也在爬坡，由2.1%提高到2.9%: the measure that the clause before speaks of without a figure."""
        earlier = [one for one in self.sentence.clauses if one.end <= clause.start]
        return self._stem(earlier[-1], noun_of(self.text[earlier[-1].start : earlier[-1].end])) if earlier else ""

    # --- pieces

    def _stem(self, clause: Span, before: str) -> str:
        """The noun phrase that a figure follows: without park, verbs, bounds and time words."""
        end = clause.start + len(before)
        subjects = (*self.sentence.parks, *self.sentence.places, *self.sentence.nation)
        inside = [one.end - clause.start for one in subjects if clause.start <= one.start and one.end <= end]
        inside += [last - clause.start for first, last in self.sentence.pronouns if clause.start <= first and last <= end]
        return stem(before[max([0, *inside]) :])

    def _owner(self, amount: Quantity) -> Subject | None:
        owner = self.reader.owners.of(self.context, self.sentence, amount.start)
        places_only = owner is not None and owner.level is Level.PLACE and self.context.register.focus and not self.sentence.places
        return None if places_only and "全省" not in self.text[: amount.start] else owner

    def _emit(
        self,
        clause: Span,
        amount: Quantity,
        name: str,
        *,
        previous: float | None = None,
        negative: bool = False,
        owner: Subject | None = None,
        edition: str | None = None,
        keep: bool = True,
    ) -> None:
        name = name.replace("的", "")
        owner = owner or self._owner(amount)
        if owner is None or not names_it(name, amount) or (amount.money and _ATTRIBUTE.match(self.text[amount.end :])):
            return
        dated = [year for year in self.sentence.years if year.start < amount.start]
        year = dated[-1].year if dated else self.context.year
        self.used.add(amount.start)
        if not name.endswith(("增速", "比重")):
            self.row.append(name)
            self.reader.last = (name,) if keep else self.reader.last
        high = amount.bound is Bound.AT_MOST and self.text.endswith("高达", 0, amount.start)  # 高达78% is 78%
        for zone in owner.names:
            self.reader.take(
                Fact(
                    kind=FactKind.INDICATOR,
                    zone=zone,
                    subject=name,
                    evidence=self.sentence.quote(clause.start, clause.end, amount.start),
                    edition=edition or period(self.text[: amount.start], year),
                    value=-amount.value if negative else amount.value,
                    unit=amount.unit,
                    bound=Bound.EXACT if high else amount.bound,
                    previous=previous,
                    change=round(amount.value - previous, 6) if previous is not None and amount.unit in _COUNTS else None,
                    status=Status.TARGET if aimed(self.sentence, amount.start) else Status.STATED,
                )
            )
