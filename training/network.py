"""The encoder while it learns: twelve layers of torch, and the windows of sentences it is given."""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from evidence.matching.encoder import END, LONGEST, START, windows
from training.pretrained import HEADS, INNER, LAYERS, PAD, PLACES, UNKNOWN, WIDTH, Pretrained

EPSILON = 1e-12
DROPPED = 0.1
# Share of the pieces of words that are hidden while learning, so that no sentence is known by one word.
HIDDEN = 0.05
NO_STATUS = -100


@dataclass(frozen=True)
class Row:
    """A sentence as pieces of words, its labels, and the only criterion these speak of (None: of all)."""

    pieces: list[int]
    labels: dict[str, str]
    only: str | None = None


Window = tuple[Sequence[Row], int]  # sentences, and the first that counts: those before are context


class Layer(nn.Module):
    """One layer: attention, then a network of two, each added to what entered and made even."""

    def __init__(self) -> None:
        """Make the layer, its weights to be set."""
        super().__init__()
        self.qkv, self.ao = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.fi, self.fo = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.aln, self.oln = nn.LayerNorm(WIDTH, EPSILON), nn.LayerNorm(WIDTH, EPSILON)

    def forward(self, x: torch.Tensor, mask: torch.Tensor | None = None) -> torch.Tensor:
        """Return the states after the layer; *mask* is True where there is a piece."""
        size = WIDTH // HEADS
        parts = [part.reshape(x.shape[0], -1, HEADS, size).transpose(1, 2) for part in self.qkv(x).split(WIDTH, -1)]
        weights = (parts[0] * (1 / math.sqrt(size))) @ parts[1].transpose(-1, -2)
        if mask is not None:
            weights = weights.masked_fill(~mask, -1e4)
        seen = (weights.softmax(-1).to(parts[2].dtype) @ parts[2]).transpose(1, 2).reshape(x.shape[0], -1, WIDTH)
        x = self.aln(x + self.ao(seen))
        return self.oln(x + self.fo(functional.gelu(self.fi(x))))


class Network(nn.Module):
    """Embedding, layers, and two heads: the criteria of a sentence, and the status of each."""

    def __init__(self, source: Pretrained, rows: np.ndarray, criteria: int, statuses: int) -> None:
        """Set the weights of *source*, the vocabulary cut to its *rows*."""
        super().__init__()
        self.criteria, self.statuses = criteria, statuses
        words = source.packed("emb.word", WIDTH, rows)
        self.emb = nn.Embedding.from_pretrained(torch.tensor(words), freeze=False)
        places = source.plain("emb.pos").reshape(PLACES, WIDTH) + source.plain("emb.type")[:WIDTH]
        self.pos = nn.Parameter(torch.tensor(places))
        self.eln = nn.LayerNorm(WIDTH, EPSILON)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self._fill(source)
        self.head, self.stat = nn.Linear(2 * WIDTH, criteria), nn.Linear(2 * WIDTH, statuses)
        self.statc = nn.Linear(2 * WIDTH, criteria * statuses, bias=False)
        # What each criterion looks for in the words of a sentence; nothing yet, so that all of them count alike.
        self.ask = nn.Parameter(torch.zeros(criteria, WIDTH))
        self.drop = nn.Dropout(DROPPED)
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.constant_(self.head.bias, -3.0)
        nn.init.zeros_(self.statc.weight)

    def _fill(self, source: Pretrained) -> None:
        def put(part: nn.Module, weight: np.ndarray, bias: np.ndarray) -> None:
            part.weight.data, part.bias.data = torch.tensor(weight), torch.tensor(bias)

        put(self.eln, source.plain("emb.ln.w"), source.plain("emb.ln.b"))
        for rank, layer in enumerate(self.layers):
            at = f"l{rank}."
            packed = [source.packed(f"{at}{name}.w", WIDTH) for name in "qkv"]
            put(layer.qkv, np.concatenate(packed), np.concatenate([source.plain(f"{at}{name}.b") for name in "qkv"]))
            for name, part, width in (("ao", layer.ao, WIDTH), ("fi", layer.fi, WIDTH), ("fo", layer.fo, INNER)):
                put(part, source.packed(f"{at}{name}.w", width), source.plain(f"{at}{name}.b"))
            for name, part in (("aln", layer.aln), ("oln", layer.oln)):
                put(part, source.plain(f"{at}{name}.w"), source.plain(f"{at}{name}.b"))

    def forward(self, batch: "Batch") -> tuple[torch.Tensor, torch.Tensor]:
        """Return logits of the criteria, and of the statuses of each criterion, of the sentences that count."""
        ids = batch.ids
        if self.training:
            ids = ids.masked_fill((torch.rand(ids.shape) < HIDDEN) & (ids > UNKNOWN), UNKNOWN)
        x = self.drop(self.eln(self.emb(ids) + self.pos[: ids.shape[1]]))
        for layer in self.layers:
            x = layer(x, batch.mask)
        x = x.float()
        window, start, end = batch.bounds.T
        at = torch.arange(x.shape[1])
        inside = (at >= start[:, None]) & (at < end[:, None])
        whole = (x * batch.mask[:, 0, 0, :, None]).sum(1) / batch.mask.sum(-1)[:, 0]
        # The window of each sentence, by a product: the gradient of an index is added up one number at a time.
        of = functional.one_hot(window, len(x)).to(x.dtype)
        around, states = of @ whole, (of @ x.flatten(1)).view(len(of), *x.shape[1:])
        # Each criterion weighs the words of the sentence by what it asks (sentences x criteria x pieces).
        asked = (self.ask @ states.transpose(1, 2)).masked_fill(~inside[:, None], -1e4).softmax(-1)
        own = torch.bmm(asked, states)
        seen = self.drop(torch.cat([own, around[:, None].expand_as(own)], 2))
        said = (seen * self.head.weight).sum(-1) + self.head.bias
        statuses = torch.einsum("sci,cki->sck", seen, self.statc.weight.view(self.criteria, self.statuses, -1))
        return said, self.stat(seen) + statuses


