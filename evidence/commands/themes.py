"""Propose des actes et des thèmes ouverts, pour et contre, sur ce qui manque ou se discute."""

import datetime as dt
from pathlib import Path

import click

from evidence.commands._legal import case_options, dossier_of, written


@click.command(help=__doc__)
@case_options
@click.option("--format", "shape", type=click.Choice(["html", "docx"]), default="html", show_default=True)
@click.option("-o", "--output", "out", type=click.Path(path_type=Path), help="Fichier où écrire.")
def COMMAND(
    case: Path, day: dt.datetime | None, fiction: bool, rules: Path | None, shape: str, out: Path | None
) -> None:
    """Write the sheet of themes."""
    from evidence.dossier.legal_pages import themes_docx, themes_page
    from evidence.errors import UsageError

    if shape == "docx" and out is None:
        raise UsageError("un document DOCX va dans un fichier", "Ajoutez : -o themes.docx")
    dossier = dossier_of(case, day, fiction, rules)
    written(themes_docx(dossier) if shape == "docx" else themes_page(dossier), out)
