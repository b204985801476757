"""The crawl as a process: its exit codes, its one-line complaints, its end on SIGTERM, and what it does not open."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import crawls
import pytest

from crawler.replica.exchange import Answer, Asked
from crawler.replica.server import Replica
from state.database import open_database

PAGES = Path(__file__).parent / "pages"


@pytest.fixture
def replica() -> Iterator[Replica]:
    with Replica(datetime.fromisoformat(crawls.BEFORE)) as running:
        yield running


def complaints(*arguments: str, cwd: Path = Path(__file__).parents[1], **environment: str) -> tuple[int, list[str]]:
    """Exit code and lines of stderr of a crawl that never starts."""
    done = subprocess.run(
        [sys.executable, "-m", "crawler", *arguments], env=environment, cwd=cwd, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.stdout == ""
    return done.returncode, done.stderr.splitlines()


def test_help_loads_neither_scrapy_nor_the_state() -> None:
    check = (
        "import sys, crawler.__main__, crawler.source, crawler.files.open as f; crawler.source.load();"
        "loaded = {'scrapy', 'twisted', 'sqlalchemy'} & set(sys.modules); assert not loaded, loaded"
    )
    subprocess.run([sys.executable, "-c", check], check=True, timeout=60)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nope"], "there is no source 'nope': there are "),
        (["stdaily", "--until", "2025-01-01"], "--until needs --since"),
        (["stdaily", "--since", "2025-01-02", "--until", "2025-01-01"], "--since 2025-01-02 is later than --until 2025-01-01"),
        (["stdaily", "--since", "2025-02-30"], "there is no day '2025-02-30'"),
        (["stdaily", "--since", "2099-01-01"], "is in the future|is later than"),
        (["stdaily", "--delay", "-1"], "is not 0 to 3600 seconds"),
        (["stdaily", "--now", "noon"], "there is no moment 'noon'"),
        (["miit-wjgs", "--since", "2025-01-01"], "only newspapers are read by date: miit-wjgs left out"),
    ],
)
def test_bad_usage_is_one_clear_line_and_exit_2(arguments: list[str], said: str) -> None:
    code, lines = complaints(*arguments, PARKWATCH_DATABASE_URL="sqlite:////nonexistent/x.sqlite")
    assert code == 2
    assert any(one in lines[-1] for one in said.split("|"))


def test_a_bad_source_file_is_one_clear_line_and_exit_2(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('name = "mine"', encoding="utf-8")
    code, lines = complaints("stdaily", PARKWATCH_SOURCES=str(tmp_path))
    assert (code, lines) == (2, ["crawler: mine.toml: title is missing: add it as the other source files have it"])


def test_a_database_that_cannot_be_used_is_one_clear_line_and_exit_1(tmp_path: Path) -> None:
    (tmp_path / "text.sqlite").write_text("this is not a database, it is a text that is long enough to be looked at" * 20)
    code, lines = complaints("stdaily", PARKWATCH_DATABASE_URL=f"sqlite:///{tmp_path}/text.sqlite")
    assert code == 1
    assert len(lines) == 1
    assert "is not a parkwatch database" in lines[0]


def test_a_source_that_fails_is_one_line_and_exit_1(replica: Replica, tmp_path: Path) -> None:
    replica.at(datetime.fromisoformat(crawls.MAINTENANCE))
    done = crawls.run(replica, f"sqlite:///{tmp_path}/s.sqlite", crawls.MAINTENANCE, names=("miit-qyj-wjfb", "miit-xgj-wjfb"))
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith("miit-qyj-wjfb: ")


def test_the_readmes_example_is_crawled_from_the_users_folder(tmp_path: Path) -> None:
    """One TOML file in PARKWATCH_SOURCES, nothing else: the site of a known family is read."""
    column, article = "/jgsj/kjs/wjfb/index.html", "/jgsj/kjs/wjfb/art/2022/art_1.html"
    script = "<script parseType='buildstatic' url='/front/page/build/unit' querydata=\"{'webId':'w','pageId':'k'}\"></script>"
    row = f"{{\\\"success\\\":true}}<li><a href='{article}' title='关于组织申报示例项目的通知'>…</a><span>2022-04-17</span></li>"
    reply = f'{{"success":true,"code":"200","data":{{"html":"<ul>{row.partition("}")[2]}</ul>"}}}}'

    def respond(asked: Asked) -> Answer | None:
        pages = {column: script.encode(), "/front/page/build/unit": reply.encode(), article: (PAGES / "miit-kjs-wjfb.html").read_bytes()}
        return Answer(200, {"Content-Type": "text/html"}, pages[asked.path]) if asked.path in pages else None

    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "miit-kjs-wjfb.toml").write_bytes((PAGES / "miit-kjs-wjfb.toml").read_bytes())
    url = f"sqlite:///{tmp_path}/s.sqlite"
    with Replica(datetime.fromisoformat(crawls.BEFORE), respond) as running:
        command = [sys.executable, "-m", "crawler", "miit-kjs-wjfb", "--now", crawls.BEFORE, "--delay", "0"]
        environment = crawls.environment(running, url, {"PARKWATCH_SOURCES": str(folder)})
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    database = open_database(url)
    from state import pages as stored

    with database.read() as connection:
        [page] = stored.documents_of(connection, "miit-kjs-wjfb")
    database.close()
    assert (page.title, page.status) == ("关于组织申报示例项目的通知", "read")


def test_sigterm_ends_a_crawl_soon_and_the_next_one_finishes_it(replica: Replica, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/s.sqlite"
    process = crawls.start(replica, url, crawls.BEFORE, "--delay", "0.2", names=("miit-wjgs", "nbhtz-zcwj"))
    while len(replica.asked) < 8:
        time.sleep(0.01)
    process.send_signal(signal.SIGTERM)
    started = time.monotonic()
    _, error = process.communicate(timeout=30)
    assert time.monotonic() - started < 5
    assert process.returncode == 1
    assert all("stopped before its end" in line for line in error.splitlines())
    assert crawls.run(replica, url, crawls.BEFORE, names=("miit-wjgs", "nbhtz-zcwj")).returncode == 0


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="reads Linux's list of sockets")
def test_a_crawl_listens_on_no_port(replica: Replica, tmp_path: Path) -> None:
    process = crawls.start(replica, f"sqlite:///{tmp_path}/s.sqlite", crawls.BEFORE, "--delay", "0.2", names=("nbhtz-zcwj",))
    while len(replica.asked) < 3:
        time.sleep(0.01)
    own = {link.readlink().name for link in Path(f"/proc/{process.pid}/fd").iterdir() if link.is_symlink()}
    listening = {
        f"socket:[{fields[9]}]"
        for table in ("tcp", "tcp6")
        for line in Path(f"/proc/{process.pid}/net/{table}").read_text().splitlines()[1:]
        if (fields := line.split())[3] == "0A"
    }
    process.kill()
    process.communicate(timeout=30)
    assert not own & listening
