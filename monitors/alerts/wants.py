"""Wants: which subscriptions a change is news for. Changes as `changes --json` prints them in, topics and matches out.

zone, board, kind, province and all are met exactly, in one indexed query: `topics` names them. subject, company and keyword are
words that are looked for in what a change says: `wanted`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from monitors.zones import Zones, fold

Data = Mapping[str, Any]

WORDED = ("subject", "company", "keyword")  # topics that `wanted` decides
# What policies are about, and the words by which their titles, measures and clauses tell it.
SUBJECTS: Mapping[str, tuple[str, ...]] = {
    "人才": ("人才", "博士", "硕士", "大学生", "毕业生", "技能", "职称", "引才", "安家", "购房补贴", "生活补助"),
    "租金": ("租金", "房租", "租房", "厂房租", "办公用房", "免租", "用房补贴", "场地补贴"),
    "研发": ("研发", "研究开发", "科技创新", "技术攻关", "成果转化", "实验室", "创新平台", "发明专利", "技术合同"),
    "融资": ("融资", "贷款", "贴息", "担保", "基金", "股权投资", "创业投资", "保险费", "保费"),
    "上市": ("上市", "挂牌", "股改", "科创板", "创业板", "北交所", "新三板", "首次公开发行"),
    "设备": ("设备", "技术改造", "技改", "以旧换新", "生产线", "首台套", "首台(套)"),
    "数据": ("数据", "数字化", "数字经济", "算力", "算法", "人工智能", "软件", "智能化", "上云"),
    "企业培育": ("高新技术企业", "专精特新", "小巨人", "瞪羚", "独角兽", "单项冠军", "科技型中小企业", "规上企业", "孵化器"),
    "绿色": ("绿色", "节能", "低碳", "碳达峰", "碳中和", "清洁生产", "环保", "循环经济"),
    "外贸外资": ("外资", "外贸", "出口", "进口", "跨境", "境外", "展会", "海外"),
}
# Records that tell of a whole batch or text: every row of it is theirs.
_WHOLE = {"edition", "new", "draft", "final"}
# What every other company is called too: by themselves these words would find them all.
_COMMON = re.compile(r"(?:有限|有限责任|股份有限|科技有限)?公司|股份|集团|科技|技术|信息|企业|实业|智能")
_BRACKETS = str.maketrans("", "", "()")


def topics(record: Data, zones: Zones) -> list[tuple[str, str]]:
    """The (topic, target) by which somebody hears of this change. Its province is its park's, else the one its issuer is named after."""
    found = [("all", ""), ("kind", str(record["kind"]))]
    if record["zone"]:
        found.append(("zone", record["zone"]))
    province = _province(record, zones)
    if province:
        found.append(("province", province))
    if record["board"]:
        found.append(("board", record["board"]))
    return found


def wanted(
    follows: Iterable[tuple[str, str]], records: Sequence[Data], zones: Zones, rows: Mapping[int, Sequence[Data]] | None = None
) -> dict[tuple[str, str], list[int]]:
    """Which records of one event each (subject | company | keyword, target) wants: their positions; those that want none are left out.

    rows: position of a record that tells of a whole (op edition without a zone, new, draft, final) → the data of its board's items,
    so that a company is found wherever it stands in the batch.
    """
    said = [_Said(record, (rows or {}).get(place, ()), zones) for place, record in enumerate(records)]
    everything = "\n".join(one.everything for one in said)
    found = {}
    for topic, target in dict.fromkeys(follows):
        must, never = ([target], []) if topic == "company" else _split(target) if topic == "keyword" else ([], [])
        # Thousands follow words that an event does not hold: one look at all of it is enough for each of them.
        if any(word not in everything for word in must):
            continue
        places = [place for place, one in enumerate(said) if one.is_for(topic, target, must, never)]
        if places:
            found[topic, target] = places
    return found


def has_rows(record: Data) -> bool:
    """Whether a change tells of a whole batch or text, whose rows `wanted` should be given."""
    return record["op"] in _WHOLE and not (record["op"] == "edition" and record["zone"]) and record["board"] is not None


