"""Holders of a title, new and by now: 新增20家, 累计38家, 由19家扩充到24家, 截至2024年底，小巨人21家."""

from __future__ import annotations

import re
from dataclasses import dataclass

from monitors.reading.lists.members import GENERIC, Count
from monitors.reading.lists.owning import Owning
from monitors.reading.lists.titles import ORDINARY, PLAIN, Title
from monitors.reading.lists.topic import Topic
from monitors.reading.places import provinces
from monitors.reading.subjects import Level, Subject

WEAK_NOUN = re.compile(r"^(?:企业|公司|单位|机构|园区|项目|孵化器|工厂|车间|基地|众创空间|产品|案例|集群)?$")
# A stock at a day that is named is a list's; one of 目前 is a figure that has a history.
_DATED = re.compile(r"截至(?!目前|今)|年底|年末|那时|当时|(?:19|20)\d\d年|去年|今年|月底")
_NOW = re.compile(r"截至目前|截至今|目前|现有|眼下|迄今|至今|如今")
_REARED = re.compile(r"(?:培育|集聚|汇聚|聚集|孵化|涌现)(?:了|出|有|形成)?[^，。；]{0,24}$")
_SUMMED = re.compile(r"累计(?:拥有|有|培育|认定|获批|入选)了?$")
_YEAR = re.compile(r"(?:19|20)\d\d年")
_SERVED = re.compile(r"(?:帮助|服务|支持|走访|惠及|组织|推动|助力|带动|邀请|为|向|对|给)[^，。；]{0,8}$")  # 帮助46家“小巨人”企业融资
_THEREBY = re.compile(r"(?:至此|由此|这样|加上此前的?)，")
_BY_NOW = re.compile(r"累计|总计|总数|总量|存量|增至|增加到|升至|扩充到|发展到|提高到|共计|合计")
_MORE_OF_LIST = re.compile(
    r"(?:^|[，；])(?:(?:此次|本次|今年|这次|新|的)*(?:入选|上榜|入围|获评|获认定|在榜)?(?:的)?(?:企业|单位|项目|园区|总|名单)?(?:数量?|家数|总数)?)?"
    r"(?:[比较与同][^，。；]{2,10}相?比?，?)?(?:净|再)?(?:多|少|增|减)[^，。；]{0,3}\d+[家个项户]，[^，。；]{0,4}$"
)
_NEAR = 24  # where in its sentence a count stands that needs no title of its own
_SO_FAR = re.compile(r"至此|累计|总数|增至|增加到|升至|扩大到")
_STOCK_DAY = re.compile(r"截至|截止|月末|月底|年底|年末|目前|现有")
_LATELY = 6  # facts back that a kind of the list may have been counted


