"""word -> its inflected forms: what a rule writer means by « interdire », « enfant », « fou »."""

import gzip
import unicodedata
from functools import cache

from evidence.catalogue.words import load
from evidence.language.conjugation import conjugated
from evidence.resources import folder

VERB_ENDINGS = ("er", "ir", "re", "oir", "ïr")
VERB, NOUN, ADJECTIVE = "V", "N", "A"


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


@cache
def _tables() -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    tables = []
    for key in ("function", "nouns"):
        pairs = (line.partition(" = ") for line in load("inflection")[key])
        tables.append({word: frozenset(forms.split()) for word, _, forms in pairs})
    return tables[0], tables[1]


def _plural(word: str) -> set[str]:
    if word.endswith(("s", "x", "z")):
        return {word}
    if word.endswith("al"):
        return {word[:-2] + "aux", word + "s"}
    if word.endswith("ail"):
        return {word[:-3] + "aux", word + "s"}
    return {word + "x", word + "s"} if word.endswith(("au", "eu", "ou")) else {word + "s"}


def _feminine(word: str) -> set[str]:
    """Return what the feminine of *word* may be; the lexicon chooses."""
    swaps = {
        "eur": ("euse", "rice", "eure", "eresse"),
        "teur": ("trice", "teuse"),
        "eux": ("euse",),
        "er": ("ère",),
        "if": ("ive",),
        "el": ("elle",),
        "en": ("enne",),
        "on": ("onne",),
        "et": ("ette", "ète"),
        "eil": ("eille",),
        "ot": ("otte", "ote"),
        "ai": ("aie",),
        "c": ("que",),
    }
    found = {word} if word.endswith("e") else {word + "e"}
    for ending, others in swaps.items():
        if word.endswith(ending):
            found |= {word.removesuffix(ending) + other for other in others}
    return found


def _nominal(word: str) -> frozenset[str]:
    """Return the forms of a noun or adjective: plural and feminine by rule, kept when they exist."""
    irregular = _tables()[1].get(word)
    if irregular:
        return irregular
    singular = {word} | {form for form in _feminine(word) if known(form) and _nounlike(form)}
    forms = set(singular)
    for form in singular:
        plurals = _plural(form)
        existing = {plural for plural in plurals if known(plural)}
        forms |= existing or {form + "s" if not form.endswith(("s", "x", "z")) else form}
    return frozenset(forms)


def _nounlike(form: str) -> bool:
    classes = lexicon()[form][0]
    return NOUN in classes or ADJECTIVE in classes or "V" in classes


def _is_verb(word: str) -> bool:
    if not word.endswith(VERB_ENDINGS):
        return False
    classes = lexicon().get(word, ("", 0.0))[0]
    return VERB in classes if classes else True


@cache
def exact(word: str, pos: str | None = None) -> frozenset[str]:
    """Return the forms of *word*, accents as they should be: lower case, *word* included.

    *pos* (``v``, ``n``, ``a``) keeps the verb's forms, or the noun's or adjective's.
    """
    word = word.lower()
    if word in _tables()[0] and pos is None:
        return _tables()[0][word]
    forms: set[str] = {word}
    if pos in (None, "v") and _is_verb(word):
        forms |= conjugated(word)
    classes = lexicon().get(word, ("", 0.0))[0]
    verb_only = len(forms) > 1 and not ({NOUN, ADJECTIVE} & set(classes))
    if pos in ("n", "a") or (pos is None and not verb_only and classes not in ("O", "V")):
        forms |= _nominal(word)
    return frozenset(forms)


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
