"""epaper.stdaily.com in the replica: the JSON API of Science and Technology Daily's current electronic paper.

As five public clients found it: without X-Requested-With or Referer it answers HTTP 200 with status 500 in the JSON; the
status is sometimes a number, sometimes a string; a day without an issue is answered with the latest issue; the articles
of a page are a list at the top level, with the lead only; titles carry markup.
"""

from __future__ import annotations

import hashlib
import html as markup
import json
import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from crawler.replica.exchange import SAMPLE, Answer, Asked, as_json, html, plain
from crawler.replica.papers import Article, Issue, Page, issues

HOST = "epaper.stdaily.com"
CODE = "KJRB"
SITE_ID = "811c18b08cf04e79be3b67d6902ee1a7"
_API = "/stdailynewspaperapi/"
_SHELL = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>科技日报数字报</title></head>
<body><!-- {SAMPLE} --><noscript>We're sorry but this page doesn't work properly without JavaScript enabled.</noscript><div id="app"></div>
<script src="./js/app.js"></script></body></html>"""


def answer(asked: Asked, moment: datetime) -> Answer | None:
    """The paper's answer as of `moment`; None where another host is asked."""
    if asked.host != HOST:
        return None
    if asked.path == "/robots.txt":
        return plain("User-agent: *\nDisallow:\n")
    if asked.path == "/statics/technology-site/index.html":
        return html(_SHELL)
    if asked.path.startswith(_API):
        return _api(asked, issues("stdaily", moment))
    return html("<html><head><title>404 Not Found</title></head><body><h1>404 Not Found</h1></body></html>", 404)


def _api(asked: Asked, out: list[Issue]) -> Answer:
    channel, _, step = asked.path.removeprefix(_API).partition("/")
    if channel == "premium":
        return as_json({"status": "403", "msg": "No access"}, 403)
    if "x-requested-with" not in asked.headers and "referer" not in asked.headers:
        return as_json({"status": "500", "msg": "no access!"})
    reply = _STEPS.get(step) if channel == "uv" else None
    if reply is None:
        return as_json({"status": "404", "msg": "Not Found"}, 404)
    if asked.method != "POST":
        return as_json({"status": "500", "msg": f"Request method '{asked.method}' not supported"})
    try:
        said = json.loads(asked.body)
    except ValueError:
        said = None
    if not isinstance(said, dict) or said.get("code") != CODE or said.get("siteId") != SITE_ID:
        return as_json({"status": "500", "msg": "参数错误"})
    return as_json(reply(said, out))


def _dates(said: dict[str, Any], out: list[Issue]) -> object:
    """The days of a month that have an issue, in no order; the status is a string."""
    month = str(said.get("date", ""))[:7]
    days = [issue.day.isoformat() for issue in out if f"{issue.day:%Y-%m}" == month]
    return {"status": "200", "msg": "success", "obj": {"dateList": sorted(days, key=_key)}}


def _issue(said: dict[str, Any], out: list[Issue]) -> object:
    """The pages of a day's issue; the latest issue where the day has none, nothing before the first; the status is a number."""
    try:
        day = date.fromisoformat(str(said.get("periodTime", "")))
    except ValueError:
        return {"status": "500", "msg": "日期格式错误"}
    if not out or day < out[0].day:
        return {"status": 200, "msg": "success", "obj": {}}
    issue = next((issue for issue in out if issue.day == day), out[-1])
    pages = sorted((_edition(issue, page) for page in issue.pages), key=lambda page: _key(page["id"]))
    return {"status": 200, "msg": "success", "obj": {"periodTime": issue.day.isoformat(), "editionList": pages}}


def _edition(issue: Issue, page: Page) -> dict[str, Any]:
    return {
        "id": _page_id(issue, page),
        "periodId": _key(issue.day.isoformat()),
        "editionName": _name(issue, page),
        "editionCode": f"{page.number:02}",
        "weight": page.number,
        "editionImg": f"https://{HOST}/files/KJRB/{issue.day:%Y-%m-%d}/{page.number:02}.jpg",
    }


def _name(issue: Issue, page: Page) -> str:
    """第04版：国 际, and on some days 04·第04版：国 际."""
    return f"{page.number:02}·第{page.number:02}版：{page.name}" if issue.day.day % 2 == 0 else f"第{page.number:02}版：{page.name}"


def _articles(said: dict[str, Any], out: list[Issue]) -> object:
    """The articles of a page: `list` stands beside the status, not in obj, and content is only a lead."""
    for issue in out:
        for page in issue.pages:
            if said.get("id") == _page_id(issue, page):
                return {"status": 200, "msg": "success", "list": [_lead(article) for article in page.articles]}
    return {"status": 200, "msg": "success", "list": []}


def _lead(article: Article) -> dict[str, Any]:
    text = markup.unescape(re.sub(r"<[^>]+>|\s", "", article.content))
    return {"id": article.id, "title": article.title, "author": article.author or None, "content": text[:40]}


def _article(said: dict[str, Any], out: list[Issue]) -> object:
    """An article whole; the status is a string."""
    for issue in out:
        for page in issue.pages:
            for article in page.articles:
                if said.get("id") == article.id:
                    return {"status": "200", "msg": "success", "obj": {"articleVo": _whole(issue, page, article)}}
    return {"status": "500", "msg": "稿件不存在"}


def _whole(issue: Issue, page: Page, article: Article) -> dict[str, Any]:
    pictures = [{"url": picture.url, "picText": picture.text} for picture in article.pictures]
    return {
        "id": article.id,
        "pretitle": article.pretitle,
        "title": article.title,
        "subtitle": article.subtitle,
        "author": article.author,
        "content": article.content,
        "txt": markup.unescape(re.sub(r"<[^>]+>", "", article.content)),
        "editionName": _name(issue, page),
        "periodTime": issue.day.isoformat(),
        "picList": pictures or None,
    }


def _page_id(issue: Issue, page: Page) -> str:
    return _key(f"{issue.day}/{page.number}")


def _key(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


_STEPS: dict[str, Callable[[dict[str, Any], list[Issue]], object]] = {
    "article/period/date": _dates,
    "article/period/periodTime": _issue,
    "article/article/editionId": _articles,
    "article/article/articleId": _article,
}
