"""山东省工业和信息化厅 in the replica answers as the real site does, quirks included."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest
import replica_web
from replica_web import BASELINE, SHANDONG, parsed

from crawler.replica.server import Replica

running, replica, web = replica_web.running, replica_web.replica, replica_web.web

PROPOSED, PUBLISHED = "col15203", "col15202"
PROXY = f"{SHANDONG}/module/web/jpage/dataproxy.jsp"


def rows(web: httpx.Client, column: str) -> list[Any]:
    text = web.get(f"{SHANDONG}/col/{column}/index.html").text
    (script,) = parsed(text).xpath("//*[@id='second1']//script[@type='text/xml']")
    return [parsed(record).xpath("//li")[0] for record in re.findall(r"<record><!\[CDATA\[(.*?)\]\]></record>", script.text, re.DOTALL)]


def opened(web: httpx.Client, column: str, words: str) -> tuple[str, Any]:
    link = next(row.xpath(".//div[@class='text']/h3/a")[0] for row in rows(web, column) if words in row.text_content())
    address = SHANDONG + link.get("href")
    return address, parsed(web.get(address).text)


@pytest.mark.parametrize("column", ["col15201", PUBLISHED, PROPOSED])
def test_the_rows_are_cdata_in_a_script_that_no_parser_of_html_sees(web: httpx.Client, column: str) -> None:
    page = parsed(web.get(f"{SHANDONG}/col/{column}/index.html").text)
    assert not page.xpath("//div[@class='text']")
    assert len(rows(web, column)) >= 6


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_proxy_for_further_rows_answers_without_any(web: httpx.Client, method: str) -> None:
    asked = {"col": "1", "appid": "1", "webid": "24", "path": "/", "columnid": "15203", "permissiontype": "0"}
    answer = web.request(method, PROXY, params={"startrecord": "1", "endrecord": "45", "perpage": "15"} | asked)
    assert answer.status_code == 200
    assert "<record>" not in answer.text
    assert "<totalrecord>0</totalrecord>" in answer.text


def test_some_dates_are_broken_over_lines(web: httpx.Client) -> None:
    dates = [row.xpath("string(.//div[@class='bottom']/span[1])") for row in rows(web, "col15201")]
    broken = [date for date in dates if "\n" in date]
    assert 0 < len(broken) < len(dates)
    assert all(re.fullmatch(r"20\d\d-\n\d\d-\n\d\d \d\d:\d\d", date) for date in broken)


def test_an_index_number_begins_as_a_date_does(web: httpx.Client) -> None:
    _, page = opened(web, PROPOSED, "瞪羚")
    assert re.search(r"索 引 号：\s*2024-12-\d{5}(?!\d)", page.xpath("string(//table[@class='xxgk'])"))
    assert all(re.search(r"索引号：20\d\d-\d\d-\d{5}", row.xpath("string(.//p)")) for row in rows(web, PROPOSED))


def test_days_and_months_in_the_addresses_have_no_zero_before_them(web: httpx.Client) -> None:
    addresses = [row.xpath("string(.//h3/a/@href)") for column in ("col15201", PUBLISHED) for row in rows(web, column)]
    assert all(re.fullmatch(r"/art/20\d\d/[1-9]\d?/[1-9]\d?/art_1520[12]_\d{7}\.html", address) for address in addresses)
    assert any("/art/2025/1/6/" in address for address in addresses)


def test_the_proposed_list_becomes_a_published_one_in_another_column(replica: Replica, web: httpx.Client) -> None:
    def columns() -> list[str]:
        return [column for column in (PROPOSED, PUBLISHED) if any("瞪羚企业" in row.text_content() for row in rows(web, column))]

    replica.at(BASELINE)
    assert columns() == [PROPOSED]
    replica.at(replica_web.RECOVERED)
    assert columns() == [PROPOSED, PUBLISHED]


@pytest.mark.parametrize(("column", "name"), [(PROPOSED, "公示名单"), (PUBLISHED, "企业名单")])
def test_the_name_of_an_attachment_is_the_text_of_its_link_only(web: httpx.Client, column: str, name: str) -> None:
    address, page = opened(web, column, "瞪羚")
    (link,) = page.xpath("//*[@id='second1']//div[@class='s17']//div[@class='news-body']//a")
    assert link.text.startswith("2024年度山东省瞪羚企业")
    assert name in link.text
    assert link.text.endswith(".xlsx")
    assert re.fullmatch(r"/module/download/downfile\.jsp\?classid=0&filename=[0-9a-f]{32}\.xlsx", link.get("href"))
    attached = web.get(str(httpx.URL(address).join(link.get("href"))))
    assert attached.content[:4] == b"PK\x03\x04"
    assert attached.headers["Content-Type"] == "application/octet-stream"
    assert not {"etag", "last-modified"} & set(attached.headers)


def test_a_file_nobody_attached_is_404(web: httpx.Client) -> None:
    assert web.get(f"{SHANDONG}/module/download/downfile.jsp?classid=0&filename={'0' * 32}.xlsx").status_code == 404


def test_columns_and_articles_are_static(web: httpx.Client) -> None:
    for address in (f"{SHANDONG}/col/{PROPOSED}/index.html", opened(web, PROPOSED, "瞪羚")[0]):
        first = web.get(address)
        assert web.get(address, headers={"If-Modified-Since": first.headers["Last-Modified"]}).status_code == 304


def test_a_page_holds_45_rows_although_its_script_says_that_there_are_more(web: httpx.Client) -> None:
    said = re.search(r"\.jpage\(\{.*?totalRecord:(\d+), perPage:15", web.get(f"{SHANDONG}/col/col15201/index.html").text, re.DOTALL)
    assert said is not None
    assert (len(rows(web, "col15201")), int(said.group(1))) == (45, 51)
