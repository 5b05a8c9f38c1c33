"""A whole case as one archive: a plain tar for a backup, the same in the age format to send it or to put it away."""

import contextlib
import io
import os
import shutil
import tarfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO

from evidence.errors import CaseError, UsageError
from evidence.store import lock
from evidence.store.vault import UNFINISHED
from evidence.store.verify import DATABASE, OURS


def pack(folder: Path, out: BinaryIO) -> None:
    """Write the files of the case in *folder* to *out* as a tar: the same bytes for the same files."""
    with tarfile.open(fileobj=out, mode="w|", format=tarfile.PAX_FORMAT) as tar:
        for path in sorted(folder.rglob("*")):
            if not path.is_file() or path.is_symlink() or _passing(path.relative_to(folder)):
                continue
            info = tarfile.TarInfo(path.relative_to(folder).as_posix())
            info.size, info.mode = path.stat().st_size, 0o400 if path.stat().st_mode & 0o222 == 0 else 0o600
            with path.open("rb") as content:
                tar.addfile(info, content)


def _passing(path: Path) -> bool:
    """Tell whether *path* is of the moment: the lock, what a kill left."""
    known = path.name in OURS or path.parts[0] in OURS or path.suffix == ".bak"
    return path.name == lock.NAME or path.name.startswith(UNFINISHED) or not known


def unpack(archive: BinaryIO, target: Path) -> None:
    """Make the folder *target* from the archive: there whole, or not at all.

    Raises:
        CaseError: *target* holds something, or the archive is no case.
    """
    if target.exists() and (target.is_file() or any(target.iterdir())):
        raise CaseError(f"{target} : ce dossier existe déjà", "Choisissez un dossier neuf ou vide.")
    made = target.with_name(f".{target.name}.en-cours")
    shutil.rmtree(made, ignore_errors=True)
    try:
        made.mkdir(parents=True, mode=0o700)
        with tarfile.open(fileobj=archive, mode="r|") as tar:
            tar.extractall(made, filter="data")
        if not (made / DATABASE).is_file():
            raise CaseError(f"{target} : l’archive ne contient pas d’affaire", "Vérifiez le fichier donné.")
        for path in (made, *made.rglob("*")):
            if path.is_dir():
                path.chmod(0o700)
        if target.is_dir():
            target.rmdir()
        made.rename(target)
    except (tarfile.TarError, OSError) as error:
        raise CaseError(
            f"archive illisible ou dossier non inscriptible ({error})", "Reprenez la sauvegarde."
        ) from error
    finally:
        shutil.rmtree(made, ignore_errors=True)


@contextlib.contextmanager
def made_whole(path: Path) -> Iterator[BinaryIO]:
    """Give a file to write that becomes *path* at the end: whole or absent, for its owner alone.

    Raises:
        CaseError: it is there already, or cannot be written.
    """
    if path.exists():
        raise CaseError(f"{path} : ce fichier existe déjà", "Choisissez un autre nom.")
    part = path.with_name(f".{path.name}.en-cours")
    try:
        with part.open("wb") as out:
            part.chmod(0o600)
            yield out
        part.replace(path)
    except OSError as error:
        raise CaseError(
            f"{path} : écriture impossible ({error.strerror})", "Vérifiez la place et les droits."
        ) from error
    finally:
        part.unlink(missing_ok=True)


def seal(folder: Path, path: Path, recipients: Sequence[str], passphrase: str) -> None:
    """Write the case as one age file, for *recipients* (age1…, ssh-…) or for who knows the *passphrase*.

    Raises:
        UsageError: a recipient that is no key.
    """
    import pyrage

    with made_whole(path) as out:
        if recipients:
            keys = [_recipient(word) for word in recipients]
            with _piped(lambda pipe: pack(folder, pipe)) as tar:
                pyrage.encrypt_io(tar, out, keys)
        else:
            # The library takes a passphrase for bytes only: the case must fit in memory. Recipients have no such limit.
            held = io.BytesIO()
            pack(folder, held)
            out.write(pyrage.passphrase.encrypt(held.getvalue(), passphrase))


@contextlib.contextmanager
def _piped(write: Callable[[BinaryIO], None]) -> Iterator[BinaryIO]:
    """Give what *write* writes, as it writes it: nothing in clear touches the disk. Its error comes first."""
    read_end, write_end = os.pipe()

    def run() -> None:
        with os.fdopen(write_end, "wb") as pipe:
            write(pipe)

    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(run)
        try:
            with os.fdopen(read_end, "rb") as pipe:
                yield pipe
                while pipe.read(1 << 20):  # what the reader left: the writer must not wait for ever
                    pass
        finally:
            done.result()


def _recipient(word: str) -> object:
    import pyrage

    try:
        if word.startswith("ssh-"):
            return pyrage.ssh.Recipient.from_str(word)
        return pyrage.x25519.Recipient.from_str(word)
    except pyrage.RecipientError as error:
        raise UsageError(f"{word[:20]}… : ce n’est pas une clé publique age ou ssh ({error})") from error


def unseal(path: Path, target: Path, identity: Path | None, passphrase: str) -> None:
    """Make the case *target* from an age file, with the private key in *identity*, or the *passphrase*.

    Raises:
        UsageError: neither the key nor the passphrase opens it.
    """
    import pyrage

    try:
        if identity is None:
            unpack(io.BytesIO(pyrage.passphrase.decrypt(path.read_bytes(), passphrase)), target)
            return
        key = _identity(identity)

        def open_it(pipe: BinaryIO) -> None:
            with path.open("rb") as sealed:
                pyrage.decrypt_io(sealed, pipe, [key])

        with _piped(open_it) as tar:
            unpack(tar, target)
    except pyrage.DecryptError as error:
        raise UsageError(f"{path} : ni la clé ni la phrase de passe ne l’ouvrent ({error})") from error
    except OSError as error:
        raise UsageError(f"{path} : lecture impossible ({error.strerror})") from error


def _identity(path: Path) -> object:
    import pyrage

    content = path.read_bytes()
    try:
        if b"PRIVATE KEY" in content:
            return pyrage.ssh.Identity.from_buffer(content)
        line = next((row for row in content.decode().splitlines() if row.startswith("AGE-SECRET-KEY-")), "")
        return pyrage.x25519.Identity.from_str(line)
    except (pyrage.IdentityError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} : ce n’est pas une clé privée age ou ssh") from error
