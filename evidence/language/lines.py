"""The lines of a piece, as the structure component sees them: where, what the reader said of them."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from evidence.model import Block, Document, Span

# Blocks whose end is always the end of a sentence; a "line" of a PDF is not one of them.
CLOSED = frozenset({"paragraph", "heading", "item", "row", "message", "caption", "note", "comment", "header", "footer"})
DASHES_AND_BLANKS = " -–—.,:\xa0"
FURNITURE = frozenset({"header", "footer"})


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its outer blanks: code points *start* to *end* of the text.

    *gap* is True where a blank line or the end of a closed block stands before it. *block* is the reader's block,
    None for a bare text.
    """

    start: int
    end: int
    text: str
    gap: bool
    block: Block | None = None

    @property
    def kind(self) -> str:
        """The kind of its block, "line" for a bare text."""
        return self.block.kind if self.block else "line"


def lines_of(text: str, document: Document | None) -> tuple[Line, ...]:
    """Return the lines of *text* that hold something, in order."""
    spans = [(block.span, block) for block in document.blocks] if document and document.blocks else []
    if not spans and text:
        return tuple(_lines_in(text, Span(start=0, end=len(text)), None, True))
    found: list[Line] = []
    before: Block | None = None
    at = 0
    for span, block in spans:
        if text[at : span.start].strip():  # words that no block holds are still words
            found.extend(_lines_in(text, Span(start=at, end=span.start), None, True))
        gap = before is None or bool({before.kind, block.kind} & CLOSED) or text.count("\n", at, span.start) > 1
        found.extend(_lines_in(text, span, block, gap))
        before, at = block, span.end
    if text[at:].strip():
        found.extend(_lines_in(text, Span(start=at, end=len(text)), None, True))
    return tuple(found)


def _lines_in(text: str, span: Span, block: Block | None, gap: bool) -> Iterator[Line]:
    at = span.start
    for raw in span.of(text).replace("\f", "\n").split("\n"):
        stripped = raw.strip()
        if stripped:
            start = at + raw.index(stripped[0])
            yield Line(start=start, end=start + len(stripped), text=stripped, gap=gap, block=block)
            gap = False
        else:
            gap = True
        at += len(raw) + 1


@cache
def _plain(char: str) -> str:
    base = unicodedata.normalize("NFD", char)[0].lower()
    return {"’": "'", "ʼ": "'", "\xa0": " ", "\u202f": " "}.get(base, base)[0]


def fold(text: str) -> str:
    """Return *text* in lower case without accents, straight apostrophes, plain blanks: same length, same places.

    >>> fold("L’Été\u00a0: N° 3")
    "l'ete : n° 3"
    """
    return "".join(map(_plain, text))
