"""Who is linked to whom, how, and by which passages: a relation without a source cannot exist.

From acts (agent and patient of a finding), accusations (who says it of whom), movements of a statement, capacities in
a header. Never a score: counts of passages, and of independent sources beside them.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from evidence.catalogue.words import load
from evidence.graph.sources import independent
from evidence.model import Document, Finding, Person, Status
from evidence.people.registry import is_named

Standing = Status | Literal["recorded"]
# Relations whose subject is who speaks, not who acts.
ACCUSES, PAYS, HEARD = "accuses", "pays", "heard"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Words of a piece that are no finding: a movement of a statement, the line of a header; *piece* is our number."""

    piece: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """*subject* stands in the relation *kind* to *object*, by *findings* (ids) or *lines*.

    *status* is that of the passages, « recorded » for what a document records. *first* and *last* are the earliest and
    latest days that they say. *sources* counts independent sources: ten persons who repeat one are one.
    """

    subject: str
    kind: str
    object: str
    status: Standing
    findings: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    first: dt.date | None = None
    last: dt.date | None = None
    sources: int = 0

    def __post_init__(self) -> None:
        """Refuse a relation without a source.

        Raises:
            ValueError: there is neither finding nor line.
        """
        if not self.findings and not self.lines:
            raise ValueError(f"a relation without a source: {self.subject} {self.kind} {self.object}")


@cache
def kinds() -> dict[str, str]:
    """Return the French name of each kind of relation (rules/language/links.yaml)."""
    return {kind: lines[0] for kind, lines in load("links").items()}


@cache
def _by_criterion() -> dict[str, str]:
    return {criterion: kind for kind, lines in load("links").items() if kind != ACCUSES for criterion in lines[1:]}


def relations(
    findings: Sequence[Finding],
    people: Sequence[Person],
    documents: Mapping[str, tuple[int, Document]],
    roles: Iterable[tuple[str, str, str]] = (),
) -> tuple[Relation, ...]:
    """Return the relations of a case, by subject, kind, object and status.

    *findings* hold identities (:meth:`Identities.resolved`); a question or a supposition makes no relation. *documents*
    are (our number, document) by source, *roles* (source, identity, capacity).
    """
    known = {person.name for person in people}
    held: dict[tuple[str, str, str, Standing], list[Finding]] = defaultdict(list)
    for item in findings:
        if item.status == "hypothetical":
            continue
        agent, patient, speaker = (
            mention.name if mention is not None and is_named(mention) and mention.name in known else ""
            for mention in (item.agent, item.patient, item.speaker)
        )
        kind = _by_criterion().get(item.criterion)
        if kind and agent and patient and agent != patient:
            held[agent, kind, patient, item.status].append(item)
        acts = item.criterion in load("links")[ACCUSES]
        if acts and speaker and agent and speaker != agent and item.status in ("affirmed", "reported"):
            held[speaker, ACCUSES, agent, item.status].append(item)
    found = [_of(key, items) for key, items in held.items()]
    found += _payments(documents)
    found += _hearings(documents, roles)
    return tuple(sorted(found, key=lambda item: (item.subject, item.kind, item.object, item.status)))


def _of(key: tuple[str, str, str, Standing], items: Sequence[Finding]) -> Relation:
    firsts = [item.when.first for item in items if item.when and item.when.first]
    lasts = [item.when.last for item in items if item.when and item.when.last]
    return Relation(
        subject=key[0],
        kind=key[1],
        object=key[2],
        status=key[3],
        findings=tuple(item.id for item in items),
        first=min(firsts, default=None),
        last=max(lasts, default=None),
        sources=len(independent(items)),
    )


def _payments(documents: Mapping[str, tuple[int, Document]]) -> list[Relation]:
    """Return one relation for each payer and beneficiary that a statement names."""
    held: dict[tuple[str, str], list[tuple[dt.date, Line]]] = defaultdict(list)
    for number, document in documents.values():
        for item in document.payments:
            if item.payer and item.beneficiary and item.payer != item.beneficiary:
                words = " ".join(item.span.of(document.text).split())
                held[item.payer, item.beneficiary].append((item.on, Line(piece=number, words=words)))
    return [
        Relation(
            subject=payer,
            kind=PAYS,
            object=beneficiary,
            status="recorded",
            lines=tuple(line for _, line in rows),
            first=min(day for day, _ in rows),
            last=max(day for day, _ in rows),
            sources=len({line.piece for _, line in rows}),
        )
        for (payer, beneficiary), rows in held.items()
    ]


def _hearings(documents: Mapping[str, tuple[int, Document]], roles: Iterable[tuple[str, str, str]]) -> list[Relation]:
    """Return one relation for each capacity that a header gives: « entendu dans », with the line that says it."""
    found = []
    for source, name, role in roles:
        if source not in documents:
            continue
        number, document = documents[source]
        words = {word.casefold() for word in name.split() if len(word) > 1}
        lines = (line for line in document.text.split("\n") if words <= set(_words(line)))
        line = next(lines, None)
        if line is not None:
            quote = Line(piece=number, words=" ".join(line.split()))
            found.append(
                Relation(
                    subject=name,
                    kind=HEARD,
                    object=f"pièce {number} ({role})",
                    status="recorded",
                    lines=(quote,),
                    sources=1,
                )
            )
    return found


def _words(line: str) -> list[str]:
    return ["".join(filter(str.isalpha, word)) for word in line.casefold().replace("-", " ").split()]
