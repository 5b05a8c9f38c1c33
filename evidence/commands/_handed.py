"""What `verify` says of a dossier handed over, and of a DOCX come back from Word."""

import datetime as dt
from pathlib import Path

import click

from evidence.case import Case
from evidence.commands._documents import rebuilt
from evidence.dossier import manifest
from evidence.errors import IntegrityError

ADVICE = "Reprenez le dossier d’origine, ou faites une nouvelle version."


def is_dossier(folder: Path) -> bool:
    """Return whether *folder* is a dossier handed over."""
    return (folder / manifest.NAME).is_file()


def check_dossier(
    out: Path,
    origin: Path | None,
    rules: Path | None,
    base: Path | None,
    plan: Path | None,
    key: Path | None = None,
) -> None:
    """Say that the dossier is what was handed over and, with the case, that it is made again byte for byte.

    Raises:
        IntegrityError: something differs; each thing is named.
    """
    found, _ = manifest.read(out)
    broken = list(manifest.altered(out, found))
    if origin is not None:
        broken += rebuilt(out, Case(origin), rules, base, plan, key)
    if broken:
        raise IntegrityError("\n".join(broken), ADVICE)
    click.echo(f"Fichiers conformes au manifeste : {len(found['files'])}.", err=True)
    if origin is None:
        click.echo("Pas refait : donnez l’affaire avec --case pour comparer octet par octet.", err=True)
    else:
        click.echo("Refait à partir de l’affaire : mêmes octets.", err=True)


def check_docx(path: Path, origin: Path, rules: Path | None) -> None:
    """Say that each finding of the DOCX still has its number and its words.

    Raises:
        IntegrityError: a finding is lost, unknown or changed.
    """
    dossier = Case(origin).dossier(made_at=dt.date.today(), rules=rules)
    broken = list(manifest.docx_differences(path.read_bytes(), dossier))
    if broken:
        raise IntegrityError("\n".join(broken), "Reprenez la citation de la pièce.")
    click.echo("Chaque constat a gardé son numéro et ses mots.", err=True)
