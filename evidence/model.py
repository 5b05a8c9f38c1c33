"""The records that travel from room to room; standard library only.

Every place in a text is a :class:`Span`: code points of ``Document.text`` (NFC, LF line ends), end excluded.
"""

import bisect
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

Status = Literal["affirmed", "denied", "hypothetical", "reported"]
Outcome = Literal["read", "ocr", "partial", "empty", "duplicate", "encrypted", "unreadable", "foreign", "unknown"]
# Outcomes after which words of the file may be missing from all that follows.
UNREAD: tuple[Outcome, ...] = ("unreadable", "encrypted", "unknown", "empty", "partial", "foreign")
Verdict = Literal["accepted", "rejected", "to_verify"]
Coverage = Literal["undocumented", "documented", "contradicted", "discussed"]
Precision = Literal["day", "month", "year", "range", "none"]

STATUSES: tuple[Status, ...] = ("affirmed", "denied", "hypothetical", "reported")


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """A place: code points from *start* to *end* of a document's text, end excluded, never empty."""

    start: int
    end: int

    def __post_init__(self) -> None:
        """Refuse an empty or reversed span.

        Raises:
            ValueError: not ``0 <= start < end``.
        """
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def of(self, text: str) -> str:
        """Return the words of *text* at this place."""
        return text[self.start : self.end]

    def holds(self, other: "Span") -> bool:
        """Tell whether *other* lies inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Span") -> bool:
        """Tell whether the two spans share at least one code point."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle on a page: points (1/72 inch) from the top left corner of the page as displayed."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file of the case, or an attachment of one: identity and integrity at once.

    *id* is the SHA-256 of the bytes, in hexadecimal. *name* is the name as given (the path in ``scan``).
    *parent* is the id of the container (the e-mail of an attachment). *cote* is the number in the procedure.
    """

    id: str
    name: str
    media_type: str
    size: int
    received: dt.datetime | None = None
    parent: str | None = None
    cote: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A time as said: *words* verbatim, and the earliest and latest day they allow; no day is ever invented."""

    words: str
    first: dt.date | None = None
    last: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A sum of money as said: *words* verbatim, *value* in units of *currency* (ISO 4217), as a decimal string."""

    words: str
    value: str
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """The smallest laid-out piece a reader knows: a line of a PDF, a paragraph, a message, a table row.

    *kind* is one of ``line, paragraph, heading, item, row, message, caption, note, comment, header, footer``
    (header and footer are page furniture: kept, never analysed). *page* counts from 1, None where the format has
    no pages. *box* is the block's place on its page. *speaker* and *at* are the sender and time of a message as the
    format states them. *confidence* (0 to 1) comes from OCR. *revision* is ``inserted`` or ``deleted`` with its
    author and date, for tracked changes. *place* is where it stands as its format says it where there is no page: a
    time code (« 00:01:04 »), a row of a sheet (« Opérations, ligne 14 »).
    """

    span: Span
    kind: str
    page: int | None = None
    box: Box | None = None
    speaker: str | None = None
    at: dt.datetime | None = None
    confidence: float | None = None
    revision: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something a reader of the case must know: a page without text, a low-confidence scan, a tracked change.

    *code* is a stable lower-case word, *text* one French sentence, *page* where it applies.
    """

    code: str
    text: str
    page: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """A dated movement of money read in a statement: *span* is its row in the document."""

    span: Span
    on: dt.date
    label: str
    amount: Amount
    payer: str | None = None
    beneficiary: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The text of a source and where each part of it stands.

    *text* is NFC with LF line ends and never changes. *blocks* are in order and do not overlap; characters
    between two blocks are separators. *written* is the date of the piece when the format states it.
    """

    source: Source
    text: str
    blocks: tuple[Block, ...]
    title: str | None = None
    written: When | None = None
    notices: tuple[Notice, ...] = ()
    payments: tuple[Payment, ...] = ()
    starts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the blocks by their start."""
        object.__setattr__(self, "starts", tuple(block.span.start for block in self.blocks))

    def block_at(self, span: Span) -> Block:
        """Return the block where *span* begins: its page, speaker and time are the quote's.

        A span that runs over several blocks belongs to the first; one that begins in a separator belongs to the
        block that follows, else to the one before.

        Raises:
            ValueError: the document has no block.

        Source: ISO 32000-2, 8.3.2.3 (user space); our boxes start top left, as pdfplumber's do.
        """
        if not self.blocks:
            raise ValueError("a document without blocks has no places")
        index = max(bisect.bisect_right(self.starts, span.start) - 1, 0)
        if self.blocks[index].span.end <= span.start and index + 1 < len(self.blocks):
            index += 1
        return self.blocks[index]

    def line_at(self, span: Span) -> int:
        """Return the line where *span* begins, from 1: in its page where the format has pages, else in the text."""
        block = self.block_at(span)
        start = 0
        if block.page is not None:
            start = next(b.span.start for b in self.blocks if b.page == block.page)
        return self.text.count("\n", start, max(span.start, start)) + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One line of the ingestion report: what became of one file or attachment.

    *document* is None when nothing could be read. *reason* is a French sentence, empty when all went well.
    *reader* names the reader that was used. *content* holds the bytes of an attachment (None for a file on disk).
    *seconds* is how long the reading of the file took, 0 for an attachment.
    """

    source: Source
    outcome: Outcome
    document: Document | None = None
    reason: str = ""
    reader: str = ""
    pages: int | None = None
    content: bytes | None = field(default=None, repr=False)
    seconds: float = field(default=0.0, compare=False)


# The rule of a cue that no context rule says: statistical models read the status, these words weighed most.
LEARNT = "learnt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """Words that decided a status or a role: *rule* is the id of the context rule, or LEARNT."""

    span: Span
    words: str
    rule: str

    @property
    def learnt(self) -> bool:
        """Tell whether statistical models read the status, and no rule."""
        return self.rule == LEARNT


class Deciding(Protocol):
    """What decided a status, as the engine or a paper keeps it."""

    @property
    def words(self) -> str:
        """The words that decided."""

    @property
    def rule(self) -> str:
        """The id of the context rule, or LEARNT."""


def weighed_whole(cues: Sequence[Deciding], quote: str) -> bool:
    """Tell whether statistical models read the status of *quote* by the sentence as a whole, no word weighing most."""
    return bool(cues) and cues[0].rule == LEARNT and cues[0].words == quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A person or group as a passage names it.

    *name* is the identity it stands for (« Marc Vasseur »); *span* the words that say it (« il ») where there are
    any. *inferred* is True when the identity was deduced (a pronoun, a clitic, « je ») and not written there.
    """

    name: str
    span: Span | None = None
    inferred: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One criterion on one passage: ``quote == sentence.of(text)`` and *evidence* lies inside *sentence*.

    *id*: first 16 hexadecimal digits of SHA-256 of (source, criterion, folded sentence, rank among equals).
    *phrase* is the rule line itself. Unknown stays empty, never guessed. *catalogue* is the version and hash of the
    rules.
    """

    id: str
    source: str
    criterion: str
    indicator: str
    phrase: str
    sentence: Span
    evidence: Span
    quote: str
    status: Status
    cues: tuple[Cue, ...] = ()
    speaker: Mention | None = None
    agent: Mention | None = None
    patient: Mention | None = None
    people: tuple[Mention, ...] = ()
    when: When | None = None
    amount: Amount | None = None
    chain: tuple[str, ...] = ()
    suggestion: bool = False
    catalogue: str = ""

    @property
    def whole(self) -> bool:
        """Tell whether the whole sentence decided the status: see :func:`weighed_whole`."""
        return weighed_whole(self.cues, self.quote)


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One human decision on a finding; only added, the last one counts.

    What is None stays as the engine found it; a person set to the empty string is unknown.
    """

    finding: str
    verdict: Verdict
    reviewer: str
    at: dt.datetime
    status: Status | None = None
    note: str = ""
    criterion: str | None = None
    speaker: str | None = None
    agent: str | None = None
    patient: str | None = None
    when: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An identity of the case: *name* chosen for it, every *variant* seen, its *roles* with the pieces that say so."""

    name: str
    kind: Literal["person", "group", "account"]
    variants: tuple[str, ...]
    roles: tuple[tuple[str, str], ...] = ()
    mentions: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What findings say of one legal element: a state, never a score; recomputed, never edited."""

    element: str
    coverage: Coverage
    incriminating: tuple[str, ...] = ()
    exculpatory: tuple[str, ...] = ()
    to_verify: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A dated fact of the chronology: *when* as said, *quote* verbatim, its place in the pieces.

    *kind*: a finding, a payment read in a statement of account, a statement made (a hearing, a complaint), the date a
    piece states in its header, a message whose words say no time: its own is that of the message. *precision* is that
    of the words; *people* are those the passage names. *standing* is « retained » once a person accepted the finding.
    *phase* is a way of arranging, never a conclusion.
    """

    when: When
    label: str
    quote: str
    piece: int
    kind: Literal["finding", "payment", "statement", "header", "message"]
    status: Status | None = None
    finding: str | None = None
    amount: Amount | None = None
    precision: Precision = "none"
    people: tuple[str, ...] = ()
    criterion: str | None = None
    standing: Literal["proposed", "retained"] = "proposed"
    phase: str = ""
    page: int | None = None
    line: int | None = None
