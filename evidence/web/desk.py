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
from evidence.decisions import Decision, as_reviewed
from evidence.dossier.record import Dossier
from evidence.errors import CaseError
from evidence.model import Document, Finding, Person, Review
from evidence.readers import PageImage
from evidence.store.case_files import Piece

KEPT = 8
# Seconds without a decision before the files are stamped.
IDLE = 1.0
# How many findings of a criterion are read one by one before the rest may be decided at once.
SAMPLE = 10


@cache
def _catalogue() -> Catalogue:
    return catalogue.load()


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What the list of findings keeps; an empty field keeps everything."""

    criterion: str = ""
    status: str = ""
    person: str = ""
    piece: str = ""
    first: str = ""
    last: str = ""
    state: str = ""

    def keep(self, finding: Finding, number: int, review: Review | None) -> bool:
        """Tell whether *finding* (of piece *number*, as its *review* leaves it) is kept."""
        when = finding.when
        names = {item.name for item in (finding.speaker, finding.agent, finding.patient, *finding.people) if item}
        return (
            self.criterion in ("", finding.criterion)
            and self.status in ("", finding.status)
            and (not self.person or self.person in names)
            and self.piece in ("", str(number))
            and (not self.first or bool(when and when.last and when.last.isoformat() >= self.first))
            and (not self.last or bool(when and when.first and when.first.isoformat() <= self.last))
            and self._in_state(finding, review)
        )

    def _in_state(self, finding: Finding, review: Review | None) -> bool:
        if self.state == "suggestion":
            return finding.suggestion
        verdict = review.verdict if review else "undecided"
        return self.state in ("", verdict)

    def said(self) -> dict[str, str]:
        """Return the fields that are set, for an address."""
        return {name: value for name in self.__slots__ if (value := getattr(self, name))}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulk:
    """What a decision in bulk would touch: *left* are undecided; *done* of the criterion are, *needed* must be."""

    done: int
    needed: int
    left: tuple[str, ...]

    @property
    def ready(self) -> bool:
        """Tell whether the sample was read."""
        return self.done >= self.needed and bool(self.left)


@dataclass
class Desk:
    """The case as its pages see it; *reviewer* is who decides, *blind* hides what the engine found."""

    case: Case
    reviewer: str
    blind: bool = False
    fiction: bool = False
    busy: threading.RLock = field(default_factory=threading.RLock)
    _marks: tuple[int, int] = (-1, -1)
    _findings: list[Finding] = field(default_factory=list)
    _places: dict[str, int] = field(default_factory=dict)
    _reviews: dict[str, Review] = field(default_factory=dict)
    _pieces: dict[str, Piece] = field(default_factory=dict)
    _documents: OrderedDict[str, Document] = field(default_factory=OrderedDict)
    images: OrderedDict[tuple[str, int], PageImage] = field(default_factory=OrderedDict)
    _stamping: threading.Timer | None = None
    _people: tuple[Person, ...] | None = None
    _dossier: tuple[tuple[int, int], Dossier] | None = None

    @property
    def catalogue(self) -> Catalogue:
        """The criteria, for their names, definitions and limits."""
        return _catalogue()

    def __post_init__(self) -> None:
        """Leave the stamp of the files to :meth:`stamp_soon`: the next finding must not wait for it."""
        self.case.stamped_at_once = 0

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

    def fresh(self) -> None:
        """Read the case again where it moved: another window, another reviewer, a new analysis."""
        with self.busy:
            marks = self.case.marks()
            if marks == self._marks:
                return
            self._pieces = {piece.source.id: piece for piece in self.case.bare_pieces()}
            found = self.case.findings()
            by_hand = self.case.by_hand()
            self._findings = [item for item in found if item.id in by_hand] if self.blind else found
            self._places = {item.id: rank for rank, item in enumerate(self._findings)}
            self._reviews = self.case.reviews()
            self._documents.clear()
            self._people = None
            self._marks = marks

    def decide(self, decision: Decision, after: int) -> None:
        """Write *decision*; when nobody else wrote meanwhile, only what it is about is read again."""
        with self.busy:
            self.fresh()
            number = self.case.decide(decision, after)
            if isinstance(decision, Review) and decision.finding in self._places:
                self._reviews[decision.finding] = decision
                self._marks = (self._marks[0], number) if number == self._marks[1] + 1 else (-1, -1)

    def decide_all(self, decisions: Sequence[Decision], after: int | None = None) -> None:
        """Write *decisions* together or not at all."""
        with self.busy:
            self.case.decide_all(decisions, after)

    def findings(self, filters: Filters | None = None) -> list[Finding]:
        """Return the findings as persons left them, in the order of the text."""
        self.fresh()
        rows = [as_reviewed(item, self._reviews.get(item.id)) for item in self._findings]
        if filters is None or not filters.said():
            return rows
        return [item for item in rows if filters.keep(item, self.number(item.source), self._reviews.get(item.id))]

    def finding(self, identity: str) -> tuple[Finding, Finding] | None:
        """Return the finding as it was made and as the last decision leaves it; None when there is none."""
        self.fresh()
        rank = self._places.get(identity)
        if rank is None:
            return None
        return self._findings[rank], as_reviewed(self._findings[rank], self._reviews.get(identity))

    def review(self, identity: str) -> Review | None:
        """Return the decision in force on a finding."""
        return self._reviews.get(identity)

    def neighbour(self, identity: str, filters: Filters, step: int) -> str | None:
        """Return the id of the next (or, *step* -1, the one before) finding that *filters* keep; None at the end."""
        self.fresh()
        rank = self._places.get(identity, -1) + step
        while 0 <= rank < len(self._findings):
            item = self._findings[rank]
            review = self._reviews.get(item.id)
            if filters.keep(as_reviewed(item, review), self.number(item.source), review):
                return item.id
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
            document = self.case.piece(self._pieces[source].number).reading.document
            if document is not None:
                self._documents[source] = document
                if len(self._documents) > KEPT:
                    self._documents.popitem(last=False)
            return document

    def progress(self) -> dict[str, tuple[int, int]]:
        """Return, by piece, how many findings are decided, and how many there are."""
        counts: dict[str, tuple[int, int]] = {}
        for item in self._findings:
            done, total = counts.get(item.source, (0, 0))
            counts[item.source] = (done + (item.id in self._reviews), total + 1)
        return counts

    def bulk(self, criterion: str) -> Bulk:
        """Return what may be decided at once within *criterion*: what nobody decided, once a sample was read."""
        self.fresh()
        mine = [item.id for item in self._findings if item.criterion == criterion]
        left = tuple(identity for identity in mine if identity not in self._reviews)
        done = len(mine) - len(left)
        return Bulk(done=done, needed=min(SAMPLE, len(mine)), left=left)

    def elsewhere(self, finding: Finding) -> Iterator[Finding]:
        """Yield the other findings of the same criterion by the same agent, where one is named."""
        for item in self.findings():
            same = finding.agent and item.agent and item.agent.name == finding.agent.name
            if item.id != finding.id and item.criterion == finding.criterion and same:
                yield item

    def people(self) -> tuple[Person, ...]:
        """Return the identities of the case."""
        self.fresh()
        with self.busy:
            if self._people is None:
                self._people = self.case.identities().people
            return self._people

    def dossier(self) -> Dossier:
        """Return the dossier of this moment, made again only when the case moved."""
        self.fresh()
        with self.busy:
            if self._dossier is None or self._dossier[0] != self._marks:
                seen = self.case.seen(made_at=dt.datetime.now().astimezone().date(), fiction=self.fiction)
                self._dossier = (self._marks, seen)
            return self._dossier[1]
