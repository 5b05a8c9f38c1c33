"""Fait entrer des pièces dans une affaire, créée au besoin."""

from pathlib import Path

import click

from evidence.commands._options import JOBS, PASSWORDS


@click.command(help=__doc__)
@click.argument("case", type=click.Path(path_type=Path), metavar="AFFAIRE")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="CHEMIN…")
@click.option("--why", default="", help="Motif, écrit au journal (« remises par le conseil de… »).")
@PASSWORDS
@click.option("--again", is_flag=True, help="Relit ce qui n’avait pas été lu, ou seulement en partie.")
@JOBS
def COMMAND(case: Path, paths: tuple[Path, ...], why: str, passwords: Path | None, again: bool, jobs: int) -> None:
    """Read every file into the case; unread ones are listed and end with 7."""
    from evidence.case import Case
    from evidence.commands._pieces import say_near
    from evidence.commands._shown import plural, progress, report, secrets
    from evidence.entry import Terms, handed
    from evidence.errors import PartialError
    from evidence.model import UNREAD

    files = handed(paths).files
    terms = Terms(passwords=secrets(passwords), again=again, jobs=min(jobs, max(len(files), 1)))
    opened = Case.create(case)
    with progress("Lecture", len(files)) as step:
        readings = opened.ingest(paths, step, why, terms)
    report(readings)
    say_near(opened)
    unread = [reading for reading in readings if reading.outcome in UNREAD]
    if unread:
        raise PartialError(
            f"{plural(len(unread), 'fichier non exploité', 'fichiers non exploités')}, nommés ci-dessus.",
            "Les autres sont dans l’affaire.",
        )
