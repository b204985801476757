"""Makes the files that hang on the replica's notices (PDF, xlsx, docx) out of the CSV and text files beside them.

    python tests/making_replica_files.py

Run it after a change of those; the results are committed, so that the replica needs none of the libraries used here. Every
file says on its face that it is a sample.
"""

from __future__ import annotations

import csv
from pathlib import Path

import docx
from docx.shared import Pt
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

import crawler.replica

CONTENT = Path(crawler.replica.__file__).parent / "content"
SONG = "STSong-Light"  # a font of the reader's, not of the file: as office programs in China write PDF
ALL_FILLED = "名单为示例，除已见公开报道者外均为虚构"


def rows_of(file: Path) -> list[list[str]]:
    """The lines of a CSV, its header first."""
    return list(csv.reader(file.read_text(encoding="utf-8").splitlines()))


def make_xlsx(source: Path, title: str) -> None:
    """A sheet as offices make it: the title over merged cells, then the header, then the rows; numbers are numbers."""
    head, *rows = rows_of(source)
    book = Workbook()
    sheet = book.active
    assert sheet is not None  # a new book has one sheet
    sheet.title = "Sheet1"
    sheet.append([title])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(head))
    sheet.append(head)
    for number, *rest in rows:
        sheet.append([int(number), *rest])
    line = Side(style="thin")
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.border = Border(left=line, right=line, top=line, bottom=line)
            cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    sheet["A1"].font = Font(bold=True, size=16)
    sheet["A1"].alignment = Alignment(horizontal="center")
    for column, width in zip("ABC", (8, 44, 16), strict=True):
        sheet.column_dimensions[column].width = width
    book.save(source.with_suffix(".xlsx"))


def make_pdf(source: Path, title: str, widths: tuple[int, ...]) -> None:
    """A ruled table over several pages: the header stands on each, long names wrap inside their cell. Widths are in millimetres."""
    pdfmetrics.registerFont(UnicodeCIDFont(SONG))
    text = ParagraphStyle("text", fontName=SONG, fontSize=12, leading=17, wordWrap="CJK")
    heading = ParagraphStyle("heading", parent=text, fontSize=16, leading=24, alignment=1)
    rows = [[Paragraph(cell, text) for cell in row] for row in rows_of(source)]
    table = Table(rows, colWidths=[width * mm for width in widths], repeatRows=1)
    table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.6, colors.black), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]))
    document = SimpleDocTemplate(str(source.with_suffix(".pdf")), pagesize=A4, title=title, author="parkwatch", invariant=1)
    story: list[Flowable] = [Paragraph("附件", text), Paragraph(title, heading), Spacer(1, 4 * mm), table]
    document.build([*story, Spacer(1, 4 * mm), Paragraph(ALL_FILLED, text)])


def make_ranking_docx(target: Path, title: str, sections: list[tuple[str, Path]]) -> None:
    """A document with one table after another, each under its caption."""
    document = docx.Document()
    document.styles["Normal"].font.size = Pt(12)
    document.add_heading(title, level=1)
    document.add_paragraph("示例说明：已见公开报道的名次照实列出，其余名次均为示例填充，不代表真实评价结果。")
    for caption, source in sections:
        document.add_paragraph(caption)
        rows = rows_of(source)
        table = document.add_table(rows=len(rows), cols=len(rows[0]))
        table.style = "Table Grid"
        for place, row in enumerate(rows):
            for cell, said in zip(table.rows[place].cells, row, strict=True):
                cell.text = said
    document.save(str(target))


def make_text_docx(source: Path) -> None:
    """A document of paragraphs, the first of which is its title."""
    title, *paragraphs = source.read_text(encoding="utf-8").splitlines()
    document = docx.Document()
    document.add_heading(title, level=1)
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(str(source.with_suffix(".docx")))


def main() -> None:
    """Makes all of them."""
    make_xlsx(CONTENT / "shandong/gongshi/dengling-2024-gongshi.csv", "2024年度山东省瞪羚企业公示名单（示例）")
    make_xlsx(CONTENT / "shandong/gonggao/dengling-2024-gongbu.csv", "2024年度山东省瞪羚企业名单（示例）")
    projects = CONTENT / "mee/han/qingjie-2-pinggu.csv"
    make_pdf(projects, "第二批通过评估的清洁生产审核创新试点项目名单（示例）", (16, 44, 105))
    # A joint notice: one file on two sites.
    (CONTENT / "ndrc/tz/qingjie-2-pinggu.pdf").write_bytes(projects.with_suffix(".pdf").read_bytes())
    make_pdf(CONTENT / "miit/kjs/pingtai.csv", "产业技术基础公共服务平台名单（示例）", (16, 50, 99))
    for year in ("2023", "2024"):
        folder = CONTENT / "mofcom/zcfb"
        make_ranking_docx(
            folder / f"kaoping-{year}.docx",
            f"{year}年国家级经济技术开发区综合发展水平考核评价结果（示例）",
            [
                ("一、综合排名前30名（示例）", folder / f"{year}-zonghe.csv"),
                ("二、实际使用外资前10名（示例）", folder / f"{year}-shiyong-waizi.csv"),
                ("三、进出口总额前10名（示例）", folder / f"{year}-jinchukou.csv"),
            ],
        )
    make_text_docx(CONTENT / "snd/zcwj/fuwu-zhuanyuan.txt")


if __name__ == "__main__":
    main()
