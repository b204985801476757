"""One sentence with its counts, acts, titles and owners: which list it speaks of at any place, and of which batch or year."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cached_property

from monitors.reading.dates import Year, years
from monitors.reading.lists.acts import Act
from monitors.reading.lists.holders import Holders
from monitors.reading.lists.linking import Linking
from monitors.reading.lists.members import Count
from monitors.reading.lists.titles import Title, editions
from monitors.reading.lists.told import Told
from monitors.reading.lists.topic import REVIEW, Topic, is_told
from monitors.reading.sentence import Context, Sentence
from monitors.reading.subjects import Level, Subject

_BY_TODAY = re.compile(r"截至目前|截止目前|到目前为止|至此|迄今|如今|^目前|，目前|现有")
_COMPARING = re.compile(r"(?:[比较]|(?:^|[，。；])[与同和])$")
_OF_GRADE = re.compile(r"^(?:在)?(?P<mark>[A-E][类级]|优秀|良好|不合格|[一二三四五]星级?)(?:榜单|榜|名单|等次|档)?(?:上|里|中|方面)")
_ASPECT = re.compile(r"^(?P<noun>[一-龥]{2,8}?)(?:方面|这一块|部分|一栏|类)，")
_BATCH_BEHIND = re.compile(r"[^，。；]{0,6}?[为是属入通](?:于|选|过)?(?P<batch>第[一二三四五六七八九十\d]{1,3}批)")
_BATCHES = re.compile(
    r"(?P<batches>第[一二三四五六七八九十\d]{1,3}批(?:(?:、|和|与|及)第[一二三四五六七八九十\d]{1,3}批)*)(?P<between>[^，。；\d]{0,10})$"
)


# How a paragraph goes on with the list of the one before: 分城市看，…; 深圳29家，东莞10家, or 东莞的10家企业中，….
_FURTHER = re.compile(r"其中|[分按][一-龥]{1,3}(?:看|分布|统计|来看|划分)|具体来看|从|此外|另")
_IN_SHARES = re.compile(
    r"[一-龥]{2,8}\d{1,4}[家个项][，、][一-龥]{2,8}\d{1,4}[家个项]|^[一-龥]{2,8}的\d{1,4}[家个项](?:企业|单位|项目)?(?:中|里|当中)，"
)


@dataclass
class Topics:
    """One sentence, and what it speaks of."""

    context: Context
    sentence: Sentence
    told: Told
    holders: Holders
    linking: Linking
    blocked: list[tuple[int, int]]  # titles, whose places own nothing
    boards: list[int]  # where rankings of parks are named
    here: Subject | None = None  # for whom the authority speaks that announces in this sentence
    done: list[tuple[Count, Title, str]] = field(default_factory=list)  # counts that gave facts, with their titles and subjects
    clauses_done: set[int] = field(default_factory=set)
    chosen: bool = False  # whether the last fact is more than a stock
    last_edition: str | None = None
    stock_edition: str | None = None
    last_proposed: bool = False
    nation: bool = False  # whether a fact was the whole country's
    review_edition: str | None = None

    @property
    def text(self) -> str:
        return self.sentence.text

    @cached_property
    def owners(self) -> list[Subject]:
        """Everything named that can hold something; looked for once it is asked for."""
        return self.holders.named(self.context, self.sentence, self.blocked)

    @property
    def behind(self) -> list[Subject]:
        """The owners, with parks that a place is said of: 2家位于A."""
        return [*self.owners, *(one for one in self.sentence.parks if one.aside)]

    @cached_property
    def dates(self) -> list[Year]:
        """The years named, but for those compared with (较去年翻了一番) and those to come."""
        return [
            one for one in self.sentence.years if self.text[one.start : one.end] != "明年" and not _COMPARING.search(self.text[: one.start])
        ]

    def topic(self, at: int) -> Topic | None:
        """The list spoken of at an offset; none where a ranking of parks was named since."""
        named = [one for one in self.linking.titles if one.start < at and is_told(self.text, one)]
        topic = self.told.topic
        again = _OF_GRADE.match(self.text)
        if again and again["mark"] in self.told.grades and not named:
            label = self.told.grades[again["mark"]]
            return Topic(Title(0, 0, label, listed=True), topic.edition if topic else None, label=label, at=1)
        if named:
            topic = self._again(named[-1]) or self._topic_of(named[-1], at)
        board = max((one for one in self.boards if one < at), default=-1)
        if board > (topic.at if topic and named else -1):
            return None
        if topic and (aspect := _ASPECT.search(self.text[:at])):
            kind = next((one for noun, one in reversed(self.told.kinds.items()) if aspect["noun"] in noun), None)
            topic = replace(topic, label=kind, title=replace(topic.title, name=kind), at=at) if kind else topic
        return self._reviewing(topic, at)

    def _reviewing(self, topic: Topic | None, at: int) -> Topic | None:
        """The list spoken of, or its review where that is named since: 第三批复核中."""
        found = list(REVIEW.finditer(self.text, 0, at)) if topic and "复" in self.text else []
        if topic is None or not found or not found[-1]["kind"] or found[-1].start() < topic.at - 2:
            return topic
        return replace(topic, review=True, edition=found[-1]["batch"] or topic.edition, at=found[-1].start() + 1, proposed=False)

    def _again(self, title: Title) -> Topic | None:
        """The list spoken of, where a title without an edition is a part of its name: 单项冠军企业 of 第八批制造业单项冠军企业."""
        topic = self.told.topic
        shorter = topic is not None and title.name in topic.title.name and topic.edition and not self.title_edition(title)
        return replace(topic, at=title.start + 1, review=False) if topic and shorter else None

    def _topic_of(self, title: Title, at: int) -> Topic:
        before, clause = self.text[: title.start], self.linking.clause(title.start)
        proposed = title.proposed or bool(re.search(r"公示(?!期)[^，。；]{0,16}$", before)) or "拟" in self.text[clause.start : title.end]
        edition = self.title_edition(title)
        review = "复核" in self.text[title.end - 4 : title.end + 6].split("，")[0]
        national = bool(self.here and self.here.level is Level.NATION and self.here.start < title.start)
        return Topic(title, edition, proposed, review, None, title.start + 1, national)

    def title_edition(self, title: Title) -> str | None:
        near = [(end, batch) for end, batch in editions(self.text[: title.start]) if title.start - end <= 24]
        dated = [one.year for one in self.dates if one.start < title.end]
        if title.edition:
            year = dated[-1] if dated else self.context.paragraph_year
            return f"{year}第一批" if title.edition == "第一批" and year else title.edition
        if near and near[-1][0] >= title.start - 6 and not any(one.start < near[-1][0] <= one.end for one in self.linking.titles):
            return near[-1][1]
        return str(dated[-1]) if dated else None

    def year_of(self, count: Count, topic: Topic | None) -> str | None:
        dated = [one for one in self.dates if one.start < count.start]
        if dated:
            return str(dated[-1].year)
        if self.context.published and _BY_TODAY.search(self.text[: count.start]):
            return str(self.context.published.year)
        if topic and topic.at and topic.edition and re.fullmatch(r"\d{4}", topic.edition):
            return topic.edition
        if self.context.paragraph_year:
            return str(self.context.paragraph_year)
        if self.context.year and not (self.context.published and re.search(r"近日|日前|本月|今日|昨日|上月|本周", self.text)):
            return str(self.context.year)
        published = self.context.published
        titled = [one.year for one in years(self.context.title, published) if not published or one.year <= published.year]
        return str(titled[-1]) if titled else str(published.year) if published else None

    def edition_of(self, count: Count, title: Title, topic: Topic | None, review: bool = False) -> str | None:
        clause = self.linking.clause(count.start)
        if row := self._batch_of(count):
            return row
        own = title.end > title.start and title in self.linking.titles
        if review and topic and topic.review and topic.at and topic.edition:
            return topic.edition
        behind_count = _BATCH_BEHIND.match(self.text, count.end)
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
            return self.title_edition(title)
        if local:
            return local[-1]
        if topic and topic.at and topic.edition and (topic.title is title or review):
            return topic.edition
        if batches and not own:
            return batches[-1][1]
        dated = [one for one in self.dates if one.start < max(count.start, title.start)]
        same = topic is not None and (topic.title.name in title.name or title.name in topic.title.name or topic.title is title)
        if topic and same and topic.edition and (not dated or "批" in topic.edition):
            return topic.edition
        if dated and title.start > count.start:
            return str(dated[-1].year)  # 2家在2023年度评价中获评优秀
        return self.year_of(count, topic)

    def _batch_of(self, count: Count) -> str | None:
        """第三批、第六批的公布数分别为2930家和3012家: the batch right before a count, one to one in a row."""
        row = self.row_of(count)
        found = _BATCHES.search(self.text[max(0, row[0].start - 34) : row[0].start])
        if found is None:
            return None
        batches = re.findall(r"第[一二三四五六七八九十\d]{1,3}批", found["batches"])
        return batches[row.index(count)] if len(batches) == len(row) and len(batches) > 1 else None

    def row_of(self, count: Count) -> list[Count]:
        """The counts of one list: 10家、7家和3家."""
        row: list[Count] = []
        for one in self.linking.counts:
            if row and not re.fullmatch(r"、|和|与|及|以及", self.text[row[-1].end : one.start]):
                if count in row:
                    break
                row = []
            row.append(one)
        return row if count in row else [count]

    def base(self, at: int) -> str | None:
        """The evaluation whose grades are told: named in the sentence, else before."""
        named = [(one.start, one.name) for one in self.linking.titles if one.graded and one.start < at]
        named += [(one.start, one.board.name) for one in self.sentence.boards if one.start < at]
        if named:
            self.told.base = max(named)[1]
        elif (topic := self.topic(at)) and "星级" in topic.title.name:
            return topic.title.name
        elif self.context.boards and not self.told.base:
            self.told.base = self.context.boards[-1].name
        return self.told.base

    def grade(self, base: str, act: Act) -> str:
        """The name of a grade's list; remembered, for A类榜上 speaks of it again."""
        label = f"{base}·{act.word}"
        for mark in re.split(r"[()]", act.word):
            if mark:
                self.told.grades[mark] = label
        return label

    def fresh(self) -> bool:
        further = self.told.gap == 1 and bool(_FURTHER.match(self.text) or _IN_SHARES.search(self.text))
        return self.told.passage is self.sentence.passage or further

    def proposed_of(self, title: Title, topic: Topic | None, count: Count) -> bool:
        same = topic is not None and (topic.title is title or topic.title.name == title.name)
        clause = self.linking.clause(count.start)
        said = self.text[clause.start : clause.end]
        if re.search(r"最终|正式公布|最后公布", said):
            return False
        return title.proposed or bool(same and topic and topic.proposed) or bool(re.search(r"拟(?:入选|认定|入库|授予|获)", said))

    def owners_between(self, start: int, end: int) -> list[Subject]:
        return [one for one in self.owners if start <= one.start < end]

    def aimed(self, at: int) -> bool:
        """Whether what stands at an offset is a goal; the year of a list that is named is none (2025年度计划)."""
        named = [one for one in self.sentence.years if not any(title.start - 2 <= one.start < title.end for title in self.linking.titles)]
        said = self.text
        for title in self.linking.titles:
            said = said[: title.start] + "某" * (title.end - title.start) + said[title.end :]  # a 计划 in a name is no plan
        return replace(self.sentence, years=tuple(named), text=said).is_target(at)

    def close(self) -> None:
        """What the next sentence can lean on."""
        topic = self.topic(len(self.text))
        held = [one for one in self.linking.titles if one.held]
        self.told.spoken = held[-1] if held else self.told.spoken if self.done else None
        self.told.spoken_in = self.sentence.passage
        told_now = topic is not None and (topic.at or topic is not self.told.topic)
        if self.done and self.chosen and (topic is None or (topic.title is not self.done[-1][1] and not topic.at)):
            count, title, label = self.done[-1]
            topic = Topic(title, self.last_edition, label=label, unit=count.quantity.unit, at=1, national=bool(topic and topic.national))
        if topic and self.nation:
            topic = replace(topic, national=True)
        if topic and self.done:
            proposed = topic.proposed or (self.chosen and self.last_proposed)  # 共有116家拟入选。其中A14家: they too
            topic = replace(topic, label=self.done[-1][2], unit=topic.unit or self.done[-1][0].quantity.unit, proposed=proposed)
        self.told.topic = replace(topic, at=0) if topic else None
        if told_now or self.done:
            self.told.passage, self.told.gap = self.sentence.passage, 0
