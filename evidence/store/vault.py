"""Sources by SHA-256, read-only: what came in is never changed."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from evidence.errors import CaseError

# Files being written: what a kill leaves of them is swept away by the next ingestion.
UNFINISHED = ".en-cours-"


class Vault:
    """A folder of files named by the hash of their bytes."""

    def __init__(self, folder: Path) -> None:
        """Use *folder*, made when needed."""
        self.folder = folder

    def path(self, identity: str) -> Path:
        """Return where the file *identity* (64 hexadecimal digits) lies."""
        return self.folder / identity[:2] / identity

    def put(self, identity: str, content: bytes) -> None:
        """Keep *content*; written aside, synced, then renamed, so that a file is whole or absent.

        Raises:
            CaseError: the folder cannot be written.
        """
        target = self.path(identity)
        if target.is_file() and target.stat().st_size == len(content):
            return
        try:
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle, name = tempfile.mkstemp(dir=self.folder, prefix=UNFINISHED)
            with os.fdopen(handle, "wb") as out:
                out.write(content)
                out.flush()
                os.fsync(out.fileno())
            Path(name).chmod(0o400)
            Path(name).replace(target)
        except OSError as error:
            raise CaseError(
                f"écriture impossible dans le coffre ({error.strerror})", "Vérifiez la place et les droits."
            ) from error

    def sweep(self) -> None:
        """Take away what an interrupted ingestion left unfinished; call it while the case is held."""
        for path in self.folder.glob(f"{UNFINISHED}*"):
            path.unlink(missing_ok=True)

    def get(self, identity: str) -> bytes:
        """Return the bytes of *identity*.

        Raises:
            CaseError: the file is not in the vault.
        """
        try:
            return self.path(identity).read_bytes()
        except OSError as error:
            raise CaseError(
                f"la pièce {identity[:12]} manque dans le coffre", "emprise verify dit ce qui manque."
            ) from error

    def altered(self, identities: Iterator[str]) -> Iterator[tuple[str, str]]:
        """Yield (identity, what is wrong) for each file that is absent or whose bytes have changed."""
        for identity in identities:
            try:
                content = self.path(identity).read_bytes()
            except OSError:
                yield identity, "absente du coffre"
                continue
            if hashlib.sha256(content).hexdigest() != identity:
                yield identity, "octets modifiés dans le coffre"
