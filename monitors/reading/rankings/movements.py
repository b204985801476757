"""How a rank moved, as printed: 前进3个位次, 下挫1位, 分别前移2位、后退1位, 持平, 与上届名次相同."""

from __future__ import annotations

import re
from dataclasses import dataclass

from monitors.reading.numbers import number

_N = r"(?:\d{1,3}|[一二两三四五六七八九十百]{1,5})"
_PLACES = r"(?:个)?(?:(?<=\d个)台阶|位次|名次|席位|身位|位|名|席|(?<![一进])步)"
# A direction and a movement make a verb (前移, 下挫); some verbs have a direction of their own (升, 退, 跌). 前3位 alone is a rank.
_UP = (
    r"(?:往|向)?[上前](?:移|挪|扬|行|探|窜|蹿|调|推|冲|靠|拱|爬|浮|走|涨|提|攀|跨|跳|赶|追|升|进)|(?:提|升|抬|拔|走|调)高|靠前|(?<=[年届次度期])高出?|多走|"
    r"进步|跨越|跨过|赶超|反超|晋级|晋位|进位|升位|再进|提升|提档|晋升|(?<![引跟改推促增先选新派])进|升|晋|跃|攀|涨|爬|蹿|窜|跳|冲"
)
_DOWN = (
    r"(?:往|向)?[下后](?:降|滑|移|退|跌|落|挫|探|行|滚|沉|挪|坠|撤|走|调)|靠后|退后|退步|倒退|回落|走低|调低|(?<=[年届次度期])低出?|丢掉|丢失|"
    r"(?<![淘获])降|退|跌|掉|滑落|滑|少|丢|(?<!高)落(?!后)|挫"
)
_ANY_MOVE = re.compile(r"[阶椅置位名席步平变动化同样致异当齐冠联冕踏加减升降进退幅]")  # looked for first, for speed
_DELTA = re.compile(
    rf"(?<!每)(?P<way>(?P<up>{_UP})|(?P<down>{_DOWN}))(?:了|去|就是|达|过|整整|足足|幅度?达){{0,2}}"
    rf"(?P<list>(?:{_N}{_PLACES}?(?:、|和|与|及))*{_N}{_PLACES})"
    r"(?!的?(?:门槛|门坎|关口|大关|分水岭|及格线|界线|界限)|之|以上|开外|专家|院士|人才|教授|博士|硕士|学生|员工|代表|顾问|企业)"
)
_EACH = re.compile(rf"(?P<n>{_N}){_PLACES}?")
_RANK_WORD = r"(?:位次|名次|排名|排位|位置|座次|座位)"
_SAME = re.compile(
    rf"持平|打平|原地踏步|原地未动|原地不动|{_RANK_WORD}[^，。；升降进退]{{0,8}}(?:不变|未变|没变|没有变|未动|没动|没有动|不动)|保持不变|蝉联|卫冕|[不未没]升[不未没]降|[不未没]进[不未没]退|(?:没有|没|无|未有?|未发生|毫无)变化|纹丝[不未]动|原封不动|"
    rf"(?:与|和|同|跟)(?:上|前|去)[^，。；]{{0,8}}?(?:相同|一样|一致|无异|毫无二致|别无二致|相当|齐平)|"
    r"[二两三四五六七八九十\d]{1,3}连冠|(?:获|保持|拿下|取得|守住|坐稳|稳坐)(?:此|这一|这个|该|这把)(?:名次|位次|排名|位置|交椅)"
)
# 乌鲁木齐加4, 石河子不变: a column of a table in words, one clause a park.
_CELL = re.compile(
    r"[一-龥]{0,8}?(?:(?P<up>加|升|进)|(?P<down>减|降|退)|(?P<same>不变|未变|没有变化|没变|无变化|没动|未动))(?P<n>\d{1,3})?"
)
# 有所前进，幅度依次为两位、五位和一位: the direction stands before.
_EXTENT = re.compile(
    rf"(?P<kind>幅度|升幅|降幅|跌幅)(?:分别|依次|各|都|均)*(?:为|是|达)(?P<list>(?:{_N}{_PLACES}?(?:、|和|与|及))*{_N}{_PLACES})"
)


@dataclass(frozen=True)
class Move:
    """Places gained (positive) or lost at `text[start:end]`, one a park where several are listed; 0 is 持平."""

    start: int
    end: int
    places: tuple[int, ...]


def moves(text: str, start: int, end: int) -> list[Move]:
    """Movements in the clause `text[start:end]`, left to right."""
    found: list[Move] = []
    if not _ANY_MOVE.search(text, start, end):
        return found
    for match in _DELTA.finditer(text, start, end):
        sign = -1 if match["down"] else 1
        values = [number(each["n"]) for each in _EACH.finditer(match["list"])]
        if all(value is not None and 0 < value < 1000 for value in values):
            found.append(Move(match.start(), match.end(), tuple(sign * int(value or 0) for value in values)))
    cell = _CELL.fullmatch(text, start, start + len(text[start:end].rstrip("。！；”")))
    if cell and bool(cell["n"]) == bool(cell["up"] or cell["down"]):
        found.append(
            Move(
                cell.start("same" if cell["same"] else "down" if cell["down"] else "up"),
                end,
                (int(cell["n"] or 0) * (-1 if cell["down"] else 1),),
            )
        )
    for match in _EXTENT.finditer(text, start, end) if "幅" in text else ():
        ways = list(re.finditer(rf"(?P<up>{_UP})|(?P<down>{_DOWN})", text[max(0, start - 24) : match.end("kind")]))
        values = [number(each["n"]) for each in _EACH.finditer(match["list"])]
        if ways and all(values):
            found.append(Move(match.start(), match.end(), tuple(int(value or 0) * (-1 if ways[-1]["down"] else 1) for value in values)))
    for match in _SAME.finditer(text, start, end):
        found.append(Move(match.start(), match.end(), (0,)))
    joined: list[Move] = []
    for move in sorted(found, key=lambda one: one.start):
        if joined and re.fullmatch(r"、|和|与|及", text[joined[-1].end : move.start]):
            joined[-1] = Move(joined[-1].start, move.end, joined[-1].places + move.places)
        else:
            joined.append(move)
    return joined
