"""What every reader shares: its declaration, and the builder that makes text and blocks together."""

import datetime as dt
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from evidence.model import Block, Box, Document, Notice, Outcome, Payment, Source, Span, When


class UnreadableError(Exception):
    """A file that cannot be read: *outcome* for the report, the message is its reason in French."""

    def __init__(self, reason: str, outcome: Outcome = "unreadable") -> None:
        """Keep the *reason* and the *outcome*."""
        super().__init__(reason)
        self.outcome: Outcome = outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A file inside a file: an attachment, a member of an archive."""

    name: str
    content: bytes


@dataclass(slots=True, kw_only=True)
class Content:
    """What a reader gives back: the document's parts before it is frozen."""

    builder: "TextBuilder"
    title: str | None = None
    written: When | None = None
    notices: list[Notice] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    pages: int | None = None
    ocr: bool = False
    partial: str = ""

    def document(self, source: Source) -> Document:
        """Return the frozen document of *source*."""
        return Document(
            source=source,
            text=self.builder.text(),
            blocks=tuple(self.builder.blocks),
            title=self.title,
            written=self.written,
            notices=tuple(self.notices),
            payments=tuple(self.payments),
        )


def Reader(*, media_types, suffixes, read, matches=None):  # noqa
    from evidence.readers import _reader as r

    rank = 40 if matches else 45

    def sniff(piece):
        if media_types[0] == "application/vnd.openxmlformats-officedocument.wordprocessingml.document":
            return media_types[0] if piece.content[:2] == b"PK" and b"word/document.xml" in piece.content else ""
        if media_types[0] == "application/zip":
            return media_types[0] if piece.content[:2] == b"PK" else ""
        if matches is not None:
            return media_types[0] if matches(piece.content[:8192]) else ""
        if piece.content[:2] == b"PK" and b"xl/workbook.xml" in piece.content and "text/csv" in media_types:
            return media_types[1]
        return media_types[0] if piece.suffix in suffixes and piece.content[:2] != b"PK" else ""

    def run(piece):
        try:
            f = read(piece.content, piece.name)
        except UnreadableError as e:
            raise r.Refused(e.outcome, str(e)) from e
        text = f.builder.text()
        return r.Result(
            text=text,
            blocks=tuple(f.builder.blocks),
            title=f.title,
            written=f.written,
            notices=tuple(f.notices),
            payments=tuple(f.payments),
            members=tuple(r.Member(name=p.name, content=p.content) for p in f.parts),
            pages=f.pages,
            outcome="partial" if f.partial else "ocr" if f.ocr else "read",
            reason=f.partial,
        )

    return r.Reader(suffixes={m: suffixes for m in media_types}, sniff=sniff, read=run, rank=rank)


class TextBuilder:
    """Makes a text and its blocks together, so that offsets cannot be wrong: NFC, LF line ends."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._parts: list[str] = []
        self._length = 0
        self.blocks: list[Block] = []

    def separate(self, blanks: str) -> None:
        """Add separators (line ends) that belong to no block, once there is something to separate."""
        if self._length:
            self._parts.append(blanks)
            self._length += len(blanks)

    def add(
        self,
        words: str,
        kind: str,
        *,
        page: int | None = None,
        box: Box | None = None,
        speaker: str | None = None,
        at: dt.datetime | None = None,
        confidence: float | None = None,
        revision: str | None = None,
    ) -> Span | None:
        """Add a block and return its place; nothing is added, and None returned, when *words* is blank."""
        clean = normal(words)
        if not clean.strip():
            return None
        span = Span(start=self._length, end=self._length + len(clean))
        self._parts.append(clean)
        self._length += len(clean)
        block = Block(
            span=span,
            kind=kind,
            page=page,
            box=box,
            speaker=speaker,
            at=at,
            confidence=confidence,
            revision=revision,
        )
        self.blocks.append(block)
        return span

    def text(self) -> str:
        """Return the whole text."""
        return "".join(self._parts)


def normal(words: str) -> str:
    """Return *words* in NFC, with LF line ends and without NUL bytes."""
    return unicodedata.normalize("NFC", words.replace("\r\n", "\n").replace("\r", "\n").replace("\0", ""))


def paragraphs(builder: TextBuilder, text: str, kind: str = "paragraph", page: int | None = None) -> None:
    """Add *text* as it is, one block per run of lines without a blank line between."""
    for index, (blanks, words) in enumerate(_runs(normal(text))):
        if index or blanks:
            builder._parts.append(blanks)
            builder._length += len(blanks)
        builder.add(words, kind, page=page)


def _runs(text: str) -> Iterator[tuple[str, str]]:
    """Yield (blank lines, words) so that their concatenation is *text*."""
    blanks: list[str] = []
    words: list[str] = []
    for line in text.splitlines(keepends=True) if "\n" in text else [text]:
        if line.strip():
            words.append(line)
        elif words:
            yield _cut("".join(blanks), "".join(words))
            # The line end that closes the words is a separator too.
            blanks, words = [_tail("".join(words)), line], []
        else:
            blanks.append(line)
    if words or blanks:
        yield _cut("".join(blanks), "".join(words))
        if words and _tail("".join(words)):
            yield _tail("".join(words)), ""


def _cut(blanks: str, words: str) -> tuple[str, str]:
    return blanks, words.rstrip("\n")


def _tail(words: str) -> str:
    return words[len(words.rstrip("\n")) :]
