"""Everything a document says, by kind: the one place that decides which reader a document goes to.

notice ── tables ─▶ rankings, lists          article ── sentences ─▶ claims
       └─ text ───▶ policies                         └─ names ─────▶ coverage
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from monitors import coverage, lists, policies, rankings
from monitors.belief import Incomplete, LayoutChanged
from monitors.boards import catalogue as known_boards
from monitors.boards.catalogue import Board, Catalogue
from monitors.change import Kind
from monitors.document import Document, Shape, Table, Watched
from monitors.item import BoardReading, Item
from monitors.reading.article import read_article
from monitors.reading.fact import Bound, Fact, FactKind, Status
from monitors.zones import Zones, fold


@dataclass(frozen=True)
class Readings:
    """What one document says. `unread` is what nobody could read, in words for the operator."""

    boards: tuple[BoardReading, ...] = ()
    claims: tuple[Fact, ...] = ()
    zones: Mapping[str, str] = field(default_factory=dict)  # parks an article names → the words that name them
    unread: tuple[str, ...] = ()


def read(document: Document, zones: Zones, catalogue: Catalogue, watched: Watched | None = None) -> Readings:
    """Reads a document. watched: what its page is known to be. Raises LayoutChanged or Incomplete where it must not be believed."""
    if document.unread and (document.tables or watched):
        raise Incomplete(f"附件没有读全：{'；'.join(document.unread)}")
    if watched is not None:
        return _watched(document, watched, zones, catalogue)
    if document.shape is Shape.ARTICLE:
        claims = tuple(read_article(document.title, document.text, document.published, zones))
        return Readings(claims=claims, zones=coverage.covered(document, zones))
    found: list[BoardReading] = []
    unread = list(document.unread)
    for table in document.tables:
        board = _board_of(document, table, catalogue)
        if board is None:
            unread.append(_unknown(document, table))
            continue
        reader = rankings.read if board.kind is Kind.RANKING else lists.read
        found.append(reader(document, table, board, zones))
    if not document.tables:
        unread += [f"标题像《{board.name}》，但页面里没有表格" for board in catalogue.fitting(document.title)]
    if not found and policies.is_policy(document):
        policy = policies.read(document, zones)
        # A letter about a policy has the words in its title, but neither a number nor clauses nor measures.
        found += [policy] if policy.items or document.number else []
    return Readings(boards=tuple(found), unread=(*unread, *(what for reading in found for what in reading.unread)))


def _board_of(document: Document, table: Table, catalogue: Catalogue) -> Board | None:
    """The board a table is of: its own caption decides before the notice's title; two candidates are no answer."""
    for text in (table.caption, document.title):
        fitting = catalogue.fitting(text) if text else []
        if len(fitting) == 1:
            return fitting[0]
    return None


def _unknown(document: Document, table: Table) -> str:
    return f"表格「{table.caption or document.title}」（{' | '.join(table.header)}）不属于任何已知榜单或名单"


def _watched(document: Document, watched: Watched, zones: Zones, catalogue: Catalogue) -> Readings:
    """A page that is itself a board or a policy: nothing about it is recognised, all of it is expected."""
    unread: list[str] = []
    if watched.kind is Kind.POLICY:
        reading = policies.read(document, zones)
        unread += [_unknown(document, table) for table in document.tables]
    else:
        board = catalogue.named(watched.board)
        if board is None:
            raise LayoutChanged(f"没有《{watched.board}》的榜单文件")
        table = _table_with(watched.columns, document.tables)
        # Where the source file states the edition, it is what is read first; a table without a caption stays one.
        told = replace(document, title=f"{watched.edition} {document.title}".strip())
        table = replace(table, caption=f"{watched.edition} {table.caption}".strip() if table.caption else "")
        reading = (rankings.read if board.kind is Kind.RANKING else lists.read)(told, table, board, zones)
    if len(reading.items) < watched.rows:
        raise Incomplete(f"只读到{len(reading.items)}项，来源文件写明至少有{watched.rows}项")
    return Readings(boards=(reading,), unread=(*unread, *reading.unread))


def _table_with(columns: tuple[str, ...], tables: tuple[Table, ...]) -> Table:
    """The one table that has these columns, in its header or in its first row."""
    names = {fold(column) for column in columns}
    found = [table for table in tables if names <= {fold(cell) for cell in table.header or next(iter(table.rows), ())}]
    wanted = f"有列「{'」「'.join(columns)}」的表格" if columns else "表格"
    if not found:
        headers = "；".join(" | ".join(table.header) for table in tables) or "没有表格"
        raise LayoutChanged(f"页面上找不到{wanted}，只有：{headers}")
    if len(found) > 1:
        raise LayoutChanged(f"页面上有{len(found)}张{wanted}：请在来源文件里写明 selectors.table 或更多的 columns")
    return found[0]


def facts(document: Document, zones: Zones, catalogue: Catalogue | None = None, watched: Watched | None = None) -> list[Fact]:
    """What a document says as facts, one for each claim of an article or line of a notice (`parkwatch read`)."""
    said = read(document, zones, catalogue or known_boards.load(), watched)
    return [*said.claims, *(fact for reading in said.boards for item in reading.items for fact in _fact(reading, item))]


def _fact(reading: BoardReading, item: Item) -> list[Fact]:
    status = Status.PROPOSED if reading.stage == "公示" else Status.STATED
    if reading.kind is Kind.RANKING:
        subject = reading.board if reading.indicator == "综合" else f"{reading.board}·{reading.indicator}"
        rank = float(item.data["rank"])
        return [Fact(FactKind.RANKING, item.key, subject, item.evidence, reading.edition, rank, "位", issuer=reading.issuer, of=reading.of)]
    if reading.kind is Kind.LIST:
        entrants = (str(item.data["name"]),)
        return [
            Fact(
                FactKind.LIST,
                item.zone,
                reading.board,
                item.evidence,
                reading.edition,
                entrants=entrants,
                status=status,
                issuer=reading.issuer,
            )
        ]
    if "amount" not in item.data:
        return []
    data = item.data
    return [
        Fact(
            FactKind.POLICY,
            item.zone,
            data["subject"],
            item.evidence,
            value=data["amount"],
            unit=data["unit"],
            bound=Bound(data["bound"]),
            beneficiary=data["beneficiary"],
            status=status,
            issuer=reading.issuer,
        )
    ]
