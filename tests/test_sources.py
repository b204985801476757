"""Every source is one TOML file and one saved page; the README's example is one of them and is crawled here."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crawler.sites import stdaily, watched
from crawler.sites.attachments import attachments
from crawler.sites.charset import decoded
from crawler.sites.families import FAMILIES
from crawler.sites.page import origin, read_notice
from crawler.source import BadSource, Source, load, read_source

ROOT = Path(__file__).parents[1]
PAGES = ROOT / "tests" / "pages"
SHIPPED = sorted((ROOT / "crawler" / "sources").glob("*.toml"))
EXAMPLE = PAGES / "miit-kjs-wjfb.toml"
WATCHED = PAGES / "wehdz-paiming.toml"
SOURCES = {**load(), **{example.stem: read_source(example) for example in (EXAMPLE, WATCHED)}}
GOOD = EXAMPLE.read_text(encoding="utf-8")


def notice_of(source: Source) -> dict[str, Any]:
    """What the saved page of a source says, with the files that hang on it."""
    if source.paper is not None:
        said = (PAGES / f"{source.name}.json").read_text(encoding="utf-8")
        link = stdaily.link("s0001", date(2025, 1, 8), "第07版：园 区")
        return {"document": asdict(stdaily.article(said, source.name, "s0001", link, source.publisher))}
    if source.watched is not None:
        document, files = watched.read(source, (PAGES / f"{source.name}.html").read_bytes())
        return {"document": asdict(document), "files": [asdict(link) for link in files]}
    page = decoded((PAGES / f"{source.name}.html").read_bytes())
    document = read_notice(page, origin(source, "1", source.url))
    return {"document": asdict(document), "files": [asdict(link) for link in attachments(page, source.url, source.selectors)]}


def column_of(source: Source) -> dict[str, Any]:
    """What the saved page of its column says, and how its second page is asked for."""
    column = FAMILIES[source.family](source, decoded((PAGES / f"{source.name}.column.html").read_bytes()))
    assert column.first is not None
    further = {} if not source.turns or column.first.is_last(1) else {"second": asdict(column.ask(2))}
    return {"column": asdict(column.first), **further}


@pytest.mark.parametrize("name", sorted(SOURCES))
def test_every_source_has_a_saved_page_that_says_what_a_person_has_checked(name: str) -> None:
    source = SOURCES[name]
    has_column = (PAGES / f"{name}.column.html").exists()
    found = notice_of(source) | (column_of(source) if has_column else {})
    said: dict[str, Any] = json.loads(json.dumps(found, ensure_ascii=False, default=str))
    golden = PAGES / f"{name}.golden.json"
    if not golden.exists():
        golden.write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        pytest.fail(f"{golden.name} was written: read it, and commit it if it is what the page says")
    assert said == json.loads(golden.read_text(encoding="utf-8"))


OF_COLUMNS = {"list", "row", "link", "date"}


@pytest.mark.parametrize("name", sorted(name for name, source in SOURCES.items() if OF_COLUMNS & source.selectors.keys()))
def test_selectors_of_a_column_are_tried_on_a_saved_column(name: str) -> None:
    assert (PAGES / f"{name}.column.html").exists()


def test_saved_pages_belong_to_sources_and_say_that_they_are_samples() -> None:
    for page in PAGES.glob("*.html"):
        assert page.name.split(".")[0] in SOURCES
        assert "示例页面" in decoded(page.read_bytes()), page.name


@pytest.mark.parametrize(("mark", "example"), [("source", EXAMPLE), ("page", WATCHED)])
def test_the_readmes_examples_are_the_sources_that_are_tested_here(mark: str, example: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.search(rf"<!-- {mark} -->\s*```toml\n(.*?)```\s*<!-- /{mark} -->", readme, re.DOTALL)
    assert shown is not None
    assert shown.group(1) == example.read_text(encoding="utf-8")


@pytest.mark.parametrize("file", [*SHIPPED, EXAMPLE, WATCHED], ids=lambda file: file.stem)
def test_a_source_file_is_short_and_begins_with_what_was_seen_and_when(file: Path) -> None:
    lines = file.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 25
    assert re.match(r"# 20\d\d-\d\d-\d\d(?:: |, )\S", lines[0])


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_every_shipped_source_says_what_it_must_show_to_be_believed(file: Path) -> None:
    source, text = read_source(file), file.read_text(encoding="utf-8")
    assert source.schedule
    assert "[expect]" in text or source.paper is not None
    assert source.expect.rows > 1 or source.paper is not None


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
