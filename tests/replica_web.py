"""The replica's sites for its tests: fixtures, and the steps that a client of them takes.

A test module takes the fixtures by their names: `running, replica, web = replica_web.running, replica_web.replica, replica_web.web`.
"""

from __future__ import annotations

import csv
import json
import re
import ssl
from collections.abc import Iterator
from datetime import datetime
from importlib import resources
from typing import Any

import httpx
import pytest
from lxml import html as lxml_html

from crawler.replica.server import Replica

BASELINE = datetime.fromisoformat("2024-12-20T09:00:00+08:00")
SHUT = datetime.fromisoformat("2025-01-08T08:30:00+08:00")
RECOVERED = datetime.fromisoformat("2025-01-08T10:30:00+08:00")

API = "https://epaper.stdaily.com/stdailynewspaperapi"
OURS = {"code": "KJRB", "siteId": "811c18b08cf04e79be3b67d6902ee1a7"}
BROWSER = {"X-Requested-With": "XMLHttpRequest"}
OLD = "http://digitalpaper.stdaily.com/http_www.kjrb.com/kjrb"
NEWS = "https://www.stdaily.com/web/gdxw"
MIIT = "https://www.miit.gov.cn"
UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
WJGS, QYJ, XGJ = f"{MIIT}/zwgk/wjgs/index.html", f"{MIIT}/jgsj/qyj/wjfb/index.html", f"{MIIT}/jgsj/xgj/wjfb/index.html"
KJS = f"{MIIT}/jgsj/kjs/wjfb/index.html"
NBHTZ = "http://www.nbhtz.gov.cn/zcwj/index.html"
MEE = "https://www.mee.gov.cn/zcwj/bgtwj/han/index.shtml"
NDRC = "https://www.ndrc.gov.cn/xxgk/zcfb/tz/index.html"
MOST = "https://www.most.gov.cn/tztg/index.html"
MOFCOM = "https://www.mofcom.gov.cn/zwgk/zcfb/index.html"
SHANDONG = "http://gxt.shandong.gov.cn"
SND = "http://www.snd.gov.cn/hqqrmzf/zcwj/nav_list.shtml"
KFQGW = "https://kfqgw.beijing.gov.cn/zwgkkfq/2024zcwj/index.html"


@pytest.fixture(scope="module")
def running() -> Iterator[Replica]:
    with Replica(RECOVERED) as replica:
        yield replica


@pytest.fixture
def replica(running: Replica) -> Replica:
    running.at(RECOVERED)
    return running


@pytest.fixture
def web(replica: Replica) -> Iterator[httpx.Client]:
    with client_of(replica) as client:
        yield client


def client_of(replica: Replica) -> httpx.Client:
    trust = ssl.create_default_context(cafile=str(replica.certificate))
    return httpx.Client(proxy=replica.proxy, verify=trust, trust_env=False, timeout=10)


def parsed(page: str) -> Any:
    return lxml_html.fromstring(page)


def paper(web: httpx.Client, step: str, **said: str) -> Any:
    return web.post(f"{API}/uv/article/{step}", json=OURS | said, headers=BROWSER).json()


def park_page(web: httpx.Client, day: str) -> list[dict[str, Any]]:
    pages = paper(web, "period/periodTime", periodTime=day)["obj"]["editionList"]
    named = [page for page in pages if re.sub(r"\s", "", page["editionName"]).endswith("园区")]
    return [article for page in named for article in paper(web, "article/editionId", id=page["id"])["list"]]


def asked_of(web: httpx.Client, column: str) -> dict[str, str]:
    """The parameters that a column page's script tells."""
    script = parsed(web.get(column).text).xpath("//script[@parsetype]")[0]
    said: dict[str, str] = json.loads(script.get("querydata").replace("'", '"'))
    return said


def unit(web: httpx.Client, column: str, page: int | None = None, **other: str) -> httpx.Response:
    turned = {} if page is None else {"paramJson": json.dumps({"pageNo": page, "pageSize": "24"})}
    params = asked_of(web, column) | {"editType": "null"} | turned | other
    return web.get(httpx.URL(column).join(UNIT), params=params, headers={"Referer": column})


def rows(web: httpx.Client, column: str, page: int | None = None) -> list[Any]:
    listed = parsed(unit(web, column, page).json()["data"]["html"])
    found: list[Any] = listed.xpath("//div[@class='page-content']/ul/li[@class='cf']")
    return found


def addresses(web: httpx.Client, column: str) -> dict[str, str]:
    """Whole title → address of the first page's articles."""
    links = [row.xpath("./a[@class='fl']")[0] for row in rows(web, column)]
    return {link.get("title"): str(httpx.URL(column).join(link.get("href"))) for link in links}


def article(web: httpx.Client, column: str, words: str) -> Any:
    address = next(address for title, address in addresses(web, column).items() if words in title)
    return parsed(web.get(address).text)


def official_names(kind: str) -> set[str]:
    """The zones of a kind, as zones.csv writes them."""
    read = csv.DictReader(resources.files("monitors").joinpath("zones.csv").read_text(encoding="utf-8").splitlines())
    return {row["official_name"] for row in read if row["zone_type"] == kind}
