"""Efface une affaire et écrit un certificat sans contenu, ou fixe sa durée de conservation."""

import datetime as dt
from pathlib import Path

import click

YES = ("oui", "o")


@click.command(help=__doc__)
@click.argument("case", type=click.Path(path_type=Path), metavar="AFFAIRE")
@click.option("--certificate", type=click.Path(path_type=Path), help="Certificat à écrire, hors de l’affaire.")
@click.option("--why", default="", help="Motif, écrit au certificat.")
@click.option("--yes", is_flag=True, help="Ne demande pas de confirmation.")
@click.option(
    "--keep-until", type=click.DateTime(["%Y-%m-%d"]), help="N’efface rien : garde jusqu’à ce jour, puis le rappelle."
)
def COMMAND(case: Path, certificate: Path | None, why: str, yes: bool, keep_until: dt.datetime | None) -> None:
    """Erase for good; the certificate holds hashes, dates and counts alone."""
    from evidence.case import Case
    from evidence.decisions import Retention
    from evidence.errors import UsageError
    from evidence.store import journal, purge

    planned = (case / purge.PLAN).is_file()
    if keep_until is not None:
        opened = Case(case)
        moment = dt.datetime.now(dt.UTC)
        opened.decide(Retention(until=keep_until.date(), reviewer=journal.who(), at=moment, note=why))
        click.echo(f"Rien n’est effacé ; à garder jusqu’au {keep_until:%d/%m/%Y}.", err=True)
        return
    if certificate is None or certificate.resolve().is_relative_to(case.resolve()):
        raise UsageError(
            "il faut un certificat, hors du dossier de l’affaire", "Exemple : --certificate effacement.txt"
        )
    if not planned:
        opened = Case(case)
        if not yes:
            asked = f"Effacer pour toujours l’affaire {opened.name} ({case}) ? Écrivez oui pour effacer"
            if click.prompt(asked, default="non").strip().lower() not in YES:
                raise click.Abort
        with opened.recorded("purge", why):
            purge.plan(case, opened.engine, why)
        opened.engine.dispose()
    click.echo(f"Affaire effacée. Empreinte du certificat : {purge.erase(case, certificate)}", err=True)
