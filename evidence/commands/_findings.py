"""Findings on the standard output: a table, one JSON a line, or CSV."""

import csv
import dataclasses
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence

import click

from evidence.analysis import Result
from evidence.catalogue import Catalogue
from evidence.commands._shown import SIGNS, STATUS, compact, safe_cell
from evidence.dossier.rows import AsideRow, FindingRow, aside_row, row
from evidence.matching.sift import LONELY, UNLIKE
from evidence.model import Document, Source
from evidence.store.records import plain

# Characters of a sentence that the table shows.
LONGEST = 300


def rows_of(source: Source, document: Document, result: Result, *, aside: bool) -> Iterator[FindingRow]:
    """Yield the findings of one document as rows; or what was set aside, each with why."""
    if not aside:
        yield from (row(finding, source, document) for finding in result.findings)
        return
    yield from (aside_row(finding, source, document, LONELY) for finding in result.lonely)
    yield from (aside_row(finding, source, document, UNLIKE) for finding in result.unlike)


def show(rows: Sequence[FindingRow], shape: str, rules: Callable[[], Catalogue]) -> None:
    """Print *rows* as ``table``, ``jsonl`` or ``csv``; only the table names criteria, and asks for *rules*."""
    if shape == "jsonl":
        for item in rows:
            click.echo(compact(item))
    elif shape == "csv":
        names = [field.name for field in dataclasses.fields(rows[0] if rows else FindingRow)]
        writer = csv.writer(sys.stdout, delimiter=";", lineterminator="\n")
        writer.writerow(names)
        for item in rows:
            cells = plain(item)
            writer.writerow([safe_cell(cells[name]) for name in names])
    else:
        french = {key: criterion.name for key, criterion in rules().criteria.items()}
        _table("Constat", [item for item in rows if not item.suggestion], french)
        _table("Proposé, à vérifier", [item for item in rows if item.suggestion], french)


def _table(title: str, rows: Sequence[FindingRow], names: Mapping[str, str]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(soft_wrap=False)
    table = Table(box=None, pad_edge=False, show_lines=False, header_style="bold")
    table.add_column(title, max_width=26)
    table.add_column("Passage", ratio=1)
    colours = {"affirmed": "red", "denied": "green", "hypothetical": "yellow", "reported": "magenta"}
    for item in rows:
        said = Text(f"{SIGNS[item.status]} {STATUS[item.status]}", style=colours[item.status])
        mark = " (proposé)" if item.suggestion else ""
        said.append("\n" + names.get(item.criterion, item.criterion) + mark, style="default")
        quote = Text(item.quote[:LONGEST].replace("\n", " ") + ("…" if len(item.quote) > LONGEST else ""))
        quote.stylize("bold", item.start - item.sentence_start, item.end - item.sentence_start)
        quote.append("\n" + " · ".join((_place(item), *_who(item))), style="dim")
        if isinstance(item, AsideRow):
            quote.append(f"\nécarté : {item.aside}", style="dim")
        table.add_row(said, quote)
    if rows:
        console.print(table)


def _place(item: FindingRow) -> str:
    name = item.document.rsplit("/", 1)[-1]
    return name + (f", p.\u00a0{item.page}" if item.page else "") + (f", l.\u00a0{item.line}" if item.line else "")


def _who(item: FindingRow) -> Iterator[str]:
    """Yield who does it and to whom, as far as the text says."""
    if item.agent:
        yield f"sujet : {item.agent}"
    if item.patient:
        yield f"visé : {item.patient}"
