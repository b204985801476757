"""The demo: what a newcomer sees first, from two dates of the replica through real crawls to the alerts."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the demo prints; it is run twice at once, and both must say the same in under a minute, leaving nothing behind."""
    folder = tmp_path_factory.mktemp("demo")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PARKWATCH_", "TELEGRAM_"))}
    environment = kept | {"TMPDIR": str(folder), "HOME": str(folder), "XDG_DATA_HOME": str(folder)}
    started = time.monotonic()
    runs = [
        subprocess.Popen([sys.executable, "-m", "bot", "demo"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = [run.communicate(timeout=110) for run in runs]
    assert [run.returncode for run in runs] == [0, 0], said[0][1]
    assert time.monotonic() - started < 2 * 60
    assert said[0][0] == said[1][0]
    assert list(Path(folder).rglob("*.sqlite")) == []
    return said[0][0]


def part(shown: str, beginning: str, to: str = "subscriber") -> str:
    """The messages to somebody that hold these words."""
    messages = [message for message in shown.split("┌── to the ") if message.startswith(to) and beginning in message]
    assert messages, f"nobody was told of {beginning}"
    return "\n".join(messages)


def test_the_first_reading_is_silent(shown: str) -> None:
    assert "nothing is told." in shown.split("━━━ 2025-01-08 08:30")[0]


def test_a_new_edition_of_the_ranking_is_told_with_issuer_date_link_and_words(shown: str) -> None:
    told = part(shown, "《2024年国家高新技术产业开发区综合评价结果（示例）》")
    assert "🏛 工信部公布　2024-12-23" in told
    assert "https://www.miit.gov.cn/zwgk/wjgs/" in told
    assert "公布前50名，共178家参评；与2022年相比" in told
    assert "↑3 宁波高新区　第13名 → 第10名　首次进入前10" in told
    assert "「10 | 宁波高新技术产业开发区" in told
    assert "↓" in told
    assert "🆕" in told
    assert "→ 不在公布的前50名之内" in told


def test_the_list_from_proposal_to_publication_says_who_fell_out_and_who_is_renamed(shown: str) -> None:
    told = part(shown, "公示40家 → 公布39家")
    assert "➖" in told
    assert "名称更正，是同一个" in told


def test_a_new_batch_is_told_with_its_size_and_its_parks(shown: str) -> None:
    told = part(shown, "制造业单项冠军企业　第九批")
    assert "新名单，共30家" in told
    assert "宁波高新区" in told


@pytest.mark.parametrize(
    ("issuer", "file", "words"),
    [
        (
            "商务部",
            "2024年国家级经济技术开发区综合发展水平考核评价结果（示例）.docx",
            ("宁波经开区　第11名 → 第9名", "9 | 宁波经济技术开发区 | 浙江省"),
        ),
        (
            "生态环境部办公厅",
            "第二批通过评估的清洁生产审核创新试点项目名单（示例）.pdf",
            ("第二批", "32", "1 | 北京市 | 北京市示例再生水产业园"),
        ),
        (
            "山东省工业和信息化厅",
            "2024年度山东省瞪羚企业名单（示例）.xlsx",
            ("公示40家 → 公布39家", "淄博示例周村纺织智能有限公司", "烟台示例深蓝海洋装备有限公司"),
        ),
    ],
)
def test_an_alert_out_of_a_file_names_the_file_and_quotes_its_rows(shown: str, issuer: str, file: str, words: tuple[str, ...]) -> None:
    told = part(shown, file)
    assert f"🏛 {issuer}公布" in told
    assert f"📎 出自附件：{file}" in told
    assert all(word in told for word in words)
    assert shown.count(file) == 1  # one alert of it, and nobody is told of the file for itself


def test_the_revised_amount_is_told_from_what_to_what(shown: str) -> None:
    assert "8万元 → 10万元" in part(shown, "宁波国家高新区人才生活补助实施办法")


def test_a_report_of_a_park_that_passed_is_confirmed_by_the_list_in_the_file(shown: str) -> None:
    told = part(shown, "《太原中北高新区清洁生产审核试点通过评估》")
    assert "✅ 与公布一致　太原中北高新区　清洁生产审核创新试点（通过评估） 第二批" in told


def test_a_report_of_amounts_that_the_policy_gave_is_not_said_to_be_without_a_record(shown: str) -> None:
    told = part(shown, "《宁波高新区首次进入全国十强》")
    assert "硕士生活补助 2025年　8万元" not in told
    assert "与此前公布一致，现已改为10万元　宁波高新区　硕士生活补助" in told or "✅ 与公布一致　宁波高新区　硕士生活补助" in told


def test_reports_are_set_beside_the_record(shown: str) -> None:
    assert "📰 据科技日报报道" in part(shown, "✅ 与公布一致　宁波高新区")
    contradicted = part(shown, "❗ 与公布不一致　芜湖高新区")
    assert "第34名" in contradicted
    assert "第44名" in contradicted


def test_the_operator_is_told_of_the_maintenance_page_and_of_its_end_and_nobody_else_is(shown: str) -> None:
    first, second = shown.split("━━━ 2025-01-08 10:30")
    assert "miit-qyj-wjfb" in part(first, "维护", to="operator")
    assert "已恢复" in part(second, "miit-qyj-wjfb", to="operator")
    assert not any("维护公告" in message for message in shown.split("┌── to the ") if message.startswith("subscriber"))


def test_the_readme_shows_what_the_demo_prints(shown: str) -> None:
    readme = Path(__file__).parents[1].joinpath("README.md").read_text(encoding="utf-8")
    excerpt = readme.split("<!-- demo -->\n```\n")[1].split("\n```\n<!-- /demo -->")[0]
    printed = set(shown.splitlines())
    assert [row for row in excerpt.splitlines() if row not in printed | {"", "…"}] == []
    assert len(excerpt.splitlines()) > 20
