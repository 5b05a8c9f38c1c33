"""Copie une affaire entière dans un seul fichier, à restaurer avec restore."""

from pathlib import Path

import click


@click.command(help=__doc__)
@click.argument("case", type=click.Path(path_type=Path), metavar="AFFAIRE")
@click.argument("path", type=click.Path(path_type=Path), metavar="FICHIER.tar")
def COMMAND(case: Path, path: Path) -> None:
    """Write the archive; it is not encrypted (see seal)."""
    from evidence.case import Case
    from evidence.store import archive

    opened = Case(case)
    with opened.recorded("backup"), archive.made_whole(path) as out:
        archive.pack(opened.folder, out)
    click.echo(f"{path} : copie non chiffrée. Pour l’envoyer ou la ranger, préférez emprise seal.", err=True)
