"""Sums as passages say them: exact, « plus de », « environ »; and which sums of another piece make one up."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import combinations

from evidence.graph.record import Passage
from evidence.language.plain import plain

_LEAST = re.compile(r"\b(?:plus de|au moins|au-dela de|superieure? a)\s+$")
_MOST = re.compile(r"\b(?:moins de|au plus|au maximum|jusqu'a|pas plus de)\s+$")
_ABOUT = re.compile(r"\b(?:environ|pres de|autour de|a peu pres|presque|quelque|dans les)\s+$")
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
    at = passage.quote.find(passage.amount.words)
    before = " ".join(plain(passage.quote[:at]).split()) + " " if at > 0 else ""
    if _ABOUT.search(before):
        return None
    if _MOST.search(before):
        return Bound(Decimal(0), exact)
    return Bound(exact, None if _LEAST.search(before) else exact)


def words(passage: Passage) -> str:
    """Return the sum as the passage says it, with « plus de », « environ » before it; empty when it says none."""
    if passage.amount is None:
        return ""
    at = passage.quote.find(passage.amount.words)
    low = plain(passage.quote[: max(at, 0)])
    before = next((found for pattern in (_LEAST, _MOST, _ABOUT) if (found := pattern.search(low))), None)
    start = before.start() if before else at
    return " ".join(passage.quote[start : at + len(passage.amount.words)].split()) if at >= 0 else passage.amount.words


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
