"""Montre ou exporte le réseau : qui est lié à qui, par quels passages ; lectures, contradictions, flux."""

import datetime as dt
from pathlib import Path

import click

from evidence.commands._legal import case_options, dossier_of, written


@click.command(help=__doc__)
@case_options
@click.option(
    "--format",
    "shape",
    type=click.Choice(["table", "svg", "html", "gexf", "graphml", "ftm", "csv", "qdpx", "qdc"]),
    default="table",
    show_default=True,
    help="ftm : FollowTheMoney ; csv : archive de trois tableaux pour i2 ; qdpx, qdc : REFI-QDA.",
)
@click.option("--person", default="", help="Ne garde que les liens de cette personne.")
@click.option("--kind", "kinds", multiple=True, help="Ne garde qu’une sorte de lien (isolates, pays…) ; répétable.")
@click.option(
    "--from", "first", type=click.DateTime(["%Y-%m-%d"]), help="Ne garde que les liens datés de ce jour ou après."
)
@click.option("--to", "last", type=click.DateTime(["%Y-%m-%d"]), help="… de ce jour ou avant.")
@click.option("-o", "--output", "out", type=click.Path(path_type=Path), help="Fichier où écrire.")
def COMMAND(
    case: Path,
    day: dt.datetime | None,
    fiction: bool,
    rules: Path | None,
    shape: str,
    person: str,
    kinds: tuple[str, ...],
    first: dt.datetime | None,
    last: dt.datetime | None,
    out: Path | None,
) -> None:
    """Write the network."""
    from evidence.dossier import graph_view
    from evidence.dossier.graph_formats import FORMATS

    days = (first.date() if first else None, last.date() if last else None)
    dossier = graph_view.chosen(dossier_of(case, day, fiction, rules), person, kinds, days)
    if shape in FORMATS:
        written(FORMATS[shape](dossier), out)
    elif shape == "svg":
        from evidence.graph.drawing import drawing

        written((drawing(dossier.relations) + "\n").encode(), out)
    elif shape == "html":
        written(graph_view.page(dossier), out)
    else:
        written(("\n".join(graph_view.text_lines(dossier)) + "\n").encode(), out)
