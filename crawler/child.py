"""A crawl as a process of its own: what it is told, and how long it may take.

The reactor of a crawl never meets the loop that delivers, and a page that hangs or crashes takes nothing else with it.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

log = logging.getLogger(__name__)

_SECRETS = ("TELEGRAM_BOT_TOKEN",)  # nothing that reads pages from the network needs to know them
_STDERR = 2  # what a child may print belongs to the log: our stdout is for changes
_GRACE = 10.0  # seconds a crawl has to end by itself once it is asked to


@dataclass(frozen=True)
class Order:
    """What to crawl. since and until: back-filling by date; now: a clock that stands; delay: seconds between two requests."""

    names: tuple[str, ...]
    since: date | None = None
    until: date | None = None
    now: datetime | None = None
    delay: float | None = None

    def command(self) -> list[str]:
        """The command line that carries the order out, here or on another machine."""
        said = {"--since": self.since, "--until": self.until, "--now": self.now.isoformat() if self.now else None, "--delay": self.delay}
        options = [word for option, value in said.items() if value is not None for word in (option, str(value))]
        return [sys.executable, "-m", "crawler", *self.names, *options]


def run(order: Order, settings: Mapping[str, str]) -> int:
    """Crawls and returns the exit code: 0 well, 1 a source failed, 2 bad usage. settings: environment variables beside ours."""
    return subprocess.run(order.command(), env=_environment(settings), stdout=_STDERR, check=False).returncode


async def run_limited(order: Order, settings: Mapping[str, str], limit: float) -> int:
    """Crawls for at most `limit` seconds, then ends the child with all it started; returns its exit code, negative for a signal.

    Cancelling it ends the child as well.
    """
    child = await asyncio.create_subprocess_exec(*order.command(), env=_environment(settings), stdout=_STDERR, start_new_session=True)
    try:
        return await asyncio.wait_for(child.wait(), limit)
    except TimeoutError:
        log.error("the crawl of %s took more than %g s and was ended", ", ".join(order.names), limit)
        return await _end(child)
    except asyncio.CancelledError:
        await _end(child)
        raise


async def _end(child: asyncio.subprocess.Process) -> int:
    """Asks the child to end, then makes it end."""
    for how in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(child.pid, how)
            return await asyncio.wait_for(child.wait(), _GRACE)
        except TimeoutError:
            continue
        except ProcessLookupError:
            break
    return await child.wait()


def _environment(settings: Mapping[str, str]) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if name not in _SECRETS}
    return inherited | {"PYTHONUTF8": "1"} | dict(settings)
