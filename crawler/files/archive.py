"""Zip files within bounds: what a small file may unpack to. docx and xlsx are zip files, too."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from crawler.files.attachment import Unreadable

MOST_UNPACKED = 200 * 1024 * 1024  # bytes of all parts together
MOST_PARTS = 5000  # a document with pictures has hundreds
MOST_FILES = 50  # of an archive of attachments
_RATIO = 200  # times a large part may grow; tables as XML grow about 20 times
_LARGE = 4 * 1024 * 1024  # bytes from which the ratio is looked at
_ENCRYPTED = 0x1
_UTF8 = 0x800


def check(body: bytes) -> None:
    """Raises Unreadable for a package that unpacks to too much, is damaged, or has parts with a password."""
    with _opened(body) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS:
            raise Unreadable(f"unpacks to {len(parts)} parts: it may be a zip bomb")
        if sum(part.file_size for part in parts) > MOST_UNPACKED or any(_bursts(part) for part in parts):
            most = f"over {MOST_UNPACKED // 2**20} MiB, or {_RATIO} times its size"
            raise Unreadable(f"unpacks to more than it should ({most}): it may be a zip bomb")
        if any(part.flag_bits & _ENCRYPTED for part in parts):
            raise Unreadable("is encrypted: it needs a password")


def part(body: bytes, name: str) -> bytes | None:
    """One part of a package; None where it has none of that name. Raises Unreadable where it is damaged."""
    with _opened(body) as archive:
        try:
            return _read(archive, archive.getinfo(name))
        except KeyError:
            return None


def files(body: bytes) -> Iterator[tuple[str, bytes]]:
    """The files of an archive by name, folders and what systems put beside them left out. `check` it first."""
    with _opened(body) as archive:
        inside = [one for one in archive.infolist() if not one.is_dir() and not _is_by_the_way(_name(one))]
        if len(inside) > MOST_FILES:
            raise Unreadable(f"holds {len(inside)} files: more than {MOST_FILES} are not read")
        for one in inside:
            yield _name(one), _read(archive, one)


def _opened(body: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(body))
    except (zipfile.BadZipFile, NotImplementedError, UnicodeDecodeError) as error:
        raise Unreadable(f"is damaged ({error})") from error


def _bursts(part: zipfile.ZipInfo) -> bool:
    return part.file_size > _LARGE and part.file_size > _RATIO * max(part.compress_size, 1)


def _read(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    try:
        with archive.open(part) as opened:  # gives no more than the size that was checked
            return opened.read(part.file_size + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise Unreadable(f"is damaged ({error})") from error


def _name(part: zipfile.ZipInfo) -> str:
    """Names without a mark are GBK in archives packed in China, which zipfile takes for the code page of MS-DOS."""
    if part.flag_bits & _UTF8:
        return part.filename
    try:
        return part.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return part.filename


def _is_by_the_way(name: str) -> bool:
    return name.startswith("__MACOSX/") or name.rpartition("/")[2] in (".DS_Store", "Thumbs.db", "desktop.ini")
