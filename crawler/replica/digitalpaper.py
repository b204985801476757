"""digitalpaper.stdaily.com in the replica: the paper's old electronic edition, static HTML of the Founder system.

As seen from 2013 to 2025: an entry page that refreshes to the latest issue, page N at node_{N+1}.htm, articles at
content_{id}.htm with or without ?div=-1, every link of the page list with the same id, Founder's comment block, and for a
missing issue an ordinary page (HTTP 200) that only its title gives away.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, timezone

from crawler.replica.exchange import SAMPLE, Answer, Asked, html, plain, static
from crawler.replica.papers import Article, Issue, Page, issues

HOST = "digitalpaper.stdaily.com"
MISSING = "科技网404错误跳转页面!"
_PAPER = "/http_www.kjrb.com/kjrb/"
_NODE = re.compile(re.escape(_PAPER) + r"html/(\d{4})-(\d{2})/(\d{2})/node_(\d+)\.htm")
_CONTENT = re.compile(re.escape(_PAPER) + r"html/(\d{4})-(\d{2})/(\d{2})/content_(\d+)\.htm")
_CLOCK = timezone(timedelta(hours=8))


def answer(asked: Asked, moment: datetime) -> Answer | None:
    """The old paper's answer as of `moment`; None where another host is asked."""
    if asked.host != HOST:
        return None
    if asked.path == "/robots.txt":
        return plain("User-agent: *\nDisallow:\n")
    out = {issue.day: issue for issue in issues("digitalpaper", moment)}
    if asked.path == _PAPER + "paperindex.htm" and out:
        return _entry(asked, out[max(out)])
    if named := _NODE.fullmatch(asked.path):
        return _page(asked, _day(named), int(named.group(4)) - 1, out)
    if named := _CONTENT.fullmatch(asked.path):
        return _article(asked, _day(named), named.group(4), out)
    return _missing()


def _day(named: re.Match[str]) -> date | None:
    try:
        return date(int(named.group(1)), int(named.group(2)), int(named.group(3)))
    except ValueError:
        return None


def _missing() -> Answer:
    return html(f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{MISSING}</title>
<script>setTimeout(function(){{location.href="http://www.stdaily.com/"}}, 5000);</script></head>
<body><p>您访问的页面不存在，5秒后自动跳转到科技网首页。</p></body></html>""")


def _entry(asked: Asked, latest: Issue) -> Answer:
    page = f"""<html><head><meta http-equiv=Content-Type content="text/html; charset=utf-8">
<META HTTP-EQUIV='REFRESH' CONTENT='0; URL=html/{latest.day:%Y-%m/%d}/node_2.htm'></head><body></body></html>"""
    return static(asked, page, _changed(latest))


def _page(asked: Asked, day: date | None, number: int, out: dict[date, Issue]) -> Answer:
    issue = out.get(day) if day else None
    page = next((page for page in issue.pages if page.number == number), None) if issue else None
    if issue is None or page is None:
        return _missing()
    titles = "".join(f'<li><a href="content_{one.id}.htm?div=-1"><div>{one.title}</div></a></li>\n' for one in page.articles)
    areas = "".join(f'<area shape="polygon" coords="1,1,9,1,9,9,1,9" href="content_{one.id}.htm?div=-1">' for one in page.articles)
    pdf = f"{issue.day:%Y-%m/%d}/{page.number:02}/DefPub{issue.day:%Y%m%d}{page.number:02}.pdf"
    body = f"""{_frame(issue, page)}
<div class="zi"><div class="zi-top"><div class="banci"><strong>{_name(page)}</strong></div></div>
<div class="pdf"><a href="../../../images/{pdf}">PDF版</a></div>
<div class="zi-meat"><ul>
{titles}</ul></div></div>
<map name="PagePicMap">{areas}</map>"""
    return static(asked, _document(f"科技日报-{_name(page)}", body), _changed(issue))


def _article(asked: Asked, day: date | None, number: str, out: dict[date, Issue]) -> Answer:
    issue = out.get(day) if day else None
    for page in issue.pages if issue else ():
        for article in page.articles:
            if issue is not None and article.id == number:
                return static(asked, _document(article.title, _body(issue, page, article)), _changed(issue))
    return _missing()


def _body(issue: Issue, page: Page, article: Article) -> str:
    pictures = "".join(
        f'<tr><td><img src="{picture.url}"></td></tr><tr><td class="picture-text">{picture.text}</td></tr>' for picture in article.pictures
    )
    return f"""<!--enpproperty <articleid>{article.id}</articleid><date>{issue.day} 00:00:00.0</date><author>{article.author}</author>
<title>{article.title}</title><keyword></keyword><subtitle>{article.subtitle}</subtitle><introtitle>{article.pretitle}</introtitle>
<siteid>2</siteid><nodeid>{page.number + 1}</nodeid><nodename>{page.name}</nodename><picurl/>/enpproperty-->
{_frame(issue, page)}
<div class="right-meat"><div class="yinti">{article.pretitle}</div><div class="biaoti">{article.title}</div>
<div class="futi">{article.subtitle}</div><div class="author">{article.author}</div>
<div class="tuwen"><table class="picture">{pictures}</table>
<div class="article"><div id="ozoom"><!--enpcontent-->{article.content}<!--/enpcontent--></div></div></div></div>"""


def _frame(issue: Issue, current: Page) -> str:
    """The list of pages that stands on every page: every link carries the same id, and hrefs come with and without ./"""
    links = "".join(
        f'<div class="bmname"><a id="pageLink" href="{"./" if page.number % 2 else ""}node_{page.number + 1}.htm">{_name(page)}</a></div>\n'
        for page in issue.pages
    )
    return f'<div class="right1"><div class="date">{issue.day:%Y年%m月%d日}　{_name(current)}</div>\n{links}</div>'


def _name(page: Page) -> str:
    return f"第{page.number:02}版：{page.name}"


def _document(title: str, body: str) -> str:
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>{title}</title></head><body>
<!-- {SAMPLE} -->
{body}
</body></html>"""


def _changed(issue: Issue) -> datetime:
    return datetime.combine(issue.day, time(2, 40), tzinfo=_CLOCK)
