"""Montre le texte d’une pièce tel qu’il a été lu."""

from pathlib import Path

import click

from evidence.commands._options import PSEUDONYMS


@click.command(help=__doc__)
@click.argument("case", type=click.Path(path_type=Path), metavar="AFFAIRE")
@click.argument("piece", type=int, metavar="PIÈCE")
@PSEUDONYMS
def COMMAND(case: Path, piece: int, key: Path | None) -> None:
    """Print the text of the piece with our number PIECE."""
    from evidence.case import Case
    from evidence.errors import UsageError

    opened = Case(case)
    found = opened.piece(piece)
    if found.reading.document is None:
        raise UsageError(f"la pièce {piece} ({found.source.name}) n’a pas de texte : {found.reading.reason}")
    text = found.reading.document.text
    if key is not None:
        from evidence.commands._pseudonyms import of_case

        text = of_case(opened, key).text(found.source.id).text
    click.echo(text)
