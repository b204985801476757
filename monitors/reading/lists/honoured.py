"""Parks that are themselves on a list, win a title or lose one; no count is told: A、B榜上有名, 获批国家…基地, 被移出…名单."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from monitors.reading.fact import Fact, FactKind, Status
from monitors.reading.lists.acts import Act, Effect
from monitors.reading.lists.members import PARKS
from monitors.reading.lists.tallying import Tallying
from monitors.reading.lists.titles import ORDINARY, Title
from monitors.reading.subjects import Level, Subject

# Between a park and what is done with it: nobody else may be named there.
_LIGHT = re.compile(
    r"(?:(?:双双|均|都|也|还|又|再|再次|成功|正式|光荣|一举|首次|顺利|近日|日前|日|名列|位列|赫然|则|已|同时|携手|凭借[^，。；]{0,20}|以[^，。；]{0,12}|在[^，。；]{1,16}(?:中|上|里)，?|因[^，。；]{1,30}|由于[^，。；]{1,30}|去年|今年|当年|"
    r"上月|本月|年内|\d{1,2}月|\d{4}年|获|被[一-龥、]{2,16}(?:部|委|厅|局|会|院|府|室|门)|被|的|在|同|是|为|此|即|就|，|在?被?[移撤取调清除][一-龥]{1,2}的(?:园区|单位|企业|名单)|项目|获得|获授|喜|荣|共同|还|等|内)*)"
)
_GROUP = re.compile(
    r"(?:(?:的|内的|的一个)[一-龥（）“”A-Z]{0,18}?|[一-龥（）“”A-Z]{2,18}?)(?:产业集群|集群|产业园|产业基地|基地|科技城|片区|试验区|项目|园)(?:（[^（）]{2,10}）)?"
)
_OPENING_GROUP = re.compile(r"(?:^|[，。；：])(?P<group>[一-龥“”A-Z]{2,16}?(?:产业集群|集群|产业园|产业基地|片区))$")
_FIRMS = re.compile(r"企业|公司|集团|厂(?!区)|\d|研究院|大学|医院|人才|博士|团队|孵化器|车间|产品")
_NAMES = re.compile(
    r"(?:[家个席](?:[一-龥]{0,6}(?:园区|高新区|经开区|开发区|单位))?[^，。；]{0,30}(?:：|，(?:它们|他们)?(?:分别)?(?:是|为|即|包括|有)|分别是|分别为|依次是|依次为)|(?:入选|上榜|获评|获批|入围|在列|入列|列入)的(?:园区|高新区|经开区|单位)?(?:还|也|另)?(?:有|包括|是|为))$"
)
_LOST_OBJECT = re.compile(
    r"(?:了|其)?(?P<title>(?:国家级?|省级?|[一-龥]{2,3}[省市]|全国|首批|第[一二三四五六七八九十]+批)[^，。；]{2,20}?)(?P<what>资格|称号|序列|名单|行列|牌子|试点)"
)
_ACTIVE = ("公布", "公示", "发布", "遴选", "评选", "认定", "确定", "评出", "选出", "评定", "命名", "授予", "备案", "选定")
_OUTSIDE = re.compile(
    r"(?:^|[，；])(?:同时|此外|其中|另外)?，?(?P<park>[一-龥]{2,8}(?:产业园|工业园|高新区|经开区|开发区))(?:因|由于)[^，。；]{2,24}被?$"
)
_AFTER = re.compile(r"(?:了|该|此|这一|上述|首批|第[一二三四五六七八九十]+批|名单|榜单|试点|其中|其列|之列|行列|荣誉|称号|殊荣|[。！”）])*")
_OF_PARKS = re.compile(r"园区|高新区|经开区|开发区|入选|上榜|获评|获批|入围|在列|入列|列入")
_FURTHER = re.compile(r"”?(?:称号)?(?:、|和|与|以及|及)“?")
_PLATES = re.compile(r"(?:[一两三四五六七八九十]|\d)[块个项张][^，。；：]{0,10}$")
_STRUCK = re.compile(r"取消|撤销|移出|摘牌|警告|整改|约谈|退出|撤并|清退|未通过")
_EVALUATION = re.compile(r"(?:中期|终期|年度)?(?:评估|验收|复核|考核|评审)(?:结果)?$")
_NOT_IN = re.compile(r"(?:未|没|没有|无缘|尚未|不|并未|榜上无名)(?:能)?$")


@dataclass
class Honoured:
    """The reading of one sentence for parks themselves."""

    tally: Tallying

    def read(self) -> None:
        """Every act without a count, and the parks that a count of parks names."""
        text, sentence = self.tally.text, self.tally.sentence
        self._rows()
        for act in self.tally.linking.acts:
            clause = self.tally.linking.clause(act.start)
            if clause.start in self.tally.clauses_done or self.tally.aimed(act.start) or sentence.denies(act.start):
                continue
            if act.effect in (Effect.APPLIED, Effect.REVIEWED, Effect.WARNED) or _NOT_IN.search(text[max(0, act.start - 4) : act.start]):
                continue
            self._act(act)

    def _act(self, act: Act) -> None:
        subject = self._subject(act)
        if subject is None:
            return
        found = self._graded(act) if act.effect is Effect.GRADED else self._lost(act) if act.effect is Effect.LOST else self._given(act)
        if found is None:
            return
        title, label, edition = found
        self._emit(subject, title, label, edition, act)
        for one in self.tally.linking.titles:
            if one.start >= title.end > act.end and one.levelled and _FURTHER.fullmatch(self.tally.text[title.end : one.start]):
                self._emit(subject, one, one.name, edition, act)  # 三块招牌：A、B和C
                title = one

    def _subject(self, act: Act) -> Subject | None:
        """The park right before the act, or a cluster of the park spoken of."""
        text = self.tally.text
        begin = text.rfind("；", 0, act.start) + 1
        parks = [one for one in self.tally.owners if begin <= one.start and one.end <= act.start and one.level is Level.PARK]
        if act.effect is Effect.LOST and (outside := _OUTSIDE.search(text[begin : act.start])):
            return Subject(begin + outside.start("park"), begin + outside.end("park"), (outside["park"],), Level.PARK)
        if parks:
            park = self._row(parks)
            between = text[park.end : act.start]
            group = _GROUP.match(between)
            rest = between[group.end() :] if group and not _FIRMS.search(group.group()) else between
            if _LIGHT.fullmatch(rest) or (_LIGHT.fullmatch(between)):
                return park
            if act.effect is Effect.LOST and "被" in text[act.start - 1 : act.end] and not _FIRMS.search(re.sub(r"\d+年?", "", between)):
                return park  # 连续三年垫底，被取消…资格
            return None
        clause = self.tally.linking.clause(act.start)
        said = re.sub(r"(?:去年|今年|近日|日前|成功|正式|也|还|又|\d{1,2}月|获|被)+$", "", text[clause.start : act.start])
        focus = self.tally.context.park or (
            Subject(0, 0, (self.tally.context.register.focus,), Level.PARK) if self.tally.context.register.focus else None
        )
        return focus if focus and _OPENING_GROUP.search("，" + said) and not _FIRMS.search(said) else None

    def _row(self, parks: list[Subject]) -> Subject:
        """A、B新材料产业园、C以及D的项目: the parks of one list, whatever stands between."""
        text, row = self.tally.text, parks[-1]
        for park in reversed(parks[:-1]):
            if not re.fullmatch(r"[一-龥]{0,10}(?:、|和|与|以及|及)", text[park.end : row.start]) or _FIRMS.search(
                text[park.end : row.start]
            ):
                break
            row = replace(row, start=park.start, names=park.names + row.names, end=parks[-1].end)
        return row

    def _given(self, act: Act) -> tuple[Title, str, str | None] | None:
        """What the park is given: named behind the act, else the list spoken of."""
        text = self.tally.text
        clause = self.tally.linking.clause(act.start)
        end = clause.end + (30 if text[act.end : act.end + 1] in "：—" or _PLATES.search(text[act.end : clause.end]) else 0)
        if act.word in _ACTIVE and not re.search(r"获$|被[一-龥、]{0,16}$", text[: act.start]):
            return None  # 某区公布…名单: it chooses
        for one in self.tally.linking.titles:
            if act.end - 1 <= one.start < end and (one.firm or one.start - act.end <= 2) and one.start - act.end <= 16:
                own = one.levelled or one.listed or bool(one.edition) or "“" in one.name
                own = own or bool(
                    act.word in ("获评", "荣获", "评为", "获授", "授予", "获颁")
                    and re.search(r"(?:先进|示范|标杆|优秀|文明)[一-龥]{2}$", one.name)
                )
                if ORDINARY.search(one.name) or not own or (self.tally.linking.counts and self._counted(act, one)):
                    return None
                return one, one.name, self.tally.title_edition(one) or self._year(one.start)
        if act.effect is Effect.PASSED:
            return self._passed(act)
        topic = self.tally.topic(act.start)
        if topic is None or not (act.strong or act.word in ("列入", "跻身", "获批", "纳入", "登上")) or act.effect is not Effect.CHOSEN:
            return None
        if not _AFTER.fullmatch(text[act.end : clause.end]):
            return None
        if not (self.tally.fresh() or topic.at or self.tally.told.topic is topic):
            return None
        label = topic.label if topic.label and not topic.at and self._neutral(act) else topic.title.name
        struck = re.search(r"被?(移出|撤销|取消|摘牌|调出|清退|除名)", text[clause.start : act.start])
        if struck:
            label = next((done[2] for done in reversed(self.tally.done) if struck[1] in done[2]), f"{topic.title.name}({struck[1]})")
        return topic.title, re.sub(r"\((?:新增|累计)\)$", "", label), topic.edition or self._year(act.start)

    def _passed(self, act: Act) -> tuple[Title, str, str | None] | None:
        """A的试点项目通过评估; 在…评估结果中，A通过评估: of the title right before the act, else of the list spoken of."""
        before = [one for one in self.tally.linking.titles if one.end == act.start and one.levelled]
        topic = self.tally.topic(act.start)
        if not before and topic is None:
            return None
        title = before[-1] if before else topic.title if topic else None
        if title is None or ORDINARY.search(title.name):
            return None
        park = max((one.end for one in self.tally.owners if title.start <= one.start and one.end < title.end), default=title.start)
        name = title.name[max(0, park - title.start) :].removeprefix("的")
        name = _EVALUATION.sub("", name.split("(")[0])
        return title, f"{name}({act.word})", (topic.edition if topic else None) or title.edition or self._year(act.start)

    @staticmethod
    def _neutral(act: Act) -> bool:
        return act.word in ("在列", "在其列", "名列其中", "位列其中", "之列")

    def _counted(self, act: Act, title: Title) -> bool:
        return any(act.end <= one.start < title.start for one in self.tally.linking.counts)

    def _lost(self, act: Act) -> tuple[Title, str, str | None] | None:
        found = _LOST_OBJECT.match(self.tally.text, act.end)
        if found is None:
            return None
        what = found["what"]
        label = f"{found['title']}{what}{act.word}" if what in ("资格", "称号") else f"{act.word}{found['title']}{what}"
        return Title(act.start, found.end(), found["title"]), label, self._year(act.start)

    def _graded(self, act: Act) -> tuple[Title, str, str | None] | None:
        base = self.tally.base(act.start)
        if base is None or not re.match(r"[获被评列判拿取得为]", self.tally.text[act.start :]):
            return None
        label = self.tally.grade(base, act)
        boards = [one.board.edition for one in self.tally.sentence.boards] or [one.edition for one in self.tally.context.boards]
        dated = [one.year for one in self.tally.sentence.years if one.start < act.start]
        edition = str(dated[-1]) if dated else str(boards[-1]) if boards and boards[-1] else self._year(act.start)
        return Title(act.start, act.end, label), label, edition

    def _year(self, at: int) -> str | None:
        dated = [one.year for one in self.tally.sentence.years if one.start < at]
        if dated:
            return str(dated[-1])
        context = self.tally.context
        return str(context.year) if context.year else str(context.published.year) if context.published else None

    def _rows(self) -> None:
        """辽宁有2个：A、B; 4家园区获此荣誉，分别是A和B; 同批入选的还有A: each park named is on the list."""
        text = self.tally.text
        for park in self.tally.owners:
            if park.level is not Level.PARK or not _NAMES.search(text[: park.start]) or self.tally.boards:
                continue
            done = [one for one in self.tally.done if one[0].end <= park.start]
            topic = self.tally.topic(park.start)
            if done and not (done[-1][0].parks or not done[-1][0].noun or PARKS.search(done[-1][1].name)):
                continue
            title = done[-1][1] if done else topic.title if topic else None
            named = _NAMES.search(text[: park.start])
            bare = named is not None and not done and not _OF_PARKS.search(named.group())
            if title is None or bare or (done and _STRUCK.search(done[-1][2])):
                continue
            label = done[-1][2] if done else (topic.label or title.name) if topic else title.name
            edition = self.tally.edition_of(done[-1][0], title, topic) if done else topic.edition if topic else None
            self._emit(park, title, label, edition, None)

    def _emit(self, park: Subject, title: Title, label: str, edition: str | None, act: Act | None) -> None:
        tally = self.tally
        topic = tally.topic(park.start) or tally.told.topic
        one_each = "项目" in title.name or bool(topic and topic.national and topic.unit and topic.title.name == title.name)
        at = act.start if act else park.start
        clause = tally.linking.clause(at)
        start = min(clause.start, park.start) if park.end else clause.start
        for zone in park.names:
            tally.told.take(
                Fact(
                    kind=FactKind.LIST,
                    zone=zone,
                    subject=label,
                    evidence=tally.sentence.quote(start, clause.end, at),
                    edition=edition,
                    value=1.0 if one_each else None,
                    unit=("个" if "项目" in title.name else topic.unit if topic else None) if one_each else None,
                    status=Status.PROPOSED
                    if (act and act.proposed) or (topic and topic.proposed and topic.title is title)
                    else Status.STATED,
                )
            )
        if tally.told.topic is None or title.listed or title.firm:
            tally.told.topic = replace(topic, at=0) if topic and topic.title is title else tally.told.topic
