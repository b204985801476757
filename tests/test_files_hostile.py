"""Files that are damaged, encrypted, empty, or made to harm: each ends in one clear line, and takes nothing with it."""

from __future__ import annotations

import os
import struct
import time
from pathlib import Path

import making
import pytest
from making import HEADER, PLACES

from bot import main
from crawler.files import archive
from crawler.files.attachment import Unsupported
from crawler.files.reading import read_attachment
from crawler.files.safely import read_safely

PDF = making.pdf(HEADER, PLACES)
XLSX = making.xlsx(HEADER, PLACES)
DOCX = making.docx(HEADER, PLACES)
DOC = making.doc(HEADER, PLACES)
XLS = making.xls(HEADER, PLACES)
_CELL = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
_SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
_WORD = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
_NESTED = b"<w:tbl><w:tr><w:tc>" * 300 + b"</w:tc></w:tr></w:tbl>" * 300
_LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>' + _WORD + b"<w:p><w:r><w:t>&b;</w:t></w:r></w:p>"

BAD = {
    "empty.pdf": (b"", "is empty"),
    "zeros.doc": (bytes(5000), "is empty"),
    "cut.pdf": (PDF[: len(PDF) // 2], "is a damaged PDF"),
    "head.pdf": (b"%PDF-1.7", "is a damaged PDF"),
    "cut.xlsx": (XLSX[: len(XLSX) // 2], "is an Office file or archive that is damaged"),
    "cut.docx": (DOCX[: len(DOCX) // 2], "is an Office file or archive that is damaged"),
    "no document.docx": (making.packed({"[Content_Types].xml": b"<x/>", "word/fonts.xml": b"<x/>"}), "it has no document inside"),
    "broken.docx": (making.repacked(DOCX, "word/document.xml", _WORD), "is damaged"),
    "broken.xlsx": (making.repacked(XLSX, "xl/workbook.xml", b"<x"), "is a damaged workbook"),
    "cut.doc": (DOC[:3000], "is damaged"),
    "cut.xls": (XLS[: len(XLS) // 2], "is an old Office file that is damaged"),
    "no pieces.doc": (
        making.container({"WordDocument": struct.pack("<HH8x", 0xA5EC, 0xC1) + bytes(900)}),
        "it does not say where its text is",
    ),
    "old.doc": (making.container({"WordDocument": struct.pack("<H", 0xA5DC)}), "is a Word file from before 1997"),
    "encrypted.pdf": (making.pdf(HEADER, PLACES, password="secret"), "is an encrypted PDF: it needs a password"),
    "encrypted.doc": (making.doc(HEADER, PLACES, encrypted=True), "is encrypted: it needs a password"),
    "encrypted.docx": (making.container({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}), "is encrypted: it needs a password"),
    "encrypted.xls": (making.locked_workbook(), "is encrypted: it needs a password"),
    "encrypted.zip": (
        making.packed({"a.csv": b"1,2\n3,4"}).replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01"),
        "is encrypted",
    ),
    "bomb.zip": (making.packed({"a.csv": b"1,2\n" * 5_000_000}), "it may be a zip bomb"),
    "bomb.docx": (making.repacked(DOCX, "word/document.xml", _WORD + b"<w:p/>" * 4_000_000), "it may be a zip bomb"),
    "many.zip": (making.packed({f"{n}.txt": b"x" for n in range(60)}), "holds 60 files: more than 50 are not read"),
    "nothing.zip": (making.packed({}), "is an empty archive"),
    "zip of zips.zip": (
        making.packed({"a.zip": making.packed({"a.csv": b"1,2\n3,4"})}),
        "is an archive within the archive, which is not read",
    ),
    "endless.xlsx": (
        making.repacked(XLSX, "xl/worksheets/sheet1.xml", _SHEET + _CELL + b"</worksheet>"),
        "makes its reader fail|more than 500,000 cells",
    ),
    "nested.docx": (making.repacked(DOCX, "word/document.xml", _WORD + _NESTED + b"</w:body></w:document>"), "is damaged|holds no text"),
    "laughs.docx": (making.repacked(DOCX, "word/document.xml", _LAUGHS + b"</w:body></w:document>"), "holds no text|is damaged"),
    "slides.ppt": (
        making.container({"PowerPoint Document": b"x"}),
        "is neither a workbook nor a document|neither a workbook nor a document",
    ),
    "letter.rtf": (b"{\\rtf1 x}", "is an RTF file, which cannot be read"),
    "x.rar": (b"Rar!\x1a\x07", "is a RAR archive, which cannot be read"),
    "x.ofd": (making.packed({"OFD.xml": b"<x/>"}), "is an OFD document, which cannot be read"),
    "x.bin": (bytes(range(256)) * 20, "is no text"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_cannot_be_read_ends_in_one_clear_line(name: str) -> None:
    body, said = BAD[name]
    with pytest.raises(Unsupported, match=said) as refused:
        read_safely(name, body, seconds=20)
    line = str(refused.value)
    assert line.startswith(f"{name} ")
    assert len(line.splitlines()) == 1
    assert "Traceback" not in line


def test_the_command_line_says_it_in_one_line_and_reads_the_other_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bad.xlsx").write_bytes(BAD["cut.xlsx"][0])
    (tmp_path / "good.xlsx").write_bytes(making.xlsx(HEADER, PLACES, title=making.TITLE))
    assert main(["read", "--json", str(tmp_path / "bad.xlsx"), str(tmp_path / "good.xlsx")]) == 1
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 50
    assert err == f"parkwatch: {tmp_path / 'bad.xlsx'} is an Office file or archive that is damaged (File is not a zip file)\n"


def test_a_file_of_500_mb_is_refused_without_reading_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with (tmp_path / "large.pdf").open("wb") as file:
        file.truncate(500 * 1024 * 1024)
    began = time.monotonic()
    assert main(["read", str(tmp_path / "large.pdf")]) == 1
    assert time.monotonic() - began < 5
    assert "is larger than 20 MiB" in capsys.readouterr().err


def test_an_attachment_that_is_too_large_is_refused_before_another_process_is_started() -> None:
    with pytest.raises(Unsupported, match="x is larger than 20 MiB"):
        read_safely("x", bytes(21 * 1024 * 1024))


def test_a_file_that_needs_too_much_memory_is_refused() -> None:
    rows = making.giants(20_000)
    with pytest.raises(Unsupported, match=r"x needs more than 150 MiB of memory|x makes its reader fail"):
        read_safely("x", making.csv(making.GIANTS_HEADER, rows) * 10, memory=150 * 1024 * 1024)


def test_a_file_that_takes_too_long_is_refused_in_time() -> None:
    body = making.pdf(making.GIANTS_HEADER, making.giants(1500))
    began = time.monotonic()
    with pytest.raises(Unsupported, match="x takes more than 1 s to read"):
        read_safely("x", body, seconds=1)
    assert time.monotonic() - began < 8


def test_what_reads_files_knows_no_secrets_and_writes_no_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from crawler.files import safely

    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "secret")
    monkeypatch.setenv("PARKWATCH_DATABASE_URL", "secret")
    assert "secret" not in safely._environment().values()
    child = os.fork()
    if not child:
        safely.limit(10, 1 << 30)
        try:
            (tmp_path / "written").write_bytes(b"x")
        except OSError:
            os._exit(0)
        os._exit(1)
    assert os.waitpid(child, 0)[1] == 0


def test_bytes_changed_anywhere_never_end_in_anything_but_tables_or_one_line() -> None:
    """In this process, where nothing else catches what goes wrong: what comes out besides is caught by read_safely."""
    for body in (XLSX, DOCX):
        for place in range(30, len(body), len(body) // 60):
            changed = body[:place] + bytes([body[place] ^ 0xFF]) + body[place + 1 :]
            try:
                said = read_attachment("x", changed)
            except Unsupported as error:
                assert str(error).startswith("x ")  # noqa: PT017
            else:
                assert all(list(table.rows) == PLACES for table in said.tables)


def test_the_limits_of_archives_let_large_lists_through() -> None:
    archive.check(making.xlsx(making.GIANTS_HEADER, making.giants(20_000)))
