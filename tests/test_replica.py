"""The replica answers as the real sites do, quirks included, over real HTTP and HTTPS through its proxy."""

from __future__ import annotations

import csv
import json
import re
import socket
import ssl
import time
import urllib.request
from collections.abc import Iterator
from datetime import datetime, timedelta
from importlib import resources
from typing import Any

import httpx
import pytest
from lxml import html as lxml_html

from crawler.replica.exchange import SAMPLE, Answer, Asked, ConnectionAborted
from crawler.replica.server import Replica

BASELINE = datetime.fromisoformat("2024-12-20T09:00:00+08:00")
SHUT = datetime.fromisoformat("2025-01-08T08:30:00+08:00")
RECOVERED = datetime.fromisoformat("2025-01-08T10:30:00+08:00")

API = "https://epaper.stdaily.com/stdailynewspaperapi"
OURS = {"code": "KJRB", "siteId": "811c18b08cf04e79be3b67d6902ee1a7"}
BROWSER = {"X-Requested-With": "XMLHttpRequest"}
OLD = "http://digitalpaper.stdaily.com/http_www.kjrb.com/kjrb"
MIIT = "https://www.miit.gov.cn"
UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
WJGS, QYJ, XGJ = f"{MIIT}/zwgk/wjgs/index.html", f"{MIIT}/jgsj/qyj/wjfb/index.html", f"{MIIT}/jgsj/xgj/wjfb/index.html"
NBHTZ = "http://www.nbhtz.gov.cn/zcwj/index.html"


@pytest.fixture(scope="module")
def running() -> Iterator[Replica]:
    with Replica(RECOVERED) as replica:
        yield replica


@pytest.fixture
def replica(running: Replica) -> Replica:
    running.at(RECOVERED)
    return running


@pytest.fixture
def web(replica: Replica) -> Iterator[httpx.Client]:
    with client_of(replica) as client:
        yield client


def client_of(replica: Replica) -> httpx.Client:
    trust = ssl.create_default_context(cafile=str(replica.certificate))
    return httpx.Client(proxy=replica.proxy, verify=trust, trust_env=False, timeout=10)


def door_of(replica: Replica) -> tuple[str, int]:
    door = httpx.URL(replica.proxy)
    return door.host, door.port or 0


def parsed(page: str) -> Any:
    return lxml_html.fromstring(page)


def paper(web: httpx.Client, step: str, **said: str) -> Any:
    return web.post(f"{API}/uv/article/{step}", json=OURS | said, headers=BROWSER).json()


def park_page(web: httpx.Client, day: str) -> list[dict[str, Any]]:
    pages = paper(web, "period/periodTime", periodTime=day)["obj"]["editionList"]
    named = [page for page in pages if re.sub(r"\s", "", page["editionName"]).endswith("园区")]
    return [article for page in named for article in paper(web, "article/editionId", id=page["id"])["list"]]


def asked_of(web: httpx.Client, column: str) -> dict[str, str]:
    """The parameters that a column page's script tells."""
    script = parsed(web.get(column).text).xpath("//script[@parsetype]")[0]
    said: dict[str, str] = json.loads(script.get("querydata").replace("'", '"'))
    return said


def unit(web: httpx.Client, column: str, page: int | None = None, **other: str) -> httpx.Response:
    turned = {} if page is None else {"paramJson": json.dumps({"pageNo": page, "pageSize": "24"})}
    params = asked_of(web, column) | {"editType": "null"} | turned | other
    return web.get(httpx.URL(column).join(UNIT), params=params, headers={"Referer": column})


def rows(web: httpx.Client, column: str, page: int | None = None) -> list[Any]:
    listed = parsed(unit(web, column, page).json()["data"]["html"])
    found: list[Any] = listed.xpath("//div[@class='page-content']/ul/li[@class='cf']")
    return found


