"""Selections that sentences state: who was put on which list, how many, in which batch, and who was struck off."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from monitors.reading.amounts import amounts
from monitors.reading.companies import companies
from monitors.reading.documents import MINISTRY
from monitors.reading.fact import Fact
from monitors.reading.honours import Honour, honours
from monitors.reading.membership import PROPOSED, Memory
from monitors.reading.numbers import Quantity, quantities
from monitors.reading.ownership import Owners
from monitors.reading.prose import Span
from monitors.reading.rosters import batched, shares
from monitors.reading.sentence import Context, Sentence
from monitors.reading.stocks import BATCH, NEW, TOTAL, Stocks
from monitors.reading.subjects import Subject
from monitors.reading.titles import Grades

_SELECTED = re.compile(
    r"(?:新)?(?:入选|上榜|获批|获评|入列|入围|登上|荣登|登榜|获认定|被认定为|被评为|列入|纳入|"
    r"通过(?:第[一二三四五六七八九十]{1,3}批|中期|终期|年度)?(?:评估|复核|认定|验收|评审)|获奖|新认定|成功申报|跻身|在列|榜上有名|在其列|遴选|公示|公布)|"
    r"拟入选|拟入库|拟认定|拟获|拟授予|评为|获此(?:荣誉|称号|奖项|殊荣)|过关|成为|登榜|入库|进入(?=[^，。]{2,14}(?:名单|榜单))|晋级|获颁|获授|被授予|荣获|摘得"
)
_ANNOUNCED = re.compile(r"(?:近日|日前|正式|对外)*(?:公布|揭晓|出炉|发布|亮相)")
_STRONG = re.compile(
    r"登榜|拟入库|通过第|入选|入围|上榜|获评|入列|在列|榜上有名|获奖|拟入选|拟认定|通过(?:中期|终期|年度)?(?:评估|复核|认定|验收|评审)|成功申报|遴选|在其列"
)
_ON_IT = ("榜上有名", "在其列", "在列", "入列", "上榜")
# What a selection names as its object, where it is none of the known titles.
_TAKES = re.compile(r"被认定为|被评为|获评|入选|入围|列入|纳入|登上|荣登|成为|获颁|获授|被授予|荣获|跻身")
_OBJECT = re.compile(
    r"(?:了)?(?:\d{4}年度?)?(?P<name>“[^”，。]{2,12}”(?:[一-龥]{0,8}(?:计划|工程|项目|行动|人才|企业))?|[一-龥A-Z][一-龥A-Za-z0-9]{1,23}?)(?=名单|榜单|榜|，|。|；|$)"
)
_NOT_FIRMS = re.compile(
    r"^(?:的)?(?:国家|国家级|省级)?(?:园区|高新区|经开区|开发区|高新技术产业开发区|经济技术开发区|"
    r"窗口|事项|品种|城市|单项|省份|指标|方面|省级行政)"
)
_PASSED = re.compile(r"通过(?:中期|终期|年度)?(?:评估|验收)")
_OF_PARKS = re.compile(r"(?:试点|示范|绿色|零碳|特色)(?:工业)?(?:园区|产业园)(?:$|\()")  # whose members are parks
_FROM = re.compile(r"^[一-龥]{0,4}(?:来自|位于|出自|属于|落在)")
_PARK_TITLE = re.compile(
    r"(?:获批(?:建设|创建|成为)?|被(?:认定|确定|评定|评|命名|授予)为?|成功?创建(?:为)?|获评|荣获|入选|入列|跻身|成为|获授)(?:了)?"
    r"(?:20\d\d年度?)?(?:全国|全省|全市)?(?:首批|第[一二三四五六七八九十]{1,3}批)?(?:的)?"
    r"(?P<name>(?:国家级?|全国|省级|[一-龥]{2,3}[省市])[一-龥]{3,20}(?:基地|试点|示范区|示范园区|试验区|集群|先行区|园区|载体))(?=$|[，。；！名])"
)
# 全省首批零碳工厂, 国家级数字化转型标杆企业: what has the shape of a title.
_SHAPED = re.compile(
    r"(?:全国|全省|全市|国家级?|省级|市级|[一-龥]{2,3}[省市])?(?P<batch>首批|第[一二三四五六七八九十]{1,3}批)?[一-龥“”A-Z0-9]{2,20}"
    r"(?:企业|工厂|车间|基地|试点|单位|园区|中心|平台|项目|产品|实验室|计划|工程|人才|案例|场景)$"
)


@dataclass
class SelectionReader(Memory):
    """Reads an article's lists sentence by sentence."""

    owners: Owners = field(default_factory=Owners)
    grades: Grades = field(default_factory=Grades)
    _title_read: bool = False
    _said: str = ""

    def read(self, context: Context, sentence: Sentence) -> None:
        """Take up the selections of the next sentence."""
        if not self._title_read:
            self._title_read = True
            titled = honours(context.title, context.published)
            self.listing = titled[-1] if titled and "名单" in context.title else None
        named = honours(sentence.text, context.published, self._said)
        listed = [
            one
            for one in named
            if re.search(r"名单|名录", sentence.text[one.start : one.end + 2])
            or sentence.text[one.start : one.end].endswith(("榜单", "榜"))
            or "结果" in sentence.text[one.start : one.end + 3]
            or "评选" in sentence.text[one.start : one.end]
            or one.name.endswith(("集体", "先进单位"))
            or _ANNOUNCED.match(sentence.text, one.end)
            or (one.edition and re.search(r"(?:公布|发布|认定)(?:了)?$", sentence.text[: one.start]))
        ]
        told = MINISTRY.search(sentence.text) if listed else None
        if told and told.end() <= listed[-1].start and not sentence.parks and not sentence.places:
            self.national.add(listed[-1].name)
        if not sentence.wishes:
            one = _Selection(self, context, sentence, named, listed[0] if listed else self.listing, listed)
            one.owners, one.grades = self.owners, self.grades
            one.read()
        if listed:
            self.listing, self.passage = listed[-1], sentence.passage
        self._said += sentence.text

    def facts(self) -> list[Fact]:
        """The selections stated."""
        return self.found


