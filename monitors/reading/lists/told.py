"""What an article has told of lists so far: the facts, the list spoken of, the evaluation whose grades are told."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from monitors.reading.fact import Fact
from monitors.reading.lists.titles import Title
from monitors.reading.lists.topic import Topic
from monitors.reading.ownership import Owners

_LIST_BOARD = re.compile(r"企业|孵化器|众创|工厂|实验室|品牌|软件|公司|人才|民营|基地|工作站|中心")


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
    spoken: Title | None = None  # the title that the sentence before spoke of, whose holders may be counted next
    spoken_in: object = None
    lost: str = ""  # the title taken away last
    base: str | None = None  # the evaluation whose grades are told
    grades: dict[str, str] = field(default_factory=dict)
    owners: Owners = field(default_factory=Owners)

    @staticmethod
    def struck_of_list(topic: Topic | None) -> bool:
        """Whether a list that was announced is spoken of."""
        return topic is not None and bool(topic.edition) and not topic.title.graded

    def compare(self, change: float) -> None:
        """What the next sentence tells of the last fact: 与上年相比多出9家."""
        last = self.found[-1] if self.found else None
        if last and last.value and last.change is None and last.value - change >= 0 and not last.subject.endswith("(新增)"):
            self.found[-1] = replace(last, change=change, previous=last.value - change)

    def take(self, fact: Fact) -> None:
        """Keep a fact unless the same is known, be it under a longer name: 入选“瞪羚”的11家 of a list named before."""
        if not any(_is_same(known, fact) for known in self.found):
            self.found.append(fact)


def _is_same(known: Fact, fact: Fact) -> bool:
    if (known.zone, known.value, known.status) != (fact.zone, fact.value, fact.status):
        return False
    if known.edition and fact.edition and known.edition != fact.edition:
        return False
    quoted = fact.subject.startswith("“") and fact.value is not None
    return known.subject == fact.subject or (quoted and fact.subject.strip("“”") in known.subject)
