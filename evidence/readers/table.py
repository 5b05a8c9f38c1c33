"""Tables (CSV, XLSX): one row = one block; a bank statement also gives dated payments."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence

import openpyxl

from evidence.readers._base import Content, Reader, TextBuilder, UnreadableError, normal
from evidence.readers._statement import payments_of
from evidence.readers.text import decoded

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 200_000


def read(content: bytes, _name: str) -> Content:
    """Return the rows, cells joined by « ; ».

    Raises:
        UnreadableError: a spreadsheet that cannot be opened.
    """
    found = Content(builder=TextBuilder())
    rows = _sheets(content) if content.startswith(b"PK") else _delimited(content)
    kept = [row for row in rows if any(cell.strip() for cell in row)][:MOST_ROWS]
    for row in kept:
        found.builder.separate("\n")
        found.builder.add(" ; ".join(row).strip(), "row")
    found.payments = payments_of(kept, found.builder)
    return found


def _delimited(content: bytes) -> Iterable[list[str]]:
    text = normal(decoded(content)[0])
    sample = "\n".join(text.splitlines()[:20])
    delimiter = max(";,\t|", key=sample.count)
    csv.field_size_limit(10_000_000)
    return [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text), delimiter=delimiter)]


def _sheets(content: bytes) -> list[list[str]]:
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        rows: list[Sequence[object]] = [row for sheet in book.worksheets for row in sheet.iter_rows(values_only=True)]
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, OSError) as error:
        raise UnreadableError(f"classeur illisible ({error})") from error
    return [["" if cell is None else str(cell) for cell in row] for row in rows[:MOST_ROWS]]


READER = Reader(media_types=("text/csv", XLSX), suffixes=(".csv", ".tsv", ".xlsx", ".xlsm"), read=read)
