"""The proper names of a piece with their places, gathered by spelling: what a pseudonym must cover."""

from collections import defaultdict

from spacy.tokens import Doc

from evidence.language.spans import span_of
from evidence.model import Span


def named(doc: Doc) -> tuple[tuple[str, str, str, tuple[Span, ...]], ...]:
    """Return (source id, words, PER or ORG or LOC, places) for each spelling, in order; titles left out."""
    places: dict[tuple[str, str], list[Span]] = defaultdict(list)
    document = doc._.document
    for name in doc._.names:
        span = span_of(doc, range(name.bare, name.end))
        places[" ".join(span.of(document.text).split()), name.label].append(span)
    return tuple((document.source.id, words, label, tuple(spans)) for (words, label), spans in places.items())
