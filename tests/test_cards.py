"""Cards: a park's places with their sources, and parks side by side, in Chinese and English, in messages that Telegram takes."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from samples import PARKS, Clock, article, fetched, list_table, notice, ranking_table

from monitors import zones
from monitors.alerts import cards, history, lookup
from monitors.alerts.compare import compare
from monitors.alerts.lines import LIMIT, Line, parts, terminal
from monitors.alerts.tongue import Tongue
from monitors.document import Document
from monitors.watch import Row, Watch
from state.database import Database

NINGBO, HEFEI = "宁波高新技术产业开发区", "合肥高新技术产业开发区"
OTHERS = [name for name in PARKS if name not in (NINGBO, HEFEI)]
ENGLISH = Tongue("en")
POLICY = """第一条 为鼓励人才到宁波高新区工作，制定本办法。
第二条 对新引进的硕士给予最高8万元生活补助。
第三条 对新引进的博士给予最高15万元生活补助。
第四条 本办法自2025年1月1日起施行。"""


def see(watch: Watch, clock: Clock, *seen: Document) -> None:
    watch.begin(seen[0].source)
    watch.listed(seen[0].source, [Row(one.key, one.url, one.title, one.published) for one in seen])
    for one in seen:
        watch.observe(one, fetched(one, clock))
    watch.finish(seen[0].source, complete=True)


def ranking(year: int, names: list[str]) -> Document:
    title = f"{year}年国家高新技术产业开发区综合评价结果（示例）"
    return notice(title, "共有178个国家高新区参加评价。", [ranking_table(names)], key=f"y{year}", published=f"{year}-12-23")


@pytest.fixture
def known(watch: Watch, clock: Clock, database: Database) -> Database:
    """Ningbo 10th, then 8th; Hefei 7th, then not published; a list, a policy, and what the press says."""
    see(watch, clock, ranking(2022, [*OTHERS[:6], HEFEI, *OTHERS[6:8], NINGBO, *OTHERS[8:48]]))
    see(watch, clock, ranking(2024, [*OTHERS[:7], NINGBO, *OTHERS[7:49]]))
    entries = [("宁波高新区", "宁波示例轴承有限公司"), ("宁波高新区", "宁波示例仪表有限公司"), ("合肥高新区", "合肥示例量子有限公司")]
    see(watch, clock, notice("第九批制造业单项冠军企业名单（示例）", "现予公布。", [list_table(entries)], key="list", source="lists"))
    about = {"key": "policy", "source": "park", "issuer": "宁波国家高新区管委会", "published": "2025-01-02"}
    see(watch, clock, notice("宁波国家高新区人才生活补助实施办法（示例）", POLICY, **about))
    see(watch, clock, article("旧闻", "一切如常。", key="a0"))
    see(watch, clock, article("一", f"{NINGBO}瞪羚企业累计达到59家。{NINGBO}位列2023年国家高新区综合评价第9名。", key="a1"))
    see(watch, clock, article("二", f"{HEFEI}瞪羚企业累计达到210家。", key="a2", published="2025-01-07"))
    return database


def data(database: Database, *names: str) -> list[dict[str, Any]]:
    with database.read() as connection:
        return [lookup.zone(connection, name, zones.load(), date(2025, 2, 1)) for name in names]


def rank_card(database: Database, name: str, say: Tongue = cards.CHINESE) -> list[Line]:
    with database.read() as connection:
        return cards.ranks(name, history.of_parks(connection, [name]), say)


def side_by_side(database: Database, *names: str, say: Tongue = cards.CHINESE) -> list[Line]:
    with database.read() as connection:
        told = history.of_parks(connection, names)
    return compare(data(database, *names), told, say)


def bare(lines: list[Line]) -> str:
    """The words without the addresses."""
    return re.sub(r" https?://\S+", "", terminal(lines))


def test_a_rank_card_tells_the_newest_the_best_and_every_edition_with_its_source(known: Database) -> None:
    assert bare(rank_card(known, NINGBO)) == (
        "🏅 宁波高新区的名次\n"
        "\n"
        "国家高新区综合评价\n"
        "最新：2024年 第8名，也是最好\n"
        "  2024年 第8名　🏛 工信部公布前50名，共178家参评　2024-12-23\n"
        "  2023年 第9名　📰 据报道　2025-01-08\n"
        "  2022年 第10名　🏛 工信部公布前50名，共178家参评　2022-12-23"
    )
    assert "https://example.org/y2024" in terminal(rank_card(known, NINGBO))


def test_an_absence_is_told_as_not_published_and_never_as_dropped_out(known: Database) -> None:
    card = bare(rank_card(known, HEFEI))
    assert "2024年 未在公布的前50名　🏛 工信部公布前50名，共178家参评" in card
    assert "最新：2022年 第7名" in card


def test_a_park_without_any_place_is_told_so(known: Database) -> None:
    assert bare(rank_card(known, OTHERS[60])).endswith("还没有公布或报道过它的名次。")


def test_two_parks_stand_side_by_side_in_places_lists_policies_and_figures(known: Database) -> None:
    assert bare(side_by_side(known, NINGBO, HEFEI)) == (
        "⚖️ 宁波高新区、合肥高新区\n"
        "宁波高新区　国家高新区 · 浙江省 宁波市 · 2007年批准\n"
        "合肥高新区　国家高新区 · 安徽省 合肥市 · 1991年批准\n"
        "\n"
        "名次\n"
        "▪️ 国家高新区综合评价　🏛 工信部公布前50名，共178家参评　2024-12-23\n"
        "  宁波高新区　2022年 第10名 → 2023年 第9名（据报道） → 2024年 第8名\n"
        "  合肥高新区　2022年 第7名 → 2024年 未在公布的前50名\n"
        "\n"
        "名单\n"
        "▪️ 制造业单项冠军企业 第九批公布　🏛 工信部　2025-01-06\n"
        "  宁波高新区 2家　合肥高新区 1家\n"
        "\n"
        "现行政策\n"
        "宁波高新区　1 项现行政策\n"
        "  💰 新引进博士生活补助　最高15万元　2025-01-02\n"
        "  💰 新引进硕士生活补助　最高8万元　2025-01-02\n"
        "合肥高新区　0 项现行政策\n"
        "\n"
        "指标（据报道）\n"
        "▪️ 瞪羚企业\n"
        "  宁波高新区　59家　📰 2025-01-08\n"
        "  合肥高新区　210家　📰 2025-01-07"
    )


def test_parks_that_share_nothing_are_told_so(known: Database) -> None:
    nowhere = OTHERS[60:62]
    assert terminal(side_by_side(known, *nowhere)).endswith("库中还没有可以比较的名次、名单、政策或指标。")


def test_three_parks_with_many_rankings_fit_one_message(known: Database, watch: Watch, clock: Clock) -> None:
    for year in range(2010, 2022):
        see(watch, clock, ranking(year, [NINGBO, HEFEI, *OTHERS[:48]]))
    (message,) = parts(side_by_side(known, NINGBO, HEFEI, OTHERS[0]))
    assert len(message.html) < LIMIT
    assert "2010年" not in message.plain, "the newest four editions are told"


@pytest.mark.parametrize("name", [NINGBO, HEFEI])
def test_cards_in_english_have_only_names_and_words_of_sources_in_chinese(known: Database, name: str) -> None:
    (park,) = data(known, name)
    lines = [*cards.zone(park, ENGLISH), *rank_card(known, name, ENGLISH), *side_by_side(known, name, OTHERS[5], say=ENGLISH)]
    own = {park["zone"], *(zone.short for zone in zones.load()), park["type"], park["province"], park["city"]}
    own |= {word for zone in zones.load() for word in (zone.province, zone.city) if word}
    own |= {"国家高新区综合评价", "制造业单项冠军企业", "瞪羚企业", "博士", "硕士", "新引进", "生活补助"}
    own |= {"宁波示例轴承有限公司", "宁波示例仪表有限公司", "合肥示例量子有限公司"}
    text = re.sub("|".join(sorted(own, key=len, reverse=True)), "", bare(lines))
    left = [row for row in text.splitlines() if re.search(r"[\u4e00-\u9fff]", re.sub("《[^》]*》", "", row))]
    assert left == []


def test_a_rank_card_in_english(known: Database) -> None:
    assert bare(rank_card(known, NINGBO, ENGLISH)).splitlines()[2:5] == [
        "国家高新区综合评价",
        "Newest: 2024: 8th, the best so far",
        "  2024: 8th　🏛 MIIT, top 50 published, 178 ranked in all　23 Dec 2024",
    ]


def test_the_sources_and_boards_are_told_in_both_languages(known: Database) -> None:
    with known.read() as connection:
        stored = lookup.all_boards(connection)
        (champions,) = lookup.board(connection, "制造业单项冠军企业")
    assert "第九批公布　3行　工信部 2025-01-06" in terminal(cards.boards(stored))
    assert "batch 9 published　3 rows　MIIT 6 Jan 2025" in terminal(cards.boards(stored, ENGLISH))
    assert "🏛 Published by MIIT　6 Jan 2025" in terminal(cards.board(champions, ENGLISH))
    source = {"health": "held", "name": "a", "publisher": "乙", "url": "https://example.org", "schedule": "30 8 * * *", "reason": "503"}
    row = {**source, "last_tried": "2025-01-08T09:00:00+08:00", "last_good": None, "next": None, "unread": ["列「备注」"]}
    assert "⏸ 暂停采信" in terminal(cards.sources([row]))
    assert "原因：503" in terminal(cards.sources([row]))
    assert re.search(r"[\u4e00-\u9fff]", terminal(cards.sources([{**row, "publisher": "B", "unread": []}], ENGLISH))) is None
