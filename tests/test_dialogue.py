"""Dialogue: what somebody types in a chat, and what is answered."""

from __future__ import annotations

import pytest
from samples import PARKS, Clock, fetched, notice, ranking_table
from telegram_api import parse

from monitors import zones
from monitors.alerts.dialogue import Dialogue
from monitors.alerts.lines import parts, terminal
from monitors.boards import catalogue
from monitors.watch import Row, Watch
from state import outbox, subscriptions
from state.database import Database

NINGBO = "宁波高新技术产业开发区"


class Chat:
    """One chat (or topic of it) with the bot."""

    def __init__(self, dialogue: Dialogue, chat: str = "7", thread: int = 0) -> None:
        self._dialogue, self._chat, self._thread = dialogue, chat, thread

    def says(self, text: str) -> str:
        """The answer, as read; it must be one that Telegram takes."""
        lines = self._dialogue.answer(text, self._chat, self._thread)
        found = parts(lines)
        assert found, "silence is no answer"
        assert all(parse(part.html) for part in found)
        return terminal(lines)


@pytest.fixture
def dialogue(database: Database, clock: Clock) -> Dialogue:
    return Dialogue(database, clock, zones.load(), catalogue.load())


@pytest.fixture
def chat(dialogue: Dialogue) -> Chat:
    return Chat(dialogue)


def test_start_says_what_it_is_and_what_it_understands(chat: Chat) -> None:
    told = chat.says("/start")
    assert all(f"/{command} " in told for command in ("subscribe", "subscriptions", "unsubscribe", "zone", "changes", "help"))


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
    assert "厦门" in told
    assert "威海" in told
    assert "还没有订阅" in chat.says("/subscriptions")


def test_a_slip_of_the_pen_is_answered_with_what_may_have_been_meant(chat: Chat) -> None:
    assert NINGBO in chat.says("/subscribe 宁坡高新区")


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
    """Two editions of a ranking in which 宁波 goes from 13 to 10; the second is news."""
    others = [name for name in PARKS if name != NINGBO]
    for year, rank, day in (("2022", 13, "2023-02-20"), ("2024", 10, "2024-12-23")):
        names = [*others[: rank - 1], NINGBO, *others[rank - 1 :]][:50]
        title = f"{year}年国家高新技术产业开发区综合评价结果（示例）"
        document = notice(title, "178个国家高新区", [ranking_table(names)], key=year, published=day)
        watch.begin("sample")
        watch.listed("sample", [Row(document.key, document.url, document.title, document.published)])
        watch.observe(document, fetched(document, clock))
        watch.finish("sample", complete=True)


@pytest.mark.usefixtures("ranked")
def test_a_parks_card_shows_its_ranks_over_the_editions(chat: Chat) -> None:
    told = chat.says("/zone 宁波高新区")
    assert "国家高新区 · 浙江省 宁波市 · 2007年批准" in told
    assert "国家高新区综合评价　2022年 第13名 → 2024年 第10名" in told
    assert "2024年 第10名　🏛 工信部公布前50名，共178家参评　2024-12-23" in told
    assert chat.says("宁波高新区") == told


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
