"""A case keeps what came in, says what was not read, and loses no decision."""

import datetime as dt
import hashlib
import os
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy.exc import DatabaseError

from evidence.case import DATABASE, Case
from evidence.errors import CaseError, UsageError
from evidence.model import Review

WORDS = "Il m'a interdit de voir mes parents.\n"


@pytest.fixture
def pieces(tmp_path: Path) -> Path:
    folder = tmp_path / "pieces"
    folder.mkdir()
    (folder / "a.txt").write_text(WORDS, encoding="utf-8")
    (folder / "b.bin").write_bytes(bytes(range(256)) * 8)
    return folder


@pytest.fixture
def case(tmp_path: Path, pieces: Path) -> Case:
    found = Case.create(tmp_path / "affaire")
    found.ingest([pieces])
    return found


def test_every_file_is_read_or_named_with_its_reason(case: Case) -> None:
    outcomes = {piece.source.name: (piece.reading.outcome, bool(piece.reading.reason)) for piece in case.pieces()}
    assert outcomes["a.txt"] == ("read", False)
    assert outcomes["b.bin"][0] in ("unknown", "unreadable")
    assert outcomes["b.bin"][1]


def test_the_vault_holds_the_bytes_read_only_under_their_hash(case: Case, pieces: Path) -> None:
    identity = hashlib.sha256((pieces / "a.txt").read_bytes()).hexdigest()
    kept = case.vault.path(identity)
    assert kept.read_bytes() == (pieces / "a.txt").read_bytes()
    assert kept.stat().st_mode & 0o222 == 0


def test_a_second_ingestion_adds_nothing(case: Case, pieces: Path) -> None:
    before = [piece.number for piece in case.pieces()]
    readings = case.ingest([pieces])
    assert [reading.outcome for reading in readings] == ["duplicate", "unknown"]
    assert [piece.number for piece in case.pieces()] == before


def test_a_copy_under_another_name_is_a_named_duplicate(case: Case, pieces: Path) -> None:
    (pieces / "copie.txt").write_text(WORDS, encoding="utf-8")
    case.ingest([pieces / "copie.txt"])
    assert [name for name, _ in case.duplicates()] == ["copie.txt"]


def test_a_changed_file_is_a_new_piece_and_the_old_one_stays(case: Case, pieces: Path) -> None:
    (pieces / "a.txt").write_text(WORDS + "Il m'a soutiré 500 euros.\n", encoding="utf-8")
    case.ingest([pieces / "a.txt"])
    names = [piece.source.name for piece in case.pieces()]
    assert names.count("a.txt") == 2


def test_a_missing_path_is_a_usage_error_that_names_it(case: Case, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="absent"):
        case.ingest([tmp_path / "absent"])


def test_a_folder_that_is_not_a_case_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="n’est pas une affaire"):
        Case(tmp_path)


def test_a_folder_with_other_things_is_never_made_a_case(tmp_path: Path) -> None:
    (tmp_path / "photo.txt").write_text("x")
    with pytest.raises(CaseError, match="n’est pas une affaire"):
        Case.create(tmp_path)


def test_a_case_is_private(case: Case) -> None:
    assert (case.folder / DATABASE).stat().st_mode & 0o077 == 0


def test_the_journal_is_chained_and_a_changed_line_is_named(case: Case) -> None:
    assert case.problems() == []
    connection = sqlite3.connect(case.folder / DATABASE)
    connection.execute("DROP TRIGGER journal_no_update")
    connection.execute("UPDATE journal SET who = 'autre' WHERE number = 2")
    connection.commit()
    connection.close()
    assert any("ligne 2" in problem for problem in case.problems())


@pytest.mark.parametrize("verb", ["UPDATE journal SET who = 'x'", "DELETE FROM journal", "DELETE FROM decisions"])
def test_journal_and_decisions_are_append_only(case: Case, verb: str) -> None:
    case.review(Review(finding="x", verdict="accepted", reviewer="essai", at=dt.datetime(2026, 1, 5, tzinfo=dt.UTC)))
    connection = sqlite3.connect(case.folder / DATABASE)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute(verb)
    connection.close()


def test_one_flipped_byte_in_the_vault_is_named(case: Case) -> None:
    kept = case.vault.path(case.pieces()[0].source.id)
    content = bytearray(kept.read_bytes())
    content[3] ^= 1
    kept.chmod(0o600)
    kept.write_bytes(content)
    assert any("a.txt" in problem and "modifiés" in problem for problem in case.problems())


def test_a_database_that_is_no_database_is_a_case_error(tmp_path: Path) -> None:
    (tmp_path / DATABASE).write_bytes(b"not a database" * 100)
    with pytest.raises((CaseError, DatabaseError)):
        Case(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere: no folder is read-only for it")
def test_a_read_only_folder_is_said(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(CaseError):
        Case.create(tmp_path / "affaire")


def test_a_decision_survives_a_new_analysis(case: Case) -> None:
    first = case.analyze()
    assert [finding.criterion for finding in first] == ["isolation"]
    moment = dt.datetime(2026, 1, 5, 10, tzinfo=dt.UTC)
    case.review(Review(finding=first[0].id, verdict="rejected", reviewer="essai", at=moment, note="à revoir"))
    second = case.analyze()
    assert [finding.id for finding in second] == [finding.id for finding in first]
    dossier = case.dossier(made_at=dt.date(2026, 1, 5))
    assert dossier.findings[0].review is not None
    assert dossier.findings[0].review.note == "à revoir"
    assert dossier.counts.rejected == 1
    assert all(first[0].id not in item.incriminating for item in dossier.assessments)


def test_a_dossier_needs_an_analysis(case: Case) -> None:
    with pytest.raises(CaseError, match="pas été analysée") as raised:
        case.dossier(made_at=dt.date(2026, 1, 5))
    assert "emprise analyze" in raised.value.advice
