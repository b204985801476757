"""Figures: how much of everything there is, for the operator's eyes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, select

from state.schema import changes, documents, outbox, pages, subscriptions


@dataclass(frozen=True)
class Figures:
    """Counts as of now, and of what happened since a moment. changes: by kind. ended: reason of chats that are gone → how many."""

    chats: int
    subscriptions: int
    waiting: int
    oldest: datetime | None  # of the messages that wait: since when
    sent: int
    dead: int
    documents: int
    held: int
    failing: int
    changes: Mapping[str, int]
    ended: Mapping[str, int]


def since(connection: Connection, moment: datetime) -> Figures:
    """Everything that is counted; `moment` begins the period of what happened."""

    def count(*wanted: ColumnElement[bool]) -> int:
        return connection.execute(select(func.count()).where(*wanted)).scalar_one()

    current = subscriptions.c.ended.is_(None)
    is_open = outbox.c.status.in_(("waiting", "sending"))
    kinds = select(changes.c.kind, func.count()).where(changes.c.at >= moment).group_by(changes.c.kind).order_by(changes.c.kind)
    gone = select(subscriptions.c.reason, func.count(func.distinct(subscriptions.c.chat)))
    gone = gone.where(subscriptions.c.ended >= moment, subscriptions.c.reason != "asked").group_by(subscriptions.c.reason)
    oldest: datetime | None = connection.execute(select(func.min(outbox.c.created)).where(is_open)).scalar()
    return Figures(
        chats=connection.execute(select(func.count(func.distinct(subscriptions.c.chat))).where(current)).scalar_one(),
        subscriptions=count(current),
        waiting=count(is_open),
        oldest=oldest,
        sent=count(outbox.c.status == "sent", outbox.c.done >= moment),
        dead=count(outbox.c.status == "dead", outbox.c.done >= moment),
        documents=count(documents.c.verdict == "read", documents.c.at >= moment),
        held=count(pages.c.status.in_(("held", "waiting"))),
        failing=count(pages.c.status == "failed"),
        changes={row[0]: row[1] for row in connection.execute(kinds)},
        ended={row[0] or "": row[1] for row in connection.execute(gone)},
    )
