"""The files of rules/ as text with line numbers; what a mistake in one looks like."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources.abc import Traversable
from pathlib import Path

import yaml


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """Something wrong at a line of a rule file; *what* says the remedy too, in French."""

    file: str
    line: int
    what: str

    def __str__(self) -> str:
        """Return ``file:line : what``."""
        return f"{self.file}:{self.line} : {self.what}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One YAML file: *name* inside its folder (``criteria/isolation.yaml``), the folder's *root* for messages."""

    root: str
    name: str
    raw: bytes

    @property
    def stem(self) -> str:
        """Return what the id of the file must be."""
        return Path(self.name).stem

    def mistake(self, line: int, what: str) -> Mistake:
        """Return a mistake at *line* of this file."""
        return Mistake(f"{self.root}/{self.name}", line, what)

    def data(self) -> tuple[object, tuple[Mistake, ...]]:
        """Return what the file holds, every scalar as text, and what is wrong with its YAML."""
        try:
            tree = _tree(self.raw)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            problem = getattr(error, "problem", None) or str(error)
            what = f"YAML illisible ({problem}) ; vérifiez l’alignement et les « : »"
            return None, (self.mistake(mark.line + 1 if mark else 1, what),)
        except UnicodeDecodeError:
            return None, (self.mistake(1, "le fichier n’est pas en UTF-8 ; enregistrez-le en UTF-8"),)
        if tree is None:
            return None, (self.mistake(1, "le fichier est vide"),)
        return _plain(tree), tuple(
            self.mistake(line, f"clé « {key} » en double ; gardez-en une") for line, key in _twice(tree)
        )

    def line_of(self, path: Iterable[int | str]) -> int:
        """Return the line, from 1, of the deepest part of *path* that exists in the file."""
        line, tree = 1, _tree(self.raw)
        for part in path:
            if isinstance(tree, yaml.MappingNode):
                pairs = {key.value: (key, value) for key, value in tree.value}
                if part not in pairs:
                    break
                line, tree = pairs[part][0].start_mark.line + 1, pairs[part][1]
            elif isinstance(tree, yaml.SequenceNode) and isinstance(part, int) and part < len(tree.value):
                tree = tree.value[part]
                line = tree.start_mark.line + 1
        return line

    def line_with(self, text: str, after: int = 1) -> int:
        """Return the first line from *after* on that is *text* but for blanks; *after* when there is none.

        A lexicon's words stand several on a line: a line that holds *text* as a word will do.
        """
        lines = list(enumerate(self.raw.decode("utf-8").splitlines(), 1))[after - 1 :]
        exact = next((number for number, line in lines if line.strip() == text), None)
        return exact or next((number for number, line in lines if text in line.split()), after)


def gather(roots: Iterable[Path | Traversable]) -> dict[str, Sheet]:
    """Return the YAML files of *roots* by name inside them; a later root replaces files of the same name."""
    found: dict[str, Sheet] = {}
    for root in roots:
        for name, raw in _files(root, ""):
            found[name] = Sheet(root.name, name, raw)
    return dict(sorted(found.items()))


def _files(root: Path | Traversable, inside: str) -> Iterator[tuple[str, bytes]]:
    for item in root.iterdir():
        name = f"{inside}{item.name}"
        if item.is_dir():
            yield from _files(item, name + "/")
        elif name == "VERSION" or name.endswith((".yaml", ".yml")):
            yield name, item.read_bytes()


# One file is asked for many lines in a row while it is proofread.
@lru_cache(maxsize=4)
def _tree(raw: bytes) -> yaml.Node | None:
    """Return the tree of a file, places included; libyaml reads it where it is installed, ten times faster."""
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    tree: yaml.Node | None = yaml.compose(raw.decode("utf-8"), Loader=loader)
    return tree


def _plain(tree: yaml.Node) -> object:
    """Return the tree as mappings, lists and text: no scalar is anything else."""
    if isinstance(tree, yaml.MappingNode):
        return {key.value: _plain(value) for key, value in tree.value}
    if isinstance(tree, yaml.SequenceNode):
        return [_plain(item) for item in tree.value]
    return tree.value


def _twice(tree: yaml.Node) -> Iterator[tuple[int, str]]:
    """Yield the keys written twice in one mapping: YAML keeps the last in silence."""
    if isinstance(tree, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in tree.value:
            if key.value in seen:
                yield key.start_mark.line + 1, key.value
            seen.add(key.value)
            yield from _twice(value)
    elif isinstance(tree, yaml.SequenceNode):
        for item in tree.value:
            yield from _twice(item)
