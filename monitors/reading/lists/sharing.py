"""Shares of a list spoken of: 深圳独揽29家，东莞、广州分别有10家、7家; 第一批142家，第二批1079家."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from monitors.reading.lists.holders import behind, each
from monitors.reading.lists.members import GENERIC, Count
from monitors.reading.lists.stocks import WEAK_NOUN, Stocks
from monitors.reading.subjects import Subject

# Between an owner and the count it has of a list.
_HAS = re.compile(
    r"(?:（[^（）]{1,8}）)?(?:的?(?:企业|单位|项目|工厂|园区)(?=已|共|有|占|达))?(?:一市|一省|一地|一区|全市|全省|全区|市|省|区)?(?:，)?(?:一家独大，|一马当先，|独占鳌头，|遥遥领先，|(?:位列|名列|分列|排在|排名|居|位居|稳居|列)(?:全省|全国|全市)?(?:前[一二三四五六七八九十]|第?[一二三四、至到]+)(?:位|名)?，|并列第?[一二三四五六七八九十\d]{1,3}(?:位|名)?，|紧随其后，|居首，|领先，|在[^，。；]{1,16}(?:中|里|上)|以|累计|总计|共计|合计|拟|则|也|还|同样|又|共|就|仅|只|另|均|都|更|一举|已|其|中|是|为|约|近|超过?|超|逾|一共|总共|各|分别|各自|独自|首次|最多|这次|此次|本次|这一批|本批|"
    r"今年|去年|当年|在列|一家|就此|此番|从中|合计|竟|才|依然|仍|拿走|“开张”|"
    r"独揽|独占|包揽|占到|占去|占据|占得|占了|占|拿下|斩获|摘得|摘下|夺得|收获|贡献|一口气|增加了?|揽下|揽获|捧回|新添|再添|又添|添|分得|挤进|跻身|捧得|捧走|抱回|获得|获评|获|喜提|取得|获批|"
    r"新?入选|新?入围|新?上榜|新增|有|达到?|拥有|分到|分走|撑起|抢下|揽得|落袋|进账|报喜|了|去|到|得|下|走)*"
)
_GRASPS = re.compile(r"独揽|独占|包揽|占|拿下|斩获|摘得|夺得|收获|揽|捧|添|分得|挤进|跻身|喜提|席")
_OTHER_NOUN = re.compile(r"的?[一-龥]{1,8}(?:量|额|率|商|店|员|院|所|校|村|镇|站|馆|社|企业|公司)(?:[，。；、]|$)")
_RISEN = re.compile(r"[由从][^，。；\d]{0,6}\d{1,5}[家个户项][^，。；\d]{0,4}(?:到|至|为|成)")
_BATCH = re.compile(r"第[一二三四五六七八九十\d]{1,3}批(?:里|中)?")
_OWN_EDITION = re.compile(r"到?第[一二三四五六七八九十\d]{1,3}批|20\d\d年")


@dataclass
class Sharing(Stocks):
    """Shares in one sentence."""

    def _share(self, count: Count) -> None:
        """深圳独揽29家，东莞、广州分别有10家、7家: a count right behind its owner, of the list spoken of."""
        topic = self.topic(count.start)
        beside = self.linking.beside(count)
        known = [one for one in self.done if not one[2].endswith("(累计)")] or self.done
        name = known[-1] if known and not (topic and topic.at > known[-1][0].start) else None
        if (topic is None and name is None) or (self.linking.ordinary(count, None) and not name):
            return
        strong = bool(_GRASPS.search(self.text[self.linking.stretch(count).start : count.start]))
        if not (self.fresh() or strong or (topic and topic.at) or name or (topic and self.told.topic is topic and not self.told.found)):
            return
        fits = WEAK_NOUN.match(count.noun) or GENERIC.match(count.noun) or (topic and count.noun[-2:] in topic.title.name)
        if (not fits or _OTHER_NOUN.match(self.text, count.end)) and not behind(self.text, count.end, self.behind):
            return
        owner = self._share_owner(count)
        if owner is None:
            return
        title = beside or (name[1] if name else topic.title if topic else None)
        label = name[2] if name else (topic.label or topic.title.name) if topic else ""
        if title is None:
            return
        if beside:
            label = beside.name
        elif topic and topic.review and not name:
            label = f"{topic.title.name}(通过复核)"
        label = re.sub(r"\(累计\)$", "", label)
        if kind := self._kind(count):
            label = f"{re.sub(r'[(].*', '', label)}({kind})"
        edition = (
            self.last_edition or self.stock_edition
            if name and not _OWN_EDITION.match(self.text, self.linking.clause(count.start).start)
            else self.edition_of(count, title, topic, review=bool(topic and topic.review))
        )
        self.emit(count, title, label, edition, self.last_proposed if name else self.proposed_of(title, topic, count), owner)

    def _kind(self, count: Count) -> str | None:
        """A未来工厂4家、培育企业6家: the second count names a kind of the list."""
        found = re.search(r"\d[家个户项]?(?:、|和)(?P<kind>培育|试点|储备|入库|示范)(?:企业|单位|项目|工厂)?$", self.text[: count.start])
        return found["kind"] if found and self.done else None

    def _share_owner(self, count: Count) -> Subject | None:
        if found := behind(self.text, count.end, self.behind) or behind(self.text, count.quantity.end, self.behind):
            return found
        near = [one for one in self.owners if one.end <= count.start]
        clause = self.linking.clause(count.start)
        if (
            re.fullmatch(r"20\d\d年度?(?:则|又|也|已|增加到|增至|升至|达到?|为|有|是)*", self.text[clause.start : count.start])
            and self.done
        ):
            return self.holders.last  # 2022年入选9家，2023年14家
        if (
            re.fullmatch(
                r"到?第[一二三四五六七八九十\d]{1,3}批(?:里|中|的|则|也|又|已|时|共|只)*(?:有|为|是|达到?)?",
                self.text[clause.start : count.start],
            )
            and self.done
        ):
            return self.holders.last  # 第一批142家，第二批1079家: a batch has its share
        if self._kind(count):
            return self.holders.last
        if not near:
            return None
        owner, row = near[-1], self.row_of(count)
        first = row[0]
        between = _RISEN.sub("", _BATCH.sub("", self.text[owner.end : first.start]))
        for title in self.linking.titles:
            if owner.end <= title.start and title.end <= first.start:
                between = self.text[owner.end : title.start] + self.text[title.end : first.start]  # A未来工厂4家
        if len(between) > 16 or not _HAS.fullmatch(between):
            return None
        if len(owner.names) == 1:
            return owner if row[0] is count else None
        if len(row) == len(owner.names):
            return replace(owner, names=(owner.names[row.index(count)],))
        return owner if len(row) == 1 and (each(between) or not between) else None
