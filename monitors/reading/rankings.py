"""Ranks that sentences state: whose, on which ranking, which edition, and how they moved."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from monitors.reading.boards import ECONOMIC, HIGH_TECH, Board
from monitors.reading.draft import Draft, Drafts, complete, move_all, pairs, undated
from monitors.reading.fact import Bound, Fact, Status
from monitors.reading.forms import Forms
from monitors.reading.prose import Span
from monitors.reading.ranks import Move, Rank, Role, again, groups, has_cue, leaves, moves, ranks
from monitors.reading.sentence import Context, Sentence
from monitors.reading.subjects import Level, Subject

_FIRST_TIME = re.compile(r"首次|首度|第一次|头一回|头一次|历史性")
_COMPANY = re.compile(
    r"公司|集团|产品|团队|市场占有率|市占率|大学|学校|医院|选手|论文|销量|同行|品类|赛道|口头禅|(?<![一-龥]各)行业(?!协会|主管)|集群(?=由|从|位列|名列|列|排|居)"
)
# A subject of its own since the last park: what is ranked or moves after it is not the park.
_OTHER_SUBJECT = re.compile(
    r"(?:该|这家|某|一家|另一家)(?:[一-龥]{0,4})?(?:企业|公司|工厂|店|厂)|(?<!入)(?:园区|区内|区里|该区|全区)?(?:[足篮排]球队|代表队|机场|港口|中学|一中|小学|菜馆|餐馆)"
)
_ENTRY_COUNT = re.compile(
    r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})(?:家|个|席)[一-龥]{0,14}?(?:进入|跻身|入围|迈入|闯入|"
    r"位居|进|挤进|入列)"
)
_CONDITION = re.compile(r"(?:凡|对).*的(?:园区|高新区|经开区|开发区|企业|单位|县|市)?$")  # 对进入前30名的，奖励…
_OF_OTHERS = re.compile(r"的?(?:园区|企业)")  # 前十名的园区
_WHERE_IT_IS = re.compile(r"(?:所在|所属|落户|扎根|身处|入驻)的?$")
_SPEAKS = re.compile(r"[说道示出]：“")
_HOW_MUCH = re.compile(
    r"(?:[升跌降涨增]幅|幅度|进步|退步)(?:最大|最快)?(?:位?居|列|排名?|为|是)[^，]{0,8}$"
)  # who moved most is no ranking
_ASKED = re.compile(
    r"^有(?:人|的|些|园区)|谁(?:才)?[是为能会居将]|所谓|号称|自称|自封|是否|能否|有没有|争抢|争夺|角逐|之争|(?:的|者)[是为属]$"
)  # 谁是“西部第一”
# 一个升3位，一个降4位; 双双前进2位
_IN_TURN = re.compile(r"(?:一个|一家|前者)|(?P<second>另一个|另一家|后者)")
_ALL_OF_THEM = re.compile(
    r"(?:(?:但|且|而|也|同|今年|此次|本次|名次|位次|排名)*)(?:(?P<two>双双|两家|两者|二者)|[三四五六七八九]家|均|都|齐(?!齐哈)|全部|一齐|一起|无一例外)"
    r"[^，。；第]*"
)
_BEARING = re.compile(r"的(?:位|好?成绩|排名|名次|身份|佳绩)")  # 以第7名的成绩
_DEBUT = re.compile(r"首次(?:进入榜单|上榜|入榜|入围|登榜|入选|进榜|跻身)")
_ON_BOARD = re.compile(r"进入榜单|上榜|入榜|入围|登榜|进榜|入选")
_ALL_SAME = re.compile(
    r"[一-龥]{0,4}(?:前[一-龥\d]{1,3}[名位强]?|三甲|座次|位次|名次|排名)(?:与|和|同)[上前去][^，。；]{1,8}(?:相同|一样|一致|无异|无二致|相当)|[一-龥]{0,4}前[一-龥\d]{1,3}[名位强]?(?:座次|位次)?(?:不变|未变|没变)"
)
_SWAPPED = re.compile(r"互换|对调|换位|易位")
_ROW_SAME = re.compile(
    r"(?:(?:三家|[四五六]家|前[一-龥\d]{1,2}名)的?(?:位次|名次|排名|座次)?|位次|名次|排名|排位|座次|位置)(?:与|和|同|较|比|均|都|全)"
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


def _moved(move: Move, drafts: list[Draft]) -> None:
    """What is only among the first three has no place to move from."""
    move_all(move, [one for one in drafts if one.bound is Bound.EXACT])


@dataclass
class RankReader(Drafts):
    """Reads an article's ranks sentence by sentence; `facts()` gives one fact for each rank stated."""

    early: Sentence | None = None  # 从第31位到第27位，A只用了一年。…: ranks whose ranking the next sentence names

    def read(self, context: Context, sentence: Sentence) -> None:
        """Take up the ranks of the next sentence."""
        if sentence.wishes:
            return
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


class _Statement(Forms):
    """The reading of one sentence, clause by clause: a subject, then its ranks, then how they moved."""

    def __init__(self, reader: RankReader, context: Context, sentence: Sentence) -> None:
        super().__init__(reader, context, sentence)
        self.before: list[tuple[Rank, ...]] = []  # earlier ranks waiting for the rank now
        self.waiting: Move | None = None  # a movement before its rank (上升4位，列第7位)
        self.waiting_at: Subject | None = None
        self.owner_end = -1
        self.debut = False
        self.steady = False  # 前三名与上年毫无二致：A第一，B第二

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

    def _in_turn(self, clause: Span) -> Subject | None:
        """A和B，一个在…排第89位，一个在…排第72位: of two parks the one whose turn it is."""
        said = _IN_TURN.match(self.text, clause.start)
        before = [one for one in self.sentence.parks if one.end <= clause.start and not one.aside]
        if said is None or not before or len(before[-1].names) != 2:
            return None
        earlier = any(_IN_TURN.match(self.text, one.start) for one in self.sentence.clauses if before[-1].end <= one.start < clause.start)
        return replace(before[-1], names=before[-1].names[1:] if said["second"] or earlier else before[-1].names[:1])

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
        if owner is None or _COMPANY.search(said) or self._is_others(group[0].start) or self.sentence.denies(group[0].start):
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
        known = self._stated(owner, names[0]) if not leaves(self.text, rank.start) else []
        if known:
            for position, draft in enumerate(known):
                if draft.previous is None and draft.bound in (Bound.EXACT, Bound.MORE_THAN):
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
        if self._each_in_turn(clause, move) or self._of_all(clause, move, stated):
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

    def _each_in_turn(self, clause: Span, move: Move) -> bool:
        """A、B分别为第22、第53，一个升了3位，一个降了4位: the first of two is the first named."""
        said = _IN_TURN.match(self.text, clause.start)
        if said is None or len(self.open) != 2 or len(move.places) != 1:
            return False
        earlier = any(_IN_TURN.match(self.text, one.start) for one in self.sentence.clauses if one.end < clause.start)
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

    def _is_others(self, at: int) -> bool:
        """Whether a firm, a team or a school has become the subject before an offset: 该企业入选…，列第318位."""
        named = [one.end for one in self.sentence.parks if one.end <= at and not one.aside]
        named += [end for _, end in self.sentence.pronouns if end <= at and self.text[end - 1] in "它其区们"]
        return bool(_OTHER_SUBJECT.search(self.text, max(named, default=0), at))

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
        if found is None or not named_here or _COMPANY.search(between) or _SPEAKS.search(between):
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
