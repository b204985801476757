"""TrueCMS (南通 and other cities of 江苏): rows as Hanweb's records, wrapped in JSON, wrapped in a call of a function (SOURCES 2c).

The column page names its columnId and the proxy, …/truecms/messageController/getMessage.do; the reply is
jQuery({"result":"<datastore>…<record><![CDATA[<li>…"}). Rows come in groups of several printed pages.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from urllib.parse import urlencode, urljoin

from crawler.sites import hanweb, rows
from crawler.sites.column import Ask, Listing
from crawler.sites.impostor import instead
from crawler.sites.paging import there
from crawler.source import Source
from monitors.belief import LayoutChanged

_COLUMN = re.compile(r"\bcolumnId['\"]?\s*:\s*['\"]([\w-]+)['\"]")
_PROXY = re.compile(r"\bproxyUrl['\"]?\s*:\s*['\"]([^'\"]+getMessage\.do)", re.IGNORECASE)
_SIZES = {name: re.compile(rf"\b{name}['\"]?\s*:\s*['\"]?(\d+)") for name in ("perPage", "groupSize")}
_CALL = re.compile(r"\A\s*[\w$.]+\s*\((.*)\)\s*;?\s*\Z", re.DOTALL)
_TOTAL = re.compile(r"<totalrecord>\s*(\d+)", re.IGNORECASE)


@dataclass(frozen=True)
class TrueColumn:
    """A column as its page describes it. Its rows are always asked of the proxy: those on the page are cut on some sites."""

    source: Source
    proxy: str
    column: str
    printed: int  # rows of a printed page
    group: int  # rows of a group
    first: None = None

    def ask(self, number: int) -> Ask:
        """The request for group `number`."""
        start, end = (number - 1) * self.group + 1, number * self.group
        asked = {"startrecord": start, "endrecord": end, "perpage": self.printed, "contentTemplate": "", "columnId": self.column}
        headers = {"Referer": self.source.url, "X-Requested-With": "XMLHttpRequest"}
        return Ask(f"{self.proxy}?{urlencode({**asked, 'callback': 'jQuery'})}", headers)

    def read(self, text: str, number: int) -> Listing:
        """The rows of the reply, with or without the call around it."""
        call = _CALL.match(text)
        try:
            said = json.loads(call.group(1) if call else text)
        except ValueError as error:
            raise instead(text, "栏目接口返回的不是 JSONP") from error
        store = said.get("result") if isinstance(said, dict) else None
        if not isinstance(store, str) or "<recordset" not in store:
            raise instead(json.dumps(said), "栏目接口的回答里没有 result")
        total = _TOTAL.search(store)
        found = rows.lines(self.source, hanweb.records(store), self.source.url)
        return rows.checked(self.source, Listing(found, None, int(total.group(1)) if total else None, self.group), number)


def open_column(source: Source, text: str) -> TrueColumn:
    """A column from its page. Raises LayoutChanged where it does not name its proxy and columnId."""
    proxy, column = _PROXY.search(there(text)), _COLUMN.search(text)
    if not proxy or not column:
        raise instead(text, "栏目页里没有 getMessage.do 或 columnId：网站可能改版")
    sizes = {name: int(found.group(1)) for name, pattern in _SIZES.items() if (found := pattern.search(text))}
    printed = sizes.get("perPage", 10)
    if not printed:
        raise LayoutChanged("栏目页的 perPage 是 0")
    return TrueColumn(source, urljoin(source.url, proxy.group(1)), column.group(1), printed, printed * max(sizes.get("groupSize", 3), 1))
