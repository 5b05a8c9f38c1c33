"""A case is copied, sealed, handed over, restored and erased in one command each."""

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from evidence.case import Case, check
from evidence.commands.purge import COMMAND
from evidence.store import disk
from tests.test_commands import emprise

WORDS = "Il m'a interdit de voir mes parents à Vauclère-les-Eaux.\n"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    (tmp_path / "lettre de Vauclère.txt").write_text(WORDS, encoding="utf-8")
    made = Case.create(tmp_path / "affaire")
    made.ingest([tmp_path / "lettre de Vauclère.txt"], why="remise par le conseil")
    return tmp_path / "affaire"


def test_a_backup_is_restored_whole_and_verifies(case: Path, tmp_path: Path) -> None:
    assert emprise("backup", str(case), str(tmp_path / "copie.tar")).returncode == 0
    done = emprise("restore", str(tmp_path / "copie.tar"), str(tmp_path / "rendue"))
    assert done.returncode == 0, done.stderr
    assert "Tout correspond" in done.stderr
    assert [piece.source for piece in Case(tmp_path / "rendue").pieces()] == [p.source for p in Case(case).pieces()]


def test_a_restoration_never_covers_a_case_and_a_damaged_copy_leaves_nothing(case: Path, tmp_path: Path) -> None:
    emprise("backup", str(case), str(tmp_path / "copie.tar"))
    assert emprise("restore", str(tmp_path / "copie.tar"), str(case)).returncode == 6
    cut = (tmp_path / "copie.tar").read_bytes()[:3_000]
    (tmp_path / "coupée.tar").write_bytes(cut)
    assert emprise("restore", str(tmp_path / "coupée.tar"), str(tmp_path / "rendue")).returncode == 6
    assert not (tmp_path / "rendue").exists()


def test_a_case_is_sealed_by_a_passphrase_and_opened_by_it_alone(case: Path, tmp_path: Path) -> None:
    (tmp_path / "phrase").write_text("un secret assez long\n", encoding="utf-8")
    (tmp_path / "fausse").write_text("un autre\n", encoding="utf-8")
    sealed, passphrase = str(tmp_path / "a.age"), str(tmp_path / "phrase")
    assert emprise("seal", str(case), "-o", sealed, "--passphrase-file", passphrase).returncode == 0
    content = Path(sealed).read_bytes()
    assert content.startswith(b"age-encryption.org/v1")
    assert "Vauclère".encode() not in content
    wrong = emprise("unseal", sealed, str(tmp_path / "b"), "--passphrase-file", str(tmp_path / "fausse"))
    assert wrong.returncode == 2
    assert not (tmp_path / "b").exists()
    assert emprise("unseal", sealed, str(tmp_path / "b"), "--passphrase-file", passphrase).returncode == 0
    assert check(tmp_path / "b").broken == ()


def test_a_case_is_sealed_for_keys_and_opened_by_either(case: Path, tmp_path: Path) -> None:
    import pyrage

    keys = [pyrage.x25519.Identity.generate() for _ in range(2)]
    words = [word for key in keys for word in ("-r", str(key.to_public()))]
    assert emprise("seal", str(case), "-o", str(tmp_path / "a.age"), *words).returncode == 0
    (tmp_path / "clé").write_text(f"# created\n{keys[1]}\n", encoding="utf-8")
    done = emprise("unseal", str(tmp_path / "a.age"), str(tmp_path / "b"), "-i", str(tmp_path / "clé"))
    assert done.returncode == 0, done.stderr
    (tmp_path / "autre").write_text(str(pyrage.x25519.Identity.generate()), encoding="utf-8")
    wrong = emprise("unseal", str(tmp_path / "a.age"), str(tmp_path / "c"), "-i", str(tmp_path / "autre"))
    assert wrong.returncode == 2
    assert not (tmp_path / "c").exists()
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {"affaire", "lettre de Vauclère.txt", "a.age", "b", "clé", "autre"}


def test_a_wrong_recipient_is_said(case: Path, tmp_path: Path) -> None:
    done = emprise("seal", str(case), "-o", str(tmp_path / "a.age"), "-r", "age1faux")
    assert done.returncode == 2
    assert "clé publique" in done.stderr
    assert not (tmp_path / "a.age").exists()


def test_a_purge_leaves_a_certificate_without_content(case: Path, tmp_path: Path) -> None:
    piece = Case(case).pieces()[0].source.id
    certificate = tmp_path / "certificat.txt"
    done = emprise("purge", str(case), "--certificate", str(certificate), "--yes", "--why", "fin de l’enquête")
    assert done.returncode == 0, done.stderr
    assert not case.exists()
    text = certificate.read_text(encoding="utf-8")
    assert piece in text
    assert "fin de l’enquête" in text
    assert not any(word in text for word in ("Vauclère", "lettre", "interdit", "parents"))


