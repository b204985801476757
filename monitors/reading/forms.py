"""Ranks in forms of their own: placed behind, in order, exclaimed before the sentence, or only as one of the first N."""

from __future__ import annotations

import re

from monitors.reading.draft import Draft, Drafts
from monitors.reading.fact import Bound, Status
from monitors.reading.numbers import number
from monitors.reading.placings import placings
from monitors.reading.sentence import Context, Sentence
from monitors.reading.standing import Standing
from monitors.reading.subjects import Level, Subject

_ORDERED = re.compile(
    r"前(?P<n>[两二三四五六七八九十]|\d{1,2})(?:名|位|强|甲)?(?:的)?(?:园区|高新区|经开区|开发区)?(?:，)?(?:均|也|都|则)?(?:依次|分别)?(?:是|为|由|被)|(?:依次|排名前列的)(?:是|为)"
)
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
            self.reader.take(Draft(one.zone, name, found[0], edition, self.sentence, one.start, one.end, one.anchor, one.value))
            self.taken.append((min(one.start, one.anchor), one.end))

    def ordered(self) -> None:
        """前三名依次是A、B和C."""
        for found in _ORDERED.finditer(self.text):
            listed = next((one for one in self.sentence.parks if 0 <= one.start - found.end() <= 2), None)
            board = self.standing.board(found.start())
            if listed is None or board is None or len(listed.names) < 2 or (found["n"] and number(found["n"]) != len(listed.names)):
                continue
            edition = self.standing.edition(found.start(), *board)
            clause = self.sentence.clause_at(found.start())
            name = board[0].name + self.standing.aspect(clause, found.start()) + self.standing.category(clause, found.start())
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
