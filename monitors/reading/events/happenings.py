"""What happened at a park: promotion, signings, openings and works of the park itself, not of a firm in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from monitors.reading.companies import companies
from monitors.reading.dates import days
from monitors.reading.events.promotions import also, listed, promotions
from monitors.reading.fact import Fact, FactKind
from monitors.reading.numbers import Quantity, quantities
from monitors.reading.sentence import Context, Sentence
from monitors.reading.subjects import Subject

# Words without which a sentence tells no event.
_CUE = re.compile(
    r"升|晋|获[批准]|批[准复]|同意|跻身|[跨迈]入|同批|同期|一同|一起|一道|同时|签|入驻|落户|进驻|开工|竣工|奠基|封顶|投产|揭牌|挂牌|开园|用|运营|开[馆业]|有|为"
)
# The verbs by what they tell; only the first class counts firms and projects that come.
_COME = (
    r"集中落户|集中入驻|签约入驻|签约落户|集中签约|签约(?=[\d一二两三四五六七八九十]{1,3}个|该园区|落地|，|。)|签下(?=[\d一二两三四五六七八九十]{1,3}[个项])|正式入驻|"
    r"落户(?=该园区|园区|，|。)|入驻(?=该园区)"
)
_INTO = "入驻|落户|进驻|落地"  # right before the park's name
_WORKS = r"集中开工|集中竣工|开工(?!率|建设率|前|后|令|许可|仪式)|奠基|(?<=[体目房楼程心地])封顶|投产(?!率|后|前|达效)|竣工(?!率|验收)"
_OPENED = r"揭牌(?:成立|运营)?|挂牌(?:成立|运行|运营)?(?!督办|出让|督战)|开园|启用(?!“)|投入使用|投用|正式运营|开馆|开业"
_AGREED = r"签[署订下定](?:了)?[一-龥“”\d.]{0,14}?(?:协议|备忘录|合同书?|意向书)"
_HAPPENED = re.compile(rf"(?P<come>{_COME})|(?P<into>{_INTO})|(?P<works>{_WORKS})|(?P<opened>{_OPENED})|(?P<agreed>{_AGREED})")
_LATER = re.compile(r"预计|计划|将于|将在|力争|有望|拟|即将|下一步|年底前")
_SUPPORT = re.compile(r"给予|奖励|补贴|补助|资助")
# 从签约到开工只用了90天, 拿地即开工, 投产的企业: the word names a step or describes something.
_STEP = re.compile(r"(?:从[^，。]{0,12}|[即未]|到|至|已签约|推动[^，。]{0,12}|加快[^，。]{0,12}|支持[^，。]{0,12})$")
_STEP_AFTER = re.compile(r"的|率|期|只用|仅用|用了|用时|周期|审批|手续|当[天日]|之?[后前]|以来|时[，间]|”|到|至")
_PROJECT = re.compile(r"(?:项目|基地|工程|中心|总部|大楼|研究院)[一-龥]{0,6}$")
_FIRM = re.compile(r"公司|集团|该企业|这家企业|我们|他们|他|她|新厂|工厂|产线|生产线|车间|厂区")
_PARK = re.compile(r"园区|高新区|经开区|开发区|该区")
_LIES_IN = re.compile(r"(?:位于|坐落于|坐落在|地处)$")
_NOW = re.compile(r"(?P<yesterday>昨[天日])|(?P<today>今[天日]|当[天日])|(?<![\d月至到—-])(?P<day>3[01]|[12]\d|[1-9])日(?!内|游)")


@dataclass
class EventReader:
    """Reads an article's events sentence by sentence."""

    found: list[Fact] = field(default_factory=list)
    _promoting: str | None = None  # parks were approved in the sentence before without being named: what they became
    _promoted_in: str | None = None

    def read(self, context: Context, sentence: Sentence) -> None:
        """Take up the events of the next sentence."""
        if not _CUE.search(sentence.text):
            return
        last = self.found[-1] if self.found else None
        together = last.subject if last and last.subject.startswith(("升级为", "批准建立", "获批建设")) else None
        self._promoted_in = last.edition if last and together else self._promoted_in
        promoting, self._promoting = self._promoting, None
        earlier = promoting or (together if also(sentence) else None)
        for start, parks in listed(sentence) if earlier else ():
            self._keep(sentence, start, parks, str(earlier), self._promoted_in)
        for one in promotions(context, sentence):
            if one.parks:
                self._keep(sentence, one.start, one.parks, one.subject, _when(context, sentence, one.start))
            else:
                self._promoting, self._promoted_in = one.subject, (_when(context, sentence, one.start) or "")[:4] or None
        for found in _HAPPENED.finditer(sentence.text) if not sentence.wishes else ():
            self._happened(context, sentence, found)

    def facts(self) -> list[Fact]:
        """The events stated, each once."""
        return self.found

    def _happened(self, context: Context, sentence: Sentence, found: re.Match[str]) -> None:
        text = sentence.text
        clause = sentence.clause_at(found.start())
        before = text[clause.start : found.start()]
        if _LATER.search(text, 0, found.start()) or _STEP.search(before) or _STEP_AFTER.match(text, found.end()):
            return
        if not found["agreed"] and _SUPPORT.search(text):
            return  # 总部落户，给予500万元: a condition
        behind = next((one for one in sentence.parks if one.start == found.end()), None) if found["into"] else None
        counted = _counted(sentence, found)
        if found["into"] and not (behind and counted):
            return
        if not (found["come"] or behind) and _FIRM.search(before) and not _PARK.search(before):
            return  # a firm's own works and contracts
        owner = behind or context.owner(sentence, found.start(), parks_only=True) or _where(sentence, found.start())
        spoken = any(start < clause.end for start, _ in sentence.pronouns) or any(one.start < clause.end for one in sentence.parks)
        of_the_park = spoken or found["come"] or found["opened"] or "集中" in found.group() or counted or _PROJECT.search(before)
        if owner is None or not of_the_park:
            return
        named = tuple(companies(text)) if found["come"] or behind else ()
        subject = re.sub(r"^签[署订]了", lambda one: one.group()[:-1], found.group())
        self._keep(sentence, found.start(), owner.names, subject, _when(context, sentence, found.start()), counted, named)

    def _keep(
        self,
        sentence: Sentence,
        at: int,
        zones: tuple[str, ...],
        subject: str,
        edition: str | None,
        counted: Quantity | None = None,
        entrants: tuple[str, ...] = (),
    ) -> None:
        clause = sentence.clause_at(at)
        evidence = sentence.quote(clause.start, clause.end, at)
        value, unit = (counted.value, counted.unit) if counted else (None, None)
        for zone in zones:
            fact = Fact(FactKind.EVENT, zone, subject, evidence, edition=edition, value=value, unit=unit, entrants=entrants)
            if not any(
                one.zone == zone
                and (one.subject == subject or (subject in one.subject and one.value == value))
                and (one.edition or "")[:4] == (edition or "")[:4]
                for one in self.found
            ):
                self.found.append(fact)


