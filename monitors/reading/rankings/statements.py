"""Ranks that sentences state: whose, on which ranking, which edition, and how they moved."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from monitors.reading.boards import Board
from monitors.reading.fact import Bound, Fact, Status
from monitors.reading.prose import Span
from monitors.reading.rankings.draft import Draft, Drafts, complete, pairs, undated
from monitors.reading.rankings.moving import RankMoves
from monitors.reading.rankings.owners import COMPANY
from monitors.reading.rankings.ranks import Rank, Role, groups, has_cue, leaves, moves, ranks
from monitors.reading.sentence import Context, Sentence
from monitors.reading.subjects import Subject

_FIRST_TIME = re.compile(r"首次|首度|第一次|头一回|头一次|历史性")
_ENTRY_COUNT = re.compile(
    r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})(?:家|个|席)[一-龥]{0,14}?(?:进入|跻身|入围|迈入|闯入|"
    r"位居|进|挤进|入列)"
)
_CONDITION = re.compile(r"(?:凡|对).*的(?:园区|高新区|经开区|开发区|企业|单位|县|市)?$")  # 对进入前30名的，奖励…
_OF_OTHERS = re.compile(r"的?(?:园区|企业)")  # 前十名的园区
_WHERE_IT_IS = re.compile(r"(?:所在|所属|落户|扎根|身处|入驻)的?$")
_HOW_MUCH = re.compile(
    r"(?:[升跌降涨增]幅|幅度|进步|退步)(?:最大|最快)?(?:位?居|列|排名?|为|是)[^，]{0,8}$"
)  # who moved most is no ranking
_ASKED = re.compile(
    r"^有(?:人|的|些|园区)|谁(?:才)?[是为能会居将]|所谓|号称|自称|自封|是否|能否|有没有|争抢|争夺|角逐|之争|(?:的|者)[是为属]$"
)  # 谁是“西部第一”
_BEARING = re.compile(r"的(?:位|好?成绩|排名|名次|身份|佳绩)")  # 以第7名的成绩
_DEBUT = re.compile(r"首次(?:进入榜单|上榜|入榜|入围|登榜|入选|进榜|跻身)")
_ON_BOARD = re.compile(r"进入榜单|上榜|入榜|入围|登榜|进榜|入选")
_ALL_SAME = re.compile(
    r"[一-龥]{0,4}(?:前[一-龥\d]{1,3}[名位强]?|三甲|座次|位次|名次|排名)(?:与|和|同)[上前去][^，。；]{1,8}(?:相同|一样|一致|无异|无二致|相当)|[一-龥]{0,4}前[一-龥\d]{1,3}[名位强]?(?:座次|位次)?(?:不变|未变|没变)"
)
# Words of the forms in which no rank stands as such: 仅次于B, 紧随其后, 前三名依次是…, 两家互换, 1.A2.B.
_FORM = re.compile(
    r"依次|分别|顺次|[次逊]于|落后|其后|之后|次之|[紧排][随跟接]|互换|对调|换位|易位|[1-9][.、]|前[\d一二两三四五六七八九十]|[加减升降进退]\d|[不未没][变动]|包括|还有|在列|都是|同样"
)
_EXCLAIMED = re.compile(r"^[一-龥“”]{0,8}第[^，。]{1,5}[！!]”?$")


def _can_rank(text: str) -> bool:
    """Whether a sentence holds a rank, a movement or a form that tells of one: asked first, for speed."""
    end = len(text)
    return has_cue(text) and bool(_FORM.search(text) or ranks(text, 0, end) or moves(text, 0, end))


@dataclass
class RankReader(Drafts):
    """Reads an article's ranks sentence by sentence; `facts()` gives one fact for each rank stated."""

    early: Sentence | None = None  # 从第31位到第27位，A只用了一年。…: ranks whose ranking the next sentence names

    def read(self, context: Context, sentence: Sentence) -> None:
        """Take up the ranks of the next sentence."""
        if sentence.wishes:
            return
        if sentence.text.rstrip("”’").endswith(("？", "?")) and not sentence.parks:
            return  # 省内的第一，放到全国又如何？
        if _EXCLAIMED.match(sentence.text):
            alone = ranks(sentence.text, 0, len(sentence.text))
            self.exclaimed = (alone[0], sentence) if len(alone) == 1 else None
            return
        if self.early and sentence.boards:
            _Statement(self, replace(context, boards=[sentence.boards[0].board]), self.early).read()
        if context.entry is None and self.exclaimed is None and not _can_rank(sentence.text):
            self.exclaimed = self.early = None
            return
        stated = len(self.drafts)
        _Statement(self, context, sentence).read()
        self.exclaimed = None
        nameless = not context.boards and not sentence.boards and len(self.drafts) == stated
        self.early = sentence if nameless and ranks(sentence.text, 0, len(sentence.text)) else None

    def facts(self) -> list[Fact]:
        """The ranks stated, in the order of the text."""
        for draft in self.drafts:
            complete(draft, self.drafts)
        stated = [draft for draft in self.drafts if draft.value is not None or draft.change is not None]
        return [draft.fact() for draft in stated if not undated(draft, stated)]


