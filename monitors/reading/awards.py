"""Members of lists by the structure of a clause: a count, a title near it, and what happened to them, whatever the words in between."""

from __future__ import annotations

import re
from dataclasses import replace

from monitors.reading.dates import years
from monitors.reading.honours import Honour, graded
from monitors.reading.numbers import Quantity
from monitors.reading.ownership import Owners
from monitors.reading.prose import Span
from monitors.reading.subjects import Level, Subject
from monitors.reading.titles import Titles

_UNITS = ("家", "个", "项", "户", "件", "席", "款", "座", "种", "名", "人")
_LOST = re.compile(
    r"(?P<act>撤销|取消|摘牌|收回|移出|调出|清退|除名|退出|撤并|淘汰|吊销|注销|降级|黄牌|红牌|限期整改)(?P<kind>称号|资格|认定|名单|牌子|警告)?"
)
_FAILED = re.compile(r"未(?:能)?(?:通过|过关|续牌|保留|续期|达标)|不合格|不达标|出局|落选")
_KEPT = re.compile(
    r"(?:全部|均|都|悉数)(?:合格|通过|过关|达标)|(?<!未能)(?<!未)(?:继续)?保留|(?<!未能)(?<!未)通过复核|复核通过|顺利过关|(?<!未能)(?<!未)续牌"
)
_WON = re.compile(
    r"入选|上榜|获批|获评|获认|获得|获授|荣获|喜获|斩获|摘得|摘下|捧回|捧得|拿到|拿下|夺得|夺下|揽获|跻身|挺进|列入|列为|纳入|入围|入列|在列|"
    r"榜上有名|被授予|授予|被评|评为|认定|确认|命名|授牌|挂牌为|通过[^，。；]{0,24}(?:备案|评审|验收|认定|评估|遴选|考核)|备案|新增|新添|再添|添|又有|新获|成为|获奖|获[^，。；]{0,20}奖|占了?|贡献"
)
_NEW = re.compile(r"新增|新添|再添|又添|净增|添了?|新认定|新获批|新入选|又有|再有")
_STOCK = re.compile(
    r"(?:累计|总量|总数|存量|总计|合计|目前|共)?(?:共?有|拥有|达到?|增至|增加到|扩充到|扩容到|扩大到|发展到|升至|攀升至|累计|总量|存量|总数|为|已有)*(?:近|约|超过?|逾)?$"
)
_TOTAL = re.compile(r"累计|总量|总数|存量|总计|合计|保有|共有|已有|达到?|增至|扩充到|扩容到|增加到|发展到|升至|到$")
_TOTAL_WORD = re.compile(r"累计|总量|总数|存量|总计|合计|已有|增至|扩")
_ALSO = re.compile(
    r"(?:目前|至此|如今|现|园区|全区|全市|全省)*(?:累计|总量|总数|存量|总计|合计|保有量)(?:已|共)?(?:达到?|有|为|增至|增加到|升至|扩至)?(?:近|约|超过?|逾)?(?:\d{1,4}(?:家|户|个)[、，])?"
)
_RISEN = re.compile(
    r"(?:由|从)(?:原来的|原先的|上年的|去年的|\d{4}年的)?(?P<old>\d{1,4})(?:家|个|户)[一-龥]{1,5}(?:到|至|为|成)(?:近|约|超过?)?$"
)
_TITLED = re.compile(r"小巨人|专精特新|瞪羚|单项冠军|独角兽|雏鹰|哪吒|链主|领航|隐形冠军|未来工厂|灯塔工厂")
_AIM = re.compile(
    r"力争|争取|目标|计划|要(?:新增|达到|有|超过|突破)|到20\d\d年|20\d\d年底?前|预计|拟新增|还想|有望|每[家个户项]|凡|对(?:首次|新)|给予|奖励|补助|补贴"
)
# 拥有, 培育, 走访: what holds, serves or counts firms of a title and does not choose them.
_HOLDS = re.compile(
    r"有|拥有|培育|集聚|聚集|汇聚|集聚|现|达|共|累计|总|为|对|给|服务|走访|支持|奖励|组织|帮助|邀请|调研|引导|推动|扶持|辅导|申报|推荐|包括|和|与|等|其中|力争|建设|打造|引进|入驻|储备|联合|依托|占"
)
_PART = re.compile(r"(?:其中|另)[^，]{0,6}$")
_CITED = re.compile(
    r"(?:科技部|工信部|工业和信息化部|商务部|财政部|生态环境部|国家(?:发展改革委|知识产权局|市场监管总局|能源局|数据局)|国务院)[^，。；]{0,24}(?:公布|发布|认定|印发|揭晓|公示|通报|确定)"
)
_AUTHORITY = re.compile(
    r"(?:厅|局|委|部|省政府|市政府|办公室)[^，。；]{0,12}(?:公布|发布|印发|下发|决定|通报|公示|认定)[^。；]{0,40}$|^(?:共|新|拟)?认定[^。；]{2,40}(?:公司|中心|孵化器|集团)[^。；]{0,16}$"
)


