"""Contradictions and corroborations: two passages on one fact, side by side; a person says what they are worth."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from evidence.graph.record import Fact, Network, Passage, Said

ContrastKind = Literal["status", "date", "amount", "agreement", "statement_of_account"]
KINDS: dict[ContrastKind, str] = {
    "status": "l’un affirme, l’autre nie",
    "date": "dates différentes",
    "amount": "sommes différentes",
    "agreement": "même fait, même date ou même somme",
    "statement_of_account": "somme dite et mouvement bancaire de même montant",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrast:
    """Two passages to read side by side. *within*: both are of one person, in two pieces.

    *about* is the criterion; *why* says in French what is the same and what differs.
    """

    kind: ContrastKind
    about: str
    why: str
    first: Passage
    second: Passage
    within: bool = False

    @property
    def agrees(self) -> bool:
        """Tell whether the two passages say the same."""
        return self.kind in ("agreement", "statement_of_account")


def contrasts(network: Network) -> tuple[Contrast, ...]:
    """Return what pieces say against each other or alike, contradictions first, in the order of the pieces.

    Two findings are on one fact when they are of one criterion and name no two different persons in one role. A date
    or a sum is compared only between findings of one indicator. Questions tell nothing.
    """
    blocks: dict[tuple[str, str], list[Said]] = defaultdict(list)
    for item in network.said:
        if item.passage.status != "hypothetical":
            # A speaker never stands for the person acted on, only for herself: « je ».
            for name in {item.agent, item.patient} - {""}:
                blocks[item.criterion, name].append(item)
    found: dict[tuple[bool, str, int, int, int, int], Contrast] = {}
    for block in sorted(blocks):
        for first, second in combinations(blocks[block], 2):
            for contrast in _compare(first, second):
                found.setdefault(_key(contrast), contrast)
    for contrast in _with_accounts(network):
        found.setdefault(_key(contrast), contrast)
    return tuple(found[key] for key in sorted(found))


def _key(item: Contrast) -> tuple[bool, str, int, int, int, int]:
    """Return what tells a contrast from another: two passages are set side by side once, whatever their criteria."""
    first, second = item.first, item.second
    return (item.agrees, item.kind, first.piece, first.start, second.piece, second.start)


def _compare(one: Said, two: Said) -> Iterator[Contrast]:
    first, second = sorted((one, two), key=lambda item: (item.passage.piece, item.passage.start))
    a, b = first.passage, second.passage
    if (a.piece, a.start) == (b.piece, b.start) or not _one_fact(first, second):
        return
    within = bool(a.speaker) and a.speaker == b.speaker
    alike = first.indicator == second.indicator
    if (a.status == "denied") != (b.status == "denied"):
        if alike or not within:
            yield _contrast("status", first, a, b, within)
        return
    if a.piece == b.piece or not alike or a.status == "denied":
        return
    dated = _dates(a, b)
    if a.amount and b.amount and a.amount.currency == b.amount.currency:
        if a.amount.value == b.amount.value:
            yield _contrast("agreement", first, a, b, within)
        elif dated == "same":
            yield _contrast("amount", first, a, b, within)
    elif dated == "apart":
        yield _contrast("date", first, a, b, within)
    elif dated == "same":
        yield _contrast("agreement", first, a, b, within)


def _one_fact(first: Said, second: Said) -> bool:
    agents = not first.agent or not second.agent or first.agent == second.agent
    patients = not first.patient or not second.patient or first.patient == second.patient
    return agents and patients


def _dates(a: Passage, b: Passage) -> Literal["same", "apart", "unknown"]:
    if not a.when or not b.when or not (a.when.first and a.when.last and b.when.first and b.when.last):
        return "unknown"
    meet = a.when.first <= b.when.last and b.when.first <= a.when.last
    return "same" if meet else "apart"


def _contrast(kind: ContrastKind, item: Said, a: Passage, b: Passage, within: bool) -> Contrast:
    """Return *a* beside *b*, with what tells them apart in words."""
    why = KINDS[kind] + (f", deux déclarations de {a.speaker}" if within else "")
    return Contrast(kind=kind, about=item.criterion, why=why, first=a, second=b, within=within)


def _with_accounts(network: Network) -> Iterator[Contrast]:
    """Yield the sums that a passage says and a statement of account shows: same value, days that may be the same."""
    moved: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in network.facts:
        if fact.kind == "payment" and fact.passage.amount:
            moved[_value(fact.passage)].append(fact)
    for item in network.said:
        passage = item.passage
        if passage.amount is None or passage.status == "hypothetical":
            continue
        for fact in moved.get(_value(passage), ()):
            mine = not item.agent or not fact.actors or item.agent in fact.actors
            if mine and _dates(passage, fact.passage) != "apart":
                kind: ContrastKind = "statement_of_account"
                yield Contrast(kind=kind, about=item.criterion, why=KINDS[kind], first=passage, second=fact.passage)


def _value(passage: Passage) -> tuple[str, str]:
    amount = passage.amount
    if amount is None:
        return "", ""
    value = amount.value.rstrip("0").rstrip(".") if "." in amount.value else amount.value
    return value, amount.currency
