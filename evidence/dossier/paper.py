"""A paper: the tree of words, quotations, tables and drawings that every format writes, so that all say the same."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

# Characters of a table on a line of A4. A word of a short cell is cut beyond UNCUT, of a longer one beyond CUT.
ACROSS, SHORT, UNCUT, CUT = 125, 24, 18, 10
# A cell of at most ONE_LINE characters stands on one line if all such columns leave the rest of a line for the others.
ONE_LINE, ROOMY = 36, 0.65
Side = Literal["incriminating", "exculpatory", "to_verify"]


@dataclass(frozen=True, slots=True)
class Run:
    """Words, and the anchor that they lead to; empty: nowhere.

    *spot* is a place in the text of a piece (``spot``), for the formats that carry these texts.
    """

    words: str
    to: str = ""
    spot: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A title; *level* counts from 1, *anchor* is unique in the paper.

    *reading* says for how long a reader has come (« Lecture en une heure »), where another reading begins.
    """

    level: int
    words: str
    anchor: str
    reading: str = ""
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
    spot: str
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


@dataclass(frozen=True, slots=True)
class PieceText:
    """The whole text of a piece that a paper cites; *marks* are the (start, end) of the words of its findings."""

    number: int
    name: str
    text: str
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One document of a case: *name* is the kind (« synthese »), *title* what the first page says.

    *texts* are those of the pieces that its blocks cite; HTML carries them, so that each place leads to its line.
    """

    name: str
    title: str
    case: str
    made_at: dt.date
    fiction: bool
    state: str
    program: str
    catalogue: str
    blocks: tuple[Block, ...]
    texts: tuple[PieceText, ...] = ()


def text(words: str, to: str = "", spot: str = "") -> tuple[Run, ...]:
    """Return a cell with one run."""
    return (Run(words, to, spot),)


def spot(piece: int, line: int | None = None) -> str:
    """Return the anchor of a line of the text of a piece, *line* counted in the whole text; of the piece without."""
    return f"p{piece}-l{line}" if line else f"p{piece}"


def spots(paper: Paper) -> set[str]:
    """Return every place in the text of a piece that the blocks of *paper* cite."""
    found = {block.spot for block in paper.blocks if isinstance(block, Quote)}
    tables = [block for block in paper.blocks if isinstance(block, Table)]
    return (found | {run.spot for table in tables for row in table.rows for cell in row for run in cell}) - {""}


def leads(block: Words) -> bool:
    """Tell whether *block* announces what follows (« Thèmes à charge : »): it stays on the same page."""
    return not block.item and block.words.endswith(":")


def one_line(words: str) -> str:
    """Return *words* on one line: a line that ends in the piece ends with a space on a sheet of another width."""
    return words.replace("\n", " ")


def quotes(paper: Paper) -> tuple[Quote, ...]:
    """Return the quotations of *paper* in order."""
    return tuple(block for block in paper.blocks if isinstance(block, Quote))


def widths(table: Table, across: int = ACROSS) -> list[float]:
    """Return how wide each column is, in characters of a line: its longest word, then room by what it holds.

    A column of dates or of places stands on one line where the others leave room for it.
    """
    floors, lines, wants = zip(*(_column(table, rank) for rank in range(len(table.head))), strict=True)
    every = all(line > floor for floor, line in zip(floors, lines, strict=True))
    if sum(lines) <= across * (1 if every else ROOMY):
        # What stands on one line wants no more.
        wants = tuple(want if line == floor else 0.5 for floor, line, want in zip(floors, lines, wants, strict=True))
        floors = lines
    spare = max(across - sum(floors), 0.0)
    return [round(floor + spare * want / sum(wants), 1) for floor, want in zip(floors, wants, strict=True)]


def is_short(cell: Sequence[Run]) -> bool:
    """Tell whether *cell* is a date, a name, a status: its words are never cut."""
    return sum(len(run.words) for run in cell) <= SHORT


def _column(table: Table, rank: int) -> tuple[float, float, float]:
    """Return the least width of a column, that of most of its cells if short, and what it wants of the rest."""
    cells = [("".join(run.words for run in row[rank]), UNCUT if is_short(row[rank]) else CUT) for row in table.rows]
    sizes = sorted(len(cell) for cell, _ in cells) or [0]
    most_of = sizes[-1] if sizes[-1] <= ONE_LINE else sizes[int(len(sizes) * 0.8)]
    cells.append((table.head[rank], UNCUT))
    longest = max(min(len(word), most) for cell, most in cells for word in cell.split(" ") or [""])
    mean = sum(len(cell) for cell, _ in cells[:-1]) / max(len(cells) - 1, 1)
    # A head is bold, and its sign wide: « ▲ Appuyé ».
    bold = max(min(len(word), UNCUT) for word in table.head[rank].split(" ") or [""]) + 1
    floor = max(longest, bold) * 0.95 + 1.5
    return floor, max(floor, most_of + 2.0 if most_of <= ONE_LINE else 0.0), min(mean, 120.0) + 0.5
