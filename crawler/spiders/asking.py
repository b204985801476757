"""Asking a site for something, and giving up in time: what every spider does alike."""

from __future__ import annotations

from scrapy import Spider
from scrapy.http import Request, Response, TextResponse

from crawler.failures import FAILURES, UNANSWERED, LeftAlone, Unreachable, VisitEnded, reason
from crawler.sites.impostor import Kind, impostor
from monitors.belief import LayoutChanged

_SILENCES = 3  # pages in a row without an answer, after which the site is left alone
_WANT_BROWSER = (412, 521)  # 瑞数 and 加速乐 answer so to whoever runs no script (SOURCES 2c)


class AskingSpider(Spider):
    """Asks for one thing at a time. `ended`: nothing more is asked of the site in this visit."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.ended = False
        self._silences = 0

    async def fetch(self, request: Request) -> Response:
        """An answer, 200 or 304. Raises Unreachable, and VisitEnded once nothing more is to be asked."""
        if self.ended:
            raise VisitEnded
        try:
            response = await self.crawler.engine.download_async(request)
        except FAILURES as error:
            self._silences = self._silences + 1 if isinstance(error, UNANSWERED) else 0
            self.ended = self.ended or isinstance(error, LeftAlone) or self._silences >= _SILENCES
            raise Unreachable(reason(error)) from error
        self._silences = 0
        if response.status not in (200, 304):
            raise self._refused(response)
        return response

    def _refused(self, response: Response) -> Unreachable:
        """Why an answer of another status is none. A site that wants a browser is asked for nothing more in this visit."""
        other = impostor(response.text) if isinstance(response, TextResponse) and response.body else None
        if response.status in _WANT_BROWSER or (other and other.kind is Kind.CHALLENGE and response.status not in (403, 404)):
            self.ended = True
            return Unreachable(f"HTTP {response.status}，网站要求浏览器验证", response.status)
        return Unreachable(f"HTTP {response.status}", response.status)

    async def ask(self, request: Request) -> TextResponse:
        """A listing's answer. Raises Unreachable, and LayoutChanged where it is no text."""
        response = await self.fetch(request)
        if not isinstance(response, TextResponse):
            raise LayoutChanged("回答不是文本")
        return response
