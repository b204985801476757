"""A page as a tree: parsed by lxml from text that is decoded already, and searched by CSS selectors."""

from __future__ import annotations

import re
from functools import cache

from lxml import etree
from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from monitors.belief import SourceDown

# lxml drops what stands behind </html>; browsers do not, and pages are put together from parts that end with it.
_ENDS = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)


def parsed(html: str) -> HtmlElement:
    """A page or a part of one. Raises SourceDown for an empty one."""
    html = _ENDS.sub("", html)
    try:
        # The bytes were decoded by what they are: a declaration inside must not be believed again.
        page: HtmlElement = document_fromstring(html.encode(), parser=HTMLParser(encoding="utf-8", remove_comments=True))
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise SourceDown("网站返回空白页") from error
    return page


def select(node: HtmlElement, query: str) -> list[HtmlElement]:
    """The elements that a CSS selector finds below a node, in order."""
    found = _compiled(query)(node)
    return [one for one in found if isinstance(one, HtmlElement)] if isinstance(found, list) else []


@cache
def _compiled(query: str) -> CSSSelector:
    return CSSSelector(query, translator="html")
