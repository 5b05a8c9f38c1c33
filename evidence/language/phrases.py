"""Runs phrases over a Doc: each phrase is tried only where its rarest word stands.

A phrase is a tree (evidence.catalogue.phrase). Every distinct word of all phrases gets a number; a token is read once
as the set of numbers it may stand for. A phrase is looked for in a sentence when each of its mandatory words is there,
so that thousands of phrases cost little (docs/decisions/0006).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from spacy.tokens import Doc, Token

from evidence.catalogue.phrase import Choice, Gap, Governs, Maybe, Node, Sequence, Slot, Touch, Word, parse
from evidence.catalogue.words import load as words_of
from evidence.language.forms import folded, forms, frequency, known

LIGHT_POS = frozenset({"DET", "PRON", "ADV", "AUX", "PART"})
LIGHT_WORDS = 2
NEAR_TAGGED = 4
NEAR_BARE = 6
POS_OF = {"v": ("VERB", "AUX", "ADJ"), "n": ("NOUN", "PROPN"), "a": ("ADJ", "VERB")}
# Where another statement begins: « a ~ b » does not pass.
BORDERS = frozenset({"advcl", "acl:relcl", "parataxis", "ccomp:quote"})
MODIFIERS = frozenset({"acl", "acl:relcl"})


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found: *key* as given, *tokens* the indices in the Doc of the words that acted, in order."""

    key: int
    tokens: tuple[int, ...]


@dataclass(slots=True)
class _Sentence:
    """One sentence as the matcher sees it: per token, the numbers of the words it may be."""

    doc: Doc
    start: int
    numbers: list[frozenset[int]]
    light: list[bool]
    present: set[int] = field(default_factory=set)

    def __len__(self) -> int:
        return len(self.numbers)


