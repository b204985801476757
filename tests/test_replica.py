"""The replica is a proxy with a web behind it: over real HTTP and HTTPS, with the headers that real sites give."""

from __future__ import annotations

import re
import socket
import time
import urllib.request
from datetime import datetime

import httpx
import pytest
import replica_web
from replica_web import (
    API,
    BASELINE,
    BROWSER,
    KFQGW,
    MEE,
    MIIT,
    MOFCOM,
    MOST,
    NBHTZ,
    NDRC,
    NEWS,
    OLD,
    OURS,
    RECOVERED,
    SHANDONG,
    SND,
    WJGS,
    XGJ,
    addresses,
    client_of,
    parsed,
    unit,
)

from crawler.replica.exchange import Answer, Asked, ConnectionAborted
from crawler.replica.server import Replica

running, replica, web = replica_web.running, replica_web.replica, replica_web.web


def door_of(replica: Replica) -> tuple[str, int]:
    door = httpx.URL(replica.proxy)
    return door.host, door.port or 0


def test_https_is_refused_by_a_client_that_does_not_know_the_replicas_authority(replica: Replica) -> None:
    with (
        httpx.Client(proxy=replica.proxy, trust_env=False) as stranger,
        pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"),
    ):
        stranger.get(WJGS)


def test_plain_http_is_answered_through_the_proxy_for_urllib_too(replica: Replica) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({"http": replica.proxy}))
    with opener.open(f"{OLD}/paperindex.htm", timeout=10) as answer:
        assert answer.status == 200


def test_a_tunnel_stays_open_for_many_requests(replica: Replica) -> None:
    with client_of(replica) as web:
        first = web.get(f"{MIIT}/robots.txt").extensions["network_stream"].get_extra_info("client_addr")
        assert web.get(f"{MIIT}/robots.txt").extensions["network_stream"].get_extra_info("client_addr") == first


def test_a_client_that_asks_for_the_connection_to_be_closed_gets_the_whole_page_first(web: httpx.Client) -> None:
    column = web.get(WJGS, headers={"Connection": "close"})
    assert column.text.endswith("</html>")
    assert column.headers["Connection"] == "close"


def test_a_body_sent_in_chunks_arrives_whole(replica: Replica) -> None:
    with client_of(replica) as web:
        web.post(f"{API}/uv/article/period/date", content=iter([b'{"code":', b'"KJRB"}']), headers=BROWSER)
    assert replica.asked[-1].body == b'{"code":"KJRB"}'


def test_every_request_is_noted_in_order(replica: Replica, web: httpx.Client) -> None:
    before = len(replica.asked)
    web.get(WJGS, headers={"User-Agent": "parkwatch"})
    web.get(f"{OLD}/html/2024-12/10/node_2.htm?x=1")
    assert [(asked.method, asked.url) for asked in replica.asked[before:]] == [
        ("GET", WJGS),
        ("GET", f"{OLD}/html/2024-12/10/node_2.htm?x=1"),
    ]
    assert replica.asked[before].headers["user-agent"] == "parkwatch"


def test_a_host_that_the_replica_does_not_have_is_a_bad_gateway(web: httpx.Client) -> None:
    assert web.get("http://www.chinatorch.gov.cn/").status_code == 502


def test_a_hook_is_asked_first_and_may_leave_the_answer_to_the_sites() -> None:
    def respond(asked: Asked) -> Answer | None:
        return Answer(521, {"Content-Type": "text/html"}, b"challenge") if asked.path.startswith("/zwgk") else None

    with Replica(RECOVERED, respond) as replica, client_of(replica) as web:
        assert (web.get(WJGS).status_code, web.get(WJGS).content) == (521, b"challenge")
        assert web.get(XGJ).status_code == 200


def test_a_hook_may_cut_the_connection() -> None:
    def respond(asked: Asked) -> Answer | None:
        raise ConnectionAborted

    with Replica(RECOVERED, respond) as replica, client_of(replica) as web, pytest.raises(httpx.RemoteProtocolError):
        web.get(f"{OLD}/paperindex.htm")


