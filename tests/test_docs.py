"""What the pages say is true of this commit."""

import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import evidence.errors

ROOT = Path(__file__).parents[1]
COMMANDS = sorted(p.stem for p in (ROOT / "evidence" / "commands").glob("*.py") if not p.stem.startswith("_"))
ERRORS = [
    c for _, c in inspect.getmembers(evidence.errors, inspect.isclass) if issubclass(c, evidence.errors.EvidenceError)
]


def commands_page() -> str:
    """Return docs/commandes.md: the help of every command."""
    parts = [
        "# Commandes\n\nPage écrite d’après `--help` ; ne pas modifier à la main "
        "(`pytest tests/test_docs.py --update-golden`).\n"
    ]
    for name in ("", *COMMANDS):
        words = [sys.executable, "-m", "evidence", *([name] if name else []), "--help"]
        environment = {"COLUMNS": "100", "NO_COLOR": "1", "PATH": "/usr/bin:/bin", "PYTHONIOENCODING": "utf-8"}
        done = subprocess.run(words, capture_output=True, text=True, cwd=ROOT, check=True, env=environment)
        parts.append(f"## emprise {name}".rstrip() + f"\n\n```\n{done.stdout.rstrip()}\n```\n")
    return "\n".join(parts)


def test_the_commands_page_is_what_help_says(request: pytest.FixtureRequest) -> None:
    path, text = ROOT / "docs" / "commandes.md", commands_page()
    if request.config.getoption("--update-golden"):
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.__name__)
def test_each_error_has_its_heading_and_its_code(error: type[evidence.errors.EvidenceError]) -> None:
    page = (ROOT / "docs" / "erreurs.md").read_text(encoding="utf-8")
    section = page.split(f"## {error.__name__}\n")[1].split("\n## ")[0]
    assert f"Code {error.exit_code}." in section


@pytest.mark.parametrize("page", ["README.md", "ARCHITECTURE.md"])
def test_the_links_of_the_first_pages_lead_somewhere(page: str) -> None:
    import re

    for target in re.findall(r"\]\(([^)#]+)\)", (ROOT / page).read_text(encoding="utf-8")):
        assert target.startswith("http") or (ROOT / target).exists(), target


def test_decision_records_have_each_their_number() -> None:
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs" / "decisions").glob("*.md"))
    assert numbers == sorted(set(numbers))
