"""The sites with date-named pages (生态环境部, 国家发展改革委, 科技部, 北京经开区) answer as the real ones do, quirks included."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest
import replica_web
from replica_web import BASELINE, KFQGW, MEE, MOST, NDRC, parsed

from crawler.replica.server import Replica

running, replica, web = replica_web.running, replica_web.replica, replica_web.web

DOCUMENTS = "https://www.most.gov.cn/xxgk/xinxifenlei/fdzdgknr/fgzc/gfxwj/index.html"
PASSED = "第二批通过评估"
ROWS = {
    MEE: "//li[span[@class='date']]",
    NDRC: "//ul[@class='u-list']/li[a]",
    MOST: "//ul[@class='info_list2']/li",
    KFQGW: "//div[@class='container clearfix']/ul[@class='list']/li",
    DOCUMENTS: "//*[@id='data_list']/li",
}


def rows(web: httpx.Client, column: str, page: str = "") -> list[Any]:
    found: list[Any] = parsed(web.get(str(httpx.URL(column).join(page)) if page else column).text).xpath(ROWS[column])
    return found


def titles(web: httpx.Client, column: str) -> list[str]:
    return [row.xpath("string(.//a/@title)") or row.xpath("string(.//a)") for row in rows(web, column)]


def opened(web: httpx.Client, column: str, words: str) -> tuple[str, Any]:
    """Address and page of the article whose row has these words."""
    row = next(row for row in rows(web, column) if words in row.text_content() or words in row.xpath("string(.//a/@title)"))
    address = str(httpx.URL(column).join(row.xpath("string(.//a/@href)")))
    return address, parsed(web.get(address).text)


# --- what they have in common


@pytest.mark.parametrize("column", [MEE, NDRC, MOST, KFQGW])
def test_a_t_date_column_has_a_second_page_and_none_behind_the_last(web: httpx.Client, column: str) -> None:
    second, third = ("index_15463_1.shtml", "index_15463_2.shtml") if column == MEE else ("index_1.html", "index_2.html")
    assert len(rows(web, column)) > len(rows(web, column, second)) > 0
    assert web.get(str(httpx.URL(column).join(third))).status_code == 404


@pytest.mark.parametrize("column", [NDRC, MOST, KFQGW])
def test_the_script_of_a_t_date_column_says_how_many_pages_it_has(web: httpx.Client, column: str) -> None:
    assert 'createPageHTML(2, 0, "index", "html");' in web.get(column).text
    assert 'createPageHTML(2, 1, "index", "html");' in web.get(str(httpx.URL(column).join("index_1.html"))).text


@pytest.mark.parametrize("column", [NDRC, MOST, KFQGW])
def test_the_hrefs_of_a_t_date_column_are_relative_with_a_month_folder_and_a_t(web: httpx.Client, column: str) -> None:
    hrefs = [row.xpath("string(.//a/@href)") for row in rows(web, column)]
    assert all(re.fullmatch(r"\./20\d{4}/t20\d{6}_\d{7}\.html", href) for href in hrefs)


@pytest.mark.parametrize("column", [NDRC, MOST, KFQGW])
def test_a_static_column_is_304_until_a_notice_appears(replica: Replica, web: httpx.Client, column: str) -> None:
    replica.at(BASELINE)
    first = web.get(column)
    known = {"If-None-Match": first.headers["ETag"], "If-Modified-Since": first.headers["Last-Modified"]}
    assert web.get(column, headers=known).status_code == 304
    replica.at(replica_web.RECOVERED)
    assert web.get(column, headers=known).status_code == 200


@pytest.mark.parametrize("column", [MEE, NDRC, MOST, KFQGW])
def test_an_article_and_its_attachments_are_static_and_have_validators(web: httpx.Client, column: str) -> None:
    words = PASSED if column in (MEE, NDRC) else titles(web, column)[0][:10]
    address, page = opened(web, column, words)
    attached = [str(httpx.URL(address).join(href)) for href in page.xpath("//a/@href") if href.endswith(".pdf")]
    assert bool(attached) == (column in (MEE, NDRC))
    for each in (address, *attached):
        etag = web.get(each).headers["ETag"]
        assert web.get(each, headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize("column", [MEE, NDRC, MOST, KFQGW])
def test_something_new_appears_between_the_two_dates(replica: Replica, web: httpx.Client, column: str) -> None:
    replica.at(BASELINE)
    before = titles(web, column)
    replica.at(replica_web.RECOVERED)
    assert set(titles(web, column)) - set(before)


# --- 生态环境部


def test_the_rows_of_mee_are_the_list_items_with_a_date_and_their_hrefs_climb(web: httpx.Client) -> None:
    page = parsed(web.get(MEE).text)
    assert len(page.xpath("//li")) > len(page.xpath(ROWS[MEE])) == 20
    address, _ = opened(web, MEE, PASSED)
    assert page.xpath(f"//li[a[contains(., '{PASSED}')]]/a/@href")[0].startswith("../../../xxgk2018/xxgk/xxgk06/202412/t20241230_")
    assert address.startswith("https://www.mee.gov.cn/xxgk2018/xxgk/xxgk06/202412/t20241230_")


def test_the_script_of_mee_says_countpage_and_the_number_of_the_channel(web: httpx.Client) -> None:
    text = web.get(MEE).text
    assert "var countPage = 2;" in text
    assert "index_15463_1.shtml" in text


def test_the_lists_of_mee_are_put_together_while_sent_and_have_no_validators(web: httpx.Client) -> None:
    assert not {"etag", "last-modified"} & set(web.get(MEE).headers)


def test_an_article_of_mee_has_the_ministry_behind_its_title_and_duplicates_among_its_meta_tags(web: httpx.Client) -> None:
    _, page = opened(web, MEE, PASSED)
    assert page.xpath("string(//title)").endswith("_中华人民共和国生态环境部")
    assert page.xpath("//meta[@name='PubDate']/@content") == ["2024-12-30 15:20:00"]
    assert page.xpath("//meta[@name='publishdate']/@content") == ["2024-12-30"]
    assert page.xpath("//div[@class='xxgk-main2-bg xxgk_xqCenter']/ul/li/div/i/text()")[3:5] == ["生态环境部办公厅", "2024-12-30"]
    assert "32个项目通过评估" in page.xpath("string(//div[@class='TRS_Editor'])")


def test_the_attachment_of_mee_lies_beside_the_article_under_a_name_that_begins_with_w0(web: httpx.Client) -> None:
    address, page = opened(web, MEE, PASSED)
    (href,) = page.xpath("//div[@class='TRS_Editor']//a/@href")
    assert re.fullmatch(r"\./W020241230\d{12}\.pdf", href)
    attached = web.get(str(httpx.URL(address).join(href)))
    assert (attached.headers["Content-Type"], attached.content[:5]) == ("application/pdf", b"%PDF-")


# --- 国家发展改革委


def test_the_rows_of_ndrc_have_slashed_dates_whole_titles_in_an_attribute_and_empty_items_between(web: httpx.Client) -> None:
    page = parsed(web.get(NDRC).text)
    assert len(page.xpath("//ul[@class='u-list']/li[@class='empty']")) == 5
    dates = [row.xpath("string(span)") for row in rows(web, NDRC)]
    assert all(re.fullmatch(r"20\d\d/\d\d/\d\d", date) for date in dates)
    assert dates == sorted(dates, reverse=True)
    cut = [(row.xpath("string(a)"), row.xpath("string(a/@title)")) for row in rows(web, NDRC) if row.xpath("string(a)").endswith("…")]
    assert cut
    assert all(title.startswith(text[:-1]) and len(title) > len(text) for text, title in cut)


def test_the_joint_notice_hangs_the_same_file_on_both_sites(web: httpx.Client) -> None:
    files = []
    for column in (MEE, NDRC):
        address, page = opened(web, column, PASSED)
        (href,) = [href for href in page.xpath("//a/@href") if href.endswith(".pdf")]
        files.append(web.get(str(httpx.URL(address).join(href))).content)
    assert files[0] == files[1]
    assert page.xpath("//div[@class='attachment']//a/@href") == [href]
    assert not page.xpath("//div[@class='TRS_Editor']//a")


# --- 科技部


def test_the_body_of_most_ends_at_a_meta_tag_with_noise_behind_it(web: httpx.Client) -> None:
    _, page = opened(web, MOST, "关于开展科研设备安全自查的通知")
    (end,) = page.xpath("//div[@id='Zoom']/meta[@name='ContentEnd']")
    assert end.xpath("following-sibling::div[@class='share']")
    assert "打印本页" in page.xpath("string(//div[@class='text wide'])")
    assert "打印本页" not in page.xpath("string(//div[contains(@class, 'trs_editor_view')])")


def test_the_documents_of_most_have_single_quotes_numbers_in_their_rows_and_a_table(web: httpx.Client) -> None:
    assert "class='list-main-li-item'" in web.get(DOCUMENTS).text
    assert "title='科技计划项目档案整理办法（示例）'" in web.get(DOCUMENTS).text
    row = rows(web, DOCUMENTS)[-1]
    assert row.xpath("string(.//*[@class='w_list_fwzh'])") == "国科示资〔2023〕18号（示例）"
    assert row.xpath("string(.//*[@class='w_list_rq'])") == "2023-05-18"
    _, page = opened(web, DOCUMENTS, "科技计划项目档案整理办法")
    table = {line.xpath("string(td[1]/b)"): line.xpath("string(td[2])") for line in page.xpath("//table//tr")}
    assert table["发文字号："] == "国科示资〔2023〕18号（示例）"
    assert (table["成文日期："], table["发布日期："]) == ("2023年05月12日", "2023年05月18日")


# --- 北京经开区


def test_the_zones_rows_stand_in_one_of_several_lists_twenty_a_page(web: httpx.Client) -> None:
    page = parsed(web.get(KFQGW).text)
    assert len(page.xpath("//ul[@class='list']")) == 2
    assert len(page.xpath(ROWS[KFQGW])) == 20


def test_the_zones_measure_is_revised_at_the_same_address(replica: Replica, web: httpx.Client) -> None:
    replica.at(BASELINE)
    address, before = opened(web, KFQGW, "租金支持办法")
    replica.at(replica_web.RECOVERED)
    same, after = opened(web, KFQGW, "租金支持办法")
    body = "string(//div[@id='div_zhengwen']//div[contains(@class, 'view')])"
    assert address == same
    assert "最高200万元" in before.xpath(body)
    assert "最高300万元" in after.xpath(body)
