"""Dialogue: what somebody types in a chat, and what is answered."""

from __future__ import annotations

import pytest
from samples import Clock
from talking import COMPANY, NINGBO, Chat, dialogue_on, list_giants, rank

from monitors.alerts import naming
from monitors.alerts.dialogue.answering import Dialogue, commands
from monitors.watch import Watch
from state import changes, outbox, subscriptions
from state.database import Database


@pytest.fixture
def dialogue(database: Database, clock: Clock) -> Dialogue:
    return dialogue_on(database, clock)


@pytest.fixture
def chat(dialogue: Dialogue) -> Chat:
    return Chat(dialogue)


def test_start_says_what_it_is_and_leads_everywhere_by_buttons(chat: Chat) -> None:
    assert "园哨" in chat.says("/start")
    for words in ("🔔 订阅", "📋 已订阅", "园区", "榜单和名单", "最近的变化", "设置", "怎样使用"):
        assert chat.presses(chat.button(words).says)
        chat.says("/start")


def test_help_names_every_command(chat: Chat) -> None:
    told = chat.says("/help")
    assert all(f"/{command}　" in told for command, _ in commands("zh", "private"))
    assert all(chat.says(f"/{command}") for command, _ in commands("zh", "private"))


@pytest.mark.parametrize("words", ["宁波高新区", "宁波国家高新区", "宁波高新技术产业开发区", "宁波 高新区", "宁波高新"])
def test_a_park_is_subscribed_to_by_any_of_its_names(chat: Chat, words: str) -> None:
    assert "✅ 已订阅：宁波高新区" in chat.says(f"/subscribe {words}")
    assert "1. 宁波高新区" in chat.says("/subscriptions")


def test_subscribing_twice_is_one_subscription(chat: Chat) -> None:
    chat.says("/subscribe 宁波高新区")
    assert "早已订阅：宁波高新区" in chat.says("/subscribe 宁波国家高新区")
    assert chat.says("/subscriptions").count("宁波高新区") == 1


@pytest.mark.parametrize(
    ("words", "title"),
    [("国家高新区综合评价", "国家高新区综合评价"), ("小巨人", "国家级专精特新小巨人企业"), ("政策", "所有政策消息"), ("全部", "全部消息")],
)
def test_boards_kinds_and_everything_can_be_subscribed_to(chat: Chat, words: str, title: str) -> None:
    assert f"✅ 已订阅：{title}" in chat.says(f"/subscribe {words}")


def test_a_name_of_several_parks_is_asked_back_never_guessed(chat: Chat) -> None:
    told = chat.says("/subscribe 火炬高新区")
    assert "可能指" in told
    assert "厦门" in chat.button("厦门").words
    assert "威海" in chat.button("威海").words
    assert "还没有订阅" in chat.says("/subscriptions")


def test_a_slip_of_the_pen_is_answered_with_what_may_have_been_meant(chat: Chat) -> None:
    chat.says("/subscribe 宁坡高新区")
    assert chat.button("宁波高新区 · 浙江省宁波市").says == f"sub:zone_{naming.key(NINGBO)}"


BAD_INPUT = ["/subscribe", "/unsubscribe", "/zone", "/subscribe 火星", "/zone 火星", "/changes 火星", "/unsubscribe 9", "/what", "你好"]


@pytest.mark.parametrize("text", BAD_INPUT)
def test_bad_input_is_answered_with_help(chat: Chat, text: str) -> None:
    told = chat.says(text)
    assert "/" in told or "请写" in told


def test_an_unknown_command_offers_the_close_one(chat: Chat) -> None:
    assert "是不是 /subscribe？" in chat.says("/subscrib 宁波高新区")


def test_a_command_may_name_the_bot_as_it_does_in_groups(chat: Chat) -> None:
    assert "✅ 已订阅：宁波高新区" in chat.says("/subscribe@parkwatch_bot 宁波高新区")


def test_unsubscribing_by_name_by_number_and_from_everything(chat: Chat) -> None:
    for words in ("宁波高新区", "政策", "苏州工业园区"):
        chat.says(f"/subscribe {words}")
    assert "已退订：宁波高新区" in chat.says("/unsubscribe 宁波国家高新区")
    assert "已退订：所有政策消息" in chat.says("/unsubscribe 1")
    assert "没有订阅过「宁波高新区」" in chat.says("/unsubscribe 宁波高新区")
    chat.says("/subscribe 名单")
    assert "所有名单消息" in chat.says("/unsubscribe 全部")
    assert "还没有订阅" in chat.says("/subscriptions")


