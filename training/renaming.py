"""Gives the persons of an annotated document other names, so that no fact is learnt with the name of who did it.

« Guérinot m'a giflé » is the same blow as « Martin m'a giflé »; a model that reads words in pieces may see « guéri ».
First names and surnames: INSEE's lists of ../shared/treebanks/gazetteers (free reuse), the surnames drawn evenly, so
that those that look like words come as often as the others.
"""

import gzip
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

NAME = re.compile(r"(?<![\w'’-])[A-ZÀ-Ý][a-zà-ÿ]+(?:-[A-ZÀ-Ý][a-zà-ÿ]+)*(?![\w-])")
# The first of each list are names; further down they are words of the language too.
FIRST_NAMES, SURNAMES, DRAWN = 2_000, 20_000, 60_000
# How many of the persons of a document are renamed.
SHARE = 0.6


@dataclass(frozen=True)
class Names:
    """Names by kind (first names of women, of men, surnames): those that are known, those that are drawn."""

    known: tuple[frozenset[str], ...]
    drawn: tuple[tuple[str, ...], ...]


def names(shared: Path) -> Names:
    """Return the names of the lists of *shared*."""
    known, drawn = [], []
    for name, first, last in (
        ("prenoms_f", FIRST_NAMES, FIRST_NAMES),
        ("prenoms_m", FIRST_NAMES, FIRST_NAMES),
        ("noms_famille", SURNAMES, DRAWN),
    ):
        with gzip.open(shared / "treebanks" / "gazetteers" / f"{name}.tsv.gz", "rt", encoding="utf-8") as lines:
            listed = [line.split("\t")[0].strip() for line in lines]
        whole = [item for item in listed[:last] if NAME.fullmatch(item)]
        known.append(frozenset(item for item in listed[:first] if NAME.fullmatch(item)))
        drawn.append(tuple(whole))
    return Names(tuple(known), tuple(drawn))


def renamed(sentences: Sequence[str], lists: Names, chance: random.Random) -> list[str]:
    """Return *sentences* with other names, the same everywhere.

    A word that begins a sentence is a name only if it stands inside another one too: « Claire » may be an adjective.
    """
    inside = {found[0] for text in sentences for found in NAME.finditer(text) if found.start() > 0}
    other: dict[str, str] = {}
    for word in sorted(inside):
        kind = next((rank for rank, held in enumerate(lists.known) if word in held), None)
        if kind is not None and chance.random() < SHARE:
            other[word] = chance.choice(lists.drawn[kind])
    return [NAME.sub(lambda found: other.get(found[0], found[0]), text) for text in sentences]
