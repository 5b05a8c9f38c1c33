"""Persons and groups as a piece names them: names, kinship and role nouns, groups without a name.

Sets ``doc._.mentions``. Pronouns are resolved when asked, in :mod:`evidence.language.pronouns`.
"""

import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from spacy.language import Language
from spacy.tokens import Doc, Span

from evidence.catalogue.words import load
from evidence.language.names import Gender, Name, gender_of, listed, names_of
from evidence.language.plain import plain
from evidence.language.spans import span_of, token_at
from evidence.model import Mention, When

Kind = Literal["person", "group", "kin", "role"]
# Words between « née » and the name it is said of, at most.
NEAR_NAME = 14
# « au président », « ce président » are « le président ».
_PLAIN_ARTICLES = {"cette": "la"} | dict.fromkeys(("au", "du", "ce", "cet"), "le")
_PLAIN_ARTICLES |= dict.fromkeys(("aux", "des", "ces"), "les")
Doc.set_extension("mentions", default=(), force=True)
Doc.set_extension("names", default=(), force=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonMention:
    """Words that name somebody: *start* and *end* are tokens; *gender* is m, f or None, *plural* for several."""

    mention: Mention
    start: int
    end: int
    kind: Kind
    gender: Gender | None = None
    plural: bool = False


@dataclass(frozen=True, slots=True)
class _Noun:
    """What a common noun says of whom it names."""

    kind: Kind
    gender: Gender | None
    plural: bool
    size: int = 1


@cache
def _kin() -> dict[str, _Noun]:
    lists = load("kinship")
    found = {word: _Noun("kin", None, True) for word in lists["several"]}
    found |= {word: _Noun("kin", "f", False) for word in lists["family"]}
    found |= {word: _Noun("kin", "m", False) for word in lists["m"]}
    return found | {word: _Noun("kin", "f", False) for word in lists["f"]}


def _plural(words: str) -> str:
    return " ".join(word if word.endswith(("s", "x", "'")) or word == "en" else word + "s" for word in words.split())


@cache
def _roles() -> dict[str, _Noun]:
    found: dict[str, _Noun] = {}
    for line in load("roles")["pairs"]:
        masculine, _, feminine = (part.strip() for part in line.partition("/"))
        neutral = masculine == feminine or masculine in load("roles")["epicene"]
        genders: tuple[tuple[str, Gender | None], ...] = ((masculine, "m"), (feminine, "f"))
        for word, gender in genders:
            if word:
                size = len(word.replace("'", "' ").split())
                found.setdefault(word, _Noun("role", None if neutral else gender, False, size))
                found.setdefault(_plural(word), _Noun("role", None if neutral else gender, True, size))
    for word in load("roles")["several"]:
        found[word] = _Noun("role", None, True, len(word.replace("'", "' ").split()))
    return found


@cache
def _first_words() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return the role nouns of several words by their first: « mis en cause », « assistante sociale »."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for words in (word.replace("'", "' ").split() for word, noun in _roles().items() if noun.size > 1):
        found.setdefault(words[0], []).append(tuple(words))
    return {first: tuple(sorted(options, key=len, reverse=True)) for first, options in found.items()}


@Language.component("people", assigns=["doc._.mentions", "doc._.names"])
def people(doc: Doc) -> Doc:
    """Return *doc* with its proper names, and its mentions of persons and groups, in order, none overlapping."""
    names = names_of(doc)
    doc._.names = tuple(names)
    lows = [token.lower_.replace("’", "'") for token in doc]
    named = {index: name for name in names if name.label != "LOC" for index in range(name.start, name.end)}
    found = [_named(doc, name) for name in names if name.label != "LOC"]
    found.extend(item for item in _nouns(doc, lows, named))
    doc._.mentions = tuple(sorted(found, key=lambda item: item.start))
    return doc


# The same under the name of the package, for a pipeline of another project.
Language.component("emprise_people", func=people)


def _named(doc: Doc, name: Name) -> PersonMention:
    words = " ".join(doc[name.bare : name.end].text.split())
    plural = doc[name.start].lower_ in listed("titles", "families") or doc[name.start].lower_ in ("mm.", "mmes")
    return PersonMention(
        mention=Mention(name=words, span=span_of(doc, range(name.start, name.end))),
        start=name.start,
        end=name.end,
        kind="person" if name.label == "PER" else "group",
        gender=name.gender,
        plural=plural and name.label == "PER",
    )


def _nouns(doc: Doc, lows: list[str], named: dict[int, Name]) -> Iterator[PersonMention]:
    """Yield « ma mère », « le président », « l'association » where no proper name stands."""
    kin, roles, bare = _kin(), _roles(), listed("organisations", "bare")
    at = 0
    for index, low in enumerate(lows):
        if index < at or index in named:
            continue
        noun = kin.get(low) or _role_at(lows, index) or roles.get(low)
        if (noun is None and low not in bare) or (noun is not None and _is_epithet(lows, index)):
            continue
        item = _noun_mention(doc, lows, index, noun or _Noun("group", "f", False), named)
        if item is not None:
            at = item.end
            yield item


def _is_epithet(lows: list[str], index: int) -> bool:
    """Tell whether the noun only qualifies the next one: « les anciens membres »."""
    return lows[index].startswith("ancien") and index + 1 < len(lows) and lows[index + 1] in _roles()


def _role_at(lows: list[str], index: int) -> _Noun | None:
    for words in _first_words().get(lows[index], ()):
        if tuple(lows[index : index + len(words)]) == words:
            joined = " ".join(words).replace("' ", "'")
            return _roles()[joined]
    return None


def _noun_mention(doc: Doc, lows: list[str], index: int, noun: _Noun, named: dict[int, Name]) -> PersonMention | None:
    start = index - 1
    # Over one adjective: « mon propre frère », « l'ancien président », « sa petite sœur ».
    if start > 0 and doc[start].pos_ == "ADJ" and not doc[start].is_sent_start and not _determines(lows[start]):
        start -= 1
    if start < 0 or doc[index].is_sent_start:
        return None
    possessed = lows[start] in listed("kinship", "possessives")
    if not possessed and (noun.kind == "kin" or lows[start] not in listed("roles", "determiners")):
        role = _roles().get(lows[index])
        if role is None or lows[start] not in listed("roles", "determiners"):
            return None
        noun = role
    end = index + noun.size
    if any(at in named for at in range(start, end)):
        return None
    owner = named.get(end) or (named.get(end + 1) if lows[end : end + 1] == [","] else None)
    if owner is not None and noun.kind != "group" and owner.label == "PER" and owner.start == end:
        return None  # « mon frère Luc »: the name says it
    gender = noun.gender or _gender_of_article(lows[start])
    article = _PLAIN_ARTICLES.get(lows[start], lows[start])
    words = " ".join((article, *lows[start + 1 : end])).replace("' ", "'")
    return PersonMention(
        mention=Mention(name=words, span=span_of(doc, range(start, end))),
        start=start,
        end=end,
        kind=noun.kind,
        gender=gender,
        plural=noun.plural or lows[start] in ("les", "des", "ces", "mes", "tes", "ses", "nos", "vos", "leurs", "aux"),
    )


def _determines(low: str) -> bool:
    return low in listed("kinship", "possessives") or low in listed("roles", "determiners")


def _gender_of_article(low: str) -> Gender | None:
    if low in ("la", "une", "cette", "ma", "ta", "sa"):
        return "f"
    return "m" if low in ("le", "un", "ce", "cet", "du", "au") else None


def people_in(doc: Doc, sentence: Span) -> tuple[Mention, ...]:
    """Return the persons and groups named in *sentence*, in order, each name once."""
    mentions: tuple[PersonMention, ...] = doc._.mentions
    low = bisect.bisect_left(mentions, sentence.start, key=lambda item: item.start)
    found: dict[str, Mention] = {}
    for item in mentions[low:]:
        if item.start >= sentence.end:
            break
        found.setdefault(item.mention.name, item.mention)
    return tuple(found.values())


def mention_at(doc: Doc, index: int) -> PersonMention | None:
    """Return the mention that holds the token *index*, None when there is none."""
    mentions: tuple[PersonMention, ...] = doc._.mentions
    at = bisect.bisect_right(mentions, index, key=lambda item: item.start) - 1
    return mentions[at] if at >= 0 and index < mentions[at].end else None


def births(doc: Doc) -> tuple[tuple[PersonMention, When], ...]:
    """Return who is said to be born when (« MARTIN Claire, née le 3 mars 1984 »); needs the dates component."""
    found = []
    for place, when in doc._.dates:
        first = token_at(doc, place.start)
        born = next((at for at in range(first, max(first - 3, -1), -1) if plain(doc[at].lower_) in _born()), None)
        before = [item for item in doc._.mentions if born is not None and born - NEAR_NAME <= item.start < born]
        if before:
            found.append((before[-1], when))
    return tuple(found)


def _born() -> frozenset[str]:
    return frozenset(("ne", "nee", "nes", "nees"))


__all__ = ["PersonMention", "births", "gender_of", "mention_at", "people", "people_in"]
