"""Conversations in English: whatever can be reached by buttons and commands is in English, but for names and quotations."""

from __future__ import annotations

import re
from collections import Counter, deque

import pytest
from samples import Clock, article
from talking import COMPANY, NINGBO, Chat, dialogue_on, list_giants, rank, see

from monitors import zones
from monitors.alerts.dialogue.answering import commands
from monitors.alerts.lines import terminal
from monitors.boards import catalogue
from monitors.watch import Watch
from state import subscriptions
from state.database import Database

HAN = re.compile(r"[\u3400-\u9fff\u3001-\u303f\uff01-\uff1c\uff1e-\uff5e]+")  # neither a gap nor the sign ＝
OF_A_KIND = 6  # presses of one verb that are followed: parks are many and alike
QUOTED = re.compile(r"《[^》]*》|「[^」]*」|“[^”]*”|示例\d+号精密机械有限公司")
SAID = ("", " 不存在", " 宁波", " 宁波高新区", " 浙江", " 小巨人", " 政策", " 人才", " 关键词 瞪羚 -公示", " 公司 青岛国测海遥", " 8", " -")
COMMANDS = [*(name for name, _ in commands("en", "private") if name != "unsubscribe"), "unmute", "cancel", "nonsense"]


def names() -> list[str]:
    """Names that stay as they are, the longest first: parks, places, boards, what the samples call their companies and issuers."""
    found = {name for zone in zones.load() for name in (zone.name, zone.short, zone.province, zone.city, zone.type, *zone.aliases)}
    found |= {name for board in catalogue.load() for name in (*board.names, board.issuer or "")}
    found |= {COMPANY, "高新技术企业", "中文", "语言", "园哨", "综合"}
    found |= {"瞪羚", "公示", "青岛国测海遥", "小巨人", "第七批", "浙江", "人才", "不存在"}  # examples
    return sorted(filter(None, found), key=len, reverse=True)


def chinese(text: str, known: list[str]) -> list[str]:
    """What is Chinese in a text beside names and quotations."""
    rest = QUOTED.sub(" ", text)
    for name in known:
        rest = rest.replace(name, " ")
    return HAN.findall(rest)


@pytest.fixture
def chat(database: Database, watch: Watch, clock: Clock) -> Chat:
    """Somebody with an English Telegram, who follows something, where something is stored of every kind."""
    rank(watch, clock)
    list_giants(watch, clock)
    text = "2024年国家高新区综合评价中，宁波高新区位列第12名。宁波高新区集聚高新技术企业500家。"
    see(watch, clock, article("宁波高新区谈位次（示例）", text))
    with database.write() as connection:
        for topic, target in (("zone", NINGBO), ("subject", "人才"), ("kind", "policy"), ("province", "浙江省"), ("keyword", "瞪羚 -公示")):
            subscriptions.add(connection, "7", 0, topic, target, clock())
    return Chat(dialogue_on(database, clock)).speaking("en")


def test_all_menus_in_english_hold_no_chinese_but_names_and_quotations(chat: Chat) -> None:
    known, seen, left = names(), Counter[str](), dict[str, list[str]]()
    waiting = deque(["menu", "all:1", "xlsx:1", "gone:1", "unsub:99"])
    done: set[str] = set()

    def look(what: str) -> None:
        words = [terminal(chat.reply.lines), chat.reply.toast, *(button.words for button in chat.buttons)]
        strange = [one for text in words for one in chinese(text, known)]
        if strange:
            left[what] = strange
        for button in chat.buttons:
            verb = ":".join(button.says.split(":")[: 2 if button.says.startswith(("set", "wish")) else 1])
            if button.says and button.says not in done and "wish:language" not in button.says and seen[verb] < OF_A_KIND:
                seen[verb] += 1
                done.add(button.says)
                waiting.append(button.says)

    chat.says("/start")
    for command in COMMANDS:
        for words in SAID:
            chat.says(f"/{command}{words}")
            look(f"/{command}{words}")
    while waiting:
        press = waiting.popleft()
        chat.presses(press)
        look(press)
    for words in SAID:
        chat.says(f"/unsubscribe{words}")
        look(f"/unsubscribe{words}")
    assert len(done) > 100
    assert left == {}
