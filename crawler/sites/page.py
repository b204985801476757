"""A notice's page: HTML → title, text, tables, and what the page says about itself. Works on every family of sites.

The body is looked for in the containers that content management systems use; a site with one of its own names it in its
TOML file. A page without any is not guessed at.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from lxml.html import HtmlElement

from crawler.sites import labels
from crawler.sites.impostor import Gone, instead, is_soft_404
from crawler.sites.markup import BLOCKS, tidy
from crawler.sites.tables import cell_text, tables
from crawler.sites.tree import parsed, select
from monitors.belief import Incomplete, LayoutChanged
from monitors.document import Document, Shape

# As public crawlers of several hundred government sites found them; the first that is there and says something is taken.
_BODIES = (
    *("#con_con", ".TRS_UEDITOR", ".trs_editor_view", ".TRS_Editor", "#zoom", "#Zoom", "#zoomcon", "#UCAP-CONTENT", "ucapcontent"),
    *(".news-body", ".article_con", ".content_body_box", ".pages_content", ".Custom_UnionStyle", "#ivs_content", ".art-con", "#TDContent"),
    *("#printContent", "#ozoom", ".ccontent", "article"),
)
_TITLES = ("#con_title", "#detail > h2", "h1", ".title_wide")
_TIMES = ("#con_time", "#detail .d_info", ".articleHead .time1", ".time")
_SOURCES = (".cinfo", "#detail .d_info", ".articleHead .f_source")
_NOISE = ("script", "style", "noscript", "iframe", "form", "select", "button", "input", "textarea")
_NOISY = re.compile(r"related|share|views|counter|pagination|breadcrumb|bdsharebuttonbox", re.IGNORECASE)
_SUFFIX = re.compile(r"[\s]*[-_—|–－]+[\s]*[^-_—|–－]*$")
_FROM = re.compile(r"(?:来源|信息来源|发布机构|文章来源)\s*[：:]\s*([^\s：:|]+)")
# 规划司, 中小企业局: part of the publisher, and no name by itself. 国家税务总局, 宁波市科技局 are names.
_DEPARTMENT = re.compile(r"(?!国家|全国|中国)[^省市区县部]{2,14}(?:司|局|处|室|科|中心)")


@dataclass(frozen=True)
class Origin:
    """Where a page comes from, as its source file says it."""

    source: str
    key: str
    url: str
    publisher: str
    selectors: Mapping[str, str]


def read_notice(text: str, origin: Origin) -> Document:
    """A notice as a document. Raises SourceDown for a page of another kind, LayoutChanged and Incomplete where parts are missing."""
    if is_soft_404(text):
        raise Gone(f"网站返回的是「页面不存在」：{origin.url}")
    page = parsed(text)
    body = _first(page, (origin.selectors["body"],) if "body" in origin.selectors else _BODIES)
    if body is None:
        raise instead(text, "页面上找不到正文")
    meta = labels.meta_tags(page)
    title = _title(page, meta, origin)
    notes = [cell_text(node) for query in (*_SOURCES, *_TIMES) for node in select(page, query)]
    said = labels.labels(_rows_of_labels(page))
    _clean(body)
    found = tables(body)
    for element, _ in found:
        _take_out(element)
    lines = _lines(body)
    if not lines and not found:
        raise Incomplete("正文是空的：可能只有图片、内嵌文件或附件")
    written = "\n".join(lines)
    return Document(
        source=origin.source,
        key=origin.key,
        url=origin.url,
        shape=Shape.NOTICE,
        title=title,
        text=written,
        tables=tuple(table for _, table in found),
        published=_published(meta, notes, said),
        issuer=_issuer(meta, notes, said, origin.publisher),
        number=said.get("发文字号") or said.get("文号") or labels.document_number(title, written),
        author=meta.get("author"),
        meta=said | ({"来源": office} if (office := _office(meta, notes)) else {}),
    )


def body_of(text: str, queries: tuple[str, ...]) -> HtmlElement | None:
    """The first element that one of these CSS selectors finds with something in it."""
    return _first(parsed(text), queries)


def _first(page: HtmlElement, queries: tuple[str, ...]) -> HtmlElement | None:
    for query in queries:
        for node in select(page, query):
            if cell_text(node) or select(node, "img, iframe, embed"):
                return node
    return None


def _title(page: HtmlElement, meta: dict[str, str], origin: Origin) -> str:
    """MIIT's is safest in h1#con_title; elsewhere the meta tag is whole where the visible title is cut."""
    wanted = (origin.selectors["title"],) if "title" in origin.selectors else _TITLES[:2]
    for node in (node for query in wanted for node in select(page, query)):
        if text := cell_text(node):
            return text
    if "articletitle" in meta:
        return tidy(meta["articletitle"])
    for node in (node for query in _TITLES[2:] for node in select(page, query)):
        if text := cell_text(node):
            return text
    title = tidy(page.findtext(".//title") or "")
    if not title:
        raise LayoutChanged("页面上找不到标题")
    return _SUFFIX.sub("", title) or title


def _published(meta: dict[str, str], notes: list[str], said: dict[str, str]) -> date | None:
    """When the page says that it was published; 成文日期 is something else."""
    printed = next((found for note in notes if (found := labels.day(note))), None)
    return labels.day(meta.get("pubdate", "")) or printed or labels.day(said.get("发布日期", "") or said.get("公开日期", ""))


def _office(meta: dict[str, str], notes: list[str]) -> str:
    printed = next((found.group(1) for note in notes if (found := _FROM.search(note))), "")
    return tidy(meta.get("contentsource", "") or printed)


def _issuer(meta: dict[str, str], notes: list[str], said: dict[str, str], publisher: str) -> str:
    """Who speaks: 发文机关, else the page's source, else the publisher; a department stands for its publisher."""
    named = said.get("发文机关") or _office(meta, notes)
    return publisher if not named or _DEPARTMENT.fullmatch(named) else named


def _rows_of_labels(page: HtmlElement) -> list[str]:
    """The short texts in which labels stand: cells, list items, and their neighbours."""
    found = (cell_text(node) for node in page.iter("td", "th", "li", "label", "b", "i", "span", "dt", "dd", "div") if len(node) <= 3)
    return [text for text in found if text and len(text) <= 80]


def _clean(body: HtmlElement) -> None:
    for node in [*body.iter(*_NOISE)]:
        _take_out(node)
    for node in [*body.iterdescendants()]:
        said = f"{node.get('id', '')} {node.get('class', '')}"
        hidden = "display:none" in (node.get("style") or "").replace(" ", "")
        if node.getparent() is not None and (hidden or _NOISY.search(said)):
            _take_out(node)


def _take_out(node: HtmlElement) -> None:
    """Removes an element and leaves the text behind it where it stands."""
    if node.getparent() is not None:
        node.drop_tree()


def _lines(body: HtmlElement) -> list[str]:
    """The paragraphs of a body, one a line; notes about the page itself left out."""
    lines = [""]
    _walk(body, lines)
    found = [line for line in (tidy(line) for line in lines) if line and not labels.is_counter(line)]
    return [line for place, line in enumerate(found) if not (place < 3 and labels.is_note(line))]


def _walk(node: HtmlElement, lines: list[str]) -> None:
    lines[-1] += node.text or ""
    for child in node:
        if not isinstance(child.tag, str):
            lines[-1] += child.tail or ""
            continue
        breaks = child.tag in BLOCKS or child.tag == "br"
        if breaks:
            lines.append("")
        _walk(child, lines)
        if breaks:
            lines.append("")
        lines[-1] += child.tail or ""
