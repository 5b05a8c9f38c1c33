"""Text -> pieces of words, by the likeliest cut (unigram model of the encoder's vocabulary).

The library that does this (``tokenizers``) brings one that fetches files from a network; it checks this module when the
encoder is taught (training/encoder.py), and the program does without (decision 0028).
"""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

# What stands before each word in the vocabulary.
MARK = "\u2581"
# How much less likely than the rarest piece a character is that the vocabulary does not hold.
UNKNOWN_COST = 10.0


class Pieces:
    """A vocabulary, ready to cut words."""

    def __init__(self, names: Sequence[str], scores: Sequence[float], unknown: int) -> None:
        """Hold pieces of words (*names*), their log-probabilities, and the rank of the *unknown* one."""
        self._known = {name: (rank, score) for rank, (name, score) in enumerate(zip(names, scores, strict=True))}
        self._longest = max(map(len, names))
        self._unknown = unknown
        self._cost = min(scores) - UNKNOWN_COST
        # The words of a text come back.
        self._cut = lru_cache(maxsize=50_000)(self._best)

    def of(self, text: str) -> list[int]:
        """Return the ranks of the pieces of *text*, in order; blanks of any kind part words."""
        words = unicodedata.normalize("NFKC", text).split()
        return [rank for word in words for rank in self._cut(MARK + word)]

    def _best(self, word: str) -> tuple[int, ...]:
        """Return the likeliest pieces of *word*; unknown characters that follow each other are one piece."""
        size = len(word)
        scores = [0.0, *[-float("inf")] * size]
        steps: list[tuple[int, int]] = [(0, self._unknown)] * (size + 1)
        for start in range(size):
            for end in range(start + 1, min(size, start + self._longest) + 1):
                rank, score = self._known.get(word[start:end], (-1, 0.0))
                if rank >= 0 and rank != self._unknown and scores[start] + score > scores[end]:
                    scores[end], steps[end] = scores[start] + score, (start, rank)
            if scores[start] + self._cost > scores[start + 1]:
                scores[start + 1], steps[start + 1] = scores[start] + self._cost, (start, self._unknown)
        ranks: list[int] = []
        at = size
        while at > 0:
            at, rank = steps[at]
            if not (ranks and rank == self._unknown == ranks[-1]):
                ranks.append(rank)
        return tuple(reversed(ranks))
