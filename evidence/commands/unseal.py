"""Rouvre une affaire enfermée par seal, et la vérifie."""

from pathlib import Path
from typing import TextIO

import click


@click.command(help=__doc__)
@click.argument("path", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="FICHIER.age")
@click.argument("case", type=click.Path(path_type=Path), metavar="AFFAIRE")
@click.option(
    "-i", "--identity", type=click.Path(path_type=Path, exists=True), help="Fichier de la clé privée (age ou ssh)."
)
@click.option(
    "--passphrase-file", type=click.File(encoding="utf-8"), help="Fichier de la phrase de passe ; demandée sinon."
)
def COMMAND(path: Path, case: Path, identity: Path | None, passphrase_file: TextIO | None) -> None:
    """Make the case; never over another."""
    from evidence.commands._verified import check
    from evidence.store import archive

    passphrase = ""
    if identity is None:
        passphrase = (
            passphrase_file.read().strip() if passphrase_file else click.prompt("Phrase de passe", hide_input=True)
        )
    archive.unseal(path, case, identity, passphrase)
    check(case)
