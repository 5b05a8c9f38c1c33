"""The structure of a piece: its kind, its header, its page furniture, its turns of speech.

First component of the pipeline. It reads characters and blocks, not words, and sets ``doc._.kind``,
``doc._.header`` and ``doc._.turns``; ``doc.user_data["voices"]`` keeps the stretches for the sentences component.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from spacy.language import Language
from spacy.tokens import Doc

from evidence.catalogue.words import load
from evidence.language.header import read_header
from evidence.language.lines import FURNITURE, Line, fold, lines_of
from evidence.language.pieces import kind_of
from evidence.language.spans import tokens_of
from evidence.language.turns import Turn, Voice, answered, voices
from evidence.model import Span

# A line is furniture when it stands, digits masked, at the same end of at least this share of the pages
# (shared/domain/inputs.md, pitfall 10), of at least MIN_PAGES pages; of two pages, when it opens both.
PAGE_SHARE = 0.6
MIN_PAGES = 3
EDGE_LINES = 3

# « ----- », « ______ », « . . . . »: blank space filled so that nothing can be added.
_FILLING = re.compile(r"[-–—_.·•=*~#+\s]{3,}")
_TAIL = re.compile(r"\s*(?:[-–—_=*]{4,}|(?:[-–—_]\s){4,})[-–—_=*\s]*$")
# « D12 », « D12/3 », « D 12 », « 3/7 », « - 4 - ».
_STAMP = re.compile(
    r"(?:cote\s*:?\s*)?[A-Z]{1,2}\s?\d{1,4}(?:\s?[/-]\s?\d{1,4})?|\d{1,4}\s?/\s?\d{1,4}|[-–—]\s?\d{1,4}\s?[-–—]",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\s*(?:n°)?\s*:?\s*\d{1,4}(?:\s?(?:/|sur|de)\s?\d{1,4})?")
_DIGITS = re.compile(r"\d+")

for _name in ("document", "header"):
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=None)
Doc.set_extension("kind", default="other", force=True)
Doc.set_extension("turns", default=(), force=True)


@Language.component("structure", assigns=["doc._.kind", "doc._.header", "doc._.turns"])
def structure(doc: Doc) -> Doc:
    """Return *doc* with its kind, header and turns."""
    document = doc._.document
    lines = _trimmed(lines_of(document.text if document else doc.text, document))
    furniture = furniture_of(lines)
    body = [line for line in lines if line.start not in furniture]
    doc._.kind = kind_of(body, doc._.document)
    doc._.header = read_header(body) if doc._.kind in {"hearing", "complaint"} else None
    found = voices(lines, furniture, doc._.kind, doc._.header)
    doc.user_data["lines"] = lines
    doc.user_data["voices"] = tuple(found)
    doc._.turns = answered(_turns(doc, found))
    return doc


def furniture_of(lines: Sequence[Line]) -> frozenset[int]:
    """Return the starts of the lines that are page furniture: stamps, fillings, page numbers, repeated headers."""
    repeated = _repeated(lines)
    return frozenset(
        line.start
        for line in lines
        if line.kind in FURNITURE or line.start in repeated or _is_stamp(line.text) or _FILLING.fullmatch(line.text)
    ) | _disclaimers(lines)


def _is_stamp(text: str) -> bool:
    if _STAMP.fullmatch(text):
        return True
    folded = fold(text)
    words = (fold(word) for word in load("turns")["stamps"])
    return any(folded.startswith(word) and _NUMBERED.fullmatch(folded[len(word) :]) for word in words)


def _trimmed(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Return *lines* with the dashes that fill the end of a line made a line of their own."""
    found: list[Line] = []
    for line in lines:
        tail = _TAIL.search(line.text)
        if tail is None or tail.start() == 0:
            found.append(line)
            continue
        at = tail.start() + len(tail.group()) - len(tail.group().lstrip())
        text = line.text[: tail.start()]
        found.append(Line(line.start, line.start + len(text), text, line.gap, line.block))
        found.append(Line(line.start + at, line.end, line.text[at:], False, line.block))
    return tuple(found)


def _repeated(lines: Sequence[Line]) -> frozenset[int]:
    """Return the starts of lines that stand, digits masked, at the edge of most pages."""
    pages: dict[int, list[Line]] = {}
    for line in lines:
        if line.block is not None and line.block.page is not None:
            pages.setdefault(line.block.page, []).append(line)
    if len(pages) < MIN_PAGES:
        first = [held[0] for held in pages.values()]
        same = len(first) > 1 and len({_mask(line) for line in first}) == 1
        return frozenset(line.start for line in first if same)
    edges = {page: [*held[:EDGE_LINES], *held[-EDGE_LINES:]] for page, held in pages.items()}
    counts = Counter(mask for held in edges.values() for mask in {_mask(line) for line in held})
    return frozenset(
        line.start for held in edges.values() for line in held if counts[_mask(line)] >= PAGE_SHARE * len(pages)
    )


def _mask(line: Line) -> str:
    return _DIGITS.sub("0", fold(line.text))


def _disclaimers(lines: Sequence[Line]) -> frozenset[int]:
    """Return the starts of the lines of a company's disclaimer: from its first words to the next blank line."""
    openings = tuple(fold(word) for word in load("turns")["disclaimer"])
    found: set[int] = set()
    inside = False
    for line in lines:
        inside = (inside and not line.gap) or fold(line.text).lstrip("*>- ").startswith(openings)
        if inside:
            found.add(line.start)
    return frozenset(found)


def _turns(doc: Doc, found: Sequence[Voice]) -> tuple[Turn, ...]:
    """Return the turns: neighbouring voices of one kind and speaker are one, unless a marker opens a new one."""
    turns: list[Turn] = []
    for voice in found:
        span = tokens_of(doc, Span(start=voice.start, end=voice.end))
        start, end = span.start, span.stop
        if turns:
            start = max(start, turns[-1].end)
        if start >= end:
            continue
        last = turns[-1] if turns else None
        if last and not voice.opens and (last.kind, last.speaker) == (voice.kind, voice.speaker):
            turns[-1] = Turn(start=last.start, end=end, kind=last.kind, speaker=last.speaker)
        else:
            turns.append(Turn(start=start, end=end, kind=voice.kind, speaker=voice.speaker))
    return tuple(turns)


def turn_at(doc: Doc, index: int) -> Turn | None:
    """Return the turn that holds the token *index*, None between turns or without the structure component."""
    turns: tuple[Turn, ...] = doc._.turns
    low, high = 0, len(turns)
    while low < high:
        middle = (low + high) // 2
        if turns[middle].end <= index:
            low = middle + 1
        else:
            high = middle
    return turns[low] if low < len(turns) and turns[low].start <= index else None
