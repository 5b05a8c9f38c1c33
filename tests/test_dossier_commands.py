"""`dossier` and `verify` from the command line: versions, states, bytes made again, and a file back from Word."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

SAID = "PROCÈS-VERBAL D’AUDITION\nIl m’a interdit de voir ma sœur en mars 2019.\nIl ne m’a jamais demandé d’argent.\n"


pytestmark = pytest.mark.slow  # a process for each command


@dataclass(frozen=True)
class Result:
    exit_code: int
    output: str


def emprise(*words: str) -> Result:
    done = subprocess.run([sys.executable, "-m", "evidence", *words], capture_output=True, text=True, check=False)
    return Result(done.returncode, done.stdout + done.stderr)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("affaire")
    (folder / "audition.txt").write_text(SAID, encoding="utf-8")
    assert emprise("ingest", str(folder / "cas"), str(folder / "audition.txt")).exit_code == 0
    assert emprise("analyze", str(folder / "cas"), "--jobs", "1").exit_code == 0
    return folder / "cas"


def handed(case: Path, out: Path, *more: str) -> Result:
    formats = ("--format", "html,json,docx,pdf", "--date", "2026-01-05")
    return emprise("dossier", str(case), "-o", str(out), "--document", "dossier,bordereau", *formats, *more)


def test_a_dossier_is_made_again_byte_for_byte(case: Path, tmp_path: Path) -> None:
    out = tmp_path / "remis"
    done = handed(case, out)
    assert done.exit_code == 0, done.output
    assert len(list(out.iterdir())) == 9
    again = emprise("verify", str(out), "--case", str(case))
    assert again.exit_code == 0, again.output
    assert "mêmes octets" in again.output


def test_an_altered_or_added_file_is_named(case: Path, tmp_path: Path) -> None:
    out = tmp_path / "remis"
    handed(case, out)
    (out / "bordereau.html").write_bytes((out / "bordereau.html").read_bytes() + b" ")
    (out / "autre.txt").write_text("x", encoding="utf-8")
    found = emprise("verify", str(out))
    assert found.exit_code == 8
    assert "bordereau.html : fichier modifié" in found.output
    assert "autre.txt : fichier que le manifeste ne nomme pas" in found.output


def test_a_file_back_from_word_is_checked_by_finding(case: Path, tmp_path: Path) -> None:
    handed(case, tmp_path / "remis")
    found = emprise("verify", str(case), "--docx", str(tmp_path / "remis" / "dossier.docx"))
    assert found.exit_code == 0, found.output
    partial = emprise("verify", str(case), "--docx", str(tmp_path / "remis" / "bordereau.docx"))
    assert partial.exit_code == 8
    assert "absent du document" in partial.output


def test_a_case_with_something_unreviewed_cannot_be_closed(case: Path, tmp_path: Path) -> None:
    found = handed(case, tmp_path / "arrete", "--state", "arrete")
    assert found.exit_code == 2
    assert "attendent encore une décision" in found.output
    assert not (tmp_path / "arrete").exists()


def test_an_unknown_document_or_theme_is_refused_with_the_list(case: Path, tmp_path: Path) -> None:
    found = emprise("dossier", str(case), "-o", str(tmp_path), "--document", "verdict")
    assert (found.exit_code, "synthese" in found.output) == (2, True)
    found = emprise("dossier", str(case), "-o", str(tmp_path), "--document", "extrait", "--theme", "rien")
    assert (found.exit_code, "isolation" in found.output) == (2, True)


def test_a_theme_is_refused_for_a_paper_that_would_look_whole(case: Path, tmp_path: Path) -> None:
    found = emprise("dossier", str(case), "-o", str(tmp_path / "x"), "--document", "plainte", "--theme", "isolation")
    assert (found.exit_code, "un thème vaut pour un extrait" in found.output) == (2, True)
    assert not (tmp_path / "x").exists()


def test_a_new_version_says_what_changed(case: Path, tmp_path: Path) -> None:
    handed(case, tmp_path / "remis")
    later = emprise(
        "dossier", str(case), "-o", str(tmp_path / "remis"), "--document", "bordereau", "--date", "2026-02-05"
    )
    assert later.exit_code == 0, later.output
    assert "Changé depuis la version précédente : bordereau.html" in later.output
