"""The nouns around a verb that are somebody: its subject, its object, « par … », « sous la pression de … »."""

from collections.abc import Iterator

from spacy.tokens import Token

from evidence.catalogue.words import load
from evidence.language.people import mention_at
from evidence.language.pronouns import is_third, word_of
from evidence.language.verbs import (
    SUBJECTS,
    VerbGroup,
    group_of,
    is_infinitive,
    is_participle,
    listed,
    low,
    verb_forms,
)

OBJECTS = ("obj", "iobj", "obl:arg", "obl:mod", "obl", "dislocated", "ccomp", "xcomp", "nmod", "obl:agent")
CLAUSES = ("acl:relcl", "acl", "advcl:cleft", "advcl")
RELATIVES = ("qui", "lequel", "laquelle", "lesquels", "lesquelles")
STEPS = 4


def _members(group: VerbGroup) -> Iterator[Token]:
    """Yield the tokens whose children may be the verb's: itself, its auxiliaries, whatever the parser chose as head."""
    yield group.verb
    yield from group.helpers
    head = group.verb.head
    if head.i in {helper.i for helper in group.helpers}:
        return
    for helper in group.helpers:
        if helper.head.i not in (group.verb.i, helper.i) and helper.head.pos_ == "AUX":
            yield helper.head


def subject_of(group: VerbGroup, depth: int = STEPS) -> Token | None:
    """Return the word that is the subject; the antecedent of « qui », that of the verb before for a shared one."""
    verb = group.verb
    if group.subject is not None and low(group.subject) not in RELATIVES:
        impersonal = word_of(group.subject) in ("il", "ça", "ce", "c'") and low(group.first) in verb_forms("impersonal")
        resumed = next((child for child in verb.children if _is_resumed(child, group.subject)), None)
        return None if impersonal else resumed or group.subject
    if group.subject is not None:
        return antecedent_of_relative(group.subject, verb)
    for member in _members(group):
        found = next((child for child in member.children if _may_be_subject(child, group)), None)
        if found is not None:
            return antecedent_of_relative(found, verb) if low(found) in RELATIVES else found
    return _shared_subject(group, depth)


def _is_resumed(child: Token, subject: Token) -> bool:
    """Tell whether *child* is the noun that a pronoun behind the verb takes up: « mon mari vous a-t-il menacé ? »."""
    return low(subject).startswith("-") and child.dep_ in SUBJECTS and child.pos_ in ("NOUN", "PROPN")


def _is_late(child: Token, group: VerbGroup) -> bool:
    """Tell whether *child* follows an infinitive: its object, whatever the label (« avoir giflé la petite Lina »)."""
    return child.i > group.verb.i and is_infinitive(group.first)


def _may_be_subject(child: Token, group: VerbGroup) -> bool:
    if child.dep_ not in SUBJECTS or child in group.clitics or _is_late(child, group):
        return False
    # A pronoun of complement labelled as a subject (« lui a été versée ») is a clitic that the group holds.
    return low(child) not in ("lui", "leur", "me", "te", "se", "m'", "t'", "s'", "que", "qu'", "dont") or child.i < 0


def antecedent_of_relative(relative: Token, verb: Token) -> Token | None:
    """Return what « qui » stands for: the head of the relative clause, else the noun or pronoun before it."""
    head = verb.head
    doc = relative.doc
    before = doc[relative.i - 1] if relative.i > relative.sent.start else None
    if before is not None and before.pos_ in ("NOUN", "PROPN", "PRON") and low(before) not in ("ce", "celui"):
        holder = mention_at(doc, before.i)
        # « le frère de Luc qui m'a frappée »: the parse says whose; « c'est lui qui »: the word before.
        if holder is not None or before.pos_ == "PRON" or head.i == before.i:
            return before
    if verb.dep_ in CLAUSES and head.i < relative.i:
        return head
    return before if before is not None and before.pos_ in ("NOUN", "PROPN", "PRON") else None


