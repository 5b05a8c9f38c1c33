"""A finding that a person makes by selecting words: whole sentences, never a negation cut off; the engine's own id."""

import hashlib
from collections.abc import Collection

from evidence.language.forms import folded
from evidence.model import Document, Finding, Mention, Span, Status

BY_HAND = "à la main"
_ENDS = ".!?…\n"


def sentence_around(text: str, words: Span) -> Span:
    """Return *words* and what stands around them up to the ends of their sentence or line."""
    start, end = words.start, words.end
    while start > 0 and text[start - 1] not in _ENDS:
        start -= 1
    while end < len(text) and text[end - 1] not in _ENDS and text[end] != "\n":
        end += 1
    while start < words.start and text[start].isspace():
        start += 1
    return Span(start=start, end=max(end, words.end))


def made_by_hand(
    document: Document,
    words: Span,
    *,
    criterion: str,
    status: Status,
    agent: str = "",
    patient: str = "",
    known: Collection[str] = (),
) -> Finding:
    """Return the finding on *words*, under the id that the engine would give to its sentence, unless *known* has it."""
    sentence = sentence_around(document.text, words)
    quote = sentence.of(document.text)
    key = f"{document.source.id}|{criterion}|{' '.join(folded(quote).split())}"
    rank = 0
    while (identity := hashlib.sha256(f"{key}|{rank}".encode()).hexdigest()[:16]) in known:
        rank += 1
    return Finding(
        id=identity,
        source=document.source.id,
        criterion=criterion,
        indicator=BY_HAND,
        phrase=BY_HAND,
        sentence=sentence,
        evidence=words,
        quote=quote,
        status=status,
        speaker=Mention(name=said) if (said := document.block_at(words).speaker) else None,
        agent=Mention(name=agent) if agent else None,
        patient=Mention(name=patient) if patient else None,
        catalogue=BY_HAND,
    )
