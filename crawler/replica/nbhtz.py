"""www.nbhtz.gov.cn (宁波国家高新区) in the replica: a Zhejiang jpaas site.

It spells parseType `bulidstatic` and does not hear pageNo: whatever page is asked for, it answers with the first. Its
identifiers are our own: no public crawler of the site as it is today was found.
"""

from __future__ import annotations

from datetime import datetime

from crawler.replica.exchange import Answer, Asked
from crawler.replica.jpaas import Site

SITE = Site(
    folder="nbhtz",
    hosts=("www.nbhtz.gov.cn",),
    name="宁波国家高新技术产业开发区",
    code="3302000070",
    spelling="bulidstatic",
    web_id="3096",
    tpl_set_id="0b5f2a6c1d3e4f708192a3b4c5d6e7f8",
    rows=15,
    turns_pages=False,
    wary=False,
    robots="User-agent: *\nDisallow:\n",
)


def answer(asked: Asked, moment: datetime) -> Answer | None:
    """The park's answer as of `moment`; None where another host is asked."""
    return SITE.answer(asked, moment)
