"""Mentions -> persons and groups: conservative; what is not sure stays apart."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable

from evidence.model import Finding, Mention, Person

_TITLE = re.compile(
    r"^(?:m\.|mm\.|mme|mlle|me|dr|pr|maître|madame|monsieur|le nommé|la nommée|nommée?)\s+", re.IGNORECASE
)


def key_of(name: str) -> str:
    """Return what two spellings of one name share: « DUPONT Jean » and « Jean Dupont » are equal."""
    plain = unicodedata.normalize("NFD", _TITLE.sub("", name.strip()).lower().replace("’", "'"))
    words = re.findall(r"[a-z'-]+", "".join(char for char in plain if not unicodedata.combining(char)))
    return " ".join(sorted(words))


def is_named(mention: Mention) -> bool:
    """Tell whether *mention* gives a name, and not « ma mère » or « le président »."""
    return any(word[:1].isupper() for word in mention.name.split()) and not mention.name[:1].islower()


def persons(findings: Iterable[Finding], roles: Iterable[tuple[str, str, str]]) -> tuple[Person, ...]:
    """Return the persons and groups that the findings and the headers name, by name.

    *roles* are (source id, name, capacity). Spellings are joined when they hold the same words, whatever their order;
    a single word (« Claire ») joins a longer name only when one longer name alone holds it.
    """
    variants: dict[str, Counter[str]] = defaultdict(Counter)
    capacities: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for source, name, role in roles:
        variants[key_of(name)][name] += 1
        if (source, role) not in capacities[key_of(name)]:
            capacities[key_of(name)].append((source, role))
    for finding in findings:
        for mention in (*finding.people, finding.speaker, finding.agent, finding.patient):
            if mention is not None and is_named(mention) and key_of(mention.name):
                variants[key_of(mention.name)][mention.name] += 1
    home = _homes(list(variants))
    joined: dict[str, Counter[str]] = defaultdict(Counter)
    for key, names in variants.items():
        joined[home[key]].update(names)
    found = [
        Person(
            name=_best(joined[key]),
            kind="person",
            variants=tuple(sorted(joined[key])),
            roles=tuple(capacities.get(key, ())),
            mentions=joined[key].total(),
        )
        for key in joined
    ]
    return tuple(sorted(found, key=lambda person: (-person.mentions, person.name)))


def _homes(keys: list[str]) -> dict[str, str]:
    """Return the key each key joins: itself, or the only longer one that holds its single word."""
    homes = {}
    for key in keys:
        longer = [other for other in keys if other != key and len(other.split()) > 1 and key in other.split()]
        homes[key] = longer[0] if len(key.split()) == 1 and len(longer) == 1 else key
    return homes


def _best(names: Counter[str]) -> str:
    """Return the fullest spelling, the most frequent among equals, then the first in order."""
    return min(names, key=lambda name: (-len(key_of(name).split()), -names[name], name))


def identity(name: str, people: Iterable[Person]) -> str:
    """Return the name of the person of whom *name* is a spelling, *name* itself when there is none."""
    return next((person.name for person in people if name in person.variants), name)
