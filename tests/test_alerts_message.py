"""Alerts: what a subscriber reads when something really changed, from the notice to the words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from newsroom import NINGBO, News, board, known_2022, places, with_ningbo_at
from samples import Clock, article, list_table, notice
from telegram_api import parse

from monitors.alerts.lines import parts, terminal
from monitors.alerts.message import tell
from monitors.document import Document
from monitors.watch import Watch
from state import changes
from state.database import Database


@pytest.fixture
def news(watch: Watch, database: Database, clock: Clock) -> News:
    return News(watch, database, clock)


def test_a_new_edition_says_what_was_and_what_is_of_how_many(news: News) -> None:
    news.known(known_2022(with_ningbo_at(13)))
    told = news.told(board(with_ningbo_at(10)))
    assert "🏛 工信部公布　2024-12-23" in told
    assert "国家高新区综合评价　2024年" in told
    assert "公布前50名，共178家参评；与2022年相比" in told
    assert "↑3 宁波高新区　第13名 → 第10名　首次进入前10、历史最好（有记录以来）" in told
    assert "「10 | 宁波高新技术产业开发区」" in told
    assert "https://example.org/r2024" in told


def test_a_park_that_is_not_among_the_published_is_not_said_to_have_dropped_out(news: News) -> None:
    news.known(known_2022(with_ningbo_at(50)))
    told = news.told(board(places()))
    assert "宁波高新区　第50名 → 不在公布的前50名之内" in told
    assert "掉出" not in told
    assert "「前50名" not in told  # nothing in the notice says so: it is no quotation


def test_a_park_that_is_new_on_the_board_is_said_to_be(news: News) -> None:
    news.known(known_2022(places()))
    assert "🆕 宁波高新区　上届未在公布之列 → 第44名　首次进入前50（有记录以来）" in news.told(board(with_ningbo_at(44)))


def test_a_readers_own_parks_come_first_and_are_never_folded(news: News) -> None:
    news.known(known_2022(with_ningbo_at(30)))
    rows = news.told(board(with_ningbo_at(30)), own=[NINGBO]).splitlines()
    assert rows[5].startswith("⭐ ＝ 宁波高新区　第30名 → 第30名")


def test_a_subscriber_of_one_park_reads_of_how_many_it_is(news: News, database: Database) -> None:
    news.known(known_2022(with_ningbo_at(13)))
    news.told(board(with_ningbo_at(10)))
    with database.read() as connection:
        told = terminal(tell(changes.query(connection, zone=NINGBO)))
    assert "公布前50名，共178家参评" in told
    assert told.count("→") == 1


def test_a_correction_of_the_same_edition_is_called_one(news: News) -> None:
    news.known(board(with_ningbo_at(10)))
    told = news.told(board(with_ningbo_at(11)))
    assert "（更正）" in told
    assert "↓1 宁波高新区　第10名 → 第11名" in told


ENTRIES = [("浙江省", f"示例甲{name}有限公司") for name in "天地玄黄宇宙洪荒"]


def test_from_proposal_to_list_says_who_fell_out_and_who_is_only_written_differently(news: News) -> None:
    news.known(notice("第六批专精特新“小巨人”企业公示名单（示例）", "", [list_table(ENTRIES)], key="l1", published="2024-12-10"))
    published = [*ENTRIES[:6], ("浙江省", "示例甲鸿有限公司")]
    told = news.told(notice("关于公布第六批专精特新“小巨人”企业名单的通知（示例）", "", [list_table(published)], key="l2"))
    assert "公示8家 → 公布7家" in told
    assert "✏️ 示例甲洪有限公司 → 示例甲鸿有限公司　名称更正，是同一个" in told
    assert "➖ 示例甲荒有限公司　公示时在名单上 → 公布名单中没有" in told
    assert "「8 | 浙江省 | 示例甲荒有限公司」" in told


def test_a_new_batch_is_told_with_its_size_and_the_parks_in_it(news: News) -> None:
    news.known(notice("旧通知（示例）", key="n0"))
    entries = [("宁波高新区", "示例乙天有限公司"), ("山东省", "示例乙地有限公司"), ("宁波高新区", "示例乙玄有限公司")]
    told = news.told(notice("第九批制造业单项冠军企业名单（示例）", "", [list_table(entries)]))
    assert "制造业单项冠军企业　第九批　公布\n新名单，共3家（首次收录）" in told
    assert "宁波高新区　2家：示例乙天有限公司、示例乙玄有限公司" in told


def test_a_new_batch_of_a_known_list_is_told_with_the_size_of_the_one_before(news: News) -> None:
    news.known(notice("第八批制造业单项冠军企业名单（示例）", "", [list_table(ENTRIES)], key="l8", published="2024-03-01"))
    document = notice("第九批制造业单项冠军企业名单（示例）", "", [list_table([("山东省", "示例乙地有限公司")])], key="l9")
    (whole,) = [change for change in news.changes(document) if change["op"] == "edition" and not change["zone"]]
    assert (whole["previous_edition"], whole["before"]) == ("第八批", {"edition": "第八批", "stage": "公布", "count": 8})
    told = terminal(tell([whole], entries={whole["id"]: []}))
    assert "新名单，共1家；上一批（第八批）8家" in told
    assert "首次收录" not in told


def test_projects_are_counted_as_projects(news: News) -> None:
    news.known(notice("旧通知（示例）", key="n0"))
    projects = [("山西省", f"太原示例{name}园清洁生产审核创新试点项目") for name in "甲乙"]
    table = replace(list_table(projects), header=("序号", "省份", "项目名称"))
    told = news.told(notice("关于公布第二批通过评估的清洁生产审核创新试点项目名单的通知（示例）", "", [table]))
    assert "新名单，共2项（首次收录）" in told
    assert "家" not in told.partition("新名单")[2]


def test_who_is_revoked_is_told_one_by_one_and_nobody_else_is_said_to_be_gone(news: News) -> None:
    news.known(notice("关于公布第六批专精特新“小巨人”企业名单的通知（示例）", "", [list_table(ENTRIES)], key="l2"))
    told = news.told(notice("关于撤销第六批专精特新“小巨人”企业称号的公告（示例）", "", [list_table(ENTRIES[4:5])], key="l3"))
    assert "公布8家 → 撤销1家" in told
    assert "➖ 示例甲宇有限公司　公布时在名单上 → 已被撤销" in told
    assert told.count("➖") == 1


POLICY = "第一条 为引进人才，制定本办法。\n第二条 对硕士给予生活补助8万元。\n第三条 本办法由管委会解释。"


def policy(text: str) -> Document:
    title, issuer = "宁波国家高新区人才生活补助实施办法（示例）", "宁波国家高新区管委会"
    return notice(title, text, key="p1", issuer=issuer, number="甬高新〔2024〕8号", published="2024-06-01")


def test_a_revised_amount_is_told_from_what_to_what(news: News) -> None:
    news.known(policy(POLICY))
    told = news.told(policy(POLICY.replace("8万", "10万")))
    assert "🏛 宁波国家高新区管委会修订　2024-06-01　（2025-01-08 发现修订）" in told
    assert "政策修订　甬高新〔2024〕8号" in told
    assert "8万元 → 10万元" in told
    assert "📄" not in told  # the clause is not told a second time


def test_a_revised_clause_shows_both_wordings(news: News) -> None:
    news.known(policy(POLICY))
    told = news.told(policy(POLICY.replace("管委会解释", "管委会负责解释")))
    assert "📄 修改 第三条\n　原：「本办法由管委会解释。」\n　新：「本办法由管委会负责解释。」" in told


def test_a_report_that_the_record_confirms_or_contradicts_shows_both(news: News) -> None:
    names = with_ningbo_at(10)
    news.known(board(names))
    told = news.told(
        article(
            "示例标题",
            "宁波高新区首次跻身全国前十，位列2024年国家高新区综合评价第10名。\n"
            "芜湖高新区位列2024年国家高新区综合评价第3名。\n苏州工业园区也派员参会。",
        )
    )
    assert told.startswith("📰 据科技日报报道　2025-01-08")
    assert "✅ 与公布一致　宁波高新区　国家高新区综合评价 2024年\n📰 据科技日报报道：第10名" in told
    record = "《2024年国家高新技术产业开发区综合评价结果（示例）》 https://example.org/r2024　2024-12-23"
    assert f"🏛 工信部公布：第10名（共178家参评）　{record}" in told
    assert "❗ 与公布不一致　芜湖高新区" in told
    assert told.index("❗") < told.index("✅")
    assert "文中提到：苏州工业园" in told


def test_a_record_that_decides_an_earlier_report_shows_both(news: News) -> None:
    news.known(known_2022(with_ningbo_at(13)))
    news.told(article("示例标题", "宁波高新区位列2024年国家高新区综合评价第12名。"))
    told = news.told(board(with_ningbo_at(10)))
    assert told.startswith("🏛 工信部公布")
    assert "此前的报道，现可核对\n❗ 与公布不一致　宁波高新区　报道第12名 → 公布第10名（共178家参评）" in told
    assert "📰 报道：《示例标题》 https://example.org/a1　2025-01-08" in told


def test_what_only_the_press_says_is_said_to_be_so(news: News) -> None:
    news.known(article("旧闻", "没有数字。", key="a0"))
    told = news.told(article("示例标题", "青岛高新区11家企业入选2024年度山东省瞪羚企业。"))
    assert "仅见报道，尚无公布可核对：" in told
    assert "🏛" not in told


def test_a_message_about_a_whole_board_is_few_messages_that_telegram_takes(news: News, database: Database) -> None:
    news.known(known_2022(places()))
    news.told(board(list(reversed(places()))))
    with database.read() as connection:
        found = parts(tell(changes.query(connection)))
    assert len(found) <= 2
    assert all(parse(part.html) for part in found)
