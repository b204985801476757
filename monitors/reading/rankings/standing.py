"""Of which ranking, indicator and edition a rank is that a sentence states."""

from __future__ import annotations

import re
from collections import Counter

from monitors.reading.boards import ECONOMIC, HIGH_TECH, SINGLES, Board, Single, entry_name
from monitors.reading.lists.titles import titles
from monitors.reading.places import CITIES, PROVINCES
from monitors.reading.prose import Span
from monitors.reading.rankings.draft import Draft
from monitors.reading.rankings.ranks import Rank, moves, ranks
from monitors.reading.sentence import Context, Sentence
from monitors.reading.subjects import Level, Subject

# Parts of the country and of provinces, and kinds of cities, among whose parks one is ranked.
_AREA = (
    "苏[北中南]|皖[北南江]|鲁[西南中]{1,2}|胶东|浙[东西南北]{1,2}|粤[东西北]|闽[东西南北]{1,2}|川[东南北]{1,2}|湘[东西南北]|豫[东西南北]|赣[东西南北]|冀[东中南]|"
    "华[东南中北]|西[南北]|东北三省|长江经济带|黄河流域|(?:全国)?(?:非省会|省会|地级|县级)(?:城)?市|(?:全国)?县域"
)
_SCOPE = re.compile(
    rf"(?P<scope>{_AREA}|西部地区|中部地区|东部地区|东北地区|西部|中部|东部|东北|中西部|长三角|珠三角|京津冀|省内|市内|全省|全市)"
    r"(?:各|省级|国家级?|同类|入围|所有)*(?P<among>高新区|经开区|开发区|园区)?(?:中|里)?(?:排名|排在|位列|位居|排|列|居|的)?$"
)
_CLASS = re.compile(
    r"(?:在|列|居)(?P<class>(?:省级|市级|县级|国家级|县域|同类)(?:高新区|经开区|开发区|园区))(?:中|里|当中)?(?:排名|排在|位列|位居|拿了?|夺得?|摘得?|排|列|居)?$"
)
# 在湖南省9家国家高新区中排: the rank among those of one province.
_IN_PROVINCE = re.compile(
    r"(?:在|居|列|位居|位列|排在?)[一-龥]{2,6}?(?:省|自治区|的)?\d{1,2}家[一-龥]{0,6}(?:高新区|经开区|开发区|园区)(?:中|里)?(?:，[^，。；]{0,12})?(?:排名|排在|位列|位居|列|居|排)?$"
)
# 全国第6位、山东省第2位
_OF_PROVINCE = re.compile(rf"(?:^|[，、居列在和])(?:本|全)?(?:(?:{'|'.join(PROVINCES)})省?|省)$")
_SCOPE_AHEAD = re.compile(
    r"(?:但|而|不过|同时)?(?:放)?在[一-龥]{2,8}\d{1,2}家[一-龥]{0,6}(?:高新区|经开区|开发区|园区)(?:中|里|当中|之中)，"
)
# 先看营业收入一栏：… the measure that the clauses after it rank by.
_TABLE = re.compile(
    r"(?:看|论|比|按|以|在)?(?P<measure>[一-龥]{2,12}(?:收入|产值|强度|投入|总额|数量|增速|税收|能力|占比|密度|外资|成交额|增加值))(?:这)?(?:一栏|一列|一项|栏|列|排行|排序|来看)(?:上|里|中)?$"
)
# 陕西省内，A稳居榜首: the ranks of a sentence are those within a province.
_WITHIN = re.compile(
    r"(?:而|放眼|从|在|就|单看)*(?:[一-龥]{2,3}?)?(?P<scope>省内|市内|全省|全区)(?:来)?(?:看|范围内|各(?:高新区|经开区))?(?:中|里)?，"
)
_METRIC = re.compile(
    r"(?P<metric>[一-龥A-Za-z&“”（）]{0,24}?(?:数量|总量|总额|总数|总值|拥有量|能力|强度|密度|增速|比例|人数|吞吐量|"
    r"增幅|规模|收入|税收|增加值|GDP|水平|指数|产值|投资额|占比|贡献率|投入|评价|得分|幅度|速度|满意度|贡献度|数|额|率|值|量))"
    r"(?:排名|指标|单项)?(?:均|都|也|则|继续|连续\S{2,4}年|保持|稳|始终|一直|仍)*(?:位居|位列|名列|"
    r"排名|排在|跃居|升至|保持|位|居|列|排|达到)"
)
_UNITS = "家|个|户|项|件|元|美元|吨|%|辆|台|人|人次|平方米|千瓦时|吉瓦|兆瓦|项目|亩|倍"
_FIGURE = re.compile(
    r"(?P<noun>[一-龥“”]{2,24}?)(?:同比|按可比价格?|比上年)*(?:计算)?(?P<grown>增长|增幅|增速|下降)?(?:总数|累计|数量)?(?:达到?|突破|超过?|越过|为|有|已达|增至|完成|约|近)*"
    rf"[\d.,]{{1,9}}(?:余|多)?(?:万|亿|千)*(?P<unit>{_UNITS})"
)
# 规模居全市, 在荆门各县市区里排, 均为自治区各园区: among whom the figure before is ranked, with no ranking named.
# 2010年升级为国家高新区的A: the year belongs to the park, not to its rank.
_CALLED_SINCE = re.compile(r"年(?:获批|升级|升格|晋升|批准|设立|成立|创建|建成|建区|挂牌|启用|获国务院)[^，。；]{0,24}的")
_GROWTH_ONLY = ("同比", "环比", "年均", "比上年", "较上年")  # 同比增长10%: no figure of its own
_AMONG = re.compile(
    r"(?:，|其|并|且|也|都|均|则|继续|仍|更是|连续[一-龥\d]{1,3}年|已)*(?P<measure>规模|增速|增幅|总量|数量|体量|总额|强度|占比|密度|总数)?"
    r"(?:均|都|也|则|高|稳|继续|仍|始终|已|连续[一-龥\d]{1,3}年)*(?:在|位?居|位列|名列|列|排名?在?|为|占|是)*"
    r"(?:(?:全国|全省|全市|全区|全州|自治区|副省级|省内|市内|(?:中西|西|中|东)部|同类)[一-龥]{0,10}?|[一-龥]{2,8}各[一-龥]{1,8}|各[一-龥]{1,6})"
    r"(?:中|里|之中|当中|内)?(?:位?居|位列|名列|列|排名?在?|的)?"
)
_LEADING = re.compile(r"(?P<measure>规模|增速|增幅|总量|数量|体量|总额)?(?:继续|始终|一直|已|连续[一-龥\d]{1,3}年)*")
_PART_OF_YEAR = re.compile(r"\d{1,2}(?:至|—|-)\d{1,2}月|上半年|[一二三前]季度")
_COUNT_METRIC = re.compile(r"(?:入选|入围|上榜|获奖|企业|总|累计)?(?:数量|总数|总量|增量|家数|数)(?:(?:、|和|与)(?:总量|增量|数量|增速))?")
_EVALUATED = re.compile(
    r"(?:^|[，。；：、“在年]|年度)(?:的)?(?:综合)?(?:考核评价|考评|考核|评价)(?:结果)?(?:中|里|显示|，)|(?:参加|参评|接受|参与)[^，。]{0,6}(?:综合|考核)?评价|国考"
)
_ONE_OF_TWO = re.compile(r"前者|前一[个项]|(?P<second>后者|后一[个项])")
_PROVINCE_WIDE = re.compile(r"(?:全省|全自治区|全市|省内|自治区内|全区)(?:的)?$")
_PROVINCIAL = re.compile(rf"(?:{'|'.join(PROVINCES)}|[一-龥]{{2}}省|全省|全市|全区|自治区)")
_EXPLICIT = re.compile(r"”?(?:这一|这个|该|这)?(?:单项|分项|指标)")
_OVERALL = re.compile(r"综合(?:排名|名次|实力)|总排名|总分|总榜")
_OF_THE_WHOLE = ("排名", "综合排名", "综合得分", "总得分", "综合实力", "综合水平", "发展水平", "总体水平")  # no measure of its own
_SINGLE_HINT = re.compile(r"单项|分项|一级指标|二级指标|指标|[一这该]项|一科|单科|方面")


