"""The name of a measure as a subscriber reads it: a noun phrase, without the adverbs, counts and loose quotes around it in the sentence."""

from __future__ import annotations

import re

_LEAD = re.compile(
    r"^(?:(?:如今|现在|目前|此次|即日起|同时|并|还|即|则|另|再|也|均|都|凡|向)+(?=[一-龥“]{4})|[个家项户名](?=窗口|企业|项目)|人每[月年](?:分别|最高)*)"
)
_GIVEN_OUT = re.compile(r"(?<=[一-龥])(?:派发|发放|发给|给予|予以)(?=[一-龥]{2,6}(?:券|奖|补贴|补助|经费|资金)$)")
_WITHIN = re.compile(r"(?:也有份|也一样|则|均|也|都|同样)(?=[一-龥]{0,4}(?:补贴|补助|奖励|资助|津贴|支持)$)")
_TAIL = re.compile(r"(?:最高|最多|标准|由|从|为|的)+$")
_SHORT = re.compile(r"(?<!补)(?<!贴)(?<!奖)(?<!后)(?<!房)(?<!车)(?P<act>[补奖贴])$")
_FULL = {"补": "补贴", "奖": "奖励", "贴": "补贴"}
_YEARS = re.compile(r"^(?:即)?(?:前|头|后|第)[一二两三四五\d]{1,2}(?:个月|年)(?:内|的)?(?:免)?(?=租金|房租)")


def tidy(name: str) -> str:
    """A measure's name in order: 独角兽则奖励 is 独角兽奖励, 博士补 is 博士补贴, 企业使用“算力券抵扣 loses its loose quote."""
    if name.startswith("《"):
        return name
    plain = _YEARS.sub("", _LEAD.sub("", _balanced(name)))
    plain = _TAIL.sub("", _WITHIN.sub("", _GIVEN_OUT.sub("", plain)))
    return _SHORT.sub(lambda found: _FULL[found["act"]], plain) or name


def _balanced(name: str) -> str:
    """Without quotation marks that have no partner."""
    if name.count("“") == name.count("”") and name.find("“") <= name.find("”"):
        return name
    return name.replace("“", "").replace("”", "")
