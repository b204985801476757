"""Measures without a payment: services, time limits, housing, and what is withheld from whom."""

from __future__ import annotations

import re
from abc import abstractmethod

from monitors.reading.benefits import bare, beneficiary, naming
from monitors.reading.fact import Bound, Fact
from monitors.reading.numbers import Quantity, quantities
from monitors.reading.prose import Span
from monitors.reading.sentence import Sentence
from monitors.reading.terms import terms

HOUSING = re.compile(
    r"(?P<name>(?:人才|研发|实验|办公|生产|保障性|青年|标准|共有产权|中试|孵化|创业|过渡|周转|租赁|科研|经营)(?:性)?(?:用房|公寓|厂房|住房|场地|空间|场所|房源|产权房|房)|免费工位)"
)
HOUSING_ACT = re.compile(r"预留|腾出|备好|准备|释放|投用|提供|配建|筹建|拿出|新建|建设|筹集|推出|免租|启动|销售|分配|供应")
SERVICE = re.compile(
    r"“?(?P<name>[一-龥]{2,4}不打烊(?:、[一-龥]{2,4}不断档)?|[一-龥]{1,4}通办|一窗受理|免申即享|"
    r"拿地即开工|一事一议|即申即享|一网通办|一件事一次办|最多跑一次|一站式服务|"
    r"延时服务|全年无休|容缺受理|告知承诺制|一业一证|同一层楼办结|同层办结|帮办代办|首席服务员|秒批秒办|一照多址)”?"
)
_SERVICE_ACT = re.compile(
    r"开通|推开|上岗|铺开|上线|落地|启动|投用|运行|覆盖|亮相|到位|增设|新设|开设|实行|推行|启用|推出|实施|开展|实现|预约|推进|全部|升级|设立|高频|可|办结|无休|上不封顶|引进"
)
# 所有奖补资金“免申即享”: the service is all that is said of them.
_PREDICATE = re.compile(r"(?:资金|事项|业务|政策|奖补|补[贴助]|奖励|项目|审批|材料|执照|证照|手续|登记)(?:全部|全都|均|都|一律|全程)?“$")
_NAMED_SCHEME = re.compile(
    r"(?:设立|创设|推出|上线|出台|发布|启动|"
    r"实施)(?:了)?[一-龥]{0,10}?“(?P<name>[一-龥A-Za-z0-9+]{2,16}(?:奖|券|贷|险|保|码|通|卡|包))”"
)
_SCHEME_AFTER = re.compile(r"(?:推出|上线|启用|创设)[^。]{0,60}?——(?P<name>[一-龥]{2,10}?)(?=，|。)")
_SYSTEM = re.compile(
    r"(?:构建|推出|建立|打造|形成)“(?P<name>\d(?:\+[\dNX]){1,5})”[一-龥]{0,6}(?:服务|扶持|支持)体系|提供“(?P<offer>\d(?:\+[\dNX]){1,5})”[一-龥]{0,4}服务"
)
_TIME_LIMIT = re.compile(
    r"(?P<what>[一-龥“”]{2,24}?(?:时限|时间|周期))，?(?:由|从)(?:原来的|法定的|承诺的)?(?P<old>\d{1,3}(?:\.\d)?)个?(?P<unit>工作日|"
    r"小时|天|分钟)[一-龥]{1,5}?(?:至|到|为|成)(?P<new>\d{1,3}(?:\.\d)?)个?(?P<newunit>工作日|小时|天|分钟)?"
)
# 施工图审查由15天压到5天: shortened, whatever it is called.
_SPED = re.compile(
    r"(?P<what>[一-龥“”]{2,16}?)(?:由|从)(?:原来的|法定的|承诺的)?(?P<old>\d{1,3}(?:\.\d)?)个?(?P<unit>工作日|小时|天)(?:[压缩减降]|提速)[一-龥]{0,3}?(?:至|到|为|成)"
    r"(?P<new>\d{1,3}(?:\.\d)?)个?(?P<newunit>工作日|小时|天)?"
)
_SHORTENED = re.compile(
    r"(?P<what>[一-龥“”]{2,24}?(?:时限|时间|周期))(?:整体|平均|全面|再|已|统一|全省|全市|全区|全国|一律|进一步)*(?:压缩|缩短|减少|压减|缩减|控制|精简|减|降|压)(?:至|到|为|在)(?P<days>\d{1,3}(?:\.\d)?)个?(?P<unit>工作日|小时|天|分钟)"
)
_DONE = r"办结|拨付|兑现|兑付|支付|付清|答复|审结|到账|受理|发放|到位|办理|反馈|回复|响应|放款|办完|领证|出证|核发|完成(?=[审核办备兑验受登]|$|[，。；])"
_PROMISE = re.compile(rf"(?<!平均)(?<!用了)(?P<days>\d{{1,3}})个?(?P<unit>工作日|小时|天)(?:内|之内|以内)[一-龥]{{0,6}}?(?P<act>{_DONE})")
_TOPIC = re.compile(
    r"(?P<topic>[一-龥]{0,6}(?:资金|奖补|奖励|补贴|补助|证照|许可证?|业务|诉求|事项|执照|开办))(?:全部|将|可|都|一律)?(?:实行|实现|采用|推行|审|申|“|，|在)"
)
_PENALTY = re.compile(
    r"(?:在)?(?P<span>\d{1,2}|[一二两三四五六七八九十])(?P<unit>年)(?:内|之内)(?P<act>(?:取消|"
    r"不得|不予|不再|不受理|不接受|不安排|不纳入|停止|限制|禁止)[一-龥]{2,10})|(?P<stop>暂停[一-龥]{2,12}?)(?P<months>\d{1,2})(?P<munit>个月|年)"
)


