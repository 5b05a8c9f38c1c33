"""How the elements of an offence combine: « A and (B or C) » as a tree; it is never evaluated to « constitué »."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal


class NeedError(ValueError):
    """The expression cannot be read; the message says why, in French."""


@dataclass(frozen=True, slots=True)
class Need:
    """A node: an element's id (no parts), or ``and`` / ``or`` over its parts."""

    kind: Literal["element", "and", "or"]
    element: str = ""
    parts: tuple["Need", ...] = ()

    def elements(self) -> Iterator[str]:
        """Yield the elements' ids, in the order written."""
        if self.kind == "element":
            yield self.element
        for part in self.parts:
            yield from part.elements()

    def alternatives(self) -> dict[str, tuple[str, ...]]:
        """Return for each element the others that may stand in its place; none when the text always asks for it."""
        found: dict[str, tuple[str, ...]] = {}
        for part in self.parts:
            others = tuple(e for other in self.parts if other is not part for e in other.elements())
            for element, inner in part.alternatives().items():
                found[element] = (*inner, *(others if self.kind == "or" else ()))
        return found or {self.element: ()}

    def still_open(self, supported: Collection[str]) -> frozenset[str]:
        """Return the elements that no passage supports and that no supported branch makes needless.

        >>> sorted(parse("A and (B or C)").still_open({"A"}))
        ['B', 'C']
        >>> sorted(parse("A and (B or C)").still_open({"C"}))
        ['A']
        """
        if self.kind == "element":
            return frozenset() if self.element in supported else frozenset({self.element})
        opens = [part.still_open(supported) for part in self.parts]
        if self.kind == "or" and not all(opens):
            return frozenset()
        return frozenset().union(*opens)


def parse(text: str) -> Need:
    """Return the tree of *text*; ``and`` binds tighter than ``or``.

    Raises:
        NeedError: a parenthesis or a word is missing.
    """
    words = text.replace("(", " ( ").replace(")", " ) ").split()
    tree, rest = _choice(words)
    if rest:
        raise NeedError(f"« {rest[0]} » est de trop")
    return tree


def _choice(words: list[str]) -> tuple[Need, list[str]]:
    return _joined(words, "or")


def _joined(words: list[str], link: Literal["and", "or"]) -> tuple[Need, list[str]]:
    parts = []
    while True:
        part, words = _joined(words, "and") if link == "or" else _single(words)
        parts.append(part)
        if words[:1] != [link]:
            return (parts[0] if len(parts) == 1 else Need(link, parts=tuple(parts))), words
        words = words[1:]


def _single(words: list[str]) -> tuple[Need, list[str]]:
    if not words or words[0] in {")", "and", "or"}:
        raise NeedError("un élément manque")
    if words[0] != "(":
        return Need("element", element=words[0]), words[1:]
    inner, rest = _choice(words[1:])
    if rest[:1] != [")"]:
        raise NeedError("une parenthèse n’est pas fermée")
    return inner, rest[1:]
