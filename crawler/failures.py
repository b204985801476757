"""Why a page could not be fetched, in words for the operator; and which failures there are."""

from __future__ import annotations

import gzip
import ssl
import zlib
from collections.abc import Iterator

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)

# No answer came at all: three in a row, and the site is left alone for this run.
UNANSWERED = (CannotResolveHostError, DownloadConnectionRefusedError, DownloadFailedError, DownloadTimeoutError, ResponseDataLossError)
# What was said to be compressed is not, or not whole.
_GARBLED = (gzip.BadGzipFile, zlib.error, EOFError)
FAILURES = (*UNANSWERED, *_GARBLED, DownloadCancelledError, IgnoreRequest, UnsupportedURLSchemeError)


class Unreachable(Exception):
    """A page could not be fetched now; the message says why, for the operator. status: of the answer, where one came."""

    def __init__(self, why: str, status: int | None = None) -> None:
        super().__init__(why)
        self.status = status


class VisitEnded(Exception):
    """Nothing more is asked of the site in this visit; what was not asked for is no failure of its own."""


class LeftAlone(IgnoreRequest):
    """The site asks for more patience than one run has; the message says how much."""


def reason(error: BaseException) -> str:
    """One line that says why, without addresses: the page's own stands beside it."""
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in _causes(error)):
        return "证书不可信，没有读取"
    if isinstance(error, DownloadTimeoutError):
        return "超时，没有答复"
    if isinstance(error, CannotResolveHostError):
        return "域名无法解析"
    if isinstance(error, DownloadConnectionRefusedError):
        return "无法连接"
    if is_too_large(error):
        return "页面超过20 MiB，没有读取"
    if isinstance(error, DownloadFailedError | ResponseDataLossError):
        return "连接中断，没有读完"
    if isinstance(error, IgnoreRequest) and str(error) == "Forbidden by robots.txt":
        return "网站的 robots.txt 不允许读取"
    if isinstance(error, IgnoreRequest) and str(error) == "max redirections reached":
        return "网站一再跳转，没有尽头"
    if isinstance(error, _GARBLED):
        return "压缩的内容已损坏，没有读取"
    return str(error) or type(error).__name__


def is_too_large(error: BaseException) -> bool:
    """Whether an answer was broken off because it is larger than anything that is read."""
    return any(isinstance(cause, DownloadCancelledError) or "exceeded DOWNLOAD_MAXSIZE" in str(cause) for cause in _causes(error))


def _causes(error: BaseException) -> Iterator[BaseException]:
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__
