"""The counts of a sentence as facts: each with its act, its title, its owner and its edition."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from monitors.reading.acts import Act, Effect
from monitors.reading.companies import companies
from monitors.reading.dates import years
from monitors.reading.fact import Bound, Fact, FactKind, Status
from monitors.reading.floor import REVIEW, Topic, told
from monitors.reading.holders import Holders, behind, each, later, moved
from monitors.reading.linking import Linking
from monitors.reading.members import GENERIC, Count
from monitors.reading.ownership import Owners
from monitors.reading.sentence import Context, Sentence
from monitors.reading.subjects import Level, Subject
from monitors.reading.titles import ORDINARY, PLAIN, Title, editions

_PARK_BOARD = re.compile(r"高新区|经开区|开发区|园区|城市|县域|营商环境")
_LIST_BOARD = re.compile(r"企业|孵化器|众创|工厂|实验室|品牌|软件|公司|人才|民营|基地|工作站|中心")
# Between an owner and the count it has of a list.
_HAS = re.compile(
    r"(?:（[^（）]{1,8}）)?(?:的?(?:企业|单位|项目|工厂|园区)(?=已|共|有|占|达))?(?:一市|一省|一地|一区|全市|全省|全区|市|省|区)?(?:，)?(?:以|累计|总计|共计|合计|拟|则|也|还|同样|又|共|就|仅|只|另|均|都|更|一举|已|其|中|是|为|约|近|超过?|超|逾|一共|总共|各|分别|各自|独自|首次|最多|这次|此次|本次|这一批|本批|"
    r"今年|去年|当年|在列|一家|就此|此番|从中|合计|竟|才|依然|仍|拿走|“开张”|"
    r"独揽|独占|包揽|占到|占去|占据|占得|占了|占|拿下|斩获|摘得|摘下|夺得|收获|贡献|揽下|揽获|捧回|新添|再添|又添|添|分得|挤进|跻身|捧得|捧走|抱回|获得|获评|获|喜提|取得|获批|"
    r"新?入选|新?入围|新?上榜|新增|有|达到?|拥有|分到|分走|撑起|抢下|揽得|落袋|进账|报喜|了|去|到|得|下|走)*"
)
_GRASPS = re.compile(r"独揽|独占|包揽|占|拿下|斩获|摘得|夺得|收获|揽|捧|添|分得|挤进|跻身|喜提|席")
_WEAK_NOUN = re.compile(r"^(?:企业|公司|单位|机构|园区|项目|孵化器|工厂|车间|基地|众创空间|产品|案例|集群)?$")
_BEHIND_SHARE = re.compile(r"$|[，。；、！（）：]|和|与|及|居|领|在列|榜|上榜|入|过关|位居|名列|排|都|均|占|数|并列|为|（")
_OTHER_NOUN = re.compile(r"的?[一-龥]{1,8}(?:量|额|率|商|店|员|院|所|校|村|镇|站|馆|社|企业|公司)(?:[，。；、]|$)")
_AGENT = re.compile(r"认定|取消|撤销|确定|公布|公示|评选|遴选|收回|移出|评出|选出|评定|备案|授予|吊销|摘牌|评为|命名|剔除|清退")
_NEUTRAL = re.compile(r"在列|在榜|在其列|之列|其中|在内")
_CONDITION = re.compile(r"(?:对|凡|若|如|只要|一旦|每|给予?|向|支持|鼓励|推动|引导|按|成功|首次|新)[^，。；]{0,30}$|^[，“]?(?:首次|新|成功)?$")
_PAID = re.compile(r"(?:给予|奖励|奖补|补助|资助|补贴|扶持|配套|兑现|一次性)[^，。；]{0,14}?\d|\d[万亿]?元|(?:给予|予以|享受)[^。；]{0,12}(?:奖|补|支持|资助)")
_OWN_FIRM = re.compile(r"(?:该公司|我们公司|(?<!有限)(?<!股份)公司|集团|这家企业|该企业|我们厂|该厂|旗下|自己)(?:的[一-龥]{1,6})?$")
_OBJECT_LOST = re.compile(r"(?:了|其|他们的|它们的)*(?P<title>[^，。；]{0,22}?)(?P<what>资格|称号|认定|牌子|名单|序列|行列|试点|培育库|库|资质|备案)")
_OF_GRADE = re.compile(r"^(?:在)?(?P<mark>[A-E][类级]|优秀|良好|不合格|[一二三四五]星级?)(?:榜单|榜|名单|等次|档)?(?:上|里|中|方面)")
_ASPECT = re.compile(r"^(?P<noun>[一-龥]{2,8}?)(?:方面|这一块|部分|一栏|类)，")
_OWN_LOST = re.compile(r"^(?:的)?(?P<title>[^，。；]{2,22}?)(?P<what>资格|称号|认定|牌子|资质)(?:被|遭|予以|将被|均被|同时被)*$")
_BATCHES = re.compile(r"(?P<batches>第[一二三四五六七八九十\d]{1,3}批(?:(?:、|和|与|及)第[一二三四五六七八九十\d]{1,3}批)*)(?P<between>[^，。；\d]{0,10})$")
_POPULATION = re.compile(r"(?:参评的|申报的|参选的|全国)\d+[家个][^，。；]{0,14}?(?:中|里)，")
_AIM = re.compile(r"(?:年底前|要把|要让|要有|要达|要新增|要培育|计划(?:新增|培育|到)|预计|有望|将(?:达到|突破|新增|培育|增至|增加|超过)|再(?:新增|培育)|到20\d\d年)[^，。；]{0,20}$")
_OWN_EDITION = re.compile(r"第[一二三四五六七八九十\d]{1,3}批|20\d\d年")
_DATED = re.compile(r"截至|目前|现有|年底|年末|眼下|迄今|至今|那时|当时|(?:19|20)\d\d年|去年|今年|月底|如今")


def listed_boards(name: str) -> bool:
    """Whether a ranking ranks firms or hatcheries, so that being on it is a list: 民营企业百强, 孵化器评价."""
    return bool(_LIST_BOARD.search(name)) and not re.search(r"高新区|经开区|开发区", name)


@dataclass
class Told:
    """The facts found, and what the article speaks of."""

    found: list[Fact] = field(default_factory=list)
    topic: Topic | None = None
    gap: int = 9  # how many paragraphs ago that was
    passage: object = None  # the paragraph of the last fact or list
    kinds: dict[str, str] = field(default_factory=dict)  # the kinds a list has, with their subjects: 工业园区
    lost: str = ""  # the title taken away last
    base: str | None = None  # the evaluation whose grades are told
    grades: dict[str, str] = field(default_factory=dict)
    owners: Owners = field(default_factory=Owners)
    year: str | None = None

    @staticmethod
    def struck_of_list(topic: Topic | None) -> bool:
        """Whether a list that was announced is spoken of."""
        return topic is not None and bool(topic.edition) and not topic.title.graded

    def take(self, fact: Fact) -> None:
        """Keep a fact unless the same is known."""
        for known in self.found:
            if (known.zone, known.subject, known.value, known.status) == (fact.zone, fact.subject, fact.value, fact.status) and (
                known.edition == fact.edition or not known.edition or not fact.edition
            ):
                return
        self.found.append(fact)


@dataclass
class Tallying:
    """The reading of one sentence's counts."""

    context: Context
    sentence: Sentence
    told: Told
    holders: Holders
    linking: Linking
    owners: list[Subject]
    boards: list[int]  # where rankings of parks are named
    here: Subject | None = None  # for whom the authority speaks that announces in this sentence
    done: list[tuple[Count, Title, str]] = field(default_factory=list)  # counts that gave facts, with their titles and subjects
    clauses_done: set[int] = field(default_factory=set)
    chosen: bool = False  # whether the last fact is more than a stock
    last_edition: str | None = None
    last_proposed: bool = False
    nation: bool = False  # whether a fact was the whole country's
    review_edition: str | None = None

    @property
    def text(self) -> str:
        return self.sentence.text

    @property
    def behind(self) -> list[Subject]:
        """The owners, with parks that a place is said of: 2家位于A."""
        return [*self.owners, *(one for one in self.sentence.parks if one.aside)]

    def read(self) -> None:
        """Every count of the sentence."""
        for count in self.linking.counts:
            self._count(count)

    def close(self) -> None:
        """What the next sentence can lean on."""
        topic = self.topic(len(self.text))
        told_now = topic is not None and (topic.at or topic is not self.told.topic)
        if self.done and self.chosen and (topic is None or (topic.title is not self.done[-1][1] and not topic.at)):
            count, title, label = self.done[-1]
            topic = Topic(title, self.last_edition, label=label, unit=count.quantity.unit, at=1, national=bool(topic and topic.national))
        if topic and self.nation:
            topic = replace(topic, national=True)
        if topic and self.done:
            topic = replace(topic, label=self.done[-1][2], unit=topic.unit or self.done[-1][0].quantity.unit)
        self.told.topic = replace(topic, at=0) if topic else None
        if told_now or self.done:
            self.told.passage, self.told.gap = self.sentence.passage, 0

    # --- what is spoken of

    def topic(self, at: int) -> Topic | None:
        """The list spoken of at an offset; none where a ranking of parks was named since."""
        named = [one for one in self.linking.titles if one.start < at and told(self.text, one)]
        topic = self.told.topic
        again = _OF_GRADE.match(self.text)
        if again and again["mark"] in self.told.grades and not named:
            label = self.told.grades[again["mark"]]
            return Topic(Title(0, 0, label, listed=True), topic.edition if topic else None, label=label, at=1)
        if named:
            topic = self._topic_of(named[-1], at)
        board = max((one for one in self.boards if one < at), default=-1)
        if board > (topic.at if topic and named else -1):
            return None
        if topic and (aspect := _ASPECT.search(self.text[:at])):
            label = next((one for noun, one in reversed(self.told.kinds.items()) if aspect["noun"] in noun), None)
            topic = replace(topic, label=label, title=replace(topic.title, name=label), at=at) if label else topic
        review = None
        for review in REVIEW.finditer(self.text, 0, at) if "复" in self.text else ():
            pass
        if review and review["kind"] and topic and review.start() >= topic.at - 2:
            edition = review["batch"] or (topic.edition if named and named[-1].end >= review.start() - 2 else topic.edition)
            return replace(topic, review=True, edition=edition, at=review.start() + 1, proposed=False)
        return topic

    def _topic_of(self, title: Title, at: int) -> Topic:
        before, clause = self.text[: title.start], self.linking.clause(title.start)
        proposed = title.proposed or bool(re.search(r"公示(?!期)[^，。；]{0,16}$", before)) or "拟" in self.text[clause.start : title.end]
        edition = self._title_edition(title)
        review = self.text[title.end - 4 : title.end].find("复核") >= 0
        national = bool(self.here and self.here.level is Level.NATION and self.here.start < title.start)
        return Topic(title, edition, proposed, review, None, title.start + 1, national)

    def _title_edition(self, title: Title) -> str | None:
        near = [(end, batch) for end, batch in editions(self.text[: title.start]) if title.start - end <= 24]
        dated = [one.year for one in self.sentence.years if one.start < title.end and self.text[one.start : one.end] != "明年"]
        if title.edition:
            year = dated[-1] if dated else self.context.paragraph_year
            return f"{year}第一批" if title.edition == "第一批" and year else title.edition
        if near and near[-1][0] >= title.start - 6 and not any(one.start < near[-1][0] <= one.end for one in self.linking.titles):
            return near[-1][1]
        return str(dated[-1]) if dated else None

    # --- one count

    def _count(self, count: Count) -> None:
        act = self.linking.act(count)
        if self._silent(count, act):
            return
        if act and act.effect is Effect.GRADED and self._graded(count, act):
            return
        if act and act.effect in (Effect.LOST, Effect.WARNED):
            self._struck(count, act)
        elif act and act.effect in (Effect.REVIEWED, Effect.PASSED, Effect.FAILED):
            self._reviewed(count, act)
        elif self._chosen(count, act) or self._stock(count):
            return
        else:
            self._share(count)

    def _silent(self, count: Count, act: Act | None) -> bool:
        at = act.start if act else count.start
        if self.aimed(count.start) or _AIM.search(self.text[: count.start]) or self.sentence.denies(at) or (act and act.effect is Effect.APPLIED):
            return True
        clause = self.linking.clause(count.start)
        if act and act.start < count.start and act.start >= clause.start:
            said = self.text[clause.start : act.start]
            if _OWN_FIRM.search(said) or (companies(said) and not self.owners_between(clause.start, act.start)):
                return True  # 该公司入选了3个项目
        head = self.text[: self.linking.acts[0].start] if self.linking.acts else ""
        if companies(head) and not self.owners_between(0, count.start) and count.quantity.unit in ("项", "个", "件", "款"):
            return True  # 某公司入选…，还拿下2项…
        if act and re.search(r"(?:未|没|没有|无缘|尚未|不|并未)(?:能)?$", self.text[max(0, act.start - 3) : act.start]):
            return True
        part = re.search(r"其中[^，。；\d]{0,6}(?:新晋|首次|新上榜|新面孔|初次|首度)[^，。；\d]{0,4}$", self.text[: count.start])
        return bool(part) or self._conditional(count, act)

    def aimed(self, at: int) -> bool:
        """Whether what stands at an offset is a goal; the year of a list that is named is none (2025年度计划)."""
        named = [one for one in self.sentence.years if not any(title.start - 2 <= one.start < title.end for title in self.linking.titles)]
        said = self.text
        for title in self.linking.titles:
            said = said[: title.start] + "某" * (title.end - title.start) + said[title.end :]  # a 计划 in a name is no plan
        return replace(self.sentence, years=tuple(named), text=said).is_target(at)

    def _conditional(self, count: Count, act: Act | None) -> bool:
        """对入选…的企业给予奖励: a condition."""
        clause = self.linking.clause((act or count).start)
        said = self.text[clause.start : (act or count).start]
        end = self.text.find("；", clause.end)
        return bool(re.search(r"^(?:对|凡|若|如|只要|一旦|鼓励|支持)", said.lstrip("“，")) and _PAID.search(self.text[clause.start : end if end > 0 else None]))

    def owners_between(self, start: int, end: int) -> list[Subject]:
        return [one for one in self.owners if start <= one.start < end]

    def _chosen(self, count: Count, act: Act | None) -> bool:
        chosen = act is not None and act.effect is Effect.CHOSEN
        title = self._title(count, act) if act and chosen else None
        if title is None or act is None:
            return False
        topic = self.topic(count.start)
        label = self._finer(title, count, topic)
        if self.linking.new(count) and self._paired(count):
            label += "(新增)"
        elif self.linking.total(count) and self._by_now(count) and not act.word.startswith("公"):
            label += "(累计)"
        elif topic and topic.label and _NEUTRAL.search(act.word) and topic.title.name == title.name and not self.done:
            label = topic.label
        proposed = act.proposed or (act.word != "公布" and self._proposed(title, topic, count))
        self.emit(count, title, label, self._edition(count, title, topic), proposed, act=act)
        return True

    def _proposed(self, title: Title, topic: Topic | None, count: Count) -> bool:
        same = topic is not None and (topic.title is title or topic.title.name == title.name)
        clause = self.linking.clause(count.start)
        said = self.text[clause.start : clause.end]
        if re.search(r"最终|正式公布|最后公布", said):
            return False
        return title.proposed or bool(same and topic and topic.proposed) or bool(re.search(r"拟(?:入选|认定|入库|授予|获)", said))

    def _finer(self, title: Title, count: Count, topic: Topic | None) -> str:
        """1310家工厂、107个园区入选: a list of several kinds."""
        if topic and title is topic.title and count.noun and not GENERIC.match(count.noun):
            if count.noun not in title.name and not re.search(rf"{re.escape(count.noun[-2:])}", title.name) and title.listed:
                self.told.kinds[count.noun] = f"{title.name}·{count.noun}"
                return f"{title.name}·{count.noun}"
        return title.name

    def _paired(self, count: Count) -> bool:
        """Whether new holders are told beside those by now."""
        return bool(re.search(r"累计|总计|总数|存量|总量|共计|合计", self.text))

    def _title(self, count: Count, act: Act) -> Title | None:
        beside = self.linking.beside(count)
        taken = self.linking.taken(count, act)
        if taken and taken is not beside and act.end <= taken.start and (not beside or act.start >= count.start):
            return taken
        if beside:
            return beside
        if taken:
            return taken
        if printed := self._printed(act):
            return printed
        if self.linking.ordinary(count, act):
            return None
        if act.word in ("通过认定", "通过备案", "通过评审") and count.noun and not GENERIC.match(count.noun):
            level = re.search(r"国家级?|省级|市级", self.text[act.start : act.end])
            return Title(count.start, count.end, (level.group() if level else "") + count.noun)
        inside = [one for one in self.linking.titles if one.end <= count.start and one.firm and self.linking.clause(one.start) == self.linking.clause(count.start)]
        if act.strong and inside and not told(self.text, inside[-1]):
            return inside[-1]
        topic = self.topic(count.start)
        earlier = [one for one in self.linking.titles if one.end <= count.start and one.firm]
        if topic is None and self.done and act.word in ("公布", "公示", "入选", "上榜", "入围"):
            return self.done[-1][1]
        if topic is None:
            return earlier[-1] if act.strong and earlier and not self.boards else None
        if act.strong or topic.at or act.word in ("公布", "公示", "认定", "遴选", "确定", "列入", "跻身", "获批", "选出", "评出", "纳入", "评定", "评为"):
            return topic.title
        return topic.title if self._fresh() and act.start < count.start and not self._object(act, count) else None

    def _object(self, act: Act, count: Count) -> bool:
        """Whether the act takes something of its own: 获得3项专利."""
        return bool(count.noun and not _WEAK_NOUN.match(count.noun))

    def _printed(self, act: Act) -> Title | None:
        """获评“…”: a title under the words printed in quotes."""
        found = re.compile(r"(?:了|为|成为|首批|全省|全国|20\d\d年度?|省级?|国家级?|市级?){0,4}“(?P<name>[^”，。]{2,14})”(?P<more>[一-龥]{0,8}(?:计划|工程|名单|榜|奖|称号))?").match(self.text, act.end)
        if found is None:
            return None
        name = found.group().removesuffix("称号")
        return Title(act.end, found.end(), re.sub(r"^(?:了|为|成为)|20\d\d年度?|首批", "", name).strip("“”") if not found["more"] else found["name"] + found["more"])

    # --- reviews, titles lost, grades, stocks, shares

    def _reviewed(self, count: Count, act: Act) -> None:
        topic = self.topic(count.start)
        own = [one for one in self.linking.titles if one.firm and self.linking.clause(one.start) == self.linking.clause(count.start)]
        title = self.linking.beside(count) or (own[-1] if own else None) or (topic.title if topic else None)
        earlier = [one for one in self.linking.titles if one.firm]
        title = title or (earlier[-1] if earlier else None)
        if title is None or ORDINARY.search(title.name) or self.linking.ordinary(count, act):
            return
        edition = next((batch for _, batch in editions(self.text[act.start : act.end])), None) or self.review_edition
        self.review_edition = edition
        self.emit(count, title, f"{title.name}({act.word})", edition or self._edition(count, title, topic, review=True), act.proposed, act=act)

    def _struck(self, count: Count, act: Act) -> None:
        clause = self.linking.clause(act.start)
        topic = self.topic(count.start)
        name, what = self._lost_title(count, act, topic)
        found = _OBJECT_LOST.match(self.text, act.end, clause.end) or _OWN_LOST.search(self.text[count.end : act.start])
        what = found["what"] if found else ""
        if act.effect is Effect.WARNED:
            label = f"{count.noun if count.noun and not GENERIC.match(count.noun) else name}{act.word}"
        elif what in ("资格", "称号", "认定", "资质", "备案"):
            label = f"{name}{what}{act.word}"
        else:
            label = f"{name}({act.word}{what if what in ('名单', '序列', '行列', '试点', '库') else ''})"
        if re.search(r"将|年内|可|应当|一律|的，", self.text[min(count.end, act.start) : max(act.start, count.start)]) and not act.proposed:
            return
        self.told.lost = name
        title = topic.title if topic and topic.title.name == name else Title(act.start, act.end, name)
        self.emit(count, title, label, self._evaluated(count) or self._edition(count, title, topic), act.proposed, act=act)

    def _evaluated(self, count: Count) -> str | None:
        """What follows from an evaluation has its year, where no other is said."""
        if re.search(r"近日|日前|本月|今日|昨日|上月|本周", self.text) and not count.parks:
            return None
        said = [one for one in self.sentence.years if one.start < count.start]
        batch = next(editions(self.text[: count.start]), None)
        boards = [one.board.edition for one in self.sentence.boards] or [one.edition for one in self.context.boards]
        return str(boards[0]) if boards and boards[0] and not said and not batch and not self.told.struck_of_list(self.topic(count.start)) else None

    def _lost_title(self, count: Count, act: Act, topic: Topic | None) -> tuple[str, str]:
        """Whose title is lost: named as the object, counted, or spoken of."""
        clause = self.linking.clause(act.start)
        found = _OBJECT_LOST.match(self.text, act.end, clause.end) or _OWN_LOST.search(self.text[count.end : act.start])
        said = re.sub(r"^(?:\d+[家个户](?:企业|单位|园区)?的?|其|了|的|历年|往年|上年度?)+", "", found["title"]) if found else ""
        named = [one for one in self.linking.titles if act.end - 1 <= one.start < clause.end]
        beside = self.linking.beside(count)
        if beside:
            return beside.name, ""
        if named:
            return named[0].name, ""
        if len(said) >= 3:
            return re.sub(r"^\d+[家个]", "", said), ""
        if count.noun and not GENERIC.match(count.noun):
            return count.noun, ""
        inside = [one for one in self.linking.titles if one.end <= count.start and one.firm]
        return (inside[-1].name if inside else "") or (topic.title.name if topic else self.told.lost), ""

    def _graded(self, count: Count, act: Act) -> bool:
        base = self.base(count.start)
        if base is None or (act.start < count.start and self.text[act.end : act.end + 2] in ("的企", "的单")):
            return False
        label = self.grade(base, act)
        title = Title(act.start, act.end, label)
        topic = self.topic(count.start)
        self.emit(count, title, label, self._edition(count, replace(title, start=0, end=0), topic), act.proposed, act=act)
        return True

    def grade(self, base: str, act: Act) -> str:
        """The name of a grade's list; remembered, for A类榜上 speaks of it again."""
        label = f"{base}·{act.word}"
        for mark in re.split(r"[()]", act.word):
            if mark:
                self.told.grades[mark] = label
        return label

    def base(self, at: int) -> str | None:
        """The evaluation whose grades are told: named in the sentence, else before."""
        named = [(one.start, one.name) for one in self.linking.titles if one.graded and one.start < at]
        named += [(one.start, one.board.name) for one in self.sentence.boards if one.start < at]
        if named:
            self.told.base = max(named)[1]
        elif self.context.boards and not self.told.base:
            self.told.base = self.context.boards[-1].name
        return self.told.base

    def _stock(self, count: Count) -> bool:
        """新增20家, 累计38家, 由19家扩充到24家; 截至2024年底，小巨人21家."""
        if spoken := self._of_told(count):
            self.emit(count, spoken.title, spoken.title.name, spoken.edition, spoken.proposed)
            return True
        new, total = self.linking.new(count), self.linking.total(count)
        title = self.linking.beside(count)
        if title is None and self.linking.ordinary(count, None):
            return False
        if title is None and (new or total):
            title = self._held_before(count)
        if title is None or (ORDINARY.search(title.name) and not title.known):
            return False
        risen = count.previous is not None and not new
        dated = title.of_state and (_DATED.search(self.text[: count.start]) or "级" in title.name and re.search(r"其中", self.text[: count.start]))
        raised = count.change is not None and title.held
        if self._list_itself(title, count):
            label = title.name
        elif new and (title.held or (title.levelled and "以上" not in title.name)):
            label = f"{title.name}(新增)"
        elif title.held and (total or risen) and (title.of_state or title.levelled or risen or not re.fullmatch(r"[达到目前有已现]*", self._total_word(count))):
            label = f"{title.name}(累计)"
        elif dated or self._continued(count, title):
            label = f"{title.name}(累计)"
        elif raised or self._spoken_again(title):
            label = title.name
        elif new and title.listed:
            label = f"{title.name}(新增)"
        else:
            return False
        topic = self.topic(count.start)
        year = self._year(count, topic)
        if label == title.name or (new and re.search(r"第[一二三四五六七八九十\d]{1,3}批", self.text[self.linking.clause(count.start).start : count.start])):
            year = self._edition(count, title, topic)
        same = topic is not None and topic.title.name in title.name
        batch = bool(year and "批" in year)
        edition = year if not new or batch else (title.edition or (topic.edition if same and topic else None) or year)
        planned = new and bool(re.search(r"拟新?[增认添]", self.text[self.linking.stretch(count).start : count.start]))
        self.emit(count, title, label, edition, planned or (label == title.name and bool(same and topic and topic.proposed)))
        return True

    def _by_now(self, count: Count) -> bool:
        """Whether 累计 is said, no mere 共有 or 达到."""
        return bool(re.search(r"累计|总计|总数|总量|存量|增至", self._total_word(count)))

    def _of_told(self, count: Count) -> Topic | None:
        """…名单里，共有14家企业: the list named right before the count."""
        topic = self.topic(count.start)
        if topic is None or topic.title not in self.linking.titles or not _WEAK_NOUN.match(count.noun):
            return None
        said = self.text[topic.title.end : count.start]
        return topic if re.fullmatch(r"[”》]?(?:（[^（）]{2,8}）)?(?:上|中|里|内)?，(?:只|仅|共|就|一共|总共|收录了?|列出了?|有)+", said) else None

    def _list_itself(self, title: Title, count: Count) -> bool:
        """独角兽企业榜单上只有1家; 名单共有28家: the list is the subject; …名单中，某区有3家国家级绿色工厂: a kind within a list told."""
        said = self.text[title.end : count.start]
        topic = self.topic(min(title.start, count.start))
        own = title.listed and title.end <= count.start and re.fullmatch(r"(?:（[^（）]{2,8}）)?(?:上|中|里|内)?，?(?:只|仅|共|就|一共|总共|收录了?|列出了?|有)*", said)
        if self.linking.total(count) or self.linking.new(count):
            return bool(own) and not self._by_now(count) and not self.linking.new(count)
        within = topic is not None and topic.at and topic.title is not title and title.firm and self.clause_of(topic) != self.linking.clause(count.start)
        return bool(own or within)

    def clause_of(self, topic: Topic) -> object:
        """The clause in which a list was named."""
        return self.linking.clause(topic.at - 1)

    def _total_word(self, count: Count) -> str:
        said = self.text[self.linking.stretch(count).start : count.start]
        found = re.search(r"(?:累计|总计|总数|总量|存量|共计|合计|增至|增加到|升至|扩充到|发展到|提高到|达到?|拥有|现有|已有|共有|目前|已|有)+$", said)
        return found.group() if found else ""

    def _spoken_again(self, title: Title) -> bool:
        """名单公布：瞪羚企业356家。A最多，有瞪羚企业68家: the list spoken of, in the same paragraph."""
        topic = self.topic(title.start)
        return bool(topic and topic.title is not title and self._fresh() and (topic.title.name in title.name or title.name in topic.title.name)) and bool(
            self.told.found
        )

    def _continued(self, count: Count, title: Title) -> bool:
        """累计有高新技术企业1599家，瞪羚企业203家: 累计 goes for all that are counted, where the year is said."""
        begin = self.text.rfind("；", 0, count.start) + 1
        return title.held and bool(re.search(r"累计", self.text[begin : count.start])) and bool(re.search(r"(?:19|20)\d\d年", self.text[begin : count.start]))

    def _held_before(self, count: Count) -> Title | None:
        """…新增12家，总数达到45家: the title counted just before."""
        earlier = [one for one in self.linking.counts if one.start < count.start]
        said = self.text[(earlier[-1].end if earlier else 0) : count.start]
        noun = count.noun and not GENERIC.match(count.noun)
        if PLAIN.search(said) or noun:
            return None
        if earlier:
            done = [one for one in self.done if one[0] is earlier[-1]]
            return done[-1][1] if done and (done[-1][1].held or "名单" in self.text) and "；" not in said else None
        inside = [one for one in self.linking.titles if one.end <= count.start and one.held]
        if inside:
            return inside[-1]
        topic = self.told.topic
        return topic.title if topic and self._fresh() and topic.title.held and self.told.found and count.start < 24 else None

    def _fresh(self) -> bool:
        further = self.told.gap == 1 and bool(re.match(r"其中|分[一-龥]{1,3}看|具体来看|从|此外|另", self.text))
        return self.told.passage is self.sentence.passage or further

    def _share(self, count: Count) -> None:
        """深圳独揽29家，东莞、广州分别有10家、7家: a count right behind its owner, of the list spoken of."""
        topic = self.topic(count.start)
        beside = self.linking.beside(count)
        known = [one for one in self.done if not one[2].endswith("(累计)")] or self.done
        name = known[-1] if known and not (topic and topic.at > known[-1][0].start) else None
        if (topic is None and name is None) or (self.linking.ordinary(count, None) and not name):
            return
        strong = bool(_GRASPS.search(self.text[self.linking.stretch(count).start : count.start]))
        if not (self._fresh() or strong or (topic and topic.at) or name or (topic and self.told.topic is topic and not self.told.found)):
            return
        if not (_WEAK_NOUN.match(count.noun) or GENERIC.match(count.noun) or (topic and count.noun[-2:] in topic.title.name)) or _OTHER_NOUN.match(self.text, count.end):
            if not behind(self.text, count.end, self.behind):
                return
        owner = self._share_owner(count)
        if owner is None:
            return
        title = beside or (name[1] if name else topic.title if topic else None)
        label = name[2] if name else (topic.label or topic.title.name) if topic else ""
        if title is None:
            return
        if beside:
            label = beside.name
        elif topic and topic.review and not name:
            label = f"{topic.title.name}(通过复核)"
        label = re.sub(r"\(累计\)$", "", label)
        if kind := self._kind(count):
            label = f"{re.sub(r'[(].*', '', label)}({kind})"
        edition = self.last_edition if name and not _OWN_EDITION.match(self.text, self.linking.clause(count.start).start) else self._edition(count, title, topic, review=bool(topic and topic.review))
        self.emit(count, title, label, edition, self.last_proposed if name else self._proposed(title, topic, count), owner)

    def _kind(self, count: Count) -> str | None:
        """A未来工厂4家、培育企业6家: the second count names a kind of the list."""
        found = re.search(r"\d[家个户项]?(?:、|和)(?P<kind>培育|试点|储备|入库|示范)(?:企业|单位|项目|工厂)?$", self.text[: count.start])
        return found["kind"] if found and self.done else None

    def _share_owner(self, count: Count) -> Subject | None:
        if found := behind(self.text, count.end, self.behind) or behind(self.text, count.quantity.end, self.behind):
            return found
        near = [one for one in self.owners if one.end <= count.start]
        clause = self.linking.clause(count.start)
        if re.fullmatch(r"20\d\d年(?:则|又|也|已|增至|升至|达到?|为|有|是)*", self.text[clause.start : count.start]) and self.done:
            return self.holders.last  # 2022年入选9家，2023年14家
        if re.fullmatch(r"第[一二三四五六七八九十\d]{1,3}批(?:里|中|的|则|也|又)*(?:有|为|是|达到?)?", self.text[clause.start : count.start]) and self.done:
            return self.holders.last  # 第一批142家，第二批1079家: a batch has its share
        if self._kind(count):
            return self.holders.last
        if not near:
            return None
        owner, row = near[-1], self._row(count)
        first = row[0]
        between = self.text[owner.end : first.start]
        for title in self.linking.titles:
            if owner.end <= title.start and title.end <= first.start:
                between = self.text[owner.end : title.start] + self.text[title.end : first.start]  # A未来工厂4家
        if len(between) > 16 or not _HAS.fullmatch(between):
            return None
        if len(owner.names) == 1:
            return owner if row[0] is count else None
        if len(row) == len(owner.names):
            return replace(owner, names=(owner.names[row.index(count)],))
        return owner if len(row) == 1 and (each(between) or not between) else None

    def _row(self, count: Count) -> list[Count]:
        """The counts of one list: 10家、7家和3家."""
        row: list[Count] = []
        for one in self.linking.counts:
            if row and not re.fullmatch(r"、|和|与|及|以及", self.text[row[-1].end : one.start]):
                if count in row:
                    break
                row = []
            row.append(one)
        return row if count in row else [count]

    def _batch_of(self, count: Count) -> str | None:
        """第三批、第六批的公布数分别为2930家和3012家: the batch right before a count, one to one in a row."""
        row = self._row(count)
        found = _BATCHES.search(self.text[max(0, row[0].start - 34) : row[0].start])
        if found is None:
            return None
        batches = re.findall(r"第[一二三四五六七八九十\d]{1,3}批", found["batches"])
        return batches[row.index(count)] if len(batches) == len(row) and len(batches) > 1 else None

    # --- edition, owner, fact

    def _year(self, count: Count, topic: Topic | None) -> str | None:
        dated = [one for one in self.sentence.years if one.start < count.start and self.text[one.start : one.end] not in ("明年",)]
        if dated:
            return str(dated[-1].year)
        if topic and topic.at and topic.edition and re.fullmatch(r"\d{4}", topic.edition):
            return topic.edition
        if self.context.paragraph_year:
            return str(self.context.paragraph_year)
        if self.context.year and not (self.context.published and re.search(r"近日|日前|本月|今日|昨日|上月|本周", self.text)):
            return str(self.context.year)
        published = self.context.published
        titled = [one.year for one in years(self.context.title, published) if not published or one.year <= published.year]
        return str(titled[-1]) if titled else str(published.year) if published else None

    def _edition(self, count: Count, title: Title, topic: Topic | None, review: bool = False) -> str | None:
        clause = self.linking.clause(count.start)
        if row := self._batch_of(count):
            return row
        own = title.end > title.start and title in self.linking.titles
        if review and topic and topic.review and topic.at and topic.edition:
            return topic.edition
        behind_count = re.compile(r"[^，。；]{0,6}?[为是属入通](?:于|选|过)?(?P<batch>第[一二三四五六七八九十\d]{1,3}批)").match(self.text, count.end)
        if behind_count:
            return behind_count["batch"]
        foreign = [one for one in self.linking.titles if one is not title and not (topic and one is topic.title) and one.edition]
        batches = [
            (end, batch) for end, batch in editions(self.text[: count.start]) if not any(one.start <= end - 2 < one.end for one in foreign)
        ]
        local = [batch for end, batch in batches if end > clause.start]
        later_batch = [batch for end, batch in batches if end > title.end]
        if own and later_batch:
            return later_batch[-1]
        if own and title.edition:
            return self._title_edition(title)
        if local:
            return local[-1]
        if topic and topic.at and topic.edition and (topic.title is title or review):
            return topic.edition
        if batches and not own:
            return batches[-1][1]
        dated = [one for one in self.sentence.years if one.start < max(count.start, title.start) and self.text[one.start : one.end] != "明年"]
        same = topic is not None and (topic.title.name in title.name or title.name in topic.title.name or topic.title is title)
        if topic and same and topic.edition and (not dated or "批" in topic.edition):
            return topic.edition
        return self._year(count, topic)

    def owner(self, count: Count, act: Act | None) -> Subject | None:
        """Whose members they are."""
        clause = self.linking.clause(count.start)
        found = behind(self.text, count.end, self.behind) or behind(self.text, count.quantity.end, self.behind)
        found = found or later(self.text, clause.end, self.behind)
        if found:
            return found
        row = self._row(count)
        before = [one for one in self.owners if one.start < row[0].start and not self._listed_only(one) and not self._parted(one, count)]
        if count.parks:
            before = [one for one in before if one.level is not Level.PARK]
        if before:
            owner = before[-1]
            if len(owner.names) > 1 and len(row) == len(owner.names):
                return replace(owner, names=(owner.names[row.index(count)],))
            if len(owner.names) > 1 and not each(self.text[owner.end : count.end]):
                return None  # together, no one's own
            return owner
        return self._unnamed(count, act)

    def _parted(self, one: Subject, count: Count) -> bool:
        """其中A1家、B1家；另有8家…: the shares of what was told before own nothing of what follows."""
        clause, own = self.linking.clause(count.start), self.linking.clause(one.start)
        other = re.match(r"(?:此外)?(?:另有|另外|此外|还有|另)", self.text[clause.start :])
        return bool(other and own != clause and (re.search(r"其中[^；]*$", self.text[: one.start]) or self.text.startswith("其中", own.start)))

    def _listed_only(self, one: Subject) -> bool:
        """分别是A和B, only says which parks."""
        return bool(re.search(r"(?:分别)?[是为]$|包括$", self.text[max(0, one.start - 3) : one.start])) and len(one.names) > 1

    def _unnamed(self, count: Count, act: Act | None) -> Subject | None:
        """Where nobody is named before the count: the authority that acts, the park spoken of, else whom the list is of."""
        here = self.here if self.here and self.here.start < count.start else None
        if _POPULATION.search(self.text[: count.start]) and not self.sentence.pronouns:
            return Subject(0, 0, ("全国",), Level.NATION)
        if self._shared_below(count):
            return here or self._above(count)
        focus = self._focus(count, act) if act else None
        focus = focus if act else self.context.park or (Subject(0, 0, (self.context.register.focus,), Level.PARK) if self.context.register.focus else None)
        agent = act is not None and act.start < count.start and bool(_AGENT.search(act.word))
        if here and (agent or focus is None or self.context.park is None or count.parks or (act and act.effect in (Effect.LOST, Effect.WARNED, Effect.GRADED))):
            return here
        topic = self.topic(count.start)
        if topic and topic.national and (count.parks or not self.context.park) and (focus is None or count.parks):
            return Subject(0, 0, ("全国",), Level.NATION)
        place = self.holders.last if self.holders.last and self._fresh() and self.holders.last.level is not Level.PARK else None
        if count.parks:
            province = Subject(0, 0, (self.holders.province,), Level.PLACE) if self.holders.province else None
            return place or province or self.holders.announcer
        if place and not self.context.park:
            return place
        titled = self.told.owners.titled(self.context)
        national = topic is not None and (topic.national or topic.title.name.startswith(("国家", "全国", "中国")) or "制造业单项冠军" in topic.title.name)
        nation = Subject(0, 0, ("全国",), Level.NATION) if national and not titled else None
        return focus or here or nation or titled or self.holders.announcer or self.holders.last

    def _shared_below(self, count: Count) -> bool:
        """2家企业被移出名单，其中一家位于A: the whole is of something above A."""
        whole = re.match(r"[^；。]*，其中", self.text[count.end :])
        return bool(whole and any(one.start >= count.end + whole.end() for one in self.behind if one.level is Level.PARK))

    def _above(self, count: Count) -> Subject | None:
        topic = self.topic(count.start)
        if topic and topic.national:
            return Subject(0, 0, ("全国",), Level.NATION)
        last = self.holders.last if self.holders.last and self.holders.last.level is not Level.PARK else None
        return last or self.holders.announcer or self.told.owners.titled(self.context)

    def _focus(self, count: Count, act: Act) -> Subject | None:
        """The park spoken of; where somebody chooses who is not named, only one that was named before."""
        name = self.context.register.focus
        if self.context.park or name is None:
            return self.context.park
        if self._shared_out(count, Subject(0, 0, (name,), Level.PARK)):
            return None
        clause = self.linking.clause(act.start)
        chosen = bool(_AGENT.search(act.word)) and not self.text[clause.start : act.start].strip("，“拟共新")
        known = self.context.latest is not None or bool(self.context.register.parks(self.context.title))
        return Subject(0, 0, (name,), Level.PARK) if known or not chosen else None

    def _shared_out(self, count: Count, focus: Subject) -> bool:
        """…共有28家，其中A区11家: the whole is not A's."""
        return bool(re.search(rf"，其中[^；。]*{re.escape(focus.single[:2])}|[，；。](?:其中)?[^；。]{{0,12}}{re.escape(focus.single[:2])}[^；。\d]{{0,12}}\d{{1,5}}[家个户席项名人]", self.text[count.end :]))

    def emit(
        self,
        count: Count,
        title: Title,
        label: str,
        edition: str | None,
        proposed: bool,
        owner: Subject | None = None,
        act: Act | None = None,
    ) -> None:
        """Keep the fact of a count."""
        owner = owner or self.owner(count, act)
        clause = self.linking.clause(count.start)
        if _OWN_FIRM.search(self.text[clause.start : count.start]):
            return
        owner = owner or Subject(0, 0, ("",), Level.PLACE)  # nobody known; shares of it can follow
        quantity = count.quantity
        end = max(clause.end, min(len(self.text), act.end + 8) if act and act.start >= clause.end else 0)
        for zone in filter(None, owner.names):
            self.told.take(
                Fact(
                    kind=FactKind.LIST,
                    zone=zone,
                    subject=label,
                    evidence=self.sentence.quote(clause.start, min(end, clause.start + 60) if end > clause.end else end, count.start),
                    edition=edition,
                    value=quantity.value,
                    unit=quantity.unit,
                    bound=quantity.bound if quantity.bound else Bound.EXACT,
                    previous=count.previous,
                    change=count.change,
                    entrants=tuple(companies(self.text[clause.start :])) if owner.level is Level.PARK else (),
                    status=Status.PROPOSED if proposed else Status.STATED,
                )
            )
        self.holders.last = moved(owner)
        self.done.append((count, title, label))
        self.nation = self.nation or owner.level is Level.NATION
        if not label.endswith("(累计)"):
            self.chosen, self.last_edition, self.last_proposed = act is not None, edition, proposed
        self.clauses_done.add(clause.start)
