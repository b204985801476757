"""Any attachment as tables and text. Runs in a process of its own where the file is not ours: see safely.py."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePosixPath

from crawler.files import archive, sniff
from crawler.files.attachment import LARGEST, Attachment, Unreadable, Unsupported
from crawler.files.grid import Grid, assemble, title
from crawler.files.sniff import Format
from monitors.belief import SourceDown
from monitors.document import Table


def read_attachment(name: str, body: bytes) -> Attachment:
    """The tables and text of a file. name: for the words of errors; for a table of an archive, too.

    Raises Unsupported with one line that begins with the name.
    """
    try:
        if len(body) > LARGEST:
            raise Unreadable(f"is larger than {LARGEST // 2**20} MiB: no attachment is")
        kind = sniff.sniff(body)
        return _archive(body) if kind is Format.ZIP else _one(body, kind)
    except Unreadable as error:
        raise Unsupported(f"{name} {error}") from error


def _one(body: bytes, kind: Format) -> Attachment:
    """One file. What reads a format is loaded when there is one."""
    unread: list[str] = []
    blocks: Iterable[str | Grid]
    match kind:
        case Format.PDF:
            from crawler.files import pdf

            blocks, unread = pdf.read(body)
        case Format.XLSX | Format.XLS:
            from crawler.files import sheet

            blocks = sheet.read(body, kind)
        case Format.CSV:
            from crawler.files import sheet

            blocks = sheet.read_csv(sniff.text_of(body))
        case Format.DOCX:
            from crawler.files import word

            blocks = word.read(body)
        case Format.DOC:
            from crawler.files import doc

            blocks = doc.read(body)
        case Format.HTML:
            return _html(sniff.text_of(body))
        case _:
            blocks = filter(None, (" ".join(line.split()) for line in sniff.text_of(body).splitlines()))
    tables, text = assemble(blocks)
    if not tables and not text and not unread:
        raise Unreadable("holds no text")
    return Attachment(tables, text, kind, tuple(unread))


def _html(text: str) -> Attachment:
    """A web page as it stands, or a table saved as one under another name."""
    from lxml.html import tostring

    from crawler.sites.markup import paragraphs
    from crawler.sites.tables import tables
    from crawler.sites.tree import parsed

    try:
        page = parsed(text)
    except SourceDown as error:
        raise Unreadable("is empty") from error
    found = tables(page)
    for element, _ in found:
        element.drop_tree()
    lines = paragraphs(tostring(page, encoding="unicode"))
    titles = dict.fromkeys(table.caption for _, table in found if table.caption and table.caption not in lines)
    said = "\n".join([*titles, *lines])
    if not found and not said:
        raise Unreadable("holds no text")
    return Attachment(tuple(table for _, table in found), said, Format.HTML)


def _archive(body: bytes) -> Attachment:
    """All files of an archive in their order; one that cannot be read does not keep the others from it."""
    archive.check(body)
    found: list[Attachment] = []
    unread: list[str] = []
    for name, content in archive.files(body):
        try:
            kind = sniff.sniff(content)
            if kind is Format.ZIP:
                raise Unreadable("is an archive within the archive, which is not read")
            one = _one(content, kind)
        except Unreadable as error:
            unread.append(f"{name} {error}")
            continue
        found.append(replace(one, tables=tuple(_titled(table, name) for table in one.tables)))
        unread += [f"{name}：{what}" for what in one.unread]
    if not found:
        raise Unreadable(f"holds nothing that can be read: {unread[0]}" if unread else "is an empty archive")
    said = "\n".join(one.text for one in found if one.text)
    return Attachment(tuple(table for one in found for table in one.tables), said, Format.ZIP, tuple(unread))


def _titled(table: Table, name: str) -> Table:
    """A table without a title has that of its file."""
    return table if table.caption else replace(table, caption=title(PurePosixPath(name).stem))
