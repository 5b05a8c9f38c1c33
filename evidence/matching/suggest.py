"""A statistical component beside the rules: sentences that are like annotated ones are proposed, never established.

A linear model over words, pairs of words and pieces of words (training/suggest.py, evidence/models/suggestions). It
proposes where the rules found facts in the piece and said nothing of the criterion in the sentence; and it tells where
a phrase answered in a sentence that resembles nothing annotated. evidence/matching/sift.py uses both.
"""

import io
import math
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import cast

import numpy as np
import numpy.typing as npt

from evidence.language.plain import plain
from evidence.model import Status
from evidence.resources import SUGGESTIONS, folder

FILE = "weights.npz"
# Buckets of each of the two blocks of features; lengths of the pieces of words.
BUCKETS = 2**16
PIECES = (3, 4, 5)
# Words that a suggestion shows: those that weighed most.
SHOWN = 3
STATUSES: tuple[Status, ...] = ("affirmed", "denied", "hypothetical", "reported")
Vector = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]
Counts = tuple[Places, npt.NDArray[np.intp]]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A criterion that the sentence may bear, and the *words* (plain forms) that weighed most for it."""

    criterion: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A status, its probability, and the *words* (plain forms) that weighed most for it."""

    status: Status
    likely: float
    words: tuple[str, ...]


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
        self.threshold = float(held["threshold"])
        self.floor = float(held["floor"])
        self.statuses: list[Status] = [status_named(str(name)) for name in held["statuses"]]
        self.status_coef: Vector = held["status_coef"].astype(np.float64)
        self.status_intercept: Vector = held["status_intercept"].astype(np.float64)
        # Rules, suggestions and statuses ask about the same sentence in turn.
        self.vector = lru_cache(maxsize=256)(self._vector)
        self.likely = lru_cache(maxsize=256)(self._likely)

    def suggest(self, text: str, but: frozenset[str]) -> list[Suggestion]:
        """Return what the sentence *text* may bear, by criterion, the criteria *but* left out."""
        words = words_of(text)
        likely = self.likely(tuple(words))
        return [
            Suggestion(criterion, self._reasons(words, rank))
            for rank, criterion in enumerate(self.criteria)
            if criterion not in but and likely[rank] >= self.threshold
        ]

    def is_unlike(self, words: Sequence[str], criterion: str) -> bool:
        """Tell whether a sentence of *words* resembles nothing annotated for *criterion*; False for one not learnt."""
        return criterion in self.criteria and self.likely(tuple(words))[self.criteria.index(criterion)] < self.floor

    def status(self, text: str) -> Said:
        """Return the likeliest status of a fact that the sentence *text* says, and the words that weighed most."""
        words = words_of(text)
        places, values = self.vector(tuple(words))
        logits = values @ self.status_coef[places] + self.status_intercept if len(places) else self.status_intercept
        shares = np.exp(logits - logits.max())
        rank = int(shares.argmax())
        weights = {word: float(self.idf[bucket(word)] * self.status_coef[bucket(word), rank]) for word in words}
        best = sorted(weights, key=lambda word: (-weights[word], word))[:SHOWN]
        return Said(
            self.statuses[rank], float(shares[rank] / shares.sum()), tuple(word for word in best if weights[word] > 0)
        )

    def _likely(self, words: tuple[str, ...]) -> list[float]:
        """Return the probability of each criterion for a sentence of *words*."""
        places, values = self.vector(words)
        logits = values @ self.coef[places] + self.intercept if len(places) else self.intercept
        return [1.0 / (1.0 + math.exp(-float(value))) for value in logits]

    def _vector(self, words: Sequence[str]) -> tuple[Places, Vector]:
        """Return the buckets of a sentence, block by block in order, and their values."""
        blocks = features(words)
        return (
            np.concatenate([places for places, _ in blocks]),
            np.concatenate([weighed(block, self.idf) for block in blocks]),
        )

    def _reasons(self, words: Sequence[str], rank: int) -> tuple[str, ...]:
        weights: dict[str, float] = {}
        for word in dict.fromkeys(words):
            own = self.idf[bucket(word)] * self.coef[bucket(word), rank]
            inner = parts_of(word)
            weights[word] = float(own + (self.idf[inner] * self.coef[inner, rank]).mean())
        best = sorted(weights, key=lambda word: (-weights[word], word))[:SHOWN]
        return tuple(word for word in best if weights[word] > 0)


@cache
def suggester() -> Suggester:
    """Return the shipped weights, read once."""
    return Suggester((folder("models") / SUGGESTIONS / FILE).read_bytes())
