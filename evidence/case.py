"""Case: the conductor, the only module that knows every stage, and the Python API."""

import datetime as dt
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from evidence import catalogue, readers
from evidence.dossier.build import build
from evidence.dossier.record import Dossier
from evidence.errors import CaseError, UsageError
from evidence.model import Finding, Reading, Review
from evidence.store import case_files, database, journal
from evidence.store.case_files import Piece
from evidence.store.vault import Vault

DATABASE = "affaire.db"
Progress = Callable[[str], None]


def _silent(_name: str) -> None:
    """Show nothing."""


def files_under(paths: Iterable[Path]) -> list[tuple[Path, str]]:
    """Return each file of *paths* with the name to give it; folders are walked in name order.

    Raises:
        UsageError: a path does not exist.
    """
    found: list[tuple[Path, str]] = []
    for path in paths:
        if not path.exists():
            raise UsageError(f"{path} : ce chemin n’existe pas", "Vérifiez l’orthographe et le dossier courant.")
        if path.is_dir():
            inside = (item for item in sorted(path.rglob("*")) if item.is_file() and not item.is_symlink())
            found += [(item, str(item.relative_to(path))) for item in inside]
        else:
            found.append((path, path.name))
    return found


class Case:
    """One folder: database, vault of sources, journal."""

    def __init__(self, folder: Path) -> None:
        """Open the case in *folder*.

        Raises:
            CaseError: the folder is no case, or its database cannot be read.
        """
        self.folder = folder
        path = folder / DATABASE
        if not path.is_file():
            raise CaseError(
                f"{folder} : ce dossier n’est pas une affaire", "Créez-la avec : emprise ingest AFFAIRE PIÈCES…"
            )
        self.engine = database.engine_of(path)
        database.migrate(self.engine, path)
        self.vault = Vault(folder / "coffre")

    @classmethod
    def create(cls, folder: Path) -> "Case":
        """Open the case in *folder*, made when there is none.

        Raises:
            CaseError: the folder holds other things, or cannot be written.
        """
        path = folder / DATABASE
        if not path.is_file():
            if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
                raise CaseError(
                    f"{folder} : ce dossier existe et n’est pas une affaire", "Choisissez un dossier neuf ou vide."
                )
            try:
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
                (folder / "coffre").mkdir(exist_ok=True, mode=0o700)
                # Made aside, then renamed: a case is there whole, or not at all.
                made = folder / f".{DATABASE}.{os.getpid()}"
                engine = database.engine_of(made)
                database.create(engine)
                with database.transaction(engine) as connection:
                    case_files.set_setting(connection, "name", folder.resolve().name)
                    journal.write(connection, "create", {"name": folder.resolve().name})
                engine.dispose()
                made.chmod(0o600)
                made.replace(path)
            except OSError as error:
                raise CaseError(
                    f"{folder} : création impossible ({error.strerror})", "Vérifiez la place et les droits."
                ) from error
        return cls(folder)

    @property
    def name(self) -> str:
        """Return the name of the case."""
        with self.engine.connect() as connection:
            return case_files.setting(connection, "name") or self.folder.name

    def ingest(self, paths: Iterable[Path], progress: Progress = _silent) -> list[Reading]:
        """Read every file of *paths* into the case and return the reading of each, attachments included.

        Each file is one transaction: what was read stays read, and a second run does nothing. A file already there is
        a duplicate; a changed one is a new piece.
        """
        readings: list[Reading] = []
        for path, name in files_under(paths):
            progress(name)
            readings += self._ingest_one(path, name)
        return readings

    def _ingest_one(self, path: Path, name: str) -> list[Reading]:
        found = readers.read(path, name)
        kept: list[Reading] = []
        for reading in found:
            content = path.read_bytes() if reading.content is None else reading.content
            self.vault.put(reading.source.id, content)
        with database.transaction(self.engine) as connection:
            known = case_files.known_sources(connection)
            numbers: list[int] = []
            for reading in found:
                if reading.source.id in known:
                    kept.append(case_files.repeated(connection, reading))
                    continue
                numbers.append(case_files.add_piece(connection, reading))
                known = known | {reading.source.id}
                kept.append(reading)
            if numbers:
                outcomes = {str(number): reading.outcome for number, reading in zip(numbers, kept, strict=False)}
                journal.write(connection, "ingest", {"name": name, "pieces": numbers, "outcomes": outcomes})
        return kept

    def pieces(self) -> list[Piece]:
        """Return the pieces with their documents, by number."""
        with self.engine.connect() as connection:
            return list(case_files.all_pieces(connection))

    def duplicates(self) -> list[tuple[str, str]]:
        """Return (name, source) of what came in again."""
        with self.engine.connect() as connection:
            return case_files.all_duplicates(connection)

    def analyze(
        self, model: str | None = None, rules: Path | None = None, progress: Progress = _silent
    ) -> list[Finding]:
        """Find everything again, replace the last analysis, and return the findings; reviews stay attached.

        Raises:
            RuleError: a rule file is wrong.
            MissingToolError: the model is not there.
        """
        # spaCy takes a second to import: only the commands that read French pay for it.
        from evidence.analysis import Analysis

        analysis = Analysis(model, rules)
        pieces = [piece for piece in self.pieces() if piece.reading.document and piece.reading.outcome != "foreign"]
        found: list[Finding] = []
        roles: list[tuple[str, str, str]] = []
        documents = [piece.reading.document for piece in pieces if piece.reading.document]
        for piece, result in zip(pieces, analysis.read(documents), strict=True):
            progress(piece.source.name)
            found += result.findings
            roles += result.roles
        with database.transaction(self.engine) as connection:
            before = {item.id for item in case_files.all_findings(connection)}
            case_files.replace_findings(connection, found, roles)
            for key, value in (("catalogue", analysis.catalogue_stamp), ("model", analysis.model_stamp)):
                case_files.set_setting(connection, key, value)
            after = {item.id for item in found}
            counts = {"findings": len(found), "appeared": len(after - before), "disappeared": len(before - after)}
            journal.write(
                connection, "analyze", counts | {"catalogue": analysis.catalogue_stamp, "model": analysis.model_stamp}
            )
        return found

    def dossier(self, *, made_at: dt.date, fiction: bool = False, rules: Path | None = None) -> Dossier:
        """Return the dossier of the last analysis, dated *made_at*.

        Raises:
            CaseError: the case has not been analysed, or was analysed with other rules.
        """
        loaded = catalogue.load(*([rules] if rules else []))
        stamp = self.setting("catalogue")
        if stamp is None:
            advice = f"Lancez d’abord : emprise analyze {self.folder}"
            raise CaseError(f"{self.folder} : l’affaire n’a pas été analysée", advice)
        if stamp != loaded.stamp:
            message = f"{self.folder} : analysée avec le catalogue {stamp}, celui-ci est {loaded.stamp}"
            raise CaseError(message, f"Relancez : emprise analyze {self.folder}")
        dossier = build(
            case=self.name,
            made_at=made_at,
            fiction=fiction,
            catalogue=loaded,
            model=self.setting("model") or "",
            readings=[(piece.number, piece.reading) for piece in self.pieces()],
            duplicates=self.duplicates(),
            findings=self.findings(),
            reviews=self.reviews(),
            roles=self.roles(),
        )
        with database.transaction(self.engine) as connection:
            journal.write(connection, "dossier", {"date": made_at.isoformat(), "findings": len(dossier.findings)})
        return dossier

    def setting(self, key: str) -> str | None:
        """Return what the case keeps under *key* (``catalogue``, ``model``, ``name``), None when nothing."""
        with self.engine.connect() as connection:
            return case_files.setting(connection, key)

    def roles(self) -> list[tuple[str, str, str]]:
        """Return (source, name, role) as the headers of the pieces say them."""
        with self.engine.connect() as connection:
            return case_files.all_roles(connection)

    def review(self, review: Review) -> None:
        """Add a human decision, with its line in the journal."""
        with database.transaction(self.engine) as connection:
            case_files.add_review(connection, review)
            journal.write(connection, "review", {"finding": review.finding, "verdict": review.verdict}, review.at)

    def problems(self) -> list[str]:
        """Return one French sentence for each thing that does not match its fingerprint; none when all is well."""
        numbers = {piece.source.id: piece for piece in self.pieces()}
        found = [
            f"pièce {numbers[identity].number} ({numbers[identity].source.name}) : {what}"
            for identity, what in self.vault.altered(iter(numbers))
        ]
        with self.engine.connect() as connection:
            return found + list(journal.broken(connection))

    def findings(self) -> list[Finding]:
        """Return the findings of the last analysis."""
        with self.engine.connect() as connection:
            return case_files.all_findings(connection)

    def reviews(self) -> dict[str, Review]:
        """Return the last decision on each finding."""
        with self.engine.connect() as connection:
            return case_files.last_reviews(connection)

    def journal(self) -> Iterator[journal.Entry]:
        """Yield the lines of the journal, oldest first."""
        with self.engine.connect() as connection:
            yield from journal.entries(connection)