_NO_APPLYING = re.compile(r"^(?:不得|不予|不再|停止|禁止)(?:再|再次|受理)*(?:申报|申请)$")  # what is withheld, as notices call it
_AIMED = re.compile(r"力争|争取|目标|计划(?!单列)|有望|冲刺")
_SPAN = re.compile(r"工作日|小时|分钟|天内|[\d一二两三四五六七八九十](?:个月|年|天)|一半|减半")  # else no term is stated
# 申报辅导“免费办”: a way of doing business, in quotes; 自助终端24小时可用.
_WAY = re.compile(r"(?P<what>[一-龥]{2,14}?)(?:实行|实现|推行|(?<!许)可|可以|全部|都)?“(?P<name>[一-龥]{1,4}(?:办|批|享|达|结|领|审))”")
_WAY_LEAD = re.compile(r"^.*(?:将|把|对|的|让|使|事项|实现|实行|推行|推出|开设|启用|上线|开通)")
_ROUND_THE_CLOCK = re.compile(
    r"(?P<what>[一-龥]{2,8}?)(?:提供|实行|支持|全天|可|全年)*(?P<day>24小时)(?:全天候|不间断)?(?:可用|开放|服务|自助|不打烊|受理|值守|运行)"
)
_WITHIN = re.compile(
    r"(?P<what>[一-龥]{2,14}?)(?:从[一-龥]{2,4}到(?P<act>[一-龥]{2,4}))?(?:的)?(?:时限|时间|周期)?(?:不超过|最长|最多|控制在|至多)(?P<days>\d{1,3})个(?P<unit>工作日|小时)"
)
_HALF = re.compile(r"(?:减免|减|免|承担|补贴|补助)(?:去)?一半|减半")
_RENT = re.compile(r"(?P<name>(?:[一-龥]{0,8}的)?[一-龥]{0,8}(?:租金|房租|费用|保费|物业费|检测费|使用费))")


