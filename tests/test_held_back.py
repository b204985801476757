"""What public crawlers of these sites learned the hard way: each of it once, through real crawls, as nobody should hear of it.

Held by other tests: an error under HTTP 200, another day's issue, an article of another day (test_crawler_newspaper); success:
false, the same page for every number (test_columns_over_time); fewer rows than declared (test_crawler_visits); cut titles,
related links, counters, one page under many addresses (test_crawler_pages); 公示 → 公布 (test_lists, test_demo); what is read
first is silent (test_watch).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import invented
import pytest
import visits
from invented import HOST, Notice, Site, crawl, evidence, heard, operator, standing, status, told
from samples import PARKS

from crawler.replica.exchange import Answer, Asked, as_json, html
from crawler.replica.server import Replica
from state import pages
from state.database import Database

POLICY = Notice(
    "policy",
    "关于印发《示例高新区人才奖励办法》的通知",
    "2024-12-02",
    "<p>示发〔2024〕9号</p><p>第一条　对新引进的博士给予20万元奖励。</p><p>第二条　本办法为测试所编的示例。</p>",
)
NEW = replace(
    POLICY, name="new", title="关于印发《示例高新区孵化器资助办法》的通知", published="2025-01-06", body=POLICY.body.replace("9号", "10号")
)
RANKING = Notice(
    "ranking",
    "2024年国家高新技术产业开发区综合评价结果（示例）",
    "2024-12-01",
    "<table><tr><th>排名</th><th>国家高新区</th></tr>"
    + "".join(f"<tr><td>{rank}</td><td>{park}</td></tr>" for rank, park in enumerate(PARKS[:50], start=1))
    + "</table>",
)


def address(notice: Notice) -> str:
    return f"http://{HOST}{notice.path}"


@pytest.fixture
def site() -> Site:
    return Site([POLICY, RANKING, *invented.notices(3)])


@pytest.fixture
def replica(site: Site, database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Replica]:
    """A first crawl has been made, everybody is subscribed, and three weeks have gone by."""
    with standing(site, monkeypatch) as running:
        assert crawl(running, database) == []
        invented.subscribe(database)
        running.at(running.moment + timedelta(days=21))
        yield running


def nothing_told(database: Database) -> bool:
    return told(database) == [] and heard(database) == []


# --- pages that are not there


SOFT = html("<html><head><title>示例网</title></head><body><div class='tip'>您访问的页面不存在或已被删除</div></body></html>")
BARE = html("<html><head><title>示例网首页</title></head><body><div class='nav'>首页 新闻 政策</div></body></html>")


@pytest.mark.parametrize("answer", [SOFT, html("<title>科技网404错误跳转页面!</title>"), html("", 404), html("", 410)])
def test_a_notice_that_is_gone_whatever_its_status_says_is_neither_news_nor_trouble(
    answer: Answer, replica: Replica, database: Database, site: Site
) -> None:
    site.pages[RANKING.path] = answer
    for _ in range(4):
        assert crawl(replica, database, days=20) == [], "that notices are taken down is how sites live"
    assert nothing_told(database)
    assert operator(database) == []


def test_a_page_of_the_site_in_place_of_a_notice_is_held(replica: Replica, database: Database, site: Site) -> None:
    site.pages[RANKING.path] = BARE
    (trouble,) = crawl(replica, database)
    assert "找不到正文" in trouble
    assert nothing_told(database)
    assert evidence(database, address(RANKING)) == BARE.body
    assert len(operator(database)) == 1


def test_a_row_that_vanishes_from_the_column_is_no_removal(replica: Replica, database: Database, site: Site) -> None:
    site.notices = [POLICY, *invented.notices(3)]
    assert crawl(replica, database) == []
    assert nothing_told(database)


@pytest.mark.parametrize("notice", [POLICY, RANKING], ids=["policy", "ranking"])
def test_a_notice_taken_down_and_published_again_under_a_new_address_is_no_news(
    notice: Notice, replica: Replica, database: Database, site: Site
) -> None:
    again = replace(notice, name="again", published="2025-01-08")
    site.notices = [again, *(one for one in site.notices if one is not notice)]
    for _ in range(2):
        assert crawl(replica, database, days=1) == []
    assert status(database, address(again)) == "read"
    assert nothing_told(database)


# --- one page, many addresses


@pytest.mark.parametrize(
    "href", ["https://www.mofcom.gov.cn{}", "http://wap.mofcom.gov.cn{}", "{}?div=-1", "{}#top", "//www.mofcom.gov.cn{}?from=timeline"]
)
def test_a_known_notice_under_another_address_is_the_same_notice(href: str, replica: Replica, database: Database, site: Site) -> None:
    site.rows = lambda notice: notice.row.replace(notice.path, href.format(notice.path))
    replica.asked.clear()
    assert crawl(replica, database) == []
    assert nothing_told(database)
    with database.read() as connection:
        assert len(pages.documents_of(connection, "invented")) == len(site.notices)


# --- dates


def test_the_day_of_a_notice_is_the_one_its_page_states_for_publication(replica: Replica, database: Database, site: Site) -> None:
    dated = replace(
        NEW,
        listed="2025-01-07",
        published="2025-01-06",
        meta='<meta name="PubDate" content="2025-01-05 10:19">',
        around="<table><tr><td>成文日期：</td><td>2024-12-30</td></tr></table>",
    )
    site.notices = [dated, *site.notices]
    assert crawl(replica, database) == []
    assert {change["published"] for change in told(database)} == {"2025-01-05"}


def test_a_column_whose_dates_are_all_moved_brings_no_news(replica: Replica, database: Database, site: Site) -> None:
    site.notices = [replace(notice, published="2025-01-09") for notice in site.notices]
    assert crawl(replica, database) == []
    assert nothing_told(database)


def test_a_notice_of_a_day_to_come_is_read_once_and_told_once(replica: Replica, database: Database, site: Site) -> None:
    site.notices = [replace(NEW, published="2026-06-01"), *site.notices]
    for _ in range(3):
        assert crawl(replica, database, days=1) == []
    assert [change["op"] for change in told(database) if change["op"] == "new"] == ["new"]


def test_an_issue_of_a_day_to_come_is_not_asked_for(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def ahead(asked: Asked) -> Answer | None:
        days = {"status": 200, "obj": {"dateList": ["2024-12-20", "2024-12-19", "2024-12-25", "2099-01-01"]}}
        return as_json(days) if asked.path.endswith("/period/date") else None

    with Replica(invented.START, ahead) as replica:
        visits.through(replica, monkeypatch)
        assert visits.visit(replica, database, "stdaily") == {}
        bodies = b" ".join(asked.body for asked in replica.asked)
    assert b"2024-12-20" in bodies
    assert b"2024-12-25" not in bodies
    assert b"2099-01-01" not in bodies


# --- what a page says and does not say


@pytest.mark.parametrize(
    "body",
    ['<p><img src="/1.png"></p>', '<iframe src="/viewer.html?file=/1.html"></iframe>', "<p>　</p>", ""],
    ids=["a picture", "a frame", "a blank", "nothing"],
)
def test_a_notice_without_words_is_held_until_it_has_some(body: str, replica: Replica, database: Database, site: Site) -> None:
    site.notices = [replace(NEW, body=body), *site.notices]
    for _ in range(2):
        assert len(crawl(replica, database, days=1)) == 1
    assert nothing_told(database)
    assert len(operator(database)) == 1
    site.notices = [NEW, *site.notices[1:]]
    assert crawl(replica, database, days=1) == []
    assert [change["op"] for change in told(database)][:1] == ["new"]
    assert "已恢复" in operator(database)[-1]


def test_what_stands_around_a_notice_is_not_the_notice(replica: Replica, database: Database, site: Site) -> None:
    noise = (
        '<div class="nav">首页 &gt; 政策</div><div class="related">相关阅读<ul><li>关于给予企业900万元奖励的通知</li></ul></div>'
        '<p>浏览次数：77</p><div class="footer">网站标识码：0000000000 今日访问 12</div>'
    )
    inside = '<p>浏览次数：78</p>{}<p>【本文浏览次数：79】</p><div class="share">分享到微信</div><p style="display:none">隐藏9万元</p>'
    site.notices = [replace(one, around=noise, body=inside.format(one.body)) for one in site.notices]
    assert crawl(replica, database) == []
    assert nothing_told(database)


@pytest.mark.parametrize(
    "change",
    [
        lambda body: body.replace("20万元", "２０万元"),
        lambda body: body.replace("<p>", "<p style='text-indent:2em'>&nbsp;&nbsp;").replace("</p>", "　</p>"),
        lambda body: body.replace("<p>", "<div><span>").replace("</p>", "</span></div>"),
        lambda body: body.replace("<td>", "<td> \n\t").replace("</td>", " </td>"),
    ],
    ids=["full-width digits", "spaces", "markup", "spaces in cells"],
)
def test_the_same_words_set_otherwise_are_no_news(change: object, replica: Replica, database: Database, site: Site) -> None:
    assert callable(change)
    site.notices = [replace(one, body=change(one.body)) for one in site.notices]
    assert crawl(replica, database) == []
    assert nothing_told(database)
    assert operator(database) == []


def test_a_ranking_whose_rows_stand_in_another_order_is_no_news(replica: Replica, database: Database, site: Site) -> None:
    head, *rows = RANKING.body.removesuffix("</table>").split("<tr>")[1:]
    turned = "<table><tr>" + head + "".join(f"<tr>{row}" for row in reversed(rows)) + "</table>"
    site.notices = [POLICY, replace(RANKING, body=turned), *invented.notices(3)]
    assert crawl(replica, database) == []
    assert nothing_told(database)


def test_a_notice_changed_in_place_is_told_once(replica: Replica, database: Database, site: Site) -> None:
    site.notices = [replace(POLICY, body=POLICY.body.replace("20万元", "30万元")), *site.notices[1:]]
    for _ in range(3):
        assert crawl(replica, database, days=9) == []
    (change,) = told(database)
    assert isinstance(change["before"], dict)
    assert isinstance(change["after"], dict)
    assert (change["op"], change["before"]["amount"], change["after"]["amount"]) == ("revised", 200_000, 300_000)


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        (lambda body: body.replace("<td>7</td>", "<td>8</td>", 1), "名次不连续"),
        (lambda body: body.replace(f"<td>{PARKS[6]}</td>", f"<td>{PARKS[7]}</td>", 1), "出现了两次"),
        (lambda body: body.split("<tr><td>30</td>")[0] + "</table>", "只读到29个"),
        (lambda body: body.replace("国家高新区</th>", "类别</th>"), "找不到需要的列"),
        (lambda body: body.replace("高新技术产业开发区", "示例区"), "不是已知园区"),
        (lambda body: "<p>数据整理中，稍后公布。</p>", "这次没有读到"),
    ],
    ids=["a gap in the ranks", "a park twice", "half of it", "another column", "names of no parks", "no table"],
)
def test_a_ranking_that_is_not_whole_is_held_and_no_park_is_told_to_be_gone(
    broken: object, why: str, replica: Replica, database: Database, site: Site
) -> None:
    assert callable(broken)
    site.notices = [POLICY, replace(RANKING, body=broken(RANKING.body)), *invented.notices(3)]
    for _ in range(2):
        (trouble,) = crawl(replica, database, days=1)
        assert why in trouble
    assert nothing_told(database)
    assert status(database, address(RANKING)) == "held"
    assert len(operator(database)) == 1
    site.notices = [POLICY, RANKING, *invented.notices(3)]
    assert crawl(replica, database, days=1) == []
    assert nothing_told(database)
    assert "已恢复" in operator(database)[1]