def company(words: str) -> str:
    """A company as it is looked for: folded, brackets left out. "" where the words would find every other company too."""
    name = _settled(_company(words))
    return "" if len(name) < 2 or _COMMON.fullmatch(name) or name.isdigit() else name


def keyword(words: str) -> str:
    """Search words in their one form: what must occur, then what must not: "-公示 瞪羚" → "瞪羚 -公示".

    "" where nothing must occur, or a single character.
    """
    must, never = _split(words)
    if any(len(word) < 2 for word in must):
        return ""
    return " ".join([*must, *(f"-{word}" for word in never)]) if must else ""


def _split(words: str) -> tuple[list[str], list[str]]:
    """瞪羚 -公示 → (["瞪羚"], ["公示"]), each sorted and once."""
    told = [_settled(word) for word in words.split()]
    must = {word for word in told if word.strip("-") and not word.startswith("-")}
    never = {word.strip("-") for word in told if word.startswith("-") and word.strip("-")}
    return sorted(must), sorted(never - must)


class _Said:
    """One change as it is searched: prepared once, whoever asks."""

    def __init__(self, record: Data, rows: Sequence[Data], zones: Zones) -> None:
        self._kind = str(record["kind"])
        zone = zones.named(record["zone"]) if record["zone"] else None
        own = [str(record.get(name) or "") for name in ("title", "board", "indicator", "edition", "stage", "zone", "issuer", "evidence")]
        parts = [*own, *(_strings([record["before"], record["after"], record["claim"]]))]
        self._own = _plain("\n".join([*parts, *((zone.short, *zone.aliases) if zone else ())]))
        self._rows = [_plain("\n".join(_strings(row))) for row in rows]
        self._every_row = "\n".join(self._rows)
        self._names = _company("\n".join([self._own, *(f"{row.get('name', '')}\n{row.get('former', '')}" for row in rows)]))

    @property
    def everything(self) -> str:
        """Whatever is looked at for a company or keyword."""
        return f"{self._own}\n{self._every_row}\n{self._names}"

    def is_for(self, topic: str, target: str, must: Sequence[str], never: Sequence[str]) -> bool:
        """Whether it is news for this topic. must, never: the words of a keyword."""
        if topic == "company":
            return bool(target) and target in self._names
        if topic == "subject":
            words = SUBJECTS.get(target, ())
            return self._kind == "policy" and any(word in self._own or word in self._every_row for word in words)
        return self._has(must, never)

    def _has(self, must: Sequence[str], never: Sequence[str]) -> bool:
        """Whether all the words occur, the last of them in one row; what must not occur is looked for in the change itself only:
        one row of a batch does not hide the batch."""
        if not must or any(word in self._own for word in never):
            return False
        left = [word for word in must if word not in self._own]
        if not left:
            return True
        return all(word in self._every_row for word in left) and any(all(word in row for word in left) for row in self._rows)


def _settled(word: str) -> str:
    """Folded until nothing changes any more: letters that meet where a space was may become one."""
    while (folded := fold(word).lower()) != word:
        word = folded
    return word


def _plain(text: str) -> str:
    return "\n".join(map(fold, text.splitlines())).lower()


def _company(text: str) -> str:
    return _plain(text).translate(_BRACKETS)


def _strings(data: Any) -> Iterator[str]:
    """Every word in nested data, a text a string; names of fields are no words."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping):
        for value in data.values():
            yield from _strings(value)
    elif isinstance(data, Sequence):
        for value in data:
            yield from _strings(value)


def _province(record: Data, zones: Zones) -> str:
    known = zones.named(record["zone"]) if record["zone"] else None
    if known is not None:
        return known.province
    issuer = re.match(r"[一-龥]{2,12}", str(record["issuer"] or ""))
    homes = _homes(zones)
    return next((homes[issuer[0][:n]] for n in range(len(issuer[0]), 1, -1) if issuer[0][:n] in homes), "") if issuer else ""


@cache
def _homes(zones: Zones) -> Mapping[str, str]:
    """Every province and city of the register as issuers are named after them, and its province: 浙江省 → 浙江省, 宁波市 → 浙江省."""
    return {name: zone.province for zone in zones for name in (zone.city, zone.province) if name}
