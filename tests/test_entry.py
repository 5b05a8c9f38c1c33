"""What is handed over enters the case, or is named: links, pipes, strange names, passwords, second runs, Ctrl-C."""

import io
import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import Workbook

from evidence.case import Case, check
from evidence.commands import _shown
from evidence.entry import Terms, handed
from evidence.errors import UsageError
from tests.test_commands import ROOT, emprise
from tests.test_near import STATEMENT


def workbook(words: str, password: str) -> bytes:
    book, plain, held = Workbook(), io.BytesIO(), io.BytesIO()
    book.active.append([words])
    book.save(plain)
    OOXMLFile(io.BytesIO(plain.getvalue())).encrypt(password, held)
    return held.getvalue()


@pytest.fixture
def pieces(tmp_path: Path) -> Path:
    folder = tmp_path / "pièces"
    folder.mkdir()
    (folder / "a.txt").write_text("Il m'a interdit de voir ma sœur.\n", encoding="utf-8")
    return folder


def test_a_link_and_a_pipe_are_named_and_never_followed(pieces: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("hors du dossier", encoding="utf-8")
    (pieces / "lien.txt").symlink_to(tmp_path / "secret.txt")
    (pieces / "rompu.txt").symlink_to(tmp_path / "absent.txt")
    (pieces / "boucle").symlink_to(pieces)
    os.mkfifo(pieces / "tube")
    given = handed([pieces])
    assert [name for _, name in given.files] == ["a.txt"]
    reasons = {reading.source.name: reading.reason.split(" ")[0] for reading in given.lost}
    assert reasons == {"boucle": "lien", "lien.txt": "lien", "rompu.txt": "lien", "tube": "ni"}
    case = Case.create(tmp_path / "affaire")
    readings = case.ingest([pieces])
    assert sorted(reading.outcome for reading in readings) == ["read"] + ["unreadable"] * 4
    assert len(case.bare_pieces()) == 5
    assert check(case.folder).broken == ()
    assert all(
        "hors du dossier" not in (piece.reading.document.text if piece.reading.document else "")
        for piece in case.pieces()
    )


def test_the_readings_of_an_ingestion_hold_neither_text_nor_bytes_so_that_thousands_fit(
    pieces: Path, tmp_path: Path
) -> None:
    case = Case.create(tmp_path / "affaire")
    (reading,) = case.ingest([pieces])
    assert (reading.outcome, reading.document, reading.content) == ("read", None, None)
    (piece,) = case.pieces()
    assert piece.reading.document is not None
    assert piece.reading.document.text.startswith("Il m'a interdit")


def test_a_path_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="n’existe pas"):
        handed([tmp_path / "absent"])


def test_a_broken_link_given_by_name_is_named_and_the_other_files_are_read(pieces: Path, tmp_path: Path) -> None:
    (tmp_path / "rompu.txt").symlink_to(tmp_path / "absent.txt")
    given = handed([tmp_path / "rompu.txt", pieces])
    assert [name for _, name in given.files] == ["a.txt"]
    assert [(reading.source.name, reading.outcome) for reading in given.lost] == [("rompu.txt", "unreadable")]
    assert "n’existe pas" in given.lost[0].reason


def test_an_ingestion_says_how_many_pairs_are_nearly_the_same(pieces: Path, tmp_path: Path) -> None:
    alone = emprise("ingest", str(tmp_path / "affaire"), str(pieces))
    assert "presque identiques" not in alone.stderr
    (pieces / "b.txt").write_text(STATEMENT, encoding="utf-8")
    (pieces / "c.txt").write_text(STATEMENT.replace("chaleureux", "très chaleureux"), encoding="utf-8")
    said = emprise("ingest", str(tmp_path / "affaire"), str(pieces))
    assert f"1 paire de pièces presque identiques : emprise pieces {tmp_path / 'affaire'} --near" in said.stderr


def test_no_name_breaks_a_line_or_turns_the_text(pieces: Path, tmp_path: Path) -> None:
    (pieces / "reçu\n\u202efdp.txt").write_text("Un reçu.", encoding="utf-8")
    case = Case.create(tmp_path / "affaire")
    case.ingest([pieces])
    names = [piece.source.name for piece in case.bare_pieces()]
    assert names == ["a.txt", "reçu␊⟨U+202E⟩fdp.txt"]
    shown = emprise("pieces", str(case.folder)).stdout
    assert len(shown.splitlines()) == 2


