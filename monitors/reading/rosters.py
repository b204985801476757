"""Counts of a list shared out over parks, cities and batches, and counts of those who lost their title: the grammar, without the facts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from monitors.reading.numbers import Quantity
from monitors.reading.subjects import Level, Subject

_WIN = (
    r"独揽|独占|包揽|占到|占去|占据|占得|占|拿下|斩获|摘得|摘下|夺得|收获|贡献|揽下|揽获|捧回|"
    r"新添|再添|又添|添|分得|挤进|跻身|捧得|捧走|抱回|获得|获评|获|喜提|取得|新?获批|新?入选|新?入围|新?上榜|新增|有|达到?|拥有"
)
# What may stand between the owner and the count: 深圳一市独揽29家, 湖北以33家, 该区另有3家.
_SHARE = re.compile(
    rf"(?:一市|一省|一地|一区|全市|全省|全区)?(?:以|累计|总计|则|也|还|同样|又|共|就|仅|另|均|都|更|一举|已|其|中)*(?P<verb>{_WIN})?(?:了|去|到|得|下|走)?"
    r"(?:共|约|近|超过?|达到?|分别|各|有|均|共有|各有)*"
)
_AND = re.compile(r"、|和|与|及|以及")
_MEMBERS = re.compile(
    r"园区获|(?:[一-龥]{2,6}(?:企业|公司|单位))?(?:企业|单位|公司|机构|项目|孵化器|工厂|基地)?(?:（[^）]{1,12}）)?(?:$|[，。；：、！（和与及]|居|领|在列|榜上|上榜|入选|入围|入列|列入|过关|位居|名列|排)"
)
_BATCH = re.compile(
    r"(?P<batches>第[一二三四五六七八九十\d]{1,3}批(?:(?:、|和|与|及)第[一二三四五六七八九十\d]{1,3}批)*)(?:企业|名单)?(?P<between>[一-龥]{0,10}?)$"
)


@dataclass(frozen=True)
class Share:
    """A count and whose it is; `weak` where only 有 or nothing says that it belongs to a list."""

    count: Quantity
    names: tuple[str, ...]
    weak: bool
    total: bool = False  # 累计
    park: bool = False


def shares(text: str, subjects: Sequence[Subject], counts: Sequence[Quantity]) -> list[Share]:
    """Counts that stand right behind their subject, left to right; a list of subjects shares a list of counts one to one."""
    found: list[Share] = []
    for place, count in enumerate(counts):
        owner = next((one for one in reversed(subjects) if one.end <= count.start and count.start - one.end <= 14), None)
        between = _SHARE.fullmatch(text[owner.end : _begin(text, count)]) if owner else None
        if owner is None or between is None or owner.aside or not _MEMBERS.match(text[count.end :]):
            continue
        weak = between["verb"] in (None, "有", "达", "达到", "拥有", "占", "获")
        row = _row(text, counts[place:])
        if len(owner.names) > 1 and len(row) == len(owner.names):
            found += [
                Share(one, (name,), weak, "累计" in between.group(), owner.level is Level.PARK)
                for name, one in zip(owner.names, row, strict=True)
            ]
        elif len(row) == 1 and (len(owner.names) == 1 or "各" in between.group() or "均" in between.group()):
            found.append(Share(count, owner.names, weak, "累计" in between.group(), owner.level is Level.PARK))
    return found


def _begin(text: str, count: Quantity) -> int:
    """Where a count begins with the words that bound it: 近10家, 超过5家."""
    return count.start - len(re.search(r"(?:近|超过?|约|逾|至少|不少于)?$", text[: count.start]).group())  # type: ignore[union-attr]


def _row(text: str, counts: Sequence[Quantity]) -> list[Quantity]:
    """The counts of one list: 10家、7家和3家."""
    row = [counts[0]]
    for count in counts[1:]:
        if not _AND.fullmatch(text[row[-1].end : count.start]):
            break
        row.append(count)
    return row


def batched(text: str, counts: Sequence[Quantity], start: int) -> list[tuple[Quantity, str]]:
    """Counts behind the batch they belong to (第一批里有142家, 第三批、第六批分别为2930家和3012家), each with its batch."""
    found: list[tuple[Quantity, str]] = []
    for place, count in enumerate(counts):
        if any(one is count for one, _ in found):
            continue
        batch = _BATCH.search(text[max(start, count.start - 40) : count.start])
        if batch is None:
            continue
        batches = re.findall(r"第[一二三四五六七八九十\d]{1,3}批", batch["batches"])
        row = _row(text, counts[place:])
        if len(batches) == len(row):
            found += list(zip(row, batches, strict=True))
        elif len(batches) == 1:
            found.append((count, batches[0]))
    return found


_LOST = re.compile(
    r"(?P<plan>拟)?(?:被|将其|予以|要求)*(?P<act>取消|撤销|吊销|摘牌|移出|调出|清退|除名|淘汰|限期整改|责令整改|收回)(?:了)?"
    r"(?P<what>[一-龥“”]{0,16}?(?:资格|称号|认定|牌子|名单|序列|行列|库))?"
)
_LOSERS = re.compile(r"^(?P<noun>[一-龥“”]{0,18}?)(?=被|拟|不再|因|未|，|予以)")
_REVIEW = re.compile(
    r"(?:参加|参与|应|接受)(?:第[一二三四五六七八九十\d]{1,3}批)?(?:[一-龥“”]{0,8})?复核的(?:[一-龥“”]{0,16}?(?:有|共|为|计))?(?P<all>\d+)家|"
    r"(?:未(?:能)?(?:通过|过关)|被淘汰|出局)(?:复核)?的(?:企业)?(?:有|共|为)?(?P<out>\d+)家|"
    r"(?:通过|过关)(?:[一-龥“”]{0,8}复核)?的(?:企业)?(?:有|共|为)?(?P<in>\d+)家|"
    r"(?P<passed>\d+)家(?:[一-龥“”]{0,12}?企业)?(?:顺利|全部|均)?(?:通过(?!率)(?:了)?(?:[一-龥“”]{0,16}?复核)?|过关|续牌|(?:继续)?保留(?:称号|资格))|"
    r"(?P<failed>\d+)家(?:[一-龥]{0,6}?企业)?(?P<how>(?:被|遭)?(?:未(?:能)?通过(?:复核)?|移出名单|移出|淘汰|出局|未过关|除名))"
)


@dataclass(frozen=True)
class Loss:
    """How many lost a title at `text[start:end]`: whose title ("" where said elsewhere), the act, and whether it is only proposed."""

    count: Quantity
    title: str
    act: str
    proposed: bool
    start: int
    end: int


def losses(text: str, counts: Sequence[Quantity]) -> list[Loss]:
    """6家省级孵化器被取消资格, 4家瞪羚企业不再符合条件，拟撤销称号, 两家被摘牌: each count with what happened to it."""
    found: list[Loss] = []
    for lost in _LOST.finditer(text):
        sentence = max(text.rfind(mark, 0, lost.start()) for mark in "。；") + 1
        before = [one for one in counts if sentence <= one.start < lost.start() and lost.start() - one.end <= 30]
        later = [one for one in counts if one.start > (before[-1].start if before else lost.start())]
        if not before or any(one.start < lost.start() for one in later) or re.search(r"将|可|应当", text[before[-1].end : lost.start()]):
            continue
        between = text[before[-1].end : lost.start()]
        if between.count("，") > 1 or re.search(r"\d|入选|获评|公布", between):
            continue
        noun = _LOSERS.match(text[before[-1].end : lost.end()])
        act = (
            (lost["what"] or "") + lost["act"]
            if lost["what"] and lost["what"].endswith(("资格", "称号", "认定"))
            else lost["act"] + (lost["what"] or "")
        )
        title = re.sub(r"^(?:企业|园区|单位|机构|公司)$", "", noun["noun"]) if noun else ""
        found.append(Loss(before[-1], title, act, bool(lost["plan"]) or "拟" in between, before[-1].start, lost.end()))
    return found


def reviewed(text: str, counts: Sequence[Quantity]) -> list[tuple[Quantity, str]]:
    """参加复核的11家企业中，9家通过，2家被移出名单: each count with what the review came to."""
    found = []
    for match in _REVIEW.finditer(text):
        which = next(name for name in ("all", "passed", "failed", "in", "out") if match[name])
        how = (match["how"] or "").removeprefix("被").removeprefix("遭")
        act = {"all": "参加复核", "passed": "通过复核", "in": "通过复核", "out": "未通过复核", "failed": how}[which]
        act = "未通过复核" if act == "未通过" else act
        found += [(count, act) for count in counts if count.start == match.start(which)]
    return found
