"""Vérifie qu’aucune pièce ni aucune ligne du journal n’a été modifiée."""

from pathlib import Path

import click


@click.command(help=__doc__)
@click.argument("case", type=click.Path(path_type=Path), metavar="AFFAIRE")
def COMMAND(case: Path) -> None:
    """Name exactly what does not match its fingerprint; end with 8 when something does not."""
    from evidence.case import Case
    from evidence.errors import IntegrityError

    opened = Case(case)
    found = opened.problems()
    if found:
        raise IntegrityError("\n".join(found), "Ne modifiez rien ; repartez d’une sauvegarde ou des pièces d’origine.")
    click.echo(f"{len(opened.pieces())} pièces et le journal correspondent à leurs empreintes.", err=True)
