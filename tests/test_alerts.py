"""Alerts as they are sent: one message for one event, the reader's own first, and the buttons that make sense under it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from newsroom import NINGBO, News, board, known_2022, places, with_ningbo_at
from samples import PARKS, Clock, article, list_table, notice
from telegram_api import parse

from monitors.alerts import naming
from monitors.alerts.alert import alert, digest
from monitors.alerts.letters import rows_of
from monitors.alerts.lines import Block, terminal
from monitors.alerts.message import events
from monitors.alerts.reader import Reader
from monitors.alerts.reply import Reply, posts
from monitors.document import Document
from monitors.watch import Watch
from state import changes
from state.database import Database

FAN = Reader(frozenset({NINGBO}))
KEY = naming.key(NINGBO)


@pytest.fixture
def news(watch: Watch, database: Database, clock: Clock) -> News:
    return News(watch, database, clock)


def words(reply: Reply) -> str:
    return terminal(reply.lines)


def pressed(reply: Reply) -> list[list[str]]:
    """What the buttons say or open, row by row."""
    return [[button.says or button.link for button in row] for row in reply.buttons]


def moved_far(news: News) -> list[Any]:
    """A board of which every park has another rank than before; 宁波高新区 is the 30th then."""
    news.known(known_2022(places(*PARKS[3:40])))
    return news.changes(board(with_ningbo_at(30)))


def test_a_readers_own_parks_stand_before_all_else_and_the_others_are_folded_after_them(news: News) -> None:
    reply = alert(moved_far(news), FAN)
    shown = [row for row in words(reply).splitlines() if row]
    assert shown[4].startswith("⭐ 🆕 宁波高新区　上届未在公布之列 → 第30名")
    assert shown[6] == "其余："
    assert [post.part.html.count("<blockquote expandable>") for post in posts(reply)] == [1]


def test_under_a_ranking_one_can_see_all_have_the_table_the_history_and_rest_from_the_park(news: News) -> None:
    told = moved_far(news)
    event = told[0]["event"]
    assert pressed(alert(told, FAN)) == [
        [f"all:{event}", f"xlsx:{event}", "https://example.org/r2024"],
        [f"rank:{KEY}", f"mute:{KEY}"],
    ]


def test_a_park_that_is_not_followed_has_no_buttons_and_a_channel_none_that_ask_back(news: News) -> None:
    told = moved_far(news)
    event = told[0]["event"]
    assert pressed(alert(told, Reader())) == [[f"all:{event}", f"xlsx:{event}", "https://example.org/r2024"]]
    channel = Reader(frozenset({NINGBO}), kind="channel")
    assert pressed(alert(told, channel)) == [[f"all:{event}", "https://example.org/r2024"]]


def test_an_article_that_is_told_whole_leads_only_to_itself(news: News) -> None:
    news.known(known_2022(places()))
    told = news.changes(article("示例标题", "青岛高新区11家企业入选2024年度山东省瞪羚企业。"))
    assert pressed(alert(told, Reader())) == [["https://example.org/a1"]]


def test_no_more_than_two_own_parks_have_buttons(news: News) -> None:
    reply = alert(moved_far(news), Reader(frozenset(PARKS)))
    assert [row[0].split(":")[0] for row in pressed(reply)] == ["all", "rank", "rank"]


COMPANIES = [
    ("浙江省", f"示例{one}{other}有限公司") for one in "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往" for other in "甲乙丙丁戊己庚辛壬癸"
]
TITLE = "第九批制造业单项冠军企业名单（示例）"


def batch(news: News, entries: Sequence[tuple[str, str]] = COMPANIES) -> list[Any]:
    news.known(notice("旧通知（示例）", key="n0"))
    return news.changes(notice(TITLE, "", [list_table(entries)], key="l9"))


def test_a_company_that_is_followed_is_shown_where_it_stands_in_a_new_batch(news: News, database: Database) -> None:
    told = batch(news)
    with database.read() as connection:
        entries = rows_of(connection, told)
    reply = alert(told, Reader(companies=("示例玄丁",)), entries)
    assert "示例玄丁有限公司　此前没有这份名单 → 在公布名单上\n  ┃ 「24 | 浙江省 | 示例玄丁有限公司」" in words(reply)
    assert "⭐" not in words(alert(told, Reader(companies=("示例无",)), entries))


def test_a_new_batch_carries_its_rows_folded_and_without_them_its_first(news: News, database: Database) -> None:
    told = batch(news, COMPANIES[:20])
    with database.read() as connection:
        reply = alert(told, Reader(), rows_of(connection, told))
    assert [row.spans[0].text for row in reply.lines if row.block is Block.FOLDED][19] == f"20 | 浙江省 | {COMPANIES[19][1]}"
    assert f"名单第一行：「1 | 浙江省 | {COMPANIES[0][1]}」" in words(alert(told, Reader()))


def test_a_ranking_that_was_never_read_before_is_told_from_its_first_place(news: News, database: Database) -> None:
    news.known(notice("旧通知（示例）", key="n0"))
    told = news.changes(board(with_ningbo_at(10)))
    with database.read() as connection:
        shown = words(alert(told, Reader(), rows_of(connection, told)))
    assert "首次收录这一排名，没有可比较的往届。" in shown
    assert "  第10名 宁波高新区" in shown.splitlines()


def test_a_company_that_came_or_went_is_told_once(news: News, database: Database) -> None:
    news.known(notice("第九批制造业单项冠军企业公示名单（示例）", "", [list_table(COMPANIES[:-1])], key="l8"))
    told = news.changes(notice(TITLE, "", [list_table(COMPANIES[1:])], key="l9"))
    with database.read() as connection:
        entries = rows_of(connection, told)
    came, went, stayed = (COMPANIES[place][1].removesuffix("有限公司") for place in (-1, 0, 100))
    shown = words(alert(told, Reader(companies=(came, went, stayed)), entries))
    assert f"➕ {came}有限公司　此前不在名单上 → 公布名单新增" in shown
    assert f"➖ {went}有限公司　公示时在名单上 → 公布名单中没有\n  ┃ 公示名单：「1 | 浙江省 | {went}有限公司」" in shown
    assert f"{stayed}有限公司　公示时在名单上 → 在公布名单上" in shown
    assert shown.count(f"{came}有限公司　") == 1


def test_words_that_are_followed_bring_their_rows_to_the_front(news: News) -> None:
    news.known(notice("第九批制造业单项冠军企业公示名单（示例）", "", [list_table(COMPANIES)], key="l8"))
    told = news.changes(notice(TITLE, "", [list_table(COMPANIES[:110] + COMPANIES[130:])], key="l9"))
    shown = [row for row in words(alert(told, Reader(keywords=("辰 -癸",)))).splitlines() if row.startswith("⭐")]
    assert shown == [f"⭐ ➖ 示例辰{one}有限公司　公示时在名单上 → 公布名单中没有" for one in "甲乙丙丁戊己庚辛壬"]


def test_a_thousand_changes_are_two_messages_at_most_and_a_button_for_the_rest(news: News) -> None:
    entries = [(f"{PARKS[place % 160]}", f"示例{place}号有限公司") for place in range(1200)]
    told = batch(news, entries)
    assert len(told) > 150
    reply = alert(told, Reader(frozenset(PARKS[:100])))
    sent = posts(reply)
    assert len(sent) == 2
    assert all(parse(post.part.html) for post in sent)
    assert "行，点「全部」可见" in sent[-1].part.plain
    assert [len(post.buttons) > 0 for post in sent] == [False, True]


def test_a_channel_is_sent_to_the_notice_for_what_does_not_fit(news: News) -> None:
    told = batch(news, [(PARKS[place % 160], f"示例{place}号有限公司") for place in range(1200)])
    assert "行，见原文" in words(alert(told, Reader(frozenset(PARKS[:100]), kind="channel")))


def test_a_fold_is_no_reason_for_a_second_message(news: News) -> None:
    told = batch(news, [(PARKS[place % 160], f"示例{place}号有限公司") for place in range(600)])
    assert len(posts(alert(told, FAN))) == 1


def test_who_wanted_only_the_ranking_as_a_whole_is_not_told_that_it_is_the_first(news: News, database: Database) -> None:
    whole = [change for change in moved_far(news) if change["op"] == "edition" and not change["zone"]]
    with database.read() as connection:
        shown = words(alert(whole, Reader(keywords=("没有",)), rows_of(connection, whole)))
    assert "与2022年相比" in shown
    assert "首次收录" not in shown
    assert "  第30名 宁波高新区" in shown.splitlines()


def test_in_an_article_about_many_parks_the_readers_own_stand_first(news: News) -> None:
    news.known(known_2022(places()))
    others = "。\n".join(f"{place}国家级孵化器有{number}家" for number, place in enumerate(PARKS[3:17], start=5))
    told = news.changes(article("示例标题", f"{others}。\n宁波高新区国家级孵化器有6家。"))
    shown = [row for row in words(alert(told, FAN)).splitlines() if row]
    assert shown[3].startswith("⭐ · 宁波高新区　国家级孵化器")
    assert shown[5] == "其余："


def test_with_a_picture_the_words_stand_under_it_and_the_fold_is_cut_for_them(news: News) -> None:
    (sent,) = posts(alert(moved_far(news), FAN, picture=b"PNG"))
    assert sent.picture == b"PNG"
    assert "宁波高新区　上届未在公布之列 → 第30名" in sent.part.plain
    assert "行，点「全部」可见" in sent.part.plain
    assert [row[0].words for row in sent.buttons] == ["📋 全部", "📈 宁波高新区名次"]


def test_the_attachments_a_record_was_read_with_are_named(news: News) -> None:
    news.known(policy("8万元"))
    told = news.changes(policy("10万元"))
    assert "📎 依据正文和附件：实施办法.docx" in words(alert(told, FAN, files=["实施办法.docx"]))
    many = words(alert(told, FAN, files=[f"{number}.pdf" for number in range(5)]))
    assert "📎 依据正文和附件：0.pdf、1.pdf、2.pdf等5个附件" in many


def test_an_alert_names_the_one_attachment_in_which_its_rows_stand(news: News) -> None:
    news.known(known_2022(places()))
    told = news.changes(filed(board(with_ningbo_at(30)), "综合评价结果.xlsx"))
    assert {change["file"] for change in told} == {"综合评价结果.xlsx"}
    assert "\n📎 出自附件：综合评价结果.xlsx\n" in words(alert(told, FAN, files=["评价办法.pdf", "综合评价结果.xlsx"]))


def test_rows_of_the_page_itself_are_not_laid_to_its_attachments(news: News) -> None:
    told = moved_far(news)
    assert {change["file"] for change in told} == {None}
    assert "📎" not in words(alert(told, FAN, files=["评价办法.pdf"])).replace("📎 表格", "")


def test_where_rows_stand_in_several_files_each_ranking_names_its_own(news: News) -> None:
    news.known(known_2022(places()))
    told = news.changes(filed(board(with_ningbo_at(30)), "综合.xlsx"))
    others = [{**change, "indicator": "工业总产值", "file": "单项.xlsx"} for change in told]
    shown = words(alert([*told, *others], Reader()))
    assert shown.count("📎 综合.xlsx") == 1
    assert shown.count("📎 单项.xlsx") == 1


def test_a_record_that_was_kept_before_files_were_is_told_as_it_was(news: News) -> None:
    told = [{name: value for name, value in change.items() if name != "file"} for change in moved_far(news)]
    assert "📎 依据正文和附件：综合评价结果.xlsx" in words(alert(told, FAN, files=["综合评价结果.xlsx"]))


def filed(document: Document, file: str) -> Document:
    """The same, its tables standing in an attachment."""
    return replace(document, tables=tuple(replace(table, file=file) for table in document.tables))


POLICY = "第一条 为引进人才，制定本办法。\n第二条 对硕士给予生活补助{}。\n第三条 申报截止日期为2025年1月20日。"


def policy(amount: str) -> Any:
    title = "宁波国家高新区人才生活补助实施办法（示例）"
    return notice(title, POLICY.format(amount), key="p1", issuer="宁波国家高新区管委会", number="甬高新〔2024〕8号", published="2024-06-01")


def reminded(news: News, watch: Watch, database: Database, clock: Clock, day: str) -> list[Any]:
    news.known(policy("8万元"))
    clock.at(f"{day}T09:00")
    watch.finish("sample", complete=True)
    with database.read() as connection:
        return [change for change in changes.query(connection) if change["op"] == "deadline"]


def test_a_deadline_says_how_long_is_left_and_what_one_can_apply_for(news: News, watch: Watch, database: Database, clock: Clock) -> None:
    told = reminded(news, watch, database, clock, "2025-01-17")
    reply = alert(told, FAN)
    assert words(reply).splitlines() == [
        "⏰ 宁波国家高新区管委会的政策申报即将截止",
        "《宁波国家高新区人才生活补助实施办法（示例）》 https://example.org/p1　2024-06-01",
        "",
        "还有3天截止申报　截止日期 2025-01-20",
        "💰 硕士生活补助　8万元",
    ]
    assert pressed(reply) == [["https://example.org/p1", f"mute:{KEY}"]]


def test_the_last_day_is_called_so(news: News, watch: Watch, database: Database, clock: Clock) -> None:
    assert "今天截止申报" in words(alert(reminded(news, watch, database, clock, "2025-01-20"), FAN))


@pytest.fixture
def week(news: News, watch: Watch, database: Database, clock: Clock) -> list[list[Any]]:
    """A week's events: a deadline, a revision, a ranking, a batch and two articles."""
    news.known(known_2022(with_ningbo_at(13)), policy("8万元"))
    news.changes(board(with_ningbo_at(10)))
    news.changes(notice(TITLE, "", [list_table(COMPANIES[:30])], key="l9"))
    news.changes(article("示例一", "芜湖高新区位列2024年国家高新区综合评价第3名。"))
    clock.at("2025-01-13T09:00")
    news.changes(article("示例二", "宁波高新区位列2024年国家高新区综合评价第10名。", key="a2"))
    news.changes(policy("10万元"))
    watch.finish("sample", complete=True)
    with database.read() as connection:
        return [list(event) for event in events(changes.query(connection))]


