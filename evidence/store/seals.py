"""The seal of a row: the hash of its cells, repeated in the journal, so that a changed cell is found and named."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import Connection, RowMapping, Table, delete, insert, select

from evidence.store.tables import ANCHORED, DERIVED, journal

PENDING = "sealed"
Cell = str | int | None


def seal_of(table: Table, cells: Mapping[str, Cell]) -> str:
    """Return the seal of a row: SHA-256 of its table's name and its cells, in the order of their names."""
    named = sorted((name, cells[name]) for name in table.columns.keys() if name != "seal")  # noqa: SIM118 (no mapping)
    text = json.dumps([table.name, named], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _whole(table: Table, cells: Mapping[str, Cell]) -> dict[str, Cell]:
    row = {name: cells.get(name) for name in table.columns.keys() if name != "seal"}  # noqa: SIM118
    return row | {"seal": seal_of(table, row)}


def key_of(table: Table, row: Mapping[str, Cell]) -> str:
    """Return the name of a row in the journal: « pieces/12 »."""
    return f"{table.name}/{row[next(iter(table.primary_key)).name]}"


def pending(connection: Connection) -> dict[str, str]:
    """Return the seals written since the last line of the journal: the next line takes them."""
    found: dict[str, str] = connection.info.setdefault(PENDING, {})
    return found


def add(connection: Connection, table: Table, cells: Mapping[str, Cell]) -> None:
    """Insert a row with its seal; the next line of the journal must take it."""
    row = _whole(table, cells)
    connection.execute(insert(table), [row])
    pending(connection)[key_of(table, row)] = str(row["seal"])


def put(connection: Connection, table: Table, cells: Mapping[str, Cell]) -> None:
    """Insert a row in the place of the one with the same key."""
    key = next(iter(table.primary_key))
    connection.execute(delete(table).where(key == cells[key.name]))
    add(connection, table, cells)


def replace_all(connection: Connection, table: Table, rows: Iterable[Mapping[str, Cell]]) -> None:
    """Put *rows* in the place of the whole derived *table*."""
    connection.execute(delete(table))
    whole = [_whole(table, row) for row in rows]
    if whole:
        connection.execute(insert(table), whole)
    pending(connection)[table.name] = _digest(connection, table)


def _digest(connection: Connection, table: Table) -> str:
    found = hashlib.sha256()
    for seal in connection.execute(select(table.c.seal).order_by(*table.primary_key)).scalars():
        found.update(seal.encode("ascii", "replace"))
    return found.hexdigest()


def seal_everything(connection: Connection) -> None:
    """Seal every row again, after a migration: the next line of the journal takes all seals."""
    for table in (*ANCHORED, *DERIVED):
        key = next(iter(table.primary_key))
        for row in connection.execute(select(table)).mappings().all():
            seal = seal_of(table, _cells(row))
            connection.execute(table.update().where(key == row[key.name]).values(seal=seal))
            if table in ANCHORED:
                pending(connection)[key_of(table, _cells(row))] = seal
        if table in DERIVED:
            pending(connection)[table.name] = _digest(connection, table)


def _cells(row: RowMapping) -> dict[str, Cell]:
    return {str(name): value for name, value in row.items()}


def _anchors(connection: Connection) -> dict[str, str]:
    """Return the last seal that the journal gives for each row, and the digest of each derived table."""
    found: dict[str, str] = {}
    for text in connection.execute(select(journal.c.sealed_json).order_by(journal.c.number)).scalars():
        try:
            read = json.loads(text) if text else {}
        except ValueError:
            read = {}  # the chain of the journal names that line
        if isinstance(read, dict):
            found |= {str(key): str(value) for key, value in read.items()}
    return found


def broken(connection: Connection) -> Iterator[str]:
    """Yield a French sentence for each row that changed, is missing or is in no line of the journal."""
    anchors = _anchors(connection)
    for table in ANCHORED:
        wanted = {key: seal for key, seal in anchors.items() if key.startswith(f"{table.name}/")}
        for row in connection.execute(select(table)).mappings():
            key = key_of(table, _cells(row))
            seal = wanted.pop(key, None)
            if seal is None:
                yield f"table {table.name}, ligne {key.partition('/')[2]} : absente du journal"
            elif row["seal"] != seal or seal_of(table, _cells(row)) != seal:
                yield f"table {table.name}, ligne {key.partition('/')[2]} : contenu modifié"
        for key in wanted:
            yield f"table {table.name}, ligne {key.partition('/')[2]} : disparue"
    for table in DERIVED:
        yield from _broken_derived(connection, table, anchors)


def _broken_derived(connection: Connection, table: Table, anchors: Mapping[str, str]) -> Iterator[str]:
    changed = False
    for row in connection.execute(select(table)).mappings():
        if row["seal"] != seal_of(table, _cells(row)):
            changed = True
            yield f"table {table.name}, ligne {key_of(table, _cells(row)).partition('/')[2]} : contenu modifié"
    empty = hashlib.sha256().hexdigest()
    if not changed and _digest(connection, table) != anchors.get(table.name, empty):
        yield f"table {table.name} : des lignes ont été ajoutées, retirées ou échangées"