def test_a_purge_asks_first_and_wants_its_certificate_outside(case: Path, tmp_path: Path) -> None:
    assert emprise("purge", str(case), "--certificate", str(case / "c.txt"), "--yes").returncode == 2
    assert emprise("purge", str(case), "--certificate", str(tmp_path / "c.txt")).returncode == 130
    assert check(case).broken == ()


@pytest.mark.parametrize(("answer", "code", "left"), [("oui\n", 0, False), ("non\n", 1, True), ("\n", 1, True)])
def test_a_purge_asks_in_french(case: Path, tmp_path: Path, answer: str, code: int, left: bool) -> None:
    found = CliRunner().invoke(COMMAND, [str(case), "--certificate", str(tmp_path / "c.txt")], input=answer)
    assert (found.exit_code, case.exists()) == (code, left)
    assert "Écrivez oui pour effacer [non]" in found.output


def test_a_purge_that_was_cut_goes_on(case: Path, tmp_path: Path) -> None:
    from evidence.store import purge

    opened = Case(case)
    purge.plan(case, opened.engine, "essai")
    opened.engine.dispose()
    (case / "affaire.db").unlink()
    done = emprise("purge", str(case), "--certificate", str(tmp_path / "c.txt"), "--yes")
    assert done.returncode == 0, done.stderr
    assert not case.exists()
    assert "Pièces effacées : 1" in (tmp_path / "c.txt").read_text(encoding="utf-8")


def test_the_retention_clock_is_kept_and_said(case: Path) -> None:
    assert emprise("purge", str(case), "--keep-until", "2020-01-01").returncode == 0
    kept = Case(case).retention()
    assert kept is not None
    assert kept.until == dt.date(2020, 1, 1)
    assert "dépassée depuis le 01/01/2020" in emprise("doctor", str(case)).stdout


def test_two_numberings_go_out_as_a_table_and_come_back_completed(case: Path, tmp_path: Path) -> None:
    table = emprise("pieces", str(case), "--format", "csv").stdout
    head, line = table.splitlines()
    assert head.split(";")[:7] == ["piece", "document", "sha256", "entered_at", "entered_by", "outcome", "cote"]
    cells = line.split(";")
    cells[6:12] = ["D12", "SC-4", "PV 25/12", "Nîmes", "MDL Essai", "3 février 2025"]
    (tmp_path / "table.csv").write_text(f"{head}\n{';'.join(cells)}\n", encoding="utf-8")
    assert emprise("pieces", str(case), "--import", str(tmp_path / "table.csv")).returncode == 0
    row = json.loads(emprise("pieces", str(case), "--format", "jsonl").stdout)
    assert (row["piece"], row["cote"], row["exhibit"], row["officer"]) == (1, "D12", "SC-4", "MDL Essai")
    assert emprise("pieces", str(case), "--set", "1", "--cote", "D13").returncode == 0
    assert Case(case).pieces()[0].source.cote == "D13"
    assert "motif : remise par le conseil" in emprise("log", str(case)).stdout
    assert emprise("pieces", str(case), "--set", "9", "--cote", "D1").returncode == 2


def system(folder: Path, mount: str, devices: dict[str, str]) -> Path:
    """Return an invented /proc and /sys: *devices* are major:minor (or slaves of it) -> dm uuid."""
    (folder / "proc/self").mkdir(parents=True)
    (folder / "proc/self/mountinfo").write_text(mount, encoding="utf-8")
    for device, uuid in devices.items():
        place = folder / "sys/dev/block" / device
        (place / "dm").mkdir(parents=True)
        (place / "dm/uuid").write_text(uuid, encoding="ascii")
    return folder


@pytest.mark.parametrize(
    ("kind", "devices", "state"),
    [
        ("ext4", {"254:0": "CRYPT-LUKS2-0123"}, "encrypted"),
        ("ext4", {"254:0": "LVM-0123", "254:0/slaves/dm-1": "CRYPT-LUKS2-0123"}, "encrypted"),
        ("ext4", {"254:0": "LVM-0123"}, "clear"),
        ("ext4", {}, "unknown"),
        ("tmpfs", {}, "memory"),
        ("ecryptfs", {}, "encrypted"),
    ],
)
def test_the_state_of_a_disk_is_read_in_the_system(
    tmp_path: Path, kind: str, devices: dict[str, str], state: str
) -> None:
    mount = f"1 0 8:1 / / rw - ext4 /dev/sda1 rw\n2 1 254:0 / {tmp_path} rw - {kind} /dev/x rw\n"
    assert disk.state(tmp_path / "affaire", system(tmp_path / "racine", mount, devices)) == state


def test_doctor_speaks_of_the_tools_and_of_the_disk(tmp_path: Path) -> None:
    done = emprise("doctor", str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert all(word in done.stdout for word in ("modèle du français", "plein texte", "age", "disque de"))


def test_a_bug_is_said_without_a_word_of_the_case(tmp_path: Path) -> None:
    code = (
        "import sys; from evidence.commands import _bug; sys.excepthook = _bug\n"
        "raise ValueError('Il m a interdit de voir mes parents')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert "interdit" not in done.stderr
    assert "ValueError" in done.stderr