class _Statement(RankMoves):
    """The reading of one sentence, clause by clause: a subject, then its ranks, then how they moved."""

    def __init__(self, reader: RankReader, context: Context, sentence: Sentence) -> None:
        super().__init__(reader, context, sentence)
        self.owner_end = -1
        self.debut = False

    def read(self) -> None:
        self.remember_entry()
        self.placed()
        for clause in self.sentence.clauses:
            if self.waiting and self.text[clause.start - 1] == "；":
                self._flush()
            self._new_owner(clause)
            self.standing.announce(clause)
            if _DEBUT.search(self.text[clause.start : clause.end]):
                self.debut = True
                for draft in self.open:
                    draft.first = True
            found = ranks(self.text, clause.start, clause.end)
            owner = self._owner(found[0].start, found[0].end) if found else None
            if not found and self.owner_end >= clause.start and _FIRST_TIME.search(self.text, clause.start, clause.end):
                self._debuts(clause)
            elif self.text.startswith("：", clause.end) and _ALL_SAME.fullmatch(self.text, clause.start, clause.end):
                self.steady = True
            for group in groups(self.text, found, len(owner.names) if owner else 1):
                if not any(start <= group[0].start < end for start, end in self.taken):
                    self._rank(clause, group)
            for move in moves(self.text, clause.start, clause.end):
                self._move(clause, move)
        self._flush()
        self._together()
        self.ordered()
        self.ordered_after()
        self.tabled()
        self.relative()
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

    def _debuts(self, clause: Span) -> None:
        """首度破门，以第30名…: of the rank to come; 其中只有A是头一回入榜: of the one stated."""
        self.debut = True
        owner = self._owner(clause.end - 1, clause.end)
        for draft in self._stated(owner) if owner and _ON_BOARD.search(self.text[clause.start : clause.end]) else []:
            draft.first = True

    # --- what

    def _skips(self, clause: Span, group: list[Rank], owner: Subject | None) -> bool:
        said = self._said_of_it(clause, group[0].start)
        counted = _ENTRY_COUNT.search(self.text[clause.start : group[0].end])
        if (
            counted
            and group[0].bound is Bound.AT_MOST
            and not any(clause.start <= one.start < group[0].start for one in self.sentence.parks)
        ):
            self.context.entry, self.context.entry_printed = group[0].value, self.text[group[0].start : group[0].end]
            return True
        if _HOW_MUCH.search(said):
            return True
        if owner is None or COMPANY.search(said) or self._is_others(group[0].start) or self.sentence.denies(group[0].start):
            return True
        if self.sentence.places and _OF_OTHERS.match(self.text, group[-1].end):
            return True
        if _ASKED.search(said):
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

    def _said_of_it(self, clause: Span, at: int) -> str:
        """What stands before a rank in its clause; a firm that only says which park is meant (公司所在的A高新区) is none of it."""
        parks = [one for one in self.sentence.parks if clause.start <= one.start < one.end <= at]
        meant = parks and _WHERE_IT_IS.search(self.text, clause.start, parks[-1].start)
        return self.text[parks[-1].end if meant else clause.start : at]

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
        target = self.sentence.is_target(at) or self.text[at] == "保"
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
            theirs, called = self._of_its_kind(at, owner, zone, board, name)
            draft = Draft(zone, called, theirs, edition, self.sentence, start, clause.end, rank.start, rank.value, rank.bound)
            draft.status = Status.TARGET if target else Status.STATED
            draft.first = self.debut or bool(_FIRST_TIME.search(self.text[clause.start : rank.start]))
            draft.of = self.sentence.of or self.context.of.get(board.name)
            taken.append(draft)
        self._compare(clause, group, taken)
        kept = [self.reader.take(draft) for draft in taken]
        self.standing.keep(clause, at)
        self.open = kept if not target else []

    def _of_its_kind(self, at: int, owner: Subject, zone: str, board: Board, name: str) -> tuple[Board, str]:
        """The ranking of one park of a list that holds parks of both kinds: 铜陵经开区和狮子山高新区分别名列第103和第130."""
        found = self.standing.board(at, replace(owner, names=(zone,))) if len(owner.names) > 1 else None
        if found is None or found[0].name == board.name or not name.startswith(board.name):
            return board, name
        return found[0], found[0].name + name.removeprefix(board.name)

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
        known = self._stated(owner, names[0]) if not leaves(self.text, rank.start) else []
        if known:
            for position, draft in enumerate(known):
                told = draft.change is not None and draft.value is not None  # 比2022年上升1位。2020年至今由第29位升至…
                if draft.previous is None and draft.bound in (Bound.EXACT, Bound.MORE_THAN) and not told:
                    draft.previous = group[min(position, len(group) - 1)].value
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
