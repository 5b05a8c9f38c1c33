"""The command line as a user meets it: real processes, French words, documented exit codes."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from evidence.commands._shown import _told

ROOT = Path(__file__).parents[1]
FIELDS = (
    "id document sha256 cote page line start end sentence_start sentence_end quote criterion indicator phrase status "
    "cues speaker agent patient people when amount suggestion review catalogue inferred chain side"
).split()


def emprise(*words: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "evidence", *words], capture_output=True, text=True, cwd=cwd, check=False
    )


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("commandes")
    pieces = folder / "pièces"
    pieces.mkdir()
    text = "Il m'a interdit de voir mes parents.\nIl m'a soutiré 8 000 euros en mars 2019.\n"
    (pieces / "a.txt").write_text(text, encoding="utf-8")
    assert emprise("ingest", str(folder / "affaire"), str(pieces)).returncode == 0
    assert emprise("analyze", str(folder / "affaire")).returncode == 0
    return folder / "affaire"


def test_the_help_page_is_french_and_lists_every_command() -> None:
    done = emprise("--help")
    assert done.returncode == 0
    assert done.stdout.startswith("Usage :")
    names = [path.stem for path in (ROOT / "evidence" / "commands").glob("*.py") if not path.stem.startswith("_")]
    assert all(f"\n  {name}" in done.stdout for name in names)
    assert "Show this" not in done.stdout


def test_the_door_of_a_checkout_works() -> None:
    done = subprocess.run([sys.executable, "cli.py", "--help"], capture_output=True, text=True, cwd=ROOT, check=False)
    assert (done.returncode, "ingest" in done.stdout) == (0, True)


@pytest.mark.parametrize("name", sorted(p.stem for p in (ROOT / "evidence/commands").glob("*.py") if p.stem[0] != "_"))
def test_each_command_has_a_french_help(name: str) -> None:
    done = emprise(name, "--help")
    assert done.returncode == 0
    assert len(done.stdout.splitlines()[2].split()) >= 3


def test_an_unknown_command_proposes_the_nearest_and_ends_with_2() -> None:
    done = emprise("analise")
    assert done.returncode == 2
    assert "Vouliez-vous dire « analyze » ?" in done.stderr


def test_a_missing_path_ends_with_2_and_names_it(tmp_path: Path) -> None:
    done = emprise("scan", str(tmp_path / "absent.txt"))
    assert done.returncode == 2
    assert "absent.txt" in done.stderr


def test_a_folder_that_is_not_a_case_ends_with_6(tmp_path: Path) -> None:
    done = emprise("findings", str(tmp_path))
    assert done.returncode == 6
    assert "n’est pas une affaire" in done.stderr


def test_an_unreadable_file_is_listed_the_others_are_read_and_the_end_is_7(tmp_path: Path) -> None:
    (tmp_path / "bon.txt").write_text("Il m'a interdit de voir mes parents.\n", encoding="utf-8")
    (tmp_path / "mauvais.pdf").write_bytes(b"%PDF-1.4 nothing more")
    done = emprise("scan", str(tmp_path), "--format", "jsonl")
    assert done.returncode == 7
    assert "mauvais.pdf" in done.stderr
    assert [json.loads(line)["criterion"] for line in done.stdout.splitlines()] == ["isolation"]


def test_a_finding_has_the_published_fields_in_order(case: Path) -> None:
    done = emprise("findings", str(case), "--format", "jsonl")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(rows) == 2
    assert all(list(row) == FIELDS for row in rows)
    assert rows[1]["amount"]["value"] == "8000"
    assert rows[1]["when"]["first"] == "2019-03-01"


def test_the_schema_of_a_finding_is_published_and_holds(case: Path) -> None:
    import jsonschema

    schema = json.loads((ROOT / "docs" / "schema" / "finding.schema.json").read_text(encoding="utf-8"))
    for line in emprise("findings", str(case), "--format", "jsonl").stdout.splitlines():
        jsonschema.validate(json.loads(line), schema)


def test_csv_and_table_show_the_same_findings(case: Path) -> None:
    lines = emprise("findings", str(case), "--format", "csv").stdout.splitlines()
    assert lines[0].split(";") == FIELDS
    assert len(lines) == 3
    assert "interdit" in emprise("findings", str(case)).stdout


def test_scan_says_when_nothing_is_found_or_read(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("La piscine ouvre à dix heures le samedi.", encoding="utf-8")
    assert "Aucun constat ; --aside montre" in emprise("scan", str(tmp_path)).stderr
    assert "soit écarté" in emprise("scan", "--aside", str(tmp_path)).stderr
    (tmp_path / "vide").mkdir()
    assert "Rien à lire" in emprise("scan", str(tmp_path / "vide")).stderr


def test_the_table_says_who_does_it_to_whom_and_where(tmp_path: Path) -> None:
    piece = tmp_path / "recit.txt"
    piece.write_text("Paul Girard a giflé Anne Roux devant tous les adeptes.", encoding="utf-8")
    told = emprise("scan", str(piece)).stdout
    assert "recit.txt, l. 1 · sujet : Paul Girard · visé : Anne Roux" in " ".join(told.split())


def test_offsets_hold_against_the_text(case: Path) -> None:
    text = emprise("text", str(case), "1").stdout
    for line in emprise("findings", str(case), "--format", "jsonl").stdout.splitlines():
        row = json.loads(line)
        assert text[row["sentence_start"] : row["sentence_end"]] == row["quote"]
        assert row["sentence_start"] <= row["start"] < row["end"] <= row["sentence_end"]


def test_the_log_and_verify_agree_with_the_case(case: Path) -> None:
    assert "ingest" in emprise("log", str(case)).stdout
    assert emprise("verify", str(case)).returncode == 0


def test_verify_names_what_changed_and_ends_with_8(case: Path, tmp_path: Path) -> None:
    import shutil

    copy = tmp_path / "copie"
    shutil.copytree(case, copy)
    kept = next(path for path in (copy / "coffre").rglob("*") if path.is_file())
    kept.chmod(0o600)
    kept.write_bytes(kept.read_bytes() + b" ")
    done = emprise("verify", str(copy))
    assert done.returncode == 8
    assert "a.txt" in done.stderr


def test_the_dossier_is_the_same_bytes_twice(case: Path, tmp_path: Path) -> None:
    for name in ("un", "deux"):
        done = emprise("dossier", str(case), "-o", str(tmp_path / name), "--date", "2026-01-05")
        assert done.returncode == 0, done.stderr
    for file in ("dossier.html", "dossier.json"):
        assert (tmp_path / "un" / file).read_bytes() == (tmp_path / "deux" / file).read_bytes()


def test_rules_list_and_show_speak_of_the_catalogue() -> None:
    assert "isolation" in emprise("rules", "list").stdout
    shown = emprise("rules", "show", "isolation").stdout
    assert "Isolement" in shown
    wrong = emprise("rules", "show", "isolatoin")
    assert wrong.returncode == 2
    assert "isolation" in wrong.stderr


def test_nothing_asked_for_wrongly_passes_for_nothing_found(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Il m'a interdit de voir ma sœur.", encoding="utf-8")
    folder = str(tmp_path / "affaire")
    assert emprise("ingest", folder, str(tmp_path / "a.txt")).returncode == 0
    for command in ("findings", "changes"):
        early = emprise(command, folder)
        assert early.returncode == 6
        assert "n’a pas été analysée" in early.stderr
    assert emprise("analyze", folder).returncode == 0
    wrong = emprise("findings", folder, "--criterion", "isolaton")
    assert wrong.returncode == 2
    assert "« isolation »" in wrong.stderr
    assert emprise("findings", folder, "--status", "vrai").returncode == 2
    assert emprise("search", folder, "sœur", "--criterion", "rien").returncode == 2


def test_progress_off_a_terminal_is_a_line_now_and_then(capsys: pytest.CaptureFixture[str]) -> None:
    times = iter([0.0, 1.0, 2.0, 12.0, 13.0, 30.0])
    step = _told("Lecture", 5, lambda: next(times))
    for _ in range(5):
        step("a.pdf", 2)
    assert capsys.readouterr().err.splitlines() == [
        "Lecture : 3 fichiers sur 5, 6 pages, 0.2 fichiers/s, reste 8 s",
        "Lecture : 5 fichiers sur 5, 10 pages, 0.2 fichiers/s, reste 0 s",
    ]
