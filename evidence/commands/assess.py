"""Montre, élément par élément, ce qui appuie, ce qui contredit, ce qui manque ; et la prescription."""

import datetime as dt
from pathlib import Path

import click

from evidence.commands._legal import case_options, dossier_of, known_of, known_options, written


@click.command(help=__doc__)
@case_options
@known_options
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
    shape: str,
    out: Path | None,
) -> None:
    """Write the matrix, the gaps, the proposals and the hypotheses of prescription."""
    from evidence.dossier.legal_lines import text_lines

    dossier = dossier_of(case, day, fiction, rules, known_of(births, appeared, acts))
    if shape == "html":
        from evidence.dossier.legal_pages import assess_page

        written(assess_page(dossier), out)
    elif shape == "json":
        import json

        from evidence.store.records import plain

        kept = {name: plain(getattr(dossier, name)) for name in ("matrix", "gaps", "related", "hypotheses")}
        written((json.dumps(kept, ensure_ascii=False, indent=1) + "\n").encode(), out)
    else:
        written(("\n".join(text_lines(dossier)) + "\n").encode(), out)
