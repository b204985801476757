"""Names of parks that the register does not hold, found in an article by the grammar of such names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from monitors.reading.places import CITIES, PROVINCES

# Kinds of parks that a government sets up: what carries such a name is a park, wherever it is named.
_OFFICIAL = (
    "国家级高新技术产业开发区|国家高新技术产业开发区|高新技术产业开发区|高新技术产业园区|国家级经济技术开发区|经济技术开发区|"
    "农业高新技术产业示范区|农高区|高新区|经开区|经济开发区|开发区|自贸区|综合保税区|综保区|保税港区|保税区|出口加工区|"
    "台商投资区|化工园区|旅游度假区|自创区|边境经济合作区|经济合作区|临空经济区|空港经济区|临港经济区|产业集聚区|工业集中区"
)
# Kinds that firms run too, and that stand for any number of parks where no name goes before them.
_OWN_KIND = (
    "再生医学产业园|产业园区|产业园|创智园|工业园区|工业园|科技园区|科技园|科技城|科学城|软件园|创新园|文创园|创意园|物流园|"
    "医药园|孵化园|创业园|示范园|产业新城|智造园|数字园|信息园|光电园|航空城|航天城|创新港|未来城|化工园|生物城|材料园|食品园|产业城|"
    "科创园|科创城|制造园|药谷|芯谷|云谷|智谷|生态园|健康城|装备园|大学城"
)
ENDINGS = f"{_OFFICIAL}|{_OWN_KIND}|园区"
# What also ends the names of districts, areas and sites: a park only where the text ranks it by that name.
_BROAD = "新区|示范区|试验区|实验区|先导区|合作区|集聚区|工业区|基地"
_ENDING = re.compile(rf"(?P<official>{_OFFICIAL})|(?P<own>{_OWN_KIND})|(?P<any>园区)|(?P<broad>{_BROAD})")
_RANKED = re.compile(
    r"[^，；。、]{0,40}?(?:，(?:(?!高新区|经开区|开发区|园区)[^，；。、]){0,14}?)?(?:第(?:\d{1,3}|[一二三四五六七八九十百]{1,5})(?:位|名|(?=$|[，。；、升降跃退]))|前[\d一二三四五六七八九十]{1,3}(?:名|位|强|[，。；])|榜首|居首|首位)"
)
_RUN = re.compile(r"[一-龥A-Za-z0-9]{1,14}$")
# Words after which a park's printed name can begin, and which are therefore no part of it.
_LEAD = re.compile(
    r"^.*(?:蝉联|卫冕|荣膺|荣登|问鼎|包揽|稳居|领跑|挺进|跻身|进入|闯入|迈入|冲进|挤进|位于|来自|落户|入驻|同意|认定|批准|批复|建立|设立|成立|围绕|加快|推动|支持|记者|走进|来到|走访|探访|获悉|属于|归于|归属|花落|"
    r"包括|以及|其中|例如|譬如|一个是|另一个|看看|在|从|由|为|是|的|对|向|被|把|将|就|至|到|除|以|等|让|给|了|家|个|"
    r"所|座|[日月]|年(?:度|的|全)*|有|获|称|名叫|分别|依次|下属|比|较|同|当|使|请|据|按|而|则|如|像|叫|于|让|聘|替|位|拥|现|该|这|那|每|跟|(?:和|与|及)(?=..))"
)
_GENERIC = re.compile(
    r"^(?:\d|中国|先(?!锋)|再|又|也|还|更|最|已|仅|只|很|不|没|能|可|要|想|因|赴|并|凡|这|该|本|各|一|两(?!江)|三|全|某|其|此|多|省|市|区|国|县|级|家|园|新(?!站|洲|沂|泰|密|郑|会|津)|头部|中部|西部|东部|中西部|"
    r"东北|西南|西北|华东|华南|华北|华中|南部|北部|沿海|沿江|内陆|老牌|兄弟|优秀|先进|重点|边境|主要|大型|传统|标杆|一批|部属|"
    r"国内|省内|市内|区内|周边|特色|示范|其他|其它|另外|同类|相关|专业|世界|产业|打造|建设|一流|我国|我省|我市|自主|不少|许多|"
    r"高(?!邮|密|碑|平|安|州|要)|化工|工业|科技|综合|创新|医药|生物|长三角|珠三角|京津冀|粤港澳|成渝|环渤海|数字|清洁|末位|上述|不同|海关|入围|领先|部分|参评|本地|联动|"
    r"优化|共同|数|排名|位列|名列|靠前|靠后|上榜|入选|获评|升级|晋升|邻近|邻|外地|普通|一般|整个|整座|所在|什么|哪|千亿|百亿|"
    r"万亿|高质量|经济|国际|海外|境外|中外|未来|大学|绿色|智慧|智能|零碳|低碳|生态|产城|飞地)"
)
_MANY = re.compile(r"全国|全省|全市|全区|国家级|省级|市级|各地|所有|入选|入围|位居|第[一二三四五六七八九十\d]")
_PROVINCIAL = re.compile(
    rf"(?:{'|'.join(PROVINCES)}|[一-龥]{{2}}(?=省))(?:省|市|[一-龥]{{0,4}}自治区)?(?:级)?(?:{ENDINGS})$"
)  # 山东高新区: all parks of a province
# A park that is only called after what it does (新能源汽车产业园) is a building of some park, not a subject.
_INDUSTRY = re.compile(
    r"(?:新|能源|汽车|电子|信息|生物|医药|医疗|器械|装备|制造|高端|现代|智能|数字|数据|材料|化工|机器人|人工|航空|航天|物流|食品|"
    r"农业|农产品|服务|文化|创意|影视|动漫|集成电路|芯片|半导体|光伏|锂电|电池|氢能|储能|低空|经济|环保|节能|健康|纺织|服装|"
    r"家居|机械|精密|轻工|大|与|和|及|中小企业|小微企业|留学人员|大学生|返乡|双创|电商|跨境|军民融合|产业|创新|科技|小微|专精特新|"
    r"国际|中外|合作|先进|循环|再制造|钢铁|石化|冶金|建材|造船|海洋|软件|互联网|网络|安全|区块链|量子|通信|光电|显示|5G)+$"
)


def printed(text: str) -> list[tuple[int, int, bool]]:
    """What looks like a park's own name in a text: its offsets, and whether it is of a kind that a government sets up."""
    found, last = [], 0
    for ending in _ENDING.finditer(text):
        run = _RUN.search(text, max(last, ending.start() - 14), ending.start())
        last = ending.end()
        if run is None:
            continue
        stem = _LEAD.sub("", run.group())
        stem = _whole_place(run.group(), stem)
        if ending["broad"] and not (len(stem) >= 2 and ranks_itself(text, ending.end())):
            continue
        if 2 <= len(stem) <= 12 and not ending["any"]:
            found.append((ending.start() - len(stem), ending.end(), bool(ending["official"])))
        elif ending["any"] and len(stem) >= 3 and leading_place(stem + "园区"):
            found.append((ending.start() - len(stem), ending.end(), True))
    return found