class Standing:
    """What the ranks of one sentence are ranks of; `drafts` are the article's ranks so far."""

    def __init__(self, context: Context, sentence: Sentence, drafts: list[Draft]) -> None:
        self.context = context
        self.sentence = sentence
        self.drafts = drafts
        self.text = sentence.text
        self.kept: tuple[str, ...] = ()  # the single indicator ranked last: …单项从第10名前进到第9名；2024年度又站上第3名
        self.table = ""  # the measure by whose figures the clauses rank parks
        self.topic: tuple[str, ...] = ()  # single indicators announced by an earlier clause (进出口总额方面，…)

    def announce(self, clause: Span) -> None:
        """进出口总额方面，… and 在优质企业数、营商环境两个单项排名中，… hold for the clauses after them."""
        if any(clause.start <= one.start < clause.end for one in self.sentence.boards):
            self.topic = self.kept = ()
        tabled = self.text[clause.end - 1] in "栏列项行序看上里中"  # looked at first, for speed
        if tabled and (table := _TABLE.search(self.text[clause.start : clause.end])):
            self.table = re.sub(r"^.*[看论比按以在]", "", table["measure"])
        if re.search(r"综合|总排名|总分|总榜|整体", self.text[clause.start : clause.end]):
            self.kept = ()
        inside = [one for one in self.sentence.singles if clause.start <= one.start < clause.end]
        if inside and self._stands_out(clause, inside[-1]):
            self.topic = inside[-1].names
        said = self.text[inside[-1].end : clause.end].strip("”：—") if inside else ""
        if inside and re.fullmatch(
            r"(?:方面|中|上|里|等|[一-龥]{0,4}单项[一-龥]{0,4}|[一二两三四五六七八]?个?[一-龥]{0,2}(?:榜|科|项|指标)[上中里]?)?", said
        ):
            self.topic = inside[-1].names

    def turn_to(self, at: int) -> None:
        """Take the sentence as far as an offset, with what its clauses have announced up to there."""
        self.topic = self.kept = ()
        for clause in self.sentence.clauses:
            if clause.start <= at:
                self.announce(clause)

    def _stands_out(self, clause: Span, single: Single) -> bool:
        """“绿色发展”最为突出，排名第17: an indicator that its clause only characterises is what the next clause ranks."""
        if not re.search(r"单项|指标|分项|[一这该]项|一级|“", self.text[: clause.end]) or not self.text.startswith("，", clause.end):
            return False
        after = self.text[single.end : clause.end]
        return (
            not re.search(r"\d|第|[前十]强|、", after)
            and not re.search(r"\d", self.text[clause.start : single.start])
            and not ranks(self.text, clause.start, clause.end)
            and not any(move.places != (0,) for move in moves(self.text, clause.start, clause.end))
        )

    def keep(self, clause: Span, at: int) -> None:
        """Once a single indicator is ranked, further ranks of the same park are of it until something else is named."""
        self.kept = self.singles(clause, at)

    def board(self, at: int, owner: Subject | None = None) -> tuple[Board, int] | None:
        """The ranking that a rank at an offset is of, and where it is named (-1: elsewhere in the article)."""
        found = self._named(at) or (self._understood(owner) if owner else None)
        if found is None or owner is None or found[0].name not in (HIGH_TECH, ECONOMIC):
            return found
        own = any(
            one.start == found[1] and re.search(r"国家|商务部|科技部|工信部", self.text[one.start : one.end])
            for one in self.sentence.boards
        )
        if not own and (provincial := self._of_its_province(at)):
            return provincial, -1
        if any(one.start == found[1] and re.search(r"高新|经开|经济", self.text[one.start : one.end]) for one in self.sentence.boards):
            return found
        kinds = self.context.register.kinds(owner.single)
        other = ECONOMIC if found[0].name == HIGH_TECH else HIGH_TECH
        if kinds and kinds == {other}:  # neither of the two national evaluations ranks parks of the other's kind
            known = [board for board in self.context.boards if board.name == other]
            return (known[-1] if known else Board(other)), -1
        return found

    def _of_its_province(self, at: int) -> Board | None:
        """综合评价要进入全自治区前八: of the province's own ranking, where the article has one."""
        if not _PROVINCE_WIDE.search(self.text[max(0, at - 8) : at]):
            return None
        known = [one for one in self.context.boards if _PROVINCIAL.match(one.name)]
        return known[-1] if known else None

    def _named(self, at: int) -> tuple[Board, int] | None:
        named = [one for one in self.sentence.boards if one.end <= at + 1]
        if named:
            return named[-1].board, named[-1].start
        later = [one for one in self.sentence.boards if one.start > at]
        if later and not self.context.boards:
            return later[0].board, -1
        spoken = self._spoken() or self.context.titled
        return (spoken, -1) if spoken else None

    def _understood(self, owner: Subject) -> tuple[Board, int] | None:
        """2017年的考核评价中，合肥经开区名列第11: with no ranking named, the national evaluation of the park's kind."""
        kinds = self.context.register.kinds(owner.single)
        told = any(draft.board.name in kinds for draft in self.drafts) or _EVALUATED.search(self.text)
        return (Board(kinds.pop()), -1) if len(kinds) == 1 and told else None

    def _spoken(self) -> Board | None:
        """The ranking that a sentence speaks of without naming it: this paragraph's, else the article's main one."""
        known = self.context.boards
        if not known:
            return None
        last = known[-1]
        if len(known) == self.context.boards_before:
            counted = Counter(draft.board.name for draft in self.drafts)
            main = max(counted, key=lambda name: counted[name]) if counted else last.name
            last = next((board for board in known if board.name == main), last)
        if re.search(r"今年|此次|本次|这次|最新", self.text):
            same = [board for board in known if board.name == last.name]
            last = max(same, key=lambda board: board.edition or 0)
        return last

    def singles(self, clause: Span, at: int) -> tuple[str, ...]:
        inside = [one for one in self.sentence.singles if clause.start <= one.start and one.end <= at]
        if inside and _EXPLICIT.match(self.text, inside[-1].end) and not _OVERALL.search(self.text, inside[-1].end, at):
            return inside[-1].names  # A的研发投入强度单项在…评价中排第12
        if inside and at - inside[-1].end <= 16 and not any(inside[-1].end <= one.start < at for one in self.sentence.boards):
            return inside[-1].names
        if re.search(r"(?:这一|该|这个|这)(?:单项|指标|项|一项)", self.text[clause.start : at]) and self.context.single:
            return (self.context.single,)
        if len(self.topic) == 2 and (said := _ONE_OF_TWO.match(self.text, clause.start)):
            return self.topic[1:] if said["second"] else self.topic[:1]  # 前者第22位，后者第23位
        return self.topic or self.kept

    def edition(self, at: int, board: Board, board_at: int) -> str | None:
        if board.edition is not None and board_at >= 0 and any(one.own_year and one.start == board_at for one in self.sentence.boards):
            later = self._years(board_at, at)
        else:
            later = self._years(self.text.rfind("；", 0, board_at) if board_at > 0 and board.name not in (HIGH_TECH, ECONOMIC) else -1, at)
        spoken = [one.edition for one in self.drafts if one.board.name == board.name and one.edition]
        beside = [one.board.edition for one in self.sentence.boards if one.end <= at and one.board.edition]
        year = later or board.edition or self.context.paragraph_year or ([*spoken, *beside] or [None])[-1]
        return str(year) if year is not None else None

    def editions(self, clause: Span, at: int, count: int) -> list[str]:
        """2022年、2023年、2024年分别位列: the years listed right before a rank, one for each of `count` ranks or all for one."""
        years = [one for one in self.sentence.years if one.start < at and self.text[one.start : one.end].isdigit()]
        row = years[-1:]
        for year in reversed(years[:-1]):
            if not re.fullmatch(r"(?:年度?)?(?:、|和|与|及)", self.text[year.end : row[0].start]):
                break
            row.insert(0, year)
        between = self.text[row[-1].end : at] if row else ""
        near = len(row) > 1 and len(between) <= 24 and not re.search(r"，(?!(?:它|其|该区|[一-龥]{2,4}区)?(?:[都均也]|分别))", between)
        return [str(one.year) for one in row] if near and count in (1, len(row)) else []

    def aspect(self, clause: Span, at: int) -> str:
        """亩均税收排名前两位的是A和B: what is ranked where the parks stand behind, as it follows the ranking's name."""
        names = self.singles(clause, at)
        if names:
            return f"·{names[-1]}"
        said = re.sub(r"(?:指标|单项)?(?:排名|位居|位列|名列|排在|列|居)?(?:第|前)?$", "", self.text[clause.start : at])
        metric = re.search(
            r"(?<![一-龥])(?P<metric>[一-龥]{2,12}(?:税收|收入|产值|强度|投入|数量|总额|能力|增速|贡献率|成交额|外资))$", said
        )
        return f"·{metric['metric']}" if metric else ""

    def category(self, clause: Span, at: int) -> str:
        """高新区类前三名: the class of parks that is ranked by itself, as it stands behind the ranking's name; \"\" where there is none."""
        found = re.search(
            r"(?:^|[，。；：、“在]|蝉联|夺得|位列|位居|列)(?P<class>[一-龥]{1,7}(?<![同各分这此几两该小一二三四五])[类组])(?:园区|开发区)?(?:”)?(?:的|中|里|排名|榜单?|，)*(?:[一-龥]{0,12})$",
            self.text[clause.start : at],
        )
        return f"·{found['class']}" if found else ""

    def measured(self, at: int) -> str | None:
        """The year of a rank that is on no ranking: the sentence's, else the one spoken of, else that of publication."""
        said = [one.year for one in self.sentence.years if one.start < at]
        if not said and self.context.published and _PART_OF_YEAR.search(self.text[:at]):
            return str(self.context.published.year)  # 1至8月 with no year is of the year of publication
        year = (
            self._years(-1, at)
            or (said[-1] if said else None)
            or self.context.year
            or (self.context.published.year if self.context.published else None)
        )
        return str(year) if year else None

    def _years(self, after: int, at: int) -> int | None:
        inside = {year.start for year in self.sentence.years for one in self.sentence.boards if one.start <= year.start < one.end}
        found = [
            year
            for year in self.sentence.years
            if after < year.start < at
            and year.start not in inside
            and self.text[year.start : year.end] not in ("今年", "去年", "前年", "本年度", "明年")
            and not re.search(r"(?:比|较|与|由|从|成立于|始于|自)$|[比较][^，。；\d]{1,8}$", self.text[: year.start])
            and not _CALLED_SINCE.match(self.text, year.end)
            and not re.match(
                r"年(?:以来|至|起)|年?(?:度|的)*[^，；]{0,6}相[比较]|年?\d{1,2}月(?:\d{1,2}日)?(?:，)?[一-龥]{0,16}(?:公布|发布|通报|揭晓)",
                self.text[year.end :],
            )
        ]
        return found[-1].year if found else None

    def subjects(self, clause: Span, group: list[Rank], board: Board | None, owner: Subject) -> list[str] | None:
        """The names of what is ranked, one for each indicator; None where no ranking is known."""
        at = group[0].start
        if owner.level is Level.PLACE and not self.measures(clause, at) and _COUNT_METRIC.search(self.text[clause.start : at]):
            base = entry_name(board, self.context.entry_printed) if board else "入围数"
            return [base.removesuffix("数") + "数量排名" + self._scope(clause, at, board)]
        scope = self._scope(clause, at, board)
        names = self.singles(clause, at)
        outside = "综合保税区" in owner.single  # a park of a kind that the national rankings do not rank
        if self.table and not any(clause.start <= one.start < at for one in self.sentence.boards):
            return [f"{self.table}排名"]
        metric = None if names and board and not outside else self._metric(clause, at, owner)
        if outside and metric is None and names:
            metric = names[-1]
        if metric and metric.startswith(("进步", "进位", "升幅")):
            return None  # who moved most is no ranking
        if metric:
            further = self._also_counted(clause) if re.match(r"，?(?:均|都)", self.text[clause.start :]) else None
            return [f"{one}排名{scope}" for one in (further, metric) if one]
        if board is None:
            return None
        inside = _WITHIN.match(self.text) if board.name in (HIGH_TECH, ECONOMIC) and not self.sentence.boards else None
        scope = self.category(clause, at) + (scope or (f"({inside['scope']})" if inside else ""))
        if names and (board.name in (HIGH_TECH, ECONOMIC) or _SINGLE_HINT.search(self.text) or f"“{names[0]}" in self.text):
            self.context.single = names[-1]
            return [f"{board.name}·{name}{scope}" for name in names]
        return [board.name + scope]

    def _metric(self, clause: Span, at: int, owner: Subject) -> str | None:
        """入围数量, 万人有效发明专利拥有量: what is ranked where it is no board but a measure of its own."""
        start = owner.end if clause.start <= owner.start < at else clause.start
        start = max([start, *(end for first, end in self.sentence.pronouns if clause.start <= first < at)])
        start = max([start, *(one.end for one in self.sentence.boards if clause.start <= one.start < at)])
        start = max(start, owner.end if clause.start <= owner.start < owner.end <= at else start)
        among = re.search(r"(?:位居|居|列)(?:全国|全省|全市)(?P<metric>[一-龥]{4,20})(?:榜首|首位)", self.text[start : at + 2])
        if among and re.search(r"额|值|量|数$", among["metric"]):
            return "全国" + among["metric"]
        if (among := self._among(start, at)) and (figured := self._counted_before(clause, among["measure"])):
            return figured
        found = _METRIC.search(self.text[start:at] + "列" if self.text[at - 1 : at] not in "列居位排名" else self.text[start:at])
        if found is None:
            return None
        metric = re.sub(r"^(?:的|在|其|中|其中|继续|则|和|与|为|以|更是)+", "", found["metric"])
        if _COUNT_METRIC.fullmatch(metric):
            counted = [one for one in titles(self.text[:at]) if one.end <= clause.end]
            return f"{counted[-1].name}数量" if counted else self._counted_before(clause)
        return metric if metric not in _OF_THE_WHOLE and metric not in SINGLES and len(metric) >= 3 else None

    def _names_another(self, start: int, end: int) -> bool:
        """Whether a ranking or a park is named in a stretch."""
        starts = [one.start for one in self.sentence.boards] + [one.start for one in self.sentence.parks]
        return any(start <= one < end for one in starts)

    def of_place(self, after: int, at: int) -> bool:
        """太原市规上工业增加值增速列…第二: whether what is ranked is a measure of the place right before it."""
        if self._names_another(after, at):
            return False
        said = _METRIC.match(self.text, after)
        return bool(said and said.end() <= at and len(said["metric"]) >= 3)

    def measures(self, clause: Span, at: int) -> bool:
        """Whether a rank is that of a figure in the clauses before it, and of no ranking: 地区生产总值1.3万亿元，列全省第二."""
        if self._names_another(clause.start, at):
            return False
        among = self._among(clause.start, at)
        return bool(among and self._counted_before(clause, among["measure"]))

    def measured_names(self, clause: Span, at: int, owner: Subject) -> str | None:
        """What is ranked by a figure in the clauses before: 产业规模排名."""
        metric = self._metric(clause, at, owner)
        return f"{metric}排名" if metric else None

    def _also_counted(self, clause: Span) -> str | None:
        """产值133亿元，企业27家，均为各园区之最: the figure before the last one."""
        before = [one for one in self.sentence.clauses if one.end <= clause.start]
        return self._counted_before(before[-1]) if len(before) > 1 else None

    def _among(self, start: int, at: int) -> re.Match[str] | None:
        ahead = self.text.startswith(("冠绝", "领跑"), at)  # 总量连续七年冠绝全国城市: among whom stands behind
        return (_LEADING.fullmatch(self.text, start, at) if ahead else None) or _AMONG.fullmatch(self.text, start, at)

    def _counted_before(self, clause: Span, measure: str | None = None) -> str | None:
        """高新技术企业达200家，居全市第一: the number in the clause before is what is ranked, or its 规模 or 增速."""
        earlier = [one for one in self.sentence.clauses if one.end <= clause.start][-3:]
        last = max([one.end for one in self.sentence.boards if one.end <= clause.start], default=0)
        told = [figure for one in reversed(earlier) if one.start >= last and (figure := _FIGURE.search(self.text, one.start, one.end))]
        found = [figure for figure in told if figure["noun"] not in _GROWTH_ONLY or measure in ("增速", "增幅")]
        if not found:
            return None
        figure = found[0]
        counted = titles(self.text[: clause.start])
        noun = re.sub(
            r"^.*(?:拥有|集聚|现有|累计|园区|该区|高新区|经开区|开发区|实现|完成|全市|全省|全区|年|度|月|我们)", "", figure["noun"]
        )
        placed = noun.removesuffix("共") in (*PROVINCES, *CITIES)  # 江苏共有9家园区: the place, and not what is counted
        name = noun if len(noun) > 2 and not placed and noun not in ("总数", "数量") else counted[-1].name if counted else ""
        if not name or re.search(r"(?:国家级?|全国)$|排名|名次|位次", name):
            return None
        if measure in ("增速", "增幅") or (measure is None and figure["unit"] == "%" and figure["grown"]):
            return name + "增速"
        kind = measure if measure not in (None, "总数", "数量") else ""
        return name + (kind or ("数量" if figure["unit"] in ("家", "个", "户", "项", "件") else ""))

    def _clause_before(self, clause: Span) -> int:
        """Where the clause before begins, in which its scope can stand: 在江西10家国家级经开区中，它跃升为第一."""
        before = [one for one in self.sentence.clauses if one.end == clause.start - 1 and self.text[one.end] == "，"]
        return before[-1].start if before and _SCOPE_AHEAD.match(self.text, before[-1].start) else clause.start

    def _scope(self, clause: Span, at: int, board: Board | None) -> str:
        if classed := _CLASS.search(self.text[max(clause.start, at - 16) : at]):
            return f"({classed['class']})"
        if board is not None and board.name in (HIGH_TECH, ECONOMIC) and _IN_PROVINCE.search(self.text[self._clause_before(clause) : at]):
            return "(省内)"
        if board is not None and board.name in (HIGH_TECH, ECONOMIC) and _OF_PROVINCE.search(self.text[max(clause.start, at - 8) : at]):
            return "(省内)"
        found = _SCOPE.search(self.text[max(clause.start, at - 16) : at])
        if not found:
            return ""
        if found["scope"] in ("全省", "全市", "省内", "市内"):
            national = board is not None and board.name in (HIGH_TECH, ECONOMIC)
            if found["among"] in ("高新区", "经开区"):
                return f"({found['among']})"
            return f"({found['scope']})" if national or found["scope"] in ("省内", "市内") else ""
        return f"({found['scope']})"
