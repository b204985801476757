"""A page as a tree: parsed by lxml from text that is decoded already, and searched by CSS selectors, or by XPath."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from cssselect import SelectorError
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
    """The elements that a selector finds below a node, in order: CSS, or XPath where it begins with / or ./ or (."""
    found = _compiled(query)(node)
    return [one for one in found if isinstance(one, HtmlElement)] if isinstance(found, list) else []


def fault(query: str) -> str | None:
    """Why a selector is none, in a few words; None where it can be used."""
    try:
        _compiled(query)(document_fromstring("<p>"))
    except (SelectorError, etree.XPathError) as error:
        return str(error) or type(error).__name__
    return None


@cache
def _compiled(query: str) -> Callable[[HtmlElement], object]:
    return etree.XPath(query) if query.startswith(("/", "./", "(")) else CSSSelector(query, translator="html")
