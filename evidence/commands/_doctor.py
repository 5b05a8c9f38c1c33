"""What `doctor` looks at."""

import datetime as dt
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import click

from evidence import resources
from evidence.case import Case
from evidence.store.verify import DATABASE


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """Something the program uses: is it *there*, is it *needed*, and what to say of it."""

    name: str
    there: bool
    needed: bool
    said: str


def tools() -> list[Tool]:
    """Return what is installed and what is not."""
    intact = not resources.models_altered()
    options = sqlite3.connect(":memory:").execute("PRAGMA compile_options").fetchall()
    fts = ("ENABLE_FTS5",) in options
    return [
        Tool(name="Python", there=True, needed=True, said=sys.version.split()[0]),
        Tool(
            name="modèle du français",
            there=intact,
            needed=True,
            said="intact" if intact else "fichiers modifiés : réinstallez emprise",
        ),
        Tool(name="recherche plein texte", there=fts, needed=True, said=f"SQLite {sqlite3.sqlite_version}"),
        Tool(
            name="chiffrement age",
            there=find_spec("pyrage") is not None,
            needed=True,
            said="pyrage" if find_spec("pyrage") else "pyrage manque",
        ),
        _ocr(),
    ]


def _ocr() -> Tool:
    program = shutil.which("tesseract")
    if program is None:
        said = "tesseract absent : les scans seront listés, non lus (Debian : apt install tesseract-ocr-fra)"
        return Tool(name="lecture des scans", there=False, needed=False, said=said)
    done = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False)  # noqa: S603
    french = "fra" in done.stdout.split()
    said = "tesseract, français" if french else "tesseract sans le français (Debian : apt install tesseract-ocr-fra)"
    return Tool(name="lecture des scans", there=french, needed=False, said=said)


def late(folder: Path) -> None:
    """Say whether the case in *folder* may still be kept."""
    if not (folder / DATABASE).is_file():
        return
    kept = Case(folder).retention()
    if kept is None:
        click.echo("– durée de conservation : non fixée (emprise purge AFFAIRE --keep-until AAAA-MM-JJ)")
    elif kept.until < dt.date.today():
        click.echo(f"✗ durée de conservation dépassée depuis le {kept.until:%d/%m/%Y} : emprise purge efface l’affaire")
    else:
        click.echo(f"✓ à garder jusqu’au {kept.until:%d/%m/%Y}")
