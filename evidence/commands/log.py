"""Lit le journal d’une affaire : qui a fait quoi, quand."""

import json
from pathlib import Path

import click


@click.command(help=__doc__)
@click.argument("case", type=click.Path(path_type=Path), metavar="AFFAIRE")
def COMMAND(case: Path) -> None:
    """Print the journal, oldest line first."""
    from evidence.case import Case

    for entry in Case(case).journal():
        detail = json.dumps(entry.detail, ensure_ascii=False, sort_keys=True)
        why = f"  motif : {entry.why}" if entry.why else ""
        click.echo(f"{entry.number:>4}  {entry.at}  {entry.who}  {entry.act}  {detail}{why}")
