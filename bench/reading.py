"""Scores the reading of French as the product does it: `python -m bench.reading --data ../shared/treebanks`.

Weights and components together, beside the weights alone (training.evaluate): names of the 25 passages, role sentences
with agent, patient and negation right, sentence boundaries of the test sets as our rules set them. Prints the table of
nlp.md (training/feasibility.json) above, and writes bench/reading.json.
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from bench.role_sentences import mistakes, sentences
from evidence.language.pipeline import annotate, load
from evidence.model import Block, Document, Source, Span
from training.convert import doc_of
from training.convert import sentences as trees
from training.evaluate import SENTENCES, TESTS

ROOT = Path(__file__).parents[1]
TITLES = frozenset(["m.", "mme", "mlle", "me", "madame", "monsieur", "docteur", "maître"])
LEADING = TITLES | {"le", "la", "les", "son", "sa", "ma", "frère", "sœur", "père", "famille", "époux", "cousine"}


def read(nlp: Language, text: str) -> Doc:
    """Return the Doc of *text* as a piece of one paragraph."""
    source = Source(id="0" * 64, name="piece.txt", media_type="text/plain", size=len(text))
    block = Block(span=Span(start=0, end=len(text)), kind="paragraph")
    return next(annotate(nlp, [Document(source=source, text=text, blocks=(block,))]))


def bare(text: str, start: int, end: int) -> tuple[int, int]:
    """The place of a name without its title or article."""
    words = text[start:end].removeprefix("l'").split()
    while words and words[0].lower() in LEADING:
        words = words[1:]
    return end - len(" ".join(words)), end


def name_scores(nlp: Language, data: Path) -> dict[str, float]:
    """Return the precision, recall and F of the names: exact place and type, titles left out."""
    lines = (data / "ner" / "police_style_25.jsonl").read_text(encoding="utf-8").splitlines()
    right = wanted = said = 0
    for row in map(json.loads, lines):
        doc = read(nlp, row["text"])
        gold = {(*bare(doc.text, start, end), label) for start, end, label in row["entities"]}
        places = [(doc[name.start : name.end], name.label) for name in doc._.names]
        found = {(*bare(doc.text, span.start_char, span.end_char), label) for span, label in places}
        right, wanted, said = right + len(gold & found), wanted + len(gold), said + len(found)
    return {"passages": len(lines), "p": right / said, "r": right / wanted, "f": 2 * right / (wanted + said)}


def role_scores(nlp: Language, data: Path) -> dict[str, float]:
    """Return how many of the role sentences have no mistake."""
    rows = sentences(data)
    return {"of": len(rows), "right": sum(not list(mistakes(read(nlp, row["text"]), row["arcs"])) for row in rows)}


def boundary_scores(nlp: Language, data: Path) -> Iterator[tuple[str, float]]:
    """Yield each test set and the F (0 to 1) of its sentence beginnings and ends, as our rules set them."""
    for name in TESTS:
        words = [tokens for _, tokens in trees(data / "ud" / f"{name}.conllu.gz")]
        right = wanted = said = 0
        for at in range(0, len(words), SENTENCES):
            gold = doc_of(nlp, words[at : at + SENTENCES])
            expected = {(sent.start_char, sent.end_char) for sent in gold.sents}
            found = {(sent.start_char, sent.end_char) for sent in read(nlp, gold.text).sents}
            right, wanted, said = right + len(expected & found), wanted + len(expected), said + len(found)
        yield name, 2 * right / (wanted + said)


def main() -> None:
    """Print the feasibility table, then our figures; write bench/reading.json."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    options = parser.parse_args()
    nlp = load()
    results: dict[str, object] = {
        "names": name_scores(nlp, options.data),
        "roles": role_scores(nlp, options.data),
        "sentences_f": dict(boundary_scores(nlp, options.data)),
    }
    feasibility = json.loads((ROOT / "training" / "feasibility.json").read_text(encoding="utf-8"))
    print("Feasibility run (shared/domain/nlp.md): UPOS / lemma / UAS / LAS / sentence F")
    for model, rows in feasibility.items():
        print(f"{model:4}", " | ".join(f"{test} {scores}" for test, scores in rows.items()))
    text = json.dumps(results, indent=1)
    (ROOT / "bench" / "reading.json").write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
