"""Erases a case and says so: a certificate with hashes, dates and counts, and not one word of the case."""

import datetime as dt
import hashlib
import json
from pathlib import Path

from sqlalchemy import Engine, func, select

from evidence.errors import CaseError
from evidence.store import archive, journal, stamp
from evidence.store.tables import decisions, pieces
from evidence.store.tables import journal as lines

# A folder being erased: what a kill leaves of it is erased by the next `purge`.
PLAN = "effacement.json"


def plan(folder: Path, engine: Engine, why: str) -> None:
    """Write in the case what its certificate will say; from then on it can only be erased."""
    with engine.connect() as connection:
        head = journal.head(connection)
        hashes = list(connection.execute(select(pieces.c.source).order_by(pieces.c.piece)).scalars())
        decided = int(connection.execute(select(func.count()).select_from(decisions)).scalar_one())
        created = connection.execute(select(func.min(lines.c.at))).scalar_one()
    found = {
        "pieces": hashes,
        "decisions": decided,
        "lines": head.number,
        "head": head.hash,
        "created": created,
        "why": why,
        "who": journal.who(),
    }
    part = folder / f".{PLAN}"
    part.write_text(json.dumps(found), encoding="utf-8")
    part.replace(folder / PLAN)


def erase(folder: Path, certificate: Path) -> str:
    """Erase the case in *folder* and write *certificate*; return the hash of the certificate.

    Files are emptied, then removed: on a solid-state disk only encryption makes erased bytes unreadable, and the
    certificate says so.

    Raises:
        CaseError: something could not be erased; the same command goes on from there.
    """
    found = json.loads((folder / PLAN).read_text(encoding="utf-8"))
    files = [path for path in sorted(folder.rglob("*")) if not path.is_dir() and path.name != PLAN]
    try:
        for path in files:
            if not path.is_symlink():
                path.chmod(0o600)
                _empty(path)
            path.unlink()
        for path in sorted((item for item in folder.rglob("*") if item.is_dir()), reverse=True):
            path.rmdir()
        with archive.made_whole(certificate) as out:
            out.write(_certificate(found).encode("utf-8"))
        (folder / PLAN).unlink()
        folder.rmdir()
    except OSError as error:
        raise CaseError(f"effacement incomplet ({error.strerror})", f"Relancez : emprise purge {folder} …") from error
    return stamp.hash_of(certificate)


def _empty(path: Path) -> None:
    size = path.stat().st_size
    with path.open("r+b") as file:
        for _ in range(0, size, 1 << 20):
            file.write(bytes(min(size - file.tell(), 1 << 20)))
        file.flush()
        file.truncate(0)


def _certificate(found: dict[str, object]) -> str:
    moment = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    hashes = found["pieces"]
    assert isinstance(hashes, list)  # noqa: S101 (our own file)
    rows = [
        "Certificat d’effacement d’une affaire",
        "",
        f"Effacée le : {moment}",
        f"Par : {found['who']}",
        f"Motif : {found['why'] or 'non précisé'}",
        f"Affaire créée le : {found['created']}",
        f"Pièces effacées : {len(hashes)}",
        f"Décisions humaines effacées : {found['decisions']}",
        f"Journal : {found['lines']} lignes, dernière empreinte {found['head']}",
        "Effacés : coffre des pièces, base, journal, index de recherche, sauvegardes de mise à jour du dossier.",
        "Non effacés, car hors du dossier : sauvegardes, archives scellées, dossiers rendus, clés de pseudonymes.",
        "Sur un disque à mémoire flash, seul le chiffrement du disque rend les octets effacés illisibles.",
        "",
        "Empreintes SHA-256 des pièces, dans l’ordre de leurs numéros :",
        *(str(item) for item in hashes),
    ]
    text = "\n".join(rows) + "\n"
    return text + f"\nEmpreinte SHA-256 de ce qui précède : {hashlib.sha256(text.encode()).hexdigest()}\n"
