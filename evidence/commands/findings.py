"""Montre les constats d’une affaire."""

from pathlib import Path

import click

from evidence.commands._options import PSEUDONYMS
from evidence.model import STATUSES


@click.command(help=__doc__)
@click.argument("case", type=click.Path(path_type=Path), metavar="AFFAIRE")
@click.option(
    "--format",
    "shape",
    type=click.Choice(["table", "jsonl", "csv"]),
    default="table",
    show_default=True,
    help="Forme de la sortie.",
)
@click.option("--criterion", help="Seulement ce critère.")
@click.option("--status", type=click.Choice(STATUSES), help="Seulement ce statut.")
@PSEUDONYMS
def COMMAND(case: Path, shape: str, criterion: str | None, status: str | None, key: Path | None) -> None:
    """Print the findings of the last analysis with the last decision on each."""
    from evidence import catalogue
    from evidence.case import Case
    from evidence.commands._findings import show
    from evidence.commands._shown import known_criterion
    from evidence.dossier.rows import row

    opened = Case(case)
    opened.analysed()
    known_criterion(criterion)
    pieces = {piece.source.id: piece for piece in opened.pieces()}
    reviews = opened.reviews()
    rows = []
    for finding in opened.findings():
        document = pieces[finding.source].reading.document
        if document is not None and criterion in (None, finding.criterion) and status in (None, finding.status):
            rows.append(row(finding, pieces[finding.source].source, document, reviews.get(finding.id)))
    if key is not None:
        from evidence.commands._pseudonyms import of_case

        hidden = of_case(opened, key)
        rows = [hidden.row(item) for item in rows]
    show(rows, shape, catalogue.load)
