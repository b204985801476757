"""www.miit.gov.cn (and its other host wap.miit.gov.cn) in the replica.

As public crawlers found it (2026): a request without User-Agent gets 403, and so does the unit API without Referer; the
unit API checks its parameters; 24 rows a page; a page number behind the end gives the last page again.
"""

from __future__ import annotations

from datetime import datetime

from crawler.replica.exchange import Answer, Asked
from crawler.replica.jpaas import Site

SITE = Site(
    folder="miit",
    hosts=("www.miit.gov.cn", "wap.miit.gov.cn"),
    name="中华人民共和国工业和信息化部",
    code="bm07000001",
    spelling="buildstatic",
    web_id="8d828e408d90447786ddbe128d495e9e",
    tpl_set_id="209741b2109044b5b7695700b2bec37e",
    rows=24,
    turns_pages=True,
    wary=True,
    robots="User-agent: *\nDisallow: /search-front-server/\n",
)


def answer(asked: Asked, moment: datetime) -> Answer | None:
    """The ministry's answer as of `moment`; None where another host is asked."""
    return SITE.answer(asked, moment)
