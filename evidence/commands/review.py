"""Ouvre la relecture dans le navigateur : chaque constat à sa place, décidé au clavier ; rien ne quitte la machine."""

from pathlib import Path

import click


@click.command(
    help=__doc__
    + """

    L’adresse affichée sert une seule fois, sur cette machine ; Ctrl-C arrête. Chaque décision est écrite aussitôt :
    après un arrêt, même brutal, relancez la même commande.
    """
)
@click.argument("case", type=click.Path(path_type=Path), metavar="AFFAIRE")
@click.option("--reviewer", help="Nom de qui relit, écrit avec chaque décision (le nom de session par défaut).")
@click.option("--blind", is_flag=True, help="Exercice : le texte et les critères, sans ce que le programme a relevé.")
@click.option("--fiction", is_flag=True, help="Porte « données fictives » sur chaque page.")
@click.option("--no-browser", is_flag=True, help="N’ouvre pas le navigateur ; affiche l’adresse.")
def COMMAND(case: Path, reviewer: str | None, blind: bool, fiction: bool, no_browser: bool) -> None:
    """Serve the pages until interrupted."""
    import webbrowser

    from evidence.case import Case
    from evidence.store.journal import who
    from evidence.web.application import serve
    from evidence.web.desk import Desk

    desk = Desk(case=Case(case), reviewer=(reviewer or who()).strip(), blind=blind, fiction=fiction)

    def ready(address: str) -> None:
        click.echo(f"Relecture : {address}")
        click.echo("Ctrl-C pour arrêter ; rien de décidé n’est perdu.", err=True)
        if not no_browser:
            webbrowser.open(address)

    serve(desk, ready)
