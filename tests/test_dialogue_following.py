"""Dialogue: what can be followed, picked by words, by buttons and by links; and what a new subscriber is told."""

from __future__ import annotations

import pytest
from samples import Clock, notice
from talking import COMPANY, NINGBO, Chat, dialogue_on, list_giants, rank, see

from monitors import zones
from monitors.alerts import naming
from monitors.alerts.dialogue.answering import Dialogue
from monitors.watch import Watch
from state import chats, subscriptions
from state.database import Database


@pytest.fixture
def dialogue(database: Database, clock: Clock) -> Dialogue:
    return dialogue_on(database, clock)


@pytest.fixture
def chat(dialogue: Dialogue) -> Chat:
    return Chat(dialogue)


def follows(database: Database, chat: str = "7") -> list[tuple[str, str]]:
    with database.read() as connection:
        return [(one.topic, one.target) for one in subscriptions.of_chat(connection, chat, 0)]


@pytest.mark.parametrize(
    ("words", "topic", "target"),
    [
        ("宁波高新", "zone", NINGBO),
        ("浙江", "province", "浙江省"),
        ("新疆", "province", "新疆维吾尔自治区"),
        ("小巨人", "board", "国家级专精特新小巨人企业"),
        ("名单", "kind", "list"),
        ("policy", "kind", "policy"),
        ("人才", "subject", "人才"),
        ("租金", "subject", "租金"),
        ("主题 研发", "subject", "研发"),
        ("关键词 瞪羚 -公示", "keyword", "瞪羚 -公示"),
        ("瞪羚 -公示", "keyword", "瞪羚 -公示"),
        ("keyword 独角兽", "keyword", "独角兽"),
        ("公司 青岛国测海遥", "company", "青岛国测海遥"),
        ("示例（青岛）智能装备有限公司", "company", "示例青岛智能装备有限公司"),
        ("全部", "all", ""),
    ],
)
def test_everything_that_can_be_followed_is_followed_by_its_name(
    chat: Chat, database: Database, words: str, topic: str, target: str
) -> None:
    assert "✅ 已订阅" in chat.says(f"/subscribe {words}")
    assert follows(database) == [(topic, target)]
    assert "早已订阅" in chat.says(f"/subscribe {words}")
    assert "已退订" in chat.taps("退订")
    assert follows(database) == []


def test_a_name_of_several_parks_is_asked_back_with_buttons(chat: Chat, database: Database) -> None:
    chat.says("/subscribe 火炬高新区")
    assert "✅ 已订阅" in chat.taps("厦门")
    assert follows(database) == [("zone", "厦门火炬高技术产业开发区")]


def test_words_that_mean_nothing_are_offered_as_a_company_or_as_words_to_look_for(chat: Chat, database: Database) -> None:
    assert "没有认出" in chat.says("/subscribe 青岛国测海遥")
    chat.taps("公司「青岛国测海遥」")
    assert follows(database) == [("company", "青岛国测海遥")]


@pytest.mark.parametrize("words", ["示例" * 20 + "有限公司", "瞪羚示例很长的关键词 -公示示例很长 -撤销示例很长", "示例" * 25])
def test_what_no_button_has_room_for_is_followed_by_the_command_that_is_told(chat: Chat, database: Database, words: str) -> None:
    told = chat.says(words)
    command = next(line for line in told.splitlines() if line.startswith("/subscribe"))
    assert "✅ 已订阅" in chat.says(command)
    chat.taps("退订")
    assert follows(database) == []
    assert not any("重新订阅" in button.words for button in chat.buttons)


def test_a_policy_is_followed_by_its_number(chat: Chat, database: Database, watch: Watch, clock: Clock) -> None:
    title, number = "关于印发《示例高新区人才办法》的通知", "示高新〔2025〕3号"
    see(watch, clock, notice(title, "第一条 对博士每人补贴10万元。申报截止2025年3月1日。", key="p1", number=number))
    assert "2025-03-01" in chat.says(f"/subscribe {number}")
    assert follows(database) == [("board", number)]


