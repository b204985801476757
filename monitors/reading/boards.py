"""Which ranking a sentence speaks of: the two national evaluations with their single indicators, third-party look-alikes, provincial ones.

A look-alike never shares a name with the national evaluation: what is not recognised keeps the name under which it is printed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from monitors.reading.dates import Year, years
from monitors.reading.places import PROVINCES, cities, provinces

HIGH_TECH = "国家高新区综合评价"
ECONOMIC = "国家级经开区综合发展水平考核评价"
# 在178家国家高新区中排名第59, 跻身国家高新区前50强: the evaluation without its name.
_AMONG = (
    r"(?=(?:综合)?(?:前|第)(?:\d{1,3}|[一二三四五六七八九十]{1,3})(?:位|名|强|$|[，。；])|"
    r"中(?:，)?(?:的)?(?:综合)?(?:实力|得分)?(?:排名|排在|位列|位居|列|居|名列|排))"
)
_NATIONAL = (
    (
        re.compile(
            r"国家(?:级)?(?:高新技术产业开发区|高新技术开发区|高新区)(?:的)?(?:年度|20\d\d年度?)?"
            r"(?:(?:综合|总体)(?:发展)?(?:评价|排名|评估|排序)|评价|考核评价|排名|评估)"
            r"|(?:科技部|工信部|工业和信息化部|火炬中心)(?:[^，。；]{0,14}(?:公布|发布|通报|组织|开展|披露))?(?:的)?(?:最新|年度|20\d\d年度?)?(?:综合评价|评价)(?!办法|指标|体系)"
            rf"|(?:国家(?:级)?|全国)高新区{_AMONG}"
        ),
        HIGH_TECH,
    ),
    (
        re.compile(
            r"国家(?:级)?(?:经济技术开发区|经开区)(?:的)?(?:年度)?(?:综合发展水平)?(?:综合)?(?:考核评价|考核|评价|考评|排名|评估)"
            r"|商务部(?:[^，。；]{0,14}(?:公布|发布|通报|组织|开展|披露))?(?:的)?(?:最新|年度|20\d\d年度?)?(?:综合发展水平)?(?:考核评价|考核|评价|考评)(?!办法|指标|体系)"
            rf"|(?:国家级|全国)(?:经开区|经济技术开发区){_AMONG}"
        ),
        ECONOMIC,
    ),
)
_KINDS = (
    "综合发展水平考核评价|综合发展水平评价|高质量发展综合评价|综合考核评价|创新驱动发展综合评价|"
    "创新能力评价|营商环境评价|综合评价|考核评价|综合考评|综合考核|绩效评价|发展质量评价|"
    "考核评价|评价报告|评价|考核|考评|评估|测评|综合排名|总体排名|排名|排行榜|指数报告|发展报告|竞争力报告|蓝皮书|指数|榜单|百强榜单|百强榜|百强|百佳|\\d{2,3}强榜单?|\\d{2,3}强名单|\\d{2,3}强"
)
_ANY_KIND = re.compile(r"评价|考核|考评|评估|测评|排名|排行|指数|报告|蓝皮书|榜|[百\d]强|百佳")  # looked for first, for speed
_PRINTED = re.compile(rf"[一-龥0-9A-Za-z“”（）]{{0,30}}?(?:{_KINDS})(?:结果|榜单|榜|名单)?")
# 同一份榜单, 国考, 这份榜单, 最新考核, 2023年的考核: points back to a ranking named before.
_BACK = re.compile(
    r"(?:(?:这|那|该|同一|上述|此)(?:份|张|个|次|项)?(?:[一-龥]{0,4}(?:榜单|百强榜|百强|成绩单|考核单|榜)|榜|评价|考核|通报|排名))|(?:最新|"
    r"最近)(?:的)?(?:一次|一轮)?(?:的)?(?:评价|考核|榜单|排名)|“?国考”?|"
    r"(?<=\d)(?:年度?|年公布)(?:的)?(?:考核结果|考核|评价|结果|榜单|排名)|(?<=年)(?:这)?[两三四五](?:次|轮|届)(?:考核|评价|榜单|排名)|(?<!省级)(?<!市级)综合评价|综合排名|总排名"
)
_LEAD = re.compile(
    r"^.*(?:还有|亮相的|推出(?:的|了)?|编制(?:的|了)?|评选(?:的|了)?|编写的|主办的|公布(?:的|了)?|发布(?:的|了)?|通报(?:的|了)?|揭晓(?:的)?|出炉(?:的)?|组织(?:的|评价)?|"
    r"获悉|参加|参评|登上|同登|位列|位居|名列|跻身|力争|争取|确保|冲击|根据|依据|按照|最新|本次|此次|在|从|对|与|和|及|"
    r"该区|园区的|省内|"
    r"近日|日前|(?<![区园省市])年度?的?|全国\d+家|是|将|了|榜单中|指标中|评价中|榜中|冲进|进入|入围|入选|列|年(?=20)|位次与|[跌掉退滑落挤]出|告别|无缘|重返|重回|首进|闯[进入]|挤[进入]|挺进|杀[进入]|跨[进入]|迈[进入]|步入|升入|回到|站上|编印|误?把|误?将)"
)
_YEAR_HEAD = re.compile(r"^(?P<year>(?:19|20)\d\d)(?:年度|年)?")
_PLACE_YEAR = re.compile(r"(?P<place>省|市|自治区)20\d\d(?:年度|年)?")  # 河南省2021年营商环境评价
_FILLER = re.compile(
    r"^(?:度|的|最近(?:一次|一轮)?|全国|全部|\d+家|\d+个|最新|中(?!国|试|小|医|药|外|部|西|央)|这份|一份|“|”|一家咨询机构|第三方机构|机构|由)+"
)
_EMPTY = re.compile(
    r"^(?:|[这那该此](?:份|张|个|次)?|上述|同一(?:份|张|个)?|单项|各单项|综合|年度|单项评价|总|一|这|该|两份|三张|两张|细分|往年|同一|第三方|省级|社会|"
    r"项目|园区|企业|星级|质量|工作|绩效|公布|头部|上述|本|环境影响|影响|安全|信用)$"
)
_NO_NAME = re.compile(r"指标|体系|办法|机构|工作$|专家|标准|人员|报告|细则|口径|规则|认|说|道")
_VERB_AFTER = re.compile(r"第|前|全|居|靠|为|列")  # 排名第16: a verb
# Boards of third parties under the names by which they are known; each is printed in several ways.
_THIRD_PARTIES = (
    (re.compile(r"高质量发展百强"), "园区高质量发展百强"),
    (re.compile(r"先进制造业?(?:园区)?百强"), "园区先进制造业百强"),
    (re.compile(r"生物医药(?:产业)?(?:园区)?百强"), "园区生物医药百强"),
)
_LOOK_ALIKE = re.compile(r"省级|县|高新区|经开区|开发区|城市|乡|镇|市辖区")  # 省级开发区高质量发展百强 ranks others
_OF_ANY = re.compile(r"(?:省级)?(?:开发区|经济开发区|高新区|经开区|园区|产业园区)")
_ISSUED = re.compile(
    rf"(?:{'|'.join(PROVINCES)})(?:省|市|自治区)?(?:商务厅|科技厅|科学技术厅|工信厅|发展改革委|人民政府|政府)?(?:近日|日前|对外)?"
    r"(?:公布|发布|通报|揭晓|印发)(?:的|了)?(?=20\d\d年?度?|省级|开发|经开|高新|园区)"
)
_PROVINCES_OWN = re.compile(r"全[省区市]$|(?<!\d)\d{1,2}家$")  # 全省国家级经开区考核评价: a province ranks those of its own
_THE_FIRST_OF_ALL = re.compile(
    r"(?:全国)?国家级?(?:经开区|高新区|经济技术开发区)(?:全国|综合|前)*(?:百|\d{2,3}|[二三四五六七八九]?十)强(?:榜单?|名单)?"
)
# 今年1月公布的考核评价: the year in which a ranking came out is not the one it ranks.
_CAME_OUT = re.compile(r"年?\d{1,2}月(?:\d{1,2}日)?[^，。；]{0,16}(?:公布|发布|通报|揭晓|出炉)")
_TOGETHER = re.compile(r"同[时日期批天](?:对外)?(?:发布|公布|揭晓|推出|出炉|亮相)的")
_YEAR_BEFORE = re.compile(r"上一?年度?的(?![第前])")  # 上一年度的A省评价
_PLACED = re.compile(r"(?:继续|仍|均|也|都|则|稳)*(?:位居|位列|名列|排名|排在|居|列|排)$")
_SAID = re.compile(r"如果|一个|连续|处于|开展|进行|被|把|已|曾|因|并|奖励|给予|位于|属于|来自|凡|没有|不")  # a sentence, not a name
_WEAK = ("排名", "榜单", "考核", "评价", "综合排名", "总体排名", "考评", "评估", "测评", "指数", "考核评价", "绩效评价")
_RANKED = re.compile(r"高新区|经开区|开发区|园区|产业园|城市|集群|基地|孵化器|[省市]$|“")  # what such a ranking ranks
_ISSUERS = (
    "工业和信息化部火炬中心|科技部火炬中心|工业和信息化部|工信部|科学技术部|科技部|商务部|生态环境部|国家发展改革委|赛迪顾问|赛迪|同济大学|"
    "[一-龥]{2,3}省(?:商务厅|科技厅|工业和信息化厅|经济和信息化委员会|发展改革委)"
)
_ISSUER = re.compile(_ISSUERS)
# The published single indicators and first-level indicators of the two national evaluations.
SINGLES = (
    "工业总产值", "高技术产业营业收入", "企业研发经费投入强度", "人均技术合同成交额", "优质企业数量", "优质企业数", "营商环境",
    "知识创造和技术创新能力", "产业升级和结构优化能力", "国际化和参与全球竞争能力", "可持续发展能力", "高新区可持续发展能力",
    "创新能力和创业活跃度", "结构优化和产业价值链", "绿色发展和宜居包容性", "开放创新和国际竞争力", "综合质效和持续创新力",
    "进出口总额", "实际使用外资", "实际利用外资", "利用外资", "吸收外资", "科技创新", "对外贸易", "对外开放", "绿色发展", "区域带动",
    "产业基础", "统筹协调", "生态环保", "经济发展质量", "税收收入", "研发投入强度",
)  # fmt: skip
_SINGLE = re.compile("|".join(sorted(map(re.escape, SINGLES), key=len, reverse=True)))
# A single indicator under its printed name: in quotes beside a rank or another, or before the word 单项.
_QUOTED = re.compile(
    r"“(?P<name>[一-龥、]{3,18})”(?=(?:的)?(?:这|该)?(?:单项|分项|指标|[一这该]项|一科)|(?:方面|排名|得分)?(?:，)?(?:由|从|列|位列|位居|居|排|名列|"
    r"同样列|均|分别|则|也|为|上升|第|等|跻身|进|升|前进|“|——|、“|和“|与“|以及“|$|[一二三四五六七八两]个?(?:[一二]级)?(?:单项|指标)))"
)
_BEFORE_SINGLE = re.compile(
    r"(?P<names>[一-龥A-Za-z]{3,14}(?:(?:、|和|与|及)[一-龥A-Za-z]{3,14}){0,5})(?:等)?(?:[两二三四五六七八]|\d)?个?(?:单项|分项|一项(?=[位列排居第由从，])|这项(?=[位列排居第由从，]))"
)
_SAYS_SINGLE = re.compile(r"单项|分项|一项|这项")  # looked for first, for speed
# 外资单项, 外贸、外资两项: short for an indicator, where the word says that it is one.
_SHORT = {"外资": "实际使用外资", "使用外资": "实际使用外资", "外贸": "进出口总额", "进出口": "进出口总额"}
_SHORT_SINGLE = re.compile(
    r"(?<![一-龥]{2}[用收])外[资贸](?=(?:、|和|与|及)?(?:外[资贸])?(?:这|该|两|[一二三]|\d)*(?:个)?(?:单项|分项|指标|[一两]项|一科|项排名))"
)
_SINGLE_LEAD = re.compile(
    r"^.*(?:年度的?|其中|区的|园的|它的|其|该区|评价中|考核中|榜中|中的|里的|国家高新区|高新区|经开区|分别|还有|以及|就是|至于|而|在|对|看|论|区|是)"
)
_NO_SINGLE = re.compile(
    r"单项|分项|列全|第$|位[列居]|各|每|多个|这|那|所有|全部|几|个$|冠军|^在?$|综合评价|考核|排名|进入|入围|公布|突破|第[一二三四五六七八九十]|两个|制造业"
)


@dataclass(frozen=True)
class Board:
    """A ranking as one text names it. `edition` is the year that the text gives it, None where it gives none."""

    name: str
    edition: int | None = None
    issuer: str | None = None


@dataclass(frozen=True)
class Named:
    """A ranking named at `text[start:end]`; `own_year` says that the year stands in the name itself."""

    start: int
    end: int
    board: Board
    own_year: bool


def _issuer(text: str, at: int) -> str | None:
    before = [found.group() for found in _ISSUER.finditer(text, 0, at)]
    return before[-1] if before else None


def _national(text: str, parks: Sequence[tuple[int, int]]) -> list[tuple[int, int, str, str]]:
    found = [(m.start(), m.end(), name, m.group()) for pattern, name in _NATIONAL for m in pattern.finditer(text)]
    found = [one for one in found if not _PROVINCES_OWN.search(text, 0, one[0])]
    return [one for one in found if one[3][-1] != "区" or not _measured(text, one[0], parks)]


def _measured(text: str, at: int, parks: Sequence[tuple[int, int]]) -> bool:
    """发明专利拥有量居全国高新区第一: all parks are named only as those among whom something else is ranked."""
    verb = _PLACED.search(text[:at])
    if verb is None:
        return False
    return not any(end == verb.start() for _, end in parks) and not re.search(r"综合[一-龥]{0,2}$", text[: verb.start()])


def _other(text: str, parks: Sequence[tuple[int, int]], home: str | None) -> list[tuple[int, int, str, str]]:
    found: list[tuple[int, int, str, str]] = []
    for match in _PRINTED.finditer(text) if _ANY_KIND.search(text) else ():
        titled = text.rfind("《", 0, match.end()) > text.rfind("》", 0, match.end())
        if titled and not (
            text.startswith("》", match.end()) and match.group().endswith(("强", "榜", "榜单", "排名", "报告", "指数", "蓝皮书"))
        ):
            continue  # the title of a document
        inside = [end for start, end in parks if start < match.end() and match.start() < end]
        start = min(max([match.start(), *inside]), match.end())
        name = _clean(text[start : match.end()], text, start, home)
        after = text[match.end() : match.end() + 2]
        if name and not _NO_NAME.match(after) and not (match.group().endswith(_WEAK) and _VERB_AFTER.match(after)):
            found.append((start, match.end(), name, match.group()))
    return found


def _clean(printed: str, text: str, at: int, home: str | None) -> str | None:
    """The name of a ranking without the words before it, its year and its 结果; None where nothing is left that names one."""
    kind = re.search(rf"(?:{_KINDS})(?:结果|榜单|榜|名单)?$", printed)
    if kind is None:
        return None
    head = _PLACE_YEAR.sub(r"\g<place>", printed[: kind.start()])
    stem = _FILLER.sub("", _YEAR_HEAD.sub("", _FILLER.sub("", _LEAD.sub("", head))))
    ending = re.sub(r"(?:结果|榜单|榜|名单)$", "", kind.group()) or kind.group()
    stem = re.sub(r"(?<=[省市区])的|的$", "", stem)
    if _EMPTY.fullmatch(stem) or (ending.endswith(_WEAK) and _SAID.search(stem)):
        return None
    placed = bool(_SINGLE.search(stem)) and bool(provinces(stem) or cities(stem))  # 沈阳市营商环境考核
    if _SINGLE.search(stem) and not placed and not (ending not in _WEAK and _RANKED.search(stem)):
        return None  # a single indicator of a ranking, not a ranking
    if ending in _WEAK and not placed and not _RANKED.search(stem):
        return None  # 负责人评价, 再度排名: a verb, not a ranking
    if _THE_FIRST_OF_ALL.fullmatch(stem + ending):
        return None  # 跻身国家级经开区全国百强: no ranking of its own
    if "强" in ending and (
        re.search(r"软件|企业|民营|品牌|高校|公司|富豪|孵化器|世界$|财富", stem)
        or (not re.search(r"百|榜|名单", ending + text[at + len(printed) :][:1]) and not _RANKED.search(stem.replace("“", "")))
    ):
        return None  # a list of firms: 世界500强
    if stem.startswith("全区") and (regions := [one[2] for one in provinces(text[: at + len(head)]) if one[2].endswith("自治区")]):
        stem = regions[-1] + stem[2:]
    if re.match(r"全省|省(?!级)", stem):
        places = provinces(text[: at + len(printed)])
        stem = (places[-1][2] if places else home or "全省") + re.sub(r"^(?:全省|省)(?:\d{1,3}[家个])?", "", stem)
    if _OF_ANY.match(stem) and (said := _ISSUED.search(text, 0, at + len(head))):
        stem = provinces(said.group())[0][2] + stem  # 山东省公布2024年度开发区综合评价
    for printed_as, known_as in _THIRD_PARTIES:
        theirs = printed_as.search(stem + ending)
        if theirs and not _LOOK_ALIKE.search(stem[: theirs.start()]):
            return known_as
    return stem + ending


def named(
    text: str, published: date | None, known: list[Board], parks: Sequence[tuple[int, int]] = (), home: str | None = None
) -> list[Named]:
    """Rankings named in a sentence, left to right.

    `known` are the article's rankings so far, latest last; `parks` are the offsets of parks, whose names are no part of a ranking's;
    `home` is the province that 全省 means where none is named.
    """
    found = _national(text, parks)
    found += [one for one in _other(text, parks, home) if not any(start < one[1] and one[0] < end for start, end, _, _ in found)]
    dated = years(text, published, known[-1].edition if known else None)
    result: list[Named] = []
    for start, end, name, _ in sorted(found):
        spoken = known + [one.board for one in result]
        beside = next((one.board.edition for one in reversed(result) if one.board.name not in (HIGH_TECH, ECONOMIC)), None)
        result.append(_dated(text, dated, start, end, name, spoken, published, beside))
    for back in _BACK.finditer(text):
        if any(one.start <= back.start() < one.end for one in result):
            continue
        spoken = known + [one.board for one in result if one.end <= back.start()]
        if back.group() in ("综合评价", "国考") and _SINGLE.search(text, back.end(), back.end() + 24):
            spoken = [board for board in spoken if board.name in (HIGH_TECH, ECONOMIC)] or spoken  # only these have such indicators
        board = _pointed(back.group(), spoken)
        if board is not None:
            own = back.group().startswith("年")
            start = back.start() - 4 if own else back.start()
            reach = 1 if own or back.group().startswith("最") else -99
            year = next((one.year for one in reversed(dated) if 0 <= back.start() - one.end <= reach), None)
            last = next(
                (
                    one
                    for one in dated
                    if re.fullmatch(r"在?", text[one.end : back.start()]) and text[one.start : one.end] in ("去年", "前年", "上年")
                ),
                None,
            )
            if last and board.edition and board.edition > last.year:
                year, own = last.year, True  # 去年在同一份榜单上: that of the year before
            result.append(Named(max(0, start), back.end(), Board(board.name, year or board.edition, board.issuer), own))
    return sorted(result, key=lambda one: one.start)


def _pointed(words: str, known: list[Board]) -> Board | None:
    """The ranking that 这份榜单, 国考 or a bare 综合评价 points to."""
    if "国考" in words or words in ("综合评价", "综合排名"):
        official = [board for board in known if board.name.endswith("评价")]
        return official[-1] if official else None
    if words.startswith(("最新", "最近", "年")) or words[1:2] in ("次", "轮", "届"):
        official = [board for board in known if "评价" in board.name or "考" in board.name]
        if not official:
            return None
        return max((one for one in official if one.name == official[-1].name), key=lambda one: one.edition or 0)
    return known[-1] if known else None


def _dated(
    text: str, dated: list[Year], start: int, end: int, name: str, known: list[Board], published: date | None, beside: int | None
) -> Named:
    inside = [one for one in dated if start <= one.start < end]
    near = [
        one
        for one in dated
        if one.end <= start and re.fullmatch(r"年?度?(?:的|最新)?(?:全国)?(?:\d+(?:家|个))?(?:国家)?", text[one.end : start])
    ]
    issuer = _issuer(text, start) or next((board.issuer for board in reversed(known) if board.name == name), None)
    if published and not inside and _YEAR_BEFORE.search(text, max(0, start - 6), end):
        return Named(start, end, Board(name, published.year - 1, issuer), True)
    own = inside or near
    if own:
        return Named(start, end, Board(name, own[-1].year, issuer), True)
    clause = max(text.rfind(mark, 0, start) for mark in "。！？；")
    before = [one for one in dated if clause < one.end <= start and start - one.end < 40 and not _CAME_OUT.match(text, one.end)]
    if before:
        return Named(start, end, Board(name, before[-1].year, issuer), False)
    if _TOGETHER.search(text[max(0, start - 14) : end]) and (others := [board.edition for board in known if board.edition]):
        return Named(start, end, Board(name, others[-1], issuer), False)
    earlier = next((board.edition for board in reversed(known) if board.name == name and board.edition), None)
    if earlier is None and name not in (HIGH_TECH, ECONOMIC) and beside:
        earlier = beside  # 2024年A百强榜上…；B百强榜上则…
    if earlier is None and published and name not in (HIGH_TECH, ECONOMIC):
        # A third party's board is named after the year in which it appears.
        earlier = published.year
    return Named(start, end, Board(name, earlier, issuer), False)


def entry_name(board: Board, first: str) -> str:
    """What the number of a province's parks among the first of a ranking is called: 国家高新区综合评价前50名入围数."""
    if "百强" in board.name or not first:
        return f"{board.name}入榜数"
    return f"{'国家级经开区' if board.name == ECONOMIC else board.name}{first}入围数"


