"""What an article speaks of: the list named last, its batch or year, whether it is only proposed, and what was done with its members."""

from __future__ import annotations

import re
from dataclasses import dataclass

from monitors.reading.lists.titles import Title

REVIEW = re.compile(
    r"(?P<batch>第[一二三四五六七八九十\d]{1,3}批)?(?P<of>[^，。；、第]{0,14}?)(?:复核|复审|复评)(?!未|不|合格)(?P<kind>结果|名单|中|里|工作|时|，)?"
)
# A title that a clause speaks of: …名单公布, …评选中, 公示…名单.
_TOLD_AFTER = re.compile(
    r"[”》]?(?:（[^（）]{2,8}）)?(?:近日|日前|今天|正式|对外|刚刚|今年|\d{1,2}月)*(?:公布|揭晓|出炉|发布|亮相|公示|评审|评选|中|里|上|方面|，|显示|共|新鲜|敲定|落定|尘埃)"
)
# 第二份，智能工厂。: a sentence that only names the next list.
_HEADLINE = re.compile(r"(?:第[一二三四五六七八]份|先看|再看|先说|再说|首先是|其次是|接着是|还有|最后是)，?[“《]?")
_MADE_KNOWN = re.compile(r"(?:公布|公示|发布)了?[“《]?$")  # 同一份文件还公布了智能车间，…
_TOLD_BEFORE = re.compile(r"(?:公布|发布|公示|印发|揭晓|评选|认定|遴选|公告|评定|下发)(?:了|的|出)?[^，。；\d]{0,3}(?:20\d\d年?度?)?$")


@dataclass(frozen=True)
class Topic:
    """The list spoken of."""

    title: Title
    edition: str | None
    proposed: bool = False
    review: bool = False
    label: str | None = None  # the subject of the facts given last: …(移出名单)
    at: int = 0  # where in its sentence
    national: bool = False
    unit: str | None = None  # how its members have been counted


def is_told(text: str, title: Title) -> bool:
    """Whether a title named in a text is what it goes on to speak of."""
    if _HEADLINE.fullmatch(text[: title.start]) and not text[title.end :].strip("”》。："):
        return True
    if title.listed or (title.edition and "批" in title.edition):
        return True
    if not title.firm:
        return bool(
            _MADE_KNOWN.search(text[max(0, title.start - 8) : title.start]) and text[title.end : title.end + 1] in ("，", "。", "：")
        )
    return bool(_TOLD_AFTER.match(text, title.end) or _TOLD_BEFORE.search(text[max(0, title.start - 16) : title.start]))