class Phrases:
    """A set of phrases ready to be found."""

    def __init__(self, texts: Iterable[str], entries: Mapping[str, Iterable[str]]) -> None:
        """Compile *texts*; *entries* gives the phrases of each lexicon.

        Raises:
            PhraseError: a phrase cannot be read.
            KeyError: a slot has no lexicon.
        """
        self.entries = {name: tuple(phrases) for name, phrases in entries.items()}
        self.numbers: dict[Word, int] = {}
        self.by_form: dict[str, set[int]] = defaultdict(set)
        self.pos: dict[int, tuple[str, ...]] = {}
        self.rarity: dict[int, float] = {}
        self.slots: dict[str, Node] = {}
        self.nodes = [self._prepared(parse(text)) for text in texts]
        self.needs = [self._needs(node) for node in self.nodes]
        self.index: dict[int, list[int]] = defaultdict(list)
        for key, needs in enumerate(self.needs):
            rarest = min(needs, key=lambda need: sum(self.rarity[number] for number in need))
            for number in rarest:
                self.index[number].append(key)
        self.light = frozenset(form for word in self.entries.get("light", ()) for form in (word, folded(word)))
        self.barriers = frozenset(self.entries.get("barriers", ()))
        self.read: dict[str, frozenset[int]] = {}

    def _prepared(self, node: Node) -> Node:
        """Return *node* with its slots replaced and its words numbered."""
        if isinstance(node, Word):
            self._number(node)
            return node
        if isinstance(node, Slot):
            if node.name not in self.slots:
                options = tuple(self._prepared(parse(entry)) for entry in self.entries[node.name])
                self.slots[node.name] = Choice(options)
            return self.slots[node.name]
        if isinstance(node, Touch):
            return Touch(tuple(self._prepared(item) for item in node.items))
        if isinstance(node, Sequence):
            return Sequence(tuple(self._prepared(item) for item in node.items))
        if isinstance(node, Choice):
            return Choice(tuple(self._prepared(item) for item in node.options))
        if isinstance(node, Maybe):
            return Maybe(self._prepared(node.item))
        if isinstance(node, Governs):
            return Governs(self._prepared(node.left), self._prepared(node.right))
        return node

    def _number(self, word: Word) -> int:
        if word in self.numbers:
            return self.numbers[word]
        number = len(self.numbers)
        self.numbers[word] = number
        written = _typed({word.text.lower()}) if word.exact else forms(word.text, word.pos)
        for form in written:
            self.by_form[form].add(number)
        self.rarity[number] = sum(frequency(form) for form in written)
        if word.pos:
            self.pos[number] = POS_OF[word.pos]
        return number

    def _needs(self, node: Node) -> list[frozenset[int]]:
        """Return sets of word numbers: in any match, at least one number of each set is present."""
        if isinstance(node, Word):
            return [frozenset({self.numbers[node]})]
        if isinstance(node, Touch | Sequence):
            return [need for item in node.items for need in self._needs(item)]
        if isinstance(node, Governs):
            return [*self._needs(node.left), *self._needs(node.right)]
        if isinstance(node, Choice):
            each = [self._needs(option) for option in node.options]
            if not all(each):
                return []
            rarest = [min(needs, key=lambda need: sum(self.rarity[n] for n in need)) for needs in each]
            return [frozenset().union(*rarest)]
        return []

    def _numbers_of(self, text: str) -> frozenset[int]:
        """Return the numbers of the words that a token written *text* may be."""
        cached = self.read.get(text)
        if cached is not None:
            return cached
        lowered = text.lower().replace("’", "'")
        lowered = lowered.removeprefix("-t-").removeprefix("-") or lowered
        found = set(self.by_form.get(lowered, ()))
        for other in _typing().get(lowered, ()):
            found |= self.by_form.get(other, set())
        if not found and not known(lowered):
            found |= self.by_form.get(folded(lowered), set())
        self.read[text] = frozenset(found)
        return self.read[text]

    def sentence(self, doc: Doc, start: int, end: int, tagged: bool) -> _Sentence:
        """Return the tokens *start* to *end* of *doc* as numbers."""
        numbers, light, present = [], [], set()
        for token in doc[start:end]:
            found = self._numbers_of(token.text)
            if found and tagged and self.pos:
                found = frozenset(n for n in found if n not in self.pos or token.pos_ in self.pos[n])
            numbers.append(found)
            present |= found
            pos_light = tagged and token.pos_ in LIGHT_POS
            light.append(pos_light or token.lower_ in self.light or token.text in '«»"“”')
        return _Sentence(doc, start, numbers, light, present)

    def find(self, doc: Doc, start: int, end: int) -> Iterator[Hit]:
        """Yield each place where a phrase stands in the sentence *start* to *end*, phrase by phrase."""
        tagged = doc.has_annotation("DEP")
        sentence = self.sentence(doc, start, end, tagged)
        for key in sorted({key for number in sentence.present for key in self.index.get(number, ())}):
            if all(need & sentence.present for need in self.needs[key]):
                for tokens in self._found(self.nodes[key], sentence, tagged):
                    yield Hit(key, tuple(start + index for index in tokens))

    def nearly(self, doc: Doc, start: int, end: int) -> list[int]:
        """Return the phrases whose rarest word is in the sentence and that are not found there: the near misses."""
        sentence = self.sentence(doc, start, end, doc.has_annotation("DEP"))
        met = {hit.key for hit in self.find(doc, start, end)}
        return sorted({key for number in sentence.present for key in self.index.get(number, ())} - met)

    def _found(self, node: Node, sentence: _Sentence, tagged: bool) -> Iterator[tuple[int, ...]]:
        if not isinstance(node, Governs):
            yield from self._everywhere(node, sentence)
            return
        rights = list(self._everywhere(node.right, sentence))
        if not rights:
            return
        for left in self._everywhere(node.left, sentence):
            for right in rights:
                if not set(left) & set(right) and self._tied(sentence, left, right, tagged):
                    yield tuple(sorted((*left, *right)))

    def _everywhere(self, node: Node, sentence: _Sentence) -> Iterator[tuple[int, ...]]:
        for at in range(len(sentence)):
            if sentence.numbers[at]:
                found = next(self._match(node, sentence, at), None)
                if found is not None and found[1]:
                    yield found[1]

    def _match(self, node: Node, sentence: _Sentence, at: int) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Yield (next token, tokens that acted) for each way *node* stands at *at*."""
        if isinstance(node, Word):
            if at < len(sentence) and self.numbers[node] in sentence.numbers[at]:
                yield at + 1, (at,)
        elif isinstance(node, Choice):
            for option in node.options:
                yield from self._match(option, sentence, at)
        elif isinstance(node, Maybe):
            yield from self._match(node.item, sentence, at)
            yield at, ()
        elif isinstance(node, Sequence | Touch):
            yield from self._run(node.items, sentence, at, isinstance(node, Touch), ())

    def _run(
        self, items: tuple[Node, ...], sentence: _Sentence, at: int, touching: bool, done: tuple[int, ...]
    ) -> Iterator[tuple[int, tuple[int, ...]]]:
        if not items:
            yield at, done
            return
        head, rest = items[0], items[1:]
        if isinstance(head, Gap):
            for skipped in range(head.width + 1):
                if at + skipped < len(sentence):
                    yield from self._run(rest, sentence, at + skipped, touching, done)
            return
        place, lights = at, 0
        while place < len(sentence):
            for after, tokens in self._match(head, sentence, place):
                yield from self._run(rest, sentence, after, touching, (*done, *tokens))
            if not done or touching or not sentence.light[place] or lights == LIGHT_WORDS:
                return
            lights, place = lights + 1, place + 1

    def _tied(self, sentence: _Sentence, left: tuple[int, ...], right: tuple[int, ...], tagged: bool) -> bool:
        """Tell whether *left* governs *right* inside one statement, or stands as near as if it did."""
        if tagged:
            a = {sentence.start + index for index in left}
            b = {sentence.start + index for index in right}
            if governs(sentence.doc, a, b) or modifies(sentence.doc, a, b):
                return True
        low, high = (max(left), min(right)) if left[0] < right[0] else (max(right), min(left))
        between = range(low + 1, high)
        if len(between) >= (NEAR_TAGGED if tagged else NEAR_BARE):
            return False
        texts = [sentence.doc[sentence.start + index] for index in between]
        return not any(token.is_punct or token.lower_ in self.barriers for token in texts)


def top(doc: Doc, tokens: set[int]) -> Token:
    """Return the token of *tokens* whose head is outside: the one that carries the others."""
    for index in sorted(tokens):
        if doc[index].head.i not in tokens or doc[index].head.i == index:
            return doc[index]
    return doc[min(tokens)]


def governs(doc: Doc, a: set[int], b: set[int]) -> bool:
    """Tell whether *b* hangs below *a* without the border of another statement between."""
    token = top(doc, b)
    for _ in range(12):
        if token.i in a:
            return True
        if token.head.i == token.i or token.dep_ in BORDERS:
            return False
        if token.dep_ == "conj" and token.pos_ in ("VERB", "AUX") and token.head.pos_ in ("VERB", "AUX"):
            return False
        token = token.head
    return False


def modifies(doc: Doc, a: set[int], b: set[int]) -> bool:
    """Tell whether *a* is a participle or relative clause on *b*: « l'argent que j'ai versé »."""
    token = top(doc, a)
    return token.dep_ in MODIFIERS and token.head.i in b


@cache
def _typing() -> dict[str, tuple[str, ...]]:
    """Return the words that typed speech writes otherwise: « plu » -> « plus »."""
    pairs = (line.partition(" = ") for line in words_of("typing")["typed"])
    return {typed: tuple(meant.split()) for typed, _, meant in pairs}


def _typed(written: set[str]) -> set[str]:
    found = set(written)
    for form in written:
        found |= {form.replace("’", "'")}
        bare = folded(form)
        if bare != form and not known(bare):
            found.add(bare)
    return found