def addresses(web: httpx.Client, column: str) -> dict[str, str]:
    """Whole title → address of the first page's articles."""
    links = [row.xpath("./a[@class='fl']")[0] for row in rows(web, column)]
    return {link.get("title"): str(httpx.URL(column).join(link.get("href"))) for link in links}


def article(web: httpx.Client, column: str, words: str) -> Any:
    address = next(address for title, address in addresses(web, column).items() if words in title)
    return parsed(web.get(address).text)


# --- the proxy


def test_https_is_refused_by_a_client_that_does_not_know_the_replicas_authority(replica: Replica) -> None:
    with (
        httpx.Client(proxy=replica.proxy, trust_env=False) as stranger,
        pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"),
    ):
        stranger.get(WJGS)


def test_plain_http_is_answered_through_the_proxy_for_urllib_too(replica: Replica) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({"http": replica.proxy}))
    with opener.open(f"{OLD}/paperindex.htm", timeout=10) as answer:
        assert answer.status == 200


def test_a_tunnel_stays_open_for_many_requests(replica: Replica) -> None:
    with client_of(replica) as web:
        first = web.get(f"{MIIT}/robots.txt").extensions["network_stream"].get_extra_info("client_addr")
        assert web.get(f"{MIIT}/robots.txt").extensions["network_stream"].get_extra_info("client_addr") == first


def test_a_client_that_asks_for_the_connection_to_be_closed_gets_the_whole_page_first(web: httpx.Client) -> None:
    column = web.get(WJGS, headers={"Connection": "close"})
    assert column.text.endswith("</html>")
    assert column.headers["Connection"] == "close"


def test_a_body_sent_in_chunks_arrives_whole(replica: Replica) -> None:
    with client_of(replica) as web:
        web.post(f"{API}/uv/article/period/date", content=iter([b'{"code":', b'"KJRB"}']), headers=BROWSER)
    assert replica.asked[-1].body == b'{"code":"KJRB"}'


def test_every_request_is_noted_in_order(replica: Replica, web: httpx.Client) -> None:
    before = len(replica.asked)
    web.get(WJGS, headers={"User-Agent": "parkwatch"})
    web.get(f"{OLD}/html/2024-12/10/node_2.htm?x=1")
    assert [(asked.method, asked.url) for asked in replica.asked[before:]] == [
        ("GET", WJGS),
        ("GET", f"{OLD}/html/2024-12/10/node_2.htm?x=1"),
    ]
    assert replica.asked[before].headers["user-agent"] == "parkwatch"


def test_a_host_that_the_replica_does_not_have_is_a_bad_gateway(web: httpx.Client) -> None:
    assert web.get("http://www.mee.gov.cn/").status_code == 502


def test_a_hook_is_asked_first_and_may_leave_the_answer_to_the_sites() -> None:
    def respond(asked: Asked) -> Answer | None:
        return Answer(521, {"Content-Type": "text/html"}, b"challenge") if asked.path.startswith("/zwgk") else None

    with Replica(RECOVERED, respond) as replica, client_of(replica) as web:
        assert (web.get(WJGS).status_code, web.get(WJGS).content) == (521, b"challenge")
        assert web.get(XGJ).status_code == 200


def test_a_hook_may_cut_the_connection() -> None:
    def respond(asked: Asked) -> Answer | None:
        raise ConnectionAborted

    with Replica(RECOVERED, respond) as replica, client_of(replica) as web, pytest.raises(httpx.RemoteProtocolError):
        web.get(f"{OLD}/paperindex.htm")


def test_a_sleeping_hook_does_not_keep_others_waiting() -> None:
    def respond(asked: Asked) -> Answer | None:
        if asked.path == "/zcwj/":
            time.sleep(0.5)
        return None

    with (
        Replica(RECOVERED, respond) as replica,
        client_of(replica) as web,
        socket.create_connection(door_of(replica)) as slow,
    ):
        slow.sendall(b"GET http://www.nbhtz.gov.cn/zcwj/ HTTP/1.1\r\nHost: www.nbhtz.gov.cn\r\n\r\n")
        started = time.monotonic()
        assert web.get(f"{MIIT}/robots.txt").status_code == 200
        assert time.monotonic() - started < 0.4
        assert slow.recv(12) == b"HTTP/1.1 200"


