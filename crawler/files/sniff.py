"""What a file is, by its bytes: names and headers lie. An HTML table called .xls is common on ministry sites."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from enum import StrEnum

import olefile

from crawler.files.attachment import Unreadable
from crawler.sites.charset import charset


class Format(StrEnum):
    """The formats that are read; the value is the media type."""

    PDF = "application/pdf"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    XLS = "application/vnd.ms-excel"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    DOC = "application/msword"  # and .wps, which has the same container and the same streams
    ZIP = "application/zip"
    HTML = "text/html"
    CSV = "text/csv"
    TEXT = "text/plain"


_CONTAINER = olefile.MAGIC[:4]
_UNREAD = (
    (b"\x1f\x8b", "is a gzip file"),
    (b"Rar!", "is a RAR archive"),
    (b"7z\xbc\xaf", "is a 7z archive"),
    (b"\x89PNG", "is a picture"),
    (b"\xff\xd8\xff", "is a picture"),
    (b"GIF8", "is a picture"),
    (b"BM", "is a picture"),
    (b"II*\x00", "is a picture"),
    (b"MM\x00*", "is a picture"),
    (b"{\\rtf", "is an RTF file"),
    (b"MIME-Version:", "is a web archive (MHTML)"),
)
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|style|div|table|p)\b", re.IGNORECASE | re.DOTALL
)
_OFFICE_XML = re.compile(r"\s*<\?xml.{0,500}?(?:mso-application|urn:schemas-microsoft-com:office:spreadsheet|wordDocument)", re.DOTALL)
_LOOKED_AT = 1024  # bytes before which %PDF must stand: readers allow as much rubbish in front of it
_LINES = 50  # of a text that decide whether it is CSV


def sniff(body: bytes) -> Format:
    """The format of a file. Raises Unreadable for an empty file, and for one whose format is not read, with its name."""
    if not body.strip(b"\x00 \t\r\n"):
        raise Unreadable("is empty")
    if body.startswith(b"PK\x03\x04"):
        return _package(body)
    if body.startswith(b"PK\x05\x06"):
        raise Unreadable("is an empty archive")
    if body.startswith(_CONTAINER):
        return _container(body)
    if b"%PDF-" in body[:_LOOKED_AT] and not body.lstrip().startswith(b"<"):
        return Format.PDF
    for mark, what in _UNREAD:
        if body.startswith(mark):
            raise Unreadable(f"{what}, which cannot be read")
    return _kind_of_text(text_of(body))


def text_of(body: bytes) -> str:
    """The characters of a text file. Raises Unreadable where the bytes are none."""
    text = body.decode(charset(body), "replace")
    if "\x00" in text or text.count("\ufffd") > len(text) // 100:
        raise Unreadable("is no text, and of no format that is read: web pages, CSV, PDF, Excel, Word and WPS files and zips of these are")
    return text


def delimiter(text: str) -> str | None:
    """What separates the columns of a CSV text; None where it is another kind of text."""
    if text.lstrip()[:1] in ("{", "[", "<"):
        return None
    lines = [line for line in text.splitlines() if line.strip()][:_LINES]
    for mark in ("\t", ",", ";"):
        widths = [len(row) for row in csv.reader(lines, delimiter=mark) if any(row)]
        wide = max(set(widths), key=widths.count, default=0)
        if len(widths) >= 2 and wide >= 2 and widths.count(wide) >= 0.8 * len(widths):
            return mark
    return None


def _package(body: bytes) -> Format:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, UnicodeDecodeError) as error:
        raise Unreadable(f"is an Office file or archive that is damaged ({error})") from error
    if "OFD.xml" in names:
        raise Unreadable("is an OFD document, which cannot be read")
    if "[Content_Types].xml" not in names:
        if "mimetype" in names and "content.xml" in names:
            raise Unreadable("is an OpenDocument file, which cannot be read")
        return Format.ZIP
    if any(name.startswith("word/") for name in names):
        return Format.DOCX
    if any(name.startswith("xl/") for name in names):
        return Format.XLSX
    raise Unreadable("is an Office file that is neither a workbook nor a document")


def _container(body: bytes) -> Format:
    try:
        with olefile.OleFileIO(io.BytesIO(body)) as container:
            streams = {"/".join(path) for path in container.listdir()}
    except (OSError, ValueError, IndexError) as error:
        raise Unreadable(f"is an old Office file that is damaged ({error})") from error
    if "EncryptedPackage" in streams:
        raise Unreadable("is encrypted: it needs a password")
    if "WordDocument" in streams:
        return Format.DOC
    if streams & {"Workbook", "Book", "WORKBOOK", "BOOK"}:
        return Format.XLS
    raise Unreadable("is an old Office file that is neither a workbook nor a document")


def _kind_of_text(text: str) -> Format:
    if _OFFICE_XML.match(text):
        raise Unreadable("is an Office 2003 XML file, which cannot be read")
    if _HTML.match(text):
        return Format.HTML
    return Format.CSV if delimiter(text) else Format.TEXT
