"""A training space: a folder apart from cases that holds an invented case, its corrigé and the trainees' copies."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml

from evidence.catalogue.teaching import Tale
from evidence.errors import CaseError, UsageError
from evidence.resources import folder
from evidence.teaching.tales import Key, invented

MARK = "espace-de-formation.json"
PIECES, COPIES, KEYS, TASK = "pieces", "copies", "corrige.txt", "consigne.txt"
BANNER = "DONNÉES FICTIVES : espace de formation ; aucune personne réelle."
FORMAT = 1
ALLOWED = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")


@dataclass(frozen=True, slots=True)
class Space:
    """A training space that was opened: *pieces* holds the SHA-256 of each of its invented pieces, by name."""

    root: Path
    pieces: dict[str, str]

    @property
    def keys(self) -> tuple[Key, ...]:
        """Return the corrigé."""
        return read_keys((self.root / KEYS).read_text(encoding="utf-8"))

    @property
    def copies(self) -> tuple[str, ...]:
        """Return the names of the copies, in order."""
        return tuple(sorted(path.name for path in (self.root / COPIES).iterdir() if path.is_dir()))

    def copy(self, name: str) -> Path:
        """Return the folder of a copy, there or not.

        Raises:
            UsageError: the name cannot be a folder's: small letters, digits and « - ».
        """
        if not name or not set(name) <= ALLOWED or name.startswith("-"):
            raise UsageError(
                f"« {name} » ne peut pas nommer une copie", "Minuscules sans accent, chiffres et « - » : groupe-2"
            )
        return self.root / COPIES / name

    def admit(self, sources: Iterable[tuple[str, str]]) -> None:
        """Check that every piece (name, SHA-256) of a copy is one of this space.

        Raises:
            CaseError: a piece is not: a real case has no place here.
        """
        known = set(self.pieces.values())
        for name, digest in sources:
            if digest not in known:
                raise CaseError(
                    f"{name} n’est pas une pièce de cet exercice : un espace de formation refuse une vraie affaire",
                    "Gardez les affaires ailleurs ; refaites la copie : emprise exercise copy",
                )


def opened(root: Path) -> Space:
    """Return the space in *root*; its pieces must be the invented ones, unchanged.

    Raises:
        CaseError: the folder is not a training space (a real case is not), or one of its pieces changed.
    """
    path = root / MARK
    if not path.is_file():
        raise CaseError(
            f"{root} n’est pas un espace de formation : une vraie affaire y est refusée",
            "Faites-en un : emprise exercise new ESPACE --seed 1",
        )
    try:
        pieces = {
            str(name): str(digest) for name, digest in json.loads(path.read_text(encoding="utf-8"))["pieces"].items()
        }
    except (ValueError, KeyError, AttributeError) as error:
        raise CaseError(f"{path} : illisible", "Refaites l’espace : emprise exercise new") from error
    found = _digests(root / PIECES)
    for name, digest in found.items():
        if pieces.get(name) != digest:
            raise CaseError(
                f"{root / PIECES / name} n’est pas une pièce de cet exercice, ou a changé",
                "Un espace de formation ne garde que ses pièces inventées ; ôtez ce fichier.",
            )
    return Space(root, pieces)


def made(root: Path, tale: Tale, seed: int, difficulty: int) -> Space:
    """Make the space of the case invented from *seed* and *difficulty*; *root* must be new or empty."""
    _prepare(root)
    case = invented(tale, seed, difficulty)
    for name, text in case.pieces:
        (root / PIECES / name).write_text(text, encoding="utf-8", newline="\n")
    return _sealed(root, tale, case.keys, {"seed": seed, "difficulty": difficulty})


def demonstration(root: Path, tale: Tale) -> Space:
    """Make the space of the demonstration case.

    Raises:
        UsageError: this installation came without it.
    """
    try:
        source = folder("examples") / "affaire-horizon"
    except FileNotFoundError as error:
        raise UsageError(
            "l’affaire de démonstration n’accompagne pas cette installation", "Prenez un cas inventé : --seed 1"
        ) from error
    _prepare(root)
    for item in sorted((source / "pieces").iterdir(), key=lambda item: item.name):
        (root / PIECES / item.name).write_bytes(item.read_bytes())
    data = yaml.safe_load((source / "corrige.yaml").read_text(encoding="utf-8"))
    keys = []
    for piece, held in data["pieces"].items():
        for line in (held.get("constats") or "").splitlines():
            status, criterion, quote = (cell.strip() for cell in line.split("|", 2))
            keys.append(Key(piece, status, criterion, quote))
    return _sealed(root, tale, tuple(keys), {"demonstration": "affaire-horizon"})


def read_keys(text: str) -> tuple[Key, ...]:
    """Return the lines « pièce | statut | critère | citation »; blank lines and comments (#) are left out.

    Raises:
        UsageError: a line has not four parts, or no such status; the message gives its number.
    """
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("|", 3)]
        if len(cells) != 4 or not all(cells):
            raise UsageError(
                f"ligne {number} : « {line.strip()} » n’a pas ses quatre parties",
                "Écrivez : pièce | statut | critère | citation",
            )
        if cells[1] not in ("affirmed", "denied", "hypothetical", "reported"):
            raise UsageError(
                f"ligne {number} : « {cells[1]} » n’est pas un statut",
                "Statuts : affirmed, denied, hypothetical, reported",
            )
        found.append(Key(*cells))
    return tuple(found)


def _prepare(root: Path) -> None:
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise CaseError(
            f"{root} existe et n’est pas vide : un espace de formation reste à part des affaires",
            "Choisissez un dossier neuf.",
        )
    for name in (PIECES, COPIES):
        (root / name).mkdir(parents=True)


def _sealed(root: Path, tale: Tale, keys: tuple[Key, ...], origin: dict[str, object]) -> Space:
    """Write the corrigé, the task and, last, the mark that makes the folder a training space."""
    lines = [f"# {BANNER}", "# Corrigé, pour la personne qui forme ; il se discute.", *map(str, keys)]
    (root / KEYS).write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    (root / TASK).write_text("\n".join([BANNER, "", *tale.task]) + "\n", encoding="utf-8", newline="\n")
    pieces = _digests(root / PIECES)
    data = {"format": FORMAT, "banner": BANNER, **origin, "pieces": pieces}
    (root / MARK).write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
    return Space(root, pieces)


def _digests(pieces: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(pieces.iterdir())}