def test_a_line_that_is_not_http_is_cut(replica: Replica) -> None:
    with socket.create_connection(door_of(replica)) as line:
        line.sendall(b"hello\r\n\r\n")
        assert line.recv(100) == b""


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Replica(datetime(2024, 12, 20))


@pytest.mark.parametrize("host", ["https://epaper.stdaily.com", "http://digitalpaper.stdaily.com", MIIT, "http://www.nbhtz.gov.cn"])
def test_every_host_has_a_robots_txt_that_lets_a_polite_reader_in(web: httpx.Client, host: str) -> None:
    robots = web.get(f"{host}/robots.txt")
    assert robots.headers["Content-Type"].startswith("text/plain")
    assert "Disallow: /\n" not in robots.text


# --- the newspaper's API


def test_the_paper_refuses_with_http_200_when_the_header_is_missing(web: httpx.Client) -> None:
    answer = web.post(f"{API}/uv/article/period/date", json=OURS | {"date": "2025-01-01"})
    assert (answer.status_code, answer.json()) == (200, {"status": "500", "msg": "no access!"})


def test_the_paper_takes_a_referer_instead_of_the_header(web: httpx.Client) -> None:
    answer = web.post(
        f"{API}/uv/article/period/date", json=OURS | {"date": "2025-01-01"}, headers={"Referer": "https://epaper.stdaily.com/"}
    )
    assert answer.json()["status"] == "200"


def test_the_papers_premium_channel_is_forbidden(web: httpx.Client) -> None:
    assert web.post(f"{API}/premium/article/period/date", json=OURS, headers=BROWSER).status_code == 403


@pytest.mark.parametrize("said", [{}, {"code": "KJRB", "siteId": "another"}])
def test_the_paper_refuses_another_site_id_in_its_json(web: httpx.Client, said: dict[str, str]) -> None:
    assert web.post(f"{API}/uv/article/period/date", json=said, headers=BROWSER).json()["status"] == "500"


def test_the_days_of_a_month_come_in_no_order_and_only_as_far_as_the_clock(replica: Replica, web: httpx.Client) -> None:
    december = paper(web, "period/date", date="2024-12-01")["obj"]["dateList"]
    assert sorted(december) == ["2024-12-18", "2024-12-19", "2024-12-20"] != december
    assert sorted(paper(web, "period/date", date="2025-01-01")["obj"]["dateList"]) == ["2025-01-07", "2025-01-08"]
    replica.at(BASELINE)
    assert paper(web, "period/date", date="2025-01-01")["obj"]["dateList"] == []


def test_the_papers_status_is_now_a_number_now_a_string(web: httpx.Client) -> None:
    assert paper(web, "period/date", date="2025-01-01")["status"] == "200"
    assert paper(web, "period/periodTime", periodTime="2025-01-08")["status"] == 200


def test_a_day_without_an_issue_is_answered_with_another_days(web: httpx.Client) -> None:
    assert paper(web, "period/periodTime", periodTime="2024-12-21")["obj"]["periodTime"] == "2025-01-08"


def test_a_day_before_the_first_issue_is_answered_with_nothing(web: httpx.Client) -> None:
    assert paper(web, "period/periodTime", periodTime="1990-01-01")["obj"] == {}


def test_the_park_page_changes_its_number_and_has_a_space_in_its_name(web: httpx.Client) -> None:
    names = [
        page["editionName"]
        for day in ("2024-12-19", "2025-01-08")
        for page in paper(web, "period/periodTime", periodTime=day)["obj"]["editionList"]
        if "园" in page["editionName"]
    ]
    assert names == ["第06版：园 区", "07·第07版：园 区"]


def test_not_every_issue_has_a_park_page(web: httpx.Client) -> None:
    assert park_page(web, "2024-12-18") == park_page(web, "2025-01-07") == []


