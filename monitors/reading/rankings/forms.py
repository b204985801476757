"""Ranks in forms of their own: placed behind, in order, exclaimed before the sentence, or only as one of the first N."""

from __future__ import annotations

import re

from monitors.reading.boards import Board
from monitors.reading.fact import Bound, Status
from monitors.reading.numbers import number
from monitors.reading.rankings.draft import Draft, Drafts
from monitors.reading.rankings.placings import placings
from monitors.reading.rankings.ranks import again
from monitors.reading.rankings.standing import Standing
from monitors.reading.sentence import Context, Sentence
from monitors.reading.subjects import Level, Subject

_ORDERED = re.compile(
    r"前(?P<n>[两二三四五六七八九十]|\d{1,2})(?:名|位|强|甲)?(?:的)?(?:园区|高新区|经开区|开发区)?(?:，)?(?:均|也|都|则)?(?:依次|分别)?(?:是|为|由|被)|(?:依次|排名前列的)(?:是|为)"
)
_EXAMPLE = re.compile(r"(?:”)?(?:为例|方面|来看|来说|一项|单项|指标|排名)[上中里]?，")
_NEXT = re.compile(
    r"(?P<ahead>仅?次于|仅?(?:落后|逊)于|(?:紧|排)(?:跟|随)?在)|(?:紧随|紧跟|紧接)(?:其|着|在后)?(?:后|之后)?(?:的)?(?:则|分别|依次|还有)?(?:是|为)"
)
_ORDERED_AFTER = re.compile(
    r"，?(?:依次|分别|顺次)(?:为|是|列|居|占据?|位列|位居|排名?|获|包揽)(?:全国|全省|全市)?前(?P<n>[两二三四五六七八九十]|\d{1,2})(?:名|位|强|甲)?"
)
_ROW_NUMBER = re.compile(r"(?<![\d.])(?P<n>[1-9]\d{0,2})[.、]$")
_ROW_CELL = re.compile(r"(?P<n>[1-9]\d{0,2})(?=[，。；、])")
_HEADED = re.compile(r"名次|位次|排名|排位|座次")
_FOLLOWS = re.compile(r"次之|(?:紧随|紧跟|紧追|尾随|位列|排在)其后(?!的)")
_MEMBERS = re.compile(r"其中(?:就)?(?:有|包括)|同在|入围|上榜|分别是|分别为|包括|还有|在列|榜上有名|除|[强名位]：")
_ENTRY_NAMED = re.compile(r"前(?P<n>\d{1,3}|[一二三四五六七八九十]{1,3})(?:名|强|位)?(?:的)?(?:名单|榜单)?(?:之)?(?:中|里|内)")


