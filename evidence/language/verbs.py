"""The words of one verb: auxiliaries, clitics, subject pronoun and negation, in the order French gives them.

The order is fixed (« je ne le lui ai pas dit »), so it is read from the words themselves; the parser, which confuses
the labels of clitics, is asked for the rest.
"""

from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Token

from evidence.catalogue.words import load
from evidence.language.forms import forms
from evidence.language.pronouns import word_of

FARTHEST = 9
# « ma frappée », « ta dit »: « m'a », « t'a » as people type them.
TYPED = ("ma", "ta")
SUBJECTS = ("nsubj", "nsubj:pass", "nsubj:caus", "expl:subj")
# « -nous » and « -vous » after a verb are its subject only with its own ending.
_ENDINGS = {"nous": ("ons", "mes"), "vous": ("ez", "tes")}


@dataclass(frozen=True, slots=True)
class VerbGroup:
    """The tokens around the verb at *verb*: *helpers* are its auxiliaries, *clitics* its object pronouns."""

    verb: Token
    helpers: tuple[Token, ...] = ()
    clitics: tuple[Token, ...] = ()
    subject: Token | None = None
    negation: Token | None = None

    @property
    def first(self) -> Token:
        """The leftmost verb: the one that is conjugated."""
        return self.helpers[-1] if self.helpers else self.verb


@cache
def verb_forms(key: str) -> frozenset[str]:
    """Return every form of the verbs of a list of ``frames.yaml``."""
    return frozenset(form for verb in load("frames")[key] for form in forms(verb, "v")) - {"avant"}


@cache
def listed(key: str) -> frozenset[str]:
    """Return the words of a list of ``frames.yaml``."""
    return frozenset(load("frames")[key])


def low(token: Token) -> str:
    """Return *token* in lower case with a straight apostrophe."""
    return token.lower_.replace("’", "'")


def is_infinitive(token: Token) -> bool:
    """Tell whether *token* is an infinitive, by its ending where the tagger says nothing else."""
    if token.morph.get("VerbForm", []):
        return "Inf" in token.morph.get("VerbForm", [])
    return low(token).endswith(("er", "ir", "re", "oir"))


def is_participle(token: Token) -> bool:
    """Tell whether *token* is a past participle, by its ending where the tagger says nothing else."""
    form = token.morph.get("VerbForm", [])
    if form and token.pos_ in ("VERB", "AUX"):
        # « qu'elle vende »: no participle ends so, whatever the tagger says.
        return "Part" in form and not low(token).endswith(load("frames")["no_participles"])
    return looks_participle(low(token))


def looks_participle(word: str) -> bool:
    """Tell whether *word*, in lower case, ends as a past participle does."""
    return word.endswith(load("frames")["participles"]) and not word.endswith(("ais", "ait", "aient"))


def group_of(verb: Token) -> VerbGroup:
    """Return the words of the verb group whose verb is *verb*."""
    doc, start = verb.doc, max(verb.sent.start, verb.i - FARTHEST)
    helpers: list[Token] = []
    clitics: list[Token] = []
    subject: Token | None = None
    negation: Token | None = None
    at = verb.i - 1
    while at >= start:
        token = doc[at]
        word = low(token)
        if token.is_space:
            at -= 1
            continue
        if _helps(token, verb, helpers):
            helpers.append(token)
        elif word.startswith("-") and word_of(token) in listed("subjects"):
            subject = token
        elif word in listed("negations"):
            negation = token
        elif word in listed("subjects") and _is_subject(token, helpers[-1] if helpers else verb):
            subject = subject or token
            break
        elif (word in listed("clitics") or _is_typed(token, verb)) and (clitics or _touches(at, helpers, verb)):
            clitics.append(token)
        elif word not in ("ne", "n'") and not _between(token, word):
            break
        at -= 1
    after, postposed = _after(doc, (helpers[-1] if helpers else verb).i)
    return VerbGroup(verb, tuple(helpers), tuple(clitics) + after, subject or postposed, negation or _later(verb))


