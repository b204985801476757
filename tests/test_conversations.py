"""Conversations as people have them: typed, pressed and sent in, read out, through the running bot and real HTTP."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from people import OPERATOR, Person, Running, eventually
from python_calamine import CalamineWorkbook
from samples import PARKS, Clock, notice, ranking_table
from talking import NINGBO, list_giants, rank, see
from telegram_api import Ask, Fault, TelegramApi

from monitors.alerts.dialogue.answering import commands
from monitors.alerts.dialogue.operating import report_if_due
from monitors.watch import Watch
from state import pages, sources, subscriptions
from state.database import Database


@pytest.fixture
def api() -> Iterator[TelegramApi]:
    with TelegramApi() as api:
        yield api


@pytest.fixture
def watch(database: Database, clock: Clock) -> Watch:
    return Watch(database, clock, admins=[OPERATOR])


@pytest.fixture
def running(api: TelegramApi, database: Database, clock: Clock, caplog: pytest.LogCaptureFixture) -> Iterator[Running]:
    """The bot; nothing that was said to it may end in an error."""
    with caplog.at_level(logging.WARNING), Running(api, database, clock) as running:
        yield running
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR or record.exc_info] == []
    assert api.breaches == []


def follows(database: Database, chat: str, thread: int = 0) -> list[str]:
    with database.read() as connection:
        return [one.target or one.topic for one in subscriptions.of_chat(connection, chat, thread)]


# ── a person ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("running")
def test_a_person_gets_from_start_to_a_park_by_buttons_alone(api: TelegramApi, database: Database, watch: Watch, clock: Clock) -> None:
    rank(watch, clock)
    person = Person(api)
    start = person.says("/start", "园哨")
    assert person.taps("🔔 订阅", "订阅什么？").id == start.id  # the menu changes where it stands
    person.taps("🏙 园区", "哪个省份？")
    person.taps("浙江省", "个园区")
    card = person.taps("宁波高新区", "宁波高新技术产业开发区")
    assert "🔔 订阅" in person.buttons
    told = person.taps("🔔 订阅", "✅ 已订阅：宁波高新区")
    assert "第10名" in told.text  # what is current, not what was sent before
    assert follows(database, "7") == [NINGBO]
    assert card.id != told.id
    assert [one.text for one in api.toasts] == [""] * 5  # no button goes on waiting


@pytest.mark.usefixtures("running")
def test_a_person_sets_when_and_how_he_is_told(api: TelegramApi) -> None:
    person = Person(api)
    settings = person.says("/settings", "发送：有变化就发")
    person.taps("📅 每天", "每天 08:00 汇总")
    person.taps("🕗 08:00", "几点发汇总？")
    person.taps("21:00", "每天 21:00 汇总")
    person.taps("🗓 每周", "每周 星期一 21:00 汇总")
    person.taps("🗓 星期一", "星期几")
    person.taps("星期五", "每周 星期五 21:00 汇总")
    person.taps("🌙 免打扰", "从几点起免打扰？")
    person.taps("22:00", "从 22:00 安静到几点？")
    person.taps("07:00", "免打扰：22:00 到 07:00")
    person.taps("🔈 静音发送", "声音：静音发送")
    person.taps("🕰 时区", "在哪个时区？")
    person.taps("东京", "时区：Asia/Tokyo　现在 10:00")
    told = person.taps("English", "Told: weekly digest, Friday 21:00")
    assert told.id == settings.id
    assert "Quiet hours: 22:00 to 07:00" in told.text


@pytest.mark.usefixtures("running")
def test_a_person_looks_through_his_subscriptions_ends_one_and_carries_the_others_elsewhere(api: TelegramApi, database: Database) -> None:
    person, other = Person(api), Person(api, "8")
    for words in ("宁波高新区", "浙江", "小巨人", "政策", "人才政策", "关键词 瞪羚 -公示", "公司 青岛国测海遥", "苏州高新区", "杭州高新区"):
        person.says(f"/subscribe {words}", "✅ 已订阅")
    assert "1/2" in person.says("/subscriptions", "已订阅 9 项").text
    person.taps("下一页 ▶", "2/2")
    person.taps("◀ 上一页", "1/2")
    person.taps("✕ 浙江省", "已订阅 8 项")
    assert api.toasts[-1].text == "已退订：浙江省"
    sent = person.taps("📤 导出", "8 项订阅和设置")
    assert sent.file is not None
    other.sends(*sent.file, "已导入 8 项订阅")
    assert follows(database, "8") == follows(database, "7")
    other.sends(*sent.file, "已导入 0 项订阅，早已有的 8 项", caption="/import")
    other.says("/unsubscribe 全部", "已退订：")
    assert follows(database, "8") == []
    assert len(follows(database, "7")) == 8


@pytest.mark.usefixtures("running")
def test_a_link_that_somebody_passed_on_offers_what_it_names_and_a_press_follows_it(api: TelegramApi, database: Database) -> None:
    friend, person = Person(api), Person(api, "8")
    friend.says("/subscribe 宁波高新区", "✅ 已订阅")
    share = next(button["url"] for row in api.sent[-1].buttons for button in row if "url" in button)
    found = re.search(r"parkwatch_bot%3Fstart%3D([A-Za-z0-9_-]+)", share)
    assert found is not None
    person.says(f"/start {found[1]}", "要订阅吗？　宁波高新区")
    assert follows(database, "8") == []
    person.taps("🔔 订阅", "✅ 已订阅")
    assert follows(database, "8") == [NINGBO]
    person.says(f"/start {found[1]}", "早已订阅")
    person.says("/start zone_0000000000", "这个链接里的内容已不认识")


@pytest.mark.usefixtures("running")
def test_a_file_that_is_no_export_changes_nothing_and_says_why(api: TelegramApi, database: Database) -> None:
    person = Person(api)
    person.says("/import", "请把 /export 给出的文件发来")
    person.sends("a.pdf", b"%PDF", "只认得 /export 给出的文件")
    person.sends("a.json", b"{", "不是 JSON 文件", caption="/import")
    person.sends("a.json", b"[]", "不是 /export 给出的文件", caption="/import")
    person.sends("big.json", b"x" * 300_000, "没有收到文件的内容", caption="/import")
    api.fault = lambda ask: Fault(status=400, description="Bad Request: wrong file_id") if ask.method == "getFile" else None
    person.sends("a.json", b"{}", "没有收到文件的内容", caption="/import")
    assert follows(database, "7") == []


BAD = "０" * 50 + "<b>&\u202e\x00" + "x" * 300
COMMANDS = [*(name for name, _ in commands("zh", "operator")), "unmute", "cancel", "nonsense"]


@pytest.mark.usefixtures("running")
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_command_answers_whatever_stands_behind_it(api: TelegramApi, language: str) -> None:
    person = Person(api, language=language)
    for command in COMMANDS:
        for words in ("", " 不存在的东西", " 0", " -", f" {BAD}"):
            assert person.says(f"/{command}{words}").chat == "7"
    for other in ({"sticker": STICKER}, {"location": {"latitude": 1, "longitude": 2}}, {"photo": [PHOTO], "caption": "看"}):
        count = len(api.sent)
        api.send("7", other)
        api.wait_for(count + 1)


PHOTO = {"file_id": "p", "file_unique_id": "p", "width": 9, "height": 9}
STICKER = PHOTO | {"type": "regular", "is_animated": False, "is_video": False}


# ── groups, topics, channels ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("running")
def test_in_a_group_administrators_decide_and_everybody_looks(api: TelegramApi, database: Database) -> None:
    api.roles["-5", 8] = "administrator"
    member, administrator = Person(api, "-5", user=9), Person(api, "-5", user=8)
    member.says("/subscribe 宁波高新区", "只有管理员能改")
    assert follows(database, "-5") == []
    member.says("/zone 宁波高新区", "宁波高新技术产业开发区")
    member.is_told("🔔 订阅", "只有管理员能改")
    administrator.taps("🔔 订阅", "✅ 已订阅")
    member.says("/mute@parkwatch_bot 宁波高新区", "只有管理员能改")
    member.is_told("🔕 退订", "只有管理员能改")
    assert follows(database, "-5") == [NINGBO]
    Person(api, "-5").says("/unsubscribe 1", "已退订：宁波高新区", anonymous=True)  # as the group itself
    member.says("/settings", "⚙️ 设置")
    member.is_told("📅 每天", "只有管理员能改")


@pytest.mark.usefixtures("running")
def test_talk_in_a_group_and_commands_of_other_bots_are_left_alone(api: TelegramApi) -> None:
    member = Person(api, "-5", user=9)
    for text in ("宁波高新区怎么样？", "/weather", "/subscribe@another_bot 宁波高新区"):
        api.say("-5", text, user=9)
    api.send_file("-5", "parkwatch-subscriptions.json", b'{"parkwatch": 1, "subscriptions": []}', user=9)
    api.send("-5", {"sticker": STICKER}, user=9)
    member.says("/subscriptions", "还没有订阅")
    assert len(api.sent) == 1
    assert "getFile" not in {ask.method for ask in api.asked}
    assert "getChatMember" not in {ask.method for ask in api.asked}


@pytest.mark.usefixtures("running")
def test_a_file_in_a_group_is_taken_over_by_who_answers_to_it_with_import(api: TelegramApi, database: Database) -> None:
    api.roles["-5", 8] = "creator"
    member, owner = Person(api, "-5", user=9), Person(api, "-5", user=8)
    body = json.dumps({"parkwatch": 1, "subscriptions": [{"topic": "zone", "target": NINGBO}]}).encode()
    document = api.send_file("-5", "mine.json", body, user=9)
    member.says("/import", "只有管理员能改", answers=document)
    assert follows(database, "-5") == []
    owner.says("/import@parkwatch_bot", "已导入 1 项订阅", answers=document)
    assert follows(database, "-5") == [NINGBO]
    owner.says("/import", "请把 /export 给出的文件发来")


def test_a_topic_of_a_forum_has_subscriptions_and_answers_of_its_own(
    running: Running, api: TelegramApi, database: Database, watch: Watch, clock: Clock
) -> None:
    api.roles["-5", 8] = "administrator"
    third, whole = Person(api, "-5", thread=3, user=8), Person(api, "-5", user=8)
    third.says("/subscribe 宁波高新区", "✅ 已订阅")
    third.taps("📋 已订阅", "1. 宁波高新区")
    third.says("/digest", "有变化就发，还是汇总？")
    whole.says("/subscriptions", "还没有订阅")
    assert (follows(database, "-5"), follows(database, "-5", 3)) == ([], [NINGBO])
    third.says("/subscriptions", "宁波高新区")
    rank(watch, clock)
    third.hears("第13名 → 第10名")
    assert {one.thread for one in api.sent if "第13名" in one.text} == {3}


def test_a_channel_is_run_by_its_posts_and_what_its_readers_press_opens_for_them_alone(
    running: Running, api: TelegramApi, database: Database, watch: Watch, clock: Clock
) -> None:
    api.kinds["-100"] = "channel"
    api.roles["-100", 8] = "creator"
    editor, reader = Person(api, "-100", user=8), Person(api, "-100", user=9)
    api.say("-100", "今天天气很好")
    editor.says("/subscribe 国家高新区综合评价", "✅ 已订阅")
    editor.taps("📋 已订阅", "国家高新区综合评价")
    reader.is_told("✕ 国家高新区综合评价", "只有管理员能改")
    assert follows(database, "-100") == ["国家高新区综合评价"]
    editor.says("/subscriptions", "已订阅 1 项")
    rank(watch, clock)
    alert = editor.hears("第13名 → 第10名")
    assert {says.partition(":")[0] for says in alert.says} <= {"all", ""}  # readers can neither mute nor be sent tables
    count = len(api.sent)
    reader.presses(alert, next(says for says in alert.says if says.startswith("all:")))
    reader.sees("")
    link = next(ask.parameters["url"] for ask in api.asked if ask.method == "answerCallbackQuery" and "url" in ask.parameters)
    assert len(api.sent) == count  # nothing is posted to all its readers
    assert link.startswith("https://t.me/parkwatch_bot?start=all-")
    Person(api, "9").says(f"/start {link.partition('=')[2]}", "第13名 → 第10名")


# ── coming, going and moving ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("running")
def test_who_adds_the_bot_is_greeted_and_who_removes_or_blocks_it_is_let_go(api: TelegramApi, database: Database) -> None:
    api.kinds["-100"] = "channel"
    person = Person(api)
    api.join("-5")
    assert "管理员可以给这里订阅" in api.wait_for(1)[0].text
    api.join("-100", "administrator", user=7)
    assert (api.wait_for(2)[1].chat, api.sent[1].text[:4]) == ("7", "园哨已在")  # a word to who added it, none to its readers
    Person(api, "-5", user=8).says("/subscribe 宁波高新区", "✅ 已订阅", anonymous=True)
    person.says("/subscribe 宁波高新区", "✅ 已订阅")
    api.leave("-5")
    api.leave("7")
    eventually(lambda: not follows(database, "-5") and not follows(database, "7"))
    api.join("7")
    person.says("/subscriptions", "还没有订阅")
    assert api.sent[-1].chat == "7"


@pytest.mark.usefixtures("running")
def test_a_group_that_became_a_supergroup_keeps_its_subscriptions_and_settings(api: TelegramApi, database: Database) -> None:
    api.kinds["-5"] = "group"
    Person(api, "-5").says("/subscribe 宁波高新区", "✅ 已订阅", anonymous=True)
    Person(api, "-5").says("/lang en", "Language: English", anonymous=True)
    api.migrate("-5", "-1005")
    moved = Person(api, "-1005")
    eventually(lambda: follows(database, "-1005"))
    moved.says("/settings", "Settings")
    moved.says("/subscriptions", "Following 1")
    assert (follows(database, "-5"), follows(database, "-1005")) == ([], [NINGBO])


# ── alerts and what is pressed under them ───────────────────────────────────────────────────────────────────────────


def test_under_an_alert_the_rest_the_picture_the_table_and_a_weeks_silence_are_a_press_away(
    running: Running, api: TelegramApi, watch: Watch, clock: Clock
) -> None:
    person = Person(api)
    person.says("/subscribe 宁波高新区", "✅ 已订阅")
    person.says("/subscriptions", "已订阅 1 项")
    rank(watch, clock)
    alert = person.hears("↑3 宁波高新区　第13名 → 第10名")
    assert alert.picture is not None  # the park's ranks over the editions
    assert person.taps("📋 全部", "杭州高新区　第10名 → 第11名").picture is None
    shown = person.taps("名次", "")
    assert next(one for one in api.sent if one.id >= shown.id and one.picture) is not None
    table = person.taps("📎 表格")
    assert table.file is not None
    rows = CalamineWorkbook.from_filelike(io.BytesIO(table.file[1])).get_sheet_by_index(0).to_python()
    assert any(NINGBO in map(str, row) or "宁波高新区" in map(str, row) for row in rows)
    person.taps("静音7天", "🔇 宁波高新区")
    person.taps("🔔 恢复", "🔔 又会提起：宁波高新区")
    assert person.taps("📋 全部").text


def test_a_list_alert_brings_its_rows_as_a_file(running: Running, api: TelegramApi, watch: Watch, clock: Clock) -> None:
    person = Person(api)
    person.says("/subscribe 小巨人", "✅ 已订阅")
    person.says("/subscriptions", "已订阅 1 项")
    list_giants(watch, clock)
    person.hears("新名单，共40家")
    table = person.taps("📎 表格", "小巨人")
    assert table.file is not None
    rows = CalamineWorkbook.from_filelike(io.BytesIO(table.file[1])).get_sheet_by_index(0).to_python()
    assert sum("示例" in "".join(map(str, row)) and "精密机械" in "".join(map(str, row)) for row in rows) == 39


@pytest.mark.usefixtures("running")
def test_a_button_whose_meaning_is_gone_says_so(api: TelegramApi, database: Database) -> None:
    person = Person(api)
    person.says("/subscribe 宁波高新区", "✅ 已订阅")
    old, settings = person.says("/subscriptions", "1. 宁波高新区"), person.says("/settings", "⚙️ 设置")
    person.says("/unsubscribe 1", "已退订")
    person.presses(old, next(says for says in old.says if says.startswith("drop:")))
    person.sees("没有订阅它了")
    assert follows(database, "7") == []
    api.fault = lambda ask: Fault(status=400, description="Bad Request: message can't be edited") if "edit" in ask.method else None
    person.presses(settings, "wish:delivery:daily")
    assert person.hears("每天 08:00 汇总").id != settings.id  # too old to be edited: answered anew
    api.fault = lambda ask: Fault(status=400, description="query is too old") if ask.method == "answerCallbackQuery" else None
    person.taps("🕰 时区")


# ── the operator ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_operator_sees_how_it_stands_and_rules_on_what_is_held_back(
    running: Running, api: TelegramApi, database: Database, watch: Watch, clock: Clock
) -> None:
    operator = Person(api, OPERATOR)
    operator.says("/health", "运行状况")
    operator.taps("📡 来源", "个来源")
    operator.taps("下一页 ▶", "2/")
    operator.taps("◀ 上一页", "1/")
    name = operator.buttons[0]
    operator.taps(name, name)
    operator.taps("⏯ 停用", "⏯ 已停用")
    operator.taps("▶️ 启用", name)
    with database.read() as connection:
        assert [one.health for one in sources.all(connection) if one.name == name] != ["paused"]
    title, others = "2024年国家高新技术产业开发区综合评价结果（示例）", [*PARKS[:20], *PARKS[60:90]]
    for names in (PARKS[:50], others):
        see(watch, clock, notice(title, "共有178个国家高新区参加评价。", [ranking_table(names)]))
    held = operator.hears("⏳ sample")
    operator.presses(held, next(says for says in held.says if says.startswith("approve:")))
    operator.hears("✅ 已认可")
    with database.read() as connection:
        page = pages.get(connection, "sample", "n1")
    assert page is not None
    assert page.status == "waiting"
    see(watch, clock, notice(title, "共有178个国家高新区参加评价。", [ranking_table(others)]))
    operator.presses(held, next(says for says in held.says if says.startswith("discard:")))
    operator.sees("这次读取已有结论")
    report_if_due(database, [OPERATOR], clock(), list)
    report_if_due(database, [OPERATOR], clock() + timedelta(days=7), list)
    operator.hears("周报")


@pytest.mark.usefixtures("running")
def test_nobody_else_is_an_operator(api: TelegramApi) -> None:
    person = Person(api)
    person.says("/health", "没有 /health 这个命令")
    person.says("/sources", "没有 /sources 这个命令")
    assert "health" not in api.commands["all_private_chats", ""]
    assert "health" in api.commands["chat", ""]


# ── a bad day at Telegram's ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("running")
def test_answers_that_fail_once_arrive_and_the_conversations_go_on(api: TelegramApi, database: Database) -> None:
    faults = {
        "11": Fault(status=429, description="Too Many Requests", retry_after=1),
        "12": Fault(status=502, description="Bad Gateway"),
        "13": Fault(cut="before"),
        "14": Fault(cut="after"),
    }
    people = [Person(api, chat) for chat in faults]
    menus = [person.says("/start", "园哨") for person in people]
    failed: set[tuple[str, str]] = set()

    def once(ask: Ask) -> Fault | None:
        """The first message of each chat, its first edit and the first answer to a press go wrong."""
        what = (ask.method, ask.chat)
        if ask.method not in ("sendMessage", "editMessageText", "answerCallbackQuery") or what in failed:
            return None
        failed.add(what)
        return faults[ask.chat or "12"]

    api.fault = once
    for person, menu in zip(people, menus, strict=True):
        person.presses(menu, "pick")
    for person in people:
        person.hears("订阅什么？")
    for chat in faults:
        api.say(chat, "/subscribe 宁波高新区")
    for person in people:
        person.hears("✅ 已订阅")
    assert len(failed) == 2 * len(faults) + 1
    api.fault = lambda ask: None
    for person, chat in zip(people, faults, strict=True):
        person.says("/subscriptions", "1. 宁波高新区")
        assert follows(database, chat) == [NINGBO]


@pytest.mark.usefixtures("running")
def test_a_chat_whose_answer_is_slow_keeps_nobody_waiting(api: TelegramApi) -> None:
    slow, quick = Person(api, "8"), Person(api, "7")
    api.fault = lambda ask: Fault(delay=2) if ask.method == "sendMessage" and ask.chat == "8" else None
    api.say("8", "/help")
    quick.says("/start", "园哨")
    quick.taps("⚙️ 设置", "⚙️ 设置")
    assert [one.chat for one in api.sent] == ["7"]
    api.until(lambda: any(one.chat == "8" for one in api.sent))
    api.fault = lambda ask: None
    slow.says("/settings", "⚙️ 设置")


@pytest.mark.usefixtures("running")
def test_whoever_writes_much_at_once_is_answered_in_that_order(api: TelegramApi) -> None:
    for hour in range(10):
        api.say("7", f"/digest 每天 {hour}")
    answers = api.wait_for(10)
    assert [re.search(r"每天 (\d\d)", one.text)[1] for one in answers] == [f"{hour:02}" for hour in range(10)]  # type: ignore[index]
