"""Makes the list of French communes shipped with the package: `python -m training.places --data ../shared/treebanks`.

From INSEE through etalab (Licence Ouverte); one folded name a line.
"""

import argparse
import gzip
from pathlib import Path

from evidence.language.plain import plain

OUT = Path(__file__).parents[1] / "evidence" / "models" / "lexicon" / "communes.txt.gz"
# Villages of fewer people are homonyms of words and surnames more often than they are named in a piece.
PEOPLE = 300


def main() -> None:
    """Write evidence/models/lexicon/communes.txt.gz, the same bytes for the same data."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    options = parser.parse_args()
    names = set()
    with gzip.open(options.data / "gazetteers" / "communes_population.tsv.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            name, people = line.rstrip("\n").split("\t")
            if int(people or 0) >= PEOPLE:
                # « Marseille 13e Arrondissement » is Marseille.
                words = plain(name).replace("œ", "oe").split()
                names.add(" ".join(words[:-2] if words[-1] == "arrondissement" else words))
    with OUT.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, filename="") as out:
        out.write("".join(f"{name}\n" for name in sorted(names)).encode("utf-8"))
    print(f"{len(names)} names, {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
