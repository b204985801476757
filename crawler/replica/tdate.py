"""Sites of the TRS system with date-named pages: lists index.html, index_1.html …; articles YYYYMM/tYYYYMMDD_ID.html, files beside them.

All of it is static: a list page is written anew when a notice appears, and has then another ETag and Last-Modified; a page
number behind the end is 404. Lists that end in .shtml are put together while they are sent, and have no validators.
What a site's pages look like is its own module's.
"""

from __future__ import annotations

import posixpath
from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime
from html import escape

from crawler.replica.exchange import MEDIA_TYPES, Answer, Asked, html, plain, static, stored
from crawler.replica.notices import Attachment, Notice, standing


@dataclass(frozen=True)
class Column:
    """One column of a site."""

    folder: str  # in content/, under the site's
    address: str  # with a slash at both ends
    name: str
    articles: str = ""  # where its articles lie, if not in the column's own folder
    channel: str = ""  # the number in the addresses of its further pages, if they have one

    def address_of(self, notice: Notice) -> str:
        """The path of an article."""
        return f"{self.articles or self.address}{notice.published:%Y%m}/t{notice.published:%Y%m%d}_{notice.serial}.html"

    def href_of(self, notice: Notice) -> str:
        """How the column's pages link it: ./202412/t… beside the column, ../../../… where articles lie elsewhere."""
        href = posixpath.relpath(self.address_of(notice), self.address)
        return href if href.startswith("..") else f"./{href}"

    def link(self, notice: Notice, length: int) -> str:
        """A row's link: the title cut off after `length` characters, and whole in its attribute."""
        title = f'target="_blank" title="{escape(notice.title)}"'
        return f'<a href="{self.href_of(notice)}" {title}>{shortened(notice.title, length)}</a>'

    def page(self, number: int, ending: str) -> str:
        """The file name of the column's page `number`, from 1."""
        if number == 1:
            return f"index.{ending}"
        return f"index_{self.channel}_{number - 1}.{ending}" if self.channel else f"index_{number - 1}.{ending}"


@dataclass(frozen=True)
class Listing:
    """What one page of a column shows."""

    column: Column
    notices: list[Notice]
    number: int
    last: int
    count: int  # notices of the whole column


@dataclass(frozen=True)
class Site(ABC):
    """One t-date site; a subclass gives its pages."""

    folder: str  # in content/
    hosts: tuple[str, ...]
    name: str
    code: str  # 政府网站标识码
    columns: tuple[Column, ...]
    rows: int  # of a page
    robots: str
    prefix: str = "W0"  # of the names of attached files
    ending: str = "html"  # of the lists

    @abstractmethod
    def listing(self, page: Listing) -> str:
        """A page of a column."""

    @abstractmethod
    def article(self, column: Column, notice: Notice) -> str:
        """The page of a notice."""

    def answer(self, asked: Asked, moment: datetime) -> Answer | None:
        """The site's answer as of `moment`; None where another host is asked."""
        if asked.host not in self.hosts:
            return None
        if asked.path == "/robots.txt":
            return plain(self.robots)
        for column in self.columns:
            found = self._list(asked, column, moment) or self._document(asked, column, moment)
            if found is not None:
                return found
        return html("<html><head><title>404 Not Found</title></head><body><center><h1>404 Not Found</h1></center></body></html>", 404)

    def _list(self, asked: Asked, column: Column, moment: datetime) -> Answer | None:
        notices = standing(self.folder, column.folder, moment)
        last = max(1, -(-len(notices) // self.rows))
        for number in range(1, last + 1):
            if asked.path == column.address + column.page(number, self.ending) or (number == 1 and asked.path == column.address):
                part = notices[(number - 1) * self.rows : number * self.rows]
                page = self.listing(Listing(column, part, number, last, len(notices)))
                return html(page) if self.ending == "shtml" else static(asked, page, max(notice.since for notice in notices))
        return None

    def _document(self, asked: Asked, column: Column, moment: datetime) -> Answer | None:
        for notice in standing(self.folder, column.folder, moment):
            address = column.address_of(notice)
            if asked.path == address:
                return static(asked, self.article(column, notice), notice.since)
            for attachment in notice.attachments:
                if asked.path == posixpath.join(posixpath.dirname(address), self.file_name(notice, attachment)):
                    return stored(asked, attachment.body, MEDIA_TYPES[attachment.ending], notice.since)
        return None

    def file_name(self, notice: Notice, attachment: Attachment) -> str:
        """W0, the day, and a number that nobody can guess."""
        number = (notice.serial * 7919 + sum(attachment.file.encode())) * 1_000_003 % 10**12
        return f"{self.prefix}{notice.published:%Y%m%d}{number:012}.{attachment.ending}"

    def links(self, notice: Notice, template: str) -> str:
        """The attachments of a notice in the site's words: `template` has {href}, {title} and {number}."""
        return "\n".join(
            template.format(href=f"./{self.file_name(notice, attachment)}", title=escape(attachment.title), number=number)
            for number, attachment in enumerate(notice.attachments, 1)
        )


def shortened(title: str, length: int) -> str:
    """A title as a row shows it, cut off; escaped."""
    return escape(title if len(title) <= length else title[:length] + "…")
