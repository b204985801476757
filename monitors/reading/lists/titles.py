"""What a list or title is called: 国家级专精特新“小巨人”企业, 省级未来工厂试点, 山东省科学技术奖, “样例英才”计划.

A name is a noun phrase: level or place, year and batch, modifiers, head. Its right end is a head word of the lexicon or a word for a list
(名单, 榜单, 评选…); its left end is wherever a verb, a particle, a mark, a figure or a park stands. Year and batch are its edition.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from monitors.reading.places import cities, provinces

# Titles known by themselves, whoever confers them.
CORE = (
    r"小巨人|单项冠军|专精特新|瞪羚|雏鹰|独角兽|哪吒|金种子|链主|领军企业|高成长企业|创新型中小企业|先进型服务企业|灯塔工厂|未来工厂|"
    r"绿色工厂|绿色供应链管理企业|绿色工业园区|绿色园区|智能工厂|5G工厂|零碳工厂|零碳园区|无废工厂|首台（套）|单打冠军|隐形冠军"
)
_CORE = re.compile(CORE)
# Such titles are held: their holders are counted, new and by now.
_HELD = re.compile(
    r"小巨人|单项冠军|专精特新|瞪羚|雏鹰|独角兽|链主|绿色工厂|智能工厂|5G工厂|未来工厂|领军企业|单打冠军|隐形冠军|创新型中小企业"
)
_STATE_HELD = re.compile(r"小巨人|单项冠军|级.{0,3}专精特新|国家.{0,3}专精特新|专精特新.{0,2}中小企业|级.{0,2}(?:瞪羚|雏鹰|独角兽)")
_HEADS = (
    "企业技术中心|企业研究院|企业|公司|工厂|车间|工业园区|示范园区|产业园区|园区|产业园|示范园|基地|中心|平台|试点|示范区|试验区|先行区|先导区|引领区|样板区|集聚区|示范县|示范市|示范点|服务站|领跑者|标兵|"
    "产业集群|集群|项目|产品|产线|装备|奖(?![补金优]|励(?!大会|评审|名单|工作))|人才|团队|案例|孵化器|众创空间|加速器|实验室|工作站|单位|集体|品牌|场景|计划|工程|专项|供应链|"
    "机构|联合体|街区|小镇|园中园|小巨人”?|单项冠军”?|瞪羚”?|雏鹰”?|独角兽”?|专精特新”?|单打冠军”?|隐形冠军”?|首台（套）|商标|软件|标准|成果"
)
_LISTS = "名单|名录|榜单|(?<![上登入进发张居])榜(?!上有名|上无名|样|首|尾|眼|单)|目录|评选|评审|遴选|认定|复核|评价|评估|考核|大赛"
_END = re.compile(
    rf"(?P<strong>(?:百|\d{{2,4}})(?:强|佳)(?:企业)?(?![区县市镇]))|"
    rf"(?P<head>(?:{_HEADS})(?:（[^（）]{{2,10}}）)?(?:创建|建设)?)(?P<stage>[”’]?(?:名单|名录|榜单|(?<![上登入进发张居])榜(?!上有名|上无名|样|首|尾|眼)|目录))?|"
    rf"(?<![”])(?P<list>(?:{_LISTS}))|(?P<quoted>”)(?P<stage2>(?:名单|名录|榜单|榜(?!上有名|上无名|样|首|尾|眼)|目录))?"
)
_BATCH = re.compile(r"第(?P<number>[一二三四五六七八九十\d]{1,3})批次?|首批")
_NAMED_LIST = re.compile(r"(?:拟认定|拟备案|认定|备案|公示)名单")
_BATCH_AFTER = re.compile(r"[”》]?（(?:第[一二三四五六七八九十\d]{1,3}批次?|首批)）")  # …名单（第一批）
# 数字化（智能）示范车间: brackets inside a name do not end it.
_INNER = re.compile(r"（(?P<word>智能|智慧|数字|培育|示范|试点|绿色|5G|企业|平台|首批次)）(?=[一-龥])")
_UNMASKED = str.maketrans("〔〕", "（）")
_YEAR = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)(?!\d)(?:年度|年|度)?")
# Where a name cannot reach back over: verbs of choosing, telling and having, particles, marks, figures.
_EDGE = re.compile(
    r"^.*(?:[，。；：、！？\s》《（）〈〉—…]|"
    r"\d(?:余|多)?[家个户项件席名人款位支所条]|[一二两三四五六七八九十百](?:余|多)?[家个户项件席名款位支所](?!标|冠)|"
    r"(?:拟|被|获|新|成功|顺利|正式|首次|双双|均|全部|同时)?(?:入选|入围|上榜|登榜|入列|跻身|列入|纳入|登上|登陆|荣登|获批(?:建设|创建|成为|开展)?|获评|获选|获认定|认定|评为|评定|评选|遴选|选出|"
    r"确定|命名|授予|获授|获颁|荣获|喜获|斩获|摘得|摘下|夺得|捧得|捧回|捧走|获得|拿下|拿到|收获|晋级|晋升|突围|入库|(?<!国家)(?<!省级)(?<!市级)备案|挂牌|成为|进入|挤进|取得|当选|通过|参加|参评|申报|申请|"
    r"创建|取消|撤销|吊销|收回|摘掉|移出|调出|退出|剔除|保留|新增|新添|再添|又添|新晋|净增|累计|共计|合计|总计|拥有|现有|已有|共有|仅有|集聚|聚集|公布|发布|印发|下发|揭晓|公示|通报|公告|组织|开展|启动|推荐|"
    r"近日|日前|今日|昨日|此前|随后|同日|同期|同批|去年|今年|前年|当年|上年|年底|年末|目前|其中|此次|本次|这次|此番|另有|还有|包括|分别|名为|即为|来自|位于|获悉|介绍|显示|举行|召开|结束|出炉|亮相|发放|"
    r"月|日)(?:了|出|成|的)?|"
    r"厅|局|委|部(?!级|件|门)|科技部|该区|区内|园区(?=国|省|市|“|专|瞪|单|雏|独|绿)|全区(?=国|省|市|“|专|瞪|单|雏|独|绿)|我们|"
    r"[的了被将把为是获对从由占添]|(?<!潜)在(?!孵|建)|(?<![所国特专])有(?!限|效|色|机)|还|仅|因|经(?=企|专|复|过|审|评|综)|从)"
)
_AND = re.compile(r"^(?P<left>.*)(?:和|与|及|以及|暨|或)(?P<right>.*)$")
_LEVEL = re.compile(
    r"(?:国家级|国家(?=级|[^高经])|省部级|部级|全国(?!高新区|经开区)|中国|世界级|省级(?:以上)?|自治区级?(?=[一-龥“])|市级(?:以上)?|区级(?:以上)?|全省|全市|全区)"
)
_LEAD = re.compile(
    r"^(?:度|届|新(?!型|能|材|一代)|该区|全区|区内|该市|我区|我省|我市|本|这|那|该|此|最新|上述|往年|历年|培育|已|也|则|又|再|并|共|各|一|批|次|份|家|个|另|"
    r"以上|两|三|年度|[年月日上里，](?=[一-龥])|中(?![小国医药]))*"
)
# What is no title though it looks like one: plain stocks, parks of a kind, figures of a plan.
PLAIN = re.compile(r"高新技术企业|高企|科技型(?:中小)?企业|科技型中小|规上|规模以上|上市|在孵|市场主体|中小微|过会")
ORDINARY = re.compile(
    r"高新技术企业|高企|科技型(?:中小)?企业|科技型中小|规上|规模以上|上市|在孵|中小微|高新区$|经开区$|开发区$|高新技术产业开发|经济技术开发|自主创新示范区|自由贸易|"
    r"自贸|综合保税|外资|投资项目|重点建设|重点工程|重点项目|重大项目|产业项目|产值|收入|营业|服务企业$|市场主体|生产总值|用地|基础设施|入驻|落户|签约|招商|窗口|事项|政策|亿元|招引|引进"
)
_BARE = re.compile(
    r"^(?!人才[计工项])(?:企业|公司|工厂|车间|工业园区|产业园区|园区|产业园|基地|中心|平台|试点|示范区|项目|产品|人才|团队|案例|单位|集体|品牌|场景|计划|工程|专项|机构|奖|成果|软件|标准|各|翻开|翻看|打开|查阅|细看|梳理|对照|比对|"
    r"商标|装备|产线|标杆|优质|入围|获奖|参评|入选|上榜|本地|当地|民营|全部|部分|更多|许多|这些|不少|其他|其余|多家|该|一批|年轻|小|大|区|市|省|国内|外地|有关|相关|所有|骨干|龙头|上下游|产业|行业|建设|试点示范|示范|入库|拟|运营不善|专家|层层|最终|公示|正式|初步|候选|推荐|完整|名|单位上|企业上)*$|^[A-E][类级]$"
)
_STAGE = re.compile(r"拟认定|拟入库|拟入选|拟备案|拟|公示|认定|培育入库|(?<!特)新$|评选$|通过(?:评估|复核|验收)的?|建设$|(?<=企业)评选")
_GRADE_OF = re.compile(r"评价$|评估$|考核$|评审$")
LIST_WORD = re.compile(r"名单|名录|榜|目录")
_ENDS = re.compile(rf"(?:{_HEADS}|强|佳)[”’]?$")
_OF_LIST = re.compile(
    r"[”’]?(?:（[^（）]{2,8}）)?(?:的)?(?:最新|新|建设|培育|推荐|推广应用|指导|推广|拟认定|拟入库|拟入选|拟备案|入选|上榜|入库|企业|单位|项目|获奖|20\d\d年度?|第[一二三四五六七八九十\d]{1,3}批|评估(?=结果)|验收(?=结果))*(?:名单|名录|榜单|榜(?!上有名|上无名|样|首|尾|眼)|目录|认定名单|复核结果|评选(?!\d)|评审|认定(?!\d)|遴选(?!\d)|评比|公示(?!\d)|结果)"
)


@dataclass(frozen=True)
class Title:
    """A list or title named at `text[start:end]`: its name without year and batch, and the edition printed with it."""

    start: int
    end: int
    name: str
    edition: str | None = None
    listed: bool = False  # called a list: 名单, 榜, 评选
    known: bool = False  # by its core: 小巨人
    levelled: bool = False  # 国家级, 省级, 山东省
    proposed: bool = False
    graded: bool = False  # an evaluation whose grades are lists

    @property
    def held(self) -> bool:
        """Whether its holders are counted, new and by now."""
        return bool(_HELD.search(self.name))

    @property
    def of_state(self) -> bool:
        """Whether the state confers it in batches, so that any dated stock of holders is a list."""
        return "以上" not in self.name and bool(_STATE_HELD.search(self.name))

    @property
    def firm(self) -> bool:
        """Whether it is a title wherever it stands, not only as what a verb of choosing takes."""
        return self.listed or self.known or self.levelled or bool(self.edition and "批" in self.edition)


def titles(text: str, taken: Sequence[tuple[int, int]] = ()) -> tuple[Title, ...]:
    """Lists and titles named in a sentence, left to right; `taken` are the parks named, which end a name on their right side."""
    if "（" not in text or not _INNER.search(text):
        return _titles(text, tuple(taken))
    masked = _INNER.sub(lambda one: "〔" + one["word"] + "〕", text)
    return tuple(replace(one, name=one.name.translate(_UNMASKED)) for one in _titles(masked, tuple(taken)))


@lru_cache(maxsize=128)
def _titles(text: str, taken: tuple[tuple[int, int], ...]) -> tuple[Title, ...]:
    found: list[Title] = []
    for end in _END.finditer(text):
        if any(start < end.end() <= stop for start, stop in taken) or (
            end["quoted"] and not end["stage2"] and not _program(text, end.start())
        ):
            continue
        start = _left(text, end.start(), taken)
        inside = bool(found) and start < found[-1].end
        longer = inside and start <= found[-1].start + 1
        title = _title(text, start if longer or not inside else found[-1].end, end.end(), end)
        if title:
            found = [*(found[:-1] if longer else found), title]
    return tuple(found)


def _program(text: str, quote: int) -> bool:
    """摘得“…优势企业”称号, 获评“四星级”: what stands in quotes before 称号 is a name."""
    return text.startswith(("称号", "荣誉", "奖"), quote + 1)


def _left(text: str, head: int, taken: tuple[tuple[int, int], ...]) -> int:
    """Where the name begins whose head stands at an offset."""
    begin = max([max(0, head - 34), *(stop for _, stop in taken if stop <= head)])
    window = text[begin:head]
    edge = _EDGE.match(window)
    start = begin + (edge.end() if edge else 0)
    joined = _AND.match(text[start:head])
    if joined:
        left = joined["left"]
        level = _LEVEL.match(_LEAD.sub("", _YEAR.sub("", _BATCH.sub("", left))))
        whole = level and not re.search(rf"(?:{_HEADS})$", left)  # 国家文化和科技融合示范基地 is one name
        quoted = left.endswith("”") and _CORE.search(left)  # “专精特新”“瞪羚”和“单项冠军”
        if not whole and not quoted:
            start = head - len(joined["right"])
    return start


def _title(text: str, start: int, end: int, match: re.Match[str]) -> Title | None:
    printed = text[start:end]
    listed = bool(match["list"] or match["stage"] or match["stage2"])
    batch, year = _BATCH.search(printed), _YEAR.search(printed)
    name = _YEAR.sub("", _BATCH.sub("", printed))
    levels = list(_LEVEL.finditer(name))
    level = levels[-1] if levels else None
    if level and level.start() and (not _places_at(name) or level.group().endswith(("级", "国家", "以上"))):
        name = name[level.start() :]
        start = max(start, text.rfind(level.group(), start, end))
    name = _LEAD.sub("", name)
    after = _OF_LIST.match(text, end)
    batch = batch or (_BATCH.search(after.group()) if after else None)  # 试点项目的第二批评估结果
    stop = after.end() if after and not listed else end
    listed = listed or bool(after)
    graded = bool(_GRADE_OF.search(name)) or bool(after and re.search(r"评价|评估|考核", after.group()))
    stem = re.sub(r"(?:名单|名录|榜单|榜|目录|评选|评审|遴选|认定|复核|大赛)$", "", name)
    proposed = bool(re.search(r"拟(?:认定|入|备|$)|公示", name + (after.group() if after else "") + text[stop : stop + 5]))
    stem = _STAGE.sub("", stem).strip("的度")
    if stem.count("”") != stem.count("“"):
        stem = "“" + stem if stem.count("”") > stem.count("“") else stem + "”"
    stem = re.sub(r"(?<=”)(?:、|和|与|及)(?=“)", "", stem)
    before = text[max(0, start - 8) : start]
    if re.search(r"拟(?:认定|备案|入库|入选|授予)的?$", before):
        listed = proposed = True
    printed_after = _BATCH_AFTER.match(text, stop) if listed else None
    stop, batch = (printed_after.end(), _BATCH.search(printed_after.group())) if printed_after else (stop, batch)
    known = bool(_CORE.search(stem))
    placed = _places_at(stem)
    levelled = bool(_LEVEL.match(stem)) or bool(placed and len(stem) > placed + 2)
    if match["strong"] and len(_LEVEL.sub("", stem[: -len(match["strong"])])) < 2:
        return None
    if (
        match["list"]
        and not LIST_WORD.search(match["list"])
        and match["list"] != "大赛"
        and not _ENDS.search(name.removesuffix(match["list"]))
    ):
        return None
    said_after = after.group() if after else ""
    if (
        len(stem) < 2
        or (ORDINARY.search(stem) and not (known or match["strong"] or _NAMED_LIST.search(said_after)))
        or _BARE.match(_LEVEL.sub("", stem[placed:]))
    ):
        return None
    if re.search(r"(?:公司|集团|(?<!企业)研究院|大学)$", stem):
        return None
    if passed := re.search(r"通过(?P<what>评估|复核|验收)的?$", before):
        stem += f"(通过{passed['what']})"
    edition = (year["year"] if year else "") + ("第一批" if batch and batch.group() == "首批" else batch.group() if batch else "")
    return Title(start, stop, stem, edition or None, listed, known, levelled, proposed, graded)


def _places_at(name: str) -> int:
    """How long the place is that a name begins with: 山东省, 苏州市, 省."""
    starts = [end for start, end, _ in (*provinces(name), *cities(name)) if start == 0]
    if starts:
        return max(starts)
    return 1 if re.match(r"[省市](?=[一-龥“]{2})", name) else 0


def editions(text: str) -> Iterator[tuple[int, str]]:
    """Batches named in a text, with where they end."""
    for batch in _BATCH.finditer(text):
        yield batch.end(), "第一批" if batch.group() == "首批" else batch.group().removesuffix("次")
