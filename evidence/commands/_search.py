"""The hits of a search on the standard output."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import click

from evidence.case import Case
from evidence.commands._shown import STATUS, compact, plural
from evidence.store.case_files import Piece
from evidence.store.fulltext import Facets, Found
from evidence.store.searching import index_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The options of the command, as click gives them."""

    piece: int | None
    criterion: str | None
    status: str | None
    person: str | None
    first: dt.datetime | None
    last: dt.datetime | None
    facets: bool
    limit: int
    shape: str

    def filters(self) -> Facets:
        """Return them for the index."""
        days = [day.date().isoformat() if day else None for day in (self.first, self.last)]
        return Facets(
            piece=self.piece,
            criterion=self.criterion,
            status=self.status,
            person=self.person,
            first=days[0],
            last=days[1],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class HitRow:
    """One place found, as others read it."""

    query: str
    piece: int
    document: str
    cote: str | None
    page: int | None
    line: int
    start: int
    end: int
    before: str
    words: str
    after: str


def ask(case: Case, queries: Sequence[str], asked: Asked) -> None:
    """Print what each query finds."""
    pieces = {piece.number: piece for piece in case.bare_pieces()}
    with index_of(case) as index:
        for query in queries:
            if asked.facets:
                _counts(index.counted(query, asked.filters()), pieces, asked.shape)
            else:
                _hits(index.search(query, asked.filters(), asked.limit), pieces, asked.shape)


def _place(piece: Piece) -> str:
    return f"{piece.source.cote} · {piece.source.name}" if piece.source.cote else piece.source.name


def _counts(found: Found, pieces: dict[int, Piece], shape: str) -> None:
    if shape == "jsonl":
        click.echo(compact(found))
        return
    click.echo(f"{found.query} : {plural(found.pages, 'page')}")
    named = [(f"{number} {_place(pieces[int(number)])}", count) for number, count in found.pieces]
    statuses = [(STATUS.get(name, name), count) for name, count in found.statuses]
    titles = ("Pièces", "Critères", "Statuts", "Personnes")
    for title, rows in zip(titles, (named, found.criteria, statuses, found.persons), strict=True):
        if rows:
            click.echo(f"  {title} : " + " ; ".join(f"{name} ({count})" for name, count in rows))


def _hits(found: Found, pieces: dict[int, Piece], shape: str) -> None:
    for hit in found.hits:
        piece = pieces[hit.piece]
        if shape == "jsonl":
            row = HitRow(
                query=found.query,
                piece=hit.piece,
                document=piece.source.name,
                cote=piece.source.cote,
                page=hit.page,
                line=hit.line,
                start=hit.start,
                end=hit.end,
                before=hit.before,
                words=hit.words,
                after=hit.after,
            )
            click.echo(compact(row))
            continue
        page = f", p. {hit.page}" if hit.page else ""
        click.echo(click.style(f"pièce {hit.piece} ({_place(piece)}){page}, l. {hit.line}", bold=True))
        click.echo(f"  …{hit.before}" + click.style(hit.words, fg="yellow", bold=True) + f"{hit.after}…")
    click.echo(f"{found.query} : {plural(found.pages, 'page')}", err=True)
