"""Files from a disk: what they are is read from their bytes, and what cannot be read is said in one line."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import making
import pytest
import visits

from bot import main
from crawler.files.open import Unsupported, read_file
from monitors.belief import LayoutChanged, SourceDown
from monitors.document import Shape

PAGE = """第一家高新区谈创新（示例）
◎本报记者 甲乙
第一家高新区今年新增高新技术企业12家，园区的负责人说，明年还要再增加一些。
第二家高新区谈服务（示例）
◎本报记者 丙丁
第二家高新区把窗口搬到了楼下，企业办事不用再跑远路，这是一句示例。
"""


def test_a_saved_notice_is_read_with_what_its_source_knows(tmp_path: Path) -> None:
    file = tmp_path / "notice.xls"  # HTML saved as .xls is common on ministry sites
    file.write_bytes(visits.saved("miit-wjgs.html"))
    [document] = read_file(file, visits.SOURCES["miit-wjgs"])
    assert document.shape is Shape.NOTICE
    assert document.source == "miit-wjgs"
    assert document.issuer == "工业和信息化部"
    assert len(document.tables) == 2


def test_a_saved_notice_in_gbk_is_read_without_a_source(tmp_path: Path) -> None:
    file = tmp_path / "notice.html"
    file.write_bytes(visits.saved("nbhtz-zcwj.html").decode().encode("gb18030"))
    [document] = read_file(file, published=date(2026, 1, 1))
    assert document.number == "甬高新〔2026〕99号"
    assert document.published == date(2026, 1, 1)


def test_a_saved_article_of_the_old_paper_is_an_article(tmp_path: Path) -> None:
    file = tmp_path / "content_1.htm"
    file.write_text('<html><div class="biaoti">示例</div><!--enpcontent--><p>正文。</p><!--/enpcontent--></html>', encoding="utf-8")
    [document] = read_file(file)
    assert (document.shape, document.title, document.text) == (Shape.ARTICLE, "示例", "正文。")


def test_a_newspaper_page_as_text_is_split_into_its_articles(tmp_path: Path) -> None:
    file = tmp_path / "page.txt"
    file.write_text(PAGE, encoding="utf-8")
    documents = read_file(file)
    assert [(one.key, one.title, one.author) for one in documents] == [
        ("1", "第一家高新区谈创新（示例）", "甲乙"),
        ("2", "第二家高新区谈服务（示例）", "丙丁"),
    ]


def test_a_text_with_a_given_title_is_one_text_and_a_ministrys_is_a_notice(tmp_path: Path) -> None:
    file = tmp_path / "page.txt"
    file.write_text(PAGE, encoding="utf-8")
    [article] = read_file(file, title="标题")
    assert (article.title, article.shape) == ("标题", Shape.ARTICLE)
    [notice] = read_file(file, visits.SOURCES["miit-wjgs"], title="标题")
    assert (notice.shape, notice.issuer) == (Shape.NOTICE, "工业和信息化部")


@pytest.mark.parametrize("form", ["page", "text", "docx"])
def test_a_file_of_a_news_site_is_what_the_press_says(form: str, tmp_path: Path) -> None:
    news = visits.SOURCES["stdaily-gdxw"]
    content = {"page": visits.saved("stdaily-gdxw.html"), "text": PAGE.encode(), "docx": making.docx(("序号", "名称"), [("1", "示例")])}
    file = tmp_path / "file"
    file.write_bytes(content[form])
    [document] = read_file(file, news, title="标题")
    assert (document.shape, document.source, document.title) == (Shape.ARTICLE, "stdaily-gdxw", "标题")


def test_the_fixed_page_of_a_news_site_for_what_is_gone_is_no_article(tmp_path: Path) -> None:
    news = visits.SOURCES["stdaily-gdxw"]
    assert news.gone is not None
    file = tmp_path / "page.html"
    file.write_text("<html>".ljust(news.gone, "x"), encoding="utf-8")
    with pytest.raises(SourceDown, match="页面不存在"):
        read_file(file, news)


def test_the_command_takes_a_news_sites_page_for_claims_and_knows_its_sources(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PARKWATCH_SOURCES", raising=False)
    monkeypatch.chdir(tmp_path)
    body = '<div class="pages_content"><div class="content"><p>宁波高新区位列2024年国家高新区综合评价第10名。</p></div></div>'
    (tmp_path / "news.html").write_text(f"<html><body><h1>示例新闻</h1>{body}</body></html>", encoding="utf-8")
    assert main(["read", "--json", "--source", "stdaily-gdxw", "news.html"]) == 0
    [fact] = map(json.loads, capsys.readouterr().out.splitlines())
    assert (fact["kind"], fact["zone"], fact["value"]) == ("ranking", "宁波高新技术产业开发区", 10)
    assert main(["read", "--source", "stdaily-gdx", "news.html"]) == 2
    assert "did you mean stdaily-gdxw" in capsys.readouterr().err


def test_a_jsonl_file_gives_an_article_a_line_and_its_html_is_read_as_such(tmp_path: Path) -> None:
    file = tmp_path / "articles.jsonl"
    lines = [
        {"id": "A1", "date": "2025-01-08", "title": "甲", "author": "乙", "text": "一段。\n又一段。", "html": False},
        {"id": "A2", "date": None, "title": "丙&amp;丁", "author": "", "text": "<p>一段&nbsp;。</p><p>又一段。</p>", "html": True},
    ]
    file.write_text("\n\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    first, second = read_file(file)
    assert (first.key, first.published, first.text) == ("A1", date(2025, 1, 8), "一段。\n又一段。")
    assert (second.key, second.title, second.author, second.text) == ("A2", "丙&丁", None, "一段 。\n又一段。")


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        ("x.pdf", b"%PDF-1.7", "is a damaged PDF"),
        ("x.txt", b"PK\x03\x04 anything", "is an Office file or archive"),
        ("x.doc", b"\xd0\xcf\x11\xe0\xa1", "is an old Office file"),
        ("x.png", b"\x89PNG\r\n", "is a picture"),
        ("x.bin", bytes(range(256)) * 20, "is no text"),
        ("x.txt", b"  \n", "is empty"),
        ("x.jsonl", b'{"id": "A1"}', "line 1 is no article"),
        ("x.jsonl", b'{"id"', "line 1 is no JSON"),
        ("x.jsonl", b'{"text": "x", "date": "2025-02-30"}', "has a date that does not exist: 2025-02-30"),
        ("x.jsonl", b"", "is empty"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_line(name: str, body: bytes, said: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_bytes(body)
    with pytest.raises(Unsupported) as refused:
        read_file(file)
    assert said in str(refused.value)
    assert str(refused.value).startswith(str(file))
    assert "\n" not in str(refused.value)


def test_a_page_that_is_no_notice_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "x.html"
    file.write_text("<html><title>示例</title><p>" + "没有正文容器。" * 300, encoding="utf-8")
    with pytest.raises(LayoutChanged):
        read_file(file)


def test_a_file_that_is_not_there_is_the_systems_own_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_file(tmp_path / "none")
