"""The files that hang on the replica's notices say what the CSV files beside them say, are marked as samples, and are small."""

from __future__ import annotations

import csv
import io
import itertools
from pathlib import Path

import docx
import openpyxl
import pdfplumber
import pytest
from replica_web import official_names

import crawler.replica

CONTENT = Path(crawler.replica.__file__).parent / "content"
FILES = sorted(file for file in CONTENT.rglob("*.*") if file.suffix in (".pdf", ".xlsx", ".docx"))
RANKINGS = ("zonghe", "shiyong-waizi", "jinchukou")
Rows = list[list[str]]


def table(name: str) -> Rows:
    return list(csv.reader((CONTENT / name).read_text(encoding="utf-8").splitlines()))


def sheet(name: str) -> Rows:
    book = openpyxl.load_workbook(io.BytesIO((CONTENT / name).read_bytes()))
    assert book.active is not None
    return [["" if cell is None else str(cell) for cell in row] for row in book.active.iter_rows(values_only=True)]


def ranking(edition: str, indicator: str) -> dict[str, int]:
    return {zone: int(rank) for rank, zone, _ in table(f"mofcom/zcfb/{edition}-{indicator}.csv")[1:]}


def companies(name: str) -> set[str]:
    return {row[1] for row in table(name)[1:]}


def test_every_file_is_smaller_than_60_kb() -> None:
    assert len(FILES) >= 8
    assert all(file.stat().st_size < 60_000 for file in FILES)


@pytest.mark.parametrize("name", ["gongshi/dengling-2024-gongshi", "gonggao/dengling-2024-gongbu"])
def test_a_sheet_has_its_title_over_merged_cells_and_then_the_list(name: str) -> None:
    title, *rows = sheet(f"shandong/{name}.xlsx")
    assert title[0].startswith("2024年度山东省瞪羚企业")
    assert title[0].endswith("（示例）")
    assert title[1:] == ["", ""]
    assert rows == table(f"shandong/{name}.csv")


@pytest.mark.parametrize("name", ["mee/han/qingjie-2-pinggu", "ndrc/tz/qingjie-2-pinggu", "miit/kjs/pingtai"])
def test_a_pdf_has_a_ruled_table_its_header_on_every_page(name: str) -> None:
    with pdfplumber.open(CONTENT / f"{name}.pdf") as document:
        pages = [found for page in document.pages for found in page.extract_tables()]
        words = "".join(page.extract_text() for page in document.pages)
    source = CONTENT / f"{name}.csv"
    head, *rows = table(f"{name}.csv" if source.exists() else "mee/han/qingjie-2-pinggu.csv")
    assert all(page[0] == head for page in pages)
    read = [[(cell or "").replace("\n", "") for cell in row] for page in pages for row in page[1:]]
    assert read == rows
    assert "示例" in words


def test_the_list_of_projects_takes_two_pages_and_wraps_long_names() -> None:
    with pdfplumber.open(CONTENT / "mee/han/qingjie-2-pinggu.pdf") as document:
        assert len(document.pages) == 2
        assert any("\n" in (row[2] or "") for page in document.pages for row in page.extract_tables()[0])


@pytest.mark.parametrize("edition", ["2023", "2024"])
def test_a_document_has_one_table_after_another_each_under_its_caption(edition: str) -> None:
    document = docx.Document(str(CONTENT / f"mofcom/zcfb/kaoping-{edition}.docx"))
    read = [[[cell.text for cell in row.cells] for row in one.rows] for one in document.tables]
    assert read == [table(f"mofcom/zcfb/{edition}-{indicator}.csv") for indicator in RANKINGS]
    words = [paragraph.text for paragraph in document.paragraphs]
    assert [word for word in words if "名（示例）" in word] == [
        "一、综合排名前30名（示例）",
        "二、实际使用外资前10名（示例）",
        "三、进出口总额前10名（示例）",
    ]
    assert any("不代表真实评价结果" in word for word in words)


def test_the_known_ranks_of_the_national_zones_are_the_true_ones() -> None:
    before, now = ranking("2023", "zonghe"), ranking("2024", "zonghe")
    known = {"苏州工业园区": 1, "萧山": 6, "宁波": 9, "杭州": 10, "宜宾临港": 26}
    assert {zone: now[zone if zone in now else f"{zone}经济技术开发区"] for zone in known} == known
    earlier = {"苏州工业园区": 1, "昆山": 4, "江宁": 8, "南京": 14, "吴江": 19, "南通": 21, "徐州": 25, "吴中": 28, "苏州浒墅关": 29}
    assert {zone: before[zone if zone in before else f"{zone}经济技术开发区"] for zone in earlier} == earlier
    assert [ranking("2024", "shiyong-waizi")[zone] for zone in ("萧山经济技术开发区", "宁波经济技术开发区", "苏州工业园区")] == [1, 3, 4]
    assert [ranking("2024", "jinchukou")[zone] for zone in ("苏州工业园区", "宁波经济技术开发区")] == [1, 3]
    assert [ranking("2023", "shiyong-waizi")[zone] for zone in ("苏州工业园区", "昆山经济技术开发区", "南京经济技术开发区")] == [3, 7, 8]
    assert [ranking("2023", "jinchukou")[zone] for zone in ("苏州工业园区", "昆山经济技术开发区", "苏州浒墅关经济技术开发区")] == [1, 2, 10]


def test_no_western_zone_stands_before_the_first_of_the_west() -> None:
    west = {"内蒙古自治区", "广西壮族自治区", "重庆市", "四川省", "贵州省", "云南省", "西藏自治区"}
    west |= {"陕西省", "甘肃省", "青海省", "宁夏回族自治区", "新疆维吾尔自治区"}
    places = [zone for _, zone, province in table("mofcom/zcfb/2024-zonghe.csv")[1:] if province in west]
    assert places == ["宜宾临港经济技术开发区"]


@pytest.mark.parametrize(("edition", "indicator"), list(itertools.product(("2023", "2024"), RANKINGS)))
def test_a_rankings_places_run_without_gap_over_distinct_national_zones(edition: str, indicator: str) -> None:
    places = ranking(edition, indicator)
    assert list(places.values()) == list(range(1, (30 if indicator == "zonghe" else 10) + 1))
    assert places.keys() <= official_names("国家级经开区")


@pytest.mark.parametrize("indicator", RANKINGS)
def test_less_than_a_third_of_a_ranking_differs_between_the_editions(indicator: str) -> None:
    old, new = ranking("2023", indicator), ranking("2024", indicator)
    assert 0 < len([zone for zone in old.keys() | new.keys() if old.get(zone) != new.get(zone)]) < len(new) / 3


def test_between_the_proposed_and_the_published_list_one_company_falls_out_and_one_is_corrected() -> None:
    proposed, published = companies("shandong/gongshi/dengling-2024-gongshi.csv"), companies("shandong/gonggao/dengling-2024-gongbu.csv")
    assert (len(proposed), len(published)) == (40, 39)
    assert proposed - published == {"淄博示例周村纺织智能有限公司", "烟台示例深兰海洋装备有限公司"}
    assert published - proposed == {"烟台示例深蓝海洋装备有限公司"}
    assert all("示例" in company for company in proposed | published)


def test_the_only_real_project_of_the_list_is_the_one_the_press_reports() -> None:
    rows = table("mee/han/qingjie-2-pinggu.csv")[1:]
    assert [int(row[0]) for row in rows] == list(range(1, 33))
    assert [row[1:] for row in rows if "示例" not in row[2]] == [["山西省", "太原中北高新区清洁生产审核创新试点项目"]]
