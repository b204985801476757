"""Services: ways of serving firms and people under names of their own, and hours at which counters are open."""

from __future__ import annotations

import re
from abc import abstractmethod

from monitors.reading.fact import Fact
from monitors.reading.numbers import Quantity, quantities
from monitors.reading.policies.benefits import beneficiary
from monitors.reading.prose import Span
from monitors.reading.sentence import Sentence

SERVICE = re.compile(
    r"“?(?P<name>[一-龥]{2,4}不打烊(?:、[一-龥]{2,4}不断档)?|[一-龥]{1,4}通办|一窗受理|免申即享|"
    r"拿地即开工|一事一议|即申即享|一网通办|一件事一次办|最多跑一次|一站式服务|"
    r"延时服务|全年无休|容缺受理|告知承诺制|一业一证|同一层楼办结|同层办结|帮办代办|首席服务员|秒批秒办|一照多址)”?"
)
_SERVICE_ACT = re.compile(
    r"开通|推开|上岗|铺开|上线|落地|启动|投用|运行|覆盖|亮相|到位|增设|新设|开设|实行|推行|启用|推出|实施|开展|实现|预约|推进|全部|升级|设立|高频|可|办结|无休|上不封顶|引进|配备|配[了上]|安排|提供|派驻"
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
_AIMED = re.compile(r"力争|争取|目标|计划(?!单列)|有望|冲刺")
# 申报辅导“免费办”: a way of doing business, in quotes; 自助终端24小时可用.
WAY = re.compile(r"(?P<what>[一-龥]{2,14}?)(?:实行|实现|推行|(?<!许)可|可以|全部|都)?“(?P<name>[一-龥]{1,4}(?:办|批|享|达|结|领|审))”")
WAY_LEAD = re.compile(r"^.*(?:将|把|对|的|让|使|事项|实现|实行|推行|推出|开设|启用|上线|开通)")
# 建立“一企一专班”机制, 配备“项目管家”, 由专人“一对一”协调: what is introduced in quotes, where its form or the word after it says
# that it is a way of serving firms and people, and no product, slogan or project.
_NAME = r"“(?P<name>[一-龥A-Z0-9+、]{2,14})”"
_BRING = (
    "推行|实行|实现|建立|配备|配[了上]|派驻|设立|新设|增设|设置|推出|新增|实施|启用|开通|提供|组建|成立|采用|采取|落实|执行|开设|上线|"
    "启动|创设"
)
_USE = "试行|探索|创新|享受|可享|享有|安排|全程|由(?:[一-龥]{2,8})?"
_KIND = "机制|服务|模式|制度|办理|协调|改革|专窗|专区|专线|审批|窗口|套餐|对接|帮扶|保障|清单|举措|队伍"
_INTRODUCED = re.compile(rf"(?:{_BRING}|{_USE})(?:了|起)?[一-龥]{{0,6}}?{_NAME}(?P<kind>[一-龥]{{0,2}}(?:{_KIND}))?")
# “证照联办”改革全面铺开, “帮办代办”队伍同步上岗: what has started is said behind the name.
_SINCE = r"(?:(?:自)?(?:\d{1,2}月)?(?:\d{1,2}日)?起)?"
_STARTED = "推开|铺开|上线|落地|启动|启用|推行|实施|运行|上岗|投用|开通"
_SPREAD = re.compile(
    rf"{_NAME}(?P<kind>[一-龥]{{0,6}}(?:{_KIND}))?{_SINCE}(?:也|将|已|同日|当日|当天|近日|日前|同步|全面|正式|率先|随之|同时|全域|开始)*(?:{_STARTED})"
)
_PRODUCT = re.compile(r"[贷险券卡]$")
_NO_SERVICE = re.compile(r"条$|灯$|牌$|[贴奖补]|行动|计划|工程|战略|发展|产业|产品|系列|项目|品牌|模型|平台|\d{3}|[A-Za-z]{3}")
_SERVING = re.compile(
    "|".join(
        (
            r"一.{1,2}一.{0,2}|一网.{2}|[零秒免].{1,4}|先.{1,3}后.{1,3}|.{2,4}找.{1,3}|.{1,3}码",  # 一企一策, 免费刻章, 先建后验, 政策找人
            r".{2,6}[办窗]|.{1,4}(?:办结|[办享批领审兑送])",
            r".{2,6}(?:秘书|负责制|顾问|联络员|合伙人|辅导员|助理)",
            r".{2,10}(?:专[窗区席线员岗]|服务[区台站点岗]|绿色通道|综窗)",
            r".{0,4}(?:管家|专员|专班|照常|不打烊|店小二|服务[员官师]|保姆|通道|直通车|首问|直达|快办|代办|网格|码上|全天候|上门|随时).{0,4}",
        )
    )
)
_OFF_HOURS = re.compile(r"周[末六日]|双休日|节假日|[夜午晚]间|中午")  # looked for first, for speed
_OFF = r"(?:周[末六日]|双休日|节假日|夜间|晚间|午间|中午)"
_HOURS = r"(?:[上下]午|[\d一二三四五六七八九十]{1,3}[时点]半?|\d{1,2}[:：]\d\d|[至到—-])*"
_OPEN = (
    r"(?:(?:全天|照常|延时|轮流|正常|错时|不|可)+(?:开放|办理|办公|营业|打烊|受理|办事|值班|办)|"
    r"开放|值班|轮值|办理(?:业务)?|服务(?!中心|大厅|站))"
)
_COUNTERS = r"[一-龥]{0,6}(?:大厅|服务厅|中心|窗口|驿站|服务站)"
# 政务大厅周六照常开放, 4个窗口午间照常开放; 周六上午9时至12时，办税服务厅照常开放.
_OPEN_AT = re.compile(
    rf"(?P<counter>{_COUNTERS})(?:在|将|的)?(?P<name>{_OFF}{_OPEN})|(?P<when>{_OFF}){_HOURS}，?(?P<who>{_COUNTERS})(?P<act>{_OPEN})"
)
# 不动产登记业务周六上午正常办理: what is dealt with, where no counter is named.
_DEALT_WITH = re.compile(
    rf"(?P<what>[一-龥]{{2,10}}(?:登记|业务|事项|服务|审批|手续))(?:在|每|将|的)*(?P<name>{_OFF}){_HOURS}，?(?:照常|正常|延时|错时|不间断)(?P<act>办理|受理|开放|办公)"
)
FIRMS_OWN = re.compile(
    r"(?:^|[，。；“])(?:该|这家|我们)?(?:公司|集团|厂里|企业自己|工厂|[医学]?院(?=计划|将|拿出|还|投)|学校)(?![、和与的])|(?:某|一家)[一-龥]{0,8}(?:公司|集团|企业)(?=宣布|透露|计划|决定|拿出|还?对|给)"
)  # what a firm gives its own people
_COUNTER = re.compile(
    r"(?:大厅|中心|窗口|专窗|[局委办处科所]|园区|管委会|部门|全省|全市|全区|改为|变为|升级为)$"
)  # who offers a service is no part of its name
_GOES_ON = re.compile(r"[^，。；！]")
_INSIDE_QUOTES = re.compile(r"“[^”]*$")
_REALISED = re.compile(r"实现")
_CASE_BY_CASE = re.compile(r"(?P<who>[一-龥]{2,14})“?一事一议")
_BEFORE_CASE = re.compile(r"^.*对|的|实行$|采取$")
_COUNTED_WINDOWS = re.compile(r"\d[个余]*窗口$")
_PLAINLY = re.compile(r"(?:全面|全部|统一|率先|率先在全省|全程)?(?:推行|实行|试行)(?:了|起)?[一-龥]{0,6}?“")
_CALLED = re.compile(r"(?:唤作|唤为|称作|称为|叫做|叫作|誉为|人称|俗称|外号|绰号)$")  # 被当地人唤作“泰达”: a name, no service
_NOT_PUBLIC = re.compile(r"公司|集团|大学|医院|学校|实验室|他|她|银行")
_TOPIC_BEFORE = re.compile(r"(?:^|[，。；])(?P<what>[一-龥]{2,12})，?$")
_BEFORE_ARRANGED = re.compile(r"^.*(?:先后|该区|全区|同步|还|将|并|全面|对)")


def way_of(found: re.Match[str]) -> str:
    """What is done that way: 申报辅导 of 将申报辅导“免费办”; nothing of 推出“周末预约办”."""
    return WAY_LEAD.sub("", found["what"])


def _predicate(text: str, found: re.Match[str]) -> bool:
    """Whether a quoted service is all that its clause says of something; the one in 将“拿地即开工”的时限压缩至… is not."""
    return bool(_PREDICATE.search(text[: found.start() + 1])) and not _GOES_ON.match(text[found.end() :])


_PLAIN_SERVICES = ("全年无休", "同一层楼办结", "延时服务")  # known without quotation marks
_NAMED = re.compile("“|——|" + "|".join(_PLAIN_SERVICES))  # looked for first, for speed


class Services:
    """The services of one sentence."""

    sentence: Sentence
    text: str
    housing: str | None = None  # the housing spoken of
    windows: Quantity | None = None  # the counters named last, which a service is offered at

    @abstractmethod
    def emit(self, subject: str, clause: Span, anchor: int, **more: object) -> Fact:
        """Keep a measure stated in a clause; `more` are the fact's further fields."""

    def services(self) -> None:
        """Services under their usual names, and schemes: “周末不打烊”, 推出“软贷通”."""
        if "窗口" in self.text:
            windows = [q for q in quantities(self.text) if q.unit == "个" and self.text.startswith("窗口", q.end)]
            self.windows = windows[-1] if windows else self.windows
        if _NAMED.search(self.text):
            for found in SERVICE.finditer(self.text):
                self._usual(found)
            for found in [*_NAMED_SCHEME.finditer(self.text), *_SCHEME_AFTER.finditer(self.text), *_SYSTEM.finditer(self.text)]:
                group = "name" if found["name"] else "offer"
                self.emit(found[group], self.sentence.clause_at(found.start(group)), found.start(group))

    def _usual(self, found: re.Match[str]) -> None:
        """A service under its usual name, where it is introduced or all that is said of something."""
        clause = self.sentence.clause_at(found.start())
        around = self.text[clause.start : clause.end]
        quoted, name = found.group().startswith("“"), found["name"]
        if not (_SERVICE_ACT.search(around) or _predicate(self.text, found)) or name == "最多跑一次":
            return
        if not quoted and (name not in _PLAIN_SERVICES or _INSIDE_QUOTES.search(self.text[: found.start()])):
            return
        counted = [q for q in quantities(self.text[clause.start : found.start()]) if q.unit in ("项", "个")]
        value = counted[-1] if counted and _REALISED.search(around) else None
        value = self.windows if "不打烊" in name else value
        subject = name.replace("同一层楼", "同层")
        if "一事一议" in subject:
            who = _CASE_BY_CASE.search(around)
            subject = (_BEFORE_CASE.sub("", who["who"]) if who else "") + "“一事一议”"
        self.emit(subject, clause, found.start(), value=value.value if value else None, unit=value.unit if value else None)

    def _opening_hours(self) -> None:
        """政务大厅周六照常开放; of 市场准入等4个窗口午间照常开放 4 is the value, and no part of the name."""
        for found in _OPEN_AT.finditer(self.text) if _OFF_HOURS.search(self.text) else ():
            if FIRMS_OWN.search(self.text[: found.start()]):
                continue
            counted = self.windows if found["counter"] and _COUNTED_WINDOWS.search(self.text[: found.end("counter")]) else None
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

        for found in _DEALT_WITH.finditer(self.text) if _OFF_HOURS.search(self.text) else ():
            what = WAY_LEAD.sub("", found["what"])
            if what and not FIRMS_OWN.search(self.text[: found.start()]):
                self._say(what + found["name"] + found["act"], found.start("name"))

    def arrangements(self) -> None:
        """Services under names of their own: 建立“一企一专班”机制, 人才子女入学实行“一站式”办理."""
        for found in [*_INTRODUCED.finditer(self.text), *_SPREAD.finditer(self.text)] if "“" in self.text else ():
            name, clause = found["name"], self.sentence.clause_at(found.start("name"))
            if any(one.start("name") == found.start("name") and way_of(one) for one in WAY.finditer(self.text)):
                continue
            plain = _PLAINLY.match(found.group())
            if (
                not (found["kind"] or (_SERVING.fullmatch(name) and not _PRODUCT.search(name)) or (plain and not _NO_SERVICE.search(name)))
                or SERVICE.fullmatch(f"“{name}”")
                or _SYSTEM.search(found.group())
            ):
                continue
            firm = FIRMS_OWN.search(self.text[: found.start()])
            if _CALLED.search(self.text[: found.start("name") - 1]):
                continue
            if firm or _NOT_PUBLIC.search(self.text[clause.start : found.start()]):
                continue
            who = beneficiary(self.text[clause.start : found.start()] + "提供")
            what = _TOPIC_BEFORE.search(self.text[: found.start()])
            topic = (
                what["what"]
                if what and not any(one.start < found.start() and one.end > what.start() for one in self.sentence.parks)
                else ""
            )
            topic = "" if _COUNTER.search(topic) else topic
            topic = _BEFORE_ARRANGED.sub("", topic) if not who else ""
            self._say(f"{topic}“{name}”{found['kind'] or ''}", found.start("name"), beneficiary=who)

    def _before(self, clause: Span) -> str:
        """The words of the clause before one."""
        earlier = [one for one in self.sentence.clauses if one.end <= clause.start]
        return self.text[earlier[-1].start : earlier[-1].end] if earlier else ""

    def _say(self, subject: str, anchor: int, **more: object) -> None:
        if not _AIMED.search(self.text[:anchor]):  # a measure from next year on is one
            self.emit(subject, self.sentence.clause_at(anchor), anchor, **more)
