"""Which texts are nearly the same: a statement typed again, a mail with its quoted thread, a scan of a printed file.

Texts share runs of five words. A sample of the runs (those whose hash falls in one class of SAMPLE) finds the pairs
worth comparing, so that the cost grows with the words and not with the pairs; the figure shown is then exact.

Source: Broder, On the resemblance and containment of documents, 1997 (containment; sampling modulo).
"""

import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

WORDS = 5
SAMPLE = 4
# A run that stands in more texts than this is a form or a formula, not a copy.
COMMON = 40
# Fewer runs than this say nothing; two texts are nearly the same when this share of the shorter one's runs is in both.
LEAST, SHARE = 12, 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """Two texts, by the keys given: *shared* of the *of* runs of five words of the shorter one stand in both."""

    first: str
    second: str
    shared: int
    of: int


def near(texts: Iterable[tuple[str, str]]) -> list[Near]:
    """Return the pairs of nearly the same texts among (key, text), in the order given."""
    runs = {key: found for key, text in texts if len(found := frozenset(_runs(text))) >= LEAST}
    holders: dict[int, list[str]] = defaultdict(list)
    for key, found in runs.items():
        for run in found:
            if run % SAMPLE == 0:
                holders[run].append(key)
    pairs: Counter[tuple[str, str]] = Counter()
    for held in holders.values():
        if len(held) <= COMMON:
            pairs.update(combinations(held, 2))
    rank = {key: index for index, key in enumerate(runs)}
    compared = [_compared(runs, *pair) for pair in sorted(pairs, key=lambda pair: (rank[pair[0]], rank[pair[1]]))]
    return [item for item in compared if item.shared >= SHARE * item.of]


def _runs(text: str) -> Iterator[int]:
    words = ["".join(filter(str.isalnum, word)) for word in text.casefold().split()]
    words = [word for word in words if word]
    for at in range(len(words) - WORDS + 1):
        yield zlib.crc32(" ".join(words[at : at + WORDS]).encode())


def _compared(runs: dict[str, frozenset[int]], first: str, second: str) -> Near:
    shared = len(runs[first] & runs[second])
    return Near(first=first, second=second, shared=shared, of=min(len(runs[first]), len(runs[second])))
