"""Whose a rank is: the park named before it, the one whose turn it is, or the place whose measure is ranked."""

from __future__ import annotations

import re
from dataclasses import replace

from monitors.reading.boards import ECONOMIC, HIGH_TECH
from monitors.reading.prose import Span
from monitors.reading.rankings.forms import Forms
from monitors.reading.subjects import Level, Subject

# Where one of these is spoken of, a rank is its own and not the park's.
COMPANY = re.compile(
    r"公司|集团|产品|团队|市场占有率|市占率|大学|学校|医院|选手|论文|销量|同行|品类|赛道|口头禅|(?<![一-龥]各)行业(?!协会|主管)|集群(?=由|从|位列|名列|列|排|居)"
)
# A subject of its own since the last park: what is ranked or moves after it is not the park.
_OTHER_SUBJECT = re.compile(
    r"(?:有|是|的|，)(?:另)?一家[一-龥]{0,4}(?:园区|开发区|高新区|经开区)(?!——)|(?:该|这家|某|一家|另一家)(?:[一-龥]{0,4})?(?:企业|公司|工厂|店|厂)|(?<!入)(?:园区|区内|区里|该区|全区)?(?:[足篮排]球队|代表队|机场|港口|中学|一中|小学|菜馆|餐馆)"
)
# 一个升3位，一个降4位; 双双前进2位
IN_TURN = re.compile(r"(?:一个|一家|前者)|(?P<second>另一个|另一家|后者)")


class RankOwners(Forms):
    """The owners of the ranks of one sentence."""

    def _in_turn(self, clause: Span) -> Subject | None:
        """A和B，一个在…排第89位，一个在…排第72位: of two parks the one whose turn it is."""
        said = IN_TURN.match(self.text, clause.start)
        before = [one for one in self.sentence.parks if one.end <= clause.start and not one.aside]
        if said is None or not before or len(before[-1].names) != 2:
            return None
        earlier = any(IN_TURN.match(self.text, one.start) for one in self.sentence.clauses if before[-1].end <= one.start < clause.start)
        return replace(before[-1], names=before[-1].names[1:] if said["second"] or earlier else before[-1].names[:1])

    def _owner(self, at: int, end: int) -> Subject | None:
        after = next((one for one in self.sentence.parks if one.start == end + 1 and self.text[end] == "的"), None)
        if after:
            return replace(after, names=after.names[:1])
        clause = self.sentence.clause_at(at)
        if (turn := self._in_turn(clause)) is not None:
            return turn
        place = [one for one in self.sentence.places if one.start < at and not one.aside]
        if place and clause.start <= place[-1].start and re.fullmatch(r"(?:位)?列|排名?|位居|居", self.text[place[-1].end : at]):
            found = self.standing.board(at)
            if found and found[0].name not in (HIGH_TECH, ECONOMIC):
                return place[-1]
        if place and clause.start <= place[-1].start and self.standing.of_place(place[-1].end, at):
            return place[-1]
        if place and re.search(r"数量|入围数|家数|席位数", self.text[clause.start : at]):
            parks = [one for one in self.sentence.parks if place[-1].start < one.start < at]
            if not parks:
                return place[-1]
        if self.standing.measures(clause, at):
            return self.context.owner(self.sentence, at)  # of a city or province as well as of a park
        owner = self.context.owner(self.sentence, at, parks_only=True)
        return owner if owner and owner.level is Level.PARK else None

    def _is_others(self, at: int) -> bool:
        """Whether a firm, a team or a school has become the subject before an offset: 该企业入选…，列第318位."""
        named = [one.end for one in self.sentence.parks if one.end <= at and not one.aside]
        named += [end for _, end in self.sentence.pronouns if end <= at and self.text[end - 1] in "它其区们"]
        return bool(_OTHER_SUBJECT.search(self.text, max(named, default=0), at))
