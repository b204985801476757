"""The meta tags that 国办发〔2017〕47号 asks of government pages, and the deviations in which real pages write them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from html import escape

_DATES: tuple[Callable[[datetime], str], ...] = (
    lambda at: f"{at:%Y-%m-%d %H:%M}",  # as the rule says
    lambda at: f"{at:%Y-%m-%d %H:%M:%S}",
    lambda at: f"{at:%Y-%m-%d}",
    lambda at: f"{at:%Y.%m.%d}",
    lambda at: f"{at:%Y}——{at:%m}——{at:%d} {at:%H:%M}",  # sic, in the annex's own sample
)


def meta_tags(style: int, site: str, domain: str, code: str, column: str, title: str, published: datetime, source: str) -> str:
    """The tags of an article page; `style` picks one of the deviations seen on real sites, the same for the same page."""
    values = {
        "SiteName": site,
        "SiteDomain": domain,
        "SiteIDCode": code,
        "ColumnName": column,
        "ColumnType": "政策文件",
        "ArticleTitle": title,
        "PubDate": _DATES[style % len(_DATES)](published),
        "ContentSource": source,
        "Keywords": "",
        "Author": "",
    }
    if style % 7 == 3:  # MNR's misspelling
        values["ContenSource"] = values.pop("ContentSource")
    lines = [_tag(name, value, style // 5) for name, value in values.items()]
    if style % 3 == 1:  # MEE's duplicates
        lines += [_tag("source", source, 0), _tag("publishdate", f"{published:%Y-%m-%d}", 0)]
    return "\n".join(lines)


def _tag(name: str, value: str, style: int) -> str:
    if style % 4 == 1:
        return f'<meta content="{escape(value)}" name="{name}">'
    if style % 4 == 2:
        return f'<META NAME="{name.upper()}" CONTENT="{escape(value)}">'
    if style % 4 == 3:
        return f"<meta name='{name.lower()}' content='{escape(value)}'/>"
    return f'<meta name="{name}" content="{escape(value)}">'