class _Selection(Stocks):
    """The reading of one sentence."""

    def read(self) -> None:
        text = self.sentence.text
        every = quantities(text)
        counts = [q for q in every if q.unit in ("家", "个", "项", "户", "件", "席") or (q.unit in ("人", "名") and self._people(q))]
        self.graded_counts(counts)
        review = {count.start for count in self.reviewed(counts)}
        struck = self.lost([count for count in counts if count.start not in review])
        struck |= self.struck(struck)
        review_and_lost = [count for count in counts if count.start in review | struck]
        left = [count for count in counts if count.start not in review | struck | self.counted]
        shared = {share.count.start: share for share in (shares(text, self.subjects(), left) if left else ())}
        batches = {count.start: batch for count, batch in batched(text, left, 0)}
        for count in left:
            if count.start in shared and self.share(shared[count.start]):
                continue
            if self.listed_by(count):
                continue
            if count.start in batches and self.batch(count, batches[count.start]):
                continue
            if re.match(r"[一两](?:家|个|项)", count.printed) and count.printed[:2] != "两家":
                continue
            clause = self.sentence.clause_at(count.start)
            if not struck or _FROM.match(text[count.end :]) or re.search(r"在列|在内|在其中", text[count.end : clause.end]):
                self._counted(count)
            elif self.unlost and count.end < self.unlost[0] and _PASSED.search(text[count.end : clause.end]):
                self._counted(count)  # 31家通过中期评估，2家被调出试点
        if not struck:
            self.stocks(counts)
            self.members(counts)
            self._without_count()
            self.titles_of_parks()
        wider = [q for q in amounts(text) if not any(q.start == one.start for one in review_and_lost)]
        self.awarded(wider)
        self.rows_of_parks(wider)

    # --- pieces

    def _on_list(self, clause: Span, count: Quantity) -> bool:
        """独角兽企业榜单上只有1家企业: the list itself is the subject."""
        said = re.search(
            r"(?:榜单|榜|名单)(?:（[^（）]{2,6}）)?(?:上|中|里|内)?，?(?:只|仅|共|就|一共)*(?:有|收录了?|列出了?)$",
            self.sentence.text[max(0, count.start - 24) : count.start],
        )
        own = [one for one in self.named if one.start < count.start]
        if said and own:
            self.emit(count, own[-1], clause)
        return bool(said and own)

    def _people(self, count: Quantity) -> bool:
        """64人入选“…”计划, …人才名单新增300余名: people are counted where they are put on a list or into a programme."""
        clause = self.sentence.clause_at(count.start)
        said = self.sentence.text[clause.start : clause.end]
        return bool(re.search(r"名单|榜单|计划|项目|工程|支持对象", said)) and bool(
            re.search(r"入选|入围|获批|新增|列入|上榜|获评|增列", said)
        )

    def _verb(self, clause: Span, count: Quantity) -> re.Match[str] | None:
        """The verb of selecting that a count belongs to: the last of its clause, before the next count (3家入选A、1家获评B)."""
        end = re.search(r"[、和]\d{1,4}(?:家|个|项)", self.sentence.text[count.end : clause.end])
        last = count.end + end.start() if end else clause.end
        found = list(_SELECTED.finditer(self.sentence.text, clause.start, last))
        if not found or (end and found[-1].start() < count.start):
            found = list(_SELECTED.finditer(self.sentence.text, clause.start, clause.end))
        return found[-1] if found else None

    def _object(self, clause: Span, count: Quantity, verb: re.Match[str]) -> Honour | None:
        """The list that a count belongs to: named in the clause, else the one spoken of."""
        graded = self._graded(verb.end())
        if graded:
            return graded
        inside = [one for one in self.named if clause.start <= one.start < clause.end]
        behind = [one for one in inside if one.start >= verb.end() - 1]
        between = [one for one in inside if one.start >= verb.end() - 1 and one.end <= count.start + 1]
        chosen = between or behind or inside
        if chosen:
            return chosen[0]
        printed = _OBJECT.match(self.sentence.text, verb.end(), clause.end)
        if printed and count.end <= verb.start() and _TAKES.search(verb.group()):
            return self._printed(printed["name"], verb.end())
        if (
            _STRONG.search(verb.group())
            or re.search(r"公示|公布", verb.group())
            or verb.end() >= len(self.sentence.text[: clause.end].rstrip("。；，"))
        ):
            earlier = [one for one in self.named if one.end <= count.start]
            inside = [
                one
                for one in earlier
                if re.match(r"(?:名单|榜单)?(?:的)?(?:评选|认定|遴选|公示|申报)?(?:中|里|方面|上)，", self.sentence.text[one.end :])
            ]
            if inside:
                return inside[-1]  # 第四批国家级“小巨人”企业中，园区有7家企业新入选
            spoken = self.listing_at(count.start)
            return earlier[-1] if earlier and not spoken else spoken or (earlier[-1] if earlier else None)
        return None

    def _printed(self, name: str, at: int) -> Honour:
        """被认定为“未来工厂”: a title under the words printed; 试点 alone is that of the list spoken of."""
        plain = name.strip("“”")
        if self.listing and re.fullmatch(r"(?:第[一二三四五六七八九十\d]{1,3}批|首批|\d{4}年度?|该|这一|上述|)(?:名单|榜单)?", plain):
            return replace(self.listing, edition="第一批" if plain == "首批" else plain if "批" in plain else self.listing.edition)
        if self.listing and plain in self.listing.name:
            return self.listing
        if self.listing and plain in ("试点", "培育", "储备"):
            return replace(self.listing, name=f"{self.listing.name}({plain})")
        shaped = _SHAPED.match(plain)
        if shaped and shaped["batch"]:
            return Honour(at, at + len(name), plain[shaped.end("batch") :], "第一批" if shaped["batch"] == "首批" else shaped["batch"])
        return Honour(at, at + len(name), name, None)

    def _counted(self, count: Quantity) -> None:
        text = self.sentence.text
        clause = self.sentence.clause_at(count.start)
        listing = self.listing_at(count.start)
        parks = listing is not None and _OF_PARKS.search(listing.name)
        others = _NOT_FIRMS.match(text[count.end : count.end + 8])
        if (others and not parks and "获此" not in text[count.end : clause.end]) or self.sentence.is_target(count.start):
            return
        origin = _FROM.match(text[count.end :])
        if origin:
            if self.reader.found and self.listing and self._owner_after(count.end):
                self.emit(count, self.listing, clause, self._owner_after(count.end))
            return
        if re.match(r"(?:其中|另)[^，]{0,6}$", text[clause.start : count.start]) and "首次" in text[clause.start : clause.end]:
            return  # 其中2家为首次入围: a part of those counted
        verb = self._verb(clause, count)
        beside = [one for one in self.sentence.parks if 0 <= count.start - one.end <= 2]
        if verb is None and beside and self.last:
            self.emit(count, self.last, clause, beside[-1])
            return
        new = NEW.search(text, clause.start, count.start)
        if verb is None and self._on_list(clause, count):
            return
        if verb is None and not new:
            return
        if verb is None or (new and verb.start() > count.end and not re.search(r"入选|获批|登上", verb.group())):
            stock = [one for one in self.named if clause.start <= one.start < clause.end and one.counted]
            stock = [one for one in stock if 0 <= count.start - one.end <= 3 or 0 <= one.start - count.end <= 2]
            spoken = [one for one in self.named if one.end < clause.start and one is self.listing]
            if spoken and new and not stock and new.end() == count.start:
                self.emit(count, spoken[-1], clause)  # a list named in the clause before: …名单公布，某区新增336家
            before = [one for one in self.named if one.end < clause.start and one.counted and clause.start - one.end <= 12]
            if (
                before
                and new
                and not spoken
                and not stock
                and new.end() == count.start
                and TOTAL.search(text, before[-1].end, clause.start)
            ):
                self.emit(count, replace(before[-1], name=before[-1].name + "(新增)"), clause)  # 小巨人企业累计21家，上半年新增5家
            if stock and new:
                self.emit(count, replace(stock[-1], name=stock[-1].name + "(新增)"), clause)
            return
        name = self._object(clause, count, verb)
        if name is None or (not _STRONG.search(verb.group()) and not self._fits(name, clause, count)):
            return
        if self._apart(count, verb, clause):
            return
        if new and TOTAL.search(text):
            total = TOTAL.search(text, clause.start, count.start)
            name = replace(name, name=name.name + ("(累计)" if total and count.start - total.end() <= 3 else "(新增)"))
        self.last = self._staged(name, verb)
        behind = re.match(rf"(?:企业)?(?:[为是]|属于|入选)(?P<batch>{BATCH})", text[count.end :])
        batch = behind or re.search(rf"通过(?P<batch>{BATCH})复核", verb.group())
        self.emit(count, self.last, clause, self._from_where(clause), batch["batch"] if batch else None)

    def _from_where(self, clause: Span) -> Subject | None:
        """2家企业成为首批零碳工厂，均来自A: whose firms they are is said in the next clause."""
        after = re.match(r"，(?:均|全部|都|皆)(?:来自|出自|位于|属于|落户)", self.sentence.text[clause.end :])
        return next((one for one in self.sentence.parks if after and one.start == clause.end + after.end()), None)

    def _fits(self, name: Honour, clause: Span, count: Quantity) -> bool:
        """A weak verb (获批, 列入, 公布) selects only what is named beside it, or the list that is spoken of."""
        taken = name.end > name.start and _SHAPED.search(self.sentence.text[name.start : name.end])
        return any(one is name for one in self.named) or name is self.listing or bool(taken)

    def _apart(self, count: Quantity, verb: re.Match[str], clause: Span) -> bool:
        """Whether another count stands nearer to the verb, or too much between."""
        between = self.sentence.text[min(count.end, verb.end()) : max(count.start, verb.start())]
        return len(between) > 24 or (bool(re.search(r"\d(?:家|个|项)", between)) and count.end <= verb.start() and "、" not in between)

    def _staged(self, name: Honour, verb: re.Match[str]) -> Honour:
        if re.search(r"通过(?:中期|终期|年度)?评估", verb.group()) and "通过" not in name.name:
            return replace(name, name=name.name + "(通过评估)")
        if re.search(r"通过第.{1,3}批复核", verb.group()):
            return replace(name, name=name.name.split("(")[0] + "(通过复核)")
        if PROPOSED.search(verb.group()):
            return replace(name, proposed=True)
        return name

    def _owner_after(self, at: int) -> Subject | None:
        return next((one for one in self.sentence.parks if 0 <= one.start - at <= 8), None)

    # --- forms of their own

    def _without_count(self) -> None:
        """A park or its project is on a list, without a number: 榜上有名, 获评“四星级”."""
        text = self.sentence.text
        self._own_titles()
        for clause in self.sentence.clauses:
            verb = re.search(r"榜上有名|在其列|在列|入列|入选|获评|通过评估|获批|上榜", text[clause.start : clause.end])
            if verb is None:
                continue
            at = clause.start + verb.start()
            if clause.start in self.emitted:
                continue
            parks = [one for one in self.sentence.parks if clause.start <= one.start < at and not one.aside]
            pointing = [end for start, end in self.sentence.pronouns if clause.start <= start < at]
            name = self._claimed(clause, at + len(verb.group()), verb.group())
            if (not parks and not pointing) or name is None or companies(text[clause.start : at]):
                continue
            name = self._staged(name, verb)
            owner = parks[-1] if parks else None
            all_of_them = verb.group() in _ON_IT or re.search(r"(?:均|都|双双|悉数|全部|一同|一并)$", text[clause.start : at])
            several = owner is not None and all_of_them
            for park in parks if several else [owner]:
                self.emit(None, name, clause, park)
            return

    def _own_titles(self) -> None:
        """获批建设国家知识产权服务出口基地, 被认定为首批零碳园区: a title that the park itself is given."""
        for clause in self.sentence.clauses:
            given = _PARK_TITLE.search(self.sentence.text, clause.start, clause.end)
            if given is None or clause.start in self.emitted or self.sentence.is_target(given.start()) or honours(given["name"], None):
                continue
            owner = [one for one in self.sentence.parks if clause.start <= one.start < given.start() and not one.aside]
            near = [end for start, end in self.sentence.pronouns if clause.start <= start < given.start()]
            begins = max([one.end for one in owner] + near, default=-1)
            if (
                begins < 0
                or given.start() - begins > 8
                or re.search(r"企业|公司|项目|[一两\d][家个]", self.sentence.text[begins : given.start()])
            ):
                continue
            title = Honour(given.start("name"), given.end(), given["name"], None)
            self.emit(None, title, clause, owner[-1] if owner else None)
            self.reader.listing = title

    def _claimed(self, clause: Span, after: int, verb: str) -> Honour | None:
        graded = self._graded(after)
        if graded:
            return graded
        behind = [one for one in self.named if clause.start <= one.start < clause.end and one.start >= after - 1]
        if behind and verb in ("入选", "获评", "获批"):
            relative = re.match(r"(?:名单)?(?:的|企业奖|奖励)", self.sentence.text[behind[0].end :])  # 获评绿色工厂的企业: a condition
            return None if relative or re.search(r"对|将", self.sentence.text[clause.start : after]) else behind[0]
        if verb in (*_ON_IT, "通过评估") or (verb == "入选" and re.match(r"(?:试点|名单|榜单)?(?:[，。；]|$)", self.sentence.text[after:])):
            return self.listing_at(after)
        return None
