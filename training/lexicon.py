"""Makes the list of French words shipped with the package: `python -m training.lexicon --data ../shared/treebanks`.

One line a form: form, classes (V verb, N noun, A adjective, O other), occurrences per million. From Lexique 3.83
(New & Pallier, CC BY-SA 4.0), rare forms kept: the list tells which words exist, and how rare they are.
"""

import argparse
import gzip
from collections import defaultdict
from pathlib import Path

OUT = Path(__file__).parents[1] / "evidence" / "models" / "lexicon" / "forms.tsv.gz"
CLASSES = {"VER": "V", "AUX": "V", "NOM": "N", "ADJ": "A"}


def main() -> None:
    """Write evidence/models/lexicon/forms.tsv.gz, the same bytes for the same data."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    options = parser.parse_args()
    classes: dict[str, set[str]] = defaultdict(set)
    frequency: dict[str, float] = defaultdict(float)
    with gzip.open(options.data / "lexique" / "forms.tsv.gz", "rt", encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            form, pos, per_million = line.rstrip("\n").split("\t")
            classes[form].add(CLASSES.get(pos, "O"))
            frequency[form] += float(per_million)
    rows = [f"{form}\t{''.join(sorted(classes[form]))}\t{frequency[form]:.2f}\n" for form in sorted(classes)]
    OUT.parent.mkdir(parents=True, exist_ok=True)
    with OUT.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, filename="") as out:
        out.write("".join(rows).encode("utf-8"))
    print(f"{len(rows)} forms, {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
