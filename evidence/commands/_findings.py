"""Findings on the standard output: a table, one JSON a line, or CSV."""

import csv
import dataclasses
import sys
from collections.abc import Sequence

import click

from evidence.commands._shown import SIGNS, STATUS, compact, safe_cell
from evidence.dossier.rows import FindingRow
from evidence.store.records import plain


def show(rows: Sequence[FindingRow], shape: str) -> None:
    """Print *rows* as ``table``, ``jsonl`` or ``csv``."""
    if shape == "jsonl":
        for item in rows:
            click.echo(compact(item))
    elif shape == "csv":
        names = [field.name for field in dataclasses.fields(FindingRow)]
        writer = csv.writer(sys.stdout, delimiter=";", lineterminator="\n")
        writer.writerow(names)
        for item in rows:
            cells = plain(item)
            writer.writerow([safe_cell(cells[name]) for name in names])
    else:
        _table(rows)


def _table(rows: Sequence[FindingRow]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(soft_wrap=False)
    table = Table(box=None, pad_edge=False, show_lines=False, header_style="bold")
    table.add_column("Statut", no_wrap=True)
    table.add_column("Critère", no_wrap=True)
    table.add_column("Place", overflow="fold", max_width=24)
    table.add_column("Passage", overflow="fold", ratio=1)
    colours = {"affirmed": "red", "denied": "green", "hypothetical": "yellow", "reported": "magenta"}
    for item in rows:
        place = (
            item.document.rsplit("/", 1)[-1]
            + (f", p. {item.page}" if item.page else "")
            + (f", l. {item.line}" if item.line else "")
        )
        quote = Text(item.quote[:300].replace("\n", " "))
        quote.stylize("bold", item.start - item.sentence_start, item.end - item.sentence_start)
        table.add_row(
            Text(f"{SIGNS[item.status]} {STATUS[item.status]}", style=colours[item.status]),
            f"{item.criterion}\n(proposé)" if item.suggestion else item.criterion,
            place,
            quote,
        )
    if rows:
        console.print(table)
