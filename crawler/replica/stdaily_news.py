"""www.stdaily.com (中国科技网) in the replica: one of its news columns.

As public crawlers found it: rows are dl elements with a picture, the last span of a row's .sourthTime is its date; the
second page is node_324_2.html; an address that leads nowhere answers HTTP 200 with one fixed page of 15175 bytes.
"""

from __future__ import annotations

from datetime import datetime
from html import escape

from crawler.replica.exchange import SAMPLE, Answer, Asked, html, plain, static
from crawler.replica.notices import Notice, standing

HOST = "www.stdaily.com"
NOWHERE = 15175  # bytes of the page that stands for all that is not there
_COLUMN = "/web/gdxw/"
_ROWS = 10  # of a page


def answer(asked: Asked, moment: datetime) -> Answer | None:
    """The site's answer as of `moment`; None where another host is asked."""
    if asked.host != HOST:
        return None
    if asked.path == "/robots.txt":
        return plain("User-agent: *\nDisallow:\n")
    stories = standing("stdaily_news", "gdxw", moment)
    for number in range(1, -(-len(stories) // _ROWS) + 1):
        if asked.path == _COLUMN + ("node_324.html" if number == 1 else f"node_324_{number}.html"):
            part = stories[(number - 1) * _ROWS : number * _ROWS]
            return static(asked, _list(part), max(story.since for story in stories))
    for story in stories:
        if asked.path == _address(story):
            return static(asked, _article(story), story.since)
    return _nowhere()


def _address(story: Notice) -> str:
    return f"{_COLUMN}{story.published:%Y-%m/%d}/content_{story.serial}.html"


def _list(stories: list[Notice]) -> str:
    rows = "\n".join(
        f'<dl><dt><a href="{_address(story)}"><img src="/web/pic/{story.serial}.jpg"></a></dt>\n'
        f'<dd><h3><a href="{_address(story)}" target="_blank">{escape(story.title)}</a></h3>\n'
        f'<div class="sourthTime"><span>来源：{story.office}</span><span>{story.published:%Y-%m-%d %H:%M:%S}</span></div></dd></dl>'
        for story in stories
    )
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>国内_中国科技网</title></head><body><!-- {SAMPLE} -->
<div class="nav"><dl><dt><a href="/">首页</a></dt></dl></div>
<div class="f_lieb_list">
{rows}
</div></body></html>"""


def _article(story: Notice) -> str:
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{escape(story.title)}-科技日报</title></head><body>
<div class="articleHead"><h1>{escape(story.title)}</h1><span class="f_source">来源：{story.office}</span>
<span class="time1">{story.published:%Y-%m-%d %H:%M:%S}</span></div>
<div class="pages_content"><div class="content"><div class="videoBox"><p>视频加载中</p></div>
{story.body}
<p>{SAMPLE}</p>
</div></div></body></html>"""


def _nowhere() -> Answer:
    """The soft 404: always the same, and always so long."""
    page = f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>中国科技网</title></head><body><p>{SAMPLE}</p></body></html>'
    return html(page + " " * (NOWHERE - len(page.encode())))
