"""Whom a third person pronoun stands for: the nearest person that agrees, or nobody when two are as near.

Always deduced, hence ``inferred``; unknown is None.
"""

import bisect
from functools import cache

from spacy.tokens import Doc, Token

from evidence.catalogue.words import load
from evidence.language.clauses import lower, words
from evidence.language.people import PersonMention
from evidence.language.spans import span_of
from evidence.language.structure import turn_at
from evidence.model import Mention

# Beyond two sentences back, « il » is anybody.
REACH = 2


@cache
def _pronouns() -> dict[str, tuple[str | None, bool]]:
    found: dict[str, tuple[str | None, bool]] = {}
    for line in load("pronouns")["third"]:
        word, _, agreement = line.partition(" = ")
        gender, number = agreement.split()
        found[word] = (None if gender == "?" else gender, number == "p")
    return found


def word_of(token: Token) -> str:
    """Return the pronoun *token* without inversion: « -t-il » is « il »."""
    return token.lower_.replace("’", "'").removeprefix("-t").removeprefix("-")


def is_third(token: Token) -> bool:
    """Tell whether *token* is a pronoun of the third person that may stand for somebody."""
    return word_of(token) in _pronouns()


def antecedent(doc: Doc, token: Token) -> Mention | None:
    """Return whom the pronoun *token* stands for, deduced; None unless one person agrees best.

    Sentence by sentence backwards, two at most: of those who agree, the only one, else the only subject. From another
    sentence, only its subject or a complement of its main verb; for « lui », « les », « leur », only its subject.
    """
    gender, plural = _agreement(token)
    turn = turn_at(doc, token.i)
    # Who writes a message is « je » there, never « il ».
    writer = turn.speaker.name if turn is not None and turn.kind == "message" and turn.speaker is not None else None
    end = token.i
    start = token.sent.start
    for back in range(REACH + 1):
        rivals = [item for item in _between(doc, start, end) if _agrees(item, gender, plural)]
        rivals = [item for item in rivals if item.mention.name != writer and not _is_called(doc, item)]
        if back and rivals:
            rivals = [item for item in rivals if _is_subject(doc, item) or (gender and _is_main(doc, item))]
            if not rivals:
                return None  # somebody nearer may be meant
        names = {item.mention.name for item in rivals}
        if len(names) > 1:
            rivals = [item for item in rivals if _is_subject(doc, item)]
            names = {item.mention.name for item in rivals}
            if len(names) != 1:
                return None
        if names:
            return Mention(name=names.pop(), span=span_of(doc, [token.i]), inferred=True)
        if start == 0:
            return None
        end, start = start, doc[start - 1].sent.start
    return None


def _agreement(token: Token) -> tuple[str | None, bool]:
    """Return gender and number; « lui » is of both genders against a verb only: « chez lui » is a man."""
    gender, plural = _pronouns()[word_of(token)]
    if word_of(token) == "lui" and token.i + 1 < len(token.doc):
        after = token.doc[token.i + 1]
        before = token.doc[token.i - 1].pos_ if token.i else ""
        if before == "ADP" or after.pos_ not in ("VERB", "AUX", "PRON"):
            gender = "m"
    return gender, plural


def _between(doc: Doc, start: int, end: int) -> tuple[PersonMention, ...]:
    mentions: tuple[PersonMention, ...] = doc._.mentions
    low = bisect.bisect_left(mentions, start, key=lambda item: item.start)
    high = bisect.bisect_left(mentions, end, key=lambda item: item.start)
    return tuple(item for item in mentions[low:high] if item.end <= end)


def _agrees(item: PersonMention, gender: str | None, plural: bool) -> bool:
    if item.kind == "group" or item.plural != plural:
        return False
    return gender is None or item.gender is None or item.gender == gender


def _is_called(doc: Doc, item: PersonMention) -> bool:
    """Tell whether the words speak to the person by a title: « Monsieur le Procureur, il m'a frappée »."""
    after = doc[item.end].text if item.end < len(doc) else ""
    first = doc[item.start - 1] if item.start and not doc[item.start].is_sent_start else doc[item.start]
    return after == "," and bool(first.is_sent_start) and lower(first) in words("called")


def _is_main(doc: Doc, item: PersonMention) -> bool:
    """Tell whether the person is a complement of the main verb of its sentence."""
    return any(token.head.dep_ == "ROOT" and token.dep_ != "nmod" for token in doc[item.start : item.end])


def _is_subject(doc: Doc, item: PersonMention) -> bool:
    """Tell whether the person is a subject, or one of several: « Marc et Luc sont venus » has two."""
    for token in doc[item.start : item.end]:
        if token.dep_.startswith("nsubj") or (token.dep_ == "conj" and token.head.dep_.startswith("nsubj")):
            return True
    return False
