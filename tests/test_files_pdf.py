"""PDF: what was cut into pages is whole again, and what cannot be known is not made up."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import making
import pytest
from making import GIANTS_HEADER, GIANTS_TITLE, HEADER, PLACES, TITLE, Printed

from crawler.files.attachment import Attachment, Unsupported
from crawler.files.glyphs import plain
from crawler.files.open import read_file
from crawler.files.reading import read_attachment
from crawler.files.safely import read_safely


def read(body: bytes) -> Attachment:
    return read_attachment("x.pdf", body)


# In a small process of its own: the peak of a child counts what its parent held when it was started.
_PEAK = """
import resource, sys
from crawler.files.safely import read_safely
read_safely("giants.pdf", sys.stdin.buffer.read())
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def test_a_list_of_1500_companies_on_45_pages_is_read_whole_in_time_and_memory() -> None:
    rows = making.giants(1500)
    body = making.pdf(GIANTS_HEADER, rows, title=GIANTS_TITLE, on_page=34, merged=1, widths=(50, 150, 260))
    assert body.count(b"/Type /Page\n") == 45
    began = time.monotonic()
    (table,) = read_safely("giants.pdf", body).tables
    assert time.monotonic() - began < 60
    peak = subprocess.run([sys.executable, "-c", _PEAK], input=body, capture_output=True, check=True, cwd=Path(__file__).parents[1])
    assert int(peak.stdout) < 300 * 1024  # KiB
    assert [row[0] for row in table.rows] == [str(number) for number in range(1, 1501)]
    assert (table.header, list(table.rows), table.caption) == (GIANTS_HEADER, rows, GIANTS_TITLE)


def test_the_same_list_without_lines_is_read_whole_with_the_two_rows_of_its_last_page() -> None:
    rows = making.giants(66)
    (table,) = read(making.pdf(GIANTS_HEADER, rows, ruled=False, again=False, widths=(50, 180, 260))).tables
    assert list(table.rows) == rows


def test_a_region_between_the_rows_of_a_table_without_lines_is_not_guessed() -> None:
    said = read(making.pdf(HEADER, PLACES, ruled=False, merged=2))
    assert said.tables == ()
    assert PLACES[0][1] in said.text


def test_a_scan_is_told_and_not_guessed(tmp_path: Path) -> None:
    said = read(making.scan(2))
    assert (said.tables, said.text) == ((), "")
    assert said.unread == ("第1页是扫描图像，没有文字，须人工查看", "第2页是扫描图像，没有文字，须人工查看")
    (tmp_path / "scan.pdf").write_bytes(making.scan(1))
    with pytest.raises(Unsupported, match="第1页是扫描图像"):
        read_file(tmp_path / "scan.pdf")


def test_page_numbers_and_running_lines_are_no_text() -> None:
    assert read(making.pdf(HEADER, PLACES, on_page=12)).text == TITLE


def test_two_tables_are_two_even_where_one_begins_a_page() -> None:
    page = Printed("一、综合评价前5名（示例）")
    making.rows_at(page, (HEADER, *PLACES[:5]))
    page.turn()
    making.rows_at(page, (("排名", "国家高新区", "数值"), *((row[0], row[1], "12.5") for row in PLACES[:5])))
    first, second = read(page.done()).tables
    assert (first.rows, second.header[2]) == (tuple(PLACES[:5]), "数值")


def test_a_table_that_counts_from_one_again_is_another_one() -> None:
    page = Printed("一、综合评价前5名（示例）")
    making.rows_at(page, (HEADER, *PLACES[:5]))
    page.turn()
    making.rows_at(page, PLACES[:5])
    assert [len(table.rows) for table in read(page.done()).tables] == [5, 5]


def test_the_rest_of_a_table_below_the_words_continued_belongs_to_it() -> None:
    page = Printed(TITLE)
    making.rows_at(page, (HEADER, *PLACES[:5]))
    page.turn()
    page.line("续表")
    page.y -= 20
    making.rows_at(page, (HEADER, *PLACES[5:9]))
    (table,) = read(page.done()).tables
    assert list(table.rows) == PLACES[:9]


def test_a_row_cut_by_the_end_of_a_page_is_one_row() -> None:
    page = Printed(TITLE)
    making.rows_at(page, (HEADER, *PLACES[:4], ("5", "楚雄高新技术", "云南省")))
    page.turn()
    making.rows_at(page, (("", "产业开发区", ""), *PLACES[5:7]))
    (table,) = read(page.done()).tables
    assert list(table.rows) == PLACES[:7]


def test_a_header_of_two_lines_is_one() -> None:
    page = Printed(TITLE)
    top = page.y
    page.cell(60, top, 60, 38, "排名", ruled=True)
    page.cell(120, top, 300, 19, "园区", ruled=True)
    page.cell(120, top - 19, 150, 19, "名称", ruled=True)
    page.cell(270, top - 19, 150, 19, "省份", ruled=True)
    page.y -= 38
    making.rows_at(page, PLACES[:4], widths=(60, 150, 150))
    (table,) = read(page.done()).tables
    assert table.header == ("排名", "园区/名称", "园区/省份")
    assert list(table.rows) == PLACES[:4]


def test_a_row_that_was_not_seen_as_one_is_told() -> None:
    page = Printed(TITLE)
    making.rows_at(page, (HEADER, *PLACES[:5]))
    page.turn()
    page.text(60, page.y, f"6        {PLACES[5][1]}")
    assert read(page.done()).unread == (f"表格之后的「6 {PLACES[5][1]}」像是它的下一行，没有读进表格",)


def test_prose_addresses_and_signatures_are_no_tables() -> None:
    page = Printed("关于示例评价结果的通知")
    for line in (
        "联系人：示例甲          电话：010-00000000",
        "联系人：示例乙          电话：010-00000001",
        "（一）示例      二〇二四年",
        "1. 示例一。",
    ):
        page.text(60, page.y, line)
        page.y -= 18
    said = read(page.done())
    assert said.tables == ()
    assert said.text.splitlines()[2] == "联系人：示例甲 电话：010-00000000"


def test_lines_broken_at_the_margin_are_one_paragraph() -> None:
    page = Printed("关于示例评价结果的通知")
    sentence = "现将示例评价的结果予以公布，名次之外的园区不在本表列出，" * 4 + "特此通知。"
    page.text(80, page.y, sentence[:43])
    for at in range(43, len(sentence), 45):
        page.y -= 18
        page.text(60, page.y, sentence[at : at + 45])
    assert read(page.done()).text.splitlines()[-1] == sentence


def test_radicals_of_office_fonts_are_the_characters_they_look_like() -> None:
    assert plain("⻄安⾼新区、⻘岛⾼新区") == "西安高新区、青岛高新区"


def test_pages_that_a_damaged_file_counts_and_lost_are_told() -> None:
    body = making.pdf(HEADER, PLACES, on_page=12).replace(b"/Count 5", b"/Count 7")
    assert read(body).unread == ("应有7页，只读到5页",)