def _helps(token: Token, verb: Token, helpers: list[Token]) -> bool:
    """Tell whether *token* helps what stands to its right: « a », « été », « fait » before an infinitive."""
    word = low(token)
    if word in verb_forms("causatives"):
        return is_infinitive(verb) and not helpers
    if word not in verb_forms("auxiliaries"):
        return False
    # An auxiliary is followed by a participle, or by what is typed for one (« il nous a obliger »).
    return bool(helpers) or is_participle(verb) or (token.dep_.startswith("aux") and token.i == verb.i - 1)


def _touches(at: int, helpers: list[Token], verb: Token) -> bool:
    """Tell whether a pronoun at *at* stands against the conjugated verb, or against its infinitive."""
    nearest = helpers[-1].i if helpers else verb.i
    return all(token.is_space for token in verb.doc[at + 1 : nearest])


def _is_typed(token: Token, verb: Token) -> bool:
    return low(token) in TYPED and token.head.i == verb.i and verb.pos_ in ("VERB", "AUX")


def _is_subject(token: Token, finite: Token) -> bool:
    """Tell whether « nous », « vous » is the subject: with the ending of its person."""
    endings = _ENDINGS.get(low(token))
    return endings is None or low(finite).endswith(endings)


def _between(token: Token, word: str) -> bool:
    return token.pos_ == "ADV" or word in listed("between") or word.endswith("ment")


def _after(doc: Doc, finite: int) -> tuple[tuple[Token, ...], Token | None]:
    """Return the clitics and the subject hung behind: « laissez-moi », « répétait-il »."""
    clitics: list[Token] = []
    subject = None
    for at in range(finite + 1, min(finite + 4, len(doc))):
        word = word_of(doc[at])
        if not low(doc[at]).startswith("-"):
            break
        of_this_verb = word in _ENDINGS and low(doc[finite]).endswith(_ENDINGS[word]) and not clitics
        if word in ("il", "elle", "on", "je", "tu", "ils", "elles", "ce") or of_this_verb:
            subject = doc[at]
        elif word in listed("clitics"):
            clitics.append(doc[at])
    return tuple(clitics), subject


def _later(verb: Token) -> Token | None:
    """Return the negation after a conjugated verb: « il ne voulait plus », « je ne crois pas »."""
    for token in verb.doc[verb.i + 1 : min(verb.i + 3, verb.sent.end)]:
        if low(token) in listed("negations"):
            before = verb.doc[max(verb.i - 4, verb.sent.start) : verb.i]
            return token if any(low(item) in ("ne", "n'") for item in before) else None
        if not low(token).startswith("-"):
            break
    return None


def is_passive(group: VerbGroup) -> bool:
    """Tell whether the group is passive: « j'ai été forcée », « les clés sont gardées », not « il est venu »."""
    helpers = [low(token) for token in group.helpers]
    if not is_participle(group.verb) or not helpers:
        return False
    if helpers[0] in ("été", "ete", "étés"):
        return True
    reflexive = any(low(clitic) in ("se", "s'") for clitic in group.clitics) or _same_person(group)
    is_being = helpers[0] in verb_forms_of_being()
    return is_being and not reflexive and low(group.verb) not in verb_forms("being")


@cache
def verb_forms_of_being() -> frozenset[str]:
    """Return every form of « être »."""
    return forms("être", "v")


def _same_person(group: VerbGroup) -> bool:
    return group.subject is not None and any(reflexive(group.subject, clitic) for clitic in group.clitics)


def reflexive(subject: Token | None, clitic: Token) -> bool:
    """Tell whether *clitic* stands for the subject itself: « je me », « il s' », « nous nous »."""
    word = word_of(clitic)
    if word in ("se", "s'"):
        return True
    pairs = {"je": ("me", "m'"), "j'": ("me", "m'"), "tu": ("te", "t'"), "nous": ("nous",), "vous": ("vous",)}
    return subject is not None and word in pairs.get(word_of(subject), ())