def test_a_digest_is_one_message_with_a_line_or_two_for_each_event_and_a_numbered_button(week: list[list[Any]]) -> None:
    reply = digest(week, FAN, bundle="weekly")
    shown = words(reply)
    assert shown.startswith("📬 每周摘要　2025-01-08 至 2025-01-13　6条\n\n⏰ 临近截止\n1. ⭐ ⏰ 宁波国家高新区管委会的政策申报即将截止 《")
    assert [row for row in shown.splitlines() if row[:1] in "⏰🏅📋📘📰" and row] == [
        "⏰ 临近截止",
        "🏅 排名",
        "📋 名单",
        "📘 政策",
        "📰 报道",
    ]
    assert "　还有7天截止申报　截止日期 2025-01-20　硕士生活补助 10万元" in shown
    assert "　↑3 宁波高新区　第13名 → 第10名　首次进入前10、历史最好（有记录以来）" in shown
    assert "\n　新名单，共30家（首次收录）\n" in shown
    assert "　💰 硕士生活补助　8万元 → 10万元" in shown
    assert "　❗ 与公布不一致　芜湖高新区　报道第3名 → 不在公布的前50名之内" in shown
    assert shown.index("《示例二》") < shown.index("《示例一》")  # the reader's own park first
    assert shown.count("https://") == 6
    says = [press for row in pressed(reply) for press in row]
    assert len(says) == 6
    assert says[0].startswith("all:c")
    assert [button.words for row in reply.buttons for button in row] == ["1", "2", "3", "4", "5", "6"]
    assert len(posts(reply)) == 1


