"""What enters a case: bytes into the vault, then the pieces and the line of the journal in one transaction."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Engine

from evidence.model import UNREAD, Outcome, Reading
from evidence.store import case_files, database, journal
from evidence.store.vault import Vault


@dataclass(frozen=True, slots=True)
class Intake:
    """The way into a case that this process holds; *why* goes to the journal."""

    engine: Engine
    vault: Vault
    why: str = ""

    def outcomes(self) -> dict[str, frozenset[Outcome]]:
        """Return the outcomes of each piece already there and of what it contains, by the hash of its bytes."""
        with database.transaction(self.engine) as connection:
            return case_files.outcomes(connection)

    def sizes(self) -> frozenset[int]:
        """Return the sizes of the pieces already there: a file of another size is none of them."""
        with database.transaction(self.engine) as connection:
            return case_files.sizes(connection)

    def passwords(self, count: int) -> None:
        """Write down that *count* passwords were supplied, never which."""
        with database.transaction(self.engine) as connection:
            journal.write(connection, "passwords", {"count": count}, why=self.why)

    def known(self, identity: str, name: str) -> Reading:
        """Return the reading of bytes that the case already has, handed over again as *name*."""
        with database.transaction(self.engine) as connection:
            reading = case_files.repeated(connection, identity, name)
            if case_files.unsealed(connection):
                journal.write(connection, "duplicate", {"name": name}, why=self.why)
        return reading

    def unread_inside(self, identity: str) -> list[Reading]:
        """Return the readings of what the bytes *identity* contain and that was not read."""
        with database.transaction(self.engine) as connection:
            return [item for item in case_files.inside(connection, identity) if item.outcome in UNREAD]

    def hold(self, found: Sequence[Reading]) -> None:
        """Put the bytes of one file and its attachments into the vault; several threads may.

        Raises:
            CaseError: the vault cannot be written.
        """
        for reading in found:
            self.vault.put(reading.source.id, reading.content or b"")

    def keep(self, found: Sequence[Reading]) -> list[Reading]:
        """Put one file with its attachments into the case, and return what became of each.

        Raises:
            CaseError: the vault cannot be written.
        """
        self.hold(found)
        return self.keep_all([found])[0]

    def keep_all(self, files: Sequence[Sequence[Reading]]) -> list[list[Reading]]:
        """Put files whose bytes are held into the case in one transaction, and return what became of each.

        Each has its line in the journal, as if it had come alone.
        """
        with database.transaction(self.engine) as connection:
            return [self._keep(connection, found) for found in files]

    def _keep(self, connection: Connection, found: Sequence[Reading]) -> list[Reading]:
        kept: list[Reading] = []
        moment, person, name = dt.datetime.now(dt.UTC), journal.who(), found[0].source.name
        outcomes: dict[str, str] = {}
        for reading in found:
            number = _number(connection, reading, moment, person)
            if number is None:
                kept.append(case_files.repeated(connection, reading.source.id, reading.source.name))
                continue
            outcomes[str(number)] = reading.outcome
            kept.append(reading)
        if outcomes:
            detail = {"name": name, "pieces": [int(number) for number in outcomes], "outcomes": outcomes}
            journal.write(connection, "ingest", detail, moment, self.why)
        elif case_files.unsealed(connection):
            journal.write(connection, "duplicate", {"name": name}, moment, self.why)
        return kept


def _number(connection: Connection, reading: Reading, moment: dt.datetime, person: str) -> int | None:
    """Return the number of the piece that *reading* makes, or reads at last; None when it says nothing new."""
    before = case_files.outcome(connection, reading.source.id)
    if before is None:
        return case_files.add_piece(connection, reading, moment, person)
    better = before in UNREAD and reading.outcome != before and reading.document is not None
    return case_files.read_again(connection, reading) if better else None
