"""Case: the conductor, the only module that knows every stage, and the Python API."""

import contextlib
import datetime as dt
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from evidence import catalogue, entry, resources
from evidence.assessment.hypotheses import Known
from evidence.decisions import as_reviewed, established
from evidence.dossier.build import build
from evidence.dossier.record import Dossier, State
from evidence.errors import CaseError, UsageError
from evidence.graph.record import Network
from evidence.graph.weave import weave
from evidence.model import Finding, Reading, Span
from evidence.people.identities import Identities, said_in
from evidence.store import case_files, database, journal, sqlite
from evidence.store.case_files import Analysed, Named, Piece
from evidence.store.desk import Desk
from evidence.store.intake import Intake
from evidence.store.reattach import Change
from evidence.store.stamp import hash_of
from evidence.store.vault import Vault
from evidence.store.verify import DATABASE, VAULT, Report, verify

Progress = Callable[[str, int], None]


def _silent(_name: str, _pages: int) -> None:
    """Show nothing."""


class Case(Desk):
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
        self.engine = sqlite.engine_of(path)
        database.migrate(self.engine, path)
        self.vault = Vault(folder / VAULT)

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
                (folder / VAULT).mkdir(exist_ok=True, mode=0o700)
                # Made aside, then renamed: a case is there whole, or not at all.
                made = folder / f".{DATABASE}.{os.getpid()}"
                engine = sqlite.engine_of(made)
                database.create(engine, folder.resolve().name)
                engine.dispose()
                made.chmod(0o600)
                made.replace(path)
                folder.chmod(0o700)
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

    def ingest(
        self, paths: Iterable[Path], progress: Progress = _silent, why: str = "", terms: entry.Terms | None = None
    ) -> list[Reading]:
        """Read every file of *paths* into the case and return the reading of each, attachments included.

        Each file is one transaction: what was read stays read, and a second run does nothing. A file already there is
        a duplicate; a changed one is a new piece. *why* goes to the journal. The readings come without
        text and bytes: ``pieces`` gives them.

        Raises:
            ConflictError: another process works on the case.
        """
        with self.writing("ingest"):
            self.vault.sweep()
            return entry.enter(Intake(self.engine, self.vault, why), paths, terms or entry.Terms(), progress)

    def pieces(self) -> list[Piece]:
        """Return the pieces with their documents, by number; the official cotes are in their sources."""
        with self.engine.connect() as connection:
            return list(case_files.with_custody(connection, case_files.all_pieces(connection)))

    def bare_pieces(self) -> list[Piece]:
        """Return the pieces without their documents, by number: quick on thousands."""
        with self.engine.connect() as connection:
            return list(case_files.with_custody(connection, case_files.bare_pieces(connection)))

    def piece(self, number: int) -> Piece:
        """Return the piece with our *number*, with its document.

        Raises:
            UsageError: there is none.
        """
        with self.engine.connect() as connection:
            found = list(case_files.with_custody(connection, case_files.all_pieces(connection, number)))
        if not found:
            raise UsageError(
                f"il n’y a pas de pièce {number} dans {self.folder}",
                "emprise pieces donne les numéros ; ils partent de 1.",
            )
        return found[0]

    def duplicates(self) -> list[tuple[str, str]]:
        """Return (name, source) of what came in again."""
        with self.engine.connect() as connection:
            return case_files.all_duplicates(connection)

    def analyze(
        self, model: str | None = None, rules: Path | None = None, progress: Progress = _silent, jobs: int = 1
    ) -> list[Finding]:
        """Find everything again, replace the last analysis, and return the findings; reviews stay attached.

        Raises:
            RuleError: a rule file is wrong.
            MissingToolError: the model is not there.
        """
        # spaCy takes a second to import: only the commands that read French pay for it.
        from evidence.analysis import Analysis

        with self.writing("analyze"):
            analysis = Analysis(model, rules)
            pieces = [piece for piece in self.pieces() if piece.reading.document and piece.reading.outcome != "foreign"]
            found: list[Finding] = []
            roles: list[tuple[str, str, str]] = []
            names: list[Named] = []
            facts: list[Finding] = []
            aside: Counter[str] = Counter()
            documents = [piece.reading.document for piece in pieces if piece.reading.document]
            for piece, result in zip(pieces, analysis.read(documents, jobs), strict=True):
                progress(piece.source.name, piece.reading.pages or 0)
                found += result.findings
                roles += result.roles
                facts += result.facts
                aside.update(lonely=len(result.lonely), unlike=len(result.unlike))
                names += (Named(source=a, name=b, kind=c, places=d) for a, b, c, d in result.names)
            self._keep(
                Analysed(
                    findings=tuple(found),
                    roles=tuple(roles),
                    names=tuple(names),
                    facts=tuple(facts),
                    lonely=aside["lonely"],
                    unlike=aside["unlike"],
                ),
                {
                    "catalogue": analysis.catalogue_stamp,
                    "model": analysis.model_stamp,
                    "model_hash": resources.model_stated() if model is None else "",
                    "suggestions": resources.model_stated(resources.SUGGESTIONS),
                    "encoder": resources.model_stated(resources.ENCODER),
                },
            )
        return found

    def _keep(self, found: Analysed, stamps: dict[str, str]) -> None:
        with database.transaction(self.engine) as connection:
            before = {key: case_files.setting(connection, key) for key in stamps}
            changed = Counter(change.kind for change in case_files.replace_analysis(connection, found))
            for key, value in stamps.items():
                case_files.set_setting(connection, key, value)
            case_files.set_setting(connection, "lonely", str(found.lonely))
            case_files.set_setting(connection, "unlike", str(found.unlike))
            counts = {kind: changed[kind] for kind in ("appeared", "disappeared", "changed")}
            left = {"lonely": found.lonely, "unlike": found.unlike}
            detail = {"findings": len(found.findings), "aside": left, "before": before, "after": stamps}
            journal.write(connection, "analyze", detail | counts)

    def set_aside(self) -> tuple[int, int]:
        """Return how many lonely circumstances, then unlike phrases, the last analysis left out (0 before one)."""
        with self.engine.connect() as connection:
            lonely, unlike = (case_files.setting(connection, key) for key in ("lonely", "unlike"))
        return int(lonely or 0), int(unlike or 0)

    def changes(self) -> list[Change]:
        """Return what the last analysis made appear, disappear or change."""
        with self.engine.connect() as connection:
            return case_files.last_changes(connection)

    def dossier(
        self,
        *,
        made_at: dt.date,
        fiction: bool = False,
        rules: Path | None = None,
        known: Known | None = None,
        state: State = "draft",
    ) -> Dossier:
        """Return the dossier of the last analysis, dated *made_at*; *known* is what a person adds for the prescription.

        Raises:
            CaseError: the case has not been analysed, or was analysed with other rules.
        """
        dossier = self.seen(made_at=made_at, fiction=fiction, rules=rules, known=known, state=state)
        with self.writing("dossier"), database.transaction(self.engine) as connection:
            journal.write(connection, "dossier", {"date": made_at.isoformat(), "findings": len(dossier.findings)})
        return dossier

    def seen(
        self,
        *,
        made_at: dt.date,
        fiction: bool = False,
        rules: Path | None = None,
        known: Known | None = None,
        state: State = "draft",
    ) -> Dossier:
        """Return what :meth:`dossier` does for a page of the review: nothing leaves the case, nothing is written.

        Raises:
            CaseError: the case has not been analysed, or was analysed with other rules.
        """
        loaded = catalogue.load(*([rules] if rules else []))
        stamp = self.analysed()
        if stamp != loaded.stamp:
            message = f"{self.folder} : analysée avec le catalogue {stamp}, celui-ci est {loaded.stamp}"
            raise CaseError(message, f"Relancez : emprise analyze {self.folder}")
        identities = self.identities()
        return build(
            case=self.name,
            made_at=made_at,
            fiction=fiction,
            catalogue=loaded,
            model=self.models(),
            readings=[(piece.number, piece.reading) for piece in self.pieces()],
            duplicates=self.duplicates(),
            findings=self.findings(),
            reviews=self.reviews(),
            identities=identities,
            known=known,
            names=self._placed(identities),
            facts=self.facts(),
            state=state,
        )

    def setting(self, key: str) -> str | None:
        """Return what the case keeps under *key* (``catalogue``, ``model``, ``name``), None when nothing."""
        with self.engine.connect() as connection:
            return case_files.setting(connection, key)

    def models(self) -> str:
        """Return the models of the last analysis as a paper names them: French, then the two that read beside rules."""
        named = [self.setting("model") or ""]
        for key, name in (("suggestions", "modèle linéaire"), ("encoder", "encodeur")):
            if used := self.setting(key):
                named.append(f"{name} {used[:12]}")
        return " ; ".join(filter(None, named))

    def analysed(self) -> str:
        """Return the stamp of the catalogue of the last analysis.

        Raises:
            CaseError: there was none; nothing is not the same as nothing found.
        """
        stamp = self.setting("catalogue")
        if stamp is None:
            advice = f"Lancez d’abord : emprise analyze {self.folder}"
            raise CaseError(f"{self.folder} : l’affaire n’a pas été analysée", advice)
        return stamp

    def roles(self) -> list[tuple[str, str, str]]:
        """Return (source, name, role) as the headers of the pieces say them."""
        with self.engine.connect() as connection:
            return case_files.all_roles(connection)

    def facts(self) -> list[Finding]:
        """Return what pieces may agree or differ on (rules/facts), as the last analysis read it."""
        with self.engine.connect() as connection:
            return case_files.all_facts(connection)

    def names(self) -> list[Named]:
        """Return every name that the pieces give, as the last analysis read them."""
        with self.engine.connect() as connection:
            return case_files.all_names(connection)

    def identities(self) -> Identities:
        """Return the persons and groups of the case, as its pieces name them and as persons decided."""
        roles, findings = self.roles(), self.findings()
        placed = [(item.source, item.name, item.kind, item.places) for item in self.names()]
        return Identities(said_in(findings, roles, placed), roles, self.person_decisions())

    def network(self) -> Network:
        """Return who is linked to whom by which passages, as the last analysis and persons' decisions say."""
        identities, reviews = self.identities(), self.reviews()
        return weave(
            findings=[
                as_reviewed(identities.resolved(item), reviews.get(item.id))
                for item in established(self.findings(), reviews)
            ],
            reviews=reviews,
            people=identities.people,
            pieces=[(piece.number, piece.reading.document) for piece in self.pieces() if piece.reading.document],
            names=self._placed(identities),
            told=[identities.resolved(item) for item in self.facts()],
            rules=catalogue.facts(),
        )

    def _placed(self, identities: Identities) -> list[tuple[str, str, str, tuple[Span, ...]]]:
        """Return (source, identity, kind, places) for each name of somebody."""
        return [
            (item.source, identities.of(item.name, item.source), item.kind, item.places)
            for item in self.names()
            if item.kind != "LOC"
        ]

    def problems(self) -> list[str]:
        """Return one French sentence for each thing that does not match its fingerprint; none when all is well."""
        return list(verify(self.folder, self.engine).broken)

    def findings(self) -> list[Finding]:
        """Return the findings of the last analysis, and those made by hand, in the order of the text."""
        with self.engine.connect() as connection:
            return case_files.all_findings(connection)

    def some_findings(self, limit: int, offset: int = 0) -> list[Finding]:
        """Return *limit* findings of the analysis from *offset* on: one screen, without reading them all."""
        with self.engine.connect() as connection:
            return case_files.some_findings(connection, limit, offset)

    def finding_counts(self) -> dict[tuple[str, str], int]:
        """Return how many findings there are by (criterion, status), as the analysis left them."""
        with self.engine.connect() as connection:
            return case_files.finding_counts(connection)

    def journal(self) -> Iterator[journal.Entry]:
        """Yield the lines of the journal, oldest first."""
        with self.engine.connect() as connection:
            yield from journal.entries(connection)


