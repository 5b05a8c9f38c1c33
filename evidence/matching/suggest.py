"""A linear model beside the rules: words, pairs of words and pieces of words, learnt from annotated sentences.

Trained by training/suggest.py (evidence/models/suggestions). evidence/matching/likeness.py hears it together with the
encoder, evidence/matching/sift.py uses both; the words that it says weighed most are shown.
"""

import io
import math
import zlib
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import cast

import numpy as np
import numpy.typing as npt

from evidence.language.plain import plain
from evidence.model import STATUSES, Status
from evidence.resources import SUGGESTIONS, folder

FILE = "weights.npz"
# Buckets of each of the two blocks of features; lengths of the pieces of words.
BUCKETS = 2**16
PIECES = (3, 4, 5)
# Words that a suggestion shows: those that weighed most.
SHOWN = 3
Vector = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]
Counts = tuple[Places, npt.NDArray[np.intp]]


def status_named(name: str) -> Status:
    """Return *name* as the status it is.

    Raises:
        ValueError: there is no such status.
    """
    return STATUSES[STATUSES.index(cast("Status", name))]


def words_of(text: str) -> list[str]:
    """Return the words of *text* in small letters, without accents."""
    spaced = "".join(char if char.isalnum() else " " for char in plain(text.replace("œ", "oe").replace("æ", "ae")))
    return spaced.split()


def features(words: Sequence[str]) -> tuple[Counts, Counts]:
    """Return (buckets in order, how often each) of words and pairs, then of pieces of words."""
    grams = [bucket(gram) for gram in (*words, *(f"{one} {other}" for one, other in pairwise(words)))]
    parts = [parts_of(word) for word in words]
    return (
        np.unique(np.asarray(grams, dtype=np.int64), return_counts=True),
        np.unique(np.concatenate(parts) if parts else np.empty(0, dtype=np.int64), return_counts=True),
    )


def weighed(counts: Counts, idf: Vector) -> Vector:
    """Return the tf-idf of the buckets of *counts*, of length one."""
    values: Vector = (1 + np.log(counts[1])) * idf[counts[0]]
    length = math.sqrt(float((values * values).sum())) or 1.0
    return values / length


# The words of a text come back: they are cut once.
@lru_cache(maxsize=50_000)
def parts_of(word: str) -> Places:
    """Return the buckets of the pieces of *word*, in the block of pieces."""
    return np.asarray([BUCKETS + bucket(piece) for piece in pieces(word)], dtype=np.int64)


def pieces(word: str) -> Iterator[str]:
    """Yield the pieces of *word*, its ends marked by blanks."""
    padded = f" {word} "
    for length in PIECES:
        for at in range(max(len(padded) - length + 1, 1)):
            yield padded[at : at + length]


def bucket(gram: str) -> int:
    """Return the bucket of *gram*: the same on every machine."""
    return zlib.crc32(gram.encode()) % BUCKETS


class Suggester:
    """The weights, ready."""

    def __init__(self, content: bytes) -> None:
        """Read the weights from the bytes of an ``.npz``."""
        held = np.load(io.BytesIO(content), allow_pickle=False)
        self.criteria: list[str] = [str(name) for name in held["criteria"]]
        self.idf: Vector = held["idf"].astype(np.float64)
        self.coef: Vector = held["coef"].astype(np.float64)
        self.intercept: Vector = held["intercept"].astype(np.float64)
        self.statuses: list[Status] = [status_named(str(name)) for name in held["statuses"]]
        self.status_coef: Vector = held["status_coef"].astype(np.float64)
        self.status_intercept: Vector = held["status_intercept"].astype(np.float64)
        self._order = [self.statuses.index(status) for status in STATUSES]
        # Rules, suggestions and statuses ask about the same sentence in turn.
        self.vector = lru_cache(maxsize=256)(self._vector)

    def logits(self, words: Sequence[str]) -> Vector:
        """Return how much each criterion is like a sentence of *words*, in the order of ``criteria``."""
        places, values = self.vector(tuple(words))
        found: Vector = values @ self.coef[places] + self.intercept if len(places) else self.intercept
        return found

    def shares(self, words: Sequence[str]) -> Vector:
        """Return the probability of each of STATUSES for a fact that a sentence of *words* says."""
        places, values = self.vector(tuple(words))
        logits = values @ self.status_coef[places] + self.status_intercept if len(places) else self.status_intercept
        shares: Vector = np.exp(logits - logits.max())[self._order]
        shares /= shares.sum()
        return shares

    def reasons(self, words: Sequence[str], criterion: str) -> tuple[str, ...]:
        """Return the *words* that weighed most for *criterion*."""
        rank = self.criteria.index(criterion)
        weights: dict[str, float] = {}
        for word in dict.fromkeys(words):
            own = self.idf[bucket(word)] * self.coef[bucket(word), rank]
            inner = parts_of(word)
            weights[word] = float(own + (self.idf[inner] * self.coef[inner, rank]).mean())
        return _heaviest(weights)

    def status_reasons(self, words: Sequence[str], status: Status) -> tuple[str, ...]:
        """Return the *words* that weighed most for *status*."""
        rank = self.statuses.index(status)
        return _heaviest({word: float(self.idf[bucket(word)] * self.status_coef[bucket(word), rank]) for word in words})

    def _vector(self, words: Sequence[str]) -> tuple[Places, Vector]:
        """Return the buckets of a sentence, block by block in order, and their values."""
        blocks = features(words)
        return (
            np.concatenate([places for places, _ in blocks]),
            np.concatenate([weighed(block, self.idf) for block in blocks]),
        )


def _heaviest(weights: dict[str, float]) -> tuple[str, ...]:
    best = sorted(weights, key=lambda word: (-weights[word], word))[:SHOWN]
    return tuple(word for word in best if weights[word] > 0)


@cache
def suggester() -> Suggester:
    """Return the shipped weights, read once."""
    return Suggester((folder("models") / SUGGESTIONS / FILE).read_bytes())
