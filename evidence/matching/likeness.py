"""How like annotated sentences each sentence of a piece is: the linear model and the encoder, heard together.

The linear model (evidence/matching/suggest.py) is cheap and reads every sentence; the encoder
(evidence/matching/encoder.py) reads the windows that hold a sentence asked about. Their logits are averaged by a share.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from spacy.tokens import Doc

from evidence.language.structure import turn_at
from evidence.matching.encoder import Read, encoder, windows
from evidence.matching.find import SKIPPED, place_of
from evidence.matching.suggest import Vector, suggester, words_of
from evidence.model import STATUSES, Status
from evidence.model import Span as Place

# Share of the encoder in the logits of the criteria and in the probabilities of the statuses (decisions 0028 to 0030).
CRITERIA_SHARE, STATUS_SHARE = 0.8, 0.8
# The encoder is not asked about a sentence in which the linear model sees nothing likelier than this.
GATE = 0.1
_KEY = "likeness"


@dataclass(frozen=True, slots=True)
class Likeness:
    """Of one sentence: its *words*, the probability of each criterion, and by criterion of each of STATUSES.

    Both are what the two models say together; *surest* is what the one that sees most of a criterion says alone.
    """

    words: tuple[str, ...]
    criteria: dict[str, float]
    surest: dict[str, float]
    statuses: dict[str, Vector]

    def said(self, criterion: str) -> tuple[Status, float]:
        """Return the likeliest status of a fact of *criterion* that the sentence says, and its probability."""
        shares = self.statuses[criterion]
        rank = int(shares.argmax())
        return STATUSES[rank], float(shares[rank])


class Likenesses:
    """Those of a piece, each read when it is asked for."""

    def __init__(self, texts: Sequence[str]) -> None:
        """Hold the sentences *texts*, in order."""
        self._words = [tuple(words_of(text)) for text in texts]
        self._pieces = encoder().pieces(texts)
        self._window = {
            rank: item for item in windows([len(ids) for ids in self._pieces]) for rank in range(item.first, item.last)
        }
        self._read: dict[int, Read] = {}
        self._known: dict[int, Likeness] = {}

    def may_say(self, rank: int) -> bool:
        """Tell whether the linear model sees anything in sentence *rank*."""
        return float(_probable(suggester().logits(self._words[rank])).max()) >= GATE

    def at(self, rank: int) -> Likeness:
        """Return the likeness of sentence *rank*."""
        if rank not in self._known:
            self._known[rank] = self._likeness(rank)
        return self._known[rank]

    def _likeness(self, rank: int) -> Likeness:
        model, words = suggester(), self._words[rank]
        read = self._reading(rank)
        names = encoder().names
        by_name = dict(zip(model.criteria, model.logits(words), strict=True))
        linear, read_logits = np.array([by_name[name] for name in names]), read.criteria.astype(np.float64)
        both = _probable((1 - CRITERIA_SHARE) * linear + CRITERIA_SHARE * read_logits)
        surest = _probable(np.maximum(linear, read_logits))
        shares = (1 - STATUS_SHARE) * model.shares(words) + STATUS_SHARE * _shares(read.statuses.astype(np.float64))
        return Likeness(
            words,
            dict(zip(names, both.tolist(), strict=True)),
            dict(zip(names, surest.tolist(), strict=True)),
            dict(zip(names, shares, strict=True)),
        )

    def _reading(self, rank: int) -> Read:
        if rank not in self._read:
            window = self._window[rank]
            found = encoder().read(self._pieces[window.start : window.last])
            self._read.update(zip(range(window.first, window.last), found[window.first - window.start :], strict=True))
        return self._read[rank]


def likenesses_of(doc: Doc) -> tuple[Likenesses, dict[Place, int]]:
    """Return those of *doc*, kept with it, and the rank of each of its sentences by its place."""
    known: tuple[Likenesses, dict[Place, int]] | None = doc.user_data.get(_KEY)
    if known is None:
        places = []
        for sentence in doc.sents:
            turn = turn_at(doc, sentence.start)
            # Blank lines may stand as a sentence of their own: nothing is there to be read.
            if not sentence.text.isspace() and (turn is None or turn.kind not in SKIPPED):
                places.append(place_of(doc, sentence))
        text = doc._.document.text
        known = Likenesses([place.of(text) for place in places]), {place: rank for rank, place in enumerate(places)}
        doc.user_data[_KEY] = known
    return known


def likeness_at(doc: Doc, place: Place) -> Likeness:
    """Return the likeness of the sentence at *place* of *doc*."""
    every, ranks = likenesses_of(doc)
    return every.at(ranks[place])


def _probable(logits: Vector) -> Vector:
    found: Vector = 1.0 / (1.0 + np.exp(-logits))
    return found


def _shares(logits: Vector) -> Vector:
    """Return the probabilities of each row of *logits*."""
    shares: Vector = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    return shares
