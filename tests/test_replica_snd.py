"""苏州高新区 in the replica answers as the real site does, quirks included."""

from __future__ import annotations

import re
from typing import Any

import httpx
import replica_web
from replica_web import BASELINE, SND, parsed

from crawler.replica.server import Replica

running, replica, web = replica_web.running, replica_web.replica, replica_web.web


def rows(web: httpx.Client, address: str = SND) -> list[Any]:
    found: list[Any] = parsed(web.get(address).text).xpath("//li[@class='datalist-item']")
    return found


def opened(web: httpx.Client, words: str) -> tuple[str, Any]:
    href = next(row.xpath("string(a/@href)") for row in rows(web) if words in row.xpath("string(a/@title)"))
    address = str(httpx.URL(SND).join(href))
    return address, parsed(web.get(address).text)


def test_the_list_says_its_pages_in_a_script_and_numbers_the_second_2(web: httpx.Client) -> None:
    second = rows(web, SND.replace("nav_list", "nav_list_2"))
    assert (len(rows(web)), len(second)) == (15, 4)
    assert "createPageHTML('page_div',2, 1,'nav_list','shtml',19);" in web.get(SND).text
    assert web.get(SND.replace("nav_list", "nav_list_3")).status_code == 404


def test_the_rows_have_a_title_in_an_attribute_and_a_date(web: httpx.Client) -> None:
    assert all(row.xpath("a/@title") and re.fullmatch(r"20\d\d-\d\d-\d\d", row.xpath("string(span[@class='date'])")) for row in rows(web))


def test_the_body_stands_in_an_element_that_html_does_not_know(web: httpx.Client) -> None:
    _, page = opened(web, "办公补贴")
    assert "最高15万元办公补贴" in page.xpath("string(//ucapcontent)")


def test_the_table_of_a_document_is_made_of_label_and_div(web: httpx.Client) -> None:
    _, page = opened(web, "办公补贴")
    table = page.xpath("//div[@class='xxgkml-content']")[0]
    labels = [label.text_content() for label in table.xpath(".//label/font")]
    values = [value.text_content() for value in table.xpath(".//div[starts-with(@class, 'display-block')]")]
    assert labels == ["索 引 号：", "发布机构：", "文　　号：", "发布日期："]
    assert values[1:] == ["区科技创新局", "苏高新科示〔2024〕12号（示例）", "2024-04-18"]


def test_a_document_may_be_only_an_attachment(web: httpx.Client) -> None:
    address, page = opened(web, "企业服务专员工作办法")
    assert page.xpath("normalize-space(//ucapcontent)") == "苏州浒墅关经开区企业服务专员工作办法（示例）.docx"
    (href,) = page.xpath("//ucapcontent//a/@href")
    attached = web.get(str(httpx.URL(address).join(href)))
    assert attached.content[:4] == b"PK\x03\x04"
    assert web.get(str(attached.url), headers={"If-None-Match": attached.headers["ETag"]}).status_code == 304


def test_pages_put_together_while_sent_have_no_validators(web: httpx.Client) -> None:
    for address in (SND, opened(web, "办公补贴")[0]):
        assert not {"etag", "last-modified"} & set(web.get(address).headers)


def test_the_districts_rules_are_revised_at_the_same_address(replica: Replica, web: httpx.Client) -> None:
    replica.at(BASELINE)
    address, before = opened(web, "办公补贴")
    replica.at(replica_web.RECOVERED)
    same, _ = opened(web, "办公补贴")
    assert address == same
    assert "最高10万元办公补贴" in before.xpath("string(//ucapcontent)")
