"""word -> its inflected forms: what a rule writer means by « interdire », « enfant », « fou »."""

import gzip
import unicodedata
from dataclasses import dataclass
from functools import cache

from evidence.catalogue.words import load
from evidence.language.conjugation import conjugated
from evidence.resources import folder

VERB_ENDINGS = ("er", "ir", "re", "oir", "ïr")
VERB, NOUN, ADJECTIVE = "V", "N", "A"
# Occurrences per million above which a form that is also a preposition, pronoun or adverb is taken for that.
LITTLE = 500.0


@cache
def lexicon() -> dict[str, tuple[str, float]]:
    """Return the French word forms: their classes (V, N, A, O) and occurrences per million."""
    raw = (folder("models") / "lexicon" / "forms.tsv.gz").read_bytes()
    rows = (line.split("\t") for line in gzip.decompress(raw).decode("utf-8").splitlines())
    return {form: (classes, float(frequency)) for form, classes, frequency in rows}


def known(form: str) -> bool:
    """Tell whether *form* (lower case, accents as written) is a French word form."""
    return form in lexicon()


def frequency(form: str) -> float:
    """Return the occurrences of *form* per million words; 0.01 for a form that is not listed."""
    return max(lexicon().get(form, ("", 0.0))[1], 0.01)


@cache
def folded(form: str) -> str:
    """Return *form* in lower case, without accents or ligatures, with a straight apostrophe."""
    lowered = form.lower().replace("’", "'").replace("œ", "oe").replace("æ", "ae")
    plain = unicodedata.normalize("NFD", lowered)
    return "".join(char for char in plain if not unicodedata.combining(char))


@dataclass(frozen=True, slots=True)
class _Tables:
    """rules/language/inflection.yaml: whole words with their forms, and what makes a feminine."""

    function: dict[str, frozenset[str]]
    nouns: dict[str, frozenset[str]]
    endings: dict[str, str]
    trades: tuple[str, ...]
    feminines: frozenset[str]


@cache
def _tables() -> _Tables:
    lists = load("inflection")
    pairs = {key: [line.partition(" = ") for line in lists[key]] for key in ("function", "nouns", "endings")}
    whole = {key: {word: frozenset(forms.split()) for word, _, forms in pairs[key]} for key in ("function", "nouns")}
    return _Tables(
        function=whole["function"],
        nouns=whole["nouns"],
        endings={ending: others for ending, _, others in pairs["endings"]},
        trades=lists["trades"],
        feminines=frozenset(word for line in lists["feminines"] for word in line.split()),
    )


def _plural(word: str) -> set[str]:
    if word.endswith(("s", "x", "z")):
        return {word}
    if word.endswith("al"):
        return {word[:-2] + "aux", word + "s"}
    if word.endswith("ail"):
        return {word[:-3] + "aux", word + "s"}
    return {word + "x", word + "s"} if word.endswith(("au", "eu", "ou")) else {word + "s"}


def _feminine(word: str) -> set[str]:
    """Return the feminine of *word*: by rule for an adjective, by trade or by the list for a noun.

    A noun that looks like a feminine may be another word: « vent » and « vente », « mer » and « mère ».
    """
    found = {
        word[: len(word) - len(end)] + other
        for end, others in _endings().items()
        if word.endswith(end)
        for other in others
    }
    if word in _tables().feminines:
        return {word + "e"} | {form for form in found if _is(form, NOUN)}
    kept = {form for form in found if _is(form, NOUN)} if word.endswith(_tables().trades) else set()
    if _is(word, ADJECTIVE):
        kept |= {form for form in found | {word + "e"} if _is(form, ADJECTIVE)}
    return kept


@cache
def _endings() -> dict[str, tuple[str, ...]]:
    return {ending: tuple(others.split()) for ending, others in _tables().endings.items()}


def _is(form: str, kind: str) -> bool:
    return kind in lexicon().get(form, ("", 0.0))[0]


def _nominal(word: str) -> frozenset[str]:
    """Return the forms of a noun or adjective: plural and feminine by rule, kept when they exist."""
    irregular = _tables().nouns.get(word)
    if irregular:
        return irregular
    singular = {word} | _feminine(word)
    forms = set(singular)
    for form in singular:
        plurals = _plural(form)
        existing = {plural for plural in plurals if known(plural)}
        forms |= existing or {form + "s" if not form.endswith(("s", "x", "z")) else form}
    return frozenset(forms)


def _little(form: str) -> bool:
    return _is(form, "O") and frequency(form) > LITTLE


def _is_verb(word: str) -> bool:
    if not word.endswith(VERB_ENDINGS):
        return False
    classes = lexicon().get(word, ("", 0.0))[0]
    return VERB in classes if classes else True


@cache
def exact(word: str, pos: str | None = None) -> frozenset[str]:
    """Return the forms of *word*, accents as they should be: lower case, *word* included.

    *pos* (``v``, ``n``, ``a``) keeps the verb's forms, or the noun's or adjective's. Without it, a verb form that is
    first of all a common little word (« plus » of *plaire*, « tu » of *taire*) is left out.
    """
    word = word.lower().replace("œ", "oe").replace("’", "'")
    if word in _tables().function and pos is None:
        return _tables().function[word]
    forms: set[str] = {word}
    if pos in (None, "v") and _is_verb(word):
        forms |= {form for form in conjugated(word) if pos == "v" or not _little(form)}
    classes = lexicon().get(word, ("", 0.0))[0]
    verb_only = len(forms) > 1 and not ({NOUN, ADJECTIVE} & set(classes))
    if pos in ("n", "a") or (pos is None and not verb_only and classes not in ("O", "V")):
        forms |= _nominal(word)
    # The lexicon writes « soeur »; both spellings are French.
    return frozenset(forms | {form.replace("oeu", "œu").replace("oei", "œi") for form in forms})


@cache
def forms(word: str, pos: str | None = None) -> frozenset[str]:
    """Return the forms of *word* as people write them: with accents, and without where that is no other word."""
    written = set(exact(word, pos))
    for form in tuple(written):
        written.add(form.replace("'", "’"))
        bare = folded(form)
        if bare != form and not known(bare):
            written.add(bare)
    return frozenset(written)
