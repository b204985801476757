"""The grammar of a measure: who gets it, what it is, and which of several amounts is whose."""

from __future__ import annotations

import re

from monitors.reading.policies.words import GIVING

_WHO: tuple[re.Pattern[str], ...] = (
    re.compile(
        r"(?:^(?:[一-龥]{0,6}(?<![相针面绝应反]))?|[区园省市县起将])对(?:于)?(?P<who>[^，。；]{2,44}?)(?=$|给予|按|每|分别|予以|发放|提供|"
        r"最高|各奖励|各|一次性|奖励\d|补贴\d|补助\d|资助)"
    ),
    re.compile(r"^(?P<who>[^，。；：]{2,40}?)(?:将|可)?分别(?=给予|奖励|补助|补贴|发放|领取|享受)"),
    re.compile(r"为(?P<who>[^，。；为]{2,34}?)(?:分别|每人|每年)?(?=提供|发放|给予)"),
    re.compile(r"给(?!予)(?P<who>[^，。；给]{2,30}?)(?:分别|每人|每年)?(?=提供|发放)"),
    re.compile(r"向(?P<who>[^，。；]{2,30}?)(?:分别|免租|免费)?(?=提供|发放|给予)"),
    re.compile(
        r"^(?P<who>(?:全日制)?(?:博士后|博士|硕士|本科|大专|顶尖人才|领军人才)(?:(?!可|将|给|发|获)[一-龥]){0,6}?)(?=每月|每年|每人|\d|最高)"
    ),
    re.compile(
        r"(?P<who>(?!每月|每年|每人|每家|每户|每个|最高|单家|单个|单户|其中)[^，。；：]{2,34}?)(?:每年|每月)?(?:可申领|可获得?|可领取?|可享受?|可申请)"
    ),
    re.compile(
        r"(?P<who>[^，。；：]{2,34}?(?:企业|机构|人才|毕业生|单位|团队|平台|项目|"
        r"园区))(?:分别)?(?:一次性)?(?:奖励|补助|补贴|资助)(?=\d|最高|由)"
    ),
)
_WHO = (*_WHO, re.compile(r"将(?P<who>[^，]{2,34}?)(?:的)?(?=(?:奖励|补贴|补助|资助)(?:标准|额度|金额)?(?:由|从))"))
BEARER = re.compile(
    r"(?:企业|机构|人才|毕业生|研究生|本科生|大学生|博士后|单位|团队|平台|项目|产品|个人|博士|硕士|实验室|园区|部分|投入|"
    r"的|基地|孵化器|来区就业|专家|人员|工程师|技师|教师|医生|青年|团体|高校|院所|商户|学校|大学|协会|中心|工厂|车间|企业家|经理人|入库|达标|上市|挂牌|验收|落户|备案|入规|上规|升规|获奖|入选|[^委成议]员|经济组织|高管|大师|学者|工匠|主体|开发区|高新区|经开区|农户|商家|载体|联合体|站|证书)$"
)
# 工业用电给予每千瓦时0.05元补贴: what is subsidised stands first, without 对.
_BEFORE_GIVING = re.compile(
    r"^(?P<who>(?:(?!园区|该区|财政|政府|将|分别|一次性|按|再|并|还|另|区里|新区|发区|给|明确|措施|办法|规定)[一-龥“”]){3,14}?)(?:给予|予以)(?=每|最高|\d)"
)
_EACH = re.compile(r"^(?P<who>[^，。；：由从]{2,30}?的)(?=每[家个项户人台件]\d)")  # 首次认定的每家20万元
# 新引进的博士每月补贴4000元, 入选团队一次性资助50万元: who stands first, before how it is counted and a verb of giving.
_COUNTED = r"(?:每(?:[月年人家户个台套]|人每[月年])|一次性|最[高多]|各|均|将|都|另|再|分别|可)*"
_GIVEN_TO = re.compile(
    rf"^(?P<who>[^，。；：《》\d][^，。；：《》]{{1,26}}?){_COUNTED}(?:给予|予以|奖励?|补[贴助]?|津贴|资助|发放|可?获得?|可?[领享]取?|支持|发)(?=[^，。；]{{0,8}}\d)"
)
_BY_SHARE = re.compile(r"^(?P<who>[一-龥“”]{2,14}?(?:投资|投入|费用|支出|部分|项目))按(?=\d)")  # 供应商技改投资按12%补助
_WHO = (*_WHO, _BEFORE_GIVING, _EACH, _BY_SHARE)
_GENERIC = re.compile(r"的(?:单位|个人|主体|部分|企业|项目|机构|人员|团队)$")
_DEGREES = re.compile(r"博士后|博士|硕士|本科|专科|大专|高职|学士")
_RANK_WORDS = re.compile(r"国家级?(?!高新|标准|重大)|省级|市级|区级|县级|世界级")
_AUTHORITY = re.compile(r"(?:国家|省|市|区)$")
_OTHER_AUTHORITY = re.compile(r"(?:国家|省|市|区)(?!级)")
_CLASSES = re.compile(r"第?[一二三四五六七八九十ⅠⅡⅢⅣ123I]{1,3}[类期等级]|[甲乙丙丁ABCD][类级轮]|(?:天使|种子|Pre-?A)轮")
_STEPS = re.compile(r"\d[\d.]{0,6}(?:万|亿)?(?:元|家|台|辆|人|名|位|强)")  # 产值首次突破10亿元、5亿元、1亿元的企业
_SPLIT = re.compile(r"、|和|及|以及|或")
_TRIM = re.compile(
    r"^(?:首先|此外|同时|其中|例如|另外|例如|还|并|则|今后每年|每年|凡|园区|区里|今年起|符合条件的|符合规定的|根据政策|"
    r"按照规定)+|(?:来区就业|来区创业|来区工作)$"
)