@dataclass
class Stocks(Owning):
    """Holders new and by now in one sentence."""

    def _stock(self, count: Count) -> bool:
        """新增20家, 累计38家, 由19家扩充到24家; 截至2024年底，小巨人21家."""
        if spoken := self._of_told(count):
            self.emit(count, spoken.title, spoken.title.name, self.edition_of(count, spoken.title, spoken), spoken.proposed)
            return True
        new, total = self.linking.new(count), self.linking.total(count) or self.linking.total(self.row_of(count)[0])
        title = self.linking.beside(count)
        if title is None and self.linking.ordinary(count, None):
            return False
        if title is None and count.previous is not None:
            risen_of = [one for one in self.linking.titles if one.end <= count.start and one.held]
            title = risen_of[-1] if risen_of else None  # 数量三年翻了一番，由10家增长至21家
        if title is None and (new or total):
            title = self._held_before(count)
        if title is None or (ORDINARY.search(title.name) and not title.known):
            return False
        owner: Subject | None = None
        risen = count.previous is not None and not new
        stock = title.of_state and not new and self._conferred(count)
        raised = count.change is not None and title.held
        if self._list_itself(title, count):
            label = title.name
            owner = self._of_whole(title, count)
        elif new and (title.held or title.known or (title.levelled and "以上" not in title.name)):
            label = f"{title.name}(新增)"
        elif (
            (title.held and (risen or (total and self._told_by_now(count, title))))
            or stock
            or (title.levelled and total and self._kin_of_told(title, count))
            or self._continued(count, title)
        ):
            label = f"{title.name}(累计)"
        elif raised or self._spoken_again(title):
            label = title.name
        elif new and title.listed:
            label = f"{title.name}(新增)"
        else:
            return False
        topic = self.topic(count.start)
        year = self.year_of(count, topic)
        if label == title.name or (
            new and re.search(r"第[一二三四五六七八九十\d]{1,3}批", self.text[self.linking.clause(count.start).start : count.start])
        ):
            year = self.edition_of(count, title, topic)
        same = topic is not None and topic.title.name in title.name
        batch = bool(year and "批" in year)
        edition = year if not new or batch else (title.edition or (topic.edition if same and topic else None) or year)
        planned = new and bool(re.search(r"拟新?[增认添]", self.text[self.linking.stretch(count).start : count.start]))
        self.emit(count, title, label, edition, planned or (label == title.name and bool(same and topic and topic.proposed)), owner)
        return True

    def _conferred(self, count: Count) -> bool:
        """Whether a stock of what the state confers is a list's: one in a row with plain figures, without a day, is a figure too."""
        said = self.text[: count.start]
        in_a_row = PLAIN.search(said) and (_NOW.search(said) or _REARED.search(said))
        return not _SERVED.search(said) and (bool(_DATED.search(said)) or not in_a_row)

    def _told_by_now(self, count: Count, title: Title) -> bool:
        """Whether a sum is of a list: 累计 of a title with a level, of any title beside the new ones or in a year that is named."""
        if not _BY_NOW.search(self._total_word(count)):
            return False
        if title.of_state or title.levelled:
            return True
        clause = self.linking.clause(count.start)
        if title.start < clause.start:
            return bool(self.done) or bool(_DATED.search(self.text[: count.start]))
        # 瞪羚企业累计48家 names what it counts: a figure by itself, unless it is set beside another sum or adds up what was told.
        return any(label.endswith(("(累计)", "(新增)")) for _, _, label in self.done) or bool(_THEREBY.search(self.text[: count.start]))

    def _by_now(self, count: Count) -> bool:
        """Whether 累计 is said, no mere 共有 or 达到."""
        return bool(re.search(r"累计|总计|总数|总量|存量|增至", self._total_word(count)))

    def _of_told(self, count: Count) -> Topic | None:
        """…名单里，共有14家企业: the list named right before the count."""
        topic = self.topic(count.start)
        begin = self.linking.clause(count.start).start
        if topic and re.search(
            r"(?:这|该|此|上述)[份张]?名单(?:上|里|中)?(?:一?共|总共)?(?:收录|列出|列有|有)了?$", self.text[begin : count.start]
        ):
            return topic
        if topic is None or not WEAK_NOUN.match(count.noun):
            return None
        if count.change is not None and not self.done and self._told_by_difference(count):
            return topic
        if topic.title not in self.linking.titles:
            return None
        said = self.text[topic.title.end : count.start]
        return (
            topic
            if re.fullmatch(
                r"[”》]?(?:（[^（）]{2,8}）)?(?:上|中|里|内)?，(?:全省|全市|全国|全区)?(?:只|仅|共|就|一共|总共|收录了?|列出了?|有)+", said
            )
            else None
        )

    def _told_by_difference(self, count: Count) -> bool:
        """与上年相比，入选企业多出9家，达到45家: of the list spoken of, by the difference told before."""
        said = self.text[: count.start]
        return self.fresh() and self.linking.beside(count) is None and bool(_MORE_OF_LIST.search(said))

    def _kin_of_told(self, title: Title, count: Count) -> bool:
        """名单公布，A占3家。至此，国家级孵化器增至7家: the same body as in the list told just before, by now."""
        topic = self.told.topic
        return bool(self.fresh() and topic and self.told.found and topic.title.name[-3:] == title.name[-3:] and self._so_far(count))

    def _so_far(self, count: Count) -> bool:
        return bool(_SO_FAR.search(self.text[: count.start]))

    def _list_itself(self, title: Title, count: Count) -> bool:
        """独角兽企业榜单上只有1家; 名单共有28家: the list is the subject; …名单中，某区有3家国家级绿色工厂: a kind within a list told."""
        said = self.text[title.end : count.start]
        topic = self.topic(min(title.start, count.start))
        own = (
            title.listed
            and title.end <= count.start
            and re.fullmatch(r"(?:（[^（）]{2,8}）)?(?:上|中|里|内)?，?(?:只|仅|共|就|一共|总共|收录了?|列出了?|有)*", said)
        )
        if self.linking.total(count) or self.linking.new(count):
            return bool(own) and not self._by_now(count) and not self.linking.new(count)
        within = (
            topic is not None
            and topic.at
            and not _STOCK_DAY.search(self.text[: count.start])
            and topic.title is not title
            and title.firm
            and self.clause_of(topic) != self.linking.clause(count.start)
        )
        return bool(own or within)

    def _of_whole(self, title: Title, count: Count) -> Subject | None:
        """2022年某省智能工厂名单上有126家企业: the whole list is of the province it names, whatever park is spoken of."""
        if any(one.start < title.start for one in self.owners) or self.linking.clause(title.start) != self.linking.clause(count.start):
            return None
        places = [name for start, _, name in provinces(title.name) if start == 0]
        return Subject(0, 0, (places[0],), Level.PLACE) if places and title.end <= count.start else None

    def clause_of(self, topic: Topic) -> object:
        """The clause in which a list was named."""
        return self.linking.clause(topic.at - 1)

    def _total_word(self, count: Count) -> str:
        said = self.text[self.linking.stretch(count).start : count.start]
        beside = self.linking.beside(count)
        if beside and beside.end <= count.start:
            said = said.replace(self.text[beside.start : beside.end], "")  # 累计拥有瞪羚企业210家
        found = re.search(
            r"(?:累计|总计|总数|总量|存量|共计|合计|增至|增加到|升至|扩充到|发展到|提高到|达到?|拥有|现有|已有|共有|目前|突破|首破|超过|已|有)+$",
            said,
        )
        return found.group() if found else ""

    def _spoken_again(self, title: Title) -> bool:
        """名单公布：瞪羚企业356家。A最多，有瞪羚企业68家: the list spoken of, in the same paragraph."""
        topic = self.topic(title.start)
        if topic is None or topic.title is title or not self.fresh():
            return False
        same = topic.title.name in title.name or title.name in topic.title.name
        return bool(self.told.found) and (same or any(fact.subject == title.name for fact in self.told.found[-_LATELY:]))

    def _continued(self, count: Count, title: Title) -> bool:
        """累计有高新技术企业1599家，瞪羚企业203家: 累计 goes for all that are counted, where the year is said."""
        if self.done and self.done[-1][2].endswith("(累计)") and self.text[self.done[-1][0].quantity.end] == "、":
            return title.held
        begin = self.text.rfind("；", 0, count.start) + 1
        said = self.text[begin : min(title.start, count.start)]
        summed = _SUMMED.search(said) or ("累计" in said and _YEAR.search(self.text, begin, count.start))
        return title.held and bool(summed)

    def _paired_with(self, count: Count, earlier: list[Count]) -> Title | None:
        """新增A11家、B24家，累计分别达67家和152家: the counts of a row go with those told before, one to one."""
        row = self.row_of(count)
        before = [one for one in self.done if one[0].start < row[0].start and not one[2].endswith("(累计)")][-len(row) :]
        if len(row) < 2 or len(before) < len(row) or not re.search(r"分别[^，。；\d]{0,6}$", self.text[: row[0].start]):
            return None
        if any(self.row_of(one[0]) is None for one in before) or earlier[-1] is count:
            return None
        return before[row.index(count)][1]

    def _held_before(self, count: Count) -> Title | None:
        """…新增12家，总数达到45家: the title counted just before."""
        earlier = [one for one in self.linking.counts if one.start < count.start]
        said = self.text[(earlier[-1].end if earlier else 0) : count.start]
        noun = count.noun and not GENERIC.match(count.noun)
        if PLAIN.search(said) or noun:
            return None
        if paired := self._paired_with(count, earlier):
            return paired
        if earlier:
            done = [one for one in self.done if one[0] is earlier[-1]]
            return done[-1][1] if done and (done[-1][1].held or "名单" in self.text) and "；" not in said else None
        inside = [one for one in self.linking.titles if one.end <= count.start and one.held]
        if inside:
            return inside[-1]
        spoken = self.told.spoken
        if spoken and self.told.spoken_in is self.sentence.passage and not self.linking.titles and count.start < _NEAR:
            return spoken
        topic = self.told.topic
        return topic.title if topic and self.fresh() and topic.title.held and self.told.found and count.start < _NEAR else None