@dataclass(frozen=True)
class Single:
    """One or more indicators named side by side at `text[start:end]`, as a ranking of each of them is stated."""

    start: int
    end: int
    names: tuple[str, ...]


def _before_single(text: str) -> list[tuple[int, int, str]]:
    """亩均效益、科技创新两个单项: the words before 单项, each by itself."""
    found = []
    for match in _BEFORE_SINGLE.finditer(text) if _SAYS_SINGLE.search(text) else ():
        at = match.start("names")
        for piece in re.split(r"(?<=[、和与及])", match["names"]):
            piece = re.sub(r"(?:等)?(?:[两二三四五六七八]个?|个)?$", "", piece.rstrip("、和与及")) + piece[len(piece.rstrip("、和与及")) :]
            name = _SINGLE_LEAD.sub("", piece.rstrip("、和与及"))
            if 3 <= len(name) <= 12 and not _NO_SINGLE.search(name):
                start = at + len(piece.rstrip("、和与及")) - len(name)
                found.append((start, start + len(name), _SHORT.get(name, name)))
            at += len(piece)
    return found


def singles(text: str) -> list[Single]:
    """Single indicators named in a sentence; those in one list (优质企业数、工业总产值) together."""
    found = sorted(
        {(m.start(), m.end(), m.group()) for m in _SINGLE.finditer(text)}
        | {(m.start("name"), m.end("name"), m["name"]) for m in _QUOTED.finditer(text)}
        | {(m.start(), m.end(), _SHORT[m.group()]) for m in _SHORT_SINGLE.finditer(text)}
        | set(_before_single(text))
    )
    joined: list[Single] = []
    for start, end, name in found:
        last = joined[-1] if joined else None
        if last and start < last.end:
            if end > last.end:
                joined[-1] = Single(last.start, end, (*last.names[:-1], name))
            continue
        if last and re.fullmatch(r"[”“、]{1,3}|”?(?:和|与|以及|及)“?", text[last.end : start]):
            joined[-1] = Single(last.start, end, (*last.names, name))
        else:
            joined.append(Single(start, end, (name,)))
    return joined
