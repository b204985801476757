"""What is aimed at and not reached: 要把…增至100家, 到明年底, 2027年，…达到2000亿元."""

from __future__ import annotations

import re

from monitors.reading.sentence import Sentence

_WILL = re.compile(
    r"(?<![需主重只还不就一])要(?:从|让|把|将|新增|再|达到|达|超过|突破|建成|完成|实现|有|越过|进入|建设|引进|培育|净增|力争)|拟(?:新增|建设|引进|培育)|"
    r"(?:到|至)?(?:明|后)年(?:底|末)?|(?:年内|年底前|年末前|年底以前|今后[一二三四五\d]年|未来[一二三四五\d]年)|设定的目标|会议确定|时间表|硬杠杠|军令状|再建成"
)
_DONE = re.compile(r"已经?|累计|截至|目前|现有|完成了|实现了|达到了")
# 今年的任务已经排定：新增60家
_SET = re.compile(r"(?:目标|任务|计划|指标|清单)(?:书|表)?(?:已经?|都|也|早)?(?:排定|确定|敲定|明确|定下|定了|下达|定为|列出|是|为|：|，)")
_YEAR = re.compile(r"(?:^|[，。；：“])(?:到|至)?(?P<year>20\d\d)年(?:底|末)?(?:前|以前)?[，]?")


def aimed(sentence: Sentence, at: int) -> bool:
    """Whether what stands at an offset is a goal, by a word of aiming or by a year that was still to come."""
    if sentence.is_target(at):
        return True
    told = sentence.text[max(0, sentence.text.rfind("；", 0, at)) : at]
    if (_WILL.search(told) and not _DONE.search(told)) or _SET.search(told):
        return True
    years = [int(found["year"]) for found in _YEAR.finditer(told)]
    return (
        bool(years)
        and sentence.published is not None
        and years[-1] >= sentence.published.year
        and (
            years[-1] > sentence.published.year
            or (sentence.published.month <= 2 and not _DONE.search(told) and bool(re.search(r"[要将]|突破|达到", told)))
        )
    )
