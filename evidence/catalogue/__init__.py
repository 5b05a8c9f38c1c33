"""rules/ -> Catalogue: loads, checks, names every mistake at once."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from evidence.catalogue.phrase import PhraseError, parse, slots
from evidence.catalogue.schema import FAMILIES, Criterion, Lexicon
from evidence.errors import RuleError
from evidence.resources import folder

T = TypeVar("T", bound=BaseModel)


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """The rules, by id, with the version and the hash of all their files."""

    criteria: Mapping[str, Criterion]
    lexicon: Mapping[str, Lexicon]
    version: str
    hash: str

    @property
    def stamp(self) -> str:
        """Return what a finding says of the rules that made it: version and first 12 digits of the hash."""
        return f"{self.version}+{self.hash[:12]}"


def load(*folders: Path | Traversable) -> Catalogue:
    """Return the catalogue of rules/, then of *folders*, each adding files or replacing those of the same name.

    Raises:
        RuleError: some file is wrong; the message lists all mistakes, one per line: ``file:line : what``.
    """
    files: dict[str, bytes] = {}
    for root in (folder("rules"), *folders):
        if not root.is_dir():
            raise RuleError(f"{root} : ce n’est pas un dossier de règles")
        files.update(_files(root, ""))
    mistakes: list[str] = []
    criteria = _read(files, "criteria", Criterion, mistakes)
    lexicon = _read(files, "lexicon", Lexicon, mistakes)
    mistakes += _mistakes_of_phrases(files, criteria, lexicon)
    if mistakes:
        raise RuleError("\n".join(sorted(mistakes)), "Corrigez ces lignes, puis : emprise rules check")
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(name.encode() + b"\0" + hashlib.sha256(files[name]).digest())
    version = files.get("VERSION", b"0").decode().strip()
    return Catalogue(
        criteria=MappingProxyType(criteria),
        lexicon=MappingProxyType(lexicon),
        version=version,
        hash=digest.hexdigest(),
    )


def _files(root: Path | Traversable, inside: str) -> Iterator[tuple[str, bytes]]:
    for item in root.iterdir():
        name = f"{inside}{item.name}"
        if item.is_dir():
            yield from _files(item, name + "/")
        elif item.name == "VERSION" or item.name.endswith(".yaml"):
            yield name, item.read_bytes()


def _read(files: dict[str, bytes], kind: str, shape: type[T], mistakes: list[str]) -> dict[str, T]:
    found: dict[str, T] = {}
    for name in sorted(files):
        if not name.startswith(kind + "/"):
            continue
        try:
            tree = yaml.compose(files[name].decode("utf-8"), Loader=yaml.BaseLoader)
            data = yaml.load(files[name].decode("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 (BaseLoader makes text only)
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            mark = getattr(error, "problem_mark", None)
            line = mark.line + 1 if mark else 1
            mistakes.append(f"rules/{name}:{line} : YAML illisible ({getattr(error, 'problem', error)})")
            continue
        try:
            record = shape.model_validate(data)
        except ValidationError as error:
            mistakes += [f"rules/{name}:{_line(tree, item['loc'])} : {_said(item)}" for item in error.errors()]
            continue
        identity = str(getattr(record, "id", ""))
        if identity != Path(name).stem:
            mistakes.append(f"rules/{name}:1 : id « {identity} » ; le fichier doit s’appeler {identity}.yaml")
        found[identity] = record
    return found


def _said(item: Mapping[str, object]) -> str:
    """Return a mistake found by pydantic as a French sentence."""
    key = ".".join(str(part) for part in item["loc"])  # type: ignore[attr-defined]  # loc is a tuple
    sentences = {
        "extra_forbidden": "clé inconnue ; ôtez-la ou corrigez son nom",
        "missing": "clé absente ; ajoutez-la",
        "string_pattern_mismatch": "lettres minuscules sans accent, chiffres et _ seulement",
        "too_short": "au moins un élément est nécessaire",
    }
    return f"{key} : {sentences.get(str(item['type']), str(item['msg']))}"


def _line(tree: yaml.Node | None, path: tuple[int | str, ...]) -> int:
    """Return the line, from 1, of the deepest part of *path* that exists in the file."""
    line = 1
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


def _mistakes_of_phrases(
    files: dict[str, bytes], criteria: dict[str, Criterion], lexicon: dict[str, Lexicon]
) -> Iterator[str]:
    """Yield the phrases that cannot be read, with the line where they stand."""
    phrases: list[tuple[str, str]] = []
    for criterion in criteria.values():
        name = f"criteria/{criterion.id}.yaml"
        if criterion.family not in FAMILIES:
            yield f"rules/{name}:1 : famille « {criterion.family} » inconnue ; choisir parmi {', '.join(FAMILIES)}"
        for item in criterion.indicators:
            phrases += [(name, phrase) for phrase in (*item.phrases, *item.inverse, *item.unless)]
    phrases += [(f"lexicon/{item.id}.yaml", phrase) for item in lexicon.values() for phrase in item.phrases]
    for name, phrase in phrases:
        try:
            missing = slots(parse(phrase)) - set(lexicon)
        except PhraseError as error:
            yield f"rules/{name}:{_line_of(files[name], phrase)} : « {phrase} », {error}"
            continue
        for slot in sorted(missing):
            yield f"rules/{name}:{_line_of(files[name], phrase)} : il n’y a pas de fichier rules/lexicon/{slot}.yaml"


def _line_of(raw: bytes, phrase: str) -> int:
    lines = raw.decode("utf-8").splitlines()
    return next((number for number, line in enumerate(lines, 1) if line.strip() == phrase), 1)
