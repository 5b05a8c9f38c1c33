"""rules/ -> Catalogue: loads, checks, names every mistake at once."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from evidence.catalogue import legal, proof
from evidence.catalogue.law import Offence
from evidence.catalogue.legal import Legal
from evidence.catalogue.schema import ContextRule, Criterion, FactRule, Lexicon
from evidence.catalogue.sheets import Mistake, Sheet, gather
from evidence.errors import RuleError
from evidence.resources import folder

T = TypeVar("T", bound=BaseModel)


# Compared and hashed by identity: two loads are two catalogues, their ``hash`` tells whether they say the same.
@dataclass(frozen=True, slots=True, kw_only=True, eq=False, weakref_slot=True)
class Catalogue:
    """The rules, by id, with the version and the hash of all their files."""

    criteria: Mapping[str, Criterion]
    lexicon: Mapping[str, Lexicon]
    context: Mapping[str, ContextRule]
    offences: Mapping[str, Offence]
    legal: Legal
    version: str
    hash: str
    facts: Mapping[str, FactRule] = field(default_factory=lambda: MappingProxyType({}))
    # Criteria whose file is the shipped one: what was learnt from annotated texts holds for these alone.
    shipped: frozenset[str] = frozenset()

    @property
    def stamp(self) -> str:
        """Return what a finding says of the rules that made it: version and first 12 digits of the hash."""
        return f"{self.version}+{self.hash[:12]}"

    def of_facts(self) -> "Catalogue":
        """Return the same catalogue with the facts in the place of the criteria: one matcher reads both."""
        made = {name: item.as_criterion() for name, item in self.facts.items()}
        return replace(self, criteria=MappingProxyType(made))


def load(*folders: Path | Traversable) -> Catalogue:
    """Return the catalogue of rules/, then of *folders*, each adding files or replacing those of the same name.

    Raises:
        RuleError: some file is wrong; the message lists all mistakes, one per line: ``file:line : what ; remedy``.
    """
    catalogue, mistakes = read(*folders)
    if mistakes:
        raise RuleError("\n".join(map(str, mistakes)), "Corrigez ces lignes, puis : emprise rules check")
    return catalogue


def facts(*folders: Path | Traversable) -> Mapping[str, FactRule]:
    """Return the facts of rules/, then of *folders*, by id: a network needs no more of the catalogue.

    A file that is wrong is left out: :func:`load` names its mistakes.
    """
    return MappingProxyType(_records(gather((folder("rules"), *folders)), "facts", FactRule, []))


def read(*folders: Path | Traversable) -> tuple[Catalogue, tuple[Mistake, ...]]:
    """Return the same catalogue without the files that are wrong, and all mistakes, by file and line.

    A criterion that uses a faulty lexicon is left out too.

    Raises:
        RuleError: one of *folders* is not a folder.
    """
    for root in folders:
        if not root.is_dir():
            raise RuleError(f"{root} : ce n’est pas un dossier de règles", "Indiquez un dossier qui contient criteria/")
    sheets = gather((folder("rules"), *folders))
    mistakes: list[Mistake] = []
    lexicon = _records(sheets, "lexicon", Lexicon, mistakes)
    criteria = _records(sheets, "criteria", Criterion, mistakes)
    context = _records(sheets, "context", ContextRule, mistakes)
    offences = _records(sheets, "law", Offence, mistakes)
    told = _records(sheets, "facts", FactRule, mistakes)
    words = _sound(
        lexicon, lambda name, item: proof.of_lexicon(sheets[f"lexicon/{name}.yaml"], item, lexicon), mistakes
    )
    found = _sound(criteria, lambda name, item: _of_criterion(sheets, name, item, lexicon, offences), mistakes)
    cues = _sound(context, lambda name, item: proof.of_context(sheets[f"context/{name}.yaml"], item, lexicon), mistakes)
    sound = _sound(offences, lambda name, item: legal.of_offence(sheets[f"law/{name}.yaml"], item, criteria), mistakes)
    told = _sound(told, lambda name, item: proof.of_fact(sheets[f"facts/{name}.yaml"], item, lexicon), mistakes)
    usable = {name: item for name, item in found.items() if proof.lexicons_of(item, words) <= words.keys()}
    catalogue = Catalogue(
        criteria=MappingProxyType(usable),
        lexicon=MappingProxyType(words),
        context=MappingProxyType(cues),
        offences=MappingProxyType(sound),
        legal=legal.gathered(sheets, mistakes),
        version=sheets["VERSION"].raw.decode("utf-8").strip() if "VERSION" in sheets else "0",
        hash=_hash(sheets),
        facts=MappingProxyType(told),
        shipped=frozenset(name for name in usable if f"criteria/{name}.yaml" not in gather(folders)),
    )
    return catalogue, tuple(sorted(set(mistakes)))


def _of_criterion(
    sheets: Mapping[str, Sheet],
    name: str,
    item: Criterion,
    lexicon: Mapping[str, Lexicon],
    offences: Mapping[str, Offence],
) -> Iterator[Mistake]:
    sheet = sheets[f"criteria/{name}.yaml"]
    yield from proof.of_criterion(sheet, item, lexicon)
    yield from proof.of_supports(sheet, item, offences)


def _sound(
    items: Mapping[str, T], proofread: Callable[[str, T], Iterable[Mistake]], mistakes: list[Mistake]
) -> dict[str, T]:
    """Return the items in which *proofread* finds nothing; what it finds goes to *mistakes*."""
    sound = {}
    for name, item in items.items():
        wrong = list(proofread(name, item))
        mistakes += wrong
        if not wrong:
            sound[name] = item
    return sound


def _hash(sheets: Mapping[str, Sheet]) -> str:
    digest = hashlib.sha256()
    for name, sheet in sheets.items():
        if name.startswith("teaching/"):
            continue  # what teaches the catalogue changes no finding: its stamp stays
        digest.update(name.encode() + b"\0" + hashlib.sha256(sheet.raw).digest())
    return digest.hexdigest()


def _records(sheets: Mapping[str, Sheet], kind: str, shape: type[T], mistakes: list[Mistake]) -> dict[str, T]:
    """Return the records of the files of one folder by id; what is wrong with the others goes to *mistakes*."""
    found: dict[str, T] = {}
    for name, sheet in sheets.items():
        if not name.startswith(f"{kind}/"):
            continue
        data, wrong = sheet.data()
        mistakes += wrong
        if wrong:
            continue
        try:
            record = shape.model_validate(data)
        except ValidationError as error:
            mistakes += [sheet.mistake(sheet.line_of(item["loc"]), _said(item)) for item in error.errors()]
            continue
        identity = str(getattr(record, "id", ""))
        if name != f"{kind}/{identity}.yaml":
            what = f"id « {identity} » dans {name} ; le fichier doit s’appeler {kind}/{identity}.yaml"
            mistakes.append(sheet.mistake(sheet.line_of(["id"]), what))
            continue
        found[identity] = record
    return found


def _said(item: ErrorDetails) -> str:
    """Return a mistake found by pydantic as a French sentence with its remedy."""
    key = ".".join(str(part) for part in item["loc"]) or "le fichier"
    sentences = {
        "extra_forbidden": "clé inconnue ; ôtez-la ou corrigez son nom",
        "missing": "clé absente ; ajoutez-la",
        "string_pattern_mismatch": "lettres minuscules sans accent, chiffres et _ seulement ; corrigez",
        "too_short": "vide ; un élément au moins est nécessaire",
        "string_type": "un texte est attendu ; écrivez-le sur la ligne ou après « | »",
        "model_type": "des clés sont attendues ; vérifiez l’alignement",
        "dict_type": "des clés sont attendues ; vérifiez l’alignement",
        "tuple_type": "une liste est attendue ; une ligne par élément",
        "literal_error": f"valeur inconnue ; choisir parmi {item.get('ctx', {}).get('expected', '')}",
    }
    return f"{key} : {sentences.get(item['type'], item['msg'])}"