_POINTING = re.compile(r"(?:(?<=^)|(?<=[，；：]))(?:它|其)(?=有|占|共|新|入|贡献|获|拿|独)")
_PARKS_LOST = re.compile(
    r"^(?P<noun>开发区|园区|高新区|经开区|产业园区?|化工园区)?[^，。；\d]{0,16}?(?:被|遭|予以)(?P<act>[^，。；\d]{2,12})"
)
_PARKS_ACT = re.compile(r"黄牌|红牌|警告|约谈|撤并|撤销|摘牌|整改|降级|退出|除名|移出|通报批评")
_LOST_BEFORE = re.compile(r"(?:资格|称号|认定|牌子)(?:被|遭)(?P<act>撤销|取消|收回|吊销)的?(?:企业|单位)?(?:共|有|达|为)*$")
_PRIZE = re.compile(
    r"(?:喜获|荣获|斩获|获得|获|摘得|捧得|捧回|夺得|摘取)(?:了)?(?P<name>[一-龥“”]{2,14}?(?:金奖|银奖|优胜奖|一等奖|二等奖|三等奖|奖提名|奖(?![励补金])))(?=$|[，。；！、和])"
)
_NO_MEMBERS = re.compile(
    r"[一-龥“”]{2,20}中(?:有|，)|[一-龥]{0,4}(?:来自|出自|位于|属于|落在)|[一-龥]{0,3}(?:窗口|事项|指标|方面|月|年|分项|单项|省份|城市)"
)
_NEW_ONES = re.compile(r"(?:其中)?，?(?:今年|当年|去年|年内|上半年|全年)*(?:新增|新添|净增|又添)")
_CHOOSING = re.compile(r"(?:评审|评选|认定|遴选|名单|榜单?|目录|评定)(?:中|里|上|内)，$")
_OTHER_NOUN = re.compile(
    r"(?P<noun>[一-龥A-Za-z]{1,12}(?:企业|机构|项目|平台|中心|人才|单位|公司|产品))(?:共|达到?|有|为|近|约|超过?|数量|总数|增至|累计)*$"
)


