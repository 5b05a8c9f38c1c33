"""Trains the suggestions: `python -m training.suggest`; writes evidence/models/suggestions.

Learns from texts of this project alone: bench/sets/practice_* (annotated sentences) and the examples and
counter-examples of rules/criteria. Measures on bench/sets/heldout_*, which it never reads to learn. Needs scikit-learn
(`pip install -e '.[train]'`), the program does not.
"""

import argparse
import datetime as dt
import io
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from bench import sets
from evidence import catalogue
from evidence.matching.check import NONE, checker, examples
from evidence.matching.sift import THRESHOLD, find
from evidence.matching.suggest import BUCKETS, FILE, features, weighed, words_of
from evidence.resources import SUGGESTIONS, model_digest, model_stated

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "evidence" / "models" / SUGGESTIONS
STRENGTH, STATUS_STRENGTH = 10.0, 8.0
SEED = 20261126


def rows() -> list[tuple[str, frozenset[str], str | None]]:
    """Return (sentence, criteria, the only criterion that the labels speak of or None for all)."""
    found: list[tuple[str, frozenset[str], str | None]] = []
    for document in sets.read("practice"):
        for item in document.sentences:
            found.append((document.text[item.start : item.end], frozenset(item.labels), None))
    for criterion in catalogue.load().criteria.values():
        for status, text in examples(criterion):
            found.append((text, frozenset() if status == NONE else frozenset([criterion.id]), criterion.id))
    return found


def statuses() -> list[tuple[str, str]]:
    """Return (sentence, status) of each label: what a sentence says of its facts."""
    found = []
    for document in sets.read("practice"):
        for item in document.sentences:
            found += [(document.text[item.start : item.end], status) for status in item.labels.values()]
    for criterion in catalogue.load().criteria.values():
        found += [(text, status) for status, text in examples(criterion) if status != NONE]
    return found


def matrix(texts: Sequence[str], idf: np.ndarray | None = None) -> tuple[csr_matrix, np.ndarray]:
    """Return the features of *texts*, as the program makes them, and the inverse document frequencies."""
    counted = [features(words_of(text)) for text in texts]
    if idf is None:
        held = np.zeros(2 * BUCKETS)
        for blocks in counted:
            for places, _ in blocks:
                held[places] += 1
        idf = np.where(held >= 2, np.log((1 + len(texts)) / (1 + held)) + 1, 0.0)
    idf = idf.astype(np.float16).astype(np.float64)
    data = [weighed(block, idf) for blocks in counted for block in blocks]
    inner = [block[0] for blocks in counted for block in blocks]
    starts = [0, *np.cumsum([sum(len(block[0]) for block in blocks) for blocks in counted])]
    return csr_matrix((np.concatenate(data), np.concatenate(inner), starts), shape=(len(texts), 2 * BUCKETS)), idf


def main() -> None:
    """Train, write the weights with their card and hash, print what they add on the held-out texts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--date", type=dt.date.fromisoformat, default=dt.date.today())
    parser.add_argument("--measure", action="store_true", help="keep the weights: measure them again, write the card")
    options = parser.parse_args()
    if not options.measure:
        train()
    publish(options.date)


def train() -> None:
    """Learn, write the weights and their hash."""
    learnt = rows()
    x, idf = matrix([text for text, _, _ in learnt])
    criteria = sorted(catalogue.load().criteria)
    coef, intercept = np.zeros((2 * BUCKETS, len(criteria))), np.zeros(len(criteria))
    for rank, criterion in enumerate(criteria):
        kept = [i for i, (_, labels, only) in enumerate(learnt) if only in (None, criterion) or criterion not in labels]
        y = [criterion in learnt[i][1] for i in kept]
        model = LogisticRegression(
            C=STRENGTH, class_weight="balanced", max_iter=400, solver="liblinear", random_state=SEED
        )
        model.fit(x[kept], y)
        coef[:, rank], intercept[rank] = model.coef_[0], model.intercept_[0]
    spoken = statuses()
    y, _ = matrix([text for text, _ in spoken], idf)
    model = LogisticRegression(C=STATUS_STRENGTH, max_iter=400, random_state=SEED)
    model.fit(y, [status for _, status in spoken])
    held = io.BytesIO()
    np.savez_compressed(
        held,
        criteria=np.array(criteria),
        idf=idf.astype(np.float16),
        coef=coef.astype(np.float16),
        intercept=intercept.astype(np.float32),
        statuses=np.array(model.classes_),
        status_coef=model.coef_.T.astype(np.float16),
        status_intercept=model.intercept_.astype(np.float32),
    )
    TARGET.mkdir(parents=True, exist_ok=True)
    (TARGET / FILE).write_bytes(held.getvalue())
    (TARGET / "SHA256").write_text(model_digest(SUGGESTIONS) + "\n", encoding="ascii")
    print(f"{len(held.getvalue()) / 1e6:.1f} MB")


def publish(date: dt.date) -> None:
    """Measure the weights as they lie there, write figures and card."""
    stated, figures = model_stated(SUGGESTIONS), measured()
    (ROOT / "bench" / "suggestions.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    card = (Path(__file__).parent / "suggest_card.md").read_text(encoding="utf-8")
    (TARGET / "README.md").write_text(
        card.format(date=date.isoformat(), hash=stated, rows=len(rows()), threshold=THRESHOLD, **figures),
        encoding="utf-8",
    )
    print(stated, figures)


def measured() -> dict[str, float]:
    """Return precision and recall on the held-out texts: of the rules, of the suggestions, of both."""
    tool, _ = checker()
    tally = {"labels": 0, "rules": 0, "rules_right": 0, "suggested": 0, "suggested_right": 0}
    documents = list(sets.read("heldout"))
    for document, doc in zip(documents, tool.docs(item.text for item in documents), strict=True):
        tally["labels"] += sum(len(item.labels) for item in document.sentences)
        seen: set[tuple[int, str]] = set()
        for finding in find(doc, tool.matcher):
            middle = (finding.evidence.start + finding.evidence.end) / 2
            rank = next((i for i, s in enumerate(document.sentences) if s.start <= middle < s.end), -1)
            if (rank, finding.criterion) in seen:
                continue
            seen.add((rank, finding.criterion))
            kind = "suggested" if finding.suggestion else "rules"
            tally[kind] += 1
            tally[f"{kind}_right"] += rank >= 0 and finding.criterion in document.sentences[rank].labels
    both, right = tally["rules"] + tally["suggested"], tally["rules_right"] + tally["suggested_right"]
    return {
        **tally,
        "rules_precision": round(tally["rules_right"] / tally["rules"], 3),
        "rules_recall": round(tally["rules_right"] / tally["labels"], 3),
        "suggested_precision": round(tally["suggested_right"] / max(tally["suggested"], 1), 3),
        "both_precision": round(right / both, 3),
        "both_recall": round(right / tally["labels"], 3),
        "both_f1": round(2 * right / (both + tally["labels"]), 3),
    }


if __name__ == "__main__":
    main()
