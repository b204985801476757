"""A user's own boards: one TOML file beside his sources, no code."""

from __future__ import annotations

from pathlib import Path

import pytest
from samples import Clock, fetched, list_table, notice

from monitors.boards import catalogue
from monitors.boards.catalogue import BadBoard
from monitors.watch import Watch
from state import boards
from state.database import Database

OWN = """
name = "示例市科技小巨人企业"
kind = "list"
issuer = "示例市科技局"
title = '示例市科技小巨人'
edition = "year"

[columns]
number = '^序号$'
name = '企业名称'
region = '省份'
"""


def folder(tmp_path: Path, text: str = OWN) -> Path:
    (tmp_path / "boards").mkdir()
    (tmp_path / "boards" / "own.toml").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_board_of_the_users_own_is_read_like_the_shipped_ones(tmp_path: Path, database: Database, clock: Clock) -> None:
    watch = Watch(database, clock, catalogue=catalogue.load(folder(tmp_path)))
    seen = notice("2024年示例市科技小巨人企业名单", tables=[list_table([("示例省", "示例甲有限公司"), ("示例省", "示例乙有限公司")])])
    watch.begin("sample")
    watch.observe(seen, fetched(seen, clock))
    with database.read() as connection:
        (stored,) = boards.editions(connection, "示例市科技小巨人企业")
        assert len(boards.items_of(connection, stored.id)) == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (OWN.replace('name = "示例市', 'names = "示例市', 1), "lacks the key 'name'"),
        (OWN.replace('kind = "list"', 'kind = "liste"'), "liste"),
        (OWN.replace("'企业名称'", "'企业(名称'"), "own.toml"),
        (OWN + "\n[colums]\n", "unknown key 'colums'"),
        (OWN.replace("示例市科技小巨人企业", "山东省瞪羚企业"), "already"),
        ("name = ", "is not TOML"),
    ],
)
def test_a_board_file_that_cannot_be_used_says_where_and_what(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(BadBoard) as told:
        catalogue.load(folder(tmp_path, text))
    assert said in str(told.value)
    assert "\n" not in str(told.value)
