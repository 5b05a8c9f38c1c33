"""Finds rules/ and templates/; nobody else knows that there are two places."""

import hashlib
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import evidence

MODEL = "fr_emprise"


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


def model_digest() -> str:
    """Return the SHA-256 over the names and bytes of the shipped model, as installed."""
    total = hashlib.sha256()
    for name, content in sorted(_files(folder("models") / MODEL), key=lambda item: item[0].split("/")):
        total.update(name.encode() + b"\0" + content)
    return total.hexdigest()


def model_stated() -> str:
    """Return the hash that the shipped model states of itself."""
    return (folder("models") / MODEL / "SHA256").read_text(encoding="ascii").strip()


def suggestions_stated() -> str:
    """Return the hash that the weights of the suggestions state, empty where they were not shipped."""
    path = folder("models") / "suggestions" / "SHA256"
    return path.read_text(encoding="ascii").strip() if path.is_file() else ""
