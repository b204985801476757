"""What the replica tells is coherent, true where parks are real, and marked as a sample."""

from __future__ import annotations

import csv
import re
from importlib import resources
from typing import Any

import httpx
import pytest
import replica_web
from replica_web import (
    BASELINE,
    KFQGW,
    MEE,
    MOFCOM,
    MOST,
    NBHTZ,
    NDRC,
    QYJ,
    SHANDONG,
    SND,
    WJGS,
    XGJ,
    addresses,
    article,
    official_names,
    paper,
    park_page,
    unit,
)

from crawler.replica.exchange import SAMPLE
from crawler.replica.server import Replica

running, replica, web = replica_web.running, replica_web.replica, replica_web.web


def test_every_article_and_notice_says_that_it_is_a_sample(web: httpx.Client) -> None:
    leads = [lead for day in ("2024-12-19", "2025-01-08") for lead in park_page(web, day)]
    papers = [paper(web, "article/articleId", id=lead["id"])["obj"]["articleVo"]["txt"] for lead in leads]
    notices = [web.get(address).text for column in (WJGS, QYJ, XGJ, NBHTZ) for address in addresses(web, column).values()]
    assert len(papers) + len(notices) > 80
    assert all(SAMPLE in text for text in [*papers, *notices])


def columns(web: httpx.Client) -> dict[str, str]:
    """The columns of the sites that were added for their families, each with the text that holds its rows."""
    shandong = [f"{SHANDONG}/col/col{number}/index.html" for number in (15201, 15202, 15203)]
    texts = {address: web.get(address).text for address in (MEE, NDRC, MOST, SND, KFQGW, *shandong)}
    return texts | {MOFCOM: unit(web, MOFCOM).json()["data"]["html"]}


def test_every_page_of_the_other_publishers_says_that_it_is_a_sample(web: httpx.Client) -> None:
    for column, text in columns(web).items():
        hrefs = re.findall(r'href="([^"]*(?:/t20\d{6}_\d+|/art_\w+|/[0-9a-f]{32})\.s?html)"', text)
        assert len(hrefs) >= 6, column
        pages = [web.get(str(httpx.URL(column).join(href))) for href in hrefs]
        assert all(page.status_code == 200 and SAMPLE in page.text for page in pages), column


def test_the_sites_at_the_first_date_show_nothing_of_the_future(replica: Replica, web: httpx.Client) -> None:
    replica.at(BASELINE)
    for column, text in columns(web).items():
        assert re.search(r"2024[-/]1[12][-/]", text), column
        assert not re.search(r"2025[-/]\s?0", text), column


def tables(edition: str) -> dict[str, list[list[str]]]:
    folder = resources.files("crawler.replica").joinpath("content", "miit", "wjgs")
    found = [file for file in folder.iterdir() if file.name.startswith(edition) and file.name.endswith(".csv")]
    return {file.name[5:-4]: list(csv.reader(file.read_text(encoding="utf-8").splitlines()))[1:] for file in found}


@pytest.mark.parametrize("edition", ["2022", "2024"])
def test_a_boards_ranks_run_without_gap_over_distinct_official_names(edition: str) -> None:
    official = official_names("国家高新区")
    boards = tables(edition)
    assert {name: len(board) for name, board in boards.items()} == dict.fromkeys(boards, 20) | {"zonghe": 50}
    assert len(boards) == 7
    for board in boards.values():
        assert [int(row[0]) for row in board] == list(range(1, len(board) + 1))
        assert len({row[1] for row in board}) == len(board)
        assert {row[1] for row in board} <= official


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
