"""A small sentence encoder, read beside the linear model: how like annotated sentences a sentence is, in its context.

Twelve layers of multilingual-e5-small (MIT), taught by training/encoder.py on annotated texts of this project, its
weights in whole numbers (evidence/models/encoder). Sentences are read in windows, so that « Oui, tous les soirs. » is
read after its question. Nothing is fetched: the files are in the package, and ONNX Runtime reads them from memory.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources.abc import Traversable

import numpy as np
import numpy.typing as npt
import onnxruntime

from evidence.matching.pieces import Pieces
from evidence.model import STATUSES
from evidence.resources import ENCODER, folder

LAYERS, TABLES = "layers.onnx", "tables.npz"
# Pieces of words in a window, and in one sentence; sentences before, read for their context; their share of a window.
WINDOW, LONGEST = 192, 200
CONTEXT, CONTEXT_SHARE = 2, 0.4
# Ranks in the vocabulary: start of the text, end of a sentence, an unknown piece.
START, END, UNKNOWN = 0, 2, 3
Numbers = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Window:
    """Sentences *first* to *last* (excluded), read after those from *start* on for their context."""

    start: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of a sentence: a logit a criterion; by criterion, one of each of STATUSES (criteria x statuses)."""

    criteria: Numbers
    statuses: Numbers


class Encoder:
    """The weights, ready."""

    def __init__(self, inside: Traversable) -> None:
        """Read the files of the folder *inside*."""
        held = np.load(io.BytesIO((inside / TABLES).read_bytes()), allow_pickle=False)
        self.names: list[str] = [str(name) for name in held["criteria"]]
        stated = [str(name) for name in held["statuses"]]
        self._order = [stated.index(status) for status in STATUSES]
        self._rows, self._steps = held["rows"], held["steps"].astype(np.float32)
        self._places: Numbers = held["places"].astype(np.float32)
        self._gain, self._shift = held["gain"], held["shift"]
        # What each criterion looks for among the words of a sentence (criteria x width).
        self._asks: Numbers = held["asks"].astype(np.float32)
        count, width = self._asks.shape
        # Weights of the words of the sentence, then of the whole window: of criteria, of statuses of each criterion.
        head: Numbers = held["head"].astype(np.float32).reshape(count, 2, width)
        status: Numbers = held["status"].astype(np.float32).reshape(count, len(STATUSES), 2, width)
        self._head, self._head_whole = head[:, 0], head[:, 1]
        self._status, self._status_whole = status[:, self._order, 0], status[:, self._order, 1]
        self._head_bias: Numbers = held["head_bias"]
        self._status_bias: Numbers = held["status_bias"][self._order]
        self._pieces = Pieces([str(name) for name in held["pieces"]], held["scores"].tolist(), UNKNOWN)
        options = onnxruntime.SessionOptions()
        # One thread: the same sums in the same order; pieces are read side by side by processes.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            (inside / LAYERS).read_bytes(), options, providers=["CPUExecutionProvider"]
        )

    def pieces(self, texts: Sequence[str]) -> list[list[int]]:
        """Return the pieces of words of each of *texts*, at most LONGEST of each."""
        return [self._pieces.of(text)[:LONGEST] for text in texts]

    def read(self, pieces: Sequence[Sequence[int]]) -> list[Read]:
        """Return what is read of each sentence of one window, given as its *pieces*."""
        ids, bounds = [START], []
        for sentence in pieces:
            bounds.append((len(ids), max(len(ids) + len(sentence), len(ids) + 1)))
            ids += [*sentence, END]
        rows = self._rows[ids].astype(np.float32) * self._steps[ids][:, None] + self._places[: len(ids)]
        centred = rows - rows.mean(axis=1, keepdims=True)
        spread = np.sqrt((centred * centred).mean(axis=1, keepdims=True) + 1e-12)
        entered = (centred / spread * self._gain + self._shift).astype(np.float32)
        (out,) = self._session.run(None, {"x": entered[None]})
        states: Numbers = out[0]
        whole = states.mean(axis=0)
        criteria = self._head_whole @ whole + self._head_bias
        statuses = self._status_whole @ whole + self._status_bias
        return [self._read(states[start:end], criteria, statuses) for start, end in bounds]

    def _read(self, states: Numbers, criteria: Numbers, statuses: Numbers) -> Read:
        """Return what is read of the sentence of *states*, beside what the window says of *criteria* and *statuses*."""
        asked = self._asks @ states.T
        weights = np.exp(asked - asked.max(axis=1, keepdims=True))
        own = (weights / weights.sum(axis=1, keepdims=True)) @ states
        return Read(
            criteria=criteria + (own * self._head).sum(axis=1),
            statuses=statuses + np.einsum("ci,csi->cs", own, self._status),
        )


def windows(lengths: Sequence[int]) -> Iterator[Window]:
    """Yield the windows that hold sentences of so many pieces (*lengths*), each sentence in one of them."""
    first = 0
    while first < len(lengths):
        start, size = first, 2
        while start > 0 and first - start < CONTEXT and size + lengths[start - 1] + 1 < WINDOW * CONTEXT_SHARE:
            start -= 1
            size += lengths[start] + 1
        last = first
        while last < len(lengths) and (last == first or size + lengths[last] + 1 <= WINDOW):
            size += lengths[last] + 1
            last += 1
        yield Window(start, first, last)
        first = last


@cache
def encoder() -> Encoder:
    """Return the shipped encoder, read once."""
    return Encoder(folder("models") / ENCODER)