# 建立“一企一专班”机制, 配备“项目管家”, 由专人“一对一”协调: what is introduced in quotes, where its form or the word after it says
# that it is a way of serving firms and people, and no product, slogan or project.
_INTRODUCED = re.compile(
    r"(?:推行|实行|实现|建立|配备|设立|新设|增设|设置|推出|新增|实施|启用|开通|提供|组建|成立|采用|采取|落实|执行|开设|试行|探索|创新|享受|可享|享有|安排|全程|上线|启动|创设|由(?:[一-龥]{2,8})?)(?:了|起)?"
    r"[一-龥]{0,6}?“(?P<name>[一-龥A-Z0-9+、]{2,14})”(?P<kind>[一-龥]{0,2}(?:机制|服务|模式|制度|办理|协调|改革|专窗|专区|审批|窗口|套餐|对接|帮扶|保障|清单|举措))?"
)
# “证照联办”改革全面铺开, “帮办代办”队伍同步上岗: what has started is said behind the name.
_SPREAD = re.compile(
    r"“(?P<name>[一-龥A-Z0-9+、]{2,14})”(?P<kind>[一-龥]{0,6}(?:机制|服务|模式|制度|协调|改革|专窗|专区|审批|窗口|队伍|专线))?"
    r"(?:(?:自)?(?:\d{1,2}月)?(?:\d{1,2}日)?起)?(?:也|将|已|同步|全面|正式|率先|随之|同时|全域|开始)*(?:推开|铺开|上线|落地|启动|启用|推行|实施|运行|上岗|投用|开通)"
)
_PRODUCT = re.compile(r"[贷险券卡]$")
_NO_SERVICE = re.compile(r"条$|[贴奖补]|行动|计划|工程|战略|发展|产业|产品|系列|项目|品牌|模型|平台|\d{3}|[A-Za-z]{3}")
_SERVING = re.compile(
    r"一.{1,2}一.{0,2}|免费.{1,4}|.{2,6}[办窗]|.{2,4}找.{1,3}|.{2,6}(?:秘书|负责制|顾问|联络员|合伙人|辅导员|助理)|.{2,10}(?:专[窗区席线员岗]|服务[区台站点岗]|绿色通道|综窗)|.{1,4}(?:办结|[办享批领审兑送])|.{0,4}(?:管家|专员|专班|照常|不打烊|店小二|服务员|保姆|通道|直通车|首问|直达|快办|代办|网格|码上|全天候|上门|随时).{0,4}|[零秒免].{1,4}|先.{1,3}后.{1,3}"
)


_OFF_HOURS = re.compile(r"周[末六日]|双休日|节假日|[夜午晚]间|中午")  # looked for first, for speed
_OFF = r"(?:周[末六日]|双休日|节假日|夜间|晚间|午间|中午)"
_HOURS = r"(?:[上下]午|[\d一二三四五六七八九十]{1,3}[时点]半?|\d{1,2}[:：]\d\d|[至到—-])*"
_OPEN = r"(?:(?:全天|照常|延时|轮流|正常|错时|不|可)+(?:开放|办理|办公|营业|打烊|受理|办事|值班|办)|开放|值班|轮值|办理(?:业务)?|服务(?!中心|大厅|站))"
_COUNTERS = r"[一-龥]{0,6}(?:大厅|服务厅|中心|窗口|驿站|服务站)"
# 政务大厅周六照常开放, 4个窗口午间照常开放; 周六上午9时至12时，办税服务厅照常开放.
_OPEN_AT = re.compile(
    rf"(?P<counter>{_COUNTERS})(?:在|将|的)?(?P<name>{_OFF}{_OPEN})|(?P<when>{_OFF}){_HOURS}，?(?P<who>{_COUNTERS})(?P<act>{_OPEN})"
)
_FIRST = re.compile(r"(?:可以?|予以|将|应|给予)(?P<name>优先(?:申报|推荐|安排|保障|支持|纳入|列入)[一-龥A-Za-z“”]{3,20}?)(?=$|[，。；])")
# 每年开放不少于50个应用场景: what is held out each year.
_EACH_YEAR = re.compile(
    r"每年(?P<act>开放|发布|遴选|推出|释放|提供)(?:不少于|至少|不低于|超过|约)?\d{1,5}(?:余)?(?P<unit>个|项|类|张|台)(?P<what>[一-龥]{0,8}(?:场景|清单|机会|岗位|机时|课程))(?=$|[，。；])"
)

FIRMS_OWN = re.compile(
    r"(?:^|[，。；“])(?:该|这家|我们)?(?:公司|集团|厂里|企业自己|工厂)(?![、和与的])|(?:某|一家)[一-龥]{0,8}(?:公司|集团|企业)(?=宣布|透露|计划|决定|拿出|还?对|给)"
)  # what a firm gives its own people


