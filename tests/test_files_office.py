"""Workbooks and Word files: what a person sees in them, and nothing else."""

from __future__ import annotations

import io
from datetime import date

import docx
import making
import openpyxl
import pytest
from making import HEADER, PLACES, TITLE

from crawler.files.attachment import Attachment, Unreadable
from crawler.files.grid import heading
from crawler.files.reading import read_attachment
from crawler.files.rows import flat
from crawler.files.sheet import printed
from crawler.files.sniff import Format, sniff


def saved(made: openpyxl.Workbook | docx.document.Document) -> Attachment:
    """A workbook or document as it is read."""
    written = io.BytesIO()
    made.save(written)
    return read_attachment("x", written.getvalue())


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (1.0, "1"),
        (12.5, "12.5"),
        (0.1 + 0.2, "0.3"),
        (True, "是"),
        (date(2024, 12, 23), "2024-12-23"),
        ("示例\n公司", "示例公司"),
        ("A\nB", "A B"),
    ],
)
def test_a_value_is_printed_as_it_is_seen(value: float | str | date, said: str) -> None:
    assert printed(value) == said


def test_titles_notes_and_units_around_a_table_are_text() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["附件1"], [TITLE], ["", "", "单位：名"], list(HEADER), *PLACES[:5], ["注：示例。"]):
        sheet.append(row)
    said = saved(book)
    (table,) = said.tables
    assert (table.header, list(table.rows), table.caption) == (HEADER, PLACES[:5], TITLE)
    assert said.text.splitlines() == ["附件1", TITLE, "单位：名", "注：示例。"]
    assert heading(said.text) == TITLE


def test_sheets_are_told_apart_by_their_names_and_hidden_ones_are_not_read() -> None:
    book = openpyxl.Workbook()
    for name, state in (("综合评价", "visible"), ("工业总产值", "visible"), ("草稿", "hidden")):
        sheet = book.create_sheet(name)
        sheet.sheet_state = state
        for row in (HEADER, *PLACES[:5]):
            sheet.append(list(row))
    assert [table.caption for table in saved(book).tables] == ["综合评价", "工业总产值"]


def test_two_tables_on_one_sheet_are_two_and_an_empty_row_parts_none() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    head, rows = list(HEADER), [list(row) for row in PLACES]
    for row in (["表一（示例）"], head, *rows[:3], [], *rows[3:5], [], ["表二示例"], head, *rows[:4]):
        sheet.append(row)
    first, second = saved(book).tables
    assert (len(first.rows), len(second.rows), second.caption) == (5, 4, "表二示例")


def test_deleted_text_is_gone_and_the_rest_of_a_word_file_stands_in_its_order() -> None:
    made = docx.Document()
    made.add_paragraph("关于公布示例名单的通知")
    paragraph = made.add_paragraph("一二三")
    paragraph.add_run().add_break()
    paragraph.add_run("四")
    made.add_table(rows=1, cols=1).cell(0, 0).text = "只为排版的一格。"
    table = made.add_table(rows=2, cols=2)
    for cell, text in zip([*table.rows[0].cells, *table.rows[1].cells], ("排名", "名称", "1", "甲"), strict=True):
        cell.text = text
    said = saved(made)
    assert said.text.splitlines() == ["关于公布示例名单的通知", "一二三", "四", "只为排版的一格。"]
    assert [(one.header, one.rows) for one in said.tables] == [(("排名", "名称"), (("1", "甲"),))]


def test_a_word_file_that_does_not_say_where_rows_end_is_read_where_only_one_width_fits() -> None:
    cells = [("排名", True), ("名称", True), ("", True), ("1", True), ("甲", True), ("", True), ("2", True), ("", True), ("", True)]
    (grid,) = flat(cells)
    assert not isinstance(grid, str)
    assert grid.rows == (("排名", "名称"), ("1", "甲"), ("2", ""))


def test_a_word_file_whose_columns_could_be_counted_in_two_ways_is_not_guessed() -> None:
    with pytest.raises(Unreadable, match="cannot be told apart"):
        list(flat([("甲", True), ("", True), ("乙", True), ("", True)] * 3 + [("丙", True), ("丁", True)]))


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (making.html(HEADER, PLACES), Format.HTML),
        (b"\xef\xbb\xbf<table><tr><td>1</td></tr></table>", Format.HTML),
        (making.csv(HEADER, PLACES), Format.CSV),
        ("排名\t名称\n1\t甲\n".encode("utf-16"), Format.CSV),
        ("宁波高新区位列第十，\n青岛高新区新增11家企业。".encode(), Format.TEXT),
        (b"\n%PDF-1.7", Format.PDF),
        (making.xls(HEADER, PLACES), Format.XLS),
        (making.doc(HEADER, PLACES), Format.DOC),
        (making.packed({"a.csv": b"1,2"}), Format.ZIP),
    ],
)
def test_a_file_is_what_its_bytes_are(body: bytes, kind: Format) -> None:
    assert sniff(body) is kind


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("附件1\n第六批示例名单\n（排名不分先后）", "第六批示例名单"),
        ("附件2：第六批示例名单", "第六批示例名单"),
        ("示例省工业和信息化厅文件\n示工信〔2024〕8号\n关于公布第六批示例名单的通知", "关于公布第六批示例名单的通知"),
        ("各市工业和信息化局：\n现予公布。", ""),
    ],
)
def test_the_heading_of_a_file_is_its_first_line_that_is_a_title(text: str, title: str) -> None:
    assert heading(text) == title
