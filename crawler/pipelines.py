"""Where a crawl meets memory: what was read is handed to the watch, document by document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self, cast

from scrapy.crawler import Crawler

from monitors.document import Document, Fetched
from monitors.watch import Outcome
from state.database import StateError

if TYPE_CHECKING:
    from crawler.spiders.source_spider import SourceSpider


@dataclass(frozen=True)
class Reading:
    """A document and the bytes it was read from."""

    document: Document
    fetched: Fetched


class Remember:
    """Each document is compared and kept in a transaction of its own, in the order of their coming."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    @property
    def _spider(self) -> SourceSpider:
        return cast("SourceSpider", self._crawler.spider)

    def process_item(self, item: Reading) -> Reading:
        """Hands a document over."""
        spider = self._spider
        if not spider.broken:
            try:
                if spider.watch.observe(item.document, item.fetched) is Outcome.HELD:
                    page = spider.watch.page(item.document.source, item.document.key)
                    spider.trouble(item.document.url, (page.reason if page else None) or "没有采信")
            except StateError as error:
                spider.stop_remembering(error)
        return item

    def close_spider(self) -> None:
        """Ends the visit: only a complete one ends a source's silent baseline."""
        spider = self._spider
        try:
            if not spider.broken:
                spider.watch.finish(spider.name, spider.complete)
        except StateError as error:
            spider.stop_remembering(error)
