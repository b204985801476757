"""A newspaper page as plain text. The page is a sample (示例) written for this test."""

from __future__ import annotations

from monitors.reading.newspaper_page import split_page

PAGE = """

示例高新区晒出年度成绩单

◎本报记者 甲 乙
通讯员 丙 丁

示例高新区近日公布，去年新增企业一百家，其中规模以上工业企业

三十家。该区负责人说，明年还要再接再厉。

图为示例高新区一角。受访者供图

优化营商环境

在政务大厅，群众排起了队。

在政务大厅，群众排起了队。

样本产业搭台

样本经开区的车间里，机器正在轰鸣。样本经开区已有企业五十家。

样本经开区产业链再延伸

◎实习记者 戊

样本经开区本月迎来首批客人。

样本产业搭台

样本经开区的车间里，机器正在轰鸣。样本经开区已有企业五十家。

园镜头

范例高新区

审核试点项目通过评估

科技日报讯（记者己）范例高新区项目近日通过评估。
"""


def test_every_article_is_found_with_headline_and_author() -> None:
    assert [(one.title, one.author) for one in split_page(PAGE)] == [
        ("示例高新区晒出年度成绩单", "甲 乙 丙 丁"),
        ("样本经开区产业链再延伸", "戊"),
        ("范例高新区审核试点项目通过评估", "己"),
    ]


def test_a_broken_paragraph_is_whole_and_a_doubled_one_is_once() -> None:
    first = split_page(PAGE)[0]
    assert "其中规模以上工业企业三十家。" in first.text
    assert first.text.count("群众排起了队") == 1


def test_a_body_printed_before_its_headline_goes_to_its_headline() -> None:
    first, second, _ = split_page(PAGE)
    assert "样本经开区" not in first.text
    assert second.text.count("机器正在轰鸣") == 1
    assert second.text.startswith("样本经开区本月迎来首批客人。")


def test_captions_stand_apart() -> None:
    first = split_page(PAGE)[0]
    assert first.captions == ("图为示例高新区一角。受访者供图",)
    assert "图为" not in first.text


def test_a_text_without_a_second_mark_is_one_article() -> None:
    (only,) = split_page("示例园区开园\n今天，示例园区正式开园。\n来宾很多。")
    assert (only.title, only.text) == ("示例园区开园", "今天，示例园区正式开园。\n来宾很多。")


def test_an_empty_page_has_no_article() -> None:
    assert split_page(" \n\n ") == []


def test_what_stands_around_the_articles_is_no_article() -> None:
    around = "2025年3月5日 星期三\n园 区\n05\n责编 甲\n\n"
    page = around + "示例园区：\n一季度开门红\n\n新华社南京3月4日电（记者乙）示例园区一季度实现开门红。\n（下转第六版）\n"
    (only,) = split_page(page)
    assert (only.title, only.author) == ("示例园区：一季度开门红", "乙")
    assert only.text == "新华社南京3月4日电（记者乙）示例园区一季度实现开门红。"


def test_a_signature_at_the_end_names_the_author() -> None:
    (only,) = split_page("示例园区开园\n今天，示例园区正式开园。\n来宾很多。（记者 甲）")
    assert only.author == "甲"
