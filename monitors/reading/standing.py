"""Of which ranking, indicator and edition a rank is that a sentence states."""

from __future__ import annotations

import re
from collections import Counter

from monitors.reading.boards import ECONOMIC, HIGH_TECH, SINGLES, Board, entry_name
from monitors.reading.draft import Draft
from monitors.reading.honours import honours
from monitors.reading.prose import Span
from monitors.reading.ranks import Rank
from monitors.reading.sentence import Context, Sentence
from monitors.reading.subjects import Level, Subject

_SCOPE = re.compile(
    r"(?P<scope>西部地区|中部地区|东部地区|东北地区|西部|中部|东部|东北|中西部|长三角|珠三角|京津冀|省内|市内|全省|全市)"
    r"(?:各|省级|国家级?|同类|入围|所有)*(?P<among>高新区|经开区|开发区|园区)?(?:中|里)?(?:排名|排在|位列|位居|排|列|居|的)?$"
)
_METRIC = re.compile(
    r"(?P<metric>[一-龥A-Za-z&“”（）]{0,24}?(?:数量|总量|总额|总数|总值|拥有量|能力|强度|密度|增速|"
    r"增幅|规模|收入|水平|指数|产值|投资额|占比|贡献率|投入|数|额|率|值|量))"
    r"(?:排名|指标|单项)?(?:均|都|也|则|继续|连续\S{2,4}年|保持|稳|始终|一直|仍)*(?:位居|位列|名列|"
    r"排名|排在|跃居|升至|保持|位|居|列|排|达到)"
)
_COUNT_METRIC = re.compile(r"(?:入选|入围|上榜|获奖|企业|总|累计)?(?:数量|总数|总量|增量|家数|数)(?:(?:、|和|与)(?:总量|增量|数量|增速))?")
_SINGLE_HINT = re.compile(r"单项|分项|一级指标|二级指标|指标|[一这该]项|一科|单科|方面")