def test_a_sleeping_hook_does_not_keep_others_waiting() -> None:
    def respond(asked: Asked) -> Answer | None:
        if asked.path == "/zcwj/":
            time.sleep(0.5)
        return None

    with (
        Replica(RECOVERED, respond) as replica,
        client_of(replica) as web,
        socket.create_connection(door_of(replica)) as slow,
    ):
        slow.sendall(b"GET http://www.nbhtz.gov.cn/zcwj/ HTTP/1.1\r\nHost: www.nbhtz.gov.cn\r\n\r\n")
        started = time.monotonic()
        assert web.get(f"{MIIT}/robots.txt").status_code == 200
        assert time.monotonic() - started < 0.4
        assert slow.recv(12) == b"HTTP/1.1 200"


def test_a_line_that_is_not_http_is_cut(replica: Replica) -> None:
    with socket.create_connection(door_of(replica)) as line:
        line.sendall(b"hello\r\n\r\n")
        assert line.recv(100) == b""


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Replica(datetime(2024, 12, 20))


@pytest.mark.parametrize("address", [API, OLD, NEWS, WJGS, NBHTZ, MEE, NDRC, MOST, MOFCOM, SHANDONG, SND, KFQGW])
def test_every_host_has_a_robots_txt_that_lets_a_polite_reader_in(web: httpx.Client, address: str) -> None:
    robots = web.get(str(httpx.URL(address).join("/robots.txt")))
    assert robots.headers["Content-Type"].startswith("text/plain")
    assert "Disallow: /\n" not in robots.text


# --- conditional requests


@pytest.mark.parametrize("address", [WJGS, f"{OLD}/html/2024-12/03/node_2.htm", NBHTZ])
def test_an_unchanged_static_page_is_304_by_etag_and_by_date(web: httpx.Client, address: str) -> None:
    first = web.get(address)
    by_etag = web.get(address, headers={"If-None-Match": first.headers["ETag"]})
    by_date = web.get(address, headers={"If-Modified-Since": first.headers["Last-Modified"]})
    assert (by_etag.status_code, by_date.status_code, by_etag.content) == (304, 304, b"")
    assert web.get(address, headers={"If-None-Match": '"another"'}).status_code == 200


def test_a_column_page_is_304_although_new_rows_have_appeared(replica: Replica, web: httpx.Client) -> None:
    replica.at(BASELINE)
    validator, known = web.get(WJGS).headers["ETag"], addresses(web, WJGS)
    replica.at(RECOVERED)
    assert web.get(WJGS, headers={"If-None-Match": validator}).status_code == 304
    assert addresses(web, WJGS) != known


def test_the_view_counter_moves_with_every_request_and_the_etag_does_not(web: httpx.Client) -> None:
    address = addresses(web, XGJ).popitem()[1]
    first, second = web.get(address), web.get(address)
    assert first.text != second.text
    assert re.sub("浏览次数：\\d+", "", first.text) == re.sub("浏览次数：\\d+", "", second.text)
    assert first.headers["ETag"] == second.headers["ETag"]
    assert "浏览次数" not in parsed(first.text).xpath("string(//div[@id='con_con'])")


def test_a_revised_article_is_no_304(replica: Replica, web: httpx.Client) -> None:
    replica.at(BASELINE)
    address = addresses(web, NBHTZ)["宁波国家高新区人才生活补助实施办法（示例）"]
    first = web.get(address)
    replica.at(RECOVERED)
    assert web.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200
    assert web.get(address, headers={"If-Modified-Since": first.headers["Last-Modified"]}).status_code == 200


def test_the_apis_give_no_validators(web: httpx.Client) -> None:
    answers = [unit(web, WJGS), web.post(f"{API}/uv/article/period/date", json=OURS, headers=BROWSER)]
    assert not any({"etag", "last-modified"} & set(answer.headers) for answer in answers)
