"""Tables: CSV, and what XLSX and ODS share; a row is a block, an account statement also gives dated payments."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evidence.model import Notice, Payment
from evidence.readers import _bank
from evidence.readers._builder import TextBuilder, clean, row
from evidence.readers._kinds import CSV
from evidence.readers._reader import Piece, Reader, Refused, Result
from evidence.readers.text import decode, is_text

# More rows than this are data, not a piece to read.
ROWS = 300_000
COLUMNS = 1_000
_DELIMITERS = ";\t,|"
_SAMPLE_LINES = 30


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's rows with the number each bears in the file; *hidden* when nobody sees it on opening."""

    name: str
    rows: list[tuple[int, list[str]]]
    hidden: bool = False
    comments: tuple[tuple[str, str], ...] = ()


def sniff(piece: Piece) -> str:
    """Return the type of a table by its name when its bytes are text: CSV has no signature."""
    return CSV if piece.suffix in (".csv", ".tsv") and is_text(piece) else ""


def read(piece: Piece) -> Result:
    """Return the rows, cells apart."""
    text, encoding, notices = decode(piece.content)
    result = of_sheets([Sheet("", list(_rows(clean(text))))], reader=f"table ({encoding})")
    return result.noting(*notices)


def of_sheets(sheets: Sequence[Sheet], reader: str) -> Result:
    """Return the text of *sheets* and the payments of those that are account statements."""
    builder = TextBuilder()
    payments: list[Payment] = []
    notices: list[Notice] = []
    for sheet in sheets:
        builder.separate("\n\n")
        if sheet.name and len(sheets) > 1:
            builder.add(sheet.name, "heading", place=sheet.name)
        spans = []
        for number, cells in sheet.rows:
            builder.separate("\n")
            place = f"{sheet.name}, ligne {number}" if sheet.name else f"ligne {number}"
            spans.append(builder.add(row(cells), "row", place=place))
        found, holder, _ = _bank.entries([cells for _, cells in sheet.rows])
        payments += [entry.payment(span, holder) for entry in found if (span := spans[entry.row])]
        for place, words in sheet.comments:
            builder.separate("\n\n")
            builder.add(words, "comment", place=f"{sheet.name}, cellule {place}")
        if sheet.hidden:
            text = f"Feuille, lignes ou colonnes masquées dans « {sheet.name} » : lues comme le reste."
            notices.append(Notice(code="hidden_text", text=text))
    text, blocks = builder.build()
    if not blocks:
        raise Refused("empty", "tableau sans aucune cellule remplie.")
    return Result(text=text, blocks=blocks, payments=tuple(payments), notices=tuple(notices), reader=reader)


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a CSV with the line where each begins; the delimiter is the one that cuts most evenly."""
    csv.field_size_limit(1_000_000)
    reader = csv.reader(io.StringIO(text), delimiter=_delimiter(text))
    start = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:  # a NUL or a cell without end: the rest is one row
            yield start, ["\n".join(text.split("\n")[start - 1 :])[:1_000_000]]
            return
        if any(cell.strip() for cell in cells):
            yield start, [cell.strip() for cell in cells[:COLUMNS]]
        start = reader.line_num + 1
        if start > ROWS:
            raise Refused("unreadable", f"tableau de plus de {ROWS} lignes : scindez-le.")


def _delimiter(text: str) -> str:
    lines = [line for line in text.split("\n")[:_SAMPLE_LINES] if line.strip()]

    def evenness(sign: str) -> tuple[float, int]:
        counts = [line.count(sign) for line in lines]
        usual = max(set(counts), key=counts.count, default=0)
        return (counts.count(usual) / len(counts) if usual else 0.0, usual)

    return max(_DELIMITERS, key=evenness) if lines else ";"


READER = Reader(suffixes={CSV: (".csv", ".tsv")}, sniff=sniff, read=read, rank=90)
