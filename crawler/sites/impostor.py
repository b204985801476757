"""Pages that stand where another was asked for: maintenance, a challenge to browsers, a soft 404, an error in JSON.

Asked when a page lacks the parts it should have, and by titles that no real page carries. A real notice about
maintenance has a notice's parts, so that it is never taken for one.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from enum import StrEnum

from monitors.belief import LayoutChanged, NotBelieved, SourceDown


class Gone(SourceDown):
    """The page that was asked for is not there, whatever its status says."""


class SiteDown(SourceDown):
    """Maintenance, or a challenge to browsers: the site's next page will be no better."""


class Kind(StrEnum):
    """What the site says instead."""

    MAINTENANCE = "maintenance"
    CHALLENGE = "challenge"  # wants a browser, or a person
    GONE = "gone"  # this page is not there
    ERROR = "error"


@dataclass(frozen=True)
class Impostor:
    """`reason` says in words for the operator what was seen."""

    kind: Kind
    reason: str

    def as_error(self) -> SourceDown:
        """The error that holds the reading back."""
        return _ERRORS.get(self.kind, SourceDown)(self.reason)


_ERRORS = {Kind.MAINTENANCE: SiteDown, Kind.CHALLENGE: SiteDown, Kind.GONE: Gone}


_TITLE = re.compile(r"<title[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)
_TAGS = re.compile(r"<script.*?</script\s*>|<style.*?</style\s*>|<!--.*?-->|<[^>]+>", re.IGNORECASE | re.DOTALL)
_SHORT = 1500  # characters of a page that says only this
_MAINTENANCE = re.compile(r"(?:网站|系统|栏目|平台|服务器).{0,8}(?:维护|升级|检修)|(?:维护|升级|检修)(?:公告|通知|中)|暂停(?:访问|服务)")
_GONE = re.compile(
    r"404|Not\s?Found|(?:页面|网页|文件|稿件|栏目|内容).{0,6}(?:不存在|找不到|已删除|未找到|被删除)|找不到(?:页面|网页|该页)", re.IGNORECASE
)
_BLOCKED = re.compile(
    r"访问(?:被拒绝|过于频繁|受限|异常)|请求(?:被拦截|过于频繁)|安全(?:验证|检查)|人机验证|验证码|请稍[候等后]"
    r"|正在(?:检查|验证).{0,6}浏览器|Just\s?a\s?moment|Access\s?Denied|Forbidden|GeoBL",
    re.IGNORECASE,
)
_ERROR = re.compile(
    r"(?:系统|服务器|内部).{0,4}(?:错误|异常|繁忙)|Internal\s?Server\s?Error|Bad\s?Gateway|Service\s?Unavailable|Gateway\s?Time-?out",
    re.IGNORECASE,
)
# What the scripts of protection products leave in a page: 瑞数 and Aliyun ($_ts), 加速乐 (__jsl), EdgeOne, Aliyun WAF.
_SCRIPTS = ("$_ts", "__jsl_clearance", "EO_Bot_Ssid", "acw_sc__v2", "aliyun_waf", "__tst_status")


def impostor(text: str) -> Impostor | None:
    """What a page that lacks its parts is instead; None where nothing known explains it."""
    if text.lstrip()[:1] in ("{", "["):
        return _error_json(text)
    title = _title(text)
    if any(script in text for script in _SCRIPTS):
        return Impostor(Kind.CHALLENGE, "网站返回浏览器验证页，不是原来的内容")
    words = "".join(_TAGS.sub(" ", text).split())
    said = f"{title} {words}" if len(words) <= _SHORT else title
    for kind, pattern, what in (
        (Kind.MAINTENANCE, _MAINTENANCE, "网站维护公告"),
        (Kind.GONE, _GONE, "页面不存在"),
        (Kind.CHALLENGE, _BLOCKED, "访问被拒绝或要求验证"),
        (Kind.ERROR, _ERROR, "网站报错"),
    ):
        if pattern.search(said):
            shown = (title or words)[:30]
            return Impostor(kind, f"网站返回的是「{shown}」{'' if what in shown else f'（{what}）'}，不是原来的内容")
    if not words:
        return Impostor(Kind.ERROR, "网站返回空白页")
    return None


def instead(text: str, missing: str) -> NotBelieved:
    """The error for a page without its parts: what it is instead, or else that the layout changed, with what is missing."""
    other = impostor(text)
    return other.as_error() if other else LayoutChanged(missing)


def is_soft_404(text: str) -> bool:
    """Whether a page's title alone says that nothing is there, whatever its status: 科技网404错误跳转页面!."""
    return bool(re.search(r"404|页面不存在|Not\s?Found", _title(text), re.IGNORECASE))


def _title(text: str) -> str:
    found = _TITLE.search(text)
    return "".join(_TAGS.sub("", found.group(1)).split()) if found else ""


def _error_json(text: str) -> Impostor | None:
    """HTTP says 200, the JSON says otherwise: {"status":"500","msg":"no access!"}, {"success":false,"code":"500"}."""
    try:
        said = json.loads(text)
    except ValueError:
        return Impostor(Kind.ERROR, "网站返回的 JSON 不完整")
    if not isinstance(said, dict):
        return None
    status = str(said.get("status", said.get("code", "")))
    if said.get("success") is False or (status.isdigit() and status not in ("200", "0")):
        message = str(said.get("msg") or said.get("message") or "")[:60]
        return Impostor(Kind.ERROR, f"接口返回错误 {status}：{message}" if message else f"接口返回错误 {status}")
    return None
