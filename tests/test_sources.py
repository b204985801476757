"""Every source is one TOML file and one saved page; the README's example is one of them and is crawled here."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crawler.sites import stdaily
from crawler.sites.page import Origin, read_notice
from crawler.source import BadSource, Source, load, read_source
from monitors.document import Document

PAGES = Path(__file__).parent / "pages"
EXAMPLE = PAGES / "miit-kjs-wjfb.toml"
SOURCES = {**load(), "miit-kjs-wjfb": read_source(EXAMPLE)}
GOOD = EXAMPLE.read_text(encoding="utf-8")


def as_saved(source: Source) -> Document:
    """What the saved page of a source says."""
    if source.paper is not None:
        said = (PAGES / f"{source.name}.json").read_text(encoding="utf-8")
        return stdaily.article(said, source.name, "s0001", stdaily.link("s0001", date(2025, 1, 8), "第07版：园 区"), source.publisher)
    page = (PAGES / f"{source.name}.html").read_text(encoding="utf-8")
    return read_notice(page, Origin(source.name, "1", source.url, source.publisher, source.selectors))


@pytest.mark.parametrize("name", sorted(SOURCES))
def test_every_source_has_a_saved_page_that_says_what_a_person_has_checked(name: str) -> None:
    said: dict[str, Any] = json.loads(json.dumps(asdict(as_saved(SOURCES[name])), ensure_ascii=False, default=str))
    golden = PAGES / f"{name}.golden.json"
    if not golden.exists():
        golden.write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        pytest.fail(f"{golden.name} was written: read it, and commit it if it is what the page says")
    assert said == json.loads(golden.read_text(encoding="utf-8"))


def test_the_readmes_example_is_the_source_that_is_tested_here() -> None:
    readme = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    shown = re.search(r"<!-- source -->\s*```toml\n(.*?)```\s*<!-- /source -->", readme, re.DOTALL)
    assert shown is not None
    assert shown.group(1) == GOOD


def test_a_source_file_is_short() -> None:
    files = [*Path("crawler/sources").glob("*.toml"), EXAMPLE]
    assert all(len(file.read_text(encoding="utf-8").splitlines()) <= 25 for file in files)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("name = ", "nmae = "), "name is missing"),
        (('family = "jpaas"', 'family = "wordpress"'), "family is 'wordpress': it can be newspaper, jpaas"),
        (('url = "https://', 'url = "'), "write a whole address"),
        (('"40 9-19/2 * * *"', '"40 25 * * *"'), "schedule is '40 25 * * *': write five fields of cron"),
        (("hosts = ", "host = "), "host is not a key parkwatch knows here"),
        (('name = "miit-kjs-wjfb"', 'name = "MIIT 科技司"'), "write small letters"),
        (('title = "', 'title = ["'), "is not TOML"),
        (("hosts = ", "pages = 0\nhosts = "), "pages must be a whole number of 1 or more"),
        (('family = "jpaas"', 'family = "newspaper"'), "newspaper.api is missing"),
    ],
)
def test_a_source_file_with_a_mistake_says_file_key_and_what_to_do(change: tuple[str, str], said: str, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(GOOD.replace(*change, 1), encoding="utf-8")
    with pytest.raises(BadSource, match=re.escape(said)) as bad:
        load(tmp_path)
    assert str(bad.value).startswith("mine.toml")
    assert "\n" not in str(bad.value)


def test_an_unknown_key_in_a_table_is_a_mistake_too(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(GOOD + "[expect]\nrow = 3\n", encoding="utf-8")
    with pytest.raises(BadSource, match=r"expect\.row is not a key"):
        load(tmp_path)


def test_two_sources_of_one_name_are_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(GOOD.replace("miit-kjs-wjfb", "miit-wjgs", 1), encoding="utf-8")
    with pytest.raises(BadSource, match="there is a source 'miit-wjgs' already"):
        load(tmp_path)


def test_a_folder_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(BadSource, match="which is no folder"):
        load(tmp_path / "none")
