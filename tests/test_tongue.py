"""Tongue: every text that is said has its English, with the same places, once; and no English is left without its text."""

from __future__ import annotations

import ast
import string
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from monitors.alerts import tongue
from monitors.alerts.tongue import Tongue

ROOM = Path(tongue.__file__).parent
SAYING = {"say", "later"}


def _calls(tree: ast.AST) -> list[ast.Call]:
    """The calls of say(…), self.say(…) and later(…)."""
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args and _name(node.func) in SAYING]


def _name(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else function.attr if isinstance(function, ast.Attribute) else ""


def _said() -> dict[str, str]:
    """Text → the file that says it."""
    found = {}
    for file in sorted(ROOM.rglob("*.py")):
        for call in _calls(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str):
                found[call.args[0].value] = file.name
    return found


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_every_text_has_its_english() -> None:
    missing = {text: file for text, file in _said().items() if text not in tongue.english()}
    assert not missing


def test_no_english_is_left_without_its_text() -> None:
    assert set(tongue.english()) <= set(_said())


def test_a_text_and_its_english_have_the_same_places() -> None:
    assert [text for text, told in tongue.english().items() if _places(text) != _places(told)] == []


def test_no_text_is_translated_twice() -> None:
    texts = Counter(text for file in (ROOM / "english").glob("*.toml") for text in tomllib.loads(file.read_text(encoding="utf-8")))
    assert [text for text, count in texts.items() if count > 1] == []


def test_what_is_said_is_a_text_of_the_code_and_not_put_together() -> None:
    """A text made by an f-string or by adding would never be found in a catalogue."""
    odd = [
        f"{file.name}:{call.lineno}"
        for file in sorted(ROOM.rglob("*.py"))
        for call in _calls(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(call.args[0], ast.JoinedStr | ast.BinOp)
    ]
    assert odd == []


@pytest.mark.parametrize(("language", "told"), [("zh", "第{rank}名"), ("en", "第{rank}名")])
def test_a_text_without_english_is_said_in_chinese(language: str, told: str) -> None:
    assert Tongue(language)("第{{rank}}名") == told
