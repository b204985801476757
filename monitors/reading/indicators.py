"""Counts, amounts, shares and growth that sentences state of a park, a province or all parks of a kind."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise

from monitors.reading.aims import aimed
from monitors.reading.amounts import amounts as amounts_in
from monitors.reading.boards import entry_name
from monitors.reading.dates import period
from monitors.reading.fact import Fact, FactKind, Status
from monitors.reading.numbers import Quantity
from monitors.reading.ownership import Owners
from monitors.reading.prose import Span
from monitors.reading.rows import AMONG, ENTERING, beside_a_park, number_of_parks, shared_ending, topic
from monitors.reading.sentence import Context, Sentence
from monitors.reading.subjects import Level, Subject

_UNITS = {
    "家", "户", "个", "项", "件", "名", "人", "套", "亩", "所", "支", "只", "种", "款", "座", "间", "处", "类", "元", "美元", "欧元", "%",
    "平方米", "平方公里", "公里", "人次", "吨", "个百分点", "席", "倍", "公顷", "对", "条", "篇", "辆",
    "吉瓦", "兆瓦", "千瓦", "吉瓦时", "标准箱", "台",
}  # fmt: skip
_VERBS = (
    r"达到了?|达|为|有|是|共有|共|已有|已达|已|约|近|超过|超|突破|逾|累计|总数|总量|合计|总计|现有|"
    r"仍有|仅|占|至|到|增至|升至|发展到|已经|多达|高达|变成|将|均|分别|"
    r"至少|最少|不少于|不低于|最多|不超过|完成了?|实现了?|只有|刚过|越过|冲到|录得|存量|达成|拿下|登上|扩容到|扩充到|集聚到|聚集到|汇聚到|压缩至|压减至|到了|翻[一两]?番|翻了[一两]番|眼下|在册|逼近|超出|接近了|首破|年产|已然|就有|便有|预计|均达|接近|仍|还有|另有|不足|大约|则|也|总共|共计|占到|攀升至|升到|稳定在|保持在|扩大到|增加到|力争|争取|确保|要|有望|首次|首度|再次|成功|历史性|的"
)
_TRAILING = re.compile(rf"(?:{_VERBS})+$")
_LEADING = re.compile(
    r"^.*(?:力争|争取|确保|拥有(?!量)|集聚了?|汇聚了?|聚集了?|培育了?|培育出|引进了?|引育|实现|完成|现有|入驻(?!企业)|落户(?!企业)|建成|"
    r"取得|获得|贡献了?|累计有|累计|共有|已有|建设|吸引了?|吸引|形成|创造了?|"
    r"覆盖|推动|预计|全年|当年|截至目前|目前|其中|同时|区内|园区内|全区|园区|该区|该园区|(?<!国家)高新区|"
    r"经开区|开发区|当地|各类|以及|达成|签约(?!面积|企业|项目|额)|兑现|追回|提供|探索|设定了?|包括|新认定|年新增|"
    r"新建|腾出)"
)
_NEW = re.compile(r"(?P<new>新增|新认定|新引进|新注册|新签约|净增)")
_GROWTH = re.compile(
    r"(?P<how>同比(?:分别)?|年均|环比|比上年(?:同期)?|较上年(?:同期)?|[较比]年初|[较比]上年末|按(?:可比|不变)价格?(?:计算)?)?(?:实际|大幅?|小幅|猛|微|再|净|逆势|快速|稳步|"
    r"复合)?(?P<way>增长|增速(?:达到?|为|超过?|超)?|增幅(?:达|为)?|提升|下降|减少|增|降|下滑|下跌|缩水|萎缩|收窄|上涨|攀升|上扬|负增长|提高|加快|扩大|"
    r"回落)(?:了)?(?P<bound>近|超过?|约|逾|突破)?$"
)
_FALLING = ("下降", "减少", "回落", "降", "下滑", "下跌", "缩水", "萎缩", "收窄", "负增长")
_SHARE = re.compile(
    r"占(?P<whole>(?!比(?:达到?|为|超过?|约|近)?$)[一-龥“”（）/]{1,16}?)(?:的)?(?:比重|比例|比)?(?:分别)?(?:高达|仅为|达到?|为|超过?|约|近|升至|提高到)?$"
)
_SHARE_AFTER = re.compile(r"^(?:的)(?P<what>[^，。；、和]{2,18})")
_FROM = re.compile(r"(?:由|从)(?:[一-龥\d]{0,8}的)?$")
_TO = re.compile(
    r"^[一-龥]{0,3}?(?:增至|增加到|提高到|升至|提升至|提升到|上升到|上升至|增长到|扩大到|降至|下降到|发展到|攀升至|[一-龥]{1,3}(?:到|至|为|成))"
)
_AFTER = re.compile(
    r"^(?:的)?(?P<what>[一-龥A-Za-z“”]{2,18}?)(?=$|[，。；、！]|[\d]|完成|入驻|落户|随到|集中|通过|均|"
    r"全部|陆续|先后|相继|整体|已|正|在|被|可以|可|实行|实现|和|与|签约|投产|开工|开放|建成|获)"
)
_OTHERS = re.compile(
    r"(?<!上市)公司|集团|一家[一-龥]{0,10}企业|某[一-龥]{1,6}企业|团队|生产线|车间|实验室里|客户|马拉松|该企业|企业负责人|他的|他们|研究院院长|产品|员工"
)
_DONE = re.compile(r"^企业(?P<act>完成|通过|开展|获得|享受|参与|入驻|接入)了?(?P<what>[一-龥]{3,14})")  # 15家企业完成了清洁生产审核
_MADE = re.compile(
    r"(?P<whose>[一-龥]{2,12}(?:产业|企业|集群|板块|链))(?:累计|共)?(?:完成|实现|创造)(?P<what>总?产值|营收|营业收入|销售|税收|投资|产量)"
)
_NAME = re.compile(r"[一-龥A-Za-z0-9“”（）&/、%]{2,30}")
_NO_NAME = re.compile(
    r"^[比较对还给让]|给了|我们|他们|还对|上调|下调|标准从|^企业的$|^多个|^新增$|^国家高新区(?:的)?综合评价$|一个|^每[家个户人名]|（$"
)
_ATTRIBUTE = re.compile(
    r"^(?:及)?(?:以上)?(?:的[一-龥]{0,14}|(?<=以上)(?:重大|产业|工业)?)(?:项目|企业|订单|产业链)"
)  # 投资50亿元的电池项目 is one project, not the park
_NO_FIGURE = re.compile(
    r"(?:国家级?|省级以上)?(?:高新技术产业园区|高新区|经开区|高新技术产业开发区|经济技术开发区|园区|开发区)|单项|指标|方面|层面"
)
_PLACE_COUNT = re.compile(r"^(?:共)?(?:有|占|占了|占据|入围|入榜|上榜|共有|另有)?(?:了)?$")
_ENTRY = re.compile(r"(?:前(?:\d{1,3}|[一二三四五六七八九十]{1,3})(?:名|强|位)?|(?:\d{1,3}|[一二三五]?十)强)")
_STEP = re.compile(
    r"(?P<name>[一-龥“”]{3,24}?)(?:首次|首度|再次|成功|历史性)*(?:站上|跨上|迈上|突破|跨越|登上|跃上|迈过)[一-龥]{0,3}[百千万亿]"
)
_STEP_AFTER = re.compile(r"(?:大关|关口|台阶|门槛|(?<=[百千万亿]亿元))，(?:达到?|实现|为|完成|共|录得)+[\d.]")
_RISEN = re.compile(r"[比较](?:上年|去年|上一年|年初|前年)(?:同期|底|末|年底)?(?:净增|增加|新增|多)(?:了)?")  # 比去年底净增74家
_PART_NEW = re.compile(r"(?:其中)?(?:，)?(?:当年|今年|去年|全年|年内|上半年|年度)*(?:新增|新认定|净增|新引进|新注册)(?:了)?")
_OLDER = re.compile(r"较(?:上年|上一年|去年)的$")


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

    def read(self) -> None:
        if self.sentence.wishes:
            return
        entry = _ENTRY.search(self.text)
        if entry:
            self.reader.entry = entry.group()
        amounts = [
            q
            for q in amounts_in(self.text)
            if q.unit in _UNITS and q.printed not in ("一个", "一家", "一项", "一名", "一条", "一种", "一类")
        ]
        for clause in self.sentence.clauses:
            inside = [q for q in amounts if clause.start <= q.start < clause.end]
            if not inside or self._is_theirs(clause):
                continue
            if not self._listed(clause, inside):
                for amount in inside:
                    self._figure(clause, amount, inside)

    def _is_theirs(self, clause: Span) -> bool:
        """Whether a clause speaks of a company or a person: its figures are none of the park's."""
        said = self.text[: clause.end]
        other = list(_OTHERS.finditer(said))
        if not other:
            return False
        parks = [one.end for one in self.sentence.parks if one.start < clause.end]
        pointing = [end for start, end in self.sentence.pronouns if start < clause.end]
        return other[-1].start() > max([*parks, *pointing, -1]) or clause.start <= other[-1].start()

    # --- lists of figures

    def _listed(self, clause: Span, inside: list[Quantity]) -> bool:
        """高新技术企业、科技型中小企业分别达到215家、433家: names and figures go one to one."""
        said = self.text[clause.start : inside[0].start]
        if len(inside) < 2 or "分别" not in said:
            return False
        if any(not re.fullmatch(r"、|和|及|以及|与", self.text[a.end : b.start]) for a, b in pairwise(inside)):
            return False
        growth = _GROWTH.search(_TRAILING.sub("", said)) or _GROWTH.search(said)
        share = re.search(r"占(?P<whole>[一-龥]{2,12})的比重", said)
        if (growth and growth.start() < 4) or (share and share.start() < 2):
            names = list(self.reader.last)
        else:
            stem = self._stem(clause, re.sub(r"(?:同比|比上年|年均)?分别.*$", "", said))
            names = [one for one in re.split(r"、|和|及|以及|与", stem) if one]
            names = shared_ending(names)
        if len(names) != len(inside):
            return False
        for name, amount in zip(names, inside, strict=True):
            if growth:
                self._emit(clause, amount, name + "同比增速", negative=growth["way"] in _FALLING)
            elif share:
                self._emit(clause, amount, f"{name}占{share['whole']}比重")
            else:
                self._emit(clause, amount, name)
        if not share or not self.reader.last:
            self.reader.last = tuple(names)
        return True

    def _figure(self, clause: Span, amount: Quantity, inside: list[Quantity]) -> None:
        before = self.text[clause.start : amount.start]
        if self.text.rfind("《", 0, amount.start) > self.text.rfind("》", 0, amount.start):
            return  # 《人才十条》
        if amount.start in self.used or self._entrants(clause, amount):
            return
        if _NO_FIGURE.match(self.text[amount.end :]) or any(one.start <= amount.start < one.end for one in self.sentence.parks):
            return
        if _OLDER.search(before):
            return
        if _FROM.search(before) and _TO.match(self.text[amount.end : amount.end + 8]):
            later = next((q for q in inside if q.start >= amount.end), None)
            said = _FROM.sub("", before)
            kinds = number_of_parks(said)
            name = kinds or self._stem(clause, said) or (self.reader.last[-1] if self.reader.last else "")
            if later is not None and name:
                self.used.add(later.start)
                self._emit(clause, later, name, previous=amount.value)
            return
        growth = _GROWTH.search(before)
        if growth and amount.unit == "%":
            stem = self._stem(clause, before[: growth.start()])
            name = stem or (self.reader.last[-1] if self.reader.last else "")
            if name:
                how = growth["how"] or ""
                kind = "年均增速" if "年均" in how else "同比增速"
                self._emit(clause, amount, name + kind, negative=growth["way"] in _FALLING)
                self.reader.last = (name,)
            return
        if _RISEN.fullmatch(before) and self.reader.found and self.reader.found[-1].unit == amount.unit:
            self.reader.found[-1] = replace(self.reader.found[-1], change=amount.value)
            return
        if amount.unit == "个百分点":
            self._points(growth is not None and growth["way"] in _FALLING, amount)
            return
        share = _SHARE.search(before)
        if share and amount.unit == "%":
            stem = self._stem(clause, before[: share.start()])
            name = stem or (self.reader.last[-1] if self.reader.last else "")
            if name:
                self._emit(clause, amount, f"{name}占{share['whole'].removesuffix('的')}比重", keep=False)
            return
        part = re.search(r"(?P<name>[一-龥]{2,8})(?:只|仅|不足|约)?占(?P<whole>全[国省市区]|[一-龥]{2,3}[省市])的?$", before)
        if _STEP_AFTER.match(self.text[amount.end :]):  # 首次突破300亿元大关，达到312亿元: the second number is the fact
            self.reader.last = (self._stem(clause, before),)
            return
        if part and amount.unit == "%":
            name = self._stem(clause, part["name"])
            self._emit(clause, amount, f"{name}占{part['whole']}比重", keep=False)
            return
        if amount.unit == "%" and self._portion(clause, amount):
            return
        if beside_a_park(self.sentence, clause, amount) and (named := topic(self.sentence, amount.start, self.reader.topic)):
            self.reader.topic = named
            self._emit(clause, amount, named, keep=False)
            return
        name = self._stem(clause, before)
        if amount.unit == "%" and self.reader.found and re.search(r"(?:这一|这个|该)(?:比重|比例|占比)", before):
            name = self.reader.found[-1].subject
        if re.search(r"(?:这一|这个|该)(?:数字|数据|指标)", before) and self.reader.last:
            name = self.reader.last[-1]
        if name.endswith("等") or len(name) < 2 or re.fullmatch(r"[一-龥]?(?:全国|全省|全市|年|月|日|每年|首批|年度|有)", name):
            done = _DONE.match(self.text[amount.end : clause.end])
            after = _AFTER.match(self.text[amount.end : clause.end])
            listed = name.endswith("等") and re.match(r"[一-龥]{2}(?=[午夜周晚早]|$|[，。；])", self.text[amount.end : clause.end])
            name = f"{done['act']}{done['what']}企业" if done else listed.group() if listed else after["what"] if after else ""
            name = name or self._said_before(clause, before)
        new = _NEW.search(before)
        if not name and new and self.reader.last and _PART_NEW.fullmatch(before):
            name = "新增" + self.reader.last[-1].removeprefix("新增")  # 高新技术企业613家，其中当年新增97家
        if name and new and not name.startswith(("新", "净增")):
            name = new["new"] + name
        if len(name) >= 2:
            self._emit(clause, amount, name)

    def _said_before(self, clause: Span, before: str) -> str:
        """技术合同成交额首次站上百亿元台阶，达103亿元; 新增高新技术企业123家，总数达到461家: what the clause before speaks of."""
        earlier = [one for one in self.sentence.clauses if one.end <= clause.start]
        if not earlier or not re.fullmatch(
            r"(?:目前|如今|眼下|在册的?|全区|全园|园区|已|现|总数|总量|累计|合计|共|只|仅)*(?:达到?|为|有|增至|升至)?(?:近|约|超过?|逾)?",
            before,
        ):
            return ""
        if re.search(r"总数|总量|累计|合计|共", before) and self.reader.last:
            return re.sub(r"^(?:新增|新认定|净增|新引进)", "", self.reader.last[-1])
        said = self.text[earlier[-1].start : earlier[-1].end]
        if re.search(r"(?:大关|关口|台阶|门槛)$|(?:增长?|降|升|下滑)(?:了)?[\d.]+%$", said) and self.reader.last:
            return self.reader.last[-1]  # 出口额同比大增32%，达到58亿元
        few = re.search(
            r"(?P<name>[一-龥]{2,12}?)(?:数量)?(?:(?:还|太|并|仍|偏|很|较|比较)+(?:少|不多|不够|有限|多)|(?:实现|已|再|又|连年|持续|稳步|快速|大幅)*(?:翻了?[一两]?番|增长|攀升|再创新高|创新高|再上台阶))$",
            said,
        )
        if few:
            return self._stem(earlier[-1], few["name"])
        step = _STEP.search(said)
        return self._stem(earlier[-1], step["name"]) if step else ""

    def _portion(self, clause: Span, amount: Quantity) -> bool:
        """贡献了全国20%以上的工业增加值, 集聚了30%的高新技术企业."""
        if re.match(r"(?:凡|对|按)", self.text[clause.start :]) or (
            re.search(r"(?:超过|达到|不低于|高于|满|超)$", self.text[: amount.start])
            and re.match(r"(?:以上)?的(?:企业|项目|单位|机构)", self.text[amount.end :])
        ):
            return True  # 研发投入强度超过5%的企业: a condition
        if (what := _SHARE_AFTER.match(self.text[amount.end : clause.end].split("、")[0])) is None:
            return False
        name = what["what"].removeprefix("全国").removeprefix("全市").removeprefix("全省")
        self._emit(clause, amount, f"占全国{name}比重" if "以上的研发机构" not in name else name)
        return True

    def _points(self, fell: bool, amount: Quantity) -> None:
        """较上年提高5个百分点 is the change of the share before it."""
        if self.reader.found and self.reader.found[-1].unit == "%":
            last = self.reader.found[-1]
            change = -amount.value if fell else amount.value
            self.reader.found[-1] = Fact(**{**{name: getattr(last, name) for name in last.__dataclass_fields__}, "change": change})

    def _entrants(self, clause: Span, amount: Quantity) -> bool:
        """江苏有9家园区进入前50名, 湖北占了3席: how many of a province's parks are on a ranking."""
        if amount.unit not in ("家", "席", "个"):
            return False
        place = next(
            (one for one in self.sentence.places if one.end <= amount.start and _PLACE_COUNT.match(self.text[one.end : amount.start])), None
        )
        whole = re.search(r"(?:全省|该省)(?:另有|还有|共有|有)$", self.text[clause.start : amount.start])
        earlier = [one for one in self.sentence.places if one.start < amount.start]
        whole = whole or ENTERING.match(self.text[amount.end :])
        among = AMONG.search(self.text[clause.start : amount.start])
        if among:  # 前30名中的江苏园区为6家, 进入前30名的园区达到9家: of the province spoken of
            place = earlier[-1] if earlier else self.context.place or place
        boards = [one.board for one in self.sentence.boards] or self.context.boards
        owner = place or (earlier[-1] if whole and earlier else None)
        if owner is None and whole and self.context.province and "全省" in self.text[: amount.start]:
            owner = Subject(0, 0, (self.context.province,), Level.PLACE)  # 全省有7家国家级经开区位列前100名，其中4家跻身前50名
        if owner is None or not boards or re.match(r"企业|项目", self.text[amount.end :]):
            return False
        board = boards[-1]
        name = entry_name(board, self.reader.entry)
        self._emit(clause, amount, name, owner=owner, edition=str(board.edition) if board.edition else None)
        return True

    # --- pieces

    def _stem(self, clause: Span, before: str) -> str:
        """The noun phrase that a figure follows: without park, verbs, bounds and time words."""
        inside = [
            one.end - clause.start
            for one in (*self.sentence.parks, *self.sentence.places, *self.sentence.nation)
            if clause.start <= one.start and one.end <= clause.start + len(before)
        ]
        inside += [
            end - clause.start for start, end in self.sentence.pronouns if clause.start <= start and end <= clause.start + len(before)
        ]
        stem = before[max([0, *inside]) :][-40:]  # no name of an indicator is longer
        stem = _MADE.sub(r"\g<whose>\g<what>", stem)
        stem = re.split(r"[\d%]+[一-龥]{0,2}、|\d+(?:家|个|项|名|件|户)(?:和|与|及|、)?", stem)[-1]
        for _ in range(3):
            stem = _TRAILING.sub("", stem)
        stem = _LEADING.sub("", stem)
        stem = re.sub(
            r"^(?:的|了|上半年|下半年|去年|今年|年|前三季度|第?[一二三四]季度|全年|内|里|已|还|有|中|在|和|与|"
            r"及|\d{4}年(?:度|底|末|初)?|[一二三四五六七八九十\d]{1,2}月|等|则|也|累计|总计)+",
            "",
            stem,
        )
        return re.sub(r"(?:总数|数量|累计)$", "", stem).strip("“”的") if "“" not in stem else stem

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
        owner = owner or self.reader.owners.of(self.context, self.sentence, amount.start)
        if not _NAME.fullmatch(name) or name.count("“") != name.count("”") or _NO_NAME.search(name):
            return
        if amount.money and _ATTRIBUTE.match(self.text[amount.end :]):
            return
        if owner is None or (
            owner.level is Level.PLACE
            and self.context.register.focus
            and not self.sentence.places
            and "全省" not in self.text[: amount.start]
        ):
            return
        target = aimed(self.sentence, amount.start)
        dated = [year for year in self.sentence.years if year.start < amount.start]
        year = dated[-1].year if dated else self.context.year
        self.used.add(amount.start)
        if keep and not name.endswith(("增速", "比重")):
            self.reader.last = (name,)
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
                    bound=amount.bound,
                    previous=previous,
                    change=round(amount.value - previous, 6) if previous is not None and amount.unit in ("家", "个", "户", "项") else None,
                    status=Status.TARGET if target else Status.STATED,
                )
            )
