"""Ranks that sentences state: whose, on which ranking, which edition, and how they moved."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from monitors.reading.boards import ECONOMIC, HIGH_TECH, SINGLES, Board, entry_name
from monitors.reading.fact import Bound, Fact, FactKind, Status
from monitors.reading.honours import honours
from monitors.reading.numbers import number
from monitors.reading.prose import Span
from monitors.reading.ranks import Move, Rank, Role, again, groups, moves, ranks
from monitors.reading.sentence import Context, Sentence
from monitors.reading.subjects import Level, Subject

_FIRST_TIME = re.compile(r"首次|首度|第一次|历史性")
_SCOPE = re.compile(
    r"(?P<scope>西部地区|中部地区|东部地区|东北地区|西部|中部|东部|东北|中西部|长三角|珠三角|京津冀|省内|市内|全省|全市)"
    r"(?:各|省级|国家级?|同类|入围|所有)*(?P<among>高新区|经开区|开发区|园区)?(?:中|里)?(?:排名|排在|位列|位居|排|列|居|的)?$"
)
_METRIC = re.compile(
    r"(?P<metric>[一-龥A-Za-z&“”（）]{0,24}?(?:数量|总量|总额|总数|总值|拥有量|能力|强度|密度|增速|"
    r"增幅|规模|收入|水平|指数|产值|投资额|占比|贡献率|投入|数|额|率|值|量))"
    r"(?:排名|指标|单项)?(?:均|都|也|则|继续|连续\S{2,4}年|保持|稳|始终|一直|仍)*(?:位居|位列|名列|"
    r"排名|排在|跃居|升至|保持|位|居|列|排|达到)"
)
_COMPANY = re.compile(r"公司|集团|产品|团队|市场占有率|市占率|大学|学校|医院|选手|论文|产量|销量")
_ORDERED = re.compile(r"前(?:[三四五六七八九十]|\d{1,2})(?:名|位|强|甲)?(?:依次|分别)(?:是|为|由)|(?:依次|排名前列的)(?:是|为)")
_ENTRY_COUNT = re.compile(
    r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})(?:家|个|席)[一-龥]{0,14}?(?:进入|跻身|入围|迈入|闯入|"
    r"位居|进|挤进|入列)"
)
_MEMBERS = re.compile(r"入围|上榜|分别是|分别为|包括|还有|在列|榜上有名|除")
_ENTRY_NAMED = re.compile(r"前(?P<n>\d{1,3}|[一二三四五六七八九十]{1,3})(?:名|强|位)?(?:的)?(?:名单|榜单)?(?:之)?(?:中|里|内)")
_COUNT_METRIC = re.compile(r"(?:入选|入围|上榜|企业|总|累计)?(?:数量|总数|总量|家数|数)")
_DEBUT = re.compile(r"首次(?:进入榜单|上榜|入榜|入围|登榜|入选|进榜|跻身)")
_EXCLAIMED = re.compile(r"^[一-龥“”]{0,8}第[^，。]{1,5}[！!]”?$")
_SINGLE_HINT = re.compile(r"单项|分项|一级指标|二级指标|指标")


@dataclass
class _Draft:
    """A rank in the making; `anchor` is where its number stands."""

    zone: str
    subject: str
    board: Board
    edition: str | None
    sentence: Sentence
    start: int
    end: int
    anchor: int
    value: int | None = None
    bound: Bound = Bound.EXACT
    previous: int | None = None
    change: int | None = None
    first: bool = False
    status: Status = Status.STATED
    of: int | None = None

    @property
    def key(self) -> tuple[str, str, str | None, Status]:
        return self.zone, self.subject, self.edition, self.status

    def fact(self) -> Fact:
        return Fact(
            kind=FactKind.RANKING,
            zone=self.zone,
            subject=self.subject,
            evidence=self.sentence.quote(self.start, self.end, self.anchor),
            edition=self.edition,
            value=self.value,
            unit="位",
            bound=self.bound,
            previous=self.previous,
            change=self.change,
            first=self.first,
            status=self.status,
            issuer=self.board.issuer,
            of=self.of,
        )


@dataclass
class RankReader:
    """Reads an article's ranks sentence by sentence; `facts()` gives one fact for each rank stated."""

    drafts: list[_Draft] = field(default_factory=list)
    _known: dict[tuple[str, str, str | None, Status], _Draft] = field(default_factory=dict)
    _exclaimed: tuple[Rank, Sentence] | None = None

    def read(self, context: Context, sentence: Sentence) -> None:
        """Take up the ranks of the next sentence."""
        if sentence.wishes():
            return
        if _EXCLAIMED.match(sentence.text):
            alone = ranks(sentence.text, 0, len(sentence.text))
            self._exclaimed = (alone[0], sentence) if len(alone) == 1 else None
            return
        _Statement(self, context, sentence).read()
        self._exclaimed = None

    def take(self, draft: _Draft) -> _Draft:
        """Add a draft, or let it complete the one that states the same rank."""
        known = self._known.setdefault(draft.key, draft)
        if known is not draft:
            _merge(known, draft)
            return known
        self.drafts.append(draft)
        return draft

    def facts(self) -> list[Fact]:
        """The ranks stated, in the order of the text."""
        for draft in self.drafts:
            _complete(draft, self.drafts)
        return [draft.fact() for draft in self.drafts if draft.value is not None or draft.change is not None]