def _shared_subject(group: VerbGroup, depth: int) -> Token | None:
    """Return the subject of the verb that lends it: the one before « et », the one above an infinitive."""
    verb = group.verb
    head = verb.head
    if not depth or head.i == verb.i:
        return None
    bare = not group.helpers
    if bare and verb.dep_ in ("acl", "amod") and is_participle(verb) and head.pos_ in ("NOUN", "PROPN", "PRON"):
        return head
    if head.pos_ not in ("VERB", "AUX"):
        if (
            verb.dep_ in ("acl", "advcl", "xcomp", "conj")
            and head.head.pos_ in ("VERB", "AUX")
            and is_infinitive(group.first)
        ):
            return subject_of(group_of(head.head), depth - 1)
        return None
    if verb.dep_ == "conj" or is_infinitive(verb) or is_participle(verb) or low(verb).endswith("ant"):
        return subject_of(group_of(head), depth - 1)
    return None


def person(token: Token) -> Token | None:
    """Return *token*, or the name beside it, where it is said of somebody; None for a thing."""
    doc = token.doc
    if is_third(token) and token.pos_ == "PRON":
        return token
    if word_of(token) in load("pronouns")["first"] or word_of(token) in load("pronouns")["second"]:
        return token
    held = mention_at(doc, token.i)
    if held is not None and held.kind in ("person", "group"):
        return token
    # « la gérante, Ève Lenoir, »: the name rather than the role.
    for child in token.children:
        beside = mention_at(doc, child.i) if child.dep_.startswith(("flat", "appos")) else None
        if beside is not None and beside.kind == "person":
            return child
    return token if held is not None else None


def _case(token: Token) -> str:
    """Return the preposition in front of *token*, empty without one."""
    case = next((low(child) for child in token.children if child.dep_ == "case"), "")
    if case in ("au", "aux"):
        return "à"
    return "de" if case in ("du", "des", "d'") else case


def object_of(group: VerbGroup, agent: Token | None) -> Token | None:
    """Return the complement that is somebody: direct, in « à », in « de » after « abuser », in « sur », « contre »."""
    verb = group.verb
    dative = low(verb) in verb_forms("dative") | verb_forms("make_dative")
    genitive = low(verb) in verb_forms("genitive")
    ranked: list[tuple[int, int, Token]] = []
    for child in _complements(group):
        holder = person(child)
        if holder is None or (agent is not None and child.i == agent.i) or _is_group(child):
            continue
        rank = _rank(_case(child), child.dep_, dative, genitive)
        if rank is not None:
            ranked.append((rank, child.i, child))
    if ranked:
        return min(ranked)[2]
    return _relative_object(group)


def _is_group(token: Token) -> bool:
    holder = mention_at(token.doc, token.i)
    return holder is not None and holder.kind == "group"


def _complements(group: VerbGroup) -> Iterator[Token]:
    verb_start = group.first.i
    for member in _members(group):
        for child in member.children:
            known = child.dep_ in OBJECTS or (child.dep_ in SUBJECTS and _is_late(child, group))
            if known and child not in group.clitics and child.pos_ not in ("VERB", "AUX"):
                # Before the verb a noun without preposition is no object: « La gérante, Ève, gardait nos clés ».
                if (
                    child == group.subject
                    or low(child).startswith("-")
                    or (child.i < verb_start and child.pos_ != "PRON" and not _case(child))
                ):
                    continue
                yield child
                # « il a pris les clés à ma mère »: hung on the thing by the parser.
                if child.dep_ == "obj":
                    yield from (
                        item for item in child.children if item.dep_ in ("nmod", "obl:arg") and _case(item) == "à"
                    )


def _rank(case: str, dep: str, dative: bool, genitive: bool) -> int | None:
    if dep == "obl:agent" or case == "par":
        return None
    if case == "":
        return 2 if dative else 1
    if case == "à":
        return 1 if dative else 3
    if case == "de":
        return 1 if genitive else None
    return 4 if case in listed("towards") else None


