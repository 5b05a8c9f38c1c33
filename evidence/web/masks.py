"""Identities that nobody confirmed: « identité 3 » in every sentence of ours, until a person confirms or asks to see.

What a piece says is quoted as it is: a quotation is never touched. Numbers are given in the order of the first page
that shows them and never again in the run: a form of an old page still means whom it showed.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from evidence.decisions import PersonDecision
from evidence.people.identities import Identities
from evidence.people.spellings import Spellings

WORD = "identité "


@dataclass
class Masks:
    """Names as they are shown; *bare* shows them all."""

    bare: bool = False
    _numbers: dict[str, int] = field(default_factory=dict)
    _identities: Identities = field(default_factory=lambda: Identities(()))
    _sure: frozenset[str] = frozenset()
    _names: frozenset[str] = frozenset()
    _known: dict[tuple[str, str], str] = field(default_factory=dict)
    _spelled: Spellings = field(default_factory=Spellings)

    def read(self, identities: Identities, decisions: Iterable[PersonDecision]) -> None:
        """Learn who is who, and who was confirmed."""
        self._identities, self._known = identities, {}
        self._sure = frozenset(
            identities.of(name)
            for item in decisions
            if item.act == "confirm"
            for name in (*item.names, item.name)
            if name
        )
        for person in identities.people:
            self._number(person.name)
        self._names = frozenset(
            name for person in identities.people for name in (person.name, *person.variants) if name
        )
        self._spelled = Spellings(self._names)

    def _number(self, name: str) -> int:
        return self._numbers.setdefault(name, len(self._numbers) + 1)

    def whole(self, name: str, source: str = "") -> str:
        """Return the name of the identity that *name* means in the piece *source*."""
        key = (name, source)
        if key not in self._known:
            self._known[key] = self._identities.of(name, source)
        return self._known[key]

    def sure(self, name: str) -> bool:
        """Tell whether a person confirmed the identity *name*."""
        return self.whole(name) in self._sure

    def mask(self, name: str) -> str:
        """Return « identité 3 » for the identity *name*, even when names are shown."""
        return f"{WORD}{self._number(self.whole(name))}"

    def named(self, name: str, source: str = "") -> str:
        """Return *name* as it may be shown: « ma mère » and who was confirmed as they are, others masked."""
        if self.bare or self.whole(name, source) in self._sure:
            return name
        if name not in self._names and not _is_name(name):
            return self.covered(name)  # « la tante de… »
        return f"{WORD}{self._number(self.whole(name, source))}"

    def covered(self, text: str) -> str:
        """Return a sentence of ours with its names as they may be shown."""
        return text if self.bare else self._spelled.replaced(text, self.named)

    def meant(self, words: str) -> str:
        """Return the name that *words* of a form mean: a mask means whom it stands for, other words themselves."""
        said = words.strip().lower().removeprefix(WORD)
        if not said.isdecimal() or not words.strip().lower().startswith(WORD):
            return words
        return next((name for name, number in self._numbers.items() if str(number) == said), words)


def _is_name(name: str) -> bool:
    return any(word[:1].isupper() for word in name.split()) and not name[:1].islower()
