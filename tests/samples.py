"""Documents in words, for tests: what a site would have said, without the site."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from monitors import zones
from monitors.document import Document, Fetched, Shape, Table
from state.schema import SHANGHAI

PARKS = [zone.name for zone in zones.load() if zone.type == "国家高新区"]


class Clock:
    """A clock that stands still until a test moves it."""

    def __init__(self, start: str) -> None:
        self.at(start)

    def at(self, moment: str) -> None:
        self.moment = datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI)

    def __call__(self) -> datetime:
        return self.moment


def notice(
    title: str,
    text: str = "",
    tables: Sequence[Table] = (),
    *,
    key: str = "n1",
    source: str = "sample",
    published: str = "2025-01-06",
    issuer: str | None = "工业和信息化部",
    number: str | None = None,
) -> Document:
    """A notice as a ministry would publish it."""
    return Document(
        source=source,
        key=key,
        url=f"https://example.org/{key}",
        shape=Shape.NOTICE,
        title=title,
        text=text,
        tables=tuple(tables),
        published=date.fromisoformat(published),
        issuer=issuer,
        number=number,
    )


def article(title: str, text: str, *, key: str = "a1", source: str = "paper", published: str = "2025-01-08") -> Document:
    """An article as the newspaper would print it."""
    return Document(
        source=source,
        key=key,
        url=f"https://example.org/{key}",
        shape=Shape.ARTICLE,
        title=title,
        text=text,
        published=date.fromisoformat(published),
        issuer="科技日报",
    )


def ranking_table(names: Sequence[str], *, caption: str = "综合评价前50名", start: int = 1) -> Table:
    """排名 | 国家高新区, in the order of the names."""
    return Table(("排名", "国家高新区"), tuple((str(rank), name) for rank, name in enumerate(names, start)), caption)


def list_table(entries: Sequence[tuple[str, str]], caption: str = "") -> Table:
    """序号 | 省份 | 企业名称, from (region, name)."""
    rows = tuple((str(number), region, name) for number, (region, name) in enumerate(entries, start=1))
    return Table(("序号", "省份/计划单列市", "企业名称"), rows, caption)


def fetched(document: Document, clock: Clock) -> Fetched:
    """The bytes such a document would have been read from."""
    return Fetched(document.url, f"{document.title}{document.text}{document.tables}".encode(), "text/html", clock())
