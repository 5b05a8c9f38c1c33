"""The shapes of rules/law/ (one offence a file) and rules/legal/ (decisions, acts, delays, institutions)."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import BeforeValidator, ConfigDict, Field

from evidence.catalogue.need import Need, parse
from evidence.catalogue.schema import Lines, Prose, Record

# How a fact of law was read: the statute itself, a secondary page, inferred from texts read, to verify.
Mark = Literal["T", "S", "I", "V"]
MARKS: dict[str, str] = {
    "T": "texte lu",
    "S": "source secondaire, à vérifier",
    "I": "déduit, à vérifier",
    "V": "à vérifier",
}


# The version of a text that was in force before the oldest one read.
UNREAD = "non lue"


def _words(value: object) -> object:
    return tuple(value.split()) if isinstance(value, str) else value


Words = Annotated[tuple[str, ...], BeforeValidator(_words)]


def _pairs(lines: tuple[str, ...]) -> dict[str, str]:
    """Return lines « key = value » as a mapping."""
    split = (line.partition(" = ") for line in lines)
    return {key.strip(): value.strip() for key, _, value in split}


class Version(Record):
    """A version of a text: in force from *from* to *to* included; no *from* means that the first day was not read.

    Then *known_on* is the day on which the text read was in force: nothing says that it was before.
    *without* lists elements it does not have, *need* the rules of combination that are its own (all when empty),
    *names* the elements it words otherwise. Facts until *unsure_until* may fall under the version before. *source*
    holds keys of rules/legal/addresses.yaml.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    id: str
    start: dt.date | None = Field(default=None, alias="from")
    end: dt.date | None = Field(default=None, alias="to")
    known_on: dt.date | None = None
    article: Prose = ""
    by: Prose
    penalty: Prose
    aggravated: Lines = ()
    mark: Mark
    source: Words = ()
    without: Words = ()
    need: Words = ()
    names: Lines = ()
    unsure_until: dt.date | None = None
    note: Prose = ""


class Offence(Record):
    """One file of rules/law/: dated versions, elements (one per line, ``id = name``) and how they combine.

    *kind* « main » is always set against the findings; « related » is proposed when a passage bears on it;
    « provision » only answers ``emprise rules law show``. *words* quotes the text for an element. *criteria* adds,
    for an element, criteria (or ``criterion/indicator``) that bear on it; *outside* those that the text leaves out.
    *proposed_by* names the criteria that make a related offence worth a look, *proposed_with* the elements that must
    be supported for that. *about_person* elements are the person's own (an age): the passage must name her.
    Prescription counts from *acts*, and from the end of *lasting* ones (a state).
    *harsher* elements are aggravations, *excluding* ones the defence's. *repeated* elements ask for several
    occurrences, *measured* ones for a harm measured against the person's means; *counted* ones for so many others
    (``ID = 2 ID ID ID``). *before* is the offence that held its place earlier.
    """

    id: str
    name: Prose
    text: Prose
    kind: Literal["main", "related", "provision"] = "main"
    nature: Literal["délit", "crime"] = "délit"
    versions: tuple[Version, ...] = Field(min_length=1)
    elements: Lines = ()
    words: Lines = ()
    need: Lines = ()
    harsher: Words = ()
    excluding: Words = ()
    criteria: Lines = ()
    outside: Lines = ()
    proposed_by: Words = ()
    proposed_with: Words = ()
    about_person: Words = ()
    acts: Words = ()
    lasting: Words = ()
    repeated: Words = ()
    measured: Words = ()
    counted: Lines = ()
    before: str = ""
    note: Prose = ""

    def element_names(self, version: Version | None = None) -> dict[str, str]:
        """Return the name of each element, by id, in the order of the text; those *version* has, as it words them."""
        names = _pairs(self.elements)
        if version is None:
            return names
        names |= _pairs(version.names)
        return {identity: name for identity, name in names.items() if identity not in version.without}

    def every_version(self) -> tuple[Version, ...]:
        """Return the versions, before them the one that was not read where the first day of the oldest is unknown.

        That one lends its elements from the oldest version read, as a guide; its penalty and its aggravations are not
        lent, since nothing says that they were as harsh.
        """
        oldest = self.versions[0]
        if oldest.start is not None or oldest.known_on is None:
            return self.versions
        before = oldest.model_copy(
            update={
                "id": UNREAD,
                "end": oldest.known_on - dt.timedelta(days=1),
                "known_on": None,
                "by": f"texte en vigueur avant le {oldest.known_on:%d/%m/%Y} non lu",
                "penalty": "non lue, à vérifier",
                "aggravated": (),
                "mark": "V",
                "without": (*oldest.without, *(item for item in self.harsher if item not in oldest.without)),
                "note": f"version non lue, à vérifier : éléments de la version {oldest.id}, donnés comme repère ; "
                "peine et aggravations non reprises",
            }
        )
        return (before, *self.versions)

    def text_words(self, version: Version) -> dict[str, str]:
        """Return what the text says of each element, by id; not where *version* words it otherwise."""
        return {element: words for element, words in _pairs(self.words).items() if element not in _pairs(version.names)}

    def rules(self, version: Version | None = None) -> dict[str, Need]:
        """Return the rules of combination (of *version*) by id."""
        found = {}
        for line in self.need:
            key, equals, expression = line.partition(" = ")
            identity = key.strip() if equals else self.id
            if version is None or not version.need or identity in version.need:
                found[identity] = parse(expression if equals else line)
        return found

    def bearing(self) -> dict[str, tuple[str, ...]]:
        """Return the criteria (or ``criterion/indicator``) that this file adds to each element."""
        return {element: tuple(value.split()) for element, value in _pairs(self.criteria).items()}

    def left_out(self) -> dict[str, tuple[str, ...]]:
        """Return the indicators that the text of an element leaves out (a closed list)."""
        return {element: tuple(value.split()) for element, value in _pairs(self.outside).items()}

    def made_of(self) -> dict[str, tuple[int, tuple[str, ...]]]:
        """Return the elements made of others: how many at least, and which."""
        split = {element: value.split() for element, value in _pairs(self.counted).items()}
        return {element: (int(least), tuple(parts)) for element, (least, *parts) in split.items()}


