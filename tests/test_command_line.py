"""The command line: what scripts depend on, and one clear line for whatever is wrong."""

from __future__ import annotations

import json
import os
import resource
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from samples import PARKS, Clock, fetched, notice, ranking_table

from bot import main
from monitors.watch import Row, Watch
from state.database import Database

Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An environment of our own; returns the address of the state, which is not there yet."""
    for name in ("TELEGRAM_BOT_TOKEN", "PARKWATCH_TELEGRAM_API", "PARKWATCH_ADMIN_CHATS", "PARKWATCH_SOURCES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PARKWATCH_DATABASE_URL", f"sqlite:///{tmp_path}/state.sqlite")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "state.sqlite"


def fails(captured: Captured, code: int, *arguments: str) -> str:
    """Runs a command that must fail with this exit code, nothing on stdout and one line on stderr; returns the line."""
    assert main(arguments) == code
    out, err = captured.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 1
    assert err.startswith("parkwatch")
    assert "Traceback" not in err
    return err


def test_help_is_there_without_loading_what_crawls_or_sends() -> None:
    code = "import sys, bot; bot.main(['--help']); sys.exit(bool({'scrapy', 'twisted', 'telegram', 'sqlalchemy'} & set(sys.modules)))"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    for command in ("demo", "run", "crawl", "read", "changes", "zone", "board", "sources", "db"):
        assert f"\n    {command} " in shown.stdout


def test_an_unknown_source_is_told_with_the_close_ones(capsys: Captured, settings: Path) -> None:
    assert "did you mean miit-wjgs" in fails(capsys, 2, "crawl", "miit-wjg")
    assert not settings.exists()


@pytest.mark.parametrize("option", ["--date", "--since", "--until"])
def test_a_date_that_does_not_exist_is_bad_usage(capsys: Captured, settings: Path, option: str) -> None:
    assert "2025-02-30" in fails(capsys, 2, "crawl", "stdaily", option, "2025-02-30")
    assert not settings.exists()


def test_dates_in_the_wrong_order_are_bad_usage(capsys: Captured) -> None:
    assert "later than" in fails(capsys, 2, "crawl", "stdaily", "--since", "2025-02-01", "--until", "2025-01-01")


@pytest.mark.parametrize("arguments", [[], ["nothing"], ["changes", "--kind", "rumour"], ["db"], ["db", "prune", "--days", "-1"], ["zone"]])
def test_bad_usage_is_one_line(capsys: Captured, arguments: list[str]) -> None:
    fails(capsys, 2, *arguments)


def test_a_file_that_is_not_there_is_told_by_its_name(capsys: Captured, tmp_path: Path) -> None:
    assert "missing.txt" in fails(capsys, 1, "read", "missing.txt")
    assert str(tmp_path) in fails(capsys, 1, "read", str(tmp_path))


def test_a_format_that_is_not_supported_is_told(capsys: Captured, tmp_path: Path) -> None:
    (tmp_path / "drawing.dwg").write_bytes(b"AC1032\x00\x00\x00\xff\xfe")
    assert "drawing.dwg" in fails(capsys, 1, "read", "drawing.dwg")


def test_one_bad_file_does_not_keep_the_others_from_being_read(capsys: Captured, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("示例标题\n\n宁波高新区位列2024年国家高新区综合评价第10名。\n", encoding="utf-8")
    assert main(["read", "--json", "missing.txt", "good.txt"]) == 1
    out, _ = capsys.readouterr()
    assert [json.loads(row)["value"] for row in out.splitlines()] == [10]


def test_reading_stores_nothing(capsys: Captured, tmp_path: Path, settings: Path) -> None:
    (tmp_path / "good.txt").write_text("示例标题\n\n宁波高新区位列2024年国家高新区综合评价第10名。\n", encoding="utf-8")
    assert main(["read", "good.txt"]) == 0
    assert "宁波高新区　国家高新区综合评价 2024年　第10名" in capsys.readouterr().out
    assert not settings.exists()


def test_a_reader_who_leaves_early_is_no_failure(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("示例标题\n\n宁波高新区位列2024年国家高新区综合评价第10名。\n", encoding="utf-8")
    command = [sys.executable, "-m", "bot", "read", "--json", *["good.txt"] * 500]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        run.stdout.readline()
        run.stdout.close()
        assert run.stderr is not None
        assert run.stderr.read() == ""
    assert run.returncode == 0


@pytest.mark.parametrize("command", [["changes"], ["sources"], ["zone", "宁波高新区"], ["board"], ["db", "upgrade"], ["crawl", "stdaily"]])
def test_a_database_of_a_newer_version_is_refused_and_left_alone(
    capsys: Captured, database: Database, settings: Path, command: list[str]
) -> None:
    database.close()
    with sqlite3.connect(settings) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
    newer.close()
    before = settings.read_bytes()
    assert "newer parkwatch" in fails(capsys, 1, *command)
    assert settings.read_bytes() == before


def test_a_file_that_is_no_database_is_refused_and_left_alone(capsys: Captured, settings: Path) -> None:
    settings.write_text("not a database, but somebody's notes " * 100)
    fails(capsys, 1, "changes")
    assert settings.read_text().startswith("not a database")


def test_a_state_in_a_place_that_cannot_hold_it_is_told(capsys: Captured, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("PARKWATCH_DATABASE_URL", f"sqlite:///{tmp_path}/file/state.sqlite")
    fails(capsys, 1, "changes")


def test_no_permission_is_told(tmp_path: Path) -> None:
    foreign = tmp_path / "foreign"
    foreign.mkdir(mode=0o555)
    # Root may write everywhere: what is needed is loaded first, then the rights are given up.
    code = f"""
