"""What the graph lets one read, each line with its passages; never a score on a person.

Contradictions and corroborations between sources, what one source is alone to say, who gives orders and who receives
money (for and against), flows recorded and said (never added together), isolation over time.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from evidence.graph.sources import independent
from evidence.model import Document, Finding, Mention
from evidence.people.registry import is_named

ORDERS, PROFIT, CUT_OFF = ("leadership", "leader_cult"), ("enrichment",), ("isolation",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """The same fact by several sources: findings that affirm or report it, and those that deny it; side by side.

    *agent* and *patient* are empty where no passage names one. *sources_for* and *sources_against* are the
    independent sources of each side.
    """

    criterion: str
    agent: str
    patient: str
    affirmed: tuple[str, ...]
    denied: tuple[str, ...]
    sources_for: tuple[str, ...]
    sources_against: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Direction:
    """What points to a person as the one who gives orders or receives money, and what is against: ids of findings.

    *received* are (currency, total, number of rows) of the movements of statements towards that person.
    """

    person: str
    orders_for: tuple[str, ...]
    orders_against: tuple[str, ...]
    profit_for: tuple[str, ...]
    profit_against: tuple[str, ...]
    received: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """Movements of one *year* from *payer* to *beneficiary*, as statements record them: *rows*, and their *total*."""

    year: int
    payer: str
    beneficiary: str
    currency: str
    total: str
    rows: int
    pieces: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """The readings of a case."""

    contradictions: tuple[Compared, ...]
    corroborations: tuple[Compared, ...]
    alone: tuple[tuple[str, tuple[str, ...]], ...]
    directions: tuple[Direction, ...]
    flows: tuple[Flow, ...]
    isolation: tuple[tuple[str, tuple[str, ...]], ...]


def readings(findings: Sequence[Finding], documents: Mapping[str, tuple[int, Document]]) -> Readings:
    """Return the readings; *findings* hold identities, *documents* are (our number, document) by source."""
    facts: dict[tuple[str, str, str], list[Finding]] = defaultdict(list)
    for item in findings:
        agent, patient = _name(item.agent), _name(item.patient)
        if item.status != "hypothetical" and (agent or patient):
            facts[item.criterion, agent, patient].append(item)
    compared = [_compared(key, items) for key, items in sorted(facts.items())]
    flows = tuple(_flows(documents))
    return Readings(
        contradictions=tuple(item for item in compared if item.affirmed and item.denied),
        corroborations=tuple(item for item in compared if len(item.sources_for) > 1),
        alone=tuple(_alone(compared)),
        directions=tuple(_directions(findings, flows)),
        flows=flows,
        isolation=tuple(_isolation(findings)),
    )


def _name(mention: Mention | None) -> str:
    return mention.name if mention is not None and is_named(mention) else ""


def _compared(key: tuple[str, str, str], items: Sequence[Finding]) -> Compared:
    yes = [item for item in items if item.status in ("affirmed", "reported")]
    no = [item for item in items if item.status == "denied"]
    return Compared(
        criterion=key[0],
        agent=key[1],
        patient=key[2],
        affirmed=tuple(item.id for item in yes),
        denied=tuple(item.id for item in no),
        sources_for=independent(yes),
        sources_against=independent(no),
    )


def _alone(compared: Iterable[Compared]) -> list[tuple[str, tuple[str, ...]]]:
    """Return, for each source, the findings of facts that nobody else says, for or against."""
    held: dict[str, list[str]] = defaultdict(list)
    for item in compared:
        if len(item.sources_for) == 1 and not item.denied:
            held[item.sources_for[0]] += item.affirmed
    return [(source, tuple(ids)) for source, ids in sorted(held.items())]


def _directions(findings: Sequence[Finding], flows: Sequence[Flow]) -> list[Direction]:
    people = {_name(item.agent) for item in findings if item.criterion in (*ORDERS, *PROFIT)} - {""}
    found = []
    for person in sorted(people | {flow.beneficiary for flow in flows}):
        mine = [item for item in findings if _name(item.agent) == person]
        totals: dict[str, list[Flow]] = defaultdict(list)
        for flow in flows:
            if flow.beneficiary == person:
                totals[flow.currency].append(flow)
        found.append(
            Direction(
                person=person,
                orders_for=_ids(mine, ORDERS, ("affirmed", "reported")),
                orders_against=_ids(mine, ORDERS, ("denied",)),
                profit_for=_ids(mine, PROFIT, ("affirmed", "reported")),
                profit_against=_ids(mine, PROFIT, ("denied",)),
                received=tuple(
                    (currency, str(sum(Decimal(flow.total) for flow in held)), sum(flow.rows for flow in held))
                    for currency, held in sorted(totals.items())
                ),
            )
        )
    return found


def _ids(findings: Iterable[Finding], criteria: Sequence[str], statuses: Sequence[str]) -> tuple[str, ...]:
    return tuple(item.id for item in findings if item.criterion in criteria and item.status in statuses)


def _flows(documents: Mapping[str, tuple[int, Document]]) -> list[Flow]:
    held: dict[tuple[int, str, str, str], list[tuple[Decimal, int]]] = defaultdict(list)
    for number, document in documents.values():
        for item in document.payments:
            try:
                value = abs(Decimal(item.amount.value))
            except InvalidOperation:
                continue
            key = (item.on.year, item.payer or "", item.beneficiary or "", item.amount.currency)
            held[key].append((value, number))
    return [
        Flow(
            year=year,
            payer=payer,
            beneficiary=beneficiary,
            currency=currency,
            total=str(sum(value for value, _ in rows)),
            rows=len(rows),
            pieces=tuple(sorted({number for _, number in rows})),
        )
        for (year, payer, beneficiary, currency), rows in sorted(held.items())
    ]


def _isolation(findings: Iterable[Finding]) -> list[tuple[str, tuple[str, ...]]]:
    """Return, for each person whom passages say cut off, those passages by date; undated ones last."""
    held: dict[str, list[Finding]] = defaultdict(list)
    for item in findings:
        whom = _name(item.patient) or (_name(item.speaker) if not _name(item.agent) else "")
        if item.criterion in CUT_OFF and item.status != "hypothetical" and whom:
            held[whom].append(item)
    late = dt.date.max
    return [
        (whom, tuple(item.id for item in sorted(items, key=lambda one: (one.when.first or late) if one.when else late)))
        for whom, items in sorted(held.items())
    ]