def _where(sentence: Sentence, at: int) -> Subject | None:
    """位于A高新区的产业园三期竣工: the park in which it is."""
    found = [one for one in sentence.parks if one.end < at and _LIES_IN.search(sentence.text[: one.start])]
    return found[-1] if found else None


def _counted(sentence: Sentence, found: re.Match[str]) -> Quantity | None:
    """集中签约6个外资项目, 12个项目同日开工, 签下项目15个: how many came or were begun."""
    if found["opened"] or found["agreed"]:
        return None
    text = sentence.text
    counts = [q for q in quantities(text) if q.unit in ("家", "个", "项")]
    behind = [
        q
        for q in counts
        if q.start >= found.end()
        and (re.match(r"[一-龥]{0,6}(?:项目|企业)", text[q.end :]) or re.search(r"(?:项目|企业)(?:共)?$", text[: q.start]))
    ]
    return next(iter([q for q in counts if q.end <= found.start()][-1:] or behind[:1]), None)


def _when(context: Context, sentence: Sentence, at: int) -> str | None:
    """The day where the sentence prints it, else the year named or spoken of, else that of publication."""
    published = context.published
    printed = [(start, day) for start, _, day in days(sentence.text, published) if start < at]
    if printed:
        start, day = printed[-1]
        ahead = (
            published is not None
            and day > published
            and day.year == published.year
            and "年" not in sentence.text[max(0, start - 5) : start + 5]
        )
        return (day.replace(year=day.year - 1) if ahead and (day.month, day.day) != (2, 29) else day).isoformat()
    dated = [year for year in sentence.years if year.start < at]
    if dated:
        return str(dated[-1].year)
    if published is None:
        return None
    now = list(_NOW.finditer(sentence.text, 0, at))
    return (_recent(now[-1], published) if now else None) or str(published.year)


def _recent(said: re.Match[str], published: date) -> str | None:
    """昨天, 今天 and 5日 seen from the day of publication; a day of the month lies in the past."""
    if said["yesterday"]:
        return (published - timedelta(days=1)).isoformat()
    if said["today"]:
        return None  # which day 当天 is, the text says elsewhere
    month = published if int(said["day"]) <= published.day else published.replace(day=1) - timedelta(days=1)
    try:
        return month.replace(day=int(said["day"])).isoformat()
    except ValueError:  # 31日 in a month of 30 days
        return None