import os, sys, bot
bot.main(["board", "--json"])
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
os.environ["PARKWATCH_DATABASE_URL"] = "sqlite:///{foreign}/state.sqlite"
sys.exit(bot.main(["board", "--json"]))
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd="/")
    assert (run.returncode, run.stdout) == (1, "")
    assert len(run.stderr.splitlines()) == 1
    assert "no permission" in run.stderr or "cannot open the database" in run.stderr


def test_no_room_for_the_state_is_told(tmp_path: Path) -> None:
    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    run = subprocess.run(
        [sys.executable, "-m", "bot", "changes"],
        env=os.environ | {"PARKWATCH_DATABASE_URL": f"sqlite:///{tmp_path}/small.sqlite"},
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=small,
    )
    assert (run.returncode, run.stdout) == (1, "")
    assert len(run.stderr.splitlines()) == 1


def test_settings_come_from_a_file_and_the_environment_is_stronger(
    capsys: Captured, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "parkwatch.toml").write_text(f'PARKWATCH_DATABASE_URL = "sqlite:///{tmp_path}/other.sqlite"\n')
    assert main(["board"]) == 0
    assert not (tmp_path / "other.sqlite").exists()
    monkeypatch.delenv("PARKWATCH_DATABASE_URL")
    assert main(["board"]) == 0
    assert (tmp_path / "other.sqlite").exists()
    capsys.readouterr()


def test_a_configuration_that_cannot_be_used_is_told(capsys: Captured, tmp_path: Path) -> None:
    assert "no configuration file" in fails(capsys, 2, "--config", "missing.toml", "board")
    (tmp_path / "bad.toml").write_text("this is no toml")
    assert "not TOML" in fails(capsys, 2, "--config", "bad.toml", "board")
    (tmp_path / "odd.toml").write_text("colour = 1")
    assert "'colour'" in fails(capsys, 2, "--config", "odd.toml", "board")


@pytest.fixture
def ranked(watch: Watch, clock: Clock, database: Database) -> None:
    for year, names, day in (("2022", PARKS[:50], "2023-02-20"), ("2024", [PARKS[1], PARKS[0], *PARKS[2:50]], "2024-12-23")):
        title = f"{year}年国家高新技术产业开发区综合评价结果（示例）"
        document = notice(title, "178个国家高新区", [ranking_table(names)], key=year, published=day)
        watch.begin("sample")
        watch.listed("sample", [Row(document.key, document.url, document.title, document.published)])
        watch.observe(document, fetched(document, clock))
        watch.finish("sample", complete=True)
    database.close()


@pytest.mark.usefixtures("ranked")
def test_changes_as_json_are_one_object_a_line_as_the_design_says(capsys: Captured) -> None:
    assert main(["changes", "--json", "--zone", PARKS[0], "--kind", "ranking", "--since", "2025-01-01"]) == 0
    (row,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert set(row) == {
        *("at", "source", "kind", "op", "board", "indicator", "edition", "previous_edition", "stage", "zone", "key", "before", "after"),
        *("of", "top", "claim", "issuer", "title", "url", "published", "evidence", "document", "file"),
    }
    assert (row["op"], row["before"], row["after"]["rank"], row["of"]) == ("moved", {"rank": 1}, 2, 178)


@pytest.mark.usefixtures("ranked")
def test_a_park_and_a_board_are_shown_to_people_and_to_scripts(capsys: Captured) -> None:
    assert main(["zone", "中关村"]) == 0
    assert "2022年 第1名 → 2024年 第2名" in capsys.readouterr().out
    assert main(["zone", "中关村", "--json"]) == 0
    (park,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert [rank["rank"] for rank in park["ranks"]] == [1, 2]
    assert main(["board", "国家高新区综合评价", "--edition", "2022", "--json"]) == 0
    rows = [json.loads(row) for row in capsys.readouterr().out.splitlines()]
    assert [(row["rank"], row["zone"]) for row in rows] == list(enumerate(PARKS[:50], start=1))
    assert main(["board"]) == 0
    assert "国家高新区综合评价　2024年　50行" in capsys.readouterr().out


@pytest.mark.usefixtures("ranked")
def test_what_is_not_stored_or_not_clear_is_told(capsys: Captured) -> None:
    assert "stored are 2022、2024" in fails(capsys, 1, "board", "国家高新区综合评价", "--edition", "1999")
    assert "厦门" in fails(capsys, 2, "zone", "火炬高新区")
    assert "火星" in fails(capsys, 2, "board", "火星")


def test_every_source_is_listed_with_its_health(capsys: Captured) -> None:
    assert main(["sources", "--json"]) == 0
    rows = {row["name"]: row for row in map(json.loads, capsys.readouterr().out.splitlines())}
    assert {"stdaily", "miit-wjgs", "nbhtz-zcwj"} <= set(rows)
    keys = {"name", "publisher", "family", "url", "schedule", "last_tried", "last_good", "health", "reason", "next"}
    assert keys <= set(rows["stdaily"])
    assert rows["stdaily"]["health"] == "never"
    assert main(["sources"]) == 0
    assert "尚未完整读过" in capsys.readouterr().out


@pytest.mark.usefixtures("ranked")
def test_the_database_is_backed_up_upgraded_and_pruned(capsys: Captured, tmp_path: Path) -> None:
    assert main(["db", "backup", "copy.sqlite"]) == 0
    assert main(["db", "upgrade"]) == 0
    assert main(["db", "prune", "--days", "1"]) == 0
    capsys.readouterr()
    assert "there already" in fails(capsys, 1, "db", "backup", "copy.sqlite")
    with sqlite3.connect(tmp_path / "copy.sqlite") as copy:
        assert copy.execute("SELECT count(*) FROM boards").fetchone() == (2,)
    copy.close()