def _merge(known: _Draft, new: _Draft) -> None:
    """The most exact statement of a rank wins; movements and 首次 are kept from either."""
    known.first = known.first or new.first
    known.change = known.change if known.change is not None else new.change
    known.previous = known.previous if known.previous is not None else new.previous
    if new.value is None or (known.value is not None and known.bound is Bound.EXACT):
        return
    if known.value is None or new.bound is Bound.EXACT or (new.bound is known.bound is Bound.AT_MOST and new.value < known.value):
        known.value, known.bound = new.value, new.bound
        known.sentence, known.start, known.end, known.anchor = new.sentence, new.start, new.end, new.anchor


def _complete(draft: _Draft, drafts: list[_Draft]) -> None:
    """Previous and change follow from each other, and from the edition before where the text states both ranks."""
    if draft.value is None or draft.bound is not Bound.EXACT or draft.status is Status.TARGET:
        return
    if draft.previous is None and draft.change is None and draft.edition:
        for other in drafts:
            if (other.zone, other.subject, other.status, other.bound) != (draft.zone, draft.subject, draft.status, Bound.EXACT):
                continue
            if other.edition and other.value is not None and int(other.edition) == int(draft.edition) - 1:
                draft.previous = other.value
    if draft.previous is None and draft.change is not None:
        draft.previous = draft.value + draft.change
    elif draft.previous is not None and draft.change is None:
        draft.change = draft.previous - draft.value


