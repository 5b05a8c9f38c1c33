"""Who is said harmed by whom: read from the capacities of the headers and from who acts on whom; never decided."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from evidence.assessment.records import Named
from evidence.catalogue.law import Settings
from evidence.catalogue.schema import Criterion
from evidence.language.lines import fold
from evidence.model import Finding, Mention, Person
from evidence.people.registry import identity, is_named

# Families of criteria that say what one person does to another.
ACTING = frozenset({"pressure", "technique"})
# Families that say what a person is, does or undergoes.
SUFFERING = frozenset({"state", "harm"})


# The family that says in what state a person is.
STATE = "state"
# The family that says who leads, by what means, and who profits.
AUTHOR = "author"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """The persons whom passages call harmed and accused, and the pairs to set side by side, in name order."""

    harmed: frozenset[str]
    accused: frozenset[str]
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One finding with its persons under one name each; empty when the passage names none."""

    finding: Finding
    family: str
    agent: str
    patient: str
    speaker: str


def told(
    findings: Iterable[Finding], people: tuple[Person, ...], criteria: Mapping[str, Criterion]
) -> tuple[Told, ...]:
    """Return *findings* with their persons' identities and the family of their criterion."""
    return tuple(
        Told(
            finding=item,
            family=criteria[item.criterion].family if item.criterion in criteria else "",
            agent=_identity(item.agent, people),
            patient=_identity(item.patient, people),
            speaker=_identity(item.speaker, people),
        )
        for item in findings
    )


def _identity(mention: Mention | None, people: tuple[Person, ...]) -> str:
    return identity(mention.name, people) if mention is not None and is_named(mention) else ""


def parties(items: tuple[Told, ...], people: tuple[Person, ...], settings: Settings) -> Parties:
    """Return who is to be set against whom.

    A capacity (« plaignante », « mis en cause ») comes first. Then whoever a passage, affirmed, reported or denied,
    makes act on somebody, and whom; and whoever suffers or is in a state. Each person harmed is set against whoever
    the headers call accused, and whoever a passage makes act on her. Somebody may be on both sides (article 122-2).
    """
    harmed = _with_capacity(people, settings.harmed)
    accused = _with_capacity(people, settings.accused)
    stated = [item for item in items if item.finding.status != "hypothetical"]
    for item in stated:
        if item.family in ACTING and item.agent and item.agent not in {item.speaker, *harmed} and item.patient:
            accused.add(item.agent)
    for item in stated:
        if item.patient and item.agent in accused and item.patient != item.agent:
            harmed.add(item.patient)
        if item.family in SUFFERING and item.agent and item.agent not in accused:
            harmed.add(item.agent)
    pairs = {(h, a) for item in stated for h, a in [_pair(item, harmed, accused)] if h and a}
    pairs |= {(h, a) for h in harmed for a in _with_capacity(people, settings.accused) if h != a}
    alone = harmed - {h for h, _ in pairs}
    return Parties(
        harmed=frozenset(harmed),
        accused=frozenset(accused),
        pairs=tuple(sorted(pairs | {(name, "") for name in alone}))
        or tuple(sorted(("", name) for name in accused))
        or (("", ""),),
    )


def shared_out(items: Iterable[Told], everyone: Parties) -> dict[tuple[str, str], tuple[tuple[Told, Named], ...]]:
    """Return, for each pair, the passages that concern it, and which of the two persons each names.

    What a passage does not say is never guessed: an act of nobody named is under (person harmed, empty), an act on
    nobody named under (empty, person accused). These pairs are added where there are such passages.
    """
    found: dict[tuple[str, str], list[tuple[Told, Named]]] = {pair: [] for pair in everyone.pairs}
    for item in items:
        whom, by = _pair(item, everyone.harmed, everyone.accused)
        named: Named = "both" if whom and by else "harmed" if whom else "accused" if by else "neither"
        for pair in _places(item, whom, by, everyone):
            found.setdefault(pair, []).append((item, named))
    return {pair: tuple(mine) for pair, mine in sorted(found.items()) if mine or pair in everyone.pairs}


def _places(item: Told, whom: str, by: str, everyone: Parties) -> list[tuple[str, str]]:
    """Return the pairs that a passage concerns.

    Who speaks of herself is the person harmed, who denies for himself the accused. A denial that names nobody denies
    for everybody. What tells a state needs no author to bear on the person, what tells who leads or profits needs no
    person harmed. An act that costs or a damage, of which no passage says the author, is put down to nobody.
    """
    whom = whom or (item.speaker if item.speaker in everyone.harmed else "")
    by = by or (item.speaker if item.speaker in everyone.accused else "")
    if item.finding.status == "denied":
        return [pair for pair in everyone.pairs if whom in ("", pair[0]) and by in ("", pair[1])]
    if by and item.family == AUTHOR:
        return [pair for pair in everyone.pairs if pair[1] == by] or [(whom, by)]
    if by:
        return [(whom, by)]
    if whom and item.family == STATE:
        return [pair for pair in everyone.pairs if pair[0] == whom] or [(whom, "")]
    return [(whom, "")]


def _pair(item: Told, harmed: Collection[str], accused: Collection[str]) -> tuple[str, str]:
    """Return whom the passage says harmed, and by whom.

    Who acts is harmed too when the passage tells a state, an act that costs her, or what she undergoes herself.
    """
    own = item.family in SUFFERING or item.agent == item.speaker or item.agent not in accused
    whom = next((name for name in (item.patient, item.agent if own else "") if name and name in harmed), "")
    by = next((name for name in (item.agent, item.patient) if name and name in accused and name != whom), "")
    return whom, by


def _with_capacity(people: Iterable[Person], words: Iterable[str]) -> set[str]:
    known = tuple(words)
    return {person.name for person in people if any(fold(role).startswith(known) for _, role in person.roles)}
