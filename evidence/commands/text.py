"""Montre le texte d’une pièce tel qu’il a été lu."""

from pathlib import Path

import click


@click.command(help=__doc__)
@click.argument("case", type=click.Path(path_type=Path), metavar="AFFAIRE")
@click.argument("piece", type=int, metavar="PIÈCE")
def COMMAND(case: Path, piece: int) -> None:
    """Print the text of the piece with our number PIECE."""
    from evidence.case import Case
    from evidence.errors import UsageError

    found = Case(case).piece(piece)
    if found.reading.document is None:
        raise UsageError(f"la pièce {piece} ({found.source.name}) n’a pas de texte : {found.reading.reason}")
    click.echo(found.reading.document.text)
