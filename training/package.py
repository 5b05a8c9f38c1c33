"""Assembles the shipped pipeline: `python -m training.package --out out/training`.

Takes the best step of the syntax training and, when it is there, of the name training; writes
evidence/models/fr_emprise with its licence and its hash.
"""

import argparse
import hashlib
import json
import shutil
from pathlib import Path

import spacy

TARGET = Path(__file__).parents[1] / "evidence" / "models" / "fr_emprise"
VERSION = "0.1.0"


def digest(folder: Path) -> str:
    """Return the SHA-256 over the names and bytes of the files of *folder*, the model card left out."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name not in ("README.md", "SHA256"):
            total.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def main() -> None:
    """Write the model folder and print its size and hash."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("out/training"))
    options = parser.parse_args()
    nlp = spacy.load(options.out / "syntax" / "model-best")
    names = options.out / "names" / "model-best"
    if names.is_dir():
        other = spacy.load(names)
        other.replace_listeners("tok2vec", "ner", ["model.tok2vec"])
        nlp.add_pipe("ner", source=other)
    nlp.meta.update({"name": "emprise", "version": VERSION, "license": "CC BY-SA 4.0", "author": "emprise"})
    nlp.meta["description"] = "Tagger, parser and names for French statements, trained from open treebanks."
    for key in ("performance", "labels", "sources"):
        nlp.meta.pop(key, None)
    card = (TARGET / "README.md").read_bytes() if (TARGET / "README.md").is_file() else b""
    shutil.rmtree(TARGET, ignore_errors=True)
    nlp.to_disk(TARGET, exclude=["user_data"])
    # The strings are written again by the components' labels and by the tokens read: an empty table works the same.
    (TARGET / "vocab" / "strings.json").write_text("[]", encoding="utf-8")
    meta = json.loads((TARGET / "meta.json").read_text(encoding="utf-8"))
    (TARGET / "meta.json").write_text(json.dumps(meta, indent=1, sort_keys=True, ensure_ascii=False), encoding="utf-8")
    if card:
        (TARGET / "README.md").write_bytes(card)
    (TARGET / "SHA256").write_text(digest(TARGET) + "\n", encoding="ascii")
    size = sum(path.stat().st_size for path in TARGET.rglob("*") if path.is_file())
    print(f"{size / 1e6:.1f} MB, {digest(TARGET)}")


if __name__ == "__main__":
    main()
