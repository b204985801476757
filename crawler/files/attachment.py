"""What an attachment says, and the words for one that cannot be read."""

from __future__ import annotations

from dataclasses import dataclass

from monitors.document import Table

LARGEST = 20 * 1024 * 1024  # bytes of a file as it was published; the largest list seen has 6 MiB


class Unsupported(Exception):
    """A file that cannot be read as documents; one line that says what it is and what can be read."""


class Unreadable(Exception):
    """Why a file is not read, as the rest of a sentence that begins with its name: "is an encrypted PDF"."""


@dataclass(frozen=True)
class Attachment:
    """A file's tables and the text around them, in its order. `unread` is what is there and nobody could read, in words
    for the operator: with anything in it, the tables are not known to be all."""

    tables: tuple[Table, ...]
    text: str  # paragraphs, one a line, table titles among them
    media_type: str  # what the bytes are, e.g. "application/pdf"
    unread: tuple[str, ...] = ()
