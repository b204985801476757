"""Names of companies in running text."""

from __future__ import annotations

import re

_COMPANY = re.compile(
    r"(?P<stem>[一-龥A-Za-z0-9（）()·]{2,28}?)(?P<form>股份有限公司|有限责任公司|科技有限公司|"
    r"有限公司|集团公司|股份公司)"
)
# Words that stand before a name and are no part of it; the longest reach wins.
_LEAD = re.compile(r"^.*(?:分别是|分别为|包括|即|是|为|和|与|及|的|由|在|向|对|如|了|家|获悉|走进|来自|选的|称|以及|将)")


def companies(text: str) -> list[str]:
    """Companies named in a text with their legal form, each once, in order."""
    found = []
    for match in _COMPANY.finditer(text):
        stem = _LEAD.sub("", match["stem"])
        if len(stem) >= 2:
            found.append(stem + match["form"])
    return list(dict.fromkeys(found))
