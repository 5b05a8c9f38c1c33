"""Cherche les constats dans toutes les pièces d’une affaire."""

from collections import Counter
from pathlib import Path

import click

from evidence.commands._options import JOBS, MODEL, RULES


@click.command(help=__doc__)
@click.argument("case", type=click.Path(path_type=Path), metavar="AFFAIRE")
@MODEL
@RULES
@JOBS
def COMMAND(case: Path, model: str | None, rules: Path | None, jobs: int) -> None:
    """Replace the last analysis; human decisions stay."""
    from evidence.case import Case
    from evidence.commands._shown import plural, progress, totals

    opened = Case(case)
    with progress("Analyse", len(opened.bare_pieces())) as step:
        found = opened.analyze(model, rules, step, jobs)
    click.echo(totals(found), err=True)
    lonely, unlike = opened.set_aside()
    if lonely or unlike:
        click.echo(
            f"Écartés : {plural(lonely, 'circonstance')} sans autre fait dans la pièce, "
            f"{plural(unlike, 'motif')} en une phrase qui ressemble trop peu aux phrases annotées "
            "(emprise scan --aside les montre).",
            err=True,
        )
    counts = Counter(change.kind for change in opened.changes())
    ids = {finding.id for finding in opened.findings()}
    gone = sum(key not in ids for key in opened.reviews())
    if counts.total() and counts["appeared"] != len(found):
        click.echo(
            f"Depuis l’analyse précédente : {plural(counts['appeared'], 'apparu')}, "
            f"{plural(counts['disappeared'], 'disparu')}, {plural(counts['changed'], 'changé')} "
            "(emprise changes les montre).",
            err=True,
        )
    if gone:
        click.echo(f"{plural(gone, 'décision')} sans constat aujourd’hui : gardées, montrées au dossier.", err=True)
