"""How the ranks of a sentence moved, or what they were: which of them a movement or an earlier rank belongs to."""

from __future__ import annotations

import re

from monitors.reading.boards import ECONOMIC, HIGH_TECH
from monitors.reading.fact import Bound, Status
from monitors.reading.prose import Span
from monitors.reading.rankings.draft import Draft, Drafts, move_all
from monitors.reading.rankings.owners import COMPANY, IN_TURN, RankOwners
from monitors.reading.rankings.ranks import Move, Rank, Role, again, moves, ranks
from monitors.reading.sentence import Context, Sentence
from monitors.reading.subjects import Subject

_SPEAKS = re.compile(r"[说道示出]：“")
_ALL_OF_THEM = re.compile(
    r"(?:(?:但|且|而|也|同|今年|此次|本次|名次|位次|排名)*)(?:(?P<two>双双|两家|两者|二者)|[三四五六七八九]家|均|都|齐(?!齐哈)|全部|一齐|一起|无一例外)"
    r"[^，。；第]*"
)
_THE_REST = re.compile(r"(?:其余|其他|其它|剩下)(?:的|几家|各家|[两三四五六七八九]家|园区|均|都|则)*")
_SWAPPED = re.compile(r"互换|对调|换位|易位")
_ROW_SAME = re.compile(
    r"(?:(?:三家|[四五六]家|前[一-龥\d]{1,2}名)的?(?:位次|名次|排名|座次)?|位次|名次|排名|排位|座次|位置)(?:与|和|同|较|比|均|都|全)"
)


def _moved(move: Move, drafts: list[Draft]) -> None:
    """What is only among the first three has no place to move from."""
    move_all(move, [one for one in drafts if one.bound is Bound.EXACT])


