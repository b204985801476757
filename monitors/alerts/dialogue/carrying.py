"""Carrying: subscriptions and wishes of a chat as a file that another chat, or another parkwatch, can take over. Pure.

A JSON object: {"parkwatch": 1, "wishes": {…}, "subscriptions": [{"topic": …, "target": …, "title": …}, …]}. `title` is for people; it
is not read.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from monitors.alerts.dialogue import saying
from monitors.alerts.naming import Topic
from monitors.alerts.tongue import Tongue

VERSION = 1
NAME = "parkwatch-subscriptions.json"
LARGEST = 256 * 1024  # bytes of a file that is read
MOST_LINES = 1000  # subscriptions of a file that are looked at
_WISHES = ("language", "timezone", "delivery", "hour", "weekday", "quiet_from", "quiet_until", "silent")


class Unreadable(Exception):
    """A file that is no export of ours; the message says in the reader's language what is wrong with it."""


@dataclass(frozen=True)
class Carried:
    """What a file holds: wishes as chats.put takes them, and (topic, target) in its order, unchecked."""

    wishes: Mapping[str, Any]
    follows: Sequence[tuple[str, str]]


def written(wishes: object, topics: Sequence[Topic]) -> bytes:
    """The file. wishes: an object with the fields of state.chats.Chat."""
    told = {
        "parkwatch": VERSION,
        "wishes": {name: getattr(wishes, name) for name in _WISHES},
        "subscriptions": [{"topic": one.topic, "target": one.target, "title": one.title} for one in topics],
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def read(body: bytes, say: Tongue) -> Carried:
    """The content of such a file. Raises Unreadable."""
    if len(body) > LARGEST:
        raise Unreadable(say("文件太大，最多 {most} KB", most=LARGEST // 1024))
    if not body:
        raise Unreadable(say("没有收到文件的内容（最多 {most} KB），请再发一次", most=LARGEST // 1024))
    try:
        told = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Unreadable(say("不是 JSON 文件")) from error
    if not isinstance(told, dict) or "parkwatch" not in told:
        raise Unreadable(say("不是 /export 给出的文件"))
    if told["parkwatch"] != VERSION:
        raise Unreadable(say("是另一个版本的文件，这里能读的是版本 {version}", version=VERSION))
    rows = told.get("subscriptions")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise Unreadable(say("里面没有 subscriptions 这张表"))
    if len(rows) > MOST_LINES:
        raise Unreadable(say("里面有 {count} 项订阅，太多了", count=len(rows)))
    follows = [(row.get("topic"), row.get("target", "")) for row in rows]
    if not all(isinstance(topic, str) and isinstance(target, str) for topic, target in follows):
        raise Unreadable(say("里面有一项订阅没有写明 topic 和 target"))
    return Carried(_wishes(told.get("wishes", {}), say), list(dict.fromkeys(follows)))


def _wishes(told: Any, say: Tongue) -> dict[str, Any]:
    if not isinstance(told, dict):
        raise Unreadable(say("里面的 wishes 不是设置"))
    found: dict[str, Any] = {}
    for name in ("language", "timezone", "delivery", "hour", "weekday", "silent"):
        if name in told:
            value = told[name]
            word = str(int(value)) if isinstance(value, bool) else str(value) if isinstance(value, str | int) else ""
            wish = saying.wish(name, word)
            if wish is None:
                raise Unreadable(say("里面的设置 {name} 读不懂", name=name))
            found |= wish
    hours = [told.get("quiet_from"), told.get("quiet_until")]
    if hours != [None, None]:
        quiet = saying.quiet(f"{hours[0]}-{hours[1]}")
        if quiet is None:
            raise Unreadable(say("里面的设置 {name} 读不懂", name="quiet_from"))
        found |= quiet
    elif "quiet_from" in told:
        found |= {"quiet_from": None, "quiet_until": None}
    return found
