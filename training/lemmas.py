"""The tables of the lemmatizer: what the treebanks say, then our conjugator, then rules.

Nothing here comes from a dictionary of lemmas: treebanks (CC BY-SA), the forms of Lexique (CC BY-SA, no lemmas), and
the rules of rules/language/inflection.yaml.
"""

from collections import Counter, defaultdict
from itertools import chain

from spacy.lookups import Lookups

from evidence.language.conjugation import conjugated
from evidence.language.forms import exact, frequency, lexicon
from training.convert import Word

INFINITIVES = ("er", "ir", "re", "oir", "ïr")
# A verb of which the lexicon has fewer forms is none, or is hardly used.
FORMS = 2
AUXILIARIES = ("être", "avoir", "faire", "laisser")
CLOSED = ("pron", "det", "adp", "cconj", "sconj")
ENCLITIC = ("il", "elle", "ils", "elles", "on")
RULES = {
    "noun": [["eaux", "eau"], ["aux", "al"], ["eux", "eu"], ["oux", "ou"], ["s", ""]],
    "adj": [["ées", "é"], ["ée", "é"], ["ies", "i"], ["ues", "u"], ["aux", "al"], ["s", ""]],
    "verb": [
        ["ment", "ment"],  # an adverb taken for a verb
        *([ending, "er"] for ending in ("eraient", "erions", "eriez", "erons", "eront", "erait", "erais")),
        *([ending, "er"] for ending in ("aient", "èrent", "erai", "erez", "eras", "era", "ions", "assent")),
        *([ending, "er"] for ending in ("ant", "ées", "ait", "ais", "iez", "ons", "ent", "ée", "és", "ez", "es")),
        *([ending, "er"] for ending in ("é", "e", "a")),
    ],
}


def tables(trees: list[list[Word]]) -> Lookups:
    """Return the tables that spaCy's French lemmatizer reads in its « rule » mode."""
    exceptions: dict[str, dict[str, list[str]]] = {
        "verb": verbs(),
        "aux": {form: [verb] for verb in reversed(AUXILIARIES) for form in conjugated(verb)},
        "adj": nominal("A"),
        "noun": plurals(),
    }
    for (pos, form), lemma in majority(trees).items():
        exceptions.setdefault(pos, {})[form] = [lemma]
    for form, lemma in list(exceptions["pron"].items()):
        # « -t-il » and « -il » are « il ».
        exceptions["pron"] |= {f"-{form}": lemma, f"-t-{form}": lemma} if form in ENCLITIC else {}
    index = {pos: [] for pos in (*RULES, *CLOSED)} | {"noun": invariable()}
    held = set(exceptions["noun"])
    index["noun"] = [word for word in index["noun"] if word not in held]
    lookups = Lookups()
    lookups.add_table("lemma_exc", exceptions)
    lookups.add_table("lemma_index", index)
    lookups.add_table("lemma_rules", {**{pos: [] for pos in CLOSED}, "aux": [], "adv": [], "punct": [], **RULES})
    # Numbers and interjections only, so that proper nouns and what is unknown keep their form.
    lookups.add_table("lemma_lookup", looked_up(trees))
    return lookups


def majority(trees: list[list[Word]]) -> dict[tuple[str, str], str]:
    """Return the most frequent lemma of each (class, form) of the treebanks."""
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for word in chain.from_iterable(trees):
        if word.pos not in ("PROPN", "X", "SYM", "NUM", "PUNCT"):
            counts[word.pos.lower(), word.form.lower()][word.lemma.lower()] += 1
    return {key: counter.most_common(1)[0][0] for key, counter in counts.items()}


def looked_up(trees: list[list[Word]]) -> dict[str, str]:
    """Return the lemmas of numbers and interjections, which spaCy's rules leave to the look-up table."""
    found: dict[str, str] = {}
    for word in chain.from_iterable(trees):
        if word.pos in ("NUM", "INTJ") and word.form.isalpha():
            low = word.form.lower()
            found |= {low: word.lemma.lower(), low.capitalize(): word.lemma.lower()}
    return found


def verbs() -> dict[str, list[str]]:
    """Return the infinitive of each verb form of the lexicon; the more frequent one of two."""
    listed = lexicon()
    verbal = {form for form, (classes, _) in listed.items() if "V" in classes}
    # « découvre » ends as an infinitive does; an infinitive has forms.
    known = [form for form in verbal if form.endswith(INFINITIVES) and len(conjugated(form) & verbal) > FORMS]
    found: dict[str, list[str]] = {}
    for infinitive in sorted(known, key=lambda word: (frequency(word), word)):
        for form in conjugated(infinitive):
            if form in verbal:
                found[form] = [infinitive]
    # An infinitive is its own lemma even where it looks like a form of another verb.
    return found | {infinitive: [infinitive] for infinitive in known if listed[infinitive][0] != "N"}


def nominal(kind: str) -> dict[str, list[str]]:
    """Return the masculine singular of each adjective form of the lexicon; shorter words are met first."""
    listed = lexicon()
    words = sorted(
        (form for form, (classes, _) in listed.items() if kind in classes), key=lambda form: (len(form), form)
    )
    found: dict[str, list[str]] = {}
    for word in words:
        if word in found:
            continue
        for form in exact(word, kind.lower()):
            if form in listed and kind in listed[form][0]:
                found.setdefault(form, [word])
    return {form: lemma for form, lemma in found.items() if lemma != [form] or form.endswith(("s", "e"))}


def plurals() -> dict[str, list[str]]:
    """Return the singular of the nouns whose plural is not made with a mere s."""
    listed = lexicon()
    found: dict[str, list[str]] = {}
    for form, (classes, _) in listed.items():
        if "N" in classes and form.endswith("x"):
            for ending, singular in (("aux", "al"), ("aux", "ail"), ("x", "")):
                word = form.removesuffix(ending) + singular
                if form.endswith(ending) and "N" in listed.get(word, ("", 0.0))[0]:
                    found.setdefault(form, [word])
    return found


def invariable() -> list[str]:
    """Return the nouns that end as a plural does and are singular: « corps », « prix »."""
    listed = lexicon()
    return [
        form
        for form, (classes, _) in listed.items()
        if "N" in classes and form.endswith("s") and "N" not in listed.get(form[:-1], ("", 0.0))[0]
    ]
