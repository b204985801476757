"""The tables, as SQLAlchemy Core sees them. `migrations/` builds the same ones; a test holds the two together."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """An aware point in time: kept in UTC, handed out in Asia/Shanghai. SQLite forgets zones, so they are put back here."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a point in time without its zone: {value}")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment: datetime = value if value.tzinfo else value.replace(tzinfo=UTC)
        return moment.astimezone(SHANGHAI)


# SQLite numbers rows by itself only in an INTEGER key; PostgreSQL should have the wide one.
Id = BigInteger().with_variant(Integer, "sqlite")

sources = Table(
    "sources",
    metadata,
    Column("name", Text, primary_key=True),
    Column("registered", Moment, nullable=False),
    Column("baseline", Moment),  # when the first complete crawl ended; until then everything listed is silent
    Column("last_tried", Moment),
    Column("last_good", Moment),
    Column("paused", Boolean, nullable=False, server_default=text("false")),
)

# Every address a source told of: the frontier of its crawls, and what is needed to ask again politely.
pages = Table(
    "pages",
    metadata,
    Column("source", Text, ForeignKey("sources.name"), primary_key=True),
    Column("key", Text, primary_key=True),
    Column("url", Text, nullable=False),
    Column("title", Text, nullable=False, server_default=""),
    Column("published", Date),  # as the column says; the document may say otherwise
    Column("listing", Boolean, nullable=False, server_default=text("false")),  # a column, an issue or an attachment, not a document
    Column("silent", Boolean, nullable=False, server_default=text("false")),  # its first reading is not news
    Column("settled", Boolean, nullable=False, server_default=text("false")),  # never revised in place: not asked for again
    Column("status", Text, nullable=False),  # pending, read, held, waiting, failed, gone; of an attachment also quarantined
    Column("reason", Text),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("sha256", Text),  # of the last bytes
    Column("content", Text),  # of what they said: counters and markup do not enter
    Column("checks", Integer, nullable=False, server_default=text("0")),  # conditional requests since the last full one
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("retry_at", Moment),
    Column("first_seen", Moment, nullable=False),
    Column("checked", Moment),
    Index("ix_pages_source_status", "source", "status"),
)

blobs = Table(
    "blobs",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("media_type", Text, nullable=False),
    Column("size", Integer, nullable=False),  # bytes before compression
    Column("body", LargeBinary, nullable=False),  # zlib
)

