"""What is done with those on a list: chosen, passed a review, lost their title, warned, new, by now. One lexicon, a class an effect."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache


class Effect(Enum):
    """What an act makes of a count."""

    CHOSEN = auto()  # 入选: members of a list
    GRADED = auto()  # 获评优秀: members of a grade
    REVIEWED = auto()  # 参加复核
    PASSED = auto()  # 通过复核, 通过评估
    FAILED = auto()  # 未通过复核
    LOST = auto()  # 被取消资格
    WARNED = auto()  # 被黄牌警告
    NEW = auto()  # 新增
    TOTAL = auto()  # 累计
    APPLIED = auto()  # 申报: nobody is on a list yet


# Verbs that need no list beside them: whoever 入选 is on the list spoken of.
_STRONG = (
    "(?:进入|列入|登上|跻身|纳入)(?:了)?(?:该|此|这一|上述|拟认定|公示|最终|入选){0,2}(?:名单|榜单)|其中之一|入选|入围|上榜|登榜|入榜|进榜|入列|列入其中|在列|在榜|在其列|之列|榜上有名|名列其中|位列其中|位列名单|位列榜单|跻身其中|跻身名单|获评|获选|当选|获此|"
    "获奖|(?:获得|获授|获颁|获|荣获|摘得|捧得|取得|拿下|享有|赢得)(?:了)?(?:此|该|这一|这项|上述)(?:项)?(?:称号|荣誉|殊荣|奖项|资格|牌匾|认定)|上了榜|登上榜单|进入名单|列入名单|列入榜单|成功突围|突围|突围而出|脱颖而出|中选|过评|入库|晋级|摘牌入列"
)
# Verbs that choose only what they take: 成为首批…, 被认定为…, 摘得….
_TAKING = (
    "成功申报|成功申请|申报成功|获认定|获批|跻身|列为|确定为|列入|列进|纳入|登上|登陆|荣登|被认定|认定|评为|评定|评选|评出|选出|遴选|选定|确定|命名|授予|获授|获颁|荣获|喜获|斩获|摘得|摘下|摘取|捧得|捧回|捧走|夺得|"
    "获得|成为|(?<![建形完达])成(?=省级|国家|全省|全国|首批|市级|“)|晋升为|晋升|升级为|升格为|晋级为|进入|挤进|挤入|走进|取得|(?<!国家)(?<!省级)(?<!市级)备案|通过备案|收获|拿下|拿到|拿回|占得|喜提|揽获|揽下|包揽|抱回|新晋|获|公布|公示|发布|评上|选上|入驻名单|增列|"
    "挂上|迎来"
)
_PASSED = (
    "顺利过关|全部过关|过关|续牌|续期|保留称号|保留资格|继续保留|全部合格|复核合格|(?<!不)合格|留任|"
    "通过(?!率)(?:了)?(?:第[一二三四五六七八九十\\d]{1,3}批)?[一-龥“”]{0,16}?(?:中期评估|终期评估|年度评估|年度考核|复核|复审|复评|评估|验收|考核|审核|评审|认定|年审|备案)|通过(?!率)(?:了)?"
)
_FAILED = (
    "(?:未能?|没能?|没有|未获|不予|无一)(?:顺利)?(?:通过(?:[一-龥“”]{0,10}?(?:复核|复审|复评|评估|验收|考核))?|过关|续牌|续期|保留)|"
    "复核(?:未通过|不通过|不合格)|未通过|折戟|落榜|掉队|被刷下|出局|淘汰"
)
_LOST = (
    "(?:被|遭|予以|将其|要求|主动)*(?:申请)?(?P<lost>取消|撤销|撤消|吊销|摘牌|摘帽|移出|移除|剔除|调出|清退|清出|除名|退出|收回|注销|丧失|失去|痛失|"
    "摘掉|摘除|整合撤并|撤并|降级|终止)(?:了)?"
)
_WARNED = (
    "(?P<warned>(?:被|遭|要求|责令)?(?:亮出?|领到|出示|给予|予以)?“?"
    "(?:黄牌警告|红牌警告|亮黄牌|亮红牌|黄牌|红牌|限期整改|责令整改|责令限期整改|通报批评|约谈|警告))"
)
_GRADE = (
    "(?:获评|获|被?评为|被?评定为|被?判(?:定)?为?|被?列为|被?认定为|拿到|取得|得了?|为|系|属于)?(?:了)?"
    "“?(?P<grade>优秀|良好|合格|不合格|[A-EＡ-Ｅ][类级档等]|[一二三四五]星级?)”?(?:等次|等级|档次|档|级)?(?:（(?P<mark>[A-E][类级]|优秀|良好|合格|不合格)）)?"
)
_NEW = "新增|新添|再添|又添|添了?|净增|新认定|新评|新获|新晋|新备案|新培育|新入选|增加了?"
_TOTAL = (
    "累计|总数|总量|存量|总计|增至|增加到|升至|扩充到|扩大到|扩容到|上升到|提高到|壮大到|发展到|达到|已达|达|突破|首破|超过|"
    "拥有|现有|已有|共有|目前"
)
_WORDS = "".join((_FAILED, _PASSED, _GRADE, _LOST, _WARNED, _STRONG, _TAKING, "参接应没未申参推角竞"))
# Every letter that an act can begin with: asked first, for speed.
_BEGINS = "".join(sorted(set(re.findall(r"[一-龥“A-EＡ-Ｅ]", _WORDS))))
_ACT = re.compile(
    rf"(?=[{_BEGINS}])(?:(?P<failed>{_FAILED})|(?P<passed>{_PASSED})|(?P<reviewed>(?<!未)(?<!没有)(?:参加|参与|接受|应)(?:了)?(?:本次|此次)?[一-龥“”]{{0,14}}?(?:复核|复审|复评))|"
    rf"(?P<grading>{_GRADE})(?=[，。；、）”的（]|$|等次|档|级|(?<=级)企业|[一-龥]{{0,2}}榜)|{_LOST}|{_WARNED}|"
    rf"(?P<strong>{_STRONG})(?!数|总数|家数|量)|(?P<taking>{_TAKING})|(?P<applied>申报|申请|参评|参选|推荐|角逐|竞逐))"
)
_PLAN = re.compile(r"拟(?:新)?(?:被|予以|将|对)?[一-龥]{0,2}$")
_WAY = {"撤消": "撤销", "摘帽": "摘牌", "移除": "移出", "摘掉": "摘牌", "摘除": "摘牌"}


@dataclass(frozen=True)
class Act:
    """An act named at `text[start:end]`; `word` says it in a subject: 取消, 通过复核, 优秀(A类)."""

    start: int
    end: int
    effect: Effect
    word: str
    strong: bool = False
    proposed: bool = False


@lru_cache(maxsize=128)
def acts(text: str) -> tuple[Act, ...]:
    """The acts of a sentence, left to right."""
    return tuple(_act(text, found) for found in _ACT.finditer(text))


def _act(text: str, found: re.Match[str]) -> Act:
    start, end, said = found.start(), found.end(), found.group()
    proposed = bool(_PLAN.search(text[max(0, start - 4) : start]))
    if found["failed"]:
        return Act(start, end, Effect.FAILED, "未通过" + _review(said), True, proposed)
    if found["passed"]:
        kind = _review(said)
        chosen = kind in ("认定", "备案", "评审", "审核")
        return Act(start, end, Effect.CHOSEN if chosen else Effect.PASSED, "通过" + kind, True, proposed)
    if found["reviewed"]:
        return Act(start, end, Effect.REVIEWED, "参加复核", True, proposed)
    if found["grading"]:
        mark = f"({found['mark']})" if found["mark"] else ""
        return Act(start, end, Effect.GRADED, found["grade"] + mark, True, proposed)
    if found["lost"]:
        return Act(start, end, Effect.LOST, _WAY.get(found["lost"], found["lost"]), True, proposed)
    if found["warned"]:
        return Act(start, end, Effect.WARNED, _warning(found["warned"]), True, proposed)
    if found["applied"]:
        return Act(start, end, Effect.APPLIED, said)
    return Act(start, end, Effect.CHOSEN, said, bool(found["strong"]), proposed or said == "公示")


def _review(said: str) -> str:
    for kind in ("中期评估", "终期评估", "年度评估", "评估", "验收", "考核", "认定", "备案", "评审", "审核"):
        if kind in said:
            return kind
    return "复核"


def _warning(said: str) -> str:
    if "牌" in said:
        return ("黄牌" if "黄" in said else "红牌") + "警告"
    return "限期整改" if "整改" in said else "通报批评" if "批评" in said else "警告" if "警告" in said else "约谈"


NEW = re.compile(rf"(?:{_NEW})(?:了)?")
TOTAL = re.compile(rf"(?:{_TOTAL})(?:了)?")