def test_what_was_kept_through_quiet_hours_is_called_so(week: list[list[Any]]) -> None:
    assert words(digest(week[:1], FAN, bundle="quiet")).startswith("🌙 免打扰时段　2025-01-08　1条")


def test_a_digest_of_very_much_is_few_messages_that_telegram_takes(week: list[list[Any]]) -> None:
    sent = posts(digest([event for _ in range(60) for event in week], FAN, bundle="weekly"))
    assert 1 < len(sent) <= 4
    assert all(parse(post.part.html) for post in sent)
    assert "行，/changes 可见" in sent[-1].part.plain


def test_a_digest_of_nothing_says_nothing() -> None:
    assert digest([], FAN).lines == ()


def test_an_english_reader_reads_english_around_the_words_of_the_source(week: list[list[Any]]) -> None:
    shown = "\n".join(words(alert(event, Reader(frozenset({NINGBO}), language="en"))) for event in week)
    assert "🏛 Published by MIIT · 23 Dec 2024" in shown
    assert "top 50 published, 178 ranked in all; compared with 2022" in shown
    assert "↑3 宁波高新区 · 13th → 10th · first time in the top 10, best rank so far (on our record)" in shown
    assert "制造业单项冠军企业 · batch 9 · published\nnew list, 30 on it" in shown
    assert "💰 硕士生活补助 · ¥80,000 → ¥100,000" in shown
    assert "7 days left to apply · deadline 20 Jan 2025\n💰 硕士生活补助 · ¥100,000" in shown
    assert "📰 Reported by Science and Technology Daily · 8 Jan 2025" in shown
    assert "❗ Contradicts the record · 芜湖高新区" in shown
    assert words(digest(week, Reader(language="en"))).startswith("📬 Daily digest · 8 Jan 2025 to 13 Jan 2025 · 6 items")
