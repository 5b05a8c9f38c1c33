"""A paper: the tree of words, quotations, tables and drawings that every format writes, so that all say the same."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

Side = Literal["incriminating", "exculpatory", "to_verify"]


@dataclass(frozen=True, slots=True)
class Run:
    """Words, and the anchor that they lead to; empty: nowhere."""

    words: str
    to: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A title; *level* counts from 1, *anchor* is unique in the paper."""

    level: int
    words: str
    anchor: str
    kind: Literal["heading"] = "heading"


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph of our own, or one line of a list."""

    words: str
    item: bool = False
    kind: Literal["words"] = "words"


@dataclass(frozen=True, slots=True)
class Quote:
    """A finding: its sentence verbatim, cut around the words that acted, its place and what is known of it."""

    number: int
    finding: str
    before: str
    words: str
    after: str
    side: Side
    place: str
    facts: tuple[str, ...]
    kind: Literal["quote"] = "quote"

    @property
    def verbatim(self) -> str:
        """The whole sentence, as the piece has it."""
        return self.before + self.words + self.after


@dataclass(frozen=True, slots=True)
class Table:
    """A table: each cell is a sequence of runs; the first cell of a row is its header."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[tuple[Run, ...], ...], ...]
    kind: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture as SVG; *words* say in one sentence what it shows and where the table that says the same is."""

    svg: str
    words: str
    kind: Literal["drawing"] = "drawing"


Block = Heading | Words | Quote | Table | Drawing


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One document of a case: *name* is the kind (« synthese »), *title* what the first page says."""

    name: str
    title: str
    case: str
    made_at: dt.date
    fiction: bool
    state: str
    program: str
    catalogue: str
    blocks: tuple[Block, ...]


def text(words: str, to: str = "") -> tuple[Run, ...]:
    """Return a cell with one run."""
    return (Run(words, to),)


def quotes(paper: Paper) -> tuple[Quote, ...]:
    """Return the quotations of *paper* in order."""
    return tuple(block for block in paper.blocks if isinstance(block, Quote))


def widths(table: Table) -> list[float]:
    """Return how wide each column is beside the others: what it holds, with room for its longest word."""
    return [_width(table, column) for column in range(len(table.head))]


def _width(table: Table, column: int) -> float:
    cells = [*("".join(run.words for run in row[column]) for row in table.rows), table.head[column]]
    mean = sum(len(cell) for cell in cells) / len(cells)
    longest = max(len(word) for cell in cells for word in cell.split() or [""])
    return float(round(max(5.0, min(mean, 60.0) ** 0.75, min(longest, 16) * 0.8), 1))
