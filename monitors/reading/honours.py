"""Lists and titles that firms, projects and parks are selected for: how they are named, which batch or year, and at which stage."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from monitors.reading.dates import years
from monitors.reading.places import cities, provinces

_LEVEL = r"(?:国家级|国家|全国|省级|市级|区级|省级以上|市级以上|区级以上|[一-龥]{2,6}[省市区]|全省|全市|全区|省|市)?"
_CORE = (
    "“?专精特新”?“?小巨人”?企业|“?专精特新”?“?小巨人”?|“?专精特新”?中小企业|“?专精特新”?企业|"
    "制造业单项冠军(?:企业|产品|示范企业)?|“?单项冠军”?(?:企业)?|"
    "“?瞪羚”?企业|“?雏鹰”?企业|(?:潜在)?“?独角兽”?企业|“?哪吒”?企业|科技领军企业|科技小巨人企业|"
    "“?(?:独角兽|瞪羚|雏鹰|哪吒)”?(?=榜|名单)|创新型中小企业|高成长企业|技术先进型服务企业|"
    "绿色(?:工厂|园区|工业园区|供应链管理企业)|智能(?:工厂|制造示范工厂|车间)|5G工厂|灯塔工厂|科技企业孵化器|(?<=级)孵化器|众创空间|企业技术中心|"
    "清洁生产审核创新试点(?:项目)?|科学技术(?:进步)?奖|科技进步奖|自然科学奖|技术发明奖|专利(?:金|银|"
    "优秀)?奖|民营企业(?:百强|500强|\\d{2,3}强)|制造业(?:百强|500强)|"
    "新型工业化产业示范基地|创新型产业集群|中小企业特色产业集群|先进制造业集群|知识产权(?:示范|"
    "优势)企业|服务型制造示范企业|首台[（(]套[）)][一-龥]{0,6}|"
    "数字化转型(?:试点|示范)[一-龥]{0,4}|生态工业示范园区|绿色低碳示范园区|碳达峰试点[一-龥]{0,4}|"
    "[一-龥]{0,8}(?:企业|孵化器|众创空间|制造业|服务业|公司|品牌|实验室)(?:百强|\\d{2,4}强)|"
    "[一-龥]{0,12}(?:成绩突出集体|先进集体|先进单位)|零碳园区|智慧化工园区|特色产业园区?|服务贸易[一-龥]{0,6}示范基地|"
    "重点“小巨人”企业|新型研发机构|海外人才离岸创新创业基地|双创示范基地|跨境电商[一-龥]{0,6}试验区"
)
_SEVERAL = r"“[一-龥]{2,8}”(?:(?:、|和|与)?“[一-龥]{2,8}”){1,4}(?:企业)?"  # “专精特新”“瞪羚”和“单项冠军”
_HONOUR = re.compile(rf"(?P<level>{_LEVEL})(?P<core>{_SEVERAL}|{_CORE})")
_LIST = re.compile(
    r"(?P<stem>[一-龥A-Za-z0-9“”（）()]{2,36}?)(?P<kind>(?:新|最新)?名单|推广应用指导目录|推荐目录|指导目录|(?<=企业)榜单|(?<=企业)榜(?!上有名|样)|(?<=工厂)榜单|(?<=人才)榜单|复核结果|评估结果|认定结果|评选(?:结果)?|评选名单|"
    r"评审结果|入库名单)(?![一-龥]{0,2}(?:制|管理|经))"
)
_LISTS = re.compile(r"名单|结果|榜|评选|目录")  # what every _LIST ends with: looked for first, for speed
_LEAD = re.compile(
    r"^.*(?:日电(?:（[^（）]{0,20}）)?|讯(?:（[^（）]{0,20}）)?|公布(?:的|了)?|发布(?:的|了)?|印发(?:的|了)?|下发(?:的|了)?|揭晓(?:的)?|入选|入围|申报|"
    r"上月|本月|上个月|上周|此前|随后|同期|同日|公示的|进入|登上|列入|纳入|获批|结束的|最终的|最新|登|在|了|近日|日前|联合|参加|科技部|工信部|共同|对外|"
    r"首批的|获悉|省内|(?<![一-龥])将|(?<=[厅局部委会府心院])[将对把]?|(?<=\d[日月])[将对把]|把|跻身|晒出|家企业|家单位)"
)
_NO_LEVEL = re.compile(r"^.*(?:年度?|评为|认定为|为|的|家企业|新增|含|有|和)")  # 被评为青岛市
_BATCH = re.compile(r"(?P<batch>第[一二三四五六七八九十\d]{1,3}批|首批)(?:次)?")
_YEAR = re.compile(r"(?:20\d\d)(?:年度?)?(?:第[一二三四五六七八九十\d]{1,2}批)?")
_STOCK = re.compile(r"专精特新|小巨人|瞪羚|单项冠军|雏鹰|独角兽")
_TITLED = re.compile(r"[《“](?P<name>[^《》“”]{2,30}?(?:榜单|榜|名单))[》”]")
_STAGE = re.compile(r"(?P<passed>通过(?:评估|复核|验收)(?:的)?)|(?P<reviewed>复核)")


# Any title that a level grades: 国家级X示范基地, 省级先进智能工厂.
_GRADED = re.compile(
    r"(?P<name>(?:国家级?|全国|部级|省部级|省级|市级|世界级|[一-龥]{2,3}[省市](?=[一-龥“]{3}))(?:重点|示范性?|首批)?"
    r"(?P<what>[一-龥A-Za-z0-9“”（）]{1,20}?(?:企业技术中心|技术创新中心|研究中心|研发中心|设计中心|创新中心|工程中心|实验室|孵化器|众创空间|加速器|"
    r"智能工厂|绿色工厂|工厂|车间|示范企业|标杆企业|优势企业|领航企业|中小企业|链主”?企业|企业|示范区|示范园区|示范基地|产业基地|基地|试点|试验区|先行区|"
    r"产业集群|集群|工作站|产业园|园区|特色小镇|供应链|产品|案例|场景|技术发明奖|进步奖|科学奖|质量奖|专利奖|奖|品牌|新型研发机构|服务机构)))"
    r"(?=$|[，。；、！”（）称名的认备建创资和与及\d“]|新增|增至|达|有|累计|从|由|通过|参加|被|因|继续|总量|总数|上榜|入选|获)"
)
# 认定智能制造标杆企业32家: what an authority chooses is a title, whatever its name.
_CHOSEN = re.compile(
    r"(?:认定|评定|评选|遴选|选出)(?:了|出)?(?P<name>[一-龥“”]{3,16}?(?:企业|工厂|车间|项目|案例|单位|基地|平台|中心|产品|场景))(?=\d)"
)
_NO_GRADED = re.compile(
    r"(?:新增|净增|新引进|引进|高新技术企业|高新区|经开区|开发区|高新技术产业|国家高新|产业开发|管委|政府|以上|工业园区|化工园区|规上|规模以上)"
)


@dataclass(frozen=True)
class Honour:
    """A list or title named at `text[start:end]`: its name without year and batch, and the edition where the text gives one."""

    start: int
    end: int
    name: str
    edition: str | None
    proposed: bool = False

    @property
    def counted(self) -> bool:
        """Whether such firms are counted as members of a list, new and cumulative (小巨人, 瞪羚…)."""
        return bool(_STOCK.search(self.name))


def honours(text: str, published: date | None, near: str = "") -> list[Honour]:
    """Lists and titles named in a sentence, left to right. `near` is what the article said before, for 全省."""
    found = [_list(text, match, published, near) for match in _LIST.finditer(text)] if _LISTS.search(text) else []
    listed = [one for one in found if one is not None]
    for match in _TITLED.finditer(text):
        edition = _edition(text, match.start(), match.end(), published)
        listed = [one for one in listed if one.end <= match.start() or one.start >= match.end()]
        listed.append(Honour(match.start(), match.end(), _YEAR.sub("", match["name"]), edition))
    for match in _HONOUR.finditer(text):
        if any(one.start <= match.start() < one.end for one in listed):
            continue
        level = _region(_NO_LEVEL.sub("", _LEAD.sub("", match["level"])), text[: match.start()] + near)
        core = re.sub(r"^(?:年度?|度|的|在|和|与|及)", "", match["core"])
        core = re.sub(r"(?<=”)(?:、|和|与)(?=“)", "", core)
        listed.append(Honour(match.start(), match.end(), level + core, _edition(text, match.start(), match.end(), published)))
    return sorted(listed, key=lambda one: one.start)


@lru_cache(maxsize=64)  # asked for each count of a sentence
def graded(text: str, published: date | None) -> tuple[Honour, ...]:
    """Titles of any name that a level grades (国家级…基地, 省级…工厂), left to right: what the usual names leave out."""
    found = []
    for match in _GRADED.finditer(text) if re.search(r"级|国|省|市", text) else ():
        if _NO_GRADED.search(match["what"]) or len(match["what"].strip("“”")) < 2:
            continue
        level = re.search(r"国家级?|全国|部级|省部级|省级|市级|世界级", match["name"])
        placed = [one for one in (*provinces(match["name"]), *cities(match["name"])) if one[0] == 0]
        start = match.start() if placed else match.start() + level.start() if level else -1
        if start >= 0:
            found.append(Honour(start, match.end(), text[start : match.end()], _edition(text, start, match.end(), published)))
    if not found:
        found += [
            Honour(one.start("name"), one.end("name"), one["name"], None)
            for one in _CHOSEN.finditer(text)
            if not _NO_GRADED.search(one["name"])
        ]
    return tuple(found)


def _region(level: str, before: str) -> str:
    if level not in ("全省", "省"):
        return "" if level in ("全市", "全区", "市") else level
    places = provinces(before)
    return places[-1][2] if places else ""


def _list(text: str, match: re.Match[str], published: date | None, near: str) -> Honour | None:
    stem = _LEAD.sub("", match["stem"])
    start = match.start("stem") + len(match["stem"]) - len(stem)
    # 第六批A及通过复核的第三批A名单: what passed the review is told apart where it is counted.
    both = re.search(r"(?:及|和|与|以及|暨)(?=(?:拟)?通过复核|第[一二三四五六七八九十\d]{1,3}批|复核)", stem)
    stem = stem[: both.start()] if both else stem
    edition = _edition(text, start, start + both.start() if both else match.end(), published)
    stage = _STAGE.search(stem + match["kind"])
    stem = _YEAR.sub("", _BATCH.sub("", stem)).strip("的")
    stem = re.sub(r"拟$|通过(?:评估|复核|验收)的|(?:拟认定|公示|年度)|^(?:度|届|的|和|与|及)", "", stem)
    for word in ("全省", "全国"):
        if stem.startswith(word):
            stem = _region(word, text[:start] + near) + stem.removeprefix(word) if word == "全省" else stem
    if (
        len(stem) < 3
        or re.fullmatch(r"(?:这份|该|一份|企业|项目|入选|更令人警醒的?|往年|前50名|最终|综合评价前\d+名)+", stem)
        or re.search(r"(?:移出|调出|退出|剔除|掉出)$|综合评价|前\d{1,3}名|\d+(?:家|个|户|项)", stem)
    ):
        return None
    name = stem
    if stage:
        name += "(通过" + ("评估" if "评估" in stage.group() else "复核") + ")" if stage["passed"] else ""
    after = text[match.end() : match.end() + 6]
    return Honour(
        start,
        match.end(),
        name,
        edition,
        bool(re.match(r"[（(]?(?:拟认定|公示)|予以公示", after)) or bool(re.search(r"公示|拟认定|拟入选|拟(?=入库名单)", match.group())),
    )


def _edition(text: str, start: int, end: int, published: date | None) -> str | None:
    """The batch or year that stands in or right before the name; both where both stand (2024第六批)."""
    window = text[max(0, start - 14) : end]
    batches = _BATCH.findall(window)
    dated = years(text[max(0, start - 12) : end], published)
    batch = ("第一批" if batches[-1] == "首批" else batches[-1]) if batches else ""
    explicit = [one for one in dated if text[max(0, start - 12) :][one.start : one.end].isdigit()]
    year = str(explicit[-1].year) if explicit else ""
    return year + batch if year or batch else None
