"""The counts of a sentence as facts: each with its act, its title, its owner and its edition."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from monitors.reading.companies import companies
from monitors.reading.lists.acts import Act, Effect
from monitors.reading.lists.losses import Losses
from monitors.reading.lists.members import GENERIC, Count, difference
from monitors.reading.lists.owning import OWN_FIRM
from monitors.reading.lists.stocks import WEAK_NOUN
from monitors.reading.lists.titles import Title
from monitors.reading.lists.topic import Topic, is_told

_OF_RANKING = re.compile(r"前(?:\d{1,3}|[一二三四五六七八九十百]{1,3})(?:名|位|强)(?:的[一-龥]{2,4})?(?:中|里|内|当中)[^；。]*$")
_NEUTRAL = re.compile(r"在列|在榜|在其列|之列|其中|在内")
_PAID = re.compile(
    r"(?:给予|奖励|奖补|补助|资助|补贴|扶持|配套|兑现|一次性)[^，。；]{0,14}?\d|\d[万亿]?元|(?:给予|予以|享受)[^。；]{0,12}(?:奖|补|支持|资助)"
)
# Behind a verb of choosing: “…” alone, and a level alone (晋升为国家级).
_QUOTED = re.compile(
    r"(?:了|为|成为|首批|全省|全国|20\d\d年度?|省级?|国家级?|市级?){0,4}“(?P<name>[^”，。]{2,14})”"
    r"(?P<more>[一-龥]{0,8}(?:计划|工程|名单|榜|奖|称号))?"
)
_QUOTED_NAME = re.compile(r"“(?P<name>[^”，。]{2,14})”")
_IN_REVIEW = re.compile(r"复核|复审|复评")
_ACTS_OF_WHOLE = ("遴选", "认定", "评选", "评定", "公布", "公示", "评出", "选出")  # by whoever confers a title
_RAISED = re.compile(r"为?(?P<level>国家级|省级|市级|国家队)(?=[，。；]|$)")
# A sentence that tells only how much a list has grown.
_ABOUT_LIST = re.compile(
    r"(?:[比较与同][^，。；]{2,12}，?|这一|这个|该|数量|总数|家数|(?:此次|本次|今年|这次)?(?:入选|上榜|入围|获评)(?:的)?(?:企业|单位|项目)?(?:数量?|总数)?)"
    r"[^。；]{0,16}\d+[家个项户][。！]?$"
)
_FIRM_TOLD = re.compile(r"(?:[：，。“]|说|表示|介绍)(?:我们|该)?公司(?=今年|去年|已|还|先后|获|入选|在|于|成|拥|凭)")
_AIM = re.compile(
    r"(?:年底前|要把|要让|要有|要达|要新增|要培育|计划(?:新增|培育|到)|预计|有望|将(?:达到|突破|新增|培育|增至|增加|超过)|再(?:新增|培育)|到20\d\d年)[^，。；]{0,20}$"
)


@dataclass
class Tallying(Losses):
    """The reading of one sentence's counts."""

    def read(self) -> None:
        """Every count of the sentence."""
        for count in self.linking.counts:
            self._count(count)
        if not self.linking.counts and self.fresh() and _ABOUT_LIST.match(self.text) and not self.told.gap:
            change = difference(self.text)
            if change is not None:
                self.told.compare(change)

    def _count(self, count: Count) -> None:
        act = self.linking.act(count)
        if self._silent(count, act):
            return
        if act and act.word == "不合格" and _IN_REVIEW.search(self.text, 0, act.start):
            act = replace(act, effect=Effect.FAILED, word="未通过复核")  # 复审的21家里，4家不合格
        if act and act.effect is Effect.GRADED and self._graded(count, act):
            return
        if act and act.effect in (Effect.LOST, Effect.WARNED):
            self._struck(count, act)
        elif act and act.effect in (Effect.REVIEWED, Effect.PASSED, Effect.FAILED):
            self._reviewed(count, act)
        elif self._chosen(count, act) or self._stock(count):
            return
        else:
            self._share(count)

    def _silent(self, count: Count, act: Act | None) -> bool:
        at = act.start if act else count.start
        if (
            self.aimed(count.start)
            or _AIM.search(self.text[: count.start])
            or self.sentence.denies(at)
            or (act and act.effect is Effect.APPLIED)
        ):
            return True
        clause = self.linking.clause(count.start)
        if act and act.start < count.start and act.start >= clause.start:
            said = self.text[clause.start : act.start]
            if OWN_FIRM.search(said) or (companies(said) and not self.owners_between(clause.start, act.start)):
                return True  # 该公司入选了3个项目
        head = self.text[: self.linking.acts[0].start] if self.linking.acts else ""
        if count.quantity.unit in ("项", "个", "件", "款") and (firm := _FIRM_TOLD.search(self.text, 0, count.start)):
            return not self.owners_between(firm.end(), count.start)
        if companies(head) and not self.owners_between(0, count.start) and count.quantity.unit in ("项", "个", "件", "款"):
            return True  # 某公司入选…，还拿下2项…
        if act and re.search(r"(?:未|没|没有|无缘|尚未|不|并未)(?:能)?$", self.text[max(0, act.start - 3) : act.start]):
            return True
        part = re.search(r"其中[^，。；\d]{0,6}(?:新晋|首次|新上榜|新面孔|初次|首度)[^，。；\d]{0,4}$", self.text[: count.start])
        return bool(part or _OF_RANKING.search(self.text[: count.start])) or self._conditional(count, act)

    def _conditional(self, count: Count, act: Act | None) -> bool:
        """对入选…的企业给予奖励: a condition."""
        clause = self.linking.clause((act or count).start)
        said = self.text[clause.start : (act or count).start]
        end = self.text.find("；", clause.end)
        return bool(
            re.search(r"^(?:对|凡|若|如|只要|一旦|鼓励|支持)", said.lstrip("“，"))
            and _PAID.search(self.text[clause.start : end if end > 0 else None])
        )

    def _chosen(self, count: Count, act: Act | None) -> bool:
        chosen = act is not None and act.effect is Effect.CHOSEN
        title = self._title(count, act) if act and chosen else None
        if title is None or act is None:
            return False
        topic = self.topic(count.start)
        label = self._finer(title, count, topic)
        if self.linking.new(count) and self._paired(count):
            label += "(新增)"
        elif self.linking.total(count) and self._by_now(count) and not act.word.startswith("公"):
            label += "(累计)"
        elif topic and topic.label and _NEUTRAL.search(act.word) and topic.title.name == title.name and not self.done:
            label = topic.label
        proposed = act.proposed or (act.word != "公布" and self.proposed_of(title, topic, count))
        whole = self._of_whole(title, count) if act.word in _ACTS_OF_WHOLE and not count.parks else None
        self.emit(count, title, label, self.edition_of(count, title, topic), proposed, whole, act=act)
        return True

    def _finer(self, title: Title, count: Count, topic: Topic | None) -> str:
        """1310家工厂、107个园区入选: a list of several kinds."""
        kind = bool(count.noun) and not GENERIC.match(count.noun) and count.noun[-2:] not in title.name
        if topic is None or title is not topic.title or not title.listed or not kind:
            return title.name
        self.told.kinds[count.noun] = f"{title.name}·{count.noun}"
        return self.told.kinds[count.noun]

    def _paired(self, count: Count) -> bool:
        """Whether new holders are told beside those by now."""
        return bool(re.search(r"累计|总计|总数|存量|总量|共计|合计", self.text))

    def _title(self, count: Count, act: Act) -> Title | None:
        beside = self.linking.beside(count)
        taken = self.linking.taken(count, act)
        if taken and taken is not beside and act.end <= taken.start and (not beside or act.start >= count.start):
            return taken
        if beside:
            return beside
        if taken:
            return taken
        if printed := self._printed(act):
            return printed
        if part := self._part_of(count):
            return part
        if self.linking.ordinary(count, act):
            return None
        raised = _RAISED.match(self.text, act.end)
        if raised and count.noun and not GENERIC.match(count.noun):
            return Title(count.start, count.end, raised["level"].replace("国家队", "国家级") + count.noun)  # 3家孵化器晋升为国家级
        if act.word in ("通过认定", "通过备案", "通过评审") and count.noun and not GENERIC.match(count.noun):
            level = re.search(r"国家级?|省级|市级", self.text[act.start : act.end])
            return Title(count.start, count.end, (level.group() if level else "") + count.noun)
        inside = [
            one
            for one in self.linking.titles
            if one.end <= count.start and one.firm and self.linking.clause(one.start) == self.linking.clause(count.start)
        ]
        if act.strong and inside and not is_told(self.text, inside[-1]):
            return inside[-1]
        topic = self.topic(count.start)
        earlier = [one for one in self.linking.titles if one.end <= count.start and one.firm]
        if topic is None and act.strong and (following := self._named_next(act)):
            return following
        if topic is None and self.done and act.word in ("公布", "公示", "入选", "上榜", "入围"):
            return self.done[-1][1]
        if topic is None:
            return earlier[-1] if (act.strong or act.word in ("获批", "列入", "跻身")) and earlier and not self.boards else None
        if (
            act.strong
            or topic.at
            or act.word in ("公布", "公示", "认定", "遴选", "确定", "列入", "跻身", "获批", "选出", "评出", "纳入", "评定", "评为")
        ):
            return topic.title
        return topic.title if self.fresh() and act.start < count.start and not self._object(act, count) else None

    def _part_of(self, count: Count) -> Title | None:
        """国家级“小巨人”企业累计132家，其中第六批新入选21家: a part of those counted before."""
        clause = self.linking.clause(count.start)
        before = [one for one in self.linking.titles if one.end <= clause.start and one.firm]
        told = before and any(before[-1].end <= one.start < clause.start for one in self.linking.counts)
        return before[-1] if told and self.text.startswith("其中", clause.start) else None

    def _named_next(self, act: Act) -> Title | None:
        """12家企业脱颖而出，成为省级数字化车间: the next clause names the title."""
        clause = self.linking.clause(act.start)
        later = next((one for one in self.linking.acts if one.start >= clause.end), None)
        if later is None or later.effect is not Effect.CHOSEN or later.start - clause.end > 4 or act.word in ("公布", "公示"):
            return None
        named = [one for one in self.linking.titles if later.end <= one.start <= later.end + 4 and one.firm]
        return named[0] if named and not any(clause.end <= one.start < named[0].start for one in self.linking.counts) else None

    def _object(self, act: Act, count: Count) -> bool:
        """Whether the act takes something of its own: 获得3项专利."""
        return bool(count.noun and not WEAK_NOUN.match(count.noun))

    def _printed(self, act: Act) -> Title | None:
        """获评“…”: a title under the words printed in quotes."""
        if act.word.startswith("通过") and (inside := _QUOTED_NAME.search(self.text, act.start, act.end)):
            return Title(inside.start(), inside.end(), inside["name"])  # 通过“样例精品”认定
        found = _QUOTED.match(self.text, act.end)
        if found is None:
            return None
        name = found.group().removesuffix("称号")
        return Title(
            act.end,
            found.end(),
            re.sub(r"^(?:了|为|成为)|20\d\d年度?|首批", "", name).strip("“”") if not found["more"] else found["name"] + found["more"],
        )
