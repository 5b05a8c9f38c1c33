"""Scores the shipped pipeline: `python -m training.evaluate --data ../shared/treebanks`; writes bench/model.json.

Raw text in, own tokens and own sentence boundaries, documents of ten sentences, punctuation arcs left out, lemmas
case-sensitive: as the feasibility run measured (row D2), so that the two can stand side by side.
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.scorer import Scorer
from spacy.tokens import Token
from spacy.training import Example

from training.convert import doc_of, sentences

# By test set: figures, and what went wrong.
Scores = dict[str, dict[str, object]]
ROOT = Path(__file__).parents[1]
MODEL = ROOT / "evidence" / "models" / "fr_emprise"
TESTS = ("fr_gsd-test", "fr_sequoia-test", "fr_parisstories-test", "fr_rhapsodie-test")
SENTENCES = 10
# The feasibility run's best row trained on CC BY-SA data alone (D2): UPOS, lemma, UAS, LAS, sentences.
TARGETS = {
    "fr_gsd-test": {"upos": 94.7, "lemma": 96.1, "uas": 84.6, "las": 77.9, "sentences": 89.1},
    "fr_sequoia-test": {"upos": 93.4, "lemma": 95.7, "uas": 83.4, "las": 76.3, "sentences": 70.9},
    "fr_parisstories-test": {"upos": 97.3, "lemma": 98.7, "uas": 80.5, "las": 74.0, "sentences": 94.5},
    "fr_rhapsodie-test": {"upos": 96.5, "las": 76.8},
    "roles": {"arcs": 102, "attached": 108, "of": 115},
    "names": {"f": 96.6},
}
# A title before a name counts neither for nor against: corpora differ on it.
TITLES = ("M.", "Mme", "Mlle", "Me", "Madame", "Monsieur", "Maître", "Frère", "Père")


def examples(nlp: Language, path: Path) -> Iterator[Example]:
    """Yield the predicted and the gold document of each run of ten sentences."""
    trees = [words for _, words in sentences(path)]
    golds = [doc_of(nlp, trees[at : at + SENTENCES]) for at in range(0, len(trees), SENTENCES)]
    for gold, predicted in zip(golds, nlp.pipe(gold.text for gold in golds), strict=True):
        yield Example(predicted, gold)


def syntax(nlp: Language, path: Path) -> dict[str, float]:
    """Return UPOS, features, lemmas, UAS, LAS and sentence F on a treebank, in per cent."""
    found = list(examples(nlp, path))
    deps = Scorer.score_deps(found, "dep", getter=_label, ignore_labels=("p", "punct"))
    starts = Scorer.score_spans(found, "sents", getter=lambda doc, _: doc.sents, has_annotation=lambda _: True)
    scores = {
        "upos": Scorer.score_token_attr(found, "pos")["pos_acc"],
        "lemma": Scorer.score_token_attr(found, "lemma", missing_values={""})["lemma_acc"],
        "uas": deps["dep_uas"],
        "las": deps["dep_las"],
        "sentences": starts["sents_f"],
    }
    return {name: round(100 * value, 1) for name, value in scores.items() if value is not None}


def _label(token: Token, attr: str) -> str:
    return "root" if token.dep_ == "ROOT" else token.dep_.lower() if attr == "dep" else ""


def roles(nlp: Language, path: Path) -> dict[str, object]:
    """Return how many arcs of the role sentences are right, label and head, and head alone; and those that are not."""
    right = attached = total = 0
    wrong: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        doc = nlp(case["text"])
        for word, heads, labels in case["arcs"]:
            token = next((token for token in doc if token.text == word), None)
            total += 1
            head = token is not None and token.head.text in heads
            attached += head
            right += head and token is not None and token.dep_ in labels
            if token is None or not head or token.dep_ not in labels:
                got = f"{token.dep_} < {token.head.text}" if token is not None else "no such token"
                wrong.append(f"{word}: {got}, not {'|'.join(labels)} < {'|'.join(heads)} : {case['text']}")
    return {"arcs": right, "attached": attached, "of": total, "wrong": wrong}


def names(nlp: Language, path: Path) -> dict[str, object]:
    """Return precision, recall and F of the names of *path*, exact span and type, a leading title left out."""
    hits = given = wanted = 0
    wrong: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        doc = nlp(case["text"])
        gold = {_bare(case["text"], *entity) for entity in case["entities"]}
        found = {_bare(case["text"], ent.start_char, ent.end_char, ent.label_) for ent in doc.ents}
        hits, given, wanted = hits + len(gold & found), given + len(found), wanted + len(gold)
        wrong += [f"missed {case['text'][a:b]} {label}" for a, b, label in sorted(gold - found)]
        wrong += [f"invented {case['text'][a:b]} {label}" for a, b, label in sorted(found - gold)]
    precision, recall = hits / max(given, 1), hits / max(wanted, 1)
    f = 2 * precision * recall / max(precision + recall, 1e-9)
    return {"p": round(100 * precision, 1), "r": round(100 * recall, 1), "f": round(100 * f, 1), "wrong": wrong}


def _bare(text: str, start: int, end: int, label: str) -> tuple[int, int, str]:
    """Return a name without what leads it: « M. », « la famille », « son frère », the article of a group."""
    for _ in range(3):
        words = text[start:end]
        first, blank, rest = words.partition(" ")
        if label == "PER" and rest and (first in TITLES or first.islower()):
            start += len(first) + len(blank)
        elif label == "ORG" and words.lower().startswith(("l'", "la ", "le ", "les ")):
            start += 2 if words[1] == "'" else len(first) + 1
    return start, end, label


def measure(model: Path | str, data: Path) -> Scores:
    """Return every score of *model*."""
    nlp = spacy.load(model)
    results: Scores = {}
    for name in TESTS:
        results[name] = dict(syntax(nlp, data / "ud" / f"{name}.conllu.gz"))
    results["roles"] = roles(nlp, data / "police_style_roles_25.jsonl")
    results["names"] = names(nlp, data / "ner" / "police_style_25.jsonl")
    return results


def table(results: Scores) -> str:
    """Return the scores beside the targets, one line each."""
    lines = [f"{'':24}{'here':>8}{'D2':>8}"]
    for group, scores in results.items():
        for name, value in scores.items():
            if name != "wrong":
                lines.append(f"{group + ' ' + name:24}{value!s:>8}{TARGETS[group].get(name, '')!s:>8}")
    return "\n".join(lines)


def main() -> None:
    """Measure, print beside the targets, write bench/model.json."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", default=str(MODEL))
    parser.add_argument("--out", type=Path, default=ROOT / "bench" / "model.json")
    options = parser.parse_args()
    results = measure(options.model, options.data)
    print(table(results))
    for group in ("roles", "names"):
        for line in results[group]["wrong"]:  # type: ignore[attr-defined]
            print(f"  {group}: {line}")
    text = json.dumps(results, ensure_ascii=False, indent=1)
    options.out.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