def test_a_park_is_picked_by_province_without_typing(chat: Chat, database: Database) -> None:
    chat.says("/start")
    chat.taps("订阅")
    chat.taps("园区")
    chat.taps("浙江省")
    assert chat.reply.edit
    chat.taps("下一页")
    chat.taps("上一页")
    told = chat.taps("宁波高新区")
    assert NINGBO in told
    assert "✅ 已订阅" in chat.taps("订阅")
    assert follows(database) == [("zone", NINGBO)]


@pytest.mark.parametrize(
    ("path", "topic"),
    [
        (["榜单和名单", "国家高新区综合评价", "订阅"], ("board", "国家高新区综合评价")),
        (["一类消息", "所有政策消息"], ("kind", "policy")),
        (["政策主题", "人才政策"], ("subject", "人才")),
        (["整个省份", "山东省"], ("province", "山东省")),
        (["园区", "山东省", "整个山东省"], ("province", "山东省")),
        (["全部消息"], ("all", "")),
    ],
)
def test_everything_but_words_is_picked_without_typing(chat: Chat, database: Database, path: list[str], topic: tuple[str, str]) -> None:
    chat.says("/subscribe")
    for words in path:
        while not any(words in button.words for button in chat.buttons):
            chat.taps("下一页")
        chat.taps(words)
    assert follows(database) == [topic]


@pytest.mark.parametrize("words", ["关键词", "公司"])
def test_what_must_be_typed_is_told_with_an_example_that_works(chat: Chat, words: str) -> None:
    chat.says("/subscribe")
    told = chat.taps(words)
    command = next(line for line in told.splitlines() if line.startswith("/subscribe"))
    assert "✅ 已订阅" in chat.says(command)


def test_every_province_and_every_park_can_be_reached_by_buttons(chat: Chat) -> None:
    reached = set()
    chat.presses("provs:-:0")
    provinces = [button.says for button in chat.buttons if button.says.startswith("prov:")]
    chat.presses("provs:-:1")
    provinces += [button.says for button in chat.buttons if button.says.startswith("prov:")]
    for province in provinces:
        chat.presses(province)
        while True:
            reached |= {button.says for button in chat.buttons if button.says.startswith("zone:")}
            if not any("下一页" in button.words for button in chat.buttons):
                break
            chat.taps("下一页")
    parks = [zone for zone in zones.load() if zone.province]
    assert len(reached) == len(parks)
    assert len({naming.key(zone.name) for zone in parks}) == len(parks)


# ── links ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_link_offers_its_park_and_subscribes_only_when_that_is_pressed(chat: Chat, database: Database) -> None:
    assert "要订阅吗" in chat.says(f"/start zone_{naming.key(NINGBO)}")
    assert follows(database) == []
    assert "✅ 已订阅" in chat.taps("订阅")
    assert "早已订阅" in chat.says(f"/start zone_{naming.key(NINGBO)}")
    assert follows(database) == [("zone", NINGBO)]


@pytest.mark.parametrize("code", [f"board_{naming.key('国家高新区综合评价')}", "kind_list", f"province_{naming.key('浙江省')}", "all"])
def test_links_lead_to_whatever_can_be_followed(chat: Chat, code: str) -> None:
    assert "要订阅吗" in chat.says(f"/start {code}")


@pytest.mark.parametrize("code", ["zone_", "zone_0123456789", "nothing", "zone", "kind_x", "board_" + "f" * 60, "-", "all_1", "company_"])
def test_a_link_that_means_nothing_leads_to_the_menu(chat: Chat, code: str) -> None:
    assert "已不认识" in chat.says(f"/start {code}")
    assert chat.buttons


def test_a_park_can_be_shared_by_a_link_that_works(chat: Chat) -> None:
    chat.says("/zone 宁波高新区")
    link = chat.button("分享").link
    assert f"start%3Dzone_{naming.key(NINGBO)}" in link
    assert "parkwatch_bot" in link


def test_without_the_bots_name_there_is_nothing_to_share(dialogue: Dialogue) -> None:
    dialogue.bot_name = ""
    chat = Chat(dialogue)
    chat.says("/zone 宁波高新区")
    assert not any("分享" in button.words for button in chat.buttons)


