"""Opens and creates the database of a case; migrates it, after a backup, when it is older than the program."""

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DatabaseError, OperationalError

from evidence.errors import CaseError
from evidence.store.tables import APPEND_ONLY, metadata

FORMAT = 1
# From format n to n + 1, in order; each is one SQL script. Never edited once released.
MIGRATIONS: tuple[tuple[str, ...], ...] = ()


def engine_of(path: Path) -> Engine:
    """Return an engine on the SQLite file *path*."""
    engine = create_engine(f"sqlite:///{path}")

    @event.listens_for(engine, "connect")
    def _prepare(connection: object, _record: object) -> None:
        cursor = connection.cursor()  # type: ignore[attr-defined]  # a DBAPI connection
        # DELETE rather than WAL: the case is one folder that may be copied at any moment, without side files to forget.
        cursor.execute("PRAGMA journal_mode = DELETE")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.close()

    return engine


def create(engine: Engine) -> None:
    """Make the tables and their triggers, in one transaction."""
    with engine.begin() as connection:
        metadata.create_all(connection)
        for table in APPEND_ONLY:
            for verb in ("UPDATE", "DELETE"):
                connection.execute(
                    text(
                        f"CREATE TRIGGER IF NOT EXISTS {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                    )
                )
        connection.execute(
            text("INSERT OR IGNORE INTO meta (key, value) VALUES ('format', :format)"), {"format": str(FORMAT)}
        )


def migrate(engine: Engine, path: Path) -> None:
    """Bring the case to this program's format, after a copy beside it.

    Raises:
        CaseError: the case was made by a newer program, or is no case.
    """
    try:
        with engine.connect() as connection:
            found = int(connection.execute(text("SELECT value FROM meta WHERE key = 'format'")).scalar_one())
    except (DatabaseError, ValueError) as error:
        raise CaseError(f"{path} : la base de l’affaire est illisible", "Restaurez une sauvegarde.") from error
    if found > FORMAT:
        raise CaseError(f"{path} : affaire au format {found}, plus récent que ce programme", "Mettez emprise à jour.")
    if found < FORMAT:
        shutil.copy2(path, path.with_suffix(f".format{found}.bak"))
        with engine.begin() as connection:
            for script in MIGRATIONS[found - 1 :]:
                for statement in script:
                    connection.execute(text(statement))
            connection.execute(text("UPDATE meta SET value = :format WHERE key = 'format'"), {"format": str(FORMAT)})


@contextlib.contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """Give a connection whose changes are kept all together or not at all.

    Raises:
        CaseError: another process writes, the disk is full, or the folder is read-only.
    """
    try:
        with engine.begin() as connection:
            yield connection
    except OperationalError as error:
        raise CaseError(f"écriture impossible dans l’affaire ({error.orig})", _advice(str(error.orig))) from error


def _advice(message: str) -> str:
    if "locked" in message:
        return "Un autre emprise travaille sur cette affaire : attendez qu’il ait fini."
    if "readonly" in message:
        return "Le dossier est en lecture seule : copiez l’affaire ailleurs ou rendez-le inscriptible."
    return "Vérifiez la place libre et les droits du dossier ; rien n’a été modifié."
