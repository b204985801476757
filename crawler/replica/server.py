"""The replica's server: an HTTP(S) proxy on loopback behind which the sites stand as they stood at one moment.

Spiders keep their production addresses and reach it by http_proxy/https_proxy. Plain http comes as requests with an
absolute address; https as CONNECT, answered with a leaf certificate of the replica's own CA, which a client trusts by
SSL_CERT_FILE (measured with Scrapy 2.19 and certificates verified). Nothing leaves the machine.
"""

from __future__ import annotations

import asyncio
import ssl
import tempfile
import threading
from collections.abc import Callable, Coroutine, Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from http.client import responses
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

import trustme

from crawler.replica import digitalpaper, kfqgw, mee, miit, mofcom, most, nbhtz, ndrc, shandong, snd, stdaily_api, stdaily_news
from crawler.replica.exchange import Answer, Asked, ConnectionAborted, html

T = TypeVar("T")
Respond = Callable[[Asked], Answer | None]

_SITES: tuple[Callable[[Asked, datetime], Answer | None], ...] = (
    stdaily_api.answer,
    stdaily_news.answer,
    digitalpaper.answer,
    miit.answer,
    mee.answer,
    ndrc.answer,
    most.answer,
    mofcom.answer,
    shandong.answer,
    nbhtz.answer,
    snd.answer,
    kfqgw.answer,
)
_HEAD_LIMIT = 64 * 1024  # bytes of request line and headers


class Replica:
    """Context manager: the replica runs, in a thread of its own, while the context is open.

    `moment` (aware) is the time at which the sites stand. `respond` is asked first with every request: it may return an
    Answer, return None to let the sites answer, sleep, or raise ConnectionAborted to have the connection cut.
    """

    def __init__(self, moment: datetime, respond: Respond | None = None) -> None:
        if moment.tzinfo is None:
            raise ValueError("the moment of a replica needs a time zone")
        self.moment = moment
        self.asked: list[Asked] = []  # every request in the order of arrival, the hook's included
        self.proxy = ""
        self.certificate = Path()
        self._respond = respond
        self._contexts: dict[str, ssl.SSLContext] = {}
        self._connections: dict[asyncio.Task[None], asyncio.StreamWriter] = {}

    def at(self, moment: datetime) -> None:
        """Moves the clock: from now on the sites stand as at `moment`."""
        self.moment = moment

    def __enter__(self) -> Replica:
        self._folder = tempfile.TemporaryDirectory(prefix="parkwatch-replica-")
        self._authority = trustme.CA(organization_name="parkwatch replica")
        self.certificate = Path(self._folder.name, "ca.pem")
        self._authority.cert_pem.write_to_path(self.certificate)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="replica", daemon=True)
        self._thread.start()
        self._server = self._do(self._start())
        self.proxy = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._do(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self._folder.cleanup()

    def _do(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    async def _start(self) -> asyncio.Server:
        return await asyncio.start_server(self._connected, "127.0.0.1", 0, limit=_HEAD_LIMIT)

    async def _stop(self) -> None:
        self._server.close()
        for writer in self._connections.values():  # cut, not cancelled: asyncio's streams of 3.11 report a cancelled connection as an error
            writer.transport.abort()
        await asyncio.gather(*self._connections)
        await self._loop.shutdown_default_executor()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None  # asyncio.start_server runs this as a task
        self._connections[task] = writer
        try:
            await self._converse(reader, writer)
            writer.close()
            await writer.wait_closed()
        except (ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            pass  # the client went away, did not trust the certificate, or the hook cut the line
        finally:
            writer.transport.abort()
            del self._connections[task]

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answers the requests of one connection until one side wants it closed."""
        origin = ""  # of a tunnel, such as https://www.miit.gov.cn
        while (head := await _head(reader)) is not None:
            method, target, version, headers = head
            if method == "CONNECT":
                writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
                await writer.drain()
                host = target.rpartition(":")[0]
                await writer.start_tls(self._context(host))
                origin = f"https://{host}"
                continue
            asked = Asked(method, (target if "://" in target else origin + target).partition("#")[0], headers, await _body(reader, headers))
            self.asked.append(asked)
            answer = await self._loop.run_in_executor(None, self._answer, asked)
            keep = version == "HTTP/1.1" and headers.get("connection", "").lower() != "close" and answer.then is None
            writer.write(_written(answer, method, keep, self.moment))
            await writer.drain()
            if answer.then is not None:
                await self._go_on(iter(answer.then), writer)
            if not keep:
                return

    async def _go_on(self, parts: Iterator[bytes], writer: asyncio.StreamWriter) -> None:
        """Sends the parts of a body whose length nobody knows, until they end or the client goes away."""
        while (part := await self._loop.run_in_executor(None, next, parts, None)) is not None:
            writer.write(part)
            await writer.drain()

    def _answer(self, asked: Asked) -> Answer:
        if self._respond is not None and (answer := self._respond(asked)) is not None:
            return answer
        for site in _SITES:
            if (answer := site(asked, self.moment)) is not None:
                return answer
        return html(f"<html><body>no such host in the replica: {asked.host}</body></html>", 502)

    def _context(self, host: str) -> ssl.SSLContext:
        if host not in self._contexts:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._authority.issue_cert(host).configure_cert(context)
            self._contexts[host] = context
        return self._contexts[host]


async def _head(reader: asyncio.StreamReader) -> tuple[str, str, str, dict[str, str]] | None:
    """Method, target, version and headers of the next request; None at the end of the connection."""
    try:
        raw = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    except asyncio.LimitOverrunError as error:
        raise ConnectionAborted("a request head that does not end") from error
    first, *lines = raw.decode("latin-1").rstrip("\r\n").split("\r\n")
    if first.count(" ") != 2:
        raise ConnectionAborted(f"not an HTTP request line: {first[:80]}")
    method, target, version = first.split(" ")
    pairs = (line.partition(":") for line in lines)
    return method, target, version, {name.strip().lower(): value.strip() for name, _, value in pairs}


async def _body(reader: asyncio.StreamReader, headers: dict[str, str]) -> bytes:
    if headers.get("transfer-encoding", "").lower() != "chunked":
        return await reader.readexactly(int(headers.get("content-length", "0")))
    body = b""
    while size := int((await reader.readline()).split(b";")[0], 16):
        body += await reader.readexactly(size)
        await reader.readline()
    while (await reader.readline()).strip():  # trailers
        pass
    return body


def _written(answer: Answer, method: str, keep: bool, moment: datetime) -> bytes:
    date = format_datetime(moment.astimezone(UTC), usegmt=True)
    lines = [f"HTTP/1.1 {answer.status} {responses.get(answer.status, '')}", f"Date: {date}"]
    lines += [f"{name}: {value}" for name, value in answer.headers.items()]
    if answer.status not in (204, 304) and answer.then is None:
        lines.append(f"Content-Length: {len(answer.body)}")
    lines.append(f"Connection: {'keep-alive' if keep else 'close'}")
    body = b"" if method == "HEAD" or answer.status in (204, 304) else answer.body
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body
