"""Columns whose pages are files beside one another: index.html, index_1.html … or list.shtml, list_2.shtml …

How many there are stands in a script of the page: createPageHTML(pages, page from 0, "index", "html") on TRS sites,
createPageHTML('page_div', pages, page from 1, 'list', 'shtml', rows) on ucap sites.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin

from crawler.sites.column import Ask, Listing, SamePage
from crawler.sites.impostor import Gone, is_soft_404
from crawler.source import Source

_PRINTED = re.compile(
    r"createPageHTML\(\s*(?P<box>['\"][^'\"]*['\"]\s*,\s*)?['\"]?(?P<pages>\d+)['\"]?\s*,\s*['\"]?(?P<number>\d+)['\"]?"
    r"(?:\s*,\s*['\"](?P<name>[\w-]+)['\"]\s*,\s*['\"]\.?(?P<ending>\w+)['\"])?(?:\s*,\s*['\"]?(?P<count>\d+))?",
)

Reader = Callable[[Source, str, int], Listing]


@dataclass(frozen=True)
class Paging:
    """What a page says of its column's pages. name and ending: of their files, "" where it does not say."""

    pages: int
    number: int  # this page, from 1
    name: str = ""
    ending: str = ""
    count: int | None = None  # rows of the whole column


@dataclass(frozen=True)
class FileColumn:
    """A column of files. `turn`: the address of its further pages, with {page} or {before}; "" where it has none."""

    source: Source
    first: Listing
    turn: str
    reader: Reader

    def ask(self, number: int) -> Ask:
        """The request for page `number`."""
        address = self.turn.format(page=number, before=number - 1) if number > 1 else ""
        return Ask(urljoin(self.source.url, address), {"Referer": self.source.url})

    def read(self, text: str, number: int) -> Listing:
        """The rows of that page."""
        return self.reader(self.source, there(text), number)


def printed(text: str) -> Paging | None:
    """The paging that a page's script prints, None where it prints none."""
    found = _PRINTED.search(text)
    if not found:
        return None
    number, count = int(found["number"]), found["count"]
    from_one = found["box"] is not None
    return Paging(
        pages=max(int(found["pages"]), 1),
        number=max(number, 1) if from_one else number + 1,
        name=found["name"] or "",
        ending=found["ending"] or "",
        count=int(count) if count and from_one else None,
    )


def there(text: str) -> str:
    """The page, if it is one. Raises Gone."""
    if is_soft_404(text):
        raise Gone("栏目页是「页面不存在」")
    return text


def same(number: int, paging: Paging) -> None:
    """Raises SamePage where a page says that it is another than the one that was asked for."""
    if paging.number != number:
        raise SamePage(f"请求第{number}页，返回的是第{paging.number}页：网站不理会页码")
