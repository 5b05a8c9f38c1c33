"""Lit le journal d’une affaire : qui a fait quoi, quand."""

import json
from pathlib import Path

import click

from evidence.commands._options import PSEUDONYMS


@click.command(help=__doc__)
@click.argument("case", type=click.Path(path_type=Path), metavar="AFFAIRE")
@PSEUDONYMS
def COMMAND(case: Path, key: Path | None) -> None:
    """Print the journal, oldest line first."""
    from evidence.case import Case

    opened = Case(case)
    entries = list(opened.journal())
    if key is not None:
        from evidence.commands._pseudonyms import of_case

        hidden = of_case(opened, key)
        entries = [hidden.entry(entry) for entry in entries]
    for entry in entries:
        detail = json.dumps(entry.detail, ensure_ascii=False, sort_keys=True)
        why = f"  motif : {entry.why}" if entry.why else ""
        click.echo(f"{entry.number:>4}  {entry.at}  {entry.who}  {entry.act}  {detail}{why}")