class Decision(Record):
    """A court's decision and what it illustrates; *side* says for whom: the defence's stand in the same list."""

    id: str
    name: Prose
    ecli: Prose = ""
    holding: Prose
    elements: Words = ()
    outcome: Prose
    side: Literal["prosecution", "defence", "neutral"]
    mark: Mark
    source: Words = ()


class Decisions(Record):
    """rules/legal/decisions.yaml; *unread* are headers seen whose grounds were not read: never to be relied on."""

    decisions: tuple[Decision, ...]
    unread: Lines = ()


class Topic(Record):
    """What usually brings an element, and open questions on it, for and against; *elements* are ``offence/element``."""

    id: str
    name: Prose
    elements: Words
    acts: Lines
    themes_for: Lines
    themes_against: Lines


class Topics(Record):
    """rules/legal/acts.yaml."""

    topics: tuple[Topic, ...]


class Delay(Record):
    """A rule of prescription; it holds from *from* on (no *from*: the first day was not read).

    *ground* is what it asks for (a minor, a vulnerable person, a concealment), none for the general rule. *start*:
    where the period begins (the act, the day it appeared, the majority of the person harmed). *cap*: no more than so
    many years from the act. *earlier* « unread »: another special rule held before and was not read.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    id: str
    name: Prose
    holds_from: dt.date | None = Field(default=None, alias="from")
    holds_to: dt.date | None = Field(default=None, alias="to")
    nature: Literal["délit", "crime"]
    ground: Literal["", "minor", "vulnerable", "concealed"] = ""
    start: Literal["act", "appearance", "majority"] = "act"
    years: int
    cap: int | None = None
    offences: Words = ()
    earlier: Literal["", "unread"] = ""
    article: Prose
    by: Prose
    mark: Mark
    source: Words = ()
    note: Prose = ""


class Delays(Record):
    """rules/legal/delays.yaml: the rules, and what is printed with every result."""

    delays: tuple[Delay, ...]
    assumptions: Lines


class Body(Record):
    """An institution, an association or a rule of procedure that a dossier names; *version*: which text was read."""

    id: str
    name: Prose
    kind: Literal["institution", "association", "procedure", "freedom", "duty"]
    what: Prose
    version: Prose = ""
    mark: Mark
    source: Words = ()


class Bodies(Record):
    """rules/legal/bodies.yaml."""

    bodies: tuple[Body, ...]


class Grid(Record):
    """A published grid of indices: a guide, never a legal test; *items* are ``index = criteria``."""

    id: str
    name: Prose
    items: Lines
    mark: Mark
    source: Words = ()
    note: Prose = ""


class GridFile(Record):
    """rules/legal/grids.yaml."""

    grids: tuple[Grid, ...]


class Settings(Record):
    """rules/legal/view.yaml: words of capacities and of means; criteria of each phase (a view); kinds of pieces.

    *piece_names* are what a list of pieces calls each kind.
    """

    harmed: Lines
    accused: Lines
    phases: dict[str, Words]
    means: Lines
    piece_kinds: dict[str, Prose]
    piece_names: dict[str, Prose] = Field(default_factory=dict)


class Addresses(Record):
    """rules/legal/addresses.yaml: where each key was read."""

    addresses: dict[str, Prose]