def _relative_object(group: VerbGroup) -> Token | None:
    """Return the antecedent of « que », « dont », « à qui »: « les enfants, que leur père ne voyait plus »."""
    verb = group.verb
    if verb.dep_ not in ("acl:relcl", "acl", "advcl:cleft"):
        return None
    doc = verb.doc
    for at in range(verb.i - 1, max(verb.head.i, verb.sent.start - 1), -1):
        if low(doc[at]) in ("que", "qu'", "dont") and doc[at].head.i == verb.i and person(verb.head) is not None:
            return verb.head
    return None


def by_agent(verb: Token) -> Token | None:
    """Return who acts in « par … »: the parser's agent, else the first « par » after the verb that names somebody."""
    found = next((child for child in verb.children if child.dep_ == "obl:agent"), None)
    if found is not None:
        return found
    doc = verb.doc
    for at in range(verb.i + 1, min(verb.sent.end, verb.i + 12)):
        if low(doc[at]) in (";", ":", "qui", "que", "mais"):
            return None
        if low(doc[at]) == "par" and doc[at].head.i != at:
            holder = doc[at].head if doc[at].head.i > at else doc[at + 1] if at + 1 < len(doc) else None
            return holder if holder is not None and person(holder) is not None else None
    return None


def of_whom(noun: Token) -> Token | None:
    """Return who is behind a noun or a verb undergone: « les menaces de Marc », « de la part du gérant »."""
    doc = noun.doc
    for at in range(noun.i + 1, min(noun.sent.end, noun.i + 8)):
        if low(doc[at]) in (",", ";", "qui", "que", "et"):
            break
        if low(doc[at]) not in ("de", "du", "des", "d'"):
            continue
        after = at + 3 if [low(token) for token in doc[at + 1 : at + 3]] == ["la", "part"] else at
        for step in range(after + 1, min(after + 4, noun.sent.end)):
            holder = mention_at(doc, step)
            if holder is not None and step >= holder.start:
                return doc[holder.end - 1] if holder.kind in ("kin", "role", "group") else doc[step]
    return None


def noun_patient(noun: Token) -> Token | None:
    """Return against whom a noun stands: « des pressions sur moi », « des menaces contre ma mère »."""
    doc = noun.doc
    for at in range(noun.i + 1, min(noun.sent.end, noun.i + 5)):
        word = low(doc[at])
        if word not in listed("towards") and not (word == "égard" or word == "encontre"):
            continue
        for token in doc[at + 1 : min(at + 4, noun.sent.end)]:
            if token.pos_ != "DET" and person(token) is not None:
                return token
    return None


def possessor(verb: Token, agent: Token | None) -> Token | None:
    """Return whose thing is acted on, where nothing else says on whom: « il lisait mes messages » is done to me."""
    words = load("pronouns")
    for child in verb.children:
        if child.dep_ != "obj":
            continue
        for det in child.children:
            first, second = low(det) in words["first_possessive"], low(det) in words["second_possessive"]
            own = agent is not None and word_of(agent) in (words["first"] if first else words["second"])
            if det.dep_ == "det" and (first or second) and not own:
                return det
    return None


def pressed_by(token: Token, itself: bool = False) -> Token | None:
    """Return who presses: « sous la pression de Marc », « à la demande du gérant »; *itself*: *token* is that noun."""
    nouns = [token] if itself else [item for item in token.children if item.dep_.startswith("obl")]
    for noun in nouns:
        if low(noun) in listed("pressure") and _under(noun):
            return of_whom(noun)
    return None


def _under(noun: Token) -> bool:
    doc = noun.doc
    return any(low(doc[at]) in listed("under") for at in range(max(noun.i - 2, noun.sent.start), noun.i))
