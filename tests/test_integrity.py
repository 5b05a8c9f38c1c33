"""One flipped byte anywhere is found and named: every file of a case, every row and cell of every table.

Rows are covered so: each row holds a seal (SHA-256 of its cells); the line of the journal written with it repeats the
seal, or, for the tables that an analysis replaces, the digest of all seals; lines of the journal are chained by hash.
The bytes of a database that belong to no row are covered by the stamp of the file (affaire.sceau).
"""

import datetime as dt
import json
import random
import shutil
import sqlite3
from pathlib import Path

import pytest

from evidence import resources
from evidence.case import Case, check
from evidence.decisions import Custody
from evidence.model import Review
from evidence.store.case_files import Analysed, Named
from evidence.store.database import FORMAT
from evidence.store.searching import index_of
from evidence.store.tables import metadata
from evidence.store.verify import DATABASE, INDEX
from tests.sample import FINDINGS, TEXT, place

WHO = {"reviewer": "Relectrice", "at": dt.datetime(2026, 1, 5, tzinfo=dt.UTC)}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a case with at least one row in every table."""
    folder = tmp_path_factory.mktemp("integrite")
    pieces = folder / "pieces"
    pieces.mkdir()
    (pieces / "a.txt").write_text(TEXT, encoding="utf-8")
    (pieces / "b.txt").write_text(TEXT, encoding="utf-8")
    (pieces / "c.txt").write_text(TEXT * 40, encoding="utf-8")
    case = Case.create(folder / "affaire")
    case.ingest([pieces])
    source = case.pieces()[0].source.id
    named = Named(source=source, name="Marc Invente", kind="PER", places=(place("Il m'a"),))
    roles = ((source, "ESSAI Claire", "plaignante"),)
    case._keep(Analysed(findings=FINDINGS, roles=roles, names=(named,), facts=FINDINGS[:1]), {"catalogue": "a"})
    case.decide(Review(finding="f1", verdict="accepted", **WHO))
    case.decide(Custody(piece=1, cote="D1", **WHO))
    from dataclasses import replace

    from evidence.model import Span

    moved = replace(FINDINGS[0], id="moved", sentence=Span(start=0, end=40))
    case._keep(
        Analysed(findings=(moved, *FINDINGS[1:]), roles=roles, names=(named,), facts=FINDINGS[:1]), {"catalogue": "b"}
    )
    with index_of(case) as index:
        assert index.search("interdit").pages
    return folder / "affaire"


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    shutil.copytree(whole, tmp_path / "affaire")
    return tmp_path / "affaire"


def test_a_case_that_nobody_touched_matches(whole: Path) -> None:
    report = check(whole)
    assert report.broken == ()
    assert report.head.number == len(list(Case(whole).journal()))


def test_every_table_has_a_row_to_damage(whole: Path) -> None:
    connection = sqlite3.connect(whole / DATABASE)
    for table in metadata.tables:
        assert connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0], table  # noqa: S608
    connection.close()


@pytest.mark.parametrize(
    ("table", "column"),
    [(table.name, column.name) for table in metadata.tables.values() for column in table.columns],
)
def test_a_changed_cell_is_named_by_table_and_row(copy: Path, table: str, column: str) -> None:
    connection = sqlite3.connect(copy / DATABASE)
    for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {trigger}")
    kind, value = connection.execute(f"SELECT typeof({column}), {column} FROM {table} ORDER BY 1 LIMIT 1").fetchone()  # noqa: S608
    changed = value + 1_000 if kind == "integer" else "x" if kind == "null" else flipped(value)
    rowid = connection.execute(
        f"SELECT rowid FROM {table} WHERE {column} IS ? LIMIT 1",  # noqa: S608
        [value],
    ).fetchone()[0]
    connection.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", [changed, rowid])  # noqa: S608
    connection.commit()
    connection.close()
    if (table, column, value) == ("meta", "value", str(FORMAT)):
        return  # the format itself: the case is refused as newer (tests/test_formats.py)
    broken = check(copy).broken
    word = "journal" if table == "journal" else f"table {table}, ligne"
    assert any(word in line for line in broken), broken


def flipped(value: str) -> str:
    return value[:-1] + chr(ord(value[-1]) ^ 1) if value else "x"


@pytest.mark.parametrize("table", sorted(metadata.tables))
def test_a_removed_row_is_named(copy: Path, table: str) -> None:
    connection = sqlite3.connect(copy / DATABASE)
    for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {trigger}")
    where = "WHERE key = 'name'" if table == "meta" else f"WHERE rowid = (SELECT min(rowid) FROM {table})"  # noqa: S608
    connection.execute(f"DELETE FROM {table} {where}")  # noqa: S608
    connection.commit()
    connection.close()
    assert any(table in line for line in check(copy).broken)


@pytest.mark.slow
def test_every_byte_of_every_file_counts(whole: Path, tmp_path: Path) -> None:
    """Flip one byte at 40 places of each file, and each byte of the small ones: each time, that file is named."""
    chance = random.Random(6)  # noqa: S311 (places to damage, not a secret)
    copy = tmp_path / "affaire"
    shutil.copytree(whole, copy)
    files = sorted(path for path in copy.rglob("*") if path.is_file())
    assert len(files) >= 5
    for path in files:
        content = path.read_bytes()
        path.chmod(0o600)
        for at in sorted(chance.sample(range(len(content)), min(len(content), 40))):
            path.write_bytes(content[:at] + bytes([content[at] ^ (1 << chance.randrange(8))]) + content[at + 1 :])
            broken = check(copy).broken
            wanted = path.name[:12] if "coffre" in path.parts else path.name
            rows = ("table", "journal") if path.name == DATABASE else ()
            assert any(line.startswith(rows) or wanted in line for line in broken), (path, at, broken)
            for side in copy.glob(f"{DATABASE}-*"):
                side.unlink()
            path.write_bytes(content)
    assert check(copy).broken == ()


def test_a_piece_that_is_gone_and_a_stranger_are_named(copy: Path) -> None:
    kept = next(path for path in (copy / "coffre").rglob("*") if path.is_file())
    kept.unlink()
    (copy / "notes.txt").write_text("x")
    (copy / "coffre" / "autre").write_text("x")
    broken = check(copy).broken
    assert any("absente du coffre" in line for line in broken)
    assert any("notes.txt" in line and "étranger" in line for line in broken)
    assert any("coffre/autre" in line and "étranger" in line for line in broken)


def test_a_cut_end_of_the_journal_shows_against_a_head_kept_elsewhere(copy: Path) -> None:
    head = check(copy).head
    connection = sqlite3.connect(copy / DATABASE)
    connection.execute("DROP TRIGGER journal_no_delete")
    connection.execute("DELETE FROM journal WHERE number = ?", [head.number])
    connection.commit()
    connection.close()
    report = check(copy)
    assert report.head != head
    assert report.broken  # the rows that the line sealed are in no line any more


def test_the_originals_are_compared_when_given(copy: Path, whole: Path, tmp_path: Path) -> None:
    pieces = whole.parent / "pieces"
    assert check(copy, [pieces]).broken == ()
    (tmp_path / "a.txt").write_text(TEXT + " ", encoding="utf-8")
    assert any("a.txt" in line for line in check(copy, [tmp_path / "a.txt"]).broken)


def test_an_old_stamp_is_no_fault_and_is_said(copy: Path) -> None:
    kept = (copy / "affaire.sceau").read_bytes()
    Case(copy).decide(Review(finding="f2", verdict="rejected", **WHO))
    (copy / "affaire.sceau").write_bytes(kept)
    report = check(copy)
    assert report.broken == ()
    assert any("interrompue" in note for note in report.notes)


def test_files_are_for_their_owner_alone(whole: Path) -> None:
    for path in (whole, *whole.rglob("*")):
        assert path.stat().st_mode & 0o077 == 0, path


def test_the_journal_holds_no_text_of_a_piece(whole: Path) -> None:
    lines = json.dumps([[entry.act, dict(entry.detail)] for entry in Case(whole).journal()], ensure_ascii=False)
    assert "interdit" not in lines
    assert (whole / INDEX).is_file()


@pytest.mark.parametrize("name", ["fr_emprise", "suggestions", "encoder"])
def test_a_byte_of_a_shipped_model_is_named_too(
    copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    models = tmp_path / "models"
    shutil.copytree(Path(str(resources.folder("models"))), models)
    real = resources.folder
    monkeypatch.setattr(resources, "folder", lambda wanted: models if wanted == "models" else real(wanted))
    assert check(copy).broken == ()
    flipped = max((item for item in (models / name).rglob("*") if item.is_file()), key=lambda item: item.stat().st_size)
    content = bytearray(flipped.read_bytes())
    content[len(content) // 2] ^= 1
    flipped.write_bytes(content)
    (said,) = check(copy).broken
    assert name in said
