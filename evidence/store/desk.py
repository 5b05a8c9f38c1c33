"""The desk: where a person's decisions come in, are taken back and are read; the part of a case that people write."""

import contextlib
import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path

from sqlalchemy import Engine

from evidence.decisions import Custody, Decision, PersonDecision, Recorded, Retention, SecondReading, Undo
from evidence.errors import CaseError
from evidence.model import Review
from evidence.store import database, decided, journal, lock, stamp
from evidence.store.verify import DATABASE, INDEX

# A larger database is stamped when the work ends, not at each decision: a screen must not wait for its hash.
STAMPED_AT_ONCE = 32 << 20


class Desk:
    """The decisions of the case in *folder*."""

    folder: Path
    engine: Engine
    stamped_at_once: int = STAMPED_AT_ONCE

    @contextlib.contextmanager
    def writing(self, work: str, patience: float = 5.0) -> Iterator[None]:
        """Hold the case for *work*; the files are stamped at the end.

        Raises:
            ConflictError: another process holds it.
        """
        with lock.held(self.folder, work, patience):
            yield
            if work != "review" or (self.folder / DATABASE).stat().st_size < self.stamped_at_once:
                self.stamp()

    @contextlib.contextmanager
    def recorded(self, act: str, why: str = "") -> Iterator[None]:
        """Write *act* in the journal, then hold the case for what it does: an export, a copy, an erasure."""
        with lock.held(self.folder, act):
            with database.transaction(self.engine) as connection:
                journal.write(connection, act, {}, why=why)
            self.stamp()
            yield

    def stamp(self) -> None:
        """Write the fingerprints of the database and the index; call it, holding the case, when work ends.

        Raises:
            CaseError: the folder cannot be written.
        """
        with self.engine.connect() as connection:
            head = journal.head(connection)
        try:
            stamp.write(self.folder, (DATABASE, INDEX), head)
        except OSError as error:
            raise CaseError(
                f"{self.folder} : empreinte impossible à écrire ({error.strerror}) ; le travail est fait",
                "Faites de la place ; la prochaine commande la refera.",
            ) from error

    def decide(self, decision: Decision, after: int | None = None) -> int:
        """Add a human decision, with its line in the journal (before, after), and return its number.

        *after* is the number of the last decision that the person had seen on the subject, 0 for none (see
        :meth:`last_decision`); None asks for no check.

        Raises:
            ConflictError: somebody decided meanwhile on the same subject, or another process works on the case.
        """
        return self.decide_all((decision,), after)[0]

    def decide_all(self, decisions: Iterable[Decision], after: int | None = None) -> list[int]:
        """Add decisions all together or not at all (a table of cotes, a merge with its roles); return their numbers."""
        numbers: list[int] = []
        with self.writing("review"), database.transaction(self.engine) as connection:
            for decision in decisions:
                number, detail = decided.add(connection, decision, after)
                journal.write(connection, decided.kind_of(decision), detail, decision.at, decision.note)
                numbers.append(number)
        return numbers

    def review(self, review: Review) -> None:
        """Add a decision on a finding."""
        self.decide(review)

    def undo(self, number: int, reviewer: str, at: dt.datetime, note: str = "") -> int:
        """Take decision *number* back (an undo too may be taken back) and return the number of the undo.

        Raises:
            UsageError: there is no such decision.
        """
        return self.decide(Undo(undoes=number, reviewer=reviewer, at=at, note=note))

    def undoable(self, reviewer: str | None = None) -> Recorded | None:
        """Return the last decision in force (of *reviewer*): what « annuler » takes back."""
        with self.engine.connect() as connection:
            return decided.undoable(connection, reviewer)

    def last_decision(self, subject: str) -> int:
        """Return the number of the last decision on *subject* (a finding's id…), 0 when there is none."""
        with self.engine.connect() as connection:
            return decided.last_number(connection, subject)

    def marks(self) -> tuple[int, int]:
        """Return the last line of the journal that is no decision on a finding, and the last decision: what moved."""
        with self.engine.connect() as connection:
            return decided.marks(connection)

    def head(self) -> journal.Head:
        """Return the last line of the journal: what a page saw of the case."""
        with self.engine.connect() as connection:
            return journal.head(connection)

    def since(self, known: journal.Head) -> list[tuple[str, str]] | None:
        """Return (act, subject) of each line of the journal after *known*; None when *known* is not of this journal."""
        with self.engine.connect() as connection:
            return journal.since(connection, known)

    def review_of(self, identity: str) -> Review | None:
        """Return the decision in force on one finding, decided under that very id."""
        with self.engine.connect() as connection:
            return decided.review_of(connection, identity)

    def moved(self) -> set[str]:
        """Return the ids, old and new, of the findings that took over a decision of an earlier analysis."""
        with self.engine.connect() as connection:
            return decided.moved(connection)

    def by_hand(self) -> set[str]:
        """Return the ids of the findings that persons made."""
        with self.engine.connect() as connection:
            return {item.id for item in decided.added(connection)}

    def history(self, subject: str | None = None) -> list[Recorded]:
        """Return every decision (on *subject*), oldest first, those undone included."""
        with self.engine.connect() as connection:
            return decided.history(connection, subject)

    def person_decisions(self) -> list[PersonDecision]:
        """Return the acts on identities in force, in order."""
        with self.engine.connect() as connection:
            return decided.persons(connection)

    def second_readings(self) -> list[SecondReading]:
        """Return the second readings in force, the last on each finding."""
        with self.engine.connect() as connection:
            return decided.second_readings(connection)

    def custody(self) -> dict[int, Custody]:
        """Return cote and exhibit data by piece number, as persons entered them."""
        with self.engine.connect() as connection:
            return decided.custody(connection)

    def retention(self) -> Retention | None:
        """Return until when the case may be kept, None when nobody said so."""
        with self.engine.connect() as connection:
            return decided.retention(connection)

    def reviews(self) -> dict[str, Review]:
        """Return the decision in force on each finding; those whose passage has gone keep their old id."""
        with self.engine.connect() as connection:
            return decided.reviews(connection)
