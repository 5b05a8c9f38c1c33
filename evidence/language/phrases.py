"""Runs phrases over a Doc: each phrase is tried only where its rarest word stands.

A sentence is read once: each token becomes the set of word numbers it may be. A phrase is looked for in a sentence when
each of its mandatory words is there, so that thousands of phrases cost little (docs/decisions/0006).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from evidence.language.forms import folded
from evidence.language.patterns import Any, Compiler, One, Pattern, Perhaps, Row, Tie
from evidence.language.ties import tied
from evidence.language.vocabulary import Vocabulary

LIGHT_POS = frozenset({"DET", "PRON", "ADV", "AUX", "PART"})
LIGHT_SIGNS = '«»"“”…'
LIGHT_WORDS = 2
# Words between a and b of « a ~ b » that need no tie in the parse: the parser errs on short links of loose speech.
NEAR_TAGGED = 4
# The same where there is no parse at all: nothing else ties them.
NEAR_BARE = 6

Tokens = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found: *key* is its rank among the phrases given, *tokens* the words that acted, as indices in the Doc.

    Gaps and light words that were skipped are not among *tokens*; the evidence runs from the first to the last.
    """

    key: int
    tokens: Tokens


@dataclass(frozen=True, slots=True)
class Near:
    """A phrase that is not found though its words are there, or all but one: *missing* says which is not."""

    key: int
    missing: tuple[str, ...]


@dataclass(slots=True, eq=False)
class _Sentence:
    """One sentence as phrases see it: blanks left out; *at* gives the place of each token in the Doc."""

    doc: Doc
    at: list[int]
    numbers: list[frozenset[int]]
    light: list[bool]
    present: set[int]
    tagged: bool
    found: dict[Pattern, list[Tokens]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.numbers)


class Phrases:
    """A set of phrases ready to be found."""

    def __init__(self, texts: Iterable[str], entries: Mapping[str, Iterable[str]]) -> None:
        """Compile *texts*; *entries*: the phrases of each lexicon, ``light`` and ``barriers`` for the runner itself.

        Raises:
            PhraseError: a phrase cannot be read.
            KeyError: a slot has no lexicon.
        """
        lexicon = {name: tuple(phrases) for name, phrases in entries.items()}
        self.vocabulary = Vocabulary()
        compiler = Compiler(lexicon, self.vocabulary)
        self.patterns = [compiler.compile(text) for text in texts]
        self.index: dict[int, list[int]] = defaultdict(list)
        for key, pattern in enumerate(self.patterns):
            for number in compiler.rarest(pattern):
                self.index[number].append(key)
        self.light = frozenset(form for word in lexicon.get("light", ()) for form in (word, folded(word)))
        self.barriers = frozenset(lexicon.get("barriers", ()))

    def find(self, doc: Doc, start: int, end: int) -> Iterator[Hit]:
        """Yield each place where a phrase stands in the sentence *start* to *end*, phrase by phrase."""
        sentence = self._read(doc, start, end)
        for key in self._candidates(sentence):
            pattern = self.patterns[key]
            if not any(need.isdisjoint(sentence.present) for need in pattern.needs):
                for tokens in self._hits(pattern, sentence):
                    yield Hit(key, tuple(sentence.at[index] for index in tokens))

    def nearly(self, doc: Doc, start: int, end: int) -> list[Near]:
        """Return the phrases that are not found in the sentence and lack one word at most, nearest first.

        Among equals, the one whose words there are the rarest comes first.
        """
        sentence = self._read(doc, start, end)
        near = []
        for key, pattern in enumerate(self.patterns):
            lacking = [need for need in pattern.needs if need.isdisjoint(sentence.present)]
            there = [self.vocabulary.frequency(need) for need in pattern.needs if need not in lacking]
            if len(lacking) > 1 or not there or (not lacking and next(self._hits(pattern, sentence), None)):
                continue
            near.append((len(lacking), min(there), Near(key, tuple(map(self._named, lacking)))))
        return [item for _, _, item in sorted(near, key=lambda row: (row[0], row[1], row[2].key))]

    def _named(self, need: frozenset[int]) -> str:
        words = sorted({self.vocabulary.words[number].text for number in need})
        return " | ".join(words[:4]) + (" | …" if len(words) > 4 else "")

    def _read(self, doc: Doc, start: int, end: int) -> _Sentence:
        """Return the tokens *start* to *end* of *doc* as numbers; blanks and line ends are left out."""
        tagged = doc.has_annotation("DEP")
        pos, read = self.vocabulary.pos, self.vocabulary.read
        at: list[int] = []
        numbers: list[frozenset[int]] = []
        light: list[bool] = []
        present: set[int] = set()
        for token in doc[start:end]:
            text = token.text
            if text.isspace():
                continue
            found = read(text)
            if found and tagged and not pos.keys().isdisjoint(found) and not text.isupper():
                found = frozenset(n for n in found if n not in pos or token.pos_ in pos[n])
            at.append(token.i)
            numbers.append(found)
            light.append(self._is_light(token, text, tagged))
            present |= found
        return _Sentence(doc, at, numbers, light, present, tagged)

    def _is_light(self, token: Token, text: str, tagged: bool) -> bool:
        return (tagged and token.pos_ in LIGHT_POS) or text.lower() in self.light or text in LIGHT_SIGNS

    def _candidates(self, sentence: _Sentence) -> list[int]:
        return sorted({key for number in sentence.present for key in self.index.get(number, ())})

    def _hits(self, pattern: Pattern, sentence: _Sentence) -> Iterator[Tokens]:
        if not isinstance(pattern, Tie):
            yield from everywhere(pattern, sentence)
            return
        rights = everywhere(pattern.right, sentence)
        for left in everywhere(pattern.left, sentence) if rights else ():
            for right in rights:
                if set(left).isdisjoint(right) and self._tied(sentence, left, right):
                    yield tuple(sorted((*left, *right)))

    def _tied(self, sentence: _Sentence, left: Tokens, right: Tokens) -> bool:
        """Tell whether *left* governs *right* inside one statement, or stands as near as if it did."""
        doc, at = sentence.doc, sentence.at
        if sentence.tagged and tied(doc, {at[index] for index in left}, {at[index] for index in right}):
            return True
        low, high = (left[-1], right[0]) if left[0] < right[0] else (right[-1], left[0])
        if high - low > (NEAR_TAGGED if sentence.tagged else NEAR_BARE):
            return False
        return not any(self._parts(doc[at[index]]) for index in range(low + 1, high))

    def _parts(self, token: Token) -> bool:
        """Tell whether *token* stands between two statements."""
        return token.lower_ in self.barriers or (token.is_punct and token.text not in LIGHT_SIGNS)


