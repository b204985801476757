"""A newsroom for tests: a baseline, then documents that are each the only news of their day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from samples import PARKS, Clock, fetched, notice, ranking_table

from monitors.alerts.lines import terminal
from monitors.alerts.message import events, tell
from monitors.alerts.reader import Reader
from monitors.document import Document
from monitors.watch import Row, Watch
from state import changes
from state.database import Database

NINGBO = "宁波高新技术产业开发区"
TITLE_2022 = "关于2022年度国家高新技术产业开发区综合评价结果的通报（示例）"
TITLE_2024 = "2024年国家高新技术产业开发区综合评价结果（示例）"


class News:
    """A baseline, then documents, each read as the only news of its day."""

    def __init__(self, watch: Watch, database: Database, clock: Clock) -> None:
        self._watch, self._database, self._clock = watch, database, clock

    def known(self, *documents: Document) -> None:
        for source in ("paper", "sample"):
            self._watch.begin(source)
        self._read(*documents)
        for source in ("paper", "sample"):
            self._watch.finish(source, complete=True)

    def told(self, document: Document, own: Sequence[str] = ()) -> str:
        """What a subscriber of everything (and of his own parks) is told of this document, as a terminal shows it."""
        return terminal(tell(self.changes(document), Reader(frozenset(own))))

    def changes(self, document: Document) -> list[Any]:
        """The changes that this document brings: one event."""
        with self._database.read() as connection:
            before = changes.last_id(connection)
        self._read(document)
        with self._database.read() as connection:
            found = events(changes.query(connection, after_id=before))
        assert len(found) <= 1, "one document is one event"
        return found[0] if found else []

    def _read(self, *documents: Document) -> None:
        for document in documents:
            self._watch.listed(document.source, [Row(document.key, document.url, document.title, document.published)])
            self._watch.observe(document, fetched(document, self._clock))


def board(names: Sequence[str], *, title: str = TITLE_2024, key: str = "r2024", published: str = "2024-12-23") -> Document:
    return notice(title, "完成178个国家高新区综合评价工作。", [ranking_table(names)], key=key, published=published)


def places(*first: str) -> list[str]:
    """A board of 50 that begins with these parks, the others in their order."""
    return [*first, *(name for name in PARKS if name not in first and name != NINGBO)][:50]


def with_ningbo_at(rank: int) -> list[str]:
    names = [name for name in PARKS if name != NINGBO]
    return [*names[: rank - 1], NINGBO, *names[rank - 1 :]][:50]


def known_2022(names: Sequence[str]) -> Document:
    return board(names, title=TITLE_2022, key="r2022", published="2023-02-20")
