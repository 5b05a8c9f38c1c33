"""How far words reach: which verb a negation sits on, and whether a clause holds given words.

With a parse, reach follows it; without one, or where it says nothing, it runs to the next clause in the sentence.
"""

from collections.abc import Iterator, Sequence
from functools import cache

from spacy.tokens import Doc, Token

from evidence.catalogue.words import load
from evidence.language.cues import rules
from evidence.language.forms import forms

# Arcs that lead into a statement of its own: what is said of the head is not said of the dependent.
OWN_STATEMENT = frozenset({"advcl", "acl:relcl", "parataxis", "nsubj", "csubj", "vocative", "discourse", "dislocated"})
AUXILIARY = ("aux", "cop")
BARRIERS = frozenset("«»“”;:!?")
# Words between an auxiliary and its participle, at most: « n'a-t-il pas non plus été vraiment ».
FARTHEST = 7


@cache
def words(key: str) -> frozenset[str]:
    """Return the list *key* of ``speech.yaml``."""
    return frozenset(load("speech")[key])


@cache
def verb_forms(key: str) -> frozenset[str]:
    """Return every form of the verbs of the list *key* of ``speech.yaml``."""
    return frozenset(form for verb in load("speech")[key] for form in (*forms(verb), verb))


@cache
def speech_forms() -> frozenset[str]:
    """Return every form of every verb of speech: to say, to claim, to admit."""
    return verb_forms("say") | verb_forms("claim") | verb_forms("admit")


@cache
def _skipped() -> frozenset[str]:
    return words("clitics") | words("between")


@cache
def stops() -> frozenset[str]:
    """Return the single words at which the context rules stop, « parce » for « parce que »."""
    lines = (line.strip() for data in rules().values() for line in data.get("stop", "").splitlines())
    return frozenset(line.removesuffix(" que") for line in lines if line and " " not in line.removesuffix(" que"))


def lower(token: Token) -> str:
    """Return *token* in lower case with straight apostrophes."""
    return token.lower_.replace("’", "'")


def is_parsed(doc: Doc) -> bool:
    """Tell whether *doc* has been through a parser; asked often, and spaCy's answer reads every token."""
    known = doc.user_data.get("parsed")
    if known is None:
        known = doc.user_data["parsed"] = doc.has_annotation("DEP")
    return bool(known)


def verb_of_negation(doc: Doc, ne: int) -> int:
    """Return the verb that the « ne » at *ne* sits on: the participle or infinitive that carries the fact, if any."""
    end = doc[ne].sent.end
    at = ne + 1
    while at < end - 1 and (lower(doc[at]) in words("clitics") or lower(doc[at]) in words("between")):
        at += 1
    return _carrier(doc, at, end)


def verb_before(doc: Doc, at: int) -> int | None:
    """Return the verb that a « pas » without « ne » at *at* follows (« j'ai pas vu »), None when it opens a noun."""
    previous = doc[at - 1] if at > doc[at].sent.start else None
    if previous is None or not previous.text[0].isalpha() or lower(previous) in words("linked"):
        return None
    if is_parsed(doc) and previous.pos_ not in {"VERB", "AUX", "PRON", "ADV"}:
        return None
    return _carrier(doc, at - 1, doc[at].sent.end)


def _carrier(doc: Doc, at: int, end: int) -> int:
    """Return the word that carries the fact of the verb at *at*: itself, or the participle after its auxiliary."""
    auxiliary = verb_forms("auxiliaries")
    seat = min(at, end - 1)
    while lower(doc[seat]) in auxiliary or lower(doc[seat]) in words("causative"):
        ahead = seat + 1
        while ahead < min(end, seat + FARTHEST) and lower(doc[ahead]) in _skipped():
            ahead += 1
        if ahead >= end or not _is_participle(doc[ahead], infinitive=lower(doc[seat]) in words("causative")):
            break
        seat = ahead
    return _head_of_group(doc[seat]).i


def _is_participle(token: Token, *, infinitive: bool) -> bool:
    if token.has_morph() and token.pos_ in {"DET", "ADP", "PRON", "PUNCT"}:
        return False
    endings = (*load("speech")["participles"], *(("er", "ir", "re", "oir") if infinitive else ()))
    return len(token) > 1 and lower(token).endswith(endings)


def _head_of_group(token: Token) -> Token:
    while token.dep_.startswith(AUXILIARY) and token.head.i != token.i:
        token = token.head
    return token


def carried(doc: Doc, at: int) -> int:
    """Return the word that an adverb, a conjunction or a preposition at *at* bears on: its head, else the next word."""
    token = doc[at]
    if is_parsed(doc) and token.head.i != token.i:
        return _head_of_group(token.head).i
    return content_after(doc, at)


