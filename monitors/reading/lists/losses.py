"""What a review or an evaluation does to holders: passed, failed, struck off, warned, graded."""

from __future__ import annotations

import re
from dataclasses import dataclass

from monitors.reading.lists.acts import Act, Effect
from monitors.reading.lists.members import GENERIC, Count
from monitors.reading.lists.sharing import Sharing
from monitors.reading.lists.titles import ORDINARY, Title, editions
from monitors.reading.lists.topic import Topic

_OBJECT_LOST = re.compile(
    r"(?:了|其|他们的|它们的)*(?P<title>[^，。；]{0,22}?)(?P<what>资格|称号|认定|牌子|名单|序列|行列|试点|培育库|库|资质|备案)"
)
_FOR_COMMENT = re.compile(r"公示(?!期)[^。；]{0,30}(?:结果|名单)(?:的公示|公示)?|(?:结果|名单)(?:予以|进行|正在|的)?公示")
_OWN_LOST = re.compile(r"^(?:的)?(?P<title>[^，。；]{2,22}?)(?P<what>资格|称号|认定|牌子|资质)(?:被|遭|予以|将被|均被|同时被)*$")


@dataclass
class Losses(Sharing):
    """Reviews, grades and losses in one sentence."""

    def _reviewed(self, count: Count, act: Act) -> None:
        topic = self.topic(count.start)
        own = [one for one in self.linking.titles if one.firm and self.linking.clause(one.start) == self.linking.clause(count.start)]
        earlier = [one for one in self.linking.titles if one.firm]
        named = earlier[-1] if earlier and not (topic and topic.at) else None
        spoken = topic.title if topic else None
        title = self.linking.beside(count) or (own[-1] if own else None) or named or spoken or (earlier[-1] if earlier else None)
        if title is None or ORDINARY.search(title.name) or self.linking.ordinary(count, act):
            return
        edition = next((batch for _, batch in editions(self.text[act.start : act.end])), None) or self.review_edition
        self.review_edition = edition
        word = act.word.replace("复核", "复审") if "复审" in self.text and "复核" not in self.text else act.word
        self.emit(
            count, title, f"{title.name}({word})", edition or self.edition_of(count, title, topic, review=True), act.proposed, act=act
        )

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
        self.emit(count, title, label, self._evaluated(count) or self.edition_of(count, title, topic), act.proposed, act=act)

    def _evaluated(self, count: Count) -> str | None:
        """What follows from an evaluation has its year, where no other is said."""
        if re.search(r"近日|日前|本月|今日|昨日|上月|本周", self.text) and not count.parks:
            return None
        said = [one for one in self.sentence.years if one.start < count.start]
        batch = next(editions(self.text[: count.start]), None)
        boards = [one.board.edition for one in self.sentence.boards] or [one.edition for one in self.context.boards]
        return (
            str(boards[0])
            if boards and boards[0] and not said and not batch and not self.told.struck_of_list(self.topic(count.start))
            else None
        )

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
        if base is None and count.noun and not GENERIC.match(count.noun):
            base = f"{count.noun}评价"  # 2家国家级孵化器在2023年度评价中获评优秀
        if base is None or (act.start < count.start and self.text[act.end : act.end + 2] in ("的企", "的单")):
            return False
        label = self.grade(base, act)
        title = Title(act.start, act.end, label)
        topic = self.topic(count.start)
        proposed = act.proposed or self._announced_for_comment(count)
        batched = next(editions(self.text[: count.start]), None)
        year = [one.year for one in self.dates if one.start < count.start and not batched]
        self.emit(count, title, label, str(year[-1]) if year else self.edition_of(count, title, topic), proposed, act=act)
        return True

    def _announced_for_comment(self, count: Count) -> bool:
        """公示…评价结果，2家获评A类: grades not final yet."""
        return bool(_FOR_COMMENT.search(self.text[: count.start]))
