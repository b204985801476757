"""A file as documents: a saved notice, an attachment, a newspaper page or an article as plain text, a JSONL file of articles.

What a file is, is read from its bytes: names lie (an HTML page called .xls is common on ministry sites).
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from crawler.files import sniff
from crawler.files.attachment import LARGEST, Attachment, Unreadable, Unsupported
from crawler.files.grid import heading
from crawler.files.safely import read_safely
from crawler.files.sniff import Format
from crawler.sites import founder, watched
from crawler.sites.markup import paragraphs, plain
from crawler.sites.page import Origin, origin, read_notice
from crawler.source import Source
from monitors.belief import LayoutChanged
from monitors.document import Document, Shape
from monitors.reading.newspaper_page import PrintedArticle, split_page

__all__ = ["Unsupported", "read_file"]

log = logging.getLogger(__name__)

_ARTICLE_PAGE = re.compile(r"<!--\s*enpcontent|<founder-content", re.IGNORECASE)


def read_file(path: Path, source: Source | None = None, title: str | None = None, published: date | None = None) -> list[Document]:
    """The documents of a file in their order; their keys are ordinals, or the ids of a JSONL file.

    source: the one it would have come from; title and published where the file does not say them.
    Raises Unsupported, OSError, and NotBelieved for a page that is not what it should be.
    """
    if path.stat().st_size > LARGEST:
        raise Unsupported(f"{path} is larger than {LARGEST // 2**20} MiB: no page, article or attachment is")
    body = path.read_bytes()
    if source is not None and source.watched is not None:
        return [_told(watched.read(source, body)[0], title, published)]
    if path.suffix.lower() == ".jsonl":
        return _articles(path, body, source)
    try:
        kind = sniff.sniff(body)
        if kind is Format.HTML:
            return [_page(path, body, source, title, published)]
        if kind is Format.TEXT:
            return _printed(sniff.text_of(body), source, title, published)
    except Unreadable as error:
        raise Unsupported(f"{path} {error}") from error
    return [_attached(path, read_safely(str(path), body), source, title, published)]


def _page(path: Path, body: bytes, source: Source | None, title: str | None, published: date | None) -> Document:
    """A saved page: a notice, or an article of the old newspaper; else, where no source is named, the tables that stand in it."""
    try:
        return _notice(path, sniff.text_of(body), source, title, published)
    except LayoutChanged:
        if source is not None:
            raise
        attached = read_safely(str(path), body)
        if not attached.tables:
            raise
        return _attached(path, attached, source, title, published)


def _attached(path: Path, said: Attachment, source: Source | None, title: str | None, published: date | None) -> Document:
    """An attachment as the notice that it belongs to would print it. Raises Unsupported where nobody could read it."""
    if not said.tables and not said.text:
        raise Unsupported(f"{path} cannot be read: {'；'.join(said.unread)}")
    for what in said.unread:
        log.warning("%s: %s", path, what)
    return Document(
        source=source.name if source else "file",
        key="1",
        url="",
        shape=_speaks(source, Shape.NOTICE),
        title=title or heading(said.text) or path.stem,
        text=said.text,
        tables=said.tables,
        published=published,
        issuer=source.publisher if source else None,
    )


def _speaks(source: Source | None, otherwise: Shape) -> Shape:
    """Who speaks in a file of a source: the issuer, or the press."""
    if source is None:
        return otherwise
    return source.shape if source.paper is None else Shape.ARTICLE


def _notice(path: Path, text: str, source: Source | None, title: str | None, published: date | None) -> Document:
    about = origin(source, "1", path.name) if source else Origin("file", "1", path.name, "", {})
    if _ARTICLE_PAGE.search(text):
        document = founder.article(text, about.source, "1", path.name, published, about.publisher)
    else:
        document = read_notice(text, about)
    return _told(replace(document, issuer=document.issuer or None), title, published)


def _told(document: Document, title: str | None, published: date | None) -> Document:
    """A document with what was said of it where it is read."""
    return replace(document, title=title or document.title, published=published or document.published)


def _printed(text: str, source: Source | None, title: str | None, published: date | None) -> list[Document]:
    """Plain text: all of it one text where a title is given, else a newspaper page split into its articles."""
    if title:
        printed = [PrintedArticle(title, "", "\n".join(filter(None, (line.strip() for line in text.splitlines()))), ())]
    else:
        printed = split_page(text)
    speaks = _speaks(source, Shape.ARTICLE)
    return [
        Document(
            source=source.name if source else "file",
            key=str(ordinal),
            url="",
            shape=speaks,
            title=one.title,
            text=one.text,
            published=published,
            issuer=source.publisher if source else None,
            author=one.author or None,
            captions=one.captions,
        )
        for ordinal, one in enumerate(printed, start=1)
    ]


def _articles(path: Path, body: bytes, source: Source | None) -> list[Document]:
    """One article a line: id, date, title, author, text, and whether the text is HTML."""
    documents = []
    for number, line in enumerate(body.decode("utf-8-sig").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            said = json.loads(line)
        except ValueError as error:
            raise Unsupported(f"{path}: line {number} is no JSON: {error}") from error
        if not isinstance(said, dict) or not isinstance(said.get("text"), str):
            raise Unsupported(f'{path}: line {number} is no article: write {{"id": …, "date": …, "title": …, "author": …, "text": …}}')
        documents.append(_article(path, number, said, source))
    if not documents:
        raise Unsupported(f"{path} is empty")
    return documents


def _article(path: Path, number: int, said: Mapping[str, Any], source: Source | None) -> Document:
    markup = said["html"] if isinstance(said.get("html"), str) else said["text"]
    lines = paragraphs(markup) if said.get("html") else [line.strip() for line in said["text"].splitlines()]
    try:
        published = date.fromisoformat(str(said["date"])) if said.get("date") else None
    except ValueError as error:
        raise Unsupported(f"{path}: line {number} has a date that does not exist: {said['date']}") from error
    return Document(
        source=source.name if source else "file",
        key=str(said.get("id", number)),
        url="",
        shape=Shape.ARTICLE,
        title=plain(said.get("title")),
        text="\n".join(filter(None, lines)),
        published=published,
        issuer=source.publisher if source else None,
        author=plain(said.get("author")) or None,
    )
