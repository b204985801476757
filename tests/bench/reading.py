"""How long reading sentences takes: `python tests/bench/reading.py`. One process, CPU seconds, so a busy machine matters less.

Prints seconds for 500 articles of 1,000 characters, for the worst texts of 10,000 characters a malicious page could hold, and for the
register of parks: built, and looked for in 100,000 characters. A counting loop shows how fast this machine is at the moment.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from itertools import cycle, islice

from monitors import zones
from monitors.reading.article import read_article

SENTENCES = (
    "{park}在2024年国家高新区综合评价中排名第{n}，较上次前进{k}位。",
    "截至目前，{park}有高新技术企业近{h}家，瞪羚企业累计{n}家，国家级专精特新“小巨人”企业{k}家。",
    "该区对新引进的硕士、博士分别给予{k}万元、{n}万元生活补助，最高不超过{h}万元。",
    "近年来，园区围绕新材料和数字经济两条主线，不断完善服务，企业反映办事更快了。",
    "2024年度山东省瞪羚企业名单公布，{park}{n}家企业入选，申报成功率达91.7%。",
    "力争到2027年，{park}营业收入突破{h}亿元，进入全国前{n}。",
)
WORST = {
    "digits": "1234567890" * 1000,
    "numerals": "一二三四五六七八九十百千万亿" * 715,
    "brackets": "（" * 5000 + "）" * 5000,
    "one character": "第" * 10_000,
    "mixed widths": "１2３4第５6名家" * 1112,
    "park names": "宁波高新区" * 2000,
    "no full stop": "宁波高新区位列第十，较上次前进三位，" * 556,
}


def articles(count: int, length: int) -> list[str]:
    """Texts made of the same kinds of sentences in turn, with other parks and numbers."""
    parks = cycle([zone.short for zone in zones.load()])
    made = []
    for number in range(count):
        parts = (one.format(park=next(parks), n=number % 50 + 1, k=number % 9 + 1, h=(number % 40 + 1) * 10) for one in cycle(SENTENCES))
        made.append("\n".join("".join(islice(parts, 3)) for _ in range(length // 110 + 1))[:length])
    return made


def seconds(work: Callable[[], object]) -> float:
    """CPU seconds of one call."""
    began = time.process_time()
    work()
    return time.process_time() - began


def main() -> None:
    register, day = zones.load(), date(2025, 1, 8)
    print(f"a loop that counts to ten million: {seconds(lambda: sum(1 for _ in range(10_000_000))):.2f} s of CPU")
    texts = articles(500, 1000)
    read_article("预热", texts[0], day, register)
    began, facts = time.process_time(), 0
    for text in texts:
        facts += len(read_article("示例", text, day, register))
    print(f"500 articles of 1,000 characters: {time.process_time() - began:.2f} s of CPU, {facts} facts")
    for name, text in WORST.items():
        print(f"10,000 characters of {name}: {seconds(lambda text=text: read_article('示例', text, day, register)):.2f} s of CPU")
    parks = list(register)
    print(f"the register of parks built: {min(seconds(lambda: zones.Zones(parks)) for _ in range(5)):.3f} s of CPU")
    for piece in ("记者从宁波国家高新区了解到，该园区今年新增企业三百家，并与苏州工业园区签约。", "宁波", "国家级高新技术产业开发区"):
        long = (piece * (100_000 // len(piece) + 1))[:100_000]
        spent = min(seconds(lambda long=long: register.mentions(long)) for _ in range(3))
        print(f"parks in 100,000 characters of {piece[:6]}…: {spent:.3f} s of CPU")


if __name__ == "__main__":
    main()
