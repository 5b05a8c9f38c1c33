"""Propose des actes et des thèmes ouverts, pour et contre, sur ce qui manque ou se discute."""

import datetime as dt
from pathlib import Path

import click

from evidence.commands._legal import case_options, dossier_of, written


@click.command(help=__doc__)
@case_options
@click.option(
    "--format",
    "shape",
    type=click.Choice(["text", "html", "docx"]),
    help="Par défaut : du texte à l’écran, une page HTML avec -o.",
)
@click.option("-o", "--output", "out", type=click.Path(path_type=Path), help="Fichier où écrire.")
def COMMAND(
    case: Path, day: dt.datetime | None, fiction: bool, rules: Path | None, shape: str | None, out: Path | None
) -> None:
    """Write the sheet of themes: readable lines on a terminal, a page or a document in a file."""
    from evidence.dossier.legal_pages import themes_docx, themes_page
    from evidence.dossier.themes_lines import themes_lines
    from evidence.errors import UsageError

    wanted = shape or ("text" if out is None else "docx" if out.suffix.lower() == ".docx" else "html")
    if wanted == "docx" and out is None:
        raise UsageError("un document DOCX va dans un fichier", "Ajoutez : -o themes.docx")
    dossier = dossier_of(case, day, fiction, rules)
    if wanted == "text":
        written(("\n".join(themes_lines(dossier)) + "\n").encode(), out)
    else:
        written(themes_docx(dossier) if wanted == "docx" else themes_page(dossier), out)
