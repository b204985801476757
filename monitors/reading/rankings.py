"""Ranks that sentences state: whose, on which ranking, which edition, and how they moved."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from monitors.reading.boards import ECONOMIC, HIGH_TECH, Board
from monitors.reading.draft import Draft, Drafts, complete, move_all, pairs
from monitors.reading.fact import Bound, Fact, Status
from monitors.reading.forms import Forms
from monitors.reading.prose import Span
from monitors.reading.ranks import Move, Rank, Role, again, groups, moves, ranks
from monitors.reading.sentence import Context, Sentence
from monitors.reading.subjects import Level, Subject

_FIRST_TIME = re.compile(r"首次|首度|第一次|历史性")
_COMPANY = re.compile(r"公司|集团|产品|团队|市场占有率|市占率|大学|学校|医院|选手|论文|产量|销量|集群(?=由|从|位列|名列|列|排|居)")
_ENTRY_COUNT = re.compile(
    r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})(?:家|个|席)[一-龥]{0,14}?(?:进入|跻身|入围|迈入|闯入|"
    r"位居|进|挤进|入列)"
)
_CONDITION = re.compile(r"(?:凡|对).*的(?:园区|高新区|经开区|开发区|企业|单位|县|市)?$")  # 对进入前30名的，奖励…
_BEARING = re.compile(r"的(?:位|好?成绩|排名|名次|身份|佳绩)")  # 以第7名的成绩
_DEBUT = re.compile(r"首次(?:进入榜单|上榜|入榜|入围|登榜|入选|进榜|跻身)")
_EXCLAIMED = re.compile(r"^[一-龥“”]{0,8}第[^，。]{1,5}[！!]”?$")


@dataclass
class RankReader(Drafts):
    """Reads an article's ranks sentence by sentence; `facts()` gives one fact for each rank stated."""

    def read(self, context: Context, sentence: Sentence) -> None:
        """Take up the ranks of the next sentence."""
        if sentence.wishes():
            return
        if _EXCLAIMED.match(sentence.text):
            alone = ranks(sentence.text, 0, len(sentence.text))
            self.exclaimed = (alone[0], sentence) if len(alone) == 1 else None
            return
        _Statement(self, context, sentence).read()
        self.exclaimed = None

    def facts(self) -> list[Fact]:
        """The ranks stated, in the order of the text."""
        for draft in self.drafts:
            complete(draft, self.drafts)
        return [draft.fact() for draft in self.drafts if draft.value is not None or draft.change is not None]


