"""Figures of several parks in a row, whose indicator is named once.

先看营业收入：A 2356亿元，居首；B（688亿元）; 研发投入强度，A4.8%、B4.6%.
"""

from __future__ import annotations

import re

from monitors.reading.numbers import Quantity
from monitors.reading.prose import Span
from monitors.reading.sentence import Sentence

_BESIDE = re.compile(r"(?:（|为|达到?|则为|则|是|有|以|约|近|超过?|只有|仅|录得|报|也有|分别为|，)?")
_TOPIC = re.compile(
    r"(?:^|[，。；：“])(?:先|再|单|只|若|从|就|在|论|说到|至于|按|拿|首先|其次|单论|论及)*(?:看|比|论|讲|说|从|就|按|在|拿)?(?P<name>[一-龥“”]{3,16}?)"
    r"(?:这?一?[栏项张]|方面|指标|这一指标|上|里|来看|排序|来说|的数据)?(?P<mark>：|，(?:次序|排序|顺序|座次|排名|各家|几家|四家|三家|两家|位次)?[^，。；：]{0,10}[：，]?|$)"
)
_KIND = re.compile(
    r"收入|产值|投入|强度|增加值|总额|生产总值|税收|利用外资|外资|投资|面积|企业数?|数量|专利|占比|比重|增速|成交额|人数|产量|利润|出口|能耗|营收|规模"
)

AMONG = re.compile(
    r"(?:百强|\d{2,3}强)的(?:园区|高新区|经开区|开发区)?(?:还|只|仅|共|已|有|达到?|为)*$|前(?:\d{1,3}|[一二三四五六七八九十]{1,3})(?:名|强|位)?(?:之)?(?:中|里|内)?的(?:[一-龥]{2,3})?(?:园区|高新区|经开区|开发区)(?:还|只|仅|共|已|则|增至|增加到|达到?|有|为|共有|是)*$"
)
ENTERING = re.compile(
    r"(?:国家级?|省级)?(?:高新区|经开区|园区|开发区)(?:进入|跻身|挺进|入围|闯入|上榜|迈入|挤进|位列|位居|排在|名列)|"
    r"(?:进入|跻身|挺进|入围|闯入|迈入|挤进|位列|位居|排在|名列)(?:全国)?(?:前|百强|\d{2,3}强)"
)
_PARKS_OF_A_KIND = re.compile(r"(?P<kind>国家级?(?:高新区|经开区|高新技术产业开发区|经济技术开发区))(?:的)?(?:总)?(?:数量|总数|数)?$")


def number_of_parks(said: str) -> str:
    """国家高新区从2个增加到4个: the kind of parks whose number is told; "" where none is."""
    found = _PARKS_OF_A_KIND.search(said)
    return f"{found['kind']}数量" if found else ""


def heading(said: str) -> str:
    """The indicator that words before a row of figures announce; "" where they announce none."""
    found = [one for one in _TOPIC.finditer(said) if _KIND.search(one["name"])]
    return re.sub(r"^(?:先看|再看|单看|看|比|论|的|在|从)+", "", found[-1]["name"]) if found else ""


def topic(sentence: Sentence, at: int, said: str) -> str | None:
    """The indicator that a row of parks is told of: named in the same sentence before the first park, or `said` by the sentence before."""
    first = next((one for one in sentence.parks if one.start <= at), None)
    if first is None:
        return None
    return heading(sentence.text[: first.start]) or said or None


def beside_a_park(sentence: Sentence, clause: Span, amount: Quantity) -> bool:
    """Whether a figure stands right behind a park: 石家庄高新区2356.4亿元, 唐山高新区（688.2亿元）."""
    park = next((one for one in reversed(sentence.parks) if one.end <= amount.start), None)
    return park is not None and len(park.names) == 1 and bool(_BESIDE.fullmatch(sentence.text[park.end : amount.start]))


def shared_ending(names: list[str]) -> list[str]:
    """高新技术产业、战略性新兴产业增加值 share the last word's ending."""
    if len(names) < 2:
        return names
    ending = re.search(r"(?:增加值|总产值|产值|营业收入|收入|投资|总额|数量)$", names[-1])
    if not ending:
        return names
    return [name if name.endswith(ending.group()) else name + ending.group() for name in names]