def ranks_itself(text: str, end: int) -> bool:
    """Whether what a name that ends here stands for is ranked in the same clause: 西咸新区由第六名升至…"""
    return bool(_RANKED.match(text, end))


def _whole_place(run: str, stem: str) -> str:
    """A cut never goes through a city's name: 日照, 张家口."""
    cut = len(run) - len(stem)
    for size in (2, 3, 4):
        for start in range(max(0, cut - size + 1), cut):
            if run[start : start + size] in CITIES:
                return run[start:]
    return stem


def leading_place(name: str) -> str | None:
    """The place that a park's name begins with; None where it begins with none."""
    for size in (4, 3, 2):
        if name[:size] in CITIES or name[:size] in PROVINCES:
            return name[:size] if len(name) > size + 2 else None
    town = re.match(r"[一-龥]{1,3}[市县]", name)
    return town.group() if town and len(name) > town.end() + 2 else None


def is_own_kind(name: str) -> bool:
    """Whether a name is that of a kind of park that firms run too."""
    return bool(re.search(rf"(?:{_OWN_KIND})$", name))


def unlisted(title: str, sentences: list[str], known: Callable[[str], bool]) -> dict[str, str]:
    """Parks outside the register that an article names: every printed form with the full name it stands for.

    `known` says whether a name ends with one of the register's, as 包括深圳高新区 does.
    """
    counted: Counter[str] = Counter()
    taken: set[str] = set()
    body = "\n".join(sentences)
    for text in (title, *sentences):
        for start, end, official in printed(text):
            name = text[start:end]
            if _GENERIC.match(name) or _MANY.search(name) or _PROVINCIAL.search(name) or known(name):
                continue
            counted[name] += 1
            stem = _ENDING.sub("", name)
            free = (
                start == 0
                or text[:start].endswith(("家园区", "座园区", "个园区"))
                or text[start - 1] in "，。；：、（“”’》！？ 在从与和及进到于向往对由是为"
            )
            listed = (start > 0 and text[start - 1] in "、与和及") or (end < len(text) and text[end] in "、和与及")
            ranked = (free or text[start - 1] == "的") and ranks_itself(text, end)
            if official or ranked or leading_place(name) or (not _INDUSTRY.match(stem) and (listed or free or counted[name] > 1)):
                taken.add(name)
    for start, end, _ in printed(title):
        # A headline has no commas: the longest part of it that comes back in the text is the name.
        again = next((title[cut:end] for cut in range(start, end - 3) if title[cut:end] in body), None)
        if (
            again
            and not _GENERIC.match(again)
            and not _MANY.search(again)
            and not known(again)
            and not _INDUSTRY.match(_ENDING.sub("", again))
        ):
            taken.add(again)
    return _full(taken, counted, body)


def _full(taken: set[str], counted: Counter[str], body: str) -> dict[str, str]:
    """Short forms to the full name (with its place), and what only has a word too many in front to the name itself."""
    names: dict[str, str] = {}
    for name in sorted(taken, key=len):
        shorter = next((one for one in names if name.endswith(one) and len(name) > len(one)), None)
        if shorter is None:
            names[name] = name
        elif leading_place(name):
            names[name] = name
            names[shorter] = name
    for name in list(names):
        broad = re.fullmatch(rf"(?P<stem>[一-龥]{{2,3}})(?<!高)(?P<ending>{_BROAD})", name)
        longer = (
            re.search(rf"{broad['stem']}(?:(?![区园])[一-龥]){{2,6}}{broad['ending']}", body) if broad and names[name] == name else None
        )
        if longer:
            names[name] = names[longer.group()] = longer.group()  # 宁东基地 is short for 宁东能源化工基地
    for name in counted:
        if name not in names:
            whole = next((one for one in names if one.endswith(name)), None)
            if whole and leading_place(whole):
                names[name] = whole
    return names
