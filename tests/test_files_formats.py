"""One ranking in every format that ministries publish: `parkwatch read` gives the same fifty rows of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import making
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from making import HEADER, PLACES, TITLE

from bot import main
from crawler.files.attachment import Attachment
from crawler.files.open import read_file
from crawler.files.reading import read_attachment
from monitors import judgement, readings, zones
from monitors.boards import catalogue
from monitors.change import Op
from monitors.document import Document, Shape
from monitors.item import BoardReading
from monitors.judgement import BoardMemory, KnownBoard

Captured = pytest.CaptureFixture[str]
_TWO = making.side_by_side(HEADER[:2], [row[:2] for row in PLACES])
_BESIDE = (50.0, 180.0, 50.0, 180.0)

# name of the file (which may lie) → its bytes, and whether the title stands in it
FILES = {
    "notice.html": making.notice(HEADER, PLACES, TITLE),
    "ruled.pdf": making.pdf(HEADER, PLACES),
    "unruled.pdf": making.pdf(HEADER, PLACES, ruled=False),
    "unruled without a header on its last pages.pdf": making.pdf(HEADER, PLACES, ruled=False, on_page=24, again=False),
    "two columns.pdf": making.pdf(*_TWO, widths=_BESIDE),
    "two columns without lines.pdf": making.pdf(*_TWO, widths=_BESIDE, ruled=False),
    "two columns over pages.pdf": making.pdf(*_TWO, widths=_BESIDE, on_page=10),
    "merged over pages.pdf": making.pdf(HEADER, PLACES, merged=2, on_page=12),
    "merged over pages, header once.pdf": making.pdf(HEADER, PLACES, merged=2, on_page=12, again=False),
    "wrapped.pdf": making.pdf(HEADER, PLACES, wrap=7, on_page=12),
    "wrapped without lines.pdf": making.pdf(HEADER, PLACES, wrap=7, on_page=12, ruled=False),
    "book.xlsx": making.xlsx(HEADER, PLACES, title=TITLE),
    "merged.xlsx": making.xlsx(HEADER, PLACES, title=TITLE, merged=2),
    "book.xls": making.xls(HEADER, PLACES, title=TITLE),
    "merged.xls": making.xls(HEADER, PLACES, title=TITLE, merged=2),
    "page.xls": making.html(HEADER, PLACES, title=TITLE, charset="gbk"),
    "letter.docx": making.docx(HEADER, PLACES, title=TITLE),
    "merged.docx": making.docx(HEADER, PLACES, title=TITLE, merged=2),
    "counted.docx": making.docx(HEADER, PLACES, title=TITLE, counted=True),
    "letter.doc": making.doc(HEADER, PLACES, title=TITLE),
    "merged.doc": making.doc(HEADER, PLACES, title=TITLE, merged=2),
    "letter.wps": making.doc(HEADER, PLACES, title=TITLE, properties=False),
}


@pytest.mark.parametrize("name", FILES)
def test_the_fifty_rows_of_a_ranking_are_read_from_every_format(name: str, tmp_path: Path, capsys: Captured) -> None:
    file = tmp_path / name
    file.write_bytes(FILES[name])
    assert main(["read", "--json", "--title", TITLE, "--date", "2024-12-23", str(file)]) == 0
    facts = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(str(fact["value"]), fact["zone"]) for fact in facts] == [row[:2] for row in PLACES]
    assert {(fact["subject"], fact["edition"]) for fact in facts} == {("国家高新区综合评价", "2024")}


@pytest.mark.parametrize("name", [name for name in FILES if name != "notice.html"])
def test_the_title_above_a_table_is_its_caption(name: str) -> None:
    (table,) = read_attachment(name, FILES[name]).tables
    assert table.caption == TITLE


def test_without_a_title_on_the_command_line_a_document_has_the_one_in_the_file(tmp_path: Path) -> None:
    for name in ("merged over pages.pdf", "book.xlsx", "page.xls"):
        (tmp_path / name).write_bytes(FILES[name])
        (document,) = read_file(tmp_path / name, published=date(2024, 12, 23))
        assert (document.title, document.published, document.shape) == (TITLE, date(2024, 12, 23), Shape.NOTICE)


def test_merged_cells_stand_in_every_row_that_they_cover() -> None:
    merged = [name for name in FILES if name.startswith("merged")]
    assert len(merged) == 6
    for name in merged:
        (table,) = read_attachment(name, FILES[name]).tables
        assert table.header == HEADER
        assert list(table.rows) == PLACES


def test_a_csv_in_the_charset_of_chinese_office_programs_is_a_table() -> None:
    (table,) = read_attachment("x", making.csv(HEADER, PLACES)).tables
    assert (table.header, list(table.rows)) == (HEADER, PLACES)


def test_the_files_of_an_archive_are_read_and_what_cannot_be_is_told() -> None:
    name = f"附件1：{TITLE}.csv"
    said = read_attachment(
        "x", making.packed({name: making.csv(HEADER, PLACES), "附件2.png": b"\x89PNG", "说明.txt": "示例说明。".encode()})
    )
    (table,) = said.tables
    assert table.caption == TITLE  # the table says nothing, its file does
    assert said.text == "示例说明。"
    assert said.unread == ("附件2.png is a picture, which cannot be read",)


def test_names_in_an_archive_packed_in_china_are_read() -> None:
    body = making.packed({"AAAA": making.csv(HEADER, PLACES)}).replace(b"AAAA", "评价".encode("gbk"))
    assert read_attachment("x.zip", body).tables[0].caption == "评价"


def test_what_a_file_is_called_does_not_matter() -> None:
    as_pdf = read_attachment("x.pdf", making.xlsx(HEADER, PLACES))
    assert as_pdf == read_attachment("x.xlsx", making.xlsx(HEADER, PLACES))
    assert as_pdf.media_type.endswith("spreadsheetml.sheet")


# ── one table is the same table ─────────────────────────────────────────────────────────────────────────────────────

_CHARACTERS = st.text(st.sampled_from("甲乙丙丁戊己庚辛示例科技精密制造股份有限公司（）ABC123·"), min_size=1, max_size=24)
_NAMES = st.lists(
    _CHARACTERS.filter(lambda name: zones.fold(name) and not zones.fold(name).isdigit()), min_size=2, max_size=12, unique_by=zones.fold
)
_REGIONS = st.sampled_from(["浙江省", "宁波市", "新疆生产建设兵团", "北京市"])


def items(said: Attachment) -> list[tuple[str, object]]:
    """What the watch compares: the entries of a list."""
    document = Document("sample", "1", "", Shape.NOTICE, making.GIANTS_TITLE, said.text, said.tables, issuer="工业和信息化部")
    (board,) = readings.read(document, zones.load(), catalogue.load()).boards
    return [(item.key, item.data) for item in board.items]


@settings(deadline=None, max_examples=25)
@given(_NAMES, st.data())
def test_a_table_gives_the_same_items_as_html_xlsx_xls_docx_doc_and_csv(names: list[str], data: st.DataObject) -> None:
    regions = data.draw(st.lists(_REGIONS, min_size=len(names), max_size=len(names)))
    rows = [(str(number), region, name) for number, (region, name) in enumerate(zip(sorted(regions), names, strict=True), start=1)]
    header, title = making.GIANTS_HEADER, making.GIANTS_TITLE
    as_html = items(read_attachment("x", making.html(header, rows, title=title)))
    assert len(as_html) == len(rows)
    assert items(read_attachment("x", making.csv(header, rows))) == as_html
    for merged in (None, 1):
        assert items(read_attachment("x", making.xlsx(header, rows, title=title, merged=merged))) == as_html
        assert items(read_attachment("x", making.xls(header, rows, title=title, merged=merged))) == as_html
        assert items(read_attachment("x", making.docx(header, rows, title=title, merged=merged))) == as_html
        assert items(read_attachment("x", making.doc(header, rows, title=title, merged=merged))) == as_html


def ranked(said: Attachment) -> BoardReading:
    """The ranking that a file holds."""
    document = Document("sample", "1", "", Shape.NOTICE, TITLE, said.text, said.tables, issuer="工业和信息化部")
    (board,) = readings.read(document, zones.load(), catalogue.load()).boards
    return board


def remembered(read: BoardReading) -> BoardMemory:
    """The same edition as it was read before."""
    about = (read.board, read.indicator, read.edition, read.stage, TITLE, read.issuer, "", None, read.top, read.of)
    return BoardMemory(same=KnownBoard(1, *about, {}, read.by_key))


@settings(deadline=None, max_examples=10)
@given(st.permutations(PLACES), st.sampled_from([making.html, making.xlsx, making.docx, making.pdf]))
def test_the_order_in_which_a_file_prints_its_rows_is_no_news(rows: list[making.Row], made: Callable[..., bytes]) -> None:
    before = remembered(ranked(read_attachment("x", made(HEADER, PLACES))))
    assert judgement.judge_board(ranked(read_attachment("x", made(HEADER, rows))), before, surely=False) == []


@settings(deadline=None, max_examples=10)
@given(st.integers(0, 48), st.sampled_from([making.html, making.xlsx, making.docx, making.pdf]))
def test_two_rows_that_change_places_are_two_moves_from_every_file(place: int, made: Callable[..., bytes]) -> None:
    one, other = PLACES[place], PLACES[place + 1]
    rows = [*PLACES[:place], (one[0], *other[1:]), (other[0], *one[1:]), *PLACES[place + 2 :]]
    before = remembered(ranked(read_attachment("x", made(HEADER, PLACES))))
    news = judgement.judge_board(ranked(read_attachment("x", made(HEADER, rows))), before, surely=False)
    assert [(change.op, change.key, change.after["rank"]) for change in news] == [
        (Op.MOVED, other[1], place + 1),
        (Op.MOVED, one[1], place + 2),
    ]
