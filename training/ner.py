"""Trains the name recogniser: `python -m training.ner --data ../shared/treebanks --out out/training`.

Open corpora of names (CC0, CC BY, CC BY-SA), passages of our own, and the proper nouns of the CC BY-SA treebanks where
the gazetteers know them; where they do not, the words are masked: nothing is learnt there.
"""

import argparse
import gzip
import json
import random
from collections.abc import Iterator
from pathlib import Path

from spacy.cli.train import train
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span
from spacy.training import biluo_tags_to_spans, offsets_to_biluo_tags

from training.convert import SPOKEN, WRITTEN, Word, treebank
from training.names import Passage, lists, passages, plain
from training.tokenizer import build

HERE = Path(__file__).parent
OPEN = ("europeana_fr", "newseye_fr", "litbank_fr_names")
OURS = 8000
# One passage in HELD_OUT is kept to choose the best step.
HELD_OUT = 15


def open_passages(data: Path) -> list[Passage]:
    """Return the passages of the open corpora."""
    found = []
    for name in OPEN:
        with gzip.open(data / "ner" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                found.append((row["text"], [tuple(entity) for entity in row["entities"]]))
    return found


def labelled(nlp: Language, passage: Passage, firsts: set[str]) -> Doc:
    """Return *passage* with its names; one that does not end with a token, or a « place » called Gérard, is masked."""
    text, entities = passage
    doc = nlp.make_doc(text)
    tags = offsets_to_biluo_tags(doc, entities)
    tags = ["-" if tag == "U-LOC" and plain(doc[at].text) in firsts else tag for at, tag in enumerate(tags)]
    known = biluo_tags_to_spans(doc, [tag if tag != "-" else "O" for tag in tags])
    doc.set_ents(known, missing=[doc[index : index + 1] for index, tag in enumerate(tags) if tag == "-"])
    return doc


def runs(words: list[Word]) -> Iterator[tuple[int, int]]:
    """Yield the stretches of proper nouns of a sentence."""
    start = None
    for index, word in enumerate([*words, None]):
        proper = word is not None and word.pos == "PROPN"
        if proper and start is None:
            start = index
        elif not proper and start is not None:
            yield start, index
            start = None


def silver(nlp: Language, words: list[Word], firsts: set[str], towns: set[str]) -> Doc:
    """Return a treebank sentence: known persons and places labelled, other capitals masked, the rest no name."""
    doc = Doc(nlp.vocab, [word.form for word in words], [word.space for word in words])
    names: list[Span] = []
    masked: list[Span] = []
    inside = set()
    for start, end in runs(words):
        head, alone = plain(words[start].form), end - start == 1
        inside |= set(range(start, end))
        if head in firsts and not alone:
            names.append(Span(doc, start, end, "PER"))
        elif alone and head in towns and head not in firsts:
            names.append(Span(doc, start, end, "LOC"))
        else:
            masked.append(doc[start:end])
    masked += [doc[index : index + 1] for index in _capitals(words) if index not in inside]
    doc.set_ents(names, missing=masked)
    return doc


def _capitals(words: list[Word]) -> Iterator[int]:
    for index, word in enumerate(words):
        if index and word.form[:1].isupper() and words[index - 1].pos != "PUNCT":
            yield index


def prepare(nlp: Language, data: Path, out: Path) -> None:
    """Write the training and development documents to *out*."""
    rng = random.Random(1)
    gazetteers = lists(data)
    firsts = {plain(name) for key in ("prenoms_f", "prenoms_m") for name in gazetteers[key][:800]}
    places = [*gazetteers["communes_population"][:1500], *gazetteers["pays_f"], *gazetteers["pays_m"]]
    towns = {plain(name) for name in places}
    docs = [labelled(nlp, passage, firsts) for passage in open_passages(data)]
    docs += [labelled(nlp, passage, set()) for passage in passages(data, OURS, seed=1)]
    docs += [silver(nlp, words, firsts, towns) for words in treebank(data, WRITTEN + SPOKEN)]
    rng.shuffle(docs)
    DocBin(docs=(doc for index, doc in enumerate(docs) if index % HELD_OUT)).to_disk(out / "names-train.spacy")
    DocBin(docs=docs[::HELD_OUT]).to_disk(out / "names-dev.spacy")


def main() -> None:
    """Convert, then train; the best step is kept in <out>/names/model-best."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("out/training"))
    parser.add_argument("--steps", type=int, default=2000)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    nlp = build()
    prepare(nlp, options.data, options.out)
    nlp.to_disk(options.out / "blank")
    train(
        HERE / "ner.cfg",
        options.out / "names",
        overrides={
            "paths.train": str(options.out / "names-train.spacy"),
            "paths.dev": str(options.out / "names-dev.spacy"),
            "paths.base": str(options.out / "blank"),
            "training.max_steps": options.steps,
            "training.optimizer.learn_rate.total_steps": int(options.steps * 1.1),
        },
    )


if __name__ == "__main__":
    main()