class RankMoves(RankOwners):
    """The movements of one sentence."""

    def __init__(self, reader: Drafts, context: Context, sentence: Sentence) -> None:
        super().__init__(reader, context, sentence)
        self.before: list[tuple[Rank, ...]] = []  # earlier ranks waiting for the rank now
        self.waiting: Move | None = None  # a movement before its rank (上升4位，列第7位)
        self.waiting_at: Subject | None = None
        self.steady = False  # 前三名与上年毫无二致：A第一，B第二

    def _together(self) -> None:
        """What is said of all the ranks of a sentence: 互换位置; A第1，B第2，C第3，排位与前一年毫无二致."""
        stated = [one for one in self.reader.drafts if one.sentence is self.sentence and one.status is Status.STATED]
        stated = [one for one in stated if one.bound is Bound.EXACT and one.value is not None]
        if len(stated) == 2 and _SWAPPED.search(self.text) and all(one.previous is None and one.change in (None, 0) for one in stated):
            for one, other in (stated, stated[::-1]):
                one.previous, one.change = other.value, None
        last = self.sentence.clauses[-1]
        row = len(stated) > 2 and len({one.subject for one in stated}) == 1 and _ROW_SAME.match(self.text, last.start)
        if row and any(move.places == (0,) for move in moves(self.text, last.start, last.end)):
            _moved(Move(last.start, last.end, (0,)), stated)

    def _stated(self, owner: Subject, name: str | None = None) -> list[Draft]:
        """The ranks of the same parks that this sentence has just stated, else those of this paragraph on the ranking spoken of."""
        if self.open and {draft.zone for draft in self.open} & set(owner.names):
            return self.open
        if self.open and owner.end <= self.open[0].start:
            return self.open
        here = [one for one in self.reader.drafts if one.sentence.passage is self.sentence.passage and one.status is Status.STATED]
        subject = name or (here[-1].subject if here else None)
        last = {one.zone: one for one in here if one.subject == subject}
        if not here and self.reader.drafts and not self.sentence.boards:  # the paragraph after a table of ranks tells how they moved
            subject = name or self.reader.drafts[-1].subject
            last = {one.zone: one for one in self.reader.drafts if one.subject == subject and one.status is Status.STATED}
        if name is None and not all(zone in last for zone in owner.names):  # 前者…，后者…: of two rankings, each of its own
            near = here or self.reader.drafts[-8:]
            last = {one.zone: one for one in near if one.status is Status.STATED and "·" not in one.subject}
        return [last[zone] for zone in owner.names] if all(zone in last for zone in owner.names) else []

    def _compare(self, clause: Span, group: list[Rank], drafts: list[Draft]) -> None:
        """Give a rank the earlier rank or the movement that stood before it, or 继续 in its own clause."""
        if drafts and drafts[0].status is Status.TARGET:
            self.before.clear()
            self.waiting = None
            return
        if self.before:
            earlier = self.before.pop(0)
            for position, draft in enumerate(drafts):
                draft.previous = earlier[min(position, len(earlier) - 1)].value
        if self.waiting:
            _moved(self.waiting, drafts)
            self.waiting = None
        said = self.text[clause.start : group[0].start + 1]  # 仍居首位: the verb can be part of the rank
        steady = again(said) and not re.search(r"升|进位|前进|降|退|下滑", said)
        if (steady or self.steady) and group[0].bound is Bound.EXACT:
            for draft in drafts:
                if draft.previous is None and draft.change is None:
                    draft.change = 0

    def _move(self, clause: Span, move: Move) -> None:
        if self.sentence.is_target(move.start) or self._is_others(move.start):
            return
        stated = [one for one in self.reader.drafts if one.sentence is self.sentence and one.anchor < move.start]
        stated = [one for one in stated if one.status is Status.STATED][-len(move.places) :]
        beside = any(clause.start <= one.start < move.start and len(one.names) == len(move.places) for one in self.sentence.parks)
        several = len(move.places) > max(1, len(self.open)) and "分别" in self.text[clause.start : move.start]
        if several and not beside and len(stated) == len(move.places):
            for draft, places in zip(stated, move.places, strict=True):  # A第13位，B第37位，分别提升4位和2位
                draft.change = places if draft.change is None else draft.change
            return
        if self._rest(clause, move) or self._each_in_turn(clause, move) or self._of_all(clause, move, stated):
            return
        owner = self._owner(move.start, move.end)
        inside = any(clause.start <= one.start < move.start and not one.aside for one in self.sentence.parks)
        pointing = not self.open and any(clause.start <= start < move.start for start, _ in self.sentence.pronouns)
        if (inside or pointing) and owner and not self._leads_to(move) and (known := self._stated(owner)):
            _moved(move, known)  # 前者上扬3位; 三家的变化分别是…
            return
        fresh = (
            any(clause.start <= one.start < move.start for one in self.sentence.singles)
            and self.open
            and self.open[0].anchor < clause.start
        )
        fresh = fresh or self._in_another_year(clause, move)
        if self.open and not inside and not fresh:
            _moved(move, self._latest())
            return
        if self.open and self.open[0].anchor >= clause.start:
            _moved(move, self.open)
            return
        if move.places == (0,) and not inside and (self.open or not self._leads_to(move)):
            self._recall(move)
            return
        self.waiting = move
        self.waiting_at = self._owner(move.start, move.end)
        alone = self.standing.singles(clause, move.start)
        if alone and self.text.startswith("，", clause.end):  # “绿色发展”提升19位，列第44位: the rank to come is of it too
            self.standing.topic = alone

    def _latest(self) -> list[Draft]:
        """位居第九的A，2015年时还是第十三，九年间进了四位: what a movement after a look back belongs to."""
        last = self.open[0]
        if len(self.open) > 1 or not last.edition:
            return self.open
        same = [one for one in self.reader.drafts if one.sentence is self.sentence and (one.zone, one.subject) == (last.zone, last.subject)]
        return [max(same, key=lambda one: one.edition or "")] if same else self.open

    def _rest(self, clause: Span, move: Move) -> bool:
        """A上升1位，B下降4位，其余持平: the others of the same ranking that this and the paragraph before have stated."""
        if move.places != (0,) or not _THE_REST.match(self.text, clause.start) or not self.reader.drafts:
            return False
        last = self.reader.drafts[-1]
        near = [one for one in self.reader.drafts if (one.subject, one.edition) == (last.subject, last.edition)]
        _moved(move, [one for one in near if one.sentence.passage is last.sentence.passage and one.status is Status.STATED])
        return True

    def _each_in_turn(self, clause: Span, move: Move) -> bool:
        """A、B分别为第22、第53，一个升了3位，一个降了4位: the first of two is the first named."""
        said = IN_TURN.match(self.text, clause.start)
        if said is None or len(self.open) != 2 or len(move.places) != 1:
            return False
        earlier = any(IN_TURN.match(self.text, one.start) for one in self.sentence.clauses if one.end < clause.start)
        _moved(move, self.open[1:] if said["second"] or earlier else self.open[:1])
        return True

    def _of_all(self, clause: Span, move: Move, stated: list[Draft]) -> bool:
        """A列第18，B列第29，双双前进2位: what is said of both or all, in a clause that names none of them."""
        said = _ALL_OF_THEM.match(self.text, clause.start, move.start)
        if said is None or len(move.places) != 1:
            return False
        meant = [one for one in self.reader.drafts if one.sentence is self.sentence and one.anchor < move.start]
        meant = [one for one in meant if one.status is Status.STATED and one.bound is Bound.EXACT and one.subject == meant[-1].subject]
        meant = meant[-2:] if said["two"] else meant
        _moved(move, meant if len({one.zone for one in meant}) > 1 else [])
        return len({one.zone for one in meant}) > 1

    def _in_another_year(self, clause: Span, move: Move) -> bool:
        """A2023年列第41位，2024年又向前挪了3位，来到第38位: the movement is that of the rank to come."""
        dated = [one for one in self.sentence.years if clause.start <= one.start and one.end <= move.start]
        own = (
            bool(dated)
            and self.text[clause.start : dated[-1].start] in ("", "到", "至", "而", "在", "但")
            and str(dated[-1].year) != self.open[0].edition
            if self.open
            else False
        )
        return own and self._leads_to(move)

    def _leads_to(self, move: Move) -> bool:
        """Whether the rank to which a movement leads follows it: A上升4位，列第7位."""
        following = [one.start for one in self.sentence.parks if one.start >= move.end and not one.aside]
        ends = [*following[:1], self.text.find("；", move.end), len(self.text)]
        reach = min(end for end in ends if end >= move.end)
        return any(one.role is Role.NOW for one in ranks(self.text, move.end, reach))

    def _recall(self, move: Move) -> None:
        """这是它连续第四年拿下这个名次: said of the rank stated last."""
        if (
            self.reader.drafts
            and self.reader.drafts[-1].bound is Bound.EXACT
            and self.reader.drafts[-1].sentence.passage is self.sentence.passage
        ):
            last = self.reader.drafts
            _moved(move, [draft for draft in last if draft.sentence is last[-1].sentence and draft.bound is Bound.EXACT][:1])

    def _flush(self) -> None:
        """A movement that no rank followed is a fact by itself: 枣庄高新区一举晋位20名."""
        move, owner = self.waiting, self.waiting_at
        self.waiting = None
        if move is None or owner is None or move.places == (0,):
            return
        found = self.standing.board(move.start, owner)
        said = self.text[self.sentence.clause_at(move.start).start : move.start]
        named_here = any(one.start <= owner.start < one.end or owner is one for one in self.sentence.parks)
        named_here |= bool(self.sentence.boards and re.search(r"综合(?:评价|排名)|名次|位次|排名", said))  # 该区综合评价晋升4位
        between = self.text[owner.end : move.start]
        if found is None or not named_here or COMPANY.search(between) or _SPEAKS.search(between):
            return
        board, board_at = found
        clause = self.sentence.clause_at(move.start)
        names = self.standing.singles(clause, move.start)
        name = f"{board.name}·{names[-1]}" if names and board.name in (HIGH_TECH, ECONOMIC) else board.name
        edition = self.standing.edition(move.start, board, board_at)
        for position, zone in enumerate(owner.names):
            draft = Draft(zone, name, board, edition, self.sentence, owner.start, clause.end, move.start)
            draft.change = move.places[min(position, len(move.places) - 1)]
            self.reader.take(draft)
