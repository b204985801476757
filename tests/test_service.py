"""The service as it is run: a process of its own, its bot talked to over real HTTP, ended politely and not."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

import crawls
import pytest
from samples import Clock
from telegram_api import TOKEN, Ask, Fault, Limits, TelegramApi

from crawler import source as sources_known
from crawler.replica.server import Replica
from monitors.alerts.sending import MARK
from state import outbox, sources, subscriptions
from state.database import Database

pytestmark = pytest.mark.usefixtures("quiet")


@pytest.fixture
def quiet(database: Database, clock: Clock) -> None:
    """No source is due: these tests are about the service around the crawls."""
    with database.write() as connection:
        for name in sources_known.load():
            sources.register(connection, name, clock())
            sources.pause(connection, name, True)


@contextmanager
def service(api: TelegramApi, state: Path, token: str = TOKEN, **more: str) -> Iterator[subprocess.Popen[bytes]]:
    """The service as it is run, as a process of its own, which does not outlive the block."""
    settings = {
        "PARKWATCH_DATABASE_URL": f"sqlite:///{state}",
        "TELEGRAM_BOT_TOKEN": token,
        "PARKWATCH_TELEGRAM_API": api.url,
        "PARKWATCH_ADMIN_CHATS": "999",
    }
    command = [sys.executable, "-m", "bot", "run"]
    log = (state.parent / "service.log").open("ab")
    with log, subprocess.Popen(command, env=os.environ | settings | more, stdout=log, stderr=log, cwd=state.parent) as process:
        try:
            yield process
        finally:
            process.kill()


def trouble(ask: Ask) -> Fault | None:
    """A bad day at Telegram's."""
    if ask.method != "sendMessage":
        return None
    faults = {
        5: Fault(status=500, description="Internal Server Error"),
        11: Fault(status=429, description="Too Many Requests", retry_after=1),
        17: Fault(cut="before"),
        23: Fault(delay=0.3),
        29: Fault(status=502, description="Bad Gateway"),
    }
    return faults.get(ask.number % 31)


def test_a_service_killed_again_and_again_loses_nothing_and_repeats_one_message_a_kill(
    database: Database, clock: Clock, tmp_path: Path
) -> None:
    letters = [(str(chat), f"{chat}之{number}") for number in range(2) for chat in range(1, 26)]
    with database.write() as connection:
        for chat, text in letters:
            outbox.notify(connection, [chat], text, clock())
    kills = (7, 19, 31)
    with TelegramApi(Limits()) as api:
        api.fault = trouble
        for count in kills:
            with service(api, tmp_path / "state.sqlite"):
                api.wait_for(count, 20)
        with service(api, tmp_path / "state.sqlite") as process:
            api.wait_for(len(letters), 30)
            until(process, lambda: not _waiting(database))
            process.send_signal(signal.SIGTERM)
            assert process.wait(15) == 0
        arrived = Counter((sent.chat, sent.text.removeprefix(f"{MARK}\n")) for sent in api.sent)
        assert set(arrived) == set(letters)
        assert sum(arrived.values()) - len(letters) <= len(kills)
        for one in map(str, range(1, 26)):
            mine = dict.fromkeys(sent.text.removeprefix(f"{MARK}\n") for sent in api.sent if sent.chat == one)
            assert list(mine) == [f"{one}之{number}" for number in range(2)]
        assert api.breaches == []
    assert TOKEN.encode() not in (tmp_path / "service.log").read_bytes()


def _waiting(database: Database) -> int:
    with database.read() as connection:
        return outbox.waiting(connection)


def until(process: subprocess.Popen[bytes], done: Callable[[], bool]) -> None:
    """Waits until something is so while the service runs."""
    while not done():
        with suppress(subprocess.TimeoutExpired):
            raise AssertionError(f"the service ended with {process.wait(0.1)}")