def test_topics_of_a_group_are_apart(dialogue: Dialogue) -> None:
    first, second = Chat(dialogue, "-5", 3), Chat(dialogue, "-5", 4)
    first.says("/subscribe 宁波高新区")
    assert "还没有订阅" in second.says("/subscriptions")


def test_a_chat_cannot_subscribe_without_end(chat: Chat, database: Database, clock: Clock) -> None:
    with database.write() as connection:
        for number in range(100):
            subscriptions.add(connection, "7", 0, "board", f"示例{number}", clock())
    assert "最多订阅100项" in chat.says("/subscribe 宁波高新区")


@pytest.fixture
def ranked(watch: Watch, clock: Clock) -> None:
    rank(watch, clock)


@pytest.mark.usefixtures("ranked")
def test_a_parks_card_shows_its_ranks_over_the_editions(chat: Chat) -> None:
    told = chat.says("/zone 宁波高新区")
    assert "国家高新区 · 浙江省 宁波市 · 2007年批准" in told
    assert "国家高新区综合评价　2022年 第13名 → 2024年 第10名" in told
    assert "2024年 第10名　🏛 工信部公布前50名，共178家参评　2024-12-23" in told
    assert chat.says("宁波高新区") == told


@pytest.mark.usefixtures("ranked")
def test_a_parks_ranks_come_with_their_picture_and_two_parks_side_by_side(chat: Chat) -> None:
    assert "第13名" in chat.says("/rank 宁波高新区")
    assert (chat.reply.picture or b"").startswith(b"\x89PNG")
    told = chat.taps("和别的比")
    assert "哪里的园区比" in told
    chat.taps("江苏省")
    told = chat.taps("无锡高新区")
    assert "宁波高新区" in told
    assert "无锡高新区" in told
    assert chat.says("/compare 宁波高新区 无锡高新区") == told == chat.says("/compare 宁波高新区和无锡高新区")


def test_a_place_with_a_joining_word_in_its_name_can_be_compared(chat: Chat) -> None:
    told = chat.says("/compare 呼和浩特金山高新区和包头稀土高新区")
    assert "可能指" not in told
    assert "包头" in told


@pytest.mark.usefixtures("ranked")
def test_a_board_is_shown_a_message_at_a_time(chat: Chat) -> None:
    assert "国家高新区综合评价" in chat.says("/board")
    told = chat.taps("国家高新区综合评价")
    assert "宁波高新区" in told
    assert "2022" in chat.says("/board 国家高新区综合评价 2022")
    assert "没有「1999」这一期" in chat.says("/board 国家高新区综合评价 1999")


def test_a_long_list_is_paged_in_its_own_place(chat: Chat, watch: Watch, clock: Clock) -> None:
    list_giants(watch, clock, 400)
    assert COMPANY in chat.says("/board 小巨人")
    chat.taps("下一页")
    assert chat.reply.edit
    assert COMPANY in chat.taps("上一页")


def test_a_button_under_an_alert_shows_everything_and_gives_the_table(chat: Chat, watch: Watch, clock: Clock, database: Database) -> None:
    list_giants(watch, clock, 400)
    with database.read() as connection:
        event = changes.query(connection)[-1]["event"]
    assert COMPANY in chat.presses(f"all:{event}") or COMPANY in chat.taps("下一页")
    chat.presses(f"xlsx:{event}")
    assert chat.reply.file is not None
    assert chat.reply.file.body.startswith(b"PK")


@pytest.mark.parametrize("says", ["all:999", "all:c999", "xlsx:999", "all:x", "all:", "xlsx:c1", "all:99999999999999999999"])
def test_a_button_under_an_alert_that_is_forgotten_says_so(chat: Chat, says: str) -> None:
    assert "库中" in chat.presses(says) or "表格" in chat.reply.toast


@pytest.mark.usefixtures("ranked")
def test_recent_changes_are_told_for_a_park_for_a_board_and_for_all(chat: Chat) -> None:
    for words in ("", " 国家高新区综合评价", " 排名"):
        assert "国家高新区综合评价　2024年" in chat.says(f"/changes{words}")
    assert "↑3 宁波高新区　第13名 → 第10名" in chat.says("/changes 宁波高新区")
    assert "还没有记下变化" in chat.says("/changes 名单")


@pytest.mark.usefixtures("ranked")
def test_who_subscribes_today_is_not_sent_what_was_yesterday(chat: Chat, database: Database) -> None:
    assert "以前的不再补发" in chat.says("/subscribe 宁波高新区")
    with database.read() as connection:
        assert outbox.waiting(connection) == 0
