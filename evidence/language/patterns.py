"""A phrase made ready to be run: words as sets of numbers, slots in place, what it needs and may begin with.

Equal parts of phrases are one object, so that what was found for one phrase in a sentence serves the others.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from evidence.catalogue.phrase import Choice, Gap, Governs, Maybe, Node, Sequence, Slot, Touch, Word, parse
from evidence.language.forms import known
from evidence.language.vocabulary import Vocabulary

# In any match, at least one number of the set is there.
Need = frozenset[int]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Pattern:
    """What every part has: the *needs* of any match, the numbers it may begin with, whether it may hold no word."""

    needs: tuple[Need, ...]
    first: frozenset[int]
    empty: bool = False


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class One(Pattern):
    """One word: any of the numbers of *first*."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Any(Pattern):
    """One of *options*."""

    options: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Row(Pattern):
    """One after the other; light words may stand between unless *touching*. A number is a gap of up to that width."""

    items: tuple["Pattern | int", ...]
    touching: bool = False


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Perhaps(Pattern):
    """This, or nothing."""

    item: Pattern


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Tie(Pattern):
    """*left* governs *right*."""

    left: Pattern
    right: Pattern


@dataclass(slots=True)
class Compiler:
    """Makes patterns of phrases; *entries* gives the phrases of each lexicon."""

    entries: Mapping[str, tuple[str, ...]]
    vocabulary: Vocabulary
    made: dict[Node, Pattern] = field(default_factory=dict)

    def compile(self, text: str) -> Pattern:
        """Return the pattern of a phrase.

        Raises:
            PhraseError: the phrase cannot be read.
            KeyError: a slot has no lexicon.
        """
        return self._made(parse(text))

    def _made(self, node: Node) -> Pattern:
        if node not in self.made:
            self.made[node] = self._make(node)
        return self.made[node]

    def _make(self, node: Node) -> Pattern:
        if isinstance(node, Word):
            return self._word(node)
        if isinstance(node, Slot):
            return self._any(self._made(parse(entry)) for entry in self.entries[node.name])
        if isinstance(node, Choice):
            return self._any(self._made(option) for option in node.options)
        if isinstance(node, Maybe):
            inside = self._made(node.item)
            return Perhaps(item=inside, needs=(), first=inside.first, empty=True)
        if isinstance(node, Governs):
            left, right = self._made(node.left), self._made(node.right)
            return Tie(left=left, right=right, needs=left.needs + right.needs, first=left.first | right.first)
        assert isinstance(node, Sequence | Touch)  # noqa: S101 (a gap stands in a sequence only, the parser says so)
        items = [item.width if isinstance(item, Gap) else self._made(item) for item in node.items]
        return row(items, isinstance(node, Touch))

    def _word(self, word: Word) -> Pattern:
        """Return *word*, also as the tokens it may be cut into: « l'argent », « rendez-vous »."""
        numbers = frozenset({self.vocabulary.number(word)})
        whole = One(needs=(numbers,), first=numbers)
        pieces = _pieces(word.text)
        if len(pieces) == 1:
            return whole
        words = [Word(piece, None, word.exact) for piece in pieces]
        cut = row([self._made(item) for item in words], touching=True)
        return self._any([whole, cut]) if _may_be_whole(word.text) else cut

    def _any(self, options: Iterable[Pattern]) -> Pattern:
        """Return a choice; one-word options become one set."""
        flat = list(dict.fromkeys(_flat(options)))
        numbers = frozenset(number for option in flat if isinstance(option, One) for number in option.first)
        longer = [option for option in flat if not isinstance(option, One)]
        parts: list[Pattern] = [*longer, *([One(needs=(numbers,), first=numbers)] if numbers else [])]
        if len(parts) == 1:
            return parts[0]
        empty = any(part.empty for part in parts)
        needs: tuple[Need, ...] = ()
        if not empty and all(part.needs for part in parts):
            needs = (frozenset().union(*(self.rarest(part) for part in parts)),)
        first = frozenset(number for part in parts for number in part.first)
        return Any(options=tuple(parts), needs=needs, first=first, empty=empty)

    def rarest(self, pattern: Pattern) -> Need:
        """Return the need of *pattern* that the fewest sentences meet; an empty set when it has none."""
        return min(pattern.needs, key=self.vocabulary.frequency, default=frozenset())


def row(items: Iterable[Pattern | int], touching: bool) -> Row:
    """Return a sequence of *items* (a number is a gap)."""
    parts = tuple(items)
    first: frozenset[int] = frozenset()
    empty = True
    for part in parts:
        if isinstance(part, Pattern) and empty:
            first |= part.first
            empty = part.empty
    needs = tuple(need for part in parts if isinstance(part, Pattern) for need in part.needs)
    return Row(items=parts, touching=touching, needs=needs, first=first, empty=empty)


def _flat(options: Iterable[Pattern]) -> Iterator[Pattern]:
    for option in options:
        if isinstance(option, Any):
            yield from option.options
        else:
            yield option


def _pieces(text: str) -> list[str]:
    """Return the tokens that *text* may be cut into: after an apostrophe, around a hyphen."""
    spaced = text.replace("’", "'").replace("'", "' ").replace("-", " - ")
    return spaced.split() if not text.startswith("-") else [text]


def _may_be_whole(text: str) -> bool:
    """Tell whether *text* may be one token: « aujourd'hui » and « rendez-vous », not « l'argent »."""
    return "-" in text or known(text.lower().replace("’", "'")) or text.endswith(("'", "’"))
