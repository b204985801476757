"""How many parks of a province or region are on a ranking, or bear a title: 江苏占得6席, 东北有4家园区进入前30, 重庆的国家高新区增至4家."""

from __future__ import annotations

import re
from dataclasses import dataclass

from monitors.reading.boards import HIGH_TECH, Board, entry_name
from monitors.reading.indicators.rows import AMONG, ENTERING, number_of_parks
from monitors.reading.numbers import Quantity
from monitors.reading.places import provinces
from monitors.reading.prose import Span
from monitors.reading.sentence import Context, Sentence
from monitors.reading.subjects import Level, Subject

_TAKES = (
    r"(?:共|一共|就|则|也|还|独|另|只|仅|总共)*(?:以|有|占|占据|占到|占得|占去|入围|入榜|上榜|拿下|拿到|拿走|斩获|收获|"
    r"贡献|摘得|摘下|夺得|揽|包揽|抢得|获)?(?:了|到|得)?(?:其中的?)?"
)
_PLACE_COUNT = re.compile(_TAKES)
_REGION = re.compile(rf"(?P<region>中部|东部|西部|东北|中西部)(?:地区|各省|六省|三省)?(?:的)?(?:园区|高新区|经开区)?(?={_TAKES}$)")
# 浙江人少位次高，只有2家：…; 山东胜在数量，6家园区…: the place opens the sentence.
_ALONE = re.compile(r"(?:共|一共|总共|只|仅|就)?(?:有)?")
_LISTED_NEXT = re.compile(r"：|，(?:分别|依次)[是为]")
_PARKS = re.compile(r"(?:国家级?)?(?:园区|高新区|经开区|开发区)(?!中|里|内|的|当中)")
_WHOLE = re.compile(r"(?:全省|该省)(?:另有|还有|共有|有)$")
_NOT_PARKS = re.compile(r"企业|项目|孵化器|单位|平台|产品|工厂")
_BOARD_OF_OTHERS = re.compile(r"孵化器|企业|众创|城市|县")
# 国家高新区总数由此增至178家, 队伍总数达到230家
_TOTAL = re.compile(
    r"(?:(?:(?P<kind>国家级?(?:高新区|经开区))的?|队伍)(?:数量|总数|总量)(?:由此|也|随之|至此|已|则|便|就)*|(?:^|[，；：])总数(?:由此|随之|至此)+)(?:增至|增加到|达到?|为|升至|扩至|扩大到|扩容至)*$"
)


@dataclass(frozen=True)
class Entry:
    """A number of parks: whose it is, what it is called, and of which edition (None: as the sentence says)."""

    owner: Subject
    name: str
    edition: str | None = None


def entrants(context: Context, sentence: Sentence, clause: Span, amount: Quantity, first: str) -> Entry | None:
    """Whose parks on a ranking an amount counts; `first` is the part of the ranking spoken of (前50名)."""
    if amount.unit not in ("家", "席", "个") or _NOT_PARKS.match(sentence.text, amount.end):
        return None
    boards = [one.board for one in sentence.boards] or context.boards
    if not boards or _BOARD_OF_OTHERS.search(boards[-1].name.replace("园区", "")):
        return None
    owner = _owner(context, sentence, clause, amount, bool(first))
    if owner is None:
        return None
    return Entry(owner, entry_name(boards[-1], _part(boards[-1], first)), str(boards[-1].edition) if boards[-1].edition else None)


def _part(board: Board, first: str) -> str:
    """The national evaluation of high-tech parks has no 50强 of its own: they are its 前50名."""
    strong = re.fullmatch(r"(?P<n>.+)强", first)
    return f"前{strong['n']}名" if strong and board.name == HIGH_TECH else first


def _owner(context: Context, sentence: Sentence, clause: Span, amount: Quantity, part: bool) -> Subject | None:
    text = sentence.text
    said = text[clause.start : amount.start]
    earlier = [one for one in sentence.places if one.start < amount.start]
    if AMONG.search(said):  # 前30名中的江苏园区为6家, 进入前30名的园区达到9家: of the province spoken of
        return earlier[-1] if earlier else context.place
    beside = next((one for one in sentence.places if one.end <= amount.start and _PLACE_COUNT.fullmatch(text, one.end, amount.start)), None)
    if beside:
        return beside
    if (region := _REGION.search(said)) and part:
        return Subject(clause.start + region.start(), clause.start + region.end(), (region["region"] + "地区",), Level.PLACE)
    if not (_WHOLE.search(said) or ENTERING.match(text[amount.end :])):
        return _opening(sentence, clause, amount) if part else None
    if earlier:
        return earlier[-1]
    if context.province and "全省" in text[: amount.start]:
        return Subject(0, 0, (context.province,), Level.PLACE)  # 全省有7家国家级经开区位列前100名，其中4家跻身前50名
    return None


def _opening(sentence: Sentence, clause: Span, amount: Quantity) -> Subject | None:
    """The province that opens the sentence, where the clause has nothing but the number."""
    text = sentence.text
    alone = _ALONE.fullmatch(text, clause.start, amount.start) is not None
    if not alone or not (_LISTED_NEXT.match(text, amount.end) or _PARKS.match(text, amount.end)):
        return None
    head = next((one for one in provinces(text) if one[0] == 0), None)
    inside = head and any(one.start < head[1] for one in sentence.parks)
    return Subject(0, head[1], (head[2],), Level.PLACE) if head and not inside else None


def parks_of_a_kind(sentence: Sentence, clause: Span, said: str) -> Entry | None:
    """四川的国家高新区达到8家, 江苏国家高新区数量居第一，共18家, 国家高新区总数由此增至178家."""
    total = _TOTAL.search(said)
    if total and sentence.text.count("区"):
        kind = total["kind"] or ("国家高新区" if "高新" in sentence.passage.text else "国家级经开区")
        place = _before(sentence, clause.start + (total.start("kind") if total["kind"] else 0))
        whole = "国家高新区(全国)" if "高新" in kind else "国家级经开区(全国)"
        return Entry(place or Subject(0, 0, (whole,), Level.NATION), f"{kind}数量")
    kinds = number_of_parks(said)
    if not kinds:
        return None
    place = _before(sentence, clause.start + said.rfind("国家"))
    return Entry(place, kinds) if place else None


def _before(sentence: Sentence, at: int) -> Subject | None:
    """The province right before an offset, with or without 的."""
    found = [one for one in provinces(sentence.text) if sentence.text[one[1] : at] in ("", "的", "全省的", "全市的", "省的", "市的")]
    return Subject(found[-1][0], found[-1][1], (found[-1][2],), Level.PLACE) if found else None
