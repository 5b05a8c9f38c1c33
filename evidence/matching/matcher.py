"""The catalogue made ready: every phrase of every indicator, compiled once."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from spacy.tokens import Doc

from evidence.catalogue import Catalogue
from evidence.catalogue.schema import Indicator
from evidence.language.phrases import Phrases

Kind = Literal["phrase", "inverse", "unless"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a rule file."""

    criterion: str
    indicator: Indicator
    text: str
    kind: Kind
    spoken: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """A line of the catalogue found in a sentence; *tokens* are the words that acted."""

    line: Line
    tokens: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A line that does not match though its words are there, or all but one: *missing* says which is not."""

    line: Line
    missing: tuple[str, ...]


class Matcher:
    """Finds the lines of a catalogue in sentences."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Compile every phrase of *catalogue*."""
        self.catalogue = catalogue
        self.lines = tuple(_lines(catalogue))
        entries = {item.id: item.entries() for item in catalogue.lexicon.values()}
        self.phrases = Phrases((line.text for line in self.lines), entries)
        self.circumstances = frozenset(
            (criterion.id, indicator.id)
            for criterion in catalogue.criteria.values()
            for indicator in criterion.indicators
            if indicator.beside
        )

    def is_circumstance(self, criterion: str, indicator: str) -> bool:
        """Tell whether an indicator counts only beside other facts of the piece."""
        return (criterion, indicator) in self.circumstances

    def is_shipped(self, criterion: str) -> bool:
        """Tell whether the rules of *criterion* are those shipped, not a file of one's own."""
        return criterion in self.catalogue.shipped

    def every(self, doc: Doc, start: int, end: int) -> list[Match]:
        """Return every place where a line stands in the sentence *start* to *end*, ``unless`` lines too."""
        return [Match(self.lines[hit.key], hit.tokens) for hit in self.phrases.find(doc, start, end)]

    def matches(self, doc: Doc, start: int, end: int) -> list[Match]:
        """Return the matches of the sentence *start* to *end*, those that an ``unless`` overlaps left out."""
        found = self.every(doc, start, end)
        refused: dict[tuple[str, str], list[range]] = defaultdict(list)
        for match in found:
            if match.line.kind == "unless":
                refused[_owner(match)].append(range(match.tokens[0], match.tokens[-1] + 1))
        return [
            match
            for match in found
            if match.line.kind != "unless" and not any(_overlaps(match, zone) for zone in refused[_owner(match)])
        ]

    def near_misses(self, doc: Doc, start: int, end: int) -> list[NearMiss]:
        """Return the lines that nearly match the sentence, nearest first."""
        near = (NearMiss(self.lines[item.key], item.missing) for item in self.phrases.nearly(doc, start, end))
        return [item for item in near if item.line.kind != "unless"]


# Two catalogues at a time: the shipped one, and the one it is compared with.
@lru_cache(maxsize=2)
def matcher_of(catalogue: Catalogue) -> Matcher:
    """Return *catalogue* compiled, once per catalogue."""
    return Matcher(catalogue)


def _lines(catalogue: Catalogue) -> Iterator[Line]:
    for criterion in catalogue.criteria.values():
        for indicator in criterion.indicators:
            for text in indicator.phrases:
                yield Line(criterion.id, indicator, text, "phrase", criterion.spoken)
            for text in indicator.inverse:
                yield Line(criterion.id, indicator, text, "inverse", criterion.spoken)
            for text in indicator.unless:
                yield Line(criterion.id, indicator, text, "unless")


def _owner(match: Match) -> tuple[str, str]:
    return match.line.criterion, match.line.indicator.id


def _overlaps(match: Match, zone: range) -> bool:
    return match.tokens[0] < zone.stop and zone.start <= match.tokens[-1]
