"""Keeps the full-text index up with its case, and opens it, in memory where the case is read-only."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, func, select

from evidence.decisions import as_reviewed
from evidence.errors import CaseError, ConflictError
from evidence.model import Document, Finding
from evidence.store import case_files, decided
from evidence.store.desk import Desk
from evidence.store.fulltext import Index
from evidence.store.tables import journal, pieces
from evidence.store.verify import INDEX

# What moves the marks of the findings: the acts that change them.
_MOVES = ("analyze", "review", "added", "undo")


@contextlib.contextmanager
def index_of(desk: Desk) -> Iterator[Index]:
    """Give the index of a case, brought up to date first.

    Raises:
        ConflictError: it must be brought up to date and another process works on the case.
    """
    index = _ready(desk)
    try:
        yield index
    finally:
        index.close()


def _ready(desk: Desk) -> Index:
    path = desk.folder / INDEX
    with desk.engine.connect() as connection:
        wanted = (case_files.last_piece(connection), _moved(connection))
        if path.is_file():
            index = Index(path)
            if (index.state("piece"), index.state("journal")) == wanted:
                return index
            index.close()
    try:
        with desk.writing("search"), desk.engine.connect() as connection:
            return _updated(connection, path, wanted)
    except ConflictError:
        raise
    except CaseError:  # read-only: searching changes nothing of the case
        with desk.engine.connect() as connection:
            return _updated(connection, ":memory:", wanted)


def _moved(connection: Connection) -> int:
    query = select(func.coalesce(func.max(journal.c.number), 0)).where(journal.c.act.in_(_MOVES))
    return int(connection.execute(query).scalar_one())


def _updated(connection: Connection, path: Path | str, wanted: tuple[int, int]) -> Index:
    index = Index(path)
    index.add(_documents(connection, index.state("piece")))
    if index.state("journal") != wanted[1]:
        index.mark(_findings(connection), wanted[1])
    return index


def _documents(connection: Connection, after: int) -> Iterator[tuple[int, Document | None]]:
    for piece in case_files.all_pieces(connection, after=after):
        yield piece.number, piece.reading.document


def _findings(connection: Connection) -> Iterator[tuple[int, Finding]]:
    numbers = {row.source: row.piece for row in connection.execute(select(pieces.c.source, pieces.c.piece))}
    reviews = decided.reviews(connection)
    for finding in case_files.all_findings(connection):
        if finding.source in numbers:
            yield numbers[finding.source], as_reviewed(finding, reviews.get(finding.id))
