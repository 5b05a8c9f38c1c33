"""Two catalogues side by side: what one adds, drops or rewords, line by line."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from evidence.catalogue.sheets import Mistake, gather
from evidence.errors import UsageError
from evidence.teaching.said import Said, wrapped


def difference(before: Path, after: Path) -> tuple[list[Said], tuple[Mistake, ...]]:
    """Return the lines that say what *after* changes to *before*, and what could not be read in either.

    Each file is compared as it stands: a folder may hold one criterion only. A file that cannot be read is left out.

    Raises:
        UsageError: one of them is not a folder, or holds no rule file.
    """
    mistakes: list[Mistake] = []
    old, new = _read(before, mistakes), _read(after, mistakes)
    lines = list(_changes(old, new))
    if not lines:
        lines = [Said("aucune différence", "soft")]
    return lines, tuple(mistakes)


def _read(root: Path, mistakes: list[Mistake]) -> dict[str, dict[str, str]]:
    """Return the leaves of each file: a path in words, and its text."""
    if not root.is_dir():
        raise UsageError(f"{root} : ce n’est pas un dossier de règles", "Indiquez un dossier qui contient criteria/")
    sheets = {name: sheet for name, sheet in gather((root,)).items() if name != "VERSION"}
    if not sheets:
        raise UsageError(f"{root} : aucun fichier de règles", "Indiquez un dossier qui contient criteria/")
    found = {}
    for name, sheet in sheets.items():
        data, wrong = sheet.data()
        mistakes += wrong
        if not wrong:
            found[name] = dict(_leaves(data, ""))
    return found


def _leaves(data: object, path: str) -> Iterator[tuple[str, str]]:
    """Yield every leaf by its path; a block gives one leaf a line, a list is told by the id of each item."""
    if isinstance(data, Mapping):
        for key, value in data.items():
            yield from _leaves(value, f"{path} {key}".strip())
    elif isinstance(data, list):
        for rank, value in enumerate(data, 1):
            name = value.get("id") if isinstance(value, Mapping) else None
            yield from _leaves(value, f"{path} {name or rank}".strip())
    elif isinstance(data, str) and "\n" in data.strip():
        for line in data.splitlines():
            if line.strip() and not line.strip().startswith("#"):
                yield f"{path} :: {line.strip()}", ""
    else:
        yield path, str(data).strip()


def _changes(old: dict[str, dict[str, str]], new: dict[str, dict[str, str]]) -> Iterator[Said]:
    for name in sorted({*old, *new}):
        if name not in new:
            yield from wrapped(name, "fichier ôté : ", "title")
        elif name not in old:
            yield from wrapped(name, "fichier ajouté : ", "title")
        elif old[name] != new[name]:
            yield from wrapped(name, "fichier changé : ", "title")
            yield from _file(old[name], new[name])


def _file(old: dict[str, str], new: dict[str, str]) -> Iterator[Said]:
    for key in [key for key in old if key not in new]:
        yield from wrapped(_told(key, old[key]), "  − ôté : ", "removed", "      ")
    for key, value in new.items():
        if key not in old:
            yield from wrapped(_told(key, value), "  + ajouté : ", "added", "      ")
        elif old[key] != value:
            yield from wrapped(f"{key} : « {old[key]} » → « {value} »", "  ~ changé : ", "changed", "      ")


def _told(key: str, value: str) -> str:
    path, marks, line = key.partition(" :: ")
    return f"{path} : « {line if marks else value} »"
