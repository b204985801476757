"""The newspaper's two electronic editions in the replica answer as the real ones do, quirks included."""

from __future__ import annotations

import re
from datetime import timedelta

import httpx
import pytest
import replica_web
from replica_web import API, BASELINE, BROWSER, NEWS, OLD, OURS, RECOVERED, paper, park_page, parsed

from crawler.replica.server import Replica

running, replica, web = replica_web.running, replica_web.replica, replica_web.web


# --- the API


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


# --- the news site


def test_the_rows_of_the_news_are_dl_elements_and_the_last_span_is_their_time(web: httpx.Client) -> None:
    first, second = (parsed(web.get(f"{NEWS}/node_324{page}.html").text) for page in ("", "_2"))
    assert (len(first.xpath("//div[@class='f_lieb_list']/dl")), len(second.xpath("//div[@class='f_lieb_list']/dl"))) == (10, 2)
    times = first.xpath("//dl//*[@class='sourthTime']/span[last()]/text()")
    assert all(re.fullmatch(r"20\d\d-\d\d-\d\d \d\d:\d\d:\d\d", time) for time in times)


def test_an_article_of_the_news_has_its_parts_in_their_places(web: httpx.Client) -> None:
    href = parsed(web.get(f"{NEWS}/node_324.html").text).xpath("string(//div[@class='f_lieb_list']//h3/a/@href)")
    assert re.fullmatch(r"/web/gdxw/2025-01/07/content_\d+\.html", href)
    page = parsed(web.get(str(httpx.URL(NEWS).join(href))).text)
    assert page.xpath("string(//title)").endswith("-科技日报")
    assert page.xpath("string(//*[@class='time1'])") == "2025-01-07 08:15:00"
    assert "按年代查找" in page.xpath("string(//div[@class='pages_content']/div[@class='content'])")


def test_an_address_of_the_news_that_leads_nowhere_answers_200_with_15175_bytes(web: httpx.Client) -> None:
    answers = [web.get(f"{NEWS}/{path}") for path in ("2024-12/18/content_1.html", "node_324_3.html")]
    assert [(answer.status_code, len(answer.content)) for answer in answers] == [(200, 15175), (200, 15175)]
