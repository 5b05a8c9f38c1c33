"""XLSX: values as last computed, hidden sheets and comments read and said; no formula is evaluated."""

import datetime as dt
import io

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from evidence.readers._kinds import XLSX
from evidence.readers._reader import Piece, Reader, Refused, Result
from evidence.readers._xml import Package
from evidence.readers.table import COLUMNS, ROWS, Sheet, of_sheets


def sniff(piece: Piece) -> str:
    """Return the type of a ZIP that holds a workbook."""
    return XLSX if piece.content.startswith(b"PK") and b"xl/workbook.xml" in piece.content else ""


def read(piece: Piece) -> Result:
    """Return the rows of every sheet, hidden ones included, which is said."""
    return of_sheets(_workbook(piece), reader="openpyxl")


def _workbook(piece: Piece) -> list[Sheet]:
    """Return the sheets of an XLSX: values as last computed, no formula evaluated, no link followed.

    Raises:
        Refused: it is damaged or declares entities.
    """
    package = Package(piece.content, "XLSX")
    for name in package.all("", ".xml"):
        if b"<!DOCTYPE" in package.part(name)[:4096] or b"<!ENTITY" in package.part(name)[:4096]:
            raise Refused("unreadable", "XLSX qui déclare des entités XML (technique d'attaque) : refusé.")
    book = openpyxl.load_workbook(io.BytesIO(piece.content), data_only=True, keep_links=False)
    return [_sheet(sheet) for sheet in book.worksheets]


def _sheet(sheet: Worksheet) -> Sheet:
    rows, comments = [], []
    for number, cells in enumerate(sheet.iter_rows(max_col=min(sheet.max_column, COLUMNS)), 1):
        words = [_cell(cell.value) for cell in cells]
        comments += [(cell.coordinate, cell.comment.text) for cell in cells if cell.comment]
        if any(words):
            rows.append((number, words))
        if number > ROWS:
            raise Refused("unreadable", f"tableau de plus de {ROWS} lignes : scindez-le.")
    hidden = sheet.sheet_state != "visible" or any(
        held.hidden for dimensions in (sheet.row_dimensions, sheet.column_dimensions) for held in dimensions.values()
    )
    return Sheet(sheet.title, rows, hidden, tuple(comments))


def _cell(value: object) -> str:
    """Return what a cell shows, in French: days as 04/03/2026, decimals with a comma."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return f"{value:%d/%m/%Y}" if value.time() == dt.time() else f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, dt.date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, bool):
        return "vrai" if value else "faux"
    if isinstance(value, float):
        return f"{value:.10g}".replace(".", ",")
    return str(value).strip()


READER = Reader(suffixes={XLSX: (".xlsx", ".xlsm")}, sniff=sniff, read=read, rank=20)
