"""Ordinary French of the treebanks, in which no criterion is found: what the encoder must leave alone."""

import gzip
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

# As for the pipeline, those under CC BY-SA: no weight comes from a treebank under LGPL-LR (Sequoia, FQB).
TREEBANKS = ("fr_gsd", "fr_pud", "fr_rhapsodie", "fr_parisstories")
# Sentences of one reading, in their order where the treebank keeps it.
TOGETHER = 14


def sentences(shared: Path) -> Iterator[tuple[str, str]]:
    """Yield (file, sentence) of TREEBANKS under *shared*, in their order."""
    for path in sorted((shared / "treebanks" / "ud").glob("*.conllu.gz")):
        if not path.name.startswith(TREEBANKS):
            continue
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                if line.startswith("# text = "):
                    yield path.name, line[9:].strip()


def documents(shared: Path, measured: Iterable[str]) -> list[list[str]]:
    """Return groups of sentences that follow one another, without those *measured*.

    The sentences on which false alarms are counted (2,000 of the train files, the negatives of the development set)
    are given as *measured*: none is ever learnt.
    """
    apart = {_key(text) for text in measured}
    found: list[list[str]] = []
    last, group = "", []
    for name, text in sentences(shared):
        if name != last or len(group) == TOGETHER:
            found, last, group = [*found, group] if group else found, name, []
        if _key(text) not in apart:
            group.append(text)
    return [*found, group]


def _key(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()
