"""The table of correspondence: our numbers and the official cotes, exhibit data, who put each piece in and when."""

import csv
import datetime as dt
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path

import click

from evidence.case import Case
from evidence.commands._shown import compact, plural, safe_cell
from evidence.decisions import Custody, Exhibit
from evidence.dossier.pseudonyms import Pseudonyms
from evidence.errors import UsageError
from evidence.readers import near_duplicates
from evidence.store import journal
from evidence.store.case_files import Piece

# Beyond this many pieces, comparing them at the end of every ingestion is too long: one asks for it.
LOOKED_AT = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class CustodyRow:
    """One piece in the table; what begins with *cote* may be completed and read back."""

    piece: int
    document: str
    sha256: str
    entered_at: str
    entered_by: str
    outcome: str
    cote: str | None
    exhibit: str
    act: str
    place: str
    officer: str
    seized: str


def _row(piece: Piece) -> CustodyRow:
    exhibit = piece.exhibit or Exhibit()
    return CustodyRow(
        piece=piece.number,
        document=piece.source.name,
        sha256=piece.source.id,
        entered_at=piece.entered_at,
        entered_by=piece.entered_by,
        outcome=piece.reading.outcome,
        cote=piece.source.cote,
        exhibit=exhibit.number,
        act=exhibit.act,
        place=exhibit.place,
        officer=exhibit.officer,
        seized=exhibit.seized,
    )


def show(pieces: Iterable[Piece], shape: str, hidden: Pseudonyms | None = None) -> None:
    """Print *pieces* as ``table``, ``csv`` or ``jsonl``, under the pseudonyms of *hidden*."""
    rows = [_row(piece) for piece in pieces]
    if hidden is not None:
        rows = [hidden.of(row) for row in rows]
    names = [field.name for field in fields(CustodyRow)]
    if shape == "jsonl":
        for item in rows:
            click.echo(compact(item))
    elif shape == "csv":
        writer = csv.writer(sys.stdout, delimiter=";", lineterminator="\n")
        writer.writerow(names)
        writer.writerows([safe_cell(getattr(item, name)) for name in names] for item in rows)
    else:
        for item in rows:
            seal = f"  scellé {item.exhibit}" if item.exhibit else ""
            entered = f"entrée le {item.entered_at[:10]} par {item.entered_by}"
            click.echo(f"{item.piece:>5}  {item.cote or '—':8}  {item.document}  {entered}{seal}  {item.sha256[:12]}")


def say_near(case: Case) -> None:
    """Say on stderr how many pairs are nearly the same, when there are any and the case is small enough to look."""
    if len(case.bare_pieces()) > LOOKED_AT:
        return
    found = near_duplicates(piece.reading.document for piece in case.pieces() if piece.reading.document)
    if found:
        pairs = plural(len(found), "paire")
        click.echo(f"{pairs} de pièces presque identiques : emprise pieces {case.folder} --near", err=True)


def show_near(case: Case) -> None:
    """Print the pairs of pieces that are nearly the same, with what they share."""
    pieces = case.pieces()
    numbers = {piece.source.id: piece.number for piece in pieces}
    found = near_duplicates(piece.reading.document for piece in pieces if piece.reading.document)
    for item in found:
        pair = f"pièce {numbers[item.first]} et pièce {numbers[item.second]}"
        click.echo(f"{pair} : {item.shared} des {item.of} suites de cinq mots de la plus courte sont dans les deux")
    click.echo(f"{plural(len(found), 'paire')} de pièces presque identiques.", err=True)


def enter(case: Case, number: int, said: Mapping[str, str | None]) -> None:
    """Enter the cote and the exhibit of one piece."""
    case.piece(number)
    case.decide(_custody(number, said))
    click.echo(f"Pièce {number} renseignée.", err=True)


def enter_table(case: Case, table: Path) -> None:
    """Enter what a completed table says that the case did not know, all together.

    Raises:
        UsageError: a line names a piece that does not exist, or no piece.
    """
    known = {piece.number: _row(piece) for piece in case.bare_pieces()}
    decisions = []
    with table.open(encoding="utf-8-sig", newline="") as file:
        for rank, line in enumerate(csv.DictReader(file, delimiter=";"), 2):
            number = int(line["piece"]) if (line.get("piece") or "").isdecimal() else 0
            if number not in known:
                raise UsageError(f"{table}, ligne {rank} : il n’y a pas de pièce « {line.get('piece')} »")
            columns = ("cote", "exhibit", "act", "place", "officer", "seized")
            said = {name: (line.get(name) or "").removeprefix("'") for name in columns}
            if any(said[name] != (getattr(known[number], name) or "") for name in columns):
                decisions.append(_custody(number, said))
    case.decide_all(decisions)
    click.echo(f"{plural(len(decisions), 'pièce renseignée', 'pièces renseignées')}.", err=True)


def _custody(number: int, said: Mapping[str, str | None]) -> Custody:
    exhibit = Exhibit(
        number=said["exhibit"] or "",
        act=said["act"] or "",
        place=said["place"] or "",
        officer=said["officer"] or "",
        seized=said["seized"] or "",
    )
    return Custody(
        piece=number,
        cote=said["cote"],
        exhibit=exhibit if exhibit != Exhibit() else None,
        reviewer=journal.who(),
        at=dt.datetime.now(dt.UTC),
    )
