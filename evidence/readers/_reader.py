"""What a reader is, what it receives and what it gives back."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from evidence.model import Block, Notice, Outcome, Payment, When

# How much of a file is decoded to recognise its kind.
HEAD = 16_384


def no_beat() -> None:
    """Do nothing: nobody watches over this reading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """The bytes to read, the *name* they were handed over under, and the *passwords* supplied for the case.

    *beat* is called after each slow step (a page of OCR): it tells the parent process that work goes on.
    """

    content: bytes
    name: str
    media_type: str = ""
    passwords: tuple[str, ...] = ()
    beat: Callable[[], None] = no_beat

    @property
    def suffix(self) -> str:
        """The end of the name, in lower case, with its dot; empty when there is none."""
        return PurePosixPath(self.name.replace("\\", "/")).suffix.lower()

    @property
    def head(self) -> str:
        """The beginning of the piece as text, good enough to recognise a kind, never to quote."""
        sample = self.content[:HEAD]
        if sample[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return sample.decode("utf-16", "ignore")
        try:
            return sample.decode("utf-8-sig", "strict" if len(sample) < HEAD else "ignore")
        except UnicodeDecodeError:
            return sample.decode("cp1252", "replace")


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A file found inside another: an attachment, an entry of an archive.

    *refused* is a French sentence when it must not be opened (its name leaves the folder, it is a link…).
    """

    name: str
    content: bytes = field(default=b"", repr=False)
    refused: str = ""
    outcome: Outcome = "unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a reader made of a piece; *bare* is True for a container that has no text of its own."""

    text: str = ""
    blocks: tuple[Block, ...] = ()
    title: str | None = None
    written: When | None = None
    notices: tuple[Notice, ...] = ()
    payments: tuple[Payment, ...] = ()
    members: tuple[Member, ...] = ()
    outcome: Outcome = "read"
    reason: str = ""
    reader: str = ""
    pages: int | None = None
    bare: bool = False

    def noting(self, *notices: Notice) -> "Result":
        """Return this result with *notices* before its own."""
        return replace(self, notices=(*notices, *self.notices))


UNLOCKED = Notice(code="password", text="Fichier protégé, ouvert avec un mot de passe fourni.")


class Refused(Exception):
    """A piece that cannot be read: its *outcome* and the French sentence that says why and what to do."""

    def __init__(self, outcome: Outcome, reason: str) -> None:
        """Keep the *outcome* and the *reason*."""
        super().__init__(reason)
        self.outcome: Outcome = outcome
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A plug-in of this folder: its media types, the suffixes they go with, how it recognises and reads a piece.

    *sniff* returns the media type it recognises in the bytes, else an empty string. Readers are asked by
    ascending *rank*, then by name: those with a signature first, plain text last.
    """

    suffixes: dict[str, tuple[str, ...]]
    sniff: Callable[[Piece], str]
    read: Callable[[Piece], Result]
    rank: int = 50
    label: str = ""
