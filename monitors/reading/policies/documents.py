"""Policy documents and their dates: what is issued, since when, until when, what it repeals, and until when one can apply."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from monitors.reading.dates import days, years
from monitors.reading.numbers import fold_width, quantities

_KINDS = (
    "举措|新政|条款|纲要|要点|指引|规程|决定|实施细则|"
    "办法|意见|政策|措施|细则|方案|规定|计划|条例|指南|通知|规划|十条|\\d{1,2}条|[一二三四五六七八九十]{1,3}条"
)
_TITLE = re.compile(r"《(?P<title>[^《》]{2,60})》")
_QUOTED_TITLE = re.compile(
    r"“(?P<title>[一-龥A-Za-z0-9]{1,16}(?:[一二三四五六七八九十]{1,3}|\d{1,2})条)”|“(?P<named>[一-龥]{2,10})”(?=(?:实施|管理|人才)?(?:办法|新政|政策|细则|意见)[规提明写])"
)
_IS_POLICY = re.compile(rf"(?:{_KINDS})(?:（[^（）]{{1,16}}）)?$")
_ISSUED = re.compile(
    r"印发|出台|发布|施行|颁布|公布|实施|推出|制定|落地|出炉|问世|亮相|生效|执行|推了|提出|写明|写进|写在|载明|明确|规定|交代|里：|》里"
)
_DRAFT = re.compile(r"征求意见|征集意见")
_GROUND = re.compile(r"(?:依据|根据|按照|对照|依照|围绕|落实)(?:了)?(?:[一-龥]{0,8})$")
_REPEALED = re.compile(r"(?P<act>废止|失效|停止执行|不再执行)")
# 生态环境部日前印发…: what a ministry lays down or announces holds for the whole country.
MINISTRY = re.compile(
    r"(?:(?<!干)[部委](?:等[一二三四五六七八九十两\d]{1,2}个?(?:部门|部委|单位))?|国家[一-龥]{2,8}局|国务院|办公厅)(?:近日|日前|联合|\d{1,2}月\d{1,2}日)*(?:印发|公布|发布|公示|确定|认定|评选)"
)
_UNTIL = re.compile(r"起(?:施行|实施|执行|生效)[^。；]{0,10}$")
_MERGED = re.compile(r"并入")
_RUNS_OUT = re.compile(r"，[^，。；《]{0,14}《[^《》]{4,40}》[一-龥]{0,6}(?:到期|届满|期满)")  # 5月31日，《…办法》到期
_NUMBER = re.compile(r"[一-龥]{1,10}[〔\[（(](?:19|20)\d\d[〕\])）]\d{1,4}号")
_LASTS = re.compile(r"有效期(?:为|限为|是)?(?P<years>\d{1,2}|[一二两三四五六七八九十])年")
_CLOSES = re.compile(
    r"截止|截至|关闭|为止|结束|前[^，。；]{0,24}?(?:提交|报送|申报|完成|送至|送到|寄|交至|交到|递交|上传|填报)|逾期|之前|以前|止"
)
_HAND_IN = re.compile(r"，[^。；]{0,24}?(?:登录|填报|提交|报送|申报|上传|递交|报名|完成申请)")
_OPENS = re.compile(
    r"启动|开放|开始|开通|打开|开启|^起[^，。；]{0,6}(?:申报|受理|接受|申领|报名|填报)|起(?:申报|受理|接受)|(?:—|至|到|-|~|～)(?:20\d\d年)?(?:\d{1,2}月)?\d{1,2}日"
)
_APPLYING = re.compile(r"填报|递交|上传|申报|申请|申领|报名|受理|征集|报送|提交|材料|入库")
_MORE_TITLES = re.compile(r"(?:、(?:\d{4}年(?:印发|出台|发布)的)?《[^《》]{2,60}》|和|及|以及)*")
_BRACKET = re.compile(r"^（[^（）]{2,24}）")
_ENDS_AFTER = re.compile(r"[^，。]{0,14}(?:到期|届满)")
_MARKS = re.compile(r"[，。；]")
_VALID_UNTIL = re.compile(r"有效期(?:限)?(?:延长|延续|展期|顺延)?(?:至|到)$")
_ENDS = re.compile(r"到期|届满")
_TO = re.compile(r"(?:至|—|-|到)$")
_APPLY_WORDS = re.compile(r"申报|受理|报名|征集")
_CLOSING = re.compile(r"截止|截至")
_ACCEPTING = re.compile(r"开始受理")
_SENTENCE_ENDS = re.compile(r"[。！？\n]")
_AFTER_SENTENCE = re.compile(r"(?<=[。！？\n])")
_BRACKETED = re.compile(r"[（(][^（()）]{2,30}[）)]")
_REPEALED_AFTER = re.compile(r"[^，。]{0,8}(?:废止|失效|停止执行)")


@dataclass(frozen=True)
class Titled:
    """A policy document named at `text[start:end]`; `year` is the year of its issue where the text says it."""

    start: int
    end: int
    title: str
    year: int | None


@dataclass(frozen=True)
class Dated:
    """A day with what it means for a policy: 申报开始, 申报截止, 有效期, 到期."""

    start: int
    end: int
    day: date
    meaning: str


def titles(text: str, published: date | None = None) -> list[Titled]:
    """Policy documents named in a text (《…办法》, “…十条”), with the year said right before or in the title."""
    found = []
    for match in [*_TITLE.finditer(text), *_QUOTED_TITLE.finditer(text)]:
        title = match.groupdict().get("named") or match["title"]
        if not _IS_POLICY.search(title) and not match.groupdict().get("named"):
            continue
        near = years(text[max(0, match.start() - 10) : match.start()], published) or years(title, published)
        found.append(Titled(match.start(), match.end(), title, near[-1].year if near else None))
    return sorted(found, key=lambda one: one.start)


def issued(text: str, one: Titled) -> bool:
    """Whether the sentence says that the document was issued, and not only that something follows from it."""
    return bool(_ISSUED.search(text) or _DRAFT.search(text)) and not _GROUND.search(text[: one.start])


def is_draft(text: str, one: Titled) -> bool:
    """Whether the document is only a draft on which opinions are asked: …（征求意见稿）."""
    return bool(_DRAFT.search(text[one.start : one.end + 30]))


def ended(text: str, one: Titled) -> str | None:
    """废止 or 并入 where the sentence says so of this document; the words may follow a list of documents."""
    after = text[one.end :]
    tail = _MORE_TITLES.match(after)
    rest = _BRACKET.sub("", after[tail.end() if tail else 0 :])[:30]
    repealed = _REPEALED.search(rest)
    if repealed and _ENDS_AFTER.match(rest):
        return None  # its expiry is told as such
    if repealed and "，" not in rest[: repealed.start()].strip("，"):
        return "废止"
    if _MERGED.search(rest) and "，" not in rest[: rest.find("并入")]:
        return "并入新文件"
    return None


def lasts(text: str) -> float | None:
    """有效期3年: how many years a document is in force."""
    found = _LASTS.search(text)
    if not found:
        return None
    amounts = quantities(found["years"] + "年")
    return amounts[0].value if amounts else None


def dated(text: str, published: date | None) -> list[Dated]:
    """Days in a sentence that open or close an application, or end a document."""
    found: list[Dated] = []
    for start, end, day in days(text, published):
        before, after = text[max(0, start - 14) : start], _MARKS.split(text[end : end + 30])[0]
        near = _MARKS.split(before)[-1]
        if _VALID_UNTIL.search(before):
            found.append(Dated(start, end, day, "有效期"))
        elif before.endswith("至") and after.startswith("止") and _UNTIL.search(text[:start]):
            found.append(Dated(start, end, day, "有效期"))  # 4月1日起生效，至2028年3月31日止
        elif _ENDS.search(after) or (not after and _RUNS_OUT.match(text[end:])):
            found.append(Dated(start, end, day, "到期"))
        elif ("公示" in text[:start] and "申报" not in text[:start]) or not _APPLYING.search(text):
            continue
        elif (
            (_TO.search(near) and _APPLY_WORDS.search(text[:start]))
            or _CLOSES.search(after)
            or (after == "前" and _HAND_IN.match(text[end + 1 :]))
            or _CLOSING.search(near)
        ):
            found.append(Dated(start, end, day, "申报截止"))
        elif _OPENS.search(after) or _ACCEPTING.search(after):
            found.append(Dated(start, end, day, "申报开始"))
    return found


def deadline(text: str) -> date | None:
    """The last day to apply that a notice names; None where it names none. Days need a year, in the text or in the same sentence."""
    folded = fold_width(text)
    year = None
    last: date | None = None
    for sentence in _SENTENCE_ENDS.split(folded):
        named = years(sentence, None)
        year = named[-1].year if named else year
        for one in dated(sentence, date(year, 1, 1) if year else None):
            if one.meaning == "申报截止":
                last = one.day if last is None or one.day > last else last
    return last


def repeals(text: str) -> list[str]:
    """Documents that a text repeals: their 文号 where printed beside the title, else their titles, in order."""
    found: list[str] = []
    for sentence in _AFTER_SENTENCE.split(fold_width(text)):
        if not _REPEALED.search(sentence):
            continue
        for match in _TITLE.finditer(sentence):
            if ended(sentence, Titled(match.start(), match.end(), match["title"], None)) == "废止" or _bracketed(sentence, match.end()):
                number = _NUMBER.search(sentence[match.end() : match.end() + 30])
                near = number and sentence[match.end() : match.end() + number.start()] in ("", "(", "（")
                found.append(number.group() if number and near else match["title"])
        if not found:
            found += [number.group() for number in _NUMBER.finditer(sentence)]
    return list(dict.fromkeys(found))


def _bracketed(sentence: str, at: int) -> bool:
    """《…》（甬高新〔2020〕3号）同时废止."""
    after = _BRACKETED.match(sentence[at:])
    return bool(after) and bool(_REPEALED_AFTER.match(sentence[at + (after.end() if after else 0) :]))
