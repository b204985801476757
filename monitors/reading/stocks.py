"""How many members of a list there are by now, told beside those newly put on it: 累计40家 beside 新增20家."""

from __future__ import annotations

import re
from dataclasses import replace

from monitors.reading.awards import Awards
from monitors.reading.honours import Honour
from monitors.reading.membership import RAISED
from monitors.reading.numbers import Quantity
from monitors.reading.prose import Span

NEW = re.compile(r"新增|新认定|新入选|新获批")
_CORE_WORD = re.compile(r"小巨人|瞪羚|单项冠军|雏鹰|独角兽|专精特新")
TOTAL = re.compile(r"累计|总计|总数|共计|合计|已有|已达")
_GROWN = r"(?:已|总数)?(?:增至|增加到|达到?|升至)"
_BY_NOW = r"(?:已|总数|累计|目前|现)*(?:增至|增加到|达到?|升至|有)"
_THEREBY = re.compile(r"(?:至此|由此|这样|加上此前的?)，$")  # what was told before is added up
BATCH = r"第[一二三四五六七八九十]{1,3}批"


class Stocks(Awards):
    """The members of lists so far that one sentence states."""

    def stocks(self, counts: list[Quantity]) -> None:
        """累计40家 beside 新增20家: the members of a list so far; a stock that stands alone is an indicator."""
        text = self.sentence.text
        for count in counts:
            clause = self.sentence.clause_at(count.start)
            total = TOTAL.search(text, clause.start, count.start)
            new = NEW.search(text)
            if self._dated_stock(clause, count) or self._stock_in_parts(clause, count):
                continue
            raised = RAISED.match(text[count.end :].lstrip("，"))
            own = [one for one in self.named if one.counted and 0 <= count.start - one.end <= 4]
            grown = (
                own
                and re.fullmatch(_BY_NOW if _THEREBY.search(text[: clause.start]) else _GROWN, text[own[-1].end : count.start])
                and self._told(own[-1])
            )
            if grown and count.start not in self.counted and not self.sentence.is_target(count.start):
                self.emit(count, replace(own[-1], name=own[-1].name + "(累计)", edition=None), clause)  # 至此，小巨人企业增至15家
                continue
            again = own and self.listing and any(one.subject == own[-1].name for one in self.reader.found)
            if again and count.start not in self.counted and self.sentence.parks and not self.sentence.is_target(count.start):
                self.emit(count, own[-1], clause)  # 名单公布：瞪羚企业356家。A最多，有瞪羚企业68家
                continue
            if raised and own and total is None and not self.sentence.is_target(count.start):
                self.emit(count, own[-1], clause)  # 省级瞪羚企业48家，比上年多出11家
            earlier = [one for one in self.given if one[0] < clause.start]
            if total and earlier and count.start not in self.counted and count.start - total.end() <= 3:
                at, spoken = earlier[-1]  # 15家企业上榜，累计达46家
                last = self.sentence.clause_at(at)
                if last.end < clause.start <= last.end + 2 and not re.search(r"[一-龥“”]{3,}", text[clause.start : total.start()]):
                    self.emit(count, replace(spoken, name=spoken.name.split("(")[0] + "(累计)", proposed=False), clause)
                    continue
            if total is None or new is None or count.start - total.end() > 14 or self.sentence.is_target(count.start):
                continue
            stock = [one for one in self.named if one.end <= count.start and one.counted]
            between = [q for q in counts if stock and stock[-1].end <= q.start < count.start]
            if stock and len(between) <= 1 and not re.search(r"上市|高新技术企业", text[stock[-1].end : count.start]):
                self.emit(count, replace(stock[-1], name=stock[-1].name + "(累计)"), clause)

    def _told(self, name: Honour) -> bool:
        """Whether this paragraph has just told who was newly put on the same list."""
        core = _CORE_WORD.search(name.name)
        last = self.reader.found[-1:] if self.reader.passage is self.sentence.passage else []
        return bool(core and last and core.group() in last[0].subject)

    def _stock_in_parts(self, clause: Span, count: Quantity) -> bool:
        """“小巨人”企业共有43家，其中17家为第四批: a stock whose last batch is told beside it."""
        text = self.sentence.text
        own = [one for one in self.named if one.counted and clause.start <= one.start and one.end <= count.start]
        parts = re.match(r"，其中(?:有)?\d{1,4}家(?:企业)?(?:[为是]|属于|来自|入选)?" + BATCH, text[count.end :])
        stock = own and re.fullmatch(r"(?:总数|数量|累计|共计|目前|已|共|现)*(?:有|达到?|增至|为)?", text[own[-1].end : count.start])
        if not parts or not stock or count.start in self.counted or self.sentence.is_target(count.start):
            return False
        self.emit(count, replace(own[-1], name=own[-1].name + "(累计)"), clause)
        return True

    def _dated_stock(self, clause: Span, count: Quantity) -> bool:
        """截至2024年底，国家级“小巨人”企业21家: with its year the members of a list at that time; without one, an indicator."""
        text = self.sentence.text
        own = [one for one in self.named if one.counted and clause.start <= one.start and one.end <= count.start]
        if not own or count.start in self.counted or self.sentence.is_target(count.start):
            return False
        between = re.fullmatch(
            r"(?:总数|数量)?(?P<total>累计|总计|已)?(?:有|达到?|增至|为)?(?:约|近|超过?)?", text[own[-1].end : count.start]
        )
        dated = [year for year in self.sentence.years if year.start < own[-1].start and text[year.start : year.end].isdigit()]
        since = text[dated[-1].end : own[-1].start].rpartition("；")[2] if dated else ""
        if between is None or not dated or re.search(r"入选|新增|新认定|申报|获批|来自", since) or own[-1].edition:
            return False
        name = own[-1] if own[-1].name.endswith("(累计)") or not between["total"] else replace(own[-1], name=own[-1].name + "(累计)")
        self.emit(count, name, clause)
        return True