def test_the_articles_of_a_page_stand_at_the_top_level_with_their_lead_only(web: httpx.Client) -> None:
    first = park_page(web, "2025-01-08")[0]
    whole = paper(web, "article/articleId", id=first["id"])["obj"]["articleVo"]
    assert len(first["content"]) == 40
    assert "10万元" in whole["content"]
    assert "10万元" not in first["content"]


def test_titles_carry_markup_and_entities_and_advertisements_stand_among_them(web: httpx.Client) -> None:
    titles = [article["title"] for article in park_page(web, "2025-01-08")]
    assert "<p>青岛高新区&ldquo;瞪羚&rdquo;又添11家</p>" in titles
    assert "<br/>" in "".join(titles)
    assert titles[-1] == "广告"


def test_pictures_are_null_or_a_list_with_captions(web: httpx.Client) -> None:
    articles = [paper(web, "article/articleId", id=lead["id"])["obj"]["articleVo"] for lead in park_page(web, "2025-01-08")]
    assert articles[0]["picList"][0]["picText"].startswith("图为宁波高新区")
    assert articles[1]["picList"] is None


def test_an_article_nobody_wrote_is_an_error_in_the_json(web: httpx.Client) -> None:
    assert paper(web, "article/articleId", id="none")["status"] == "500"


def test_the_page_people_open_holds_no_article(web: httpx.Client) -> None:
    shell = web.get("https://epaper.stdaily.com/statics/technology-site/index.html").text
    assert 'id="app"' in shell
    assert "高新区" not in shell


# --- the old paper


def test_the_entry_of_the_old_paper_refreshes_to_the_latest_issue(replica: Replica, web: httpx.Client) -> None:
    assert "<META HTTP-EQUIV='REFRESH' CONTENT='0; URL=html/2024-12/10/node_2.htm'>" in web.get(f"{OLD}/paperindex.htm").text
    replica.at(RECOVERED + timedelta(days=7))
    assert "html/2025-01/14/node_2.htm" in web.get(f"{OLD}/paperindex.htm").text


def test_every_link_of_the_old_papers_page_list_has_the_same_id(web: httpx.Client) -> None:
    page = parsed(web.get(f"{OLD}/html/2024-12/03/node_2.htm").text)
    links = page.xpath("//div[@class='right1']//div[@class='bmname']/a")
    assert {link.get("id") for link in links} == {"pageLink"}
    assert [link.get("href") for link in links] == ["./node_2.htm", "node_5.htm", "node_7.htm"]


def test_an_article_of_the_old_paper_is_the_same_with_and_without_div(web: httpx.Client) -> None:
    page = parsed(web.get(f"{OLD}/html/2024-12/03/node_7.htm").text)
    hrefs = page.xpath("//div[@class='zi-meat']//li/a/@href")
    assert page.xpath("//area/@href") == hrefs
    address = f"{OLD}/html/2024-12/03/{hrefs[0]}"
    assert address.endswith("?div=-1")
    assert web.get(address).text == web.get(address.partition("?")[0]).text


def test_an_article_of_the_old_paper_has_its_parts_in_their_places(web: httpx.Client) -> None:
    text = web.get(f"{OLD}/html/2024-12/03/content_579103.htm").text
    page = parsed(text)
    parts = {
        name: page.xpath(f"string(//div[@class='right-meat']//div[@class='{name}'])") for name in ("yinti", "biaoti", "futi", "author")
    }
    assert parts == {
        "yinti": "赛迪发布2024年榜单",
        "biaoti": "合肥高新区的生物医药成绩单",
        "futi": "与安庆高新区同列百强",
        "author": "示例记者",
    }
    assert "位列第37名" in page.xpath("string(//div[@class='tuwen']/div[@class='article']/div[@id='ozoom'])")
    assert page.xpath("//table[@class='picture']//tr[2]/td")[0].text.startswith("合肥高新区一处")
    assert re.search(r"<!--enpproperty <articleid>579103</articleid>.*/enpproperty-->", text, re.DOTALL)
    assert re.search(r"<!--enpcontent-->.*位列第37名.*<!--/enpcontent-->", text, re.DOTALL)


