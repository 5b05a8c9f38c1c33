"""Who does what to whom: the agent and the patient of the words that acted.

Pronouns come from the order of the words (:mod:`evidence.language.verbs`), nouns from the parse, whose repeated errors
(shared/domain/nlp.md) are mended here. The agent is the one who makes it happen: in « il m'a obligée à vendre »,
« vendre » too has « il » for agent. Unknown is None.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from evidence.catalogue.words import load
from evidence.language.clauses import is_parsed
from evidence.language.complements import (
    by_agent,
    noun_patient,
    object_of,
    of_whom,
    person,
    possessor,
    pressed_by,
    subject_of,
)
from evidence.language.people import mention_at
from evidence.language.pronouns import antecedent, is_third, word_of
from evidence.language.spans import span_of
from evidence.language.speaker import speaker_of
from evidence.language.verbs import (
    VerbGroup,
    group_of,
    is_infinitive,
    is_participle,
    is_passive,
    low,
    reflexive,
    verb_forms,
)
from evidence.model import Mention

DEPTH = 4


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


@dataclass(frozen=True, slots=True)
class Actors:
    """The words that say who acts and on whom: tokens, None when nothing says it."""

    agent: Token | None = None
    patient: Token | None = None


def roles_of(doc: Doc, tokens: Iterable[int], voices: Voices | None = None) -> Roles:
    """Return the agent and the patient of the verb or noun among *tokens*.

    *voices* says who « je » and « vous » are; without it « je » is who speaks there, by the structure of the piece.
    """
    acted = sorted(tokens)
    if not acted or not is_parsed(doc):
        return Roles()
    actors = actors_of(doc, acted)
    if voices is None:
        voices = Voices(speaker=speaker_of(doc, acted[0]))
    agent, patient = _who(doc, actors.agent, voices), _who(doc, actors.patient, voices)
    if agent is not None and patient is not None and agent.name == patient.name:
        patient = None  # « je n'avais plus une minute à moi »: nobody does it to oneself
    return Roles(agent=agent, patient=patient)


def actors_of(doc: Doc, tokens: Iterable[int]) -> Actors:
    """Return the words of the agent and of the patient of the verb or noun among *tokens*."""
    acted = sorted(tokens)
    verb = _verb(doc, acted)
    if verb is not None:
        return _of_verb(verb, DEPTH)
    noun = next((doc[index] for index in acted if doc[index].pos_ in ("NOUN", "PROPN", "ADJ")), None)
    return _of_noun(noun) if noun is not None else Actors()


def _is_verb(token: Token) -> bool:
    return token.pos_ in ("VERB", "AUX") or _is_mistaken(token)


def _is_mistaken(token: Token) -> bool:
    """Tell whether *token* is a verb that the tagger takes for something else, by the words around it.

    A participle after its auxiliary (« il n'a pas nié », nlp.md, error 4), a verb after its pronoun
    (« nous surveillions »), a participle beside its noun (« un enfant maltraité »), an imperative (« laissez-moi »).
    """
    if token.pos_ not in ("PRON", "ADJ", "NOUN", "ADP", "ADV", "PROPN") or not token.is_alpha:
        return False
    if token.is_sent_start and low(token) in verb_forms("let"):
        return True
    group = group_of(token)
    if group.helpers:
        return is_participle(token)
    if token.pos_ == "ADJ" and token.dep_ in ("amod", "acl"):
        return low(token).endswith(("é", "ée", "és", "ées"))
    return group.subject is not None and token.pos_ == "ADJ"


def _verb(doc: Doc, acted: list[int]) -> Token | None:
    """Return the verb that governs among *acted*: the first whose head is not one of them."""
    verbs = [doc[index] for index in acted if doc[index].pos_ in ("VERB", "AUX")]
    verbs = verbs or [doc[index] for index in acted if _is_mistaken(doc[index])]
    lexical = [verb for verb in verbs if not _is_helper(verb)] or verbs
    inside = {verb.i for verb in lexical}
    return next((verb for verb in lexical if not any(above.i in inside for above in verb.ancestors)), None)


def _is_helper(verb: Token) -> bool:
    return verb.dep_.startswith("aux") or (low(verb) in verb_forms("auxiliaries") and verb.dep_ == "cop")


def _of_verb(verb: Token, depth: int) -> Actors:
    """Return the actors of *verb*; those of the verb that makes it happen, for an infinitive under one."""
    group = group_of(verb)
    maker = _maker(verb) if _hangs(group) and depth else None
    if maker is not None:
        above = _of_verb(maker, depth - 1)
        if low(maker) in verb_forms("let"):
            # « je l'ai vu frapper les enfants »: who acts is the complement of « voir ».
            return Actors(above.patient, _patient(group, above.patient))
        if low(maker) in verb_forms("make_direct") | verb_forms("make_dative"):
            patient = above.patient or _patient(group, above.agent)
            return Actors(above.agent, patient)
        patient = _patient(group, above.agent)
        undergone = low(verb) in verb_forms("undergo")
        return Actors(None, above.agent) if undergone else Actors(above.agent, patient)
    if group.helpers and low(group.helpers[0]) in verb_forms("causatives"):
        return _caused(group)
    if is_passive(group) or (is_participle(verb) and not group.helpers and not _shares(verb)):
        return Actors(by_agent(verb) or pressed_by(verb), _undergoer(group))
    return _active(group)


def _hangs(group: VerbGroup) -> bool:
    """Tell whether an infinitive takes who acts from the verb above: « il accuse Luc de l'avoir frappé »."""
    if not group.helpers:
        return is_infinitive(group.verb)
    return low(group.helpers[0]) == "avoir" and not is_passive(group)


def _undergoer(group: VerbGroup) -> Token | None:
    """Return on whom a passive acts: its subject; of « la somme lui a été versée », « lui »."""
    subject = subject_of(group)
    if subject is not None and person(subject) is not None:
        return subject
    clitic = next((item for item in group.clitics if word_of(item) not in ("y", "en", "se", "s'")), None)
    return clitic or object_of(group, subject) or subject


def _shares(verb: Token) -> bool:
    """Tell whether a participle without auxiliary shares that of the verb before: « il m'a insultée et frappée »."""
    lent = verb.dep_ == "conj" and is_participle(verb.head) and bool(group_of(verb.head).helpers)
    return lent and is_participle(verb) and not group_of(verb).helpers


def _active(group: VerbGroup) -> Actors:
    verb = group.verb
    if _shares(verb):
        before = group_of(verb.head)
        if is_passive(before):
            return Actors(by_agent(verb) or by_agent(verb.head), subject_of(before))
        own = object_of(group, None)
        above = _active(before)
        return Actors(above.agent, own or above.patient)
    agent = subject_of(group)
    patient = _patient(group, agent)
    presser = pressed_by(verb)
    if presser is not None and (agent is None or presser.i != agent.i):
        return Actors(presser, agent)
    if low(verb) in verb_forms("undergo"):
        return Actors(of_whom(verb), agent)
    if patient is None and low(verb) in verb_forms("make_clause"):
        patient = _made_to(verb)
    return Actors(agent, patient)


def _made_to(verb: Token) -> Token | None:
    """Return who is to act in « il exigeait que je parte »."""
    clause = next((child for child in verb.children if child.dep_ == "ccomp"), None)
    return subject_of(group_of(clause)) if clause is not None else None


def _caused(group: VerbGroup) -> Actors:
    """Return the actors of « il m'a fait signer », « il s'est fait remettre les clés par ma sœur »."""
    agent = subject_of(group)
    by = by_agent(group.verb)
    itself = any(reflexive(agent, clitic) for clitic in group.clitics)
    if itself and low(group.verb) not in verb_forms("obtain"):
        return Actors(by, agent)
    return Actors(agent, by or _patient(group, agent))


def _patient(group: VerbGroup, agent: Token | None) -> Token | None:
    """Return on whom the verb acts: a clitic that is somebody, else a person that is its complement."""
    agent_word = agent if agent is not None else group.subject
    clitics = [clitic for clitic in group.clitics if word_of(clitic) not in ("y", "en")]
    clitics = [clitic for clitic in clitics if not reflexive(agent_word, clitic)]
    if clitics:
        return _best_clitic(group, clitics)
    found = object_of(group, agent)
    return found if found is not None else possessor(group.verb, agent)


def _best_clitic(group: VerbGroup, clitics: list[Token]) -> Token | None:
    """Return the clitic that is a person where there are two: of « il me l'a pris » it is « me » (nlp.md, error 1)."""
    persons = [clitic for clitic in clitics if word_of(clitic) not in ("le", "la", "l'", "les")]
    if persons:
        return persons[0]
    if low(group.verb) in verb_forms("dative") - verb_forms("make_direct"):
        # « il l'a donnée à ma mère », « il l'a prise »: the thing; the person is the complement in « à ».
        other = object_of(group, None)
        return other if other is not None else clitics[0]
    return clitics[0]


def _maker(verb: Token) -> Token | None:
    """Return the verb on which the infinitive *verb* hangs, over nouns the parser hangs it on (nlp.md, error 6)."""
    head = verb.head
    for _ in range(DEPTH):
        if head.i == verb.i:
            return None
        if verb.dep_ == "conj" and is_infinitive(head) and _is_verb(head):
            return _maker(head)
        if _is_verb(head) and not _is_helper(head):
            return head if head.i < verb.i or verb.dep_ in ("xcomp", "ccomp") else None
        if head.pos_ not in ("NOUN", "PROPN", "PRON", "ADJ"):
            return None
        if head.head.i == head.i:
            return None
        head = head.head
    return None


def _of_noun(noun: Token) -> Actors:
    """Return the actors of a fact said by a noun: « il exerçait des pressions sur moi », « les menaces de Marc »."""
    presser = pressed_by(noun, itself=True)
    head = noun.head
    verb = head if _is_verb(head) and head.i != noun.i else None
    if presser is not None:
        pressed = next((item for item in noun.ancestors if _is_verb(item)), None)
        return Actors(presser, subject_of(group_of(pressed)) if pressed is not None else None)
    target = noun_patient(noun)
    if any(child.dep_ == "cop" for child in noun.children):
        return Actors(subject_of(group_of(noun)), target)  # « je suis le président »
    if (
        verb is None
        and _is_verb(head.head)
        and head.i < noun.i
        and not any(item.dep_ == "case" for item in noun.children)
    ):
        # « il exerçait sur nous des pressions »: the object is hung on the complement before it.
        verb, target = head.head, target or person(head)
    if verb is None:
        return Actors(of_whom(noun), target)
    group = group_of(verb)
    if is_passive(group) and noun.dep_.startswith("nsubj"):
        return Actors(by_agent(verb), target or object_of(group, None))
    if low(verb) in verb_forms("undergo"):
        return Actors(of_whom(noun) or of_whom(verb), subject_of(group))
    if noun.dep_.startswith("nsubj"):
        return Actors(of_whom(noun), target or _patient(group, None))
    above = _of_verb(verb, DEPTH)
    return Actors(above.agent, target or above.patient)


def _who(doc: Doc, token: Token | None, voices: Voices) -> Mention | None:
    """Return the person that *token* stands for; None for « on », for things, for whom the text leaves open."""
    if token is None:
        return None
    word = word_of(token)
    words = load("pronouns")
    if word in words["first"] or word in words["first_possessive"]:
        return _deduced(doc, token, voices.speaker)
    if word in words["second"] or word in words["second_possessive"]:
        return _deduced(doc, token, voices.addressee)
    if word in words["unknown"]:
        return None
    if token.pos_ != "DET" and is_third(token):
        return antecedent(doc, token)
    holder = person(token)
    found = mention_at(doc, holder.i) if holder is not None else None
    return found.mention if found is not None else None


def _deduced(doc: Doc, token: Token, someone: Mention | None) -> Mention | None:
    if someone is None or not someone.name:
        return None
    return Mention(name=someone.name, span=span_of(doc, [token.i]), inferred=True)