class Awards(Titles):
    """What the structure of a sentence says of lists, for the counts that no form of their own has taken."""

    owners: Owners

    def subjects(self) -> list[Subject]:
        """Also the cities and provinces that act: 宁波新添21家."""
        known = super().subjects()
        owner = self.context.owner(self.sentence, len(self.sentence.text), parks_only=True)
        known += (
            [Subject(one.start(), one.end(), owner.names, owner.level) for one in _POINTING.finditer(self.sentence.text)] if owner else []
        )
        more = [one for one in Owners.acting(self.sentence) if not any(old.start <= one.start < max(old.end, 1) for old in known)]
        return sorted([*known, *more], key=lambda one: one.start)

    def whose(self, name: Honour, at: int) -> Subject | None:
        """Whose selection it is; remembered, for what the next sentences say of the same list."""
        owner = self._whose(name, at)
        self.reader.owner = owner or self.reader.owner
        return owner

    def _whose(self, name: Honour, at: int) -> Subject | None:
        """Whose selection it is: as always, else the place that acts; what a ministry announces of no park is the whole country's."""
        text = self.sentence.text[:at]
        told = _CITED.search(text)
        beside = any(one.start < at for one in self.sentence.parks) or any(start < at for start, _ in self.sentence.pronouns)
        if told and not beside and not any(told.end() <= one.start < at for one in self.sentence.places):
            acts = [one for one in Owners.acting(self.sentence) if one.start < at]
            return acts[-1] if acts else Subject(0, 0, ("全国",), Level.NATION)
        since = max(text.rfind("；"), text.rfind("。"))
        acts = [one for one in Owners.acting(self.sentence) if since < one.start < at]
        parks = [one.start for one in self.sentence.parks if one.start < at and not one.aside]
        if acts and acts[-1].start > max(parks, default=-1):
            return acts[-1]
        if re.search(r"(?:^|[，；。：度])全国(?=共|有|新|仅|累计|认定|\d)", text[max(since, 0) :] + "1") and not parks:
            return Subject(0, 0, ("全国",), Level.NATION)
        if not beside and self.reader.owner and self.reader.owner.level is Level.NATION and not self.sentence.places:
            return self.reader.owner
        if not beside and not self.sentence.places and re.search(r"全省|全市", text[since + 1 :]):
            whole = super().whose(name, at)  # 此次全省共认定32家: not the park's
            return whole if whole and whole.level is not Level.PARK else self.owners.titled(self.context)
        if not beside and not self.sentence.places:
            following = next((one for one in self.sentence.parks if one.start > at), None)
            among = following and re.search(r"其中(?:，|有)?$", self.sentence.text[at : following.start])
            if among or _AUTHORITY.search(text):
                return self._announcer(at) or self.owners.titled(self.context)  # of those 12 the park has 3: the whole is not the park's
        other = self.owners.of(self.context, self.sentence, at)
        if other and other.level is Level.PLACE and not self.context.register.focus:
            return other
        return super().whose(name, at) or other

    def edition(self, name: Honour, at: int) -> str | None:
        """Also 本月 and 日前, which are the year of publication, and the year that the title names where the paragraph names none."""
        text = self.sentence.text
        here = re.search(r"第[一二三四五六七八九十\d]{1,3}批|首批", text) or self.sentence.years or name.edition
        if not here and self.context.published and re.search(r"本月|日前|近日|近期|本周|上周|昨日", text):
            return str(self.context.published.year)
        if not here and not (self.listing and self.listing.edition) and self.context.published:
            titled = years(self.context.title, self.context.published)
            if titled and self.context.paragraph_year is None:
                return str(titled[-1].year)
        return super().edition(name, at)

    def emit(self, count: Quantity | None, name: Honour, clause: Span, owner: Subject | None = None, edition: str | None = None) -> None:
        """As always; the evidence of a loss reaches to the words that say so."""
        if count and name.start == count.start and name.end > clause.end:
            clause = Span(clause.start, name.end)
        super().emit(count, name, clause, owner, edition)

    def awarded(self, counts: list[Quantity]) -> None:
        """Take up every count that stands in a frame of selecting, losing, keeping or holding a title."""
        text = self.sentence.text
        for count in counts:
            clause = self.sentence.clause_at(count.start)
            if count.unit not in _UNITS or count.start in self.counted or self.sentence.is_target(count.start) or count.printed[0] == "一":
                continue
            if self._parks_lost(clause, count) or re.search(r"[由从](?:原来的|上年的|去年的)?$", text[: count.start]):
                continue
            if _AIM.search(text[max(0, text.rfind("；", 0, count.start)) : count.start]) or (
                _PART.search(text[clause.start : count.start]) and "首次" in text[clause.start : clause.end]
            ):
                continue
            self._frame(clause, count)

    def _frame(self, clause: Span, count: Quantity) -> None:
        """Emit a count under the title and the frame that it stands in, if any."""
        text = self.sentence.text
        beside = next((one for one in self.sentence.parks if 0 <= count.start - one.end <= 2 and not one.aside), None)
        spoken = self._spoken(count) if beside else None
        if beside and spoken and re.match(r"$|[，。；、（]", text[count.end :]) and not self.sentence.boards:
            self.emit(count, spoken, clause, beside)  # 新增孵化器194家，其中A3家；B1家
            return
        title = self._title(clause, count)
        noun = re.match(r"工业园区|园区|工厂|企业|单位|项目|产品|中心|基地|平台|孵化器", text[count.end :])
        if title is None and noun and self.listing and _LOST.search(text, clause.start, clause.end):
            title = Honour(count.start, count.end, f"{self.listing.name}·{noun.group()}", None)
        if title is None or _NO_MEMBERS.match(text[count.end : clause.end]):
            return
        name = self._fate(clause, count, title) or self._stock(clause, count, title) or self._choice(clause, count, title)
        if name is not None:
            self.emit(count, name, clause)

    def _fate(self, clause: Span, count: Quantity, title: Honour) -> Honour | None:
        """What happened to a title that was held before: 撤销, 未通过, 保留."""
        text = self.sentence.text
        before, after = text[clause.start : count.start], text[count.end : clause.end]
        lost = None
        if not re.search(r"(?<!、)\d(?:家|个)", re.sub(r"、\d+", "、", after)):
            lost = _LOST.search(after) or _LOST.search(self._next(clause, count))
        if lost and not re.search(r"可|将|应当", after[: lost.start()]):
            return replace(title, name=f"{title.name}({lost['act']}{lost['kind'] or ''})")
        gone = _LOST_BEFORE.search(before)
        if gone:
            return replace(title, name=f"{title.name}({gone['act']})")
        kept = _KEPT.search(after)
        if not (kept and "复核" in text[: count.start]) and (_FAILED.search(after) or _FAILED.search(before[-10:])):
            return replace(title, name=f"{title.name}(未通过复核)")
        return replace(title, name=f"{title.name}(通过复核)") if kept else None

    def _stock(self, clause: Span, count: Quantity, title: Honour) -> Honour | None:
        """Who holds a title so far, and who is new among them; a stock without a time of its own is an indicator (培育瞪羚企业48家)."""
        text = self.sentence.text
        before = text[clause.start : count.start]
        risen = _RISEN.search(before)
        held = _TITLED.search(title.name) and (risen or (_STOCK.search(before) and 0 <= count.start - title.end <= 14))
        high = risen or re.search(r"国家|省|市级|专精特新|小巨人|单项冠军", title.name)
        dated = any(one.start < count.start for one in self.sentence.years) or re.search(r"截至(?:20\d\d年)?\d{1,2}月", text[: count.start])
        pair = re.match(r"[家个户]，(?:其中|[较比][^，。\d]{1,6})?[^，。\d]{0,8}(?:新增|新认定|新入选|新添)\d", text[count.end - 1 :])
        timed = risen or dated or pair or _TOTAL_WORD.search(before)
        if held and high and timed and clause.start <= title.start < count.start:
            new = _NEW.search(before)
            total = risen or _TOTAL.search(text[title.end : count.start])
            mark = "(新增)" if new and not total else "(累计)"
            return replace(title, name=title.name + mark, edition=title.edition if new else None)
        if self.given and _ALSO.fullmatch(before):
            spoken = self.given[-1][1]
            return replace(spoken, name=spoken.name.split("(")[0] + "(累计)", proposed=False, edition=None)
        if self.given and _NEW_ONES.fullmatch(before):
            spoken = self.given[-1][1]
            return replace(spoken, name=spoken.name.split("(")[0] + "(新增)")
        return None

    def _choice(self, clause: Span, count: Quantity, title: Honour) -> Honour | None:
        """Who was chosen: by a verb that says so, by 在…评审中, or by any verb between park and title that does not hold or serve."""
        text = self.sentence.text
        before, after = text[clause.start : count.start], text[count.end : clause.end]
        if re.search(r"[多少加了]$", before):
            return None  # 比去年多1席
        among = re.match(r"[一-龥“”]{0,8}(?:中|里|上|内)，", text[title.end :]) if 0 < title.end < clause.start else None
        choosing = among and _CHOOSING.search(text[title.start : title.end + among.end()]) and not before.startswith("其中")
        if choosing and re.match(r"[一-龥]?$|[，。；]|企业|单位|项目|产品|[成光]", after):
            return title
        touching = clause.start <= title.start and (0 <= count.start - title.end <= 1 or 0 <= title.start - count.end <= 1)
        begins = max([clause.start, *(one.end for one in self.sentence.parks if clause.start <= one.end <= title.start)])
        verb = text[begins : title.start]
        if touching and re.fullmatch(r"[一-龥]{1,6}", verb) and not _HOLDS.search(verb):
            return title
        won = _WON.search(text, clause.start, clause.end)
        return title if won and (title.start >= clause.start or title is self.listing) else None

    def _spoken(self, count: Quantity) -> Honour | None:
        """The title that the members before a count were told of: given already, else named earlier in the sentence with a count."""
        if self.given:
            return self.given[-1][1]
        if self.listing and self.listing.start < count.start and re.search(r"取消|撤销|资格|称号", self.listing.name):
            return self.listing
        earlier = [one for one in graded(self.sentence.text, self.context.published) if one.end <= count.start]
        return earlier[-1] if earlier and re.match(r"\d+[家个项户]", self.sentence.text[earlier[-1].end :]) else None

    def _parks_lost(self, clause: Span, count: Quantity) -> bool:
        """4家开发区因整改不到位被亮黄牌，1家被整合撤并: parks of a province that were warned or struck off."""
        found = _PARKS_LOST.match(self.sentence.text[count.end : clause.end])
        before = self.given[-1][1].name if self.given else ""
        noun = found["noun"] or (re.match(r"开发区|园区|高新区|经开区|产业园区?|化工园区", before) or [""])[0] if found else ""
        if found is None or not noun or not _PARKS_ACT.search(found["act"]) or self.sentence.parks:
            return False
        name = noun + re.sub(r"^(?:亮|出示|给予)", "", found["act"])
        self.emit(count, Honour(count.start, count.end, name, None), clause, self.region())
        return True

    def _next(self, clause: Span, count: Quantity) -> str:
        """What the next clauses say of the same ones: 另外1家因为…掉出规定范围，被撤销称号."""
        later = [one for one in self.sentence.clauses if one.start > clause.start][:2]
        rest = "".join(self.sentence.text[one.start : one.end] + "，" for one in later)
        first = (
            re.match(r"(?:[^，；\d]{0,24}，)?(?:被|遭|予以|主动)[^，；\d]{0,20}", rest)
            if re.match(r"[一-龥“”]{0,12}(?:因|由于)", self.sentence.text[count.end :]) or rest.startswith(("被", "遭"))
            else None
        )
        return first.group() if first else ""

    def _title(self, clause: Span, count: Quantity) -> Honour | None:
        """The title a count belongs to: beside it, else the list spoken of in this sentence or paragraph."""
        known = [*self.named]
        known += [
            one
            for one in graded(self.sentence.text, self.context.published)
            if not any(old.start < one.end and one.start < old.end for old in known)
        ]
        inside = [one for one in known if clause.start <= one.start < clause.end]
        if re.match(r"(?:国家级?|省级)?(?:园区|高新区|经开区|开发区|产业园)", self.sentence.text[count.end :]):
            return None
        before = [one for one in inside if one.end <= count.start]
        other = _OTHER_NOUN.search(self.sentence.text[clause.start : count.start])
        if other and not any(one.end > clause.start + other.start("noun") for one in before):
            return None  # 园区新增高新技术企业181家: firms of another name
        if before:
            return before[-1]
        if inside:
            return inside[0]
        prize = _PRIZE.search(self.sentence.text, count.end, clause.end)
        if prize:
            return Honour(prize.start("name"), prize.end("name"), prize["name"], None)
        earlier = [one for one in self.named if one.end <= clause.start]
        if earlier:
            return earlier[-1]
        return self.listing if self.listing and self.reader.passage in (None, self.sentence.passage) else None
