"""Whom a fact comes from: independent sources are counted beside mentions, and like wordings are shown."""

from collections.abc import Iterable, Sequence
from itertools import combinations

from rapidfuzz import fuzz

from evidence.model import Finding

# Two quotations by different persons that are so alike (0 to 100) may be one text said twice.
ALIKE = 90
# A short sentence (« Il m'a frappée. ») is like many others: it proves no copy.
LEAST = 40


def source_of(finding: Finding) -> str:
    """Return whom a finding comes from: the last of its chain of hearsay, else who speaks, else the piece itself."""
    if finding.chain:
        return finding.chain[-1]
    return finding.speaker.name if finding.speaker is not None else finding.source


def independent(findings: Iterable[Finding]) -> tuple[str, ...]:
    """Return the sources that stand apart in *findings*, in name order: ten who repeat one person are one."""
    return tuple(sorted({source_of(item) for item in findings}))


def alike(findings: Sequence[Finding]) -> tuple[tuple[str, str], ...]:
    """Return the pairs of findings (ids) of different sources whose sentences are nearly the same words."""
    long = [item for item in findings if len(item.quote) >= LEAST]
    return tuple(
        (first.id, second.id)
        for first, second in combinations(long, 2)
        if source_of(first) != source_of(second)
        and first.criterion == second.criterion
        and fuzz.ratio(first.quote, second.quote, score_cutoff=ALIKE)
    )
