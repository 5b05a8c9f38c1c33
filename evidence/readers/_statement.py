"""Rows of a bank statement -> dated payments, each at its place in the text."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence

from evidence.model import Amount, Payment, Span
from evidence.readers._base import TextBuilder, normal

_DATE = re.compile(r"(\d{2})[/.-](\d{2})[/.-](\d{2}|\d{4})$|(\d{4})-(\d{2})-(\d{2})$")
_MONEY = re.compile(r"[+-]?\s?\d{1,3}(?:[ \u00a0\u202f.]?\d{3})*(?:[.,]\d{2})\s?(?:€|EUR)?$|[+-]?\d+$")
DEBIT = ("débit", "debit", "sortie")
CREDIT = ("crédit", "credit", "entrée")
LABEL = ("libellé", "libelle", "label", "opération", "operation", "nature", "description", "intitulé")
DATE = ("date",)
AMOUNT = ("montant", "amount", "somme")


def payments_of(rows: Iterable[Sequence[str]], builder: TextBuilder) -> list[Payment]:
    """Return the payments of the table *rows*, header first; each is placed at the line that holds its label.

    A debit has the holder as payer, a credit as beneficiary: both stay None here, the label says the other party.
    """
    columns: dict[str, int] = {}
    found: list[Payment] = []
    text, at = builder.text(), 0
    for row in rows:
        cells = [normal(cell or "").replace("\n", " ").strip() for cell in row]
        header = _columns(cells)
        if header:
            columns = header
            continue
        payment, at = _payment(cells, columns, text, at)
        if payment is not None:
            found.append(payment)
    return found


def _columns(cells: Sequence[str]) -> dict[str, int]:
    """Return the columns of a header row, empty when the row is none."""
    lowered = [cell.lower() for cell in cells]
    found: dict[str, int] = {}
    for role, names in (("date", DATE), ("debit", DEBIT), ("credit", CREDIT), ("amount", AMOUNT), ("label", LABEL)):
        for index, cell in enumerate(lowered):
            if role not in found and index not in found.values() and any(name in cell for name in names):
                found[role] = index
    return found if "date" in found and ({"debit", "credit", "amount"} & set(found)) else {}


def _payment(cells: Sequence[str], columns: dict[str, int], text: str, at: int) -> tuple[Payment | None, int]:
    if not columns or len(cells) <= max(columns.values()):
        return None, at
    day = _day(cells[columns["date"]])
    money = _money(cells, columns)
    if day is None or money is None:
        return None, at
    label = cells[columns["label"]] if "label" in columns else " ".join(cells)
    place = text.find(label.split("  ")[0], at) if label else -1
    if place < 0:
        return None, at
    start = text.rfind("\n", 0, place) + 1
    end = text.find("\n", place)
    end = len(text) if end < 0 else end
    value, incoming = money
    words = cells[
        columns["credit"] if incoming and "credit" in columns else columns.get("debit", columns.get("amount", 0))
    ]
    amount = Amount(words=words or value, value=value, currency="EUR")
    holder = "titulaire du compte"
    payment = Payment(
        span=Span(start=start, end=end),
        on=day,
        label=label,
        amount=amount,
        payer=None if incoming else holder,
        beneficiary=holder if incoming else None,
    )
    return payment, end


def _day(cell: str) -> dt.date | None:
    match = _DATE.search(cell)
    if match is None:
        return None
    if match[4]:
        year, month, day = int(match[4]), int(match[5]), int(match[6])
    else:
        day, month, year = int(match[1]), int(match[2]), int(match[3])
        year += 2000 if year < 100 else 0
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _money(cells: Sequence[str], columns: dict[str, int]) -> tuple[str, bool] | None:
    """Return the sum of a row and whether it comes in; None when the row has none."""
    for role, incoming in (("debit", False), ("credit", True), ("amount", None)):
        cell = cells[columns[role]] if role in columns else ""
        if cell and _MONEY.match(cell):
            plain = re.sub(r"[^\d,.+-]", "", cell).replace(",", ".")
            if plain.count(".") > 1:
                plain = plain.replace(".", "", plain.count(".") - 1)
            return plain.lstrip("+-"), (not plain.startswith("-")) if incoming is None else incoming
    return None
