"""Ten pages that monitors of pages get wrong, each read twice by real crawls: what exactly is told, and what is not."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import invented
import pytest
from invented import HOST, SOURCE, Notice, Site, crawl, evidence, heard, operator, standing, status, told
from samples import PARKS

from crawler.files.reading import read_attachment
from crawler.replica.exchange import Answer, html
from crawler.replica.server import Replica
from monitors import zones
from monitors.alerts.lines import terminal
from monitors.alerts.message import tell
from monitors.document import Document, Fetched, Shape
from monitors.watch import Outcome, Row, Watch
from state.database import Database

TITLE = "2024年国家高新技术产业开发区综合评价结果（示例）"
SHORT = {zone.name: zone.short for zone in zones.load()}
ROWS = [(park, 100 - place) for place, park in enumerate(PARKS[:50], start=1)]


def table(rows: Sequence[tuple[str, float]]) -> str:
    lines = "".join(f"<tr><td>{rank}</td><td>{SHORT[park]}</td><td>{score}</td></tr>" for rank, (park, score) in enumerate(rows, start=1))
    return f"<table><tr><th>排名</th><th>国家高新区</th><th>得分</th></tr>{lines}</table><p>本表为测试所编的示例。</p>"


def ranking(rows: Sequence[tuple[str, float]], around: str = "") -> Notice:
    return Notice("ranking", TITLE, body=table(rows), around=around)


SWAPPED = [*ROWS[:2], ROWS[3], ROWS[2], *ROWS[4:]]
KEY = f"http://{HOST}{ranking(ROWS).path}"


@pytest.fixture
def site() -> Site:
    return Site([ranking(ROWS)])


@pytest.fixture
def replica(site: Site, database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Replica]:
    """The page as it was has been read; nobody was told."""
    with standing(site, monkeypatch) as running:
        assert crawl(running, database) == []
        invented.subscribe(database)
        yield running


def exactly(database: Database) -> list[tuple[Any, ...]]:
    """The changes: what happened to whom, from which rank and score to which."""
    found = []
    for change in told(database):
        before, after = change["before"], change["after"]
        assert isinstance(before, dict)
        assert isinstance(after, dict)
        found.append((change["op"], change["key"], before.get("rank"), after.get("rank"), before.get("score"), after.get("score")))
    return found


def silent(database: Database) -> bool:
    return told(database) == [] and heard(database) == []


def test_two_parks_that_change_places_are_two_moves_and_no_other_row_is_touched(replica: Replica, database: Database, site: Site) -> None:
    site.notices = [ranking([(park, 100 - place) for place, (park, _) in enumerate(SWAPPED, start=1)])]
    assert crawl(replica, database, days=30) == []
    assert exactly(database) == [("moved", PARKS[3], 4, 3, 96, 97), ("moved", PARKS[2], 3, 4, 97, 96)]
    assert heard(database) == ["invented"]


def test_a_park_put_in_at_the_top_moves_all_others_which_waits_for_a_second_equal_reading(
    replica: Replica, database: Database, site: Site
) -> None:
    site.notices = [ranking([(PARKS[60], 99.5), *ROWS[:49]])]
    crawl(replica, database, days=30)
    assert silent(database)
    assert "待确认" in operator(database)[0]
    crawl(replica, database, days=0.1)
    found = exactly(database)
    assert found[0] == ("added", PARKS[60], None, 1, None, 99.5)
    assert found[1:50] == [("moved", park, place, place + 1, 100 - place, 100 - place) for place, park in enumerate(PARKS[:49], start=1)]
    assert found[50:] == [("removed", PARKS[49], 50, None, 50, None)]


def test_one_score_is_one_change_of_that_score(replica: Replica, database: Database, site: Site) -> None:
    site.notices = [ranking([(park, score + (0.5 if place == 7 else 0)) for place, (park, score) in enumerate(ROWS, start=1)])]
    assert crawl(replica, database, days=30) == []
    assert exactly(database) == [("revised", PARKS[6], 7, 7, 93, 93.5)]
    assert "得分 93 → 93.5" in terminal(tell(told(database)))


def test_a_page_in_gbk_that_says_so_only_in_a_meta_tag_is_compared_like_any_other(
    database: Database, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def in_gbk(rows: Sequence[tuple[str, float]]) -> Answer:
        page = ranking(rows).page.replace('<meta charset="utf-8">', "<meta charset='gb2312'>")
        return Answer(200, {"Content-Type": "text/html"}, page.encode("gbk"))

    site.pages[ranking(ROWS).path] = in_gbk(ROWS)
    with standing(site, monkeypatch) as replica:
        assert crawl(replica, database) == []
        site.pages[ranking(ROWS).path] = in_gbk(SWAPPED)
        assert crawl(replica, database, days=30) == []
    assert [found[:4] for found in exactly(database)] == [("moved", PARKS[3], 4, 3), ("moved", PARKS[2], 3, 4)]


@pytest.mark.parametrize(
    ("answer", "how"),
    [
        (html("<html><script>document.cookie='__jsl_clearance=1';location.reload()</script>请稍候</html>"), "held"),
        (html("<script>1</script>", 521), "failed"),
        (html(replace(ranking([]), body=table([])).page), "held"),
    ],
    ids=["a challenge under 200", "521", "a table without rows"],
)
def test_what_is_no_ranking_is_held_back_and_no_park_is_told_to_be_gone(
    answer: Answer, how: str, replica: Replica, database: Database, site: Site
) -> None:
    site.pages[ranking(ROWS).path] = answer
    for _ in range(3):
        assert len(crawl(replica, database, days=30)) == 1
    assert silent(database)
    assert status(database, KEY) == how
    assert (evidence(database, KEY) == answer.body) is (how == "held")
    assert len(operator(database)) == 1
    del site.pages[ranking(ROWS).path]
    site.notices = [ranking(SWAPPED)]
    assert crawl(replica, database, days=30) == []
    assert [found[:4] for found in exactly(database)] == [("moved", PARKS[3], 4, 3), ("moved", PARKS[2], 3, 4)]
    assert "已恢复" in operator(database)[-1]


def test_a_view_counter_is_no_news_wherever_it_stands(database: Database, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def counted(views: int) -> Notice:
        return replace(
            ranking(ROWS, around=f"<p>访问量：{views}</p>"),
            body=f'<p>浏览次数：{views}</p>{table(ROWS)}<p class="views">访问量：{views}</p>',
        )

    site.notices = [counted(1024)]
    with standing(site, monkeypatch) as replica:
        crawl(replica, database)
        invented.subscribe(database)
        site.notices = [counted(1025)]
        assert crawl(replica, database, days=30) == []
    assert silent(database)
    assert operator(database) == []


# --- attachments


def pdf(lines: Sequence[str]) -> bytes:
    """The smallest PDF that prints these lines, one below the other, with columns where they have spaces."""
    text = "".join(
        f"BT /F1 11 Tf {40 + 120 * column} {800 - 14 * row} Td ({cell}) Tj ET\n"
        for row, line in enumerate(lines)
        for column, cell in enumerate(line.split())
    )
    parts = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(text)} >>\nstream\n{text}endstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{part}\nendobj\n".encode()
    table_of = "".join(f"{place:010d} 00000 n \n" for place in places)
    start = len(out)
    return out + f"xref\n0 6\n0000000000 65535 f \n{table_of}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF".encode()


_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def xlsx(rows: Sequence[Sequence[object]]) -> bytes:
    """The smallest workbook with one sheet of these rows."""
    cells = "".join(
        f'<row r="{y}">'
        + "".join(f'<c r="{chr(64 + x)}{y}" t="inlineStr"><is><t>{cell}</t></is></c>' for x, cell in enumerate(row, start=1))
        + "</row>"
        for y, row in enumerate(rows, start=1)
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="示例" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_SHEET}"><sheetData>{cells}</sheetData></worksheet>',
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{part}')
    return packed.getvalue()


def attached(name: str, body: bytes) -> Document:
    """The notice with this file."""
    read = read_attachment(name, body)
    return Document(SOURCE.name, KEY, KEY, Shape.NOTICE, TITLE, read.text, read.tables, issuer="工业和信息化部")


def observed(watch: Watch, document: Document, body: bytes) -> Outcome:
    watch.begin(SOURCE.name)
    watch.listed(SOURCE.name, [Row(KEY, KEY, TITLE, None)])
    outcome = watch.observe(document, Fetched(KEY, body, "application/octet-stream", invented.START))
    watch.finish(SOURCE.name, complete=True)
    return outcome


def test_a_ranking_in_an_xlsx_file_is_read_row_by_row(watch: Watch, database: Database) -> None:
    def book(rows: Sequence[tuple[str, float]]) -> bytes:
        return xlsx([("排名", "国家高新区", "得分"), *((rank, SHORT[park], score) for rank, (park, score) in enumerate(rows, start=1))])

    assert observed(watch, attached("a.xlsx", book(ROWS)), book(ROWS)) is Outcome.READ
    other = [*ROWS[:49], (PARKS[60], 50)]
    assert observed(watch, attached("a.xlsx", book(other)), book(other)) is Outcome.READ
    assert exactly(database) == [("added", PARKS[60], None, 50, None, 50), ("removed", PARKS[49], 50, None, 50, None)]


def test_a_ranking_in_a_pdf_file_is_read_row_by_row() -> None:
    places = ["Rank Park Score", "1 Zhongguancun 95", "2 Zhangjiang 94", "3 Shenzhen 93", "4 Donghu 92"]
    (found,) = read_attachment("a.pdf", pdf(places)).tables
    rows = [found.header, *found.rows] if found.header else list(found.rows)
    assert [list(row) for row in rows] == [line.split() for line in places]