documents = Table(
    "documents",
    metadata,
    Column("id", Id, primary_key=True),
    Column("source", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("sha256", Text, ForeignKey("blobs.sha256"), nullable=False),
    Column("url", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("published", Date),
    Column("at", Moment, nullable=False),
    Column("verdict", Text, nullable=False),  # read, held, waiting
    Column("reason", Text),
    Column("digest", Text),  # of the items of a waiting reading: a second equal one is believed
    Index("ix_documents_source_key", "source", "key"),
)

# The attachments a version was read with.
files = Table(
    "files",
    metadata,
    Column("document", Id, ForeignKey("documents.id"), primary_key=True),
    Column("url", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("sha256", Text, ForeignKey("blobs.sha256"), nullable=False),
)

# What is compared as a whole: a ranking's indicator, a list's batch and stage, a policy.
boards = Table(
    "boards",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("board", Text, nullable=False),
    Column("indicator", Text, nullable=False),
    Column("edition", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("ordinal", Integer, nullable=False),  # editions in their order: 2024 → 2024, 第六批 → 6
    Column("title", Text, nullable=False),
    Column("issuer", Text),
    Column("url", Text, nullable=False),
    Column("published", Date),
    Column("top", Integer),
    Column("of", Integer),
    Column("data", JSON, nullable=False),  # what belongs to the whole: a policy's number and deadline, a ranking's data year
    Column("source", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("first_seen", Moment, nullable=False),
    Column("last_seen", Moment, nullable=False),
    UniqueConstraint("board", "indicator", "edition", "stage"),
    Index("ix_boards_kind", "kind"),
)

# One version of one line of a board: a corrected line closes the old version and opens a new one.
items = Table(
    "items",
    metadata,
    Column("id", Id, primary_key=True),
    Column("board", Id, ForeignKey("boards.id"), nullable=False),
    Column("key", Text, nullable=False),
    Column("zone", Text),
    Column("data", JSON, nullable=False),
    Column("evidence", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("first_seen", Moment, nullable=False),
    Column("last_seen", Moment, nullable=False),
    Column("until", Moment),  # null: still so
    Index("ix_items_board_until", "board", "until"),
    Index("ix_items_zone", "zone"),
)

# What the press said about a park.
claims = Table(
    "claims",
    metadata,
    Column("id", Id, primary_key=True),
    Column("source", Text, nullable=False),
    Column("page", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("zone", Text),
    Column("subject", Text, nullable=False),
    Column("edition", Text),
    Column("fact", JSON, nullable=False),
    Column("verdict", Text, nullable=False),  # new, confirmed, contradicted, outdated
    Column("title", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("published", Date),
    Column("sha256", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_claims_zone", "zone"),
    Index("ix_claims_subject_zone", "subject", "zone"),
    Index("ix_claims_source_page", "source", "page"),
)

coverage = Table(
    "coverage",
    metadata,
    Column("zone", Text, primary_key=True),
    Column("source", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("published", Date),
    Column("at", Moment, nullable=False),
)

changes = Table(
    "changes",
    metadata,
    Column("id", Id, primary_key=True),
    Column("event", Id, ForeignKey("documents.id")),  # the reading that brought it; null: the calendar did (a deadline)
    Column("at", Moment, nullable=False),
    Column("source", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("op", Text, nullable=False),
    Column("board", Text),
    Column("zone", Text),
    Column("record", JSON, nullable=False),  # the change as `changes --json` prints it
    Index("ix_changes_at", "at"),
    Index("ix_changes_zone_at", "zone", "at"),
)

# A table that fits no board, a column nobody read, a park nobody knows: listed for the operator, never absorbed.
unread = Table(
    "unread",
    metadata,
    Column("source", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("what", Text, primary_key=True),
    Column("at", Moment, nullable=False),
)

# Days before a deadline, or the expiry itself, that were already told.
reminders = Table(
    "reminders",
    metadata,
    Column("board", Id, ForeignKey("boards.id"), primary_key=True),
    Column("what", Text, primary_key=True),
    Column("at", Moment, nullable=False),
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", Id, primary_key=True),
    Column("chat", Text, nullable=False),
    Column("thread", Integer, nullable=False, server_default=text("0")),  # 0: the chat itself, not a topic of it
    Column("topic", Text, nullable=False),  # zone, board, kind, province, subject, company, keyword, all
    Column("target", Text, nullable=False),
    Column("created", Moment, nullable=False),
    Column("ended", Moment),
    Column("reason", Text),
    Index(
        "uq_subscriptions_current",
        "chat",
        "thread",
        "topic",
        "target",
        unique=True,
        sqlite_where=text("ended IS NULL"),
        postgresql_where=text("ended IS NULL"),
    ),
    Index("ix_subscriptions_topic_target", "topic", "target"),
)

# How a chat (or one topic of it) wants to be told; one without a row has the defaults.
chats = Table(
    "chats",
    metadata,
    Column("chat", Text, primary_key=True),
    Column("thread", Integer, primary_key=True, server_default=text("0")),
    Column("kind", Text, nullable=False, server_default=""),  # group, supergroup, channel; "" for a person or nobody knows
    Column("language", Text, nullable=False, server_default="zh"),  # zh, en
    Column("timezone", Text, nullable=False, server_default="Asia/Shanghai"),
    Column("delivery", Text, nullable=False, server_default="now"),  # now, daily, weekly
    Column("hour", Integer, nullable=False, server_default=text("8")),  # of a digest, in the chat's zone
    Column("weekday", Integer, nullable=False, server_default=text("0")),  # of a weekly digest: 0 is Monday
    Column("quiet_from", Integer),  # hours between which nothing is sent; null: never quiet
    Column("quiet_until", Integer),
    Column("silent", Boolean, nullable=False, server_default=text("false")),  # without a sound
)

# Parks a chat does not want to hear of for a while.
mutes = Table(
    "mutes",
    metadata,
    Column("chat", Text, primary_key=True),
    Column("thread", Integer, primary_key=True, server_default=text("0")),
    Column("zone", Text, primary_key=True),
    Column("until", Moment, nullable=False),
)

# What is done once a period, and when it was done last.
marks = Table(
    "marks",
    metadata,
    Column("name", Text, primary_key=True),
    Column("at", Moment, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("chat", Text, nullable=False),
    Column("thread", Integer, nullable=False, server_default=text("0")),
    Column("event", Id),  # one message for one event and chat; null for notices
    Column("changes", JSON, nullable=False),  # ids, in the order they are told
    Column("notice", Text),  # what the operator is told, ready to send
    Column("buttons", JSON),  # of a notice: rows of [words, what a press says]
    Column("digest", Boolean, nullable=False, server_default=text("false")),  # told together with what else waits for its chat
    Column("silent", Boolean, nullable=False, server_default=text("false")),  # without a sound
    Column("status", Text, nullable=False),  # waiting, sending, sent, folded (into a digest), dead
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("parts_sent", Integer, nullable=False, server_default=text("0")),
    Column("again", Boolean, nullable=False, server_default=text("false")),  # a process died while sending it
    Column("not_before", Moment),
    Column("created", Moment, nullable=False),
    Column("done", Moment),
    Column("reason", Text),
    UniqueConstraint("event", "chat", "thread"),
    Index(
        "ix_outbox_open",
        "chat",
        "thread",
        "id",
        sqlite_where=text("status IN ('waiting', 'sending')"),
        postgresql_where=text("status IN ('waiting', 'sending')"),
    ),
)