class _Statement:
    """The reading of one sentence, clause by clause: a subject, then its ranks, then how they moved."""

    def __init__(self, reader: RankReader, context: Context, sentence: Sentence) -> None:
        self.reader = reader
        self.context = context
        self.sentence = sentence
        self.text = sentence.text
        self.open: list[_Draft] = []  # what a movement in the next clause belongs to
        self.before: list[tuple[Rank, ...]] = []  # earlier ranks waiting for the rank now
        self.waiting: Move | None = None  # a movement before its rank (上升4位，列第7位)
        self.waiting_at: Subject | None = None
        self.topic: tuple[str, ...] = ()  # single indicators announced by an earlier clause (进出口总额方面，…)
        self.owner_end = -1
        self.debut = False

    def read(self) -> None:
        self._remember_entry()
        for clause in self.sentence.clauses:
            self._new_owner(clause)
            self._announce(clause)
            if _DEBUT.search(self.text[clause.start : clause.end]):
                self.debut = True
                for draft in self.open:
                    draft.first = True
            for group in groups(self.text, ranks(self.text, clause.start, clause.end)):
                self._rank(clause, group)
            for move in moves(self.text, clause.start, clause.end):
                self._move(clause, move)
        self._flush()
        self._ordered()
        self._exclaimed()
        self._entered()
        self._members()

    # --- who

    def _new_owner(self, clause: Span) -> None:
        begun = [one for one in self.sentence.parks if clause.start <= one.start < clause.end and not one.aside]
        if begun and self.owner_end != begun[0].start:
            self._flush()
            self.open, self.before, self.debut = [], [], False
            self.owner_end = begun[-1].start

    def _owner(self, at: int, end: int) -> Subject | None:
        after = next((one for one in self.sentence.parks if one.start == end + 1 and self.text[end] == "的"), None)
        if after:
            return replace(after, names=after.names[:1])
        clause = self.sentence.clause_at(at)
        place = [one for one in self.sentence.places if one.start < at and not one.aside]
        if place and clause.start <= place[-1].start and re.fullmatch(r"(?:位)?列|排名?|位居|居", self.text[place[-1].end : at]):
            found = self._board(at)
            if found and found[0].name not in (HIGH_TECH, ECONOMIC):
                return place[-1]
        if place and re.search(r"数量|入围数|家数|席位数", self.text[clause.start : at]):
            parks = [one for one in self.sentence.parks if place[-1].start < one.start < at]
            if not parks:
                return place[-1]
        owner = self.context.owner(self.sentence, at, parks_only=True)
        return owner if owner and owner.level is Level.PARK else None

    # --- which ranking

    def _announce(self, clause: Span) -> None:
        """进出口总额方面，… and 在优质企业数、营商环境两个单项排名中，… hold for the clauses after them."""
        if any(clause.start <= one.start < clause.end for one in self.sentence.boards):
            self.topic = ()
        inside = [one for one in self.sentence.singles if clause.start <= one.start < clause.end]
        if inside and re.search(r"(?:方面|中|上|里|单项|榜)$", self.text[clause.start : clause.end].strip("：")):
            self.topic = inside[-1].names

    def _board(self, at: int) -> tuple[Board, int] | None:
        named = [one for one in self.sentence.boards if one.end <= at + 1]
        if named:
            return named[-1].board, named[-1].start
        later = [one for one in self.sentence.boards if one.start > at]
        if later and not self.context.boards:
            return later[0].board, -1
        spoken = self._spoken()
        return (spoken, -1) if spoken else None

    def _spoken(self) -> Board | None:
        """The ranking that a sentence speaks of without naming it: this paragraph's, else the article's main one."""
        known = self.context.boards
        if not known:
            return None
        last = known[-1]
        if len(known) == self.context.boards_before:
            counted = Counter(draft.board.name for draft in self.reader.drafts)
            main = max(counted, key=lambda name: counted[name]) if counted else last.name
            last = next((board for board in known if board.name == main), last)
        if re.search(r"今年|此次|本次|这次|最新", self.text):
            same = [board for board in known if board.name == last.name]
            last = max(same, key=lambda board: board.edition or 0)
        return last

    def _singles(self, clause: Span, at: int) -> tuple[str, ...]:
        inside = [one for one in self.sentence.singles if clause.start <= one.start and one.end <= at]
        if inside and at - inside[-1].end <= 16 and not any(inside[-1].end <= one.start < at for one in self.sentence.boards):
            return inside[-1].names
        if re.search(r"(?:这一|该|这个)(?:单项|指标)", self.text[clause.start : at]) and self.context.single:
            return (self.context.single,)
        return self.topic

    def _edition(self, at: int, board: Board, board_at: int) -> str | None:
        if board.edition is not None and board_at >= 0 and any(one.own_year and one.start == board_at for one in self.sentence.boards):
            later = self._years(board_at, at)
        else:
            later = self._years(-1, at)
        if later:
            return str(later)
        return str(board.edition) if board.edition is not None else None

    def _measured(self, at: int) -> str | None:
        """The year of a rank that is on no ranking: the sentence's, else the one spoken of, else that of publication."""
        year = self._years(-1, at) or self.context.year or (self.context.published.year if self.context.published else None)
        return str(year) if year else None

    def _years(self, after: int, at: int) -> int | None:
        inside = {year.start for year in self.sentence.years for one in self.sentence.boards if one.start <= year.start < one.end}
        found = [
            year
            for year in self.sentence.years
            if after < year.start < at
            and year.start not in inside
            and self.text[year.start : year.end] not in ("今年", "去年", "前年", "本年度", "明年")
            and not re.search(r"(?:比|较|与|由|从|成立于|始于|自)$", self.text[: year.start])
            and not re.match(
                r"年(?:以来|至|起)|年?\d{1,2}月(?:\d{1,2}日)?(?:，)?[一-龥]{0,16}(?:公布|发布|通报|揭晓)", self.text[year.end :]
            )
        ]
        return found[-1].year if found else None

    def _subjects(self, clause: Span, group: list[Rank], board: Board | None, owner: Subject) -> list[str] | None:
        """The names of what is ranked, one for each indicator; None where no ranking is known."""
        at = group[0].start
        if owner.level is Level.PLACE and _COUNT_METRIC.search(self.text[clause.start : at]):
            base = entry_name(board, self.context.entry_printed) if board else "入围数"
            return [base.removesuffix("数") + "数量排名" + self._scope(clause, at, board)]
        scope = self._scope(clause, at, board)
        names = self._singles(clause, at)
        outside = "综合保税区" in owner.single  # a park of a kind that the national rankings do not rank
        metric = None if names and not outside else self._metric(clause, at, owner)
        if outside and metric is None and names:
            metric = names[-1]
        if metric:
            return [f"{metric}排名{scope}"]
        if board is None:
            return None
        if names and (board.name in (HIGH_TECH, ECONOMIC) or _SINGLE_HINT.search(self.text)):
            self.context.single = names[-1]
            return [f"{board.name}·{name}{scope}" for name in names]
        return [board.name + scope]

    def _metric(self, clause: Span, at: int, owner: Subject) -> str | None:
        """入围数量, 万人有效发明专利拥有量: what is ranked where it is no board but a measure of its own."""
        start = owner.end if clause.start <= owner.start < at else clause.start
        start = max([start, *(end for first, end in self.sentence.pronouns if clause.start <= first < at)])
        start = max([start, *(one.end for one in self.sentence.boards if clause.start <= one.start < at)])
        among = re.search(r"(?:位居|居|列)(?:全国|全省|全市)(?P<metric>[一-龥]{4,20})(?:榜首|首位)", self.text[start : at + 2])
        if among and re.search(r"额|值|量|数$", among["metric"]):
            return "全国" + among["metric"]
        if re.fullmatch(r"(?:并)?(?:位居|位列|居|列|排名?)(?:全国|全省|全市)(?:高新区|经开区)?(?:之)?", self.text[start:at]):
            return self._counted_before(clause)
        found = _METRIC.search(self.text[start:at] + "列" if self.text[at - 1 : at] not in "列居位排名" else self.text[start:at])
        if found is None:
            return None
        metric = re.sub(r"^(?:的|在|其|中|其中|继续|则|和|与|为|以|更是)+", "", found["metric"])
        if _COUNT_METRIC.fullmatch(metric):
            counted = [one for one in honours(self.text[:at], self.context.published) if one.end <= clause.end]
            return f"{counted[-1].name}数量" if counted else None
        return metric if metric not in ("排名", "综合排名") and metric not in SINGLES and len(metric) >= 3 else None

    def _counted_before(self, clause: Span) -> str | None:
        """高新技术企业达200家，居全市第一: the number in the clause before is what is ranked."""
        earlier = [one for one in self.sentence.clauses if one.end <= clause.start]
        if not earlier:
            return None
        said = self.text[earlier[-1].start : earlier[-1].end]
        figure = re.search(
            r"(?P<noun>[一-龥“”]{2,20}?)(?:总数|累计|数量)?(?:达到?|突破|超过?|为|有|已达|"
            r"增至)?[\d.]{1,8}(?:余|多)?(?:万|亿)?(?:家|个|户|项|件|元)",
            said,
        )
        if figure is None:
            return None
        counted = honours(self.text[: clause.start], self.context.published)
        noun = re.sub(r"^.*(?:拥有|集聚|现有|累计|园区|该区|高新区|经开区)", "", figure["noun"])
        name = noun if len(noun) > 2 and noun not in ("总数", "数量") else counted[-1].name if counted else ""
        return f"{name}数量" if name else None

    def _scope(self, clause: Span, at: int, board: Board | None) -> str:
        found = _SCOPE.search(self.text[max(clause.start, at - 16) : at])
        if not found:
            return ""
        if found["scope"] in ("全省", "全市", "省内", "市内"):
            national = board is not None and board.name in (HIGH_TECH, ECONOMIC)
            if found["among"] in ("高新区", "经开区"):
                return f"({found['among']})"
            return f"({found['scope']})" if national or found["scope"] in ("省内", "市内") else ""
        return f"({found['scope']})"

    # --- what

    def _skips(self, clause: Span, group: list[Rank], owner: Subject | None) -> bool:
        said = self.text[clause.start : group[0].start]
        if owner is None or _COMPANY.search(said):
            return True
        if self.sentence.places and re.search(r"^[，]?(?:的)?(?:园区|企业)", self.text[group[-1].end :]):
            return True
        counted = _ENTRY_COUNT.search(self.text[clause.start : group[0].end])
        if (
            counted
            and group[0].bound is Bound.AT_MOST
            and not any(clause.start <= one.start < group[0].start for one in self.sentence.parks)
        ):
            self.context.entry, self.context.entry_printed = group[0].value, self.text[group[0].start : group[0].end]
            return True
        after = self.text[group[-1].end : group[-1].end + 2]
        return after.startswith("的") and not any(one.start == group[-1].end + 1 for one in self.sentence.parks) and after != "的位"

    def _rank(self, clause: Span, group: list[Rank]) -> None:
        at, end = group[0].start, group[-1].end
        owner = self._owner(at, end)
        if self._skips(clause, group, owner) or owner is None:
            return
        found = self._board(at)
        board, board_at = found if found else (None, -1)
        names = self._subjects(clause, group, board, owner)
        if names is None:
            return
        target = self.sentence.is_target(at)
        board = board or Board("")
        own = "·" in names[0] or (names[0].startswith(board.name) and board.name != "")
        edition = self._edition(at, board, board_at) if own else self._measured(at)
        if group[0].role is Role.BEFORE:
            self._previous(group, owner, names, board, edition)
            return
        if target:
            edition = self._goal_year(at)
        pairs = _pairs(owner.names, names, group)
        self.open = [] if not target else self.open
        taken = []
        for zone, name, rank in pairs:
            start = (
                owner.start
                if owner.start >= 0 and owner.end > 0 and rank.end - owner.start <= 60 and owner.end <= rank.start
                else clause.start
            )
            draft = _Draft(zone, name, board, edition, self.sentence, start, clause.end, rank.start, rank.value, rank.bound)
            draft.status = Status.TARGET if target else Status.STATED
            draft.first = self.debut or bool(_FIRST_TIME.search(self.text[clause.start : rank.start]))
            draft.of = self._of(clause.start, rank.start)
            taken.append(draft)
        self._compare(clause, group, taken)
        kept = [self.reader.take(draft) for draft in taken]
        self.open = kept if not target else []

    def _goal_year(self, at: int) -> str | None:
        found = [year for year in self.sentence.years if year.start < at and self.text[year.start : year.end].isdigit()]
        return str(found[-1].year) if found else None

    def _of(self, start: int, at: int) -> int | None:
        """在169家国家高新区中: how many were ranked."""
        found = re.search(
            r"(\d{2,3})(?:家|个)(?:国家级?|省级以上)?(?:高新区|经开区|高新技术产业开发区|经济技术开发区|"
            r"开发区)",
            self.text[:at],
        )
        return int(found[1]) if found else None

    def _previous(self, group: list[Rank], owner: Subject, names: list[str], board: Board, edition: str | None) -> None:
        """A rank that is only compared with; where the text gives its year, it is a rank of that year too."""
        rank = group[0]
        base = [y for y in self.sentence.years if y.end <= rank.start and rank.start - y.end <= 6]
        explicit = (
            base
            and self.text[base[-1].start : base[-1].end].isdigit()
            and re.match(r"年?度?的?(?:全国)?$", self.text[base[-1].end : rank.start])
        )
        if explicit and re.search(r"(?:与|较|比)$", self.text[: base[-1].start]):
            past = _Draft(
                owner.single, names[0], board, str(base[-1].year), self.sentence, max(0, rank.start - 20), rank.end, rank.start, rank.value
            )
            self.reader.take(past)
            if not self.open:
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

    def _blank(self, zone: str, name: str, board: Board, edition: str | None, rank: Rank) -> _Draft:
        clause = self.sentence.clause_at(rank.start)
        return _Draft(zone, name, board, edition, self.sentence, clause.start, clause.end, rank.start)

    def _compare(self, clause: Span, group: list[Rank], drafts: list[_Draft]) -> None:
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
            _apply(self.waiting, drafts)
            self.waiting = None
        said = self.text[clause.start : group[0].start]
        steady = again(said) and not re.search(r"升|进位|前进|降|退|下滑", said)
        if steady and group[0].bound is Bound.EXACT:
            for draft in drafts:
                if draft.previous is None and draft.change is None:
                    draft.change = 0

    def _move(self, clause: Span, move: Move) -> None:
        if self.sentence.is_target(move.start):
            return
        inside = any(clause.start <= one.start < move.start and not one.aside for one in self.sentence.parks)
        if self.open and not inside:
            _apply(move, self.open)
            return
        if self.open and self.open[0].anchor >= clause.start:
            _apply(move, self.open)
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
            _apply(move, [draft for draft in last if draft.sentence is last[-1].sentence and draft.bound is Bound.EXACT][:1])

    def _flush(self) -> None:
        """A movement that no rank followed is a fact by itself: 枣庄高新区一举晋位20名."""
        move, owner = self.waiting, self.waiting_at
        self.waiting = None
        if move is None or owner is None or move.places == (0,):
            return
        found = self._board(move.start)
        named_here = any(one.start <= owner.start < one.end or owner is one for one in self.sentence.parks)
        if found is None or not named_here or _COMPANY.search(self.text[owner.end : move.start]):
            return
        board, board_at = found
        clause = self.sentence.clause_at(move.start)
        names = self._singles(clause, move.start)
        name = f"{board.name}·{names[-1]}" if names and board.name in (HIGH_TECH, ECONOMIC) else board.name
        edition = self._edition(move.start, board, board_at)
        for position, zone in enumerate(owner.names):
            draft = _Draft(zone, name, board, edition, self.sentence, owner.start, clause.end, move.start)
            draft.change = move.places[min(position, len(move.places) - 1)]
            self.reader.take(draft)

    # --- forms of their own

    def _ordered(self) -> None:
        """前三名依次是A、B和C."""
        for found in _ORDERED.finditer(self.text):
            listed = next((one for one in self.sentence.parks if 0 <= one.start - found.end() <= 2), None)
            board = self._board(found.start())
            if listed is None or board is None or len(listed.names) < 2:
                continue
            edition = self._edition(found.start(), *board)
            for position, zone in enumerate(listed.names, start=1):
                self.reader.take(
                    _Draft(zone, board[0].name, board[0], edition, self.sentence, found.start(), listed.end, listed.start, position)
                )

    def _exclaimed(self) -> None:
        """全国第五！在…评价中，西安高新区榜上有名: the rank stands in a sentence of its own before."""
        if self.reader._exclaimed is None or not self.sentence.boards or self.open:
            return
        rank, printed = self.reader._exclaimed
        owner = self.context.owner(self.sentence, len(self.text), parks_only=True)
        if owner and len(owner.names) == 1:
            named = self.sentence.boards[0]
            edition = self._edition(named.end, named.board, named.start)
            draft = _Draft(
                owner.single, named.board.name, named.board, edition, printed, 0, len(printed.text), rank.start, rank.value, rank.bound
            )
            self.reader.take(draft)

    def _members(self) -> None:
        """Where a paragraph tells who is among the first N, parks listed without a rank are among them."""
        if self.context.entry is None or not _MEMBERS.search(self.text):
            return
        found = self._board(len(self.text))
        if found is None:
            return
        edition = self._edition(len(self.text), found[0], found[1])
        for park in self.sentence.parks:
            for zone in park.names:
                if not park.aside and not any(
                    draft.zone == zone and draft.edition == edition and draft.subject == found[0].name for draft in self.reader.drafts
                ):
                    self.reader.take(
                        _Draft(
                            zone,
                            found[0].name,
                            found[0],
                            edition,
                            self.sentence,
                            park.start,
                            park.end,
                            park.start,
                            self.context.entry,
                            Bound.AT_MOST,
                        )
                    )

    def _remember_entry(self) -> None:
        """Take up that the text speaks of the first N: 前50名中."""
        named = _ENTRY_NAMED.search(self.text)
        value = number(named["n"]) if named else None
        if named and value and self.sentence.boards:
            self.context.entry, self.context.entry_printed = (
                int(value),
                re.sub(r"(?:的)?(?:名单|榜单)?(?:之)?(?:中|里|内)$", "", named.group()),
            )

    def _entered(self) -> None:
        """A park that entered the first N lets the sentences after it list who else did."""
        bounded = [one for one in self.reader.drafts if one.sentence is self.sentence and one.bound is Bound.AT_MOST]
        bounded = [one for one in bounded if one.status is Status.STATED and one.value and one.value >= 10]
        if bounded and self.context.entry is None:
            self.context.entry, self.context.entry_printed = bounded[-1].value, f"前{bounded[-1].value}名"


def _apply(move: Move, drafts: list[_Draft]) -> None:
    for position, draft in enumerate(drafts):
        if draft.change is None and draft.previous is None:
            draft.change = move.places[min(position, len(move.places) - 1)]


def _pairs(zones: tuple[str, ...], names: list[str], group: list[Rank]) -> list[tuple[str, str, Rank]]:
    """Which park has which rank on what: lists of equal length go one to one, a single rank goes to all."""
    if len(group) == 1:
        return [(zone, name, group[0]) for zone in zones for name in names]
    if len(names) == len(group):
        return [(zones[0], name, rank) for name, rank in zip(names, group, strict=True)]
    if len(zones) == len(group):
        return [(zone, names[0], rank) for zone, rank in zip(zones, group, strict=True)]
    return [(zones[0], names[0], group[0])] if len(zones) == 1 else []
