"""Policy measures in sentences: subject, beneficiary, amount in yuan, bound, and the dates and documents around them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise

from monitors.reading.benefits import BENEFIT, GIVING, bare, beneficiary, naming, several
from monitors.reading.documents import dated, deadline, ended, issued, lasts, repeals, titles
from monitors.reading.fact import Bound, Fact, FactKind, Status
from monitors.reading.numbers import Quantity, quantities
from monitors.reading.prose import Span
from monitors.reading.sentence import Context, Sentence, walk
from monitors.reading.subjects import provinces
from monitors.zones import Zones

__all__ = ["MeasureReader", "deadline", "read_measures", "repeals"]

_FUND = re.compile(
    r"(?P<name>[一-龥]{0,10}?(?:母基金|产业基金|创投基金|投资基金|转化基金|引导基金|发展基金|种子基金|"
    r"天使基金|直投基金|专项资金|风险补偿资金池|基金))"
)
_FUND_ACT = re.compile(r"设立|筹设|筹建|组建|成立|发起|总规模|规模|首期|募集|投向")
_HOUSING = re.compile(r"(?P<name>人才公寓|人才住房|保障性住房|青年公寓|研发用房|标准厂房|办公用房|共有产权房|人才房)")
_HOUSING_ACT = re.compile(r"提供|配建|拿出|新建|建设|筹集|推出|免租|启动|销售|分配|供应")
_SERVICE = re.compile(
    r"“?(?P<name>[一-龥]{2,4}不打烊(?:、[一-龥]{2,4}不断档)?|[一-龥]{1,4}通办|一窗受理|免申即享|"
    r"拿地即开工|一事一议|即申即享|一网通办|一件事一次办|最多跑一次|一站式服务|"
    r"延时服务|全年无休|容缺受理|告知承诺制|一业一证|同一层楼办结|同层办结|帮办代办|首席服务员|秒批秒办|一照多址)”?"
)
_SERVICE_ACT = re.compile(r"实行|推行|启用|推出|实施|开展|实现|预约|推进|全部|升级|设立|高频|可|办结|无休|上不封顶|引进")
_NAMED_SCHEME = re.compile(
    r"(?:设立|创设|推出|出台|发布|启动|"
    r"实施)(?:了)?[一-龥]{0,10}?“(?P<name>[一-龥A-Za-z0-9+]{2,16}(?:奖|券|贷|险|保|码))”"
)
_SCHEME_AFTER = re.compile(r"(?:推出|上线|启用|创设)[^。]{0,60}?——(?P<name>[一-龥]{2,10}?)(?=，|。)")
_SYSTEM = re.compile(r"(?:构建|推出|建立|打造|形成)“(?P<name>\d(?:\+[\dNX]){1,5})”[一-龥]{0,6}(?:服务|扶持|支持)体系")
_TIME_LIMIT = re.compile(
    r"(?P<what>[一-龥“”]{2,24}?(?:时限|时间|周期))(?:由|从)(?P<old>\d{1,3})个(?P<unit>工作日|"
    r"小时)(?:压缩|缩短|减少|压减)(?:至|到|为)(?P<new>\d{1,3})个"
)
_PROMISE = re.compile(r"承诺(?:在)?(?P<days>\d{1,3})个(?P<unit>工作日|小时)(?:内|之内)(?P<act>办结|拨付|兑现|答复|审结|完成|到账|受理)")
_PENALTY = re.compile(
    r"(?:在)?(?P<span>\d{1,2}|[一二三四五六七八九十])(?P<unit>年)(?:内|之内)(?P<act>(?:取消|"
    r"不得)[一-龥]{2,10})|(?P<stop>暂停[一-龥]{2,12}?)(?P<months>\d{1,2})(?P<munit>个月|年)"
)
_NOT_POLICY = re.compile(
    r"兑现各类|(?:累计|共|已)(?:兑现|发放|拨付)|兑现[^，]{0,8}资金|公司[^，]{0,8}获|获奖励|融资|订单|营收|营业收入(?!增速)|产值|总投资|投资\d|花了|签约|销售收入|"
    r"贷款余额|授信|争取到|追回|价码|工资|违约|处罚|罚款|亏损\d|税收达|募资|获得.{0,6}投资|凑了|"
    r"算得清|能拿到|可拿到"
)
_RAISED = re.compile(r"(?:由|从)(?:原来的|此前的|每[一-龥]{1,5})?$")
_TO = re.compile(r"^(?:提高|提升|上调|翻番|提标|增加|提|调整|降低|下调)(?:至|到|为)")
_OLD_CAP = re.compile(
    r"(?:旧政策|原政策|此前|原来|过去)[^，。]{0,10}?(?:封顶线|上限|标准|额度)?(?:是|为|仅为|"
    r"仅)(?P<amount>[\d.]{1,8})(?P<scale>万|亿)?元"
)
_MORE = re.compile(r"比(?:原来|此前|过去|以前|旧政策|上年)(?:多了|增加了?|提高了?|高出)(?P<amount>[\d.]{1,8})(?P<scale>万|亿)?元")
_BASIS = re.compile(r"按照?(?P<basis>[一-龥]{2,10}?)(?:额|总额|金额)?的$")  # 按设备投资额的12%
_UNITS = ("元", "美元", "%", "套", "平方米", "亩")


@dataclass
class MeasureReader:
    """Reads an article's or a notice's measures sentence by sentence."""

    found: list[Fact] = field(default_factory=list)
    document: str | None = None  # the policy document spoken of
    edition: str | None = None
    fund: str | None = None
    who: str | None = None
    benefit: str | None = None
    housing: str | None = None
    named: str | None = None  # the measure named last, which a cap in a clause of its own belongs to
    windows: Quantity | None = None  # the counters named last, which a service is offered at
    passage: object = None
    _known: set[tuple[object, ...]] = field(default_factory=set)

    def read(self, context: Context, sentence: Sentence) -> None:
        """Take up the measures of the next sentence."""
        if sentence.passage is not self.passage:
            self.passage, self.who, self.benefit, self.fund, self.housing = sentence.passage, None, None, None, None
            self.named, self.windows = None, None
        if sentence.wishes() and "“" in sentence.text[:2]:
            return
        _Measures(self, context, sentence).read()

    def facts(self) -> list[Fact]:
        """The measures stated, each once."""
        return self.found

    def take(self, fact: Fact) -> None:
        """Keep a fact unless the same is known."""
        key = (fact.zone, fact.subject, fact.value, fact.edition)
        if key not in self._known:
            self._known.add(key)
            self.found.append(fact)


class _Measures:
    """The reading of one sentence."""

    def __init__(self, reader: MeasureReader, context: Context, sentence: Sentence) -> None:
        self.reader = reader
        self.context = context
        self.sentence = sentence
        self.text = sentence.text
        self.shown: dict[int, Fact] = {}

    def read(self) -> None:
        self._documents()
        self._days()
        self._services()
        self._limits()
        amounts = [q for q in quantities(self.text) if q.unit in _UNITS]
        for clause in self.sentence.clauses:
            inside = [q for q in amounts if clause.start <= q.start < clause.end]
            self._names(clause)
            if inside and not _NOT_POLICY.search(self.text[clause.start : clause.end]):
                self._amounts(clause, inside)
            elif not inside:
                self._unpriced(clause)

    # --- documents, dates, services

    def _emit(self, subject: str, clause: Span, anchor: int, **more: object) -> Fact:
        owner = self.context.owner(self.sentence, anchor)
        fact = Fact(
            kind=FactKind.POLICY,
            zone=self._province() or (owner.single if owner else None),
            subject=subject,
            evidence=self.sentence.quote(clause.start, clause.end, anchor),
            edition=self.reader.edition or (str(self.context.published.year) if self.context.published else None),
        )
        fact = replace(fact, **more)  # type: ignore[arg-type]
        self.reader.take(fact)
        return fact

    def _province(self) -> str | None:
        """办法同时规定…: the province whose document it is, though parks are named around it."""
        if not self.reader.document or not re.search(r"(?:办法|文件|规定|意见|通知)(?:同时|还|并)?(?:规定|明确|提出|要求)", self.text):
            return None
        named = provinces(self.reader.document)
        return named[0][2] if named else None

    def _documents(self) -> None:
        named = titles(self.text, self.context.published)
        for one in named:
            clause = Span(one.start, min(len(self.text), one.end + 30))
            act = ended(self.text, one)
            if act:
                self._emit(f"《{one.title}》{act}", clause, one.start, edition=str(one.year) if one.year else None)
                continue
            self.reader.document = one.title if self.text[one.start] == "“" else f"《{one.title}》"
            if not issued(self.text, one):
                continue
            self.reader.edition = str(one.year) if one.year else None
            term = lasts(self.text)
            self._emit(self.reader.document, clause, one.start, value=term, unit="年" if term else None)
        if (
            not named
            and self.reader.document
            and re.match(r"(?:文件|该文件|该政策|新政策|该办法|意见|办法)自.{3,12}起(?:施行|实施|执行)", self.text)
        ):
            self._emit(self.reader.document, Span(0, len(self.text)), 0)

    def _days(self) -> None:
        for one in dated(self.text, self.context.published):
            clause = self.sentence.clause_at(one.start)
            before = [title for title in titles(self.text) if title.start < one.start]
            if one.meaning in ("有效期", "到期"):
                name = f"《{before[-1].title}》" if before and one.meaning == "到期" else self.reader.document
                known = any(fact.subject == self.reader.document for fact in self.reader.found)
                if name is None or (one.meaning == "有效期" and not known):
                    continue
                self._emit(f"{name}{one.meaning}", clause, one.start, edition=one.day.isoformat())
            else:
                self._emit(one.meaning, clause, one.start, edition=one.day.isoformat())

    def _services(self) -> None:
        windows = [q for q in quantities(self.text) if q.unit == "个" and self.text.startswith("窗口", q.end)]
        self.reader.windows = windows[-1] if windows else self.reader.windows
        for found in _SERVICE.finditer(self.text):
            clause = self.sentence.clause_at(found.start())
            around = self.text[clause.start : clause.end]
            if (
                not _SERVICE_ACT.search(around)
                or found["name"] == "最多跑一次"
                or (found.group()[0] != "“" and found["name"] not in ("全年无休", "同一层楼办结", "延时服务"))
            ):
                continue
            if re.search(r"“[^”]*$", self.text[: found.start()]) and found.group()[0] != "“":
                continue
            counted = [q for q in quantities(self.text[clause.start : found.start()]) if q.unit in ("项", "个")]
            value = counted[-1] if counted and re.search(r"实现", around) else None
            if "不打烊" in found["name"]:
                value = self.reader.windows
            subject = found["name"].replace("同一层楼", "同层")
            if "一事一议" in subject:
                who = re.search(r"(?P<who>[一-龥]{2,8})“?一事一议", around)
                subject = (who["who"] if who else "") + "“一事一议”"
            self._emit(subject, clause, found.start(), value=value.value if value else None, unit=value.unit if value else None)
        for found in [*_NAMED_SCHEME.finditer(self.text), *_SCHEME_AFTER.finditer(self.text), *_SYSTEM.finditer(self.text)]:
            self._emit(found["name"], self.sentence.clause_at(found.start("name")), found.start("name"))

    def _limits(self) -> None:
        """时限由30个工作日压缩至7个工作日, 承诺10个工作日内拨付, 5年内取消申报资格."""
        for found in _TIME_LIMIT.finditer(self.text):
            what = re.sub(r"^.*(?:将|把|使)", "", found["what"]).replace("的", "")
            clause = self.sentence.clause_at(found.start())
            self._emit(what, clause, found.start("new"), value=float(found["new"]), previous=float(found["old"]), unit=f"个{found['unit']}")
        for found in _PROMISE.finditer(self.text):
            clause = self.sentence.clause_at(found.start())
            self._emit(
                f"{found['act']}时限", clause, found.start(), value=float(found["days"]), unit=f"个{found['unit']}", bound=Bound.AT_MOST
            )
        for found in _PENALTY.finditer(self.text):
            clause = self.sentence.clause_at(found.start())
            amount = quantities(found.group())
            subject = found["act"] or found["stop"]
            if amount and not re.search(r"可能|曾|已", self.text[clause.start : found.start()]):
                who = beneficiary(self.text[clause.start : found.start()] + "给予")
                self._emit(subject, clause, found.start(), value=amount[0].value, unit=amount[0].unit, beneficiary=who)

    # --- amounts

    def _names(self, clause: Span) -> None:
        """Take up who, what and which fund a clause speaks of."""
        said = self.text[clause.start : clause.end].rstrip("。！？”")
        who = beneficiary(said)
        alone = None if who else bare(said)
        if who or alone:
            who = who or alone or ""
            if who.endswith("的") and self.reader.who and "的" in self.reader.who[:-1]:
                who += self.reader.who.rsplit("的", 1)[1]
            self.reader.who = who
        found = list(BENEFIT.finditer(said))
        if found:
            self.reader.benefit = found[-1]["benefit"]
        fund = [one["name"] for one in _FUND.finditer(said) if len(one["name"]) > 2]
        if fund and _FUND_ACT.search(said):
            self.reader.fund = re.sub(r"^.*(?:筹设|筹建|设立|组建|成立|发起|规模|只|的|个|亿元|首期|万元|了)", "", fund[-1]) or fund[-1]
        housing = _HOUSING.search(said)
        if housing:
            self.reader.housing = housing["name"]

    def _amounts(self, clause: Span, inside: list[Quantity]) -> None:
        said = self.text[clause.start : clause.end]
        if self._funded(clause, said, inside) or self._housed(clause, said, inside):
            return
        if self._amended(clause, said):
            return
        paying = [q for q in inside if q.unit in ("元", "美元", "%", "亩") and self._pays(clause, q)]
        if not paying or (not GIVING.search(said) and not self._raised(paying)):
            return
        for earlier, later in pairwise(tuple(paying)):
            between = self.text[earlier.end : later.start]
            if earlier.bound is Bound.AT_MOST and later.bound is Bound.EXACT and re.fullmatch(r"[一-龥]{0,8}(?:和|及|以及|、)", between):
                paying[paying.index(later)] = replace(later, bound=Bound.AT_MOST)  # 最高给予A和B bounds both
        benefit = self.reader.benefit
        if benefit is None or (not BENEFIT.search(said) and not self._linked(clause, said)):
            return
        if self._raised(paying):
            old, new = paying[0], paying[1]
            if re.search(r"上限|最高|封顶", self.text[clause.start : old.start]):
                new = replace(new, bound=Bound.AT_MOST)
            self._give(clause, new, self.reader.who, benefit, previous=old.value)
            return
        members = several(self.reader.who, len(paying)) if self.reader.who else [None]
        if len(members) == len(paying):
            for who, amount in zip(members, paying, strict=True):
                self._give(clause, amount, who, benefit)
        else:
            for amount in paying:
                self._give(clause, amount, self.reader.who, benefit)

    def _pays(self, clause: Span, amount: Quantity) -> bool:
        """A threshold (增速超过30%的, 投资1亿元以上的) is a condition, not a payment."""
        after = self.text[amount.end : amount.end + 12]
        before = self.text[max(clause.start, amount.start - 10) : amount.start]
        if amount.unit == "%" and not re.search(r"按|给予|补贴|补助|奖励|资助", before):
            return False
        return not re.match(r"(?:及)?的(?:企业|项目|单位|机构|产品|团队|部分(?!奖))|的，|$(?<=x)", after) and not re.search(
            r"(?:满|达到|超过|不足)$", before[:-1] or "x"
        )

    def _raised(self, paying: list[Quantity]) -> bool:
        return len(paying) == 2 and bool(_RAISED.search(self.text[: paying[0].start])) and bool(_TO.match(self.text[paying[0].end :]))

    def _linked(self, clause: Span, said: str) -> bool:
        """A cap in a clause of its own belongs to the benefit before it: 按30%给予奖励，单个产品不超过3000万元."""
        return bool(
            re.match(
                r"(?:单个|博士|硕士|本科|每家|每个|单家|每人|每年|最高|封顶|不超过|累计|单项|同一|总额|最长|上限|"
                r"由|从|重新|对|再|年度|给予|分别)",
                said,
            )
        ) or bool(re.search(r"可领|可申领|可获", said))

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

    def _give(self, clause: Span, amount: Quantity, who: str | None, benefit: str, previous: float | None = None) -> None:
        said = self.text[clause.start : clause.end]
        basis = _BASIS.search(said[: amount.start - clause.start])
        subject = naming(who or (basis["basis"] if basis else None), benefit)
        if who is None and basis is None and self.reader.named and not BENEFIT.search(said):
            subject = self.reader.named
        self.reader.named = subject
        self._emit(
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
            return "容忍度" in said and self._tolerance(clause, inside)
        amount = money[0]
        toward = re.search(r"投向(?P<where>[^，。；]{2,20})", said)
        if toward:
            self._emit(f"{self.reader.fund}投向{toward['where']}", clause, amount.start, value=amount.value, unit="元", bound=amount.bound)
        elif "首期" in said[: amount.end - clause.start]:
            self._emit(f"{self.reader.fund}首期", clause, amount.start, value=amount.value, unit="元", bound=amount.bound)
        else:
            self._emit(self.reader.fund, clause, amount.start, value=amount.value, unit="元", bound=amount.bound)
        return True

    def _tolerance(self, clause: Span, inside: list[Quantity]) -> bool:
        share = [q for q in inside if q.unit == "%"]
        name = re.search(r"[一-龥]{2,16}容忍度", self.text[clause.start : clause.end])
        if share and name:
            self._emit(name.group(), clause, share[0].start, value=share[0].value, unit="%", bound=share[0].bound)
        return True

    def _housed(self, clause: Span, said: str, inside: list[Quantity]) -> bool:
        """配建不少于1000套人才公寓; 提供最高500平方米的研发用房; 租金按市场价的五折收取."""
        rent = re.search(r"租金", said)
        for amount in inside:
            if amount.unit in ("套", "平方米") and _HOUSING.search(said) and _HOUSING_ACT.search(said):
                self._emit(_HOUSING.search(said)["name"], clause, amount.start, value=amount.value, unit=amount.unit, bound=amount.bound)  # type: ignore[index]
                return True
            if rent and amount.unit == "%" and re.search(r"收取|优惠|减免|折", said):
                self._emit(f"{self.reader.housing or ''}租金", clause, amount.start, value=amount.value, unit="%", bound=amount.bound)
                return True
        return any(amount.unit in ("套", "平方米") for amount in inside)

    def _unpriced(self, clause: Span) -> None:
        """A benefit without an amount: 提供租房补贴，最长可达3年; 销售人才住房."""
        said = self.text[clause.start : clause.end]
        offered = re.search(r"(?:提供|发放|给予)(?P<name>(?:租房|购房|生活|安家|住房|就业|培训|交通)(?:补贴|补助|津贴))", said)
        if offered:
            who = beneficiary(said)
            at_most = re.match(r"，最长(?:可达|可|不超过)?\d{1,2}(?:年|个月)", self.text[clause.end :])
            span = quantities(at_most.group()) if at_most else []
            more = {"value": span[0].value, "unit": span[0].unit, "bound": Bound.AT_MOST} if span else {}
            self._emit(naming(who, offered["name"]), clause, clause.start + offered.start(), beneficiary=who, **more)
        lasting = re.search(
            r"(?:(?P<who>[^，。；的]{2,20})的)?(?P<name>(?:租房|购房|生活|安家|住房|就业|交通)(?:补贴|补助|津贴))最长(?:可以|可)?(?:领取?|享受|达|发放)?",
            said,
        )
        term = [q for q in quantities(said[lasting.end() :]) if q.unit in ("年", "个月")] if lasting else []
        if lasting and term:
            limit = {"value": term[0].value, "unit": term[0].unit, "bound": Bound.AT_MOST, "beneficiary": lasting["who"]}
            self._emit(naming(lasting["who"], lasting["name"]), clause, clause.start + lasting.start(), **limit)
        elif re.search(r"(?:销售|推出|分配|配售)(?:[一-龥]{0,4})(?:人才住房|人才公寓|人才房)", said):
            self._emit(_HOUSING.search(said)["name"], clause, clause.start)  # type: ignore[index]


def read_measures(text: str) -> list[Fact]:
    """The measures of a notice's or an article's prose; `zone` is None, for whose they are is known from elsewhere. Money in yuan."""
    reader = MeasureReader()
    for context, sentence in walk("", text, None, Zones(())):
        reader.read(context, sentence)
    return [replace(fact, zone=None) for fact in reader.facts()]
