"""Fait entrer des pièces dans une affaire, créée au besoin."""

from pathlib import Path

import click


@click.command(help=__doc__)
@click.argument("case", type=click.Path(path_type=Path), metavar="AFFAIRE")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="CHEMIN…")
@click.option("--why", default="", help="Motif, écrit au journal (« remises par le conseil de… »).")
def COMMAND(case: Path, paths: tuple[Path, ...], why: str) -> None:
    """Read every file into the case; unread ones are listed and end with 7."""
    from evidence.case import Case, files_under
    from evidence.commands._shown import UNREAD, plural, progress, report
    from evidence.errors import PartialError

    files = files_under(paths)
    opened = Case.create(case)
    with progress("Lecture", len(files)) as step:
        readings = opened.ingest(paths, step, why)
    report(readings)
    unread = [reading for reading in readings if reading.outcome in UNREAD]
    if unread:
        raise PartialError(
            f"{plural(len(unread), 'fichier non exploité', 'fichiers non exploités')}, nommés ci-dessus.",
            "Les autres sont dans l’affaire.",
        )
