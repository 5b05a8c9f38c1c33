"""The only conversion between token indices and places in the text."""

import bisect
from collections.abc import Iterable

from spacy.tokens import Doc

from evidence.model import Span


def span_of(doc: Doc, tokens: Iterable[int]) -> Span:
    """Return the place from the first to the last of *tokens* (indices in any order), blanks at the ends left out.

    Raises:
        ValueError: *tokens* is empty or holds nothing but blanks.
    """
    indices = sorted(index for index in tokens if not doc[index].is_space)
    if not indices:
        raise ValueError("no token, no place")
    last = doc[indices[-1]]
    return Span(start=doc[indices[0]].idx, end=last.idx + len(last))


def tokens_of(doc: Doc, span: Span) -> range:
    """Return the indices of the tokens that share at least one character with *span*."""
    first = token_at(doc, span.start)
    last = token_at(doc, span.end - 1)
    if first < len(doc) and doc[first].idx + len(doc[first]) <= span.start:
        first += 1  # the span begins in the blank after a token
    return range(first, max(last + 1, first))


def token_at(doc: Doc, offset: int) -> int:
    """Return the index of the token that holds the character at *offset*, or the last one that begins before it."""
    if not len(doc):
        raise ValueError("an empty text has no token")
    return max(bisect.bisect_right(_Starts(doc), offset) - 1, 0)


class _Starts:
    """The starts of the tokens, read as bisect asks for them: no list is built."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc

    def __len__(self) -> int:
        return len(self.doc)

    def __getitem__(self, index: int) -> int:
        return self.doc[index].idx
