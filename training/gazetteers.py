"""Makes the list of first names shipped with the package: `python -m training.gazetteers --data ../shared/treebanks`.

From INSEE's register of first names (free reuse with mention of the source): the first ones only,
in the order of the source (most frequent first), since rare forms are common words. One line a name, folded: name, gender (m, f or e for both).
"""

import argparse
import gzip
import unicodedata
from pathlib import Path

OUT = Path(__file__).parents[1] / "evidence" / "models" / "lexicon" / "prenoms.tsv.gz"
KEPT = 5000


def plain(name: str) -> str:
    """Return *name* in lower case without accents."""
    return "".join(char for char in unicodedata.normalize("NFD", name.lower()) if not unicodedata.combining(char))


def main() -> None:
    """Write evidence/models/lexicon/prenoms.tsv.gz, the same bytes for the same data."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    options = parser.parse_args()
    genders: dict[str, set[str]] = {}
    for gender in "fm":
        with gzip.open(options.data / "gazetteers" / f"prenoms_{gender}.tsv.gz", "rt", encoding="utf-8") as lines:
            for line, _ in zip(lines, range(KEPT), strict=False):
                genders.setdefault(plain(line.split("\t")[0].strip()), set()).add(gender)
    rows = [f"{name}\t{'e' if len(sexes) == 2 else min(sexes)}\n" for name, sexes in sorted(genders.items())]
    with OUT.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, filename="") as out:
        out.write("".join(rows).encode("utf-8"))
    print(f"{len(rows)} names, {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