def test_a_second_run_reads_nothing_again_and_still_names_what_is_missing(pieces: Path, tmp_path: Path) -> None:
    (pieces / "b.bin").write_bytes(bytes(range(256)) * 9)
    folder = str(tmp_path / "affaire")
    assert emprise("ingest", folder, str(pieces)).returncode == 7
    lines = len(list(Case(Path(folder)).journal()))
    again = emprise("ingest", folder, str(pieces))
    assert again.returncode == 7
    assert "b.bin" in again.stderr
    assert len(list(Case(Path(folder)).journal())) == lines


def test_a_protected_file_opens_with_a_password_of_the_file_and_the_journal_counts_it(
    pieces: Path, tmp_path: Path
) -> None:
    (pieces / "comptes.xlsx").write_bytes(workbook("virement de 8 000 euros", "sésame"))
    with zipfile.ZipFile(pieces / "lot.zip", "w") as lot:
        lot.writestr("dedans.xlsx", workbook("chèque de 500 euros", "autre mot"))
    folder, key = str(tmp_path / "affaire"), tmp_path / "mots.txt"
    assert emprise("ingest", folder, str(pieces)).returncode == 7
    again = emprise("ingest", folder, str(pieces))
    assert again.returncode == 7
    assert "comptes.xlsx" in again.stderr
    assert "dedans.xlsx" in again.stderr
    key.write_text("faux\nsésame\nautre mot\n", encoding="utf-8")
    done = emprise("ingest", folder, str(pieces), "--password-file", str(key))
    case = Case(Path(folder))
    texts = " ".join(piece.reading.document.text for piece in case.pieces() if piece.reading.document)
    assert "8 000" in texts
    entries = list(case.journal())
    assert [entry.detail for entry in entries if entry.act == "passwords"] == [{"count": 3}]
    assert not any("sésame" in str(entry) for entry in entries)
    assert check(case.folder).broken == ()
    assert "500 euros" in texts
    assert done.returncode == 0


def test_a_file_that_changes_while_it_is_read_is_named(
    pieces: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = Case.create(tmp_path / "affaire")
    plain = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda self: plain(self) + b"!" if self.name == "a.txt" else plain(self))
    (reading,) = case.ingest([pieces])
    assert "a changé" in reading.reason
    monkeypatch.undo()
    assert [reading.outcome for reading in case.ingest([pieces], terms=Terms(jobs=2))] == ["read"]


def test_ctrl_c_stops_cleanly_and_the_next_run_goes_on(pieces: Path, tmp_path: Path) -> None:
    for rank in range(3000):
        (pieces / f"{rank:04}.txt").write_text(f"Pièce {rank}. Il m'a interdit de sortir.", encoding="utf-8")
    folder = tmp_path / "affaire"
    command = [sys.executable, "-m", "evidence", "ingest", str(folder), str(pieces)]

    def heard() -> None:
        """What a shell starts behind it ignores Ctrl-C, and hands that on to its children."""
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, preexec_fn=heard) as process:
        until = time.monotonic() + 60
        while time.monotonic() < until and len(list(folder.glob("coffre/*"))) < 5 and process.poll() is None:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130, said
    assert "relancez la même commande" in said
    assert "Traceback" not in said
    assert check(folder).broken == ()
    before = len(Case(folder).bare_pieces())
    assert before < 3001
    assert emprise("ingest", str(folder), str(pieces)).returncode == 0
    assert len(Case(folder).bare_pieces()) == 3001
    assert check(folder).broken == ()


def test_entries_that_must_not_be_opened_keep_each_their_name_and_reason_in_the_case(
    pieces: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(pieces / "lot.zip", "w") as lot:
        for name in ("../un.txt", "/deux.txt", "vide.txt", "bon.txt"):
            lot.writestr(name, "" if name == "vide.txt" else "Il m'a interdit de sortir.")
    (pieces / "vide.pdf").write_bytes(b"")
    case = Case.create(tmp_path / "affaire")
    said = {reading.source.name: reading.reason for reading in case.ingest([pieces])}
    assert "sort du dossier" in said["../un.txt"]
    assert "sort du dossier" in said["/deux.txt"]
    assert "fichier vide" in said["vide.txt"]
    assert "mêmes octets que la pièce" in said["vide.pdf"]
    names = {piece.source.name for piece in case.bare_pieces()}
    assert {"../un.txt", "/deux.txt", "bon.txt", "vide.txt"} <= names
    assert check(case.folder).broken == ()


def test_the_report_fits_a_terminal_and_stays_whole_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    line = "un nom assez long de fichier.rar : " + "archive RAR, format propriétaire : décompressez-la, " * 3
    assert _shown._fitted(line) == line
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    found = _shown._fitted(line).split("\n")
    assert len(found) > 1
    assert all(len(part) <= 80 - 4 for part in found)
    assert "".join(found).replace("\xa0", "").replace(" ", "") == line.replace(" ", "")
