"""epaper.stdaily.com: the JSON API behind Science and Technology Daily's electronic paper (SOURCES 1a).

It answers HTTP 200 whatever happens: `status` in the JSON (a number or a string) is what counts. A day without an issue
is answered with another day's; titles carry markup; advertisements stand among the articles.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from crawler.sites.impostor import instead
from crawler.sites.markup import by_line, paragraphs, plain
from monitors.belief import Incomplete, LayoutChanged
from monitors.document import Document, Shape

# Without either header the API answers 200 with {"status":"500","msg":"no access!"}.
HEADERS = {"X-Requested-With": "XMLHttpRequest", "Accept": "application/json"}
DATES, ISSUE, PAGE, ARTICLE = "article/period/date", "article/period/periodTime", "article/article/editionId", "article/article/articleId"

_HOME = "https://epaper.stdaily.com/statics/technology-site/index.html"
_ADVERTISEMENT = re.compile(r"^[（(【\[]?\s*广\s*告")
_PAGE_NUMBER = re.compile(r"第\s*(\d{1,2})\s*版")
_PAGE_NAME = re.compile(r"^.*版[：:]")


@dataclass(frozen=True)
class Page:
    """A page of an issue. `name` is the paper's own, such as 第07版：园 区."""

    id: str
    name: str
    weight: int


@dataclass(frozen=True)
class Entry:
    """An article as its page lists it."""

    id: str
    title: str


def reply(text: str) -> dict[str, Any]:
    """The API's reply. Raises SourceDown for an error under HTTP 200 and for anything that is no reply of the API."""
    try:
        said = json.loads(text)
    except ValueError as error:
        raise instead(text, "数字报接口返回的不是 JSON") from error
    if not isinstance(said, dict) or str(said.get("status")) != "200":
        raise instead(text, "数字报接口没有给出内容")
    return said


def days(text: str) -> list[date]:
    """The days of a month that have an issue, in order; none is possible early in a month."""
    listed = (reply(text).get("obj") or {}).get("dateList")
    if not isinstance(listed, list):
        raise LayoutChanged("数字报接口的回答里没有 obj.dateList")
    try:
        return sorted(date.fromisoformat(str(one)) for one in listed)
    except ValueError as error:
        raise LayoutChanged(f"数字报的出版日期认不出来：{error}") from error


def pages(text: str, day: date) -> list[Page] | None:
    """The pages of a day's issue in order; None where the day has no issue: the API then answers with another day's."""
    issue = reply(text).get("obj") or {}
    if issue.get("periodTime") != day.isoformat():
        return None
    listed = issue.get("editionList")
    if not isinstance(listed, list) or not listed:
        raise Incomplete(f"{day}的数字报没有版面")
    try:
        found = [Page(str(one["id"]), str(one["editionName"]), int(one.get("weight") or 0)) for one in listed]
    except (KeyError, TypeError, ValueError) as error:
        raise LayoutChanged(f"{day}的版面缺少 {error}") from error
    return sorted(found, key=lambda page: page.weight)


def is_page(name: str, wanted: str) -> bool:
    """Whether a page is the wanted one: `第07版：园 区` is 园区. The number is not fixed, and names are spaced out."""
    return re.sub(r"\s", "", name).endswith(wanted)


def entries(text: str) -> list[Entry]:
    """The articles of a page without advertisements. They stand in `list` beside the status, not in obj."""
    listed = reply(text).get("list")
    if not isinstance(listed, list):
        raise LayoutChanged("数字报接口的回答里没有 list")
    try:
        found = [Entry(str(one["id"]), plain(one.get("title"))) for one in listed]
    except (KeyError, TypeError) as error:
        raise LayoutChanged(f"版面的稿件缺少 {error}") from error
    return [entry for entry in found if not _ADVERTISEMENT.match(entry.title)]


def article(text: str, source: str, key: str, url: str, paper: str) -> Document:
    """An article. Captions stand apart from the text; rubric and subtitle are kept as the paper's own labels."""
    said = (reply(text).get("obj") or {}).get("articleVo")
    if not isinstance(said, dict):
        raise LayoutChanged("数字报接口的回答里没有 articleVo")
    if str(said.get("id")) != key:
        raise Incomplete(f"请求稿件{key}，返回的是{said.get('id')}")
    captions = tuple(filter(None, (plain(picture.get("picText")) for picture in said.get("picList") or ())))
    lines = [line for line in paragraphs(said.get("content") or "") if line not in captions]
    title = plain(said.get("title")) or (lines[0][:30] if lines else "")
    if not lines and not title:
        raise Incomplete("稿件是空的")
    try:
        day = date.fromisoformat(str(said.get("periodTime")))
    except ValueError as error:
        raise LayoutChanged(f"稿件的日期认不出来：{said.get('periodTime')}") from error
    own = {"引题": plain(said.get("pretitle")), "副题": plain(said.get("subtitle")), "版面": plain(said.get("editionName"))}
    return Document(
        source=source,
        key=key,
        url=url,
        shape=Shape.ARTICLE,
        title=title,
        text="\n".join(lines),
        published=day,
        issuer=paper,
        author=by_line(plain(said.get("author"))),
        captions=captions,
        meta={name: value for name, value in own.items() if value},
    )


def link(key: str, day: date, page: str) -> str:
    """The address under which a person reads an article: the site shows everything behind one page's fragment."""
    number = _PAGE_NUMBER.search(page)
    said = {
        "isDetail": "1",
        "currentNewsId": key,
        "currentVersionName": _PAGE_NAME.sub("", page),
        "currentVersion": str(int(number.group(1))) if number else "",
        "timeValue": day.isoformat(),
    }
    return f"{_HOME}#/home?{'&'.join(f'{name}={quote(value)}' for name, value in said.items())}"
