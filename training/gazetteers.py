"""Makes the list of first names shipped with the package: `python -m training.gazetteers --data ../shared/treebanks`.

From INSEE's register of first names (free reuse with mention of the source): the first ones only, in the order of
the source (most frequent first), since rare forms are common words. One line a name, folded: name, gender (m, f or e
for both).
"""

import argparse
import gzip
import unicodedata
from pathlib import Path

OUT = Path(__file__).parents[1] / "evidence" / "models" / "lexicon" / "prenoms.tsv.gz"
KEPT = 5000
# A name is of both genders when neither is this many times further down its list: Camille, but not Marc or Marie.
APART = 15


def plain(name: str) -> str:
    """Return *name* in lower case without accents."""
    return "".join(char for char in unicodedata.normalize("NFD", name.lower()) if not unicodedata.combining(char))


def gender_of(ranks: dict[str, int]) -> str:
    """Return the gender in whose list the name stands clearly higher, « e » when in neither."""
    best = min(ranks, key=lambda gender: ranks[gender])
    return best if all(rank >= APART * ranks[best] for gender, rank in ranks.items() if gender != best) else "e"


def main() -> None:
    """Write evidence/models/lexicon/prenoms.tsv.gz, the same bytes for the same data."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    options = parser.parse_args()
    ranks: dict[str, dict[str, int]] = {}
    for gender in "fm":
        with gzip.open(options.data / "gazetteers" / f"prenoms_{gender}.tsv.gz", "rt", encoding="utf-8") as lines:
            for line, rank in zip(lines, range(1, KEPT + 1), strict=False):
                ranks.setdefault(plain(line.split("\t")[0].strip()), {}).setdefault(gender, rank)
    rows = [f"{name}\t{gender_of(places)}\n" for name, places in sorted(ranks.items())]
    with OUT.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, filename="") as out:
        out.write("".join(rows).encode("utf-8"))
    print(f"{len(rows)} names, {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
