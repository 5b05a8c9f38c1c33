"""Makes a text and its blocks together, so that offsets cannot be wrong."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from typing import TypedDict, Unpack

from evidence.model import Block, Box, Span

_HALVES = re.compile(r"[\ud800-\udfff]")
# What stands between two cells of a row.
CELL = " | "
# Enough to see whether the first characters of an addition would compose with the last ones before it.
COMPOSING = 32


class Place(TypedDict, total=False):
    """What a block says of where it stands."""

    page: int | None
    box: Box | None
    speaker: str | None
    at: dt.datetime | None
    confidence: float | None
    revision: str | None
    place: str | None


def clean(text: str) -> str:
    r"""Return *text* in NFC with ``\n`` line ends.

    >>> clean("e\u0301\r\nb\rc")
    'é\nb\nc'
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:  # half an emoji, as some exports cut them, cannot be written to any file
        text = _HALVES.sub("\ufffd", text)
    return unicodedata.normalize("NFC", text)


def row(cells: Iterable[str]) -> str:
    r"""Return the cells of a table row that hold something, on one line.

    >>> row(["12/03/2020", "", "750\n€"])
    '12/03/2020 | 750 €'
    """
    return CELL.join(text for text in (" ".join(cell.split("\n")).strip() for cell in cells) if text)


class TextBuilder:
    """A text that grows with its blocks."""

    def __init__(self) -> None:
        """Begin empty."""
        self._parts: list[str] = []
        self._length = 0
        self._tail = ""
        self._blocks: list[Block] = []

    @property
    def length(self) -> int:
        """The number of code points so far."""
        return self._length

    @property
    def last(self) -> Span | None:
        """Where the last block stands."""
        return self._blocks[-1].span if self._blocks else None

    def separate(self, separator: str) -> None:
        """Add *separator* (blanks) unless the text is empty or already ends with it."""
        if self._length and not self._tail.endswith(separator):
            shared = len(self._tail) - len(self._tail.rstrip("\n")) if separator.strip("\n") == "" else 0
            self._append(separator[shared:] if shared < len(separator) else "")

    def skip(self, text: str) -> None:
        """Add *text* that belongs to no block: blanks and line ends of the file."""
        self._append(clean(text))

    def add(self, text: str, kind: str = "paragraph", **place: Unpack[Place]) -> Span | None:
        """Add *text* as a block and return its span; a text of blanks only is no block: None.

        Outer blanks stay in the text but outside the block.
        """
        text = clean(text)
        body = text.strip()
        if not body:
            self._append(text)
            return None
        lead = len(text) - len(text.lstrip())
        start = self._append(text) + lead
        span = Span(start=start, end=start + len(body))
        self._blocks.append(Block(span=span, kind=kind, **place))
        return span

    def _append(self, text: str) -> int:
        """Append and return where the text now begins: after one blank where two pieces would compose."""
        if not text:
            return self._length
        if self._tail and not text[0].isascii() and _composes(self._tail, text):
            self._parts.append(" ")
            self._length += 1
        start = self._length
        self._parts.append(text)
        self._length += len(text)
        self._tail = (self._tail + text)[-COMPOSING:]
        return start

    def absorb(self, text: str, blocks: tuple[Block, ...]) -> None:
        """Append a text made elsewhere with its *blocks*, moved to their new places."""
        start = self._append(text)
        for block in blocks:
            span = Span(start=block.span.start + start, end=block.span.end + start)
            self._blocks.append(replace(block, span=span))

    def build(self) -> tuple[str, tuple[Block, ...]]:
        """Return the text and its blocks."""
        return "".join(self._parts), tuple(self._blocks)


def _composes(before: str, after: str) -> bool:
    joined = before + after[:COMPOSING]
    return unicodedata.normalize("NFC", joined) != joined


class Overlay:
    """A text that is given whole (a ``.txt`` file), over which blocks are laid in order."""

    def __init__(self, text: str) -> None:
        """Keep *text* in NFC with LF line ends."""
        self.text = clean(text)
        self._blocks: list[Block] = []
        self._end = 0

    def mark(self, start: int, end: int, kind: str, **place: Unpack[Place]) -> None:
        """Lay a block from *start* to *end* without outer blanks; blanks only make none.

        Raises:
            ValueError: it begins before the last block ends.
        """
        if start < self._end:
            raise ValueError(f"a block at {start} overlaps the one that ends at {self._end}")
        raw = self.text[start:end]
        body = raw.strip()
        if body:
            first = start + len(raw) - len(raw.lstrip())
            self._blocks.append(Block(span=Span(start=first, end=first + len(body)), kind=kind, **place))
            self._end = first + len(body)

    def mark_lines(self, start: int = 0, end: int | None = None, kind: str = "line", **place: Unpack[Place]) -> None:
        """Lay one block on each line from *start* to *end*."""
        end = len(self.text) if end is None else end
        while start < end:
            stop = self.text.find("\n", start, end)
            stop = end if stop < 0 else stop
            self.mark(start, stop, kind, **place)
            start = stop + 1

    def build(self) -> tuple[str, tuple[Block, ...]]:
        """Return the text and its blocks."""
        return self.text, tuple(self._blocks)
