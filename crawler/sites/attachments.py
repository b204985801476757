"""The files that hang on a notice, with the names that people read: links in its body, files shown in a viewer, TRS appendices.

An address often says nothing (…/downfile.jsp?filename={hash}.xlsx, W020241223….pdf): the name is the text of the link, and
only where that says nothing either, what the address carries.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import parse_qsl, unquote, urldefrag, urlsplit

from lxml.html import HtmlElement

from crawler.sites import body, labels
from crawler.sites.column import joined
from crawler.sites.tables import cell_text
from crawler.sites.tree import parsed, select

_ENDINGS = ("pdf", "docx", "doc", "wps", "xlsx", "xls", "et", "csv", "txt", "rtf", "pptx", "ppt", "ofd", "zip", "rar", "7z")
_ENDING = re.compile(rf"\.({'|'.join(_ENDINGS)})$", re.IGNORECASE)
_PAGE = re.compile(r"\.s?html?$", re.IGNORECASE)
_DOWNLOAD = re.compile(r"/downfile\.jsp$|/download(?:\.\w+)?$", re.IGNORECASE)  # programs that give files out
_APPENDIX = re.compile(r"/[WP]0(?:19|20)\d{6}\d*\.\w{2,4}$")  # TRS: the files of an article, wherever on its page they stand
# Where sites list a notice's files below its body.
_BESIDE = "div.attachment, table.enclosure, .enclosure, #attachment, .annex, .fujian, .appendix, .xgfj"
_NOT_ITS_OWN = ("nav", "footer", "header")
_IN_QUERY = ("filename", "file_name", "name", "file", "fname")
_SAYS_NOTHING = re.compile(
    r"[\W_]*(?:(?:点击|文件|附件|立即|在线|PDF|Word|Excel)*(?:下载|查看|浏览|预览|打开)(?:附件|文件|此处|原文)?|附\s*件\s*\d*|这里|此处|全文|原文|PDF版?|\d*)[\W_]*",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^\s*附\s*件\s*[:：]\s*")  # 附件1： stays: it tells one file from another


@dataclass(frozen=True)
class Link:
    """A file: its name as the page gives it, always with an ending, and its address."""

    name: str
    url: str


def attachments(text: str, url: str, selectors: Mapping[str, str] | None = None) -> tuple[Link, ...]:
    """The files of the notice on a page, in its order, each address once. url: the page's; selectors: those of its source file."""
    page = parsed(text)
    return in_page(page, body.find(page, selectors or {}), url)


def in_page(page: HtmlElement, container: HtmlElement | None, url: str) -> tuple[Link, ...]:
    """The same for a page and its body that are parsed already."""
    names: dict[str, str] = {}
    for node in _nodes(page, container, url):
        address = _address(node, url)
        if address is None:
            continue
        said = _said(node)
        if said or address not in names:
            names[address] = names.get(address) or said
    image = labels.meta_tags(page).get("image", "")  # meant for a picture; some sites put a file there
    picture = _web(url, image)
    if picture and _ENDING.search(urlsplit(picture).path):
        names.setdefault(picture, "")
    return tuple(Link(_name(said, address), address) for address, said in names.items())


def _nodes(page: HtmlElement, container: HtmlElement | None, url: str) -> Iterator[HtmlElement]:
    """Links, frames and viewers: those of the body, of a list of files beside it, and TRS appendices."""
    places = [container] if container is not None else []
    places += [place for place in select(page, _BESIDE) if place is not container]
    for place in places:
        yield from place.iter("a", "iframe", "embed", "object")
    for link in page.iter("a"):
        address = joined(url, link.get("href") or "")
        path = urlsplit(address).path if address else ""
        own = link.get("appendix") == "true" or _APPENDIX.search(path) or path.endswith("downfile.jsp")
        if own and not any(True for _ in link.iterancestors(*_NOT_ITS_OWN)):
            yield link


def _address(node: HtmlElement, url: str) -> str | None:
    """Where the file is that a link or a frame shows; None where it shows no file."""
    target = node.get({"a": "href", "object": "data"}.get(str(node.tag), "src")) or ""
    address = _web(url, target)
    if address is None:
        return None
    parts = urlsplit(address)
    query = dict(parse_qsl(parts.query))
    if parts.path.endswith("viewer.html"):  # pdf.js: the file is its parameter
        shown = _web(address, query["file"]) if query.get("file") else None
        return shown if shown and not _PAGE.search(urlsplit(shown).path) else None
    carried = any(_ENDING.search(query.get(name, "")) for name in _IN_QUERY)
    named = node.tag == "a" and _DOWNLOAD.search(parts.path) and (query or _ENDING.search(_said(node)))
    return address if _ENDING.search(unquote(parts.path)) or carried or named else None


def _web(base: str, href: str) -> str | None:
    address = joined(base, href)
    return urldefrag(address)[0] if address and urlsplit(address).scheme in ("http", "https") else None


def _said(node: HtmlElement) -> str:
    """What a link calls its file: its text, or else its title; "" where that names nothing."""
    if node.tag != "a":
        return ""
    for words in (cell_text(node), (node.get("title") or "").strip(), (node.get("download") or "").strip()):
        if words and not _SAYS_NOTHING.fullmatch(words):
            return words
    return ""


def _name(said: str, address: str) -> str:
    """A name with its ending: what was said, without the word 附件 in front of it, else what the address carries."""
    parts = urlsplit(address)
    query = dict(parse_qsl(parts.query))
    carried = next((value for name in _IN_QUERY if _ENDING.search(value := query.get(name, ""))), unquote(parts.path))
    file = PurePosixPath(carried).name or "附件"
    ending = _ENDING.search(file)
    said = _LABEL.sub("", said)
    if not said:
        return file
    return said if ending is None or _ENDING.search(said) else f"{said}{ending.group(0).lower()}"