def everywhere(pattern: Pattern, sentence: _Sentence) -> list[Tokens]:
    """Return where *pattern* stands in *sentence*, the first way at each word it may begin with."""
    found = sentence.found.get(pattern)
    if found is None:
        found = sentence.found[pattern] = []
        for at, numbers in enumerate(sentence.numbers):
            if not numbers.isdisjoint(pattern.first):
                tokens = next((tokens for _, tokens in _match(pattern, sentence, at) if tokens), None)
                if tokens:
                    found.append(tokens)
    return found


def _match(pattern: Pattern, sentence: _Sentence, at: int) -> Iterator[tuple[int, Tokens]]:
    """Yield (next word, words that acted) for each way *pattern* stands at *at*."""
    if isinstance(pattern, One):
        if at < len(sentence) and not pattern.first.isdisjoint(sentence.numbers[at]):
            yield at + 1, (at,)
    elif isinstance(pattern, Any):
        for option in pattern.options:
            yield from _match(option, sentence, at)
    elif isinstance(pattern, Perhaps):
        yield from _match(pattern.item, sentence, at)
        yield at, ()
    elif isinstance(pattern, Row):
        yield from _run(pattern, 0, sentence, at, ())


def _run(row: Row, rank: int, sentence: _Sentence, at: int, done: Tokens) -> Iterator[tuple[int, Tokens]]:
    """Yield the ways the items of *row* from *rank* on stand at *at*, after *done*."""
    if rank == len(row.items):
        yield at, done
        return
    item = row.items[rank]
    if isinstance(item, int):
        for place in range(at, min(at + item + 1, len(sentence))):
            yield from _placed(row, rank + 1, sentence, place, done)
        return
    yield from _placed(row, rank, sentence, at, done)
    if not done or row.touching or (rank and isinstance(row.items[rank - 1], int)):
        return
    for place in range(at + 1, min(at + 1 + LIGHT_WORDS, len(sentence))):
        if not sentence.light[place - 1]:
            return
        yield from _placed(row, rank, sentence, place, done)


def _placed(row: Row, rank: int, sentence: _Sentence, at: int, done: Tokens) -> Iterator[tuple[int, Tokens]]:
    """Yield the ways the item at *rank*, standing exactly at *at*, and those after it stand."""
    item = row.items[rank]
    assert isinstance(item, Pattern)  # noqa: S101 (two gaps never follow each other, the parser says so)
    for after, tokens in _match(item, sentence, at):
        yield from _run(row, rank + 1, sentence, after, (*done, *tokens))
