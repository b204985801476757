"""Scrapy's settings, each with its reason. Everything that is not here stays as Scrapy has it."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

LARGEST = 20 * 1024 * 1024  # bytes of a page or file, after decompression
SLOWEST = 60  # seconds for a whole answer


def user_agent(contact: str) -> str:
    """Who reads, honestly, with a way to reach the operator. The first words are those without which many sites answer 403."""
    who = contact or "no contact given"
    return f"Mozilla/5.0 (compatible; parkwatch/{version('parkwatch')}; reads public notices about science parks; {who})"


def settings(delay: float, contact: str = "", slowest: float = SLOWEST) -> dict[str, Any]:
    """The settings of one crawl. delay: seconds between two requests to one host; contact: mail or address of the operator;
    slowest: seconds for a whole answer."""
    return {
        # Scrapy 2.19 starts a port that executes what is sent to it, and telnet: a crawler needs neither. Nor its counts, feeds and
        # reports, each of which is loaded, and some of which take their time at every request.
        "EXTENSIONS_BASE": {},
        "EXTENSIONS": {"crawler.middlewares.CrawlDelay": 0},
        "STATS_CLASS": "scrapy.statscollectors.DummyStatsCollector",
        "DOWNLOADER_STATS": False,
        # Answers go to the one who asked, not through Scrapy's spiders.
        "SPIDER_MIDDLEWARES_BASE": {},
        "DOWNLOAD_HANDLERS": dict.fromkeys(("data", "file", "ftp", "s3")),
        # One asyncio loop for all crawls of a child, no thread pool that outlives it.
        "TWISTED_REACTOR_ENABLED": False,
        "USER_AGENT": user_agent(contact),
        "DEFAULT_REQUEST_HEADERS": {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Language": "zh-CN,zh;q=0.9"},
        "ROBOTSTXT_OBEY": True,
        # robots.txt files name crawlers, not browsers.
        "ROBOTSTXT_USER_AGENT": "parkwatch",
        "DOWNLOAD_DELAY": delay,
        "DOWNLOAD_DELAY_JITTER": 0,
        # Visits ask one thing at a time; this holds where a redirect or robots.txt comes in between, too.
        "CONCURRENT_REQUESTS": 1,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_MAXSIZE": LARGEST,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_TIMEOUT": slowest,
        # Off by default: anybody between us and a ministry could write our news.
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "REDIRECT_MAX_TIMES": 5,
        # A page that refreshes itself is a page to look at, not to follow: soft 404s do it.
        "METAREFRESH_ENABLED": False,
        # Its heuristics call a page fresh that was never asked for again; ours are in middlewares.py.
        "HTTPCACHE_ENABLED": False,
        # Retries at once and without hearing Retry-After; ours are in middlewares.py.
        "RETRY_ENABLED": False,
        "DOWNLOADER_MIDDLEWARES": {
            "crawler.middlewares.PublicAddressesOnly": 760,  # after the proxy is chosen (750), before anything is sent
            # On the way back: after decompression (590), and before anything is made of the bytes.
            "crawler.middlewares.ConditionalGet": 585,
            "crawler.middlewares.CharsetByBody": 580,
            "crawler.middlewares.PatientRetry": 540,
            # Spiders here name no domains and no passwords.
            "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
            "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
        },
    }
