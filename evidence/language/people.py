"""Persons and groups as a piece names them: names, kinship and role nouns, pronouns.

Sets ``doc._.mentions``. Nothing is guessed: a pronoun is resolved only when one person agrees and is nearest.
"""

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from evidence.catalogue.words import load
from evidence.language.forms import folded, frequency, known
from evidence.language.spans import span_of
from evidence.model import Mention
from evidence.resources import folder

Kind = Literal["person", "group", "kin", "role"]
# Beyond two sentences back, « il » is anybody.
REACH = 2
COMMON = 20.0
Doc.set_extension("mentions", default=(), force=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonMention:
    """Words that name somebody: *start* and *end* are tokens; *gender* is m, f or None, *plural* for several."""

    mention: Mention
    start: int
    end: int
    kind: Kind
    gender: str | None = None
    plural: bool = False


@cache
def first_names() -> dict[str, str]:
    """Return the gender (m, f, e for both) of each first name, folded."""
    raw = (folder("models") / "lexicon" / "prenoms.tsv.gz").read_bytes()
    return dict(line.split("\t") for line in gzip.decompress(raw).decode("utf-8").splitlines())


@cache
def _words(key: str) -> frozenset[str]:
    return frozenset(word.lower() for word in load("persons")[key])


@Language.component("people", assigns=["doc._.mentions"])
def people(doc: Doc) -> Doc:
    """Return *doc* with its mentions of persons and groups, in order, none overlapping."""
    taken = [False] * (len(doc) + 1)
    found: list[PersonMention] = []
    for reader in (_titled, _entities, _capital_names, _kin, _roles, _groups):
        for mention in reader(doc):
            if not any(taken[mention.start : mention.end]):
                taken[mention.start : mention.end] = [True] * (mention.end - mention.start)
                found.append(mention)
    doc._.mentions = tuple(sorted(found, key=lambda item: item.start))
    return doc


def _made(doc: Doc, start: int, end: int, kind: Kind, gender: str | None, name: str | None = None) -> PersonMention:
    span = span_of(doc, range(start, end))
    plural = kind == "kin" and doc[end - 1].lower_ in _words("kin_p") and doc[end - 1].lower_ != "famille"
    return PersonMention(
        mention=Mention(name=name or " ".join(span.of(doc.text).split()), span=span),
        start=start,
        end=end,
        kind=kind,
        gender=gender,
        plural=plural,
    )


def _is_name(token: Token) -> bool:
    """Tell whether *token* is written as a name: a capital, and not an ordinary word at a sentence start."""
    text = token.text
    if not text[:1].isupper() or text.lower() in _words("not_names") or not any(char.isalpha() for char in text):
        return False
    if text.isupper() and len(text) > 1:
        return not (known(text.lower()) and frequency(text.lower()) > COMMON)
    return True


def _particle(token: Token) -> bool:
    return token.lower_ in ("de", "du", "des", "le", "la", "d'", "d’", "van", "von", "ben", "el", "née", "-")


def _run(doc: Doc, at: int) -> int:
    """Return the end of the run of name words that begins at *at*; particles stand only between two names."""
    end = at
    while end < len(doc):
        token = doc[end]
        if end > at and token.is_sent_start:
            break
        if _is_name(token) or (
            len(token.text) <= 2 and token.text[:1].isupper() and token.text.endswith(".") and end > at
        ):
            end += 1
        elif end > at and _particle(token) and end + 1 < len(doc) and _is_name(doc[end + 1]):
            end += 1
        else:
            break
        if end - at >= 5:
            break
    return end


def _titled(doc: Doc) -> Iterator[PersonMention]:
    for token in doc:
        low = token.lower_
        if low not in _words("titles_m") and low not in _words("titles_f"):
            continue
        if token.i + 1 >= len(doc) or doc[token.i + 1].is_sent_start:
            continue
        end = _run(doc, token.i + 1)
        if end == token.i + 1:
            continue
        gender = "f" if low in _words("titles_f") else "m" if low not in ("me", "maître", "dr", "pr") else None
        name = " ".join(span_of(doc, range(token.i + 1, end)).of(doc.text).split())
        yield _made(doc, token.i, end, "person", gender or _gender_of(name), name)


def _gender_of(name: str) -> str | None:
    genders = {first_names().get(folded(word)) for word in name.replace("-", " ").split()} - {None, "e"}
    return genders.pop() if len(genders) == 1 else None


def _entities(doc: Doc) -> Iterator[PersonMention]:
    for entity in doc.ents:
        if entity.label_ == "PER" and _is_name(doc[entity.start]):
            yield _made(doc, entity.start, entity.end, "person", _gender_of(entity.text))
        elif entity.label_ == "ORG" and any(_is_name(token) for token in entity):
            yield _made(doc, entity.start, entity.end, "group", None)


def _capital_names(doc: Doc) -> Iterator[PersonMention]:
    """Yield names without a title: a known first name with what follows, or NOM Prénom."""
    index = 0
    while index < len(doc):
        token = doc[index]
        if not _is_name(token):
            index += 1
            continue
        end = _run(doc, index)
        run = [item for item in doc[index:end] if _is_name(item)]
        if _holds_first_name(run) or (len(run) >= 2 and run[0].text.isupper() and not run[-1].text.isupper()):
            yield _made(doc, index, end, "person", _gender_of(" ".join(item.text for item in run)))
        index = max(end, index + 1)


def _holds_first_name(run: list[Token]) -> bool:
    for token in run:
        word = folded(token.text)
        if all(part in first_names() for part in word.split("-")):
            common = known(token.lower_) and frequency(token.lower_) > 1.0
            if len(run) > 1 or not common or token.pos_ == "PROPN":
                return True
    return False


def _before(doc: Doc, index: int) -> int:
    """Return the start of the group of *index*: over one adjective (« mon propre frère », « sa petite fille »)."""
    start = index - 1
    if start > 0 and doc[start].pos_ == "ADJ" and not doc[start].is_sent_start:
        start -= 1
    return start


def _kin(doc: Doc) -> Iterator[PersonMention]:
    for token in doc:
        low = token.lower_
        gender = "m" if low in _words("kin_m") else "f" if low in _words("kin_f") else None
        if gender is None and low not in _words("kin_p"):
            continue
        start = _before(doc, token.i)
        if start < 0 or doc[start].lower_ not in _words("possessives") or token.is_sent_start:
            continue
        name = " ".join(item.lower_ for item in doc[start : token.i + 1])
        end = token.i + 1
        if end < len(doc) and _is_name(doc[end]) and not doc[end].is_sent_start:
            end = _run(doc, end)
            name = " ".join(span_of(doc, range(token.i + 1, end)).of(doc.text).split())
        yield _made(doc, start, end, "kin", gender, name)


def _roles(doc: Doc) -> Iterator[PersonMention]:
    for token in doc:
        low = token.lower_
        longer = " ".join(item.lower_ for item in doc[token.i : token.i + 3])
        size = 3 if longer in _words("role_m") | _words("role_f") else 1
        word = longer if size == 3 else low
        if word not in _words("role_m") and word not in _words("role_f"):
            continue
        start = _before(doc, token.i)
        if start < 0 or token.is_sent_start:
            continue
        low = doc[start].lower_.replace("’", "'")
        if low not in _words("determiners") | _words("possessives"):
            continue
        both = word in _words("role_m") and word in _words("role_f")
        gender = {"la": "f", "une": "f", "cette": "f", "le": "m", "un": "m", "ce": "m"}.get(low)
        gender = gender if both or gender else "m" if word in _words("role_m") else "f"
        yield _made(doc, start, token.i + size, "role", gender)


def _groups(doc: Doc) -> Iterator[PersonMention]:
    for token in doc:
        if token.lower_ not in _words("groups") or token.i + 1 >= len(doc):
            continue
        at = token.i + 1
        while at < len(doc) and doc[at].text in ("«", '"', "“", "de", "d'", "d’", "la", "le", "du", "l'", "des"):
            at += 1
        if at < len(doc) and _is_name(doc[at]) and not doc[at].is_sent_start:
            end = _run(doc, at)
            name = " ".join(span_of(doc, range(at, end)).of(doc.text).split())
            yield _made(doc, token.i, end, "group", "f", name)


def people_in(doc: Doc, sentence: Span) -> tuple[Mention, ...]:
    """Return the persons and groups named in *sentence*, in order, each name once."""
    found: dict[str, Mention] = {}
    for item in doc._.mentions:
        if sentence.start <= item.start < sentence.end and item.kind in ("person", "group", "kin", "role"):
            found.setdefault(item.mention.name, item.mention)
    return tuple(found.values())


def mention_at(doc: Doc, index: int) -> PersonMention | None:
    """Return the mention that holds the token *index*, None when there is none."""
    return next((item for item in doc._.mentions if item.start <= index < item.end), None)


def antecedent(doc: Doc, token: Token) -> Mention | None:
    """Return whom the third person pronoun *token* stands for, deduced; None unless one person agrees best.

    The nearest person before it, of the same gender and number, in this sentence or the two before; two different
    ones in the same sentence are an ambiguity, unless one of them is a subject.
    """
    gender, plural = _agreement(token)
    sentences = [sentence for sentence in doc.sents if sentence.start <= token.i][-REACH - 1 :]
    for sentence in reversed(sentences):
        rivals = [
            item
            for item in doc._.mentions
            if sentence.start <= item.start < min(sentence.end, token.i)
            and item.kind in ("person", "kin", "role")
            and item.plural == plural
            and (gender is None or item.gender == gender)
        ]
        names = {item.mention.name for item in rivals}
        if len(names) > 1:
            rivals = [item for item in rivals if _is_subject(doc, item)]
            names = {item.mention.name for item in rivals}
        if len(names) == 1:
            return Mention(name=names.pop(), span=span_of(doc, [token.i]), inferred=True)
        if names:
            return None
    return None


def _is_subject(doc: Doc, item: PersonMention) -> bool:
    return any(token.dep_.startswith("nsubj") for token in doc[item.start : item.end])


def _agreement(token: Token) -> tuple[str | None, bool]:
    low = token.lower_.replace("’", "'").removeprefix("-t").removeprefix("-")
    gender = {
        "il": "m",
        "elle": "f",
        "le": "m",
        "la": "f",
        "ils": "m",
        "elles": "f",
        "celle-ci": "f",
        "celui-ci": "m",
    }.get(low)
    return gender, low in ("ils", "elles", "les", "leur", "eux")
