"""Ordinary French of the treebanks, in which no criterion is found: what the encoder must leave alone."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from bench.treebanks import files, texts

# As for the pipeline, those under CC BY-SA: no weight comes from a treebank under LGPL-LR (Sequoia, FQB).
TREEBANKS = ("fr_gsd", "fr_pud", "fr_rhapsodie", "fr_parisstories")
# Sentences of one reading, in their order where the treebank keeps it.
TOGETHER = 14


def sentences(shared: Path) -> Iterator[tuple[str, str]]:
    """Yield (file, sentence) of TREEBANKS under *shared*, in their order."""
    for path in files(shared, *TREEBANKS):
        for text in texts(path):
            yield path.name, text


def documents(shared: Path, measured: Iterable[str]) -> list[list[str]]:
    """Return groups of sentences that follow one another, without those *measured*.

    The sentences that figures are counted on (2,000 of the train files, the development set) are given as *measured*:
    none is ever learnt.
    """
    apart = {_key(text) for text in measured}
    found: list[list[str]] = []
    last = ""
    for name, text in sentences(shared):
        if _key(text) in apart:
            continue
        if name != last or len(found[-1]) == TOGETHER:
            found.append([])
            last = name
        found[-1].append(text)
    return found


def _key(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()
