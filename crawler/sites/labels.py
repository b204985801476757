"""What a government page says about itself: its meta tags with their deviations, its labels, its document number.

Meta tags: 《政府网站发展指引》 国办发〔2017〕47号, annex 网页标签规范, as real pages write it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from lxml.html import HtmlElement

# Misspelt by MNR; MEE's duplicates; gov.cn's own.
_MISSPELT = {"contensource": "contentsource", "publishdate": "pubdate", "source": "contentsource", "firstpublishedtime": "pubdate"}
_DAY = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*(?:[-./年]|——|－|/)\s*(\d{1,2})\s*(?:[-./月]|——|－)\s*(\d{1,2})(?!\d)")
_ONLY_DAY = re.compile(r"\D{0,8}(" + _DAY.pattern + r")\s*日?(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?\W*")
_NUMBER = re.compile(
    r"[一-鿿]{1,20}[〔〈《（［\[(](?:19|20)\d{2}[〕〉》）］\])]\s*(?:第\s*)?\d{1,5}\s*号|[一-鿿]{2,12}(?:公告|令)\s*(?:19|20)\d{2}年第\d{1,5}号"
)
_LABELS = (
    *("索引号", "主题分类", "发文机关", "发文机构", "发布机关", "发布机构", "发布单位"),
    *("成文日期", "发文日期", "生成日期", "发布日期", "公开日期"),
    *("发文字号", "发布文号", "文号", "有效性"),
)
ISSUERS = ("发文机关", "发文机构", "发布机关", "发布单位")  # labels of who speaks, the best first
NUMBERS = ("发文字号", "发布文号", "文号")  # of the document's number
DAYS = ("发布日期", "公开日期", "发文日期", "生成日期")  # of its publication, where the page says no other
# Labels that are not kept: where one follows another label, that one has no value.
_OTHERS = re.compile(
    r"(?:名称|标题|信息名称|分类|信息分类|内容分类|组配分类|公文种类|体裁分类|主题词|关键词|内容概述|公开方式|公开范围|公开时限|时效|状态)"
)
_LABEL = re.compile(r"^[\[【\s]*(" + "|".join(r"\s*".join(label) for label in _LABELS) + r")\s*[】\]]?\s*[：:]?\s*(.*)$")
_BRACKETED = re.compile(r"(?<=[^\s【])\s*(?=【)")  # 【发布单位】甲【发布文号】乙 is two lines
_NEIGHBOUR = re.compile(r"\s*(?:来源|信息来源|浏览次数|阅读次数|访问量|点击数|字号|字体|作者)\s*[：:].*$")  # printed on the same line
_HEAD = 500  # characters of a text in which its own number stands; later ones are those it refers to
_COUNTER = re.compile(r"[【\[（(]?(?:本文|本页|页面)?(?:浏览|访问|阅读|点击)(?:次数|量|数|率)?\s*[：:]\s*[\d,]*\s*次?[】\])）]?")
_NOTE = re.compile(r"^【(?:发布单位|发布文号|发文日期)】|发布时间|发布日期|来源|浏览|字体|打印|关闭")


def meta_tags(page: HtmlElement) -> dict[str, str]:
    """Lower-case name → content of the tags that say something; the standard's own spelling wins over a duplicate."""
    found: dict[str, str] = {}
    for tag in page.iter("meta"):
        name, content = (tag.get("name") or "").strip().lower(), (tag.get("content") or "").strip()
        if not name or not content:
            continue
        standard = _MISSPELT.get(name, name)
        if standard == name:
            found[name] = content
        else:
            found.setdefault(standard, content)
    return found


def day(text: str) -> date | None:
    """The first date of a text: 2026-05-18, 2026.07.08, 2026/7/8, 2017——04——12, 2026年5月18日. An 索引号 2026-02-00018 is none."""
    for found in _DAY.finditer(text):
        try:
            return date(*map(int, found.groups()))
        except ValueError:
            continue
    return None


def only_day(text: str) -> date | None:
    """The date of a text that is nothing but one, perhaps with a word before it and a time of day behind it: [2026-05-18 10:19]."""
    found = _ONLY_DAY.fullmatch(text)
    return day(found.group(1)) if found else None


def document_number(title: str, text: str) -> str | None:
    """发文字号: in the first lines of the text, or in brackets at the end of the title."""
    for place in ("\n".join(line for line in text[:_HEAD].splitlines() if len(line) <= 40), title):
        found = _NUMBER.search(place)
        if found:
            return re.sub(r"\s", "", found.group(0))
    return None


def labels(lines: Iterable[str]) -> dict[str, str]:
    """The labels printed above a notice (索 引 号：…), each with its value; a value may stand on the next line."""
    found: dict[str, str] = {}
    waiting = ""
    for line in (part for printed in lines for part in _BRACKETED.split(printed)):
        said = _LABEL.match(line)
        if said:
            name = re.sub(r"\s", "", said.group(1))
            value = _NEIGHBOUR.sub("", said.group(2)).strip()
            waiting = "" if value else name
            if value:
                found.setdefault(name, value)
        elif waiting:
            if not line.endswith(("：", ":")) and not _OTHERS.fullmatch(re.sub(r"\s", "", line)):
                found.setdefault(waiting, line.strip())
            waiting = ""
    return found


def is_note(line: str) -> bool:
    """Whether a line is about the page and not of the notice: 发布时间：… 来源：… 浏览次数：…."""
    return bool(_NOTE.search(line)) and len(line) <= 80 and bool(re.search(r"[：:】]", line))


def is_counter(line: str) -> bool:
    """Whether a line is nothing but a count of who came: 浏览次数：1024."""
    return bool(_COUNTER.fullmatch(line.strip()))
