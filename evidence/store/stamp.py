"""The hash of the files that commands rewrite (database, index), kept beside them: any byte that changes shows.

The stamp names the line of the journal it was made at. A command that is killed leaves a stamp of before: it is out of
date, which is no fault; the seals of the rows still speak.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from evidence.store.journal import Head

NAME = "affaire.sceau"
_PART = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What the files were: *hashes* by name, at the line *head* of the journal."""

    head: Head
    hashes: tuple[tuple[str, str], ...]


def hash_of(path: Path) -> str:
    """Return the SHA-256 of the bytes of *path*, read in parts."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while part := file.read(_PART):
            found.update(part)
    return found.hexdigest()


def write(folder: Path, names: Iterable[str], head: Head) -> None:
    """Write the stamp of the files *names* of *folder* that are there; whole or not at all."""
    files = {name: hash_of(folder / name) for name in sorted(names) if (folder / name).is_file()}
    line = json.dumps({"journal": head.number, "head": head.hash, "files": files}, sort_keys=True)
    made = folder / f".{NAME}"
    made.write_text(f"{line}\n{hashlib.sha256(line.encode()).hexdigest()}\n", encoding="ascii")
    made.chmod(0o600)
    made.replace(folder / NAME)


def read(folder: Path) -> Stamp | None:
    """Return the stamp, None when there is none.

    Raises:
        ValueError: the stamp itself was changed.
    """
    path = folder / NAME
    if not path.is_file():
        return None
    content = path.read_bytes()
    line = content.split(b"\n", 1)[0]
    if content != line + b"\n" + hashlib.sha256(line).hexdigest().encode() + b"\n":
        raise ValueError(NAME)
    found = json.loads(line)
    head = Head(number=found["journal"], hash=found["head"])
    return Stamp(head=head, hashes=tuple(found["files"].items()))