@dataclass
class Batch:
    """Windows side by side: ids and mask, bounds (window, start, end) by sentence, what is known."""

    ids: torch.Tensor
    mask: torch.Tensor
    bounds: torch.Tensor
    labels: torch.Tensor
    known: torch.Tensor
    statuses: torch.Tensor


def batch_of(group: Sequence[Window], criteria: Sequence[str], statuses: Sequence[str]) -> Batch:
    """Return *group* as one batch."""
    width = min(PLACES, max(size_of(item) for item in group))
    ids = torch.full((len(group), width), PAD, dtype=torch.long)
    mask = torch.zeros(len(group), 1, 1, width, dtype=torch.bool)
    bounds, labels, known, stated = [], [], [], []
    for rank, (sentences, first) in enumerate(group):
        held, places = [START], []
        for sentence in sentences:
            places.append((len(held), max(len(held) + 1, len(held) + len(sentence.pieces))))
            held += [*sentence.pieces, END]
        held = held[:width]
        ids[rank, : len(held)] = torch.tensor(held)
        mask[rank, 0, 0, : len(held)] = True
        for sentence, (start, end) in list(zip(sentences, places, strict=True))[first:]:
            bounds.append((rank, min(start, width - 1), max(min(end, width), min(start, width - 1) + 1)))
            labels.append([name in sentence.labels for name in criteria])
            known.append([sentence.only in (None, name) for name in criteria])
            stated.append(
                [statuses.index(sentence.labels[name]) if name in sentence.labels else NO_STATUS for name in criteria]
            )
    return Batch(
        ids,
        mask,
        torch.tensor(bounds),
        torch.tensor(labels, dtype=torch.float),
        torch.tensor(known, dtype=torch.float),
        torch.tensor(stated),
    )


def size_of(window: Window) -> int:
    """Return how many pieces *window* holds, the marks included."""
    return 1 + sum(len(row.pieces) + 1 for row in window[0])


def cut(document: Sequence[Row], most: int) -> list[Window]:
    """Return *document* in windows of at most *most* pieces, without context."""
    found: list[Window] = []
    first = 0
    while first < len(document):
        last, size = first, 2
        while last < len(document) and (last == first or size + len(document[last].pieces) + 1 <= most):
            size += len(document[last].pieces) + 1
            last += 1
        found.append((document[first:last], 0))
        first = last
    return found


def as_read(document: Sequence[Row]) -> list[Window]:
    """Return *document* in the windows that the program reads."""
    cuts = windows([len(row.pieces) for row in document])
    return [(document[item.start : item.last], item.first - item.start) for item in cuts]


def grouped(items: Sequence[Window], pieces: int, chance: random.Random) -> list[list[Window]]:
    """Return *items* in groups of about as long ones, each of at most *pieces* with what fills it up, shuffled."""
    ordered = sorted(items, key=lambda item: size_of(item) + chance.random() * 12)
    groups: list[list[Window]] = [[]]
    longest = 0
    for item in ordered:
        longest = max(longest, size_of(item))
        if groups[-1] and longest * (len(groups[-1]) + 1) > pieces:
            groups.append([])
            longest = size_of(item)
        groups[-1].append(item)
    chance.shuffle(groups)
    return groups


def row_of(pieces: Sequence[int], labels: dict[str, str], only: str | None = None) -> Row:
    """Return a sentence, cut as the program cuts it."""
    return Row(list(pieces[:LONGEST]), labels, only)
