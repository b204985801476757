"""The ministry (MIIT) and the park on the same system answer as the real sites do, quirks included."""

from __future__ import annotations

import re

import httpx
import pytest
import replica_web
from replica_web import BASELINE, KJS, MIIT, NBHTZ, QYJ, RECOVERED, SHUT, UNIT, WJGS, XGJ, addresses, article, asked_of, parsed, rows, unit

from crawler.replica.server import Replica

running, replica, web = replica_web.running, replica_web.replica, replica_web.web


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


def test_an_attached_pdf_stands_in_the_iframe_of_a_viewer_below_a_month_without_a_zero(web: httpx.Client) -> None:
    page = article(web, KJS, "公共服务平台名单")
    (frame,) = page.xpath("//div[@id='con_con']//iframe/@src")
    viewer, _, file = frame.partition("?file=")
    assert viewer == "/cms_files/demo/pdfjs/web/viewer.html"
    assert re.fullmatch(r"/cms_files/filemanager/1226211233/attach/202410/[0-9a-f]{32}\.pdf", file)
    attached = web.get(MIIT + file)
    assert (attached.headers["Content-Type"], attached.content[:5]) == ("application/pdf", b"%PDF-")
    assert web.get(MIIT + file, headers={"If-None-Match": attached.headers["ETag"]}).status_code == 304


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
