"""Assembles the shipped pipeline: `python -m training.package --data ../shared/treebanks --out out/training`.

Takes the best step of the syntax training and of the name training, adds the lemma tables, measures the whole, and
writes evidence/models/fr_emprise with its model card and its hash.
"""

import argparse
import datetime as dt
import hashlib
import json
import re
import shutil
from pathlib import Path

import spacy
from spacy.language import Language

from training.convert import training_trees
from training.evaluate import MODEL, ROOT, TARGETS, TESTS, Scores, measure
from training.lemmas import tables

CARD = Path(__file__).parent / "card.md"
VERSION = "0.2.0"
UNMEASURED = ("README.md", "SHA256")


def digest(folder: Path) -> str:
    """Return the SHA-256 over the names and bytes of the files of *folder*, the model card left out."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name not in UNMEASURED:
            total.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def size(folder: Path) -> int:
    """Return the bytes of the files of *folder*."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def assembled(out: Path, data: Path) -> Language:
    """Return tagger, parser, lemma tables and names as one pipeline."""
    nlp = spacy.load(out / "syntax" / "model-best")
    learnt, held_out = training_trees(data)
    lemmatizer = nlp.add_pipe("lemmatizer", config={"mode": "rule", "overwrite": True})
    lemmatizer.initialize(lookups=tables(learnt + held_out))  # type: ignore[attr-defined]  # add_pipe is untyped
    names = spacy.load(out / "names" / "model-best")
    names.replace_listeners("tok2vec", "ner", ["model.tok2vec"])
    nlp.add_pipe("ner", source=names)
    nlp.meta.update({"name": "emprise", "version": VERSION, "license": "CC BY-SA 4.0", "author": "emprise"})
    nlp.meta["description"] = "Tagger, lemmas, parser and names for French statements, trained from open treebanks."
    for key in ("performance", "sources"):
        nlp.meta.pop(key, None)
    return nlp


def write(nlp: Language, target: Path) -> None:
    """Write *nlp* to *target*, without what is written again at load."""
    shutil.rmtree(target, ignore_errors=True)
    nlp.to_disk(target, exclude=["user_data"])
    # The strings come back with the components' labels and with the tokens read: an empty table works the same.
    (target / "vocab" / "strings.json").write_text("[]", encoding="utf-8")
    meta = json.loads((target / "meta.json").read_text(encoding="utf-8"))
    del meta["labels"]
    meta["performance"] = {}
    (target / "meta.json").write_text(json.dumps(meta, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    config = target / "config.cfg"
    config.write_text(scrubbed(config.read_text(encoding="utf-8")), encoding="utf-8")


def scrubbed(config: str) -> str:
    """Return *config* without the places of the machine that trained it: nothing looks there once it is trained."""
    return re.sub(r'(?m)^(\w+) = "/[^"]*"$', r"\1 = null", config)


def rows(results: Scores) -> str:
    """Return the scores on the test sets as a table, the feasibility run's in brackets."""
    names = ("upos", "lemma", "uas", "las", "sentences")
    lines = ["| test set | " + " | ".join(names) + " |", "|---" * (len(names) + 1) + "|"]
    for test in TESTS:
        cells = []
        for name in names:
            before = TARGETS[test].get(name)
            cells.append(f"{results[test][name]}" + (f" ({before})" if before else ""))
        lines.append(f"| {test} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n\nIn brackets: the best row of the feasibility run on the same data (D2)."


def card(results: Scores, folder: Path, day: dt.date) -> str:
    """Return the model card."""
    roles, names = results["roles"], results["names"]
    facts = {name: roles[name] for name in ("arcs", "of", "attached")} | {name: names[name] for name in "prf"}
    return CARD.read_text(encoding="utf-8").format(
        version=VERSION,
        date=day.isoformat(),
        size=round(size(folder) / 1e6, 1),
        hash=digest(folder),
        table=rows(results),
        **facts,
    )


def main() -> None:
    """Write the model folder, its card and bench/model.json; print its size and hash."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("out/training"))
    parser.add_argument("--target", type=Path, default=MODEL)
    parser.add_argument("--date", type=dt.date.fromisoformat, default=dt.date.today())
    options = parser.parse_args()
    write(assembled(options.out, options.data), options.target)
    results = measure(options.target, options.data)
    (options.target / "README.md").write_text(card(results, options.target, options.date), encoding="utf-8")
    (options.target / "SHA256").write_text(digest(options.target) + "\n", encoding="ascii")
    if options.target == MODEL:
        text = json.dumps(results, ensure_ascii=False, indent=1)
        (ROOT / "bench" / "model.json").write_text(text + "\n", encoding="utf-8")
    print(f"{size(options.target) / 1e6:.1f} MB, {digest(options.target)}")


if __name__ == "__main__":
    main()
