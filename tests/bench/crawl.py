"""What a cycle costs: `python tests/bench/crawl.py [--pages 1000 --watched 200]`. Real crawl children, a site on loopback; minutes.

A site in a process of its own, reached as the proxy, has a column of notices that hold a ranking of 50 each (28 KB, invented).
It is crawled four times: first, unchanged, with a tenth of the notices changed, unchanged. So it is once more without validators,
when the same bytes come back each time, and with watched pages, a source each, in place of the column.

Beside it, of the same minutes, what the machine gives: the same requests one after another from the HTTP client alone, and from a
bare Scrapy spider. Exit 1 where a change was missed, or one was told that is none.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import cycle, islice
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, ClassVar

from monitors import zones
from state import changes, subscriptions
from state.database import open_database

HOST = "http://www.mofcom.gov.cn"
COLUMN = "/shili/index.html"
PER_BOARD = 25  # rankings of one board
KEPT = ("PATH", "HOME", "LANG", "TMPDIR", "PYTHONPATH")  # of the environment: a child looks through all of it at every request
START = datetime.fromisoformat("2025-01-10T09:00:00+08:00")
MONTH = timedelta(days=30)  # after which every notice is asked for again
SOURCE = f"""name = "example"
title = "示例栏目"
publisher = "示例发布单位"
family = "generic"
url = "{HOST}{COLUMN}"
schedule = "0 9 * * *"
[expect]
rows = 1
[selectors]
list = "ul.column"
row = "li"
"""
WATCHED = """name = "example-{number}"
title = "示例榜{number}"
publisher = "示例发布单位"
family = "page"
url = "{url}"
schedule = "0 9 * * *"
[page]
kind = "ranking"
[board]
"""
BOARD = """name = "示例榜{number}"
kind = "ranking"
issuer = "示例发布单位"
title = '示例榜{number}(?!\\d)'
edition = "year"
"""
COLUMNS = """rank = '^排名$'
zone = '^园区$'
score = '^得分$'
"""
PROSE = (
    "示例说明：本页的排名和得分都是为测量编写的，不是任何单位发布的结果。",
    "各园区按示例指标计算得分，示例指标包括研发投入、企业培育和成果转化。",
)


class Pages:
    """What the site serves: its pages by path, and how often each status was answered."""

    def __init__(self, count: int, validators: bool) -> None:
        parks = cycle([zone.name for zone in zones.load() if zone.type == "国家高新区"])
        self._parks = [list(islice(parks, 50)) for _ in range(count)]
        self._validators = validators
        self._round = 0
        self.answered: Counter[int] = Counter()
        self._stored = {path_of(number): self._page(number) for number in range(count)}
        rows = (f'<li><a href="{path_of(n)}">{title_of(n)}</a><span>2025-01-06</span></li>' for n in range(count))
        self._stored[COLUMN] = _stamped(f'<html><body><ul class="column">{"".join(rows)}</ul></body></html>')

    def _page(self, number: int) -> tuple[bytes, str]:
        lines = (f"<tr><td>{rank}</td><td>{park}</td><td>{99 - rank}.5</td></tr>" for rank, park in enumerate(self._parks[number], start=1))
        table = f"<table><tr><th>排名</th><th>园区</th><th>得分</th></tr>{''.join(lines)}</table>"
        prose = "".join(f"<p>{sentence}</p>" for sentence in islice(cycle(PROSE), 220))
        title = title_of(number)
        body = f'<h1>{title}</h1><div class="TRS_Editor">{table}{prose}</div>'
        return _stamped(f'<html><head><meta charset="utf-8"><title>{title}</title></head><body>{body}</body></html>')

    def change(self, share: float) -> list[str]:
        """On so many pages, evenly spread, two neighbours change places; the addresses of these pages."""
        self._round += 1
        chosen = range(0, len(self._parks), round(1 / share))
        for number in chosen:
            place, parks = self._round * 2, self._parks[number]
            parks[place], parks[place + 1] = parks[place + 1], parks[place]
            self._stored[path_of(number)] = self._page(number)
        return [HOST + path_of(number) for number in chosen]

    def etags(self) -> dict[str, str]:
        """Address → ETag, as the pages stand."""
        return {HOST + path: etag for path, (_, etag) in self._stored.items()}

    def answer(self, path: str, headers: str) -> bytes:
        """A whole answer to a request for a path."""
        if path == "/robots.txt":
            return _answer(200, b"User-agent: *\nAllow: /\n", "")
        if path not in self._stored:
            return _answer(404, b"", "")
        body, etag = self._stored[path]
        stamps = f"ETag: {etag}\r\nLast-Modified: Mon, 06 Jan 2025 01:00:00 GMT\r\n" if self._validators else ""
        status = 304 if self._validators and etag in headers else 200
        self.answered[status] += 1
        return _answer(status, b"" if status == 304 else body, stamps)


def path_of(number: int) -> str:
    """Where a page stands."""
    return f"/shili/{number}.html"


def title_of(number: int) -> str:
    """What it is called: its board has PER_BOARD rankings."""
    return f"2024年示例榜{number // PER_BOARD}第{number % PER_BOARD}项（示例）"


def _stamped(page: str) -> tuple[bytes, str]:
    body = page.encode()
    return body, f'"{hashlib.md5(body).hexdigest()}"'


def _answer(status: int, body: bytes, stamps: str) -> bytes:
    length = "" if status == 304 else f"Content-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n"
    return f"HTTP/1.1 {status} X\r\n{stamps}{length}\r\n".encode() + body


class Answering(asyncio.Protocol):
    """One connection of a client, which asks for one thing after another."""

    def __init__(self, pages: Pages) -> None:
        self._pages, self._heard = pages, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # of a TCP server
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._heard += data
        while b"\r\n\r\n" in self._heard:
            head, _, self._heard = self._heard.partition(b"\r\n\r\n")
            line, _, headers = head.decode("latin-1").partition("\r\n")
            self._transport.write(self._pages.answer(line.split(" ")[1].removeprefix(HOST), headers))


def serve(orders: Connection, count: int, validators: bool) -> None:
    """The site's process: tells its port, then obeys: ("change", share), ("etags",), ("answered",), ("end",)."""

    async def run() -> None:
        pages = Pages(count, validators)
        server = await asyncio.get_running_loop().create_server(lambda: Answering(pages), "127.0.0.1", 0)
        orders.send(server.sockets[0].getsockname()[1])
        while (order := await asyncio.to_thread(orders.recv))[0] != "end":
            if order[0] == "change":
                orders.send(pages.change(order[1]))
            elif order[0] == "etags":
                orders.send(pages.etags())
            else:
                orders.send(dict(pages.answered))
                pages.answered.clear()

    asyncio.run(run())