@pytest.mark.parametrize("path", ["2024-12/08/node_2.htm", "2025-01/14/node_2.htm", "2024-12/03/content_1.htm", "2024-13/45/node_2.htm"])
def test_a_missing_issue_of_the_old_paper_answers_200_and_only_the_title_tells(web: httpx.Client, path: str) -> None:
    answer = web.get(f"{OLD}/html/{path}")
    assert answer.status_code == 200
    assert "<title>科技网404错误跳转页面!</title>" in answer.text


# --- the ministry


def test_the_ministry_forbids_a_request_without_user_agent(web: httpx.Client) -> None:
    del web.headers["User-Agent"]
    assert web.get(WJGS).status_code == 403


def test_the_ministrys_unit_api_forbids_a_request_without_referer(web: httpx.Client) -> None:
    assert web.get(MIIT + UNIT, params=asked_of(web, WJGS)).status_code == 403


def test_a_column_page_holds_no_row_but_what_to_ask_the_unit_api(web: httpx.Client) -> None:
    page = web.get(WJGS).text
    assert "art_" not in page
    assert asked_of(web, WJGS) == {
        "webId": "8d828e408d90447786ddbe128d495e9e",
        "pageId": "a7180b76aadf4a2ca625f403045cbaae",
        "parseType": "buildstatic",
        "pageType": "column",
        "tagId": "右侧内容",
        "tplSetId": "209741b2109044b5b7695700b2bec37e",
    }


@pytest.mark.parametrize(
    "wrong",
    [
        {"parseType": "bulidstatic"},
        {"webId": "1"},
        {"tplSetId": "1"},
        {"pageType": "x"},
        {"tagId": "当前栏目_list"},
        {"pageId": "1"},
        {"paramJson": "{'pageNo':1}"},
    ],
)
def test_the_unit_api_says_500_in_its_json_when_a_parameter_is_wrong(web: httpx.Client, wrong: dict[str, str]) -> None:
    answer = unit(web, WJGS, None, **wrong)
    assert answer.status_code == 200
    assert (answer.json()["success"], answer.json()["code"]) == (False, "500")


@pytest.mark.parametrize(("column", "second"), [(WJGS, 5), (QYJ, 3), (XGJ, 2)])
def test_a_column_of_the_ministry_has_24_rows_a_page_and_two_pages(web: httpx.Client, column: str, second: int) -> None:
    assert (len(rows(web, column)), len(rows(web, column, 2))) == (24, second)
    pagination = parsed(unit(web, column, 2).json()["data"]["html"]).xpath("//div[@class='pagination']")[0]
    assert [pagination.get(name) for name in ("count", "rows", "pageno", "uniturl")] == [str(24 + second), "24", "2", UNIT]


def test_a_page_number_behind_the_end_gives_the_last_page_again(web: httpx.Client) -> None:
    assert unit(web, WJGS, 99).json() == unit(web, WJGS, 2).json()


def test_the_rows_are_newest_first_and_some_dates_hide_a_text(web: httpx.Client) -> None:
    dates = [row.xpath("./span[@class='fr']")[0] for row in rows(web, WJGS)]
    printed = [date.xpath("string(text())") for date in dates]
    assert printed == sorted(printed, reverse=True)
    assert 0 < len([date for date in dates if date.xpath("./font[@style='display:none']")]) < 24


def test_a_long_title_is_cut_off_in_the_row_and_whole_in_its_attribute(web: httpx.Client) -> None:
    links = [row.xpath("./a[@class='fl']")[0] for row in rows(web, WJGS)]
    cut = [(link.text, link.get("title")) for link in links if link.text.endswith("...")]
    assert cut
    assert all(title.startswith(text[:-3]) and len(title) > 24 for text, title in cut)


