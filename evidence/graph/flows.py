"""Money by year and by person: what statements of account show, and what passages say; never added together."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from evidence.graph.record import Network, Passage, Standing

RELATIONS = ("assets", "enrichment")
Key = tuple[bool, int, str, str, Standing, str, tuple[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """Movements of one *year* (None: no day is said) from *payer* to *beneficiary*, in one *standing* and currency.

    *sums* are the values of its *passages*, each once. Only movements read in a statement of account (``recorded``)
    have a *total*: a sum that two passages say may be one sum, so what is only said is never added.
    """

    year: int | None
    payer: str
    beneficiary: str
    standing: Standing
    currency: str
    sums: tuple[Decimal, ...]
    passages: tuple[Passage, ...]
    total: Decimal | None = None


def flows(network: Network) -> tuple[Flow, ...]:
    """Return the flows, recorded ones first, then by year and names."""
    found: dict[Key, list[Passage]] = defaultdict(list)
    for fact in network.facts:
        if fact.kind == "payment":
            _add(found, fact.passage, fact.payer, fact.beneficiary, "recorded")
    for item in network.said:
        status = item.passage.status
        if item.criterion in RELATIONS and status in ("affirmed", "denied", "reported"):
            _add(found, item.passage, item.agent, item.patient, status)
    flows_found = []
    for key in sorted(found):
        _, year, payer, beneficiary, standing, currency, _ = key
        unique = {(item.piece, item.start): item for item in found[key]}
        kept = tuple(unique[place] for place in sorted(unique))
        values = [_value(item) for item in kept]
        flows_found.append(
            Flow(
                year=year or None,
                payer=payer,
                beneficiary=beneficiary,
                standing=standing,
                currency=currency,
                sums=tuple(sorted(set(values))),
                passages=kept,
                total=sum(values, Decimal(0)) if standing == "recorded" else None,
            )
        )
    return tuple(flows_found)


def _add(
    found: dict[Key, list[Passage]],
    passage: Passage,
    payer: str,
    beneficiary: str,
    standing: Standing,
) -> None:
    if passage.amount is None or not _value(passage):
        return
    when = passage.when
    # A period over two years is of no year: no day is invented.
    sure = when is not None and when.first is not None and when.last is not None and when.first.year == when.last.year
    year = when.first.year if sure and when and when.first else 0
    # Sums of which nobody is said to pay or to get are no flow together: each stands alone.
    alone = (passage.piece, passage.start) if not payer and not beneficiary and standing != "recorded" else (0, 0)
    found[standing != "recorded", year, payer, beneficiary, standing, passage.amount.currency, alone].append(passage)


def _value(passage: Passage) -> Decimal:
    try:
        return Decimal(passage.amount.value) if passage.amount else Decimal(0)
    except InvalidOperation:
        return Decimal(0)
