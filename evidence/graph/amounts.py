"""Sums as passages say them: exact, « plus de », « environ »; and which sums of another piece make one up."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import combinations

from evidence.graph.record import Passage
from evidence.graph.vocabulary import inexact
from evidence.language.plain import plain
from evidence.model import Amount

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
    how = _before(passage.quote, passage.amount)[0]
    if how == "about":
        return None
    if how == "most":
        return Bound(Decimal(0), exact)
    return Bound(exact, None if how == "least" else exact)


def _before(quote: str, amount: Amount) -> tuple[str, int]:
    """Return how the sum is inexact, empty when it is said exactly, and where in the quotation its words begin."""
    at = quote.find(amount.words)
    low = plain(quote[: max(at, 0)]).replace("\n", " ").rstrip()
    for how, cues in inexact().items():
        for cue in cues:
            if f" {low}".endswith(f" {cue}"):
                return how, len(low) - len(cue)
    return "", at


def words(passage: Passage) -> str:
    """Return the sum as the passage says it, with « plus de », « environ » before it; empty when it says none."""
    return said(passage.quote, passage.amount) if passage.amount else ""


def said(quote: str, amount: Amount) -> str:
    """Return *amount* in the words of *quote*, with what makes it inexact.

    >>> said("Elle a donné plus de cent mille euros.", Amount(value="100000", currency="EUR", words="cent mille euros"))
    'plus de cent mille euros'
    """
    start = _before(quote, amount)[1]
    end = quote.find(amount.words) + len(amount.words)
    return " ".join((quote[start:end] if start >= 0 else amount.words).split())


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
