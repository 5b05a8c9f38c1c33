"""Who a word names, in all the forms of a name: full, reversed, a first or a last name alone, initials, capitals."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from evidence.language.forms import lexicon
from evidence.language.names import first_names, listed
from evidence.language.plain import plain
from evidence.model import Person, Span
from evidence.people.handles import handle_key
from evidence.people.registry import key_of

_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")


def words_of(text: str) -> Iterator[re.Match[str]]:
    """Yield the words of ``plain(text)``, hyphens inside, apostrophes between."""
    yield from _WORD.finditer(plain(text.replace("œ", "o").replace("Œ", "O")))


def tokens_of(name: str) -> tuple[str, ...]:
    """Return the words of *name* that may name somebody alone or with others: no particle, no title."""
    titles = {plain(word) for group in ("both", "m", "f") for word in listed("titles", group)}
    found = (match.group() for match in words_of(name))
    little = {part for word in listed("titles", "particles") for part in plain(word).replace("'", " ").split()}
    return tuple(word for word in found if word not in little and word not in titles)


@cache
def _plain_words() -> frozenset[str]:
    return frozenset(plain(word) for word in lexicon())


def is_common(word: str) -> bool:
    """Tell whether *word* (plain) is a word of the language: alone and in lower case, it names nobody."""
    return word in _plain_words()


def names_somebody(name: str) -> bool:
    """Tell whether *name*, that a recogniser gives, holds a first name or a word that is no other word."""
    tokens = [token for token in tokens_of(name) if len(token) > 1]
    strong = [token for token in tokens if token in first_names() or (len(token) > 3 and not is_common(token))]
    return bool(strong) and not any(char.isdecimal() or char in "|_/@" for char in name)


def is_office(name: str) -> bool:
    """Tell whether *name* is a court or a service: « tribunal judiciaire de Nîmes »."""
    return next(iter(plain(name).split()), "") in {plain(word) for word in listed("organisations", "offices")}


@dataclass(frozen=True, slots=True)
class Named:
    """Words that name: *identities* are all who may be meant, more than one where a family name is shared."""

    span: Span
    identities: tuple[str, ...]


class Names:
    """The forms of the names of a case."""

    def __init__(self, people: Iterable[Person], others: Iterable[str]) -> None:
        """Gather the persons of the case, each with its variants, then the *others* that texts name."""
        self._tokens: dict[str, set[str]] = defaultdict(set)
        self._wanted: dict[str, set[str]] = defaultdict(set)
        self.aliases: dict[str, set[str]] = defaultdict(set)
        self.dropped: list[str] = []
        for person in sorted(people, key=lambda item: -len(tokens_of(item.name))):
            self._person(person)
        rest = sorted({key_of(name): name for name in others if names_somebody(name)}.items())
        for key, name in sorted(rest, key=lambda item: -len(item[0].split())):
            if len(tokens_of(name)) > 1 or not self._tokens.keys() & set(tokens_of(name)):
                self._add(self._home(key), name)

    def _person(self, person: Person) -> None:
        """Add a person; common words together (« Procureur de la République ») are no name but to check by eye.

        A single word that a longer name holds (« Vautrin » beside « Claire Vautrin ») says nothing more.
        """
        tokens = tokens_of(person.name)
        if len(tokens) == 1 and tokens[0] in self._tokens:
            return
        if len(tokens) > 1 and not any(names_somebody(name) for name in (person.name, *person.variants)):
            self.dropped.append(person.name)
            return
        # An address is covered as an address; its words are no names (« example », « org »).
        for variant in (one for one in dict.fromkeys((person.name, *person.variants)) if not handle_key(one)):
            self._add(key_of(person.name), variant)

    def _home(self, key: str) -> str:
        """Return the identity that *key* is: the only one that holds all its words or their initials, else itself."""
        if not key or key in self._wanted:
            return key
        words = key.split()
        homes = [
            identity
            for identity, tokens in self._wanted.items()
            if all(word in tokens or (len(word) == 1 and any(t.startswith(word) for t in tokens)) for word in words)
        ]
        return homes[0] if len(homes) == 1 else key

    def _add(self, identity: str, name: str) -> None:
        tokens = tokens_of(name)
        if not identity or not tokens:
            return
        self.aliases[identity].add(key_of(name))
        for token in tokens:
            self._wanted[identity].add(token)
            if len(token) > 1:
                self._tokens[token].add(identity)

    def find(self, text: str) -> Iterator[Named]:
        """Yield the words of *text* that name somebody, in order, the longest first, none overlapping."""
        words = list(self._candidates(text))
        at = 0
        while at < len(words):
            start, end, found = words[at]
            at += 1
            if not found:
                continue
            while at < len(words) and self._follows(text, end, words[at]) and self._shared(found, words[at], text):
                found = self._shared(found, words[at], text)
                end = words[at][1]
                at += 1
            first, meant = self._with_initial(text, start, found)
            yield Named(Span(start=first, end=end), tuple(sorted(meant)))

    def _candidates(self, text: str) -> Iterator[tuple[int, int, frozenset[str]]]:
        for match in words_of(text):
            whole = self._who(text, match.start(), match.group())
            if whole or "-" not in match.group():
                yield match.start(), match.end(), whole
                continue
            at = match.start()
            for part in match.group().split("-"):
                yield at, at + len(part), self._who(text, at, part)
                at += len(part) + 1

    def _who(self, text: str, start: int, word: str) -> frozenset[str]:
        if word not in self._tokens or (text[start].islower() and (is_common(word) or len(word) < 4)):
            return frozenset()
        return frozenset(self._tokens[word])

    def _follows(self, text: str, end: int, word: tuple[int, int, frozenset[str]]) -> bool:
        gap = text[end : word[0]]
        return len(gap) <= 2 and (gap.isspace() or gap in ("-", "\n"))

    def _shared(self, found: frozenset[str], word: tuple[int, int, frozenset[str]], text: str) -> frozenset[str]:
        start, end, who = word
        if who:
            return found & who
        initial = plain(text[start:end])
        if end - start == 1 and text[start].isupper():
            return frozenset(one for one in found if any(token.startswith(initial) for token in self._wanted[one]))
        return frozenset()

    def _with_initial(self, text: str, start: int, found: frozenset[str]) -> tuple[int, frozenset[str]]:
        """Return where « C. » before a last name begins, and whom it may then name; the same when there is none."""
        before = text[max(start - 3, 0) : start]
        if len(before) == 3 and before[1] == "." and before[0].isupper() and before[2].isspace():
            initial = plain(before[0])
            meant = frozenset(one for one in found if any(token.startswith(initial) for token in self._wanted[one]))
            if initial != "m" and meant:
                return start - 3, meant
        return start, found


def unsure(text: str, covered: Sequence[Span]) -> Iterator[Span]:
    """Yield what may still name somebody in *text*: a first name, or a capital inside a sentence on a word unknown."""
    taken = bytearray(len(text))
    for span in covered:
        taken[span.start : span.end] = b"\1" * (span.end - span.start)
    for match in words_of(text):
        start, end = match.span()
        if any(taken[start:end]) or not text[start].isupper() or end - start < 3:
            continue
        if match.group() in first_names() or not all(is_common(part) for part in match.group().split("-")):
            yield Span(start=start, end=end)
