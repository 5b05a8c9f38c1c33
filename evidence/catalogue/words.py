"""rules/language/*.yaml: the word lists of the language components."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

import yaml

from evidence.errors import RuleError
from evidence.resources import folder


@cache
def load(name: str) -> Mapping[str, tuple[str, ...]]:
    """Return the lists of ``rules/language/<name>.yaml`` by key; one entry per line of a ``|`` block.

    Raises:
        RuleError: the file is missing, or is not a mapping of text blocks.
    """
    path = folder("rules") / "language" / f"{name}.yaml"
    if not path.is_file():
        raise RuleError(f"rules/language/{name}.yaml : fichier absent")
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 (BaseLoader makes text only)
    if not isinstance(data, dict) or not all(isinstance(value, str) for value in data.values()):
        raise RuleError(f"rules/language/{name}.yaml : attendu des listes « clé: | », une entrée par ligne")
    return MappingProxyType(
        {key: tuple(line.strip() for line in value.splitlines() if line.strip()) for key, value in data.items()}
    )