class _Statement(Forms):
    """The reading of one sentence, clause by clause: a subject, then its ranks, then how they moved."""

    def __init__(self, reader: RankReader, context: Context, sentence: Sentence) -> None:
        super().__init__(reader, context, sentence)
        self.before: list[tuple[Rank, ...]] = []  # earlier ranks waiting for the rank now
        self.waiting: Move | None = None  # a movement before its rank (上升4位，列第7位)
        self.waiting_at: Subject | None = None
        self.owner_end = -1
        self.debut = False

    def read(self) -> None:
        self.remember_entry()
        self.placed()
        for clause in self.sentence.clauses:
            self._new_owner(clause)
            self.standing.announce(clause)
            if _DEBUT.search(self.text[clause.start : clause.end]):
                self.debut = True
                for draft in self.open:
                    draft.first = True
            for group in groups(self.text, ranks(self.text, clause.start, clause.end)):
                if not any(start <= group[0].start < end for start, end in self.taken):
                    self._rank(clause, group)
            for move in moves(self.text, clause.start, clause.end):
                self._move(clause, move)
        self._flush()
        self.ordered()
        self.exclaimed()
        self.entered()
        self.members()

    # --- who

    def _new_owner(self, clause: Span) -> None:
        begun = [one for one in self.sentence.parks if clause.start <= one.start < clause.end and not one.aside]
        if begun and self.owner_end != begun[0].start:
            self._flush()
            self.open, self.before, self.debut = [], [], False
            self.standing.kept = ()
            self.owner_end = begun[-1].start

    def _owner(self, at: int, end: int) -> Subject | None:
        after = next((one for one in self.sentence.parks if one.start == end + 1 and self.text[end] == "的"), None)
        if after:
            return replace(after, names=after.names[:1])
        clause = self.sentence.clause_at(at)
        place = [one for one in self.sentence.places if one.start < at and not one.aside]
        if place and clause.start <= place[-1].start and re.fullmatch(r"(?:位)?列|排名?|位居|居", self.text[place[-1].end : at]):
            found = self.standing.board(at)
            if found and found[0].name not in (HIGH_TECH, ECONOMIC):
                return place[-1]
        if place and re.search(r"数量|入围数|家数|席位数", self.text[clause.start : at]):
            parks = [one for one in self.sentence.parks if place[-1].start < one.start < at]
            if not parks:
                return place[-1]
        owner = self.context.owner(self.sentence, at, parks_only=True)
        return owner if owner and owner.level is Level.PARK else None

    # --- what

    def _skips(self, clause: Span, group: list[Rank], owner: Subject | None) -> bool:
        said = self.text[clause.start : group[0].start]
        counted = _ENTRY_COUNT.search(self.text[clause.start : group[0].end])
        if (
            counted
            and group[0].bound is Bound.AT_MOST
            and not any(clause.start <= one.start < group[0].start for one in self.sentence.parks)
        ):
            self.context.entry, self.context.entry_printed = group[0].value, self.text[group[0].start : group[0].end]
            return True
        if owner is None or _COMPANY.search(said) or self.sentence.denies(group[0].start):
            return True
        if self.sentence.places and re.search(r"^[，]?(?:的)?(?:园区|企业)", self.text[group[-1].end :]):
            return True
        if _CONDITION.match(self.text[clause.start : clause.end]):
            return True
        after = self.text[group[-1].end : group[-1].end + 2]
        if re.match(r"(?:的)?(?:则|均|分别|依次)?(?:是|为)(?!历|首|近|该|其|它|建|全|五|三|两|第|\d|园区|“)", self.text[group[-1].end :]):
            return True  # 第一名是A: the park stands behind
        return (
            after.startswith("的")
            and not any(one.start == group[-1].end + 1 for one in self.sentence.parks)
            and not _BEARING.match(self.text, group[-1].end)
        )

    def _rank(self, clause: Span, group: list[Rank]) -> None:
        at, end = group[0].start, group[-1].end
        owner = self._owner(at, end)
        if self._skips(clause, group, owner) or owner is None:
            return
        found = self.standing.board(at, owner)
        board, board_at = found if found else (None, -1)
        names = self.standing.subjects(clause, group, board, owner)
        if names is None:
            return
        target = self.sentence.is_target(at)
        board = board or Board("")
        own = "·" in names[0] or (names[0].startswith(board.name) and board.name != "")
        edition = self.standing.edition(at, board, board_at) if own else self.standing.measured(at)
        if group[0].role is Role.BEFORE:
            self._previous(group, owner, names, board, edition)
            return
        if target:
            edition = self._goal_year(at)
        dated = self.standing.editions(clause, at, len(group)) if own and not target else []
        if dated and len(owner.names) == len(names) == 1:
            self._by_year(clause, group, owner, names[0], board, dated)
            return
        shared = pairs(owner.names, names, group)
        self.open = [] if not target else self.open
        taken = []
        for zone, name, rank in shared:
            start = (
                owner.start
                if owner.start >= 0 and owner.end > 0 and rank.end - owner.start <= 60 and owner.end <= rank.start
                else clause.start
            )
            draft = Draft(zone, name, board, edition, self.sentence, start, clause.end, rank.start, rank.value, rank.bound)
            draft.status = Status.TARGET if target else Status.STATED
            draft.first = self.debut or bool(_FIRST_TIME.search(self.text[clause.start : rank.start]))
            draft.of = self.sentence.of or self.context.of.get(board.name)
            taken.append(draft)
        self._compare(clause, group, taken)
        kept = [self.reader.take(draft) for draft in taken]
        self.standing.keep(clause, at)
        self.open = kept if not target else []

    def _by_year(self, clause: Span, group: list[Rank], owner: Subject, name: str, board: Board, dated: list[str]) -> None:
        """2021年度、2022年度均列第52位; 2022年、2023年分别位列第60、第55: one rank a year."""
        ranked = group if len(group) == len(dated) else group[:1] * len(dated)
        for edition, rank in zip(dated, ranked, strict=True):
            self.open = [
                self.reader.take(
                    Draft(owner.single, name, board, edition, self.sentence, clause.start, clause.end, rank.start, rank.value, rank.bound)
                )
            ]

    def _goal_year(self, at: int) -> str | None:
        found = [
            year
            for year in self.sentence.years
            if year.start < at and (self.text[year.start : year.end].isdigit() or year.year >= self._now())
        ]
        return str(found[-1].year) if found else None

    def _now(self) -> int:
        return self.context.published.year if self.context.published else 9999

    def _previous(self, group: list[Rank], owner: Subject, names: list[str], board: Board, edition: str | None) -> None:
        """A rank that is only compared with; where the text gives its year, it is a rank of that year too."""
        rank = group[0]
        base = [y for y in self.sentence.years if y.end <= rank.start and rank.start - y.end <= 6]
        explicit = (
            base
            and self.text[base[-1].start : base[-1].end].isdigit()
            and re.match(r"年?度?的?(?:全国)?$", self.text[base[-1].end : rank.start])
        )
        leads = re.search(r"(?P<from>由|从|自)?(?P<than>与|较|比)?$", self.text[: base[-1].start]) if explicit else None
        if leads and leads.group():
            past = Draft(
                owner.single, names[0], board, str(base[-1].year), self.sentence, max(0, rank.start - 20), rank.end, rank.start, rank.value
            )
            past = self.reader.take(past)
            if not self.open and leads["than"]:
                self.open = [
                    draft for draft in self.reader.drafts if draft.zone == owner.single and draft.subject == names[0] and draft is not past
                ][:1]
                self.open = [draft for draft in self.open if draft.edition != past.edition]
        if self.open and not re.search(r"(?:由|从|自)[^，]{0,12}$", self.text[: rank.start]):
            for draft in self.open:
                if draft.previous is None and draft.bound is Bound.EXACT:
                    draft.previous = rank.value
            return
        self.before.append(tuple(group))
        if edition is None or self.waiting_at is None:
            self.waiting_at = owner
        if re.match(r"(?:的)?基础上", self.text[rank.end :]):
            # 在上年第20名的基础上提升3位: the rank now is stated elsewhere or follows from it.
            self.open = [self.reader.take(self._blank(owner.single, names[0], board, edition, rank))]
            self.open[0].previous = rank.value
            self.before.clear()

    def _blank(self, zone: str, name: str, board: Board, edition: str | None, rank: Rank) -> Draft:
        clause = self.sentence.clause_at(rank.start)
        return Draft(zone, name, board, edition, self.sentence, clause.start, clause.end, rank.start)

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
            move_all(self.waiting, drafts)
            self.waiting = None
        said = self.text[clause.start : group[0].start + 1]  # 仍居首位: the verb can be part of the rank
        steady = again(said) and not re.search(r"升|进位|前进|降|退|下滑", said)
        if steady and group[0].bound is Bound.EXACT:
            for draft in drafts:
                if draft.previous is None and draft.change is None:
                    draft.change = 0

    def _move(self, clause: Span, move: Move) -> None:
        if self.sentence.is_target(move.start):
            return
        stated = [one for one in self.reader.drafts if one.sentence is self.sentence and one.anchor < move.start]
        stated = [one for one in stated if one.status is Status.STATED][-len(move.places) :]
        if len(move.places) > max(1, len(self.open)) and len(stated) == len(move.places) and "分别" in self.text[clause.start : move.start]:
            for draft, places in zip(stated, move.places, strict=True):  # A第13位，B第37位，分别提升4位和2位
                draft.change = places if draft.change is None else draft.change
            return
        inside = any(clause.start <= one.start < move.start and not one.aside for one in self.sentence.parks)
        fresh = (
            any(clause.start <= one.start < move.start for one in self.sentence.singles)
            and self.open
            and self.open[0].anchor < clause.start
        )
        if self.open and not inside and not fresh:
            move_all(move, self.open)
            return
        if self.open and self.open[0].anchor >= clause.start:
            move_all(move, self.open)
            return
        if move.places == (0,) and not inside:
            self._recall(move)
            return
        self.waiting = move
        self.waiting_at = self._owner(move.start, move.end)

    def _recall(self, move: Move) -> None:
        """这是它连续第四年拿下这个名次: said of the rank stated last."""
        if (
            self.reader.drafts
            and self.reader.drafts[-1].bound is Bound.EXACT
            and self.reader.drafts[-1].sentence.passage is self.sentence.passage
        ):
            last = self.reader.drafts
            move_all(move, [draft for draft in last if draft.sentence is last[-1].sentence and draft.bound is Bound.EXACT][:1])

    def _flush(self) -> None:
        """A movement that no rank followed is a fact by itself: 枣庄高新区一举晋位20名."""
        move, owner = self.waiting, self.waiting_at
        self.waiting = None
        if move is None or owner is None or move.places == (0,):
            return
        found = self.standing.board(move.start, owner)
        named_here = any(one.start <= owner.start < one.end or owner is one for one in self.sentence.parks)
        if found is None or not named_here or _COMPANY.search(self.text[owner.end : move.start]):
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
