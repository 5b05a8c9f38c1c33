"""What a person decides about a case. Only added, never changed; an :class:`Undo` is a decision too.

Every decision says who (*reviewer*), when (*at*) and why (*note*). Unset fields (None) change nothing.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from evidence.model import Finding, Mention, Review, Verdict

PersonAct = Literal["merge", "split", "rename", "role", "kind", "confirm", "discard"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """A finding that a person made by selecting words; its id is the one the engine would give."""

    finding: Finding
    reviewer: str
    at: dt.datetime
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonDecision:
    """An act on identities; *names* are spellings or names of persons.

    ``merge``: they are one person, shown as *name*. ``split``: they leave their person and become one, *name*.
    ``rename``: the person is shown as *name*. ``role``: the person is *name* (« témoin ») in *piece*, or everywhere.
    ``kind``: the person is a *name* (person, group, account). ``confirm``: the identity is sure. ``discard``: no one.
    """

    act: PersonAct
    names: tuple[str, ...]
    reviewer: str
    at: dt.datetime
    name: str = ""
    piece: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """What a seal says: *number* of the scellé, *act* that seized it, *place*, *officer*, *seized* on (as written)."""

    number: str = ""
    act: str = ""
    place: str = ""
    officer: str = ""
    seized: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Custody:
    """The official *cote* of a piece (our number never changes) and its *exhibit*; the last word on each counts."""

    piece: int
    reviewer: str
    at: dt.datetime
    cote: str | None = None
    exhibit: Exhibit | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """The day *until* which the case may be kept."""

    until: dt.date
    reviewer: str
    at: dt.datetime
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondReading:
    """A second person's *verdict* on a finding, given without seeing the first (*compared*); it replaces nothing."""

    finding: str
    criterion: str
    verdict: Verdict
    compared: Verdict
    reviewer: str
    at: dt.datetime
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo:
    """The decision number *undoes* no longer counts; what it had replaced counts again."""

    undoes: int
    reviewer: str
    at: dt.datetime
    note: str = ""


Decision = Review | Added | PersonDecision | Custody | Retention | SecondReading | Undo


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A decision with its *number* in the case; *in_force* is False once undone."""

    number: int
    subject: str
    decision: Decision
    in_force: bool


def subject_of(decision: Decision) -> str:
    """Return what *decision* is about: two decisions on one subject replace each other. Empty for an undo."""
    if isinstance(decision, Review):
        return decision.finding
    if isinstance(decision, Added):
        return decision.finding.id
    if isinstance(decision, SecondReading):
        return f"seconde lecture {decision.finding}"
    if isinstance(decision, Custody):
        return f"pièce {decision.piece}"
    if isinstance(decision, PersonDecision):
        return " + ".join(decision.names)
    return "conservation" if isinstance(decision, Retention) else ""


def established(findings: Iterable[Finding], reviews: Mapping[str, Review]) -> tuple[Finding, ...]:
    """Return *findings* without the suggestions that no person accepted: these support nothing and link nobody."""
    return tuple(
        item
        for item in findings
        if not item.suggestion or (item.id in reviews and reviews[item.id].verdict == "accepted")
    )


def as_reviewed(finding: Finding, review: Review | None) -> Finding:
    """Return *finding* as *review* leaves it: status, criterion, persons and date; a person set to « » is unknown."""
    if review is None:
        return finding
    return replace(
        finding,
        status=review.status or finding.status,
        criterion=review.criterion or finding.criterion,
        speaker=_mention(review.speaker, finding.speaker),
        agent=_mention(review.agent, finding.agent),
        patient=_mention(review.patient, finding.patient),
        when=review.when or finding.when,
    )


def _mention(name: str | None, found: Mention | None) -> Mention | None:
    if name is None or (found is not None and name == found.name):
        return found
    return Mention(name=name) if name else None
