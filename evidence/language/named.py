"""The proper names of a piece with their places, gathered by spelling: what a pseudonym must cover.

Beside them, what stands for a person: addresses (EMAIL), account numbers (IBAN), who sends messages (SENDER, no place).
"""

from collections import defaultdict

from spacy.tokens import Doc

from evidence.language.spans import span_of
from evidence.model import Span

HANDLES = ("email", "iban")
# Beyond so many words, what stands where a sender does is a notice of the program.
LONGEST = 4


def named(doc: Doc) -> tuple[tuple[str, str, str, tuple[Span, ...]], ...]:
    """Return (source id, words, kind, places) for each spelling, in order; titles left out."""
    places: dict[tuple[str, str], list[Span]] = defaultdict(list)
    document = doc._.document
    for name in doc._.names:
        span = span_of(doc, range(name.bare, name.end))
        places[" ".join(span.of(document.text).split()), name.label].append(span)
    for item in doc._.identifiers:
        if item.kind in HANDLES:
            places[" ".join(item.words.split()), item.kind.upper()].append(item.span)
    for block in document.blocks:
        if block.kind == "message" and block.speaker and len(block.speaker.split()) <= LONGEST:
            places.setdefault((" ".join(block.speaker.split()), "SENDER"), [])
    return tuple((document.source.id, words, label, tuple(spans)) for (words, label), spans in places.items())
