"""What every request and answer passes: only public addresses, our own conditional GET, patience, and the charset of the body."""

from __future__ import annotations

import asyncio
import hashlib
import ipaddress
import logging
import socket
import time
from email.utils import parsedate_to_datetime
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError, IgnoreRequest
from scrapy.http import Request, Response, TextResponse
from scrapy.settings import BaseSettings

from crawler.addresses import Address, is_public, is_public_name, literal
from crawler.failures import UNANSWERED, LeftAlone
from crawler.sites.charset import charset
from state.pages import KnownPage

log = logging.getLogger(__name__)

FULL_EVERY = 8  # every eighth request of a page is a full one: sites lie about what has not changed
UNCHANGED = "unchanged"  # flag of an answer that says nothing new
_RETRIED = (408, 429, 500, 502, 503, 504, 522, 524)
_BACKOFF = (2, 8)  # pauses between two requests before the second and third try
_LONGEST_WAIT = 120.0  # seconds; a longer Retry-After is left to the next crawl
_LONGEST_DELAY = 60.0  # seconds; a Crawl-delay of hours is a mistake, or a way to say no
_RESOLVED_FOR = 60.0  # seconds that a checked name is not looked up again


class PublicAddressesOnly:
    """Refuses addresses that are not public. A proxy that was configured is let through, the target behind it is not."""

    def __init__(self) -> None:
        self._checked: dict[str, float] = {}

    async def process_request(self, request: Request) -> None:
        """Before the request: its scheme, its host as written and, without a proxy, what its name resolves to."""
        target = urlsplit(request.url)
        host = target.hostname or ""
        if target.scheme not in ("http", "https"):
            raise IgnoreRequest(f"不读取 {target.scheme}: 地址")
        address = literal(host)
        if address is not None:
            self._require(host, [address])
        elif not is_public_name(host):
            raise IgnoreRequest(f"{host} 不是公网域名，不读取")
        elif not request.meta.get("proxy") and self._checked.get(host, 0) < time.monotonic():
            self._require(host, await _resolve(host, target.port or (443 if target.scheme == "https" else 80)))
            self._checked[host] = time.monotonic() + _RESOLVED_FOR

    def process_response(self, request: Request, response: Response) -> Response:
        """After it: the name may have been given another address between the check and the connection."""
        if response.ip_address is not None and not request.meta.get("proxy"):
            self._require(urlsplit(request.url).hostname or "", [ipaddress.ip_address(str(response.ip_address))])
        return response

    @staticmethod
    def _require(host: str, addresses: list[Address]) -> None:
        private = next((address for address in addresses if not is_public(address)), None)
        if private is not None:
            raise IgnoreRequest(f"{host} 指向非公网地址 {private}，不读取")


async def _resolve(host: str, port: int) -> list[Address]:
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise CannotResolveHostError(f"no address for {host}: {error}") from error
    return [ipaddress.ip_address(entry[4][0]) for entry in found]


class ConditionalGet:
    """Asks only for what changed: validators from state go out, 304 and the hash of the bytes come back as `unchanged`.

    A request says which page it is by `meta["known"]` (a KnownPage, or None for a page that is asked for in full).
    """

    def process_request(self, request: Request) -> None:
        """Adds the validators, but for every FULL_EVERYth time."""
        known: KnownPage | None = request.meta.get("known")
        if known is None or known.status != "read" or (known.checks + 1) % FULL_EVERY == 0:
            return
        if known.etag:
            request.headers.setdefault("If-None-Match", known.etag)
        if known.last_modified:
            request.headers.setdefault("If-Modified-Since", known.last_modified)

    def process_response(self, request: Request, response: Response) -> Response:
        """Flags what is as it was."""
        known: KnownPage | None = request.meta.get("known")
        if known is None or known.status != "read":
            return response
        same = response.status == 200 and known.sha256 == hashlib.sha256(response.body).hexdigest()
        if response.status == 304 or same:
            response.flags.append(UNCHANGED)
        return response


class CharsetByBody:
    """Decodes pages by what their bytes are: headers and meta tags of latin-1 or gb2312 are often wrong."""

    def process_response(self, request: Request, response: Response) -> Response:
        """Fixes the encoding of a text; of one that is as it was nobody reads more than that."""
        if not isinstance(response, TextResponse) or UNCHANGED in response.flags:
            return response
        header = (response.headers.get("Content-Type") or b"").decode("latin-1")
        return response.replace(encoding=charset(response.body, header))


class PatientRetry:
    """Tries again after what may pass, waiting as long as the site asks; what asks for too long is left to the next crawl.

    While it waits nothing else is asked of the site: a crawl has one request under way.
    """

    def __init__(self, settings: BaseSettings) -> None:
        self._pace = settings.getfloat("DOWNLOAD_DELAY")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.settings)

    async def process_response(self, request: Request, response: Response) -> Response | Request:
        """Raises LeftAlone where the site asks for more patience than a run has."""
        if response.status not in _RETRIED:
            return response
        asked = _retry_after(response)
        if asked is not None and asked > _LONGEST_WAIT:
            raise LeftAlone(f"HTTP {response.status}，网站要求{asked:.0f}秒后再来")
        return await self._again(request, asked) or response

    async def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """Tries again where no answer came."""
        return await self._again(request, None) if isinstance(exception, UNANSWERED) else None

    async def _again(self, request: Request, asked: float | None) -> Request | None:
        tried = request.meta.get("tried", 0)
        if tried >= len(_BACKOFF):
            return None
        wait = asked if asked is not None else _BACKOFF[tried] * self._pace
        log.info("asking again for %s in %g s", request.url, wait)
        await asyncio.sleep(wait)
        return request.replace(meta={**request.meta, "tried": tried + 1})


def _retry_after(response: Response) -> float | None:
    """Seconds the site asks us to wait: a number, or a date against the server's own clock; None where it does not say."""
    said = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if said.isdigit():
        return float(said)
    try:
        until, now = parsedate_to_datetime(said), parsedate_to_datetime((response.headers.get("Date") or b"").decode("latin-1"))
        return max(0.0, (until - now).total_seconds())
    except (TypeError, ValueError):
        return None


class CrawlDelay:
    """Applies a Crawl-delay of robots.txt to the host's slot; Scrapy obeys Disallow only."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        crawler.signals.connect(self.apply, signal=signals.robots_parsed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def apply(self, robotparser: Any, request: Request) -> None:
        """robots.txt was read: waits at least as long as it asks between two requests to that host."""
        asked = robotparser.crawl_delay(self._crawler.settings["ROBOTSTXT_USER_AGENT"])
        if asked is None:
            return
        downloader = self._crawler.engine.downloader
        key = downloader.get_slot_key(request)
        delay = max(min(float(asked), _LONGEST_DELAY), self._crawler.settings.getfloat("DOWNLOAD_DELAY"))
        # For a slot that Scrapy makes anew after a minute's rest, and for the one at hand.
        downloader.per_slot_settings[key] = {"delay": delay}
        if key in downloader.slots:
            downloader.slots[key].delay = delay
