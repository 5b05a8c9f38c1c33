"""Montre, élément par élément, ce qui appuie, ce qui contredit, ce qui manque ; et la prescription."""

import datetime as dt
from pathlib import Path

import click

from evidence.commands._legal import case_options, dossier_of, known_of, known_options, narrowed, written


@click.command(help=__doc__)
@case_options
@known_options
@click.option("--detail", is_flag=True, help="Tout, passage par passage, et chaque hypothèse de prescription.")
@click.option("--person", default="", metavar="NOM", help="Le détail pour une personne, visée ou mise en cause.")
@click.option("--offence", default="", metavar="ARTICLE", help="Le détail pour une infraction (223-15-3).")
@click.option("--format", "shape", type=click.Choice(["table", "json", "html"]), default="table", show_default=True)
@click.option("-o", "--output", "out", type=click.Path(path_type=Path), help="Fichier où écrire.")
def COMMAND(
    case: Path,
    day: dt.datetime | None,
    fiction: bool,
    rules: Path | None,
    births: tuple[str, ...],
    appeared: dt.datetime | None,
    acts: tuple[dt.datetime, ...],
    detail: bool,
    person: str,
    offence: str,
    shape: str,
    out: Path | None,
) -> None:
    """Write the matrix, the gaps, the proposals and the hypotheses of prescription: counted, or in full."""
    dossier = narrowed(dossier_of(case, day, fiction, rules, known_of(births, appeared, acts)), person, offence)
    if shape == "html":
        from evidence.dossier.legal_pages import assess_page

        written(assess_page(dossier), out)
    elif shape == "json":
        import json

        from evidence.store.records import plain

        kept = {name: plain(getattr(dossier, name)) for name in ("matrix", "gaps", "related", "hypotheses")}
        written((json.dumps(kept, ensure_ascii=False, indent=1) + "\n").encode(), out)
    else:
        from evidence.dossier.legal_lines import text_lines
        from evidence.dossier.legal_overview import overview

        lines = text_lines(dossier) if detail or person or offence else overview(dossier)
        written(("\n".join(lines) + "\n").encode(), out)
