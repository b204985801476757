"""Which characters a page's bytes mean: the body is believed before its header, for headers and meta tags lie.

Seen on real sites: UTF-8 without any charset; a header of ISO-8859-1 over GBK; a meta tag of gb2312 over UTF-8.
"""

from __future__ import annotations

import codecs
import re

_IN_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_IN_BODY = re.compile(rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# What servers say when nobody configured them; no Chinese page is written in it.
_MEANINGLESS = {"iso8859-1", "ascii", "cp1252", "latin-1"}
_HEAD = 4096  # bytes in which a declaration must stand (HTML: 1024; sites are late)


def charset(body: bytes, content_type: str = "") -> str:
    """The Python name of the encoding of a page. content_type: the header as sent, "" where there is none."""
    for mark, name in _MARKS:
        if body.startswith(mark):
            return name
    if _fits(body, "utf-8"):  # text in GBK is practically never valid UTF-8 by chance
        return "utf-8"
    in_body = _IN_BODY.search(body[:_HEAD])
    in_header = _IN_HEADER.search(content_type)
    for declared in (in_header.group(1) if in_header else "", in_body.group(1).decode("ascii", "replace") if in_body else ""):
        name = _known(declared)
        if name and name not in _MEANINGLESS and name != "utf-8":
            return name
    return "gb18030" if _fits(body, "gb18030") else "utf-8"


def decoded(body: bytes, content_type: str = "") -> str:
    """A page's text; bytes that mean nothing become U+FFFD."""
    return body.decode(charset(body, content_type), "replace")


def _known(declared: str) -> str:
    try:
        name = codecs.lookup(declared).name
    except LookupError:
        return ""
    return "gb18030" if name in ("gb2312", "gbk") else name  # what browsers take them for


def _fits(body: bytes, name: str) -> bool:
    try:
        body.decode(name)
    except UnicodeDecodeError as error:
        # A page cut in the middle of its last character is still a page of that encoding.
        return error.start >= len(body) - 4 and len(body) > 64
    return True
