"""Who does what to whom: the agent and the patient of the words that acted, read from the parse.

The parser's repeated errors (shared/domain/nlp.md) are mended here: clitics are « the clitic of the verb » whatever
their label, ``expl:subj`` is a subject unless the verb is impersonal, the causative's agent is the subject of *faire*.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Token

from evidence.catalogue.words import load
from evidence.language.forms import forms
from evidence.language.people import antecedent, mention_at
from evidence.language.spans import span_of
from evidence.model import Mention

SUBJECTS = ("nsubj", "nsubj:pass", "nsubj:caus", "expl:subj")
OBJECTS = ("obj", "iobj", "obl:arg", "expl:comp", "obl:agent:no", "dislocated", "expl:pass")
CLITICS = ("me", "m'", "te", "t'", "nous", "vous", "le", "la", "l'", "les", "lui", "leur", "moi", "toi")
THIRD = ("il", "elle", "ils", "elles", "le", "la", "l'", "les", "lui", "leur", "eux", "celui-ci", "celle-ci")


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """The agent and the patient; None when unknown."""

    agent: Mention | None = None
    patient: Mention | None = None


@dataclass(frozen=True, slots=True)
class Voices:
    """Who « je » and « vous » are where the words stand; None when unknown."""

    speaker: Mention | None = None
    addressee: Mention | None = None


@cache
def _forms(key: str) -> frozenset[str]:
    return frozenset(form for word in load("frames")[key] for form in forms(word, "v"))


@cache
def _words(key: str) -> frozenset[str]:
    return frozenset(load("frames")[key])


def _low(token: Token) -> str:
    return token.lower_.replace("’", "'").removeprefix("-t").removeprefix("-")


def roles_of(doc: Doc, tokens: Iterable[int], voices: Voices) -> Roles:
    """Return the agent and the patient of the verb among *tokens*, or of the verb that carries them."""
    if not doc.has_annotation("DEP"):
        return Roles()
    verb = _verb(doc, sorted(tokens))
    if verb is None:
        return Roles()
    verb = _governor(verb)
    agent, patient = agent_token(verb), patient_token(verb)
    return Roles(agent=_who(doc, agent, voices), patient=_who(doc, patient, voices))


def _verb(doc: Doc, tokens: list[int]) -> Token | None:
    """Return the highest verb among *tokens*; else the verb whose object or subject they are."""
    verbs = [doc[index] for index in tokens if doc[index].pos_ in ("VERB", "AUX")]
    if verbs:
        inside = {verb.i for verb in verbs}
        return next((verb for verb in verbs if not any(above.i in inside for above in verb.ancestors)), verbs[0])
    noun = doc[tokens[0]]
    head = noun.head
    return (
        head
        if head.pos_ in ("VERB", "AUX") and noun.dep_ in ("obj", "nsubj:pass", "obl:arg", "xcomp", "nsubj")
        else None
    )


def _governor(verb: Token) -> Token:
    """Return the verb that makes *verb* happen (« il m'a obligée à vendre » : obligée), else *verb*."""
    for _ in range(3):
        head = verb.head
        # « l'ai menacée », « a nié avoir reçu »: the auxiliary is sometimes taken for the head.
        if head.i == verb.i or verb.dep_ not in ("xcomp", "ccomp", "obj", "aux:caus", "obl:arg", "advcl"):
            break
        infinitive = "Inf" in verb.morph.get("VerbForm")
        if head.lower_ in _forms("controls") and infinitive:
            verb = head
        else:
            break
    return verb


def subject(verb: Token) -> Token | None:
    """Return the subject of *verb* as written; over coordination, to the first verb's."""
    for child in verb.children:
        if child.dep_ in SUBJECTS and not (child.dep_ == "expl:subj" and verb.lower_ in _forms("impersonal")):
            return _real(child)
    for child in verb.children:
        if child.dep_ in ("aux:tense", "aux:pass", "cop", "aux:caus"):
            inner = [item for item in child.children if item.dep_ in SUBJECTS]
            if inner:
                return _real(inner[0])
    if verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX"):
        return subject(verb.head)
    if verb.dep_ in ("xcomp", "ccomp", "obj", "obl:arg") and "Inf" in verb.morph.get("VerbForm"):
        head = verb.head
        if head.pos_ in ("VERB", "AUX") and head.lower_ not in _forms("controls"):
            return subject(head)
        return patient_token(head) if head.pos_ == "VERB" else None
    return None


def _real(token: Token) -> Token:
    """Return the antecedent of a relative subject, else *token* itself: « c'est lui qui », « l'homme qui »."""
    if _low(token) in ("qui", "lequel", "laquelle", "lesquels") and token.head.dep_ in (
        "acl:relcl",
        "acl",
        "advcl:cleft",
    ):
        return token.head.head
    return token


def is_passive(verb: Token) -> bool:
    """Tell whether *verb* is passive: « j'ai été forcée », « les clés étaient gardées »."""
    return any(child.dep_ in ("aux:pass", "nsubj:pass") for child in verb.children)


def agent_token(verb: Token) -> Token | None:
    """Return the token of who acts: the subject, or « par … » of a passive or a participle."""
    by = next((child for child in verb.children if child.dep_ == "obl:agent"), None)
    participle = verb.dep_ in ("acl", "amod") and "Part" in verb.morph.get("VerbForm")
    if is_passive(verb) or participle:
        return by or _par(verb)
    return subject(verb)


def _par(verb: Token) -> Token | None:
    for child in verb.children:
        if child.dep_.startswith("obl") and any(_low(item) == "par" for item in child.children if item.dep_ == "case"):
            return child
    return None


def patient_token(verb: Token) -> Token | None:
    """Return the token of who undergoes: the subject of a passive, a clitic, a person that is object or addressee."""
    if is_passive(verb):
        return subject(verb)
    if verb.dep_ in ("acl", "amod") and "Part" in verb.morph.get("VerbForm"):
        return verb.head
    clitics = [
        child for child in _below(verb) if _low(child) in CLITICS and child.dep_ not in SUBJECTS and child.dep_ != "det"
    ]
    if clitics:
        return clitics[0]
    for child in verb.children:
        if child.dep_ in OBJECTS or child.dep_ in ("obl:mod", "xcomp"):
            holder = mention_at(verb.doc, child.i)
            if holder is not None and holder.kind != "group":
                return child
    if verb.dep_ == "acl:relcl" and any(
        _low(child) in ("que", "qu'") and child.dep_ == "obj" for child in verb.children
    ):
        return verb.head
    return None


def _below(verb: Token) -> Iterator[Token]:
    """Yield the children of *verb* and of its auxiliaries and causative infinitive."""
    for child in verb.children:
        yield child
        if child.dep_.startswith("aux") or (child.dep_ == "xcomp" and verb.lower_ in _forms("causatives")):
            yield from child.children


def _who(doc: Doc, token: Token | None, voices: Voices) -> Mention | None:
    if token is None:
        return None
    low = _low(token)
    if low in _words("first"):
        return _deduced(doc, token, voices.speaker)
    if low in _words("second"):
        return _deduced(doc, token, voices.addressee)
    if low in _words("unknown") or token.pos_ in ("VERB", "AUX"):
        return None
    if low in THIRD:
        return antecedent(doc, token)
    holder = mention_at(doc, token.i)
    if holder is None:
        holder = next(
            (
                found
                for child in token.children
                if (found := mention_at(doc, child.i)) and child.dep_.startswith(("flat", "appos"))
            ),
            None,
        )
    return holder.mention if holder else None


def _deduced(doc: Doc, token: Token, person: Mention | None) -> Mention | None:
    return Mention(name=person.name, span=span_of(doc, [token.i]), inferred=True) if person and person.name else None