def end(process: subprocess.Popen[bytes]) -> int:
    process.send_signal(signal.SIGTERM)
    return process.wait(15)


def log(tmp_path: Path) -> str:
    return (tmp_path / "service.log").read_text()


def test_a_conversation_with_the_running_service(tmp_path: Path) -> None:
    with TelegramApi(Limits()) as api, service(api, tmp_path / "state.sqlite") as process:
        api.say("7", "/subscribe 宁波高新区")
        assert "✅ 已订阅：宁波高新区" in api.wait_for(1)[0].text
        api.say("-5", "/subscriptions", thread=3)
        answer = api.wait_for(2)[1]
        assert (answer.chat, answer.thread) == ("-5", 3)
        api.say("-5", "这里没有人在问机器人")
        api.say("7", "/subscriptions")
        assert "1. 宁波高新区" in api.wait_for(3)[2].text
        assert end(process) == 0
        assert api.breaches == []
        assert "setMyCommands" in {ask.method for ask in api.asked}
    assert TOKEN not in log(tmp_path)
    assert "Traceback" not in log(tmp_path)


def test_a_token_that_is_refused_ends_the_service_with_one_line_that_does_not_tell_it(tmp_path: Path) -> None:
    with TelegramApi() as api, service(api, tmp_path / "state.sqlite", token="9:wrong") as process:
        assert process.wait(15) == 1
    assert log(tmp_path).splitlines()[-1].startswith("parkwatch: Telegram refuses TELEGRAM_BOT_TOKEN")
    assert "9:wrong" not in log(tmp_path)
    assert "Traceback" not in log(tmp_path)


def test_telegram_that_cannot_be_reached_at_the_start_is_waited_for_and_the_service_can_be_ended(tmp_path: Path) -> None:
    with TelegramApi() as api:
        api.fault = lambda ask: Fault(status=502, description="Bad Gateway")
        with service(api, tmp_path / "state.sqlite") as process:
            until(process, lambda: bool(api.asked))
            assert end(process) == 0
    assert "Telegram cannot be reached" in log(tmp_path)


def test_without_a_token_the_service_runs_and_leaves_the_outbox_to_telegram(database: Database, clock: Clock, tmp_path: Path) -> None:
    with database.write() as connection:
        outbox.notify(connection, ["7"], "甲", clock())
    with TelegramApi() as api, service(api, tmp_path / "state.sqlite", token="") as process:
        until(process, lambda: "alerts are printed here" in log(tmp_path))
        assert end(process) == 0
        assert api.asked == []
    assert _waiting(database) == 1


@pytest.mark.parametrize("token", [TOKEN, ""])
def test_what_a_scheduled_crawl_finds_reaches_its_subscriber(database: Database, clock: Clock, tmp_path: Path, token: str) -> None:
    with TelegramApi(Limits()) as api, Replica(datetime.fromisoformat(crawls.BEFORE)) as replica:
        assert crawls.run(replica, f"sqlite:///{tmp_path}/state.sqlite", crawls.BEFORE, names=("nbhtz-zcwj",)).returncode == 0
        with database.write() as connection:
            sources.pause(connection, "nbhtz-zcwj", False)
            subscriptions.add(connection, "7", 0, "zone", "宁波高新技术产业开发区", clock())
            subscriptions.add(connection, "8", 0, "zone", "芜湖高新技术产业开发区", clock())
        replica.at(datetime.fromisoformat(crawls.AFTER))
        proxies = {"http_proxy": replica.proxy, "https_proxy": replica.proxy, "no_proxy": "127.0.0.1"}
        with service(api, tmp_path / "state.sqlite", token, **proxies) as process:
            told = "8万元 → 10万元"
            until(process, lambda: bool(api.sent) if token else told in log(tmp_path))
            assert end(process) == 0
        assert [(sent.chat, told in sent.text) for sent in api.sent] == ([("7", True)] if token else [])
    assert "Traceback" not in log(tmp_path)
