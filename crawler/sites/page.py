"""A notice's page: HTML → title, text, tables, and what the page says about itself. Works on every family of sites.

The body is looked for in the containers that content management systems use (body.py); a site with one of its own names it
in its TOML file. A page without any is not guessed at. What hangs on a notice is found by attachments.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from lxml.html import HtmlElement

from crawler.sites import attachments, body, labels
from crawler.sites.impostor import Gone, instead, is_soft_404
from crawler.sites.markup import BLOCKS, tidy
from crawler.sites.tables import cell_text, tables
from crawler.sites.tree import parsed, select
from crawler.source import Source
from monitors.belief import Incomplete, LayoutChanged, NotBelieved
from monitors.document import Document, Shape, Table

_TITLES = ("#con_title", "#detail > h2", "h1", ".title_wide")
_TIMES = ("#con_time", "#detail .d_info", ".articleHead .time1", ".time")
_SOURCES = (".cinfo", "#detail .d_info", ".articleHead .f_source")
_NOISE = ("script", "style", "noscript", "iframe", "form", "select", "button", "input", "textarea")
_NOISY = re.compile(r"related|share|videoBox|views|counter|pagination|breadcrumb|bdsharebuttonbox", re.IGNORECASE)
_SUFFIX = re.compile(r"\s*[-_—|–－]+\s*[^-_—|–－\d]*$")  # the site's name; 2024-2026年 is none
_FROM = re.compile(r"(?:来源|信息来源|发布机构|文章来源)\s*[：:]\s*([^\s：:|]+)")
# 规划司, 中小企业局: part of the publisher, and no name by itself. 国家税务总局, 宁波市科技局 are names.
_DEPARTMENT = re.compile(r"(?!国家|全国|中国)[^省市区县部]{2,14}(?:司|局|处|室|科|中心)|办公厅")


@dataclass(frozen=True)
class Origin:
    """Where a page comes from, as its source file says it."""

    source: str
    key: str
    url: str
    publisher: str
    selectors: Mapping[str, str]
    shape: Shape = Shape.NOTICE
    gone: int | None = None  # bytes of the page that the site serves for whatever is not there


def origin(source: Source, key: str, url: str) -> Origin:
    """The page `key` of a source."""
    return Origin(source.name, key, url, source.publisher, source.selectors, source.shape, source.gone)


def read_notice(text: str, origin: Origin, frame: str | None = None) -> Document:
    """A notice, or a press article, as a document. frame: the page in a frame that holds its body, where Elsewhere said so.

    Raises SourceDown for a page of another kind, LayoutChanged and Incomplete where parts are missing, Elsewhere where the
    body must be fetched from another address.
    """
    if is_soft_404(text):
        raise Gone(f"网站返回的是「页面不存在」：{origin.url}")
    page = parsed(text)
    container = body.find(page, origin.selectors) if frame is None else body.framed(frame)
    if container is None:
        raise _no_body(page, text, origin)
    meta = labels.meta_tags(page)
    title = title_of(page, meta, origin.selectors)
    notes = [cell_text(node) for query in (*_SOURCES, *_TIMES) for node in select(page, query)]
    said = labels.labels(_rows_of_labels(page))
    body.end(container)
    files = attachments.in_page(page, container, origin.url)
    framed = body.frame_of(container, origin.url)
    written, found = prose(container)
    if not written and not found and framed and frame is None:
        raise body.Elsewhere(framed, whole=False)
    if not written and not found and not files:
        raise Incomplete("正文是空的：可能只有图片")
    return Document(
        source=origin.source,
        key=origin.key,
        url=origin.url,
        shape=origin.shape,
        title=title,
        text=written,
        tables=found,
        published=_published(meta, notes, said),
        issuer=_issuer(meta, notes, said, origin.publisher),
        number=_number(said) or labels.document_number(title, written),
        author=meta.get("author"),
        meta=said | ({"来源": office} if (office := _office(meta, notes)) else {}),
    )


def prose(container: HtmlElement) -> tuple[str, tuple[Table, ...]]:
    """The text of a body, a paragraph a line, and its tables; what is noise, and the tables, is taken out of it."""
    _clean(container)
    found = tables(container)
    for element, _ in found:
        _take_out(element)
    return "\n".join(_lines(container)), tuple(table for _, table in found)


def _no_body(page: HtmlElement, text: str, origin: Origin) -> NotBelieved:
    """Why a page has none: it is not there, it was left for another one, it is another page, or its layout changed."""
    if origin.gone is not None and len(text.encode()) == origin.gone:
        return Gone(f"网站返回的是「页面不存在」的固定页面（{origin.gone}字节）：{origin.url}")
    moved = body.left_for(page, text, origin.url)
    return body.Elsewhere(moved, whole=True) if moved else instead(text, "页面上找不到正文")


def title_of(page: HtmlElement, meta: Mapping[str, str], selectors: Mapping[str, str]) -> str:
    """A page's title. MIIT's is safest in h1#con_title; elsewhere the meta tag is whole where the visible title is cut.

    selectors: those of its source file. Raises LayoutChanged where there is none.
    """
    wanted = (selectors["title"],) if "title" in selectors else _TITLES[:2]
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
    return labels.day(meta.get("pubdate", "")) or printed or labels.day(next((said[label] for label in labels.DAYS if label in said), ""))


def _office(meta: dict[str, str], notes: list[str]) -> str:
    printed = next((found.group(1) for note in notes if (found := _FROM.search(note))), "")
    return tidy(meta.get("contentsource", "") or printed)


def _issuer(meta: dict[str, str], notes: list[str], said: dict[str, str], publisher: str) -> str:
    """Who speaks: 发文机关, else the page's source, else the publisher; a department stands for its publisher."""
    named = next((said[label] for label in labels.ISSUERS if label in said), "") or _office(meta, notes) or said.get("发布机构", "")
    return publisher if not named or _DEPARTMENT.fullmatch(named) else named


def _number(said: dict[str, str]) -> str | None:
    """发文字号 as the page's own table has it; 无 is none."""
    printed = next((said[label] for label in labels.NUMBERS if label in said), "")
    return printed if re.search(r"\d", printed) else None


def _rows_of_labels(page: HtmlElement) -> Iterator[str]:
    """The short texts in which labels stand: cells, list items and their neighbours that hold no further ones; lines in 【】."""
    for node in page.iter("td", "th", "li", "label", "b", "i", "span", "dt", "dd", "div", "p"):
        if next(node.iterdescendants("div", "li", "td", "dd", "p", "table"), None) is not None and node.tag not in ("td", "th"):
            continue
        text = cell_text(node)
        if text and len(text) <= 80 and (node.tag != "p" or text.startswith("【")):
            yield text


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
