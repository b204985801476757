"""jpaas-publish-server: a column page that only names a unit, and the API that builds it. MIIT, MOFCOM, SAMR, Zhejiang's sites.

The parameters are read from the column page each time and sent back as they stand there: many sites write parseType
`bulidstatic`, and the API wants its own spelling. Rows: MIIT cuts the visible title, @title is whole; links inside <dl>
are related documents, not rows (SOURCES 3a).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urljoin

from lxml.html import HtmlElement

from crawler.sites import rows
from crawler.sites.column import Ask, Listing, SamePage
from crawler.sites.impostor import Gone, instead, is_soft_404
from crawler.sites.tree import parsed, select
from crawler.source import Source
from monitors.belief import LayoutChanged

_UNIT = "page/build/unit"
_PAIR = re.compile(r"""['"]([\w-]+)['"]\s*:\s*(?:'([^']*)'|"([^"]*)"|([\w.-]+))""")
_LISTS = ("当前栏目_list", "右侧内容", "分页列表")  # tagIds under which columns were seen to keep their rows


@dataclass(frozen=True)
class JpaasColumn:
    """A column as its page describes it: where its unit is built, and with which parameters."""

    source: Source
    unit: str  # address of the API
    said: Mapping[str, str]  # parameters as printed
    first: Listing | None = None

    def ask(self, number: int) -> Ask:
        """The request for page `number`: the first without, the others with paramJson."""
        turned = {"paramJson": json.dumps({"pageNo": number, "pageSize": str(self._size)}, separators=(",", ":"))} if number > 1 else {}
        headers = {"Referer": self.source.url, "X-Requested-With": "XMLHttpRequest"}
        return Ask(f"{self.unit}?{urlencode({'editType': 'null', **self.said, **turned})}", headers)

    def read(self, text: str, number: int) -> Listing:
        """The rows of the API's reply."""
        try:
            reply = json.loads(text)
        except ValueError as error:
            raise instead(text, "栏目接口返回的不是 JSON") from error
        if not isinstance(reply, dict) or reply.get("success") is not True or str(reply.get("code")) != "200":
            raise instead(text, "栏目接口没有给出内容")
        html = (reply.get("data") or {}).get("html")
        if not isinstance(html, str) or not html.strip():
            raise LayoutChanged("栏目接口的回答里没有 data.html")
        return listing(self.source, parsed(html), number)

    @property
    def _size(self) -> int:
        return self.first.size if self.first and self.first.size else int(self.said.get("rows", "24"))


def open_column(source: Source, text: str) -> JpaasColumn:
    """A column from its page. Raises SourceDown where another page stands in its place, LayoutChanged where it names no unit."""
    if is_soft_404(text):
        raise Gone("栏目页是「页面不存在」")
    page = parsed(text)
    pagination = next(iter(select(page, "div.pagination[querydata][uniturl]")), None)
    scripts = [node for node in page.iter("script") if node.get("querydata") and _UNIT in (node.get("url") or "")]
    if not scripts and pagination is None:
        raise instead(text, "栏目页里没有 querydata：网站可能改版")
    if not scripts and pagination is not None:
        said = _parameters(pagination.get("querydata", ""))
        return JpaasColumn(source, urljoin(source.url, pagination.get("uniturl", "")), said, listing(source, page, 1))
    script = _chosen(scripts, source.tag)
    said = _parameters(script.get("querydata", ""))
    spelling = script.get("parsetype")
    if "parseType" not in said and spelling:
        said = {"parseType": spelling, **said}
    return JpaasColumn(source, urljoin(source.url, script.get("url", "")), said)


def _chosen(scripts: list[HtmlElement], tag: str) -> HtmlElement:
    """The script of the column's rows: the one, the one of the source's `tag`, or the one of a tag known to hold rows."""
    if len(scripts) == 1 and not tag:
        return scripts[0]
    tags = [_parameters(script.get("querydata", "")).get("tagId", "") for script in scripts]
    wanted = [script for script, said in zip(scripts, tags, strict=True) if (said == tag if tag else said in _LISTS)]
    if len(wanted) != 1:
        raise LayoutChanged(f"栏目页有{len(scripts)}个单元（{'、'.join(tags)}），不知道哪一个是列表：请在来源文件里写明 tag")
    return wanted[0]


def _parameters(querydata: str) -> dict[str, str]:
    """{'webId':'…','pageId':'…'}: JSON but for its quotation marks."""
    found = {name: single or double or bare for name, single, double, bare in _PAIR.findall(querydata)}
    if not {"webId", "pageId"} <= found.keys():
        raise LayoutChanged(f"栏目页的 querydata 认不出来：{querydata[:60]}")
    return found


def listing(source: Source, page: HtmlElement, number: int) -> Listing:
    """The rows of a page of the column, checked against what the page itself declares."""
    chosen = select(page, source.selectors["row"]) if "row" in source.selectors else rows.items(page)
    pagination = next(iter(select(page, ".pagination[count], .pagination[rows], #pagination[count]")), None)
    count, size, said = (_number(pagination, name) for name in ("count", "rows", "pageno"))
    if said is not None and said != number:
        raise SamePage(f"请求第{number}页，返回的是第{said}页：网站不理会页码")
    return rows.checked(source, Listing(rows.lines(source, chosen, source.url), said, count, size), number)


def _number(node: HtmlElement | None, name: str) -> int | None:
    said = node.get(name, "") if node is not None else ""
    return int(said) if said.isdigit() else None
