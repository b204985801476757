"""Selections that sentences state: who was put on which list, how many, in which batch, who passed a review and who was struck off.

What is a list and what an indicator (from the annotated sets):
- A list fact needs an act of choosing, reviewing or striking off (入选, 获评, 认定, 公示; 通过复核; 被取消),
  or is a share of a list spoken of (A区占5席).
- Titles held (小巨人, 单项冠军, 专精特新, 瞪羚, 绿色工厂…) are lists also where holders are counted new (新增) or by now
  (累计, 总数, 增至); those the state confers in batches (小巨人, 单项冠军, levelled 专精特新) also where a stock has a date
  (截至, 目前, 2024年).
- 高新技术企业, 科技型中小企业, firms above a size, listed firms, platforms of several levels (省级以上平台143个) are indicators,
  new or not; so is an undated stock (有瞪羚企业48家). Losing the title of 高新技术企业 is a list.
- How many parks of a province are in the first N of a ranking is an indicator; goals, wishes and conditions of a subsidy are no lists.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from monitors.reading.fact import Fact
from monitors.reading.lists.acts import Act, Effect, acts
from monitors.reading.lists.holders import Holders, moved
from monitors.reading.lists.honoured import Honoured
from monitors.reading.lists.linking import Linking
from monitors.reading.lists.members import Count, members
from monitors.reading.lists.tallying import Tallying
from monitors.reading.lists.titles import CORE, titles
from monitors.reading.lists.told import Told, listed_boards
from monitors.reading.lists.topic import Topic
from monitors.reading.sentence import Context, Sentence

# Without one of these there is neither a count of members nor an act: looked for first, for speed.
_CUE = re.compile(
    r"[\d一二两三四五六七八九十百](?:余|多)?(?:[家户项件席款支]|个(?!位次|名次|百分点|月|工作日|小时|单项|指标))|[榜评围牌]|[其之]列|列其|跻身其|之中|入选|名单|认定|列入|入列|在列|获|跻身|授予|命名|摘|捧|复核|取消|撤销|移出|退出|调出|除名|约谈|整改|成为|公布|公示|通过|瞪羚|小巨人|单项冠军|专精特新"
)


# A list can be announced by a sentence that tells neither an act nor a count.
_NAMES_LIST = re.compile(
    CORE + r"|名单|名录|榜|目录|评选|评审|认定|遴选|复核|复审|复评|第[一二三四五六七八九十\d]{1,3}批|首批|公[布示告]|出炉|揭晓"
)
_OFFICE = re.compile(r"[部局厅委会心院]")
_ANNOUNCES = re.compile(r"名单|榜|公示|目录|入选|认定|评选|成[为省]|批|公布")
_MOST = 30  # counts of a sentence; what has more is a table


@dataclass
class SelectionReader:
    """Reads an article's lists sentence by sentence."""

    told: Told = field(default_factory=Told)
    holders: Holders = field(default_factory=Holders)
    _title_read: bool = False
    _passage: object = None

    def read(self, context: Context, sentence: Sentence) -> None:
        """Take up the selections of the next sentence."""
        if not self._title_read:
            self._title_read = True
            self._read_title(context)
            self.holders.hear(context.title)
        if sentence.passage is not self._passage:
            self._passage = sentence.passage
            self.told.gap += 1
        self.holders.listen(context, sentence)
        if _CUE.search(sentence.text) and not sentence.wishes:
            self._read(context, sentence)

    def facts(self) -> list[Fact]:
        """The selections stated."""
        return self.told.found

    def _read_title(self, context: Context) -> None:
        named = [one for one in titles(context.title) if one.listed or one.known or one.levelled]
        graded = [one.name for one in titles(context.title) if one.graded]
        self.told.base = graded[-1] if graded else context.titled.name if context.titled else None
        if named and _ANNOUNCES.search(context.title):
            self.told.topic = Topic(named[-1], named[-1].edition, named[-1].proposed)

    def _read(self, context: Context, sentence: Sentence) -> None:
        text = sentence.text
        here = self.holders.announcing(context, text) if _OFFICE.search(text) else None
        self.holders.announcer = moved(here) if here else self.holders.announcer
        counts, told = members(text)[:_MOST], acts(text)
        if not counts and not told and not _NAMES_LIST.search(text):
            return
        parks = tuple((one.start, one.end) for one in sentence.parks)
        boards = [one for one in sentence.boards if not listed_boards(one.board.name)]
        named = [
            one
            for one in titles(text, parks)
            if not any(board.start < one.end and one.start < board.end and not one.known for board in boards)
        ]
        if not named and not self._spoken_of(counts, told):
            return
        apart = [act for act in told if not any(one.start < act.start < one.end for one in named)]
        linking = Linking(text, sentence.clauses, counts, apart, named)
        blocked = [(one.start, one.end) for one in named if one.levelled or one.known]
        tally = Tallying(context, sentence, self.told, self.holders, linking, blocked, [one.start for one in boards], here)
        tally.read()
        Honoured(tally).read()
        tally.close()

    def _spoken_of(self, counts: list[Count], told: tuple[Act, ...]) -> bool:
        """Whether a sentence that names no title can tell of one: by what was told before, or by an act that brings its own."""
        if self.told.topic or self.told.found or self.told.spoken:
            return bool(counts or told)
        return bool(counts and told) or any(one.effect in (Effect.LOST, Effect.GRADED) for one in told)
