"""A page that is itself a board or a policy, as its source file says: a web page, or a file at a fixed address.

Nothing is guessed at: a selector that finds nothing, or more than one thing, is an error.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from crawler.files import sniff
from crawler.files.attachment import Attachment, Unreadable, Unsupported
from crawler.files.grid import heading
from crawler.files.safely import read_safely
from crawler.files.sniff import Format
from crawler.sites import attachments, body, labels
from crawler.sites.attachments import Link
from crawler.sites.charset import decoded
from crawler.sites.impostor import Gone, instead, is_soft_404
from crawler.sites.page import origin, prose, read_notice, title_of
from crawler.sites.tables import tables
from crawler.sites.tree import parsed, select
from crawler.source import Source
from monitors.belief import LayoutChanged, SourceDown
from monitors.change import Kind
from monitors.document import Document, Shape, Table


def read(source: Source, content: bytes, content_type: str = "") -> tuple[Document, Sequence[Link]]:
    """What the page of a source says, and the files that are part of it. content_type: the header as sent.

    Blocks while a file is read. Raises SourceDown for a page of another kind, LayoutChanged and Incomplete where parts are missing.
    """
    name = PurePosixPath(unquote(urlsplit(source.url).path)).name or source.name
    try:
        kind = form(content)
        if kind is None:
            return _page(source, decoded(content, content_type))
        return _file(source, read_safely(name, content)), ()
    except Unreadable as error:
        raise LayoutChanged(f"{name} {error}") from error
    except Unsupported as error:
        raise LayoutChanged(str(error)) from error


def form(content: bytes) -> Format | None:
    """The format of a page that is a file, None for a web page or text. Raises Unreadable, and SourceDown for an empty page."""
    if not content.strip(b"\x00 \t\r\n"):
        raise SourceDown("网站返回空白页")
    kind = sniff.sniff(content)
    return None if kind in (Format.HTML, Format.TEXT) else kind


def _page(source: Source, text: str) -> tuple[Document, Sequence[Link]]:
    files = attachments.attachments(text, source.url, source.selectors) if source.attachments else ()
    if source.watched is not None and source.watched.kind is Kind.POLICY:
        return read_notice(text, origin(source, source.url, source.url)), files
    if is_soft_404(text):
        raise Gone(f"网站返回的是「页面不存在」：{source.url}")
    page = parsed(text)
    found = _tables(source, page, text, has_files=bool(files))
    title = _title(source, page, text)
    published = labels.day(labels.meta_tags(page).get("pubdate", ""))
    container = body.find(page, source.selectors)
    written = prose(container)[0] if container is not None else ""
    return _document(source, title, written, found, published=published), files


def _tables(source: Source, page: HtmlElement, text: str, *, has_files: bool) -> tuple[Table, ...]:
    """The table that the selector means; without one, all that stand on the page: their columns decide."""
    found = tables(page)
    query = source.selectors.get("table")
    if query is None:
        if not found and not has_files:
            raise instead(text, "页面上没有表格：网站可能改版")
        return tuple(table for _, table in found)
    marked = select(page, query)
    if not marked:
        raise instead(text, f"页面上找不到 selectors.table（{query}）：网站可能改版")
    chosen = [table for element, table in found if any(one is element or one in element.iterancestors() for one in marked)]
    if len(chosen) != 1:
        raise LayoutChanged(f"selectors.table（{query}）应指一张表格，现在是{len(chosen)}张：网站可能改版")
    return tuple(chosen)


def _title(source: Source, page: HtmlElement, text: str) -> str:
    """The page's own title: it often states the edition. A table saved as a page has none, and that of its source."""
    query = source.selectors.get("title")
    if query is not None and not select(page, query):
        raise instead(text, f"页面上找不到 selectors.title（{query}）：网站可能改版")
    try:
        return title_of(page, labels.meta_tags(page), source.selectors)
    except LayoutChanged:
        return source.title


def _file(source: Source, said: Attachment) -> Document:
    title = heading(said.text) or source.title
    return _document(source, title, said.text, said.tables, number=labels.document_number(title, said.text), unread=said.unread)


def _document(
    source: Source,
    title: str,
    text: str,
    found: tuple[Table, ...],
    *,
    published: date | None = None,
    number: str | None = None,
    unread: tuple[str, ...] = (),
) -> Document:
    return Document(
        source=source.name,
        key=source.url,
        url=source.url,
        shape=Shape.NOTICE,
        title=title,
        text=text,
        tables=found,
        published=published,
        issuer=source.publisher,
        number=number,
        unread=unread,
    )
