"""Finds rules/ and templates/; nobody else knows that there are two places."""

import hashlib
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import evidence

MODEL = "fr_emprise"
SUGGESTIONS = "suggestions"
ENCODER = "encoder"


def folder(name: str) -> Traversable:
    """Return the data folder *name* (``rules``, ``templates``, ``models``).

    Raises:
        FileNotFoundError: neither inside the installed package nor beside a checkout.
    """
    installed = files(evidence) / name
    if installed.is_dir():
        return installed
    root = Path(evidence.__file__).resolve().parents[1]
    if (root / "pyproject.toml").is_file() and (root / name).is_dir():
        return root / name
    raise FileNotFoundError(f"{name}/ is neither in the package {files(evidence)} nor beside it")


# What the stated hash of the model leaves out: its card, and the hash itself.
_UNMEASURED = ("README.md", "SHA256")


def _files(inside: Traversable, path: str = "") -> Iterator[tuple[str, bytes]]:
    for item in inside.iterdir():
        name = f"{path}{item.name}"
        if item.is_dir():
            yield from _files(item, f"{name}/")
        elif item.name not in _UNMEASURED:
            yield name, item.read_bytes()


def model_digest(name: str = MODEL) -> str:
    """Return the SHA-256 over the names and bytes of the shipped model *name*, as installed."""
    total = hashlib.sha256()
    for place, content in sorted(_files(folder("models") / name), key=lambda item: item[0].split("/")):
        total.update(place.encode() + b"\0" + content)
    return total.hexdigest()


def model_stated(name: str = MODEL) -> str:
    """Return the hash that the shipped model *name* states of itself."""
    return (folder("models") / name / "SHA256").read_text(encoding="ascii").strip()


def models_altered() -> tuple[str, ...]:
    """Return the names of the shipped models whose files are not those that they state."""
    return tuple(name for name in (MODEL, SUGGESTIONS, ENCODER) if model_digest(name) != model_stated(name))
