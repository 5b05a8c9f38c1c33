"""Finds rules/ and templates/; nobody else knows that there are two places."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import evidence


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
