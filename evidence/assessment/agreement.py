"""How two readings of the same findings agree, by criterion: counts, and Cohen's kappa; nothing on a person."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from evidence.decisions import SecondReading


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Of *both* findings read twice, *same* got the same verdict. *kappa* to two decimals, None where undefined."""

    criterion: str
    both: int
    same: int
    kappa: str | None


def agreement(readings: Iterable[SecondReading]) -> tuple[Agreement, ...]:
    """Return the agreement of the first and the second readings, by criterion."""
    by: dict[str, list[tuple[str, str]]] = {}
    for item in readings:
        by.setdefault(item.criterion, []).append((item.compared, item.verdict))
    return tuple(
        Agreement(criterion=name, both=len(pairs), same=sum(a == b for a, b in pairs), kappa=kappa(pairs))
        for name, pairs in sorted(by.items())
    )


def kappa(pairs: list[tuple[str, str]]) -> str | None:
    """Return Cohen's kappa of *pairs*, « 0,50 »; None where chance alone agrees always, or there is no pair.

    Source: J. Cohen, A coefficient of agreement for nominal scales, Educational and Psychological Measurement 20
    (1960), 37-46.

    >>> kappa([("a", "a"), ("a", "b"), ("b", "b"), ("b", "b")])
    '0,50'
    """
    count = len(pairs)
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(first[name] * second[name] for name in first)
    if count * count == chance:
        return None
    same = sum(a == b for a, b in pairs)
    return f"{(same * count - chance) / (count * count - chance):.2f}".replace(".", ",")
