"""Ranks and their movements as printed: 第十, 前50名, 十强, 榜首, 由第73升至第36, 前进3个位次, 持平, 跌出前50."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from monitors.reading.fact import Bound
from monitors.reading.numbers import number

_N = r"(?:\d{1,3}|[一二两三四五六七八九十百]{1,5})"
# What turns 第N into something else than a rank.
_NOT_RANK = (
    r"(?!批|版|届|季|次|轮|代|期|年|天|条|个|大|产业|方阵|梯队|阶段|步|线|款|章|节|页|号|张|种|类|站|"
    r"家|者|课|时间|一|二|三|方|任|例|份|场|项|部|座|"
    r"\d|十|百|资源|生产|动力|要务|责任|人民|医院|中学|小学|增长)"
)
_ORDINAL = re.compile(rf"第(?P<n>{_N})(?:(?P<unit>位次|位|名|席|把交椅)|{_NOT_RANK})")
# 第7至第9位, 第八到十名: as many ranks as it spans; 第二、三、四把交椅: one each.
_RANGE = re.compile(rf"第(?P<low>{_N})(?:位|名)?(?:至|到|—|-|~|～)第?(?P<high>{_N})(?:位次|位|名|席|(?=$|[，。；]))")
_LISTED = re.compile(rf"第(?P<list>{_N}(?:(?:、|和|与|及)第?{_N}){{1,9}})(?:位次|位|名|席|把交椅)")
_WIN = r"(?:拔得|夺得|摘得|摘下|荣获|荣膺|获得|拿下|坐上|坐稳|屈居|位居|勇夺|斩获|捧得|夺|摘|获)?"
_PLACED = re.compile(
    rf"{_WIN}(?:(?P<all>冠、?亚、?季军)|(?P<two>冠、?亚军)|(?P<one>(?<!单项)(?<!隐形)(?<!小)冠军(?!企业|产品|之)|夺魁|头筹|魁首|桂冠|头把交椅|状元)|"
    r"(?P<second>亚军|榜眼)|(?P<third>季军|探花))"
)
_TOP = re.compile(
    rf"前(?P<n>{_N})(?P<unit>名|位|强|席|甲)?(?!季度|个月|月|年|天|批|次|期|后|款|家|项|所|家|沿|瞻|景|"
    rf"往|来|台|端|列|身|排|前|述|页|场)"
)
_STRONG = re.compile(
    r"(?<![前\d一二三四五六七八九])(?P<n>\d{1,3}|[一二三五]?十|三|五|百)强(?!企业|县|镇|市|区|劲|化|度|榜|国|省|名单)|三甲"
)
# 前50名行列: the phrase ends there, whatever verb stands before it; a distance (离前十名) or a receiver (对前三名) is no rank.
_ENDS = re.compile(r"$|[，。；！”）]|之列|行列|阵营|方阵")
_NO_TOP = re.compile(r"(?:离|距|距离|与|和|对|给|只差|非|除|除了|是|为)(?:全国|全省|全市)?$")
_FIRST = re.compile(r"榜首|首位|之首|头名|魁首|桂冠|居首|夺冠|登顶|[一二三四五六七八九十\d]{1,3}连冠|(?<!名列)(?<!位列)前茅(?!)")
_ENTERED = re.compile(
    r"(?:进入|跻身|迈入|入围|闯入|挺进|杀入|冲进|冲刺|重返|重回|迈进|位居|位列|名列|稳居|居|列|进|进军|"
    r"跨入|晋级|站上|锁定|保持在|稳定在|排名|排在|在|均|率先|首次|首度|冲入|升入|回到|跌出|退出|掉出|"
    r"跌破|达到|挤进|跨进|跨入|迈向|挺入|步入|冲至|同在|仍在|也在|处于|闯进)"
    r"(?:了|到|入|至|为)?(?:全国|全省|全市|国家高新区|国家级经开区|国家级高新区|世界|综合排名|"
    r"综合评价|省内|榜单|单项|该榜单|中西部|西部|中部|东部|东北|长三角|全球|同类园区)*$"
)
_IN_LINE = re.compile(r"^(?:之列|行列|阵营)")
_OUT = re.compile(
    r"(?:跌出|掉出|退出|跌破|滑出|无缘|(?:未|没)(?:能|有)?(?:进入|跻身|闯入|挤进|入围|冲进|挺进|进))(?:了)?(?:全国|全省|综合评价)?$"
)
_WITHOUT_MARK = re.compile(
    rf"(?:分列|分居|分获|分别列|分别位列|分别排名|依次列)(?:全国|全省)?(?P<list>{_N}(?:(?:、|"
    rf"和){_N}){{1,9}})(?:位|名)"
)  # 分列二、三位
_SEPARATOR = r"(?:、|和|与|以及|及|，)"
_PREVIOUS_BEFORE = re.compile(
    r"(?:由|从|自)(?:[一-龥\d]{0,12})?$|(?:较|比|与)(?:上|前|去|此|往|20|当|那)(?:[一-龥\d]{0,10})?$|"
    r"(?:上年|上一年|去年|上次|上一次|上届|上一届|上年度|上一年度|上回|上一回|前一年|前一年度|一年前|此前|原来|原先|前次|前一次|上一轮)"
    r"(?:的|度|它|其|该区|还|仅|只|曾)*(?:位列|名列|排名|排在|排|列|居|位居|是|为|位次是|位次为|在|仅列|只排)?(?:全国|全省)?$"
)
_FROM = re.compile(r"(?:由|从|自)(?:[一-龥\d]{0,10})?$")
_TO = re.compile(
    r"^(?:位|名|席)?(?:的位置)?[一-龥]{0,6}?(?:升|跃|上|高|前|进|爬|挺|移|降|滑|退|跌|落|追|赶|冲|蹿|跳|挪|掉|攀|跨|挤|站|杀)(?:升|移|进|落|回|后|退)?"
    r"(?:至|到|为|居|成|入)|^(?:位|名|席)?，?[一-龥]{0,3}(?:来到|到|变[为成]|改写为|刷新为)(?:了)?(?:全国|全省|20\d\d年度?的)?第"
)
_FALLEN = re.compile(r"^(?:位|名)?(?:直接|一举)?(?:跌出|掉出|退出|滑出)(?:了)?(?:全国|全省)?前")  # 从第9位跌出前二十
_LIST_BEFORE = re.compile(rf"(?:第?{_N}(?:位|名)?(?:、|和|与|及))+$")
_LIST_AFTER = re.compile(rf"^(?:(?:、|和|与|及)第?{_N}(?:位|名)?)+")
_BASE_AFTER = re.compile(r"^(?:的)?(?:基础上|位次上)|^相比|^上")
_UP = "往前挪|前挪|上移|跨越|跨过|升高|赶超|反超|提升|上升|前进|晋升|晋位|进位|跃升|攀升|提高|前移|再进|进|升|跃进|晋级|提档|爬升|挺进"
_DOWN = "往后退|后挪|掉|少|下降|下滑|后退|退后|退步|回落|下跌|倒退|下移|滑落|退|降|后移|跌"
_DELTA = re.compile(
    rf"(?<!每)(?P<way>{_UP}|{_DOWN})(?:了|就是)?(?P<list>(?:{_N}(?:个)?(?:位次|名次|席位|位|名|席)?(?:、|和|与|"
    rf"及))*{_N}(?:个)?(?:位次|名次|席位|位|名|席))(?!之|以上)"
)
_EACH = re.compile(rf"(?P<n>{_N})(?:个)?(?:位次|名次|位|名|席)?")
_SAME = re.compile(
    r"持平|原地踏步|原地未动|位次不变|名次不变|排名不变|位次未变|名次未变|保持不变|蝉联|卫冕|"
    r"[二两三四五六七八九十\d]{1,3}连冠|(?:获|保持|拿下|取得|守住)(?:此|这一|这个|该)(?:名次|位次|"
    r"排名)"
)
_AGAIN = re.compile(r"继续|再度|再次|依旧|依然|连续(?:第)?[两二三四五六七八九十\d]{1,3}(?:年|次|届|个月|季度)|仍(?:为|居|列|排|然)|保持")


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


@dataclass(frozen=True)
class Move:
    """Places gained (positive) or lost at `text[start:end]`, one a park where several are listed; 0 is 持平."""

    start: int
    end: int
    places: tuple[int, ...]


def _value(printed: str) -> int | None:
    found = number(printed)
    return int(found) if found is not None and 0 < found < 1000 else None


def _role(text: str, start: int, end: int, clause: int) -> Role:
    before = text[max(clause, start - 16) : start]
    if before.endswith("并列"):
        return Role.NOW
    # 分别由第98位、第87位升至第89位和第80位: what stands around the list stands around each of it.
    before = _LIST_BEFORE.sub("", text[max(clause, start - 24) : start])
    after = _LIST_AFTER.sub("", text[end : end + 24])[:8]
    if _FROM.search(before) and (_TO.match(after) or _leads_to(text, end) or _FALLEN.match(after)):
        return Role.BEFORE
    if _BASE_AFTER.match(after) or (_PREVIOUS_BEFORE.search(before) and not _FROM.search(before)):
        return Role.BEFORE if not re.search(r"(?:比|较|与)[^第]{0,10}(?:升|降|退|进|跃)[^第]{0,3}$", before) else Role.NOW
    return Role.NOW


def _leads_to(text: str, end: int) -> bool:
    """由第五升至第三; also 由2021年的第40位，升至第36位."""
    return bool(_TO.match(text[end : end + 12].lstrip("，名位")))


def ranks(text: str, start: int, end: int) -> list[Rank]:
    """Ranks in the clause `text[start:end]`, left to right."""
    found = _several(text, start, end)
    for match in _ORDINAL.finditer(text, start, end):
        if any(one.start <= match.start() < one.end for one in found):
            continue
        value = _value(match["n"])
        if value is not None and (match["unit"] or _ranked(text, match.start(), match.end(), start)):
            found.append(Rank(match.start(), match.end(), value, Bound.EXACT, _role(text, match.start(), match.end(), start)))
    for match in [*_TOP.finditer(text, start, end), *_STRONG.finditer(text, start, end)]:
        value = 3 if match.group() == "三甲" else _value(match["n"])
        before = text[max(0, match.start() - 20) : match.start()]
        closed = match.re is _TOP and match["unit"] and _ENDS.match(text, match.end()) and not _NO_TOP.search(before)
        closed = closed and not re.match(r"，(?:则|均|都|也|依次|分别)*(?:由|是|为|被)", text[match.end() :])
        if value is None or not (_ENTERED.search(before) or closed or _IN_LINE.match(text[match.end() : match.end() + 3])):
            continue
        if re.match(r"名单|榜单|的名单", text[match.end() : match.end() + 3]):
            continue
        bound = Bound.MORE_THAN if _OUT.search(before) else Bound.AT_MOST
        found.append(Rank(match.start(), match.end(), value, bound, Role.NOW))
    for match in _WITHOUT_MARK.finditer(text, start, end):
        for each in re.finditer(_N, match["list"]):
            value = _value(each.group())
            if value is not None:
                at = match.start("list") + each.start()
                found.append(Rank(at, at + len(each.group()), value, Bound.EXACT, Role.NOW))
    taken = [(rank.start, rank.end) for rank in found]
    for match in _FIRST.finditer(text, start, end):
        if not any(first <= match.start() < last for first, last in taken) and not re.match("任务|要", text[match.end() : match.end() + 2]):
            found.append(Rank(match.start(), match.end(), 1, Bound.EXACT, _role(text, match.start(), match.end(), start)))
    return sorted(found, key=lambda rank: rank.start)


def _several(text: str, start: int, end: int) -> list[Rank]:
    """Ranks that one phrase states together (第7至第9位, 第二、三位, 冠、亚、季军) or in a word of their own (亚军)."""
    found: list[Rank] = []
    for match in _RANGE.finditer(text, start, end):
        low, high = _value(match["low"]), _value(match["high"])
        moving = re.search(r"(?:由|从|自|(?<![排列位])在)[^，第]{0,8}$", text[start : match.start()])
        if low and high and low < high <= low + 30 and not moving:
            found += [Rank(match.start(), match.end(), value, Bound.EXACT, Role.NOW) for value in range(low, high + 1)]
    for match in _LISTED.finditer(text, start, end):
        values = [_value(one.removeprefix("第")) for one in re.split(r"、|和|与|及", match["list"])]
        if all(values):
            found += [Rank(match.start(), match.end(), value, Bound.EXACT, Role.NOW) for value in values if value]
    for match in _PLACED.finditer(text, start, end):
        values = [1, 2, 3] if match["all"] else [1, 2] if match["two"] else [1] if match["one"] else [2] if match["second"] else [3]
        role = _role(text, match.start(), match.end(), start)
        if not re.match(r"赛|队|联赛|杯", text[match.end() :]):
            found += [Rank(match.start(), match.end(), value, Bound.EXACT, role) for value in values if value]
    for match in re.finditer(rf"保(?P<n>{_N})(?:争|望|冲|进)(?:{_N})", text[start:end]):
        if (kept := _value(match["n"])) is not None:
            found.append(Rank(start + match.start(), start + match.end(), kept, Bound.AT_MOST, Role.NOW))
    return found


_VERB = re.compile(
    r"(?:列|居|排|名|位|获|排到|升至|升到|升为|至|到|降至|退居|跌至|滑至|获得|拿下|夺得|夺|斩获|取得|的|为|"
    r"是|占|进|区|角|冀|园|城|谷|则|各列|一个|年|度|次|也|都|就|到|入|之后|全国|全省|全市|全区|西部|中部|东部|东北|地区|全球|国家高新区|高新区|经开区|、|和|与|及|由|"
    r"从|列入|第\S{1,4}|方面|分获|以|世界|首|守住|在|并列|位于|处于|蝉联|卫冕|荣膺|摘得)$"
)


def _ranked(text: str, start: int, end: int, clause: int) -> bool:
    """Whether a bare 第三 is a rank: a word of ranking stands before it, and the phrase ends after it."""
    if not re.match(r"$|[，。；、！？”）：!?]|和|与|及|以|升|跃|上升|攀升|下|退|滑|降|提|前进|名|位|的|爬|晋|相比", text[end : end + 2]):
        return False
    if start == clause and end < len(text) and text[start - 1 : start] in ("，", "：") and re.match(r"$|[，。；]", text[end:]):
        return True  # A，第17；B，第44: a table in words
    if re.search(r"(?:[两二三四五六七八九\d]|、一)[项个]$", text[max(clause, start - 4) : start]):
        return False  # 三项第一、一项第二: how many firsts
    return bool(_VERB.search(text[max(clause, start - 8) : start])) or bool(re.match(r"升|跃|上升|退|降|滑|下滑", text[end : end + 2]))


def groups(text: str, found: list[Rank]) -> list[list[Rank]]:
    """Ranks that one list holds (第四、第八和第十四名) together, in order."""
    joined: list[list[Rank]] = []
    for rank in found:
        last = joined[-1][-1] if joined else None
        same = last and last.role is rank.role and last.bound is rank.bound
        if last and same and (rank.start == last.start or re.fullmatch(_SEPARATOR, text[last.end : rank.start])):
            joined[-1].append(rank)
        else:
            joined.append([rank])
    return joined


def moves(text: str, start: int, end: int) -> list[Move]:
    """Movements in the clause `text[start:end]`, left to right."""
    found = []
    for match in _DELTA.finditer(text, start, end):
        sign = -1 if re.fullmatch(_DOWN, match["way"]) else 1
        values = [_value(each["n"]) for each in _EACH.finditer(match["list"])]
        if all(values):
            found.append(Move(match.start(), match.end(), tuple(sign * (value or 0) for value in values)))
    for match in _SAME.finditer(text, start, end):
        found.append(Move(match.start(), match.end(), (0,)))
    joined: list[Move] = []
    for move in sorted(found, key=lambda one: one.start):
        if joined and re.fullmatch(r"、|和|与|及", text[joined[-1].end : move.start]):
            joined[-1] = Move(joined[-1].start, move.end, joined[-1].places + move.places)
        else:
            joined.append(move)
    return joined


def again(text: str) -> bool:
    """Whether a clause says that a rank is what it was before: 继续, 再度, 连续三年, 仍为."""
    return bool(_AGAIN.search(text))
