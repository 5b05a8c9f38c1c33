"""Sums as passages say them: exact, « plus de », « environ »; and which sums of another piece make one up."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import combinations

from evidence.graph.record import Passage
from evidence.graph.vocabulary import inexact
from evidence.language.plain import plain

# Beyond, which of so many sums make another up is chance.
MANY = 8


@dataclass(frozen=True, slots=True, order=True)
class Bound:
    """What a sum is at *least* and at *most*; no *most* for « plus de »."""

    least: Decimal = Decimal(0)
    most: Decimal | None = None


def bound(passage: Passage) -> Bound | None:
    """Return what the passage says the sum is; None when it says none, or « environ »."""
    if passage.amount is None:
        return None
    try:
        exact = Decimal(passage.amount.value)
    except InvalidOperation:
        return None
    how = _before(passage)[0]
    if how == "about":
        return None
    if how == "most":
        return Bound(Decimal(0), exact)
    return Bound(exact, None if how == "least" else exact)


def _before(passage: Passage) -> tuple[str, int]:
    """Return how the sum is inexact, empty when it is said exactly, and where in the quotation its words begin."""
    said = passage.amount.words if passage.amount else ""
    at = passage.quote.find(said)
    low = plain(passage.quote[: max(at, 0)]).replace("\n", " ").rstrip()
    for how, cues in inexact().items():
        for cue in cues:
            if f" {low}".endswith(f" {cue}"):
                return how, len(low) - len(cue)
    return "", at


def words(passage: Passage) -> str:
    """Return the sum as the passage says it, with « plus de », « environ » before it; empty when it says none."""
    if passage.amount is None:
        return ""
    start = _before(passage)[1]
    end = passage.quote.find(passage.amount.words) + len(passage.amount.words)
    return " ".join(passage.quote[start:end].split()) if start >= 0 else passage.amount.words


def value(passage: Passage) -> tuple[str, str]:
    """Return the sum and its currency in one form: « 500 » for « 500.00 »."""
    if passage.amount is None:
        return "", ""
    text = passage.amount.value
    return (text.rstrip("0").rstrip(".") if "." in text else text), passage.amount.currency


def makes_up(passage: Passage, others: Sequence[Passage]) -> tuple[Passage, ...]:
    """Return the fewest of *others* whose sum is that of *passage*, as far as each is said exactly; none otherwise.

    « Plus de cent mille » is made up by any sums above it.
    """
    wanted = bound(passage)
    exact = [(item, found.least) for item in others if (found := bound(item)) and found.least == found.most]
    if wanted is None or len(exact) > MANY:
        return ()
    loose = [item for item in others if (found := bound(item)) and found.most is None and _holds(found, wanted)]
    if loose:
        return (loose[0],)
    for count in range(1, len(exact) + 1):
        for chosen in combinations(exact, count):
            total = sum((part for _, part in chosen), Decimal(0))
            if wanted.least <= total and (wanted.most is None or total <= wanted.most):
                return tuple(item for item, _ in chosen)
    return ()


def _holds(loose: Bound, wanted: Bound) -> bool:
    """Tell whether « plus de » cannot be against a sum."""
    return wanted.most is None or wanted.most > loose.least
