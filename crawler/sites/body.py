"""The body of a notice: the container that holds what is published, and where it ends."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.sites.column import joined
from crawler.sites.tables import cell_text
from crawler.sites.tree import parsed, select
from monitors.belief import Incomplete

# As public crawlers of several hundred government sites found them; the first that is there and says something is taken.
CONTAINERS = (
    *("#con_con", ".TRS_UEDITOR", ".trs_editor_view", ".TRS_Editor", "#zoom", "#Zoom", "#UCAP-CONTENT", "ucapcontent", "#zoomcon"),
    *(".news-body", ".article_con", ".neiright_JPZ_GK_CP", ".content_body_box", ".pages_content", ".Custom_UnionStyle", "#ivs_content"),
    *(".art-con", "#TDContent", ".wenZhang", ".article-content", "div.text.wide", ".xxgk_detail_content", "#div_zhengwen", "#printContent"),
    *("#ozoom", ".ccontent", ".content_box", "article"),
)
_LEFT = re.compile(
    r"(?:_cofing1\s*=\s*\{\s*href\s*:|(?:window|document|self|top)\.location(?:\.href)?\s*=|location\.replace\()\s*[\"']([^\"']+)[\"']"
)
_PAGE = re.compile(r"(?:\.s?html?|/)$", re.IGNORECASE)
_SHORT = 200  # characters of a page that only sends its readers on


class Elsewhere(Incomplete):
    """The page's body is another page: `address`. `whole`: that page stands for this one; else it is only the body in a frame."""

    def __init__(self, address: str, *, whole: bool) -> None:
        super().__init__(f"正文在另一个页面：{address}")
        self.address, self.whole = address, whole


def find(page: HtmlElement, selectors: Mapping[str, str]) -> HtmlElement | None:
    """The body: where the source file says, else in the first known container that holds something; None where there is none."""
    return first(page, (selectors["body"],) if "body" in selectors else CONTAINERS)


def first(page: HtmlElement, queries: tuple[str, ...]) -> HtmlElement | None:
    """The first element that one of these selectors finds with something in it."""
    for query in queries:
        for node in select(page, query):
            if cell_text(node) or select(node, "img, iframe, embed, object"):
                return node
    return None


def framed(text: str) -> HtmlElement:
    """The body of a page that stands in a frame: all of it, if no container is there."""
    page = parsed(text)
    inner = first(page, CONTAINERS)
    return inner if inner is not None else (page.find("body") if page.find("body") is not None else page)


def left_for(page: HtmlElement, text: str, url: str) -> str | None:
    """The address that a page without a body of its own sends its readers to by script; None where it does not, or to another site."""
    found = _LEFT.search(text)
    if found is None or len(cell_text(page)) > _SHORT:
        return None
    return _at_home(joined(url, found.group(1)), url)


def frame_of(body: HtmlElement, url: str) -> str | None:
    """The address of the page that a body shows in a frame; None where it shows none, or a file, or one of another site."""
    for frame in body.iter("iframe"):
        address = joined(url, frame.get("src") or "")
        if address and _PAGE.search(urlsplit(address).path) and "viewer.html" not in address and (home := _at_home(address, url)):
            return home
    return None


def end(body: HtmlElement) -> None:
    """Cuts a body where the page says that it ends: <meta name="ContentEnd">, a meta tag among the text (MOST and others)."""
    mark = next((tag for tag in body.iter("meta") if (tag.get("name") or "").lower() == "contentend"), None)
    while mark is not None and mark is not body:
        parent = mark.getparent()
        mark.tail = None
        for after in [*mark.itersiblings()]:
            if parent is not None:
                parent.remove(after)
        mark = parent


def _at_home(address: str | None, url: str) -> str | None:
    if address is None:
        return None
    there, here = urlsplit(address), urlsplit(url)
    return address if there.scheme in ("http", "https") and there.hostname == here.hostname and address != url else None
