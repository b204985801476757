"""Ranks and their movements as printed: 第十, 前50名, 十强, 榜首, 由第73升至第36, 前进3个位次, 持平, 跌出前50.

What a rank looks like is a closed grammar; the verbs around it are open. A rank left behind is known by its place (由A…B, 上届…A),
not by the verb between, and a bare 第三 by the end of its phrase, not by the word before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from monitors.reading.fact import Bound
from monitors.reading.numbers import number
from monitors.reading.rankings.movements import Move, moves

__all__ = ["Move", "Rank", "Role", "again", "groups", "has_cue", "leaves", "moves", "ranks"]

_N = r"(?:\d{1,3}|[一二两三四五六七八九十百]{1,5})"
_UNIT = r"(?:位次|位|名|席|把交椅)"
_AND = r"(?:、|和|与|及|以及)"
# What turns 第N into something else than a rank.
_NOT_RANK = (
    r"(?!批|版|届|季|次|轮|代|期|年|天|条|个|大|产业|方阵|梯队|阶段|步|线|款|章|节|页|号|张|种|类|站|"
    r"家|者|课|时间|一|二|三|方|任|例|份|场|项|部|座|"
    r"\d|十|百|资源|生产|动力|要务|责任|人民|医院|中学|小学|增长)"
)
# What every form of a rank holds some of; looked for first, for speed.
_ANY_RANK = re.compile(r"[第前强名位首冠魁军榜席甲桂鼎鳌顶最筹眼花银铜金元领头保内外后至到椅→⇒➡]|->|[由从]\d|[年度届次轮期]的?“?\d")
# Without one of these a sentence states no rank and no movement.
_CUE = re.compile(
    r"[第前强首冠魁亚军甲桂鼎鳌顶最筹头→⇒➡]|名(?!单)|(?<![\d.])[1-9]\d?[.、][一-龥]|[位席步阶]|榜(?!单)|->|[由从]\d|持平|打平|原地|[未不没][变动]|没有变|蝉联|卫冕|"
    r"[次逊]于|落后|[紧排][随跟接]|领跑|冠绝|保(?:\d|[一二三四五六七八九十])|[相不]同|一[样致]|无异|齐平|相当|次之|互换|对调|换位|易位|[加减升降进退跌滑落]了?(?:\d|[一二两三四五六七八九十]个?)"
)
_ORDINAL = re.compile(rf"第(?P<n>{_N})(?:(?P<unit>位次|位|名|席|把交椅)|{_NOT_RANK})")
# 第7至第9位, 列三至五位: as many ranks as it spans; 第二、三、四把交椅, 分列二、三位: one each.
_PLACED_AT = (
    r"(?:(?:分别|依次|各|分)(?:位列|名列|排名|排在|列|居|排|获|为)|(?:位列|名列|排名|排在|分列|分居|并列|列|居|排))(?:全国|全省|全市)?"
)
_RANGE = re.compile(
    rf"(?:第|(?P<bare>{_PLACED_AT}))(?P<low>{_N})(?:位|名)?(?:至|到|—|-|~|～)第?(?P<high>{_N})(?:位次|位|名|席|(?=$|[，。；]))"
)
_LISTED = re.compile(rf"(?:第|{_PLACED_AT})(?P<list>{_N}(?:(?:位|名)?{_AND}第?{_N}){{1,9}})(?:位次|位|名|席|把交椅)")
_KEPT = re.compile(rf"保(?P<n>{_N})(?:争|望|冲|进)(?:{_N})")
_WIN = r"(?:拔得|夺得|摘得|摘下|荣获|荣膺|获得|拿下|坐上|坐稳|屈居|位居|勇夺|斩获|捧得|夺|摘|获)?"
_WINNER = re.compile(r"[冠亚季魁筹桂金银铜元眼花次椅]")  # looked for first, for speed
_PLACED = re.compile(
    rf"{_WIN}(?:(?P<all>冠、?亚、?季军)|(?P<two>冠、?亚军)|(?P<one>(?<!单项)(?<!隐形)(?<!小)冠军(?!企业|产品|之)|夺魁|头筹|魁首|桂冠|头把交椅|状元|摘金)|"
    r"(?P<second>亚军|榜眼|次席|摘银)|(?P<third>季军|探花|摘铜))"
)
_AMONG_FIRST = re.compile(r"[前强甲]")  # looked for first, for speed
_TOP = re.compile(
    rf"前(?P<n>{_N})(?P<unit>名|位|强|席|甲)?(?!季度|个月|月|年|天|批|次|期|后|款|家|项|所|家|沿|瞻|景|"
    rf"往|来|台|端|列|身|排|前|述|页|场)"
)
_STRONG = re.compile(
    r"(?<![前\d一二三四五六七八九])(?P<n>\d{1,3}|[一二三五]?十|三|五|百)强(?!企业|县|镇|市|区|劲|化|度|榜|国|省|名单)|三甲"
)
# 百名之外, 五十名开外, 80名以内: beyond or within so many.
_BEYOND = re.compile(rf"(?<!第)(?P<n>{_N})(?:名|位)(?:(?P<out>之外|开外|以外|之后|以后)|以内|之内)")
# 前50名行列: the phrase ends there, whatever verb stands before it; a distance (离前十名) or a receiver (对前三名) is no rank,
# nor what an issuer prints (公布了前50名).
_ENDS = re.compile(r"$|[，。；！”）]|之列|行列|阵营|方阵")
_NO_TOP = re.compile(r"(?:离|距|距离|与|和|对|给|只差|非|除|除了|是|为|的|在|(?:公布|发布|公示|揭晓)了?)(?:全国|全省|全市)?$")
_FIRST = re.compile(
    r"榜首|首位|之首|头名|魁首|桂冠|居首|夺冠|登顶|折桂|问鼎|鳌头|之最|冠绝(?=全|各|同)|领跑(?=全[国省市]|各|同|$|[，。；])|"
    r"[一二三四五六七八九十\d]{1,3}连冠"
)
_ENTERED = re.compile(
    r"(?:进入|跻身|迈入|入围|闯入|挺进|杀入|冲进|冲刺|重返|重回|迈进|位居|位列|名列|稳居|居|列|进|进军|"
    r"跨入|晋级|站上|锁定|保持在|稳定在|排名|排在|在|均|率先|首次|首度|冲入|升入|回到|跌出|退出|掉出|"
    r"目标[是为]|目标定[在为]|瞄准|剑指|跌破|达到|挤进|跨进|跨入|迈向|挺入|步入|冲至|同在|仍在|也在|处于|闯进)"
    r"(?:了|到|入|至|为)?(?:全国|全省|全市|国家高新区|国家级经开区|国家级高新区|世界|综合排名|"
    r"综合评价|省内|榜单|单项|该榜单|中西部|西部|中部|东部|东北|长三角|全球|同类园区)*$"
)
_IN_LINE = re.compile(r"^(?:之列|行列|阵营)")
_OUT = re.compile(
    r"(?:[跌掉退滑摔落挤甩]出|跌破|告别|作别|无缘|失守|不在|(?:未|没)(?:能|有)?(?:再)?(?:[一-龥]{0,2}[进入上]|跻身|守住))"
    r"(?:了)?[^，。；：进回返升跻入离]{0,18}$"
)
# By its place alone: 由…A…B. The words between are open; they hold neither another number nor the end of a thought.
_ANY = rf"(?:第{_N}{_UNIT}?|{_N}(?:位|名))"
_JOURNEY = re.compile(
    rf"(?:由|从|(?<![来各亲])自(?![贡治主由动贸然身]))(?P<lead>[^，。；、：第由从自]{{0,14}}?)(?P<before>{_ANY}(?:{_AND}{_ANY})*)(?:的(?:位置|名次|位次|水平))?，?"
    rf"(?P<way>(?!起|开始|以|的)[^，。；、：第\d和与区园]{{1,10}}?)(?:20\d\d年度?的?)?(?P<now>{_ANY}|前{_N}|{_N}强|{_N}名|榜首|首位|头名)"
)
_COMES = re.compile(r"[由从自]")  # these two are looked for first, for speed
_POINTED = re.compile(r"[→⇒➡]|->")
_OF_PEOPLE = re.compile(r"[员职]工|人才|学生|研发人员")
_ARROW = re.compile(rf"(?P<before>第?{_N}(?:位|名)?)(?:→|➡|->|⇒)(?P<now>第?{_N}(?:位|名)?)")
_PAST = (
    r"(?:上(?:一)?个?(?:年度|年|届|次|轮|期|回|榜|评价期|周期)|前(?:一)?(?:年度|年|次|期|届)|一年前|此前|原来|原先|先前|前次|"
    r"[一-龥]{2}时(?=还|仅|只|尚))"
)
# 由16进14: bare numbers on both sides of a movement.
_SCORE = re.compile(
    rf"(?:由|从)(?:(?:{_PAST}|去年|20\d\d年)的?)?"
    r"(?P<before>\d{1,3})(?:名|位)?[一-龥]{0,3}(?:升|进|跃|冲|挺|爬|前|降|退|跌|滑|落|变|改)[一-龥]{0,3}?(?P<now>\d{1,3})(?:名|位)?(?=$|[，。；、）])"
)
# 名次升至17, 位次定格在“102”: the word before says that the bare number is a rank.
_STANDS = re.compile(
    r"(?:排名|位次|名次|排位|座次)(?:也|则|仍|已|又|还|再|都|均|首次|最终|最新)?"
    r"(?:为|是|：|在|到|至|写着|成了|(?:定格|停留|停|落|排|止步|[上下]?[升降跌滑退进跃移])[在到至于为])?“?(?P<n>\d{1,3})(?=$|[，。；、（）”])"
)
# 名次分别是24和88; 与上一年的22和91相比
_ROW = r"(?P<row>\d{1,3}(?:(?:、|和)\d{1,3}){0,9})"
_STAND = re.compile(rf"(?:排名|位次|名次|排位|座次)(?:分别|依次)[是为在]{_ROW}(?=$|[，。；）])")
_STOOD = re.compile(rf"(?:与|和|同|较|比)(?:{_PAST}|去年)的?“?{_ROW}”?(?=$|相比|[，。；]|[少多高低提升降进退上下前后])")
# 还排在第86名，如今…: what still was so, before what is so by now.
_ONCE = re.compile(r"(?:还|曾|尚|仅|只)(?:经)?(?:只|仅)?(?:在|是|列|排|居|位)[^，。；第]{0,4}$")
_BY_NOW = re.compile(r"(?:的(?:位置|名次))?，[^，。；]{0,4}?(?:如今|目前|现在|眼下|今年|此次|此番|这次|今[已则]|已)")
# 上年第18位, 上一年度榜单为第20, 与前一年的第95名: nothing that moves stands between.
_PREVIOUS_BEFORE = re.compile(
    rf"(?:{_PAST})[^，。；升降进退跃滑落跌移至到]{{0,10}}$|"
    rf"(?:较|比|与)(?:上|前|去|此|往|20|当|那|首|最|刚|初|{_N}年)[^，。；升降进退跃滑落跌移至到]{{0,12}}$"
)
_LAST_YEAR = re.compile(
    r"去年(?:的|度|它|其|该区|我们|园区|我区|还|仅|只|曾)*(?:位列|名列|排名|排在|排|列|居|位居|是|为|位次是|位次为|在|仅列|只排)?(?:全国|全省)?$"
)
# 去年，它们分别是第24名: the time stands in a clause of its own.
_PAST_APART = re.compile(
    rf"(?:^|[，；。])(?:去年|{_PAST})(?:参评|评价|考核|公布)?[，：](?:它们|它|其|该区|[两三四五六七八九]家)?(?:分别|依次|则|还|只|仅)*(?:是|为|列|排|居|在|位列|排名|排在)*$"
)
_CAME = re.compile(r"[一-龥]{0,4}(?:上来|下来|过来)")  # 却是从第四跳上来的
# 两家去年的名次刚好相反：A第60，B第67
_PAST_HEAD = re.compile(rf"(?:{_PAST}|去年)的?(?:名次|位次|排名|座次|排位)[^，。；：升降进退]{{0,8}}：[^。；：]*$")
_LIST_BEFORE = re.compile(rf"(?:第?{_N}(?:位|名)?{_AND})+$")
_LIST_AFTER = re.compile(rf"^(?:{_AND}第?{_N}(?:位|名)?)+")
_BASE_AFTER = re.compile(r"^(?:的)?(?:基础上|位次上)|^相比|^上(?!升|移|扬|涨|调|榜)")
_AGAIN = re.compile(
    r"继续|再度|再次|再[一-龥]{0,2}(?=榜首|第一)|依旧|依然|照旧|连续(?:第)?[两二三四五六七八九十\d]{1,3}(?:年|次|届|个月|季度)|"
    r"仍(?:为|居|列|排|然|是|在|旧)|保持|[守保]住|稳坐|坐稳|停留在|停在|钉在"
)


class Role(Enum):
    """Which of two ranks a number is: the one now, or the one it is compared with."""

    NOW = auto()
    BEFORE = auto()


@dataclass(frozen=True)
class Rank:
    """One rank at `text[start:end]`."""

    start: int
    end: int
    value: int
    bound: Bound
    role: Role


def _value(printed: str) -> int | None:
    found = number(printed)
    return int(found) if found is not None and 0 < found < 1000 else None


@dataclass(frozen=True)
class _Journeys:
    """Where a sentence tells from which rank to which: stretches of ranks left behind, and of ranks reached."""

    left: tuple[tuple[int, int], ...]
    reached: tuple[tuple[int, int], ...]

    def leaves(self, at: int) -> bool:
        return any(start <= at < end for start, end in self.left)

    def reaches(self, at: int) -> bool:
        return any(start <= at < end for start, end in self.reached)


@lru_cache(maxsize=256)  # asked for by every clause of a sentence
def _journeys(text: str) -> _Journeys:
    journeys = _JOURNEY.finditer(text) if _COMES.search(text) else ()
    found = [one for one in journeys if not _OF_PEOPLE.search(text, one.start(), one.end() + 4)]
    found += _ARROW.finditer(text) if _POINTED.search(text) else ()
    found += _SCORE.finditer(text) if "从" in text or "由" in text else ()
    return _Journeys(tuple(one.span("before") for one in found), tuple(one.span("now") for one in found))


def leaves(text: str, at: int) -> bool:
    """Whether the rank at an offset is the one from which a sentence says that a park moved: 由第六名升至…"""
    return _journeys(text).leaves(at)


def _role(text: str, start: int, end: int, clause: int) -> Role:
    before = text[max(clause, start - 20) : start]
    if _journeys(text).leaves(start):
        return Role.BEFORE
    if _journeys(text).reaches(start) or before.endswith("并列"):
        return Role.NOW
    if _PAST_HEAD.search(text, 0, start) or (before.endswith(("从", "由")) and _CAME.match(text, end)):
        return Role.BEFORE
    # 分别由第98位、第87位升至第89位和第80位: what stands around the list stands around each of it.
    before = _LIST_BEFORE.sub("", text[max(clause, start - 30) : start])
    after = _LIST_AFTER.sub("", text[end : end + 24])[:8]
    past = (
        _PREVIOUS_BEFORE.search(before)
        or _LAST_YEAR.search(before)
        or _PAST_APART.search(_LIST_BEFORE.sub("", text[max(0, start - 30) : start]))
        or (_ONCE.search(before) and _BY_NOW.match(text, end))
    )
    return Role.BEFORE if past or _BASE_AFTER.match(after) else Role.NOW


def ranks(text: str, start: int, end: int) -> list[Rank]:
    """Ranks in the clause `text[start:end]`, left to right."""
    return list(_ranks(text, start, end))


@lru_cache(maxsize=256)  # asked for by every reader of a sentence
def _ranks(text: str, start: int, end: int) -> tuple[Rank, ...]:
    if not _ANY_RANK.search(text, start, end):
        return ()
    found = [*_beyond(text, start, end), *_several(text, start, end)]
    letters = frozenset(text[start:end])  # a form that lacks its letters is not looked for
    for match in _ORDINAL.finditer(text, start, end) if "第" in letters else ():
        if any(one.start <= match.start() < one.end for one in found):
            continue
        value = _value(match["n"]) if not text.endswith("倒数", 0, match.start()) else None
        sure = match["unit"] or _journeys(text).reaches(match.start()) or _journeys(text).leaves(match.start())
        if value is not None and (sure or _ranked(text, match.start(), match.end(), start)):
            found.append(Rank(match.start(), match.end(), value, Bound.EXACT, _role(text, match.start(), match.end(), start)))
    found += _bare(text, start, end, found)
    found += _top(text, start, end, found)
    taken = [(rank.start, rank.end) for rank in found]
    for match in _FIRST.finditer(text, start, end):
        if not any(first <= match.start() < last for first, last in taken) and not re.match("任务|要", text[match.end() : match.end() + 2]):
            found.append(Rank(match.start(), match.end(), 1, Bound.EXACT, _role(text, match.start(), match.end(), start)))
    return tuple(sorted(found, key=lambda rank: rank.start))


def _top(text: str, start: int, end: int, found: list[Rank]) -> list[Rank]:
    """前十, 前50名, 十强: among the first so many, or out of them."""
    top = []
    for match in [*_TOP.finditer(text, start, end), *_STRONG.finditer(text, start, end)] if _AMONG_FIRST.search(text, start, end) else ():
        value = 3 if match.group() == "三甲" else _value(match["n"])
        before = text[max(start, match.start() - 20) : match.start()]
        closed = match.re is _TOP and _ENDS.match(text, match.end()) and before and not _NO_TOP.search(before)
        closed = closed and not re.match(r"，(?:则|均|都|也|依次|分别)*(?:由|是|为|被)", text[match.end() :])
        if value is None or any(one.start <= match.start() < one.end for one in found):
            continue
        if not (_ENTERED.search(before) or closed or _IN_LINE.match(text[match.end() : match.end() + 3]) or _OUT.search(before)):
            continue
        if re.match(r"名单|榜单|的名单", text[match.end() : match.end() + 3]):
            continue
        bound = Bound.MORE_THAN if _OUT.search(before) else Bound.AT_MOST
        top.append(Rank(match.start(), match.end(), value, bound, Role.NOW))
    return top


def _beyond(text: str, start: int, end: int) -> list[Rank]:
    found = []
    for match in _BEYOND.finditer(text, start, end):
        value = _value(match["n"])
        behind = (match["out"] or "").endswith("后") and not re.search(r"[跌落掉退滑排列到在至]$", text[start : match.start()])
        if value is not None and value >= 3 and not behind and not text.endswith("前", 0, match.start()):
            found.append(Rank(match.start(), match.end(), value, Bound.MORE_THAN if match["out"] else Bound.AT_MOST, Role.NOW))
    return found


def _bare(text: str, start: int, end: int, found: list[Rank]) -> list[Rank]:
    """从64名冲到51名, 6→5: ranks without 第, which only their places in such a pair show."""
    journeys = _journeys(text)
    bare = []
    for match in _STANDS.finditer(text, start, end):
        value = _value(match["n"])
        bare += (
            [Rank(match.start("n"), match.end(), value, Bound.EXACT, _role(text, match.start("n"), match.end(), start))] if value else []
        )
    for pattern, role in ((_STAND, Role.NOW), (_STOOD, Role.BEFORE)):
        for match in pattern.finditer(text, start, end):
            for one in re.finditer(r"\d+", match["row"]):
                at = match.start("row") + one.start()
                bare += [Rank(at, at + len(one.group()), value, Bound.EXACT, role)] if (value := _value(one.group())) else []
    for stretches, role in ((journeys.left, Role.BEFORE), (journeys.reached, Role.NOW)):
        for first, last in stretches:
            if (
                start <= first < end
                and re.fullmatch(rf"第?{_N}(?:名|位)?", text[first:last])
                and not any(one.start <= first < one.end for one in found)
            ):
                value = _value(text[first:last].strip("第名位"))
                bare += [Rank(first, last, value, Bound.EXACT, role)] if value is not None else []
    return bare


def _several(text: str, start: int, end: int) -> list[Rank]:
    """Ranks that one phrase states together (第7至第9位, 第二、三位, 冠、亚、季军) or in a word of their own (亚军)."""
    found: list[Rank] = []
    for match in _RANGE.finditer(text, start, end):
        low, high = _value(match["low"]), _value(match["high"])
        moving = not match["bare"] and re.search(r"(?:由|从|自|(?<![排列位])在)[^，第]{0,8}$", text[start : match.start()])
        if low and high and low < high <= low + 30 and not moving:
            found += [Rank(match.start("low"), match.end(), value, Bound.EXACT, Role.NOW) for value in range(low, high + 1)]
    for match in _LISTED.finditer(text, start, end):
        values = [_value(re.sub(r"^第|[名位]$", "", one)) for one in re.split(_AND, match["list"])]
        if all(values) and not _journeys(text).leaves(match.start("list")):
            role = _role(text, match.start(), match.end(), start)
            found += [Rank(match.start(), match.end(), value, Bound.EXACT, role) for value in values if value]
    for match in _PLACED.finditer(text, start, end) if _WINNER.search(text, start, end) else ():
        values = [1, 2, 3] if match["all"] else [1, 2] if match["two"] else [1] if match["one"] else [2] if match["second"] else [3]
        role = _role(text, match.start(), match.end(), start)
        if not re.match(r"赛|队|联赛|杯", text[match.end() :]):
            found += [Rank(match.start(), match.end(), value, Bound.EXACT, role) for value in values if value]
    for match in _KEPT.finditer(text, start, end):
        if (kept := _value(match["n"])) is not None:
            found.append(Rank(match.start(), match.end(), kept, Bound.AT_MOST, Role.NOW))
    return found


# What makes 第一 something else than a rank, standing before it: 安全第一, 争当第一, 三项第一, 天下第一.
_NO_RANK = re.compile(
    r"(?:安全|质量|生态|客户|用户|顾客|健康|效率|时间|党建|信誉|友谊|生命|人才|实干|[争当]|天下|[敢勇]为|丢了?|失去|让出|丢掉|[两二三四五六七八九\d][项个]|、一[项个])“?$"
)


def _ranked(text: str, start: int, end: int, clause: int) -> bool:
    """Whether a bare 第三 is a rank: the phrase ends after it, and something stands before it of which it can be the rank."""
    if not re.match(
        r"$|[，。；、！？”）（：!?—]|和|与|及|以|升|跃|上升|攀升|下|退|滑|降|提|前进|名|位|的|爬|晋|相比|起落|一下|，|上年|去年",
        text[end : end + 2],
    ):
        return False
    before = text[clause:start]
    if not before:  # A，第17；B，第44: a table in words
        return end < len(text) and text[start - 1 : start] in ("，", "：") and bool(re.match(r"$|[，。；]", text[end:]))
    return not _NO_RANK.search(before)


def has_cue(text: str) -> bool:
    """Whether a sentence can state a rank or a movement at all: asked first, for speed."""
    return bool(_CUE.search(text))


def groups(text: str, found: list[Rank], shared: int = 1) -> list[list[Rank]]:
    """Ranks that one list holds (第四、第八和第十四名) together, in order.

    `shared` parks of one clause with as many ranks apart (分别从第27升到第22、从第68降到第75) have one each, as if in a list.
    """
    joined: list[list[Rank]] = []
    for rank in found:
        last = joined[-1][-1] if joined else None
        same = last and last.role is rank.role and last.bound is rank.bound
        if last and same and (rank.start == last.start or re.fullmatch(r"(?:、|和|与|以及|及|，)", text[last.end : rank.start])):
            joined[-1].append(rank)
        else:
            joined.append([rank])
    if shared > 1:
        dealt = []
        for role in (Role.BEFORE, Role.NOW):
            alone = [group for group in joined if group[0].role is role]
            dealt.append([one for group in alone for one in group] if len(alone) == shared and all(len(one) == 1 for one in alone) else [])
        if dealt[1]:
            return [group for group in dealt if group]
    return joined


def again(text: str) -> bool:
    """Whether a clause says that a rank is what it was before: 继续, 再度, 连续三年, 仍为."""
    return bool(_AGAIN.search(text))
