"""Account statements in a PDF: pages that look like one are read again by pdfplumber, whose cells keep columns apart.

PDFium is some fifty times faster and keeps the order of reading, but one line of its text does not say whether a sum
stands under « Débit » or under « Crédit » (shared/domain/inputs.md, pitfall 3).
"""

import datetime as dt
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from evidence.model import Box
from evidence.readers import _bank
from evidence.readers._pdf_page import PageLine

# A page is a statement from this many lines that begin with a day and this many that end with a sum.
FEWEST = 3
# Without ruled lines, words further apart than this many points stand in two cells.
CELL_GAP = 9.0
# See shared/domain/inputs.md, pitfall 2: the default glues the words of LaTeX together.
X_RATIO = 0.15
_STARTS = re.compile(r"\s*\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?\b|\s*\d{4}-\d{2}-\d{2}\b")
_ENDS = re.compile(r"\d[.,]\d{2}\s?(?:€|EUR)?\s*[-+)]?$")
_FULL = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b")
_SHORT = re.compile(r"(\d{1,2})[/.](\d{1,2})")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its cells and its box on the displayed page."""

    cells: tuple[str, ...]
    box: Box


@dataclass(frozen=True, slots=True)
class _Cell:
    left: float
    right: float
    text: str


def looks_like_statement(lines: Sequence[PageLine]) -> bool:
    """Tell whether *lines* hold dated sums, as a statement does."""
    dated = sum(_STARTS.match(line.text) is not None for line in lines)
    return dated >= FEWEST and sum(_ENDS.search(line.text) is not None for line in lines) >= FEWEST


def rows_of(content: bytes, password: str | None, numbers: Sequence[int]) -> dict[int, list[Row]]:
    """Return the rows of the tables on the pages *numbers* (from 1) that are account statements.

    A page without a header has the columns of the page before.
    """
    import pdfplumber

    found: dict[int, list[Row]] = {}
    header: list[_Cell] = []
    with pdfplumber.open(io.BytesIO(content), password=password or "", pages=list(numbers)) as document:
        for page in document.pages:
            rows = _ruled(page)
            if not rows:
                rows, header = _unruled(page, header)
            if rows:
                found[page.page_number] = rows
            page.close()
    return found


def entries(rows: Sequence[Row], text: str) -> tuple[list[_bank.Entry], str, _bank.Columns | None]:
    """Return the movements in *rows*; days written without a year get the one of the period that *text* states."""
    period = sorted(day for found in _FULL.finditer(text) if (day := _bank.day(found.group())))
    entries, holder, columns = _bank.entries([[_dated(cell, period) for cell in row.cells] for row in rows])
    return entries, _bank.holder_in(text) or holder, columns


def _dated(cell: str, period: Sequence[dt.date]) -> str:
    """Return *cell* with a year when it is a day and month that fall once in the period, or next to it."""
    short = _SHORT.fullmatch(cell.strip())
    if not short or not period:
        return cell
    margin = dt.timedelta(days=31)
    for year in {period[0].year, period[-1].year}:
        day = _bank.day(f"{cell.strip()}/{year}".replace(".", "/"))
        if day and period[0] - margin <= day <= period[-1] + margin:
            return f"{day:%d/%m/%Y}"
    return cell


def _ruled(page: Any) -> list[Row]:
    """Return the rows of the ruled tables that have a statement's header."""
    found: list[Row] = []
    for table in page.find_tables():
        cells = table.extract(x_tolerance_ratio=X_RATIO)
        texts = [[" ".join((cell or "").split()) for cell in line] for line in cells]
        if any(_bank.columns_of(line) for line in texts[: _bank.PREAMBLE]):
            found += [
                Row(tuple(text), _box(page, row.bbox)) for row, text in zip(table.rows, texts, strict=True) if any(text)
            ]
    return found


def _unruled(page: Any, header: list[_Cell]) -> tuple[list[Row], list[_Cell]]:
    """Return the rows below a header, every cell under the column it stands in, and the header's cells."""
    found: list[Row] = []
    for box, cells in _lines(page):
        names = [cell.text for cell in cells]
        if _bank.columns_of(names):
            header = cells
            found.append(Row(tuple(names), box))
        elif header:
            found.append(Row(_under(header, cells), box))
    return found, header


def _lines(page: Any) -> Iterator[tuple[Box, list[_Cell]]]:
    """Yield the printed lines of a page as cells: words close to one another."""
    words = page.extract_words(x_tolerance_ratio=X_RATIO, y_tolerance=3)
    lines: list[list[dict[str, Any]]] = []
    for word in sorted(words, key=lambda held: (round(held["bottom"]), held["x0"])):
        if lines and abs(lines[-1][-1]["bottom"] - word["bottom"]) <= 3:
            lines[-1].append(word)
        else:
            lines.append([word])
    for line in lines:
        line.sort(key=lambda held: held["x0"])
        cells: list[_Cell] = []
        for word in line:
            if cells and word["x0"] - cells[-1].right < CELL_GAP:
                cells[-1] = _Cell(cells[-1].left, word["x1"], f"{cells[-1].text} {word['text']}")
            else:
                cells.append(_Cell(word["x0"], word["x1"], word["text"]))
        top, bottom = min(word["top"] for word in line), max(word["bottom"] for word in line)
        yield _box(page, (cells[0].left, top, cells[-1].right, bottom)), cells


def _under(header: Sequence[_Cell], cells: Sequence[_Cell]) -> tuple[str, ...]:
    """Return *cells* by column of *header*: the one they overlap most, else the nearest."""
    found = [""] * len(header)
    for cell in cells:
        index = max(range(len(header)), key=lambda place: _overlap(header[place], cell))
        found[index] = f"{found[index]} {cell.text}".strip()
    return tuple(found)


def _overlap(one: _Cell, other: _Cell) -> float:
    """Return how many points two cells share, negative for the gap between them."""
    return min(one.right, other.right) - max(one.left, other.left)


def _box(page: Any, edges: Sequence[float]) -> Box:
    """Return a box of pdfplumber (from the media box as turned) on the page as displayed (the crop box)."""
    x0, y0, x1, y1 = page.page_obj.mediabox
    left_in, bottom_in, right_in, top_in = page.page_obj.cropbox
    cut = (left_in - x0, y1 - top_in, x1 - right_in, bottom_in - y0)  # left, top, right, bottom, unturned
    turned = (page.page_obj.rotate or 0) // 90 % 4
    across, down = cut[-turned % 4], cut[(1 - turned) % 4]
    left, top, right, bottom = edges
    return Box(
        left=round(left - across, 2),
        top=round(top - down, 2),
        right=round(right - across, 2),
        bottom=round(bottom - down, 2),
    )