class Forms:
    """The forms of one sentence; what they state is taken up by `reader`."""

    def __init__(self, reader: Drafts, context: Context, sentence: Sentence) -> None:
        self.reader = reader
        self.context = context
        self.sentence = sentence
        self.text = sentence.text
        self.open: list[Draft] = []  # what a movement in the next clause belongs to
        self.standing = Standing(context, sentence, reader.drafts)
        self.taken: list[tuple[int, int]] = []  # where ranks stand that belong to a park by form alone

    def placed(self) -> None:
        """夺魁的是A; A（第4位）; A、B一个第21，一个第22."""
        for one in placings(self.text, self.sentence.parks):
            owner = Subject(one.start, one.end, (one.zone,), Level.PARK)
            found = self.standing.board(one.anchor, owner)
            if found is None or self.sentence.is_target(one.anchor):
                continue
            clause = self.sentence.clause_at(one.start)
            name = found[0].name + self.standing.aspect(clause, one.anchor) + self.standing.category(clause, one.start)
            edition = self.standing.edition(one.anchor, *found)
            draft = Draft(one.zone, name, found[0], edition, self.sentence, one.start, one.end, one.anchor, one.value)
            draft.change = 0 if again(self.text[one.anchor : one.end]) else None
            self.reader.take(draft)
            self.taken.append((min(one.start, one.anchor), one.end))

    def ordered(self) -> None:
        """前三名依次是A、B和C."""
        for found in _ORDERED.finditer(self.text):
            self.standing.turn_to(found.start())
            listed = next((one for one in self.sentence.parks if 0 <= one.start - found.end() <= 2), None)
            board = self.standing.board(found.start())
            if listed is None or board is None or len(listed.names) < 2 or (found["n"] and number(found["n"]) != len(listed.names)):
                continue
            edition = self.standing.edition(found.start(), *board)
            clause = self.sentence.clause_at(found.start())
            aspect = self.standing.aspect(clause, found.start()) or self._exemplified(clause.start)
            self.context.single = aspect.removeprefix("·") or self.context.single
            name = board[0].name + aspect + self.standing.category(clause, found.start())
            if re.match(r"包揽|占据|囊括|瓜分|占去", self.text[listed.end :]):  # which of them is which is not said
                for zone in listed.names:
                    self.reader.take(
                        Draft(
                            zone,
                            name,
                            board[0],
                            edition,
                            self.sentence,
                            found.start(),
                            listed.end,
                            listed.start,
                            len(listed.names),
                            Bound.AT_MOST,
                        )
                    )
                continue
            for position, zone in enumerate(listed.names, start=1):
                self.reader.take(Draft(zone, name, board[0], edition, self.sentence, found.start(), listed.end, listed.start, position))

    def _exemplified(self, before: int) -> str:
        """以实际使用外资为例，前五名依次是…: the indicator that the clause before takes as an example."""
        named = [one for one in self.sentence.singles if one.end < before]
        said = self.text[named[-1].end : before] if named else ""
        return f"·{named[-1].names[-1]}" if _EXAMPLE.fullmatch(said) else ""

    def ordered_after(self) -> None:
        """A、B和C，依次为前三名."""
        for park in self.sentence.parks:
            found = _ORDERED_AFTER.match(self.text, park.end)
            board = self.standing.board(found.start()) if found else None
            if found is None or board is None or number(found["n"]) != len(park.names) or self.sentence.is_target(found.start()):
                continue
            edition = self.standing.edition(found.start(), *board)
            for position, zone in enumerate(park.names, start=1):
                self.reader.take(
                    Draft(zone, board[0].name, board[0], edition, self.sentence, park.start, found.end(), park.start, position)
                )

    def tabled(self) -> None:
        """1.A2.B3.C; A名次升至17，B42，C97: a table in one line, where the number stands right beside each park."""
        rows = [(park, _ROW_NUMBER.search(self.text, max(0, park.start - 5), park.start)) for park in self.sentence.parks]
        if not all(found and len(park.names) == 1 for park, found in rows) or len(rows) < 2:
            stated = [one for one in self.reader.drafts if one.sentence is self.sentence and one.bound is Bound.EXACT]
            headed = stated and _HEADED.search(self.text[stated[0].start : stated[0].anchor])
            rows = [(park, _ROW_CELL.match(self.text, park.end)) for park in self.sentence.parks if headed and len(park.names) == 1]
        numbers = [int(found["n"]) for _, found in rows if found]
        board = self.standing.board(len(self.text)) if numbers == sorted(numbers) and len(numbers) > 1 else None
        for park, found in rows if board else ():
            if board and found and not park.aside:
                edition = self.standing.edition(found.start(), *board)
                start, end = min(park.start, found.start()), max(park.end, found.end())
                self.reader.take(
                    Draft(park.single, board[0].name, board[0], edition, self.sentence, start, end, found.start("n"), int(found["n"]))
                )

    def relative(self) -> None:
        """A第二，仅次于B; A第七，紧随其后的是B: who stands next to a rank that is stated."""
        stated = [one for one in self.reader.drafts if one.sentence is self.sentence and one.bound is Bound.EXACT and one.value]
        self._following(stated)
        for found in _NEXT.finditer(self.text):
            park = next((one for one in self.sentence.parks if one.start == found.end()), None)
            beside = [one for one in stated if one.anchor < found.start()]
            if park and found["ahead"] and not beside:
                self._second(found.start(), park)
            if park is None or not beside or beside[-1].status is not Status.STATED or (found["ahead"] and len(park.names) > 1):
                continue
            last = beside[-1]
            ahead = bool(found["ahead"])
            for step, zone in enumerate(park.names[:1] if ahead else park.names, start=1):
                value = (last.value or 0) + (-1 if ahead else step)
                known = any(one.zone == zone and (one.subject, one.edition) == (last.subject, last.edition) for one in self.reader.drafts)
                if value > 0 and not known:
                    self.reader.take(
                        Draft(zone, last.subject, last.board, last.edition, self.sentence, last.start, park.end, park.start, value)
                    )

    def _following(self, stated: list[Draft]) -> None:
        """A居首，B次之; A夺冠，B、C紧随其后."""
        for found in _FOLLOWS.finditer(self.text):
            parks = [one for one in self.sentence.parks if one.end <= found.start() and not one.aside]
            before = [one for one in stated if parks and one.anchor < parks[-1].start]
            beside = parks and len(self.text[parks[-1].end : found.start()]) <= 16
            if not before or not beside or any(one.zone in parks[-1].names for one in stated):
                continue
            last = before[-1]
            for step, zone in enumerate(parks[-1].names, start=1):
                place = (parks[-1].start, found.end(), found.start(), (last.value or 0) + step)
                self.reader.take(Draft(zone, last.subject, last.board, last.edition, self.sentence, *place))

    def _second(self, at: int, first: Subject) -> None:
        """产业规模1603亿元，在全国园区中仅次于B: with no rank stated it is the second."""
        clause = self.sentence.clause_at(at)
        owner = self.context.owner(self.sentence, at) if self.standing.measures(clause, at) else None
        names = self.standing.measured_names(clause, at, owner) if owner else None
        edition = self.standing.measured(at)
        begin = max([one.start for one in self.sentence.clauses if one.end < clause.start], default=clause.start)
        if owner is None or names is None:
            return
        for zone, value in ((owner.single, 2), (first.single, 1)):
            self.reader.take(Draft(zone, names, Board(""), edition, self.sentence, begin, first.end, first.start, value))

    def exclaimed(self) -> None:
        """全国第五！在…评价中，西安高新区榜上有名: the rank stands in a sentence of its own before."""
        if self.reader.exclaimed is None or not self.sentence.boards or self.open:
            return
        rank, printed = self.reader.exclaimed
        owner = self.context.owner(self.sentence, len(self.text), parks_only=True)
        if owner and len(owner.names) == 1:
            named = self.sentence.boards[0]
            edition = self.standing.edition(named.end, named.board, named.start)
            draft = Draft(
                owner.single, named.board.name, named.board, edition, printed, 0, len(printed.text), rank.start, rank.value, rank.bound
            )
            self.reader.take(draft)

    def members(self) -> None:
        """Where a paragraph tells who is among the first N, parks listed without a rank are among them."""
        if self.context.entry is None or not _MEMBERS.search(self.text):
            return
        found = self.standing.board(len(self.text))
        if found is None:
            return
        edition = self.standing.edition(len(self.text), found[0], found[1])
        for park in self.sentence.parks:
            for zone in park.names:
                if not park.aside and not any(
                    draft.zone == zone and draft.edition == edition and draft.subject == found[0].name for draft in self.reader.drafts
                ):
                    self.reader.take(
                        Draft(
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

    def remember_entry(self) -> None:
        """Take up that the text speaks of the first N: 前50名中."""
        named = _ENTRY_NAMED.search(self.text)
        value = number(named["n"]) if named else None
        if named and value and self.sentence.boards:
            self.context.entry, self.context.entry_printed = (
                int(value),
                re.sub(r"(?:的)?(?:名单|榜单)?(?:之)?(?:中|里|内)$", "", named.group()),
            )

    def entered(self) -> None:
        """A park that entered the first N lets the sentences after it list who else did."""
        bounded = [one for one in self.reader.drafts if one.sentence is self.sentence and one.bound is Bound.AT_MOST]
        bounded = [one for one in bounded if one.status is Status.STATED and one.value and one.value >= 10]
        if bounded and self.context.entry is None:
            self.context.entry, self.context.entry_printed = bounded[-1].value, f"前{bounded[-1].value}名"
