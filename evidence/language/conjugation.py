"""The forms of a French verb, from its infinitive: rules for the first two groups, models of rules/ for the rest."""

from dataclasses import dataclass
from functools import cache

from evidence.catalogue.words import load

# Endings, in the order je tu il nous vous ils.
IMPERFECT = ("ais", "ais", "ait", "ions", "iez", "aient")
FUTURE = ("ai", "as", "a", "ons", "ez", "ont")
SUBJUNCTIVE = ("e", "es", "e", "ions", "iez", "ent")
PAST = {
    "a": ("ai", "as", "a", "âmes", "âtes", "èrent"),
    "i": ("is", "is", "it", "îmes", "îtes", "irent", "ît"),
    "u": ("us", "us", "ut", "ûmes", "ûtes", "urent", "ût"),
    "in": ("ins", "ins", "int", "înmes", "întes", "inrent", "înt"),
}
SECOND_GROUP = ("is", "is", "it", "issons", "issez", "issent")
FIRST_GROUP = ("e", "es", "e", "ons", "ez", "ent")


@dataclass(frozen=True, slots=True)
class Stems:
    """What a verb's forms are made of."""

    present: tuple[str, ...]
    imperfect: str
    future: str
    past: str
    vowel: str
    subjunctive: tuple[str, str]
    participle: str


@cache
def _models() -> dict[str, str]:
    pairs = (line.partition(" = ") for line in load("inflection")["models"])
    return {ending: model for ending, _, model in pairs}


def _modelled(infinitive: str) -> Stems | None:
    """Return the stems given by the longest ending of rules/language/inflection.yaml that *infinitive* has."""
    endings = [ending for ending in _models() if infinitive.endswith(ending)]
    if not endings:
        return None
    ending = max(endings, key=len)
    before = infinitive.removesuffix(ending)
    fields = [field.strip().replace("+", before).split() for field in _models()[ending].split(";")]
    present, (imperfect,), (future,), (past, vowel), (i_, we), (participle,) = fields
    return Stems(tuple(present), imperfect, future, past, vowel, (i_, we), participle)


def _soft(stem: str, ending: str) -> str:
    """Return *stem* + *ending*, with « ç » and « ge » before a and o: commençons, mangeait."""
    if ending[0] in "aâoô":
        if stem.endswith("c"):
            return stem[:-1] + "ç" + ending
        if stem.endswith("g"):
            return stem + "e" + ending
    return stem + ending


def _silent(stem: str) -> tuple[str, ...]:
    """Return the possible stems before a silent e: jette, achète, cède, paie."""
    if stem.endswith("y"):
        return (stem[:-1] + "i", stem) if stem.endswith("ay") else (stem[:-1] + "i",)
    for size in (1, 2):
        vowel, tail = stem[-size - 1 : -size], stem[-size:]
        if vowel in ("e", "é") and len(stem) > size + 1 and not any(letter in "aeiouyéèêàâîôû" for letter in tail):
            graves = (stem[: -size - 1] + "è" + tail,)
            doubled = (stem + tail,) if vowel == "e" and tail in ("l", "t") else ()
            if vowel == "é" or size == 1 or tail in ("vr", "ch", "gn", "ss"):
                return graves + doubled if tail not in ("ss",) else (stem,)
    return (stem,)


def _first_group(infinitive: str) -> frozenset[str]:
    stem = infinitive[:-2]
    silent = _silent(stem)
    forms = {s + ending for s in silent for ending in ("e", "es", "ent")}
    forms |= {s + "er" + ending for s in (*silent, stem) for ending in (*FUTURE, *IMPERFECT)}
    forms |= {_soft(stem, ending) for ending in (*IMPERFECT, *PAST["a"], "ons", "ez", "ant", "ât")}
    forms |= {_soft(stem, ending) for ending in _past_subjunctive("a")}
    return frozenset(forms | _agreed(stem + "é"))


def _second_group(infinitive: str) -> frozenset[str]:
    stem = infinitive[:-2]
    forms = {stem + ending for ending in (*SECOND_GROUP, *PAST["i"], "issant", *_past_subjunctive("i"))}
    forms |= {stem + "iss" + ending for ending in IMPERFECT}
    forms |= {infinitive + ending for ending in (*FUTURE, *IMPERFECT)}
    return frozenset(forms | _agreed(stem + "i"))


def _past_subjunctive(vowel: str) -> tuple[str, ...]:
    """Return the endings of « que je parlasse, qu'ils fissent »; the third person stands with the past historic."""
    return tuple(vowel + "ss" + ending for ending in ("e", "es", "ions", "iez", "ent"))


def _agreed(participle: str) -> set[str]:
    """Return a past participle with its feminine and plurals: dû, due, dus, dues; mis, mise, mises; « été! » alone."""
    if participle.endswith("!"):
        return {participle[:-1]}
    bare = participle.replace("û", "u") if participle.endswith(("dû", "mû", "crû")) else participle
    plural = bare if bare.endswith("s") else bare + "s"
    feminine = "absoute" if participle == "absous" else bare + "e"
    return {participle, feminine, plural, feminine + "s"}


def _third_group(stems: Stems) -> frozenset[str]:
    forms = {*stems.present, stems.imperfect + "ant"}
    forms |= {stems.imperfect + ending for ending in IMPERFECT}
    forms |= {stems.future + ending for ending in (*FUTURE, *IMPERFECT)}
    forms |= {stems.past + ending for ending in (*PAST[stems.vowel], *_past_subjunctive(stems.vowel))}
    for ending in SUBJUNCTIVE:
        forms.add((stems.subjunctive[1] if ending in ("ions", "iez") else stems.subjunctive[0]) + ending)
    return frozenset(forms | _agreed(stems.participle))


# What the models cannot say: the subjunctives of avoir and être, their participles, some imperatives, second forms.
_EXTRA = {
    "avoir": "ait ayons ayez aie aies ayant",
    "être": "sois soit soyons soyez étant fût fus",
    "savoir": "sachez sachons sachant",
    "vouloir": "veuillez veuillons",
    "asseoir": "assois assoit assoyons assoyez assoient assoyais assoyait assoirai assoira assoirait",
}
# What they say too much of.
_NEVER = {"être": "soie soies soyions soyiez", "avoir": "ayions ayiez"}


@cache
def conjugated(infinitive: str) -> frozenset[str]:
    """Return the forms of the verb *infinitive*, itself included, in lower case; empty if it is no infinitive.

    Simple tenses of all moods and both participles. Where spelling hesitates (« appelle », « appèle ») both are given.
    """
    if infinitive.endswith("ir") and _modelled(infinitive) is None:
        return _second_group(infinitive) | {infinitive}
    if infinitive.endswith("er") and infinitive != "aller" and not infinitive.endswith("envoyer"):
        return _first_group(infinitive) | {infinitive}
    stems = _modelled(infinitive) if infinitive.endswith(("er", "ir", "re", "oir", "ïr")) else None
    if stems is None:
        return frozenset()
    extra, never = (set(table.get(infinitive, "").split()) for table in (_EXTRA, _NEVER))
    return (_third_group(stems) | extra | {infinitive}) - never