@dataclass
class Site:
    """The site as the one that measures has it."""

    orders: Connection
    proxy: str

    def ask(self, *order: object) -> Any:
        """An order's reply."""
        self.orders.send(order)
        return self.orders.recv()


@contextmanager
def site(count: int, validators: bool) -> Iterator[Site]:
    """The site while it runs."""
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe()
    process = spawn.Process(target=serve, args=(theirs, count, validators), daemon=True)
    process.start()
    yield Site(ours, f"http://127.0.0.1:{ours.recv()}")
    ours.send(("end",))
    process.join()


@dataclass(frozen=True)
class Cost:
    """What a child took."""

    wall: float  # seconds
    cpu: float  # seconds
    peak: float  # MB
    said: str


def run(command: Sequence[str], environment: dict[str, str]) -> Cost:
    """Runs a child to its end, which has to be well."""
    began = time.perf_counter()
    with tempfile.TemporaryFile("w+") as out:
        child = subprocess.Popen(command, env=environment, cwd=Path(__file__).parents[2], stdout=out, stderr=out)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - began
        out.seek(0)
        said = out.read()
    if child.returncode:
        raise SystemExit(f"{' '.join(command[:4])} ended with {child.returncode}: {said[-2000:]}")
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, said)


def write_sources(folder: Path, pages: int, *, watched: bool) -> list[str]:
    """The source and board files of a folder; the names of the sources."""
    if watched:
        for number in range(pages):
            board = BOARD.format(number=number) + f"[board.columns]\n{COLUMNS}"
            text = WATCHED.format(number=number, url=HOST + path_of(number)) + board
            (folder / f"example-{number}.toml").write_text(text, encoding="utf-8")
        return [f"example-{number}" for number in range(pages)]
    (folder / "boards").mkdir()
    (folder / "example.toml").write_text(SOURCE, encoding="utf-8")
    indicators = "".join(f"[[indicators]]\nname = \"第{n}项\"\ncaption = '第{n}项'\n" for n in range(PER_BOARD))
    for number in range((pages - 1) // PER_BOARD + 1):
        text = f"{BOARD.format(number=number)}[columns]\n{COLUMNS}{indicators}"
        (folder / "boards" / f"{number}.toml").write_text(text, encoding="utf-8")
    return ["example"]


def told(database: str, after: int) -> tuple[set[str], int]:
    """The pages of which a change was told after that one, and the number of the last one."""
    opened = open_database(database)
    with opened.read() as connection:
        found = {str(change["url"]) for change in changes.query(connection, after_id=after)}
        last = changes.last_id(connection)
    opened.close()
    return found, last


def cycles(title: str, pages: int, *, validators: bool, watched: bool) -> bool:
    """The four crawls of one kind of site, a line each, and the floors; whether each change was told, and nothing else."""
    print(f"\n{title}\n{'':28} wall s   cpu s  peak MB  pages/s  answers", flush=True)
    good, last = True, 0
    with site(pages, validators) as web, tempfile.TemporaryDirectory() as name:
        folder = Path(name, "sources")
        folder.mkdir()
        names, database = write_sources(folder, pages, watched=watched), f"sqlite:///{name}/state.sqlite"
        kept = {name: os.environ[name] for name in KEPT if name in os.environ}
        environment = {**kept, "http_proxy": web.proxy, "PARKWATCH_DATABASE_URL": database, "PARKWATCH_SOURCES": str(folder)}
        for turn, phase in enumerate(("first", "unchanged", "a tenth changed", "unchanged again")):
            changed = set(web.ask("change", 0.1)) if phase == "a tenth changed" else set()
            now = (START + turn * MONTH).isoformat()
            cost = run([sys.executable, "-m", "crawler", *names, "--delay", "0", "--now", now], environment)
            found, last = told(database, last)
            missed, spurious = len(changed - found), len(found - changed)
            good = good and not missed and not spurious
            _print(phase, cost, pages, web.ask("answered"), f"; told {len(found)}, missed {missed}, spurious {spurious}")
            if phase == "first":
                subscribe(database)
        floors(web, pages, kept, cost)
    return good


def subscribe(database: str) -> None:
    """One chat that hears of everything, so that changes go as far as the outbox."""
    opened = open_database(database)
    with opened.write() as connection:
        subscriptions.add(connection, "everybody", 0, "all", "", START)
    opened.close()


def floors(web: Site, pages: int, environment: dict[str, str], ours: Cost) -> None:
    """The requests of an unchanged cycle without us. ours: what that cycle took."""
    with tempfile.TemporaryDirectory() as folder:
        asked = Path(folder, "asked.json")
        asked.write_text(json.dumps(web.ask("etags")), encoding="utf-8")
        for name, by in FLOORS.items():
            cost = run([sys.executable, __file__, "--floor", by.__name__, "--asked", str(asked), "--proxy", web.proxy], environment)
            more = f"; a crawl takes {ours.wall / cost.wall:.1f} times its time, {ours.cpu / cost.cpu:.1f} times its CPU"
            _print(name, cost, pages, web.ask("answered"), more)


def _print(phase: str, cost: Cost, pages: int, answered: dict[int, int], more: str) -> None:
    answers = ", ".join(f"{count} × {status}" for status, count in sorted(answered.items()))
    print(f"{phase:28} {cost.wall:6.2f}  {cost.cpu:6.2f}  {cost.peak:7.1f}  {pages / cost.wall:7.0f}  {answers}{more}", flush=True)


def client(asked: dict[str, str], proxy: str) -> None:
    """The HTTP client of the crawler, one request after another."""
    import aiohttp

    async def ask() -> None:
        async with aiohttp.ClientSession() as session:
            for url, etag in asked.items():
                async with session.get(url, headers={"If-None-Match": etag}, proxy=proxy) as response:
                    hashlib.sha256(await response.read()).hexdigest()

    asyncio.run(ask())


def scrapy(asked: dict[str, str], proxy: str) -> None:
    """A Scrapy spider that does nothing with what it gets, one request at a time."""
    from scrapy import Request, Spider
    from scrapy.crawler import AsyncCrawlerProcess

    class Bare(Spider):
        name = "bare"
        handle_httpstatus_list: ClassVar[list[int]] = [304]

        async def start(self) -> Any:
            for url, etag in asked.items():
                yield Request(url, headers={"If-None-Match": etag}, meta={"proxy": proxy}, callback=self.parse)

        def parse(self, response: Any) -> None:
            hashlib.sha256(response.body).hexdigest()

    off = {"TWISTED_REACTOR_ENABLED": False, "TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False, "LOG_LEVEL": "ERROR"}
    process = AsyncCrawlerProcess({**off, "CONCURRENT_REQUESTS": 1, "CONCURRENT_REQUESTS_PER_DOMAIN": 1, "DOWNLOAD_DELAY": 0})
    process.crawl(Bare)
    process.start()


FLOORS: dict[str, Callable[[dict[str, str], str], None]] = {"floor: the HTTP client": client, "floor: a bare Scrapy spider": scrapy}


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--pages", type=int, default=1000)
    asked.add_argument("--watched", type=int, default=200)
    asked.add_argument("--floor", choices=[by.__name__ for by in FLOORS.values()], help=argparse.SUPPRESS)
    asked.add_argument("--asked", type=Path, help=argparse.SUPPRESS)
    asked.add_argument("--proxy", help=argparse.SUPPRESS)
    args = asked.parse_args()
    if args.floor:
        by = next(by for by in FLOORS.values() if by.__name__ == args.floor)
        by(json.loads(args.asked.read_text(encoding="utf-8")), args.proxy)
        return 0
    good = [
        cycles(f"A column of {args.pages} notices with ETag and Last-Modified", args.pages, validators=True, watched=False),
        cycles(f"A column of {args.pages} notices without validators", args.pages, validators=False, watched=False),
        cycles(f"{args.watched} watched pages, a source each, on one host", args.watched, validators=True, watched=True),
    ]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
