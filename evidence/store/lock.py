"""One writer on a case at a time; who else works on it is said, since when, and the lock dies with its process."""

import contextlib
import datetime as dt
import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from evidence.errors import CaseError, ConflictError

NAME = ".verrou"
_TICK = 0.1


def _take(handle: int) -> bool:
    """Tell whether the lock of the open file *handle* could be taken; the system gives it back when we die."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


@contextlib.contextmanager
def held(folder: Path, work: str, patience: float = 5.0) -> Iterator[None]:
    """Hold the case in *folder* for *work* (« ingest »); wait *patience* seconds for another to finish.

    Raises:
        ConflictError: another process holds it.
        CaseError: the folder cannot be written.
    """
    path = folder / NAME
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise CaseError(
            f"{folder} : écriture impossible ({error.strerror})",
            "Dossier en lecture seule ou disque plein : copiez l’affaire ailleurs ou rendez-le inscriptible.",
        ) from error
    try:
        until = time.monotonic() + patience
        while not _take(handle):
            if time.monotonic() > until:
                raise ConflictError(
                    f"{folder} : un autre emprise travaille sur cette affaire ({_holder(handle)})",
                    "Attendez qu’il ait fini, ou fermez-le ; rien n’a été modifié.",
                )
            time.sleep(_TICK)
        with contextlib.suppress(OSError):  # who holds it is a courtesy; a full disk must not stop the work here
            _sign(handle, work)
        try:
            yield
        finally:
            with contextlib.suppress(OSError):
                os.ftruncate(handle, 0)
    finally:
        os.close(handle)


def _sign(handle: int, work: str) -> None:
    since = dt.datetime.now().astimezone().strftime("%d/%m/%Y à %H:%M:%S")
    os.ftruncate(handle, 0)
    os.lseek(handle, 0, os.SEEK_SET)
    os.write(handle, json.dumps({"work": work, "since": since, "process": os.getpid()}).encode())


def _holder(handle: int) -> str:
    try:
        os.lseek(handle, 0, os.SEEK_SET)
        found = json.loads(os.read(handle, 1000))
        return f"emprise {found['work']}, processus {found['process']}, depuis le {found['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "processus inconnu"
