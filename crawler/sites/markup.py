"""HTML fragments as people read them: titles without markup, articles as paragraphs. BeautifulSoup: articles are small and odd."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Comment, NavigableString, Tag
from bs4.element import CData, Declaration, Doctype, ProcessingInstruction

_SPACES = re.compile(r"[ \t\r\f\v\u00a0\u3000]+")
# A line of the source that ends between two Chinese characters ends no word.
_BROKEN_LINE = re.compile(r"(?<=[\u2e80-\u9fff\uff00-\uffef])[ \t\r]*\n\s*(?=[\u2e80-\u9fff\uff00-\uffef])")
# Elements that begin and end a line of text.
BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "center", "dd", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer"),
        *("form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody"),
        *("td", "tfoot", "th", "thead", "tr", "ul"),
    )
)
_SILENT = frozenset(("script", "style", "noscript", "template", "iframe", "object", "video", "audio", "select", "textarea", "head"))
_AFTER_FULL_STOP = re.compile(r"(?<=[，。：；！？、》」』”）]) | (?=[，。：；！？、《「『“（])")


def plain(markup: str | None) -> str:
    """A title as one line: tags and entities resolved, <br> and runs of white space one space."""
    if not markup:
        return ""
    text = _SPACES.sub(" ", BeautifulSoup(markup, "lxml").get_text(" ") if "<" in markup or "&" in markup else markup)
    return _AFTER_FULL_STOP.sub("", " ".join(text.split()))


def by_line(text: str) -> str | None:
    """Who wrote it, without the ornament that papers print before it: ◎本报记者 … → 本报记者 …."""
    return text.strip().lstrip("◎□■●○▲◆ ").strip() or None


def paragraphs(markup: str) -> list[str]:
    """The paragraphs of an article's body, markup resolved, pictures and scripts left out."""
    lines = [""]
    _walk(BeautifulSoup(markup, "lxml"), lines)
    return [line for line in (tidy(line) for line in lines) if line]


def tidy(line: str) -> str:
    """One line of text: leading indents gone, runs of white space one space."""
    return _SPACES.sub(" ", _BROKEN_LINE.sub("", line.strip()).replace("\n", " ")).strip()


def _walk(node: Tag, lines: list[str]) -> None:
    for child in node.children:
        if isinstance(child, Tag):
            if child.name in _SILENT:
                continue
            breaks = child.name in BLOCKS or child.name == "br"
            if breaks:
                lines.append("")
            _walk(child, lines)
            if breaks:
                lines.append("")
        elif isinstance(child, NavigableString) and not isinstance(child, Comment | CData | Declaration | Doctype | ProcessingInstruction):
            lines[-1] += str(child)
