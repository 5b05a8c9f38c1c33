"""The wheel carries the rules, the templates and the weights, and works in a clean environment elsewhere."""

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "build", "--wheel", "-o", str(out), str(ROOT)], check=True)
    return next(out.glob("*.whl"))


def test_the_wheel_adds_one_top_level_name(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"evidence"}


def test_the_wheel_holds_rules_templates_and_weights(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for part in ("evidence/rules/criteria/isolation.yaml", "evidence/templates/paper.html.j2"):
        assert part in names
    assert "evidence/bench/accuracy.json" in names  # the book prints it
    assert "evidence/examples/affaire-horizon/corrige.yaml" in names  # exercises on the demonstration
    assert any(name.startswith("evidence/models/fr_emprise/") for name in names)


def test_the_demonstration_runs_from_the_wheel_in_another_folder(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=True)
    scripts = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin")
    subprocess.run([scripts / "pip", "install", "-q", str(wheel)], check=True)
    away = tmp_path / "elsewhere"
    away.mkdir()
    emprise = str(scripts / "emprise")
    help_page = subprocess.run([emprise, "--help"], cwd=away, capture_output=True, text=True, check=True)
    assert "ingest" in help_page.stdout
    pieces = ROOT / "examples" / "affaire-horizon" / "pieces"
    ingest = subprocess.run([emprise, "ingest", "affaire", str(pieces)], cwd=away, capture_output=True, text=True)
    assert ingest.returncode == 7, ingest.stderr  # the corrupt piece is named, the others are read
    subprocess.run([emprise, "analyze", "affaire"], cwd=away, check=True, capture_output=True)
    command = [emprise, "dossier", "affaire", "-o", "dossier", "--format", "html,json", "--date", "2026-01-05"]
    subprocess.run(command, cwd=away, check=True, capture_output=True)
    assert (away / "dossier" / "dossier.html").stat().st_size > 10_000
    assert (away / "dossier" / "dossier.json").stat().st_size > 10_000
