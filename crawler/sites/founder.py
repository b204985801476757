"""digitalpaper.stdaily.com: the paper's old electronic edition, static HTML of the Founder system (SOURCES 1b).

Page N of a day stands at node_{N+1}.htm; an article at content_{id}.htm, with or without ?div=-1. A missing issue is an
ordinary page that only its title gives away.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import urljoin, urlsplit, urlunsplit

from bs4 import BeautifulSoup, Tag

from crawler.sites import labels
from crawler.sites.impostor import Gone, instead, is_soft_404
from crawler.sites.markup import by_line, paragraphs, plain, tidy
from crawler.sites.stdaily import is_page
from monitors.belief import Incomplete
from monitors.document import Document, Shape

_BODY = re.compile(r"<!--\s*enpcontent\s*-->(.*?)<!--\s*/enpcontent\s*-->", re.DOTALL | re.IGNORECASE)
_NEWER_BODY = re.compile(r"<founder-content[^>]*>(.*?)</founder-content>", re.DOTALL | re.IGNORECASE)
_PROPERTY = re.compile(r"<!--\s*enpproperty(.*?)/enpproperty\s*-->", re.DOTALL | re.IGNORECASE)
_ARTICLE = re.compile(r"content_(\d+)\.htm")
_ADVERTISEMENT = re.compile(r"^[（(【\[]?\s*广\s*告")


@dataclass(frozen=True)
class Link:
    """A page of an issue, or an article of a page."""

    url: str
    title: str

    @property
    def key(self) -> str:
        """content_579103: an article's identity, apart from the new paper's."""
        found = _ARTICLE.search(self.url)
        return f"content_{found.group(1)}" if found else self.url


def day_url(base: str, day: date) -> str:
    """The first page of a day's issue."""
    return f"{base}html/{day:%Y-%m/%d}/node_2.htm"


def is_missing(text: str) -> bool:
    """Whether the site says that there is no such issue: the page of an ordinary status titled 科技网404错误跳转页面!."""
    return is_soft_404(text)


def pages(text: str, url: str) -> list[Link]:
    """The pages of an issue, from any of them."""
    soup = _soup(text)
    found = [Link(_same(url, str(link.get("href"))), tidy(link.get_text())) for link in soup.select(".bmname a[href]")]
    if not found:
        raise instead(text, "旧版数字报的页面上看不到版面目录")
    return list(dict.fromkeys(found))


def named(links: list[Link], wanted: str) -> list[Link]:
    """The pages of this name, 园 区 being 园区."""
    return [link for link in links if is_page(link.title, wanted)]


def articles(text: str, url: str) -> list[Link]:
    """The articles of a page, each once and without advertisements: list entries and the hot areas of its picture."""
    soup = _soup(text)
    found: dict[str, str] = {}
    for link in [*soup.select(".zi-meat li a[href]"), *soup.select("area[href]")]:
        address = _same(url, str(link.get("href")))
        if _ARTICLE.search(address):
            found[address] = found.get(address) or tidy(link.get_text())
    if not found and not soup.select(".zi-meat, .banci"):
        raise instead(text, "旧版数字报的页面上看不到文章目录")
    return [Link(address, title) for address, title in found.items() if not _ADVERTISEMENT.match(title)]


def article(text: str, source: str, key: str, url: str, day: date | None, paper: str) -> Document:
    """An article. day: the issue's, which its address states; None where the page must say it."""
    if is_missing(text):
        raise Gone("文章页是「科技网404错误跳转页面」")
    soup = _soup(text)
    body = _BODY.search(text) or _NEWER_BODY.search(text)
    inside = body.group(1) if body else _inside(soup, "#ozoom")
    if inside is None:
        raise instead(text, "旧版数字报的页面上找不到正文")
    said = _property(text)
    captions = tuple(caption for cell in soup.select(".picture td") if not cell.find("img") and (caption := tidy(cell.get_text())))
    title = _line(soup, ".biaoti", "founder-title") or said.get("title", "")
    lines = [line for line in paragraphs(inside) if line not in captions]
    if not lines or not title:
        raise Incomplete("文章没有标题或正文")
    own = {"引题": _line(soup, ".yinti") or said.get("introtitle", ""), "副题": _line(soup, ".futi", "founder-subtitle")}
    own |= {"版面": said.get("nodename", "")}
    return Document(
        source=source,
        key=key,
        url=url,
        shape=Shape.ARTICLE,
        title=title,
        text="\n".join(lines),
        published=day or labels.day(said.get("date", "")),
        issuer=paper,
        author=by_line(_line(soup, ".author") or said.get("author", "")),
        captions=captions,
        meta={name: value for name, value in own.items() if value},
    )


def _same(base: str, href: str) -> str:
    """The one address of a page: ?div=0 and ?div=-1 are the same article in other frames."""
    parts = urlsplit(urljoin(base, href))
    return urlunsplit((parts.scheme, parts.netloc, parts.path, "", ""))


def _property(text: str) -> dict[str, str]:
    """What Founder's comment block says: <articleid>…</articleid><date>…</date>…."""
    block = _PROPERTY.search(text)
    return {name: plain(value) for name, value in re.findall(r"<(\w+)>(.*?)</\1>", block.group(1), re.DOTALL)} if block else {}


def _line(soup: BeautifulSoup, *queries: str) -> str:
    for query in queries:
        node = soup.select_one(query)
        if node is not None and (text := plain(node.decode_contents())):
            return text
    return ""


def _inside(soup: BeautifulSoup, query: str) -> str | None:
    node = soup.select_one(query)
    return node.decode_contents() if isinstance(node, Tag) else None


def _soup(text: str) -> BeautifulSoup:
    return BeautifulSoup(text, "lxml")
