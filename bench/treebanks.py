"""The sentences of the treebanks of ../shared, as text: ordinary French to measure on and to learn from."""

import gzip
from collections.abc import Iterator
from pathlib import Path

TEXT = "# text ="


def files(shared: Path, *names: str) -> list[Path]:
    """Return the files whose names begin with one of *names*, all of them without, in the order of their names."""
    every = sorted((shared / "treebanks" / "ud").glob("*.conllu.gz"))
    return [path for path in every if not names or path.name.startswith(names)]


def texts(path: Path) -> Iterator[str]:
    """Yield the sentences of a file (CoNLL-U, gzip), in its order."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith(TEXT):
                yield line.removeprefix(TEXT).strip()
