"""Creates the database of a case; migrates it, after a backup, when it is older than the program; transactions."""

import contextlib
import hashlib
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, Engine, select, text
from sqlalchemy.exc import DatabaseError, NoResultFound, OperationalError

from evidence.errors import CaseError
from evidence.store import journal, lock, seals, sqlite
from evidence.store.migrations import MIGRATIONS
from evidence.store.tables import meta, metadata

FORMAT = 1 + len(MIGRATIONS)


def create(engine: Engine, name: str) -> None:
    """Make the tables, their triggers and the first line of the journal, in one transaction."""
    with transaction(engine) as connection:
        metadata.create_all(connection)
        sqlite.guard(connection)
        seals.add(connection, meta, {"key": "format", "value": str(FORMAT)})
        seals.add(connection, meta, {"key": "name", "value": name})
        journal.write(connection, "create", {"name": name, "format": FORMAT})


def migrate(engine: Engine, path: Path) -> None:
    """Bring the case to this program's format, after a copy beside it.

    Raises:
        CaseError: the case was made by a newer program, or is no case.
    """
    try:
        found = _format(engine)
    except (DatabaseError, NoResultFound, ValueError) as error:
        raise CaseError(f"{path} : la base de l’affaire est illisible", "Restaurez une sauvegarde.") from error
    if found > FORMAT:
        raise CaseError(f"{path} : affaire au format {found}, plus récent que ce programme", "Mettez emprise à jour.")
    if found < FORMAT:
        with lock.held(path.parent, "migrate"):
            if _format(engine) < FORMAT:  # nobody did it while we waited
                _migrate(engine, path, found)


def _format(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(connection.execute(select(meta.c.value).where(meta.c.key == "format")).scalar_one())


def _migrate(engine: Engine, path: Path, found: int) -> None:
    backup = path.with_suffix(f".format{found}.bak")
    try:
        content = path.read_bytes()
        backup.write_bytes(content)
        backup.chmod(0o600)
    except OSError as error:
        raise CaseError(
            f"{path} : affaire au format {found}, à mettre à jour, mais le dossier ne peut pas être écrit",
            "Copiez l’affaire dans un dossier inscriptible.",
        ) from error
    with transaction(engine) as connection:
        sqlite.unguard(connection)
        for step in MIGRATIONS[found - 1 :]:
            step(connection)
        connection.execute(text("UPDATE meta SET value = :format WHERE key = 'format'"), {"format": str(FORMAT)})
        metadata.create_all(connection)
        seals.seal_everything(connection)
        sqlite.guard(connection)
        detail: dict[str, object] = {"before": {"format": found}, "after": {"format": FORMAT}}
        detail |= {"backup": backup.name, "sha256": hashlib.sha256(content).hexdigest()}
        journal.write(connection, "migrate", detail)


@contextlib.contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """Give a connection whose changes are kept all together or not at all.

    Raises:
        CaseError: another process writes, the disk is full, or the folder is read-only.
    """
    try:
        with engine.connect().execution_options(write=True) as connection, connection.begin():
            seals.pending(connection).clear()
            yield connection
            if seals.pending(connection):
                raise AssertionError("rows were written that no line of the journal seals")
    except OperationalError as error:
        message = str(error.orig)
        raise CaseError(f"écriture impossible dans l’affaire ({message})", sqlite.advice(message)) from error
