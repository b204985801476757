"""Parks that became more than they were: 升级为国家高新区, 国务院批准建立…, 获批建设国家自主创新示范区."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from monitors.reading.sentence import Context, Sentence

_KIND = (
    r"(?P<kind>国家(?:级)?(?:高新技术产业开发区|高新区|经济技术开发区|经开区|自主创新示范区)|"
    r"省级(?:高新技术产业开发区|高新区|经济技术开发区|经开区|开发区))"
)
_NOT_ITSELF = r"(?!前|综合|百强|\d|第|评价|排名|名单|考核|[中里]|的[前一排])"  # 跻身国家高新区前50名 is a rank
_RISE = "升级|晋升|升格|晋级|升入|跃升|获批|获准|跻身|跨入|迈入"
_PROMOTED = re.compile(rf"(?P<how>{_RISE})(?:成为|进入|设立|建设|升级|为|成)*“?{_KIND}{_NOT_ITSELF}")
_APPROVED = re.compile(
    r"(?:国务院|省政府|[一-龥]{2,3}省人民政府|科技部|商务部)?(?:正式|发文|下文)?(?:批准|批复|同意)(?:同意)?(?P<object>[^，。；]{0,60}?)"
    rf"(?P<how>建立|设立|成立|成为|升级为?|晋升为?|晋级为?|升格为?|建设)(?:为)?{_KIND}?"
)
# 同批的还有A和B; 搭上同一班车的，还有A和B
_ALSO = re.compile(r"(?:同批|同期|同获|一同|一起|一道|同时|同一批|同一班车|并肩)[^。；]{0,14}?(?:有|是|为|包括)")
_LISTED = re.compile(r"(?:为|是|有|：|包括|、|和|与|及|分别)(?:[一-龥]{2,4}(?:省|市)?的?)?$")
_MANY = re.compile(
    r"(?:等(?:地|市|\d+[个市地家]+)?|(?:等)?[\d一二三四五六七八九十]{1,3}[个家](?:省级)?(?:经济|高新技术产业|产业)?(?:技术)?开发区)$"
)
_SOME = re.compile(r"^(?:一批|[\d一二三四五六七八九十]{1,3}(?:家|个))")
_CITY = re.compile(r"[一-龥]{2,4}?(?=、|和|与|等|$)")
_LATER = re.compile(r"预计|计划|将于|将在|力争|有望|拟|即将|下一步|年底前|目标|冲刺|争创|申报|创建")


@dataclass(frozen=True)
class Promotion:
    """Parks that became something, told at `start`; no parks where the next sentence names them."""

    start: int
    parks: tuple[str, ...]
    subject: str


def became(how: str, kind: str) -> str:
    """升级为国家高新区 where a park was promoted, 批准建立国家高新区 where it was set up."""
    plain = kind.replace("高新技术产业开发区", "高新区").replace("经济技术开发区", "经开区")
    if plain.endswith("自主创新示范区"):
        return f"获批建设{plain}"
    plain = plain.replace("国家级高新区", "国家高新区")
    return f"批准建立{plain}" if how.startswith(("建", "设", "成")) else f"升级为{plain}"


def promotions(context: Context, sentence: Sentence) -> Iterator[Promotion]:
    """The promotions that a sentence tells, with those of the same sentence that came along."""
    told: list[Promotion] = [*_approved(context, sentence), *(() if sentence.wishes else _promoted(context, sentence))]
    yield from told
    named = [one for one in told if one.parks]
    if named and (also := _ALSO.search(sentence.text, named[-1].start)):
        for start, parks in listed(sentence, also.end()):
            yield Promotion(start, parks, named[-1].subject)


def also(sentence: Sentence) -> bool:
    """Whether a sentence tells who else was promoted together with those named before it."""
    return bool(_ALSO.search(sentence.text))


def listed(sentence: Sentence, after: int = 0) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The parks that a sentence lists from an offset on, with where they stand."""
    for park in sentence.parks:
        if park.start >= after and not park.aside and _LISTED.search(sentence.text[: park.start]):
            yield park.start, park.names


def _promoted(context: Context, sentence: Sentence) -> Iterator[Promotion]:
    text = sentence.text
    for found in _PROMOTED.finditer(text):
        if _LATER.search(text, 0, found.start()):
            continue
        behind = next((one for one in sentence.parks if one.start == found.end() + 1 and text[found.end()] == "的"), None)
        owner = behind or (context.owner(sentence, found.start(), parks_only=True) if not text.startswith("的", found.end()) else None)
        if owner:
            yield Promotion(found.start(), owner.names, became(found["how"], found["kind"]))


def _approved(context: Context, sentence: Sentence) -> Iterator[Promotion]:
    """国务院批准建立A高新区; 批准苏州、无锡等地建立国家高新区: the parks named, or the parks of the cities named."""
    for found in _APPROVED.finditer(sentence.text):
        kind = found["kind"]
        inside = [name for one in sentence.parks if found.start() <= one.start <= found.end() for name in one.names]
        if not inside and kind:
            ending = "高新区" if "高新" in kind else "经开区"
            parks = [context.register.known(city + ending) for city in _CITY.findall(_MANY.sub("", found["object"] or ""))]
            inside = [park for park in parks if park] if all(parks) else []
        if inside or (kind and _SOME.match(found["object"] or "")):
            yield Promotion(found.start(), tuple(inside), became(found["how"], kind) if kind else "批准建立")
