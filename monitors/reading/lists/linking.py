"""Which act and which title a count of members belongs to: candidates in order of preference, the count's stretch of its clause first.

The stretch of a count reaches from the count before it to the next one: 3家入选A、2家获评B are two.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from monitors.reading.lists.acts import NEW, TOTAL, Act, Effect
from monitors.reading.lists.members import GENERIC, Count
from monitors.reading.lists.titles import PLAIN, Title
from monitors.reading.prose import Span

_COORDINATED = re.compile(r"(?:、|和|与|及|以及)(?:[一-龥]{0,4}?)")
# What may stand between a title and the count of its holders: 瞪羚企业累计达26家.
_GAP = re.compile(
    r"(?:名单|称号|荣誉|培育库|榜单|榜)?(?:（[^（）]{2,8}）)?(?:的)?(?:上|中|里|内|数)?(?:总数|数量|总量|数|家数|总计|一共|从无到有，|则|也|已|又|还|再|目前|现|今年|当年|去年|本年|上半年|新|共|总|成功|"
    r"累计|合计|达到|达|增至|增加到|升至|扩充到|提高到|发展到|有|为|是|新增|新添|增加|净增|新认定|认定|拥有|培育|上榜|入选|入围|获批|公示|公布|最后|最终|正式|时|由|从|近|约|超过|超|逾|突破|首破|一举|至少|第[一二三四五六七八九十\d]{1,3}批|只|仅|就|收录|列出|[由从][^，。；\d]{0,6}\d{1,5}[家个户项]|[一-龥]{1,4}[到至]|[\d年，]){0,9}"
)
# Between a verb and what it takes: 入选了首批…, 被认定为2024年度….
_TAKES = re.compile(
    r"(?:了|为|成为|成|“|《|：|的|全国|全省|全市|[^，。；：、\d]{0,8}[部厅局委省市会院](?:20\d\d年度?)?|[^，。；：、\d]{0,6}(?:公布|发布|组织|认定|评选|颁发)的)*"
)
_OBJECT = re.compile(r"(?:企业|公司|单位|工厂|园区|项目|机构|孵化器|车间|平台|中心|基地|成果|产品|案例|人才|团队)?(?:为|成为|作为)(?:了)?")
_NEXT = re.compile(
    r"[，]?(?:它们|这些企业|其)?(?:均|全部|都|皆|也|已|自动|因此|成功|顺利|双双|一举|将|并|最终|悉数|被|拟|遭|因[^，。；]{1,20}[，]?被|不再|予以|一同|同时)*$"
)
_LEVEL_ALONE = re.compile(r"(?:^|[、，和及增]|其中|认定|获批|入选|获评)(?P<level>国家级|省级|市级|自治区级)$")
_LEVEL_BEFORE = re.compile(r"^(?:国家级?|省级|市级|自治区级)")
_BODIES = re.compile(
    r"(?P<name>企业技术中心|工程(?:技术)?研究中心|技术创新中心|重点实验室|科技企业孵化器|众创空间|博士后科研工作站|绿色工厂|智能工厂|数字化车间)"
)
_THEREFORE = re.compile(r"[^，。；]{0,8}，(?:[均已都全部拟]|予以|依规|按规定){0,3}(?:被|遭|取消|撤销|移出)")
_CAUSED = re.compile(r"(?:[^，。；]{0,4})(?:因|由于)[^，。；]*$")


@dataclass(frozen=True)
class Linking:
    """A sentence's counts, acts and titles, and how they belong together."""

    text: str
    clauses: tuple[Span, ...]
    counts: Sequence[Count]
    acts: Sequence[Act]
    titles: Sequence[Title]
    # What was found once for a count, by where it stands: asked for again and again.
    _known: dict[int, Act | None] = field(default_factory=dict)
    _stretches: dict[int, Span] = field(default_factory=dict)
    _beside: dict[int, Title | None] = field(default_factory=dict)

    def clause(self, at: int) -> Span:
        """The clause that holds an offset."""
        for one in self.clauses:
            if one.start <= at < one.end:
                return one
        return self.clauses[-1]

    def stretch(self, count: Count) -> Span:
        """From the count before to the count after, within the clause."""
        if count.start not in self._stretches:
            self._stretches[count.start] = self._reach(count)
        return self._stretches[count.start]

    def _reach(self, count: Count) -> Span:
        clause = self.clause(count.start)
        before = [one.end for one in self.counts if clause.start <= one.start < count.start]
        after = [one.start for one in self.counts if count.start < one.start < clause.end]
        return Span(max([clause.start, *before]), min([clause.end, *after]))

    def joined(self, count: Count) -> bool:
        """Whether the next count goes with it: 10家、7家和3家."""
        after = next((one for one in self.counts if one.start > count.start), None)
        return bool(
            after and self.clause(count.start) == self.clause(after.start) and re.match(r"[、和与及]", self.text[count.end : after.start])
        )

    def act(self, count: Count) -> Act | None:
        """The act that a count belongs to: behind it, before it, of the counts it is joined to, or at the head of the next clause."""
        if count.start not in self._known:
            self._known[count.start] = self._found(count)
        return self._known[count.start]

    def _found(self, count: Count) -> Act | None:
        clause, stretch = self.clause(count.start), self.stretch(count)
        end = clause.end if self.joined(count) else stretch.end
        behind = [one for one in self.acts if count.quantity.end <= one.start < end and not self._turned(one, stretch.end)]
        behind = [one for one in behind if not self._cause(one, count.end)]
        before = [one for one in self.acts if stretch.start <= one.start and one.end <= count.start]
        last = [one for one in before if one.effect is not Effect.APPLIED or not behind]
        if (
            last
            and behind
            and last[-1].effect in (Effect.LOST, Effect.WARNED)
            and behind[0].effect is Effect.CHOSEN
            and not behind[0].strong
        ):
            return last[-1]  # 撤销11家企业的…备案资格
        if behind and behind[0].effect is not Effect.APPLIED:
            hard = [one for one in behind if one.effect in (Effect.LOST, Effect.WARNED)]
            if hard and behind[0].effect is Effect.GRADED and self.text.startswith("的", behind[0].end):
                return hard[0]  # 12家考核不合格的园区被亮黄牌
            firm = [one for one in behind if one.strong]
            return firm[0] if firm and last and last[-1].effect is Effect.CHOSEN else behind[0]
        if last:
            return last[-1]
        if behind:
            return behind[0]
        return self._next(count, clause) or self._shared(count, clause)

    def _cause(self, act: Act, begin: int) -> bool:
        """3家孵化器因考核不合格，被取消资格: what was the cause is not what was done."""
        return act.effect in (Effect.GRADED, Effect.FAILED) and bool(
            _THEREFORE.match(self.text, act.end) and _CAUSED.match(self.text, begin, act.start)
        )

    def _turned(self, act: Act, end: int) -> bool:
        """新增A4家、新认定B2家: a verb that stands before the next count is that one's."""
        return act.end >= end - 12 and bool(re.search(r"[、和]新?$", self.text[max(0, act.start - 2) : act.start])) and end < len(self.text)

    def _next(self, count: Count, clause: Span) -> Act | None:
        """4家瞪羚企业不再符合条件，拟撤销称号; 3家企业经层层评审，入选…: the next clause says what was done."""
        later = next((one for one in self.acts if one.start >= clause.end), None)
        if later is None or any(clause.end <= one.start < later.start for one in self.counts):
            return None
        following = self.clause(later.start)
        between = self.text[clause.end : later.start]
        if following.start - clause.end > 1 or not _NEXT.fullmatch(between) or "；" in between:
            return None
        lost = later.effect in (Effect.LOST, Effect.FAILED, Effect.WARNED)
        return later if lost or clause.end - count.end <= 16 else None

    def _shared(self, count: Count, clause: Span) -> Act | None:
        """9家、7家和3家上榜 the other way: 认定A38家、B16家."""
        before = next((one for one in reversed(self.counts) if clause.start <= one.start < count.start), None)
        if before and _COORDINATED.match(self.text[before.end : count.start]):
            return self.act(before)
        return None

    def beside(self, count: Count) -> Title | None:
        """The title that the count itself counts: 3家国家级绿色工厂, 瞪羚企业累计26家."""
        if count.start not in self._beside:
            self._beside[count.start] = self._counts_title(count)
        return self._beside[count.start]

    def _counts_title(self, count: Count) -> Title | None:
        stretch = self.stretch(count)
        clause = self.clause(count.start)
        for one in self.titles:
            if (
                one.start >= count.quantity.end
                and one.start < stretch.end
                and self.text[count.quantity.end : one.start] in ("", "的", "“", "区内", "企业")
            ):
                return one if (one.firm or self.text[one.start - 1 : one.start + 1].count("“")) and not self._of(one) else None
        for one in reversed(self.titles):
            if clause.start <= one.start and one.end <= count.start and one.start >= stretch.start - 1:
                fits = bool(_GAP.fullmatch(self.text[one.end : count.start]))
                return (one if one.firm else self._same_level(one)) if fits else None
        return self._levelled(count, stretch)

    def _same_level(self, title: Title) -> Title | None:
        """自治区级绿色工厂4家、绿色供应链2家: the level told once goes for the row."""
        before = next((one for one in reversed(self.counts) if one.end <= title.start), None)
        if before is None or self.text[before.end : title.start] != "、":
            return None
        first = self.beside(before)
        level = _LEVEL_BEFORE.match(first.name) if first else None
        return replace(title, name=level.group() + title.name, levelled=True) if level else None

    def _levelled(self, count: Count, stretch: Span) -> Title | None:
        """企业技术中心…，新增国家级1家、省级4家: only the level stands beside the count."""
        found = _LEVEL_ALONE.search(self.text, stretch.start, count.start)
        if found is None or count.noun:
            return None
        named = [one.name for one in self.titles if one.end <= found.start()]
        named += [one.noun for one in self.counts if one.end <= found.start() and one.noun and not GENERIC.match(one.noun)]
        spoken = _BODIES.search(self.text, 0, found.start())
        name = named[-1] if named else spoken["name"] if spoken else None
        if name is None or PLAIN.search(name):
            return None
        return Title(found.start(), found.end(), found["level"] + _LEVEL_BEFORE.sub("", name), known=True, levelled=True)

    def _of(self, title: Title) -> bool:
        """8家省级企业 are firms of the province."""
        return not title.known and bool(re.search(r"[省市]企业$", title.name))

    def taken(self, count: Count, act: Act) -> Title | None:
        """What the act takes: 入选A, 认定12家孵化器为A."""
        clause, stretch = self.clause(act.start), self.stretch(count)
        end = clause.end if act.start >= count.start else max(clause.end if self.joined(count) else stretch.end, stretch.end)
        for one in self.titles:
            if (
                one.start < act.start
                or one.end <= act.start
                or one.start >= end
                or (one.start < act.end - 1 and not act.word.startswith("通过"))
            ):
                continue
            said = self.text[act.end : one.start]
            if act.start >= count.start:
                return one if _TAKES.fullmatch(said) or one.firm else None
            if one.start >= count.start:
                turned = _OBJECT.fullmatch(self.text[count.quantity.end : one.start]) or "为" in self.text[count.end : one.start]
                return one if one.firm or turned else None
            return one if one.firm or _TAKES.fullmatch(said) else None
        return None

    def ordinary(self, count: Count, act: Act | None) -> bool:
        """Whether the count is one of plain stocks: 高新技术企业97家, 11家企业通过高新技术企业认定."""
        stretch = self.stretch(count)
        return bool(PLAIN.search(self.text[stretch.start : stretch.end])) and not (
            act and act.effect in (Effect.LOST, Effect.WARNED, Effect.FAILED)
        )

    def new(self, count: Count) -> bool:
        """Whether the count is of new holders: 新增20家, 瞪羚企业新增3家."""
        found = self._last(NEW, count)
        if found is None and (before := self._joined_before(count)):
            return self.beside(count) is not None and self.new(before)  # 新增A2家、B5家
        return (found is not None and not re.search(r"[^，。；、]{9}", self.text[found : count.start].replace("”", ""))) or bool(
            found is not None and self.beside(count)
        )

    def _joined_before(self, count: Count) -> Count | None:
        """The count that a count is joined to: A2家、B5家."""
        before = [one for one in self.counts if one.start < count.start]
        joined = (
            before and self.text[before[-1].quantity.end : before[-1].quantity.end + 1] in ("、", "和") and not self._last(TOTAL, count)
        )
        if joined and self.clause(before[-1].start) == self.clause(count.start):
            return before[-1]
        return before[-1] if before and self._next_in_row(before[-1], count) else None

    def _next_in_row(self, before: Count, count: Count) -> bool:
        """新增A2家，B5家: the next clause is only a title with its count."""
        title = self.beside(count)
        clause = self.clause(count.start)
        return bool(
            title
            and title.end <= count.start
            and not self.text[clause.start : title.start].strip("，")
            and self.text[title.end : count.start] == ""
            and clause.start - self.clause(before.start).end <= 1
        )

    def total(self, count: Count) -> bool:
        """Whether the count is of all holders by now: 累计38家, 总数达到45家."""
        found = self._last(TOTAL, count)
        return found is not None and (count.start - found <= 4 or self.beside(count) is not None)

    def _last(self, pattern: re.Pattern[str], count: Count) -> int | None:
        stretch = self.stretch(count)
        found = list(pattern.finditer(self.text, stretch.start, count.start))
        return found[-1].end() if found else None
