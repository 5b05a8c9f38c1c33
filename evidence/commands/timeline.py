"""Montre la chronologie : date écrite, jours possibles, précision, source, statut."""

import datetime as dt
from pathlib import Path

import click

from evidence.assessment.applicable import french_day
from evidence.commands._legal import case_options, dossier_of, written


@click.command(help=__doc__)
@case_options
@click.option(
    "--format",
    "shape",
    type=click.Choice(["table", "csv", "json", "ics", "svg"]),
    default="table",
    show_default=True,
)
@click.option("--person", default="", help="Ne garde que les faits qui nomment cette personne.")
@click.option("--criterion", default="", help="Ne garde qu’un critère.")
@click.option("--phase", default="", help="Ne garde qu’une phase : approche, adhésion, emprise, sortie (une vue).")
@click.option("-o", "--output", "out", type=click.Path(path_type=Path), help="Fichier où écrire.")
def COMMAND(
    case: Path,
    day: dt.datetime | None,
    fiction: bool,
    rules: Path | None,
    shape: str,
    person: str,
    criterion: str,
    phase: str,
    out: Path | None,
) -> None:
    """Write the chronology."""
    from evidence.dossier import timeline_formats as formats
    from evidence.dossier.timeline_svg import drawing

    dossier = dossier_of(case, day, fiction, rules)
    named = next((item.name for item in dossier.people if person in (item.name, *item.variants)), person)
    events = formats.chosen(dossier.timeline, named, criterion, phase)
    if shape == "ics":
        written(formats.calendar(dossier, events), out)
    elif shape == "svg":
        written((drawing(events) + "\n").encode(), out)
    elif shape == "json":
        import json

        from evidence.store.records import plain

        written((json.dumps([plain(event) for event in events], ensure_ascii=False, indent=1) + "\n").encode(), out)
    else:
        written(_rows(formats.rows(events), shape).encode(), out)


def _entry(row: tuple[str, ...]) -> list[str]:
    """Return one event as lines of at most 80 columns: its days and words, then the passage and its piece."""
    from textwrap import wrap

    first, last = (french_day(dt.date.fromisoformat(day)) if day else "…" for day in row[1:3])
    days = first if first == last else f"{first} à {last}"
    head = wrap(f"{days} « {row[0]} » {row[7]}, {row[8]}", 80, subsequent_indent="    ")
    said = wrap(f"{row[5]} : {row[6]} (pièce {row[11]})", 80, initial_indent="    ", subsequent_indent="    ")
    return [f"{line}\n" for line in (*head, *said)]


def _rows(rows: tuple[tuple[str, ...], ...], shape: str) -> str:
    import csv
    import io

    from evidence.commands._shown import safe_cell

    if shape == "table":
        return "".join(line for row in rows[1:] for line in _entry(row))
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return out.getvalue()
