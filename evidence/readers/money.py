"""Movements of an account as banks let one download them: OFX (SGML or XML) and QIF; one movement, one row.

Source: Open Financial Exchange 1.6 and 2.2, 11.4.3 (statement transactions); Quicken Interchange Format.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from evidence.model import Amount, Notice, Payment
from evidence.readers import _bank
from evidence.readers._builder import TextBuilder, clean, row
from evidence.readers._kinds import OFX, QIF
from evidence.readers._reader import Piece, Reader, Refused, Result
from evidence.readers.text import decode

_TRANSACTION = re.compile(r"<STMTTRN>(.*?)(?=</STMTTRN>|<STMTTRN>|</BANKTRANLIST>|\Z)", re.S | re.I)
_TAG = re.compile(r"<([A-Z0-9.]+)>([^<\n]*)", re.I)
_STAMP = re.compile(r"(\d{4})(\d{2})(\d{2})")
_CURRENCY = re.compile(r"<CURDEF>\s*([A-Z]{3})", re.I)
_ACCOUNT = re.compile(r"<ACCTID>\s*([^<\n]+)", re.I)


@dataclass(frozen=True, slots=True)
class _Movement:
    """A movement as written: its *day* (words), *name*, *memo* and *sum*."""

    day: str
    name: str
    memo: str
    sum: str


def sniff(piece: Piece) -> str:
    """Return the type by the header that each form begins with."""
    head = piece.head.lstrip("\ufeff \r\n\t")
    if head[:10].upper() == "OFXHEADER:" or "<OFX>" in head[:2000].upper():
        return OFX
    return QIF if head[:6].lower() == "!type:" or head[:8].lower() == "!account" else ""


def read(piece: Piece) -> Result:
    """Return a row per movement, and the payments they are."""
    text, encoding, notices = decode(piece.content)
    text = clean(text)
    found = list(_ofx(text) if piece.media_type == OFX else _qif(text))
    if not found:
        raise Refused("empty", "relevé téléchargé (OFX ou QIF) sans aucun mouvement.")
    currency = _CURRENCY.search(text)
    account = _ACCOUNT.search(text)
    holder = f"titulaire du compte {account.group(1).strip()}" if account else _bank.HOLDER
    builder = TextBuilder()
    payments: list[Payment] = []
    for number, movement in enumerate(found, 1):
        builder.separate("\n")
        day = _day(movement.day)
        shown = f"{day:%d/%m/%Y}" if day else movement.day
        cells = [shown, movement.name, movement.memo, movement.sum]
        span = builder.add(row(cells), "row", place=f"mouvement {number}")
        value = _bank.number(movement.sum)
        if span is None or day is None or not value:
            continue
        words = " ".join(part for part in (movement.name, movement.memo) if part)
        amount = Amount(words=movement.sum, value=f"{abs(value):f}", currency=currency[1] if currency else "EUR")
        party = _bank.party_of(movement.name) or _bank.party_of(words) or _bank.party_of(movement.memo)
        entry = _bank.Entry(number, day, words, amount, value > 0, party)
        payments.append(entry.payment(span, holder))
    made, blocks = builder.build()
    unread = len(found) - len(payments)
    if unread:
        notices = (*notices, Notice(code="date", text=f"{unread} mouvement(s) sans date ou sans somme lisible."))
    label = "ofx" if piece.media_type == OFX else "qif"
    return Result(
        text=made, blocks=blocks, payments=tuple(payments), notices=notices, reader=f"money ({label}, {encoding})"
    )


def _ofx(text: str) -> Iterator[_Movement]:
    for block in _TRANSACTION.findall(text):
        held = {name.upper(): html.unescape(words).strip() for name, words in _TAG.findall(block)}
        yield _Movement(held.get("DTPOSTED", ""), held.get("NAME", ""), held.get("MEMO", ""), held.get("TRNAMT", ""))


def _qif(text: str) -> Iterator[_Movement]:
    """Yield the movements of the accounts; lists of categories and the like hold none."""
    held: dict[str, str] = {}
    for line in text.split("\n"):
        if line.startswith("^"):
            if "T" in held or "D" in held:
                yield _Movement(held.get("D", ""), held.get("P", ""), held.get("M", ""), held.get("T", ""))
            held = {}
        elif line and not line.startswith("!"):
            held.setdefault(line[0], line[1:].strip())
    if "T" in held and "D" in held:  # the last has no end
        yield _Movement(held["D"], held.get("P", ""), held.get("M", ""), held["T"])


def _day(words: str) -> _bank.Day | None:
    found = _STAMP.match(words)
    return _bank.day("-".join(found.groups())) if found else _bank.day(words.replace("'", "/").replace(" ", ""))


READER = Reader(suffixes={OFX: (".ofx",), QIF: (".qif",)}, sniff=sniff, read=read, rank=34)
