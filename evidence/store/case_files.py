"""Pieces, findings, names and roles of a case: model records in, model records out; no row leaves this room."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from sqlalchemy import Connection, Select, func, select

from evidence.decisions import Exhibit
from evidence.model import UNREAD, Document, Finding, Outcome, Reading, Source, Span
from evidence.store import decided, seals
from evidence.store.reattach import Change, attached, changes
from evidence.store.records import dump, restore
from evidence.store.tables import attachments, duplicates, facts, findings, meta, names, pieces, roles
from evidence.store.tables import changes as change_rows
from evidence.store.tables import decisions as decision_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of the case: *number* is ours and never changes; *reading* has its document and the official cote.

    *entered_at* and *entered_by* say when it was put in and by whom; *exhibit* is what its seal says.
    """

    number: int
    reading: Reading
    entered_at: str = ""
    entered_by: str = ""
    exhibit: Exhibit | None = None

    @property
    def source(self) -> Source:
        """Return the piece's source."""
        return self.reading.source


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A name as a piece writes it, with all its places; *kind* is PER, ORG or LOC."""

    source: str
    name: str
    kind: str
    places: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysed:
    """What an analysis gives: findings in order, capacities (source, name, role), names, facts to compare.

    *lonely* and *unlike* are how many it set aside: see :class:`evidence.matching.sift.Sifted`.
    """

    findings: tuple[Finding, ...]
    roles: tuple[tuple[str, str, str], ...] = ()
    names: tuple[Named, ...] = ()
    facts: tuple[Finding, ...] = ()
    lonely: int = 0
    unlike: int = 0


def setting(connection: Connection, key: str) -> str | None:
    """Return the value kept under *key*, None when there is none."""
    return connection.execute(select(meta.c.value).where(meta.c.key == key)).scalar_one_or_none()


def set_setting(connection: Connection, key: str, value: str) -> None:
    """Keep *value* under *key*."""
    seals.put(connection, meta, {"key": key, "value": value})


def sizes(connection: Connection) -> frozenset[int]:
    """Return the sizes in bytes of the pieces."""
    held = connection.execute(select(pieces.c.source_json)).scalars()
    return frozenset(int(json.loads(row)["size"]) for row in held)


def outcomes(connection: Connection) -> dict[str, frozenset[Outcome]]:
    """Return, by the hash of the bytes of each piece, its outcome and those of what it contains, however deep."""
    held: dict[str, set[Outcome]] = {}
    parents: dict[str, str | None] = {}
    for row in connection.execute(select(pieces.c.source, pieces.c.source_json, pieces.c.reading_json)):
        parents[row.source] = json.loads(row.source_json).get("parent")
        outer: str | None = row.source
        seen: set[str] = set()
        while outer is not None and outer not in seen:
            seen.add(outer)
            held.setdefault(outer, set()).add(json.loads(row.reading_json)["outcome"])
            outer = parents.get(outer)
    return {identity: frozenset(found) for identity, found in held.items()}


def inside(connection: Connection, identity: str) -> list[Reading]:
    """Return the readings of what the piece with the bytes *identity* contains, however deep, without documents."""
    found: list[Reading] = []
    owners = {identity}
    for text in connection.execute(select(pieces.c.reading_json).order_by(pieces.c.piece)).scalars():
        reading = restore(Reading, text)
        if reading.source.parent in owners:
            owners.add(reading.source.id)
            found.append(reading)
    return found


def outcome(connection: Connection, identity: str) -> Outcome | None:
    """Return the outcome of the piece with the bytes *identity*, None when there is none."""
    text = connection.execute(select(pieces.c.reading_json).where(pieces.c.source == identity)).scalar_one_or_none()
    return json.loads(text)["outcome"] if text else None


def add_piece(connection: Connection, reading: Reading, at: dt.datetime, who: str) -> int:
    """Add a piece that *who* puts in and return its number."""
    number = last_piece(connection) + 1
    entered: dict[str, seals.Cell] = {
        "piece": number,
        "entered_at": at.isoformat(timespec="seconds"),
        "entered_by": who,
    }
    seals.add(connection, pieces, entered | _read(reading))
    return number


def read_again(connection: Connection, reading: Reading) -> int:
    """Give a piece already there what could be read of it at last, and return its number; the entry stays."""
    wanted = (pieces.c.piece, pieces.c.entered_at, pieces.c.entered_by)
    row = connection.execute(select(*wanted).where(pieces.c.source == reading.source.id)).one()
    seals.put(connection, pieces, dict(row._mapping) | _read(reading))
    return int(row.piece)


def _read(reading: Reading) -> dict[str, seals.Cell]:
    return {
        "source": reading.source.id,
        "source_json": dump(reading.source),
        "reading_json": dump(replace(reading, document=None, content=None)),
        "document_json": dump(reading.document) if reading.document else None,
    }


def unsealed(connection: Connection) -> bool:
    """Tell whether something was written that no line of the journal says yet."""
    return bool(seals.pending(connection))


def repeated(connection: Connection, identity: str, name: str) -> Reading:
    """Return the reading of what came in again as *name*, with the bytes *identity*; another name is kept.

    It is a duplicate, unless its words are still missing: then it is the reading of the piece, with its reason.
    """
    wanted = (pieces.c.piece, pieces.c.reading_json)
    row = connection.execute(select(*wanted).where(pieces.c.source == identity)).one()
    first = restore(Reading, row.reading_json)
    known = connection.execute(select(duplicates.c.id).where(duplicates.c.name == name)).first()
    if first.source.name != name and known is None:
        number = int(connection.execute(select(func.coalesce(func.max(duplicates.c.id), 0))).scalar_one()) + 1
        seals.add(connection, duplicates, {"id": number, "name": name, "source": identity})
    if first.outcome in UNREAD:
        same = first.source.name == name
        why = first.reason if same else f"{first.reason} (mêmes octets que la pièce {row.piece}, {first.source.name})"
        return replace(first, source=replace(first.source, name=name), reason=why)
    reason = f"doublon de la pièce {row.piece} ({first.source.name})"
    return replace(first, source=replace(first.source, name=name), outcome="duplicate", reason=reason)


def all_duplicates(connection: Connection) -> list[tuple[str, str]]:
    """Return (name, source) of what came in again, in order."""
    return [(row.name, row.source) for row in connection.execute(select(duplicates).order_by(duplicates.c.id))]


def last_piece(connection: Connection) -> int:
    """Return the number of the last piece, 0 before the first."""
    return int(connection.execute(select(func.coalesce(func.max(pieces.c.piece), 0))).scalar_one())


def all_pieces(connection: Connection, number: int | None = None, after: int = 0) -> Iterator[Piece]:
    """Yield the pieces (or the one with *number*, or those *after* a number) with their documents, by number."""
    query = select(pieces).where(pieces.c.piece > after).order_by(pieces.c.piece)
    for row in connection.execute(query if number is None else query.where(pieces.c.piece == number)):
        document = restore(Document, row.document_json) if row.document_json else None
        reading = replace(restore(Reading, row.reading_json), document=document)
        yield Piece(number=row.piece, reading=reading, entered_at=row.entered_at, entered_by=row.entered_by)


def bare_pieces(connection: Connection) -> Iterator[Piece]:
    """Yield the pieces without their documents, by number: a list of thousands costs little."""
    wanted = (pieces.c.piece, pieces.c.reading_json, pieces.c.entered_at, pieces.c.entered_by)
    for row in connection.execute(select(*wanted).order_by(pieces.c.piece)):
        reading = restore(Reading, row.reading_json)
        yield Piece(number=row.piece, reading=reading, entered_at=row.entered_at, entered_by=row.entered_by)


def with_custody(connection: Connection, found: Iterable[Piece]) -> Iterator[Piece]:
    """Yield *found* with the official cote and the exhibit data that persons entered."""
    known = decided.custody(connection)
    for piece in found:
        custody = known.get(piece.number)
        if custody is None:
            yield piece
            continue
        source = replace(piece.source, cote=piece.source.cote if custody.cote is None else custody.cote or None)
        document = piece.reading.document
        reading = replace(piece.reading, source=source, document=replace(document, source=source) if document else None)
        yield replace(piece, reading=reading, exhibit=custody.exhibit)


def replace_analysis(connection: Connection, found: Analysed) -> list[Change]:
    """Put *found* in the place of the last analysis and return what changed; decisions find their passages again."""
    changed = list(changes(_derived(connection), found.findings))
    seals.replace_all(connection, findings, (_row(rank, item) for rank, item in enumerate(found.findings, 1)))
    seals.replace_all(connection, roles, (_role_row(rank, *item) for rank, item in enumerate(found.roles, 1)))
    seals.replace_all(connection, names, (_named_row(rank, item) for rank, item in enumerate(found.names, 1)))
    seals.replace_all(connection, facts, (_fact_row(rank, item) for rank, item in enumerate(found.facts, 1)))
    seals.replace_all(connection, change_rows, (_change_row(rank, item) for rank, item in enumerate(changed, 1)))
    where = select(decision_rows.c.subject, decision_rows.c.passage_json).order_by(decision_rows.c.id)
    passages = {row.subject: row.passage_json for row in connection.execute(where) if row.passage_json}
    moved = attached(passages, found.findings)
    seals.replace_all(connection, attachments, ({"decided": old, "finding": new} for old, new in sorted(moved.items())))
    return changed


def _row(rank: int, item: Finding) -> dict[str, seals.Cell]:
    first, last = (item.when.first, item.when.last) if item.when else (None, None)
    return {
        "rank": rank,
        "id": item.id,
        "source": item.source,
        "criterion": item.criterion,
        "status": item.status,
        "first": first.isoformat() if first else None,
        "last": last.isoformat() if last else None,
        "finding_json": dump(item),
    }


def _role_row(rank: int, source: str, name: str, role: str) -> dict[str, seals.Cell]:
    return {"id": rank, "source": source, "name": name, "role": role}


def _fact_row(rank: int, item: Finding) -> dict[str, seals.Cell]:
    return {"id": rank, "source": item.source, "fact_json": dump(item)}


def _named_row(rank: int, item: Named) -> dict[str, seals.Cell]:
    places = json.dumps([[place.start, place.end] for place in item.places])
    return {"id": rank, "source": item.source, "name": item.name, "kind": item.kind, "places_json": places}


def _change_row(rank: int, item: Change) -> dict[str, seals.Cell]:
    return {
        "rank": rank,
        "kind": item.kind,
        "finding": item.finding.id,
        "before_json": dump(item.before) if item.before else None,
        "after_json": dump(item.after) if item.after else None,
    }


def last_changes(connection: Connection) -> list[Change]:
    """Return what the last analysis changed."""
    return [
        Change(
            kind=row.kind,
            before=restore(Finding, row.before_json) if row.before_json else None,
            after=restore(Finding, row.after_json) if row.after_json else None,
        )
        for row in connection.execute(select(change_rows).order_by(change_rows.c.rank))
    ]


def _derived(connection: Connection, query: Select[tuple[str]] | None = None) -> list[Finding]:
    wanted = select(findings.c.finding_json) if query is None else query
    return [restore(Finding, text) for text in connection.execute(wanted.order_by(findings.c.rank)).scalars()]


def all_findings(connection: Connection) -> list[Finding]:
    """Return the findings in the order of the pieces, then of the text; those made by hand at their place."""
    found = _derived(connection)
    ids = {item.id for item in found}
    by_hand = [item for item in decided.added(connection) if item.id not in ids]
    if not by_hand:
        return found
    numbers: dict[str, int] = {
        row.source: row.piece for row in connection.execute(select(pieces.c.source, pieces.c.piece))
    }
    return sorted([*found, *by_hand], key=lambda item: (numbers.get(item.source, 0), item.sentence, item.criterion))


def some_findings(connection: Connection, limit: int, offset: int = 0) -> list[Finding]:
    """Return *limit* findings of the analysis from rank *offset* on: a screen, without reading them all."""
    return _derived(connection, select(findings.c.finding_json).limit(limit).offset(offset))


def finding_counts(connection: Connection) -> dict[tuple[str, str], int]:
    """Return how many findings there are by (criterion, status), as the analysis left them."""
    query = select(findings.c.criterion, findings.c.status, func.count()).group_by(
        findings.c.criterion, findings.c.status
    )
    return {(row[0], row[1]): int(row[2]) for row in connection.execute(query)}


def all_facts(connection: Connection) -> list[Finding]:
    """Return what pieces may agree or differ on, in the order of the pieces, then of the text."""
    wanted = select(facts.c.fact_json).order_by(facts.c.id)
    return [restore(Finding, text) for text in connection.execute(wanted).scalars()]


def all_roles(connection: Connection) -> list[tuple[str, str, str]]:
    """Return (source, name, role) as read in the headers."""
    return [(row.source, row.name, row.role) for row in connection.execute(select(roles).order_by(roles.c.id))]


def all_names(connection: Connection) -> list[Named]:
    """Return the names that the texts give, by piece."""
    return [
        Named(
            source=row.source,
            name=row.name,
            kind=row.kind,
            places=tuple(Span(start=start, end=end) for start, end in json.loads(row.places_json)),
        )
        for row in connection.execute(select(names).order_by(names.c.id))
    ]
