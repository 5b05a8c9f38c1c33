"""What is SQLite's own: how it is opened, its triggers, its words for a full disk."""

from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, text

from evidence.store.tables import APPEND_ONLY

# Seconds a write waits for another process before it says so.
PATIENCE = 5


def engine_of(path: Path) -> Engine:
    """Return an engine on the SQLite file *path*; a connection with the option ``write`` locks from its first word."""
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": PATIENCE})

    @event.listens_for(engine, "connect")
    def _prepare(connection: object, _record: object) -> None:
        # BEGIN is ours to say (see _begin): sqlite3's own leaves reads outside the transaction.
        connection.isolation_level = None  # type: ignore[attr-defined]  # a DBAPI connection
        cursor = connection.cursor()  # type: ignore[attr-defined]  # a DBAPI connection
        # DELETE rather than WAL: the case is one folder that may be copied at any moment, without side files to forget.
        cursor.execute("PRAGMA journal_mode = DELETE")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        # What is deleted leaves no trace in the file.
        cursor.execute("PRAGMA secure_delete = ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        write = connection.get_execution_options().get("write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


def guard(connection: Connection) -> None:
    """Make the triggers that refuse to change or delete a row of the append-only tables."""
    for table in APPEND_ONLY:
        for verb in ("UPDATE", "DELETE"):
            connection.execute(
                text(
                    f"CREATE TRIGGER IF NOT EXISTS {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )
            )


def unguard(connection: Connection) -> None:
    """Take the triggers away, for a migration, which puts them back."""
    names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
    for name in names:
        connection.execute(text(f'DROP TRIGGER "{name}"'))


def unsound(connection: Connection) -> list[str]:
    """Return what SQLite itself finds wrong with its file; nothing when all is well."""
    rows = [str(row) for row in connection.execute(text("PRAGMA integrity_check(20)")).scalars()]
    return [row for row in rows if row != "ok"]


def advice(message: str) -> str:
    """Return what to do about SQLite's *message*."""
    if "locked" in message:
        return "Un autre emprise travaille sur cette affaire : attendez qu’il ait fini."
    if "readonly" in message:
        return "Le dossier est en lecture seule : copiez l’affaire ailleurs ou rendez-le inscriptible."
    if "full" in message:
        return "Le disque est plein : faites de la place et relancez ; rien n’a été modifié."
    return "Vérifiez la place libre et les droits du dossier ; rien n’a été modifié."
