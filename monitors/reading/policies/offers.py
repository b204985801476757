"""Measures without a payment: time limits, terms, housing, and what is withheld from whom."""

from __future__ import annotations

import re

from monitors.reading.fact import Bound
from monitors.reading.numbers import quantities
from monitors.reading.policies.benefits import bare, beneficiary, naming
from monitors.reading.policies.services import FIRMS_OWN, SERVICE, WAY, Services, way_of
from monitors.reading.policies.terms import terms
from monitors.reading.prose import Span

HOUSING_ACT = re.compile(r"预留|腾出|备好|准备|释放|投用|提供|配建|筹建|拿出|新建|建设|筹集|推出|免租|启动|销售|分配|供应")
HOUSING = re.compile(
    r"(?P<name>(?:人才|研发|实验|办公|生产|保障性|青年|标准|共有产权|中试|孵化|创业|过渡|周转|租赁|科研|经营)(?:性)?(?:用房|公寓|厂房|住房|场地|空间|场所|房源|产权房|房)|免费工位)"
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
# 交货期从45天缩短到30天: what a firm or its product achieves, and no service of an office.
_OF_A_PRODUCT = re.compile(r"交货|交付|工作时间|续航|待机|充电|充放|生产周期|研发周期|研制|工期|停机|换线|检修|运行时间|平均|库存|周转")
_SHORTENED = re.compile(
    r"(?P<what>[一-龥“”]{2,24}?(?:时限|时间|周期))(?:整体|平均|全面|再|已|统一|全省|全市|全区|全国|一律|进一步)*(?:压缩|缩短|减少|压减|缩减|控制|精简|减|降|压)(?:至|到|为|在)(?P<days>\d{1,3}(?:\.\d)?)个?(?P<unit>工作日|小时|天|分钟)"
)
_DONE = (
    r"办结|拨付|兑现|兑付|支付|付清|答复|审结|到账|受理|发放|到位|办理|直达|直拨|"
    r"发证|换证|出具|签发|制证|反馈|回复|响应|放款|办完|领证|出证|核发|完成(?=[审核办备兑验受登]|$|[，。；])"
)
_PROMISE = re.compile(
    rf"(?<!平均)(?<!用了)(?<!最[快短])(?<![\d.])(?P<days>\d{{1,3}}(?:\.\d)?)个?(?P<unit>工作日|小时|天)(?:内|之内|以内|(?=办结|拨付|兑[现付]|到账|直[达拨]))[一-龥]{{0,6}}?(?P<act>{_DONE})"
)
_TOPIC = re.compile(
    r"(?P<topic>[一-龥]{0,6}(?:资金|奖补|奖励|补贴|补助|证照|许可证?|业务|诉求|事项|执照|开办))(?:全部|将|可|都|一律)?(?:实行|实现|采用|推行|审|申|“|，|在|(?=\d))"
)
_PENALTY = re.compile(
    r"(?:在)?(?P<span>\d{1,2}|[一二两三四五六七八九十])(?P<unit>年)(?:内|之内)(?P<act>(?:取消|"
    r"不得|不予|不再|不受理|不接受|不安排|不纳入|停止|暂停|限制|禁止)[一-龥]{2,10})|(?P<stop>暂停[一-龥]{2,12}?)(?P<months>\d{1,2}|[一二两三四五六])(?P<munit>个月|年)"
)
_NO_APPLYING = re.compile(r"^(?:不得|不予|不再|停止|禁止)(?:再|再次|受理)*(?:申报|申请)$")  # what is withheld, as notices call it
_SPAN = re.compile(r"工作日|小时|分钟|天内|\d天|(?<!\d\d\d)[\d一二两三四五六七八九十](?:个月|年|天)|一半|减半")  # else no term is stated
_ROUND_THE_CLOCK = re.compile(
    r"(?P<what>[一-龥]{2,8}?)(?:提供|实行|支持|全天|可|全年)*(?P<day>24小时)(?:全天候|不间断)?(?:可用|开放|服务|自助|不打烊|受理|值守|运行)"
)
_WITHIN = re.compile(
    r"(?P<what>[一-龥]{2,14}?)(?:从[一-龥]{2,4}到(?P<act>[一-龥]{2,4}))?(?:的)?(?:时限|时间|周期)?(?:不超过|最长|最多|控制在|至多)(?P<days>\d{1,3})个(?P<unit>工作日|小时)"
)
_HALF = re.compile(r"(?:减免|减|免|承担|补贴|补助)(?:去)?一半|减半")
_RENT = re.compile(r"(?P<name>(?:[一-龥]{0,8}的)?[一-龥]{0,8}(?:租金|房租|费用|保费|物业费|检测费|使用费))")
_FIRST = re.compile(r"(?:可以?|予以|将|应|给予)(?P<name>优先(?:申报|推荐|安排|保障|支持|纳入|列入)[一-龥A-Za-z“”]{3,20}?)(?=$|[，。；])")
# 每年开放不少于50个应用场景: what is held out each year.
_EACH_YEAR = re.compile(
    r"每年(?P<act>开放|发布|遴选|推出|释放|提供)(?:不少于|至少|不低于|超过|约)?\d{1,5}(?:余)?(?P<unit>个|项|类|张|台)(?P<what>[一-龥]{0,8}(?:场景|清单|机会|岗位|机时|课程))(?=$|[，。；])"
)
_BEFORE_LIMIT = re.compile(r"^.*(?:将|把|使)|从[一-龥]{2,6}到[一-龥]{2,6}的")
_BEFORE_SHORTENED = re.compile(r"^.*(?:将|把|使|，)")
_WITHIN_IT = re.compile(r"以内|之内|内")
_BEFORE_TOPIC = re.compile(r"^.*(?:的|使|让|将|对|项)")
_NOT_CERTAIN = re.compile(r"可能|曾|已")
_BENEFIT_OFFERED = re.compile(r"(?:提供|发放|给予)(?P<name>(?:租房|购房|生活|安家|住房|就业|培训|交通)(?:补贴|补助|津贴))")
_AT_LONGEST = re.compile(r"，最长(?:可达|可|不超过)?\d{1,2}(?:年|个月)")
_BENEFIT_LASTING = re.compile(
    r"(?:(?P<who>[^，。；的]{2,20})的)?(?P<name>(?:租房|购房|生活|安家|住房|就业|交通)(?:补贴|补助|津贴))最长(?:可以|可)?(?:领取?|享受|达|发放)?"
)
_HOUSING_SOLD = re.compile(r"(?:销售|推出|分配|配售)(?:[一-龥]{0,4})(?:人才住房|人才公寓|人才房)")
_PROMISED = re.compile(r"承诺(?:在)?$")
_BEFORE_RENT = re.compile(r"^.*(?:将|把|对|的条款|园区|其中)")


class Offers(Services):
    """The measures of one sentence that pay nothing."""

    def limits(self) -> None:
        """时限由30个工作日压缩至7个工作日, 承诺10个工作日内拨付, 5年内取消申报资格."""
        if not _SPAN.search(self.text):
            return
        told = list(_TIME_LIMIT.finditer(self.text))
        told += [one for one in _SPED.finditer(self.text) if not any(old.start("new") == one.start("new") for old in told)]
        for found in told:
            if _OF_A_PRODUCT.search(found["what"]):
                continue
            what = _BEFORE_LIMIT.sub("", found["what"]).replace("的", "")
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
            what = _BEFORE_SHORTENED.sub("", found["what"]).replace("的", "")
            if "平均" in found.group():
                continue  # what it took on average is counted, not promised
            unit = "个工作日" if found["unit"] == "工作日" else found["unit"]
            bound = Bound.AT_MOST if _WITHIN_IT.match(self.text[found.end() :]) else Bound.EXACT
            self._say(what, found.start("days"), value=float(found["days"]), unit=unit, bound=bound)
        for found in _PROMISE.finditer(self.text):
            clause = self.sentence.clause_at(found.start())
            topic = list(_TOPIC.finditer(self.text[: found.start() + 2]))
            name = _BEFORE_TOPIC.sub("", topic[-1]["topic"]) if topic else ""
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
            if amount and not _NOT_CERTAIN.search(self.text[clause.start : found.start()]):
                who = beneficiary(self.text[clause.start : found.start()] + "给予") or beneficiary(self._before(clause))
                self.emit(subject, clause, found.start(), value=amount[0].value, unit=amount[0].unit, beneficiary=who)

    def unpriced(self, clause: Span) -> None:
        """A benefit without an amount: 提供租房补贴，最长可达3年; 销售人才住房."""
        said = self.text[clause.start : clause.end]
        offered = _BENEFIT_OFFERED.search(said)
        if offered:
            who = beneficiary(said)
            at_most = _AT_LONGEST.match(self.text[clause.end :])
            span = quantities(at_most.group()) if at_most else []
            more = {"value": span[0].value, "unit": span[0].unit, "bound": Bound.AT_MOST} if span else {}
            self.emit(naming(who, offered["name"]), clause, clause.start + offered.start(), beneficiary=who, **more)
        lasting = _BENEFIT_LASTING.search(
            said,
        )
        term = [q for q in quantities(said[lasting.end() :]) if q.unit in ("年", "个月")] if lasting else []
        if lasting and term:
            limit = {"value": term[0].value, "unit": term[0].unit, "bound": Bound.AT_MOST, "beneficiary": lasting["who"]}
            self.emit(naming(lasting["who"], lasting["name"]), clause, clause.start + lasting.start(), **limit)
        elif _HOUSING_SOLD.search(said):
            self.emit(HOUSING.search(said)["name"], clause, clause.start)  # type: ignore[index]

    def ways(self) -> None:
        """Services and terms that a phrase of its own states: “免费办”, 24小时可用, 不超过7个工作日, 贴息期不超过24个月, 减免一半."""
        for found in WAY.finditer(self.text) if "“" in self.text else ():
            what = way_of(found)
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
            if not _PROMISED.search(self.text[: found.start("days")]):
                limit = {"value": float(found["days"]), "unit": f"个{found['unit']}", "bound": Bound.AT_MOST}
                self._say(f"{found['what']}{found['act'] or ''}时限", found.start("days"), **limit)
        for one in terms(self.text, self.housing):
            self._say(one.subject, one.anchor, value=one.value, unit=one.unit, bound=one.bound, previous=one.previous)
        for found in _HALF.finditer(self.text):
            named = list(_RENT.finditer(self.text[: found.start()]))
            if named and found.start() - named[-1].end() <= 14:
                name = _BEFORE_RENT.sub("", named[-1]["name"]).replace("的", "")
                self._say(f"{name}减免", found.start(), value=50.0, unit="%")
