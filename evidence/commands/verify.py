"""Vérifie qu’aucune pièce, aucune ligne de la base ou du journal n’a été modifiée."""

from pathlib import Path

import click


@click.command(help=__doc__)
@click.argument("case", type=click.Path(path_type=Path), metavar="AFFAIRE")
@click.option(
    "--sources",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Compare aussi ces fichiers d’origine (ou dossiers) aux pièces.",
)
def COMMAND(case: Path, sources: tuple[Path, ...]) -> None:
    """Name exactly what does not match its fingerprint; end with 8 when something does not."""
    from evidence.commands._verified import check

    check(case, sources)
