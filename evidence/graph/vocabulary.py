"""rules/graph/*.yaml: the types of links, the capacities written beside a name, the nouns of kinship."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypedDict

import yaml

from evidence.language.names import gender_of
from evidence.resources import folder


class _Raw(TypedDict, total=False):
    name: str
    noun: str
    negative: str
    group: bool
    findings: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A type of link: *name* is said between subject and object (« isole »), *negative* when the passage denies it.

    *noun* is its name in a table. The object of a *group* relation is the group that the piece names.
    """

    id: str
    name: str
    noun: str
    negative: str
    group: bool = False


@cache
def _raw(name: str) -> Mapping[str, object]:
    path = folder("rules") / "graph" / f"{name}.yaml"
    found: dict[str, object] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


@cache
def relations() -> Mapping[str, Relation]:
    """Return the types of links by id, in the order of the file."""
    found: dict[str, Relation] = {}
    for key, raw in _raw("relations").items():
        item: _Raw = raw  # type: ignore[assignment]  # tests read the file against this shape
        found[key] = Relation(
            id=key, name=item["name"], noun=item["noun"], negative=item["negative"], group=item.get("group", False)
        )
    return found


@cache
def _by_place() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for key, raw in _raw("relations").items():
        item: _Raw = raw  # type: ignore[assignment]
        for place in item.get("findings", "").split():
            found.setdefault(place, key)
    return found


def relation_of(criterion: str, indicator: str) -> str:
    """Return the type of link that a finding of *criterion* makes, empty when it makes none.

    >>> relation_of("seduction", "recrutement"), relation_of("seduction", "charme"), relation_of("vulnerability", "age")
    ('recruits', 'persuades', '')
    """
    places = _by_place()
    return places.get(f"{criterion}/{indicator}") or places.get(f"{criterion}/*", "")


@cache
def capacities(side: str) -> Mapping[str, str]:
    """Return word -> capacity for what stands ``before`` or ``after`` a name."""
    found = _raw("capacities")[side]
    return dict(found) if isinstance(found, dict) else {}


@cache
def capacity_kind(kind: str) -> frozenset[str]:
    """Return the capacities that say to lead a group (``leads``), to be of it (``belongs``), or of the procedure."""
    found = _raw("capacities")[kind]
    return frozenset(map(str, found)) if isinstance(found, list) else frozenset()


def capacity_of(role: str, name: str) -> str:
    """Return *role* as it reads of *name*: « trésorière » of who has a woman's first name, as it is for all others.

    >>> capacity_of("trésorier", "Nadine Forget"), capacity_of("trésorier", "Claude Forget")
    ('trésorière', 'trésorier')
    """
    found = _raw("capacities")["feminine"]
    forms = found if isinstance(found, dict) else {}
    return str(forms.get(role, role)) if gender_of(name) == "f" else role


@cache
def kin() -> Mapping[str, str]:
    """Return the nouns of kinship, each with the noun it stands for (« maman » is « mère »)."""
    raw = _raw("kinship")
    found = {word: word for key in ("m", "f") for word in str(raw[key]).split()}
    more = raw["words"]
    return found | (dict(more) if isinstance(more, dict) else {})


@cache
def pronouns(key: str) -> frozenset[str]:
    """Return the words of a list of rules/graph/pronouns.yaml: one a line, or separated by blanks."""
    text = str(_raw("pronouns")[key])
    return frozenset(text.splitlines() if "\n" in text.strip() else text.split())


@cache
def inexact() -> Mapping[str, tuple[str, ...]]:
    """Return the words before a sum that say it is at ``least``, at ``most`` or ``about``, the longest first."""
    found = {how: str(_raw("amounts")[how]).splitlines() for how in ("most", "least", "about")}
    return {how: tuple(sorted(cues, key=lambda cue: (-len(cue), cue))) for how, cues in found.items()}


@cache
def own() -> frozenset[str]:
    """Return the possessives of who speaks."""
    return frozenset(str(_raw("kinship")["own"]).split())
