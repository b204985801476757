"""Whose a count is where its sentence names nobody, and the fact of a count with its owner, title and edition."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from monitors.reading.companies import companies
from monitors.reading.fact import Bound, Fact, FactKind, Status
from monitors.reading.lists.acts import Act, Effect
from monitors.reading.lists.discourse import Topics
from monitors.reading.lists.holders import behind, each, later, moved
from monitors.reading.lists.members import Count
from monitors.reading.lists.titles import Title
from monitors.reading.places import cities, provinces
from monitors.reading.subjects import Level, Subject

_AGENT = re.compile(r"认定|取消|撤销|确定|公布|公示|评选|遴选|收回|移出|评出|选出|评定|备案|授予|吊销|摘牌|评为|命名|剔除|清退")
OWN_FIRM = re.compile(
    r"(?:该公司|我们公司|(?<!有限)(?<!股份)公司|集团|这家企业|该企业|我们厂|该厂|旗下|自己)(?:的[一-龥]{1,6})?(?:今年|去年|当年|近年来?|先后|已经?|还|也|又|曾|一举|成功|陆续|累计|20\d\d年)*$"
)
_NATION_TITLED = re.compile(
    r"全国(?!高新区|经开区|第|首|前|百|领先)|(?:^|[：，])(?:工信部|科技部|商务部|工业和信息化部|国家[一-龥]{2,6}[局委])(?:[一-龥]{0,4})(?:公布|公示|发布)|我国"
)
_INCLUDED = re.compile(r"在内|在列")
_POPULATION = re.compile(r"(?:参评的|申报的|参选的|全国)\d+[家个][^，。；]{0,14}?(?:中|里)，")


@dataclass
class Owning(Topics):
    """Owners of the counts of one sentence."""

    def owner(self, count: Count, act: Act | None) -> Subject | None:
        """Whose members they are."""
        clause = self.linking.clause(count.start)
        found = behind(self.text, count.end, self.behind) or behind(self.text, count.quantity.end, self.behind)
        found = found or later(self.text, clause.end, self.behind)
        if found:
            return found
        row = self.row_of(count)
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
        shared = (
            re.search(r"其中[^；]*$", self.text[: one.start])
            or self.text.startswith("其中", own.start)
            or _INCLUDED.search(self.text, one.end, own.end)
        )
        return bool(other and own != clause and shared)

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
        focus = (
            focus
            if act
            else self.context.park or (Subject(0, 0, (self.context.register.focus,), Level.PARK) if self.context.register.focus else None)
        )
        agent = act is not None and act.start < count.start and bool(_AGENT.search(act.word))
        if here and (
            agent
            or focus is None
            or self.context.park is None
            or count.parks
            or (act and act.effect in (Effect.LOST, Effect.WARNED, Effect.GRADED))
        ):
            return here
        topic = self.topic(count.start)
        if topic and topic.national and (count.parks or not self.context.park) and (focus is None or count.parks):
            return Subject(0, 0, ("全国",), Level.NATION)
        place = self.holders.last if self.holders.last and self.fresh() and self.holders.last.level is not Level.PARK else None
        if count.parks:
            province = Subject(0, 0, (self.holders.province,), Level.PLACE) if self.holders.province else None
            return place or province or self.holders.announcer
        if place and not self.context.park:
            return place
        titled = self.told.owners.titled(self.context)
        if topic and (place := self._named_first(topic.title.name)):
            return place
        if not titled and not focus and not here and not self.holders.last and _NATION_TITLED.search(self.context.title):
            return Subject(0, 0, ("全国",), Level.NATION)
        national = topic is not None and (
            topic.national or topic.title.name.startswith(("国家", "全国", "中国")) or "制造业单项冠军" in topic.title.name
        )
        nation = Subject(0, 0, ("全国",), Level.NATION) if national and not titled else None
        return focus or here or nation or titled or self.holders.announcer or self.holders.last

    def _named_first(self, name: str) -> Subject | None:
        """2024年度重庆市企业技术中心名单揭晓，共有55家上榜: of the place a list is called after, before any park is spoken of."""
        if self.context.park or self.context.register.parks(self.context.title) or self.sentence.pronouns:
            return None
        placed = [one[2] for one in (*cities(name), *provinces(name)) if one[0] == 0 and name[one[1] - 1] in "省市区"]
        return Subject(0, 0, (placed[0],), Level.PLACE) if placed else None

    def _shared_below(self, count: Count) -> bool:
        """2家企业被移出名单，其中一家位于A: the whole is of something above A."""
        whole = re.match(r"[^；。]*，其中", self.text[count.end :]) or re.match(
            r"[^；。]*，(?=[^，；。\d]{2,12}(?:有|占)?[一两\d]{1,3}[家个户](?:在内|在列|其中))", self.text[count.end :]
        )
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
        return bool(
            re.search(
                rf"，其中[^；。]*{re.escape(focus.single[:2])}|[，；。](?:其中)?[^；。]{{0,12}}{re.escape(focus.single[:2])}[^；。\d]{{0,12}}\d{{1,5}}[家个户席项名人]",
                self.text[count.end :],
            )
        )

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
        if OWN_FIRM.search(self.text[clause.start : count.start]):
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
        self.stock_edition = edition
        if not label.endswith("(累计)"):
            self.chosen = act is not None or label.endswith("(新增)")
            self.last_edition, self.last_proposed = edition, proposed
        self.clauses_done.add(clause.start)
