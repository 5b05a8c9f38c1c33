"""The whole chain works in a world without sockets: nothing can leave the machine."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# Read by every Python that starts with this folder on its path, children included.
BLOCK = """
import socket
class Blocked(socket.socket):
    def __init__(self, family=-1, *args, **kwargs):
        if family != socket.AF_UNIX:
            raise RuntimeError("a socket was asked for")
        super().__init__(family, *args, **kwargs)
socket.socket = Blocked
def _refuse(*_args, **_kwargs):
    raise RuntimeError("a name was asked for")
socket.getaddrinfo = socket.create_connection = socket.gethostbyname = _refuse
"""


@pytest.fixture
def world(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "blocked").mkdir()
    (tmp_path / "blocked" / "sitecustomize.py").write_text(BLOCK, encoding="utf-8")
    path = os.pathsep.join((str(tmp_path / "blocked"), str(ROOT)))
    return {**os.environ, "PYTHONPATH": path}


def test_the_block_blocks(world: dict[str, str]) -> None:
    for code in ("import socket; socket.socket()", "import socket; socket.create_connection(('127.0.0.1', 9))"):
        done = subprocess.run([sys.executable, "-c", code], env=world, capture_output=True, text=True, check=False)
        assert "was asked for" in done.stderr


@pytest.mark.slow
def test_every_command_works_without_a_socket(world: dict[str, str], tmp_path: Path) -> None:
    case, out = str(tmp_path / "affaire"), tmp_path / "sorties"
    out.mkdir()
    (tmp_path / "phrase").write_text("un secret\n", encoding="utf-8")
    secret = ["--passphrase-file", str(tmp_path / "phrase")]
    pieces = str(ROOT / "examples" / "affaire-horizon" / "pieces")
    for words, codes in (
        (["scan", pieces], (0, 7)),
        (["ingest", case, pieces], (7,)),
        (["analyze", case], (0,)),
        (["findings", case], (0,)),
        (["changes", case], (0,)),
        (["pieces", case], (0,)),
        (["search", case, "mère"], (0,)),
        (["dossier", case, "-o", str(out), "--pseudonyms", str(tmp_path / "clé")], (0,)),
        (["persons", case], (0,)),
        (["graph", case, "--format", "html", "-o", str(out / "reseau.html")], (0,)),
        (["contradictions", case], (0,)),
        (["log", case], (0,)),
        (["verify", case], (0,)),
        (["doctor", case], (0,)),
        (["backup", case, str(tmp_path / "copie.tar")], (0,)),
        (["restore", str(tmp_path / "copie.tar"), str(tmp_path / "rendue")], (0,)),
        (["seal", case, "-o", str(tmp_path / "a.age"), *secret], (0,)),
        (["unseal", str(tmp_path / "a.age"), str(tmp_path / "ouverte"), *secret], (0,)),
        (["purge", case, "--certificate", str(tmp_path / "certificat"), "--yes"], (0,)),
    ):
        done = subprocess.run(
            [sys.executable, "-m", "evidence", *words], env=world, cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode in codes, (words, done.stderr)
        assert "was asked for" not in done.stderr
    for path in out.rglob("*"):
        assert path.stat().st_mode & 0o077 == 0, path
