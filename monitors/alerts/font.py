"""Font: what the font of the pictures can draw, and how long that is.

The font is Noto Sans CJK SC reduced to the letters of GB 2312 (`fonts/README.md`): it comes along, so a picture is the same everywhere.
"""

from __future__ import annotations

import logging
import unicodedata
from functools import cache
from pathlib import Path

FONT = Path(__file__).with_name("fonts") / "NotoSansCJKsc-GB2312.otf"
MISSING = "〓"  # what printers set for a letter they do not have

log = logging.getLogger(__name__)


@cache
def letters() -> frozenset[str]:
    """What the font can draw."""
    from matplotlib.ft2font import FT2Font  # heavy: with the first picture only

    return frozenset(map(chr, FT2Font(str(FONT)).get_charmap()))


def drawable(text: str) -> str:
    """The text with MISSING for every letter that the font has not; what has no width (joiners, selectors) is left out."""
    shown = "".join(
        " " if one in "\t\r\n" else one for one in text if one in "\t\r\n" or unicodedata.category(one) not in ("Cf", "Mn", "Cc")
    )
    absent = sorted(set(shown) - letters())
    if absent:
        log.warning("the font of the pictures has no %s (in %r): drawn as %s", " ".join(absent), text, MISSING)
    return "".join(MISSING if one in absent else one for one in shown)


def wide(text: str, size: float) -> float:
    """About how many pixels a text is long: a Chinese letter is square, a Latin one half as wide and a little more."""
    return size * sum(1.0 if unicodedata.east_asian_width(one) in "WFA" else 0.58 for one in text)


def cut(text: str, room: float, size: float) -> str:
    """The text, its end left out where it is longer than so many pixels."""
    while wide(text, size) > room:
        text = text.removesuffix("…")[:-1] + "…"
    return text
