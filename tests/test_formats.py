"""A case made by any released version opens, loses nothing, and verifies."""

import re
import sqlite3
from pathlib import Path

import pytest

from evidence.case import DATABASE, Case
from evidence.errors import CaseError
from evidence.store.database import FORMAT

FORMATS = Path(__file__).parent / "formats"


def old_case(folder: Path, number: int) -> Path:
    """Return a case of format *number*, as its version left it; its vault holds what its pieces were."""
    folder.mkdir()
    connection = sqlite3.connect(folder / DATABASE)
    connection.executescript((FORMATS / f"format{number}.sql").read_text(encoding="utf-8"))
    connection.commit()
    connection.close()
    texts = (
        "Il m'a interdit de voir mes parents.\nIl m'a soutiré 8 000 euros en mars 2019.\n",
        "Il ne m'a jamais frappée.\n",
    )
    from hashlib import sha256

    for text in texts:
        identity = sha256(text.encode()).hexdigest()
        kept = folder / "coffre" / identity[:2] / identity
        kept.parent.mkdir(parents=True)
        kept.write_bytes(text.encode())
    return folder


def test_every_released_format_has_its_fixture() -> None:
    assert sorted(path.name for path in FORMATS.iterdir()) == [f"format{n}.sql" for n in range(1, FORMAT)]


@pytest.mark.parametrize("number", range(1, FORMAT))
def test_an_old_case_opens_with_everything_it_held_and_verifies(tmp_path: Path, number: int) -> None:
    case = Case(old_case(tmp_path / "affaire", number))
    assert [(piece.number, piece.source.name) for piece in case.pieces()] == [(1, "a.txt"), (2, "b.txt")]
    assert all(piece.entered_at.startswith("20") and piece.entered_by for piece in case.pieces())
    assert case.duplicates() == [("c.txt", case.pieces()[1].source.id)]
    assert [finding.criterion for finding in case.findings()] == ["isolation", "assets", "violence"]
    reviews = case.reviews()
    assert (reviews["f332eab6a6bd210e"].verdict, reviews["f332eab6a6bd210e"].note) == ("accepted", "vu")
    assert reviews["0123456789abcdef"].note == "constat disparu"
    assert len(case.history("f332eab6a6bd210e")) == 2
    assert [entry.act for entry in case.journal()][-1] == "migrate"
    assert case.problems() == []


@pytest.mark.parametrize("number", range(1, FORMAT))
def test_the_old_database_is_kept_beside_and_a_second_opening_changes_nothing(tmp_path: Path, number: int) -> None:
    folder = old_case(tmp_path / "affaire", number)
    before = (folder / DATABASE).read_bytes()
    Case(folder)
    assert (folder / f"affaire.format{number}.bak").read_bytes() == before
    after = (folder / DATABASE).read_bytes()
    Case(folder)
    assert (folder / DATABASE).read_bytes() == after


def schema(path: Path) -> dict[str, set[str]]:
    connection = sqlite3.connect(path)
    tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = {name: {row[1] for row in connection.execute(f"PRAGMA table_info({name})")} for name in tables}
    triggers = connection.execute("SELECT name FROM sqlite_master WHERE type IN ('trigger', 'index')")
    found["triggers and indexes"] = {row[0] for row in triggers if not row[0].startswith("sqlite_")}
    connection.close()
    return found


@pytest.mark.parametrize("number", range(1, FORMAT))
def test_a_migrated_case_has_the_tables_of_a_new_one(tmp_path: Path, number: int) -> None:
    Case(old_case(tmp_path / "ancienne", number))
    Case.create(tmp_path / "neuve")
    assert schema(tmp_path / "ancienne" / DATABASE) == schema(tmp_path / "neuve" / DATABASE)


def test_a_case_of_a_newer_program_is_refused_with_advice(tmp_path: Path) -> None:
    Case.create(tmp_path / "affaire")
    connection = sqlite3.connect(tmp_path / "affaire" / DATABASE)
    connection.execute("UPDATE meta SET value = ? WHERE key = 'format'", [str(FORMAT + 1)])
    connection.commit()
    connection.close()
    with pytest.raises(CaseError, match=re.escape(f"format {FORMAT + 1}")):
        Case(tmp_path / "affaire")