class Standing:
    """What the ranks of one sentence are ranks of; `drafts` are the article's ranks so far."""

    def __init__(self, context: Context, sentence: Sentence, drafts: list[Draft]) -> None:
        self.context = context
        self.sentence = sentence
        self.drafts = drafts
        self.text = sentence.text
        self.kept: tuple[str, ...] = ()  # the single indicator ranked last: …单项从第10名前进到第9名；2024年度又站上第3名
        self.topic: tuple[str, ...] = ()  # single indicators announced by an earlier clause (进出口总额方面，…)

    def announce(self, clause: Span) -> None:
        """进出口总额方面，… and 在优质企业数、营商环境两个单项排名中，… hold for the clauses after them."""
        if any(clause.start <= one.start < clause.end for one in self.sentence.boards):
            self.topic = self.kept = ()
        if re.search(r"综合|总排名|总分|总榜|整体", self.text[clause.start : clause.end]):
            self.kept = ()
        inside = [one for one in self.sentence.singles if clause.start <= one.start < clause.end]
        said = self.text[inside[-1].end : clause.end].strip("”：—") if inside else ""
        if inside and re.fullmatch(
            r"(?:方面|中|上|里|等|[一-龥]{0,4}单项[一-龥]{0,4}|[一二两三四五六七八]?个?[一-龥]{0,2}(?:榜|科|项|指标)[上中里]?)?", said
        ):
            self.topic = inside[-1].names

    def keep(self, clause: Span, at: int) -> None:
        """Once a single indicator is ranked, further ranks of the same park are of it until something else is named."""
        self.kept = self.singles(clause, at)

    def board(self, at: int) -> tuple[Board, int] | None:
        named = [one for one in self.sentence.boards if one.end <= at + 1]
        if named:
            return named[-1].board, named[-1].start
        later = [one for one in self.sentence.boards if one.start > at]
        if later and not self.context.boards:
            return later[0].board, -1
        spoken = self._spoken()
        return (spoken, -1) if spoken else None

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
        if inside and at - inside[-1].end <= 16 and not any(inside[-1].end <= one.start < at for one in self.sentence.boards):
            return inside[-1].names
        if re.search(r"(?:这一|该|这个|这)(?:单项|指标|项|一项)", self.text[clause.start : at]) and self.context.single:
            return (self.context.single,)
        return self.topic or self.kept

    def edition(self, at: int, board: Board, board_at: int) -> str | None:
        if board.edition is not None and board_at >= 0 and any(one.own_year and one.start == board_at for one in self.sentence.boards):
            later = self._years(board_at, at)
        else:
            later = self._years(-1, at)
        if later:
            return str(later)
        return str(board.edition) if board.edition is not None else None

    def measured(self, at: int) -> str | None:
        """The year of a rank that is on no ranking: the sentence's, else the one spoken of, else that of publication."""
        said = [one.year for one in self.sentence.years if one.start < at]
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
            and not re.search(r"(?:比|较|与|由|从|成立于|始于|自)$", self.text[: year.start])
            and not re.match(
                r"年(?:以来|至|起)|年?\d{1,2}月(?:\d{1,2}日)?(?:，)?[一-龥]{0,16}(?:公布|发布|通报|揭晓)", self.text[year.end :]
            )
        ]
        return found[-1].year if found else None

    def subjects(self, clause: Span, group: list[Rank], board: Board | None, owner: Subject) -> list[str] | None:
        """The names of what is ranked, one for each indicator; None where no ranking is known."""
        at = group[0].start
        if owner.level is Level.PLACE and _COUNT_METRIC.search(self.text[clause.start : at]):
            base = entry_name(board, self.context.entry_printed) if board else "入围数"
            return [base.removesuffix("数") + "数量排名" + self._scope(clause, at, board)]
        scope = self._scope(clause, at, board)
        names = self.singles(clause, at)
        outside = "综合保税区" in owner.single  # a park of a kind that the national rankings do not rank
        metric = None if names and not outside else self._metric(clause, at, owner)
        if outside and metric is None and names:
            metric = names[-1]
        if metric:
            return [f"{metric}排名{scope}"]
        if board is None:
            return None
        if names and (board.name in (HIGH_TECH, ECONOMIC) or _SINGLE_HINT.search(self.text) or f"“{names[0]}" in self.text):
            self.context.single = names[-1]
            return [f"{board.name}·{name}{scope}" for name in names]
        return [board.name + scope]

    def _metric(self, clause: Span, at: int, owner: Subject) -> str | None:
        """入围数量, 万人有效发明专利拥有量: what is ranked where it is no board but a measure of its own."""
        start = owner.end if clause.start <= owner.start < at else clause.start
        start = max([start, *(end for first, end in self.sentence.pronouns if clause.start <= first < at)])
        start = max([start, *(one.end for one in self.sentence.boards if clause.start <= one.start < at)])
        among = re.search(r"(?:位居|居|列)(?:全国|全省|全市)(?P<metric>[一-龥]{4,20})(?:榜首|首位)", self.text[start : at + 2])
        if among and re.search(r"额|值|量|数$", among["metric"]):
            return "全国" + among["metric"]
        if re.fullmatch(r"(?:并)?(?:位居|位列|居|列|排名?)(?:全国|全省|全市)(?:高新区|经开区)?(?:之)?", self.text[start:at]):
            return self._counted_before(clause)
        found = _METRIC.search(self.text[start:at] + "列" if self.text[at - 1 : at] not in "列居位排名" else self.text[start:at])
        if found is None:
            return None
        metric = re.sub(r"^(?:的|在|其|中|其中|继续|则|和|与|为|以|更是)+", "", found["metric"])
        if _COUNT_METRIC.fullmatch(metric):
            counted = [one for one in honours(self.text[:at], self.context.published) if one.end <= clause.end]
            return f"{counted[-1].name}数量" if counted else None
        return metric if metric not in ("排名", "综合排名") and metric not in SINGLES and len(metric) >= 3 else None

    def _counted_before(self, clause: Span) -> str | None:
        """高新技术企业达200家，居全市第一: the number in the clause before is what is ranked."""
        earlier = [one for one in self.sentence.clauses if one.end <= clause.start]
        if not earlier:
            return None
        said = self.text[earlier[-1].start : earlier[-1].end]
        figure = re.search(
            r"(?P<noun>[一-龥“”]{2,20}?)(?:总数|累计|数量)?(?:达到?|突破|超过?|为|有|已达|"
            r"增至)?[\d.]{1,8}(?:余|多)?(?:万|亿)?(?:家|个|户|项|件|元)",
            said,
        )
        if figure is None:
            return None
        counted = honours(self.text[: clause.start], self.context.published)
        noun = re.sub(r"^.*(?:拥有|集聚|现有|累计|园区|该区|高新区|经开区)", "", figure["noun"])
        name = noun if len(noun) > 2 and noun not in ("总数", "数量") else counted[-1].name if counted else ""
        return f"{name}数量" if name else None

    def _scope(self, clause: Span, at: int, board: Board | None) -> str:
        found = _SCOPE.search(self.text[max(clause.start, at - 16) : at])
        if not found:
            return ""
        if found["scope"] in ("全省", "全市", "省内", "市内"):
            national = board is not None and board.name in (HIGH_TECH, ECONOMIC)
            if found["among"] in ("高新区", "经开区"):
                return f"({found['among']})"
            return f"({found['scope']})" if national or found["scope"] in ("省内", "市内") else ""
        return f"({found['scope']})"
