"""The words of a set of phrases, numbered; a token is read as the numbers of the words it may stand for.

People write without accents, in capitals, with letters glued or repeated: « javais », « INTERDIT », « jamaiiis ».
Such a spelling is read as the word it means only where it is no other French word.
"""

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from itertools import groupby

from evidence.catalogue.phrase import Word
from evidence.catalogue.words import load
from evidence.language.forms import folded, forms, frequency, known

# What the tagger may call a word that the rule wants as verb, noun, adjective: participles go both ways.
POS_OF = {"v": ("VERB", "AUX", "ADJ"), "n": ("NOUN", "PROPN"), "a": ("ADJ", "VERB")}
GLUED = "ldjmtsnc"
VOWELS = "aeiouyhéèêàâîôûœ"


class Vocabulary:
    """Every distinct word of a set of phrases has a number."""

    def __init__(self) -> None:
        """Begin with no word."""
        self.words: list[Word] = []
        self.rarity: list[float] = []
        self.pos: dict[int, tuple[str, ...]] = {}
        self._numbers: dict[Word, int] = {}
        self._by_form: dict[str, set[int]] = defaultdict(set)
        self._by_fold: dict[str, set[int]] = defaultdict(set)
        self._read: dict[str, frozenset[int]] = {}

    def number(self, word: Word) -> int:
        """Return the number of *word*, a new one the first time."""
        if word in self._numbers:
            return self._numbers[word]
        number = len(self.words)
        self._numbers[word] = number
        self.words.append(word)
        written = _written(word.text) if word.exact else forms(word.text, word.pos)
        for form in written:
            self._by_form[_straight(form)].add(number)
            self._by_fold[folded(form)].add(number)
        self.rarity.append(sum(frequency(form) for form in written))
        if word.pos:
            self.pos[number] = POS_OF[word.pos]
        self._read.clear()
        return number

    def frequency(self, numbers: Iterable[int]) -> float:
        """Return how often any of these words comes, per million."""
        return sum(self.rarity[number] for number in numbers)

    def read(self, text: str) -> frozenset[int]:
        """Return the numbers of the words that a token written *text* may be."""
        found = self._read.get(text)
        if found is None:
            found = self._read[text] = frozenset(self._numbers_of(text))
        return found

    def _numbers_of(self, text: str) -> set[int]:
        form = _straight(text.lower())
        form = form.removeprefix("-t-").removeprefix("-") or form
        found = set(self._by_form.get(form, ()))
        for meant in _typing().get(form, ()):
            found |= self._by_form.get(meant, set())
        if len(text) > 2 and text.isupper():
            found |= self._by_fold.get(folded(form), set())  # capitals are often written without accents
        if found or known(form):
            return found
        return next(filter(None, (self._by_fold.get(other, set()) for other in _respelt(folded(form)))), set())


def _respelt(form: str) -> tuple[str, ...]:
    """Return what an unknown spelling may mean, nearest first: bare, without repeated letters, without a glued word."""
    single = "".join(letter if len(run) > 2 else run for letter, run in _runs(form))
    double = "".join(letter * 2 if len(run) > 2 else run for letter, run in _runs(form))
    glued = ""
    if len(form) > 4 and ((form[0] in GLUED and form[1] in VOWELS) or form[0] == "j"):
        glued = form[1:]
    elif len(form) > 5 and form.startswith("qu") and form[2] in VOWELS:
        glued = form[2:]
    return form, single, double, glued


def _runs(form: str) -> list[tuple[str, str]]:
    return [(letter, "".join(run)) for letter, run in groupby(form)]


def _straight(form: str) -> str:
    return form.replace("’", "'")


def _written(text: str) -> set[str]:
    """Return an exact form as people write it: without accents too, where that is no other word."""
    form = _straight(text.lower())
    bare = folded(form)
    return {form} if known(bare) else {form, bare}


@cache
def _typing() -> dict[str, tuple[str, ...]]:
    """Return the words that typed speech writes otherwise: « plu » -> « plus »."""
    pairs = (line.partition(" = ") for line in load("typing")["typed"])
    return {typed: tuple(meant.split()) for typed, _, meant in pairs}