def check(folder: Path, sources: Iterable[Path] = ()) -> Report:
    """Return what does not match in the case in *folder*, even one that no longer opens, in the model, in *sources*.

    Raises:
        CaseError: the folder is no case.
    """
    path = folder / DATABASE
    if not path.is_file():
        raise CaseError(f"{folder} : ce dossier n’est pas une affaire", "Donnez le dossier qui contient affaire.db.")
    engine = sqlite.engine_of(path)
    broken: list[str] = []
    notes: list[str] = []
    with contextlib.suppress(CaseError):  # what is wrong is named below
        database.migrate(engine, path)
    report = verify(folder, engine)
    for name in resources.models_altered():
        broken.append(
            f"modèle {name} : les fichiers installés ne correspondent pas à leur empreinte (réinstallez emprise)"
        )
    if not report.broken:
        case = Case(folder)
        numbers = {piece.source.id for piece in case.bare_pieces()}
        for source, name in entry.handed(sources).files:
            if hash_of(source) not in numbers:
                broken.append(f"{name} : ce fichier d’origine n’est pas, octet pour octet, une pièce de l’affaire")
        notes += _drift(case)
    return Report(broken=report.broken + tuple(broken), notes=report.notes + tuple(notes), head=report.head)


def _drift(case: Case) -> Iterator[str]:
    """Yield what the installed program has that the last analysis did not: no fault, but worth a new analysis."""
    for key, name, installed in (
        ("catalogue", "le catalogue", catalogue.load().stamp),
        ("model_hash", "le modèle", resources.model_stated()),
        ("suggestions", "le modèle des propositions", resources.model_stated(resources.SUGGESTIONS)),
        ("encoder", "l’encodeur des propositions", resources.model_stated(resources.ENCODER)),
    ):
        used = case.setting(key)
        if used not in (None, installed):
            yield f"{name} de la dernière analyse ({used}) n’est pas celui du programme ({installed})"