# 每个品种, 每张证书, 同一企业: how an amount is counted, not who gets it.
_PER = re.compile(r"(?:每|单)(?:一)?[个家张项件户人年月套台名支条站款次亩位篇]|同一|每平方米|每新增")
_NUMBERED = re.compile(
    r"^(?:第[一二三四五六七八九十百\d]{1,4}[条款]|[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}、|\d{1,2}[.、])"
)
_NO_RECEIVER = re.compile(r"[。！？]|记者|公司|我们|^[个家户]|最高$")
_FIGURE = re.compile(r"\d")
_FIGURE_OF_CONDITION = re.compile(r"每[一-龥]{0,4}\d|\d(?:个月|年|类|级|家|项)")
_LOOSE_GIVING = re.compile(r"按|[补奖贴](?![助贴励])")
_BY_LEVELS = re.compile(r"(?P<head>[^按]{2,20})按(?P<levels>[^按]{3,20})")
_INCREMENT = re.compile(r"较上年度?(?:新增|增长)(?:的)?部分")


# 松山湖高新区给予…: a park that gives gets nothing; 排名前三的高新区 does.
_GIVER = re.compile(r"[^的名位前后]{0,12}(?:高新区|经开区|开发区|园区|管委会|财政|政府)")


def beneficiary(clause: str) -> str | None:
    """Who a clause gives something to: 对新引进的博士…, 为硕士、博士分别提供…, 入库企业可获…"""
    clause = _NUMBERED.sub("", clause)
    for form in _WHO:
        found = form.search(clause)
        if found:
            who = _TRIM.sub("", found["who"])
            if len(who) >= 2 and not _PER.match(who) and not _NO_RECEIVER.search(who):
                return who
    found = _GIVEN_TO.search(clause)
    who = _TRIM.sub("", found["who"]) if found else ""
    return (
        who
        if len(who) > 1 and BEARER.search(who) and not _GIVER.fullmatch(who) and not _PER.match(who) and not _NO_CONDITION.search(who)
        else None
    )


def bare(clause: str) -> str | None:
    """A clause that only names who: 首次认定的高新技术企业，奖励… and 重新认定的，由…"""
    said = _TRIM.sub("", _NUMBERED.sub("", clause)).removeprefix("对")
    return said if 3 <= len(said) <= 30 and BEARER.search(said) and not GIVING.search(said) else None


_NO_CONDITION = re.compile(
    r"^按|[补奖贴][\d一二三四五六七八九十]|《|》|记者|说|认为|介绍|据|根据|按照|依据|目前|今年|去年|明年|此外|同时|其中|此前|为此|因此|另外|明确|提出|规定|公布|发布|出台|印发|推出|设立|上线|施行|实施|围绕|为了|通过|以来|"
    r"首先|一是|二是|三是|截至|累计|办法|政策|措施|方案|意见|通知|我们|他们|负责人|当地|期间|不仅|而且|但|可谓|每年$|[？！。]"
)


# 通过一致性评价的品种，每个给予…: a noun with 的 before it, and a clause that opens with the giving.
_RELATIVE = re.compile(r"[^，。；：]{2,30}的[一-龥]{1,8}")
_OPENS_GIVING = re.compile(r"(?:每[一-龥]{1,2}|单[一-龥]{1,2}|分别|一次性|最高|均|各|则|可)*(?:给予|予以|奖|补|资助|发放|支持|可?[领获享])")
_TELLS = re.compile(r"[《》说称]|记者|认为|介绍|表示|截至|累计|办法|政策|措施|方案|意见|通知|新政|做法|会上|以来|[时天日月年]$")


def condition(clause: str, following: str) -> str | None:
    """企业自建宿舍，每套补8000元: what a payment in the following clause is for; None for a clause that only leads over."""
    said = _TRIM.sub("", _NUMBERED.sub("", clause)).removeprefix("对").removeprefix("凡").strip("“”")
    if _RELATIVE.fullmatch(said) and _OPENS_GIVING.match(following) and not _TELLS.search(said):
        return said
    if not 3 <= len(said) <= 30 or (_FIGURE.search(said) and not _FIGURE_OF_CONDITION.search(said)):
        return None
    return said if GIVING.search(following) and not GIVING.search(_LOOSE_GIVING.sub("", said)) and not _NO_CONDITION.search(said) else None


