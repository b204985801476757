"""Titles without a verb of choosing a count: grades of an evaluation, titles of parks themselves, parks listed in a row."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from monitors.reading.companies import companies
from monitors.reading.honours import Honour
from monitors.reading.membership import Membership
from monitors.reading.numbers import Quantity

_GRADE = re.compile(
    r"(?:获评|被?评为|被?评定为|被判定?为?|判定为|被?定为|列为|考核为|荣获|(?<=[家个]))“?(?P<grade>优秀|良好|合格|不合格|基本合格|先进|[A-E][类级]|[一二三四五]星级)”?(?:（(?P<mark>[A-E][类级])）)?"
)
_OF_GRADE = re.compile(r"^(?:在)?(?P<mark>[A-E][类级]|优秀|良好|不合格|[一二三四五]星级)(?:榜单|榜|名单|等次|档)?(?:上|里|中|方面)")
_PLACE = re.compile(
    r"捧回|捧得|拿到|拿下|喜获|摘得|摘下|斩获|荣获|获批|获评|入选|入列|获授|被授予|被认定为|获认定为|被确定为|被命名为|被列为|被列入|列入|跻身|成为|迎来|新添|再添|获得|挂上|晋级"
)
_OWN_TITLE = re.compile(
    r"^(?:了|为|为全国|为全省|建设|创建|一块牌子|一块“国字号”招牌|：|—|“|全国|全省|首批|第[一二三四五六七八九十]{1,3}批|20\d\d年度?|的|成为|国务院|工信部|科技部|商务部){0,6}"
    r"(?P<name>(?:国家级?|全国|省级|中国|[一-龥]{2,3}[省市])[一-龥“”]{2,24}?(?:示范基地|创新基地|服务基地|升级基地|产业基地|基地|试点|示范区|示范园区|试验区|集群|先行区|特色园区|示范园|集聚区|园区)(?:创建资格|建设名单|名单|称号|试点)?)(?=$|[，。；！”名、])"
)
_GROUP = re.compile(r"[一-龥“”]{2,14}(?:产业集群|集群|产业园|产业基地|科技城|片区)(?=[一-龥]{0,6}$)")
_AMONG = re.compile(
    r"位列其中|名列其中|位列其列|榜上有名|在列|入列|赫然在列|在被[^，。]{2,6}(?:园区|企业|单位|名单)之列|成功入围|成功入选|光荣上榜"
)
_REMOVED = re.compile(r"被?(?P<act>移出|撤销|取消|摘牌|除名|退出|调出|清退)")


@dataclass
class Grades:
    """The grades of an evaluation that an article has named (优秀, A类), each as a list."""

    named: dict[str, Honour] = field(default_factory=dict)


class Titles(Membership):
    """Grades, titles of parks and rows of parks in one sentence."""

    grades: Grades

    def _graded(self, after: int) -> Honour | None:
        """获评“四星级” in an evaluation: the members of that grade are a list."""
        graded = re.match(r"(?:为)?“?(?P<grade>[一二三四五]星级|A级|优秀|良好)”?", self.sentence.text[after:])
        boards = [one.board for one in self.sentence.boards] or self.context.boards
        if graded is None or not boards:
            return None
        board = boards[-1]
        return Honour(after, after, f"{board.name}·{graded['grade']}", str(board.edition) if board.edition else None)

    # --- without a count

    def graded_counts(self, counts: list[Quantity]) -> None:
        """187家获评优秀（A类），38家被判不合格（D类）: each grade of an evaluation is a list; A类榜上，… speaks of it again."""
        text = self.sentence.text
        again = _OF_GRADE.match(text)
        if again and (spoken := self.grades.named.get(again["mark"])):
            spoken = replace(spoken, start=0, end=0)
            self.reader.listing = self.listing = spoken
            self.listed = [spoken]
            self.reader.passage = self.sentence.passage
        boards = [one.board for one in self.sentence.boards] or self.context.boards
        base = boards[-1] if boards else None
        for count in counts:
            clause = self.sentence.clause_at(count.start)
            found = _GRADE.search(text, count.end, min(clause.end + 6, len(text)))
            if found is None or base is None or count.start in self.counted or re.search(r"\d", text[count.end : found.start()]):
                continue
            mark = f"({found['mark']})" if found["mark"] else ""
            dated = [one.year for one in self.sentence.years if one.start < count.start]
            year = str(dated[-1]) if dated else str(base.edition) if base.edition else None
            one = Honour(0, 0, f"{base.name}·{found['grade']}{mark}", year)
            for label in (found["grade"], found["mark"]):
                if label:
                    self.grades.named[label] = one
            self.emit(count, one, clause)
            self.reader.listing = one

    def titles_of_parks(self) -> None:
        """A title that the park or its cluster is given: 捧回一块牌子：国家文化和科技融合示范基地."""
        text = self.sentence.text
        for verb in _PLACE.finditer(text):
            rest = _OWN_TITLE.match(text[verb.end() : verb.end() + 48])
            clause = self.sentence.clause_at(verb.start())
            before = text[clause.start : verb.start()]
            if rest is None or clause.start in self.emitted or self.sentence.is_target(verb.start()):
                continue
            if re.search(r"\d(?:家|个|户|项)|企业|公司|集团|项目|对|将|如|力争|若", before) or companies(before):
                continue
            name = rest["name"]
            if re.search(r"^(?:国家级?|省级)(?:高新区|经开区|园区)$|高新技术产业|经济技术|自主创新示范区|自由贸易|综合保税", name) or any(
                one.name == name for one in self.named if one.end < verb.start()
            ):
                continue
            at = verb.end() + rest.start("name")
            parks = [
                one
                for one in self.sentence.parks
                if one.start < verb.start() and not one.aside and text.rfind("；", 0, verb.start()) < one.start
            ]
            pointing = [end for start, end in self.sentence.pronouns if start < verb.start()]
            group = _GROUP.search(before)
            if not parks and not pointing and not group:
                continue
            short = re.sub(r"(?:建设名单|名单|称号)$", "", name)
            self.emit(None, Honour(at, verb.end() + rest.end(), short, None), clause, parks[-1] if parks else None)

    def rows_of_parks(self, counts: list[Quantity]) -> None:
        """辽宁有2个：A、B: each park that is named behind a count of parks; 锦州经开区即在被移出的园区之列."""
        text = self.sentence.text
        for park in self.sentence.parks:
            count = next((one for one in reversed(counts) if one.end <= park.start), None)
            if (
                count is None
                or not re.search(r"[家个](?:园区|高新区|经开区|开发区|单位)?(?:：|，(?:分别|它们)?(?:是|为|即|包括))$", text[: park.start])
                or park.start - count.end > 12
            ):
                continue
            name = next((one[1] for one in reversed(self.given) if one[0] <= count.start), None) or self.listing
            if name and not self.sentence.boards:
                if count.start not in self.counted:
                    self.emit(count, name, self.sentence.clause_at(count.start))
                self.emit(None, name, self.sentence.clause_at(park.start), park)
        among = _AMONG.search(text)
        if among is None or self.emitted or self.sentence.boards or self.sentence.is_target(among.start()):
            return
        clause = self.sentence.clause_at(among.start())
        parks = [one for one in self.sentence.parks if clause.start <= one.start < among.start() and not one.aside]
        between = text[parks[-1].end : among.start()] if parks else ""
        struck = _REMOVED.search(text[clause.start : clause.end])
        name = next((one[1] for one in reversed(self.given) if struck is None or struck["act"] in one[1].name), None) or self.listing
        if parks and name and len(between) <= 8 and not re.search(r"企业|公司|\d", between):
            if struck and struck["act"] not in name.name:
                name = replace(name, name=f"{name.name}({struck['act']})")
            for one in parks:
                self.emit(None, name, clause, one)
