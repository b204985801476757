"""The ministry of commerce in the replica answers as the real site does, quirks included."""

from __future__ import annotations

import json
import re
from typing import Any

import httpx
import replica_web
from replica_web import BASELINE, MOFCOM, asked_of, parsed, unit

from crawler.replica.server import Replica

running, replica, web = replica_web.running, replica_web.replica, replica_web.web


def page_of_rows(web: httpx.Client, number: int = 1) -> Any:
    asked = {"paramJson": json.dumps({"pageNo": number, "pageSize": 15})}
    return parsed(unit(web, MOFCOM, None, **asked).json()["data"]["html"])


def opened(web: httpx.Client, words: str) -> tuple[str, Any]:
    found = [link for number in (1, 2) for link in page_of_rows(web, number).xpath("//li/a") if words in link.get("title")]
    address = str(httpx.URL(MOFCOM).join(found[0].get("href")))
    return address, parsed(web.get(address).text)


def test_the_column_page_tells_the_misspelt_parameter_and_the_tag(web: httpx.Client) -> None:
    asked = asked_of(web, MOFCOM)
    assert (asked["parseType"], asked["tagId"], asked["pageId"]) == ("bulidstatic", "分页列表", "fc8bdff48fa345a48b651c1285b70b8f")
    assert unit(web, MOFCOM, None, parseType="buildstatic").json()["success"] is False


def test_the_code_of_a_good_reply_is_a_number_on_one_page_and_a_string_on_the_next(web: httpx.Client) -> None:
    codes = [unit(web, MOFCOM, number).json()["code"] for number in (1, 2)]
    assert codes == [200, "200"]


def test_the_unit_api_needs_no_referer_here(web: httpx.Client) -> None:
    answer = web.get(httpx.URL(MOFCOM).join(replica_web.UNIT), params=asked_of(web, MOFCOM))
    assert answer.json()["success"] is True


def test_the_rows_have_dates_in_square_brackets_15_a_page_and_a_count(web: httpx.Client) -> None:
    first, second = page_of_rows(web), page_of_rows(web, 2)
    count = int(first.xpath("//div[@count]/@count")[0])
    assert (len(first.xpath("//li")), len(second.xpath("//li"))) == (15, count - 15)
    assert all(re.fullmatch(r"\[20\d\d-\d\d-\d\d\]", date) for date in first.xpath("//li/span/text()"))


def test_the_body_stands_in_a_class_that_is_misspelt(web: httpx.Client) -> None:
    _, page = opened(web, "2024年国家级经济技术开发区")
    assert "见附件" in page.xpath("string(//div[@class='art-con art-con-bottonmLine'])")


def test_a_body_may_stand_in_an_iframe(web: httpx.Client) -> None:
    address, page = opened(web, "商贸流通统计调查制度")
    assert "填报口径" not in page.xpath("string(//div[contains(@class, 'art-con')])")
    (frame,) = page.xpath("//div[contains(@class, 'art-con')]//iframe/@src")
    assert "填报口径" in web.get(str(httpx.URL(address).join(frame))).text


def test_an_address_may_be_left_by_a_script_for_another(web: httpx.Client) -> None:
    address, _ = opened(web, "标准化工作安排")
    text = web.get(address).text
    assert "art-con" not in text
    (there,) = set(re.findall(r"""(?:_cofing1=\{href:"|window\.location\.href=')([^"']+)""", text))
    assert "原地址由脚本转到这里" in web.get(str(httpx.URL(address).join(there))).text


def test_an_announcement_begins_with_lines_in_brackets(web: httpx.Client) -> None:
    _, page = opened(web, "更新办事指南")
    lines = page.xpath("//div[@class='art-con-gonggao']/p/text()")
    assert lines == ["【发布单位】商务部", "【发布文号】商务部公告2024年第901号（示例）", "【发文日期】2024-09-10"]


def test_the_evaluation_of_2023_stands_at_the_first_date_and_that_of_2024_at_the_second(replica: Replica, web: httpx.Client) -> None:
    def evaluations() -> list[str]:
        return [title[:4] for title in page_of_rows(web).xpath("//li/a/@title") if "国家级经济技术开发区综合发展水平考核评价" in title]

    replica.at(BASELINE)
    assert evaluations() == ["2023"]
    replica.at(replica_web.RECOVERED)
    assert "2024" in evaluations()


def test_the_attached_document_is_static_below_a_month_without_a_zero(web: httpx.Client) -> None:
    address, page = opened(web, "2024年国家级经济技术开发区")
    (href,) = page.xpath("//div[contains(@class, 'art-con')]//a/@href")
    assert re.fullmatch(r"/cms_files/filemanager/\d+/attach/20251/[0-9a-f]{32}\.docx", href)
    attached = web.get(str(httpx.URL(address).join(href)))
    assert attached.headers["Content-Type"] == "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    again = web.get(str(httpx.URL(address).join(href)), headers={"If-None-Match": attached.headers["ETag"]})
    assert again.status_code == 304