def several(who: str, count: int) -> list[str]:
    """The members of 国家级、省级、市级企业研发机构 or 应届博士、硕士、本科毕业生, each in full; [who] where they do not count `count`."""
    if count == 1:
        return [who]
    by = _BY_LEVELS.fullmatch(who)
    if by and len(levels := _SPLIT.split(by["levels"])) == count:
        return [level + by["head"] for level in levels]  # “小巨人”企业按国家级、省级
    head, sep, listed = who.rpartition("的")
    pieces = _SPLIT.split(listed if sep and _SPLIT.search(listed) else who)
    prefix = head + sep if sep and _SPLIT.search(listed) else ""
    if len(pieces) != count:
        return [who]
    authority = _AUTHORITY.search(pieces[0])
    rest = [_OTHER_AUTHORITY.match(piece) for piece in pieces[1:]]
    if authority and all(rest):  # 获得国家、省科学技术奖一等奖的
        tail = pieces[-1].removeprefix(rest[-1].group())  # type: ignore[union-attr]
        return [pieces[0] + tail, *(pieces[0][: authority.start()] + piece + ("" if piece is pieces[-1] else tail) for piece in pieces[1:])]
    for marks in (_DEGREES, _RANK_WORDS, _CLASSES, _STEPS):
        found = [marks.search(piece) for piece in pieces]
        if all(found):
            first, last = found[0], found[-1]
            if first is None or last is None:
                continue
            first = list(marks.finditer(pieces[0]))[-1]  # of 一类新药进入I期 it is I期
            found[0] = first
            lead, tail = pieces[0][: first.start()], pieces[-1][last.end() :]
            return [prefix + lead + one.group() + (piece[one.end() :] or tail) for one, piece in zip(found, pieces, strict=True) if one]
    return [prefix + piece if not position else piece for position, piece in enumerate(pieces)]


# 企业租用智算资源: what is paid for is 智算资源租用.
_DONE_TO = re.compile(r"^(?:[一-龥]{0,4}(?:企业|单位|机构|个人|园区))?(?P<act>租用|租赁|采购)(?P<what>[一-龥]{2,12}?)的?$")
_APPROVED = re.compile(r"(?:通过|完成|取得|获得)(?:国家|省|市)级?(?=备案(?:的)?$)")


def naming(who: str | None, benefit: str) -> str:
    """The name of a measure: 首次认定的高新技术企业 and 奖励 are 首次认定高新技术企业奖励."""
    if not who:
        return benefit
    who = re.sub(rf"(?:的)?{re.escape(benefit)}$", "", who) or benefit
    if who == benefit or who == benefit[:2]:
        return benefit
    who = _DONE_TO.sub(r"\g<what>\g<act>", _APPROVED.sub("", who))
    if len(who) > 4 and (who.endswith(benefit[:2]) or (benefit == "贴息" and who.endswith("利息"))):
        who = who[:-2]  # 科技保险保费 and 保费补贴, 贷款利息 and 贴息
    who = _INCREMENT.sub("增量", who)
    return _GENERIC.sub("", who).replace("的", "") + benefit.removeprefix("一次性")


def instead(who: str, other: str) -> str | None:
    """取得第三类注册证的 and 第二类 (or 二类新药): whom the next amount is for; None where the two are not of one kind."""
    for marks in (_DEGREES, _RANK_WORDS, _CLASSES):
        old, new = marks.search(who), marks.match(other.strip("“”"))
        if old and new:
            return who[: old.start()] + new.group() + who[old.end() :]
    return None


_NOBODY = re.compile(
    r"^(?:分别|再|另|则|并|还|均|一律|全部|一次性|给予|一[家个部户项]|对|各|财政|园区|全区|最多|合计|如今|现在|调整)|各$|每$|年$|分别$"
)
_OPENING = re.compile(r"^(?P<who>[^，。；：《》]{2,24}?)(?=(?:的)?(?:每|最高|可|按|单|一次性|给予|予以|奖|补|贴|资助|发放|领|全额))")


def before_giving(said: str) -> str | None:
    """分布式光伏每发1度电补: what stands before the giving; None where nothing does."""
    found = _OPENING.match(_TRIM.sub("", _NUMBERED.sub("", said)))
    if (
        found is None
        or _NO_CONDITION.search(found["who"])
        or _PER.match(found["who"])
        or _NOBODY.search(found["who"])
        or _GIVER.fullmatch(found["who"])
    ):
        return None
    return found["who"]


_GIVEN = re.compile(r"(?:万|亿)?元(?:的)?(?P<benefit>[一-龥“”]{2,10}?)(?=$|[，。；！]|和|及|、|，)")
_NO_BENEFIT = re.compile(
    r"^(?:资金|费用|投入|现金|经费)$|以上|以下|以内|左右|的|企业|项目|单位|标准|部分|不等|门槛|封顶|为限|额度|收入|人民币|每|用于|至|到|提高"
)


def given(clause: str) -> str | None:
    """最高可获500万元股权投资: what is given where no usual word (奖励, 补贴) says it; None where nothing is named."""
    found = _GIVEN.search(clause)
    return found["benefit"].strip("“”").removeprefix("综合") if found and not _NO_BENEFIT.search(found["benefit"]) else None
