"""A file as documents: a saved notice, a newspaper page or an article as plain text, a JSONL file of articles.

What a file is, is read from its bytes: names lie (an HTML page called .xls is common on ministry sites).
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from crawler.sites import founder
from crawler.sites.charset import charset
from crawler.sites.markup import paragraphs, plain
from crawler.sites.page import Origin, read_notice
from crawler.source import Source, load
from monitors.document import Document, Shape
from monitors.reading.newspaper_page import PrintedArticle, split_page

_LARGEST = 20 * 1024 * 1024  # bytes
_FORMATS = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "an Office file or archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"\x1f\x8b", "a compressed file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"{\\rtf", "an RTF file"),
)
_HTML = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype|html|head|body|meta|div|table|p)\b", re.IGNORECASE | re.DOTALL)
_ARTICLE_PAGE = re.compile(r"<!--\s*enpcontent|<founder-content", re.IGNORECASE)


class Unsupported(Exception):
    """A file that cannot be read as documents; one line that says what it is and what can be read."""


def read_file(path: Path, source: str | None = None, title: str | None = None, published: date | None = None) -> list[Document]:
    """The documents of a file in their order; their keys are ordinals, or the ids of a JSONL file.

    source: the name of the source it would have come from; title and published where the file does not say them.
    Raises Unsupported, OSError, and NotBelieved for a page that is not what it should be.
    """
    if path.stat().st_size > _LARGEST:
        raise Unsupported(f"{path} is larger than 20 MiB: no page or article is")
    body = path.read_bytes()
    origin = _source(source)
    if path.suffix.lower() == ".jsonl":
        return _articles(path, body, origin)
    text = _text(path, body)
    if _HTML.match(text):
        return [_page(path, text, origin, title, published)]
    return _printed(text, origin, title, published)


def _source(name: str | None) -> Source | None:
    if name is None:
        return None
    folder = os.environ.get("PARKWATCH_SOURCES")
    known = load(Path(folder) if folder else None)
    if name not in known:
        raise Unsupported(f"there is no source {name!r}: there are {', '.join(known)}")
    return known[name]


def _text(path: Path, body: bytes) -> str:
    what = next((what for mark, what in _FORMATS if body.startswith(mark)), None)
    known = "saved web pages, plain text and .jsonl files of articles can be read"
    if what is not None:
        raise Unsupported(f"{path} is {what}, which cannot be read yet: {known}")
    text = body.decode(charset(body), "replace")
    if "\x00" in text or text.count("\ufffd") > len(text) // 100:
        raise Unsupported(f"{path} is no text: {known}")
    if not text.strip():
        raise Unsupported(f"{path} is empty")
    return text


def _page(path: Path, text: str, source: Source | None, title: str | None, published: date | None) -> Document:
    """A saved page: a notice, or an article of the old newspaper."""
    name, publisher = (source.name, source.publisher) if source else ("file", "")
    if _ARTICLE_PAGE.search(text):
        document = founder.article(text, name, "1", path.name, published, publisher)
    else:
        document = read_notice(text, Origin(name, "1", path.name, publisher, source.selectors if source else {}))
    changes: dict[str, Any] = {"issuer": document.issuer or None}
    changes |= {"title": title} if title else {}
    changes |= {"published": published} if published else {}
    return replace(document, **changes)


def _printed(text: str, source: Source | None, title: str | None, published: date | None) -> list[Document]:
    """Plain text: all of it one text where a title is given, else a newspaper page split into its articles."""
    if title:
        printed = [PrintedArticle(title, "", "\n".join(filter(None, (line.strip() for line in text.splitlines()))), ())]
    else:
        printed = split_page(text)
    speaks = Shape.NOTICE if source is not None and source.paper is None else Shape.ARTICLE
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