def _way_of(found: re.Match[str]) -> str:
    """What is done that way: 申报辅导 of 将申报辅导“免费办”; nothing of 推出“周末预约办”."""
    return _WAY_LEAD.sub("", found["what"])


def _predicate(text: str, found: re.Match[str]) -> bool:
    """Whether a quoted service is all that its clause says of something; the one in 将“拿地即开工”的时限压缩至… is not."""
    return bool(_PREDICATE.search(text[: found.start() + 1])) and not re.match(r"[^，。；！]", text[found.end() :])


_COUNTER = re.compile(
    r"(?:大厅|中心|窗口|专窗|[局委办处科所]|园区|管委会|部门|全省|全市|全区|改为|变为|升级为)$"
)  # who offers a service is no part of its name


class Offers:
    """The measures of one sentence that pay nothing."""

    sentence: Sentence
    text: str
    housing: str | None = None  # the housing spoken of
    windows: Quantity | None = None  # the counters named last, which a service is offered at

    @abstractmethod
    def emit(self, subject: str, clause: Span, anchor: int, **more: object) -> Fact:
        """Keep a measure stated in a clause; `more` are the fact's further fields."""

    def services(self) -> None:
        windows = [q for q in quantities(self.text) if q.unit == "个" and self.text.startswith("窗口", q.end)]
        self.windows = windows[-1] if windows else self.windows
        for found in SERVICE.finditer(self.text):
            clause = self.sentence.clause_at(found.start())
            around = self.text[clause.start : clause.end]
            if (
                not (_SERVICE_ACT.search(around) or _predicate(self.text, found))
                or found["name"] == "最多跑一次"
                or (found.group()[0] != "“" and found["name"] not in ("全年无休", "同一层楼办结", "延时服务"))
            ):
                continue
            if re.search(r"“[^”]*$", self.text[: found.start()]) and found.group()[0] != "“":
                continue
            counted = [q for q in quantities(self.text[clause.start : found.start()]) if q.unit in ("项", "个")]
            value = counted[-1] if counted and re.search(r"实现", around) else None
            if "不打烊" in found["name"]:
                value = self.windows
            subject = found["name"].replace("同一层楼", "同层")
            if "一事一议" in subject:
                who = re.search(r"(?P<who>[一-龥]{2,14})“?一事一议", around)
                subject = (re.sub(r"^.*对|的|实行$|采取$", "", who["who"]) if who else "") + "“一事一议”"
            self.emit(subject, clause, found.start(), value=value.value if value else None, unit=value.unit if value else None)
        for found in [*_NAMED_SCHEME.finditer(self.text), *_SCHEME_AFTER.finditer(self.text), *_SYSTEM.finditer(self.text)]:
            group = "name" if found["name"] else "offer"
            self.emit(found[group], self.sentence.clause_at(found.start(group)), found.start(group))

    def limits(self) -> None:
        """时限由30个工作日压缩至7个工作日, 承诺10个工作日内拨付, 5年内取消申报资格."""
        if not _SPAN.search(self.text):
            return
        told = list(_TIME_LIMIT.finditer(self.text))
        told += [one for one in _SPED.finditer(self.text) if not any(old.start("new") == one.start("new") for old in told)]
        for found in told:
            what = re.sub(r"^.*(?:将|把|使)|从[一-龥]{2,6}到[一-龥]{2,6}的", "", found["what"]).replace("的", "")
            clause = self.sentence.clause_at(found.start())
            unit = found["newunit"] or found["unit"]
            same = unit == found["unit"]  # 2个工作日 and 4小时 are not compared
            self.emit(
                what,
                clause,
                found.start("new"),
                value=float(found["new"]),
                previous=float(found["old"]) if same else None,
                unit=f"个{unit}" if unit == "工作日" or "个小时" in found.group() else unit,
            )
        for found in _SHORTENED.finditer(self.text):
            what = re.sub(r"^.*(?:将|把|使|，)", "", found["what"]).replace("的", "")
            if "平均" in found.group():
                continue  # what it took on average is counted, not promised
            unit = "个工作日" if found["unit"] == "工作日" else found["unit"]
            bound = Bound.AT_MOST if re.match(r"以内|之内|内", self.text[found.end() :]) else Bound.EXACT
            self._say(what, found.start("days"), value=float(found["days"]), unit=unit, bound=bound)
        for found in _PROMISE.finditer(self.text):
            clause = self.sentence.clause_at(found.start())
            topic = list(_TOPIC.finditer(self.text[: found.start() + 2]))
            name = re.sub(r"^.*(?:的|使|让|将|对|项)", "", topic[-1]["topic"]) if topic else ""
            self.emit(
                f"{name}{found['act']}时限",
                clause,
                found.start("days"),
                value=float(found["days"]),
                unit=found["unit"] if found["unit"] == "天" else f"个{found['unit']}",
                bound=Bound.AT_MOST,
            )
        for found in _PENALTY.finditer(self.text):
            clause = self.sentence.clause_at(found.start())
            amount = quantities(found.group())
            subject = _NO_APPLYING.sub("取消申报资格", found["act"] or found["stop"])
            if amount and not re.search(r"可能|曾|已", self.text[clause.start : found.start()]):
                who = beneficiary(self.text[clause.start : found.start()] + "给予") or beneficiary(self._before(clause))
                self.emit(subject, clause, found.start(), value=amount[0].value, unit=amount[0].unit, beneficiary=who)

    def _before(self, clause: Span) -> str:
        """The words of the clause before one."""
        earlier = [one for one in self.sentence.clauses if one.end <= clause.start]
        return self.text[earlier[-1].start : earlier[-1].end] if earlier else ""

    def unpriced(self, clause: Span) -> None:
        """A benefit without an amount: 提供租房补贴，最长可达3年; 销售人才住房."""
        said = self.text[clause.start : clause.end]
        offered = re.search(r"(?:提供|发放|给予)(?P<name>(?:租房|购房|生活|安家|住房|就业|培训|交通)(?:补贴|补助|津贴))", said)
        if offered:
            who = beneficiary(said)
            at_most = re.match(r"，最长(?:可达|可|不超过)?\d{1,2}(?:年|个月)", self.text[clause.end :])
            span = quantities(at_most.group()) if at_most else []
            more = {"value": span[0].value, "unit": span[0].unit, "bound": Bound.AT_MOST} if span else {}
            self.emit(naming(who, offered["name"]), clause, clause.start + offered.start(), beneficiary=who, **more)
        lasting = re.search(
            r"(?:(?P<who>[^，。；的]{2,20})的)?(?P<name>(?:租房|购房|生活|安家|住房|就业|交通)(?:补贴|补助|津贴))最长(?:可以|可)?(?:领取?|享受|达|发放)?",
            said,
        )
        term = [q for q in quantities(said[lasting.end() :]) if q.unit in ("年", "个月")] if lasting else []
        if lasting and term:
            limit = {"value": term[0].value, "unit": term[0].unit, "bound": Bound.AT_MOST, "beneficiary": lasting["who"]}
            self.emit(naming(lasting["who"], lasting["name"]), clause, clause.start + lasting.start(), **limit)
        elif re.search(r"(?:销售|推出|分配|配售)(?:[一-龥]{0,4})(?:人才住房|人才公寓|人才房)", said):
            self.emit(HOUSING.search(said)["name"], clause, clause.start)  # type: ignore[index]

    def ways(self) -> None:
        """Services and terms that a phrase of its own states: “免费办”, 24小时可用, 不超过7个工作日, 贴息期不超过24个月, 减免一半."""
        for found in _WAY.finditer(self.text) if "“" in self.text else ():
            what = _way_of(found)
            if what and not SERVICE.search(found.group()):
                self._say(f"{what}“{found['name']}”", found.start("name"))
        self._opening_hours()
        for found in _FIRST.finditer(self.text) if "优先" in self.text else ():
            who = bare(self._before(self.sentence.clause_at(found.start())))
            self._say(found["name"], found.start("name"), beneficiary=who)
        for found in _EACH_YEAR.finditer(self.text) if "每年" in self.text else ():
            told = [one for one in quantities(self.text) if found.start() < one.start < found.end()]
            if told and not FIRMS_OWN.search(self.text[: found.start()]):
                self._say(found["act"] + found["what"], told[0].start, value=told[0].value, unit=told[0].unit, bound=told[0].bound)
        if not _SPAN.search(self.text):
            return
        for found in _ROUND_THE_CLOCK.finditer(self.text):
            self._say(f"{found['what']}24小时服务", found.start("day"))
        for found in _WITHIN.finditer(self.text):
            if not re.search(r"承诺(?:在)?$", self.text[: found.start("days")]):
                limit = {"value": float(found["days"]), "unit": f"个{found['unit']}", "bound": Bound.AT_MOST}
                self._say(f"{found['what']}{found['act'] or ''}时限", found.start("days"), **limit)
        for one in terms(self.text, self.housing):
            self._say(one.subject, one.anchor, value=one.value, unit=one.unit, bound=one.bound)
        for found in _HALF.finditer(self.text):
            named = list(_RENT.finditer(self.text[: found.start()]))
            if named and found.start() - named[-1].end() <= 14:
                name = re.sub(r"^.*(?:将|把|对|的条款|园区|其中)", "", named[-1]["name"]).replace("的", "")
                self._say(f"{name}减免", found.start(), value=50.0, unit="%")

    def _opening_hours(self) -> None:
        """政务大厅周六照常开放; of 市场准入等4个窗口午间照常开放 4 is the value, and no part of the name."""
        for found in _OPEN_AT.finditer(self.text) if _OFF_HOURS.search(self.text) else ():
            if FIRMS_OWN.search(self.text[: found.start()]):
                continue
            counted = self.windows if found["counter"] and re.search(r"\d[个余]*窗口$", self.text[: found.end("counter")]) else None
            park = max((one.end for one in self.sentence.parks if one.start < found.end()), default=0)
            counter = (
                ""
                if counted
                else self.text[
                    max(park, found.start("counter" if found["counter"] else "who")) : found.end("counter" if found["counter"] else "who")
                ]
            )
            subject = counter + (found["name"] or found["when"] + found["act"])
            more = {"value": counted.value, "unit": "个"} if counted else {}
            self._say(subject, found.start("name" if found["name"] else "when"), **more)

    def arrangements(self) -> None:
        """Services under names of their own: 建立“一企一专班”机制, 人才子女入学实行“一站式”办理."""
        for found in [*_INTRODUCED.finditer(self.text), *_SPREAD.finditer(self.text)] if "“" in self.text else ():
            name, clause = found["name"], self.sentence.clause_at(found.start("name"))
            if any(one.start("name") == found.start("name") and _way_of(one) for one in _WAY.finditer(self.text)):
                continue
            plain = re.match(r"(?:全面|全部|统一|率先|率先在全省|全程)?(?:推行|实行|试行)(?:了|起)?“", found.group())
            if (
                not (found["kind"] or (_SERVING.fullmatch(name) and not _PRODUCT.search(name)) or (plain and not _NO_SERVICE.search(name)))
                or SERVICE.search(f"“{name}”")
                or _SYSTEM.search(found.group())
            ):
                continue
            firm = FIRMS_OWN.search(self.text[: found.start()])
            if firm or re.search(r"公司|集团|大学|医院|学校|实验室|他|她|银行", self.text[clause.start : found.start()]):
                continue
            who = beneficiary(self.text[clause.start : found.start()] + "提供")
            what = re.search(r"(?:^|[，。；])(?P<what>[一-龥]{2,12})，?$", self.text[: found.start()])
            topic = (
                what["what"]
                if what and not any(one.start < found.start() and one.end > what.start() for one in self.sentence.parks)
                else ""
            )
            topic = "" if _COUNTER.search(topic) else topic
            topic = re.sub(r"^.*(?:先后|该区|全区|同步|还|将|并|全面|对)", "", topic) if not who else ""
            self._say(f"{topic}“{name}”{found['kind'] or ''}", found.start("name"), beneficiary=who)

    def _say(self, subject: str, anchor: int, **more: object) -> None:
        if not _AIMED.search(self.text[:anchor]):  # a measure from next year on is one
            self.emit(subject, self.sentence.clause_at(anchor), anchor, **more)
