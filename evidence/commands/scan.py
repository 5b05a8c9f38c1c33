"""Lit des fichiers sans créer d’affaire et montre les constats."""

from pathlib import Path

import click

from evidence.commands._options import JOBS, MODEL, PASSWORDS, RULES

NOTHING = "Aucun constat ; --aside montre ce qu’un motif a trouvé et qui est écarté."
NOTHING_ASIDE = "Aucun motif n’a trouvé de passage qui soit écarté."
NO_TEXT = "Rien à lire : aucun fichier n’a donné de texte."


@click.command(help=__doc__)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="CHEMIN…")
@click.option(
    "--format",
    "shape",
    type=click.Choice(["table", "jsonl", "csv"]),
    default="table",
    show_default=True,
    help="Forme de la sortie.",
)
@click.option("--aside", is_flag=True, help="Montre, au lieu des constats, ce qu’un motif a trouvé et qui est écarté.")
@MODEL
@RULES
@PASSWORDS
@JOBS
def COMMAND(
    paths: tuple[Path, ...],
    shape: str,
    aside: bool,
    model: str | None,
    rules: Path | None,
    passwords: Path | None,
    jobs: int,
) -> None:
    """Read, find, print; problems of reading go to stderr and end with 7."""
    from evidence import readers
    from evidence.analysis import Analysis
    from evidence.commands._findings import rows_of, show
    from evidence.commands._shown import plural, progress, report, secrets
    from evidence.entry import handed
    from evidence.errors import PartialError
    from evidence.model import UNREAD, Reading

    given = handed(paths)
    readings: list[Reading] = list(given.lost)
    # A file is called as it was given, a file of a folder by its place in it.
    names = [str(path) if path.name == name else name for path, name in given.files]
    with progress("Lecture", len(names)) as step:
        found = readers.read_many(
            [path for path, _ in given.files],
            jobs=min(jobs, max(len(names), 1)),
            passwords=secrets(passwords),
            names=names,
        )
        for _, pieces in found:
            readings += pieces
            step(pieces[0].source.name, pieces[0].pages or 0)
    report(readings)
    kept = [reading for reading in readings if reading.document and reading.outcome != "foreign"]
    analysis = Analysis(model, rules)
    rows = []
    with progress("Analyse", len(kept)) as step:
        for reading, result in zip(kept, analysis.read((r.document for r in kept if r.document), jobs), strict=True):
            if reading.document:
                rows += list(rows_of(reading.source, reading.document, result, aside=aside))
            step(reading.source.name, reading.pages or 0)
    show(rows, shape, lambda: analysis.matcher.catalogue)
    if shape == "table" and not rows:
        told = NOTHING_ASIDE if aside else NOTHING
        click.echo(told if kept else NO_TEXT, err=True)
    unread = [reading for reading in readings if reading.outcome in UNREAD]
    if unread:
        raise PartialError(
            f"{plural(len(unread), 'fichier non exploité', 'fichiers non exploités')}, nommés ci-dessus.",
            "Les autres ont été lus.",
        )
