"""What the pages read again and again, kept in memory and renewed as soon as the case moves."""

import contextlib
import datetime as dt
import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from evidence import catalogue
from evidence.case import Case
from evidence.catalogue import Catalogue
from evidence.decisions import Decision, Recorded
from evidence.dossier.record import Dossier
from evidence.errors import CaseError
from evidence.model import Document, Finding, Person, Review
from evidence.people.identities import Identities
from evidence.store.case_files import Piece
from evidence.store.journal import START, Head
from evidence.web.filters import SAMPLE, Bulk, Filters
from evidence.web.kept import Kept
from evidence.web.masks import Masks

KEPT = 8
# Seconds without a decision before the files are stamped.
IDLE = 1.0
# Acts of the journal after which findings, decisions, pieces and persons are what they were.
# What a desk knows of a journal before it reads a line of it.
BEFORE = Head(number=-1, hash=START)
ASIDE = frozenset({"dossier", "export", "second", "retention", "search", "stamp"})


@cache
def _catalogue() -> Catalogue:
    return catalogue.load()


@dataclass
class Desk:
    """The case as its pages see it; *reviewer* is who decides, *blind* hides what the engine found."""

    case: Case
    reviewer: str
    blind: bool = False
    fiction: bool = False
    busy: threading.RLock = field(default_factory=threading.RLock)
    name: str = ""
    _building: threading.Lock = field(default_factory=threading.Lock)
    _within: threading.local = field(default_factory=threading.local)
    _head: Head = BEFORE
    _kept: Kept = field(default_factory=Kept)
    _moved: set[str] = field(default_factory=set)
    _pieces: dict[str, Piece] = field(default_factory=dict)
    _documents: OrderedDict[str, Document] = field(default_factory=OrderedDict)
    _read_at: int = 0
    _stamping: threading.Timer | None = None
    _identities: Identities | None = None
    _masks: Masks = field(default_factory=Masks)
    _dossier: tuple[Head, Dossier] | None = None

    @property
    def catalogue(self) -> Catalogue:
        """The criteria, for their names, definitions and limits."""
        return _catalogue()

    def __post_init__(self) -> None:
        """Leave the stamp of the files to :meth:`stamp_soon`: the next finding must not wait for it."""
        self.case.stamped_at_once = 0
        self.name = self.case.name

    def warm(self) -> None:
        """Read the catalogue, the findings and the persons once."""
        self.people()
        assert self.catalogue  # noqa: S101 (read here, kept for the pages)

    def stamp(self) -> None:
        """Stamp the files of the case, unless another process holds it: its own work ends with a stamp."""
        with contextlib.suppress(CaseError), self.case.writing("stamp", patience=0):
            pass

    def stamp_soon(self) -> None:
        """Stamp the files once nobody has decided for a second: neither a page nor a decision waits for their hash."""
        with self.busy:
            if self._stamping is not None:
                self._stamping.cancel()
            self._stamping = threading.Timer(IDLE, self.stamp)
            self._stamping.daemon = True
            self._stamping.start()

    @contextlib.contextmanager
    def moment(self) -> Iterator[None]:
        """Show one moment of the case: within, and in this thread, it is looked at once, and again by :meth:`renew`."""
        self.renew()
        self._within.held = True
        try:
            yield
        finally:
            self._within.held = False

    def fresh(self) -> None:
        """Read again what moved in the case, unless a screen is being made of one moment of it."""
        if not getattr(self._within, "held", False):
            self.renew()

    def renew(self) -> None:
        """Read again what moved in the case: another window, another reviewer, a new analysis.

        The journal says what moved: a decision on a finding costs the reading of that one alone.
        """
        with self.busy:
            moved = self.case.since(self._head)
            if moved == []:
                return
            head = self.case.head()
            known = head.number - self._head.number == len(moved) if moved is not None else False
            if moved is None or not known or not all(self._one(act, subject) for act, subject in moved):
                self._read()
            self._head = head

    def _one(self, act: str, subject: str) -> bool:
        """Renew what one line of the journal changed; False when the whole must be read again."""
        if act in ASIDE:
            return True
        if act == "person":
            self._identities = None
            return True
        if act not in ("review", "undo") or subject not in self._kept.places or subject in self._moved:
            return False
        self._kept.put(subject, self.case.review_of(subject))
        return True

    def _read(self) -> None:
        self._pieces = {piece.source.id: piece for piece in self.case.bare_pieces()}
        found, by_hand = self.case.findings(), self.case.by_hand()
        # An undo may take away a finding made by hand: those are read again with the whole.
        self._moved = self.case.moved() | by_hand
        self._kept = Kept([item for item in found if item.id in by_hand] if self.blind else found, self.case.reviews())
        self._documents.clear()
        self._read_at += 1
        self._identities = None
        self.name = self.case.name

    def decide(self, decision: Decision, after: int) -> None:
        """Write *decision*, unless something was decided on its subject after the decision number *after*."""
        with self.busy:
            self.case.decide(decision, after)
            self.renew()

    def decide_all(self, decisions: Sequence[Decision], after: int | None = None) -> None:
        """Write *decisions* together or not at all."""
        with self.busy:
            self.case.decide_all(decisions, after)

    def findings(self, filters: Filters | None = None) -> list[Finding]:
        """Return the findings as persons left them, in the order of the text."""
        self.fresh()
        if filters is None or not filters.said():
            return self._kept.now
        if filters.person:
            self.identities()
        return [item for item in self._kept.now if self._keeps(filters, item)]

    def _keeps(self, filters: Filters, item: Finding) -> bool:
        review = self._kept.reviews.get(item.id)
        named = not filters.person or self._names(item, filters.person)
        return named and filters.keep(item, self.number(item.source), review)

    def _names(self, item: Finding, person: str) -> bool:
        """Tell whether *item* names the person, under any spelling."""
        wanted = self._masks.whole(self._masks.meant(person))
        said = (item.speaker, item.agent, item.patient, *item.people)
        return any(self._masks.whole(one.name, item.source) == wanted for one in said if one)

    def finding(self, identity: str) -> tuple[Finding, Finding] | None:
        """Return the finding as it was made and as the last decision leaves it; None when there is none."""
        self.fresh()
        rank = self._kept.places.get(identity)
        return None if rank is None else (self._kept.made[rank], self._kept.now[rank])

    def rank(self, identity: str) -> int:
        """Return where a finding stands among all of them, from 1."""
        return self._kept.places[identity] + 1

    def review(self, identity: str) -> Review | None:
        """Return the decision in force on a finding."""
        return self._kept.reviews.get(identity)

    def neighbour(self, identity: str, filters: Filters, step: int) -> Finding | None:
        """Return the next (or, *step* -1, the one before) finding that *filters* keep; None at the end."""
        self.fresh()
        if filters.person:
            self.identities()
        rows = self._kept.now
        rank = self._kept.places.get(identity, -1) + step
        while 0 <= rank < len(rows):
            if not filters.said() or self._keeps(filters, rows[rank]):
                return rows[rank]
            rank += step
        return None

    def pieces(self) -> list[Piece]:
        """Return the pieces, without their texts, by number."""
        self.fresh()
        return list(self._pieces.values())

    def number(self, source: str) -> int:
        """Return our number of the piece with the bytes *source*, 0 when there is none."""
        piece = self._pieces.get(source)
        return piece.number if piece else 0

    def piece(self, source: str) -> Piece:
        """Return the piece with the bytes *source*."""
        return self._pieces[source]

    def document(self, source: str) -> Document | None:
        """Return the text of a piece; the last few stay in memory."""
        self.fresh()
        with self.busy:
            if source in self._documents:
                self._documents.move_to_end(source)
                return self._documents[source]
            head, number = self._read_at, self._pieces[source].number
        document = self.case.piece(number).reading.document  # outside: nobody waits for a long text but who asks
        with self.busy:
            if document is not None and head == self._read_at:
                self._documents[source] = document
                if len(self._documents) > KEPT:
                    self._documents.popitem(last=False)
        return document

    def at_hand(self, source: str) -> bool:
        """Tell whether the text of a piece is in memory."""
        return source in self._documents

    def progress(self) -> dict[str, tuple[int, int]]:
        """Return, by piece, how many findings are decided, and how many there are."""
        return self._kept.progress

    def bulk(self, criterion: str) -> Bulk:
        """Return what may be decided at once within *criterion*: what nobody decided, once a sample was read."""
        self.fresh()
        mine = [item.id for item in self._kept.made if item.criterion == criterion]
        left = tuple(identity for identity in mine if identity not in self._kept.reviews)
        done = len(mine) - len(left)
        return Bulk(done=done, needed=min(SAMPLE, len(mine)), left=left)

    def elsewhere(self, finding: Finding) -> Iterator[Finding]:
        """Yield the other findings of the same criterion by the same agent, where one is named."""
        return self._kept.alike(finding)

    def mine(self) -> Recorded | None:
        """Return my own last decision in force: what « annuler » takes back; None when there is none."""
        return self.case.undoable(self.reviewer)

    def identities(self) -> Identities:
        """Return the identities of the case."""
        self.fresh()
        with self.busy:
            if self._identities is None:
                self._identities = self.case.identities()
                self._masks.read(self._identities, self.case.person_decisions())
            return self._identities

    def people(self) -> tuple[Person, ...]:
        """Return the persons and groups of the case."""
        return self.identities().people

    @property
    def masks(self) -> Masks:
        """How the names of this moment may be shown."""
        self.identities()
        return self._masks

    def dossier(self) -> Dossier:
        """Return the dossier of this moment, made again only when the case moved."""
        self.fresh()
        with self._building:  # and not the desk itself: nobody who decides waits for a dossier
            head = self._head
            if self._dossier is None or self._dossier[0] != head:
                seen = self.case.seen(made_at=dt.datetime.now().astimezone().date(), fiction=self.fiction)
                self._dossier = (head, seen)
            return self._dossier[1]