def test_related_documents_inside_a_row_are_not_rows(web: httpx.Client) -> None:
    related = [link.get("title") for page in (1, 2) for row in rows(web, WJGS, page) for link in row.xpath(".//dl/dd/a")]
    assert related == ["一图读懂国家高新区综合评价（示例）", "国家高新区怎样评、评什么（示例）"]


def test_an_article_has_its_parts_in_their_places(web: httpx.Client) -> None:
    page = article(web, WJGS, "2024年国家高新技术产业开发区综合评价结果（示例）")
    assert page.xpath("string(//h1[@id='con_title'])") == "2024年国家高新技术产业开发区综合评价结果（示例）"
    assert page.xpath("string(//span[@id='con_time'])") == "发布时间：2024-12-23 10:02"
    assert "来源：规划司" in page.xpath("string(//div[@class='cinfo'])")
    assert len(page.xpath("//div[@id='con_con' and @class='ccontent']//table")) == 7


def test_every_address_of_an_article_has_the_ministrys_form(web: httpx.Client) -> None:
    assert all(
        re.fullmatch(rf"{MIIT}/jgsj/qyj/wjfb/art/20\d\d/art_[0-9a-f]{{32}}\.html", address) for address in addresses(web, QYJ).values()
    )


def test_the_meta_tags_deviate_from_the_rule_as_real_pages_do(web: httpx.Client) -> None:
    pages = [web.get(address).text for address in [*addresses(web, WJGS).values(), *addresses(web, XGJ).values()]]
    assert sum('<meta name="PubDate"' in page for page in pages) > 0
    for deviation in (
        '<meta content="[^"]+" name="PubDate">',
        "<META NAME=",
        "<meta name='pubdate'",
        "(?i)ContenSource",
        'name="publishdate"',
        "——",
        r"20\d\d\.\d\d\.\d\d",
    ):
        assert any(re.search(deviation, page) for page in pages), deviation


def test_an_address_of_the_ministry_that_never_was_is_404(web: httpx.Client) -> None:
    assert web.get(f"{MIIT}/zwgk/wjgs/art/2024/art_{'0' * 32}.html").status_code == 404


def test_a_notice_is_not_there_before_its_time(replica: Replica, web: httpx.Client) -> None:
    address = addresses(web, WJGS)["2024年国家高新技术产业开发区综合评价结果（示例）"]
    replica.at(BASELINE)
    assert web.get(address).status_code == 404
    assert "2024年国家高新技术产业开发区综合评价结果（示例）" not in addresses(web, WJGS)


def test_under_maintenance_a_column_and_its_unit_api_answer_200_with_the_same_notice(replica: Replica, web: httpx.Client) -> None:
    asked, validator = asked_of(web, QYJ), web.get(QYJ).headers["ETag"]
    replica.at(SHUT)
    column = web.get(QYJ, headers={"If-None-Match": validator})
    rows_asked = web.get(MIIT + UNIT, params=asked, headers={"Referer": QYJ})
    assert column.status_code == rows_asked.status_code == 200
    assert "网站维护公告" in column.text
    assert rows_asked.text == column.text
    assert len(rows(web, WJGS)) == 24
    replica.at(RECOVERED)
    assert "第六批专精特新“小巨人”" in "".join(addresses(web, QYJ))


# --- the park


def test_the_park_spells_bulidstatic_and_gives_the_first_page_for_ever(web: httpx.Client) -> None:
    assert asked_of(web, NBHTZ)["parseType"] == "bulidstatic"
    assert unit(web, NBHTZ, None, parseType="buildstatic").json()["code"] == "500"
    assert unit(web, NBHTZ, 2).json() == unit(web, NBHTZ).json()