# ── what is current ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_new_subscriber_of_a_park_is_told_its_ranks_and_policies_in_a_few_lines(chat: Chat, watch: Watch, clock: Clock) -> None:
    rank(watch, clock)
    text = "第一条 对博士每人补贴10万元。申报截止时间为2025年3月1日。"
    title = "宁波国家高新区关于印发《示例人才办法》的通知"
    see(watch, clock, notice(title, text, key="p1", number="甬高新〔2025〕1号", issuer="宁波国家高新区管委会"))
    told = chat.says("/subscribe 宁波高新区")
    assert "国家高新区综合评价　2024年 第10名" in told
    assert "第13名" not in told
    assert "1 项现行政策" in told
    assert "最近的申报截止：2025-03-01" in told
    assert len(told.splitlines()) <= 10


def test_a_new_subscriber_of_a_ranking_or_province_is_told_its_newest_edition(chat: Chat, watch: Watch, clock: Clock) -> None:
    rank(watch, clock)
    assert "最新一期：2024年，50 行" in chat.says("/subscribe 国家高新区综合评价")
    assert "上榜" in chat.says("/subscribe 浙江")


def test_a_new_subscriber_of_a_company_is_told_which_lists_it_is_on(chat: Chat, watch: Watch, clock: Clock) -> None:
    assert "不在库中的任何名单上" in chat.says("/subscribe 公司 青岛国测海遥")
    list_giants(watch, clock)
    chat.says("/unsubscribe 青岛国测海遥")
    told = chat.says("/subscribe 公司 青岛国测海遥")
    assert COMPANY in told
    assert "国家级专精特新小巨人企业 第六批" in told


def test_a_new_subscriber_of_words_or_a_kind_is_told_how_often_they_occur(chat: Chat, watch: Watch, clock: Clock) -> None:
    assert "没有这样的变化" in chat.says("/subscribe 关键词 小巨人")
    chat.says("/unsubscribe 全部")
    list_giants(watch, clock)
    assert "处变化" in chat.says("/subscribe 关键词 小巨人")
    assert "处变化" in chat.says("/subscribe 名单")


# ── the list ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_list_is_paged_and_each_of_it_ends_by_its_cross(chat: Chat, database: Database) -> None:
    for number in range(20):
        chat.says(f"/subscribe 关键词 示例{number:02}")
    assert "已订阅 20 项" in chat.says("/subscriptions")
    chat.taps("下一页")
    chat.taps("下一页")
    told = chat.taps("✕ 关键词「示例19」")
    assert chat.reply.edit
    assert "已退订：关键词「示例19」" in chat.reply.toast
    assert "已订阅 19 项" in told
    assert "3/3" in told
    assert ("keyword", "示例19") not in follows(database)


def test_a_cross_pressed_twice_ends_nothing_else(chat: Chat, database: Database) -> None:
    chat.says("/subscribe 宁波高新区")
    chat.says("/subscribe 政策")
    chat.says("/subscriptions")
    says = chat.button("✕ 宁波高新区").says
    chat.presses(says)
    chat.presses(says)
    assert "没有订阅它了" in chat.reply.toast
    assert follows(database) == [("kind", "policy")]


def test_nobody_ends_what_another_chat_follows(dialogue: Dialogue, database: Database) -> None:
    first, second = Chat(dialogue, "7"), Chat(dialogue, "8")
    first.says("/subscribe 宁波高新区")
    first.says("/subscriptions")
    second.presses(first.button("✕").says)
    assert follows(database, "7") == [("zone", NINGBO)]


def test_what_was_ended_by_mistake_is_followed_again_by_one_press(chat: Chat, database: Database) -> None:
    for words in ("宁波高新区", "关键词 瞪羚 -公示"):
        chat.says(f"/subscribe {words}")
        before = follows(database)
        chat.taps("退订")
        chat.taps("重新订阅")
        assert follows(database) == before
        chat.says("/unsubscribe 全部")


def test_who_follows_a_muted_park_hears_of_it_again(chat: Chat, database: Database, clock: Clock) -> None:
    chat.says("/mute 宁波高新区")
    chat.says("/subscribe 宁波高新区")
    with database.read() as connection:
        assert chats.muted(connection, "7", 0, clock()) == {}