def content_after(doc: Doc, at: int) -> int:
    """Return the first word after *at* that is neither an article nor a clitic; *at* at the end of the sentence."""
    for token in doc[at + 1 : doc[at].sent.end]:
        if token.text[0].isalpha() and lower(token) not in words("light") | words("between"):
            return token.i
    return at


def top(doc: Doc, tokens: Sequence[int]) -> int:
    """Return the word of *tokens* that governs the others, the first one without a parse."""
    if not is_parsed(doc):
        return tokens[0]
    inside = set(tokens)
    tops = [index for index in tokens if doc[index].head.i not in inside or doc[index].head.i == index]
    content = [index for index in tops if doc[index].pos_ not in {"PUNCT", "DET", "ADP", "CCONJ", "SCONJ"}]
    return (content or tops or list(tokens))[0]


def holds(doc: Doc, seat: int, tokens: Sequence[int], *, itself: bool) -> bool:
    """Tell whether what is said of the word *seat* is said of *tokens*; of *seat* too where *itself*."""
    if seat in tokens:
        return itself
    if is_parsed(doc):
        reached = _governs(doc, seat, tokens)
        if reached is not None:
            return reached
    return tokens[0] > seat and runs(doc, seat + 1, tokens[0])


def _governs(doc: Doc, seat: int, tokens: Sequence[int]) -> bool | None:
    """Return whether *seat* governs *tokens* inside one statement; None when the parse puts them side by side."""
    token = doc[top(doc, tokens)]
    blocked = False
    while token.head.i != token.i:
        blocked = blocked or (is_own_statement(token) and not _is_cleft(token))
        token = token.head
        if token.i == seat:
            return not blocked
    return None


def other_verb_between(doc: Doc, seat: int, tokens: Sequence[int]) -> bool:
    """Tell whether *tokens* hang on a verb of its own person, put beside *seat* by « et »: it needs its own « ne ».

    « il n'allait plus à l'école et devait réciter » does not deny « réciter ».
    """
    if not is_parsed(doc):
        return False
    token = doc[top(doc, tokens)]
    while token.head.i != token.i and token.i != seat:
        if token.dep_ == "conj" and "Fin" in token.morph.get("VerbForm", []):
            marks = {lower(child) for child in token.children if child.dep_ in {"cc", "mark"}}
            return not marks & {"ni", "que", "qu'"}
        token = token.head
    return False


def _is_cleft(token: Token) -> bool:
    """Tell whether *token* is the verb of « ce n'est pas lui qui… »: what is said of « lui » is said of it."""
    subjects = {lower(child) for child in token.head.children if child.dep_.startswith(("nsubj", "expl"))}
    return token.dep_.startswith(("acl", "advcl", "ccomp")) and bool(subjects & {"c'", "ce"})


def is_own_statement(token: Token) -> bool:
    """Tell whether the arc from *token* to its head leads into a statement of its own."""
    if token.dep_ == "conj":
        marks = {lower(child) for child in token.children if child.dep_ in {"cc", "mark"}}
        subject = any(child.dep_.startswith(("nsubj", "expl:subj")) for child in token.children)
        tensed = any(child.dep_.startswith(AUXILIARY) for child in token.children)
        return bool(marks & {"mais", "puis", "donc"}) or ((subject or tensed) and not marks & {"que", "qu'"})
    return token.dep_ in OWN_STATEMENT or token.dep_.split(":")[0] in {"advcl", "parataxis"}


def runs(doc: Doc, start: int, end: int) -> bool:
    """Tell whether the words from *start* to *end* (excluded) hold no beginning of another clause."""
    return not any(breaks(doc, index) for index in range(start, end))


def breaks(doc: Doc, at: int) -> bool:
    """Tell whether another clause begins at *at*, by the words alone."""
    token = doc[at]
    word = lower(token)
    if word in words("breaks") or word in stops() or token.text in BARRIERS or (token.is_sent_start and at):
        return True
    if word == "," or word in words("linked"):
        following = lower(doc[at + 1]) if at + 1 < len(doc) else ""
        return following in words("subjects") or following in words("ne") or (word == "," and following == "mais")
    return False


def runs_on(doc: Doc, start: int, end: int) -> bool:
    """Tell whether no finding of guilt stands from *start* to *end*: « relaxe du premier chef, coupable du second »."""
    return not any(lower(doc[index]) in words("guilty") for index in range(start, end))


def clause_before(doc: Doc, at: int) -> Iterator[int]:
    """Yield the words before *at* in its clause, nearest first."""
    for index in range(at - 1, doc[at].sent.start - 1, -1):
        if doc[index].text in BARRIERS or doc[index].text == ",":
            return
        yield index
