"""Pieces, findings, reviews and roles of a case: model records in, model records out; no row leaves this room."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from sqlalchemy import Connection, delete, func, insert, select

from evidence.model import Document, Finding, Reading, Review, Source
from evidence.store.records import dump, restore
from evidence.store.tables import duplicates, findings, meta, pieces, reviews, roles


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of the case: *number* is ours and never changes; *reading* has its document."""

    number: int
    reading: Reading

    @property
    def source(self) -> Source:
        """Return the piece's source."""
        return self.reading.source


def setting(connection: Connection, key: str) -> str | None:
    """Return the value kept under *key*, None when there is none."""
    return connection.execute(select(meta.c.value).where(meta.c.key == key)).scalar_one_or_none()


def set_setting(connection: Connection, key: str, value: str) -> None:
    """Keep *value* under *key*."""
    connection.execute(delete(meta).where(meta.c.key == key))
    connection.execute(insert(meta).values(key=key, value=value))


def known_sources(connection: Connection) -> frozenset[str]:
    """Return the ids of the pieces already there."""
    return frozenset(connection.execute(select(pieces.c.source)).scalars())


def add_piece(connection: Connection, reading: Reading) -> int:
    """Add a piece and return its number."""
    number = int(connection.execute(select(func.coalesce(func.max(pieces.c.piece), 0))).scalar_one()) + 1
    bare = replace(reading, document=None, content=None)
    connection.execute(
        insert(pieces).values(
            piece=number,
            source=reading.source.id,
            cote=reading.source.cote,
            source_json=dump(reading.source),
            reading_json=dump(bare),
            document_json=dump(reading.document) if reading.document else None,
        )
    )
    return number


def repeated(connection: Connection, reading: Reading) -> Reading:
    """Return *reading* as the duplicate of the piece with the same bytes; another name is kept."""
    row = connection.execute(
        select(pieces.c.piece, pieces.c.source_json).where(pieces.c.source == reading.source.id)
    ).one()
    first, name = restore(Source, row.source_json), reading.source.name
    known = connection.execute(select(duplicates.c.id).where(duplicates.c.name == name)).first()
    if first.name != name and known is None:
        connection.execute(insert(duplicates).values(name=name, source=reading.source.id))
    reason = f"doublon de la pièce {row.piece} ({first.name})"
    return replace(reading, outcome="duplicate", reason=reason, document=None)


def all_duplicates(connection: Connection) -> list[tuple[str, str]]:
    """Return (name, source) of what came in again, in order."""
    return [(row.name, row.source) for row in connection.execute(select(duplicates).order_by(duplicates.c.id))]


def all_pieces(connection: Connection) -> Iterator[Piece]:
    """Yield the pieces with their documents, by number."""
    for row in connection.execute(select(pieces).order_by(pieces.c.piece)):
        reading = restore(Reading, row.reading_json)
        document = restore(Document, row.document_json) if row.document_json else None
        yield Piece(number=row.piece, reading=replace(reading, document=document))


def replace_findings(
    connection: Connection, found: Iterable[Finding], capacities: Iterable[tuple[str, str, str]]
) -> int:
    """Put *found* in the place of the last analysis; *capacities* are (source, name, role). Return how many."""
    connection.execute(delete(findings))
    connection.execute(delete(roles))
    count = 0
    for count, item in enumerate(found, 1):
        connection.execute(
            insert(findings).values(
                rank=count,
                id=item.id,
                source=item.source,
                criterion=item.criterion,
                status=item.status,
                finding_json=dump(item),
            )
        )
    for source, name, role in capacities:
        connection.execute(insert(roles).values(source=source, name=name, role=role))
    return count


def all_findings(connection: Connection) -> list[Finding]:
    """Return the findings, in the order of the pieces, then of the text."""
    return [
        restore(Finding, text)
        for text in connection.execute(select(findings.c.finding_json).order_by(findings.c.rank)).scalars()
    ]


def all_roles(connection: Connection) -> list[tuple[str, str, str]]:
    """Return (source, name, role) as read in the headers."""
    return [(row.source, row.name, row.role) for row in connection.execute(select(roles).order_by(roles.c.id))]


def add_review(connection: Connection, review: Review) -> None:
    """Add a human decision."""
    connection.execute(insert(reviews).values(finding=review.finding, review_json=dump(review)))


def last_reviews(connection: Connection) -> dict[str, Review]:
    """Return the last decision on each finding, those whose finding has gone included."""
    rows = connection.execute(select(reviews.c.finding, reviews.c.review_json).order_by(reviews.c.id))
    return {row.finding: restore(Review, row.review_json) for row in rows}
