"""A file of somebody else, read in a process of its own: it may be made to eat memory or time, or to crash what reads it."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from crawler.files.attachment import LARGEST, Attachment, Unsupported
from monitors.document import Table

SECONDS = 60  # a list of 1,500 rows on 45 pages takes 3
MEMORY = 1024 * 1024 * 1024  # bytes of address space; the same list needs 200 MiB, most of it libraries


def read_safely(name: str, body: bytes, seconds: int = SECONDS, memory: int = MEMORY) -> Attachment:
    """As `read_attachment`, within limits of time and memory (bytes). Blocks: in an event loop call it from a thread.

    Raises Unsupported with one line that begins with the name, whatever the file does to its reader.
    """
    if len(body) > LARGEST:
        raise Unsupported(f"{name} is larger than {LARGEST // 2**20} MiB: no attachment is")
    command = [sys.executable, "-P", "-m", "crawler.files", str(seconds), str(memory)]
    try:
        # A name on the command line would be seen by everybody, and could be an option.
        done = subprocess.run(command, input=body, capture_output=True, timeout=seconds + 5, env=_environment(), check=False)
    except subprocess.TimeoutExpired as error:
        raise Unsupported(f"{name} takes more than {seconds} s to read") from error
    if done.returncode == -signal.SIGXCPU:
        raise Unsupported(f"{name} takes more than {seconds} s to read")
    if done.returncode:
        raise Unsupported(f"{name} makes its reader fail ({_ending(done.returncode)}): it may be damaged, or made to do so")
    said = json.loads(done.stdout)
    if "unsupported" in said:
        raise Unsupported(f"{name} {said['unsupported']}")
    return _attachment(said)


def serve(seconds: int, memory: int) -> int:
    """The other process: a file on stdin, what it says as JSON on stdout."""
    limit(seconds, memory)
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # stdout is a text file here
    try:
        said = _read(sys.stdin.buffer.read())
    except MemoryError:
        said = {"unsupported": f"needs more than {memory // 2**20} MiB of memory to read"}
    except RecursionError:
        said = {"unsupported": "is nested too deeply to be read"}
    except Exception as error:  # noqa: BLE001  the outermost line: readers of damaged files fail in every way
        said = {"unsupported": f"is damaged ({type(error).__name__}: {' '.join(str(error).split())[:120]})"}
    json.dump(said, sys.stdout, ensure_ascii=False)
    return 0


def limit(seconds: int, memory: int) -> None:
    """Limits for the rest of this process's life. Writing files and leaving its memory behind after a crash are none of its work."""
    for what, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, 0)):
        hard = resource.getrlimit(what)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most if what != resource.RLIMIT_CPU else hard))


def _read(body: bytes) -> dict[str, Any]:
    from crawler.files.reading import read_attachment

    try:
        return asdict(read_attachment("", body))
    except Unsupported as error:
        return {"unsupported": str(error).strip()}


def _attachment(said: dict[str, Any]) -> Attachment:
    tables = tuple(Table(tuple(one["header"]), tuple(map(tuple, one["rows"])), one["caption"]) for one in said["tables"])
    return Attachment(tables, said["text"], said["media_type"], tuple(said["unread"]))


def _ending(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"


def _environment() -> dict[str, str]:
    """What the other process needs to find our code, and nothing else: the settings hold secrets."""
    paths = [str(Path(path).resolve()) for path in sys.path if path] + [str(Path(__file__).resolve().parents[2])]
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "LD_LIBRARY_PATH", "TMPDIR") if name in os.environ}
    return kept | {"PYTHONPATH": os.pathsep.join(paths), "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}
