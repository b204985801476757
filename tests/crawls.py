"""Real crawls for the tests: the crawl child as production starts it, reading the replica through a proxy."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from crawler.replica.server import Replica

SOURCES = ("stdaily", "miit-wjgs", "miit-qyj-wjfb", "miit-xgj-wjfb", "nbhtz-zcwj")
BEFORE = "2024-12-20T09:00:00+08:00"
MAINTENANCE = "2025-01-08T08:30:00+08:00"
AFTER = "2025-01-08T10:30:00+08:00"


def environment(replica: Replica, database: str, extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of a crawl child that meets the replica instead of the sites."""
    proxies = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), replica.proxy)
    own = {"PARKWATCH_DATABASE_URL": database, "PARKWATCH_ADMIN_CHATS": "operator", "SSL_CERT_FILE": str(replica.certificate)}
    kept = {name: value for name, value in os.environ.items() if name.lower() not in ("no_proxy", "all_proxy")}
    return {**kept, **proxies, **own, **(extra or {})}


def start(
    replica: Replica, database: str, now: str, *arguments: str, names: tuple[str, ...] = SOURCES, extra: Mapping[str, str] | None = None
) -> subprocess.Popen[str]:
    """Starts a crawl child; it paces itself by --delay 0, the replica being nobody's server."""
    command = [sys.executable, "-m", "crawler", *names, "--now", now, "--delay", "0", *arguments]
    return subprocess.Popen(
        command,
        env=environment(replica, database, extra),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[1],
    )


def run(
    replica: Replica, database: str, now: str, *arguments: str, names: tuple[str, ...] = SOURCES, extra: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """One crawl from start to end; fails the test if it takes more than two minutes."""
    process = start(replica, database, now, *arguments, names=names, extra=extra)
    try:
        out, error = process.communicate(timeout=120)
    finally:
        process.kill()
        process.wait()
    return subprocess.CompletedProcess(process.args, process.returncode, out, error)
