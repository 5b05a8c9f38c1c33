"""A cell of the matrix with more passages than its table can hold: a page of its own, found by what it is about."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from evidence.assessment.records import MatrixRow, RelatedOffence
from evidence.dossier.legal_view import apart_ids, remarks
from evidence.dossier.record import Dossier

# How many passages a cell shows in its table.
MOST = 25
SIDES = {"supported": "▲ Appuyé par", "contradicted": "▼ Contredit par", "to_verify": "? À vérifier"}


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell is about (*name*, of *harmed* and *accused*), and its *lines*: (finding, what must be known)."""

    name: str
    harmed: str
    accused: str
    lines: tuple[tuple[str, str], ...]


def key_of(item: MatrixRow | RelatedOffence, element: str) -> str:
    """Return what stands for a row in an address: the same as long as the row is there, and no name in it."""
    who = (item.harmed, item.accused) if isinstance(item, MatrixRow) else (item.kind, item.name)
    words = (type(item).__name__, item.offence, item.version, element, *who)
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:16]


def cell(dossier: Dossier, key: str, side: str) -> Cell | None:
    """Return the cell *side* of the row *key*, None when the case has it no more."""
    return next((found for at, found in _cells(dossier, side) if at == key), None)


def _cells(dossier: Dossier, side: str) -> Iterator[tuple[str, Cell]]:
    for row in dossier.matrix:
        lines = tuple((line.finding, remarks(line)) for line in getattr(row, side))
        yield key_of(row, row.element), Cell(f"{row.name}, version {row.version}", row.harmed, row.accused, lines)
    for item in dossier.related:
        for view in item.elements:
            held = tuple((one, head) for head, ids in apart_ids(item, getattr(view, side)) for one in ids)
            yield key_of(item, view.element), Cell(f"{item.name} : {view.name}", "", "", held)
