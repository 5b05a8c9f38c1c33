"""The records of the network: actors, ties with their passages, dated facts; what the drawing and the exports read."""

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from typing import Literal

from evidence.model import Amount, Status, When

# How a tie is known: as a passage says it (its status), or read in a statement of account or a header.
Standing = Literal["affirmed", "denied", "reported", "recorded"]
# A fact told of everybody: « tout le monde était libre de partir ».
EVERYONE = "*"
ActorKind = Literal["person", "group", "account", "described"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Words of a piece that say a tie: ``quote == text[start:end]`` of piece *piece* (our number).

    *origin* is who knows it first hand, as far as the passage says: the speaker, or the last of the *chain* of those
    who told; empty when nobody can be named. *findings* are the ids of the findings it comes from.
    """

    piece: int
    cote: str | None
    start: int
    end: int
    quote: str
    page: int | None
    line: int | None
    status: Standing | Status
    findings: tuple[str, ...] = ()
    criterion: str = ""
    speaker: str = ""
    origin: str = ""
    chain: tuple[str, ...] = ()
    when: When | None = None
    amount: Amount | None = None
    reviewed: str = ""

    @property
    def place(self) -> str:
        """Return « pièce 4, p. 2, l. 12 »."""
        words = [f"pièce {self.piece}" + (f" ({self.cote})" if self.cote else "")]
        words += [f"p. {self.page}"] if self.page else []
        words += [f"l. {self.line}"] if self.line else []
        return ", ".join(words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """A typed link: *subject* *relation* *object*, in one *status*; *passages* is never empty.

    *origins* are those who know it first hand: independent sources, beside the mentions. *unsourced* counts the
    passages whose origin nobody can name: they never add to the origins. *echoes* are pairs of places (rank in
    *passages*) nearly the same, word for word. *label* completes the relation (« sœur »).
    """

    subject: str
    relation: str
    object: str
    status: Standing
    passages: tuple[Passage, ...]
    label: str = ""
    origins: tuple[str, ...] = ()
    unsourced: int = 0
    echoes: tuple[tuple[int, int], ...] = ()
    first: dt.date | None = None
    last: dt.date | None = None
    id: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        """Refuse a tie without a source; give it its stable id.

        Raises:
            ValueError: *passages* is empty.
        """
        if not self.passages:
            raise ValueError(f"a tie without a passage: {self.subject} {self.relation} {self.object}")
        if not self.id:
            object.__setattr__(self, "id", short(self.subject, self.relation, self.object, self.status, self.label))


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person, a group, an account, or somebody only described (« la tante de Julien Perrot »).

    *roles* are (piece, capacity); *born* as written, with *born_at* its passage.
    """

    name: str
    kind: ActorKind
    variants: tuple[str, ...] = ()
    roles: tuple[tuple[int, str], ...] = ()
    mentions: int = 0
    born: When | None = None
    born_at: Passage | None = None
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A dated fact or a movement of money: a node of its own, with those it names."""

    label: str
    kind: Literal["finding", "payment"]
    passage: Passage
    actors: tuple[str, ...] = ()
    payer: str = ""
    beneficiary: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One finding with its persons under one name each (empty when unknown): what readings and contrasts compare."""

    criterion: str
    indicator: str
    passage: Passage
    agent: str = ""
    patient: str = ""
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One passage that tells a fact (rules/facts) of *whom*: names, or everyone; empty when nobody is known.

    *by* is who does it, where that matters. *guessed*: a pronoun was taken for the only person whom it can mean.
    *compare* is what is set beside what others tell: that it is so, the day, or the sum; *label* says in French which
    side the passage is on.
    """

    fact: str
    title: str
    compare: Literal["status", "date", "amount"]
    passage: Passage
    whom: tuple[str, ...] = ()
    by: str = ""
    label: str = ""
    guessed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceNode:
    """A piece as a node."""

    number: int
    name: str
    cote: str | None = None
    sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """The network of a case: everything in order, the same for the same case.

    *ties* are between actors; *presence* says which piece names whom (``named``), its object a piece's number. *said*
    holds every finding kept, questions included; *claims* what pieces may agree or differ on.
    """

    actors: tuple[Actor, ...] = ()
    ties: tuple[Tie, ...] = ()
    facts: tuple[Fact, ...] = ()
    pieces: tuple[PieceNode, ...] = ()
    presence: tuple[Tie, ...] = ()
    said: tuple[Said, ...] = ()
    claims: tuple[Claim, ...] = ()


def short(*words: str) -> str:
    """Return 12 hexadecimal digits that stand for *words*.

    >>> short("a", "b") == short("a", "b") != short("ab", "")
    True
    """
    return hashlib.sha256("\x1f".join(words).encode()).hexdigest()[:12]
