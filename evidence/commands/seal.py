"""Enferme une affaire dans un fichier chiffré au format age : pour l’envoyer, ou pour la ranger."""

from pathlib import Path
from typing import TextIO

import click


@click.command(help=__doc__)
@click.argument("case", type=click.Path(path_type=Path), metavar="AFFAIRE")
@click.option("-o", "--output", "path", required=True, type=click.Path(path_type=Path), help="Fichier à écrire (.age).")
@click.option("-r", "--recipient", "recipients", multiple=True, help="Clé publique du destinataire (age1… ou ssh-…).")
@click.option(
    "--passphrase-file", type=click.File(encoding="utf-8"), help="Fichier de la phrase de passe ; demandée sinon."
)
def COMMAND(case: Path, path: Path, recipients: tuple[str, ...], passphrase_file: TextIO | None) -> None:
    """Write the sealed file; the open case stays where it is."""
    from evidence.case import Case
    from evidence.store import archive

    opened = Case(case)
    passphrase = ""
    if not recipients:
        passphrase = (
            passphrase_file.read().strip()
            if passphrase_file
            else click.prompt("Phrase de passe", hide_input=True, confirmation_prompt="Encore une fois")
        )
    with opened.recorded("seal"):
        archive.seal(opened.folder, path, recipients, passphrase)
    click.echo(f"{path} : affaire chiffrée. Le dossier {case} reste ouvert : emprise purge l’efface.", err=True)
