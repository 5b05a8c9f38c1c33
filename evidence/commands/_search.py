"""The hits of a search on the standard output."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

import click

from evidence.case import Case
from evidence.commands._shown import STATUS, compact, plural
from evidence.dossier.pseudonyms import Pseudonyms
from evidence.store.case_files import Piece
from evidence.store.fulltext import Facets, Found, Hit
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


def ask(case: Case, queries: Sequence[str], asked: Asked, hidden: Pseudonyms | None = None) -> None:
    """Print what each query finds, under the pseudonyms of *hidden*."""
    pieces = {piece.number: piece for piece in case.bare_pieces()}
    with index_of(case) as index:
        for query in queries:
            if asked.facets:
                _counts(index.counted(query, asked.filters()), pieces, asked.shape, hidden)
            else:
                _hits(index.search(query, asked.filters(), asked.limit), pieces, asked.shape, hidden)


def _place(cote: str | None, name: str) -> str:
    return f"{cote} · {name}" if cote else name


def _counts(found: Found, pieces: dict[int, Piece], shape: str, hidden: Pseudonyms | None) -> None:
    if hidden is not None:
        persons = tuple((hidden.name(name), count) for name, count in found.persons)
        found = replace(found, query=hidden.words(found.query), persons=persons)
    if shape == "jsonl":
        click.echo(compact(found))
        return
    click.echo(f"{found.query} : {plural(found.pages, 'page')}")
    named = [(f"{number} {_named(pieces[int(number)], hidden)}", count) for number, count in found.pieces]
    statuses = [(STATUS.get(name, name), count) for name, count in found.statuses]
    titles = ("Pièces", "Critères", "Statuts", "Personnes")
    for title, rows in zip(titles, (named, found.criteria, statuses, found.persons), strict=True):
        if rows:
            click.echo(f"  {title} : " + " ; ".join(f"{name} ({count})" for name, count in rows))


def _named(piece: Piece, hidden: Pseudonyms | None) -> str:
    name = piece.source.name if hidden is None else hidden.words(piece.source.name)
    return _place(piece.source.cote, name)


def _row(query: str, hit: Hit, piece: Piece, hidden: Pseudonyms | None) -> HitRow:
    """Return a hit; under pseudonyms its places and context are those of the veiled text: no name is cut in two."""
    row = HitRow(
        query=query,
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
    if hidden is None:
        return row
    veiled = hidden.text(piece.source.id)
    start, end = veiled.start(hit.start), veiled.end(hit.end)
    return replace(
        row,
        query=hidden.words(query),
        document=hidden.words(row.document),
        start=start,
        end=end,
        before=_flat(veiled.text[max(start - len(hit.before), 0) : start]),
        words=_flat(veiled.text[start:end]),
        after=_flat(veiled.text[end : end + len(hit.after)]),
    )


def _flat(text: str) -> str:
    return text.replace("\n", " ")


def _hits(found: Found, pieces: dict[int, Piece], shape: str, hidden: Pseudonyms | None) -> None:
    for hit in found.hits:
        row = _row(found.query, hit, pieces[hit.piece], hidden)
        if shape == "jsonl":
            click.echo(compact(row))
            continue
        page = f", p. {row.page}" if row.page else ""
        place = _place(row.cote, row.document)
        click.echo(click.style(f"pièce {row.piece} ({place}){page}, l. {row.line}", bold=True))
        click.echo(f"  …{row.before}" + click.style(row.words, fg="yellow", bold=True) + f"{row.after}…")
    query = found.query if hidden is None else hidden.words(found.query)
    click.echo(f"{query} : {plural(found.pages, 'page')}", err=True)