def test_the_parks_measure_is_revised_at_the_same_address(replica: Replica, web: httpx.Client) -> None:
    replica.at(BASELINE)
    old = addresses(web, NBHTZ)
    before = article(web, NBHTZ, "人才生活补助").xpath("string(//div[@id='con_con'])")
    replica.at(RECOVERED)
    assert addresses(web, NBHTZ) == old
    after = article(web, NBHTZ, "人才生活补助").xpath("string(//div[@id='con_con'])")
    assert "硕士，给予8万元" in before
    assert "博士，给予10万元" in before
    assert "硕士，给予10万元" in after
    assert "博士，给予15万元" in after
    assert len(re.findall("第.条　", after)) == len(re.findall("第.条　", before)) + 1
    assert "甬高新〔2024〕8号" in before


# --- conditional requests


@pytest.mark.parametrize("address", [WJGS, f"{OLD}/html/2024-12/03/node_2.htm", NBHTZ])
def test_an_unchanged_static_page_is_304_by_etag_and_by_date(web: httpx.Client, address: str) -> None:
    first = web.get(address)
    by_etag = web.get(address, headers={"If-None-Match": first.headers["ETag"]})
    by_date = web.get(address, headers={"If-Modified-Since": first.headers["Last-Modified"]})
    assert (by_etag.status_code, by_date.status_code, by_etag.content) == (304, 304, b"")
    assert web.get(address, headers={"If-None-Match": '"another"'}).status_code == 200


def test_a_column_page_is_304_although_new_rows_have_appeared(replica: Replica, web: httpx.Client) -> None:
    replica.at(BASELINE)
    validator, known = web.get(WJGS).headers["ETag"], addresses(web, WJGS)
    replica.at(RECOVERED)
    assert web.get(WJGS, headers={"If-None-Match": validator}).status_code == 304
    assert addresses(web, WJGS) != known


def test_the_view_counter_moves_with_every_request_and_the_etag_does_not(web: httpx.Client) -> None:
    address = addresses(web, XGJ).popitem()[1]
    first, second = web.get(address), web.get(address)
    assert first.text != second.text
    assert re.sub("浏览次数：\\d+", "", first.text) == re.sub("浏览次数：\\d+", "", second.text)
    assert first.headers["ETag"] == second.headers["ETag"]
    assert "浏览次数" not in parsed(first.text).xpath("string(//div[@id='con_con'])")


def test_a_revised_article_is_no_304(replica: Replica, web: httpx.Client) -> None:
    replica.at(BASELINE)
    address = addresses(web, NBHTZ)["宁波国家高新区人才生活补助实施办法（示例）"]
    first = web.get(address)
    replica.at(RECOVERED)
    assert web.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200
    assert web.get(address, headers={"If-Modified-Since": first.headers["Last-Modified"]}).status_code == 200


def test_the_apis_give_no_validators(web: httpx.Client) -> None:
    answers = [unit(web, WJGS), web.post(f"{API}/uv/article/period/date", json=OURS, headers=BROWSER)]
    assert not any({"etag", "last-modified"} & set(answer.headers) for answer in answers)


# --- the story


def test_every_article_and_notice_says_that_it_is_a_sample(web: httpx.Client) -> None:
    leads = [lead for day in ("2024-12-19", "2025-01-08") for lead in park_page(web, day)]
    papers = [paper(web, "article/articleId", id=lead["id"])["obj"]["articleVo"]["txt"] for lead in leads]
    notices = [web.get(address).text for column in (WJGS, QYJ, XGJ, NBHTZ) for address in addresses(web, column).values()]
    assert len(papers) + len(notices) > 80
    assert all(SAMPLE in text for text in [*papers, *notices])


def tables(edition: str) -> dict[str, list[list[str]]]:
    folder = resources.files("crawler.replica").joinpath("content", "miit", "wjgs")
    found = [file for file in folder.iterdir() if file.name.startswith(edition) and file.name.endswith(".csv")]
    return {file.name[5:-4]: list(csv.reader(file.read_text(encoding="utf-8").splitlines()))[1:] for file in found}


