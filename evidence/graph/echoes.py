"""Quotations nearly the same, word for word: ten that repeat one text are to be seen as such, beside their number."""

from collections import defaultdict
from collections.abc import Sequence

from rapidfuzz import fuzz

from evidence.language.plain import plain

# Below five words, two persons say the same without having agreed on it.
SHORTEST = 5
ALIKE = 90
SHINGLE = 3
# A run of words that so many quotations share is an ordinary turn of phrase: it makes no pair by itself.
ORDINARY = 50


def echoes(quotes: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Return the pairs (ranks) of *quotes* nearly the same, compared only where they share a run of three words.

    >>> echoes(["Il nous interdisait de voir nos parents.", "il nous interdisait de voir nos parents", "Il est parti."])
    ((0, 1),)
    """
    folded = [" ".join(plain(quote).split()) for quote in quotes]
    runs: dict[str, list[int]] = defaultdict(list)
    for rank, quote in enumerate(folded):
        words = quote.strip(" .!?…").split()
        if len(words) >= SHORTEST:
            for run in dict.fromkeys(" ".join(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1)):
                runs[run].append(rank)
    pairs = {
        (first, second)
        for ranks in runs.values()
        if len(ranks) <= ORDINARY
        for at, first in enumerate(ranks)
        for second in ranks[at + 1 :]
    }
    return tuple(sorted(pair for pair in pairs if fuzz.ratio(folded[pair[0]], folded[pair[1]]) >= ALIKE))
