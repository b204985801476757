"""A new source begun from a fetched page: pure file writing, errors in one line. The page is a saved sample (示例)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import visits

from crawler.newsource import Begun, NewSource, create
from crawler.source import BadSource, load

URL = "https://www.wehdz.gov.cn/2022/ggxw_68627/tz_68628/"
NEW = NewSource("wehdz-mine", URL, "trs", '武汉"东湖"高新区·通知', "武汉东湖新技术开发区管委会")
TODAY = date(2026, 11, 24)
COLUMN = visits.saved("wehdz-tz.column.html")


def begin(new: NewSource, folder: Path, column: bytes = COLUMN) -> Begun:
    return create(new, folder / "sources", folder / "pages", TODAY, column, b"<html>notice</html>")


def test_the_file_is_a_source_and_the_pages_are_the_bytes_as_fetched(tmp_path: Path) -> None:
    begun = begin(NEW, tmp_path)
    source = load(tmp_path / "sources")["wehdz-mine"]
    assert (source.url, source.title, source.publisher) == (NEW.url, NEW.title, NEW.publisher)
    assert begun.source == source
    assert [page.read_bytes() for page in begun.pages] == [COLUMN, b"<html>notice</html>"]
    assert len(begun.lines) == 6
    assert begun.doubt == ""
    assert begun.toml.read_text(encoding="utf-8").startswith("# 2026-11-24: INFERRED")


def test_a_page_that_cannot_be_read_is_saved_and_said(tmp_path: Path) -> None:
    begun = begin(NEW, tmp_path, "<title>网站维护公告</title>".encode())
    assert "网站维护公告" in begun.doubt
    assert begun.toml.exists()


@pytest.mark.parametrize(
    ("new", "said"),
    [
        (replace(NEW, name="miit-wjgs"), "already"),
        (replace(NEW, name="../x"), "is no name"),
        (replace(NEW, family="joomla"), "family is 'joomla'"),
        (replace(NEW, url="www.wehdz.gov.cn"), "write a whole address"),
        (replace(NEW, family="generic"), "selectors.row is missing"),
    ],
)
def test_what_cannot_be_a_source_leaves_no_file(new: NewSource, said: str, tmp_path: Path) -> None:
    with pytest.raises(BadSource, match=said) as bad:
        begin(new, tmp_path)
    assert "\n" not in str(bad.value)
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    begin(NEW, tmp_path)
    with pytest.raises(BadSource, match="is there already"):
        begin(NEW, tmp_path, b"other")
    assert (tmp_path / "pages" / "wehdz-mine.column.html").read_bytes() == COLUMN


def test_a_folder_that_cannot_be_written_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "sources").write_text("a file")
    with pytest.raises(BadSource, match="cannot be written"):
        begin(NEW, tmp_path)
