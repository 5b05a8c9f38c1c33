"""Compares a case with its fingerprints: vault, database, journal, stray files; names exactly what does not match."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import SQLAlchemyError

from evidence.store import journal, lock, seals, sqlite, stamp
from evidence.store.tables import journal as lines
from evidence.store.tables import pieces
from evidence.store.vault import UNFINISHED, Vault

DATABASE, INDEX, VAULT = "affaire.db", "recherche.db", "coffre"
OURS = frozenset((DATABASE, INDEX, VAULT, stamp.NAME, lock.NAME))
# What a kill may leave beside a file that was being written.
_LEFT = (f".{DATABASE}", f".{INDEX}", f".{stamp.NAME}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What does not match, one French sentence each, and what is worth knowing though nothing is wrong."""

    broken: tuple[str, ...]
    notes: tuple[str, ...]
    head: journal.Head


def verify(folder: Path, engine: Engine) -> Report:
    """Return what the case in *folder* says of itself; a database that cannot be read is named, never an exception."""
    notes: list[str] = []
    broken: list[str] = []
    head = journal.Head(number=0, hash="")
    try:
        with engine.connect() as connection:
            head = journal.head(connection)
            broken += [f"{DATABASE} : {fault}" for fault in sqlite.unsound(connection)]
            broken += journal.broken(connection)
            broken += seals.broken(connection)
            names = _names(connection)
            backups = _backups(
                connection.execute(select(lines.c.detail_json).where(lines.c.act == "migrate")).scalars()
            )
    except (SQLAlchemyError, ValueError, KeyError, TypeError) as error:
        broken.append(f"{DATABASE} : illisible ({type(error).__name__})")
        names, backups = {}, {}
    broken += _stamped(folder, head, notes, found_nothing=not broken)
    broken += _vault(Vault(folder / VAULT), names, notes)
    broken += _strays(folder, backups, notes)
    return Report(broken=tuple(broken), notes=tuple(notes), head=head)


def _names(connection: Connection) -> dict[str, str]:
    """Return what to call each piece: « pièce 3 (audition.pdf) »."""
    rows = connection.execute(select(pieces.c.source, pieces.c.piece, pieces.c.source_json))
    return {row.source: f"pièce {row.piece} ({json.loads(row.source_json)['name']})" for row in rows}


def _backups(details: Iterator[str]) -> dict[str, str]:
    found = [json.loads(text) for text in details]
    return {str(detail["backup"]): str(detail["sha256"]) for detail in found}


def _stamped(folder: Path, head: journal.Head, notes: list[str], *, found_nothing: bool) -> Iterator[str]:
    """Yield the files whose bytes are not those of the stamp; an old stamp is a note."""
    try:
        kept = stamp.read(folder)
    except ValueError:
        yield f"{stamp.NAME} : octets modifiés"
        return
    if kept is None or (found_nothing and kept.head != head):
        notes.append("la dernière commande a été interrompue : l’empreinte des fichiers sera refaite à la prochaine")
        return
    for name, wanted in kept.hashes:
        if not (folder / name).is_file():
            yield f"{name} : absent"
        elif stamp.hash_of(folder / name) != wanted:
            where = " (aucune ligne n’est touchée : structure ou espace libre)" if found_nothing else ""
            yield f"{name} : octets modifiés{where if name == DATABASE else ''}"


def _vault(vault: Vault, names: Mapping[str, str], notes: list[str]) -> Iterator[str]:
    for identity, what in vault.altered(iter(names)):
        yield f"{names[identity]}, {identity[:12]} : {what}"
    left = 0
    for path in sorted(item for item in vault.folder.rglob("*") if item.is_file() or item.is_symlink()):
        if path.name.startswith(UNFINISHED):
            left += 1
        elif path != vault.path(path.name):
            yield f"coffre/{path.relative_to(vault.folder)} : fichier étranger à l’affaire"
        elif path.name not in names:
            if any(vault.altered(iter([path.name]))):
                yield f"coffre/{path.relative_to(vault.folder)} : octets modifiés"
            left += 1
    if left:
        notes.append(f"{left} fichier(s) du coffre sans pièce : reste d’une commande interrompue")


def _strays(folder: Path, backups: Mapping[str, str], notes: list[str]) -> Iterator[str]:
    for path in sorted(folder.iterdir()):
        if path.name in OURS or path.name == f"{DATABASE}-journal":
            continue
        if path.name in backups:
            if stamp.hash_of(path) != backups[path.name]:
                yield f"{path.name} : octets modifiés"
        elif path.name.startswith(_LEFT):
            notes.append(f"{path.name} : reste d’une commande interrompue")
        else:
            yield f"{path.name} : fichier étranger à l’affaire"
