"""Refait une affaire d’après une copie de backup, et la vérifie."""

from pathlib import Path

import click


@click.command(help=__doc__)
@click.argument("path", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="FICHIER.tar")
@click.argument("case", type=click.Path(path_type=Path), metavar="AFFAIRE")
def COMMAND(path: Path, case: Path) -> None:
    """Make the case; never over another."""
    from evidence.commands._verified import check
    from evidence.store import archive

    with path.open("rb") as content:
        archive.unpack(content, case)
    check(case)
