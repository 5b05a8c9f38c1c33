"""What `verify`, `restore` and `unseal` say of a case."""

from pathlib import Path

import click

from evidence.case import check as checked
from evidence.commands._shown import plural
from evidence.errors import IntegrityError


def check(folder: Path, sources: tuple[Path, ...] = ()) -> None:
    """Say that everything matches, or name each thing that does not.

    Raises:
        IntegrityError: something does not.
    """
    report = checked(folder, sources)
    for note in report.notes:
        click.echo(f"À savoir : {note}.", err=True)
    if report.broken:
        raise IntegrityError(
            "\n".join(report.broken), "Ne modifiez rien ; repartez d’une sauvegarde ou des pièces d’origine."
        )
    click.echo(
        f"Tout correspond aux empreintes : pièces, coffre, base, {plural(report.head.number, 'ligne')} de journal, "
        f"catalogue et modèle. Dernière empreinte du journal : {report.head.hash}",
        err=True,
    )
