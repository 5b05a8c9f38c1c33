"""The key of pseudonyms: which one stands for whom. Its file is apart from the case and what is rendered."""

import json
from collections.abc import Iterable
from pathlib import Path

from evidence.errors import UsageError

# What a reader sees in the place of each kind of thing; the number is the key's.
_SHOWN = {
    "person": "Personne {}",
    "group": "Groupement {}",
    "place": "Lieu {}",
    "address": "[adresse {}]",
    "email": "[courriel {}]",
    "phone": "[téléphone {}]",
    "handle": "[identifiant {}]",
    "url": "[adresse web {}]",
    "iban": "[compte {}]",
    "plate": "[véhicule {}]",
}
_OTHER = "[numéro {}]"


class Key:
    """Pseudonyms by kind and identity; a new identity takes the next number, an old one keeps its own for ever."""

    def __init__(self, entries: dict[str, dict[str, int]] | None = None) -> None:
        """Begin with *entries*: kind -> identity -> number."""
        self.entries = entries or {}

    def pseudonym(self, kind: str, identity: str) -> str:
        """Return what stands for *identity*."""
        return _SHOWN.get(kind, _OTHER).format(self.number(kind, identity))

    def number(self, kind: str, identity: str, aliases: Iterable[str] = ()) -> int:
        """Return the number of *identity* among its kind (kinds without a form of their own share one row).

        One that was known under one of its *aliases* (a fuller name was read since) keeps that number.
        """
        known = self.entries.setdefault(kind if kind in _SHOWN else "number", {})
        if identity not in known:
            before = [known[alias] for alias in aliases if alias in known]
            known[identity] = min(before, default=max(known.values(), default=0) + 1)
        return known[identity]


def read(path: Path) -> Key:
    """Return the key in *path*, an empty one where there is none yet.

    Raises:
        UsageError: the file is no key.
    """
    if not path.exists():
        return Key()
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return Key({str(kind): {str(k): int(v) for k, v in rows.items()} for kind, rows in found.items()})
    except (OSError, ValueError, AttributeError) as error:
        raise UsageError(f"{path} : ce fichier n’est pas une clé de pseudonymes", "Donnez un nouveau nom.") from error


def write(path: Path, key: Key) -> None:
    """Write *key* to *path*, whole or not at all, for its owner alone.

    Raises:
        UsageError: the file cannot be written.
    """
    part = path.with_name(f".{path.name}.en-cours")
    try:
        part.touch(mode=0o600)
        part.write_text(json.dumps(key.entries, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        part.replace(path)
    except OSError as error:
        raise UsageError(f"{path} : clé impossible à écrire ({error.strerror})") from error