@pytest.mark.parametrize("edition", ["2022", "2024"])
def test_a_boards_ranks_run_without_gap_over_distinct_official_names(edition: str) -> None:
    official = official_names()
    boards = tables(edition)
    assert {name: len(board) for name, board in boards.items()} == dict.fromkeys(boards, 20) | {"zonghe": 50}
    assert len(boards) == 7
    for board in boards.values():
        assert [int(row[0]) for row in board] == list(range(1, len(board) + 1))
        assert len({row[1] for row in board}) == len(board)
        assert {row[1] for row in board} <= official


def official_names() -> set[str]:
    read = csv.DictReader(resources.files("monitors").joinpath("zones.csv").read_text(encoding="utf-8").splitlines())
    return {row["official_name"] for row in read if row["zone_type"] == "国家高新区"}


@pytest.mark.parametrize("board", list(tables("2024")))
def test_between_the_editions_less_than_a_third_of_a_board_differs(board: str) -> None:
    old, new = ({row[1]: row[0] for row in tables(edition)[board]} for edition in ("2022", "2024"))
    assert 0 < len([zone for zone in old.keys() | new.keys() if old.get(zone) != new.get(zone)]) < len(new) / 3


def test_the_known_ranks_are_the_true_ones() -> None:
    def rank(edition: str, board: str, words: str) -> int:
        return next(int(row[0]) for row in tables(edition)[board] if words in row[1])

    first = {"中关村": 1, "深圳": 2, "张江": 3, "苏州工业园区": 4, "西安": 5, "东湖": 6, "南京": 9, "宁波": 10, "芜湖": 44}
    assert {words: rank("2024", "zonghe", words) for words in first} == first
    before = {"合肥": 7, "东湖": 9, "宁波": 13, "南京": 15, "珠海": 17, "南昌": 22, "淄博": 38}
    assert {words: rank("2022", "zonghe", words) for words in before} == before
    assert rank("2024", "yanfa-qiangdu", "苏州工业园区") == 3
    assert rank("2024", "yingshang", "苏州工业园区") == 4
    assert rank("2024", "gongye-zongchanzhi", "西安") == 6
    assert all(rank("2024", board, "南京") <= 5 for board in ("gongye-zongchanzhi", "gaojishu-yingshou", "yanfa-qiangdu", "youzhi-qiye"))


def companies(page: Any) -> list[str]:
    return [row.xpath("string(./td[last()])") for row in page.xpath("//table//tr")][1:]


def test_between_the_proposed_and_the_published_list_one_company_falls_out_and_one_is_corrected(web: httpx.Client) -> None:
    proposed, published = (companies(article(web, QYJ, words)) for words in ("公示名单", "关于公布第六批"))
    assert (len(proposed), len(published)) == (40, 39)
    assert set(proposed) - set(published) == {"温州示例低压电器有限公司", "苏州示例精蜜机械有限公司"}
    assert set(published) - set(proposed) == {"苏州示例精密机械有限公司"}


def test_the_province_cell_of_the_list_is_merged_over_its_rows(web: httpx.Client) -> None:
    table = article(web, QYJ, "公示名单").xpath("//table")[0]
    merged = [int(cell.get("rowspan")) for cell in table.xpath(".//td[@rowspan]")]
    whole = [row for row in table.xpath(".//tr") if len(row.xpath("./td")) == 3]
    assert sum(merged) + len(whole) - len(merged) - 1 == 40
    assert "宁波市" in [cell.text_content() for cell in table.xpath(".//td[@rowspan='3']")]


def test_the_champions_list_names_thirty_companies_some_of_them_by_their_park(web: httpx.Client) -> None:
    places = companies(article(web, WJGS, "第九批制造业单项冠军"))
    assert len(places) == 30
    assert places.count("宁波高新区") == 2


def test_the_press_contradicts_the_record_once_and_says_that_it_is_a_sample(web: httpx.Client) -> None:
    lead = next(lead for lead in park_page(web, "2025-01-08") if "芜湖" in lead["title"])
    assert "示例" in lead["title"]
    assert "第34名" in paper(web, "article/articleId", id=lead["id"])["obj"]["articleVo"]["content"]
